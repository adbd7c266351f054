"""What should be known of the columns of a table that was read: which were taken, which left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.books.grid import Grid
from evalkit.problems import Severity
from evalkit.records import FileReading
from evalkit.scale import Scale
from evalkit.sheets.context import Context
from evalkit.sheets.model import REGISTER, Column, Table
from evalkit.sheets.notes import speaks_against


def tell_of_columns(grid: Grid, table: Table, reading: FileReading) -> None:
    """Name what was taken for granted of the columns of a table, and those that are not read."""
    if table.heading and not any(block.shape is REGISTER for block in table.blocks):
        message = f"danh sách không ghi đơn vị ở cột nào; lấy theo tiêu đề «{table.heading}». Kiểm tra có đúng không."
        reading.problem("note", "unit_from_heading", message, sheet=grid.name, found=table.heading)
    if table.caption:
        message = f"danh sách không có cột xếp loại; mức lấy theo «{table.caption[:120]}». Kiểm tra có đúng không."
        cell = grid.cell(table.body - 1, 0)
        reading.problem("warning", "level_from_caption", message, sheet=grid.name, cell=cell)
    if table.votes:
        cell = grid.cell(table.body - 1, table.votes[0].place)
        message = (
            f"các cột từ «{table.votes[0].path[-1]}» là số phiếu hoặc mức của tiêu chí, không phải xếp loại; không đọc."
        )
        reading.problem("note", "not_ratings", message, sheet=grid.name, cell=cell)
    tell_untitled(grid, table, reading)
    for place in table.value_places:
        if any(first <= grid.left + place <= last for first, last in grid.hidden_columns):
            message = "cột xếp loại này là cột ẩn, đã đọc. Kiểm tra có đúng là cột cần không."
            cell = grid.cell(table.body - 1, place)
            reading.problem("warning", "hidden_column", message, sheet=grid.name, cell=cell)
    if table.of_others:
        message = (
            f"{_titles(table.of_others)} là xếp loại của tổ chức, không phải của người trong danh sách, nên không "
            "tính. Đưa xếp loại của tổ chức vào một bảng riêng."
        )
        cell = grid.cell(table.body - 1, table.of_others[0].place)
        reading.problem("warning", "not_ratings", message, sheet=grid.name, cell=cell)
    if table.unclear:
        _tell_unclear(grid, table, reading)
    if table.ignored:
        _tell_ignored(grid, table, reading)


def tell_of_titles(grid: Grid, table: Table, scale: Scale, reading: FileReading, context: Context) -> None:
    """Name titles over the levels, and lines over the table, that are struck through or whose comment speaks against
    them.
    """
    titles = {(row, place) for place in table.value_places for row in range(table.first, table.body)}
    lines = {line.row for line in (*context.own, *context.sheet)}
    for at in sorted(cell for cell in {*grid.struck, *grid.comments} if cell in titles or cell[0] in lines):
        cell = grid.cell(*at)
        if at in grid.struck:
            message = "tiêu đề này đã gạch bỏ nhưng vẫn được đọc. Nếu đã bỏ thì xóa hẳn; nếu không thì bỏ gạch ngang."
            reading.problem("warning", "struck_title", message, sheet=grid.name, cell=cell)
        if words := speaks_against(grid.comments.get(at, ""), scale):
            message = f'ghi chú gắn vào tiêu đề ghi "{words[:80]}". Kiểm tra có đúng là bảng, cột cần đọc không.'
            reading.problem("warning", "note_against_level", message, sheet=grid.name, cell=cell)


def tell_untitled(grid: Grid, table: Table, reading: FileReading) -> None:
    """Name columns of levels that are not read; their titles, which may be names, are not repeated."""
    for column in table.untitled:
        message = (
            "cột này có mức xếp loại nhưng tiêu đề không nói đó là xếp loại, nên không đọc. "
            "Nếu đó là kết quả cuối cùng: đổi tiêu đề thành «Xếp loại»."
        )
        reading.problem("warning", "not_read", message, sheet=grid.name, cell=grid.cell(table.body - 1, column.place))


def _tell_unclear(grid: Grid, table: Table, reading: FileReading) -> None:
    """Name the columns of a form that were added, or taken for the total of the others, without words that say so."""
    taken = [column for block in table.blocks for column in block.columns]
    done = "được cộng vào nhau" if table.unclear[0] in taken else "bằng các cột khác cộng lại, được hiểu là tổng"
    message = (
        f"tiêu đề không cho biết các cột đếm ai: {_titles(table.unclear)} {done}. Nếu không đúng: ghi «Tổng số», "
        "«Trong đó …» hay tên đơn vị vào tiêu đề cột."
    )
    cell = grid.cell(table.body - 1, table.unclear[0].place)
    reading.problem("warning", "several_rating_columns", message, sheet=grid.name, cell=cell)


def _tell_ignored(grid: Grid, table: Table, reading: FileReading) -> None:
    """Name the rating columns that do not decide; a warning where no words settle which one does."""
    cell = grid.cell(table.body - 1, table.ignored[0].place)
    if table.label is not None:
        message = f"không tính các cột so sánh hoặc không phải số lượng: {_titles(table.ignored)}."
        unsaid = any(not column.scope and column.role != "points" for column in table.ignored)
        severity: Severity = "warning" if unsaid else "note"
        reading.problem(severity, "columns_compare", message, sheet=grid.name, cell=cell)
        return
    taken = [column for block in table.blocks for column in block.columns]
    if table.unsettled:
        message = (
            f"có nhiều cột xếp loại và tiêu đề không cho biết cột nào quyết định: lấy {_titles(taken)}, không lấy "
            f"{_titles(table.ignored)}. Nếu không đúng: ghi «quyết định» vào tiêu đề cột quyết định."
        )
        reading.problem("warning", "several_rating_columns", message, sheet=grid.name, cell=cell)
    else:
        message = "có nhiều cột xếp loại; chỉ cột của cấp quyết định được tính, các cột khác bỏ qua."
        reading.problem("note", "several_rating_columns", message, sheet=grid.name, cell=cell)


def _titles(columns: Sequence[Column]) -> str:
    return ", ".join(dict.fromkeys(f"«{column.title}»" for column in columns))


def tell_unread_levels(grid: Grid, table: Table, columns: Iterable[Column], reading: FileReading) -> None:
    """Name columns of numbers whose titles are nearly, but not quite, those of a level."""
    for column in columns:
        message = f"cột «{column.title}» có số nhưng tiêu đề không phải tên một mức, nên không đọc. Sửa tiêu đề cột."
        cell = grid.cell(table.body - 1, column.place)
        reading.problem("error", "level_not_read", message, sheet=grid.name, cell=cell)
