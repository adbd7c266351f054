"""bieu-tong-hop.xlsx: what goes up to the level above, counts by base organisation. Data, which evalkit reads back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from evalkit.office import boxed, describe, merge, put, repack, set_widths
from evalkit.received import ORGANISATION
from evalkit.report.figures import Figures
from evalkit.report.rate import Rate, rows_of
from evalkit.report.unit_tables import mask_note
from evalkit.report.units import NOT_SAID
from evalkit.report.workbook import page_set_up, sign, write_heads
from evalkit.scale import RATED, UNKNOWN
from evalkit.suppression import HIDDEN
from evalkit.tables import Number
from evalkit.vietnamese import first_capital, unit_key

SUMMARY_FILE = "bieu-tong-hop.xlsx"
_CAPTIONS = {"member": "XẾP LOẠI ĐẢNG VIÊN", "cell": "XẾP LOẠI CHI BỘ TRỰC THUỘC"}
_TOTALS = {"member": "Tổng số đảng viên", "cell": "Tổng số chi bộ trực thuộc"}
_TOP = 5  # the first row of the header
_HEIGHTS = (24.0, 60.0, 16.0)  # points, of the header's three rows
_ROW = 16.0


def write_summary(figures: Figures, path: Path) -> list[str]:
    """Write the sheets there are figures for, and say for which populations.

    A unit with a cell that could not be read has fewer rated than its total; the note over the table says so.
    """
    book = Workbook()
    book.remove(book.active)
    told = []
    for population in _CAPTIONS:
        units = _by_base(figures, population)
        if population in figures.rated_populations and units and all(unit != NOT_SAID for unit, _ in units):
            _add_counts(book.create_sheet(first_capital(figures.who(population))), figures, population, units)
            told.append(population)
    if "base_organisation" in figures.rated_populations:
        _add_list(book.create_sheet("Tổ chức cơ sở đảng"), figures)
        told.append("base_organisation")
    if not told:
        return told
    title = f"Biểu tổng hợp năm {figures.year}"
    describe(book, title=title, company=figures.settings.organisation, year=figures.year)
    book.save(path)
    repack(path, company=figures.settings.organisation)
    return told


def _by_base(figures: Figures, population: str) -> list[tuple[str, dict[str, Rate]]]:
    """Return the base organisations with their figures; none where some belong to no one knows which."""
    if figures.unit_column == ORGANISATION:
        return figures.units(population)
    bases = list(figures.rows_now(population)[ORGANISATION].unique())
    return [(str(bases[0]), figures.of(population, figures.year))] if len(bases) == 1 and bases[0] else []


def _add_counts(
    sheet: Worksheet, figures: Figures, population: str, units: Sequence[tuple[str, Mapping[str, Rate]]]
) -> None:
    """Write one row a base organisation: total, each reason, rated, and number and share at each level."""
    whole = figures.of(population, figures.year)
    reasons = [reason for reason in figures.settings.scale.every_reason if whole.get(reason, Rate()).count]
    levels = [level.id for level in figures.levels]
    unread = whole.get(UNKNOWN, Rate()).count
    note = " ".join(
        words
        for words in (
            f"{figures.preliminary}." if figures.preliminary else "",
            f"Còn {unread} ô chưa đọc được, nằm trong tổng số." if unread else "",
            mask_note(figures, population).strip(),
        )
        if words
    )
    words = figures.who(population)
    _titles(sheet, figures, f"BIỂU TỔNG HỢP KẾT QUẢ XẾP LOẠI {words.upper()} NĂM {figures.year}", note)
    front = ["STT", "Tổ chức cơ sở đảng", _TOTALS[population]]
    front += [first_capital(figures.settings.scale.label(reason)) for reason in reasons]
    front += ["Số được xếp loại", "Tỉ lệ % trên tổng số"]
    _header(sheet, front, _CAPTIONS[population], [first_capital(level.name) for level in figures.levels])
    for number, (unit, found) in enumerate([*units, ("", whole)], 1):
        last = number > len(units)
        cells: list[Any] = ["" if last else number, "Tổng cộng" if last else unit]
        for measure in ("total", *reasons, RATED, *levels):
            rate, hidden = found.get(measure, Rate()), not last and figures.hides(population, unit, measure)
            cells.append(HIDDEN if hidden else rate.count)
            if measure in (RATED, *levels):
                unknown = not last and figures.hides(population, unit, measure, share=True)
                cells.append(HIDDEN if unknown else _share(rate))
        _row(sheet, _TOP + 2 + number, cells, bold=last)
    _finish(sheet, [6, 38, 9, *[9] * len(reasons), 9, 9, *[8, 9] * len(levels)], figures, rows=len(units) + 1, head=3)


def _add_list(sheet: Worksheet, figures: Figures) -> None:
    """Add the base organisations themselves, each with its level or why it has none."""
    rows = figures.rows_now("base_organisation")
    listed = sorted(rows_of(rows[~rows["subject"].str.startswith("#")]), key=lambda row: unit_key(row.name))
    _titles(sheet, figures, f"DANH SÁCH XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM {figures.year}", "")
    header = ["STT", "Mã TCCSĐ", "Tổ chức cơ sở đảng", "Xếp loại", "Lý do không xếp loại"]
    write_heads(sheet, _TOP, header)
    sheet.row_dimensions[_TOP].height = 2 * _ROW
    for number, row in enumerate(listed, 1):
        level = figures.settings.scale.label(str(row.level)) if row.status == RATED else ""
        reason = (
            figures.settings.scale.label(str(row.status)) if row.status in figures.settings.scale.every_reason else ""
        )
        code = row.subject if row.subject != row.subject.casefold() or row.subject.isdecimal() else ""
        _row(sheet, _TOP + number, [number, code, row.name, level, reason])
    _finish(sheet, [6, 14, 48, 34, 34], figures, rows=len(listed), head=1)


def _titles(sheet: Worksheet, figures: Figures, title: str, note: str) -> None:
    put(sheet.cell(1, 1), figures.settings.parent)
    put(sheet.cell(2, 1), figures.settings.organ or figures.settings.organisation, bold=True)
    put(sheet.cell(3, 1), title, bold=True, size=13)
    sheet.row_dimensions[3].height = 22.0
    put(sheet.cell(4, 1), note, italic=True)


def _header(sheet: Worksheet, front: Sequence[str], caption: str, levels: Sequence[str]) -> None:
    """Three rows: what stands alone over all of them, the caption over the levels, number and share under each."""
    for column, text in enumerate(front, 1):
        _head(sheet, _TOP, column, text, rows=3)
    first = len(front) + 1
    _head(sheet, _TOP, first, caption, columns=2 * len(levels))
    for row, height in enumerate(_HEIGHTS, _TOP):
        sheet.row_dimensions[row].height = height
    for column, level in zip(range(first, first + 2 * len(levels), 2), levels, strict=True):
        _head(sheet, _TOP + 1, column, level, columns=2)
        _head(sheet, _TOP + 2, column, "SL")
        _head(sheet, _TOP + 2, column + 1, "%")


def _head(sheet: Worksheet, row: int, column: int, text: str, *, rows: int = 1, columns: int = 1) -> None:
    """Write a cell of the header over so many rows and columns."""
    for cell in chain(*sheet.iter_rows(row, row + rows - 1, column, column + columns - 1)):
        boxed(put(cell, text if (cell.row, cell.column) == (row, column) else None, bold=True), head=True)
    if rows * columns > 1:
        merge(sheet, row, column, rows=rows, columns=columns)


def _row(sheet: Worksheet, row: int, cells: Sequence[Any], *, bold: bool = False) -> None:
    for column, value in enumerate(cells, 1):
        side = "center" if column == 1 else None
        boxed(put(sheet.cell(row, column), value, bold=bold), side=side, vertical="center")
    sheet.row_dimensions[row].height = _ROW


def _share(rate: Rate) -> Number | None:
    """Return the share as it is printed, so that what stands in the cell is what a reader sees."""
    if rate.printed is None:
        return None
    return Number(float(Decimal(rate.printed.replace(",", ".")) / 100), "0.00%", f"{rate.printed}%")


def _finish(sheet: Worksheet, widths: Sequence[float], figures: Figures, *, rows: int, head: int) -> None:
    set_widths(sheet, widths)
    number = sheet.parent.sheetnames.index(sheet.title) + 1
    put(sheet.cell(1, len(widths)), f"Biểu số {number}", bold=True).alignment = Alignment("right")
    sheet.freeze_panes = sheet.cell(_TOP + head, 3)
    sign(sheet, figures.settings, row=_TOP + head + rows + 1, width=len(widths))
    page_set_up(sheet, repeat=f"{_TOP}:{_TOP + head - 1}")
