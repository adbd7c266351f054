"""Who moved between levels from last year to this, as a table of the annexes."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from evalkit.charts.moves import OTHERS, movement_names
from evalkit.movements import TOTAL
from evalkit.report.figures import Figures
from evalkit.sentences import comparison_note
from evalkit.tables import Cell, ReportTable, plain_columns

MOVEMENTS = "Thay đổi mức, "  # how the sheets of these tables begin, before the population


def level_names(figures: Figures) -> dict[str, str]:
    """Return the names of the levels of both years, best first."""
    scales = [figures.settings.scale.at(year) for year in (figures.year - 1, figures.year)]
    return {level.id: level.name for scale in scales for level in scale.levels}


def moved_between_levels(figures: Figures, name: str) -> pd.DataFrame | None:
    """Return the matrix of who moved between levels from last year; None where nobody is at a level in both."""
    moves = figures.movements[name]
    levels = list(level_names(figures))
    both = moves["before"].isin(levels) & moves["now"].isin(levels)
    return figures.movement_matrices[name] if moves.loc[both, "count"].any() else None


def condensed(matrix: pd.DataFrame, levels: Collection[str]) -> pd.DataFrame:
    """Return the matrix with all that is no level in one row and one column; the totals stay."""

    def group(state: str) -> str:
        return state if state in levels or state == TOTAL else OTHERS

    rows = matrix.groupby(matrix.index.map(group), sort=False).sum()
    return rows.T.groupby(rows.columns.map(group), sort=False).sum().T


def movement_table(figures: Figures, name: str) -> ReportTable:
    """Return who moved between levels: last year's down, this year's across, with the counts of both years."""
    matrix, who = moved_between_levels(figures, name), figures.who(name)
    title = f"Thay đổi mức xếp loại của {who}, {figures.year - 1}–{figures.year}"
    if matrix is None:
        return ReportTable(title, [], [], sheet=MOVEMENTS + who)
    down, across = movement_names(matrix, labels=level_names(figures), year=figures.year)
    rows: list[list[Cell]] = []
    for state, words in zip(matrix.index, down, strict=True):
        numbers = [None if state == now == TOTAL else int(matrix.loc[state, now]) for now in matrix.columns]
        rows.append([words, *numbers])
    crossed = figures.reorganised(name, first=figures.year - 1)
    return ReportTable(
        title,
        plain_columns([f"Năm {figures.year - 1}", *across], [58, *(108 / len(across),) * len(across)]),
        rows,
        unit=who,
        bold=[len(rows) - 1],
        note=f"Hàng: kết quả năm {figures.year - 1}; cột: kết quả năm {figures.year}; mỗi {who} được theo dõi qua hai "
        f"năm, kể cả khi {'chuyển đơn vị' if name == 'member' else 'đổi tên'}.{comparison_note(crossed)}",
        sheet=MOVEMENTS + who,
    )
