"""The heat map of units by years and the matrix of movements, through their artists; no text lies on another."""

from __future__ import annotations

import random

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from evalkit import charts
from evalkit.movements import movement_matrix
from tests.test_charts import LEVELS, assert_readable, named, one


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    plt.close("all")


def unit_years(units):
    """Rows of level_rates: unit → year → (count, base)."""
    columns = ["year", "base_organisation", "measure", "count", "base", "share", "printed"]
    rows = [
        (year, unit, "good_or_better", count, base, count / base if base else float("nan"),
         f"{100 * count / base:.2f}".replace(".", ",") if base else None)
        for unit, told in units.items()
        for year, (count, base) in told.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


THREE = unit_years({
    "Đảng bộ A": {2020: (9, 10), 2021: (10, 10), 2022: (8, 10)},
    "Đảng bộ B": {2020: (5, 10), 2022: (9, 10)},             # no data in 2021
    "Đảng bộ C": {2021: (0, 0), 2022: (10, 10)},             # founded in 2021, nobody rated then
})  # fmt: skip
HEAT = {"measure": "good_or_better", "label": "Đảng viên hoàn thành tốt nhiệm vụ trở lên"}


def heading(ax):
    return " ".join(ax.get_title(loc="left").split()), " ".join(one(ax, "subtitle").get_text().split())


def figures(ax, rows, years):
    """The figures row by row; None where there is no cell."""
    told = [[named(ax, f"label-{year}-{row}") for year in years] for row in range(rows)]
    return [[label[0].get_text() if label else None for label in row] for row in told]


def test_cells_hold_the_printed_figures_the_worst_of_the_last_year_on_top():
    ax = charts.plot_heat_map(THREE, **HEAT)
    assert [name.get_text() for name in ax.get_yticklabels()] == ["Đảng bộ A", "Đảng bộ B", "Đảng bộ C"]
    assert figures(ax, 3, (2020, 2021, 2022)) == [
        ["90,00", "100,00", "80,00"], ["50,00", None, "90,00"], [None, None, "100,00"],
    ]  # fmt: skip
    assert not named(ax, "cell-2021-1") + named(ax, "cell-2020-2")
    assert heading(ax) == (
        "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên theo đơn vị, các năm 2020–2022",
        "Tỉ lệ % trên số được xếp loại của đơn vị; thấp nhất năm 2022 ở trên cùng; ô trống: không có số liệu",
    )
    assert_readable(ax.figure)


def test_darker_is_worse_in_grey_too():
    def grey(ax, gid):
        red, green, blue = mpl.colors.to_rgb(one(ax, gid).get_facecolor())
        return 0.299 * red + 0.587 * green + 0.114 * blue

    ax = charts.plot_heat_map(THREE, **HEAT)
    assert grey(ax, "cell-2020-1") < grey(ax, "cell-2022-0") < grey(ax, "cell-2020-0") < grey(ax, "cell-2021-0") < 1
    high = charts.plot_heat_map(THREE, **HEAT, sign="<")  # of a share that should be low the high ones are worse
    assert [name.get_text() for name in high.get_yticklabels()] == ["Đảng bộ C", "Đảng bộ B", "Đảng bộ A"]
    assert grey(high, "cell-2022-0") < grey(high, "cell-2022-2")


def test_where_all_units_are_alike_none_looks_bad():
    ax = charts.plot_heat_map(unit_years({"A": {2022: (5, 5)}, "B": {2022: (7, 7)}}), **HEAT)
    assert {mpl.colors.to_hex(one(ax, f"cell-2022-{row}").get_facecolor()) for row in (0, 1)} == {"#d6e6f4"}
    assert not named(ax, "scale")
    assert heading(ax)[0].endswith("theo đơn vị, năm 2022")
    assert_readable(ax.figure)


def test_of_many_units_and_years_it_says_how_many_more():
    units = {f"Đơn vị {n}": dict.fromkeys(range(1990, 2023), (n, 100)) for n in range(60)}
    ax = charts.plot_heat_map(unit_years(units), **HEAT)
    assert len(ax.get_yticklabels()) == 25
    assert ax.get_yticklabels()[0].get_text() == "Đơn vị 0"
    said = heading(ax)[1]
    assert "25 trong 60 đơn vị, có tỉ lệ thấp nhất năm 2022; còn 35 đơn vị không vẽ ở đây" in said
    years = [text.get_text() for text in ax.texts if str(text.get_gid()).startswith("year-")]
    assert years[-1] == "2022"
    assert f"{len(years)} trong 33 năm có số liệu" in said
    assert_readable(ax.figure)


def test_units_of_two_populations_and_no_units_are_refused():
    for rows in (pd.concat([THREE, THREE]), THREE.iloc[:0]):
        with pytest.raises(ValueError, match="one population"):
            charts.plot_heat_map(rows, **HEAT)


@pytest.mark.parametrize("seed", range(8))
def test_no_text_of_a_heat_map_collides(seed):
    chance = random.Random(seed)
    units = {}
    for number in range(chance.choice([1, 4, 25, 60])):
        name = f"Đảng bộ cơ sở số {number} {'một cái tên rất dài ' * chance.randint(0, 4)}"
        units[name] = {year: (chance.randint(0, 30), 30) for year in range(2018, 2023) if chance.random() < 0.8}
        units[name][2022] = (30, 30)
    assert_readable(charts.plot_heat_map(unit_years(units), **HEAT).figure)


# --- movements --------------------------------------------------------------------------------------------------------


def matrix(*moves):
    levels = [(before, now, 0) for before in LEVELS for now in LEVELS]
    counts = {(before, now): count for before, now, count in [*levels, *moves]}
    rows = [(before, now, count) for (before, now), count in counts.items()]
    return movement_matrix(pd.DataFrame(rows, columns=["before", "now", "count"]))


MOVES = matrix(
    ("good", "excellent", 1203), ("excellent", "good", 7), ("good", "good", 40), ("good", "absent", 5),
    ("absent", "good", 9), ("completed", "not_sent", 2), ("not_rated", "good", 3), ("untraced", "good", 11),
)  # fmt: skip
WORDS = {"labels": LEVELS, "year": 2022, "population": "đảng viên"}


def test_the_matrix_has_each_pair_and_both_totals():
    ax = charts.plot_movements(MOVES, **WORDS)
    told = {
        pair: one(ax, f"label-{pair}").get_text()
        for pair in (
            "good-excellent",
            "excellent-good",
            "good-good",
            "good-absent",
            "absent-good",
            "completed-completed",
        )
    }
    assert list(told.values()) == ["1.203 ▲", "7 ▼", "40", "5", "9", "–"]
    assert one(ax, "label-good-total").get_text() == "1.248"  # 1.203 + 40 + 5 at the level last year
    assert one(ax, "label-total-good").get_text() == "70"  # 7 + 40 + 9 + 3 + 11 this year
    assert not named(ax, "label-total-total")
    assert heading(ax)[0] == "Năm 2022 so với năm 2021: 1.203 đảng viên lên mức, 7 xuống mức, 40 giữ mức"
    assert_readable(ax.figure)


def test_up_down_and_unchanged_differ_in_colour_and_sign():
    ax = charts.plot_movements(MOVES, **WORDS)
    pairs = ("good-excellent", "excellent-good", "good-good", "good-absent")
    colours = [one(ax, f"cell-{pair}").get_facecolor() for pair in pairs]
    assert len(set(colours)) == 4


def test_a_matrix_with_everything_in_it_can_be_read():
    states = [*LEVELS, "not_rated", "unknown", "absent", "not_sent", "ended", "untraced"]
    ax = charts.plot_movements(matrix(*[(a, b, 1234) for a in states[:7] for b in states]), **WORDS)
    assert_readable(ax.figure)


def test_an_empty_matrix_is_refused():
    with pytest.raises(ValueError, match="empty"):
        charts.plot_movements(matrix(), **WORDS)
