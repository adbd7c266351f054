"""Who left by the words of the lists, under the keys and the names of units of the ratings table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from evalkit.records import Departure, FileReading
from evalkit.subjects import identify
from evalkit.vietnamese import fold, unit_form

COLUMNS = ("year", "population", "subject", "unit", "base_organisation", "way", "file", "sheet", "cell")
_UNITS = ("unit", "base_organisation")


def join_departures(
    readings: Iterable[FileReading], records: pd.DataFrame, *, bases: Mapping[str, str], keys: Mapping[str, str],
    organisation: str,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per departure that a list tells, in reading order.

    Args:
        records: all records, whose spelling of units is kept.
        bases: the names of base organisations that stand for others in made keys.
        keys: those of subjects that have another key in the ratings table than their lists give.
        organisation: the whole that is rated; it is nobody's unit.
    """
    rows = pd.DataFrame([row for reading in readings for row in reading.departures], columns=Departure._fields)
    if rows.empty:
        return rows.assign(subject="")[list(COLUMNS)]
    spelled = {unit_form(name): name for column in _UNITS for name in records[column].unique() if name}
    names = {
        name: "" if fold(name) == fold(organisation) else spelled.get(unit_form(name), name)
        for column in _UNITS
        for name in rows[column].unique()
    }
    found = identify(rows.assign(**{column: rows[column].map(names) for column in _UNITS}), bases=bases)
    return found.assign(subject=found["subject"].replace(dict(keys)))[list(COLUMNS)]
