"""What stands in a level's cell besides the level, and what notes, marks and formatting say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from evalkit.books.workbook import open_grids
from evalkit.records import FileReading
from evalkit.scale import PARTY
from evalkit.settings import Limits
from evalkit.sheets import read_sheet
from tests.sheets.test_office_kinds import (
    COUNT_TITLE,
    FULL,
    HEAD,
    LIST_TITLE,
    SHORT,
    A,
    B,
    counted,
    levels,
    loud,
    people,
    read,
)


def codes(reading: FileReading, severity: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in reading.problems if problem.severity == severity]


def test_words_behind_a_level_are_said_once_and_leave_it() -> None:
    told = ["HTXSNV", "HTTNV (QĐ số 15-QĐ/ĐU, ngày 12/12/2022)", "HTTNV", "HTTNV (12/14 phiếu)", "HTNV (khiển trách)"]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people([*told, "KHTNV, đề nghị xóa tên"])])
    assert counted(reading) == levels(A)
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [("note", "level_remark", "F5", "4")]


STATES = [
    ("Trạng thái", "Đã chuyển sinh hoạt đi", "rated_though_exempt"),
    ("Trạng thái sinh hoạt", "Từ trần", "rated_though_exempt"),
    ("Tình trạng (đảng viên)", "Khai trừ", ""),  # no title of ours
    ("Tình trạng sinh hoạt đảng", "Khai trừ", "note_against_level"),
    ("Hiện trạng", "Xóa tên", "rated_though_exempt"),
    ("Diện đảng viên", "Miễn sinh hoạt", "rated_though_exempt"),
    ("Biến động", "Chuyển đi", "rated_though_exempt"),
    ("Tình trạng", "Đang sinh hoạt", ""),
    ("Diện đảng viên", "Dự bị", ""),
    ("Biến động", "Chuyển đến", ""),  # from elsewhere: rated here
    ("Trạng thái", "Nghỉ ốm", ""),  # may be rated
    ("Tình trạng hôn nhân", "Từ trần", ""),
    ("Tình trạng sức khỏe", "Miễn sinh hoạt", ""),
]


@pytest.mark.parametrize(("title", "state", "told"), STATES)
def test_a_state_that_allows_no_level_beside_one_is_told(title: str, state: str, told: str) -> None:
    rows = [[*row, "Đang sinh hoạt"] for row in people(["HTXSNV", "HTTNV", "HTTNV"])]
    rows[1][-1] = state
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", title], *rows])
    assert counted(reading) == levels("xtt")
    assert codes(reading, "warning")[:1] == [(told, "F5")] * bool(told)
    assert codes(reading, "error") == []


@pytest.mark.parametrize(
    ("state", "status", "left"),
    [
        ("Miễn sinh hoạt", "exempt", []),
        ("Đã chuyển sinh hoạt đi", "", ["moved_away"]),
        ("Từ trần", "", ["died"]),
        ("Đang sinh hoạt", "unknown", []),
    ],
)
def test_a_state_beside_a_blank_level_says_why(state: str, status: str, left: list[str]) -> None:
    rows = [[*row, "Đang sinh hoạt"] for row in people(["HTXSNV", "", "HTTNV"])]
    rows[1][-1] = state
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Trạng thái"], *rows])
    assert [record.status for record in reading.records if not record.level] == [status] * bool(status)
    assert [gone.way for gone in reading.departures] == left
    assert [code for code, _ in codes(reading, "error")] == ["blank_level"] * (status == "unknown")


def test_levels_under_a_title_of_states_are_told_as_before() -> None:
    rows = [[*row, "HTTNV"] for row in people(["HTXSNV", "HTTNV", "HTTNV"])]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Tình trạng"], *rows])
    assert counted(reading) == levels("xtt")
    assert ("not_read", "G3") in codes(reading, "warning")


def matrix(marks: Sequence[Sequence[str]], *below: Sequence[object], **about: Any) -> FileReading:
    """A matrix of four level columns, E to H, with these marks in its rows, from row 4 on."""
    head = [*HEAD[:4], *FULL.values()]
    rows = [[*row[:4], *own] for row, own in zip(people("x" * len(marks)), marks, strict=True)]
    return read([[LIST_TITLE], [], head, *rows, *below], **about)


def test_what_is_crossed_out_beside_a_tick_is_no_mark() -> None:
    reading = matrix([["✓" if letter == own else "✗" for own in "xthk"] for letter in A])
    assert counted(reading) == levels(A)
    assert loud(reading) == ["no_unit"]


def test_where_levels_are_crossed_out_a_cross_alone_says_nothing() -> None:
    reading = matrix([["✓", "x", "x", "x"], ["x", "v", "x", "x"], ["x", "", "", ""]])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "good"): 1, (2022, "unknown"): 1}
    assert codes(reading, "error") == [("blank_level", "E6")]


@pytest.mark.parametrize("cross", ["✗", "☒"])
def test_a_cross_without_any_tick(cross: str) -> None:
    reading = matrix([[cross, "", "", ""], ["", cross, "", ""]])
    known = {(2022, "excellent"): 1, (2022, "good"): 1} if cross == "☒" else {(2022, "unknown"): 2}
    assert counted(reading) == known


@pytest.mark.parametrize("span", ["E5:F5", "E5:H5"])
def test_a_mark_in_a_cell_merged_over_several_levels_is_named(span: str) -> None:
    reading = matrix([["x", "", "", ""], ["x", "", "", ""], ["", "x", "", ""]], merges=[span])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "unknown"): 1, (2022, "good"): 1}
    assert codes(reading, "error") == [("not_one_mark", "E5")]


def test_a_number_in_a_cell_merged_over_two_levels_is_named() -> None:
    head = ["STT", "Chi bộ", *SHORT]
    rows = [[1, "Chi bộ 1", 2, "", 6, 1], [2, "Chi bộ 2", 1, 5, 2, 0]]
    reading = read([[COUNT_TITLE], [], head, *rows], merges=["C4:D4"])
    assert counted(reading) == {
        (2022, "excellent"): 1, (2022, "good"): 5, (2022, "completed"): 8, (2022, "not_completed"): 1,
    }  # fmt: skip
    assert codes(reading, "error") == [("not_a_count", "C4")]


@pytest.mark.parametrize("label", ["Tỷ lệ %", "Tỉ lệ", "TL %", "%"])
def test_per_cent_below_a_matrix_are_nobody(label: str) -> None:
    total = ["", "Cộng", "", "", 1, 3, 1, 1]
    shares = ["", label, "", "", 16.67, 50, "16,67%", 16.67]
    reading = matrix([["x" if letter == own else "" for own in "xthk"] for letter in A], total, shares)
    assert counted(reading) == levels(A)
    assert codes(reading, "error") == []


@pytest.mark.parametrize("title", ["Số QĐ", "Số quyết định", "Số, ngày QĐ", "Ngày ký", "Quyết định số", "Số văn bản"])
def test_the_number_of_a_decision_decides_nothing(title: str) -> None:
    head = [*HEAD, 2021, "", 2022, ""]
    own = people(B, ["15-QĐ/ĐU"] * 6, A, ["16-QĐ/ĐU"] * 6)
    reading = read([[LIST_TITLE[:38]], [], head, ["", "", "", "", "", "XL", title, "XL", title], *own],
                   merges=["F3:G3", "H3:I3"])  # fmt: skip
    assert counted(reading) == levels(A) | levels(B, 2021)
    assert loud(reading) == []


@pytest.mark.parametrize("mark", ["nt", "-nt-", "nt.", "Như trên", "″", "„", '"', "''"])
def test_a_mark_for_as_above_is_the_level_above(mark: str) -> None:
    reading = read(
        [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people([FULL["x"], FULL["t"], mark, mark, FULL["h"], FULL["k"]])]
    )
    assert counted(reading) == levels(A)
    assert loud(reading) == []


@pytest.mark.parametrize("between", [[], ["II", "Chi bộ 2"], ["", "Cộng", "", "", "", ""]])
def test_as_above_is_not_read_over_a_group_row_or_a_gap(between: list[str]) -> None:
    first, second, third = people(["HTTNV", "-nt-", "nt"])
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], first, between, second, third])
    assert counted(reading) == {(2022, "good"): 1, (2022, "unknown"): 2}
    assert codes(reading, "error") == [("unknown_level", "F6"), ("unknown_level", "F7")]


def test_as_above_below_a_blank_level_or_the_header_is_not_guessed() -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(["nt", "", "nt"])])
    assert counted(reading) == {(2022, "unknown"): 3}
    assert [code for code, _ in codes(reading, "error")] == ["unknown_level", "blank_level", "unknown_level"]


@pytest.mark.parametrize("mark", ["", "-", "…", "/"])
def test_a_dash_for_somebody_who_left_is_no_level(mark: str) -> None:
    head = [*HEAD, "Xếp loại", "Ghi chú"]
    reading = read([[LIST_TITLE], [], head, *people(["HTXSNV", mark, mark], ["", "Từ trần 3/2022", ""])])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "unknown"): 1}
    assert codes(reading, "error") == [("blank_level", "F6")]


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Đảng ủy xếp: HTTNV", "note_against_level"),
        ("ĐU: HTTNV", "note_against_level"),
        ("BTV đánh giá lại là Hoàn thành tốt nhiệm vụ", "note_against_level"),
        ("HTTNV", "note_against_level"),
        ("Hạ một mức", "note_against_level"),
        ("Khai trừ 11/2022", "note_against_level"),
        ("Từ trần 03/2022", "rated_though_exempt"),
        ("Đã chuyển đi", "rated_though_exempt"),
        ("Xóa tên", "rated_though_exempt"),
        ("Đảng ủy xếp: HTXSNV", ""),
        ("Chi bộ xếp HTTNV, Đảng ủy xếp HTXSNV", ""),
        ("Năm 2021: HTTNV", ""),
        ("Tự xếp loại: HTTNV", ""),
        ("Chi bộ đề nghị: HTTNV", ""),
        ("Viên chức: HTTNV", ""),
        ("Hoàn thành tốt nhiệm vụ được giao", ""),
        ("Đã chuyển đến từ Chi bộ 2", ""),
        ("Đề nghị xóa tên", ""),
        ("Bí thư", ""),
    ],
)
def test_notes_against_a_level(note: str, code: str) -> None:
    head = [*HEAD, "Xếp loại", "Ghi chú"]
    reading = read([[LIST_TITLE], [], head, *people(["HTXSNV", "HTTNV"], [note, ""])])
    assert counted(reading) == levels("xt")
    assert codes(reading, "warning") == ([(code, "F4")] if code else [])


@pytest.mark.parametrize(
    ("marked", "mark", "note", "told"),
    [
        (5, "HTXSNV(*)", "(*) Hạ xuống Hoàn thành nhiệm vụ do vi phạm kỷ luật.", True),
        (5, "HTXSNV¹", "(1) Đảng ủy xếp: HTTNV", True),
        (5, "HTXSNV (1)", "Ghi chú: (1) Chưa được duyệt", True),
        (1, "Người Số 0 *", "* Đã chuyển đi từ tháng 3", True),
        (5, "HTXSNV (*)", "(*) Đã điều chỉnh theo QĐ 12", False),
        (5, "HTXSNV", "(*) Hạ xuống Hoàn thành nhiệm vụ", False),
        (5, "HTXSNV (2)", "(1) Hạ xuống Hoàn thành nhiệm vụ", False),
    ],
)
def test_a_footnote_that_takes_a_level_down_is_said_at_the_level(marked: int, mark: str, note: str, told: bool) -> None:
    rows = people(["HTXSNV", "HTTNV"])
    rows[0][marked] = mark
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *rows, [], [note]])
    assert counted(reading) == levels("xt")
    assert codes(reading, "warning") == ([("note_against_level", "F4")] if told else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Đã điều chỉnh còn 5", True),
        ("Đã sáp nhập vào Chi bộ 2, không tính", True),
        ("Bản dự thảo, chưa được duyệt", True),
        ("Đảng ủy chỉ công nhận 01 đ/c", True),
        ("Chỉ có 01 đồng chí nữ", False),
        ("Chưa tính 02 đ/c chuyển đến tháng 12", True),
        ("Ngoài ra có 02 đ/c chuyển đến được xếp loại HTTNV", True),
        ("Còn thiếu 01 đ/c chưa nộp bản kiểm điểm", True),
        ("Số liệu năm 2021", True),
        ("Chưa gửi báo cáo, lấy theo năm trước", True),
        ("Chi bộ chưa họp xếp loại", True),
        ("Trùng với dòng 8", True),
        ("Đã tính ở Chi bộ Thôn Hạ", True),
        ("Đã họp ngày 15/12/2022", False),
        ("Tăng 2 so với năm trước", False),
        ("Bí thư: đồng chí A", False),
    ],
)
def test_notes_and_comments_on_counts(words: str, told: bool) -> None:
    head = ["STT", "Chi bộ", *SHORT]
    rows = [[1, "Chi bộ 1", 2, 6, 1, 1], [2, "Chi bộ 2", 1, 5, 2, 0]]
    noted = read([[COUNT_TITLE], [], [*head, "Ghi chú"], [*rows[0], words], rows[1]])
    for reading in (
        noted,
        *(read([[COUNT_TITLE], [], head, *rows], comments={(3, place): words}) for place in (1, 3)),
    ):
        assert codes(reading, "warning") == ([("note_against_count", "C4")] if told else [])
        assert sum(counted(reading).values()) == 18


def test_struck_titles_and_comments_on_the_tables_title_are_named() -> None:
    rows = [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(A)]
    for at, cell in (((2, 5), "F3"), ((0, 0), "A1")):
        reading = read(rows, struck=frozenset({at}))
        assert counted(reading) == levels(A)
        assert codes(reading, "warning") == [("struck_title", cell)]
    reading = read(rows, comments={(0, 0): "Bản dự thảo, chưa được duyệt"})
    assert codes(reading, "warning") == [("note_against_level", "A1")]
    assert codes(read(rows, comments={(0, 0): "Lập ngày 12/12/2022"}), "warning") == []


def test_a_raised_mark_of_a_footnote_is_no_digit(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows = [["STT", "Chi bộ", *SHORT], [1, "Chi bộ 1", 2, 6, 1, 1], [2, "Chi bộ 2", 1, 5, 2, 0]]
    for row in ([COUNT_TITLE], [], *rows):
        book.active.append(row)
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    for cell, text in (("D4", "6"), ("B5", "Chi bộ 2")):
        book.active[cell] = CellRichText(TextBlock(InlineFont(), text), raised)
    book.save(tmp_path / "2022.xlsx")
    (grid,) = open_grids(tmp_path / "2022.xlsx", Limits())
    assert grid.raised == {(3, 3): "1", (4, 1): "1"}
    reading = FileReading("2022.xlsx")
    read_sheet(grid, PARTY, (), reading)
    assert counted(reading)[2022, "good"] == 6 + 5
    assert [record.unit for record in reading.records][-1] == "Chi bộ 2"
    assert codes(reading, "warning") == [("raised_mark", "D4")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Nguyễn Văn An\nNguyễn Thị Bình", True),
        ("Nguyễn Văn An, Trần Thị Bình, Lê Đức Cường", True),
        ("Nguyễn Văn An và Trần Thị Bình", True),
        ("1. Nguyễn Văn An 2. Trần Thị Bình", True),
        ("Đ/c Nguyễn Văn An; đ/c Trần Thị Bình", True),
        ("Nguyễn Thị\nLê Na", False),  # one name in two lines
        ("Nguyễn Văn\nAn", False),
        ("Lê Văn An, Bí thư", False),
        ("Lê Văn An - Phó Chủ tịch", False),
        ("Nguyễn Văn An (Ba)", False),
        ("Nguyễn Văn An, Hà Nội", False),
        ("Tôn Nữ Thị Ninh", False),
    ],
)
def test_several_people_in_one_cell_are_named(name: str, told: bool) -> None:
    rows = people(["HTXSNV", "HTTNV"])
    rows[1][1] = name
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *rows])
    assert codes(reading, "error") == ([("several_names", "B5")] if told else [])


@pytest.mark.parametrize(
    "title", ["Kết quả chi bộ", "Đánh giá của Đảng ủy", "Kết luận", "Đảng ủy", "Xếp loại tập thể", "Xếp loại chi bộ"]
)
@pytest.mark.parametrize("name", ["Chi bộ", "Đơn vị"])
def test_a_level_beside_numbers_of_people_is_the_units_and_replaces_none(title: str, name: str) -> None:
    head = ["TT", name, "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV", title]
    rows = [[1, "Chi bộ A", 10, 2, 6, 2, 0, "HTTNV"], [2, "Chi bộ B", 20, 3, 15, 1, 1, "HTXSNV"]]
    reading = read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows])
    members = [record.number for record in reading.records if record.population == "member"]
    assert sum(members) == 30
    cells = [record.level for record in reading.records if record.population == "cell"]
    if name == "Chi bộ":
        assert (cells, codes(reading, "warning")) == (["good", "excellent"], [])
    elif title != "Xếp loại chi bộ":  # of whom the level is, nothing says
        assert (cells, codes(reading, "warning")) == ([], [("several_rating_columns", "H2")])


@pytest.mark.parametrize("title", ["Số chi bộ", "Tổng số chi bộ", "TS chi bộ", "Số TCCSĐ", "Chi bộ được xếp loại"])
def test_numbers_that_make_up_those_of_organisations_are_organisations(title: str) -> None:
    rows = [[1, "Đảng bộ xã A", 10, 2, 6, 2, 0], [2, "Đảng bộ xã B", 20, 3, 15, 1, 1]]
    reading = read([[COUNT_TITLE], ["TT", "Đơn vị", title, *SHORT], *rows])
    assert {record.population for record in reading.records} == {"base_organisation" if "TCCSĐ" in title else "cell"}
    rows = [[1, "Đảng bộ xã A", 4, 2, 60, 2, 0], [2, "Đảng bộ xã B", 5, 3, 150, 1, 1]]  # they have so many cells
    beside = read([[COUNT_TITLE], ["TT", "Đơn vị", title, *SHORT], *rows])
    assert {record.population for record in beside.records} == {"member"}


@pytest.mark.parametrize("title", ["TỔNG HỢP XẾP LOẠI CHI BỘ NĂM 2022", "TỔNG HỢP XẾP LOẠI CHẤT LƯỢNG CHI BỘ NĂM 2022"])
@pytest.mark.parametrize(("numbers", "population"), [([2, 6, 1, 0], "member"), ([0, 1, 0, 0], "cell")])
def test_a_title_of_cells_over_numbers_beside_cells(title: str, numbers: list[int], population: str) -> None:
    rows = [[1, "Chi bộ A", *numbers], [2, "Chi bộ B", *numbers], ["", "Cộng", *(2 * number for number in numbers)]]
    reading = read([[title], ["TT", "Đơn vị", *SHORT], *rows])
    assert {record.population for record in reading.records} == {population}


@pytest.mark.parametrize(
    ("titles", "decides", "is_asked"),
    [
        (["Xếp loại", "Cá nhân tự nhận", "Chi bộ nhận xét"], 0, False),
        (["Xếp loại", "Ý kiến chi bộ"], 0, False),
        (["Kết quả xếp loại", "Chi ủy nhận xét"], 0, False),
        (["Xếp loại", "Tập thể góp ý"], 0, False),
        (["Chi bộ nhận xét", "Xếp loại"], 1, False),
        (["Xếp loại năm 2022", "Xếp loại của chi ủy nơi cư trú"], 0, False),
        (["Mức xếp loại", "Chi bộ xếp loại"], 1, True),  # whose the first is nobody says
        (["Xếp loại", "Đảng ủy xếp loại"], 1, False),
        (["Chi bộ xếp loại", "Đảng ủy nhận xét"], 0, False),
        (["Đảng ủy", "Thành ủy"], 1, False),
        (["Cấp ủy cơ sở", "Huyện ủy"], 1, False),
        (["Tự XL", "ĐU XL"], 1, False),
    ],
)
def test_an_opinion_decides_nothing_beside_a_result(titles: list[str], decides: int, is_asked: bool) -> None:
    levels = ["HTTNV", "HTTNV"]
    levels[decides] = "HTNV"
    reading = read([[LIST_TITLE], [], [*HEAD, *titles], *people(*([level] * 3 for level in levels))])
    assert counted(reading) == {(2022, "completed"): 3}
    assert ("several_rating_columns" in loud(reading)) == is_asked


@pytest.mark.parametrize(
    ("name", "told"),
    [("Chi bộ 1, 2", True), ("CB 1 đến CB 4", True), ("Chi bộ 1 và 2", True), ("Chi bộ 1, xã An Phú", False)],
)
def test_several_cells_in_one_row_are_told(name: str, told: bool) -> None:
    rows = [[1, name, "HTTNV"], [2, "Chi bộ 9", "HTXSNV"]]
    reading = read([["XẾP LOẠI CHI BỘ TRỰC THUỘC NĂM 2022"], ["TT", "Chi bộ", "Xếp loại"], *rows])
    assert len(list(reading.records)) == 2
    assert codes(reading, "error") == ([("several_names", "B3")] if told else [])
