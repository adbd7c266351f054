"""What reading a workbook yields: columns of ratings; lists of what was skipped, printed, held, wrong, and who left.

Plain tuples and lists, so that a worker process can hand them over without pandas.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from evalkit.problems import Problem, Severity, Tell, place

COUNTED = "#"  # the key of a row of a counts sheet: its subject is a unit, its count the people there


class Record(NamedTuple):
    """One subject in one year, as a row of a sheet says it. Dates are ISO texts; "" where the sheet says nothing."""

    year: int
    population: str
    key: str
    name: str
    unit: str
    base_organisation: str
    kind: str
    born: str
    joined: str
    points: float | None
    level: str
    status: str
    reason: str
    number: int  # `count` in the ratings table
    distinction: str
    sheet: str
    cell: str


class Coded(NamedTuple):
    """A column as its distinct values, and which of them stands in each row."""

    words: list[Any]
    places: bytes | array[int]  # bytes where there are few words: they travel faster

    @staticmethod
    def of(values: Sequence[Any]) -> Coded:
        if values and values.count(values[0]) == len(values):
            return Coded([values[0]], bytes(len(values)))
        place = {value: number for number, value in enumerate(dict.fromkeys(values))}
        places = [place[value] for value in values]
        return Coded(list(place), bytes(places) if len(place) <= 256 else array("i", places))


class Records:
    """Records by column, in reading order; iterating gives a `Record` each.

    From process to process a column of few values travels coded, one of texts that hardly repeat as a single text.
    """

    _TEXTS = ("key", "name", "born", "cell")

    def __init__(self) -> None:
        self._columns: dict[str, list[Any] | Coded] = {name: [] for name in Record._fields}

    def __len__(self) -> int:
        return len(self.values("cell"))

    def __iter__(self) -> Iterator[Record]:
        return map(Record, *map(self.values, Record._fields))

    def __getitem__(self, place: int) -> Record:
        return Record(*(self.values(name)[place] for name in Record._fields))

    def values(self, name: str) -> list[Any]:
        """Return the values of a column, one a record."""
        column = self._columns[name]
        return [column.words[place] for place in column.places] if isinstance(column, Coded) else column

    def coded(self, name: str) -> Coded:
        column = self._columns[name]
        return column if isinstance(column, Coded) else Coded.of(column)

    def append(self, record: Record) -> None:
        self.extend(1, **record._asdict())

    def extend(self, size: int, /, **columns: Any) -> None:
        """Add so many records: of each column a value each, or a text or a number for all."""
        for name, said in columns.items():
            self.values(name).extend([said] * size if said is None or isinstance(said, (str, int, float)) else said)

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add records, each with its values in the order of `Record`."""
        for name, column in zip(Record._fields, zip(*rows, strict=True), strict=True) if rows else ():
            self.values(name).extend(column)

    def __iadd__(self, others: Records) -> Records:
        self.extend(len(others), **{name: others.values(name) for name in Record._fields})
        return self

    def __getstate__(self) -> dict[str, Coded | str]:
        return {name: self._packed(name) for name in Record._fields}

    def _packed(self, name: str) -> Coded | str:
        if name in self._TEXTS and len(self):
            text = "\n".join(self.values(name))
            if text.count("\n") == len(self) - 1:
                return text
        return self.coded(name)

    def __setstate__(self, packed: dict[str, Coded | str]) -> None:
        self._columns = {name: said.split("\n") if isinstance(said, str) else said for name, said in packed.items()}


class Skip(NamedTuple):
    """A row under a header that is no record, and why: a total, a group row, a number row, a note."""

    file: str
    sheet: str
    cell: str
    reason: str


EVERY_YEAR = 0


class Printed(NamedTuple):
    """A total or a share that a sheet itself prints, and the rows it covers.

    `measure` is a level, a reason, "total", "rated", "due" (those who had to be rated), or one of these with "_share";
    `value` a number of subjects, or a fraction of 1. `decimals` are those of a share in per cent, -1 for numbers.
    `first` and `last` are rows as Excel numbers them; a figure in a unit's own row covers that row. `pages` names the
    other sheets, one a line, all of whose rows it covers, too. `year` is `EVERY_YEAR` for a sum over rows of several.
    """

    year: int | None
    population: str
    base_organisation: str
    unit: str
    measure: str
    value: float
    file: str
    sheet: str
    cell: str
    first: int
    last: int
    decimals: int = -1
    pages: str = ""


class Held(NamedTuple):
    """An award somebody already holds, as a register says it; `award` and `name` are the words as written."""

    population: str
    key: str
    award: str
    year: int | None
    first: int | None
    last: int | None
    file: str
    sheet: str
    cell: str
    name: str = ""


class Departure(NamedTuple):
    """Somebody without a level of whom a list says that they left in the year, and by which `way` (`scale.LEFT`)."""

    year: int
    population: str
    key: str
    name: str
    born: str
    unit: str
    base_organisation: str
    way: str
    file: str
    sheet: str
    cell: str


class SeenColumn(NamedTuple):
    """One column of a table as it was understood: its letters, titles, and what it was taken for, in words."""

    letters: str
    title: str
    use: str
    rates: bool = False


class Seen(NamedTuple):
    """How a table was understood, or why it was refused. Rows are numbered as Excel shows them.

    `kinds` has a word for each row from `body` to `end`: "" for a subject's, else why the row gives no record; `source`
    says where year, population and unit were read.
    """

    sheet: str
    first: int
    body: int
    end: int
    shape: str
    columns: tuple[SeenColumn, ...]
    kinds: tuple[str, ...] = ()
    year: str = ""
    population: str = ""
    unit: str = ""
    hint: str = ""
    refused: str = ""


class Saving(NamedTuple):
    """When a file was last saved, as ISO text; "" where nothing says so."""

    inside: str = ""  # by the workbook's own properties
    on_disk: str = ""


class Confirmed(NamedTuple):
    """Two keys of which a human says whether they are one person: who said so, when, on which line of which file."""

    one: str
    other: str
    by: str
    on: str
    file: str
    line: int
    same: bool = True


@dataclass
class FileReading:
    """Everything one workbook says. rows = row_records + len(skips) + rejected."""

    file: str
    records: Records = field(default_factory=Records)
    problems: list[Problem] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    tables: int = 0
    rows: int = 0
    row_records: int = 0
    rejected: int = 0
    cells: Counter[str] = field(default_factory=Counter)  # what became of the cells in columns that rate
    seen: list[Seen] = field(default_factory=list)  # how each table was understood
    misfits: list[str] = field(default_factory=list)  # why the settings' descriptions fit no sheet
    foreign: str = ""  # why a table that looks like one is none: its levels are another scale's
    readable: bool = True
    own_output: bool = False

    @property
    def rows_with_data(self) -> int:
        """Rows that said something about a subject, readable or not."""
        return self.row_records + self.rejected

    def problem(
        self,
        severity: Severity,
        code: str,
        message: str,
        *,
        sheet: str = "",
        cell: str = "",
        found: str = "",
        suggestion: str = "",
    ) -> None:
        """Note a problem; the message gets the place in front of it."""
        message = f"{place(self.file, sheet, cell)}: {message}"
        self.problems.append(Problem(severity, code, self.file, sheet, cell, found[:80], message, suggestion))

    def teller(self, sheet: str) -> Tell:
        """Return what notes the problems of one sheet, and holds no more of who calls it than this reading."""

        def tell(
            severity: Severity, code: str, message: str, cell: str, found: str = "", suggestion: str = "", /
        ) -> None:
            self.problem(severity, code, message, sheet=sheet, cell=cell, found=found, suggestion=suggestion)

        return tell


def row_of(cell: str) -> int:
    """Return the row of an address, as Excel numbers it.

    >>> row_of("H17")
    17
    """
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
