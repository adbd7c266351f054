"""Units across files and years: who sent what, their spellings, what an excellent one asks of those below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from evalkit.checks.renamed import Unit, by_place, similar
from evalkit.problems import Problem, place
from evalkit.records import COUNTED
from evalkit.scale import RATED, Scale
from evalkit.settings import Crosswalk, Review
from evalkit.vietnamese import clean, fold, grouped, unit_key


@dataclass(frozen=True)
class Received:
    """Whose workbooks of the latest year are there, by the base organisations of the year before.

    Renamed, merged and split ones are expected as what they became, dissolved ones not at all.
    """

    year: int | None = None
    expected: int | None = None  # None: there is no year before
    received: int = 0
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


_JOIN = 'Nếu đúng, khai báo [[crosswalk]] với kind = "renamed"; nếu chỉ viết khác, sửa tên cho giống nhau.'
_INSIDE = ("member", "cell", "section_committee")  # what a base organisation has


def received(ratings: pd.DataFrame, *, crosswalk: Sequence[Crosswalk]) -> Received:
    """Return how many base organisations of last year's roster are in the latest year, and which are missing or new."""
    years = sorted(ratings["year"].unique())
    units = _units(ratings)
    here = _bases(units.get(years[-1], set())) if years else set()
    if not here:
        return Received()
    roster = _bases(units.get(years[-1] - 1, set()))
    if not roster:
        return Received(int(years[-1]), None, len(here))
    expected = _became(ratings, roster, here, int(years[-1]), crosswalk)
    folded = set(map(fold, here))
    missing = {unit for key, unit in expected.items() if key not in folded}
    new = {unit for unit in here if fold(unit) not in expected}
    return Received(int(years[-1]), len(expected), len(expected) - len(missing), _sorted(missing), _sorted(new))


def _became(
    ratings: pd.DataFrame, roster: set[str], here: set[str], year: int, crosswalk: Sequence[Crosswalk]
) -> dict[str, str]:
    """Folded name → name of what a roster's base organisations are a year later; dissolved ones are left out.

    One that stands under its own key and another name this year goes by that name: its code is the same, or the
    crosswalk, applied to the keys already, has renamed it.
    """
    rows = ratings[ratings["population"] == "base_organisation"].sort_values("year", kind="stable")
    codes = {fold(code): name for code, name in zip(rows["subject"], rows["name"], strict=True)}
    own = rows[~rows["subject"].str.startswith(COUNTED)]
    named_in = list(zip(own["year"], own["subject"].map(fold), own["name"].astype(str), strict=True))
    before, now = ({key: name for one, key, name in named_in if one == at} for at in (year - 1, year))
    today = {fold(name): now[key] for key, name in before.items() if now.get(key) in here and name not in here}
    changes = [change for change in crosswalk if year - 1 <= change.date.year <= year]
    goes_on = {fold(old): fold(new) for change in changes for old, new in change.chains}
    then = {old: before[new] for old, new in goes_on.items() if new in before} | codes
    pairs = [(fold(then.get(fold(unit), unit)), change.after) for change in changes for unit in change.before]
    gone = {unit for unit, _ in pairs} - set(map(fold, here))
    was = set(map(fold, roster))
    known = codes | now
    named = {unit: known.get(fold(unit), unit) for old, units in pairs if old in was for unit in units}
    after = [unit if fold(name) in gone else name for unit, name in named.items()]
    expected = [*(today.get(fold(unit), unit) for unit in roster), *after]
    return {fold(unit): unit for unit in expected if fold(unit) not in gone}


def check_presence(ratings: pd.DataFrame, *, crosswalk: Sequence[Crosswalk]) -> Iterator[Problem]:
    """Yield units that were there in one year and not in the next, and the reverse; the crosswalk excuses.

    A cell is looked for only where its base organisation lists cells in both years.
    """
    if not _has_years_in_turn(ratings):
        return
    units = _units(ratings, _cells(ratings))
    organisations = ratings[ratings["population"] != "member"]
    rows = _RowsOf(ratings)
    for year in sorted(units.keys() & {year + 1 for year in units}):
        missing, new = _changes(organisations, units, year, crosswalk)
        gone, come = by_place(missing), by_place(new)
        for unit in sorted(missing, key=_order):
            told = f"{_named(unit)} có số liệu năm {year - 1} nhưng không có năm {year}"
            near = similar(unit, come)
            ask = f"Có phải nay là {_named(near)}? {_JOIN}" if near else "Đơn vị chưa gửi, hay đã đổi tên, giải thể?"
            yield _presence("unit_missing", rows, unit, year - 1, f"{told}. {ask}", near)
        for unit in sorted(new, key=_order):
            told = f"{_named(unit)} có số liệu năm {year} nhưng không có năm {year - 1}"
            near = similar(unit, gone)
            ask = f"Có phải trước là {_named(near)}? {_JOIN}" if near else "Đơn vị mới lập, hay viết tên khác đi?"
            yield _presence("unit_new", rows, unit, year, f"{told}. {ask}", near)


def without_lists(
    ratings: pd.DataFrame, *, population: str, year: int, crosswalk: Sequence[Crosswalk]
) -> tuple[str, ...]:
    """Return the base organisations with rows of a population in the year before and none in the year.

    Renamed, merged and split ones are looked for as what they became, dissolved ones not at all. Where nobody has a
    row in the year, nothing was to be received yet, and nobody is named.

    Args:
        ratings: rows whose base organisations stand under their names of the year.
    """
    listed = (ratings["population"] == population) & ratings["year"].isin((year - 1, year))
    if not listed.any():
        return ()
    own = ratings[listed]
    before, now = (set(own.loc[own["year"] == at, "base_organisation"]) - {""} for at in (year - 1, year))
    changed = any(year - 1 <= change.date.year <= year for change in crosswalk)
    if not (own["year"] == year).any() or (before <= now and not changed):
        return ()
    organisations = ratings[(ratings["population"] == "base_organisation") & (ratings["year"] <= year)]
    own = own.drop_duplicates(["year", "base_organisation"])
    return received(pd.concat([own, organisations.assign(base_organisation="")]), crosswalk=crosswalk).missing


def check_lists(
    ratings: pd.DataFrame, *, crosswalk: Sequence[Crosswalk], populations: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield base organisations that are there in a year without the members or cells that they had the year before.

    Only where others have theirs; one that is not there at all is told by `check_presence`.
    """
    years = {int(year) for year in ratings["year"].unique()}
    for year, population in ((year, name) for year in sorted(years) if year - 1 in years for name in _INSIDE):
        here = set(ratings.loc[ratings["year"] == year, "base_organisation"])
        before = ratings[(ratings["year"] == year - 1) & (ratings["population"] == population)]
        places = before.groupby("base_organisation", observed=True).indices
        for unit in without_lists(ratings, population=population, year=year, crosswalk=crosswalk):
            if unit not in here or unit not in places:
                continue
            rows = before.iloc[places[unit]]
            first, what = rows.iloc[0], populations.get(population, population)
            where = (first["file"], first["sheet"], first["cell"])
            had = grouped(int(rows["count"].sum()))
            message = (
                f"{place(*where)}: «{unit}» năm {year - 1} có {had} {what}, năm {year} có trong số liệu mà không có "
                f"{what} nào. Đơn vị chưa gửi danh sách {what} năm {year}?"
            )
            yield Problem("warning", "list_missing", *where, "", message)


def _units(ratings: pd.DataFrame, cells: pd.DataFrame | None = None) -> dict[int, set[Unit]]:
    """Year → the units that are there; `cells` are rows that have a cell's name."""
    bases = ratings[["year", "base_organisation"]].drop_duplicates()
    found: dict[int, set[Unit]] = {}
    for year, base in zip(bases["year"], bases["base_organisation"], strict=True):
        if base:
            found.setdefault(int(year), set()).add((str(base), ""))
    if cells is not None:
        named = cells[["year", "base_organisation", "name"]].drop_duplicates()
        for year, base, cell in zip(*(named[column] for column in named), strict=True):
            found[int(year)].add((str(base), str(cell)))
    return found


def _cells(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of rated cells; of base organisations without any, those of members, the cell as `name`."""
    columns = ["year", "population", "subject", "name", "unit", "base_organisation"]
    rows = ratings.loc[ratings["base_organisation"] != "", columns]
    cells = rows[(rows["population"] == "cell") & ~rows["subject"].str.startswith(COUNTED)]
    members = rows[(rows["population"] == "member") & ~rows["base_organisation"].isin(cells["base_organisation"])]
    members = members[(members["unit"] != "") & (members["unit"].astype(object) != members["base_organisation"])]
    return pd.concat([cells, members.assign(name=members["unit"].astype(object))])


def _has_years_in_turn(ratings: pd.DataFrame) -> bool:
    years = set(ratings["year"].unique())
    return not years.isdisjoint({year + 1 for year in years})


def _bases(units: set[Unit]) -> set[str]:
    return {base for base, cell in units if not cell}


def _changes(
    organisations: pd.DataFrame, units: Mapping[int, set[Unit]], year: int, crosswalk: Sequence[Crosswalk]
) -> tuple[set[Unit], set[Unit]]:
    """Return the units missing in a year, and those new in it, without what the crosswalk explains."""
    before, now = units[year - 1], units[year]
    listing = {base for base, cell in before if cell} & {base for base, cell in now if cell}
    looked_for = {unit for unit in before ^ now if not unit[1] or unit[0] in listing}
    if not looked_for:
        return set(), set()
    changes = [change for change in crosswalk if year - 1 <= change.date.year <= year]
    gone = _excused(organisations, [unit for change in changes for unit in change.before])
    come = _excused(organisations, [unit for change in changes for unit in change.after])
    looked_for -= _renamed(organisations, year)
    missing = {unit for unit in looked_for if unit in before and not {unit, fold(unit[1] or unit[0])} & gone}
    new = {unit for unit in looked_for if unit in now and not {unit, fold(unit[1] or unit[0])} & come}
    return missing, new - _founded(organisations[organisations["year"] == year])


def _excused(organisations: pd.DataFrame, named: Sequence[str]) -> set[Unit | str]:
    """Return what the crosswalk names: a code means that one unit, any other word every unit of that name."""
    rows = organisations[organisations["subject"].isin(named)]
    own = rows["name"].where(rows["population"] != "base_organisation", "")
    return {*zip(rows["base_organisation"].astype(str), own, strict=True), *map(fold, named)}


def _renamed(organisations: pd.DataFrame, year: int) -> set[Unit]:
    """Return the units that go by another name than the year before with the same code: that is told of the code."""
    own = organisations[~organisations["subject"].str.startswith(COUNTED)]
    names = own["name"].where(own["population"] != "base_organisation", "")
    own = own.assign(unit=list(zip(own["base_organisation"].astype(str), names, strict=True)))
    key = ["population", "subject"]
    before, now = (own.loc[own["year"] == at, [*key, "unit"]] for at in (year - 1, year))
    both = before.merge(now, on=key, suffixes=("", "_now"))
    both = both[both["unit"] != both["unit_now"]]
    return {*both["unit"], *both["unit_now"]}


def _founded(organisations: pd.DataFrame) -> set[Unit]:
    """Return units that say themselves that they are new."""
    rows = organisations[organisations["status"] == "new_organisation"]
    names = rows["name"].where(rows["population"] != "base_organisation", "")
    return set(zip(rows["base_organisation"].astype(str), names, strict=True))


def _sorted(units: set[str]) -> tuple[str, ...]:
    return tuple(sorted(units, key=unit_key))


def _order(unit: Unit) -> tuple[Any, Any]:
    return unit_key(unit[0]), unit_key(unit[1])


def _named(unit: Unit) -> str:
    return f"«{unit[1]}» của «{unit[0]}»" if unit[1] else f"«{unit[0]}»"


class _RowsOf:
    """The rows of each base organisation in a year, found once somebody asks."""

    def __init__(self, ratings: pd.DataFrame) -> None:
        self._ratings = ratings

    @cached_property
    def _places(self) -> Any:
        return self._ratings.groupby(["year", "base_organisation"], observed=True).indices

    def of(self, year: int, base: str) -> pd.DataFrame:
        """Return them in their order."""
        return self._ratings.iloc[self._places[year, base]]


def _presence(code: str, ratings: _RowsOf, unit: Unit, year: int, message: str, near: Unit | None) -> Problem:
    rows = ratings.of(year, unit[0])
    by_name, of_members = rows[rows["name"] == (unit[1] or unit[0])], rows[rows["unit"] == unit[1]]
    row = next(found for found in (by_name, of_members, rows) if len(found)).iloc[0]
    where = (row["file"], row["sheet"], row["cell"])
    return Problem("warning", code, *where, "", f"{place(*where)}: {message}", (near[1] or near[0]) if near else "")


def check_excellent(ratings: pd.DataFrame, *, review: Review, scale: Scale) -> Iterator[Problem]:
    """Yield organisations at the best level whose rated subordinates, where they are in the data, do not allow it."""
    measures = {measure: share for measure, share in review.subordinates.items() if measure in scale.measures}
    best = (ratings["level"] == scale.levels[0].id) & ~ratings["subject"].str.startswith(COUNTED)
    best &= ratings["population"].isin(("base_organisation", "section_committee", "cell"))
    if not best.any() or not measures:
        return
    organisations = ratings[best]
    below = _subordinates(ratings, scale, tuple(measures))
    for row in organisations.itertuples(index=False):
        if (found := below.get(_below(row))) is not None:
            yield from _too_weak(row, found, measures, scale, review.source)


def _subordinates(
    ratings: pd.DataFrame, scale: Scale, measures: Sequence[str]
) -> dict[tuple[Any, ...], dict[str, int]]:
    """(year, what, base organisation[, unit]) → how many are rated there, and how many at each measure."""
    rated = ratings[ratings["status"] == RATED]
    columns = {"rated": rated["count"]}
    columns |= {name: rated["count"].where(rated["level"].isin(scale.in_measure(name)), 0) for name in measures}
    counted = rated.assign(**columns)
    counted = counted[counted["base_organisation"] != ""]
    members, cells = counted["population"] == "member", counted["population"] == "cell"
    committees = ratings[ratings["population"] == "section_committee"]
    known = set(zip(committees["base_organisation"], committees["name"], strict=True))
    above = zip(counted["base_organisation"], counted["unit"], strict=True)
    deeper = cells & pd.Series([pair in known for pair in above], index=counted.index, dtype=bool)
    direct = (cells & ~deeper) | (counted["population"] == "section_committee")
    base, unit = ["base_organisation"], ["base_organisation", "unit"]
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for what, rows, by in (
        ("cell", counted[direct], base),
        ("cell", counted[deeper], unit),
        ("member", counted[members], base),
        ("member", counted[members], unit),
    ):
        sums = rows.groupby(["year", *by], observed=True)[list(columns)].sum().to_dict("index")
        found |= {(keys[0], what, *keys[1:]): counts for keys, counts in sums.items()}
    return found


def _below(row: Any) -> tuple[Any, ...]:
    """Return where the subordinates of an organisation are found: members below a cell, else organisations."""
    if row.population != "base_organisation":
        return (row.year, "member" if row.population == "cell" else "cell", row.base_organisation, row.name)
    is_cell = fold(row.kind or row.name).startswith(("chi bộ", "cbcs"))
    return (row.year, "member" if is_cell else "cell", row.name)


def _too_weak(
    row: Any, found: dict[str, int], measures: dict[str, Fraction], scale: Scale, source: str
) -> Iterator[Problem]:
    rated = found["rated"]
    for measure, share in measures.items():
        number = found[measure]
        if Fraction(number, rated) < share:
            where = (row.file, row.sheet, row.cell)
            least = f"{share.numerator * 100 / share.denominator:g}%".replace(".", ",")
            message = (
                f"«{row.name}» được {scale.label(scale.levels[0].id)} năm {row.year}, nhưng chỉ "
                f"{grouped(number)}/{grouped(rated)} cấp dưới trực tiếp {scale.label(measure)}; cần ít nhất {least} "
                f"({source}). Kiểm tra lại mức của tổ chức này."
            )
            yield Problem("warning", "subordinates_too_weak", *where, str(number), f"{place(*where)}: {message}")
            return


_SPELLINGS_SHOWN = 10  # units of a folder that one message names


def spelling_problems(merged: Sequence[tuple[str, ...]]) -> Iterator[Problem]:
    """Yield one problem for all units that are written in several ways and taken for one each."""
    merged = [
        ways for ways in merged if len({clean(way).casefold() for way in ways}) > 1
    ]  # capitals alone are no other spelling
    if merged:
        shown = "; ".join(" = ".join(f"«{way}»" for way in ways) for ways in merged[:_SPELLINGS_SHOWN])
        more = f"; và {grouped(len(merged) - _SPELLINGS_SHOWN)} đơn vị nữa" if len(merged) > _SPELLINGS_SHOWN else ""
        message = (
            f"{grouped(len(merged))} đơn vị được viết nhiều cách, mỗi đơn vị coi là một: {shown}{more}. Nếu là hai "
            "đơn vị, hãy đặt tên khác nhau."
        )
        kept, other, *_ = merged[0]
        yield Problem("warning", "spellings_merged", "", "", "", other, message, kept)
