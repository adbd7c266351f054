"""The header of a table: its caption rows, main titles and sub-titles, and the columns they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.scale import Scale
from evalkit.sheets.titles import SUBJECT_ROLES, Column, describe, role_of, unbroken
from evalkit.vietnamese import clean, fold

_YEAR = re.compile(r"(?:năm )?(?:19|20)\d\d")


def title_start(grid: Grid, header: int, above: int, scale: Scale) -> int:
    """Where the title rows over a header begin, if a blank row parts them from the table above; else the header."""
    bottom = header
    while bottom > above and _is_empty(grid.rows[bottom - 1]):
        bottom -= 1
    top = bottom
    while top > above and _may_be_title(grid.rows[top - 1], scale):
        top -= 1
    return top if top < bottom and (top == above or _is_empty(grid.rows[top - 1])) else header


def _is_empty(cells: Sequence[Any]) -> bool:
    return all(is_blank(cell) for cell in cells)


def _may_be_title(cells: Sequence[Any], scale: Scale) -> bool:
    """A few words and no rating: nothing that a row of the table above would say."""
    said = [cell for cell in cells if not is_blank(cell)]
    return 0 < len(said) <= 3 and all(cell.__class__ is str and not scale.read(cell) for cell in said)


def header_at(grid: Grid, row: int) -> tuple[int, int] | None:
    """First header row and first body row, where a header's main row stands at `row`."""
    cells = grid.rows[row]
    roles = [role_of(clean(unbroken(cell))) for cell in cells if cell.__class__ is str and cell]
    numbered = "number" in roles and len(roles) >= 3
    history = "year" in roles and "level" in roles and cells[0].__class__ is str
    named = any(role in SUBJECT_ROLES for role in roles) and len({role for role in roles if role}) > 1
    if not (numbered or history or named):
        return None
    first = row
    while first and is_caption(grid, first - 1, row):
        first -= 1
    body = row + 1
    while body < len(grid.rows) and body - row < 4 and is_subtitle(grid, row, body):
        body += 1
    return first, body


def is_caption(grid: Grid, above: int, row: int) -> bool:
    """A row over the main titles that groups some of them: "2021" over two columns, "KẾT QUẢ" over four."""
    filled = [column for column, cell in enumerate(grid.rows[above]) if not is_blank(cell)]
    titled = [column for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)]
    if row - above > 2 or not filled or filled[0] <= titled[0]:
        return False
    texts = [grid.text(above, column) for column in filled]
    below = [role_of(grid.text(row, column)) for column in filled]
    if all(_YEAR.fullmatch(fold(text)) for text in texts):
        return True
    if all(role_of(text) == "level" for text in texts) and not _is_title(grid, row, below):
        return True
    spans = [(left, right) for (top, left), (bottom, right) in grid.merges if top == bottom == above and right > left]
    return len(spans) == len(filled) and all(titled[0] < left and right <= titled[-1] for left, right in spans)


def _is_title(grid: Grid, row: int, below: Sequence[str]) -> bool:
    """A line "KẾT QUẢ XẾP LOẠI …" that stands over a name, or over a header with rating titles of its own."""
    return any(role in SUBJECT_ROLES for role in below) or any(
        role_of(grid.text(row, column)) == "level" for column in range(len(grid.rows[row]))
    )


def is_subtitle(grid: Grid, row: int, below: int) -> bool:
    """A row that continues the header: it stands under merged or blank titles, and says nothing under the others."""
    filled = [column for column, cell in enumerate(grid.rows[below]) if not is_blank(cell)]
    if not filled:
        return False
    for column in filled:
        above = grid.rows[row][column] if column < len(grid.rows[row]) else ""
        own_merge = grid.merged_from.get((row, column))
        spans = own_merge is not None and grid.merged_from.get((row, column + 1)) == own_merge
        if not is_blank(above) and not spans and not _opens_span(grid, row, column, filled):
            return False
        if not isinstance(grid.rows[below][column], str) and not _YEAR.fullmatch(grid.text(below, column)):
            return False
    return filled[0] > 0 or is_blank(grid.rows[row][0])


def _opens_span(grid: Grid, row: int, column: int, filled: Sequence[int]) -> bool:
    """A title over several columns without a merge: blank cells to its right, sub-titles under it and under them."""
    titles = grid.rows[row]
    right = next((place for place in range(column + 1, len(titles)) if not is_blank(titles[place])), len(titles))
    return any(column < other < right for other in filled)


def titled_columns(grid: Grid, scale: Scale, first: int, body: int) -> tuple[Column, ...]:
    """Every titled column; merged and open-ended titles repeated over the columns they span."""
    paths: list[list[str]] = [[] for _ in range(grid.width)]
    for row in range(first, body):
        carried = ""
        for column in range(grid.width):
            top, left = grid.merged_from.get((row, column), (row, column))
            cells = grid.rows[top] if 0 <= top < len(grid.rows) else []
            raw = cells[left] if 0 <= left < len(cells) else ""
            text = clean(unbroken(raw)) if isinstance(raw, str) else as_text(raw)
            if text:
                carried = text
            elif (
                row < body - 1
                and row not in grid.spanned
                and carried
                and any(grid.text(r, column) for r in range(row + 1, body))
            ):
                text = carried
            if text and (not paths[column] or paths[column][-1] != text):
                paths[column].append(text)
    return tuple(describe(place, tuple(path), scale) for place, path in enumerate(paths) if path)
