"""One loop for every layout: the rows of a table that are subjects, by the blocks of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from evalkit.books.cells import whole_number
from evalkit.books.grid import Grid, as_text, column_letters, is_blank
from evalkit.records import COUNTED, FileReading, Skip
from evalkit.scale import Scale
from evalkit.sheets.body import Body
from evalkit.sheets.chains import Chains
from evalkit.sheets.context import Context, why_no_year
from evalkit.sheets.departures import find_departures
from evalkit.sheets.model import REGISTER, Block, Kind, Line, Table, Value
from evalkit.sheets.printed.claims import printed_figures
from evalkit.sheets.printed.differences import tell_differences
from evalkit.sheets.printed.page import Counted, Figures
from evalkit.sheets.row_kinds import RowClassifier
from evalkit.sheets.sections import Sections
from evalkit.sheets.tally import Tally
from evalkit.sheets.values import NO_RECORD, REPAIR, Outcome, ValueReader
from evalkit.sheets.vocabulary import BLANK_MARKS, MARKS, group_name, party_unit
from evalkit.sheets.whose import is_whole
from evalkit.vietnamese import fold

UNCLEAR = (
    "đơn vị có nhiều dòng số liệu và không rõ dòng nào là kết quả cả năm đã quyết định, nên không tính. Ghi rõ ở cột "
    "bên cạnh tên: «Kế hoạch», «Kết quả», «Năm trước», «Nữ» …, hoặc chỉ giữ một dòng."
)
NO_POPULATION = (
    "không rõ đây là xếp loại của đảng viên hay của tổ chức nào. Đổi tiêu đề cột tên thành «TCCSĐ» hoặc «Chi bộ», ghi "
    "rõ trong tiêu đề bảng, hoặc thêm [[read]]."
)
TWO_READINGS = (
    "số 1 dưới các cột mức có thể là dấu xếp loại của chính đơn vị, hoặc là số đảng viên ở mức đó; không đoán. "
    "Thay 1 bằng x, hoặc thêm cột tổng số đảng viên."
)
_FATES = {
    Kind.SUBSET: "subset", Kind.PART: "subset", Kind.COMPARISON: "comparison", Kind.ASIDE: "comparison",
    Kind.TOTAL: "printed", Kind.SHARES: "printed",
    Kind.CARRIED: "printed", Kind.SUBTOTAL: "printed",
}  # fmt: skip


_FEWEST_UNITS = 3  # of which a last row is the sum, and not by chance


class TableReader:
    """Reads one table into a FileReading. Rows are counted from the table's first."""

    def __init__(
        self, grid: Grid, table: Table, scale: Scale, reading: FileReading, context: Context, *,
        year: int | None, before: Figures | None = None,
    ) -> None:  # fmt: skip
        self.grid, self.table, self.scale, self.reading, self.year = grid, table, scale, reading, year
        self.context, self.before = context, before
        self.body = Body(grid, table)
        after = before.lines[-1] if before and before.lines else None
        self.chains = Chains(self.body, context, year=year)
        rated = {*self.chains.populations.values()}
        population = next(iter(rated), "") if len(rated) == 1 else ""
        self.rows = RowClassifier(self.body, scale, year=year, population=population, after=after)
        self._problem = reading.teller(grid.name)
        self.values = ValueReader(self.body, scale, self._problem)
        self.names, self.keys = self.rows.names, self.rows.keys
        self.kinds = self.body.kinds()
        self.born, self._unread_born = self.body.dates(self.body.born)
        self.joined, self._unread_joined = self.body.dates(self.body.joined)
        self.tally, self.records = Tally(), list[tuple[Any, ...]]()
        self.fates = Counter[str]()
        self._points = self.body.points()
        self._distinguishes = bool({"exemplary", "field", "distinction"} & table.names.keys())
        self._letters = [column_letters(grid.left + place) for place in range(grid.width + 1)]
        self._unclear = self.values.ones_are_unclear()

    def read(self) -> Figures:
        """Read all rows into the reading: records, skips, rejections, problems, printed figures."""
        form = None if self.table.label is None else Sections(self.body, self.scale, year=self.year)
        lines = form.lines() if form else self.rows.lines()
        file, counted = self.reading.file, self.chains.populations
        self.figures = figures = Figures(
            self.grid, self.table, self.scale, file, counted, lines, self.rows.subtotals, self.context, self.year
        )
        figures.records, figures.before = self.records, self.before
        figures.section_sums = form.sums if form else ()
        self.reading.rows += len(lines)
        ready = self._ready()
        for plain, run in groupby(lines, key=lambda line: self._is_plain(line) and ready[line.row] is not None):
            if plain:
                self._write_run([(line, found) for line in run if (found := ready[line.row])])
            else:
                self._read_run(run)
        self.reading.records.add(self.records)
        self.reading.printed += printed_figures(figures)
        for row, place in figures.no_counts:
            self.values.tell_not_a_count(row - self.table.body, place, as_text(self.grid.rows[row][place]))
        for severity, code, message, row in form.told if form else ():
            self._problem(severity, code, message, self._first_cell(row))
        tell_differences(figures, self._problem)
        self.reading.cells.update(self.fates)
        self._tell_possible_sums()
        self.values.notes.check_names(self.figures.units)
        self._note_what_was_done()
        return figures

    def _read_run(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.row in self.body.broken:
                self._tell_errors(line.row)
            if line.kind is Kind.SUBJECT:
                self._read_row(line)
            elif line.kind is Kind.UNCLEAR:
                self._reject(line.row, "row_unclear", UNCLEAR)
            else:
                self._skip(line)

    # rows of which nothing has to be said, as most are

    def _is_plain(self, line: Line) -> bool:
        """Return whether a row is a subject's of which no group row says a year or population of its own."""
        return line.kind is Kind.SUBJECT and line.year == self.year and not line.population

    def _ready(self) -> Sequence[Outcome | None]:
        """Return what each row says where that is one word of the scale, and nothing else of the row needs a look."""
        blank: list[Outcome | None] = [None] * len(self.names)
        if len(self.table.blocks) != 1 or self.table.wide or self._unclear or "year" in self.table.names:
            return blank
        (block,) = self.table.blocks
        self._ready_year = block.year or self.year or 0
        if not self._ready_year or not self.chains.populations[id(block)]:
            return blank
        found = self.values.plain(block, self._ready_year)
        told = self.keys if self.table.key else self.names
        unsure = {*self.chains.committees, *self.body.broken, *self._unread_born, *self._unread_joined}
        return [
            one if one and key and row not in unsure else None
            for row, (one, key) in enumerate(zip(found, told, strict=True))
        ]

    def _write_run(self, lines: Sequence[tuple[Line, Outcome]]) -> None:
        (block,) = self.table.blocks
        population = self.chains.populations[id(block)]
        self.reading.row_records += len(lines)
        self.figures.units += [self.table.body + line.row for line, _ in lines]
        self.fates["read"] += len(lines)
        for line, found in lines:
            self._write(line, found, self._ready_year, population, block)

    # one row

    def _read_row(self, line: Line) -> None:
        row = line.row
        register = any(block.shape is REGISTER for block in self.table.blocks)
        nameless = self.table.needs_key or register
        if not (self.keys[row] or self.table.label is not None or (self.names[row] and not nameless)):
            what, by = ("hình thức khen", "số thẻ hay mã") if register else ("mức xếp loại", "tên hay mã")
            message = f"có {what} nhưng không có {by}. Ghi rõ {'là' if register else 'dòng này là'} của ai."
            self._reject(row, "no_subject", message)
        elif self._unclear:
            self._reject(row, "two_readings", TWO_READINGS)
        elif not any(self.chains.populations.values()) and not line.population:
            self._reject(row, "no_population", NO_POPULATION)
        else:
            self._read_blocks(line)

    def _read_blocks(self, line: Line) -> None:
        """Read each block of a row; a row of which no block says anything is skipped."""
        row, before = line.row, self._produced()
        for block in self.table.blocks:
            year = self.chains.year(line, block)
            if year is None and block.shape.value is not Value.AWARD:
                self._reject_year(row)
                return
            population = self.chains.population(line, block)
            if not population:  # of the row's other ratings it is known whose they are
                self._problem("error", "no_population", NO_POPULATION, self.body.cell(row, block.places[0]))
            else:
                self._read_block(line, block, year or 0, population)
        if self._produced() == before:
            self._skip(line._replace(kind=Kind.UNFILLED), "không có số liệu của năm nào")
            return
        self.reading.row_records += 1
        self._keep_unit(line)
        self._tally_row(row)

    def _keep_unit(self, line: Line) -> None:
        """Keep a row as one of those that printed numbers add up."""
        row = self.table.body + line.row
        self.figures.units.append(row)
        if self.table.counts:
            year = self.chains.year(line, self.table.blocks[0]) if "year" in self.table.names else line.year
            self.figures.counted[row] = Counted(*self.chains.counted_unit(line), year, line.population)

    def _keep_unfilled(self, line: Line) -> None:
        """Keep a unit that has people and no ratings; name one that has nothing: somebody may wait for its figures."""
        row = line.row
        printed = [self.body.value(row, column.place) for block in self.table.blocks for column in block.totals]
        if any(map(whole_number, printed)):
            self._keep_unit(line)
        elif self.rows.numbers[row].isdecimal() and self._has_only_a_name(row):
            self.tally.add("unit_unfilled", self._first_cell(row))

    def _has_only_a_name(self, row: int) -> bool:
        """Return whether a row has a number and a name and nothing else, nor rows below it that count its parts."""
        named = bool(self.names[row]) and len(self.body.filled_texts(row)) == 2
        return named and row not in self.body.asides.named.values()

    def _produced(self) -> int:
        return len(self.records) + len(self.reading.held)

    def _read_block(self, line: Line, block: Block, year: int, population: str) -> None:
        row = line.row
        if block.shape.value is Value.NUMBER:
            self._read_numbers(line, block, year, population)
        elif block.shape.value is Value.AWARD:
            self._keep_award(row, block, population)
        elif block.subject is not None and block.subject in self.body.inherited.get(row, ()):
            return  # a base organisation beside the first of its cells: its level is said once
        elif (found := self.values.outcome(row, block, year, line.measure)) is NO_RECORD:
            self.tally.blanks[year] += 1
        else:
            self.fates["read"] += self._filled(row, block)
            self._write(line, found, year, population, block)

    def _filled(self, row: int, block: Block) -> int:
        return sum(bool(self.body.texts(place)[row]) for place in block.places)

    def _write(self, line: Line, found: Outcome, year: int, population: str, block: Block) -> None:
        """Write the record of a subject."""
        row = line.row
        name, key = self.names[row], self.keys[row]
        if block.subject is not None and block.subject != self.table.names.get("name"):
            name, key = self.body.texts(block.subject)[row], ""
        unit, base = self.chains.unit(line)
        if population == "base_organisation":
            base = name
            unit = "" if block.subject is not None else unit
        elif population in ("cell", "section_committee"):
            base = base or unit
        cell = f"{self._letters[found.place]}{self.grid.top + self.table.body + row + 1}"
        if population == "member" and not unit:
            self.tally.add("no_unit", cell)
        points = self._points[row] if found.points is None else found.points
        kind = self.kinds[row] or (line.membership if population == "member" else "")
        distinction = self._distinction(row, found) if self._distinguishes or found.distinction else ""
        self.records.append(
            (
                year, population, key, name, unit, base, kind, self.born[row], self.joined[row], points,
                found.level, found.status, found.words, 1, distinction, self.grid.name, cell,
            )
        )  # fmt: skip

    def _read_numbers(self, line: Line, block: Block, year: int, population: str) -> None:
        """Write a record a level or reason, each with its number and its own cell."""
        row = line.row
        base, unit = self.chains.counted_unit(line)
        self.fates["read"] += self._filled(row, block)
        name, born, joined = self.names[row], self.born[row], self.joined[row]
        kind = self.kinds[row] or line.membership
        if is_whole(self.table, name):
            name, born, joined, kind = unit, "", "", kind or name
        for column, found, number in self.values.numbers(row, block, line.measure):
            if self.table.label is not None:
                if not number:
                    continue
                base, unit = self.chains.form_unit(line, column)
                name = unit
                kind = "" if column in block.figures else column.title.rpartition(" / ")[2]
                kind = "" if group_name(kind) == unit else kind
            distinction = self._distinction(row, found) if self._distinguishes else ""
            self.records.append(
                (
                    year, population, COUNTED, name, unit, base, kind or block.kind, born, joined, None, found.level,
                    found.status, found.words, number, distinction, self.grid.name, self.body.cell(row, column.place),
                )
            )  # fmt: skip

    def _keep_award(self, row: int, block: Block, population: str) -> None:
        name = self.names[row] if {"person", "surname"} & self.table.names.keys() else ""
        if held := self.values.award(row, block, population, self.keys[row], name, self.reading.file):
            self.reading.held.append(held)

    def _distinction(self, row: int, found: Outcome) -> str:
        exemplary = fold(self.body.of("exemplary")[row])
        marked = exemplary in MARKS or exemplary == "1" or "tiêu biểu" in exemplary or found.distinction == "exemplary"
        texts = [self.body.of(role)[row] for role in ("field", "distinction")]
        return "; ".join([*(["exemplary"] if marked else []), *(text for text in texts if text not in BLANK_MARKS)])

    # what is told

    def _skip(self, line: Line, reason: str = "") -> None:
        row = line.row
        self.reading.skips.append(
            Skip(self.reading.file, self.grid.name, self._first_cell(row), reason or line.kind.value)
        )
        filled = [place for place in self.table.value_places if self.body.texts(place)[row]]
        if line.kind is Kind.UNFILLED and self.table.counts and self.table.label is None:
            self._keep_unfilled(line)
        self.fates[_FATES.get(line.kind, "not read")] += len(filled)
        if line.kind is Kind.GROUP and self.rows.rated[row] and self._has_words(row, filled):
            message = (
                "dòng này nêu một đơn vị và có mức xếp loại của chính đơn vị đó, nên không tính vào đảng viên. "
                "Đưa mức của đơn vị vào một bảng riêng."
            )
            self._problem("warning", "group_rated", message, self.body.cell(row, filled[0]))
        elif line.kind is Kind.STRUCK:
            message = "cả dòng đã gạch bỏ nên không tính. Xóa hẳn dòng này, hoặc bỏ gạch ngang nếu vẫn có giá trị."
            self._problem("warning", "struck_row", message, self._first_cell(row))
        elif line.kind is Kind.LEFT:
            self.reading.departures += find_departures(
                line, self.chains, born=self.born[row], scale=self.scale, file=self.reading.file
            )
        elif line.kind is Kind.OTHER:
            self.tally.add("row_not_read", self._first_cell(row))
        elif line.kind is Kind.COMPARISON and filled and not self.rows.years.is_beside(row):
            self.tally.add("row_compares", self._first_cell(row))
        elif line.kind is Kind.ASIDE:
            self.tally.add("out_of_scope", self._first_cell(row), line.scope)

    def _has_words(self, row: int, filled: Sequence[int]) -> bool:
        """Return whether something else than a number or a mark for nothing stands in a row under the levels."""
        texts = (self.body.texts(place)[row] for place in filled)
        return any(self.scale.level_of(text) or any(map(str.isalpha, text)) for text in texts)

    def _reject(self, row: int, code: str, message: str, cell: str = "", found: str = "") -> None:
        """`cell` is that of the rating where no other is to blame."""
        self.reading.rejected += 1
        places = self.table.value_places
        place = next((place for place in places if not is_blank(self.body.value(row, place))), None)
        rated = self._first_cell(row) if place is None else self.body.cell(row, place)
        self._problem("error", code, message, cell or rated, found)

    def _reject_year(self, row: int) -> None:
        place = self.table.names.get("year")
        if place is None or self.chains.years[row] is None:
            self._reject(row, "no_year", why_no_year(self.context))
            return
        found = self.body.texts(place)[row]
        what = f'"{found[:80]}" không phải một năm' if found else "ô năm để trống, trong khi dòng khác ghi năm"
        self._reject(row, "no_year", f"{what}. Ghi một năm như 2022.", self.body.cell(row, place), found)

    def _tell_errors(self, row: int) -> None:
        cells = self.grid.rows[self.table.body + row]
        for place in self.body.broken[row]:
            message = f'ô báo "{cells[place]}" nên không rõ dòng này là của ai, ở đâu. {REPAIR}'
            self._problem("error", "cell_error", message, self.body.cell(row, place), cells[place])

    def _tell_possible_sums(self) -> None:
        """Name units of a counts sheet whose numbers are those of their neighbours together."""
        for row, subtotal in self.rows.subtotals.items():
            if not subtotal.certain and self.table.body + row in self.figures.units:
                first, last = (self.grid.top + self.table.body + place + 1 for place in (subtotal.first, subtotal.last))
                message = (
                    f"các số của dòng này đúng bằng tổng các dòng {first}–{last}. Nếu là dòng cộng thì bị tính hai "
                    "lần: ghi «Cộng» trước tên."
                )
                units = [one - self.table.body for one in self.figures.units]
                whole = len(units) > _FEWEST_UNITS and units[-1] == row and subtotal.first <= units[0]
                self._problem(
                    "error" if whole else "warning", "may_be_sum", message, self._first_cell(row), f"{first}–{last}"
                )

    def _tally_row(self, row: int) -> None:
        keyless = not self.keys[row] and "card" in self.table.names
        if keyless and self.body.of("card")[row] not in BLANK_MARKS:
            self.tally.add("no_card_number", self.body.cell(row, self.table.key[0]))
        for unread in (self._unread_born, self._unread_joined):
            if row in unread:
                self.tally.add("unread_date", self.body.cell(row, unread[row]))

    def _first_cell(self, row: int) -> str:
        cells = self.body.rows[row]
        return self.body.cell(row, next((place for place, cell in enumerate(cells) if not is_blank(cell)), 0))

    def _note_what_was_done(self) -> None:
        """Tell what concerns many rows, once a table."""
        header = self.table.body - 1
        place = min(self.table.value_places, default=None)
        year_cell = "" if place is None else self.grid.cell(header, place)
        units = [line - self.table.body for line in self.figures.units]
        by_group = {line.row for line in self.figures.lines if party_unit(line.group) == "cell"}
        restored = [line for line in self.figures.lines if line.kind is Kind.SUBJECT and self.rows.restored[line.row]]
        told = {
            "zeros_restored": [(-1, self.table.key[0]) for _ in restored],  # told at the column's title
            "unit_above": self.body.under_a_unit,
            "unit_blank": self.body.blank_units(row for row in units if row not in by_group),
            "level_remark": self.values.remarked(self.figures.units),
            "unit_is_date": self.body.dates_for_names(units),
            **{kind: [(row, 0) for row in rows] for kind, rows in self.rows.doubts.items()},
        }
        for kind, places in told.items():
            for row, place in places:
                self.tally.add(kind, self.body.cell(row, place))
        self.tally.tell(self._problem, year_cell=year_cell)
