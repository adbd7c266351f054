"""Tables that go on on the next sheet: whether one does, and what the page before it says of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from evalkit.books.cells import whole_number
from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.scale import Scale
from evalkit.sheets.headers import is_level
from evalkit.sheets.model import Kind, Table, Value
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.vocabulary import (
    MARKS,
    NO_MARKS,
    is_carried,
    is_continued,
    is_example,
    is_numbering,
    is_total,
    names_unit,
)
from evalkit.vietnamese import fold

_FEWEST = 3  # cells of a row that may be a subject's
_MOST_LEVELS = 2  # of one row: more are titles
_FEWEST_NUMBERS = 4  # of a unit: a total and three levels
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")
_CARD = re.compile(r"\d{12}")


def _last_number(page: Figures) -> int:
    """Return the running number of the last subject of a page; 0 where there is none."""
    place = page.table.names.get("number")
    rows = (page.table.body + line.row for line in reversed(page.lines) if line.kind is Kind.SUBJECT)
    return next((number for row in rows if (number := _running(page.grid, row, place))), 0)


def repeats(page: Figures, grid: Grid, table: Table) -> bool:
    """Return whether a table has the titles of a page, and its numbers go on where those of the page end."""
    same = [column.path for column in table.columns] == [column.path for column in page.table.columns]
    place = table.names.get("number")
    first = next((number for row in table.rows if (number := _running(grid, row, place))), 0)
    return same and first > 1 and first == _last_number(page) + 1


def goes_on(page: Figures, grid: Grid, scale: Scale) -> bool:
    """Return whether the rows of a sheet without a header certainly stand under those of a page."""
    rows = [row for row in _rows(grid) if _is_subject(grid, row)]
    fitting = [row for row in rows if _fits(page, grid, row, scale)]
    if not fitting or 2 * len(fitting) <= len(rows):
        return False
    place = page.table.names.get("number")
    if any(is_continued(text) for row in range(fitting[0]) for text in grid.texts(row)):
        return True
    return place is None or _running(grid, fitting[0], place) == _last_number(page) + 1


def _fits(page: Figures, grid: Grid, row: int, scale: Scale) -> bool:
    """Return whether a row has under each title what belongs there."""
    table, cells = page.table, grid.rows[row]
    widest = max(column.place for column in table.columns)
    named = [*table.key, *table.places_of("name")]
    if any(not is_blank(cell) for cell in cells[widest + 1 :]):
        return False
    if not named or not any(grid.text(row, place) for place in named):
        return False
    return any(_holds(grid, row, block.shape.value, block.places, scale) for block in table.blocks)


def _holds(grid: Grid, row: int, value: Value, places: Sequence[int], scale: Scale) -> bool:
    """Return whether a row has values of a kind in these columns, and nothing else."""
    texts = [text for place in places if (text := grid.text(row, place))]
    if value is Value.WORD:
        return bool(texts) and scale.read(texts[0]) is not None
    if value is Value.MARK:
        words = [word for text in texts if (word := fold(text)) not in NO_MARKS]
        return len(words) == 1 and words[0] in MARKS
    if value is Value.NUMBER:
        return bool(texts) and all(whole_number(text) is not None for text in texts)
    return bool(texts)


def continued(page: Figures, grid: Grid) -> tuple[Grid, Table]:
    """Return a sheet without a header as the next page of a table: its columns stand under the same titles."""
    grid = grid.from_column(page.grid.left - grid.left)
    said = (row for row in _rows(grid) if any(map(is_continued, grid.texts(row))))
    first = next((row + 1 for row in said), 0)
    return grid, replace(page.table, first=first, body=first, end=len(grid.rows))


def looks_rated(grid: Grid, scale: Scale) -> bool:
    """Return whether rows of a sheet without a header look like those of rated people, or of units counted."""
    rows = [row for row in _rows(grid) if not (row and any(map(is_example, grid.texts(row - 1))))]
    return any(_is_subject(grid, row) and _is_rated(grid.rows[row], scale) for row in rows)


def _is_rated(cells: Sequence[Any], scale: Scale) -> bool:
    """Return whether somebody named stands beside a level or a mark, or a unit beside numbers that add up."""
    texts = [text for cell in cells if (text := as_text(cell))]
    levels = [text for text in texts if is_level(text, scale)]
    if any(text not in levels and names_somebody(text) for text in texts):
        return 0 < len(set(levels)) <= _MOST_LEVELS or sum(fold(text) in MARKS for text in texts) == 1
    return any(map(names_unit, texts)) and (bool(levels) or _adds_up(cells))


def _adds_up(cells: Sequence[Any]) -> bool:
    """Return whether one of several numbers in a row is the sum of those right of it."""
    numbers = [number for cell in cells if (number := whole_number(cell)) is not None]
    sums = (number and number == sum(numbers[place:]) for place, number in enumerate(numbers[:-1], 1))
    return len(numbers) > _FEWEST_NUMBERS and any(sums)


def names_somebody(text: str) -> bool:
    """Return whether a text is the number of a card or the name of a person."""
    named = _NAME.fullmatch(text) and all(word[0].isupper() for word in text.split())
    return bool(named or _CARD.fullmatch(text))


def _rows(grid: Grid) -> Iterator[int]:
    return (row for row, cells in enumerate(grid.rows) if not all(map(is_blank, cells)))


def _is_subject(grid: Grid, row: int) -> bool:
    """Return whether a row has as many cells as a subject's, and is no sum and no row of numbers of columns."""
    texts = grid.filled_texts(row)
    summed = any(is_total(text) or is_carried(text) for text in texts[:2])
    return len(texts) >= _FEWEST and not summed and not is_numbering(texts)


def _running(grid: Grid, row: int, place: int | None) -> int | None:
    """Return the running number of a row, where there is one."""
    text = "" if place is None else grid.text(row, place)
    return int(text) if text.isdecimal() and len(text) < 7 else None
