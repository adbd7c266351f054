"""What every chart is made of: colours, measured text, the page under a chart, and files with fixed bytes."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from evalkit.charts.looks import STYLE, current_look

INK, MUTED, RULE = "#1a1a1a", "#595959", "#8c8c8c"
SERIES, PALE, MISS, SHADE = "#1f3a5f", "#8fa3bd", "#b8321a", "#efebe4"  # pale: bars that no title speaks of

# By position, best level first. Okabe & Ito, "Color Universal Design" (2008): told apart by colour-blind readers.
# Their order here alternates dark and light, and the hatches differ, so that a grey print can be read too.
LEVEL_COLOURS = ("#0072B2", "#56B4E9", "#F0E442", "#D55E00", "#CC79A7", "#009E73", "#E69F00")
LEVEL_HATCHES = ("", "", "////", "xxxx", "....", "\\\\\\\\", "||||")

EDGE, GAP = 0.07, 0.3  # inches around the page and between panels
SMALL, BODY, TITLE, STRONG, HEADLINE = 7.5, 8.5, 10.5, 11.5, 13.0  # points
LEADING = 1.28
_DRAWN_WIDER = 0.98  # letters drawn on pixels come out up to two per cent wider than measured
CUT = "trục không bắt đầu từ 0"
_CLIP = re.compile(r'<clipPath id="(p[0-9a-f]+)">(.*?)</clipPath>', re.DOTALL)
_CLIP_NAME = re.compile(r'(?<=["#])p[0-9a-f]{10}(?=[")])')


def points(size: float) -> float:
    """Return the size of a text in the current look, in which none may be smaller than its least."""
    return max(size, current_look().least)


def text_size(text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Return the width and height in points of a text of one or more lines."""
    return _text_size(text, points(size), bold, tuple(current_look().families))


def widest(texts: Iterable[str], size: float = BODY, *, bold: bool = False) -> float:
    """Return how many points the widest of some texts takes; 0 where there is none."""
    return max((text_size(text, size, bold=bold)[0] for text in texts), default=0.0)


@lru_cache(maxsize=4096)
def _text_size(text: str, size: float, bold: bool, families: tuple[str, ...]) -> tuple[float, float]:
    font = FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")
    lines = text.split("\n")
    width = max(text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines)
    return float(width), size * LEADING * len(lines)


def _advance(word: str, size: float, *, bold: bool) -> float:
    """Points from the beginning of a word to where the next one would begin; to measure whole lines takes longer."""
    return text_size(f"n{word}n", size, bold=bold)[0] - text_size("nn", size, bold=bold)[0]


def wrap(text: str, width: float, size: float, *, bold: bool = False, even: bool = False) -> str:
    """Return the text in lines of at most `width` points, words whole; `even` lines, as titles have, are all about as
    long.
    """

    words = [(word, _advance(word, size, bold=bold)) for word in text.split()]
    blank = _advance(" ", size, bold=bold)

    def lines_of(widest: float) -> list[str]:
        lines: list[str] = []
        end = 0.0
        for word, advance in words:
            if lines and end + blank + advance <= widest * _DRAWN_WIDER:
                lines[-1], end = f"{lines[-1]} {word}", end + blank + advance
            else:
                lines.append(word)
                end = advance
        return lines

    filled = lines_of(width)
    narrower = (lines_of(width * part / 20) for part in range(8, 20)) if even else ()
    return "\n".join(next((lines for lines in narrower if len(lines) == len(filled)), filled))


def height(text: str, size: float) -> float:
    """Height in inches of a text, 0 where there is none."""
    return text_size(text, size)[1] / 72 if text else 0.0


def page(
    shape: tuple[int, int],
    *,
    panel: float,
    heads: Sequence[float],
    foot: float = 0.24,
    left: float = EDGE,
    title: str = "",
    caption: str = "",
) -> tuple[Figure, list[Axes]]:
    """Return a figure of page width with its headline above and its caption below the panels.

    Args:
        shape: rows and columns of panels.
        panel, foot: inches a panel is high, and what it needs below for its years.
        heads: inches each row needs above its panels, for their own titles.
        left: inches left of the panels.
    """
    page_width, fixed = current_look().width, current_look().height
    width = (page_width - 2 * EDGE) * 72
    title, caption = wrap(title, width, HEADLINE, bold=True, even=True), wrap(caption, width, SMALL)
    top = height(title, HEADLINE) + (0.16 if title else EDGE)
    bottom = height(caption, SMALL) + (0.16 if caption else EDGE)
    rows, columns = shape
    total = top + sum(heads) + rows * (panel + foot) + bottom
    if fixed:
        panel, total = max(min(panel, panel + (fixed - total) / rows), 0.2), fixed
    figure, grid = plt.subplots(rows, columns, figsize=(page_width, total), squeeze=False)
    wide = (page_width - left - EDGE - GAP * (columns - 1)) / columns
    for row, column in product(range(rows), range(columns)):
        base = total - top - sum(heads[: row + 1]) - panel - row * (panel + foot)
        start = left + column * (wide + GAP)
        grid[row, column].set_position((start / page_width, base / total, wide / page_width, panel / total))
    at = EDGE / page_width
    if title:
        look: dict[str, Any] = {"size": points(HEADLINE), "weight": "bold", "color": INK, "va": "top", "gid": "title"}
        figure.text(at, 1 - EDGE / total, title, linespacing=1.2, **look)
    if caption:
        look = {"size": points(SMALL), "color": MUTED, "va": "bottom", "gid": "caption"}
        figure.text(at, EDGE / total, caption, linespacing=1.2, **look)
    return figure, list(grid.flat)


def bare(ax: Axes, *, keep: str = "bottom") -> None:
    """Leave of the frame only one side, and of the ticks only their labels."""
    for side, spine in ax.spines.items():
        spine.set_visible(side == keep)
        spine.set_color(INK)
    ax.tick_params(length=0, labelsize=points(BODY), labelcolor=INK, pad=4)


def stage(
    ax: Axes | None,
    *,
    title: str,
    subtitle: str = "",
    panel: float,
    over: float = 0.0,
    foot: float = EDGE,
    left: float = EDGE,
) -> Axes:
    """Return the Axes given, or that of a new page, with title and subtitle above it.

    Args:
        panel, foot, left: inches of the new page; see `page`.
        over: inches right above the drawing area that the chart fills itself.
    """
    width = width_of(ax)
    subtitle = ". ".join(filter(None, [subtitle.rstrip("."), current_look().remark]))
    title, subtitle = wrap(title, width, TITLE, bold=True, even=True), wrap(subtitle, width, SMALL, even=True)
    lift = over + height(subtitle, SMALL) + (0.09 if subtitle else 0.0)
    edge = 0.0
    if ax is None:
        page_width = current_look().width
        _, (ax,) = page((1, 1), panel=panel, heads=[lift + height(title, TITLE) + 0.09], foot=foot, left=left)
        edge = (EDGE - left) / (page_width - left - EDGE)
    look: dict[str, Any] = {"loc": "left", "weight": "bold", "color": INK, "linespacing": 1.2}
    ax.set_title(title, x=edge, y=1.0, pad=lift * 72 + 5, size=TITLE, **look)
    if subtitle:
        look = {"ha": "left", "va": "bottom", "size": SMALL, "color": MUTED, "gid": "subtitle"}
        note(ax, subtitle, (edge, 1), (0, over * 72 + 6), xycoords="axes fraction", **look)
    bare(ax)
    return ax


def note(ax: Axes, text: str, at: tuple[float, float], shift: tuple[float, float] = (0, 0), **look: Any) -> None:
    """Write a text at a point, moved by so many points; `look` overrides size, colour, alignment and the like."""
    standard = {"ha": "center", "va": "center_baseline", "size": BODY, "color": INK, "linespacing": 1.15}
    look = {**standard, **look}
    look["size"] = points(look["size"])
    ax.annotate(text, at, shift, textcoords="offset points", annotation_clip=False, **look)


def ink_on(colour: str) -> str:
    """Return black or white, whichever stands out on this colour."""
    red, green, blue = mpl.colors.to_rgb(colour)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else INK


def own_figure(ax: Axes) -> Figure:
    """Return the figure an Axes stands on, also where it stands on a subfigure."""
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise TypeError("ax must stand on a Figure")
    return figure


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Return the width and height of the drawing area in points."""
    box = ax.get_window_extent()
    scale = 72 / own_figure(ax).dpi
    return box.width * scale, box.height * scale


def width_of(ax: Axes | None, left: float = EDGE) -> float:
    """Return how many points the drawing area is wide: the Axes given, or a new page with `left` inches before it."""
    return size_in_points(ax)[0] if ax else (current_look().width - left - EDGE) * 72


def save(figure: Figure, path_without_suffix: str | Path, *, alt: str = "") -> tuple[Path, Path]:
    """Write a figure as PNG (at page width 1,300 pixels, in the hall's look 1,920) and as SVG; same figure, same bytes.

    Args:
        alt: alternative text, kept inside both files.
    Returns:
        The two paths, PNG first.
    """
    path = Path(path_without_suffix)
    png, svg = path.with_name(path.name + ".png"), path.with_name(path.name + ".svg")
    look = current_look()
    size = {"compress_level": 3, "dpi": (look.pixels / look.shown,) * 2}
    with mpl.rc_context(STYLE):
        about = {"Software": None} | ({"Description": alt} if alt else {})
        figure.savefig(png, dpi=look.pixels / look.width, metadata=about, pil_kwargs=size)
        about = {"Date": None, "Creator": None} | ({"Title": alt} if alt else {})
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata=about)
    svg.write_text(name_clips_by_content(drawn.getvalue()), encoding="utf-8", newline="\n")
    return png, svg


def name_clips_by_content(svg: str) -> str:
    """Return an SVG whose clip paths are named by what is printed of them.

    Matplotlib names them by floats, whose last digit is not the same on every processor and system.
    """
    names = {
        name: "p" + hashlib.sha256(f"{place} {content}".encode()).hexdigest()[:10]
        for place, (name, content) in enumerate(_CLIP.findall(svg))
    }
    return _CLIP_NAME.sub(lambda match: names.get(match[0], match[0]), svg)
