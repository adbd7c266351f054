"""What reading many workbooks yields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from evalkit.checks import Received
from evalkit.reading.departures import COLUMNS as DEPARTURE_COLUMNS
from evalkit.reading.files import Source
from evalkit.reading.origin import Origin
from evalkit.records import Seen
from evalkit.settings import Settings
from evalkit.subjects import CHANGE_COLUMNS, DOUBT_COLUMNS


@dataclass(frozen=True)
class Reading:
    """What the workbooks say.

    `ratings` has a row per subject and year (of a counts sheet one per unit, year and level); `problems`, `skips`,
    `printed` and `held` name what is wrong, what was left out and why, the totals the sheets print, and the awards
    somebody already holds; `departures` who has no level because of having left, and by which way. `changes` says which
    organisations' chains ended, `doubts` of which members it is in doubt who they are. `files` to `rejected` are
    counts; rows = records + skipped + rejected. `received` says whose workbooks of the latest year are there. `origin`
    is what saving needs to know of the workbooks. `seen` has for each file how its tables were understood, `cells` what
    became of the cells of columns that rate: read, subset, comparison, printed, not read.
    """

    ratings: pd.DataFrame
    problems: pd.DataFrame
    skips: pd.DataFrame
    printed: pd.DataFrame
    held: pd.DataFrame
    settings: Settings
    sources: tuple[Source, ...]
    tables: int
    rows: int
    records: int
    skipped: int
    rejected: int
    departures: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(DEPARTURE_COLUMNS)))
    changes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHANGE_COLUMNS)))
    doubts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(DOUBT_COLUMNS)))
    received: Received = field(default_factory=Received)
    origin: Origin = field(default_factory=Origin)
    seen: Mapping[str, Sequence[Seen]] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)

    @property
    def files(self) -> int:
        return len(self.sources)

    @property
    def has_errors(self) -> bool:
        """Whether a figure may be wrong until a person has looked."""
        return bool((self.problems["severity"] == "error").any())
