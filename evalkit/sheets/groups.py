"""What group rows say of the rows below them: whose they are, of which year, whom they count, at which level."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalkit.scale import Scale
from evalkit.sheets.asides import is_outside
from evalkit.sheets.body import Body
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.model import Kind, Line
from evalkit.sheets.vocabulary import (
    SOME_ORGANISATION,
    aside_of,
    group_level,
    group_name,
    group_year,
    is_base,
    is_collective,
    is_group_of_bases,
    is_kind_group,
    may_be_base,
    membership_of,
    names_party_unit,
    names_unit,
    party_unit,
    whom_it_counts,
)
from evalkit.sheets.whose import WHOSE
from evalkit.vietnamese import fold


class Groups:
    """What the group rows above a row say, as the rows of one table are gone through from the first to the last."""

    def __init__(self, body: Body, scale: Scale, *, year: int | None, after: Line | None = None) -> None:
        """`after` is the last row of the page before, whose group may go on."""
        self.body, self.scale, self.year = body, scale, year
        self.by_rows = WHOSE in body.table.names
        self.names = body.names
        self.unit = self.base = self._base_level = self.population = self.level = self.membership = ""
        self._levels_of_bases, self._cells = set[str](), dict[str, str]()  # how group rows number them
        self._closed: dict[int, str] = {}  # row → the committee whose sum stands below it
        self._has_cells = False  # whether groups stand under the committee of the last group row
        self._inside_units: bool | None = None  # whether «Dự bị» stands below a unit, whose end is then its own
        self._level_number = ""  # how the group row that names the level is numbered
        self.scope = self._scope_level = ""  # why the rows of a group are no decided result of the year
        self._division: str | None = None  # how the first section «Theo …» is numbered
        self.repeats = False  # in the next section the same people come again
        self.remark = ""  # the heading of people who left or are not rated: a note of each of them
        if after:
            self.unit, self.base = after.group, after.base
            self.population, self.level, self.membership = after.population, after.measure, after.membership
            self.remark = after.remark

    def line(self, row: int, kind: Kind) -> Line:
        """Return a row with what the groups above say of it."""
        year, population = self.year, self.population
        if self.by_rows:
            population = whom_it_counts(self.names[row]) or population
            year = group_year(self.names[row]) or year
        line = Line(row, kind, self.unit, self.base, year, population, self.level)
        return line._replace(membership=self.membership, remark=self.remark)

    def enter(self, text: str, number: str, first: str, *, right_below: bool) -> None:
        """Enter a group that the rows below belong to: a base organisation, a part of one, a year, or a kind of rows.

        `first` is the row's first text, in which its number may stand; `right_below` whether the row above is one of a
        group, too.
        """
        numbered = group_level(number, first)
        if numbered == self._scope_level or is_kind_group(text):
            self.scope = self.remark = ""
        if numbered and numbered == self._level_number:
            self.level = ""
        if self._says_unrated(text):
            self.remark, self._scope_level = group_name(text), numbered
        if year := group_year(text):
            self.year = year
        elif level := level_of_caption(text, self.scale):
            self.level, self._level_number = level, numbered
        elif is_kind_group(text):
            self._enter_kind(text)
        elif scope := self.scope_of(text):
            self.scope, self._scope_level = scope, numbered
        elif is_collective(name := group_name(text)) and not names_party_unit(name):
            return  # the level of a body, and no unit of those below
        else:
            self._enter_unit(group_name(text), numbered, right_below=right_below)

    def enter_sum(self, text: str, number: str, first: str) -> None:
        """Enter the part of a counts sheet that a row of sums stands over; the sum of a kind stands over no unit."""
        unit = "" if is_kind_group(text) else group_name(text)
        self.unit = unit
        if is_base(unit) and party_unit(unit) != "cell":
            self._levels_of_bases.add(group_level(number, first))

    def enter_division(self, level: str, *, is_first: bool) -> None:
        """Enter a section «Theo …», numbered as `level` tells: the second one alike has the same people again."""
        if is_first:
            self._division = level
        self.unit, self.repeats = "", not is_first and level == self._division

    def close(self, text: str, rows: Iterable[int]) -> None:
        """Close the part of a counts sheet that the sum below it names."""
        if is_base(group_name(text)):
            self._closed |= dict.fromkeys(rows, group_name(text))

    def _enter_kind(self, text: str) -> None:
        if is_group_of_bases(text):
            self.unit = self.base = ""
        self.population = SOME_ORGANISATION if re.search("tổ chức|tập thể", fold(text)) else ""
        if self.by_rows:
            self.population = whom_it_counts(text) or self.population
        self.membership = membership_of(group_name(text))
        self._inside_units = bool(self.unit) if self._inside_units is None else self._inside_units

    def _enter_unit(self, unit: str, level: str, *, right_below: bool) -> None:
        """Enter an organisation.

        Where a committee has no number, what follows right below it stands under it, and so does all up to the next.
        """
        is_cell = party_unit(unit) == "cell"
        self.membership = "" if self._inside_units else self.membership
        if is_base(unit) and not is_cell:
            self.base, self._base_level, self._has_cells = unit, level, False
            self._levels_of_bases.add(level)
        elif is_base(unit) or (level and level == self._base_level):
            self.base = ""
        elif not self._base_level:
            self._has_cells = self._has_cells or (right_below and self.unit == self.base)
            self.base = self.base if self._has_cells else ""
        if is_cell:
            self._cells[unit] = level
        self.unit = unit

    def settled(self, lines: list[Line]) -> list[Line]:
        """Return all rows, once all are known: cells called «cơ sở», or numbered as committees, are base ones."""
        levels = self._levels_of_bases - {""}
        bases = {cell for cell, level in self._cells.items() if is_base(cell) or level in levels}
        if bases:
            lines = [
                line._replace(base=line.group) if line.group in bases and not line.base else line for line in lines
            ]
        if self._closed:
            lines = [line._replace(base=self._closed.get(line.row, line.base)) for line in lines]
        rows = self._rows_of_bases(lines) if "name" in self.body.table.names else set()
        if rows:
            lines = [line._replace(base=self.names[line.row], group="") if line.row in rows else line for line in lines]
        return lines

    def _rows_of_bases(self, lines: list[Line]) -> set[int]:
        """Return the rows of cells that are base organisations: numbered as committees, or counted beside them alone.

        Cells that have but a number are of a committee, and then perhaps those beside them, too.
        """
        if self.body.table.persons:
            return set()
        under = {line.row: line.base for line in lines if line.kind is Kind.SUBJECT and self.names[line.row]}
        numbers = self.body.of("number")
        cells = {
            row: group_level(numbers[row], self.names[row]) for row in under if party_unit(self.names[row]) == "cell"
        }
        levels = self._levels_of_bases
        if levels and not levels.issuperset(cells.values()):
            return {row for row, level in cells.items() if level in levels}
        committees = any(is_base(self.names[row]) for row in under if row not in cells)
        alone = self.body.table.counts and not any((self.body.table.base, *under.values()))
        return set(cells) if committees and alone and all(may_be_base(self.names[row]) for row in cells) else set()

    def _says_unrated(self, text: str) -> bool:
        """Return whether the people below a heading left, or need no rating: «Đảng viên đã chuyển sinh hoạt»."""
        name = group_name(text)
        people = self.body.table.persons and not names_unit(name)
        return people and bool(self.scale.left(name) or self.scale.read_reason(name))

    def scope_of(self, text: str) -> str:
        """Return why the rows below a group row are no decided result of the year: «QUẦN CHÚNG», «6 tháng đầu năm»."""
        name = group_name(text)
        if names_unit(name) or not (aside := aside_of(name)).scope:
            return ""
        others = {*self.names, *self.body.texts(0)} if aside.needs_members else set()
        members = any("đảng viên" in fold(other) for other in filter(is_kind_group, others))
        return aside.scope if is_outside(aside, members) else ""
