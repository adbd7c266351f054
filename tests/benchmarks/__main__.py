"""Every benchmark, where the time goes, and the versions: `python -m tests.benchmarks` (half an hour)."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

from tests.benchmarks import country, limits, reading, report, whole
from tests.benchmarks.timing import ROUNDS

LIBRARIES = ("evalkit", "pandas", "numpy", "pyarrow", "python-calamine", "openpyxl", "duckdb", "matplotlib")


def main() -> None:
    for part in (whole.measure, reading.measure, report.measure, country.measure, country.growth):
        print(*part(), sep="\n", flush=True)
    limits.main()
    print(f"Median of {ROUNDS}; {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))


if __name__ == "__main__":
    main()
