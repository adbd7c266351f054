"""Lists without a column of levels: the title, or the rows that head their groups, tell everybody's level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evalkit.books.grid import Grid
from evalkit.scale import Scale
from evalkit.sheets.blocks import reasons_of
from evalkit.sheets.context import Context, level_of_caption, not_rated
from evalkit.sheets.model import GROUPED, LEVEL_LIST, NOT_RATED, REGISTER, Block, Column, Table, with_role
from evalkit.sheets.vocabulary import title_count
from evalkit.vietnamese import fold

_LIST = re.compile(r"^\W*(?:[ivx\d]+[.)]\s*)?(?:danh sách|(?:các )?đảng viên|đv)\b|xếp loại")
_GROUP_TEXTS = 3  # "II │ Hoàn thành tốt nhiệm vụ │ 12"
_LISTED = frozenset({"card", "person", "base", "section", "cell"})  # one of these says who is in a list


def by_the_title(table: Table, scale: Scale, context: Context) -> Table:
    """Return the table; without blocks it may be a register, or a list whose title tells everybody's level."""
    if not table.blocks and "award" in table.names and {"year", "period"} & table.names.keys():
        return replace(table, blocks=(Block(REGISTER, _first_of(table, "award")),))
    if table.blocks or table.scope or not _LISTED & table.names.keys():
        return table
    why = _first_of(table, "reason", "note")
    for line in context.nearest_first[:-1]:
        default = level_of_caption(line.text, scale) if line.source == "tiêu đề bảng" else ""
        default = default or (not_rated(line.text) if why else "")
        if default in scale.every_reason and why:
            return replace(table, blocks=(Block(NOT_RATED, why, default=default),))
        if default:
            block = Block(LEVEL_LIST, _first_of(table, *_LISTED), default=default, reasons=reasons_of(table.columns))
            return replace(table, blocks=(block,), caption=line.text)
    return table


def _first_of(table: Table, *roles: str) -> tuple[Column, ...]:
    """Return the first column that has one of these roles."""
    return tuple(with_role(table.columns, *roles)[:1])


def with_own_counts(grid: Grid, tables: Sequence[Table]) -> list[Table]:
    """Return the tables of a sheet, each with how many its own title says that it lists.

    Over the first a title may be of all: it is its own where it tells the level, or where others have such a title.
    One that stands over several is of all pages of a list.
    """
    above = [0, *(table.end for table in tables)]
    told = [list(_counted_titles(grid, range(top, table.first))) for top, table in zip(above, tables, strict=False)]
    texts = Counter(grid.text(*title[:2]) for titles in told for title in titles)
    each = len(texts) > 1
    found = []
    for number, (table, titles) in enumerate(zip(tables, told, strict=True)):
        named = [(title, grid.text(*title[:2])) for title in titles]
        own = [title for title, text in named if texts[text] == 1 and (number or each or text == table.caption)]
        found.append(replace(table, listed_in_title=own[-1]) if own and table.blocks and table.persons else table)
    return found


def _counted_titles(grid: Grid, rows: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and number of each line that says how many people a list has."""
    for row in rows:
        for place, text in enumerate(grid.texts(row)):
            if text and _LIST.search(fold(text)) and (number := title_count(text)) is not None:
                yield row, place, number


def by_groups(table: Table, grid: Grid, scale: Scale) -> Table:
    """Return the table; a list without a column of levels may have them in the rows that head its groups."""
    if table.blocks or table.scope or table.untitled or not {"card", "person"} & table.names.keys():
        return table
    levels = set()
    for row in table.rows:
        texts = grid.filled_texts(row)
        if 0 < len(texts) <= _GROUP_TEXTS and not (texts[0].isdecimal() and len(texts) != 2):
            found = (level_of_caption(text, scale) for text in texts[:2])
            levels |= {level for level in found if level and level not in scale.every_reason}
    block = Block(GROUPED, _first_of(table, *_LISTED), reasons=reasons_of(table.columns))
    return replace(table, blocks=(block,), caption="dòng nhóm") if levels else table
