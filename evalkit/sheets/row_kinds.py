"""What each row under a header is: a subject's, or of a kind that gives no record, by what stands in and around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from evalkit.books.grid import is_blank
from evalkit.sheets.headers import NUMBER_ROWS
from evalkit.sheets.model import SUMS, Kind, Line
from evalkit.sheets.plain_rows import plain_rows
from evalkit.sheets.row_rules import RULES
from evalkit.sheets.row_state import Row, RowState
from evalkit.sheets.vocabulary import (
    MEMBER_KINDS,
    WHOLE,
    Aside,
    divides_by,
    group_level,
    group_name,
    summed_committee,
)
from evalkit.sheets.whose import WHOSE, why_outside

_HEADS = SUMS | {Kind.GROUP, Kind.SUBSET}  # what a section «Theo …» may begin with


class RowClassifier(RowState):
    """Tells what the rows of one table are, from the first to the last."""

    def lines(self) -> list[Line]:
        """Return every row that is not blank, as it was understood."""
        found: list[Line] = []
        struck = self.body.struck_rows()
        for plain, run in groupby(enumerate(self._plain_rows(struck)), key=itemgetter(1)):
            rows = [row for row, _ in run]
            said = self.groups.scope or self.groups.remark
            if plain and rows[-1] < self._until and not said:  # as most rows are: a quick look
                found += self._subjects(rows)
            else:
                found += [line for row in rows if (line := self._looked_at(row, is_struck=row in struck))]
        return self.groups.settled(found)

    def _subjects(self, rows: Sequence[int]) -> list[Line]:
        """Return rows that follow each other and are certainly subjects'."""
        self.seen, self.before, self.before_name = True, Kind.SUBJECT, self.names[rows[-1]]
        _, *alike = self.groups.line(rows[0], Kind.SUBJECT)
        return [Line._make((row, *alike)) for row in rows]

    def _looked_at(self, row: int, *, is_struck: bool) -> Line | None:
        kind = Kind.STRUCK if is_struck else self._kind(row)
        if kind is Kind.BLANK:
            return None
        line = self._in_scope(self.groups.line(row, kind))
        self.before, self.before_name = kind, self.names[row]
        return line

    def _plain_rows(self, struck: Iterable[int]) -> list[bool]:
        if self.table.where or self.settled or WHOSE in self.table.names:
            return [False] * len(self.names)
        plain = plain_rows(self.table, self.names, self.numbers, self.keys, self.rated, self.scale)
        for row in {*range(min(NUMBER_ROWS, len(plain))), *struck, *self.second_rows}:
            plain[row] = False
        return plain

    def _kind(self, row: int) -> Kind:
        if row >= self._until:
            self.groups.unit, self._until = "", len(self.body.rows)
        texts = self.body.filled_texts(row)
        if not texts:
            return Kind.BLANK if all(is_blank(cell) for cell in self.body.own_cells(row)) else Kind.SUBJECT
        line = Row(
            row,
            self.keys[row],
            self.years.words.get(row, self.names[row]),
            self.numbers[row],
            bool(self.rated[row]),
            texts,
        )
        if self.groups.remark and not self.is_group(line):
            self.body.headings[row] = self.groups.remark
        kind = next((kind for kind, fits in RULES if fits(line, self)), Kind.SUBJECT)
        self._after(line, kind)
        return kind

    def _in_scope(self, line: Line) -> Line:
        """Return a line as what stands beside it says, or the group above it: not every row is the year's result."""
        if line.kind not in (Kind.SUBJECT, Kind.LEFT, *SUMS):
            return line
        if line.row == self.whole or line.row in self.wholes:
            return line._replace(kind=Kind.SUBJECT)
        again = self.groups.repeats or self.whole is not None
        if line.row in self.parts or (again and line.kind is Kind.SUBJECT):
            return line._replace(kind=Kind.SUBSET)
        by_its_words = why_outside(self.table, self.names[line.row], of_members=self.of_members)
        if scope := self.groups.scope or by_its_words:
            return line._replace(kind=Kind.ASIDE, scope=scope)
        kind, aside = self._told_beside(line)
        year, population = aside.year or line.year, aside.population or line.population
        membership = aside.kind if aside.kind in MEMBER_KINDS else line.membership
        return line._replace(kind=kind, year=year, population=population, scope=aside.scope, membership=membership)

    def _told_beside(self, line: Line) -> tuple[Kind, Aside]:
        """Return of which kind a line is by what stands beside it, and what that says."""
        kind, aside = self.settled.get(line.row, (line.kind, Aside()))
        of_parts = kind is Kind.SUBJECT and aside.kind not in ("", WHOLE)  # its sum stands beside that of the wholes
        if line.kind in SUMS and (of_parts or kind in (Kind.UNCLEAR, Kind.SUBSET)):
            return Kind.SUBSET, aside
        return line.kind if kind is Kind.SUBJECT else kind, aside

    def _after(self, line: Row, kind: Kind) -> None:
        """Keep what a row says of those below it."""
        if kind is Kind.SUBJECT:
            self._after_subject(line)
        self.signed = self.signed or kind is Kind.SIGNATURE
        if kind in _HEADS and self.counts and divides_by(line.name or line.texts[-1]):
            self.groups.enter_division(group_level(line.number, line.texts[0]), is_first=not self.seen)
        elif kind is Kind.TOTAL and (subtotal := self.subtotal(line)):
            self.groups.close(summed_committee(line.name) or line.name, range(subtotal.first, subtotal.last + 1))
        elif kind is Kind.SUBTOTAL:
            if subtotal := self.subtotal(line):
                self._until = subtotal.last + 1
            self.groups.enter_sum(line.name, line.number, line.texts[0])
        elif kind is Kind.GROUP:
            self._enter_group(line)

    def _after_subject(self, line: Row) -> None:
        if self.may_be_example(line):
            self.doubts["may_be_example"].append(line.row)
        self.seen = True
        if line.counted:
            self.unit_row = line.row
        elif self.counts and line.rated and self.is_among_units(line):
            self.doubts["may_be_part"].append(line.row)
        elif self.may_be_second(line):
            self.doubts["may_be_second"].append(line.row)

    def _enter_group(self, line: Row) -> None:
        text = line.name or line.texts[-1]
        self.groups.enter(text, line.number, line.texts[0], right_below=self.before is Kind.GROUP)
        unit = self.groups.unit == group_name(text) and not self.names_organisation(text)
        if unit and self._stands_over_people(line, text):
            self.doubts["unit_from_row"].append(line.row)
