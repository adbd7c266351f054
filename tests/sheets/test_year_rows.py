"""Years below or beside each other: their sum is added up again, what is no year's result left out. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import SHORT

TITLE = "KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN CHI BỘ 1, GIAI ĐOẠN 2020 - 2022"
HEAD = ["Năm", "Tổng số", *SHORT]
YEARS: list[list[Any]] = [[2020, 11, 2, 9, 0, 0], [2021, 12, 2, 9, 1, 0], [2022, 12, 1, 10, 0, 1]]
RIGHT, WRONG = [35, 5, 28, 1, 1], [35, 6, 28, 1, 1]
OF_YEARS = {2020: 11, 2021: 12, 2022: 12}
UNITS: list[list[Any]] = [
    [2021, "Chi bộ 1", 11, 2, 9, 0, 0], [2021, "Chi bộ 2", 12, 2, 9, 1, 0], ["", "Cộng", 23, 4, 18, 1, 0],
    [2022, "Chi bộ 1", 12, 1, 10, 0, 1], [2022, "Chi bộ 2", 12, 1, 10, 0, 1], ["", "Cộng", 24, 2, 20, 0, 2],
]  # fmt: skip


def told(folder: Path, *rows: list[Any], title: str = TITLE) -> tuple[dict[int, int], list[tuple[str, str, str]]]:
    """How many are rated in each year, and what is told louder than with a note: code, cell, right figure."""
    write_workbook(folder / "a.xlsx", {"S": [[title], [], *rows]})
    reading = ek.read(folder)
    rated = reading.ratings.groupby("year", observed=True)["count"].sum()
    problems = [p for p in reading.problems.itertuples() if p.severity != "note" and p.code != "cap_exceeded"]
    return {int(year): int(number) for year, number in rated.items()}, [
        (p.code, p.cell, p.suggestion) for p in problems
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Cộng 3 năm", "Tổng cộng 03 năm", "Cộng ba năm", "Cả 3 năm", "Tổng", "Từ năm 2020 đến nay", "2020-2022",
        "Giai đoạn 2020 - 2022", "Cộng giai đoạn 2020-2022", "2020 - nay", "Cả nhiệm kỳ", "3 năm (2020-2022)",
    ],
)  # fmt: skip
def test_a_sum_over_years_is_added_up_again(tmp_path: Path, words: str) -> None:
    assert told(tmp_path, HEAD, *YEARS, [words, *RIGHT]) == (OF_YEARS, [])
    assert told(tmp_path, HEAD, *YEARS, [words, *WRONG]) == (OF_YEARS, [("total_differs", "C7", "5")])
    numbered = [["TT", *HEAD], *([n, *row] for n, row in enumerate(YEARS, 1)), ["", words, *WRONG]]
    assert told(tmp_path, *numbered) == (OF_YEARS, [("total_differs", "D7", "5")])


def test_a_wrong_total_of_those_present_over_years_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD, *YEARS, ["Cộng 3 năm", 36, *RIGHT[1:]])[1] == [("total_differs", "B7", "35")]
    assert told(tmp_path, HEAD, *YEARS, ["Cộng 3 năm", 36, "", "", "", ""])[1] == [("total_differs", "B7", "35")]
    assert told(tmp_path, HEAD, *YEARS, ["Cộng 3 năm", 35, "", "", "", ""])[1] == []


def test_sums_of_years_of_each_unit_are_added_up_again(tmp_path: Path) -> None:
    head = ["TT", "Chi bộ", "Năm", "Tổng số", *SHORT]
    rows: list[list[Any]] = [
        [1, "Chi bộ 1", 2021, 11, 2, 9, 0, 0], ["", "", 2022, 12, 2, 9, 1, 0], ["", "", "Cộng", 23, 4, 18, 1, 0],
        [2, "Chi bộ 2", 2021, 12, 1, 10, 0, 1], ["", "", 2022, 12, 2, 10, 0, 0], ["", "", "Cộng", 24, 3, 20, 0, 1],
        ["", "Tổng cộng", "", 47, 7, 38, 1, 1],
    ]  # fmt: skip
    assert told(tmp_path, head, *rows) == ({2021: 23, 2022: 24}, [])
    rows[5][5] = 21
    assert told(tmp_path, head, *rows)[1] == [("total_differs", "F9", "20")]
    rows[5][5], rows[6][4] = 20, 8
    assert told(tmp_path, head, *rows)[1] == [("total_differs", "E10", "7")]


@pytest.mark.parametrize("title", [TITLE, "KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"])
def test_the_sums_of_each_year_are_added_up_again(tmp_path: Path, title: str) -> None:
    head, years = ["Năm", "Chi bộ", "Tổng số", *SHORT], {2021: 23, 2022: 24}
    assert told(tmp_path, head, *UNITS, title=title) == (years, [])
    wrong = [*UNITS[:2], ["", "Cộng", 23, 4, 19, 1, 0], *UNITS[3:]]
    assert told(tmp_path, head, *wrong, title=title) == (years, [("total_differs", "E6", "18")])
    mixed = [UNITS[0], UNITS[3], UNITS[1], UNITS[4]]
    sums = [[2021, "Cộng", 23, 4, 18, 1, 0], ["", "Cộng năm 2022", 24, 2, 21, 0, 2], ["", "Cộng", 47, 6, 38, 1, 2]]
    assert told(tmp_path, head, *mixed, *sums, title=title) == (years, [("total_differs", "E9", "20")])


@pytest.mark.parametrize(
    "row",
    [
        ["Bình quân", 11.7, 1.7, 9.3, 0.3, 0.3],
        ["Bình quân/năm", 12, 2, 9, 0, 0],
        ["Bình quân 3 năm", 12, 2, 9, 0, 0],
        ["KH 2023", 12, 1, 11, 0, 0],
        ["Kế hoạch năm 2023", 12, 1, 11, 0, 0],
        ["6 tháng 2023", 12, 1, 11, 0, 0],
        ["6 tháng đầu năm 2022", 12, 1, 11, 0, 0],
        ["Dự kiến 2023", 12, 1, 11, 0, 0],
    ],
)
def test_no_result_of_a_year_is_left_out_below_years(tmp_path: Path, row: list[Any]) -> None:
    assert told(tmp_path, HEAD, *YEARS, row) == (OF_YEARS, [])


def test_shares_between_years_are_those_of_the_year_above(tmp_path: Path) -> None:
    years = [
        [2021, 20, 4, 15, 1, 0],
        ["Tỷ lệ", 100, 20, 75, 5, 0],
        [2022, 20, 2, 17, 1, 0],
        ["Tỷ lệ", 100, 10, 85, 5, 0],
    ]
    assert told(tmp_path, HEAD, *years) == ({2021: 20, 2022: 20}, [])
    years[3] = ["Tỷ lệ", 100, 15, 80, 5, 0]
    assert told(tmp_path, HEAD, *years)[1] == [("share_differs", "C7", "10,00"), ("share_differs", "D7", "85,00")]


@pytest.mark.parametrize("words", ["KH 2021", "6 tháng 2021"])
def test_what_stands_in_place_of_a_year_is_told(tmp_path: Path, words: str) -> None:
    rows = [YEARS[0], [words, *YEARS[1][1:]], YEARS[2]]
    assert told(tmp_path, HEAD, *rows) == ({2020: 11, 2022: 12}, [("row_compares", "A5", "")])


@pytest.mark.parametrize("words", ["20222", "2022 lần 2", "Năm thứ ba", "Chi bộ 2", "2021, 2022"])
def test_what_may_be_a_year_is_an_error(tmp_path: Path, words: str) -> None:
    rows = [*YEARS[:2], [words, *YEARS[2][1:]]]
    assert told(tmp_path, HEAD, *rows) == ({2020: 11, 2021: 12}, [("no_year", "A6", "")])


def test_a_sum_of_years_that_do_not_stand_there_is_an_error(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD, *YEARS[1:], ["2020-2022", *RIGHT])[1][0] == ("total_differs", "B6", "24")
    assert [code for code, *_ in told(tmp_path, HEAD, ["2020-2022", *RIGHT])[1]] == ["no_year"]


def across(words: str, xs: int = 5, good: int = 28, total: int = 35) -> list[list[Any]]:
    """A form of three years side by side, with the sums in a column called so."""
    rows = [["HTXSNV", 2, 2, 1, xs], ["HTTNV", 9, 9, 10, good], ["HTNV", 0, 1, 0, 1], ["KHTNV", 0, 0, 1, 1]]
    return [["Mức", 2020, 2021, 2022, words], *rows, ["Tổng số", 11, 12, 12, total]]


@pytest.mark.parametrize("words", ["Cộng", "Cộng 3 năm", "2020-2022", "Tổng số", "Từ năm 2020 đến nay", "Giai đoạn"])
def test_a_sum_of_years_side_by_side_is_added_up_again(tmp_path: Path, words: str) -> None:
    assert told(tmp_path, *across(words)) == (OF_YEARS, [])
    wrong = told(tmp_path, *across(words, xs=6, total=36))
    assert wrong == (OF_YEARS, [("sum_differs", "E4", "5")])
    assert told(tmp_path, *across(words, total=36)) == (OF_YEARS, [("total_differs", "E8", "35")])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Cộng", (6, 29, 37)),  # more are wrong than right: it may be no such sum
        ("Bình quân", (2, 9, 12)),
        ("Bình quân", (5, 28, 35)),
        ("Trong đó nữ", (1, 12, 13)),
        ("Ghi thêm", (5, 28, 35)),
    ],
)
def test_another_column_beside_years_is_named(tmp_path: Path, words: str, numbers: tuple[int, int, int]) -> None:
    assert told(tmp_path, *across(words, *numbers)) == (OF_YEARS, [("columns_compare", "E3", "")])


def test_sums_of_years_are_added_up_apart_by_population(tmp_path: Path) -> None:
    head = [["Mức", 2021, "", 2022, "", "Cộng", ""], ["", *["Chi bộ", "Đảng viên"] * 3]]
    rows: list[list[Any]] = [["HTXSNV", 1, 2, 1, 3, 2, 5], ["HTTNV", 3, 9, 3, 8, 6, 17], ["HTNV", 1, 0, 1, 1, 2, 1]]
    title = "KẾT QUẢ XẾP LOẠI CHI BỘ, ĐẢNG VIÊN GIAI ĐOẠN 2021 - 2022"
    assert told(tmp_path, *head, *rows, title=title) == ({2021: 16, 2022: 17}, [])
    rows[1][6] = 18
    assert told(tmp_path, *head, *rows, title=title)[1] == [("sum_differs", "G6", "17")]


@pytest.mark.parametrize(
    ("whole", "share", "problems"),
    [(15, "68,18%", []), (16, "68,18%", [("sum_differs", "F6", "15")])],
)
def test_a_sum_of_years_beside_shares_is_added_up_again(
    tmp_path: Path, whole: int, share: str, problems: list[tuple[str, str, str]]
) -> None:
    head = [["Mức", "2021", "", "2022", "", "Cộng", ""], ["", *["SL", "TL"] * 3]]
    rows = [
        ["HTXSNV", 2, "20%", 3, "25%", 5, "22,73%"], ["HTTNV", 7, "70%", 8, "66,67%", whole, share],
        ["HTNV", 1, "10%", 1, "8,33%", 2, "9,09%"], ["KHTNV", 0, "0%", 0, "0%", 0, "0%"],
    ]  # fmt: skip
    assert told(tmp_path, *head, *rows) == ({2021: 10, 2022: 12}, problems)
