"""What each row under a header is: a subject's, or of a kind that gives no record; the first rule that fits decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from evalkit.books.cells import number_at
from evalkit.books.grid import is_blank
from evalkit.scale import Scale, legend_in
from evalkit.sheets.asides import decide_rows
from evalkit.sheets.body import Body
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.groups import Groups
from evalkit.sheets.headers import NUMBER_ROWS
from evalkit.sheets.model import SUMS, Kind, Line
from evalkit.sheets.plain_rows import plain_rows
from evalkit.sheets.printed.words import summary_of
from evalkit.sheets.subtotals import Subtotal, counts_level, gives_shares, is_no_more, subtotals_of, units_are_numbered
from evalkit.sheets.vocabulary import (
    BLANK_MARKS,
    MEMBER_KINDS,
    SOME_ORGANISATION,
    WHOLE,
    Aside,
    group_level,
    group_name,
    group_year,
    has_cells,
    is_carried,
    is_collective,
    is_comparison,
    is_example,
    is_example_number,
    is_group_number,
    is_kind_group,
    is_named_note,
    is_note,
    is_numbering,
    is_organisation,
    is_part,
    is_placeholder,
    is_share_row,
    is_signature,
    is_subset,
    is_total,
    may_be_total,
    may_number,
    names_unit,
    party_unit,
    role_of,
    summed_committee,
    tells_number,
)
from evalkit.sheets.whose import WHOSE, parts_of_wholes, why_outside
from evalkit.vietnamese import fold, listed_names

_LONG = 60  # letters; a lone text longer than this is a note, not a name
_BLOCK = ("khối ", "cụm ", "nhóm ")
_COUNTED = SUMS | {Kind.SUBJECT}


@dataclass(slots=True)
class _Row:
    """One row that is not blank, with all that the rules ask of it."""

    row: int
    key: str
    name: str
    number: str
    rated: bool
    texts: list[str]

    @property
    def label(self) -> str:
        return self.name or self.texts[0]

    @property
    def counted(self) -> bool:
        return self.number.isdecimal()

    @property
    def in_words(self) -> str:
        """The row as one line, without its number."""
        return " ".join(self.texts[1:] if self.counted else self.texts)


class RowClassifier:
    """Tells what the rows of one table are, from the first to the last."""

    def __init__(self, body: Body, scale: Scale, *, year: int | None, after: Line | None = None) -> None:
        """`after` is the last row of the page before, whose group may go on."""
        self.body, self.table, self.scale = body, body.table, scale
        table = self.table
        self.counts = table.counts
        self.total_places = [column.place for block in table.blocks for column in block.totals]
        self.named, self.card = "name" in table.names, "card" in table.names
        self.names, self.numbers = body.names(), body.of("number")
        self.keys, self.restored = body.keys()
        self.settled = decide_rows(body.asides.rows, self.names)
        filled = body.filled(() if table.listed else table.value_places)  # a name is no rating
        self.rated = filled if table.counts else ["" if text in BLANK_MARKS else text for text in filled]
        self.parts = parts_of_wholes(self._rated_labels()) if WHOSE in table.names else set()
        self.headers = body.headers()
        self.subtotals = subtotals_of(body, self.settled, self.rated) if self.counts else {}
        self.numbered = self.counts and units_are_numbered(self.subtotals.values(), self.numbers)
        self.seen = self.signed = False  # a subject above; the signature block
        self.unit_row: int | None = None  # the last numbered one
        self.doubts: dict[str, list[int]] = {"may_be_part": [], "unit_from_row": []}
        self.before, self.before_name = Kind.HEADER, ""
        self.groups = Groups(body, scale, year=year, after=after)
        self._until = len(body.rows)  # the first row that is not the group's any more

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

    def _rated_labels(self) -> dict[int, str]:
        return {row: name for row, name in enumerate(self.names) if name and self.rated[row]}

    def _plain_rows(self, struck: Iterable[int]) -> list[bool]:
        if self.table.where or self.settled or WHOSE in self.table.names:
            return [False] * len(self.names)
        plain = plain_rows(self.table, self.names, self.numbers, self.keys, self.rated, self.scale)
        for row in {*range(min(NUMBER_ROWS, len(plain))), *struck}:
            plain[row] = False
        return plain

    def _kind(self, row: int) -> Kind:
        if row >= self._until:
            self.groups.unit, self._until = "", len(self.body.rows)
        texts = self.body.filled_texts(row)
        if not texts:
            return Kind.BLANK if all(is_blank(cell) for cell in self.body.own_cells(row)) else Kind.SUBJECT
        line = _Row(row, self.keys[row], self.names[row], self.numbers[row], bool(self.rated[row]), texts)
        if self.groups.remark and not self.is_group(line):
            self.body.headings[row] = self.groups.remark
        kind = next((kind for kind, fits in _RULES if fits(line, self)), Kind.SUBJECT)
        self._after(line, kind)
        return kind

    def _in_scope(self, line: Line) -> Line:
        """Return a line as what stands beside it says, or the group above it: not every row is the year's result."""
        if line.kind not in (Kind.SUBJECT, Kind.LEFT, *SUMS):
            return line
        if line.row in self.parts:
            return line._replace(kind=Kind.SUBSET)
        if scope := self.groups.scope or (why_outside(self.names[line.row]) if WHOSE in self.table.names else ""):
            return line._replace(kind=Kind.ASIDE, scope=scope)
        kind, aside = self.settled.get(line.row, (line.kind, Aside()))
        if kind is Kind.SUBJECT:  # a sum of the parts stands beside the sum of the wholes
            kind = Kind.SUBSET if line.kind in SUMS and aside.kind not in ("", WHOLE) else line.kind
        elif line.kind in SUMS and kind in (Kind.UNCLEAR, Kind.SUBSET):
            kind = Kind.SUBSET
        year, population = aside.year or line.year, aside.population or line.population
        membership = aside.kind if aside.kind in MEMBER_KINDS else line.membership
        return line._replace(kind=kind, year=year, population=population, scope=aside.scope, membership=membership)

    def _after(self, line: _Row, kind: Kind) -> None:
        """Keep what a row says of those below it."""
        self.seen = self.seen or kind is Kind.SUBJECT
        if kind is Kind.SUBJECT and line.counted:
            self.unit_row = line.row
        elif kind is Kind.SUBJECT and self.counts and line.rated and self._is_within_unit(line):
            self.doubts["may_be_part"].append(line.row)
        self.signed = self.signed or kind is Kind.SIGNATURE
        if kind is Kind.TOTAL and (subtotal := self.subtotal(line)):
            self.groups.close(summed_committee(line.name) or line.name, range(subtotal.first, subtotal.last + 1))
        elif kind is Kind.SUBTOTAL:
            if subtotal := self.subtotal(line):
                self._until = subtotal.last + 1
            self.groups.enter_sum(line.name, line.number, line.texts[0])
        elif kind is Kind.GROUP:
            right_below, text = self.before is Kind.GROUP, line.name or line.texts[-1]
            self.groups.enter(text, line.number, line.texts[0], right_below=right_below)
            unit = self.groups.unit == group_name(text) and not self.names_organisation(text)
            if unit and self._stands_over_people(line, text):
                self.doubts["unit_from_row"].append(line.row)

    # what the rules ask

    def subtotal(self, line: _Row) -> Subtotal | None:
        """Return which rows a row certainly adds up."""
        found = self.subtotals.get(line.row) if line.rated or self.has_total(line) else None
        return found if found and found.certain else None

    def has_parts(self, line: _Row) -> bool:
        """Return whether the next row is numbered otherwise: "1" below "I"; else the group is a unit of its own."""
        for below, name in enumerate(self.names[line.row + 1 :], line.row + 1):
            if is_total(name):
                break
            if name and not is_subset(name):
                return group_level(self.numbers[below], "") != group_level(line.number, "")
        return False

    def heads_parts(self, line: _Row) -> bool:
        """Return whether a row of counts without a rating stands over those of its parts: 1 over 1.1, I over 1."""
        below = self._below(line)
        if below is None or line.rated or not self.counts or not line.name or is_total(self.names[below]):
            return False
        number, inner = line.number, self.numbers[below]
        if not number:
            over_cells = has_cells(group_name(line.name)) and party_unit(group_name(self.names[below])) == "cell"
            return over_cells or (bool(inner) and fold(line.name).startswith(_BLOCK))
        parts = is_group_number(number) and not is_group_number(inner) and bool(inner)
        return parts or inner.startswith(f"{number.rstrip('.')}.")

    def has_total(self, line: _Row) -> bool:
        """Return whether a row says how many people there are in all."""
        return any(number_at(self.body.grid, self.table.body + line.row, place) for place in self.total_places)

    def summarises(self, line: _Row) -> bool:
        """Return whether a row prints how many stand at a level, or in all: below those it counts, not over them."""
        if self.counts and len(line.texts) > 1:
            return False
        told = summary_of(line.in_words, self.scale)
        heads = bool(told) and (len(told) == 1 or self.names_organisation(line.label)) and self._heads_members(line)
        return bool(told) and not heads

    def _below(self, line: _Row) -> int | None:
        """Return the next row that is not blank."""
        return next((row for row in range(line.row + 1, len(self.names)) if any(self.body.filled_texts(row))), None)

    def _heads_members(self, line: _Row) -> bool:
        """Return whether somebody who is listed stands in the row below."""
        below = self._below(line)
        if below is None or self.counts:
            return False
        numbered = self.numbers[below].isdecimal() and not level_of_caption(self.names[below], self.scale)
        return bool(self.keys[below]) or numbered

    def is_subset(self, line: _Row) -> bool:
        """Return whether a row counts a part of the row above: "Trong đó │ Nữ", and "Dự bị" below it."""
        if is_subset(line.name) or is_subset(line.number):
            return True
        bullet = line.number in ("-", "+", "*") or line.name[:1] in ("-", "+")
        part = line.number in ("", "-", "+", "*") and (is_part(line.name) or (bullet and self._is_within_unit(line)))
        below = self.before is Kind.SUBSET or (self.before in SUMS and self.seen)
        return part and (below or (self.before is Kind.SUBJECT and not is_part(self.before_name)))

    def _is_within_unit(self, line: _Row) -> bool:
        """Return whether no number of a row is more than that of the unit above it, where units are numbered."""
        if self.unit_row is None or not self.numbered or names_unit(line.name):
            return False
        return is_no_more(self.body, line.row, self.unit_row)

    def has_left(self, line: _Row) -> bool:
        """Return whether a note says that somebody without a level has moved away or left; the receiving cell rates."""
        told = (self.body.reasons(line.row, block) for block in self.table.blocks)
        return any(self.scale.left(text) for _, text in chain.from_iterable(told))

    def readable(self, line: _Row) -> bool:
        """Return whether a level can be read in a row."""
        texts = (self.body.texts(place)[line.row] for place in self.table.value_places)
        return any(text and self.scale.read(text) for text in texts)

    def is_signature(self, line: _Row) -> bool:
        """Return whether a row is of the signature block; a numbered or named secretary of the list is a person."""
        if line.counted:  # who gets the paper may be numbered, too; where no cell rates, they would count
            return self.signed and self.table.listed
        listed = self.named and line.name and not re.search(r"\d|[,:]", line.name) and not is_signature(line.name)
        return self.signed or (not listed and any(map(is_signature, line.texts)))

    def is_filtered(self, line: _Row) -> bool:
        """Return whether a row is one that a hint's `where` leaves out."""
        return any(fold(self.body.texts(place)[line.row]) not in said for place, said in self.table.where.items())

    def names_organisation(self, text: str) -> bool:
        """Return whether a row of a list of people names an organisation."""
        name = group_name(text)
        return self.table.persons and len(name) <= _LONG and is_organisation(name)

    def is_rated_unit(self, line: _Row) -> bool:
        """Return whether a row of a list of people is a unit's or a body's, with its own level."""
        listed = line.counted and self.groups.population == SOME_ORGANISATION  # below «TẬP THỂ» these are the subjects
        return self.table.persons and not (line.key or listed) and is_collective(group_name(line.name))

    def is_group(self, line: _Row) -> bool:
        """Return whether a row only names what the rows below belong to: "I │ Khối cơ quan", "Chi bộ 3", "Năm 2021"."""
        if level_of_caption(line.label, self.scale):  # "I | Hoàn thành tốt nhiệm vụ | 12"
            return True
        texts, name = self._without_count(line), line.name
        if len(texts) > 2 or any(text not in (name, line.number) for text in texts[:-1]):
            return False
        text = name or texts[-1]
        if line.counted:  # somebody of whom nothing is known could be called Ban or Sở, too
            return self.names_organisation(text) and len(texts) == 2 and bool(party_unit(group_name(name)))
        return is_group_number(line.number) or self._heads(line, text)

    def _heads(self, line: _Row, text: str) -> bool:
        """Return whether the words of a row head a group: an organisation, a kind, what is out of scope, a year."""
        if self.numbered and not line.number and has_cells(group_name(text)):
            return True
        said = self.names_organisation(text) or is_kind_group(text) or bool(self.groups.scope_of(text))
        return said or group_year(text) is not None or self._stands_over_people(line, text)

    def _stands_over_people(self, line: _Row, text: str) -> bool:
        """Return whether a few words alone stand right over numbered people with levels: «Thôn Đông», «Trạm Y tế»."""
        below = self._below(line)
        if below is None or not self.table.persons or len(line.texts) > 1 or len(text) > _LONG:
            return False
        begins = self.numbers[below] == "1" or self.before is Kind.SUBJECT
        counted = self.numbers[below].isdecimal() and bool(self.rated[below])
        words = any(map(str.isalpha, text)) and not (":" in text or text[-1] in ".,;")
        return begins and counted and words and not (is_note(text) or tells_number(text) or listed_names(text))

    def _without_count(self, line: _Row) -> list[str]:
        """Return what a row says without the number of people at its end: "I │ Chi bộ 3 │ 12", "… │ Tổng số: 12"."""
        *before, last = line.texts
        unit = self.table.persons and line.name in before and party_unit(group_name(line.name))
        counts = last.isdecimal() or set(summary_of(last, self.scale)) == {"total"}
        return before if unit and counts and not line.counted else line.texts

    def is_remark(self, line: _Row) -> bool:
        """Return whether a row says something in words, of nobody: a lone text, or words under a column of codes."""
        if not line.name or self.table.needs_key:
            return True
        alone = len(line.texts) == 1 and len(self.table.columns) > 2
        return alone and (len(line.name) > _LONG or tells_number(line.name) or bool(legend_in([line.name], self.scale)))

    def is_numbering(self, line: _Row) -> bool:
        near = (line.row < NUMBER_ROWS and not self.seen) or self.before is Kind.HEADER
        return near and is_numbering(line.texts)


Rule = Callable[[_Row, RowClassifier], Any]
_RULES: tuple[tuple[Kind, Rule], ...] = (  # from the certain to the doubtful
    (Kind.EXAMPLE, lambda line, _at: is_example_number(line.number) or (line.name and is_example(line.name))),
    (Kind.HEADER, lambda line, at: tuple(line.texts) in at.headers),
    (Kind.FILTERED, lambda line, at: (line.key or line.rated) and at.is_filtered(line)),
    (Kind.SUBJECT, lambda line, at: line.key and line.rated and (line.name or not at.named) and not is_total(line.name)
        and not (line.row < NUMBER_ROWS and may_number(line.name))),
    (Kind.NUMBERING, lambda line, at: at.is_numbering(line)),
    (Kind.CARRIED, lambda line, _at: any(map(is_carried, (line.name, *line.texts[:2])))),
    (Kind.TOTAL, lambda line, _at: any(map(is_total, (line.name, *line.texts[:2])))),
    (Kind.TOTAL, lambda line, at: not line.key and at.summarises(line)),
    (Kind.TOTAL, lambda line, at: at.table.wide and not (at.counts or line.key or line.counted) and line.rated
        and counts_level(at.body, line.row, line.label, at.scale)),
    (Kind.TOTAL, lambda line, at: not line.name and not line.key and line.row in at.subtotals),
    (Kind.TOTAL, lambda line, at: at.counts and line.rated and not line.counted and may_be_total(line.label)),
    (Kind.SUBSET, lambda line, at: line.rated and at.counts and at.is_subset(line)),
    (Kind.SHARES, lambda line, at: line.rated and not (line.counted or line.key)
        and at.before in (_COUNTED if at.counts else SUMS) and gives_shares(at.body, line.row, line.label)),
    (Kind.COMPARISON, lambda line, at: line.rated and at.counts and not line.counted and is_comparison(line.label)),
    (Kind.COMPARISON, lambda line, at: not (line.key or line.counted or at.readable(line))
        and is_share_row(line.label)),
    (Kind.TOTAL, lambda line, at: (subtotal := at.subtotal(line)) and subtotal.last < line.row),
    (Kind.SUBTOTAL, lambda line, at: at.subtotal(line)),
    (Kind.SUBTOTAL, lambda line, at: line.rated and at.numbered and is_group_number(line.number)
        and at.has_parts(line)),
    (Kind.SUBTOTAL, lambda line, at: line.rated and at.numbered and not line.number and not line.key
        and fold(line.name).startswith(_BLOCK) and at.has_parts(line)),
    (Kind.LEFT, lambda line, at: not line.rated and line.name and at.has_left(line)),
    (Kind.SUBJECT, lambda line, at: line.key and at.card),
    (Kind.SIGNATURE, lambda line, at: at.is_signature(line) and not at.readable(line)),
    (Kind.UNFILLED, lambda line, at: line.key and at.counts and not line.rated),
    (Kind.NOTE, lambda line, at: line.key and not line.rated and not line.name and at.named
        and (is_note(line.texts[0]) or len(line.key.split()) > 2)),
    (Kind.NOTE, lambda line, at: any(map(is_named_note, line.texts[:2])) and not (line.counted or at.readable(line))),
    (Kind.GROUP, lambda line, at: line.rated and at.is_rated_unit(line)),
    (Kind.SUBJECT, lambda line, _at: line.key or line.rated),
    (Kind.HEADER, lambda line, _at: len(line.texts) > 1 and all(map(role_of, line.texts))),  # of a summary below
    (Kind.NOTE, lambda line, at: is_note(line.texts[0]) and not line.counted
        and not at.names_organisation(line.texts[-1]) and group_year(line.texts[-1]) is None),
    (Kind.NUMBER_ONLY, lambda line, _at: line.counted
        and all(is_placeholder(text) for text in line.texts if text != line.number)),
    (Kind.PLACEHOLDER, lambda line, _at: all(map(is_placeholder, line.texts))),
    (Kind.GROUP, lambda line, at: at.is_group(line)),
    (Kind.SUBTOTAL, lambda line, at: at.has_total(line) and at.heads_parts(line)),
    (Kind.GROUP, lambda line, at: at.heads_parts(line)),
    (Kind.UNFILLED, lambda _line, at: at.counts),
    (Kind.NOTE, lambda line, at: at.is_remark(line)),
)  # fmt: skip
