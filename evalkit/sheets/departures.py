"""Who left by the words of a list: somebody without a level whose note says so."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.records import Departure
from evalkit.scale import Scale
from evalkit.sheets.chains import Chains
from evalkit.sheets.model import Block, Line


def find_departures(line: Line, chains: Chains, *, born: str, scale: Scale, file: str) -> Iterator[Departure]:
    """Yield how the subject of a row left; a list of several years may say so in the notes of each."""
    body, row = chains.body, line.row
    unit, base = chains.unit(line)
    for block in chains.table.blocks:
        year, population = chains.year(line, block), chains.population(line, block)
        way, place = _way(row, block, chains, scale)
        if way and year and population:
            cell = body.grid.cell(body.table.body + row, place)
            who = (chains.keys[row], chains.names[row], born)
            yield Departure(year, population, *who, unit, base, way, file, body.grid.name, cell)


def _way(row: int, block: Block, chains: Chains, scale: Scale) -> tuple[str, int]:
    """Return how somebody left by the notes of a block, and in which column that stands; "" where none says it."""
    for column, text in chains.body.reasons(row, block):
        if way := scale.left(text):
            return way, column.place
    return "", 0
