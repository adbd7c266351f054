"""What a page prints about itself and its rows do not give: sums, names, running numbers, runs of years, shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from evalkit.problems import Severity, Tell
from evalkit.sheets.printed.cell_kinds import equal_divisions, wrong_kinds, wrong_mixed_totals, wrong_wholes
from evalkit.sheets.printed.cell_names import wrong_names
from evalkit.sheets.printed.cell_numbers import missing_numbers
from evalkit.sheets.printed.cell_shares import wrong_shares
from evalkit.sheets.printed.cell_shifts import shifted_rows
from evalkit.sheets.printed.cell_streaks import wrong_runs
from evalkit.sheets.printed.cell_sums import wrong_sums
from evalkit.sheets.printed.page import Fault, Figures

FINDERS: tuple[tuple[Severity, str, Callable[[Figures], Iterable[Fault]]], ...] = (
    ("error", "sum_differs", wrong_sums),
    ("error", "sum_differs", wrong_kinds),
    ("error", "sum_differs", wrong_wholes),
    ("error", "total_differs", wrong_mixed_totals),
    ("error", "same_totals", equal_divisions),
    ("error", "sum_differs", wrong_names),
    ("warning", "run_not_given", wrong_runs),
    ("warning", "row_shifted", shifted_rows),
    ("warning", "share_differs", wrong_shares),
    ("warning", "number_missing", missing_numbers),
)


def tell_differences(page: Figures, tell: Tell) -> None:
    """Report each number of a page that other cells contradict."""
    for severity, code, find in FINDERS:
        for one in find(page):
            cell = page.grid.cell(one.row, one.place)
            tell(severity, one.code or code, one.message, cell, str(one.found), str(one.right))
