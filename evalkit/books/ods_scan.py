"""What python-calamine does not show of an .ods workbook."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from evalkit.books.addresses import column_letters
from evalkit.books.unseen import NOT_CALCULATED, CellError, Oversized, Unseen, without_author
from evalkit.settings import Limits
from evalkit.vietnamese import clean

_SPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_LARGE = 200_000_000  # bytes of its only part
_SOMETHING = re.compile(
    rb'text-line-through-(?:style|type)="(?!none)|:annotation\b|:visibility="(?!visible)|value-type="error'
    rb'|(?:row-height|column-width)="0(?:\.0*)?[a-z]|:formula='
)
_NO_SIZE = re.compile(r"0(?:\.0*)?[a-z]*")
_ERROR = re.compile(r"#[\w/]+[!?]?|(?:Err|Lỗi):\d+")
_LONGEST_RUN = 2000  # of repeated rows or columns; a longer one is the blank rest of a sheet


def _name(prefixed: str) -> str:
    space, _, name = prefixed.partition(":")
    return f"{{{_SPACES[space]}}}{name}"


_ROW, _COLUMN, _TABLE = map(_name, ("table:table-row", "table:table-column", "table:table"))
_CELLS = tuple(map(_name, ("table:table-cell", "table:covered-table-cell")))
_PARAGRAPH, _SPAN, _NOTE = map(_name, ("text:p", "text:span", "office:annotation"))
_CELL_STYLE, _DEFAULT_STYLE, _SPAN_STYLE = map(
    _name, ("table:style-name", "table:default-cell-style-name", "text:style-name")
)
_VISIBILITY, _FORMULA = _name("table:visibility"), _name("table:formula")
_VALUE, _KIND = _name("office:value-type"), _name("calcext:value-type")
_ROWS_REPEATED, _COLUMNS_REPEATED = map(_name, ("table:number-rows-repeated", "table:number-columns-repeated"))


def scan_ods(parts: zipfile.ZipFile, limits: Limits) -> dict[str, Unseen]:
    """Return what each sheet hides, by the sheet's name.

    Raises:
        Oversized: its content is more than can be looked through, or a cell stands too far out.
    """
    if parts.getinfo("content.xml").file_size > _LARGE:
        raise Oversized("nội dung bung ra quá lớn")
    content = parts.read("content.xml")
    common = parts.read("styles.xml") if "styles.xml" in parts.namelist() else b""
    root = fromstring(content)
    tables = list(root.iter(_TABLE))
    for table in tables:
        _check_extent(table, limits)
    if not _SOMETHING.search(content) and not _SOMETHING.search(common):
        return {table.get(_name("table:name"), ""): Unseen() for table in tables}
    styles = _Styles([root, *([fromstring(common)] if common else [])])
    return {table.get(_name("table:name"), ""): _Sheet(table, styles).scan() for table in tables}


def _check_extent(table: Element, limits: Limits) -> None:
    row = last_row = last_column = 0
    for element in table.iter(_ROW):
        row += int(element.get(_ROWS_REPEATED, 1))
        column = 0
        for cell in element:
            column += int(cell.get(_COLUMNS_REPEATED, 1))
            if len(cell):
                last_row, last_column = row, max(last_column, column)
    if last_row * last_column > limits.cells:
        raise Oversized(f"có ô ở rất xa (cột {column_letters(last_column - 1)}, dòng {last_row})")


class _Styles:
    """Which styles have a line through their letters, and which no height or width."""

    def __init__(self, roots: list[Element]) -> None:
        self.parents: dict[str, str] = {}
        self.struck: dict[str, bool] = {}
        self.empty: set[str] = set()
        for style in (style for root in roots for style in root.iter(_name("style:style"))):
            self._keep(style, style.get(_name("style:name"), ""))

    def _keep(self, style: Element, name: str) -> None:
        self.parents[name] = style.get(_name("style:parent-style-name"), "")
        for properties in style:
            for key, value in properties.items():
                kind = key.rpartition("}")[2]
                if kind in ("text-line-through-style", "text-line-through-type"):
                    self.struck[name] = value != "none"
                elif kind in ("row-height", "column-width") and _NO_SIZE.fullmatch(value):
                    self.empty.add(name)

    def is_struck(self, name: str) -> bool | None:
        """Return whether a style strikes through; None where neither it nor its parents say so."""
        for _ in range(20):
            if name in self.struck or not name:
                break
            name = self.parents.get(name, "")
        return self.struck.get(name)

    def is_hidden(self, element: Element) -> bool:
        return element.get(_VISIBILITY, "visible") != "visible" or element.get(_CELL_STYLE, "") in self.empty


class _Sheet:
    def __init__(self, table: Element, styles: _Styles) -> None:
        self.table, self.styles, self.unseen = table, styles, Unseen()
        self.defaults: list[str] = []  # the styles of the cells that have none, by column

    def scan(self) -> Unseen:
        self._columns()
        number, hidden = 0, set()
        for row in self.table.iter(_ROW):
            times = int(row.get(_ROWS_REPEATED, 1))
            if self.styles.is_hidden(row) and times <= _LONGEST_RUN:
                hidden |= set(range(number + 1, number + times + 1))
            self._cells(row, range(number, number + min(times, _LONGEST_RUN)))
            number += times
        self.unseen.hidden_rows = frozenset(hidden)
        return self.unseen

    def _columns(self) -> None:
        first, hidden = 0, []
        for column in self.table.iter(_COLUMN):
            times = int(column.get(_COLUMNS_REPEATED, 1))
            if self.styles.is_hidden(column):
                hidden.append((first, first + times - 1))
            self.defaults += [column.get(_DEFAULT_STYLE, "")] * min(times, _LONGEST_RUN)
            first += times
        self.unseen.hidden_columns = tuple(hidden)

    def _cells(self, row: Element, rows: range) -> None:
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = int(cell.get(_COLUMNS_REPEATED, 1))
            if len(cell) or cell.get(_FORMULA):
                default = row.get(_DEFAULT_STYLE) or (self.defaults[column] if column < len(self.defaults) else "")
                struck = bool(self.styles.is_struck(cell.get(_CELL_STYLE) or default))
                places = range(column, column + min(times, _LONGEST_RUN))
                for place in ((one, other) for one in rows for other in places):
                    self._cell(place, cell, struck=struck)
            column += times

    def _cell(self, place: tuple[int, int], cell: Element, *, struck: bool) -> None:
        runs = list(self._runs(cell, struck=struck))
        text = clean("".join(run for run, _ in runs))
        if cell.get(_KIND) == "error" or (cell.get(_FORMULA) and _ERROR.fullmatch(text)):
            self.unseen.errors[place] = CellError(text)
        elif cell.get(_FORMULA) and not cell.get(_VALUE) and not text:
            self.unseen.errors[place] = CellError(NOT_CALCULATED)
        if any(is_struck for _, is_struck in runs):
            self.unseen.strike(place, runs)
        for note in cell.iterfind(_NOTE):
            lines = ("".join(line.itertext()) for line in note.iter(_PARAGRAPH))
            self.unseen.comments[place] = without_author("\n".join(lines))

    def _runs(self, element: Element, *, struck: bool) -> Iterator[tuple[str, bool]]:
        """Yield the letters of a cell in their order, and whether they are struck through; comments are not of them."""
        if element.tag == _SPAN:
            own = self.styles.is_struck(element.get(_SPAN_STYLE, ""))
            struck = struck if own is None else own
        if element.tag == _PARAGRAPH:
            yield "\n", struck
        if element.text:
            yield element.text, struck
        for child in element:
            if child.tag != _NOTE:
                yield from self._runs(child, struck=struck)
            if child.tail:
                yield child.tail, struck
