"""Lists of the people at one level alone («danh sách đảng viên HTXSNV»), or at none, beside counts of everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalkit.checks.repeats import PLACE, outcome_of
from evalkit.problems import Problem, place
from evalkit.scale import UNKNOWN
from evalkit.vietnamese import grouped

_NOT_RATED = "not_rated"  # without a level, whatever the reason


def of_one_level(ratings: pd.DataFrame) -> pd.Series:
    """Return which rows stand on a sheet all of whose people of that year and population are at one level, or at none.

    A level that could not be read may be any, so such a sheet is not of one.
    """
    outcome = _without_reasons(ratings)
    sheet = [ratings[column] for column in ("year", "population", *PLACE)]
    return (outcome.groupby(sheet, observed=True).transform("nunique") == 1) & (outcome != UNKNOWN)


def told_apart_alike(told: pd.DataFrame, listed: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the outcomes of both; where the list has reasons that the counts do not, all without a level are one."""
    ours, theirs = outcome_of(told), outcome_of(listed)
    if set(theirs[listed["level"].isna()]) - {UNKNOWN} <= set(ours):
        return ours, theirs
    return _without_reasons(told), _without_reasons(listed)


def _without_reasons(ratings: pd.DataFrame) -> pd.Series:
    outcome = outcome_of(ratings)
    return outcome.where(ratings["level"].notna() | (outcome == UNKNOWN), _NOT_RATED)


def replaced(told: pd.DataFrame, listed: pd.DataFrame, alone: pd.Series) -> pd.Series:
    """Return which rows of counts a list of the same people stands for.

    All of them; of lists whose sheets have the people of one level alone, or of none, the counts of these.

    Args:
        alone: of each row of the list, what `of_one_level` says.
    """
    if len(listed) and alone[listed.index].all():
        ours, theirs = told_apart_alike(told, listed)
        return ours.isin(theirs.unique())
    return pd.Series(True, index=told.index)


def check_partial(told: pd.DataFrame, given: pd.Series, listed: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each sheet of counts that holds levels which the lists beside it leave out.

    Args:
        told: the counts of units that have a list.
        given: which of them a list replaces.
        listed: the lists.
    """
    kept = told[~given & (told["count"] > 0)]
    who, which, unsaid = "cùng một mức", "mức ấy", ""
    if listed["level"].isna().all():
        who, which = "không được xếp loại", "những người này"
        unsaid = "" if given.any() else " Bảng này không ghi ai không được xếp loại: xem có đếm cả họ ở mức nào không."
    for (file, sheet), rows in kept.groupby(PLACE, observed=True, sort=False):
        where = (str(file), str(sheet), str(rows["cell"].iloc[0]))
        message = (
            f"{place(*where)}: bảng tổng hợp có {grouped(int(rows['count'].sum()))} đối tượng mà danh sách của cùng "
            f"đơn vị (tệp «{listed['file'].iloc[0]}») không có; danh sách chỉ gồm người {who} nên coi là một phần: "
            f"{which} lấy theo danh sách, còn lại lấy theo bảng này.{unsaid} Nếu danh sách đã đủ, sửa bảng này."
        )
        yield Problem("warning", "partial_list", *where, str(rows["count"].sum()), message)
