"""Lines over and under a table that change what its rows say, or add people: named, as nobody reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

import evalkit as ek
from evalkit.scale import PARTY
from evalkit.sheets.vocabulary.changes import changes_rows, rates_unit
from tests.sheets.test_office_kinds import COUNT_TITLE, COUNTS, HEAD, LIST_TITLE, UNITS, A, people, read

PEOPLE = people(A)
CHANGING = [
    "Ghi chú: đồng chí số 01 xin rút, Đảng ủy điều chỉnh xuống mức Hoàn thành tốt nhiệm vụ.",
    "Sau thẩm định, hạ 01 đồng chí từ HTTNV xuống HTNV (STT 3).",
    "Nâng mức 02 đ/c theo kết luận phúc tra",
    "STT 5 chưa xếp loại do đang xem xét kỷ luật",
    "STT 4: nghỉ thai sản từ tháng 6",
    "Bổ sung: đ/c Trần Văn Mẫu, sinh 1980, HTTNV (chuyển đến ngày 20/12)",
    "Ngoài ra còn 02 đồng chí đi công tác, xếp loại HTTNV",
    "(Riêng đồng chí ở STT 2: Huyện ủy xếp loại HTNV)",
    "Riêng 01 đ/c Bí thư do Huyện ủy xếp loại Tốt",
    "Đ/c STT 6 được điều chỉnh lên HTTNV theo Thông báo số 05-TB/ĐU",
    "Trừ đ/c số 3, mức HTNV",
    "Đồng chí Trần Văn Mẫu: Huyện ủy xếp loại HTNV",
    "Rút tên, loại đ/c STT 4 khỏi danh sách",
    "02 đ/c chưa có trong danh sách",
]
HARMLESS = [
    "Danh sách được thông qua tại cuộc họp chi bộ ngày 20/12/2022, 100% nhất trí",
    "Kết quả trên đã được Đảng ủy chuẩn y",
    "Đảng viên hạ mức xếp loại phải có minh chứng theo Hướng dẫn 25-HD/BTCTW",
    "HTXSNV: từ 90 điểm trở lên; không quá 20% số đảng viên HTTNV",
    "Năm 2023 phấn đấu 02 đ/c HTXSNV",
    "HTXSNV: hoàn thành xuất sắc nhiệm vụ; HTTNV: hoàn thành tốt nhiệm vụ",
    "Vắng: 01 đ/c đi công tác",
    "Vắng: đ/c Trần Văn Mẫu (nghỉ ốm)",
    "HTXSNV: 02 đồng chí; HTTNV: 03 đồng chí",
    "Đề nghị Đảng ủy công nhận 02 đồng chí HTXSNV",
    "Đồng chí STT 01: không thống nhất với kết quả trên, đề nghị phúc tra",
    "Ngoài ra, chi bộ có 02 đ/c được khen thưởng",
    "Đề nghị bổ sung hồ sơ của 02 đ/c trước ngày 15/01",
    "STT 1, 2, 3 là cấp ủy viên",
    "Nâng cao chất lượng sinh hoạt của 20 đảng viên",
    "Không có đồng chí nào bị hạ mức",
    "Nếu đ/c nào bị kỷ luật thì xếp loại HTNV",
    "02 đ/c ở Hạ Long, mới chuyển đến",
    "Tăng 01 đ/c HTXSNV so với năm trước",
    "Đồng chí Trần Văn Mẫu (đã ký)",
    "NGƯỜI LẬP BIỂU",
]


@pytest.mark.parametrize(
    ("line", "told"), [*((line, True) for line in CHANGING), *((line, False) for line in HARMLESS)]
)
def test_which_lines_change_what_the_rows_say(line: str, told: bool) -> None:
    assert changes_rows(line, PARTY, list, persons=True) is told


def test_a_line_may_change_by_a_name_of_the_list() -> None:
    assert changes_rows("Trần Thị Hoa: HTNV", PARTY, lambda: ["trần thị hoa"], persons=True)
    assert not changes_rows("Trần Thị Hoa đã ký", PARTY, lambda: ["trần thị hoa"], persons=True)
    assert not changes_rows("Chi bộ Ba: HTXSNV 2, HTTNV 6", PARTY, lambda: ["chi bộ ba"], persons=False)  # a sum
    assert changes_rows("Chi bộ Ba điều chỉnh HTXSNV còn 1", PARTY, lambda: ["chi bộ ba"], persons=False)


def named(reading: Any) -> list[str]:
    return [problem.cell for problem in reading.problems if problem.code == "line_changes"]


@pytest.mark.parametrize("over", [True, False])
def test_a_line_over_or_under_a_list_is_named_and_not_repeated(over: bool) -> None:
    line = ["Riêng đồng chí Trần Văn Mẫu: Huyện ủy xếp loại HTNV"]
    rows: list[list[Any]] = [[LIST_TITLE], line if over else [], [*HEAD, "Xếp loại"], *PEOPLE, [] if over else line]
    reading = read(rows)
    (problem,) = [one for one in reading.problems if one.code == "line_changes"]
    assert (problem.severity, problem.cell, len(reading.records)) == (
        "warning",
        "A2" if over else f"A{len(rows)}",
        len(A),
    )
    assert "Mẫu" not in problem.message + problem.found


def test_a_heading_speaks_of_the_people_below_it() -> None:
    rows = [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE[:3], ["II", "Đảng viên bổ sung: 03 đ/c"], *PEOPLE[3:]]
    reading = read(rows)
    assert (named(reading), len(reading.records)) == ([], len(A))


def test_titles_and_sums_around_a_table_of_counts_are_no_changes() -> None:
    title = ["(Kèm theo Thông báo điều chỉnh xếp loại 02 đảng viên)"]
    reading = read([[COUNT_TITLE], title, COUNTS, *UNITS, [], ["", "Bổ sung: Chi bộ 9 có 03 đảng viên HTTNV"]])
    assert named(reading) == [f"B{len(UNITS) + 5}"]


RATING_A_UNIT = [
    "Chi bộ tự xếp loại: HTXSNV; Đảng ủy xếp loại chi bộ: HTTNV",
    "Đảng ủy đánh giá, xếp loại chi bộ: Hoàn thành tốt nhiệm vụ.",
    "- Chi bộ 3 đạt HTTNV",
    "Kết quả xếp loại tập thể chi ủy: HTTNV",
    "Chi bộ được xếp loại HTTNV",
]
RATING_NO_UNIT = [
    "Chi bộ 3: HTTNV: 5 đ/c",
    "Danh sách đảng viên Chi bộ 3 xếp loại: HTTNV",
    "Đ/c Trần Văn Mẫu (chi bộ 3), xếp loại: HTTNV",
    "Chi ủy viên, mức xếp loại: HTTNV",
    "Chi bộ 3 đạt tốt các chỉ tiêu",
    "Chi bộ đề nghị Đảng ủy xem xét, công nhận kết quả xếp loại",
]


@pytest.mark.parametrize(
    ("line", "told"), [*((line, True) for line in RATING_A_UNIT), *((line, False) for line in RATING_NO_UNIT)]
)
def test_which_lines_give_a_unit_its_level(line: str, told: bool) -> None:
    assert rates_unit(line, PARTY) is told


@pytest.mark.parametrize("over", [True, False])
def test_a_unit_rated_in_words_beside_a_list_is_told(over: bool) -> None:
    line = [RATING_A_UNIT[1]]
    reading = read([[LIST_TITLE], line if over else [], [*HEAD, "Xếp loại"], *PEOPLE, [] if over else line])
    told = [(one.code, one.cell) for one in reading.problems if one.severity == "warning"]
    assert (told, len(reading.records)) == ([("group_rated", "A2" if over else "A10")], len(A))


def test_a_caption_above_a_list_without_levels_rates_those_listed_and_no_unit() -> None:
    title = ["DANH SÁCH ĐẢNG VIÊN HOÀN THÀNH XUẤT SẮC NHIỆM VỤ NĂM 2022"]
    reading = read([title, ["Chi bộ Ba đạt mức: HTXSNV"], HEAD, *(row[: len(HEAD)] for row in PEOPLE)])
    assert (len(reading.records), [one.code for one in reading.problems]) == (len(A), ["level_from_caption"])


@pytest.mark.parametrize(
    "line",
    ["Mức 4: HTXSNV; Mức 3: HTTNV; Mức 2: HTNV", "Biểu quyết: 15/15", "Kết quả phiếu 15/15 nhất trí", "Hết danh sách"],
)
def test_words_under_the_names_are_nobody(line: str) -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE, ["", line]])
    assert len(reading.records) == len(A)
    assert [one.code for one in reading.problems if one.severity == "error"] == []


@pytest.mark.parametrize("name", ["Lê Văn Mẫu 02/02/1970", "Lê Văn Mẫu (02/1970)", "Lê Văn Mẫu - sinh: 03/03/1970"])
def test_a_date_behind_a_name_makes_nobody_a_note(name: str) -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE, ["", name]])
    assert "blank_level" in {one.code for one in reading.problems if one.severity == "error"}


def warned(reading: Any) -> list[tuple[str, str]]:
    return [(one.code, one.cell) for one in reading.problems if one.severity == "warning"]


@pytest.mark.parametrize(
    ("line", "code"),  # 6 people
    [
        ("Cộng: 06 đ/c (nam: 04; nữ: 03)", "number_in_words"),
        ("Cộng: 06 đ/c (nam: 04; nữ: 02)", ""),
        ("Tổng số 6 đảng viên, chính thức 5, dự bị 2", "number_in_words"),
        ("Tổng số 6 đảng viên, chính thức 5, dự bị 1", ""),
        ("Tổng số 6 đảng viên, nữ 7", "number_in_words"),
        ("Tổng số 6 đảng viên, nữ 3", ""),
        ("Kết quả trên được 05 (sáu) đảng viên nhất trí", "number_in_words"),
        ("Kết quả trên được 05 (năm) đảng viên nhất trí", ""),
    ],
)
def test_a_line_under_a_list_that_contradicts_itself_is_told(line: str, code: str) -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE, [], ["", line]])
    assert warned(reading) == ([(code, "B11")] if code else [])
    assert len(reading.records) == len(A)


@pytest.mark.parametrize(("number", "told"), [(len(UNITS), False), (len(UNITS) + 1, True)])
@pytest.mark.parametrize(
    ("line", "over"),
    [
        ("(Toàn Đảng bộ có {:02} chi bộ, 30 đảng viên được xếp loại)", True),
        ("Ấn định danh sách có {:02} chi bộ với 30 đảng viên được xếp loại./.", False),
        ("Tổng số: {} chi bộ trực thuộc", True),
    ],
)
def test_the_number_of_units_in_words_is_that_of_the_rows(line: str, over: bool, number: int, told: bool) -> None:
    said = [line.format(number)]
    total = ["", "Tổng cộng", *(sum(row[place] for row in UNITS) for place in range(2, len(COUNTS)))]
    rows: list[list[Any]] = [[COUNT_TITLE], said if over else [], COUNTS, *UNITS, total]
    reading = read([*rows, [], [] if over else said])
    assert warned(reading) == ([("units_differ", "A2" if over else f"A{len(rows) + 2}")] if told else [])


@pytest.mark.parametrize("line", ["Có 02 chi bộ HTXSNV", "Có 09 chi bộ đã gửi báo cáo", "Có 2 chi bộ, gồm 1 chi bộ"])
def test_a_line_about_some_units_is_no_number_of_all(line: str) -> None:
    total = ["", "Tổng cộng", *(sum(row[place] for row in UNITS) for place in range(2, len(COUNTS)))]
    assert warned(read([[COUNT_TITLE], [line], COUNTS, *UNITS, total])) == []


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ("A1", "Bản này chưa có số liệu Chi bộ 9", True),
        ("total", "Thiếu 5 đ/c của Chi bộ 9", True),
        ("A1", "Bản gửi ngày 5/1", False),
    ],
)
def test_a_comment_that_says_who_is_missing_is_told(tmp_path: Path, cell: str, text: str, told: bool) -> None:
    rows = [[COUNT_TITLE], [], COUNTS, *UNITS]
    rows += [["", "Tổng cộng", *(sum(row[place] for row in UNITS) for place in range(2, len(COUNTS)))]]
    cell = cell if cell == "A1" else f"B{len(rows)}"
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active[cell].comment = Comment(text, "")
    book.save(tmp_path / "a.xlsx")
    problems = ek.read(tmp_path).problems
    assert [p.cell for p in problems.itertuples() if p.code == "left_out"] == ([cell] if told else [])
