"""Small counts hidden in a table of units, so that no sum of a row or a column gives them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.tables import Cell

HIDDEN = "…"


def mask_small_counts(rows: Mapping[str, Sequence[Cell]], *, below: int) -> dict[str, list[Cell]]:
    """Return the rows of units with counts from 1 to `below` - 1 hidden.

    Args:
        rows: unit → how many were rated, how many stand at each level, and the share of a level or better.
    Returns:
        The same with hidden cells as "…". Where a row or a column would have one hidden cell alone, which its sum gives
        away, the smallest other is hidden too; the share of a row with hidden cells is hidden with them.
    """
    shown = {unit: list(row) for unit, row in rows.items()}
    if below <= 1 or not shown:
        return shown
    levels = range(1, len(next(iter(shown.values()))) - 1)
    hidden = {
        (unit, place)
        for unit, row in shown.items()
        for place in levels
        if not isinstance(row[place], int) or 0 < row[place] < below  # type: ignore[operator]
    }
    lines = [[(unit, place) for place in levels] for unit in shown]
    lines += [[(unit, place) for unit in shown] for place in levels]
    lines = [line for line in lines if len(line) > 1]
    while lonely := [line for line in lines if len(hidden.intersection(line)) == 1]:
        others = [cell for cell in lonely[0] if cell not in hidden]
        hidden.add(min(others, key=lambda cell: (shown[cell[0]][cell[1]] == 0, shown[cell[0]][cell[1]])))
    for unit, place in hidden:
        shown[unit][place] = shown[unit][-1] = HIDDEN
    return shown
