"""What the rating columns of a table say of each row: a level, why there is none, or that it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from evalkit.books.cells import BLANK_MARKS
from evalkit.books.grid import Grid, as_text, each_once
from evalkit.books.package_scan import CellError
from evalkit.problems import Severity
from evalkit.scale import RATED, UNKNOWN, Rating, Scale
from evalkit.sheets.body import Body
from evalkit.sheets.marks import MarkReader
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.titles import Column

REPAIR = "Mở bằng Excel, sửa công thức, lưu lại."
_EXEMPT = ("exempt", "suspended", "new_member", "new_organisation")  # a level beside one of these is a contradiction

Tell = Callable[[Severity, str, str, str, str, str], None]  # severity, code, message, cell, found, suggestion


class Outcome(NamedTuple):
    """A row's status, its level where it is rated, the words written where it is not, and the column they stand in."""

    status: str
    level: str = ""
    words: str = ""
    place: int = 0


NOTHING = Outcome("")  # one column a year, and blank: the year has no record


class OutcomeReader:
    """Reads the rating columns of one table: by column where nothing is to be said of a row, else row by row."""

    def __init__(self, grid: Grid, body: Body, table: Table, scale: Scale, marks: MarkReader, tell: Tell) -> None:
        self.grid, self.body, self.table, self.scale = grid, body, table, scale
        self.marks, self.tell = marks, tell
        self._plain: dict[tuple[int, str], list[Outcome | None]] = {}

    # by column

    def plain(self, rating: RatingColumns, scale: Scale) -> list[Outcome | None]:
        """What each row says by a scale; None where the row needs a look of its own: `of_row`."""
        known = (rating.places[0], scale.name)
        if known not in self._plain:
            found = self._by_words(rating, scale) if rating.level else self._by_marks(rating)
            for column in rating.reasons:
                found = self._beside(found, column, scale)
            self._plain[known] = found
        return self._plain[known]

    def _by_words(self, rating: RatingColumns, scale: Scale) -> list[Outcome | None]:
        place = rating.places[0]

        def look(words: str) -> Outcome | None:
            if found := scale.read(words) if words and not rating.default else None:
                return _outcome(found, words, place)
            return NOTHING if words in BLANK_MARKS and self.table.wide else None

        return each_once(look, self.body.texts(place))

    def _by_marks(self, rating: RatingColumns) -> list[Outcome | None]:
        """Of a matrix exactly one mark counts."""
        found: list[Outcome | None] = [None] * len(self.body.rows)
        marked = [0] * len(found)
        for column in rating.marks:
            said = _outcome(self.marks.meaning(column), column.path[-1], column.place)
            values = self.body.values(column.place)
            for row, text in enumerate(self.body.texts(column.place)):
                if text not in BLANK_MARKS:
                    marked[row] += 1
                    found[row] = said if self.marks.is_mark(values[row], column) else None
        none = NOTHING if self.table.wide else None
        return [one if number == 1 else None if number else none for one, number in zip(found, marked, strict=True)]

    def _beside(self, found: Sequence[Outcome | None], column: Column, scale: Scale) -> list[Outcome | None]:
        """The same without the rows in which a reason or a note stands that may change what is said."""
        said = self.body.texts(column.place)
        if not any(said):
            return list(found)
        exempt = {text for text in set(said) if _exempts(text, scale)}
        return [
            one if one and (not text or (one.level and text not in exempt)) else None
            for one, text in zip(found, said, strict=True)
        ]

    # row by row

    def of_row(self, row: int, rating: RatingColumns, year: int) -> Outcome:
        """What a row says, with a problem where that cannot be read; NOTHING where the year has no record."""
        scale, cells = self.scale.at(year), self.body.rows[row]
        found, place, words = self._rating(cells, rating, scale)
        if found is None and not words and self.table.wide:
            return NOTHING
        cell = self.grid.cell(self.table.body + row, place)
        if found is None and words and rating.marks:
            found = self._not_one_mark(cell, words)
        if rating.default and (found is None or found.status == RATED):
            found = Rating(rating.default, None)
        found = found or self._unreadable(cell, words, scale, year)
        if found.level:
            self._check_exempt(cell, cells, rating, scale)
        return _outcome(found, words, place)

    def _rating(self, cells: Sequence[Any], rating: RatingColumns, scale: Scale) -> tuple[Rating | None, int, str]:
        """The rating, the column where it was read, and the words as written; None where they cannot be read.

        Where no level stands, the columns for the reason and for notes are asked why.
        """
        found, place, words = self.marks.rating(cells, rating, scale)
        if found is None and words in BLANK_MARKS:
            words = ""
        if words and (found is None or found.status == RATED):
            return found, place, words
        for column in rating.reasons:
            said = as_text(cells[column.place]) if column.place < len(cells) else ""
            reason = scale.read_reason(said) if said else None
            if reason and (found is None or found.status in ("unspecified", "not_yet")):
                return reason, place, said
            if said and column.role == "reason" and found is None:
                return None, place, said
        return found, place, words

    def _check_exempt(self, cell: str, cells: Sequence[Any], rating: RatingColumns, scale: Scale) -> None:
        """A level beside a note that says there should be none."""
        for column in rating.reasons:
            said = as_text(cells[column.place]) if column.place < len(cells) else ""
            if _exempts(said, scale):
                message = (
                    f'có mức xếp loại, nhưng cột «{column.path[-1]}» ghi "{said[:80]}". Bỏ mức, hoặc bỏ ghi chú này.'
                )
                self.tell("warning", "rated_though_exempt", message, cell, said, "")

    def _not_one_mark(self, cell: str, words: str) -> Rating:
        message = f'dưới các cột mức có "{words[:80]}"; mỗi dòng cần đúng một dấu x. Sửa dòng này.'
        self.tell("error", "not_one_mark", message, cell, words, "")
        return Rating(UNKNOWN, None)

    def _unreadable(self, cell: str, words: str, scale: Scale, year: int) -> Rating:
        """Say that a level cell cannot be read; the subject stays, at no level."""
        if not words:
            message = "không có mức xếp loại, cũng không có lý do. Điền mức, hoặc ghi lý do không xếp loại."
            self.tell("error", "blank_level", message, cell, "", "")
        elif isinstance(words, CellError):
            self.tell("error", "cell_error", f'ô báo "{words}", không có mức xếp loại. {REPAIR}', cell, words, "")
        elif other := next((era for era in self.scale.eras if era is not scale and era.read(words)), None):
            message = f'"{words}" là mức của {other.name}, không dùng cho năm {year}. Sửa ô này theo {scale.name}.'
            self.tell("error", "other_scale_level", message, cell, words, "")
        else:
            near = scale.suggest(words)
            question = f' Có phải "{near}"?' if near else ""
            way_out = "Sửa ô này, hoặc thêm cách viết vào [scale.aliases]."
            message = f'"{words[:80]}" không phải mức xếp loại.{question} {way_out}'
            self.tell("error", "unknown_level", message, cell, words, near)
        return Rating(UNKNOWN, None)


def _outcome(found: Rating, words: str, place: int) -> Outcome:
    return Outcome(found.status, found.level or "", "" if found.status == RATED else words, place)


def _exempts(said: str, scale: Scale) -> bool:
    """Whether a reason or a note says that there should be no level."""
    reason = scale.read_reason(said) if said else None
    return reason is not None and reason.status in _EXEMPT
