"""Four times the rows are four times the work, whatever they look like: a list of 100,000 people is somebody's day.

What is compared are counts of what each line goes through, not times: they are the same on every machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests import visited
from tests.growing import LAYOUTS

FEW, MANY = 100, 400  # rows
MORE = 1.15  # of what four times the rows would take
MORE_A_ROW = 4  # things that a line may go through for each row of MANY, above what it does of FEW
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def readings() -> dict[str, list[dict[str, Any]]]:
    """What every line of evalkit went through, by layout, of few and of many rows; in a process of its own."""
    words = [sys.executable, "-m", "tests.visited", str(FEW), str(MANY)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_four_times_the_rows_are_four_times_the_work(readings, layout):
    few, many = readings[layout]
    times = many["rows"] / few["rows"]
    assert times == pytest.approx(MANY / FEW, rel=0.05)
    few_a_row, many_a_row = (
        {line: number / one["rows"] for line, number in one["lines"].items()} for one in (few, many)
    )
    grown = {line: round(number - few_a_row.get(line, 0), 1) for line, number in many_a_row.items()}
    assert {line: more for line, more in grown.items() if more > MORE_A_ROW} == {}
    whole, expected = sum(many["lines"].values()), times * sum(few["lines"].values())
    assert whole <= MORE * expected


ROWS = list(range(10))
FRAME = "__import__('pandas').DataFrame({'row': rows})"


@pytest.mark.parametrize(
    ("source", "visits"),
    [
        ("[row for row in rows]", 10),
        ("[row for row in rows if row in rows]", 10 + 10 * 10),  # searched from the first for each
        ("[row for row in rows if row in set(rows)]", 10 + 10 * 10),  # made anew for each
        ("[row for row in rows if row in frozenset()]", 10),  # found at once
        ("for row in rows:\n    rows.index(row)", 10 + 10 * 10),
        ("for row in rows:\n    rows[row:]", 10 + 55),
        ("found = []\nfor row in rows:\n    found = [*found, row]", 10 + 45),
        ("found = ()\nfor row in rows:\n    found = found + (row,)", 10 + 55),
        ("for row in rows:\n    max(rows)", 10 + 10 * 10),
        ("for row in rows:\n    next(map(str, rows))", 10 + 10),  # only what was asked for
        ("while rows:\n    rows = rows[:-1]", 10 + 45),
        (
            f"frame = {FRAME}\nfor row in rows:\n    frame['row'] == row",
            10 + 10 + 10 * 10,
        ),  # the frame, and each answer
        ("len(rows), rows[3], {}.get(3)", 0),
    ],
)
def test_what_is_gone_through_is_counted_also_where_c_does_it(source, visits, monkeypatch):
    monkeypatch.setattr(visited, "VISITS", Counter())
    exec(visited.counted(source, "module"), {"rows": ROWS})
    assert visited.VISITS.total() == visits
