"""Several tables of one sheet with the same titles: each is whose, and of which year, its own caption says."""

from __future__ import annotations

from collections import Counter

import pytest

from evalkit.records import FileReading
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import read

DOWN = ["TT", "Mức xếp loại", "Số lượng"]
ACROSS = ["TT", "Đơn vị", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
FIRST = [[1, "Đảng bộ A", 10, 2, 6, 2, 0], [2, "Đảng bộ B", 20, 3, 15, 1, 1]]  # 5 21 3 1
SECOND = [[1, "Đảng bộ A", 4, 1, 3, 0, 0], [2, "Đảng bộ B", 6, 1, 4, 1, 0]]  # 2 7 1 0
Found = dict[tuple[int, str], list[int]]


def levels_down(*numbers: int) -> list[list[object]]:
    named = zip(["HTXSNV", "HTTNV", "HTNV", "KHTNV"], numbers, strict=True)
    return [DOWN, *([n, level, number] for n, (level, number) in enumerate(named, 1)), ["", "Cộng", sum(numbers)]]


def found(reading: FileReading) -> Found:
    numbers = Counter[tuple[int, str, str]]()
    for record in reading.records:
        numbers[record.year, record.population, record.level] += record.number
    levels = ("excellent", "good", "completed", "not_completed")
    return {(y, p): [numbers[y, p, level] for level in levels] for y, p, _ in numbers}


MEMBERS_AND_BASES = {(2022, "member"): [20, 90, 9, 1], (2022, "base_organisation"): [1, 5, 1, 0]}


@pytest.mark.parametrize(
    ("captions", "expected"),
    [
        (("1. Tổ chức cơ sở đảng", "2. Đảng viên"), MEMBERS_AND_BASES),
        (("Biểu 1. XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG", "Biểu 2. XẾP LOẠI ĐẢNG VIÊN"), MEMBERS_AND_BASES),
        (("1. Năm 2021", "2. Năm 2022"), {(2021, "member"): [1, 5, 1, 0], (2022, "member"): [20, 90, 9, 1]}),
        (("1. Công chức, viên chức", "2. Đảng viên"), {(2022, "member"): [20, 90, 9, 1]}),
    ],
)
def test_a_caption_left_of_the_labels_heads_the_levels_below_it(captions: tuple[str, str], expected: Found) -> None:
    whose = [] if "Đảng viên" in captions[1] else ["ĐẢNG VIÊN"]
    title = " ".join(["TỔNG HỢP XẾP LOẠI", *whose, *([] if "Năm" in captions[0] else ["NĂM 2022"])])
    rows = [[title], [], [captions[0]], *levels_down(1, 5, 1, 0), [], [captions[1]], *levels_down(20, 90, 9, 1)]
    assert found(read(rows)) == expected


@pytest.mark.parametrize(
    ("captions", "second"),
    [
        (("Biểu 1: Đảng viên", "Biểu 2: Chi bộ trực thuộc"), (2022, "cell")),
        (("KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN", "KẾT QUẢ XẾP LOẠI CHI BỘ TRỰC THUỘC"), (2022, "cell")),
        (("Biểu 1: Đảng viên", "Biểu 2: Công chức, viên chức"), None),
        (("Biểu 1: Đảng viên", "II. Cán bộ lãnh đạo, quản lý"), None),
    ],
)
def test_a_table_counts_whom_its_own_caption_names(captions: tuple[str, str], second: tuple[int, str] | None) -> None:
    rows = [["TỔNG HỢP XẾP LOẠI NĂM 2022"], [], [captions[0]], ACROSS, *FIRST, [], [captions[1]], ACROSS, *SECOND]
    reading = read(rows)
    assert found(reading) == {(2022, "member"): [5, 21, 3, 1], **({second: [2, 7, 1, 0]} if second else {})}
    assert ("out_of_scope" in dict(codes(reading, "warning"))) == (second is None)


@pytest.mark.parametrize(
    ("captions", "years"),
    [
        (("Năm 2022", "Năm 2021"), {2022, 2021}),
        (("Bảng 1. Xếp loại đảng viên năm 2022", "Bảng 2. Xếp loại đảng viên năm 2021"), {2022, 2021}),
    ],
)
def test_tables_of_two_years_do_not_contradict_each_other(captions: tuple[str, str], years: set[int]) -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN"], [captions[0]], ACROSS, *FIRST, [], [captions[1]], ACROSS, *SECOND]
    reading = read(rows)
    assert found(reading) == {(2022, "member"): [5, 21, 3, 1], (2021, "member"): [2, 7, 1, 0]}
    assert "year_disagrees" not in dict(codes(reading, "warning"))


def test_numbers_over_both_tables_are_no_titles_of_two_years() -> None:
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["Biểu số 1234"], ACROSS, *FIRST, [], ["Biểu số 5678"], ACROSS, *SECOND]
    assert found(read(rows)) == {(2022, "member"): [7, 28, 4, 1]}


def test_a_year_that_contradicts_the_sheets_title_is_still_named() -> None:
    rows = [["TỔNG HỢP CHUNG NĂM 2022"], ACROSS, *FIRST, [], ["Xếp loại đảng viên năm 2021"], ACROSS, *SECOND]
    assert "year_disagrees" in dict(codes(read([["ĐẢNG VIÊN"], *rows]), "warning"))


LIST_HEAD = ["TT", "Họ và tên", "Ngày sinh", "Mức xếp loại"]
FIRST_UNIT = [["ĐẢNG BỘ XÃ MẪU"], ["CHI BỘ THÔN 1"], []]
SECOND_UNIT = [["ĐẢNG BỘ XÃ MẪU"], ["CHI BỘ THÔN 2"]]
LIST_TITLE_ROW = ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]


@pytest.mark.parametrize(
    "between",
    [
        [[], [], *SECOND_UNIT, [], LIST_TITLE_ROW, []],
        [*SECOND_UNIT, LIST_TITLE_ROW],
        [["", "Tổng cộng: 02 đồng chí"], [], *SECOND_UNIT, [], LIST_TITLE_ROW, []],
        [[], ["", "", "", "T/M CHI BỘ"], ["", "", "", "BÍ THƯ"], [], *SECOND_UNIT, [], LIST_TITLE_ROW],
        [[], ["Đơn vị:", "Chi bộ Thôn 2"]],
    ],
)
def test_each_list_of_a_sheet_is_of_the_unit_in_its_own_letterhead(between: list[list[str]]) -> None:
    first = [[1, "Trần Văn An", "01/02/1970", "HTTNV"], [2, "Lê Văn Bình", "02/03/1971", "HTTNV"]]
    second = [[1, "Vũ Thị Cúc", "03/04/1972", "HTTNV"], [2, "Hồ Thị Dung", "04/05/1973", "HTNV"]]
    rows = [*FIRST_UNIT, LIST_TITLE_ROW, [], LIST_HEAD, *first, *between, LIST_HEAD, *second]
    reading = read(rows)
    units = [(record.unit.title(), record.level) for record in reading.records]
    assert units == [
        ("Chi Bộ Thôn 1", "good"), ("Chi Bộ Thôn 1", "good"), ("Chi Bộ Thôn 2", "good"), ("Chi Bộ Thôn 2", "completed"),
    ]  # fmt: skip
