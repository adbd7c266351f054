"""Every member in the country, five years: 27 million rows, beside DuckDB: `python -m tests.benchmarks.country`.

DuckDB asks its own table, loaded from the frame before the clock starts: from the frame itself it would first read the
5.4 million keys, which takes it longer than the question. Its rows and ours are compared once, outside the timing.
`growth` asks whether a hundred times the rows take a hundred times as long.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import evalkit as ek
from evalkit.scale import PARTY, RATED, REASONS, UNKNOWN
from evalkit.settings import Award, Settings, Target
from tests.benchmarks.timing import ROUNDS, Ratio, seconds

SUBJECTS, YEARS = 5_400_000, range(2018, 2023)
FEW, MANY = 10_000, 1_000_000  # rows, for the growth
LEVELS, STATUSES = list(PARTY.worst_to_best), [RATED, *REASONS, UNKNOWN]
MIB = 1 << 20
STATUS_FILE = Path("/proc/self/status")  # where Linux tells a process how much memory it takes

RATES = "SELECT year, population, level, status, sum(count) FROM ratings GROUP BY ALL"
RUNS = """
    WITH good AS (
        SELECT subject, year, year - row_number() OVER (PARTITION BY subject ORDER BY year) AS island
        FROM ratings WHERE population = 'member' AND status = 'rated' AND level = 'excellent'
    )
    SELECT subject, min(year), max(year), count(*) FROM good GROUP BY subject, island HAVING count(*) >= 5
    ORDER BY subject, min(year)
"""


def country(subjects: int = SUBJECTS) -> pd.DataFrame:
    """A row a subject and year, each year in another order; 23 bytes a row, and the keys."""
    chance = np.random.default_rng(2022)
    keys = pd.Index([f"{51_000_000_000 + number:012d}" for number in range(subjects)], dtype="str")
    diligence = chance.random(subjects, dtype=np.float32)
    rows = subjects * len(YEARS)
    subject, level, status = np.empty(rows, np.int32), np.empty(rows, np.int8), np.zeros(rows, np.int8)
    for place in range(len(YEARS)):
        part = slice(place * subjects, (place + 1) * subjects)
        subject[part] = chance.permutation(np.arange(subjects, dtype=np.int32))
        drawn = chance.random(subjects, dtype=np.float32)
        best = drawn < diligence[subject[part]] * 0.4
        level[part] = np.where(best, 7, np.where(drawn < 0.9, 6, np.where(drawn < 0.95, 5, 4)))
        away = np.flatnonzero(chance.random(subjects, dtype=np.float32) < 0.03)
        status[part][away], level[part][away] = 1 + away % (len(STATUSES) - 1), -1
    columns = {
        "year": np.repeat(np.array(YEARS), subjects),
        "population": pd.Categorical.from_codes((subject % 1000 == 0).astype(np.int8), ["member", "cell"]),
        "subject": pd.Categorical.from_codes(subject, keys),
        "level": pd.Categorical.from_codes(level, LEVELS, ordered=True),
        "status": pd.Categorical.from_codes(status, STATUSES),
        "count": np.ones(rows, np.int64),
    }
    return pd.DataFrame(columns, copy=False)


def reading(rows: int) -> pd.DataFrame:
    """The same people as a reading has them: keys and names as texts, units of thirty."""
    ratings = country(rows // len(YEARS)).sort_values(["year", "subject"], ignore_index=True)
    place = ratings["subject"].cat.codes.to_numpy().astype(np.int64)
    family, given = (np.array([f"{word}{number}" for number in range(200)], object) for word in ("Nguyễn Văn", "An"))
    names = family[place % 200] + " " + given[place // 7 % 200]
    units = pd.Series(place // 30).map("Chi bộ {}".format)
    bases = pd.Series(place // 300).map("Đảng bộ {}".format).astype("category")
    return ratings.assign(name=names, unit=units.astype("category"), base_organisation=bases).astype(
        {"subject": "str", "name": "str"}
    )


def rates(ratings: pd.DataFrame) -> pd.DataFrame:
    return ek.level_rates(ratings)


def runs(ratings: pd.DataFrame) -> pd.DataFrame:
    return ek.find_streaks(ratings, population="member", level="excellent", length=5)


def measure(rounds: int = ROUNDS) -> list[Ratio]:
    """Rates and runs of the whole country, and the memory that both take."""
    import duckdb

    ratings = country()
    base = duckdb.connect()
    base.execute("CREATE TABLE ratings AS SELECT * FROM ratings")
    _compare_rates(rates(ratings), base.execute(RATES).fetchall())
    found = runs(ratings)[["subject", "first", "last", "length"]]
    assert list(found.itertuples(index=False, name=None)) == base.execute(RUNS).fetchall()
    ours, theirs = seconds(lambda: rates(ratings), lambda: base.execute(RATES).fetchall(), rounds=rounds)
    lines = [Ratio(f"rates of {len(ratings):,} rows", ours, "DuckDB, GROUP BY", theirs, 3.0)]
    ours, theirs = seconds(lambda: runs(ratings), lambda: base.execute(RUNS).fetchall(), rounds=rounds)
    lines.append(Ratio(f"{len(found):,} runs of five years on the same", ours, "DuckDB, gaps and islands", theirs, 2.0))
    base.close()
    if STATUS_FILE.exists():
        words = [sys.executable, "-m", "tests.benchmarks.country", "memory"]
        answer = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
        peak, size = map(float, answer.stdout.split())
        lines.append(Ratio("peak memory of both", peak, "the frame itself", size, 2.0, "MiB"))
    return lines


def growth(rounds: int = ROUNDS) -> list[Ratio]:
    """Each stage at 10,000 and at 1,000,000 rows."""
    target = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(49, 50), source="NQ")
    rule: dict[str, Any] = {"population": "member", "level": "excellent"}
    awards = tuple(Award(id=f"{years}", name=f"{years} năm", years=years, **rule) for years in (5, 3))
    settings = Settings(targets=(target,), awards=awards)
    held = pd.DataFrame({"subject": [], "award": [], "year": [], "first": [], "last": []})
    held = held.astype(dict.fromkeys(["year", "first", "last"], "Int64"))
    stages: dict[str, Callable[[pd.DataFrame], object]] = {
        "rates": rates,
        "targets": lambda ratings: ek.compare_targets(ratings, settings=settings),
        "streaks": runs,
        "awards": lambda ratings: ek.find_awards(ratings, held, settings=settings, year=YEARS[-1]),
    }
    few, many = reading(FEW), reading(MANY)
    lines = []
    for name, stage in stages.items():
        short, long = seconds(lambda stage=stage: stage(few), lambda stage=stage: stage(many), rounds=rounds)
        times = MANY // FEW
        lines.append(Ratio(f"{name}, {MANY:,} rows", long, f"{times} x {FEW:,} rows", times * short, 1.15))
    return lines


def _compare_rates(found: pd.DataFrame, rows: list[tuple[Any, ...]]) -> None:
    """What is counted at each level and reason is what DuckDB counts."""
    theirs = {(year, population, level or status): count for year, population, level, status, count in rows}
    cells = found[found["measure"].isin([*LEVELS, *REASONS, UNKNOWN]) & (found["count"] > 0)]
    ours = {(row.year, row.population, row.measure): row.count for row in cells.itertuples(index=False)}
    assert ours == theirs


def _memory(line: str) -> float:
    """MiB of this process: now (VmRSS), or at its highest (VmHWM)."""
    told = dict(one.split(":", 1) for one in STATUS_FILE.read_text(encoding="ascii").splitlines() if ":" in one)
    return int(told[line].split()[0]) / 1024


def _peak() -> None:
    """What the frame, texts included, and rates and runs above it take at their highest; and the frame alone."""
    ratings = country()
    ctypes.CDLL(None).malloc_trim(0)  # what making the frame took is given back, so that nobody works in it for nothing
    STATUS_FILE.with_name("clear_refs").write_text("5", encoding="ascii")  # the highest is from here on
    size, before = ratings.memory_usage(deep=True).sum() / MIB, _memory("VmRSS")
    rates(ratings)
    runs(ratings)
    print(size + _memory("VmHWM") - before, size)


def main() -> None:
    if sys.argv[1:] == ["memory"]:
        _peak()
        return
    for part in (measure, growth):
        print(*part(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
