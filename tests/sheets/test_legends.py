"""Columns that explain signs beside a list say nothing of its people. Truth by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sheets.test_columns_before import NAMES, OF_RESULT, RESULT, told

FULL = ["Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Không hoàn thành"]
PAIRS = [f"{sign}: {words}" for sign, words in zip(("XS", "T", "HT", "KHT"), FULL, strict=True)]
SIGNS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
NOTHING = [""] * 4


@pytest.mark.parametrize("title", ["Ghi chú viết tắt", "Ghi chú", "Ký hiệu", "Chú giải"])
@pytest.mark.parametrize("gap", [True, False])
def test_signs_with_their_levels_are_no_notes_of_people(tmp_path: Path, title: str, gap: bool) -> None:
    titles, columns = (["", title], [NOTHING, PAIRS]) if gap else ([title], [PAIRS])
    assert told(tmp_path, ["Xếp loại", *titles], RESULT, *columns) == (OF_RESULT, [])


@pytest.mark.parametrize("titles", [["Ký hiệu", "Ý nghĩa"], ["Viết tắt", "Nghĩa"], ["Quy ước", "Diễn giải"]])
def test_signs_beside_their_meanings_rate_nobody(tmp_path: Path, titles: list[str]) -> None:
    assert told(tmp_path, ["Xếp loại", "", *titles], RESULT, NOTHING, SIGNS, FULL) == (OF_RESULT, [])


def test_a_note_against_a_level_is_told_beside_others(tmp_path: Path) -> None:
    notes = ["", "HT: Hoàn thành", "XS: Hoàn thành xuất sắc", "Hạ xuống HTNV"]
    rated, problems = told(tmp_path, ["Xếp loại", "", "Ghi chú"], RESULT, NOTHING, notes)
    assert (len(NAMES), "note_against_level" in [code for code, _ in problems]) == (sum(rated.values()), True)


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (["Ký hiệu", "Ý nghĩa"], [RESULT, ["HTXSNV", "HTXSNV", "HTTNV", "HTTNV"]]),  # levels of people: some twice
        (["Ký hiệu"], [SIGNS]),
        (["Ý nghĩa"], [SIGNS]),
    ],
)
def test_other_levels_beside_the_result_are_told(tmp_path: Path, titles: list[str], columns: list[list[Any]]) -> None:
    assert told(tmp_path, ["Xếp loại", "", *titles], RESULT, NOTHING, *columns)[1] != []
