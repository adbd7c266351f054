"""The rows of a rating table: each ends as records, as a named skip, or as a named rejection.

Rows in which nothing is out of the ordinary are read by column, a stretch at a time; every other row by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from evalkit.books.cells import BLANK_MARKS
from evalkit.books.grid import Grid, as_text, column_letters, each_once, is_blank
from evalkit.problems import Severity
from evalkit.records import COUNTED, FileReading, Record, Records, Skip
from evalkit.scale import RATED, Scale
from evalkit.sheets.around import no_year, rows_above
from evalkit.sheets.body import Body
from evalkit.sheets.marks import MARKS, TWO_READINGS, MarkReader, counted
from evalkit.sheets.outcomes import NOTHING, REPAIR, Outcome, OutcomeReader
from evalkit.sheets.skips import NUMBER_ROWS, SkipReader
from evalkit.sheets.sums import Block, Sums
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.tally import Tally
from evalkit.sheets.wording import is_total, may_number
from evalkit.sheets.years import cell_year
from evalkit.vietnamese import fold

_NO_POPULATION = (
    "không rõ đây là xếp loại của đảng viên hay của tổ chức nào. Đổi tiêu đề cột tên thành «TCCSĐ» hoặc «Chi bộ», ghi "
    "rõ trong tiêu đề bảng, hoặc thêm [[read]]."
)
_NO_YEAR = -1  # what stands in the column for years is no year


class TableReader:
    """Reads one table into a FileReading. Rows are counted from the table's first."""

    def __init__(self, grid: Grid, table: Table, scale: Scale, reading: FileReading, *, year: int | None) -> None:
        self.grid, self.table, self.scale, self.reading, self.year = grid, table, scale, reading, year
        self.body = Body(grid, table)
        self.marks = MarkReader(grid, table, scale)
        self.populations = [
            counted(grid, table, rating) if self.marks.counts_in(rating) and not table.hint else table.population
            for rating in table.ratings
        ]
        self.sums = Sums(grid, table, reading.file)
        self.above = SkipReader(self.body, table, scale, self.marks, self.sums, year=year)
        self.outcomes = OutcomeReader(grid, self.body, table, scale, self.marks, self._problem)
        self.tally = Tally()
        self.records = Records()
        self.keys, self.restored = self.body.keys()
        self.names = [name or table.subject for name in self.body.of("name") or [""] * len(self.body.rows)]
        self.rated = self.body.filled(sorted({place for rating in table.ratings for place in rating.places}))
        self.born, self._unread_born = self.body.dates(self.body.born)
        self.joined, self._unread_joined = self.body.dates(self.body.joined)
        self.years = self._own_years()
        self._distinguishes = bool({"exemplary", "field", "distinction"} & table.names.keys())
        self._base_rows = any(c.role == "base" and c.place == table.names.get("name") for c in table.columns)

    def read(self) -> Records:
        """The records of all rows; skips, rejections and problems go into the reading."""
        start = 0
        for row in [*self._unlike(), len(self.body.rows)]:
            self._read_stretch(start, row)
            if row < len(self.body.rows):
                self._read_row(row)
            start = row + 1
        flags = map(self.marks.counts_in, self.table.ratings)
        blocks = [Block(*block) for block in zip(self.table.ratings, self.populations, flags, strict=True)]
        self.reading.printed += self.sums.figures(blocks)
        self._tell_possible_sums()
        self._note_what_was_done()
        return self.records

    # many rows at once

    def _unlike(self) -> list[int]:
        """The rows that need a look of their own, whatever their rating says."""
        if self.marks.counts or self.marks.unclear or not all(self.populations):
            return list(range(len(self.names)))
        told = self.keys if self.table.key else self._told_without_key()
        named, totals = "name" in self.table.names, {name for name in set(self.names) if is_total(name)}
        found = {row for row, name in enumerate(self.names[:NUMBER_ROWS]) if may_number(name)}
        found.update(self.body.erroneous)
        found |= self._unread_born.keys() | self._unread_joined.keys()
        if not (all(told) and all(self.rated) and (all(self.names) or not named)) or totals or _NO_YEAR in self.years:
            rows = zip(told, self.names, self.rated, self.years, strict=True)
            found |= {
                row
                for row, (key, name, rated, year) in enumerate(rows)
                if not (key and rated) or (named and not name) or name in totals or year == _NO_YEAR
            }
        return sorted(found)

    def _told_without_key(self) -> list[bool]:
        """Of a table without keys the rows that are certainly a subject's: a name and a level, and no total."""
        readable = [False] * len(self.names)
        for rating in self.table.ratings:
            if rating.level:
                texts = self.body.texts(rating.level.place)
                levels = each_once(lambda text: bool(text and self.scale.read(text)), texts)
                readable = [one or other for one, other in zip(readable, levels, strict=True)]
        first, second = self.body.texts(0), self.body.texts(1)
        totals = {text for text in {*first, *second} if is_total(text)}
        rows = zip(readable, self.names, first, second, strict=True)
        return [
            bool(read and name and one and other and one not in totals and other not in totals)
            for read, name, one, other in rows
        ]

    def _read_stretch(self, start: int, stop: int) -> None:
        """Read the rows from `start` to `stop` by column; those whose rating needs it by themselves, in their order."""
        if start >= stop:
            return
        years = [self._stretch_years(rating, start, stop) for rating in self.table.ratings]
        found = [
            self._stretch_outcomes(rating, when, start) for rating, when in zip(self.table.ratings, years, strict=True)
        ]
        said = enumerate(zip(*found, strict=True), start)
        sure = not any(None in one or NOTHING in one for one in found)
        unsure = [] if sure else [row for row, one in said if None in one or one.count(NOTHING) == len(one)]
        first = start
        for row in [*unsure, stop]:
            cut = slice(first - start, row - start)
            self._write_stretch(range(first, row), [one[cut] for one in found], [when[cut] for when in years])
            if row < stop:
                self._read_row(row)
            first = row + 1

    def _stretch_years(self, rating: RatingColumns, start: int, stop: int) -> list[int | None]:
        default = rating.year or self.above.year
        if self.table.wide and rating.year is not None:
            return [rating.year] * (stop - start)
        return [year or default for year in self.years[start:stop]]

    def _stretch_outcomes(self, rating: RatingColumns, years: Sequence[int | None], start: int) -> list[Outcome | None]:
        """What the rows say, each by the scale in force in its year; None where that needs a look of its own."""
        if None in years:
            return [None] * len(years)
        scales = {year: self.scale.at(year) for year in set(years)}
        found = {year: self.outcomes.plain(rating, scale) for year, scale in scales.items()}
        if len(found) == 1:
            return next(iter(found.values()))[start : start + len(years)]
        return [found[year][row] for row, year in enumerate(years, start)]

    def _write_stretch(self, rows: range, found: Sequence[Sequence[Any]], years: Sequence[Sequence[Any]]) -> None:
        self.reading.rows += len(rows)
        self.reading.row_records += len(rows)
        self.tally.restored += sum(self.restored[rows.start : rows.stop])
        self.sums.units += range(self.table.body + rows.start, self.table.body + rows.stop)
        if len(found) == 1:
            self._write(rows, found[0], years[0])
            return
        for said, when in zip(found, years, strict=True):
            for one, year in zip(said, when, strict=True) if NOTHING in said else ():
                self.tally.blanks[year] = self.tally.blanks.get(year, 0) + (one is NOTHING)
        told = [
            (row, one, year)
            for row, said, when in zip(rows, zip(*found, strict=True), zip(*years, strict=True), strict=True)
            for one, year in zip(said, when, strict=True)
            if one is not NOTHING
        ]
        if told:
            self._write(*map(list, zip(*told, strict=True)))

    def _write(self, rows: Sequence[int], found: Sequence[Outcome], years: Sequence[int]) -> None:
        """Records of subjects, by column: of which row, what is said there, and of which year."""
        if not rows:
            return
        names, population = _take(self.names, rows), self.table.population
        units, bases = self._standing(rows)
        if population == "base_organisation":
            bases = names
        elif population in ("cell", "section_committee"):
            bases = [base or unit for unit, base in zip(units, bases, strict=True)]
        top = self.grid.top + self.table.body + 1
        letters = {one.place: column_letters(self.grid.left + one.place) for one in set(found)}
        cells = [f"{letters[one.place]}{top + row}" for row, one in zip(rows, found, strict=True)]
        if population == "member" and "" in units:
            self.tally.no_units += [cell for cell, unit in zip(cells, units, strict=True) if not unit]
        self.records.extend(
            len(rows),
            year=years,
            population=population,
            key=_take(self.keys, rows),
            name=names,
            unit=units,
            base_organisation=bases,
            kind=self._said("kind", rows),
            born=_take(self.born, rows),
            joined=_take(self.joined, rows),
            level=[one.level for one in found],
            status=[one.status for one in found],
            reason=[one.words for one in found],
            number=1,
            distinction=[self._distinction(row) for row in rows] if self._distinguishes else "",
            sheet=self.grid.name,
            cell=cells,
        )

    def _said(self, role: str, rows: Sequence[int]) -> Sequence[str]:
        texts = self.body.of(role)
        return _take(texts, rows) if texts else [""] * len(rows)

    def _standing(self, rows: Sequence[int]) -> tuple[Sequence[str], Sequence[str]]:
        """The unit that each row's subject stands directly under, and the base organisation above that."""
        units, bases = self._said("unit", rows), self._said("base", rows)
        if all(units) and all(bases) and not self.table.heading:
            return units, bases
        found = each_once(self._stands, list(zip(units, bases, strict=True)))
        return [unit for unit, _ in found], [base for _, base in found]

    def _stands(self, said: tuple[str, str]) -> tuple[str, str]:
        group, population = self.above.group, self.table.population
        base = said[1] or self.table.base or (self.above.base if self.above.base != group else "")
        if self.table.heading and fold(group).startswith("đảng bộ"):  # nearer than the heading
            base = group
        return said[0] or self.table.unit or (group if population == "member" or not base else "") or base, base

    # one row

    def _read_row(self, row: int) -> None:
        line = self.table.body + row
        if all(is_blank(cell) for cell in self.grid.rows[line]):
            return
        self.reading.rows += 1
        self.tally.restored += self.restored[row]
        self._tell_errors(row)
        key, name = self.keys[row], self.names[row]
        if reason := self.above.skip_reason(row, key, name, rated=bool(self.rated[row]), first=not self.records):
            self._skip(row, reason)
        elif not (key or (name and not self.table.needs_key)):
            message = "có mức xếp loại nhưng không có tên hay mã. Ghi rõ dòng này là của ai."
            self._reject(row, "no_subject", message)
        elif self.marks.unclear:
            self._reject(row, "two_readings", TWO_READINGS)
        elif not any(self.populations):
            self._reject(row, "no_population", _NO_POPULATION)
        else:
            self._emit(row)

    def _emit(self, row: int) -> None:
        before = len(self.records)
        for rating, population in zip(self.table.ratings, self.populations, strict=True):
            year = self._year(row, rating)
            if year is None:
                self._reject_year(row)
                return
            if not population:  # of the row's other ratings it is known whose they are
                self._problem("error", "no_population", _NO_POPULATION, self._cell(row, rating.places[0]))
            elif self.marks.counts_in(rating):
                self._count(row, rating, year, population)
            elif (found := self.outcomes.of_row(row, rating, year)) is NOTHING:
                self.tally.blanks[year] = self.tally.blanks.get(year, 0) + 1
            else:
                self._write([row], [found], [year])
        if len(self.records) == before:
            self._skip(row, "không có số liệu của năm nào")
            return
        self.reading.row_records += 1
        self.sums.units.append(self.table.body + row)
        if self.marks.counts:
            self.sums.years[self.table.body + row] = self.above.year
            self.sums.names[self.table.body + row] = self._counted(row)
        if not self.keys[row] and self.body.text(row, "card") not in BLANK_MARKS:
            self.tally.no_cards.append(self._cell(row, self.table.key[0]))
        for unread in (self._unread_born, self._unread_joined):
            if row in unread:
                self.tally.no_dates.append(self._cell(row, unread[row]))

    def _count(self, row: int, rating: RatingColumns, year: int, population: str) -> None:
        """A row of a counts sheet: one record a level or reason, each with its number and its own cell."""
        for column, number in self.marks.numbers(self.body.rows[row], rating):
            cell = self._cell(row, column.place)
            if number is None:
                found = as_text(self.body.rows[row][column.place])
                message = f'"{found[:80]}" không phải số đếm. Sửa ô này thành số nguyên.'
                self._problem("error", "not_a_count", message, cell, found)
                continue
            rated = column.level in self.scale.worst_to_best
            base, unit = self._counted(row)
            self.records.append(
                Record(
                    year, population, COUNTED, self.names[row], unit, base, self.body.text(row, "kind"),
                    self.born[row], self.joined[row], column.level if rated else "",
                    RATED if rated else column.level, "" if rated else column.title, number, self._distinction(row),
                    self.grid.name, cell,
                )
            )  # fmt: skip

    def _counted(self, row: int) -> tuple[str, str]:
        """The base organisation and the unit that a row of a counts sheet counts."""
        group, name = self.above.group, self.names[row]
        above = group if fold(group).startswith(("đảng bộ", "đảng uỷ", "chi bộ")) else ""
        base = self._standing([row])[1][0]
        return name if self._base_rows else base or above, name

    def _distinction(self, row: int) -> str:
        if not self._distinguishes:
            return ""
        exemplary = fold(self.body.text(row, "exemplary"))
        marks = ["exemplary"] if exemplary in (*MARKS, "1") or "tiêu biểu" in exemplary else []
        said = [self.body.text(row, role) for role in ("field", "distinction")]
        return "; ".join([*marks, *(words for words in said if words not in BLANK_MARKS)])

    # years: the nearest wins: the column's title, the year column, the group row, then what stands around the table

    def _own_years(self) -> list[int | None]:
        """What the column for years says; `_NO_YEAR` where that is no year.

        None where it is blank and the year around the table holds: where other rows say another one, it does not.
        """
        place = self.table.names.get("year")
        if place is None:
            return [None] * len(self.body.rows)
        years = each_once(lambda value: cell_year(value) or _NO_YEAR, self.body.values(place))
        texts = self.body.texts(place)
        said = {year for year, text in zip(years, texts, strict=True) if text and year != _NO_YEAR}
        blank = None if said <= {self.year} else _NO_YEAR
        return [year if text else blank for year, text in zip(years, texts, strict=True)]

    def _year(self, row: int, rating: RatingColumns) -> int | None:
        year = self._stretch_years(rating, row, row + 1)[0]
        return None if year == _NO_YEAR else year

    # what is told

    def _tell_possible_sums(self) -> None:
        """Units of a counts sheet whose numbers are those of their neighbours together: somebody has to look."""
        for row, parent in self.above.parents.items():
            if not parent.certain and self.table.body + row in self.sums.units:
                first, last = (self.grid.top + self.table.body + place + 1 for place in (parent.first, parent.last))
                message = (
                    f"các số của dòng này đúng bằng tổng các dòng {first}–{last}. Nếu là dòng cộng thì bị tính hai "
                    "lần: ghi «Cộng» trước tên."
                )
                self._problem("warning", "may_be_sum", message, self._first_cell(row), f"{first}–{last}")

    def _tell_errors(self, row: int) -> None:
        cells = self.grid.rows[self.table.body + row]
        for place in self.body.broken.get(row, ()):
            message = f'ô báo "{cells[place]}" nên không rõ dòng này là của ai, ở đâu. {REPAIR}'
            self._problem("error", "cell_error", message, self._cell(row, place), cells[place])

    def _reject_year(self, row: int) -> None:
        place = self.table.names.get("year")
        if place is None or self.years[row] is None:
            self._reject(row, "no_year", no_year(self.grid, rows_above(self.table.first), self.reading.file))
            return
        found = self.body.texts(place)[row]
        what = f'"{found[:80]}" không phải một năm' if found else "ô năm để trống, trong khi dòng khác ghi năm"
        self._reject(row, "no_year", f"{what}. Ghi một năm như 2022.", self._cell(row, place), found)

    def _reject(self, row: int, code: str, message: str, cell: str = "", found: str = "") -> None:
        """`cell` is that of the rating where no other is to blame."""
        self.reading.rejected += 1
        cells = self.body.rows[row]
        places = sorted({place for rating in self.table.ratings for place in rating.places})
        place = next((place for place in places if place < len(cells) and not is_blank(cells[place])), None)
        rated = self._first_cell(row) if place is None else self._cell(row, place)
        self._problem("error", code, message, cell or rated, found)

    def _skip(self, row: int, reason: str) -> None:
        self.reading.skips.append(Skip(self.reading.file, self.grid.name, self._first_cell(row), reason))

    def _first_cell(self, row: int) -> str:
        cells = self.body.rows[row]
        return self._cell(row, next((place for place, cell in enumerate(cells) if not is_blank(cell)), 0))

    def _cell(self, row: int, place: int) -> str:
        return self.grid.cell(self.table.body + row, place)

    def _problem(
        self, severity: Severity, code: str, message: str, cell: str, found: str = "", suggestion: str = ""
    ) -> None:
        sheet = self.grid.name
        self.reading.problem(severity, code, message, sheet=sheet, cell=cell, found=found, suggestion=suggestion)

    def _note_what_was_done(self) -> None:
        """What concerns many rows, once a table."""
        header = self.table.body - 1
        place = min((place for rating in self.table.ratings for place in rating.places), default=None)
        year_cell = "" if place is None else self.grid.cell(header, place)
        card_cell = self.grid.cell(header, self.table.key[0]) if self.table.key else ""
        self.tally.blank_units = [self._cell(row, place) for row, place in self._blank_units()]
        self.tally.tell(self._problem, year_cell=year_cell, card_cell=card_cell)

    def _blank_units(self) -> Iterator[tuple[int, int]]:
        """Where a subject's unit is blank below one that is written: perhaps it is meant for these rows, too."""
        for role in ("base", "unit"):
            if "" in (texts := self.body.of(role) or []):
                first = next((row for row, text in enumerate(texts) if text), len(texts))
                rows = (line - self.table.body for line in self.sums.units)
                yield from ((row, self.table.names[role]) for row in rows if row > first and not texts[row])


def _take(column: Sequence[Any], rows: Sequence[int]) -> Sequence[Any]:
    """The cells of a column in these rows."""
    return column[rows.start : rows.stop] if isinstance(rows, range) else [column[row] for row in rows]
