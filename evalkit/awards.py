"""What each award of the settings rests on: who reached its level or mark, and who holds an award already.

Counts and evidence only; weighing them against a committee's rules is not done here.
"""

from __future__ import annotations

import pandas as pd

from evalkit.scale import RATED
from evalkit.settings import Award, Settings
from evalkit.streaks import find_streaks
from evalkit.vietnamese import name_key, unit_key

AWARD_COLUMNS = ("id", "name", "population", "decided_by", "years", "first", "last", "reached", "holders", "source")
EVIDENCE_COLUMNS = (
    "award",
    "subject",
    "name",
    "unit",
    "base_organisation",
    "held",
    "year",
    "level",
    "file",
    "sheet",
    "cell",
)
FIELD = "field"  # in the settings: any field of work


def award_counts(ratings: pd.DataFrame, held: pd.DataFrame, *, settings: Settings, year: int) -> pd.DataFrame:
    """For each award of the settings how many subjects reached what it asks for in the years up to `year`.

    Returns:
        One row per award: `first` and `last` year looked at, `reached` (subjects), and `holders`: how many of these
        hold, by the register of past awards, an award that the rule names (`holds`, `not_held`); missing where it
        names none.
    """
    rows = []
    for award in settings.awards:
        evidence = award_evidence(ratings, held, award=award, settings=settings, year=year)
        subjects = evidence.drop_duplicates("subject")
        holders = int(subjects["held"].sum()) if award.holds or award.not_held else None
        window = (award.years, year - award.years + 1, year)
        about = (award.id, award.name, award.population, award.decided_by)
        rows.append((*about, *window, len(subjects), holders, award.source))
    return pd.DataFrame(rows, columns=list(AWARD_COLUMNS)).astype({"holders": "Int64"})


def award_evidence(
    ratings: pd.DataFrame, held: pd.DataFrame, *, award: Award, settings: Settings, year: int
) -> pd.DataFrame:
    """The cells that prove, year by year, that a subject reached what an award asks for.

    Returns:
        One row per subject and year of the window, persons in order of given name, units in natural order: `held`
        (an award that the rule names is held already), `level`, and the `file`, `sheet`, `cell` it was read from.
    """
    reached = _reached(ratings, award, settings, year)
    window = ratings["year"].between(year - award.years + 1, year)
    rows = ratings[window & (ratings["population"] == award.population) & ratings["subject"].isin(reached)]
    named = {*award.holds, *award.not_held}
    earlier = held[held["award"].isin(named) & ~(held["year"] > year).fillna(False)]
    rows = rows.assign(award=award.id, held=rows["subject"].isin(earlier["subject"]))
    latest = rows.sort_values("year").drop_duplicates("subject", keep="last").set_index("subject")["name"]
    order = name_key if award.population == "member" else unit_key
    places = {
        subject: place
        for place, (subject, _) in enumerate(sorted(latest.items(), key=lambda item: (order(item[1]), item[0])))
    }
    rows = rows.assign(place=rows["subject"].map(places)).sort_values(["place", "year"])
    return rows[list(EVIDENCE_COLUMNS)].reset_index(drop=True)


def _reached(ratings: pd.DataFrame, award: Award, settings: Settings, year: int) -> pd.Series:
    """The subjects at the award's level, or with its mark, in every year of its window."""
    if award.distinction is None:
        runs = find_streaks(
            ratings, population=award.population, level=award.level or settings.scale.levels[0].id, length=award.years,
            through=year, scale=settings.scale,
        )  # fmt: skip
        return runs["subject"]
    window = ratings["year"].between(year - award.years + 1, year) & (ratings["population"] == award.population)
    rows = ratings[window & (ratings["status"] == RATED)]
    marked = rows[_marks(rows["distinction"], award.distinction)]
    years = marked.groupby("subject")["year"].nunique()
    return pd.Series(years.index[years == award.years])


def _marks(distinction: pd.Series, wanted: str) -> pd.Series:
    marks = distinction.str.split("; ")
    if wanted == FIELD:
        return marks.map(lambda found: any(mark and mark != "exemplary" for mark in found)).astype(bool)
    return marks.map(lambda found: wanted in found).astype(bool)
