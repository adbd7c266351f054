"""Sheets that nobody would type: whatever stands in the cells, no row is lost and nothing is raised."""

from __future__ import annotations

import datetime
import random

import pytest

from evalkit.books.grid import Grid
from evalkit.books.package_scan import CellError
from evalkit.records import FileReading
from evalkit.scale import PARTY
from evalkit.settings import Hint
from evalkit.sheets import read_sheet
from tests.conftest import LIST

TITLES = [
    *LIST, "STT", "Mức xếp loại", "Ghi chú", "Năm", "Tổng số", "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành",
    "SL", "%", "2021", "Năm 2020", "XẾP LOẠI ĐẢNG VIÊN", "Hình thức khen", "Giai đoạn", "Tiêu biểu", "Mã",
    "Tên TCCSĐ", "Loại hình",
]  # fmt: skip
WORDS = [
    "HTXSNV", "HTNV", "x", "-", "…", "Tổng cộng", "I", "A", "Chi bộ 1", "Người Số 1", "051000000001", "NGƯỜI LẬP BIỂU",
    "Nơi nhận", "miễn sinh hoạt", "(1)", "1", "DANH SÁCH NĂM 2022", "\x00", "=", "a" * 500, "Không xếp loại",
    CellError("#REF!"),
]  # fmt: skip
VALUES = [
    1.0, 2022.0, 2021.5, -1.0, 0.0, 1e20, float("inf"), float("nan"), True, datetime.date(2020, 1, 1),
    datetime.datetime(2020, 1, 1, 3), datetime.time(3, 4), datetime.timedelta(days=3), 51000000001.0,
]  # fmt: skip
HINTS = [
    (),
    (Hint(population="x", subject="TT", level_by_year=r"(\d{4})"),),
    (Hint(population="x", subject=("Mã", "TT"), name="Họ và tên", level="Xếp loại"),),
]


def any_cell(chance: random.Random) -> object:
    kind = chance.random()
    return "" if kind < 0.2 else chance.choice(TITLES if kind < 0.45 else WORDS if kind < 0.8 else VALUES)


def any_sheet(chance: random.Random) -> Grid:
    """Up to 25 rows of up to 12 cells, often with a real header among them, ragged, merged at random."""
    width, height = chance.randint(1, 12), chance.randint(1, 25)
    rows = [[any_cell(chance) for _ in range(width)] for _ in range(height)]
    if chance.random() < 0.6:
        rows[chance.randrange(height)] = (LIST + [""] * 12)[:width]
    if chance.random() < 0.3:
        rows = [row[: chance.randint(0, width)] for row in rows]
    corners = [(chance.randrange(-1, height), chance.randrange(-1, width)) for _ in range(chance.randint(0, 4))]
    merges = tuple(
        ((row, column), (row + chance.randint(0, 2), column + chance.randint(0, 3))) for row, column in corners
    )
    return Grid(chance.choice(["S", "S 2022"]), False, rows, merges=merges, has_errors=True)


@pytest.mark.parametrize("part", range(10))
def test_every_row_is_a_record_a_skip_or_a_rejection_and_every_rejection_has_a_problem(part):
    for seed in range(part * 200, part * 200 + 200):
        chance = random.Random(seed)
        reading = FileReading("bang.xlsx")
        read_sheet(any_sheet(chance), PARTY, chance.choice(HINTS), reading)
        assert reading.rows == reading.row_records + len(reading.skips) + reading.rejected, f"seed {seed}"
        errors = sum(problem.severity == "error" for problem in reading.problems)
        assert errors >= reading.rejected, f"seed {seed}"
        assert all(record.status != "unknown" or errors for record in reading.records), f"seed {seed}"
