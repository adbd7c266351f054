"""How many may stand at the best level: the caps of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED
from evalkit.scale import RATED, Scale
from evalkit.settings import Cap
from evalkit.vietnamese import grouped


def check_caps(ratings: pd.DataFrame, *, caps: Iterable[Cap], scale: Scale) -> Iterator[Problem]:
    """Yield where more subjects stand at a level than a cap allows, by year and group; integers decide."""
    for cap in caps:
        group = ["year", "group"]
        rows, below = cap_rows(ratings, cap=cap, scale=scale), _level_below(cap, scale)
        counted = rows.assign(below=rows["count"].where(rows["level"] == below, 0))
        sums = counted.groupby(group, observed=True)[["at", "of", "below"]].sum().reset_index()
        first = counted[counted["at"] > 0].drop_duplicates(group).set_index(group)
        for *keys, at, of, other in zip(*(sums[name].tolist() for name in sums), strict=True):
            allowed = int(Fraction(of) * cap.share)  # floor: both are positive
            otherwise = None
            if below:
                otherwise = int(Fraction(other + (at if cap.denominator == below else 0)) * cap.share)
            if at > allowed or (otherwise is not None and at > otherwise):
                yield _cap_problem(cap, scale, keys, first.loc[tuple(keys)], at, of, allowed, otherwise)


def cap_rows(ratings: pd.DataFrame, *, cap: Cap, scale: Scale) -> pd.DataFrame:
    """Return the rated rows that a cap counts, with `group`, in whose number it holds, `at`, its level, and `of`.

    `group` is "" for a cap on all together, and in a year in which no list says who stands in which: a board that is
    one base organisation itself has no other over its members.
    """
    rows = ratings[(ratings["population"] == cap.population) & (ratings["status"] == RATED)]
    group = rows[cap.grouped_by].astype(object) if cap.grouped_by else pd.Series("", index=rows.index, dtype=object)
    told = group != ""
    counted = rows.assign(
        group=group,
        at=rows["count"].where(rows["level"] == cap.level, 0),
        of=rows["count"].where(rows["level"].isin(scale.in_measure(cap.denominator)), 0),
    )
    return counted[told | ~told.groupby(rows["year"]).transform("any")]


def _level_below(cap: Cap, scale: Scale) -> str:
    """Return the level below the best, where a cap on the best may be read in two ways: with the best in its base, or
    without.

    "" where its words leave no doubt.
    """
    below = scale.levels[1].id if len(scale.levels) > 2 and cap.level == scale.levels[0].id else ""
    return below if cap.denominator in (below, f"{below}_or_better") else ""


def _cap_problem(
    cap: Cap, scale: Scale, keys: Sequence[Any], where: pd.Series, at: int, of: int, allowed: int, otherwise: int | None
) -> Problem:  # fmt: skip
    unit = f" của «{keys[1]}»" if keys[1] else ""
    share = f"{cap.share.numerator * 100 / cap.share.denominator:g}%".replace(".", ",")
    exceeds = "vượt" if at > allowed else "không quá"
    message = (
        f"năm {keys[0]}{unit} có {grouped(at)} {scale.label(cap.level)}, {exceeds} mức tối đa {grouped(allowed)} "
        f"({share} của {grouped(of)} {scale.label(cap.denominator)}). "
    )
    if otherwise is not None and otherwise != allowed:
        inside = "không kể" if cap.denominator.endswith("_or_better") else "kể cả"
        message += (
            f"Theo cách tính {inside} mức {scale.label(cap.level)} trong mẫu số thì tối đa {grouped(otherwise)}. "
        )
    message += "Kiểm tra lại danh sách hoặc quy định về tỉ lệ."
    cell = where["cell"] if where["subject"].startswith(COUNTED) else ""
    text = f"{place(where['file'], where['sheet'], cell)}: {message}"
    severity: Severity
    severity, code = ("warning", "cap_exceeded") if at > allowed else ("note", "cap_in_doubt")
    return Problem(severity, code, where["file"], where["sheet"], cell, str(at), text, str(allowed))
