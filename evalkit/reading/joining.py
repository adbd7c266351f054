"""What the files say, joined into one reading: who is who, what stands there twice, and every check in turn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from evalkit.checks import (
    check_alike,
    check_bases,
    check_caps,
    check_confirmed,
    check_copied_lists,
    check_distant,
    check_doubts,
    check_excellent,
    check_figures,
    check_future,
    check_hundreds,
    check_identity,
    check_key_kinds,
    check_keyed_otherwise,
    check_lists,
    check_namesakes,
    check_newcomers,
    check_places,
    check_presence,
    check_register,
    check_register_levels,
    check_register_names,
    check_repeats,
    check_same_committee,
    check_spelt_otherwise,
    check_wholes,
    received,
    settle_cells,
    settle_counts,
    settle_duplicates,
    spelling_problems,
)
from evalkit.problems import Problem
from evalkit.reading.departures import join_departures
from evalkit.reading.files import Source, units_in_names_only
from evalkit.reading.frames import COLUMNS, all_records, below, to_ratings
from evalkit.reading.origin import Savings, origin_of
from evalkit.reading.parquet import Saved
from evalkit.reading.privacy import without_names
from evalkit.reading.register import held_awards
from evalkit.reading.result import Reading
from evalkit.records import Confirmed, FileReading, Printed, Skip
from evalkit.settings import Crosswalk, Settings
from evalkit.subjects import (
    base_names,
    find_doubts,
    follow_organisations,
    identify,
    join_codes,
    join_persons,
    one_spelling,
    respelled,
)

CELL_FATES = ("read", "subset", "comparison", "printed", "not read")
_OF_THIS_RUN = ("same_person_unclear", "settings_unused")  # problems that are not the workbooks'
_SEVERITIES = ("error", "warning", "note")


class _Subjects(NamedTuple):
    """Who is who: the ratings by subject, with `code` as written beside it, and what was found on the way."""

    ratings: pd.DataFrame
    keys: Mapping[str, str]  # code or card as written → subject, where that is another
    bases: Mapping[str, str]
    crosswalk: Sequence[Crosswalk]
    changes: pd.DataFrame
    doubts: pd.DataFrame
    problems: list[Problem]


def join(
    readings: Sequence[FileReading], sources: Sequence[Source], problems: Sequence[Problem], settings: Settings,
    confirmed: Sequence[Confirmed], saved: Sequence[Saved] = (),
) -> Reading:  # fmt: skip
    """Join what the files say into one reading; `problems` are those of finding them, `confirmed` the persons whom
    somebody has looked up.
    """
    told = units_in_names_only([*problems, *_problems_of(readings)], readings)
    records, merged = one_spelling(below(all_records(readings, saved), settings))
    told += [problem for problem in spelling_problems(merged) if problem not in told]
    found = [problem for problem in told if problem.code not in _OF_THIS_RUN]
    subjects = _find_subjects(records, settings, confirmed)
    printed = pd.DataFrame([row for reading in readings for row in reading.printed], columns=Printed._fields)
    held = held_awards(readings, settings, subjects.keys)
    told += [*subjects.problems, *check_figures(subjects.ratings, printed, scale=settings.scale)]
    last_saved = Savings(sources)
    before = subjects.ratings.assign(row=range(len(subjects.ratings)))
    settled, twice = settle_duplicates(before, saved=last_saved)
    settled, again = settle_cells(settled, saved=last_saved)
    settled, against = settle_counts(settled, saved=last_saved)
    this_year = datetime.date.today().year  # nothing else asks the clock
    ratings, as_written = settled[list(COLUMNS)], settled.assign(subject=settled["code"])
    told += [
        *twice,
        *again,
        *against,
        *check_repeats(ratings, saved=last_saved),
        *check_keyed_otherwise(ratings, saved=last_saved),
        *check_spelt_otherwise(ratings),
        *check_namesakes(ratings),
        *check_wholes(ratings),
        *check_same_committee(ratings),
        *check_places(ratings),
        *check_bases(ratings),
        *check_alike(ratings),
        *check_copied_lists(ratings),
        *check_identity(ratings),
        *check_hundreds(ratings),
        *check_doubts(subjects.doubts),
        *check_register(held, awards=settings.awards),
        *check_register_names(held, ratings),
        *check_register_levels(held, ratings, awards=settings.awards, scale=settings.scale),
        *check_caps(ratings, caps=settings.caps, scale=settings.scale),
        *check_excellent(ratings, review=settings.review, scale=settings.scale),
        *check_newcomers(ratings, review=settings.review),
        *check_future(ratings, held, this_year=this_year),
        *check_distant(ratings, this_year=this_year),
        *check_presence(as_written, crosswalk=subjects.crosswalk),
        *check_lists(as_written, crosswalk=subjects.crosswalk, populations=settings.populations),
    ]
    skips = pd.DataFrame([skip for reading in readings for skip in reading.skips], columns=Skip._fields)
    return Reading(
        ratings=ratings,
        problems=_sorted_problems(without_names(told, ratings), sources),
        skips=skips,
        printed=printed,
        held=held.drop(columns="name"),
        departures=join_departures(
            readings, records, bases=subjects.bases, keys=subjects.keys, organisation=settings.organisation
        ),
        changes=subjects.changes,
        doubts=subjects.doubts,
        settings=settings,
        sources=tuple(sources),
        tables=sum(reading.tables for reading in readings),
        rows=sum(reading.rows for reading in readings),
        records=sum(reading.row_records for reading in readings),
        skipped=len(skips),
        rejected=sum(reading.rejected for reading in readings),
        received=received(as_written, crosswalk=subjects.crosswalk),
        origin=origin_of(readings, without_names(found, ratings), confirmed, before=before, after=settled),
        seen={reading.file: tuple(reading.seen) for reading in readings},
        cells={fate: sum(reading.cells[fate] for reading in readings) for fate in CELL_FATES},
    )


def _problems_of(readings: Sequence[FileReading]) -> list[Problem]:
    """Return the problems of every file; one without a table gets a problem that says so."""
    for reading in readings:
        if reading.readable and not reading.tables and not reading.own_output:
            if reading.misfits:
                reading.problem("error", "hint_unfit", reading.misfits[0])
            elif all(problem.severity == "note" for problem in reading.problems):
                reading.problem("warning", "no_table", f"{_why_no_table(reading)}; tệp này không được tính.")
    return [problem for reading in readings for problem in reading.problems]


def _find_subjects(records: pd.DataFrame, settings: Settings, confirmed: Sequence[Confirmed]) -> _Subjects:
    """Return the ratings of all records, each with the key of its subject over the years."""
    crosswalk = respelled(settings.crosswalk, records)
    words = [word for change in crosswalk for word in (*change.before, *change.after)]
    codes = join_codes(records, renamed_in=words)
    keyed = records.assign(key=codes.key)
    bases = base_names(keyed, crosswalk=crosswalk)
    ratings = to_ratings(identify(keyed, bases=bases), settings)
    ratings, changes, unclear = follow_organisations(
        ratings.assign(code=ratings["subject"], key=records["key"]), crosswalk=crosswalk
    )
    problems = [
        *codes.problems,
        *check_key_kinds(keyed, populations=settings.populations),
        *unclear,
        *check_confirmed(confirmed, ratings),
    ]
    persons = join_persons(ratings, confirmed=confirmed)
    ratings = ratings.assign(subject=ratings["subject"].replace(persons)) if persons else ratings
    keys = {**codes.written, **_codes(ratings), **persons}
    doubts = find_doubts(ratings, confirmed=confirmed)
    return _Subjects(ratings, keys, bases, crosswalk, changes, doubts, problems)


def _why_no_table(reading: FileReading) -> str:
    if reading.foreign:
        return f"các mức «{reading.foreign}» là của thang khác"
    return "không tìm thấy bảng xếp loại nào"


def _codes(ratings: pd.DataFrame) -> dict[str, str]:
    """Code or card as written → the key of the chain it belongs to, where that is another one."""
    own = ratings["code"] == ratings["subject"]
    if own.all():
        return {}
    others = ratings.loc[~own, ["code", "subject", "year"]].sort_values("year", kind="stable")
    stay = set(ratings.loc[own & ratings["code"].isin(others["code"].unique()), "code"])
    return {code: key for code, key in zip(others["code"], others["subject"], strict=True) if code not in stay}


def _sorted_problems(problems: Sequence[Problem], sources: Sequence[Source]) -> pd.DataFrame:
    """Errors first, then warnings, then notes; inside each by file, in reading order."""
    files = [name for source in sources for name in (source.name, *(book.name for book in source.workbooks))]
    order = {name: place for place, name in enumerate(files)}
    found = sorted(problems, key=lambda problem: (_SEVERITIES.index(problem.severity), order.get(problem.file, -1)))
    return pd.DataFrame(found, columns=Problem._fields)
