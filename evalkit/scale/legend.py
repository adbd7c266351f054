"""A sheet's own legend: "A: HTXSNV; B: HTTNV", "Mức 1 = Hoàn thành xuất sắc nhiệm vụ"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from evalkit.scale.model import Scale
from evalkit.vietnamese import fold

_INTRODUCED = re.compile(r"^(?:ghi chú|chú thích|chú giải|ký hiệu|kí hiệu|quy ước)\s*[:.]?\s*")
_IN_TITLE = re.compile(r"[^():=]*\((?=\w{1,3}\s*[:=])(.*)\)")  # «Mức xếp loại (1: HTXS; 2: HTT)»
_BETWEEN = re.compile(r"\s*[;,\n•]\s*|\s{2,}|(?<=\w)\s+(?=\(\d\)\s)|(?<=\w)\.\s+")
_PAIR = re.compile(r"\(?(mức \w{1,2}|loại \w{1,3}|[^\W\d_]{1,2}|\d{1,2}|[+*✓×])\)?\s*(?:[:=]|là\b|[-–]\s)?\s+?(.+)")
_TIGHT = re.compile(r"\(?(mức \w{1,2}|loại \w{1,3}|[^\W\d_]{1,2}|\d{1,2}|[+*✓×])\)?\s*(?:[:=]|là\b)\s*(.+)")


def legend_in(lines: Iterable[str], scale: Scale) -> Mapping[str, str]:
    """Return mark → level that the lines of a sheet explain; empty where they explain none, or contradict each other.

    A legend explains at least two levels by marks that differ. Only a letter, a number or a sign is a mark.
    """
    found: dict[str, str] = {}
    for line in lines:
        words = _INTRODUCED.sub("", fold(line[:600]))
        words = titled[1] if (titled := _IN_TITLE.fullmatch(words)) else words
        for part in _BETWEEN.split(words):
            pair = _TIGHT.fullmatch(part) or (_PAIR.fullmatch(part) if part.startswith("(") else None)
            level = scale.level_of(pair[2]) if pair else None
            if pair and level and found.setdefault(pair[1], level) != level:
                return {}
    return found if len(set(found.values())) > 1 and len(set(found.values())) == len(found) else {}
