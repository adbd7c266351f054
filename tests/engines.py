"""The SQL files in engines of their own: DuckDB and sqlite3 for the tests, by hand in Spark and PostgreSQL too.

`python -m tests.engines PARQUET`, a file that evalkit saved, runs both statements in DuckDB and, where pyspark is
installed, in Spark, compares every row with evalkit's own result, and says how long each took. `--postgres="-h HOST
-U USER"` does so through psql as well, in a temporary table; `--settings`, `--population`, `--level` as ever.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

import evalkit as ek

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


@cache
def duckdb_base() -> duckdb.DuckDBPyConnection:
    """One for all statements: to open it takes longer than to ask it."""
    return duckdb.connect(config={"threads": 1})


def by_duckdb(statement: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    base = duckdb_base()
    base.execute(CREATE.replace("CREATE", "CREATE OR REPLACE", 1))
    if rows:
        base.register("given", pd.DataFrame(rows, columns=list(TYPES), dtype=object))
        base.execute("INSERT INTO ratings SELECT * FROM given")
        base.unregister("given")
    return base.execute(statement).fetchall()


# --- by hand ---------------------------------------------------------------------------------------------------------

Run = Callable[[str], list[tuple[Any, ...]]]


def in_duckdb(parquet: str) -> Run:
    base = duckdb.connect()
    base.execute(f"CREATE VIEW ratings AS SELECT * FROM '{parquet}'")
    return lambda statement: base.execute(statement).fetchall()


def in_spark(parquet: str) -> Run:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[*]").config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.read.parquet(parquet).createOrReplaceTempView("ratings")
    return lambda statement: [tuple(row) for row in session.sql(statement).collect()]


def in_postgres(rows: list[tuple[Any, ...]], options: str) -> Run:
    folder = Path(tempfile.mkdtemp())
    with (folder / "ratings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    begin = f"{CREATE.replace('TABLE', 'TEMP TABLE', 1)};\n\\copy ratings FROM '{folder / 'ratings.csv'}' CSV\n"

    def run(statement: str) -> list[tuple[Any, ...]]:
        words = ["psql", *shlex.split(options), "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(words, input=f"{begin}{statement};", capture_output=True, encoding="utf-8", check=True)
        told = (line.split("\t") for line in done.stdout.splitlines())
        return [tuple(int(word) if word.isdigit() and word[0] != "0" else word for word in row) for row in told]

    return run


def words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parquet")
    parser.add_argument("--settings")
    parser.add_argument("--population", default="member")
    parser.add_argument("--level", default="excellent")
    parser.add_argument("--postgres", help="the options of psql")
    return parser.parse_args()


def engines_of(given: argparse.Namespace, ratings: pd.DataFrame) -> dict[str, Run]:
    found = {"DuckDB": in_duckdb(given.parquet)}
    if importlib.util.find_spec("pyspark"):
        found["Spark"] = in_spark(given.parquet)
    if given.postgres is not None:
        found["PostgreSQL"] = in_postgres(plain(ratings), given.postgres)
    return found


def compared(engine: str, run: Run, statement: str, expected: pd.DataFrame) -> bool:
    began = time.perf_counter()
    found = sorted(tuple(map(str, row)) for row in run(statement))
    seconds = time.perf_counter() - began
    same = found == sorted(tuple(map(str, row)) for row in expected.itertuples(index=False, name=None))
    print(f"{engine:11}{len(found):8} rows{seconds:8.1f} s  {'same' if same else 'DIFFERS'}")
    return same


def main() -> int:
    given = words()
    reading = ek.read(given.parquet, settings=given.settings)
    ratings, scale = reading.ratings, reading.settings.scale
    asked = {"population": given.population, "level": given.level, "scale": scale, "rule": reading.settings.streaks}
    rates = ek.level_rates(ratings, scale=scale)[["year", "population", "measure", "count", "base"]]
    runs = ek.find_streaks(ratings, **asked)[["subject", "first", "last", "length"]]
    questions = ((ek.rates_sql(scale=scale), rates), (ek.streaks_sql(**asked), runs))
    engines = engines_of(given, ratings)
    same = [compared(*engine, *question) for question in questions for engine in engines.items()]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
