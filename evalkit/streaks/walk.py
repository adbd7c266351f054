"""From year to year, all subjects at once: who goes on, who begins, whose run is over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd


class Round(NamedTuple):
    """A year, and who stands in it: at the level (`counted`), or passed over; nobody twice.

    `place`: the next year's is one more. `subjects` are numbers; `marks` are given back for the ends of the runs.
    """

    place: int
    subjects: np.ndarray
    counted: np.ndarray
    marks: np.ndarray


def walk(rounds: Iterable[Round], *, subjects: int, length: int) -> pd.DataFrame:
    """Return every maximal run of at least `length` years, whatever the number of subjects and of years between the
    rounds.

    Args:
        rounds: by place.
        subjects: their numbers are below this.
    Returns:
        One row per run: `subject`; `first` and `last`, the marks of its first and last year; `length`, the years that
        count; `until`, the place up to which it goes on, later than the last year where years are passed over.
    """
    until, run = np.zeros(subjects, np.int64), np.zeros(subjects, np.int32)
    first, last = np.zeros(subjects, np.int64), np.zeros(subjects, np.int64)

    def over(at: np.ndarray) -> pd.DataFrame:
        columns = {"subject": at, "first": first[at], "last": last[at], "length": run[at], "until": until[at]}
        return pd.DataFrame(columns).astype("int64")

    ended = []
    for place, at, counted, marks in rounds:
        held = np.where(until[at] == place - 1, run[at], 0)
        ended.append(over(at[(held == 0) & (run[at] >= length)]))
        begins = counted & (held == 0)
        first[at[begins]], last[at[counted]] = marks[begins], marks[counted]
        run[at], until[at] = held + counted, place
    return pd.concat([*ended, over(np.flatnonzero(run >= length))], ignore_index=True)
