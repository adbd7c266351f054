"""What is written once for several rows: in merged cells, or with "nt" for "như trên" below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from evalkit.books.grid import Grid, is_blank
from evalkit.sheets.table import Table
from evalkit.vietnamese import fold

_ROLES = frozenset(
    {"unit", "base", "section", "cell", "name", "person", "card", "code", "born", "joined"}
    | {"year", "level", "reason", "note"}
)  # not of figures: a number merged over several rows is none of theirs
_UNITS = ("unit", "base", "section", "cell")
_DITTO = frozenset({'"', "''", "”", "〃", "nt", "-nt-", "- nt -", "n/t", "như trên", "-như trên-"})
_LONG = 16  # letters; no such mark has more


def written_above(grid: Grid, table: Table) -> dict[int, list[tuple[int, int]]]:
    """Row → (column, row of the text), for every row that says something itself below a merged cell's first."""
    places = {*table.key, *(place for role, place in table.names.items() if role in _ROLES)}
    places |= {column.place for column in table.columns if column.role in _ROLES}
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in grid.merges:
        if left == right and left in places and top >= table.body:
            for row in range(top + 1, min(bottom + 1, table.end)):
                if not all(map(is_blank, grid.rows[row])):  # two rows a person, merged in every column
                    found.setdefault(row, []).append((left, top))
    for place in sorted({table.names[role] for role in _UNITS if role in table.names}):
        for row, top in _dittos(grid.columns[place], range(table.body, table.end)):
            found.setdefault(row, []).append((place, top))
    return found


def _dittos(column: Sequence[Any], rows: range) -> Iterator[tuple[int, int]]:
    """The rows with a mark for what stands above, and the row where that stands."""
    marks = {cell for cell in set(column) if cell.__class__ is str and len(cell) < _LONG and fold(cell) in _DITTO}
    said = None
    for row, cell in zip(rows, column[rows.start : rows.stop], strict=False) if marks else ():
        if cell not in marks:
            said = said if is_blank(cell) else row
        elif said is not None:
            yield row, said


def with_above(grid: Grid, cells: Sequence[Any], above_it: Sequence[tuple[int, int]]) -> Sequence[Any]:
    """A row with what is written above for it, too."""
    filled = list(cells)
    for place, top in above_it:
        above = grid.rows[top]
        if place < min(len(filled), len(above)):
            filled[place] = above[place]
    return filled
