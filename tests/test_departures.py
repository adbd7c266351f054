"""Who left, and how: read from notes, followed from list to list, counted by way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import evalkit as ek
from evalkit.records import FileReading
from tests.conftest import LIST, member, unit

TITLE = "DANH SÁCH ĐẢNG VIÊN NĂM 2022"


def left(number: int, why: str, **more: Any) -> list[Any]:
    """A row of the usual list without a level, and why."""
    return member(number, "", reason=why, **more)


def ways(reading: FileReading) -> list[tuple[int, str, str]]:
    return [(row.year, row.way, row.cell) for row in reading.departures]


def test_rows_without_a_level_that_say_how_somebody_left_are_kept(read_rows: Callable[..., FileReading]) -> None:
    rows = [
        member(1, "HTTNV"), left(2, "Chuyển đi Đảng bộ tỉnh B"), left(3, "Từ trần 03/2022"), left(4, "Khai trừ"),
        left(5, "Xóa tên"), left(6, "Xin ra khỏi Đảng"), left(7, "Nghỉ ốm"), left(8, "Đề nghị khai trừ"),
        member(9, "HTNV", reason="Từ trần 03/2022"),  # rated: stays rated, with a warning
    ]  # fmt: skip
    reading = read_rows([[TITLE], LIST, *rows])
    assert ways(reading) == [
        (2022, "moved_away", "H4"), (2022, "died", "H5"), (2022, "expelled", "H6"), (2022, "struck_off", "H7"),
        (2022, "resigned", "H8"),
    ]  # fmt: skip
    first = reading.departures[0]
    assert (first.population, first.key, first.born, first.unit, first.base_organisation) == (
        "member", "051000000002", "1980-01-02", "Chi bộ 1", "Đảng bộ A",
    )  # fmt: skip
    assert [(record.key[-1], record.status) for record in reading.records] == [
        ("1", "rated"), ("7", "sick"), ("8", "unknown"), ("9", "rated"),
    ]  # fmt: skip
    assert "rated_though_exempt" in {problem.code for problem in reading.problems}


def test_who_is_no_member_or_stands_under_a_quarter_has_not_left(read_rows: Callable[..., FileReading]) -> None:
    group = ["", "QUẦN CHÚNG", "", "", "", "", "", ""]
    own = ["", "ĐẢNG VIÊN", "", "", "", "", "", ""]
    rows = [own, member(1, "HTTNV"), left(2, "Chuyển đi"), group, left(3, "Chuyển đi")]
    assert ways(read_rows([[TITLE], LIST, *rows])) == [(2022, "moved_away", "H5")]
    quarter = [["XẾP LOẠI ĐẢNG VIÊN QUÝ III NĂM 2022"], LIST, member(1, "HTTNV"), left(2, "Từ trần")]
    assert ways(read_rows(quarter, name="quy 3.xlsx")) == []


def test_in_a_list_of_two_years_the_note_of_a_year_tells_the_year(read_rows: Callable[..., FileReading]) -> None:
    head = [
        "TT",
        "Họ và tên",
        "Số thẻ đảng viên",
        "Chi bộ",
        "Xếp loại 2021",
        "Lý do 2021",
        "Xếp loại 2022",
        "Lý do 2022",
    ]
    rows = [
        [1, "Người A", "051000000001", "Chi bộ 1", "HTTNV", "", "HTTNV", ""],
        [2, "Người B", "051000000002", "Chi bộ 1", "", "", "", "Từ trần"],
    ]
    assert ways(read_rows([["XẾP LOẠI ĐẢNG VIÊN"], head, *rows])) == [(2022, "died", "H4")]


def test_keys_of_those_who_left_are_those_of_the_lists(tmp_path: Path) -> None:
    """A card, or name and birth date in one base organisation, however its name is spelt."""
    first, second = member(2, "HTTNV"), left(2, "Từ trần", base="ĐẢNG BỘ A")
    first[2] = second[2] = ""
    unit(tmp_path, "2021.xlsx", member(1, "HTTNV"), first, member(3, "HTTNV"))
    unit(tmp_path, "2022.xlsx", member(1, "HTTNV"), second, left(3, "Khai trừ"))
    reading = ek.read(tmp_path)
    before = reading.ratings[reading.ratings["year"] == 2021]
    assert list(reading.departures["subject"]) == list(before["subject"])[1:]
    assert list(reading.departures["base_organisation"]) == ["Đảng bộ A"] * 2
    assert "name" not in reading.departures
