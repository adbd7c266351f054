"""Where a chart is shown: in a notebook, in the document, or in the hall. One drawing code, three looks.

with use_look("hall"):
    axes = plot_units(…)
    save(axes.figure, …)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.font_manager import fontManager

STYLE: Any = {  # Any: matplotlib wants each key as a literal type
    "font.size": 8.5,
    "text.hinting": "none",  # at 200 dots an inch hints only take time, and make letters wider than measured
    "text.usetex": False,
    "text.parse_math": False,  # a unit's name may hold a dollar sign
    "axes.linewidth": 0.8,
    "hatch.linewidth": 0.5,
    "figure.dpi": 130,
    "figure.constrained_layout.use": False,
    "figure.autolayout": False,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # glyphs travel with the picture
    "svg.hashsalt": "evalkit",
}
# DejaVu Sans comes with matplotlib, has every Vietnamese letter, and so looks the same on every machine.
_EVERYWHERE = "DejaVu Sans"
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Look:
    """A page that charts are drawn on, in inches, and how wide it is where it is shown.

    Texts grow with the page: 8.5 points on a page of 4.68 inches are 24 on a screen of 13.33.
    """

    name: str
    fonts: tuple[str, ...]  # the first that is installed
    width: float
    shown: float
    pixels: int
    height: float | None = None  # None: as high as the chart needs
    least: float = 0.0  # points of the smallest text on the page
    rows: int = 25  # the most rows of a chart, such as units
    names: float = 0.42  # of the page's width, what names left of a chart may take
    panel: float = 1.0  # how high panels are, beside those on the screen
    remark: str = ""  # a sentence that every picture says, such as that the figures are of a part of the units

    @property
    def families(self) -> list[str]:
        """The font, and the one that has what it lacks."""
        first = next((font for font in self.fonts if font in _installed()), _EVERYWHERE)
        return list(dict.fromkeys([first, _EVERYWHERE]))


_TIMES = ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif")  # the second and third have its widths
_HALL = 24 / 8.5  # so that 8.5 points become 24
LOOKS = {
    look.name: look
    for look in (
        Look("screen", (_EVERYWHERE,), 6.5, 6.5, 1300),  # 16.5 cm, the text width of an A4 report
        # Low charts: what cannot be broken and does not fit on a page leaves its height white before it.
        Look("document", _TIMES, 6.5, 6.5, 1300, least=9.0, rows=14, panel=0.75),
        Look("hall", (_EVERYWHERE,), 13.333 / _HALL, 13.333, 1920, height=7.5 / _HALL, least=8.5, names=0.52),
    )
}
_current = ContextVar("look", default=LOOKS["screen"])


@cache
def _installed() -> frozenset[str]:
    return frozenset(font.name for font in fontManager.ttflist)


def current_look() -> Look:
    """Return the look in which charts are drawn now."""
    return _current.get()


@contextmanager
def use_look(name: str, *, remark: str = "") -> Iterator[Look]:
    """Draw and save the charts inside for "screen" (as without it), "document" or "hall".

    Args:
        remark: a sentence that each of them says under its title, or in its caption.
    Raises:
        ValueError: there is no such look.
    """
    if name not in LOOKS:
        raise ValueError(f"unknown look {name!r}; allowed: {', '.join(LOOKS)}")
    look = replace(LOOKS[name], remark=remark)
    before = _current.set(look)
    try:
        yield look
    finally:
        _current.reset(before)


def drawn(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Make a function that draws do so in the current look, whatever style the caller's own charts have."""

    @wraps(function)
    def draw(*args: _Given.args, **named: _Given.kwargs) -> _Result:
        with mpl.rc_context({**STYLE, "font.family": current_look().families}):
            return function(*args, **named)

    return draw
