"""Printed sums of cells that give no records: men and women, «HTTNV trở lên», «Số năm HTXSNV», the parts of forms.

Columns beside the levels give no figure; where most rows agree with what a column adds up, the others are wrong. A
column that fills what a total lacks is a level whose title was mistyped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import sub
from typing import NamedTuple

from evalkit.records import EVERY_YEAR
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.model import Block, Column, Kind, Line, with_role
from evalkit.sheets.printed.columns import total_column
from evalkit.sheets.printed.page import Fault, Figures
from evalkit.sheets.printed.words import level_counted
from evalkit.sheets.titles import reasons_beside
from evalkit.sheets.vocabulary import KIND_PAIRS, joins_levels, may_be_level
from evalkit.sheets.vocabulary.words import RATE
from evalkit.vietnamese import fold

_NO_SUM = re.compile(
    rf"điểm|bình quân|trung bình|{RATE}|%|\btl\b|\bnăm\b|\bthứ\b|hạng|\bmã\b|\bstt\b|\btt\b|số qđ|quyết định"
)
_TIMES = re.compile(r"(?:tổng )?số (?:năm|lần)\s+(?:đạt |được |xếp loại )*")
_ACROSS = ("sum_differs", "ghi {}, tính từ các cột khác của dòng được {}. Kiểm tra dòng này.")
_DOWN = ("total_differs", "dòng tổng ghi {}, cộng lại các dòng được {}. Kiểm tra các dòng và dòng tổng.")


class CellSum(NamedTuple):
    """What stands in a cell, and what other cells give: those of its row, or those above it."""

    row: int
    place: int
    printed: int
    added: int
    across: bool = False


def wrong_sums(page: Figures) -> Iterator[Fault]:
    """Yield the sums of cells that are wrong."""
    titles = {column.place: column.title for column in page.table.columns}
    if page.table.label is not None:
        wholes = (CellSum(page.table.body + row, at, printed, added) for row, at, printed, added in page.section_sums)
        sums: Iterable[CellSum] = chain(wholes, _across_forms(page), _down_forms(page))
    else:
        sums = _beside_levels(page)
    for one in sums:
        if one.printed != one.added:
            code, message = _ACROSS if one.across else _DOWN
            title = f"cột «{titles[one.place]}»" + (" " if one.across else ": ") if one.place in titles else ""
            message = title + message.format(one.printed, one.added)
            yield Fault(one.row, one.place, message, one.printed, one.added, code)


# --- beside the levels -----------------------------------------------------------------------------------------------


def _beside_levels(page: Figures) -> Iterator[CellSum]:
    blocks = page.table.blocks
    taken = {column for block in blocks for column in (*block.columns, *block.figures, *block.parts)}
    beside = [column for column in page.table.columns if column not in taken]
    for block in page.counts:
        yield from _of_reasons(page, block, beside)
    if len(page.counts) == 1:
        yield from _due(page, page.counts[0])
        for find in (_pairs, _joined):
            yield from _mostly_right(find(page, page.counts[0], beside))
        yield from _totals(page, with_role(beside, "", "unrated"))
    elif page.table.wide and not page.counts:
        yield from _mostly_right(_times(page, beside))


def _mostly_right(series: Iterable[list[CellSum]]) -> Iterator[CellSum]:
    """Yield the sums of each column of which at least as many are right as wrong: it is such a sum, indeed."""
    for sums in series:
        if 2 * sum(one.printed != one.added for one in sums) <= len(sums):
            yield from sums


def _in_column(page: Figures, place: int, added: Mapping[int, int]) -> list[CellSum]:
    """Return what stands in a column, row by row, with what the other columns of the row give for it."""
    numbers = ((row, page.number(row, place)) for row in added)
    return [CellSum(row, place, one, added[row], across=True) for row, one in numbers if one is not None]


def _against(page: Figures, place: int, places: Sequence[int]) -> list[CellSum]:
    """Return what stands in a column in the rows of units, with what these columns hold together."""
    return _in_column(page, place, {row: page.across(row, places) for row in page.units})


def _pairs(page: Figures, block: Block, beside: Sequence[Column]) -> Iterator[list[CellSum]]:
    """Yield for men and women, official and on probation, what the second are and what the first leave for them."""
    total = [column.place for column in block.totals[:1]]
    for first, second in KIND_PAIRS if total else ():
        others = [*total, *_of_kind(beside, first)]
        for place in _of_kind(beside, second) if len(others) > 1 else ():
            rows = ((row, [page.number(row, other) for other in others]) for row in page.units)
            filled = ((row, [number for number in numbers if number is not None]) for row, numbers in rows)
            yield _in_column(page, place, {row: sub(*both) for row, both in filled if len(both) > 1})


def _of_kind(beside: Sequence[Column], kind: str) -> list[int]:
    titled = [column.place for column in beside if re.fullmatch(rf"(?:đảng viên |đv )?{kind}", fold(column.path[-1]))]
    return titled if len(titled) == 1 else []


def _due(page: Figures, block: Block) -> Iterator[CellSum]:
    """Yield for «Số phải đánh giá» what stands there, with those done and not yet; without such a column, its bounds.

    Whether other reasons, in columns behind it, are among those who had to be rated is told by what fits most rows.
    """
    roles = {column.role: column.place for column in block.figures}
    if (due := roles.get("due")) is None:
        return
    levels = block.places_at(page.scale.worst_to_best)
    done = [roles["rated"]] if "rated" in roles else levels
    fits = _as_due(page, block, due, done, levels)
    yield from fits
    yield from (one._replace(added=max(one.printed, one.added)) for one in ([] if fits else _against(page, due, done)))
    told = {one.row for one in fits if one.printed != one.added}
    if total := [column.place for column in block.totals if column.place < due][:1]:
        bounded = (one for one in _against(page, due, total) if one.row not in told)
        yield from (one._replace(added=min(one.printed, one.added)) for one in bounded)


def _as_due(page: Figures, block: Block, due: int, done: Sequence[int], levels: Sequence[int]) -> list[CellSum]:
    """Return «Số phải đánh giá» against those done and not yet, or done and all behind it, whichever fits more rows."""
    not_yet = [column.place for column in block.columns if column.level == "not_yet"]
    behind = [place for place in block.places if place > due and place not in levels]
    series = [_against(page, due, [*done, *others]) for others in (not_yet, behind) if others]
    best = min(series, key=lambda sums: sum(one.printed != one.added for one in sums), default=[])
    return best if not_yet else [*_mostly_right([best])]


def _of_reasons(page: Figures, block: Block, beside: Iterable[Column]) -> Iterator[CellSum]:
    """Yield for «Chưa xếp loại │ Tổng» what stands there, and the reasons beside it."""
    for column in with_role(beside, "unrated"):
        places = [one.place for one in reasons_beside(column, block.columns, page.scale)]
        if places:
            yield from _against(page, column.place, places)


def _joined(page: Figures, block: Block, beside: Sequence[Column]) -> Iterator[list[CellSum]]:
    """Yield for «HTTNV trở lên» what stands there and the levels of the row that it joins."""
    for column in filter(lambda column: joins_levels(column.path[-1]), beside):
        if (measure := level_counted(column.path[-1], page.scale)).endswith("_or_better"):
            yield _against(page, column.place, block.places_at(page.scale.in_measure(measure)))


def _times(page: Figures, beside: Sequence[Column]) -> Iterator[list[CellSum]]:
    """Yield for «Số năm HTXSNV» what stands there and in how many years of the row the subject has that level."""
    reached = Counter((row, one.level) for row, one in page.rated)
    for column in beside:
        found = _TIMES.match(title := fold(column.path[-1]))
        if found and (level := level_of_caption(title[found.end() :], page.scale)):
            yield _in_column(page, column.place, {row: reached[row, level] for row in page.units})


def _totals(page: Figures, beside: Sequence[Column]) -> Iterator[CellSum]:
    """Yield totals of columns that are not read; what is no sum, as an average, is less than one of its numbers."""
    for column in (column for column in beside if not _NO_SUM.search(fold(column.title))):
        for row in page.totals:
            numbers = [
                number for unit in _added_up(page, row) if (number := page.number(unit, column.place)) is not None
            ]
            printed = page.number(row, column.place)
            if printed is not None and len(numbers) > 1 and printed >= max(numbers):
                yield CellSum(row, column.place, printed, sum(numbers))


def _added_up(page: Figures, row: int) -> list[int]:
    """Return the rows that a total adds up, as its levels do: of its year and population."""
    rows, line = page.covers.get(row, page.likely(row)[0]), page.kinds[row]
    year = page.year_of_sum(row) if "year" in page.table.names else line.year
    return [
        unit
        for unit in page.units_in(rows)
        if page.counted[unit].population == line.population and year in (page.counted[unit].year, EVERY_YEAR)
    ]


def unread_levels(page: Figures) -> Iterator[Column]:
    """Yield columns of numbers titled like a level that are read as none, if they fill what a total lacks."""
    blocks = page.counts if page.table.label is None else []
    likely = (column for column in page.table.columns if not column.role and not column.scope)
    for column in likely if blocks else ():
        filled = any(page.number(row, column.place) for row in page.units)
        if may_be_level(column.path[-1]) and filled and any(_lacks(page, block, column) for block in blocks):
            yield column


def _lacks(page: Figures, block: Block, column: Column) -> bool:
    """Return whether the levels of a block are fewer than its total by just what stands in a column."""
    total = next(iter(block.totals), None)
    places = [*block.places, column.place]
    return total is None or all(page.across(row, places) == page.number(row, total.place) for row in page.units)


# --- in forms --------------------------------------------------------------------------------------------------------


def _across_forms(page: Figures) -> Iterator[CellSum]:
    """Yield the columns that others make up, in each row that counts somebody."""
    rows = [row for lines in page.sections.values() for row, line in lines if line.kind is Kind.SUBJECT]
    for whole, parts in page.table.sums:
        places = [part.place for part in parts]
        for row in rows:
            printed = page.number(row, whole.place) or 0
            if any(page.number(row, place) is not None for place in places):
                yield CellSum(row, whole.place, printed, page.across(row, places), across=True)


def _down_forms(page: Figures) -> Iterator[CellSum]:
    """Yield the totals and numbers rated of each section in the columns of which no block prints the totals."""
    blocks = page.table.blocks
    columns = [*(block.columns for block in blocks), *((whole, *parts) for whole, parts in page.table.sums)]
    printed = {figure for block in blocks for figure in (*block.figures, total_column(block))}
    for column in dict.fromkeys(chain.from_iterable(columns)):
        for lines in page.sections.values() if column not in printed else ():
            yield from _down(page, column.place, lines)


def _down(page: Figures, place: int, lines: Sequence[tuple[int, Line]]) -> Iterator[CellSum]:
    """Yield the totals and numbers rated of a section, with what its levels and reasons give."""
    parts = {row: line.measure for row, line in lines if line.kind is Kind.SUBJECT}
    wholes = {row: line.measure for row, line in lines if line.kind is Kind.TOTAL and parts}
    rated = page.down((row for row, measure in parts.items() if measure in page.scale.worst_to_best), place)
    added = page.down(parts, place)
    unexplained = added == rated and "rated" in wholes.values()  # why some of the total were not rated
    for row, measure in wholes.items():
        right = rated if measure == "rated" else added
        printed = page.number(row, place)
        if printed is not None and not (unexplained and measure != "rated" and printed > right):
            yield CellSum(row, place, printed, right)
