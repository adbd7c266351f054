"""The processes that parse: what one bad file costs, who waits for the next reading, and what they are told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile

import pandas as pd
import pytest

import evalkit as ek
from evalkit.scale import PARTY
from evalkit.settings import Limits
from evalkit.sheets import workers
from evalkit.sheets.workers import close_spare, read_all, start_early
from tests.conftest import ROOT, member, unit

DEADLY = """
import os, sys
sys.path.insert(0, sys.argv[1])
from evalkit.sheets import serve
from evalkit import processes
read = serve.read
serve.read = lambda path, name, news: os._exit(3) if name == "b.xlsx" else read(path, name, news)
processes.serve(sys.argv[2])
"""  # a worker whose parser aborts the process on one file


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """The processes started during the test, which begins and ends with none that wait."""
    found = []

    class Popen(subprocess.Popen):
        def __init__(self, *words, **options):
            super().__init__(*words, **options)
            found.append(self)

    close_spare()
    monkeypatch.setattr("evalkit.processes.subprocess.Popen", Popen)
    yield found
    close_spare()
    assert all(process.poll() is not None for process in found)


def test_a_file_that_kills_the_reader_costs_itself_only(tmp_path, monkeypatch, started):
    monkeypatch.setattr("evalkit.processes._START", DEADLY)
    unit(tmp_path, "a 2021.xlsx", member(1, "HTTNV"))
    unit(tmp_path, "b.xlsx", member(1, "HTTNV"))
    unit(tmp_path, "c 2022.xlsx", member(1, "HTXSNV"))
    reading = ek.read(tmp_path, workers=1)
    assert list(reading.ratings["level"]) == ["good", "excellent"]
    found = reading.problems
    assert [*zip(found["severity"], found["code"], found["file"], strict=True)] == [("error", "reader_died", "b.xlsx")]
    assert reading.has_errors
    assert len(started) == 2


def test_a_file_that_takes_too_long_is_given_up_and_read_in_the_time_it_needs(tmp_path, started):
    path = unit(tmp_path, "2022.xlsx", member(1, "HTTNV"))
    slow = read_all([(path, "2022.xlsx")], scale=PARTY, seconds=0.001)[0]
    assert [problem.code for problem in slow.problems] == ["too_slow"]
    assert "đọc quá lâu nên đã dừng" in slow.problems[0].message
    assert started[0].poll() is not None
    assert len(read_all([(path, "2022.xlsx")], scale=PARTY, seconds=60)[0].records) == 1


def packed(path, mib):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", bytes(mib * 2**20))
    return path


def plain(path, mib):
    path.write_bytes(bytes(mib * 2**20))
    return path


@pytest.mark.parametrize(
    ("make", "mib", "seconds"),
    [
        (packed, 0, 120),  # a small file that takes long hangs
        (packed, 40, 200),  # unpacked, two seconds a MiB: zeros pack to nothing
        (plain, 10, 140),  # xls and csv are no packages
        (lambda path, _: path, 0, 120),  # gone meanwhile: the reader says so
    ],
)
def test_time_for_a_file_follows_what_it_holds(tmp_path, make, mib, seconds):
    """A million honest rows, 360 MiB unpacked, took 119 s of 120 on a busy machine."""
    assert round(workers.seconds_for(make(tmp_path / "2022.xlsx", mib), Limits())) == seconds


def test_no_file_may_take_longer_by_saying_that_it_holds_more_than_is_read(tmp_path):
    path = packed(tmp_path / "2022.xlsx", 30)
    assert round(workers.seconds_for(path, Limits(seconds=10, unpacked_mib=20))) == 50


def test_one_or_many_workers_give_the_same_reading(tmp_path, started):
    for year in range(2015, 2023):
        unit(tmp_path, f"{year}.xlsx", *(member(n, "HTTNV") for n in range(1, 4)))
    one, many = ek.read(tmp_path, workers=1), ek.read(tmp_path, workers=4)
    pd.testing.assert_frame_equal(one.ratings, many.ratings)
    pd.testing.assert_frame_equal(one.problems, many.problems)
    assert len(started) == 4


def test_a_worker_stays_for_the_next_reading_and_hears_of_other_settings(tmp_path, started):
    path = unit(tmp_path, "2022.xlsx", member(1, "rất ổn"))
    assert list(ek.read(path).problems["code"]) == ["unknown_level"]
    (tmp_path / "evalkit.toml").write_text('[scale.aliases]\n"rất ổn" = "good"', "utf-8")
    assert list(ek.read(path).ratings["level"]) == ["good"]
    assert list(ek.read(path).ratings["level"]) == ["good"]
    (tmp_path / "evalkit.toml").write_text("[limits]\ncells = 4", "utf-8")
    with pytest.raises(ek.NothingToRead, match="quá lớn"):
        ek.read(path)
    assert len(started) == 1


def test_workers_that_were_started_early_are_those_that_read(tmp_path, started):
    start_early([str(tmp_path / "nothing"), str(tmp_path)])
    assert started == []
    path = unit(tmp_path / "deeper", "2022.xlsx", member(1, "HTTNV"))
    (tmp_path / "2021.parquet").write_bytes(b"")
    start_early([str(tmp_path)])
    assert len(started) == 1
    assert list(ek.read(path).ratings["level"]) == ["good"]
    assert len(started) == 1


def test_a_worker_that_died_while_it_waited_costs_no_file(tmp_path, started):
    path = unit(tmp_path, "2022.xlsx", member(1, "HTTNV"))
    ek.read(path)
    started[0].kill()
    started[0].wait()
    assert list(ek.read(path).ratings["level"]) == ["good"]
    assert len(started) == 2


def test_a_worker_that_waited_its_time_ends(tmp_path, monkeypatch, started):
    monkeypatch.setattr("evalkit.sheets.workers._SPARE_SECONDS", 0.05)
    ek.read(unit(tmp_path, "2022.xlsx", member(1, "HTTNV")))
    for _ in range(200):
        if started[0].poll() is not None:
            break
        time.sleep(0.05)
    assert started[0].returncode is not None


def test_a_worker_that_read_a_large_file_is_let_go_with_its_memory(tmp_path, monkeypatch, started):
    monkeypatch.setattr("evalkit.sheets.workers._LARGE", 2)
    path = unit(tmp_path, "2022.xlsx", *(member(n, "HTTNV") for n in range(1, 4)))
    assert len(ek.read(path).ratings) == 3
    assert started[0].poll() is not None


AFTER_A_FORK = """
import os, sys
import evalkit as ek
from evalkit.sheets import workers
ek.read(sys.argv[1])
child = os.fork()
found = len(ek.read(sys.argv[1]).ratings)
if not child:
    os._exit(found)
print(found, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_after_a_fork_both_read_with_workers_of_their_own(tmp_path):
    path = unit(tmp_path, "2022.xlsx", *(member(n, "HTTNV") for n in range(1, 4)))
    words = [sys.executable, "-W", "ignore", "-c", AFTER_A_FORK, str(path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["3", "3"]


def test_whoever_is_interrupted_leaves_no_worker(tmp_path, monkeypatch, started):
    files = [(unit(tmp_path, f"{year}.xlsx", member(1, "HTTNV")), str(year)) for year in range(2000, 2020)]

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_all(files, scale=PARTY, workers=2, done=interrupt)
    assert workers._spare._workers == []


def test_what_cannot_be_started_early_is_left_to_reading(started):
    start_early(["x" * 300])  # longer than a name may be: asking for it is an error of the system
    assert started == []
