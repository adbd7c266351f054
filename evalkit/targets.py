"""Whether a target is met, decided on integers and exact fractions, and by how many subjects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

import pandas as pd

from evalkit.rates import level_rates
from evalkit.received import not_received_size
from evalkit.scale import UNKNOWN
from evalkit.settings import Settings, Target
from evalkit.vietnamese import percent_beside

MET, MISSED, UNDECIDED, NO_DATA = "met", "missed", "undecided", "no data"
VERDICTS = {MET: "đạt", MISSED: "chưa đạt", UNDECIDED: "chưa thể kết luận", NO_DATA: "không có số liệu"}
TARGET_COLUMNS = (
    "population", "measure", "label", "year", "sign", "bound", "bound_text", "count", "base", "unknown", "share",
    "printed", "verdict", "headroom", "source", "not_sent", "units_not_sent",
)  # fmt: skip


def compare_targets(ratings: pd.DataFrame, *, settings: Settings, years: Iterable[int] | None = None) -> pd.DataFrame:
    """Return each target against each year it holds for.

    Args:
        ratings: the ratings table.
        years: the years to compare; by default every year of the table.
    Returns:
        One row per target and year, in the settings' order: `count` of `base` rated subjects, `unknown` subjects
        whose cell could not be read, `share`, `printed` (with as many digits as the verdict needs), `verdict`, and
        `headroom`: how many subjects may slip with the verdict still met, or, negative, how many are lacking;
        missing where there is no verdict. `not_sent`: how many subjects `units_not_sent` base organisations, from which
        nothing was received, had in the year before; the verdict is the same whatever level each of them turns out at.
    """
    rates = level_rates(ratings, scale=settings.scale)
    columns = ("population", "measure", "year", "count", "base")
    counts = {tuple(key): (count, base) for *key, count, base in zip(*(rates[name] for name in columns), strict=True)}
    wanted = sorted({int(year) for year in (ratings["year"].unique() if years is None else years)})
    missing = {
        (name, year): not_received_size(ratings, population=name, year=year, crosswalk=settings.crosswalk)
        for name in {target.population for target in settings.targets}
        for year in wanted
    }
    rows = [
        _compare(target, year, counts, settings, missing[target.population, year])
        for target in settings.targets
        for year in wanted
        if target.holds_in(year)
    ]
    return pd.DataFrame(rows, columns=list(TARGET_COLUMNS)).astype({"headroom": "Int64", "year": "int64"})


def verdict(target: Target, count: int, base: int, unknown: int = 0) -> str:
    """Return whether a target is met, missed or undecided, or that there are no data.

    Each of the `unknown` subjects may be of any level or not rated; where that could turn the verdict it is undecided.
    """
    if base == 0:
        return UNDECIDED if unknown else NO_DATA
    least, most = Fraction(count, base + unknown), Fraction(count + unknown, base + unknown)
    verdicts = {_meets(target, share) for share in (least, Fraction(count, base), most)}
    if len(verdicts) > 1:
        return UNDECIDED
    return MET if verdicts.pop() else MISSED


def headroom(target: Target, count: int, base: int) -> int:
    """Return how many more subjects may slip to the wrong side with the target still met; negative: how many are
    lacking.
    """
    edge = target.bound * base
    if target.sign in (">=", ">"):
        needed = ceil(edge) if target.sign == ">=" else floor(edge) + 1
        return min(count - needed, count)
    allowed = floor(edge) if target.sign == "<=" else ceil(edge) - 1
    return min(allowed - count, base - count)


def _meets(target: Target, share: Fraction) -> bool:
    """Exactly on the bound follows the sign."""
    bound = target.bound
    return {">=": share >= bound, ">": share > bound, "<=": share <= bound, "<": share < bound}[target.sign]


def _compare(
    target: Target, year: int, counts: dict[tuple[object, ...], tuple[int, int]], settings: Settings,
    missing: tuple[tuple[str, ...], int],
) -> Sequence[object]:  # fmt: skip
    count, base = counts.get((target.population, target.measure, year), (0, 0))
    unknown, _ = counts.get((target.population, UNKNOWN, year), (0, 0))
    units, not_sent = missing
    found = verdict(target, count, base, unknown + not_sent)
    return (
        target.population, target.measure, settings.label(target.population, target.measure), year,
        target.sign, target.bound, target.bound_text,
        count, base, unknown, count / base if base else float("nan"), percent_beside(count, base, target.bound),
        found, headroom(target, count, base) if found in (MET, MISSED) else None, target.source, not_sent, len(units),
    )  # fmt: skip
