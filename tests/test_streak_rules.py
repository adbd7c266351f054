"""Runs under a committee's own rules (bridges, years that count, equal levels) and through changes of organisations.

Expected values come from the SQL that is shipped, from walking year by year, and from tables in which the same
histories stand under one key.
"""

from __future__ import annotations

import datetime
import random
from typing import Any

import pandas as pd
import pytest

from evalkit.settings import Crosswalk, StreakRule
from evalkit.sql import streaks_sql
from evalkit.streaks import find_breaks, find_streaks, histories, streak_summary
from evalkit.subjects import follow_organisations
from tests.engines import answer, plain
from tests.test_streaks import C, G, X, person, runs, table

OUTCOMES = [X] * 6 + [G, G, C, "sick", "maternity", "away", "unknown", "old_excellent"]
GOOD = {X, G}
RULES = [
    StreakRule(),
    StreakRule(unrated={"maternity": "bridges"}),
    StreakRule(unrated="bridges"),
    StreakRule(years=(2014, 2015, 2017, 2018, 2020, 2021, 2022)),
    StreakRule(equal={"old_excellent": "excellent"}, source="QĐ 1"),
    StreakRule(
        unrated={"sick": "bridges", "away": "breaks"}, years=(2015, 2016, 2018, 2019, 2020, 2022), source="QĐ 2"
    ),
]
OTHERS = [("member", "other", year, C) for year in range(2014, 2023)]


def random_rows(seed: int, number: int) -> list[Any]:
    """Histories with gaps, of many lengths, in no order."""
    chance = random.Random(seed)
    rows = [
        ("member", f"k{subject:05}", year, chance.choice(OUTCOMES))
        for subject in range(number)
        for year in range(2014, 2023)
        if chance.random() < 0.85
    ]
    chance.shuffle(rows)
    return rows


def meaning(rule: StreakRule, outcome: str | None) -> str:
    """What a year does to a run of good or better: it counts, bridges or breaks."""
    outcome = rule.equal.get(outcome or "", outcome or "")
    reasons = {"sick", "maternity", "away"}
    handling = rule.unrated if isinstance(rule.unrated, str) else rule.unrated.get(outcome, "breaks")
    return "counts" if outcome in GOOD else "bridges" if outcome in reasons and handling == "bridges" else "breaks"


def by_walking(rows: list[Any], rule: StreakRule) -> tuple[list[Any], list[Any], dict[str, tuple[int, int]]]:
    """All runs; those that ended, with the year that ended them; and of each subject its current and longest run."""
    said = {(subject, year): outcome for _, subject, year, outcome in rows}
    found, ended, summary = [], [], {}
    for subject in sorted({subject for subject, _ in said}):
        run: list[int] = []
        longest = 0
        for year in rule.years or range(2014, 2023):
            does = meaning(rule, said.get((subject, year)))
            if does == "counts":
                run.append(year)
            elif does == "breaks" and run:
                found.append((subject, run[0], run[-1], len(run)))
                ended.append((*found[-1], year))
                run = []
            longest = max(longest, len(run))
        if run:
            found.append((subject, run[0], run[-1], len(run)))
        summary[subject] = (len(run), longest)
    return found, ended, summary


@pytest.mark.parametrize("rule", RULES, ids=["default", "maternity", "all bridge", "years", "equal", "both"])
def test_random_histories_give_what_sql_and_walking_give(rule: StreakRule, full: bool) -> None:
    rows = random_rows(7, 10_000 if full else 400)
    ratings = table([*rows, *OTHERS])
    found = find_streaks(ratings, population="member", level=G, length=1, rule=rule)
    expected, ended, summary = by_walking(rows, rule)
    sql = streaks_sql(population="member", level=G, length=1, rule=rule)
    assert runs(found) == expected
    assert answer(sql, plain(ratings)) == expected
    through = {"population": "member", "level": G, "through": 2022, "rule": rule}
    broken = find_breaks(ratings, **through)
    assert list(broken.drop(columns="reason").itertuples(index=False, name=None)) == ended
    told = streak_summary(ratings, **through)
    assert {row.subject: (row.current, row.longest) for row in told.itertuples() if row.subject != "other"} == summary


def test_two_rows_of_one_subject_in_one_year_are_refused() -> None:
    ratings = table([("member", "a", 2021, X), ("member", "a", 2021, G)])
    for find in (find_streaks, find_breaks):
        with pytest.raises(ValueError, match="two rows in one year"):
            find(ratings, population="member", level=G, **({"through": 2022} if find is find_breaks else {}))


@pytest.mark.parametrize(
    ("outcomes", "rule", "found"),
    [
        pytest.param({2019: X, 2020: "maternity", 2021: X}, {}, [(2019, 2019, 1), (2021, 2021, 1)], id="by default"),
        pytest.param({2019: X, 2020: "maternity", 2021: X}, {"unrated": {"maternity": "bridges"}}, [(2019, 2021, 2)],
                     id="bridged, and not counted"),
        pytest.param({2019: X, 2020: "sick", 2021: X}, {"unrated": {"maternity": "bridges"}},
                     [(2019, 2019, 1), (2021, 2021, 1)], id="another reason breaks"),
        pytest.param({2019: "maternity", 2020: X, 2021: "maternity"}, {"unrated": "bridges"}, [(2020, 2020, 1)],
                     id="a run neither begins nor ends with a bridge"),
        pytest.param({2019: "unknown", 2018: X, 2020: X}, {"unrated": "bridges"}, [(2018, 2018, 1), (2020, 2020, 1)],
                     id="a cell that cannot be read never bridges"),
        pytest.param({2018: X, 2020: X}, {"unrated": "bridges"}, [(2018, 2018, 1), (2020, 2020, 1)],
                     id="nor does a year without a record"),
        pytest.param({2017: "old_excellent", 2018: X}, {}, [(2018, 2018, 1)], id="the earlier scale does not compare"),
        pytest.param({2017: "old_excellent", 2018: X}, {"equal": {"old_excellent": X}, "source": "QĐ"},
                     [(2017, 2018, 2)], id="unless the settings say so"),
        pytest.param({2017: "old_good", 2018: X}, {"equal": {"old_good": G}, "source": "QĐ"}, [(2018, 2018, 1)],
                     id="and then only as the level they say"),
        pytest.param({2018: X, 2019: X, 2021: X}, {"years": (2018, 2019, 2021)}, [(2018, 2021, 3)],
                     id="the years that count follow each other"),
    ],
)  # fmt: skip
def test_what_the_rule_says(outcomes: dict[int, str], rule: dict[str, Any], found: list[Any]) -> None:
    ratings = table(person(outcomes) + OTHERS)
    assert runs(find_streaks(ratings, population="member", level=X, length=1, rule=StreakRule(**rule))) == [
        ("a", *run) for run in found
    ]


# --- why a year is not at the level ----------------------------------------------------------------------------------


def reasons(ratings: pd.DataFrame, subject: str = "a", *, level: str = X, **more: Any) -> dict[int, str]:
    found = histories(ratings, population=str(ratings["population"].iloc[0]), level=level, through=2022, **more)
    place = list(found.subjects).index(subject)
    return {
        year: found.reason(place, column) for column, year in enumerate(found.years) if not found.reached[place, column]
    }


def test_each_kind_of_reason_is_told_apart() -> None:
    outcomes = {2016: "old_excellent", 2018: X, 2019: G, 2020: "sick", 2021: "unknown"}
    ratings = table(person(outcomes) + [row for row in OTHERS if row[2] != 2017])
    assert reasons(ratings) == {
        2014: "no_record", 2015: "no_record", 2016: "other_scale", 2017: "no_round", 2019: G, 2020: "sick",
        2021: "unknown", 2022: "no_record",
    }  # fmt: skip


@pytest.mark.parametrize(("population", "reason"), [("member", "not_joined"), ("cell", "not_founded")])
def test_before_the_date_in_its_rows_nobody_asks(population: str, reason: str) -> None:
    rows = [(population, "a", 2021, X), (population, "a", 2022, X)]
    rows += [(population, "b", year, C) for year in range(2018, 2023)]
    ratings = table(rows)
    ratings["joined"] = pd.to_datetime("2020-05-01")
    assert reasons(ratings) == {2018: reason, 2019: reason, 2020: reason}
    ratings["joined"] = pd.to_datetime("2018-05-01")
    assert reasons(ratings) == {2018: reason, 2019: "no_record", 2020: "no_record"}


# --- what became of organisations ------------------------------------------------------------------------------------


def organisations(rows: dict[str, dict[int, str]]) -> pd.DataFrame:
    found = table([("base_organisation", key, year, what) for key, told in rows.items() for year, what in told.items()])
    unknown = {"file": "f.xlsx", "sheet": "S", "cell": "A1"}
    return found.assign(name="Tên " + found["subject"], **unknown)


def change(kind: str, before: str, after: str = "", *, year: int = 2020, chain: str | None = None) -> Crosswalk:
    words = {"before": tuple(before.split("|")), "after": tuple(filter(None, after.split("|"))), "chain": chain}
    return Crosswalk(date=datetime.date(year, 1, 1), kind=kind, source="QĐ 1", **words)


def followed(rows: dict[str, dict[int, str]], *crosswalk: Crosswalk) -> tuple[list[Any], dict[str, str], list[str]]:
    """All runs, why each ended that did, and the codes of the problems."""
    ratings, changes, problems = follow_organisations(organisations(rows), crosswalk=crosswalk)
    found = find_streaks(ratings, population="base_organisation", level=X, length=1)
    ended = find_breaks(ratings, population="base_organisation", level=X, through=2022, changes=changes)
    return (
        runs(found),
        dict(zip(ended["subject"], ended["reason"], strict=True)),
        [problem.code for problem in problems],
    )


EARLY, LATE = {2018: X, 2019: X}, {2020: X, 2021: X, 2022: X}


@pytest.mark.parametrize(
    ("rows", "crosswalk", "found", "why"),
    [
        pytest.param({"A": EARLY, "B": LATE}, [], [("A", 2018, 2019, 2), ("B", 2020, 2022, 3)], {"A": "no_record"},
                     id="nothing is joined unasked"),
        pytest.param({"A": EARLY, "B": LATE}, [change("renamed", "A", "B")], [("B", 2018, 2022, 5)], {}, id="renamed"),
        pytest.param({"A": EARLY, "B": {2020: X}, "C": {2021: X, 2022: X}},
                     [change("renamed", "B", "C", year=2021), change("renamed", "A", "B")], [("C", 2018, 2022, 5)], {},
                     id="renamed twice, written in any order"),
        pytest.param({"A": EARLY, "B": EARLY, "C": LATE}, [change("merged", "A|B", "C")],
                     [("A", 2018, 2019, 2), ("B", 2018, 2019, 2), ("C", 2020, 2022, 3)], {"A": "merged", "B": "merged"},
                     id="merged: no history goes on unless named"),
        pytest.param({"A": EARLY, "B": EARLY, "C": LATE}, [change("merged", "A|B", "C", chain="A")],
                     [("B", 2018, 2019, 2), ("C", 2018, 2022, 5)], {"B": "merged"}, id="merged: that of A goes on"),
        pytest.param({"A": EARLY, "B": EARLY | LATE}, [change("merged", "A|B", "B")],
                     [("A", 2018, 2019, 2), ("B", 2020, 2022, 3), ("B (đến 2019)", 2018, 2019, 2)],
                     {"A": "merged", "B (đến 2019)": "merged"}, id="merged into one of them, which begins anew"),
        pytest.param({"A": EARLY, "B": EARLY | LATE}, [change("merged", "A|B", "B", chain="B")],
                     [("A", 2018, 2019, 2), ("B", 2018, 2022, 5)], {"A": "merged"}, id="or goes on, where named"),
        pytest.param({"A": {2018: G, 2019: X}, "B": EARLY | LATE}, [change("merged", "A|B", "B", chain="A")],
                     [("B", 2019, 2022, 4), ("B (đến 2019)", 2018, 2019, 2)], {"B (đến 2019)": "merged"},
                     id="or takes the other's history"),
        pytest.param({"A": EARLY, "B": LATE, "C": LATE}, [change("split", "A", "B|C")],
                     [("A", 2018, 2019, 2), ("B", 2020, 2022, 3), ("C", 2020, 2022, 3)], {"A": "split"}, id="split"),
        pytest.param({"A": EARLY, "B": LATE, "C": LATE}, [change("split", "A", "B|C", chain="B")],
                     [("B", 2018, 2022, 5), ("C", 2020, 2022, 3)], {}, id="split: B goes on"),
        pytest.param({"A": EARLY | LATE, "B": LATE}, [change("split", "A", "A|B")],
                     [("A", 2020, 2022, 3), ("A (đến 2019)", 2018, 2019, 2), ("B", 2020, 2022, 3)],
                     {"A (đến 2019)": "split"}, id="split, and the old one begins anew"),
        pytest.param({"A": EARLY | LATE, "B": LATE}, [change("split", "A", "A|B", chain="A")],
                     [("A", 2018, 2022, 5), ("B", 2020, 2022, 3)], {}, id="split off, and A goes on"),
        pytest.param({"A": EARLY, "B": EARLY | LATE}, [change("dissolved", "A")],
                     [("A", 2018, 2019, 2), ("B", 2018, 2022, 5)], {"A": "dissolved"}, id="dissolved"),
        pytest.param({"A": EARLY, "B": LATE}, [change("renamed", "tên a", "Tên  B")], [("B", 2018, 2022, 5)], {},
                     id="by their names"),
    ],
)  # fmt: skip
def test_what_became_of_an_organisation(
    rows: dict[str, dict[int, str]], crosswalk: list[Crosswalk], found: list[Any], why: dict[str, str]
) -> None:
    assert followed(rows, *crosswalk) == (found, why, [])


def test_a_year_under_both_keys_is_told_and_joined_nowhere() -> None:
    found, _, codes = followed({"A": {2018: X, 2019: X, 2020: X}, "B": LATE}, change("renamed", "A", "B"))
    assert (found, codes) == ([("A", 2020, 2020, 1), ("B", 2018, 2022, 5)], ["crosswalk_overlap"])


def test_a_name_that_several_have_is_told_and_used_for_none() -> None:
    ratings = organisations({"A": EARLY, "B": EARLY, "C": LATE}).assign(name=["Chi bộ 1"] * 4 + ["Chi bộ 2"] * 3)
    found, _, problems = follow_organisations(ratings, crosswalk=[change("renamed", "Chi bộ 1", "Chi bộ 2")])
    assert set(found["subject"]) == {"A", "B", "C"}
    assert [(problem.code, problem.found) for problem in problems] == [("crosswalk_unclear", "Chi bộ 1")]


@pytest.mark.parametrize("seed", range(6))
def test_renamed_again_and_again_gives_what_one_key_gives(seed: int, full: bool) -> None:
    """The same histories, once under a key that stays, once under keys that change in random years."""
    chance = random.Random(seed)
    stays, changes, crosswalk = {}, {}, []
    for number in range(1000 if full else 40):
        told = {year: chance.choice([X, X, X, G, "sick"]) for year in range(2014, 2023) if chance.random() < 0.9}
        cuts = sorted(chance.sample(range(2015, 2023), chance.randint(0, 3)))
        keys = [f"T{number}.{part}" for part in range(len(cuts) + 1)]
        stays[keys[-1]] = told
        for place, key in enumerate(keys):
            first, last = ([0, *cuts][place], [*cuts, 9999][place])
            if years := {year: what for year, what in told.items() if first <= year < last}:
                changes[key] = years
        crosswalk += [change("renamed", *pair, year=year) for *pair, year in zip(keys, keys[1:], cuts, strict=False)]
    chance.shuffle(crosswalk)
    ratings, _, problems = follow_organisations(organisations(changes), crosswalk=crosswalk)
    found = find_streaks(ratings, population="base_organisation", level=X, length=1)
    kept = find_streaks(organisations(stays), population="base_organisation", level=X, length=1)
    assert problems == []
    last = {key.partition(".")[0]: key for key in stays}
    assert [(last[key.partition(".")[0]], *run) for key, *run in runs(found)] == runs(kept)
