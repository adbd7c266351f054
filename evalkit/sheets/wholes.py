"""Which of several series of numbers count, of which some add up others: columns side by side, or sections of rows.

A whole («Tổng số», «Toàn Đảng bộ») and what makes it up are never both counted, and a difference is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.books.grid import most_are
from evalkit.sheets.vocabulary import KIND_PAIRS, names_unit, population_of

_FEWEST_PARTS = 2
_FEWEST_ROWS = 2  # in which there is something to add


@dataclass(frozen=True)
class Series:
    """The numbers of a column or a section, for each level and reason one, and what its titles say of them."""

    source: Any  # the column, or the section
    title: str
    numbers: tuple[int, ...]
    is_whole: bool = False  # its words say that it is a total
    kind: str = ""  # the part of the members that it counts: "nữ", "dự bị", "trong đó …"
    caption: tuple[str, ...] = ()  # a total below a caption adds up what else stands below it


@dataclass(frozen=True)
class Settled:
    """What is counted, and the sums that have to be right."""

    counted: list[Any]
    sums: list[tuple[Any, tuple[Any, ...]]]  # a whole, and what must make it up
    guessed: list[Any]  # a whole by its numbers, not by its words
    unclear: list[Any]  # added to each other, but words and sums do not tell whether


def settle(series: Sequence[Series]) -> Settled:
    """Return which of the series of one population and year are counted: what makes up the wholes, or these."""
    wholes, singles = _wholes_and_singles(series)
    kinds = _kinds(series)
    sums = _sums(wholes, singles)
    counted = _counted(wholes, singles, sums) or next(iter(kinds), [*series[:1]])
    all_people = wholes[0] if wholes else singles[0] if len(singles) == 1 else None
    of_kinds = [(all_people, kind) for kind in kinds if all_people and _must_make_up(kind, all_people)]
    added = singles if not wholes and len(singles) >= _FEWEST_PARTS else []
    return Settled(
        _sources(counted),
        [(whole.source, tuple(_sources(parts))) for whole, parts in (*sums.items(), *of_kinds)],
        _sources(whole for whole in wholes if not whole.is_whole),
        _sources(one for one in added if not names_unit(one.title)),
    )


def _sources(series: Iterable[Series]) -> list[Any]:
    return [one.source for one in series]


def _wholes_and_singles(series: Sequence[Series]) -> tuple[list[Series], list[Series]]:
    """Return the totals, those of the widest caption first, and what is no total and no kind of members."""
    singles = [one for one in series if not (one.is_whole or one.kind)]
    wholes = sorted((one for one in series if one.is_whole), key=lambda one: len(one.caption))
    wholes = wholes or _sums_of_others(singles)
    return wholes, [one for one in singles if one not in wholes]


def _sums(wholes: Sequence[Series], singles: Sequence[Series]) -> dict[Series, list[Series]]:
    """Return the wholes, each with the parts that must make it up."""
    below = ((whole, _below(whole, singles, wholes[place:])) for place, whole in enumerate(wholes, 1))
    return {whole: parts for whole, parts in below if _must_make_up(parts, whole)}


def _counted(wholes: Sequence[Series], singles: Sequence[Series], sums: dict[Series, list[Series]]) -> list[Series]:
    """Return the singles that make up a whole, the whole where none do, and the singles that no whole is over."""
    found: list[Series] = []
    for whole in _outside(wholes):
        found += [part for part in sums.get(whole, ()) if not part.is_whole] or [whole]
    return found + [one for one in singles if not any(_covers(whole, one) for whole in wholes)]


def _outside(wholes: Sequence[Series]) -> list[Series]:
    """Return the wholes that stand below the caption of no other."""
    found: list[Series] = []
    for whole in wholes:
        if not any(_covers(wider, whole) for wider in found):
            found.append(whole)
    return found


def _covers(whole: Series, part: Series) -> bool:
    return part.caption[: len(whole.caption)] == whole.caption


def _below(whole: Series, singles: Sequence[Series], narrower: Sequence[Series]) -> list[Series]:
    """Return what a total adds up: all that is counted singly below its caption, else the totals there."""
    parts = [one for one in singles if _covers(whole, one)]
    return parts or [one for one in narrower if _covers(whole, one) and one.caption != whole.caption]


def _must_make_up(parts: Sequence[Series], whole: Series) -> bool:
    """Return whether these make up the whole: all are named as units or kinds, or their numbers do in most rows."""
    if len(parts) < _FEWEST_PARTS:
        return False
    if _are_named(parts):
        return True
    rows = [(sum(numbers), total) for *numbers, total in zip(*(one.numbers for one in (*parts, whole)), strict=True)]
    return most_are(lambda row: row[0] == row[1], list(filter(any, rows)))


def _are_named(parts: Sequence[Series]) -> bool:
    """Return whether the titles say what a whole is made of: a pair of kinds, «ĐBCS» and «CBCS», units and totals."""
    if {part.kind for part in parts} in map(set, KIND_PAIRS):
        return True
    if {population_of(part.title) for part in parts} == {"base_organisation"}:
        return True
    return all(not part.kind and (names_unit(part.title) or part.is_whole) for part in parts)


def _sums_of_others(singles: Sequence[Series]) -> list[Series]:
    """Return the one that is the sum of all others in every row, as a total without a word; none where none is."""
    if len(singles) <= _FEWEST_PARTS:
        return []
    sums = [sum(numbers) for numbers in zip(*(one.numbers for one in singles), strict=True)]
    whole = [one for one in singles if [2 * number for number in one.numbers] == sums]
    return whole[:1] if sum(map(bool, sums)) >= _FEWEST_ROWS else []


def _kinds(series: Sequence[Series]) -> list[list[Series]]:
    """Return the series that part the same people: official and on probation, men and women, those of «Trong đó»."""
    pairs = [[one for one in series if one.kind in pair] for pair in KIND_PAIRS]
    complete = [pair for pair in pairs if {one.kind for one in pair} in map(set, KIND_PAIRS)]
    others = [one for one in series if one.kind.startswith("trong")]
    return [*complete, others] if len(others) >= _FEWEST_PARTS else complete
