"""How units are compared: base organisations, their cells, or cells of which nothing says where they belong; each with
the figure of the whole, unless a target is set for units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from evalkit.rates import level_rates
from evalkit.received import ORGANISATION
from evalkit.scale import Level
from evalkit.settings import Settings, Target

UNIT = "unit"


@dataclass(frozen=True)
class UnitBound:
    """What units are compared with: `target`, set for them, or the figure of the whole, which is printed as `whole`."""

    target: Target
    whole: str | None = None

    @property
    def own(self) -> bool:
        """Whether a target is set for units; beyond the figure of the whole a unit has missed nothing."""
        return self.whole is None

    @property
    def least(self) -> bool:
        """Whether a larger share is better."""
        return self.target.sign[0] == ">"

    @property
    def text(self) -> str:
        """The bound in words: "ít nhất 98%" where a target is set for units, else "mức chung 98,45%"."""
        return self.target.bound_text if self.own else f"mức chung {self.whole}%"

    @property
    def beyond(self) -> str:
        """What a unit is that misses a target for units, or is on the wrong side of the whole."""
        if self.own:
            return f"chưa đạt chỉ tiêu riêng {self.text}"
        return f"{'thấp' if self.least else 'cao'} hơn {self.text}"

    def with_titles(self, shortfall: pd.DataFrame) -> pd.DataFrame:
        """Return what `unit_shortfall` gives, what a unit has too much of in columns that say so."""
        return shortfall if self.least else shortfall.rename(columns={"lacking": "excess", "part": "excess_part"})


@dataclass(frozen=True)
class UnitComparison:
    """How the units of a year are compared: grouped by the column `by` of `ratings`, the first of `bounds` foremost.

    `populations` have somebody in a unit, members first.
    """

    by: str
    ratings: pd.DataFrame
    populations: tuple[str, ...]
    bounds: tuple[UnitBound, ...]


def compare_units(ratings: pd.DataFrame, *, settings: Settings, year: int) -> UnitComparison:
    """Return by which units a year is compared, and with what.

    Each population with the targets that are set for its units; else, for each of its targets, with the figure of the
    whole at the same measure. The first population also where it has no target: at the second level or better.

    Args:
        ratings: those up to the year.
    """
    by = unit_column(ratings[ratings["year"] == year])
    ratings = placed(ratings) if by == ORGANISATION else ratings
    now = ratings[ratings["year"] == year]
    listed = set(now.loc[(now[by] != "") & (now["count"] > 0), "population"]) - {ORGANISATION}
    names = sorted((name for name in settings.populations if name in listed), key=lambda name: name != "member")
    rates = level_rates(now, by=("population",), scale=settings.scale)
    found = (
        _set_for_units(name, settings, year) or _of_the_whole(rates, name, settings, year, foremost=name == names[0])
        for name in names
    )
    return UnitComparison(by, ratings, tuple(names), tuple(bound for bounds in found for bound in bounds))


def _set_for_units(population: str, settings: Settings, year: int) -> list[UnitBound]:
    targets = settings.unit_targets
    return [UnitBound(one) for one in targets if one.population == population and one.holds_in(year)]


def _of_the_whole(
    rates: pd.DataFrame, population: str, settings: Settings, year: int, *, foremost: bool
) -> list[UnitBound]:
    """Return the figures of the whole at the measures of the targets, each in the direction that its target looks."""
    targets = [one for one in settings.targets if one.population == population and one.holds_in(year)]
    wanted = [(one.measure, one.sign[0] == ">") for one in targets]
    if foremost and not wanted:
        wanted = [(leading_measure(settings.scale.at(year).levels), True)]
    bounds = []
    for measure, least in dict.fromkeys(wanted):
        rows = rates[(rates["population"] == population) & (rates["measure"] == measure) & (rates["base"] > 0)]
        for row in rows.itertuples():
            share = Fraction(int(row.count), int(row.base))
            target = Target(population=population, measure=measure, sign=">=" if least else "<=", bound=share)
            bounds.append(UnitBound(target, str(row.printed)))
    return bounds


def leading_measure(levels: Sequence[Level]) -> str:
    """Return what units and years are compared by, of levels best first: the second or better; the best of two."""
    return f"{levels[1].id}_or_better" if len(levels) > 2 else levels[0].id


def unit_column(now: pd.DataFrame) -> str:
    """Return what the rows of a year are grouped by: base organisations, or cells where there is none or one alone."""
    inside = now[now["population"] != ORGANISATION]
    bases = set(inside.loc[inside[ORGANISATION] != "", ORGANISATION])
    cells = set(inside.loc[inside[UNIT] != "", UNIT])
    loose = set(inside.loc[inside[ORGANISATION] == "", UNIT]) - {""}  # of which base organisation, nothing says
    if not bases:
        return UNIT
    return UNIT if len(bases | loose) == 1 and len(cells - bases) > 1 else ORGANISATION


def placed(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings, those of a cell of which nothing says to which base organisation it belongs under its own
    name, so that its people are not pooled with those of whom nothing is said at all.
    """
    alone = (ratings[ORGANISATION] == "") & (ratings[UNIT] != "") & (ratings["population"] != ORGANISATION)
    if not alone.any():
        return ratings
    own = ratings[ORGANISATION].astype(object).where(~alone, ratings[UNIT].astype(object))
    return ratings.assign(**{ORGANISATION: own.astype("category")})
