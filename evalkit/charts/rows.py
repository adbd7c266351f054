"""Rows with a name each, left of what is drawn: as many as the page has room for, long names in several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from evalkit.charts.look import BODY, EDGE, LEADING, note, points, widest, wrap
from evalkit.charts.looks import current_look

_AROUND = 126.0  # points that title, subtitle and feet take of a page of fixed height


@dataclass(frozen=True)
class NamedRows:
    """The names of rows, broken into lines; heights are counted in lines from the top, a row of one line being 1.3."""

    names: Sequence[str]

    @classmethod
    def fitted(cls, names: Sequence[str], *, width: float, most: int | None = None) -> NamedRows:
        """Return the first names, at most `most`, that have room on the page; no line is wider than `width` points."""
        look = current_look()
        room = look.height * 72 - _AROUND if look.height else float("inf")
        wrapped = [wrap(name, name_width(width), BODY) for name in names[:most][: look.rows]]
        places = range(len(wrapped))
        return cls([wrapped[at] for at in places if not at or cls(wrapped[: at + 1]).height <= room])

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _heights(self) -> list[float]:
        return [name.count("\n") + 1.3 for name in self.names]

    @property
    def middles(self) -> list[float]:
        """The middle of each row."""
        return [sum(self._heights[:at]) + tall / 2 for at, tall in enumerate(self._heights)]

    @property
    def tall(self) -> float:
        """The height of all rows."""
        return sum(self._heights)

    @property
    def height(self) -> float:
        """The height of all rows in points."""
        return self.tall * points(BODY) * LEADING

    @property
    def panel(self) -> float:
        """The height in inches of a panel for them."""
        return max(0.4, self.height / 72)

    @property
    def left(self) -> float:
        """How many inches the names take left of the drawing area."""
        return left_of(self.names)

    def draw_bars(self, ax: Axes, numbers: Sequence[int], texts: Sequence[str], colours: Sequence[str]) -> BarContainer:
        """Draw a bar a row, from zero, with its text behind it."""
        bars = ax.barh(self.middles, numbers, height=0.9, color=colours)
        for middle, number, text in zip(self.middles, numbers, texts, strict=True):
            note(ax, text, (number, middle), (4, 0), ha="left", gid="label")
        name_rows(ax, self.middles, self.names, end=max(self.tall, 1))
        ax.spines["left"].set_visible(True)
        return bars


def name_width(most: float) -> float:
    """Return how wide names left of a chart may be, in points: so much, and no more than the look gives them."""
    return min(most, current_look().names * current_look().width * 72)


def left_of(names: Sequence[str], *, gap: float = 8) -> float:
    """Return how many inches names take left of the drawing area, `gap` points away from it."""
    return EDGE + (widest(names) + gap) / 72


def name_rows(ax: Axes, places: Sequence[float], names: Sequence[str], *, end: float, start: float = 0) -> None:
    """Write the names beside their rows, the first on top; the axis of rows goes from `start` to `end`."""
    ax.set_yticks(places, names)
    ax.set_ylim(end, start)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
