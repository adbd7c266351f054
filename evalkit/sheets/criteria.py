"""A form whose levels stand down the rows: which of its columns count whom, and which only compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from evalkit.books.cells import make_up, number_at
from evalkit.books.grid import Grid, first_of
from evalkit.scale import Scale
from evalkit.sheets.context import Around, Context, heading_of, labelled, scope_around
from evalkit.sheets.headers import is_count, measure_of, titled_columns
from evalkit.sheets.model import CRITERIA, Block, Column, Table, gathered
from evalkit.sheets.vocabulary import (
    DECISION,
    OF_OTHERS,
    UNIT_ROLES,
    bases_among,
    group_name,
    in_full,
    is_above_bases,
    is_base,
    is_total,
    member_kind,
    names_party_unit,
    names_unit,
    organisations_counted,
    party_unit,
    population_of,
    role_of,
    sums_years,
    whom_it_counts,
)
from evalkit.sheets.wholes import Series, Settled, settle

_OF_COURSE = ("comparison", "previous")  # columns whose titles say that they compare need no word
_WHOLES = ("total", "person")
_NO_LEVELS = ("", "total", "exempt", "not_yet", "unspecified")  # rows that are no part of the number rated
_UNTITLED = "không có tiêu đề"


def criteria_table(grid: Grid, scale: Scale, label: int, first: int, body: int, context: Context) -> Table:
    """Return the form as a table: a block for each year and population that its columns count.

    Of a block either the kinds count, where they make up the total, or the total alone. Columns that compare (the same
    period of last year, a target, points) and parts ("Trong đó") are left out and kept as `ignored`.
    """
    titled = titled_columns(grid, scale, first, body)
    form = _Form(grid, {row: measure_of(grid.text(row, label), scale) for row in range(body, len(grid.rows))})
    shares, own = form.shares_and_counts((*titled, *_untitled(grid, titled, first, body)), label)
    used = _that_count(form, own)
    heading = population_of("\n".join(line.text for line in context.nearest_first[:-2]))
    scope, line = scope_around(context)
    blocks, sums, unclear = [], [], []
    units: dict[int, tuple[str, str]] = {}
    for (year, population), group in _groups(used, heading).items():
        settled = settle([form.series(column, group) for column in group])
        counted, figures = tuple(settled.counted), _figures(settled, shares, used)
        blocks.append(Block(CRITERIA, counted, year, population, figures=figures))
        units |= _units(counted, of_members=heading == "member" and population in ("", "member"))
        sums += settled.sums
        unclear += [*settled.guessed, *settled.unclear]
    sums += (over_years := form.sums_over_years(own, blocks))
    around = _organisation(grid, context, [*(unit for unit, _ in units.values()), *form.headings(label)])
    known = {*used, *(whole for whole, _ in over_years)}
    left = [column for column in own if column not in known and column.scope not in _OF_COURSE]
    return Table(
        first, body, len(grid.rows), titled, tuple(blocks),
        population=heading, label=label, units=units, unit=around.unit or around.base, base=around.base,
        ignored=tuple(left), scope=scope, scope_line=line, sums=tuple(sums), unclear=tuple(unclear),
    )  # fmt: skip


def _untitled(grid: Grid, columns: Sequence[Column], first: int, body: int) -> Iterator[Column]:
    """Yield the columns without a title, where others have one: numbers there are not passed over."""
    titled = {column.place for column in columns}
    if first < body or not columns:
        yield from (Column(place, (_UNTITLED,)) for place in range(grid.width) if place not in titled)


def _organisation(grid: Grid, context: Context, names: Sequence[str]) -> Around:
    """Return whose form it is: what is labelled over it, else the issuing organ below another; one may be the whole.

    Of cells, where no name is that of a committee, it is the base organisation.
    """
    told = labelled(grid, context)
    if told.unit or told.base:
        return told
    issuing = heading_of(grid, context)
    named = list(map(in_full, filter(names_party_unit, names)))
    if any(party_unit(name) == "cell" for name in named) and not any(map(is_base, named)):
        return Around(base=issuing.base)
    return issuing if issuing.is_below else told


def _units(columns: Sequence[Column], *, of_members: bool) -> dict[int, tuple[str, str]]:
    """Return which unit each column counts, and its base organisation, "" where none is told; nothing unless all do.

    Of members units may be named by what they are: «Sở Y tế». «Đảng bộ cơ sở xã, phường» is a kind, if all are.
    """
    units = {column: _unit(column, of_members=of_members) for column in columns}
    if not all(units.values()) or all(map(population_of, units.values())):
        return {}
    bases, found = bases_among(units.values()), {}
    for column, unit in units.items():
        above = [part for part in map(group_name, reversed(column.path)) if part != unit and _is_committee(part)]
        own = unit in bases or "base" in map(role_of, column.path)
        found[column.place] = unit, above[0] if above else unit if own else ""
    return found


def _unit(column: Column, *, of_members: bool) -> str:
    """Return the unit that a column counts: the Party organisation it names, or a name below the word for one."""
    own, *above = (group_name(part) for part in reversed(column.path))
    named = filter(names_party_unit, (own, *above))
    captioned = not {*UNIT_ROLES}.isdisjoint(map(role_of, above))
    by_words = of_members and names_unit(own) and not column.rank
    return next(named, own if (captioned or by_words) and not _is_kind(column) else "")


def _is_kind(column: Column) -> bool:
    """Return whether the lowest title of a column is that of a total, a kind of people, or a year."""
    title = column.path[-1]
    return bool(_says_whole(title) or role_of(title) or whom_it_counts(title) or member_kind(title) or column.year)


def _is_committee(name: str) -> bool:
    """Return whether a caption is the name of a base organisation, not of what stands over these."""
    return names_party_unit(name) and is_base(in_full(name)) and not is_above_bases(in_full(name))


# --- the numbers of its columns --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Form:
    """The cells of a form, and of each row what it counts."""

    grid: Grid
    measures: Mapping[int, str]

    def number(self, row: int, column: Column) -> int:
        return number_at(self.grid, row, column.place) or 0

    def counts_in(self, column: Column) -> list[int]:
        """Return the rows that count something in a column."""
        return [
            row for row, measure in self.measures.items() if measure and is_count(self.grid.value(row, column.place))
        ]

    def by_its_signs(self, column: Column) -> Column:
        """Return a column; one whose numbers all have the sign of per cent holds shares, whatever its title."""
        texts = self.grid.texts_below(column.place, self.counts_in(column))
        shares = bool(texts) and all(text.endswith("%") for text in texts)
        return replace(column, path=(*column.path, "%")) if shares else column

    def headings(self, label: int) -> list[str]:
        """Return what stands among the labels and counts nothing, as names."""
        return [group_name(self.grid.text(row, label)) for row, measure in self.measures.items() if not measure]

    def shares_and_counts(self, every: Sequence[Column], label: int) -> tuple[list[Column], list[Column]]:
        """Return the columns that hold shares, and those right of the labels that count somebody."""
        columns = [self.by_its_signs(column) for column in every]
        shares = [replace(column, role="share") for column in columns if "share" in map(role_of, column.path)]
        places = {column.place for column in shares}
        others = (column for column in columns if column.place > label and column.place not in places)
        return shares, [one for one in others if one.role not in ("note", "reason") and self.counts_in(one)]

    def adds_up(self, column: Column) -> bool:
        """Return whether the levels of a column make up the number rated, or the total, that it prints."""
        whole = "rated" if "rated" in self.measures.values() else "total"
        printed = [self.number(row, column) for row, measure in self.measures.items() if measure == whole]
        counted = [row for row, measure in self.measures.items() if measure not in (*_NO_LEVELS, "rated")]
        levels = sum(self.number(row, column) for row in counted)
        return levels > 0 and next(filter(None, printed), 0) == levels

    def are_made_up(self, columns: Sequence[Column]) -> bool:
        """Return whether one of these columns is by its words the total, and mostly the sum, of all others."""
        wholes = [column for column in columns if _says_whole(column.path[-1])]
        parts = [column for column in columns if column not in wholes]
        return len(wholes) == 1 and len(parts) > 1 and self._make_up(parts, wholes[0])

    def sums_over_years(
        self, own: Sequence[Column], blocks: Sequence[Block]
    ) -> list[tuple[Column, tuple[Column, ...]]]:
        """Return the columns that by their words and in most rows add up those of all years, with these columns."""
        found = []
        for column in own if len({block.year for block in blocks}) > 1 else ():
            populations = {block.population for block in blocks}
            those = [block for block in blocks if len(populations) == 1 or block.population == _population(column)]
            wholes = ([one for one in block.figures if one.role != "share"] or block.columns for block in those)
            parts = list(chain.from_iterable(wholes))
            if not column.year and parts and _says_all_years(column) and self._make_up(parts, column, 2):
                found.append((column, tuple(parts)))
        return found

    def _make_up(self, parts: Sequence[Column], whole: Column, least: int = 1) -> bool:
        return make_up(self.grid, self.counts_in(whole), [part.place for part in parts], whole.place, least=least)

    def series(self, column: Column, group: Sequence[Column]) -> Series:
        """Return the numbers of a column of a group with what its titles say of them."""
        rows = [row for row, measure in self.measures.items() if measure not in ("", "total", "rated")]
        quantities = [other for other in group if role_of(other.path[-1]) == "quantity"]
        kind = first_of(member_kind, reversed(column.path), "")
        whole = not kind and (_is_whole(column) or quantities == [column])
        said = next((n for n, part in enumerate(column.path) if _says_whole(part)), len(column.path) - 1)
        numbers = tuple(self.number(row, column) for row in rows)
        return Series(column, column.path[-1], numbers, whole, kind, column.path[:said])


# --- which of its columns count --------------------------------------------------------------------------------------


def _that_count(form: _Form, own: Sequence[Column]) -> list[Column]:
    """Return the columns that count decided results of the year; where some name a year, only these."""
    all_kinds = form.are_made_up([column for column in own if column.scope in {"", *OF_OTHERS}])
    counting = [
        column
        for column in own
        if column.role != "points" and not (_compares(column, own) and not (all_kinds and column.scope in OF_OTHERS))
    ]
    dated = [column for column in counting if column.year]
    return _decided(_that_add_up(form, dated or counting))


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


def _that_add_up(form: _Form, columns: list[Column]) -> list[Column]:
    """Return the columns without those whose levels make up nothing where others' do: ranks, points, per cent.

    Beside a total, and where a title names a unit or a year, all stay: there it is an error in the figures.
    """
    fitting = [column for column in columns if form.adds_up(column)]
    if not fitting or any(map(_is_whole, columns)):
        return columns
    return [column for column in columns if column in fitting or column.year or names_unit(column.path[-1])]


def _groups(columns: Sequence[Column], heading: str) -> dict[tuple[int | None, str], list[Column]]:
    """Return the columns by year and population; kinds of organisations in a form of members are no populations."""
    named = {population_of(column.title) for column in columns}
    of_members = heading == "member" and "member" not in named
    groups = gathered(((column.year, "" if of_members else _population(column)), column) for column in columns)
    whole = groups.pop((None, ""), []) if len(groups) > 1 else []
    if whole and len({population for _, population in groups}) == 1:  # «Tổng số» beside kinds of one population
        first = next(iter(groups))
        groups[first] = sorted([*whole, *groups[first]], key=lambda column: column.place)
    return groups


def _population(column: Column) -> str:
    """Return whom the titles of a column say it counts; «Chi bộ», «Số chi bộ» over numbers count cells."""
    return population_of(column.title) or first_of(
        lambda title: whom_it_counts(title) or organisations_counted(title), column.path, ""
    )


def _says_whole(title: str) -> bool:
    return role_of(title) in _WHOLES or is_total(title)


def _says_all_years(column: Column) -> bool:
    """Return whether the titles of a column are those of a sum, and of no kind of people among those of each year."""
    return not (column.scope or member_kind(column.title)) and any(
        _says_whole(title) or sums_years(title) for title in column.path
    )


def _is_whole(column: Column) -> bool:
    return any(map(_says_whole, column.path))


# --- what is printed beside them -------------------------------------------------------------------------------------


def _figures(settled: Settled, shares: Sequence[Column], used: Sequence[Column]) -> tuple[Column, ...]:
    """Return the column of totals of a block, where it prints some, and that of the shares of these."""
    only = settled.counted[0] if len(settled.counted) == 1 else None
    total = settled.sums[0][0] if settled.sums else only if only and _is_whole(only) else None
    return (*([total] if total else []), *_shares_of(total or only, shares, used))


def _shares_of(owner: Column | None, shares: Sequence[Column], counted: Sequence[Column]) -> list[Column]:
    """Return the share column of a block: the one right of its only column, or the form's only one."""
    if owner is None:
        return []
    right = [column for column in shares if column.place == owner.place + 1]
    if right:
        return right
    first = owner.place == min(column.place for column in counted)
    return list(shares) if len(shares) == 1 and first else []
