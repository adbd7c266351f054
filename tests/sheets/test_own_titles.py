"""How many people the title of one of several lists on a sheet says that it has."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = ["TT", "Họ và tên", "Số thẻ đảng viên"]


def people(first: int, last: int, *level: str) -> list[list[Any]]:
    return [[place, f"Người {place}", f"{51000000000 + place:012d}", *level] for place in range(first, last + 1)]


@pytest.mark.parametrize(
    ("titles", "wrong"),
    [
        (("DANH SÁCH ĐẢNG VIÊN HTXSNV (02 đồng chí)", "DANH SÁCH ĐẢNG VIÊN HTTNV (03 đồng chí)"), []),
        (("DANH SÁCH ĐẢNG VIÊN HTXSNV (02 đồng chí)", "DANH SÁCH ĐẢNG VIÊN HTTNV (06 đồng chí)"), [("A7", 6, 3)]),
        (("Đảng viên HTXSNV: 05 đ/c", "Đảng viên hoàn thành tốt nhiệm vụ: 06 đ/c"), [("A2", 5, 2), ("A7", 6, 3)]),
        (("DANH SÁCH 02 ĐẢNG VIÊN HTXSNV", "Danh sách đảng viên HTTNV"), []),
        (("DANH SÁCH ĐẢNG VIÊN HTTNV (05 đồng chí)", "DANH SÁCH ĐẢNG VIÊN HTTNV (05 đồng chí)"), []),  # of two pages
    ],
)
def test_the_title_of_each_list_of_one_level_is_compared_with_it(read_rows, titles, wrong):
    rows = [["NĂM 2022"], [titles[0]], HEAD, *people(1, 2), [titles[1]], HEAD, *people(3, 5)]
    rows.insert(5, [])
    assert differing(read_rows(rows)) == wrong


@pytest.mark.parametrize(
    ("titles", "wrong"),
    [
        (("I. Đảng viên chính thức (02 đồng chí)", "II. Đảng viên dự bị (04 đồng chí)"), [("A7", 4, 3)]),
        (("DANH SÁCH ĐẢNG VIÊN (05 đồng chí)", "Đảng viên dự bị"), []),  # the first title is of both lists
        (("DANH SÁCH ĐẢNG VIÊN", "Danh sách họp (12 đồng chí)"), [("A7", 12, 3)]),
    ],
)
def test_a_first_title_alone_may_be_of_all_lists(read_rows, titles, wrong):
    head = [*HEAD, "Xếp loại"]
    rows = [["NĂM 2022"], [titles[0]], head, *people(1, 2, "HTTNV"), [], [titles[1]], head, *people(3, 5, "HTTNV")]
    assert differing(read_rows(rows)) == wrong


def differing(reading: Any) -> list[tuple[str, int, int]]:
    """The cells of printed totals that their rows do not give, with both numbers, from the printed figures alone."""
    found = []
    for one in reading.printed:
        rows = [record for record in reading.records if one.first <= int(record.cell[1:]) <= one.last]
        if one.measure == "total" and one.value != len(rows):
            found.append((one.cell, int(one.value), len(rows)))
    return found
