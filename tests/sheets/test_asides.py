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
        ("SL", "TL", ABOVE, ""),  # shares are worked out again: test_printed.py
        ("Người", "%", ABOVE, ""),
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


def below_each(first, second, *more, units=("Đảng bộ A", "Đảng bộ B"), title=TITLE):
    """The same rows below the name of each unit, which has no numbers of its own."""
    rows = []
    for number, (unit, numbers) in enumerate(zip(units, ((FIRST, SECOND), (OTHER, LAST)), strict=True), 1):
        rows += [[number, unit], ["", first, *numbers[0]], ["", second, *numbers[1]], *([["", *row] for row in more])]
    return [title, [], ["STT", "Đơn vị", "Tổng số", *LEVELS], *rows]


@pytest.mark.parametrize("dash", ["", "- "])
@pytest.mark.parametrize("cells", ["Chi bộ trực thuộc", "Tổ chức đảng", "Các chi bộ trực thuộc"])
def test_organisations_and_members_below_the_name_of_their_unit(read_rows, cells, dash):
    women = ["Trong đó: nữ", 4, 1, 3, 0, 0]
    rows = below_each(dash + cells, dash + "Đảng viên", women, title=["XẾP LOẠI TỔ CHỨC ĐẢNG, ĐẢNG VIÊN NĂM 2022"])
    totals = [["", "Cộng"], ["", dash + cells, 30, 9, 16, 5, 0], ["", dash + "Đảng viên", 30, 7, 16, 6, 1]]
    reading = read_rows([*rows, *totals])
    assert (counted(reading, "cell"), counted(reading)) == (ABOVE, BELOW)
    assert codes(reading) == set()
    printed = [(one.cell, one.population, one.measure, one.value) for one in reading.printed]
    assert ("D13", "cell", "excellent", 9) in printed  # the checks hold them against the rows
    assert ("D14", "member", "excellent", 7) in printed


def test_kinds_of_members_below_the_name_of_their_unit_are_added(read_rows):
    reading = read_rows([*below_each("- Chính thức", "- Dự bị", units=("Chi bộ 1", "Chi bộ 2")), [3, "Chi bộ 3"]])
    assert counted(reading) == BOTH
    assert [(problem.code, problem.cell) for problem in reading.problems] == [("unit_unfilled", "A10")]


def test_years_below_the_name_of_their_unit_are_the_years_of_the_rows(read_rows):
    reading = read_rows(below_each("Năm 2021", "Năm 2022", title=["XẾP LOẠI ĐẢNG VIÊN CÁC NĂM"]))
    assert (counted(reading, year=2021), counted(reading)) == (ABOVE, BELOW)
    assert codes(reading) == set()


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


COUNTS = ["STT", "Chi bộ", "Tổng số", *LEVELS]
UNITS = [[1, "Chi bộ 1", *SECOND], [2, "Chi bộ 2", *LAST]]
TOTAL = ["", "Tổng cộng", 30, 7, 16, 6, 1]


@pytest.mark.parametrize(
    "row",
    [
        ["", "Tăng (+), giảm (-)", 2, 1, 1, 0, 0],
        ["", "Nữ", 12, 2, 8, 2, 0],
        ["", "Báo cáo trước", 28, 4, 18, 5, 1],
        ["", "Báo cáo kỳ trước", 28, 4, 18, 5, 1],
    ],
)
def test_rows_below_the_total_that_compare_or_divide_are_not_added(read_rows, row):
    assert counted(read_rows([TITLE, [], COUNTS, *UNITS, TOTAL, row])) == BELOW


def test_numbers_only_in_the_rows_of_the_parts_are_the_units(read_rows):
    parts = [["", "- Chính thức", 9, 2, 5, 1, 1], ["", "- Dự bị", 1, 0, 1, 0, 0]]
    more = [["", "- Chính thức", 18, 5, 8, 5, 0], ["", "- Dự bị", 2, 0, 2, 0, 0], ["", "- Nữ", 7, 1, 5, 1, 0]]
    reading = read_rows([TITLE, [], COUNTS, [1, "Chi bộ 1"], *parts, [2, "Chi bộ 2"], *more])
    assert counted(reading) == BELOW
    assert set(reading.records.values("name")) == {"Chi bộ 1", "Chi bộ 2"}


def test_groups_without_a_number_print_the_sums_of_those_with_one(read_rows):
    groups = [["", "Khối Đảng", *SECOND], UNITS[0], ["", "Khối Nhà nước", *LAST], UNITS[1]]
    assert counted(read_rows([TITLE, [], COUNTS, *groups, TOTAL])) == BELOW


def test_a_number_of_a_decision_below_a_year_is_no_rating(read_rows):
    head = [["TT", "Họ và tên", 2021, "", 2022, ""], ["", "", "XL", "Số QĐ", "XL", "Số QĐ"]]
    rows = [[n, name, level, "15-QĐ/ĐU", level, "16-QĐ/ĐU"] for n, name, level in PEOPLE]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN"], [], *head, *rows], merges=["C3:D3", "E3:F3"])
    assert [counted(reading, year=year) for year in (2021, 2022)] == 2 * [
        {"excellent": 1, "good": 1, "completed": 1, "not_completed": 1}
    ]


@pytest.mark.parametrize("mark", ["NĂM {}", "* NĂM {}", "Năm {}:"])
def test_group_rows_of_years_in_any_order(read_rows, mark):
    rows = [["", mark.format(2022)], *PEOPLE[:3], ["", mark.format(2021)], *PEOPLE[:1]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN"], [], HEAD, *rows], name="ds.xlsx")
    assert [sum(counted(reading, year=year).values()) for year in (2021, 2022)] == [1, 3]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("XẾP LOẠI ĐẢNG VIÊN (Từ ngày 01/01/2022 đến 31/12/2022)", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022 (so sánh với năm 2021)", 2022),
        ("KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022 VÀ CHỈ TIÊU NĂM 2023", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022, KẾ HOẠCH NĂM 2023", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN THEO QUY ĐỊNH 132 NĂM 2018", None),
        ("XẾP LOẠI ĐẢNG VIÊN (từ 01/12/2021 đến 30/11/2022)", None),  # not one year
    ],
)
def test_the_year_of_a_title_is_that_of_the_ratings(read_rows, title, year):
    reading = read_rows([[title], [], HEAD, *PEOPLE], name="ds.xlsx", sheet="DS")
    assert set(reading.records.values("year")) == ({year} if year else set())


@pytest.mark.parametrize(
    "title", ["XẾP LOẠI ĐẢNG VIÊN NĂM TRƯỚC", "NHẬN XÉT ĐẢNG VIÊN NƠI CƯ TRÚ (QĐ 213)", "XẾP LOẠI TẬP THỂ CẤP ỦY"]
)
def test_titles_of_other_ratings_refuse_the_table(read_rows, title):
    reading = read_rows([[title], [], HEAD, *PEOPLE])
    assert len(reading.records) == 0
    assert "out_of_scope" in codes(reading)


def test_members_who_are_officials_and_members_who_study_add_up(read_rows):
    head = [["STT", "Đơn vị", "Đảng viên là cán bộ, giảng viên", "", "", "", "Đảng viên là sinh viên"]]
    rows = [[1, "Chi bộ 1", *SECOND[1:], 1, 2, 3, 0], [2, "Chi bộ 2", *LAST[1:], 0, 1, 0, 1]]
    sheet = [TITLE, [], *head, ["", "", *LEVELS, *LEVELS], *rows]
    reading = read_rows(sheet, merges=["A3:A4", "B3:B4", "C3:F3", "G3:J3"])
    assert counted(reading) == {"excellent": 8, "good": 19, "completed": 9, "not_completed": 2}


@pytest.mark.parametrize(
    ("name", "population"), [("Đảng bộ Sở A", "base_organisation"), ("Đảng bộ bộ phận A", "section_committee")]
)
def test_a_committee_among_cells_is_no_cell(read_rows, name, population):
    rows = [["", name, "HTTNV"], [1, "Chi bộ 1", "HTXSNV"], [2, "Chi bộ 2", "HTNV"]]
    reading = read_rows([["XẾP LOẠI CHI BỘ TRỰC THUỘC NĂM 2022"], [], ["TT", "Tổ chức đảng", "Xếp loại"], *rows])
    assert (counted(reading, "cell"), counted(reading, population)) == ({"excellent": 1, "completed": 1}, {"good": 1})


def test_the_level_of_the_cell_in_a_list_of_people_is_named(read_rows):
    rows = [[*person, "HTXSNV"] for person in PEOPLE]
    reading = read_rows([TITLE, [], ["TT", "Họ và tên", "Xếp loại đảng viên", "Xếp loại chi bộ"], *rows])
    assert sum(counted(reading).values()) == 4
    assert [problem.cell for problem in reading.problems if problem.code == "not_ratings"] == ["D3"]


@pytest.mark.parametrize("line", ["ĐVT: %", "Đơn vị tính: %", "TỶ LỆ (%) XẾP LOẠI ĐẢNG VIÊN NĂM 2022"])
def test_a_table_of_shares_counts_nobody(read_rows, line):
    reading = read_rows([TITLE, [line], [], COUNTS, [1, "Chi bộ 1", 100, 20, 60, 10, 10]])
    assert len(reading.records) == 0
    assert "out_of_scope" in codes(reading)


@pytest.mark.parametrize("year", ["Năm đánh giá", "Năm", "NAM"])
@pytest.mark.parametrize("by_year", [False, True])
def test_a_person_who_stands_once_a_year_is_rated_each_year(read_rows, year, by_year):
    head = ["STT", "SO_THE_DANG_VIEN", "HO_TEN", "NGAY_SINH", "GIOI_TINH", "CHUC_VU", "CHI_BO", year, "XEP_LOAI"]
    people = [("052010000001", "Trần Văn A", "02/02/1961"), ("052010000002", "Lê Thị B", "03/03/1962")]
    rows = [
        [*person, "Nam", "Đảng viên", "Chi bộ Thôn 1", when, level]
        for person, levels in zip(people, [("HTTNV", "HTXSNV"), ("HTNV", "HTTNV")], strict=True)
        for when, level in zip((2021, 2022), levels, strict=True)
    ]
    if by_year:
        rows.sort(key=lambda row: row[-2])
    reading = read_rows([head, *([n, *row] for n, row in enumerate(rows, 1))])
    assert counted(reading, year=2021) == {"good": 1, "completed": 1}
    assert counted(reading, year=2022) == {"excellent": 1, "good": 1}
    assert codes(reading) == set()


def test_what_stands_below_a_title_without_accents_tells_nam_from_nam(read_rows):
    head = ["TT", "Ho va ten", "Ngay sinh", "Nam", "Xep loai"]
    rows = [[1, "Trần Văn A", "02/02/1961", "x", "HTTNV"], [2, "Lê Thị B", "03/03/1962", "", "HTXSNV"]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN CHI BỘ THÔN 1 NĂM 2022"], head, *rows])
    assert counted(reading) == {"excellent": 1, "good": 1}
