"""What a worker does: read one workbook, whatever that one does to it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from evalkit.records import FileReading
from evalkit.scale import Scale
from evalkit.settings import Hint, Limits

Given = tuple[Scale, tuple[Hint, ...], Limits]

_given: list[Given] = []  # the last that was said; empty or one


def read(path: str, name: str, news: Given | None) -> FileReading:
    """Return what a workbook says; whatever happens to it is the answer. The settings in `news` hold for what follows,
    too.
    """
    if news:
        _given[:] = [news]
        _limit_memory(news[2].memory_mib * 2**20)
    from evalkit.sheets.sheet import read_workbook  # in a worker this is there; who asks it does without

    scale, hints, limits = _given[0]
    try:
        return read_workbook(Path(path), scale, hints, name=name, limits=limits)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        reading = FileReading(name, readable=False)
        message = "tệp hỏng, không đọc được đến hết. Mở bằng Excel, lưu lại rồi gửi lại."
        reading.problem("error", "damaged", message, found=type(error).__name__)
        return reading


def _limit_memory(most: int) -> None:
    """Bytes that this process may map, where the system can be asked to see to it."""
    if os.name == "posix":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
