"""Counts of a whole beside its parts are never added to them in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalkit as ek
from tests.conftest import write_workbook

HEAD = ["Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]


def write(folder: Path, organ: str, numbers: list[int]) -> None:
    rows = [[organ], ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], HEAD, [sum(numbers), *numbers]]
    write_workbook(folder / f"{organ}.xlsx", {"S": rows})


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        ([4, 25, 1, 0], ["whole_beside_parts"]),  # 3 + 1, 16 + 9, 1 + 0: the same people again
        ([4, 24, 2, 0], []),  # other people
        ([1, 9, 0, 0], []),  # as many as in one of the others
    ],
)
def test_a_sheet_that_sums_up_all_others_is_an_error(tmp_path: Path, whole: list[int], told: list[str]) -> None:
    write(tmp_path, "ĐẢNG BỘ SỞ A", [3, 16, 1, 0])
    write(tmp_path, "ĐẢNG BỘ SỞ B", [1, 9, 0, 0])
    write(tmp_path, "ĐẢNG BỘ TỔNG CÔNG TY", whole)
    problems = ek.read(tmp_path, workers=1).problems
    found = problems[problems["code"] == "whole_beside_parts"]
    assert list(found["code"]) == told
    assert list(found["cell"]) == ["B4"] * len(told)


@pytest.mark.parametrize(
    ("whole", "wrong"),
    [
        ([4, 25, 1, 0], []),  # 3 + 1, 16 + 9, 1 + 0
        ([4, 24, 2, 0], ["C4", "D4"]),
        ([10, 50, 1, 0], ["B4", "C4"]),
    ],
)
def test_a_sheet_of_an_organisation_above_all_others_is_of_the_whole(tmp_path: Path, whole, wrong) -> None:
    """The parts give the figures; where the whole says otherwise it is an error at its cell."""
    write(tmp_path, "ĐẢNG BỘ SỞ A", [3, 16, 1, 0])
    write(tmp_path, "ĐẢNG BỘ SỞ B", [1, 9, 0, 0])
    write(tmp_path, "ĐẢNG BỘ KHỐI", whole)
    reading = ek.read(tmp_path, workers=1)
    assert reading.ratings["count"].sum() == 30
    assert sorted(reading.problems["cell"]) == wrong
    assert set(reading.problems["code"]) <= {"list_against_counts"}
