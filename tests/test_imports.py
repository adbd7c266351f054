"""Which module may import which: parsed from every file, and what a worker really loads."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalkit import processes
from evalkit.sheets import workers

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "evalkit"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400  # lines; a longer module is split into a folder of the same name

# Room → the rooms it may import. A room is a module of evalkit, or a folder of them; inside a folder see below.
TABLE = {"vietnamese", "scale", "settings"}  # what works on the ratings table alone may know
MAY: dict[str, set[str]] = {
    "vietnamese": set(),
    "progress": set(),
    "processes": set(),
    "scale": {"vietnamese"},
    "refusal": set(),
    "file_access": set(),
    "failure": set(),
    "interrupt": set(),
    "settings": {"vietnamese", "scale", "refusal", "file_access"},
    "problems": set(),
    "arguments": set(),
    "as_json": set(),
    "records": {"problems"},
    "books": {"vietnamese", "settings", "file_access"},
    "sheets": {"vietnamese", "scale", "settings", "processes", "problems", "records", "books"},
    "subjects": {"vietnamese", "scale", "settings", "problems", "records"},
    "checks": {"vietnamese", "scale", "settings", "problems", "records"},
    "reading": {
        "vietnamese",
        "scale",
        "settings",
        "progress",
        "refusal",
        "problems",
        "records",
        "books",
        "sheets",
        "subjects",
        "checks",
    },
    "rates": TABLE,
    "received": TABLE | {"checks"},
    "targets": TABLE | {"rates", "received"},
    "trace": TABLE | {"rates"},
    "suppression": TABLE | {"rates", "received"},
    "midterm": TABLE | {"rates", "received", "targets"},
    "movements": TABLE | {"received"},
    "streaks": TABLE,
    "sql": TABLE,
    "awards": TABLE | {"received", "streaks"},
    "limits": TABLE | {"checks"},
    "unit_comparison": TABLE | {"rates", "received"},
    "unit_review": TABLE | {"rates", "received", "refusal"},
    "tables": TABLE | {"targets", "streaks", "awards"},
    "sentences": TABLE | {"checks", "received", "targets"},
    "charts": TABLE | {"targets", "movements"},
}
LAST = (
    "archive",
    "office",
    "console",
    "forms",
    "explanation",
    "notebook",
    "report",
    "__main__",
)  # on all above; of these on what stands before
for number, room in enumerate(LAST):
    MAY[room] = {*MAY, *LAST[:number], ""} - set(LAST[number:])
ROOMS = {**MAY, "": {*MAY}}  # evalkit/__init__.py names everything, and loads it when it is first used


def name_of(path: Path) -> str:
    """`evalkit/sheets/rows.py` → `sheets.rows`; a folder's `__init__.py` is the folder; the package itself is ""."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def room_of(module: str) -> str:
    return module.partition(".")[0]


def imported(tree: ast.AST, module: str, *, package: bool) -> Iterator[str]:
    """Every module of evalkit that a file imports, wherever in the file, relative or not."""
    here = module.split(".") if module else []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + package] if node.level else []
            start = ".".join(["evalkit", *above] if node.level else []) + ("." if node.level and node.module else "")
            start += node.module or ""
            names = [f"{start}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name == "evalkit" or name.startswith("evalkit."):
                yield resolved(name.removeprefix("evalkit").removeprefix("."))


def resolved(name: str) -> str:
    """The module that a dotted name leads to: `scale.PARTY` → `scale`."""
    while name not in MODULES:
        name = name.rpartition(".")[0]
    return name


def imports_of(module: str) -> set[str]:
    path = MODULES[module]
    return set(imported(ast.parse(path.read_text("utf-8")), module, package=path.name == "__init__.py"))


IMPORTS = {module: imports_of(module) for module in MODULES}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from evalkit.scale import PARTY", {"scale"}),
        ("from evalkit import scale", {"scale"}),
        ("import evalkit.settings.rules as r", {"settings.rules"}),
        ("from ..settings import file", {"settings.file"}),
        ("from . import grid", {"books.grid"}),
        ("from .grid import Grid", {"books.grid"}),
        ("def f():\n    from evalkit.rates import level_rates", {"rates"}),
        ("import evalkit", {""}),
        ("import numpy, evalkitchen", set()),
    ],
)
def test_every_way_of_importing_is_seen(code: str, found: set[str]) -> None:
    assert set(imported(ast.parse(code), "books.cells", package=False)) == found


def test_every_room_has_its_place_in_the_map() -> None:
    assert {room_of(module) for module in MODULES} <= set(ROOMS), "a new room: say above what it may import"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module or "evalkit")
def test_imports_go_one_way(module: str) -> None:
    room = room_of(module)
    allowed = ROOMS[room]
    wrong = {
        other
        for other in IMPORTS[module]
        if room_of(other) != room and other not in allowed and room_of(other) not in allowed
    }
    assert not wrong, f"{MODULES[module].relative_to(ROOT)} may import {sorted(allowed)}"


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    """A folder's `__init__.py` counts as a module of its own. Taken away are, again and again, those that import none.

    The package itself is left out: it imports nothing before a name is used.
    """
    waiting = {module: others - {module, ""} for module, others in IMPORTS.items() if module}
    while free := {module for module, others in waiting.items() if not others}:
        waiting = {module: others - free for module, others in waiting.items() if module not in free}
    assert not waiting


def test_the_package_itself_imports_nothing_of_evalkit_at_the_start() -> None:
    tree = ast.parse(MODULES[""].read_text("utf-8"))
    at_start = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert at_start
    assert not set(imported(ast.Module(at_start, []), "", package=True))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def loaded_by(code: str, *words: str) -> set[str]:
    """The top-level packages in sys.modules after running this in a fresh interpreter."""
    code += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # a worker keeps stdout for its answers
        text=True,
        check=True,
        timeout=300,
    )
    return set(done.stdout.split())


HEAVY = {
    "pandas",
    "numpy",
    "matplotlib",
    "docx",
    "openpyxl",
    "nbclient",
    "nbconvert",
    "IPython",
    "jupyterlab",
    "pyarrow",
}


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        pytest.param("import evalkit", "evalkit", id="the package"),
        pytest.param("from evalkit.settings import load_settings", "msgspec", id="the settings"),
        pytest.param("from evalkit.sheets import read_workbook", "evalkit", id="reading one workbook"),
        pytest.param("import evalkit.__main__", "argparse", id="the command line before a verb is known"),
    ],
)
def test_what_needs_no_tables_loads_nothing_heavy(code: str, needed: str) -> None:
    found = loaded_by(code)
    assert needed in found
    assert not HEAVY & found


def test_a_worker_loads_no_tables_charts_or_documents() -> None:
    """The very line that a worker is started with; it ends at once, as nothing is asked of it."""
    found = loaded_by(processes._START, workers.NEEDED)
    assert "python_calamine" in found or "msgspec" in found
    assert not {"pandas", "matplotlib", "docx"} & found


def test_notebooks_do_not_begin_beside_the_charts_before_ipython_is_loaded() -> None:
    """Pages load it while they are made; matplotlib, in another thread, takes a half of it for the whole and fails."""
    assert "IPython" in loaded_by("import evalkit.report.notebooks")


def test_a_name_of_the_package_is_loaded_when_it_is_used() -> None:
    assert "pandas" in loaded_by("import evalkit; evalkit.level_rates")
