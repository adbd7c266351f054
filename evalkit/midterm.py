"""The review at mid-term: where a target is lost, which units get worse, what is left to do, how membership grows.

Arithmetic on what the ratings table holds, never a forecast. Verdicts and shares of a shortfall are exact; an interval
is a hint about small units and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Any, NamedTuple

import pandas as pd

from evalkit.rates import level_rates
from evalkit.received import not_received, todays_names
from evalkit.scale import LEFT, WAYS_OF_LEAVING, Scale
from evalkit.settings import Crosswalk, Growth, Settings, Target
from evalkit.targets import MET, MISSED, UNDECIDED, headroom
from evalkit.vietnamese import percent, printed_number, unit_key

SMALL = 30  # rated subjects; below it one person moves a share by more than three points
SHORTFALL_COLUMNS = ("unit", "count", "base", "share", "printed", "lacking", "part", "small", "low", "high")
COURSE_COLUMNS = ("unit", "two_years_ago", "last_year", "this_year", "change")
GROWTH_COLUMNS = (
    "year", "before", "joined", "admitted", "undated", "left", "not_sent", "moved", "total", "printed",
    "verdict",
)  # fmt: skip
OUTLOOK_COLUMNS = ("label", "year", "until", "count", "base", "printed", "bound_text", "yearly", "needed")
PUBLISHED_COLUMNS = ("label", "year", "published", "count", "base", "printed", "agrees", "otherwise", "source")
_Z = 1.959963984540054  # of the normal distribution, for 95 %


def unit_shortfall(ratings: pd.DataFrame, *, target: Target, year: int, scale: Scale, by: str) -> pd.DataFrame:
    """Return how far each unit is from a bound, the one that lacks most first.

    Args:
        by: the column that names the unit, `base_organisation` or `unit`.
    Returns:
        One row per unit with a rated subject: `count`, `base`, `share`, `printed`; `lacking`: how many people more it
        needs at the measure (or, of a target from above, has too many); `part`: that as a share of what all units
        together lack, adding up to 1; `small`: fewer than 30 rated; `low`, `high`: Wilson's 95 % interval of its share.
    """
    rows = ratings[(ratings["year"] == year) & (ratings["population"] == target.population) & (ratings[by] != "")]
    rates = level_rates(rows, by=(by,), scale=scale)
    rates = rates[(rates["measure"] == target.measure) & (rates["base"] > 0)]
    lacking = [max(-headroom(target, int(row.count), int(row.base)), 0) for row in rates.itertuples()]
    whole = sum(lacking)
    bounds = [_wilson(row.count, row.base) for row in rates.itertuples()]
    found = rates.rename(columns={by: "unit"}).assign(
        lacking=lacking,
        part=[Fraction(one, whole or 1) for one in lacking],
        small=rates["base"] < SMALL,
        low=[low for low, _ in bounds],
        high=[high for _, high in bounds],
    )
    places = sorted(range(len(found)), key=lambda at: (-lacking[at], unit_key(str(found["unit"].iloc[at]))))
    return found.iloc[places][list(SHORTFALL_COLUMNS)].reset_index(drop=True)


def worse_two_years(ratings: pd.DataFrame, *, target: Target, year: int, scale: Scale, by: str) -> pd.DataFrame:
    """Return the units that got worse in each of the last two years, the largest change of share first.

    Worse means a worse share and more people on the wrong side of the target's measure: a unit that only got smaller
    has not got worse.

    Returns:
        One row per unit: its share as printed in the three years, `two_years_ago`, `last_year`, `this_year`, and
        `change` over them in points, positive or negative as the share went.
    """
    wanted = [year - 2, year - 1, year]
    rows = ratings[ratings["year"].isin(wanted) & (ratings["population"] == target.population) & (ratings[by] != "")]
    rates = level_rates(rows, by=("year", by), scale=scale)
    rates = rates[(rates["measure"] == target.measure) & (rates["base"] > 0)]
    courses: dict[str, list[tuple[int, int]]] = {}
    for row in rates.itertuples():  # years ascend
        courses.setdefault(str(getattr(row, by)), []).append((int(row.count), int(row.base)))
    least = target.sign in (">=", ">")
    found: list[tuple[Any, ...]] = []
    for unit, course in courses.items():
        wrong = [(base - count if least else count, base) for count, base in course]
        if len(course) == len(wanted) and _is_worse(*wrong[:2]) and _is_worse(*wrong[1:]):
            change = Fraction(*course[-1]) - Fraction(*course[0])
            found.append((unit, *(percent(count, base) for count, base in course), float(100 * change)))
    found.sort(key=lambda row: (-abs(row[-1]), unit_key(row[0])))
    return pd.DataFrame(found, columns=list(COURSE_COLUMNS))


def _is_worse(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Return whether more people, and a larger share of them, stand on the wrong side."""
    return now[0] > before[0] and Fraction(*now) > Fraction(*before)


def unit_level(ratings: pd.DataFrame, *, population: str, level: str, year: int, scale: Scale, by: str) -> pd.DataFrame:
    """Return which units hold most of those who stand at exactly one level, the largest number first.

    Returns:
        One row per unit with somebody there: `unit`, `count`, `base` (rated), `share`, `printed`.
    """
    rows = ratings[(ratings["year"] == year) & (ratings["population"] == population) & (ratings[by] != "")]
    rates = level_rates(rows, by=(by,), scale=scale)
    rates = rates[(rates["measure"] == level) & (rates["count"] > 0)].rename(columns={by: "unit"})
    places = sorted(
        range(len(rates)),
        key=lambda at: (-rates["count"].iloc[at], -rates["share"].iloc[at], unit_key(str(rates["unit"].iloc[at]))),
    )
    return rates.iloc[places][["unit", "count", "base", "share", "printed"]].reset_index(drop=True)


def outlook(targets: pd.DataFrame, *, settings: Settings, year: int) -> pd.DataFrame:
    """Return what the years up to the end of the term have to bring for each target, said as arithmetic.

    Args:
        targets: what `compare_targets` gives.
    Returns:
        One row per target with data in `year`: `until`, the last year of the term or of the target; `yearly`: by how
        many points a year the share may move and still meet the bound in `until`, or must move to meet it, as
        `yearly_step` has it, positive where it rises, missing where no year is left; `needed`: at the base of `year`,
        how many more subjects the bound asks for (negative: how many fewer would do).
    """
    ends = {(one.population, one.measure, one.sign, one.bound): one.last for one in settings.targets}
    rows = []
    for row in targets[(targets["year"] == year) & (targets["base"] > 0)].itertuples():
        until = ends.get((row.population, row.measure, row.sign, row.bound)) or (settings.term_years or (None, None))[1]
        if until is None:
            continue
        left = until - year
        rises = printed_number(row.printed) <= 100 * row.bound
        yearly = float(yearly_step(row, left).points * (1 if rises else -1)) if left > 0 else None
        target = Target(population=row.population, measure=row.measure, sign=row.sign, bound=row.bound)
        needed = -headroom(target, row.count, row.base)
        rows.append((row.label, year, until, row.count, row.base, row.printed, row.bound_text, yearly, needed))
    return pd.DataFrame(rows, columns=list(OUTLOOK_COLUMNS))


class YearlyStep(NamedTuple):
    """How many points a year, and whether the share must move by less than them (or by more) to keep off the bound."""

    points: Fraction
    strictly: bool


def yearly_step(target: Any, left: int) -> YearlyStep:
    """Return by how much a share may move in each of `left` years with its target met at the end, or must to meet it.

    To two decimals, rounded so that the target is met both by the share itself and by the printed one, from which a
    listener reckons.

    Args:
        target: a row of `compare_targets`.
    """
    shares = (printed_number(target.printed), Fraction(100 * int(target.count), int(target.base)))
    both = [100 * abs(share - 100 * target.bound) / left for share in shares]
    hundredths = min(both) if target.verdict == MET else max(both)
    whole = floor(hundredths) if target.verdict == MET else ceil(hundredths)
    return YearlyStep(Fraction(whole, 100), target.sign in ("<", ">") and whole == hundredths)


def membership_growth(
    ratings: pd.DataFrame, *, growth: Growth | None = None, crosswalk: Sequence[Crosswalk] = ()
) -> pd.DataFrame:
    """Return how membership changed from list to list: who came, who left, who moved; measured by last year's end.

    Members are followed by their keys; those who have neither card nor birth date cannot be and are left out.

    Returns:
        One row per year that has a list the year before: `before` and `total`, members at the end of last year and of
        this one; `joined`: in this list and not in the last; of these `admitted` in this year by their date of joining
        the Party, and `undated` without such a date, who may have been admitted or have come from elsewhere; `left`: in
        the last list and not in this one, but for `not_sent`, those whose base organisation has sent no list this year;
        `moved`: in both under another base organisation, compared under the names of this year; `printed`: admitted per
        cent of `before`, missing where a list or a date is; `verdict` against the target of growth, the same however
        many of those who are not sent or undated, if any, may still turn out as admitted; missing without a target.
    """
    rows: list[Sequence[Any]] = []
    for year in sorted(int(year) for year in ratings["year"].unique()):
        lists = _two_lists(ratings, year=year, crosswalk=crosswalk)
        before, now = lists.before, lists.now
        if before.empty or now.empty:
            continue
        place = before.index.get_indexer(now.index)  # in last year's list; -1 for those who came
        came, stayed = now[place < 0], now[place >= 0]
        was = lists.last_place.to_numpy()[place[place >= 0]]
        moved = int((stayed["base_organisation"].astype(object).to_numpy() != was).sum())
        joined = _years_of_joining(came)
        admitted, undated = int((joined == year).sum()), int(joined.isna().sum())
        left, not_sent = len(lists.left), len(lists.gone) - len(lists.left)
        may_come = undated + int(lists.last_place.isin(lists.missing).sum())
        verdict = _growth_verdict(growth, admitted, len(before), year, may_come=may_come)
        printed = None if lists.missing or undated else percent(admitted, len(before))
        rows.append(
            (year, len(before), len(came), admitted, undated, left, not_sent, moved, len(now), printed, verdict)
        )
    return pd.DataFrame(rows, columns=list(GROWTH_COLUMNS))


def _years_of_joining(members: pd.DataFrame) -> pd.Series:
    """Return the year in which each joined the Party; missing where no list says it."""
    dates = members["joined"] if "joined" in members else pd.Series(pd.NaT, index=members.index)
    years: pd.Series = pd.to_datetime(dates).dt.year
    return years


class _TwoLists(NamedTuple):
    """The members of a year and of the one before, by key; those who cannot be followed are left out.

    `last_place` has the base organisation that each was in, under its name of this year, `missing` those that have sent
    no list this year; `gone` the places of those who are in the last list and not in this one, `left` of these the ones
    whose base organisation has sent its list.
    """

    before: pd.DataFrame
    now: pd.DataFrame
    last_place: pd.Series
    missing: Collection[str]
    gone: pd.Series
    left: pd.Series


def _two_lists(ratings: pd.DataFrame, *, year: int, crosswalk: Sequence[Crosswalk]) -> _TwoLists:
    members = ratings[(ratings["population"] == "member") & ~ratings["subject"].str.startswith(("#", "?"))]
    names = todays_names(ratings, year=year, crosswalk=crosswalk)
    members = members.assign(subject=members["subject"].astype(object))  # as such they are compared at once
    before, now = (members[members["year"] == one].set_index("subject") for one in (year - 1, year))
    last_place = before["base_organisation"].astype(object).map(lambda unit: names.get(unit, unit))
    missing = not_received(ratings, population="member", year=year, crosswalk=crosswalk)
    gone = last_place[~before.index.isin(now.index)]
    return _TwoLists(before, now, last_place, missing, gone, left=gone[~gone.isin(missing)])


def departures_by_way(
    ratings: pd.DataFrame, departures: pd.DataFrame, *, crosswalk: Sequence[Crosswalk] = ()
) -> pd.DataFrame:
    """Return how those left who are on a year's list no more, as far as the lists say it.

    Args:
        departures: those of a reading. Of a person with several in a year the one counts that comes first in
            `scale.LEFT`.
    Returns:
        One row per year that has a departure of a member or a list the year before: for each way how many of `left`,
        who are counted as `membership_growth` counts them, a list says to have gone so; `not_said`: of how many none
        does. Apart from these: `listed`, who are said to have left one list and are on another of the year, as those
        who moved inside the whole are; `others`, who are on neither year's list, or of a unit that has sent none.
        Without a list the year before `left` and `not_said` are missing, and the ways count whoever is not `listed`.
    """
    members = _one_way_each(departures[departures["population"] == "member"])
    rows = []
    for year in sorted({int(year) for column in (ratings["year"], members["year"]) for year in column.unique()}):
        lists, mine = _two_lists(ratings, year=year, crosswalk=crosswalk), members[members["year"] == year]
        compared = not (lists.before.empty or lists.now.empty)
        if mine.empty and not compared:
            continue
        listed = mine["subject"].isin(lists.now.index)
        counted = mine["subject"].isin(lists.left.index) if compared else ~listed
        ways = mine.loc[counted, "way"].value_counts()
        row = {"year": year, **{way: int(ways.get(way, 0)) for way in WAYS_OF_LEAVING}}
        row |= {"not_said": len(lists.left) - int(counted.sum()), "left": len(lists.left)} if compared else {}
        rows.append(row | {"listed": int(listed.sum()), "others": int((~listed & ~counted).sum())})
    columns = ["year", *WAYS_OF_LEAVING, "not_said", "left", "listed", "others"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "Int64"))


def _one_way_each(departures: pd.DataFrame) -> pd.DataFrame:
    """Return one departure per subject and year, the one whose way comes first in `LEFT`."""
    place = departures["way"].map({way: place for place, way in enumerate(LEFT)})
    return departures.loc[place.sort_values(kind="stable").index].drop_duplicates(["year", "subject"])


def unit_growth(ratings: pd.DataFrame, *, year: int, crosswalk: Sequence[Crosswalk] = ()) -> pd.DataFrame:
    """Return how membership changed by base organisation, under the names of the year, in natural order.

    Returns:
        One row per base organisation with a list in both years: `before` and `total`, its members at the end of last
        year and of this one; `admitted`: of those who are on no list of last year, who joined the Party in this year;
        `undated`: of whom no list says when.
    """
    members = ratings[(ratings["population"] == "member") & ~ratings["subject"].str.startswith(("#", "?"))]
    names = todays_names(ratings, year=year, crosswalk=crosswalk)
    before, now = (members[members["year"] == one] for one in (year - 1, year))
    new = now[~now["subject"].isin(before["subject"])]
    joined = _years_of_joining(new)
    counts = {
        "before": before["base_organisation"].astype(object).map(lambda unit: names.get(unit, unit)).value_counts(),
        "admitted": new.loc[joined == year, "base_organisation"].astype(object).value_counts(),
        "undated": new.loc[joined.isna(), "base_organisation"].astype(object).value_counts(),
        "total": now["base_organisation"].astype(object).value_counts(),
    }
    units = sorted(set(counts["before"].index) & set(counts["total"].index) - {""}, key=unit_key)
    rows = [(unit, *(int(numbers.get(unit, 0)) for numbers in counts.values())) for unit in units]
    return pd.DataFrame(rows, columns=["unit", *counts])


def compare_published(ratings: pd.DataFrame, *, settings: Settings) -> pd.DataFrame:
    """Return figures that were published earlier beside the same figures counted now.

    Returns:
        One row per published figure of the settings: `published` as it was printed, `count`, `base` and `printed` as
        counted now, `agrees`, and in `otherwise` what would give the published figure: `total` where it is the share
        of all on the list instead of those rated, "" where nothing here does.
    """
    rates = level_rates(ratings, scale=settings.scale)
    rows = []
    for one in settings.published:
        mine = rates[(rates["year"] == one.year) & (rates["population"] == one.population)].set_index("measure")
        count, base = (
            int(mine.at[one.measure, name]) if one.measure in mine.index else 0 for name in ("count", "base")
        )
        total = int(mine.at["total", "count"]) if "total" in mine.index else 0
        text = one.printed.removesuffix("%").strip()
        digits = len(text.partition(",")[2])
        now = percent(count, base, digits)
        otherwise = "total" if total and total != base and percent(count, total, digits) == text else ""
        label = settings.label(one.population, one.measure)
        rows.append(
            (label, one.year, text, count, base, now, now == text, otherwise if now != text else "", one.source)
        )
    return pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS))


def _wilson(count: int, base: int) -> tuple[float, float]:
    """Wilson's score interval (E. B. Wilson, 1927) for a share, at 95 %."""
    share, square = count / base, _Z * _Z
    middle = (share + square / (2 * base)) / (1 + square / base)
    half = _Z / (1 + square / base) * sqrt(share * (1 - share) / base + square / (4 * base * base))
    return max(0.0, middle - half), min(1.0, middle + half)


def _growth_verdict(growth: Growth | None, admitted: int, before: int, year: int, *, may_come: int) -> str | None:
    """`may_come`: the size of the units that have sent no list, as the most that these may have admitted."""
    if growth is None or not growth.holds_in(year):
        return None
    if Fraction(admitted, before) >= growth.share:
        return MET
    return UNDECIDED if Fraction(admitted + may_come, before) >= growth.share else MISSED
