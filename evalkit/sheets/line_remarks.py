"""What the lines around a table say against its rows, or of people who have none: a row of a table for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from evalkit.problems import Severity, Tell
from evalkit.sheets.headings import level_of_title
from evalkit.sheets.model import At, Kind, gathered
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.printed.words import summary_of
from evalkit.sheets.vocabulary import (
    changes_rows,
    is_title_line,
    kinds_told,
    names_part_of_members,
    party_unit,
    rates_unit,
    says_left_out,
    units_told,
    whole_pair,
)
from evalkit.sheets.years import signed_before
from evalkit.vietnamese import fold
from evalkit.vietnamese.numerals import spelled_otherwise


class Where(Enum):
    """Where a line stands."""

    TITLE = auto()  # over the table
    SHEET = auto()  # over the first table of the sheet
    HEAD = auto()  # over somebody of its group
    REMARK = auto()  # any other row that speaks of nobody
    SUM = auto()
    ROW = auto()  # of another kind, but nobody's
    COMMENT = auto()  # on any of these, or on the title of a column


class Said(NamedTuple):
    """One line: its row in the grid, the texts of its cells, and the column of a comment."""

    row: int
    texts: tuple[str, ...]
    where: Where
    place: int | None = None


class Lines:
    """The lines around one table, and what its rows give."""

    def __init__(self, figures: Figures) -> None:
        """Take a page; where its table goes on from the page before, its titles were looked at there."""
        self.grid, self.figures, self.table, self.scale = figures.grid, figures, figures.table, figures.scale
        context = figures.context
        titles = {} if figures.before else {Where.TITLE: context.own, Where.SHEET: context.sheet}
        over = gathered(((line.row, where), line.text) for where, lines in titles.items() for line in lines)
        self.all = [*(Said(row, tuple(texts), where) for (row, where), texts in over.items()), *self._rows()]

        self.all += self._comments()

    def _comments(self) -> Iterator[Said]:
        """Yield the comments on these lines and on the titles of columns."""
        rows = {line.row for line in self.all} | set(range(self.table.first, self.table.body))
        for (row, place), text in self.grid.comments.items():
            if row in rows:
                yield Said(row, (text,), Where.COMMENT, place)

    def _rows(self) -> Iterator[Said]:
        lines = self.figures.lines
        heads = {line.row for line, below in pairwise(lines) if line.kind is Kind.GROUP and below.kind is Kind.SUBJECT}
        units = frozenset(self.figures.units)  # of a large sheet there are as many as rows
        for line in lines:
            row = self.table.body + line.row
            if row not in units and line.kind is not Kind.SUBJECT:
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

    def units(self, what: str) -> int | None:
        """Return how many units the rows of a table with a total name, its earlier pages too; None where they are not
        all of one kind, or not of `what` is asked for ("cell", or "" for any), or where people are listed.
        """
        place, pages = self.table.names.get("name"), (*self.figures.pages, self.figures)
        if place is None or self.table.persons or not self.figures.totals:
            return None
        rows = ((page, row) for page in pages for row in (*page.units, *self._unfilled(page)))
        names = {fold(name) for page, row in rows if (name := page.grid.text(row, place))}
        kinds = {party_unit(name) for name in names} - {""}
        return len(names) if len(kinds) < 2 and (not what or kinds <= {what}) else None

    def _unfilled(self, page: Figures) -> Iterator[int]:
        return (row for row, line in page.kinds.items() if line.kind is Kind.UNFILLED)

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


def _counts_units(line: Said, lines: Lines) -> str:
    if line.where is Where.SUM and not lines.table.counts:  # a list is added up by its sum
        return ""
    for text in line.texts:
        if told := units_told(text):
            number, what = told
            if (units := lines.units(what)) not in (None, number):
                return f"{number} {'chi bộ' if what else 'đơn vị'}, {units}"
    return ""


def _spells_otherwise(line: Said, lines: Lines) -> str:
    texts = (text for text in line.texts if "total" not in summary_of(text, lines.scale))  # that is added up again
    return next(filter(None, map(spelled_otherwise, texts)), "")


def _divides_wrongly(line: Said, lines: Lines) -> str:
    for text in line.texts:
        numbers = summary_of(text, lines.scale)
        whole, kinds = numbers.get("total", numbers.get("rated")), kinds_told(text)
        pair = whole_pair(kinds)
        added = sum(kinds[kind] for kind in pair) if pair else max(kinds.values(), default=0)
        if whole is not None and (added > whole or (pair and added != whole)):
            return text
    return ""


_WHERE = {
    Kind.TOTAL: Where.SUM,
    **dict.fromkeys((Kind.NOTE, Kind.UNFILLED, Kind.SIGNATURE, Kind.OTHER, Kind.GROUP), Where.REMARK),
}
_AROUND = (Where.TITLE, Where.REMARK, Where.SUM)
_ANYWHERE = tuple(Where)
RULES = (
    Rule(
        "left_out",
        (Where.REMARK, Where.HEAD, Where.COMMENT),
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
        _ANYWHERE,
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
    Rule(
        "units_differ",
        (Where.TITLE, Where.SHEET, Where.REMARK, Where.SUM),
        _counts_units,
        "dòng này ghi có {said} là số đơn vị trong bảng. Kiểm tra có thiếu đơn vị nào không, hoặc sửa số.",
    ),
    Rule(
        "number_in_words",
        _ANYWHERE,
        _spells_otherwise,
        'dòng này ghi "{said}": số và chữ khác nhau. Sửa chỗ sai.',
    ),
    Rule(
        "number_in_words",
        _ANYWHERE,
        _divides_wrongly,
        'dòng này ghi "{said}": các phần không khớp số chung. Sửa chỗ sai.',
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
                place = lines.grid.filled(line.row)[0] if line.place is None else line.place
                tell(_SEVERITY, rule.code, message, lines.grid.cell(line.row, place), found)
                told |= {rule.code} if rule.once else set()
                ended |= {line.row} if rule.ends else set()
