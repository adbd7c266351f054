"""Words that stand in more than one of the vocabularies, and how texts are asked for words: folded, by a pattern."""

import re
from collections.abc import Callable

from evalkit.vietnamese import fold

Fold = Callable[[str], str]
Predicate = Callable[[str], bool]

PEOPLE = r"(?:đồng chí|đ/c|đảng viên|đv|người)"  # behind a number of them
RATE = r"(?:tỷ|tỉ) lệ"
ACT = r"(?:đánh giá|xếp loại|kiểm điểm|(?:kđ|đg|xl|đgxl)\b)"  # what is done when somebody is rated
OF_WHICH = r"(?:trong (?:số )?đó|tr?\.? ?đó|chia ra|(?:bao )?gồm)"  # what follows is counted in what stands before


def whole(pattern: str, of: Fold = fold) -> Predicate:
    """Return what tells whether a pattern fits the whole of a text.

    >>> whole("quý .")("Quý I"), whole("quý .")("Quý I năm 2022")
    (True, False)
    """
    fits = re.compile(pattern).fullmatch
    return lambda text: fits(of(text)) is not None


def at_start(pattern: str, of: Fold = fold) -> Predicate:
    """Return what tells whether a text begins as a pattern says."""
    return whole(rf"(?:{pattern})(?s:.*)", of)


def inside(pattern: str, of: Fold = fold) -> Predicate:
    """Return what tells whether a pattern fits anywhere in a text."""
    finds = re.compile(pattern).search
    return lambda text: finds(of(text)) is not None
