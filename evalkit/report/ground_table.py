"""Why members and organisations are at the lowest level, as a table of the annexes."""

from __future__ import annotations

import pandas as pd

from evalkit.report.figures import Figures
from evalkit.report.rate import Rate
from evalkit.scale import GROUNDS, OTHER, UNSAID, ground_of
from evalkit.tables import Cell, ReportTable, as_share, plain_columns
from evalkit.vietnamese import first_capital

GROUND_WORDS = {
    "degradation": "suy thoái, «tự diễn biến», «tự chuyển hóa»",
    "half_of_tasks": "hoàn thành dưới 50% chỉ tiêu, nhiệm vụ",
    "punished": "bị thi hành kỷ luật",
    OTHER: "lý do khác",
    UNSAID: "không ghi rõ lý do",
}


def ground_counts(figures: Figures) -> pd.DataFrame:
    """Return how many of this year's lowest level have each ground: a row a ground, a column a population.

    Only populations of which any list says why; empty where none does, and on other scales than the Party's.
    """
    lowest = figures.ratings[
        (figures.ratings["year"] == figures.year) & (figures.ratings["level"] == figures.levels[-1].id)
    ]
    words = lowest["reason"].astype(object)
    ground = words.map(ground_of).where(words.eq("") | words.map(ground_of).ne(""), OTHER).replace("", UNSAID)
    counts = lowest.assign(ground=ground).pivot_table(
        index="ground", columns="population", values="count", aggfunc="sum", observed=True
    )
    counts = counts.reindex(index=GROUNDS).fillna(0).astype(int)
    said = [name for name in figures.rated_populations if name in counts and counts.loc[:OTHER, name].any()]
    return counts[said if figures.party else []]


def ground_table(figures: Figures) -> ReportTable:
    """Return grounds down, populations across; no rows where no list says why."""
    counts = ground_counts(figures)
    names = list(counts)
    rows: list[list[Cell]] = []
    for ground in counts.index[counts.any(axis=1)] if names else ():
        rows.append([first_capital(GROUND_WORDS[ground])])
        for name in names:
            count, base = int(counts.loc[ground, name]), int(counts[name].sum())
            rows[-1] += [count, as_share(count, base, Rate.of(count, base).printed)]
    heads = [title for name in names for title in (first_capital(figures.who(name)), "%")]
    return ReportTable(
        f"Lý do xếp loại {figures.words(figures.levels[-1].id)}, năm {figures.year}",
        plain_columns(["Lý do", *heads], [58, *(20, 15) * len(names)]),
        rows,
        unit=f"{'; '.join(map(figures.who, names))}; %",
        note="Lý do: theo cột lý do, ghi chú ở dòng xếp loại; có nhiều lý do thì tính lý do đầu theo thứ tự trên."
        + figures.incomplete,
        sheet="Lý do không hoàn thành",
    )
