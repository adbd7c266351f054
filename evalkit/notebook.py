"""What the notebooks read: their own parameters, or else the folder and year of the one file beside all of them."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from evalkit.reading import Paths, Reading, read
from evalkit.refusal import Refused
from evalkit.settings import decode

CHOICE_FILE = "so-lieu.toml"
_KEYS = ("data", "year", "settings")
_EXAMPLE = 'Viết như mẫu: data = "D:/So lieu/2022", dòng dưới year = 2022.'
_YEAR = re.compile(r"\s*(\d{4})(?:[.,]0+)?\s*")
# A folder as Windows copies it, whose backslashes TOML would take for signs of its own
_PASTED = re.compile(
    r"""^([ \t]*(?:data|settings)[ \t]*=[ \t]*)["'“”]+([^"'“”\n]*\\[^"'“”\n]*)["'“”]+[ \t]*(?:\#.*)?$""",
    re.MULTILINE,
)


class ChoiceError(Refused):
    """The folder or the year that a notebook is to show cannot be used; the message says where and what to write."""


def read_chosen(
    data: Paths | None = None, *, year: object = None, settings: str | os.PathLike[str] | None = None
) -> tuple[Reading, int]:
    """Return the reading that a notebook shows, and the year.

    Without `data`, folder, year and settings are those of `so-lieu.toml` in the folder at hand, which serves all
    notebooks; a year or settings given here go before. Without any year it is the last one that has ratings. A year may
    be a text or a whole number with a decimal point.

    Raises:
        ChoiceError: the file is missing or cannot be used, or the year is none.
        NothingToRead: no workbook there.
        SettingsError: the settings cannot be used.
    """
    chosen: dict[str, Any] = {"data": data} if data else _choice(Path(CHOICE_FILE))
    year = chosen.get("year") if year is None else year
    wanted = None if year is None else as_year(year)
    reading = read(chosen["data"], settings=settings or chosen.get("settings") or None)
    years = reading.ratings["year"]
    if wanted is None and years.empty:
        raise ChoiceError("Trong số liệu chưa có năm nào; xem lại các tệp.")
    return reading, int(years.max()) if wanted is None else wanted


def as_year(year: object) -> int:
    """Return a year as a number: 2022, "2022" and 2022.0 are the same.

    Raises:
        ChoiceError: it is no year.
    """
    found = _YEAR.fullmatch(str(year))
    if not found:
        raise ChoiceError(f"Năm «{year}» không dùng được: year phải là bốn chữ số, ví dụ year = 2022.")
    return int(found[1])


def _choice(path: Path) -> dict[str, Any]:
    """Return what the file says; relative folders are meant from where it lies."""
    try:
        text = decode(path.read_bytes())
    except (OSError, UnicodeDecodeError):
        raise ChoiceError(f"Không đọc được tệp {path.name} nằm cạnh các notebook. Tạo lại tệp đó. {_EXAMPLE}") from None
    try:
        chosen = tomllib.loads(_PASTED.sub(r"\1'\2'", text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f", dòng {line[1]}" if line else ""
        raise ChoiceError(f"{path.name}{where}: viết chưa đúng. {_EXAMPLE}") from None
    if unknown := [key for key in chosen if key not in _KEYS]:
        raise ChoiceError(f"{path.name}: không có mục «{unknown[0]}»; được dùng: {', '.join(_KEYS)}.")
    if not chosen.get("data"):
        raise ChoiceError(f"{path.name}: chưa ghi thư mục số liệu. {_EXAMPLE}")
    return chosen
