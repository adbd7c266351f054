"""Every number that a table prints about itself, found by small functions: which one looks into which layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evalkit.records import Printed
from evalkit.sheets.printed.columns import in_counts, in_forms, in_lists, in_share_rows
from evalkit.sheets.printed.lines import alone, in_words, shares_in_words
from evalkit.sheets.printed.page import Claim, Figures

Finder = Callable[[Figures], Iterator[Claim]]

FORM: tuple[Finder, ...] = (in_forms,)
COUNTS: tuple[Finder, ...] = (in_counts, in_words, shares_in_words, in_share_rows)
LIST: tuple[Finder, ...] = (in_lists, in_words, alone, shares_in_words, in_share_rows)
WIDE_LIST = LIST[:3]  # shares of many years say not of which
WIDE_COUNTS = COUNTS[:2]


def printed_figures(page: Figures) -> Iterator[Printed]:
    """Yield every printed number with the rows that have to give it; found by two finders it is one."""
    found: dict[tuple[float | str, ...], Claim] = {}
    for find in _finders(page):
        for claim in find(page):
            found.setdefault((claim.row, claim.place, claim.measure, claim.value, id(claim.block)), claim)
    yield from map(page.figure, found.values())


def _finders(page: Figures) -> tuple[Finder, ...]:
    if page.table.label is not None:
        return FORM
    if page.table.wide:
        return WIDE_COUNTS if page.table.counts else WIDE_LIST
    return COUNTS if page.table.counts else LIST
