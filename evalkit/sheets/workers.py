"""Worker processes that parse workbooks: one that dies or hangs costs its own file and nothing else.

A worker is a fresh interpreter, as with multiprocessing's `spawn`, but started on its own command line, so that it
never runs the caller's script again. What it does then is `evalkit.sheets.serve`.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from evalkit.scale import Scale
from evalkit.settings import Hint, Limits
from evalkit.sheets import LIMITS, FileReading
from evalkit.sheets.serve import send

_START = "import sys; sys.path.insert(0, sys.argv[1]); from evalkit.sheets.serve import serve; serve()"


class _Worker:
    """One child process; restarted after it died or was stopped."""

    def __init__(self, scale: Scale, hints: Sequence[Hint], limits: Limits) -> None:
        self.given = (scale, tuple(hints), limits)
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, name: str, seconds: float) -> FileReading:
        process = self.process or self._start()
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            send(process.stdin, (str(path), name))
            answer: FileReading = pickle.load(process.stdout)  # type: ignore[arg-type]
            return answer
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._lost(name, hung=not timer.is_alive())
        finally:
            timer.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parents[2])
        command = [sys.executable, "-X", "utf8", "-c", _START, root]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        send(self.process.stdin, self.given)
        return self.process

    def _lost(self, name: str, *, hung: bool) -> FileReading:
        self.close()
        reading = FileReading(name, readable=False)
        if hung:
            reading.problem(
                "error",
                "too_slow",
                "đọc quá lâu nên đã dừng. Tệp có thể hỏng hoặc quá lớn; mở bằng Excel, lưu lại rồi gửi lại.",
            )
        else:
            reading.problem(
                "error",
                "reader_died",
                "tệp làm hỏng chương trình đọc. Mở bằng Excel, chép số liệu sang tệp mới rồi gửi lại.",
            )
        return reading

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
        self.process = None


def read_all(
    files: Sequence[tuple[Path, str]],
    *,
    scale: Scale,
    hints: Sequence[Hint] = (),
    workers: int | None = None,
    limits: Limits = LIMITS,
    seconds: float | None = None,
    done: Callable[[int], None] | None = None,
) -> list[FileReading]:
    """Read each (path, name), in the order given; `done` hears how many are finished."""
    results: list[FileReading | None] = [None] * len(files)
    waiting = iter(range(len(files)))
    lock, stop = threading.Lock(), threading.Event()
    failures: list[BaseException] = []

    def work() -> None:
        worker = _Worker(scale, hints, limits)
        try:
            while not stop.is_set():
                with lock:
                    place = next(waiting, None)
                if place is None:
                    return
                results[place] = worker.read(*files[place], seconds or limits.seconds)
                if done:
                    with lock:
                        done(sum(result is not None for result in results))
        except BaseException as error:  # raised again by the caller's thread: no file may get lost silently
            failures.append(error)
            stop.set()
        finally:
            worker.close()

    number = max(1, min(workers or os.cpu_count() or 1, len(files), 8))
    _run(work, number, stop)
    if failures:
        raise failures[0]
    return [result for result in results if result is not None]


def _run(work: Callable[[], None], number: int, stop: threading.Event) -> None:
    threads = [threading.Thread(target=work, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():  # a join without limit cannot be interrupted on Windows
                thread.join(0.2)
    except BaseException:
        stop.set()
        raise
