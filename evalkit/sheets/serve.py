"""The worker's side: workbooks asked for on stdin, each answered on stdout with what it says.

Requests and answers are pickles. Nothing is imported here that parsing does not need; pandas least of all.
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


def serve() -> None:
    """Answer requests until stdin closes; whatever happens to one file is its answer."""
    gc.freeze()  # what was imported stays; the millions of cells of a large sheet are not gone through again and again
    gc.set_threshold(1_000_000)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nothing a library prints may get between the answers
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        scale, hints, limits = pickle.load(requests)
        _limit_memory(limits.memory_mib * 2**20)
        while True:
            path, name = pickle.load(requests)
            send(answers, _read(Path(path), name, scale, hints, limits))


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
