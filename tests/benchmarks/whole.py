"""Whole processes, as a person waits for them, beside what else would do: `python -m tests.benchmarks.whole`.

Each is a fresh interpreter on a command line as users type it: its start, what it imports and what it prints count.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.reading import MANY_ROWS, ROWS, workbooks
from tests.benchmarks.timing import ROUNDS, Ratio, seconds

ROOT = Path(__file__).parents[2]
SAMPLE = "data/sample"
LIBRARIES = "import pandas, matplotlib.pyplot, docx, openpyxl"
BARE = """
import pathlib, sys, python_calamine
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
"""
PANDAS = """
import pathlib, sys, pandas
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    pandas.read_excel(path, engine=sys.argv[2])
"""
VERBS = {
    "rates": (),
    "targets": (),
    "streaks": ("--population", "member", "--level", "excellent", "--length", "5"),
}


def python(*words: str | Path) -> Callable[[], None]:
    """Return what runs this in a process of its own; that the data have errors (exit code 1) is no failure."""

    def run() -> None:
        done = subprocess.run([sys.executable, *map(str, words)], cwd=ROOT, capture_output=True)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[-500:])

    return run


def check(path: str | Path) -> Callable[[], None]:
    return python("-m", "evalkit", "check", path, "--json")


def of_reading(rounds: int) -> list[Ratio]:
    """`check` of many workbooks and of a large one, beside parsing alone and pandas."""
    with tempfile.TemporaryDirectory() as folder:
        many, large, _ = workbooks(Path(folder))
        ours, bare, slow = seconds(
            check(many), python("-c", BARE, many), python("-c", PANDAS, many, "openpyxl"), rounds=rounds
        )
        one, theirs = seconds(check(large), python("-c", PANDAS, large, "calamine"), rounds=rounds)
    what = f"check of 400 workbooks of {ROWS} rows"
    return [
        Ratio(what, ours, "python-calamine alone, one process", bare, 1.8),
        Ratio("the same", ours, "pandas with openpyxl, one after the other", slow, 1 / 12),
        Ratio(f"check of a workbook of {MANY_ROWS:,} rows", one, "pandas with calamine", theirs, 1.5),
    ]


def of_verbs(rounds: int) -> list[Ratio]:
    """The other verbs on the sample, beside `check` of it."""
    verbs = [python("-m", "evalkit", verb, SAMPLE, *words, "--json") for verb, words in VERBS.items()]
    checked, *taken = seconds(check(SAMPLE), *verbs, rounds=rounds)
    pairs = zip(VERBS, taken, strict=True)
    return [Ratio(f"{verb} of the sample", one, "check of it", checked, 1.1) for verb, one in pairs]


def of_report(rounds: int) -> list[Ratio]:
    """The report of the sample without notebooks, beside `check` of it and loading what a report is made with."""
    with tempfile.TemporaryDirectory() as folder:
        write = python("-m", "evalkit", "report", SAMPLE, "--year", "2022", "--out", folder, "--no-notebooks")
        ours, checked, loaded = seconds(write, check(SAMPLE), python("-c", LIBRARIES), rounds=rounds)
    what = "check of it, and loading the libraries"
    return [Ratio("report of the sample without notebooks", ours, what, checked + loaded, 2.0)]


def measure(rounds: int = ROUNDS) -> list[Ratio]:
    return [*of_reading(rounds), *of_verbs(rounds), *of_report(rounds)]


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    for part in (of_reading, of_verbs, of_report):
        print(*part(rounds), sep="\n", flush=True)


if __name__ == "__main__":
    main()
