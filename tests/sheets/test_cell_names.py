"""Names of people beside or behind the number of them in counts of units; they are nobody's rows."""

from __future__ import annotations

import pytest

from evalkit.books.cells import whole_number
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

TITLE = "XẾP LOẠI ĐẢNG VIÊN NĂM 2022"
HEAD = ["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV"]
RIGHT = {(2022, "excellent"): 3, (2022, "good"): 13, (2022, "completed"): 2}
TWO = "Nguyễn Văn An, Trần Thị Bình"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"2 ({TWO})", 2),
        (f"02 đ/c: {TWO}", 2),
        ("1 (Lê Đức Hà)", 1),
        ("3 (nữ)", None),  # words that are no names may change what is counted
        ("1 (dự kiến)", None),
        ("2 (Nguyễn Văn An, chưa họp)", None),
    ],
)
def test_names_behind_a_number_leave_the_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("title", ["Họ tên đảng viên HTXSNV", "Họ và tên đảng viên", "Danh sách đảng viên HTXSNV"])
@pytest.mark.parametrize("names", [TWO, "1. Nguyễn Văn An\n2. Trần Thị Bình", "- Nguyễn Văn An;\n- Trần Thị Bình"])
def test_names_beside_numbers_are_nobodys_rows(title: str, names: str) -> None:
    rows = [[TITLE], [*HEAD, title], [1, "Chi bộ 1", 10, 2, 7, 1, names], [2, "Chi bộ 2", 8, 1, 6, 1, "Lê Đức Hà"]]
    reading = read([*rows, ["", "Cộng", 18, 3, 13, 2]])
    assert counted(reading) == RIGHT
    assert codes(reading, "error") == []


@pytest.mark.parametrize(
    ("title", "cells", "told"),
    [
        ("Họ tên đảng viên HTXSNV", [f"{TWO}, Vũ Minh Hà", "Lê Đức Hà"], [("sum_differs", "G3")]),
        ("Họ tên đảng viên HTXSNV", [TWO, ""], []),  # some write only part of them down
        ("Họ tên đảng viên", ["Vũ Minh Hà", "Lê Đức Hà"], []),  # of which level they are is not said
    ],
)
def test_names_are_as_many_as_the_number_beside_them(title: str, cells: list[str], told: object) -> None:
    rows = [[TITLE], [*HEAD, title], [1, "Chi bộ 1", 10, 2, 7, 1, cells[0]], [2, "Chi bộ 2", 8, 1, 6, 1, cells[1]]]
    reading = read(rows)
    assert counted(reading) == RIGHT
    assert codes(reading, "error") == told


def test_names_behind_a_number_are_as_many() -> None:
    reading = read([[TITLE], HEAD, [1, "Chi bộ 1", 18, f"3 ({TWO})", 13, 2]])
    assert counted(reading) == RIGHT
    assert codes(reading, "error") == [("sum_differs", "D3")]
    assert reading.problems[0].message.endswith("ghi 3, nhưng có 2 người được nêu tên. Kiểm tra ô này.")


def test_a_list_with_votes_keeps_its_names() -> None:
    rows = [[TITLE], ["TT", "Chi bộ", "HTXSNV", "HTTNV", "Họ và tên", "Xếp loại"]]
    reading = read([*rows, [1, "Chi bộ 1", "x", "", "Lê Đức Hà", "HTXSNV"], [2, "Chi bộ 1", "", "x", "Vũ An", "HTTNV"]])
    assert reading.row_records == 2
