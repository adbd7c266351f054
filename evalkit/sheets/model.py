"""What a sheet is understood as: columns with roles, blocks of columns that rate, tables, kinds of rows.

A layout is a `Shape`: what a value is (a word, a mark, a number, an award, or that somebody is listed at all), and
where the level is told (in the cell, by the column, by the row, over the table). List, matrix, counts, counts by
criterion, wide sheet, history, list of those not rated and register of awards are rows of that table, read in one loop.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeVar

from evalkit.settings import Hint
from evalkit.sheets.vocabulary import PERSON_ROLES, is_correction

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


def gathered(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    """Return what stands with each key, keys and items in the order in which they come.

    >>> gathered([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    """
    found: dict[Key, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found


class Value(Enum):
    """What the cells of a block hold."""

    WORD = "chữ"
    MARK = "dấu"
    NUMBER = "số lượng"
    AWARD = "hình thức khen"
    LISTED = "có tên trong danh sách"


class At(Enum):
    """Where the level of a value is told."""

    CELL = "ô"
    COLUMN = "cột"
    ROW = "dòng"
    OVER = "tiêu đề"


class Shape(NamedTuple):
    """A layout: what its values are, and where their level is told."""

    name: str
    value: Value
    level: At


LIST = Shape("danh sách", Value.WORD, At.CELL)
MATRIX = Shape("ma trận", Value.MARK, At.COLUMN)
COUNTS = Shape("số lượng theo đơn vị", Value.NUMBER, At.COLUMN)
CRITERIA = Shape("số lượng theo tiêu chí", Value.NUMBER, At.ROW)
LEVEL_LIST = Shape("danh sách theo mức", Value.LISTED, At.OVER)
GROUPED = Shape("danh sách chia theo mức", Value.LISTED, At.ROW)
NOT_RATED = Shape("danh sách không xếp loại", Value.WORD, At.OVER)
REGISTER = Shape("sổ khen thưởng", Value.AWARD, At.CELL)


@dataclass(frozen=True)
class Column:
    """One column of a table: its titles from top to bottom and what they say.

    `role` is "" where it holds nothing that evalkit reads. `level` is the level, or the reason for not being rated,
    that a column of marks or numbers stands for. `scope` says why the column is no decided result of the year, `rank`
    how high the one who rates stands.
    """

    place: int
    path: tuple[str, ...]
    role: str = ""
    level: str = ""
    year: int | None = None
    population: str = ""
    scope: str = ""
    rank: int = 0

    @property
    def title(self) -> str:
        """Return the header rows as one text: "XẾP LOẠI ĐẢNG VIÊN / Tốt"."""
        return " / ".join(self.path)


def with_role(columns: Iterable[Column], *roles: str) -> list[Column]:
    """Return those of the columns that have one of these roles."""
    return [column for column in columns if column.role in roles]


@dataclass(frozen=True)
class Block:
    """Columns of one shape that rate one population in one year: one of words, or one a level."""

    shape: Shape
    columns: tuple[Column, ...]
    year: int | None = None
    population: str = ""
    reasons: tuple[Column, ...] = ()  # where a row says why, if it is not rated
    figures: tuple[Column, ...] = ()  # beside the levels: totals, numbers rated, shares
    default: str = ""  # the level or reason of everybody listed, where the title says so
    subject: int | None = None  # the column that names whom the block rates, where it is not the table's
    kind: str = ""  # "chính thức", "dự bị": blocks that are added to each other
    parts: tuple[Column, ...] = ()  # beside a whole: the columns of "chính thức" and "dự bị" that make it up
    part: str = ""  # what of each level is counted, where titles below the levels say so: "Năm nay"
    earlier: Column | None = None  # which column of words would decide without this one

    @cached_property
    def places(self) -> tuple[int, ...]:
        return tuple(column.place for column in self.columns)

    @property
    def corrects(self) -> bool:
        """Return whether the column of words corrects the levels of an earlier one, as its title says."""
        return self.earlier is not None and is_correction(self.columns[0].path[-1])

    @property
    def totals(self) -> list[Column]:
        """Return the columns beside the levels that hold how many there are in all."""
        return with_role(self.figures, "total")

    def places_at(self, levels: Container[str]) -> list[int]:
        """Return the columns of these levels."""
        return [column.place for column in self.columns if column.level in levels]


def columns_of(blocks: Iterable[Block]) -> list[Column]:
    """Return the columns in which these blocks have their values."""
    return [column for block in blocks for column in block.columns]


@dataclass(frozen=True)
class Table:
    """One table: header rows `first` to `body - 1`, rows `body` to `end - 1`, and what its columns hold."""

    first: int
    body: int
    end: int
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...] = ()
    population: str = ""
    key: tuple[int, ...] = ()
    names: Mapping[str, int] = field(default_factory=dict)  # role → column; `name`, `unit`, `base` of the subject
    label: int | None = None  # the column whose rows tell the level, in counts by criterion
    units: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # of a form: column → unit it counts, and base
    sums: tuple[tuple[Column, tuple[Column, ...]], ...] = ()  # of a form: a total, and the columns that make it up
    subject: str = ""  # the one organisation that all rows are about
    unit: str = ""  # what all rows belong to, where no column says it
    base: str = ""
    caption: str = ""  # where the level of everybody listed is told, if no column tells it
    heading: str = ""  # the line that says so, where no label stands before it
    listed_in_title: tuple[int, int, int] | None = None  # row, column, number: how many its own title says it lists
    ignored: tuple[Column, ...] = ()  # rating columns that do not decide
    of_others: tuple[Column, ...] = ()  # in a list of people, the levels of their organisations
    unclear: tuple[Column, ...] = ()  # of a form: added, or taken for the total, but their titles do not say so
    unsettled: bool = False  # no words settle which of the columns decides
    votes: tuple[Column, ...] = ()  # votes under the levels, grades of criteria: no ratings
    untitled: tuple[Column, ...] = ()  # they hold levels, but their titles do not say whose or of what
    foreign: str = ""  # the titles of another scale's levels, where that is why this is no rating table
    claims_streak: bool = False  # the title claims "5 năm liền" for everybody: no evidence of any year
    scope: str = ""  # why the table is no decided result of the year
    scope_line: str = ""
    hint: Hint | None = None
    where: Mapping[int, frozenset[str]] = field(default_factory=dict)  # column → texts, folded, of the rows to read

    @property
    def rows(self) -> range:
        """Return the rows below the header."""
        return range(self.body, self.end)

    @property
    def needs_key(self) -> bool:
        """Return whether a row without a key is nobody's: a hint names the subject's columns."""
        return bool(self.hint and self.key)

    @cached_property
    def wide(self) -> bool:
        """Return whether years stand in columns: a blank there is a year without a record."""
        return len({block.year for block in self.blocks}) > 1 or bool(self.hint and self.hint.level_by_year)

    def blocks_of(self, value: Value) -> list[Block]:
        """Return the blocks whose cells hold words, marks, numbers …"""
        return [block for block in self.blocks if block.shape.value is value]

    @cached_property
    def marked_places(self) -> frozenset[int]:
        """Return the columns in which marks stand for levels."""
        return frozenset(place for block in self.blocks_of(Value.MARK) for place in block.places)

    def places_of(self, *roles: str) -> list[int]:
        """Return the columns that have one of these roles."""
        return [self.names[role] for role in roles if role in self.names]

    @cached_property
    def counts(self) -> bool:
        return bool(self.blocks_of(Value.NUMBER))

    @property
    def listed(self) -> bool:
        """Return whether nothing is told of each row but that it is listed."""
        return len(self.blocks_of(Value.LISTED)) == len(self.blocks)

    @cached_property
    def persons(self) -> bool:
        return bool(PERSON_ROLES & self.names.keys())

    @cached_property
    def value_places(self) -> tuple[int, ...]:
        corrected = {block.earlier.place for block in self.blocks if block.earlier and block.corrects}
        return tuple(sorted(corrected.union(*(block.places for block in self.blocks))))


class Kind(Enum):
    """What a row is; the value is the reason with which it is skipped."""

    BLANK = "dòng trống"
    SUBJECT = ""
    NUMBERING = "dòng số thứ tự cột"
    HEADER = "dòng tiêu đề lặp lại"
    EXAMPLE = "dòng ví dụ cách ghi"
    STRUCK = "dòng đã gạch bỏ"
    SECOND = "dòng nói thêm về dòng trên"
    FILTERED = "không thuộc phần cần đọc (where)"
    LEFT = "đã chuyển đi hoặc ra khỏi danh sách"
    TOTAL = "dòng tổng cộng"
    CARRIED = "dòng cộng trang, mang sang"
    SUBSET = "dòng trong đó, đã có ở dòng trên"
    PART = "tập con (trong đó, chia ra), không cộng"
    SUBTOTAL = "dòng cộng của nhóm"
    SHARES = "dòng tỉ lệ của dòng trên"
    COMPARISON = "dòng so sánh, kế hoạch hoặc năm khác"
    ASIDE = "không phải kết quả cả năm đã quyết định, hoặc của đối tượng khác"
    UNCLEAR = "không rõ dòng nào của đơn vị là kết quả"
    SIGNATURE = "chữ ký, nơi nhận"
    UNFILLED = "chưa điền số liệu"
    NOTE = "ghi chú"
    NUMBER_ONLY = "dòng trống, chỉ có số thứ tự"
    PLACEHOLDER = "dòng dấu chấm"
    GROUP = "dòng nhóm"
    OTHER = "dòng khác, không phải mức"
    REFUSED = "không rõ của ai, hoặc không phải xếp loại của Đảng"


SUMS = frozenset({Kind.TOTAL, Kind.CARRIED, Kind.SUBTOTAL})


class Line(NamedTuple):
    """One row as it was understood, with what the rows above say of it."""

    row: int  # counted from the table's first
    kind: Kind
    group: str = ""  # the unit that a group row above names
    base: str = ""  # the committee whose part that group is
    year: int | None = None
    population: str = ""
    measure: str = ""  # what a row of a form counts; in a list, the level that a group row above names
    section: int = 0  # of a form, levels that come again begin the next
    scope: str = ""  # why the row is no decided result of the year
    membership: str = ""  # "chính thức" or "dự bị", where a group row above says so
    remark: str = ""  # the heading of people who left or are not rated, where a group row above is one
