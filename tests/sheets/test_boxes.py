"""Summaries over, beside, below a list or on a sheet of their own: added again, never people. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import COUNT_TITLE, COUNTS, HEAD, LIST_TITLE, SHORT, UNITS, A, people
from tests.sheets.test_pages import ALL, COUNTED, told

TITLES = [*HEAD, "Xếp loại"]
PEOPLE = people(A)  # x1 t3 h1 k1
OF_CELL = [[*row[:4], row[5]] for row in (TITLES, *PEOPLE)]  # without the column for cells
LIST = [[LIST_TITLE], [], TITLES, *PEOPLE]
SMALL = ["Mức", "Số lượng", "Tỷ lệ"]
RIGHT = [
    ["HTXSNV", 1, "16,67%"],
    ["HTTNV", 3, "50%"],
    ["HTNV", 1, "16,67%"],
    ["KHTNV", 1, "16,67%"],
    ["Cộng", 6, "100%"],
]
WRONG = [["HTXSNV", 2, "33,33%"], ["HTTNV", 2, "33,33%"], *RIGHT[2:]]
Rows = list[list[Any]]


def over(box: Rows) -> Rows:
    return [[LIST_TITLE], SMALL, *box, [], TITLES, *PEOPLE]


def beside(box: Rows) -> Rows:
    sides: Rows = [SMALL, *box, *[[]] * 6]
    return [[LIST_TITLE], [], *([*row, "", *side] for row, side in zip([TITLES, *PEOPLE], sides, strict=False))]


def below(box: Rows) -> Rows:
    return [*LIST, [], SMALL, *box]


@pytest.mark.parametrize(
    ("line", "problems"),  # 6 people
    [
        ("Tổng (6)", []),
        ("Tổng (7)", [("total_differs", "S", "A2", "6")]),
        ("DANH SÁCH 06 ĐẢNG VIÊN ĐƯỢC XẾP LOẠI NĂM 2022", []),
        ("DANH SÁCH 07 ĐẢNG VIÊN ĐƯỢC XẾP LOẠI NĂM 2022", [("total_differs", "S", "A2", "6")]),
        ("(Chi bộ có 9 đảng viên, 02 đảng viên dự bị)", [("total_differs", "S", "A2", "6")]),
        ("Số lượng: 07 đồng chí", [("total_differs", "S", "A2", "6")]),
        ("Số ĐV HTXSNV: 02", [("total_differs", "S", "A2", "1")]),
        ("Tỷ lệ HTXSNV: 16,67%", []),
        ("Từ HTTNV trở lên: 05/06", [("total_differs", "S", "A2", "4")]),
        ("Chỉ tiêu HTXSNV: 02 đ/c", []),
        ("Mẫu số 07", []),
    ],
)
def test_a_number_over_a_list_is_that_of_its_people(tmp_path: Path, line: str, problems: Any) -> None:
    assert told(tmp_path, {"S": [[LIST_TITLE], [line], [], TITLES, *PEOPLE]}) == (ALL, problems)


def test_a_share_over_a_list_is_worked_out_again(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", {"S": [[LIST_TITLE], ["Tỷ lệ HTXSNV: 33,33%"], [], TITLES, *PEOPLE]})
    problems = ek.read(tmp_path).problems
    assert [(p.cell, p.suggestion) for p in problems.itertuples() if p.code == "share_differs"] == [("A2", "16,67")]


@pytest.mark.parametrize(
    ("cells", "wrong"),  # x1 t3 h1 k1
    [
        (["HTXSNV:", 1, "HTTNV:", 3, "HTNV: 1"], []),
        (["HTXSNV:", 2, "HTTNV:", 3, "HTNV: 1"], ["B2"]),
        (["Tổng số đảng viên được xếp loại:", "", 6], []),
        (["Tổng số đảng viên được xếp loại:", "", 7], ["C2"]),
        (["Số đảng viên dự họp:", "", 5], []),
    ],
)
def test_numbers_over_a_list_in_cells_of_their_own(tmp_path: Path, cells: list[Any], wrong: list[str]) -> None:
    rated, problems = told(tmp_path, {"S": [[LIST_TITLE], cells, TITLES, *PEOPLE]})
    assert (rated, [cell for _, _, cell, _ in problems]) == (ALL, wrong)


@pytest.mark.parametrize(
    ("line", "cells"),  # 6 people
    [
        ("Tổng số đảng viên toàn Đảng bộ: 120", []),  # of the committee, of which the cell is a part
        ("Tổng số đảng viên của Chi bộ: 7", ["A3"]),
        ("Chi bộ: 3", []),  # its number
        ("Chi bộ: 3 đồng chí", ["A3"]),
    ],
)
def test_a_number_over_the_list_of_a_cell(tmp_path: Path, line: str, cells: list[str]) -> None:
    rows = [["CHI BỘ 3"], [LIST_TITLE], [line], [], *OF_CELL]
    rated, problems = told(tmp_path, {"S": rows})
    assert (rated, [cell for _, _, cell, _ in problems]) == (ALL, cells)


def test_the_total_of_the_committee_below_the_list_of_a_cell(tmp_path: Path) -> None:
    rows = [["CHI BỘ 3"], [LIST_TITLE], *OF_CELL, ["", "Tổng số đảng viên toàn Đảng bộ: 120"]]
    assert told(tmp_path, {"S": rows}) == (ALL, [])


@pytest.mark.parametrize("line", ["(Chi bộ có 25 đảng viên)", "Tổng số đảng viên của chi bộ: 25"])
@pytest.mark.parametrize("title", ["HOÀN THÀNH XUẤT SẮC NHIỆM VỤ", "KHÔNG XẾP LOẠI"])
def test_the_members_of_a_cell_are_more_than_those_of_one_level(tmp_path: Path, title: str, line: str) -> None:
    rows = [
        [f"DANH SÁCH ĐẢNG VIÊN {title} NĂM 2022"],
        [line],
        [*HEAD, "Lý do"],
        *people(["Thai sản", "Miễn sinh hoạt"]),
    ]
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    reading = ek.read(tmp_path)
    assert reading.ratings["count"].sum() == 2
    assert [p.code for p in reading.problems.itertuples() if p.severity == "error"] == []


@pytest.mark.parametrize(("sheet", "cells"), [(over, ["B3", "B4"]), (beside, ["I4", "I5"]), (below, ["B12", "B13"])])
def test_a_summary_near_a_list_is_added_again(tmp_path: Path, sheet: Any, cells: list[str]) -> None:
    assert told(tmp_path, {"S": sheet(RIGHT)}) == (ALL, [])
    rated, problems = told(tmp_path, {"S": sheet(WRONG)})
    assert rated == ALL
    assert problems == [("total_differs", "S", cells[0], "1"), ("total_differs", "S", cells[1], "3")]


@pytest.mark.parametrize(
    ("own", "cells"),
    [
        ([SMALL, *WRONG], ["B2", "B3"]),
        ([["Tổng cộng", *SHORT], ["Đảng viên", 2, 2, 1, 1]], ["B2", "C2"]),
        ([["Row Labels", "Count of Họ và tên"], *(row[:2] for row in WRONG)], ["B2", "B3"]),
        (
            [["Row Labels", *SHORT, "Grand Total"], ["Chi bộ 1", 2, 2, 1, 1, 6], ["Grand Total", 2, 2, 1, 1, 6]],
            ["B3", "C3"],
        ),
        ([["Tổng số 6 đ/c; HTXSNV: 02 đ/c; HTTNV: 02 đ/c; HTNV: 01"]], ["A1", "A1"]),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_summary_on_a_sheet_of_its_own_is_added_again(
    tmp_path: Path, own: Rows, cells: list[str], first: bool
) -> None:
    sheets = {"Cộng": own, "DS": LIST} if first else {"DS": LIST, "Cộng": own}
    rated, problems = told(tmp_path, sheets)
    assert rated == ALL
    assert problems == [("total_differs", "Cộng", cells[0], "1"), ("total_differs", "Cộng", cells[1], "3")]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Tổng số: 06 đồng chí; trong đó: HTXSNV: 01 đ/c; HTTNV: 03 đ/c", []),
        ("Tổng số: 06 đồng chí; trong đó: HTXSNV: 02 đ/c; HTTNV: 03 đ/c", ["1"]),
        ("(Tổng số: 06 đảng viên)", []),
        ("(Tổng số: 07 đảng viên)", ["6"]),
        ("Căn cứ Quy định 132, từ 90 điểm: HTXSNV", []),
    ],
)
def test_a_line_over_a_list_is_added_again(tmp_path: Path, line: str, wrong: list[str]) -> None:
    rated, problems = told(tmp_path, {"S": [[LIST_TITLE], [line], TITLES, *PEOPLE]})
    assert (rated, problems) == (ALL, [("total_differs", "S", "A2", right) for right in wrong])


def test_a_summary_of_all_sheets_is_added_over_all(tmp_path: Path) -> None:
    other = [[*row[:2], f"06202000{n:04d}", row[3], "Chi bộ 2", row[5]] for n, row in enumerate(PEOPLE)]
    sheets = {"1": LIST, "2": [[LIST_TITLE], [], TITLES, *other], "Cộng": [["Mức", *SHORT], ["Số", 2, 6, 2, 1]]}
    assert told(tmp_path, sheets)[1] == [("total_differs", "Cộng", "E2", "2")]


def test_a_summary_beside_counts_is_added_again(tmp_path: Path) -> None:
    rows = [[COUNT_TITLE], ["Tổng số: 30 đảng viên; HTXSNV: 5; HTTNV: 20"], COUNTS, *UNITS]
    assert told(tmp_path, {"S": rows}) == (COUNTED, [("total_differs", "S", "A2", "19")])


@pytest.mark.parametrize(
    "own",
    [
        [["Năm 2021"], ["Mức", *SHORT], ["Số", 9, 9, 9, 9]],  # another year's
        [["Đoàn viên"], ["Mức", *SHORT], ["Số", 9, 9, 9, 9]],
        [["Mức", "Điểm"], ["HTXSNV", "từ 90"], ["HTTNV", "từ 70"]],
    ],
)
def test_what_sums_up_others_alarms_nobody(tmp_path: Path, own: Rows) -> None:
    assert told(tmp_path, {"DS": LIST, "Khác": own}) == (ALL, [])


def test_a_summary_of_nobody_that_was_read_is_named(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", {"DS": LIST, "Cộng": [["Mức", *SHORT], ["Số", 9, 9, 9, 9]]})
    found = [p for p in ek.read(tmp_path).problems.itertuples() if p.severity != "note"]
    assert [(p.severity, p.code, p.sheet, p.cell) for p in found] == [("warning", "summary_unclear", "Cộng", "B2")]


def test_sheets_of_months_beside_the_year_are_out_of_scope(tmp_path: Path) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN"], [], TITLES, *PEOPLE]
    assert told(tmp_path, {"Tháng 11": rows, "Tháng 12": rows, "Năm 2022": rows}) == (ALL, [])
    rated, problems = told(tmp_path, {"Tháng 12": rows})  # alone it may be the year's
    assert (rated, {code for code, *_ in problems}) == ({}, {"no_year"})


@pytest.mark.parametrize(
    "line",
    [["Tổng số đảng viên:", "{}"], ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022 ({} đồng chí)"]],
    ids=["beside", "title"],
)
@pytest.mark.parametrize(("number", "codes"), [(6, []), (7, ["total_differs"])])
def test_how_many_a_list_has_may_stand_over_it(tmp_path: Path, line: list[str], number: int, codes: list[str]) -> None:
    above = [text.format(f"{number:02d}") for text in line]
    rated, problems = told(tmp_path, {"S": [[LIST_TITLE], above, TITLES, *PEOPLE]})
    assert (rated, [problem[0] for problem in problems]) == (ALL, codes)
