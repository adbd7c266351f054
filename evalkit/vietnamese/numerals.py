"""Numbers written out in words, as below a table: "Bằng chữ: hai mươi mốt đảng viên"."""

from __future__ import annotations

import re

from evalkit.vietnamese import fold

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORD = rf"(?:{'|'.join((*_DIGITS, 'mười', 'mươi', 'trăm', 'nghìn', 'ngàn', 'linh', 'lẻ'))})"
_NUMERAL = re.compile(rf"(?:{_WORD}\s+)*{_WORD}\b")
_PEOPLE = r"(?:đồng chí|đ/c|đảng viên|đv|người)"
_BEHIND = re.compile(rf"(\d+)\s*(?:{_PEOPLE}\s*)?\(\s*(?:bằng chữ\s*:?\s*)?({_NUMERAL.pattern})\s*(?:{_PEOPLE})?\s*\)")
_SPELLED = re.compile(
    rf"bằng chữ\s*:?\s*(?P<line>{_NUMERAL.pattern})\s*(?:{_PEOPLE}\W*)?\W*$"
    rf"|\d\s*\(\s*(?:bằng chữ\s*:?\s*)?(?P<behind>{_NUMERAL.pattern})\s*(?:{_PEOPLE})?\s*\)"
    rf"|^\W*(?:ấn định )?(?:tổng (?:cộng |số )?)?(?:danh sách(?: này| trên)?|đảng viên|:)\s*(?:có|gồm|là)?\s*:?"
    rf"\s*(?P<listed>{_NUMERAL.pattern})\s+{_PEOPLE}\W*$"
)


def spelled_number(text: str) -> int | None:
    """Return the number that a text has in words: behind "bằng chữ", in brackets behind its digits, or as all that
    a line says of a list.

    >>> spelled_number("(Bằng chữ: Hai mươi mốt đảng viên)"), spelled_number("Danh sách có 105 (một trăm linh năm) đ/c")
    (21, 105)
    >>> spelled_number("Danh sách có 5 (năm 2022) đ/c"), spelled_number("Bằng chữ: ba mươi triệu đồng")
    (None, None)
    >>> spelled_number("Danh sách có: Bảy đồng chí."), spelled_number("Danh sách có hai đồng chí dự bị")
    (7, None)
    """
    found = _SPELLED.search(fold(text))
    return _value((found["line"] or found["behind"] or found["listed"]).split()) if found else None


def spelled_otherwise(text: str) -> str:
    """Return digits with the words in brackets behind them where these are another number; "" where none are.

    >>> spelled_otherwise("08 chi bộ với 160 (một trăm bảy mươi) đảng viên"), spelled_otherwise("07 (bảy) đồng chí")
    ('160 (một trăm bảy mươi)', '')
    """
    found = (one for one in _BEHIND.finditer(fold(text)) if int(one[1]) != _value(one[2].split()))
    return next((one[0] for one in found), "") if "(" in text else ""


def _value(words: list[str]) -> int:
    """Return what numerals are worth: each word of a rank counts what stands before it."""
    total = part = 0
    digit: int | None = None
    for word in words:
        if word in ("nghìn", "ngàn"):
            total, part, digit = (total + part + (digit or 0)) * 1000, 0, None
        elif word in ("trăm", "mươi", "mười"):
            ones = digit if digit is not None else 1
            part, digit = part + ones * (100 if word == "trăm" else 10), None
        elif word in _DIGITS:
            part, digit = part + 10 * (digit or 0), _DIGITS[word]  # «hai mốt» is said for «hai mươi mốt»
    return total + part + (digit or 0)
