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


@pytest.mark.parametrize(
    ("first", "second", "bases"),
    [
        ("Cộng Đảng bộ A", "Cộng Đảng bộ B", ["Đảng bộ A", "Đảng bộ A", "Đảng bộ B", "Đảng bộ B"]),
        ("Đảng bộ A", "Tổng cộng: Đảng ủy B", ["Đảng bộ A", "Đảng bộ A", "Đảng ủy B", "Đảng ủy B"]),
        ("Cộng", "Cộng Đảng bộ Khối Các cơ quan", [""] * 4),  # the one over all, whose cells are not at hand
    ],
)
def test_a_sum_below_cells_says_whose_they_are(read_rows, first, second, bases):
    header = ["STT", "Đơn vị", "Tổng số đảng viên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [
        ["", "Chi bộ 1", 7, 1, 4, 2, 0], ["", "Chi bộ 2", 8, 2, 5, 1, 0], ["", first, 15, 3, 9, 3, 0],
        ["", "Chi bộ 3", 9, 1, 8, 0, 0], ["", "Chi bộ 4", 4, 0, 2, 1, 1], ["", second, 13, 1, 10, 1, 1],
    ]  # fmt: skip
    reading = read_rows([["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], header, *rows])
    told = dict.fromkeys((record.unit, record.base_organisation) for record in reading.records)
    assert [base for _, base in told] == bases
    rows[2][3] = 4  # 1 and 2 are 3
    differs = read_rows([["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], header, *rows])
    assert {record.base_organisation for record in differs.records if record.unit == "Chi bộ 1"} == {""}
