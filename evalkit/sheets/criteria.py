"""A form whose levels stand down the rows: which of its columns count whom, and which only compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evalkit.books.cells import number_at
from evalkit.books.grid import Grid, first_of
from evalkit.scale import Scale
from evalkit.sheets.context import Context, heading_of, labelled, scope_around
from evalkit.sheets.headers import is_count, measure_of, titled_columns
from evalkit.sheets.model import CRITERIA, Block, Column, Table
from evalkit.sheets.vocabulary import (
    DECISION,
    OF_OTHERS,
    is_total,
    member_kind,
    names_unit,
    population_of,
    role_of,
    whom_it_counts,
)
from evalkit.sheets.wholes import Series, Settled, settle

_OF_COURSE = ("comparison", "previous")  # columns whose titles say that they compare need no word
_WHOLES = ("total", "person")
_UNTITLED = "không có tiêu đề"


def criteria_table(grid: Grid, scale: Scale, label: int, first: int, body: int, context: Context) -> Table:
    """Return the form as a table: a block for each year and population that its columns count.

    Of a block either the kinds count, where they make up the total, or the total alone. Columns that compare (the same
    period of last year, a target, points) and parts ("Trong đó") are left out and kept as `ignored`.
    """
    titled = titled_columns(grid, scale, first, body)
    measures = {row: measure_of(grid.text(row, label), scale) for row in range(body, len(grid.rows))}
    every = (*titled, *_untitled(grid, titled, first, body))
    columns = [_by_its_signs(grid, column, measures) for column in every]
    counted = [column for column in columns if column.place > label and _numbers(grid, column.place, measures)]
    shares = [column for column in columns if "share" in map(role_of, column.path)]
    own = [column for column in counted if column not in shares and column.role not in ("note", "reason")]
    used = _that_count(grid, own, measures)
    heading = population_of("\n".join(line.text for line in context.nearest_first[:-2]))
    around = labelled(context.top_down)
    if not any(around[:2]) and (issuing := heading_of(grid, context)).is_below:  # else it may be of the whole
        around = issuing
    scope, line = scope_around(context)
    blocks, sums, unclear = [], [], []
    for (year, population), group in _groups(used, heading).items():
        settled = settle([_series(grid, column, group, measures) for column in group])
        block, own_sums, doubtful = _block(settled, group, shares, used)
        blocks.append(Block(CRITERIA, block.columns, year, population, figures=block.figures))
        sums += own_sums
        unclear += doubtful
    left = [column for column in own if column not in used and column.scope not in _OF_COURSE]
    return Table(
        first, body, len(grid.rows), titled, tuple(blocks),
        population=heading, label=label, unit=around.unit or around.base, base=around.base,
        ignored=tuple(left), scope=scope, scope_line=line, sums=tuple(sums), unclear=tuple(unclear),
    )  # fmt: skip


def _untitled(grid: Grid, columns: Sequence[Column], first: int, body: int) -> Iterator[Column]:
    """Yield the columns without a title, where others have one: numbers there are not passed over."""
    titled = {column.place for column in columns}
    if first < body or not columns:
        yield from (Column(place, (_UNTITLED,)) for place in range(grid.width) if place not in titled)


def _numbers(grid: Grid, place: int, measures: dict[int, str]) -> list[int]:
    """Return the rows that count something in a column."""
    return [row for row, measure in measures.items() if measure and is_count(grid.value(row, place))]


def _by_its_signs(grid: Grid, column: Column, measures: dict[int, str]) -> Column:
    """Return a column; one whose numbers all have the sign of per cent holds shares, whatever its title."""
    texts = [grid.text(row, column.place) for row in _numbers(grid, column.place, measures)]
    return replace(column, path=(*column.path, "%")) if texts and all(text.endswith("%") for text in texts) else column


def _that_count(grid: Grid, own: Sequence[Column], measures: dict[int, str]) -> list[Column]:
    """Return the columns that count decided results of the year; where some name a year, only these."""
    counting = [column for column in own if column.role != "points" and not _compares(column, own)]
    dated = [column for column in counting if column.year]
    return _decided(_that_add_up(grid, dated or counting, measures))


def _compares(column: Column, own: Sequence[Column]) -> bool:
    """Return whether a column counts no decided result of the year, or people beside those who are rated."""
    if column.scope in OF_OTHERS:
        beside = any(not other.scope and _says_whole(other.path[-1]) for other in own)
        return beside and not names_unit(column.path[-1])
    return bool(column.scope)


def _decided(columns: list[Column]) -> list[Column]:
    """Return the columns of whoever decides beside those of others who rated before: «Ban Thường vụ quyết định»."""
    highest = max((column.rank for column in columns), default=0)
    of_kinds = any(member_kind(column.title) for column in columns)  # «Đảng viên chính thức» decides nothing
    if highest < DECISION or of_kinds:
        return columns
    return [column for column in columns if column.rank == highest]


def _that_add_up(grid: Grid, columns: list[Column], measures: dict[int, str]) -> list[Column]:
    """Return the columns without those whose levels make up nothing where others' do: ranks, points, per cent.

    Beside a total, and where a title names a unit or a year, all stay: there it is an error in the figures.
    """
    fitting = [column for column in columns if _adds_up(grid, column, measures)]
    if not fitting or any(_says_whole(part) for column in columns for part in column.path):
        return columns
    return [column for column in columns if column in fitting or column.year or names_unit(column.path[-1])]


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


def _groups(columns: Sequence[Column], heading: str) -> dict[tuple[int | None, str], list[Column]]:
    """Return the columns by year and population; kinds of organisations in a form of members are no populations."""
    named = {population_of(column.title) for column in columns}
    of_members = heading == "member" and "member" not in named
    groups: dict[tuple[int | None, str], list[Column]] = {}
    for column in columns:
        groups.setdefault((column.year, "" if of_members else _population(column)), []).append(column)
    whole = groups.pop((None, ""), []) if len(groups) > 1 else []
    if whole and len({population for _, population in groups}) == 1:  # «Tổng số» beside kinds of one population
        first = next(iter(groups))
        groups[first] = sorted([*whole, *groups[first]], key=lambda column: column.place)
    return groups


def _population(column: Column) -> str:
    """Return whom the titles of a column say it counts; «Chi bộ» over numbers counts cells."""
    return population_of(column.title) or first_of(whom_it_counts, column.path, "")


def _says_whole(title: str) -> bool:
    return role_of(title) in _WHOLES or is_total(title)


def _series(grid: Grid, column: Column, group: Sequence[Column], measures: dict[int, str]) -> Series:
    rows = [row for row, measure in measures.items() if measure not in ("", "total", "rated")]
    numbers = tuple(number_at(grid, row, column.place) or 0 for row in rows)
    quantities = [other for other in group if role_of(other.path[-1]) == "quantity"]
    whole = any(map(_says_whole, column.path)) or quantities == [column]
    kind = first_of(member_kind, reversed(column.path), "")
    said = next((n for n, part in enumerate(column.path) if _says_whole(part)), len(column.path) - 1)
    return Series(column.place, column.path[-1], numbers, whole and not kind, kind, column.path[:said])


def _block(
    settled: Settled, group: Sequence[Column], shares: Sequence[Column], used: Sequence[Column]
) -> tuple[Block, list[tuple[Column, tuple[Column, ...]]], list[Column]]:
    """Return the block of a group with its figures, the sums to be checked, and the columns that are not certain."""
    of = {column.place: column for column in group}
    counted = tuple(of[one.place] for one in settled.counted)
    sums = [(of[whole.place], tuple(of[part.place] for part in parts)) for whole, parts in settled.sums]
    wholes = [column for column in group if any(map(_says_whole, column.path))]
    total = sums[0][0] if sums else counted[0] if len(counted) == 1 and counted[0] in wholes else None
    only = counted[0] if len(counted) == 1 else None
    figures = (*([total] if total else []), *_shares_of(total or only, shares, used))
    doubtful = [*([settled.guessed] if settled.guessed else []), *settled.unclear]
    return Block(CRITERIA, counted, figures=figures), sums, [of[one.place] for one in doubtful]


def _shares_of(owner: Column | None, shares: Sequence[Column], counted: Sequence[Column]) -> list[Column]:
    """Return the share column of a block: the one right of its only column, or the form's only one."""
    if owner is None:
        return []
    right = [column for column in shares if column.place == owner.place + 1]
    if right:
        return right
    first = owner.place == min(column.place for column in counted)
    return list(shares) if len(shares) == 1 and first else []
