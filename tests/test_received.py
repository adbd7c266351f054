"""Three of 77 base organisations sent nothing: who has not left, who misses no year, which verdict stands."""

from __future__ import annotations

import dataclasses
import datetime
import sqlite3
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import msgspec
import pandas as pd
import pytest

import evalkit as ek
from evalkit.midterm import membership_growth
from evalkit.received import not_received_size, on_todays_units, reorganisations, todays_names
from evalkit.report import contents, target_sentences, unit_tables
from evalkit.report.figures import collect_figures
from evalkit.sentences import reorganised_in_words
from evalkit.settings import Award, Crosswalk, Settings, Target

GONE = ["Đảng bộ Báo Buổi Sáng", "Đảng bộ Sở Du lịch biển", "Chi bộ Hội Làng nghề"]


@pytest.fixture(scope="module")
def partial(sample: Any) -> pd.DataFrame:
    """The sample without 2022 of three base organisations."""
    ratings = sample.ratings
    kept: pd.DataFrame = ratings[~((ratings["year"] == 2022) & ratings["base_organisation"].isin(GONE))]
    return kept


def sql(ratings: pd.DataFrame, query: str, *values: Any) -> list[Any]:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE r (year, population, subject, base, count, level)")
    columns = ["year", "population", "subject", "base_organisation", "count", "level"]
    rows = ratings[columns].astype(object).where(ratings[columns].notna(), None).itertuples(index=False, name=None)
    base.executemany("INSERT INTO r VALUES (?, ?, ?, ?, ?, ?)", list(rows))
    base.execute("CREATE INDEX i ON r (subject, year)")  # else each of last year's is looked for among all rows
    found = base.execute(query, values).fetchall()
    base.close()
    return found


MEMBERS_OF = "SELECT SUM(count) FROM r WHERE year = 2021 AND population = 'member' AND base IN (?, ?, ?)"


def test_what_three_that_sent_nothing_had_the_year_before_is_their_size(sample: Any, partial: pd.DataFrame) -> None:
    ((size,),) = sql(sample.ratings, MEMBERS_OF, *GONE)
    assert not_received_size(partial, population="member", year=2022, crosswalk=()) == (
        ("Chi bộ Hội Làng nghề", "Đảng bộ Báo Buổi Sáng", "Đảng bộ Sở Du lịch biển"),
        size,
    )
    assert not_received_size(sample.ratings, population="member", year=2022, crosswalk=()) == ((), 0)


def test_a_verdict_stands_only_where_nothing_that_may_still_come_could_turn_it(
    sample: Any, partial: pd.DataFrame
) -> None:
    found = ek.compare_targets(partial, settings=sample.settings, years=[2022]).set_index(["population", "measure"])
    ((size,),) = sql(sample.ratings, MEMBERS_OF, *GONE)
    row = found.loc["member", "good_or_better"]
    assert (row["not_sent"], row["units_not_sent"]) == (size, 3)
    # all of them below: (count) / (base + size); all of them at it: (count + size) / (base + size)
    worst, best = Fraction(row["count"], row["base"] + size), Fraction(row["count"] + size, row["base"] + size)
    assert worst < Fraction(98, 100) <= best
    assert row["verdict"] == "undecided"
    assert found.loc[("base_organisation", "not_completed"), "verdict"] == "undecided"  # 3 of 77 is more than 0,4 %


@pytest.mark.parametrize(
    ("sent", "bound", "verdict"),
    [
        ("TTTTTTTTTT", "1/2", "met"),  # 10 of 12 at the least
        ("TTHHHHHHHH", "1/2", "missed"),  # 4 of 12 at the most
        ("TTTTTHHHHH", "1/2", "undecided"),  # 5 of 12 or 7 of 12
    ],
)
def test_two_people_of_a_unit_that_sent_nothing(sent: str, bound: str, verdict: str) -> None:
    levels = {"T": "good", "H": "completed"}
    rows = [(2021, f"{n}", "A", "good") for n in range(10)] + [(2021, f"b{n}", "B", "good") for n in range(2)]
    rows += [(2022, f"{n}", "A", levels[letter]) for n, letter in enumerate(sent)]
    ratings = pd.DataFrame(rows, columns=["year", "subject", "base_organisation", "level"])
    ratings = ratings.assign(population="member", status="rated", count=1, name="")
    target = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(bound))
    (row,) = ek.compare_targets(ratings, settings=Settings(targets=(target,)), years=[2022]).itertuples()
    assert (row.verdict, row.not_sent, row.units_not_sent) == (verdict, 2, 1)


def test_those_whose_unit_sent_nothing_have_not_left(sample: Any, partial: pd.DataFrame) -> None:
    whole = membership_growth(sample.ratings).set_index("year").loc[2022]
    found = membership_growth(partial).set_index("year").loc[2022]
    query = """
        SELECT COUNT(*) FROM r o WHERE year = 2021 AND population = 'member' AND base {} (?, ?, ?)
        AND NOT EXISTS (SELECT 1 FROM r n WHERE n.year = 2022 AND n.population = 'member' AND n.subject = o.subject)
    """
    assert [(found["left"],)] == sql(partial, query.format("NOT IN"), *GONE)
    assert [(found["not_sent"],)] == sql(partial, query.format("IN"), *GONE)
    assert (whole["not_sent"], whole["left"]) == (0, 262)


def test_years_beside_each_other_are_said_to_be_of_fewer_units(sample: Any, partial: pd.DataFrame) -> None:
    words = "Năm 2022 mới có số liệu của 74/77 tổ chức cơ sở đảng."
    for ratings in (sample.ratings, partial):
        figures = collect_figures(dataclasses.replace(sample, ratings=ratings), year=2022)
        for build in (contents.year_table, contents.course_table, contents.reason_years_table, contents.growth_table):
            assert (words in build(figures).note) == (ratings is partial)


def test_nobody_of_a_unit_that_sent_nothing_just_misses_an_award(sample: Any, partial: pd.DataFrame) -> None:
    found = ek.find_awards(partial, sample.held, settings=sample.settings, year=2022)
    theirs = found[found["base_organisation"].isin(GONE) & (found["population"] == "member")]
    assert not ((theirs["standing"] == "just_missed") & (theirs["reason"] == "no_record")).any()
    open_ones = theirs[theirs["reason"] == "not_sent"]
    assert set(open_ones["standing"]) == {"undecided"}
    four_years = """
        SELECT subject FROM r WHERE population = 'member' AND level = 'excellent' AND year BETWEEN 2018 AND 2021
        GROUP BY subject HAVING COUNT(*) = 4
        AND subject NOT IN (SELECT subject FROM r WHERE year = 2022 AND population = 'member')
        AND subject IN (SELECT subject FROM r WHERE year = 2021 AND base IN (?, ?, ?))
    """
    assert set(open_ones["subject"]) == {subject for (subject,) in sql(partial, four_years, *GONE)}


def test_an_award_of_one_year_is_open_for_those_whose_unit_sent_nothing(sample: Any, partial: pd.DataFrame) -> None:
    yearly = Award(id="year", name="Giấy khen", population="member", level="excellent", years=1)
    settings = dataclasses.replace(sample.settings, awards=(*sample.settings.awards, yearly))
    found = ek.find_awards(partial, sample.held, settings=settings, year=2022)
    open_ones = found[found["reason"] == "not_sent"]
    assert set(open_ones["standing"]) == {"undecided"}
    for award in ("base-exemplary", "base-field"):  # whichever is marked in their lists
        assert sorted(open_ones.loc[open_ones["award"] == award, "name"]) == sorted(GONE)
    theirs = """
        SELECT subject FROM r WHERE population = 'member' AND year = 2021 AND base IN (?, ?, ?)
        AND subject NOT IN (SELECT subject FROM r WHERE year = 2022 AND population = 'member')
    """
    expected = {subject for (subject,) in sql(partial, theirs, *GONE)}
    assert set(open_ones.loc[open_ones["award"] == "year", "subject"]) == expected
    assert not (ek.find_awards(sample.ratings, sample.held, settings=settings, year=2022)["reason"] == "not_sent").any()


# --- reorganisations ------------------------------------------------------------------------------------------------

MERGER = Crosswalk(date=datetime.date(2022, 3, 1), kind="merged", before=("TC1", "TC2"), after=("TC3",), source="QĐ 1")


def reorganised(changes: Sequence[tuple[int, str, str]] = ()) -> pd.DataFrame:
    """Two base organisations of three members each that become one, into which one member more moves from a third."""
    people = {"A": "abc", "B": "def", "X": "gh"}
    rows = [(2021, "member", letter, base) for base, letters in people.items() for letter in letters]
    rows += [(2022, "member", letter, "C") for letter in "abcdefg"] + [(2022, "member", "h", "X")]
    rows += [(2021, "base_organisation", code, name) for code, name in (("TC1", "A"), ("TC2", "B"), ("TC4", "X"))]
    rows += [(2022, "base_organisation", code, name) for code, name in (("TC3", "C"), ("TC4", "X"))]
    frame = pd.DataFrame(rows, columns=["year", "population", "subject", "base_organisation"])
    named = frame["base_organisation"].where(frame["population"] != "member", frame["subject"])
    return frame.assign(name=named, level="good", status="rated", count=1)


def test_a_merger_moves_nobody_and_nobody_has_left() -> None:
    found = membership_growth(reorganised(), crosswalk=(MERGER,)).iloc[0]
    assert (found["left"], found["not_sent"], found["moved"]) == (0, 0, 1)  # g alone changed its organisation
    assert membership_growth(reorganised()).iloc[0]["moved"] == 7  # nothing says that they were merged


def test_which_reorganisations_lie_between_two_years() -> None:
    ratings, of = reorganised(), {"population": "base_organisation", "first": 2021, "last": 2022}
    renamed = Crosswalk(date=datetime.date(2022, 1, 1), kind="renamed", before=("TC4",), after=("TC5",), source="QĐ 2")
    later = msgspec.structs.replace(MERGER, date=datetime.date(2023, 3, 1))
    assert reorganisations(ratings, crosswalk=(renamed, MERGER, later), **of) == [MERGER]
    assert reorganisations(ratings, crosswalk=(MERGER,), population="member", first=2021, last=2022) == []
    assert reorganised_in_words([MERGER, MERGER], "tổ chức cơ sở đảng") == (
        "năm 2022 sáp nhập 04 tổ chức cơ sở đảng thành 02"
    )


def test_every_comparison_over_a_merger_says_so(sample: Any) -> None:
    """Two base organisations of 2021 stand as one in 2022: sentence, tables and pictures of years say it."""
    rows = sample.ratings
    bases = rows[(rows["population"] == "base_organisation") & (rows["year"] == 2022)]
    (one, other), (first, second) = bases["subject"].iloc[:2], bases["name"].iloc[:2]
    merger = Crosswalk(
        date=datetime.date(2022, 3, 1), kind="merged", before=(one, other), after=(one,), chain=one, source="QĐ 1"
    )
    now = (rows["year"] == 2022) & (rows["base_organisation"] == second)
    moved = rows["base_organisation"].astype(object).mask(now, first)
    rows = rows.assign(base_organisation=moved.astype("category"))
    rows = rows[~((rows["year"] == 2022) & (rows["subject"] == other))]
    settings = dataclasses.replace(sample.settings, crosswalk=(merger,))
    figures = collect_figures(dataclasses.replace(sample, ratings=rows, settings=settings), year=2022)
    note = "So sánh qua sắp xếp tổ chức: năm 2022 sáp nhập 02 tổ chức cơ sở đảng thành 01; mỗi năm tính trên"
    told = [sentence for sentence in target_sentences.target_sentences(figures) if "so với năm 2021" in sentence]
    assert [note in sentence for sentence in told] == ["tổ chức cơ sở đảng" in sentence for sentence in told]
    assert note in contents.course_table(figures).note
    assert note in contents.year_table(figures).note
    shares = figures.targets[figures.targets["population"] == "base_organisation"]
    shares = shares[(shares["measure"] == "good_or_better") & (shares["bound"] == Fraction(95, 100))]
    asked = {"ratings": figures.ratings, "settings": settings}
    for words in (ek.change_in_words(shares, **asked), ek.course_in_words(shares, **asked)):
        assert f" năm 2022 (s{note[1:]} các tổ chức có trong năm đó)" in words
    assert "sáp nhập" not in ek.change_in_words(shares[shares["year"] < 2022], **asked)  # nothing lies between
    members = figures.targets[figures.targets["population"] == "member"]
    members = members[(members["measure"] == "good_or_better") & (members["year"] >= 2020)]
    assert "sáp nhập" not in ek.change_in_words(members, **asked)


def test_growth_by_unit_ends_with_its_margins(sample: Any, partial: pd.DataFrame) -> None:
    members: dict[int, list[Any]] = {2021: [], 2022: []}
    for row in sample.ratings.itertuples():
        if row.population == "member" and row.year in members:
            members[row.year].append(row)
    known = {row.subject for row in members[2021]}
    came = [row for row in members[2022] if row.subject not in known and row.joined.year == 2022]
    for ratings, gone in ((sample.ratings, []), (partial, GONE)):
        figures = collect_figures(dataclasses.replace(sample, ratings=ratings), year=2022)
        table = unit_tables.unit_growth_table(figures)
        margins = [sum(row.base_organisation not in gone for row in rows) for rows in (members[2021], came)]
        margins.append(sum(row.base_organisation not in gone for row in members[2022]))
        assert table.rows[-1] == ["", "Tổng cộng", *margins]
        *heads, last = table.bold  # of the three khối thi đua, and of all
        assert last == len(table.rows) - 1
        assert [sum(column) for column in zip(*(table.rows[at][2:] for at in heads), strict=True)] == margins
        sizes = [end - start - 1 for start, end in pairwise([*heads, len(table.rows) - 1])]
        assert (len(sizes), sum(sizes)) == (3, 77 - len(gone))
        numbers = [row[0] for place, row in enumerate(table.rows) if place not in table.bold]
        assert numbers == [place for size in sizes for place in range(1, size + 1)]
        size = str(len(members[2021]))  # all who were there at the end of last year
        assert (f"đầu năm {size[:-3]}.{size[-3:]}, " in table.note) == bool(gone)


def test_an_earlier_year_is_compared_under_todays_names() -> None:
    ratings = reorganised()
    assert todays_names(ratings, year=2022, crosswalk=(MERGER,)) == {"A": "C", "B": "C"}
    today = on_todays_units(ratings, names=todays_names(ratings, year=2022, crosswalk=(MERGER,)))
    members = today[today["population"] == "member"]
    counts = members.groupby(["year", "base_organisation"], observed=True).size().to_dict()
    assert counts == {(2021, "C"): 6, (2021, "X"): 2, (2022, "C"): 7, (2022, "X"): 1}
    assert todays_names(ratings, year=2021, crosswalk=(MERGER,)) == {}


def test_a_unit_renamed_twice_is_found_under_its_last_name() -> None:
    changes = [
        Crosswalk(date=datetime.date(2020 + n, 1, 1), kind="renamed", before=(old,), after=(new,))
        for n, (old, new) in enumerate([("A", "B"), ("B", "C")])
    ]
    assert todays_names(reorganised(), year=2022, crosswalk=changes) == {"A": "C", "B": "C"}


def test_a_unit_that_keeps_its_code_is_the_same_under_a_new_name() -> None:
    rows = [(2021, "member", letter, "A") for letter in "abc"] + [(2022, "member", letter, "Z") for letter in "abc"]
    rows += [(2021, "base_organisation", "TC1", "A"), (2022, "base_organisation", "TC1", "Z")]
    frame = pd.DataFrame(rows, columns=["year", "population", "subject", "base_organisation"])
    ratings = frame.assign(name=frame["base_organisation"], level="good", status="rated", count=1)
    assert todays_names(ratings, year=2022, crosswalk=()) == {"A": "Z"}
    assert not_received_size(ratings, population="member", year=2022, crosswalk=()) == ((), 0)
    assert membership_growth(ratings).iloc[0]["moved"] == 0
