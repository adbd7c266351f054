"""How many stand how to each award, and how many have been at a level for how many years."""

from __future__ import annotations

import pandas as pd

from evalkit.awards import STANDINGS, award_counts
from evalkit.reading import Reading
from evalkit.settings import Settings
from evalkit.streaks import run_lengths


def counted_awards(reading: Reading, ratings: pd.DataFrame, found: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return `award_counts`; where nobody of the population has a record in a year, nothing is said of who reached it.

    `lacking`: those years of the window.
    """
    awards = award_counts(ratings, reading.held, settings=reading.settings, year=year, found=found)
    held = {population: set(rows["year"]) for population, rows in ratings.groupby("population", observed=True)}
    lacking = [
        [one for one in reading.settings.streaks.window(year, row.years) if one not in held.get(row.population, ())]
        for row in awards.astype(object).itertuples()
    ]
    known = pd.Series([not years for years in lacking], index=awards.index, dtype=bool)
    numbers = ("reached", "holders", *STANDINGS, "overlap")
    counts = {column: awards[column].astype("Int64").where(known) for column in numbers}
    return awards.assign(lacking=lacking, **counts)


def counted_runs(ratings: pd.DataFrame, settings: Settings, year: int) -> pd.DataFrame:
    """Return run lengths at the best level for every population, and at the level of every award over several years."""
    best = settings.scale.at(year).levels[0].id
    pairs = [(population, best) for population in settings.populations if (ratings["population"] == population).any()]
    pairs += [(award.population, award.level) for award in settings.awards if award.level and award.years > 1]
    frames = [
        run_lengths(
            ratings, population=population, level=level, through=year, scale=settings.scale, rule=settings.streaks
        ).assign(population=population, level=level)
        for population, level in dict.fromkeys(pairs)
    ]
    return pd.concat(frames, ignore_index=True)[["population", "level", "length", "count"]]
