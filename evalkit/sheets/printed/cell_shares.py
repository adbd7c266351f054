"""Shares in the cell of the number they are of: "16 (80%)". Each is worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.books.cells import SHARE_BEHIND
from evalkit.sheets.printed.page import Fault, Figures

Cell = tuple[int, int]  # row and column of the grid


def wrong_shares(page: Figures) -> Iterator[Fault]:
    """Yield the cells in which a share is not its number's of those rated."""
    for cells in _rated_together(page) if page.counts and _prints_any(page) else ():
        rated = sum(page.number(*cell) or 0 for cell in cells)
        for cell in cells if rated else ():
            found = SHARE_BEHIND.search(text := page.grid.text(*cell))
            if found and not _fits(found, page.number(*cell) or 0, rated):
                message = f'"{text[:40]}": tỉ lệ không khớp số lượng, trên {rated} được xếp loại. Sửa số hoặc tỉ lệ.'
                yield Fault(*cell, message, text)


def _prints_any(page: Figures) -> bool:
    rows = page.grid.rows[page.table.body : page.table.end]
    return any(cell.__class__ is str and "%" in cell and "(" in cell for cells in rows for cell in cells)


def _rated_together(page: Figures) -> Iterator[list[Cell]]:
    """Yield the cells of the levels that make up those rated: of one row, or of one column of a section of a form."""
    levels = page.scale.worst_to_best
    for block in page.counts:
        if page.table.label is None:
            places = block.places_at(levels)
            yield from ([(page.table.body + line.row, place) for place in places] for line in page.lines)
            continue
        for lines in page.sections.values():
            rows = [row for row, line in lines if line.measure in levels]
            places = sorted({column.place for column in (*block.columns, *block.figures)})
            yield from ([(row, place) for row in rows] for place in places)


def _fits(share: re.Match[str], number: int, rated: int) -> bool:
    """Return whether a share is rounded, or cut off, at the digits that are printed."""
    decimals = share[2] or ""
    lacking: int = number * 100 * 10 ** len(decimals) - int(share[1] + decimals) * rated
    return -rated <= 2 * lacking < 2 * rated
