"""What the sample must show, year by year: 2022 as published for a conference of March 2023, the rest made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SEED = 20230317


@dataclass(frozen=True, kw_only=True)
class YearPlan:
    """Exact counts of one year; everything else is left to chance."""

    listed: int
    rated: int
    good_or_better: int
    not_completed: int
    base_excellent: int
    base_good_or_better: int
    base_not_completed: int
    base_exemplary: int
    base_field: int
    cells_completed: int
    cells_not_completed: int


def _year(members: tuple[int, int, int, int], base: tuple[int, int, int, int, int], cells: tuple[int, int]) -> YearPlan:
    listed, rated, good_or_better, not_completed = members
    excellent, base_good_or_better, base_not_completed, exemplary, field = base
    return YearPlan(
        listed=listed,
        rated=rated,
        good_or_better=good_or_better,
        not_completed=not_completed,
        base_excellent=excellent,
        base_good_or_better=base_good_or_better,
        base_not_completed=base_not_completed,
        base_exemplary=exemplary,
        base_field=field,
        cells_completed=cells[0],
        cells_not_completed=cells[1],
    )


# members: listed, rated, good or better, not completed
# base organisations: excellent, good or better, not completed, exemplary, with a field of work
# cells: completed, not completed
PLAN = {
    2018: _year((8905, 8744, 8534, 41), (12, 72, 1, 10, 24), (11, 2)),
    2019: _year((8966, 8801, 8634, 36), (13, 73, 0, 12, 26), (9, 1)),
    2020: _year((9022, 8853, 8703, 32), (13, 74, 0, 11, 25), (8, 1)),
    2021: _year((9064, 8906, 8763, 31), (14, 74, 0, 13, 28), (7, 0)),
    2022: _year((9134, 8967, 8828, 30), (15, 75, 0, 15, 30), (6, 1)),
}
YEARS = tuple(PLAN)

STEADY_MEMBERS = 75  # excellent in every year of the plan
HOLDERS = 7  # of these hold the bloc's five-year award already
STEADY_COMMITTEES = 2
STEADY_CELLS = 1

NEW_EARLY, NEW_LATE = 118, 66  # admitted a year: long enough ago to be rated, and too late in the year
CELLS_FOUNDED = (date(2019, 3, 15), date(2020, 9, 21), date(2021, 4, 12), date(2022, 2, 8), date(2022, 10, 18))
CELLS_CLOSED = (2019, 2021, 2022)  # the first year in which the cell is gone

CAP_SHARE = 5  # one excellent for so many good (members) or good or better (organisations): 20 %
CAP_BREACH_YEAR = 2020  # one base organisation goes over the members' cap in this year, and only there
