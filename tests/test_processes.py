"""Calls made in a process of their own: what comes back, what is raised, what it runs, and when it ends."""

from __future__ import annotations

import math
import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evalkit import processes
from evalkit.processes import Gone, Process, beside
from tests.conftest import ROOT


@pytest.fixture
def process():
    started = Process("math")
    yield started
    started.close()


def test_a_call_returns_what_the_function_returns_there(process):
    assert process.call(os.getpid) != os.getpid()
    assert process.call(math.isqrt, 50) == 7


def test_what_a_function_raises_there_is_raised_here_and_the_next_call_is_made(process):
    with pytest.raises(FileNotFoundError) as raised:
        process.call(os.listdir, "/nowhere/at/all")
    assert raised.value.filename == "/nowhere/at/all"
    assert process.call(math.isqrt, 50) == 7


def test_what_is_printed_there_gets_between_no_answers(process):
    assert process.call(print, "đây") is None
    assert process.call(math.isqrt, 50) == 7


def test_one_that_ends_while_it_is_asked_is_gone(process):
    with pytest.raises(Gone):
        process.call(os._exit, 3)
    with pytest.raises(Gone):
        process.call(math.isqrt, 50)
    process.close()
    assert not process.is_alive


def test_one_that_is_killed_gives_no_answer(process):
    process.kill()
    with pytest.raises(Gone):
        process.call(time.sleep, 60)


def test_calls_beside_are_made_in_turn_where_the_caller_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with beside("math") as ask:
        other, there, made = ask(os.getpid), ask(os.getcwd), ask(os.mkdir, "relative")
        assert other() != os.getpid()
        assert there() == str(tmp_path)
        assert made() is None
    assert Path("relative").is_dir()


def test_the_one_that_was_started_early_is_asked_and_then_no_longer():
    others = set(processes._alive)
    processes.start_early("math")
    processes.start_early("math")  # is there already
    (early,) = processes._alive - others
    with beside("math") as ask:
        assert ask(os.getpid)() != os.getpid()
        assert processes._alive - others == {early}
    with beside("math") as ask:
        assert ask(os.getpid)() != os.getpid()
        assert processes._alive - others - {early}


def test_what_is_raised_beside_is_raised_when_the_result_is_wanted():
    with beside("math") as ask:
        fails, works = ask(operator.truediv, 1, 0), ask(math.isqrt, 50)
        with pytest.raises(ZeroDivisionError):
            fails()
        assert works() == 7


def test_a_call_is_made_here_where_no_process_is_wanted_or_it_ended(monkeypatch):
    with beside(None) as ask:
        assert ask(os.getpid)() == os.getpid()
    monkeypatch.setattr("evalkit.processes._START", "")  # ends at once
    with beside("math") as ask:
        assert ask(os.getpid)() == os.getpid()


def test_whoever_fails_does_not_wait_for_what_goes_on_beside():
    def fail():
        with beside("math") as ask:
            ask(time.sleep, 600)
            raise KeyError

    start = time.monotonic()
    with pytest.raises(KeyError):
        fail()
    assert time.monotonic() - start < 60


def test_nothing_that_lies_in_the_folder_at_hand_is_run(tmp_path, monkeypatch):
    for name in ("zipfile", "pickle", "evalkit"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with beside("zipfile") as ask:
        assert ask(os.getpid)() != os.getpid()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the ended stay visible only in /proc")
def test_one_that_somebody_else_ends_is_gone_at_once(process):
    """A Jupyter kernel ends its children when it ends, and waits many seconds for one that is dead but not gone."""
    ended = process.call(os.getpid)
    os.kill(ended, signal.SIGTERM)
    await_end(ended)


def await_end(number: int) -> None:
    for _ in range(100):
        if not Path(f"/proc/{number}").exists():
            return
        time.sleep(0.05)
    pytest.fail("it is still there")


BUSY = """
from evalkit import processes
processes._START = "import time; time.sleep(600)"
processes.Process("math")
print(*(child.pid for child in processes._alive))
"""  # ends while its process is at something that has no end


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="whether a process is there is looked up in /proc")
def test_none_outlives_a_caller_that_ends():
    done = subprocess.run(
        [sys.executable, "-c", BUSY], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    await_end(int(done.stdout))
