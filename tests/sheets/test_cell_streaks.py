"""Marks that claim a run of years beside the years themselves; the years are read, and the mark is compared."""

from __future__ import annotations

import pytest

from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

YEARS = [2018, 2019, 2020, 2021, 2022]


@pytest.mark.parametrize(
    ("title", "mark", "told"),  # the second has another level in 2018
    [
        ("5 năm liền HTXSNV", ["x", ""], []),
        ("5 năm liền HTXSNV", ["x", "x"], [("run_not_given", "I5")]),
        ("HTXSNV 5 năm liên tục", ["x", "x"], [("run_not_given", "I5")]),
        ("4 năm liền HTXSNV", ["x", "x"], []),
        ("5 năm liền HTTNV", ["", ""], []),
        ("Khen thưởng", ["x", "x"], []),
        ("Số năm HTXSNV", [5, 4], []),
    ],
)
def test_a_mark_for_a_run_is_compared_with_the_years(title: str, mark: list[object], told: object) -> None:
    rows = [["CHI BỘ 1"], ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN 5 NĂM"], ["TT", "Họ và tên", "Số thẻ đảng viên", *YEARS, title]]
    rows.append([1, "Người Số 1", "051010000001", *["HTXSNV"] * 5, mark[0]])
    reading = read([*rows, [2, "Người Số 2", "051010000002", "HTTNV", *["HTXSNV"] * 4, mark[1]]])
    assert counted(reading) == {(2018, "good"): 1, (2018, "excellent"): 1} | {
        (year, "excellent"): 2 for year in YEARS[1:]
    }
    assert codes(reading, "warning") == told
