"""Sums in columns beside the levels: worked out again where most rows agree, never counted."""

from __future__ import annotations

from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook

TITLE = ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
A, B, SUM = [1, "Chi bộ A", 10, 1, 8, 1, 0], [2, "Chi bộ B", 10, 2, 7, 1, 0], ["", "Cộng", 20, 3, 15, 2, 0]
WIDE = ["TT", "Chi bộ", "2020", "2021", "2022"]
X, T = "HTXSNV", "HTTNV"


def found(tmp_path, rows: list[list[Any]]) -> list[tuple[str, str, str, str]]:
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    problems = ek.read(tmp_path).problems
    sums = problems[problems["code"].isin(["sum_differs", "total_differs"])]
    assert set(sums["severity"]) <= {"error"}
    return list(sums[["code", "cell", "found", "suggestion"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("titles", "a", "b", "total", "problem"),
    [
        (["Nam", "Nữ"], [6, 4], [5, 5], [11, 9], []),
        (["Nam", "Nữ"], [6, 5], [5, 5], [11, 10], [("sum_differs", "I3", "5", "4")]),
        (["Nam", "Nữ"], [6, 5], [5, 6], [11, 11], []),  # of others: none agrees
        (["Chính thức", "Dự bị"], [8, 3], [10, 0], [18, 3], [("sum_differs", "I3", "3", "2")]),
        (["HTTNV trở lên"], [9], [9], [18], []),
        (["HTTNV trở lên"], [8], [9], [17], [("sum_differs", "H3", "8", "9")]),
        (["HTTNV trở lên (%)"], [90], [90], [90], []),
        (["Trong đó nữ"], [5], [4], [9], []),
        (["Trong đó nữ"], [6], [4], [9], [("total_differs", "H5", "9", "10")]),
        (["Số cấp ủy viên"], [3], [3], [""], []),  # no total is printed
        (["Điểm bình quân"], [90], [80], [85], []),
        (["Số cuộc họp"], [12], [8], [10], []),  # an average: less than one of its numbers
    ],
)
def test_columns_beside_counts(tmp_path, titles, a, b, total, problem) -> None:
    header = ["TT", "Chi bộ", "Tổng số", *LEVELS, *titles]
    assert found(tmp_path, [TITLE, header, [*A, *a], [*B, *b], [*SUM, *total]]) == problem


@pytest.mark.parametrize(
    ("title", "one", "other", "problem"),
    [
        ("Số năm HTXSNV", 3, 1, []),
        ("Số năm HTXSNV", 2, 1, [("sum_differs", "F3", "2", "3")]),
        ("Số lần hoàn thành xuất sắc nhiệm vụ", 3, 2, [("sum_differs", "F4", "2", "1")]),
        ("Số năm HTXSNV", 4, 2, []),  # none agrees: of more years than stand here
        ("Số đảng viên", 30, 12, []),
    ],
)
def test_the_number_of_years_beside_them(tmp_path, title, one, other, problem) -> None:
    rows = [[1, "Chi bộ A", X, X, X, one], [2, "Chi bộ B", X, T, T, other]]
    assert found(tmp_path, [["KẾT QUẢ XẾP LOẠI CHI BỘ TRỰC THUỘC"], [*WIDE, title], *rows]) == problem
