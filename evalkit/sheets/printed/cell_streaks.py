"""Marks beside years that claim a run of one level: «5 năm liền HTXSNV │ x». The years of the row have to give it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.sheets.context import level_of_caption
from evalkit.sheets.printed.page import Fault, Figures
from evalkit.sheets.vocabulary import MARKS
from evalkit.vietnamese import fold

_RUN = re.compile(
    r"(?:trong )?(\d{1,2}) năm (?:liền|liên tục|liên tiếp)(?! (?:trước|kề))(?: (?:đạt|được xếp loại|được))?"
)


def wrong_runs(page: Figures) -> Iterator[Fault]:
    """Yield the marks in rows of which one of the last years has another level."""
    columns = [(column, found) for column in page.table.columns if (found := _RUN.search(fold(column.path[-1])))]
    if not columns or not page.table.wide:
        return
    levels: dict[int, dict[int, str]] = {}
    for row, one in page.rated:
        levels.setdefault(row, {})[one.year] = one.level
    years = sorted({year for told in levels.values() for year in told})
    for column, found in columns:
        title, length = fold(column.path[-1]), int(found[1])
        level = level_of_caption(f"{title[: found.start()]} {title[found.end() :]}".strip(), page.scale)
        last = years[-length:]
        for row, told in levels.items() if level and len(last) == length else ():
            other = [str(year) for year in last if told.get(year) != level]
            if other and fold(page.grid.text(row, column.place)) in MARKS:
                message = f"đánh dấu «{column.path[-1]}», nhưng năm {', '.join(other)} của dòng này không phải mức ấy."
                yield Fault(row, column.place, f"{message} Kiểm tra dòng này.")
