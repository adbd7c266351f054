"""Levels that headings name over rows that have levels of their own: where most agree, another one is a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from evalkit.books.grid import most_are
from evalkit.records import Record, row_of
from evalkit.scale import Scale
from evalkit.sheets.context import Context, level_of_caption
from evalkit.sheets.model import Value
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.vocabulary import names_party_unit


class Against(NamedTuple):
    """A rating whose level is not that of the heading over it: its cell, and both levels."""

    cell: str
    heading: str
    level: str
    is_title: bool  # of the table or the sheet, not of a group of rows


def against_headings(figures: Figures, context: Context) -> Iterator[Against]:
    """Yield the ratings whose level is not the one named in the group row, the title or the sheet's name over them.

    Nothing is said where headings agree with no more than half of the rows: then they mean something else.
    """
    table, scale, top = figures.table, figures.scale, figures.grid.top + figures.table.body + 1
    if table.wide or not (table.blocks_of(Value.WORD) or table.blocks_of(Value.MARK)):
        return
    by_groups = {line.row: line.measure for line in figures.lines if line.measure in scale.worst_to_best}
    title = "" if by_groups else _titled(context, scale)
    if by_groups or title:
        records = map(Record._make, figures.records)
        rated = {row_of(one.cell) - top: one for one in records if one.level}
        yield from _disagreeing(by_groups or dict.fromkeys(rated, title), rated, is_title=not by_groups)


def _disagreeing(named: Mapping[int, str], rated: Mapping[int, Record], *, is_title: bool) -> Iterator[Against]:
    pairs = [(level, rated[row]) for row, level in named.items() if row in rated]
    if most_are(lambda pair: pair[0] == pair[1].level, pairs):
        yield from (Against(one.cell, level, one.level, is_title) for level, one in pairs if level != one.level)


def level_of_title(text: str, scale: Scale) -> str:
    """Return the level that a title gives everybody; the number of «CHI BỘ 1» is none, whatever a legend says."""
    level = "" if names_party_unit(text) else level_of_caption(text, scale)
    return level if level in scale.worst_to_best else ""


def _titled(context: Context, scale: Scale) -> str:
    """Return the one level that the nearest title, or else the sheet's name, gives everybody."""
    for _, lines in groupby(context.nearest_first[:-1], key=lambda line: line.source):
        levels = {level for line in lines if (level := level_of_title(line.text, scale))}
        if levels:
            return levels.pop() if len(levels) == 1 else ""
    return ""
