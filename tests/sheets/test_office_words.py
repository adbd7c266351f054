"""Words that offices shorten, and titles that say more than what their column holds."""

from __future__ import annotations

from collections import Counter

import pytest

from evalkit.scale import PARTY
from evalkit.sheets.headers import measure_of
from evalkit.sheets.vocabulary import role_of
from evalkit.sheets.years import rated_year

HEAD = ["TT", "Họ và tên", "Số thẻ đảng viên"]
TITLE = ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]


def person(number, *cells):
    return [number, f"Trần Thị {'ABCDE'[number]}", f"04810000000{number}", *cells]


def errors(reading):
    return [problem.code for problem in reading.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022 - ĐẢNG BỘ SỞ Y TẾ", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN - 2022 - KHỐI DOANH NGHIỆP", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022-CHI BỘ 3", 2022),
        ("Số 12-QĐ/ĐUK", None),
        ("Số 2022-QĐ/TW", None),
        ("Báo cáo 45 - BC/ĐU năm 2022", 2022),
    ],
)
def test_a_unit_behind_a_year_makes_it_no_documents_number(line, year):
    assert rated_year(line) == year


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("XẾP LOẠI ĐẢNG VIÊN TỪ NĂM 2018 ĐẾN NAY", None),
        ("XẾP LOẠI ĐẢNG VIÊN TỪ NĂM 2018 ĐẾN NĂM 2022", None),
        ("XẾP LOẠI ĐẢNG VIÊN TỪ 2018 - 2022", None),
        ("XẾP LOẠI ĐẢNG VIÊN KỂ TỪ NĂM 2020", None),
        ("XẾP LOẠI ĐẢNG VIÊN TỪ ĐẦU NHIỆM KỲ (2020) ĐẾN NAY", None),
        ("2018 - nay", None),
        ("XẾP LOẠI ĐẢNG VIÊN SAU NĂM 2021", None),
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022 TRỞ VỀ TRƯỚC", None),
        ("XẾP LOẠI ĐẢNG VIÊN NĂM 2022 (ÁP DỤNG TỪ NĂM 2018)", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN ĐẾN HẾT NĂM 2022", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN TỪ THÁNG 01 ĐẾN THÁNG 12 NĂM 2022", 2022),
        ("XẾP LOẠI ĐẢNG VIÊN TỪ NGÀY 01/01/2022 ĐẾN NGÀY 31/12/2022", 2022),
    ],
)
def test_an_open_span_of_years_names_none(line, year):
    assert rated_year(line) == year


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Không XL", "unspecified"),
        ("Chưa được ĐG, XL", "not_yet"),
        ("Miễn SHĐ", "exempt"),
        ("ĐV mới KN ngày 19/11/2022", "new_member"),
        ("DB chưa đủ 06 tháng", "new_member"),
        ("Dự bị <6 tháng", "new_member"),
        ("Ốm nằm viện", "sick"),
        ("Đi lao động ở Nhật Bản", "away"),
        ("XL HTTNV", None),
        ("ĐV 55 năm tuổi Đảng", None),
    ],
)
def test_reasons_are_read_in_short(words, status):
    found = PARTY.read_reason(words)
    assert (found.status if found and not found.level else None) == status


@pytest.mark.parametrize(
    ("note", "way"),
    [("Chuyển SHĐ ra ngoài ĐB", "moved_away"), ("Chết tháng 2/2022", "died"), ("Bố chết tháng 2/2022", "")],
)
def test_who_left_is_told_in_short(note, way):
    assert PARTY.left(note) == way


@pytest.mark.parametrize(
    ("title", "role"),
    [("Số ĐV được ĐG, XL", "rated"), ("Đã được xếp loại", "rated"), ("XL chi bộ", "level"), ("Kết quả XL", "level")],
)
def test_titles_of_the_number_rated_in_short(title, role):
    assert role_of(title) == role


def test_a_rows_own_reason_comes_before_that_it_is_not_rated():
    assert measure_of("Chưa xếp loại (dự bị dưới 6 tháng)", PARTY) == "new_member"
    assert measure_of("Chưa được ĐG, XL", PARTY) == "not_yet"


@pytest.mark.parametrize("title", ["Chưa XL", "Số ĐV chưa XL", "Số đảng viên chưa được đánh giá"])
def test_who_is_not_rated_is_counted_whatever_the_title_is_called(read_rows, title):
    header = ["TT", "Chi bộ", "Tổng số ĐV", "Số ĐV được ĐG, XL", "HTXSNV", "HTTNV", "HTNV", "KHTNV", title]
    reading = read_rows([TITLE, header, [1, "Chi bộ 1", 13, 12, 2, 9, 1, 0, 1], [2, "Chi bộ 2", 10, 10, 1, 9, 0, 0, 0]])
    counted = Counter()
    for record in reading.records:
        counted[record.level or record.status] += record.number
    assert counted == {"excellent": 3, "good": 18, "completed": 1, "not_yet": 1}
    assert not errors(reading)


@pytest.mark.parametrize(
    "levels",
    [
        ["HTXSNV (từ 90 điểm)", "HTTNV (70 đến dưới 90)", "HTNV (50 đến dưới 70)", "KHTNV (dưới 50)"],
        ["HTXSNV (không quá 20%)", "HTTNV", "HTNV", "KHTNV"],
        ["Số ĐV HTXSNV", "Số ĐV HTTNV", "Số ĐV HTNV", "Số ĐV KHTNV"],
    ],
)
def test_titles_of_levels_that_say_more(read_rows, levels):
    reading = read_rows([TITLE, ["TT", "Chi bộ", *levels], [1, "Chi bộ 1", 2, 9, 1, 0], [2, "Chi bộ 2", 1, 9, 0, 0]])
    assert [(record.level, record.number) for record in reading.records] == [
        ("excellent", 2), ("good", 9), ("completed", 1), ("excellent", 1), ("good", 9),
    ]  # fmt: skip


def test_an_x_under_a_reason_beside_a_column_of_levels(read_rows):
    header = [*HEAD, "Xếp loại", "Miễn SH", "Nghỉ thai sản"]
    people = [person(0, "HTTNV", "", ""), person(1, "", "x", ""), person(2, "", "", "x"), person(3, "", "", "")]
    reading = read_rows([TITLE, header, *people])
    assert [record.level or record.status for record in reading.records] == ["good", "exempt", "maternity", "unknown"]
    assert errors(reading) == ["blank_level"]


def test_below_a_group_that_is_not_rated_notes_say_why(read_rows):
    header = [*HEAD, "Ghi chú"]
    rows = [["I", "Hoàn thành tốt nhiệm vụ"], person(0, ""), ["II", "Không xếp loại"], person(1, "Miễn SHĐ"), person(2)]
    reading = read_rows([TITLE, header, *rows])
    assert [record.level or record.status for record in reading.records] == ["good", "exempt", "unspecified"]


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        (["Chi bộ đề nghị", "Đảng ủy quyết định"], [["XS", "T"], ["T", "HT"], ["T", "T"]]),
        (["Chi bộ đề nghị", "Kết quả (sau khi xét 20%)"], [["HTXSNV", "HTTNV"], ["HTTNV", "HTNV"], ["HTTNV", "HTTNV"]]),
        (["Quý III", "Quý IV", "Năm"], [["XS", "XS", "HTTNV"], ["T", "T", "HTNV"], ["T", "T", "HTTNV"]]),
    ],
)
def test_the_deciding_column_is_known_by_its_levels(read_rows, titles, cells):
    rows = [person(number, *own) for number, own in enumerate(cells)]
    reading = read_rows([TITLE, [*HEAD, *titles], *rows])
    assert [record.level for record in reading.records] == ["good", "completed", "good"]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Tên chi, đảng bộ", "unit"),
        ("Chi bộ/Đảng bộ bộ phận", "unit"),
        ("Cơ quan, đơn vị", "unit"),
        ("Các chi bộ trực thuộc", "unit"),
        ("Chi bộ", "cell"),
        ("Chi bộ xếp loại", "level"),
        ("Đảng", ""),
    ],
)
def test_titles_of_units_are_made_of_their_words(title, role):
    assert role_of(title) == role
