"""Columns that explain signs beside a list, «Ghi chú viết tắt», «Ký hiệu │ Ý nghĩa»: they say nothing of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from evalkit.books.grid import Grid
from evalkit.scale import Scale
from evalkit.sheets.model import Column, with_role
from evalkit.vietnamese import fold

_OF_SIGNS = re.compile(r".*\b(?:(?:ký|kí) hiệu|viết tắt|quy ước|chú giải)\b.*")
_OF_MEANINGS = re.compile(r"(?:ý )?nghĩa|diễn giải|giải thích|nội dung|đầy đủ|(?:mức|tên) đầy đủ|tương ứng")
_PAIR = re.compile(r"\(?(\w{1,8})\)?\s*[:=–-]\s*(.+)")
_LEVELS = 2


def without_legends(grid: Grid, columns: Sequence[Column], scale: Scale, rows: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns without those that only explain signs: each level once, as in no list of people."""
    nobodys = with_role(columns, "", "note")
    legends = {column.place for column in nobodys if _are_pairs(grid, column, scale, rows)}
    for sign, meaning in pairwise(nobodys):
        if meaning.place == sign.place + 1 and _explains(grid, sign, meaning, scale, rows):
            legends |= {sign.place, meaning.place}
    return tuple(column for column in columns if column.place not in legends)


def _are_pairs(grid: Grid, column: Column, scale: Scale, rows: Iterable[int]) -> bool:
    """Return whether all cells of a column are signs with their levels: «XS: Hoàn thành xuất sắc»."""
    pairs = [_PAIR.fullmatch(text) for row in rows if (text := grid.text(row, column.place))]
    levels = [scale.level_of(pair[2]) if pair else None for pair in pairs]
    return all(levels) and len(set(levels)) == len(levels) >= _LEVELS


def _explains(grid: Grid, sign: Column, meaning: Column, scale: Scale, rows: Iterable[int]) -> bool:
    """Return whether by their titles and cells one column has signs, and the other right of it their levels."""
    if not (_OF_SIGNS.fullmatch(fold(sign.path[-1])) and _OF_MEANINGS.fullmatch(fold(meaning.path[-1]))):
        return False
    pairs = [(grid.text(row, sign.place), grid.text(row, meaning.place)) for row in rows]
    pairs = [pair for pair in pairs if any(pair)]
    levels = [scale.level_of(text) for _, text in pairs]
    signs = {text for text, _ in pairs} - {""}
    return all(levels) and len(signs) == len(pairs) == len(set(levels)) >= _LEVELS
