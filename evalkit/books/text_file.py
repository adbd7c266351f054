"""A text file with separators (csv) as a grid: its encoding and its separator are told from its bytes."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from typing import Any

from evalkit.books.grid import Grid
from evalkit.books.unseen import CellError
from evalkit.vietnamese.legacy import legacy_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ";\t,|"
_LINE_END = re.compile(r"\r\r\n|\r\n|\r")
_SAID = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)  # Excel's own first line
_KEPT_AS_TEXT = re.compile(r'(^|[;\t,|])=(?="(?:[^"\n]|"")*"[ ]*(?:[;\t,|]|$))', re.MULTILINE)  # ="0510…"
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)
_NUMBER = re.compile(r"0|[1-9]\d{0,8}")  # longer ones and those with a leading zero are card numbers: they stay text
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)")
_BETWEEN_CELLS = re.compile(r"[;\t,|\n]")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STRAY_TONE = re.compile(r"(?<![aăâeêioôơuưy])[\u0300\u0301\u0303\u0309\u0323]", re.IGNORECASE)
_LOOKED_AT = 200  # lines that decide the separator
_FIELD = 10_000_000  # letters of one cell
_FEW_BAD = 20  # of so many letters one may be broken, and the file is UTF-8 all the same


def grid_of_text(content: bytes, name: str, *, uneven: bool = False) -> Grid | None:
    """Return the cells of a csv file; None where the bytes are no text, or no separator makes columns of it.

    `uneven`: lines may have different numbers of cells, as in a list that people add to by hand.

    Raises:
        csv.Error: a quoted cell does not end.
    """
    text = _decoded(content.rstrip(b"\x1a"))
    if text is None or _NO_TEXT.search(text[:10_000]):
        return None
    text = _LINE_END.sub("\n", text.replace("\ufeff", ""))
    text = _KEPT_AS_TEXT.sub(r"\1", text)
    if said := _SAID.match(text):
        text, separator = text[said.end() :], said[1]
    else:
        separator = _separator(text) or (max(_SEPARATORS, key=text.count) if uneven else "")
    if not separator:
        return None
    rows = _rows(text, separator)
    errors = any(isinstance(cell, CellError) for row in rows for cell in row)
    return Grid(name, False, rows, has_errors=errors, is_text=True)


def _rows(text: str, separator: str) -> list[list[Any]]:
    csv.field_size_limit(_FIELD)
    try:
        found = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True, skipinitialspace=True))
    except csv.Error:
        found = list(csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True))
        if any("\n" in cell for row in found for cell in row):
            raise  # a quote that never ends has swallowed lines
    while found and not any(found[-1]):
        found.pop()
    return [[_value(cell) for cell in row] for row in found]


def _decoded(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _in(content, encoding)
    if b"\0" in content[:1000]:
        return _in(content, _wide_encoding(content[:1000]))
    return _in(content, "utf-8") or _mostly_unicode(content) or _eight_bit(content)


def _mostly_unicode(content: bytes) -> str | None:
    """Return UTF-8 of which a few letters are broken or cut off; they stay to be seen."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    letters = sum(letter > "\x7f" for letter in text)
    return text if bad * _FEW_BAD < letters or (bad == 1 and text.endswith("\ufffd") and letters > 1) else None


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
    """Return text in Windows' Vietnamese code page, where tones follow vowels; else in the western one of old fonts."""
    vietnamese = _in(content, "cp1258")
    western = content.decode("cp1252", "replace")
    if not vietnamese:
        return western
    is_old_font = _STRAY_TONE.search(vietnamese) or (
        not _TONE.search(vietnamese) and legacy_encoding(_BETWEEN_CELLS.split(western))
    )
    return western if is_old_font else unicodedata.normalize("NFC", vietnamese)


def _separator(text: str) -> str:
    """Return the one that cuts most lines into equally many cells; "" where none does so with two lines."""
    lines = [line for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    best = {}
    for separator in _SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        best[separator] = max(widths.values(), default=0)
    found = max(best, key=lambda separator: best[separator])
    return found if lines and (best[found] > 1 or best[found] == len(lines)) else ""


def _value(cell: str) -> str | float:
    if quoted := _QUOTED.fullmatch(cell):
        return quoted[1]
    if _NUMBER.fullmatch(cell):
        return float(cell)
    return CellError(cell) if _ERROR.fullmatch(cell) else cell
