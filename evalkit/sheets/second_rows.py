"""Rows that only say more of the subject above: an office, an address; the subject's number is merged over both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.books.cells import iso_date
from evalkit.books.grid import Grid, is_blank
from evalkit.sheets.model import Table
from evalkit.sheets.vocabulary import UNIT_ROLES
from evalkit.vietnamese import fold

_NO_NAME = re.compile(
    r"\b(?:bí thư|uỷ viên|chi bộ|chi uỷ|đảng|chủ tịch|giám đốc|trưởng|phó|hiệu trưởng|giáo viên|nhân viên|cán bộ|tổ"
    r"|thôn|bản|ấp|xóm|khu|xã|phường|huyện|quận|tỉnh|thành phố|ngày|sinh)\b"
)
_NAME_WORDS = range(2, 7)


def second_rows(grid: Grid, table: Table) -> set[int]:
    """Return these rows of a list, counted from the table's first.

    Their number is merged with that of the row above and no level is theirs alone. A number merged together with a
    unit counts units; who has a date or key beside a name, or may be called so, is somebody else.
    """
    number = table.names.get("number")
    if number is None or table.counts or table.label is not None:
        return set()
    spans = {span for place in _units(table) for span in _spans(grid, place)}
    below = (row for top, end in _spans(grid, number) if (top, end) not in spans for row in range(top + 1, end + 1))
    return {row - table.body for row in below if table.body < row < table.end and not _rates(grid, table, row)}


def _units(table: Table) -> set[int]:
    """Return the columns of units that stand beside the subject's name."""
    return {*table.places_of(*UNIT_ROLES)} - {table.names.get("name")}


def _spans(grid: Grid, place: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of each cell of a column that is merged over several rows."""
    merged = (span for span in grid.merges if span[0][1] == span[1][1] == place)
    yield from ((top, end) for (top, _), (end, _) in merged if end > top)


def _rates(grid: Grid, table: Table, row: int) -> bool:
    """Return whether a row has a level, or a name of somebody else, that is its own."""
    name = table.names.get("name")
    named = _own(grid, row, name)
    dated = any(iso_date(grid.value(row, place)) for place in table.places_of("born", "joined"))
    keyed = any(_own(grid, row, place) for place in table.key)
    rated = any(_own(grid, row, place) for place in table.value_places)
    person = named and table.persons and _may_be_person(grid.text(row, name or 0))
    return (rated and not table.listed) or person or (named and (dated or keyed))


def _may_be_person(text: str) -> bool:
    """Return whether words may be a person's name: each begins with a capital, and none is of an office or a place."""
    words = text.split()
    capitals = all(word.isalpha() and word[0].isupper() for word in words)
    return len(words) in _NAME_WORDS and capitals and not _NO_NAME.search(fold(text))


def _own(grid: Grid, row: int, place: int | None) -> bool:
    """Return whether a cell holds something, and is no part of one merged with those above it."""
    if place is None or is_blank(grid.value(row, place)):
        return False
    return grid.merged_from.get((row, place), (row, place))[0] == row
