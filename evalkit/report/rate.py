"""One figure of the report: how many of how many, and the share as it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalkit.vietnamese import percent


@dataclass(frozen=True)
class Rate:
    """`count` of `base`, and per cent as printed; None where the base is 0."""

    count: int = 0
    base: int = 0
    printed: str | None = None

    @classmethod
    def of(cls, count: int, base: int) -> Rate:
        """Return the rate of a count and its base, with the printed share."""
        return cls(count, base, percent(count, base))


def rate_of(row: Any) -> Rate:
    """Return the rate of a row of `level_rates`."""
    return Rate(row.count, row.base, row.printed if row.base else None)


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """Return rows whose columns are read as attributes."""
    rows: Iterable[Any] = frame.astype(object).itertuples()  # Arrow gives its texts one by one only slowly
    return rows
