"""What a benchmark yields: two times of one run beside each other, and the ratio that must not be passed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

ROUNDS = 5


class Ratio(NamedTuple):
    """One line of the table: what was done, against what, both in seconds (or MiB), and the bar."""

    work: str
    ours: float
    against: str
    theirs: float
    bar: float
    unit: str = "s"

    def __str__(self) -> str:
        ratio = self.ours / self.theirs
        verdict = "held" if ratio <= self.bar else "NOT HELD"
        figures = f"{self.ours:9.3f} {self.unit:3} {self.theirs:9.3f} {self.unit:3}"
        return f"{self.work:44} {figures}  {ratio:6.3f}  at most {self.bar:.3f}  {verdict:8}  {self.against}"


def seconds(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median of each work; they take turns, so that a slow minute of the machine meets all of them."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]
