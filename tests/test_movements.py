"""Movements between levels: by hand, counted in SQL, and their margins against the rates of both years."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import pandas as pd
import pytest

from evalkit.movements import level_movements, movement_matrix
from evalkit.rates import level_rates
from evalkit.settings import Crosswalk
from tests.engines import plain
from tests.test_streaks import G, X, person, table

C, N = "completed", "not_completed"
RATED = [X, G, C, N]


def moves(ratings: pd.DataFrame, *, population: str = "member", year: int = 2022, **more: Any) -> set[tuple[Any, ...]]:
    """The pairs that somebody is in."""
    found = level_movements(ratings, population=population, year=year, **more)
    return set(found[found["count"] > 0].itertuples(index=False, name=None))


def people(*outcomes: tuple[str | None, str | None]) -> pd.DataFrame:
    """One person per pair of outcomes in 2021 and 2022; None: on no list."""
    rows = []
    for number, pair in enumerate(outcomes):
        told = {year: outcome for year, outcome in zip((2021, 2022), pair, strict=True) if outcome}
        rows += person(told, subject=f"{number:012d}")
    return table(rows).assign(count=1, base_organisation="A")


def test_each_pair_of_levels_is_counted_and_those_without_a_level_apart() -> None:
    ratings = people((X, X), (X, G), (G, X), (G, X), (C, "sick"), ("exempt", G), ("unknown", X), (None, G), (N, None))
    assert moves(ratings) == {
        (X, X, 1), (X, G, 1), (G, X, 2), (C, "not_rated", 1), ("not_rated", G, 1), ("unknown", X, 1),
        ("absent", G, 1), (N, "absent", 1),
    }  # fmt: skip


def test_every_pair_of_levels_has_a_row_best_first() -> None:
    found = level_movements(people((G, G)), population="member", year=2022)
    assert list(zip(found["before"], found["now"], strict=True)) == [(a, b) for a in RATED for b in RATED]
    assert found["count"].sum() == 1


def test_who_changes_the_unit_has_not_moved() -> None:
    ratings = people((G, G), (X, X))
    ratings.loc[ratings["year"] == 2022, "base_organisation"] = "B"
    assert moves(ratings) == {(G, G, 1), (X, X, 1)}


def test_a_merger_of_units_moves_nobody() -> None:
    ratings = people((G, X), (G, G))
    before = ratings["year"] == 2021
    ratings.loc[before, "base_organisation"] = ["A", "B"]
    ratings.loc[~before, "base_organisation"] = "C"
    merger = Crosswalk(date=date(2022, 1, 1), kind="merged", before=("A", "B"), after=("C",), source="QĐ")
    assert moves(ratings, crosswalk=(merger,)) == {(G, X, 1), (G, G, 1)}


def test_those_of_a_unit_that_sent_nothing_have_not_left() -> None:
    ratings = people((G, None), (G, G), (G, None))
    ratings.loc[ratings["subject"] == f"{0:012d}", "base_organisation"] = "B"  # nobody of B is listed in 2022
    assert moves(ratings) == {(G, "not_sent", 1), (G, G, 1), (G, "absent", 1)}


def test_an_organisation_that_was_merged_is_told_from_one_that_is_gone() -> None:
    rows = [*person({2021: G}, subject="TC1", population="cell"), *person({2021: G}, subject="TC2", population="cell")]
    rows += person({2021: X, 2022: X}, subject="TC3", population="cell")
    changes = pd.DataFrame([("cell", "TC1", "merged", 2022)], columns=["population", "subject", "kind", "year"])
    found = moves(table(rows).assign(count=1), population="cell", changes=changes)
    assert found == {(G, "ended", 1), (G, "absent", 1), (X, X, 1)}
    later = changes.assign(year=2023)  # not yet
    assert (G, "absent", 2) in moves(table(rows).assign(count=1), population="cell", changes=later)


def test_counts_and_people_without_a_key_are_said_and_never_joined() -> None:
    ratings = people((G, G), (G, X))
    counted = table([("member", "#A", year, G) for year in (2021, 2022)]).assign(count=[40, 30], base_organisation="A")
    unclear = table([("member", "?1", 2021, C), ("member", "?2", 2022, C)]).assign(count=1, base_organisation="A")
    assert moves(pd.concat([ratings, counted, unclear])) == {
        (G, G, 1), (G, X, 1), (G, "untraced", 40), ("untraced", G, 30), (C, "untraced", 1), ("untraced", C, 1),
    }  # fmt: skip


@pytest.mark.parametrize("rows", [[], [(G, None)], [(None, G)]])
def test_without_one_of_the_years_nobody_is_lost(rows: list[Any]) -> None:
    found = level_movements(people(*rows), population="member", year=2022)
    assert found["count"].sum() == len(rows)


def test_a_subject_twice_in_a_year_is_refused() -> None:
    twice = pd.concat([people((G, G)), people((X, X))])
    with pytest.raises(ValueError, match="two rows in one year"):
        level_movements(twice, population="member", year=2022)


def test_the_matrix_has_the_totals_of_both_years() -> None:
    found = movement_matrix(level_movements(people((X, G), (G, G), (G, None)), population="member", year=2022))
    assert list(found.columns) == [*RATED, "absent", "total"]
    assert found["total"].to_dict() == {X: 1, G: 2, C: 0, N: 0, "total": 3}
    assert found.loc["total"].to_dict() == {X: 0, G: 2, C: 0, N: 0, "absent": 1, "total": 3}


# --- the sample -------------------------------------------------------------------------------------------------------

SQL = """
SELECT state_before, state_now, COUNT(*) FROM (
  SELECT COALESCE(CASE WHEN b.status = 'rated' THEN b.level WHEN b.status IS NOT NULL THEN 'not_rated' END, 'absent')
           AS state_before,
         COALESCE(CASE WHEN n.status = 'rated' THEN n.level WHEN n.status IS NOT NULL THEN 'not_rated' END, 'absent')
           AS state_now
  FROM (SELECT DISTINCT subject FROM ratings WHERE population = :population AND year IN (:year - 1, :year)) s
  LEFT JOIN ratings b ON b.subject = s.subject AND b.population = :population AND b.year = :year - 1
  LEFT JOIN ratings n ON n.subject = s.subject AND n.population = :population AND n.year = :year
) GROUP BY 1, 2
"""


@pytest.mark.parametrize("year", [2019, 2022])
@pytest.mark.parametrize("population", ["member", "base_organisation", "cell"])
def test_of_the_sample_they_are_what_sql_counts_and_add_up_to_both_years(
    sample: Any, population: str, year: int
) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE ratings (year, population, subject, level, status, count)")
    base.executemany("INSERT INTO ratings VALUES (?, ?, ?, ?, ?, ?)", plain(sample.ratings))
    base.execute("CREATE INDEX i ON ratings (subject, population, year)")
    expected = set(base.execute(SQL, {"population": population, "year": year}).fetchall())
    base.close()
    given = {"crosswalk": sample.settings.crosswalk, "changes": sample.changes, "scale": sample.settings.scale}
    found = level_movements(sample.ratings, population=population, year=year, **given)
    somebody = found[found["count"] > 0].replace("ended", "absent")
    counted = somebody.groupby(["before", "now"])["count"].sum().reset_index()
    assert set(counted.itertuples(index=False, name=None)) == expected
    rates = level_rates(sample.ratings, scale=sample.settings.scale)
    for side, one in (("before", year - 1), ("now", year)):
        counts = rates[(rates["population"] == population) & (rates["year"] == one)].set_index("measure")["count"]
        margin = found.groupby(side)["count"].sum()
        assert {level: margin[level] for level in RATED} == {level: counts[level] for level in RATED}
        assert margin.get("not_rated", 0) == counts["not_rated"]
