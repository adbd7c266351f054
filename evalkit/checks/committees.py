"""Units of counts sheets that name no committee, beside units of the same names under one."""

from __future__ import annotations

import pandas as pd

from evalkit.checks.repeats import PLACE, outcome_of
from evalkit.problems import Problem, place

_SHOWN = 3  # committees that a message names


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
        for _, sheet in rows[nowhere[rows.index]].groupby(PLACE, observed=True, sort=False):
            named = rows[(rows["above"] != "") & rows["own"].isin(sheet["own"]) & ~_is_on(rows, sheet)]
            alike = _committees_with_most_numbers(sheet, named)
            if len(alike) == 1:
                known = named.loc[named["above"] == alike[0], "own"]
                above[sheet.index[sheet["own"].isin(known)]] = alike[0]
            elif len(named):
                problems.append(_may_be_counted_twice(sheet, named, alike))
    return counted.assign(above=above), problems


def tally(told: pd.DataFrame) -> dict[str, int]:
    """Return how many people counts have at each level, and without one for each reason."""
    return {str(what): int(number) for what, number in told.groupby(outcome_of(told))["count"].sum().items()}


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
    return Problem("error" if most else "warning", "unit_may_repeat", *where, first["name"], message)
