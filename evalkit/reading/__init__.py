"""Many workbooks → one reading: workers, then sheets, subjects, checks in turn.

`files` finds the workbooks, `sheets.workers` has them parsed; here their rows become the ratings table; `result` is
what comes out. `parquet` reads one that was saved, `columns` checks its values, `origin` keeps what saving one needs.
`handover` gives a reading to the notebooks of its report.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from fnmatch import fnmatch
from itertools import chain

import numpy as np
import pandas as pd

from evalkit.checks import (
    check_caps,
    check_confirmed,
    check_doubts,
    check_excellent,
    check_figures,
    check_future,
    check_hundreds,
    check_identity,
    check_key_kinds,
    check_newcomers,
    check_presence,
    check_register,
    check_repeats,
    received,
    settle_counts,
    settle_duplicates,
    spelling_problems,
)
from evalkit.problems import Problem
from evalkit.progress import progress
from evalkit.reading.departures import join_departures
from evalkit.reading.files import NothingToRead, Source, units_in_names_only
from evalkit.reading.handover import Paths, ask, handed_over
from evalkit.reading.origin import Savings, origin_of
from evalkit.reading.parquet import Saved, read_saved
from evalkit.reading.result import Reading
from evalkit.records import Coded, FileReading, Held, Printed, Record, Skip
from evalkit.settings import Settings
from evalkit.sheets.workers import read_all
from evalkit.subjects import (
    Confirmed,
    base_names,
    find_doubts,
    follow_organisations,
    identify,
    join_codes,
    join_persons,
    one_spelling,
    renamed,
    respelled,
)
from evalkit.vietnamese import fold

__all__ = ["NothingToRead", "Paths", "Reading", "Source", "read"]

COLUMNS = (
    "year", "population", "subject", "name", "unit", "base_organisation", "kind", "born", "joined", "points",
    "level", "status", "reason", "count", "distinction", "file", "sheet", "cell",
)  # fmt: skip
CELL_FATES = ("read", "subset", "comparison", "printed", "not read")
_OF_THIS_RUN = ("same_person_unclear", "settings_unused")  # problems that are not the workbooks'
_LONGEST_NAME = 6  # words
_SHOWN = 80  # letters of a cell that a message repeats
_SEVERITIES = ("error", "warning", "note")


def read(
    paths: Paths,
    *,
    settings: Settings | str | os.PathLike[str] | None = None,
    workers: int | None = None,
) -> Reading:
    """Read workbooks and folders of workbooks into one ratings table, every cell checked.

    A .parquet that evalkit saved stands for its workbooks; one of another program is a table of ratings.
    `settings` is a Settings, a file, or None for the `evalkit.toml` beside the first path. `workers` is how many
    processes parse at once (by default one a processor).

    Raises:
        NothingToRead: no path, no workbook, none readable, or no rating table in any of them.
        SettingsError: the settings cannot be used.
    """
    asked = ask(paths, settings)
    if kept := handed_over(asked):
        return kept
    used, sources = asked.settings, asked.sources
    saved, twice = read_saved(sources, used)
    tables = [one.source.path for one in saved]
    files = [(source.path, source.name) for source in sources if source.path not in tables]
    readings = [reading for one in saved for reading in one.readings]
    readings += read_all(
        files,
        scale=used.scale,
        hints=used.hints,
        limits=used.limits,
        workers=workers,
        done=progress("Đang đọc tệp", len(files)),
    )
    unfit = _unfit_hints(used, sources)
    if unfit and not any(reading.tables for reading in readings):
        raise NothingToRead(unfit[0].message)
    _refuse_if_nothing(readings, used)
    problems = [*asked.copies, *twice, *asked.unclear, *unfit]
    return _join(readings, _in_order(sources, saved), problems, used, asked.confirmed, saved)


def _in_order(sources: Sequence[Source], saved: Sequence[Saved]) -> list[Source]:
    """Return the sources in the order in which their rows stand: what was saved before comes first."""
    tables = {one.source.path: one.source for one in saved}
    return [*tables.values(), *(source for source in sources if source.path not in tables)]


def _refuse_if_nothing(readings: Sequence[FileReading], settings: Settings) -> None:
    if any(reading.tables for reading in readings):
        return
    unreadable = [reading for reading in readings if not reading.readable]
    if len(unreadable) == len(readings):
        more = f" ({len(readings)} tệp đều không đọc được)" if len(readings) > 1 else ""
        raise NothingToRead(unreadable[0].problems[0].message + more)
    first = next(reading for reading in readings if reading.readable)
    more = f" (và {len(readings) - 1} tệp khác)" if len(readings) > 1 else ""
    told = [problem for problem in first.problems if problem.severity != "note"]
    if told and not first.foreign:
        raise NothingToRead(told[0].message + more)
    if foreign := next((reading for reading in readings if reading.foreign), None):
        raise NothingToRead(
            f"{foreign.file}: không có bảng xếp loại nào theo {settings.scale.name}; "
            f"các mức «{foreign.foreign}» là của thang khác. Nếu cần đọc, khai báo [scale] trong evalkit.toml."
        )
    if first.misfits:
        raise NothingToRead(f"{first.file}: {first.misfits[0]}{more}")
    raise NothingToRead(f"{first.file}{more}: không tìm thấy bảng xếp loại nào. {_what_is_there(first, settings)}")


def _what_is_there(reading: FileReading, settings: Settings) -> str:
    """Return what was looked at and what was missing; to describe a sheet is advised only where none is described
    yet.
    """
    tables = [seen for seen in reading.seen if seen.columns]
    titles = ", ".join(f"«{column.title}»" for seen in tables[:1] for column in seen.columns[:8])
    looked = f"Trang tính «{tables[0].sheet}» có các cột {titles}. " if tables else ""
    advice = "" if settings.hints else "; nếu tiêu đề khác thường, khai báo [[read]] trong evalkit.toml"
    return f"{looked}Cần dòng tiêu đề có cột tên hoặc mã và cột xếp loại{advice}."


def _unfit_hints(settings: Settings, sources: Sequence[Source]) -> list[Problem]:
    """Return the descriptions of the settings whose `files` fit none that is there."""
    found = []
    for number, hint in enumerate(settings.hints):
        if not any(fnmatch(source.name.casefold(), hint.files.casefold()) for source in sources):
            shown = ", ".join(source.name for source in sources[:5])
            message = (
                f"evalkit.toml, read[{number}].files: «{hint.files}» không khớp tệp nào. Các tệp ở đó: {shown}. "
                "Sửa mẫu tên tệp."
            )
            found.append(Problem("warning", "hint_unfit", "evalkit.toml", "", "", hint.files, message))
    return found


def _join(
    readings: Sequence[FileReading], sources: Sequence[Source], problems: list[Problem], settings: Settings,
    confirmed: Sequence[Confirmed], saved: Sequence[Saved] = (),
) -> Reading:  # fmt: skip
    for reading in readings:
        if reading.readable and not reading.tables and not reading.own_output:
            if reading.misfits:
                reading.problem("error", "hint_unfit", reading.misfits[0])
            elif all(problem.severity == "note" for problem in reading.problems):
                reading.problem("warning", "no_table", f"{_why_no_table(reading)}; tệp này không được tính.")
        problems += reading.problems
    problems = units_in_names_only(problems, readings)
    printed = pd.DataFrame([row for reading in readings for row in reading.printed], columns=Printed._fields)
    records, merged = one_spelling(_below(_all_records(readings, saved), settings.organisation))
    problems += [problem for problem in spelling_problems(merged) if problem not in problems]
    found = [problem for problem in problems if problem.code not in _OF_THIS_RUN]
    crosswalk = respelled(settings.crosswalk, records)
    words = [word for change in crosswalk for word in (*change.before, *change.after)]
    codes = join_codes(records, renamed_in=words)
    keyed = records.assign(key=codes.key)
    problems += [*codes.problems, *check_key_kinds(keyed, populations=settings.populations)]
    bases = base_names(keyed, crosswalk=crosswalk)
    ratings = _ratings(identify(keyed, bases=bases), settings)
    ratings, changes, unclear = follow_organisations(
        ratings.assign(code=ratings["subject"], key=records["key"]), crosswalk=crosswalk
    )
    problems += [*unclear, *check_confirmed(confirmed, ratings)]
    keys = join_persons(ratings, confirmed=confirmed)
    ratings = ratings.assign(subject=ratings["subject"].replace(keys)) if keys else ratings
    doubts = find_doubts(ratings, confirmed=confirmed)
    final = {**codes.written, **_codes(ratings), **keys}
    held = _held(readings, settings, final)
    departures = join_departures(readings, records, bases=bases, keys=final, organisation=settings.organisation)
    problems += check_figures(ratings, printed, scale=settings.scale)
    last_saved = Savings(sources)
    before = ratings = ratings.assign(row=range(len(ratings)))
    ratings, twice = settle_duplicates(ratings, saved=last_saved)
    ratings, against = settle_counts(ratings, saved=last_saved)
    origin = origin_of(readings, _without_names(found, ratings), confirmed, before=before, after=ratings)
    as_written = ratings.assign(subject=ratings["code"])
    ratings = ratings[list(COLUMNS)]
    problems += [
        *twice,
        *against,
        *check_repeats(ratings, saved=last_saved),
        *check_identity(ratings),
        *check_hundreds(ratings),
        *check_doubts(doubts),
        *check_register(held, awards=settings.awards),
        *check_caps(ratings, caps=settings.caps, scale=settings.scale),
        *check_excellent(ratings, review=settings.review, scale=settings.scale),
        *check_newcomers(ratings, review=settings.review),
        *check_future(ratings, this_year=datetime.date.today().year),  # the only check that asks the clock
        *check_presence(as_written, crosswalk=crosswalk),
    ]
    skips = pd.DataFrame([skip for reading in readings for skip in reading.skips], columns=Skip._fields)
    return Reading(
        ratings=ratings,
        problems=_sorted_problems(_without_names(problems, ratings), sources),
        skips=skips,
        printed=printed,
        held=held,
        departures=departures,
        changes=changes,
        doubts=doubts,
        settings=settings,
        sources=tuple(sources),
        tables=sum(reading.tables for reading in readings),
        rows=sum(reading.rows for reading in readings),
        records=sum(reading.row_records for reading in readings),
        skipped=len(skips),
        rejected=sum(reading.rejected for reading in readings),
        received=received(as_written, crosswalk=crosswalk),
        origin=origin,
        seen={reading.file: tuple(reading.seen) for reading in readings},
        cells={fate: sum(reading.cells[fate] for reading in readings) for fate in CELL_FATES},
    )


def _why_no_table(reading: FileReading) -> str:
    if reading.foreign:
        return f"các mức «{reading.foreign}» là của thang khác"
    return "không tìm thấy bảng xếp loại nào"


def _all_records(readings: Sequence[FileReading], saved: Sequence[Saved]) -> pd.DataFrame:
    """Return the rows that were saved before and, after them, those of the workbooks."""
    fresh, before = _records(readings), [one.rows for one in saved if len(one.rows)]
    if not before:
        return fresh
    types = {name: "category" for name in fresh if isinstance(fresh[name].dtype, pd.CategoricalDtype)}
    dated = [rows.assign(**{name: _dates(rows[name]) for name in ("born", "joined")}) for rows in before]
    return pd.concat([*dated, fresh] if len(fresh) else dated, ignore_index=True).astype(types)


def _records(readings: Iterable[FileReading]) -> pd.DataFrame:
    """Return all records of all files, one row each; columns whose values repeat as categories."""
    files = [(reading.file, reading.records) for reading in readings if reading.records]
    columns: dict[str, object] = {}
    for name in Record._fields:
        if name in ("key", "name", "cell", "born", "points"):
            values = list(chain.from_iterable(records.values(name) for _, records in files))
            columns[name] = _dates(values) if name == "born" else values
            if name == "points":
                columns[name] = np.array(values, dtype="float64")  # None becomes NaN
        else:
            found = _categories([records.coded(name) for _, records in files])
            columns[name] = found.astype("int64") if name in ("year", "number") else found
            if name == "joined":  # few have the day, and many have the same
                columns[name] = _dates(found.categories)[found.codes]
    columns["file"] = _categories([Coded([file], bytes(len(records))) for file, records in files])
    return pd.DataFrame(columns).rename(columns={"number": "count"})


def _categories(parts: Sequence[Coded]) -> pd.Categorical:
    """Coded columns one after the other, their words sorted."""
    words = sorted({word for part in parts for word in part.words})
    place = {word: number for number, word in enumerate(words)}
    codes = [np.array([place[word] for word in part.words], np.int32) for part in parts]
    if all(len(part.words) == 1 for part in parts):  # a word a file: most columns of most lists
        codes = [np.repeat(np.concatenate(codes), [len(part.places) for part in parts])] if parts else []
    else:
        codes = [code[_places(part)] for code, part in zip(codes, parts, strict=True)]
    return pd.Categorical.from_codes(np.concatenate(codes) if codes else [], words)


def _places(column: Coded) -> np.ndarray:
    return np.frombuffer(column.places, "B" if isinstance(column.places, bytes) else "i")


def _below(records: pd.DataFrame, organisation: str) -> pd.DataFrame:
    """Return the records without the board's own organisation as unit: it stands over all lists, nobody is directly in
    it.
    """
    columns = ("unit", "base_organisation")
    words = {word for column in columns for word in records[column].cat.categories if word}
    own = {word for word in words if fold(word) == fold(organisation)}
    return records.assign(**{column: renamed(records[column], dict.fromkeys(own, "")) for column in columns})


def _ratings(records: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the ratings table with its types: ordered levels, categories for what repeats, dates, whole numbers."""
    status = records["status"].cat.set_categories(settings.scale.statuses)
    level = records["level"].cat.set_categories(settings.scale.worst_to_best, ordered=True)  # "" is none
    return records.assign(status=status, level=level).astype({"reason": "str", "distinction": "str"})[list(COLUMNS)]


def _dates(texts: Iterable[str]) -> np.ndarray:
    """ISO texts as dates; "" is missing."""
    return np.array(list(texts), "datetime64[D]").astype("datetime64[us]")


def _codes(ratings: pd.DataFrame) -> dict[str, str]:
    """Code or card as written → the key of the chain it belongs to, where that is another one."""
    own = ratings["code"] == ratings["subject"]
    others = ratings.loc[~own, ["code", "subject", "year"]].sort_values("year", kind="stable")
    stay = set(ratings.loc[own & ratings["code"].isin(others["code"].unique()), "code"]) if len(others) else set()
    return {code: key for code, key in zip(others["code"], others["subject"], strict=True) if code not in stay}


def _held(readings: Iterable[FileReading], settings: Settings, keys: Mapping[str, str]) -> pd.DataFrame:
    """Return the register of past awards; `award` becomes the id of the settings' award of that name, where there is
    one.

    `keys` are those of subjects that have another key now than when they got the award. A window that the register
    does not give is that of the award's years.
    """
    held = pd.DataFrame([row for reading in readings for row in reading.held], columns=Held._fields)
    ids = {fold(award.name): award.id for award in settings.awards} | {
        fold(award.id): award.id for award in settings.awards
    }
    award = [ids.get(fold(text), text) for text in held["award"]]
    years = {column: held[column].astype("Int64") for column in ("year", "first", "last")}
    held = held.assign(award=award, **years).rename(columns={"key": "subject"})
    length = held["award"].map({award.id: award.years for award in settings.awards}).fillna(1).astype("Int64")
    held["first"] = held["first"].mask((held["first"] == held["last"]).fillna(False), held["last"] - length + 1)
    return held.assign(subject=held["subject"].replace(dict(keys))) if keys else held


def _without_names(problems: Sequence[Problem], ratings: pd.DataFrame) -> list[Problem]:
    """Return the problems; where what was found in a cell names a member or holds a card number, it is not repeated."""
    if not any(re.search(r"[^\W\d]|\d{12}", problem.found) for problem in problems):
        return list(problems)
    names = {fold(name) for name in ratings.loc[ratings["population"] == "member", "name"].unique() if name}
    return [
        problem._replace(message=_untold(problem.message, problem.found), found="…")
        if problem.found and (re.search(r"\d{12}", problem.found) or _names_one(problem.found, names))
        else problem
        for problem in problems
    ]


def _names_one(text: str, names: Container[str]) -> bool:
    """Return whether a text is one of these names, or has one of several words among its own."""
    words = re.findall(r"\w+", fold(text))
    runs = (
        words[start : start + long] for long in range(2, _LONGEST_NAME + 1) for start in range(len(words) - long + 1)
    )
    return fold(text) in names or any(" ".join(run) in names for run in runs)


def _untold(message: str, found: str) -> str:
    """Return a message without what was found, which may stand there cut."""
    return message.replace(found, "…").replace(found[:_SHOWN], "…")


def _sorted_problems(problems: Sequence[Problem], sources: Sequence[Source]) -> pd.DataFrame:
    """Errors first, then warnings, then notes; inside each by file, in reading order."""
    files = [name for source in sources for name in (source.name, *(book.name for book in source.workbooks))]
    order = {name: place for place, name in enumerate(files)}
    found = sorted(problems, key=lambda problem: (_SEVERITIES.index(problem.severity), order.get(problem.file, -1)))
    return pd.DataFrame(found, columns=Problem._fields)
