"""Full and probationary members: told by a column or a block of columns, counted in the annex."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from evalkit.records import FileReading
from evalkit.report.contents import membership_table
from evalkit.report.figures import collect_figures
from evalkit.report.sections import annex_parts
from evalkit.sheets.vocabulary import membership_of
from tests.conftest import member, write_workbook

TITLE = ["DANH SÁCH ĐẢNG VIÊN NĂM 2022"]
HEAD = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại", "Lý do"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chính thức", "chính thức"),
        ("Đảng viên chính thức", "chính thức"),
        ("ĐVCT", "chính thức"),
        ("dự bị", "dự bị"),
        ("ĐV dự bị", "dự bị"),
        ("ĐVDB", "dự bị"),
        ("Dự bị chưa đủ 6 tháng", ""),  # why somebody is not rated
        ("Chuyển đảng chính thức 5/2022", ""),
        ("Chủ tịch", ""),
        ("", ""),
    ],
)
def test_words_of_full_and_probationary_members(text: str, kind: str) -> None:
    assert membership_of(text) == kind


def people(*kinds: str, title: str = "Loại đảng viên") -> list[list[Any]]:
    """The usual list with one more column before the level; the levels of the people are good, excellent in turn."""
    rows = [member(number, ["HTXSNV", "HTTNV"][number % 2]) for number in range(1, len(kinds) + 1)]
    return [TITLE, [*HEAD[:6], title, *HEAD[6:]], *([*r[:6], k, *r[6:]] for r, k in zip(rows, kinds, strict=True))]


@pytest.mark.parametrize(
    ("title", "kinds", "read"),
    [
        ("Loại đảng viên", ["Chính thức", "Dự bị", ""], ["chính thức", "dự bị", ""]),
        ("Chính thức/ dự bị", ["ĐVCT", "ĐVDB", "ĐVCT"], ["chính thức", "dự bị", "chính thức"]),
        ("Dân tộc", ["Kinh", "Tày", "Dự bị"], ["", "", ""]),  # says something else too
        ("Chức vụ", ["", "", ""], ["", "", ""]),
    ],
)
def test_a_column_that_says_it_of_each_member_is_read(
    read_rows: Callable[..., FileReading], title: str, kinds: list[str], read: list[str]
) -> None:
    records = read_rows(people(*kinds, title=title)).records
    assert [record.kind for record in records] == read
    assert [record.level for record in records] == ["good", "excellent", "good"]


FULL, PROBATIONARY = "Đảng viên chính thức", "Đảng viên dự bị (02 đ/c)"


@pytest.mark.parametrize(
    ("groups", "read"),
    [
        ([FULL, 1, 2, PROBATIONARY, 3], ["chính thức", "chính thức", "dự bị"]),
        ([1, PROBATIONARY, 2], ["", "dự bị"]),
        ([FULL, "Chi bộ 1", 1, "Chi bộ 2", 2, PROBATIONARY, "Chi bộ 1", 3], ["chính thức", "chính thức", "dự bị"]),
        (["Chi bộ 1", FULL, 1, PROBATIONARY, 2, "Chi bộ 2", 3], ["chính thức", "dự bị", ""]),  # of the next not said
        ([PROBATIONARY, 1, "Đảng viên", 2], ["dự bị", ""]),
    ],
)
def test_a_group_row_that_says_it_holds_for_the_members_below(
    read_rows: Callable[..., FileReading], groups: list[Any], read: list[str]
) -> None:
    rows = [member(one, "HTTNV", cell="") if isinstance(one, int) else ["", one, *[""] * 6] for one in groups]
    reading = read_rows([TITLE, HEAD, *rows])
    assert [record.kind for record in reading.records] == read
    assert {record.level for record in reading.records} == {"good"}


def test_the_annex_counts_full_and_probationary_members_and_adds_up(tmp_path: Path) -> None:
    """A list of two full members and a probationary one, of one it is not said; beside it a unit's numbers."""
    head = ["TT", "Chi bộ", "Đảng viên chính thức", "", "Đảng viên dự bị", ""]
    counts = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, ["", "", *["HTTNV", "HTNV"] * 2], [1, "Chi bộ 9", 5, 2, 1, 1]]
    write_workbook(tmp_path / "a 2022.xlsx", {"DS": people("Chính thức", "Chính thức", "Dự bị", "")})
    write_workbook(tmp_path / "b 2022.xlsx", {"TH": counts}, merges=["C2:D2", "E2:F2", "A2:A3", "B2:B3"])
    figures = collect_figures(ek.read(tmp_path), year=2022)
    table = membership_table(figures)
    assert table.header == ["Đảng viên", "Tổng số", "Được xếp loại", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    assert table.rows == [
        ["Chính thức", 9, 9, 1, 6, 2, 0],  # 2 listed (HTTNV, HTXSNV), 5 and 2 counted
        ["Dự bị", 3, 3, 0, 2, 1, 0],  # 1 listed (HTTNV), 1 and 1 counted
        ["Không ghi", 1, 1, 1, 0, 0, 0],
        ["Tổng cộng", 13, 13, 2, 8, 3, 0],
    ]
    assert table in annex_parts(figures)


def test_without_such_words_there_is_no_table(sample: Any) -> None:
    assert membership_table(collect_figures(sample, year=2022)).rows == []
