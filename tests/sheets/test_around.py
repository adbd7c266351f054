"""What the lines around a table say: histories, lists of the not rated, votes, one unit a file."""

from __future__ import annotations

import pytest

from tests.conftest import LIST, member

LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]


def said(reading):
    return [(r.year, r.population, r.name, r.base_organisation, r.level, r.status, r.cell) for r in reading.records]


def test_the_history_of_one_unit(read_rows):
    rows = [["ĐẢNG BỘ SỞ A"], ["QUÁ TRÌNH XẾP LOẠI CỦA CHI BỘ 3"], [], ["Năm", "Xếp loại", "Ghi chú"]]
    rows += [[2021, "HTTNV", ""], [2020, "", "Chưa đánh giá"], ["Năm 2019", "HTXSNV", ""]]
    assert said(read_rows(rows)) == [
        (2021, "cell", "CHI BỘ 3", "ĐẢNG BỘ SỞ A", "good", "rated", "B5"),
        (2020, "cell", "CHI BỘ 3", "ĐẢNG BỘ SỞ A", "", "not_yet", "B6"),
        (2019, "cell", "CHI BỘ 3", "ĐẢNG BỘ SỞ A", "excellent", "rated", "B7"),
    ]


def test_the_history_of_a_committee_named_by_its_sheet(read_rows):
    rows = [["Năm", "Kết quả xếp loại"], [2021, "HTTNV"], [2022, "HTNV"]]
    found = said(read_rows({"Đảng bộ Sở A": rows}, name="lich su.xlsx"))
    assert [row[:4] for row in found] == [
        (year, "base_organisation", "Đảng bộ Sở A", "Đảng bộ Sở A") for year in (2021, 2022)
    ]


def test_a_history_of_nobody_is_refused(read_rows):
    reading = read_rows([["Năm", "Xếp loại"], [2021, "HTTNV"]], name="lich su.xlsx")
    assert (reading.records, [(p.code, p.cell) for p in reading.problems]) == ([], [("no_subject", "B2")])


@pytest.mark.parametrize(
    ("title", "default"),
    [
        ("DANH SÁCH ĐẢNG VIÊN CHƯA ĐÁNH GIÁ, XẾP LOẠI NĂM 2022", "not_yet"),
        ("DANH SÁCH ĐẢNG VIÊN KHÔNG XẾP LOẠI NĂM 2022", "unspecified"),
        ("DANH SÁCH ĐẢNG VIÊN ĐƯỢC MIỄN CÔNG TÁC VÀ SINH HOẠT ĐẢNG NĂM 2022", "exempt"),
    ],
)
def test_a_list_of_those_who_were_not_rated(read_rows, title, default):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Lý do"]
    people = [["Nghỉ thai sản", "maternity"], ["", default], ["Bận việc riêng", default]]
    rows = [[n, f"Người {n}", f"05100000000{n}", "Chi bộ 1", reason] for n, (reason, _) in enumerate(people, start=1)]
    reading = read_rows([[title], header, *rows])
    assert [(r.status, r.level, r.reason) for r in reading.records] == [
        (status, "", reason) for reason, status in people
    ]
    assert reading.problems == []


def test_a_list_of_people_with_a_note_and_no_such_title_is_no_rating_table(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ghi chú"]
    assert read_rows([["DANH SÁCH ĐẢNG VIÊN NĂM 2022"], header, [1, "Người 1", "051000000001", ""]]).tables == 0


@pytest.mark.parametrize(
    ("caption", "votes"),
    [
        ("Kết quả bỏ phiếu", [["12", "3", "", ""], ["15", "", "", ""]]),
        ("XẾP LOẠI", [["12/15", "3/15", "", ""], ["15/15", "", "", ""]]),
        ("XẾP LOẠI", [[12, 3, "", ""], [10, 5, "", ""]]),
    ],
)
def test_votes_under_the_levels_are_no_ratings_and_the_last_column_decides(read_rows, caption, votes):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", caption, "", "", "", "Xếp loại của chi bộ"]
    people = [[n, f"Người {n}", f"05100000000{n}", *votes[n - 1], level] for n, level in ((1, "HTTNV"), (2, "HTNV"))]
    reading = read_rows([["NĂM 2022"], header, ["", "", "", *LEVELS, ""], *people], merges=["D2:G2"])
    assert [(r.level, r.cell) for r in reading.records] == [("good", "H4"), ("completed", "H5")]
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [("note", "not_ratings", "D3")]


def test_grades_of_criteria_are_no_ratings_and_that_is_said(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Tiêu chí đánh giá", "", "", "Xếp loại"]
    grades = ["", "", "", "Phẩm chất", "Năng lực", "Kỷ luật", ""]
    row = [1, "Người 1", "051000000001", "Tốt", "Kém", "Tốt", "HTTNV"]
    reading = read_rows([["NĂM 2022"], header, grades, row], merges=["D2:F2"])
    assert [(r.level, r.cell) for r in reading.records] == [("good", "G4")]
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [("note", "not_ratings", "D3")]


def test_an_x_or_a_count_is_not_guessed_from_ones(read_rows):
    header = ["STT", "Chi bộ", *LEVELS]
    rows = [[1, "Chi bộ 1", "", 1, "", ""], [2, "Chi bộ 2", 1, "", "", ""]]
    reading = read_rows([["NĂM 2022"], header, *rows])
    assert (len(reading.records), reading.rejected) == (0, 2)
    assert {(p.severity, p.code) for p in reading.problems} == {("error", "two_readings")}
    assert "dấu xếp loại của chính đơn vị, hoặc là số đảng viên" in reading.problems[0].message


def test_with_a_total_ones_are_counts(read_rows):
    header = ["STT", "Chi bộ", "Đảng số", *LEVELS]
    rows = [[1, "Chi bộ 1", 1, "", 1, "", ""], [2, "Chi bộ 2", 1, 1, "", "", ""]]
    assert [(r.population, r.number) for r in read_rows([["NĂM 2022"], header, *rows]).records] == [("member", 1)] * 2


@pytest.mark.parametrize(
    ("lines", "unit", "base"),
    [
        (["Đơn vị: Chi bộ Văn phòng"], "Chi bộ Văn phòng", ""),
        (["Đảng bộ: Sở Xây dựng", "Chi bộ: Chi bộ 2"], "Chi bộ 2", "Sở Xây dựng"),
        (["Đơn vị: Đảng bộ Sở Xây dựng"], "Đảng bộ Sở Xây dựng", "Đảng bộ Sở Xây dựng"),
        (["ĐẢNG BỘ KHỐI"], "", ""),  # the organ that issues the list: not said to be their unit
    ],
)
def test_one_workbook_a_unit_names_it_over_the_table(read_rows, lines, unit, base):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    rows = [*([line] for line in lines), ["NĂM 2022"], header, [1, "Người 1", "051000000001", "HTTNV"]]
    assert [(r.unit, r.base_organisation) for r in read_rows(rows).records] == [(unit, base)]


def test_several_populations_in_one_workbook(read_rows):
    sheets = {
        "Đảng viên 2022": [LIST, member(1, "HTTNV")],
        "Chi bộ 2022": [["STT", "Chi bộ", "TCCSĐ", "Xếp loại"], [1, "Chi bộ 1", "Đảng bộ A", "HTNV"]],
        "TCCSĐ 2022": [["STT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ A", "HTXSNV"]],
    }
    assert [(r.population, r.level) for r in read_rows(sheets).records] == [
        ("member", "good"), ("cell", "completed"), ("base_organisation", "excellent"),
    ]  # fmt: skip
