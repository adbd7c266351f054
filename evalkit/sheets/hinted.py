"""The tables that the settings describe ([[read]]): found by the titles the settings name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.scale import Scale
from evalkit.settings import Hint
from evalkit.sheets.headers import is_caption, is_subtitle, titled_columns
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.titles import Column
from evalkit.vietnamese import clean, fold

_YEAR = re.compile(r"(?:năm )?(?:19|20)\d\d")


def find_hinted(grid: Grid, scale: Scale, hint: Hint) -> Table | None:
    """The table whose titles are the words of a hint, wherever it stands on the sheet."""
    wanted = {
        role: (words,) if isinstance(words, str) else words for role, words in _hinted_words(hint).items() if words
    }
    all_words = [fold(word) for words in wanted.values() for word in words]
    last_parts = {word.rpartition(" / ")[2] for word in all_words}
    for row, cells in enumerate(grid.rows):
        texts = {fold(as_text(cell)) for cell in cells if not is_blank(cell)}
        if not texts & last_parts and not (not all_words and any(_YEAR.search(text) for text in texts)):
            continue
        for first, body in _hinted_headers(grid, row):
            columns = titled_columns(grid, scale, first, body)
            if table := _hinted_table(grid, columns, hint, wanted, first, body):
                return table
    return None


def _hinted_words(hint: Hint) -> dict[str, str | tuple[str, ...] | None]:
    return {
        "subject": hint.subject, "name": hint.name, "unit": hint.unit, "base": hint.base_organisation,
        "kind": hint.kind, "born": hint.born, "joined": hint.joined, "reason": hint.reason,
        "distinction": hint.distinction, "level": None if hint.level_by_year else hint.level,
        "year": hint.year if isinstance(hint.year, str) else None,
    }  # fmt: skip


def _hinted_headers(grid: Grid, row: int) -> Iterator[tuple[int, int]]:
    """One header row, or several that belong together by merges or blanks."""
    body = row + 1
    while body < len(grid.rows) and body - row < 4 and is_subtitle(grid, row, body):
        body += 1
    yield row, body
    if row and is_caption(grid, row - 1, row):
        yield row - 1, body
    if body > row + 1:
        yield row, row + 1


def _hinted_table(
    grid: Grid, columns: tuple[Column, ...], hint: Hint, wanted: dict[str, tuple[str, ...]], first: int, body: int
) -> Table | None:
    places: dict[str, list[int]] = {}
    for role, words in wanted.items():
        for word in words:
            found = [column.place for column in columns if fold(word) in (fold(column.title), fold(column.path[-1]))]
            if not found:
                return None
            places.setdefault(role, []).append(found[0])
    reasons = tuple(replace(c, role="reason") for c in columns if c.place in places.get("reason", ()))
    if hint.level_by_year:
        ratings = _hinted_years(columns, hint.level_by_year)
    else:
        ratings = tuple(
            RatingColumns(None, level=replace(column, role="level", year=None), reasons=reasons)
            for column in columns
            if column.place in places.get("level", ())
        )
    names = {role: found[0] for role, found in places.items() if role != "subject"}
    if "name" not in names and "subject" not in places:
        return None
    key = tuple(places.get("subject", ()))
    table = Table(first, body, len(grid.rows), columns, ratings, (), hint.population, key, names, hint=hint)
    return table if ratings else None


def _hinted_years(columns: Sequence[Column], pattern: str) -> tuple[RatingColumns, ...]:
    found = []
    search = re.compile(clean(pattern), re.IGNORECASE)
    for column in columns:
        match = search.search(column.title)
        if match and match[1] and match[1].isdigit():
            found.append(RatingColumns(int(match[1]), level=column))
    return tuple(found)
