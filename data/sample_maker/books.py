"""The workbooks: each year's three lists as a board keeps them, and the register of past awards."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .names import CITY

FIXED = datetime(2023, 1, 12, 8, 0, 0)  # in place of the clock, inside the files
PARENT, ORGAN = f"ĐẢNG BỘ THÀNH PHỐ {CITY.upper()}", "ĐẢNG BỘ KHỐI DÂN - CHÍNH - ĐẢNG"
SYNTHETIC = "Dữ liệu mô phỏng, không phải người thật"

Row = Sequence[object]


@dataclass(frozen=True)
class Column:
    header: str
    width: float
    style: str = "text"  # text, centre or date
    group: str = ""  # header merged over this and its neighbour


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What stands above and below a list."""

    title: str
    number: str = ""  # of the report that the list belongs to
    signed: str  # the date of signing, in words: never the year that is rated
    columns: Sequence[Column]
    name_column: int  # 1-based: the group's name and «Tổng cộng» stand here


def new_workbook() -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for style in _styles():
        workbook.add_named_style(style)
    workbook.properties.creator = SYNTHETIC
    workbook.properties.created = FIXED
    return workbook


def _styles() -> list[NamedStyle]:
    thin = Side(style="thin", color="808080")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)

    def style(name: str, horizontal: str, *, border: bool = True, form: str = "General", **font: Any) -> NamedStyle:
        return NamedStyle(
            name=name,
            font=Font(name="Times New Roman", size=font.pop("size", 12), **font),
            border=box if border else Border(),
            alignment=Alignment(horizontal=horizontal, vertical="center", wrap_text=border and name != "group"),
            number_format=form,
        )

    return [
        style("text", "left"),
        style("centre", "center"),
        style("code", "center", form="@"),
        style("date", "center", form="dd/mm/yyyy"),
        style("header", "center", bold=True),
        style("number row", "center", italic=True, size=10),
        style("group", "left", bold=True),
        style("line", "center", border=False),
        style("bold line", "center", border=False, bold=True),
        style("italic line", "center", border=False, italic=True),
        style("title", "center", border=False, bold=True, size=14),
    ]


def write_list(workbook: Workbook, name: str, lines: Lines, rows: Iterable[tuple[bool, Row]]) -> None:
    """One sheet: titles, header, number row, the rows (True: a group row), total, signatures."""
    sheet = workbook.create_sheet(name)
    _write_titles(sheet, lines)
    _write_header(sheet, lines.columns, 8)
    _write_row(sheet, 10, [f"({number})" for number in range(1, len(lines.columns) + 1)], ["number row"] * 99)
    styles, groups = [column.style for column in lines.columns], ["header"] + ["group"] * (len(lines.columns) - 1)
    at, listed = 11, 0
    for is_group, row in rows:
        _write_row(sheet, at, row, groups if is_group else styles)
        at, listed = at + 1, listed + (not is_group)
    total: list[object] = [None] * len(lines.columns)
    total[lines.name_column - 1 : lines.name_column + 1] = ["Tổng cộng", listed]
    _write_row(sheet, at, total, groups)
    _write_signatures(sheet, at + 2, len(lines.columns))
    _lay_out(sheet, lines.columns, "8:10")


def write_register(workbook: Workbook, name: str, lines: Lines, rows: Iterable[Row]) -> None:
    """A sheet of the awards register: titles, a header of one row, the rows, signatures."""
    sheet = workbook.create_sheet(name)
    _write_titles(sheet, lines)
    _write_row(sheet, 8, [column.header for column in lines.columns], ["header"] * 99)
    styles, at = [column.style for column in lines.columns], 9
    for at, row in enumerate(rows, 9):
        _write_row(sheet, at, row, styles)
    _write_signatures(sheet, at + 2, len(lines.columns))
    _lay_out(sheet, lines.columns, "8:8")


def _write_row(sheet: Worksheet, at: int, row: Row, styles: Sequence[str]) -> None:
    for column, (value, style) in enumerate(zip(row, styles, strict=False), 1):
        cell = sheet.cell(at, column, value)
        cell.style = style


def _write_line(sheet: Worksheet, at: int, columns: tuple[int, int], text: str, style: str) -> None:
    sheet.cell(at, columns[0], text).style = style
    sheet.merge_cells(start_row=at, end_row=at, start_column=columns[0], end_column=columns[1])


def _write_titles(sheet: Worksheet, lines: Lines) -> None:
    last = len(lines.columns)
    left, right, whole = (1, last // 2), (last // 2 + 1, last), (1, last)
    _write_line(sheet, 1, left, PARENT, "line")
    _write_line(sheet, 1, right, "ĐẢNG CỘNG SẢN VIỆT NAM", "bold line")
    _write_line(sheet, 2, left, ORGAN, "bold line")
    _write_line(sheet, 2, right, f"{CITY}, {lines.signed}", "italic line")
    _write_line(sheet, 3, left, "*", "line")
    _write_line(sheet, 4, whole, lines.title, "title")
    if lines.number:
        _write_line(sheet, 5, whole, lines.number, "italic line")
    _write_line(sheet, 6, whole, SYNTHETIC, "italic line")


def _write_header(sheet: Worksheet, columns: Sequence[Column], at: int) -> None:
    for number, column in enumerate(columns, 1):
        sheet.cell(at, number, column.group or column.header).style = "header"
        sheet.cell(at + 1, number, column.header if column.group else None).style = "header"
        if not column.group:
            sheet.merge_cells(start_row=at, end_row=at + 1, start_column=number, end_column=number)
        elif columns[number - 2].group == column.group:
            sheet.merge_cells(start_row=at, end_row=at, start_column=number - 1, end_column=number)


def _write_signatures(sheet: Worksheet, at: int, last: int) -> None:
    left, right = (1, last // 2), (last // 2 + 1, last)
    _write_line(sheet, at, left, "NGƯỜI LẬP BIỂU", "bold line")
    _write_line(sheet, at, right, "T/M BAN THƯỜNG VỤ", "bold line")
    _write_line(sheet, at + 1, right, "BÍ THƯ", "bold line")


def _lay_out(sheet: Worksheet, columns: Sequence[Column], header: str) -> None:
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{int(header.split(':')[1]) + 1}"
    sheet.print_title_rows = header
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def save(workbook: Workbook, path: Path) -> None:
    """Write the workbook so that the same content is always the same bytes."""
    buffer = BytesIO()
    ExcelWriter(workbook, ZipFile(buffer, "w", ZIP_STORED)).save()  # packed below, once
    stamp = f"{FIXED:%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(buffer) as written, ZipFile(path, "w") as fixed:
        for name in written.namelist():
            content = written.read(name)
            if name == "docProps/core.xml":  # openpyxl puts the clock into it when saving
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = ZipInfo(name, FIXED.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            fixed.writestr(entry, content, compresslevel=9)


def roman(number: int) -> str:
    """Roman numeral below 100, as group rows are numbered."""
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return tens[number // 10] + ones[number % 10]


def signing_day(rng: random.Random, year: int) -> str:
    """In January of the year after the one rated, as on paper."""
    return f"ngày {rng.randint(9, 26):02} tháng 01 năm {year + 1}"
