"""Shares where no word, or only a title above, says that they are some: they are no numbers. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import COUNT_TITLE, COUNTS

Told = list[tuple[str, str, str]]
JOINED = ["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTTNV trở lên", "Tỷ lệ", "HTNV", "KHTNV"]
BOTH = "TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHI BỘ, ĐẢNG VIÊN NĂM 2022"


def told(folder: Path, rows: list[list[Any]]) -> tuple[int, Told]:
    """How many are rated, and what is told louder than with a note: code, cell, right figure."""
    write_workbook(folder / "a.xlsx", {"S": rows})
    reading = ek.read(folder)
    problems = [p for p in reading.problems.itertuples() if p.severity != "note" and p.code != "cap_exceeded"]
    return int(reading.ratings["count"].sum()), [(p.code, p.cell, p.suggestion) for p in problems]


@pytest.mark.parametrize(
    ("second", "whole", "problems"),
    [
        (90, 95, []),
        ("90%", "95%", []),
        (80, 95, [("share_differs", "G5", "90,00")]),
        (90, 90, [("share_differs", "G6", "95,00")]),
    ],
)
def test_a_share_right_of_joined_levels_is_theirs(tmp_path: Path, second: Any, whole: Any, problems: Told) -> None:
    first = f"{100}%" if isinstance(second, str) else 100
    units = [[1, "Chi bộ 1", 20, 4, 16, 20, first, 0, 0], [2, "Chi bộ 2", 20, 4, 14, 18, second, 2, 0]]
    rows = [[COUNT_TITLE], [], JOINED, *units, ["", "Cộng", 40, 8, 30, 38, whole, 2, 0]]
    assert told(tmp_path, rows) == (40, problems)


@pytest.mark.parametrize(
    ("row", "place", "value", "problems"),
    [
        (3, 1, 1, []),
        (4, 2, 50, [("share_differs", "C5", "60,00")]),
        (5, 4, "8,14", [("share_differs", "E6", "7,14")]),
        (7, 1, 6, [("total_differs", "B8", "5")]),
        (7, 3, 43, [("total_differs", "D8", "42")]),
    ],
)
def test_shares_below_the_caption_of_a_population_are_no_numbers(
    tmp_path: Path, row: int, place: int, value: Any, problems: Told
) -> None:
    rows = [
        [BOTH], ["Mức", "Chi bộ trực thuộc", "", "Đảng viên", ""], ["", *["Số lượng", "Tỷ lệ"] * 2],
        ["HTXSNV", 1, 20, 7, "16,67"], ["HTTNV", 3, 60, 31, "73,81"], ["HTNV", 1, 20, 3, "7,14"],
        ["KHTNV", 0, 0, 1, "2,38"], ["Tổng cộng", 5, 100, 42, 100],
    ]  # fmt: skip
    rows[row][place] = value
    assert told(tmp_path, rows) == (47, problems)


UNITS = [[1, "Chi bộ 1", 10, 2, 7, 1, 0], [2, "Chi bộ 2", 20, 3, 15, 2, 0], [3, "Chi bộ 3", 10, 3, 6, 0, 1]]
SUM = ["", "Cộng", 40, 8, 28, 3, 1]


@pytest.mark.parametrize("words", ["", "%", "(%)", "Tỷ trọng", "Tỷ lệ"])
@pytest.mark.parametrize(
    ("shares", "problems"),
    [
        (["20%", "70%", "7,5%", "2,5%"], []),
        ([20, 70, 7.5, 2.5], []),
        ([0.2, 0.7, 0.075, 0.025], []),
        (["20", "70", "7,50", "2,50"], []),
        ([20, 70, 7.5, 3.5], [("share_differs", "G8", "2,50")]),
        (["20%", "75%", "7,5%", "2,5%"], [("share_differs", "E8", "70,00")]),
    ],
)
def test_shares_below_a_sum_are_its_own(tmp_path: Path, words: str, shares: list[Any], problems: Told) -> None:
    rows = [[COUNT_TITLE], [], COUNTS, *UNITS, SUM, ["", words, 100 if words else "", *shares]]
    assert told(tmp_path, rows) == (40, problems)


@pytest.mark.parametrize("row", [[4, 2, 1, 1, 0], [100, 50, 30, 20, 0], ["", 2, 1, 1, 0]])
def test_numbers_without_a_name_below_a_sum_are_told(tmp_path: Path, row: list[Any]) -> None:
    number, problems = told(tmp_path, [[COUNT_TITLE], [], COUNTS, *UNITS, SUM, ["", "", *row]])
    assert (number, "no_subject" in [code for code, *_ in problems]) == (40, True)


def test_shares_without_a_word_below_a_unit_are_told(tmp_path: Path) -> None:
    rows = [[COUNT_TITLE], [], COUNTS, *UNITS[:1], ["", "", "", 20, 70, 10, 0], *UNITS[1:], SUM]
    assert "no_subject" in [code for code, *_ in told(tmp_path, rows)[1]]
