"""By which units figures are compared: base organisations, their cells, or cells of which nothing says where they
belong.
"""

from __future__ import annotations

import pandas as pd

from evalkit.received import ORGANISATION

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
