"""The key of each person and organisation, and one spelling for each unit.

A card number or an organisation's code is the key. Without one a person is a name with a full birth date inside
one base organisation; a name alone never joins two years. Such made keys are marked: `~` joins years, `?` does not.
They are digests, so that no name stands in a key.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import pandas as pd

from evalkit.records import COUNTED
from evalkit.settings import Crosswalk
from evalkit.subjects.abbreviations import written_out
from evalkit.vietnamese import fold, person_form, unit_form

UNIT_COLUMNS = ("unit", "base_organisation")


def identify(records: pd.DataFrame, *, bases: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the records with `subject` made from `key`, or from name, birth date and unit where there is no key.

    Rows of a counts sheet have the mark `#` as key; their subject is the unit, marked with it.
    `bases` has the names of base organisations that stand for others in made keys, as `base_names` gives them.
    """
    known = bases or {}
    subject = records["key"].astype(object)
    missing = subject.isin(("", COUNTED))
    if missing.any():
        columns = ["key", "population", "name", "born", "base_organisation", "unit", "file", "sheet", "cell"]
        without = records.loc[missing, columns]
        rows = zip(*(without[column] for column in columns), strict=True)
        subject = subject.mask(
            missing,
            pd.Series([_made_key(*row, bases=known) for row in rows], index=records.index[missing], dtype=object),
        )
    return records.drop(columns="key").assign(subject=subject.astype("str"))


def base_names(records: pd.DataFrame, *, crosswalk: Sequence[Crosswalk]) -> dict[str, str]:
    """Folded name of a base organisation → the folded name it has now, where it was renamed.

    By the crosswalk, or by lists that give its code another name; a name that two codes have is left alone.
    """
    bases = records[(records["population"] == "base_organisation") & ~records["key"].isin(("", COUNTED))]
    if bases.empty and not crosswalk:
        return {}
    named = bases.sort_values("year", kind="stable").drop_duplicates(["key", "name"], keep="last")
    names: dict[str, list[str]] = {}
    for key, name in zip(named["key"], named["name"], strict=True):
        names.setdefault(key, []).append(fold(name))
    now: dict[str, str] = {}
    for change in sorted(crosswalk, key=lambda change: change.date):
        for before, after in zip(change.before, change.after, strict=False) if change.kind == "renamed" else ():
            new = names.get(after, [fold(after)])[-1]
            now |= dict.fromkeys(names.get(before, [fold(before)]), new)
    now |= {name: now.get(own[-1], own[-1]) for own in names.values() for name in own[:-1]}
    holders = [name for own in names.values() for name in set(own)]
    return {name: _last(name, now) for name in now if holders.count(name) < 2 and _last(name, now) != name}


def _last(name: str, now: Mapping[str, str]) -> str:
    seen = {name}
    while (name := now.get(name, name)) not in seen:
        seen.add(name)
    return name


def one_spelling(records: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """Give units whose names mean the same one (`unit_form`, `written_out`) their commonest whole spelling.

    Returns the records and, for each unit that was written in several ways, all its spellings, the kept one first.
    """
    organisations = records["population"].isin(("base_organisation", "cell", "section_committee"))
    organisations |= records["key"] == COUNTED
    counts: Counter[str] = Counter()
    for written in (*(records[column] for column in UNIT_COLUMNS), records.loc[organisations, "name"]):
        counts.update(written.value_counts().to_dict())
    ways: dict[str, list[str]] = {}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):  # so that file order decides nothing
        if text:
            ways.setdefault(unit_form(text), []).append(text)
    by_name = {spellings[0]: spellings for spellings in ways.values()}
    for short, name in written_out(by_name, records).items():
        by_name[name] += by_name.pop(short)
    merged = [tuple(spellings) for spellings in by_name.values() if len(spellings) > 1]
    kept = {way: spellings[0] for spellings in merged for way in spellings[1:]}
    if not kept:
        return records, []
    changed = {column: renamed(records[column], kept) for column in UNIT_COLUMNS}
    changed["name"] = records["name"].where(~organisations, records["name"].replace(kept))
    return records.assign(**changed), merged


def respelled(crosswalk: Sequence[Crosswalk], records: pd.DataFrame) -> tuple[Crosswalk, ...]:
    """Return the changes of the settings with the names of units as they are spelled in the records."""
    if not crosswalk:
        return ()
    organisations = records.loc[records["population"] != "member", "name"]
    written = {*organisations, *(word for column in UNIT_COLUMNS for word in records[column].unique())}
    kept = {unit_form(name): name for name in sorted(written) if name}

    def respell(words: Sequence[str]) -> tuple[str, ...]:
        return tuple(kept.get(unit_form(word), word) for word in words)

    return tuple(
        msgspec.structs.replace(
            change,
            before=respell(change.before),
            after=respell(change.after),
            chain=respell([change.chain])[0] if change.chain else change.chain,
        )
        for change in crosswalk
    )


def renamed(column: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return a column as categories, some of them renamed, also to the name of another one."""
    column = column.astype("category")
    if not names:
        return column
    said = [names.get(word, word) for word in column.cat.categories]
    words = sorted(set(said))
    place = {word: number for number, word in enumerate(words)}
    codes = np.array([place[word] for word in said], dtype=np.int32)[column.cat.codes]
    return pd.Series(pd.Categorical.from_codes(codes, words), index=column.index)


def _made_key(
    key: str, population: str, name: str, born: object, base: str, unit: str, file: str, sheet: str, cell: str, *,
    bases: Mapping[str, str],
) -> str:  # fmt: skip
    own = fold(name)
    if population == "member" and key != COUNTED:
        within = bases.get(fold(base), fold(base))
        date = str(born)[:10] if pd.notna(born) else ""
        return f"~{_digest(person_form(name), date, within)}" if date else f"?{_digest(file, sheet, cell)}"
    above = fold(base or unit)
    if key != COUNTED and population != "base_organisation":
        above = bases.get(above, above)
    return key + (f"{own} / {above}" if above and above != own else own)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("|".join(parts).encode(), digest_size=6).hexdigest()
