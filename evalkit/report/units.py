"""By which units the report compares: base organisations, their cells, or cells of which nothing says where they
belong; and their blocks.
"""

from __future__ import annotations

import pandas as pd

from evalkit.received import ORGANISATION
from evalkit.settings import Settings

NOT_SAID = "(không ghi đơn vị)"
UNIT = "unit"


def unit_column(now: pd.DataFrame) -> str:
    """Return what the rows of a year are grouped by: base organisations, or cells where there is none or one alone."""
    inside = now[now["population"] != ORGANISATION]
    bases = set(inside.loc[inside[ORGANISATION] != "", ORGANISATION])
    cells = set(inside.loc[inside[UNIT] != "", UNIT])
    loose = set(inside.loc[inside[ORGANISATION] == "", UNIT]) - {""}  # of which base organisation, nothing says
    if not bases:
        return UNIT
    return UNIT if len(bases | loose) == 1 and len(cells - bases) > 1 else ORGANISATION


def placed(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings, those of a cell of which nothing says to which base organisation it belongs under its own
    name, so that its people are not pooled with those of whom nothing is said at all.
    """
    alone = (ratings[ORGANISATION] == "") & (ratings[UNIT] != "") & (ratings["population"] != ORGANISATION)
    if not alone.any():
        return ratings
    own = ratings[ORGANISATION].astype(object).where(~alone, ratings[UNIT].astype(object))
    return ratings.assign(**{ORGANISATION: own.astype("category")})


def blocks_of(organisations: pd.DataFrame, settings: Settings) -> dict[str, str]:
    """Return unit → its khối thi đua, by the settings, else by what the list of base organisations says."""
    codes = dict(zip(organisations["subject"], organisations["name"], strict=True))
    if settings.blocks:
        return {codes.get(unit, unit): block for block, units in settings.blocks.items() for unit in units}
    rows = organisations[["name", UNIT]].astype(object).itertuples(index=False, name=None)
    blocks = {str(name): str(unit) for name, unit in rows if unit and unit != name}
    return blocks if len(set(blocks.values())) > 1 else {}
