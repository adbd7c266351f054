"""Levels that headings name over rows that have levels of their own: where most agree, another one is a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from evalkit.scale import Scale
from evalkit.sheets.context import Context, level_of_caption
from evalkit.sheets.model import Value
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.vocabulary import names_party_unit


def against_headings(figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield a message and the cell of each rating whose level is not the one named in the group row, the title or the
    sheet's name over it.

    Nothing is said where headings agree with no more than half of the rows: then they mean something else.
    """
    table, scale = figures.table, figures.scale
    if table.wide or not (table.blocks_of(Value.WORD) or table.blocks_of(Value.MARK)):
        return
    by_groups = {line.row: line.measure for line in figures.lines if line.measure in scale.worst_to_best}
    title = "" if by_groups else _titled(figures.context, scale)
    if by_groups or title:
        rated = {row - table.body: one for row, one in figures.rated if one.level}
        named = by_groups or dict.fromkeys(rated, title)
        pairs = [(level, rated[row]) for row, level in named.items() if row in rated]
        wrong = [(level, one) for level, one in pairs if level != one.level]
        where = "dòng nhóm phía trên" if by_groups else "tiêu đề hoặc tên trang tính"
        for level, one in wrong if 2 * len(wrong) < len(pairs) else ():
            message = f"ô này ghi mức {scale.label(one.level)}, còn {where} nêu mức {scale.label(level)}. Sửa chỗ sai: "
            yield f"{message}mức ở ô này, hoặc nơi xếp dòng này.", one.cell


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
