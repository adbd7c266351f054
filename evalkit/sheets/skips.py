"""Rows of a table that are no records, and what they say of the rows below: their group, its year, a signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.books.cells import whole_number
from evalkit.books.grid import as_text, is_blank
from evalkit.scale import Scale
from evalkit.sheets.body import Body
from evalkit.sheets.marks import MarkReader
from evalkit.sheets.parents import Parent, find_parents
from evalkit.sheets.sums import Sums
from evalkit.sheets.table import Table
from evalkit.sheets.wording import (
    group_level,
    group_name,
    is_group_number,
    is_note,
    is_numbering,
    is_organisation,
    is_placeholder,
    is_signature,
    is_subset,
    is_total,
    may_number,
)
from evalkit.sheets.years import rated_year
from evalkit.vietnamese import fold

NUMBER_ROWS = 3  # a row that numbers the columns stands at most this far below the header
_LONG = 60  # letters; a lone text longer than this is a note, not a name


class SkipReader:
    """Tells why a row is no record; knows what the rows above it said."""

    def __init__(
        self, body: Body, table: Table, scale: Scale, marks: MarkReader, sums: Sums, *, year: int | None
    ) -> None:
        self.body, self.table, self.scale, self.marks, self.sums = body, table, scale, marks, sums
        self.group, self.signed = "", False
        self.base, self._base_level = "", ""  # the committee whose part the group is, and how it is numbered
        self.year = year  # of the rows below, by the nearest group row that names one, else by what is around the table
        self.parents = self._parents() if marks.counts else {}
        self._until = len(body.rows)  # the first row that is not the group's any more
        self.numbered = marks.counts and self._has_numbered_rows()

    def skip_reason(self, row: int, key: str, name: str, *, rated: bool, first: bool) -> str:
        """Why a row is no record; "" where it must be one, or be rejected. `first`: no row before it was one."""
        if row >= self._until:
            self.group, self._until = "", len(self.body.rows)
        named = name or "name" not in self.table.names
        if key and named and rated and not (row < NUMBER_ROWS and may_number(name)) and not is_total(name):
            return ""
        cells = self.body.rows[row]
        texts = [as_text(cell) for cell in cells if not is_blank(cell)]
        if not texts:  # nothing but cells with errors
            return ""
        if row < NUMBER_ROWS and first and is_numbering(texts):
            return "dòng số thứ tự cột"
        if any(is_total(text) for text in (name, *texts[:2])):
            self._add_up(row, self.sums.totals)
            return "dòng tổng cộng"
        if rated and (reason := self._added_up(row, name)):
            return reason
        if key and "card" in self.table.names:
            return ""
        if self._is_signature(cells, texts):
            self.signed = True
            return "chữ ký, nơi nhận"
        if key:
            return "chưa điền số liệu" if self.marks.counts and not rated else ""
        return "" if rated else self._unrated_skip_reason(row, texts, name)

    def _added_up(self, row: int, name: str) -> str:
        """Why a row with numbers is none of a unit's own: it adds up others, or is part of the one above."""
        parent = self.parents.get(row)
        if self.marks.counts and is_subset(name):
            return "dòng trong đó, đã có ở dòng trên"
        if parent and parent.certain:
            line = self.table.body
            self.sums.runs[line + row] = (line + parent.first, line + parent.last)
            if parent.last < row:
                self._add_up(row, self.sums.totals)
                return "dòng tổng cộng"
            self._until = parent.last + 1
        elif not (self.numbered and is_group_number(self.body.text(row, "number")) and self._has_parts(row)):
            return ""
        self.group = name
        self._add_up(row, self.sums.groups)
        return "dòng cộng của nhóm"

    def _has_parts(self, row: int) -> bool:
        """Whether the next row is numbered otherwise: "1" below "I"; else the group is a unit of its own."""
        level = group_level(self.body.text(row, "number"), "")
        names = self.body.of("name") or []
        for below, name in enumerate(names[row + 1 :], row + 1):
            if is_total(name):
                break
            if name and not is_subset(name):
                return group_level(self.body.text(below, "number"), "") != level
        return False

    def _parents(self) -> dict[int, Parent]:
        """The rows that add up others by their numbers, those that are called totals left out."""
        names, numbers = self.body.of("name") or [], {}
        blocks = [rating for rating in self.table.ratings if self.marks.counts_in(rating)]
        places = [
            column.place for rating in blocks for column in (*rating.marks, *rating.figures) if column.role != "share"
        ]
        for row, cells in enumerate(self.body.rows if names else ()):
            if names[row] and not is_total(names[row]) and not is_subset(names[row]):
                found = [whole_number(cells[place]) or 0 if place < len(cells) else 0 for place in places]
                if any(found):
                    numbers[row] = found
        numbering = self.body.of("number") or [""] * len(names)
        return find_parents(numbers, names=names, numbering=numbering)

    def _unrated_skip_reason(self, row: int, texts: Sequence[str], name: str) -> str:
        """The same for a row without key and without any rating."""
        number = self.body.text(row, "number")
        if is_note(texts[0]) and not number.isdigit() and not self._names_organisation(texts):
            return "ghi chú"
        if all(is_placeholder(text) for text in texts if not (text == number and number.isdigit())):
            return "dòng trống, chỉ có số thứ tự" if number.isdigit() else "dòng dấu chấm"
        if self.scale.level_of(group_name(name or texts[0])):  # "I | Hoàn thành tốt nhiệm vụ | 12"
            return "dòng nhóm"
        if self._is_group(texts, name, number):
            year = rated_year(" ".join(texts))
            self.year = year or self.year
            self.sums.heads.append(self.table.body + row)
            if not year:
                self._enter(group_name(name or texts[-1]), group_level(number, texts[0]))
            return "dòng nhóm"
        if self.marks.counts:
            return "chưa điền số liệu"
        lone = len(texts) == 1 and len(self.table.columns) > 2 and len(texts[0]) > _LONG
        return "ghi chú" if not name or self.table.needs_key or lone else ""

    def _names_organisation(self, texts: Sequence[str]) -> bool:
        """A group row "- Chi bộ 3" in a list of people; not a note that begins with a dash."""
        said = group_name(texts[-1])
        return "person" in self.table.names and len(said) <= _LONG and is_organisation(said)

    def _enter(self, group: str, level: str) -> None:
        """The rows below belong to a group: a base organisation, or a part of one, which is numbered otherwise."""
        words = fold(group)
        if words.startswith(("đảng bộ", "đảng uỷ")) and "bộ phận" not in words:
            self.base, self._base_level = group, level
        elif not self._base_level or level == self._base_level or "cơ sở" in words:
            self.base = ""
        self.group = group

    def _add_up(self, row: int, rows: list[int]) -> None:
        """Remember a row that prints a sum, and the year it is of."""
        rows.append(self.table.body + row)
        self.sums.years[self.table.body + row] = self.year

    def _has_numbered_rows(self) -> bool:
        """Whether units are numbered 1, 2, 3: then a row numbered I or A prints the sum of a group."""
        numbers = self.body.of("number") or []
        for parent in self.parents.values() if numbers else ():
            if parent.certain and all(map(is_group_number, numbers[parent.first : parent.last + 1])):
                return False  # "1" over "1.1" and "1.2"
        return any(number.isdigit() for number in numbers[1:])  # the first may number the columns

    def _is_signature(self, cells: Sequence[Any], texts: Sequence[str]) -> bool:
        """The signature block and what follows it; a row in which a level can be read is never part of it."""
        places = {place for rating in self.table.ratings for place in rating.places}
        if any(place < len(cells) and self.scale.read(as_text(cells[place])) for place in places):
            return False
        return self.signed or any(is_signature(text) for text in texts)

    def _is_group(self, texts: Sequence[str], name: str, number: str) -> bool:
        """A row that only names what the rows below belong to: "I | Khối cơ quan", "Chi bộ 3", "Năm 2021"."""
        if len(texts) > 2 or any(text not in (name, number) for text in texts[:-1]):
            return False
        named = self._names_organisation([name or texts[-1]])
        if number.isdigit():  # somebody of whom nothing is known could be called Ban or Sở, too
            return named and len(texts) == 2 and fold(group_name(name)).startswith(("chi bộ", "đảng bộ", "đảng uỷ"))
        return bool(number and is_group_number(number)) or named or rated_year(name or texts[-1]) is not None
