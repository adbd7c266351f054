"""Files that another program holds and disks that take no more: what the person can do, in one line."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

_Result = TypeVar("_Result")
_HELD_BRIEFLY = os.name == "nt"  # there an antivirus or OneDrive opens each new file for a moment
_PATIENCE = 3.0  # seconds
_PAUSE = 0.1


def explain_unreadable(error: OSError) -> str:
    """Return why a file could not be read, and what to do."""
    if isinstance(error, PermissionError):
        return "đang mở trong Excel hay chương trình khác, hoặc không có quyền đọc. Đóng tệp rồi chạy lại."
    if isinstance(error, FileNotFoundError):
        return "không có tệp này. Kiểm tra lại tên và thư mục rồi chạy lại."
    return (
        f"{error.strerror or type(error).__name__}. Nếu tệp nằm trên OneDrive hay ổ mạng: chép về máy, hoặc nhấp chuột "
        "phải chọn «Luôn giữ trên thiết bị này», rồi chạy lại."
    )


def explain_unwritable(error: OSError) -> str:
    """Return why a file could not be written, and what to do."""
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "đang mở trong Excel hay chương trình khác, hoặc không có quyền ghi. Đóng tệp, hoặc chọn thư mục khác."
    if error.errno == errno.ENOSPC:
        return "đĩa đã đầy. Dọn cho trống chỗ, hoặc chọn thư mục khác."
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "đó là một tệp, không phải thư mục. Chọn thư mục khác."
    if isinstance(error, FileNotFoundError):
        return "không có thư mục ấy và không tạo được ở đó. Chọn thư mục khác."
    return f"{error.strerror or 'hết chỗ hoặc đĩa lỗi'}. Chọn thư mục khác rồi chạy lại."


def refusal_to_write(path: Path, error: OSError) -> str:
    """Return the line that names the file not written, why, and what to do."""
    return f"Không ghi được «{path}»: {explain_unwritable(error)}"


def retry_while_held(move: Callable[[], _Result]) -> _Result:
    """Call a rename; on Windows again for a few seconds while another program still holds what was just written.

    Raises:
        PermissionError: it is held for longer, as a workbook open in Excel is.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return move()
        except PermissionError:
            if not _HELD_BRIEFLY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


@contextmanager
def write_together(folder: Path) -> Iterator[Path]:
    """Yield a scratch folder whose files come into `folder` when all are written; none do where the writing stops."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    near = folder if folder.is_dir() else folder.parent  # on the same disk, so that files need not be copied
    near.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".evalkit-", dir=near, ignore_cleanup_errors=True) as scratch:
        inside = Path(scratch, "files")
        inside.mkdir()
        yield inside
        for path in sorted(path for path in inside.rglob("*") if path.is_file()):
            _move(path, folder / path.relative_to(inside))


def _move(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    retry_while_held(lambda: path.replace(place))
