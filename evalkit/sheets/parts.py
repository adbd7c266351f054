"""The parts of a sheet that stand side by side, each a table or a stack of tables of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evalkit.books.grid import Grid, is_blank
from evalkit.sheets.titles import SUBJECT_ROLES, role_of, unbroken
from evalkit.vietnamese import fold

_HEADER_ROWS = 100  # a sheet that is laid out in columns of tables says so near its top


def side_by_side(grid: Grid) -> list[Grid]:
    """The sheet cut into the tables that stand beside each other, each with the title rows; itself where there is one.

    They are told by a header that begins again: its first title stands once more, and a rating title after each.
    """
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        if cells and cells[0].__class__ is float:  # as in most rows; a quick look
            continue
        first = next((place for place, cell in enumerate(cells) if cell != ""), None)
        if first is None or cells[first].__class__ is not str or role_of(unbroken(cells[first])) not in SUBJECT_ROLES:
            continue
        titles = [fold(unbroken(cell)) if cell.__class__ is str else "" for cell in cells]
        starts = [place for place, title in enumerate(titles) if title == titles[first]]
        ends = [*starts[1:], len(titles)]
        spans = list(zip(starts, ends, strict=True))
        if len(starts) > 1 and all(_rates(titles[start:end]) for start, end in spans):
            return [_cut(grid, row, start, end) for start, end in spans]
    return [grid]


def _rates(titles: Sequence[str]) -> bool:
    roles = [role_of(title) for title in titles]
    return "level" in roles or "award" in roles


def _cut(grid: Grid, header: int, start: int, end: int) -> Grid:
    """The columns from `start` to `end`; rows above the header keep what they say, moved to where it can be read."""
    rows = []
    for row, cells in enumerate(grid.rows):
        own = list(cells[start:end])
        if row < header and all(is_blank(cell) for cell in own):
            own = [cell for cell in cells if not is_blank(cell)][: end - start]
        rows.append(own)
    merges = tuple(
        ((top, left - start), (bottom, right - start))
        for (top, left), (bottom, right) in grid.merges
        if top >= header and start <= left and right < end
    )
    return replace(grid, rows=rows, left=grid.left + start, merges=merges)
