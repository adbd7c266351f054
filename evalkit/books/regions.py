"""Where the filled cells of a sheet are, so that a far cell costs what it holds and not the blanks before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

FEW_CELLS = 1_000_000  # a smaller sheet is taken as it is
_FAR_ROWS = 5000  # so many blank rows, or columns, part one region from the next
_FAR_COLUMNS = 100

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Region:
    """Cells of a sheet that stand together: `rows[0][0]` is the cell at `top`, `left`."""

    top: int
    left: int
    rows: list[list[Any]]

    @property
    def corner(self) -> tuple[int, int]:
        return self.top, self.left

    def shows_row(self, number: int) -> bool:
        """Return whether a row is one of its own, by the number that Excel shows."""
        return self.top < number <= self.top + len(self.rows)

    def holds(self, row: int, column: int) -> bool:
        """Return whether a cell of the sheet stands in this region, between the ends of its row."""
        row, column = row - self.top, column - self.left
        return 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])

    def own(self, cells: Mapping[tuple[int, int], Kept]) -> dict[tuple[int, int], Kept]:
        """Return what is known of its cells, in coordinates of `rows`."""
        return {(r - self.top, c - self.left): kept for (r, c), kept in cells.items() if self.holds(r, c)}

    def put(self, row: int, column: int, value: Any) -> None:
        """Set a cell of `rows`; its row is copied first, as blank rows may be one and the same."""
        self.rows[row] = [*self.rows[row]]
        self.rows[row][column] = value


def regions_of(sheet: Any) -> Iterator[Region]:
    """Yield the regions of a large sheet: cut by rows that stand far apart, then by columns."""
    _, left = sheet.start
    blank = [""] * sheet.width
    filled = {row: cells for row, cells in enumerate(sheet.iter_rows()) if cells != blank}
    for numbers in _together(sorted(filled), _FAR_ROWS):
        columns = zip(*(filled[number] for number in numbers), strict=True)
        used = [place for place, cells in enumerate(columns) if cells.count("") < len(cells)]
        for places in _together(used, _FAR_COLUMNS):
            start, end = places[0], places[-1] + 1
            cut = {number: filled[number][start:end] for number in numbers}
            blank = [""] * (end - start)
            rows = [cut.get(number, blank) for number in range(numbers[0], numbers[-1] + 1)]
            yield Region(numbers[0], left + start, rows)


def _together(numbers: Sequence[int], gap: int) -> Iterator[Sequence[int]]:
    """Yield the numbers cut where so many are missing."""
    starts = [place for place in range(1, len(numbers)) if numbers[place] - numbers[place - 1] > gap]
    for start, end in zip([0, *starts], [*starts, len(numbers)], strict=True):
        if numbers:
            yield numbers[start:end]
