"""The signs that people type into cells: nothing to say, a mark, a box left unticked, as above."""

from __future__ import annotations

import re

from evalkit.vietnamese import fold

MARKS = frozenset(
    {"x", "×", "✓", "✔", "v", "√", "có", "☑", "☒", "+", "ü", "þ", "true", "đúng", "yes", "(x)", "[x]", "*"}
)
TICKS = frozenset({"✓", "✔", "v", "√", "☑", "ü", "þ"})
CROSSES = frozenset({"x", "×", "✗", "✘", "☒", "û", "ý"})  # in a row with a tick they say no
NO_MARKS = frozenset({"0", "false", "☐", "□", "không", "no", "sai"})  # a box left unticked
_DITTO = re.compile(r"[\s\-–.…]*(?:nt|n/t|như trên)[\s\-–.…]*|[\"”″〃„“]|''|´´")


def is_ditto(text: str) -> bool:
    """Return whether a cell says that it holds what stands above it.

    >>> is_ditto("-nt-"), is_ditto("Như trên"), is_ditto("„"), is_ditto("//")
    (True, True, True, False)
    """
    return bool(_DITTO.fullmatch(fold(text)))
