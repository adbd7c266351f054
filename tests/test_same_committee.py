"""A base organisation that a summary names otherwise than its own workbook does. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook

LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
TITLE = "TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"
OWN = [[1, "Chi bộ 1", 10, 2, 7, 1, 0], [2, "Chi bộ 2", 20, 3, 15, 2, 0]]
SAME, OTHER = [30, 5, 22, 3, 0], [30, 4, 23, 3, 0]


def told(folder: Path, row: list[Any], organ: str) -> list[tuple[str, str]]:
    """What is said of a summary's row, beside the workbook of an organisation: severity and what was found."""
    head = ["TT", "TCCSĐ", "Tổng số", *LEVELS]
    summary = [["HUYỆN ỦY AN LẠC"], [TITLE], head, [1, *row], [2, "Xã An Bình", 12, 2, 9, 0, 1]]
    write_workbook(folder / "khoi.xlsx", {"S": summary})
    write_workbook(folder / "dv.xlsx", {"S": [[organ], [TITLE], ["TT", "Chi bộ", "Tổng số", *LEVELS], *OWN]})
    problems = ek.read(folder).problems
    loud = problems[problems["severity"] != "note"]
    assert not loud["message"].str.contains("Traceback").any()
    found = loud[loud["code"].isin(["named_otherwise", "files_disagree", "list_against_counts"])]
    return list(zip(found["severity"], found["found"], strict=True))


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("An Phú", "ĐẢNG BỘ XÃ AN PHÚ"),
        ("X. An Phú", "ĐẢNG BỘ XÃ AN PHÚ"),
        ("UBND xã An Phú", "ĐẢNG BỘ XÃ AN PHÚ"),
        ("Đảng bộ xã An Phú (2 CB)", "ĐẢNG BỘ XÃ AN PHÚ"),
        ("Y tế", "ĐẢNG BỘ SỞ Y TẾ"),
        ("Sở Giáo dục - Đào tạo", "ĐẢNG BỘ SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("Cty CP Điện lực", "ĐẢNG BỘ CÔNG TY CỔ PHẦN ĐIỆN LỰC"),
    ],
)
def test_an_organisation_under_two_names_is_told(tmp_path: Path, name: str, organ: str) -> None:
    assert told(tmp_path, [name, *SAME], organ) == [("error", name)]
    assert told(tmp_path, [name, *OTHER], organ) == [("warning", name)]


def test_equal_numbers_under_other_names_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, ["Bưu điện", *SAME], "ĐẢNG BỘ XÃ AN PHÚ") == [("error", "Bưu điện")]


def test_other_organisations_are_not(tmp_path: Path) -> None:
    assert told(tmp_path, ["Bưu điện", *OTHER], "ĐẢNG BỘ XÃ AN PHÚ") == []
    assert told(tmp_path, ["Xã An Phú", *SAME], "ĐẢNG BỘ XÃ AN PHÚ") == []  # known to be one, counted once


def test_a_rated_organisation_under_two_names_is_told(tmp_path: Path) -> None:
    head = ["TT", "TCCSĐ", "Xếp loại"]
    rows = [[1, "An Phú", "HTTNV"], [2, "An Bình", "HTXSNV"]]
    write_workbook(tmp_path / "khoi.xlsx", {"S": [["XẾP LOẠI TCCSĐ NĂM 2022"], head, *rows]})
    write_workbook(tmp_path / "dv.xlsx", {"S": [["XẾP LOẠI TCCSĐ NĂM 2022"], head, [1, "Đảng bộ xã An Phú", "HTTNV"]]})
    problems = ek.read(tmp_path).problems
    assert list(problems.loc[problems["code"] == "named_otherwise", "found"]) == ["An Phú"]
