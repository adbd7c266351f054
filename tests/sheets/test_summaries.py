"""Lines in words that say how many a list names at each level: printed totals, never people."""

from __future__ import annotations

from typing import Any

import pytest

import evalkit as ek
from evalkit.records import FileReading
from evalkit.scale import PARTY
from evalkit.sheets.printed.words import shares_in, summary_of
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import HEAD, LIST_TITLE, SHORT, A, counted, levels, people, read

TOP = [[LIST_TITLE], [], [*HEAD, "Xếp loại"]]  # people stand in rows 4 to 9: x1 t3 h1 k1
X, T, H, K = "excellent", "good", "completed", "not_completed"


def printed(reading: FileReading) -> list[tuple[str, int, int, int]]:
    return [(one.measure, int(one.value), one.first, one.last) for one in reading.printed]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("- HTXSNV: 02 đồng chí", {X: 2}),
        ("Hoàn thành xuất sắc nhiệm vụ: 02 đồng chí, chiếm tỷ lệ 33,33%", {X: 2}),
        ("HTXSNV: 2/6 (33,3%); HTTNV = 4", {X: 2, T: 4}),
        ("Tổng số 6 đ/c (HTXSNV 2, HTTNV 4)", {"total": 6, X: 2, T: 4}),
        ("Tổng số: 6 đồng chí. Trong đó: HTXSNV: 2 đ/c; HTTNV: 4 đ/c", {"total": 6, X: 2, T: 4}),
        ("02 đồng chí HTXSNV, 03 đồng chí HTTNV", {X: 2, T: 3}),
        ("HTXSNV: 02 đ/c (Nguyễn Văn A, Trần Thị B)", {X: 2}),
        ("HTXSNV: 02 đ/c, nữ: 1", {X: 2}),  # a part is none of the levels
        ("Không xếp loại: 01 đồng chí; miễn: 02", {"unspecified": 1, "exempt": 2}),
        ("Số đảng viên được xếp loại: 6", {"rated": 6}),
        ("(Ấn định danh sách có 07 đồng chí)", {"total": 7}),
        ("(Bằng chữ: Một trăm linh năm đảng viên)", {"total": 105}),
        ("Bằng chữ: hai mươi mốt", {"total": 21}),
        ("Bằng chữ: hai mươi mốt triệu đồng", {}),
        ("Ấn định danh sách có: Bảy đồng chí.", {"total": 7}),
        ("Danh sách có hai đồng chí dự bị", {}),  # a part
        ("Số lượng: 07 đồng chí", {"total": 7}),
        ("Số ĐV: 07", {"total": 7}),
        ("Số ĐV được đánh giá, xếp loại: 07/07", {"rated": 7}),
        ("Số ĐV HTXSNV: 02", {X: 2}),
        ("Từ HTTNV trở lên: 06/06 = 100%", {"good_or_better": 6}),
        ("Chi bộ có 05/06 đảng viên hoàn thành tốt nhiệm vụ trở lên, 01 đảng viên HTNV", {"good_or_better": 5, H: 1}),
        ("Số đảng viên dự họp: 05", {}),  # of others, of a part, of a plan
        ("Đảng viên chính thức: 5", {}),
        ("Chỉ tiêu HTXSNV: 02 đ/c", {}),
        ("Có mặt: 07; vắng: 01", {}),
        ("Biên bản lập thành 02 (hai) bản", {}),
        ("Kết quả trên được 04 (bốn) đảng viên nhất trí", {}),
        ("Tổng (7)", {"total": 7}),
        ("Tổng (1+2)", {}),
        ("Chi bộ có 9 đảng viên, 02 đảng viên dự bị", {"total": 9}),
        ("Chi bộ 3 có 9 đảng viên", {}),  # one unit of many
        ("Tổng số cán bộ, công nhân viên của đơn vị: 45 người", {}),
        ("HTXSNV: không quá 20%", {}),  # rules and legends count nobody
        ("HTXSNV: từ 90 điểm", {}),
        ("HTXSNV: 90-100 điểm; HTTNV: 70-89 điểm", {}),
        ("1: HTXSNV; 2: HTTNV", {}),
        ("1. HTXSNV; 2. HTTNV", {}),
        ("HTXSNV 5 năm liền", {}),
        ("Chi bộ 1: HTXSNV 2, HTTNV 3", {}),  # one unit of many
        ("Nguyễn Văn 2", {}),
        ("HTXSNV: 2; HTXSNV: 3", {}),
    ],
)
def test_what_a_line_says(text: str, numbers: dict[str, int]) -> None:
    assert summary_of(text, PARTY) == numbers


@pytest.mark.parametrize(
    ("below", "figures"),
    [
        ([["", "- HTXSNV: 01 đồng chí"], ["", "- HTTNV: 03 đồng chí"]], [(X, 1), (T, 3)]),
        ([["", "Tổng số 6 đ/c: HTXSNV 2, HTTNV 3"]], [("total", 6), (X, 2), (T, 3)]),
        ([[], ["", "Tổng hợp:"], ["", "HTXSNV", "", "", "", 1], ["", "HTTNV", "", "", "", 3]], [(X, 1), (T, 3)]),
        ([["", "- Hoàn thành nhiệm vụ", 1, "đồng chí"]], [(H, 1)]),
        ([[1, "HTXSNV", "", "", "", "01"], [2, "KHTNV", "", "", "", "01"]], [(X, 1), (K, 1)]),
        ([["Cộng: 6 người; xuất sắc: 1; tốt: 3"]], [("total", 6), (X, 1), (T, 3)]),
    ],
)
def test_numbers_below_a_list_are_its_printed_totals(below: list[list[Any]], figures: list[tuple[str, int]]) -> None:
    reading = read([*TOP, *people(A), *below])
    assert counted(reading) == levels(A)
    assert printed(reading) == [(measure, number, 4, 9) for measure, number in figures]
    assert [problem.code for problem in reading.problems] == []


def test_each_group_has_its_own_numbers() -> None:
    one, two = people("xtt"), people("th")
    whole = [("total", 5, 4, 9), (T, 3, 4, 9)]
    rows = [*TOP, *one, ["", "HTXSNV: 1; HTTNV: 2"], *two, ["", "HTTNV: 1; HTNV: 1"], ["", "Tổng số 5: HTTNV 3"]]
    assert printed(read(rows)) == [(X, 1, 4, 6), (T, 2, 4, 6), (T, 1, 8, 9), (H, 1, 8, 9), *whole]


def test_levels_of_the_last_group_and_of_all_may_follow_each_other() -> None:
    one, two = people("xtt"), people("th")
    rows = [
        *TOP,
        ["", "Chi bộ 1"],
        *one,
        ["", "HTXSNV: 1; HTTNV: 2"],
        ["", "Chi bộ 2"],
        *two,
        ["", "HTTNV: 1; HTNV: 1"],
    ]
    reading = read([*rows, ["", "HTXSNV: 1; HTTNV: 3; HTNV: 1"]])
    whole = [(X, 1, 5, 11), (T, 3, 5, 11), (H, 1, 5, 11)]
    assert printed(reading) == [(X, 1, 5, 7), (T, 2, 5, 7), (T, 1, 10, 11), (H, 1, 10, 11), *whole]


@pytest.mark.parametrize(
    ("line", "problem"),  # one on maternity leave, one exempt
    [
        ("HTXSNV: 1; HTTNV: 1; không xếp loại 02 (thai sản, miễn sinh hoạt)", None),
        ("Không xếp loại: 02 (thai sản 01, miễn sinh hoạt 01)", None),
        ("Không xếp loại: 01 (thai sản); miễn: 01", None),
        ("Không xếp loại: 03", ("3", "2")),
        ("Không xếp loại: 02; miễn: 01; HTTNV: 1", None),
    ],
)
def test_those_not_rated_are_counted_whatever_their_reason(tmp_path, line, problem) -> None:
    rows = [*TOP, *people("xt", ["", ""]), *people(["Thai sản", "Miễn sinh hoạt"])]
    write_workbook(tmp_path / "a.xlsx", {"S": [*rows, ["", line]]})
    found = ek.read(tmp_path).problems
    differing = found[found["code"] == "total_differs"]
    assert [(p.found, p.suggestion) for p in differing.itertuples()] == ([problem] if problem else [])


def test_levels_below_groups_that_print_none_are_those_of_the_whole_list() -> None:
    one, two = people("xtth"), people("th")
    rows = [*TOP, *one, ["", "Cộng"], *two, ["", "Cộng: 2 đảng viên"], ["", "- HTXSNV: 01 đ/c"], ["", "- HTNV: 02 đ/c"]]
    assert printed(read(rows)) == [("total", 2, 9, 10), (X, 1, 4, 10), (H, 2, 4, 10)]


def test_a_heading_says_how_many_stand_below_it() -> None:
    one, two = people("xt"), people("hhh")
    rows = [*TOP, ["I", "Chi bộ 1 (02 đ/c)"], *one, ["II", "Chi bộ 2: 04 đồng chí"], *two]
    assert printed(read(rows)) == [("total", 2, 5, 6), ("total", 4, 8, 10)]


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        (["Chi bộ 1 (3)", "Chi bộ 2 (3)"], "B4"),
        (["Chi bộ 1 (3)", "Chi bộ 2: 3 đ/c"], "B4"),
        (["Chi bộ 1 (5)", "Chi bộ 2 (7)"], ""),
    ],
)
def test_bare_numbers_behind_units_count_where_one_is_right(tmp_path, head, cell) -> None:
    rows = [*TOP, ["I", head[0]], *people("xt"), ["II", head[1]], *people("hhh")]  # 2 and 3 people
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    found = ek.read(tmp_path).problems
    assert [(p.cell, p.found, p.suggestion) for p in found[found["code"] == "total_differs"].itertuples()] == (
        [(cell, "3", "2")] if cell else []
    )


@pytest.mark.parametrize(
    "line",
    [
        "Trong đó nữ: 02 đồng chí",
        "HTTNV trở lên: 04 đ/c = 66,67%",
        "Năm 2021: XS: 2; T: 4",
        "Số đảng viên dự họp: 5/6 đồng chí",
    ],
)
def test_a_line_with_a_number_below_a_list_is_nobody(line: str) -> None:
    reading = read([*TOP, *people(A), ["", line]])
    assert counted(reading) == levels(A)
    assert [problem.code for problem in reading.problems] == []


def test_a_name_alone_with_a_birth_date_is_a_person_without_a_level() -> None:
    reading = read([*TOP, *people(A), ["", "Lê Văn An (sinh: 1/2/1970)"]])
    assert "blank_level" in [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("name", "level", "problem"),  # x1 t3 h1 k1 of 6
    [
        ("Họ và tên (6 đ/c)", "Xếp loại", None),
        ("Họ và tên (7 đ/c)", "Xếp loại", ("B3", "7", "6")),
        ("Họ và tên (2)", "Xếp loại (3)", None),  # the columns are numbered
    ],
)
def test_a_title_may_say_how_many_stand_below_it(tmp_path, name, level, problem) -> None:
    head = [name if title == "Họ và tên" else title for title in HEAD]
    write_workbook(tmp_path / "a.xlsx", {"S": [[LIST_TITLE], [], [*head, level], *people(A)]})
    found = ek.read(tmp_path).problems
    differing = found[found["code"] == "total_differs"]
    assert [(p.cell, p.found, p.suggestion) for p in differing.itertuples()] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("titles", "problems"),  # 1, 5, 1 and 0 of 7
    [
        (["Tổng (17)", *SHORT], [("C2", "17", "7")]),
        (["Tổng (7)", *SHORT], []),
        (["Tổng số (3)", "HTXSNV (4)", "HTTNV (5)", *SHORT[2:]], []),  # the columns are numbered
        (["Tổng số (7 đ/c)", "HTXSNV (2 đ/c)", *SHORT[1:]], [("D2", "2", "1")]),
    ],
)
def test_titles_of_counts_may_say_what_stands_below_them(tmp_path, titles, problems) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["STT", "Chi bộ", *titles], [1, "Chi bộ 1", 5, 1, 3, 1, 0]]
    write_workbook(tmp_path / "a.xlsx", {"S": [*rows, [2, "Chi bộ 2", 2, 0, 2, 0, 0]]})
    reading = ek.read(tmp_path)
    assert reading.ratings["count"].sum() == 7
    found = reading.problems[reading.problems["severity"] != "note"]
    assert [(p.cell, p.found, p.suggestion) for p in found.itertuples()] == problems


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("(5)", ""),
        ("(5 ĐV)", ""),
        ("(4 ĐV)", "sum_differs"),
        ("(6 ĐV)", "not_accounted_for"),
        ("(3 ĐV chính thức, 2 dự bị)", ""),
    ],
)
def test_the_number_behind_a_counted_unit_is_its_people(tmp_path, number, problem) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["STT", "Chi bộ", *SHORT], [1, f"Chi bộ 1 {number}", 1, 3, 1, 0]]
    write_workbook(tmp_path / "a.xlsx", {"S": [*rows, [2, "Chi bộ 2 (2)", 0, 2, 0, 0]]})
    write_workbook(tmp_path / "b.xlsx", {"S": [[LIST_TITLE], ["Chi bộ 1"], [*HEAD, "Xếp loại"], *people("xttth")]})
    reading = ek.read(tmp_path)
    assert reading.ratings["count"].sum() == 7  # the list is of the same people
    assert [p.code for p in reading.problems.itertuples() if p.cell == "B3"] == ([problem] if problem else [])


@pytest.mark.parametrize("cells", [["", 2], ["", "", "Tổng số: 2"], [2]])
def test_a_heading_may_have_its_number_in_a_cell_of_its_own(cells) -> None:
    one, two = people("xt"), people("hhh")
    reading = read([*TOP, ["I", "Chi bộ 1", *cells], *one, ["II", "Chi bộ 2"], *two])
    assert printed(reading) == [("total", 2, 5, 6)]
    assert counted(reading) == levels("xthhh")
    assert [problem.code for problem in reading.problems] == []


def test_the_year_of_a_heading_is_no_number_of_people() -> None:
    reading = read([*TOP, ["I", 2021], *people("xt"), ["II", 2022], *people("hh")])
    assert printed(reading) == []


def test_words_below_a_counts_sheet_are_added_up_too(tmp_path) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["STT", "Chi bộ", *SHORT], [1, "Chi bộ 1", 1, 3, 1, 0]]
    rows += [[2, "Chi bộ 2", 0, 2, 0, 0], ["Tổng số 7 đ/c: HTXSNV 1, HTTNV 6"]]
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    assert [(p.code, p.cell, p.found, p.suggestion) for p in ek.read(tmp_path).problems.itertuples()] == [
        ("total_differs", "A5", "6", "5")
    ]


def test_a_number_that_the_list_does_not_give_is_an_error_at_its_cell(tmp_path) -> None:
    write_workbook(tmp_path / "a.xlsx", {"S": [*TOP, *people(A), ["", "HTXSNV: 2; HTTNV: 3"], ["", "KHTNV", "", 2]]})
    problems = [p for p in ek.read(tmp_path).problems.itertuples() if p.code == "total_differs"]
    assert [(p.severity, p.cell, p.found, p.suggestion) for p in problems] == [
        ("error", "B10", "2", "1"),
        ("error", "D11", "2", "1"),
    ]
    assert problems[0].message.partition(": ")[2] == (
        "hoàn thành xuất sắc nhiệm vụ: dòng tổng ghi 2, cộng lại các dòng được 1 (dòng 4–9). "
        "Kiểm tra các dòng và dòng tổng."
    )


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("HTXSNV: 01 đ/c (16,67%); HTTNV: 03 đ/c, chiếm tỷ lệ 50%", {X: (0.1667, 2), T: (0.5, 0)}),
        ("- Tỷ lệ HTTNV trở lên: 66.7%", {"good_or_better": (0.667, 1)}),
        ("Chỉ tiêu: HTTNV trở lên đạt 98%", {}),  # asked for
        ("HTXSNV chiếm 20% so với số HTTNV", {}),  # of something else
        ("HTXSNV: 12 đ/c, bằng 19,7% số HTTNV trở lên", {}),
        ("HTXSNV 20% của tổng số", {}),
        ("HTXSNV không quá 20%", {}),
        ("Chi bộ 1: HTXSNV 20%", {}),
        ("Tỷ lệ nữ: 30%, HTXSNV 20%", {}),
    ],
)
def test_which_shares_a_line_says(text: str, shares: dict[str, tuple[float, int]]) -> None:
    assert {key: (round(value, 6), places) for key, (value, places) in shares_in(text, PARTY).items()} == shares


@pytest.mark.parametrize(
    ("line", "problem"),  # x1 t3 h1 k1 of 6
    [
        ("HTTNV trở lên: 04/06", None),
        ("HTTNV trở lên: 05/06", ("error", "total_differs", "B10", "5")),
        ("HTXSNV: 01 đ/c (16,67%)", None),
        ("HTXSNV: 01 đ/c (20%)", ("warning", "share_differs", "B10", "20%")),
        ("Tỷ lệ HTTNV trở lên: 66,7%", None),
        ("Tỷ lệ HTTNV trở lên: 50%", ("warning", "share_differs", "B10", "50%")),
        ("Danh sách có 6 (sáu) đảng viên", None),
        ("Danh sách có 6 (bảy) đảng viên", ("error", "total_differs", "B10", "7")),
        ("Bằng chữ: sáu đảng viên", None),
        ("Bằng chữ: năm đảng viên", ("error", "total_differs", "B10", "5")),
    ],
)
def test_a_share_or_a_number_in_words_is_worked_out_again(tmp_path, line, problem) -> None:
    write_workbook(tmp_path / "a.xlsx", {"S": [*TOP, *people(A), ["", line]]})
    problems = ek.read(tmp_path).problems
    figures = problems[problems["code"].isin(["share_differs", "total_differs"])]
    found = figures[["severity", "code", "cell", "found"]].itertuples(index=False, name=None)
    assert list(found) == ([problem] if problem else [])


@pytest.mark.parametrize("line", ["Trong đó: {} chi bộ HTXSNV, 01 chi bộ HTTNV", "HTXSNV: {} chi bộ"])
def test_organisations_counted_in_words_below_their_list(tmp_path, line) -> None:
    rows = [["XẾP LOẠI CHI BỘ NĂM 2022"], ["TT", "Chi bộ", "Xếp loại"], [1, "Chi bộ 1", "HTXSNV"]]
    for number, wrong in (("01", []), ("02", ["B5"])):
        write_workbook(tmp_path / "a.xlsx", {"S": [*rows, [2, "Chi bộ 2", "HTTNV"], ["", line.format(number)]]})
        reading = ek.read(tmp_path)
        assert reading.ratings["level"].tolist() == [X, T]
        assert [p.cell for p in reading.problems.itertuples() if p.code == "total_differs"] == wrong


def test_a_share_below_a_group_is_that_of_the_group(tmp_path) -> None:
    rows = [*TOP, *people("xt"), ["", "HTXSNV: 01 đ/c (50%)"], *people("tt"), ["", "HTXSNV: 01 đ/c (25%)"]]
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    assert "share_differs" not in set(ek.read(tmp_path).problems["code"])


@pytest.mark.parametrize(
    ("shares", "problems"),  # 1, 5, 1 and 0 of 7
    [
        ([14.29, 71.43, 14.29, 0], []),
        (["14,3%", "71,4%", "14,3%", ""], []),
        ([100, 14.29, 71.43, 14.29], [("D6", "14,29%"), ("C6", "100%"), ("E6", "71,43%"), ("F6", "14,29%")]),
        ([14.29, 71.43, 28.57, 0], [("E6", "28,57%")]),
    ],
)
def test_a_row_of_shares_below_a_total_is_worked_out_again(tmp_path, shares, problems) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["STT", "Chi bộ", *SHORT], [1, "Chi bộ 1", 1, 3, 1, 0]]
    rows += [[2, "Chi bộ 2", 0, 2, 0, 0], ["", "Cộng", 1, 5, 1, 0], ["", "Tỷ lệ (%)", *shares]]
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    found = [(p.cell, p.found) for p in ek.read(tmp_path).problems.itertuples() if p.code == "share_differs"]
    assert sorted(found) == sorted(problems)
