"""Starting, and the report of the sample: `python -m tests.benchmarks.report`.

Each is a fresh interpreter, as a command is: what is imported counts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.timing import ROUNDS, Ratio, seconds

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "data" / "sample")
NEEDED = f"import evalkit, matplotlib.pyplot, docx; evalkit.read({SAMPLE!r})"


def python(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)


def report() -> None:
    with tempfile.TemporaryDirectory() as folder:
        python("-m", "evalkit", "report", SAMPLE, "--year", "2022", "--out", folder, "--no-notebooks")


def measure(rounds: int = ROUNDS) -> list[Ratio]:
    ours, pandas = seconds(lambda: python("-c", "import evalkit"), lambda: python("-c", "import pandas"), rounds=rounds)
    lines = [Ratio("import evalkit", ours, "import pandas", pandas, 1.2)]
    ours, needed = seconds(report, lambda: python("-c", NEEDED), rounds=rounds)
    lines.append(
        Ratio("report of the sample without notebooks", ours, "reading it, importing its libraries", needed, 2.5)
    )
    return lines


def main() -> None:
    print(*measure(), sep="\n")


if __name__ == "__main__":
    main()
