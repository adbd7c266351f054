"""Who should have sent a year's results and has not, and what organisations of an earlier year are called today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from evalkit.checks import without_lists
from evalkit.settings import Crosswalk
from evalkit.vietnamese import fold

ORGANISATION = "base_organisation"
_LOOKED_AT = ["year", "population", "subject", "name", ORGANISATION]


def not_received(
    ratings: pd.DataFrame, *, population: str, year: int, crosswalk: Sequence[Crosswalk]
) -> tuple[str, ...]:
    """Return the base organisations with rows of a population in the year before and none in the year, as
    `without_lists`; those that were renamed under their names of the year.
    """
    if ORGANISATION not in ratings:
        return ()
    rows = ratings[_LOOKED_AT]
    missing = without_lists(rows, population=population, year=year, crosswalk=crosswalk)
    if not missing:  # and none would be under other names
        return ()
    rows = rows[rows["population"].isin((population, ORGANISATION)) & (rows["year"] <= year)]
    rows = on_todays_units(rows, names=todays_names(rows, year=year, crosswalk=crosswalk))
    return without_lists(rows, population=population, year=year, crosswalk=crosswalk)


def lists_not_received(
    ratings: pd.DataFrame, *, year: int, crosswalk: Sequence[Crosswalk]
) -> dict[str, tuple[str, ...]]:
    """Return for each population inside base organisations those of them that have sent something in the year, and
    none of it; populations of which nobody lacks anything are left out.
    """
    here = set(ratings.loc[ratings["year"] == year, ORGANISATION])
    found = {}
    for name in sorted(set(ratings["population"]) - {ORGANISATION}):
        missing = not_received(ratings, population=name, year=year, crosswalk=crosswalk)
        if units := tuple(unit for unit in missing if unit in here):
            found[name] = units
    return found


def not_received_size(
    ratings: pd.DataFrame, *, population: str, year: int, crosswalk: Sequence[Crosswalk]
) -> tuple[tuple[str, ...], int]:
    """Return the base organisations of `not_received` and how many subjects they had in the year before."""
    missing = not_received(ratings, population=population, year=year, crosswalk=crosswalk)
    if not missing:
        return (), 0
    before = ratings.loc[(ratings["year"] == year - 1) & (ratings["population"] == population), [*_LOOKED_AT, "count"]]
    before = on_todays_units(before, names=todays_names(ratings, year=year, crosswalk=crosswalk))
    return missing, int(before.loc[before[ORGANISATION].isin(missing), "count"].sum())


def todays_names(ratings: pd.DataFrame, *, year: int, crosswalk: Sequence[Crosswalk]) -> Mapping[str, str]:
    """Return for each base organisation that is called otherwise in a year, by its code or by the crosswalk, how."""
    rows = ratings.loc[(ratings["population"] == ORGANISATION) & (ratings["year"] <= year), ["year", "subject", "name"]]
    rows = rows.sort_values("year", kind="stable")
    pairs = list(zip(rows["subject"].map(fold), rows["name"], strict=True))
    codes, today = dict(pairs), set(rows.loc[rows["year"] == year, "name"])
    names = {name: codes[code] for code, name in pairs if codes[code] in today and name not in today}
    changes = [one for one in crosswalk if one.date.year <= year and len(one.after) in (1, len(one.before))]
    for change in sorted(changes, key=lambda one: one.date):
        after = change.after * len(change.before) if change.kind == "merged" else change.after
        for old, new in zip(change.before, after, strict=False):
            was, is_now = codes.get(fold(old), old), codes.get(fold(new), new)
            names = {key: is_now if value == was else value for key, value in names.items()} | {was: is_now}
    return {old: new for old, new in names.items() if old != new}


def reorganisations(
    ratings: pd.DataFrame, *, population: str, first: int, last: int, crosswalk: Sequence[Crosswalk]
) -> list[Crosswalk]:
    """Return the mergers, splits and dissolutions that changed which organisations of a population two years count."""
    changes = [one for one in crosswalk if one.kind != "renamed" and first <= one.date.year <= last]
    if not changes:
        return []
    rows = ratings[["year", "population", "subject", "name"]]
    rows = rows[(rows["population"] == population) & rows["year"].between(first, last)]
    years = {int(year): _folded(one["subject"]) | _folded(one["name"]) for year, one in rows.groupby("year")}
    return [
        change
        for change in sorted(changes, key=lambda one: one.date)
        if any(_lies_between(change, *pair) for pair in pairwise(years.items()))
    ]


def _folded(texts: pd.Series) -> set[str]:
    return set(map(fold, texts.drop_duplicates().tolist()))


def _lies_between(change: Crosswalk, earlier: tuple[int, set[str]], later: tuple[int, set[str]]) -> bool:
    """Return whether an organisation that was changed is gone, or one that it became is new, in the later year."""
    if not earlier[0] <= change.date.year <= later[0]:
        return False
    gone = {fold(one) for one in change.before} & earlier[1] - later[1]
    return bool(gone or {fold(one) for one in change.after} & later[1] - earlier[1])


def on_todays_units(ratings: pd.DataFrame, *, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the ratings with base organisations under the names that `todays_names` gives."""
    if not names:
        return ratings
    units = ratings[ORGANISATION].astype(object).map(lambda unit: names.get(unit, unit))
    return ratings.assign(**{ORGANISATION: units.astype("category")})
