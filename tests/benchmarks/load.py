"""Whether a province's load grows as its size does: `python -m tests.benchmarks.load` (a quarter of an hour).

`check` of 5,000 workbooks (1,000 units, five years, 190 rows each) and of one workbook of 1,000,000 rows, each beside
a half and a quarter of it: waiting time, processor time and memory of the process and all below it. A file that was
given up would make the load look light, so every row must have become a record.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.reading import ROWS, YEARS, processes_of, resident, write_list

UNITS, MANY_ROWS, PARTS = 1_000, 1_000_000, (4, 2, 1)
_ROOT = Path(__file__).parents[2]


class Load(NamedTuple):
    """What one `check` took."""

    work: str
    seconds: float
    processor: float
    peak: float  # MiB

    def __str__(self) -> str:
        return f"{self.work:40} {self.seconds:8.1f} s {self.processor:8.1f} s processor {self.peak:8.0f} MiB"


def check(work: str, path: Path, *, rows: int) -> Load:
    """Check a path in a process of its own, looked at twenty times a second.

    Raises:
        RuntimeError: not every row was read.
    """
    start, before, peak = time.perf_counter(), _processor_of_children(), 0.0
    words = [sys.executable, "-m", "evalkit", "check", str(path), "--json"]
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(words, cwd=_ROOT, stdout=output, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                peak = max(peak, sum(map(resident, processes_of(process.pid))))
                time.sleep(0.05)
        load = Load(work, time.perf_counter() - start, _processor_of_children() - before, peak)
        output.seek(0)
        told = output.read()
    if process.returncode not in (0, 1) or json.loads(told)["records"] != rows:
        raise RuntimeError(f"{work}: exit code {process.returncode}, {told[:200]!r}; {rows:,} records expected")
    return load


def _processor_of_children() -> float:
    """User and system seconds of every process below this one that has ended."""
    import resource  # not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def provinces(folder: Path) -> Iterator[Load]:
    """A quarter of a province, a half, and the whole, as folders."""
    for part in PARTS:
        place = folder / f"province-{part}"
        place.mkdir()
        for unit in range(UNITS // part):
            for year in YEARS:
                write_list(place / f"don-vi-{unit:03d}-{year}.xlsx", unit=unit, year=year, rows=ROWS)
        files = UNITS // part * len(YEARS)
        yield check(f"{files:,} workbooks of {ROWS} rows", place, rows=files * ROWS)


def workbooks(folder: Path) -> Iterator[Load]:
    """A workbook of a quarter of the rows, of a half, and of all."""
    for part in PARTS:
        place = folder / f"rows-{part}"
        place.mkdir()
        write_list(place / "2022.xlsx", unit=1, year=2022, rows=MANY_ROWS // part)
        yield check(f"one workbook of {MANY_ROWS // part:,} rows", place, rows=MANY_ROWS // part)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for loads in (provinces(Path(folder)), workbooks(Path(folder))):
            for load in loads:
                print(load, flush=True)


if __name__ == "__main__":
    main()
