"""Columns and group rows that say of each row what it counts: plan, result, year, population, share."""

from __future__ import annotations

from collections import Counter

import pytest

LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
TITLE = ["XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"]
FIRST, SECOND = [10, 3, 6, 1, 0], [10, 2, 6, 1, 1]  # of Chi bộ 1
OTHER, LAST = [20, 6, 10, 4, 0], [20, 5, 10, 5, 0]  # of Chi bộ 2
ABOVE = {"excellent": 9, "good": 16, "completed": 5}
BELOW = {"excellent": 7, "good": 16, "completed": 6, "not_completed": 1}
BOTH = {"excellent": 16, "good": 32, "completed": 11, "not_completed": 1}


def sheet(above, below, *, title="", once=False):
    again = ["", ""]
    rows = [[1, "Chi bộ 1", above, *FIRST], [*again, below, *SECOND], [2, "Chi bộ 2", above, *OTHER]]
    return [TITLE, [], ["STT", "Chi bộ", title, "Tổng số", *LEVELS], *rows, [*again, below, *LAST]]


def counted(reading, population="member", year=2022):
    found = Counter()
    columns = (reading.records.values(name) for name in ("year", "population", "level", "number"))
    for when, whose, level, number in zip(*columns, strict=True):
        if (when, whose) == (year, population) and level:
            found[level] += number
    return {level: number for level, number in found.items() if number}


def codes(reading):
    return {problem.code for problem in reading.problems}


MERGED = ["A4:A5", "B4:B5", "A6:A7", "B6:B7"]


@pytest.mark.parametrize("merges", [MERGED, []], ids=["merged", "named once"])
@pytest.mark.parametrize(
    ("above", "below", "truth", "code"),
    [
        ("KH", "TH", BELOW, "row_compares"),
        ("Kế hoạch", "Thực hiện", BELOW, "row_compares"),
        ("Chỉ tiêu", "Kết quả", BELOW, "row_compares"),
        ("Đăng ký", "Đạt được", BELOW, "row_compares"),
        ("Năm trước", "Năm nay", BELOW, "row_compares"),
        ("Ban đầu", "Sau điều chỉnh", BELOW, "row_compares"),
        ("SL", "TL", ABOVE, "row_compares"),
        ("Kết quả", "Kế hoạch", ABOVE, "row_compares"),  # the order is no matter
        ("Tự đánh giá", "Kết quả", BELOW, "out_of_scope"),
        ("Đề nghị", "Công nhận", BELOW, "out_of_scope"),
        ("6 tháng", "Cả năm", BELOW, "out_of_scope"),
        ("Công chức", "Đảng viên", BELOW, "out_of_scope"),
        ("Đoàn viên", "Đảng viên", BELOW, "out_of_scope"),
        ("Quần chúng", "Đảng viên", BELOW, "out_of_scope"),
        ("Nam", "Nữ", BOTH, ""),  # parts that make up the whole
        ("Tổng số", "Trong đó nữ", ABOVE, ""),
        ("Nữ", "Chung", BELOW, ""),
        ("Lần 1", "Lần 2", {}, "row_unclear"),  # nobody knows which decides
        ("Công chức", "Viên chức", {}, "row_unclear"),  # both may be members
        ("Kết quả", "Thực hiện", {}, "row_unclear"),
    ],
)
def test_a_column_beside_the_names_says_which_row_is_the_result(read_rows, above, below, truth, code, merges):
    reading = read_rows(sheet(above, below), merges=merges)
    assert counted(reading) == truth
    assert not code or code in codes(reading)
    assert "no_subject" not in codes(reading)


def test_years_beside_the_names_are_the_years_of_the_rows(read_rows):
    reading = read_rows(sheet("Năm 2021", "Năm 2022"), merges=MERGED)
    assert (counted(reading, year=2021), counted(reading)) == (ABOVE, BELOW)


def test_populations_beside_the_names_are_those_of_the_rows(read_rows):
    reading = read_rows(sheet("Chi bộ", "Đảng viên", title="Đối tượng"), merges=MERGED)
    assert (counted(reading, "cell"), counted(reading)) == (ABOVE, BELOW)


def test_a_total_of_the_plan_is_no_total(read_rows):
    rows = [*sheet("KH", "TH"), ["", "Tổng cộng", "KH", 30, 9, 16, 5, 0], ["", "", "TH", 30, 7, 16, 6, 1]]
    reading = read_rows(rows, merges=[*MERGED, "B8:B9"])
    assert counted(reading) == BELOW
    assert not [problem for problem in reading.problems if problem.severity == "error"]


def test_a_forgotten_name_is_an_error_still(read_rows):
    rows = sheet("TH", "TH")  # one row a unit; the second has lost its name
    assert "no_subject" in codes(read_rows(rows))


PEOPLE = [[n, f"Người {letter}", level] for n, (letter, level) in enumerate(zip("ABCD", LEVELS, strict=True), 1)]
HEAD = ["TT", "Họ và tên", "Xếp loại"]


@pytest.mark.parametrize("others", ["QUẦN CHÚNG", "ĐOÀN VIÊN", "CÔNG CHỨC"])
def test_groups_that_are_no_members_are_not_counted(read_rows, others):
    title = ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
    reading = read_rows([title, [], HEAD, ["I", "ĐẢNG VIÊN"], *PEOPLE[:2], ["II", others], *PEOPLE[2:]])
    assert counted(reading) == {"excellent": 1, "good": 1}
    assert "out_of_scope" in codes(reading)


def test_a_group_of_officials_alone_is_of_members(read_rows):
    reading = read_rows([TITLE, [], HEAD, ["I", "CÔNG CHỨC"], *PEOPLE[:2], ["II", "VIÊN CHỨC"], *PEOPLE[2:]])
    assert sum(counted(reading).values()) == 4


def test_those_not_ticked_as_members_are_not_counted(read_rows):
    rows = [[n, name, "x" if n < 3 else "", level] for n, name, level in PEOPLE]
    reading = read_rows([["KẾT QUẢ XẾP LOẠI NĂM 2022"], [], ["TT", "Họ và tên", "Đảng viên", "Xếp loại"], *rows])
    assert counted(reading) == {"excellent": 1, "good": 1}
    assert "out_of_scope" in codes(reading)
