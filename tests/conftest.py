"""What several test files need: tiny workbooks built on the spot, the sample read once, the folders of real files."""

from __future__ import annotations

import contextlib
import datetime
import html
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import openpyxl
import pytest
from matplotlib.figure import Figure
from PIL import Image

import evalkit as ek
from evalkit.reading import Reading
from evalkit.records import FileReading
from evalkit.settings import Settings
from evalkit.sheets import read_workbook

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("EVALKIT_SHARED", ROOT.parent / "shared"))

LIST = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại", "Lý do"]
BORN = datetime.date(1980, 1, 2)

matplotlib.use("agg")  # no window is opened, on Windows neither; the kernels of notebooks keep their own

Rows = Sequence[Sequence[Any]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden text of the report anew")
    parser.addoption("--full", action="store_true", help="the long runs in full, not the part that runs every day")


# The files that take longest, which begin first: one that began last would keep one processor while others have none.
LONGEST = ("test_killed", "test_report", "test_archive", "test_main", "test_trace", "test_documents", "test_sample")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of the rest: xdist gives whole files away from the first to the last."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long runs were asked for in full: `python run.py test --full`."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session", autouse=True)
def one_processor() -> Iterator[None]:
    """As a report sees it: the tests run on all of them, so that a further process would take more than it saves.

    For the whole session: the reports that many tests share are written before anything of a single test is set.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evalkit.report._PROCESSORS", 1)
        yield


def member(number: int, level: Any, *, cell: str = "Chi bộ 1", base: str = "Đảng bộ A", reason: str = "") -> list[Any]:
    """A row of the usual list: person `number` of a synthetic unit."""
    return [number, f"Người Số {number}", f"0510000{number:05d}", BORN, cell, base, level, reason]


def write_workbook(
    path: Path, sheets: dict[str, Rows], *, merges: Sequence[str] = (), hidden: Sequence[str] = ()
) -> Path:
    """A workbook of these sheets; "" and None are blank; `merges` hold for every sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value not in ("", None):
                    sheet.cell(row, column, value)
        for cells in merges:
            sheet.merge_cells(cells)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def unit(folder: Path, name: str, *rows: Sequence[Any]) -> Path:
    """The usual list of these rows, as a unit sends it."""
    return write_workbook(folder / name, {"Đảng viên": [[f"Biểu {name}"], LIST, *rows]})


@pytest.fixture
def read_rows(tmp_path: Path) -> Callable[..., FileReading]:
    """Read rows as the only sheet of a workbook: `read_rows([[…], …], name="2022.xlsx")`."""

    def read(
        rows: Rows | dict[str, Rows],
        *,
        name: str = "bang 2022.xlsx",
        sheet: str = "Trang1",
        settings: Settings | None = None,
        **options: Any,
    ) -> FileReading:
        sheets = rows if isinstance(rows, dict) else {sheet: rows}
        path = write_workbook(tmp_path / name, sheets, **options)
        used = settings or Settings()
        reading = read_workbook(path, used.scale, used.hints)
        assert reading.rows == reading.row_records + len(reading.skips) + reading.rejected
        return reading

    return read


@pytest.fixture(scope="session")
def sample() -> Reading:
    """The sample, read once."""
    return ek.read(ROOT / "data" / "sample")


@pytest.fixture
def sample_at_hand(sample: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verbs get the sample as it was read once; whatever else they are told to read they read."""

    def known(paths: Any, *, settings: Any = None) -> Reading:
        if settings is None and [Path(path) for path in paths] == [ROOT / "data" / "sample"]:
            return sample
        return ek.read(paths, settings=settings)

    monkeypatch.setattr("evalkit.reading.read", known)


@contextlib.contextmanager
def pictures_as_dots() -> Iterator[None]:
    """Draw every chart of a report, and save a few pixels in its place: for what looks at no picture of it."""

    def dots(figure: Figure, path_without_suffix: Path, *, alt: str = "") -> tuple[Path, Path]:
        png, svg = (path_without_suffix.with_name(path_without_suffix.name + end) for end in (".png", ".svg"))
        wide, high = figure.get_size_inches()
        Image.new("1", (round(10 * wide), round(10 * high))).save(png)
        svg.write_text(f"<svg><title>{html.escape(alt)}</title></svg>", encoding="utf-8")
        return png, svg

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evalkit.report.pictures.save", dots)
        yield


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is filled once for all processes of the suite: who comes second waits; nobody writes into it."""
    own, until = factory.getbasetemp(), time.monotonic() + 300
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    done = folder.with_suffix(".done")
    while time.monotonic() < until:
        try:
            folder.mkdir()
        except FileExistsError:
            if done.exists():
                return folder
            time.sleep(0.1)
            continue
        try:
            make(folder)
        except BaseException:
            shutil.rmtree(folder)  # who waits tries it again, and fails likewise
            raise
        done.touch()
        return folder
    raise TimeoutError(f"{folder} is not finished")


@pytest.fixture(scope="session")
def sample_report(sample: Reading, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's report of 2022."""
    made = made_once(tmp_path_factory, "sample-report", lambda folder: ek.write_report(sample, year=2022, out=folder))
    return made / "2022"


@pytest.fixture
def dots() -> Iterator[None]:
    """The charts of reports as a few pixels."""
    with pictures_as_dots():
        yield


@pytest.fixture(scope="session")
def real() -> Path:
    """Real workbooks with published answers."""
    folder = SHARED / "real"
    if not folder.is_dir():
        pytest.skip("the folder of real workbooks (shared/real) is not here")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Odd and hostile workbooks."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the folder of odd workbooks (shared/corpus) is not here")
    return folder
