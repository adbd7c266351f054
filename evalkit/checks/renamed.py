"""Names of units that are new in a year beside those that are gone: which of them may be one, renamed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from evalkit.vietnamese import unit_form
from evalkit.vietnamese.abbreviations import abbreviates, is_short

_SIMILAR = 0.65  # of difflib, for what stands behind "Chi bộ" or "Đảng bộ": "Sở Xây dựng", "Sở Xây dựng và Nhà ở"
Unit = tuple[str, str]  # a base organisation and, for a cell in it, the cell; "" for the base organisation itself


def by_place(units: set[Unit]) -> dict[str, list[Unit]]:
    """Return units by the base organisation whose cells they are; "" has the base organisations themselves."""
    found: dict[str, list[Unit]] = {}
    for unit in sorted(units):
        found.setdefault(unit[0] if unit[1] else "", []).append(unit)
    return found


def similar(unit: Unit, others: Mapping[str, Sequence[Unit]]) -> Unit | None:
    """Return the unit at the same place whose name is nearest, where one is near; proposed, never assumed."""
    name = unit[1] or unit[0]
    alike = ((_likeness(name, one[1] or one[0]), one) for one in others.get(unit[0] if unit[1] else "", ()))
    near, found = max(alike, key=itemgetter(0), default=(0.0, None))
    return found if near >= _SIMILAR else None


def _likeness(one: str, other: str) -> float:
    """Return how alike two names are without their kind, 0 where they are not similar; units of different numbers are
    not alike at all.
    """
    names = sorted((_looked_at(one), _looked_at(other)), key=lambda name: len(name.own))
    if names[0].numbers != names[1].numbers:
        return 0.0
    if any(short.short and abbreviates(short.name, name.name) for short, name in (names, names[::-1])):
        return 1.0
    matcher = difflib.SequenceMatcher(None, names[0].own, names[1].own)
    return matcher.ratio() if matcher.real_quick_ratio() >= _SIMILAR else 0.0


class _Looked(NamedTuple):
    """What of a unit's name is compared with all others."""

    name: str
    own: str  # without its kind
    numbers: tuple[str, ...]
    short: bool  # it may abbreviate another


@lru_cache(maxsize=65536)
def _looked_at(name: str) -> _Looked:
    own = re.sub(r"^(?:chi bộ|đảng bộ) ", "", unit_form(name))
    return _Looked(name, own, tuple(re.findall(r"\d+", own)), is_short(name))
