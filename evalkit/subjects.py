"""Who is who across years: the stable key of each person and organisation, and one spelling for each unit.

A card number or an organisation's code is the key. Without one a person is a name with a full birth date inside
one base organisation; a name alone never joins two years. Such made keys are marked: `~` joins years, `?` does not.
They are digests, so that no name stands in a key.
"""

from __future__ import annotations

import hashlib

import pandas as pd

from evalkit.sheets.records import COUNTED
from evalkit.vietnamese import fold

UNIT_COLUMNS = ("unit", "base_organisation")


def identify(records: pd.DataFrame) -> pd.DataFrame:
    """The records with `subject` made from `key`, or from name, birth date and unit where there is no key.

    Rows of a counts sheet have the mark `#` as key; their subject is the unit, marked with it.
    """
    subject = records["key"].astype(object)
    missing = subject.isin(("", COUNTED))
    if missing.any():
        columns = ("key", "population", "name", "born", "base_organisation", "unit", "file", "sheet", "cell")
        rows = zip(*(records.loc[missing, column] for column in columns), strict=True)
        subject = subject.mask(
            missing, pd.Series([_made_key(*row) for row in rows], index=records.index[missing], dtype=object)
        )
    return records.drop(columns="key").assign(subject=subject.astype("str"))


def one_spelling(records: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """Units whose names differ only in case, blanks or tone placement get their commonest spelling.

    Returns the records and, for each unit that was written in several ways, all its spellings, the kept one first.
    """
    organisations = records["population"].isin(("base_organisation", "cell", "section_committee"))
    written = pd.concat([*(records[column] for column in UNIT_COLUMNS), records.loc[organisations, "name"]])
    counts = written.value_counts()
    spellings: dict[str, list[str]] = {}
    for text in counts.index:  # commonest first; alphabetical among equals, so that file order decides nothing
        if text:
            spellings.setdefault(fold(text), []).append(text)
    merged = [sorted(ways, key=lambda way: (-counts[way], way)) for ways in spellings.values() if len(ways) > 1]
    kept = {way: ways[0] for ways in merged for way in ways[1:]}
    if not kept:
        return records, []
    changed = {column: records[column].replace(kept) for column in UNIT_COLUMNS}
    changed["name"] = records["name"].where(~organisations, records["name"].replace(kept))
    return records.assign(**changed), [tuple(ways) for ways in merged]


def _made_key(
    key: str, population: str, name: str, born: str, base: str, unit: str, file: str, sheet: str, cell: str
) -> str:
    if population == "member" and key != COUNTED:
        return "~" + _digest(fold(name), born, fold(base)) if born else "?" + _digest(file, sheet, cell)
    above = fold(base or unit)
    return key + (f"{fold(name)} / {above}" if above and above != fold(name) else fold(name))


def _digest(*parts: str) -> str:
    return hashlib.blake2b("|".join(parts).encode(), digest_size=6).hexdigest()
