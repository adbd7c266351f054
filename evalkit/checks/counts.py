"""Counts of units beside other counts and beside lists: each unit is counted once, every difference is an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalkit.checks.alike import check_alike
from evalkit.checks.committees import MANY, check_renamed_committees, count_once, forms, tally
from evalkit.checks.partial import check_partial, of_one_level, replaced, told_apart_alike
from evalkit.checks.repeats import PLACE, Saved, never, of_one_sheet, outcome_of
from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED, row_of
from evalkit.vietnamese import grouped, unit_form

Numbers = tuple[tuple[str, int], ...]  # how many people a unit has at each level
_SEVERAL = 2  # units or levels from which equal totals are no chance


def settle_counts(ratings: pd.DataFrame, *, saved: Saved = never) -> tuple[pd.DataFrame, list[Problem]]:
    """Return each unit of a counts sheet once a year, and not at all where a list covers it; every difference is an
    error.

    Of two counts sheets with one unit the first counts; where they differ its numbers are at no level (`unknown`).
    Units (subject marked `#`) that no list covers stay. A list that names no units may cover any of them: then all
    the counts of its year give way, and that is said.
    """
    if not ratings["subject"].str.startswith(COUNTED).any():
        return ratings, []
    counted = _counted_units(ratings)
    problems = [*_rows_of_one_unit(counted), *check_alike(counted)]
    ratings, twice = count_once(ratings, counted, saved)
    problems += twice
    for settle in (_settle_whole, _settle_committees):
        ratings, against = settle(ratings)
        problems += against
    problems += [*_same_totals(ratings), *check_renamed_committees(_counted_units(ratings))]
    ratings, against = _settle_listed(ratings)
    return ratings, problems + against


def _settle_listed(ratings: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Let counts of a unit give way to its list; a difference, and units that only one of the two names, are told."""
    counted = ratings["subject"].str.startswith(COUNTED)
    if counted.all():
        return ratings.reset_index(drop=True), []
    listed, alone = ratings[~counted], of_one_level(ratings[~counted])
    gone: list[int] = []
    problems: list[Problem] = []
    for (year, population), rows in ratings[counted].groupby(["year", "population"], observed=True):
        same = listed[(listed["year"] == year) & (listed["population"] == population)]
        given, found = _give_way(rows, same, alone)
        gone += list(rows.index[given])
        problems += found
    return ratings.drop(index=gone).reset_index(drop=True), problems


def _give_way(rows: pd.DataFrame, listed: pd.DataFrame, alone: pd.Series) -> tuple[pd.Series, list[Problem]]:
    """Return which counts of one year and population give way to its lists, and what is to be told."""
    problems: list[Problem] = []
    if listed.empty:
        return pd.Series(False, index=rows.index), problems
    nowhere = (listed["unit"] == "") & (listed["base_organisation"] == "")
    of_all_levels = nowhere.any() and not alone[listed.index[nowhere]].all()
    everywhere, lists = set() if of_all_levels else {*np.flatnonzero(nowhere)}, _Lists(listed)
    covered = pd.Series(False, index=listed.index)
    with_list, gone = (pd.Series(False, index=rows.index) for _ in range(2))
    for _, told in rows.groupby("subject"):
        if covers := lists.of(told.iloc[0]):
            covered.iloc[covers] = True
            problems += _differences(told, listed.iloc[covers], alone)
        if people := sorted({*covers, *everywhere}) or of_all_levels:
            with_list[told.index] = True
            gone[told.index] = of_all_levels or replaced(told, listed.iloc[people], alone)
    if nowhere.any():
        problems.append(_unknown_overlap(rows, rows[gone], listed))
    else:
        problems += _other_names(rows, listed[~covered], rows.index[with_list])
    return gone, [*problems, *check_partial(rows[with_list], gone[with_list], listed)]


def _other_names(told: pd.DataFrame, listed: pd.DataFrame, known: pd.Index) -> Iterator[Problem]:
    """Yield each sheet of counts that does not name a unit of its organisation whose list is there.

    A summary names all units of its organisation: where all that it names have a list, it has forgotten the other.
    Else the list may be of one of its rows under another name. Where every such row has the numbers of a list, that is
    an error; so it is where none of its units has a list and all together have the numbers of the lists, as cells by
    kind beside the list of these cells.

    Args:
        told: counts of one year and population; those of `known` have a list.
        listed: the lists whose units no counts name.
    """
    told, listed = _counted_units(told), listed.assign(above=forms(listed, "base_organisation"))
    told, listed = told[told["above"] != told["own"]], listed[listed["unit"] != ""]
    if listed.empty:
        return
    for (_, _, above), rows in told.groupby([*PLACE, "above"], observed=True):
        left = rows[~rows.index.isin(known)]
        beside = listed[listed["above"].isin((above, ""))] if above else listed
        of_one_organisation = above in set(beside["above"]) - {""}
        ours, theirs = _numbers_of_units(left, "own"), _numbers_of_units(beside, "unit")
        if ours and ours <= theirs and (ours.total() >= _SEVERAL or left["count"].sum() >= MANY):
            yield _named_otherwise(left, beside, "error", "và số ở từng mức giống nhau; có thể cùng những người đó")
        elif of_one_organisation and len(left) == len(rows) and _divided_otherwise(left, beside):
            why = "và cộng lại thì số ở từng mức bằng nhau; có thể cùng những đối tượng đó, chia theo cách khác"
            yield _named_otherwise(left, beside, "error", why)
        elif ours and of_one_organisation and rows["own"].nunique() >= _SEVERAL:
            yield _named_otherwise(left, beside, "warning", "có thể là một đơn vị viết hai tên")
        elif left.empty and (of_one_organisation or (not above and not beside["above"].any())):
            yield _forgotten(rows.iloc[0], beside)


def _forgotten(first: pd.Series, listed: pd.DataFrame) -> Problem:
    where = (first["file"], first["sheet"], first["cell"])
    units = [str(unit) for unit in listed["unit"].unique()]
    more = f" và {grouped(len(units) - 1)} đơn vị nữa" if len(units) > 1 else ""
    message = (
        f"{place(*where)}: bảng tổng hợp năm {first['year']} không có «{units[0]}»{more}, mà danh sách thì có (tệp "
        f"«{listed['file'].iloc[0]}», {grouped(int(listed['count'].sum()))} dòng); đang tính cả danh sách ấy. Thêm "
        "dòng vào bảng tổng hợp, hoặc bỏ danh sách không thuộc tổ chức này."
    )
    return Problem("warning", "not_in_summary", *where, units[0], message)


def _divided_otherwise(told: pd.DataFrame, listed: pd.DataFrame) -> bool:
    """Return whether counts have the numbers of lists in all; those of a few people may be equal by chance."""
    numbers, units = tally(told), told["own"].nunique()
    enough = MANY if told["population"].iloc[0] == "member" else 1
    return numbers == tally(listed) and min(units, len(numbers)) >= _SEVERAL and sum(numbers.values()) >= enough


def _numbers_of_units(ratings: pd.DataFrame, unit: str) -> Counter[Numbers]:
    """Return how many units have the same numbers at every level."""
    return Counter(tuple(sorted(tally(rows).items())) for _, rows in ratings.groupby(unit, observed=True))


def _named_otherwise(told: pd.DataFrame, listed: pd.DataFrame, severity: Severity, why: str) -> Problem:
    first = told.iloc[0]
    where = (first["file"], first["sheet"], first["cell"])
    message = (
        f"{place(*where)}: bảng tổng hợp năm {first['year']} có «{first['name']}» mà không có danh sách, còn danh sách "
        f"của «{listed['unit'].iloc[0]}» (tệp «{listed['file'].iloc[0]}») không có trong bảng, {why}; đang đếm cả hai. "
        "Ghi cùng một tên nếu là một đơn vị, hoặc bỏ một bên."
    )
    return Problem(severity, "named_otherwise", *where, first["name"], message)


def _settle_whole(ratings: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Let counts of everybody together (no unit is named) give way to any list or counts of units of the same year."""
    problems: list[Problem] = []
    gone: list[int] = []
    whole = ratings["subject"] == COUNTED
    if not whole.any() or whole.all():
        return ratings, []
    for (year, population), told in ratings[whole].groupby(["year", "population"], observed=True):
        parts = ratings[~whole & (ratings["year"] == year) & (ratings["population"] == population)]
        if len(parts):
            alone = of_one_level(parts) & ~parts["subject"].str.startswith(COUNTED)
            given = replaced(told, parts, alone)
            problems += [*_differences(told, parts, alone), *check_partial(told, given, parts)]
            gone += list(told.index[given])
    return ratings.drop(index=gone), problems


def _settle_committees(ratings: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Let a committee's own row give way to the counts of its cells; a difference is an error."""
    problems: list[Problem] = []
    gone: list[int] = []
    counted = _counted_units(ratings)
    if not ((counted["own"] != counted["above"]) & (counted["above"] != "")).any():
        return ratings, []
    for _, rows in counted.groupby(["year", "population"], observed=True):
        below = rows[(rows["own"] != rows["above"]) & (rows["above"] != "")]
        places, above = rows.groupby("own").indices, list(rows["above"])
        for committee, parts in below.groupby("above", observed=True):
            named = ((name, row) for name in _names_of(committee) for row in places.get(name, ()))
            told = rows.iloc[sorted(row for name, row in named if name == committee or above[row] in ("", name))]
            problems += _differences(told, parts, of="các chi bộ cộng lại") if len(told) else []
            gone += list(told.index)
        problems += _committees_otherwise_named(rows.drop(index=gone, errors="ignore"), below)
    return ratings.drop(index=gone), problems


def _names_of(unit: str) -> set[str]:
    """Return the forms of a unit's name with and without the kind of its organisation: "xã a" is "đảng bộ xã a"."""
    return {unit, *(f"{kind} {unit}" for kind in _KINDS), *(unit.removeprefix(f"{kind} ") for kind in _KINDS)}


def _committees_otherwise_named(rows: pd.DataFrame, below: pd.DataFrame) -> Iterator[Problem]:
    """Yield each sheet all of whose other units have the numbers of other sheets' committees: perhaps the same people.

    Args:
        rows: counts of one year and population, without committees that gave way to their cells.
        below: those of them that are counts of cells.
    """
    committees: dict[Numbers, list[tuple[int, list[str], str]]] = {}
    cells_of = [(where, above, cells) for (*where, above), cells in below.groupby([*PLACE, "above"], observed=True)]
    for order, (where, above, cells) in enumerate(cells_of):
        committees.setdefault(tuple(sorted(tally(cells).items())), []).append((order, where, above))
    summaries = rows[~rows.index.isin(below.index)].groupby(PLACE, observed=True) if committees else ()
    for where, sheet in summaries:
        ours, named = _numbers_of_units(sheet, "own"), set(sheet["own"])
        others = {
            numbers: [one for one, at, above in committees.get(numbers, ()) if at != [*where] and above not in named]
            for numbers in ours
        }
        enough = all(len(others[numbers]) >= units for numbers, units in ours.items())
        if enough and (ours.total() >= _SEVERAL or sheet["count"].sum() >= MANY):
            first = cells_of[min(min(alike) for alike in others.values())][-1].iloc[0]
            yield _same_as_cells(sheet.iloc[0], first)


def _same_as_cells(unit: pd.Series, other: pd.Series) -> Problem:
    where = (unit["file"], unit["sheet"], unit["cell"])
    message = (
        f"{place(*where)}: «{unit['name']}» và các đơn vị khác của bảng này có số ở từng mức đúng bằng các chi bộ của "
        f"TCCSĐ ở tệp khác cộng lại (như «{other['base_organisation']}», tệp «{other['file']}»); có "
        "thể là một, viết hai tên, và đang đếm cả hai. Ghi cùng một tên nếu là một, hoặc bỏ một bên."
    )
    return Problem("error", "named_otherwise", *where, unit["name"], message)


def _counted_units(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of counts sheets; `own` and `above` name the unit and what it belongs to, however spelt."""
    counted = ratings[ratings["subject"].str.startswith(COUNTED)]
    return counted.assign(own=forms(counted, "name"), above=forms(counted, "base_organisation"))


def _same_totals(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield two sheets of counts with several units each and one total at every level: perhaps the same people.

    Sheets that name different base organisations count different people.
    """
    counted = ratings[ratings["subject"].str.startswith(COUNTED)]
    if of_one_sheet(counted):
        return
    seen: dict[tuple[object, ...], tuple[str, str, frozenset[str]]] = {}
    for (year, population, file, sheet), rows in counted.groupby(
        ["year", "population", *PLACE], observed=True, sort=False
    ):
        total, bases = tuple(sorted(tally(rows).items())), frozenset(forms(rows, "base_organisation"))
        if rows["subject"].nunique() < _SEVERAL or sum(number for _, number in total) < MANY:
            continue
        first = seen.setdefault((year, population, total), (str(file), str(sheet), bases))
        apart = "" not in first[2] | bases and not first[2] & bases
        if first[:2] != (file, sheet) and not apart:
            where = (str(file), str(sheet), str(rows["cell"].iloc[0]))
            message = (
                f"{place(*where)}: tổng từng mức năm {year} giống hệt ở {place(*first[:2])}, tên các đơn vị thì khác; "
                "có thể cùng những người đó được đếm hai lần theo hai cách chia. Giữ một bảng, hoặc ghi rõ TCCSĐ của "
                "từng bảng."
            )
            yield Problem("error", "same_totals", *where, "", message)


def _rows_of_one_unit(counted: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each unit with counts in two rows of one sheet; one for all where each unit has several.

    Rows of two kinds, as of official members and of those on probation, are parts of a unit. Other units twice were
    typed twice, or corrected below; all of them may be counted in parts, unless both rows say the same.
    """
    counted = counted[(counted["subject"] != COUNTED) & (counted["count"] > 0)]
    counted = counted.assign(row=counted["cell"].map(row_of), outcome=outcome_of(counted))
    table = ["year", "population", *PLACE]
    unit_names = ["own", "above", "kind"]
    if not counted.duplicated([*table, *unit_names, "outcome"]).any():
        return
    for (year, _, file, sheet), rows in counted.groupby(table, observed=True, sort=False):
        units = [unit for _, unit in rows.groupby(unit_names, observed=True, sort=False)]
        again = [unit for unit in units if unit.groupby("outcome")["row"].nunique().max() > 1]
        in_parts = 1 < len(units) == len(again) and not any(map(_same_in_two_rows, again))
        for unit in again[:1] if in_parts else again:
            first, second, *_ = dict.fromkeys(unit["row"])
            where = (str(file), str(sheet), str(unit.loc[unit["row"] == second, "cell"].iloc[0]))
            both = f"{place(*where)}: «{unit['name'].iloc[0]}» đã có ở dòng {first} của trang tính này trong năm {year}"
            if in_parts:
                ask = "Nếu dòng sau thay dòng trước, xóa dòng trước."
                message = f"{both}, và mọi đơn vị khác cũng vậy; đang cộng các dòng. {ask}"
                yield Problem("warning", "unit_in_parts", *where, str(len(again)), message)
            else:
                ask = "Xóa dòng thừa; nếu là hai đơn vị, đặt tên khác nhau hoặc ghi rõ TCCSĐ."
                yield Problem("error", "unit_twice", *where, "", f"{both}; đang cộng các dòng. {ask}")


def _same_in_two_rows(unit: pd.DataFrame) -> bool:
    """Return whether two rows of a unit have the same numbers."""
    tallies = [tuple(sorted(tally(row).items())) for _, row in unit.groupby("row")]
    return len(set(tallies)) < len(tallies)


_KINDS = ("chi bộ", "đảng bộ")  # which a list may leave out before a unit's name


class _Lists:
    """The lists of one year and population, found by the units whose rows they are."""

    def __init__(self, listed: pd.DataFrame) -> None:
        told = pd.DataFrame({"base": forms(listed, "base_organisation"), "unit": forms(listed, "unit")})
        self._of_base, self._of_name = (told.groupby(column).indices for column in told.columns)
        self._of_unit = told.groupby(["unit", "base"]).indices

    def of(self, unit: pd.Series) -> list[int]:
        """Return the places of the rows of a counted unit; "Chi bộ 1" of another base organisation is another unit."""
        base, name = unit_form(unit["base_organisation"] or unit["unit"]), unit_form(unit["name"])
        found = {*self._of_base.get(name, ())}
        for one in _names_of(name):
            here = (self._of_unit.get((one, above), ()) for above in (base, ""))
            found.update(*((self._of_name.get(one, ()),) if base in ("", name) else here))
        return sorted(found)


def _differences(
    told: pd.DataFrame, covered: pd.DataFrame, alone: pd.Series | None = None, *, of: str = "danh sách"
) -> Iterator[Problem]:
    """Yield each level at which a counts sheet has another number than the list of the same unit.

    Of lists with the people of one level alone (`alone`) only these levels are compared.
    """
    unit = told["name"].iloc[0] or "toàn bộ"
    ours, theirs = told_apart_alike(told, covered)
    counts = ours[replaced(told, covered, alone)] if alone is not None else ours
    counts = counts.groupby(counts).groups
    listed = covered.groupby(theirs)["count"].sum()
    levels = [level for level in told["level"].cat.categories if level in listed.index and level not in counts]
    for what in (*counts, *levels):
        row = told.loc[counts[what][0]] if what in counts else told.iloc[0]
        said = int(told.loc[counts[what], "count"].sum()) if what in counts else 0
        number = int(listed.get(what, 0))
        if said != number:
            where = (row["file"], row["sheet"], row["cell"])
            both = f"bảng tổng hợp ghi {grouped(said)} cho «{unit}», {of} có {grouped(number)}"
            message = f"{place(*where)}: {both}. Lấy theo {of}; sửa chỗ sai."
            yield Problem("error", "list_against_counts", *where, str(said), message, str(number))


def _unknown_overlap(rows: pd.DataFrame, gone: pd.DataFrame, listed: pd.DataFrame) -> Problem:
    """Return the problem of counts beside lists without units; a warning where those that give way have equal numbers.

    Equal numbers at a single level may be chance, unless they are many.
    """
    first = rows.iloc[0]
    where = (first["file"], first["sheet"], first["cell"])
    numbers = tally(gone)
    equal = numbers == tally(listed) and (len(numbers) >= _SEVERAL or sum(numbers.values()) >= MANY)
    why = "số ở từng mức bằng nhau nên coi là một" if equal else "không rõ có trùng nhau không"
    message = (
        f"năm {first['year']} vừa có bảng tổng hợp, vừa có danh sách không ghi đơn vị, {why}. "
        "Chỉ tính danh sách; thêm cột đơn vị vào danh sách."
    )
    severity: Severity = "warning" if equal else "error"
    return Problem(severity, "list_beside_counts", *where, "", f"{place(*where)}: {message}")
