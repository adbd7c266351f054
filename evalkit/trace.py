"""From a figure back to the cells it was counted from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from evalkit.rates import measure_names
from evalkit.scale import RATED, UNKNOWN
from evalkit.settings import Settings
from evalkit.vietnamese import fold, percent

CELL_COLUMNS = ("file", "sheet", "cell", "level", "status", "count", "counted")


@dataclass(frozen=True)
class Trace:
    """One figure: `count` of `base`, and in `cells` a row for each row of the ratings table behind it.

    `cells` has `file`, `sheet`, `cell`, `level`, `status`, `count` (subjects of the row) and `counted`: whether the row
    is in the count; all of them are in the base. `base_organisation` and `unit` tell whose row it is.
    """

    population: str
    measure: str
    year: int
    unit: str
    count: int
    base: int
    cells: pd.DataFrame

    @property
    def printed(self) -> str | None:
        """The share in per cent, as reports print it; None where the base is 0."""
        return percent(self.count, self.base)

    @property
    def grouped_by(self) -> str:
        """The column by which a person looks through the cells: base organisations, or the units inside one."""
        one = self.cells["base_organisation"].nunique() <= 1
        return "unit" if one or self.population == "base_organisation" else "base_organisation"


def trace_figure(ratings: pd.DataFrame, figure: str, *, settings: Settings) -> Trace:
    """Return the rows behind a figure such as `member/good_or_better/2022`, or `…/2022/Đảng bộ A` for one unit.

    Raises:
        ValueError: the words name no figure; the message, one Vietnamese line, says what is allowed.
    """
    population, measure, year, unit = _parts(figure, settings)
    rows = ratings[(ratings["population"] == population) & (ratings["year"] == year)]
    if unit:
        wanted = fold(unit)
        units = zip(rows["base_organisation"], rows["unit"], strict=True)
        rows = rows[[wanted in (fold(base), fold(own)) for base, own in units]]
    of_total = measure in ("total", RATED, "not_rated", UNKNOWN, *settings.scale.every_reason)
    if not of_total:
        era = next(era for era in settings.scale.eras if measure in era.measures)
        rows = rows[(rows["status"] == RATED) & rows["level"].isin([level.id for level in era.levels])]
    counted = _counted(rows, measure, settings)
    cells = rows.assign(counted=counted)[[*CELL_COLUMNS, "base_organisation", "unit"]].reset_index(drop=True)
    number = int(cells.loc[cells["counted"], "count"].sum())
    return Trace(population, measure, year, unit, number, int(cells["count"].sum()), cells)


def cell_ranges(cells: Iterable[str]) -> str:
    """Return addresses as few ranges: "H12:H15, H17"; columns one after the other.

    >>> cell_ranges(["H13", "H12", "H15", "C3"])
    'C3, H12:H13, H15'
    """
    columns: dict[str, list[int]] = {}
    for cell in cells:
        letters, row = re.fullmatch(r"([A-Z]*)(\d*)", cell).groups()  # type: ignore[union-attr]
        columns.setdefault(letters, []).append(int(row or 0))
    parts = []
    for letters in sorted(columns, key=lambda name: (len(name), name)):
        rows = sorted(set(columns[letters]))
        starts = [rows[0], *(after for before, after in pairwise(rows) if after != before + 1)]
        ends = [*(before for before, after in pairwise(rows) if after != before + 1), rows[-1]]
        for first, last in zip(starts, ends, strict=True):
            parts.append(f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}")
    return ", ".join(parts)


def _parts(figure: str, settings: Settings) -> tuple[str, str, int, str]:
    population, measure, year, unit = (*figure.split("/", 3), "", "", "", "")[:4]
    if population not in settings.populations:
        raise ValueError(f"«{population}» không phải loại đối tượng. Được dùng: {', '.join(settings.populations)}.")
    if measure not in measure_names(settings.scale):
        raise ValueError(f"«{measure}» không phải chỉ số. Được dùng: {', '.join(measure_names(settings.scale))}.")
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        raise ValueError(f"«{year}» không phải năm. Viết như member/good_or_better/2022.")
    return population, measure, int(year), unit


def _counted(rows: pd.DataFrame, measure: str, settings: Settings) -> pd.Series:
    """Return which rows a measure counts."""
    if measure == "total":
        return pd.Series(True, index=rows.index)
    if measure == "not_rated":
        return rows["status"].isin(settings.scale.every_reason)
    if measure in (RATED, UNKNOWN, *settings.scale.every_reason):
        return rows["status"] == measure
    return rows["level"].isin(settings.scale.in_measure(measure))
