"""What each subject was in each year, and why not at a level."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from evalkit.scale import PARTY, RATED, UNKNOWN, Scale
from evalkit.settings import StreakRule

NO_RECORD, NO_ROUND, OTHER_SCALE = "no_record", "no_round", "other_scale"
NOT_JOINED, NOT_FOUNDED = "not_joined", "not_founded"
ENDS = ("merged", "split", "dissolved")  # what the crosswalk says became of an organisation
BREAKS = (NO_RECORD, NO_ROUND, OTHER_SCALE, NOT_JOINED, NOT_FOUNDED, *ENDS)
_RULE = StreakRule()


@dataclass(frozen=True)
class Histories:
    """What each subject was in each year: `reached[i, j]`, and if not, `reason(i, j)`; `bridged[i, j]` is passed over.

    `rows` has the subjects' last rows of the ratings table, one each, in the order of the first axis; the second axis
    is `years`, the years that count up to the one asked for.
    """

    rows: pd.DataFrame
    years: tuple[int, ...]
    reached: np.ndarray
    bridged: np.ndarray
    codes: np.ndarray
    reasons: tuple[str, ...]

    @cached_property
    def subjects(self) -> np.ndarray:
        return np.asarray(self.rows["subject"], object)

    def reason(self, subject: int, year: int) -> str:
        """Return why the subject is not at the level in the year (both as places on the axes)."""
        return self.reasons[int(self.codes[subject, year])]


def histories(
    ratings: pd.DataFrame,
    *,
    population: str,
    level: str,
    through: int,
    since: int | None = None,
    scale: Scale = PARTY,
    rule: StreakRule = _RULE,
    changes: pd.DataFrame | None = None,
) -> Histories:
    """Return every subject of a population year by year, from its first year in the data (or from `since`) to
    `through`.

    A year without the level has one reason: the lower level's id; why the subject was not rated; `unknown`;
    `other_scale` for a level of a scale that does not compare; and where there is no row `no_round`, `merged`,
    `split` or `dissolved` (by `changes`, as a reading has them), `not_joined` or `not_founded` (by the date in its
    rows), else `no_record`.

    Raises:
        ValueError: the level is not in the scale, or a subject has two rows in one year.
    """
    here = np.flatnonzero(is_among(ratings["population"], [population]) & (ratings["year"] <= through).to_numpy())
    held = set(ratings["year"].iloc[here].unique())
    first = min([*held, through if since is None else since], default=through)
    years = tuple(year for year in sorted(set(rule.years)) or range(first, through + 1) if first <= year <= through)
    listed = _listed(ratings, here)
    last = ratings.iloc[listed.one_each(keep="last")].reset_index(drop=True)
    told = np.isin(listed.year, years)
    at = listed.subject[told], np.searchsorted(np.array(years, np.int64), listed.year[told])
    taken, reached, bridged = (np.zeros((len(last), len(years)), bool) for _ in range(3))
    taken[at] = True
    if np.count_nonzero(taken) < np.count_nonzero(told):
        raise ValueError("a subject has two rows in one year; settle duplicates first")
    said = ratings[["status", "level"]].iloc[listed.rows[told]]
    reached[at], bridged[at] = at_level(said, level, scale, rule), is_among(said["status"], rule.bridges(scale))
    known, reasons = _said(said, level, scale, rule)
    absent, why = _absent(ratings, listed, last["subject"], years, population, held, changes)
    codes = absent + np.int32(len(reasons))
    codes[at] = known
    return Histories(last, years, reached, bridged, codes, (*reasons, *why))


def at_level(ratings: pd.DataFrame, level: str, scale: Scale, rule: StreakRule) -> np.ndarray:
    """Return for each row whether it is rated at the level or better, or at what the settings hold equal to one of
    these.
    """
    better = scale.at_least(level)
    levels = (*better, *(old for old, new in rule.equal.items() if new in better))
    reached: np.ndarray = is_among(ratings["status"], [RATED]) & is_among(ratings["level"], levels)
    return reached


def is_among(column: pd.Series, wanted: Collection[str]) -> np.ndarray:
    """Return for each value whether it is one of the wanted; of categories the codes are compared, without a copy of
    texts.
    """
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.isin(wanted))
    found = np.zeros(len(column), bool)
    for code in np.flatnonzero(column.cat.categories.isin(wanted)):
        found |= column.array.codes == code
    return found


def of_counts(subjects: pd.Series | pd.Index) -> np.ndarray:
    """Return for each key whether it stands for a line of a counts sheet, which is nobody."""
    return np.array([str(key).startswith("#") for key in np.asarray(subjects, object)], bool)


class _Listed(NamedTuple):
    """The rows of subjects by year, the year of each, and the number of its subject, in the order of keys."""

    rows: np.ndarray
    year: np.ndarray
    subject: np.ndarray

    def one_each(self, *, keep: Literal["first", "last"]) -> np.ndarray:
        """Return the first or the last row of each subject that has one."""
        one = ~pd.Series(self.subject).duplicated(keep=keep).to_numpy()
        return np.asarray(self.rows[one][np.argsort(self.subject[one])])


def _listed(ratings: pd.DataFrame, rows: np.ndarray) -> _Listed:
    """Return rows of counts sheets are left out, and those without a key."""
    codes, keys = pd.factorize(ratings["subject"].iloc[rows], sort=True)
    somebody = np.append(~of_counts(keys), False)  # the code of what is missing, -1, is the last
    number = np.cumsum(somebody) - 1
    rows, subject = rows[somebody[codes]], number[codes[somebody[codes]]]
    year = ratings["year"].to_numpy()[rows]
    order = np.argsort(year, kind="stable")
    return _Listed(rows[order], year[order], subject[order])


def _said(rows: pd.DataFrame, level: str, scale: Scale, rule: StreakRule) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return for each row its level, one of the scale of `level`, or why there is none, as a place among the words."""
    own = next(era for era in scale.eras if level in [one.id for one in era.levels])
    meant = {one.id: one.id for one in own.levels} | dict(rule.equal)
    status, levels = rows["status"].astype("category"), rows["level"].astype("category")
    of_level = [*(meant.get(one, OTHER_SCALE) for one in levels.cat.categories), OTHER_SCALE]
    of_status = [*map(str, status.cat.categories), UNKNOWN]  # the code of what is missing, -1, is the last
    place = {word: number for number, word in enumerate(dict.fromkeys([*of_level, *of_status]))}
    level_at, status_at = (np.array([place[word] for word in words]) for words in (of_level, of_status))
    rated = is_among(rows["status"], [RATED])
    return np.where(rated, level_at[levels.cat.codes], status_at[status.cat.codes]), tuple(place)


def _absent(
    ratings: pd.DataFrame, listed: _Listed, subjects: pd.Series, years: Sequence[int], population: str, held: set[int],
    changes: pd.DataFrame | None,
) -> tuple[np.ndarray, tuple[str, ...]]:  # fmt: skip
    """Return why a subject has no row in a year, as a place in the reasons, for every subject and year."""
    why = (NO_RECORD, NO_ROUND, NOT_JOINED if population == "member" else NOT_FOUNDED, *ENDS)
    codes = np.zeros((len(subjects), len(years)), np.int32)
    since = ratings["year"].to_numpy()[listed.one_each(keep="first")]
    joined = _joined(ratings, listed, len(subjects))
    kind, ended = _ended(subjects, population, changes)
    for place, year in enumerate(years):
        if year in held:
            codes[(year < since) & (joined >= year), place] = 2
            gone = (kind > 0) & (ended <= year)
            codes[gone, place] = kind[gone]
        else:
            codes[:, place] = why.index(NO_ROUND)
    return codes, why


def _joined(ratings: pd.DataFrame, listed: _Listed, subjects: int) -> np.ndarray:
    """Return the year in which each subject joined or was founded, by the last row that says it; 0 where none does."""
    year = np.zeros(subjects, np.int64)
    if "joined" in ratings:
        dates = pd.to_datetime(ratings["joined"].iloc[listed.rows])
        told = dates.notna().to_numpy()
        last = ~pd.Series(listed.subject[told]).duplicated(keep="last").to_numpy()
        year[listed.subject[told][last]] = dates[told][last].dt.year
    return year


def _ended(subjects: pd.Series, population: str, changes: pd.DataFrame | None) -> tuple[np.ndarray, np.ndarray]:
    """For each subject what became of it (its place in the reasons, 0 for nothing), and in which year."""
    kind, year = np.zeros(len(subjects), np.int32), np.zeros(len(subjects), np.int64)
    if changes is not None:
        mine = changes[changes["population"] == population]
        for place, row in zip(pd.Index(subjects).get_indexer(mine["subject"]), mine.itertuples(), strict=True):
            if place >= 0:
                kind[place], year[place] = 3 + ENDS.index(row.kind), row.year
    return kind, year
