"""Subjects on two rows, their number merged over both; who is counted is told by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

TITLE = ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHI BỘ 1 NĂM 2022"]
HEAD = ["TT", "Họ và tên", "Ngày sinh", "Mức xếp loại", "Ghi chú"]
ONCE = {(2022, "excellent"): 1, (2022, "good"): 1}
TWICE = {(2022, "excellent"): 2, (2022, "good"): 2}
FIRST, SECOND = [1, "Trần Thị An", "02/03/1970", "HTXSNV"], [2, "Lê Văn Bình", "04/05/1980", "HTTNV"]


def sheet(*rows: Sequence[object]) -> list[list[object]]:
    """Rows of one length, as a parser returns them."""
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def merged(columns: str, *tops: int) -> list[str]:
    return [f"{column}{top}:{column}{top + 1}" for column in columns for top in tops]


@pytest.mark.parametrize("columns", ["ACD", "ABDE", "ACDE", "AC"])  # with or without the level
@pytest.mark.parametrize(
    ("below", "place"),
    [
        ("Bí thư chi bộ", 1),
        ("BÍ THƯ CHI BỘ", 1),
        ("Thôn 1, xã Mẫu", 1),
        ("(ĐV dự bị)", 1),
        ("Xã Mẫu, tỉnh Mẫu", 2),
        ("Ốm nặng", 4),
    ],
)
def test_a_second_row_of_somebody_is_nobody_else(below: str, place: int, columns: str) -> None:
    more = [""] * place + [below]
    reading = read(sheet(TITLE, HEAD, FIRST, more, SECOND, more), merges=merged(columns, 3, 5))
    assert counted(reading) == ONCE
    assert codes(reading, "error") == []


@pytest.mark.parametrize(
    ("other", "merges", "expected"),
    [
        (["", "Vũ Thị Cúc"], merged("AD", 3), {(2022, "excellent"): 2, (2022, "good"): 1}),  # may be a person's name
        (["", "Vũ thị cúc", "06/07/1990"], merged("AD", 3), {(2022, "excellent"): 2, (2022, "good"): 1}),
        (["", "chưa rõ tên", "", "HTTNV"], merged("A", 3), {(2022, "excellent"): 1, (2022, "good"): 2}),
    ],
)
def test_somebody_else_below_a_merged_number_is_counted(
    other: Sequence[str], merges: list[str], expected: dict[tuple[int, str], int]
) -> None:
    assert counted(read(sheet(TITLE, HEAD, FIRST, other, SECOND), merges=merges)) == expected


def test_a_number_merged_with_its_unit_counts_units() -> None:
    head = ["TT", "Chi bộ", "Họ và tên", "Mức xếp loại"]
    rows = [[1, "Chi bộ 1", "Trần Thị An", "HTXSNV"], ["", "", "bà Bình"], [2, "Chi bộ 2", "Lê Văn Cường", "HTTNV"]]
    reading = read(sheet(["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows), merges=merged("ABD", 3))
    assert counted(reading) == {(2022, "excellent"): 2, (2022, "good"): 1}


def test_years_and_organisations_on_two_rows() -> None:
    wide = [["TT", "Họ và tên", "2021", "2022"], [1, "Trần Thị An", "HTTNV", "HTXSNV"], ["", "Bí thư"]]
    assert counted(read(sheet(["XẾP LOẠI ĐẢNG VIÊN"], *wide), merges=merged("ACD", 3))) == {
        (2021, "good"): 1,
        (2022, "excellent"): 1,
    }
    cells = [["TT", "Chi bộ", "Xếp loại"], [1, "Chi bộ 1", "HTTNV"], ["", "Bí thư: Trần Văn An"]]
    assert counted(read(sheet(["KẾT QUẢ XẾP LOẠI CHI BỘ NĂM 2022"], *cells), merges=merged("AC", 3))) == {
        (2022, "good"): 1
    }


def test_a_level_merged_over_rows_without_numbers_is_asked_about() -> None:
    reading = read(sheet(TITLE, HEAD, FIRST, ["", "Đảng ủy viên"], SECOND, ["", "Bí thư"]), merges=merged("D", 3, 5))
    assert counted(reading) == TWICE
    assert ("may_be_second", "A4") in codes(reading, "warning")
    people = [FIRST, [2, *SECOND[1:3]], [3, *SECOND[1:]]]  # one level over two people, each with a number
    assert "may_be_second" not in dict(codes(read(sheet(TITLE, HEAD, *people), merges=merged("D", 3)), "warning"))
