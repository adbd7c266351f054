"""Ctrl-C while the program is being loaded: one line and the end, as at any later moment."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

STOPPED = 130  # exit code
STOPPED_IN_WORDS = "Đã dừng theo yêu cầu; không có gì ghi dở dang."
_presses: list[bool] = []  # one entry for each time that Ctrl-C was heard


def end_at_once() -> None:
    """Let Ctrl-C end the process where it is: what is being imported would lose the exception, or raise another.

    Only for a time in which nothing is written. A process told to ignore Ctrl-C, as a job in the background of a shell
    is, goes on ignoring it.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)
    if hasattr(signal, "pthread_sigmask"):  # run.py has it wait until somebody is there to hear
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def raise_again() -> None:
    """Let Ctrl-C raise KeyboardInterrupt as ever, so that what was begun is cleared away."""
    if signal.getsignal(signal.SIGINT) in (_end, signal.default_int_handler):
        signal.signal(signal.SIGINT, _raise)


def was_pressed() -> bool:
    """Return whether Ctrl-C was heard; a library may make another exception of it."""
    return bool(_presses)


def _raise(*_: object) -> NoReturn:
    _presses.append(True)
    raise KeyboardInterrupt


def _end(*_: object) -> NoReturn:
    print(STOPPED_IN_WORDS, file=sys.stderr, flush=True)
    os._exit(STOPPED)
