"""Runs of consecutive years at a level or better, and why they broke."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evalkit.scale import PARTY, RATED, Scale

STREAK_COLUMNS = ("subject", "name", "unit", "first", "last", "length")
NO_RECORD, NO_ROUND = "no_record", "no_round"


def find_streaks(
    ratings: pd.DataFrame,
    *,
    population: str,
    level: str,
    length: int = 5,
    through: int | None = None,
    years: Sequence[int] | None = None,
    scale: Scale = PARTY,
) -> pd.DataFrame:
    """Every maximal run of at least `length` consecutive years in which a subject stood at `level` or better.

    A year in which the subject was not rated, is unknown or has no record ends the run. So does a year without any
    round, unless `years` names the years that count: then these are consecutive, and no other year is looked at.
    Rows of counts sheets have no subjects and are left out.

    Args:
        through: look only at years up to this one, and keep only the runs that reach it.
    Returns:
        One row per run, by subject and first year: `subject`, `name` and `unit` (of the last year), `first`, `last`
        (calendar years), `length` (years in the run).
    Raises:
        ValueError: the level is not in the scale, `length` is below 1, or `through` is not among `years`.
    """
    if length < 1:
        raise ValueError(f"length must be at least 1, not {length}")
    if years is not None and through is not None and through not in years:
        raise ValueError(f"through={through} is not among years={sorted(years)}")
    good = ratings[_at_least(ratings, population, level, scale) & ~ratings["subject"].str.startswith("#")]
    if through is not None:
        good = good[good["year"] <= through]
    position = _positions(good["year"].to_numpy(), years)
    good, position = good[position >= 0], position[position >= 0]
    runs = _runs(good, position)
    runs = runs[runs["length"] >= length]
    if through is not None:
        runs = runs[runs["last"] == through]
    return runs.reset_index(drop=True)


def years_without_round(ratings: pd.DataFrame, *, population: str) -> list[int]:
    """The years between the first and the last in which nobody of a population has a record: no round was held."""
    years = set(ratings.loc[ratings["population"] == population, "year"])
    return [year for year in range(min(years), max(years)) if year not in years] if years else []


def run_lengths(
    ratings: pd.DataFrame, *, population: str, level: str, through: int, scale: Scale = PARTY
) -> pd.DataFrame:
    """How many subjects have a run of exactly each length that reaches the year `through`.

    Returns:
        One row per length from 1 to the longest: `length` (years), `count` (subjects).
    """
    runs = find_streaks(ratings, population=population, level=level, length=1, through=through, scale=scale)
    lengths = runs["length"].value_counts()
    longest = int(lengths.index.max()) if len(lengths) else 0
    return pd.DataFrame(
        [(years, int(lengths.get(years, 0))) for years in range(1, longest + 1)], columns=["length", "count"]
    )


def find_breaks(
    ratings: pd.DataFrame, *, population: str, level: str, through: int, length: int = 1, scale: Scale = PARTY
) -> pd.DataFrame:
    """The runs of at least `length` years that ended before the year `through`, and what stood in the year after.

    Returns:
        One row per broken run: `subject`, `first`, `last`, `length`, `year` (the year that broke it) and `reason`:
        a lower level's id, a reason for not being rated, `unknown`, `no_record`, or `no_round` where nobody of the
        population has a record in that year.
    """
    runs = find_streaks(
        ratings[ratings["year"] <= through], population=population, level=level, length=length, scale=scale
    )
    ended = runs[runs["last"] < through].drop(columns=["name", "unit"])
    ended = ended.assign(year=ended["last"] + 1)
    listed = ratings[ratings["population"] == population]
    said = listed["level"].astype(object).where(listed["status"] == RATED, listed["status"].astype(object))
    next_year = listed[["subject", "year"]].assign(reason=said)[~listed["subject"].str.startswith("#")]
    broken = ended.merge(next_year, on=["subject", "year"], how="left", validate="m:1")
    held = set(listed["year"])
    missing = pd.Series(
        [NO_RECORD if year in held else NO_ROUND for year in broken["year"]], index=broken.index, dtype=object
    )
    return broken.assign(reason=broken["reason"].astype(object).where(broken["reason"].notna(), missing))


def _at_least(ratings: pd.DataFrame, population: str, level: str, scale: Scale) -> pd.Series:
    levels = scale.at_least(level)
    return (ratings["population"] == population) & (ratings["status"] == RATED) & ratings["level"].isin(levels)


def _positions(years: np.ndarray, counting: Sequence[int] | None) -> np.ndarray:
    """Each year's place in the row of years that count; -1 for a year that does not."""
    if counting is None:
        return years.astype(np.int64)
    place = {year: number for number, year in enumerate(sorted(set(counting)))}
    return np.array([place.get(year, -1) for year in years], dtype=np.int64)


def _runs(good: pd.DataFrame, position: np.ndarray) -> pd.DataFrame:
    """Gaps and islands: rows ordered by subject and year; a new run wherever the year before is not the neighbour."""
    codes, _ = pd.factorize(good["subject"], sort=True)
    order = np.lexsort((position, codes))
    codes, position = codes[order], position[order]
    starts = np.ones(len(codes), dtype=bool)
    starts[1:] = (codes[1:] != codes[:-1]) | (position[1:] != position[:-1] + 1)
    first = np.flatnonzero(starts)
    last = np.append(first[1:], len(codes))[: len(first)] - 1
    rows = good.iloc[order[last]]
    return pd.DataFrame(
        {
            "subject": rows["subject"].to_numpy(),
            "name": rows["name"].to_numpy(),
            "unit": rows["unit"].to_numpy(),
            "first": good["year"].to_numpy()[order[first]],
            "last": rows["year"].to_numpy(),
            "length": last - first + 1,
        },
        columns=list(STREAK_COLUMNS),
    ).astype({"first": "int64", "last": "int64", "length": "int64"})
