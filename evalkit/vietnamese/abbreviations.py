"""Names of units shortened to the first letters of their words: «CB VP» for «Chi bộ Văn phòng»."""

from __future__ import annotations

import re

from evalkit.vietnamese import clean, plain

_KIND = re.compile(r"(?:(c)b|(c)hi bộ|(đ)b|(đ)ảng (?:bộ|[uủ][yỷ]))\b\.?(?: cơ sở)?(?=.)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+|\d+")


def abbreviates(short: str, name: str) -> bool:
    """Return whether capitals in `short` stand for words of `name`, in their order, and all else is the same.

    >>> abbreviates("CB TTra", "Chi bộ Thanh tra"), abbreviates("P.KHTC", "Phòng Kế hoạch - Tài chính")
    (True, True)
    >>> abbreviates("CHI BỘ BAN", "Chi bộ Bảo an"), abbreviates("Đảng bộ VP", "Chi bộ Văn phòng")
    (False, False)
    """
    kinds = {_kind(short), _kind(name)} - {""}
    marks, words = _words(short), [plain(word) for word in _words(name)]
    if len(kinds) > 1 or len(marks) >= len(words):
        return False
    for mark in marks:
        letters = _capitals(mark)
        if words[:1] == [plain(mark)]:
            words = words[1:]
        elif letters and [word[0] for word in words[: len(letters)]] == letters:
            words = words[len(letters) :]
        else:
            return False
    return not words


def is_short(name: str) -> bool:
    """Return whether a word of a unit's name has capitals enough to stand for several words."""
    return any(len(_capitals(word)) > 1 for word in _words(name))


def first_letters(name: str, *, capitals: bool) -> str:
    """Return the first letter of each word of a unit's name; of a word with capitals all its capitals, where wanted.

    Numbers are never shortened.
    """
    marks = [
        (_capitals(word) if capitals else []) or [word if word.isdecimal() else plain(word)[0]] for word in _words(name)
    ]
    return "".join(letter for mark in marks for letter in mark)


def _kind(name: str) -> str:
    """Return "c" for a cell, "đ" for a committee's organisation, "" where the name does not say."""
    found = _KIND.match(clean(name))
    return next(letter for letter in found.groups() if letter).lower() if found else ""


def _words(name: str) -> list[str]:
    """Return the words of a name without the kind of organisation before it, and without "và"."""
    return [word for word in _WORDS.findall(_KIND.sub("", clean(name), count=1)) if word.lower() != "và"]


def _capitals(word: str) -> list[str]:
    return [plain(letter) for letter in word if letter.isupper()]
