"""How long runs are, and why runs broke."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.look import PALE, SERIES, note, size_in_points, stage, widest
from evalkit.charts.looks import current_look, drawn
from evalkit.charts.rows import NamedRows
from evalkit.vietnamese import grouped, inside

_REASON_WIDTH = 190.0  # points


@drawn
def plot_run_lengths(
    runs: pd.DataFrame, *, population: str, level: str, through: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how many subjects have a run of each length that reaches the last year; bars from zero.

    Args:
        runs: one row a length, `length` in years and `count` of subjects.
        population, level: what is counted and at which level, in Vietnamese, for the title.
        through: the last year.
    """
    rows = runs.sort_values("length")
    lengths, counts = [int(length) for length in rows["length"]], [int(count) for count in rows["count"]]
    held = [(length, count) for length, count in zip(lengths, counts, strict=True) if count and length]
    title = f"Không có {inside(population)} nào {inside(level)}{_through(through)}"
    if held:
        longest, count = held[-1]
        years = f"{longest} năm liền" if longest > 1 else "một năm"
        title = f"{grouped(count)} {inside(population)} {inside(level)} {years}{_through(through)}"
    subtitle = (
        f"Số {inside(population)} theo số năm liền {inside(level)}{_through(through)}; chỉ tính các năm có số liệu"
    )
    ax = stage(ax, title=title, subtitle=subtitle, panel=2.2 * current_look().panel, foot=0.3)
    colours = [SERIES if held and length == held[-1][0] else PALE for length in lengths]
    ax.bar(lengths, counts, width=0.62, color=colours)
    slot = size_in_points(ax)[0] / (max(lengths) - min(lengths) + 1) if lengths else 0.0
    turned = 90 if widest(map(grouped, counts)) + 3 > slot else 0
    for length, count in zip(lengths, counts, strict=True):
        note(ax, grouped(count), (length, count), (0, 3), va="bottom", rotation=turned, gid=f"label-{length}")
    ax.set_xticks(lengths, [str(length) if turned else f"{length} năm" for length in lengths])
    ax.set_yticks([])
    ax.set_ylim(0, (1.3 if turned else 1.15) * max([*counts, 1]))
    return ax


def _through(year: int | None) -> str:
    return f" tính đến năm {year or 'cuối'}"


@drawn
def plot_breaks(breaks: pd.DataFrame, *, population: str = "", ax: Axes | None = None) -> Axes:
    """Draw why runs broke, the most frequent reason first; bars from zero.

    Args:
        breaks: one row a reason, `reason` in Vietnamese and `count` of breaks.
        population: whose runs these are, in Vietnamese, for the title.
    """
    rows = breaks.sort_values("count", ascending=False, kind="stable")
    counts = [int(count) for count in rows["count"]]
    reasons = NamedRows.fitted(list(map(str, rows["reason"])), width=_REASON_WIDTH)
    counts = counts[: len(reasons)]
    alone = len(counts) > 1 and counts[0] > counts[1]
    whose = f" của {inside(population)}" if population else ""
    most = f"Chuỗi năm{whose} đứt nhiều nhất vì {inside(str(rows['reason'].iloc[0]))}" if alone else ""
    title = most or f"Lý do đứt chuỗi năm{whose}"
    ax = stage(ax, title=title, subtitle="Số lần đứt theo lý do", panel=reasons.panel, left=reasons.left)
    colours = [SERIES if alone else PALE, *[PALE] * len(counts)][: len(counts)]
    reasons.draw_bars(ax, counts, list(map(grouped, counts)), colours)
    ax.set_xlim(0, 1.12 * max([*counts, 1]))
    return ax
