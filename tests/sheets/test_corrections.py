"""A later column that corrects some levels: a blank in it leaves the level as it was, and that is said."""

from __future__ import annotations

import pytest

from tests.sheets.test_office_kinds import FULL, HEAD, LIST_TITLE, counted, levels, loud, people, read

BEFORE, CORRECTED = "xttthk", ["", FULL["h"], "", "-", "Giữ nguyên", ""]  # the second falls to "completed"


@pytest.mark.parametrize(
    "titles",
    [
        ["Mức xếp loại", "Xếp loại sau phúc tra"],
        ["Chi bộ xếp loại", "Điều chỉnh theo QĐ của Đảng ủy"],
        ["Xếp loại", "Xếp loại lại"],
        ["Xếp loại", "Mức sửa"],
    ],
)
def test_a_blank_correction_leaves_the_level(titles: list[str]) -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, *titles], *people(BEFORE, CORRECTED)])
    assert counted(reading) == levels("xhtthk")
    assert [(p.code, p.severity, p.cell, p.found) for p in reading.problems if p.severity != "note"] == [
        ("level_unchanged", "warning", "G4", "5")
    ]


def test_a_column_that_repeats_what_stays_has_no_blanks_that_say_so() -> None:
    titles = ["Xếp loại", "Xếp loại sau điều chỉnh"]
    reading = read([[LIST_TITLE], [], [*HEAD, *titles], *people(BEFORE, "xhtth ")])
    assert counted(reading) == levels("xhtth") | {(2022, "unknown"): 1}
    assert loud(reading) == ["blank_level"]


@pytest.mark.parametrize(
    "titles",
    [
        ["Chi bộ xếp loại", "Đảng ủy xếp loại"],  # a higher rater may not have decided yet
        ["Chi bộ xếp loại", "BTV quyết định"],
        ["Xếp loại đề nghị", "Đảng ủy điều chỉnh"],  # nothing that was decided stands before
        ["Tự xếp loại", "Xếp loại sau phúc tra"],
    ],
)
def test_a_blank_decision_is_no_level(titles: list[str]) -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, *titles], *people(BEFORE, " h    ")])
    assert counted(reading) == {(2022, "completed"): 1, (2022, "unknown"): 5}
    assert loud(reading) == ["blank_level"] * 5
    if titles[0] == "Chi bộ xếp loại":
        assert "giữ nguyên mức: ghi lại mức ấy vào ô này" in reading.problems[0].message


def test_who_left_with_a_level_that_stays_is_still_told() -> None:
    titles = ["Xếp loại", "Xếp loại sau phúc tra", "Ghi chú"]
    notes = ["", "", "Chuyển sinh hoạt đảng đi", "", "", ""]
    reading = read([[LIST_TITLE], [], [*HEAD, *titles], *people(BEFORE, CORRECTED, notes)])
    assert counted(reading) == levels("xhtthk")
    assert sorted(loud(reading)) == ["level_unchanged", "rated_though_exempt"]
