"""How a table was understood, in words that an analyst reads: for looking at, never for reading on."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.books.grid import Grid, column_letters
from evalkit.records import Seen, SeenColumn
from evalkit.scale import Scale
from evalkit.sheets.headers import is_level
from evalkit.sheets.model import Block, Column, Kind, Line, Table, Value
from evalkit.sheets.vocabulary import SCOPE_NAMES

_ROLES = {
    "number": "số thứ tự", "card": "số thẻ", "code": "mã", "base_code": "mã TCCSĐ", "cell_code": "mã chi bộ",
    "person": "họ tên", "surname": "họ và đệm", "given": "tên", "born": "ngày sinh", "joined": "ngày vào Đảng",
    "kind": "loại hình", "exemplary": "tiêu biểu", "field": "lĩnh vực", "points": "điểm", "reason": "lý do",
    "note": "ghi chú", "state": "trạng thái", "share": "tỉ lệ", "quantity": "số lượng", "base": "tổ chức cơ sở đảng",
    "section": "đảng bộ bộ phận", "cell": "chi bộ", "unit": "đơn vị", "year": "năm", "total": "tổng số",
    "rated": "số được xếp loại", "due": "số phải xếp loại", "award": "hình thức khen",
    "period": "giai đoạn", "level": "mức xếp loại",
    "document": "số, ngày quyết định",
    "mark": "cột của một mức", "whose": "cho biết mỗi dòng đếm ai",
}  # fmt: skip
_LEVELS = "không đọc: có mức nhưng tiêu đề không nói đó là xếp loại"
_LOOKED_AT = 20  # rows below a title
_BLANK = Kind.BLANK.value


def seen_table(
    grid: Grid, table: Table, scale: Scale, lines: Sequence[Line], *, year: str = "", refused: str = ""
) -> Seen:
    """Return how a table was understood; `year` is the year with its source, `refused` why it was not read."""
    top = grid.top + 1
    kinds = [_BLANK] * (table.end - table.body) if lines else []
    for line in lines:
        kinds[line.row] = line.kind.value
    shape = " + ".join(dict.fromkeys(block.shape.name for block in table.blocks))
    columns = tuple(_column(grid, table, column, scale) for column in table.columns)
    return Seen(
        grid.name, table.first + top, table.body + top, table.end + grid.top, shape, columns,
        tuple(kinds), year, ", ".join(dict.fromkeys(_populations(table))), table.unit or table.base or table.subject,
        table.hint.population if table.hint else "", refused,
    )  # fmt: skip


def seen_sheet(grid: Grid, scale: Scale, refused: str) -> Seen:
    """Return how a sheet without any table was seen: the row with the most titles, and which columns hold levels."""
    row = max(range(len(grid.rows)), key=lambda row: sum(map(_is_title, grid.rows[row])))
    columns = []
    for place, text in enumerate(grid.texts(row)):
        levels = any(is_level(grid.text(n, place), scale) for n in range(row + 1, row + _LOOKED_AT))
        if text:
            columns.append(SeenColumn(column_letters(grid.left + place), text, _LEVELS if levels else "không dùng"))
    top = grid.top + 1
    return Seen(grid.name, row + top, row + top + 1, len(grid.rows) + grid.top, "", tuple(columns), refused=refused)


def _is_title(cell: object) -> bool:
    return cell.__class__ is str and bool(cell)


def _populations(table: Table) -> list[str]:
    return [found for found in (*(block.population for block in table.blocks), table.population) if found]


def _column(grid: Grid, table: Table, column: Column, scale: Scale) -> SeenColumn:
    block = next((block for block in table.blocks if column.place in block.places), None)
    use = _use(table, column, block, scale)
    return SeenColumn(column_letters(grid.left + column.place), column.title, use, block is not None)


def _use(table: Table, column: Column, block: Block | None, scale: Scale) -> str:
    """Return what a column was taken for, or why it was left out."""
    if block is not None:
        level = f": {scale.label(column.level)}" if column.level else ""
        year = f", năm {block.year}" if block.year else ""
        what = "có tên trong danh sách" if block.shape.value is Value.LISTED else f"được đọc{level}"
        return f"{what}{year}"
    if column in table.ignored:
        return f"không tính: {SCOPE_NAMES.get(column.scope, 'không phải cột quyết định')}"
    if column in table.votes:
        return "không tính: số phiếu hoặc mức của tiêu chí"
    if column in table.untitled:
        return _LEVELS
    if column.scope:
        return f"không tính: {SCOPE_NAMES[column.scope]}"
    roles = (column.role, *(role for role, place in table.names.items() if place == column.place))
    return next((_ROLES[role] for role in roles if role in _ROLES), "không dùng")
