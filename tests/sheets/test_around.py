"""What the lines around a table say: histories, lists of the not rated, votes, one unit a file."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import LIST, member, write_workbook
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import LIST_TITLE, read

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
    assert (list(reading.records), [(p.code, p.cell) for p in reading.problems]) == ([], [("no_subject", "B2")])


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
    rows = [["NĂM 2022", "Đơn vị: Chi bộ 1"], header, ["", "", "", *LEVELS, ""], *people]
    reading = read_rows(rows, merges=["D2:G2"])
    assert [(r.level, r.cell) for r in reading.records] == [("good", "H4"), ("completed", "H5")]
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [("note", "not_ratings", "D3")]


def test_grades_of_criteria_are_no_ratings_and_that_is_said(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Tiêu chí đánh giá", "", "", "Xếp loại"]
    grades = ["", "", "", "Phẩm chất", "Năng lực", "Kỷ luật", ""]
    row = [1, "Người 1", "051000000001", "Tốt", "Kém", "Tốt", "HTTNV"]
    reading = read_rows([["NĂM 2022", "Đơn vị: Chi bộ 1"], header, grades, row], merges=["D2:F2"])
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
        (["ĐẢNG ỦY KHỐI"], "", ""),  # above base organisations: nobody's unit
        (["Đơn vị: Đảng ủy Sở Xây dựng"], "Đảng bộ Sở Xây dựng", "Đảng bộ Sở Xây dựng"),
        (["Đơn vị: Chi bộ cơ sở Văn phòng"], "Chi bộ cơ sở Văn phòng", "Chi bộ cơ sở Văn phòng"),
        (["Chi bộ: 3"], "Chi bộ 3", ""),
        (["Đơn vị: Chi bộ 3 (07 đ/c)"], "Chi bộ 3", ""),
        (["CHI BỘ 3: 07 ĐỒNG CHÍ"], "CHI BỘ 3", ""),
        (["ĐẢNG BỘ XÃ A", "Đảng bộ có 120 đảng viên"], "ĐẢNG BỘ XÃ A", "ĐẢNG BỘ XÃ A"),
        (["Chi bộ: 1 đảng viên"], "", ""),
    ],
)
def test_one_workbook_a_unit_names_it_over_the_table(read_rows, lines, unit, base):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    rows = [*([line] for line in lines), ["NĂM 2022"], header, [1, "Người 1", "051000000001", "HTTNV"]]
    assert [(r.unit, r.base_organisation) for r in read_rows(rows).records] == [(unit, base)]


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        (["Đơn vị:", "Trường Tiểu học A"], "Trường Tiểu học A"),
        (["Đơn vị:", "", "Chi bộ 3", "Mẫu 2"], "Chi bộ 3"),
        (["Chi bộ:", 3], "Chi bộ 3"),
        (["Đơn vị:", "", "Người lập: Văn thư"], "ĐẢNG BỘ XÃ A"),
    ],
)
def test_a_label_may_stand_in_the_cell_before_the_unit(read_rows, cells, unit):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    rows = [["ĐẢNG BỘ XÃ A"], cells, ["NĂM 2022"], header, [1, "Người 1", "051000000001", "HTTNV"]]
    assert [(r.unit, r.base_organisation) for r in read_rows(rows).records] == [(unit, "ĐẢNG BỘ XÃ A")]


def test_several_populations_in_one_workbook(read_rows):
    sheets = {
        "Đảng viên 2022": [LIST, member(1, "HTTNV")],
        "Chi bộ 2022": [["STT", "Chi bộ", "TCCSĐ", "Xếp loại"], [1, "Chi bộ 1", "Đảng bộ A", "HTNV"]],
        "TCCSĐ 2022": [["STT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ A", "HTXSNV"]],
    }
    assert [(r.population, r.level) for r in read_rows(sheets).records] == [
        ("member", "good"), ("cell", "completed"), ("base_organisation", "excellent"),
    ]  # fmt: skip


PEOPLE = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]


@pytest.mark.parametrize(
    ("heading", "sheet", "file", "unit", "base"),
    [
        (["ĐẢNG BỘ SỞ A", "CHI BỘ 3", "*"], "S", "f.xlsx", "CHI BỘ 3", "ĐẢNG BỘ SỞ A"),
        (["ĐẢNG BỘ SỞ A\nCHI BỘ 3"], "S", "f.xlsx", "CHI BỘ 3", "ĐẢNG BỘ SỞ A"),  # two lines of one cell
        (["ĐẢNG BỘ KHỐI", "ĐẢNG BỘ SỞ A"], "S", "f.xlsx", "ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A"),  # the issuing organ is last
        (["ĐẢNG BỘ THÀNH PHỐ", "ĐẢNG ỦY KHỐI"], "S", "f.xlsx", "", ""),  # above base organisations: nobody's unit
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ A", "*"], "S", "f.xlsx", "ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A"),  # as offices head it
        (["ĐẢNG ỦY SỞ A", "CHI BỘ 3"], "S", "f.xlsx", "CHI BỘ 3", "ĐẢNG BỘ SỞ A"),
        (["BAN THƯỜNG VỤ ĐẢNG ỦY SỞ A"], "S", "f.xlsx", "ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A"),
        (["ĐẢNG ỦY KHỐI CÁC CƠ QUAN", "CHI BỘ SỞ A"], "S", "f.xlsx", "CHI BỘ SỞ A", "CHI BỘ SỞ A"),  # a base cell
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY TỈNH ĐOÀN", "CHI BỘ A"], "S", "f.xlsx", "CHI BỘ A", "ĐẢNG BỘ TỈNH ĐOÀN"),
        (["HUYỆN ỦY A", "CHI BỘ CƠ SỞ B"], "S", "f.xlsx", "CHI BỘ CƠ SỞ B", "CHI BỘ CƠ SỞ B"),
        (["ĐẢNG BỘ KHỐI", "CHI BỘ 3"], "S", "f.xlsx", "CHI BỘ 3", ""),  # whose third cell is not told
        (["ĐẢNG BỘ KHỐI VĂN PHÒNG", "CHI BỘ A"], "S", "f.xlsx", "CHI BỘ A", "ĐẢNG BỘ KHỐI VĂN PHÒNG"),
        (["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHI BỘ 3 NĂM 2022"], "S", "f.xlsx", "CHI BỘ 3", ""),
        ([], "Chi bộ 3", "Chi bộ 4.xlsx", "Chi bộ 3", ""),
        ([], "S", "Chi bộ 4 năm 2022.xlsx", "Chi bộ 4", ""),
        (["Đơn vị: Chi bộ 9", "CHI BỘ 3"], "S", "f.xlsx", "Chi bộ 9", ""),  # what is labelled is nearest
    ],
)
def test_a_list_without_a_column_for_the_unit_has_the_one_of_its_heading(read_rows, heading, sheet, file, unit, base):
    rows = [*([line] for line in heading), ["Năm 2022"], PEOPLE, [1, "Người 1", "051000000001", "HTTNV"]]
    reading = read_rows({sheet: rows}, name=file)
    assert [(r.unit, r.base_organisation) for r in reading.records] == [(unit, base)]
    code = [("warning", "no_unit")] if not unit else [("note", "unit_from_heading")]
    assert [(p.severity, p.code) for p in reading.problems] == ([] if heading[:1] == ["Đơn vị: Chi bộ 9"] else code)


def test_a_heading_gives_the_base_organisation_over_the_units_of_a_list(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"]
    rows = [["ĐẢNG BỘ SỞ A"], ["Năm 2022"], header, [1, "Người 1", "051000000001", "Chi bộ 3", "HTTNV"]]
    record = read_rows(rows).records[0]
    assert (record.unit, record.base_organisation) == ("Chi bộ 3", "ĐẢNG BỘ SỞ A")


def test_a_group_row_is_nearer_than_the_heading(read_rows):
    rows = [["ĐẢNG BỘ KHỐI"], ["Năm 2022"], PEOPLE, ["", "Đảng bộ Sở A"], [1, "Người 1", "051000000001", "HTTNV"]]
    record = read_rows(rows).records[0]
    assert (record.unit, record.base_organisation) == ("Đảng bộ Sở A", "Đảng bộ Sở A")


def test_the_board_itself_is_no_unit(tmp_path):
    rows = [["ĐẢNG BỘ KHỐI"], ["Năm 2022"], PEOPLE, [1, "Người 1", "051000000001", "HTTNV"]]
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    (tmp_path / "evalkit.toml").write_text('organisation = "Đảng bộ Khối"', encoding="utf-8")
    ratings = ek.read(tmp_path, workers=1).ratings
    assert list(zip(ratings["unit"], ratings["base_organisation"], strict=True)) == [("", "")]


def test_dates_that_are_none_are_told_once(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "Xếp loại"]
    dates = ["05/03/72", "31/02/1972", "1972", "03/1972", "05/03/1972", "-", ""]
    people = [[n, f"Người {n}", f"05100000000{n}", born, "Chi bộ 1", "HTTNV"] for n, born in enumerate(dates, start=1)]
    reading = read_rows([["Năm 2022"], header, *people])
    assert [record.born for record in reading.records] == ["", "", "", "", "1972-03-05", "", ""]
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [("warning", "unread_date", "D3", "2")]


@pytest.mark.parametrize("title", ["DANH SÁCH HTXSNV 5 NĂM LIỀN (2018 - 2022)", "Xuất sắc 5 năm liên tục đến năm 2022"])
def test_a_list_that_says_only_years_running_is_no_evidence(read_rows, title):
    reading = read_rows([[title], LIST, member(1, "HTXSNV"), member(2, "HTXSNV")])
    assert (list(reading.records), reading.tables) == ([], 0)
    assert [(p.severity, p.code, p.cell) for p in reading.problems] == [("warning", "streak_list", "A2")]


def test_with_a_column_a_year_it_is_evidence_of_each(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Năm 2021", "Năm 2022"]
    rows = [["DANH SÁCH HTXSNV 2 NĂM LIỀN"], header, [1, "Người 1", "051000000001", "Chi bộ 1", "HTXSNV", "HTXSNV"]]
    assert [(r.year, r.level) for r in read_rows(rows).records] == [(2021, "excellent"), (2022, "excellent")]


LEVELLESS = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Ghi chú"]


@pytest.mark.parametrize(
    ("rows", "levels"),
    [
        ([["DANH SÁCH ĐẢNG VIÊN HTXSNV NĂM 2022"], LEVELLESS, [1, "A", "012345678901", "Chi bộ 2", ""]], ["excellent"]),
        (
            [
                ["I. ĐẢNG VIÊN HOÀN THÀNH TỐT NHIỆM VỤ: 01 ĐỒNG CHÍ"], LEVELLESS, [1, "A", "012345678901", "Chi bộ 2"],
                [], ["II. ĐẢNG VIÊN KHÔNG HOÀN THÀNH NHIỆM VỤ"], LEVELLESS, [1, "B", "012345678902", "Chi bộ 2"],
            ],
            ["good", "not_completed"],
        ),
        (
            [
                LEVELLESS, ["I", "HTXSNV"], [1, "A", "012345678901", "Chi bộ 2"], ["II", "HTNV", "", "", "02"],
                [2, "B", "012345678902", "Chi bộ 2"], [3, "C", "012345678903", "Chi bộ 2"],
            ],
            ["excellent", "completed", "completed"],
        ),
    ],
)  # fmt: skip
def test_a_level_in_a_title_or_a_group_row_is_that_of_everybody_below_it_and_said(read_rows, rows, levels):
    reading = read_rows(rows)
    assert [record.level for record in reading.records] == levels
    assert {(p.severity, p.code) for p in reading.problems} == {("warning", "level_from_caption")}


def test_somebody_above_the_first_group_of_a_level_is_named(read_rows):
    rows = [LEVELLESS, [1, "A", "012345678901", "Chi bộ 2"], ["I", "HTXSNV"], [2, "B", "012345678902", "Chi bộ 2"]]
    reading = read_rows(rows)
    assert [(r.level, r.status) for r in reading.records] == [("", "unknown"), ("excellent", "rated")]
    assert ("error", "blank_level", "B2") in [(p.severity, p.code, p.cell) for p in reading.problems]


@pytest.mark.parametrize(
    ("over", "below", "told"),
    [
        ("(Kèm theo Quyết định số 12-QĐ/ĐU ngày 28/12/2021)", "", ["A2"]),
        ("", "Xã Mẫu, ngày 15 tháng 12 năm 2021", ["C6"]),
        ("(Kèm theo Báo cáo số 5-BC/ĐU ngày 10/01/2023)", "Xã Mẫu, ngày 15 tháng 12 năm 2022", []),
        ("(Thực hiện Hướng dẫn số 21-HD/BTCTW ngày 18/10/2019)", "", []),  # rules may be older
        ("(Kèm theo Quyết định số 9-QĐ/ĐU ngày 05/11/2019)", "", []),  # and the decision on a form
    ],
)
def test_a_paper_signed_before_the_year_it_rates_is_named(over: str, below: str, told: list[str]) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN CHI BỘ 1 NĂM 2022"], [over], ["TT", "Họ và tên", "Xếp loại"]]
    people = [[1, "Trần Thị An", "HTTNV"], [2, "Lê Văn Bình", "HTTNV"]]
    reading = read([*rows, *people, ["", "", below], ["", "", "T/M CHI BỘ"]])
    assert [cell for code, cell in codes(reading, "warning") if code == "year_disagrees"] == told


@pytest.mark.parametrize(
    ("sheet", "unit"),
    [
        ("CB1", "Chi bộ 1"),
        ("Chi bo so 01", "Chi bộ 1"),
        ("cb_thon1", "Chi bộ Thôn 1"),
        ("Thôn 1", "Chi bộ Thôn 1"),
        ("CB Thôn 1", "Chi bộ Thôn 1"),
        ("DS khu pho 3 nam 2022", "Chi bộ Khu phố 3"),
        ("Sheet1", "ĐẢNG BỘ XÃ AN PHÚ"),
        ("chi bo 2022", "ĐẢNG BỘ XÃ AN PHÚ"),
        ("Bieu 1", "ĐẢNG BỘ XÃ AN PHÚ"),
    ],
)
def test_a_cell_in_the_name_of_the_sheet_stands_under_the_committee_above_the_list(sheet: str, unit: str) -> None:
    rows = [[1, "Người Một", "HTXSNV"], [2, "Người Hai", "HTTNV"]]
    reading = read([["ĐẢNG ỦY XÃ AN PHÚ"], [LIST_TITLE], ["TT", "Họ và tên", "Xếp loại"], *rows], sheet=sheet)
    assert {(record.base_organisation, record.unit) for record in reading.records} == {("ĐẢNG BỘ XÃ AN PHÚ", unit)}
