"""Running numbers beside the rows: one that is left out may be a row that somebody deleted."""

from __future__ import annotations

import pytest

from tests.sheets.test_office_kinds import read

HEAD = [["CHI BỘ 1"], ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Họ và tên", "Xếp loại"]]


@pytest.mark.parametrize(
    ("numbers", "cell", "missing"),
    [
        ([1, 2, 3, 4], "", ""),
        ([1, 2, 4, 5], "A6", "3"),
        (["1.", "2.", "5."], "A6", "3–4"),
        (["01", "02", "04"], "A6", "3"),
        ([1, 3, 5, 8, 10], "A5", "2, 4, 6–7 …"),
        ([1, 2, 3, 1, 2, 3, 4], "", ""),
        ([1, 2, 3, 1, 2, 4], "A9", "3"),
        ([12, 13, 14], "", ""),  # a list goes on from another sheet
        ([1, 2, 2, 3], "", ""),
        ([3, 1, 2, 4], "", ""),  # in the order of names
        ([3, 1, 2, 5], "A7", "4"),
        ([7, 301, 22, 45], "", ""),  # no running numbers
        (["", "", ""], "", ""),
        ([1, "", 2, 3], "", ""),
    ],
)
def test_a_running_number_that_is_left_out_is_named(numbers: list[object], cell: str, missing: str) -> None:
    reading = read([*HEAD, *([number, f"Người Số {row}", "HTTNV"] for row, number in enumerate(numbers))])
    told = [(p.cell, p.found) for p in reading.problems if p.code == "number_missing"]
    assert told == ([(cell, missing)] if cell else [])
    assert len(reading.records) == len(numbers)


def test_a_row_that_is_skipped_has_its_number() -> None:
    people = [[1, "Người Số 1", "HTTNV"], [2, "", ""], [3, "Người Số 3", "HTTNV"], ["", "Tổng số: 2 đảng viên", ""]]
    assert "number_missing" not in [problem.code for problem in read([*HEAD, *people]).problems]


def test_units_of_a_summary_are_numbered_too() -> None:
    titles = ["TT", "Chi bộ", "Tổng số đảng viên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    units = [[1, "Chi bộ 1", 9, 1, 8, 0, 0], [2, "Chi bộ 2", 7, 1, 6, 0, 0], [4, "Chi bộ 4", 5, 1, 4, 0, 0]]
    reading = read([["ĐẢNG BỘ A"], ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], titles, *units])
    assert [(p.code, p.cell) for p in reading.problems if p.code == "number_missing"] == [("number_missing", "A6")]


def test_a_second_page_goes_on_counting() -> None:
    first = [[number, f"Người Số {number}", "HTTNV"] for number in (1, 2, 3)]
    second = [[number, f"Người Số {number}", "HTTNV"] for number in (4, 5, 6)]
    reading = read([*HEAD, *first, [], HEAD[-1], *second])
    assert len(reading.records) == 6
    assert "number_missing" not in [problem.code for problem in reading.problems]
