"""Many workbooks → one reading: workers, then sheets, subjects, checks in turn.

`inbox` reads workbooks and folders, which `files` finds and `sheets.workers` parses. `frames` makes one table of their
rows, `joining` finds who is who in it and checks it, `register` keeps the awards held, `departures` who left, and
`privacy` takes names out of messages. `result` is what comes out. `parquet` reads one that was saved, `columns` checks
its values, `origin` keeps what saving one needs. `handover` gives a reading to the notebooks of its report.
"""

from evalkit.reading.files import NothingToRead, Source
from evalkit.reading.frames import COLUMNS
from evalkit.reading.handover import Paths
from evalkit.reading.inbox import read
from evalkit.reading.result import Reading

__all__ = ["COLUMNS", "NothingToRead", "Paths", "Reading", "Source", "read"]
