"""Persons across years: what a human has confirmed is joined, what a human should look at is listed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from evalkit.records import Confirmed
from evalkit.subjects.gaps import fill_gaps
from evalkit.vietnamese import loose_person_form, person_form

TWO_PEOPLE, TWO_NAMES = "one_card_two_people", "one_card_two_names"
TWO_CARDS, TWO_UNITS = "one_person_two_cards", "same_person_two_units"
CANDIDATE, SWAPPED = "same_person_candidate", "same_person_swapped_date"
SPELLED, GAP = "same_person_spelled_otherwise", "same_person_fills_gap"
_FEW_ALIKE = 12  # of more people of one name and birth date, nothing is told by spelling
DOUBT_COLUMNS = (
    "kind", "subject", "other", "file", "sheet", "cell", "other_file", "other_sheet", "other_cell", "group",
)  # fmt: skip


def join_persons(ratings: pd.DataFrame, *, confirmed: Sequence[Confirmed]) -> dict[str, str]:
    """Key → the key of the same person that stands for all of them, for the keys that change.

    Of the keys that belong together a card number stands for the others, the one of the latest year first.
    """
    groups: dict[str, set[str]] = {}
    for pair in (pair for pair in confirmed if pair.same):
        joined = groups.get(pair.one, {pair.one}) | groups.get(pair.other, {pair.other})
        groups.update(dict.fromkeys(joined, joined))
    if not groups:
        return {}
    known = ratings[ratings["subject"].isin(groups)].groupby("subject")["year"].max()
    return {
        key: kept
        for key, together in groups.items()
        if key != (kept := max(together, key=lambda one: (one.isdecimal(), int(known.get(one, 0)), one)))
    }


def find_doubts(ratings: pd.DataFrame, *, confirmed: Sequence[Confirmed] = ()) -> pd.DataFrame:
    """Return members of whom it is in doubt who they are, one row a pair, with a cell of each side.

    `one_card_two_people`: rows of one card whose names differ and no birth date says that it is one person;
    `one_card_two_names`: whose names differ, all of one birth date; `one_person_two_cards`: one name and birth date in
    one base organisation under two cards; `same_person_two_units`: in one year in two units; `same_person_candidate`:
    one name and birth date elsewhere, or with and without a card; `same_person_swapped_date`: one name, day and month
    of the birth date in each other's place, in no year both: one person only if a human confirms it;
    `same_person_spelled_otherwise`: one birth date, names alike but for diacritics, a degree or an office;
    `same_person_fills_gap`: one base organisation, name or birth date nearly the same, one there in the year before or
    after the other. Pairs that a human has said are two persons are left out. `group` is one number for all pairs of
    one name and birth date.
    """
    two = {frozenset((pair.one, pair.other)) for pair in confirmed if not pair.same}
    may_be = (ratings["population"] == "member") & ~ratings["subject"].str.startswith(("#", "?"))
    if not may_be.any():
        return pd.DataFrame(columns=list(DOUBT_COLUMNS))
    members = ratings[may_be]
    place, names = pd.factorize(members["name"])
    words = np.array([person_form(name) for name in names.tolist()], dtype=object)
    called, who = pd.factorize(words)  # numbers, as comparing texts of everybody takes long
    key, found_keys = pd.factorize(members["subject"])
    subjects = found_keys.to_numpy(object)  # a column of texts is slow to go through
    people = pd.DataFrame({"subject": key, "who": called[place], "born": members["born"].to_numpy()})
    persons = people[(who != "")[people["who"]]].drop_duplicates()
    once = persons.drop_duplicates(["subject", "who"])
    renamed = subjects[once.loc[once.duplicated("subject"), "subject"].unique()]
    known = persons[persons["born"].notna()]
    alike = known[known.duplicated(["who", "born"], keep=False)]
    alike = alike.assign(subject=subjects[alike["subject"]], who=who[alike["who"]])
    mirrored = [(subjects[one], subjects[other]) for one, other in _mirrored(known)]
    spelled = [(subjects[one], subjects[other]) for one, other in _spelled(known, subjects, who)]
    said = {*mirrored, *spelled}
    pairs = ((subjects[one], subjects[other]) for one, other in fill_gaps(members, people, subjects, who))
    apart = [pair for pair in pairs if pair not in said and pair[::-1] not in said]
    doubtful = {*renamed, *alike["subject"], *itertools.chain.from_iterable((*mirrored, *spelled, *apart))}
    if not doubtful:
        return pd.DataFrame(columns=list(DOUBT_COLUMNS))
    in_doubt = members["subject"].isin(doubtful).to_numpy() & (who != "")[people["who"]]
    rows = _rows_of(members[in_doubt].assign(who=who[people.loc[in_doubt, "who"]]))
    groups = [list(group) for _, group in alike.groupby(["who", "born"], sort=True)["subject"]]
    found = [[_one_card(rows[subject])] for subject in sorted(renamed)]
    for group in groups:
        inside = sorted(group, key=lambda subject: rows[subject][0])
        found.append([_one_name(rows[one], rows[other]) for one, other in itertools.pairwise(inside)])
    found += [_in_other_years(SWAPPED, rows[one], rows[other]) for one, other in mirrored]
    found += [_in_other_years(SPELLED, rows[one], rows[other]) for one, other in spelled]
    found += [_in_other_years(GAP, rows[one], rows[other]) for one, other in apart]
    kept = [(*doubt, group) for group, pairs in enumerate(found) for doubt in pairs if frozenset(doubt[1:3]) not in two]
    return pd.DataFrame(kept, columns=list(DOUBT_COLUMNS))


def _mirrored(known: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs of subjects of one name whose birth dates differ by day and month in each other's place."""
    known = known[known.duplicated("who", keep=False)]  # a name that stands there once has no other
    if known.empty:
        return []
    born = known["born"].dt
    early = known[(born.day <= 12) & (born.month != born.day)]
    parts = {"year": early["born"].dt.year, "month": early["born"].dt.day, "day": early["born"].dt.month}
    both = early.merge(early.assign(born=pd.to_datetime(parts)), on=["who", "born"], suffixes=("", "_other"))
    pairs = both[["subject", "subject_other"]].drop_duplicates()
    return [(one, other) for one, other in pairs.itertuples(index=False) if one < other]


def _spelled(known: pd.DataFrame, subjects: np.ndarray, who: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs of subjects of one birth date whose names are alike; of those with cards the cards tell."""
    if not any(str(subject).startswith("~") for subject in subjects):
        return []
    known = known[known.duplicated("born", keep=False)]
    if known.empty:
        return []
    forms = pd.factorize(np.array([loose_person_form(name) for name in who], dtype=object))[0]
    loose = known.assign(loose=forms[known["who"]])
    often = loose.groupby(["loose", "born"])["subject"].transform("size")
    alike = loose[often.between(2, _FEW_ALIKE)]
    both = alike.merge(alike, on=["loose", "born"], suffixes=("", "_other"))
    pairs = both[(both["who"] != both["who_other"]) & (both["subject"] < both["subject_other"])]
    return list(pairs[["subject", "subject_other"]].drop_duplicates().itertuples(index=False, name=None))


class _Row(NamedTuple):
    """What matters of one row of the ratings table; sorts by year and place."""

    year: int
    file: str
    sheet: str
    cell: str
    subject: str
    who: str
    born: Any
    unit: str
    base: str


def _rows_of(members: pd.DataFrame) -> dict[str, list[_Row]]:
    """Subject → its rows, the earliest first."""
    columns = ("year", "file", "sheet", "cell", "subject", "who", "born", "unit", "base_organisation")
    found: dict[str, list[_Row]] = {}
    for row in sorted(map(_Row, *(members[column] for column in columns)), key=lambda row: row[:4]):
        found.setdefault(row.subject, []).append(row)
    return found


def _one_card(rows: Sequence[_Row]) -> tuple[str, ...]:
    """Doubt a card with several names: of one person, if all its rows have one birth date."""
    born = {row.born for row in rows}
    kind = TWO_NAMES if len(born) == 1 and not pd.isna(rows[0].born) else TWO_PEOPLE
    return _doubt(kind, rows[0], next(row for row in rows if row.who != rows[0].who))


def _one_name(rows: Sequence[_Row], others: Sequence[_Row]) -> tuple[str, ...]:
    """Return one name and birth date under two keys."""
    in_year = {row.year: row for row in others}
    for row in rows:
        other = in_year.get(row.year)
        if other and (row.unit, row.base) != (other.unit, other.base):
            return _doubt(TWO_UNITS, row, other)
    cards = rows[0].subject.isdecimal() and others[0].subject.isdecimal()
    one_base = {row.base for row in rows} & {row.base for row in others}
    return _doubt(TWO_CARDS if cards and one_base else CANDIDATE, rows[-1], others[0])


def _in_other_years(kind: str, rows: Sequence[_Row], others: Sequence[_Row]) -> list[tuple[str, ...]]:
    """Doubt a name or a birth date that is nearly the same; two people where both are rated in one year."""
    if {row.year for row in rows} & {row.year for row in others}:
        return []
    nearest = min(itertools.product(rows, others), key=lambda pair: abs(pair[0].year - pair[1].year))
    return [_doubt(kind, *sorted(nearest, key=lambda row: row.year))]


def _doubt(kind: str, row: _Row, other: _Row) -> tuple[str, ...]:
    return (kind, row.subject, other.subject, row.file, row.sheet, row.cell, other.file, other.sheet, other.cell)
