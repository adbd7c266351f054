"""Rows that are certainly a subject's at the first look, as most rows are: no rule has to be asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.scale import Scale
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.model import Table
from evalkit.sheets.vocabulary import is_carried, is_collective, is_example, is_example_number, is_total


def plain_rows(
    table: Table, names: Sequence[str], numbers: Sequence[str], keys: Sequence[str], rated: Sequence[Any], scale: Scale
) -> list[bool]:
    """Return for each row whether it has a key or a person's running number, a name and a value, and is no sum or
    example.
    """
    named = "name" in table.names
    doubtful = {name for name in set(names) if is_total(name) or (named and not name)}
    examples = {number for number in set(numbers) if not number.isdecimal() and is_example_number(number)}
    known = _running_numbers(names, numbers, keys, scale) if _lists_people(table) else keys
    rows = zip(known, rated, names, numbers, strict=True)
    return [
        bool(key) and bool(value) and name not in doubtful and number not in examples
        for key, value, name, number in rows
    ]


def _lists_people(table: Table) -> bool:
    """Return whether each row is a person's, with a cell for the level."""
    return table.persons and not table.listed


def _running_numbers(names: Sequence[str], numbers: Sequence[str], keys: Sequence[str], scale: Scale) -> list[str]:
    """Return the key of each row; without one the running number beside what may be a person's name."""
    unknown = {name for name, key in zip(names, keys, strict=True) if not key}
    others = {name for name in unknown if not _may_be_person(name, scale)}
    rows = zip(keys, names, numbers, strict=True)
    return [key or (number if number.isdecimal() and name not in others else "") for key, name, number in rows]


def _may_be_person(name: str, scale: Scale) -> bool:
    level = level_of_caption(name, scale)
    return any(map(str.isalpha, name)) and not (level or is_carried(name) or is_example(name) or is_collective(name))
