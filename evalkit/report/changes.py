"""Which figures changed since the report of the same year was last written, by its run.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from evalkit.report.figures import Figures
from evalkit.report.rate import rows_of
from evalkit.vietnamese import grouped, percent


class Change(NamedTuple):
    """A figure in words, as it was in the earlier report and as it is now."""

    label: str
    before: str
    now: str


Since = tuple[str, Sequence[Change]] | None  # the folder of an earlier report, and what is not as it was there


def earlier_run(out: Path, year: int) -> tuple[str, Mapping[str, Any]] | None:
    """Return the folder name and run.json of the latest report of the year in `out`; None where there is none to be
    read.
    """
    found = [
        (int(name[1] or 1), path)
        for path in (out.glob(f"{year}*/run.json") if out.is_dir() else ())
        if (name := re.fullmatch(rf"{year}(?:-(\d+))?", path.parent.name))
    ]
    for _, path in sorted(found, reverse=True):
        try:
            run = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(run, dict) and run.get("year") == year and isinstance(run.get("rates"), list):
            return path.parent.name, run
    return None


def changed_figures(figures: Figures, run: Mapping[str, Any]) -> list[Change]:
    """Return the rates and award counts of the year that are not what an earlier run.json says."""
    settings, changes = figures.settings, []
    before = {(row["population"], row["measure"]): (int(row["count"]), int(row["base"])) for row in run["rates"]}
    rows = figures.rates[figures.rates["year"] == figures.year]
    now = {(row.population, row.measure): (int(row.count), int(row.base)) for row in rows_of(rows)}
    for key in dict.fromkeys([*now, *before]):
        was, is_now = before.get(key, (0, 0)), now.get(key, (0, 0))
        if was != is_now and (was[0] or is_now[0]):
            changes.append(Change(settings.label(*key), _said(was), _said(is_now)))
    held = {row["id"]: row["eligible"] for row in run.get("awards", [])}
    for row in rows_of(figures.awards):
        count = None if pd.isna(row.eligible) else int(row.eligible)
        if row.id in held and held[row.id] != count:
            words = ["–" if number is None else grouped(number) for number in (held[row.id], count)]
            changes.append(Change(f"{row.name}: đủ điều kiện", *words))
    return changes


def _said(figure: tuple[int, int]) -> str:
    count, base = figure
    return f"{grouped(count)}/{grouped(base)} ({percent(count, base)}%)" if base else "không có"
