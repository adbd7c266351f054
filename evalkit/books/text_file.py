"""A text file with separators (csv) as a grid: its encoding and its separator are told from its bytes."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter

from evalkit.books.grid import Grid
from evalkit.books.package_scan import CellError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ";\t,"
_SAID = re.compile(r"sep=(.)\r?\n")  # Excel's own first line
_NUMBER = re.compile(r"0|[1-9]\d{0,8}")  # longer ones and those with a leading zero are card numbers: they stay text
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)")
_LOOKED_AT = 200  # lines that decide the separator
_FIELD = 10_000_000  # letters of one cell


def grid_of_text(content: bytes, name: str, *, uneven: bool = False) -> Grid | None:
    """The cells of a csv file; None where the bytes are no text, or no separator makes columns of it.

    `uneven`: lines may have different numbers of cells, as in a list that people add to by hand.

    Raises:
        csv.Error: a quoted cell does not end.
    """
    text = _decoded(content)
    if text is None or _NO_TEXT.search(text[:10_000]):
        return None
    if said := _SAID.match(text):
        text, separator = text[said.end() :], said[1]
    else:
        separator = _separator(text) or (max(_SEPARATORS, key=text.count) if uneven else "")
    if not separator:
        return None
    csv.field_size_limit(_FIELD)
    rows = [[_value(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator, strict=True)]
    errors = any(isinstance(cell, CellError) for row in rows for cell in row)
    return Grid(name, False, rows, has_errors=errors, is_text=True)


def _decoded(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _in(content, encoding)
    if b"\0" in content[:1000]:
        return _in(content, _wide_encoding(content[:1000]))
    return _in(content, "utf-8") or _eight_bit(content)


def _wide_encoding(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of digits and plain letters is zero; else no encoding fits."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    likely = max(even, odd) * 5 > len(start) // 2 and max(even, odd) > 3 * min(even, odd)
    return ("utf-16-le" if odd > even else "utf-16-be") if likely else "ascii"


def _in(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _eight_bit(content: bytes) -> str:
    """Windows' Vietnamese code page, where every tone mark follows a vowel; else the western one, as old fonts need."""
    vietnamese = _in(content, "cp1258")
    if vietnamese:
        composed = unicodedata.normalize("NFC", vietnamese)
        if not any(unicodedata.combining(letter) for letter in composed):
            return composed
    return content.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """The one that cuts most lines into equally many cells; "" where none does so with two lines."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    best = {}
    for separator in _SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        best[separator] = max(widths.values(), default=0)
    found = max(best, key=lambda separator: best[separator])
    return found if lines and (best[found] > 1 or best[found] == len(lines)) else ""


def _value(cell: str) -> str | float:
    if _NUMBER.fullmatch(cell):
        return float(cell)
    return CellError(cell) if _ERROR.fullmatch(cell) else cell
