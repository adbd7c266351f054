"""Counts of a whole beside the counts or lists of all its parts: the same people, added twice."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalkit.checks.repeats import of_one_sheet
from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED

_FEWEST_PARTS = 2  # units that a sheet may sum up
_FEWEST_LEVELS = 2  # one number may be the sum of others by chance
_NEARLY = 10  # in so many people a whole may have one more or less than its parts, where one of them was corrected
_MESSAGES = {
    True: "ở mỗi mức, số của trang này bằng đúng tổng của mọi đơn vị còn lại",
    False: "số của trang này bằng tổng của mọi đơn vị còn lại ở phần lớn các mức, chỉ khác ít người ở mức khác",
}
_ASK = (
    "; có lẽ đây là bảng tổng hợp của chính những người ấy, và họ đang được cộng hai lần. Nếu vậy: bỏ trang này, hoặc "
    "ghi «Tổng cộng» ở dòng đó."
)


def check_wholes(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield sheets of counts whose number at every level is what all other units of the year make up together."""
    counted = ratings["subject"].str.startswith(COUNTED)
    if not counted.any() or of_one_sheet(ratings):
        return
    years = ratings.loc[counted, ["year", "population"]].drop_duplicates()
    for year, population in years.itertuples(index=False):
        own = ratings[(ratings["year"] == year) & (ratings["population"] == population) & ratings["level"].notna()]
        yield from _wholes_in(own, counted[own.index])


def _wholes_in(own: pd.DataFrame, counted: pd.Series) -> Iterator[Problem]:
    """Yield the sheets that sum up the rest of one year and population; those that nearly do are a warning."""
    numbers = own["count"].groupby([own["file"], own["sheet"], own["level"].astype(str)]).sum().unstack(fill_value=0)
    rest = numbers.sum() - numbers
    some = ((numbers > 0) & (numbers == rest)).sum(axis=1) >= _FEWEST_LEVELS
    near = (numbers - rest).sum(axis=1).abs() * _NEARLY <= rest.sum(axis=1)
    for file, sheet in numbers.index[some & near]:
        here = (own["file"] == file) & (own["sheet"] == sheet)
        alone = counted[here].all() and own.loc[here, "name"].nunique() == 1
        parts = own.loc[~here, ["file", "sheet", "name"]].drop_duplicates()
        if alone and len(parts) >= _FEWEST_PARTS:
            exact = bool((numbers.loc[(file, sheet)] == rest.loc[(file, sheet)]).all())
            cell = own.loc[here, "cell"].iloc[0]
            message = f"{place(file, sheet, cell)}: {_MESSAGES[exact]}{_ASK}"
            severity: Severity = "error" if exact else "warning"
            yield Problem(severity, "whole_beside_parts", file, sheet, cell, "", message)
