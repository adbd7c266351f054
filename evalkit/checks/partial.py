"""Lists of the people at one level alone («danh sách đảng viên HTXSNV») beside counts of everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalkit.checks.repeats import PLACE, outcome_of
from evalkit.problems import Problem, place
from evalkit.vietnamese import grouped


def of_one_level(ratings: pd.DataFrame) -> pd.Series:
    """Return which rows stand on a sheet all of whose people of that year and population are at one level."""
    outcome, rated = outcome_of(ratings), ratings["level"].notna()
    sheet = [ratings[column] for column in ("year", "population", *PLACE)]
    return (outcome.groupby(sheet, observed=True).transform("nunique") == 1) & rated


def replaced(told: pd.DataFrame, listed: pd.DataFrame, alone: pd.Series) -> pd.Series:
    """Return which rows of counts a list of the same people stands for.

    All of them; of lists whose sheets have the people of one level alone, the counts of these levels.

    Args:
        alone: of each row of the list, what `of_one_level` says.
    """
    if len(listed) and alone[listed.index].all():
        return outcome_of(told).isin(outcome_of(listed).unique())
    return pd.Series(True, index=told.index)


def check_partial(kept: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each sheet of counts that holds levels which the lists beside it leave out.

    Args:
        kept: the counts that no list replaces, of units that have a list.
        listed: the lists.
    """
    kept = kept[kept["count"] > 0]
    for (file, sheet), rows in kept.groupby(PLACE, observed=True, sort=False):
        where = (str(file), str(sheet), str(rows["cell"].iloc[0]))
        message = (
            f"{place(*where)}: bảng tổng hợp có {grouped(int(rows['count'].sum()))} đối tượng mà danh sách của cùng "
            f"đơn vị (tệp «{listed['file'].iloc[0]}») không có; danh sách chỉ gồm một mức nên coi là một phần: mức "
            "ấy lấy theo danh sách, còn lại lấy theo bảng này. Nếu danh sách đã đủ, sửa bảng này."
        )
        yield Problem("warning", "partial_list", *where, str(rows["count"].sum()), message)
