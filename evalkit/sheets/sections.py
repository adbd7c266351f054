"""The rows of a form in sections: levels that come again below a heading, of which some count and some are parts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from evalkit.books.cells import number_at
from evalkit.books.grid import first_of
from evalkit.problems import Severity
from evalkit.scale import GENERAL, Scale
from evalkit.sheets.body import Body
from evalkit.sheets.form_rows import FIXED, Facts, FormRow, Section
from evalkit.sheets.headers import measure_of
from evalkit.sheets.model import Kind, Line, gathered
from evalkit.sheets.vocabulary import (
    OF_OTHERS,
    SCOPE_NAMES,
    SOME_ORGANISATION,
    authority_of,
    bases_among,
    group_level,
    group_name,
    group_year,
    in_full,
    is_base,
    is_comparison,
    is_named_note,
    is_numbering,
    is_part,
    is_row_number,
    is_signature,
    is_subset,
    is_total,
    member_kind,
    names_party_unit,
    names_unit,
    party_unit,
    population_of,
    role_of,
    scope_of,
    whom_it_counts,
)
from evalkit.sheets.wholes import Series, Settled, settle
from evalkit.vietnamese import plain

_FEWEST_PARTS = 2
_OF_OTHERS = "{} cho biết các dòng dưới là {}, nên không được đọc."
_OF_NOBODY = (
    "không rõ các dòng dưới {} đếm đảng viên hay tổ chức nào, nên không được đọc. Ghi «Đảng viên», «Tổ chức cơ sở "
    "đảng» hoặc «Chi bộ trực thuộc» vào dòng này."
)
_WITHOUT_HEADING = (
    "các mức lặp lại từ dòng này mà không có dòng nào nói là của ai, nên không được đọc. Thêm một dòng phía trên, như "
    "«Chi bộ 2» hoặc «Trong đó: nữ»."
)

Told = tuple[Severity, str, str, int]  # severity, code, message, row


class Sections:
    """Reads what the rows of a form are; `told` is what has to be said of them."""

    def __init__(self, body: Body, scale: Scale, *, year: int | None) -> None:
        self.body, self.table, self.scale, self.year = body, body.table, scale, year
        self.told: list[Told] = []
        self.sums: list[tuple[int, int, int, int]] = []  # row, column of a whole section; its number, that of its parts
        self.sections = self._gather(self._rows())
        for section in self.sections:
            self._understand(section)
        self._settle()
        self._place_in_units()

    def lines(self) -> list[Line]:
        """Return every row that is not blank, as it was understood."""
        found = []
        for number, section in enumerate(self.sections):
            population = section.facts.population or self.table.population
            year = section.facts.year or self.year
            for one, kind in zip(section.rows, self._kinds(section, first=number == 0), strict=True):
                found.append(Line(one.row, kind, section.unit, section.base, year, population, one.measure, number))
        return sorted(found, key=lambda line: line.row)

    # gathering

    def _rows(self) -> list[FormRow]:
        labels, rated = self.body.texts(self.table.label or 0), self.body.filled(self.table.value_places)
        measures = [measure_of(label, self.scale) for label in labels]
        last = max((row for row, measure in enumerate(measures) if measure), default=-1)
        headers, struck = self.body.headers(), self.body.struck_rows()
        found, seen, signed = list[FormRow](), False, False
        for row in range(len(self.body.rows)):
            if not (texts := self.body.filled_texts(row)):
                continue
            measure, kind = measures[row], Kind.OTHER
            if row in struck:
                kind = Kind.STRUCK
            elif tuple(texts) in headers:
                kind = Kind.HEADER
            elif not seen and is_numbering(texts):
                kind = Kind.NUMBERING
            elif not measure and any(map(is_signature, texts)):
                kind, signed = Kind.SIGNATURE, True
            elif signed and row > last and not any(self._numbers(row)):
                kind = Kind.SIGNATURE  # the names below
            elif not measure and any(map(is_named_note, texts[:2])):
                kind = Kind.NOTE
            label = labels[row] or ("" if rated[row] else texts[0])  # a heading may stand left of the labels
            one = FormRow(row, label, measure, bool(rated[row]), kind)
            seen = seen or one.counts
            found.append(one)
        return found

    def _gather(self, rows: Sequence[FormRow]) -> list[Section]:
        current, pending = Section(), list[FormRow]()
        found = [current]
        for one in rows:
            if not one.counts:
                pending.append(one)
                continue
            opening = self._opening(pending, current, one) if current.measures else len(pending)
            if not current.measures:
                current.above = current.heads = pending
            current.rows += pending[:opening]
            if opening < len(pending) or self._again(current, one):
                heads = pending[opening:]
                part = any(is_subset(head.label) for head in heads)
                current = Section(pending, heads, [*heads], parent=(current.parent or current) if part else None)
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
        """Return whether a level comes again; a reason may stand twice in one section."""
        return one.measure in current.measures and one.measure in self.scale.worst_to_best

    def _opening(self, pending: Sequence[FormRow], current: Section, one: FormRow) -> int:
        """Return the first of the rows between two levels that belongs to the next section; their number for none."""
        told = any(row.heads and self._says_whom(row) for row in pending)
        if self._again(current, one) or (told and one.measure in current.measures):
            return self._heading(pending, current)
        population = self._population(current)
        turns = (n for n, row in enumerate(pending) if (row.heads or row.is_whole) and self._turns(row, population))
        return next(turns, len(pending))

    def _heading(self, pending: Sequence[FormRow], current: Section) -> int:
        """Return the row that heads levels which come again: the last that says whom, or is numbered; else a total."""
        heads = [n for n, row in enumerate(pending) if row.heads]
        if heads:
            return max([n for n in heads if self._must_head(pending[n])] or heads)
        topped = any(row.is_whole for row in current.heads)
        wholes = (n for n, row in enumerate(pending) if row.is_whole and (topped or _opens_anew(row)))
        return next(wholes, len(pending))

    def _must_head(self, row: FormRow) -> bool:
        return row.rated or is_row_number(row.label) or self._says_whom(row)

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
        kind, year, population = member_kind(name), group_year(row.label), self._counted_by(row, name)
        unit = name if names_unit(name) and not population else ""
        scope = "" if population or unit or year or kind else self._scope(name)
        return Facts(population, scope, kind, year, is_total(name) or role_of(name) == "person", unit)

    def _counted_by(self, row: FormRow, name: str) -> str:
        """Return whom a heading says it counts; «Tổ chức đảng» in a form of members may be of any."""
        told = whom_it_counts(name)
        if told or row.measure or self.table.population not in ("", "member"):
            return told
        return SOME_ORGANISATION if "to chuc dang" in plain(name) else ""

    def _scope(self, name: str) -> str:
        """Return why what stands below a heading is no result of the year; other scales rate officials and pupils."""
        scope = scope_of(name)
        return "" if scope in OF_OTHERS and not self.scale.earlier else scope

    def _says_whom(self, row: FormRow) -> bool:
        return self._facts(row) != Facts()

    def _understand(self, section: Section) -> None:
        """Set what the headings of a section say, and whether it counts; tell why it does not."""
        section.facts = self._facts_of(section)
        if not section.measures:
            return
        head = next(iter((*filter(self._says_whom, section.heads), *section.rows)))
        named, scope = f"«{head.label[:80]}»", section.facts.scope
        if scope and scope not in OF_OTHERS:
            section.fate = Kind.COMPARISON
        elif scope:
            self._refuse(section, ("warning", "out_of_scope", _OF_OTHERS.format(named, SCOPE_NAMES[scope]), head.row))
        elif not self._known(section):
            self._refuse(section, ("error", "no_population", _OF_NOBODY.format(named), head.row))
        elif section is not self.sections[0] and not any(one.heads or one.is_whole for one in section.heads):
            self._refuse(section, ("error", "two_readings", _WITHOUT_HEADING, head.row))

    def _refuse(self, section: Section, told: Told) -> None:
        section.fate = Kind.REFUSED
        self.told.append(told)

    def _facts_of(self, section: Section) -> Facts:
        """Return what the headings of a section say, of each thing the first that says it."""
        facts = Facts()
        for head in reversed(section.heads):
            if not is_comparison(head.label) or head is section.heads[-1]:
                told = self._facts(head)._asdict()
                facts = facts._replace(**{name: value for name, value in told.items() if value})
        whose = section.parent.facts.population if section.parent else self._population(section)
        return facts._replace(population=facts.population or whose)

    def _known(self, section: Section) -> bool:
        """Return whether it is told whom a section counts."""
        if section.facts.population or len(self.sections) == 1:
            return section.facts.population != SOME_ORGANISATION
        return bool(section.facts.kind) or all(block.population for block in self.table.blocks)

    # in which unit

    def _place_in_units(self) -> None:
        """Set of which unit the people of each section are: what its headings name, else as the section before.

        A committee without levels of its own, or with the sum of those below, stands over the cells that follow. What
        is counted below a unit for a population or as a total is of no unit.
        """
        unit = base = level = ""
        for section in self.sections:
            named = self._named(section)
            for name, numbered in named:
                unit = name
                if is_base(in_full(name)):
                    base, level = name, numbered
                elif numbered and numbered == level:
                    base = name
            if not named and any(self._is_of_all(head) for head in section.heads):
                unit = base = ""
            section.unit, section.base = unit, base
            if unit == base and section.fate is Kind.SUBJECT:
                base = ""
        for group in self._groups().values():
            _place_among_others(group)

    def _named(self, section: Section) -> list[tuple[str, str]]:
        """Return the units over a section, the widest first, each with how it is numbered; several alike head none."""
        rows = [(row, unit) for row in section.above if (unit := self._unit(row))]
        rows = [(row, unit) for row, unit in rows if row in section.heads or is_base(in_full(unit)) or not row.rated]
        kinds = [party_unit(in_full(unit)) for _, unit in rows]
        alike = len(set(kinds)) < len(kinds)  # «Tổng số: 50», of these «Chi bộ 1: 20», «Chi bộ 2: 30»
        return [] if alike else [(unit, group_level("", row.label)) for row, unit in rows]

    def _unit(self, row: FormRow) -> str:
        """Return the unit that a heading names; "" for one that rates, or a word for any."""
        facts = self._facts(row) if row.heads else Facts()
        named = names_party_unit(facts.unit) or not (authority_of(facts.unit) or role_of(facts.unit))
        return facts.unit if named and not (facts.whole or facts.kind) else ""

    def _is_of_all(self, head: FormRow) -> bool:
        facts = self._facts(head)
        return facts.whole or bool(facts.population and not facts.kind)

    # what is counted

    def _groups(self) -> dict[tuple[str, int | None], list[Section]]:
        """Return the sections that count, by population and year."""
        counted = (one for one in self.sections if one.fate is Kind.SUBJECT and one.measures)
        return gathered(((one.facts.population, one.facts.year), one) for one in counted)

    def _settle(self) -> None:
        for group in self._groups().values():
            measures = sorted({measure for section in group for measure in section.measures})
            settled = settle([self._series(section, measures) for section in group])
            for section in group:
                if section not in settled.counted:
                    section.fate = Kind.PART if section.facts.kind else Kind.TOTAL
            self._tell_doubts(settled)
            for whole, parts in settled.sums:
                self._add_up(whole, parts)

    def _series(self, section: Section, measures: Sequence[str]) -> Series:
        numbers = (self._number(section, measure, at) for measure in measures for at in self.table.value_places)
        title = section.heads[-1].label if section.heads else ""
        kind = section.facts.kind
        return Series(section, title, tuple(numbers), section.facts.whole and not kind, kind)

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
        guessed: list[Section] = settled.guessed
        done = "bằng các phần khác cộng lại, được hiểu là tổng" if guessed else "được cộng vào các phần khác"
        message = f"các mức dưới dòng này {done}. Nếu không đúng: ghi «Tổng số», «Trong đó …» hay tên đơn vị."
        for section in guessed or settled.unclear[1:]:
            self.told.append(("warning", "may_be_sum", message, section.rows[0].row))

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


def _opens_anew(whole: FormRow) -> bool:
    """Return whether a total below levels may head the next ones: it has no number, or says whom they count."""
    return not whole.rated or bool(population_of(whole.label))


def _kind_of_row(one: FormRow, section: Section, *, inside: bool, heads: bool) -> Kind:
    if one.kind in FIXED:
        return one.kind
    if section.fate is not Kind.SUBJECT and (one.rated or section.fate is Kind.PART):
        return section.fate
    if one.counts:
        return Kind.SUBJECT if one.rated else Kind.UNFILLED
    return Kind.PART if inside else _kind_beside_levels(one, heads=heads)


def _place_among_others(group: Sequence[Section]) -> None:
    """Set which of the sections counted together are of a base organisation; where one has no unit, none has."""
    bases = bases_among(section.unit for section in group)
    complete = all(section.unit for section in group)  # else these would be parts of the others
    for section in group:
        section.base = section.base or (section.unit if section.unit in bases else "")
        section.unit, section.base = (section.unit, section.base) if complete else ("", "")


def _kind_beside_levels(one: FormRow, *, heads: bool) -> Kind:
    """Return what a row is that has no level."""
    whole = bool(one.measure) or is_total(one.label)
    if not one.rated:
        return Kind.TOTAL if whole else Kind.GROUP
    if heads:
        return Kind.TOTAL
    if is_part(one.label):
        return Kind.PART
    if whole:
        return Kind.TOTAL
    return Kind.COMPARISON if is_comparison(one.label) else Kind.OTHER
