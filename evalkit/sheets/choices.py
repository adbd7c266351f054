"""Whether a sheet only lists the words that the cells of a form offer to choose from, and rates nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evalkit.books.grid import Grid, as_text
from evalkit.scale import Scale
from evalkit.sheets.pages import names_somebody
from evalkit.sheets.vocabulary import PERSON_ROLES, holds_choices, names_unit, role_of
from evalkit.vietnamese import fold

_OF_SOMEBODY = PERSON_ROLES | {"quantity", "total", "share", "rated"}
_LOOKED_AT = 20  # rows: the words to choose from stand at the top of such a sheet
_BOUND = re.compile(r"điểm|%|(?:từ|đến|tối (?:đa|thiểu))\b")  # «Từ 90 điểm trở lên»: what a level asks for


def offers_choices(grid: Grid, scale: Scale) -> bool:
    """Return whether every column of levels has each level once, in order, and nobody stands beside them."""
    levels = _levels(grid, scale, _LOOKED_AT)
    if not levels or not all(_is_scale(list(column.values()), scale) for column in levels):
        return False
    if levels != _levels(grid, scale, len(grid.rows)):
        return False
    first, rows = min(map(min, levels)), sorted({row for column in levels for row in column})
    titles = [text for row in range(first) for text in grid.filled_texts(row)]
    if not all(_is_beside(grid, rows, place, scale) for place in range(grid.width)):
        return False
    named = [row for row in rows if any(names_unit(text) or names_somebody(text) for text in grid.filled_texts(row))]
    return grid.hidden or any(map(holds_choices, (grid.name, *titles))) or len(named) < len(rows)


def _levels(grid: Grid, scale: Scale, last: int) -> list[dict[int, str]]:
    """Return the levels in the first rows of each column that has any, by row."""
    found = [
        {row: level for row, cell in enumerate(cells[:last]) if cell and (level := scale.level_of(as_text(cell)))}
        for cells in grid.columns
    ]
    return [column for column in found if column]


def _is_scale(levels: list[str], scale: Scale) -> bool:
    """Return whether these are all levels of the scale, each once, the best or the worst first."""
    order = [level.id for level in scale.levels]
    return levels in (order, order[::-1])


def _is_beside(grid: Grid, rows: Sequence[int], place: int, scale: Scale) -> bool:
    """Return whether what a column has beside the levels is nobody's: words, running numbers, or bounds in points."""
    title = next((text for row in range(rows[0] - 1, -1, -1) if (text := grid.text(row, place))), "")
    texts = [text for row in rows if (text := grid.text(row, place)) and not scale.level_of(text)]
    if texts and role_of(title) in _OF_SOMEBODY:
        return False
    if _BOUND.search(fold(title)) or all(_BOUND.search(fold(text)) for text in texts):
        return True
    if all(names_unit(text) or not any(map(str.isdigit, text)) for text in texts):
        return True
    numbers = [int(text) if text.isdecimal() else 0 for text in texts]
    steps = {after - before for before, after in pairwise(numbers)}
    return bool(title or not place) and steps in ({1}, {-1})
