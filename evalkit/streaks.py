"""Runs of consecutive years at a level or better, and why they broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from evalkit.scale import PARTY, RATED, Scale
from evalkit.settings import StreakRule

STREAK_COLUMNS = ("subject", "name", "unit", "first", "last", "length")
BREAK_COLUMNS = ("subject", "first", "last", "length", "year", "reason")
SUMMARY_COLUMNS = ("subject", "name", "unit", "current", "longest", "first", "last")
NO_RECORD, NO_ROUND, OTHER_SCALE = "no_record", "no_round", "other_scale"
NOT_JOINED, NOT_FOUNDED = "not_joined", "not_founded"
ENDS = ("merged", "split", "dissolved")  # what the crosswalk says became of an organisation
BREAKS = (NO_RECORD, NO_ROUND, OTHER_SCALE, NOT_JOINED, NOT_FOUNDED, *ENDS)
_RULE = StreakRule()


def find_streaks(
    ratings: pd.DataFrame,
    *,
    population: str,
    level: str,
    length: int = 5,
    through: int | None = None,
    years: Sequence[int] | None = None,
    scale: Scale = PARTY,
    rule: StreakRule = _RULE,
) -> pd.DataFrame:
    """Every maximal run of at least `length` consecutive years in which a subject stood at `level` or better.

    A year in which the subject was not rated, is unknown or has no record ends the run; so does a year without any
    round. `rule`, from the settings, says otherwise: a reason that bridges neither ends a run nor counts in it; where
    it names the years that count, these are consecutive, and no other year is looked at; levels of the earlier scale
    count as the levels it names. Rows of counts sheets have no subjects and are left out.

    Args:
        through: look only at years up to this one, and keep only the runs whose last year it is.
        years: the years that count, in place of the rule's.
    Returns:
        One row per run, by subject and first year: `subject`, `name` and `unit` (of the last year), `first`, `last`
        (calendar years), `length` (years in the run).
    Raises:
        ValueError: the level is not in the scale, `length` is below 1, `through` is not among `years`, or a subject
            has two rows in one year.
    """
    if length < 1:
        raise ValueError(f"length must be at least 1, not {length}")
    counting = (rule.years or None) if years is None else years
    if counting is not None and through is not None and through not in counting:
        raise ValueError(f"through={through} is not among years={sorted(counting)}")
    good = (ratings["status"] == RATED) & ratings["level"].isin(_levels(level, scale, rule))
    kept = good | ratings["status"].isin(rule.bridges) if rule.bridges else good
    kept &= (ratings["population"] == population) & ~ratings["subject"].str.startswith("#")
    rows = ratings[kept if through is None else kept & (ratings["year"] <= through)]
    position = _positions(rows["year"].to_numpy(), counting)
    rows, position = rows[position >= 0], position[position >= 0]
    runs = _runs(rows, position, good.loc[rows.index].to_numpy())
    runs = runs[runs["length"] >= length]
    if through is not None:
        runs = runs[runs["last"] == through]
    return runs.reset_index(drop=True)


def years_without_round(ratings: pd.DataFrame, *, population: str) -> list[int]:
    """The years between the first and the last in which nobody of a population has a record: no round was held."""
    years = set(ratings.loc[ratings["population"] == population, "year"])
    return [year for year in range(min(years), max(years)) if year not in years] if years else []


def run_lengths(
    ratings: pd.DataFrame,
    *,
    population: str,
    level: str,
    through: int,
    scale: Scale = PARTY,
    rule: StreakRule = _RULE,
) -> pd.DataFrame:
    """How many subjects have a run of exactly each length that reaches the year `through`.

    Returns:
        One row per length from 1 to the longest: `length` (years), `count` (subjects).
    """
    if rule.years and through not in rule.years:
        return pd.DataFrame({"length": pd.Series(dtype="int64"), "count": pd.Series(dtype="int64")})
    runs = find_streaks(ratings, population=population, level=level, length=1, through=through, scale=scale, rule=rule)
    lengths = runs["length"].value_counts()
    longest = int(lengths.index.max()) if len(lengths) else 0
    return pd.DataFrame(
        [(years, int(lengths.get(years, 0))) for years in range(1, longest + 1)], columns=["length", "count"]
    )


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

    @property
    def subjects(self) -> np.ndarray:
        return np.asarray(self.rows["subject"], object)

    def reason(self, subject: int, year: int) -> str:
        """Why the subject is not at the level in the year (both as places on the axes)."""
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
    """Every subject of a population year by year, from its first year in the data (or from `since`) to `through`.

    A year without the level has one reason: the lower level's id; why the subject was not rated; `unknown`;
    `other_scale` for a level of a scale that does not compare; and where there is no row `no_round`, `merged`,
    `split` or `dissolved` (by `changes`, as a reading has them), `not_joined` or `not_founded` (by the date in its
    rows), else `no_record`.

    Raises:
        ValueError: the level is not in the scale, or a subject has two rows in one year.
    """
    here = ratings[(ratings["population"] == population) & (ratings["year"] <= through)]
    held = set(here["year"].unique())
    first = min([*held, through if since is None else since], default=through)
    years = tuple(year for year in sorted(set(rule.years)) or range(first, through + 1) if first <= year <= through)
    listed = here[~here["subject"].str.startswith("#")].sort_values("year", kind="stable")
    last = listed.drop_duplicates("subject", keep="last").sort_values("subject").reset_index(drop=True)
    place = pd.Index(last["subject"])
    size = (len(last), len(years))
    reached, bridged, codes = np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, np.int32)
    told = listed[listed["year"].isin(years)]
    at = place.get_indexer(told["subject"]), np.searchsorted(years, told["year"]) if years else np.zeros(0, int)
    if len(told) != len(told[["subject", "year"]].drop_duplicates()):
        raise ValueError("a subject has two rows in one year; settle duplicates first")
    known, said = pd.factorize(_said(told, level, scale, rule))
    reached[at] = ((told["status"] == RATED) & told["level"].isin(_levels(level, scale, rule))).to_numpy()
    bridged[at] = told["status"].isin(rule.bridges).to_numpy()
    absent, why = _absent(listed, last, years, population, held, changes)
    codes[:] = absent + len(said)
    codes[at] = known
    return Histories(last, years, reached, bridged, codes, (*map(str, said), *why))


def find_breaks(
    ratings: pd.DataFrame,
    *,
    population: str,
    level: str,
    through: int,
    length: int = 1,
    scale: Scale = PARTY,
    rule: StreakRule = _RULE,
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The runs of at least `length` years that ended before the year `through`, and what stood in the year after.

    Returns:
        One row per broken run: `subject`, `first`, `last`, `length`, `year` (the year that broke it) and `reason`,
        as in `histories`.
    """
    found = histories(
        ratings, population=population, level=level, through=through, scale=scale, rule=rule, changes=changes
    )
    parts = []
    for before, after in pairwise(_walk(found)):
        ended = np.flatnonzero((before.run >= length) & (after.run == 0))
        parts.append(
            pd.DataFrame(
                {
                    "subject": found.subjects[ended],
                    "first": before.first[ended],
                    "last": before.last[ended],
                    "length": before.run[ended],
                    "year": after.year,
                    "reason": [found.reason(int(place), after.place) for place in ended],
                }
            )
        )
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(BREAK_COLUMNS))
    return pd.concat(filled).sort_values(["subject", "first"]).reset_index(drop=True)


def streak_summary(
    ratings: pd.DataFrame,
    *,
    population: str,
    level: str,
    through: int,
    scale: Scale = PARTY,
    rule: StreakRule = _RULE,
) -> pd.DataFrame:
    """For every subject how long its run is now and how long its longest was.

    Returns:
        One row per subject: `subject`, `name`, `unit` (of its last row), `current` (years of the run that has not
        ended by `through`, 0 where there is none), `longest`, and `first`, `last`: the years of the longest run (the
        latest of equals), missing where there is none.
    """
    found = histories(ratings, population=population, level=level, through=through, scale=scale, rule=rule)
    empty = np.zeros(len(found.rows), np.int64)
    current, longest, first, last = empty, empty.copy(), empty.copy(), empty.copy()
    for step in _walk(found):
        better = (step.run >= longest) & (step.run > 0)
        longest[better], first[better], last[better] = step.run[better], step.first[better], step.last[better]
        current = step.run
    years = {
        name: pd.Series(value).where(longest > 0).astype("Int64") for name, value in (("first", first), ("last", last))
    }
    columns = {"current": current, "longest": longest, **years}
    return found.rows[["subject", "name", "unit"]].assign(**columns)[list(SUMMARY_COLUMNS)]


@dataclass(frozen=True)
class _Step:
    """The runs as they stand at the end of a year: how long, from which year, to which year at the level."""

    place: int
    year: int
    run: np.ndarray
    first: np.ndarray
    last: np.ndarray


def _walk(found: Histories) -> list[_Step]:
    """All subjects at once, year by year."""
    run = np.zeros(len(found.rows), np.int64)
    first, last = run.copy(), run.copy()
    steps = []
    for place, year in enumerate(found.years):
        reached, bridged = found.reached[:, place], found.bridged[:, place]
        first = np.where(reached & (run == 0), year, first)
        last = np.where(reached, year, last)
        run = np.where(reached, run + 1, np.where(bridged, run, 0))
        steps.append(_Step(place, year, run, first, last))
    return steps


def _levels(level: str, scale: Scale, rule: StreakRule) -> tuple[str, ...]:
    """The level and every better one, and those of the earlier scale that the settings hold equal to one of these."""
    better = scale.at_least(level)
    return (*better, *(old for old, new in rule.equal.items() if new in better))


def _said(rows: pd.DataFrame, level: str, scale: Scale, rule: StreakRule) -> pd.Series:
    """The level of each row, one of the scale of `level`; else why there is none."""
    own = next(era for era in scale.eras if level in [one.id for one in era.levels])
    known = {one.id: one.id for one in own.levels} | dict(rule.equal)
    levels = rows["level"].astype(object).map(lambda found: known.get(found, OTHER_SCALE))
    return levels.where(rows["status"] == RATED, rows["status"].astype(object))


def _absent(
    listed: pd.DataFrame, last: pd.DataFrame, years: Sequence[int], population: str, held: set[int],
    changes: pd.DataFrame | None,
) -> tuple[np.ndarray, tuple[str, ...]]:  # fmt: skip
    """Why a subject has no row in a year, as a place in the reasons, for every subject and year."""
    why = (NO_RECORD, NO_ROUND, NOT_JOINED if population == "member" else NOT_FOUNDED, *ENDS)
    codes = np.zeros((len(last), len(years)), np.int32)
    since = listed.groupby("subject", sort=True)["year"].min().to_numpy()
    joined = _joined(listed)
    kind, ended = _ended(last["subject"], population, changes)
    for place, year in enumerate(years):
        if year in held:
            codes[(year < since) & (joined >= year), place] = 2
            gone = (kind > 0) & (ended <= year)
            codes[gone, place] = kind[gone]
        else:
            codes[:, place] = why.index(NO_ROUND)
    return codes, why


def _joined(listed: pd.DataFrame) -> np.ndarray:
    """The year in which each subject joined or was founded, by the last row that says it; 0 where none does."""
    if "joined" not in listed:
        return np.zeros(listed["subject"].nunique(), np.int64)
    dates = listed.groupby("subject", sort=True)["joined"].last()
    return np.asarray(pd.to_datetime(dates).dt.year.fillna(0), np.int64)


def _ended(subjects: pd.Series, population: str, changes: pd.DataFrame | None) -> tuple[np.ndarray, np.ndarray]:
    """For each subject what became of it (its place in the reasons, 0 for nothing), and in which year."""
    kind, year = np.zeros(len(subjects), np.int32), np.zeros(len(subjects), np.int64)
    if changes is not None:
        place = {subject: number for number, subject in enumerate(subjects)}
        for row in changes[changes["population"] == population].itertuples():
            if row.subject in place:
                kind[place[row.subject]], year[place[row.subject]] = 3 + ENDS.index(row.kind), row.year
    return kind, year


def _positions(years: np.ndarray, counting: Sequence[int] | None) -> np.ndarray:
    """Each year's place in the row of years that count; -1 for a year that does not."""
    if counting is None:
        return years.astype(np.int64)
    place = {year: number for number, year in enumerate(sorted(set(counting)))}
    return np.array([place.get(year, -1) for year in years], dtype=np.int64)


def _runs(rows: pd.DataFrame, position: np.ndarray, good: np.ndarray) -> pd.DataFrame:
    """Gaps and islands: rows ordered by subject and year; a new run wherever the year before is not the neighbour.

    Rows that are not `good` bridge: they hold a run together and are neither its first, its last nor counted.
    """
    codes, _ = pd.factorize(rows["subject"], sort=True)
    order = np.lexsort((position, codes))
    codes, position, good = codes[order], position[order], good[order]
    starts = np.ones(len(codes), dtype=bool)
    same = codes[1:] == codes[:-1]
    if (same & (position[1:] == position[:-1])).any():
        raise ValueError("a subject has two rows in one year; settle duplicates first")
    starts[1:] = ~same | (position[1:] != position[:-1] + 1)
    island = np.cumsum(starts)[good]
    counted = order[good]
    edges = np.flatnonzero(np.diff(island, prepend=-1, append=-1))
    first, last = edges[:-1], edges[1:] - 1
    ends = rows.iloc[counted[last]]
    return pd.DataFrame(
        {
            "subject": ends["subject"].to_numpy(),
            "name": ends["name"].to_numpy(),
            "unit": ends["unit"].to_numpy(),
            "first": rows["year"].to_numpy()[counted[first]],
            "last": ends["year"].to_numpy(),
            "length": last - first + 1,
        },
        columns=list(STREAK_COLUMNS),
    ).astype({"first": "int64", "last": "int64", "length": "int64"})
