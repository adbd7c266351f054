"""Units by years: the share of each in every year, so that one that is always low is seen beside one that fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from evalkit.charts.comparison import share_of
from evalkit.charts.look import MUTED, SMALL, ink_on, note, size_in_points, stage, text_size, width_of
from evalkit.charts.looks import drawn
from evalkit.charts.rows import NamedRows, name_rows
from evalkit.vietnamese import grouped, unit_key

MOST_UNITS = 25  # that can be read on one page
_NAME_WIDTH = 190.0  # points
_LEAST_CELL = 38.0  # points a printed share needs
_FOOT = 0.42  # inches below the cells, for the scale of colours
# One hue from pale to dark: it can be read by colour-blind people and in a grey print. Dark is worse.
_COLOURS = LinearSegmentedColormap.from_list("shares", ["#d6e6f4", "#6baed6", "#08306b"])
_OUTLIERS = 5  # per cent of the cells at the worse end that share the darkest colour


@dataclass(frozen=True)
class _Cell:
    """One unit in one year."""

    share: float
    printed: str


@drawn
def plot_heat_map(
    rates: pd.DataFrame, *, measure: str, sign: str = ">=", label: str = "", hidden: int = 0, ax: Axes | None = None
) -> Axes:
    """Draw the share of every unit in every year as a coloured cell with its figure; a year without data is blank.

    Args:
        rates: rows of `level_rates` by year and base organisation (or unit) of one population.
        measure: whose share is drawn, as in the `measure` column; sign: which side is worse, as in a target.
        label: what the share is of, in Vietnamese: "đảng viên hoàn thành tốt nhiệm vụ trở lên".
        hidden: how many units, all years together, are left out so that small numbers are not shown.
    Returns:
        The Axes; cells have gids such as "cell-2022-3", the row counted from 0. The worst of the last year stand on
        top; at most 25 units and as many years as can be read are drawn, and the subtitle says how many more there are.
    Raises:
        ValueError: there is no row with a share, or a unit has several in one year.
    """
    column = "base_organisation" if "base_organisation" in rates else "unit"
    rows = rates[(rates["measure"] == measure) & (rates["base"] > 0) & (rates[column] != "")]
    if rows.empty or rows.duplicated([column, "year"]).any():
        raise ValueError("plot_heat_map draws one population: one row a unit and year, none twice")
    cells: dict[str, dict[int, _Cell]] = {}
    for row in rows.astype(object).itertuples():
        cells.setdefault(str(getattr(row, column)), {})[int(row.year)] = _Cell(float(row.share), str(row.printed))
    every = list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))
    least = sign in (">=", ">")
    units = _worst_first(cells, every[-1], least)
    shown = NamedRows.fitted(units, width=_NAME_WIDTH, most=MOST_UNITS)
    years = every[-max(1, int(width_of(ax, shown.left) / _LEAST_CELL)) :]  # for whose figures there is room
    span = f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]}–{years[-1]}"
    ax = stage(
        ax,
        title=f"T{share_of(label)[1:]} theo đơn vị, {span}",
        subtitle=_subtitle(units, every, years, least, len(shown))
        + (f", hoặc không ghi để không lộ số ít người ({grouped(hidden)} ô)" if hidden else ""),
        panel=shown.height / 72,
        over=0.2,
        foot=_FOOT,
        left=shown.left,
    )
    name_rows(ax, shown.middles, shown.names, end=shown.tall)
    _draw(ax, [cells[unit] for unit in units[: len(shown)]], years, shown, least)
    return ax


def _worst_first(cells: dict[str, dict[int, _Cell]], year: int, least: bool) -> list[str]:
    """Return the units by their share of the year, those without one last; ties in natural order."""

    def place(unit: str) -> tuple[Any, ...]:
        cell = cells[unit].get(year)
        return cell is None, (cell.share if least else -cell.share) if cell else 0.0, unit_key(unit)

    return sorted(cells, key=place)


def _subtitle(units: Sequence[str], every: Sequence[int], years: Sequence[int], least: bool, most: int) -> str:
    parts = ["Tỉ lệ % trên số được xếp loại của đơn vị"]
    if len(units) > most:
        end = "thấp nhất" if least else "cao nhất"
        parts.append(f"{most} trong {grouped(len(units))} đơn vị, có tỉ lệ {end} năm {years[-1]}")
        parts.append(f"còn {grouped(len(units) - most)} đơn vị không vẽ ở đây")
    else:
        parts.append(f"{'thấp' if least else 'cao'} nhất năm {years[-1]} ở trên cùng")
    if len(years) < len(every):
        parts.append(f"{len(years)} trong {len(every)} năm có số liệu")
    return "; ".join([*parts, "ô trống: không có số liệu"])


def _draw(
    ax: Axes, units: Sequence[dict[int, _Cell]], years: Sequence[int], rows: NamedRows, least: bool
) -> None:  # fmt: skip
    shown = [cells[year].share for cells in units for year in years if year in cells]
    worst, best = np.percentile(shown, [_OUTLIERS, 100] if least else [100 - _OUTLIERS, 0])
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(rows.middles)), rows.tall]
    for row, cells in enumerate(units):
        for column, year in enumerate(years):
            if year not in cells:
                continue
            colour = _colour(cells[year].share, float(worst), float(best))
            box = Rectangle((column, edges[row]), 1, edges[row + 1] - edges[row], facecolor=colour, edgecolor="white")
            box.set_gid(f"cell-{year}-{row}")
            ax.add_patch(box)
            text: dict[str, Any] = {"color": ink_on(colour), "gid": f"label-{year}-{row}"}
            note(ax, cells[year].printed, (column + 0.5, rows.middles[row]), **text)
    ax.set_xlim(0, len(years))
    for column, year in enumerate(years):
        note(ax, str(year), (column + 0.5, 0), (0, 4), va="bottom", weight="bold", gid=f"year-{year}")
    _draw_scale(ax, float(worst), float(best), max(shown) if not least else min(shown))


def _colour(share: float, worst: float, best: float) -> str:
    """Dark for the worst; where all are the same, pale."""
    part = (best - share) / (best - worst) if best != worst else 0.0
    return mpl.colors.to_hex(_COLOURS(min(max(part, 0.0), 1.0)))


def _draw_scale(ax: Axes, worst: float, best: float, end: float) -> None:
    """Draw a strip of five colours under the cells, with the shares at its ends."""
    if worst == best:
        return
    wide, high = size_in_points(ax)
    beyond = "" if end == worst else (" trở xuống" if worst < best else " trở lên")
    texts = (f"{_per_cent(best)}", f"{_per_cent(worst)}{beyond}")
    start = text_size(texts[0], SMALL)[0] + 6
    for step in range(5):
        place = ((start + 20 * step) / wide, -14 / high), 20 / wide, 9 / high
        look: dict[str, Any] = {"transform": ax.transAxes, "clip_on": False, "linewidth": 0}
        ax.add_patch(Rectangle(*place, facecolor=_COLOURS(step / 4), gid=f"scale-{step}", **look))
    for text, x in zip(texts, (0.0, start + 106), strict=True):
        look = {"ha": "left", "size": SMALL, "color": MUTED, "gid": "scale"}
        note(ax, text, (0, 0), (x, -9.5), xycoords="axes fraction", **look)


def _per_cent(share: float) -> str:
    return f"{100 * share:.2f}%".replace(".", ",")
