"""Verdicts on exact fractions, on the bound and beside it; headroom and the undecided by trying every case."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.settings import Settings, Target
from evalkit.settings.rules import Sign
from evalkit.targets import (
    MET,
    MISSED,
    NO_DATA,
    TARGET_COLUMNS,
    UNDECIDED,
    VERDICTS,
    compare_targets,
    headroom,
    verdict,
)

SOURCE = "Nghị quyết Đại hội Đảng bộ Khối"
SIGNS = (">=", ">", "<=", "<")
BOUNDS = ("0", "0.004", "1/3", "0.4", "0.5", "0.95", "0.98", "1")


def target(
    sign: str, bound: str, *, measure: str = "good_or_better", population: str = "member", **more: Any
) -> Target:
    return Target(population=population, measure=measure, sign=sign, bound=Fraction(bound), source=SOURCE, **more)  # type: ignore[arg-type]


def table(*rows: tuple[int, str, str | None, str, int]) -> pd.DataFrame:
    """Ratings from (year, population, level, status, count)."""
    frame = pd.DataFrame(rows, columns=["year", "population", "level", "status", "count"])
    return frame.astype({"year": "int64", "count": "int64"})


def of_year(good: int, rated: int, *, unknown: int = 0, year: int = 2022, population: str = "member") -> pd.DataFrame:
    """A year with `good` of `rated` at good, the others not completed, and `unknown` cells that could not be read."""
    rows = [
        (year, population, "good", "rated", good),
        (year, population, "not_completed", "rated", rated - good),
        (year, population, None, "unknown", unknown),
    ]
    return table(*(row for row in rows if row[-1]))


def compare(ratings: pd.DataFrame, *targets: Target, years: Iterable[int] | None = None) -> pd.DataFrame:
    return compare_targets(ratings, settings=Settings(targets=targets), years=years)


# --- one target, one year --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "bound", "good", "rated", "found", "printed", "room"),
    [
        # The published figures of 2022.
        (">=", "0.98", 8828, 8967, MET, "98,45", 40),  # 98 % of 8967 is 8787,66: 8788 are needed
        ("<", "0.004", 30, 8967, MET, "0,33", 5),  # 0,4 % is 35,868: 35 are allowed
        (">=", "0.95", 75, 77, MET, "97,40", 1),  # 73,15: 74 are needed
        ("<", "0.004", 0, 77, MET, "0,00", 0),  # 0,308: none is allowed, none is there
        # What rounding would hide.
        (">=", "0.98", 97996, 100000, MISSED, "97,996", -4),
        (">=", "0.98", 98004, 100000, MET, "98,004", 4),
        ("<", "0.004", 39996, 10000000, MET, "0,39996", 3),  # 40000 would be on the bound
        ("<=", "0.004", 4004, 1000000, MISSED, "0,4004", -4),
        # Exactly on the bound, which each sign decides its own way.
        (">=", "0.98", 98, 100, MET, "98,00", 0),
        (">", "0.98", 98, 100, MISSED, "98,00", -1),
        ("<=", "0.98", 98, 100, MET, "98,00", 0),
        ("<", "0.98", 98, 100, MISSED, "98,00", -1),
        (">=", "1/3", 1, 3, MET, "33,33", 0),  # no float is a third
        (">", "1/3", 1, 3, MISSED, "33,33", -1),
        (">=", "0.07", 7, 100, MET, "7,00", 0),  # as a float 0.07 × 100 is 7.000000000000001
        # At the ends.
        (">=", "1", 10, 10, MET, "100,00", 0),
        (">=", "1", 9, 10, MISSED, "90,00", -1),
        (">", "0", 0, 10, MISSED, "0,00", -1),
        (">", "0", 1, 10, MET, "10,00", 0),
        ("<=", "0", 0, 10, MET, "0,00", 0),
        ("<", "1", 10, 10, MISSED, "100,00", -1),
        (">=", "0", 3, 10, MET, "30,00", 3),  # only three can slip, however far the bound
        ("<=", "1", 3, 10, MET, "30,00", 7),
    ],
)
def test_a_verdict_is_exact_printed_so_that_one_sees_why_and_says_by_how_many(
    sign: str, bound: str, good: int, rated: int, found: str, printed: str, room: int
) -> None:
    (row,) = compare(of_year(good, rated), target(sign, bound)).itertuples(index=False)
    assert (row.verdict, row.printed, row.headroom) == (found, printed, room)
    assert (row.count, row.base, row.unknown, row.share) == (good, rated, 0, good / rated)


@pytest.mark.parametrize(
    ("sign", "bound", "count", "base", "unknown", "found"),
    [
        pytest.param(">=", "0.98", 0, 0, 0, NO_DATA, id="nobody rated"),
        pytest.param("<", "0.004", 0, 0, 0, NO_DATA, id="nobody rated is no zero share"),
        pytest.param(">=", "0.98", 0, 0, 1, UNDECIDED, id="the only cell cannot be read"),
        pytest.param(">=", "0", 0, 0, 1, UNDECIDED, id="it may be not rated: then there is no share at all"),
        pytest.param(">=", "0.98", 98, 100, 1, UNDECIDED, id="on the bound, one cell below would miss it"),
        pytest.param(">=", "0.98", 99, 100, 1, MET, id="99 of 101 is 98,02 at the worst"),
        pytest.param(">=", "0.98", 97, 100, 49, MISSED, id="146 of 149 is 97,99 at the best"),
        pytest.param(">=", "0.98", 97, 100, 50, UNDECIDED, id="97 + 50 of 150 is just 98"),
        pytest.param(">", "0.98", 97, 100, 50, MISSED, id="just 98 is not above 98"),
        pytest.param("<", "0.004", 0, 250, 1, MET, id="1 of 251 is 0,398"),
        pytest.param("<", "0.004", 0, 249, 1, UNDECIDED, id="1 of 250 is just 0,4"),
        pytest.param("<=", "0.004", 0, 249, 1, MET, id="just 0,4 is not above 0,4"),
        pytest.param(">=", "0", 5, 10, 9, MET, id="whatever they are, no share is below 0"),
        pytest.param("<=", "0.5", 10, 10, 9, MISSED, id="10 of 19 is 52,6 at the best"),
        pytest.param("<=", "0.5", 10, 10, 10, UNDECIDED, id="10 of 20 is just half"),
        pytest.param(">=", "0.98", 98 * 10**18 - 1, 10**20, 0, MISSED, id="nearer to the bound than a float can tell"),
        pytest.param("<", "0.98", 98 * 10**18 - 1, 10**20, 0, MET, id="the same from the other side"),
    ],
)
def test_cells_that_could_turn_the_verdict_leave_it_undecided(
    sign: str, bound: str, count: int, base: int, unknown: int, found: str
) -> None:
    assert verdict(target(sign, bound), count, base, unknown) == found


def met(sign: str, bound: str, count: int, base: int) -> bool:
    """Worked without a fraction: count / base against numerator / denominator, multiplied out."""
    above, below = Fraction(bound).as_integer_ratio()
    left, right = count * below, above * base
    return {">=": left >= right, ">": left > right, "<=": left <= right, "<": left < right}[sign]


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize("sign", SIGNS)
def test_headroom_is_what_moving_subjects_one_by_one_finds(sign: str, bound: str) -> None:
    """Met: how many may move to the wrong side until the next one would turn it. Missed: how many must move back."""
    wrong_way = -1 if sign in (">=", ">") else 1
    for base in range(1, 26):
        for count in range(base + 1):
            if met(sign, bound, count, base):
                steps = 0
                while 0 <= count + wrong_way * (steps + 1) <= base and met(
                    sign, bound, count + wrong_way * (steps + 1), base
                ):
                    steps += 1
                assert headroom(target(sign, bound), count, base) == steps, (count, base)
                continue
            reachable = [lack for lack in range(1, base + 1) if 0 <= count - wrong_way * lack <= base]
            enough = [lack for lack in reachable if met(sign, bound, count - wrong_way * lack, base)]
            if enough:  # a bound that no share can meet is refused in the settings
                assert headroom(target(sign, bound), count, base) == -enough[0], (count, base)


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize("sign", SIGNS)
def test_the_undecided_are_those_that_some_reading_of_the_cells_would_turn(sign: str, bound: str) -> None:
    """Each unknown subject may be counted, rated elsewhere, or not rated: every combination is tried."""
    for base, unknown in itertools.product(range(8), range(4)):
        for count in range(base + 1):
            found = set()
            for cells in itertools.product(((1, 1), (0, 1), (0, 0)), repeat=unknown):
                rated = base + sum(one for _, one in cells)
                counted = count + sum(one for one, _ in cells)
                found.add((MET if met(sign, bound, counted, rated) else MISSED) if rated else NO_DATA)
            expected = found.pop() if len(found) == 1 else UNDECIDED
            assert verdict(target(sign, bound), count, base, unknown) == expected, (count, base, unknown)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.sampled_from(SIGNS), st.integers(0, 1000), st.integers(1, 20000), st.integers(-3, 3))
def test_verdict_and_headroom_agree_with_whole_numbers_near_the_bound(
    sign: str, permille: int, base: int, beside: int
) -> None:
    bound = f"{permille}/1000"
    count = min(base, max(0, permille * base // 1000 + beside))
    holds = met(sign, bound, count, base)
    assert verdict(target(sign, bound), count, base) == (MET if holds else MISSED)
    assert (headroom(target(sign, bound), count, base) >= 0) == holds


def test_the_four_signs_are_all_there_are() -> None:
    assert get_args(Sign) == SIGNS
    assert VERDICTS == {
        "met": "đạt", "missed": "chưa đạt", "undecided": "chưa thể kết luận", "no data": "không có số liệu",
    }  # fmt: skip


# --- the table of targets --------------------------------------------------------------------------------------------


def test_each_target_meets_each_year_in_the_order_of_the_settings() -> None:
    ratings = pd.concat([of_year(8, 10, year=year) for year in (2022, 2020, 2021)])
    second = target("<", "0.3", measure="not_completed")
    found = compare(ratings, target(">=", "0.9"), second)
    assert found[["measure", "year", "verdict"]].values.tolist() == [
        ["good_or_better", 2020, "missed"], ["good_or_better", 2021, "missed"], ["good_or_better", 2022, "missed"],
        ["not_completed", 2020, "met"], ["not_completed", 2021, "met"], ["not_completed", 2022, "met"],
    ]  # fmt: skip


def test_a_row_says_everything_about_its_target() -> None:
    (row,) = compare(of_year(98, 100, unknown=1), target(">=", "98/100")).to_dict("records")
    assert pd.isna(row.pop("headroom"))
    assert row == {
        "population": "member", "measure": "good_or_better",
        "label": "Đảng viên hoàn thành tốt nhiệm vụ trở lên", "year": 2022, "sign": ">=", "bound": Fraction(49, 50),
        "bound_text": "ít nhất 98%", "count": 98, "base": 100, "unknown": 1, "share": 0.98, "printed": "98,00",
        "verdict": "undecided", "source": SOURCE, "not_sent": 0, "units_not_sent": 0,
    }  # fmt: skip
    assert tuple(compare(of_year(1, 1), target(">=", "1")).columns) == TARGET_COLUMNS


@pytest.mark.parametrize(
    ("span", "years"),
    [
        ({}, [2019, 2020, 2021, 2022]),
        ({"first": 2021}, [2021, 2022]),
        ({"last": 2020}, [2019, 2020]),
        ({"first": 2020, "last": 2021}, [2020, 2021]),
        ({"first": 2023}, []),
    ],
)
def test_years_outside_a_target_are_not_compared(span: dict[str, int], years: list[int]) -> None:
    ratings = pd.concat([of_year(1, 1, year=year) for year in range(2019, 2023)])
    assert compare(ratings, target(">=", "0.9", **span))["year"].tolist() == years


def test_years_asked_for_are_sorted_taken_once_and_without_data_where_there_is_none() -> None:
    found = compare(of_year(9, 10), target(">=", "0.9"), years=[2023, 2022, 2022])
    assert found[["year", "verdict"]].values.tolist() == [[2022, "met"], [2023, "no data"]]
    last = found.iloc[1]
    assert (last["count"], last["base"], last["unknown"]) == (0, 0, 0)
    assert pd.isna(last["share"])
    assert pd.isna(last["printed"])
    assert last["headroom"] is pd.NA


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([(2022, "member", None, "sick", 5)], NO_DATA, id="a year in which nobody was rated"),
        pytest.param([(2022, "member", None, "unknown", 5)], UNDECIDED, id="a year of unreadable cells"),
        pytest.param([(2022, "cell", "good", "rated", 5)], NO_DATA, id="another population says nothing"),
        pytest.param([(2022, "member", "good", "rated", 5), (2022, "cell", None, "unknown", 5)], MET,
                     id="nor do its unreadable cells"),
        pytest.param([(2022, "member", "good", "rated", 9), (2022, "member", None, "sick", 99)], MET,
                     id="those not rated are in no base"),
        pytest.param([(2022, "member", "excellent", "rated", 9), (2022, "member", "completed", "rated", 1)], MET,
                     id="or better counts the better"),
    ],
)  # fmt: skip
def test_what_says_something_about_a_target_and_what_does_not(rows: Sequence[tuple[Any, ...]], found: str) -> None:
    assert compare(table(*rows), target(">=", "0.9"), years=[2022])["verdict"].tolist() == [found]


def test_the_earlier_scale_gives_no_data_for_a_measure_of_the_present_one() -> None:
    ratings = table((2017, "member", "old_good", "rated", 10), (2018, "member", "good", "rated", 10))
    assert compare(ratings, target(">=", "0.9"))["verdict"].tolist() == [NO_DATA, MET]


def test_without_targets_there_is_an_empty_table_with_its_columns() -> None:
    found = compare(of_year(1, 2))
    assert len(found) == 0
    assert tuple(found.columns) == TARGET_COLUMNS


def test_an_empty_table_of_ratings_has_no_years_to_compare() -> None:
    assert len(compare(table(), target(">=", "0.9"))) == 0
