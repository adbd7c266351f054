"""Where a target is lost: how much each unit lacks, and units by size, so that a small one is not shouted at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from evalkit.charts.look import (
    BODY,
    EDGE,
    INK,
    LEADING,
    MISS,
    MUTED,
    SERIES,
    SHADE,
    SMALL,
    STYLE,
    note,
    rows_of,
    size_in_points,
    stage,
    text_size,
    wrap,
)
from evalkit.charts.placing import Board, Label
from evalkit.vietnamese import decimal, grouped

_MOST = 15  # units whose bars are drawn
_NAMED = 8  # units that the chart of sizes names
_NAME_WIDTH = 205.0  # points
_PALE = "#8fa3bd"
_MARKS: dict[bool, dict[str, Any]] = {
    False: {"gid": "met", "marker": "o", "ms": 4.5, "mfc": SERIES},
    True: {"gid": "miss", "marker": "X", "ms": 6.5, "mfc": MISS},
}
_SIZES = (3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10000)


@mpl.rc_context(STYLE)
def plot_shortfall(shortfall: pd.DataFrame, *, bound_text: str, sign: str = ">=", ax: Axes | None = None) -> Axes:
    """How many subjects each unit lacks for the whole's target, the worst first; bars from zero, small units hatched.

    Args:
        shortfall: what `unit_shortfall` gives.
        bound_text, sign: the target in words, and its direction.
    """
    rows = shortfall[[one > 0 for one in shortfall["lacking"]]]
    shown = rows.head(_MOST)
    names = [wrap(f"{row.unit} ({grouped(row.base)})", _NAME_WIDTH, BODY) for row in shown.itertuples()]
    middles, tall = rows_of(names)
    left = EDGE + (max((text_size(name, BODY)[0] for name in names), default=0.0) + 8) / 72
    more = f"; {_MOST} trong {grouped(len(rows))} đơn vị nhiều nhất" if len(rows) > _MOST else ""
    short = "thiếu" if sign in (">=", ">") else "vượt"
    what = f"Số đối tượng {short} so với mức {bound_text} của từng đơn vị, và phần trong tổng số {short}"
    subtitle = f"{what}{more}; gạch chéo: dưới 30 người"
    ax = stage(ax, title=_half(rows, short), subtitle=subtitle, panel=max(0.4, tall * BODY * LEADING / 72), left=left)
    lacking = [float(one) for one in shown["lacking"]]
    bars = ax.barh(middles, lacking, height=0.9, color=[_PALE if small else SERIES for small in shown["small"]])
    for bar, small in zip(bars, shown["small"], strict=True):
        bar.set_hatch("////" if small else "")
        bar.set_edgecolor(INK if small else "none")
        bar.set_linewidth(0.4)
    texts = [f"{decimal(row.lacking, 1)} ({decimal(100 * row.part, 1)}%)" for row in shown.itertuples()]
    for middle, text, row in zip(middles, texts, shown.itertuples(), strict=True):
        note(ax, text, (float(row.lacking), middle), (4, 0), ha="left", gid="label")
    ax.set_yticks(middles, names)
    ax.set_xticks([])
    wide, room = size_in_points(ax)[0], 8 + max((text_size(text, BODY)[0] for text in texts), default=0.0)
    ax.set_xlim(0, max([*lacking, 1e-9]) * wide / max(wide - room, 1.0))
    ax.set_ylim(max(tall, 1), 0)
    ax.spines["left"].set_visible(True)
    ax.spines["bottom"].set_visible(False)
    return ax


def _half(rows: pd.DataFrame, short: str) -> str:
    """The finding: in how few units half of what is lacking lies."""
    if rows.empty:
        return f"Không đơn vị nào {short}"
    if len(rows) == 1:
        return f"Phần {short} nằm cả ở một đơn vị: {rows['unit'].iloc[0]}"
    return f"Một nửa phần {short} nằm ở {grouped(half_of(rows))} trong {grouped(len(rows))} đơn vị chưa đạt"


def half_of(rows: pd.DataFrame) -> int:
    """How many of the units that lack most hold half of what all lack."""
    held, number = Fraction(0), 0
    while held < Fraction(1, 2):
        held += rows["part"].iloc[number]
        number += 1
    return number


@mpl.rc_context(STYLE)
def plot_unit_sizes(
    shortfall: pd.DataFrame, *, bound: Fraction, bound_text: str, sign: str, label: str = "", ax: Axes | None = None
) -> Axes:
    """Units by how many were rated (logarithmic) and by their share; the target's line, and the misses named.

    Args:
        shortfall: what `unit_shortfall` gives; bound, bound_text, sign: the target; label: what the share is of.
    """
    missed = [one > 0 for one in shortfall["lacking"]]
    small = [miss and few for miss, few in zip(missed, shortfall["small"], strict=True)]
    title = f"{grouped(sum(missed))} trong {grouped(len(shortfall))} đơn vị chưa đạt {bound_text}"
    if sum(small):
        title += f", {grouped(sum(small))} trong số đó có dưới 30 người"
    subtitle = f"{label or 'Tỉ lệ %'}, theo số được xếp loại của đơn vị"
    ax = stage(ax, title=title, subtitle=subtitle, panel=3.0, foot=0.45, left=0.5)
    sizes = [int(base) for base in shortfall["base"]]
    shares = [100 * row.count / row.base for row in shortfall.itertuples()]
    _scales(ax, sizes, shares, float(100 * bound), sign)
    for wanted, look in _MARKS.items():
        at = [(size, share) for size, share, miss in zip(sizes, shares, missed, strict=True) if miss is wanted]
        if at:
            ax.plot(*zip(*at, strict=True), linestyle="none", mec="white", mew=0.6, zorder=3, **look)
    board = Board(ax)
    for size, share in zip(sizes, shares, strict=True):
        board.add_series([size], [share])
    texts = [_on_the_line(ax, f"chỉ tiêu: {bound_text}", float(100 * bound))]
    worst = shortfall[missed].head(_NAMED)
    texts += [_around(str(row.unit), row.base, 100 * row.count / row.base) for row in worst.itertuples()]
    for candidates in texts:
        if found := board.take(candidates):
            found.write(ax)
    return ax


def _scales(ax: Axes, sizes: Sequence[int], shares: Sequence[float], bound: float, sign: str) -> None:
    low, high = min([*shares, bound]), max([*shares, bound])
    room = 0.08 * max(high - low, 1.0)
    ax.set_xscale("log")
    ax.set_xlim(0.8 * min([*sizes, 3]), 1.35 * max([*sizes, 10]))
    ax.set_ylim(low - room, high + room)
    inside = [size for size in _SIZES if ax.get_xlim()[0] <= size <= ax.get_xlim()[1]]
    ax.xaxis.set_major_locator(FixedLocator(inside))
    ax.xaxis.set_major_formatter(FixedFormatter([grouped(size) for size in inside]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("số được xếp loại", size=SMALL, color=MUTED)
    ticks = [tick for tick in ax.get_yticks() if low - room <= tick <= min(high + room, 100)]
    ax.set_yticks(ticks, [f"{tick:g}".replace(".", ",") for tick in ticks])
    below = (ax.get_ylim()[0], bound) if sign in (">=", ">") else (bound, ax.get_ylim()[1])
    ax.axhspan(*below, color=SHADE, linewidth=0, gid="misses", zorder=0)
    ax.axhline(bound, color=MUTED, linewidth=1.1, dashes=(4, 3), gid="target", zorder=1)


def _on_the_line(ax: Axes, text: str, bound: float) -> Iterator[Label]:
    """The target's label, above or below its line, at the left, the right or between."""
    low, high = ax.get_xlim()
    for part, ha in ((0.0, "left"), (1.0, "right"), (0.25, "left"), (0.5, "center"), (0.75, "right")):
        for dy, va in ((3, "bottom"), (-3, "top")):
            side: dict[str, Any] = {"ha": ha, "va": va, "colour": MUTED, "gid": "target-label"}
            yield Label(text=text, x=low * (high / low) ** part, y=bound, dy=dy, size=SMALL, **side)


def _around(text: str, x: float, y: float) -> Iterator[Label]:
    text = wrap(text, 120, SMALL)
    look: dict[str, Any] = {"size": SMALL, "colour": INK, "gid": "label"}
    for dx, dy, ha, va in (
        (6, 0, "left", "center"), (-6, 0, "right", "center"), (0, 7, "center", "bottom"), (0, -7, "center", "top"),
        (6, 8, "left", "bottom"), (-6, 8, "right", "bottom"), (6, -8, "left", "top"), (-6, -8, "right", "top"),
    ):  # fmt: skip
        side: dict[str, Any] = {"ha": ha, "va": va}
        yield Label(text=text, x=x, y=y, dx=dx, dy=dy, **side, **look)
