"""Sums that stand in columns beside the levels: men and women, totals of a column, «HTTNV trở lên», «Số năm HTXSNV».

They give no figure; where most rows agree with what they add up, the others are wrong. A column that fills what a
total lacks is a level whose title was mistyped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from evalkit.records import Record, row_of
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.figures import Figures
from evalkit.sheets.form_sums import Fault
from evalkit.sheets.model import Block, Column, Value
from evalkit.sheets.vocabulary import KIND_PAIRS, joins_levels, may_be_level
from evalkit.vietnamese import fold

_NO_SUM = re.compile(
    r"điểm|bình quân|trung bình|tỷ lệ|tỉ lệ|%|\btl\b|\bnăm\b|\bthứ\b|hạng|\bmã\b|\bstt\b|\btt\b|số qđ|quyết định"
)
_TIMES = re.compile(r"(?:tổng )?số (?:năm|lần)\s+(?:đạt |được |xếp loại )*")

Said = tuple[int, int, int, int]  # row, column, what stands there, what it adds up


def side_faults(figures: Figures) -> Iterator[Fault]:
    """Yield the sums beside the levels that are wrong."""
    if figures.table.label is not None:
        return
    blocks = [block for block in figures.table.blocks if block.shape.value is Value.NUMBER]
    taken = {column for block in figures.table.blocks for column in (*block.columns, *block.figures, *block.parts)}
    beside = [column for column in figures.table.columns if column not in taken]
    if len(blocks) == 1:
        yield from _sums(figures, _pairs(figures, blocks[0], beside))
        yield from _sums(figures, _joined(figures, blocks[0], beside))
        yield from _totals(figures, blocks[0], [column for column in beside if not column.role])
    elif figures.table.wide and not blocks:
        yield from _sums(figures, _times(figures, beside))


def unread_levels(figures: Figures) -> Iterator[Column]:
    """Yield columns of numbers titled like a level that are read as none, if they fill what a total lacks."""
    table = figures.table
    blocks = [block for block in table.blocks if block.shape.value is Value.NUMBER and table.label is None]
    likely = [column for column in table.columns if not column.role and not column.scope]
    for column in likely if blocks else ():
        filled = any(figures.number(row, column.place) for row in figures.units)
        if may_be_level(column.path[-1]) and filled and any(_lacks(figures, block, column) for block in blocks):
            yield column


def _lacks(figures: Figures, block: Block, column: Column) -> bool:
    """Return whether the levels of a block are fewer than its total by just what stands in a column."""
    total = next((figure.place for figure in block.figures if figure.role == "total"), None)
    if total is None:
        return True
    rows, places = figures.units, [*block.places, column.place]
    return all(sum(figures.number(row, p) or 0 for p in places) == figures.number(row, total) for row in rows)


def _sums(figures: Figures, series: Iterator[list[Said]]) -> Iterator[Fault]:
    """Yield the rows of each column that do not agree, where at least as many do."""
    for said in series:
        wrong = [one for one in said if one[2] != one[3]]
        for row, place, number, added in wrong if 2 * len(wrong) <= len(said) else ():
            title = next(column.title for column in figures.table.columns if column.place == place)
            message = f"cột «{title}» ghi {number}, tính từ các cột khác của dòng được {added}. Kiểm tra dòng này."
            yield "sum_differs", message, figures.grid.cell(row, place), str(number), str(added)


def _pairs(figures: Figures, block: Block, beside: Sequence[Column]) -> Iterator[list[Said]]:
    """Yield for men and women, official and on probation, what both are and what they have to be."""
    totals = [column.place for column in block.figures if column.role == "total"]
    for pair in KIND_PAIRS:
        parts = [place for kind in pair if (place := _kind_at(beside, kind)) is not None]
        if len(parts) == len(pair) and totals:
            rows = [(row, [figures.number(row, place) for place in (*parts, totals[0])]) for row in figures.units]
            filled = [(row, [number for number in numbers if number is not None]) for row, numbers in rows]
            yield [(row, parts[1], said[1], said[2] - said[0]) for row, said in filled if len(said) > len(pair)]


def _kind_at(beside: Sequence[Column], kind: str) -> int | None:
    titled = [column.place for column in beside if re.fullmatch(rf"(?:đảng viên |đv )?{kind}", fold(column.path[-1]))]
    return titled[0] if len(titled) == 1 else None


def _joined(figures: Figures, block: Block, beside: Sequence[Column]) -> Iterator[list[Said]]:
    """Yield for «HTTNV trở lên» what stands there and the levels of the row that it joins."""
    for column in beside:
        title = column.path[-1]
        level = figures.scale.level_of(fold(title).removesuffix("trở lên").strip()) if joins_levels(title) else None
        if level:
            better = figures.scale.at_least(level)
            places = [one.place for one in block.columns if one.level in better]
            rows = [(row, number) for row in figures.units if (number := figures.number(row, column.place)) is not None]
            yield [(row, column.place, said, figures.across(row, places)) for row, said in rows]


def _totals(figures: Figures, block: Block, beside: Sequence[Column]) -> Iterator[Fault]:
    """Yield totals of columns that are not read; what is no sum, as an average, is less than one of its numbers."""
    for column in beside:
        if _NO_SUM.search(fold(column.title)):
            continue
        for row in figures.totals:
            first, last = figures.covered(row, block.places)
            cells = [figures.number(unit, column.place) for unit in figures.units if first <= unit <= last]
            numbers = [number for number in cells if number is not None]
            said, added = figures.number(row, column.place), sum(numbers)
            if said is not None and said != added and len(numbers) > 1 and said >= max(numbers):
                message = (
                    f"cột «{column.title}»: dòng tổng ghi {said}, cộng lại các dòng được {added}. Kiểm tra cột này."
                )
                yield "total_differs", message, figures.grid.cell(row, column.place), str(said), str(added)


def _times(figures: Figures, beside: Sequence[Column]) -> Iterator[list[Said]]:
    """Yield for «Số năm HTXSNV» what stands there and in how many years of the row the subject has that level."""
    reached = Counter(
        (row_of(one.cell) - figures.grid.top - 1, one.level) for one in map(Record._make, figures.records)
    )
    for column in beside:
        found = _TIMES.match(title := fold(column.path[-1]))
        if found and (level := level_of_caption(title[found.end() :], figures.scale)):
            rows = [(row, number) for row in figures.units if (number := figures.number(row, column.place)) is not None]
            yield [(row, column.place, said, reached[row, level]) for row, said in rows]
