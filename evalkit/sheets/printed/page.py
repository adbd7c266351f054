"""One page of a table with the numbers that it prints about itself: which rows each of them has to add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from evalkit.books.cells import number_at
from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.records import EVERY_YEAR, Printed, Record, row_of
from evalkit.scale import Scale
from evalkit.sheets.context import Context
from evalkit.sheets.model import SUMS, Block, Kind, Line, Table, Value, gathered
from evalkit.sheets.printed.words import add_up, gives
from evalkit.sheets.subtotals import Subtotal
from evalkit.sheets.vocabulary import MARKS, SOME_ORGANISATION, sums_years
from evalkit.sheets.whose import WHOSE
from evalkit.sheets.years import cell_year, rated_year
from evalkit.vietnamese import fold


class Rows(NamedTuple):
    """Rows of the grid, from the first to the last; with `pages` those of all pages before, too."""

    first: int
    last: int
    pages: bool = False


class Claim(NamedTuple):
    """A number or share that a cell prints: what it counts, and the rows that have to give it."""

    row: int
    place: int
    block: Block
    measure: str  # a level, a reason, "total", "due", "rated", or one of these with "_share"
    value: float | None = None  # where it is not simply what stands in the cell
    decimals: int = -1  # of a share in per cent
    rows: Rows | None = None  # where these are certain; else those that it fits best, with what is printed beside
    line: int | None = None  # lines in words that lead up to the same row count the same rows


class Fault(NamedTuple):
    """What stands in a cell and other cells contradict: what is said of it, what was found, what would be right."""

    row: int
    place: int
    message: str
    found: object = ""
    right: object = ""
    code: str = ""  # where it is not that of all faults of its kind


class Counted(NamedTuple):
    """The unit that a row counts, with the year and the population that words beside it name."""

    base: str = ""
    unit: str = ""
    year: int | None = None
    population: str = ""


_NOT_COUNTED = Counted()


@dataclass
class Figures:
    """The rows of a page by kind, once they are understood, and what they give. Rows are those of the grid."""

    grid: Grid
    table: Table
    scale: Scale
    file: str
    populations: dict[int, str]  # id of a block → whom it counts
    lines: Sequence[Line]
    subtotals: dict[int, Subtotal]
    context: Context
    year: int | None  # of the table
    units: list[int] = field(default_factory=list)  # rows that gave records
    counted: dict[int, Counted] = field(default_factory=dict)  # of counts: row → what its records say
    no_counts: list[tuple[int, int]] = field(default_factory=list)  # row, column of cells that should print a number
    records: Sequence[tuple[Any, ...]] = ()  # what the rows gave
    before: Figures | None = None  # of the same table, on the page before
    section_sums: Sequence[tuple[int, int, int, int]] = ()  # of a form: row and column of a whole, printed and added
    covers: dict[int, Rows] = field(default_factory=dict)  # row → the rows that what it prints was found to cover

    def __post_init__(self) -> None:
        top, form = self.table.body, self.table.label is not None
        self.kinds = {top + line.row: line for line in self.lines if line.kind is not Kind.SUBJECT or form}
        self.sums = sorted(row for row, line in self.kinds.items() if line.kind in SUMS)
        self.groups = [row for row in self.sums if self.kinds[row].kind is Kind.SUBTOTAL]
        self.totals = [row for row in self.sums if row not in self.groups]
        self.heads = [row for row, line in self.kinds.items() if line.kind is Kind.GROUP]
        self.runs = {
            top + row: Rows(top + one.first, top + one.last) for row, one in self.subtotals.items() if one.certain
        }
        self.counts = self.table.blocks_of(Value.NUMBER)

    @cached_property
    def sections(self) -> dict[int, list[tuple[int, Line]]]:
        """Return the lines of each section of a form, with their rows."""
        return gathered((line.section, (self.table.body + line.row, line)) for line in self.lines)

    @cached_property
    def mixed_totals(self) -> list[int]:
        """Return the totals of rows that count different organisations, whom no one population holds together."""
        populations = {unit.population for unit in self.counted.values()}
        return self.totals if WHOSE in self.table.names and len(populations) > 1 else []

    @property
    def pages(self) -> list[Figures]:
        """Return the figures of the pages before, the first page first."""
        return [*self.before.pages, self.before] if self.before else []

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and the last row that gave a record, as Excel numbers them."""
        return self.units[0] + self.grid.top + 1, self.units[-1] + self.grid.top + 1

    # what stands in cells

    def number(self, row: int, place: int) -> int | None:
        """Return the whole number in a cell."""
        return number_at(self.grid, row, place)

    def texts(self, row: int) -> dict[int, str]:
        """Return the texts of a row, by column."""
        return {place: as_text(cell) for place, cell in enumerate(self.grid.rows[row]) if not is_blank(cell)}

    def across(self, row: int, places: Iterable[int]) -> int:
        """Return what a row has in these columns together."""
        return sum(self.number(row, place) or 0 for place in places)

    def down(self, rows: Iterable[int], place: int) -> int:
        """Return what a column has in these rows together."""
        return sum(self.number(row, place) or 0 for row in rows)

    def sums_column(self, row: int, place: int) -> bool:
        """Return whether a list prints here how many marks or what sum a column has, as of women: not all people."""
        number = None if self.table.counts else self.number(row, place)
        if not number or number == len(self.units):
            return False
        marks = sum(fold(self.grid.text(unit, place)) in MARKS for unit in self.units)
        return number in (marks, self.down(self.units, place))

    # which rows a number may add up

    def covered(self, claims: Sequence[Claim]) -> Rows:
        """Return the rows that numbers printed together cover: of those they may mean, the first that fit most."""
        row, likely = claims[0].row, self.likely(claims[0].row)
        if len(likely) > 1:
            year, population = self._whose(row, claims[0].block)
            added = {rows: self._added(rows, year, population) for rows in likely}
            likely.sort(key=lambda rows: -sum(_gives(added[rows], claim, self.scale) for claim in claims))
        self.covers.setdefault(row, likely[0])
        return likely[0]

    def likely(self, row: int) -> list[Rows]:
        """Return the rows that a sum may mean: its group's, those since the sum before, all above, all of the page.

        Shares may be those of the unit right above, too.
        """
        below = self._below(row) if row in self.heads or row in self.groups else None
        if certain := self.runs.get(row) or below:
            return [certain]
        since = max((other for other in self.sums if self.next_unit(other) < self.next_unit(row)), default=-1)
        above, whole = [self._between(since, row), self._between(-1, row)], self._whole(row)
        last = row in self.totals[-1:] and self.kinds[row].kind is not Kind.CARRIED
        own = self._shares_of(row)
        likely = [rows for rows in (own, *([whole, *above] if last else [*above, whole])) if rows]
        return self._with_pages(row, likely[:1] if self.sums == [row] else likely)

    def _with_pages(self, row: int, likely: list[Rows]) -> list[Rows]:
        """Return these, and all rows above with the pages before: a total means them, if nothing fits better."""
        if not self.before:
            return likely
        every = (self._between(-1, row) or Rows(row, row))._replace(pages=True)
        is_total = row in self.totals and self.kinds[row].kind is Kind.TOTAL
        return [every, *likely] if is_total else [*likely, every]

    def _shares_of(self, row: int) -> Rows | None:
        """Return the unit right above a row of shares; None for another row, and below a sum."""
        if row not in self.kinds or self.kinds[row].kind is not Kind.SHARES:
            return None
        above = max((other for other in (*self.units, *self.sums) if other < row), default=row)
        return Rows(above, above) if above in self.units else None

    def _below(self, row: int) -> Rows | None:
        ends = (*self.heads, *(self.totals if row in self.heads else self.sums))
        return self._between(row, min((other for other in ends if other > row), default=self.table.end))

    def rows_below(self, row: int) -> int:
        """Return how many rows below a heading gave records."""
        below = self._below(row)
        return sum(below.first <= unit <= below.last for unit in self.units) if below else 0

    def _whole(self, row: int) -> Rows:
        return Rows(self.units[0], self.units[-1]) if self.units else Rows(row, row)

    def _between(self, above: int, below: int) -> Rows | None:
        inside = [unit for unit in self.units if above < unit < below]
        return Rows(inside[0], inside[-1]) if inside else None

    def next_unit(self, row: int) -> int:
        """Return the next row below that gave a record."""
        return next((unit for unit in self.units if unit > row), self.table.end)

    # what these rows give

    def _added(self, rows: Rows, year: int | None, population: str) -> Counter[str]:
        """Return how many stand at each level, for each reason and in all in these rows."""
        key = year, population
        own = (number for row, number in self._of(*key) if rows.first <= row <= rows.last)
        before = (number for page in self.pages if rows.pages for _, number in page._of(*key))
        return add_up((*own, *before), self.scale)

    def _of(self, year: int | None, population: str) -> Iterable[tuple[int, tuple[str, int]]]:
        every = [key for key in self._given if year == EVERY_YEAR and key[1] == population]
        return chain.from_iterable(self._given.get(key, ()) for key in every or [(year, population)])

    @cached_property
    def _given(self) -> dict[tuple[int | None, str], list[tuple[int, tuple[str, int]]]]:
        """Return what records say, by year and population: row, and the number of a level or reason."""
        return gathered(
            ((one.year, one.population), (row, (one.level or one.status, one.number))) for row, one in self.rated
        )

    @cached_property
    def rated(self) -> list[tuple[int, Record]]:
        """Return what the rows gave, each record with its row."""
        top = self.grid.top + 1
        return [(row_of(one.cell) - top, one) for one in map(Record._make, self.records)]

    def _whose(self, row: int, block: Block) -> tuple[int | None, str]:
        """Return the year and the population of a figure in a row: of the block, the row, or the group above it."""
        unit, line = self.counted.get(row, _NOT_COUNTED), self.kinds.get(row)
        if row < self.table.body or not (line or unit.unit):  # in the header, or beside somebody
            line = next((line for line in self.lines if line.year and self.table.body + line.row >= row), None)
        if own := self._shares_of(row):
            unit = self.counted.get(own.first, unit)
        year = block.year or unit.year or (line.year if line else None)
        if line and "year" in self.table.names and not (block.year or unit.year):
            year = self.year_of_sum(row)
        if line and self.table.label is not None:
            return year, block.population or line.population
        if line and line.population not in ("", SOME_ORGANISATION):
            return year, line.population
        if row in self.groups:  # «TỔ CHỨC ĐẢNG» over «Chi bộ trực thuộc»
            unit = self.counted.get(self.next_unit(row), unit)
        return year, unit.population or self.populations[id(block)]

    def year_of_sum(self, row: int) -> int:
        """Return the year of a sum where rows have their own, as it says; else it adds up rows of whichever year."""
        words = [text for text in self.texts(row).values() if not (text.isdecimal() or sums_years(text))]
        own = cell_year(self.grid.value(row, self.table.names["year"]))
        return own or rated_year(" ".join(words)) or EVERY_YEAR

    # the figure that is checked

    def figure(self, claim: Claim, rows: Rows) -> Printed:
        """Return a claim with its year, its population, its place in the file and the rows that have to give it."""
        unit = _NOT_COUNTED if self.table.label is not None else self.counted.get(claim.row, _NOT_COUNTED)
        year, population = self._whose(claim.row, claim.block)
        first, others = self._first(rows)
        where = (self.file, self.grid.name, self.grid.cell(claim.row, claim.place))
        return Printed(
            year, population, unit.base, unit.unit, claim.measure, 0 if claim.value is None else claim.value, *where,
            first, rows.last + self.grid.top + 1, claim.decimals, others,
        )  # fmt: skip

    def _first(self, rows: Rows) -> tuple[int, str]:
        """Return the first row as Excel numbers it, and the other sheets all of whose rows are covered."""
        first, others = rows.first + self.grid.top + 1, dict[str, None]()
        for page in self.pages if rows.pages else ():
            if page.grid.name != self.grid.name:
                others[page.grid.name] = None
            elif page.units:
                first = min(first, page.span[0])
        return first, "\n".join(others)


def _gives(added: Counter[str], claim: Claim, scale: Scale) -> bool:
    """Return whether rows that add up to this give what a cell prints."""
    return gives(added, claim.measure, claim.value or 0, claim.decimals, scale)
