"""How many may stand at the best level in each base organisation, in both readings of the cap."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from evalkit.checks import cap_rows
from evalkit.scale import Scale
from evalkit.settings import Cap
from evalkit.vietnamese import unit_key

LIMIT_COLUMNS = ("unit", "at", "good", "good_or_better", "exclusive", "inclusive", "allowed", "over")


def cap_limits(ratings: pd.DataFrame, *, cap: Cap, year: int, scale: Scale) -> pd.DataFrame:
    """Return how each group of a cap stands to it in a year, groups in natural order.

    Returns:
        One row per group: `at`, how many stand at the cap's level; `good`, how many one level below; `good_or_better`,
        both; `exclusive` and `inclusive`, the most that may stand at the level if `good`, or `good_or_better`, is what
        the share is taken of (both rounded down); `allowed`, the most by the cap's own denominator; `over`, how many
        are too many, or, negative, how many more there might be. `unit` is "" for a cap on all together,
        and where no list says who stands in which group.
    """
    names = [level.id for level in scale.at(year).levels]
    below = names[names.index(cap.level) + 1] if cap.level in names[:-1] else ""
    rows = cap_rows(ratings[ratings["year"] == year], cap=cap, scale=scale)
    counted = rows.assign(good=rows["count"].where(rows["level"] == below, 0))
    found = []
    for unit, sums in counted.groupby("group"):
        at, good, of = (int(sums[name].sum()) for name in ("at", "good", "of"))
        exclusive, inclusive, allowed = (int(Fraction(number) * cap.share) for number in (good, good + at, of))
        found.append((unit, at, good, good + at, exclusive, inclusive, allowed, at - allowed))
    found.sort(key=lambda row: unit_key(str(row[0])))
    return pd.DataFrame(found, columns=list(LIMIT_COLUMNS))
