"""Office files: cells that hold what they should, and bytes in which nothing of the machine or the hour stays."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary
from xml.sax.saxutils import escape

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from evalkit.tables import Number

FONT = "Times New Roman"
_LONGEST = 32_767  # characters in a cell, Excel's limit
_CUT = " … (đã cắt bớt)"
_LINE = Side(style="thin", color="8C8C8C")
BOX, _HEAD = Border(_LINE, _LINE, _LINE, _LINE), PatternFill("solid", fgColor="E8ECF1")
_LINKED = Font(name=FONT, size=11, color="0B5394", underline="single")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # by the zip format
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0


def legal(text: str) -> str:
    """Return the text without the characters that XML cannot hold.

    >>> legal("Chi\\x07 bộ")
    'Chi bộ'
    """
    return _ILLEGAL.sub("", text)


def stamp(year: int) -> datetime.datetime:
    """Return the one time that stands in the properties: the end of the year reported."""
    return datetime.datetime(year, 12, 31)


def repack(path: Path, *, company: str) -> None:
    """Write a docx or xlsx again with fixed times and system inside, and with the organisation as its company."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    created = re.search(rb"<dcterms:created[^>]*>([^<]*)<", parts["docProps/core.xml"])
    if created:
        modified = rb"\g<1>" + created[1]
        parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", modified, parts["docProps/core.xml"])
    own = re.sub(rb"<Company\s*/>|<Company>.*?</Company>", b"", parts["docProps/app.xml"])
    name = f"<Company>{escape(legal(company))}</Company></Properties>".encode()
    parts["docProps/app.xml"] = own.replace(b"</Properties>", name)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            entry = zipfile.ZipInfo(part, _EPOCH)
            entry.create_system = _UNIX  # else that of the machine
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


def describe(book: Workbook, *, title: str, company: str, year: int) -> None:
    """Write into the properties of a workbook what it is, whose, and of which year."""
    about = book.properties
    about.creator = about.lastModifiedBy = legal(company)
    about.title, about.created, about.modified = legal(title), stamp(year), stamp(year)


def address(sheet: str, cell: str) -> str:
    """Return the place of a cell in a workbook, as a link names it."""
    return "'{}'!{}".format(str(sheet).replace("'", "''"), cell)


def link(cell: Cell, location: str, *, target: str | None = None) -> None:
    """Let a cell lead to a place, in this workbook or in the one at `target`."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, target=target, location=location)
    cell.font = _LINKED


def merge(sheet: Worksheet, row: int, column: int, *, rows: int = 1, columns: int = 1) -> None:
    """Make one cell of so many rows and columns."""
    sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=column, end_column=column + columns - 1)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths of the first columns, in characters."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def set_page(sheet: Worksheet, *, repeat: str | None, **margins: float) -> None:
    """Print on A4 landscape, one page wide, some rows on every page; `margins` by their side, in inches."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side, inches in margins.items():
        setattr(sheet.page_margins, side, inches)
    if repeat:
        sheet.print_title_rows = repeat


def put(cell: Cell, value: Any, *, bold: bool = False, italic: bool = False, size: int = 11) -> Cell:
    """Write a value into a cell: numbers as numbers, texts as texts."""
    shown, quoted = "General", False
    if isinstance(value, Number):
        cell.value, shown = value.value, value.format
    elif isinstance(value, int):
        cell.value, shown = value, "#,##0"
    elif value is not None:
        text = legal(str(value))
        cell.value = text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
        cell.data_type, shown, quoted = "s", "@", text[:1] in tuple("=+-@")

    def look(cell: Cell) -> None:
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
        if value is not None:
            cell.number_format, cell.quotePrefix = shown, quoted

    return styled(cell, look, bold, italic, size, shown, quoted)


def boxed(cell: Cell, *, head: bool = False, side: str | None = None, vertical: str = "top") -> Cell:
    """Write a cell of a table with its border: heads grey and centred, texts a little in from the left."""
    words = cell.data_type == "s"
    side = "center" if head else side or ("left" if words else None)
    indent = int(words and not head and side == "left")

    def look(cell: Cell) -> None:
        cell.border = BOX
        cell.alignment = Alignment(side, "center" if head else vertical, wrap_text=True, indent=indent)
        if head:
            cell.fill = _HEAD

    return styled(cell, look, indent, side, head, vertical)


_looks: WeakKeyDictionary[Any, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()  # of each workbook


def styled(cell: Cell, look: Callable[[Cell], None], *about: Hashable) -> Cell:
    """Return the cell with a look, which what it had before and `about` decide; made once a workbook, as making takes
    long.
    """
    looks = _looks.setdefault(cell.parent.parent, {})
    known = (*(cell._style or ()), look.__qualname__, *about)
    if known in looks:
        cell._style = copy(looks[known])
    else:
        look(cell)
        looks[known] = copy(cell._style)
    return cell
