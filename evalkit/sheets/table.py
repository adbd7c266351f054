"""One table as it was understood: where it stands, which columns rate, and what the others hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from evalkit.settings import Hint
from evalkit.sheets.titles import Column


@dataclass(frozen=True)
class RatingColumns:
    """The columns that hold one year's deciding rating: one column of words, or one column a level."""

    year: int | None
    level: Column | None = None
    marks: tuple[Column, ...] = ()
    reasons: tuple[Column, ...] = ()  # where the row says why, if it is not rated
    population: str = ""  # whom the columns rate or count, where their caption says
    default: str = ""  # why nobody in the list was rated, where its title says so and the row says no more
    figures: tuple[Column, ...] = ()  # beside the levels: totals, numbers rated, shares

    @property
    def places(self) -> tuple[int, ...]:
        return (self.level.place,) if self.level else tuple(column.place for column in self.marks)


@dataclass(frozen=True)
class Table:
    """One table: header rows `first`..`body - 1`, rows `body`..`end - 1`, and the columns that matter."""

    first: int
    body: int
    end: int
    columns: tuple[Column, ...]
    ratings: tuple[RatingColumns, ...] = ()
    ignored: tuple[Column, ...] = ()  # rating columns that do not decide: self-ratings, proposals
    population: str = ""
    key: tuple[int, ...] = ()
    names: dict[str, int] = field(default_factory=dict)  # role → column; `name`, `unit`, `base` seen from the subject
    subject: str = ""  # the one organisation that all rows are about
    unit: str = ""  # what all rows belong to, where no column says it
    base: str = ""
    claims: bool = False  # the title claims "5 năm liền" for everybody: no evidence of any year
    heading: str = ""  # the line that says so, where no label stands before it
    other: tuple[Column, ...] = ()  # votes under the levels, grades of criteria: no ratings
    unsaid: tuple[Column, ...] = ()  # they hold levels, but their titles do not say whose or of what
    foreign: str = ""  # the titles of another scale's levels, where that is why this is no rating table
    hint: Hint | None = None

    @property
    def is_register(self) -> bool:
        return "award" in self.names and ("year" in self.names or "period" in self.names)

    @property
    def needs_key(self) -> bool:
        """A hint that names the subject's columns: a row without them is nobody's."""
        return bool(self.hint and self.key)

    @property
    def wide(self) -> bool:
        """One column a year: a blank there is a year without a record."""
        return len({rating.year for rating in self.ratings}) > 1 or bool(self.hint and self.hint.level_by_year)
