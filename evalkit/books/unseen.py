"""What one sheet says besides its values: errors, what is hidden, struck through or commented on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evalkit.books.old_fonts import OldFont
from evalkit.vietnamese import clean

Cell = tuple[int, int]  # row and column of the sheet, from 0

NOT_CALCULATED = "công thức chưa tính"
UNKNOWN_ERROR = "#LỖI"

_AUTHOR = re.compile(r"[^\n:]{1,60}:[ \t]*\r?\n")

LONGEST_TEXT = 300  # letters by which a text is understood
_LONGEST_COMMENT = 3000


class CellError(str):
    """What stands in a cell that holds no value: "#REF!", or that its formula was never calculated."""

    __slots__ = ()


class OwnOutput(Exception):
    """evalkit itself wrote this workbook: it is no data."""


class Oversized(Exception):
    """Reading this would fill the memory; the message says what is too large, in Vietnamese."""


@dataclass
class Unseen:
    """What the parser does not show of one sheet."""

    errors: dict[Cell, CellError] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()  # numbers as Excel shows them
    hidden_columns: tuple[tuple[int, int], ...] = ()  # first and last of each span, from 0
    fonts: dict[Cell, OldFont] = field(default_factory=dict)  # of cells in fonts of before Unicode
    struck: set[Cell] = field(default_factory=set)  # the whole cell is struck through, blank cells may be among them
    unstruck: dict[Cell, str] = field(default_factory=dict)  # what remains of a cell without its struck runs
    raised: dict[Cell, tuple[str, str]] = field(default_factory=dict)  # a cell's text without a raised mark, the mark
    comments: dict[Cell, str] = field(default_factory=dict)
    margins: tuple[str, ...] = ()  # lines printed above and below each page

    def strike(self, cell: Cell, runs: Sequence[tuple[str, bool]]) -> None:
        """Keep what a cell's runs of letters say, each with whether it is struck through."""
        whole = clean("".join(text for text, _ in runs))
        kept = clean("".join(text for text, struck in runs if not struck))
        self.struck.discard(cell)
        if not kept:
            self.struck.add(cell)
        elif kept != whole:
            self.unstruck[cell] = shortened(kept)


def cut_into_runs(
    text: str, starts: Iterable[tuple[int, int]], struck: set[int], *, begins_struck: bool
) -> list[tuple[str, bool]]:
    """Return the runs of a text whose fonts begin at these places: (place, font), `struck` the fonts with a line."""
    runs, begin, is_struck = [], 0, begins_struck
    for start, font in sorted(starts):
        runs.append((text[begin:start], is_struck))
        begin, is_struck = start, font in struck
    return [*runs, (text[begin:], is_struck)]


def shortened(text: str, most: int = LONGEST_TEXT) -> str:
    """Return a cleaned text; of a very long one the beginning, and an ellipsis that says so."""
    whole = text.strip()
    start = clean(whole[: 8 * most])
    return start if len(start) <= most and len(whole) <= 8 * most else f"{start[:most]}…"


def without_author(text: str, author: str = "") -> str:
    """Return a comment without the name that Excel puts before it.

    >>> without_author("Ban Tổ chức:\\nHạ một mức"), without_author("Lan: xem lại", "Lan")
    ('Hạ một mức', 'xem lại')
    """
    if author and text.startswith(f"{author}:"):
        return shortened(text[len(author) + 1 :], _LONGEST_COMMENT)
    named = _AUTHOR.match(text)
    return shortened(text[named.end() :] if named else text, _LONGEST_COMMENT)
