"""Runs of consecutive years at a level or better, when they ended, and how long they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from evalkit.scale import PARTY, Scale
from evalkit.settings import StreakRule
from evalkit.streaks.histories import Histories, at_level, histories, is_among, of_counts
from evalkit.streaks.walk import Round, walk

STREAK_COLUMNS = ("subject", "name", "unit", "first", "last", "length")
BREAK_COLUMNS = ("subject", "first", "last", "length", "year", "reason")
SUMMARY_COLUMNS = ("subject", "name", "unit", "current", "longest", "first", "last")
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
    """Return every maximal run of at least `length` consecutive years in which a subject stood at `level` or better.

    A year in which the subject was not rated, is unknown or has no record ends the run; so does a year without any
    round. `rule`, from the settings, says otherwise: a reason that bridges neither ends a run nor counts in it; where
    it names the years that count, these are consecutive, and no other year is looked at; levels of the earlier scale
    count as the levels it names. Rows of counts sheets have no subjects and are left out.

    Args:
        through: look only at years up to this one, and keep only the runs whose last year it is.
        years: the years that count, in place of the rule's.
    Returns:
        One row per run, by subject and first year: `subject`, `name` and `unit` (of the last year; left out where the
        table has none), `first`, `last` (calendar years), `length` (years in the run).
    Raises:
        ValueError: the level is not in the scale, `length` is below 1, `through` is not among `years`, or a subject
            has two rows in one year.
    """
    if length < 1:
        raise ValueError(f"length must be at least 1, not {length}")
    counting = (rule.years or None) if years is None else years
    if counting is not None and through is not None and through not in counting:
        raise ValueError(f"through={through} is not among years={sorted(counting)}")
    year = ratings["year"].to_numpy()
    good = at_level(ratings, level, scale, rule)
    kept = (good | is_among(ratings["status"], rule.bridges(scale))) & is_among(ratings["population"], [population])
    rows = np.flatnonzero(kept if through is None else kept & (year <= through))
    codes, size = _numbered(ratings["subject"].iloc[rows])
    rounds = (Round(place, codes[at], good[rows[at]], rows[at]) for place, at in _years_in_turn(year[rows], counting))
    found = walk(_each_once(rounds, ratings["subject"], size), subjects=size, length=length)
    if through is not None:
        found = found[year[found["last"]] == through]
    found = found[~of_counts(ratings["subject"].iloc[found["last"]])]
    of_last = [column for column in ("subject", "name", "unit") if column in ratings]
    about = {column: np.asarray(ratings[column].iloc[found["last"]], object) for column in of_last}
    numbers = {"first": year[found["first"]], "last": year[found["last"]], "length": found["length"].to_numpy()}
    runs = pd.DataFrame(about | numbers).astype(dict.fromkeys(about, "str") | dict.fromkeys(numbers, "int64"))
    return runs.sort_values(["subject", "first"]).reset_index(drop=True)


def years_without_round(ratings: pd.DataFrame, *, population: str) -> list[int]:
    """Return the years between the first and the last in which nobody of a population has a record: no round was
    held.
    """
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
    """Return how many subjects have a run of exactly each length that reaches the year `through`.

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
    """Return the runs of at least `length` years that ended before the year `through`, and what stood in the year
    after.

    Returns:
        One row per broken run: `subject`, `first`, `last`, `length`, `year` (the year that broke it) and `reason`,
        as in `histories`.
    """
    found = histories(
        ratings, population=population, level=level, through=through, scale=scale, rule=rule, changes=changes
    )
    runs = walk(_rounds(found), subjects=len(found.rows), length=length)
    runs = runs[runs["until"] + 1 < len(found.years)]
    if runs.empty:
        return pd.DataFrame(columns=list(BREAK_COLUMNS))
    years, after = np.array(found.years), runs["until"] + 1
    columns = {
        "subject": found.subjects[runs["subject"]],
        "first": years[runs["first"]],
        "last": years[runs["last"]],
        "length": runs["length"].to_numpy(),
        "year": years[after],
        "reason": [found.reason(*at) for at in zip(runs["subject"], after, strict=True)],
    }
    return pd.DataFrame(columns).sort_values(["subject", "first"]).reset_index(drop=True)


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
    runs = walk(_rounds(found), subjects=len(found.rows), length=1).sort_values(["length", "last"])
    current = np.zeros(len(found.rows), np.int64)
    going = runs[runs["until"] == len(found.years) - 1]
    current[going["subject"]] = going["length"]
    longest = runs.drop_duplicates("subject", keep="last").set_index("subject").reindex(range(len(found.rows)))
    year = dict(enumerate(found.years))
    ends = {name: longest[name].map(year).astype("Int64") for name in ("first", "last")}
    columns = {"current": current, "longest": longest["length"].fillna(0).astype("int64"), **ends}
    return found.rows[["subject", "name", "unit"]].assign(**columns)[list(SUMMARY_COLUMNS)]


def _rounds(found: Histories) -> Iterator[Round]:
    for place in range(len(found.years)):
        reached = found.reached[:, place]
        at = np.flatnonzero(reached | found.bridged[:, place])
        yield Round(place, at, reached[at], np.full(len(at), place))


def _numbered(subjects: pd.Series) -> tuple[np.ndarray, int]:
    """Return the subjects as numbers in no order, below the second number; that of a missing key, -1, is the last
    too.
    """
    if isinstance(subjects.dtype, pd.CategoricalDtype):
        return subjects.array.codes, len(subjects.cat.categories) + 1
    codes, known = pd.factorize(subjects)
    return codes, len(known) + 1


def _years_in_turn(years: np.ndarray, counting: Sequence[int] | None) -> Iterator[tuple[int, np.ndarray]]:
    """Yield for each year that counts its place, neighbours with places that follow each other, and where it stands."""
    codes, known = pd.factorize(years, sort=True)
    codes = codes.astype(np.min_scalar_type(len(known)))
    places = None if counting is None else {year: place for place, year in enumerate(sorted(set(counting)))}
    for code, year in enumerate(known):
        place = int(year) if places is None else places.get(year)
        if place is not None:
            yield place, np.flatnonzero(codes == code)


def _each_once(rounds: Iterable[Round], subjects: pd.Series, size: int) -> Iterator[Round]:
    """Yield the rounds, whose marks are rows; but for lines of counts sheets, nobody may stand in one twice."""
    row = np.zeros(size, np.int64)
    for one in rounds:
        row[one.subjects] = one.marks
        twice = one.marks[row[one.subjects] != one.marks]
        if not of_counts(subjects.iloc[twice]).all():
            raise ValueError("a subject has two rows in one year; settle duplicates first")
        yield one
