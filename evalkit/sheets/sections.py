"""The rows of a form in sections: levels that come again below a heading, of which some count and some are parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from evalkit.books.cells import number_at
from evalkit.books.grid import first_of
from evalkit.problems import Severity
from evalkit.scale import GENERAL, Scale
from evalkit.sheets.body import Body
from evalkit.sheets.headers import measure_of
from evalkit.sheets.model import Kind, Line
from evalkit.sheets.vocabulary import (
    OF_OTHERS,
    SCOPE_NAMES,
    SOME_ORGANISATION,
    group_name,
    group_year,
    is_comparison,
    is_numbering,
    is_part,
    is_row_number,
    is_signature,
    is_subset,
    is_total,
    member_kind,
    names_unit,
    population_of,
    role_of,
    scope_of,
    whom_it_counts,
)
from evalkit.sheets.wholes import Series, Settled, settle
from evalkit.vietnamese import plain

_FIXED = (Kind.STRUCK, Kind.HEADER, Kind.NUMBERING, Kind.SIGNATURE)
_WHOLE = ("total", "rated")
_FEWEST_PARTS = 2

Told = tuple[Severity, str, str, int]  # severity, code, message, row


class Facts(NamedTuple):
    """What a heading says of the rows below it."""

    population: str = ""
    scope: str = ""
    kind: str = ""
    year: int | None = None
    whole: bool = False
    unit: bool = False


@dataclass(slots=True)
class FormRow:
    """One row of a form that is not blank."""

    row: int
    label: str
    measure: str
    rated: bool
    kind: Kind

    @property
    def counts(self) -> bool:
        """Return whether the row is of a level or of a reason."""
        return bool(self.measure) and self.measure not in _WHOLE and self.kind not in _FIXED

    @property
    def heads(self) -> bool:
        return not self.measure and self.kind not in _FIXED


@dataclass
class Section:
    """Rows of which each level comes once, and the rows above them that may say whom they count."""

    heads: list[FormRow] = field(default_factory=list)
    rows: list[FormRow] = field(default_factory=list)
    measures: set[str] = field(default_factory=set)
    parent: Section | None = None
    facts: Facts = field(default_factory=Facts)
    fate: Kind = Kind.SUBJECT


class Sections:
    """Reads what the rows of a form are; `told` is what has to be said of them."""

    def __init__(self, body: Body, scale: Scale, *, year: int | None) -> None:
        self.body, self.table, self.scale, self.year = body, body.table, scale, year
        self.told: list[Told] = []
        self.sums: list[tuple[int, int, int, int]] = []  # row, column of a whole section; its number, that of its parts
        self.sections = self._gather(self._rows())
        for place, section in enumerate(self.sections):
            self._understand(section, first=place == 0)
        self._settle()

    def lines(self) -> list[Line]:
        """Return every row that is not blank, as it was understood."""
        found = []
        for number, section in enumerate(self.sections):
            population = section.facts.population or self.table.population
            year = section.facts.year or self.year
            for one, kind in zip(section.rows, self._kinds(section, first=number == 0), strict=True):
                found.append(Line(one.row, kind, "", "", year, population, one.measure, number))
        return sorted(found, key=lambda line: line.row)

    # gathering

    def _rows(self) -> list[FormRow]:
        labels, rated = self.body.texts(self.table.label or 0), self.body.filled(self.table.value_places)
        headers = self.body.headers()
        struck = self.body.struck_rows()
        found, seen = list[FormRow](), False
        for row in range(len(self.body.rows)):
            if not (texts := self.body.filled_texts(row)):
                continue
            measure, kind = measure_of(labels[row], self.scale), Kind.OTHER
            if row in struck:
                kind = Kind.STRUCK
            elif tuple(texts) in headers:
                kind = Kind.HEADER
            elif not seen and is_numbering(texts):
                kind = Kind.NUMBERING
            elif not measure and any(map(is_signature, texts)):
                kind = Kind.SIGNATURE
            one = FormRow(row, labels[row], measure, bool(rated[row]), kind)
            seen = seen or one.counts
            found.append(one)
        return found

    def _gather(self, rows: Sequence[FormRow]) -> list[Section]:
        current, found, pending = Section(), list[Section](), list[FormRow]()
        found.append(current)
        for one in rows:
            if not one.counts:
                pending.append(one)
                continue
            opening = self._opening(pending, current, one) if current.measures else len(pending)
            if not current.measures:
                current.heads = pending
            current.rows += pending[:opening]
            if opening < len(pending) or (current.measures and self._again(current, one) and opening == len(pending)):
                heads = pending[opening:]
                part = any(is_subset(head.label) for head in heads)
                current = Section(heads, [*heads], parent=(current.parent or current) if part else None)
                found.append(current)
            parent = current.parent
            if parent and one.measure not in current.measures | parent.measures:
                current = parent  # «Chưa xếp loại» below the part
            current.rows.append(one)
            current.measures.add(one.measure)
            pending = []
        current.rows += pending
        return found

    def _again(self, current: Section, one: FormRow) -> bool:
        return one.measure in current.measures and one.measure in self.scale.worst_to_best

    def _opening(self, pending: Sequence[FormRow], current: Section, one: FormRow) -> int:
        """Return the first of the rows between two levels that belongs to the next section; their number for none."""
        heads = [n for n, row in enumerate(pending) if row.heads]
        saying = [n for n in heads if self._says_whom(pending[n])]
        wholes = [n for n, row in enumerate(pending) if row.measure in _WHOLE]
        if self._again(current, one) or (saying and one.measure in current.measures):
            numbered = [n for n in heads if pending[n].rated or is_row_number(pending[n].label)]
            if heads:
                return max([*saying, *numbered] or heads)
            topped = any(row.measure in _WHOLE for row in current.heads)
            opens = (n for n in wholes if topped or not pending[n].rated or population_of(pending[n].label))
            return next(opens, len(pending))
        population = self._population(current)
        others = [n for n in (*saying, *wholes) if self._turns(pending[n], population)]
        return min(others, default=len(pending))

    def _turns(self, row: FormRow, population: str) -> bool:
        """Return whether a row says that those below are other people, or of another year."""
        facts = self._facts(row)
        other = bool(population) and facts.population not in ("", population)
        return not facts.kind and (other or bool(facts.year and not row.rated))

    def _population(self, section: Section) -> str:
        labels = (one.label for one in (*section.heads, *section.rows))
        return first_of(population_of, labels, self.table.population)

    # understanding

    def _facts(self, row: FormRow) -> Facts:
        name = group_name(row.label).rstrip(" :.")
        kind, year = member_kind(name), group_year(row.label)
        population = whom_it_counts(name)
        if not population and not row.measure and self.table.population in ("", "member"):
            population = SOME_ORGANISATION if "to chuc dang" in plain(name) else ""
        unit = names_unit(name) and not population
        scope = "" if population or unit or year or kind else scope_of(name)
        if not self.scale.earlier and scope in OF_OTHERS:
            scope = ""
        return Facts(population, scope, kind, year, is_total(name) or role_of(name) == "person", unit)

    def _says_whom(self, row: FormRow) -> bool:
        return self._facts(row) != Facts()

    def _understand(self, section: Section, *, first: bool) -> None:
        heads = [head for head in section.heads if not is_comparison(head.label) or head is section.heads[-1]]
        facts = _together([self._facts(head) for head in heads])
        whose = section.parent.facts.population if section.parent else self._population(section)
        section.facts = facts._replace(population=facts.population or whose)
        head = next(iter((*filter(self._says_whom, section.heads), *section.rows)), None)
        row = head.row if head else 0
        named = f"«{head.label[:80]}»" if head else ""
        if not section.measures:
            return
        if facts.scope and facts.scope not in OF_OTHERS:
            section.fate = Kind.COMPARISON
        elif facts.scope:
            section.fate = Kind.REFUSED
            message = f"{named} cho biết các dòng dưới là {SCOPE_NAMES[facts.scope]}, nên không được đọc."
            self.told.append(("warning", "out_of_scope", message, row))
        elif section.facts.population == SOME_ORGANISATION or (len(self.sections) > 1 and not self._known(section)):
            section.fate = Kind.REFUSED
            message = (
                f"không rõ các dòng dưới {named} đếm đảng viên hay tổ chức nào, nên không được đọc. Ghi «Đảng viên», "
                "«Tổ chức cơ sở đảng» hoặc «Chi bộ trực thuộc» vào dòng này."
            )
            self.told.append(("error", "no_population", message, row))
        elif not first and not any(one.heads or one.measure in _WHOLE for one in section.heads):
            section.fate = Kind.REFUSED
            message = (
                "các mức lặp lại từ dòng này mà không có dòng nào nói là của ai, nên không được đọc. Thêm một dòng "
                "phía trên, như «Chi bộ 2» hoặc «Trong đó: nữ»."
            )
            self.told.append(("error", "two_readings", message, row))

    def _known(self, section: Section) -> bool:
        return bool(section.facts.population or section.facts.kind) or all(b.population for b in self.table.blocks)

    # what is counted

    def _settle(self) -> None:
        groups: dict[tuple[str, int | None], list[int]] = {}
        for number, section in enumerate(self.sections):
            if section.fate is Kind.SUBJECT and section.measures:
                groups.setdefault((section.facts.population, section.facts.year), []).append(number)
        for numbers in groups.values():
            settled = settle([self._series(number, numbers) for number in numbers])
            counted = {one.place for one in settled.counted}
            for number in set(numbers) - counted:
                section = self.sections[number]
                section.fate = Kind.PART if section.facts.kind else Kind.TOTAL
            self._tell_doubts(settled)
            for whole, parts in settled.sums:
                self._add_up(self.sections[whole.place], [self.sections[part.place] for part in parts])

    def _series(self, number: int, group: Sequence[int]) -> Series:
        section = self.sections[number]
        measures = sorted({measure for other in group for measure in self.sections[other].measures})
        numbers = [self._number(section, measure, at) for measure in measures for at in self.table.value_places]
        title = section.heads[-1].label if section.heads else ""
        kind = section.facts.kind
        return Series(number, title, tuple(numbers), section.facts.whole and not kind, kind)

    def _number(self, section: Section, measure: str, place: int) -> int:
        rows = [self.table.body + one.row for one in section.rows if one.measure == measure]
        return sum(number_at(self.body.grid, row, place) or 0 for row in rows)

    def _add_up(self, whole: Section, parts: Sequence[Section]) -> None:
        for one in whole.rows:
            for place in self.table.value_places if one.counts else ():
                said = self._number(whole, one.measure, place)
                added = sum(self._number(part, one.measure, place) for part in parts)
                if said != added:
                    self.sums.append((one.row, place, said, added))

    def _tell_doubts(self, settled: Settled) -> None:
        doubtful = [settled.guessed] if settled.guessed else settled.unclear[1:]
        done = "bằng các phần khác cộng lại, được hiểu là tổng" if settled.guessed else "được cộng vào các phần khác"
        for one in doubtful:
            message = f"các mức dưới dòng này {done}. Nếu không đúng: ghi «Tổng số», «Trong đó …» hay tên đơn vị."
            rows = self.sections[one.place].rows
            self.told.append(("warning", "may_be_sum", message, rows[0].row))

    def _kinds(self, section: Section, *, first: bool) -> list[Kind]:
        """Return what each row of a section is."""
        found, inside = list[Kind](), False
        for place, one in enumerate(section.rows):
            if one.measure in GENERAL and self._is_whole(one, section.rows[place + 1 :]):
                found.append(Kind.PART)
                continue
            inside = (inside and not one.measure and not is_row_number(one.label)) or is_subset(one.label)
            heads = one in section.heads and (not first or self._says_whom(one))
            found.append(_kind_of_row(one, section, inside=inside and not one.measure, heads=heads))
        return found

    def _is_whole(self, one: FormRow, below: Sequence[FormRow]) -> bool:
        """Return whether the reasons right below make up a row: «Không thuộc diện đánh giá», then each with its own."""
        reasons = takewhile(lambda other: other.measure in self.scale.every_reason, below)
        parts = [other.row for other in reasons if other.measure not in GENERAL]
        numbers = [self._numbers(row) for row in parts]
        filled = sum(map(any, numbers))  # one with the same number may stand there by chance
        return filled >= _FEWEST_PARTS and self._numbers(one.row) == [
            sum(column) for column in zip(*numbers, strict=True)
        ]

    def _numbers(self, row: int) -> list[int]:
        return [number_at(self.body.grid, self.table.body + row, place) or 0 for place in self.table.value_places]


def _together(told: Sequence[Facts]) -> Facts:
    """Return what the headings of one section say, of each thing the first that says it."""
    found = Facts()
    for facts in reversed(told):
        found = found._replace(**{name: value for name, value in facts._asdict().items() if value})
    return found


def _kind_of_row(one: FormRow, section: Section, *, inside: bool, heads: bool) -> Kind:
    if one.kind in _FIXED:
        return one.kind
    if section.fate is not Kind.SUBJECT and (one.rated or section.fate is Kind.PART):
        return section.fate
    if one.counts:
        return Kind.SUBJECT if one.rated else Kind.UNFILLED
    if inside or (one.rated and not heads and is_part(one.label)):
        return Kind.PART
    if one.measure or is_total(one.label) or (heads and one.rated):
        return Kind.TOTAL
    if one.rated:
        return Kind.COMPARISON if is_comparison(one.label) else Kind.OTHER
    return Kind.GROUP
