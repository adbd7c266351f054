"""What a page prints about itself and its rows do not give: sums, names, running numbers, runs of years, shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalkit.problems import Severity
from evalkit.sheets.printed.cell_kinds import equal_divisions, wrong_kinds, wrong_mixed_totals, wrong_wholes
from evalkit.sheets.printed.cell_names import wrong_names
from evalkit.sheets.printed.cell_numbers import missing_numbers
from evalkit.sheets.printed.cell_shares import wrong_shares
from evalkit.sheets.printed.cell_shifts import shifted_rows
from evalkit.sheets.printed.cell_streaks import wrong_runs
from evalkit.sheets.printed.cell_sums import wrong_sums
from evalkit.sheets.printed.page import Figures


def differences(
    page: Figures, sums_of_sections: Iterable[tuple[int, int, int, int]]
) -> Iterator[tuple[Severity, str, str, str, *tuple[str, ...]]]:
    """Yield severity, code, message, cell and what was found, for each number that other cells contradict."""
    yield from (("error", *told) for told in wrong_sums(page, sums_of_sections))
    yield from (("error", "sum_differs", *told) for told in wrong_kinds(page))
    yield from (("error", "sum_differs", *told) for told in wrong_wholes(page))
    yield from (("error", "total_differs", *told) for told in wrong_mixed_totals(page))
    yield from (("error", "same_totals", *told) for told in equal_divisions(page))
    yield from (("error", "sum_differs", *told) for told in wrong_names(page))
    yield from (("warning", "run_not_given", *told) for told in wrong_runs(page))
    yield from (("warning", "row_shifted", *told) for told in shifted_rows(page))
    yield from (("warning", "share_differs", *told) for told in wrong_shares(page))
    yield from (("warning", "number_missing", *told) for told in missing_numbers(page))
