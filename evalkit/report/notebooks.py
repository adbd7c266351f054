"""The notebooks, executed on the data of the report and kept as pages that open without a network."""

from __future__ import annotations

import asyncio
import atexit
import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import IPython  # noqa: F401 - whole before charts are drawn beside: matplotlib asks for what is loaded of it

from evalkit.progress import progress
from evalkit.reading import NothingToRead, Reading
from evalkit.reading.handover import VARIABLE, ask, hand_over
from evalkit.settings import SettingsError


@contextmanager
def _as_if_missing(module: str) -> Iterator[None]:
    """Import without an optional module that is not loaded yet."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


with _as_if_missing("rfc3987_syntax"):  # compiles a grammar for a second; only JSON schemas with IRIs need it
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

PARAMETERS = "parameters"  # the tag of the cell whose values a run sets
_NO_WORDS, _WORDS = "No description has been provided for this image", "Biểu đồ; bảng bên cạnh có cùng số liệu"
_FOR_THE_NOTEBOOK = ("*For maintainers:", "Muốn dùng cho")  # paragraphs that make no sense on a finished page
_HOME = Path(__file__).parents[2]
_AT_ONCE = max(2, min(5, os.cpu_count() or 2))  # each has some 300 MiB
_SECONDS = 1800  # for one cell
_QUIET = ["--log-level=ERROR"]
_EMPTIED = """\
%reset -f
import os, sys
os.chdir({out!r})
if "matplotlib.pyplot" in sys.modules:
    sys.modules["matplotlib.pyplot"].close("all")
    sys.modules["matplotlib"].rc_file_defaults()
%reset -f"""
# Nothing in the page may ask a network for anything: no scripts, and the browser is told so as well.
_RULE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_POLICY = f'<meta http-equiv="Content-Security-Policy" content="{_RULE}">'
_ACTIVE = re.compile(r"<script\b.*?</script\s*>|<link\b[^>]*>|@import[^;]*;", re.DOTALL | re.IGNORECASE)


@contextmanager
def pages_beside(
    notebooks: Path, folder: Path, *, reading: Reading, root: Path, year: int
) -> Iterator[Callable[[], dict[str, str]]]:
    """Execute every `NN_*.ipynb` on the reading's files, which lie in `root`, while the caller does something else.

    What it gives waits for them and writes the pages into `folder`; nothing is written back. It returns for each
    notebook the name of its page, or, where it failed and has none, "lỗi: …" with the kind of failure.
    """
    folder.mkdir()
    years = sorted(int(one) for one in reading.ratings["year"].unique() if one <= year)
    span = f"{years[0]}-{year}" if years[0] < year else str(year)
    paths = sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))
    stop = threading.Event()

    def written() -> dict[str, str]:
        while not wait([running], timeout=0.2).done:  # without a limit it could not be interrupted on Windows
            pass
        return _write(paths, running.result(), folder, span)

    inside = folder.parents[1]  # the report's own scratch folder: what is handed over has names
    with (
        TemporaryDirectory(dir=inside, ignore_cleanup_errors=True) as scratch,
        ThreadPoolExecutor(1) as thread,  # a notebook that calls this has a loop
    ):
        data, path = _given(reading, root), reading.settings.path
        settings = None if path is None else str(path)
        out = Path(scratch).absolute()  # before Python 3.12 as relative as `inside`; the kernels change folders
        given = {"data": data, "year": year, "settings": settings, "out": str(out)}
        kept = out / "reading"
        with suppress(NothingToRead, SettingsError):  # somebody takes the files away: the notebooks will say so
            hand_over(reading, ask(data, settings), kept)
        running = thread.submit(_execute_all, paths, given, kept, stop)
        try:
            yield written
        except BaseException:
            stop.set()  # the kernels are shut down before the folder goes
            raise


def _write(paths: Sequence[Path], pages: Sequence[str | BaseException], folder: Path, span: str) -> dict[str, str]:
    results = {}
    for path, page in zip(paths, pages, strict=True):
        if isinstance(page, BaseException):
            results[path.stem] = f"lỗi: {getattr(page, 'ename', type(page).__name__)}"
        else:
            results[path.stem] = f"{path.stem}_{span}.html"
            (folder / results[path.stem]).write_text(page, encoding="utf-8", newline="\n")
    return results


def _given(reading: Reading, root: Path) -> str | list[str]:
    """Return what the notebooks have to read: the files one by one, or their folder where they lie in folders below
    it.
    """
    nested = all(root / source.name == source.path for source in reading.sources)
    if nested and any("/" in source.name for source in reading.sources):
        return str(root)
    return [str(source.path) for source in reading.sources]


def _with_parameters(path: Path, given: Mapping[str, Any]) -> NotebookNode:
    """Return the notebook with a cell after the one tagged `parameters` that sets those of its names that are given."""
    book: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for place, cell in enumerate(book.cells):
        if PARAMETERS in cell.metadata.get("tags", ()):
            names = [name for name in given if re.search(rf"^{name}\b.*=", cell.source, re.MULTILINE)]
            lines = [f"{name} = {given[name]!r}" for name in names]
            book.cells.insert(place + 1, nbformat.v4.new_code_cell("\n".join(lines), id="given"))  # type: ignore[no-untyped-call]
            break
    return book


def _execute_all(
    paths: Sequence[Path], given: Mapping[str, Any], kept: Path, stop: threading.Event
) -> list[str | BaseException]:
    """Return each notebook as a page, or what went wrong; a few kernels at once take one after the other, until
    `stop`.
    """

    async def run() -> list[str | BaseException]:
        left, pages = deque(paths), dict[Path, str | BaseException]()
        tell = progress("Đang chạy notebook", len(paths))
        lanes = [_execute_in_turn(left, pages, given, kept) for _ in paths[:_AT_ONCE]]
        waiting = {asyncio.ensure_future(lane) for lane in lanes}
        while waiting:
            _, waiting = await asyncio.wait(waiting, timeout=0.2)
            tell(len(pages))
            for task in waiting if stop.is_set() else ():
                task.cancel()
        return [pages.get(path, asyncio.CancelledError()) for path in paths]

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:  # the one that ZeroMQ can use everywhere
        return runner.run(run())


async def _execute_in_turn(
    left: deque[Path], pages: dict[Path, str | BaseException], given: Mapping[str, Any], kept: Path
) -> None:
    """Execute what is left in one kernel, emptied before each; a notebook that fails leaves the others a new one."""
    kernel = _new_kernel()
    try:
        while left:
            path = left.popleft()
            try:
                pages[path] = await _execute(_with_parameters(path, given), kernel, given["out"], kept)
            except Exception as error:
                pages[path] = error
                await _end(kernel)
                kernel = _new_kernel()
    finally:
        await _end(kernel)


def _new_kernel() -> AsyncKernelManager:
    return AsyncKernelManager(kernel_name="python3")


async def _end(kernel: AsyncKernelManager) -> None:
    if kernel.has_kernel:
        await kernel.shutdown_kernel(now=True)


async def _execute(book: NotebookNode, kernel: AsyncKernelManager, out: str, kept: Path) -> str:
    place = {"metadata": {"path": out}}
    client = NotebookClient(book, km=kernel, timeout=_SECONDS, resources=place, extra_arguments=_QUIET)
    if kernel.has_kernel:
        book.cells.insert(0, nbformat.v4.new_code_cell(_EMPTIED.format(out=out), id="emptied"))  # type: ignore[no-untyped-call]
    try:  # the kernel's log is dropped; what cells say is kept
        await client.async_execute(env=_environment(kept), stderr=subprocess.DEVNULL)
    finally:  # one that was stopped while its kernel started would look for it when Python ends
        atexit.unregister(client._cleanup_kernel)
        if client.kc is not None:
            client.kc.stop_channels()
    book.cells = [cell for cell in book.cells if cell.get("id") != "emptied"]
    return _page(book)


def _environment(kept: Path) -> dict[str, str]:
    """Let the kernel find this evalkit, installed or not, and the reading, and show its charts itself."""
    found = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    path = os.pathsep.join(filter(None, (str(_HOME), found.get("PYTHONPATH"))))
    return found | {"PYTHONPATH": path, VARIABLE: str(kept)}


def _page(book: NotebookNode) -> str:
    """Return the notebook as a page of prose, tables and charts, without code and without scripts."""
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = "\n\n".join(
                part for part in cell.source.split("\n\n") if not part.startswith(_FOR_THE_NOTEBOOK)
            )
    exporter: Any = HTMLExporter(exclude_input=True, language_code="vi")  # type: ignore[no-untyped-call]
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    html, _ = exporter.from_notebook_node(book, resources={"metadata": {"name": next(_headings(book), "evalkit")}})
    return _ACTIVE.sub("", html).replace(_NO_WORDS, _WORDS).replace("<head>", f"<head>{_POLICY}", 1)


def _headings(book: NotebookNode) -> Iterator[str]:
    for cell in book.cells:
        if cell.cell_type == "markdown":
            yield from re.findall(r"^#\s+(.+)$", cell.source, re.MULTILINE)
