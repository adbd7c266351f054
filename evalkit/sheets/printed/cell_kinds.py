"""Kinds of members that make up all of them, official and on probation, men and women, in rows of their own.

What a unit's whole prints is what its two kinds have together; what a total prints of one kind, the units' rows of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

from evalkit.sheets.model import Column, Kind, Line, columns_of
from evalkit.sheets.printed.page import Fault, Figures, Rows
from evalkit.sheets.vocabulary import is_total, member_kind, whole_pair
from evalkit.sheets.whose import WHOSE, divides_people


def wrong_kinds(page: Figures) -> Iterator[Fault]:
    """Yield the numbers of wholes and of totals that rows of kinds contradict."""
    if not page.counts or page.table.label is not None:
        return
    rows = [line for line in page.lines if line.kind in (Kind.SUBJECT, Kind.SUBSET)]
    kinds = {line.row: kind for line in rows if (kind := _kind_of(page, line))}
    if not whole_pair(kinds.values()):
        return
    for family in _families(rows, kinds):
        whole = [line.row for line in family if line.kind is Kind.SUBJECT and line.row not in kinds]
        parts = {kinds[line.row]: line.row for line in family if line.row in kinds}
        if pair := whole_pair(parts):
            yield from _wrong(page, whole, [parts[kind] for kind in pair], "chính thức và dự bị, hay nam và nữ,")
    totals = [row for row in kinds if is_total(_name(page, row))]
    for row in totals:
        own = [other for other, kind in kinds.items() if kind == kinds[row] and other not in totals]
        yield from _wrong(page, [row], own, "các dòng cùng loại")


def wrong_wholes(page: Figures) -> Iterator[Fault]:
    """Yield the numbers of a whole, «Tổ chức cơ sở đảng», that the rows below it do not make up, as most do."""
    lines = [line for line in page.lines if line.kind in (Kind.SUBJECT, Kind.SUBSET)]
    for whole in (line for line in lines if line.kind is Kind.SUBJECT and WHOSE in page.table.names):
        parts = list(takewhile(lambda line: line.kind is Kind.SUBSET, lines[lines.index(whole) + 1 :]))
        rows = [page.table.body + line.row for line in parts]
        pairs = [
            (page.number(page.table.body + whole.row, column.place) or 0, page.down(rows, column.place))
            for column in _columns(page)
        ]
        filled = [pair for pair in pairs if any(pair)]
        if len(rows) > 1 and 2 * sum(one == other for one, other in filled) >= len(filled):
            yield from _wrong(page, [whole.row], [line.row for line in parts], "các dòng phía dưới")


def wrong_mixed_totals(page: Figures) -> Iterator[Fault]:
    """Yield the numbers of totals that base organisations and cells, a row each, do not add up to."""
    last = -1
    for row in page.mixed_totals:
        units = [unit - page.table.body for unit in page.units_in(Rows(last + 1, row - 1))]
        yield from _wrong(page, [row - page.table.body], units, "các dòng phía trên")
        last = row


def equal_divisions(page: Figures) -> Iterator[Fault]:
    """Yield where rows that divide people add up to as many at each level as those above them: divided twice."""
    if WHOSE not in page.table.names:
        return
    rows = [row for row in page.units if divides_people(page.table, _name(page, row - page.table.body))]
    places = [column.place for column in columns_of(page.counts)]
    for cut in range(1, len(rows)):
        above, below = ([page.down(part, place) for place in places] for part in (rows[:cut], rows[cut:]))
        if above == below and sum(map(bool, above)) > 1:
            first, last = (page.grid.top + row + 1 for row in (rows[0], rows[cut - 1]))
            message = (
                f"từ dòng này, các dòng cộng lại bằng đúng các dòng {first}–{last} ở mọi mức: có thể là cùng những "
                "người chia theo cách khác, và đang đếm hai lần. Để mỗi cách chia ở một bảng."
            )
            yield Fault(rows[cut], places[0], message)


def _kind_of(page: Figures, line: Line) -> str:
    """Return which kind of members a row counts; "" for all of them."""
    texts = page.texts(page.table.body + line.row).values() if line.kind is Kind.SUBSET else ()
    return line.membership or next(filter(None, map(member_kind, texts)), "")


def _families(rows: Iterable[Line], kinds: Collection[int]) -> Iterator[list[Line]]:
    """Yield the rows of each whole: it and the kinds right below it, or right above where these come first."""
    found: list[list[Line]] = []
    lines = list(rows)
    first = bool(lines) and lines[0].kind is Kind.SUBJECT and not lines[0].membership
    for line in lines if first else reversed(lines):
        adjacent = bool(found) and abs(found[-1][-1].row - line.row) == 1
        if adjacent and line.kind is Kind.SUBSET and line.row in kinds:
            found[-1].append(line)
        else:
            found.append([line])
    yield from found


def _name(page: Figures, row: int) -> str:
    """Return the name beside a row, or over it where it is written once for several."""
    place = page.table.names.get("name", 0)
    names = (page.grid.text(page.table.body + above, place) for above in range(row, -1, -1))
    return next(filter(None, names), "")


def _wrong(page: Figures, wholes: Iterable[int], parts: Iterable[int], what: str) -> Iterator[Fault]:
    """Yield what these rows print and the others do not add up to; a column that is blank in the others is passed."""
    rows = [page.table.body + row for row in parts]
    for row in (page.table.body + whole for whole in wholes):
        for column in _columns(page):
            printed, added = page.number(row, column.place) or 0, page.down(rows, column.place)
            if printed != added and any(page.number(one, column.place) is not None for one in rows):
                message = f"cột «{column.title}» ghi {printed}, {what} cộng lại được {added}. Kiểm tra các dòng này."
                yield Fault(row, column.place, message, printed, added)


def _columns(page: Figures) -> Iterator[Column]:
    for block in page.counts:
        yield from (*block.columns, *block.totals)
