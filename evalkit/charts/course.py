"""What one panel of a trend shows, and where its texts find room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from evalkit.charts.look import BODY, MISS, MUTED, SERIES, SMALL, STRONG, text_size
from evalkit.charts.placing import Board, Label
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS

OUTSIDE = "outside"  # the verdict of a year for which the target does not hold
_LEAST_SPREAD = 0.2  # per cent points: a smaller difference is not blown up to the height of the chart
_COLOURS = {MISSED: MISS, OUTSIDE: MUTED}
# Tried in this order until every text has room: level labels, then turned ones, with ever more air.
_USUAL_ROOM = 0.5
_ATTEMPTS = ((0, 0.3), (0, _USUAL_ROOM), (90, _USUAL_ROOM), (0, 0.9), (90, 0.9), (90, 1.4), (90, 2.0))
# Above its point first, a little aside if it must be, then below, then beside it: where a reader looks for a value.
_BESIDE: tuple[dict[str, Any], ...] = (
    *({"dx": dx, "dy": 4, "va": "bottom"} for dx in (0, -6, 6, -12, 12)),
    *({"dx": dx, "dy": -5, "va": "top"} for dx in (0, -6, 6, -12, 12)),
    {"dx": -7, "ha": "right"},
    {"dx": 7, "ha": "left"},
    {"dy": 11, "va": "bottom"},
    {"dy": -12, "va": "top"},
)


class Step(NamedTuple):
    """A bound in per cent, and the first and the last year that it holds for."""

    bound: float
    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Course:
    """The years of a panel, with per cent (NaN: none), verdict and printed value of each; the bounds of its target."""

    years: list[int]
    values: list[float]
    verdicts: list[str]
    printed: list[str]
    steps: list[Step]
    sign: str

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Course:
        """Return the course of one target's rows, years ascending; a year without a row is one without data."""
        by_year = {int(row["year"]): row for row in rows.to_dict("records")}
        years = list(range(min(by_year), max(by_year) + 1))
        known = {year: row for year, row in by_year.items() if pd.notna(row["share"])}
        held = [row for row in by_year.values() if row["verdict"] != OUTSIDE]
        bounds = [list(same) for _, same in groupby(held, key=lambda row: (row["bound"], row["bound_text"]))]
        return cls(
            years=years,
            values=[float(known[year]["share"]) * 100 if year in known else float("nan") for year in years],
            verdicts=[str(by_year[year]["verdict"]) if year in by_year else NO_DATA for year in years],
            printed=[str(known[year]["printed"]) if year in known else "" for year in years],
            steps=[
                Step(float(same[0]["bound"] * 100), same[0]["bound_text"], int(same[0]["year"]), int(same[-1]["year"]))
                for same in bounds
            ],
            sign=str(rows["sign"].iloc[-1]),
        )

    @property
    def misses_below(self) -> bool:
        """Whether the side below the line is the one that misses."""
        return self.sign in (">=", ">")

    @property
    def own_years(self) -> list[int]:
        """The years the target holds for."""
        return [year for year, verdict in zip(self.years, self.verdicts, strict=True) if verdict != OUTSIDE]

    @property
    def own_values(self) -> list[float]:
        """The per cent of the years the target holds for."""
        return [value for value, verdict in zip(self.values, self.verdicts, strict=True) if verdict != OUTSIDE]

    def reach(self, ax: Axes, span: range) -> list[tuple[float, float]]:
        """Return where each bound's line begins and ends: at the panel's sides, or half a year around its years."""
        left, right = ax.get_xlim()
        return [
            (left if step.first <= span[0] else step.first - 0.5, right if step.last >= span[-1] else step.last + 0.5)
            for step in self.steps
        ]

    def limits(self, room: float) -> tuple[float, float]:
        """Return bottom and top of the axes, `room` times the spread left free; zero is the bottom where it is near.

        Where labels find no room above zero, the bottom sinks below it: it is a rule under the years, not an axis.
        """
        held = [*(value for value in self.values if not np.isnan(value)), *(step.bound for step in self.steps)]
        low, high = min(held), max(held)
        spread = max(high - low, _LEAST_SPREAD)
        if low <= spread:
            below = 0.0 if room <= _USUAL_ROOM else 0.4 * (room - _USUAL_ROOM)
            return -below * high, high + room * max(high, _LEAST_SPREAD)
        return low - room * spread, high + room * spread

    def at(self, verdict: str) -> list[tuple[int, float]]:
        """Return the years with this verdict and their values."""
        rows = zip(self.years, self.values, self.verdicts, strict=True)
        return [(year, value) for year, value, held in rows if held == verdict and not np.isnan(value)]


def fit(ax: Axes, course: Course, reach: list[tuple[float, float]]) -> list[Label]:
    """Return all texts of a panel, placed; sets the y limits to those in which they fit.

    Args:
        reach: where the line of each bound begins and ends, in years.
    """
    fewest, best, limits = None, [], ax.get_ylim()
    for rotation, room in _ATTEMPTS:
        ax.set_ylim(*course.limits(room))
        texts, homeless = _placed(ax, course, rotation, reach)
        if fewest is None or homeless < fewest:
            fewest, best, limits = homeless, texts, ax.get_ylim()
        if not homeless:
            break
    ax.set_ylim(limits)
    return best


def _placed(ax: Axes, course: Course, rotation: int, reach: list[tuple[float, float]]) -> tuple[list[Label], int]:
    """Return the texts, and how many of those needed have no room; they stand where they would stand alone."""
    board = Board(ax)
    board.add_series(course.years, course.values)
    board.rules = [
        Path([board.at(x, step.bound) for x in ends]) for step, ends in zip(course.steps, reach, strict=True)
    ]
    a_year = board.at(1, 0)[0] - board.at(0, 0)[0]
    needed, wished = _values(course, rotation, dense=a_year < text_size("00,00", BODY)[0] + 4)
    gaps = [_gap_places(ax, *gap, a_year) for gap in _gaps(course)]
    texts, homeless = [], 0
    for places in [*gaps, *(_beside(label) for label in needed)]:
        found = board.take(places)
        homeless += found is None
        texts.append(found or places[0])
    for step, ends in reversed(list(zip(course.steps, reach, strict=True))):
        along, corners = _target_places(ax, course, step, ends)
        target = board.take(along, clears=(6, 3, 1, 0)) or board.take(corners)
        texts.append(target or along[0])
        homeless += target is None
    extra = [found for label in wished if (found := board.take(_beside(label)))]
    return texts + extra, homeless


def _values(course: Course, rotation: int, *, dense: bool) -> tuple[list[Label], list[Label]]:
    """Return labels of the values that must stand, the last first; and, where years are close, those that may be left
    out.
    """
    needed: list[Label] = []
    wished: list[Label] = []
    known = [at for at in zip(course.years, course.values, course.verdicts, course.printed, strict=True) if at[3]]
    newest = max((at[0] for at in known if at[2] != OUTSIDE), default=None)
    for year, value, verdict, printed in reversed(known):
        last = year == newest
        label = Label(
            text=printed,
            x=year,
            y=value,
            size=STRONG if last else BODY,
            colour=_COLOURS.get(verdict, SERIES),
            gid=f"label-{year}",
            bold=last,
            rotation=0 if last else rotation,
        )
        may_go = verdict == OUTSIDE or (dense and verdict == MET and not last)
        (wished if may_go else needed).append(label)
    return needed, wished


def _beside(label: Label) -> list[Label]:
    return [replace(label, **place) for place in _BESIDE]


def _target_places(
    ax: Axes, course: Course, step: Step, reach: tuple[float, float]
) -> tuple[list[Label], list[Label]]:  # fmt: skip
    """Along the line of a bound, on the side that misses first, at its right end first; and the corners of the panel.

    The words «chỉ tiêu» stand with the last bound alone.
    """
    (start, end), (bottom, top), last = reach, ax.get_ylim(), step == course.steps[-1]
    text, gid = f"chỉ tiêu: {step.text}" if last else step.text, "target-label" if last else "earlier-label"
    label = Label(text=text, x=end, y=step.bound, size=BODY, colour=MUTED, gid=gid, dx=-3, ha="right")
    middle = replace(label, x=(start + end) / 2, dx=0, ha="center")
    ends = (label, replace(label, x=start, dx=3, ha="left"), middle)
    along: list[Label] = []
    for away in (2, 6):
        below = [replace(place, dy=-away, va="top") for place in ends]
        above = [replace(place, dy=away, va="bottom") for place in ends]
        along += [*below, *above] if course.misses_below else [*above, *below]
    corners = [replace(place, y=top, dy=-1, va="top") for place in ends]
    corners += [replace(place, y=bottom, dy=3, va="bottom") for place in ends]
    return along, corners


def _gaps(course: Course) -> Iterator[tuple[int, int, str]]:
    """Yield the first and the last year of each stretch without a share, and the words that stand there."""
    for (known, verdict), group in groupby(
        zip(course.years, course.values, course.verdicts, strict=True),
        key=lambda at: (not np.isnan(at[1]), at[2] if np.isnan(at[1]) else ""),
    ):
        years = [at[0] for at in group]
        if not known:
            yield years[0], years[-1], "chưa đủ số liệu" if verdict == UNDECIDED else VERDICTS[NO_DATA]


def _gap_places(ax: Axes, first: int, last: int, text: str, a_year: float) -> list[Label]:
    """In the empty years, at the bottom if it may be; in as few lines as are no wider than those years."""
    bottom, top = ax.get_ylim()
    label = Label(text=text, x=(first + last) / 2, y=bottom, size=SMALL, colour=MUTED, gid=f"no-data-{first}")
    free = (last - first + 1) * a_year + 4
    words = text.split()
    narrowest = "\n".join(words)
    forms = [text, "\n".join([" ".join(words[:2]), " ".join(words[2:])]), narrowest]
    wide_enough = [form for form in forms if form == narrowest or text_size(form, SMALL)[0] <= free]
    heights: list[dict[str, Any]] = [{"y": bottom, "dy": 4, "va": "bottom"}, {"y": top, "dy": -2, "va": "top"}]
    heights += [{"y": bottom + part / 8 * (top - bottom)} for part in (4, 3, 5, 2, 6)]
    return [replace(label, text=form, **at) for form, at in product(wide_enough, heights)]
