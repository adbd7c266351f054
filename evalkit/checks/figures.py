"""Every total and share that a sheet prints, worked out again from that sheet's own rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED, EVERY_YEAR, row_of
from evalkit.scale import GENERAL, UNKNOWN, Scale
from evalkit.vietnamese import decimal, grouped

_HUNDRED = 100
_EXACT = 6  # a share with so many decimals was calculated, not typed


class _Row(NamedTuple):
    """Where a figure belongs: one row, of one population and year, of one sheet."""

    file: str
    sheet: str
    year: int
    population: str


def check_figures(ratings: pd.DataFrame, printed: pd.DataFrame, *, scale: Scale) -> Iterator[Problem]:
    """Yield totals that do not add up (errors), shares that do not fit (warnings); before duplicates are settled."""
    known = printed[printed["year"].notna()] if len(printed) else printed
    if known.empty or ratings.empty:
        return
    numbers = _numbers(ratings, known)
    levels = frozenset(scale.worst_to_best)
    beside, named = _rated_beside(known), _reasons_beside(known)
    gaps: dict[_Row, list[tuple[Any, int]]] = {}
    for figure in known.itertuples(index=False, name="Figure"):
        table = _Row(figure.file, figure.sheet, int(figure.year), figure.population)
        rows = numbers.get(table, {})
        covered = [rows.get(row, {}) for row in range(figure.first, figure.last + 1) if row in rows]
        for sheet in figure.pages.splitlines():
            covered += numbers.get(table._replace(sheet=sheet), {}).values()
        if figure.decimals >= 0:
            yield from _check_share(figure, covered, scale)
        elif gap := _unexplained(figure, covered, beside.get((*table, figure.first, figure.last)), levels):
            gaps.setdefault(table, []).append((figure, gap))
        else:
            if figure.measure in GENERAL:
                covered = _as_named(figure, covered, named[(*table, figure.first, figure.last)], levels)
            yield from _check_number(figure, covered, scale)
        if _is_own(figure) and (gap := _gap(figure, covered, levels)):
            gaps.setdefault(table, []).append((figure, gap))
    for told in gaps.values():
        yield from _not_accounted_for([(figure, gap) for figure, gap in told if gap > 0])


def check_hundreds(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield counts sheets in which every row makes up a hundred: they may be shares in per cent. Each sheet is named
    once.
    """
    if not (of_counts := ratings["subject"].str.startswith(COUNTED)).any():
        return
    counted = ratings[of_counts]
    sheets: dict[tuple[str, str], tuple[str, Counter[tuple[int, str, int]]]] = {}
    columns = (counted[name].tolist() for name in ("file", "sheet", "year", "population", "cell", "count"))
    for file, sheet, year, population, cell, count in zip(*columns, strict=True):
        sheets.setdefault((file, sheet), (cell, Counter()))[1][year, population, row_of(cell)] += count
    for (file, sheet), (at, rows) in sheets.items():
        if len(rows) > 1 and set(rows.values()) == {_HUNDRED}:
            message = (
                f"cả {len(rows)} dòng đều cộng lại đúng 100: có thể là tỉ lệ phần trăm, không phải số lượng, mà ở đây "
                "được đếm như số lượng. Nếu là tỉ lệ: thay bằng số lượng."
            )
            where = (file, sheet, at)
            yield Problem("warning", "may_be_shares", *where, "100", f"{place(*where)}: {message}")


def _numbers(ratings: pd.DataFrame, printed: pd.DataFrame) -> dict[_Row, dict[int, dict[str, int]]]:
    """Return for each sheet that prints figures: row → level, reason or printed column → number."""
    sheets = set(zip(printed["file"], printed["sheet"], strict=True))
    sheets |= {
        (file, sheet)
        for file, pages in zip(printed["file"], printed["pages"], strict=True)
        for sheet in pages.splitlines()
    }
    found: dict[_Row, dict[int, dict[str, int]]] = {}
    columns = (ratings[name].tolist() for name in (*_Row._fields, "cell", "level", "status", "count"))
    for file, sheet, year, population, cell, level, status, count in zip(*columns, strict=True):
        if (file, sheet) in sheets:
            told = found.setdefault(_Row(file, sheet, year, population), {}).setdefault(row_of(cell), {})
            what = level if isinstance(level, str) else status
            told[what] = told.get(what, 0) + count
    for figure in printed[printed["decimals"] < 0].itertuples(index=False, name="Figure"):
        key = _Row(figure.file, figure.sheet, int(figure.year), figure.population)
        if _is_own(figure):  # also of a unit that has people and no rating
            told = found.setdefault(key, {}).setdefault(figure.first, {})
            told[f"printed {figure.measure}"] = int(figure.value)
    if (printed["year"] == EVERY_YEAR).any():
        for key, rows in list(found.items()):
            found.setdefault(key._replace(year=EVERY_YEAR), {}).update(rows)
    return found


def _check_number(figure: Any, covered: Sequence[dict[str, int]], scale: Scale) -> Iterator[Problem]:
    """Check a printed number against the rows it covers; in a unit's own row against the other numbers of that row."""
    said, own, levels = int(figure.value), _is_own(figure), frozenset(scale.worst_to_best)
    of_level = figure.measure not in ("total", "due", "rated")
    if own and figure.measure == "total":
        yield from _check_present(figure, covered, levels)
    elif own and figure.measure == "due":  # beside those done and not yet, on its own sheet
        return
    elif own:
        added = _counted(covered, figure.measure, scale) if of_level else _sum(covered, levels)
        if said != added and of_level:
            parts = f"các phần của dòng này cộng lại {grouped(said)}, cột tổng ghi {grouped(added)}"
            message = f"{scale.label(figure.measure)}: {parts}. Kiểm tra dòng này."
            yield _problem("error", "sum_differs", figure, message, added)
        elif said != added:
            message = (
                f"số được xếp loại ghi {grouped(said)}, cộng các mức được {grouped(added)}. Kiểm tra lại dòng này."
            )
            yield _problem("error", "sum_differs", figure, message, added)
    elif of_level:
        yield from _check_total(figure, _counted(covered, figure.measure, scale), scale.label(figure.measure))
    else:
        yield from _check_total(figure, sum(_printed(row, figure.measure, levels) for row in covered))


def _counted(covered: Sequence[dict[str, int]], measure: str, scale: Scale) -> int:
    """Return how many stand in rows at the levels of a measure, or for a reason."""
    levels = scale.in_measure(measure) if measure in scale.measures else (measure,)
    return sum(row.get(level, 0) for row in covered for level in levels)


def _rated_beside(printed: pd.DataFrame) -> dict[tuple[Any, ...], int]:
    """Return the number rated that is printed over the same rows as a total."""
    names = [*_Row._fields, "first", "last", "value"]
    rated = printed[(printed["measure"] == "rated") & (printed["first"] < printed["last"])]
    rows = zip(*(rated[name].tolist() for name in names), strict=True)
    return {(*row[:2], int(row[2]), *row[3:-1]): int(row[-1]) for row in rows}


def _reasons_beside(printed: pd.DataFrame) -> dict[tuple[Any, ...], set[str]]:
    """Return what is printed over the same rows as each number."""
    found: dict[tuple[Any, ...], set[str]] = {}
    names = [*_Row._fields, "first", "last", "measure"]
    for file, sheet, year, *rest, measure in zip(*(printed[name].tolist() for name in names), strict=True):
        found.setdefault((file, sheet, int(year), *rest), set()).add(measure)
    return found


def _as_named(
    figure: Any, covered: list[dict[str, int]], named: set[str], levels: frozenset[str]
) -> list[dict[str, int]]:
    """Return the rows of a list as a number of people "not rated" sees them: each has a nearer reason of its own.

    «Không xếp loại: 02 (thai sản 01, miễn 01)» counts those whose reason is named beside it; «…: 01; miễn: 01» does
    not.
    """
    said = int(figure.value)
    if any(sum(row.values()) != 1 for row in covered) or said == sum(row.get(figure.measure, 0) for row in covered):
        return covered
    reasons = [what for row in covered for what in row if what not in {*levels, UNKNOWN}]
    others = [what for what in reasons if what not in named - {figure.measure}]
    return [{figure.measure: len(reasons if said == len(reasons) else others)}]


def _unexplained(figure: Any, covered: Sequence[dict[str, int]], rated: int | None, levels: frozenset[str]) -> int:
    """Return how many more a form's total has than its number rated, where no row says why these are not rated."""
    printed = any(what.startswith("printed ") for row in covered for what in row)
    if figure.measure != "total" or rated is None or printed or _unrated(covered, levels):
        return 0
    return max(0, int(figure.value) - rated) if rated == _sum(covered, levels) else 0


def _check_total(figure: Any, added: int, level: str = "") -> Iterator[Problem]:
    if added != int(figure.value):
        what = f"{level}: " if level else ""
        sums = f"{what}dòng tổng ghi {grouped(int(figure.value))}, cộng lại các dòng được {grouped(added)}"
        span = f" (dòng {figure.first}–{figure.last})" if figure.last > figure.first else ""
        if figure.pages:
            pages = ", ".join(f"«{sheet}»" for sheet in figure.pages.splitlines())
            span = f" ({'kể cả' if figure.last else 'của'} trang {pages})"
        yield _problem("error", "total_differs", figure, f"{sums}{span}. Kiểm tra các dòng và dòng tổng.", added)


def _check_present(figure: Any, covered: Sequence[dict[str, int]], levels: frozenset[str]) -> Iterator[Problem]:
    """present = rated + every reason for not being rated; a gap is named, an error where the parts are too many."""
    rated = _sum(covered, levels)
    reasons = sum(_unrated(covered, levels))
    said = int(figure.value)
    over = said - rated - reasons
    if over < 0 or (reasons and over not in (0, _not_yet(covered, levels))):
        parts = f"được xếp loại {grouped(rated)} và không được xếp loại {grouped(reasons)}"
        message = f"tổng số ghi {grouped(said)}, nhưng {parts}, cộng lại {grouped(rated + reasons)}. Kiểm tra dòng này."
        yield _problem("error", "sum_differs", figure, message, rated + reasons)


def _not_yet(covered: Sequence[dict[str, int]], levels: frozenset[str]) -> int:
    """Return how many had to be rated, as rows print it, and are neither rated nor counted as not yet rated."""
    due = sum(row.get("printed due", 0) for row in covered)
    not_yet = sum(row.get("not_yet", 0) for row in covered)
    return max(0, due - _sum(covered, levels) - not_yet)


def _gap(figure: Any, covered: Sequence[dict[str, int]], levels: frozenset[str]) -> int:
    """Return how many of a unit's people its row neither rates nor gives a reason for, where it has no such column.

    Beside those who had to be rated, where no total is printed, reasons that make up all that is missing explain it.
    """
    reasons = sum(_unrated(covered, levels))
    gap = int(figure.value) - _sum(covered, levels)
    if figure.measure == "total":
        return min(_not_yet(covered, levels), gap - reasons) if reasons else gap
    in_all = figure.measure != "due" or any("printed total" in row for row in covered)
    return 0 if in_all or gap == reasons else _not_yet(covered, levels)


def _not_accounted_for(gaps: Sequence[tuple[Any, int]]) -> Iterator[Problem]:
    """Yield units of a sheet that has no column for those who were not rated, but more people than ratings."""
    if gaps:
        people = sum(gap for _, gap in gaps)
        message = (
            f"{grouped(len(gaps))} dòng có tổng số nhiều hơn số được xếp loại, tất cả {grouped(people)} người chưa rõ "
            "vì sao không được xếp loại và không nằm trong số liệu. Thêm cột lý do (miễn, chưa xếp loại …)."
        )
        yield _problem("warning", "not_accounted_for", gaps[0][0], message, "", found=str(people))


def _check_share(figure: Any, covered: Sequence[dict[str, int]], scale: Scale) -> Iterator[Problem]:
    """Check a printed share against its own counts: levels over rated, everything else over the total.

    Where rows print how many had to be rated, the others are shares of these, or of a total that is printed.
    """
    measure, levels = figure.measure.removesuffix("_share"), frozenset(scale.worst_to_best)
    rated = _sum(covered, levels)
    total = sum(_printed(row, "total", levels) for row in covered)
    of_levels = measure in levels or measure in scale.measures
    counted = scale.in_measure(measure) if of_levels else (measure,)
    count = rated if measure == "rated" else sum(row.get(one, 0) for row in covered for one in counted)
    due = sum(row.get("printed due", 0) for row in covered)
    base = rated if of_levels else due or total
    of_total = bool(due) and not of_levels and any("printed total" in row for row in covered)
    if not base or _fits(count, base, figure) or (of_total and _fits(count, total, figure)):
        return
    shown, exact = f"{decimal(_shown(figure), figure.decimals)}%", Fraction(100 * count, base)
    right = f"{grouped(count)}/{grouped(base)} là {decimal(exact, max(2, min(figure.decimals, 4)))}%"
    if of_levels and _fits(count, total, figure):
        why = "đang tính trên tổng số, không trên số được xếp loại"
    elif Fraction(int(exact * 10**figure.decimals), 10**figure.decimals) == _shown(figure):
        why = "đã cắt bớt chữ số thay vì làm tròn"
    elif not any(_fits(number, base, figure) for number in range(base + 1)):
        why = f"không số nguyên nào trên {grouped(base)} cho tỉ lệ này"
    else:
        why = "không khớp số lượng bên cạnh"
    message = f"tỉ lệ ghi {shown}, {why}; {right}. Sửa tỉ lệ hoặc số lượng."
    yield _problem("warning", "share_differs", figure, message, decimal(exact, 2), found=shown)


def _fits(count: int, base: int, figure: Any) -> bool:
    """Return whether the share, half-up at the decimals it was printed with, is what stands there."""
    if not base:
        return False
    exact, shown = Fraction(100 * count, base), _shown(figure)
    if figure.decimals >= _EXACT:
        return abs(exact - shown) < Fraction(1, 10**_EXACT)
    return decimal(exact, figure.decimals) == decimal(shown, figure.decimals)


def _shown(figure: Any) -> Fraction:
    return Fraction(round(figure.value * 100 * 10**figure.decimals), 10**figure.decimals)


def _is_own(figure: Any) -> bool:
    """Return whether a figure stands in the row of the unit that it is about."""
    return bool(figure.first == figure.last == row_of(figure.cell))


def _sum(covered: Sequence[dict[str, int]], levels: frozenset[str]) -> int:
    return sum(number for row in covered for what, number in row.items() if what in levels)


def _unrated(covered: Sequence[dict[str, int]], levels: frozenset[str]) -> list[int]:
    """Return the numbers of those who are not rated, by row and reason."""
    told = [(what, number) for row in covered for what, number in row.items()]
    return [number for what, number in told if what not in {*levels, UNKNOWN} and not what.startswith("printed ")]


def _printed(row: dict[str, int], measure: str, levels: frozenset[str]) -> int:
    """Return a row's own printed total or number rated; where it prints none, what its levels and reasons add up to."""
    if (said := row.get(f"printed {measure}")) is not None:
        return said
    parts = {what: number for what, number in row.items() if not what.startswith("printed ")}
    return _sum([parts], levels) if measure == "rated" else sum(parts.values())


def _problem(severity: Severity, code: str, figure: Any, message: str, right: object, *, found: str = "") -> Problem:
    where = (figure.file, figure.sheet, figure.cell)
    return Problem(severity, code, *where, found or str(int(figure.value)), f"{place(*where)}: {message}", str(right))
