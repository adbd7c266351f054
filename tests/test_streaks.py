"""Runs of years against tables worked by hand, the SQL that is shipped, and walking year by year."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.scale import Level, Scale
from evalkit.settings import StreakRule
from evalkit.sql import streaks_sql
from evalkit.streaks import STREAK_COLUMNS, find_breaks, find_streaks, run_lengths, years_without_round
from tests.engines import answer, plain

PRESENT = ("not_completed", "completed", "good", "excellent")  # worst first
EARLIER = ("old_poor", "old_completed", "old_good", "old_excellent")
REASONS = (
    "exempt", "suspended", "new_member", "new_organisation", "sick", "maternity", "away", "under_review", "not_yet",
    "unspecified",
)  # fmt: skip

Row = tuple[str, str, int, str]  # population, subject, year, outcome: a level, a reason, or unknown


def table(rows: Iterable[Row]) -> pd.DataFrame:
    """A ratings table; the name is the subject's in capitals, the unit says the year."""
    frame = pd.DataFrame(list(rows), columns=["population", "subject", "year", "outcome"])
    rated = frame["outcome"].isin([*PRESENT, *EARLIER])
    levels = pd.CategoricalDtype([*EARLIER, *PRESENT], ordered=True)
    return pd.DataFrame(
        {
            "population": frame["population"].astype("category"),
            "subject": frame["subject"].astype("str"),
            "name": frame["subject"].astype("str").str.upper(),
            "unit": "unit of " + frame["year"].astype("str"),
            "year": frame["year"].astype("int64"),
            "level": frame["outcome"].where(rated).astype(levels),
            "status": frame["outcome"].mask(rated, "rated").astype("category"),
        }
    )


def person(outcomes: dict[int, str], *, subject: str = "a", population: str = "member") -> list[Row]:
    return [(population, subject, year, outcome) for year, outcome in outcomes.items()]


def runs(found: pd.DataFrame) -> list[tuple[str, int, int, int]]:
    return list(found[["subject", "first", "last", "length"]].itertuples(index=False, name=None))


def streaks(ratings: pd.DataFrame, *, level: str = "excellent", length: int = 1, **more: Any) -> list[Any]:
    return runs(find_streaks(ratings, population="member", level=level, length=length, **more))


X, G, C = "excellent", "good", "completed"
OTHERS = [("member", "other", year, C) for year in range(2015, 2023)]  # so that a round was held in each year


# --- by hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        pytest.param({2018: X, 2019: X, 2020: X, 2021: X, 2022: X}, [(2018, 2022, 5)], id="unbroken"),
        pytest.param({2022: X}, [(2022, 2022, 1)], id="a single year"),
        pytest.param({2020: X, 2021: G, 2022: X}, [(2020, 2020, 1), (2022, 2022, 1)], id="a lower level"),
        pytest.param({2020: X, 2022: X}, [(2020, 2020, 1), (2022, 2022, 1)], id="no record"),
        pytest.param({2020: X, 2021: "unknown", 2022: X}, [(2020, 2020, 1), (2022, 2022, 1)], id="cannot be read"),
        *(
            pytest.param({2020: X, 2021: reason, 2022: X}, [(2020, 2020, 1), (2022, 2022, 1)], id=reason)
            for reason in REASONS
        ),
        pytest.param({2022: X, 2020: X, 2021: X}, [(2020, 2022, 3)], id="years in any order"),
        pytest.param({2016: X, 2017: X, 2018: G, 2019: X, 2020: X, 2021: X}, [(2016, 2017, 2), (2019, 2021, 3)],
                     id="two runs, both listed"),
        pytest.param({2021: G, 2022: C}, [], id="never there"),
        pytest.param({2016: "old_excellent", 2017: "old_excellent", 2018: X, 2019: X}, [(2018, 2019, 2)],
                     id="the earlier scale is another one"),
    ],
)  # fmt: skip
def test_a_run_is_every_maximal_row_of_consecutive_years(
    outcomes: dict[int, str], found: list[tuple[int, int, int]]
) -> None:
    assert streaks(table(person(outcomes) + OTHERS)) == [("a", *run) for run in found]


@pytest.mark.parametrize(
    ("level", "found"),
    [
        pytest.param("excellent", [(2019, 2019, 1), (2022, 2022, 1)], id="the best alone"),
        pytest.param("good", [(2018, 2019, 2), (2021, 2022, 2)], id="good or better"),
        pytest.param("completed", [(2018, 2019, 2), (2021, 2022, 2)], id="none is just completed"),
        pytest.param("not_completed", [(2018, 2022, 5)], id="rated at all"),
        pytest.param("old_good", [(2016, 2017, 2)], id="the earlier scale has its own or better"),
        pytest.param("old_excellent", [(2016, 2016, 1)], id="and its own best"),
    ],
)
def test_a_level_means_that_level_or_better_on_its_own_scale(level: str, found: list[tuple[int, int, int]]) -> None:
    outcomes = {
        2016: "old_excellent", 2017: "old_good", 2018: G, 2019: X, 2020: "not_completed", 2021: G, 2022: X,
    }  # fmt: skip
    assert streaks(table(person(outcomes)), level=level) == [("a", *run) for run in found]


@pytest.mark.parametrize(
    ("length", "found"),
    [(1, [(2015, 2018, 4), (2020, 2022, 3)]), (3, [(2015, 2018, 4), (2020, 2022, 3)]), (4, [(2015, 2018, 4)]), (5, [])],
)
def test_only_runs_of_at_least_the_length_are_given(length: int, found: list[tuple[int, int, int]]) -> None:
    ratings = table(person({year: X for year in range(2015, 2023) if year != 2019}))
    assert streaks(ratings, length=length) == [("a", *run) for run in found]


def test_five_years_are_asked_for_where_no_length_is() -> None:
    four = person(dict.fromkeys(range(2019, 2023), X), subject="four")
    five = person(dict.fromkeys(range(2018, 2023), X), subject="five")
    assert runs(find_streaks(table(four + five), population="member", level=X)) == [("five", 2018, 2022, 5)]


@pytest.mark.parametrize(
    ("through", "found"),
    [
        pytest.param(2022, [("b", 2021, 2022, 2)], id="the run must reach the year"),
        pytest.param(2020, [("a", 2018, 2020, 3)], id="an earlier year, which is its end"),
        pytest.param(2019, [("a", 2018, 2019, 2)], id="later years are not looked at: the run ends here"),
        pytest.param(2021, [("b", 2021, 2021, 1)], id="one year so far"),
        pytest.param(2025, [], id="a year beyond the data"),
        pytest.param(2017, [], id="a year before the data"),
    ],
)
def test_with_through_only_years_up_to_it_count_and_the_run_must_reach_it(
    through: int, found: list[tuple[str, int, int, int]]
) -> None:
    ratings = table(person(dict.fromkeys((2018, 2019, 2020), X)) + person({2021: X, 2022: X}, subject="b"))
    assert streaks(ratings, through=through) == found


@pytest.mark.parametrize(
    ("years", "found"),
    [
        pytest.param([2018, 2019, 2022], [(2018, 2022, 3)], id="named years are neighbours, the gap does not break"),
        pytest.param([2022, 2019, 2018, 2019], [(2018, 2022, 3)], id="in any order, and each once"),
        pytest.param([2018, 2019, 2021, 2022], [(2018, 2019, 2), (2022, 2022, 1)], id="a named year without a record"),
        pytest.param([2018, 2022], [(2018, 2022, 2)], id="a year that is not named is not looked at"),
        pytest.param([2022], [(2022, 2022, 1)], id="one"),
        pytest.param([], [], id="none"),
    ],
)
def test_with_years_only_these_count_and_are_consecutive(years: list[int], found: list[tuple[int, int, int]]) -> None:
    assert streaks(table(person({2018: X, 2019: X, 2022: X})), years=years) == [("a", *run) for run in found]


def test_years_and_through_go_together() -> None:
    ratings = table(person({2018: X, 2019: X, 2022: X}) + person({2018: X, 2019: X}, subject="b"))
    years = [2018, 2019, 2022, 2023]
    assert streaks(ratings, years=years, through=2022) == [("a", 2018, 2022, 3)]
    assert streaks(ratings, years=years, through=2019) == [("a", 2018, 2019, 2), ("b", 2018, 2019, 2)]


def test_another_population_says_nothing_even_under_the_same_key() -> None:
    ratings = table(person({2021: X, 2022: G}) + person({2020: X, 2022: X}, population="cell"))
    assert streaks(ratings) == [("a", 2021, 2021, 1)]


def test_neighbours_in_the_table_are_not_one_subject() -> None:
    ratings = table(person({2020: X}, subject="a") + person({2021: X}, subject="b"))
    assert streaks(ratings) == [("a", 2020, 2020, 1), ("b", 2021, 2021, 1)]


def test_a_level_beside_a_status_that_is_not_rated_counts_for_nothing() -> None:
    """As when two rows of one year say different levels and the year is unknown."""
    ratings = table(person({2020: X, 2021: X, 2022: X}))
    ratings["status"] = ["rated", "unknown", "rated"]
    assert streaks(ratings) == [("a", 2020, 2020, 1), ("a", 2022, 2022, 1)]
    assert breaks(ratings) == [("a", 2020, 2020, 1, 2021, "unknown")]


def test_rows_of_counts_sheets_have_no_runs() -> None:
    ratings = table(person({2021: X, 2022: X}, subject="#chi bộ 1") + person({2022: X}))
    assert streaks(ratings) == [("a", 2022, 2022, 1)]


def test_runs_stand_by_subject_and_year_with_the_name_and_unit_of_the_last_year() -> None:
    ratings = table(person({2022: X, 2021: X, 2019: X}, subject="b") + person({2020: X}))
    found = find_streaks(ratings, population="member", level=X, length=1)
    assert tuple(found.columns) == STREAK_COLUMNS
    assert found.values.tolist() == [
        ["a", "A", "unit of 2020", 2020, 2020, 1],
        ["b", "B", "unit of 2019", 2019, 2019, 1],
        ["b", "B", "unit of 2022", 2021, 2022, 2],
    ]
    assert found.index.tolist() == [0, 1, 2]


def test_an_empty_table_has_no_runs_no_lengths_no_breaks_and_no_years() -> None:
    nobody = table([])
    assert streaks(nobody) == []
    assert tuple(find_streaks(nobody, population="member", level=X).columns) == STREAK_COLUMNS
    assert run_lengths(nobody, population="member", level=X, through=2022).values.tolist() == []
    assert find_breaks(nobody, population="member", level=X, through=2022).values.tolist() == []
    assert years_without_round(nobody, population="member") == []


def test_another_scale_has_its_own_or_better() -> None:
    grades = Scale("grades", tuple(Level(grade, grade) for grade in "ABF"), {})
    ratings = table(person({2019: X, 2020: X, 2021: X, 2022: X}))
    ratings["level"] = pd.Categorical(["A", "B", "F", "A"], categories=list("FBA"))
    assert streaks(ratings, level="B", scale=grades) == [("a", 2019, 2020, 2), ("a", 2022, 2022, 1)]


KEYS = ["y", "c", "#1", "b", "a", "x"]  # x and y have no rows


@pytest.mark.parametrize("key", ["str", pd.CategoricalDtype(KEYS), pd.CategoricalDtype(KEYS[::-1])], ids=str)
def test_keys_may_be_texts_or_categories_in_any_order(key: Any) -> None:
    """Lines of a counts sheet stand twice in a year, and are nobody's."""
    outcomes = {"b": {2021: X, 2022: X}, "c": {2020: X, 2022: X}, "a": {2022: X, 2021: G}, "#1": {2021: X, 2022: X}}
    rows = [row for subject, years in outcomes.items() for row in person(years, subject=subject)]
    ratings = table([*rows, *person({2021: X, 2022: X}, subject="#1")]).astype({"subject": key})
    assert streaks(ratings) == [
        ("a", 2022, 2022, 1), ("b", 2021, 2022, 2), ("c", 2020, 2020, 1), ("c", 2022, 2022, 1),
    ]  # fmt: skip
    assert breaks(ratings, length=1)[-1:] == [("c", 2020, 2020, 1, 2021, "no_record")]


@pytest.mark.parametrize("key", ["str", pd.CategoricalDtype(KEYS)], ids=["texts", "categories"])
@pytest.mark.parametrize("second", [X, "sick"], ids=["twice at the level", "at the level and passed over"])
def test_who_stands_twice_in_a_year_is_refused(second: str, key: Any) -> None:
    rows = [*person({2020: X, 2021: X}), *person({2021: second}), *person({2021: X}, subject="b")]
    ratings = table(rows).astype({"subject": key})
    rule = StreakRule(unrated={"sick": "bridges"})
    with pytest.raises(ValueError, match=r"^a subject has two rows in one year; settle duplicates first$"):
        streaks(ratings, rule=rule)
    assert streaks(ratings, rule=rule, through=2020) == [("a", 2020, 2020, 1)]  # later years are not looked at


@pytest.mark.parametrize("column", ["name", "unit"])
def test_a_table_without_names_or_units_has_runs_without_them(column: str) -> None:
    found = find_streaks(table(person({2021: X, 2022: X})).drop(columns=column), population="member", level=X, length=2)
    assert list(found.columns) == [name for name in STREAK_COLUMNS if name != column]
    assert runs(found) == [("a", 2021, 2022, 2)]


def test_years_that_lie_far_apart_take_no_room() -> None:
    """A year that is none, typed somewhere, and 3,000 subjects in as many years of their own."""
    rows = [*person({1: X, 2: X, 10**12: X}), *(("member", f"s{year}", year, X) for year in range(10**6, 10**6 + 3000))]
    found = streaks(table(rows))
    assert found[:2] == [("a", 1, 2, 2), ("a", 10**12, 10**12, 1)]
    assert found[2:] == sorted((f"s{year}", year, year, 1) for year in range(10**6, 10**6 + 3000))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"level": "best"}, "unknown level 'best'; allowed: excellent, good, completed, not_completed, old_excellent, "
                            "old_good, old_completed, old_poor"),
        ({"length": 0}, "length must be at least 1, not 0"),
        ({"years": [2021, 2019], "through": 2020}, "through=2020 is not among years=[2019, 2021]"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        streaks(table(person({2020: X})), **wrong)


# --- why runs broke --------------------------------------------------------------------------------------------------


def breaks(ratings: pd.DataFrame, *, through: int = 2022, **more: Any) -> list[tuple[Any, ...]]:
    found = find_breaks(ratings, population="member", level="excellent", through=through, **more)
    assert list(found.columns) == ["subject", "first", "last", "length", "year", "reason"]
    return list(found.itertuples(index=False, name=None))


@pytest.mark.parametrize("outcome", ["good", "completed", "not_completed", "unknown", "old_excellent", *REASONS])
def test_a_break_says_what_stood_in_the_year_after(outcome: str) -> None:
    ratings = table(person({2018: X, 2019: X, 2020: outcome, 2021: X, 2022: X}) + OTHERS)
    reason = "other_scale" if outcome.startswith("old_") else outcome  # another scale does not compare
    assert breaks(ratings) == [("a", 2018, 2019, 2, 2020, reason)]


def test_a_break_without_a_record_is_told_from_a_year_without_a_round() -> None:
    """Nobody was rated in 2020; in 2018 others were."""
    others = [("member", "b", year, C) for year in (2016, 2017, 2018, 2019, 2021, 2022)]
    ratings = table(person({2016: X, 2017: X, 2019: X, 2021: X}) + others)
    assert breaks(ratings) == [
        ("a", 2016, 2017, 2, 2018, "no_record"),
        ("a", 2019, 2019, 1, 2020, "no_round"),
        ("a", 2021, 2021, 1, 2022, "no_record"),
    ]


def test_a_round_of_another_population_is_no_round_of_this_one() -> None:
    ratings = table(person({2020: X, 2022: X}) + person({2021: X}, population="cell"))
    assert breaks(ratings) == [("a", 2020, 2020, 1, 2021, "no_round")]


def test_a_counts_sheet_shows_that_a_round_was_held_and_is_nobodys_record() -> None:
    """A unit of a counts sheet has a row for each level, more than one a year."""
    counts = [("member", "#chi bộ 1", year, level) for year in (2020, 2021) for level in (X, G)]
    assert breaks(table(person({2020: X, 2022: X}) + counts)) == [("a", 2020, 2020, 1, 2021, "no_record")]


def test_the_record_of_another_population_under_the_same_key_is_not_the_reason() -> None:
    ratings = table(person({2020: X, 2021: G, 2022: X}) + person({2021: "sick"}, population="cell"))
    assert breaks(ratings) == [("a", 2020, 2020, 1, 2021, "good")]


@pytest.mark.parametrize(
    ("through", "found"),
    [
        pytest.param(2022, [("a", 2018, 2019, 2, 2020, "good")], id="a run that reaches the year did not break"),
        pytest.param(2021, [("a", 2018, 2019, 2, 2020, "good")], id="cut off at the year it did not break either"),
        pytest.param(2020, [("a", 2018, 2019, 2, 2020, "good")], id="broken in the year itself"),
        pytest.param(2019, [], id="broken later: not yet"),
        pytest.param(2024, [("a", 2018, 2019, 2, 2020, "good"), ("a", 2021, 2022, 2, 2023, "no_round")],
                     id="beyond the data"),
    ],
)  # fmt: skip
def test_only_breaks_up_to_the_year_are_told(through: int, found: list[tuple[Any, ...]]) -> None:
    ratings = table(person({2018: X, 2019: X, 2020: G, 2021: X, 2022: X}))
    assert breaks(ratings, through=through) == found


def test_only_runs_of_at_least_the_length_are_said_to_break() -> None:
    ratings = table(person({2016: X, 2017: G, 2018: X, 2019: X, 2020: G}) + OTHERS)
    assert breaks(ratings, length=2) == [("a", 2018, 2019, 2, 2020, "good")]


# --- years without a round, lengths ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "missing"),
    [
        pytest.param([2018, 2019, 2020], [], id="every year"),
        pytest.param([2018, 2021, 2019, 2019], [2020], id="one between"),
        pytest.param([2016, 2020, 2022], [2017, 2018, 2019, 2021], id="several"),
        pytest.param([2020], [], id="nothing lies between one year"),
        pytest.param([], [], id="nobody"),
    ],
)
def test_years_without_a_round_lie_between_the_first_and_the_last(years: list[int], missing: list[int]) -> None:
    elsewhere = person({2010: X, 2020: X, 2030: X}, population="cell")
    ratings = table([("member", f"m{place}", year, "sick") for place, year in enumerate(years)] + elsewhere)
    assert years_without_round(ratings, population="member") == missing


def test_run_lengths_count_the_runs_that_reach_the_year_and_keep_the_gaps() -> None:
    """Lengths up to 2022: a 4, b 1, c 1, d none (ended in 2021), e 1 (its longer run broke)."""
    ratings = table(
        [
            *person(dict.fromkeys(range(2019, 2023), X)),
            *person({2022: X}, subject="b"),
            *person({2020: G, 2022: X}, subject="c"),
            *person(dict.fromkeys(range(2016, 2022), X), subject="d"),
            *person({2018: X, 2019: X, 2020: X, 2021: G, 2022: X}, subject="e"),
        ]
    )
    found = run_lengths(ratings, population="member", level=X, through=2022)
    assert list(found.columns) == ["length", "count"]
    assert found.values.tolist() == [[1, 3], [2, 0], [3, 0], [4, 1]]
    assert run_lengths(ratings, population="member", level=G, through=2021).values.tolist() == [
        [1, 0], [2, 0], [3, 1], [4, 1], [5, 0], [6, 1],
    ]  # fmt: skip


# --- random tables ---------------------------------------------------------------------------------------------------

OUTCOMES = ["excellent"] * 5 + ["good"] * 4 + ["completed", "not_completed", "sick", "unknown", "old_excellent"]
ROWS = st.dictionaries(
    st.tuples(
        st.sampled_from(["member", "member", "cell"]),
        st.sampled_from(["a", "b", "c", "#unit"]),
        st.integers(2014, 2022),
    ),
    st.sampled_from(OUTCOMES),
    max_size=45,
).map(lambda found: [(*key, outcome) for key, outcome in found.items()])
LEVELS = st.sampled_from(["excellent", "good", "completed", "not_completed"])
LENGTHS = st.integers(1, 4)
YEARS = st.none() | st.lists(st.integers(2013, 2023), max_size=8)


def by_sql(
    rows: Sequence[Row], level: str, length: int, *, through: int | None = None, years: Sequence[int] | None = None
) -> list[tuple[Any, ...]]:
    """The same question put to evalkit/sql/streaks.sql."""
    rule = StreakRule(years=(1,) if years == [] else tuple(years or ()))  # in year 1 nobody was rated
    statement = streaks_sql(level=level, length=length, through=through, rule=rule)
    return answer(statement, plain(table(rows)))


def by_walking(rows: Sequence[Row], level: str, length: int, counting: Sequence[int]) -> list[tuple[Any, ...]]:
    """Each subject walked through the counting years, one after the other."""
    said = {(subject, year): outcome for population, subject, year, outcome in rows if population == "member"}
    better = PRESENT[PRESENT.index(level) :]
    found = []
    for subject in sorted({subject for subject, _ in said if not subject.startswith("#")}):
        run: list[int] = []
        for year in [*sorted(set(counting)), None]:
            if year is not None and said.get((subject, year)) in better:
                run.append(year)
                continue
            if len(run) >= length:
                found.append((subject, run[0], run[-1], len(run)))
            run = []
    return found


@settings(derandomize=True, max_examples=120, deadline=None)
@given(ROWS, LEVELS, LENGTHS, YEARS, st.data())
def test_random_tables_give_what_sql_gives(
    rows: list[Row], level: str, length: int, years: list[int] | None, data: st.DataObject
) -> None:
    reachable = range(2014, 2024) if years is None else sorted(set(years))
    through = data.draw(st.none() | st.sampled_from(reachable) if reachable else st.none())
    found = streaks(table(rows), level=level, length=length, through=through, years=years)
    assert found == by_sql(rows, level, length, through=through, years=years)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(ROWS, LEVELS, LENGTHS, YEARS)
def test_random_tables_give_what_walking_year_by_year_gives(
    rows: list[Row], level: str, length: int, years: list[int] | None
) -> None:
    counting = range(2010, 2031) if years is None else years
    assert streaks(table(rows), level=level, length=length, years=years) == by_walking(rows, level, length, counting)


@pytest.mark.parametrize("level", ["excellent", "completed"])
def test_many_subjects_as_categories_give_what_walking_gives(level: str) -> None:
    """More subjects than fit two bytes of a code, the keys in no order."""
    chance = random.Random(5)
    rows = [
        ("member", f"k{number:05}", year, chance.choice(OUTCOMES))
        for number in range(33_000)
        for year in range(2020, 2023)
        if chance.random() < 0.9
    ]
    chance.shuffle(rows)
    keys = sorted({row[1] for row in rows}, key=lambda key: key[::-1])
    ratings = table(rows).astype({"subject": pd.CategoricalDtype(keys)})
    assert streaks(ratings, level=level, length=2) == by_walking(rows, level, 2, range(2020, 2023))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ROWS, LEVELS, st.integers(2015, 2023))
def test_random_breaks_are_those_that_walking_finds(rows: list[Row], level: str, through: int) -> None:
    said = {(subject, year): outcome for population, subject, year, outcome in rows if population == "member"}
    said = {key: "other_scale" if outcome.startswith("old_") else outcome for key, outcome in said.items()}
    held = {year for _, year in said}
    expected = [
        (*run, run[2] + 1, said.get((run[0], run[2] + 1), "no_record" if run[2] + 1 in held else "no_round"))
        for run in by_walking(rows, level, 1, range(2010, through + 1))
        if run[2] < through
    ]
    found = find_breaks(table(rows), population="member", level=level, through=through)
    assert list(found.itertuples(index=False, name=None)) == expected


@settings(derandomize=True, max_examples=40, deadline=None)
@given(ROWS, LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(rows: list[Row], level: str, mixer: Any) -> None:
    mixed = rows.copy()
    mixer.shuffle(mixed)
    first, second = (find_streaks(table(some), population="member", level=level, length=1) for some in (rows, mixed))
    pd.testing.assert_frame_equal(first, second)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(ROWS, LEVELS, LENGTHS, st.integers(2015, 2022))
def test_a_later_year_never_changes_what_was_counted_through_an_earlier_one(
    rows: list[Row], level: str, length: int, through: int
) -> None:
    earlier = [row for row in rows if row[2] <= through]
    first, second = (table(some) for some in (earlier, rows))
    found = {"population": "member", "level": level, "through": through}
    assert runs(find_streaks(first, length=length, **found)) == runs(find_streaks(second, length=length, **found))
    assert run_lengths(first, **found).values.tolist() == run_lengths(second, **found).values.tolist()
    assert find_breaks(first, **found).values.tolist() == find_breaks(second, **found).values.tolist()


@settings(derandomize=True, max_examples=40, deadline=None)
@given(ROWS, st.integers(2015, 2022))
def test_a_longer_length_or_a_better_level_only_takes_runs_away(rows: list[Row], through: int) -> None:
    ratings = table(rows)
    subjects = {
        (level, length): {run[0] for run in streaks(ratings, level=level, length=length, through=through)}
        for level in PRESENT
        for length in (1, 2, 3)
    }
    for (level, length), found in subjects.items():
        assert found >= subjects.get((level, length + 1), set())
        assert PRESENT.index(level) == 0 or found <= subjects[PRESENT[PRESENT.index(level) - 1], length]
