"""What a form prints of its own sums, added again across its columns and down its rows."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from evalkit.books.cells import number_at
from evalkit.books.grid import Grid
from evalkit.sheets.model import Column, Kind, Line, Table

Sum = tuple[int, int, int, int]  # row and column of a whole section, what stands there, what its parts give
Fault = tuple[str, str, str, str, str]  # code, message, cell, what stands there, what is right


def form_faults(
    grid: Grid, table: Table, lines: Sequence[Line], sums: Sequence[Sum], levels: Container[str]
) -> Iterator[Fault]:
    """Yield every sum of a form that the figures do not give; the total of a block is checked with all figures."""
    for row, place, said, added in sums:
        yield _differs(grid, table.body + row, place, said, added)
    counted = [line for line in lines if line.kind in (Kind.SUBJECT, Kind.TOTAL)]
    for whole, parts in table.sums:
        for line in (line for line in counted if line.kind is Kind.SUBJECT):
            yield from _across(grid, table.body + line.row, whole, parts)
    for column in _columns(table):
        for section in sorted({line.section for line in counted}):
            own = [line for line in counted if line.section == section]
            yield from _down(grid, table.body, column, own, levels)


def _columns(table: Table) -> list[Column]:
    """Return the columns of numbers of which no block prints the totals."""
    owners = {figure for block in table.blocks for figure in block.figures}
    owners |= {block.columns[0] for block in table.blocks if len(block.columns) == 1}
    summed = (column for whole, parts in table.sums for column in (whole, *parts))
    columns = dict.fromkeys((*(column for block in table.blocks for column in block.columns), *summed))
    return [column for column in columns if column not in owners]


def _across(grid: Grid, row: int, whole: Column, parts: Sequence[Column]) -> Iterator[Fault]:
    numbers = [number_at(grid, row, part.place) for part in parts]
    said, added = number_at(grid, row, whole.place) or 0, sum(number or 0 for number in numbers)
    if said != added and any(number is not None for number in numbers):
        message = f"cột «{whole.title}» ghi {said}, các cột của nó cộng lại được {added}. Kiểm tra dòng này."
        where = grid.cell(row, whole.place)
        yield "sum_differs", message, where, str(said), str(added)


def _down(grid: Grid, top: int, column: Column, lines: Sequence[Line], levels: Container[str]) -> Iterator[Fault]:
    """Yield the totals and numbers rated of a section that its levels and reasons do not give."""
    parts = [line for line in lines if line.kind is Kind.SUBJECT]
    wholes = [line for line in lines if line.kind is Kind.TOTAL and parts]
    numbers = {line.row: number_at(grid, top + line.row, column.place) for line in lines}
    rated = sum(numbers[line.row] or 0 for line in parts if line.measure in levels)
    reasons = sum(numbers[line.row] or 0 for line in parts) - rated
    for line in wholes:
        said, added = numbers[line.row], rated if line.measure == "rated" else rated + reasons
        unsaid = not reasons and any(other.measure == "rated" for other in wholes)  # why some were not rated
        if said is not None and said != added and not (unsaid and line.measure != "rated" and said > added):
            yield _differs(grid, top + line.row, column.place, said, added)


def _differs(grid: Grid, row: int, place: int, said: int, added: int) -> Fault:
    message = f"dòng tổng ghi {said}, cộng lại các dòng được {added}. Kiểm tra các dòng và dòng tổng."
    return "total_differs", message, grid.cell(row, place), str(said), str(added)
