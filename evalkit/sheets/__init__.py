"""One messy workbook → rows: find the tables, read them, say from which cell; the totals they print.

`grid` opens the file, `unseen` looks for what the parser hides, `parts` tells apart what stands side by side, `tables`
finds headers, `titles` tells what a column holds, `years` which year is meant, `around` whose list it is, `body` has a
table's rows by column, `rows` reads them, `outcomes` what they say of the rating and `marks` its columns, `skips` which
are no records and `wording` by which words, `cells` single cells, `tally` what many rows have in common, `register`
reads a register of awards, `records` is what comes out; `workers` are the processes in which this is done, `serve` is
their side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from evalkit.scale import Scale
from evalkit.settings import Hint, Limits
from evalkit.sheets.criteria import read_criteria
from evalkit.sheets.grid import Grid
from evalkit.sheets.parts import side_by_side
from evalkit.sheets.records import Coded, FileReading, Held, Printed, Problem, Record, Severity, Skip, row_of
from evalkit.sheets.register import read_register
from evalkit.sheets.rows import TableReader
from evalkit.sheets.table import Table
from evalkit.sheets.tables import find_tables
from evalkit.sheets.workbook import FAULTS, SUFFIXES, Unreadable, open_grids
from evalkit.sheets.years import rated_year

__all__ = [
    "SUFFIXES",
    "Coded",
    "FileReading",
    "Held",
    "Printed",
    "Problem",
    "Record",
    "Severity",
    "Skip",
    "read_sheet",
    "read_workbook",
]

LIMITS = Limits()  # where the settings say nothing


def read_workbook(
    path: Path, scale: Scale, hints: Sequence[Hint] = (), *, name: str = "", limits: Limits = LIMITS
) -> FileReading:
    """Read every table of a workbook. What cannot be read is a problem in the result; nothing is raised."""
    reading = FileReading(name or path.name)
    try:
        blind, text = False, False
        for grid in open_grids(path, limits):
            read_sheet(grid, scale, hints, reading)
            blind, text = blind or not grid.shows_errors, text or grid.is_text
    except Unreadable as error:
        own = error.code == "own_output"
        refused = FileReading(reading.file, readable=own, own_output=own)
        refused.problem("note" if own else "error", error.code, error.message)
        return refused
    if text and path.suffix.lower() not in (".csv", ".tsv"):
        message = "tệp là văn bản (csv) mang tên bảng tính, đã đọc như csv. Nên lưu lại thành .xlsx."
        reading.problem("note", "text_file", message, found=path.suffix)
    if blind and reading.records:
        message = "ở định dạng này, ô báo lỗi công thức hiện ra như ô trống. Nên lưu lại thành .xlsx."
        reading.problem("note", "errors_unseen", message)
    if reading.tables and not reading.rows_with_data:
        message = "biểu còn trống, chưa có dòng nào được điền."
        reading.problem("warning", "empty_form", message)
    return reading


def read_sheet(grid: Grid, scale: Scale, hints: Sequence[Hint], reading: FileReading) -> None:
    """Read the tables of one sheet into `reading`; the list of faults in a marked-up copy is none."""
    if grid.text(0, 0).startswith(FAULTS):
        return
    for part in [grid] if hints else side_by_side(grid):
        _read_part(part, scale, hints, reading)
    _note_what_was_done(grid, reading)


def _read_part(grid: Grid, scale: Scale, hints: Sequence[Hint], reading: FileReading) -> None:
    """Read tables that stand one under the other."""
    tables = find_tables(grid, scale, hints, file_name=reading.file)
    if not hints and not any(table.ratings or table.is_register for table in tables):
        years = _years_around(grid, range(len(grid.rows)), range(0), reading.file)
        if read_criteria(grid, scale, reading, year=years[0][0] if years else None):
            return
    above, top = 0, tables[0].first if tables else 0
    for table in tables:
        reading.foreign = reading.foreign or table.foreign
        if table.is_register:
            reading.tables += 1
            read_register(grid, table, reading)
        elif table.ratings and table.claims:
            message = (
                "tiêu đề nói «… năm liền»: danh sách như thế không chứng minh năm nào, nên không đọc. "
                "Cần danh sách xếp loại của từng năm."
            )
            reading.problem("warning", "streak_list", message, sheet=grid.name, cell=grid.cell(table.body - 1, 0))
        elif table.ratings:
            reading.tables += 1
            years = _years_around(grid, range(above, table.first), range(top), reading.file)
            _read_table(grid, table, scale, reading, years=years)
        above = table.end


def _note_what_was_done(grid: Grid, reading: FileReading) -> None:
    if old := grid.converted:
        message = (
            f"{old.cells} ô gõ bằng phông chữ cũ (bảng mã {old.encoding}) đã được chuyển sang Unicode, "
            "bắt đầu từ ô này. Xem lại vài tên; nên lưu tệp bằng phông Unicode."
        )
        cell = grid.cell(*old.first)
        reading.problem("note", "text_converted", message, sheet=grid.name, cell=cell, found=old.encoding)
    sheets = zip(reading.records.values("sheet"), reading.records.values("cell"), strict=True)
    cells = [cell for sheet, cell in sheets if sheet == grid.name] if grid.hidden or grid.hidden_rows else []
    hidden = [cell for cell in cells if row_of(cell) in grid.hidden_rows]
    if hidden:
        message = f"{len(set(hidden))} ô xếp loại nằm ở dòng ẩn, đã đọc như các dòng khác."
        reading.problem("note", "hidden_rows", message, sheet=grid.name, cell=hidden[0], found=str(len(set(hidden))))
    if grid.hidden and cells:
        message = "trang tính ẩn nhưng có số liệu, đã đọc. Kiểm tra có đúng là cần không."
        reading.problem("warning", "hidden_sheet", message, sheet=grid.name)


Year = tuple[int, str]  # a year, and where it was read


def _read_table(grid: Grid, table: Table, scale: Scale, reading: FileReading, *, years: Sequence[Year]) -> None:
    year = _table_year(grid, table, reading, years)
    reading.records += TableReader(grid, table, scale, reading, year=year).read()
    if table.heading:
        message = f"danh sách không ghi đơn vị ở cột nào; lấy theo tiêu đề «{table.heading}». Kiểm tra có đúng không."
        reading.problem("note", "unit_from_heading", message, sheet=grid.name, found=table.heading)
    if table.other:
        cell = grid.cell(table.body - 1, table.other[0].place)
        message = (
            f"các cột từ «{table.other[0].path[-1]}» là số phiếu hoặc mức của tiêu chí, không phải xếp loại; không đọc."
        )
        reading.problem("note", "not_ratings", message, sheet=grid.name, cell=cell)
    if table.ignored:
        cell = grid.cell(table.body - 1, table.ignored[0].place)
        message = "có nhiều cột xếp loại; chỉ cột cuối cùng (cấp quyết định) được tính, các cột trước bỏ qua."
        reading.problem("note", "several_rating_columns", message, sheet=grid.name, cell=cell)


def _years_around(grid: Grid, table_title: range, sheet_title: range, file: str) -> list[Year]:
    """The years that stand around a table, the nearest first."""
    said = [
        (_title_year(grid, table_title), "tiêu đề bảng"),
        (_title_year(grid, sheet_title), "tiêu đề trang tính"),
        (rated_year(grid.name), "tên trang tính"),
        (rated_year(Path(file).stem), "tên tệp"),
    ]
    return [(year, where) for year, where in said if year]


def _title_year(grid: Grid, rows: range) -> int | None:
    """The year that the title rows name; the lowest row that names one is nearest to the table."""
    for row in reversed(rows):
        text = "\n".join(grid.text(row, column) for column in range(len(grid.rows[row])))
        if year := rated_year(text):
            return year
    return None


def _table_year(grid: Grid, table: Table, reading: FileReading, years: Sequence[Year]) -> int | None:
    """The year of a table: what a hint says, else the nearest of a column's title and what stands around it."""
    if table.hint and isinstance(table.hint.year, int):
        return table.hint.year
    if table.hint and table.hint.year_from_file:
        found = re.search(table.hint.year_from_file, reading.file)
        return int(found[1]) if found else None
    if table.wide:
        return None
    column = next((rating.year for rating in table.ratings if rating.year), None)
    said = [*([(column, "tiêu đề cột")] if column else []), *years]
    if not said:
        return None
    year, where = said[0]
    other, place = next(((other, place) for other, place in said if other != year), (year, ""))
    if other != year and "year" not in table.names:  # a year column decides row by row
        message = f"{where} ghi năm {year}, {place} ghi năm {other}. Lấy năm {year}; sửa chỗ sai."
        reading.problem("warning", "year_disagrees", message, sheet=grid.name, found=str(other))
    return year
