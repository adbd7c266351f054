"""What nobody foresaw: one line for the person, and for the maintainer where in the program it was, without data."""

from __future__ import annotations

import platform
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_ADVICE = "Thử chạy lại; nếu vẫn thế, gửi tệp đó cho người phụ trách evalkit"


def describe_failure(error: BaseException, *, version: str) -> str:
    """Return the line that names an unforeseen error and the file that was written about it.

    The file has the lines of the program and no values: the text of an error may hold a name from a workbook.
    """
    if isinstance(error, MemoryError):
        return "Máy không đủ bộ nhớ. Đóng bớt chương trình khác, hoặc chia số liệu ra nhiều thư mục, rồi chạy lại."
    said = f"Lỗi ngoài dự kiến của chương trình ({type(error).__name__})."
    path = Path(tempfile.gettempdir(), f"evalkit-loi-{time.strftime('%Y%m%d-%H%M%S')}.txt")
    with suppress(OSError):
        about = f"evalkit {version}, Python {platform.python_version()}, {platform.platform()}\n"
        path.write_text(about + "\n".join(_frames(error)), encoding="utf-8")
        return f"{said} {_ADVICE}: {path}"
    return said


def _frames(error: BaseException | None) -> Iterator[str]:
    """Yield where an error was raised, and where those were that it came from."""
    while error is not None:
        yield "".join([*traceback.format_tb(error.__traceback__), type(error).__name__])
        error = error.__cause__ or error.__context__
