"""What is written once over several rows, in merged cells: a unit, a year, a person, a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.sheets.grid import Grid, is_blank
from evalkit.sheets.table import Table

_ROLES = frozenset(
    {"unit", "base", "section", "cell", "name", "person", "card", "code", "born", "joined"}
    | {"year", "level", "reason", "note"}
)  # not of figures: a number merged over several rows is none of theirs


def merged_rows(grid: Grid, table: Table) -> dict[int, list[tuple[int, int]]]:
    """Row → (column, row of the text), for every row below the first of a merged cell that says something itself."""
    places = {*table.key, *(place for role, place in table.names.items() if role in _ROLES)}
    places |= {column.place for column in table.columns if column.role in _ROLES}
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in grid.merges:
        if left == right and left in places and top >= table.body:
            for row in range(top + 1, min(bottom + 1, table.end)):
                if not all(map(is_blank, grid.rows[row])):  # two rows a person, merged in every column
                    found.setdefault(row, []).append((left, top))
    return found


def with_merged(grid: Grid, cells: Sequence[Any], merged: Sequence[tuple[int, int]]) -> Sequence[Any]:
    """A row with what stands above it in merged cells."""
    filled = list(cells)
    for place, top in merged:
        above = grid.rows[top]
        if place < min(len(filled), len(above)):
            filled[place] = above[place]
    return filled
