"""How many may stand at the best level: the caps of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import pandas as pd

from evalkit.scale import RATED, Scale
from evalkit.settings import Cap
from evalkit.sheets.records import Problem, place
from evalkit.vietnamese import grouped


def check_caps(ratings: pd.DataFrame, *, caps: Iterable[Cap], scale: Scale) -> Iterator[Problem]:
    """Where more subjects stand at a level than a cap allows, by year and group; integers decide."""
    for cap in caps:
        rows = ratings[(ratings["population"] == cap.population) & (ratings["status"] == RATED)]
        group = ["year", *([cap.grouped_by] if cap.grouped_by else [])]
        rows = rows[rows[cap.grouped_by] != ""] if cap.grouped_by else rows
        base = rows["level"].isin(scale.in_measure(cap.denominator))
        counted = rows.assign(at=rows["count"].where(rows["level"] == cap.level, 0), of=rows["count"].where(base, 0))
        for keys, found in counted.groupby(group, observed=True):
            at, of = int(found["at"].sum()), int(found["of"].sum())
            allowed = int(Fraction(of) * cap.share)  # floor: both are positive
            if at > allowed:
                yield _cap_problem(cap, scale, keys if isinstance(keys, tuple) else (keys,), found, at, of, allowed)


def _cap_problem(
    cap: Cap, scale: Scale, keys: tuple[object, ...], found: pd.DataFrame, at: int, of: int, allowed: int
) -> Problem:
    where = found.loc[found["at"] > 0].iloc[0]
    unit = f" của «{keys[1]}»" if len(keys) > 1 and keys[1] else ""
    share = f"{cap.share.numerator * 100 / cap.share.denominator:g}%".replace(".", ",")
    message = (
        f"năm {keys[0]}{unit} có {grouped(at)} {scale.label(cap.level)}, vượt mức tối đa {grouped(allowed)} "
        f"({share} của {grouped(of)} {scale.label(cap.denominator)}). Kiểm tra lại danh sách hoặc quy định về tỉ lệ."
    )
    text = f"{place(where['file'], where['sheet'])}: {message}"
    return Problem("warning", "cap_exceeded", where["file"], where["sheet"], "", str(at), text, str(allowed))
