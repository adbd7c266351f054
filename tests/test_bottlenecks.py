"""The charts of where a target is lost, through their artists; no text lies on another."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from math import ceil, hypot
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from evalkit import charts
from evalkit.charts.comparison import Comparison
from tests.test_charts import assert_readable, named, one


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    plt.close("all")


def shortfall(rows):
    """A frame as `unit_shortfall` gives it: (unit, count, base) against at least 98 %."""
    told = [(unit, count, base, max(ceil(Fraction(98, 100) * base) - count, 0)) for unit, count, base in rows]
    told.sort(key=lambda row: (-row[3], row[0]))
    frame = pd.DataFrame(told, columns=["unit", "count", "base", "lacking"])
    whole = sum(frame["lacking"])
    return frame.assign(part=[Fraction(one, whole or 1) for one in frame["lacking"]], small=frame["base"] < 30)


# lacking: A 8 of 100, B 3,8 of 10 and so 4, C 1,06 of 47 and so 2; D none
FOUR = shortfall([("A", 90, 100), ("B", 6, 10), ("C", 45, 50 - 3), ("D", 49, 50)])
BOUND: dict[str, Any] = {"bound": Fraction(98, 100), "bound_text": "mức chung 98,00%", "sign": ">="}
OWN: dict[str, Any] = {"bound_text": "ít nhất 98%", "own": True}


def test_bars_are_whole_people_from_zero_and_small_units_are_hatched():
    ax = charts.plot_shortfall(FOUR, bound_text="mức chung 98,00%", people="đảng viên", year=2022)
    assert [bar.get_width() for bar in ax.patches] == [8, 4, 2]
    assert {bar.get_x() for bar in ax.patches} == {0}
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True, False]
    assert [text.get_text() for text in named(ax, "label")] == ["8 (57,1%)", "4 (28,6%)", "2 (14,3%)"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["A (100)", "B (10)", "C (47)"]
    assert words_of(ax) == (
        "1 trong 3 đơn vị thấp hơn mức chung 98,00% chiếm một nửa số đảng viên còn thiếu, năm 2022",
        "Số đảng viên mỗi đơn vị còn thiếu để đạt mức chung 98,00%, và phần trong tổng số đó; sau tên là số được xếp "
        "loại; gạch chéo: dưới 30 người được xếp loại",
    )


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("A", 50, 50)], "Không đơn vị nào thấp hơn mức chung 98,00%"),
        ([("A", 40, 50), ("B", 50, 50)], "Một đơn vị thấp hơn mức chung 98,00%: A"),
        (
            [(name, 40, 50) for name in "ABCDE"],  # three of them hold half of it: that is no finding
            "5 đơn vị thấp hơn mức chung 98,00%",
        ),
        ([("A", 40, 50), ("B", 40, 50)], "2 đơn vị thấp hơn mức chung 98,00%"),  # either could be named
    ],
)
def test_the_title_says_in_how_few_units_half_of_it_lies(rows, title):
    assert words_of(charts.plot_shortfall(shortfall(rows), bound_text="mức chung 98,00%"))[0] == title


def test_of_a_bound_from_above_it_is_too_many():
    title, subtitle = words_of(charts.plot_shortfall(FOUR, bound_text="mức chung 0,33%", sign="<="))
    assert title == "1 trong 3 đơn vị cao hơn mức chung 0,33% chiếm một nửa số đối tượng vượt"
    assert subtitle.startswith("Số đối tượng mỗi đơn vị nhiều hơn so với mức chung 0,33%")


@pytest.mark.parametrize(
    ("words", "line", "beyond", "marker"),
    [
        ({}, "mức chung 98,00%", "thấp hơn mức chung 98,00%", "v"),  # the whole's figure: nobody's target
        ({"bound_text": "ít nhất 98%"}, "mức 98%", "thấp hơn mức 98%", "v"),  # the whole's target: not the units'
        (OWN, "chỉ tiêu riêng: ít nhất 98%", "chưa đạt chỉ tiêu riêng ít nhất 98%", "X"),  # set for each unit
    ],
)
def test_only_a_target_of_their_own_is_called_a_target_and_missed(words, line, beyond, marker):
    ax = charts.plot_unit_sizes(FOUR, **{**BOUND, **words})
    title, subtitle = words_of(ax)
    assert one(ax, "target-label").get_text() == line
    assert beyond in title
    assert one(ax, "miss").get_marker() == marker
    of_units = charts.plot_units(by_unit(FOUR), measure="good_or_better", **{**BOUND, **words})
    assert beyond in words_of(of_units)[0]
    assert one(of_units, "target-label").get_text() == line
    bars = words_of(charts.plot_shortfall(FOUR, **{"bound_text": BOUND["bound_text"], **words}))
    everything = " ".join([title, subtitle, *words_of(of_units), *bars])
    assert ("chỉ tiêu" in everything) is ("chưa đạt" in everything) is (words is OWN)


@pytest.mark.parametrize(
    ("sign", "within", "beyond"),
    [
        (">=", "cao hơn hoặc bằng mức 98%", "thấp hơn mức 98%"),
        (">", "cao hơn mức 98%", "thấp hơn hoặc bằng mức 98%"),
        ("<=", "thấp hơn hoặc bằng mức 98%", "cao hơn mức 98%"),
        ("<", "thấp hơn mức 98%", "cao hơn hoặc bằng mức 98%"),  # strict: what stands on the bound is beyond it
    ],
)
def test_the_words_of_a_side_say_where_the_bound_itself_belongs(sign, within, beyond):
    compared = Comparison(sign=sign, bound_text="dưới 98%")
    assert (compared.within, compared.beyond) == (within, beyond)


def words_of(ax):
    """Title and subtitle on one line each."""
    title, subtitle = ax.get_title(loc="left"), one(ax, "subtitle").get_text()
    return " ".join(title.split()), " ".join(subtitle.split())


def by_unit(rows):
    """The same units as `level_rates` gives them."""
    told = [(2022, row.unit, "good_or_better", row.count, row.base, row.count / row.base) for row in rows.itertuples()]
    columns = ["year", "base_organisation", "measure", "count", "base", "share"]
    return pd.DataFrame(told, columns=columns).assign(printed="")


def test_units_stand_by_size_and_share_and_misses_are_marked():
    ax = charts.plot_unit_sizes(FOUR, **BOUND)
    miss, met = one(ax, "miss"), one(ax, "met")
    assert sorted(zip(miss.get_xdata(), map(float, miss.get_ydata()), strict=True))[0] == (10, 60.0)
    assert list(met.get_xdata()) == [50]
    assert (miss.get_marker(), met.get_marker()) == ("v", "o")
    assert set(one(ax, "target").get_ydata()) == {98.0}
    assert ax.get_xscale() == "log"
    assert one(ax, "misses").get_y() + one(ax, "misses").get_height() == pytest.approx(98)
    assert words_of(ax) == (
        "3 trong 4 đơn vị có tỉ lệ thấp hơn mức chung 98,00%; 1 trong số đó có dưới 30 người",
        "Tỉ lệ %, theo số được xếp loại của đơn vị; trục không bắt đầu từ 0; đơn vị trùng điểm đặt cạnh nhau",
    )


def test_units_of_one_size_and_share_are_all_seen():
    """Twenty units with 5 of 5, four with 4 of 5: twenty-four marks, none on another."""
    frame = shortfall([(f"Đơn vị {n}", 5 - (n < 4), 5) for n in range(24)] + [("Z", 900, 1000)])
    ax = charts.plot_unit_sizes(frame, **BOUND)
    marks = [line for gid in ("miss", "met") for line in named(ax, gid)]
    places = [(x, y) for line in marks for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]
    points = ax.transData.transform(places) * 72 / ax.figure.dpi
    assert len(places) == 25
    assert min(hypot(*(a - b)) for a, b in combinations(points, 2)) > 5.9
    assert {round(float(y)) for _, y in places} == {80, 90, 100}  # moved aside, never up or down


def test_of_a_bound_from_above_the_upper_side_is_shaded():
    ax = charts.plot_unit_sizes(FOUR, bound=Fraction(4, 1000), bound_text="dưới 0,4%", sign="<")
    assert one(ax, "misses").get_y() == pytest.approx(0.4)


def test_an_axis_that_shows_zero_is_not_said_to_be_cut():
    """Nobody of three units, one of ten: the axis has its zero, as one from 98 to 100 per cent has not."""
    frame = shortfall([("A", 0, 40), ("B", 0, 50), ("C", 0, 60), ("D", 1, 10)])
    said = {
        str(bound): "trục không bắt đầu từ 0" in words_of(charts.plot_unit_sizes(rows, bound=bound, **words))[1]
        for rows, bound, words in (
            (frame, Fraction(1, 160), {"bound_text": "mức chung 0,63%", "sign": "<="}),
            (shortfall([("A", 98, 100), ("B", 100, 100)]), Fraction(99, 100), {"bound_text": "99%", "sign": ">="}),
        )
    }
    assert said == {"1/160": False, "99/100": True}


@pytest.mark.parametrize("seed", range(12))
def test_no_text_collides(seed):
    chance = random.Random(seed)
    rows = []
    for number in range(chance.choice([1, 3, 12, 40, 90])):
        base = chance.choice([3, 8, 15, 40, 120, 300, 900])
        name = f"Đảng bộ cơ sở số {number} {'rất dài tên ' * chance.randint(0, 3)}"
        rows.append((name, base - chance.randint(0, base // 3), base))
    frame = shortfall(rows)
    assert_readable(charts.plot_shortfall(frame, bound_text="mức chung 98,00%", people="đảng viên", year=2022).figure)
    assert_readable(charts.plot_unit_sizes(frame, **BOUND, label="đảng viên hoàn thành tốt nhiệm vụ trở lên").figure)
