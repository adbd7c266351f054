"""Units as the report names and groups them: whose unit no list says, and their blocks."""

from __future__ import annotations

import pandas as pd

from evalkit.settings import Settings
from evalkit.unit_comparison import UNIT

NOT_SAID = "(không ghi đơn vị)"


def blocks_of(organisations: pd.DataFrame, settings: Settings) -> dict[str, str]:
    """Return unit → its khối thi đua, by the settings, else by what the list of base organisations says."""
    codes = dict(zip(organisations["subject"], organisations["name"], strict=True))
    if settings.blocks:
        return {codes.get(unit, unit): block for block, units in settings.blocks.items() for unit in units}
    rows = organisations[["name", UNIT]].astype(object).itertuples(index=False, name=None)
    blocks = {str(name): str(unit) for name, unit in rows if unit and unit != name}
    return blocks if len(set(blocks.values())) > 1 else {}
