"""Kinds of members that make up all of them; what is right is added up by hand."""

from __future__ import annotations

import pytest

from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

TITLE = ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
HEAD = ["TT", "Chi bộ", "Đối tượng", "Tổng số", "HTXSNV", "HTTNV", "HTNV"]
MERGED = ["A3:A5", "B3:B5", "A6:A8", "B6:B8"]
ALL = {(2022, "excellent"): 5, (2022, "good"): 21, (2022, "completed"): 3}


def unit(number: int, whole: list[int], first: list[int], second: list[int], kinds: list[str]) -> list[list[object]]:
    names = [[number, f"Chi bộ {number}"], ["", ""], ["", ""]]
    return [[*name, kind, *told] for name, kind, told in zip(names, kinds, (whole, first, second), strict=True)]


@pytest.mark.parametrize("kinds", [["Tổng số", "Chính thức", "Dự bị"], ["Tổng", "Nam", "Nữ"], ["Chung", "CT", "DB"]])
def test_two_kinds_in_rows_have_to_make_up_their_whole(kinds: list[str]) -> None:
    rows = [
        *unit(1, [10, 2, 6, 2], [9, 2, 5, 2], [1, 0, 1, 0], kinds),
        *unit(2, [19, 3, 15, 1], [18, 3, 14, 1], [1, 0, 1, 0], kinds),
    ]
    reading = read([TITLE, HEAD, *rows], merges=MERGED)
    assert (counted(reading), codes(reading, "error")) == (ALL, [])
    rows[4][5] = 13  # of the fifteen of Chi bộ 2
    assert codes(read([TITLE, HEAD, *rows], merges=MERGED), "error") == [("sum_differs", "F6")]


def test_a_total_of_a_kind_has_to_be_that_of_the_units_rows() -> None:
    rows: list[list[object]] = [
        [1, "Chi bộ 1", "Chính thức", 9, 2, 5, 2], ["", "", "Dự bị", 1, 0, 1, 0],
        [2, "Chi bộ 2", "Chính thức", 18, 3, 14, 1], ["", "", "Dự bị", 1, 0, 1, 0],
        ["", "Tổng cộng", "Chính thức", 27, 5, 19, 3], ["", "", "Dự bị", 2, 0, 2, 0],
    ]  # fmt: skip
    merges = ["A3:A4", "B3:B4", "A5:A6", "B5:B6", "B7:B8"]
    reading = read([TITLE, HEAD, *rows], merges=merges)
    assert (counted(reading), codes(reading, "error")) == (ALL, [])
    rows[4][5] = 20
    assert codes(read([TITLE, HEAD, *rows], merges=merges), "error") == [("sum_differs", "F7")]


def test_official_members_and_those_on_probation_under_each_level_are_added() -> None:
    head = ["TT", "Chi bộ", "Tổng số", "HTXSNV", "", "HTTNV", "", "HTNV", ""]
    rows = [[1, "Chi bộ 1", 10, 2, 0, 5, 1, 2, 0], [2, "Chi bộ 2", 19, 3, 0, 14, 1, 1, 0]]
    merges = ["D2:E2", "F2:G2", "H2:I2", "A2:A3", "B2:B3", "C2:C3"]
    reading = read([TITLE, head, ["", "", "", *["CT", "DB"] * 3], *rows], merges=merges)
    assert (counted(reading), codes(reading, "error"), codes(reading, "warning")) == (ALL, [], [])


def test_leaders_and_other_members_side_by_side_are_added() -> None:
    leaders, others = "ĐV giữ chức vụ lãnh đạo, quản lý", "ĐV không giữ chức vụ lãnh đạo, quản lý"
    head = [["TT", "Chi bộ", leaders, "", "", others, "", ""], ["", "", *["HTXSNV", "HTTNV", "HTNV"] * 2]]
    rows = [[1, "Chi bộ 1", 1, 2, 0, 1, 4, 2], [2, "Chi bộ 2", 2, 5, 0, 1, 10, 1]]
    reading = read([TITLE, *head, *rows], merges=["C2:E2", "F2:H2", "A2:A3", "B2:B3"])
    assert (counted(reading), codes(reading, "error")) == (ALL, [])


def test_kinds_without_a_number_in_a_column_say_nothing_of_it() -> None:
    kinds = ["Tổng số", "Chính thức", "Dự bị"]
    rows = [*unit(1, [10, 2, 6, 2], ["", 2, 5, 2], ["", 0, 1, 0], kinds)]  # only the whole prints how many there are
    assert codes(read([TITLE, HEAD, *rows], merges=MERGED[:2]), "error") == []


def test_equal_parts_of_one_level_alone_may_be_chance() -> None:
    head = ["TT", "Độ tuổi", "HTXSNV", "HTTNV", "HTNV"]
    alike = [[1, "Dưới 40 tuổi", 0, 6, 0], [2, "Trên 40 tuổi", 0, 6, 0]]
    assert codes(read([TITLE, head, *alike]), "error") == []
    twice = [[1, "Dưới 40 tuổi", 1, 6, 0], [2, "Trên 40 tuổi", 1, 6, 0]]
    assert codes(read([TITLE, head, *twice]), "error") == [("same_totals", "C4")]
