"""The rules that settings hold, as frozen data with their source: targets, caps, awards, crosswalk, hints."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

import msgspec

from evalkit.scale import PARTY, Scale
from evalkit.vietnamese import decimal

POPULATIONS = {
    "member": "đảng viên",
    "base_organisation": "tổ chức cơ sở đảng",
    "cell": "chi bộ trực thuộc",
    "section_committee": "đảng bộ bộ phận",
}
Sign = Literal[">=", ">", "<=", "<"]
Handling = Literal["breaks", "bridges"]
_SIGN_WORDS = {">=": "ít nhất", ">": "trên", "<=": "không quá", "<": "dưới"}


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file: keys that are not named here are refused."""


class Target(Table, frozen=True, kw_only=True):
    """A bound that a resolution sets for the share of one population in the years `first` to `last`."""

    population: str
    measure: str
    sign: Sign
    bound: Fraction
    source: str = ""
    first: int | None = msgspec.field(name="from", default=None)
    last: int | None = msgspec.field(name="to", default=None)

    @property
    def bound_text(self) -> str:
        """The bound in words: "ít nhất 98%", "dưới 0,4%"."""
        digits = next((n for n in range(9) if (100 * self.bound * 10**n).denominator == 1), 9)
        return f"{_SIGN_WORDS[self.sign]} {decimal(100 * self.bound, digits)}%"

    def holds_in(self, year: int) -> bool:
        """Return whether the target is set for that year."""
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


class UnitTarget(Target, frozen=True, kw_only=True):
    """A bound that a committee sets for each of its units, beside the one for the whole."""


class Regulation(Table, frozen=True, kw_only=True):
    """The documents under which the years `first` to `last` were rated."""

    documents: tuple[str, ...]
    first: int | None = msgspec.field(name="from", default=None)
    last: int | None = msgspec.field(name="to", default=None)

    def holds_in(self, year: int) -> bool:
        """Return whether the year was rated under it."""
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


# Sources: thuvienphapluat.vn 396122 (2018 and 2019), xaydungchinhsach.chinhphu.vn (2023), hieuluat.vn 43683 (2025).
REGULATIONS = (
    Regulation(documents=("Quy định số 132-QĐ/TW", "Hướng dẫn số 16-HD/BTCTW"), first=2018, last=2018),
    Regulation(documents=("Quy định số 132-QĐ/TW", "Hướng dẫn số 21-HD/BTCTW"), first=2019, last=2022),
    Regulation(documents=("Quy định số 124-QĐ/TW", "Hướng dẫn số 25-HD/BTCTW"), first=2023, last=2024),
    Regulation(documents=("Quy định số 366-QĐ/TW", "Hướng dẫn số 43-HD/BTCTW"), first=2025),
)


class Cap(Table, frozen=True, kw_only=True):
    """The most that may stand at `level`: `share` of the number at `denominator`, in each `group`.

    Without a `group` what stands below base organisations is counted in each of them (Hướng dẫn 21-HD/BTCTW).
    """

    population: str
    level: str = "excellent"
    share: Fraction = Fraction(1, 5)
    denominator: str = "good"
    group: Literal["base_organisation", "unit", "all"] | None = None
    rounding: Literal["floor"] = "floor"
    source: str = ""

    @property
    def grouped_by(self) -> str | None:
        """The column of the ratings table in each of whose units the cap holds; None for all together."""
        if self.group is None:
            return "base_organisation" if self.population in ("member", "cell", "section_committee") else None
        return None if self.group == "all" else self.group


class Award(Table, frozen=True, kw_only=True):
    """An award: what earns it (a level or distinction, over how many years), who decides, what must be held before.

    `unit_level`: the subject's own unit must stand at this level or better in the year. `count_again`: whether years
    that counted for the same award before may count once more. `share` of `denominator` ("rated", or a measure) is the
    most that may get it; nobody is left out for it, the number is shown.
    """

    id: str
    name: str
    population: str
    level: str | None = None
    distinction: str | None = None
    years: int = 1
    decided_by: str = ""
    holds: tuple[str, ...] = ()
    not_held: tuple[str, ...] = ()
    form: str = ""
    unit_level: str | None = None
    count_again: bool = True
    share: Fraction | None = None
    denominator: str = "rated"
    source: str = ""


class Crosswalk(Table, frozen=True, kw_only=True):
    """What became of an organisation: renamed, merged, split or dissolved, with the date and the document."""

    date: datetime.date
    kind: Literal["renamed", "merged", "split", "dissolved"]
    before: tuple[str, ...] = msgspec.field(name="from")
    after: tuple[str, ...] = msgspec.field(name="to", default=())
    chain: str | None = None
    source: str = ""

    @property
    def chains(self) -> list[tuple[str, str]]:
        """Whose history goes on under which key: (old, new); old is "" where the new one begins without any."""
        if self.kind == "renamed":
            return list(zip(self.before, self.after, strict=True))
        if self.kind == "merged":
            return [(self.chain or "", self.after[0])]
        if self.kind == "split":
            return [(self.before[0] if one == self.chain else "", one) for one in self.after]
        return []


class StreakRule(Table, frozen=True, kw_only=True):
    """What a year without a rating, a year without a round and a change of scale mean for a run of years.

    `unrated`: such a year "breaks" a run (the default), or "bridges" it: it neither ends it nor counts in it; for all
    reasons alike, or by reason. `years`: those that count, where not every calendar year does. `equal`: a level of the
    earlier scale → the level it counts as; only with a `source`.
    """

    unrated: Handling | dict[str, Handling] = "breaks"
    years: tuple[int, ...] = ()
    equal: dict[str, str] = msgspec.field(default_factory=dict)
    source: str = ""

    def bridges(self, scale: Scale) -> frozenset[str]:
        """Return the reasons for not being rated that a run passes over."""
        if isinstance(self.unrated, str):
            return frozenset(scale.every_reason) if self.unrated == "bridges" else frozenset()
        return frozenset(reason for reason, handling in self.unrated.items() if handling == "bridges")

    def window(self, year: int, length: int) -> tuple[int, ...]:
        """Return the `length` years that count up to `year`; fewer where `years` names no more."""
        named = [one for one in sorted(set(self.years)) if one <= year]
        return tuple(named[-length:]) if self.years else tuple(range(year - length + 1, year + 1))


class Review(Table, frozen=True, kw_only=True):
    """Who is too new to be rated, and what an excellent organisation asks of those directly below it.

    `months` is the shortest membership, or age of an organisation, on 31 December of the year; `subordinates` maps a
    measure to the least share of the rated subordinates that must be at it.
    """

    months: int = 6
    subordinates: dict[str, Fraction] = msgspec.field(
        default_factory=lambda: {"completed_or_better": Fraction(1), "good_or_better": Fraction(4, 5)}
    )
    source: str = "Hướng dẫn 21-HD/BTCTW"


class Growth(Table, frozen=True, kw_only=True):
    """The least that a year's admissions must be, as a share of the members at the end of the year before."""

    share: Fraction
    source: str = ""
    first: int | None = msgspec.field(name="from", default=None)
    last: int | None = msgspec.field(name="to", default=None)

    def holds_in(self, year: int) -> bool:
        """Return whether it is set for that year."""
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


class Published(Table, frozen=True, kw_only=True):
    """A share that an earlier report printed, to be compared with the same figure counted now."""

    year: int
    population: str
    measure: str
    printed: str
    source: str = ""


class Limits(Table, frozen=True, kw_only=True):
    """How much one file may take before it is refused: seconds, memory of its reader, cells, size unpacked, of text."""

    seconds: int = 120  # and more for a large file
    memory_mib: int = 4096
    cells: int = 60_000_000
    unpacked_mib: int = 1000
    text_mib: int = 300  # of a csv file


LIMITS = Limits()  # where the settings say nothing


class Hint(Table, frozen=True, kw_only=True):
    """How to read a sheet that cannot be understood by itself; every word is a column's title."""

    population: str
    files: str = "*"
    sheet: str | None = None
    subject: str | tuple[str, ...] = ()
    name: str | None = None
    unit: str | None = None
    base_organisation: str | None = None
    kind: str | None = None
    born: str | None = None
    joined: str | None = None
    reason: str | None = None
    distinction: str | None = None
    level: str | None = None
    level_by_year: str | None = None
    year_from_file: str | None = None
    year: int | str | None = None
    where: dict[str, str | tuple[str, ...]] = {}  # title → what its column must say for a row to be read


@dataclass(frozen=True)
class Settings:
    """Everything a committee decides. `path` and `text` are the file it came from, None and "" where there is none.

    `organ` issues and signs what `organisation` is rated in. `blocks`: khối thi đua → its units, by name or code.
    `template` is a Word file whose page and styles the report takes over. Counts of units below
    `mask_below` are hidden in the report, and what would tell them.
    """

    organisation: str = ""
    organ: str = ""
    parent: str = ""
    symbol: str = ""
    place: str = ""
    signatory: str = ""
    position: str = ""
    recipients: tuple[str, ...] = ()
    term: str = ""
    template: Path | None = None
    mask_below: int = 0
    targets: tuple[Target, ...] = ()
    unit_targets: tuple[UnitTarget, ...] = ()
    regulations: tuple[Regulation, ...] = ()
    blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    awards: tuple[Award, ...] = ()
    crosswalk: tuple[Crosswalk, ...] = ()
    streaks: StreakRule = field(default_factory=StreakRule)
    growth: Growth | None = None
    published: tuple[Published, ...] = ()
    review: Review = field(default_factory=Review)
    limits: Limits = field(default_factory=Limits)
    hints: tuple[Hint, ...] = ()
    scale: Scale = PARTY
    populations: dict[str, str] = field(default_factory=lambda: dict(POPULATIONS))
    path: Path | None = None
    text: str = ""

    @property
    def term_years(self) -> tuple[int, int] | None:
        """The first and last year of the term; None where the settings name none."""
        years = [int(year) for year in re.findall(r"\d{4}", self.term)]
        return (years[0], years[-1]) if years else None

    def documents(self, year: int) -> tuple[str, ...]:
        """Return the documents under which a year was rated: those of the settings, else of the Party scale."""
        known = (*self.regulations, *(REGULATIONS if self.scale.name == PARTY.name else ()))
        return next((one.documents for one in known if one.holds_in(year)), ())

    def label(self, population: str, measure: str) -> str:
        """Return a figure in words, as it stands over a chart: "Đảng viên hoàn thành tốt nhiệm vụ trở lên"."""
        words = f"{self.populations.get(population, population)} {self.scale.label(measure)}"
        return words[:1].upper() + words[1:]
