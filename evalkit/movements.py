"""Who moved between levels from last year to this: a matrix whose margins are the two years' counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evalkit.received import not_received, todays_names
from evalkit.scale import PARTY, RATED, UNKNOWN, Scale
from evalkit.settings import Crosswalk

MOVEMENT_COLUMNS = ("before", "now", "count")
NOT_RATED, ABSENT, NOT_SENT, ENDED, UNTRACED = "not_rated", "absent", "not_sent", "ended", "untraced"
OTHERS = (NOT_RATED, UNKNOWN, ABSENT, NOT_SENT, ENDED, UNTRACED)
TOTAL = "total"
_NOBODY = ("#", "?")  # keys of a line of a counts sheet, and of people with neither card nor birth date


def level_movements(
    ratings: pd.DataFrame,
    *,
    population: str,
    year: int,
    scale: Scale = PARTY,
    crosswalk: Sequence[Crosswalk] = (),
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return how many subjects went from which level in the year before to which level in the year.

    Subjects are followed by their keys, as in streaks: who changed the unit, or whose unit was merged, has not moved.

    Args:
        crosswalk: what became of organisations, so that a unit under a new name is not taken for one not received.
        changes: organisations whose chain ended, as a reading has them.
    Returns:
        One row per pair of `before` and `now`, with the `count` of subjects: every pair of levels, best first, and
        those other pairs that somebody is in. What is not a level: `not_rated`; `unknown`, a cell that cannot be
        read; `absent`, on no list of that year, so came or left; `not_sent`, of a unit that has sent nothing this
        year; `ended`, an organisation merged, split or dissolved; `untraced`, counted without a key that joins
        years. The counts of one value of `before` (of `now`) add up to the count at that level in `level_rates`.
    Raises:
        ValueError: a subject has two rows in one of the years.
    """
    rows = ratings[ratings["population"] == population].reset_index(drop=True)
    traced = ~rows["subject"].astype("str").str.startswith(_NOBODY)
    states = rows["level"].astype(object).where(rows["status"] == RATED, _not_at_a_level(rows["status"]))
    before, now = (states[traced & (rows["year"] == one)] for one in (year - 1, year))
    before.index, now.index = (pd.Index(rows.loc[one.index, "subject"]) for one in (before, now))
    if before.index.has_duplicates or now.index.has_duplicates:
        raise ValueError("a subject has two rows in one year; settle duplicates first")
    pairs = pd.DataFrame({"before": before, "now": now}).fillna({"before": ABSENT}).assign(count=1)
    gone = pairs["now"].isna()
    pairs.loc[gone, "now"] = _why_gone(rows, pairs.index[gone], year, ratings, population, crosswalk, changes)
    nobody = rows.assign(state=states)[~traced]
    for one, side, other in ((year - 1, "before", "now"), (year, "now", "before")):
        counted = nobody.loc[nobody["year"] == one, ["state", "count"]].rename(columns={"state": side})
        pairs = pd.concat([pairs, counted.assign(**{other: UNTRACED})])
    return _in_order(pairs, [[level.id for level in scale.at(one).levels] for one in (year - 1, year)])


def _not_at_a_level(status: pd.Series) -> pd.Series:
    """`unknown` or `not_rated`, for subjects that are not rated."""
    return pd.Series(NOT_RATED, index=status.index).where(status != UNKNOWN, UNKNOWN)


def _why_gone(
    rows: pd.DataFrame, subjects: pd.Index, year: int, ratings: pd.DataFrame, population: str,
    crosswalk: Sequence[Crosswalk], changes: pd.DataFrame | None,
) -> list[str]:  # fmt: skip
    """Return why each of these subjects of the year before has no row in the year."""
    missing = set(not_received(ratings, population=population, year=year, crosswalk=crosswalk))
    names = todays_names(ratings, year=year, crosswalk=crosswalk) if missing else {}
    last = rows[rows["year"] == year - 1]
    units = dict(zip(last["subject"], last["base_organisation"], strict=True)) if missing else {}
    ended: set[str] = set()
    if changes is not None:
        ended = set(changes.loc[(changes["population"] == population) & (changes["year"] <= year), "subject"])
    reasons = []
    for subject in subjects:
        unit = str(units.get(subject, ""))
        not_sent = names.get(unit, unit) in missing
        reasons.append(ENDED if subject in ended else NOT_SENT if not_sent else ABSENT)
    return reasons


def _in_order(pairs: pd.DataFrame, scales: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return one row per pair: levels best first, then what is not a level; of the latter only what there is."""
    counts = pairs.groupby(["before", "now"])["count"].sum().to_dict()
    places = [{state: place for place, state in enumerate(dict.fromkeys([*levels, *OTHERS]))} for levels in scales]
    wanted = {(before, now) for before in scales[0] for now in scales[1]} | set(counts)
    last = len(OTHERS) + max(map(len, scales))
    order = sorted(wanted, key=lambda pair: [place.get(state, last) for place, state in zip(places, pair, strict=True)])
    rows = [(before, now, int(counts.get((before, now), 0))) for before, now in order]
    return pd.DataFrame(rows, columns=list(MOVEMENT_COLUMNS))


def movement_matrix(moves: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix of `level_movements`: last year's states down, this year's across, and the totals of both.

    >>> moves = [("good", "good", 5), ("good", "absent", 2), ("absent", "good", 1)]
    >>> movement_matrix(pd.DataFrame(moves, columns=["before", "now", "count"])).loc["total", "good"].item()
    6
    """
    down, across = (list(dict.fromkeys(moves[side])) for side in ("before", "now"))
    across = [state for state in across if state not in OTHERS] + [state for state in OTHERS if state in across]
    table = moves.pivot_table(index="before", columns="now", values="count", aggfunc="sum", fill_value=0)
    table = table.reindex(index=down, columns=across, fill_value=0).astype("int64")
    table[TOTAL] = table.sum(axis=1)
    table.loc[TOTAL] = table.sum()
    return table
