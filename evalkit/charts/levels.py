"""How a population divides into levels, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from evalkit.charts.look import (
    BODY,
    INK,
    LEADING,
    LEVEL_COLOURS,
    LEVEL_HATCHES,
    MUTED,
    SMALL,
    ink_on,
    note,
    points,
    size_in_points,
    stage,
    text_size,
    width_of,
    wrap,
)
from evalkit.charts.looks import current_look, drawn
from evalkit.charts.rows import left_of, name_rows
from evalkit.targets import NO_DATA, VERDICTS
from evalkit.vietnamese import grouped, inside

_NAME_WIDTH = 76.0  # points for the name of a level over the column in which it is drawn again
_GAP = 10.0  # points between the bars and a column, and between columns
_FIGURE = 32.0  # points of them for its figure
_SWATCH = (13.0, 8.0)  # points wide and high
_LIFT = 4.0  # points between the bars and the names above them
_OTHER_SCALE = "xếp loại theo thang khác"
_BAR = 0.66


@dataclass(frozen=True)
class _Level:
    """One level with its place in the scale, and per year its share in per cent and as printed."""

    place: int
    id: str
    name: str
    shares: dict[int, float]
    printed: dict[int, str]

    @property
    def look(self) -> dict[str, Any]:
        """Colour and hatch of the level."""
        return level_look(self.place)


def level_look(place: int) -> dict[str, Any]:
    """Return colour and hatch of the level at this place of the scale, the same in every chart."""
    colour, hatch = (kind[place % len(kind)] for kind in (LEVEL_COLOURS, LEVEL_HATCHES))
    return {"facecolor": colour, "hatch": hatch, "edgecolor": INK, "linewidth": 0}


@drawn
def plot_levels(
    rates: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    population: str = "",
    remark: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar a year, from 0 to 100 per cent of those rated, divided into the levels, best first.

    A level whose segment is anywhere too narrow for its figure (0,33 % is a hair) is drawn again right of the bars, in
    a column of its own with a larger scale that these columns share and the subtitle names: the whole stays a whole,
    and the small levels can be compared over the years, which a table of figures or a broken axis would not show.

    Args:
        rates: rows of `level_rates` of one population, one a year and measure.
        labels: level id → Vietnamese name, best first; colours go by this order.
        population: what its subjects are called, in Vietnamese, for the title.
        remark: what else the subtitle says.
    Returns:
        The Axes; bars have gids such as "excellent-2022", those drawn again "large-excellent-2022"; x is per cent.
    Raises:
        ValueError: there is no row, or several for one year and measure, as of several populations or units.
    """
    if rates.empty or rates.duplicated(["year", "measure"]).any():
        raise ValueError("plot_levels draws one population: one row a year and measure, none twice")
    levels = [_level(rates, place, level, name) for place, (level, name) in enumerate(labels.items())]
    bases = _bases(rates, list(labels))
    names = [f"{year} ({grouped(base)})" if base else str(year) for year, base in bases.items()]
    left = left_of(names)
    width = width_of(ax, left)
    beside = _beside(levels, width)
    zoom = _zoom(beside, width)
    ax = stage(
        ax,
        title=level_title(rates, labels, list(bases), population),
        subtitle="Tỉ lệ %; trong ngoặc là số được xếp loại"
        + _about_zoom(beside, zoom)
        + (f".{remark}" if remark else ""),
        panel=max(
            0.4, 0.3 * current_look().panel ** 0.5 * len(bases)
        ),  # bars hold a figure: they shrink less than lines
        over=_over(labels),
        left=left,
    )
    _set_axes(ax, names, len(beside))
    elsewhere = set(rates.loc[(rates["measure"] == "rated") & (rates["count"] > 0), "year"])
    for row, (year, base) in enumerate(bases.items()):
        if base:
            _draw_bar(ax, levels, year, row, beside, zoom)
        else:
            why = _OTHER_SCALE if year in elsewhere else VERDICTS[NO_DATA]
            note(ax, why, (0, row), ha="left", size=SMALL, color=MUTED, gid=f"no-data-{year}")
    _write_names(ax, levels, beside)
    return ax


def _over(labels: Mapping[str, str]) -> float:
    """Inches the names take above the bars when each stands over a column."""
    lines = max(wrap(name, _NAME_WIDTH - _GAP - 2, SMALL, even=True).count("\n") + 1 for name in labels.values())
    return (_LIFT + _SWATCH[1] + 2 + lines * points(SMALL) * LEADING) / 72


def _level(rates: pd.DataFrame, place: int, level: str, name: str) -> _Level:
    rows = rates[(rates["measure"] == level) & (rates["base"] > 0)]
    years = [int(year) for year in rows["year"]]
    shares = [float(share) * 100 for share in rows["share"]]
    return _Level(
        place, level, name, dict(zip(years, shares, strict=True)), dict(zip(years, rows["printed"], strict=True))
    )


def _bases(rates: pd.DataFrame, levels: Sequence[str]) -> dict[int, int]:
    """Year → subjects rated, for every year of the frame."""
    rated = rates[rates["measure"].isin(levels)].groupby("year")["base"].max()
    return {int(year): int(rated.get(year, 0)) for year in sorted(rates["year"].unique())}


def level_title(rates: pd.DataFrame, labels: Mapping[str, str], years: Sequence[int], population: str) -> str:
    """Return the last year's share at the second level or better, where the frame has it."""
    if len(labels) > 2:
        second, name = list(labels.items())[1]
        at = rates[(rates["year"] == years[-1]) & (rates["measure"] == f"{second}_or_better") & (rates["base"] > 0)]
        if len(at):
            who = f"{inside(population)} {inside(name)}".strip()
            return f"Năm {years[-1]}: {at['printed'].iloc[0]}% {who} trở lên"
    who = f"Cơ cấu xếp loại {inside(population)}".strip()
    return f"{who} năm {years[0]}" + (f"–{years[-1]}" if len(years) > 1 else "")


def _zoom(beside: Sequence[_Level], width: float) -> float:
    """Return how many times larger the scale of the columns is than that of the bars."""
    largest = max((share for level in beside for share in level.shares.values()), default=0.0)
    a_per_cent = (width - len(beside) * _NAME_WIDTH) / 100
    return (_NAME_WIDTH - _FIGURE - _GAP) / max(largest, 0.01) / a_per_cent


def _about_zoom(beside: Sequence[_Level], zoom: float) -> str:
    if not beside or not any(share for level in beside for share in level.shares.values()):
        return ""
    larger = f" lớn hơn {grouped(round(zoom))} lần" if zoom >= 1.5 else ""
    return f"; bên phải vẽ lại các mức có tỉ lệ nhỏ theo thang riêng{larger}"


def _beside(levels: Sequence[_Level], width: float) -> list[_Level]:
    """Return the levels whose figures go into columns: each column makes the bars, and so the segments, narrower."""
    beside: list[_Level] = []
    while True:
        a_per_cent = (width - len(beside) * _NAME_WIDTH) / 100
        narrow = [level for level in levels if level in beside or _too_narrow(level, a_per_cent)]
        if narrow == beside:
            return beside
        beside = narrow


def _too_narrow(level: _Level, a_per_cent: float) -> bool:
    """Return whether a segment has no room for its figure; one of nobody needs none, where other years have one."""
    shown = {year: share for year, share in level.shares.items() if share} or level.shares
    return any(text_size(level.printed[year], BODY)[0] + 6 > share * a_per_cent for year, share in shown.items())


def _set_axes(ax: Axes, names: Sequence[str], columns: int) -> None:
    """Bars from 0 to 100, the columns of figures beyond; the first year on top."""
    width = size_in_points(ax)[0]
    ax.set_xlim(0, 100 * width / max(width - columns * _NAME_WIDTH, 1.0))
    name_rows(ax, range(len(names)), names, end=len(names) - 0.5, start=-0.5)


def _draw_bar(ax: Axes, levels: Sequence[_Level], year: int, row: int, beside: Sequence[_Level], zoom: float) -> None:
    start = 0.0
    for level in levels:
        share = level.shares.get(year, 0.0)
        ax.add_patch(Rectangle((start, row - _BAR / 2), share, _BAR, gid=f"{level.id}-{year}", **level.look))
        if level in beside:
            _draw_again(ax, level, year, row, _column(ax, beside.index(level)), zoom)
        elif share:
            look: dict[str, Any] = {"color": ink_on(level.look["facecolor"]), "gid": f"label-{level.id}-{year}"}
            if level.look["hatch"]:  # it must not run through the figure
                look["bbox"] = {"facecolor": level.look["facecolor"], "linewidth": 0, "pad": 0.5}
            note(ax, level.printed[year], (start + share / 2, row), **look)
        start += share


def _draw_again(ax: Axes, level: _Level, year: int, row: int, left: float, zoom: float) -> None:
    """Draw the level's bar in its column, from zero at the left, and its figure behind it."""
    wide = level.shares.get(year, 0.0) * zoom
    look = level.look | {"linewidth": 0.3}
    ax.add_patch(Rectangle((left, row - _BAR / 2), wide, _BAR, gid=f"large-{level.id}-{year}", **look))
    if year in level.printed:
        note(ax, level.printed[year], (left + wide, row), (3, 0), ha="left", gid=f"label-{level.id}-{year}")


def _column(ax: Axes, index: int) -> float:
    """Return the left side of a level's own column, in per cent of the bars' scale."""
    return 100 + (index * _NAME_WIDTH + _GAP) / size_in_points(ax)[0] * ax.get_xlim()[1]


def _write_names(ax: Axes, levels: Sequence[_Level], beside: Sequence[_Level]) -> None:
    """Write the names with their colours over the bars: each over its column of figures, the others in rows."""
    to_points = size_in_points(ax)[0] / ax.get_xlim()[1]
    for index, level in enumerate(beside):
        x = _column(ax, index) * to_points
        _swatch(ax, level, x, _LIFT)
        name = wrap(level.name, _NAME_WIDTH - _GAP - 2, SMALL, even=True)
        _name(ax, name, x, _LIFT + _SWATCH[1] + 2, ha="left", va="bottom")
    rows: list[list[_Level]] = [[]]
    for level in (level for level in levels if level not in beside):
        if rows[-1] and sum(map(_run, [*rows[-1], level])) > 100 * to_points:
            rows.append([])
        rows[-1].append(level)
    for lines_up, row in enumerate(reversed(rows)):
        x, y = 0.0, _LIFT + lines_up * 13
        for level in row:
            _swatch(ax, level, x, y)
            _name(ax, level.name, x + _SWATCH[0] + 4, y + _SWATCH[1] / 2, ha="left", va="center")
            x += _run(level)


def _run(level: _Level) -> float:
    """Points a name takes in a row, with its colour and the gap after it."""
    return _SWATCH[0] + 4 + text_size(level.name, SMALL)[0] + 14


def _swatch(ax: Axes, level: _Level, x: float, y: float) -> None:
    wide, high = size_in_points(ax)
    place = (x / wide, 1 + y / high), _SWATCH[0] / wide, _SWATCH[1] / high
    ax.add_patch(Rectangle(*place, transform=ax.transAxes, clip_on=False, gid=f"colour-{level.id}", **level.look))


def _name(ax: Axes, text: str, x: float, y: float, *, ha: str, va: str) -> None:
    note(ax, text, (0, 1), (x, y), xycoords="axes fraction", ha=ha, va=va, size=SMALL, gid="level-name")
