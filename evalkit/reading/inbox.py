"""Workbooks and folders of workbooks, read into one reading; a refusal where nothing is there to be read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatch
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from evalkit.problems import Problem
from evalkit.progress import progress
from evalkit.reading.files import PARQUET, NothingToRead, Source
from evalkit.reading.handover import Paths, ask, handed_over
from evalkit.records import FileReading
from evalkit.settings import Settings
from evalkit.sheets.workers import read_all

if TYPE_CHECKING:
    from evalkit.reading.parquet import Saved
    from evalkit.reading.result import Reading

_JOINING = "evalkit.reading.joining"  # with pandas, which takes as long to load as some hundred workbooks to read


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
    saved, twice = _read_saved(sources, used)
    loading = Thread(target=import_module, args=(_JOINING,))  # while the workbooks are read
    loading.start()
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
    loading.join()
    from evalkit.reading.joining import join

    return join(readings, _in_order(sources, saved), problems, used, asked.confirmed, saved)


def _read_saved(sources: Sequence[Source], settings: Settings) -> tuple[list[Saved], list[Problem]]:
    """Return what stands in .parquet files; without one, nothing that tables need is loaded."""
    if all(source.path.suffix.lower() != PARQUET for source in sources):
        return [], []
    from evalkit.reading.parquet import read_saved

    return read_saved(sources, settings)


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
