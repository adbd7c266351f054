"""Ctrl-C at any moment from the first line on is one line and exit code 130, also where modules are being loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from tests.conftest import ROOT

LINE = "Đã dừng theo yêu cầu; không có gì ghi dở dang."
PRESSED = "import signal; signal.raise_signal(signal.SIGINT)"
needs_masks = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no masks for signals")


@pytest.fixture(autouse=True)
def _foreground() -> Iterator[None]:
    """Let what is started hear Ctrl-C, though the tests themselves run in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def ends(*words: str, path: Path = ROOT) -> tuple[int, list[str], str]:
    """Run Python to its end: exit code, lines on stderr, stdout."""
    paths = os.pathsep.join([str(path), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *words], cwd=ROOT, env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.splitlines(), done.stdout


@pytest.mark.parametrize(
    ("words", "module", "line"),
    [
        (["-m", "evalkit", "check", "data/sample"], "argparse", LINE),  # the first that takes time
        (["-m", "evalkit", "check", "data/sample"], "pandas", LINE),
        (["run.py", "--help"], "hashlib", "Đã dừng theo yêu cầu."),
    ],
)
def test_while_a_module_is_loaded(tmp_path: Path, words: list[str], module: str, line: str) -> None:
    (tmp_path / f"{module}.py").write_text(PRESSED, "utf-8")
    assert ends(*words, path=tmp_path) == (130, [line], "")


def test_what_a_library_makes_of_it_is_no_failure() -> None:
    lines = (
        "import signal, sys",
        "import evalkit.__main__ as program",
        "def run(_):",
        "    try:",
        "        signal.raise_signal(signal.SIGINT)",
        "    except KeyboardInterrupt:",
        "        raise RuntimeError from None",
        "program._RUN['check'] = run",
        "sys.exit(program.main(['check', 'data/sample']))",
    )
    assert ends("-c", "\n".join(lines)) == (130, [LINE], "")


@pytest.mark.parametrize(
    ("given", "said"),
    [("default_int_handler", "raised"), ("SIG_IGN", "ignored")],  # the second as in the background of a shell
)
def test_once_all_is_loaded_it_is_as_it_was(given: str, said: str) -> None:
    lines = (
        "import signal",
        f"signal.signal(signal.SIGINT, signal.{given})",
        "from evalkit.interrupt import end_at_once, raise_again",
        "end_at_once()",
        "raise_again()",
        f"try:\n    {PRESSED}\nexcept KeyboardInterrupt:\n    print('raised')\nelse:\n    print('ignored')",
    )
    assert ends("-c", "\n".join(lines)) == (0, [], f"{said}\n")


@needs_masks
def test_before_evalkit_is_there_to_hear_it() -> None:
    """Python prints a traceback when it is stopped while it starts: run.py has Ctrl-C wait for evalkit."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "evalkit", "check", "data/sample"],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=300)[1]
    assert (process.returncode, told.splitlines()) == (130, [LINE])


@needs_masks
@pytest.mark.parametrize("unblocks", [False, True])
def test_only_evalkit_is_started_with_ctrl_c_waiting(tmp_path: Path, unblocks: bool) -> None:
    look = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    with (tmp_path / "said").open("w", encoding="utf-8") as written:
        assert run.child([sys.executable, "-c", look], unblocks=unblocks, stdout=written) == 0
    assert (tmp_path / "said").read_text("utf-8") == f"{unblocks}\n"
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
