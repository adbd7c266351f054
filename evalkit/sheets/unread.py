"""Tables and sheets that are not read: each is named, with what it would need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from evalkit.books.grid import Grid
from evalkit.problems import Severity
from evalkit.records import FileReading
from evalkit.scale import Scale
from evalkit.sheets.headers import is_level
from evalkit.sheets.model import Table
from evalkit.sheets.pages import looks_rated
from evalkit.sheets.remarks import ColumnRemarks
from evalkit.sheets.seen import seen_sheet
from evalkit.sheets.vocabulary import SCOPE_NAMES, WHO, holds_choices, is_numbering, name_scope

HEADER_WANTED = (
    "Cần dòng tiêu đề có cột tên hoặc mã và cột xếp loại; nếu tiêu đề khác thường, khai báo [[read]] trong "
    "evalkit.toml."
)

_NEEDS_LEVEL = (
    "Nếu là danh sách xếp loại: thêm cột «Xếp loại», ghi mức vào từng dòng, kể cả khi tiêu đề hay dòng nhóm đã ghi."
)
_NEEDS_YEAR = "Nếu là sổ khen thưởng: thêm cột «Năm» hoặc «Giai đoạn»; nếu là danh sách xếp loại: thêm cột «Xếp loại»."


def tell_out_of_scope(grid: Grid, table: Table, reading: FileReading) -> None:
    """Name a table that is no decided result of the year."""
    rows = _rows_with_data(grid, table.rows, least=2)
    if not rows:
        return
    where = f"dòng hoặc tên «{table.scope_line[:120]}»" if table.scope_line else "tiêu đề các cột xếp loại"
    what = SCOPE_NAMES[table.scope]
    message = (
        f"{where} cho biết đây là {what}, không phải kết quả xếp loại cả năm đã được quyết định, nên {rows} dòng không "
        "được đọc. Nếu đúng là kết quả cuối cùng của năm: sửa lại tiêu đề, hoặc đổi tên trang tính, tên tệp."
    )
    reading.teller(grid.name)("warning", "out_of_scope", message, grid.cell(table.body - 1, 0), table.scope)


def tell_not_read(grid: Grid, table: Table, reading: FileReading) -> None:
    """Name a table of people or units without ratings: a list whose levels may stand where nobody reads them."""
    if not (rows := _rows_with_data(grid, table.rows, least=3)):
        return
    if table.untitled:
        ColumnRemarks(grid, table, reading).tell_untitled()
        return
    why = f"các mức «{table.foreign}» là của thang khác" if table.foreign else "bảng này không có cột xếp loại"
    todo = _NEEDS_LEVEL
    if "award" in table.names:
        why, todo = "bảng này có cột hình thức khen mà không có cột năm", _NEEDS_YEAR
    message = f"{why}, nên {rows} dòng không được đọc. {todo}"
    over = [grid.name, *(text for row in range(table.first) for text in grid.filled_texts(row))]
    severity: Severity = "warning" if WHO & table.names.keys() and not any(map(holds_choices, over)) else "note"
    reading.teller(grid.name)(severity, "not_read", message, grid.cell(table.body - 1, 0), str(rows))


def tell_sheet_not_read(grid: Grid, scale: Scale, reading: FileReading) -> None:
    """Name a sheet without any table; where a level stands again and again it may have a strange header."""
    if not (rows := _rows_with_data(grid, range(len(grid.rows)), least=2)):
        return
    before, tell = len(reading.problems), reading.teller(grid.name)
    if looks_rated(grid, scale) and name_scope(grid.name) != "example":
        message = (
            f"có {rows} dòng giống người hay đơn vị được xếp loại nhưng không có dòng tiêu đề, nên không được đọc và "
            f"không được tính. {HEADER_WANTED}"
        )
        tell("error", "no_header", message, grid.cell(0, 0), str(rows))
        reading.seen.append(seen_sheet(grid, scale, message))
        return
    if _repeats_a_level(grid, scale):
        message = f"có mức xếp loại nhưng không nhận ra dòng tiêu đề, nên {rows} dòng không được đọc. {HEADER_WANTED}"
        tell("warning", "not_read", message, "", str(rows))
    elif not grid.hidden:
        message = f"không có bảng xếp loại nào, nên {rows} dòng không được đọc."
        tell("note", "not_read", message, "", str(rows))
    refused = " ".join(problem.message for problem in reading.problems[before:])
    reading.seen.append(seen_sheet(grid, scale, refused))


def _repeats_a_level(grid: Grid, scale: Scale) -> bool:
    texts = Counter(cell for cells in grid.rows for cell in cells if cell.__class__ is str)
    return any(often > 1 and is_level(text, scale) for text, often in texts.items())


def _rows_with_data(grid: Grid, rows: Iterable[int], *, least: int) -> int:
    """Return how many of these rows have so many cells filled, and not with the numbers of the columns."""
    return sum(len(texts) >= least and not is_numbering(texts) for texts in map(grid.filled_texts, rows))
