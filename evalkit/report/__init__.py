"""The report folder of a year: written beside, moved into place at the end, an earlier one never touched.

rate        one figure with its base and its print
figures     everything that is counted, once; award_figures its part of awards and runs
units       by which units the report compares
sentences   what is said about it in prose; target_sentences about the targets
contents    every table, built once; unit_tables those with a row a unit
movement_table who moved between levels from last year to this
document    a Party document in Word: page, styles, tables, pictures
sections    what stands in the report, its annexes and the internal note, in order
own_words   the prose that the board wrote itself; board_template its own report with marks
word_tables the cells of a Word table
pictures    the charts as files
workbook    a workbook as an annex is printed
summary     the counts by base organisation that go up; data, not output
changes     which figures are not those of the last report of the year
annexes     the annex of figures; award_annex the one with names
notebooks   the notebooks executed into pages
run_file    run.json
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from importlib.resources import files
from itertools import count, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evalkit import processes
from evalkit.file_access import explain_unwritable, retry_while_held
from evalkit.processes import beside
from evalkit.reading import Reading
from evalkit.refusal import Refused
from evalkit.report.annexes import write_annex
from evalkit.report.award_annex import AWARDS_FILE, write_award_annex
from evalkit.report.changes import Since, changed_figures, earlier_run
from evalkit.report.document import TemplateError
from evalkit.report.figures import Figures, collect_figures
from evalkit.report.own_words import FOLDER, OwnWords, figure_of, unset_keys, write_skeleton, wrong_blocks
from evalkit.report.pictures import draw_pictures
from evalkit.report.run_file import write_run_file
from evalkit.report.sections import annex_parts, write_annexes, write_documents
from evalkit.report.summary import SUMMARY_FILE, write_summary
from evalkit.settings import FILE_NAME, Settings

__all__ = ["ReportError", "start_early", "write_prose_files", "write_report"]
_SCRATCH, _DAY = ".report-", 86_400  # seconds
_PROCESSORS = os.cpu_count() or 1
_LARGE = 500_000  # ratings; of more than these no second process gets a copy

Ask = Callable[..., Callable[[], Any]]  # for a call in a process beside; gives what waits for its result


class ReportError(Refused):
    """The report cannot be written; the message is one Vietnamese line saying why and what to do."""


def write_report(
    reading: Reading,
    *,
    year: int,
    out: str | os.PathLike[str] = "reports",
    notebooks: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the report folder of a year into `out`: `<year>`, or `<year>-2`, `<year>-3` … where there is one already.

    Args:
        notebooks: a folder whose notebooks are executed on the same data and kept as pages; None for none. One that
            fails costs its page only, and is named on stderr and in run.json.
    Returns:
        The folder.
    Raises:
        ReportError: nobody has a rating in that year, or the folder cannot be written; nothing half-written is left.
    """
    _check_year(reading, year)
    if preface := _offer_settings(reading):
        print(preface, file=sys.stderr)
    out = Path(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _remove_what_was_left(out)
        with (
            TemporaryDirectory(prefix=_SCRATCH, dir=out, ignore_cleanup_errors=True) as scratch,
            beside(__name__ if _PROCESSORS > 1 and len(reading.ratings) <= _LARGE else None) as ask,
        ):
            folder = Path(scratch, str(year))
            figures = collect_figures(reading, year=year)
            earlier = earlier_run(out, year)
            since = (earlier[0], changed_figures(figures, earlier[1])) if earlier else None
            _fill(folder, figures, ask, home=out / str(year), preface=preface, since=since, notebooks=notebooks)
            return _into_place(folder, out, year)
    except TemplateError as error:
        raise ReportError(str(error)) from error
    except OSError as error:
        raise ReportError(f"Không ghi được báo cáo vào «{out}»: {explain_unwritable(error)}") from error


def start_early() -> None:
    """Start the process that makes half of a report, while workbooks are still being read."""
    if _PROCESSORS > 1:
        processes.start_early(__name__)


def write_prose_files(reading: Reading, *, year: int) -> list[Path]:
    """Write beside the data a Word file to begin with for each section of the report that a board writes itself."""
    return write_skeleton(_root(reading) / FOLDER, reading.settings, year=year)


def _remove_what_was_left(out: Path) -> None:
    """Hidden folders of reports that were killed a day ago or earlier; a younger one may be at work."""
    for folder in out.glob(f"{_SCRATCH}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _DAY:
                shutil.rmtree(folder, ignore_errors=True)


def _check_year(reading: Reading, year: int) -> None:
    years = sorted({int(one) for one in reading.ratings["year"]})
    if year not in years:
        there = ", ".join(str(one) for one in years) or "chưa có năm nào"
        raise ReportError(f"Không có số liệu năm {year}. Các năm có trong số liệu: {there}.")


def _fill(
    folder: Path, figures: Figures, ask: Ask, *, home: Path, preface: str, since: Since,
    notebooks: str | os.PathLike[str] | None,
) -> None:  # fmt: skip
    """Make all files; the process that takes what is asked makes every other chart, then what goes to other boards.

    That is about half of the work; what uses figures that are worked out for the documents is made beside them here.
    """
    charts, changes = folder / "charts", since[1] if since else ()
    charts.mkdir(parents=True)
    with _pages(figures, folder / "notebooks", notebooks) as pages:
        others = ask(partial(draw_pictures, turn=1, of=2), figures, charts)
        workbooks = ask(_write_workbooks, figures, folder, home)
        pictures = draw_pictures(figures, charts, turn=0, of=2)
        annexes = annex_parts(figures)
        both = [picture for pair in zip_longest(pictures, others()) for picture in pair if picture]
        words = _own_words(figures)
        write_documents(figures, both, folder, words=words, annexes=annexes, preface=preface, since=since)
        write_annexes(figures, both, folder, words=_own_words(figures), annexes=annexes)
        write_annex(figures, folder / "phu-luc.xlsx", changes=changes)
        workbooks()
        results = pages()
    for line in (
        unset_keys(figures),
        wrong_blocks(figures),
        *(f"Phần lời của báo cáo: {problem}" for problem in dict.fromkeys(words.problems)),
    ):
        if line:
            print(line, file=sys.stderr)
    for name, result in results.items():
        if result.startswith("lỗi"):
            print(f"Notebook {name} không chạy được ({result}); báo cáo thiếu trang này.", file=sys.stderr)
    write_run_file(figures, folder / "run.json", notebooks=results)


def _write_workbooks(figures: Figures, folder: Path, home: Path) -> None:
    if figures.settings.awards:
        write_award_annex(figures, folder / AWARDS_FILE, home=home)
    write_summary(figures, folder / SUMMARY_FILE)


def _own_words(figures: Figures) -> OwnWords:
    return OwnWords(_root(figures.reading) / FOLDER if figures.reading.sources else None, figure_of(figures))


def _pages(
    figures: Figures, folder: Path, notebooks: str | os.PathLike[str] | None
) -> AbstractContextManager[Callable[[], dict[str, str]]]:
    """Return the notebooks at work beside the rest of the report; nothing where none are wanted or there."""
    if notebooks is None or not Path(notebooks).is_dir():
        if notebooks is not None:
            print(f"Không có thư mục «{notebooks}», nên báo cáo không kèm trang notebook.", file=sys.stderr)
        return nullcontext(dict)
    from evalkit.report.notebooks import pages_beside

    root = _root(figures.reading)
    return pages_beside(Path(notebooks), folder, reading=figures.reading, root=root, year=figures.year)


def _offer_settings(reading: Reading) -> str:
    """Return where there are no settings: a commented file beside the data, and what to say about it."""
    if reading.settings != Settings():
        return ""
    unused = reading.problems.loc[reading.problems["code"] == "settings_unused", "message"]
    if len(unused):
        return str(unused.iloc[0])
    said = f"Chưa có tệp {FILE_NAME} cạnh số liệu, nên chưa có chỉ tiêu, hình thức khen và tên cơ quan ban hành."
    path = _root(reading) / FILE_NAME
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(files("evalkit.report").joinpath("settings_template.toml").read_text(encoding="utf-8"))
    except OSError:  # there already, or a folder that cannot be written
        return said
    return f"{said} Đã ghi một tệp mẫu {FILE_NAME} vào thư mục đó: điền chỉ tiêu vào rồi chạy lại."


def _root(reading: Reading) -> Path:
    """Return the folder that was given, or that of the first file that was given."""
    first = reading.sources[0]
    return first.path.parents[first.name.count("/")]


def _into_place(folder: Path, out: Path, year: int) -> Path:
    """Rename the finished folder to the first free name."""
    for number in count(1):
        place = out / (str(year) if number == 1 else f"{year}-{number}")
        if not place.exists():
            try:
                return retry_while_held(lambda: folder.rename(place))  # noqa: B023 - called at once
            except OSError as error:
                if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):  # another run was faster
                    raise
    raise AssertionError("count never ends")
