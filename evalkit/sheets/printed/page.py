"""One page of a table with the numbers that it prints about itself: which rows each of them has to add up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
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
Whose = tuple[int | None, str]  # a year and a population


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
        self.groups = [row for row in self.sums if self.is_kind(row, Kind.SUBTOTAL)]
        self.totals = [row for row in self.sums if not self.is_kind(row, Kind.SUBTOTAL)]
        self.heads = sorted(row for row in self.kinds if self.is_head(row))
        self.runs = {
            top + row: Rows(top + one.first, top + one.last) for row, one in self.subtotals.items() if one.certain
        }
        self.counts = self.table.blocks_of(Value.NUMBER)
        self._in_columns: dict[int, tuple[int, int]] = {}  # column → marks, and the sum of numbers
        self._through: dict[Whose, Counter[str]] = {}  # what this page and all before give, once asked for

    def is_kind(self, row: int, kind: Kind) -> bool:
        """Return whether a row is of a kind."""
        return row in self.kinds and self.kinds[row].kind is kind

    def is_head(self, row: int) -> bool:
        """Return whether a row is a heading over others."""
        return self.is_kind(row, Kind.GROUP)

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
        pages, page = list[Figures](), self.before
        while page:
            pages.append(page)
            page = page.before
        return pages[::-1]

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
        if place not in self._in_columns:
            marks = sum(fold(self.grid.text(unit, place)) in MARKS for unit in self.units)
            self._in_columns[place] = marks, self.down(self.units, place)
        return number in self._in_columns[place]

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
        below = self._below(row) if self.is_head(row) or self.is_kind(row, Kind.SUBTOTAL) else None
        if certain := self.runs.get(row) or below:
            return [certain]
        above_it = bisect_right(self.units, row)
        since = _above(self.sums, self.units[above_it - 1]) if above_it else -1  # a unit stands between them
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
        return [every, *likely] if self.is_kind(row, Kind.TOTAL) else [*likely, every]

    def _shares_of(self, row: int) -> Rows | None:
        """Return the unit right above a row of shares; None for another row, and below a sum."""
        above = _above(self.units, row) if self.is_kind(row, Kind.SHARES) else -1
        return Rows(above, above) if above >= max(_above(self.sums, row), 0) else None

    def _below(self, row: int) -> Rows | None:
        ends = (self.heads, self.totals if self.is_head(row) else self.sums)
        return self._between(row, min(_behind(rows, row, self.table.end) for rows in ends))

    def rows_below(self, row: int) -> int:
        """Return how many rows below a heading gave records."""
        below = self._below(row)
        return len(self.units_in(below)) if below else 0

    def _whole(self, row: int) -> Rows:
        return Rows(self.units[0], self.units[-1]) if self.units else Rows(row, row)

    def _between(self, above: int, below: int) -> Rows | None:
        first, behind = bisect_right(self.units, above), bisect_left(self.units, below)
        return Rows(self.units[first], self.units[behind - 1]) if first < behind else None

    def units_in(self, rows: Rows) -> Sequence[int]:
        """Return those of these rows that gave records."""
        return self.units[bisect_left(self.units, rows.first) : bisect_right(self.units, rows.last)]

    def is_unit(self, row: int) -> bool:
        """Return whether a row gave records."""
        return bool(self.units_in(Rows(row, row)))

    def next_unit(self, row: int) -> int:
        """Return the next row below that gave a record."""
        return _behind(self.units, row, self.table.end)

    # what these rows give

    def _added(self, rows: Rows, year: int | None, population: str) -> Counter[str]:
        """Return how many stand at each level, for each reason and in all in these rows."""
        key = year, population
        before = self._on_pages_before(key).items() if rows.pages else ()
        return add_up((*self._of(key, rows), *before), self.scale)

    def _on_pages_before(self, key: Whose) -> Counter[str]:
        """Return what stands at each level and for each reason on all pages before."""
        page, pages = self.before, list[Figures]()
        while page and key not in page._through:
            pages.append(page)
            page = page.before
        added = page._through[key].copy() if page else Counter[str]()
        for page in reversed(pages):
            for what, number in page._of(key, Rows(0, len(page.grid.rows))):
                added[what] += number
            page._through[key] = added.copy()
        return added

    def _of(self, key: Whose, rows: Rows) -> Iterator[tuple[str, int]]:
        """Yield how many stand at each level and for each reason in these rows."""
        year, population = key
        every = [one for one in self._given if year == EVERY_YEAR and one[1] == population]
        for one in every or [key]:
            for what, (inside, running) in self._given.get(one, {}).items():
                yield what, running[bisect_right(inside, rows.last)] - running[bisect_left(inside, rows.first)]

    @cached_property
    def _given(self) -> dict[Whose, dict[str, tuple[list[int], list[int]]]]:
        """Return what records say, by year and population and by level or reason: their rows in order, and how many
        there are above each of them and in all.
        """
        found: dict[Whose, dict[str, list[tuple[int, int]]]] = {}
        for row, one in self.rated:
            of_key = found.setdefault((one.year, one.population), {})
            of_key.setdefault(one.level or one.status, []).append((row, one.number))
        return {
            key: {
                what: ([row for row, _ in sorted(told)], [*accumulate((one for _, one in sorted(told)), initial=0)])
                for what, told in of_key.items()
            }
            for key, of_key in found.items()
        }

    @cached_property
    def _dated(self) -> list[Line]:
        """Return the lines that have a year."""
        return [line for line in self.lines if line.year]

    @cached_property
    def rated(self) -> list[tuple[int, Record]]:
        """Return what the rows gave, each record with its row."""
        top = self.grid.top + 1
        return [(row_of(one.cell) - top, one) for one in map(Record._make, self.records)]

    def _whose(self, row: int, block: Block) -> tuple[int | None, str]:
        """Return the year and the population of a figure in a row: of the block, the row, or the group above it."""
        unit, line = self.counted.get(row, _NOT_COUNTED), self.kinds.get(row)
        if row < self.table.body or not (line or unit.unit):  # in the header, or beside somebody
            at = bisect_left(self._dated, row - self.table.body, key=attrgetter("row"))
            line = self._dated[at] if at < len(self._dated) else None
        if own := self._shares_of(row):
            unit = self.counted.get(own.first, unit)
        year = block.year or unit.year or (line.year if line else None)
        if line and "year" in self.table.names and not (block.year or unit.year):
            year = self.year_of_sum(row)
        if line and self.table.label is not None:
            return year, block.population or line.population
        if line and line.population not in ("", SOME_ORGANISATION):
            return year, line.population
        if self.is_kind(row, Kind.SUBTOTAL):  # «TỔ CHỨC ĐẢNG» over «Chi bộ trực thuộc»
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


def _above(rows: Sequence[int], row: int) -> int:
    """Return the last of sorted rows before a row; -1 where none is."""
    place = bisect_left(rows, row)
    return rows[place - 1] if place else -1


def _behind(rows: Sequence[int], row: int, end: int) -> int:
    """Return the first of sorted rows behind a row; the end where none is."""
    place = bisect_right(rows, row)
    return rows[place] if place < len(rows) else end
