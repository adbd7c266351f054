"""Running numbers beside the rows: 1, 2, 3, 5. A number that is left out may be a row that was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from evalkit.sheets.model import Kind
from evalkit.sheets.printed.page import Fault, Figures

_NO_ROWS = frozenset({Kind.NUMBERING, Kind.HEADER, Kind.EXAMPLE})
_MOST = 10**4  # more is no running number
_RARE = 4  # of numbers in no order, at most one in so many is left out: others number something else


class _Numbered(NamedTuple):
    number: int
    row: int


def missing_numbers(page: Figures) -> Iterator[Fault]:
    """Yield the numbers left out: once a table, at the first row behind such a gap.

    Numbers that begin again at 1, as below each unit, are looked at apart.
    """
    if page.table.label is not None or "number" not in page.table.names:
        return
    place = page.table.names["number"]
    gaps = [gap for run in _runs(_numbered(page, place)) for gap in _gaps(run)]
    if gaps:
        missing = ", ".join(_named(before.number + 1, after.number - 1) for before, after in gaps[:3])
        missing += " …" if len(gaps) > 3 else ""
        message = (
            f"số thứ tự nhảy từ {gaps[0][0].number} sang {gaps[0][1].number}; trong bảng không có dòng số {missing}. "
            "Nếu thiếu dòng: bổ sung; nếu không: đánh lại số thứ tự."
        )
        yield Fault(gaps[0][1].row, place, message, missing)


def _numbered(page: Figures, place: int) -> list[_Numbered]:
    found = []
    for line in page.lines:
        text = "" if line.kind in _NO_ROWS else page.grid.text(page.table.body + line.row, place).rstrip(".")
        if text.isdecimal() and int(text) < _MOST:
            found.append(_Numbered(int(text), page.table.body + line.row))
    return found


def _runs(rows: Sequence[_Numbered]) -> list[Sequence[_Numbered]]:
    """Return the runs of numbers, each from 1 on; rows in another order are one run."""
    starts = [place for place, one in enumerate(rows) if not place or one.number == 1 < rows[place - 1].number]
    runs = [rows[first:end] for first, end in pairwise([*starts, len(rows)])]
    ascending = all(before.number <= after.number for run in runs for before, after in pairwise(run))
    if ascending and (len(runs) <= 1 or rows[0].number == 1):
        return runs
    ordered = sorted(rows)
    missing = ordered[-1].number - ordered[0].number + 1 - len({one.number for one in ordered})
    return [ordered] if missing * _RARE <= len(rows) else []


def _gaps(run: Sequence[_Numbered]) -> list[tuple[_Numbered, _Numbered]]:
    return [(before, after) for before, after in pairwise(run) if after.number > before.number + 1]


def _named(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
