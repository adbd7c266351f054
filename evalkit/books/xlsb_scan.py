"""What python-calamine does not show of an .xlsb workbook: its parts are binary records (MS-XLSB)."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

from evalkit.books.addresses import column_letters
from evalkit.books.package import Package
from evalkit.books.unseen import UNKNOWN_ERROR, Cell, CellError, Oversized, Unseen, cut_into_runs, without_author
from evalkit.settings import Limits

_ROW, _ERROR, _SHARED_TEXT, _FORMULA_ERROR, _LAST_CELL, _RICH_CELL = 0, 3, 7, 11, 11, 62
_TEXT_ITEM, _FONT, _STYLE, _COLUMNS, _SHEET = 19, 43, 47, 60, 156
_BEGIN_CELL_STYLES, _END_CELL_STYLES = 617, 618
_AUTHOR, _COMMENT, _COMMENT_TEXT = 632, 635, 637
_STRIKEOUT, _IS_RICH, _HIDDEN_ROW, _HIDDEN_COLUMN = 8, 1, 0x10, 1  # bits
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def scan_xlsb(package: Package, limits: Limits) -> dict[str, Unseen]:
    """Return what each sheet hides, by the sheet's name.

    Raises:
        Oversized: a cell stands too far out.
    """
    scan = _Scan(package)
    links = {identity: part for identity, _, part in package.links("xl/workbook.bin")}
    found = {}
    for kind, content in _records(package.read("xl/workbook.bin")):
        if kind == _SHEET:
            identity, end = _string(content, 8)
            name, _ = _string(content, end)
            if "worksheets/" in (part := links.get(identity, "")):
                found[name] = scan.sheet(part, limits)
    return found


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: kind and content."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, part[at : at + size]
        at += size


def _string(content: bytes, at: int) -> tuple[str, int]:
    """Return a text with its length before it, and where it ends."""
    (length,) = unpack_from("<I", content, at)
    end = at + 4 + (2 * length if length < 0xFFFFFFFF else 0)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _rich(content: bytes) -> tuple[str, list[tuple[int, int]]]:
    """Return a text and where its fonts begin: (place, font)."""
    text, end = _string(content, 1)
    if not content[0] & _IS_RICH:
        return text, []
    (count,) = unpack_from("<I", content, end)
    return text, [unpack_from("<HH", content, end + 4 + 4 * run) for run in range(count)]


class _Scan:
    """One workbook: its fonts with a line through, its texts of several fonts, and what each sheet hides."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.fonts: set[int] = set()
        self.styles: set[int] = set()
        self._read_styles()
        items = (content for kind, content in _records(self.package.read("xl/sharedstrings.bin")) if kind == _TEXT_ITEM)
        self.texts = [_rich(item) for item in items] if self.fonts else []

    def _read_styles(self) -> None:
        fonts = styles = 0
        in_cells = False
        for kind, content in _records(self.package.read("xl/styles.bin")):
            if kind == _FONT:
                if content[2] & _STRIKEOUT:
                    self.fonts.add(fonts)
                fonts += 1
            elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
                in_cells = kind == _BEGIN_CELL_STYLES
            elif kind == _STYLE and in_cells:
                if unpack_from("<H", content, 4)[0] in self.fonts:
                    self.styles.add(styles)
                styles += 1

    def sheet(self, part: str, limits: Limits) -> Unseen:
        unseen, hidden_rows, hidden_columns = Unseen(), set(), []
        first = row = far = -1
        for kind, content in _records(self.package.read(part)):
            if kind == _ROW:
                (row,) = unpack_from("<I", content)
                if content[11] & _HIDDEN_ROW:
                    hidden_rows.add(row + 1)
            elif kind <= _LAST_CELL or kind == _RICH_CELL:
                (column,) = unpack_from("<I", content)
                if kind > 1:  # 1 is a blank cell
                    first, far = row if first < 0 else first, max(far, column)
                    self._cell(unseen, (row, column), kind, content)
            elif kind == _COLUMNS:
                start, end, width = unpack_from("<III", content)
                if content[16] & _HIDDEN_COLUMN or width == 0:
                    hidden_columns.append((start, end))
        if (row - first + 1) * (far + 1) > limits.cells:
            raise Oversized(f"có ô ở rất xa (cột {column_letters(far)}, dòng {row + 1})")
        unseen.hidden_rows, unseen.hidden_columns = frozenset(hidden_rows), tuple(hidden_columns)
        for _, link, target in self.package.links(part):
            if link == "comments":
                unseen.comments = _comments(self.package.read(target))
        return unseen

    def _cell(self, unseen: Unseen, cell: Cell, kind: int, content: bytes) -> None:
        if kind in (_ERROR, _FORMULA_ERROR):
            unseen.errors[cell] = CellError(_ERRORS.get(content[8], UNKNOWN_ERROR))
        if not self.fonts:
            return
        if int.from_bytes(content[4:7], "little") in self.styles:
            unseen.struck.add(cell)
        if kind in (_SHARED_TEXT, _RICH_CELL):
            text, starts = self.texts[unpack_from("<I", content, 8)[0]] if kind == _SHARED_TEXT else _rich(content[8:])
            if starts:
                runs = cut_into_runs(text, starts, self.fonts, begins_struck=cell in unseen.struck)
                unseen.strike(cell, runs)


def _comments(part: bytes) -> dict[Cell, str]:
    authors, found = [], {}
    author, cell = 0, (0, 0)
    for kind, content in _records(part):
        if kind == _AUTHOR:
            authors.append(_string(content, 0)[0])
        elif kind == _COMMENT:
            author, row, _, column, _ = unpack_from("<5I", content)
            cell = row, column
        elif kind == _COMMENT_TEXT:
            name = authors[author] if author < len(authors) else ""
            found[cell] = without_author(_rich(content)[0], name)
    return found
