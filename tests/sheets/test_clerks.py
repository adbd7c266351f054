"""Titles, rows and notes as clerks of many offices write them; what is expected is counted by hand."""

from __future__ import annotations

import pytest

from evalkit.vietnamese import names_in
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

TITLE = "XẾP LOẠI ĐẢNG VIÊN NĂM 2022"


def people(*levels: str) -> list[list[object]]:
    return [[n, f"Nguyễn Văn {'ABCD'[n]}", f"05101000000{n}", level] for n, level in enumerate(levels, 1)]


@pytest.mark.parametrize(
    "title",
    [
        "Số thẻ ĐV", "Số thẻ", "Số thẻ Đảng", "Số hiệu thẻ ĐV", "Mã số thẻ đảng viên", "Thẻ ĐV", "Mã ĐV",
        "Số thẻ đảng viên (12 số)", "SỐ THẺ ĐV",
    ],
)  # fmt: skip
def test_titles_of_the_card_number(title: str) -> None:
    reading = read([[TITLE], ["TT", "Họ và tên", title, "Xếp loại"], *people("HTTNV", "HTXSNV")])
    assert reading.records.values("key") == ["051010000001", "051010000002"]


@pytest.mark.parametrize("title", ["Số thẻ BHYT", "Số thẻ căn cước", "Số CCCD", "Số hiệu CAND"])
def test_titles_of_other_cards(title: str) -> None:
    reading = read([[TITLE], ["TT", "Họ và tên", title, "Xếp loại"], *people("HTTNV", "HTXSNV")])
    assert counted(reading) == {(2022, "good"): 1, (2022, "excellent"): 1}
    assert reading.records.values("key") == ["", ""]


@pytest.mark.parametrize(
    "title", ["Cấp bậc, họ tên", "Chi bộ, họ và tên", "Đơn vị/ Họ và tên đảng viên", "Quân hàm - Họ và tên"]
)
def test_a_name_behind_another_word_in_its_title(title: str) -> None:
    reading = read([[TITLE], ["TT", title, "Số thẻ", "Xếp loại"], *people("HTTNV", "HTXSNV")])
    assert counted(reading) == {(2022, "good"): 1, (2022, "excellent"): 1}


@pytest.mark.parametrize("title", ["Năm thành lập", "Năm sinh bí thư", "Năm bổ nhiệm cấp ủy", "Năm xây dựng trụ sở"])
def test_a_year_of_a_units_own_past_rates_nothing(title: str) -> None:
    head = ["TT", "Chi bộ", title, "Tổng số", "HTXSNV", "HTTNV", "HTNV"]
    rows = [[1, "Chi bộ 1", 2005, 20, 3, 16, 1], [2, "Chi bộ 2", 2011, 10, 1, 9, 0]]
    reading = read([["TỔNG HỢP " + TITLE], head, *rows])
    assert counted(reading) == {(2022, "excellent"): 4, (2022, "good"): 25, (2022, "completed"): 1}


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Hạ xuống 1 bậc theo kết luận của UBKT", True),
        ("Nâng lên một mức", True),
        ("Hạ 01 bậc", True),
        ("Hạ bậc lương", False),
        ("Nâng lương trước hạn", False),
    ],
)
def test_a_note_that_moves_a_level(note: str, told: bool) -> None:
    rows = [[*row, text] for row, text in zip(people("HTXSNV", "HTTNV"), [note, ""], strict=True)]
    reading = read([[TITLE], ["TT", "Họ và tên", "Số thẻ", "Xếp loại", "Ghi chú"], *rows])
    assert (("note_against_level", "D3") in codes(reading, "warning")) is told


def test_a_year_whose_levels_do_not_make_up_its_total_is_read_and_named() -> None:
    rows = [
        ["XẾP LOẠI ĐẢNG VIÊN CÁC NĂM"],
        ["Mức xếp loại", "2021", "2022"],
        ["HTXSNV", 22, 24],
        ["HTTNV", 170, 168],
        ["HTNV", 8, 8],
        ["Tổng", 200, 201],
    ]
    reading = read(rows)
    assert counted(reading)[2022, "excellent"] == 24
    assert ("C6", 201) in [(figure.cell, figure.value) for figure in reading.printed]


def test_organisations_named_in_a_heap_are_counted_by_their_number() -> None:
    rows = [
        ["XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"],
        ["Mức", "Số lượng", "Tên tổ chức"],
        ["HTXSNV", 2, "Đảng bộ A, Đảng bộ B"],
        ["HTTNV", 3, "Đảng bộ C; Chi bộ D; Chi bộ E"],
        ["HTNV", 1, "Chi bộ F"],
    ]
    assert counted(read(rows)) == {(2022, "excellent"): 2, (2022, "good"): 3, (2022, "completed"): 1}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("Nguyễn Văn An và vợ Trần Thị Bình", 2),
        ("Lê Văn An - vợ: Trần Thị Bình", 2),
        ("Nguyễn Văn An (chồng), Trần Thị Bình (vợ)", 2),
        ("Nguyễn Văn An (vợ là cán bộ hưu)", 1),
    ],
)
def test_couples_in_one_cell(cell: str, number: int) -> None:
    assert names_in(cell) == number
