"""One messy workbook → rows: find the tables, read them, say from which cell; the totals they print.

`grid` opens the file, `unseen` looks for what the parser hides, `parts` tells apart what stands side by side, `tables`
finds headers, `titles` tells what a column holds, `years` which year is meant, `around` whose list it is, `body` has a
table's rows by column with what is `merged`, `rows` reads them, `outcomes` what they say of the rating and `marks` its
columns, `skips` which are no records, `parents` which add up others and `wording` by which words, `sums` what is
printed beside, `cells` single cells, `tally` what many rows have in common, `register` reads a register of awards,
`records` is what comes out; `workers` are the processes in which this is done, `serve` is what each does with a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evalkit.books.grid import Grid
from evalkit.books.workbook import FAULTS, SUFFIXES, Unreadable, open_grids
from evalkit.problems import Problem, Severity
from evalkit.records import Coded, FileReading, Held, Printed, Record, Skip, row_of
from evalkit.scale import Scale
from evalkit.settings import Hint, Limits
from evalkit.sheets.criteria import read_criteria
from evalkit.sheets.parts import side_by_side
from evalkit.sheets.register import read_register
from evalkit.sheets.rows import TableReader
from evalkit.sheets.table import Table
from evalkit.sheets.tables import find_tables
from evalkit.sheets.titles import SUBJECT_ROLES
from evalkit.sheets.wording import is_numbering
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
    told = [_read_part(part, scale, hints, reading) for part in ([grid] if hints else side_by_side(grid))]
    if not any(told):
        _tell_sheet_not_read(grid, scale, reading)
    _note_what_was_done(grid, reading)


def _read_part(grid: Grid, scale: Scale, hints: Sequence[Hint], reading: FileReading) -> bool:
    """Read tables that stand one under the other; False where there is none, and nothing was said of one."""
    tables = find_tables(grid, scale, hints, file_name=reading.file)
    if not hints and not any(table.ratings or table.is_register for table in tables):
        years = _years_around(grid, range(len(grid.rows)), range(0), reading.file)
        if read_criteria(grid, scale, reading, year=years[0][0] if years else None):
            return True
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
        else:
            _tell_not_read(grid, table, reading)
        above = table.end
    return bool(tables)


def _tell_not_read(grid: Grid, table: Table, reading: FileReading) -> None:
    """A table of people or units beside those with ratings may be a list whose levels stand where nobody reads them."""
    if not (rows := _rows_with_data(grid, range(table.body, table.end), least=3)):
        return
    if table.unsaid:
        _tell_columns_not_read(grid, table, reading)
        return
    subjects = not {*SUBJECT_ROLES, "name"}.isdisjoint(table.names.keys() - {"number"})
    why = f"các mức «{table.foreign}» là của thang khác" if table.foreign else "bảng này không có cột xếp loại"
    message = (
        f"{why}, nên {rows} dòng không được đọc. Nếu là danh sách xếp loại: thêm cột «Xếp loại», ghi mức vào từng "
        "dòng, kể cả khi tiêu đề hay dòng nhóm đã ghi."
    )
    cell = grid.cell(table.body - 1, 0)
    severity: Severity = "warning" if subjects else "note"
    reading.problem(severity, "not_read", message, sheet=grid.name, cell=cell, found=str(rows))


def _tell_columns_not_read(grid: Grid, table: Table, reading: FileReading) -> None:
    """Where columns of levels stand that are not read; their titles, which may be names, are not repeated."""
    for column in table.unsaid:
        message = (
            "cột này có mức xếp loại nhưng tiêu đề không nói đó là xếp loại, nên không đọc. "
            "Nếu đó là kết quả cuối cùng: đổi tiêu đề thành «Xếp loại»."
        )
        reading.problem("warning", "not_read", message, sheet=grid.name, cell=grid.cell(table.body - 1, column.place))


def _tell_sheet_not_read(grid: Grid, scale: Scale, reading: FileReading) -> None:
    """A sheet without any table; one in which a level stands again and again may be a list with a strange header."""
    if not (rows := _rows_with_data(grid, range(len(grid.rows)), least=2)):
        return
    texts = Counter(cell for cells in grid.rows for cell in cells if cell.__class__ is str)
    if any(often > 1 and len(text) > 1 and scale.level_of(text) for text, often in texts.items()):
        message = (
            f"có mức xếp loại nhưng không nhận ra dòng tiêu đề, nên {rows} dòng không được đọc. Cần dòng tiêu đề có "
            "cột tên hoặc mã và cột xếp loại; nếu tiêu đề khác thường, khai báo [[read]] trong evalkit.toml."
        )
        reading.problem("warning", "not_read", message, sheet=grid.name, found=str(rows))
    elif not grid.hidden:
        message = f"không có bảng xếp loại nào, nên {rows} dòng không được đọc."
        reading.problem("note", "not_read", message, sheet=grid.name, found=str(rows))


def _rows_with_data(grid: Grid, rows: range, *, least: int) -> int:
    """How many of these rows have so many cells filled, and not with the numbers of the columns."""
    filled = ([text for text in grid.texts(row) if text] for row in rows)
    return sum(len(texts) >= least and not is_numbering(texts) for texts in filled)


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
    _tell_columns_not_read(grid, table, reading)
    for place in sorted({place for rating in table.ratings for place in rating.places}):
        if any(first <= grid.left + place <= last for first, last in grid.hidden_columns):
            message = "cột xếp loại này là cột ẩn, đã đọc. Kiểm tra có đúng là cột cần không."
            cell = grid.cell(table.body - 1, place)
            reading.problem("warning", "hidden_column", message, sheet=grid.name, cell=cell)
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
