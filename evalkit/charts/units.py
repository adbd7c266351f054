"""Base organisations of one year against the figure of the whole, or a target of their own, the worst first."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from evalkit.charts.comparison import Comparison, left_out_in_words, share_of
from evalkit.charts.look import (
    BODY,
    CUT,
    INK,
    MUTED,
    RULE,
    SHADE,
    SMALL,
    note,
    points,
    size_in_points,
    stage,
    text_size,
)
from evalkit.charts.looks import drawn
from evalkit.charts.rows import NamedRows, left_of
from evalkit.vietnamese import grouped, unit_key

MOST = 25  # units that can be read on one page
_NAME_WIDTH = 205.0  # points
_FIGURES = 42.0  # points kept free at the right edge for the column of figures
_HOLDS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True)
class _Unit:
    """One row of the chart."""

    name: str
    label: str
    share: Fraction
    printed: str
    missed: bool


@drawn
def plot_units(
    rates: pd.DataFrame,
    *,
    measure: str,
    bound: Fraction,
    bound_text: str,
    sign: str,
    own: bool = False,
    label: str = "",
    hidden: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one dot per base organisation on the scale of shares, worst on top; who is beyond the bound is marked.

    Args:
        rates: rows of `level_rates` by base organisation, of one year and population.
        measure: whose share is drawn, as in the `measure` column.
        bound, bound_text, sign: what units are compared with, such as the share of the whole, "mức chung 98,45%".
        own: whether that is a target set for each unit; only then it is called a target, and missed.
        label: what the share is of, in Vietnamese: "đảng viên hoàn thành tốt nhiệm vụ trở lên".
        hidden: how many units are left out so that small numbers are not shown; the subtitle says so.
    Returns:
        The Axes; x in per cent points. At most 25 units are drawn, the worst, and the subtitle says so.
    Raises:
        ValueError: a unit has several rows for one measure, as of several years or populations.
    """
    if rates.duplicated([_column(rates), "measure"]).any():
        raise ValueError("plot_units draws one year of one population: one row a unit and measure, none twice")
    compared = Comparison(sign=sign, bound_text=bound_text, own=own)
    units = _units(rates, measure, bound, compared)
    rows = NamedRows.fitted([unit.label for unit in units], width=_NAME_WIDTH, most=MOST)
    shown = units[: len(rows)]
    ax = stage(
        ax,
        title=_title(units, compared, label) + _year(rates),
        subtitle=_subtitle(units, rates, measure, compared, len(shown))
        + (f"; {left_out_in_words(hidden)}" if hidden else ""),
        panel=rows.panel,
        over=0.2,
        foot=0.42,
        left=left_of(rows.names, gap=10),
    )
    _draw_scale(ax, shown, rows, float(bound * 100), compared.least)
    _write_bound(ax, float(bound * 100), compared.bound)
    ax.set_yticks(rows.middles, rows.names)
    _draw_dots(ax, shown, rows.middles, compared)
    return ax


def _column(rates: pd.DataFrame) -> str:
    return "base_organisation" if "base_organisation" in rates else "unit"


def _units(rates: pd.DataFrame, measure: str, bound: Fraction, compared: Comparison) -> list[_Unit]:
    """Return the units with a share, nearest to missing (or furthest beyond it) first."""
    column = _column(rates)
    unread = rates[rates["measure"] == "unknown"].set_index(column)["count"].to_dict()
    units = []
    for row in rates[(rates["measure"] == measure) & (rates["base"] > 0)].to_dict("records"):
        name = "không rõ đơn vị" if pd.isna(row[column]) else str(row[column])
        base, share = int(row["base"]), Fraction(int(row["count"]), int(row["base"]))
        cells = int(unread.get(row[column], 0))
        open_cells = f", {grouped(cells)} ô chưa đọc được" if cells else ""
        label = f"{name} ({grouped(base)}{open_cells})"
        units.append(_Unit(name, label, share, str(row["printed"]), not _HOLDS[compared.sign](share, bound)))
    return sorted(units, key=lambda unit: (unit.share if compared.least else -unit.share, unit_key(unit.name)))


def _title(units: list[_Unit], compared: Comparison, label: str) -> str:
    missed = sum(unit.missed for unit in units)
    if not units:
        return "Không có số liệu của đơn vị nào"
    who, beyond = f"đơn vị có {share_of(label)}", compared.beyond
    if compared.own:
        who, beyond = "đơn vị", f"{compared.beyond} về {share_of(label)}"
    if len(units) == 1:
        return f"Một {who} {beyond if missed else beyond.replace(compared.beyond, compared.within)}"
    if not missed:
        return f"Cả {grouped(len(units))} {who} {beyond.replace(compared.beyond, compared.within)}"
    return f"{grouped(missed)} trong {grouped(len(units))} {who} {beyond}"


def _year(rates: pd.DataFrame) -> str:
    return f", năm {int(rates['year'].iloc[0])}" if len(rates) and "year" in rates else ""


def _subtitle(units: list[_Unit], rates: pd.DataFrame, measure: str, compared: Comparison, most: int) -> str:
    """Return what is drawn and what is not."""
    parts = ["Tỉ lệ %"]
    if len(units) > most:
        end = "thấp nhất" if compared.least else "cao nhất"
        parts.append(f"{most} trong {grouped(len(units))} đơn vị có tỉ lệ {end}")
        hidden = sum(unit.missed for unit in units[most:])
        if hidden:
            parts.append(f"còn {grouped(hidden)} đơn vị {compared.beyond} không vẽ ở đây")
    parts.append("trong ngoặc là số được xếp loại")
    silent = int(((rates["measure"] == measure) & (rates["base"] == 0)).sum())
    if silent:
        parts.append(f"{grouped(silent)} đơn vị không có ai được xếp loại")
    return "; ".join(parts)


def _draw_scale(ax: Axes, shown: list[_Unit], rows: NamedRows, bound: float, least: bool) -> None:
    """Draw the axis of shares with the target on it, the side that misses shaded."""
    bottom = max(rows.tall, 1.0)
    held = [*(float(unit.share) * 100 for unit in shown), bound]
    spread = max(max(held) - min(held), 1.0)
    low, high = min(held) - 0.06 * spread, max(held) + 0.06 * spread
    if low > 0:
        ax.set_xlabel(CUT, size=points(SMALL), color=MUTED, loc="left", labelpad=1)
    round_ones = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = [tick for tick in round_ones if max(low, 0.0) <= tick <= min(high, 100.0)]
    ax.set_xticks(ticks, [f"{tick:g}".replace(".", ",") for tick in ticks])
    start, end = (low, bound) if least else (bound, high)
    ax.axvspan(start, end, color=SHADE, linewidth=0, gid="misses", zorder=0)
    ax.hlines(rows.middles, low, high, color=RULE, linewidth=0.4, alpha=0.7, zorder=0.5)
    ax.plot([bound, bound], [0, bottom], color=MUTED, linewidth=1.1, dashes=(4, 3), gid="target", zorder=1)
    wide = size_in_points(ax)[0]
    ax.set_xlim(low, low + (high - low) * wide / max(wide - _FIGURES, 1.0))
    ax.spines["bottom"].set_bounds(low, high)
    ax.set_ylim(bottom, 0)


def _write_bound(ax: Axes, bound: float, text: str) -> None:
    """Write the target's label above its line, moved aside as far as it takes to stay on the page."""
    left, right = ax.get_xlim()
    a_point = (right - left) / size_in_points(ax)[0]
    half = text_size(text, BODY)[0] / 2 * a_point
    at = min(max(bound, left + half), right - half)
    note(ax, text, (at, 1), (0, 3), xycoords=("data", "axes fraction"), va="bottom", color=MUTED, gid="target-label")


def _draw_dots(ax: Axes, shown: list[_Unit], middles: list[float], compared: Comparison) -> None:
    """Draw a mark a unit, its figure in a column at the right edge, where no line runs through it."""
    rows = list(zip(shown, middles, strict=True))
    for missed, look in compared.marks().items():
        at = [(float(unit.share) * 100, middle) for unit, middle in rows if unit.missed == missed]
        if at:
            ax.plot(*zip(*at, strict=True), linestyle="none", mec="white", mew=0.7, zorder=3, **look)
    for (unit, middle), name in zip(rows, ax.get_yticklabels(), strict=True):
        name.set_color(compared.colour if unit.missed else INK)
        look = {"color": compared.colour, "weight": "bold"} if unit.missed else {}
        note(ax, unit.printed, (1, middle), xycoords=("axes fraction", "data"), ha="right", gid="label", **look)
