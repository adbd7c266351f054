"""The figures that a table prints beside its levels (totals, sums of groups, shares), and the rows each covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

from evalkit.books.cells import Share, number_at, printed_shares
from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.records import Printed, Record, row_of
from evalkit.scale import GENERAL, Scale
from evalkit.sheets.model import SUMS, Block, Column, Kind, Line, Table, Value
from evalkit.sheets.subtotals import Subtotal
from evalkit.sheets.summaries import add_up, agreeing, shares_in, summary_of
from evalkit.sheets.vocabulary import counts_organisations, group_count, is_kind_group, is_share_row
from evalkit.vietnamese.numerals import spelled_number

_HALF = 0.5000001  # of the last digit that is printed
Rows = tuple[int, int]  # first and last row of the grid


class Counted(NamedTuple):
    """The unit that a row counts, with the year and the population that words beside it name."""

    base: str = ""
    unit: str = ""
    year: int | None = None
    population: str = ""


_NOT_COUNTED = Counted()


@dataclass
class Figures:
    """Collects what a table prints, once its rows are understood. Rows are those of the grid."""

    grid: Grid
    table: Table
    scale: Scale
    file: str
    populations: dict[int, str]  # id of a block → whom it counts
    lines: Sequence[Line]
    subtotals: dict[int, Subtotal]
    units: list[int] = field(default_factory=list)  # rows that gave records
    counted: dict[int, Counted] = field(default_factory=dict)  # of counts: row → what its records say
    fractions: list[tuple[int, int]] = field(default_factory=list)  # row, column of printed numbers that are not whole
    records: Sequence[tuple[Any, ...]] = ()  # what the rows gave
    before: Figures | None = None  # of the same table, on the page before
    whole: set[int] = field(default_factory=set)  # rows that add up the pages before, too

    def __post_init__(self) -> None:
        top, form = self.table.body, self.table.label is not None
        self.kinds = {top + line.row: line for line in self.lines if line.kind is not Kind.SUBJECT or form}
        self.sums = [row for row, line in self.kinds.items() if line.kind in SUMS]
        self.groups = [row for row in self.sums if self.kinds[row].kind is Kind.SUBTOTAL]
        self.totals = [row for row in self.sums if self.kinds[row].kind is not Kind.SUBTOTAL]
        self.heads = [row for row, line in self.kinds.items() if line.kind is Kind.GROUP]
        self.runs = {top + row: (top + one.first, top + one.last) for row, one in self.subtotals.items() if one.certain}

    def printed(self) -> Iterator[Printed]:
        """Yield every printed figure with the rows that it covers."""
        if self.table.label is not None:
            yield from self._of_form()
        elif self.table.counts:
            shares = self._shares()
            for row in sorted((*self.units, *self.sums)):
                for block in self.table.blocks:
                    if block.shape.value is Value.NUMBER:
                        yield from self._of_row(row, block, shares)
            for row in self.totals:
                yield from self._in_words(row)
        elif self.table.blocks:
            for row in self.totals:
                yield from self._of_list(row)
            for row in self.heads:
                yield from self._in_words(row)
        if self.table.label is None and not self.table.wide:
            for row in self.kinds:
                yield from self._shares_in_words(row)
            for row in self.totals:
                yield from self._shares_below(row)

    # counts: figures in a unit's own row, and in the rows that add units up

    def _of_row(self, row: int, block: Block, shares: dict[tuple[int, int], Share | None]) -> Iterator[Printed]:
        own = row in self.counted
        covered = (row, row) if own else self.covered(row, block.places)
        yield from self._of_parts(row, block) if own else ()
        for column in (*block.figures, *(() if own else block.columns)):
            if column.role == "share":
                share = shares.get((row, column.place))
                if share and (measure := _measure_beside(column, block)):
                    yield self._figure(
                        row, column.place, block, f"{measure}_share", share.value, covered, share.decimals
                    )
            elif (number := self.number(row, column.place)) is not None:
                yield self._figure(row, column.place, block, column.level or column.role, number, covered)
            elif isinstance(self.grid.value(row, column.place), float):
                self.fractions.append((row, column.place))

    def _of_parts(self, row: int, block: Block) -> Iterator[Printed]:
        """Yield what the parts of a whole add up to at each level: the row prints it twice."""
        for level in dict.fromkeys(column.level for column in block.parts):
            places = [column.place for column in block.parts if column.level == level]
            numbers = [number for place in places if (number := self.number(row, place)) is not None]
            if numbers:
                yield self._figure(row, places[0], block, level, sum(numbers), (row, row))

    def _shares(self) -> dict[tuple[int, int], Share | None]:
        """Return every printed share; a column's, or else a row's, are of 1 or of 100."""
        blocks = [block for block in self.table.blocks if block.shape.value is Value.NUMBER]
        columns = [column.place for block in blocks for column in block.figures if column.role == "share"]
        found: dict[tuple[int, int], Share | None] = {}
        for row in (*self.units, *self.sums):
            shares = printed_shares([self.grid.value(row, place) for place in columns])
            found |= {(row, place): share for place, share in zip(columns, shares, strict=True)}
        return found

    # lists: how many are named, or how many at each level

    def _of_list(self, row: int) -> Iterator[Printed]:
        marked = [block for block in self.table.blocks if block.shape.value is Value.MARK]
        measures = {column.place: column.level for block in marked for column in block.columns}
        total = self.table.names.get("total")
        if total is not None and not self._adds_up(row, total):
            measures[total] = "total"
        numbers = {place: number for place in measures if (number := self.number(row, place)) is not None}
        if not numbers and not measures and not self._summaries.get(row):
            cells = enumerate(self.grid.rows[row])
            alone = [place for place, cell in cells if isinstance(cell, (int, float)) and not self._adds_up(row, place)]
            numbers = {place: number for place in alone if (number := self.number(row, place)) is not None}
            numbers = numbers if len(numbers) == 1 else {}
        for place, number in numbers.items():
            measure = measures.get(place, "total")
            yield self._figure(row, place, self.table.blocks[0], measure, number, self.covered(row, [place]))
        if not numbers:
            yield from self._in_words(row)

    # lines in words, or a number beside the word: how many stand at a level or in all

    @cached_property
    def _summaries(self) -> dict[int, dict[str, int]]:
        """Return what rows say below those whom they count, and over them where these follow at once."""
        heads = (row for row in self.heads if row + 1 in self.units)
        return {row: told for row in (*self.totals, *heads) if (told := self._summary(row))}

    def _summary(self, row: int) -> dict[str, int]:
        """Return what a row says in words; of many years in one table only how many people there are."""
        number = self.table.names.get("number") if len(self._texts(row)) > 1 else None
        texts = {place: text for place, text in self._texts(row).items() if place != number or not text.isdecimal()}
        words = " ".join(text for place, text in texts.items() if not self._adds_up(row, place))
        told = {} if self.table.counts and counts_organisations(words) else summary_of(words, self.scale)
        if row in self.heads:
            told = self._of_head(told, words, texts)
        return {what: number for what, number in told.items() if what == "total" or not self.table.wide}

    def _of_head(self, told: dict[str, int], words: str, texts: dict[int, str]) -> dict[str, int]:
        """Return what a heading says: in its words, behind its name, or in the last cell that is under no mark."""
        if told and GENERAL.issuperset(told):  # below «Không xếp loại: 2 đ/c» each has a reason of its own
            return {"total": sum(told.values())}
        if told:
            return told
        if (count := group_count(words)) and not is_kind_group(words):
            return {"total": count}
        marked = {place for block in self.table.blocks if block.shape.value is Value.MARK for place in block.places}
        place = max(texts.keys() - marked, default=0)
        if self.table.counts or place <= self.table.names.get("name", place):
            return {}
        return {"total": int(texts[place])} if texts[place].isdecimal() else summary_of(texts[place], self.scale)

    def _adds_up(self, row: int, place: int) -> bool:
        """Return whether a number is its column's sum, as of the cells below each organisation: it counts no rows."""
        number = None if self.table.counts else self.number(row, place)
        return number is not None and 0 < number == self._sum(self.units, place) != len(self.units)

    def _texts(self, row: int) -> dict[int, str]:
        return {place: as_text(cell) for place, cell in enumerate(self.grid.rows[row]) if not is_blank(cell)}

    def _in_words(self, row: int) -> Iterator[Printed]:
        told = self._summaries.get(row, {})
        texts = self._texts(row)
        for measure, number in told.items():
            place = next((place for place, text in texts.items() if str(number) in text), min(texts))
            yield self._figure(row, place, self.table.blocks[0], measure, number, self._summed_up(row))
        for place, text in texts.items() if "total" in told else ():
            spelled = spelled_number(text)
            if spelled is not None and spelled != told["total"]:
                yield self._figure(row, place, self.table.blocks[0], "total", spelled, self._summed_up(row))

    def _shares_in_words(self, row: int) -> Iterator[Printed]:
        """Yield the shares that a line below a table says, of the rows above that they fit, else of all of them."""
        above = row not in self.heads or self._next_unit(row) == self.table.end
        likely = self._above(row) if above else []
        for place, text in self._texts(row).items() if likely else ():
            for measure, (value, decimals) in shares_in(text, self.scale).items():
                rows = self._fitting(row, likely, partial(self._fits_share, measure, value, decimals))
                yield self._figure(row, place, self.table.blocks[0], f"{measure}_share", value, rows, decimals)

    def _shares_below(self, total: int) -> Iterator[Printed]:
        """Yield the shares of a row «Tỷ lệ %» right below a total, under its levels."""
        row = total + 1
        if row not in self.kinds or not any(map(is_share_row, self._texts(row).values())):
            return
        for block in self.table.blocks:
            columns = [column for column in block.columns if column.level in self.scale.worst_to_best]
            shares = printed_shares([self.grid.value(row, column.place) for column in columns])
            covered = self.covered(total, [column.place for column in columns])
            for column, share in zip(columns, shares, strict=True):
                if share:
                    measure = f"{column.level}_share"
                    yield self._figure(row, column.place, block, measure, share.value, covered, share.decimals)

    def _fits_share(self, measure: str, value: float, decimals: int, stretch: Rows, pages: Sequence[Figures]) -> int:
        added = self._added(stretch, pages)
        count = sum(added[level] for level in self.scale.in_measure(measure))
        return int(abs(count - value * added["rated"]) <= _HALF / 10 ** (decimals + 2) * added["rated"])

    def _above(self, row: int) -> list[Rows]:
        """Return the rows that a line below them may count: those since the line before, and all."""
        others = [other for other in self.totals if self._next_unit(other) < self._next_unit(row)]
        likely = [self._stretch(max(others, default=-1), row), self._stretch(-1, row)]
        return [stretch for stretch in likely if stretch]

    def _summed_up(self, row: int) -> Rows:
        """Return the rows that a line counts: down to the next heading, or those above that agree with most of it."""
        if row in self.heads:
            end = min((other for other in (*self.heads, *self.totals) if other > row), default=self.table.end)
            return self._stretch(row, end) or (row, row)
        told = self._told_with(row)
        found = self._above(row) or [(row, row)]
        return self._fitting(row, found, lambda rows, pages: agreeing(told, self._added(rows, pages)))

    def _told_with(self, row: int) -> dict[str, int]:
        """Return the numbers that have to fit the rows of a line: its own with a total, else those beside, too."""
        own = self._summaries[row]
        if "total" in own:
            return own
        beside = [told for other, told in self._summaries.items() if self._next_unit(other) == self._next_unit(row)]
        return {measure: number for told in beside if "total" not in told for measure, number in told.items()} | own

    def _added(self, stretch: Rows, pages: Sequence[Figures]) -> Counter[str]:
        """Return how many stand at each level, for each reason and in all in these rows, and on the pages before."""
        own = (one for row, one in self._measures if stretch[0] <= row <= stretch[1])
        return add_up([*own, *(one for page in pages for _, one in page._measures)], self.scale)

    @cached_property
    def _measures(self) -> list[tuple[int, tuple[str, int]]]:
        """Return the row of each record of the first block, with its level or reason and its number."""
        block, first = self.table.blocks[0], self.grid.top + 1
        own = [one for one in map(Record._make, self.records) if one.population == self.populations[id(block)]]
        return [
            (row_of(one.cell) - first, (one.level or one.status, one.number))
            for one in own
            if block.year in (None, one.year)
        ]

    def _next_unit(self, row: int) -> int:
        return next((unit for unit in self.units if unit > row), self.table.end)

    # forms: totals and numbers rated of a section

    def _of_form(self) -> Iterator[Printed]:
        for block in self.table.blocks:
            owner = next((column for column in block.figures if column.role != "share"), None)
            owner = owner or (block.columns[0] if len(block.columns) == 1 else None)
            if owner is None:
                continue
            for section in sorted({line.section for line in self.lines}):
                yield from self._of_section(block, owner, [line for line in self.lines if line.section == section])

    def _of_section(self, block: Block, owner: Column, lines: Sequence[Line]) -> Iterator[Printed]:
        top = self.table.body
        counted = [top + line.row for line in lines if line.kind is Kind.SUBJECT]
        if not counted:
            return
        covered = (min(counted), max(counted))
        for line in lines:
            if line.kind is Kind.TOTAL and (number := self.number(top + line.row, owner.place)) is not None:
                yield self._figure(top + line.row, owner.place, block, line.measure or "total", number, covered)
        for column in block.figures:
            if column.role == "share":
                yield from self._form_shares(block, column, lines, covered)

    def _form_shares(self, block: Block, column: Column, lines: Sequence[Line], covered: Rows) -> Iterator[Printed]:
        """Yield the shares of a section: levels of the rated, the rest of the total; a base's own 100 says nothing."""
        measures = {self.table.body + line.row: line.measure for line in lines if line.measure}
        shares = printed_shares([self.grid.value(row, column.place) for row in measures])
        for (row, measure), share in zip(measures.items(), shares, strict=True):
            if share and measure != "total" and not (measure == "rated" and share.value == 1):
                yield self._figure(row, column.place, block, f"{measure}_share", share.value, covered, share.decimals)

    # which rows a sum covers

    def covered(self, row: int, places: Sequence[int]) -> Rows:
        """Return the rows that a sum covers: of those it may mean, the ones whose columns fit best."""
        if row in self.runs:
            return self.runs[row]
        whole = (self.units[0], self.units[-1]) if self.units else (row, row)
        marks = sorted(self.sums)
        if row in self.groups:
            end = min((other for other in (*marks, *self.heads) if other > row), default=self.table.end)
            return self._stretch(row, end) or whole
        start = max((other for other in marks if other < row), default=-1)
        likely = [whole, self._stretch(start, row), self._stretch(-1, row)]
        if row != self.totals[-1] or self.kinds[row].kind is Kind.CARRIED:
            likely = [likely[1], *likely]
        found = [stretch for stretch in likely if stretch] or [whole]
        found = found if len(marks) > 1 else found[:1]
        return self._fitting(row, found, lambda rows, pages: self._fit(row, rows, places, pages))

    def _fitting(self, row: int, likely: Sequence[Rows], fit: Callable[[Rows, Sequence[Figures]], int]) -> Rows:
        """Return which of these rows fit best what a sum prints, the first of equals; or all with the pages before."""
        best = max(likely, key=lambda rows: fit(rows, ()))
        whole, fits = self._stretch(-1, row) or (row, row), fit(best, ())
        if self.before and (fit(whole, self.pages) > fits or (not fits and self.kinds[row].kind is Kind.TOTAL)):
            self.whole.add(row)
            return whole
        return best

    @property
    def pages(self) -> list[Figures]:
        """Return the figures of the pages before, the first page first."""
        return [*self.before.pages, self.before] if self.before else []

    def _stretch(self, above: int, below: int) -> Rows | None:
        inside = [unit for unit in self.units if above < unit < below]
        return (inside[0], inside[-1]) if inside else None

    def _fit(self, row: int, stretch: Rows, places: Sequence[int], pages: Sequence[Figures]) -> int:
        """Return in how many columns these rows, and the pages before, add up to what the row prints."""
        units = [unit for unit in self.units if stretch[0] <= unit <= stretch[1]]
        parts = [(self, units), *((page, page.units) for page in pages)]
        fits = 0
        for place in places:
            if self.table.counts:
                likely = {sum(page._sum(rows, place) for page, rows in parts)}
            else:
                likely = {sum(len(rows) for _, rows in parts), sum(page._filled(rows, place) for page, rows in parts)}
            fits += self.number(row, place) in likely
        return fits

    def across(self, row: int, places: Iterable[int]) -> int:
        """Return what a row has in these columns together."""
        return sum(self.number(row, place) or 0 for place in places)

    def _sum(self, rows: Iterable[int], place: int) -> int:
        return sum(self.number(row, place) or 0 for row in rows)

    def _filled(self, rows: Iterable[int], place: int) -> int:
        return sum(not is_blank(self.grid.value(row, place)) for row in rows)

    def number(self, row: int, place: int) -> int | None:
        """Return the whole number in a cell."""
        return number_at(self.grid, row, place)

    def _figure(
        self, row: int, place: int, block: Block, measure: str, value: float, rows: Rows, decimals: int = -1
    ) -> Printed:
        base, unit, year, population = self.counted.get(row, _NOT_COUNTED)
        line, top = self.kinds.get(row), self.grid.top + 1
        year = block.year or year or (line.year if line else None)
        population = population or self.populations[id(block)]
        if line and line.population not in ("", "organisation"):
            population = line.population
        if self.table.label is not None and line:
            population = block.population or line.population
            base = unit = ""
        where = (self.file, self.grid.name, self.grid.cell(row, place))
        first, last, pages = rows[0] + top, rows[1] + top, ""
        if row in self.whole:
            others = [page.grid.name for page in self.pages if page.grid.name != self.grid.name]
            pages = "\n".join(dict.fromkeys(others))
            parts = [page for page in self.pages if page.grid.name == self.grid.name and page.units]
            first = min([first, *(page.units[0] + page.grid.top + 1 for page in parts)])
        return Printed(year, population, base, unit, measure, value, *where, first, last, decimals, pages)


def _measure_beside(column: Column, block: Block) -> str:
    """Return the measure whose share a column prints: its title's level, else the level to its left."""
    if column.level:
        return column.level
    left = [mark for mark in (*block.columns, *block.figures) if mark.place == column.place - 1]
    return left[0].level or left[0].role if left else ""
