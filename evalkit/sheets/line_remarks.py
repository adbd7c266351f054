"""What the lines around a table say against its rows, or of people who have none: a row of a table for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from evalkit.books.grid import Grid
from evalkit.problems import Severity, Tell
from evalkit.sheets.context import Context
from evalkit.sheets.headings import level_of_title
from evalkit.sheets.model import At, Kind
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.vocabulary import changes_rows, is_title_line, names_part_of_members, rates_unit, says_left_out
from evalkit.sheets.years import signed_before
from evalkit.vietnamese import fold


class Where(Enum):
    """Where a line stands."""

    TITLE = auto()  # over the table
    SHEET = auto()  # over the first table of the sheet
    HEAD = auto()  # over somebody of its group
    REMARK = auto()  # any other row that speaks of nobody
    SUM = auto()
    ROW = auto()  # of another kind, but nobody's


class Said(NamedTuple):
    """One line: its row in the grid, and the texts of its cells."""

    row: int
    texts: tuple[str, ...]
    where: Where


class Lines:
    """The lines around one table, and what its rows give."""

    def __init__(self, grid: Grid, figures: Figures, context: Context, *, goes_on: bool) -> None:
        """Take the table of a page; where it `goes_on` from the page before, its titles were looked at there."""
        self.grid, self.figures, self.table, self.scale = grid, figures, figures.table, figures.scale
        titles = {} if goes_on else {Where.TITLE: context.own, Where.SHEET: context.sheet}
        over: dict[tuple[int, Where], list[str]] = {}
        for where, lines in titles.items():
            for line in lines:
                over.setdefault((line.row, where), []).append(line.text)
        self.all = [*(Said(row, tuple(texts), where) for (row, where), texts in over.items()), *self._rows()]

    def _rows(self) -> Iterator[Said]:
        lines = self.figures.lines
        heads = {line.row for line, below in pairwise(lines) if line.kind is Kind.GROUP and below.kind is Kind.SUBJECT}
        for line in lines:
            row = self.table.body + line.row
            if row not in self.figures.units and line.kind is not Kind.SUBJECT:
                where = Where.HEAD if line.row in heads else _WHERE.get(line.kind, Where.ROW)
                yield Said(row, tuple(self.grid.filled_texts(row)), where)

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded names of the rows that were read; one word may be anything."""
        place = self.table.names.get("name")
        if place is None:
            return frozenset()
        rows = (self.table.body + line.row for line in self.figures.lines if line.kind is Kind.SUBJECT)
        return frozenset(fold(name) for row in rows if " " in (name := self.grid.text(row, place)))

    @cached_property
    def year(self) -> int:
        """The year of the rows; 0 where it is not that of the table."""
        if self.table.wide or "year" in self.table.names:
            return 0
        return max((line.year or 0 for line in self.figures.lines), default=0)


class Rule(NamedTuple):
    """One kind of saying: where it may stand, what a line says of it ("" for nothing), and how it is told."""

    code: str
    where: tuple[Where, ...]
    says: Callable[[Said, Lines], str]
    message: str  # {said} and {year} are filled in
    once: bool = False  # of one table
    ends: bool = False  # nothing else is asked of the line


def _left_out(line: Said, _lines: Lines) -> str:
    return next(filter(says_left_out, line.texts), "")


def _rates_unit(line: Said, lines: Lines) -> str:
    of_people = lines.table.persons and not lines.table.listed
    return next((text for text in line.texts if of_people and rates_unit(text, lines.scale)), "")


def _changes(line: Said, lines: Lines) -> str:
    texts = [text for text in line.texts if line.where is not Where.TITLE or not is_title_line(text)]
    words = " ".join(line.texts)
    changes = texts and changes_rows(words, lines.scale, lambda: lines.names, persons=lines.table.persons)
    return words if changes else ""


def _signed_before(line: Said, lines: Lines) -> str:
    signed = (signed_before(text, lines.year) for text in line.texts) if lines.year else ()
    return next((str(year) for year in signed if year), "")


def _part(line: Said, lines: Lines) -> str:
    if "member" not in lines.figures.populations.values() or not lines.figures.units:
        return ""
    own_levels = not lines.table.caption and any(block.shape.level is At.CELL for block in lines.table.blocks)
    return next(
        (
            text
            for text in line.texts
            if names_part_of_members(text) or (own_levels and level_of_title(text, lines.scale))
        ),
        "",
    )


_WHERE = {
    Kind.TOTAL: Where.SUM,
    **dict.fromkeys((Kind.NOTE, Kind.UNFILLED, Kind.SIGNATURE, Kind.OTHER, Kind.GROUP), Where.REMARK),
}
_AROUND = (Where.TITLE, Where.REMARK, Where.SUM)
RULES = (
    Rule(
        "left_out",
        (Where.REMARK, Where.HEAD),
        _left_out,
        'dòng này ghi "{said}": có người chưa được tính. Bổ sung số liệu, hoặc xóa dòng này.',
        ends=True,
    ),
    Rule(
        "group_rated",
        _AROUND,
        _rates_unit,
        "dòng này nêu mức của chính đơn vị, không được đọc. Đưa mức của đơn vị vào một bảng riêng.",
        ends=True,
    ),
    Rule(
        "line_changes",
        _AROUND,
        _changes,
        "dòng này nói thêm về người hoặc đơn vị (mức, lý do, điều chỉnh, bổ sung) nhưng không được đọc. Ghi mức cuối "
        "cùng hoặc lý do vào dòng của người hay đơn vị ấy; ai chưa có dòng thì thêm dòng.",
        ends=True,
    ),
    Rule(
        "year_disagrees",
        tuple(Where),
        _signed_before,
        "văn bản đề ngày của năm {said}, trước năm được xếp loại {year}. Sửa năm ghi nhầm.",
        once=True,
    ),
    Rule(
        "part_of_members",
        (Where.TITLE, Where.SHEET),
        _part,
        "tiêu đề «{said}» cho biết đây chỉ là một phần đảng viên. Nếu chưa có danh sách đủ của đơn vị: tỉ lệ sẽ sai, "
        "cần danh sách đủ; nếu đây là danh sách đủ: sửa tiêu đề.",
        once=True,
    ),
)
_SHOWN = 80  # letters that a message repeats
_SEVERITY: Severity = "warning"


def tell_lines(lines: Lines, tell: Tell) -> None:
    """Name what lines around a table say against its rows; nobody reads it."""
    told, ended = set[str](), set[int]()
    for rule in RULES:
        for line in lines.all:
            if line.where not in rule.where or rule.code in told or (rule.ends and line.row in ended):
                continue
            if said := rule.says(line, lines):
                found = said if "{said}" in rule.message else ""
                message = rule.message.format(said=said[:_SHOWN], year=lines.year)
                tell(_SEVERITY, rule.code, message, lines.grid.cell(line.row, lines.grid.filled(line.row)[0]), found)
                told |= {rule.code} if rule.once else set()
                ended |= {line.row} if rule.ends else set()
