"""What the parser does not show, and what would choke it: looked up in the workbook's own parts.

python-calamine shows error values and formulas that were never calculated as blank cells, and reads hidden rows like
any other. It also believes what a file says of its size before it has seen it.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evalkit.books.old_fonts import OldFont, fonts_of_cells, fonts_of_styles
from evalkit.settings import Limits

_SMALL_PART = 5_000_000  # bytes; the list of sheets is never that large

_NAME = rb"(?:\w+:)?"
_ERROR = re.compile(rb"<" + _NAME + rb'c\s([^>]*\bt="e"[^>]*)>(.*?)</' + _NAME + rb"c>", re.DOTALL)
_FORMULA = re.compile(rb"<" + _NAME + rb"c\s([^>]*[^/>])>\s*(<" + _NAME + rb"f[\s/>].*?)</" + _NAME + rb"c>", re.DOTALL)
_VALUE = re.compile(rb"<" + _NAME + rb"v(?:\s[^>]*)?>(.*?)</" + _NAME + rb"v>", re.DOTALL)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(rb"<" + _NAME + rb'col\s(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_HIDDEN_ROW = re.compile(rb"<" + _NAME + rb'row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_ROW = re.compile(rb"<" + _NAME + rb'row\s[^>]*\br="(\d+)"')
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d+"')  # beyond column 26
_FAR = re.compile(rb' r="[A-Z]{2}')  # the same at a quick look
_FORMULAS = re.compile(rb"f(?<=[<:]f)[\s/>]")  # <f> or <x:f>, by the rarest letter first
_DECLARED = re.compile(rb'\buniqueCount="(\d+)"')

OUTPUT_MARK = "evalkit-output"  # the category in the properties of every workbook that evalkit writes
NOT_CALCULATED = "công thức chưa tính"


class CellError(str):
    """What stands in a cell that holds no value: "#REF!", or that its formula was never calculated."""

    __slots__ = ()


@dataclass
class Unseen:
    """Of one sheet: the errors by address ("H17"), what is hidden, and the old fonts by address."""

    errors: dict[str, CellError] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()  # numbers as Excel shows them
    fonts: dict[str, OldFont] = field(default_factory=dict)  # of cells in fonts of before Unicode
    hidden_columns: tuple[tuple[int, int], ...] = ()  # first and last of each span, from 0


class OwnOutput(Exception):
    """evalkit itself wrote this workbook: it is no data."""


class Oversized(Exception):
    """Reading this would fill the memory; the message says what is too large, in Vietnamese."""


def look_into(path: Path, *, is_zip: bool, limits: Limits) -> dict[str, Unseen] | None:
    """What each sheet hides, by the sheet's name; None where it cannot be seen (xlsb, ods, a damaged file).

    Raises:
        OwnOutput: its properties have evalkit's mark.
        Oversized: the parts unpack to too much, a cell stands too far out, or more texts are announced than are there.
    """
    return _look_into_zip(path, limits) if is_zip else _look_into_xls(path)


def _look_into_zip(path: Path, limits: Limits) -> dict[str, Unseen] | None:
    try:
        with zipfile.ZipFile(path) as parts:
            if _is_own_output(parts):
                raise OwnOutput
            if sum(part.file_size for part in parts.infolist()) > limits.unpacked_mib * 2**20:
                raise Oversized("nội dung bung ra quá lớn")
            _check_texts(parts)
            fonts = _styles(parts)
            return {name: _look_at(parts.read(part), fonts, limits) for name, part in _sheets(parts).items()}
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        ValueError,
        RuntimeError,
        ElementTree.ParseError,
        NotImplementedError,
    ):
        return None  # another format; or the parser will say what is wrong with it


def _is_own_output(parts: zipfile.ZipFile) -> bool:
    try:
        with parts.open("docProps/core.xml") as properties:
            return OUTPUT_MARK.encode() in properties.read(20_000)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False


def _look_into_xls(path: Path) -> dict[str, Unseen] | None:
    import xlrd

    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as log,
            xlrd.open_workbook(path, logfile=log, formatting_info=True, on_demand=True) as book,
        ):
            fonts = {place: font for place, one in enumerate(book.font_list) if (font := OldFont.named(one.name))}
            old = {
                place: fonts[style.font_index] for place, style in enumerate(book.xf_list) if style.font_index in fonts
            }
            return {name: _look_at_xls(book.sheet_by_name(name), old) for name in book.sheet_names()}
    except xlrd.compdoc.CompDocError as error:
        if "MSAT extension corruption" in str(error):  # a chain of sectors that never ends
            raise Oversized("danh mục bên trong tệp quay vòng") from error
        return None
    except Exception:  # xlrd raises whatever a damaged file leads it to
        return None


def _look_at_xls(sheet: Any, styles: Mapping[int, OldFont]) -> Unseen:
    import xlrd

    errors = {
        xlrd.formula.cellname(row, column): CellError(
            xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#LỖI")
        )
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_ERROR
    }
    hidden = {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden}
    columns = ((column, column) for column, about in sheet.colinfo_map.items() if about.hidden)
    fonts = {
        xlrd.formula.cellname(row, column): styles[style]
        for row in range(sheet.nrows if styles else 0)
        for column in range(sheet.row_len(row))
        if (style := sheet.cell_xf_index(row, column)) in styles
    }
    return Unseen(errors, frozenset(hidden), fonts, tuple(columns))


def _sheets(parts: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet name → part, by the workbook's own list."""
    by_lower_name = {name.lower().lstrip("/"): name for name in parts.namelist()}
    book, links = by_lower_name["xl/workbook.xml"], by_lower_name["xl/_rels/workbook.xml.rels"]
    if max(parts.getinfo(book).file_size, parts.getinfo(links).file_size) > _SMALL_PART:
        raise Oversized("danh sách trang tính quá dài")
    listed = _listed(parts.read(book), parts.read(links)).items()
    return {name: by_lower_name[part] for name, part in listed if part in by_lower_name and "worksheets/" in part}


@lru_cache(maxsize=16)
def _listed(book: bytes, links: bytes) -> Mapping[str, str]:
    """The same by what the two parts say; workbooks of one origin say the same again and again."""
    targets = {link.get("Id"): link.get("Target", "").lower().lstrip("/") for link in ElementTree.fromstring(links)}
    found = {}
    for element in ElementTree.fromstring(book).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            identity = next((value for key, value in element.items() if key.endswith("}id")), None)
            target = targets.get(identity, "")
            found[element.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def _styles(parts: zipfile.ZipFile) -> dict[int, OldFont]:
    """The cell styles of old fonts."""
    part = next((name for name in parts.namelist() if name.lower().lstrip("/") == "xl/styles.xml"), None)
    return fonts_of_styles(parts.read(part)) if part and parts.getinfo(part).file_size < 10 * _SMALL_PART else {}


def _check_texts(parts: zipfile.ZipFile) -> None:
    """A table of shared texts cannot announce more texts than it has bytes."""
    for part in parts.infolist():
        if part.filename.lower().endswith("sharedstrings.xml"):
            with parts.open(part) as file:
                declared = _DECLARED.search(file.read(2000))
            if declared and int(declared[1]) > part.file_size:
                raise Oversized("số chuỗi khai báo nhiều hơn nội dung thật")


def _look_at(sheet: bytes, fonts: Mapping[int, OldFont], limits: Limits) -> Unseen:
    _check_extent(sheet, limits)
    errors: dict[str, CellError] = {}
    if b'="e"' in sheet:
        for attributes, content in _ERROR.findall(sheet):
            _keep(errors, attributes, _text(content) or "#LỖI")
    if _FORMULAS.search(sheet):
        for attributes, content in _FORMULA.findall(sheet):
            if not _text(content) and b't="str"' not in attributes:  # a calculated "" is marked as text
                _keep(errors, attributes, NOT_CALCULATED)
    some = b' hidden="' in sheet
    rows = frozenset(map(int, _HIDDEN_ROW.findall(sheet) if some else ()))
    columns = tuple(_hidden_columns(sheet) if some else ())
    return Unseen(errors, rows, fonts_of_cells(sheet, fonts), columns)


def _hidden_columns(sheet: bytes) -> Iterator[tuple[int, int]]:
    for span in _HIDDEN_COLUMNS.findall(sheet):
        ends = {name: int(number) for name, number in _SPAN.findall(span)}
        if len(ends) == 2:
            yield ends[b"min"] - 1, ends[b"max"] - 1


def _check_extent(sheet: bytes, limits: Limits) -> None:
    """The parser reserves the whole rectangle between the first and the last cell."""
    rows = [int(number) for number in _ROW.findall(sheet)] if _FAR.search(sheet) and _FAR_COLUMN.search(sheet) else []
    if not rows:
        return
    far = max(_FAR_COLUMN.findall(sheet), key=lambda letters: (len(letters), letters))
    if (max(rows) - min(rows) + 1) * _number(far) > limits.cells:
        raise Oversized(f"có ô ở rất xa (cột {far.decode()}, dòng {max(rows)})")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(content: bytes) -> str:
    found = _VALUE.search(content)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _keep(errors: dict[str, CellError], attributes: bytes, text: str) -> None:
    if address := _ADDRESS.search(attributes):
        errors[address[1].decode()] = CellError(text)
