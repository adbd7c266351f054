"""Units as the report names and groups them: whose unit no list says, and their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from evalkit.settings import Settings
from evalkit.unit_comparison import UNIT
from evalkit.vietnamese import unit_form

NOT_SAID = "(không ghi đơn vị)"


def names_of_units(organisations: pd.DataFrame, units: Iterable[str]) -> dict[str, str]:
    """Return by what a settings file may call a unit, its code or its name in whatever spelling → its name."""
    rows = organisations[["subject", "name"]].astype(str).itertuples(index=False, name=None)
    codes = {unit_form(code): name for code, name in rows}
    names = [*organisations["name"].astype(str), *units]
    return codes | {unit_form(name): name for name in names if name}


def blocks_of(organisations: pd.DataFrame, settings: Settings, names: Mapping[str, str]) -> dict[str, str]:
    """Return unit → its khối thi đua, by the settings, else by what the list of base organisations says."""
    if settings.blocks:
        told = [(unit, block) for block, units in settings.blocks.items() for unit in units]
        return {names.get(unit_form(unit), unit): block for unit, block in told}
    rows = organisations[["name", UNIT]].astype(object).itertuples(index=False, name=None)
    blocks = {str(name): str(unit) for name, unit in rows if unit and unit != name}
    return blocks if len(set(blocks.values())) > 1 else {}
