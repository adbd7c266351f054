"""Members and organisations that are too new to be rated."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalkit.problems import Problem, place
from evalkit.scale import RATED
from evalkit.settings import Review


def check_newcomers(ratings: pd.DataFrame, *, review: Review) -> Iterator[Problem]:
    """Yield those rated in a year at whose end they had been members, or had existed, for fewer months than the rule
    asks.
    """
    if not (dated := ratings["joined"].notna()).any():
        return
    rated = ratings[dated & (ratings["status"] == RATED)]
    end = pd.to_datetime(rated["year"].astype(str) + "-12-31", format="%Y-%m-%d")
    for row in rated[rated["joined"] > end - pd.DateOffset(months=review.months)].itertuples(index=False):
        where = (row.file, row.sheet, row.cell)
        since = "vào Đảng" if row.population == "member" else "thành lập"
        message = (
            f"{since} ngày {row.joined:%d/%m/%Y}, đến hết năm {row.year} chưa đủ {review.months} tháng nhưng đã được "
            f"xếp loại ({review.source}). Kiểm tra ngày, hoặc ghi lý do không xếp loại."
        )
        yield Problem("warning", "rated_too_early", *where, f"{row.joined:%d/%m/%Y}", f"{place(*where)}: {message}")
