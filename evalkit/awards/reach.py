"""What an award asks for, year by year: which years are a subject's window, and which of them it reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalkit.scale import RATED, UNKNOWN
from evalkit.settings import Award, Settings
from evalkit.streaks import NO_ROUND, Histories, histories

FIELD, EXEMPLARY = "field", "exemplary"  # distinctions in the settings: any field of work; tiêu biểu
NOT_MARKED = "not_marked"
_OPEN = (UNKNOWN, NO_ROUND)  # reasons that say nothing against the subject


@dataclass(frozen=True)
class Reach:
    """The histories of an award's population, and of each subject the window.

    `inside[i, j]`: whether year j is one of the award's years for subject i; `missing[i]`: how many of them are not
    reached, years before all data among them; `first[i]`: the earliest; `open[i]`: whether nothing but unreadable
    cells and years without a round stands in the way.
    """

    histories: Histories
    inside: np.ndarray
    missing: np.ndarray
    first: np.ndarray
    open: np.ndarray

    @property
    def unread(self) -> np.ndarray:
        """Of each subject whether the cell of the last year cannot be read."""
        unknown = [number for number, reason in enumerate(self.histories.reasons) if reason == UNKNOWN]
        return np.asarray(np.isin(self.histories.codes[:, -1], unknown) & ~self.histories.reached[:, -1])

    def lacking(self, subject: int) -> list[int]:
        """Return the columns of the window that are not reached, the latest first."""
        return list(np.flatnonzero(self.inside[subject] & ~self.histories.reached[subject])[::-1])


def reach(
    ratings: pd.DataFrame, award: Award, *, settings: Settings, year: int, changes: pd.DataFrame | None = None
) -> Reach:
    """Return who reached what an award asks for in which year, and the window that ends with `year`.

    The window is the award's number of years; those that the rule of streaks bridges are passed over.
    """
    found = histories(
        ratings,
        population=award.population,
        level=award.level or settings.scale.levels[0 if award.distinction is None else -1].id,
        through=year,
        since=year - award.years + 1,
        scale=settings.scale,
        rule=settings.streaks,
        changes=changes,
    )
    if award.distinction is not None:
        found = _with_marks(found, marks(ratings, award.population), award.distinction)
    size = found.reached.shape
    inside, first = np.zeros(size, bool), np.full(size[0], year)
    left = np.full(size[0], award.years)
    for column in reversed(range(size[1])):
        inside[:, column] = (left > 0) & ~found.bridged[:, column]
        left = left - inside[:, column]
        first = np.where(inside[:, column], found.years[column], first)
    lacking = inside & ~found.reached
    closed = ~np.isin(found.codes, [number for number, reason in enumerate(found.reasons) if reason in _OPEN])
    return Reach(found, inside, lacking.sum(axis=1) + left, first, ~(lacking & closed).any(axis=1))


def marks(ratings: pd.DataFrame, population: str) -> dict[tuple[str, int], frozenset[str]]:
    """(subject, year) → the distinctions that its row has: `exemplary`, fields of work."""
    rows = ratings[(ratings["population"] == population) & (ratings["distinction"] != "")]
    told = zip(rows["subject"], rows["year"], rows["distinction"], strict=True)
    return {(subject, year): frozenset(filter(None, text.split("; "))) for subject, year, text in told}


def best_rows(ratings: pd.DataFrame, population: str, settings: Settings) -> set[tuple[str, int]]:
    """(subject, year) of every row at the best level of the scale of its year."""
    rows = ratings[(ratings["population"] == population) & (ratings["status"] == RATED)]
    best = {year: settings.scale.at(int(year)).levels[0].id for year in rows["year"].unique()}
    rows = rows[rows["level"].astype(object) == rows["year"].map(best)]
    return set(zip(rows["subject"], rows["year"], strict=True))


def _with_marks(found: Histories, marked: dict[tuple[str, int], frozenset[str]], wanted: str) -> Histories:
    """Reached only where the row is rated and has the mark; `not_marked` where the mark is missing."""
    at = np.zeros(found.reached.shape, bool)
    places = {subject: place for place, subject in enumerate(found.subjects)}
    columns = {year: column for column, year in enumerate(found.years)}
    for (subject, year), said in marked.items():
        if subject in places and year in columns:
            at[places[subject], columns[year]] = bool(said - {EXEMPLARY}) if wanted == FIELD else wanted in said
    unread = [number for number, reason in enumerate(found.reasons) if reason == UNKNOWN]
    codes = np.where(~at & (found.reached | np.isin(found.codes, unread)), len(found.reasons), found.codes)
    return Histories(found.rows, found.years, found.reached & at, found.bridged, codes, (*found.reasons, NOT_MARKED))
