"""Frames and figures in Vietnamese words: tables as a notebook shows them, and sentences for 0, one and many."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from evalkit.sentences import change_in_words, counted, course_in_words, listed, verdict_in_words
from evalkit.settings import Settings, Target
from evalkit.tables import as_table, in_words, measure_label, target_grid
from evalkit.targets import headroom, verdict
from evalkit.vietnamese import percent

SETTINGS = Settings()


def targets(
    counts: dict[int, tuple[int, int]], *, sign: Any = ">=", bound: str = "95%", unknown: int = 0
) -> pd.DataFrame:
    """Rows as `compare_targets` gives them for one target: year → (count, base)."""
    share = Fraction(bound.removesuffix("%")) / 100
    target = Target(population="member", measure="good_or_better", sign=sign, bound=share)
    rows = []
    for year, (count, base) in counts.items():
        found = verdict(target, count, base, unknown)
        room = headroom(target, count, base) if found in ("met", "missed") else None
        rows.append(
            (
                year,
                "member",
                sign,
                share,
                count,
                base,
                unknown,
                count / base if base else None,
                percent(count, base),
                found,
                room,
            )
        )
    columns = [
        "year",
        "population",
        "sign",
        "bound",
        "count",
        "base",
        "unknown",
        "share",
        "printed",
        "verdict",
        "headroom",
    ]
    found = pd.DataFrame(rows, columns=columns).assign(not_sent=0, units_not_sent=0)
    return found.astype({"headroom": "Int64", "share": "float64"})


@pytest.mark.parametrize(
    ("count", "base", "sign", "unknown", "words"),
    [
        (97, 100, ">=", 0, "đạt, vượt chỉ tiêu 2,00 điểm phần trăm"),
        (95, 100, ">=", 0, "đạt, đúng bằng mức chỉ tiêu"),  # exactly on the bound
        (80, 100, ">=", 0, "chưa đạt, thấp hơn chỉ tiêu 15,00 điểm phần trăm, còn thiếu 15 đảng viên"),
        (
            80,
            100,
            ">",
            0,
            "chưa đạt, thấp hơn chỉ tiêu 15,00 điểm phần trăm, còn thiếu 16 đảng viên",
        ),  # above 95 begins at 96
        (
            96,
            100,
            "<=",
            0,
            "chưa đạt, cao hơn chỉ tiêu 1,00 điểm phần trăm, nhiều hơn mức cho phép 01 đảng viên",
        ),  # too many, not too few
        (95, 100, "<", 0, "chưa đạt, nhiều hơn mức cho phép 01 đảng viên"),  # on the bound is not below it
        (95, 100, ">=", 1, "chưa thể kết luận, vì còn 01 ô không đọc được"),
        (0, 0, ">=", 0, "không có số liệu"),
    ],
)
def test_verdict_in_words(count, base, sign, unknown, words):
    (row,) = targets({2022: (count, base)}, sign=sign, unknown=unknown).itertuples()
    assert verdict_in_words(row, settings=SETTINGS) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({2021: (90, 100), 2022: (96, 100)}, "từ 90,00% năm 2021 lên 96,00% năm 2022"),
        ({2021: (96, 100), 2022: (90, 100)}, "từ 96,00% năm 2021 xuống 90,00% năm 2022"),
        ({2021: (90, 100), 2022: (180, 200)}, "90,00% năm 2021, bằng năm 2022"),
        ({2022: (90, 100)}, "90,00% năm 2022"),
        ({2020: (90, 100), 2021: (0, 0), 2022: (0, 0)}, "90,00% năm 2020"),  # years without data say nothing
        ({2022: (0, 0)}, "không có số liệu"),
    ],
)
def test_change_in_words(counts, words):
    assert change_in_words(targets(counts)) == words


@pytest.mark.parametrize(
    ("counts", "sign", "words"),
    [
        (
            {2021: (90, 100), 2022: (96, 100)},
            ">=",
            "từ 90,00% năm 2021 lên 96,00% năm 2022; chưa đạt năm 2021",
        ),
        (
            {2021: (99, 100), 2022: (96, 100)},
            ">=",
            "từ 99,00% năm 2021 xuống 96,00% năm 2022; năm nào cũng đạt",
        ),
        # less is better where the target is a ceiling
        (
            {2021: (94, 100), 2022: (93, 100)},
            "<",
            "từ 94,00% năm 2021 xuống 93,00% năm 2022; năm nào cũng đạt",
        ),
        (
            {2020: (90, 100), 2021: (0, 0), 2022: (91, 100)},
            ">=",
            "từ 90,00% năm 2020 lên 91,00% năm 2022; chưa đạt các năm 2020 và 2022; không có số liệu năm 2021",
        ),
        ({2022: (96, 100)}, ">=", "96,00% năm 2022; đạt"),
        ({2022: (0, 0)}, ">=", "không có số liệu"),
    ],
)
def test_course_in_words(counts, sign, words):
    assert course_in_words(targets(counts, sign=sign)) == words


def test_table_puts_populations_in_the_order_of_the_settings_and_a_dash_where_there_is_none():
    frame = pd.DataFrame(
        [(2021, "cell", 3), (2021, "member", 1234), (2022, "member", 8)], columns=["year", "population", "count"]
    )
    assert repr(as_table(frame, settings=SETTINGS, across="population")).splitlines() == [
        " Năm Đảng viên Chi bộ trực thuộc",
        "2021     1.234                 3",
        "2022         8                 –",
    ]


def test_table_puts_words_left_figures_right_and_escapes():
    frame = pd.DataFrame([("Chi bộ <1>", 1234)], columns=["unit", "count"])
    html = as_table(frame, settings=SETTINGS)._repr_html_()
    assert '<td style="text-align: left; white-space: nowrap">Chi bộ &lt;1&gt;</td>' in html
    assert '<td style="text-align: right; white-space: nowrap">1.234</td>' in html


def test_a_long_cell_may_be_broken_into_lines():
    frame = pd.DataFrame([("một lý do rất dài, " * 5,)], columns=["reason"])
    assert '<td style="text-align: left; min-width: 12em">' in as_table(frame, settings=SETTINGS)._repr_html_()


def test_table_without_rows_says_so():
    table = as_table(pd.DataFrame(columns=["year", "population", "count"]), settings=SETTINGS, across="population")
    assert repr(table) == "(không có dòng nào)"
    assert table._repr_html_() == "<p>(không có dòng nào)</p>"


@pytest.mark.parametrize(
    ("column", "value", "title", "words"),
    [
        ("population", "member", "Đối tượng", "đảng viên"),
        ("population", "school", "Đối tượng", "school"),  # a population that nobody gave words for
        ("measure", "good_or_better", "Chỉ số", "hoàn thành tốt nhiệm vụ trở lên"),
        ("measure", "total", "Chỉ số", "tổng số"),
        ("measure", "rated", "Chỉ số", "được xếp loại"),
        ("measure", "not_rated", "Chỉ số", "không xếp loại"),
        ("measure", "unknown", "Chỉ số", "ô không đọc được"),
        ("level", "not_completed", "Mức xếp loại", "không hoàn thành nhiệm vụ"),
        ("status", "maternity", "Tình trạng", "nghỉ thai sản"),
        ("reason", "no_record", "Lý do", "không có tên trong danh sách"),
        ("reason", "no_round", "Lý do", "không tổ chức đánh giá"),
        ("reason", "completed", "Lý do", "hoàn thành nhiệm vụ"),
        ("verdict", "met", "Kết quả", "đạt"),
        ("verdict", "missed", "Kết quả", "chưa đạt"),
        ("verdict", "undecided", "Kết quả", "chưa thể kết luận"),
        ("verdict", "no data", "Kết quả", "không có số liệu"),
        ("severity", "error", "Loại", "Lỗi"),
        ("severity", "warning", "Loại", "Cảnh báo"),
        ("severity", "note", "Loại", "Ghi chú"),
        ("held", 7, "Đã được khen", "7"),
        ("standing", "just_missed", "Kết quả xét", "Thiếu một năm"),
        ("reason", "not_from_best", "Lý do", "tiêu biểu nhưng không xếp loại xuất sắc"),
        ("count", 8967, "Số lượng", "8.967"),
        ("headroom", -15, "Chênh lệch so với chỉ tiêu", "-15"),
        ("holders", 0, "Đã có khen liên quan", "0"),  # none is a figure, no dash
        ("value", 11917.0, "Số ghi trên biểu", "11.917"),
        ("year", 2022, "Năm", "2022"),  # no dot in a year
        ("length", 5, "Số năm liên tục", "5"),
        ("printed", "98,45", "Tỉ lệ %", "98,45"),
        ("printed", None, "Tỉ lệ %", "–"),
        ("printed", float("nan"), "Tỉ lệ %", "–"),
        ("headroom", pd.NA, "Chênh lệch so với chỉ tiêu", "–"),
        ("colour", "red", "colour", "red"),  # a column of nobody's keeps its name
    ],
)
def test_each_column_has_its_title_and_each_value_its_words(column, value, title, words):
    (shown,) = in_words(pd.DataFrame({column: [value]}, dtype=object), settings=SETTINGS).items()
    assert (shown[0], list(shown[1])) == (title, [words])


def test_columns_that_others_say_in_words_are_left_out():
    rows = targets({2022: (97, 100)})
    assert list(in_words(rows, settings=SETTINGS)) == [
        "Năm", "Đối tượng", "Số lượng", "Tổng số được xếp loại", "Tỉ lệ %", "Kết quả", "Chênh lệch so với chỉ tiêu",
    ]  # fmt: skip
    labelled = in_words(rows.assign(label="Đảng viên …", measure="good"), settings=SETTINGS)
    assert list(labelled) == [
        "Năm",
        "Số lượng",
        "Tổng số được xếp loại",
        "Tỉ lệ %",
        "Kết quả",
        "Chênh lệch so với chỉ tiêu",
        "Chỉ tiêu",
    ]


def test_a_frame_in_words_keeps_its_rows_and_leaves_the_frame_as_it_was():
    rows = pd.DataFrame({"count": [1, 2]}, index=[7, 3])
    assert list(in_words(rows, settings=SETTINGS).index) == [7, 3]
    assert rows.equals(pd.DataFrame({"count": [1, 2]}, index=[7, 3]))
    assert list(in_words(rows.iloc[:0], settings=SETTINGS)) == ["Số lượng"]


def test_the_words_of_the_settings_are_used_for_populations():
    own = Settings(populations={"member": "đảng viên của Khối"})
    frame = pd.DataFrame({"population": ["member"]})
    assert in_words(frame, settings=own)["Đối tượng"].tolist() == ["đảng viên của Khối"]


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("excellent", "hoàn thành xuất sắc nhiệm vụ"),
        ("completed_or_better", "hoàn thành nhiệm vụ trở lên"),
        ("total", "tổng số"),
        ("sick", "nghỉ ốm"),
        ("no_round", "không tổ chức đánh giá"),
    ],
)
def test_a_measure_a_reason_and_a_break_have_words(measure, words):
    assert measure_label(measure, SETTINGS) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "không có chi bộ nào"), (1, "01 chi bộ"), (9, "09 chi bộ"), (10, "10 chi bộ"), (1000, "1.000 chi bộ")],
)
def test_a_count_in_a_sentence(number, words):
    assert counted(number, "chi bộ") == words


@pytest.mark.parametrize(
    ("years", "words"), [([2018], "2018"), ([2018, 2019], "2018 và 2019"), ([1, 2, 3, 4], "1, 2, 3 và 4")]
)
def test_words_one_after_the_other(years, words):
    assert listed(years) == listed(iter(years)) == words


def test_a_target_that_is_undecided_or_just_met_says_so_in_its_course():
    """On the bound with one unreadable cell; on the bound without."""
    assert course_in_words(targets({2021: (95, 100)}, unknown=1)) == "95,00% năm 2021; chưa thể kết luận năm 2021"
    assert course_in_words(targets({2021: (95, 100), 2022: (190, 200)})) == (
        "95,00% năm 2021, bằng năm 2022; năm nào cũng đạt"
    )


def test_several_years_that_miss_are_all_named():
    words = course_in_words(targets({2020: (90, 100), 2021: (91, 100), 2022: (92, 100)}))
    assert words == "từ 90,00% năm 2020 lên 92,00% năm 2022; chưa đạt các năm 2020, 2021 và 2022"


TERMS = [(2018, "ít nhất 97%", "97,60", "met"), (2019, "ít nhất 97%", "96,10", "missed"),
         (2020, "ít nhất 98%", "98,31", "met"), (2022, "ít nhất 98%", "98,45", "met")]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        # one after the other, as of two terms: one row, each year under its own bound
        (TERMS, [["HTT", "ít nhất 97% (đến 2019); ít nhất 98% (từ 2020)", "97,60 đạt", "96,10 chưa đạt",
                  "98,31 đạt", "98,45 đạt"]]),
        # both in 2020, as of two bodies: two rows
        ([*TERMS[2:], (2020, "ít nhất 99%", "98,31", "missed")],
         [["HTT", "ít nhất 98%", "98,31 đạt", "98,45 đạt"], ["HTT", "ít nhất 99%", "98,31 chưa đạt", "–"]]),
        # back to an earlier bound: "từ 2018" would be true of both
        ([*TERMS[1:3], (2021, "ít nhất 97%", "98,00", "met")],
         [["HTT", "ít nhất 97%", "96,10 chưa đạt", "–", "98,00 đạt"], ["HTT", "ít nhất 98%", "–", "98,31 đạt", "–"]]),
        ([(2020, "A", "1,00", "met"), (2021, "B", "1,00", "met"), (2022, "C", "1,00", "met")],
         [["HTT", "A (đến 2020); B (2021); C (từ 2022)", "1,00 đạt", "1,00 đạt", "1,00 đạt"]]),
        ([(2021, "ít nhất 98%", None, "no data"), (2022, "ít nhất 97%", "97,60", "met")],
         [["HTT", "ít nhất 98% (đến 2021); ít nhất 97% (từ 2022)", "không có số liệu", "97,60 đạt"]]),
        ([], []),
    ],
)  # fmt: skip
def test_a_grid_has_a_row_a_figure_whose_targets_follow_each_other(rows, grid):
    frame = pd.DataFrame(rows, columns=["year", "bound_text", "printed", "verdict"])
    frame = frame.assign(label="HTT", base=frame["printed"].notna().astype(int))
    assert target_grid(frame).to_numpy().tolist() == grid


def test_a_table_across_keeps_the_order_of_rows_with_years_rising_and_needs_no_population():
    frame = pd.DataFrame(
        [("total", 2022, 5), ("rated", 2022, 4), ("rated", 2021, 3)], columns=["measure", "year", "count"]
    )
    assert repr(as_table(frame, settings=SETTINGS, across="year")).splitlines() == [
        "       Chỉ số 2021 2022",
        "      tổng số    –    5",
        "được xếp loại    3    4",
    ]
