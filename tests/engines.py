"""The SQL files in engines of their own: DuckDB and sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd

TYPES = {
    "year": "BIGINT", "population": "TEXT", "subject": "TEXT", "level": "TEXT", "status": "TEXT", "count": "BIGINT",
}  # fmt: skip
CREATE = f"CREATE TABLE ratings ({', '.join(f'{column} {kind}' for column, kind in TYPES.items())})"


def plain(ratings: pd.DataFrame) -> list[tuple[Any, ...]]:
    """What the SQL files read of a ratings table, as plain tuples; columns that it lacks are 1."""
    columns = (ratings[name].astype(object) if name in ratings else [1] * len(ratings) for name in TYPES)
    return [tuple(None if pd.isna(value) else value for value in row) for row in zip(*columns, strict=True)]


def answer(statement: str, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows that a statement gives over such a table, the same from both engines."""
    rows = list(rows)
    found = by_sqlite(statement, rows)
    assert by_duckdb(statement, rows) == found
    return found


def by_sqlite(statement: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    base = sqlite3.connect(":memory:")
    base.execute(CREATE)
    base.executemany("INSERT INTO ratings VALUES (?, ?, ?, ?, ?, ?)", rows)
    found = base.execute(statement).fetchall()
    base.close()
    return found


def by_duckdb(statement: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with duckdb.connect() as base:
        base.execute(CREATE)
        if rows:
            base.register("given", pd.DataFrame(rows, columns=list(TYPES), dtype=object))
            base.execute("INSERT INTO ratings SELECT * FROM given")
        return base.execute(statement).fetchall()
