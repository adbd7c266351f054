"""One sheet as a grid of cells, each with its address and what it shows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from typing import Any, TypeVar

from evalkit.books.addresses import column_letters, position
from evalkit.books.old_fonts import Converted
from evalkit.books.unseen import CellError
from evalkit.vietnamese import clean

__all__ = ["Grid", "Merge", "as_text", "column_letters", "each_once", "is_blank", "place"]

Found = TypeVar("Found")
Kept = TypeVar("Kept")
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Grid:
    """One sheet: `rows[r][c]` is the cell at sheet row `top + r`, column `left + c` (both from 0); "" is blank.

    Rows may have different lengths. Cells very far from the others are a grid of their own, of the same name.
    """

    name: str
    hidden: bool
    rows: list[list[Any]]
    top: int = 0
    left: int = 0
    merges: tuple[Merge, ...] = ()  # in coordinates of `rows`: first and last (row, column), both included
    has_errors: bool = False  # some cells are a CellError
    hidden_rows: frozenset[int] = frozenset()  # numbers as Excel shows them
    hidden_columns: tuple[tuple[int, int], ...] = ()  # spans of columns of the sheet, from 0
    shows_errors: bool = True  # False: an error value looks like a blank cell
    struck: frozenset[tuple[int, int]] = frozenset()  # cells that are struck through, in coordinates of `rows`
    unstruck: Mapping[tuple[int, int], str] = field(default_factory=dict)  # cells without their struck words
    raised: Mapping[tuple[int, int], str] = field(
        default_factory=dict
    )  # raised marks of footnotes, taken off the cells
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)  # without their authors
    margins: tuple[str, ...] = ()  # lines printed above and below each page
    formats_seen: bool = True  # False: what is hidden, struck through or commented on cannot be told
    is_text: bool = False  # a csv file
    converted: Converted | None = None  # text of old fonts, now in Unicode

    def cell(self, row: int, column: int) -> str:
        """Return the address of a cell, as Excel shows it: "H17"."""
        return f"{column_letters(self.left + column)}{max(self.top + row, 0) + 1}"

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows, cleaned; "" outside the sheet."""
        return as_text(self.value(row, column))

    def value(self, row: int, column: int) -> Any:
        """Return what a cell holds; "" outside the sheet."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""

    def texts(self, row: int) -> list[str]:
        """Return what each cell of a row shows, cleaned."""
        return [as_text(cell) for cell in self.rows[row]]

    def filled(self, row: int) -> list[int]:
        """Return the columns in which a row has something."""
        return [column for column, cell in enumerate(self.rows[row]) if not is_blank(cell)]

    def filled_texts(self, row: int) -> list[str]:
        """Return what the cells of a row show that are not blank, cleaned."""
        return [text for cell in self.rows[row] if (text := as_text(cell))]

    def texts_below(self, column: int, rows: Iterable[int]) -> list[str]:
        """Return what a column shows in these rows, cleaned, without its blanks."""
        return [text for row in rows if (text := self.text(row, column))]

    def from_column(self, column: int) -> Grid:
        """Return the grid without the columns before this one; one below 0 adds blank columns."""

        def moved(cells: Mapping[tuple[int, int], Kept]) -> dict[tuple[int, int], Kept]:
            return {(row, place - column): kept for (row, place), kept in cells.items() if place >= column}

        return replace(
            self,
            rows=[[""] * -column + row[max(column, 0) :] for row in self.rows],
            left=self.left + column,
            merges=tuple(
                ((top, left - column), (bottom, right - column))
                for (top, left), (bottom, right) in self.merges
                if left >= column
            ),
            struck=frozenset((row, place - column) for row, place in self.struck if place >= column),
            unstruck=moved(self.unstruck),
            raised=moved(self.raised),
            comments=moved(self.comments),
        )

    @cached_property
    def merged_from(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For every covered cell of the small merges (headers, groups) the cell that holds the text."""
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merges
            if (bottom - top + 1) * (right - left + 1) <= 5000
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    @cached_property
    def spanned(self) -> frozenset[int]:
        """The rows in which a small merge covers several columns."""
        return frozenset(row for (row, column), (_, left) in self.merged_from.items() if column > left)

    @cached_property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @cached_property
    def columns(self) -> list[tuple[Any, ...]]:
        """The cells by column, each as long as the sheet; "" beyond a row's end."""
        alike = len(set(map(len, self.rows))) == 1
        return list(zip(*self.rows, strict=True) if alike else zip_longest(*self.rows, fillvalue=""))


def place(address: str, top: int = 0, left: int = 0) -> tuple[int, int]:
    """Return row and column of an address, counted from a corner: "B3" → (2, 1)."""
    row, column = position(address)
    return row - top, column - left


def as_text(value: Any) -> str:
    """Return a cell as text: 2022.0 → "2022", a date → "31/12/2022", text cleaned."""
    if value.__class__ is str:
        return clean(value)
    if isinstance(value, CellError):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def is_blank(value: Any) -> bool:
    """Nothing in the cell, or nothing that can be seen."""
    return value.__class__ is str and (not value or not clean(value))


def each_once(look: Callable[[Any], Found], values: Sequence[Any]) -> list[Found]:
    """`look` at every value, at equal ones once."""
    known = {value: look(value) for value in set(values)}
    return [known[value] for value in values]


def first_of(look: Callable[[Any], Found], values: Iterable[Any], otherwise: Found) -> Found:
    """Return the first that `look` finds in a value; `otherwise` where it finds nothing in any."""
    return next(filter(None, map(look, values)), otherwise)


def most_are(look: Callable[[Any], Any], values: Collection[Any]) -> bool:
    """Return whether `look` finds something in more than half of the values."""
    return 2 * sum(map(bool, map(look, values))) > len(values)


def is_number(cell: Any) -> bool:
    """Return whether a cell holds a number, not a text that looks like one."""
    return isinstance(cell, (int, float))
