"""Odd and hostile workbooks that others made: each ends as a reading or as a refusal, today as yesterday."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evalkit.scale import PARTY
from evalkit.sheets.workers import read_all
from tests.conftest import ROOT

FROZEN = Path(__file__).with_name("corpus_outcomes.tsv")  # path, outcome; a changed line is a changed promise
OPENS = (
    "import sys, python_calamine as c\n"
    "for path in map(str.rstrip, sys.stdin):\n"
    "    try:\n"
    "        with open(path, 'rb') as f, c.CalamineWorkbook.from_filelike(f) as book:\n"
    "            [book.get_sheet_by_name(name) for name in book.sheet_names]\n"
    "    except BaseException: continue\n"
    "    print(path, flush=True)\n"
)


def files_of(corpus: Path) -> list[Path]:
    return sorted(path for path in corpus.rglob("*") if path.is_file() and path.name != "README.md")


@pytest.fixture(scope="module")
def outcomes(corpus) -> dict[str, str]:
    """File → "read" with the number of rating tables, or the code of its refusal."""
    files = [(path, path.relative_to(corpus).as_posix()) for path in files_of(corpus)]
    readings = read_all(files, scale=PARTY, hints=(), workers=2, done=lambda done: None)
    return {
        reading.file: f"read, tables: {reading.tables}" if reading.readable else reading.problems[0].code
        for reading in readings
    }


def test_every_file_ends_as_it_did(outcomes):
    frozen = dict(line.split("\t") for line in FROZEN.read_text(encoding="utf-8").splitlines())
    assert outcomes == frozen


def test_nearly_every_workbook_that_the_parser_opens_is_read(outcomes, corpus):
    opened: list[str] = []
    limits = {name for name, outcome in outcomes.items() if outcome in ("too_large", "reader_died")}
    waiting = [str(path) for path in files_of(corpus) if path.relative_to(corpus).as_posix() not in limits]
    while waiting:  # a file that takes the parser down with it costs itself only
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", OPENS],
            input="\n".join(waiting), capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        found = done.stdout.splitlines()
        opened += found
        if done.returncode == 0:
            break
        last = waiting.index(found[-1]) if found else -1
        waiting = waiting[last + 2 :]
    names = [Path(path).relative_to(corpus).as_posix() for path in opened]
    assert len(names) > 350
    assert sum(outcomes[name].startswith("read") for name in names) >= 0.98 * len(names)


def test_the_command_answers_in_one_line_and_leaves_nothing_behind(corpus, tmp_path, full):
    frozen = [line.split("\t") for line in FROZEN.read_text(encoding="utf-8").splitlines()]
    first_of_each = {outcome: name for name, outcome in reversed(frozen)}
    for name in [name for name, _ in frozen] if full else first_of_each.values():
        done = subprocess.run(
            [sys.executable, "-m", "evalkit", "check", str(corpus / name)],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8",
            timeout=30,
        )  # fmt: skip
        assert done.returncode == 2, name
        assert len(done.stderr.splitlines()) == 1, name
        assert "Traceback" not in done.stderr, name
        assert not list(tmp_path.iterdir()), name
