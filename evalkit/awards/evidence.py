"""The cells that prove how somebody stands to an award, and how many stand how."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from evalkit.awards.standing import ELIGIBLE, HELD, STANDINGS, find_awards
from evalkit.scale import RATED
from evalkit.settings import Award, Settings
from evalkit.vietnamese import word_key

COUNT_COLUMNS = (
    "id", "name", "population", "decided_by", "years", "first", "last", "reached", "holders", *STANDINGS, "overlap",
    "allowed", "source",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "award", "subject", "name", "unit", "base_organisation", "year", "level", "status", "file", "sheet", "cell",
)  # fmt: skip


def award_counts(
    ratings: pd.DataFrame, held: pd.DataFrame, *, settings: Settings, year: int, found: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return for each award of the settings how many subjects stand how.

    Args:
        found: what `find_awards` gives for that year; worked out without doubts where it is not given.
    Returns:
        One row per award: `first` and `last` year of the window, bridges left aside; `reached`: subjects that
        reached what it asks for in every year; `holders`: how many of these hold, by the register, an award that the
        rule names (`holds`, `not_held`), missing where it names none; one column a standing; `overlap`: of those
        eligible how many count years again; `allowed`: the most by the award's share, missing where it has none.
    """
    found = find_awards(ratings, held, settings=settings, year=year) if found is None else found
    rows = []
    for award in settings.awards:
        mine = found[found["award"] == award.id]
        reached = mine[mine["reached"]]
        standings = mine["standing"].value_counts()
        counts = [int(standings.get(standing, 0)) for standing in STANDINGS]
        overlap = int(((mine["standing"] == ELIGIBLE) & (mine["overlap"] != "")).sum())
        first = min(settings.streaks.window(year, award.years), default=year)
        window = (award.years, first, year)
        about = (award.id, award.name, award.population, award.decided_by)
        holders = _holders(reached, held, award, year)
        allowed = _allowed(ratings, award, settings, year)
        rows.append((*about, *window, len(reached), holders, *counts, overlap, allowed, award.source))
    return pd.DataFrame(rows, columns=list(COUNT_COLUMNS)).astype({"holders": "Int64", "allowed": "Int64"})


def award_evidence(found: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that show, year by year, how each subject stands.

    Args:
        found: rows of `find_awards`.
    Returns:
        One row per award, subject and year of its window that has a record, in the order of `found`: the `unit` of
        that year, `level` (missing where not rated) or `status`, and the `file`, `sheet` and `cell` it was read from.
        Where a subject may be the same person as another, the years of both.
    """
    parts = []
    for place, row in enumerate(found.itertuples()):
        keys = dict.fromkeys(key for key in (row.subject, row.other) if key)
        parts += [(place, row.award, row.population, row.subject, key, row.first, row.last) for key in keys]
    columns = ["place", "award", "population", "of", "subject", "first", "last"]
    wanted = pd.DataFrame(parts, columns=columns).astype({"subject": ratings["subject"].dtype})
    listed = ratings[ratings["subject"].isin(wanted["subject"])]
    rows = wanted.merge(listed.astype({"population": object}), on=["population", "subject"])
    rows = rows.assign(subject=rows["of"])
    rows = rows[rows["year"].between(rows["first"], rows["last"])]
    rows = rows.sort_values(["place", "year"], kind="stable")
    return rows[list(EVIDENCE_COLUMNS)].reset_index(drop=True)


def awards_as_rows(
    found: pd.DataFrame, counts: pd.DataFrame, ratings: pd.DataFrame, *, names: bool = False
) -> list[dict[str, Any]]:
    """Return what `find_awards` and `award_counts` give, as plain objects, one an award.

    Returns:
        Of each award its columns, `counts` (a number for each standing and the other numbers), and for each standing
        the list of its subjects, each with `reason`, `year`, …, and `evidence`, an object a year.
    """
    cells = ["year", "level", "status", "unit", "file", "sheet", "cell"]
    evidence = award_evidence(found, ratings)
    proofs = {key: _plain(rows[cells]) for key, rows in evidence.groupby(["award", "subject"], sort=False)}
    name = ["name"] if names else []
    about = ["subject", *name, "unit", "base_organisation", "reason", "year", "detail", "overlap", "other"]
    result = []
    for award in _plain(counts):
        told = {number: award.pop(number) for number in ("reached", "holders", *STANDINGS, "overlap", "allowed")}
        lists = {}
        for standing in STANDINGS:
            mine = found[(found["award"] == award["id"]) & (found["standing"] == standing)]
            lists[standing] = [
                {**row, "evidence": proofs.get((award["id"], row["subject"]), [])} for row in _plain(mine[about])
            ]
        result.append({**award, "counts": told, **lists})
    return result


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as objects; what is missing is None."""
    cells = frame.astype(object)
    return [
        {str(key): value for key, value in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")
    ]


def award_fields(found: pd.DataFrame) -> pd.DataFrame:
    """Return how many are eligible for an award for a field of work, by field, the field of most first.

    Returns:
        One row per award and field: `award` (id), `field`, `count`; who is marked for two fields counts in both.
    """
    rows = found[(found["standing"].isin([ELIGIBLE, HELD])) & (found["detail"] != "")]
    rows = rows.assign(field=rows["detail"].str.split("; ")).explode("field")
    found = rows.groupby(["award", "field"], sort=False).size().reset_index(name="count")
    awards = list(found["award"].unique())
    keys = [
        (awards.index(award), -count, word_key(field))
        for award, field, count in found.itertuples(index=False, name=None)
    ]
    return found.iloc[sorted(range(len(found)), key=keys.__getitem__)].reset_index(drop=True)


def _holders(reached: pd.DataFrame, held: pd.DataFrame, award: Award, year: int) -> int | None:
    named = {*award.holds, *award.not_held}
    if not named:
        return None
    earlier = held[held["award"].isin(named) & ~(held["year"] > year).fillna(False)]
    return int(reached["subject"].isin(earlier["subject"]).sum())


def _allowed(ratings: pd.DataFrame, award: Award, settings: Settings, year: int) -> int | None:
    """Return the most that the award's share allows, rounded down."""
    if award.share is None:
        return None
    rows = ratings[(ratings["year"] == year) & (ratings["population"] == award.population)]
    rows = rows[rows["status"] == RATED]
    if award.denominator != "rated":
        rows = rows[rows["level"].isin(settings.scale.in_measure(award.denominator))]
    return int(Fraction(int(rows["count"].sum())) * award.share)
