"""Frames and figures in Vietnamese words: tables as a notebook shows them, and sentences for 0, one and many."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from evalkit.settings import Settings, Target
from evalkit.targets import headroom, verdict
from evalkit.vietnamese import percent
from evalkit.wording import as_table, change_in_words, course_in_words, verdict_in_words

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
                count,
                base,
                unknown,
                count / base if base else None,
                percent(count, base),
                found,
                room,
            )
        )
    columns = ["year", "population", "sign", "count", "base", "unknown", "share", "printed", "verdict", "headroom"]
    return pd.DataFrame(rows, columns=columns).astype({"headroom": "Int64", "share": "float64"})


@pytest.mark.parametrize(
    ("count", "base", "sign", "unknown", "words"),
    [
        (97, 100, ">=", 0, "đạt, còn dư 02 đảng viên"),
        (95, 100, ">=", 0, "đạt vừa đủ, không còn dư"),  # exactly on the bound
        (80, 100, ">=", 0, "chưa đạt, thiếu 15 đảng viên"),
        (96, 100, "<=", 0, "chưa đạt, vượt 01 đảng viên"),  # too many, not too few
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
            "tốt lên, từ 90,00% năm 2021 lên 96,00% năm 2022; chưa đạt năm 2021",
        ),
        (
            {2021: (99, 100), 2022: (96, 100)},
            ">=",
            "kém đi, từ 99,00% năm 2021 xuống 96,00% năm 2022; năm nào cũng đạt",
        ),
        # less is better where the target is a ceiling
        (
            {2021: (94, 100), 2022: (93, 100)},
            "<",
            "tốt lên, từ 94,00% năm 2021 xuống 93,00% năm 2022; năm nào cũng đạt",
        ),
        (
            {2020: (90, 100), 2021: (0, 0), 2022: (91, 100)},
            ">=",
            "tốt lên, từ 90,00% năm 2020 lên 91,00% năm 2022; chưa đạt các năm 2020 và 2022; không có số liệu năm 2021",
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
