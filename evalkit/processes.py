"""Processes beside this one that make calls for it, and end with it.

Each is a fresh interpreter, as with multiprocessing's `spawn`, but started on a command line of its own: neither the
caller's script is run again in it, nor anything that lies in the folder at hand.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

_START = "import sys; sys.path.insert(0, sys.argv[1]); from evalkit.processes import serve; serve(sys.argv[2])"
_alive: set[subprocess.Popen[bytes]] = set()
_early: dict[str, Process] = {}


class Gone(Exception):
    """The process ended before it answered."""


class Process:
    """A child that has loaded what it `needs`, a module, and then makes one call after the other."""

    def __init__(self, needs: str) -> None:
        root = str(Path(__file__).resolve().parents[1])
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", _START, root, needs],  # -P: nothing of the folder at hand is run
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,  # Windows lets nobody remove the folder in which a process stands
            env={**os.environ, "PYTHONUTF8": "1", "MPLBACKEND": "agg"},  # nobody sees what is drawn there
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        _alive.add(self._child)
        threading.Thread(target=_await_end, args=(self._child,), daemon=True).start()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function of a module there and give what it returns, or raises; whoever calls waits.

        Raises:
            Gone: there is no answer, and will be none.
        """
        try:
            _send(self._child.stdin, (function, arguments))
            returned, answer = pickle.load(self._child.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise Gone from error
        if returned:
            return answer
        raise answer

    @property
    def is_alive(self) -> bool:
        return self._child.poll() is None

    def kill(self) -> None:
        """End it at once; a call that waits for it raises Gone."""
        self._child.kill()

    def close(self) -> None:
        """End it and wait until it is gone, with its pipes; nobody may wait for an answer."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def start_early(needs: str) -> None:
    """Start the process that `beside` will want, and go on while it loads what it needs."""
    if needs not in _early:
        _early[needs] = Process(needs)


@contextmanager
def beside(needs: str | None) -> Iterator[Callable[..., Callable[[], Any]]]:
    """Have calls made in another process, one after the other, while the caller does something else.

    What it gives asks for a call, and returns what waits for its result. Where no process is wanted (`needs` is None),
    or it ends before its time, the call is made here when its result is wanted.
    """
    if needs is None:
        yield partial
        return
    process = _early.pop(needs, None) or Process(needs)
    try:
        with ThreadPoolExecutor(1) as thread:

            def ask(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
                return partial(_result, thread.submit(process.call, function, *arguments), function, *arguments)

            ask(os.chdir, Path.cwd())  # paths may be relative
            try:
                yield ask
            except BaseException:
                process.kill()  # the thread waits for it
                raise
    finally:
        process.close()


def _result(running: Future[Any], function: Callable[..., Any], *arguments: Any) -> Any:
    while not wait([running], timeout=0.2).done:  # without a limit it could not be interrupted on Windows
        pass
    try:
        return running.result()
    except Gone:
        return function(*arguments)


def _await_end(child: subprocess.Popen[bytes]) -> None:
    """Whoever ends it, at once it is gone: a Jupyter kernel ends its children and waits until it sees none."""
    child.wait()
    _alive.discard(child)


@atexit.register
def _end_all() -> None:
    """Nobody works on when the caller is stopped; of one that is killed they learn when they answer it."""
    for child in list(_alive):
        child.kill()


if hasattr(os, "register_at_fork"):
    for theirs in (_alive, _early):  # the parent's
        os.register_at_fork(after_in_child=theirs.clear)


def serve(needs: str) -> None:
    """Serve the child's side: calls asked for on stdin, each answered on stdout, until stdin closes."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nothing a library prints may get between the answers
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        import_module(needs)
        gc.freeze()  # what was imported stays; millions of cells of a large sheet are not gone through again and again
        gc.set_threshold(1_000_000)
        while True:
            function, arguments = pickle.load(calls)
            _send(answers, _outcome(function, arguments))


def _outcome(function: Callable[..., Any], arguments: Any) -> tuple[bool, Any]:
    """Return whether the function returned, and what it returned or raised."""
    try:
        return True, function(*arguments)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return False, error


def _send(pipe: Any, message: object) -> None:
    """Write one message and see it off."""
    pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()
