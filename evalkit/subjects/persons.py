"""Persons across years: what a human has confirmed is joined, what a human should look at is listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from evalkit.vietnamese import fold

TWO_PEOPLE, TWO_NAMES = "one_card_two_people", "one_card_two_names"
TWO_CARDS, TWO_UNITS = "one_person_two_cards", "same_person_two_units"
CANDIDATE = "same_person_candidate"
DOUBT_COLUMNS = (
    "kind", "subject", "other", "file", "sheet", "cell", "other_file", "other_sheet", "other_cell",
)  # fmt: skip


class Confirmed(NamedTuple):
    """Two keys of which a human says whether they are one person: who said so, when, on which line of which file."""

    one: str
    other: str
    by: str
    on: str
    file: str
    line: int
    same: bool = True


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
        if key != (kept := max(together, key=lambda one: (one.isdigit(), int(known.get(one, 0)), one)))
    }


def find_doubts(ratings: pd.DataFrame, *, confirmed: Sequence[Confirmed] = ()) -> pd.DataFrame:
    """Members of whom it is in doubt who they are, one row a doubt, with a cell of each side.

    `one_card_two_people`: rows of one card whose names differ and no birth date says that it is one person;
    `one_card_two_names`: whose names differ, all of one birth date; `one_person_two_cards`: one name and birth date in
    one base organisation under two cards; `same_person_two_units`: in one year in two units; `same_person_candidate`:
    one name and birth date elsewhere, or with and without a card: one person only if a human confirms it. Pairs that
    a human has said are two persons are left out.
    """
    two = {frozenset((pair.one, pair.other)) for pair in confirmed if not pair.same}
    members = ratings[(ratings["population"] == "member") & ~ratings["subject"].str.startswith(("#", "?"))]
    names = {name: fold(name) for name in members["name"].unique()}
    members = members.assign(who=members["name"].map(names))
    members = members[members["who"] != ""].sort_values(["year", "file", "sheet", "cell"], kind="stable")
    found = [*_one_card(members), *_one_name(members)]
    found = [doubt for doubt in found if frozenset(doubt[1:3]) not in two]
    return pd.DataFrame(found, columns=list(DOUBT_COLUMNS))


def _one_card(members: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Cards with several names."""
    called = members.drop_duplicates(["subject", "who"])
    several = called[called.duplicated("subject", keep=False)]
    for subject, rows in several.groupby("subject", sort=True):
        born = members.loc[members["subject"] == subject, "born"]
        same = bool(born.notna().all()) and born.nunique() == 1
        yield _doubt(TWO_NAMES if same else TWO_PEOPLE, rows.iloc[0], rows.iloc[1], other=str(subject))


def _one_name(members: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """One name and birth date under several keys."""
    known = members[members["born"].notna()]
    keys = known.drop_duplicates(["who", "born", "subject"])
    several = keys[keys.duplicated(["who", "born"], keep=False)]
    if several.empty:
        return
    alike = known[known["subject"].isin(several["subject"])]
    rows_of = dict(list(alike.groupby("subject")))
    for _, group in several.groupby(["who", "born"], sort=True):
        for one, other in pairwise(group["subject"]):
            yield _pair(rows_of[one], rows_of[other])


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> tuple[str, ...]:
    together = one.merge(other, on="year", suffixes=("", "_other"))
    cards = one["subject"].iloc[0].isdigit() and other["subject"].iloc[0].isdigit()
    bases = set(one["base_organisation"]) & set(other["base_organisation"])
    apart = (together["unit"].astype(object) != together["unit_other"].astype(object)) | (
        together["base_organisation"].astype(object) != together["base_organisation_other"].astype(object)
    )
    if apart.any():
        year = together.loc[apart, "year"].iloc[0]
        return _doubt(TWO_UNITS, one[one["year"] == year].iloc[0], other[other["year"] == year].iloc[0])
    kind = TWO_CARDS if cards and bases else CANDIDATE
    return _doubt(kind, one.iloc[-1], other.iloc[0])


def _doubt(kind: str, row: Any, second: Any, *, other: str = "") -> tuple[str, ...]:
    places = [str(side[column]) for side in (row, second) for column in ("file", "sheet", "cell")]
    return (kind, str(row["subject"]), other or str(second["subject"]), *places)
