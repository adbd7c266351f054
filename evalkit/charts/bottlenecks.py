"""Which units are below the whole: how many people each lacks, and units by size, so that small ones show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, hypot
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from evalkit.charts.comparison import Comparison, left_out_in_words, share_of
from evalkit.charts.look import (
    CUT,
    INK,
    MUTED,
    PALE,
    SERIES,
    SHADE,
    SMALL,
    own_figure,
    points,
    size_in_points,
    stage,
    widest,
    wrap,
)
from evalkit.charts.looks import current_look, drawn
from evalkit.charts.placing import Board, Label
from evalkit.charts.rows import NamedRows
from evalkit.vietnamese import decimal, grouped

_MOST = 15  # units whose bars are drawn
_NAMED = 8  # units that the chart of sizes names
_NAME_WIDTH = 205.0  # points
_MARK = 6.0  # points that a mark takes
_FEW = "gạch chéo: dưới 30 người được xếp loại"
_SIZES = (3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10000)


@drawn
def plot_shortfall(
    shortfall: pd.DataFrame,
    *,
    bound_text: str,
    sign: str = ">=",
    own: bool = False,
    people: str = "đối tượng",
    year: int | None = None,
    hidden: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many people each unit lacks to stand on the bound, the worst first; bars from zero, small units hatched.

    Args:
        shortfall: what `unit_shortfall` gives.
        bound_text, sign, own: what units are compared with; see `plot_units`.
        people: what is counted, in Vietnamese: "đảng viên".
        year: whose figures these are, for the title; hidden: how many units are left out to protect small numbers.
    """
    rows = shortfall[[lacking > 0 for lacking in shortfall["lacking"]]]
    names = [f"{row.unit} ({grouped(row.base)})" for row in rows.head(_MOST).itertuples()]
    units = NamedRows.fitted(names, width=_NAME_WIDTH)
    shown = rows.head(len(units))
    compared = Comparison(sign=sign, bound_text=bound_text, own=own)
    ax = stage(
        ax,
        title=_half(rows, compared, people) + (f", năm {year}" if year else ""),
        subtitle=_what_is_lacking(rows, compared, people, len(shown), hidden),
        panel=units.panel,
        left=units.left,
    )
    lacking = [ceil(number) for number in shown["lacking"]]  # whole people
    texts = [
        f"{grouped(number)} ({decimal(100 * part, 1)}%)" for number, part in zip(lacking, shown["part"], strict=True)
    ]
    bars = units.draw_bars(ax, lacking, texts, [PALE if small else SERIES for small in shown["small"]])
    for bar, small in zip(bars, shown["small"], strict=True):
        bar.set_hatch("////" if small else "")
        bar.set_edgecolor(INK if small else "none")
        bar.set_linewidth(0.4)
    wide, room = size_in_points(ax)[0], 8 + widest(texts)
    ax.set_xlim(0, max([*lacking, 1]) * wide / max(wide - room, 1.0))
    return ax


def _what_is_lacking(rows: pd.DataFrame, compared: Comparison, people: str, most: int, hidden: int) -> str:
    short, aim = ("còn thiếu", "để đạt") if compared.least else ("nhiều hơn", "so với")
    parts = [f"Số {people} mỗi đơn vị {short} {aim} {compared.bound.replace(':', '')}, và phần trong tổng số đó"]
    if len(rows) > most:
        parts.append(f"{most} trong {grouped(len(rows))} đơn vị nhiều nhất")
    parts.append("sau tên là số được xếp loại")
    parts += [_FEW] if rows["small"].any() else []
    return "; ".join([*parts, left_out_in_words(hidden)] if hidden else parts)


def _half(rows: pd.DataFrame, compared: Comparison, people: str) -> str:
    """Return the finding: in how few units half of what is lacking lies, where it lies in few."""
    if rows.empty:
        return f"Không đơn vị nào {compared.beyond}"
    what = f"số {people} {'còn thiếu' if compared.least else 'vượt'}"
    if len(rows) == 1:
        return f"Một đơn vị {compared.beyond}: {rows['unit'].iloc[0]}"
    half, every = half_of(rows), f"{grouped(len(rows))} đơn vị {compared.beyond}"
    return f"{grouped(half)} trong {every} chiếm một nửa {what}" if half else every


def half_of(rows: pd.DataFrame) -> int:
    """Return how many of the units that lack most hold half of what all lack; 0 where these are not few of them."""
    held, number = Fraction(0), 0
    while held < Fraction(1, 2):
        held += rows["part"].iloc[number]
        number += 1
    return number if 2 * number < len(rows) else 0


@drawn
def plot_unit_sizes(
    shortfall: pd.DataFrame,
    *,
    bound: Fraction,
    bound_text: str,
    sign: str,
    own: bool = False,
    label: str = "",
    year: int | None = None,
    hidden: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw units by how many were rated (logarithmic) and by their share; the bound's line, and who is beyond it named.

    Args:
        shortfall: what `unit_shortfall` gives.
        bound, bound_text, sign, own: what units are compared with; see `plot_units`.
        label: what the share is of; year: whose figures these are; hidden: how many units are left out.
    """
    compared = Comparison(sign=sign, bound_text=bound_text, own=own)
    missed = [lacking > 0 for lacking in shortfall["lacking"]]
    sizes = [int(base) for base in shortfall["base"]]
    shares = [100 * row.count / row.base for row in shortfall.itertuples()]
    heights = _heights(shares, float(100 * bound))
    about = [CUT] if heights[0] > 0 else []
    about += ["đơn vị trùng điểm đặt cạnh nhau", *([left_out_in_words(hidden)] if hidden else [])]
    ax = stage(
        ax,
        title=_who_is_beyond(shortfall, missed, compared, label) + (f", năm {year}" if year else ""),
        subtitle="; ".join(["Tỉ lệ %, theo số được xếp loại của đơn vị", *about]),
        panel=3.0 * current_look().panel,
        foot=0.45,
        left=0.5,
    )
    _scales(ax, sizes, heights, float(100 * bound), sign)
    points = _apart(ax, list(zip(sizes, shares, strict=True)))
    for wanted, look in compared.marks().items():
        at = [point for point, miss in zip(points, missed, strict=True) if miss is wanted]
        if at:
            small = {**look, "ms": look["ms"] - 1.5}
            ax.plot(*zip(*at, strict=True), linestyle="none", mec="white", mew=0.6, zorder=3, **small)
    board = Board(ax)
    for x, y in points:
        board.add_series([x], [y])
    texts = [_on_the_line(ax, compared.bound, float(100 * bound))]
    worst = shortfall[missed].head(_NAMED)
    at_unit = dict(zip(shortfall["unit"], points, strict=True))
    texts += [_around(str(unit), *at_unit[unit]) for unit in worst["unit"]]
    for candidates in texts:
        if found := board.take(candidates):
            found.write(ax)
    return ax


def _apart(ax: Axes, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points, those that would hide another moved aside as far as it takes to see both."""
    scale = 72 / own_figure(ax).dpi
    taken: list[tuple[float, float]] = []
    shown = []
    for point in points:
        x, y = ax.transData.transform(point) * scale
        steps = (sign * _MARK * step for step in range(len(points)) for sign in (1, -1))
        step = next(at for at in steps if all(hypot(x + at - a, y - b) >= _MARK - 0.01 for a, b in taken))
        taken.append((x + step, y))
        moved = ax.transData.inverted().transform(((x + step) / scale, y / scale))
        shown.append((float(moved[0]), point[1]) if step else point)
    return shown


def _who_is_beyond(shortfall: pd.DataFrame, missed: Sequence[bool], compared: Comparison, label: str) -> str:
    small = sum(miss and few for miss, few in zip(missed, shortfall["small"], strict=True))
    about = f"{compared.beyond} về {share_of(label)}" if compared.own else f"có {share_of(label)} {compared.beyond}"
    title = f"{grouped(sum(missed))} trong {grouped(len(shortfall))} đơn vị {about}"
    return f"{title}; {grouped(small)} trong số đó có dưới 30 người" if small else title


def _heights(shares: Sequence[float], bound: float) -> tuple[float, float]:
    """Return bottom and top of the axis of shares."""
    low, high = min([*shares, bound]), max([*shares, bound])
    room = 0.08 * max(high - low, 1.0)
    return low - room, high + room


def _scales(ax: Axes, sizes: Sequence[int], heights: tuple[float, float], bound: float, sign: str) -> None:
    ax.set_xscale("log")
    ax.set_xlim(0.8 * min([*sizes, 3]), 1.35 * max([*sizes, 10]))
    ax.set_ylim(heights)
    inside = [size for size in _SIZES if ax.get_xlim()[0] <= size <= ax.get_xlim()[1]]
    ax.xaxis.set_major_locator(FixedLocator(inside))
    ax.xaxis.set_major_formatter(FixedFormatter([grouped(size) for size in inside]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("số được xếp loại", size=points(SMALL), color=MUTED)
    ticks = [tick for tick in ax.get_yticks() if heights[0] <= tick <= min(heights[1], 100)]
    ax.set_yticks(ticks, [f"{tick:g}".replace(".", ",") for tick in ticks])
    below = (ax.get_ylim()[0], bound) if sign in (">=", ">") else (bound, ax.get_ylim()[1])
    ax.axhspan(*below, color=SHADE, linewidth=0, gid="misses", zorder=0)
    ax.axhline(bound, color=MUTED, linewidth=1.1, dashes=(4, 3), gid="target", zorder=1)


def _on_the_line(ax: Axes, text: str, bound: float) -> Iterator[Label]:
    """Yield the target's label, above or below its line, at the left, the right or between."""
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
