"""Pivot tables write a unit once; where its sum stands below, the blank cells between are its own. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import COUNT_TITLE, LIST_TITLE, SHORT

Told = list[tuple[str, str]]
HEAD = ["Đảng bộ", "Chi bộ", *SHORT]
ONE, TWO, SUM = ["Đảng bộ A", "Chi bộ 1", 2, 7, 1, 0], ["", "Chi bộ 2", 3, 15, 2, 0], ["", 5, 22, 3, 0]
OTHER = [["Đảng bộ B", "Chi bộ 1", 1, 8, 1, 0], ["Đảng bộ B Total", "", 1, 8, 1, 0], ["Grand Total", "", 6, 30, 4, 0]]


def told(folder: Path, rows: list[list[Any]], column: str) -> tuple[dict[str, int], Told]:
    """How many are rated in each unit, and what is told louder than with a note: code and cell."""
    write_workbook(folder / "a.xlsx", {"S": rows})
    reading = ek.read(folder)
    rated = reading.ratings.groupby(reading.ratings[column].astype(str))["count"].sum()
    beside = ("cap_exceeded", "no_identity")
    problems = [p for p in reading.problems.itertuples() if p.severity != "note" and p.code not in beside]
    return {str(unit): int(number) for unit, number in rated.items()}, [(p.code, p.cell) for p in problems]


@pytest.mark.parametrize("words", ["Đảng bộ A Total", "Cộng Đảng bộ A", "Tổng Đảng bộ A", "Đảng bộ A Count"])
def test_blank_units_above_their_sum_are_its_own(tmp_path: Path, words: str) -> None:
    rows = [[COUNT_TITLE], HEAD, ONE, TWO, [words, *SUM], *OTHER]
    assert told(tmp_path, rows, "base_organisation") == ({"Đảng bộ A": 30, "Đảng bộ B": 10}, [])
    rows[4][3] = 23
    assert told(tmp_path, rows, "base_organisation")[1] == [("total_differs", "D5")]


@pytest.mark.parametrize("words", ["Đảng bộ C Total", "Tổng cộng"])
def test_a_blank_unit_above_another_sum_is_told(tmp_path: Path, words: str) -> None:
    rows = [[COUNT_TITLE], HEAD, ONE, TWO, [words, *SUM], *OTHER]
    assert ("unit_blank", "A4") in told(tmp_path, rows, "base_organisation")[1]


def test_a_blank_unit_below_a_sum_is_nobodys(tmp_path: Path) -> None:
    rows = [[COUNT_TITLE], HEAD, ONE, ["Đảng bộ A Total", "", *ONE[2:]], TWO, *OTHER]
    assert ("unit_blank", "A5") in told(tmp_path, rows, "base_organisation")[1]


def test_blank_units_of_people_above_their_sum_are_its_own(tmp_path: Path) -> None:
    rows = [[LIST_TITLE], ["Chi bộ", "Họ và tên", "Xếp loại"], ["Chi bộ 1", "Nguyễn Văn An", "HTXSNV"]]
    rows += [["", "Trần Văn Bình", "HTTNV"], ["Chi bộ 1 Count", 2, ""], ["Chi bộ 2", "Phạm Thị Dung", "HTTNV"]]
    rows += [["", "Hoàng Đức Giang", "HTNV"], ["Chi bộ 2 Count", 2, ""], ["Grand Count", 4, ""]]
    assert told(tmp_path, rows, "unit") == ({"Chi bộ 1": 2, "Chi bộ 2": 2}, [])
