"""The pictures for the screen of a hall: shape, size of text, small levels, and no name of a person."""

from __future__ import annotations

from fractions import Fraction

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

from evalkit import charts
from evalkit.report import pictures
from evalkit.report.figures import collect_figures
from evalkit.report.movement_table import condensed
from evalkit.scale import PARTY
from evalkit.settings import Settings, Target
from tests.test_charts import assert_readable, named, one, texts_of
from tests.test_report import reading_of

LABELS = {level.id: level.name for level in PARTY.levels}
# Published: 1.382, 7.446, 109 and 30 of 8.967.
SAMPLE = {"excellent": 1382, "good": 7446, "completed": 109, "not_completed": 30}


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def figures():
    targets = [
        Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(49, 50), source="Nghị quyết"),
        Target(population="member", measure="not_completed", sign="<", bound=Fraction(1, 250), source="Nghị quyết"),
    ]
    years = {2021: "X" * 30 + "T" * 60 + "HHHHK?", 2022: "X" * 25 + "T" * 60 + "XXXXXHHTTKm"}
    return collect_figures(reading_of(years, settings=Settings(targets=targets)), year=2022)


def drawn(figures):
    """Every picture of the hall with its words, not saved."""
    with charts.use_look("hall"):
        return [draw() for draw in pictures._hall_charts(figures)]


def texts(figure):
    return [*figure.texts, *(text for ax in figure.axes for text in texts_of(ax))]


def test_each_is_as_wide_as_a_screen_with_letters_of_24_points_and_nothing_collides(figures):
    found = drawn(figures)
    assert [name for name, *_ in found] == [
        "chi-tieu-1-member", "chi-tieu-2-member", "co-cau-member", "thay-doi-muc-member",
    ]  # fmt: skip
    for name, figure, *_ in found:
        wide, high = figure.get_size_inches()
        assert wide / high == pytest.approx(13.333 / 7.5, abs=0.001), name
        assert min(text.get_size() for text in texts(figure) if text.get_text()) * 13.333 / wide >= 23.99, name
        assert_readable(figure)


def test_the_files_stand_in_a_folder_of_their_own_with_the_same_bytes_again(figures, tmp_path):
    for run in ("a", "b"):
        (tmp_path / run).mkdir()
        shown = pictures.draw_pictures(figures, tmp_path / run)
        assert not [picture for picture in shown if picture.path.parent.name == "hoi-truong"]
    first, second = (sorted((tmp_path / run / "hoi-truong").iterdir()) for run in ("a", "b"))
    assert len(first) == 2 * 4  # PNG and SVG
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    for path in first:
        if path.suffix == ".png":
            with Image.open(path) as image:
                assert image.size == (1920, 1080), path.name


def test_no_name_of_a_person_or_a_unit_stands_in_them(figures):
    units = [unit for unit, _ in figures.units("member")]
    assert units
    for _, figure, _, title, alt, _ in drawn(figures):
        said = " ".join([title, alt, *(text.get_text() for text in texts(figure))])
        assert not [name for name in ("Người", *units) if name in said]


# --- levels -------------------------------------------------------------------------------------------------------


def level_rows(counts, labels=LABELS):
    base = sum(counts.values())
    shares = {level: count / base if base else float("nan") for level, count in counts.items()}
    rows = [
        (2022, level, count, base, shares[level], f"{100 * shares[level]:.2f}".replace(".", ","))
        for level, count in counts.items()
    ]
    rates = pd.DataFrame(rows, columns=["year", "measure", "count", "base", "share", "printed"])
    with charts.use_look("hall"):
        return charts.plot_level_rows(rates, labels=labels, population="đảng viên")


def test_a_level_of_a_third_of_a_per_cent_can_be_seen_and_its_scale_is_said():
    ax = level_rows(SAMPLE)
    wide = {level: one(ax, f"bar-{level}").get_width() for level in SAMPLE}
    assert wide["not_completed"] > 6.0  # points, 17 on the screen
    larger = (wide["not_completed"] / 30) / (wide["good"] / 7446)
    assert one(ax, "larger").get_text() == f"dưới đây vẽ theo thang lớn hơn {round(larger)} lần"
    assert wide["completed"] / wide["not_completed"] == pytest.approx(109 / 30)
    assert wide["good"] / wide["excellent"] == pytest.approx(7446 / 1382)
    said = [one(ax, f"label-{level}").get_text() for level in SAMPLE]
    assert said == ["1.382 (15,41%)", "7.446 (83,04%)", "109 (1,22%)", "30 (0,33%)"]
    assert_readable(ax.figure)


@pytest.mark.parametrize(
    "counts",
    [
        {"excellent": 5, "good": 5, "completed": 5, "not_completed": 5},  # all alike
        {"excellent": 0, "good": 7, "completed": 0, "not_completed": 0},  # none is small, three are nothing
    ],
)
def test_without_a_small_level_there_is_one_scale(counts):
    ax = level_rows(counts)
    assert not named(ax, "larger")
    assert [one(ax, f"bar-{level}").get_width() > 0 for level in counts] == [bool(n) for n in counts.values()]
    assert_readable(ax.figure)


def test_seven_levels_with_long_names_have_room():
    labels = {f"l{place}": f"Mức thứ {place} có một cái tên dài hơn thường lệ" for place in range(7)}
    ax = level_rows({level: 1 + 40 * (place % 3) for place, level in enumerate(labels)}, labels)
    assert_readable(ax.figure)


def test_nobody_rated_is_refused():
    with pytest.raises(ValueError, match="one population in one year"):
        level_rows(dict.fromkeys(SAMPLE, 0))


# --- movements ----------------------------------------------------------------------------------------------------


def test_what_is_no_level_is_one_row_and_one_column_and_the_totals_stay():
    states, total = ["a", "b", "not_rated", "absent", "total"], [[1, 2, 3, 4, 10], [5, 6, 7, 8, 26], [1, 0, 2, 0, 3]]
    rows = [*total, [2, 1, 0, 0, 3], [9, 9, 12, 12, 42]]
    matrix = condensed(pd.DataFrame(rows, index=states, columns=states), ["a", "b"])
    assert list(matrix.index) == list(matrix.columns) == ["a", "b", "others", "total"]
    assert matrix.to_numpy().tolist() == [[1, 2, 7, 10], [5, 6, 15, 26], [3, 1, 2, 6], [9, 9, 24, 42]]
