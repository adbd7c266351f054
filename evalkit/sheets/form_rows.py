"""The rows of a form, and sections of them, in which each level comes once below headings that say whom they count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from evalkit.sheets.model import Kind

FIXED = (Kind.STRUCK, Kind.HEADER, Kind.NUMBERING, Kind.SIGNATURE, Kind.NOTE)
_WHOLES = ("total", "rated")


class Facts(NamedTuple):
    """What a heading says of the rows below it."""

    population: str = ""
    scope: str = ""
    kind: str = ""
    year: int | None = None
    whole: bool = False
    unit: str = ""


@dataclass(slots=True)
class FormRow:
    """One row of a form that is not blank."""

    row: int
    label: str
    measure: str
    rated: bool
    kind: Kind

    @property
    def counts(self) -> bool:
        """Return whether the row is of a level or of a reason."""
        return bool(self.measure) and self.measure not in _WHOLES and self.kind not in FIXED

    @property
    def heads(self) -> bool:
        return not self.measure and self.kind not in FIXED

    @property
    def is_whole(self) -> bool:
        return self.measure in _WHOLES


@dataclass(eq=False)
class Section:
    """Rows of which each level comes once, and the rows above them that may say whom they count."""

    above: list[FormRow] = field(default_factory=list)  # all rows since the levels before, these heads among them
    heads: list[FormRow] = field(default_factory=list)
    rows: list[FormRow] = field(default_factory=list)
    measures: set[str] = field(default_factory=set)
    parent: Section | None = None
    facts: Facts = field(default_factory=Facts)
    fate: Kind = Kind.SUBJECT
    unit: str = ""
    base: str = ""
