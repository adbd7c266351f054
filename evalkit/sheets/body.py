"""The rows of a table by column: what their cells show, each distinct cell looked at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

from evalkit.books.cells import are_cards, card_number, dates_in, is_no_date, iso_date, number_at
from evalkit.books.grid import Grid, as_text, each_once, is_blank
from evalkit.books.package_scan import CellError
from evalkit.sheets.asides import asides_of
from evalkit.sheets.model import Block, Column, Table, Value, columns_of, gathered, with_role
from evalkit.sheets.vocabulary import (
    BLANK_MARKS,
    PERSON_ROLES,
    UNIT_ROLES,
    WHO,
    group_name,
    is_ditto,
    is_total,
    membership_of,
    numbered_unit,
    party_unit,
    summed_unit,
)
from evalkit.vietnamese import are_tidy, clean, fold

_REPEATED = frozenset(
    {*WHO, *PERSON_ROLES, "given", "joined", "year", "level", "reason", "note", "state"}
)  # not figures: a number merged over several rows is none of theirs
GROUP_ROW = "group"  # the role of what no column says, but the heading of a group
_LONG = 16  # letters; no mark for "as above" has more


class Body:
    """The rows of one table, counted from 0; merged cells are filled in, cells that hide a subject blank."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self.grid, self.table = grid, table
        self.rows: list[Sequence[Any]] = list(grid.rows[table.body : table.end])
        self.asides = asides_of(grid, table)
        for row in self.asides.rows:
            self.rows[row] = [*self.rows[row][: self.asides.place], "", *self.rows[row][self.asides.place + 1 :]]
        self.headings: dict[int, str] = {}  # row → what a group row above says of whether its people are rated
        self.broken: dict[int, list[int]] = {}  # row → columns in which an error stands instead of whose row it is
        self.inherited: dict[int, list[int]] = {}  # row → columns whose text stands further up
        self.under_a_unit: list[tuple[int, int]] = []  # row and column of units that are written once, further up
        for row, places in self._written_above().items():
            self.inherited[row] = [place for place, _ in places]
            self.rows[row] = self._with_above(self.rows[row], places)
        for row, cells in enumerate(self.rows) if grid.has_errors else ():
            self._blank_errors(row, cells)
        self._changed = {*self.inherited, *self.broken, *self.asides.rows}
        self._values: dict[int, list[Any]] = {}
        self._texts: dict[int, list[str]] = {}

    # what is written once for several rows

    def _written_above(self) -> dict[int, list[tuple[int, int]]]:
        """Return row → (column, sheet row of the text), for rows below a cell that speaks for them, too."""
        closed = list(self._closed_by_sums())
        units = [one for one in self._units_once() if one not in closed]
        self.under_a_unit = [(row, place) for row, place, _ in units]
        told = chain(self._merged(), self._marked_as_above(), closed, units, self._named_above())
        return gathered((row, (place, top)) for row, place, top in told)

    def _merged(self) -> Iterator[tuple[int, int, int]]:
        """Yield row and column of what a cell merged over several rows says, and the sheet row where it stands."""
        grid, table = self.grid, self.table
        places = {*table.key, *table.places_of(*_REPEATED), *table.where, *table.marked_places}
        places |= {column.place for column in with_role(table.columns, *_REPEATED)}
        for (top, left), (bottom, right) in grid.merges:
            if left == right and left in places and top >= table.body:
                rows = range(top + 1, min(bottom + 1, table.end))
                filled = (row for row in rows if not all(map(is_blank, grid.rows[row])))  # a person may have two rows
                yield from ((row - table.body, left, top) for row in filled)

    def _marked_as_above(self) -> Iterator[tuple[int, int, int]]:
        """Yield row and column of each mark for what stands above, and the sheet row where that stands."""
        table = self.table
        columns = [(place, True) for place in sorted({*table.places_of(*UNIT_ROLES)})]
        columns += [(block.places[0], False) for block in table.blocks_of(Value.WORD)]
        for place, of_unit in columns:
            dittos = _dittos(self.grid.columns[place], table.rows, of_unit=of_unit)
            yield from ((row - table.body, place, top) for row, top in dittos)

    def _named_above(self) -> Iterator[tuple[int, int, int]]:
        """Yield row and column of each name that stands further up, and the sheet row where it does."""
        parts = ((row, self.table.body + top) for row, top in self.asides.named.items())
        for row, top in (*self._named_once(), *parts):
            yield from ((row, place, top) for place in self._naming())

    def _naming(self) -> set[int]:
        return {*self.table.key, *self.table.places_of("name", "unit", "base")}

    def _named_once(self) -> Iterator[tuple[int, int]]:
        """Yield the rows without a name right below one of the same unit, and the sheet row where it is named.

        Each such row says something else than the one above: another year, «TH» below «KH».
        """
        if "name" not in self.table.names:
            return
        told = {row: self._own(row, self.asides.place) for row in self.asides.rows if not self.table.persons}
        for place in self.table.places_of("year"):
            told |= {row: text for row in range(len(self.rows)) if (text := self._own(row, place))}
        top, before = -1, None
        for row, said in told.items():
            if row - 1 != before or said == told[row - 1] or not self._goes_on(row, top):
                top = row
            else:
                yield row, self.table.body + top
            before = row

    def _units_once(self) -> Iterator[tuple[int, int, int]]:
        """Yield row and column of each blank unit, and the sheet row that has it, where each is written once.

        So it is where the first row has one, none comes twice or is merged, and most rows have none.
        """
        name = self.table.names.get("name")
        for place in set(self.table.places_of("unit", "base")) - {name}:
            cells = self.grid.columns[place][self.table.body : self.table.end]
            if name is not None and 2 * cells.count("") >= len(cells):
                rows = [row for row in range(len(self.rows)) if self._is_subject(row, name)]
                if self._is_once_a_unit(place, rows):
                    yield from ((row, place, self.table.body + top) for row, top in self._below_a_unit(place, rows))

    def _closed_by_sums(self) -> Iterator[tuple[int, int, int]]:
        """Yield row and column of each blank unit between one that is written and its sum, and that unit's sheet row.

        So do pivot tables: «Đảng bộ A │ Chi bộ 1», «│ Chi bộ 2», «Đảng bộ A Total».
        """
        name = self.table.names.get("name")
        for place in set(self.table.places_of("unit", "base")) - {name}:
            top, between = -1, list[int]()
            for row in range(len(self.rows)):
                if text := self._own(row, place):
                    if top >= 0 and summed_unit(text) == fold(self._own(top, place)):
                        yield from ((one, place, self.table.body + top) for one in between)
                    top, between = row, []
                elif name is not None and self._own(row, name):
                    between.append(row)

    def _is_once_a_unit(self, place: int, rows: Sequence[int]) -> bool:
        own = [text for row in rows if (text := self._own(row, place))]
        merged = any((self.table.body + row, place) in self.grid.merged_from for row in rows)
        once = len(set(own)) == len(own) and 2 * len(own) <= len(rows)
        return bool(rows) and bool(self._own(rows[0], place)) and once and not merged

    def _below_a_unit(self, place: int, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the subjects without a unit, each with the row above that has theirs; a group row begins another."""
        top, subjects = None, set(rows)
        for row in range(len(self.rows)):
            if row not in subjects:
                top = None if any(party_unit(group_name(text)) for text in self.filled_texts(row)) else top
            elif self._own(row, place):
                top = row
            elif top is not None:
                yield row, top

    def _is_subject(self, row: int, name: int) -> bool:
        """Return whether a row names somebody beside a running number or a value."""
        text = self._own(row, name)
        numbered = any(self._own(row, place).isdecimal() for place in self.table.places_of("number"))
        rated = any(self._own(row, place) for place in self.table.value_places)
        return bool(text) and not is_total(text) and (numbered or rated)

    def _goes_on(self, row: int, top: int) -> bool:
        """Return whether a row has no name of its own, nor a number but that of the row above."""
        merged = (self.table.body + row, self.table.names["name"]) in self.grid.merged_from
        named = any(self._own(row, place) for place in (*self.table.key, *self.table.places_of("name")))
        numbers = [self._own(row, place) not in ("", self._own(top, place)) for place in self.table.places_of("number")]
        return not (merged or named or any(numbers))

    def _own(self, row: int, place: int) -> str:
        return self.grid.text(self.table.body + row, place)

    def _with_above(self, cells: Sequence[Any], places: Sequence[tuple[int, int]]) -> Sequence[Any]:
        filled = list(cells)
        for place, top in places:
            above = self.grid.rows[top]
            if place < min(len(filled), len(above)):
                filled[place] = above[place]
        return filled

    def _blank_errors(self, row: int, cells: Sequence[Any]) -> None:
        named = {*self.table.key, *self.born, *self.table.places_of("name", "unit", "base")}
        broken = [place for place, cell in enumerate(cells) if isinstance(cell, CellError) and place in named]
        if broken:
            self.broken[row] = broken
            self.rows[row] = ["" if place in broken else cell for place, cell in enumerate(cells)]

    def struck_rows(self) -> set[int]:
        """Return the rows in which every filled cell is struck through."""
        struck = self.grid.struck
        return {
            line - self.table.body
            for line in {line for line, _ in struck if line in self.table.rows}
            if all(is_blank(cell) or (line, place) in struck for place, cell in enumerate(self.grid.rows[line]))
        }

    def own_cells(self, row: int) -> Sequence[Any]:
        """Return the cells of a row as they stand in the sheet."""
        return self.grid.rows[self.table.body + row]

    # by row

    def cell(self, row: int, place: int) -> str:
        """Return the address of a cell, as Excel shows it."""
        return self.grid.cell(self.table.body + row, place)

    def value(self, row: int, place: int) -> Any:
        """Return what a cell holds; "" beyond the row's end."""
        cells = self.rows[row]
        return cells[place] if place < len(cells) else ""

    def filled_texts(self, row: int) -> list[str]:
        """Return what the cells of a row show that are not blank."""
        return [as_text(cell) for cell in self.rows[row] if not is_blank(cell)]

    def headers(self) -> set[tuple[str, ...]]:
        """Return what the rows of the header show, as it may stand again on each page."""
        return {tuple(filter(None, self.grid.texts(row))) for row in range(self.table.first, self.table.body)}

    # by column

    @property
    def born(self) -> list[int]:
        """Return the columns of birth dates; there may be one a sex. A hint's column has no role of its own."""
        return [column.place for column in with_role(self.table.columns, "born")] or self.table.places_of("born")

    @property
    def joined(self) -> list[int]:
        return self.table.places_of("joined")

    def values(self, place: int) -> list[Any]:
        """Return the cells of a column; "" beyond a row's end, and beyond the sheet."""
        if place not in self._values:
            column = self.grid.columns[place] if place < len(self.grid.columns) else ("",) * self.table.end
            self._values[place] = list(column[self.table.body : self.table.end])
            for row in self._changed:
                self._values[place][row] = self.value(row, place)
        return self._values[place]

    def texts(self, place: int) -> list[str]:
        """Return what the cells of a column show, cleaned."""
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

    def reasons(self, row: int, block: Block) -> Iterator[tuple[Column, str]]:
        """Yield what the columns for reasons and notes say of a row of a block, then the heading of its group."""
        texts = ((column, self.texts(column.place)[row]) for column in block.reasons)
        yield from ((column, text) for column, text in texts if text)
        if heading := self.headings.get(row):
            yield Column(block.places[0], ("dòng nhóm phía trên",), GROUP_ROW), heading

    def of(self, role: str) -> list[str]:
        """Return the texts of the column with a role; blanks where no column has it."""
        place = self.table.names.get(role)
        return [""] * len(self.rows) if place is None else self.texts(place)

    def filled(self, places: Iterable[int]) -> list[str]:
        """Return for each row some text of these columns; "" where all are blank."""
        found = [""] * len(self.rows)
        for place in places:
            found = [one or other for one, other in zip(found, self.texts(place), strict=True)]
        return found

    def keys(self) -> tuple[list[str], list[bool]]:
        """Return what names each subject for good ("" where nothing does), and whether dropped zeros are back."""
        parts = [self.texts(place) for place in self.table.key]
        if not parts:
            return [""] * len(self.rows), [False] * len(self.rows)
        if "card" in self.table.names:
            if are_cards(parts[0]):
                return parts[0], [False] * len(self.rows)
            cards = each_once(card_number, parts[0])
            return [number for number, _ in cards], [restored for _, restored in cards]
        keys = ["" if BLANK_MARKS.intersection(row) else "-".join(row) for row in zip(*parts, strict=True)]
        return keys, [False] * len(keys)

    @cached_property
    def names(self) -> list[str]:
        """Return whose row each is; a name split over two columns is put together, a unit's is without its number of
        people.
        """
        own = self._without_people([name or self.table.subject for name in self.of("name")])
        if (given := self.table.names.get("given")) is None:
            return own
        return [f"{first} {last}".strip() for first, last in zip(own, self.texts(given), strict=True)]

    def _without_people(self, names: list[str]) -> list[str]:
        """Return names without the bare number of «Chi bộ 1 (12)», where one of them is that of the unit's people."""
        numbered = {row: found for row, name in enumerate(names) if (found := numbered_unit(name))}
        heads = [*numbered, len(names)]
        for row, below in pairwise(heads):
            if numbered[row][1] == self._people(row, below):
                return [numbered[row][0] if row in numbered else name for row, name in enumerate(names)]
        return names

    def _people(self, row: int, below: int) -> int:
        """Return how many people a row counts, or how many are rated between it and the next."""
        if self.table.counts:
            places = [column.place for column in columns_of(self.table.blocks_of(Value.NUMBER))]
            return sum(number_at(self.grid, self.table.body + row, place) or 0 for place in places)
        return sum(map(bool, self.filled(self.table.value_places)[row + 1 : below]))

    def dates(self, places: Sequence[int]) -> tuple[list[str], dict[int, int]]:
        """Return the full date of the first of these columns that is filled, as ISO text, and where none was read.

        The second is by row the column of what was filled in and is no date.
        """
        dates, unread = [""] * len(self.rows), dict[int, int]()
        for place in reversed(places):
            values = self.values(place)
            read = each_once(iso_date, values)
            filled = [bool(date) or bool(as_text(value)) for date, value in zip(read, values, strict=True)]
            dates = [date if full else before for date, full, before in zip(read, filled, dates, strict=True)]
            unread = {row: other for row, other in unread.items() if not filled[row]}
            wrong = (row for row, full in enumerate(filled) if full and not read[row])
            unread |= {row: place for row in wrong if is_no_date(as_text(values[row]))}
        return dates, unread

    def kinds(self) -> list[str]:
        """Return of which kind each subject is: by the column of kinds; a member, also by one that says so alone."""
        if "kind" in self.table.names or not self.table.persons:
            return self.of("kind")
        for column in self.table.columns:
            if not column.role and column.place not in self.table.value_places and self._tells_kinds(column):
                return [membership_of(text) for text in self.texts(column.place)]
        return self.of("kind")

    def _tells_kinds(self, column: Column) -> bool:
        """Return whether a column says of members "chính thức" or "dự bị", and in words nothing else."""
        words = {clean(cell) for cell in set(self.values(column.place)) if cell.__class__ is str}
        told = {word for word in words if any(map(str.isalpha, word)) and word not in column.path}
        return bool(told) and all(map(membership_of, told))

    def points(self) -> list[float | None]:
        """Return the points of each row; None where it has none."""
        return [_number(text) for text in self.of("points")]

    def blank_units(self, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield where one of these rows has no unit below one that is written: perhaps it is meant here, too."""
        subjects = list(rows)
        for place in self.table.places_of("base", "unit"):
            texts = self.texts(place)
            first = next((row for row, text in enumerate(texts) if text), len(texts))
            yield from ((row, place) for row in subjects if row > first and not texts[row])

    def dates_for_names(self, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield row and column of each date that stands instead of a name or code: "1-5", turned into the first of May.

        Only these rows are looked at.
        """
        subjects = list(rows)
        for place in sorted({*self.table.key, *self.table.places_of("name", *UNIT_ROLES)}):
            values = self.values(place)
            if dates := dates_in(values):
                yield from ((row, place) for row in subjects if values[row] in dates)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        return None


def _dittos(column: Sequence[Any], rows: range, *, of_unit: bool) -> Iterator[tuple[int, int]]:
    """Yield the rows with a mark for what stands above, and the row where that stands.

    Unless it is a unit, a blank cell breaks off: the row between may head a group.
    """
    short = (cell for cell in set(column) if cell.__class__ is str and len(cell) < _LONG)
    marks = {cell for cell in short if is_ditto(cell, of_unit=of_unit)}
    above = None
    for row, cell in zip(rows, column[rows.start : rows.stop], strict=False) if marks else ():
        if cell not in marks:
            above = (above if of_unit else None) if is_blank(cell) else row
        elif above is not None:
            yield row, above
