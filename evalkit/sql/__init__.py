"""The two computations as plain SQL, for an engine that runs them over the saved Parquet.

`rates.sql` and `streaks.sql` run as they are, with the Party scale; here their lists are filled in from settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from evalkit.scale import PARTY, UNKNOWN, Scale
from evalkit.settings import StreakRule

_RULE = StreakRule()
_ANY_YEAR = 9999  # of `through`: a run may end wherever it does
_EVERY_YEAR = (0,)  # of `named`: every calendar year counts


def rates_sql(*, scale: Scale = PARTY) -> str:
    """`level_rates` by year and population as one SQL statement over a table `ratings`.

    >>> "('excellent', 1, 1)" in rates_sql()
    True
    """
    levels = [
        (level.id, number, place)
        for number, era in enumerate(scale.eras, 1)
        for place, level in enumerate(era.levels, 1)
    ]
    others = [(status, 0, place) for place, status in enumerate((*scale.reasons, UNKNOWN), 1)]
    return _filled("rates.sql", outcomes=[*levels, *others])


def streaks_sql(
    *,
    population: str = "member",
    level: str = "excellent",
    length: int = 5,
    through: int | None = None,
    scale: Scale = PARTY,
    rule: StreakRule = _RULE,
) -> str:
    """`find_streaks` as one SQL statement over a table `ratings`; its rows have no name and no unit.

    Raises:
        ValueError: the level is not in the scale.
    """
    better = scale.at_least(level)
    reached = [*better, *(old for old, new in rule.equal.items() if new in better and old not in better)]
    bridges = rule.bridges(scale)
    return _filled(
        "streaks.sql",
        asked=[(population, length, through or _ANY_YEAR)],
        outcomes=[*((one, 1) for one in reached), *((reason, 0) for reason in scale.every_reason if reason in bridges)],
        named=[(year,) for year in sorted(set(rule.years)) or _EVERY_YEAR],
    )


def _filled(name: str, **lists: Iterable[tuple[str | int, ...]]) -> str:
    """Return the text of a file with other rows in its VALUES lists."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    for table, rows in lists.items():
        values = ",\n".join(f"    ({', '.join(map(_literal, row))})" for row in rows)
        head, found, rest = re.split(rf"(?m)(^{table} \(.*\) AS \(VALUES\n)", text)
        text = head + found + values + rest[rest.index("\n)") :]
    return text


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
