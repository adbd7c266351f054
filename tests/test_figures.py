"""Printed totals and shares against the rows they cover: each sheet by hand, what is wrong in it, and in which cell."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import LIST, member, write_workbook

LEVELS = ["Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"]
HEADER = ["STT", "Tên TCCSĐ", "Đảng số", "Số đảng viên được xếp loại", *LEVELS, "Miễn đánh giá", "Chưa xếp loại"]
A, B = [1, "Đảng bộ A", 25, 20, 4, 15, 1, 0, 3, 2], [2, "Đảng bộ B", 10, 10, 2, 8, 0, 0, 0, 0]
TOTAL = ["", "Tổng cộng", 35, 30, 6, 23, 1, 0, 3, 2]
GROUP_A, GROUP_B = ["I", "Khối A", *A[2:]], ["II", "Khối B", *B[2:]]
SUM_A, SUM_B = ["", "Cộng", *A[2:]], ["", "Cộng", *B[2:]]


@pytest.fixture
def told(tmp_path):
    """The code, cell and right figure of each problem of a sheet."""

    def tell(rows, **options):
        write_workbook(tmp_path / "tong hop dang vien nam 2022.xlsx", {"S": rows}, **options)
        problems = ek.read(tmp_path).problems
        return [(p.severity, p.code, p.cell, p.suggestion) for p in problems.itertuples()]

    return tell


def changed(row, place, value):
    return [*row[:place], value, *row[place + 1 :]]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([HEADER, A, B, TOTAL], []),
        ([HEADER, TOTAL, A, B], []),  # the total on top
        ([HEADER, A, B, changed(TOTAL, 2, 36)], [("error", "total_differs", "C4", "35")]),
        ([HEADER, A, B, changed(TOTAL, 3, 31)], [("error", "total_differs", "D4", "30")]),
        ([HEADER, A, B, changed(TOTAL, 5, 24)], [("error", "total_differs", "F4", "23")]),
        ([HEADER, A, B, changed(TOTAL, 9, 1)], [("error", "total_differs", "J4", "2")]),
        ([HEADER, changed(A, 3, 21), B], [("error", "sum_differs", "D2", "20")]),  # rated is not the sum of the levels
        ([HEADER, changed(A, 2, 26), B], [("error", "sum_differs", "C2", "25")]),  # present: exempt + not yet + rated
        ([HEADER, GROUP_A, A, GROUP_B, B, TOTAL], []),
        ([HEADER, GROUP_A, A, changed(GROUP_B, 4, 3), B, TOTAL], [("error", "total_differs", "E4", "2")]),
        ([HEADER, A, SUM_A, B, SUM_B, TOTAL], []),  # sub-totals below their groups
        ([HEADER, A, SUM_A, B, changed(SUM_B, 5, 9), TOTAL], [("error", "total_differs", "F5", "8")]),
    ],
)  # fmt: skip
def test_numbers(told, rows, wrong):
    assert told(rows) == wrong


def test_more_people_than_ratings_and_no_column_for_why_is_said_once_a_sheet(told):
    rows = [["STT", "Chi bộ", "Đảng số", *LEVELS], [1, "Chi bộ 1", 22, 4, 15, 1, 0], [2, "Chi bộ 2", 11, 2, 8, 0, 0]]
    assert told(rows) == [("warning", "not_accounted_for", "C2", "")]


PAIRS = [
    ["STT", "Tên TCCSĐ", "Đảng số", "XẾP LOẠI ĐẢNG VIÊN"],
    ["", "", "", "Xuất sắc", "", "Tốt", "", "Hoàn thành", "", "Không hoàn thành", ""],
    ["", "", "", *["SL", "%"] * 4],
]
MERGES = ["A1:A3", "B1:B3", "C1:C3", "D1:K1", "D2:E2", "F2:G2", "H2:I2", "J2:K2"]


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [  # of 7: 1 is 14.2857…, 5 is 71.4285…
        ([14.29, 71.43, 14.29], []),
        ([0.142857142857143, 0.714285714285714, 0.142857142857143], []),  # formulas, formatted as per cent
        (["14,29%", "71,43%", "14,29%"], []),
        (["14,3", "71,4", "14,3"], []),
        ([0.1429, 0.7143, 0.1429], []),
        ([14.28, 71.43, 14.29], [("warning", "share_differs", "E4", "14,29")]),  # cut off
        ([14.29, 42.86, 14.29], [("warning", "share_differs", "G4", "71,43")]),  # 3 of 7
        ([14.29, 70.0, 14.29], [("warning", "share_differs", "G4", "71,43")]),  # no number of 7 people
    ],
)
def test_shares(told, shares, wrong):
    row = [1, "Đảng bộ A", 7, 1, shares[0], 5, shares[1], 1, shares[2], 0, ""]
    assert told([*PAIRS, row], merges=MERGES) == wrong


def test_the_message_says_why_a_share_is_wrong(tmp_path):
    rows = [1, "Đảng bộ A", 8, 1, 14.28, 5, 70.0, 1, 12.5, 0, ""]
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": [*PAIRS, rows]}, merges=MERGES)
    messages = [p.message for p in ek.read(tmp_path).problems.itertuples() if p.code == "share_differs"]
    assert [message.partition(": ")[2] for message in messages] == [
        "tỉ lệ ghi 14,28%, đã cắt bớt chữ số thay vì làm tròn; 1/7 là 14,29%. Sửa tỉ lệ hoặc số lượng.",
        "tỉ lệ ghi 70%, không số nguyên nào trên 7 cho tỉ lệ này; 5/7 là 71,43%. Sửa tỉ lệ hoặc số lượng.",
        "tỉ lệ ghi 12,5%, đang tính trên tổng số, không trên số được xếp loại; 1/7 là 14,29%. Sửa tỉ lệ hoặc số lượng.",
    ]


@pytest.mark.parametrize(
    ("total", "wrong"),
    [(3, []), (4, [("error", "total_differs", "B5", "3")])],
)
def test_the_total_of_a_list(told, total, wrong):
    rows = [LIST, member(1, "HTT"), member(2, "HTT"), member(3, "HTT"), ["Tổng cộng", total]]
    assert told(rows) == wrong


def test_sub_totals_of_a_list_cover_their_own_people(told):
    one, two = [member(1, "HTT"), member(2, "HTT")], [member(3, "HTT")]
    assert told([LIST, *one, ["Cộng", 2], *two, ["Cộng", 1], ["Tổng cộng", 3]]) == []
    assert told([LIST, *one, ["Cộng", 2], *two, ["Cộng", 2], ["Tổng cộng", 3]])[0][:3] == (
        "error",
        "total_differs",
        "B6",
    )


def test_organisations_and_members_side_by_side_are_both_counted(told, tmp_path):
    rows = [
        ["STT", "Tên TCCSĐ", "XẾP LOẠI TỔ CHỨC ĐẢNG", "", "", "", "", "XẾP LOẠI ĐẢNG VIÊN", "", "", "", ""],
        ["", "", *["Tổng số", *LEVELS] * 2],
        [1, "Đảng bộ A", 10, 2, 6, 2, 0, 100, 20, 70, 9, 1],
        ["", "Tổng cộng", 10, 2, 6, 2, 0, 100, 20, 71, 9, 1],
    ]
    assert told(rows, merges=["C1:G1", "H1:L1"]) == [("error", "total_differs", "J4", "70")]
    ratings = ek.read(tmp_path).ratings
    assert ratings.groupby("population", observed=True)["count"].sum().to_dict() == {"cell": 10, "member": 100}


def test_a_unit_s_own_level_beside_the_counts_of_its_members(read_rows):
    rows = [
        ["STT", "Chi bộ", "TCCSĐ", "Xếp loại chi bộ", "XẾP LOẠI ĐẢNG VIÊN", "", "", ""],
        ["", "", "", "", *LEVELS],
        [1, "Chi bộ 1", "Đảng bộ A", "HTTNV", 2, 7, 1, 0],
    ]
    found = read_rows(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:H1"]).records
    assert [(r.population, r.name, r.level, r.number) for r in found] == [
        ("cell", "Chi bộ 1", "good", 1),
        ("member", "Chi bộ 1", "excellent", 2),
        ("member", "Chi bộ 1", "good", 7),
        ("member", "Chi bộ 1", "completed", 1),
    ]


PAIRED = ["STT", "Tên TCCSĐ", "Đảng số", "Số đảng viên được xếp loại", "Xuất sắc", "%", *LEVELS[1:]]


@pytest.mark.parametrize(
    ("share", "problems"),
    [
        ("20,41", []),  # 10 of 49
        ("20,4", []),  # the same with one decimal
        ("20", []),
        ("20,40", [("warning", "share_differs", "F2", "20,41")]),  # cut off, and both decimals are meant
        ("20,00", [("warning", "share_differs", "F2", "20,41")]),
    ],
)
def test_a_share_is_as_exact_as_it_was_typed(told, share, problems):
    assert told([PAIRED, [1, "Đảng bộ A", 49, 49, 10, share, 39, 0, 0]]) == problems


def test_totals_of_a_table_whose_rows_were_all_rejected_are_left_alone(told):
    header = ["STT", "Tên TCCSĐ", "Tổng số", "Được xếp loại", *LEVELS]
    rows = [header, [1, "Đảng bộ A", 20, 20, 4, 15, 1, 0], ["", "Cộng", 21, 20, 4, 15, 1, 0]]
    codes = [code for _, code, *_ in told([["NĂM 2022"], *rows])]
    assert codes == ["no_population"]
