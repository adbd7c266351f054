"""Rows of a counts table whose column for years says no year: a sum over years, a mean, a plan, half a year."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.sheets.body import Body
from evalkit.sheets.vocabulary import is_comparison, is_total, scope_of, sums_years
from evalkit.sheets.years import cell_year, years_in


class YearRows:
    """Knows what stands in the column for years of a table whose rows are years; of any other table nothing."""

    def __init__(self, body: Body) -> None:
        table = body.table
        place = table.names.get("year")
        cells: Sequence[object] = ()
        if place is not None and table.counts and "name" not in table.names and table.label is None:
            cells = body.values(place)
        years = [cell_year(cell) for cell in cells]
        self.told = {year for year in years if year}
        texts = zip(years, body.texts(place), strict=True) if cells and place is not None else ()
        self.words = {row: text for row, (year, text) in enumerate(texts) if text and not year}

    def adds_up(self, row: int) -> bool:
        """Return whether a row is called a sum over the years."""
        words = self.words.get(row, "")
        return bool(self.told) and bool(words) and (is_total(words) or sums_years(words))

    def compares(self, row: int) -> bool:
        """Return whether a row is called a mean, a share, a plan, a part of a year: no result of one."""
        words = self.words.get(row, "")
        return bool(self.told) and bool(words) and (is_comparison(words) or bool(scope_of(words)))

    def is_beside(self, row: int) -> bool:
        """Return whether a row compares and nobody waits for its year: another row has it, or it is still to come."""
        years = years_in(self.words.get(row, ""))
        return self.compares(row) and all(year in self.told or year > max(self.told) for year in years)
