"""What units are held against, and in which words: the figure of the whole, or a target that is set for units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from evalkit.charts.look import MISS, SERIES
from evalkit.vietnamese import grouped, inside

_BEYOND = "#8a4b08"  # a unit beyond the figure of the whole has missed nothing: not the colour of a miss


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The bound of units with its words.

    Args:
        sign, bound_text: direction and text, such as "mức chung 98,45%", or "ít nhất 98%".
        own: whether a target is set for each unit (`[[unit_targets]]` of the settings). Nobody else's bound is a
            target of a unit, so without it a unit is lower or higher, and never has missed.
    """

    sign: str
    bound_text: str
    own: bool = False

    @property
    def least(self) -> bool:
        """Whether a larger share is better."""
        return self.sign in (">=", ">")

    @property
    def bound(self) -> str:
        """The label of the line."""
        if self.own:
            return f"chỉ tiêu riêng: {self.bound_text}"
        return self.bound_text if self.bound_text.startswith("mức") else f"mức {self.bound_text.split()[-1]}"

    @property
    def beyond(self) -> str:
        """What a unit on the wrong side is."""
        if self.own:
            return f"chưa đạt {self.bound.replace(':', '')}"
        return self._side(beyond=True)

    @property
    def within(self) -> str:
        """What a unit on the right side is."""
        if self.own:
            return f"đạt {self.bound.replace(':', '')}"
        return self._side(beyond=False)

    def _side(self, *, beyond: bool) -> str:
        """Return one side of the bound; what stands exactly on it belongs to the side that the sign says."""
        low = self.least == beyond
        on_it = beyond == (self.sign in ("<", ">"))
        return f"{'thấp' if low else 'cao'} hơn{' hoặc bằng' if on_it else ''} {self.bound}"

    def marks(self) -> dict[bool, dict[str, Any]]:
        """Return how units within (False) and beyond (True) the bound are marked."""
        beyond = {"marker": "X", "ms": 8, "mfc": MISS} if self.own else {"ms": 7, "mfc": _BEYOND}
        beyond = {"marker": "v" if self.least else "^", **beyond}
        return {False: {"gid": "met", "marker": "o", "ms": 6, "mfc": SERIES}, True: {"gid": "miss", **beyond}}

    @property
    def colour(self) -> str:
        """The colour of what is beyond the bound."""
        return MISS if self.own else _BEYOND


def left_out_in_words(hidden: int) -> str:
    """Return what a picture says of units that are not drawn, because their figures would show single people."""
    return f"không vẽ {grouped(hidden)} đơn vị để không lộ số ít người"


def share_of(label: str) -> str:
    """Return what a share is of, as it stands after "tỉ lệ".

    >>> share_of("Tỉ lệ %: Đảng viên hoàn thành tốt nhiệm vụ trở lên"), share_of("")
    ('tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên', 'tỉ lệ')
    """
    return f"tỉ lệ {inside(re.sub(r'^Tỉ lệ %:? *', '', label))}".strip()
