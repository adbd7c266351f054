"""Units on two sheets, also where one of them names no committee: units of one name and one's numbers are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from evalkit.checks.repeats import PLACE, Found, Saved, never, of_one_sheet, outcome_of, pair_of, twice_across
from evalkit.problems import Problem, place
from evalkit.records import COUNTED
from evalkit.scale import UNKNOWN
from evalkit.vietnamese import fold, unit_form

_SHOWN = 3  # committees that a message names
_FEWEST_ALIKE, _FEWEST_OTHERS = 2, 3  # different numbers of units in common: of «Sở A» and «Sở A (mới)», of any two
MANY = 20  # people from which equal numbers are no chance
SheetOf = tuple[str, str, str]  # file, sheet, committee
Numbers = dict[SheetOf, dict[str, dict[str, int]]]  # sheet → unit → level → people
_BELOW = ("cell", "section_committee")  # what stands under a base organisation


def settle_cells(ratings: pd.DataFrame, *, saved: Saved = never) -> tuple[pd.DataFrame, list[Problem]]:
    """Return each rated cell once a year, also where one of two lists names no committee.

    A cell whose list names no committee, and which has one in another year, is told: its years are not joined.
    """
    below = ratings["population"].isin(_BELOW)
    if not below.any():
        return ratings, []
    listed = ratings[below]
    listed = listed.assign(own=forms(listed, "name"), above=forms(listed, "base_organisation"))
    named = listed["above"] != ""
    no_committee = ~named & (listed["subject"] == listed["name"].map(fold))
    if not (named.any() and no_committee.any()):
        return ratings, []
    listed = listed[(named & listed["own"].isin(listed.loc[no_committee, "own"])) | no_committee]
    ratings, problems = count_once(ratings, listed, saved)
    return ratings.reset_index(drop=True), [*problems, *_not_joined(listed)]


def _not_joined(listed: pd.DataFrame) -> Iterator[Problem]:
    """Yield each list without a committee whose cells have one in other years alone."""
    named = listed[listed["above"] != ""]
    this_year = set(zip(named["year"], named["own"], strict=True))
    for _, sheet in listed[listed["above"] == ""].groupby([*PLACE, "year"], observed=True, sort=False):
        own = sheet[sheet["own"].isin(named["own"])]
        if own.empty or not this_year.isdisjoint(zip(own["year"], own["own"], strict=True)):
            continue
        first = own.iloc[0]
        other = named[named["own"] == first["own"]].iloc[0]
        where = (first["file"], first["sheet"], first["cell"])
        message = (
            f"{place(*where)}: «{first['name']}» không ghi thuộc TCCSĐ nào, còn năm {other['year']} thuộc "
            f"«{other['base_organisation']}»; các năm không nối được với nhau. Ghi tên TCCSĐ trên bảng này."
        )
        yield Problem("warning", "committee_unclear", *where, first["name"], message)


def check_bases(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield, once, the cells that stand in no base organisation, or whose members do, where others of a year do.

    Lists, counts and rated cells are compared with their like: a summary often names no committee beside lists that do.
    """
    if (known := ratings["base_organisation"] != "").all() or not known.any():
        return
    members, counted = ratings["population"] == "member", ratings["subject"].str.startswith(COUNTED)
    listed, cells = ratings[members & ~counted], ratings[ratings["population"] == "cell"]
    kinds = (listed, ratings[members & counted], cells.assign(unit=cells["name"]))
    found = [rows for rows in map(_without_base, kinds) if len(rows)]
    if not found:
        return
    unclear = pd.concat(found)
    first, rated = unclear.iloc[0], int(unclear["count"].sum())
    units = list(dict.fromkeys(unclear["unit"].astype(str)))
    named = ", ".join(f"«{unit}»" for unit in units[:_SHOWN]) + (", …" if len(units) > _SHOWN else "")
    where = (first["file"], first["sheet"], first["cell"])
    message = (
        f"{place(*where)}: {len(units)} chi bộ không rõ thuộc tổ chức cơ sở đảng nào, trong khi chi bộ khác ghi rõ: "
        f"{named}. {rated} lượt xếp loại ở đó có trong kết quả chung; theo đơn vị thì báo cáo ghi tên chi bộ, và không "
        "xét mức xuất sắc tối đa. Thêm cột «Tổ chức cơ sở đảng», hoặc dòng tên đảng bộ phía trên bảng; là chi bộ cơ sở "
        "thì ghi «Tổ chức cơ sở đảng: Chi bộ …»."
    )
    yield Problem("warning", "base_unclear", *where, units[0], message)


def check_alike(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield, once, the units without a committee that several files are of: they may be as many units of one name."""
    nowhere = (ratings["base_organisation"] == "") & (ratings["unit"] != "")
    if not nowhere.any():
        return
    listed = ratings[(ratings["population"] == "member") & ~ratings["subject"].str.startswith(COUNTED)]
    if listed["file"].nunique() < 2:
        return
    of_one = listed.groupby(["year", *PLACE], observed=True, sort=False)["unit"].transform("nunique") == 1
    own = listed[of_one & nowhere[listed.index]]
    own = own.assign(own=forms(own, "unit")).drop_duplicates(["year", "own", "file"])
    several = own[own.duplicated(["year", "own"], keep=False)]
    if several.empty:
        return
    first = several.iloc[0]
    alike = several[(several["own"] == first["own"]) & (several["year"] == first["year"])]
    files = ", ".join(f"«{file}»" for file in alike["file"][:_SHOWN]) + (", …" if len(alike) > _SHOWN else "")
    others = several["own"].nunique() - 1
    too = f" Còn {others} đơn vị khác cũng vậy." if others else ""
    where = (first["file"], first["sheet"], first["cell"])
    message = (
        f"{place(*where)}: {len(alike)} tệp là của «{first['unit']}» mà không ghi thuộc tổ chức cơ sở đảng nào, đang "
        f"được coi là một đơn vị: {files}.{too} Nếu là các chi bộ khác nhau: ghi tên đảng bộ phía trên mỗi bảng."
    )
    yield Problem("warning", "base_unclear", *where, first["unit"], message)


def _without_base(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a unit without a base organisation, in years in which other rows have one."""
    if rows.empty:
        return rows
    above, known = rows["base_organisation"] != "", rows["unit"] != ""
    return rows[~above & known & rows["year"].isin(rows.loc[above, "year"])]


def count_once(ratings: pd.DataFrame, units: pd.DataFrame, saved: Saved) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the ratings, each of these units once a year: of two sheets the first counts, where they differ neither.

    Args:
        units: rows of the ratings; `own` and `above` have the forms of the unit and of what it belongs to.
    """
    if of_one_sheet(units):
        return ratings, []
    across: Found = {}
    gone: list[int] = []
    differing: list[int] = []
    units, problems = place_under_committees(units)
    key = ["year", "population", "own", "above"]
    for _, told in _in_several_places(units, key).groupby(key, observed=True, sort=False):
        (place_one, first), *others = told.groupby(PLACE, observed=True, sort=False)
        for place_other, other in others:
            differs = tally(first) != tally(other)
            across.setdefault(pair_of(place_one, place_other), []).append(
                (differs, first["cell"].iloc[0], other["cell"].iloc[0])
            )
            gone += list(other.index)
            differing += list(first.index) if differs else []
    ratings = ratings.copy()
    ratings.loc[differing, "status"] = UNKNOWN
    ratings.loc[differing, "level"] = None
    problems += [twice_across(*pair, found, saved) for pair, found in across.items()]
    return ratings.drop(index=gone), problems


def _in_several_places(units: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the rows of units that stand on more than one sheet."""
    places = units[[*key, *PLACE]].drop_duplicates()
    several = places.loc[places.duplicated(key, keep=False), key]
    return units[pd.MultiIndex.from_frame(units[key]).isin(pd.MultiIndex.from_frame(several))]


def place_under_committees(counted: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the counts, each sheet that names no committee under the one where most of its units have the same
    numbers.

    Where there is none, or more than one, its units may be counted twice: a problem at the first of them.

    Args:
        counted: rows of counts; `own` and `above` have the forms of the unit and of what it belongs to.
    """
    above = counted["above"].copy()
    problems: list[Problem] = []
    nowhere = (counted["above"] == "") & (counted["own"] != "")
    for _, rows in counted.groupby(["year", "population"], observed=True, sort=False):
        placed = rows[rows["above"] != ""]
        places = placed.groupby("own").indices
        for _, sheet in rows[nowhere[rows.index]].groupby(PLACE, observed=True, sort=False):
            named = placed.iloc[sorted(row for own in {*sheet["own"]} for row in places.get(own, ()))]
            named = named[~_is_on(named, sheet)]
            alike = _committees_with_most_numbers(sheet, named)
            if len(alike) == 1:
                known = named.loc[named["above"] == alike[0], "own"]
                above[sheet.index[sheet["own"].isin(known)]] = alike[0]
            elif len(named):
                problems.append(_may_be_counted_twice(sheet, named, alike))
    return counted.assign(above=above), problems


def forms(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return names of units in the form in which two spellings of one are equal."""
    return rows[column].astype(object).map(unit_form)


def tally(told: pd.DataFrame) -> dict[str, int]:
    """Return how many people counts have at each level, and without one for each reason."""
    found: Counter[str] = Counter()
    for level, status, number in zip(told["level"], told["status"], told["count"], strict=True):
        found[level if isinstance(level, str) else status] += int(number)
    return dict(found)


def _is_on(rows: pd.DataFrame, sheet: pd.DataFrame) -> pd.Series:
    return (rows["file"] == sheet["file"].iloc[0]) & (rows["sheet"] == sheet["sheet"].iloc[0])


def _committees_with_most_numbers(sheet: pd.DataFrame, named: pd.DataFrame) -> list[str]:
    """Return the committees whose units have the numbers of most units of a sheet with the same names."""
    ours = {own: tally(rows) for own, rows in sheet.groupby("own")}
    found = []
    for above, units in named.groupby("above"):
        theirs: dict[object, list[dict[str, int]]] = {}
        for (own, *_), rows in units.groupby(["own", *PLACE], observed=True):
            theirs.setdefault(own, []).append(tally(rows))
        if 2 * sum(ours[own] in told for own, told in theirs.items()) > len(theirs):
            found.append(str(above))
    return found


def _may_be_counted_twice(sheet: pd.DataFrame, named: pd.DataFrame, alike: list[str]) -> Problem:
    """Return the problem of a sheet whose units may be those of a committee; an error where most of them are there."""
    first = sheet[sheet["own"].isin(named["own"])].iloc[0]
    others = named[named["own"] == first["own"]].drop_duplicates("above")
    beside = ", ".join(f"«{row.base_organisation}» (tệp «{row.file}»)" for row in others[:_SHOWN].itertuples())
    numbers = "số giống nhau ở nhiều nơi" if alike else "số khác nhau"
    where = (first["file"], first["sheet"], first["cell"])
    message = (
        f"{place(*where)}: «{first['name']}» không ghi thuộc TCCSĐ nào, cùng tên với đơn vị của {beside} trong năm "
        f"{first['year']}, {numbers}; có thể là một đơn vị, đang đếm cả hai. Ghi tên TCCSĐ trên bảng này; nếu là một "
        "đơn vị thì giữ một bảng."
    )
    most = 2 * named["own"].nunique() > sheet["own"].nunique()
    return Problem("error" if most else "warning", "committee_unclear", *where, first["name"], message)


def check_renamed_committees(counted: pd.DataFrame) -> Iterator[Problem]:
    """Yield each sheet most of whose units have the names and numbers of another committee's: perhaps one, renamed.

    Args:
        counted: rows of counts; `own` and `above` have the forms of the unit and of what it belongs to.
    """
    counted = counted[(counted["above"] != counted["own"]) & (counted["above"] != "")]
    if counted["above"].nunique() < 2:
        return
    for _, rows in counted.groupby(["year", "population"], observed=True):
        sheets = numbers_by_sheet(rows)
        named: set[SheetOf] = set()
        for own, other in _pairs_with_a_unit_alike(sheets):
            different = own not in named and own[-1] != other[-1]
            if different and _may_be_renamed(own[-1], other[-1], sheets[own], sheets[other]):
                named.add(own)
                yield _named_twice(_rows_of(rows, *other), _rows_of(rows, *own))


def _pairs_with_a_unit_alike(sheets: Numbers) -> Iterator[tuple[SheetOf, SheetOf]]:
    """Yield pairs of sheets, the later one first, in which a unit of one name has the same numbers."""
    seen: dict[object, list[SheetOf]] = {}
    for sheet, units in sheets.items():
        alike = [(own, *sorted(numbers.items())) for own, numbers in units.items()]
        for other in dict.fromkeys(other for unit in alike for other in seen.get(unit, ())):
            yield sheet, other
        for unit in alike:
            seen.setdefault(unit, []).append(sheet)


def numbers_by_sheet(rows: pd.DataFrame) -> Numbers:
    """(file, sheet, committee) → unit → how many people it has at each level."""
    found: Numbers = {}
    keys = [rows["file"], rows["sheet"], rows["above"], rows["own"], outcome_of(rows)]
    for (file, sheet, above, own, what), number in rows["count"].groupby(keys, observed=True, sort=False).sum().items():
        found.setdefault((file, sheet, above), {}).setdefault(own, {})[what] = int(number)
    return found


def _rows_of(rows: pd.DataFrame, file: str, sheet: str, above: str) -> pd.DataFrame:
    return rows[(rows["file"] == file) & (rows["sheet"] == sheet) & (rows["above"] == above)]


def _may_be_renamed(one: str, other: str, ours: dict[str, dict[str, int]], theirs: dict[str, dict[str, int]]) -> bool:
    """Return whether two committees have mostly the same numbers, by chance neither with such names nor so many."""
    names = [set(one.split()), set(other.split())]
    known = ours.keys() & theirs.keys()
    same = [ours[own] for own in known if ours[own] == theirs[own]]
    different = len({tuple(sorted(unit.items())) for unit in same})
    fewest = _FEWEST_ALIKE if names[0] < names[1] or names[1] < names[0] else _FEWEST_OTHERS
    return 2 * len(same) > len(known) and different >= fewest and sum(sum(unit.values()) for unit in same) >= MANY


def _named_twice(one: pd.DataFrame, other: pd.DataFrame) -> Problem:
    first = other.iloc[0]
    where = (first["file"], first["sheet"], first["cell"])
    before = f"«{one['base_organisation'].iloc[0]}» (tệp «{one['file'].iloc[0]}»)"
    message = (
        f"{place(*where)}: phần lớn đơn vị của «{first['base_organisation']}» cùng tên, cùng số năm {first['year']} "
        f"với đơn vị của {before}; có thể là một TCCSĐ viết hai tên, đang đếm cả hai. "
        "Ghi cùng một tên nếu là một, hoặc bỏ một bảng."
    )
    return Problem("error", "same_totals", *where, "", message)
