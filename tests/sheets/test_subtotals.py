"""Rows that add up others: found by their numbers, believed by their names or numbering."""

from __future__ import annotations

import pytest

from evalkit.sheets.subtotals import Subtotal, find_subtotals


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("", "Đảng bộ A", 3, 9), ("", "Chi bộ 1", 1, 4), ("", "Chi bộ 2", 2, 5)], {0: Subtotal(1, 2, True)}),
        ([("", "Chi bộ 1", 1, 4), ("", "Chi bộ 2", 2, 5), ("", "Đảng bộ A", 3, 9)], {2: Subtotal(0, 1, True)}),
        ([("I", "Khối A", 3, 9), ("1", "Sở B", 1, 4), ("2", "Sở C", 2, 5)], {0: Subtotal(1, 2, True)}),
        ([("1", "Đảng bộ A", 3, 9), ("2", "Chi bộ 1", 1, 4), ("3", "Chi bộ 2", 2, 5)], {0: Subtotal(1, 2, False)}),
        ([("", "Sở A", 3, 9), ("", "Sở B", 1, 4), ("", "Sở C", 2, 5)], {0: Subtotal(1, 2, False)}),
        ([("", "Đảng bộ A", 3, 9), ("", "Chi bộ 1", 1, 4), ("", "Chi bộ 2", 2, 4)], {}),  # one column differs
        ([("", "Đảng bộ A", 3, 9), ("", "Chi bộ 1", 3, 9)], {}),  # a single part is none
        ([("", "Đảng bộ A", 3, 9), ("", "Chi bộ 1", 3, 9), ("", "Chi bộ 2", 0, 0)], {}),  # nor is nobody
        ([("", "Đảng bộ A", 0, 9), ("", "Chi bộ 1", 0, 4), ("", "Chi bộ 2", 0, 5)], {}),  # one column says too little
    ],
)
def test_a_row_adds_up_what_stands_next_to_it(rows, found):
    numbers = {place: row[2:] for place, row in enumerate(rows)}
    assert find_subtotals(numbers, names=[row[1] for row in rows], numbering=[row[0] for row in rows]) == found


@pytest.mark.parametrize(("parts", "found"), [(500, {0: Subtotal(1, 500, True)}), (501, {})])
def test_no_row_adds_up_more_than_five_hundred(parts, found):
    numbers = {0: (parts, parts), **dict.fromkeys(range(1, parts + 1), (1, 1))}
    names = ["Đảng bộ A", *(f"Chi bộ {place}" for place in range(parts))]
    assert find_subtotals(numbers, names=names, numbering=[""] * len(names)) == found
