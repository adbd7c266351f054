"""How a population divides into levels in one year, one row a level: for a screen that is read from afar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from evalkit.charts.levels import level_look, level_title
from evalkit.charts.look import BODY, INK, MUTED, RULE, SMALL, note, stage, widest, width_of, wrap
from evalkit.charts.looks import drawn
from evalkit.charts.rows import left_of, name_rows, name_width
from evalkit.vietnamese import first_capital, grouped, inside

_NAME_WIDTH = 150.0  # points
_FEW = 4  # rows that have room for two lines each
_ROW = 0.36  # inches
_BAR = 0.62  # of a row
_SEEN = 6.0  # points; a shorter bar is drawn on the larger scale
_LARGER = 0.6  # of the room for bars that the longest of these takes


@dataclass(frozen=True)
class _Row:
    """One level: its place in the scale, its name, how many stand there and their part of all rated."""

    place: int
    level: str
    name: str
    count: int
    share: float
    printed: str

    @property
    def figure(self) -> str:
        """Number and share as printed."""
        return f"{grouped(self.count)} ({self.printed}%)"


@drawn
def plot_level_rows(
    rates: pd.DataFrame, *, labels: Mapping[str, str], population: str = "", ax: Axes | None = None
) -> Axes:
    """Draw one bar a level, best first, with its number and share beside it.

    Levels whose bar would be a hair (0,33 % is one) stand last, below a rule that says how much larger their scale is:
    divided bars, as in the document, have no room for two such columns when every text is 24 points high.

    Args:
        rates: rows of `level_rates` of one population in one year.
        labels: level id → Vietnamese name, best first; colours go by this order.
        population: what its subjects are called, in Vietnamese.
    Returns:
        The Axes; x is points; bars have gids such as "bar-excellent", their figures "label-excellent".
    Raises:
        ValueError: nobody is rated, or there are several rows of one level.
    """
    found = rates[rates["measure"].isin(list(labels)) & (rates["base"] > 0)]
    if found.empty or found.duplicated("measure").any():
        raise ValueError("plot_level_rows draws one population in one year: one row a level, none twice")
    rows = _rows(found, labels)
    names = _names(rows)
    left = left_of(names)
    wide = width_of(ax, left)
    room = wide - widest((row.figure for row in rows), bold=True) - 8
    unit = room / max(row.share for row in rows)
    small = [row for row in rows if row.share * unit < _SEEN]
    small = small if any(row.count for row in small) else []
    large = [row for row in rows if row not in small]
    base = int(found["base"].max())
    ax = stage(
        ax,
        title=level_title(rates, labels, [int(rates["year"].iloc[0])], population),
        subtitle=f"Số và tỉ lệ % trên {grouped(base)} {inside(population) or 'đối tượng'} được xếp loại",
        panel=_ROW * (len(rows) + bool(small)),
        left=left,
    )
    places = [*range(len(large)), *range(len(large) + 1, len(rows) + 1)]  # one is kept free for the rule
    name_rows(ax, places, [names[row.place] for row in (*large, *small)], end=places[-1] + 0.5, start=-0.5)
    ax.set_xlim(0, wide)
    for at, row in enumerate(large):
        _draw(ax, row, at, row.share * unit)
    if small:
        larger = _LARGER * room / max(row.share for row in small)
        _draw_rule(ax, len(large), wide, larger / unit)
        for at, row in enumerate(small, len(large) + 1):
            _draw(ax, row, at, row.share * larger)
    return ax


def _rows(found: pd.DataFrame, labels: Mapping[str, str]) -> list[_Row]:
    by_level = {str(row.measure): row for row in found.itertuples()}
    return [
        _Row(place, level, first_capital(name), int(row.count), float(row.share), str(row.printed))
        for place, (level, name) in enumerate(labels.items())
        if (row := by_level.get(level)) is not None
    ]


def _names(rows: Sequence[_Row]) -> list[str]:
    """Return the names as they stand left of the bars, cut after their first line where many rows leave no second."""
    names = [wrap(row.name, name_width(_NAME_WIDTH), BODY) for row in rows]
    if len(rows) <= _FEW:
        return names
    return [f"{name.split(chr(10))[0]}…" if "\n" in name else name for name in names]


def _draw(ax: Axes, row: _Row, at: int, long: float) -> None:
    look = level_look(row.place) | {"linewidth": 0.3}
    ax.add_patch(Rectangle((0, at - _BAR / 2), long, _BAR, gid=f"bar-{row.level}", **look))
    label: dict[str, Any] = {"ha": "left", "color": INK, "weight": "bold", "gid": f"label-{row.level}"}
    note(ax, row.figure, (long, at), (5, 0), **label)


def _draw_rule(ax: Axes, at: int, wide: float, times: float) -> None:
    """Draw the rule between the two scales and say how much larger the second is."""
    text = f"dưới đây vẽ theo thang lớn hơn {grouped(round(times))} lần"
    ax.plot([0, wide], [at + 0.42] * 2, color=RULE, linewidth=0.6, gid="rule")
    note(ax, text, (wide, at), ha="right", size=SMALL, color=MUTED, gid="larger")
