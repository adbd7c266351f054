"""Sheets that list the words which the cells of a form offer to choose from, and sheets that only look so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from evalkit.sheets.choices import offers_choices
from tests.conftest import write_workbook
from tests.sheets.test_false_alarms import PEOPLE, TITLES
from tests.sheets.test_office_kinds import LIST_TITLE, PARTY, Grid

WORDS = ["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ"]
SHORT = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
UNITS = ["Chi bộ Thôn 1", "Chi bộ Thôn 2", "Chi bộ Thôn 3", ""]
PERSONS = ["Lê Thị An", "Trần Văn Bình", "Phạm Thị Cúc", "Võ Văn Dũng"]


def beside(titles: list[Any], *columns: list[Any]) -> list[list[Any]]:
    return [titles, *(list(row) for row in zip(*columns, strict=True))]


CHOICES = {
    "one column": beside(["Mức xếp loại"], WORDS),
    "no title": [[word] for word in SHORT],
    "worst first": beside(["Mức xếp loại"], WORDS[::-1]),
    "with a number and short words": beside(["TT", "Mức", "Viết tắt"], [1, 2, 3, 4], WORDS, SHORT),
    "marks before the words": beside(["Mã", "Tên"], ["XS", "T", "HT", "KHT"], WORDS),
    "bounds": beside(["Mức", "Điểm từ"], SHORT, [90, 70, 50, 0]),
    "bounds from and to": beside(["Mức", "Điểm từ", "Đến"], SHORT, [90, 70, 50, 0], [100, 89, 69, 49]),
    "bounds in words": beside(["Mức", "Ghi chú"], SHORT, ["Từ 90 điểm", "Từ 70 điểm", "Từ 50 điểm", "Dưới 50 điểm"]),
    "other choices": beside(["Mức", "Giới tính", "Chức vụ"], SHORT, ["Nam", "Nữ", "", ""], ["Bí thư", "", "", ""]),
    "units, fewer than levels": beside(["Chi bộ", "Mức xếp loại"], UNITS, SHORT),
    "years": beside(["Chi bộ", "Mức xếp loại", "Năm"], UNITS, SHORT, [2021, 2022, 2023, 2024]),
    "levels of organisations and of members": beside(["TCCSĐ", "Đảng viên"], SHORT, SHORT),
    "a caption": [["DANH MỤC"], *beside(["Mức xếp loại"], WORDS)],
}
RESULTS = {
    "people": beside(["Họ và tên", "Xếp loại"], PERSONS, SHORT),
    "people, no title": beside(["", ""], PERSONS, SHORT),
    "units": beside(["Chi bộ", "Xếp loại"], [f"Chi bộ {n}" for n in range(1, 5)], SHORT),
    "counts": beside(["Mức", "Số lượng"], SHORT, [4, 3, 2, 1]),
    "counts, no title": beside(["", ""], SHORT, [4, 3, 2, 1]),
    "counts in words": beside(["Mức", "Kết quả"], SHORT, ["4 đ/c", "3 đ/c", "2 đ/c", "1 đ/c"]),
    "a level twice": beside(["Xếp loại"], [*SHORT, SHORT[1]]),
    "another order": beside(["Xếp loại"], [SHORT[n] for n in (1, 0, 2, 3)]),
    "a level far below": [*beside(["Xếp loại"], SHORT), *([[""]] * 30), [SHORT[0]]],
    "a level missing": beside(["Xếp loại"], SHORT[:3]),
}


def grid(rows: list[list[Any]], name: str = "Sheet2") -> Grid:
    return Grid(name, False, [["" if cell is None else cell for cell in row] for row in rows])


@pytest.mark.parametrize("rows", CHOICES.values(), ids=CHOICES)
def test_a_sheet_of_words_to_choose_from(rows: list[list[Any]]) -> None:
    assert offers_choices(grid(rows), PARTY)


@pytest.mark.parametrize("rows", RESULTS.values(), ids=RESULTS)
def test_a_sheet_that_rates_or_counts_is_none(rows: list[list[Any]]) -> None:
    assert not offers_choices(grid(rows), PARTY)


def test_units_as_many_as_levels_are_told_by_the_name_of_the_sheet() -> None:
    rows = RESULTS["units"]
    assert offers_choices(grid(rows, "Danh muc"), PARTY)
    assert not offers_choices(grid([["DANH MỤC XẾP LOẠI CHI BỘ NĂM 2022"], *rows], "Sheet1"), PARTY)


@pytest.mark.parametrize("rows", CHOICES.values(), ids=CHOICES)
def test_beside_a_list_it_rates_nobody_and_alarms_nobody(tmp_path: Path, rows: list[list[Any]]) -> None:
    write_workbook(tmp_path / "a.xlsx", {"DS": [[LIST_TITLE], [], TITLES, *PEOPLE], "Danh muc": rows})
    reading = ek.read(tmp_path)
    assert (len(reading.ratings), set(reading.problems["severity"])) == (6, {"note"})
    assert "danh mục các mức để chọn" in reading.problems["message"].str.cat()


def test_a_list_of_units_to_choose_from_is_no_warning(tmp_path: Path) -> None:
    units = beside(["TT", "Tên chi bộ", "Bí thư"], [1, 2, 3, 4], [f"Chi bộ {n}" for n in range(1, 5)], PERSONS)
    for sheet, severity in (("Danh muc", "note"), ("Sheet2", "warning")):
        write_workbook(tmp_path / "a.xlsx", {"DS": [[LIST_TITLE], [], TITLES, *PEOPLE], sheet: units})
        problems = ek.read(tmp_path).problems
        assert list(problems.loc[problems["code"] == "not_read", "severity"]) == [severity]
