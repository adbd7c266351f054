"""Columns of levels beside the result: grades of criteria, what somebody thought before. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.sheets.test_office_kinds import LIST_TITLE

NAMES = ["Nguyễn Văn An", "Trần Văn Bình", "Lê Thị Cường", "Phạm Thị Dung"]
RESULT, OTHER = ["HTXSNV", "HTTNV", "HTTNV", "HTNV"], ["HTXSNV", "HTXSNV", "HTTNV", "HTTNV"]
OF_RESULT = {"excellent": 1, "good": 2, "completed": 1}
OF_OTHER = {"excellent": 2, "good": 2}


def told(folder: Path, titles: list[str], *columns: list[Any]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """How many have each level, and what is told louder than with a note: code and cell."""
    captions = [title.partition("/") for title in titles]
    heads = [["TT", "Họ và tên", "Số thẻ", *(above for above, *_ in captions)]]
    if any(below for *_, below in captions):
        heads.append(["", "", "", *(below for *_, below in captions)])
    rows = [
        [n, name, f"05101000{n:04}", *cells] for n, (name, *cells) in enumerate(zip(NAMES, *columns, strict=True), 1)
    ]
    write_workbook(folder / "a.xlsx", {"S": [["CHI BỘ 1"], [LIST_TITLE], [], *heads, *rows]})
    reading = ek.read(folder)
    rated = reading.ratings.groupby("level", observed=True)["count"].sum()
    problems = [p for p in reading.problems.itertuples() if p.severity != "note" and p.code != "cap_exceeded"]
    return {str(level): int(number) for level, number in rated.items()}, [(p.code, p.cell) for p in problems]


T = ["Tốt"] * 4
XS = ["Xuất sắc"] * 4


@pytest.mark.parametrize(
    "titles",
    [
        ["TC1", "TC2", "Xếp loại"],
        ["Tiêu chí 1", "Tiêu chí 2", "Mức xếp loại"],
        ["Phẩm chất", "Năng lực", "Xếp loại"],
        ["Chính trị, tư tưởng", "Tác phong, lề lối làm việc", "Xếp loại chất lượng"],
        ["Kết quả đánh giá/Tư tưởng", "/Công việc", "Xếp loại"],
        ["Cá nhân", "Bình xét", "Xếp loại"],
        ["Tự ĐG", "Nhận xét", "Xếp loại"],
    ],
)
def test_columns_left_of_the_result_warn_of_nothing(tmp_path: Path, titles: list[str]) -> None:
    assert told(tmp_path, titles, XS, XS, RESULT) == (OF_RESULT, [])


@pytest.mark.parametrize(
    "titles",
    [
        ["Xếp loại", "Phẩm chất", "Năng lực"],
        ["Xếp loại", "Nhận xét", "Ý kiến"],
        ["Mức xếp loại", "TC 1", "Nhận xét, đánh giá"],
    ],
)
def test_grades_and_opinions_right_of_the_result_warn_of_nothing(tmp_path: Path, titles: list[str]) -> None:
    assert told(tmp_path, titles, RESULT, XS, XS) == (OF_RESULT, [])


@pytest.mark.parametrize("title", ["Bình xét", "Cá nhân", "Chốt", "Kết quả chung", "Đợt 2", "Ghi thêm"])
def test_levels_right_of_the_result_under_other_titles_are_told(tmp_path: Path, title: str) -> None:
    rated, problems = told(tmp_path, ["Xếp loại", title], RESULT, OTHER)
    assert (bool(problems), rated in (OF_RESULT, OF_OTHER)) == (True, True)


@pytest.mark.parametrize("titles", [["Đợt 1", "Xếp loại"], ["Ghi thêm", "Xếp loại"]])
def test_levels_left_of_the_result_under_unknown_titles_are_told(tmp_path: Path, titles: list[str]) -> None:
    assert told(tmp_path, titles, OTHER, RESULT)[1] != []


@pytest.mark.parametrize("title", ["Năng lực", "TC1", "Nhận xét", "Cá nhân"])
def test_such_a_column_alone_is_told(tmp_path: Path, title: str) -> None:
    write_workbook(tmp_path / "a.xlsx", {"S": [[LIST_TITLE], [], ["TT", "Họ và tên", title], [1, NAMES[0], "HTTNV"]]})
    with pytest.raises(Exception, match=r"không có cột xếp loại|tiêu đề không nói"):
        ek.read(tmp_path)


@pytest.mark.parametrize(
    "titles", [["Tập thể", "Xếp loại"], ["Đánh giá của chi bộ", "Xếp loại"], ["Chi ủy XL", "Kết quả"]]
)
def test_the_result_right_of_what_the_cell_said_decides(tmp_path: Path, titles: list[str]) -> None:
    assert told(tmp_path, titles, OTHER, RESULT) == (OF_RESULT, [])


@pytest.mark.parametrize(
    "titles", [["Đảng ủy xếp loại", "Xếp loại"], ["Mức", "Xếp loại"], ["BTV đánh giá", "Xếp loại"]]
)
def test_a_result_right_of_a_higher_rater_or_another_is_asked_about(tmp_path: Path, titles: list[str]) -> None:
    assert told(tmp_path, titles, OTHER, RESULT) == (OF_RESULT, [("several_rating_columns", "D4")])
