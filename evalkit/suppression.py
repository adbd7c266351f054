"""Which counts of units are hidden, so that no count of a few people is shown or can be worked out from totals.

Cell suppression as statistical offices do it: small counts are hidden first, then others so that each hidden count
could also be another one, whatever is subtracted from whatever. See L. Willenborg and T. de Waal, Elements of
Statistical Disclosure Control (2001), and J. Castro, A shortest-paths heuristic for statistical data protection in
positive tables, INFORMS Journal on Computing 19 (2007).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import pandas as pd

from evalkit.rates import level_rates
from evalkit.received import ORGANISATION, on_todays_units, todays_names
from evalkit.scale import RATED, Scale
from evalkit.settings import Settings
from evalkit.vietnamese import unit_key

HIDDEN = "…"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Cell = tuple[str, str]  # unit, measure
Node = tuple[str, str]  # what must add up: a unit's list, a unit's rated, a column
Hidden = dict[str, frozenset[str]]  # unit → its hidden measures

# What it costs to hide one cell more: a large count costs more than a small one, and hardly anything is worse than a
# zero that looks like a few, or no number of rated. A cell with one person gives little room to guess.
_SHOWN, _ZERO, _RATED, _ONE = 100, 5_000, 20_000, 300


@dataclass(frozen=True)
class HiddenCounts:
    """The hidden counts of a run by population and year; every table and picture of units asks here.

    `levels` are the levels of each measure; `below` is the smallest count that is shown, 0 where all are.
    """

    below: int
    by: str
    levels: Mapping[str, frozenset[str]]
    cells: Mapping[tuple[str, int], Hidden]

    def any(self, population: str, year: int) -> bool:
        """Return whether a unit of the population has a hidden count in the year."""
        return bool(self.cells.get((population, year)))

    def hides(self, population: str, year: int, unit: str, measure: str) -> bool:
        """Return whether the count of a measure must not be shown: it is hidden, or made of hidden counts.

        A sum of several levels is known, and may be shown, where all or none of the unit's hidden levels are in it.
        """
        hidden = self.cells.get((population, year), {}).get(unit, frozenset())
        if measure in hidden:
            return True
        if measure == "not_rated":
            return RATED in hidden
        within = self.levels.get(measure, frozenset())
        outside = {level for level in hidden if level in self.levels} - within
        return bool(hidden & within) and (RATED in hidden or bool(outside))

    def hides_share(self, population: str, year: int, unit: str, measure: str) -> bool:
        """Return whether the share of a measure must not be shown: its count is hidden, or the number rated."""
        return any(self.hides(population, year, unit, one) for one in (measure, RATED))

    def blank_units(self, ratings: pd.DataFrame, *, measure: str) -> pd.DataFrame:
        """Return the ratings without the unit's name in those years in which its share of a measure is hidden.

        Figures of the whole stay as they are; whatever is counted by unit leaves these units out.
        """
        hidden = [
            (population, year, unit)
            for (population, year), units in self.cells.items()
            for unit in units
            if self.hides_share(population, year, unit, measure)
        ]
        if not hidden:
            return ratings
        places = pd.MultiIndex.from_frame(ratings[["population", "year", self.by]].astype(object))
        at = pd.Series(places.isin(hidden), index=ratings.index)
        if not at.any():
            return ratings
        return ratings.assign(**{self.by: ratings[self.by].astype(object).mask(at, "").astype("category")})

    def shown_shares(self, rates: pd.DataFrame, *, measure: str) -> pd.DataFrame:
        """Return the rows of `level_rates` by year, population and unit of those whose share of a measure is shown."""
        places = zip(rates["population"], rates["year"], rates[self.by], strict=True)
        shown = [not self.hides_share(name, int(year), str(unit), measure) for name, year, unit in places]
        return rates[pd.Series(shown, index=rates.index, dtype=bool)]

    def shown_counts(self, rates: pd.DataFrame, *, population: str, unit: str) -> pd.DataFrame:
        """Return those rows of a unit's `level_rates` by year whose counts are shown."""
        places = zip(rates["year"], rates["measure"], strict=True)
        shown = [not self.hides(population, int(year), unit, measure) for year, measure in places]
        return rates[pd.Series(shown, index=rates.index, dtype=bool)]

    def left_out(self, ratings: pd.DataFrame, *, population: str, years: Collection[int], measure: str) -> int:
        """Return how many units with a rated subject are hidden in how many years, all years together."""
        if not self.cells:
            return 0
        rows = ratings[(ratings["population"] == population) & ratings["year"].isin(list(years))]
        rows = rows[(rows["status"] == RATED) & (rows[self.by] != "")]
        places = {(int(year), str(unit)) for year, unit in zip(rows["year"], rows[self.by], strict=True)}
        return sum(self.hides_share(population, year, unit, measure) for year, unit in places)


def find_hidden_counts(ratings: pd.DataFrame, *, settings: Settings, year: int, by: str) -> HiddenCounts:
    """Return which counts of units stay hidden, in every year: those from 1 to `mask_below` - 1, and what tells them.

    Of a unit with fewer than `mask_below` rated subjects all but the total is hidden. The totals of units, and all
    figures of the whole, are taken as known to everybody.

    Args:
        by: the column that names the unit, `base_organisation` or `unit`.
        year: whose names of organisations are in use too; what such a unit is made of in an earlier year is hidden
            wherever one of its parts is.
    """
    below = settings.mask_below if settings.mask_below > 1 else 0
    scale = settings.scale
    levels = {measure: frozenset(scale.in_measure(measure)) for era in scale.eras for measure in era.measures}
    if not below:
        return HiddenCounts(0, by, levels, {})
    found = _hidden_cells(ratings, below=below, by=by, scale=scale)
    names = todays_names(ratings, year=year, crosswalk=settings.crosswalk) if by == ORGANISATION else {}
    if names:
        today = _hidden_cells(on_todays_units(ratings, names=names), below=below, by=by, scale=scale)
        found = _united(found, today, names)
    return HiddenCounts(below, by, levels, found)


def mask_problems(problems: pd.DataFrame, *, hidden: HiddenCounts) -> pd.DataFrame:
    """Return the problems without what those say that name a number; their places stay, and so do years.

    A sum that does not add up, or a limit that is exceeded, tells counts of a unit. Where no count is hidden, all stay.
    """
    if not hidden.below or problems.empty:
        return problems
    parts = problems["message"].str.partition(": ")
    about = parts[2].str.replace(_YEAR, "", regex=True).str.contains(r"\d") | problems["suggestion"].str.contains(r"\d")
    told = parts[0] + ": số liệu có thể là của một đơn vị ít người, không ghi ở đây; xem bằng lệnh check."
    texts = {"message": told, "found": HIDDEN, "suggestion": ""}
    return problems.assign(**{name: problems[name].mask(about, text) for name, text in texts.items()})


def _united(
    own: Mapping[tuple[str, int], Hidden], today: Mapping[tuple[str, int], Hidden], names: Mapping[str, str]
) -> dict[tuple[str, int], Hidden]:
    """Return what is hidden under the names of the year, under today's, and of what today's units are made of."""
    found: dict[tuple[str, int], Hidden] = {}
    for place in dict.fromkeys([*own, *today]):
        units = dict(own.get(place, {}))
        renamed = [(names[unit], hidden) for unit, hidden in units.items() if unit in names]
        for unit, hidden in [*today.get(place, {}).items(), *renamed]:
            units[unit] = units.get(unit, frozenset()) | hidden
        found[place] = units
    return found


def _hidden_cells(ratings: pd.DataFrame, *, below: int, by: str, scale: Scale) -> dict[tuple[str, int], Hidden]:
    rows = ratings[~ratings["population"].isin([by, ORGANISATION])]
    rates = level_rates(rows, by=("population", "year", by), scale=scale)
    rates[by] = rates[by].astype(object).fillna("").astype(str)
    levels = [level.id for era in scale.eras for level in era.levels]
    found = {}
    for (population, year), mine in rates.groupby(["population", "year"], observed=True):
        counts = mine.pivot_table(index=by, columns="measure", values="count", aggfunc="sum", fill_value=0)
        if len(counts) > 1:  # one unit alone is the whole
            table = _Table(counts, levels, list(scale.every_reason), below)
            found[str(population), int(year)] = table.hidden_by_unit()
    return found


class _Table:
    """The counts of one population and year: units down, levels and reasons across, with their sums."""

    def __init__(self, counts: pd.DataFrame, levels: Sequence[str], reasons: Sequence[str], below: int) -> None:
        totals = counts.sum()
        self.units = sorted(map(str, counts.index), key=unit_key)
        self.levels = [level for level in levels if totals.get(level, 0)]  # nobody there: everybody knows
        self.reasons = [reason for reason in reasons if totals.get(reason, 0)]
        self.below = below
        measures = [*self.reasons, *([RATED] if self.reasons else []), *self.levels]
        self.counts: dict[Cell, int] = {
            (unit, measure): int(counts.at[unit, measure]) for unit in self.units for measure in measures
        }
        self.rated = {unit: int(counts.at[unit, RATED]) for unit in self.units}
        self.hidden: set[Cell] = set()
        self.edges: dict[Node, list[tuple[Node, Cell, bool]]] = {}
        for cell in self.counts:
            tail, head = self._ends(cell)
            self.edges.setdefault(tail, []).append((head, cell, True))
            self.edges.setdefault(head, []).append((tail, cell, False))

    def _ends(self, cell: Cell) -> tuple[Node, Node]:
        """Return the two sums that a count is in: of people from a unit's list to its rated, to a reason or a level."""
        unit, measure = cell
        if measure == RATED:
            return ("list", unit), ("rated", unit)
        return ("list" if measure in self.reasons else "rated", unit), ("column", measure)

    def hidden_by_unit(self) -> Hidden:
        """Return the hidden measures of each unit that has some."""
        for unit in self.units:
            self._hide_small(unit)
        self._protect()
        units = dict.fromkeys(unit for unit, _ in sorted(self.hidden))
        return {unit: frozenset(measure for one, measure in self.hidden if one == unit) for unit in units}

    def _hide_small(self, unit: str) -> None:
        """Hide the small counts of a unit, and more of its levels until those hidden are no few people together."""
        mine = [cell for cell in self.counts if cell[0] == unit]
        if self.rated[unit] < self.below:
            self.hidden.update(mine)
            return
        small = [cell for cell in mine if 0 < self.counts[cell] < self.below]
        self.hidden.update(small)
        together = sum(self.counts[cell] for cell in small if cell[1] in self.levels)
        others = [cell for cell in mine if cell[1] in self.levels and self.counts[cell] >= self.below]
        for cell in sorted(others, key=lambda cell: (self.counts[cell], cell)):
            if not 0 < together < self.below:
                break
            self.hidden.add(cell)
            together += self.counts[cell]

    def _protect(self) -> None:
        """Hide more, until each hidden count could be one more or one less with every sum as it is.

        A count that every reader can work out from the sums alone, as where nobody else is there, is hidden from
        nobody and shown.
        """
        safe: set[Cell] = set()
        for cell in sorted(self.hidden):
            if cell in safe:
                continue
            ring = self._cheapest_ring(cell)
            if ring is None:
                self.hidden.discard(cell)
            else:
                self.hidden.update(ring)
                safe.update(ring, [cell])

    def _cheapest_ring(self, cell: Cell) -> list[Cell] | None:
        """Return those cells with which one person can be moved round through a cell, and no sum changes."""
        tail, head = self._ends(cell)
        found = [self._cheapest_way(head, tail, cell)]
        if self.counts[cell]:
            found.append(self._cheapest_way(tail, head, cell))
        rings = [way for way in found if way is not None]
        return min(rings)[1] if rings else None

    def _cheapest_way(self, start: Node, goal: Node, without: Cell) -> tuple[int, list[Cell]] | None:
        """Return the cost and the cells of the cheapest way from sum to sum; against a count only if it is not 0."""
        best, came = {start: 0}, dict[Node, tuple[Node, Cell]]()
        queue = [(0, start)]
        while queue:
            cost, node = heappop(queue)
            if node == goal:
                return cost, _steps(came, start, goal)
            if cost > best[node]:
                continue
            for other, cell, forward in self.edges[node]:
                if cell == without or not (forward or self.counts[cell]):
                    continue
                new = cost + self._cost(cell, forward)
                if new < best.get(other, new + 1):
                    best[other], came[other] = new, (node, cell)
                    heappush(queue, (new, other))
        return None

    def _cost(self, cell: Cell, forward: bool) -> int:
        count = self.counts[cell]
        cost = _ONE if count == 1 and not forward else 1
        if cell in self.hidden:
            return cost
        return cost + _SHOWN + count + (_ZERO if not count else 0) + (_RATED if cell[1] == RATED else 0)


def _steps(came: Mapping[Node, tuple[Node, Cell]], start: Node, goal: Node) -> list[Cell]:
    cells, node = [], goal
    while node != start:
        node, cell = came[node]
        cells.append(cell)
    return cells
