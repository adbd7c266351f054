"""What should be known of the columns of a table that was read: which were taken, which left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.books.grid import Grid
from evalkit.problems import Severity
from evalkit.records import FileReading
from evalkit.scale import Scale
from evalkit.sheets.context import Context
from evalkit.sheets.headings import against_headings
from evalkit.sheets.model import REGISTER, Column, Table, columns_of
from evalkit.sheets.notes import speaks_against
from evalkit.sheets.printed.cell_sums import unread_levels
from evalkit.sheets.printed.page import Figures


class ColumnRemarks:
    """Names columns of one table, each at its lowest title."""

    def __init__(self, grid: Grid, table: Table, reading: FileReading) -> None:
        self.grid, self.table, self._problem = grid, table, reading.teller(grid.name)
        self.taken = columns_of(table.blocks)

    def _tell(self, severity: Severity, code: str, message: str, place: int) -> None:
        self._problem(severity, code, message, self.grid.cell(self.table.body - 1, place))

    def tell(self, figures: Figures) -> None:
        """Name all that a table which was read gives to know; of one that goes on from the page before, not again."""
        scale, context = figures.scale, figures.context
        self._tell_unread_levels(unread_levels(figures))
        for message, cell in against_headings(figures):
            self._problem("warning", "level_against_heading", message, cell)
        if not figures.before:
            self._tell_of_columns()
            self._tell_of_titles(scale, context)
            self._tell_repeated(scale)

    def _tell_of_columns(self) -> None:
        """Name what was taken for granted of the columns, and those that are not read."""
        table = self.table
        if table.heading and not any(block.shape is REGISTER for block in table.blocks):
            message = (
                f"danh sách không ghi đơn vị ở cột nào; lấy theo tiêu đề «{table.heading}». Kiểm tra có đúng không."
            )
            self._problem("note", "unit_from_heading", message, "", table.heading)
        if table.caption:
            message = f"danh sách không có cột xếp loại; mức lấy theo «{table.caption[:120]}». Kiểm tra có đúng không."
            self._tell("warning", "level_from_caption", message, 0)
        if table.votes:
            message = (
                f"các cột từ «{table.votes[0].path[-1]}» là số phiếu hoặc mức của tiêu chí, không phải xếp loại; "
                "không đọc."
            )
            self._tell("note", "not_ratings", message, table.votes[0].place)
        self.tell_untitled()
        for place in table.value_places:
            if any(first <= self.grid.left + place <= last for first, last in self.grid.hidden_columns):
                message = "cột xếp loại này là cột ẩn, đã đọc. Kiểm tra có đúng là cột cần không."
                self._tell("warning", "hidden_column", message, place)
        if table.of_others:
            message = (
                f"{_titles(table.of_others)} là xếp loại của tổ chức, không phải của người trong danh sách, nên không "
                "tính. Đưa xếp loại của tổ chức vào một bảng riêng."
            )
            self._tell("warning", "not_ratings", message, table.of_others[0].place)
        if table.unclear:
            self._tell_unclear()
        if table.ignored:
            self._tell_ignored()

    def _tell_of_titles(self, scale: Scale, context: Context) -> None:
        """Name titles over the levels, and lines over the table, that are struck through or whose comment speaks
        against them.
        """
        table, grid = self.table, self.grid
        titles = {(row, place) for place in table.value_places for row in range(table.first, table.body)}
        lines = {line.row for line in (*context.own, *context.sheet)}
        for at in sorted(cell for cell in {*grid.struck, *grid.comments} if cell in titles or cell[0] in lines):
            cell = grid.cell(*at)
            if at in grid.struck:
                message = (
                    "tiêu đề này đã gạch bỏ nhưng vẫn được đọc. Nếu đã bỏ thì xóa hẳn; nếu không thì bỏ gạch ngang."
                )
                self._problem("warning", "struck_title", message, cell)
            if words := speaks_against(grid.comments.get(at, ""), scale):
                message = f'ghi chú gắn vào tiêu đề ghi "{words[:80]}". Kiểm tra có đúng là bảng, cột cần đọc không.'
                self._problem("warning", "note_against_level", message, cell)

    def _tell_repeated(self, scale: Scale) -> None:
        """Name a level that stands over two columns, both filled: one of the titles was mistyped."""
        for block in self.table.blocks if self.table.label is None else ():
            first: dict[str, Column] = {}
            own = (
                c
                for c in block.columns
                if c.role == "mark" and scale.level_of(c.path[-1]) and self.grid.texts_below(c.place, self.table.rows)
            )
            for column in own:
                if first.setdefault(column.level, column) is not column:
                    message = (
                        f"hai cột cùng là mức «{column.path[-1]}», cả hai được tính vào mức ấy. Có lẽ một tiêu đề gõ "
                        "nhầm: sửa tiêu đề cho đúng."
                    )
                    self._tell("error", "level_twice", message, column.place)

    def tell_untitled(self) -> None:
        """Name columns of levels that are not read; their titles, which may be names, are not repeated."""
        for column in self.table.untitled:
            message = (
                "cột này có mức xếp loại nhưng tiêu đề không nói đó là xếp loại, nên không đọc. "
                "Nếu đó là kết quả cuối cùng: đổi tiêu đề thành «Xếp loại»."
            )
            self._tell("warning", "not_read", message, column.place)

    def _tell_unread_levels(self, columns: Iterable[Column]) -> None:
        """Name columns of numbers whose titles are nearly, but not quite, those of a level."""
        for column in columns:
            message = (
                f"cột «{column.title}» có số nhưng tiêu đề không phải tên một mức, nên không đọc. Sửa tiêu đề cột."
            )
            self._tell("error", "level_not_read", message, column.place)

    def _tell_unclear(self) -> None:
        """Name the columns of a form that were added, or taken for the total of others, without words that say so."""
        unclear = self.table.unclear
        done = "được cộng vào nhau" if unclear[0] in self.taken else "bằng các cột khác cộng lại, được hiểu là tổng"
        message = (
            f"tiêu đề không cho biết các cột đếm ai: {_titles(unclear)} {done}. Nếu không đúng: ghi «Tổng số», "
            "«Trong đó …» hay tên đơn vị vào tiêu đề cột."
        )
        self._tell("warning", "several_rating_columns", message, unclear[0].place)

    def _tell_ignored(self) -> None:
        """Name the rating columns that do not decide; a warning where no words settle which one does."""
        ignored, code = self.table.ignored, "several_rating_columns"
        severity: Severity = "note"
        if self.table.label is not None:
            message = f"không tính các cột so sánh hoặc không phải số lượng: {_titles(ignored)}."
            unsaid = any(not column.scope and column.role != "points" for column in ignored)
            code, severity = "columns_compare", "warning" if unsaid else "note"
        elif self.table.unsettled:
            message = (
                f"có nhiều cột xếp loại và tiêu đề không cho biết cột nào quyết định: lấy {_titles(self.taken)}, không "
                f"lấy {_titles(ignored)}. Nếu không đúng: ghi «quyết định» vào tiêu đề cột quyết định."
            )
            severity = "warning"
        else:
            message = "có nhiều cột xếp loại; chỉ cột của cấp quyết định được tính, các cột khác bỏ qua."
        self._tell(severity, code, message, ignored[0].place)


def _titles(columns: Sequence[Column]) -> str:
    return ", ".join(dict.fromkeys(f"«{column.title}»" for column in columns))
