"""What stands in a level's cell besides the level, and what notes, marks and formatting say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from evalkit.records import FileReading
from tests.sheets.test_office_kinds import (
    COUNT_TITLE,
    FULL,
    HEAD,
    LIST_TITLE,
    SHORT,
    A,
    B,
    counted,
    levels,
    loud,
    people,
    read,
)


def codes(reading: FileReading, severity: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in reading.problems if problem.severity == severity]


def test_words_behind_a_level_are_said_once_and_leave_it() -> None:
    told = ["HTXSNV", "HTTNV (QĐ số 15-QĐ/ĐU, ngày 12/12/2022)", "HTTNV", "HTTNV (12/14 phiếu)", "HTNV (khiển trách)"]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people([*told, "KHTNV, đề nghị xóa tên"])])
    assert counted(reading) == levels(A)
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [("note", "level_remark", "F5", "4")]


def matrix(marks: Sequence[Sequence[str]], *below: Sequence[object], **about: Any) -> FileReading:
    """A matrix of four level columns, E to H, with these marks in its rows, from row 4 on."""
    head = [*HEAD[:4], *FULL.values()]
    rows = [[*row[:4], *own] for row, own in zip(people("x" * len(marks)), marks, strict=True)]
    return read([[LIST_TITLE], [], head, *rows, *below], **about)


def test_what_is_crossed_out_beside_a_tick_is_no_mark() -> None:
    reading = matrix([["✓" if letter == own else "✗" for own in "xthk"] for letter in A])
    assert counted(reading) == levels(A)
    assert loud(reading) == ["no_unit"]


def test_where_levels_are_crossed_out_a_cross_alone_says_nothing() -> None:
    reading = matrix([["✓", "x", "x", "x"], ["x", "v", "x", "x"], ["x", "", "", ""]])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "good"): 1, (2022, "unknown"): 1}
    assert codes(reading, "error") == [("blank_level", "E6")]


@pytest.mark.parametrize("cross", ["✗", "☒"])
def test_a_cross_without_any_tick(cross: str) -> None:
    reading = matrix([[cross, "", "", ""], ["", cross, "", ""]])
    known = {(2022, "excellent"): 1, (2022, "good"): 1} if cross == "☒" else {(2022, "unknown"): 2}
    assert counted(reading) == known


@pytest.mark.parametrize("span", ["E5:F5", "E5:H5"])
def test_a_mark_in_a_cell_merged_over_several_levels_is_named(span: str) -> None:
    reading = matrix([["x", "", "", ""], ["x", "", "", ""], ["", "x", "", ""]], merges=[span])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "unknown"): 1, (2022, "good"): 1}
    assert codes(reading, "error") == [("not_one_mark", "E5")]


def test_a_number_in_a_cell_merged_over_two_levels_is_named() -> None:
    head = ["STT", "Chi bộ", *SHORT]
    rows = [[1, "Chi bộ 1", 2, "", 6, 1], [2, "Chi bộ 2", 1, 5, 2, 0]]
    reading = read([[COUNT_TITLE], [], head, *rows], merges=["C4:D4"])
    assert counted(reading) == {
        (2022, "excellent"): 1, (2022, "good"): 5, (2022, "completed"): 8, (2022, "not_completed"): 1,
    }  # fmt: skip
    assert codes(reading, "error") == [("not_a_count", "C4")]


@pytest.mark.parametrize("label", ["Tỷ lệ %", "Tỉ lệ", "TL %", "%"])
def test_per_cent_below_a_matrix_are_nobody(label: str) -> None:
    total = ["", "Cộng", "", "", 1, 3, 1, 1]
    shares = ["", label, "", "", 16.67, 50, "16,67%", 16.67]
    reading = matrix([["x" if letter == own else "" for own in "xthk"] for letter in A], total, shares)
    assert counted(reading) == levels(A)
    assert codes(reading, "error") == []


@pytest.mark.parametrize("title", ["Số QĐ", "Số quyết định", "Số, ngày QĐ", "Ngày ký", "Quyết định số", "Số văn bản"])
def test_the_number_of_a_decision_decides_nothing(title: str) -> None:
    head = [*HEAD, 2021, "", 2022, ""]
    own = people(B, ["15-QĐ/ĐU"] * 6, A, ["16-QĐ/ĐU"] * 6)
    reading = read([[LIST_TITLE[:38]], [], head, ["", "", "", "", "", "XL", title, "XL", title], *own],
                   merges=["F3:G3", "H3:I3"])  # fmt: skip
    assert counted(reading) == levels(A) | levels(B, 2021)
    assert loud(reading) == []


@pytest.mark.parametrize("mark", ["nt", "-nt-", "nt.", "Như trên", "″", "„", '"', "''"])
def test_a_mark_for_as_above_is_the_level_above(mark: str) -> None:
    reading = read(
        [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people([FULL["x"], FULL["t"], mark, mark, FULL["h"], FULL["k"]])]
    )
    assert counted(reading) == levels(A)
    assert loud(reading) == []


@pytest.mark.parametrize("between", [[], ["II", "Chi bộ 2"], ["", "Cộng", "", "", "", ""]])
def test_as_above_is_not_read_over_a_group_row_or_a_gap(between: list[str]) -> None:
    first, second, third = people(["HTTNV", "-nt-", "nt"])
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], first, between, second, third])
    assert counted(reading) == {(2022, "good"): 1, (2022, "unknown"): 2}
    assert codes(reading, "error") == [("unknown_level", "F6"), ("unknown_level", "F7")]


def test_as_above_below_a_blank_level_or_the_header_is_not_guessed() -> None:
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(["nt", "", "nt"])])
    assert counted(reading) == {(2022, "unknown"): 3}
    assert [code for code, _ in codes(reading, "error")] == ["unknown_level", "blank_level", "unknown_level"]
