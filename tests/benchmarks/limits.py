"""Where the time goes of what the bars of reading and of the report ask: `python -m tests.benchmarks.limits`.

All in one process, one stage after the other. What stands beside the parser in reading is what two processes would have
to do for nothing, to be 1.3 times as fast as the parser alone.
"""

from __future__ import annotations

import pickle
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import evalkit as ek
from evalkit.books.package_scan import look_into
from evalkit.books.workbook import open_grids
from evalkit.reading.handover import ask
from evalkit.reading.joining import join
from evalkit.records import FileReading
from evalkit.report.annexes import write_annex
from evalkit.report.award_annex import write_award_annex
from evalkit.report.figures import collect_figures
from evalkit.report.own_words import OwnWords, figure_of
from evalkit.report.pictures import draw_pictures
from evalkit.report.sections import annex_parts, write_annexes, write_documents
from evalkit.report.summary import write_summary
from evalkit.scale import PARTY
from evalkit.settings import LIMITS
from evalkit.sheets import read_sheet
from tests.benchmarks.reading import bare, workbooks
from tests.benchmarks.report import SAMPLE


class Stages(defaultdict[str, float]):
    """Seconds by stage, in the order in which the stages began."""

    def __init__(self, what: str) -> None:
        super().__init__(float)
        self.what = what

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self[stage] += time.perf_counter() - start

    def __str__(self) -> str:
        whole = sum(self.values())
        lines = [f"{stage:68} {taken:7.3f} s  {100 * taken / whole:5.1f} %" for stage, taken in self.items()]
        return "\n".join([f"{self.what}: {whole:.3f} s", *lines])


def of_reading(folder: Path) -> Stages:
    """What reading many workbooks does, beside the parser alone."""
    files = sorted(folder.iterdir())
    start = time.perf_counter()
    bare(files)
    stages = Stages(f"read + check {len(files)} workbooks; python-calamine alone {time.perf_counter() - start:.3f} s")
    readings = []
    for path in files:
        with stages.of("what the parser hides: errors, formulas, hidden rows, old fonts"):
            look_into(path, is_zip=True, limits=LIMITS)
        with stages.of("the parser, and its cells as Python values"):
            grids = list(open_grids(path, LIMITS))
        reading = FileReading(path.name)
        with stages.of("tables, titles, rows"):
            for grid in grids:
                read_sheet(grid, PARTY, (), reading)
        with stages.of("from process to process"):
            readings.append(pickle.loads(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL)))
    hidden, parser = list(stages)[:2]
    stages[parser] -= stages[hidden]  # opening looks, too
    asked = ask(folder, None)
    with stages.of("one table, subjects, checks; in one process"):
        join(readings, asked.sources, [], asked.settings, ())
    return stages


def of_report() -> Stages:
    """What the report of the sample does after reading."""
    reading, stages = ek.read(SAMPLE), Stages("the report of the sample, without reading, imports and notebooks")
    with tempfile.TemporaryDirectory() as out:
        with stages.of("figures"):
            figures = collect_figures(reading, year=2022)
        with stages.of("charts, each as PNG and SVG (matplotlib)"):
            pictures = draw_pictures(figures, Path(out))
        with stages.of("three documents (python-docx)"):
            words, annexes = OwnWords(None, figure_of(figures)), annex_parts(figures)
            write_annexes(figures, pictures, Path(out), words=words, annexes=annexes)
            write_documents(figures, pictures, Path(out), words=words, annexes=annexes)
        with stages.of("three workbooks (openpyxl)"):
            write_annex(figures, Path(out, "phu-luc.xlsx"), changes=())
            write_award_annex(figures, Path(out, "khen-thuong.xlsx"), home=Path(out))
            write_summary(figures, Path(out, "tong-hop.xlsx"))
    return stages


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        many, _, _ = workbooks(Path(folder))
        print(of_reading(many), of_report(), sep="\n")


if __name__ == "__main__":
    main()
