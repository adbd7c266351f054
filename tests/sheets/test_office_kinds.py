"""Sheets as unit secretaries type them, each with what is true of it, worked out by hand while it was made up.

`A` is the rating that counts, `B` another one beside it; a letter a person: x excellent, t good, h completed,
k not completed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from evalkit.books.grid import Grid
from evalkit.records import FileReading
from evalkit.scale import PARTY
from evalkit.sheets import read_sheet

FULL = {
    "x": "Hoàn thành xuất sắc nhiệm vụ",
    "t": "Hoàn thành tốt nhiệm vụ",
    "h": "Hoàn thành nhiệm vụ",
    "k": "Không hoàn thành nhiệm vụ",
}
IDS = {"x": "excellent", "t": "good", "h": "completed", "k": "not_completed"}
SHORT = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
LIST_TITLE = "DANH SÁCH XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"
COUNT_TITLE = "TỔNG HỢP KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"
HEAD = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ"]
A, B = "xttthk", "tthxkh"

Rows = Sequence[Sequence[Any]]


def read(
    rows: Rows, *, sheet: str = "DS", file: str = "a.xlsx", merges: Sequence[str] = (), **about: Any
) -> FileReading:
    """A sheet of these rows, as the parser would have it."""
    reading = FileReading(file)
    cells = [[float(c) if c.__class__ is int else "" if c is None else c for c in row] for row in rows]
    spans = tuple(tuple((int(end[1:]) - 1, ord(end[0]) - 65) for end in span.split(":")) for span in merges)
    read_sheet(Grid(sheet, False, cells, merges=spans, **about), PARTY, (), reading)
    assert reading.rows == reading.row_records + len(reading.skips) + reading.rejected
    return reading


def counted(reading: FileReading) -> dict[tuple[int, str], int]:
    """Year and level, or status → number."""
    found: Counter[tuple[int, str]] = Counter()
    for record in reading.records:
        found[record.year, record.level or record.status] += record.number
    return dict(found)


def levels(letters: str, year: int = 2022) -> dict[tuple[int, str], int]:
    return {(year, IDS[letter]): number for letter, number in Counter(letters).items()}


def loud(reading: FileReading) -> list[str]:
    return [problem.code for problem in reading.problems if problem.severity != "note"]


def people(*columns: Sequence[Any]) -> list[list[Any]]:
    """Six people, or as many as the columns have; a text of letters gives each the level of its letter."""
    rows = []
    for n in range(len(columns[0])):
        values = [FULL.get(c[n], c[n]) if isinstance(c, str) else c[n] for c in columns]
        rows.append([n + 1, f"Người Số {n}", f"05101000{n:04d}", f"{10 + n:02d}/01/1970", "Chi bộ 1", *values])
    return rows


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (["Chi bộ đề nghị", "Chi ủy", "Kết luận"], (B, B, A)),
        (["Cá nhân tự xếp loại", "Tập thể xếp loại", "Cấp có thẩm quyền xếp loại"], (B, B, A)),
        (["XL năm trước", "XL năm nay"], (B, A)),
        (["Mức tự nhận", "Mức được công nhận"], (B, A)),
        (["Xếp loại dự kiến", "Xếp loại chính thức"], (B, A)),
        (["Xếp loại chính thức", "Xếp loại dự kiến"], (A, B)),  # whatever its place
        (["Đảng ủy xếp loại", "Chi bộ xếp loại"], (A, B)),
        (["Chi bộ xếp loại", "Đảng ủy xếp loại"], (B, A)),
        (["Xếp loại", "Mức độ hoàn thành công việc"], (A, B)),
        (["Xếp loại đảng viên", "Xếp loại CCVC, NLĐ"], (A, B)),
        (["Xếp loại viên chức", "Xếp loại đảng viên"], (B, A)),
        (["Xếp loại năm liền kề", "Xếp loại"], (B, A)),
        (["Xếp loại ĐV", "Xếp loại đoàn viên"], (A, B)),
        (["Xếp loại trước điều chỉnh", "Xếp loại sau điều chỉnh"], (B, A)),
        (["Quyết định của Đảng ủy", "Đề nghị của chi bộ"], (A, B)),
        (["Tự đánh giá", "Chi bộ đánh giá", "Đảng ủy đánh giá"], (B, B, A)),
        (["Quý I", "Quý II", "Quý III", "Quý IV", "Cả năm"], (B, B, B, B, A)),
        (["Xếp loại 6 tháng", "Xếp loại năm"], (B, A)),
        (["Xếp loại công đoàn", "Xếp loại đảng viên"], (B, A)),
        (["Xếp loại đảng viên", "Xếp loại rèn luyện"], (A, B)),
        (["XL ĐV", "Chuẩn nghề nghiệp", "XL VC"], (A, B, B)),
        (["XL ĐV", "Đánh giá CC"], (A, B)),
        (["XL CB", "XL Đảng ủy"], (B, A)),  # the cell, which rates, too
        (["Tổ thẩm định", "Đảng ủy xếp loại"], (B, A)),  # who only appraises
        (["Kết quả thẩm định của Tổ giúp việc", "BCH Đảng bộ"], (B, A)),
        (["Chi bộ xếp loại", "Thủ trưởng đơn vị phê duyệt"], (A, B)),  # no organ of the Party
    ],
)
def test_the_column_that_decides_is_known_by_its_words(titles, columns):
    reading = read([[LIST_TITLE], [], HEAD + titles, *people(*columns)])
    assert counted(reading) == levels(A)
    assert loud(reading) == []


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (["Kết luận của chi bộ", "Đảng ủy xếp loại"], (B, A)),
        (["Chi bộ quyết định", "Ban Thường vụ Đảng ủy"], (B, A)),
        (["Đảng ủy xếp loại", "Chi bộ điều chỉnh"], (A, B)),
    ],
)
def test_a_lower_organs_decision_beside_a_higher_ones_rating_is_asked_about(titles, columns):
    reading = read([[LIST_TITLE], [], HEAD + titles, *people(*columns)])
    assert (counted(reading), loud(reading)) == (levels(A), ["several_rating_columns"])


def test_a_column_of_the_cells_level_beside_that_of_its_members_is_named():
    titles = ["Xếp loại chi bộ", "Xếp loại đảng viên"]
    reading = read([[LIST_TITLE], [], HEAD + titles, *people(B, A)])
    assert (counted(reading), loud(reading)) == (levels(A), ["not_ratings"])


def test_of_two_columns_of_the_same_words_the_last_is_taken_and_both_are_named():
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Xếp loại"], *people(B, A)])
    assert counted(reading) == levels(A)
    assert loud(reading) == ["several_rating_columns"]
    assert "lấy «Xếp loại», không lấy «Xếp loại»" in reading.problems[0].message


def test_the_deciding_column_counts_even_when_it_is_empty():
    reading = read([[LIST_TITLE], [], [*HEAD, "Tự đánh giá, xếp loại", "Chi bộ đánh giá"], *people(A, [""] * 6)])
    assert counted(reading) == {(2022, "unknown"): 6}
    assert loud(reading) == ["blank_level"] * 6


@pytest.mark.parametrize("title", ["Đề nghị xếp loại", "Tự xếp loại", "Xếp loại dự kiến"])
def test_where_nothing_but_proposals_stands_nothing_is_counted_and_that_is_said(title):
    reading = read([[LIST_TITLE], [], [*HEAD, title], *people(A)])
    assert (counted(reading), loud(reading)) == ({}, ["out_of_scope"])


COUNTS = ["STT", "Chi bộ", "Tổng số ĐV", *SHORT]
UNITS = [["1", "Chi bộ 1", 10, 2, 6, 1, 1], ["2", "Chi bộ 2", 12, 2, 8, 2, 0], ["3", "Chi bộ 3", 8, 1, 5, 2, 0]]
WHOLE = [30, 5, 19, 5, 1]
PAGE = [22, 4, 14, 3, 1]  # the first two
WOMEN = [4, 1, 3, 0, 0]


@pytest.mark.parametrize(
    "rows",
    [
        [["", "Tổng số", *WHOLE], *UNITS],
        [["", "Toàn Đảng bộ", *WHOLE], *UNITS],
        [*UNITS, ["", "TOÀN ĐẢNG BỘ", *WHOLE]],
        [*UNITS, ["", "Cộng chung", *WHOLE]],
        [*UNITS[:2], ["", "Lũy kế", *PAGE], UNITS[2], ["", "Tổng", *WHOLE]],
        [
            *[["A", "Khối cơ quan"], *UNITS[:2], ["", "Cộng A", *PAGE]],
            *[["B", "Khối DN"], UNITS[2], ["", "Cộng B", *UNITS[2][2:]], ["", "Tổng A+B", *WHOLE]],
        ],
        [
            *[["I", "Khối cơ quan", *PAGE], *UNITS[:2], ["II", "Khối DN", *UNITS[2][2:]], UNITS[2]],
            ["", "Tổng (I+II)", *WHOLE],
        ],
        [*UNITS, ["", "Đảng bộ Công ty", *WHOLE]],
        [UNITS[0], ["", "Trong đó: Nữ", *WOMEN], *UNITS[1:]],
        [UNITS[0], ["Trong đó:", "Nữ", *WOMEN], ["", "Dự bị", 1, 0, 1, 0, 0], *UNITS[1:]],
        [UNITS[0], ["-", "Nữ", *WOMEN], *UNITS[1:]],
        [UNITS[0], ["", "Nữ", *WOMEN], UNITS[1], ["", "Nữ", *WOMEN], UNITS[2]],
        [["VD", "Chi bộ mẫu", 10, 2, 6, 1, 1], *UNITS],
        [["", "Ví dụ: Chi bộ A", 10, 2, 6, 1, 1], *UNITS],
        [
            *[*UNITS[:2], ["", "Cộng trang 1", *PAGE], COUNTS],
            *[["", "Mang sang", *PAGE], UNITS[2], ["", "Tổng cộng", *WHOLE]],
        ],
        [*UNITS, ["", "Tổng cộng", *WHOLE], ["", "Ghi chú: có 3 đồng chí chuyển đi"]],
    ],
)  # fmt: skip
def test_rows_that_add_up_or_are_parts_of_others_are_never_counted(rows):
    reading = read([[COUNT_TITLE], [], COUNTS, *rows])
    assert counted(reading) == {
        (2022, "excellent"): 5, (2022, "good"): 19, (2022, "completed"): 5, (2022, "not_completed"): 1,
    }  # fmt: skip
    assert loud(reading) == []


@pytest.mark.parametrize(
    "row",
    [
        ["", "Năm 2021", 29, 5, 18, 5, 1],
        ["", "Cùng kỳ năm trước", 29, 5, 18, 5, 1],
        ["", "Kế hoạch 2023", 31, 6, 20, 5, 0],
        ["", "So với năm 2021", 1, 0, 1, 0, 0],
        ["", "Chỉ tiêu", 30, 5, 20, 5, 0],
    ],
)
def test_rows_that_compare_are_no_units_and_are_named(row):
    reading = read([[COUNT_TITLE], [], COUNTS, *UNITS, ["", "Tổng cộng", *WHOLE], row])
    assert sum(counted(reading).values()) == 30
    assert loud(reading) == ["row_compares"]


def test_a_total_in_words_is_compared_with_the_list():
    rows = [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(A), ["", "Tổng cộng danh sách có 07 đồng chí"]]
    reading = read(rows)
    assert counted(reading) == levels(A)
    assert [(p.measure, p.value, p.first, p.last) for p in reading.printed] == [("total", 7, 4, 9)]


LEVELS_DOWN = [[FULL["x"], 30], [FULL["t"], 150], [FULL["h"], 18], [FULL["k"], 2]]
COUNTED = {(2022, "excellent"): 30, (2022, "good"): 150, (2022, "completed"): 18, (2022, "not_completed"): 2}


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (["TT", "Mức xếp loại", "Số lượng"], [[n, *row] for n, row in enumerate(LEVELS_DOWN, 1)]),
        (
            ["TT", "Mức xếp loại", "Số lượng", "Tỷ lệ %"],
            [[n, *row, row[1] / 2] for n, row in enumerate(LEVELS_DOWN, 1)],
        ),
        (["Nội dung", "Năm nay", "Năm trước", "Tăng giảm"], [[name, n, n - 1, 1] for name, n in LEVELS_DOWN]),
        (["Mức xếp loại", "Chi bộ 1", "Chi bộ 2", "Tổng"], [[name, n - 1, 1, n] for name, n in LEVELS_DOWN]),
        (["Mức", "Khối cơ quan", "Khối doanh nghiệp"], [[name, n - 1, 1] for name, n in LEVELS_DOWN]),
        (  # a level below «Trong đó» is not swallowed by it
            ["Tiêu chí", "Tổng số"],
            [["Đảng viên được xếp loại", 200], LEVELS_DOWN[0], ["Trong đó: nữ", 10], *LEVELS_DOWN[1:]],
        ),
    ],
)
def test_levels_down_the_rows_are_counted_once(head, rows):
    reading = read([["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], head, *rows])
    assert counted(reading) == COUNTED
    assert loud(reading) == []


def test_counts_with_the_word_for_people_are_numbers():
    rows = [[name, f"{n} đ/c"] for name, n in LEVELS_DOWN]
    reading = read([["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], ["Mức xếp loại", "Số đảng viên"], *rows])
    assert (counted(reading), loud(reading)) == (COUNTED, [])


def test_counts_that_are_texts_are_named_one_by_one():
    rows = [[name, f"{n} hoặc hơn"] for name, n in LEVELS_DOWN]
    reading = read([["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], ["Mức xếp loại", "Số đảng viên"], *rows])
    assert loud(reading) == ["not_a_count"] * 4


@pytest.mark.parametrize(
    ("title", "extra", "cells", "file", "truth"),
    [
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022, PHƯƠNG HƯỚNG NĂM 2023", ["Xếp loại"], (A,), "bc.xlsx", levels(A)),
        ("XẾP LOẠI ĐẢNG VIÊN", ["Năm", "Xếp loại"], (["FY2022"] * 6, A), "ds.xlsx", levels(A)),
        ("XẾP LOẠI ĐẢNG VIÊN", ["Năm", "Xếp loại"], (["31/12/2022"] * 6, A), "ds.xlsx", levels(A)),
        ("XẾP LOẠI ĐẢNG VIÊN", ["XL 21", "XL 22"], (B, A), "ds.xlsx", levels(A) | levels(B, 2021)),
        (LIST_TITLE, ["Kết quả năm 2021", "Kết quả"], (B, A), "ds.xlsx", levels(A) | levels(B, 2021)),
    ],
)
def test_the_rated_year_is_found_in_many_forms(title, extra, cells, file, truth):
    assert counted(read([[title], [], HEAD + extra, *people(*cells)], file=file)) == truth


def test_a_year_in_the_name_of_a_unit_is_no_rated_year():
    head = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    rows = [["I", "Chi bộ Sinh viên khóa 2019"], [1, "Lê A", "051000000001", "HTTNV"]]
    rows += [["II", "Chi bộ Trạm Mẫu (thành lập năm 2021)"], [2, "Lê B", "051000000002", "HTNV"]]
    assert counted(read([[LIST_TITLE], [], head, *rows])) == levels("th")


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN QUÝ II/2022", "DS", "a.xlsx"),
        ("XẾP LOẠI ĐẢNG VIÊN 06 THÁNG ĐẦU NĂM 2022", "DS", "a.xlsx"),
        ("DỰ KIẾN XẾP LOẠI ĐẢNG VIÊN NĂM 2022", "DS", "a.xlsx"),
        ("DANH SÁCH ĐỀ NGHỊ XẾP LOẠI ĐẢNG VIÊN NĂM 2022", "DS", "a.xlsx"),
        ("KẾT QUẢ XẾP LOẠI CÁN BỘ, CÔNG CHỨC NĂM 2022", "DS", "a.xlsx"),
        ("KẾT QUẢ XẾP LOẠI ĐOÀN VIÊN NĂM 2022", "DS", "a.xlsx"),
        ("KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI NGƯỜI LAO ĐỘNG NĂM 2022", "DS", "a.xlsx"),
        (LIST_TITLE, "Quý 3", "a.xlsx"),
        (LIST_TITLE, "DS", "Du kien xep loai 2022.xlsx"),
    ],
)
def test_what_is_no_decided_result_of_the_year_is_not_read_and_that_is_said(title, sheet, file):
    reading = read([[title], [], [*HEAD, "Xếp loại"], *people(A)], sheet=sheet, file=file)
    assert (counted(reading), loud(reading)) == ({}, ["out_of_scope"])


@pytest.mark.parametrize(
    "lines",
    [
        ["Đơn vị: Đảng bộ Sở Kế hoạch và Đầu tư", LIST_TITLE],
        ["CHI BỘ CÁN BỘ HƯU TRÍ", LIST_TITLE],
        ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN LÀ CÁN BỘ, CÔNG CHỨC NĂM 2022"],
        ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN DỰ BỊ TRÊN 6 THÁNG NĂM 2022"],
        [LIST_TITLE, "(Kèm theo Tờ trình đề nghị của Đảng ủy số 15-TTr/ĐU)"],
    ],
)
def test_words_of_scope_in_names_and_references_refuse_nothing(lines):
    reading = read([*([line] for line in lines), [*HEAD, "Xếp loại"], *people(A)])
    assert counted(reading) == levels(A)


@pytest.mark.parametrize(
    ("mark", "none"),
    [
        ("x", ""),
        ("X", ""),
        ("+", ""),
        ("✓", ""),
        ("☑", "☐"),
        ("Có", "Không"),
        (1, 0),
        (True, False),
        ("v", ""),
        ("ü", ""),
        ("●", "○"),
        ("✔️", ""),  # with what makes it a picture
        ("x", "Ko có"),
    ],
)
def test_a_mark_is_a_mark_in_whatever_sign(mark, none):
    rows = people(*([mark if letter == own else none for own in A] for letter in "xthk"))
    reading = read([[LIST_TITLE], [], [*HEAD, *FULL.values()], *rows])
    assert counted(reading) == levels(A)
    assert loud(reading) == []


@pytest.mark.parametrize(
    ("legend", "marks", "severity"),
    [
        ("Ghi chú: A: HTXSNV; B: HTTNV; C: HTNV; D: KHTNV", "ABBC", "note"),
        ("Mức xếp loại (1: HTXS; 2: HTT; 3: HT; 4: KHT)", ["1", "2", "2", "3"], "note"),
        ("Mức 1: HTXSNV, Mức 2: HTTNV, Mức 3: HTNV, Mức 4: KHTNV", ["Mức 1", "Mức 2", "Mức 2", "Mức 3"], "warning"),
    ],
)
def test_a_sheet_is_read_by_its_own_legend_and_that_is_said(legend, marks, severity):
    reading = read([[LIST_TITLE], [legend], [*HEAD, "Xếp loại"], *people(list(marks))])
    assert counted(reading) == levels("xtth")
    assert [p.severity for p in reading.problems if p.code == "legend_read"] == [severity]


@pytest.mark.parametrize(
    "legend",
    [
        "(Chữ đỏ: mức đề nghị hạ xuống HTNV)",
        "Ghi chú: ô tô màu vàng = chưa biểu quyết",
        "Dòng bôi vàng: đã chuyển sinh hoạt đảng",
        "In nghiêng: không tính vào tổng số",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_legend_of_colours_is_named(legend, above):
    rows = [[legend] if above else [], [*HEAD, "Xếp loại"], *people(A), [], [] if above else [legend]]
    reading = read([[LIST_TITLE], *rows])
    assert counted(reading) == levels(A)
    assert [(p.code, p.cell) for p in reading.problems] == [("legend_in_colours", "A2" if above else "A11")]


@pytest.mark.parametrize("line", ["Đơn vị: Chi bộ Xanh", "Kính gửi: Chi bộ thôn Vàng", "Chữ ký: Nguyễn Văn Hồng"])
def test_names_of_colours_are_no_legend(line):
    assert "legend_in_colours" not in [
        p.code for p in read([[LIST_TITLE], [line], [*HEAD, "Xếp loại"], *people(A)]).problems
    ]


def test_letters_without_a_legend_are_never_guessed():
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(list("ABBC"))])
    assert counted(reading) == {(2022, "unknown"): 4}
    assert loud(reading) == ["unknown_level"] * 4


def test_a_note_that_takes_a_level_down_is_named():
    rows = people(["HTTNV", "HTTNV"], ["Hạ xuống HTNV theo QĐ 15", ""])
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Ghi chú"], *rows])
    assert [(p.code, p.cell) for p in reading.problems if p.severity == "warning"] == [("note_against_level", "F4")]


def test_points_and_exemplary_stand_beside_the_level():
    cells = ["HTXSNV (95 điểm)", "HTTNV: 85đ", "HTXSNV tiêu biểu", "1. HTTNV"]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(cells)])
    assert [(r.level, r.points, r.distinction) for r in reading.records] == [
        ("excellent", 95, ""), ("good", 85, ""), ("excellent", None, "exemplary"), ("good", None, ""),
    ]  # fmt: skip


def test_a_column_of_points_is_kept_and_decides_nothing():
    reading = read([[LIST_TITLE], [], [*HEAD, "Tổng điểm", "Xếp loại"], *people([95, "85,5"], "tx")])
    assert [(r.points, r.level) for r in reading.records] == [(95, "good"), (85.5, "excellent")]


def test_kinds_of_members_in_blocks_are_added_unless_a_block_has_both():
    head, under = (
        ["STT", "Chi bộ", "TỔNG", "", "", "", "CHÍNH THỨC", "", "", "", "DỰ BỊ", "", "", ""],
        ["", "", *SHORT * 3],
    )
    row = [1, "Chi bộ 1", 3, 5, 1, 0, 2, 4, 1, 0, 1, 1, 0, 0]
    both = read([[COUNT_TITLE], [], head, under, row], merges=["C3:F3", "G3:J3", "K3:N3"])
    apart = read(
        [[COUNT_TITLE], [], head[:2] + head[6:], ["", "", *SHORT * 2], row[:2] + row[6:]], merges=["C3:F3", "G3:J3"]
    )
    assert counted(both) == counted(apart) == {(2022, "excellent"): 3, (2022, "good"): 5, (2022, "completed"): 1}


def test_exemplary_lies_inside_excellent():
    head = ["STT", "Chi bộ", "Tổng số", "HTXSNV", "Trong đó tiêu biểu", *SHORT[1:]]
    rows = [["1", "Chi bộ 1", 10, 2, 1, 6, 1, 1], ["2", "Chi bộ 2", 12, 2, 0, 8, 2, 0]]
    assert counted(read([[COUNT_TITLE], [], head, *rows]))[2022, "excellent"] == 4


def test_a_small_summary_beside_or_below_a_list_is_no_part_of_it():
    beside = [[*row, "", *more] for row, more in zip(people(A), [*LEVELS_DOWN, ["", ""], ["", ""]], strict=True)]
    right = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "", "Mức", "SL"], *beside])
    below = read(
        [
            [LIST_TITLE],
            [],
            [*HEAD, "Xếp loại"],
            *people(A),
            [],
            ["", "Tổng hợp:"],
            *([["", *row] for row in LEVELS_DOWN]),
        ]
    )
    assert counted(right) == counted(below) == levels(A)


def test_a_unit_with_a_level_of_its_own_over_its_members_is_no_member_and_named():
    head = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    reading = read([[LIST_TITLE], head, ["I", "Chi bộ 1", "", "HTTNV"], [1, "Lê A", "051000000001", "HTNV"]])
    assert (counted(reading), loud(reading)) == (levels("h"), ["group_rated"])
    assert reading.records[0].unit == "Chi bộ 1"


def test_who_moved_away_is_rated_where_they_came():
    rows = people(["", "HTTNV"], ["Chuyển sinh hoạt đi tháng 6", ""])
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Ghi chú"], *rows])
    assert counted(reading) == levels("t")
    assert [skip.reason for skip in reading.skips] == ["đã chuyển đi hoặc ra khỏi danh sách"]


def test_organisations_and_their_cells_in_one_table_are_both_read():
    head = ["STT", "Tổ chức cơ sở đảng", "Xếp loại TCCSĐ", "Chi bộ trực thuộc", "Xếp loại chi bộ"]
    rows = [[1, "Đảng bộ A", "HTXSNV", "Chi bộ 1", "HTTNV"], ["", "", "", "Chi bộ 2", "HTNV"]]
    reading = read([["KẾT QUẢ XẾP LOẠI NĂM 2022"], head, *rows], merges=["A3:A4", "B3:B4", "C3:C4"])
    assert [(r.population, r.name, r.base_organisation, r.level) for r in reading.records] == [
        ("base_organisation", "Đảng bộ A", "Đảng bộ A", "excellent"), ("cell", "Chi bộ 1", "Đảng bộ A", "good"),
        ("cell", "Chi bộ 2", "Đảng bộ A", "completed"),
    ]  # fmt: skip


def test_a_name_split_over_two_columns_is_one_name():
    head = ["TT", "HỌ VÀ TÊN", "", "Số thẻ đảng viên", "Xếp loại"]
    reading = read([[LIST_TITLE], head, [1, "Lê Văn", "An", "051000000001", "HTTNV"]], merges=["B2:C2"])
    assert [record.name for record in reading.records] == ["Lê Văn An"]


def test_what_is_struck_through_is_void_and_named():
    rows = [[LIST_TITLE], [*HEAD, "Xếp loại"], *people("xtt")]
    struck = {(2, 5), *((3, place) for place in range(6))}
    reading = read(rows, struck=frozenset(struck), unstruck={(4, 5): "Hoàn thành nhiệm vụ"})
    assert [(r.level, r.status) for r in reading.records] == [("", "unknown"), ("completed", "rated")]
    assert [(p.code, p.cell) for p in reading.problems if p.severity != "note"] == [
        ("struck_value", "F3"), ("struck_row", "A4"), ("struck_words", "F5"),
    ]  # fmt: skip


def test_a_comment_that_takes_a_level_back_is_named():
    reading = read([[LIST_TITLE], [*HEAD, "Xếp loại"], *people("xt")], comments={(2, 5): "Đã thu hồi theo QĐ 15"})
    assert [(p.code, p.cell) for p in reading.problems if p.severity == "warning"] == [("note_against_level", "F3")]


def test_every_value_cell_has_a_fate_and_they_add_up():
    """By hand: three rows of four numbers read; four of a part, of a plan, of the total and of the header again."""
    rows = [*UNITS, ["", "Trong đó: nữ", *WOMEN], ["", "Kế hoạch", *WHOLE], COUNTS, ["", "Tổng cộng", *WHOLE]]
    reading = read([[COUNT_TITLE], [], COUNTS, *rows])
    assert reading.cells == {"read": 12, "subset": 4, "comparison": 4, "printed": 4, "not read": 4}
