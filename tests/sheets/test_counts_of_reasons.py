"""Columns of those not rated, with their own total: it adds up the reasons beside it, not all people. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import COUNT_TITLE, SHORT

Told = list[tuple[str, str, str]]


def told(folder: Path, rows: list[list[Any]]) -> tuple[int, int, Told]:
    """How many are rated, how many are not, and what is told louder than with a note: code, cell, right figure."""
    write_workbook(folder / "a.xlsx", {"S": [[COUNT_TITLE], [], *rows]})
    reading = ek.read(folder)
    rated = reading.ratings[reading.ratings["status"] == "rated"]["count"].sum()
    problems = [p for p in reading.problems.itertuples() if p.severity != "note" and p.code != "cap_exceeded"]
    return int(rated), int(reading.ratings["count"].sum() - rated), [(p.code, p.cell, p.suggestion) for p in problems]


def table(caption: str, below: list[str], first: list[Any], total: int = 12) -> list[list[Any]]:
    """Two units, with the columns of those not rated before the levels."""
    none = ["" if number == "" else 0 for number in first]
    heads = [["TT", "Chi bộ", "Tổng số", caption, "", "", *SHORT], ["", "", "", *below, *[""] * 4]]
    return [*heads, [1, "Chi bộ 1", total, *first, 2, 7, 1, 0], [2, "Chi bộ 2", 20, *none, 3, 15, 2, 0]]


@pytest.mark.parametrize(
    ("caption", "below"),
    [
        ("Chưa XL", ["Tổng", "Miễn", "Mới kết nạp"]),
        ("Không xếp loại", ["Tổng số", "Miễn sinh hoạt", "Chưa đủ 6 tháng"]),
        ("Chưa xếp loại", ["Cộng", "Mới kết nạp", "Lý do khác"]),
        ("Chưa xếp loại", ["Miễn", "Mới kết nạp", "Cộng"]),
    ],
)
def test_the_total_of_reasons_is_none_of_all_people(tmp_path: Path, caption: str, below: list[str]) -> None:
    at = next(n for n, words in enumerate(below) if words in ("Tổng", "Tổng số", "Cộng"))
    first = [1, 1, 1]
    first[at] = 2
    rows = table(caption, below, first)
    assert told(tmp_path, rows) == (30, 2, [])
    first[at] = 3
    assert told(tmp_path, table(caption, below, first)) == (30, 2, [("sum_differs", "DEF"[at] + "5", "2")])


@pytest.mark.parametrize(
    ("first", "total", "rest", "problems"),
    [
        ([2, 1, 1], 13, 2, [("sum_differs", "C5", "12")]),
        ([2, 2, 1], 12, 3, [("sum_differs", "D5", "3"), ("sum_differs", "C5", "13")]),
        ([2, "", ""], 12, 0, [("sum_differs", "D5", "0"), ("not_accounted_for", "C5", "")]),
    ],
)
def test_reasons_that_contradict_their_total_are_told(
    tmp_path: Path, first: list[Any], total: int, rest: int, problems: Told
) -> None:
    rows = table("Chưa XL", ["Tổng", "Miễn", "Mới kết nạp"], first, total)
    assert told(tmp_path, rows)[1:] == (rest, problems)


def test_a_total_below_a_caption_of_a_reason_may_be_all_that_is_said(tmp_path: Path) -> None:
    assert told(tmp_path, table("Chưa XL", ["Tổng", "", ""], [2, "", ""])) == (30, 2, [])


@pytest.mark.parametrize(("whole", "problems"), [(2, []), (3, [("total_differs", "D7", "2")])])
def test_the_total_of_reasons_is_added_up_below_the_units(tmp_path: Path, whole: int, problems: Told) -> None:
    rows = [*table("Chưa XL", ["Tổng", "Miễn", "Mới kết nạp"], [2, 1, 1]), ["", "Cộng", 32, whole, 1, 1, 5, 22, 3, 0]]
    assert told(tmp_path, rows) == (30, 2, problems)
