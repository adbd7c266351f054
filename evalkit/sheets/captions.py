"""Lists without a column of levels: the title, or the rows that head their groups, tell everybody's level."""

from __future__ import annotations

from dataclasses import replace

from evalkit.books.grid import Grid
from evalkit.scale import Scale
from evalkit.sheets.blocks import reasons_of
from evalkit.sheets.context import Context, level_of_caption, not_rated
from evalkit.sheets.model import GROUPED, LEVEL_LIST, NOT_RATED, REGISTER, Block, Column, Table

_GROUP_TEXTS = 3  # "II │ Hoàn thành tốt nhiệm vụ │ 12"
_LISTED = frozenset({"card", "person", "base", "section", "cell"})  # one of these says who is in a list


def by_the_title(table: Table, scale: Scale, context: Context) -> Table:
    """Return the table; without blocks it may be a register, or a list whose title tells everybody's level."""
    if "award" in table.names and {"year", "period"} & table.names.keys():
        award = next(column for column in table.columns if column.role == "award")
        return replace(table, blocks=(Block(REGISTER, (award,)),))
    if table.blocks or table.scope or not _LISTED & table.names.keys():
        return table
    reason = next((column for column in table.columns if column.role in ("reason", "note")), None)
    for line in context.nearest_first[:-1]:
        default = level_of_caption(line.text, scale) if line.source == "tiêu đề bảng" else ""
        default = default or (not_rated(line.text) if reason else "")
        if default in scale.every_reason and reason:
            return replace(table, blocks=(Block(NOT_RATED, (reason,), default=default),))
        if default:
            block = Block(LEVEL_LIST, _subject(table), default=default, reasons=reasons_of(table.columns))
            return replace(table, blocks=(block,), caption=line.text)
    return table


def _subject(table: Table) -> tuple[Column, ...]:
    return (next(column for column in table.columns if column.role in _LISTED),)


def by_groups(table: Table, grid: Grid, scale: Scale) -> Table:
    """Return the table; a list without a column of levels may have them in the rows that head its groups."""
    if table.blocks or table.scope or table.untitled or not {"card", "person"} & table.names.keys():
        return table
    levels = set()
    for row in range(table.body, table.end):
        texts = grid.filled_texts(row)
        if 0 < len(texts) <= _GROUP_TEXTS and not (texts[0].isdigit() and len(texts) != 2):
            found = (level_of_caption(text, scale) for text in texts[:2])
            levels |= {level for level in found if level and level not in scale.every_reason}
    block = Block(GROUPED, _subject(table), reasons=reasons_of(table.columns))
    return replace(table, blocks=(block,), caption="dòng nhóm") if levels else table
