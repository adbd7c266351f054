"""Count what evalkit goes through, line by line: the same numbers on any machine, however busy it is.

`load_counted` has evalkit loaded with every loop, search, slice, copy and column counted by its length, also where C
goes through it: `row in rows` is one step of Python and as many of C as there are rows. `python -m tests.visited
100 400` reads each layout of `tests/growing.py` in both sizes and prints what each line went through;
`tests/test_growth.py` asks whether four times the rows took four times as much.
"""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import importlib.abc
import importlib.machinery
import json
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.growing import LAYOUTS

PACKAGE = "evalkit"
VISITS: Counter[str] = Counter()  # "module:line" → how many things it went through

_LAZY = {"map", "filter", "zip", "enumerate", "pairwise", "chain", "groupby", "islice"}  # their arguments, when asked
_WHOLE = {"sum", "min", "max", "any", "all", "join", "extend", "update", "union", "difference", "intersection"}
_COPY = {"list", "tuple", "set", "frozenset", "dict", "sorted", "Counter", "copy"}
_SEARCH = {"index", "count", "remove", "insert"}
_SIZED = (list, tuple, set, frozenset, dict, deque)


def _each(things: Iterable[Any], line: str) -> Iterator[Any]:
    for thing in things:
        VISITS[line] += 1
        yield thing


def _size(thing: Any, line: str) -> Any:
    """Return what was made or is gone through as a whole."""
    if isinstance(thing, _SIZED):
        VISITS[line] += len(thing)
    return _column(thing, line)


def _searched(thing: Any, line: str) -> Any:
    """Return what is searched: sets and dictionaries find at once."""
    VISITS[line] += len(thing) if isinstance(thing, (list, tuple, deque)) else 0
    return thing


def _column(thing: Any, line: str) -> Any:
    """Return what an expression gave: of numpy and pandas it was worked out now, a list may have been there before."""
    if type(thing).__module__.partition(".")[0] in ("pandas", "numpy") and getattr(thing, "ndim", 0):
        VISITS[line] += len(thing)
    return thing


_NAMES = {"__each__": _each, "__size__": _size, "__searched__": _searched, "__column__": _column}  # as code calls them


class _Counting(ast.NodeTransformer):
    """Rewrites a module so that what it goes through is counted."""

    def __init__(self, module: str) -> None:
        self._module = module

    def _by(self, name: str, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Starred):
            return node
        line = ast.Constant(f"{self._module}:{node.lineno}")
        return ast.copy_location(ast.Call(ast.Name(name, ast.Load()), [node, line], []), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node  # annotations are not run

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        node.value = node.value and self.visit(node.value)
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.iter = self._by("__each__", node.iter)
        return node

    def visit_While(self, node: ast.While) -> ast.While:
        self.generic_visit(node)
        once = ast.copy_location(ast.Tuple([ast.copy_location(ast.Constant(0), node)], ast.Load()), node)
        node.body.insert(0, ast.copy_location(ast.Expr(self._by("__size__", once)), node))
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.iter = self._by("__each__", node.iter)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.Starred:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = self._by("__each__", node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        for place, kind in enumerate(node.ops):
            if isinstance(kind, (ast.In, ast.NotIn)):
                node.comparators[place] = self._by("__searched__", node.comparators[place])
        return self._by("__column__", node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return self._by("__size__", node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or isinstance(node.slice, ast.Constant):
            return node
        return self._by("__size__" if isinstance(node.slice, ast.Slice) else "__column__", node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        plain, name = isinstance(node.func, ast.Name), getattr(node.func, "id", getattr(node.func, "attr", ""))
        if (plain and name in _LAZY) or name == "from_iterable":
            things = slice(name in ("map", "filter"), 1 if name in ("enumerate", "islice", "groupby") else None)
            node.args[things] = [self._by("__each__", one) for one in node.args[things]]
        elif name in _WHOLE and len(node.args) == 1:
            node.args = [self._by("__size__", node.args[0])]
        elif name in _SEARCH and isinstance(node.func, ast.Attribute):
            node.func.value = self._by("__searched__", node.func.value)
        return self._by("__size__" if name in _COPY else "__column__", node)


def counted(source: str, module: str) -> Any:
    """Compile source so that running it counts."""
    for name, count in _NAMES.items():
        setattr(builtins, name, count)
    return compile(ast.fix_missing_locations(_Counting(module).visit(ast.parse(source))), module, "exec")


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> Any:
        return counted(self.get_data(self.path).decode(), fullname)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> Any:
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if fullname.partition(".")[0] == PACKAGE and spec and isinstance(spec.loader, _Loader.__base__):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
            return spec
        return None


def load_counted() -> None:
    """Have evalkit, not loaded so far, count."""
    sys.meta_path.insert(0, _Finder())


def _forget() -> None:
    """Empty what functions of evalkit keep, so that every reading is a first one."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and str(kept.__module__).startswith(PACKAGE):
            kept.cache_clear()


def _read_here(files: Sequence[tuple[Path, str]], *, scale: Any, hints: Any, limits: Any, **_: object) -> list[Any]:
    """Read workbooks in this process, which counts; processes beside it would not."""
    from evalkit.sheets import read_workbook

    return [read_workbook(path, scale, hints, name=name, limits=limits) for path, name in files]


def main(sizes: Sequence[int]) -> None:
    load_counted()
    import evalkit as ek
    from evalkit.reading import inbox

    inbox.read_all = _read_here  # type: ignore[assignment, unused-ignore]
    found: dict[str, list[dict[str, Any]]] = {}
    for name, write in LAYOUTS.items():
        for rows in sizes:
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), rows)
                _forget()
                VISITS.clear()
                reading = ek.read(folder)
            found.setdefault(name, []).append({"rows": reading.rows, "lines": dict(VISITS)})
    print(json.dumps(found))


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
