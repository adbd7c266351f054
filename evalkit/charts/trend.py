"""Shares over the years against a target: one chart, or one panel a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evalkit.charts.course import OUTSIDE, Course, fit
from evalkit.charts.look import (
    BODY,
    EDGE,
    GAP,
    INK,
    MISS,
    MUTED,
    RULE,
    SERIES,
    SHADE,
    bare,
    height,
    page,
    size_in_points,
    text_size,
    wrap,
)
from evalkit.charts.looks import current_look, drawn
from evalkit.charts.sentences import caption_of, each_target, finding
from evalkit.settings import POPULATIONS
from evalkit.targets import MET, MISSED, UNDECIDED

_PANEL_TITLE = 9.2
_SIDE = 21.0  # points left and right of the first and last year: half a bold label
_MARKS: dict[str, dict[str, Any]] = {
    MET: {"gid": "met", "marker": "o", "ms": 6, "mfc": SERIES, "mec": "white"},
    MISSED: {"gid": "miss", "marker": "X", "ms": 9, "mfc": MISS, "mec": "white"},
    OUTSIDE: {"gid": "other-years", "marker": "o", "ms": 4.5, "mfc": RULE, "mec": "white"},
    UNDECIDED: {"gid": "undecided", "marker": "o", "ms": 6.5, "mfc": "white", "mec": SERIES, "mew": 1.6},
}


@drawn
def plot_trend(targets: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw one target over the years: the series, the lines it is held against, and the side of them that misses.

    Args:
        targets: rows of `compare_targets` for one target, one a year. A year without a share is a gap.
        ax: drawn into if given; otherwise a page-wide figure is made, with bases and source below.
    Returns:
        The Axes; y in per cent points, gids "series", "target", "miss", "label-2022" and so on.
    Raises:
        ValueError: there is no row, or there are rows of several targets.
    """
    found = each_target(targets)
    if len(found) != 1:
        raise ValueError(f"plot_trend draws one target, got {len(found)}; plot_trends draws several")
    rows = found[0]
    if ax is None:
        title = _panel_title(rows, (current_look().width - 2 * EDGE) * 72)
        caption = _cut([rows]).strip()
        if not current_look().height:
            caption = f"{caption_of(rows)} {caption}".strip()
        _, (ax,) = page((1, 1), panel=2.4, heads=[_head([title])], caption=caption)
    _draw(ax, rows, _span(rows))
    return ax


@drawn
def plot_trends(
    targets: pd.DataFrame,
    *,
    rates: pd.DataFrame | None = None,
    title: str | None = None,
    caption: str | None = None,
    note: str = "",
    populations: Mapping[str, str] = POPULATIONS,
) -> Figure:
    """Draw every target over the same years, one panel each, two a row, in the order of the frame.

    A target that was another in earlier years has the bounds of all of them in its panel.

    Args:
        targets: rows of `compare_targets`.
        rates: rows of `level_rates`; the years in them for which a target does not hold are drawn pale, no verdict.
        title: instead of `finding(targets)`.
        caption: instead of bases of the last year, meaning of the marks, and sources.
        note: what else stands at the end of the caption.
        populations: population id → what its subjects are called, for the bases in the caption.
    Raises:
        ValueError: there is no row.
    """
    panels = each_target(targets)
    if not panels:
        raise ValueError("targets has no row: there is nothing to draw")
    if rates is not None:
        panels = [_with_other_years(rows, rates) for rows in panels]
    span = _span(pd.concat(panels))
    columns = min(2, len(panels))
    width = (current_look().width - 2 * EDGE - GAP * (columns - 1)) / columns * 72
    titles = [_panel_title(rows, width) for rows in panels]
    if caption is None:
        bases = "" if current_look().height else caption_of(targets, populations)
        caption = (bases + _cut(panels) + _pale(panels)).strip()
    figure, axes = page(
        (-(-len(panels) // columns), columns),
        panel=(1.65 if columns == 2 else 2.4) * current_look().panel,
        heads=[_head(titles[at : at + columns]) for at in range(0, len(titles), columns)],
        title=finding(targets) if title is None else title,
        caption=" ".join(filter(None, [caption + note, current_look().remark])),
    )
    for ax, rows in zip(axes, panels, strict=False):
        _draw(ax, rows, span)
    for ax in axes[len(panels) :]:
        ax.remove()
    return figure


def _cut(panels: Sequence[pd.DataFrame]) -> str:
    """Return which panels have no zero, in words."""
    cut = [place for place, rows in enumerate(panels) if Course.of(rows).limits(0.0)[0] > 0]
    if not cut:
        return ""
    which = ", ".join(_place_in_words(place, of=len(panels)) for place in cut)
    of_which = "" if len(cut) == len(panels) else f" của hình {which}"
    return f" Trục đứng{of_which} không bắt đầu từ 0."


def _place_in_words(place: int, *, of: int) -> str:
    """Return where a panel stands among so many, two a row: "bên trái", "phía dưới bên phải", "hàng 3 bên trái"."""
    row, column = divmod(place, 2)
    side = ("bên trái", "bên phải")[column]
    if of <= 2:
        return side
    return f"{('phía trên', 'phía dưới')[row]} {side}" if of <= 4 else f"hàng {row + 1} {side}"


def _pale(panels: Sequence[pd.DataFrame]) -> str:
    """Return what the pale line means, where there is one."""
    pale = any((rows["verdict"] == OUTSIDE).any() for rows in panels)
    return " Nét nhạt: các năm không áp dụng chỉ tiêu này." if pale else ""


def _with_other_years(rows: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one target, and one without a verdict of each rated year for which it does not hold."""
    target = rows.iloc[-1]
    same = (rates["population"] == target["population"]) & (rates["measure"] == target["measure"])
    others = rates[same & ~rates["year"].isin(rows["year"]) & (rates["base"] > 0)]
    held = {name: target[name] for name in ("label", "sign", "bound", "bound_text")}
    shown = others[["year", "share", "printed"]].assign(**held, verdict=OUTSIDE)
    return pd.concat([rows, shown]).sort_values("year") if len(shown) else rows


def _panel_title(rows: pd.DataFrame, width: float) -> str:
    return wrap(str(rows["label"].iloc[-1]), width, _PANEL_TITLE, bold=True, even=True)


def _head(titles: Sequence[str]) -> float:
    return max(height(title, _PANEL_TITLE) for title in titles) + 0.2


def _span(rows: pd.DataFrame) -> range:
    return range(int(rows["year"].min()), int(rows["year"].max()) + 1)


def _draw(ax: Axes, rows: pd.DataFrame, span: range) -> None:
    course = Course.of(rows)
    title = _panel_title(rows, size_in_points(ax)[0])
    ax.set_title(title, loc="left", size=_PANEL_TITLE, weight="bold", color=INK, pad=6, linespacing=1.2)
    bare(ax)
    _set_years(ax, span)
    reach = course.reach(ax, span)
    texts = fit(ax, course, reach)
    _draw_target(ax, course, reach)
    if course.own_years != course.years:
        ax.plot(course.years, course.values, color=RULE, linewidth=1.2, gid="other-series", clip_on=False, zorder=2)
    ax.plot(course.own_years, course.own_values, color=SERIES, linewidth=2.0, gid="series", clip_on=False, zorder=3)
    for verdict, mark in _MARKS.items():
        if at := course.at(verdict):
            ax.plot(*zip(*at, strict=True), linestyle="none", clip_on=False, zorder=4, **mark)
    for label in texts:
        label.write(ax)


def _set_years(ax: Axes, span: range) -> None:
    """Set the years: every one where there is room, else every second, third …, counted from the last."""
    steps, width = len(span) - 1, size_in_points(ax)[0]
    a_year = (width - 2 * _SIDE) / max(steps, 1)
    pad = _SIDE / a_year if steps else 0.5
    ax.set_xlim(span[0] - pad, span[-1] + pad)
    every = int(np.ceil((text_size("2000", BODY)[0] + 4) / a_year))
    shown = sorted(span[::-1][::every])
    ax.set_xticks(shown, [str(year) for year in shown])
    ax.set_yticks([])


def _draw_target(ax: Axes, course: Course, reach: Sequence[tuple[float, float]]) -> None:
    """Draw the dashed line and the shaded side that misses, for each bound over the years that it holds for."""
    sides, (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for step, (start, end) in zip(course.steps, reach, strict=True):
        low, high = (bottom, step.bound) if course.misses_below else (step.bound, top)
        ids = ("misses", "target") if step == course.steps[-1] else ("earlier-misses", "earlier-target")
        ax.add_patch(Rectangle((start, low), end - start, high - low, color=SHADE, linewidth=0, gid=ids[0], zorder=0))
        ax.plot([start, end], [step.bound] * 2, color=MUTED, linewidth=1.1, dashes=(4, 3), gid=ids[1], zorder=1)
    ax.set_xlim(sides)
    ax.set_ylim(bottom, top)
