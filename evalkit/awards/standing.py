"""How each subject stands to each award: eligible, held already, excluded, just missed, or not to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from evalkit.awards.reach import EXEMPLARY, Reach, best_rows, marks, reach
from evalkit.received import not_received, todays_names
from evalkit.scale import RATED
from evalkit.settings import Award, Settings
from evalkit.streaks import NO_RECORD
from evalkit.vietnamese import name_key, unit_key

ELIGIBLE, HELD, EXCLUDED, JUST_MISSED, UNDECIDED = "eligible", "held", "excluded", "just_missed", "undecided"
STANDINGS = (ELIGIBLE, HELD, EXCLUDED, JUST_MISSED, UNDECIDED)
AWARD_COLUMNS = (
    "award", "population", "subject", "name", "unit", "base_organisation", "standing", "reason", "year", "detail",
    "overlap", "first", "last", "reached", "other",
)  # fmt: skip
LACKS, OVERLAP, NOT_FROM_BEST = "lacks", "overlap", "not_from_best"
UNIT_LEVEL, UNIT_UNKNOWN = "unit_level", "unit_unknown"
IDENTITY, NO_IDENTITY, NOT_SENT = "identity", "no_identity", "not_sent"
_DISCIPLINED = ("suspended", "under_review")
_MIXED = ("one_card_two_people",)
_JOINABLE = (
    "same_person_candidate",
    "one_person_two_cards",
    "same_person_swapped_date",
    "same_person_spelled_otherwise",
    "same_person_fills_gap",
)


def find_awards(
    ratings: pd.DataFrame,
    held: pd.DataFrame,
    *,
    settings: Settings,
    year: int,
    doubts: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return every subject that stands in some way to an award of the settings in the year.

    Args:
        held: the register of past awards.
        doubts, changes: members whose identity is in doubt, organisations whose chain ended, as a reading has them.
    Returns:
        One row per award and subject, in the order of the settings, of the standings, and of given names (members) or
        natural order (organisations). `standing`: `eligible`; `held` (it holds one of `not_held`); `excluded`;
        `just_missed` (all years of the window but one); `undecided`. `reason` says why not, in `year`: a level's id or
        a reason as in `histories`; `lacks` (with the award in `detail`), `overlap`, `not_from_best`, `unit_level`;
        undecided are `not_sent` (its base organisation has sent nothing for `year`), `unknown`, `no_round`,
        `unit_unknown`, `identity` (`other`: the key that may be the same person) and `no_identity`. `detail`: for
        fields of work which; `overlap`: an earlier award some of whose years would count again. `first`, `last`: the
        window; `reached`: every year of it is at what the award asks for.
    """
    earlier = held[~(held["year"] > year).fillna(False)]
    register: dict[str, list[Any]] = {}
    for row in earlier.itertuples():
        register.setdefault(str(row.subject), []).append(row)
    now = ratings[ratings["year"] <= year]
    by_name = cache(name_key)  # many awards name the same people
    rows: list[dict[str, Any]] = []
    for award in settings.awards:
        found = reach(now, award, settings=settings, year=year, changes=changes)
        if found.histories.years[-1:] == (year,):
            order = by_name if award.population == "member" else unit_key
            case = _Case(award, found, year, register, _people(doubts, award), now, settings)
            told = [{"award": award.id, "population": award.population, **row} for row in case.rows()]
            told = _without_verdict_where_not_sent(told, now, award, settings)
            told += [{"award": award.id, "population": award.population, **row} for row in case.not_sent_rows()]
            rows += sorted(told, key=lambda row: (STANDINGS.index(row["standing"]), order(row["name"]), row["subject"]))
    types = {"year": "Int64", "first": "int64", "last": "int64", "reached": "bool"}
    return pd.DataFrame(rows, columns=list(AWARD_COLUMNS)).astype(types)


def _without_verdict_where_not_sent(
    rows: Sequence[dict[str, Any]], ratings: pd.DataFrame, award: Award, settings: Settings
) -> list[dict[str, Any]]:
    """Return the rows, undecided where the one lacking year is one whose list the subject's base organisation has not
    sent.
    """
    absent = {row["year"] for row in rows if row["reason"] == NO_RECORD and row["standing"] == JUST_MISSED}
    missing = {
        year: not_received(ratings, population=award.population, year=year, crosswalk=settings.crosswalk)
        for year in absent
    }
    names = {year: todays_names(ratings, year=year, crosswalk=settings.crosswalk) for year in absent}
    settled = []
    for row in rows:
        year, unit = row["year"], row["base_organisation"]
        if year in absent and row["reason"] == NO_RECORD and names[year].get(unit, unit) in missing[year]:
            row = {**row, "standing": UNDECIDED, "reason": NOT_SENT}
        settled.append(row)
    return settled


@dataclass(frozen=True)
class _People:
    """Cards that seem to be two people's, and key → the keys that may be the same person's."""

    mixed: frozenset[str] = frozenset()
    perhaps: Mapping[str, list[str]] = field(default_factory=dict)


def _people(doubts: pd.DataFrame | None, award: Award) -> _People:
    if doubts is None or award.population != "member":
        return _People()
    perhaps: dict[str, list[str]] = {}
    for row in doubts[doubts["kind"].isin(_JOINABLE)].itertuples():
        perhaps.setdefault(row.subject, []).append(row.other)
        perhaps.setdefault(row.other, []).append(row.subject)
    return _People(frozenset(doubts.loc[doubts["kind"].isin(_MIXED), "subject"]), perhaps)


class _Case:
    """One award, and everything that decides about its subjects."""

    def __init__(
        self, award: Award, found: Reach, year: int, register: Mapping[str, list[Any]], people: _People,
        ratings: pd.DataFrame, settings: Settings,
    ) -> None:  # fmt: skip
        self.award, self.found, self.year, self.register, self.people = award, found, year, register, people
        self.settings, self.histories, self.ratings = settings, found.histories, ratings
        self.places = pd.Index(self.histories.subjects)
        chosen = award.distinction is not None
        self.marks = marks(ratings, award.population) if chosen else {}
        self.best = best_rows(ratings, award.population, settings) if award.distinction == EXEMPLARY else set()
        self.units = _unit_levels(ratings, award, year) if award.unit_level else {}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the subjects of whom something is to be said."""
        many, last = self.award.years > 1, self.histories.reached[:, -1]
        near = self.found.missing == 0
        if many:
            near |= (self.found.missing == 1) | (self.found.open & (self.found.missing < self.award.years))
        else:
            near |= self.found.unread
        others = np.flatnonzero(last & ~near)
        near[others] = [self._is_doubtful(subject) for subject in self.histories.subjects[others]]
        places = np.flatnonzero(near)
        subjects = self.histories.rows[["subject", "name", "unit", "base_organisation"]].iloc[places].astype(object)
        for place, about in zip(places.tolist(), subjects.to_dict("records"), strict=True):
            told = self._standing(place, str(about["subject"]), many=many)
            if told:
                window = {"first": int(self.found.first[place]), "last": self.year}
                common = {"detail": "", "overlap": "", "other": "", "reached": self.found.missing[place] == 0}
                yield {**common, **about, **window, **told}

    def not_sent_rows(self) -> Iterator[dict[str, Any]]:
        """Yield the subjects of last year's lists whose organisation has sent nothing, where one year alone decides."""
        if self.award.years > 1:
            return
        crosswalk, population = self.settings.crosswalk, self.award.population
        missing = not_received(self.ratings, population=population, year=self.year, crosswalk=crosswalk)
        if not missing:
            return
        names = todays_names(self.ratings, year=self.year, crosswalk=crosswalk)
        rows = self.histories.rows
        units = rows["base_organisation"].astype(object).map(lambda unit: names.get(unit, unit))
        for place in np.flatnonzero((rows["year"] == self.year - 1) & units.isin(missing)).tolist():
            subject = str(rows["subject"].iloc[place])
            if self.histories.reason(place, -1) == NO_RECORD and self._may(subject):
                named = {name: rows[name].iloc[place] for name in ("subject", "name", "unit", "base_organisation")}
                window = {"first": self.year, "last": self.year, "detail": "", "overlap": "", "other": ""}
                yield {**named, **window, "reached": False, **_told(UNDECIDED, NOT_SENT, year=self.year)}

    def _is_doubtful(self, subject: str) -> bool:
        return subject.startswith("?") or subject in self.people.mixed or subject in self.people.perhaps

    def _standing(self, place: int, subject: str, *, many: bool) -> dict[str, Any] | None:
        """Return what is to be said of one subject; None where nothing is."""
        if subject in self.people.mixed:
            return _told(UNDECIDED, IDENTITY, other=subject)
        if self.histories.bridged[place, -1]:  # not rated in the year itself
            reason = self.histories.reason(place, -1)
            return None if self.found.missing[place] else _told(EXCLUDED, reason, year=self.year)
        if self.found.missing[place] == 0:
            return self._reached(place, subject)
        if not self._may(subject):
            return None
        if other := self._together(place, subject):
            return _told(UNDECIDED, IDENTITY, year=self._latest(place), other=other)
        if subject.startswith("?") and many:
            return _told(UNDECIDED, NO_IDENTITY) if self.histories.reached[place, -1] else None
        return self._not_reached(place, many=many)

    def _reached(self, place: int, subject: str) -> dict[str, Any]:
        mine, first = self.register.get(subject, []), int(self.found.first[place])
        about = {"detail": self._fields(subject), "overlap": self._overlap(mine, first)}
        if self.best:
            window = [self.histories.years[column] for column in np.flatnonzero(self.found.inside[place])]
            if low := [year for year in window if (subject, year) not in self.best]:
                return _told(EXCLUDED, NOT_FROM_BEST, year=max(low))
        if not self._may(subject):
            awards = {one.award for one in mine}
            lacking = [award for award in self.award.holds if award not in awards]
            return _told(EXCLUDED, LACKS, **about | {"detail": lacking[0]}) if lacking else _told(HELD, **about)
        if not self.award.count_again and self._overlap([one for one in mine if one.award == self.award.id], first):
            return _told(EXCLUDED, OVERLAP, **about)
        return self._held_back_by_unit(place) or _told(ELIGIBLE, **about)

    def _not_reached(self, place: int, *, many: bool) -> dict[str, Any] | None:
        lacking = self.found.lacking(place)
        if not lacking:  # the settings name fewer years than the award asks for
            return None
        reason, year = self.histories.reason(place, lacking[0]), self._latest(place)
        if self.found.open[place]:
            return _told(UNDECIDED, reason, year=year)
        if not many or len(lacking) > 1:
            return None
        return _told(EXCLUDED if reason in _DISCIPLINED else JUST_MISSED, reason, year=year)

    def _may(self, subject: str) -> bool:
        """Return whether the register leaves the award open to the subject: who holds it already misses nothing."""
        mine = {one.award for one in self.register.get(subject, [])}
        return mine >= set(self.award.holds) and not mine & set(self.award.not_held)

    def _latest(self, place: int) -> int:
        return self.histories.years[self.found.lacking(place)[0]]

    def _fields(self, subject: str) -> str:
        return "; ".join(sorted(self.marks.get((subject, self.year), frozenset()) - {EXEMPLARY}))

    def _overlap(self, mine: list[Any], first: int) -> str:
        """Return the latest earlier award over several years, some of which lie in the window: "bloc-5-years
        2014–2018".
        """
        spans = [
            (int(one.last), int(one.first), str(one.award))
            for one in mine
            if pd.notna(one.first) and pd.notna(one.last) and one.first < one.last and one.last >= first
        ]
        if not spans or self.award.years == 1:
            return ""
        last, begin, award = max(spans)
        return f"{award} {begin}–{last}"

    def _held_back_by_unit(self, place: int) -> dict[str, Any] | None:
        """Return whether the subject's unit stands too low in the year; a unit without a readable level leaves it
        open.
        """
        if not self.award.unit_level:
            return None
        row = self.histories.rows.iloc[place]
        level = self.units.get((row["base_organisation"], row["unit"]))
        if level is None:
            return _told(UNDECIDED, UNIT_UNKNOWN, year=self.year)
        if level in self.settings.scale.at_least(self.award.unit_level):
            return None
        return _told(EXCLUDED, UNIT_LEVEL, year=self.year, detail=level)

    def _together(self, place: int, subject: str) -> str:
        """Return a key of perhaps the same person with whose years none would be missing; "" where there is none."""
        lacking = self.found.lacking(place)
        for other in self.people.perhaps.get(subject, []) if lacking else ():
            if other in self.places and self.histories.reached[self.places.get_loc(other), lacking].all():
                return other
        return ""


def _unit_levels(ratings: pd.DataFrame, award: Award, year: int) -> dict[tuple[str, str], str]:
    """Return (base organisation, unit) → the unit's own level in the year."""
    rows = ratings[(ratings["year"] == year) & (ratings["status"] == RATED)]
    rows = rows[~rows["population"].isin(["member", award.population]) & ~rows["subject"].str.startswith("#")]
    keys = zip(rows["base_organisation"], rows["name"], strict=True)
    return dict(zip(keys, rows["level"].astype(str), strict=True))


def _told(standing: str, reason: str = "", **more: Any) -> dict[str, Any]:
    return {"standing": standing, "reason": reason, "year": None, **more}
