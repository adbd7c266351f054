"""One form for each code: written forms of one code are joined, rows without a code join the code of their name.

What may be two organisations is never joined: one code under two names in a year is told apart by the names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from evalkit.problems import Problem
from evalkit.records import COUNTED
from evalkit.subjects.code_problems import NESTED, ORGANISATIONS, CodedRow, contradictions, grouped_problem
from evalkit.vietnamese import fold, unit_form

_COLUMNS = ("year", "population", "key", "name", "base_organisation", "unit", "file", "sheet", "cell")


class JoinedCodes(NamedTuple):
    """The key of every record after joining, written code → key, and what a person must know of it."""

    key: pd.Series
    written: Mapping[str, str]
    problems: list[Problem]


@lru_cache(maxsize=65536)
def code_form(code: str) -> str:
    """Return the form in which two spellings of a code are equal: no case, blanks, marks or padding zeros.

    >>> code_form("TC 07"), code_form("tc-7"), code_form("07"), code_form("TC1-12"), code_form("TC11-2")
    ('tc.7', 'tc.7', '7', 'tc.1.12', 'tc.11.2')
    """
    parts: list[str] = []
    for part in re.findall(r"\d+|[^\W\d_]+", fold(code)):
        if part.isdecimal():
            parts.append(part.lstrip("0") or "0")
        elif parts and not parts[-1].isdecimal():
            parts[-1] += part
        else:
            parts.append(part)
    return ".".join(parts) or fold(code)


def join_codes(records: pd.DataFrame, *, renamed_in: Iterable[str] = ()) -> JoinedCodes:
    """Return the key of each record with its code in one form; `renamed_in` are the words of the crosswalk."""
    coded = (records["population"] != "member") & (records["key"] != COUNTED)
    if not coded.any() or not (records.loc[coded, "key"] != "").any():
        return JoinedCodes(records["key"], {}, [])
    rows = _rows(records[coded])
    excused = {unit_form(word) for word in renamed_in} | {code_form(word) for word in renamed_in}
    codes_of_bases = _codes_of_bases(rows)
    keys: dict[int, str] = {}
    written: dict[str, str] = {}
    problems: list[Problem] = []
    by_population: dict[str, list[CodedRow]] = defaultdict(list)
    for row in rows:
        by_population[row.population].append(row)
    for population, own in by_population.items():
        joined = _Population(population, own, codes_of_bases)
        keys |= joined.keys
        written |= joined.written
        problems += [*joined.problems, *contradictions(own, joined.keys, excused, joined.is_organisation)]
    key = records["key"].astype(object)
    key.loc[list(keys)] = list(keys.values())
    return JoinedCodes(key.astype(records["key"].dtype), written, problems)


def _rows(records: pd.DataFrame) -> list[CodedRow]:
    columns = [records[name].astype(object).tolist() for name in _COLUMNS]
    return [
        CodedRow(
            index,
            int(year),
            population,
            key,
            code_form(key),
            unit_form(name),
            name,
            unit_form(base or unit),
            file,
            sheet,
            cell,
        )
        for index, year, population, key, name, base, unit, file, sheet, cell in zip(
            records.index, *columns, strict=True
        )
    ]


def _codes_of_bases(rows: Sequence[CodedRow]) -> dict[str, str]:
    """Return the code of each base organisation by its name, where it has but one."""
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.population == "base_organisation" and row.key:
            codes[row.name].setdefault(code_form(row.key), row.key)
    return {name: next(iter(own.values())) for name, own in codes.items() if len(own) == 1}


class _Population:
    """The codes of one population, brought into one form step by step."""

    def __init__(self, population: str, rows: Sequence[CodedRow], codes_of_bases: Mapping[str, str]) -> None:
        self.population, self.rows = population, rows
        self.is_organisation = population in ORGANISATIONS
        self.codes_of_bases = codes_of_bases
        self.problems: list[Problem] = []
        self.coded = [row for row in rows if row.key]
        self.forms = {code_form(row.key) for row in self.coded}
        self.starts_again = self._starts_again()
        self.identity = {row.position: self._identity(row) for row in self.coded}
        self._complete_numbers()
        self._part_names()
        self.shown = self._shown()
        self.keys = {index: self.shown[identity] for index, identity in self.identity.items()}
        self._join_names()
        self.written = self._written()

    def _starts_again(self) -> bool:
        """Return whether one code stands in several base organisations in one year."""
        if self.population not in NESTED:
            return False
        bases: dict[tuple[int, str], set[str]] = defaultdict(set)
        for row in self.coded:
            bases[row.year, code_form(row.key)].add(row.base)
        return any(len(own - {""}) > 1 for own in bases.values())

    def _identity(self, row: CodedRow) -> str:
        """Return the code in one form, with that of its base organisation in front where it is not known without it."""
        form = code_form(row.key)
        if self.population not in NESTED or not row.base:
            return form
        above = code_form(self.codes_of_bases[row.base]) if row.base in self.codes_of_bases else ""
        if above and form.startswith(f"{above}."):
            return form
        if above and (self.starts_again or f"{above}.{form}" in self.forms):
            return f"{above}.{form}"
        return f"{form} / {row.base}" if self.starts_again else form

    def _complete_numbers(self) -> None:
        """«7» is «TC07» where no other code ends so, and one name at least says the same."""
        names: dict[str, set[str]] = defaultdict(set)
        for row in self.coded:
            names[self.identity[row.position]].add(row.name)
        longer: dict[str, list[str]] = defaultdict(list)
        for identity in names:
            if found := re.fullmatch(r"[^\W\d_]+\.(\d+)", identity):
                longer[found[1]].append(identity)
        whole = {
            number: near[0]
            for number, candidates in longer.items()
            if number in names and len(near := [one for one in candidates if names[one] & names[number]]) == 1
        }
        self.identity = {index: whole.get(identity, identity) for index, identity in self.identity.items()}

    def _part_names(self) -> None:
        """Tell apart what has one code in one year under several names; the name of other years keeps the code."""
        years: dict[tuple[str, int], dict[str, CodedRow]] = defaultdict(dict)
        names: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.coded:
            if row.name:
                years[self.identity[row.position], row.year].setdefault(row.name, row)
                names[self.identity[row.position]][row.name] += 1
        found: list[tuple[CodedRow, CodedRow]] = []
        parted: set[tuple[str, str]] = set()
        for (identity, _), own in years.items():
            if len(own) < 2 or not (self.is_organisation or len({row.key for row in own.values()}) > 1):
                continue
            first, *others = sorted(own.values(), key=lambda row: -names[identity][row.name])
            for other in others:
                found.append((first, other))
                parted.add((identity, other.name))
        for row in self.coded:
            if (self.identity[row.position], row.name) in parted:
                if self.is_organisation:
                    del self.identity[row.position]
                else:
                    self.identity[row.position] = row.key
        if found:
            self.problems.append(grouped_problem("error", "one_code_two_names", found, (
                "mã này đứng ở hai đơn vị khác tên trong cùng một năm; được tính là hai đơn vị. "
                "Sửa mã sai, hoặc viết tên như nhau nếu là một"
            )))  # fmt: skip

    def _shown(self) -> dict[str, str]:
        """Return each code as it is written most often, the latest first of equals."""
        ways: dict[str, Counter[str]] = defaultdict(Counter)
        first: dict[str, dict[str, CodedRow]] = defaultdict(dict)
        for row in self.coded:
            if row.position in self.identity:
                ways[self.identity[row.position]][self._whole(row)] += 1
                first[self.identity[row.position]].setdefault(row.key, row)
        differing = [tuple(own.values()) for own in first.values() if len(own) > 1]
        if differing:
            self.problems.append(grouped_problem("warning", "code_forms", differing, (
                "một mã viết nhiều cách được coi là một đơn vị. Nếu là hai đơn vị, sửa mã cho khác nhau"
            )))  # fmt: skip
        return {one: max(own, key=lambda way: (own[way], len(way), way)) for one, own in ways.items()}

    def _whole(self, row: CodedRow) -> str:
        identity = self.identity[row.position]
        if " / " in identity:
            return f"{row.key} / {row.base}"
        above = self.codes_of_bases.get(row.base, "") if self.population in NESTED else ""
        if above and identity == f"{code_form(above)}.{code_form(row.key)}":
            return f"{above}-{row.key}"
        return row.key

    def _join_names(self) -> None:
        """Join a row without a code to its name under its parent, where the nearest years know one such code."""
        if not self.is_organisation:
            return
        known: dict[tuple[str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.coded:
            if row.position in self.keys and row.name:
                known[self._parent(row), row.name][row.year].add(self.keys[row.position])
        joined = []
        for row in self.rows:
            if row.position not in self.keys:
                codes = _nearest(known.get((self._parent(row), row.name), {}), row.year)
                self.keys[row.position] = codes.pop() if len(codes) == 1 else ""
                joined += [(row,)] if self.keys[row.position] else []
        if joined:
            self.problems.append(grouped_problem("note", "joined_by_name", joined, (
                "không có mã; được nối với mã của đơn vị cùng tên, cùng cấp trên"
            )))  # fmt: skip

    def _parent(self, row: CodedRow) -> str:
        return row.base if self.population in NESTED else ""

    def _written(self) -> dict[str, str]:
        """Code as written → key, where one code is written in a way that is not the key."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.coded:
            found[row.key].add(self.keys[row.position])
        return {code: min(keys) for code, keys in found.items() if len(keys) == 1 and keys != {code} and keys != {""}}


def _nearest(years: Mapping[int, set[str]], year: int) -> set[str]:
    """Return the codes of a name in the same year; without any, in the nearest year before and the nearest after."""
    if year in years:
        return set(years[year])
    before = max((other for other in years if other < year), default=None)
    after = min((other for other in years if other > year), default=None)
    return {code for other in (before, after) if other is not None for code in years[other]}
