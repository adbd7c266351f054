"""The signs that people type into cells: nothing to say, a mark, a box left unticked, as above, a column's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evalkit.sheets.vocabulary.words import whole
from evalkit.vietnamese import fold

MARKS = frozenset({
    "x", "×", "✓", "✔", "v", "√", "có", "☑", "☒", "+", "ü", "þ", "true", "đúng", "yes", "(x)", "[x]", "*", "●", "✔️",
    "✔︎", "☑️", "✅",
})  # fmt: skip
TICKS = frozenset({"✓", "✔", "v", "√", "☑", "ü", "þ", "✔️", "✔︎", "☑️", "✅"})
CROSSES = frozenset({"x", "×", "✗", "✘", "☒", "û", "ý"})  # in a row with a tick they say no
NO_MARKS = frozenset({  # also a box left unticked
    "0", "false", "☐", "□", "không", "no", "sai", "không có", "ko có", "ko", "○",
})  # fmt: skip
ORDINARY_STATES = frozenset({  # of somebody who is rated as others are
    "đang sinh hoạt", "đang hoạt động", "đang công tác", "chính thức", "bình thường",
})  # fmt: skip
# Whether a cell could stand in a row that numbers the columns.
may_number = whole(r"[(\[]?(?:\d{1,2}|[a-zđ]|\d{1,2}\s*[)\]]?\s*\(?=.*)[)\]]?")
_DITTO = re.compile(r"[\s\-–.…]*(?:nt|n/t|như (?:dòng )?trên)[\s\-–.…]*|[\"”″〃„“]|''|´´")


def is_ditto(text: str, *, of_unit: bool = False) -> bool:
    """Return whether a cell says that it holds what stands above it; any sign does in a column of units.

    >>> is_ditto("-nt-"), is_ditto("Như dòng trên"), is_ditto("„"), is_ditto("//"), is_ditto("//", of_unit=True)
    (True, True, True, False, True)
    """
    sign = of_unit and bool(text.strip(" ()%")) and not any(map(str.isalnum, text))
    return sign or bool(_DITTO.fullmatch(fold(text)))


def is_numbering(texts: Sequence[str]) -> bool:
    """Return whether a row numbers the columns: 1 2 3, (1) (2), A B 1, 2 = 4+...+14.

    >>> is_numbering(["A", "B", "1", "2"]), is_numbering(["1", "2 = 3+4", "3"]), is_numbering(["(6)", "(7)", "(8)"])
    (True, True, True)
    """
    if len(texts) < 3 or not all(map(may_number, texts)):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    begins = len(numbers) >= 2 and (numbers[0] <= 5 or all(text[0] + text[-1] == "()" for text in texts))
    return begins and all(one <= other for one, other in pairwise(numbers))
