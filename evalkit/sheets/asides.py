"""Columns that say of each row what it counts: «KH» above «TH», «Năm trước» above «Năm nay», «Quần chúng», «Đảng viên».

Where a unit has several rows, the decided result of the year counts, and what other rows divide is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.sheets.model import Column, Kind, Table
from evalkit.sheets.vocabulary import (
    MARKS,
    SHARES,
    WHOLE,
    Aside,
    aside_of,
    counted_population,
    has_own_year,
    is_kind_group,
    is_part,
    is_side_title,
    kinds_that_count,
)
from evalkit.vietnamese import fold

_MOST_WORDS = 12  # different texts; a column with more describes its rows
_COMPARES = frozenset({SHARES, "previous", "comparison", "target"})
_MEMBER, _OUTSIDER = Aside(population="member"), Aside(scope="outsiders")
Decided = tuple[Kind, Aside]


class SideColumn(NamedTuple):
    """Where a column says what its rows count, and what it says of each row, counted from the table's first."""

    place: int
    rows: Mapping[int, Aside]
    named: Mapping[int, int] = MappingProxyType({})  # row → row of the unit whose part it counts


_NONE = SideColumn(-1, {})


def asides_of(grid: Grid, table: Table) -> SideColumn:
    """Return what the column beside the names says of each row that has a value."""
    if table.label is not None:  # the sections of a form are understood as a whole
        return _NONE
    known = {*table.key, *table.names.values(), *table.where}
    columns = {column.place: column for column in table.columns}
    for place in range(min(table.value_places, default=0)):
        column = columns.get(place, Column(place, ()))
        rows = _ticks(grid, table, column)
        if has_own_year(column.title):
            continue
        if not rows and place not in known and (is_side_title(column.title) or not (table.persons or column.role)):
            rows = _words(grid, table, column)
        if rows:
            return SideColumn(place, rows)
    return _parts(grid, table) if table.counts and "name" in table.names else _NONE


def _parts(grid: Grid, table: Table) -> SideColumn:
    """Return the rows «- Dự bị», «Chi bộ trực thuộc», «Năm 2021» below the name of a unit without numbers."""
    place, top = table.names["name"], None
    rows, named = dict[int, Aside](), dict[int, int]()
    for row in range(table.end - table.body):
        name, has_value = grid.text(table.body + row, place), _has_value(grid, table, row)
        if name and not _says_what_it_counts(name):
            top = None if has_value else row
        elif name and has_value and top is not None:
            rows[row], named[row] = aside_of(name), top
    return SideColumn(place, rows, named) if rows else _NONE


def _says_what_it_counts(name: str) -> bool:
    aside = aside_of(name)
    return is_part(name) or is_kind_group(name) or aside.year is not None or aside.scope in _COMPARES


def _words(grid: Grid, table: Table, column: Column) -> dict[int, Aside]:
    """Return what the words of a column say, where most of them are known, or a unit without a title has several."""
    cells = grid.columns[column.place][table.body : table.end] if column.place < len(grid.columns) else ()
    asides = {cell: aside_of(as_text(cell)) for cell in set(cells) if not is_blank(cell)}
    told = [aside for aside in asides.values() if aside.is_known]
    plain = not told and table.counts and is_side_title(column.title)
    if len(asides) > _MOST_WORDS or not (plain or (told and 2 * len(told) >= len(asides))):
        return {}
    return {row: asides.get(cell, Aside()) for row, cell in enumerate(cells) if _has_value(grid, table, row)}


def _ticks(grid: Grid, table: Table, column: Column) -> dict[int, Aside]:
    """Return who is ticked as a member, and who is not, where a column «Đảng viên» of a list tells."""
    naming = {*table.key, table.names.get("name")}
    if (
        column.place in naming
        or not table.persons
        or counted_population(column.path[-1] if column.path else "") != "member"
    ):
        return {}
    cells = [as_text(cell) for cell in grid.columns[column.place][table.body : table.end]]
    if not {fold(text) for text in cells if text} <= MARKS | {"1"} or not any(cells):
        return {}
    rows = (row for row in range(len(cells)) if _has_value(grid, table, row))
    return {row: _MEMBER if cells[row] else _OUTSIDER for row in rows}


def _has_value(grid: Grid, table: Table, row: int) -> bool:
    return any(not is_blank(grid.value(table.body + row, place)) for place in table.value_places)


def decide_rows(asides: Mapping[int, Aside], names: Sequence[str], years: Sequence[str]) -> dict[int, Decided]:
    """Return which rows count: of a unit's rows of one year its result; of a whole and its parts one."""
    members = any(one.population == "member" for one in asides.values())
    found: dict[int, Decided] = {}
    for (name, _), run in groupby(asides, key=lambda row: (names[row], years[row])):
        rows = {row: asides[row] for row in run}
        if not name:
            rows = {}
        found |= {row: (kind, asides[row]) for row, kind in _decide_unit(rows, members)}
    return found


def _decide_unit(rows: Mapping[int, Aside], members: bool) -> Iterator[tuple[int, Kind]]:
    """Yield of which kind each row of one unit is."""
    inside = {row: aside for row, aside in rows.items() if not is_outside(aside, members)}
    subsets = _subsets(inside)
    counted = {row: aside for row, aside in inside.items() if row not in subsets}
    for row, aside in rows.items():
        if aside.scope == SHARES and row - 1 in counted:
            yield row, Kind.SHARES
        elif row not in inside:
            yield row, Kind.COMPARISON if aside.scope in _COMPARES else Kind.ASIDE
    several = len(rows) > 1
    for row, aside in inside.items():
        same = [other for other in counted.values() if other._replace(scope="") == aside._replace(scope="")]
        if row in subsets:
            yield row, Kind.SUBSET
        elif several and (not aside.is_known or aside.scope or len(same) > 1):
            yield row, Kind.UNCLEAR
        else:
            yield row, Kind.SUBJECT


def is_outside(aside: Aside, members: bool) -> bool:
    """Return whether a row is no decided result of the year; officials are members unless others are called so."""
    return bool(aside.scope) and (members or not aside.needs_members)


def _subsets(rows: Mapping[int, Aside]) -> set[int]:
    """Return the rows that count a part of those whom other rows count."""
    found = set[int]()
    alike = len({aside.population for aside in rows.values()} - {""}) < 2
    slots: dict[tuple[int | None, str], dict[int, str]] = {}
    population = ""  # «Trong đó: nữ» counts those of the row before
    for row, aside in rows.items():
        population = aside.population or (population if aside.kind else "")
        slots.setdefault((aside.year, "" if alike else population), {})[row] = "" if aside.kind == WHOLE else aside.kind
    for own in slots.values():
        counted = kinds_that_count(own.values())
        found |= {row for row, kind in own.items() if kind not in counted}
    return found
