"""Who moved between levels from last year to this, as a matrix with the totals of both years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from evalkit.charts.look import BODY, INK, LEADING, MUTED, SMALL, note, points, stage, text_size, width_of, wrap
from evalkit.charts.looks import drawn
from evalkit.charts.rows import left_of, name_rows
from evalkit.movements import ABSENT, ENDED, NOT_RATED, NOT_SENT, TOTAL, UNTRACED
from evalkit.scale import UNKNOWN
from evalkit.vietnamese import first_capital, grouped, inside

_NAME_WIDTH = 142.0  # points of a row's name; half of it where there are many columns
_MANY = 9
_SIZES = (BODY, SMALL, 6.5, 5.5)  # of the figures: the first in which the widest has room
OTHERS = "others"
# Blue and orange are told apart by colour-blind readers; the arrows say the same without colour.
_BETTER, _WORSE, _SAME, _OTHER = "#cfe3f3", "#f6d5b5", "#e4e4e4", "white"
_STATES = {
    TOTAL: "Cộng",
    NOT_RATED: "Không xếp loại",
    UNKNOWN: "Chưa đọc được",
    ABSENT: "Không {verb} tên năm {year}",
    NOT_SENT: "Đơn vị chưa gửi",
    ENDED: "Sáp nhập, giải thể",
    UNTRACED: "Không rõ năm {year}",
    OTHERS: "Khác",
}


@drawn
def plot_movements(
    matrix: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    year: int,
    population: str,
    short: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many subjects went from each level of last year to each of this; who stayed stands on the diagonal.

    Args:
        matrix: what `movement_matrix` gives.
        labels: level id → Vietnamese name, of both years.
        year: the later year; population: what its subjects are called, in Vietnamese.
        short: level id → short name beside its row and over its column, where whole ones have no room.
    Returns:
        The Axes; the cell of a pair has the gid "cell-good-excellent", its figure "label-good-excellent".
    Raises:
        ValueError: the matrix is empty.
    """
    if matrix.empty or not matrix.to_numpy().any():
        raise ValueError("the matrix is empty: there is nothing to draw")
    down, across = movement_names(matrix, labels=labels, year=year)
    if short:
        across = [short.get(state, name) for state, name in zip(matrix.columns, across, strict=True)]
        down = [short.get(state, name) for state, name in zip(matrix.index, down, strict=True)]
    names = [wrap(name, _NAME_WIDTH if len(across) < _MANY else _NAME_WIDTH / 2, BODY, even=True) for name in down]
    left = left_of(names)
    width = width_of(ax, left) / len(across)
    heads = [wrap(name, width - 4, SMALL, even=True) for name in across]
    ax = stage(
        ax,
        title=_title(matrix, labels, population, year),
        subtitle=f"Số {inside(population)}; hàng: kết quả năm {year - 1}, cột: kết quả năm {year}; ▲ lên mức, "
        "▼ xuống mức, nền xám: giữ mức",
        panel=len(names) * max(2.1, 1 + max(name.count("\n") + 1 for name in names)) * BODY * LEADING / 72,
        over=(max(head.count("\n") + 1 for head in heads) * points(SMALL) * LEADING + 6) / 72,
        left=left,
    )
    ax.set_xlim(0, len(heads))
    name_rows(ax, [row + 0.5 for row in range(len(names))], names, end=len(names))
    for column, head in enumerate(heads):
        note(ax, head, (column + 0.5, 0), (0, 4), va="bottom", size=SMALL, gid="column-name")
    _draw(ax, matrix, labels, width)
    return ax


def movement_names(matrix: pd.DataFrame, *, labels: Mapping[str, str], year: int) -> tuple[list[str], list[str]]:
    """Return the titles of the rows and of the columns of a matrix of movements, in Vietnamese."""
    return _names(matrix.index, labels, year=year - 1, verb="có"), _names(matrix.columns, labels, year=year, verb="còn")


def _names(states: Iterable[str], labels: Mapping[str, str], **words: Any) -> list[str]:
    others = {state: text.format(**words) for state, text in _STATES.items()}
    return [first_capital(labels[state]) if state in labels else others.get(state, state) for state in states]


def _title(matrix: pd.DataFrame, labels: Mapping[str, str], population: str, year: int) -> str:
    """Return how many stayed, rose and fell, of those at a level in both years."""
    ways = {"▲": 0, "▼": 0, "": 0}
    pairs = [(before, now) for before in matrix.index for now in matrix.columns if before in labels and now in labels]
    for before, now in pairs:
        ways[_way(before, now, list(labels))] += int(matrix.loc[before, now])
    up, fell, same = (grouped(ways[way]) for way in ("▲", "▼", ""))
    return f"Năm {year} so với năm {year - 1}: {up} {inside(population)} lên mức, {fell} xuống mức, {same} giữ mức"


def _way(before: str, now: str, order: Sequence[str]) -> str:
    """Return whether a pair of levels is a step up or down."""
    if before not in order or now not in order or before == now:
        return ""
    return "▲" if order.index(now) < order.index(before) else "▼"


def _draw(ax: Axes, matrix: pd.DataFrame, labels: Mapping[str, str], width: float) -> None:
    widest = f"{grouped(int(matrix.iloc[:, :-1].to_numpy().max()))} ▲"
    size = next((size for size in _SIZES if text_size(widest, size, bold=True)[0] + 2 <= width), _SIZES[-1])
    order, colours = list(labels), {"▲": _BETTER, "▼": _WORSE}
    for row, before in enumerate(matrix.index):
        for column, now in enumerate(matrix.columns):
            if before == now == TOTAL:  # of two years, so of nothing
                continue
            number, way = int(matrix.loc[before, now]), _way(before, now, order)
            same = before == now and before in labels
            colour = colours.get(way, _SAME if same else _OTHER)
            gid = f"{before}-{now}"
            box = Rectangle((column, row), 1, 1, facecolor=colour, edgecolor="#b0b0b0", linewidth=0.6)
            box.set_gid(f"cell-{gid}")
            ax.add_patch(box)
            text = f"{grouped(number)} {way}".strip() if number else "–"
            look: dict[str, Any] = {"color": INK if number else MUTED, "gid": f"label-{gid}", "size": size}
            look["weight"] = "bold" if same or TOTAL in (before, now) else "normal"
            note(ax, text, (column + 0.5, row + 0.5), **look)
