"""Whose a value is, where that one stands, and of which year: of each one chain of sources, the nearest first."""

from __future__ import annotations

from evalkit.books.cells import make_up, number_at
from evalkit.books.grid import each_once
from evalkit.sheets.body import Body
from evalkit.sheets.context import Context
from evalkit.sheets.model import Block, Column, Line, Value
from evalkit.sheets.vocabulary import (
    GROUP_ROLES,
    MEMBER_KINDS,
    SOME_ORGANISATION,
    counted_population,
    has_cells,
    is_base,
    may_be_base,
    organisations_counted,
    party_unit,
    population_of,
)
from evalkit.sheets.whose import WHOSE, is_whole
from evalkit.sheets.years import cell_year

_NO_BASES = ("", "section_committee")
NO_YEAR = -1  # what stands in the column for years is no year


class Chains:
    """The year, the population and the unit of every value of one table."""

    def __init__(self, body: Body, context: Context, *, year: int | None) -> None:
        self.body, self.table, self.context, self.around = body, body.table, context, year
        table = self.table
        self.names, self.keys = body.names, body.keys()[0]
        self.units, self.bases = body.of("unit"), body.of("base")
        self._names_bases = any(party_unit(unit) == "base_organisation" for unit in set(self.units))
        self.years = self._own_years()
        self.populations = {id(block): self._of_block(block) for block in table.blocks}
        self.committees = self._committees()
        self._base_rows = self._counts_in("base")
        self._standing: dict[tuple[str, str, str, str], tuple[str, str]] = {}

    def _of_block(self, block: Block) -> str:
        """Return whom a block rates or counts: its caption says, else its total, the table, or the title."""
        if self.table.label is not None or block.shape.value is not Value.NUMBER or self.table.hint:
            return block.population or self.table.population
        total = " ".join(column.title for column in block.totals)
        own, sheet = self.context.titles
        found = (
            block.population,
            "member" if block.kind in MEMBER_KINDS else "",
            counted_population(total),
            self._organisations_beside(block),
            self._titled(own, block) or self._titled(sheet, block),
            self.table.population if self._counts_in(*GROUP_ROLES) else "",
            (population_of(own) or population_of(sheet)) if WHOSE in self.table.names else "",
        )
        return next(filter(None, found), "member" if self.table.population == "cell" else "")

    def _titled(self, title: str, block: Block) -> str:
        """Return whom a title counts; «XẾP LOẠI CHI BỘ» over more than one beside the name of a cell means people."""
        population = counted_population(title)
        if population != "cell" or population_of(title):  # «CHI BỘ TRỰC THUỘC» are cells for certain
            return population
        cells = (row for row, name in enumerate(self.names, self.table.body) if party_unit(name) == "cell")
        numbers = (number_at(self.body.grid, row, place) or 0 for row in cells for place in block.places)
        return "member" if any(number > 1 for number in numbers) else population

    def _organisations_beside(self, block: Block) -> str:
        """Return which organisations a column beside the levels counts, «Số chi bộ», where the levels make these up."""
        for column in self.table.columns:
            counted = organisations_counted(column.path[-1]) if column not in block.columns else ""
            if counted and make_up(self.body.grid, self.table.rows, block.places, column.place):
                return counted
        return ""

    def _counts_in(self, *roles: str) -> bool:
        """Return whether the column that names the rows is of one of these roles."""
        name = self.table.names.get("name")
        return any(column.role in roles and column.place == name for column in self.table.columns)

    def population(self, line: Line, block: Block) -> str:
        """Return whom a value rates or counts: its column's caption, the row or the group above it, the table's."""
        if self.table.label is not None:
            return block.population or line.population or self.table.population
        if line.population == SOME_ORGANISATION and self.table.persons and not self.keys[line.row]:
            return "cell" if party_unit(self.names[line.row]) == "cell" else ""
        if line.population and (WHOSE in self.table.names or line.row in self.body.asides.rows):
            return "" if line.population == SOME_ORGANISATION else line.population
        return self.committees.get(line.row) or self.populations[id(block)]

    def _committees(self) -> dict[int, str]:
        """Return the rows among cells that name a committee, and whose level it is."""
        table = self.table
        rated = any(block.shape.value is not Value.NUMBER and not block.population for block in table.blocks)
        if not rated or table.population != "cell" or table.persons or table.hint:
            return {}
        return {row: party_unit(name) for row, name in enumerate(self.names) if name[:1] in "Đđ" and has_cells(name)}

    def unit(self, line: Line) -> tuple[str, str]:
        """Return the unit that a row's subject stands directly under, and the base organisation above it.

        The nearest counts: the row's own columns, a group row, what stands over the table. A committee's organisation
        is its own base organisation, and so are cells beside committees in one column.
        """
        own = (self.units[line.row], self.bases[line.row], line.group, line.base)
        if own not in self._standing:
            unit, base, group, committee = own
            beside = unit if self._names_bases and may_be_base(unit) else ""
            base = base or (unit if is_base(unit) else "") or committee or beside or self.table.base
            by_group = group if self.table.population == "member" or not base else ""
            self._standing[own] = (unit or self.table.unit or by_group or base, base)
        return self._standing[own]

    def form_unit(self, line: Line, column: Column) -> tuple[str, str]:
        """Return the base organisation and the unit of a number of a form: of its column, its section, or the form.

        A cell has no units below it: in its own form the columns may be its groups.
        """
        if party_unit(self.table.unit) == "cell":
            return self.table.base, self.table.unit
        unit, base = self.table.units.get(column.place, ("", ""))
        return base or line.base or self.table.base, unit or line.group or self.table.unit

    def counted_unit(self, line: Line) -> tuple[str, str]:
        """Return the base organisation and the unit that a row of numbers counts."""
        name = self.names[line.row]
        if is_whole(self.table, name):
            return self.table.base, self.table.unit
        unit, base = self.unit(line)
        own = name if self._base_rows or is_base(name) else ""
        above = next((one for one in (unit, line.group) if party_unit(one) not in _NO_BASES and one != name), "")
        return own or base or above, name

    def _own_years(self) -> list[int | None]:
        """Return what the column for years says; `NO_YEAR` where that is no year.

        None where it is blank and the year around the table holds: where other rows say another one, it does not.
        """
        place = self.table.names.get("year")
        if place is None:
            return [None] * len(self.body.rows)
        years = each_once(lambda value: cell_year(value) or NO_YEAR, self.body.values(place))
        texts = self.body.texts(place)
        told = {year for year, text in zip(years, texts, strict=True) if text and year != NO_YEAR}
        blank = None if told <= {self.around} else NO_YEAR
        return [year if text else blank for year, text in zip(years, texts, strict=True)]

    def year(self, line: Line, block: Block) -> int | None:
        """Return the year of a value: of its column, of the row, of the group above, or of what is around the table."""
        if self.table.wide and block.year is not None:
            return block.year
        year = self.years[line.row] or block.year or line.year
        return None if year == NO_YEAR else year
