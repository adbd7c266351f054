"""How many may stand at the best level: the caps of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import pandas as pd

from evalkit.scale import RATED, Scale
from evalkit.settings import Cap
from evalkit.sheets.records import COUNTED, Problem, Severity, place
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
            otherwise = _other_reading(cap, scale, found, at)
            if at > allowed or (otherwise is not None and at > otherwise):
                place_of = keys if isinstance(keys, tuple) else (keys,)
                yield _cap_problem(cap, scale, place_of, found, at, of, allowed, otherwise)


def _other_reading(cap: Cap, scale: Scale, found: pd.DataFrame, at: int) -> int | None:
    """What the other reading in use allows: the level itself counted into the base, or left out of it."""
    below = scale.levels[1].id if len(scale.levels) > 2 and cap.level == scale.levels[0].id else ""
    if cap.denominator not in (below, f"{below}_or_better"):
        return None
    base = int(found["count"].where(found["level"] == below, 0).sum()) + (at if cap.denominator == below else 0)
    return int(Fraction(base) * cap.share)


def _cap_problem(
    cap: Cap, scale: Scale, keys: tuple[object, ...], found: pd.DataFrame, at: int, of: int, allowed: int,
    otherwise: int | None,
) -> Problem:  # fmt: skip
    where = found.loc[found["at"] > 0].iloc[0]
    unit = f" của «{keys[1]}»" if len(keys) > 1 and keys[1] else ""
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
