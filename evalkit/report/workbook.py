"""Workbooks as an annex is printed: a titled table a sheet, real numbers with formats, A4 landscape, a contents sheet.

What comes from a cell stays text, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evalkit.books.package_scan import OUTPUT_MARK
from evalkit.office import address, boxed, describe, legal, link, merge, put, repack, set_page, set_widths
from evalkit.settings import Settings
from evalkit.tables import Cell, Link, ReportTable, text_of

CONTENTS = "Mục lục"
_PAGE = 185  # characters across a page of A4 landscape that can still be read
_WIDEST = (80, 60, 48, 40, 32, 26, 22, 19, 16)
_LINE_HEIGHT = 15.0  # points
_TOP = 4  # the row of the header: title, note and the way back stand above it


class Annex:
    """A workbook of titled tables."""

    def __init__(self, title: str, *, settings: Settings, year: int) -> None:
        self.title, self.settings, self.year = title, settings, year
        self.book = Workbook()
        self.contents: Worksheet = self.book.active
        self.contents.title = CONTENTS
        self.tables: list[tuple[str, str, int]] = []

    def add(self, table: ReportTable, *, signed: bool = False, number: int | None = None) -> None:
        """Add a sheet with one table; an int or a Number becomes a number, a Link a link, everything else text.

        `signed` adds the block for signatures; `number` is what the contents say, where it is not the rows without
        heads and sums.
        """
        sheet = self.book.create_sheet(_sheet_name(table.sheet or table.title, self.book.sheetnames))
        header, rows = table.header, table.rows
        self.tables.append((sheet.title, table.title, _items(table) if number is None else number))
        put(sheet.cell(1, 1), table.title, bold=True, size=13)
        put(sheet.cell(2, 1), table.note, italic=True)
        link(put(sheet.cell(3, 1), "← Mục lục"), address(CONTENTS, "A1"))
        write_heads(sheet, _TOP, header)
        for place, row in enumerate(rows, _TOP + 1):
            _write_row(sheet, place, row, len(header), bold=place - _TOP - 1 in table.bold)
        if not rows:
            put(sheet.cell(_TOP + 1, 1), "Không có dòng nào.", italic=True)
            merge(sheet, _TOP + 1, 1, columns=len(header))
        _fit(sheet, header, rows)
        page_set_up(sheet, repeat=f"{_TOP}:{_TOP}")
        sheet.freeze_panes = f"A{_TOP + 1}"
        if rows:
            sheet.auto_filter.ref = f"A{_TOP}:{get_column_letter(len(header))}{_TOP + len(rows)}"
        if signed:
            sign(sheet, self.settings, row=_TOP + max(1, len(rows)) + 2, width=len(header))

    def save(self, path: Path) -> None:
        """Write the contents sheet, the properties and the file."""
        put(self.contents.cell(1, 1), self.settings.organisation or "evalkit", bold=True)
        put(self.contents.cell(2, 1), self.title, bold=True, size=14)
        header = ("Trang tính", "Nội dung", "Số mục")
        write_heads(self.contents, _TOP, header)
        for place, table in enumerate(self.tables, _TOP + 1):
            _write_row(self.contents, place, table, len(header), bold=False)
            link(self.contents.cell(place, 1), address(table[0], "A1"))
        _fit(self.contents, header, self.tables)
        page_set_up(self.contents, repeat=None)
        describe(self.book, title=self.title, company=self.settings.organisation, year=self.year)
        self.book.properties.category = OUTPUT_MARK
        self.book.save(path)
        repack(path, company=self.settings.organisation)


def _items(table: ReportTable) -> int:
    """Return how many rows of a table are no group title and no sum."""
    return sum(len(row) > 1 and place not in table.bold for place, row in enumerate(table.rows))


def write_heads(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    """Write the header of a table."""
    for column, text in enumerate(titles, 1):
        boxed(put(sheet.cell(row, column), text, bold=True), head=True)


def _write_row(sheet: Worksheet, place: int, row: Sequence[Cell], width: int, *, bold: bool) -> None:
    """Write a row of cells; a single one is a group title over the whole width."""
    for column, value in enumerate(row, 1):
        shown = value.shown if isinstance(value, Link) else value
        cell = boxed(put(sheet.cell(place, column), shown, bold=bold or len(row) == 1))
        if isinstance(value, Link):
            link(cell, value.location, target=value.target)
    if len(row) == 1 and width > 1:
        merge(sheet, place, 1, columns=width)


def sign(sheet: Worksheet, settings: Settings, *, row: int, width: int) -> None:
    """Write who made the list to the left, the head of the board to the right, as statistical forms are signed."""
    left, right = 2, max(3, width - 4)
    place = f"{settings.place}, " if settings.place else ""
    lines = [("", f"{place}ngày … tháng … năm …", False), ("NGƯỜI LẬP BIỂU", "TRƯỞNG BAN", True)]
    lines += [("(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)", False)]
    for place_of, (one, other, bold) in enumerate(lines, row):
        for column, text in ((left, one), (right, other)):
            cell = put(sheet.cell(place_of, column), text, bold=bold, italic=not bold)
            cell.alignment = Alignment("center")
            merge(sheet, place_of, column, columns=min(width - column + 1, 4) if column == right else 1)


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has."""
    short = shorten(re.sub(r"[\[\]:*?/\\']", " ", legal(name)), 31, placeholder="…") or "Trang"
    number = 2
    while short.casefold() in (other.casefold() for other in taken):
        short = f"{short[:27]} ({number})"
        number += 1
    return short


def _fit(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns as wide as their texts, but together no wider than a page; rows as high as their lines."""
    every = [["" if value is None else text_of(value) for value in row] for row in rows]
    table = [row for row in every if len(row) == len(header)]
    words = [max((len(word) for word in title.split()), default=0) for title in header]
    texts = [max((len(row[column]) for row in table), default=0) for column in range(len(header))]
    for widest in _WIDEST:
        widths = [max(word + 3, min(text + 3, widest), 7) for word, text in zip(words, texts, strict=True)]
        if sum(widths) <= _PAGE:
            break
    set_widths(sheet, widths)
    for place, row in enumerate([header, *every], _TOP):
        lines = [_lines(text, width) for text, width in zip(row, widths, strict=len(row) > 1)]
        sheet.row_dimensions[place].height = _LINE_HEIGHT * (max(lines, default=1) if len(row) > 1 else 1)
    for place, size in ((1, 1.3), (2, 1.0)):
        merge(sheet, place, 1, columns=len(header))
        sheet.cell(place, 1).alignment = Alignment(wrap_text=True, vertical="top")
        high = _lines(str(sheet.cell(place, 1).value or ""), int(sum(widths) / size))
        sheet.row_dimensions[place].height = _LINE_HEIGHT * size * high


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes that is broken between words."""
    room = int(1.1 * width)  # letters of this font are narrower than the digits that a width counts
    lines, free = 1, room
    for word in text.split():
        if len(word) > free and free < room:
            lines, free = lines + 1, room
        lines += (len(word) - 1) // room
        free -= len(word) + 1
    return min(lines, 25)  # Excel's highest row


def page_set_up(sheet: Worksheet, *, repeat: str | None) -> None:
    """A4 landscape, one page wide, the header on every page, page numbers below."""
    set_page(sheet, repeat=repeat, left=0.6, right=0.6, top=0.6, bottom=0.75, header=0.3, footer=0.3)
    sheet.oddFooter.center.text = "&P/&N"
