"""Every number that a table prints about itself, found by small functions: which of them look into which layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from evalkit.books.cells import printed_shares
from evalkit.records import Printed
from evalkit.sheets.printed.columns import in_counts, in_forms, in_lists, in_names, in_share_rows, in_titles, in_years
from evalkit.sheets.printed.lines import in_words, shares_in_words
from evalkit.sheets.printed.page import Claim, Figures
from evalkit.sheets.printed.words import SHARE

_WITH_PART = re.compile(r"\s*\d+\s*\(.*\)\s*")
Finder = Callable[[Figures], Iterator[Claim]]

FORM: tuple[Finder, ...] = (in_forms,)
COUNTS: tuple[Finder, ...] = (in_names, in_counts, in_words, in_titles)
LIST: tuple[Finder, ...] = (in_lists, in_words, in_titles)
ONE_YEAR: tuple[Finder, ...] = (shares_in_words,)  # where years stand side by side they say not of which
YEARS: tuple[Finder, ...] = (in_years,)


def printed_figures(page: Figures) -> Iterator[Printed]:
    """Yield every printed number with the rows that have to give it: numbers that stand together mean the same rows."""
    table = page.table
    finders = FORM if table.label is not None else COUNTS if table.counts else LIST
    if table.label is None:
        finders += (in_share_rows, *(YEARS if table.wide else ONE_YEAR))
    found: dict[tuple[object, ...], dict[Claim, None]] = {}
    for claim in _valued(page, chain.from_iterable(find(page) for find in finders)):
        key = (claim.line is None, claim.row if claim.line is None else claim.line, id(claim.block))
        found.setdefault(key, {})[claim] = None
    for claims in map(list, found.values()):
        rows = claims[0].rows or page.covered(claims)
        yield from (page.figure(claim, rows) for claim in claims)


def _valued(page: Figures, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield claims with the number or share that stands in their cells; those in words have it."""
    shares: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.value is not None:
            yield claim
        elif claim.measure.endswith(SHARE):
            shares.setdefault(claim.row if page.table.label is None else (claim.place, claim.rows), []).append(claim)
        elif (number := page.number(claim.row, claim.place)) is not None:
            yield claim._replace(value=number)
        elif _is_no_count(page.grid.value(claim.row, claim.place)):
            page.no_counts.append((claim.row, claim.place))
    for together in shares.values():
        yield from _shares(page, together)


def _is_no_count(cell: object) -> bool:
    """Return whether a cell holds a fraction, or a count with its part in brackets: «38 (15)»."""
    return isinstance(cell, float) or (isinstance(cell, str) and bool(_WITH_PART.fullmatch(cell)))


def _shares(page: Figures, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the shares of a row or of a form's column: all are of 1 or of 100; a form's 100 % rated says nothing."""
    claims = list(claims)
    shares = printed_shares([page.grid.value(claim.row, claim.place) for claim in claims])
    for claim, share in zip(claims, shares, strict=True):
        base = page.table.label is not None and claim.measure == "rated" + SHARE and share and share.value == 1
        if share and not base:
            yield claim._replace(value=share.value, decimals=share.decimals)
