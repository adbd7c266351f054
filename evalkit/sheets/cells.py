"""Single cells: card numbers, dates, and the marks people type into cells that do not apply."""

from __future__ import annotations

import datetime
import re
from typing import Any

from evalkit.sheets.grid import as_text

BLANK_MARKS = frozenset({"", "-", "–", "—", "…", "...", "..", ".", "/", "//"})
_CARD_DIGITS = 12
_FEWEST_DIGITS = 6  # fewer are no card that lost its zeros, but something else
_ISO_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[ T]00:00(?::00)?)?")
_FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of Excel's calendar as it counts after February 1900


def card_number(text: str) -> tuple[str, bool]:
    """A card number as 12 digits, and whether zeros that Excel dropped were put back; "" where it is none.

    >>> card_number("51012345678"), card_number("05.1012.345678"), card_number("n/a")
    (('051012345678', True), ('051012345678', False), ('', False))
    """
    digits = re.sub(r"[\s.\-'’]", "", text)
    if not digits.isdecimal() or not _FEWEST_DIGITS <= len(digits) <= _CARD_DIGITS:
        return "", False
    return digits.zfill(_CARD_DIGITS), len(digits) < _CARD_DIGITS


def iso_date(value: Any) -> str:
    """A full date as "2022-12-31", from a date, a serial number, or a text (day first, or ISO); else ""."""
    if value == "":
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (_FIRST_DAY + datetime.timedelta(days=int(value))).isoformat() if 3000 < value < 80000 else ""
    text = as_text(value)
    found = re.fullmatch(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", text)
    parts = found.groups()[::-1] if found else re.findall(r"\d+", text) if _ISO_DATE.fullmatch(text) else ()
    if not parts:
        return ""
    year, month, day = map(int, parts[:3])
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def whole_number(value: Any) -> int | None:
    """A whole number that is not negative, also typed as text ("1.234"); None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if float(value).is_integer() and value >= 0 else None
    text = re.sub(r"(?<=\d)[.\s](?=\d{3}(?!\d))", "", as_text(value))
    return int(text) if text.isdigit() else None
