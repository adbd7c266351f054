"""Rows of a form in which dots wait to be filled are nobody's. Truth by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets.test_office_kinds import (
    COUNT_TITLE,
    COUNTS,
    HEAD,
    LIST_TITLE,
    UNITS,
    A,
    counted,
    levels,
    people,
    read,
)

TITLES = [*HEAD, "Xếp loại"]
DOTTED = "DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 20..."


def errors(reading: Any) -> list[str]:
    return [problem.code for problem in reading.problems if problem.severity == "error"]


@pytest.mark.parametrize("title", [DOTTED, LIST_TITLE])
@pytest.mark.parametrize("dots", ["……", "...", "…", "........"])
def test_dots_in_every_cell_are_no_people(title: str, dots: str) -> None:
    rows = [[n, *[dots] * (len(TITLES) - 1)] for n in (1, 2)]
    reading = read([[title], [f"Chi bộ: {dots}"], TITLES, *rows])
    assert (counted(reading), errors(reading)) == ({}, [])


def test_dots_below_people_are_nobodys() -> None:
    reading = read([[LIST_TITLE], [], TITLES, *people(A), [7, *["…"] * (len(TITLES) - 1)]])
    assert (counted(reading), errors(reading)) == (levels(A), [])


def test_dots_instead_of_numbers_are_no_unit() -> None:
    reading = read([[COUNT_TITLE], [], COUNTS, *UNITS, [4, *["…"] * (len(COUNTS) - 1)]])
    assert (sum(counted(reading).values()), errors(reading)) == (30, [])


@pytest.mark.parametrize("level", ["…", "...", "-"])
def test_a_person_whose_level_is_dots_is_told(level: str) -> None:
    row = people("t")[0]
    assert (
        errors(read([[LIST_TITLE], [], TITLES, *people(A), [7, "Người Số 7", "051010000777", *row[3:-1], level]])) != []
    )


def test_a_level_of_somebody_dotted_counts() -> None:
    row = people("t")[0]
    reading = read([[LIST_TITLE], [], TITLES, *people(A), [7, "…", "…", "…", "…", row[-1]]])
    assert sum(counted(reading).values()) == len(people(A)) + 1
