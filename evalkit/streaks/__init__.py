"""Runs of consecutive years at a level or better, and why they broke.

`histories` says what each subject was in each year, and why not at the level; `walk` goes from year to year, all
subjects at once; `runs` asks: every run, those that ended, the longest of each subject.
"""

from evalkit.streaks.histories import (
    BREAKS,
    ENDS,
    NO_RECORD,
    NO_ROUND,
    NOT_FOUNDED,
    NOT_JOINED,
    OTHER_SCALE,
    Histories,
    histories,
)
from evalkit.streaks.runs import (
    BREAK_COLUMNS,
    STREAK_COLUMNS,
    SUMMARY_COLUMNS,
    find_breaks,
    find_streaks,
    run_lengths,
    streak_summary,
    years_without_round,
)

__all__ = [
    "BREAKS", "BREAK_COLUMNS", "ENDS", "NOT_FOUNDED", "NOT_JOINED", "NO_RECORD", "NO_ROUND", "OTHER_SCALE",
    "STREAK_COLUMNS", "SUMMARY_COLUMNS", "Histories", "find_breaks", "find_streaks", "histories", "run_lengths",
    "streak_summary", "years_without_round",
]  # fmt: skip
