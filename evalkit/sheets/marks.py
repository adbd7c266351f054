"""What the rating columns of a row say: a word, a mark under a level, or a number of people under each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from evalkit.books.cells import BLANK_MARKS, whole_number
from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.scale import RATED, REASONS, Rating, Scale
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.titles import Column, counted_population
from evalkit.sheets.wording import is_numbering, is_total
from evalkit.vietnamese import fold

TWO_READINGS = (
    "số 1 dưới các cột mức có thể là dấu xếp loại của chính đơn vị, hoặc là số đảng viên ở mức đó; không đoán. "
    "Thay 1 bằng x, hoặc thêm cột tổng số đảng viên."
)
MARKS = frozenset({"x", "×", "✓", "✔", "v", "√", "có", "☑", "☒"})


def filled(cells: Sequence[Any], place: int) -> bool:
    """Whether a cell holds more than nothing, a dash or dots."""
    return place < len(cells) and not is_blank(cells[place]) and as_text(cells[place]) not in BLANK_MARKS


class MarkReader:
    """Reads the rating columns of one table; knows whether its columns of levels hold marks or numbers."""

    def __init__(self, grid: Grid, table: Table, scale: Scale) -> None:
        self.scale = scale
        rows = list(_data_rows(grid, table)) if any(rating.marks for rating in table.ratings) else []
        persons = bool({"person", "card"} & table.names.keys())
        self._counting = [
            rating
            for rating in table.ratings
            if rating.marks and not persons and self._hold_numbers(rows, rating.places)
        ]
        self.counts = bool(self._counting)
        self.unclear = any(
            _mark_by_one(rows, rating.places) and len(rows) > 1 and not (rating.figures or rating.population)
            for rating in self._counting
        )
        places = [place for rating in table.ratings if rating.marks for place in rating.places]
        self._ones = not self.counts and _mark_by_one(rows, places)

    def counts_in(self, rating: RatingColumns) -> bool:
        """Whether numbers of people stand under these levels."""
        return any(rating is counting for counting in self._counting)

    def rating(self, cells: Sequence[Any], rating: RatingColumns, scale: Scale) -> tuple[Rating | None, int, str]:
        """What the columns say, the column where it stands, and the words as written; None where it cannot be read.

        Words are "" where nothing is written. Of a matrix exactly one mark counts.
        """
        if rating.level:
            place = rating.level.place
            words = as_text(cells[place]) if place < len(cells) else ""
            return (scale.read(words) if words else None), place, words
        marked = [column for column in rating.marks if filled(cells, column.place)]
        if not marked:
            return None, rating.marks[0].place, ""
        words = " + ".join(as_text(cells[column.place]) for column in marked)
        if len(marked) > 1 or not self.is_mark(cells[marked[0].place], marked[0]):
            return (scale.read_reason(words) if len(marked) == 1 else None), marked[0].place, words
        return self.meaning(marked[0]), marked[0].place, marked[0].path[-1]

    @staticmethod
    def meaning(column: Column) -> Rating:
        """What a mark in a column says: the level of its title, or the reason."""
        return Rating(column.level, None) if column.level in REASONS else Rating(RATED, column.level)

    def numbers(self, cells: Sequence[Any], rating: RatingColumns) -> Iterator[tuple[Column, int | None]]:
        """Of a counts sheet each column with its number; None where what stands there is no whole number."""
        for column in rating.marks:
            if filled(cells, column.place) and cells[column.place] != 0:
                yield column, whole_number(cells[column.place])

    def is_mark(self, value: Any, column: Column) -> bool:
        """An x, a 1 where ones are the marks, or the level's own word under its own title."""
        said = fold(as_text(value))
        return said in MARKS or (self._ones and value == 1) or self.scale.level_of(said) == column.level

    def _hold_numbers(self, rows: Sequence[Sequence[Any]], places: Sequence[int]) -> bool:
        """Whether numbers, not marks, stand under the levels: then the rows are units and the numbers people."""
        values = [cells[place] for cells in rows for place in places if filled(cells, place)]
        return sum(fold(as_text(value)) in MARKS for value in values) * 2 <= len(values)


def _mark_by_one(rows: Sequence[Sequence[Any]], places: Sequence[int]) -> bool:
    """Whether a 1 marks the level: one in every row that has any, and nothing else anywhere."""
    found = [[cells[place] for place in places if filled(cells, place) and cells[place] != 0] for cells in rows]
    return any(found) and all(len(values) <= 1 and all(value == 1 for value in values) for values in found)


def counted(grid: Grid, table: Table, rating: RatingColumns) -> str:
    """Whom the numbers of a block count: its caption says, else its total or the title; in a cell only members."""
    total = " ".join(column.title for column in rating.figures if column.role == "total")
    titles = " ".join(grid.text(row, place) for row in range(table.first) for place in range(len(grid.rows[row])))
    said = (rating.population, *(counted_population(text) for text in (total, titles)))
    return next((population for population in said if population), "member" if table.population == "cell" else "")


def _data_rows(grid: Grid, table: Table) -> Iterator[Sequence[Any]]:
    """The rows below a header, without number rows and totals."""
    for offset, cells in enumerate(grid.rows[table.body : table.end]):
        texts = [as_text(cell) for cell in cells if not is_blank(cell)]
        if texts and not (offset < 3 and is_numbering(texts)) and not any(is_total(text) for text in texts[:2]):
            yield cells
