"""Tables as offices lay them out: titles right below a table, totals under captions, forms without a header."""

from __future__ import annotations

from collections import Counter

import pytest

from evalkit.books.cells import whole_number
from evalkit.scale import PARTY
from evalkit.sheets.printed.words import summary_of
from evalkit.sheets.vocabulary import is_carried, is_signature, is_subset, is_total
from evalkit.sheets.years import rated_year
from tests.sheets.test_office_kinds import read

MEMBERS = ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
COUNTS = ["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
ROWS = [[1, "Chi bộ 1", 12, 2, 9, 1, 0], [2, "Chi bộ 2", 10, 1, 9, 0, 0]]
ALL = {("member", "excellent"): 3, ("member", "good"): 18, ("member", "completed"): 1}


def counted(reading):
    found = Counter()
    for record in reading.records:
        found[record.population, record.level or record.status] += record.number
    return found


def told(reading):
    return [problem.code for problem in reading.problems if problem.severity in ("error", "warning")]


@pytest.mark.parametrize(
    ("says", "text", "expected"),
    [
        (is_total, "Toàn quận: 02 đơn vị", True),
        (is_total, "TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN CHI BỘ", False),
        (is_total, "Cộng I", True),
        (is_total, "Tổng cộng 03 chi bộ", True),
        (is_carried, "Trang trước chuyển sang", True),
        (is_signature, "Chủ trì", True),
        (is_subset, "- ĐV dự bị", True),
    ],
)
def test_rows_are_known_by_their_words(says, text, expected):
    assert says(text) is expected


def test_a_number_of_people_and_of_no_document():
    assert [whole_number(text) for text in ("02 đ/c", "1.204 đảng viên", "2 năm")] == [2, 1204, None]
    assert rated_year("BÁO CÁO SỐ LIỆU XẾP LOẠI ĐẢNG VIÊN NĂM 2022") == 2022
    assert rated_year("Báo cáo số 12 năm 2022") is None
    assert [rated_year(f"XẾP LOẠI ĐẢNG VIÊN NĂM {year}") for year in ("2 0 2 2", "2O22", "2 0", "20 đồng chí")] == [
        2022, 2022, None, None,
    ]  # fmt: skip
    assert [rated_year(text) for text in ("2022-CV-ĐUK", "2022-QĐ/ĐUK", "NĂM 2022 - ĐẢNG BỘ")] == [None, None, 2022]


def test_a_line_below_a_list_counts_it_and_its_levels():
    line = "Danh sách này có 03 đồng chí; trong đó 02 đồng chí HTXSNV, 01 đồng chí HTTNV."
    assert summary_of(line, PARTY) == {"total": 3, "excellent": 2, "good": 1}
    assert summary_of("TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN CHI BỘ 3", PARTY) == {}


def test_a_title_right_below_a_table_is_the_next_ones(read_rows):
    first = [["1. KẾT QUẢ XẾP LOẠI CHI BỘ TRỰC THUỘC NĂM 2022"], COUNTS, *ROWS, ["", "Cộng", 22, 3, 18, 1, 0]]
    second = [["2. KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], COUNTS, *ROWS, ["", "Cộng", 22, 3, 18, 1, 0]]
    cells = {("cell", level): number for (_, level), number in ALL.items()}
    assert counted(read_rows([*first, *second])) == ALL | cells


def test_levels_joined_by_a_caption_are_of_one_block(read_rows):
    header = [
        ["TT", "Chi bộ", "Tổng số", "HTTNV trở lên", "", "", "HTNV", "KHTNV"],
        ["", "", "", "Cộng", "HTXSNV", "HTTNV", "", ""],
    ]
    rows = [[1, "Chi bộ 1", 12, 11, 2, 9, 1, 0], [2, "Chi bộ 2", 10, 10, 1, 9, 0, 0]]
    merges = ["D2:F2", *(f"{column}2:{column}3" for column in "ABCGH")]
    reading = read_rows([MEMBERS, *header, *rows], merges=merges)
    assert counted(reading) == ALL
    assert not told(reading)


def test_the_number_rated_under_its_caption(read_rows):
    header = [
        ["TT", "Chi bộ", "Tổng số", "Chưa đánh giá", "Số đảng viên được đánh giá, xếp loại", "", "", "", ""],
        ["", "", "", "", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"],
    ]
    rows = [[1, "Chi bộ 1", 13, 1, 12, 2, 9, 1, 0], [2, "Chi bộ 2", 10, 0, 10, 1, 9, 0, 0]]
    reading = read_rows([MEMBERS, *header, *rows], merges=["E2:I2", *(f"{column}2:{column}3" for column in "ABCD")])
    assert counted(reading) == ALL | {("member", "not_yet"): 1}
    assert not told(reading)


def test_counts_in_words(read_rows):
    rows = [[1, "Chi bộ 1", "12 đ/c", "02 đ/c", "09 đ/c", "01 đ/c", "Không"], ROWS[1]]
    reading = read_rows([MEMBERS, COUNTS, *rows])
    assert (counted(reading), told(reading)) == (ALL, [])


def test_who_decides_among_columns_of_a_form(read_rows):
    header = ["Tiêu chí", "Đơn vị tự đánh giá", "Ban Tổ chức thẩm định", "Ban Thường vụ quyết định"]
    rows = [["HTXSNV", 5, 4, 3], ["HTTNV", 16, 17, 18], ["HTNV", 1, 1, 1], ["KHTNV", 0, 0, 0]]
    assert counted(read_rows([MEMBERS, header, *rows])) == ALL


def test_a_form_without_a_header(read_rows):
    rows = [
        ["Tổng số đảng viên:", 23], ["Đảng viên được miễn:", 1], ["Đảng viên được xếp loại:", 22],
        ["- Hoàn thành xuất sắc nhiệm vụ:", 3], ["- Hoàn thành tốt nhiệm vụ:", 18], ["- Hoàn thành nhiệm vụ:", 1],
        ["- Không hoàn thành nhiệm vụ:", 0],
    ]  # fmt: skip
    reading = read_rows([MEMBERS, *rows])
    assert (counted(reading), told(reading)) == (ALL | {("member", "exempt"): 1}, [])
    assert [(figure.measure, figure.value) for figure in reading.printed] == [("total", 23), ("rated", 22)]


def test_levels_within_groups_of_units_are_numbered(read_rows):
    rows = [
        ["TT", "Họ và tên", "Số thẻ đảng viên"],
        ["I", "Chi bộ Thôn Đông"], [1, "Hoàn thành tốt nhiệm vụ"], ["", "Lê An", "048100000001"],
        ["II", "Chi bộ Thôn Đoài"], [1, "Hoàn thành nhiệm vụ"], ["", "Lê Bình", "048100000002"],
    ]  # fmt: skip
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], *rows])
    assert [(record.unit, record.level) for record in reading.records] == [
        ("Chi bộ Thôn Đông", "good"),
        ("Chi bộ Thôn Đoài", "completed"),
    ]


def test_single_letters_under_years_count_beside_words(read_rows):
    rows = [["TT", "Chi bộ", "N.2022", "N.2021"], [1, "Chi bộ 1", "XS", "T"], [2, "Chi bộ 2", "T", "T"]]
    reading = read_rows([["KẾT QUẢ XẾP LOẠI CHI BỘ TRỰC THUỘC"], *rows])
    assert [(record.year, record.level) for record in reading.records] == [
        (2022, "excellent"), (2021, "good"), (2022, "good"), (2021, "good"),
    ]  # fmt: skip


def test_instructions_with_an_example_are_no_list(read_rows):
    people = [MEMBERS, ["TT", "Họ và tên", "Xếp loại"], [1, "Lê An", "HTTNV"]]
    reading = read_rows({"DS": people, "Hướng dẫn": [["Ví dụ:"], [1, "Lê Văn Mẫu", "HTTNV"]]})
    assert "no_header" not in told(reading)


def test_a_sum_of_what_each_subject_has_is_no_number_of_subjects(read_rows):
    header = ["TT", "Tên TCCSĐ", "Số chi bộ trực thuộc", "Số đảng viên", "Mức xếp loại"]
    rows = [[1, "Đảng bộ Sở A", 6, 72, "HTTNV"], [2, "Đảng bộ Sở B", 9, 110, "HTXSNV"]]
    reading = read_rows([["XẾP LOẠI TCCSĐ NĂM 2022"], header, *rows, ["", "Tổng cộng", 15, 182, ""]])
    assert reading.printed == []
    counted_in_place = [[1, "Đảng bộ Sở A", "", "", "HTTNV"], ["", "Tổng cộng", "", 1, ""]]
    reading = read_rows([["XẾP LOẠI TCCSĐ NĂM 2022"], header, *counted_in_place])
    assert [(figure.measure, figure.value) for figure in reading.printed] == [("total", 1)]


def test_the_number_in_a_group_of_a_level_is_of_its_members(read_rows):
    rows = [
        ["TT", "Họ và tên", "Số thẻ đảng viên", "Ghi chú"],
        ["A", "ĐẢNG VIÊN HTXSNV: 01 đ/c"], [1, "Lê An", "048100000001", ""],
        ["B", "KHÔNG XẾP LOẠI: 01 đ/c"], [1, "Lê Bình", "048100000002", "Mới kết nạp"],
    ]  # fmt: skip
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], *rows])
    printed = [(figure.population, figure.measure, figure.value) for figure in reading.printed]
    assert printed == [("member", "total", 1), ("member", "total", 1)]
    assert [record.level or record.status for record in reading.records] == ["excellent", "new_member"]


def test_women_beside_each_number_are_no_total(read_rows):
    titles = ["Tổng số", "", "HTXSNV", "", "HTTNV", "", "HTNV", "", "KHTNV", ""]
    header = [["TT", "Chi bộ", *titles], ["", "", *["TS", "Nữ"] * 5]]
    rows = [[1, "Chi bộ 1", 12, 5, 2, 1, 9, 4, 1, 0, 0, 0], [2, "Chi bộ 2", 10, 3, 1, 0, 9, 3, 0, 0, 0, 0]]
    merges = ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2", "I2:J2", "K2:L2"]
    reading = read_rows([MEMBERS, *header, *rows], merges=merges)
    assert counted(reading) == ALL
    assert [figure.value for figure in reading.printed if figure.measure == "total"] == [12, 10]


def test_one_level_over_two_columns_is_an_error_where_both_are_filled(read_rows):
    header = ["TT", "Chi bộ", "HTXSNV", "HTTNV", "HTTNV", "KHTNV"]
    row = [1, "Chi bộ 1", 2, 9, 1, 0]
    assert told(read_rows([MEMBERS, header, row])) == ["level_twice"]
    assert told(read_rows([MEMBERS, header, [1, "Chi bộ 1", 2, 9, "", 0]])) == []


def test_this_year_beside_the_year_before(read_rows):
    header = ["TT", "Họ và tên", "Năm trước", "Năm nay"]
    reading = read_rows([MEMBERS, header, [1, "Lê An", "HTTNV", "HTXSNV"], [2, "Lê Bình", "HTXSNV", "HTTNV"]])
    assert [record.level for record in reading.records] == ["excellent", "good"]


def test_levels_without_the_word_completed_are_levels(read_rows):
    titles = [*COUNTS[:3], "Xuất sắc NV", "Tốt NV", "Hoàn thành NV", "Không hoàn thành NV"]
    reading = read_rows([MEMBERS, titles, *ROWS])
    assert (counted(reading), told(reading)) == (ALL, [])


@pytest.mark.parametrize("title", ["Tên TCCS đảng", "Tên cơ sở đảng", "Tên chi, đảng bộ"])
def test_a_column_of_organisations_in_any_of_their_words_names_units(read_rows, title):
    reading = read_rows([MEMBERS, ["TT", title, *COUNTS[2:]], *ROWS])
    assert (counted(reading), told(reading)) == (ALL, [])


@pytest.mark.parametrize(
    ("title", "names"), [("Loại hình", ["Đảng bộ cơ sở", "Chi bộ cơ sở"]), ("Khối", ["Khối xã", "Khối cơ quan"])]
)
def test_organisations_counted_by_their_kind_or_group(read_rows, title, names):
    rows = [[row[0], name, *row[2:]] for row, name in zip(ROWS, names, strict=True)]
    heading = ["TỔNG HỢP XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"]
    reading = read_rows([heading, ["TT", title, *COUNTS[2:]], *rows, ["", "Cộng", 22, 3, 18, 1, 0]])
    assert counted(reading) == {("base_organisation", level): number for (_, level), number in ALL.items()}
    assert told(reading) == []


def test_a_column_of_groups_says_under_which_an_organisation_is_compared(read_rows):
    rows = [[1, "Đảng bộ A", "Khối 1", "HTTNV"], [2, "Chi bộ B", "Khối 2", "HTXSNV"]]
    heading = ["DANH SÁCH XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"]
    reading = read_rows([heading, ["TT", "TCCSĐ", "Khối thi đua", "Xếp loại"], *rows])
    assert [(record.name, record.unit) for record in reading.records] == [
        ("Đảng bộ A", "Khối 1"),
        ("Chi bộ B", "Khối 2"),
    ]


@pytest.mark.parametrize("years", [[2021, 2022], ["Năm 2021", "Năm 2022"]])
def test_years_beside_nothing_but_names_are_a_header(read_rows, years):
    reading = read_rows([["XẾP LOẠI QUA CÁC NĂM"], ["Chi bộ", *years], ["Chi bộ 1", "HTTNV", "HTXSNV"]])
    assert [(record.year, record.level) for record in reading.records] == [(2021, "good"), (2022, "excellent")]


def test_levels_of_each_year_beside_the_names_of_units(read_rows):
    levels = ["XS", "T", "HT", "KHT"]
    head = [["Chi bộ", 2021, "", "", "", 2022, "", "", ""], ["", *levels, *levels]]
    rows = [["Chi bộ 1", 1, 7, 1, 0, 2, 7, 0, 0], ["Chi bộ 2", 1, 5, 1, 0, 1, 6, 0, 0]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN QUA CÁC NĂM"], *head, *rows], merges=["A2:A3", "B2:E2", "F2:I2"])
    assert sum(record.number for record in reading.records if record.year == 2021) == 16
    assert (counted(reading)["member", "good"], told(reading)) == (25, [])


def test_numbers_under_a_title_of_reasons_count_people(read_rows):
    rows = [[*ROWS[0], 1], [*ROWS[1], 0]]
    reading = read_rows([MEMBERS, [*COUNTS, "Chưa xếp loại (lý do khác)"], *rows])
    assert counted(reading) == ALL | {("member", "not_yet"): 1}


def test_other_reasons_below_a_caption_count_people(read_rows):
    head = [[*COUNTS, "Không xếp loại", ""], [*[""] * len(COUNTS), "Miễn SH", "Lý do khác"]]
    rows = [[*ROWS[0], 2, 1], [*ROWS[1], 0, 0]]
    rows[0][2] = 15
    reading = read_rows([MEMBERS, *head, *rows], merges=[*(f"{letter}2:{letter}3" for letter in "ABCDEFG"), "H2:I2"])
    assert counted(reading) == ALL | {("member", "exempt"): 2, ("member", "unspecified"): 1}
    assert told(reading) == []


@pytest.mark.parametrize(
    ("title", "total", "members"),
    [
        ("Xếp loại chi bộ", "Tổng số", True),  # a cell has nothing but members
        ("Xếp loại chi bộ", "Tổng số đảng viên", True),
        ("Xếp loại đảng bộ cơ sở", "Tổng số đảng viên", True),
        ("Xếp loại đảng bộ cơ sở", "Tổng số", False),  # of cells, perhaps
    ],
)
def test_numbers_beside_the_level_of_each_unit_are_of_its_members(title: str, total: str, members: bool) -> None:
    unit = title.removeprefix("Xếp loại ").capitalize()
    head = ["TT", unit, title, total, "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [[1, f"{unit} 1", "HTXSNV", 10, 2, 7, 1, 0], [2, f"{unit} 2", "HTTNV", 8, 1, 6, 1, 0]]
    reading = read([["TỔNG HỢP XẾP LOẠI NĂM 2022"], [], head, *rows, ["", "Cộng", "", 18, 3, 13, 2, 0]])
    found = Counter[tuple[bool, str]]()
    for record in reading.records:
        found[record.population == "member", record.level] += record.number
    of_members = {(True, "excellent"): 3, (True, "good"): 13, (True, "completed"): 2}
    if members:
        assert +found == {(False, "excellent"): 1, (False, "good"): 1} | of_members
        assert [problem.code for problem in reading.problems if problem.severity != "note"] == []
    else:
        assert "several_rating_columns" in [problem.code for problem in reading.problems]


def test_a_sum_of_organisations_over_one_kind_of_them_is_of_that_kind() -> None:
    head = ["TT", "Nội dung", "Tổng số", "HTXSNV", "HTTNV", "HTNV"]
    rows = [["I", "TỔ CHỨC ĐẢNG", 3, 1, 2, 0], [1, "Chi bộ trực thuộc", 3, 1, 2, 0], ["II", "ĐẢNG VIÊN", 18, 3, 13, 2]]
    rows += [[1, "Chi bộ 1", 10, 2, 7, 1], [2, "Chi bộ 2", 8, 1, 6, 1]]
    reading = read([["XẾP LOẠI TỔ CHỨC ĐẢNG, ĐẢNG VIÊN NĂM 2022"], [], head, *rows])
    told = [(one.population, one.cell) for one in reading.printed if one.measure == "total"]
    assert told == [("cell", "C4"), ("cell", "C5"), ("member", "C6"), ("member", "C7"), ("member", "C8")]
