"""The sentences that stand with a chart of targets; report and notebook use the same ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evalkit.settings import POPULATIONS
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS
from evalkit.vietnamese import grouped

_FIGURE = ["population", "measure", "sign"]
TARGET_KEY = [*_FIGURE, "bound"]
_VERDICTS = VERDICTS | {UNDECIDED: "chưa đủ số liệu để kết luận"}
_ALL = {  # what follows the verdict of the only target, and of several
    MET: (" chỉ tiêu đề ra", " cả {} chỉ tiêu"),
    MISSED: (" chỉ tiêu đề ra", " chỉ tiêu nào"),
    UNDECIDED: (" về chỉ tiêu", " về cả {} chỉ tiêu"),
    NO_DATA: (" về chỉ tiêu", " về chỉ tiêu nào"),
}


def each_target(targets: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of each figure that has a target, years ascending, in the order of the frame.

    Targets that follow each other, as those of two terms, are one course; those whose years overlap are each their own.
    """
    found = []
    for _, rows in targets.groupby(_FIGURE, sort=False):
        alone = not rows["year"].duplicated().any()
        found += [rows] if alone else [mine for _, mine in rows.groupby(TARGET_KEY, sort=False)]
    return [rows.sort_values("year") for rows in found]


def bounds_in_words(rows: pd.DataFrame) -> str:
    """Return what one figure was held against: "ít nhất 97% đến năm 2019, rồi ít nhất 98%"."""
    *earlier, now = rows.groupby("bound_text", sort=False)["year"].max().items()
    return ", rồi ".join([*(f"{text} đến năm {last}" for text, last in earlier), str(now[0])])


def finding(targets: pd.DataFrame) -> str:
    """Return what the last year came to, in one line without a full stop.

    Only targets with a row in that year count: one without data has such a row, one that no longer holds has none.

    >>> finding(pd.DataFrame(columns=[*TARGET_KEY, "year", "verdict"]))
    'Chưa có chỉ tiêu nào để so sánh'
    """
    if targets.empty:
        return "Chưa có chỉ tiêu nào để so sánh"
    year = int(targets["year"].max())
    verdicts = list(targets.loc[targets["year"] == year, "verdict"])
    counts = {verdict: verdicts.count(verdict) for verdict in _VERDICTS if verdict in verdicts}
    if len(counts) == 1:
        alone, several = _ALL[verdicts[0]]
        return f"Năm {year} {_VERDICTS[verdicts[0]]}{(several if len(verdicts) > 1 else alone).format(len(verdicts))}"
    if set(counts) == {MET, MISSED}:
        return f"Năm {year} đạt {counts[MET]} trong {len(verdicts)} chỉ tiêu"
    parts = [f"{count} {_VERDICTS[verdict]}" for verdict, count in counts.items()]
    first, *others = parts
    return ", ".join([f"Năm {year}: {first.replace(' ', ' chỉ tiêu ', 1)}", *others])


def alt_text(targets: pd.DataFrame) -> str:
    """Return the chart of `plot_trends` in words: the finding, then each target's first and last share and its
    misses.
    """
    if targets.empty:
        return finding(targets)
    first, last = int(targets["year"].min()), int(targets["year"].max())
    span = f"năm {last}" if first == last else f"các năm {first}–{last}"
    panels = [
        f"{rows['label'].iloc[-1]} (chỉ tiêu {bounds_in_words(rows)}): {_course(rows)}."
        for rows in each_target(targets)
    ]
    return " ".join([f"Biểu đồ tỉ lệ so với chỉ tiêu, {span}. {finding(targets)}.", *panels])


def caption_of(targets: pd.DataFrame, populations: Mapping[str, str] = POPULATIONS) -> str:
    """Return what a reader needs under the chart: bases of the last year, what the marks mean, where the targets come
    from.
    """
    year = int(targets["year"].max())
    bases = targets.loc[targets["year"] == year, ["population", "base"]].drop_duplicates()
    counted = ", ".join(
        f"{grouped(int(base))} {populations.get(population, population)}"
        for population, base in bases.itertuples(index=False)
    )
    marks = "Vùng tô và dấu ×" if MISSED in set(targets["verdict"]) else "Vùng tô"
    sentences = [f"Tỉ lệ %, trên tổng số được xếp loại (năm {year}: {counted}).", f"{marks}: chưa đạt."]
    if UNDECIDED in set(targets["verdict"]):
        sentences.append(f"Dấu ○: chưa đủ số liệu để kết luận ({_in_the_way(targets)}).")
    sources = [source for source in targets["source"].dropna().unique() if source]
    if sources:
        sentences.append(f"Chỉ tiêu: {'; '.join(source.rstrip('.') for source in sources)}.")
    return " ".join(sentences)


def _course(rows: pd.DataFrame) -> str:
    known = rows[rows["share"].notna()]
    if known.empty:
        return VERDICTS[NO_DATA]
    ends = known.iloc[[0, -1]].drop_duplicates("year")
    parts = [", ".join(f"{row.printed}% năm {row.year}" for row in ends.itertuples())]
    for verdict in (MISSED, UNDECIDED, NO_DATA):
        years = [str(year) for year in rows.loc[rows["verdict"] == verdict, "year"]]
        if years:
            parts.append(f"{_VERDICTS[verdict]} năm {', '.join(years)}")
    return "; ".join(parts) if len(parts) > 1 else f"{parts[0]}; năm nào cũng đạt"


def _in_the_way(targets: pd.DataFrame) -> str:
    """Return per year how many cells are unread and how many units sent nothing."""
    columns = ["year", "population", "unknown", "units_not_sent"]
    open_ones = targets[targets["verdict"] == UNDECIDED].reindex(columns=columns).drop_duplicates()
    parts = []
    for year, rows in open_ones.groupby("year"):
        counts = (rows["unknown"].sum(), "ô chưa đọc được"), (rows["units_not_sent"].max(), "đơn vị chưa gửi kết quả")
        parts.append(
            f"năm {year}: " + ", ".join(f"{grouped(int(count))} {what}" for count, what in counts if count > 0)
        )
    return "; ".join(parts)
