"""How long reading takes, beside what an analyst would pick instead: `python tests/benchmarks/reading.py`.

Two loads, generated here: 400 workbooks of 190 rows (80 units, five years), and one workbook of 100,000 rows. The
figures are ratios from one run on one machine, the median of `ROUNDS`; the seconds are for orientation only.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import python_calamine

import evalkit as ek

ROUNDS = 3
TITLES = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại", "Lý do"]
LEVELS = ["HTXSNV", "HTTNV", "HTTNV", "HTTNV", "HTNV"]
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"]
MIDDLE = ["Văn", "Thị", "Đức", "Hữu", "Thanh", "Minh", "Ngọc", "Quốc", "Xuân", "Thu", "Kim", "Công", "Mỹ"]
GIVEN = ["An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Long", "Mai", "Nam", "Oanh", "Phúc"]


def person(unit: int, number: int) -> tuple[str, str]:
    """Name and birth date of a made-up member, the same every year; few share both."""
    chance = random.Random(unit * 1_000_003 + number)
    name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
    return name, f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1945, 2000)}"


def write_list(path: Path, *, unit: int, year: int, rows: int) -> None:
    """A list of synthetic members, as a unit sends it."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Đảng viên")
    sheet.append([f"DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM {year}"])
    sheet.append(TITLES)
    for number in range(1, rows + 1):
        name, born = person(unit, number)
        cell, level = f"Chi bộ {number % 9 + 1}", LEVELS[(number + year) % 5]
        card = f"05{unit:03d}{number:07d}"
        sheet.append([number, name, card, born, cell, f"Đảng bộ {unit}", level, ""])
    book.save(path)


def seconds(work: Callable[[], object]) -> float:
    """The median over the rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def bare(paths: list[Path]) -> None:
    """Parsing alone: nothing is found, cleaned or checked."""
    for path in paths:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def with_pandas(paths: list[Path], engine: str) -> None:
    pd.concat([pd.read_excel(path, engine=engine) for path in paths])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        many, one = Path(folder, "many"), Path(folder, "one")
        many.mkdir()
        one.mkdir()
        for unit in range(80):
            for year in range(2018, 2023):
                write_list(many / f"don-vi-{unit:02d}-{year}.xlsx", unit=unit, year=year, rows=190)
        write_list(one / "2022.xlsx", unit=1, year=2022, rows=100_000)
        lists, large = sorted(many.iterdir()), sorted(one.iterdir())
        ours_many, ours_one = (seconds(lambda place=place: ek.read(place)) for place in (many, one))
        rows = [
            ("400 workbooks", ours_many, "python-calamine alone", seconds(lambda: bare(lists))),
            ("400 workbooks", ours_many, "pandas, openpyxl", seconds(lambda: with_pandas(lists, "openpyxl"))),
            ("100,000 rows", ours_one, "pandas, calamine", seconds(lambda: with_pandas(large, "calamine"))),
        ]
    print(f"Python {sys.version.split()[0]}, pandas {pd.__version__}, evalkit {ek.__version__}, median of {ROUNDS}")
    for load, ours, against, theirs in rows:
        print(f"{load:15} evalkit {ours:6.2f} s   {against:22} {theirs:6.2f} s   ratio {ours / theirs:5.2f}")


if __name__ == "__main__":
    main()
