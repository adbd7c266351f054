"""Reading beside what an analyst would pick instead: `python -m tests.benchmarks.reading`.

Two loads, generated here: 400 workbooks of 190 rows (80 units, five years), and one workbook of 100,000 rows; then
whether ten times the rows take ten times as long.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import pandas as pd
import python_calamine

import evalkit as ek
from evalkit.sheets.workers import close_spare
from tests.benchmarks.timing import ROUNDS, Ratio, seconds

UNITS, YEARS, ROWS, MANY_ROWS = 80, range(2018, 2023), 190, 100_000
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


def bare(paths: list[Path]) -> None:
    """Parsing alone: nothing is found, cleaned or checked."""
    for path in paths:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def first_read(folder: Path) -> None:
    """As the first reading of a session: no process waits that an earlier one left."""
    close_spare()
    ek.read(folder, workers=2)


def with_pandas(paths: list[Path], engine: str) -> None:
    pd.concat([pd.read_excel(path, engine=engine) for path in paths])


def workbooks(folder: Path) -> tuple[Path, Path, Path]:
    """A folder of many workbooks, one with a large workbook, one with a tenth of it."""
    many, large, tenth = (folder / name for name in ("many", "large", "tenth"))
    for place in (many, large, tenth):
        place.mkdir()
    for unit in range(UNITS):
        for year in YEARS:
            write_list(many / f"don-vi-{unit:02d}-{year}.xlsx", unit=unit, year=year, rows=ROWS)
    write_list(large / "2022.xlsx", unit=1, year=2022, rows=MANY_ROWS)
    write_list(tenth / "2022.xlsx", unit=1, year=2022, rows=MANY_ROWS // 10)
    return many, large, tenth


def measure(rounds: int = ROUNDS) -> list[Ratio]:
    """Both loads, the memory that the large workbook takes, and the growth."""
    with tempfile.TemporaryDirectory() as folder:
        many, large, tenth = workbooks(Path(folder))
        lists, book = sorted(many.iterdir()), large / "2022.xlsx"
        ours, cold, parser, slow = seconds(
            lambda: ek.read(many, workers=2),
            lambda: first_read(many),
            lambda: bare(lists),
            lambda: with_pandas(lists, "openpyxl"),
            rounds=rounds,
        )
        what = f"read + check {len(lists)} workbooks of {ROWS} rows"
        lines = [
            Ratio(what, ours, "pandas with openpyxl, concat", slow, 1 / 15),
            Ratio("the same", ours, "python-calamine alone, one process", parser, 1.3),
            Ratio("the same, its processes started anew", cold, "the same", parser, 1.3),
        ]
        ours, theirs, few = seconds(
            lambda: ek.read(large), lambda: with_pandas([book], "calamine"), lambda: ek.read(tenth), rounds=rounds
        )
        lines += [
            Ratio(f"read + check a workbook of {MANY_ROWS:,} rows", ours, "pandas with calamine", theirs, 1.3),
            Ratio("the same", ours, f"10 x {MANY_ROWS // 10:,} rows", 10 * few, 1.15),
        ]
        if Path("/proc/self/task").is_dir():
            peaks = [peak_memory(how, book) for how in ("evalkit", "pandas")]
            lines.append(Ratio("its memory, all processes at the peak", peaks[0], "the same", peaks[1], 1.5, "MiB"))
    return lines


def peak_memory(how: str, book: Path) -> float:
    """MiB that a fresh process and its children take together at their highest, looked at every few milliseconds."""
    words = [sys.executable, "-m", "tests.benchmarks.reading", how, str(book)]
    peak = 0.0
    with subprocess.Popen(words, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(resident, processes_of(process.pid))))
            time.sleep(0.003)
    return peak


def processes_of(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = [
            int(one) for file in Path(f"/proc/{pid}/task").glob("*/children") for one in file.read_text().split()
        ]
    except OSError:
        return []
    return [pid, *(one for child in children for one in processes_of(child))]


def resident(pid: int) -> float:
    """MiB of memory that a process holds; 0 where it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * 4096 / 2**20


def main() -> None:
    if sys.argv[1:]:
        how, path = sys.argv[1], Path(sys.argv[2])
        ek.read(path) if how == "evalkit" else with_pandas([path], "calamine")
        return
    print(*measure(), sep="\n")


if __name__ == "__main__":
    main()
