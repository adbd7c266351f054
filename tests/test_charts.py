"""Charts are tested by their artists: what a line, a mark, a label says and where it stands. No image is compared."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path as Curve
from PIL import Image

from evalkit import charts
from evalkit.charts import look

plt.switch_backend("Agg")
TARGETS = ["population", "measure", "label", "year", "sign", "bound", "bound_text", "count", "base", "unknown", "share",
           "printed", "verdict", "headroom", "source"]  # fmt: skip
MEMBERS = "Đảng viên hoàn thành tốt nhiệm vụ trở lên"
FAILED = "Đảng viên không hoàn thành nhiệm vụ"
SOURCE = "Nghị quyết Đại hội Đảng bộ Khối"
LEVELS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "not_completed": "Không hoàn thành nhiệm vụ",
}
MET, MISSED, OPEN, NONE = "met", "missed", "undecided", "no data"


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    plt.close("all")


def target(cells, *, sign=">=", bound="98", text="ít nhất 98%", measure="good_or_better", label=MEMBERS,
           population="member", base=10000, source=SOURCE, unknown=0):  # fmt: skip
    """Rows of compare_targets; a cell is (year, per cent as printed or None, verdict)."""
    rows = []
    for year, printed, verdict in cells:
        share = float(printed.replace(",", ".")) / 100 if printed else float("nan")
        count = round(share * base) if printed else 0
        rows.append((population, measure, label, year, sign, Fraction(bound) / 100, text, count, base if printed else 0,
                     unknown, share, printed, verdict, None, source))  # fmt: skip
    return pd.DataFrame(rows, columns=TARGETS)


def run_of(printed, first, *, misses=()):
    """Cells of years in a row, missed in the years named."""
    return [(first + i, value, MISSED if first + i in misses else MET) for i, value in enumerate(printed.split())]


SAMPLE = target([(2018, "97,62", MISSED), (2019, "98,11", MET), (2020, "98,27", MET), (2021, "98,39", MET),
                 (2022, "98,45", MET)])  # fmt: skip
FALLING = target([(2018, "0,47", MISSED), (2019, "0,41", MISSED), (2020, "0,36", MET), (2021, "0,35", MET),
                  (2022, "0,33", MET)], sign="<", bound="0.4", text="dưới 0,4%", measure="not_completed",
                 label=FAILED)  # fmt: skip
ZEROS = target([(2018, "1,30", MISSED), (2019, "0,00", MET), (2020, "0,00", MET), (2021, "0,00", MET),
                (2022, "0,00", MET)], sign="<", bound="0.4", text="dưới 0,4%", measure="not_completed", base=77,
               population="base_organisation", label="Tổ chức cơ sở đảng không hoàn thành nhiệm vụ")  # fmt: skip
UNITS = target([(2018, "93,51", MISSED), (2019, "94,81", MISSED), (2020, "96,10", MET), (2021, "96,10", MET),
                (2022, "97,40", MET)], bound="95", text="ít nhất 95%", population="base_organisation", base=77,
               label="Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên")  # fmt: skip
FOUR = pd.concat([SAMPLE, FALLING, UNITS, ZEROS], ignore_index=True)


def named(ax, gid):
    """The artists of an Axes with this gid."""
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def one(ax, gid):
    (artist,) = named(ax, gid)
    return artist


def texts_of(ax):
    """Every text drawn on an Axes, its title and its ticks among them."""
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    return [text for text in [*ax.texts, *ticks, ax.title, ax._left_title] if text.get_visible() and text.get_text()]


def boxes(texts):
    renderer = texts[0].get_figure(root=True).canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in texts]


def assert_readable(figure):
    """No text on another, on a line or on a mark, or over the edge of the page; and a glyph for every letter."""
    figure.canvas.draw()
    everything = [*figure.texts, *(text for ax in figure.axes for text in texts_of(ax))]
    placed = list(zip([text.get_text() for text in everything], boxes(everything), strict=True))
    for (text, box), (other, its_box) in itertools.combinations(placed, 2):
        assert not box.overlaps(its_box), f"{text!r} lies on {other!r}"
    page = figure.bbox
    for text, box in placed:
        on_page = min(box.x0 - page.x0, page.x1 - box.x1, box.y0 - page.y0, page.y1 - box.y1)
        assert on_page > -0.5, f"{text!r} is cut off"
        for ax in figure.axes:
            for line in ax.get_lines():
                assert not crosses(ax, line, box), f"{line.get_gid()} runs through {text!r}"


def crosses(ax, line, box):
    """Whether a line, or one of its marks, lies under a text (NaN breaks a line)."""
    points = ax.transData.transform(np.column_stack([line.get_xdata(), line.get_ydata()]))
    if line.get_linestyle() == "None":
        return any(box.contains(*point) for point in points)
    ends = itertools.pairwise(points)
    return any(Curve(pair).intersects_bbox(box, filled=False) for pair in ends if not np.isnan(pair).any())


# ---------------------------------------------------------------- one target over the years


def test_series_is_the_share_in_per_cent():
    series = one(charts.plot_trend(SAMPLE), "series")
    assert list(series.get_xdata()) == [2018, 2019, 2020, 2021, 2022]
    assert series.get_ydata() == pytest.approx([97.62, 98.11, 98.27, 98.39, 98.45])


def test_rows_may_come_in_any_order():
    series = one(charts.plot_trend(SAMPLE.iloc[[3, 0, 4, 2, 1]]), "series")
    assert series.get_ydata() == pytest.approx([97.62, 98.11, 98.27, 98.39, 98.45])


@pytest.mark.parametrize(("bound", "line"), [("98", 98.0), ("0.4", 0.4), ("95", 95.0), ("100/3", 100 / 3)])
def test_target_line_lies_exactly_on_the_bound(bound, line):
    ax = charts.plot_trend(target([(2022, "97,00", MET)], bound=bound))
    assert list(one(ax, "target").get_ydata()) == [line, line]


@pytest.mark.parametrize(
    ("sign", "below"),
    [(">=", True), (">", True), ("<=", False), ("<", False)],  # "at least" is missed below the line, "at most" above
)
def test_the_side_that_misses_is_shaded(sign, below):
    ax = charts.plot_trend(target([(2021, "97,00", MET), (2022, "99,00", MET)], sign=sign))
    shade, (bottom, top) = one(ax, "misses").get_bbox(), ax.get_ylim()
    assert (shade.y0, shade.y1) == pytest.approx((bottom, 98) if below else (98, top))
    assert (shade.x0, shade.x1) == pytest.approx(ax.get_xlim())


def test_misses_differ_in_mark_and_colour():
    ax = charts.plot_trend(FALLING)
    miss, met = one(ax, "miss"), one(ax, "met")
    assert list(miss.get_xdata()) == [2018, 2019]
    assert list(met.get_xdata()) == [2020, 2021, 2022]
    assert miss.get_marker() != met.get_marker()
    assert miss.get_markerfacecolor() != met.get_markerfacecolor()
    assert one(ax, "label-2019").get_color() == miss.get_markerfacecolor() != one(ax, "label-2020").get_color()


def test_marks_follow_the_verdict_and_not_the_printed_figure():
    on_the_line = [(2021, "98,00", MISSED), (2022, "98,00", MET)]  # "more than" and "at least", exactly on the bound
    ax = charts.plot_trend(target(on_the_line))
    assert list(one(ax, "miss").get_xdata()) == [2021]
    assert list(one(ax, "met").get_xdata()) == [2022]


def test_undecided_is_hollow():
    ax = charts.plot_trend(target([(2021, "98,40", MET), (2022, "98,01", OPEN)], unknown=5))
    mark = one(ax, "undecided")
    assert list(mark.get_xdata()) == [2022]
    assert mark.get_markerfacecolor() == "white"
    assert not named(ax, "miss")


def test_labels_are_the_printed_figures_and_the_last_is_bold_and_largest():
    ax = charts.plot_trend(SAMPLE)
    labels = [one(ax, f"label-{year}") for year in range(2018, 2023)]
    assert [label.get_text() for label in labels] == ["97,62", "98,11", "98,27", "98,39", "98,45"]
    assert labels[-1].get_size() > max(label.get_size() for label in labels[:-1])
    assert labels[-1].get_weight() == "bold"
    assert labels[0].get_weight() == "normal"


def test_more_digits_are_kept_where_the_verdict_needs_them():
    ax = charts.plot_trend(target([(2022, "97,996", MISSED)]))
    assert one(ax, "label-2022").get_text() == "97,996"


def test_target_is_labelled_in_words():
    assert one(charts.plot_trend(SAMPLE), "target-label").get_text() == "chỉ tiêu: ít nhất 98%"


def test_title_and_years():
    ax = charts.plot_trend(SAMPLE)
    assert ax.get_title(loc="left") == MEMBERS
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2018", "2019", "2020", "2021", "2022"]


GAP = [(2018, "97,62", MISSED), (2019, None, NONE), (2020, "98,27", MET), (2021, "98,39", MET)]


@pytest.mark.parametrize("cells", [GAP, [GAP[0], *GAP[2:]]])  # as a row without data, and as no row
def test_a_year_without_data_is_a_gap_and_says_so(cells):
    ax = charts.plot_trend(target(cells))
    series = one(ax, "series")
    assert list(series.get_xdata()) == [2018, 2019, 2020, 2021]
    assert np.isnan(series.get_ydata()[1])
    said = one(ax, "no-data-2019")
    assert said.get_text().split() == ["không", "có", "số", "liệu"]
    assert said.xy[0] == 2019
    assert not named(ax, "label-2019")


def test_nobody_rated_but_cells_unread_is_not_called_without_data():
    ax = charts.plot_trend(target([(2021, "98,40", MET), (2022, None, OPEN)], unknown=7))
    assert " ".join(one(ax, "no-data-2022").get_text().split()) == "chưa đủ số liệu"
    assert one(ax, "label-2021").get_weight() == "bold"  # the last year that has a share


def test_all_years_without_data():
    ax = charts.plot_trend(target([(2020, None, NONE), (2021, None, NONE), (2022, None, NONE)]))
    assert one(ax, "no-data-2020").get_text() == "không có số liệu"
    assert list(one(ax, "target").get_ydata()) == [98, 98]
    assert not named(ax, "met") + named(ax, "miss")


def test_zero_is_the_bottom_where_it_is_near_and_not_elsewhere():
    assert charts.plot_trend(ZEROS).get_ylim()[0] == 0
    assert charts.plot_trend(SAMPLE).get_ylim()[0] > 90


def test_draws_into_the_axes_given():
    figure, (left, right) = plt.subplots(1, 2)
    assert charts.plot_trend(SAMPLE, ax=right) is right
    assert not left.get_lines()
    assert len(figure.axes) == 2


def test_several_targets_are_refused():
    with pytest.raises(ValueError, match="one target, got 4"):
        charts.plot_trend(FOUR)


def test_style_does_not_leak(monkeypatch):
    before = dict(mpl.rcParams)
    charts.plot_trend(SAMPLE)
    assert dict(mpl.rcParams) == before


ZIGZAG = "97,90 98,02 97,98 98,05 97,95 98,00 98,10 97,85 98,03 97,99 98,01 98,04"
MISSES = "97,90 97,91 97,90 97,88 97,93 97,90 97,90 97,89 97,90 97,92 97,90 97,91"
RISING = "90,00 91,20 92,10 92,90 93,50 94,80 95,20 95,90 96,30 97,10 98,10 98,20"
HARD = {
    "sample": SAMPLE,
    "falling": FALLING,
    "zeros": ZEROS,
    "single year": target([(2022, "98,45", MET)]),
    "single miss": target([(2022, "97,99", MISSED)]),
    "all on the bound": target(run_of("98,00 98,00 98,00 98,00 98,00", 2018)),
    "close to the line": target(run_of("97,99 98,01 97,98 98,02 97,99", 2018, misses={2018, 2020, 2022})),
    "tiny range": target(run_of("98,01 98,01 98,02 98,01 98,02", 2018)),
    "twelve zigzag": target(run_of(ZIGZAG, 2011, misses={2011, 2013, 2015, 2018, 2020})),
    "twelve misses": target(run_of(MISSES, 2011, misses=range(2011, 2023))),
    "twelve up": target(run_of(RISING, 2011, misses=range(2011, 2021))),
    "gap": target(GAP),
    "gap of three": target([GAP[0], (2019, None, NONE), (2020, None, NONE), (2021, None, NONE), (2022, "98,10", MET)]),
    "no data at the end": target([(2020, "97,62", MISSED), (2021, "98,10", MET), (2022, None, NONE)]),
    "no data at all": target([(year, None, NONE) for year in range(2018, 2023)]),
    "undecided": target([(2021, "98,40", MET), (2022, "98,01", OPEN)], unknown=5),
    "long name": target([(2022, "98,45", MET)], label="Chi bộ trực thuộc đảng ủy cơ sở khối doanh nghiệp nhà nước "
                        "hoàn thành xuất sắc nhiệm vụ năm năm liền theo hướng dẫn mới nhất"),
}  # fmt: skip


@pytest.mark.parametrize("rows", HARD.values(), ids=HARD.keys())
def test_no_text_collides_alone(rows):
    assert_readable(charts.plot_trend(rows).figure)


@pytest.mark.parametrize("rows", HARD.values(), ids=HARD.keys())
def test_no_text_collides_in_a_small_panel(rows):
    figure = charts.plot_trends(pd.concat([rows, rows.assign(measure="other")], ignore_index=True))
    assert_readable(figure)


@pytest.mark.parametrize("name", ["twelve up", "twelve zigzag", "twelve misses"])
def test_twelve_years_label_every_miss_and_the_last(name):
    rows = HARD[name]
    ax = charts.plot_trends(pd.concat([rows, rows.assign(measure="other")])).axes[0]
    for year in [*rows.loc[rows["verdict"] == MISSED, "year"], 2022]:
        assert one(ax, f"label-{year}").get_text() == rows.loc[rows["year"] == year, "printed"].item()
    assert [tick.get_text() for tick in ax.get_xticklabels()][-1] == "2022"


def test_the_reading_test_itself_sees_a_collision():
    ax = charts.plot_trend(SAMPLE)
    ax.annotate("đè lên", (2020, 98.27), ha="center", va="center")
    with pytest.raises(AssertionError, match=r"lies on|runs through"):
        assert_readable(ax.figure)


# ---------------------------------------------------------------- all targets


def test_panels_stand_in_the_order_of_the_frame():
    figure = charts.plot_trends(FOUR)
    assert [" ".join(ax.get_title(loc="left").split()) for ax in figure.axes] == [
        MEMBERS,
        FAILED,
        "Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên",
        "Tổ chức cơ sở đảng không hoàn thành nhiệm vụ",
    ]
    assert_readable(figure)


def test_years_of_an_earlier_term_are_pale_and_without_verdict():
    """The targets hold from 2020 on; 2018 and 2019 missed them, which nobody may read out of the picture."""
    rates = FOUR[["year", "population", "measure", "count", "base", "share", "printed"]]
    figure = charts.plot_trends(FOUR[FOUR["year"] >= 2020], rates=rates)
    for ax in figure.axes:
        assert list(one(ax, "other-series").get_xdata()) == [2018, 2019, 2020, 2021, 2022]
        assert list(one(ax, "series").get_xdata()) == [2020, 2021, 2022]
        assert list(one(ax, "other-years").get_xdata()) == [2018, 2019]
        assert one(ax, "target").get_xdata()[0] == 2019.5  # the line and its shade begin with the term
        assert named(ax, "miss") == []
    labels = [text.get_text() for text in figure.axes[0].texts if text.get_gid().startswith("label-")]
    assert sorted(labels) == ["97,62", "98,11", "98,27", "98,39", "98,45"]
    assert words(figure, "caption").endswith("Nét nhạt: các năm không áp dụng chỉ tiêu này.")
    assert_readable(figure)


EARLIER = target([(2018, "0,47", MISSED), (2019, "0,41", MET)], sign="<", bound="0.45", text="dưới 0,45%",
                 measure="not_completed", label=FAILED, source="Nghị quyết nhiệm kỳ trước")  # fmt: skip


@pytest.mark.parametrize("named_first", [0, 1])  # in which order the settings have the two terms
def test_a_bound_that_changes_is_a_step_in_one_picture_and_an_earlier_miss_is_seen(named_first):
    terms = [EARLIER, FALLING[FALLING["year"] >= 2020]]
    targets = pd.concat([terms[named_first], terms[1 - named_first]], ignore_index=True)
    figure = charts.plot_trends(targets)
    (ax,) = figure.axes
    now, before = one(ax, "target"), one(ax, "earlier-target")
    assert (before.get_ydata()[0], now.get_ydata()[0]) == pytest.approx((0.45, 0.4))
    assert (before.get_xdata()[1], now.get_xdata()[0]) == (2019.5, 2019.5)
    assert one(ax, "earlier-misses").get_y() == pytest.approx(0.45)  # the side above each bound misses
    assert one(ax, "misses").get_y() == pytest.approx(0.4)
    assert (one(ax, "earlier-label").get_text(), one(ax, "target-label").get_text()) == (
        "dưới 0,45%", "chỉ tiêu: dưới 0,4%",
    )  # fmt: skip
    assert list(one(ax, "miss").get_xdata()) == [2018]
    assert list(one(ax, "series").get_xdata()) == [2018, 2019, 2020, 2021, 2022]
    assert "Nghị quyết nhiệm kỳ trước" in words(figure, "caption")
    assert_readable(figure)
    said = charts.alt_text(targets)
    assert "(chỉ tiêu dưới 0,45% đến năm 2019, rồi dưới 0,4%)" in said
    assert "chưa đạt năm 2018" in said


def test_targets_of_the_same_years_stay_in_pictures_of_their_own():
    strict = FALLING.assign(bound=Fraction(3, 1000), bound_text="dưới 0,3%")
    assert len(charts.plot_trends(pd.concat([FALLING, strict], ignore_index=True)).axes) == 2


def test_without_other_years_nothing_is_pale():
    rates = FOUR[["year", "population", "measure", "count", "base", "share", "printed"]]
    figure = charts.plot_trends(FOUR, rates=rates)
    assert [named(ax, "other-series") for ax in figure.axes] == [[]] * 4
    assert "Nét nhạt" not in words(figure, "caption")


def words(figure, gid):
    (text,) = [text for text in figure.texts if text.get_gid() == gid]
    return " ".join(text.get_text().split())


def test_title_and_caption_of_the_sample():
    figure = charts.plot_trends(FOUR)
    assert words(figure, "title") == "Năm 2022 đạt cả 4 chỉ tiêu"
    assert words(figure, "caption") == (
        "Tỉ lệ %, trên tổng số được xếp loại (năm 2022: 10.000 đảng viên, 77 tổ chức cơ sở đảng). "
        "Vùng tô và dấu ×: chưa đạt. Chỉ tiêu: Nghị quyết Đại hội Đảng bộ Khối. "
        "Trục đứng của hình phía trên bên trái, phía trên bên phải, phía dưới bên trái không bắt đầu từ 0."
    )


def test_title_caption_and_names_can_be_given():
    figure = charts.plot_trends(SAMPLE, title="Trường học", caption="Số liệu công khai")
    assert (words(figure, "title"), words(figure, "caption")) == ("Trường học", "Số liệu công khai")
    figure = charts.plot_trends(SAMPLE, populations={"member": "học sinh"})
    assert "10.000 học sinh" in words(figure, "caption")


def test_caption_names_each_source_once_and_the_cells_in_the_way():
    rows = pd.concat([
        target([(2022, "98,01", OPEN)], unknown=1200, source="Nghị quyết A."),
        target([(2022, "0,39", OPEN)], unknown=1200, measure="x", source="Nghị quyết B"),
        target([(2022, "0,10", MET)], measure="y", source="Nghị quyết A."),
        target([(2022, "0,10", MET)], measure="z", source=""),
    ])  # fmt: skip
    assert words(charts.plot_trends(rows), "caption").endswith(
        "Dấu ○: chưa đủ số liệu để kết luận (năm 2022: 1.200 ô chưa đọc được). Chỉ tiêu: Nghị quyết A; Nghị quyết B. "
        "Trục đứng của hình phía trên bên trái không bắt đầu từ 0."
    )


def test_units_that_sent_nothing_are_named_as_what_is_in_the_way():
    rows = target([(2022, "98,53", OPEN)], unknown=0).assign(units_not_sent=3)
    caption = words(charts.plot_trends(rows), "caption")
    assert "chưa đủ số liệu để kết luận (năm 2022: 3 đơn vị chưa gửi kết quả)." in caption.replace("\n", " ")


def test_a_target_that_begins_in_mid_term_shares_the_years_of_the_others():
    late = target([(2021, "0,35", MET), (2022, "0,33", MET)], sign="<", bound="0.4", measure="late")
    whole, part = charts.plot_trends(pd.concat([SAMPLE, late])).axes
    assert whole.get_xlim() == part.get_xlim()
    assert list(one(part, "series").get_xdata()) == [2021, 2022]
    assert one(part, "target").get_xdata()[0] == one(part, "misses").get_x() == 2020.5
    assert not [text for text in part.texts if (text.get_gid() or "").startswith("no-data")]


@pytest.mark.parametrize(("count", "panels"), [(1, 1), (2, 2), (3, 3), (5, 5)])  # an odd one leaves no empty frame
def test_as_many_panels_as_targets(count, panels):
    figure = charts.plot_trends(pd.concat([SAMPLE.assign(measure=str(i)) for i in range(count)]))
    assert len(figure.axes) == panels


def test_no_target_is_refused():
    with pytest.raises(ValueError, match="no row"):
        charts.plot_trends(SAMPLE.iloc[:0])


@pytest.mark.parametrize(("verdicts", "sentence"), [
    ([], "Chưa có chỉ tiêu nào để so sánh"),
    ([MET], "Năm 2022 đạt chỉ tiêu đề ra"),
    ([MISSED], "Năm 2022 chưa đạt chỉ tiêu đề ra"),
    ([OPEN], "Năm 2022 chưa đủ số liệu để kết luận về chỉ tiêu"),
    ([NONE], "Năm 2022 không có số liệu về chỉ tiêu"),
    ([MET] * 4, "Năm 2022 đạt cả 4 chỉ tiêu"),
    ([MISSED] * 4, "Năm 2022 chưa đạt chỉ tiêu nào"),
    ([MET, MISSED, MET, MET], "Năm 2022 đạt 3 trong 4 chỉ tiêu"),
    ([MISSED, MISSED, MISSED, MET], "Năm 2022 đạt 1 trong 4 chỉ tiêu"),
    ([OPEN] * 2, "Năm 2022 chưa đủ số liệu để kết luận về cả 2 chỉ tiêu"),
    ([NONE] * 3, "Năm 2022 không có số liệu về chỉ tiêu nào"),
    ([MET, OPEN, MET, MISSED], "Năm 2022: 2 chỉ tiêu đạt, 1 chưa đạt, 1 chưa đủ số liệu để kết luận"),
    ([MET, MET, NONE], "Năm 2022: 2 chỉ tiêu đạt, 1 không có số liệu"),
    ([NONE, MISSED], "Năm 2022: 1 chỉ tiêu chưa đạt, 1 không có số liệu"),          # none met: not said to be "0 đạt"
    ([NONE, OPEN], "Năm 2022: 1 chỉ tiêu chưa đủ số liệu để kết luận, 1 không có số liệu"),
])  # fmt: skip
def test_finding(verdicts, sentence):
    rows = [
        target([(2021, "98,45", MISSED), (2022, "98,45", verdict)], measure=str(i))
        for i, verdict in enumerate(verdicts)
    ]
    assert charts.finding(pd.concat(rows) if rows else SAMPLE.iloc[:0]) == sentence


def test_finding_counts_only_targets_that_hold_in_the_last_year():
    ended = target([(2020, "90,00", MISSED), (2021, "90,00", MISSED)], measure="ended")
    assert charts.finding(pd.concat([SAMPLE, FALLING, ended])) == "Năm 2022 đạt cả 2 chỉ tiêu"


def test_alt_text():
    nothing = target([(year, None, NONE) for year in range(2018, 2023)], measure="x", label="Chi bộ tốt")
    assert charts.alt_text(pd.concat([FALLING, nothing])) == (
        "Biểu đồ tỉ lệ so với chỉ tiêu, các năm 2018–2022. Năm 2022: 1 chỉ tiêu đạt, 1 không có số liệu. "
        "Đảng viên không hoàn thành nhiệm vụ (chỉ tiêu dưới 0,4%): 0,47% năm 2018, 0,33% năm 2022; "
        "chưa đạt năm 2018, 2019. Chi bộ tốt (chỉ tiêu ít nhất 98%): không có số liệu."
    )
    assert charts.alt_text(target([(2022, "98,45", MET)])).endswith("98,45% năm 2022; năm nào cũng đạt.")


def test_the_caption_says_which_panels_have_no_zero():
    def said(targets):
        caption = next(text for text in charts.plot_trends(targets).texts if text.get_gid() == "caption")
        return " ".join(caption.get_text().split())

    assert "Trục đứng không bắt đầu từ 0." in said(SAMPLE)
    assert "Trục đứng" not in said(ZEROS)
    assert "Trục đứng của hình phía trên bên trái, phía trên bên phải, phía dưới bên trái không bắt đầu từ 0." in said(
        FOUR
    )
    low = ZEROS.assign(label="Khác", measure="khac")
    assert "Trục đứng của hình bên phải không bắt đầu từ 0." in said(pd.concat([low, SAMPLE]))
    five = [ZEROS.assign(measure=f"khac-{number}") for number in range(4)]
    assert "Trục đứng của hình hàng 3 bên trái không bắt đầu từ 0." in said(pd.concat([*five, SAMPLE]))


def test_the_caption_names_the_cross_only_where_one_is_drawn():
    assert "Vùng tô và dấu ×: chưa đạt." in words(charts.plot_trends(FALLING), "caption")
    assert "Vùng tô: chưa đạt." in words(charts.plot_trends(FALLING[FALLING["year"] >= 2020]), "caption")


# ---------------------------------------------------------------- levels


def level_table(counts, *, population="member"):
    """Rows of level_rates: year → numbers at each level, best first, with the printed shares typed beside them."""
    columns = ["year", "population", "measure", "count", "base", "share", "printed"]
    rows = []
    for year, cells in counts.items():
        base = sum(count for count, _ in cells)
        for level, (count, printed) in zip(LEVELS, cells, strict=True):
            rows.append((year, population, level, count, base, count / base if base else float("nan"), printed))
    return pd.DataFrame(rows, columns=columns)


DIVIDED = level_table({
    2021: [(150, "15,00"), (820, "82,00"), (25, "2,50"), (5, "0,50")],
    2022: [(200, "20,00"), (784, "78,40"), (12, "1,20"), (4, "0,40")],
})  # fmt: skip


def test_levels_are_stacked_to_a_hundred():
    ax = charts.plot_levels(DIVIDED, labels=LEVELS)
    widths = [one(ax, f"{level}-2022").get_width() for level in LEVELS]
    starts = [one(ax, f"{level}-2022").get_x() for level in LEVELS]
    assert widths == pytest.approx([20, 78.4, 1.2, 0.4])
    assert starts == pytest.approx([0, 20, 98.4, 99.6])
    assert sum(widths) == pytest.approx(100)


def test_every_level_has_its_own_colour_hatch_and_figure():
    ax = charts.plot_levels(DIVIDED, labels=LEVELS)
    colours = [mpl.colors.to_hex(one(ax, f"{level}-2021").get_facecolor()).upper() for level in LEVELS]
    assert colours == [colour.upper() for colour in charts.LEVEL_COLOURS[:4]]
    looks = {(one(ax, f"colour-{level}").get_facecolor(), one(ax, f"colour-{level}").get_hatch()) for level in LEVELS}
    assert len(looks) == 4
    figures = [one(ax, f"label-{level}-2021").get_text() for level in LEVELS]
    assert figures == ["15,00", "82,00", "2,50", "0,50"]


def test_narrow_segments_are_drawn_again_right_of_the_bars_on_one_larger_scale():
    ax = charts.plot_levels(DIVIDED, labels=LEVELS)
    where = {level: one(ax, f"label-{level}-2022").xy[0] for level in LEVELS}
    assert where["excellent"] == pytest.approx(10)  # the middle of its segment
    assert 100 < where["completed"] < where["not_completed"]
    shares = {
        ("completed", 2021): 2.5,
        ("completed", 2022): 1.2,
        ("not_completed", 2021): 0.5,
        ("not_completed", 2022): 0.4,
    }
    zooms = {one(ax, f"large-{level}-{year}").get_width() / share for (level, year), share in shares.items()}
    (zoom,) = {round(value, 6) for value in zooms}
    said = " ".join(one(ax, "subtitle").get_text().split())
    assert said.endswith(f"vẽ lại các mức có tỉ lệ nhỏ theo thang riêng lớn hơn {round(zoom)} lần")
    a_point = ax.get_window_extent().width / ax.get_xlim()[1] * 72 / ax.figure.dpi
    assert one(ax, "large-not_completed-2022").get_width() * a_point > 4  # 0,4 % can be seen
    assert not named(ax, "large-good-2022")
    assert_readable(ax.figure)


@pytest.mark.parametrize("cells", [
    [(0, "0,00"), (10, "100,00"), (0, "0,00"), (0, "0,00")],        # nobody at three levels
    [(5, "5,00"), (90, "90,00"), (4, "4,00"), (1, "1,00")],         # the best level is small too
    [(3000, "30,00"), (6967, "69,67"), (30, "0,30"), (3, "0,03")],
])  # fmt: skip
def test_small_levels_can_be_read(cells):
    ax = charts.plot_levels(level_table({2021: cells, 2022: cells}), labels=LEVELS, population="Đảng viên")
    assert ax.get_title(loc="left") == "Cơ cấu xếp loại đảng viên năm 2021–2022"
    assert_readable(ax.figure)


def test_a_level_that_all_or_nobody_has_stays_in_the_bars():
    """Two cells, good in one year and excellent in the next: neither level is a small one."""
    none, all_two = (0, "0,00"), (2, "100,00")
    ax = charts.plot_levels(
        level_table({2021: [none, all_two, none, none], 2022: [all_two, none, none, none]}), labels=LEVELS
    )
    assert not named(ax, "large-excellent-2022") + named(ax, "large-good-2021")
    assert [one(ax, f"label-{level}-{year}").get_text() for level, year in (("good", 2021), ("excellent", 2022))] == [
        "100,00", "100,00",
    ]  # fmt: skip
    assert not named(ax, "label-excellent-2021")  # nobody has no segment and needs no figure
    assert "vẽ lại" not in one(ax, "subtitle").get_text()
    assert_readable(ax.figure)


def test_levels_of_any_scale_and_a_year_without_data():
    rows = level_table({
        2020: [(50, "50,00"), (30, "30,00"), (15, "15,00"), (5, "5,00")],
        2021: [(0, None)] * 4,
    })  # fmt: skip
    ax = charts.plot_levels(rows, labels=dict(zip(LEVELS, "ABCD", strict=True)))
    assert one(ax, "no-data-2021").get_text() == "không có số liệu"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["2020 (100)", "2021"]
    assert_readable(ax.figure)


def test_a_year_on_another_scale_is_not_called_without_data():
    rated = pd.DataFrame([(2017, "member", "rated", 90, 100, 0.9, "90,00")], columns=DIVIDED.columns)
    empty = level_table({2017: [(0, None)] * 4})
    ax = charts.plot_levels(pd.concat([rated, empty, DIVIDED]), labels=LEVELS)
    assert one(ax, "no-data-2017").get_text() == "xếp loại theo thang khác"


def test_title_of_levels_says_good_or_better_where_it_is_known():
    assert charts.plot_levels(DIVIDED, labels=LEVELS).get_title(loc="left") == "Cơ cấu xếp loại năm 2021–2022"
    better = pd.DataFrame([(2022, "member", "good_or_better", 984, 1000, 0.984, "98,40")], columns=DIVIDED.columns)
    ax = charts.plot_levels(pd.concat([DIVIDED, better]), labels=LEVELS, population="Đảng viên")
    assert ax.get_title(loc="left") == "Năm 2022: 98,40% đảng viên hoàn thành tốt nhiệm vụ trở lên"


def test_levels_of_two_populations_are_refused():
    both = pd.concat([DIVIDED, DIVIDED.assign(population="cell")])
    with pytest.raises(ValueError, match="one population"):
        charts.plot_levels(both, labels=LEVELS)


# ---------------------------------------------------------------- units


def unit_table(rows):
    """Rows of level_rates by base organisation: name, count, base, as printed."""
    columns = ["year", "population", "base_organisation", "measure", "count", "base", "share", "printed"]
    return pd.DataFrame(
        [(2022, "member", name, "good_or_better", count, base, count / base if base else float("nan"), printed)
         for name, count, base, printed in rows],
        columns=columns,
    )  # fmt: skip


AT_LEAST = {
    "measure": "good_or_better", "bound": Fraction(98, 100), "bound_text": "ít nhất 98%", "sign": ">=", "own": True,
}  # fmt: skip
THREE = unit_table([
    ("Đảng bộ Sở A", 99, 100, "99,00"),
    ("Đảng bộ Sở B", 97, 100, "97,00"),
    ("Đảng bộ Sở C", 49, 50, "98,00"),      # exactly on the bound
])  # fmt: skip


def test_units_are_sorted_from_the_worst_and_misses_are_marked():
    ax = charts.plot_units(THREE, **AT_LEAST)
    names = ax.get_yticklabels()
    assert [name.get_text() for name in names] == ["Đảng bộ Sở B (100)", "Đảng bộ Sở C (50)", "Đảng bộ Sở A (100)"]
    assert list(one(ax, "miss").get_xdata()) == [97]
    assert list(one(ax, "met").get_xdata()) == [98, 99]
    assert one(ax, "miss").get_marker() != one(ax, "met").get_marker()
    assert names[0].get_color() != names[1].get_color()
    assert [text.get_text() for text in named(ax, "label")] == ["97,00", "98,00", "99,00"]
    assert list(one(ax, "target").get_xdata()) == [98, 98]
    assert ax.get_title(loc="left") == "1 trong 3 đơn vị chưa đạt chỉ tiêu riêng ít nhất 98% về tỉ lệ, năm 2022"
    assert_readable(ax.figure)


@pytest.mark.parametrize(("sign", "missed", "shaded_left"), [
    (">=", [97], True),
    (">", [97, 98], True),          # exactly on the bound is not above it
    ("<=", [99], False),
    ("<", [99, 98], False),         # the highest first
])  # fmt: skip
def test_units_against_each_sign(sign, missed, shaded_left):
    ax = charts.plot_units(THREE, **{**AT_LEAST, "sign": sign})
    assert list(one(ax, "miss").get_xdata()) == missed
    shade = one(ax, "misses").get_bbox()
    assert (shade.x1 if shaded_left else shade.x0) == pytest.approx(98)


def test_of_many_units_the_worst_25_are_shown_and_said():
    rows = unit_table(
        [(f"Đảng bộ Sở số {n}", 900 + n, 1000, f"{90 + n / 10:.2f}".replace(".", ",")) for n in range(77)]
    )
    ax = charts.plot_units(rows, **AT_LEAST)
    names = [name.get_text() for name in ax.get_yticklabels()]
    assert len(names) == 25
    assert (names[0], names[-1]) == ("Đảng bộ Sở số 0 (1.000)", "Đảng bộ Sở số 24 (1.000)")
    said = " ".join(one(ax, "subtitle").get_text().split())
    assert "25 trong 77 đơn vị có tỉ lệ thấp nhất" in said
    assert "còn 52 đơn vị chưa đạt chỉ tiêu riêng ít nhất 98% không vẽ ở đây" in said  # 77 below 98 %, 25 of them drawn
    assert_readable(ax.figure)


def test_equal_units_stand_in_natural_order():
    rows = unit_table([("Chi bộ 10", 9, 10, "90,00"), ("Chi bộ 2", 9, 10, "90,00")])
    ax = charts.plot_units(rows, **AT_LEAST)
    assert [name.get_text() for name in ax.get_yticklabels()] == ["Chi bộ 2 (10)", "Chi bộ 10 (10)"]


def test_long_unit_names_are_whole_and_on_the_page():
    name = (
        "Đảng bộ Tổng công ty Đầu tư và Phát triển nhà và đô thị Hà Nội – Công ty trách nhiệm hữu hạn một thành viên 1"
    )
    rows = unit_table([(name, 97, 100, "97,00"), (name[:-1] + "2", 99, 100, "99,00")])
    ax = charts.plot_units(rows, **AT_LEAST)
    assert " ".join(ax.get_yticklabels()[0].get_text().split()) == f"{name} (100)"
    assert_readable(ax.figure)


@pytest.mark.parametrize(("rows", "title"), [
    ([], "Không có số liệu của đơn vị nào"),
    ([("Sở A", 0, 0, None)], "Không có số liệu của đơn vị nào"),
    ([("Sở A", 99, 100, "99,00")], "Một đơn vị có tỉ lệ A cao hơn hoặc bằng mức chung 98,00%, năm 2022"),
    ([("Sở A", 97, 100, "97,00")], "Một đơn vị có tỉ lệ A thấp hơn mức chung 98,00%, năm 2022"),
    ([("Sở A", 99, 100, "99,00"), ("Sở B", 1, 1, "100,00")],
     "Cả 2 đơn vị có tỉ lệ A cao hơn hoặc bằng mức chung 98,00%, năm 2022"),
    ([("Sở A", 9, 10, "90,00"), ("Sở B", 1, 2, "50,00")],
     "2 trong 2 đơn vị có tỉ lệ A thấp hơn mức chung 98,00%, năm 2022"),
])  # fmt: skip
def test_title_of_units(rows, title):
    compared = {**AT_LEAST, "bound_text": "mức chung 98,00%", "own": False}
    ax = charts.plot_units(unit_table(rows), **compared, label="A")
    told = " ".join(ax.get_title(loc="left").split())
    assert told == title + ("" if any(row[2] for row in rows) or not rows else ", năm 2022")
    assert_readable(ax.figure)


def test_units_say_which_are_left_out_and_what_is_unread():
    rows = unit_table([("Sở A", 99, 100, "99,00"), ("Sở B", 0, 0, None)])
    unread = rows.iloc[:1].assign(measure="unknown", count=3, base=103, printed="2,91")
    ax = charts.plot_units(pd.concat([rows, unread]), **AT_LEAST)
    assert [name.get_text() for name in ax.get_yticklabels()] == ["Sở A (100, 3 ô chưa đọc được)"]
    assert "1 đơn vị không có ai được xếp loại" in one(ax, "subtitle").get_text()


def test_units_of_two_years_are_refused():
    with pytest.raises(ValueError, match="one year"):
        charts.plot_units(pd.concat([THREE, THREE.assign(year=2021)]), **AT_LEAST)


# ---------------------------------------------------------------- runs and breaks


def run_table(counts):
    return pd.DataFrame({"length": list(counts), "count": list(counts.values())})


def test_run_lengths_are_bars_from_zero_with_grouped_figures():
    runs = run_table({5: 75, 1: 11917, 2: 402})
    ax = charts.plot_run_lengths(runs, population="Đảng viên", level="Hoàn thành xuất sắc nhiệm vụ")
    assert [bar.get_height() for bar in ax.patches] == [11917, 402, 75]
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == pytest.approx([1, 2, 5])
    assert ax.get_ylim()[0] == 0
    assert one(ax, "label-1").get_text() == "11.917"
    assert (
        " ".join(ax.get_title(loc="left").split())
        == "75 đảng viên hoàn thành xuất sắc nhiệm vụ 5 năm liền tính đến năm cuối"
    )
    assert_readable(ax.figure)


@pytest.mark.parametrize(("counts", "title"), [
    ({}, "Không có TCCSĐ nào xuất sắc tính đến năm 2022"),
    ({0: 12}, "Không có TCCSĐ nào xuất sắc tính đến năm 2022"),         # nobody's run reaches the last year
    ({1: 3, 2: 0}, "3 TCCSĐ xuất sắc một năm tính đến năm 2022"),
])  # fmt: skip
def test_title_of_run_lengths(counts, title):
    ax = charts.plot_run_lengths(run_table(counts), population="TCCSĐ", level="Xuất sắc", through=2022)
    assert ax.get_title(loc="left") == title


def test_twenty_one_lengths_do_not_collide():
    runs = run_table({n: 1500 - n for n in range(1, 22)})
    assert_readable(charts.plot_run_lengths(runs, population="Trường", level="A").figure)


def test_breaks_are_sorted_bars_from_zero():
    reason = "chưa đánh giá, chưa kiểm điểm hoặc chưa xếp loại vì đang trong thời gian xem xét kỷ luật"
    breaks = pd.DataFrame({"reason": ["miễn đánh giá", "xếp loại thấp hơn", reason], "count": [140, 1840, 12]})
    ax = charts.plot_breaks(breaks)
    assert [bar.get_width() for bar in ax.patches] == [1840, 140, 12]
    assert ax.get_xlim()[0] == 0
    assert [text.get_text() for text in named(ax, "label")] == ["1.840", "140", "12"]
    assert " ".join(ax.get_yticklabels()[2].get_text().split()) == reason
    assert ax.get_title(loc="left") == "Chuỗi năm đứt nhiều nhất vì xếp loại thấp hơn"
    of_members = charts.plot_breaks(breaks, population="Đảng viên").get_title(loc="left")
    assert " ".join(of_members.split()) == "Chuỗi năm của đảng viên đứt nhiều nhất vì xếp loại thấp hơn"
    assert_readable(ax.figure)


@pytest.mark.parametrize("counts", [[], [5], [5, 5]])  # none, one, and a tie: no reason is "the most frequent"
def test_breaks_without_a_first_reason(counts):
    breaks = pd.DataFrame({"reason": [f"lý do {n}" for n in range(len(counts))], "count": counts})
    ax = charts.plot_breaks(breaks)
    assert ax.get_title(loc="left") == "Lý do đứt chuỗi năm"
    assert_readable(ax.figure)


# ---------------------------------------------------------------- files


def test_same_figure_same_bytes(tmp_path):
    pairs = [charts.save(charts.plot_trends(FOUR), tmp_path / name, alt=charts.alt_text(FOUR)) for name in "ab"]
    for first, second in zip(*pairs, strict=True):
        assert first.read_bytes() == second.read_bytes()


def test_files_are_of_print_size_and_say_nothing_of_the_machine(tmp_path):
    png, svg = charts.save(charts.plot_trend(SAMPLE).figure, tmp_path / "xu-huong.2022", alt="Xu hướng")
    assert (png.name, svg.name) == ("xu-huong.2022.png", "xu-huong.2022.svg")
    assert plt.imread(png).shape[1] == 1300  # 16.5 cm at 200 dots an inch
    with Image.open(png) as image:
        assert image.text == {"Description": "Xu hướng"}
    text = svg.read_text(encoding="utf-8")
    assert "<title>Xu hướng</title>" in text
    assert "<dc:date>" not in text
    assert 'id="series"' in text


def test_a_name_with_dollar_signs_is_not_read_as_a_formula():
    rows = unit_table([("Công ty $A$ và $B$", 97, 100, "97,00")])
    ax = charts.plot_units(rows, **AT_LEAST)
    assert ax.get_yticklabels()[0].get_parse_math() is False
    assert_readable(ax.figure)


def test_clips_are_named_by_what_is_printed_of_them():
    """Two processors: the same drawing under names that come from floats of different last digits."""
    drawing = (
        '<g><path clip-path="url(#{0})"/><use xlink:href="#p00000000ff"/><path clip-path="url(#{1})"/></g>'
        '<defs><clipPath id="{0}"><rect x="1"/></clipPath>\n<clipPath id="{1}">\n <rect x="2"/>\n</clipPath></defs>'
    )
    one = look.name_clips_by_content(drawing.format("p347484fba7", "p4752c037b2"))
    assert one == look.name_clips_by_content(drawing.format("p2a9bc42925", "pf3fc2cc0f2"))
    first, second = re.findall('clipPath id="(p[0-9a-f]{10})"', one)
    assert first != second
    assert one == drawing.format(first, second)
