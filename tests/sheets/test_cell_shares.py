"""Shares in the cell of the number they are of; what fits is worked out by hand."""

from __future__ import annotations

import pytest

from evalkit.books.cells import whole_number
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

TITLE = "XẾP LOẠI ĐẢNG VIÊN NĂM 2022"
HEAD = ["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("16 (80%)", 16), ("4(13,33 %)", 4), ("1.234 (5%)", 1234),
        ("3 (1)", None), ("3 (15)", None), ("(15%)", None),
        ("2,0", 2), ("10,00", 10), ("2,5", None), ("1,000", None),  # a comma may part thousands
        ("²", None), ("12²", None),  # a footnote's mark
    ],
)  # fmt: skip
def test_a_share_behind_a_number_leaves_the_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("share", "fits"),
    [("80%", True), ("80,0%", True), ("85%", False), ("8%", False)],  # 16 of 20
)
def test_the_share_is_worked_out_again(share: str, fits: bool) -> None:
    reading = read([[TITLE], HEAD, [1, "Chi bộ 1", 20, "3 (15%)", f"16 ({share})", "1 (5%)"]])
    assert counted(reading) == {(2022, "excellent"): 3, (2022, "good"): 16, (2022, "completed"): 1}
    assert codes(reading, "error") == []
    assert codes(reading, "warning") == ([] if fits else [("share_differs", "E3")])


@pytest.mark.parametrize(("share", "fits"), [("33,33%", True), ("33,3%", True), ("33%", True), ("34%", False)])
def test_a_share_of_a_third_is_rounded(share: str, fits: bool) -> None:
    reading = read([[TITLE], HEAD, [1, "Chi bộ 1", 3, f"1 ({share})", 1, 1]])
    assert codes(reading, "warning") == ([] if fits else [("share_differs", "D3")])


def test_shares_in_a_total_and_in_a_form_are_worked_out_too() -> None:
    reading = read([[TITLE], HEAD, [1, "Chi bộ 1", 20, 3, 16, 1], ["", "Cộng", 20, "3 (15%)", "16 (90%)", "1 (5%)"]])
    assert codes(reading, "warning") == [("share_differs", "E4")]
    form = [["Mức", "Số lượng"], ["HTXSNV", "3 (15%)"], ["HTTNV", "16 (80%)"], ["HTNV", "1 (50%)"]]
    reading = read([[TITLE], *form])
    assert counted(reading) == {(2022, "excellent"): 3, (2022, "good"): 16, (2022, "completed"): 1}
    assert codes(reading, "warning") == [("share_differs", "B5")]


PAIRS = ["HTXSNV", "", "HTTNV", "", "HTNV", "", "KHTNV", ""]
MERGED = ["C2:D2", "E2:F2", "G2:H2", "I2:J2"]


@pytest.mark.parametrize("merges", [MERGED, []], ids=["merged", "blank"])
@pytest.mark.parametrize(
    ("first", "second", "good"),
    [
        ([2, 20, 6, 60, 2, 20, 0, 0], [3, 15, 15, 75, 1, 5, 1, 5], 0.75),
        ([2, 0.2, 6, 0.6, 2, 0.2, 0, 0], [3, 0.15, 15, 0.75, 1, 0.05, 1, 0.05], 0.75),
        ([2, "20%", 6, "60%", 2, "20%", 0, "0%"], [3, "15%", 15, "70%", 1, "5%", 1, "5%"], 0.7),
    ],
)
def test_a_column_without_a_title_right_of_each_level_has_its_shares(
    first: list[object], second: list[object], good: float, merges: list[str]
) -> None:
    rows = [["TT", "Chi bộ", *PAIRS], [1, "Chi bộ 1", *first], [2, "Chi bộ 2", *second]]
    reading = read([[TITLE], *rows], merges=merges)
    assert [counted(reading)[2022, level] for level in ("excellent", "good", "completed", "not_completed")] == [
        5, 21, 3, 1,
    ]  # fmt: skip
    assert (codes(reading, "error"), codes(reading, "warning")) == ([], [])
    shares = {one.cell: (one.measure, one.value) for one in reading.printed if one.decimals >= 0}
    assert shares["F4"] == ("good_share", good)  # which the checks hold against 15 of 20


def test_numbers_without_a_title_that_are_no_shares_are_told() -> None:
    rows = [["TT", "Chi bộ", *PAIRS], [1, "Chi bộ 1", 2, 1, 6, 2, 2, 1, 0, 0], [2, "Chi bộ 2", 3, 1, 15, 6, 1, 0, 1, 0]]
    assert codes(read([[TITLE], *rows], merges=MERGED), "error")[0] == ("level_twice", "D2")
