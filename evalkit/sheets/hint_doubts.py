"""What the settings declare of a table and its own cells contradict: running numbers as codes, people as units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from evalkit.books.grid import Grid, most_are
from evalkit.sheets.model import Table
from evalkit.sheets.vocabulary import ORGANISATION_ROLES, PERSON_ROLES, role_of
from evalkit.vietnamese import fold

_FEWEST = 3  # of fewer rows nothing is told
_FAMILY = re.compile(
    "(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|mai|đào|lâm|trương|hà|cao) "
)
_UNIT = re.compile(r"(?:chi bộ|đảng bộ|đảng uỷ|cb|đb)\b")


class Doubt(NamedTuple):
    """Why a declaration may be wrong: its code, the words, and the cell where it shows."""

    code: str
    message: str
    cell: str


def doubts_of_hint(grid: Grid, table: Table) -> Iterator[Doubt]:
    """Yield what a table that the settings describe says against its description."""
    if table.hint is None or table.body >= len(grid.rows):
        return
    if len(table.key) == 1 and are_running(grid.texts_below(table.key[0], table.rows)):
        cell = grid.cell(table.body, table.key[0])
        yield Doubt("hint_running_number", (
            f"evalkit.toml, [[read]] lấy cột {cell} làm mã (subject), nhưng cột này là số thứ tự 1, 2, 3…; năm sau "
            "số ấy là của người khác, chuỗi năm sẽ nối nhầm. Chỉ cột mã, số thẻ; nếu không có, bỏ subject, ghi name."
        ), cell)  # fmt: skip
    if (place := table.names.get("name")) is not None:
        names = list(map(fold, grid.texts_below(place, table.rows)))
        cell = grid.cell(table.body, place)
        is_organisation = table.hint.population in ORGANISATION_ROLES.values()
        if is_organisation and (_most_are(names, _is_person) or _has_people(table)):
            message = "các dòng là người (họ tên, số thẻ, ngày sinh)"
            yield _wrong_population(table.hint.population, f'{message}. Có phải population = "member"?', cell)
        if table.hint.population == "member" and _most_are(names, lambda name: bool(_UNIT.match(name))):
            yield _wrong_population("member", 'các dòng là tổ chức đảng. Có phải population = "cell"?', cell)


def _wrong_population(population: str, message: str, cell: str) -> Doubt:
    return Doubt("hint_population", f'evalkit.toml, [[read]] ghi population = "{population}", nhưng {message}', cell)


def are_running(texts: Sequence[str]) -> bool:
    """Return whether texts are numbers from 1 on, each the next one or 1 again.

    >>> are_running(["1", "2", "3", "1", "2"]), are_running(["1", "3", "4"]), are_running(["1", "2"])
    (True, False, False)
    """
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 6]
    if len(numbers) < max(_FEWEST, len(texts) - 1):  # a total below has none
        return False
    return all(now in (before + 1, 1) for before, now in zip([0, *numbers], numbers, strict=False))


def _most_are(names: Sequence[str], test: Callable[[str], bool]) -> bool:
    return len(names) >= _FEWEST and most_are(test, names)


def _is_person(name: str) -> bool:
    return len(name.split()) <= 5 and bool(_FAMILY.match(name))


def _has_people(table: Table) -> bool:
    """Return whether a title names a card or a birth date: only people have these."""
    roles = {role_of(column.path[-1]) for column in table.columns}
    return bool(roles & (PERSON_ROLES - {"person"}))
