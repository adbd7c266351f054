"""Where a text may stand so that it hits neither the line, nor a mark, nor another text. Lengths are points.

Positions are worked out from measured text before anything is drawn; a board is thrown away and filled
again when its texts did not all find room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from evalkit.charts.look import note, own_figure, text_size


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text at a point of the axes (data units), shifted by `dx`, `dy` points, with the side that faces the point."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    gid: str
    bold: bool = False
    rotation: int = 0
    dx: float = 0.0
    dy: float = 0.0
    ha: Literal["left", "center", "right"] = "center"
    va: Literal["top", "center", "bottom"] = "center"

    def box(self, at: tuple[float, float]) -> Bbox:
        """Return the rectangle it covers when its point lies at `at`."""
        width, height = text_size(self.text, self.size, bold=self.bold)
        if self.rotation:
            width, height = height, width
        width += 3  # texts beside each other must not read as one
        left = at[0] + self.dx - {"left": 0.0, "center": width / 2, "right": width}[self.ha]
        bottom = at[1] + self.dy - {"bottom": 0.0, "center": height / 2, "top": height}[self.va]
        return Bbox.from_bounds(left, bottom, width, height)

    def write(self, ax: Axes) -> None:
        """Put it on the axes."""
        look = {"size": self.size, "color": self.colour, "weight": "bold" if self.bold else "normal"}
        place = {"ha": self.ha, "va": self.va, "rotation": self.rotation, "gid": self.gid, "zorder": 5}
        note(ax, self.text, (self.x, self.y), (self.dx, self.dy), **look, **place)


@dataclass
class Board:
    """One axes with what stands on it already: the series, the target's line, and boxes of marks and texts."""

    ax: Axes
    series: list[Path] = field(default_factory=list)
    rules: list[Path] = field(default_factory=list)
    boxes: list[Bbox] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._scale = 72 / own_figure(self.ax).dpi
        box = self.ax.get_window_extent()
        # A text may reach a little over the sides, where nothing else stands.
        self._frame = Bbox(box.get_points() * self._scale + [[-3, 1], [3, 3]])

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a data position in points."""
        across, up = self.ax.transData.transform((x, y)) * self._scale
        return float(across), float(up)

    def add_series(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Add a line with marks that nothing may cross or cover; NaN breaks it."""
        points = [None if np.isnan(y) else self.at(x, y) for x, y in zip(xs, ys, strict=True)]
        self.series += [Path([a, b]) for a, b in pairwise(points) if a and b]
        self.boxes += [Bbox.from_bounds(*at, 0, 0).padded(3.9) for at in points if at]

    def free(self, box: Bbox, *, clear: float = 0.0) -> bool:
        """Return whether a text could stand here, `clear` points away from series and boxes."""
        frame, wide = self._frame, box.padded(clear)
        if not (frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1):
            return False
        if any(rule.intersects_bbox(box, filled=False) for rule in self.rules):
            return False
        return not any(line.intersects_bbox(wide, filled=False) for line in self.series) and not any(
            wide.overlaps(other) for other in self.boxes
        )

    def take(self, candidates: Iterable[Label], *, clears: Iterable[float] = (0.0,)) -> Label | None:
        """Return the first candidate that is free, with as much air as may be; its place is then taken."""
        found = list(candidates)
        for clear, label in product(clears, found):
            box = label.box(self.at(label.x, label.y))
            if self.free(box, clear=clear):
                self.boxes.append(box)
                return label
        return None
