"""Who is where: base organisations, cells and members from 2018 to 2022; who joins, leaves, moves, comes back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypedDict

from . import names
from .plan import (
    CELLS_CLOSED,
    CELLS_FOUNDED,
    HOLDERS,
    NEW_EARLY,
    NEW_LATE,
    PLAN,
    STEADY_CELLS,
    STEADY_COMMITTEES,
    STEADY_MEMBERS,
    YEARS,
)

NEAR_MEMBERS = 80  # nearly steady: one year keeps them from five, for various causes


@dataclass(frozen=True)
class Outcome:
    """A level's id, or the words why there is none."""

    level: str = ""
    reason: str = ""


@dataclass(kw_only=True, eq=False)
class Subject:
    """What members and organisations share: what they got in each year, and what it is drawn from."""

    name: str
    merit: float  # 0..2, higher is better; lasts over the years
    off_year: int  # never excellent in this year, so that nobody is five years running by chance
    steady: bool = False  # excellent in every year
    outcome: dict[int, Outcome] = field(default_factory=dict)

    def level(self, year: int) -> str:
        """The level's id; empty where not rated or not listed."""
        return self.outcome.get(year, Outcome()).level


@dataclass(kw_only=True, eq=False)
class Organisation(Subject):
    """A base organisation. A base cell has one unit, itself; a committee has its cells."""

    code: str
    block: str
    founded: date
    committee: bool
    distinction: dict[int, str] = field(default_factory=dict)  # "exemplary" or a field of work
    units: list[Unit] = field(default_factory=list)

    def open_units(self, year: int) -> list[Unit]:
        return [unit for unit in self.units if unit.is_open(year)]


@dataclass(kw_only=True, eq=False)
class Unit(Subject):
    """Where members stand directly under: a cell of a committee, or the base cell."""

    code: str
    base: Organisation
    founded: date
    closed: int = 0  # first year in which it is gone
    weight: float = 1.0

    def is_open(self, year: int) -> bool:
        return self.founded.year <= year and not (self.closed and self.closed <= year)


@dataclass(kw_only=True, eq=False)
class Person(Subject):
    card: str
    female: bool
    born: date
    joined: date
    off_cause: str = "level"  # what keeps a nearly steady member from five years: a level, "unrated" or "away"
    exempt_since: int = 0
    place: dict[int, Unit] = field(default_factory=dict)
    note: dict[int, str] = field(default_factory=dict)


@dataclass
class Bloc:
    organisations: list[Organisation]
    people: list[Person] = field(default_factory=list)
    holders: list[Person] = field(default_factory=list)  # steady members with the bloc's award
    breach: str = ""  # code of the base organisation over the cap

    def cells(self, year: int) -> list[Unit]:
        return [unit for base in self.organisations if base.committee for unit in base.open_units(year)]

    def units(self, year: int) -> list[Unit]:
        return [unit for base in self.organisations for unit in base.open_units(year)]

    def roster(self, year: int) -> list[Person]:
        return [person for person in self.people if year in person.place]


def make_bloc(rng: random.Random) -> Bloc:
    """The whole bloc over all years, nobody rated yet."""
    bloc = Bloc(_organisations(rng))
    _change_cells(rng, bloc)
    _first_year(rng, bloc)
    _choose_steady(rng, bloc)
    for year in YEARS[1:]:
        _next_year(rng, bloc, year)
    return bloc


class _Lasting(TypedDict):
    merit: float
    off_year: int


def _lasting(rng: random.Random) -> _Lasting:
    # Sums of uniform draws, not gauss(): its logarithms may differ in the last bit from one machine to another.
    return {"merit": rng.random() + rng.random(), "off_year": rng.choice(YEARS)}


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _organisations(rng: random.Random) -> list[Organisation]:
    listed = [(block, name) for block, members in names.BLOCKS.items() for name in members]
    result = []
    for number, (block, name) in enumerate(listed, 1):
        committee = name.startswith("Đảng bộ")
        base = Organisation(
            **_lasting(rng),
            name=name,
            code=f"TC{number:02}",
            block=block,
            founded=_day(rng, date(1988, 1, 4), date(2012, 12, 28)),
            committee=committee,
        )
        base.units = _cells(rng, base) if committee else [_base_cell(rng, base)]
        result.append(base)
    large = [base for base in result if base.committee and len(base.units) >= 7]
    for base in rng.sample(large, STEADY_COMMITTEES):
        base.steady = True
    for base in rng.sample([base for base in large if not base.steady], STEADY_CELLS):
        rng.choice(base.units[1:]).steady = True
    return result


def _base_cell(rng: random.Random, base: Organisation) -> Unit:
    weight = 0.35 + 0.65 * rng.random()
    return Unit(**_lasting(rng), name=base.name, code=base.code, base=base, founded=base.founded, weight=weight)


def _cells(rng: random.Random, base: Organisation) -> list[Unit]:
    called = names.cell_names(rng, rng.randint(5, 12))
    return [_cell(rng, base, number, name) for number, name in enumerate(called, 1)]


def _cell(rng: random.Random, base: Organisation, number: int, name: str, founded: date | None = None) -> Unit:
    return Unit(
        **_lasting(rng),
        name=name,
        code=f"{base.code}-CB{number:02}",
        base=base,
        founded=founded or _day(rng, base.founded, date(2016, 12, 30)),
        weight=0.5 + 1.1 * rng.random(),
    )


def _change_cells(rng: random.Random, bloc: Bloc) -> None:
    """A few cells are founded and a few dissolved, each in another committee."""
    committees = [base for base in bloc.organisations if base.committee and len(base.units) >= 6 and not base.steady]
    chosen = rng.sample(committees, len(CELLS_FOUNDED) + len(CELLS_CLOSED))
    for base, founded in zip(chosen, CELLS_FOUNDED, strict=False):
        number = len(base.units) + 1
        base.units.append(_cell(rng, base, number, f"Chi bộ {number}", founded))
    for base, year in zip(chosen[len(CELLS_FOUNDED) :], CELLS_CLOSED, strict=True):
        rng.choice([unit for unit in base.units if not unit.steady]).closed = year


def _person(rng: random.Random, taken: set[str], joined: date) -> Person:
    female = rng.random() < 0.46
    card = f"0{rng.randrange(10**11):011}"
    while card in taken:
        card = f"0{rng.randrange(10**11):011}"
    taken.add(card)
    age = 20 + int(16 * rng.random() * rng.random()) + rng.randrange(3)
    return Person(
        **_lasting(rng),
        name=names.person_name(rng, female=female),
        card=card,
        female=female,
        born=_day(rng, date(joined.year - age, 1, 1), date(joined.year - age, 12, 31)),
        joined=joined,
    )


def _admitted(rng: random.Random, year: int, *, late: bool) -> date:
    # Nobody is admitted around 30 June: whether exactly six months are enough is not for the sample to say.
    if late:
        return _day(rng, date(year, 7, 8), date(year, 12, 24))
    return _day(rng, date(year, 1, 8), date(year, 6, 20))


def _earlier(rng: random.Random, year: int) -> date:
    """Admission of someone who is a member already: up to 38 years ago, the last years more often."""
    back = 1 + int(38 * rng.random() * (0.35 + 0.65 * rng.random()))
    return _day(rng, date(year - back, 1, 8), date(year - back, 12, 24))


def _cards(bloc: Bloc) -> set[str]:
    return {person.card for person in bloc.people}


def _arrive(rng: random.Random, bloc: Bloc, year: int, dates: list[date], note: str = "") -> None:
    taken, units = _cards(bloc), bloc.units(year)
    weights = [unit.weight for unit in units]
    for joined, unit in zip(dates, rng.choices(units, weights=weights, k=len(dates)), strict=True):
        person = _person(rng, taken, joined)
        person.place[year] = unit
        if note:
            person.note[year] = note
        bloc.people.append(person)


def _admissions(rng: random.Random, year: int) -> list[date]:
    early = [_admitted(rng, year, late=False) for _ in range(NEW_EARLY + rng.randint(-6, 6))]
    return early + [_admitted(rng, year, late=True) for _ in range(NEW_LATE + rng.randint(-4, 4))]


def _first_year(rng: random.Random, bloc: Bloc) -> None:
    year = YEARS[0]
    new = _admissions(rng, year)
    older = [_earlier(rng, year) for _ in range(PLAN[year].listed - len(new))]
    _arrive(rng, bloc, year, older)
    _arrive(rng, bloc, year, new, "Kết nạp trong năm")


def _choose_steady(rng: random.Random, bloc: Bloc) -> None:
    """Members excellent in all years, spread so that no base organisation needs more of them than its cap allows."""
    first = YEARS[0]
    roster = bloc.roster(first)
    able = [p for p in roster if 1960 <= p.born.year <= 1988 and p.joined.year <= 2014 and not p.place[first].closed]
    rng.shuffle(able)
    left = {base.code: _room(bloc, base) for base in bloc.organisations}
    steady: list[Person] = []
    for person in able:
        code = person.place[first].base.code
        if len(steady) < STEADY_MEMBERS and left[code]:
            left[code] -= 1
            person.steady = True
            steady.append(person)
    bloc.holders = sorted(steady, key=lambda person: person.joined)[:HOLDERS]
    for number, person in enumerate([person for person in able if not person.steady][:NEAR_MEMBERS]):
        person.merit += 2
        person.off_cause = ("level", "unrated", "level", "away", "level")[number % 5]
        if person.off_cause == "away":
            person.off_year = rng.choice(YEARS[1:-1])


def _room(bloc: Bloc, base: Organisation) -> int:
    members = sum(person.place[YEARS[0]].base is base for person in bloc.roster(YEARS[0]))
    return max(members // 45, 1 if members >= 18 else 0)


def _next_year(rng: random.Random, bloc: Bloc, year: int) -> None:
    staying = [person for person in bloc.roster(year - 1) if not _is_away(person, year)]
    fixed = [person for person in staying if person.steady or person.merit > 2]
    free = [person for person in staying if not (person.steady or person.merit > 2)]
    free = _without_leavers(rng, free, year)
    for person in fixed + free:
        person.place[year] = person.place[year - 1]
    for person in bloc.people:
        if _is_away(person, year - 1) and year - 2 in person.place:
            person.place[year] = person.place[year - 2]
            person.note[year] = "Chuyển sinh hoạt đảng trở lại"
    _rehouse(rng, bloc, year)
    _move(rng, bloc, year)
    new = _admissions(rng, year)
    _arrive(rng, bloc, year, new, "Kết nạp trong năm")
    missing = PLAN[year].listed - len(bloc.roster(year))
    _arrive(rng, bloc, year, [_earlier(rng, year) for _ in range(missing)], "Chuyển sinh hoạt đảng đến")


def _is_away(person: Person, year: int) -> bool:
    return person.off_cause == "away" and person.off_year == year


def _without_leavers(rng: random.Random, people: list[Person], year: int) -> list[Person]:
    """Some 3 % leave a year; from 60 years of age on it is 12 %."""
    return [person for person in people if rng.random() >= (0.12 if year - person.born.year > 60 else 0.026)]


def _rehouse(rng: random.Random, bloc: Bloc, year: int) -> None:
    """Members of a dissolved cell go to its neighbours; a new cell is filled from its neighbours."""
    for person in bloc.roster(year):
        unit = person.place[year]
        if not unit.is_open(year):
            _place(person, year, rng.choice(unit.base.open_units(year)))
    for cell in bloc.cells(year):
        if cell.founded.year == year:
            others = [p for p in bloc.roster(year) if p.place[year].base is cell.base and not p.steady]
            for person in rng.sample(others, rng.randint(14, 22)):
                _place(person, year, cell)


def _move(rng: random.Random, bloc: Bloc, year: int) -> None:
    """Some 1,5 % go to another cell of their committee and 0,7 % to another base organisation; of the steady, two."""
    units = bloc.units(year)
    large = [unit for unit in units if unit.base.committee and len(unit.base.units) >= 9]
    steady = [person for person in bloc.roster(year) if person.steady and person.place[year].base.committee]
    for person in rng.sample(steady, 2):
        _place(person, year, rng.choice([unit for unit in large if unit.base is not person.place[year].base]))
    for person in bloc.roster(year):
        if person.steady:
            continue
        draw, unit = rng.random(), person.place[year]
        if draw < 0.015:
            _place(person, year, rng.choice(unit.base.open_units(year)))
        elif draw < 0.022:
            _place(person, year, rng.choices(units, weights=[unit.weight for unit in units])[0])


def _place(person: Person, year: int, unit: Unit) -> None:
    before = person.place[year]
    if unit is before:
        return
    person.place[year] = unit
    person.note[year] = f"Chuyển từ {before.name if unit.base is before.base else before.code}"
