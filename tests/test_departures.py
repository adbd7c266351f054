"""Who left, and how: read from notes, followed from list to list, counted by way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import evalkit as ek
from evalkit.reading import Reading
from evalkit.records import FileReading
from evalkit.report.departure_table import departure_table
from evalkit.report.figures import collect_figures
from evalkit.report.sections import annex_parts
from evalkit.scale import LEFT, WAYS_OF_LEAVING
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


# --- counted by way --------------------------------------------------------------------------------------------------

ROWS = {  # by hand: way → 2020, 2021, 2022; the lists stand in `three_years`
    "Chuyển đi": [0, 1, 0],
    "Từ trần": [1, 1, 0],
    "Khai trừ": [0, 0, 1],
    "Xóa tên": [0, 0, 1],
    "Xin ra khỏi Đảng": [0, 0, 1],
    "Không ghi lý do": [None, 0, 1],
    "Tổng số giảm": [None, 2, 4],
}


def write_three_years(folder: Path) -> Path:
    """2020: members 1 to 10, 13 died. 2021: 9 died, 10 moved away, 11 came. 2022: 4, 5 and 6 left by three ways, 7
    moved to another base organisation and is on its list, 8 is on no list, 12 who died was on none before.
    """
    unit(folder, "2020.xlsx", *(member(n, "HTTNV") for n in range(1, 11)), left(13, "Từ trần"))
    unit(
        folder, "2021.xlsx", *(member(n, "HTTNV") for n in (*range(1, 9), 11)), left(9, "Mất ngày 3/4/2021"),
        left(10, "Chuyển sinh hoạt đi nơi khác"),
    )  # fmt: skip
    unit(
        folder, "2022.xlsx", *(member(n, "HTTNV") for n in (1, 2, 3, 11)), left(4, "Khai trừ"), left(5, "Xóa tên"),
        left(6, "Xin ra khỏi Đảng"), left(7, "Chuyển đi Đảng bộ B"), left(12, "Từ trần"),
    )  # fmt: skip
    unit(folder, "B 2022.xlsx", member(7, "HTTNV", base="Đảng bộ B"))
    return folder


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return ek.read(write_three_years(tmp_path_factory.mktemp("leaving")))


def test_every_way_has_words() -> None:
    assert set(WAYS_OF_LEAVING) == set(LEFT)


def test_who_left_by_which_way_adds_up_to_those_who_left(three_years: Reading) -> None:
    figures = collect_figures(three_years, year=2022)
    table = departure_table(figures)
    assert (table.title, table.header) == ("Đảng viên giảm theo lý do, 2020–2022", ["Lý do", "2020", "2021", "2022"])
    assert table.rows == [[words, *counts] for words, counts in ROWS.items()]
    assert table.note.split(". ") == [
        "Lý do: theo ghi chú ở dòng không có mức xếp loại",
        "Dấu –: không có danh sách năm trước để so, nên đếm mọi người có ghi lý do",
        "Năm 2022: có ghi lý do 3 trong 4 người giảm",
        "Không tính 1 người có ghi lý do nhưng còn tên ở danh sách khác của năm, như khi chuyển trong nội bộ",
        "Không tính 1 người có ghi lý do nhưng không có tên trong danh sách năm trước, hoặc thuộc đơn vị chưa gửi.",
    ]
    assert dict(zip(figures.growth["year"], figures.growth["left"], strict=True)) == {2021: 2, 2022: 4}


def test_somebody_noted_twice_left_once_by_the_last_that_happened(tmp_path: Path) -> None:
    unit(tmp_path, "2021.xlsx", *(member(n, "HTTNV") for n in range(1, 4)))
    unit(tmp_path, "2022 a.xlsx", member(1, "HTTNV"), left(2, "Chuyển đi"), left(3, "Chuyển đi"))
    unit(tmp_path, "2022 b.xlsx", member(4, "HTTNV"), left(2, "Từ trần"))
    rows = departure_table(collect_figures(ek.read(tmp_path), year=2022)).rows
    assert rows == [["Chuyển đi", 1], ["Từ trần", 1], ["Không ghi lý do", 0], ["Tổng số giảm", 2]]


def test_people_of_a_unit_that_sent_nothing_have_not_left(tmp_path: Path) -> None:
    unit(tmp_path, "2021.xlsx", *(member(n, "HTTNV") for n in (1, 2)), member(3, "HTTNV", base="Đảng bộ B"))
    unit(tmp_path, "2022.xlsx", member(1, "HTTNV"), left(2, "Từ trần"))
    table = departure_table(collect_figures(ek.read(tmp_path), year=2022))
    assert table.title == "Đảng viên giảm theo lý do, năm 2022"
    assert table.rows == [["Từ trần", 1], ["Không ghi lý do", 0], ["Tổng số giảm", 1]]
    assert table.note.endswith("Năm 2022 mới có số liệu của 01/02 tổ chức cơ sở đảng.")


@pytest.mark.usefixtures("dots")
@pytest.mark.parametrize("settings", ["", "mask_below = 5"])  # no unit has a row: it is a figure of the whole
def test_the_table_stands_in_both_annexes_with_its_figures(tmp_path: Path, settings: str) -> None:
    folder = write_three_years(tmp_path / "data")
    (folder / "evalkit.toml").write_text(settings, "utf-8")
    reading = ek.read(folder)
    run = ek.write_report(reading, year=2022, out=tmp_path / "out")
    shown = [[words, *("–" if one is None else str(one) for one in counts)] for words, counts in ROWS.items()]
    tables = docx.Document(str(run / "phu-luc-bao-cao.docx")).tables
    texts = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    assert [["Lý do", "2020", "2021", "2022"], *shown] in texts
    sheet = openpyxl.load_workbook(run / "phu-luc.xlsx")["Giảm theo lý do"]
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["Xóa tên", 0, 0, 1] in cells


def test_without_such_notes_there_is_no_table(sample: Reading) -> None:
    figures = collect_figures(sample, year=2022)
    assert departure_table(figures).rows == []
    assert "Giảm theo lý do" not in [table.sheet for table in annex_parts(figures)]
