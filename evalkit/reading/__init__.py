"""Many workbooks → one reading: workers, then sheets, subjects, checks in turn.

`inbox` reads workbooks and folders, which `files` finds and `sheets.workers` parses. `frames` makes one table of their
rows, `joining` finds who is who in it and checks it, `register` keeps the awards held, `departures` who left, and
`privacy` takes names out of messages. `result` is what comes out. `parquet` reads one that was saved, `columns` checks
its values, `origin` keeps what saving one needs. `handover` gives a reading to the notebooks of its report.

What needs pandas is loaded when it is first used: the workers have begun by then.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from evalkit.reading.files import NothingToRead, Source
from evalkit.reading.handover import Paths
from evalkit.reading.inbox import read

if TYPE_CHECKING:
    from evalkit.reading.frames import COLUMNS
    from evalkit.reading.result import Reading

__all__ = ["COLUMNS", "NothingToRead", "Paths", "Reading", "Source", "read"]

_HOMES = {"COLUMNS": "frames", "Reading": "result"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"evalkit.reading.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
