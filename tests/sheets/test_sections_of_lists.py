"""Rows and headings of a list that are no people of it: bodies rated as a whole, those who left, guests."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

HEAD = [["CHI BỘ 1"], ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]]
TITLES = ["TT", "Họ và tên", "Ngày sinh", "Xếp loại", "Ghi chú"]
PEOPLE = [[n, f"Nguyễn Văn {'ABC'[n - 1]}", f"0{n}/02/1970", "HTTNV", ""] for n in (1, 2, 3)]
OF_THREE = {(2022, "good"): 3}


@pytest.mark.parametrize(
    "row",
    [
        ["", "Tập thể chi bộ", "", "HTXSNV"],
        [4, "Tập thể chi ủy", "", "HTXSNV"],
        [4, "Chi bộ 1", "", "HTXSNV"],
        ["II", "Xếp loại chi bộ", "", "HTXSNV"],
        ["", "Ban Chấp hành", "-", "HTXSNV"],
        ["", "Tổ đảng 2", "", "HTXSNV"],
        [4, "Chi bộ 1", "", "HTTTNX"],  # mistyped: told all the same
    ],
)
def test_a_body_with_a_level_is_no_member(row: list[object]) -> None:
    below = read([*HEAD, TITLES, *PEOPLE, row])
    assert (counted(below), ("group_rated", "D7") in codes(below, "warning")) == (OF_THREE, True)
    above = read([*HEAD, TITLES, row, *PEOPLE])
    assert (counted(above), {r.unit for r in above.records}) == (OF_THREE, {"CHI BỘ 1"})


@pytest.mark.parametrize("name", ["Chi Văn An", "Đảng Thị Bình", "Ban Văn Cường"])
def test_a_person_may_be_called_like_the_first_word_of_a_body(name: str) -> None:
    assert counted(read([*HEAD, TITLES, *PEOPLE, [4, name, "01/02/1970", "HTXSNV"]])) == {
        **OF_THREE,
        (2022, "excellent"): 1,
    }


def test_bodies_in_a_section_of_their_own_are_counted_there() -> None:
    rows = [["A", "TẬP THỂ"], [1, "Chi bộ 1", "", "HTXSNV"], ["B", "CÁ NHÂN"], *PEOPLE]
    found = [(r.population, r.level, r.number) for r in read([*HEAD, TITLES, *rows]).records]
    assert found == [("cell", "excellent", 1), *[("member", "good", 1)] * 3]


GUESTS = [[1, "Trần Thị D", "01/03/1970", "HTXSNV", ""], [2, "Trần Thị E", "02/03/1970", "HTXSNV", ""]]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Đảng viên đã chuyển sinh hoạt đi trong năm", "rated_though_exempt"),
        ("Đảng viên từ trần trong năm", "rated_though_exempt"),
        ("Đảng viên được miễn sinh hoạt", "rated_though_exempt"),
        ("Đảng viên bị xóa tên", "rated_though_exempt"),
        ("Đảng viên 213 sinh hoạt nơi cư trú", "out_of_scope"),
        ("Đảng viên đơn vị khác sinh hoạt ghép", "out_of_scope"),
        ("Quần chúng ưu tú", "out_of_scope"),
        ("Đảng viên chuyển đến trong năm", ""),
        ("Đảng viên từ chi bộ khác chuyển đến", ""),
        ("Đảng viên dự bị", ""),
        ("Đảng viên hưu trí", ""),
    ],
)
def test_levels_below_a_heading_that_says_there_should_be_none_are_named(heading: str, code: str) -> None:
    reading = read([*HEAD, TITLES, ["I", "Đảng viên của chi bộ"], *PEOPLE, ["II", heading], *GUESTS])
    told = [one for one, _ in codes(reading, "warning") if one not in ("no_identity", "unit_from_heading")]
    assert set(told) == ({code} if code else set())
    others = {} if code == "out_of_scope" else {(2022, "excellent"): 2}
    assert counted(reading) == {**OF_THREE, **others}


@pytest.mark.parametrize(
    ("heading", "status", "left"),
    [
        ("Đảng viên được miễn sinh hoạt", ["exempt"] * 2, []),
        ("Đảng viên đã chuyển sinh hoạt đi", [], ["moved_away"] * 2),
        ("Đảng viên từ trần", [], ["died"] * 2),
    ],
)
def test_people_without_a_level_are_what_their_heading_says(heading: str, status: list[str], left: list[str]) -> None:
    blank = [[*row[:3], "", ""] for row in GUESTS]
    next_one = [["III", "Đảng viên dự bị"], [1, "Lê Văn G", "", "HTNV"]]
    reading = read([*HEAD, TITLES, *PEOPLE, ["II", heading], *blank, *next_one])
    assert [r.status for r in reading.records if not r.level] == status
    assert [one.way for one in reading.departures] == left
    assert counted(reading)[2022, "completed"] == 1  # the next heading ends it


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Quần chúng", True),
        ("Chưa là đảng viên", True),
        ("Phụ trách công tác quần chúng", False),
        ("Được quần chúng tín nhiệm", False),
    ],
)
def test_a_level_beside_a_note_that_somebody_is_no_member_is_named(note: str, told: bool) -> None:
    reading = read([*HEAD, TITLES, *PEOPLE, [*GUESTS[0][:4], note]])
    assert (("rated_though_exempt", "D7") in codes(reading, "warning")) == told


def test_a_heading_of_people_who_left_holds_on_the_next_sheet(tmp_path: Path) -> None:
    left = [[n, f"Lê Văn {n}", f"0{n}/03/1970", "HTXSNV", ""] for n in (4, 5, 6)]
    first = [*HEAD, TITLES, *PEOPLE, ["II", "Đảng viên đã chuyển sinh hoạt đi"], left[0]]
    write_workbook(tmp_path / "a.xlsx", {"1": first, "2": left[1:]})
    told = [(p.sheet, p.cell) for p in ek.read(tmp_path).problems.itertuples() if p.code == "rated_though_exempt"]
    assert told == [("1", "D8"), ("2", "D1"), ("2", "D2")]


OTHERS = [[1, "Trần Thị D", "01/03/1970", "HTNV", ""], [2, "Trần Thị E", "02/03/1970", "HTNV", ""]]


@pytest.mark.parametrize(
    ("first", "second", "units"),
    [
        ("Thôn Đông", "Trạm Y tế", {"Thôn Đông", "Trạm Y tế"}),
        ("CB thôn Đông", "CB Trạm Y tế", {"CB thôn Đông", "CB Trạm Y tế"}),
        ("Phòng Tài chính", "Khoa Nội", {"Phòng Tài chính", "Khoa Nội"}),
        ("(Kèm theo Quyết định)", "Xếp loại như sau:", {"ĐẢNG BỘ XÃ A"}),  # no names of units
        ("Danh sách đã niêm yết.", "Nguyễn Thị Hoa", {"ĐẢNG BỘ XÃ A"}),
    ],
)
def test_a_few_words_over_numbered_people_are_their_unit_and_said(first: str, second: str, units: set[str]) -> None:
    title = [["ĐẢNG BỘ XÃ A"], HEAD[1]]
    reading = read([*title, TITLES, [first], *PEOPLE, [second], *OTHERS])
    assert counted(reading) == {**OF_THREE, (2022, "completed"): 2}
    assert {r.unit for r in reading.records} == units
    assert {r.base_organisation for r in reading.records} == {"ĐẢNG BỘ XÃ A"}
    assert ("unit_from_row" in dict(codes(reading, "warning"))) == (len(units) > 1)
