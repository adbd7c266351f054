"""Small tables and lines beside what is read that say how many stand at each level: printed figures, never people.

Where they stand does not matter: over a list, right of it, on a sheet of their own, as a pivot table. What each adds up
is told by its numbers: of the tables, sheets and the workbook that were read, those that agree with most of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from evalkit.books.cells import whole_number
from evalkit.books.grid import Grid
from evalkit.records import FileReading, Printed, row_of
from evalkit.scale import Scale
from evalkit.sheets.model import Table
from evalkit.sheets.pages import Page
from evalkit.sheets.printed.words import add_up, agreeing, measure_in, summary_of
from evalkit.sheets.vocabulary import (
    announces_ratings,
    group_count,
    is_part,
    is_total,
    name_scope,
    population_of,
    scope_of,
)
from evalkit.sheets.years import named_years

_REACH = 2  # columns from a label to its number
_FEWEST_LEVELS = 2

Numbers = dict[str, tuple[int, str]]  # measure → number, and its cell


class Box(NamedTuple):
    """One summary: its numbers, where it stands, and the words around it."""

    sheet: str
    row: int  # as Excel numbers it
    numbers: Numbers
    words: str


class Rows(NamedTuple):
    """Rows of one year and population that a summary may add up; `pages` are other sheets, as `Printed` has them."""

    year: int
    population: str
    first: int
    last: int
    pages: tuple[str, ...] = ()


class _Label(NamedTuple):
    row: int
    place: int
    measure: str
    number: int
    at: int  # the column of the number


# --- finding ---------------------------------------------------------------------------------------------------------


def find_boxes(grid: Grid, scale: Scale, tables: Sequence[Table]) -> Iterator[Box]:
    """Yield the summaries of a sheet outside its tables."""
    start = [0] * len(grid.rows)
    for table in tables:
        start[table.first : table.end] = [_right_of(table)] * (table.end - table.first)
    top = tables[0].first if tables else 0
    columns: dict[int, list[_Label]] = {}
    for row, cells in enumerate(grid.rows):
        words = [place for place in range(start[row], len(cells)) if cells[place].__class__ is str and cells[place]]
        for place in words:
            for label in _labels(grid, scale, row, place):
                columns.setdefault(place, []).append(label)
        if numbers := _across(grid, scale, row, words):
            yield _box(grid, row, start[row], numbers)
    for place, labels in columns.items():
        numbers = {one.measure: (one.number, grid.cell(one.row, one.at)) for one in labels}
        in_words = any(one.at == place for one in labels)
        said = "total" in numbers and (in_words or labels[0].row < top)
        if len(numbers) == len(labels) and (said or _levels(numbers, scale)):
            yield _box(grid, labels[0].row, place, numbers)


def _right_of(table: Table) -> int:
    """Return the first column right of a table's own; a blank column parts it from what stands beside."""
    titled = {column.place for column in table.columns}
    place = max((*table.value_places, *table.key, *(() if table.blocks else titled)), default=0) + 1
    while place in titled:
        place += 1
    return place


def _labels(grid: Grid, scale: Scale, row: int, place: int) -> Iterator[_Label]:
    """Yield what a cell says is counted, with the number right of it, or all that a line says in words."""
    if not (text := grid.text(row, place)):
        return
    beside = grid.rows[row][place + 1 : place + 1 + _REACH]
    at, number = next(((place + n, one) for n, one in enumerate(beside, 1) if one != ""), (0, ""))
    if (count := whole_number(number)) is not None:
        if measure := measure_in(text, scale):
            yield _Label(row, place, measure, count, at)
        return
    told = summary_of(text.strip("() "), scale)
    if not told and announces_ratings(text) and (count := group_count(text)):
        told = {"total": count}
    yield from (_Label(row, place, measure, count, place) for measure, count in told.items())


def _across(grid: Grid, scale: Scale, row: int, words: Sequence[int]) -> Numbers:
    """Return the numbers under a row with levels in these columns: its only row of numbers, or the sum below units."""
    if len(words) < _FEWEST_LEVELS:  # as beside most rows
        return {}
    texts = {place: grid.text(row, place) for place in words}
    titles = {place: measure for place, text in texts.items() if text and (measure := measure_in(text, scale))}
    if len(set(titles.values())) < len(titles) or not _levels(titles.values(), scale):
        return {}
    rows = []
    for below in range(row + 1, len(grid.rows)):
        texts = {place: text for place in titles if (text := grid.text(below, place))}
        counts = {place: count for place, text in texts.items() if (count := whole_number(text)) is not None}
        if len(counts) < _FEWEST_LEVELS:
            break
        rows.append((below, counts))
    sums = [one for one in rows if any(map(is_total, grid.texts(one[0])))]
    chosen = sums[-1:] or (rows if len(rows) == 1 else [])
    return {
        titles[place]: (count, grid.cell(below, place)) for below, counts in chosen for place, count in counts.items()
    }


def _levels(measures: Iterable[str], scale: Scale) -> bool:
    return len({*measures} & {*scale.worst_to_best}) >= _FEWEST_LEVELS


def _box(grid: Grid, row: int, place: int, numbers: Numbers) -> Box:
    above = [text for near in range(max(0, row - 2), row + 1) for text in grid.texts(near)[place:] if text]
    return Box(grid.name, grid.top + row + 1, numbers, "\n".join([grid.name, *above]))


# --- what they add up ------------------------------------------------------------------------------------------------


@dataclass
class Workbook:
    """What is known of a workbook while its sheets are read."""

    page: Page | None = None  # the last table
    pages: list[Page] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    waiting: list[Grid] = field(default_factory=list)  # sheets that say too little, until the others are read
    waits: bool = True

    def add(self, page: Page | None) -> None:
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
            if _is_of_others(box):
                continue
            likely = [rows for rows in self._likely(box, counts) if _may_count(box, rows)]
            told = {measure: number for measure, (number, _) in box.numbers.items()}
            fitting = [agreeing(told, _added(rows, box.sheet, counts, scale)) for rows in likely]
            best = max(fitting, default=0)
            if best < len(told) and _repeats_a_unit(told, counts, scale):
                continue
            if best or any(not rows.pages for rows in likely):
                self._print(box, likely[fitting.index(best)], reading)
            elif likely:
                cell = next(iter(box.numbers.values()))[1]
                message = "bảng tổng này không khớp bảng nào của tệp, không rõ là của ai. Kiểm tra lại."
                reading.problem("warning", "summary_unclear", message, sheet=box.sheet, cell=cell)

    def _likely(self, box: Box, counts: _Counts) -> Iterator[Rows]:
        """Yield what a summary may add up, the nearest first."""
        near = [page for page in self.pages if page.grid.name == box.sheet and page.figures.units]
        spans = [(page, page.figures.units, page.grid.top + 1) for page in near]
        spans.sort(key=lambda span: span[1][-1] + span[2] < box.row)
        keys = dict.fromkeys((year, population) for _, year, population in counts)
        for page, units, top in spans:
            yield from (Rows(*key, units[0] + top, units[-1] + top) for key in keys if (page.grid.name, *key) in counts)
        for key in keys:
            sheets = [sheet for sheet, *own in counts if tuple(own) == key]
            own = [row for row, _, _ in counts.get((box.sheet, *key), ())]
            others = [sheet for sheet in sheets if sheet != box.sheet]
            first, last = (min(own), max(own)) if own else (0, 0)
            if own:
                yield Rows(*key, first, last)
            if others:
                yield Rows(*key, first, last, tuple(others))
            yield from (Rows(*key, 0, 0, (sheet,)) for sheet in others)

    def _print(self, box: Box, rows: Rows, reading: FileReading) -> None:
        for measure, (number, cell) in box.numbers.items():
            where = (reading.file, box.sheet, cell, rows.first, rows.last, -1, "\n".join(rows.pages))
            reading.printed.append(Printed(rows.year, rows.population, "", "", measure, number, *where))


_Counts = dict[tuple[str, int, str], list[tuple[int, str, int]]]  # sheet, year, population → row, measure, number


def _counts(reading: FileReading) -> _Counts:
    names = ("sheet", "year", "population", "cell", "level", "status", "number")
    found: _Counts = {}
    for sheet, year, population, cell, level, status, number in zip(*map(reading.records.values, names), strict=True):
        found.setdefault((sheet, year, population), []).append((row_of(cell), level or status, number))
    return found


def _added(rows: Rows, sheet: str, counts: _Counts, scale: Scale) -> Counter[str]:
    """Return how many stand at each level, for each reason and in all in these rows."""
    found = (
        (measure, number)
        for name in (sheet, *rows.pages)
        for row, measure, number in counts.get((name, rows.year, rows.population), ())
        if name != sheet or rows.first <= row <= rows.last
    )
    return add_up(found, scale)


def _repeats_a_unit(told: Mapping[str, int], counts: _Counts, scale: Scale) -> bool:
    """Return whether a row of another table has all these numbers: a sheet of one unit beside the sheet of all."""
    rows: dict[tuple[tuple[str, int, str], int], list[tuple[str, int]]] = {}
    for key, numbers in counts.items():
        for row, measure, number in numbers:
            rows.setdefault((key, row), []).append((measure, number))
    units = (numbers for numbers in rows.values() if len(numbers) > 1)  # a person's row has one
    return any(agreeing(told, add_up(numbers, scale)) == len(told) for numbers in units)


def _is_of_others(box: Box) -> bool:
    """Return whether the words around a summary say that it is no decided result of those who are read here."""
    lines = box.words.split("\n")
    return bool(name_scope(box.sheet)) or any(scope_of(line) or is_part(line) for line in lines)


def _may_count(box: Box, rows: Rows) -> bool:
    """Return whether the words around a summary say no other year or population."""
    years, population = named_years(box.words), population_of(box.words)
    return (not years or rows.year in years) and population in ("", rows.population)
