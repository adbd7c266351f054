"""What is known of the rows of a table while they are gone through, and what the rules of `row_rules` ask of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from evalkit.books.cells import number_at
from evalkit.books.grid import as_text, is_blank
from evalkit.scale import Scale, legend_in
from evalkit.sheets.asides import decide_rows
from evalkit.sheets.body import Body
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.groups import Groups
from evalkit.sheets.headers import NUMBER_ROWS
from evalkit.sheets.model import SUMS, Kind, Line
from evalkit.sheets.printed.words import of_organisations, summary_of
from evalkit.sheets.second_rows import second_rows
from evalkit.sheets.subtotals import Subtotal, is_no_more, subtotals_of, units_are_numbered
from evalkit.sheets.vocabulary import (
    BLANK_MARKS,
    SOME_ORGANISATION,
    group_level,
    group_name,
    group_year,
    has_cells,
    is_collective,
    is_group_number,
    is_kind_group,
    is_note,
    is_numbering,
    is_organisation,
    is_part,
    is_placeholder,
    is_placeholder_name,
    is_signature,
    is_subset,
    is_total,
    names_unit,
    party_unit,
    tells_number,
)
from evalkit.sheets.whose import WHOSE, count_members, parts_of_wholes, row_of_all, wholes_of_parts
from evalkit.sheets.year_rows import YearRows
from evalkit.vietnamese import fold, listed_names

_LONG = 60  # letters; a lone text longer than this is a note, not a name
BLOCK = ("khối ", "cụm ", "nhóm ")


@dataclass(slots=True)
class Row:
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


class RowState:
    """Knows the rows of one table, and what those above the present one are."""

    def __init__(
        self, body: Body, scale: Scale, *, year: int | None, population: str = "", after: Line | None = None
    ) -> None:
        """Take the `population` of all columns, and the last row of the page before, whose group may go on."""
        self.body, self.table, self.scale = body, body.table, scale
        table = self.table
        self.counts = table.counts
        self.total_places = [column.place for block in table.blocks for column in block.totals]
        self.named, self.card = "name" in table.names, "card" in table.names
        self.names, self.numbers = body.names, body.of("number")
        self.keys, self.restored = body.keys()
        self.settled = decide_rows(body.asides.rows, self.names, body.of("year"))
        filled = body.filled(() if table.listed else table.value_places)  # a name is no rating
        self.rated = filled if table.counts else ["" if text in BLANK_MARKS else text for text in filled]
        labels = {row: name for row, name in enumerate(self.names) if name and self.rated[row]}
        self.parts = parts_of_wholes(labels) if WHOSE in table.names else set()
        self.wholes = wholes_of_parts(labels) if self.parts else set()
        self.of_members = count_members(table, labels.values(), population)
        self.whole = row_of_all(table, body.grid, labels) if population == "member" else None
        self.headers, self.second_rows = body.headers(), second_rows(body.grid, table)
        self.years = YearRows(body)
        self.subtotals = subtotals_of(body, self.settled, self.rated) if self.counts else {}
        self.numbered = self.counts and units_are_numbered(self.subtotals.values(), self.numbers)
        self.seen = self.signed = False  # a subject above; the signature block
        self.unit_row: int | None = None  # the last numbered one
        self.doubts: dict[str, list[int]] = {
            "may_be_example": [], "may_be_part": [], "may_be_second": [], "unit_from_row": []
        }  # fmt: skip
        self.before, self.before_name = Kind.HEADER, ""
        self.groups = Groups(body, scale, year=year, after=after)
        self._until = len(body.rows)  # the first row that is not the group's any more

    # what the rules ask

    def subtotal(self, line: Row) -> Subtotal | None:
        """Return which rows a row certainly adds up."""
        found = self.subtotals.get(line.row) if line.rated or self.has_total(line) else None
        return found if found and found.certain else None

    def has_parts(self, line: Row) -> bool:
        """Return whether the next row is numbered otherwise: "1" below "I"; else the group is a unit of its own."""
        for below, name in enumerate(self.names[line.row + 1 :], line.row + 1):
            if is_total(name):
                break
            if name and not is_subset(name):
                return group_level(self.numbers[below], "") != group_level(line.number, "")
        return False

    def heads_parts(self, line: Row) -> bool:
        """Return whether a row of counts without a rating stands over those of its parts: 1 over 1.1, I over 1."""
        below = self._below(line)
        if below is None or line.rated or not self.counts or not line.name or is_total(self.names[below]):
            return False
        number, inner = line.number, self.numbers[below]
        if not number:
            over_cells = has_cells(group_name(line.name)) and party_unit(group_name(self.names[below])) == "cell"
            return over_cells or (bool(inner) and fold(line.name).startswith(BLOCK))
        parts = is_group_number(number) and not is_group_number(inner) and bool(inner)
        return parts or inner.startswith(f"{number.rstrip('.')}.")

    def has_total(self, line: Row) -> bool:
        """Return whether a row says how many people there are in all."""
        return any(number_at(self.body.grid, self.table.body + line.row, place) for place in self.total_places)

    def summarises(self, line: Row) -> bool:
        """Return whether a row prints how many stand at a level, or in all: below those it counts, not over them."""
        if self.counts and len(line.texts) > 1:
            return False
        words = line.in_words if self.counts or self.table.persons else of_organisations(line.in_words)
        told = summary_of(words, self.scale)
        heads = bool(told) and (len(told) == 1 or self.names_organisation(line.label)) and self._heads_members(line)
        return bool(told) and not heads

    def _below(self, line: Row) -> int | None:
        """Return the next row that is not blank."""
        return next((row for row in range(line.row + 1, len(self.names)) if any(self.body.filled_texts(row))), None)

    def _heads_members(self, line: Row) -> bool:
        """Return whether somebody who is listed stands in the row below."""
        below = self._below(line)
        if below is None or self.counts:
            return False
        numbered = self.numbers[below].isdecimal() and not level_of_caption(self.names[below], self.scale)
        return bool(self.keys[below]) or numbered

    def is_subset(self, line: Row) -> bool:
        """Return whether a row counts a part of the row above: "Trong đó │ Nữ", and "Dự bị" below it."""
        if is_subset(line.name) or is_subset(line.number):
            return True
        bullet = line.number in ("-", "+", "*") or line.name[:1] in ("-", "+")
        part = line.number in ("", "-", "+", "*") and (is_part(line.name) or (bullet and self._is_within_unit(line)))
        if self.of_members:  # «Hưu trí» below «Viên chức»
            return False
        below = self.before is Kind.SUBSET or (self.before in SUMS and self.seen)
        return part and (below or (self.before is Kind.SUBJECT and not is_part(self.before_name)))

    def _is_within_unit(self, line: Row) -> bool:
        """Return whether no number of a row is more than that of the unit above it, where units are numbered."""
        if self.unit_row is None or not self.numbered or names_unit(line.name):
            return False
        return is_no_more(self.body, line.row, self.unit_row)

    def is_among_units(self, line: Row) -> bool:
        """Return whether a row below a numbered unit has neither a number nor the name of one."""
        return self.numbered and self.unit_row is not None and not (line.number or names_unit(line.name))

    def may_be_second(self, line: Row) -> bool:
        """Return whether a row without a number has its level from a cell merged with the row above, which has one."""
        above = line.row - 1
        merged = not set(self.table.value_places).isdisjoint(self.body.inherited.get(line.row, ()))
        return merged and not (self.counts or line.number or line.key) and self.numbers[above].isdecimal()

    def may_be_example(self, line: Row) -> bool:
        """Return whether the first row of a list is numbered «*», or of a «Nguyễn Văn A» as nobody below it."""
        below = self._below(line)
        if self.seen or below is None or not (line.rated and self.table.persons):
            return False
        placeholder = fold(line.name).startswith("nguyễn") and is_placeholder_name(line.name)
        return line.number == "*" or (placeholder and not is_placeholder_name(self.names[below]))

    def has_left(self, line: Row) -> bool:
        """Return whether a note says that somebody without a level has moved away or left; the receiving cell rates."""
        told = (self.body.reasons(line.row, block) for block in self.table.blocks)
        return any(self.scale.left(text) for _, text in chain.from_iterable(told))

    def readable(self, line: Row) -> bool:
        """Return whether a level can be read in a row."""
        texts = (self.body.texts(place)[line.row] for place in self.table.value_places)
        return any(text and self.scale.read(text) for text in texts)

    def is_signature(self, line: Row) -> bool:
        """Return whether a row is of the signature block; a numbered or named secretary of the list is a person."""
        if line.counted:  # who gets the paper may be numbered, too; where no cell rates, they would count
            return self.signed and self.table.listed
        listed = self.named and line.name and not re.search(r"\d|[,:]", line.name) and not is_signature(line.name)
        return self.signed or (not listed and any(map(is_signature, line.texts)))

    def is_dotted(self, line: Row) -> bool:
        """Return whether nothing but its number stands in a row of a form, and dots that wait to be filled."""
        if not any(text[:1] in "….·" for text in line.texts):
            return False
        own = [as_text(cell) for cell in self.body.own_cells(line.row) if not is_blank(cell)]
        others = [text for text in own if text != line.number]
        return all(map(is_placeholder, others)) and any("…" in text or ".." in text for text in others)

    def is_filtered(self, line: Row) -> bool:
        """Return whether a row is one that a hint's `where` leaves out."""
        return any(fold(self.body.texts(place)[line.row]) not in said for place, said in self.table.where.items())

    def names_organisation(self, text: str) -> bool:
        """Return whether a row of a list of people names an organisation."""
        name = group_name(text)
        return self.table.persons and len(name) <= _LONG and is_organisation(name)

    def is_rated_unit(self, line: Row) -> bool:
        """Return whether a row of a list of people is a unit's or a body's, with its own level."""
        listed = line.counted and self.groups.population == SOME_ORGANISATION  # below «TẬP THỂ» these are the subjects
        return self.table.persons and not (line.key or listed) and is_collective(group_name(line.name))

    def is_group(self, line: Row) -> bool:
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

    def _heads(self, line: Row, text: str) -> bool:
        """Return whether the words of a row head a group: an organisation, a kind, what is out of scope, a year."""
        if self.numbered and not line.number and has_cells(group_name(text)):
            return True
        said = self.names_organisation(text) or is_kind_group(text) or bool(self.groups.scope_of(text))
        return said or group_year(text) is not None or self._stands_over_people(line, text)

    def _stands_over_people(self, line: Row, text: str) -> bool:
        """Return whether a few words alone stand right over numbered people with levels: «Thôn Đông», «Trạm Y tế»."""
        below = self._below(line)
        if below is None or not self.table.persons or len(line.texts) > 1 or len(text) > _LONG:
            return False
        begins = self.numbers[below] == "1" or self.before is Kind.SUBJECT
        counted = self.numbers[below].isdecimal() and bool(self.rated[below])
        words = any(map(str.isalpha, text)) and not (":" in text or text[-1] in ".,;")
        return begins and counted and words and not (is_note(text) or tells_number(text) or listed_names(text))

    def _without_count(self, line: Row) -> list[str]:
        """Return what a row says without the number of people at its end: "I │ Chi bộ 3 │ 12", "… │ Tổng số: 12"."""
        *before, last = line.texts
        unit = self.table.persons and line.name in before and party_unit(group_name(line.name))
        counts = last.isdecimal() or set(summary_of(last, self.scale)) == {"total"}
        return before if unit and counts and not line.counted else line.texts

    def is_remark(self, line: Row) -> bool:
        """Return whether a row says something in words, of nobody: a lone text, or words under a column of codes."""
        if not line.name or self.table.needs_key:
            return True
        alone = len(line.texts) == 1 and len(self.table.columns) > 2
        return alone and (len(line.name) > _LONG or tells_number(line.name) or bool(legend_in([line.name], self.scale)))

    def is_numbering(self, line: Row) -> bool:
        near = (line.row < NUMBER_ROWS and not self.seen) or self.before is Kind.HEADER
        return near and is_numbering(line.texts)
