"""Write the synthetic sample: python data/make_sample.py [OUT]. The same bytes every time, wherever it runs.

Nobody in it exists. Five years' workbooks, the register of past awards, and the settings go to OUT (data/sample).
"""

from __future__ import annotations

import gc
import os
import random
import sys
from collections import Counter
from pathlib import Path

os.environ["OPENPYXL_LXML"] = "False"  # openpyxl writes other bytes where lxml is installed than where it is not

from sample_maker.bloc import Bloc, Organisation, Person, Subject, make_bloc
from sample_maker.lists import write_awards, write_year
from sample_maker.plan import (
    CAP_BREACH_YEAR,
    CAP_SHARE,
    HOLDERS,
    PLAN,
    SEED,
    STEADY_CELLS,
    STEADY_COMMITTEES,
    STEADY_MEMBERS,
    YEARS,
)
from sample_maker.ratings import GOOD_OR_BETTER, rate
from sample_maker.settings import SETTINGS


def main(out: Path) -> None:
    gc.disable()  # half a million cells live until their workbook is saved: looking for garbage finds none
    rng = random.Random(SEED)
    bloc = make_bloc(rng)
    rate(rng, bloc)
    check(bloc)
    out.mkdir(parents=True, exist_ok=True)
    for year in YEARS:
        write_year(rng, bloc, year, out / f"{year}.xlsx")
    write_awards(rng, bloc, out / "khen-thuong.xlsx")
    (out / "evalkit.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")


def check(bloc: Bloc) -> None:
    """What the sample promises holds; an AssertionError names what does not."""
    for year in YEARS:
        _check_counts(bloc, year)
        _check_caps(bloc, year)
        _check_subordinates(bloc, year)
    steady = [person for person in bloc.people if _always_excellent(person)]
    assert len(steady) == STEADY_MEMBERS, f"{len(steady)} members excellent in all years"
    assert len(set(bloc.holders)) == HOLDERS
    assert set(bloc.holders) <= set(steady)
    bases = [base for base in bloc.organisations if _always_excellent(base)]
    assert [base.committee for base in bases] == [True] * STEADY_COMMITTEES
    cells = [unit for base in bloc.organisations if base.committee for unit in base.units if _always_excellent(unit)]
    assert len(cells) == STEADY_CELLS, f"{len(cells)} cells excellent in all years"


def _always_excellent(subject: Subject) -> bool:
    return all(subject.level(year) == "excellent" for year in YEARS)


def _counts(subjects: list[Person] | list[Organisation], year: int) -> tuple[int, int, int, int]:
    """Listed, rated, good or better, not completed."""
    levels = Counter(subject.level(year) for subject in subjects)
    rated = levels.total() - levels[""]
    return levels.total(), rated, levels["excellent"] + levels["good"], levels["not_completed"]


def _check_counts(bloc: Bloc, year: int) -> None:
    plan = PLAN[year]
    members = _counts(bloc.roster(year), year)
    assert members == (plan.listed, plan.rated, plan.good_or_better, plan.not_completed), f"{year}: members {members}"
    bases = _counts(bloc.organisations, year)
    assert bases == (77, 77, plan.base_good_or_better, plan.base_not_completed), f"{year}: base organisations {bases}"
    marks = [(base.distinction[year], base.level(year)) for base in bloc.organisations if year in base.distinction]
    exemplary = [level for mark, level in marks if mark == "exemplary"]
    fields = [level for mark, level in marks if mark != "exemplary"]
    assert exemplary == ["excellent"] * plan.base_exemplary
    assert fields == ["good"] * plan.base_field


def _check_caps(bloc: Bloc, year: int) -> None:
    plan = PLAN[year]
    excellent = sum(base.level(year) == "excellent" for base in bloc.organisations)
    assert excellent == plan.base_excellent <= plan.base_good_or_better // CAP_SHARE
    levels = Counter((person.place[year].base.code, person.level(year)) for person in bloc.roster(year))
    codes = [base.code for base in bloc.organisations]
    over = [code for code in codes if levels[code, "excellent"] > levels[code, "good"] // CAP_SHARE]
    assert over == ([bloc.breach] if year == CAP_BREACH_YEAR else []), f"{year}: over the cap: {over}"


def _check_subordinates(bloc: Bloc, year: int) -> None:
    members: dict[str, list[str]] = {}
    for person in bloc.roster(year):
        members.setdefault(person.place[year].code, []).append(person.level(year))
    for base in bloc.organisations:
        cells = base.open_units(year)
        below = [cell.level(year) for cell in cells] if base.committee else members[base.code]
        for subject, levels in [(base, below)] + [(cell, members[cell.code]) for cell in cells if base.committee]:
            if subject.level(year) == "excellent":
                assert "not_completed" not in levels, f"{year}: {subject.code}"
                good = sum(level in GOOD_OR_BETTER for level in levels)
                assert good * 5 >= len(levels) * 4, f"{year}: {subject.code}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "sample")
