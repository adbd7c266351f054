"""Sums, pivots and titles as offices print them: read right, and nobody is alarmed. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from evalkit.sheets.titles import unbroken
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import (
    COUNT_TITLE,
    COUNTS,
    HEAD,
    LIST_TITLE,
    SHORT,
    UNITS,
    A,
    counted,
    levels,
    loud,
    people,
    read,
)
from tests.sheets.test_pages import COUNTED, told

TITLES = [*HEAD, "Xếp loại"]
PEOPLE = people(A)
FULL = ["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Hoàn thành xuất sắc nhiệm v\nụ", "Hoàn thành xuất sắc nhiệm vụ"),
        ("Hoàn thành xuấ\nt sắc", "Hoàn thành xuất sắc"),
        ("Hoàn-\nthành", "Hoàn thành"),
        ("Số\nTT", "Số\nTT"),
        ("Số\nđ/c", "Số\nđ/c"),
        ("Hoàn thành\ntốt", "Hoàn thành\ntốt"),
    ],
)
def test_a_title_broken_within_a_syllable_is_put_together(text: str, whole: str) -> None:
    assert unbroken(text) == whole


@pytest.mark.parametrize("between", ["Cộng trang 1: 03 đ/c", "Mang sang trang sau: 03", "(tiếp theo)"])
def test_a_total_below_titles_repeated_on_the_next_printed_page_is_of_both(tmp_path: Any, between: str) -> None:
    rows = [[LIST_TITLE], [], TITLES, *PEOPLE[:3], [between], TITLES, *PEOPLE[3:], ["Tổng: 06 đ/c"]]
    rated, problems = told(tmp_path, {"S": rows})
    assert (sum(rated.values()), problems) == (6, [])


def test_a_pivot_table_of_units_and_levels_is_read(tmp_path: Any) -> None:
    titles = [["Count of Họ tên", "Xếp loại đảng viên"], ["Chi bộ", *FULL, "Grand Total"]]
    units = [[name, *numbers, total] for _, name, total, *numbers in UNITS]
    sheets = {"Năm 2022": [*titles, *units, ["Grand Total", 5, 19, 5, 1, 30]]}
    assert told(tmp_path, sheets) == (COUNTED, [])


@pytest.mark.parametrize("words", ["Tổng cộng: 03 chi bộ", "Tổng số: 3 tổ chức đảng", "Tổng cộng: 30 đồng chí"])
def test_a_sum_may_say_how_many_units_it_adds(tmp_path: Any, words: str) -> None:
    assert told(tmp_path, {"S": [[COUNT_TITLE], [], COUNTS, *UNITS, ["", words, 30, 5, 19, 5, 1]]}) == (COUNTED, [])


def test_a_level_that_no_unit_has_may_end_the_sum(tmp_path: Any) -> None:
    rows = [[*row[:6], 0] for row in UNITS]
    sheet = [[COUNT_TITLE], [], COUNTS, *rows, ["", "Cộng", 29, 5, 19, 5, 0]]
    sheet[3][2] = 9  # the first unit has one member fewer now
    rated, problems = told(tmp_path, {"S": sheet})
    assert (rated | {"not_completed": 0}, problems) == (COUNTED | {"not_completed": 0}, [])


def test_cells_of_two_committees_may_have_one_name(tmp_path: Any) -> None:
    rows = [["STT", "Đảng bộ", "Chi bộ", "Tổng số", *SHORT], [1, "Đảng bộ A", *UNITS[0][1:]]]
    rows += [["", "Đảng bộ A", *UNITS[1][1:]], [2, "Đảng bộ B", "Chi bộ 1", *UNITS[2][2:]]]
    assert told(tmp_path, {"S": [[COUNT_TITLE], [], *rows]}) == (COUNTED, [])


@pytest.mark.parametrize("shares", [[16.67, 50, 16.67, 16.67], ["16,67%", "50%", "16,67%", "16,67%"]])
def test_shares_below_a_matrix_are_nobody(shares: list[Any]) -> None:
    rows = [
        [*row[:4], *("x" if letter == one else "" for one in "xthk")] for row, letter in zip(PEOPLE, A, strict=True)
    ]
    sums = [["", "Cộng", "", "", 1, 3, 1, 1], ["", "Tỷ lệ %", "", "", *shares]]
    reading = read([[LIST_TITLE], [], [*HEAD[:4], *SHORT], *rows, *sums])
    assert (counted(reading), loud(reading)) == (levels(A), ["no_unit"])  # they are right


@pytest.mark.parametrize("total", [["Tổng số"], []])
def test_a_mistyped_level_of_a_counts_table_is_an_error(tmp_path: Any, total: list[str]) -> None:
    titles = ["STT", "Chi bộ", *total, "Hoàn thành suất sắc nhiệm vụ", *FULL[1:]]
    rows = [[COUNT_TITLE], [], titles, *([*row[: 2 + len(total)], *row[3:]] for row in UNITS)]
    rated, problems = told(tmp_path, {"S": rows})
    assert rated == {"good": 19, "completed": 5, "not_completed": 1}
    assert problems == [("level_not_read", "S", "D3" if total else "C3", "")]


def test_other_columns_of_numbers_alarm_nobody(tmp_path: Any) -> None:
    titles = [*COUNTS, "Số văn bản", "Số đơn vị xuất sắc"]
    assert told(tmp_path, {"S": [[COUNT_TITLE], [], titles, *([*row, 4, 1] for row in UNITS)]}) == (COUNTED, [])


def test_a_group_of_those_not_rated_counts_whatever_the_reason(tmp_path: Any) -> None:
    titles = [*HEAD, "Ghi chú"]
    one, two = people([""] * 2), people(["Mới kết nạp"])
    rows = [["A", "ĐẢNG VIÊN HTXSNV: 02 đ/c"], *one, ["B", "ĐẢNG VIÊN KHÔNG XẾP LOẠI: 01 đ/c"]]
    rows.append([3, "Người Số 9", "051010009999", *two[0][3:]])
    assert told(tmp_path, {"S": [["DANH SÁCH ĐẢNG VIÊN THEO MỨC XẾP LOẠI NĂM 2022"], [], titles, *rows]})[1] == []


@pytest.mark.parametrize(("cells", "right"), [([6, 9, ""], 15), ([6, 9, 1], 16)])
def test_the_sum_of_another_column_counts_no_rows(tmp_path: Any, cells: list[Any], right: int) -> None:
    titles = ["TT", "Tên TCCSĐ", "Số chi bộ trực thuộc", "Mức xếp loại"]
    rows = [[n, f"Đảng bộ {n}", cell, "HTTNV"] for n, cell in enumerate(cells, 1)]
    sheet = [["DANH SÁCH XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"], titles, *rows, ["", "Tổng cộng", right]]
    assert told(tmp_path, {"S": sheet}) == ({"good": 3}, [])


def test_the_number_of_a_cell_in_a_title_counts_nobody(tmp_path: Any) -> None:
    rows = [["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN CHI BỘ 3"], [*HEAD[:3], "Năm", "Mức"]]
    rows += [[n, f"Người Số {n}", f"05101000{n:04d}", 2022, "HTTNV"] for n in (1, 2)]
    assert told(tmp_path, {"S": rows}) == ({"good": 2}, [])


def test_a_person_in_the_example_of_a_guide_is_nobody(tmp_path: Any) -> None:
    guide = [["HƯỚNG DẪN GHI BIỂU"], ["Cột xếp loại: ghi HTXSNV, HTTNV"], ["Ví dụ:"], [1, "Nguyễn Văn A", "HTTNV"]]
    sheets = {"DS": [[LIST_TITLE], [], TITLES, *PEOPLE], "Hướng dẫn": guide}
    rated, problems = told(tmp_path, sheets)
    assert (sum(rated.values()), problems) == (len(A), [])


@pytest.mark.parametrize(("number", "problems"), [(2, []), (3, [("total_differs", "CB1", "B4", "5")])])
def test_the_numbers_of_one_unit_on_its_own_sheet_are_those_of_its_row(
    tmp_path: Any, number: int, problems: list[tuple[str, ...]]
) -> None:
    own = [["CHI BỘ 1"], [COUNT_TITLE], ["TS", *SHORT], [10, number, 6, 1, 1]]
    rated, found = told(tmp_path, {"CB1": own, "TH": [["ĐẢNG BỘ A"], [COUNT_TITLE], COUNTS, *UNITS]})
    assert (rated, [one for one in found if one[2] == "B4"]) == (COUNTED, problems)


def test_a_group_of_a_matrix_may_print_how_many_stand_at_each_level(tmp_path: Any) -> None:
    marks = [
        [*row[:4], *("x" if letter == one else "" for one in "xthk")] for row, letter in zip(PEOPLE, A, strict=True)
    ]
    rows = [["I", "Chi bộ 1", "", "", 1, 2, 0, 0], *marks[:3], ["II", "Chi bộ 2", "", "", 0, 1, 1, 1], *marks[3:]]
    rated, problems = told(tmp_path, {"S": [[LIST_TITLE], [], [*HEAD[:4], *SHORT], *rows]})
    assert (sum(rated.values()), problems) == (len(A), [])


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)=(4)+(5)+(6)+(7)", "(4)", "(5)", "(6)", "(7)"],
        ["[1]", "[2]", "[3] = [4]+...+[7]", "[4]", "[5]", "[6]", "[7]"],
        ["1", "2", "3=(4+5+6+7)", "4", "5", "6", "7"],
        ["A", "B", "(1) = (2+3+4+5)", "(2)", "(3)", "(4)", "(5)"],
    ],
)
def test_a_row_that_numbers_columns_may_say_which_add_up(tmp_path: Path, numbers: list[str]) -> None:
    assert told(tmp_path, {"S": [[COUNT_TITLE], [], COUNTS, numbers, *UNITS]}) == (COUNTED, [])
    wrong = [[1, *UNITS[0][1:3], "(2)", *UNITS[0][4:]], *UNITS[1:]]
    assert ("not_a_count", "S", "D5", "") in told(tmp_path, {"S": [[COUNT_TITLE], [], COUNTS, numbers, *wrong]})[1]


@pytest.mark.parametrize(
    "right", ["ĐẢNG CỘNG SẢN VIỆT NAM", "An Phú, ngày 5 tháng 1 năm 2023", "", "ĐẢNG ỦY XÃ AN BÌNH"]
)
def test_a_list_beside_another_stands_below_its_letterhead(tmp_path: Path, right: str) -> None:
    left = [[n, f"Người Số {n}", "HTTNV", n + 3, f"Người Số {n + 3}", "HTXSNV"] for n in (1, 2, 3)]
    head = [["ĐẢNG ỦY XÃ AN PHÚ", "", "", right], ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHI BỘ 1 NĂM 2022"], []]
    write_workbook(tmp_path / "a.xlsx", {"S": [*head, ["TT", "Họ và tên", "Xếp loại"] * 2, *left]})
    bases = ek.read(tmp_path).ratings["base_organisation"].astype(str)
    own = {"AN BÌNH": 3, "AN PHÚ": 3} if right.endswith("BÌNH") else {"AN PHÚ": 6}
    assert dict(bases.str.upper().str.partition("XÃ ")[2].value_counts()) == own
