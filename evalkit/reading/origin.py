"""Where a ratings table came from: what it takes, beside its rows, to read it again as its workbooks would be read.

Keys are kept as the sheets give them, and duplicates as they were before one of them was left out: years that come
later may rename a unit, or say who is one person, and then all is joined and settled anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from evalkit.problems import Problem
from evalkit.reading.files import Source, Workbook, saved
from evalkit.records import Confirmed, Departure, FileReading, Held, Saving

# A row as the sheets say it: what `identify` takes.
RECORD_COLUMNS = (
    "year", "population", "key", "name", "unit", "base_organisation", "kind", "born", "joined", "points", "level",
    "status", "reason", "count", "distinction", "file", "sheet", "cell",
)  # fmt: skip
_UNSETTLED = (*RECORD_COLUMNS, "row", "left_out")


@dataclass(frozen=True)
class Origin:
    """What a reading was made from.

    `code` has for each row of the ratings the key as read ("" where the sheet has none, "#" in a counts sheet).
    `unsettled` has the rows that settling changed or left out, as they were, with their place among all rows in `row`
    and whether they were left out. `problems` are those found while reading, `held` and `departures` are
    those as written, `counts` has for each file how many tables, rows, records and rejected rows it gave, and
    `confirmed` who was said to be one person.
    """

    code: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    unsettled: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(_UNSETTLED)))
    problems: tuple[Problem, ...] = ()
    held: tuple[Held, ...] = ()
    departures: tuple[Departure, ...] = ()
    counts: Mapping[str, tuple[int, int, int, int]] = field(default_factory=dict)
    confirmed: tuple[Confirmed, ...] = ()


def origin_of(
    readings: Sequence[FileReading], problems: Iterable[Problem], confirmed: Sequence[Confirmed], *,
    before: pd.DataFrame, after: pd.DataFrame,
) -> Origin:  # fmt: skip
    """Return the origin of a ratings table: `before` and `after` are its rows before and after they were settled."""
    return Origin(
        code=after["key"],
        unsettled=_unsettled(before, after),
        problems=tuple(problems),
        held=tuple(row for reading in readings for row in reading.held),
        departures=tuple(row for reading in readings for row in reading.departures),
        counts={
            reading.file: (reading.tables, reading.rows, reading.row_records, reading.rejected) for reading in readings
        },
        confirmed=tuple(confirmed),
    )


def _unsettled(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that settling changed or left out, as they were."""
    now = np.full(len(before), -2)
    now[after["row"]] = after["status"].cat.codes
    other = now != before["status"].cat.codes.to_numpy()
    return before[other].assign(left_out=now[other] == -2)[list(_UNSETTLED)]


def _with_points(row: Sequence[Any]) -> Sequence[Any]:
    """Return a row that was saved before the table had points with a blank for them."""
    place = _UNSETTLED.index("points")
    return row if len(row) == len(_UNSETTLED) else [*row[:place], None, *row[place:]]


def put_back(rows: pd.DataFrame, unsettled: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return the rows as they were before they were settled: those changed as they were, those left out in their
    places.
    """
    if not unsettled:
        return rows
    back = pd.DataFrame(map(_with_points, unsettled), columns=list(_UNSETTLED)).set_index("row")
    gone = back.index[back.pop("left_out").astype("bool")]
    places = np.setdiff1d(np.arange(len(rows) + len(gone)), gone)
    stayed = rows.set_axis(places).drop(index=back.index.difference(gone))
    return pd.concat([stayed, back.astype(rows.dtypes.to_dict())]).sort_index().reset_index(drop=True)


def workbooks_of(sources: Iterable[Source], origin: Origin) -> list[Workbook]:
    """Return the workbooks behind a reading, those that a .parquet stood for included."""
    found: list[Workbook] = []
    for source in sources:
        counts = origin.counts.get(source.name, (0, 0, 0, 0))
        own = Workbook(source.name, source.sha256, source.size, *saved(source.path), *counts)
        found += source.workbooks or [own]
    return found


class Savings:
    """When each file was last saved, by its name; of one whose rows come from a .parquet as it was then."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.paths = {source.name: source.path for source in sources}
        self.known = {book.name: Saving(book.inside, book.on_disk) for source in sources for book in source.workbooks}

    def __call__(self, name: str) -> Saving:
        if name in self.known or name not in self.paths:
            return self.known.get(name, Saving())
        return saved(self.paths[name])
