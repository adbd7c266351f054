"""Small tables and lines beside what is read that say how many stand at each level: printed figures, never people.

Where they stand does not matter: over a list, right of it, on a sheet of their own, as a pivot table. What each adds up
is told by its numbers: of the tables, sheets and the workbook that were read, those that agree with most of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from evalkit.books.cells import whole_number
from evalkit.books.grid import Grid
from evalkit.records import FileReading, Printed, row_of
from evalkit.scale import Scale
from evalkit.sheets.model import At, Table, gathered
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.printed.words import SHARE, add_up, counts_committee, gives, measure_in, shares_in, summary_of
from evalkit.sheets.vocabulary import (
    announces_ratings,
    is_part,
    is_total,
    name_scope,
    population_of,
    scope_of,
    title_count,
)
from evalkit.sheets.years import named_years
from evalkit.vietnamese import fold

_REACH = 2  # columns from a label to its number
_FEWEST_LEVELS = 2
_ALL = ("total", "rated")
_UNIT = re.compile(r"\b(?:chi bộ|đảng bộ)\b")
_NUMBERED_UNIT = re.compile(r"(?:chi bộ|đảng bộ|tổ đảng|đơn vị)(?: số)?\s*:?\s*\d*")  # a unit's name, no count


class Told(NamedTuple):
    """A number, or a share with its decimals, and the cell that prints it."""

    value: float
    cell: str
    decimals: int = -1


Numbers = dict[str, Told]  # by measure, of shares with "_share"


class Box(NamedTuple):
    """One summary: its numbers, where it stands, and the words around it."""

    sheet: str
    row: int  # as Excel numbers it
    numbers: Numbers
    words: str


class Covered(NamedTuple):
    """Rows of one year and population that a summary may add up; `pages` are other sheets, as `Printed` has them."""

    year: int
    population: str
    first: int
    last: int
    pages: tuple[str, ...] = ()


class _Label(NamedTuple):
    row: int
    place: int  # of the number
    measure: str
    number: float
    decimals: int = -1


_Counts = dict[tuple[str, int, str], dict[int, list[tuple[str, int]]]]  # sheet, year, population → row → numbers


# --- finding ---------------------------------------------------------------------------------------------------------


def find_boxes(grid: Grid, scale: Scale, tables: Sequence[Table]) -> Iterator[Box]:
    """Yield the summaries of a sheet outside its tables: those in a row, then those in a column."""
    columns: dict[int, list[_Label]] = {}
    counted = 0  # the first row that is not below titles in a row
    for row, start in enumerate(_beside(grid, tables)):
        cells = grid.rows[row][start:]
        words = [place for place, cell in enumerate(cells, start) if cell.__class__ is str and cell]
        found = {place: list(_labels(grid, scale, row, place)) for place in words} if row >= counted else {}
        if beside := _side_by_side(grid, scale, found):
            yield _box(grid, row, start, beside)
            continue
        for place, labels in found.items():
            columns.setdefault(place, []).extend(labels)
        numbers, end = _across(grid, scale, row, words)
        if numbers:
            counted = end
            yield _box(grid, row, start, numbers)
    top = tables[0].first if tables else 0
    for place, labels in columns.items():
        if _is_summary(labels, place, top, scale):
            yield _box(grid, labels[0].row, place, _told(grid, labels))


def _told(grid: Grid, labels: Iterable[_Label]) -> Numbers:
    return {one.measure: Told(one.number, grid.cell(one.row, one.place), one.decimals) for one in labels}


def _side_by_side(grid: Grid, scale: Scale, found: Mapping[int, Sequence[_Label]]) -> Numbers:
    """Return what one row tells in several cells, each behind its level: "HTXSNV: | 2 | HTTNV: | 3"."""
    labels = [label for told in found.values() for label in told]
    numbers = _told(grid, labels)
    several = sum(map(bool, found.values())) > 1 and len(numbers) == len(labels)
    return numbers if several and _levels(numbers, scale) else {}


def _beside(grid: Grid, tables: Sequence[Table]) -> list[int]:
    """Return for each row the first column that is no table's, nor a title that a table compares with its rows."""
    start = [0] * len(grid.rows)
    for table in tables:
        start[table.first : table.end] = [_right_of(table)] * (table.end - table.first)
    for row in (table.listed_in_title[0] for table in tables if table.listed_in_title):
        start[row] = len(grid.rows[row])
    return start


def _is_summary(labels: Sequence[_Label], place: int, top: int, scale: Scale) -> bool:
    """Return whether labels that stand below each other tell of levels, or of everybody; words over a table of any."""
    measures = {label.measure for label in labels}
    if not labels or len(measures) < len(labels):
        return False
    in_words, over = any(label.place == place for label in labels), labels[0].row < top
    return _levels(measures, scale) or (over and in_words) or ((over or in_words) and not measures.isdisjoint(_ALL))


def _right_of(table: Table) -> int:
    """Return the first column right of a table's own; a blank column parts it from what stands beside."""
    titled = {column.place for column in table.columns}
    place = max((*table.value_places, *table.key, *(() if table.blocks else titled)), default=0) + 1
    while place in titled:
        place += 1
    return place


def _labels(grid: Grid, scale: Scale, row: int, place: int) -> Iterator[_Label]:
    """Yield what a cell says is counted, with the number right of it, or all that a line says in words."""
    text = grid.text(row, place)
    if _NUMBERED_UNIT.fullmatch(fold(text)):
        return
    near = range(place + 1, min(place + 1 + _REACH, len(grid.rows[row])))
    beside = next((at for at in near if grid.rows[row][at] != ""), place)
    count = whole_number(grid.rows[row][beside]) if text and beside > place else None
    if count is not None:
        numbers, place = {measure_in(text, scale): count}, beside
    elif not (numbers := summary_of(_without_brackets(text), scale)) and text and announces_ratings(text):
        numbers = {"total": people} if (people := title_count(text)) else {}
    yield from (_Label(row, place, measure, number) for measure, number in numbers.items() if measure)
    for measure, (share, decimals) in shares_in(text, scale).items() if text and "%" in text else ():
        yield _Label(row, place, measure + SHARE, share, decimals)


def _without_brackets(text: str) -> str:
    """Return a line without the brackets around it: "(HTXSNV: 2 đ/c)"; those of "Tổng (7)" are its own."""
    return text.strip("() ") if text.startswith("(") else text


def _across(grid: Grid, scale: Scale, row: int, words: Sequence[int]) -> tuple[Numbers, int]:
    """Return the numbers under a row with levels in these columns, its only row of numbers or the sum below units; and
    the first row below all of them.
    """
    if len(words) < _FEWEST_LEVELS:  # as beside most rows
        return {}, 0
    texts = {place: grid.text(row, place) for place in words}
    titles = {place: measure for place, text in texts.items() if text and (measure := measure_in(text, scale))}
    if len(set(titles.values())) < len(titles) or not _levels(titles.values(), scale):
        return {}, 0
    rows = list(takewhile(lambda item: len(item[1]) >= _FEWEST_LEVELS, _numbers_below(grid, row, titles)))
    sums = [item for item in rows if any(map(is_total, grid.texts(item[0])))]
    chosen = sums[-1:] or (rows if len(rows) == 1 else [])
    numbers = {
        titles[place]: Told(one, grid.cell(below, place)) for below, counts in chosen for place, one in counts.items()
    }
    return numbers, row + 1 + len(rows)


def _numbers_below(grid: Grid, row: int, places: Collection[int]) -> Iterator[tuple[int, dict[int, int]]]:
    for below in range(row + 1, len(grid.rows)):
        counts = ((place, whole_number(grid.text(below, place))) for place in places)
        yield below, {place: count for place, count in counts if count is not None}


def _levels(measures: Iterable[str], scale: Scale) -> bool:
    return len({*measures} & {*scale.worst_to_best}) >= _FEWEST_LEVELS


def _box(grid: Grid, row: int, place: int, numbers: Numbers) -> Box:
    above = [text for near in range(max(0, row - 2), row + 1) for text in grid.texts(near)[place:] if text]
    return Box(grid.name, grid.top + row + 1, numbers, "\n".join([grid.name, *above]))


# --- what they add up ------------------------------------------------------------------------------------------------


@dataclass
class Workbook:
    """What is known of a workbook while its sheets are read."""

    page: Figures | None = None  # the last table
    pages: list[Figures] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    waiting: list[Grid] = field(default_factory=list)  # sheets that say too little, until the others are read
    waits: bool = True

    def add(self, page: Figures | None) -> None:
        """Keep a table that was read, as the last one."""
        if page:
            self.page = page
            self.pages.append(page)

    def tell(self, reading: FileReading, scale: Scale) -> None:
        """Add what the summaries print to the reading, with the rows that each adds up."""
        if not self.boxes or not len(reading.records):
            return
        counts = _counts(reading)
        for box in self.boxes:
            if not _is_of_others(box):
                self._tell_of(box, counts, reading, scale)

    def _tell_of(self, box: Box, counts: _Counts, reading: FileReading, scale: Scale) -> None:
        """Add what one summary prints, with the rows that agree best with it; that it is unclear where none do."""
        likely = [rows for rows in self._likely(box, counts) if _may_count(box, rows)]
        likely = [rows for rows in likely if not self._is_of_the_unit(box, rows)]
        fitting = [_agreeing(box.numbers, _added(rows, box.sheet, counts, scale), scale) for rows in likely]
        best = max(fitting, default=0)
        if not likely or (best < len(box.numbers) and _repeats_a_unit(box.numbers, counts, scale)):
            return
        if best or any(not rows.pages for rows in likely):
            self._print(box, likely[fitting.index(best)], reading)
        else:
            cell = next(iter(box.numbers.values())).cell
            message = "bảng tổng này không khớp bảng nào của tệp, không rõ là của ai. Kiểm tra lại."
            reading.problem("warning", "summary_unclear", message, sheet=box.sheet, cell=cell)

    def _likely(self, box: Box, counts: _Counts) -> Iterator[Covered]:
        """Yield what a summary may add up: the nearest table, its sheet, with the other sheets, each of these."""
        keys = dict.fromkeys((year, population) for _, year, population in counts)
        here = [key for key in keys if (box.sheet, *key) in counts]
        tables = [page.span for page in self.pages if page.grid.name == box.sheet and page.units]
        for first, last in sorted(tables, key=lambda span: span[1] < box.row):
            yield from (Covered(*key, first, last) for key in here)
        for key in keys:
            others = tuple(sheet for sheet, *of in counts if tuple(of) == key and sheet != box.sheet)
            own = counts.get((box.sheet, *key))
            if own:
                yield Covered(*key, min(own), max(own))
            if others:
                yield Covered(*key, *((min(own), max(own)) if own else (0, 0)), others)
            yield from (Covered(*key, 0, 0, (sheet,)) for sheet in others)

    def _is_of_the_unit(self, box: Box, rows: Covered) -> bool:
        """Return whether a line says how many a unit has, of whom a list has but some: its committee, or, where people
        of one level or those not rated are listed, the unit itself.
        """
        line = fold(box.words.rpartition("\n")[2])
        if box.numbers.keys() != {"total"} or not _UNIT.search(line):
            return False
        spans = {page.span: page.table for page in self.pages if page.units}
        table = spans.get((rows.first, rows.last))
        if table is None:
            return False
        return counts_committee(line, table.unit) or any(block.shape.level is At.OVER for block in table.blocks)

    def _print(self, box: Box, rows: Covered, reading: FileReading) -> None:
        for measure, told in box.numbers.items():
            where = (reading.file, box.sheet, told.cell, rows.first, rows.last, told.decimals, "\n".join(rows.pages))
            reading.printed.append(Printed(rows.year, rows.population, "", "", measure, told.value, *where))


def _counts(reading: FileReading) -> _Counts:
    names = ("sheet", "year", "population", "cell", "level", "status", "number")
    pages = gathered(
        ((sheet, year, population), (row_of(cell), (level or status, number)))
        for sheet, year, population, cell, level, status, number in zip(
            *map(reading.records.values, names), strict=True
        )
    )
    return {page: gathered(rows) for page, rows in pages.items()}


def _added(rows: Covered, sheet: str, counts: _Counts, scale: Scale) -> Counter[str]:
    """Return how many stand at each level, for each reason and in all in these rows."""
    found = [
        number
        for name in (sheet, *rows.pages)
        for row, numbers in counts.get((name, rows.year, rows.population), {}).items()
        for number in numbers
        if name != sheet or rows.first <= row <= rows.last
    ]
    return add_up(found, scale)


def _agreeing(told: Numbers, added: Counter[str], scale: Scale) -> int:
    """Return how many of the numbers that are told are those that were added up."""
    return sum(gives(added, measure, one.value, one.decimals, scale) for measure, one in told.items())


def _repeats_a_unit(told: Numbers, counts: _Counts, scale: Scale) -> bool:
    """Return whether a row of another table has all these numbers: a sheet of one unit beside the sheet of all."""
    units = (numbers for rows in counts.values() for numbers in rows.values() if len(numbers) > 1)  # a person's has one
    return any(_agreeing(told, add_up(numbers, scale), scale) == len(told) for numbers in units)


def _is_of_others(box: Box) -> bool:
    """Return whether the words around a summary say that it is no decided result of those who are read here."""
    lines = box.words.split("\n")
    return bool(name_scope(box.sheet)) or any(scope_of(line) or is_part(line) for line in lines)


def _may_count(box: Box, rows: Covered) -> bool:
    """Return whether the words around a summary say no other year or population."""
    years, population = named_years(box.words), population_of(box.words)
    return (not years or rows.year in years) and population in ("", rows.population)
