"""The records of many files as one table of ratings, with its types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from evalkit.reading.parquet import Saved
from evalkit.records import Coded, FileReading, Record
from evalkit.settings import Settings
from evalkit.sheets.vocabulary import is_above_bases, is_base, may_be_base
from evalkit.subjects import renamed
from evalkit.vietnamese import unit_form

COLUMNS = (
    "year", "population", "subject", "name", "unit", "base_organisation", "kind", "born", "joined", "points",
    "level", "status", "reason", "count", "distinction", "file", "sheet", "cell",
)  # fmt: skip


def all_records(readings: Sequence[FileReading], saved: Sequence[Saved]) -> pd.DataFrame:
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
    if all(len(part.words) == 1 for part in parts):  # a word a file: most columns of most lists
        codes = np.repeat([place[part.words[0]] for part in parts], [len(part.places) for part in parts])
    else:
        codes = np.concatenate([np.array([place[word] for word in part.words])[_places(part)] for part in parts])
    return pd.Categorical.from_codes(codes, words)


def _places(column: Coded) -> np.ndarray:
    return np.frombuffer(column.places, "B" if isinstance(column.places, bytes) else "i")


def below(records: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the records without the board's own organisation as unit: it stands over all, nobody is directly in it.

    A cell directly under it is a base organisation where committees stand under it, too; else it may be one itself.
    """
    unit, base = (records[column].astype("category") for column in ("unit", "base_organisation"))
    board = {word for column in (unit, base) for word in column.cat.categories if _is_the_board(word, settings)}
    if not board:
        return records
    if any(is_base(word) for word in base.cat.categories if word not in board):
        cells = [word for word in unit.cat.categories if may_be_base(word) and word not in board]
        directly = base.isin(board) & unit.isin(cells)
        base = base.astype(object).mask(directly, unit.astype(object))
    blank = dict.fromkeys(board, "")
    return records.assign(unit=renamed(unit, blank), base_organisation=renamed(base, blank))


def _is_the_board(name: str, settings: Settings) -> bool:
    """Return whether a unit is called as the settings' organisation or organ is, perhaps in short: "Đảng ủy Khối"."""
    said, forms = unit_form(name), [unit_form(own) for own in (settings.organisation, settings.organ) if own]
    return bool(said) and any(own == said or (is_above_bases(said) and own.startswith(f"{said} ")) for own in forms)


def to_ratings(records: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the ratings table with its types: ordered levels, categories for what repeats, dates, whole numbers."""
    status = records["status"].cat.set_categories(settings.scale.statuses)
    level = records["level"].cat.set_categories(settings.scale.worst_to_best, ordered=True)  # "" is none
    texts = {name: records[name].astype("str") for name in ("reason", "distinction")}
    return records.assign(status=status, level=level, **texts)[list(COLUMNS)]


def _dates(texts: Iterable[str]) -> np.ndarray:
    """ISO texts as dates; "" is missing."""
    return np.array(list(texts), "datetime64[D]").astype("datetime64[us]")
