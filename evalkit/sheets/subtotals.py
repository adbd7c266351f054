"""Rows of a counts sheet that add up their neighbours: a committee above or below its cells, without the word total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from evalkit.books.cells import printed_shares, whole_number
from evalkit.scale import Scale
from evalkit.sheets.asides import Decided
from evalkit.sheets.body import Body
from evalkit.sheets.model import Column, Kind, Value, columns_of
from evalkit.sheets.printed.words import level_counted
from evalkit.sheets.vocabulary import (
    group_level,
    is_comparison,
    is_group_number,
    is_part,
    is_share_row,
    is_total,
    party_unit,
    summed_committee,
)
from evalkit.vietnamese import fold

_MOST = 500  # rows that one adds up
_NONE = frozenset[int]()
_FEWEST = 2  # rows that are added up, and columns in which there is something to add


@dataclass(frozen=True)
class Subtotal:
    """A row whose every number is the sum of the rows `first` to `last` right below or above it."""

    first: int
    last: int
    certain: bool  # its name or its number says so, too; else the numbers may be the same by chance


def subtotals_of(body: Body, settled: Mapping[int, Decided], rated: Sequence[object]) -> dict[int, Subtotal]:
    """Return the rows of a table that add up others by their numbers: of those that are called totals, only the sums
    below the cells of a committee.
    """
    if "name" not in body.table.names:
        return {}
    names = body.names
    aside = {row for row, (kind, _) in settled.items() if kind is not Kind.SUBJECT}
    named = (row for row, name in enumerate(names) if name or (row and rated[row]))  # one without a name may be the sum
    blocks = body.table.blocks_of(Value.NUMBER)
    columns = [one for block in blocks for one in (*block.columns, *block.figures) if one.role != "share"]
    numbers = _numbers(body, columns, (row for row in named if row not in aside))
    units = {row: found for row, found in numbers.items() if not _is_called_otherwise(names[row])}
    totals = {place for place, column in enumerate(columns) if column.role == "total"}
    found = find_subtotals(units, names=names, numbering=body.of("number"), totals=totals)
    for row in filter(lambda row: summed_committee(names[row]), numbers):
        above = [*(other for other in units if other < row), row]
        if run := _run(numbers, above, len(above) - 1, range(len(above) - 2, -1, -1)[:_MOST]):
            found[row] = Subtotal(min(run), max(run), certain=True)
    return found


def _numbers(body: Body, columns: Sequence[Column], rows: Iterable[int]) -> dict[int, list[int]]:
    """Return the numbers of these rows, where a row has any."""
    found = {row: [whole_number(body.value(row, column.place)) or 0 for column in columns] for row in rows}
    return {row: numbers for row, numbers in found.items() if any(numbers)}


def _is_called_otherwise(name: str) -> bool:
    return is_total(name) or is_part(name) or is_comparison(name)


def find_subtotals(
    numbers: Mapping[int, Sequence[int]], *, names: Sequence[str], numbering: Sequence[str], totals: Set[int] = _NONE
) -> dict[int, Subtotal]:
    """Return row → the rows that it adds up; `numbers` are those of each row with any, the others are of all rows.

    A row that has but a number of people, in one of the columns `totals`, is compared with these alone.
    """
    rows, found = list(numbers), {}
    alone = {column: {row: [told[column]] for row, told in numbers.items()} for column in totals}
    for place, row in enumerate(rows):
        filled = {column for column, number in enumerate(numbers[row]) if number}
        if len(filled) < _FEWEST and not (filled and filled <= totals):
            continue
        known = numbers if len(filled) >= _FEWEST else alone[min(filled)]
        below, above = range(place + 1, len(rows))[:_MOST], range(place - 1, -1, -1)[:_MOST]
        if run := _run(known, rows, place, below) or _run(known, rows, place, above):
            levels = {group_level(numbering[one], names[one]) for one in run}
            own = group_level(numbering[row], names[row])
            numbered = bool(own) and not levels & {"", own}  # "1" over "1.1", "1.2"; "I" over "1", "2"
            beside = bool(own) and own in levels  # 1, 2, 3: by chance
            named = _is_over([names[one] for one in run], names[row])
            found[row] = Subtotal(min(run), max(run), numbered or (named and not beside))
    return found


def _run(numbers: Mapping[int, Sequence[int]], rows: Sequence[int], place: int, others: range) -> list[int]:
    """Return the nearest of the others that together are what stands in a row; empty where none are."""
    whole, run = list(numbers[rows[place]]), list[int]()
    added = [0] * len(whole)
    for other in others:
        run.append(rows[other])
        added = [one + more for one, more in zip(added, numbers[rows[other]], strict=True)]
        if any(one > most for one, most in zip(added, whole, strict=True)):
            return []
        if added == whole and sum(any(numbers[one]) for one in run) >= _FEWEST:
            return run
    return []


def _is_over(parts: Sequence[str], name: str) -> bool:
    """Return whether a committee stands over cells: "Đảng bộ A" over "Chi bộ 1", "Chi bộ 2"."""
    below = all(fold(part).startswith("cb") or party_unit(part) in ("cell", "section_committee") for part in parts)
    return below and party_unit(name) not in ("", "cell")


def units_are_numbered(subtotals: Iterable[Subtotal], numbers: Sequence[str]) -> bool:
    """Return whether units are numbered 1, 2, 3: then a row numbered I or A prints the sum of a group."""
    for subtotal in (one for one in subtotals if one.certain) if any(numbers) else ():
        if all(map(is_group_number, numbers[subtotal.first : subtotal.last + 1])):
            return False  # "1" over "1.1" and "1.2"
    parents = {number.rpartition(".")[0] for number in numbers if re.fullmatch(r"\d+(?:\.\d+)+", number)}
    if not parents.isdisjoint(numbers):
        return False
    return any(number.isdecimal() for number in numbers[1:])  # the first may number the columns


def is_no_more(body: Body, row: int, above: int) -> bool:
    """Return whether no number of a row is more than that of the row above, of which it may count a part."""
    places = body.table.value_places
    pairs = ((whole_number(body.value(row, place)), whole_number(body.value(above, place))) for place in places)
    return all((own or 0) <= (other or 0) for own, other in pairs)


def counts_level(body: Body, row: int, label: str, scale: Scale) -> bool:
    """Return whether a row below years side by side prints how many have a level in each: «Số HTXSNV │ 3 │ 4»."""
    texts = [text for place in body.table.value_places if (text := body.texts(place)[row])]
    return bool(level_counted(label, scale)) and all(text.isdecimal() for text in texts)


def are_shares_of_above(body: Body, row: int, scale: Scale) -> bool:
    """Return whether the levels of a row have shares, most of them those of the row above, or all with their sign."""
    above = next((other for other in range(row - 1, -1, -1) if body.filled_texts(other)), row)
    blocks = [block.places_at(scale.worst_to_best) for block in body.table.blocks]
    told = [_share_fits(body, row, above, places) for places in blocks]
    fits = [fit for of_block in told for fit in of_block]
    places = [place for places in blocks for place in places if body.texts(place)[row]]
    signed = all(body.texts(place)[row].endswith("%") for place in places)
    return len(fits) == len(places) >= _FEWEST and (signed or 2 * sum(fits) > len(fits))


def _share_fits(body: Body, row: int, above: int, places: Sequence[int]) -> list[bool]:
    """Return for each share in a row whether it is rounded from the number above it, of those rated there."""
    numbers = [whole_number(body.value(above, place)) or 0 for place in places]
    filled = [place for place in places if body.texts(place)[row]]
    shares = dict(zip(filled, printed_shares([body.value(row, place) for place in filled]), strict=True))
    pairs = ((shares.get(place), number) for place, number in zip(places, numbers, strict=True))
    rated = sum(numbers)
    return [
        bool(rated) and abs(share.value * rated - number) <= 0.51 * 10.0 ** -(2 + share.decimals) * rated
        for share, number in pairs
        if share
    ]


def gives_shares(body: Body, row: int, label: str) -> bool:
    """Return whether a row «Tỷ lệ %» has shares under levels, which are calculated again below a sum."""
    if not is_share_row(label):
        return False
    places = [column.place for column in columns_of(body.table.blocks) if column.level]
    cells = [body.value(row, place) for place in places if body.texts(place)[row]]
    return bool(cells) and all(printed_shares(cells))
