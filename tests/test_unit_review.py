"""One unit over the years, who admits nobody, who stays at one level: worked by hand, and by SQL on the sample."""

from __future__ import annotations

import datetime
import sqlite3
from typing import Any

import pandas as pd
import pytest

from evalkit.scale import PARTY
from evalkit.settings import Crosswalk
from evalkit.unit_review import (
    UnknownUnit,
    choose_unit,
    find_unit,
    repeated_level,
    unit_course,
    with_todays_names,
    without_admissions,
)
from tests.test_streaks import table

NAMES = ["Đảng bộ Sở Y tế", "Đảng bộ Sở Tư pháp", "Chi bộ Hưu trí", "Chi bộ Hữu nghị", "Đảng bộ 1", "Đảng bộ 10"]


def named(names: list[str]) -> pd.DataFrame:
    """Base organisations with the codes TC00, TC01, …"""
    rows = [("base_organisation", f"TC{number:02}", 2022, "good") for number in range(len(names))]
    return table(rows).assign(name=names, base_organisation=names, count=1)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Đảng bộ Sở Y tế", "Đảng bộ Sở Y tế"),
        ("  đảng BỘ  sở y tế ", "Đảng bộ Sở Y tế"),  # case and blanks
        ("sở y tế", "Đảng bộ Sở Y tế"),  # a part of one name only
        ("so tu phap", "Đảng bộ Sở Tư pháp"),  # typed without marks
        ("tc01", "Đảng bộ Sở Tư pháp"),  # its code
        ("Đảng bộ 1", "Đảng bộ 1"),  # whole, though also a part of another
    ],
)
def test_a_unit_is_found_by_what_people_write(given, found):
    assert find_unit(named(NAMES), given) == found


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("Đảng bộ Sở", "Đảng bộ Sở Tư pháp; Đảng bộ Sở Y tế."),  # several: each of them
        ("Chi bộ Hưu trú", "Chi bộ Hưu trí; Chi bộ Hữu nghị"),  # misspelt: the nearest first
        ("xyz", "Chi bộ Hưu trí; Chi bộ Hữu nghị; Đảng bộ 1; Đảng bộ 10; Đảng bộ Sở Tư pháp; …."),
        ("", "Chi bộ Hưu trí; Chi bộ Hữu nghị; Đảng bộ 1; Đảng bộ 10; Đảng bộ Sở Tư pháp; …."),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_are_near(given, near):
    with pytest.raises(UnknownUnit) as refused:
        find_unit(named(NAMES), given)
    start, _, names = str(refused.value).partition("Tên gần giống: ")
    assert start == f"Không rõ đơn vị «{given}»: sửa `unit` ở ô tham số. "
    assert names.startswith(near)


def test_the_course_of_a_unit_has_a_row_for_every_year():
    members = table(
        [("member", "a", 2020, "good"), ("member", "b", 2020, "completed"), ("member", "c", 2020, "good"),
         ("member", "a", 2022, "good"), ("member", "b", 2022, "sick"), ("member", "c", 2022, "completed")]
    ).assign(base_organisation=["A", "A", "B", "A", "A", "B"])  # fmt: skip
    own = table([("base_organisation", "TC1", 2022, "excellent")]).assign(name="A", base_organisation="A")
    ratings = pd.concat([members, own]).assign(count=1)
    asked = {"population": "member", "measure": "good_or_better", "year": 2022, "scale": PARTY, "years": 3}
    found = unit_course(ratings, unit="A", **asked).astype(object)
    assert found.where(found.notna(), None).values.tolist() == [
        [2020, None, 2, 2, 1, "50,00", "66,67"],
        [2021, None, None, None, None, None, None],
        [2022, "excellent", 2, 1, 1, "100,00", "50,00"],  # b has no rating
    ]


def test_without_a_name_the_unit_with_the_lowest_share_is_shown():
    rows = [("member", f"{unit}{n}", 2022, level) for unit, levels in
            {"A": ["good", "good", "completed"], "B": ["good", "completed"], "C": ["sick"]}.items()
            for n, level in enumerate(levels)]  # fmt: skip
    ratings = table(rows).assign(base_organisation=["A"] * 3 + ["B"] * 2 + ["C"], count=1)  # two thirds, half, nobody
    asked = {"population": "member", "measure": "good_or_better", "scale": PARTY}
    assert choose_unit(ratings, "", year=2022, **asked) == "B"
    assert choose_unit(ratings, "", year=2021, **asked) is None
    assert choose_unit(ratings, "a", year=2021, **asked) == "A"
    assert unit_course(ratings, unit=None, year=2022, **asked).empty


def lists(people: list[tuple[str, str, list[int], str | None]]) -> pd.DataFrame:
    """Members: key, unit, the years on whose lists they stand, the date of joining."""
    rows = [("member", key, year, "good") for key, _, years, _ in people for year in years]
    units = [unit for _, unit, years, _ in people for _ in years]
    joined = [date and datetime.date.fromisoformat(date) for *_, years, date in people for _ in years]
    return table(rows).assign(base_organisation=units, joined=pd.to_datetime(pd.Series(joined)), count=1)


OLD = "1999-05-19"
ALL = [2020, 2021, 2022]


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ([], True),  # nobody new
        ([("n", "A", [2022], "2022-03-03")], False),
        ([("n", "A", [2021, 2022], "2021-03-03")], False),  # last year
        ([("n", "A", [2021], "2021-03-03")], False),  # admitted last year, gone since
        ([("n", "A", [2022], OLD)], True),  # came from elsewhere
        ([("n", "B", [2020, 2021], None), ("n", "A", [2022], None)], True),  # moved here, whatever the date
        ([("n", "A", [2022], None)], False),  # without a date it could be an admission
        ([("?n", "A", ALL, OLD)], True),
        ([("?n", "A", [2022], None)], False),  # without card or birth date it could be anybody
    ],
)
def test_who_admits_nobody_two_years_running(people, named):
    ratings = lists([("a", "A", ALL, OLD), *people])
    assert list(without_admissions(ratings, year=2022)["unit"]) == ["A"] * named


def test_a_year_without_a_list_is_not_a_year_without_admissions():
    ratings = lists([("a", "A", [2020, 2022], OLD), ("b", "B", [2021, 2022], OLD), ("c", "C", ALL, OLD)])
    assert without_admissions(ratings, year=2022).values.tolist() == [["C", 1]]


def test_a_renamed_unit_is_one():
    ratings = lists([("a", "Old", [2020, 2021], OLD), ("a", "New", [2022], OLD)])
    change = Crosswalk(date=datetime.date(2022, 1, 1), kind="renamed", before=("Old",), after=("New",))
    assert without_admissions(ratings, year=2022).empty
    assert without_admissions(ratings, year=2022, crosswalk=[change]).values.tolist() == [["New", 1]]


def test_who_admits_nobody_in_the_sample_is_what_sql_says(sample: Any) -> None:
    members = sample.ratings[sample.ratings["population"] == "member"]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE m (year, subject, base, joined)")
    dates = members["joined"].dt.strftime("%Y").astype(object).where(members["joined"].notna(), None)
    rows = zip(
        members["year"].map(int), members["subject"], members["base_organisation"].astype(str), dates, strict=True
    )
    base.executemany("INSERT INTO m VALUES (?, ?, ?, ?)", list(rows))
    expected = base.execute(
        """
        SELECT base, SUM(year = 2022) FROM m GROUP BY base
        HAVING SUM(year = 2020) > 0 AND SUM(year = 2021) > 0 AND SUM(year = 2022) > 0
           AND SUM(year IN (2021, 2022) AND joined = CAST(year AS TEXT)) = 0
        """
    ).fetchall()
    base.close()
    found = without_admissions(sample.ratings, year=2022)
    assert len(expected) > 5
    assert sorted(found.itertuples(index=False, name=None)) == sorted(expected)


def test_units_with_people_who_stand_at_one_level_again():
    held = {
        "a": ("A", {2018: "not_completed", 2020: "not_completed", 2022: "good"}),
        "b": ("A", {2021: "not_completed", 2022: "not_completed"}),
        "c": ("A", {2022: "not_completed"}),  # once
        "d": ("B", {2017: "not_completed", 2018: "not_completed"}),  # one of them is too long ago
        "e": ("B", {2021: "not_completed", 2022: "completed"}),
        "#f": ("B", {2021: "not_completed", 2022: "not_completed"}),  # a number, nobody that can be followed
    }
    rows = [("member", key, year, level) for key, (_, years) in held.items() for year, level in years.items()]
    units = [unit for unit, years in held.values() for _ in years]
    ratings = table(rows).assign(base_organisation=units, count=1)
    found = repeated_level(ratings, population="member", level="not_completed", year=2022)
    assert found.values.tolist() == [["A", 2, 1, "2018, 2020, 2021, 2022"]]


def test_whoever_moved_is_counted_where_they_are_now():
    rows = [
        ("member", "a", year, level)
        for year, level in zip(ALL, ["not_completed", "not_completed", "good"], strict=True)
    ]
    ratings = table(rows).assign(base_organisation=["A", "A", "B"], count=1)
    found = repeated_level(ratings, population="member", level="not_completed", year=2022)
    assert found.values.tolist() == [["B", 1, 0, "2020, 2021"]]


def test_an_organisation_stands_under_its_own_name():
    rows = [("base_organisation", "TC1", year, "not_completed") for year in (2021, 2022)]
    ratings = table(rows).assign(name="Đảng bộ A", base_organisation="Đảng bộ A", count=1)
    found = repeated_level(ratings, population="base_organisation", level="not_completed", year=2022)
    assert found.values.tolist() == [["Đảng bộ A", 1, 1, "2021, 2022"]]


def test_repeated_levels_of_the_sample_are_what_sql_counts(sample: Any) -> None:
    rows = sample.ratings[(sample.ratings["population"] == "member") & (sample.ratings["year"] <= 2022)]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE m (year, subject, base, level)")
    values = zip(
        rows["year"].map(int), rows["subject"], rows["base_organisation"].astype(str),
        rows["level"].astype(object).where(rows["level"].notna(), None), strict=True,
    )  # fmt: skip
    base.executemany("INSERT INTO m VALUES (?, ?, ?, ?)", list(values))
    expected = base.execute(
        """
        WITH low AS (
            SELECT subject, SUM(year >= 2021) = 2 AS running FROM m
            WHERE level = 'completed' AND year BETWEEN 2018 AND 2022 GROUP BY subject HAVING COUNT(*) >= 2
        ), last AS (SELECT subject, base, MAX(year) FROM m GROUP BY subject)
        SELECT base, COUNT(*), SUM(running) FROM low JOIN last USING (subject) GROUP BY base
        """
    ).fetchall()
    base.close()
    found = repeated_level(sample.ratings, population="member", level="completed", year=2022)
    assert len(expected) > 5
    told = found[["unit", "count", "running"]].itertuples(index=False, name=None)
    assert sorted(told) == sorted(expected)


def test_a_renamed_unit_keeps_its_course_and_its_own_level():
    members = table([("member", "a", 2021, "good"), ("member", "a", 2022, "completed")]).assign(
        base_organisation=["Old", "New"]
    )
    own = table([("base_organisation", "TC1", 2021, "good"), ("base_organisation", "TC1", 2022, "completed")])
    ratings = pd.concat([members, own.assign(name=["Old", "New"], base_organisation=["Old", "New"])]).assign(count=1)
    change = Crosswalk(date=datetime.date(2022, 1, 1), kind="renamed", before=("Old",), after=("New",))
    today = with_todays_names(ratings, year=2022, crosswalk=[change])
    asked = {"population": "member", "measure": "good", "year": 2022, "scale": PARTY, "years": 2}
    found = unit_course(today, unit=find_unit(today, "tc1"), **asked)
    assert found[["year", "level", "count", "base"]].values.tolist() == [
        [2021, "good", 1, 1],
        [2022, "completed", 0, 1],
    ]
    with pytest.raises(UnknownUnit):
        find_unit(today, "Old")
