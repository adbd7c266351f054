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
        (["Từ HTTNV trở lên"], [8], [9], [17], [("sum_differs", "H3", "8", "9")]),
        (["Số ĐV đạt từ HTTNV trở lên"], [9], [9], [18], []),
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
    ("titles", "a", "b", "problem", "unaccounted"),  # of A and B each has 10 at the four levels
    [
        (["Số phải đánh giá", "Số được đánh giá", "Số chưa đánh giá"], [12, 10, 2], [10, 10, 0], [], []),
        (
            ["Số phải đánh giá", "Số được đánh giá", "Số chưa đánh giá"],
            [13, 10, 2],
            [10, 10, 0],
            [("sum_differs", "C3", "13", "12")],
            ["C3"],
        ),
        (["Tổng số", "Được miễn", "Phải kiểm điểm", "Đã kiểm điểm"], [13, 2, 11, 10], [10, 0, 10, 10], [], ["C3"]),
        (["Tổng số", "Được miễn", "Phải kiểm điểm", "Đã kiểm điểm"], [14, 2, 12, 10], [10, 0, 10, 10], [], ["C3"]),
        (["Tổng số", "Được miễn", "Phải kiểm điểm", "Đã kiểm điểm"], [12, 2, 10, 10], [10, 0, 10, 10], [], []),
        (
            ["Tổng số", "Phải kiểm điểm", "Đã kiểm điểm", "Chưa kiểm điểm"],
            [12, 13, 10, 2],
            [10, 10, 10, 0],
            [("sum_differs", "D3", "13", "12")],
            [],
        ),
        (
            ["Tổng số", "Số thuộc diện xếp loại", "Đã xếp loại"],
            [12, 9, 10],
            [10, 10, 10],
            [("sum_differs", "D3", "9", "10")],
            ["C3"],
        ),
        (  # more than there are
            ["Tổng số", "Phải xếp loại", "Đã xếp loại"],
            [10, 11, 10],
            [10, 10, 10],
            [("sum_differs", "D3", "11", "10")],
            [],
        ),
        (["Phải đánh giá", "Đã đánh giá", "Ốm", "Chưa đánh giá"], [13, 10, 1, 2], [11, 10, 1, 0], [], []),
        (["Phải đánh giá", "Đã đánh giá"], [11, 10], [10, 10], [], ["C3"]),
        (["Không phải đánh giá", "Phải kiểm điểm lại"], [3, 1], [0, 2], [], []),  # neither is the whole
    ],
)
def test_those_who_had_to_be_rated(tmp_path, titles, a, b, problem, unaccounted) -> None:
    header = ["TT", "Chi bộ", *titles, *LEVELS]
    rows = [[1, "Chi bộ A", *a, 1, 8, 1, 0], [2, "Chi bộ B", *b, 2, 7, 1, 0]]
    assert found(tmp_path, [TITLE, header, *rows]) == problem
    problems = ek.read(tmp_path).problems
    assert list(problems.loc[problems["code"] == "not_accounted_for", "cell"]) == unaccounted


@pytest.mark.parametrize(
    ("titles", "a", "b", "cells"),  # of 12 and 10 who had to be rated 10 and 10 are: 83,33% and 100%
    [
        (["Phải đánh giá", "Đã đánh giá", "Tỷ lệ (%)"], [12, 10, 83.33], [10, 10, 100], []),
        (["Phải đánh giá", "Đã đánh giá", "Tỷ lệ (%)"], [12, 10, 100], [10, 10, 100], ["E3"]),
        (["Tổng số", "Phải đánh giá", "Đã đánh giá", "Tỷ lệ (%)"], [20, 12, 10, 83.33], [10, 10, 10, 100], []),
        (["Tổng số", "Phải đánh giá", "Đã đánh giá", "Tỷ lệ (%)"], [20, 12, 10, 50], [10, 10, 10, 100], []),  # of all
        (["Tổng số", "Phải đánh giá", "Đã đánh giá", "Tỷ lệ (%)"], [20, 12, 10, 60], [10, 10, 10, 100], ["F3"]),
        (["Tổng số", "Đã đánh giá", "Tỷ lệ (%)"], [12, 10, 83.33], [10, 10, 100], []),
    ],
)
def test_a_share_beside_those_who_had_to_be_rated_is_of_these(tmp_path, titles, a, b, cells) -> None:
    header = ["TT", "Chi bộ", *titles, *LEVELS]
    rows = [[1, "Chi bộ A", *a, 1, 8, 1, 0], [2, "Chi bộ B", *b, 2, 7, 1, 0]]
    write_workbook(tmp_path / "a.xlsx", {"S": [TITLE, header, *rows]})
    problems = ek.read(tmp_path).problems
    assert list(problems.loc[problems["code"] == "share_differs", "cell"]) == cells


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
