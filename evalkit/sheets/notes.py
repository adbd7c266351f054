"""What notes, comments and formatting say against a value beside which they stand."""

from __future__ import annotations

from collections.abc import Callable

from evalkit.books.grid import Grid
from evalkit.problems import Severity
from evalkit.scale import Rating, Scale
from evalkit.sheets.body import Body
from evalkit.sheets.model import Block, Table
from evalkit.sheets.vocabulary import UNDECIDED, scope_of

_EXEMPT = ("exempt", "suspended", "new_member", "new_organisation")  # a level beside one of these is a contradiction
_NOT_DECIDED = UNDECIDED | {"part", "withdrawn", "previous"}

Tell = Callable[[Severity, str, str, str, str, str], None]  # severity, code, message, cell, found, suggestion


class Notes:
    """What is written or drawn beside the values of a table."""

    def __init__(self, grid: Grid, body: Body, table: Table, tell: Tell) -> None:
        self.grid, self.body, self.table, self.tell = grid, body, table, tell
        self.rows, self._comments = self._formatted_rows(), self._comments_by_row()

    def _formatted_rows(self) -> frozenset[int]:
        """Return the rows in which something is struck through, or a cell has a comment."""
        top, end = self.table.body, self.table.end
        cells = {*self.grid.struck, *self.grid.unstruck, *self.grid.comments}
        return frozenset(row - top for row, _ in cells if top <= row < end)

    def _comments_by_row(self) -> dict[int, list[tuple[int, str]]]:
        found: dict[int, list[tuple[int, str]]] = {}
        for (row, place), comment in self.grid.comments.items():
            found.setdefault(row - self.table.body, []).append((place, comment))
        return found

    def check_formatting(self, row: int, block: Block) -> None:
        """Check a name that is struck through, or a value some of whose words are: what remains is read, and said."""
        line = self.table.body + row
        name = self.table.names.get("name")
        if name is not None and (line, name) in self.grid.struck:
            message = "tên ở dòng này đã gạch bỏ nhưng mức thì không; dòng vẫn được tính. Xóa dòng, hoặc bỏ gạch ngang."
            self.tell("warning", "struck_name", message, self.grid.cell(line, name), "", "")
        for place in block.places:
            if rest := self.grid.unstruck.get((line, place)):
                message = f'một phần chữ trong ô đã gạch bỏ; đọc phần còn lại: "{rest[:80]}". Xóa hẳn phần đã gạch.'
                self.tell("warning", "struck_words", message, self.grid.cell(line, place), rest, "")

    def check_level(self, row: int, cell: str, block: Block, scale: Scale, found: Rating) -> None:
        """Check a level beside a note that says there should be none, or another one."""
        for column in block.reasons:
            text = self.body.texts(column.place)[row]
            if not text:
                continue
            if against := scale.contradiction(text, found.level or ""):
                self._against(cell, f"cột «{column.path[-1]}»", against)
            elif _exempts(text, scale):
                message = (
                    f'có mức xếp loại, nhưng cột «{column.path[-1]}» ghi "{text[:80]}". Bỏ mức, hoặc bỏ ghi chú này.'
                )
                self.tell("warning", "rated_though_exempt", message, cell, text, "")

        for place, comment in self._comments.get(row, ()):
            if against := speaks_against(comment, scale, found.level or ""):
                at = self.grid.cell(self.table.body + row, place)
                self._against(cell, "ghi chú gắn vào ô" + (f" {at}" if at != cell else ""), against)

    def _against(self, cell: str, where: str, words: str) -> None:
        message = f'{where} ghi "{words[:80]}", trái với mức ở ô này. Ghi mức cuối cùng vào ô này.'
        self.tell("warning", "note_against_level", message, cell, words, "")


def speaks_against(comment: str, scale: Scale, level: str = "") -> str:
    """Return the words of a comment that take a level back, say that there is none, or that it is not decided."""
    if against := scale.contradiction(comment, level):
        return against
    return comment if scale.read_reason(comment) or scope_of(comment) in _NOT_DECIDED else ""


def _exempts(text: str, scale: Scale) -> bool:
    """Return whether a reason or a note says that there should be no level."""
    reason = scale.read_reason(text) if text else None
    return reason is not None and reason.status in _EXEMPT
