"""Rows without a number below a numbered unit: a part of it, a unit of its own, or one that has to be asked about."""

from __future__ import annotations

import pytest

from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

HEAD = [
    ["ĐẢNG BỘ XÃ A"],
    ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
    ["TT", "Đơn vị", "Tổng số đảng viên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"],
]
FIRST, SECOND = [1, "Chi bộ Một", 10, 2, 6, 2, 0], [2, "Chi bộ Hai", 20, 3, 15, 1, 1]
UNITS = {(2022, "excellent"): 5, (2022, "good"): 21, (2022, "completed"): 3, (2022, "not_completed"): 1}
MORE = {(2022, "excellent"): 6, (2022, "good"): 23, (2022, "completed"): 3, (2022, "not_completed"): 1}


@pytest.mark.parametrize(
    ("number", "name", "expected", "asked"),
    [
        ("", "- Cấp ủy viên", UNITS, False),
        ("", "+ Cán bộ diện BTV Huyện ủy quản lý", UNITS, False),
        ("-", "Sinh viên", UNITS, False),
        ("", "Đảng viên dưới 30 tuổi", UNITS, False),
        ("", "ĐV hưu trí", UNITS, False),
        ("", "Đảng ủy viên", UNITS, False),
        ("", "Đảng viên mới kết nạp", UNITS, False),
        ("", "Đảng viên là người có đạo", UNITS, False),
        ("", "Chi bộ Ba", MORE, False),  # a unit whose number was forgotten
        ("", "Trường Mầm non", MORE, False),
        (3, "Hưu trí", MORE, False),
        ("", "Khu vực mới", MORE, True),  # no words tell
        ("", "Còn lại", MORE, True),
    ],
)
def test_a_row_without_a_number_is_a_part_by_its_words_or_asked_about(
    number: object, name: str, expected: object, asked: bool
) -> None:
    reading = read([*HEAD, FIRST, [number, name, 3, 1, 2, 0, 0], SECOND])
    assert counted(reading) == expected
    told = [cell for code, cell in codes(reading, "warning") if code == "may_be_part"]
    assert told == (["A5"] if asked else [])


def test_more_people_than_the_unit_above_are_no_part_of_it_and_asked_about() -> None:
    reading = read([*HEAD, FIRST, ["", "- Khu vực mới", 30, 12, 18, 0, 0], SECOND])
    assert counted(reading)[2022, "excellent"] == 17
    assert ("may_be_part", "A5") in codes(reading, "warning")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([2, "Chi bộ Hai", "", 20, 3, 15, 1, 1], ["H5"]),  # all numbers one cell to the right
        ([2, "Chi bộ Hai", 20, 3, 15, "", 1, 1], ["H5"]),  # the last two
        ([2, "Chi bộ Hai", 20, 3, 15, 1, 1, 7], []),  # somebody's sum beside a row that lacks nothing
        ([2, "Chi bộ Hai", 19, 3, 15, 1, "", "tạm"], []),
        ([2, "Chi bộ Hai", 19, 3, 15, 1, ""], []),
    ],
)
def test_a_number_right_of_all_titles_is_named_where_one_is_missing(row: list[object], told: list[str]) -> None:
    assert [cell for code, cell in codes(read([*HEAD, FIRST, row]), "warning") if code == "row_shifted"] == told
