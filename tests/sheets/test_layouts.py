"""Tables are found and read in every layout; what is expected was typed beside the cells, not computed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from evalkit.records import FileReading
from evalkit.settings import Hint, Settings
from tests.conftest import LIST, member


def said(reading: FileReading) -> list[tuple[Any, ...]]:
    """Year, population, key or name, level or status, cell of each record."""
    return [(r.year, r.population, r.key or r.name, r.level or r.status, r.cell) for r in reading.records]


def skipped(reading: FileReading) -> list[tuple[str, str]]:
    return [(skip.cell, skip.reason) for skip in reading.skips]


def codes(reading: FileReading) -> list[tuple[str, str]]:
    """Without `no_unit`: the small lists of this module name none."""
    return [(problem.code, problem.cell) for problem in reading.problems if problem.code != "no_unit"]


def test_a_list_with_titles_numbers_groups_total_and_signature(read_rows):
    reading = read_rows(
        [
            ["ĐẢNG BỘ KHỐI", "", "", "", "", "Hà Nội, ngày 12 tháng 01 năm 2023"],
            ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
            ["(Kèm theo Quyết định số 15-QĐ/ĐUK ngày 05/01/2023)"],
            [],
            LIST,
            [f"({n})" for n in range(1, 9)],
            ["I", "Đảng bộ A"],
            member(1, "Hoàn thành xuất sắc nhiệm vụ"),
            member(2, "", reason="Nghỉ thai sản"),
            ["", "Tổng cộng", 2],
            [],
            ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "BÍ THƯ"],
            ["", "Trần Thị Mẫu"],
        ]
    )
    assert said(reading) == [
        (2022, "member", "051000000001", "excellent", "G8"),
        (2022, "member", "051000000002", "maternity", "G9"),
    ]
    assert skipped(reading) == [
        ("A6", "dòng số thứ tự cột"),
        ("A7", "dòng nhóm"),
        ("B10", "dòng tổng cộng"),
        ("B12", "chữ ký, nơi nhận"),
        ("B13", "chữ ký, nơi nhận"),
    ]
    first = reading.records[0]
    assert (first.unit, first.base_organisation, first.born) == ("Chi bộ 1", "Đảng bộ A", "1980-01-02")
    assert [(p.measure, p.value, p.cell) for p in reading.printed] == [("total", 2, "C10")]
    assert reading.problems == []


MATRIX = [
    ["TT", "Họ và tên", "Số thẻ đảng viên", "XẾP LOẠI ĐẢNG VIÊN", "", "", "", "Ghi chú"],
    ["", "", "", "Xuất sắc", "Tốt", "Hoàn thành", "Không \nhoàn \nthành", ""],
]
MATRIX_MERGES = ["D1:G1", "A1:A2", "B1:B2", "C1:C2", "H1:H2"]


@pytest.mark.parametrize("mark", ["x", "X", "×", "✓", "có", 1])
def test_a_matrix_marks_the_level(read_rows, mark):
    rows = [
        *MATRIX,
        [1, "A", "051000000001", mark],
        [2, "B", "051000000002", "", "", "", mark],
        [3, "C", "051000000003", "", "", "", "", "miễn sinh hoạt"],
    ]
    reading = read_rows(rows, merges=MATRIX_MERGES)
    assert said(reading) == [
        (2022, "member", "051000000001", "excellent", "D3"),
        (2022, "member", "051000000002", "not_completed", "G4"),
        (2022, "member", "051000000003", "exempt", "D5"),
    ]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ([1, "A", "051000000001", "x", "x"], "D3"),  # two levels for one person
        ([1, "A", "051000000001", 3, 12], "D3"),  # votes, not marks
        ([1, "A", "051000000001", "tốt"], "D3"),  # another level's word where a mark belongs
    ],
)
def test_a_matrix_row_without_exactly_one_mark_is_unknown(read_rows, row, cell):
    reading = read_rows([*MATRIX, row], merges=MATRIX_MERGES)
    assert said(reading) == [(2022, "member", "051000000001", "unknown", cell)]
    assert codes(reading) == [("not_one_mark", cell)]


def test_a_wide_sheet_has_a_record_for_each_filled_year_and_notes_the_blanks(read_rows):
    reading = read_rows(
        [
            ["TT", "Mã TCCSĐ", "Tên TCCSĐ", 2020, "Năm 2019", "Xếp loại năm 2018"],
            [1, "TC1", "Đảng bộ A", "HTXSNV", "HTTNV", ""],
            [2, "TC2", "Chi bộ B", "chưa xếp loại", "", "KHTNV"],
        ]
    )
    assert said(reading) == [
        (2020, "base_organisation", "TC1", "excellent", "D2"),
        (2019, "base_organisation", "TC1", "good", "E2"),
        (2020, "base_organisation", "TC2", "not_yet", "D3"),
        (2018, "base_organisation", "TC2", "not_completed", "F3"),
    ]
    assert reading.problems[0].message == (
        "bang 2022.xlsx, trang tính «Trang1», ô D1: ô trống trong cột năm được hiểu là năm đó không có xếp loại; "
        "số ô trống: 2018 (1), 2019 (1)."
    )


def test_the_note_of_one_year_does_not_explain_a_blank_of_another(read_rows):
    reading = read_rows(
        [
            ["TT", "Tên chi bộ", "2021", "", "2022", ""],
            ["", "", "Xếp loại", "Ghi chú", "Xếp loại", "Ghi chú"],
            [1, "Chi bộ 1", "HTTNV", "mới thành lập", "", ""],
            [2, "Chi bộ 2", "", "mới thành lập", "HTXSNV", ""],
        ],
        merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
    )
    assert said(reading) == [
        (2021, "cell", "Chi bộ 1", "good", "C3"),
        (2021, "cell", "Chi bộ 2", "new_organisation", "C4"),
        (2022, "cell", "Chi bộ 2", "excellent", "E4"),
    ]


def test_counts_per_unit_with_pairs_of_number_and_share(read_rows):
    reading = read_rows(
        [
            ["STT", "CHI BỘ", "ĐẢNG SỐ", "XẾP LOẠI ĐẢNG VIÊN"],
            ["", "", "", "Xuất sắc", "", "Tốt", "", "Hoàn thành", "", "Không hoàn thành", ""],
            ["", "", "", "SL", "TL%", "SL", "TL%", "SL", "TL%", "SL", "TL%"],
            [1, "Chi bộ 1", 20, 4, 20.0, 15, 75.0, 1, 5.0, 0, 0],
            ["", "Tổng cộng", 20, 4, 20.0, 15, 75.0, 1, 5.0, 0, 0],
        ],
        merges=["A1:A3", "B1:B3", "C1:C3", "D1:K1", "D2:E2", "F2:G2", "H2:I2", "J2:K2"],
    )
    assert [(r.population, r.key, r.name, r.level, r.number, r.cell) for r in reading.records] == [
        ("member", "#", "Chi bộ 1", "excellent", 4, "D4"),
        ("member", "#", "Chi bộ 1", "good", 15, "F4"),
        ("member", "#", "Chi bộ 1", "completed", 1, "H4"),
    ]
    printed = {p.cell: (p.measure, p.value, p.first, p.last, p.decimals) for p in reading.printed}
    assert printed["C4"] == ("total", 20, 4, 4, -1)
    assert printed["G4"] == ("good_share", 0.75, 4, 4, 0)
    assert printed["F5"] == ("good", 15, 4, 4, -1)


@pytest.mark.parametrize(
    ("above", "below", "third"),
    [
        pytest.param("I. Đảng bộ Sở A", "1. Chi bộ 1", "II. Chi bộ cơ sở C", id="numbers in the text"),
        pytest.param(["I", "Đảng bộ Sở A"], ["1", "Chi bộ 1"], ["II", "Chi bộ cơ sở C"], id="numbers of their own"),
        pytest.param(["A", "Đảng bộ Sở A"], ["I", "Chi bộ 1"], ["B", "Chi bộ cơ sở C"], id="letters"),
        pytest.param(
            "I- Đảng bộ Sở A: 2 đ/c", "Chi bộ 1 (02 đảng viên)", "II- Chi bộ cơ sở C: 1 đ/c", id="head counts"
        ),
        pytest.param("I. Đảng bộ Sở A", "- Chi bộ 1", "II. Chi bộ cơ sở C", id="dashes"),
    ],
)
def test_a_cell_named_under_its_committee_is_that_committees(read_rows, above, below, third):
    def group(said):
        return said if isinstance(said, list) else [said]

    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    people = [[n, f"Người {n}", f"05100000000{n}", "HTTNV"] for n in range(4)]
    rows = [header, group(above), group(below), *people[:2], group(third), people[2]]
    reading = read_rows(rows)
    assert [(record.unit, record.base_organisation) for record in reading.records] == [
        ("Chi bộ 1", "Đảng bộ Sở A"), ("Chi bộ 1", "Đảng bộ Sở A"), ("Chi bộ cơ sở C", "Chi bộ cơ sở C"),
    ]  # fmt: skip
    assert [reason for _, reason in skipped(reading)] == ["dòng nhóm"] * 3


def test_somebody_of_whom_nothing_is_said_is_no_group(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ", "Xếp loại"]
    rows = [[1, "Ban Thị A"], [2, "B", "051000000002", "HTTNV"], [3, "Chi bộ 2"], [1, "C", "051000000003", "HTTNV"]]
    reading = read_rows([header, *rows])
    assert [(r.name, r.unit, r.level) for r in reading.records] == [
        ("Ban Thị A", "", ""), ("B", "", "good"), ("C", "Chi bộ 2", "good"),
    ]  # fmt: skip
    assert ("blank_level", "D2") in codes(reading)


LISTED = [1, "A", "051000000001", "HTT"], [1, "B", "051000000002", "HTT"], [1, "C", "051000000003", "HTT"]


@pytest.mark.parametrize(
    ("rows", "standing"),
    [
        (  # a committee right over a cell, and nobody of its own between them
            [["", "Đảng bộ A"], ["", "Chi bộ 1"], LISTED[0], ["", "Chi bộ 2"], LISTED[1], ["", "Đảng bộ B"], LISTED[2]],
            [("Chi bộ 1", "Đảng bộ A"), ("Chi bộ 2", "Đảng bộ A"), ("Đảng bộ B", "Đảng bộ B")],
        ),
        (  # people between them: the cell may be beside the committee, a base cell of its own
            [["", "Đảng bộ A"], LISTED[0], ["", "Chi bộ C"], LISTED[1]],
            [("Đảng bộ A", "Đảng bộ A"), ("Chi bộ C", "")],
        ),
        (  # numbered as the committee is: beside it
            [["I", "Đảng bộ A"], ["1", "Chi bộ 1"], LISTED[0], ["II", "Chi bộ C"], LISTED[1]],
            [("Chi bộ 1", "Đảng bộ A"), ("Chi bộ C", "Chi bộ C")],
        ),
        (
            [["", "Chi bộ cơ sở C"], LISTED[0], ["", "Chi bộ Cơ sở 2"], LISTED[1]],
            [("Chi bộ cơ sở C",) * 2, ("Chi bộ Cơ sở 2", "")],
        ),
    ],
)
def test_group_rows_say_which_cell_stands_under_which_committee(read_rows, rows, standing):
    reading = read_rows([["TT", "Họ và tên", "Số thẻ", "Xếp loại"], *rows])
    assert [(r.unit, r.base_organisation) for r in reading.records] == standing


@pytest.mark.parametrize("heading", [[], ["ĐẢNG BỘ KHỐI"], ["ĐẢNG ỦY SỞ Z"]])
def test_a_group_rows_committee_is_the_base_of_the_cells_in_a_column(read_rows, heading):
    """ "Chi bộ 1" of two committees are two cells."""
    people = [[*row[:3], "Chi bộ 1", row[3]] for row in LISTED[:2]]
    rows = [
        heading,
        ["TT", "Họ và tên", "Số thẻ", "Chi bộ", "Xếp loại"],
        ["I", "Đảng bộ A"],
        people[0],
        ["II", "Đảng bộ B"],
        people[1],
    ]
    assert [(r.unit, r.base_organisation) for r in read_rows(rows).records] == [
        ("Chi bộ 1", "Đảng bộ A"), ("Chi bộ 1", "Đảng bộ B"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "level", "code"),
    [
        (["Cá nhân tự xếp loại", "Chi bộ đề nghị", "Đảng ủy quyết định"], "completed", "several_rating_columns"),
        (["Tự nhận", "Chi ủy", "Kết luận của BTV"], "completed", "several_rating_columns"),
        (["Xếp loại", "Xếp loại viên chức", "Năm trước"], "excellent", None),  # what others rate
        (["Xếp loại đảng viên", "Xếp loại đoàn viên", "Xếp loại quý IV"], "excellent", None),
        (["Xếp loại", "Xếp loại công chức năm 2022", "KQ viên chức 2022"], "excellent", None),
        (["Xếp loại", "Danh hiệu thi đua", "Nhận xét chung"], "excellent", "not_read"),  # nobody knows what it says
    ],
)
def test_a_column_that_decides_is_known_by_the_levels_in_it_too(read_rows, titles, level, code):
    rows = [[n, f"Người {n}", f"05100000000{n}", "Chi bộ 1", "HTXSNV", "HTTNV", "HTNV"] for n in range(3)]
    reading = read_rows([["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", *titles], *rows])
    assert {record.level for record in reading.records} == {level}
    assert {problem.code for problem in reading.problems} == ({code} if code else set())


def test_levels_that_head_groups_are_neither_units_nor_organisations(read_rows):
    rows = [["", "HOÀN THÀNH XUẤT SẮC NHIỆM VỤ"], [1, "A", "051000000001", "HTXSNV"]]
    rows += [["II", "Hoàn thành tốt nhiệm vụ", "", "", "01"], [2, "B", "051000000002", "HTTNV"]]
    people = read_rows([["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại", "Ghi chú"], *rows])
    assert [(r.unit, r.level) for r in people.records] == [("", "excellent"), ("", "good")]
    listed = [["I", "Hoàn thành tốt nhiệm vụ", "", "02"], [1, "Đảng bộ A", "HTTNV", ""], [2, "Đảng bộ B", "HTTNV", ""]]
    bases = read_rows([["TT", "Tên TCCSĐ", "Xếp loại", "Ghi chú"], *listed])
    assert [r.name for r in bases.records] == ["Đảng bộ A", "Đảng bộ B"]
    assert codes(people) == codes(bases) == []


def test_ratings_of_parts_of_a_year_are_none_of_the_year(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", *(f"Xếp loại quý {n}" for n in ("I", "II", "III", "IV"))]
    reading = read_rows([header, [1, "A", "051000000001", "Chi bộ 1", "HTXSNV", "HTXSNV", "HTTNV", "HTTNV"]])
    assert len(reading.records) == 0


def test_columns_of_years_may_be_abbreviated(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "XL 2021", "KQ năm 2022"]
    reading = read_rows([header, [1, "A", "051000000001", "Chi bộ 1", "HTTNV", "HTXSNV"]], name="danh sach.xlsx")
    assert [(record.year, record.level) for record in reading.records] == [(2021, "good"), (2022, "excellent")]
    assert codes(reading) == []


COMMITTEE, CELLS = ["Đảng bộ A", 40, 8, 30, 2, 0], [["Chi bộ 1", 20, 4, 15, 1, 0], ["Chi bộ 2", 20, 4, 15, 1, 0]]
BASE_CELL, ALL = ["Chi bộ cơ sở B", 10, 2, 8, 0, 0], ["Tổng cộng", 50, 10, 38, 2, 0]


@pytest.mark.parametrize(
    ("numbers", "with_total"),
    [
        (["1", "1.1", "1.2", "2"], True),
        ([1, "", "", 2], True),
        ([1, "", "", 2], False),  # nothing but the numbers says that they are counted twice
        ([1, "-", "-", 2], True),
        ([1, "a", "b", 2], True),
        (["A", 1, 2, "B"], True),  # B has no parts: it is a unit
        (["I", 1, 2, "II"], False),
        (["I", "", "", 1], False),  # parts without numbers beside units with some
    ],
)
def test_a_committee_that_adds_up_its_cells_is_not_counted_again(read_rows, numbers, with_total):
    header = ["STT", "Tên đơn vị", "Tổng số ĐV", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [[number, *unit] for number, unit in zip(numbers, [COMMITTEE, *CELLS, BASE_CELL], strict=True)]
    rows += [["", *ALL]] if with_total else []
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows])
    assert [(r.unit, r.base_organisation, r.level, r.number) for r in reading.records] == [
        ("Chi bộ 1", "Đảng bộ A", "excellent", 4), ("Chi bộ 1", "Đảng bộ A", "good", 15),
        ("Chi bộ 1", "Đảng bộ A", "completed", 1), ("Chi bộ 2", "Đảng bộ A", "excellent", 4),
        ("Chi bộ 2", "Đảng bộ A", "good", 15), ("Chi bộ 2", "Đảng bộ A", "completed", 1),
        ("Chi bộ cơ sở B", "Chi bộ cơ sở B", "excellent", 2), ("Chi bộ cơ sở B", "Chi bộ cơ sở B", "good", 8),
    ]  # fmt: skip
    assert ("A3", "dòng cộng của nhóm") in skipped(reading) or ("B3", "dòng cộng của nhóm") in skipped(reading)
    assert codes(reading) == []
    covered = {(p.cell, p.value, p.first, p.last) for p in reading.printed}
    assert covered >= {("D3", 8, 4, 5), ("E3", 30, 4, 5)}
    assert not with_total or covered >= {("D7", 10, 4, 6), ("E7", 38, 4, 6)}


def test_a_committee_below_its_cells_is_their_total(read_rows):
    header = ["STT", "Chi bộ", "Đảng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [[1, *CELLS[0]], [2, *CELLS[1]], ["", *COMMITTEE]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows])
    assert sum(record.number for record in reading.records) == 40
    assert skipped(reading) == [("B5", "dòng tổng cộng")]
    assert codes(reading) == []


@pytest.mark.parametrize("names", [["Sở A", "Sở B", "Sở C"], ["Đảng bộ A", "Chi bộ B", "Chi bộ C"]])
def test_numbers_that_add_up_perhaps_by_chance_are_counted_and_said(read_rows, names):
    header = ["STT", "Tên TCCSĐ", "Đảng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    numbers = [COMMITTEE[1:], CELLS[0][1:], CELLS[1][1:]]
    rows = [[place, name, *row] for place, (name, row) in enumerate(zip(names, numbers, strict=True), 1)]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows])
    assert sum(record.number for record in reading.records) == 80
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [("warning", "may_be_sum", "A3")]
    assert "đúng bằng tổng các dòng 4–5. Nếu là dòng cộng thì bị tính hai lần" in reading.problems[0].message


def test_parts_of_what_is_counted_are_not_added_to_it(read_rows):
    header = ["STT", "Chi bộ", "Đảng số", "HTXSNV", "", "HTTNV", "", "HTNV", "", "KHTNV", ""]
    pairs = ["", "", "", *["Tổng", "Nữ"] * 4]
    one, women = [20, 4, 1, 15, 5, 1, 0, 0, 0], [6, 1, 1, 5, 5, 0, 0, 0, 0]
    rows = [[1, "Chi bộ 1", *one], ["", "Trong đó: nữ", *women], [2, "Chi bộ 2", *one], ["", "- Dự bị", *women]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, pairs, *rows])
    assert [(r.name, r.level, r.number, r.cell) for r in reading.records] == [
        ("Chi bộ 1", "excellent", 4, "D4"), ("Chi bộ 1", "good", 15, "F4"), ("Chi bộ 1", "completed", 1, "H4"),
        ("Chi bộ 2", "excellent", 4, "D6"), ("Chi bộ 2", "good", 15, "F6"), ("Chi bộ 2", "completed", 1, "H6"),
    ]  # fmt: skip
    assert [reason for _, reason in skipped(reading)] == ["dòng trong đó, đã có ở dòng trên"] * 2
    assert codes(reading) == []


def test_numbers_of_members_are_read_where_it_is_unclear_whose_the_level_beside_them_is(read_rows):
    header = ["TT", "Đơn vị", "Xếp loại tổ chức", "Xếp loại đảng viên", "", "", ""]
    rows = [[1, "Chi bộ 1", "HTTNV", 4, 15, 1, 0], [2, "Chi bộ 2", "HTXSNV", 4, 16, 0, 0]]
    reading = read_rows([header, ["", "", "", *SHORT], *rows], merges=["D1:G1", "A1:A2", "B1:B2", "C1:C2"])
    assert {record.population for record in reading.records} == {"member"}
    assert sum(record.number for record in reading.records) == 40
    assert codes(reading) == [("no_population", "C3"), ("no_population", "C4")]


def test_kinds_of_members_may_be_all_rows_that_there_are(read_rows):
    header = ["STT", "Đơn vị", "Đảng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [["", "Chính thức", 35, 8, 26, 1, 0], ["", "Dự bị", 5, 0, 5, 0, 0], ["", "Cộng", 40, 8, 31, 1, 0]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows])
    assert sum(record.number for record in reading.records) == 40
    assert codes(reading) == []


def test_a_total_behind_the_levels_adds_these_up(read_rows):
    header = ["STT", "Chi bộ", "Tổng số ĐV", "HTXSNV", "HTTNV", "HTNV", "KHTNV", "Cộng", "Chưa xếp loại"]
    rows = [[1, "Chi bộ 1", 20, 4, 14, 1, 0, 19, 1], [2, "Chi bộ 2", 20, 4, 15, 1, 0, 19, 0]]
    reading = read_rows([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows])
    assert {(p.measure, p.value, p.cell) for p in reading.printed} == {
        ("total", 20, "C3"), ("rated", 19, "H3"), ("total", 20, "C4"), ("rated", 19, "H4"),
    }  # fmt: skip


OWN = ["STT", "Tên TCCSĐ", "Tổng số đảng viên"]
SHORT, LONG = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"], ["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ",
                                                     "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ"]  # fmt: skip
SPREAD = [title for level in SHORT for title in (level, "")]
PAIRS, CAPTION, BLANK = ["SL", "Tỷ lệ"] * 4, ["XẾP LOẠI ĐẢNG VIÊN", *[""] * 7], [""] * 3


@pytest.mark.parametrize(
    ("header", "merges"),
    [
        pytest.param([OWN + SPREAD, BLANK + PAIRS], [], id="levels over pairs"),
        pytest.param([OWN + SPREAD, BLANK + PAIRS], ["A3:A4", "B3:B4", "C3:C4"], id="only the other titles merged"),
        pytest.param([OWN + CAPTION, BLANK + SPREAD, BLANK + PAIRS], [], id="three rows, as a csv has them"),
        pytest.param([OWN + CAPTION, BLANK + SPREAD, BLANK + PAIRS], ["D3:K3"], id="only the caption merged"),
        pytest.param([BLANK + CAPTION, OWN + SPREAD, BLANK + PAIRS], [], id="the caption above the titles"),
        pytest.param([OWN + [title for level in SHORT for title in (level, "Tỷ lệ %")]], [], id="one row"),
        pytest.param([OWN + [f"{what} {level}" for level in SHORT for what in ("SL", "Tỷ lệ")]], [], id="in one title"),
        pytest.param([OWN + [f"{level} ({what})" for level in SHORT for what in ("SL", "%")]], [], id="in brackets"),
        pytest.param(
            [OWN + CAPTION, BLANK + [f"{level} {what}" for level in SHORT for what in ("(người)", "%")]],
            ["D3:K3"], id="in one title under a caption",
        ),
        pytest.param(
            [OWN + CAPTION, BLANK + [title for level in LONG for title in (level, "Tỷ lệ %")]],
            ["D3:K3"], id="side by side under a caption",
        ),
        pytest.param(
            [OWN + [f"{long} ({short})" for long, short in zip(LONG, SHORT, strict=True)] + ["Ghi chú"]],
            [], id="in full and short, without shares",
        ),
    ],
)  # fmt: skip
def test_counts_are_the_same_however_their_titles_are_laid_out(read_rows, header, merges):
    rows = [
        [1, "Đảng bộ A", 40, 8, 20.0, 30, 75.0, 2, 5.0, 0, 0],
        [2, "Đảng bộ B", 20, 4, 20.0, 14, 70.0, 1, 5.0, 1, 5.0],
        ["", "Tổng cộng", 60, 12, 20.0, 44, 73.33, 3, 5.0, 1, 1.67],
    ]
    with_shares = len(header[0]) == len(rows[0])
    rows = rows if with_shares else [row[:3] + row[3::2] for row in rows]
    reading = read_rows([["TỔNG HỢP NĂM 2022"], [], *header, *rows], merges=merges)
    assert [(r.base_organisation, r.level, r.number) for r in reading.records] == [
        ("Đảng bộ A", "excellent", 8), ("Đảng bộ A", "good", 30), ("Đảng bộ A", "completed", 2),
        ("Đảng bộ B", "excellent", 4), ("Đảng bộ B", "good", 14), ("Đảng bộ B", "completed", 1),
        ("Đảng bộ B", "not_completed", 1),
    ]  # fmt: skip
    assert {r.population for r in reading.records} == {"member"}
    assert codes(reading) == []
    printed = {(p.measure, p.value) for p in reading.printed if p.first != p.last}
    assert printed >= {("total", 60), ("excellent", 12), ("good", 44), ("completed", 3), ("not_completed", 1)}
    if with_shares:
        assert printed >= {("excellent_share", 0.2), ("good_share", 0.7333), ("not_completed_share", 0.0167)}


def test_sums_of_groups_in_a_counts_sheet_are_not_counted_again(read_rows):
    reading = read_rows(
        [
            ["STT", "Chi bộ", "Đảng số", "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"],
            ["I", "Đảng bộ A", 30, 6, 24, 0, 0],
            [1, "Chi bộ 1", 20, 4, 16, 0, 0],
            [2, "Chi bộ 2", 10, 2, 8, 0, 0],
            ["", "Cộng", 30, 6, 24, 0, 0],
        ]
    )
    assert [(r.population, r.unit, r.base_organisation, r.level, r.number) for r in reading.records] == [
        ("member", "Chi bộ 1", "Đảng bộ A", "excellent", 4),
        ("member", "Chi bộ 1", "Đảng bộ A", "good", 16),
        ("member", "Chi bộ 2", "Đảng bộ A", "excellent", 2),
        ("member", "Chi bộ 2", "Đảng bộ A", "good", 8),
    ]
    assert skipped(reading) == [("A2", "dòng cộng của nhóm"), ("B5", "dòng tổng cộng")]


@pytest.mark.parametrize(
    ("title", "unit", "population"),
    [
        ("KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022", "Tên TCCSĐ", "member"),
        ("KẾT QUẢ XẾP LOẠI TỔ CHỨC ĐẢNG NĂM 2022", "Tên TCCSĐ", "cell"),
        ("KẾT QUẢ NĂM 2022", "Chi bộ", "member"),  # nothing else can be counted in a cell
        ("KẾT QUẢ NĂM 2022", "Tên TCCSĐ", ""),  # members or cells: not guessed
    ],
)
def test_whom_a_counts_sheet_counts(read_rows, title, unit, population):
    header = ["STT", unit, "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"]
    reading = read_rows([[title], header, [1, "Đơn vị 1", 4, 16, 0, 0]])
    assert {record.population for record in reading.records} == ({population} if population else set())
    assert reading.rejected == (0 if population else 1)


def test_the_last_of_several_rating_columns_decides(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ", "Tự xếp loại", "Chi bộ xếp loại", "Đảng ủy xếp loại"]
    reading = read_rows([["Đơn vị: Chi bộ 1"], header, [1, "A", "051000000001", "HTXSNV", "HTXSNV", "HTTNV"]])
    assert said(reading) == [(2022, "member", "051000000001", "good", "F3")]
    assert codes(reading) == [("several_rating_columns", "D2")]


@pytest.mark.parametrize("title", ["Xếp loại chi bộ", "Kết quả xếp loại của tổ chức đảng", "Chất lượng chi bộ"])
def test_the_level_of_a_members_cell_is_not_the_members_own(read_rows, title):
    header = ["TT", "Họ và tên", "Số thẻ", "Xếp loại đảng viên", title]
    reading = read_rows([header, [1, "A", "051000000001", "HTTNV", "HTXSNV"]])
    assert said(reading) == [(2022, "member", "051000000001", "good", "D2")]


def test_a_list_of_cells_with_the_names_of_their_secretaries_is_no_list_of_members(read_rows):
    header = ["TT", "Tên chi bộ", "Họ và tên Bí thư", "Xếp loại chi bộ"]
    reading = read_rows([header, [1, "Chi bộ 1", "Người Số 1", "HTTNV"]])
    assert said(reading) == [(2022, "cell", "Chi bộ 1", "good", "D2")]


@pytest.mark.parametrize("title", ["Xếp loại công chức", "Kết quả xếp loại năm trước", "Xếp loại thi đua"])
def test_ratings_of_something_else_are_no_ratings(read_rows, title):
    reading = read_rows([["TT", "Họ và tên", "Số thẻ", title], [1, "A", "051000000001", "HTXSNV"]])
    assert not reading.records
    assert reading.tables == 0


def test_several_tables_on_one_sheet_each_with_its_own_year(read_rows):
    reading = read_rows(
        [
            ["XẾP LOẠI NĂM 2021"],
            LIST,
            member(1, "HTTNV"),
            [],
            ["XẾP LOẠI NĂM 2022"],
            LIST,
            member(1, "HTXSNV"),
        ]
    )
    assert [(record.year, record.level) for record in reading.records] == [(2021, "good"), (2022, "excellent")]
    assert reading.tables == 2


def test_tables_side_by_side_do_not_take_each_others_ratings(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ", "Xếp loại"]
    reading = read_rows(
        [
            ["XẾP LOẠI NĂM 2021"],
            [*header, "", *header],
            [1, "A", "051000000001", "HTTNV", "", 3, "C", "051000000003", "HTXSNV"],
            [2, "B", "051000000002", "HTNV"],
        ],
        name="danh sach.xlsx",
    )
    assert said(reading) == [
        (2021, "member", "051000000001", "good", "D3"),
        (2021, "member", "051000000002", "completed", "D4"),
        (2021, "member", "051000000003", "excellent", "I3"),
    ]
    assert codes(reading) == []


def test_group_rows_carry_the_unit_and_the_year(read_rows):
    header = ["TT", "Họ tên", "Ngày sinh", "Mức xếp loại"]
    reading = read_rows(
        [
            header,
            ["", "Năm 2020"],
            ["I", "Chi bộ Một"],
            [1, "A", "01/02/1970", "HTTNV"],
            ["", "Chi bộ Hai"],
            [1, "B", "1-3-1971", "Tốt"],
        ],
        name="danh sach.xlsx",
    )
    assert [(r.year, r.unit, r.born, r.level) for r in reading.records] == [
        (2020, "Chi bộ Một", "1970-02-01", "good"),
        (2020, "Chi bộ Hai", "1971-03-01", "good"),
    ]


def test_a_unit_merged_over_several_rows_is_the_unit_of_each(read_rows):
    rows = [LIST, member(1, "HTTNV"), member(2, "HTTNV"), member(3, "HTTNV", cell="Chi bộ 2")]
    rows[2][4] = rows[2][5] = rows[3][5] = ""
    reading = read_rows(rows, merges=["E2:E3", "F2:F4"])
    assert [(record.unit, record.base_organisation) for record in reading.records] == [
        ("Chi bộ 1", "Đảng bộ A"), ("Chi bộ 1", "Đảng bộ A"), ("Chi bộ 2", "Đảng bộ A"),
    ]  # fmt: skip


def test_what_is_merged_over_several_rows_is_said_of_each(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Năm", "Xếp loại", "Lý do"]
    rows = [
        header,
        [1, "A", "051000000001", "02/01/1980", 2020, "HTTNV", ""],
        ["", "", "", "", 2021, "HTXSNV", ""],
        [2, "B", "051000000002", "", 2020, "", "Nghỉ ốm"],
        [3, "C", "051000000003", "", "", "", ""],
        [4, "D", "051000000004", "", "", "HTNV", ""],
        [5, "E", "051000000005", "", "", "", ""],
        [],
    ]
    one, level = ["A2:A3", "B2:B3", "C2:C3", "D2:D3"], ["E4:E7", "F6:F7", "G4:G5"]
    reading = read_rows(rows, name="2022.xlsx", merges=[*one, *level, *(f"{letter}7:{letter}8" for letter in "ABCD")])
    assert said(reading) == [
        (2020, "member", "051000000001", "good", "F2"),
        (2021, "member", "051000000001", "excellent", "F3"),
        (2020, "member", "051000000002", "sick", "F4"),
        (2020, "member", "051000000003", "sick", "F5"),
        (2020, "member", "051000000004", "completed", "F6"),
        (2020, "member", "051000000005", "completed", "F7"),
    ]
    assert [record.born for record in reading.records][:3] == ["1980-01-02", "1980-01-02", ""]
    assert codes(reading) == []


def test_a_mark_for_as_above_is_what_stands_above(read_rows):
    rows = [LIST, *(member(n, "HTTNV") for n in range(1, 6))]
    said = [("Chi bộ 1", "A"), ("-nt-", "''"), ("//", "Như dòng trên"), ("Chi bộ 2", "↓")]
    for row, (cell, base) in zip(rows[1:], said, strict=False):
        row[4:6] = cell, base
    rows[5][4:6] = "nt", "B"
    reading = read_rows(rows)
    assert [(record.unit, record.base_organisation) for record in reading.records] == [
        ("Chi bộ 1", "A"), ("Chi bộ 1", "A"), ("Chi bộ 1", "A"), ("Chi bộ 2", "A"), ("Chi bộ 2", "B"),
    ]  # fmt: skip
    assert codes(reading) == []


def test_a_unit_left_blank_below_another_is_said_and_not_guessed(read_rows):
    rows = [LIST, *(member(n, "HTTNV") for n in range(1, 5)), ["", "Tổng cộng", 4], ["", "BÍ THƯ"]]
    rows[1][5] = ""  # above the first that is written: nobody would think it was meant
    rows[3][5] = rows[4][5] = ""
    reading = read_rows(rows)
    assert [record.base_organisation for record in reading.records] == ["", "Đảng bộ A", "", ""]
    assert codes(reading) == [("unit_blank", "F4")]
    assert "2 ô đơn vị để trống dưới ô đã ghi" in reading.problems[0].message


def test_a_header_without_merges_is_understood_by_its_blanks(read_rows):
    reading = read_rows([*MATRIX, [1, "A", "051000000001", "", "x"], [2, "B", "051000000002", "x"]])
    assert said(reading) == [
        (2022, "member", "051000000001", "good", "E3"),
        (2022, "member", "051000000002", "excellent", "D4"),
    ]


def test_a_header_repeated_on_the_next_page_keeps_the_year_of_the_title(read_rows):
    moved = member(2, "HTXSNV", reason="chuyển đến năm 2019")
    rows = [["XẾP LOẠI NĂM 2021"], LIST, member(1, "HTTNV"), moved, LIST, member(3, "HTTNV")]
    reading = read_rows(rows, name="danh sach.xlsx")
    assert [(record.year, record.level) for record in reading.records] == [
        (2021, "good"), (2021, "excellent"), (2021, "good"),
    ]  # fmt: skip


def test_the_birth_date_stands_under_nam_or_nu(read_rows):
    reading = read_rows(
        [
            ["STT", "HỌ TÊN ĐANG DÙNG", "SỐ THẺ ĐẢNG", "NGÀY, THÁNG, NĂM SINH", "", "XẾP LOẠI"],
            ["", "", "", "NAM", "NỮ", ""],
            [1, "A", "051000000001", datetime.date(1970, 5, 6), "", "HTTNV"],
            [2, "B", "051000000002", "", 29222, "HTTNV"],
        ],
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"],
    )
    assert [record.born for record in reading.records] == ["1970-05-06", "1980-01-02"]


@pytest.mark.parametrize(
    ("titles", "sheet", "name", "population"),
    [
        (["TT", "Họ và tên", "Xếp loại"], "Trang1", "2022.xlsx", "member"),  # persons have names
        (["TT", "Tên TCCSĐ", "Xếp loại"], "Trang1", "2022.xlsx", "base_organisation"),  # by the column
        (["TT", "Tên chi bộ", "TCCSĐ", "Xếp loại"], "Trang1", "2022.xlsx", "cell"),  # the lowest is the subject
        (["TT", "Đảng bộ bộ phận", "Xếp loại"], "Trang1", "2022.xlsx", "section_committee"),
        (["TT", "Tên đơn vị", "Xếp loại"], "CBTT", "2022.xlsx", "cell"),  # by the sheet's name
        (["TT", "Tên đơn vị", "Xếp loại"], "Trang1", "TCCSD 2022.xlsx", "base_organisation"),  # by the file's name
    ],
)
def test_which_list_it_is(read_rows, titles, sheet, name, population):
    row = [1, *(f"Đơn vị {n}" for n in range(1, len(titles) - 1)), "HTTNV"]
    reading = read_rows([titles, row], sheet=sheet, name=name)
    assert [record.population for record in reading.records] == [population]


def test_a_list_of_units_of_no_known_kind_is_rejected_row_by_row(read_rows):
    reading = read_rows([["TT", "Tên đơn vị", "Xếp loại"], [1, "Đơn vị 1", "HTTNV"]])
    assert not reading.records
    assert codes(reading) == [("no_population", "C2")]


def test_levels_of_another_scale_make_no_rating_table(read_rows):
    reading = read_rows(
        [
            ["STT", "Tên nghề", "Tổng số", "Xếp loại tốt nghiệp", "", "", "", ""],
            ["", "", "", "Xuất sắc", "Giỏi", "Khá", "Trung bình khá", "Trung bình"],
            [1, "Nghề A", 10, 1, 2, 3, 4, 0],
        ],
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:H1"],
    )
    assert reading.tables == 0
    assert reading.foreign == "Xuất sắc, Giỏi, Khá, Trung bình khá, Trung bình"


def test_a_hint_names_columns_anywhere_on_the_sheet(read_rows):
    hint = Hint(population="school", subject=("Quận", "Trường số"), name="Trường", unit="Tên quận", level="Hạng")
    reading = read_rows(
        [
            [],
            ["", "Bảng kê"],
            ["", "quận", "Tên quận", "Trường số", "Trường", "Hạng"],
            ["", "01", "A", "0031", "Trường X", "HTTNV"],
            ["", "", "", "", "Nguồn: sổ", ""],
        ],
        settings=Settings(hints=(hint,)),
    )
    record = reading.records[0]
    assert (record.key, record.name, record.unit, record.population) == ("01-0031", "Trường X", "A", "school")
    assert skipped(reading) == [("E5", "ghi chú")]


def test_a_hint_with_a_pattern_takes_only_the_columns_that_match(read_rows):
    hint = Hint(population="school", subject="Mã", level_by_year=r"^Hạng (\d{4})$")
    reading = read_rows(
        [["Mã", "Hạng 2021", "Hạng thử 2022", "HẠNG 2022"], ["a", "HTTNV", "KHTNV", "HTXSNV"]],
        settings=Settings(hints=(hint,)),
    )
    assert said(reading) == [(2021, "school", "a", "good", "B2"), (2022, "school", "a", "excellent", "D2")]


DOMAINS = [
    ["Mã", "Trường", "Lĩnh vực", "Năm học", "Hạng"],
    ["a", "Trường X", "Chung", "2022", "HTTNV"],
    ["a", "Trường X", "Riêng", "2022", "HTNV"],
    ["b", "Trường Y", " CHUNG", "2022", "HTXSNV"],
    ["b", "Trường Y", "Chung", "2021", "KHTNV"],
    ["", "", "Nguồn: sổ", "", ""],
]


def by_domain(**where):
    hint = Hint(
        population="school", subject="Mã", name="Trường", level="Hạng",
        where={title.replace("_", " "): words for title, words in where.items()},
    )  # fmt: skip
    return Settings(hints=(hint,))


def test_a_hint_reads_only_the_rows_that_its_conditions_name(read_rows):
    reading = read_rows(DOMAINS, settings=by_domain(Lĩnh_vực="Chung", Năm_học=("2022", "2023")))
    assert [(r.key, r.level, r.cell) for r in reading.records] == [("a", "good", "E2"), ("b", "excellent", "E4")]
    left_out = "không thuộc phần cần đọc (where)"
    assert skipped(reading) == [("A3", left_out), ("A5", left_out), ("C6", "ghi chú")]


def test_a_condition_holds_for_a_cell_merged_over_several_rows(read_rows):
    rows = [["Mã", "Lĩnh vực", "Hạng"], ["a", "Chung", "HTTNV"], ["b", "", "HTNV"], ["c", "Riêng", "HTNV"]]
    hint = Hint(population="school", subject="Mã", level="Hạng", where={"Lĩnh vực": "Chung"})
    reading = read_rows(rows, merges=["B2:B3"], settings=Settings(hints=(hint,)))
    assert [record.key for record in reading.records] == ["a", "b"]


def test_a_condition_that_no_row_meets_reads_nothing_and_says_what_stands_there(read_rows):
    reading = read_rows(DOMAINS, settings=by_domain(Lĩnh_vực="Toàn bộ"))
    assert not reading.records
    (problem,) = [problem for problem in reading.problems if problem.severity == "error"]
    assert problem.code == "hint_unfit"
    assert problem.message.endswith(
        "evalkit.toml, read[0].where.Lĩnh vực: không dòng nào ghi «Toàn bộ» ở cột đó; cột đó ghi: «Chung»."
    )  # «Riêng», said once, could be a name


def test_a_condition_on_a_column_that_is_not_there_is_named(read_rows):
    reading = read_rows(DOMAINS, settings=by_domain(Khu_vực="Bắc"))
    assert not reading.records
    assert any("không có cột «Khu vực»" in misfit for misfit in reading.misfits)


def test_a_workbook_without_the_hinted_columns_falls_back_to_what_can_be_understood(read_rows):
    hint = Hint(population="school", subject="Mã trường", level="Hạng")
    reading = read_rows([LIST, member(1, "HTTNV")], settings=Settings(hints=(hint,)))
    assert said(reading) == [(2022, "member", "051000000001", "good", "G2")]


def test_a_title_over_a_blank_row_says_the_year_of_the_second_table(read_rows):
    first = ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2021"]
    second = ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2018"]
    reading = read_rows([first, LIST, member(1, "HTTNV"), [], second, [], LIST, member(2, "HTNV")])
    assert [(record.year, record.level) for record in reading.records] == [(2021, "good"), (2018, "completed")]


def test_the_last_rows_of_a_table_are_no_title_of_the_next(read_rows):
    header = ["STT", "Chi bộ", "Xếp loại"]
    rows = [
        ["NĂM 2022"],
        header,
        [1, "Chi bộ 1", "HTTNV"],
        [],
        ["", "Chi bộ 2", "HTNV"],
        [],
        header,
        [3, "Chi bộ 3", "HTT"],
    ]
    assert [record.name for record in read_rows(rows).records] == ["Chi bộ 1", "Chi bộ 2", "Chi bộ 3"]


def test_a_header_of_levels_is_no_row_of_the_table_above(read_rows):
    matrix = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [["NĂM 2022"], LIST, member(1, "HTTNV"), [], matrix, [*member(2, "")[:5], "x", "", "", ""]]
    assert [(record.level, record.cell) for record in read_rows(rows).records] == [("good", "G3"), ("excellent", "F6")]


@pytest.mark.parametrize("below", ["Chi bộ", "Tổng số đảng viên"])
def test_a_title_right_over_the_header_is_no_caption(read_rows, below):
    title = ["", "", "KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
    header = ["STT", "Tên TCCSĐ", below, "XẾP LOẠI ĐẢNG VIÊN", "", "", ""]
    levels = ["", "", "", "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"]
    rows = [title, header, levels, [1, "Đảng bộ A", 20, 4, 16, 0, 0]]
    assert {(record.year, record.number) for record in read_rows(rows, name="a.xlsx", merges=["D2:G2"]).records} == {
        (2022, 4),
        (2022, 16),
    }


def test_signatures_under_the_column_of_codes_are_no_records(read_rows):
    rows = [["STT", "Mã", "Tên TCCSĐ", "2021", "2022"], [1, "TC01", "Đảng bộ A", "HTTNV", "HTNV"]]
    rows += [[], ["", "NGƯỜI LẬP BIỂU", "", "T/M ĐẢNG ỦY"], ["", "(Ký, ghi rõ họ tên)", "", "BÍ THƯ"]]
    reading = read_rows(rows)
    assert (len(reading.records), len(reading.skips), reading.problems) == (2, 2, [])


def test_a_group_row_names_the_unit_beside_a_column_of_base_organisations(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "TCCSĐ", "Xếp loại"]
    rows = [header, ["Chi bộ 10"], [1, "Người Số 1", "051000000001", "Đảng bộ A", "HTTNV"]]
    assert [(r.unit, r.base_organisation) for r in read_rows(rows).records] == [("Chi bộ 10", "Đảng bộ A")]


def test_two_years_in_one_title_are_both_named_and_neither_is_taken(read_rows):
    title = ["KẾT QUẢ XẾP LOẠI NĂM 2021 VÀ NĂM 2022"]
    reading = read_rows([title, LIST, member(1, "HTTNV")], name="a.xlsx")
    assert (list(reading.records), [(p.code, p.cell) for p in reading.problems]) == ([], [("no_year", "G3")])
    assert "tiêu đề nêu các năm 2021, 2022, không rõ xếp loại của năm nào" in reading.problems[0].message


@pytest.mark.parametrize("before", [True, False])
def test_columns_of_reasons_beside_the_caption_of_the_levels_are_counted(read_rows, before):
    levels = ["Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"]
    reasons, blank = ["Miễn đánh giá", "Chưa xếp loại"], ["", ""]
    top = ["STT", "Chi bộ", "Đảng số", *(reasons if before else []), "XẾP LOẠI ĐẢNG VIÊN", "", "", ""]
    top += [] if before else reasons
    under = ["", "", "", *(blank if before else []), *levels, *([] if before else blank)]
    row = [1, "Chi bộ 1", 25, *([3, 2] if before else []), 4, 15, 1, "", *([] if before else [3, 2])]
    merges = ["F1:I1" if before else "D1:G1"]
    reading = read_rows([["NĂM 2022"], top, under, row], merges=[span.replace("1", "2") for span in merges])
    told = {(record.level or record.status): record.number for record in reading.records}
    assert told == {"excellent": 4, "good": 15, "completed": 1, "exempt": 3, "not_yet": 2}
    assert reading.problems == []
