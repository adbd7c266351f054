"""Sheets that are suspiciously alike: units under two names, numbers and lists of another year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from evalkit.checks.committees import MANY, Numbers, numbers_by_sheet
from evalkit.checks.repeats import of_one_sheet
from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED

_FEWEST = 3  # units with different numbers that no two years have alike by chance
_LISTED = 10  # people of a list
_OTHERWISE = 5  # of them whose level is not the commonest: so many do not keep theirs by chance


def check_alike(counted: pd.DataFrame) -> Iterator[Problem]:
    """Yield sheets of one committee that name some units alike and some otherwise, and numbers of two years.

    Args:
        counted: rows of counts; `own` and `above` have the forms of the unit and of what it belongs to.
    """
    below = counted[(counted["own"] != counted["above"]) & (counted["own"] != "")]
    if of_one_sheet(below) and below["year"].nunique() < 2:
        return
    for _, rows in below.groupby("population", observed=True):
        for above, same in rows.groupby("above"):
            years = {year: numbers_by_sheet(told) for year, told in same.groupby("year")}
            for year, sheets in years.items():
                yield from _named_otherwise(same[same["year"] == year], sheets) if above else ()
                yield from _as_the_year_before(same[same["year"] == year], sheets, years.get(year - 1, {}))


def _named_otherwise(rows: pd.DataFrame, sheets: Numbers) -> Iterator[Problem]:
    """Yield pairs of sheets with units in common, each of which has units that the other does not name."""
    places = list(sheets)
    for number, one in enumerate(places):
        for other in places[:number]:
            ours, theirs = sheets[one], sheets[other]
            only, beside = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
            if only and beside and ours.keys() & theirs.keys():
                same = [unit for unit in sorted(only) if ours[unit] in [theirs[name] for name in beside]]
                yield _two_names(
                    _row(rows, one, (same or sorted(only))[0]), _row(rows, other, min(beside)), equal=bool(same)
                )


def _row(rows: pd.DataFrame, where: tuple[str, str, str], unit: str) -> pd.Series:
    file, sheet, _ = where
    return rows[(rows["file"] == file) & (rows["sheet"] == sheet) & (rows["own"] == unit)].iloc[0]


def _two_names(first: pd.Series, other: pd.Series, *, equal: bool) -> Problem:
    where = (first["file"], first["sheet"], first["cell"])
    numbers = ", số ở từng mức lại giống nhau" if equal else ""
    message = (
        f"{place(*where)}: «{first['name']}» không có ở tệp «{other['file']}», tệp ấy thì có «{other['name']}» của "
        f"cùng TCCSĐ{numbers}; có thể là một đơn vị viết hai tên, đang đếm cả hai. Ghi cùng một tên nếu là một."
    )
    severity: Severity = "error" if equal else "warning"
    return Problem(severity, "named_otherwise", *where, first["name"], message)


def _as_the_year_before(rows: pd.DataFrame, sheets: Numbers, before: Numbers) -> Iterator[Problem]:
    """Yield sheets that have, unit by unit, the numbers of a sheet of the year before."""
    for where, units in sheets.items():
        different = {tuple(sorted(unit.items())) for unit in units.values()}
        people = sum(sum(unit.values()) for unit in units.values())
        if units in before.values() and len(different) >= _FEWEST and people >= MANY:
            first = _row(rows, where, next(iter(units)))
            place_of = (first["file"], first["sheet"], first["cell"])
            message = (
                f"{place(*place_of)}: mọi số của năm {first['year']} ở trang này giống hệt năm {first['year'] - 1}; có "
                "thể là bảng năm trước chép sang. Kiểm tra lại."
            )
            yield Problem("warning", "numbers_of_year_before", *place_of, "", message)


def check_copied_lists(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield sheets that list the same people at the same levels as a sheet of the year before."""
    listed = ratings[~ratings["subject"].str.startswith(COUNTED)]
    if len(listed) < 2 * _LISTED:
        return
    rows = listed[["subject", "level", "status"]].astype({"subject": "category"})
    hashed = listed.assign(hash=pd.util.hash_pandas_object(rows, index=False))
    sheets = hashed.groupby(["population", "year", "file", "sheet"], observed=True, sort=True)
    sums = sheets["hash"].sum()  # equal where the people and their levels are, and else hardly ever
    known = {(population, year, total) for (population, year, *_), total in sums.items()}
    lists = {
        (population, year, *where): _people(sheets.get_group((population, year, *where)))
        for (population, year, *where), total in sums.items()
        if {(population, year - 1, total), (population, year + 1, total)} & known
    }
    of_years = {(population, year, people) for (population, year, *_), people in lists.items()}
    for (population, year, file, sheet), people in lists.items():
        levels = Counter(level for _, level in people)
        otherwise = len(people) - max(levels.values())
        copied = (population, year - 1, people) in of_years
        if copied and len(people) >= _LISTED and otherwise >= _OTHERWISE:
            cell = str(sheets.get_group((population, year, file, sheet))["cell"].iloc[0])
            message = (
                f"{place(file, sheet, cell)}: mọi mức của năm {year} ở danh sách này giống hệt năm {year - 1}, từng "
                "người một; có thể là danh sách năm trước chép sang. Kiểm tra lại."
            )
            yield Problem("warning", "list_of_year_before", str(file), str(sheet), cell, "", message)


def _people(sheet: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the people of one list, each with the level or the reason why there is none."""
    said = sheet["level"].astype(object).where(sheet["level"].notna(), sheet["status"].astype(object))
    return frozenset(zip(sheet["subject"], said, strict=True))
