"""Tables that go on on the next sheet: whose rows these are, what totals cover, and what is refused. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import COUNT_TITLE, COUNTS, HEAD, LIST_TITLE, SHORT, UNITS, A, people

TITLES = [*HEAD, "Xếp loại"]
PEOPLE = people(A)  # x1 t3 h1 k1
FIRST = [[LIST_TITLE], [], TITLES, *PEOPLE[:3]]  # x1 t2
REST = PEOPLE[3:]
MATRIX = [
    [*row[:5], *("x" if letter == level else "" for level in "xthk")] for row, letter in zip(PEOPLE, A, strict=True)
]
ALL, SOME = {"excellent": 1, "good": 3, "completed": 1, "not_completed": 1}, {"excellent": 1, "good": 2}
COUNTED, UNITS_SOME = {"excellent": 5, "good": 19, "completed": 5, "not_completed": 1}, (4, 14, 3, 1)

Sheets = dict[str, list[list[Any]]]


def told(folder: Path, sheets: Sheets) -> tuple[dict[str, int], list[tuple[str, str, str, str]]]:
    """The level counts of a workbook, and its problems that are no notes: code, sheet, cell, right figure."""
    write_workbook(folder / "a.xlsx", sheets)
    reading = ek.read(folder)
    rated = reading.ratings.groupby("level", observed=True)["count"].sum()
    problems = [p for p in reading.problems.itertuples() if p.severity == "error"]
    return dict(rated), [(p.code, p.sheet, p.cell, p.suggestion) for p in problems]


@pytest.mark.parametrize(
    "sheets",
    [
        {"1": FIRST, "2": REST},
        {"1": FIRST, "2": [["(tiếp theo)"], *REST]},
        {"1": FIRST, "2": [TITLES, *REST]},  # the titles again, but no year
        {"1": FIRST, "2": [["Tiếp theo trang 1"], TITLES, *REST]},
        {"1": FIRST, "2": [LIST_TITLE.split(" NĂM")[:1], TITLES, *REST]},  # a title without the year
        {"1": FIRST, "2": REST[:1], "3": REST[1:]},
        {"1": FIRST, "2": [*REST, ["", "Cộng trang: 03 đ/c"], ["", "Tổng cộng: 06 đồng chí"]]},
        {"1": [*FIRST, ["", "Cộng", "", "", "", 3]], "2": [*REST, ["", "Tổng cộng", "", "", "", 6]]},
        {"1": FIRST, "2": [TITLES, *REST, ["", "Tổng cộng: 06 đ/c: HTXSNV 1, HTTNV 3"]]},
        {"Bìa": FIRST[:3], "Danh sách": PEOPLE},  # the header alone
        {"1": [[LIST_TITLE], TITLES[1:], *(row[1:] for row in PEOPLE[:3])], "2": [row[1:] for row in REST]},
        {"1": [[LIST_TITLE], [*HEAD, *SHORT], *MATRIX[:3]], "2": MATRIX[3:]},
        {"1": FIRST, "Ghi chú": [["Người lập biểu"], ["Bí thư"]], "2": REST},
        {"1": FIRST, "2": [["II", "Chi bộ 2"], *REST]},
    ],
)
def test_a_list_goes_on_on_the_next_sheet(tmp_path: Path, sheets: Sheets) -> None:
    assert told(tmp_path, sheets) == (ALL, [])


def test_a_counts_table_goes_on_and_its_total_is_of_all_pages(tmp_path: Path) -> None:
    first, whole = [[COUNT_TITLE], [], COUNTS, *UNITS[:2]], ["", "Tổng cộng", 30, 5, 19, 5, 1]
    assert told(tmp_path, {"1": first, "2": [UNITS[2], whole]}) == (COUNTED, [])
    wrong = ["", "Tổng cộng", 30, 5, 20, 5, 1]
    assert told(tmp_path, {"1": first, "2": [UNITS[2], wrong]}) == (COUNTED, [("total_differs", "2", "E2", "19")])


def test_totals_of_a_page_and_of_all_pages_are_both_added_again(tmp_path: Path) -> None:
    below = [["", "Cộng trang 2: 04 đ/c"], ["", "Tổng cộng: 07 đồng chí"]]
    wrong = [("total_differs", "2", "B4", "3"), ("total_differs", "2", "B5", "6")]
    assert told(tmp_path, {"1": FIRST, "2": [*REST, *below]}) == (ALL, wrong)


def test_what_goes_on_stands_in_the_group_of_the_page_before(tmp_path: Path) -> None:
    titles = [title for title in TITLES if title != "Chi bộ"]
    rows = [[*row[:4], row[5]] for row in PEOPLE]
    sheets = {"1": [[LIST_TITLE], titles, ["I", "Chi bộ 7"], *rows[:3]], "2": [*rows[3:4], ["II", "Chi bộ 8"], rows[4]]}
    write_workbook(tmp_path / "a.xlsx", sheets)
    assert list(ek.read(tmp_path).ratings["unit"]) == ["Chi bộ 7"] * 4 + ["Chi bộ 8"]


def test_what_goes_on_is_said_with_a_note(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", {"1": FIRST, "2": REST})
    (note,) = [p for p in ek.read(tmp_path).problems.itertuples() if p.code == "table_goes_on"]
    assert (note.severity, note.sheet) == ("note", "2")
    assert "được đọc tiếp bảng ở trang «1»" in note.message


@pytest.mark.parametrize(
    "rows",
    [
        people("thk"),  # numbered from 1: perhaps another unit's
        [[*row[:3], row[5]] for row in REST],  # other columns
        [[*row, "Giỏi"] for row in REST],
    ],
)
def test_rows_that_may_go_on_or_not_are_an_error(tmp_path: Path, rows: list[list[Any]]) -> None:
    assert told(tmp_path, {"1": FIRST, "2": rows}) == (SOME, [("no_header", "2", "A1", "")])


@pytest.mark.parametrize(
    "rows",
    [REST, MATRIX[3:], [[3, "Chi bộ 3", 8, 1, 5, 2, 0]], [["Chi bộ 1", "HTXSNV"] + [""] * 2 + ["QĐ"]]],
)
def test_a_file_without_a_header_is_an_error(tmp_path: Path, rows: list[list[Any]]) -> None:
    write_workbook(tmp_path / "b.xlsx", {"S": rows})
    assert told(tmp_path, {"1": FIRST})[1] == [("no_header", "S", "A1", "")]


@pytest.mark.parametrize(
    "rows",
    [
        [["HTXSNV", "Hoàn thành xuất sắc nhiệm vụ"], ["HTTNV", "Hoàn thành tốt nhiệm vụ"]],
        [[1, "HTXSNV", "Từ 90 điểm trở lên"], [2, "HTTNV", "Từ 70 đến dưới 90 điểm"]],
        [["Chi bộ 1", "Kim Liên", "0912 345 678"], ["Chi bộ 2", "Nam Đàn", "0912 345 679"]],
        [["Chi bộ 1", 120000, 3, 4], ["Chi bộ 2", 90000, 1, 2]],
    ],
)
def test_legends_and_other_sheets_without_a_header_alarm_nobody(tmp_path: Path, rows: list[list[Any]]) -> None:
    assert told(tmp_path, {"1": [[LIST_TITLE], [], TITLES, *PEOPLE], "2": rows}) == (ALL, [])
