"""Titles of rating columns as they are typed in a hurry, and numbers of people said in words below a list."""

from __future__ import annotations

import pytest

from evalkit.scale import PARTY
from evalkit.sheets.titles import describe
from evalkit.sheets.vocabulary import headcount, role_of
from tests.sheets.test_office_kinds import HEAD, counted, read


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Xep loai", "level"),
        ("XEP LOAI CHAT LUONG", "level"),
        ("KQXL", "level"),
        ("KQ ĐGCL ĐV", "level"),
        ("XLĐV", "level"),
        ("Kết quả cuối năm", "level"),
        ("Kết quả giữa năm", ""),
        ("XLVC", ""),  # civil servants'
        ("Ghi chú", "note"),
        ("G.chú", "note"),
        ("Xếp lọai", "level"),
        ("Xêp loại ĐV", "level"),
        ("Sếp trưởng", ""),
        ("Họ & tên", "person"),
        ("Họ tên đảng viên", "person"),
        ("Họ & tên bí thư", ""),
        ("Sồ TT", "number"),
        ("N.sinh", "born"),
        ("Mức sửa", "level"),
        ("Đảng ủy điều chỉnh", "level"),
        ("Lý do điều chỉnh", "reason"),
        ("Số ĐV tham gia ĐG, XL", "rated"),
    ],
)
def test_short_titles_of_ratings(title: str, role: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Đồng chí", "person"),
        ("Ngày sinh (dd/mm/yyyy)", "born"),
        ("Ngày sinh hoạt (đảng)", ""),
        ("Full name Họ và tên", "person"),
        ("Họ và tên / Full name", "person"),
        ("No./STT", "number"),
        ("Ngày sinh (Date of birth)", "born"),
        ("Rating/Mức xếp loại", "level"),
        ("Remarks - Ghi chú", "note"),
        ("Tổng số / Total", "total"),
        ("Total score", ""),  # another language alone says nothing of ours
        ("Notebook Ghi chú", ""),
        ("HO_TEN", "person"),  # as programs write titles
        ("NgaySinh", "born"),
        ("So the dang vien", "card"),
        ("Ngay vao Dang", "joined"),
        ("CHI_BO", "cell"),
        ("MaCB", ""),
        ("NAM", ""),  # «Năm» or «Nam»: what stands below tells
        ("Ten", ""),
        ("Name", ""),
        ("Tổng số (3)", "total"),  # the number of the column, or of those below
        ("Tổng số (7 đ/c)", "total"),
        ("Tổng số (1+2)", ""),
    ],
)
def test_titles_in_two_languages_or_with_a_number(title: str, role: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("(Ấn định danh sách có 07 đồng chí)", 7),
        ("Ấn định danh sách: 07 đảng viên", 7),
        ("Chốt danh sách: 07 đ/c", 7),
        ("Tổng số đảng viên: 07", 7),
        ("Danh sách này có 6 (sáu) đồng chí", 6),
        ("Tổng số đảng viên: 07/2022", None),
        ("Chi bộ: 07", None),
    ],
)
def test_a_line_says_how_many_are_listed(line: str, number: int | None) -> None:
    assert headcount(line) == number


def test_a_headcount_below_a_list_is_printed_and_not_a_person() -> None:
    rows = [
        ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
        [],
        [*HEAD, "KQXL"],
        [1, "Nguyễn Văn A", "051010000001", "01/02/1980", "Chi bộ 1", "HTTNV"],
        [None, "(Ấn định danh sách có 07 đồng chí)"],
    ]
    reading = read(rows)
    assert counted(reading) == {(2022, "good"): 1}
    assert [(figure.measure, figure.value) for figure in reading.printed] == [("total", 7)]


def people(*levels: str) -> list[list[object]]:
    return [
        [n, f"Nguyễn Văn {'ABC'[n]}", f"05101000000{n}", "01/02/1980", "Chi bộ 1", level]
        for n, level in enumerate(levels)
    ]


@pytest.mark.parametrize("title", ["Loại", "Hạng", "Đánh giá"])
def test_levels_below_settle_what_a_short_title_means(title: str) -> None:
    rows = [["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], [*HEAD, title]]
    assert counted(read([*rows, *people("HTTNV", "HTNV", "HTTNV")])) == {(2022, "good"): 2, (2022, "completed"): 1}


def test_a_short_title_over_other_words_rates_nobody() -> None:
    rows = [["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], [*HEAD, "Loại"], *people("Nam", "Nữ", "Nam")]
    assert counted(read(rows)) == {}


def test_a_short_title_beside_a_rating_is_not_taken() -> None:
    rows = [["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], [*HEAD, "Xếp loại", "Hạng"]]
    listed = [[*row, "HTXSNV"] for row in people("HTTNV", "HTNV", "HTTNV")]
    assert counted(read([*rows, *listed])) == {(2022, "good"): 2, (2022, "completed"): 1}


@pytest.mark.parametrize(
    ("title", "level"), [("Mức 1 (HTXSNV)", "excellent"), ("Mức 1", "not_completed"), ("Mức 1 (4)", "")]
)
def test_a_word_in_brackets_says_which_level_a_number_is(title: str, level: str) -> None:
    assert describe(0, (title,), PARTY).level == level
