"""A reading handed to the notebooks of its report, which ask for the same and need not read the workbooks again.

It stands for them only while files, settings and confirmed persons are the same to the byte; else they are read.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evalkit.problems import Problem
from evalkit.reading.files import Source, find_confirmed, find_sources
from evalkit.reading.same_person import read_confirmed
from evalkit.reading.unused_settings import find_unused
from evalkit.records import Confirmed
from evalkit.settings import Settings, find_settings

if TYPE_CHECKING:
    from evalkit.reading.result import Reading

VARIABLE = "EVALKIT_READING"  # of the environment: names the file
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


class Asked(NamedTuple):
    """What is to be read: files as they are now, settings, who is confirmed to be whom; what was found on the way."""

    settings: Settings
    sources: tuple[Source, ...]
    confirmed: tuple[Confirmed, ...]
    copies: tuple[Problem, ...] = ()
    unclear: tuple[Problem, ...] = ()


def ask(paths: Paths, settings: Settings | str | os.PathLike[str] | None) -> Asked:
    """Return what `evalkit.read` is asked for.

    Raises:
        NothingToRead: no path, or no workbook there.
        SettingsError: the settings cannot be used.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    unused: list[Problem] = []
    if settings is None:
        settings = find_settings(list(map(Path, given)))
        unused = list(find_unused(list(map(Path, given)), settings))
    elif not isinstance(settings, Settings):
        settings = find_settings(list(map(Path, given)), settings=Path(settings))
    sources, copies = find_sources(given)
    confirmed, unclear = read_confirmed(find_confirmed(given))
    return Asked(settings, tuple(sources), tuple(confirmed), (*copies, *unused), tuple(unclear))


def hand_over(reading: Reading, asked: Asked, path: Path) -> None:
    """Keep a reading in a file, with what it was made of; nothing where something else is asked for by now."""
    made_of = (reading.settings, reading.sources, reading.origin.confirmed)
    if asked[:3] == made_of:
        with path.open("wb") as file:
            pickle.dump(made_of, file, protocol=pickle.HIGHEST_PROTOCOL)
            pickle.dump(reading, file, protocol=pickle.HIGHEST_PROTOCOL)


def handed_over(asked: Asked) -> Reading | None:
    """Return the reading that the environment names, if it was made of what is asked for."""
    if not (path := os.environ.get(VARIABLE)):
        return None
    with suppress(Exception), Path(path).open("rb") as file:  # a broken file raises whatever it leads pickle to
        if pickle.load(file) == asked[:3]:
            reading: Reading = pickle.load(file)
            return reading
    return None
