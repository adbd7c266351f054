"""Shares in the cell of the number they are of: "16 (80%)". Each is worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evalkit.books.cells import SHARE_BEHIND, number_at
from evalkit.books.grid import Grid
from evalkit.records import FileReading
from evalkit.scale import Scale
from evalkit.sheets.model import Line, Table, Value

_PER_CENT = re.compile(r"(\d{1,3})(?:[.,](\d+))?\s*%")


class _Cell(NamedTuple):
    row: int  # of the sheet
    place: int


def tell_bracket_shares(grid: Grid, table: Table, lines: Sequence[Line], scale: Scale, reading: FileReading) -> None:
    """Name the shares behind a number that are not its share of those rated, in its row or its section of a form."""
    rows = grid.rows[table.body : table.end]
    if not any(cell.__class__ is str and "%" in cell and "(" in cell for cells in rows for cell in cells):
        return
    for cells in _together(table, lines, scale):
        rated = sum(number_at(grid, *cell) or 0 for cell in cells)
        for cell in cells if rated else ():
            text = grid.text(*cell)
            if SHARE_BEHIND.search(text) and not _fits(text, number_at(grid, *cell) or 0, rated):
                message = f'"{text[:40]}": tỉ lệ không khớp số lượng, trên {rated} được xếp loại. Sửa số hoặc tỉ lệ.'
                reading.problem("warning", "share_differs", message, sheet=grid.name, cell=grid.cell(*cell), found=text)


def _together(table: Table, lines: Sequence[Line], scale: Scale) -> Iterator[list[_Cell]]:
    """Yield the cells of the levels that make up those rated: of one row, or of one column of a section."""
    for block in table.blocks if table.counts else ():
        if block.shape.value is not Value.NUMBER:
            continue
        if table.label is None:
            places = [column.place for column in block.columns if column.level in scale.worst_to_best]
            yield from ([_Cell(table.body + line.row, place) for place in places] for line in lines)
        else:
            yield from _of_sections(table, lines, scale, {column.place for column in (*block.columns, *block.figures)})


def _of_sections(table: Table, lines: Sequence[Line], scale: Scale, places: set[int]) -> Iterator[list[_Cell]]:
    sections: Mapping[int, list[int]] = {line.section: [] for line in lines}
    for line in lines:
        if line.measure in scale.worst_to_best:
            sections[line.section].append(table.body + line.row)
    for rows in sections.values():
        yield from ([_Cell(row, place) for row in rows] for place in sorted(places))


def _fits(text: str, number: int, rated: int) -> bool:
    """Return whether a share is rounded, or cut off, at the digits that are printed."""
    found = _PER_CENT.search(text)
    if not found:
        return False
    decimals = found[2] or ""
    printed = int(found[1] + decimals)
    lacking: int = number * 100 * 10 ** len(decimals) - printed * rated
    return -rated <= 2 * lacking < 2 * rated
