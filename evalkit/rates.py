"""How many at each level, of which base: integers first, shares from them, rounding only when printed."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np
import pandas as pd

from evalkit.scale import PARTY, RATED, UNKNOWN, Scale
from evalkit.vietnamese import percent, unit_key

RATE_COLUMNS = ("measure", "count", "base", "share", "printed")
_CACHED = 1 << 16  # rows; what is worked out of so many stays in the processor's cache


def level_rates(
    ratings: pd.DataFrame, *, by: Sequence[str] = ("year", "population"), scale: Scale = PARTY
) -> pd.DataFrame:
    """Share of subjects at each level, at each level or better, and not rated, by group.

    Returns:
        One row per group and measure, groups in order, measures as in `measure_names`: `count` and `base` (integers),
        `share` (count / base, 0..1; NaN where the base is 0) and `printed` (per cent, "98,45"; None where there is no
        share). The base of a level is the number *rated* on its scale; the base of `total`, `rated`, `not_rated`,
        `unknown` and of each reason is `total`. total = rated + not_rated + unknown. A reason that the scale does not
        name has rows where somebody in the table has it.
    Raises:
        KeyError: a `by` column is missing.
    """
    groups, outcomes = _count(_collapsed(ratings, list(by)), list(by), scale)
    measures = _measures(outcomes, scale)
    long = pd.concat(measures.values(), keys=range(len(measures)), names=["place"])
    long["measure"] = np.repeat(list(measures), len(groups))
    long = pd.concat([long, pd.concat([groups] * len(measures)).set_axis(long.index)], axis=1)
    long = long.sort_index(level=1, sort_remaining=True, kind="stable").reset_index(drop=True)
    long = long[(long["base"] > 0) | ~long["measure"].isin(_earlier_measures(scale))]
    long["share"] = long["count"] / long["base"].where(long["base"] > 0)
    long["printed"] = [percent(count, base) for count, base in zip(long["count"], long["base"], strict=True)]
    return long[[*by, *RATE_COLUMNS]].reset_index(drop=True)


def measure_names(scale: Scale) -> tuple[str, ...]:
    """Return the measures in the order of the table: levels best first, levels or better, then against the total."""
    levels = tuple(measure for era in scale.eras for measure in era.measures)
    return (*levels, "total", RATED, "not_rated", UNKNOWN, *scale.every_reason)


def worst_first(rates: pd.DataFrame, *, measure: str, sign: str = ">=") -> pd.DataFrame:
    """Return the rows of one measure by unit, from the side that misses a target of this sign; ties in natural order
    of units.

    Args:
        rates: rows of `level_rates` by `base_organisation` or `unit`. A unit in which nobody was rated comes last.

    >>> units = {"unit": ["Chi bộ 10", "Chi bộ 2", "Chi bộ 1", "Chi bộ 3"], "share": [0.5, 0.5, 0.75, float("nan")]}
    >>> list(worst_first(pd.DataFrame(units).assign(measure="good"), measure="good")["unit"])
    ['Chi bộ 2', 'Chi bộ 10', 'Chi bộ 1', 'Chi bộ 3']
    """
    column = "base_organisation" if "base_organisation" in rates else "unit"
    rows = rates[rates["measure"] == measure]
    natural = sorted(range(len(rows)), key=lambda place: unit_key(str(rows[column].iloc[place])))
    rows = rows.iloc[natural].sort_values("share", ascending=sign in (">=", ">"), kind="stable")
    return rows.reset_index(drop=True)


def _collapsed(ratings: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row for all that say the same, their counts added up; the table as it is where it could not get much
    shorter.

    A table of millions is read once, some rows at a time, and no column of it is copied.
    """
    keys = [_key(ratings[column]) for column in dict.fromkeys([*by, "status", "level"])]
    size = prod(len(key.values) for key in keys)
    if not 0 < size <= len(ratings) >> 3:
        return ratings
    rows, subjects = np.zeros(size, np.int64), np.zeros(size, np.int64)
    counts = ratings["count"].to_numpy()
    for start in range(0, len(ratings), max(_CACHED, size)):
        part = slice(start, start + max(_CACHED, size))
        place, count = _places(keys, part), counts[part]
        number = np.bincount(place, minlength=size)
        rows += number
        # The floats of one part are exact below 2 ** 53; the parts are added up as integers.
        subjects += number if (count == 1).all() else np.bincount(place, count, size).astype(np.int64)
    present = np.flatnonzero(rows)
    at = np.unravel_index(present, [len(key.values) for key in keys])
    columns = {str(key.values.name): key.values.take(one) for key, one in zip(keys, at, strict=True)}
    return pd.DataFrame({name: value.array for name, value in columns.items()}).assign(count=subjects[present])


class _Key(NamedTuple):
    """A column as small numbers: `codes - least` is each row's place in `values`."""

    codes: np.ndarray
    least: int
    values: pd.Series


def _key(column: pd.Series) -> _Key:
    """Categories (what is missing before them) and years as they stand; of any other column no values."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        values = pd.Categorical.from_codes(range(-1, len(column.cat.categories)), dtype=column.dtype)
        return _Key(column.array.codes, -1, pd.Series(values, name=column.name))
    if column.dtype == np.int64 and len(column):
        least, most = int(column.min()), int(column.max())
        if most - least < len(column):
            return _Key(column.to_numpy(), least, pd.Series(np.arange(least, most + 1), name=column.name))
    return _Key(np.zeros(0, np.int64), 0, column.iloc[:0])


def _places(keys: Sequence[_Key], rows: slice) -> np.ndarray:
    """Return the place of each row's values among all combinations of values."""
    place = np.zeros(len(keys[0].codes[rows]), np.int32)
    for key in keys:
        place = place * len(key.values) + (key.codes[rows] - key.least).astype(np.int32)
    return place


def _count(ratings: pd.DataFrame, by: list[str], scale: Scale) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the groups, and for each of them how many stand at each outcome: a level, a reason, or unknown.

    Counted on integer codes, without a copy of the texts.
    """
    outcomes = (*scale.worst_to_best, *scale.every_reason, UNKNOWN)
    code, keys = np.zeros(len(ratings), dtype=np.int64), []
    for column in by:
        codes, values = pd.factorize(ratings[column], sort=True)
        keys.append(values)
        code = code * (len(values) + 1) + codes + 1
    present, group = np.unique(code, return_inverse=True)
    cell = group * len(outcomes) + _outcome(ratings, outcomes)
    counts = np.bincount(cell, weights=ratings["count"], minlength=len(present) * len(outcomes))
    table = pd.DataFrame(counts.reshape(len(present), len(outcomes)).astype("int64"), columns=list(outcomes))
    groups = {}
    for column, values in zip(reversed(by), reversed(keys), strict=True):
        present, place = np.divmod(present, len(values) + 1)
        groups[column] = pd.Series(pd.Index(values).take(place - 1)).where(place > 0)
    return pd.DataFrame(groups, index=table.index)[by] if by else pd.DataFrame(index=table.index), table


def _outcome(ratings: pd.DataFrame, outcomes: Sequence[str]) -> np.ndarray:
    """For each row the place of its level, its reason, or unknown."""
    place = {outcome: number for number, outcome in enumerate(outcomes)}
    status = ratings["status"].astype("category")
    of_status = np.array([*(place.get(value, -1) for value in status.cat.categories), -1], dtype=np.int64)
    level = ratings["level"].astype("category")
    of_level = np.array([*(place[value] for value in level.cat.categories), -1], dtype=np.int64)
    found: np.ndarray = np.where((status == RATED).to_numpy(), of_level[level.cat.codes], of_status[status.cat.codes])
    if (found < 0).any():
        row = ratings.iloc[int(np.argmax(found < 0))]
        raise ValueError(f"row with status {row['status']!r} and level {row['level']!r}: neither a level nor a reason")
    return found


def _measures(outcomes: pd.DataFrame, scale: Scale) -> dict[str, pd.DataFrame]:
    """For each measure a frame of `count` and `base`, one row a group."""
    rated = {era.name: outcomes[[level.id for level in era.levels]].sum(axis=1) for era in scale.eras}
    all_rated = sum(rated.values())
    reasons = outcomes[list(scale.every_reason)]
    not_rated = reasons.sum(axis=1)
    total = all_rated + not_rated + outcomes[UNKNOWN]
    found = {
        measure: pd.DataFrame({"count": outcomes[list(scale.in_measure(measure))].sum(axis=1), "base": rated[era.name]})
        for era in scale.eras
        for measure in era.measures
    }
    against_total = {"total": total, RATED: all_rated, "not_rated": not_rated, UNKNOWN: outcomes[UNKNOWN]}
    against_total |= {one: count for one, count in reasons.items() if one in scale.reasons or count.any()}
    return found | {name: pd.DataFrame({"count": count, "base": total}) for name, count in against_total.items()}


def _earlier_measures(scale: Scale) -> set[str]:
    return {measure for era in scale.eras[1:] for measure in era.measures}
