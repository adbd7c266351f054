"""The rows of a table by column: what their cells show, each distinct cell looked at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evalkit.books.cells import BLANK_MARKS, are_cards, card_number, is_no_date, iso_date
from evalkit.books.grid import Grid, as_text, each_once
from evalkit.books.package_scan import CellError
from evalkit.sheets.merged import with_above, written_above
from evalkit.sheets.table import Table
from evalkit.vietnamese import are_tidy, clean


class Body:
    """The rows of one table, counted from 0; merged cells are filled in, cells that hide a subject blank."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self.grid, self.table = grid, table
        self.rows: list[Sequence[Any]] = list(grid.rows[table.body : table.end])
        self.broken: dict[int, list[int]] = {}  # row → columns in which an error stands instead of whose row it is
        self.erroneous: list[int] = []  # rows with any error
        self.changed: set[int] = set()  # rows that say more, or less, than the sheet's
        for row, above in written_above(grid, table).items():
            self.changed.add(row - table.body)
            self.rows[row - table.body] = with_above(grid, grid.rows[row], above)
        for row, cells in enumerate(self.rows) if grid.has_errors else ():
            self._blank_errors(row, cells)
        self._values: dict[int, list[Any]] = {}
        self._texts: dict[int, list[str]] = {}

    def _blank_errors(self, row: int, cells: Sequence[Any]) -> None:
        errors = [place for place, cell in enumerate(cells) if isinstance(cell, CellError)]
        told = {*self.table.key, *self.born, *self._places("name", "unit", "base")}
        if errors:
            self.erroneous.append(row)
        if broken := [place for place in errors if place in told]:
            self.broken[row] = broken
            self.changed.add(row)
            self.rows[row] = ["" if place in broken else cell for place, cell in enumerate(cells)]

    def _places(self, *roles: str) -> list[int]:
        return [self.table.names[role] for role in roles if role in self.table.names]

    @property
    def born(self) -> list[int]:
        """The columns of birth dates; there may be one a sex. A hint's column has no role of its own."""
        return [column.place for column in self.table.columns if column.role == "born"] or self._places("born")

    @property
    def joined(self) -> list[int]:
        return self._places("joined")

    def values(self, place: int) -> list[Any]:
        """The cells of a column; "" beyond a row's end, and beyond the sheet."""
        if place not in self._values:
            column = self.grid.columns[place] if place < len(self.grid.columns) else ("",) * self.table.end
            self._values[place] = list(column[self.table.body : self.table.end])
            for row in self.changed:
                cells = self.rows[row]
                self._values[place][row] = cells[place] if place < len(cells) else ""
        return self._values[place]

    def texts(self, place: int) -> list[str]:
        """What the cells of a column show, cleaned."""
        if place not in self._texts:
            values = self.values(place)
            all_text = set(map(type, values)) <= {str}
            distinct = set(values) if all_text else {value for value in values if value.__class__ is str}
            tidy = are_tidy(distinct)
            if tidy and all_text:
                self._texts[place] = values
            else:
                known = {text: text if tidy else clean(text) for text in distinct}
                self._texts[place] = [known[value] if value.__class__ is str else as_text(value) for value in values]
        return self._texts[place]

    def of(self, role: str) -> list[str] | None:
        """The same of the column with a role; None where no column has it."""
        place = self.table.names.get(role)
        return None if place is None else self.texts(place)

    def text(self, row: int, role: str) -> str:
        """What one row shows in the column with a role."""
        texts = self.of(role)
        return texts[row] if texts else ""

    def filled(self, places: Iterable[int]) -> list[str]:
        """For each row some text of these columns; "" where all are blank."""
        found = [""] * len(self.rows)
        for place in places:
            found = [one or other for one, other in zip(found, self.texts(place), strict=True)]
        return found

    def keys(self) -> tuple[list[str], list[bool]]:
        """What names each subject for good ("" where nothing does), and whether zeros that Excel dropped are back."""
        parts = [self.texts(place) for place in self.table.key]
        if not parts:
            return [""] * len(self.rows), [False] * len(self.rows)
        if "card" in self.table.names and not self.table.hint:
            if are_cards(parts[0]):
                return parts[0], [False] * len(self.rows)
            cards = each_once(card_number, parts[0])
            return [number for number, _ in cards], [restored for _, restored in cards]
        keys = ["" if BLANK_MARKS.intersection(row) else "-".join(row) for row in zip(*parts, strict=True)]
        return keys, [False] * len(keys)

    def dates(self, places: Sequence[int]) -> tuple[list[str], dict[int, int]]:
        """The full date of the first of these columns that is filled, as ISO text; "" where there is none.

        With it comes, by row, the column of what was filled in and is no date.
        """
        dates, unread = [""] * len(self.rows), dict[int, int]()
        for place in reversed(places):
            texts, read = self.texts(place), each_once(iso_date, self.values(place))
            dates = [date if text else before for date, text, before in zip(read, texts, dates, strict=True)]
            unread = {row: other for row, other in unread.items() if not texts[row]}
            rows = enumerate(zip(texts, read, strict=True))
            unread |= {row: place for row, (text, date) in rows if text and not date and is_no_date(text)}
        return dates, unread
