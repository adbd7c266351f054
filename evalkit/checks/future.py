"""Ratings and awards of a year that has not come yet: a misprint in a title, a register, a sheet's or a file's name."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalkit.problems import Problem, place


def check_future(ratings: pd.DataFrame, held: pd.DataFrame, *, this_year: int) -> Iterator[Problem]:
    """Yield an error a sheet and year that lies ahead: nobody can have been rated in it, or have got an award."""
    ahead = ratings[ratings["year"] > this_year]
    for row in ahead.drop_duplicates(["file", "sheet", "year"]).itertuples(index=False):
        where = (row.file, row.sheet, row.cell)
        message = f"xếp loại của năm {row.year}, là năm chưa tới. Sửa năm ở tiêu đề, tên trang tính hoặc tên tệp."
        yield Problem("error", "future_year", *where, str(row.year), f"{place(*where)}: {message}")
    for row in held[(held["last"] > this_year).fillna(False)].itertuples(index=False):
        where = (row.file, row.sheet, row.cell)
        message = f"khen cho năm {row.last}, là năm chưa tới. Sửa năm hoặc giai đoạn."
        yield Problem("error", "future_year", *where, str(row.last), f"{place(*where)}: {message}")
