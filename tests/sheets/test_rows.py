"""Every row under a header ends as a record, a named skip or a named rejection; every level cell as something said."""

from __future__ import annotations

import datetime

import pytest

from evalkit.books.grid import Grid
from evalkit.sheets.headers import find_headers
from tests.conftest import LIST, member


@pytest.mark.parametrize(
    ("level", "reason", "status", "words"),
    [
        ("HTTNV", "", "rated", ""),
        ("", "Nghỉ ốm", "sick", "Nghỉ ốm"),  # the reason stands in its own column
        ("-", "đi nước ngoài", "away", "đi nước ngoài"),  # a dash is no level
        ("Không xếp loại", "mới kết nạp", "new_member", "mới kết nạp"),  # the nearer reason wins
        ("Không xếp loại", "", "unspecified", "Không xếp loại"),
        ("Miễn đánh giá", "nghỉ ốm", "exempt", "Miễn đánh giá"),  # a reason in the level cell stands
    ],
)
def test_why_somebody_is_not_rated(read_rows, level, reason, status, words):
    reading = read_rows([LIST, member(1, level, reason=reason)])
    assert [(record.status, record.reason) for record in reading.records] == [(status, words)]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("level", "reason", "code", "message"),
    [
        ("HTSX", "", "unknown_level",
         '"HTSX" không phải mức xếp loại. Có phải "HTXS"? Sửa ô này, hoặc thêm cách viết vào [scale.aliases].'),
        ("Giỏi", "", "unknown_level",
         '"Giỏi" không phải mức xếp loại. Sửa ô này, hoặc thêm cách viết vào [scale.aliases].'),
        ("", "", "blank_level",
         "không có mức xếp loại, cũng không có lý do. Điền mức, hoặc ghi lý do không xếp loại."),
        ("", "lý do riêng", "unknown_level",
         '"lý do riêng" không phải mức xếp loại. Sửa ô này, hoặc thêm cách viết vào [scale.aliases].'),
        ("Trong sạch vững mạnh", "", "other_scale_level",
         '"Trong sạch vững mạnh" là mức của thang đánh giá đến năm 2017, không dùng cho năm 2022. '
         "Sửa ô này theo thang bốn mức từ năm 2018."),
        (95, "", "unknown_level",
         '"95" không phải mức xếp loại. Sửa ô này, hoặc thêm cách viết vào [scale.aliases].'),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_and_its_subject_stays(read_rows, level, reason, code, message):
    reading = read_rows([LIST, member(1, level, reason=reason)])
    assert [(record.status, record.level) for record in reading.records] == [("unknown", "")]
    problem = reading.problems[0]
    assert (problem.severity, problem.code, problem.cell) == ("error", code, "G2")
    assert problem.message == f"bang 2022.xlsx, trang tính «Trang1», ô G2: {message}"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["I", "Khối cơ quan"], "dòng nhóm"),
        (["A.", "Các chi bộ"], "dòng nhóm"),
        (["", "TỔNG SỐ", 1], "dòng tổng cộng"),
        (["Cộng (I + II)", "", 1], "dòng tổng cộng"),
        (["", "Cộng chi bộ 1", 1], "dòng tổng cộng"),
        (["", "Ghi chú: số liệu đến 31/12"], "ghi chú"),
        (["", "- Cột 2: số thẻ"], "ghi chú"),
        (["", "T/M ĐẢNG ỦY"], "chữ ký, nơi nhận"),
        (["", "", "", "", "Hà Nội, ngày … tháng … năm …"], "chữ ký, nơi nhận"),
        ([2], "dòng trống, chỉ có số thứ tự"),
        (["", "…", "…"], "dòng dấu chấm"),
    ],
)
def test_rows_that_are_no_records_are_skipped_with_their_reason(read_rows, cells, reason):
    reading = read_rows([LIST, member(1, "HTTNV"), cells])
    assert [skip.reason for skip in reading.skips] == [reason]
    assert len(reading.records) == 1


def test_a_name_like_a_total_or_a_signature_is_still_a_unit(read_rows):
    rows = [["TT", "Mã", "Tên TCCSĐ", "Xếp loại"], [1, "TC1", "Tổng công ty Điện", "HTTNV"]]
    assert [record.name for record in read_rows(rows).records] == ["Tổng công ty Điện"]


def test_a_level_under_the_signature_block_is_not_lost(read_rows):
    reading = read_rows([LIST, member(1, "HTTNV"), ["", "NGƯỜI LẬP BIỂU"], member(2, "HTXSNV")])
    assert [record.level for record in reading.records] == ["good", "excellent"]


def test_a_row_that_begins_with_a_footnote_mark_is_read(read_rows):
    reading = read_rows([LIST, member(1, "HTTNV"), ["²", *member(2, "HTXSNV")[1:]]])  # a digit, and no number
    assert [record.level for record in reading.records] == ["good", "excellent"]


@pytest.mark.parametrize(
    ("first", "is_header"),
    [(2021.0, True), ("2021", True), (7.0, False), ("7", False), (2500.0, False), ("12500", False)],  # a year, or not
)
def test_a_row_that_begins_with_a_running_number_is_no_header(first, is_header):
    grid = Grid("S", False, [[first, "Họ và tên", "Xếp loại"]])
    assert [*find_headers(grid, lambda row: False)] == [(0, 1)] * is_header


def test_a_level_without_a_subject_is_rejected_with_its_cell(read_rows):
    reading = read_rows([LIST, ["", "", "", "", "", "", "HTTNV"]])
    assert reading.rejected == 1
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [("error", "no_subject", "G2")]


def test_rows_without_any_year_are_rejected_each_with_its_cell(read_rows):
    reading = read_rows([LIST, member(1, "HTTNV"), member(2, "HTTNV")], name="danh sach.xlsx")
    assert reading.rejected == 2
    assert [(p.code, p.cell) for p in reading.problems] == [("no_year", "G2"), ("no_year", "G3")]
    assert "Ghi năm vào tiêu đề, tên trang tính hoặc tên tệp." in reading.problems[0].message


def test_an_unreadable_year_in_a_year_column_is_not_replaced_by_another(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ", "Năm", "Xếp loại"]
    reading = read_rows(
        [header, [1, "A", "051000000001", "hai nghìn", "HTTNV"], [2, "B", "051000000002", 2021, "HTTNV"]]
    )
    assert [(record.year, record.level) for record in reading.records] == [(2021, "good")]
    assert [(p.code, p.cell) for p in reading.problems] == [("no_year", "D2"), ("no_unit", "E3")]
    assert 'ô D2: "hai nghìn" không phải một năm. Ghi một năm như 2022.' in reading.problems[0].message


@pytest.mark.parametrize(
    ("years", "title", "records", "cells"),
    [
        ([2021, "", 2022], "", [2021, 2022], ["D3"]),  # no year at all
        (
            [2021, "", 2022],
            "NĂM 2022",
            [2021, 2022],
            ["D4"],
        ),  # the row above it, or the title?
        ([2022, "", 2022], "NĂM 2022", [2022, 2022, 2022], []),  # both say the same
        (["", "", ""], "NĂM 2022", [2022, 2022, 2022], []),  # a column that nobody filled in
    ],
)
def test_a_blank_year_among_others_is_not_taken_from_the_title(read_rows, years, title, records, cells):
    header = ["TT", "Họ và tên", "Số thẻ", "Năm", "Xếp loại"]
    rows = [[n, f"Người {n}", f"05100000000{n}", year, "HTTNV"] for n, year in enumerate(years)]
    reading = read_rows([*([[title]] if title else []), header, *rows], name="danh sach.xlsx")
    assert [record.year for record in reading.records] == records
    assert [p.cell for p in reading.problems if p.code == "no_year"] == cells
    assert all(
        "ô năm để trống, trong khi dòng khác ghi năm" in p.message for p in reading.problems if p.code == "no_year"
    )


@pytest.mark.parametrize(
    ("sheets", "name", "years"),
    [
        ({"2021": [LIST, member(1, "HTTNV")], "Năm 2022": [LIST, member(1, "HTTNV")]}, "a.xlsx", [2021, 2022]),
        ({"S": [["NĂM 2021"], LIST, member(1, "HTTNV")]}, "xep loai 2021.xlsx", [2021]),
        ({"S": [["Nhiệm kỳ 2020-2025"], LIST, member(1, "HTTNV")]}, "2022.xlsx", [2022]),
        ({"S": [["Hội nghị năm 2023 tổng kết năm 2022"], LIST, member(1, "HTTNV")]}, "2022.xlsx", [2022]),
    ],
)
def test_the_year_stands_in_title_sheet_name_or_file_name(read_rows, sheets, name, years):
    reading = read_rows(sheets, name=name)
    assert [record.year for record in reading.records] == years
    assert reading.problems == []


def test_a_title_and_a_file_name_that_disagree_are_a_warning_and_the_nearer_counts(read_rows):
    reading = read_rows([["XẾP LOẠI NĂM 2021"], LIST, member(1, "HTTNV")], name="2020.xlsx")
    assert [record.year for record in reading.records] == [2021]
    assert reading.problems[0].severity == "warning"
    assert reading.problems[0].message == (
        "2020.xlsx, trang tính «Trang1»: tiêu đề bảng ghi năm 2021, tên tệp ghi năm 2020. Lấy năm 2021; sửa chỗ sai."
    )


def test_card_numbers_are_twelve_digits_of_text_again(read_rows):
    rows = [LIST, member(1, "HTTNV"), member(2, "HTTNV")]
    rows[1][2], rows[2][2] = 51000000001, "51000000002"  # Excel ate the zeros
    reading = read_rows(rows)
    assert [record.key for record in reading.records] == ["051000000001", "051000000002"]
    assert [(p.severity, p.code, p.found) for p in reading.problems] == [("note", "zeros_restored", "2")]


def test_what_is_no_card_number_makes_nobody_the_same_person(read_rows):
    rows = [LIST, member(1, "HTTNV"), member(2, "HTTNV"), member(3, "HTTNV")]
    rows[1][2], rows[2][2], rows[3][2] = "chưa có", "chưa có", "'05.1000.000.003"
    reading = read_rows(rows)
    assert [record.key for record in reading.records] == ["", "", "051000000003"]
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [
        ("warning", "no_card_number", "C2", "2")
    ]


def test_exemplary_and_field_of_work_are_kept_as_distinctions(read_rows):
    header = ["TT", "Mã", "Tên TCCSĐ", "Xếp loại", "Tiêu biểu", "Khen lĩnh vực"]
    reading = read_rows(
        [
            header,
            [1, "TC1", "Đảng bộ A", "HTXSNV", "x", ""],
            [2, "TC2", "Đảng bộ B", "HTTNV", "", "Công tác dân vận"],
            [3, "TC3", "Đảng bộ C", "HTXSNV", "X", "Công tác dân vận"],
        ]
    )
    assert [record.distinction for record in reading.records] == [
        "exemplary", "Công tác dân vận", "exemplary; Công tác dân vận",
    ]  # fmt: skip


def test_a_hidden_sheet_is_read_and_said(read_rows):
    sheets = {"2021": [LIST, member(1, "HTTNV")], "2022": [LIST, member(1, "HTTNV")]}
    reading = read_rows(sheets, hidden=["2022"], name="a.xlsx")
    assert [record.year for record in reading.records] == [2021, 2022]
    assert [(p.severity, p.code, p.sheet) for p in reading.problems] == [("warning", "hidden_sheet", "2022")]


def test_an_empty_form_is_a_warning_and_no_record(read_rows):
    reading = read_rows([LIST, [f"{n}" for n in range(1, 9)], [1], [2]])
    assert not reading.records
    assert [(p.severity, p.code) for p in reading.problems] == [("warning", "empty_form")]


def test_the_register_of_awards_gives_holder_award_and_window(read_rows):
    reading = read_rows(
        [
            ["SỔ KHEN THƯỞNG"],
            ["TT", "Họ và tên", "Số thẻ đảng viên", "Hình thức khen", "Năm", "Giai đoạn"],
            [1, "A", 51000000001, "Giấy khen 5 năm", 2019, "2014 - 2018"],
            [2, "B", "051000000002", "Giấy khen năm", 2020, ""],
            [3, "C", "", "Giấy khen năm", 2020, ""],
        ]
    )
    held = [(h.population, h.key, h.award, h.year, h.first, h.last, h.cell) for h in reading.held]
    assert held == [
        ("member", "051000000001", "Giấy khen 5 năm", 2019, 2014, 2018, "D3"),
        ("member", "051000000002", "Giấy khen năm", 2020, 2020, 2020, "D4"),
    ]
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [
        ("error", "no_subject", "D5"), ("note", "zeros_restored", "C2"),
    ]  # fmt: skip


@pytest.mark.parametrize("unit", [datetime.date(2022, 5, 1), "5-Jan", "01-Thg5", "01/05/2022"])
def test_a_unit_that_excel_made_a_date_is_an_error_at_its_cell(read_rows, unit):
    reading = read_rows([LIST, member(1, "HTTNV"), member(2, "HTTNV", cell=unit), member(3, "HTNV", cell=unit)])
    (problem,) = [problem for problem in reading.problems if problem.code == "unit_is_date"]
    assert (problem.severity, problem.cell, problem.found) == ("error", "E3", "2")


def test_a_code_that_excel_made_a_date_is_an_error_and_one_like_a_fraction_is_none(read_rows):
    rows = [["TT", "Mã chi bộ", "Chi bộ", "Xếp loại"], [1, datetime.date(2022, 2, 1), "Chi bộ 1/2", "HTTNV"]]
    reading = read_rows([*rows, [2, "1-3", "Chi bộ 1-3", "HTTNV"]])
    assert [p.cell for p in reading.problems if p.code == "unit_is_date"] == ["B2"]


@pytest.mark.parametrize(
    ("header", "rows", "records", "skipped"),
    [
        (["Mã TCCSĐ", "TCCSĐ", "Tổng số", "HTXSNV", "HTTNV"],
         [["A01", "Đảng bộ A", 5, 1, 4], ["A02", "Đảng bộ B", "", "", ""]], 2, ("A4", "chưa điền số liệu")),
        (["Mã TCCSĐ", "TCCSĐ", "Xếp loại"],
         [["A01", "Đảng bộ A", "HTTNV"], ["Ghi chú: theo báo cáo", "", ""]], 1, ("A4", "ghi chú")),
        (["TT", "TCCSĐ", "Xếp loại"],
         [[1, "Đảng bộ A", "HTTNV"], ["Mức xếp loại", "Số lượng", ""]], 1, ("A4", "dòng tiêu đề lặp lại")),
    ],
)  # fmt: skip
def test_what_stands_under_a_column_of_codes_or_names_is_no_unit(read_rows, header, rows, records, skipped):
    reading = read_rows([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN CỦA TCCSĐ NĂM 2022"], header, *rows])
    assert len(reading.records) == records
    assert [(skip.cell, skip.reason) for skip in reading.skips] == [skipped]
    assert reading.problems == []
