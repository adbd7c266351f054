"""Worker processes that parse workbooks: one that dies or hangs costs its own file and nothing else.

What one does with a file is `evalkit.sheets.serve`. It stays a minute for the next reading, so that reading again does
not wait for a start.
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from evalkit.books.kinds import SUFFIXES
from evalkit.processes import Gone, Process
from evalkit.records import FileReading
from evalkit.scale import Scale
from evalkit.settings import LIMITS, Hint, Limits
from evalkit.sheets import serve
from evalkit.sheets.serve import Given

MOST = 8  # processes at once
NEEDED = "evalkit.sheets.sheet"  # what a worker loads before it is asked
_SPARE_SECONDS = 60.0
_LOOK_SECONDS = 0.2  # how often somebody looks whether a file takes too long
_SECONDS_A_MIB = 2.0  # of what a file holds unpacked; a million rows took 0.2 on an idle machine
_LARGE = 20_000  # rows; who has read a file with more keeps much memory and is not kept


class _Worker:
    """One child process; restarted after it died or was stopped."""

    def __init__(self) -> None:
        self.process: Process | None = None
        self.known: Given | None = None
        self.large = self.stopped = False
        self.until = math.inf  # by the clock of `time.monotonic`
        self.lock = threading.Lock()

    def read(self, path: Path, name: str, given: Given, seconds: float) -> FileReading:
        process = self.process or self.start()
        answer: FileReading | None = None
        with self.lock:
            self.until = time.monotonic() + seconds
        with contextlib.suppress(Gone):
            answer = process.call(serve.read, str(path.absolute()), name, None if given == self.known else given)
        with self.lock:
            self.until, stopped = math.inf, self.stopped
        if stopped or answer is None:
            self.close()
            return answer or _lost(name, hung=stopped)
        self.known, self.large = given, self.large or answer.rows > _LARGE
        return answer

    def stop_if_late(self) -> None:
        """Give up the file at hand when its time is over."""
        with self.lock:
            if self.process and time.monotonic() > self.until:
                self.stopped = True
                self.process.kill()

    def start(self) -> Process:
        self.process = Process(NEEDED)
        return self.process

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive

    def close(self) -> None:
        if self.process is not None:
            self.process.close()
        self.process, self.known, self.large, self.stopped = None, None, False, False


def _lost(name: str, *, hung: bool) -> FileReading:
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


class _Spare:
    """Workers without work, until the next reading wants them or their minute is over."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin with none; after a fork they are the parent's."""
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def take(self) -> _Worker:
        with self._lock:
            while self._workers:
                worker = self._workers.pop()
                if worker.is_alive:
                    return worker
                worker.close()
        return _Worker()

    def keep(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.append(worker)
            if self._timer:
                self._timer.cancel()
            self._timer = threading.Timer(_SPARE_SECONDS, self.close)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        with self._lock:
            workers, self._workers = self._workers, []
        for worker in workers:
            worker.close()


_spare = _Spare()
close_spare = _spare.close
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_spare.forget)


def start_early(paths: Sequence[str]) -> None:
    """Start as many workers as reading these files and folders will want, and go on while they load what they need."""
    files = (file for path in map(Path, paths) for file in ([path] if path.is_file() else path.rglob("*")))
    books = islice((file for file in files if file.suffix.lower() in SUFFIXES), MOST)
    with contextlib.suppress(OSError):  # reading will say which path cannot be read
        for _ in range(_wanted(None, len(list(books)))):
            worker = _Worker()
            worker.start()
            _spare.keep(worker)


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
    given: Given = (scale, tuple(hints), limits)
    waiting = iter(range(len(files)))
    lock, stop = threading.Lock(), threading.Event()
    failures: list[BaseException] = []
    finished = 0

    def work(worker: _Worker) -> None:
        nonlocal finished
        try:
            while not stop.is_set():
                with lock:
                    place = next(waiting, None)
                if place is None:
                    break
                results[place] = worker.read(*files[place], given, seconds or seconds_for(files[place][0], limits))
                with lock:
                    finished += 1
                    if done:
                        done(finished)
        except BaseException as error:  # raised again by the caller's thread: no file may get lost silently
            failures.append(error)
            stop.set()
        finally:
            if worker.is_alive and not worker.large and not stop.is_set():
                _spare.keep(worker)
            else:
                worker.close()

    crew = [_spare.take() for _ in range(_wanted(workers, len(files)))]
    _run(work, crew, stop, patience=min(_LOOK_SECONDS, seconds or limits.seconds))
    if failures:
        raise failures[0]
    return [result for result in results if result is not None]


def seconds_for(path: Path, limits: Limits) -> float:
    """Return how long a file may take: what the settings say, and more for what a large one holds."""
    return limits.seconds + _SECONDS_A_MIB * min(_size(path) / 2**20, limits.unpacked_mib)


def _size(path: Path) -> int:
    """Return the bytes of a file's parts as they are unpacked, or of the file itself where it is no package."""
    try:
        with zipfile.ZipFile(path) as parts:
            return sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        pass
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _wanted(workers: int | None, files: int) -> int:
    """Return how many processes so many files are worth."""
    return min(workers or os.cpu_count() or 1, files, MOST)


def _run(work: Callable[[_Worker], None], crew: Sequence[_Worker], stop: threading.Event, *, patience: float) -> None:
    """Run each worker with a thread of its own; this one looks whether a file takes too long."""
    threads = [threading.Thread(target=work, args=(worker,), daemon=True) for worker in crew]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():  # a join without limit cannot be interrupted on Windows
                thread.join(patience)
                for worker in crew:
                    worker.stop_if_late()
    except BaseException:
        stop.set()
        raise
