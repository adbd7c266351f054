"""Units over counts whose names are shortened to first letters, beside the whole names of lists."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from evalkit.records import COUNTED
from evalkit.vietnamese.abbreviations import abbreviates, first_letters, is_short


def written_out(names: Iterable[str], records: pd.DataFrame) -> dict[str, str]:
    """Return each name that abbreviates exactly one other of `names`, with that other one.

    Only counts are joined, with what else the same year has: over years a new name is asked about (`unit_missing`).
    Two names of one sheet are two units, and so are names of different base organisations.
    """
    if not (records["key"] == COUNTED).any():
        return {}
    by_letters: dict[str, list[str]] = {}
    for name in names:
        for letters in {first_letters(name, capitals=True), first_letters(name, capitals=False)}:
            by_letters.setdefault(letters, []).append(name)
    found: dict[str, str] = {}
    for alike in by_letters.values():
        for short in filter(is_short, alike) if len(alike) > 1 else ():
            whole = [name for name in alike if abbreviates(short, name) and _may_be_one(short, name, records)]
            if len(whole) == 1:
                found[short] = whole[0]
    return {short: whole for short, whole in found.items() if whole not in found}


def _may_be_one(short: str, name: str, records: pd.DataFrame) -> bool:
    """Return whether one of two names stands over counts, in a year of both, and nothing says that they are two."""
    one, other = (_rows_of(records, text) for text in (short, name))
    if not (COUNTED in {*one["key"], *other["key"]} and set(one["year"]) & set(other["year"])):
        return False
    places = [set(zip(rows["file"], rows["sheet"], strict=True)) for rows in (one, other)]
    bases = [set(rows["base_organisation"]) - {short, name} for rows in (one, other)]
    return not places[0] & places[1] and (bool(bases[0] & bases[1]) or "" in bases[0] | bases[1] or not all(bases))


def _rows_of(records: pd.DataFrame, text: str) -> pd.DataFrame:
    in_name = (records["name"] == text) & ((records["population"] != "member") | (records["key"] == COUNTED))
    return records[in_name | (records["unit"] == text) | (records["base_organisation"] == text)]
