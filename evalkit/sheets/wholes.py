"""Which of several series of numbers count, of which some add up others: columns side by side, or sections of rows.

A whole («Tổng số», «Toàn Đảng bộ») and what makes it up are never both counted, and a difference is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evalkit.books.grid import most_are
from evalkit.sheets.vocabulary import KIND_PAIRS, names_unit, population_of

_FEWEST_PARTS = 2
_FEWEST_ROWS = 2  # in which there is something to add


@dataclass(frozen=True)
class Series:
    """The numbers of a column or a section, for each level and reason one, and what its titles say of them."""

    place: int
    title: str
    numbers: tuple[int, ...]
    is_whole: bool = False  # its words say that it is a total
    kind: str = ""  # the part of the members that it counts: "nữ", "dự bị", "trong đó …"
    caption: tuple[str, ...] = ()  # a total below a caption adds up what else stands below it


@dataclass
class Settled:
    """The series that are counted, and the sums that have to be right."""

    counted: list[Series] = field(default_factory=list)
    sums: list[tuple[Series, list[Series]]] = field(default_factory=list)  # a whole, and what must make it up
    guessed: Series | None = None  # a whole by its numbers, not by its words
    unclear: list[Series] = field(default_factory=list)  # added to each other, but words and sums do not tell whether


def settle(series: Sequence[Series]) -> Settled:
    """Return which of the series of one population and year are counted: what makes up the wholes, or these."""
    found = Settled()
    plain = [one for one in series if not one.is_whole and not one.kind]
    wholes = sorted((one for one in series if one.is_whole), key=lambda one: len(one.caption))
    if not wholes and (guessed := _sum_of_others(plain)):
        found.guessed, wholes = guessed, [guessed]
        plain.remove(guessed)
    for place, whole in enumerate(wholes):
        _add_whole(found, whole, wholes[:place], _below(whole, plain, wholes[place + 1 :]))
    found.counted += [one for one in plain if not any(_covers(whole, one) for whole in wholes)]
    if not wholes and len(plain) > 1:
        found.unclear = [one for one in plain if not names_unit(one.title)]
    kinds = _kinds(series)
    if not found.counted:
        found.counted = list(kinds[0]) if kinds else [one for one in series if one.kind][:1]
    elif len(whole_ones := wholes[:1] or plain) == 1:
        found.sums += [(whole_ones[0], kind) for kind in kinds if _must_make_up(kind, whole_ones[0])]
    return found


def _covers(whole: Series, part: Series) -> bool:
    return part.caption[: len(whole.caption)] == whole.caption


def _below(whole: Series, plain: Sequence[Series], narrower: Sequence[Series]) -> list[Series]:
    """Return what a total adds up: all that is counted singly below its caption, else the totals there."""
    parts = [one for one in plain if _covers(whole, one)]
    return parts or [one for one in narrower if _covers(whole, one) and one.caption != whole.caption]


def _add_whole(found: Settled, whole: Series, wider: Sequence[Series], parts: list[Series]) -> None:
    made_up = _must_make_up(parts, whole)
    if made_up:
        found.sums.append((whole, parts))
    if not any(_covers(other, whole) for other in wider):
        singles = [one for one in parts if not one.is_whole] if made_up else []
        found.counted += singles or [whole]


def _must_make_up(parts: Sequence[Series], whole: Series) -> bool:
    """Return whether these make up the whole: all are named as units or kinds, or their numbers do in most rows."""
    if len(parts) < _FEWEST_PARTS:
        return False
    pair = {part.kind for part in parts} in map(set, KIND_PAIRS)
    if pair or {population_of(part.title) for part in parts} == {"base_organisation"}:  # ĐBCS, CBCS
        return True
    if all(not part.kind and (names_unit(part.title) or part.is_whole) for part in parts):
        return True
    rows = [(sum(numbers), total) for *numbers, total in zip(*(one.numbers for one in (*parts, whole)), strict=True)]
    return most_are(lambda row: row[0] == row[1], list(filter(any, rows)))


def _sum_of_others(plain: Sequence[Series]) -> Series | None:
    """Return the one that is the sum of all others in every row, as a total without a word."""
    if len(plain) <= _FEWEST_PARTS:
        return None
    sums = [sum(numbers) for numbers in zip(*(one.numbers for one in plain), strict=True)]
    whole = [one for one in plain if [2 * number for number in one.numbers] == sums]
    return whole[0] if whole and sum(map(bool, sums)) >= _FEWEST_ROWS else None


def _kinds(series: Sequence[Series]) -> list[list[Series]]:
    """Return the series that part the same people: official and on probation, men and women, those of «Trong đó»."""
    pairs = [[one for one in series if one.kind in pair] for pair in KIND_PAIRS]
    complete = [pair for pair in pairs if {one.kind for one in pair} in map(set, KIND_PAIRS)]
    others = [one for one in series if one.kind.startswith("trong")]
    return [*complete, others] if len(others) >= _FEWEST_PARTS else complete
