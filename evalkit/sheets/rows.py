"""The rows of a rating table: each ends as records, as a named skip, or as a named rejection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.scale import RATED, UNKNOWN, Rating, Scale
from evalkit.sheets.around import no_year, rows_above
from evalkit.sheets.cells import BLANK_MARKS, card_number, is_no_date, iso_date
from evalkit.sheets.grid import Grid, as_text, is_blank
from evalkit.sheets.marks import MARKS, TWO_READINGS, MarkReader, counted
from evalkit.sheets.merged import merged_units, with_merged_units
from evalkit.sheets.records import COUNTED, FileReading, Record, Severity, Skip
from evalkit.sheets.sums import Block, Sums
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.tally import Tally
from evalkit.sheets.unseen import CellError
from evalkit.sheets.wording import (
    is_group_number,
    is_note,
    is_numbering,
    is_organisation,
    is_placeholder,
    is_signature,
    is_total,
)
from evalkit.sheets.years import cell_year, rated_year
from evalkit.vietnamese import fold

_NUMBER_ROWS = 3  # a row that numbers the columns stands at most this far below the header
_REPAIR = "Mở bằng Excel, sửa công thức, lưu lại."
_LONG = 60  # letters; a lone text longer than this is a note, not a name


class TableReader:
    """Reads one table row by row into a FileReading; knows what the rows above said (group, year, signature)."""

    def __init__(self, grid: Grid, table: Table, scale: Scale, reading: FileReading, *, year: int | None) -> None:
        self.grid, self.table, self.scale, self.reading, self.year = grid, table, scale, reading, year
        self._at = table.names
        self.marks = MarkReader(grid, table, scale)
        self.populations = [
            counted(grid, table, rating) if self.marks.counts_in(rating) and not table.hint else table.population
            for rating in table.ratings
        ]
        self.numbered = self.marks.counts and self._has_numbered_rows()
        self.group, self.signed = "", False
        self.group_year: int | None = None
        self.records: list[Record] = []
        self.sums = Sums(grid, table, reading.file)
        self.tally = Tally()
        self._merged = merged_units(grid, table)
        self._places = sorted({place for rating in table.ratings for place in rating.places})
        self._distinguishes = bool({"exemplary", "field", "distinction"} & table.names.keys())
        self._base_rows = any(c.role == "base" and c.place == table.names.get("name") for c in table.columns)
        born = [column.place for column in table.columns if column.role == "born"]
        self._born = born or ([table.names["born"]] if "born" in table.names else [])  # a hint's column has no role
        self._joined = [table.names["joined"]] if "joined" in table.names else []
        self.row = table.body

    def read(self) -> list[Record]:
        """The records of all rows; skips, rejections and problems go into the reading."""
        for offset, cells in enumerate(self.grid.rows[self.table.body : self.table.end]):
            if any(not is_blank(cell) for cell in cells):
                self.reading.rows += 1
                self._read_row(self.table.body + offset, cells)
        flags = map(self.marks.counts_in, self.table.ratings)
        blocks = [Block(*block) for block in zip(self.table.ratings, self.populations, flags, strict=True)]
        self.reading.printed += self.sums.figures(blocks)
        self._note_what_was_done()
        return self.records

    def _add_up(self, row: int, rows: list[int]) -> None:
        """Remember a row that prints a sum, and the year it is of."""
        rows.append(row)
        self.sums.years[row] = self.group_year or self.year

    def _read_row(self, row: int, cells: Sequence[Any]) -> None:
        self.row = row
        if row in self._merged:
            cells = with_merged_units(self.grid, cells, self._merged[row])
        if self.grid.has_errors:
            cells = self._without_errors(row, cells)
        key, name = self._key(cells), self._text(cells, "name") or self.table.subject
        rated = any(place < len(cells) and not is_blank(cells[place]) for place in self._places)
        named = name or "name" not in self._at
        plain = key and named and rated and row - self.table.body >= _NUMBER_ROWS and not is_total(name)
        reason = "" if plain else self._skip_reason(row, cells, key, name, rated=rated)
        if reason:
            self._skip(row, cells, reason)
        elif not (key or (name and not self._needs_key)):
            message = "có mức xếp loại nhưng không có tên hay mã. Ghi rõ dòng này là của ai."
            self._reject(row, cells, "no_subject", message)
        elif self.marks.unclear:
            message = TWO_READINGS
            self._reject(row, cells, "two_readings", message)
        elif not all(self.populations):
            message = "không rõ bảng này xếp loại đảng viên hay tổ chức nào. Ghi rõ trong tiêu đề, hoặc thêm [[read]]."
            self._reject(row, cells, "no_population", message)
        else:
            self._emit(row, cells, key, name)

    @property
    def _needs_key(self) -> bool:
        """A hint that names the subject's columns: a row without them is nobody's."""
        return bool(self.table.hint and self.table.key)

    # records

    def _emit(self, row: int, cells: Sequence[Any], key: str, name: str) -> None:
        before = len(self.records)
        for rating, population in zip(self.table.ratings, self.populations, strict=True):
            year = self._year(cells, rating)
            if year is None:
                self._reject(row, cells, "no_year", no_year(self.grid, rows_above(self.table.first), self.reading.file))
                return
            if self.marks.counts_in(rating):
                self._count(row, cells, rating, year, population, name)
            else:
                self._rate(row, cells, rating, year, key, name)
        if len(self.records) > before:
            self.reading.row_records += 1
            self.sums.units.append(row)
            if self.marks.counts:
                self.sums.years[row] = self.group_year or self.year
                self.sums.names[row] = (self.records[-1].base_organisation, self.records[-1].unit)
            if not key and self._text(cells, "card") not in BLANK_MARKS:
                self.tally.no_cards.append(self.grid.cell(row, self.table.key[0]))
        else:
            self._skip(row, cells, "không có số liệu của năm nào")

    def _rate(self, row: int, cells: Sequence[Any], rating: RatingColumns, year: int, key: str, name: str) -> None:
        scale = self.scale.at(year)
        found, place, words = self._rating(cells, rating, scale)
        if found is None and not words and self.table.wide:
            self.tally.blanks[year] = self.tally.blanks.get(year, 0) + 1
            return
        cell = self.grid.cell(row, place)
        if found is None and words and rating.marks:
            found = self._not_one_mark(cell, words)
        if rating.default and (found is None or found.status == RATED):
            found = Rating(rating.default, None)
        found = found or self._unreadable(cell, words, scale, year)
        if found.level:
            self._check_exempt(cell, cells, rating, scale)
        self._record(cells, year, self.table.population, key, name, found, words, cell, 1)

    def _count(
        self, row: int, cells: Sequence[Any], rating: RatingColumns, year: int, population: str, name: str
    ) -> None:
        """A row of a counts sheet: one record a level or reason, each with its number and its own cell."""
        for column, number in self.marks.numbers(cells, rating):
            cell = self.grid.cell(row, column.place)
            if number is None:
                found = as_text(cells[column.place])
                message = f'"{found[:80]}" không phải số đếm. Sửa ô này thành số nguyên.'
                self._problem("error", "not_a_count", message, cell, found)
            elif column.level in self.scale.worst_to_best:
                self._record(cells, year, population, COUNTED, name, Rating(RATED, column.level), "", cell, number)
            else:
                why = Rating(column.level, None)
                self._record(cells, year, population, COUNTED, name, why, column.title, cell, number)

    def _record(
        self, cells: Sequence[Any], year: int, population: str, key: str, name: str, found: Rating, words: str,
        cell: str, number: int,
    ) -> None:  # fmt: skip
        base = self._text(cells, "base") or self.table.base
        if self.table.heading and fold(self.group).startswith("đảng bộ"):  # nearer than the heading
            base = self.group
        unit = (
            self._text(cells, "unit")
            or self.table.unit
            or (self.group if population == "member" or not base else "")
            or base
        )
        if key == COUNTED:
            above = self.group if fold(self.group).startswith(("đảng bộ", "đảng uỷ", "chi bộ")) else ""
            base, unit = (name if self._base_rows else base or above), name
        elif population == "base_organisation":
            base = name
        elif population in ("cell", "section_committee"):
            base = base or unit
        elif population == "member" and not unit:
            self.tally.no_units.append(cell)
        self.records.append(
            Record(
                year=year,
                population=population,
                key=key,
                name=name,
                unit=unit,
                base_organisation=base,
                kind=self._text(cells, "kind"),
                born=self._date(cells, self._born),
                joined=self._date(cells, self._joined),
                level=found.level or "",
                status=found.status,
                reason="" if found.status == RATED else words,
                number=number,
                distinction=self._distinction(cells),
                sheet=self.grid.name,
                cell=cell,
            )
        )

    # what cells say

    def _rating(self, cells: Sequence[Any], rating: RatingColumns, scale: Scale) -> tuple[Rating | None, int, str]:
        """The rating, the column where it was read, and the words as written; None where they cannot be read.

        Where no level stands, the columns for the reason and for notes are asked why.
        """
        found, place, words = self.marks.rating(cells, rating, scale)
        if found is None and words in BLANK_MARKS:
            words = ""
        if words and (found is None or found.status == RATED):
            return found, place, words
        for column in rating.reasons:
            said = as_text(cells[column.place]) if column.place < len(cells) else ""
            reason = scale.read_reason(said) if said else None
            if reason and (found is None or found.status in ("unspecified", "not_yet")):
                return reason, place, said
            if said and column.role == "reason" and found is None:
                return None, place, said
        return found, place, words

    def _check_exempt(self, cell: str, cells: Sequence[Any], rating: RatingColumns, scale: Scale) -> None:
        """A level beside a note that says there should be none."""
        for column in rating.reasons:
            said = as_text(cells[column.place]) if column.place < len(cells) else ""
            reason = scale.read_reason(said) if said else None
            if reason and reason.status in ("exempt", "suspended", "new_member", "new_organisation"):
                message = (
                    f'có mức xếp loại, nhưng cột «{column.path[-1]}» ghi "{said[:80]}". Bỏ mức, hoặc bỏ ghi chú này.'
                )
                self._problem("warning", "rated_though_exempt", message, cell, said)

    def _not_one_mark(self, cell: str, words: str) -> Rating:
        message = f'dưới các cột mức có "{words[:80]}"; mỗi dòng cần đúng một dấu x. Sửa dòng này.'
        self._problem("error", "not_one_mark", message, cell, words)
        return Rating(UNKNOWN, None)

    def _unreadable(self, cell: str, words: str, scale: Scale, year: int) -> Rating:
        """Say that a level cell cannot be read; the subject stays, at no level."""
        if not words:
            message = "không có mức xếp loại, cũng không có lý do. Điền mức, hoặc ghi lý do không xếp loại."
            self._problem("error", "blank_level", message, cell)
        elif isinstance(words, CellError):
            self._problem("error", "cell_error", f'ô báo "{words}", không có mức xếp loại. {_REPAIR}', cell, words)
        elif other := next((era for era in self.scale.eras if era is not scale and era.read(words)), None):
            message = f'"{words}" là mức của {other.name}, không dùng cho năm {year}. Sửa ô này theo {scale.name}.'
            self._problem("error", "other_scale_level", message, cell, words)
        else:
            near = scale.suggest(words)
            question = f' Có phải "{near}"?' if near else ""
            way_out = "Sửa ô này, hoặc thêm cách viết vào [scale.aliases]."
            message = f'"{words[:80]}" không phải mức xếp loại.{question} {way_out}'
            self._problem("error", "unknown_level", message, cell, words, near)
        return Rating(UNKNOWN, None)

    def _distinction(self, cells: Sequence[Any]) -> str:
        if not self._distinguishes:
            return ""
        exemplary = fold(self._text(cells, "exemplary"))
        marks = ["exemplary"] if exemplary in (*MARKS, "1") or "tiêu biểu" in exemplary else []
        said = [self._text(cells, role) for role in ("field", "distinction")]
        return "; ".join([*marks, *(words for words in said if words not in BLANK_MARKS)])

    def _key(self, cells: Sequence[Any]) -> str:
        parts = [as_text(cells[place]) if place < len(cells) else "" for place in self.table.key]
        if any(part in BLANK_MARKS for part in parts):
            return ""
        if "card" in self.table.names and not self.table.hint:
            number, restored = card_number(parts[0])
            self.tally.restored += restored
            return number
        return "-".join(parts)

    def _year(self, cells: Sequence[Any], rating: RatingColumns) -> int | None:
        """The nearest wins: the column's title, the year column, the group row, then what stands around the table."""
        if rating.year is not None and self.table.wide:
            return rating.year
        value = self._value(cells, "year")
        return (rating.year or self.group_year or self.year) if is_blank(value) else cell_year(value)

    def _date(self, cells: Sequence[Any], places: Sequence[int]) -> str:
        """The full date of the first cell that is filled; one that is no date at all is remembered."""
        place = next((place for place in places if place < len(cells) and not is_blank(cells[place])), None)
        found = "" if place is None else iso_date(cells[place])
        if place is not None and not found and is_no_date(as_text(cells[place])):
            self.tally.no_dates.append(self.grid.cell(self.row, place))
        return found

    def _value(self, cells: Sequence[Any], role: str) -> Any:
        place = self._at.get(role)
        return "" if place is None or place >= len(cells) else cells[place]

    def _text(self, cells: Sequence[Any], role: str) -> str:
        return as_text(self._value(cells, role))

    # what is no record

    def _skip_reason(self, row: int, cells: Sequence[Any], key: str, name: str, *, rated: bool) -> str:
        """Why a row is no record; "" where it must be one, or be rejected."""
        texts = [as_text(cell) for cell in cells if not is_blank(cell)]
        if not texts:  # nothing but cells with errors
            return ""
        if row - self.table.body < _NUMBER_ROWS and not self.records and is_numbering(texts):
            return "dòng số thứ tự cột"
        if any(is_total(text) for text in (name, *texts[:2])):
            self._add_up(row, self.sums.totals)
            return "dòng tổng cộng"
        if self.numbered and rated and is_group_number(self._text(cells, "number")):
            self.group = name
            self._add_up(row, self.sums.groups)
            return "dòng cộng của nhóm"
        if key and "card" in self._at:
            return ""
        if self._is_signature(cells, texts):
            self.signed = True
            return "chữ ký, nơi nhận"
        if key:
            return "chưa điền số liệu" if self.marks.counts and not rated else ""
        return "" if rated else self._unrated_skip_reason(cells, texts, name)

    def _unrated_skip_reason(self, cells: Sequence[Any], texts: Sequence[str], name: str) -> str:
        """The same for a row without key and without any rating."""
        number = self._text(cells, "number")
        if is_note(texts[0]) and not number.isdigit():
            return "ghi chú"
        if all(is_placeholder(text) for text in texts if not (text == number and number.isdigit())):
            return "dòng trống, chỉ có số thứ tự" if number.isdigit() else "dòng dấu chấm"
        if self._is_group(texts, name, number):
            year = rated_year(" ".join(texts))
            self.group_year = year or self.group_year
            self.group = self.group if year else name or texts[-1]
            return "dòng nhóm"
        if self.marks.counts:
            return "chưa điền số liệu"
        lone = len(texts) == 1 and len(self.table.columns) > 2 and len(texts[0]) > _LONG
        return "ghi chú" if not name or self._needs_key or lone else ""

    def _has_numbered_rows(self) -> bool:
        """Whether units are numbered 1, 2, 3: then a row numbered I or A prints the sum of a group."""
        body = self.grid.rows[self.table.body + 1 : self.table.end]  # the first may number the columns
        return any(self._text(cells, "number").isdigit() for cells in body)

    def _is_signature(self, cells: Sequence[Any], texts: Sequence[str]) -> bool:
        """The signature block and what follows it; a row in which a level can be read is never part of it."""
        if any(place < len(cells) and self.scale.read(as_text(cells[place])) for place in self._places):
            return False
        return self.signed or any(is_signature(text) for text in texts)

    def _is_group(self, texts: Sequence[str], name: str, number: str) -> bool:
        """A row that only names what the rows below belong to: "I | Khối cơ quan", "Chi bộ 3", "Năm 2021"."""
        if len(texts) > 2 or any(text not in (name, number) for text in texts[:-1]) or number.isdigit():
            return False
        said = name or texts[-1]
        if number and is_group_number(number):
            return True
        return (is_organisation(said) and "person" in self.table.names) or rated_year(said) is not None

    def _without_errors(self, row: int, cells: Sequence[Any]) -> Sequence[Any]:
        """The row with blanks where an error hides whose row it is, and each such error told."""
        told = [self._at[role] for role in ("name", "unit", "base") if role in self._at]
        places = {place for place in (*self.table.key, *told, *self._born) if place < len(cells)}
        broken = sorted(place for place in places if isinstance(cells[place], CellError))
        for place in broken:
            message = f'ô báo "{cells[place]}" nên không rõ dòng này là của ai, ở đâu. {_REPAIR}'
            self._problem("error", "cell_error", message, self.grid.cell(row, place), cells[place])
        return ["" if place in broken else cell for place, cell in enumerate(cells)] if broken else cells

    def _reject(self, row: int, cells: Sequence[Any], code: str, message: str) -> None:
        self.reading.rejected += 1
        place = next((place for place in self._places if place < len(cells) and not is_blank(cells[place])), None)
        cell = self._first_cell(row, cells) if place is None else self.grid.cell(row, place)
        self._problem("error", code, message, cell)

    def _skip(self, row: int, cells: Sequence[Any], reason: str) -> None:
        self.reading.skips.append(Skip(self.reading.file, self.grid.name, self._first_cell(row, cells), reason))

    def _first_cell(self, row: int, cells: Sequence[Any]) -> str:
        return self.grid.cell(row, next((place for place, cell in enumerate(cells) if not is_blank(cell)), 0))

    def _problem(
        self, severity: Severity, code: str, message: str, cell: str, found: str = "", suggestion: str = ""
    ) -> None:
        sheet = self.grid.name
        self.reading.problem(severity, code, message, sheet=sheet, cell=cell, found=found, suggestion=suggestion)

    def _note_what_was_done(self) -> None:
        """What concerns many rows, once a table."""
        header = self.table.body - 1
        year_cell = self.grid.cell(header, self._places[0]) if self._places else ""
        card_cell = self.grid.cell(header, self.table.key[0]) if self.table.key else ""
        self.tally.tell(self._problem, year_cell=year_cell, card_cell=card_cell)
