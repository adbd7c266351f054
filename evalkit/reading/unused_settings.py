"""Settings files that are not used: of another name, as Windows and browsers give it, or in another folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalkit.problems import Problem
from evalkit.reading.files import files_in, is_in_report
from evalkit.settings import FILE_NAME, Settings, decode

_SUFFIXES = {"", ".toml", ".txt", ".ini", ".cfg", ".conf", ".bak", ".old"}
_LONGEST = 1_000_000  # bytes; settings are a few thousand
_TABLES = "targets|unit_targets|regulations|cap|awards|crosswalk|published|read"
_OURS = re.compile(rf"^\s*(?:\[\[\s*(?:{_TABLES})\s*\]\]|\[scale[.\]])", re.MULTILINE)
_KEYS = re.compile(
    r"^\s*(?:(?:organisation|organ|parent|term|mask_below|template|recipients|place|signatory)\s*="
    r"|\[(?:streaks|growth|review|limits|blocks)\])",
    re.MULTILINE,
)


def find_unused(paths: Sequence[Path], settings: Settings) -> Iterator[Problem]:
    """Yield the files below these folders, and beside these files, that look like settings and are not the ones used.

    An error where none are used; a warning where others are, that say something else.
    """
    seen = {settings.path.resolve()} if settings.path else set()
    for folder, files in map(_looked_at, paths):
        for file in files:
            text = _settings_text(file)
            if text and text.strip() != settings.text.strip() and file.resolve() not in seen:
                seen.add(file.resolve())
                if not is_in_report(file, folder):
                    yield _unused(file, folder, is_error=settings.path is None)


def _looked_at(path: Path) -> tuple[Path, list[Path]]:
    if path.is_dir():
        return path, list(files_in(path))
    return path.parent, sorted(file for file in path.parent.glob("*") if file.is_file())


def _settings_text(file: Path) -> str:
    """Return the text of a file that looks like settings; "" of any other."""
    named = "evalkit" in file.name.lower()
    if file.suffix.lower() not in _SUFFIXES or not (named or file.suffix):
        return ""
    try:
        text = decode(file.read_bytes()) if file.stat().st_size < _LONGEST else ""
    except (OSError, UnicodeDecodeError):
        return ""
    return text if _OURS.search(text) or (named and _KEYS.search(text)) else ""


def _unused(file: Path, folder: Path, *, is_error: bool) -> Problem:
    name = file.relative_to(folder).as_posix()
    if file.name == FILE_NAME:
        todo = f"Chuyển {FILE_NAME} vào thư mục số liệu (thư mục đầu tiên được đọc)"
    else:
        todo = f"Đổi tên thành {FILE_NAME} (Windows có thể đang giấu đuôi tệp)"
    message = f"{name}: là tệp cài đặt nhưng không được dùng. {todo}; nếu không cần nữa, chuyển ra khỏi thư mục."
    return Problem("error" if is_error else "warning", "settings_unused", name, "", "", "", message)
