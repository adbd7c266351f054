"""Single units over the years: which is meant by a name, its course, who admits nobody, who stays at one level."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from evalkit.rates import level_rates, worst_first
from evalkit.received import ORGANISATION, on_todays_units, todays_names
from evalkit.refusal import Refused
from evalkit.scale import RATED, Scale
from evalkit.settings import Crosswalk
from evalkit.vietnamese import fold, plain, unit_key

COURSE_COLUMNS = ("year", "level", "total", "base", "count", "printed", "whole")
REPEATED_COLUMNS = ("unit", "count", "running", "at_level")
_NEAR = 5  # names in a message


class UnknownUnit(Refused):
    """No unit has this name; the message lists those whose names are near."""


def with_todays_names(ratings: pd.DataFrame, *, year: int, crosswalk: Sequence[Crosswalk]) -> pd.DataFrame:
    """Return the ratings with base organisations of earlier years under the names they have in a year."""
    return on_todays_units(ratings, names=todays_names(ratings, year=year, crosswalk=crosswalk))


def find_unit(ratings: pd.DataFrame, name: str, *, by: str = ORGANISATION) -> str:
    """Return the unit that a name or a code means, whatever its case and blanks.

    Part of a name, also without its marks, is enough where it stands in the name of one unit only.

    Raises:
        UnknownUnit: none is called so, or several could be meant.
    """
    units = sorted((str(unit) for unit in ratings[by].unique() if unit), key=unit_key)
    folded = {fold(unit): unit for unit in units}
    own = ratings[(ratings["population"] == by) & (ratings[by] != "")]
    codes = dict(zip(own["subject"].map(fold), own[by].astype(str), strict=True))
    wanted = fold(name)
    if exact := folded.get(wanted) or codes.get(wanted):
        return exact
    without_marks = {unit: plain(unit) for unit in units}
    inside = [unit for unit, key in without_marks.items() if wanted and plain(name) in key]
    if len(inside) == 1:
        return inside[0]
    by_key = {key: unit for unit, key in without_marks.items()}
    near = inside or [by_key[key] for key in get_close_matches(plain(name), by_key, _NEAR, 0.5)] or units
    shown = "; ".join(near[:_NEAR]) + ("; …" if len(near) > _NEAR else "")
    raise UnknownUnit(f"Không rõ đơn vị «{name}»: sửa `unit` ở ô tham số. Tên gần giống: {shown}.")


def choose_unit(
    ratings: pd.DataFrame, name: str, *, population: str, measure: str, year: int, scale: Scale, by: str = ORGANISATION
) -> str | None:
    """Return the unit that a name means, as `find_unit`; without a name the one with the lowest share in the year.

    None where no unit has anybody rated in that year.

    Raises:
        UnknownUnit: none is called so, or several could be meant.
    """
    if name:
        return find_unit(ratings, name, by=by)
    rows = ratings[(ratings["population"] == population) & (ratings["year"] == year) & (ratings[by] != "")]
    rates = level_rates(rows, by=(by,), scale=scale)
    lowest = worst_first(rates[rates["base"] > 0], measure=measure)
    return None if lowest.empty else str(lowest[by].iloc[0])


def unit_course(
    ratings: pd.DataFrame, *, unit: str | None, population: str, measure: str, year: int, scale: Scale, years: int = 5,
    by: str = ORGANISATION,
) -> pd.DataFrame:  # fmt: skip
    """Return how a unit stood in each of the last years, beside the whole; no rows where there is no unit.

    Units go by the names that stand in the ratings: for one that was renamed, see `with_todays_names`.

    Returns:
        One row per year, those without data too: `level`, the unit's own, where it is rated itself; `total`, its
        subjects; `base`, how many of them were rated; `count` and `printed`, those at the measure; `whole`, the share
        of the whole, as printed. What there is not is missing.
    """
    rows = ratings[ratings["population"] == population]
    inside, whole = (
        level_rates(some, by=("year",), scale=scale).set_index(["year", "measure"])
        for some in (rows[rows[by] == unit], rows)
    )
    own = (
        ratings[(ratings["population"] == by) & (ratings[by] == unit)]
        .drop_duplicates("year", keep=False)
        .set_index("year")
    )
    found = []
    for at in range(year - years + 1, year + 1) if unit else ():
        level = own["level"].get(at)
        total = inside["count"].get((at, "total"))
        base, count, printed = (inside[name].get((at, measure)) for name in ("base", "count", "printed"))
        found.append((at, level, total, base, count, printed, whole["printed"].get((at, measure))))
    return pd.DataFrame(found, columns=list(COURSE_COLUMNS), dtype=object)


def without_admissions(ratings: pd.DataFrame, *, year: int, crosswalk: Sequence[Crosswalk] = ()) -> pd.DataFrame:
    """Return the base organisations that admitted nobody in this year and in the one before, in natural order.

    Only those with a list of members in both years and in the one before them. Where somebody new on a list has no date
    of joining the Party, or cannot be followed from list to list, nothing is concluded about the unit.

    Returns:
        One row per base organisation under its name of the year: `total`, its members at the end of the year.
    """
    members = ratings[(ratings["population"] == "member") & ratings["year"].between(year - 2, year)]
    names = todays_names(ratings, year=year, crosswalk=crosswalk)
    members = on_todays_units(members, names=names)
    lists = {at: members[members["year"] == at] for at in (year - 2, year - 1, year)}
    units = set.intersection(*(set(rows[ORGANISATION]) for rows in lists.values())) - {""}
    for at in (year - 1, year):
        units -= set(_perhaps_admitted(lists[at], before=lists[at - 1], year=at)[ORGANISATION])
    totals = lists[year].groupby(ORGANISATION, observed=True)["count"].sum()
    rows = [(unit, int(totals[unit])) for unit in sorted(units, key=unit_key)]
    return pd.DataFrame(rows, columns=["unit", "total"])


def _perhaps_admitted(now: pd.DataFrame, *, before: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return those who joined in the year, by their date or for all that can be known."""
    joined = pd.to_datetime(now["joined"]).dt.year
    unfollowed = now["subject"].str.startswith(("#", "?"))
    new = unfollowed | ~now["subject"].isin(before["subject"])
    return now[new & ((joined == year) | joined.isna())]


def repeated_level(
    ratings: pd.DataFrame, *, population: str, level: str, year: int, years: int = 5, by: str = ORGANISATION
) -> pd.DataFrame:
    """Return which units have subjects that stood at exactly one level in at least two of the last years.

    Subjects that cannot be followed from year to year, such as those of a counts sheet, are left out.

    Returns:
        One row per unit, the largest number first: `count`, its subjects of that kind, under the unit that they
        belonged to last; `running`, how many of them stood there in this year and the year before; `at_level`, the
        years in words. An organisation that is itself a unit stands under its own name.
    """
    rows = ratings[(ratings["population"] == population) & ratings["year"].between(year - years + 1, year)]
    rows = rows[~rows["subject"].str.startswith(("#", "?"))].sort_values("year", kind="stable")
    there = rows[(rows["status"] == RATED) & (rows["level"] == level)].drop_duplicates(["subject", "year"])
    at = there.groupby("subject")["year"].agg(set)
    last = rows.drop_duplicates("subject", keep="last").set_index("subject")
    units: dict[str, list[set[int]]] = {}
    for subject, held in at[at.map(len) >= 2].items():
        units.setdefault(str(last.at[subject, "name" if population == by else by]), []).append(held)
    found = [
        (unit, len(all_held), sum({year - 1, year} <= held for held in all_held), _listed(set().union(*all_held)))
        for unit, all_held in units.items()
    ]
    found.sort(key=lambda row: (-row[1], -row[2], unit_key(row[0])))
    return pd.DataFrame(found, columns=list(REPEATED_COLUMNS))


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))
