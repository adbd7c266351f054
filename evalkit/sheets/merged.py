"""Units written once over several rows, in merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.sheets.grid import Grid
from evalkit.sheets.table import Table


def merged_units(grid: Grid, table: Table) -> dict[int, list[tuple[int, int]]]:
    """Row → (column, row of the text), for every row below the first of a merged unit."""
    places = {table.names[role] for role in ("unit", "base") if role in table.names}
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in grid.merges:
        if left == right and left in places and top >= table.body:
            for row in range(top + 1, bottom + 1):
                found.setdefault(row, []).append((left, top))
    return found


def with_merged_units(grid: Grid, cells: Sequence[Any], merged: Sequence[tuple[int, int]]) -> Sequence[Any]:
    """A row with the units that stand above it in merged cells."""
    filled = list(cells)
    for place, top in merged:
        above = grid.rows[top] if top < len(grid.rows) else ()
        if place < min(len(filled), len(above)):
            filled[place] = above[place]
    return filled
