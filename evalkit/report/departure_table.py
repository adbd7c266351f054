"""How many left by which way, as a table of the annexes."""

from __future__ import annotations

import pandas as pd

from evalkit.report.figures import RECENT, Figures
from evalkit.report.rate import rows_of
from evalkit.scale import WAYS_OF_LEAVING
from evalkit.tables import Cell, ReportTable, plain_columns
from evalkit.vietnamese import first_capital, grouped

_OTHERS = {"not_said": "Không ghi lý do", "left": "Tổng số giảm"}


def departure_table(figures: Figures) -> ReportTable:
    """Return ways of leaving down, years across; no rows where no list of these years says how anybody left.

    These are figures of the whole, as those of growth are: no unit has a row.
    """
    shown = figures.departures.tail(RECENT)
    ways = [way for way in WAYS_OF_LEAVING if shown[way].sum()]
    years = [str(year) for year in shown["year"]]
    rows: list[list[Cell]] = []
    for name, words in (*((way, WAYS_OF_LEAVING[way]) for way in ways), *_OTHERS.items()):
        rows.append([first_capital(words), *(None if pd.isna(count) else int(count) for count in shown[name])])
    return ReportTable(
        f"Đảng viên giảm theo lý do, {f'{years[0]}–{years[-1]}' if len(years) > 1 else f'năm {figures.year}'}",
        plain_columns(["Lý do", *years], [65, *(100 / len(years),) * len(years)] if years else [65]),
        rows if ways else [],
        unit="đảng viên",
        note=_note(shown, figures) if ways else "",
        bold=[len(rows) - 1],
        sheet="Giảm theo lý do",
    )


def _note(shown: pd.DataFrame, figures: Figures) -> str:
    """Return of how many of those who left the way is known, and who is in no row."""
    said = ["Lý do: theo ghi chú ở dòng không có mức xếp loại."]
    if shown["left"].isna().any():
        said.append("Dấu –: không có danh sách năm trước để so, nên đếm mọi người có ghi lý do.")
    for row in rows_of(shown[shown["year"] == figures.year]):
        if not pd.isna(row.left):
            known = grouped(row.left - row.not_said)
            said.append(f"Năm {row.year}: có ghi lý do {known} trong {grouped(row.left)} người giảm.")
        if row.listed:
            said.append(
                f"Không tính {grouped(row.listed)} người có ghi lý do nhưng còn tên ở danh sách khác của năm, như khi "
                "chuyển trong nội bộ."
            )
        if row.others:
            said.append(
                f"Không tính {grouped(row.others)} người có ghi lý do nhưng không có tên trong danh sách năm trước, "
                "hoặc thuộc đơn vị chưa gửi."
            )
    return " ".join(said) + figures.incomplete
