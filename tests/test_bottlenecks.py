"""The charts of where a target is lost, through their artists; no text lies on another."""

from __future__ import annotations

import random
from fractions import Fraction

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from evalkit import charts
from tests.test_charts import assert_readable, named, one


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    plt.close("all")


def shortfall(rows):
    """A frame as `unit_shortfall` gives it: (unit, count, base) against at least 98 %."""
    told = [(unit, count, base, max(Fraction(98, 100) * base - count, Fraction(0))) for unit, count, base in rows]
    told.sort(key=lambda row: (-row[3], row[0]))
    frame = pd.DataFrame(told, columns=["unit", "count", "base", "lacking"])
    whole = sum(frame["lacking"])
    return frame.assign(
        part=[one / whole if whole else Fraction(0) for one in frame["lacking"]], small=frame["base"] < 30
    )


# lacking: A 8, B 3.8, C 0.92; D meets
FOUR = shortfall([("A", 90, 100), ("B", 6, 10), ("C", 45, 50 - 3), ("D", 49, 50)])
BOUND = {"bound": Fraction(98, 100), "bound_text": "ít nhất 98%", "sign": ">="}


def test_bars_are_what_each_unit_lacks_from_zero_and_small_units_are_hatched():
    ax = charts.plot_shortfall(FOUR, bound_text="ít nhất 98%")
    assert [round(bar.get_width(), 2) for bar in ax.patches] == [8.0, 3.8, 1.06]
    assert {bar.get_x() for bar in ax.patches} == {0}
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True, False]
    assert [text.get_text() for text in named(ax, "label")] == ["8,0 (62,2%)", "3,8 (29,5%)", "1,1 (8,2%)"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["A (100)", "B (10)", "C (47)"]
    assert ax.get_title(loc="left") == "Một nửa phần thiếu nằm ở 1 trong 3 đơn vị chưa đạt"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("A", 50, 50)], "Không đơn vị nào thiếu"),
        ([("A", 40, 50), ("B", 50, 50)], "Phần thiếu nằm cả ở một đơn vị: A"),
        ([(name, 40, 50) for name in "ABCDE"], "Một nửa phần thiếu nằm ở 3 trong 5 đơn vị chưa đạt"),
    ],
)
def test_the_title_says_in_how_few_units_half_of_it_lies(rows, title):
    assert charts.plot_shortfall(shortfall(rows), bound_text="ít nhất 98%").get_title(loc="left") == title


def test_of_a_bound_from_above_it_is_too_many():
    ax = charts.plot_shortfall(FOUR, bound_text="dưới 0,4%", sign="<")
    assert ax.get_title(loc="left").startswith("Một nửa phần vượt")
    assert one(ax, "subtitle").get_text().startswith("Số đối tượng vượt so với mức dưới 0,4%")


def test_units_stand_by_size_and_share_and_misses_are_marked():
    ax = charts.plot_unit_sizes(FOUR, **BOUND)
    miss, met = one(ax, "miss"), one(ax, "met")
    assert sorted(zip(miss.get_xdata(), map(float, miss.get_ydata()), strict=True))[0] == (10, 60.0)
    assert list(met.get_xdata()) == [50]
    assert (miss.get_marker(), met.get_marker()) == ("X", "o")
    assert set(one(ax, "target").get_ydata()) == {98.0}
    assert ax.get_xscale() == "log"
    assert one(ax, "misses").get_y() + one(ax, "misses").get_height() == pytest.approx(98)
    assert ax.get_title(loc="left") == "3 trong 4 đơn vị chưa đạt ít nhất 98%, 1 trong số đó có dưới 30 người"


def test_of_a_bound_from_above_the_upper_side_is_shaded():
    ax = charts.plot_unit_sizes(FOUR, bound=Fraction(4, 1000), bound_text="dưới 0,4%", sign="<")
    assert one(ax, "misses").get_y() == pytest.approx(0.4)


@pytest.mark.parametrize("seed", range(12))
def test_no_text_collides(seed):
    chance = random.Random(seed)
    rows = []
    for number in range(chance.choice([1, 3, 12, 40, 90])):
        base = chance.choice([3, 8, 15, 40, 120, 300, 900])
        name = f"Đảng bộ cơ sở số {number} {'rất dài tên ' * chance.randint(0, 3)}"
        rows.append((name, base - chance.randint(0, base // 3), base))
    frame = shortfall(rows)
    assert_readable(charts.plot_shortfall(frame, bound_text="ít nhất 98%").figure)
    assert_readable(charts.plot_unit_sizes(frame, **BOUND).figure)
