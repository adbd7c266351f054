"""Numbers that a workbook prints about itself: right ones are quiet, wrong ones are named at their cell."""

from __future__ import annotations

from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import HEAD, LIST_TITLE, people, read
from tests.sheets.test_pages import told

TITLE = [["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], []]
COUNTS = [*TITLE, ["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]]
UNITS = [[1, "Chi bộ A", 10, 1, 8, 1, 0], [2, "Chi bộ B", 10, 2, 7, 1, 0]]
OWN_SHARES = [UNITS[0], ["", "Tỷ lệ %", "", 10, 80, 10, 0], UNITS[1]]
IN_A_COLUMN = [*TITLE, ["TT", "Chi bộ", "", "HTXSNV", "HTTNV", "HTNV"], [1, "Chi bộ A", "SL", 1, 8, 1]]
OF_TWO_YEARS = [*IN_A_COLUMN[:-1], [1, "Chi bộ A", "Năm 2022", 2, 6, 2], ["", "", "Năm 2021", 1, 4, 0]]
BESIDE = [
    ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN"], ["TT", "Chi bộ", "Năm 2021", "", "Năm 2022", ""],
    ["", "", "HTXSNV", "HTTNV", "HTXSNV", "HTTNV"],
]  # fmt: skip
ORGANISATIONS = [
    ["KẾT QUẢ XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"],
    ["TT", "Tên tổ chức cơ sở đảng", "Xếp loại"],
    [1, "Đảng bộ A", "HTXSNV"], [2, "Đảng bộ B", "HTTNV"], [3, "Đảng bộ C", "HTTNV"],
]  # fmt: skip
YEARS = [
    ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN"], ["TT", "Họ và tên", "Chi bộ", 2021, 2022],
    [1, "Nguyễn Văn An", "Chi bộ 1", "HTXSNV", "HTTNV"], [2, "Trần Thị Bình", "Chi bộ 1", "HTXSNV", "HTXSNV"],
]  # fmt: skip
MARKS = [
    *TITLE, ["TT", "Họ và tên", "Chi bộ", "HTXSNV", "HTTNV"], [1, "Nguyễn Văn An", "Chi bộ 1", "x", ""],
    [2, "Trần Thị Bình", "Chi bộ 1", "", "x"], ["", "Cộng", "", 1, 1],
]  # fmt: skip
OF_A_UNIT = [
    *TITLE, ["TT", "Chi bộ", "Số ĐV", "Họ và tên", "Xếp loại"], [1, "Chi bộ 1", 2, "Nguyễn Văn An", "HTTNV"],
    [2, "Chi bộ 1", "", "Trần Thị Bình", "HTTNV"],
]  # fmt: skip
MARKED = [
    *TITLE, ["TT", "Họ và tên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"], [1, "Nguyễn Văn An", "x", "", "", ""],
    [2, "Trần Thị Bình", "", "x", "", ""],
]  # fmt: skip


def group(xs: int, good: int) -> list[list[Any]]:
    head = [LIST_TITLE], [], [*HEAD, "Xếp loại"]
    first, second = people("xttt")[:2], people("xttt")[2:]
    return [*head, ["I", f"Chi bộ 1 (XS: {xs}, T: {good})"], *first, ["II", "Chi bộ 2 (T: 2)"], *second]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([*YEARS, ["", "Số HTXSNV", "", 2, 1]], []),
        ([*YEARS, ["", "Số HTXSNV", "", 2, 2]], [("total_differs", "E5", "2", "1")]),
        ([*YEARS, ["", "Tổng số HTXSNV", "", 1, 1]], [("total_differs", "D5", "1", "2")]),
        (group(1, 1), []),
        (group(1, 2), [("total_differs", "B4", "2", "1")]),
        (OF_A_UNIT, []),
        ([*OF_A_UNIT[:3], [1, "Chi bộ 1", 3, *OF_A_UNIT[3][3:]], OF_A_UNIT[4]], []),  # not merged: of that row alone
        ([*MARKED, ["", "Tổng số", 1, 1, 0, 0]], []),  # nobody is marked at the last level
        ([*MARKED, ["", "Tổng số", 1, 1, 0, 1]], [("total_differs", "F6", "1", "0")]),
        ([*MARKS, ["", "Tỷ lệ %", "", 50, 50]], []),
        ([*MARKS, ["", "Tỷ lệ %", "", 50, 60]], [("share_differs", "E7", "60%", "50,00")]),
        ([*COUNTS, *UNITS, ["", "Cộng", 20, 3, 15, 2, 0], ["", "Tỷ lệ %", "", 15, 75, 10, 0]], []),
        (
            [*COUNTS, *UNITS, ["", "Cộng", 20, 3, 15, 2, 0], ["", "Tỷ lệ %", "", 16, 75, 10, 0]],
            [("share_differs", "D7", "16%", "15,00")],
        ),
        ([*COUNTS, *OWN_SHARES, ["", "Tỷ lệ %", "", 20, 70, 10, 0], ["", "Cộng", 20, 3, 15, 2, 0]], []),
        (
            [*COUNTS, *OWN_SHARES, ["", "Tỷ lệ %", "", 20, 71, 10, 0], ["", "Cộng", 20, 3, 15, 2, 0]],
            [("share_differs", "E7", "71%", "70,00")],
        ),
        ([*COUNTS, *UNITS, ["", "Tỷ lệ %", "", 15, 75, 10, 0]], []),  # of both units
        ([*IN_A_COLUMN, ["", "", "TL", 10, 80, 10]], []),
        ([*IN_A_COLUMN, ["", "", "TL", 10, 81, 10]], [("share_differs", "E5", "81%", "80,00")]),
        ([*COUNTS, UNITS[0], [], *OWN_SHARES[1:2], UNITS[1], [], ["", "Tỷ lệ %", "", 20, 70, 10, 0]], []),
        ([*COUNTS, UNITS[0], ["", "Trong đó: nữ", 5, 1, 4, 0, 0], ["", "Tỷ lệ %", "", 20, 80, 0, 0]], [
            ("row_compares", "B6", "1", ""),  # of all, or of the women: nobody knows
        ]),
        ([*OF_TWO_YEARS, ["", "", "TL", 20, 80, 0]], []),
        ([*OF_TWO_YEARS, ["", "", "TL", 20, 81, 0]], [("share_differs", "E6", "81%", "80,00")]),
        ([*BESIDE, [1, "Chi bộ A", 1, 9, 2, 8], ["", "Tỷ lệ %", 10, 90, 20, 80]], []),
        ([*BESIDE, [1, "Chi bộ A", 1, 9, 2, 8], ["", "Tỷ lệ %", 10, 90, 20, 70]], [
            ("share_differs", "F5", "70%", "80,00"),
        ]),
        ([*ORGANISATIONS, ["Tổng số: 3 TCCSĐ, trong đó HTXSNV 1, HTTNV 2"]], []),
        ([*ORGANISATIONS, ["Tổng số: 3 TCCSĐ, trong đó HTXSNV 2, HTTNV 2"]], [("total_differs", "A6", "2", "1")]),
        ([*ORGANISATIONS, ["Tổng số: 4 tổ chức đảng"]], [("total_differs", "A6", "4", "3")]),
        ([*COUNTS, *UNITS, ["", "Cộng", "20 (8)", 3, 15, 2, 0]], [("not_a_count", "C6", "20 (8)", "")]),
        ([*TITLE, [*HEAD, "Xếp loại"], *people("xt"), ["", "Tổng số: 2 đ/c"], *people("xth")[2:]], [
            ("total_differs", "B6", "2", "3"),  # somebody was added below it
        ]),
    ],
)  # fmt: skip
def test_printed_numbers(tmp_path, rows: list[list[Any]], told: list[tuple[str, str, str, str]]) -> None:
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    problems = ek.read(tmp_path).problems
    loud = problems[~problems["code"].isin(["no_unit", "no_identity"]) & (problems["severity"] != "note")]
    assert [(p.code, p.cell, p.found, p.suggestion) for p in loud.itertuples()] == told


def test_a_heading_that_prints_its_levels_names_its_unit() -> None:
    rows = [["I", "Chi bộ 1 (XS: 1)"], [1, "Nguyễn Văn An", "HTXSNV"], ["II", "Chi bộ 2 (T: 1)"]]
    reading = read([*TITLE, ["TT", "Họ và tên", "Xếp loại"], *rows, [2, "Trần Thị Bình", "HTTNV"]])
    assert [record.unit for record in reading.records] == ["Chi bộ 1", "Chi bộ 2"]


KINDS = [["TT", "Chi bộ", "Chính thức", "", "", "", "Dự bị"], ["", "", *["Tổng số", "HTXSNV", "HTTNV", "HTNV"] * 2]]
ROWS = [[1, "Chi bộ 1", 20, 3, 16, 1, 4, 1, 2, 1], [2, "Chi bộ 2", 10, 3, 6, 1, 2, 0, 2, 0]]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([*ROWS, ["", "Cộng", 30, 6, 22, 2, 6, 1, 4, 1]], []),
        ([*ROWS, ["", "Cộng", 30, 6, 22, 2, 6, 2, 4, 1]], [("total_differs", "S", "D6", "7")]),  # 8 printed, of both
        ([*ROWS, ["", "Cộng", 31, 6, 22, 2, 6, 1, 4, 1]], [("total_differs", "S", "C6", "36")]),
        ([ROWS[0], [2, "Chi bộ 2", 10, 3, 7, 1, 2, 0, 2, 0]], [("sum_differs", "S", "C5", "13")]),
    ],
)
def test_official_members_and_those_on_probation_are_added_together(tmp_path, rows, problems):
    title = "TỔNG HỢP KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"
    assert told(tmp_path, {"S": [[title], *KINDS, *rows]})[1] == problems


@pytest.mark.parametrize(("number", "told"), [(2, []), (3, [("total_differs", "C4", "3", "2")])])
def test_a_number_merged_over_the_people_of_a_unit(
    tmp_path, number: int, told: list[tuple[str, str, str, str]]
) -> None:
    rows = [*OF_A_UNIT[:3], [1, "Chi bộ 1", number, "Nguyễn Văn An", "HTTNV"], OF_A_UNIT[4]]
    write_workbook(tmp_path / "a.xlsx", {"S": rows}, merges=["C4:C5"])
    problems = ek.read(tmp_path, workers=1).problems
    loud = problems[problems["severity"] == "error"]
    assert [(p.code, p.cell, p.found, p.suggestion) for p in loud.itertuples()] == told
