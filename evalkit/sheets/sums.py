"""The figures that a table prints beside its levels (totals, sums of groups, shares), and the rows each covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evalkit.books.cells import BLANK_MARKS, Share, printed_shares, whole_number
from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.records import Printed
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.titles import Column


@dataclass(frozen=True)
class Block:
    """The level columns of one population and year, and whether they count people."""

    rating: RatingColumns
    population: str
    counts: bool


@dataclass
class Sums:
    """Collects, while a table is read, the rows of its units and the rows that add them up."""

    grid: Grid
    table: Table
    file: str
    units: list[int] = field(default_factory=list)  # rows that gave records
    names: dict[int, tuple[str, str]] = field(default_factory=dict)  # of a counts sheet: row → base organisation, unit
    years: dict[int, int | None] = field(default_factory=dict)
    totals: list[int] = field(default_factory=list)
    counts: bool = False  # numbers of people stand under the levels
    runs: dict[int, tuple[int, int]] = field(default_factory=dict)  # of those whose rows are known: first, last
    heads: list[int] = field(default_factory=list)  # rows that name a group and print nothing
    groups: list[int] = field(default_factory=list)  # rows "I", "A" that print the sum of the rows below

    def figures(self, blocks: Sequence[Block]) -> Iterator[Printed]:
        """Every printed figure, with the rows it covers."""
        self.counts = any(block.counts for block in blocks)
        if self.counts:
            shares = self._shares(blocks)
            for row in sorted((*self.units, *self.totals, *self.groups)):
                for block in blocks:
                    if block.counts:
                        yield from self._of_row(row, block, shares)
        else:
            for row in self.totals:
                yield from self._of_list(row, blocks)

    def _of_row(self, row: int, block: Block, shares: dict[tuple[int, int], Share | None]) -> Iterator[Printed]:
        own = row in self.names
        first, last = (row, row) if own else self._covered(row, [column.place for column in block.rating.marks])
        for column in (*block.rating.figures, *(() if own else block.rating.marks)):
            if column.role == "share":
                share = shares.get((row, column.place))
                if share and (measure := self._measure_beside(column, block)):
                    yield self._printed(
                        row, column.place, block, f"{measure}_share", share.value, first, last, share.decimals
                    )
            elif (number := self._number(row, column.place)) is not None:
                measure = column.level or column.role
                yield self._printed(row, column.place, block, measure, number, first, last)

    def _of_list(self, row: int, blocks: Sequence[Block]) -> Iterator[Printed]:
        """The total of a list: how many it names, or how many at each level."""
        places = {column.place: column.level for block in blocks for column in block.rating.marks}
        if "total" in self.table.names:
            places[self.table.names["total"]] = "total"
        numbers = [place for place, cell in enumerate(self.grid.rows[row]) if isinstance(cell, (int, float))]
        numbers = [place for place in numbers if self._number(row, place) is not None]
        if not places and len(numbers) == 1:
            places[numbers[0]] = "total"
        for place, measure in places.items():
            if (number := self._number(row, place)) is not None and blocks:
                yield self._printed(row, place, blocks[0], measure, number, *self._covered(row, [place]))

    def _printed(
        self, row: int, place: int, block: Block, measure: str, value: float, first: int, last: int, decimals: int = -1
    ) -> Printed:
        base, unit = self.names.get(row, ("", ""))
        year = block.rating.year or self.years.get(row)
        top = self.grid.top + 1
        where = (self.file, self.grid.name, self.grid.cell(row, place))
        return Printed(year, block.population, base, unit, measure, value, *where, first + top, last + top, decimals)

    def _covered(self, row: int, places: Sequence[int]) -> tuple[int, int]:
        """First and last row that a sum covers: of the stretches that it may mean, the one whose columns fit best."""
        if row in self.runs:
            return self.runs[row]
        whole = (self.units[0], self.units[-1]) if self.units else (row, row)
        marks = sorted((*self.totals, *self.groups))
        if row in self.groups:
            end = min((other for other in (*marks, *self.heads) if other > row), default=self.table.end)
            return self._stretch(row, end) or whole
        start = max((other for other in marks if other < row), default=-1)
        likely = [whole, self._stretch(start, row), self._stretch(-1, row)]
        if row != self.totals[-1]:
            likely = [likely[1], *likely]
        found = [stretch for stretch in likely if stretch] or [whole]
        return max(found, key=lambda stretch: self._fit(row, stretch, places)) if len(marks) > 1 else found[0]

    def _stretch(self, above: int, below: int) -> tuple[int, int] | None:
        inside = [unit for unit in self.units if above < unit < below]
        return (inside[0], inside[-1]) if inside else None

    def _fit(self, row: int, stretch: tuple[int, int], places: Sequence[int]) -> int:
        """How many columns add up to what the row prints."""
        units = [unit for unit in self.units if stretch[0] <= unit <= stretch[1]]
        if not self.counts:
            return sum(self._number(row, place) in (len(units), self._filled(units, place)) for place in places)
        return sum(
            sum(self._number(unit, place) or 0 for unit in units) == self._number(row, place) for place in places
        )

    def _filled(self, units: Sequence[int], place: int) -> int:
        return sum(place < len(self.grid.rows[unit]) and not is_blank(self.grid.rows[unit][place]) for unit in units)

    def _number(self, row: int, place: int) -> int | None:
        cells = self.grid.rows[row]
        return whole_number(cells[place]) if place < len(cells) and as_text(cells[place]) not in BLANK_MARKS else None

    def _shares(self, blocks: Sequence[Block]) -> dict[tuple[int, int], Share | None]:
        """Every printed share of the table; whether they are of 1 or of 100 is told from all of them together."""
        columns = [column.place for block in blocks for column in block.rating.figures if column.role == "share"]
        rows = sorted((*self.units, *self.totals, *self.groups))
        places = [(row, place) for row in rows for place in columns if place < len(self.grid.rows[row])]
        return dict(zip(places, printed_shares([self.grid.rows[row][place] for row, place in places]), strict=True))

    @staticmethod
    def _measure_beside(column: Column, block: Block) -> str:
        """The measure whose share a column prints: its title's level, else the level to its left."""
        if column.level:
            return column.level
        left = [mark for mark in (*block.rating.marks, *block.rating.figures) if mark.place == column.place - 1]
        return left[0].level or left[0].role if left else ""
