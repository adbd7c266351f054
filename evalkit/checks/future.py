"""Years that can hardly be meant, not come yet or far from all others: misprints in titles, names, registers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from evalkit.problems import Problem, place

_APART = 10  # years; lists of one office are of years that follow each other
_LONG_AGO = 20  # years, where there is no other year


def check_distant(ratings: pd.DataFrame, *, this_year: int) -> Iterator[Problem]:
    """Yield a warning a sheet whose year lies far from all others: 2002 for 2022, 1905 where Excel shows a date."""
    years = sorted(int(year) for year in ratings["year"].dropna().unique() if year <= this_year)
    alone = len(years) == 1 and this_year - years[0] > _LONG_AGO
    apart = [year for year in years if all(abs(year - other) > _APART for other in years if other != year)]
    distant = years if alone else apart if len(apart) < len(years) else years[:-1]
    for row in _sheets(ratings, ratings["year"].isin(distant)):
        where = (row.file, row.sheet, row.cell)
        message = (
            f"xếp loại của năm {row.year}, cách xa mọi năm khác trong dữ liệu. Nếu gõ nhầm: sửa năm ở tiêu đề, tên "
            "trang tính, tên tệp hay ô năm (ô năm bị Excel đổi thành ngày thì hiện năm 1905)."
        )
        yield Problem("warning", "distant_year", *where, str(row.year), f"{place(*where)}: {message}")


def check_future(ratings: pd.DataFrame, held: pd.DataFrame, *, this_year: int) -> Iterator[Problem]:
    """Yield an error a sheet and year that lies ahead: nobody can have been rated in it, or have got an award."""
    for row in _sheets(ratings, ratings["year"] > this_year):
        where = (row.file, row.sheet, row.cell)
        message = f"xếp loại của năm {row.year}, là năm chưa tới. Sửa năm ở tiêu đề, tên trang tính hoặc tên tệp."
        yield Problem("error", "future_year", *where, str(row.year), f"{place(*where)}: {message}")
    for row in held[(held["last"] > this_year).fillna(False)].itertuples(index=False) if len(held) else ():
        where = (row.file, row.sheet, row.cell)
        message = f"khen cho năm {row.last}, là năm chưa tới. Sửa năm hoặc giai đoạn."
        yield Problem("error", "future_year", *where, str(row.last), f"{place(*where)}: {message}")


def _sheets(ratings: pd.DataFrame, wanted: pd.Series) -> Iterator[Any]:
    """Yield the first of the wanted rows of each sheet and year."""
    if wanted.any():
        yield from ratings[wanted].drop_duplicates(["file", "sheet", "year"]).itertuples(index=False)
