"""How far long work has come, on stderr: one line rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

_PAUSE = 0.5  # seconds between two lines


def progress(what: str, number: int) -> Callable[[int], None]:
    """Return what hears how many of `number` are done, and says so; nothing for a single one, and nothing in a
    notebook.

    `what` stands before the figures: "Đang đọc tệp" gives "Đang đọc tệp 3/80".
    """
    if number < 2 or "ipykernel" in sys.modules:
        return _silent
    end = "\r" if sys.stderr.isatty() else "\n"
    moment, told = time.monotonic(), -1

    def tell(done: int) -> None:
        nonlocal moment, told
        if done != told and (done == number or time.monotonic() - moment > _PAUSE):
            moment, told = time.monotonic(), done
            print(f"{what} {done}/{number}", end="\n" if done == number else end, file=sys.stderr, flush=True)

    return tell


def _silent(done: int) -> None:
    """Tell nobody."""
