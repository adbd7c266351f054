"""The mid-term review: shortfalls, falls, what is left to do, growth, published figures; by hand and in SQL."""

from __future__ import annotations

import sqlite3
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

import evalkit as ek
from evalkit.midterm import (
    compare_published,
    membership_growth,
    outlook,
    unit_growth,
    unit_level,
    unit_shortfall,
    worse_two_years,
)
from evalkit.scale import PARTY
from evalkit.settings import Growth, Published, Settings, Target
from tests.test_streaks import table

AT_LEAST = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(9, 10), source="NQ")
AT_MOST = Target(population="member", measure="not_completed", sign="<", bound=Fraction(1, 10), source="NQ")


def units(counts: dict[str, dict[str, int]], *, year: int = 2022) -> pd.DataFrame:
    """Members of units: unit → level → how many."""
    rows, where = [], []
    for unit, told in counts.items():
        for level, number in told.items():
            for person in range(number):
                rows.append(("member", f"{unit} {level} {person}", year, level))
                where.append(unit)
    return table(rows).assign(base_organisation=where, count=1)


LEVELS: dict[str, dict[str, int]] = {
    "A": {"good": 8, "completed": 2},  # needs 9 of 10: lacks 1
    "B": {"good": 30, "completed": 10},  # needs 36 of 40: lacks 6
    "C": {"excellent": 5, "good": 45},  # lacks none
    "D": {"good": 4, "not_completed": 1},  # needs 4,5 of 5, so all 5: lacks 1
}


def shortfall(counts: dict[str, dict[str, int]], target: Target = AT_LEAST) -> list[tuple[Any, ...]]:
    found = unit_shortfall(units(counts), target=target, year=2022, scale=PARTY, by="base_organisation")
    columns = ["unit", "count", "base", "lacking", "part", "small"]
    return list(found[columns].itertuples(index=False, name=None))


def test_each_unit_lacks_what_the_bound_asks_of_it_and_the_parts_add_up_to_the_whole() -> None:
    found = shortfall(LEVELS)
    assert found == [
        ("B", 30, 40, 6, Fraction(6, 8), False), ("A", 8, 10, 1, Fraction(1, 8), True),
        ("D", 4, 5, 1, Fraction(1, 8), True), ("C", 50, 50, 0, Fraction(0), False),
    ]  # fmt: skip
    assert sum(row[4] for row in found) == 1


def test_of_a_target_from_above_the_surplus_is_what_is_too_many() -> None:
    assert [row[:4] for row in shortfall(LEVELS, AT_MOST)] == [
        ("D", 1, 5, 1), ("A", 0, 10, 0), ("B", 0, 40, 0), ("C", 0, 50, 0),
    ]  # fmt: skip


def test_where_nobody_lacks_there_are_no_parts() -> None:
    assert shortfall({"A": {"good": 3}}) == [("A", 3, 3, 0, Fraction(0), True)]


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_the_interval_is_wilsons(count: int, base: int, low: float, high: float) -> None:
    told = {"good": count, "completed": base - count}
    found = unit_shortfall(units({"A": told}), target=AT_LEAST, year=2022, scale=PARTY, by="base_organisation")
    assert (round(found["low"].iloc[0], 4), round(found["high"].iloc[0], 4)) == (low, high)


def test_a_unit_is_named_that_got_worse_two_years_running() -> None:
    courses = {
        "falls": (10, 9, 8),
        "falls less": (10, 10, 8),
        "falls once": (8, 9, 8),
        "steady": (9, 9, 9),
        "rises": (7, 8, 9),
    }
    years = [
        units(
            {unit: {"good": told[place], "completed": 10 - told[place]} for unit, told in courses.items()},
            year=2020 + place,
        )
        for place in range(3)
    ]
    found = worse_two_years(pd.concat(years), target=AT_LEAST, year=2022, scale=PARTY, by="base_organisation")
    assert found.values.tolist() == [["falls", "100,00", "90,00", "80,00", -20.0]]
    missing = worse_two_years(pd.concat(years[1:]), target=AT_LEAST, year=2022, scale=PARTY, by="base_organisation")
    assert len(missing) == 0


def test_a_unit_that_only_got_smaller_has_not_got_worse() -> None:
    bases = (21, 24, 23)  # 21/21, 23/24, 22/23: one person below in each of the last two years
    years = [
        units({"A": {"good": base - (n > 0), "completed": int(n > 0)}}, year=2020 + n) for n, base in enumerate(bases)
    ]
    found = worse_two_years(pd.concat(years), target=AT_LEAST, year=2022, scale=PARTY, by="base_organisation")
    assert len(found) == 0


def test_of_a_target_from_above_worse_is_more() -> None:
    years = [units({"A": {"not_completed": n, "good": 20 - n}}, year=2020 + n) for n in range(3)]
    found = worse_two_years(pd.concat(years), target=AT_MOST, year=2022, scale=PARTY, by="base_organisation")
    assert found.values.tolist() == [["A", "0,00", "5,00", "10,00", 10.0]]


def test_units_that_hold_many_at_one_level_come_first() -> None:
    found = unit_level(
        units(LEVELS), population="member", level="completed", year=2022, scale=PARTY, by="base_organisation"
    )
    assert found[["unit", "count", "base", "printed"]].values.tolist() == [
        ["B", 10, 40, "25,00"],
        ["A", 2, 10, "20,00"],
    ]


@pytest.mark.parametrize(
    ("term", "last", "until", "yearly", "needed"),
    [
        ("2020-2025", None, 2025, Fraction(6, 3), 3),  # 84 of 100 against 90: 6 points in 3 years
        ("2020-2025", 2023, 2023, Fraction(6), 3),  # the target's own end
        ("2020-2022", None, 2022, None, 3),  # no year is left
    ],
)
def test_what_is_left_to_do_is_arithmetic(term: str, last: int | None, until: int, yearly: Any, needed: int) -> None:
    target = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(9, 10), last=last)
    settings = Settings(targets=(target,), term=term)
    ratings = units({"A": {"good": 42, "completed": 8}})
    (row,) = outlook(ek.compare_targets(ratings, settings=settings), settings=settings, year=2022).itertuples()
    assert (row.until, row.count, row.base, row.needed) == (until, 42, 50, needed)
    assert pd.isna(row.yearly) if yearly is None else row.yearly == pytest.approx(float(yearly))


def test_without_a_term_nothing_is_said_of_its_end() -> None:
    settings = Settings(targets=(AT_LEAST,))
    assert len(outlook(ek.compare_targets(units(LEVELS), settings=settings), settings=settings, year=2022)) == 0


# --- growth ----------------------------------------------------------------------------------------------------------


def lists(**years: dict[str, str]) -> pd.DataFrame:
    """y2021={"a": "Đảng bộ A"}: who is on the list of a year, in which base organisation."""
    rows = [(int(year[1:]), key, base) for year, told in years.items() for key, base in told.items()]
    frame = table([("member", key, year, "good") for year, key, _ in rows])
    joined = {"a": "2001-01-01", "b": "2001-01-01", "c": "2001-01-01", "d": "2022-03-03", "e": "2015-01-01"}
    return frame.assign(
        base_organisation=[base for _, _, base in rows],
        joined=pd.to_datetime(frame["subject"].map(joined)),
        count=1,
    )


def test_who_came_left_and_moved_measured_by_last_years_end() -> None:
    ratings = lists(
        y2021={"a": "A", "b": "A", "c": "B", "?1": "A"}, y2022={"a": "A", "b": "B", "d": "A", "e": "A", "?2": "A"}
    )
    growth = Growth(share=Fraction(1, 3), source="NQ")
    found = membership_growth(ratings, growth=growth)
    # of a, b, c at the end of 2021 c left and b moved; d was admitted in 2022, e came from elsewhere
    assert found.values.tolist() == [[2022, 3, 2, 1, 0, 1, 0, 1, 4, "33,33", "met"]]
    assert membership_growth(ratings)["verdict"].tolist() == [None]
    assert membership_growth(ratings, growth=Growth(share=Fraction(34, 100)))["verdict"].tolist() == ["missed"]
    later = Growth(share=Fraction(1, 3), first=2023)
    assert membership_growth(ratings, growth=later)["verdict"].tolist() == [None]


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ("1/4", "met"),  # d alone is one of the four of 2021
        ("1/2", "undecided"),  # with one more of B it would be two of four
        ("9/10", "missed"),  # d and both of B would be three of four
    ],
)
def test_with_a_list_missing_growth_is_decided_only_where_nothing_can_turn_it(share: str, verdict: str) -> None:
    ratings = lists(y2021={"a": "A", "b": "A", "c": "B", "f": "B"}, y2022={"a": "A", "b": "A", "d": "A"})
    (row,) = membership_growth(ratings, growth=Growth(share=Fraction(share))).itertuples()
    assert (row.admitted, row.left, row.not_sent, row.printed, row.verdict) == (1, 0, 2, None, verdict)


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ("1/3", "met"),  # d alone is one of the three of 2021
        ("2/3", "undecided"),  # x may have been admitted, too
        ("3/4", "missed"),
    ],
)
def test_of_whom_no_list_says_when_they_joined_nothing_is_concluded(share: str, verdict: str) -> None:
    ratings = lists(y2021={"a": "A", "b": "A", "c": "B"}, y2022={"a": "A", "b": "A", "c": "B", "d": "A", "x": "B"})
    (row,) = membership_growth(ratings, growth=Growth(share=Fraction(share))).itertuples()
    assert (row.joined, row.admitted, row.undated, row.printed, row.verdict) == (2, 1, 1, None, verdict)
    found = unit_growth(ratings, year=2022)
    assert found.to_dict("records") == [
        {"unit": "A", "before": 2, "admitted": 1, "undated": 0, "total": 3},
        {"unit": "B", "before": 1, "admitted": 0, "undated": 1, "total": 2},
    ]


def test_a_year_after_a_gap_is_not_measured() -> None:
    assert membership_growth(lists(y2019={"a": "A"}, y2021={"a": "A"}))["year"].tolist() == []


def test_growth_of_the_sample_is_what_sql_counts(sample: Any) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE m (year, subject, base, joined)")
    members = sample.ratings[sample.ratings["population"] == "member"]
    dates = members["joined"].dt.strftime("%Y").astype(object).where(members["joined"].notna(), None)
    told = zip(
        members["year"].map(int), members["subject"], members["base_organisation"].astype(str), dates, strict=True
    )
    base.executemany("INSERT INTO m VALUES (?, ?, ?, ?)", list(told))
    base.execute("CREATE INDEX i ON m (subject, year)")
    expected = base.execute(
        """
        SELECT y.year, (SELECT COUNT(*) FROM m WHERE year = y.year - 1),
          (SELECT COUNT(*) FROM m n WHERE n.year = y.year AND NOT EXISTS
             (SELECT 1 FROM m o WHERE o.subject = n.subject AND o.year = y.year - 1)),
          (SELECT COUNT(*) FROM m n WHERE n.year = y.year AND n.joined = CAST(y.year AS TEXT) AND NOT EXISTS
             (SELECT 1 FROM m o WHERE o.subject = n.subject AND o.year = y.year - 1)),
          (SELECT COUNT(*) FROM m o WHERE o.year = y.year - 1 AND NOT EXISTS
             (SELECT 1 FROM m n WHERE o.subject = n.subject AND n.year = y.year)),
          (SELECT COUNT(*) FROM m n JOIN m o ON o.subject = n.subject AND o.year = n.year - 1
             WHERE n.year = y.year AND o.base <> n.base)
        FROM (SELECT DISTINCT year FROM m WHERE year > 2018) y ORDER BY y.year
        """
    ).fetchall()
    base.close()
    columns = ["year", "before", "joined", "admitted", "left", "moved"]
    assert list(membership_growth(sample.ratings)[columns].itertuples(index=False, name=None)) == expected


# --- published figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "agrees", "otherwise"),
    [
        ("80,00%", True, ""),  # 8 of 10 rated
        ("80", True, ""),  # printed without decimals
        ("66,67", False, "total"),  # 8 of the 12 on the list
        ("75,00%", False, ""),  # nothing here gives it
    ],
)
def test_a_published_figure_is_compared_with_the_same_counted_now(printed: str, agrees: bool, otherwise: str) -> None:
    told = units({"A": {"good": 8, "completed": 2, "sick": 2}})
    one = Published(year=2022, population="member", measure="good_or_better", printed=printed, source="BC 1")
    (row,) = compare_published(told, settings=Settings(published=(one,))).itertuples()
    assert (row.count, row.base, row.agrees, row.otherwise, row.source) == (8, 10, agrees, otherwise, "BC 1")


def test_a_published_figure_of_a_year_without_data_does_not_agree() -> None:
    one = Published(year=2015, population="member", measure="good_or_better", printed="98,00")
    (row,) = compare_published(units(LEVELS), settings=Settings(published=(one,))).itertuples()
    assert (row.base, row.printed, row.agrees) == (0, None, False)


# --- the sample -------------------------------------------------------------------------------------------------------


def test_the_shortfall_of_the_sample_counted_from_its_rows(sample: Any) -> None:
    target = sample.settings.targets[0]
    found = unit_shortfall(
        sample.ratings, target=target, year=2022, scale=sample.settings.scale, by="base_organisation"
    )
    told: dict[str, list[int]] = {}
    for row in sample.ratings.itertuples():
        if row.population == "member" and row.year == 2022 and row.status == "rated":
            counts = told.setdefault(row.base_organisation, [0, 0])
            counts[0] += row.level in ("good", "excellent")
            counts[1] += 1
    expected = {unit: max(-(-98 * base // 100) - count, 0) for unit, (count, base) in told.items()}
    assert dict(zip(found["unit"], found["lacking"], strict=True)) == expected
    assert sum(found["part"]) == 1


def test_growth_by_unit_is_what_sql_counts(sample: Any) -> None:
    found = unit_growth(sample.ratings, year=2022)
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE m (year, subject, base, joined)")
    members = sample.ratings[sample.ratings["population"] == "member"]
    dates = members["joined"].dt.strftime("%Y").astype(object).where(members["joined"].notna(), None)
    bases = members["base_organisation"].astype(str)
    base.executemany(
        "INSERT INTO m VALUES (?, ?, ?, ?)",
        list(zip(members["year"].map(int), members["subject"], bases, dates, strict=True)),
    )
    base.execute("CREATE INDEX i ON m (subject, year)")
    expected = base.execute(
        """
        SELECT base, SUM(year = 2021), SUM(year = 2022 AND joined = '2022' AND NOT EXISTS
          (SELECT 1 FROM m o WHERE o.subject = m.subject AND o.year = 2021)), SUM(year = 2022)
        FROM m WHERE year IN (2021, 2022) GROUP BY base
        """
    ).fetchall()
    base.close()
    columns = ["unit", "before", "admitted", "total"]
    assert set(found[columns].itertuples(index=False, name=None)) == set(expected)
    assert (int(found["admitted"].sum()), int(found["undated"].sum())) == (177, 0)
