"""Single cells: card numbers, dates, and the marks people type into cells that do not apply."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from evalkit.books.grid import Grid, as_text, most_are
from evalkit.vietnamese import listed_names

BLANK_MARKS = frozenset({"", "-", "–", "—", "…", "...", "..", ".", "/", "//"})
_CARD_DIGITS = 12
_FLOAT_DIGITS = 12  # decimals of a share that was calculated; what comes behind is the noise of binary numbers
_FEWEST_DIGITS = 6  # fewer are no card that lost its zeros, but something else
_BETWEEN_DIGITS = re.compile(r"[\s.\-'’]")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_IN_WORDS = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_AROUND_DATE = re.compile(
    r"^(?:sinh\s+)?(?:ngày\s+)?(?=\d)|\s*[,;(]\s*[^\d\s][^\d]*$|\s+(?:tại|ở)\s[^\d]*$", re.IGNORECASE
)
_ISO_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[ T]00:00(?::00)?)?")
_PART_OF_DATE = re.compile(r"(?:\d{1,2}\s*[/.\-]\s*)?(?:19|20)\d\d(?:\.0)?")  # a year, or month and year
_SHORT_DATE = re.compile(
    r"\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg\s?\d{1,2})", re.IGNORECASE
)  # as Excel shows a day of this year
_FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of Excel's calendar as it counts after February 1900


def card_number(text: str) -> tuple[str, bool]:
    """Return a card number as 12 digits, and whether zeros that Excel dropped were put back; "" where it is none.

    >>> card_number("51012345678"), card_number("05.1012.345678"), card_number("n/a")
    (('051012345678', True), ('051012345678', False), ('', False))
    """
    digits = _BETWEEN_DIGITS.sub("", text)
    if not digits.isdecimal() or not _FEWEST_DIGITS <= len(digits) <= _CARD_DIGITS:
        return "", False
    return digits.zfill(_CARD_DIGITS), len(digits) < _CARD_DIGITS


def are_cards(texts: Sequence[str]) -> bool:
    """Return whether all of these are card numbers as they should be written; told at once."""
    whole = "".join(texts)
    return set(map(len, texts)) == {_CARD_DIGITS} and whole.isascii() and whole.isdecimal()


@lru_cache(maxsize=65536)
def iso_date(value: Any) -> str:
    """Return a full date as "2022-12-31", from a date, a serial number, or a text; else "".

    A text says the day first, or is ISO, or words; a place behind it is left aside.

    >>> iso_date("5/3/1970"), iso_date("ngày 05 tháng 03 năm 1970"), iso_date("05/03/1970, Sao Mai"), iso_date("1970")
    ('1970-03-05', '1970-03-05', '1970-03-05', '')
    """
    if value == "":
        return ""
    if value.__class__ is str and len(value) == 10 and value[2] == value[5] == "/":
        iso = f"{value[6:]}-{value[3:5]}-{value[:2]}"
        with contextlib.suppress(ValueError):  # as most are written
            datetime.date.fromisoformat(iso)
            return iso
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (_FIRST_DAY + datetime.timedelta(days=int(value))).isoformat() if 3000 < value < 80000 else ""
    text = _AROUND_DATE.sub("", _IN_WORDS.sub(r"\1/\2/\3", as_text(value)))
    found = _DAY_FIRST.fullmatch(text)
    parts = found.groups()[::-1] if found else re.findall(r"\d+", text) if _ISO_DATE.fullmatch(text) else ()
    if not parts:
        return ""
    year, month, day = map(int, parts[:3])
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def is_date(value: Any) -> bool:
    """Return whether a cell is a date, or a text that Excel makes of one: "01/05/2022", "1-May", "01-Thg5".

    >>> is_date(datetime.date(2022, 5, 1)), is_date("5-Jan"), is_date("1-5"), is_date("Chi bộ 1/5")
    (True, True, False, False)
    """
    if value.__class__ is str:
        may_be_one = "0" <= value[:1] <= "9" and not value.isdecimal()
        return may_be_one and bool(_SHORT_DATE.fullmatch(value) or iso_date(value))
    return isinstance(value, datetime.date)


def dates_in(cells: Sequence[Any]) -> set[Any]:
    """Return which of these cells are dates, or texts that Excel makes of one; of names, told at once that none is.

    >>> dates_in(["Chi bộ 1", "1-May", "Chi bộ 2"]), dates_in(["Chi bộ 1", "Chi bộ 2"])
    ({'1-May'}, set())
    """
    distinct = set(cells)
    others = {cell for cell in distinct if cell.__class__ is not str}
    whole = "".join(distinct - others)
    return set(filter(is_date, distinct if any(sign in whole for sign in "-/.") else others))


def is_no_date(text: str) -> bool:
    """Return whether a text in a date's cell is no date, not even a year or a month of one: "05/03/72", "31/02/1972".

    >>> is_no_date("05/03/72"), is_no_date("03/1972"), is_no_date("1972.0"), is_no_date("-")
    (True, False, False, False)
    """
    return text not in BLANK_MARKS and not _PART_OF_DATE.fullmatch(text)


class Share(NamedTuple):
    """A printed share: its value, a fraction of 1 that is as exact as it was printed, and its decimals in per cent."""

    value: float
    decimals: int


def printed_shares(values: Sequence[Any]) -> list[Share | None]:
    """Return the shares that the cells of one table print, of which all are of 1 or all of 100; None where it is no
    share.

    "98,45%", 98.45, "98,45" and 0.9845 mean the same; which scale the bare numbers have, the largest of them tells.

    >>> printed_shares(["98,45%", 1.55]), printed_shares([0.9845, 0.0155])[0]
    ([Share(value=0.9845, decimals=2), Share(value=0.0155, decimals=2)], Share(value=0.9845, decimals=2))
    """
    read = [_decimal(value) for value in values]
    bare = [number for number, percent in filter(None, read) if not percent]
    whole = bool(bare) and max(bare) <= 1 and any(number not in (0, 1) for number in bare)
    unclear = bool(bare) and set(bare) <= {Decimal(0), Decimal(1)}
    found: list[Share | None] = []
    for item in read:
        if item is None or (unclear and not item[1] and item[0]):
            found.append(None)
            continue
        shift = 2 if whole and not item[1] else 0
        decimals = max(0, -int(item[0].as_tuple().exponent) - shift)  # of "20,00" two, whatever the value
        found.append(Share(float(item[0].scaleb(shift - 2)), decimals))
    return found


def _decimal(value: Any) -> tuple[Decimal, bool] | None:
    """Return a number that is not negative as it was typed, and whether a per cent sign stands behind it."""
    if isinstance(value, float):
        value = round(value, _FLOAT_DIGITS)
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", as_text(value)) if not isinstance(value, bool) else None
    return (Decimal(found[1].replace(",", ".")), bool(found[2])) if found else None


_PEOPLE = re.compile(r"(?<=\d) ?(?:đ/c|đồng chí|đảng viên|đv|người|tổ chức|chi bộ)\.?$", re.IGNORECASE)
SHARE_BEHIND = re.compile(r"(?<=\d)\s*\(\s*(\d{1,3})(?:[.,](\d+))?\s*%\s*\)$")  # "16 (80%)"
_NAMES_BEHIND = re.compile(r"(\d+)\s*(?:đ/c|đồng chí|đảng viên|đv)?\s*(?:\(\s*([^()\d%]+?)\s*\)|:\s*([^()\d%]+))\.?")
_NOUGHTS = re.compile(r"(?<=\d),0{1,2}$")  # "2,0"; "1,000" may be a thousand
_THOUSANDS = re.compile(r"(?<=\d)[.\s](?=\d{3}(?!\d))")


def whole_number(value: Any) -> int | None:
    """Return a whole number that is not negative, also typed as text ("1.234", "02 đ/c", "16 (80%)", or with the names
    of those it counts); None where it is none.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if float(value).is_integer() and value >= 0 else None
    text = as_text(value)
    if not text[:1].isdecimal():  # as most texts do not begin
        return None
    if found := number_and_names(text):
        return found[0]
    text = _NOUGHTS.sub("", _THOUSANDS.sub("", _PEOPLE.sub("", SHARE_BEHIND.sub("", text))))
    return int(text) if text.isdecimal() else None  # «²» is a digit, and no number


def number_and_names(text: str) -> tuple[int, int] | None:
    """Return a number, and how many names stand behind it: "2 (Nguyễn Văn An, Trần Thị Bình)"; a word is no name.

    >>> number_and_names("2 (Nguyễn Văn An, Trần Thị Bình)"), number_and_names("3 (nữ)")
    ((2, 2), None)
    """
    found = _NAMES_BEHIND.fullmatch(text) if not text.isdecimal() else None
    names = listed_names(found[2] or found[3]) if found else 0
    return (int(found[1]), names) if found and names else None


def number_at(grid: Grid, row: int, place: int) -> int | None:
    """Return the whole number in a cell; None where none stands there."""
    return whole_number(grid.value(row, place))


def make_up(grid: Grid, rows: Iterable[int], parts: Collection[int], whole: int, *, least: int = 1) -> bool:
    """Return whether in most of these rows, at `least` so many, the number of one column is the sum of the others'."""
    wholes = [(row, number) for row in rows if (number := number_at(grid, row, whole))]
    return len(wholes) >= least and most_are(
        lambda one: sum(number_at(grid, one[0], part) or 0 for part in parts) == one[1], wholes
    )
