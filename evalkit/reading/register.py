"""The register of awards that somebody already holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from evalkit.records import FileReading, Held
from evalkit.settings import Settings
from evalkit.vietnamese import fold


def held_awards(readings: Iterable[FileReading], settings: Settings, keys: Mapping[str, str]) -> pd.DataFrame:
    """Return the register of past awards; `award` becomes the id of the settings' award of that name, where there is
    one.

    `keys` are those of subjects that have another key now than when they got the award. A window that the register
    does not give is that of the award's years.
    """
    held = pd.DataFrame([row for reading in readings for row in reading.held], columns=Held._fields)
    if held.empty:
        return held.rename(columns={"key": "subject"}).astype(dict.fromkeys(("year", "first", "last"), "Int64"))
    ids = {fold(award.name): award.id for award in settings.awards} | {
        fold(award.id): award.id for award in settings.awards
    }
    award = [ids.get(fold(text), text) for text in held["award"]]
    years = {column: held[column].astype("Int64") for column in ("year", "first", "last")}
    held = held.assign(award=award, **years).rename(columns={"key": "subject"})
    length = held["award"].map({award.id: award.years for award in settings.awards}).fillna(1).astype("Int64")
    held["first"] = held["first"].mask((held["first"] == held["last"]).fillna(False), held["last"] - length + 1)
    return held.assign(subject=held["subject"].replace(dict(keys))) if keys else held
