"""Rates against three other formulations: tables worked by hand, the SQL that is shipped, and plain counting."""

from __future__ import annotations

import json
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.rates import RATE_COLUMNS, level_rates, measure_names, worst_first
from evalkit.scale import PARTY, Level, Scale
from evalkit.sql import rates_sql
from tests.engines import answer

NEW = ("excellent", "good", "completed", "not_completed")
OLD = ("old_excellent", "old_good", "old_completed", "old_poor")
REASONS = (
    "exempt", "suspended", "new_member", "new_organisation", "sick", "maternity", "away", "under_review", "not_yet",
    "unspecified",
)  # fmt: skip
MEASURES = {  # what each measure counts, written out
    "excellent": ["excellent"],
    "good": ["good"],
    "completed": ["completed"],
    "not_completed": ["not_completed"],
    "good_or_better": ["excellent", "good"],
    "completed_or_better": ["excellent", "good", "completed"],
    "old_excellent": ["old_excellent"],
    "old_good": ["old_good"],
    "old_completed": ["old_completed"],
    "old_poor": ["old_poor"],
    "old_good_or_better": ["old_excellent", "old_good"],
    "old_completed_or_better": ["old_excellent", "old_good", "old_completed"],
}
AGAINST_TOTAL = ("total", "rated", "not_rated", "unknown", *REASONS)

Row = tuple[int, str, str, str, str, int]  # year, population, unit, base organisation, outcome, count


def table(rows: Sequence[Row]) -> pd.DataFrame:
    """A ratings table; an outcome is a level, a reason, or unknown."""
    levels = pd.CategoricalDtype([*reversed(OLD), *reversed(NEW)], ordered=True)
    frame = pd.DataFrame(rows, columns=["year", "population", "unit", "base_organisation", "outcome", "count"])
    rated = frame["outcome"].isin([*NEW, *OLD])
    frame["level"] = frame["outcome"].where(rated).astype(levels)
    frame["status"] = frame["outcome"].mask(rated, "rated").astype("category")
    types = {"year": "int64", "count": "int64", "population": "category"}
    return frame.drop(columns="outcome").astype(types)


def of_year(*outcomes: tuple[str, int], year: int = 2022) -> pd.DataFrame:
    return table([(year, "member", "Chi bộ 1", "Đảng bộ A", outcome, count) for outcome, count in outcomes])


def figures(rates: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {row.measure: (row.count, row.base) for row in rates.itertuples(index=False)}


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_levels_are_counted_over_the_rated_and_the_rest_over_all() -> None:
    """2 excellent, 5 good, 1 completed, 2 not completed: 10 rated; 3 not rated, 1 unknown: 14 in all."""
    found = figures(
        level_rates(
            of_year(
                ("excellent", 2), ("good", 5), ("completed", 1), ("not_completed", 2), ("sick", 2), ("exempt", 1),
                ("unknown", 1),
            )
        )
    )  # fmt: skip
    assert found == {
        "excellent": (2, 10), "good": (5, 10), "completed": (1, 10), "not_completed": (2, 10),
        "good_or_better": (7, 10), "completed_or_better": (8, 10),
        "total": (14, 14), "rated": (10, 14), "not_rated": (3, 14), "unknown": (1, 14),
        **dict.fromkeys(REASONS, (0, 14)), "sick": (2, 14), "exempt": (1, 14),
    }  # fmt: skip


def test_the_published_shares_of_2022_are_printed() -> None:
    rates = level_rates(of_year(("excellent", 1000), ("good", 7828), ("completed", 109), ("not_completed", 30)))
    printed = rates.set_index("measure")["printed"]
    assert printed["good_or_better"] == "98,45"
    assert printed["not_completed"] == "0,33"
    assert printed["total"] == "100,00"


def test_a_share_is_the_count_over_the_base() -> None:
    share = level_rates(of_year(("good", 1), ("completed", 2), ("sick", 1))).set_index("measure")["share"]
    assert share["good"] == 1 / 3
    assert share["sick"] == 0.25


def test_where_nobody_is_rated_a_level_has_no_share_and_the_rest_has() -> None:
    rates = level_rates(of_year(("sick", 3), ("unknown", 1))).set_index("measure")
    assert (rates.loc["good", "count"], rates.loc["good", "base"]) == (0, 0)
    assert math.isnan(rates.loc["good", "share"])
    assert pd.isna(rates.loc["good", "printed"])
    assert (rates.loc["sick", "count"], rates.loc["sick", "base"], rates.loc["sick", "printed"]) == (3, 4, "75,00")
    assert (rates.loc["rated", "count"], rates.loc["rated", "printed"]) == (0, "0,00")


def test_levels_of_the_earlier_scale_have_the_number_rated_on_it_as_base() -> None:
    """2017 on the earlier scale only; 2018 on the present one only; no row says 0 of 0 for the earlier."""
    earlier = [("old_excellent", 3), ("old_good", 4), ("old_poor", 1), ("sick", 2)]
    ratings = pd.concat([of_year(*earlier, year=2017), of_year(("good", 9), ("not_completed", 1), year=2018)])
    rates = level_rates(ratings)
    first, second = (figures(rates[rates["year"] == year]) for year in (2017, 2018))
    assert first["old_excellent"] == (3, 8)
    assert first["old_good_or_better"] == (7, 8)
    assert first["old_poor"] == (1, 8)
    assert first["good"] == first["good_or_better"] == (0, 0)
    assert (first["rated"], first["sick"]) == ((8, 10), (2, 10))
    assert second["good"] == (9, 10)
    assert not [measure for measure in second if measure.startswith("old_")]


def test_levels_of_two_scales_in_one_group_never_share_a_base() -> None:
    ratings = pd.concat([of_year(("old_good", 3), ("old_poor", 1), year=2017), of_year(("good", 5), year=2018)])
    found = figures(level_rates(ratings, by=["population"]))
    assert (found["old_good"], found["good"]) == ((3, 4), (5, 5))
    assert (found["rated"], found["total"]) == ((9, 9), (9, 9))


def test_rows_stand_in_order_of_groups_and_measures() -> None:
    rows: list[Row] = [
        (2022, "member", "", "", "good", 1),
        (2021, "member", "", "", "good", 1),
        (2022, "cell", "", "", "old_good", 1),
    ]
    rates = level_rates(table(rows))
    present = [*list(MEASURES)[:6], *AGAINST_TOTAL]
    assert tuple(rates.columns) == ("year", "population", *RATE_COLUMNS)
    assert RATE_COLUMNS == ("measure", "count", "base", "share", "printed")
    assert rates[["year", "population"]].drop_duplicates().values.tolist() == [
        [2021, "member"], [2022, "cell"], [2022, "member"],
    ]  # fmt: skip
    assert rates.loc[rates["year"] == 2021, "measure"].tolist() == present
    assert rates.loc[rates["population"] == "cell", "measure"].tolist() == [*MEASURES, *AGAINST_TOTAL]
    assert rates.index.tolist() == list(range(len(rates)))


def test_measures_have_one_order() -> None:
    assert measure_names(PARTY) == (*MEASURES, *AGAINST_TOTAL)


def test_groups_that_nobody_is_in_do_not_appear() -> None:
    """`population` is a category of which only one is used; of two units in two years only three meet."""
    ratings = table(
        [
            (2021, "member", "Chi bộ 1", "A", "good", 1),
            (2022, "member", "Chi bộ 1", "A", "good", 1),
            (2022, "member", "Chi bộ 2", "A", "completed", 1),
        ]
    )
    ratings["population"] = ratings["population"].cat.add_categories(["cell"])
    rates = level_rates(ratings, by=["year", "population", "unit"])
    assert rates[["year", "unit"]].drop_duplicates().values.tolist() == [
        [2021, "Chi bộ 1"], [2022, "Chi bộ 1"], [2022, "Chi bộ 2"],
    ]  # fmt: skip


def test_rows_whose_group_is_missing_are_a_group_of_their_own() -> None:
    ratings = table([(2022, "member", "x", "", "good", 1), (2022, "member", "x", "", "completed", 2)])
    ratings["unit"] = [None, "Chi bộ 1"]
    totals = level_rates(ratings, by=["unit"]).query("measure == 'total'")
    assert sorted(totals["count"]) == [1, 2]
    assert totals["unit"].isna().sum() == 1


def test_without_a_group_all_is_one() -> None:
    ratings = table([(2021, "member", "", "", "good", 1), (2022, "cell", "", "", "completed", 2)])
    assert figures(level_rates(ratings, by=()))["good"] == (1, 3)


@pytest.mark.parametrize("by", [("year", "population"), ("unit",), ()])
def test_an_empty_table_has_no_rates_but_its_columns(by: tuple[str, ...]) -> None:
    rates = level_rates(table([]), by=by)
    assert len(rates) == 0
    assert tuple(rates.columns) == (*by, *RATE_COLUMNS)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(KeyError, match="district"):
        level_rates(of_year(("good", 1)), by=["year", "district"])


@pytest.mark.parametrize(
    ("status", "level", "message"),
    [
        pytest.param("rated", None, "row with status 'rated' and level nan: neither a level nor a reason",
                     id="rated at no level"),
        pytest.param("asleep", None, "row with status 'asleep' and level nan: neither a level nor a reason",
                     id="a status that there is not"),
        pytest.param(None, None, "row with status nan and level nan: neither a level nor a reason",
                     id="no status at all"),
    ],
)  # fmt: skip
def test_a_row_that_is_neither_rated_nor_not_is_never_passed_over(status: str, level: None, message: str) -> None:
    ratings = of_year(("good", 1), ("good", 1))
    ratings["status"] = ["rated", status]
    ratings["level"] = pd.Categorical(["good", level], categories=list(NEW))
    with pytest.raises(ValueError, match=f"^{message}$"):
        level_rates(ratings)


def test_another_scale_has_its_own_measures() -> None:
    grades = Scale("grades", tuple(Level(grade, grade) for grade in "ABF"), {})
    ratings = of_year(("good", 3), ("completed", 1), ("unknown", 1))
    ratings["level"] = pd.Categorical(["A", "F", None], categories=list("FBA"))
    found = figures(level_rates(ratings, scale=grades))
    assert [found[measure] for measure in ("A", "B", "F", "B_or_better")] == [(3, 4), (0, 4), (1, 4), (3, 4)]
    assert list(found) == ["A", "B", "F", "B_or_better", *AGAINST_TOTAL]


def test_the_table_given_is_left_as_it_was() -> None:
    ratings = of_year(("good", 3), ("sick", 1))
    before = ratings.copy()
    level_rates(ratings)
    pd.testing.assert_frame_equal(ratings, before)


@pytest.mark.parametrize(
    ("sign", "units"),
    [
        pytest.param(">=", ["Chi bộ 3", "Chi bộ 2", "Chi bộ 10", "Chi bộ 1", "Chi bộ 4"], id="the lowest misses it"),
        pytest.param(">", ["Chi bộ 3", "Chi bộ 2", "Chi bộ 10", "Chi bộ 1", "Chi bộ 4"], id="the same above a bound"),
        pytest.param("<=", ["Chi bộ 1", "Chi bộ 2", "Chi bộ 10", "Chi bộ 3", "Chi bộ 4"], id="the highest misses it"),
        pytest.param("<", ["Chi bộ 1", "Chi bộ 2", "Chi bộ 10", "Chi bộ 3", "Chi bộ 4"], id="the same below a bound"),
    ],
)
def test_units_stand_from_the_side_that_misses_equal_ones_in_natural_order(sign: str, units: list[str]) -> None:
    """Shares at good: unit 1 3/4, units 2 and 10 1/2 (of 2 and of 4), unit 3 none of 1, unit 4 nobody rated."""
    counts = {"Chi bộ 10": (2, 2), "Chi bộ 4": (0, 0), "Chi bộ 1": (3, 1), "Chi bộ 3": (0, 1), "Chi bộ 2": (1, 1)}
    rows = [(2022, "member", unit, "", "sick", 1) for unit in counts]
    rows += [(2022, "member", unit, "", "good", good) for unit, (good, _) in counts.items() if good]
    rows += [(2022, "member", unit, "", "completed", rest) for unit, (_, rest) in counts.items() if rest]
    found = worst_first(level_rates(table(rows), by=["unit"]), measure="good", sign=sign)
    assert found["unit"].tolist() == units
    assert set(found["measure"]) == {"good"}
    assert found.index.tolist() == list(range(5))


def test_base_organisations_stand_by_their_own_names_where_the_frame_has_them() -> None:
    rows = [(2022, "member", "x", base, "good", 1) for base in ("B", "A")]
    found = worst_first(level_rates(table(rows), by=["base_organisation", "unit"]), measure="good")
    assert found["base_organisation"].tolist() == ["A", "B"]


# --- long tables: rows that say the same are added up first ----------------------------------------------------------


def test_a_table_repeated_has_its_counts_as_often() -> None:
    """2 excellent, 5 good and 3 on sick leave, 30,000 times: 90,000 rows."""
    once = of_year(("excellent", 2), ("good", 5), ("sick", 3))
    found = figures(level_rates(pd.concat([once] * 30_000, ignore_index=True)))
    assert found["excellent"] == (60_000, 210_000)
    assert found["good_or_better"] == (210_000, 210_000)
    assert (found["sick"], found["total"]) == ((90_000, 300_000), (300_000, 300_000))


@pytest.mark.parametrize("counts", [(1,), (1, 2, 3000), (0, 1)], ids=["a list", "counts sheets", "with nobody"])
@pytest.mark.parametrize("length", [65_535, 65_536, 65_537, 131_073])
def test_where_a_part_ends_decides_nothing(length: int, counts: tuple[int, ...]) -> None:
    """Lengths about a whole number of parts; categories that nobody uses, and rows without a population."""
    chance = random.Random(length)
    outcomes = ["excellent", "good", "old_good", "sick", "unknown"]
    rows = [
        (chance.choice((2017, 2018, 2022)), chance.choice(("member", "cell")), "", "", chance.choice(outcomes),
         chance.choice(counts))
        for _ in range(length)
    ]  # fmt: skip
    ratings = table(rows)
    ratings["population"] = ratings["population"].cat.set_categories(["village", "member", "base_organisation"])
    expected: dict[Any, int] = defaultdict(int)
    for year, population, _, _, outcome, count in rows:
        for measure in {outcome, "total"}:
            expected[year, population if population == "member" else None, measure] += count
    rates = level_rates(ratings)
    told = [(row.year, row.population if isinstance(row.population, str) else None) for row in rates.itertuples()]
    found = {(*group, row.measure): row.count for group, row in zip(told, rates.itertuples(), strict=True)}
    assert {key: count for key, count in found.items() if key in expected or key[2] == "total"} == expected
    assert list(dict.fromkeys(told)) == [
        (year, population) for year in (2017, 2018, 2022) for population in (None, "member")
    ]


def test_texts_and_categories_give_the_same_rates() -> None:
    rows: list[Row] = [(2021 + n % 2, "member", f"Chi bộ {n % 11}", "", NEW[n % 4], 1 + n % 3) for n in range(70_000)]
    ratings = table(rows)
    texts = ratings.astype(dict.fromkeys(["population", "unit", "status", "level"], "str"))
    categories = ratings.astype({"unit": "category"})
    first, second = (level_rates(one, by=["unit", "year"]) for one in (texts, categories))
    pd.testing.assert_frame_equal(first, second.astype({"unit": "str"}))
    assert first.query("measure == 'total'")["count"].sum() == sum(row[-1] for row in rows)


@pytest.mark.parametrize("years", [(1, 2022), (2022, 10**12)], ids=["far in the past", "no year at all"])
def test_years_that_lie_far_apart_are_groups_like_any_other(years: tuple[int, int]) -> None:
    ratings = pd.concat([of_year(("good", 1), year=year) for year in years] * 2_000)
    totals = level_rates(ratings).query("measure == 'good'")
    assert totals[["year", "count", "base"]].values.tolist() == [[year, 2_000, 2_000] for year in years]


def test_one_row_among_many_that_says_nothing_is_refused() -> None:
    ratings = pd.concat([of_year(("good", 1), ("sick", 1))] * 40_000, ignore_index=True)
    ratings.loc[70_001, "status"] = "rated"
    with pytest.raises(ValueError, match=r"^row with status 'rated' and level nan: neither a level nor a reason$"):
        level_rates(ratings)


# --- random tables ---------------------------------------------------------------------------------------------------

ROWS = st.lists(
    st.tuples(
        st.sampled_from([2016, 2017, 2018, 2022]),
        st.sampled_from(["member", "cell"]),
        st.sampled_from(["Chi bộ 1", "Chi bộ 2", "Chi bộ 10"]),
        st.sampled_from(["A", "B"]),
        st.sampled_from([*NEW, *OLD, *REASONS, "unknown"]),
        st.integers(1, 3000),
    ),
    max_size=30,
)
BY = st.sampled_from(
    [(), ("year",), ("year", "population"), ("base_organisation", "unit"), ("unit", "year", "population")]
)


def by_sql(rows: Sequence[Row], by: Sequence[str]) -> list[tuple[Any, ...]]:
    """The same question put to evalkit/sql/rates.sql: (group…, measure, count, base).

    It groups by year and population; here the group asked for stands in place of the population.
    """
    told = []
    for year, population, unit, base, outcome, count in rows:
        group = {"year": year, "population": population, "unit": unit, "base_organisation": base}
        rated = outcome in (*NEW, *OLD)
        level, status = (outcome, "rated") if rated else (None, outcome)
        told.append((2022, json.dumps([group[column] for column in by]), "s", level, status, count))
    return sorted((*json.loads(group), *figure) for _, group, *figure in answer(rates_sql(), told))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ROWS, BY)
def test_random_tables_give_what_sql_gives(rows: list[Row], by: tuple[str, ...]) -> None:
    rates = level_rates(table(rows), by=by)
    found = sorted(rates[[*by, "measure", "count", "base"]].itertuples(index=False, name=None))
    assert found == by_sql(rows, by)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ROWS)
def test_random_tables_give_what_counting_row_by_row_gives(rows: list[Row]) -> None:
    counts: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year, population, _, _, outcome, number in rows:
        counts[year, population][outcome] += number
    for row in level_rates(table(rows)).itertuples(index=False):
        group = counts[row.year, row.population]
        if row.measure in MEASURES:
            count = sum(group[level] for level in MEASURES[row.measure])
            base = sum(group[level] for level in (OLD if row.measure.startswith("old_") else NEW))
        else:
            outcomes = {"total": list(group), "rated": [*NEW, *OLD], "not_rated": list(REASONS)}
            count = sum(group[outcome] for outcome in outcomes.get(row.measure, [row.measure]))
            base = sum(group.values())
        assert (row.count, row.base) == (count, base), row
        if base:
            assert row.share == pytest.approx(float(Fraction(count, base)), abs=1e-15)
            up = math.floor(Fraction(20000 * count + base, 2 * base))  # hundredths of a per cent, half-up
            assert row.printed == f"{up // 100},{up % 100:02d}"
        else:
            assert math.isnan(row.share)
            assert pd.isna(row.printed)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(ROWS, BY)
def test_the_total_is_the_rated_the_not_rated_and_the_unknown(rows: list[Row], by: tuple[str, ...]) -> None:
    rates = level_rates(table(rows), by=by)
    groups = rates.groupby(list(by), observed=True) if by else [((), rates)] if rows else []
    for _, group in groups:
        found = figures(group)
        assert found["total"][0] == found["rated"][0] + found["not_rated"][0] + found["unknown"][0]
        assert found["not_rated"][0] == sum(found[reason][0] for reason in REASONS)
        assert found["rated"][0] == sum(found[level][0] for level in (*NEW, *OLD) if level in found)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_how_counts_are_split_decide_nothing(rows: list[Row], mixer: Any) -> None:
    """A counts row of n is n subjects, and rows may stand in any order."""
    split = [(*row[:-1], part) for row in rows for part in (1, row[-1] - 1) if part]
    mixer.shuffle(split)
    pd.testing.assert_frame_equal(
        level_rates(table(split)), level_rates(table(rows)), check_dtype=False, check_categorical=False
    )
