"""The worker's side: workbooks asked for on stdin, each answered on stdout with what it says.

Requests and answers are pickles; the settings that come with a request hold for those that follow, too. Nothing is
imported here that parsing does not need; pandas least of all.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evalkit.scale import Scale
from evalkit.settings import Hint, Limits
from evalkit.sheets import FileReading, read_workbook

Given = tuple[Scale, tuple[Hint, ...], Limits]


def serve() -> None:
    """Answer requests until stdin closes; whatever happens to one file is its answer."""
    gc.freeze()  # what was imported stays; the millions of cells of a large sheet are not gone through again and again
    gc.set_threshold(1_000_000)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nothing a library prints may get between the answers
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        given: Given
        while True:
            path, name, news = pickle.load(requests)
            if news:
                given = news
                _limit_memory(given[2].memory_mib * 2**20)
            send(answers, _read(Path(path), name, *given))


def _read(path: Path, name: str, scale: Scale, hints: Sequence[Hint], limits: Limits) -> FileReading:
    try:
        return read_workbook(path, scale, hints, name=name, limits=limits)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        reading = FileReading(name, readable=False)
        message = f"không đọc được tệp ({type(error).__name__}). Mở bằng Excel, lưu lại rồi gửi lại."
        reading.problem("error", "damaged", message)
        return reading


def _limit_memory(most: int) -> None:
    """Bytes that this process may map, where the system can be asked to see to it."""
    if os.name == "posix":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def send(pipe: Any, message: object) -> None:
    """Write one message and see it off."""
    pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()
