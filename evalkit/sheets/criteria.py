"""A form whose levels stand down the rows: which of its columns count whom, and which only compare."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.books.cells import whole_number
from evalkit.books.grid import Grid
from evalkit.scale import Scale
from evalkit.sheets.context import Context, labelled, scope_around
from evalkit.sheets.headers import is_count, measure_of, titled_columns
from evalkit.sheets.model import CRITERIA, Block, Column, Table
from evalkit.sheets.vocabulary import BLANK_MARKS, is_part_of_total, population_of, role_of

_OF_COURSE = ("comparison", "previous")  # columns whose titles say that they compare need no word
_COMPARE = frozenset({"previous", "comparison", "target", "part", "draft", "self", "proposal"})


def criteria_table(grid: Grid, scale: Scale, label: int, first: int, body: int, context: Context) -> Table:
    """Return the form as a table: a block for each year and population that its columns count.

    Of a block either the kinds count, where they make up the total, or the total alone. Columns that compare (the same
    period of last year, a target, points) and parts ("Trong đó") are left out and kept as `ignored`.
    """
    columns = titled_columns(grid, scale, first, body)
    measures = {row: measure_of(grid.text(row, label), scale) for row in range(body, len(grid.rows))}
    counted = [column for column in columns if column.place > label and _numbers(grid, column.place, measures)]
    shares = [column for column in columns if any(role_of(part) == "share" for part in column.path)]
    own = [column for column in counted if column not in shares]
    parts = [column for column in own if any(map(is_part_of_total, column.path))]
    compared = [column for column in own if column.scope in _COMPARE or column.role == "points"]
    used = [column for column in own if column not in parts and column not in compared]
    dated = [column for column in used if column.year]
    used = _that_add_up(grid, dated or used, measures)
    heading = population_of("\n".join(line.text for line in context.nearest_first[:-2]))
    around = labelled(context.top_down)
    scope, line = scope_around(context)
    blocks = _blocks(grid, used, shares, measures)
    ignored = tuple(column for column in own if column not in (*used, *parts) and column.scope not in _OF_COURSE)
    return Table(
        first, body, len(grid.rows), columns, blocks,
        population=heading, label=label, unit=around.unit or around.base, base=around.base,
        ignored=ignored, scope=scope, scope_line=line,
    )  # fmt: skip


def _numbers(grid: Grid, place: int, measures: dict[int, str]) -> list[int]:
    """Return the rows that count something in a column."""
    rows = [row for row, measure in measures.items() if measure and place < len(grid.rows[row])]
    return [row for row in rows if is_count(grid.rows[row][place]) and grid.text(row, place) not in BLANK_MARKS]


def number_at(grid: Grid, row: int, place: int) -> int | None:
    """Return the whole number in a cell; None where none stands there."""
    cells = grid.rows[row]
    if place >= len(cells) or grid.text(row, place) in BLANK_MARKS:
        return None
    return whole_number(cells[place])


def _adds_up(grid: Grid, column: Column, measures: dict[int, str]) -> bool:
    """Return whether the levels of a column make up the number rated, or the total, that it prints."""
    levels = rated = 0
    for row, measure in measures.items():
        number = number_at(grid, row, column.place) or 0
        if measure == "rated" or (measure == "total" and "rated" not in measures.values()):
            rated = rated or number
        elif measure not in ("", "total", "exempt", "not_yet", "unspecified"):
            levels += number
    return rated == levels > 0


def _that_add_up(grid: Grid, columns: list[Column], measures: dict[int, str]) -> list[Column]:
    """Return the columns without those whose levels make up nothing where others' do: ranks, points, per cent.

    Beside a total all stay: there a column that does not add up is an error in the figures.
    """
    if any(map(_is_total, columns)):
        return columns
    return [column for column in columns if _adds_up(grid, column, measures)] or columns


def _blocks(
    grid: Grid, columns: Sequence[Column], shares: Sequence[Column], measures: dict[int, str]
) -> tuple[Block, ...]:
    """Return a block for each year and population, with its total and its shares as figures."""
    groups: dict[tuple[int | None, str], list[Column]] = {}
    for column in columns:
        groups.setdefault((column.year, population_of(column.title)), []).append(column)
    whole = groups.pop((None, ""), []) if len(groups) > 1 else []
    if len({population for _, population in groups}) == 1 and whole:  # «Tổng số» beside kinds of one population
        first = next(iter(groups))
        groups[first] = [*whole, *groups[first]]
    found = []
    for (own_year, population), group in groups.items():
        total = next((column for column in group if _is_total(column)), None) or _only_number(group)
        kinds = tuple(column for column in group if column is not total)
        used = (
            kinds if kinds and (total is None or _make_up(grid, kinds, total, measures)) else (total,) if total else ()
        )
        owner = total or (used[0] if len(used) == 1 else None)
        own_shares = _shares_of(owner, shares, [column for group in groups.values() for column in group])
        figures = (*([total] if total else []), *own_shares)
        found.append(Block(CRITERIA, used, own_year, population, figures=figures))
    return tuple(found)


def _is_total(column: Column) -> bool:
    return any(role_of(part) == "total" for part in column.path)


def _only_number(group: Sequence[Column]) -> Column | None:
    """Return the column «Số lượng» that a group has once: the others count parts of it; twice it counts kinds."""
    numbers = [column for column in group if role_of(column.path[-1]) == "quantity"]
    return numbers[0] if len(numbers) == 1 else None


def _make_up(grid: Grid, kinds: Sequence[Column], total: Column, measures: dict[int, str]) -> bool:
    """Return whether the kinds make up the total in most rows."""
    rows = [row for row, measure in measures.items() if measure not in ("", "total", "rated")]
    fits = sum(
        sum(number_at(grid, row, kind.place) or 0 for kind in kinds) == (number_at(grid, row, total.place) or 0)
        for row in rows
    )
    return 2 * fits > len(rows)


def _shares_of(owner: Column | None, shares: Sequence[Column], counted: Sequence[Column]) -> list[Column]:
    """Return the share column of a block: the one right of its only column, or the form's only one."""
    if owner is None:
        return []
    right = [column for column in shares if column.place == owner.place + 1]
    if right:
        return right
    first = owner.place == min(column.place for column in counted)
    return list(shares) if len(shares) == 1 and first else []
