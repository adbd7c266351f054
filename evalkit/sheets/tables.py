"""Which tables a sheet has, and what each is: its columns, its blocks that rate, whose they are.

A table is found by its header, or by levels that stand one under the other. Everything down to the next header belongs
to it. Nothing of its rows is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from evalkit.books.cells import Share, number_at, printed_shares, whole_number
from evalkit.books.grid import Grid, as_text, is_blank, most_are
from evalkit.scale import Scale
from evalkit.sheets.blocks import rating_blocks
from evalkit.sheets.captions import by_groups, by_the_title, with_own_counts
from evalkit.sheets.context import (
    Context,
    claims_streak,
    context_of,
    level_of_caption,
    scope_around,
    years_around,
)
from evalkit.sheets.criteria import criteria_table
from evalkit.sheets.headers import (
    FEWEST_LEVELS,
    find_criteria,
    find_headers,
    is_level,
    telling_rows,
    title_start,
    titled_columns,
)
from evalkit.sheets.legends import without_legends
from evalkit.sheets.model import Column, Table, Value, columns_of, with_role
from evalkit.sheets.titles import describe, is_criterion, told_beside, unbroken
from evalkit.sheets.vocabulary import (
    BLANK_MARKS,
    DECISION,
    MARKS,
    NO_MARKS,
    OTHER_RATINGS,
    PERSON_ROLES,
    SUBJECTS,
    UNDECIDED,
    UNIT_ROLES,
    counts_shares,
    is_carried,
    is_continued,
    is_correction,
    is_raters_column,
    is_total,
    may_rate,
    names_result,
    role_of,
)
from evalkit.sheets.whose import (
    headers_by_levels,
    in_its_unit,
    is_divided_by_title,
    key_of,
    listed_population,
    named_by_rows,
    says_enough,
    seen_from,
)
from evalkit.vietnamese import clean, fold, listed_names

_FEWEST_SHARES = 2  # columns without a title beside levels
_MAY_HOLD_LEVELS = frozenset({"", "year", "rated", "state"})
_ROUNDED = 0.6  # of the last decimal
_VOTE = re.compile(r"\d{1,3}(?:\s*/\s*\d+)?(?:\s*\(?[\d.,]+\s*%\)?)?")


def find_tables(grid: Grid, scale: Scale, *, file_name: str) -> list[Table]:
    """Return the tables of a sheet, top to bottom; those that hold no ratings too, so that they can be named."""
    tables: list[Table] = []

    def belongs(row: int) -> bool:
        return bool(tables) and _is_rated_row(grid, tables[-1], row, scale)

    for first, body in find_headers(grid, belongs):
        if tables and _goes_on(grid, tables[-1], first, body):
            continue
        above = title_start(grid, first, tables[-1].body, scale) if tables else 0
        context = context_of(grid, first, file_name, above=above, top=tables[0].first if tables else 0)
        tables.append(_understand(grid, scale, first, body, context))
    tables = _with_divisions(grid, scale, tables, file_name)
    ends = [title_start(grid, table.first, above.body, scale) for above, table in pairwise(tables)]
    tables = [replace(table, end=end) for table, end in zip(tables, [*ends, len(grid.rows)], strict=False)]
    tables = with_own_counts(grid, tables)
    return _with_criteria(grid, scale, tables, file_name)


def _with_divisions(grid: Grid, scale: Scale, tables: Sequence[Table], file_name: str) -> list[Table]:
    """Return the tables with those below counts whose headers name no units: they divide people by age, sex, office."""
    if not tables or not tables[-1].counts or "name" not in tables[-1].names:
        return list(tables)
    last, found = tables[-1], list(tables)
    for first, body in headers_by_levels(grid, scale):
        if first > last.body and not _goes_on(grid, last, first, body):
            above = title_start(grid, first, last.body, scale)
            context = context_of(grid, first, file_name, above=above, top=tables[0].first)
            table = _understand(grid, scale, first, body, context)
            found += [table] if is_divided_by_title(table) else []
    return found


def _with_criteria(grid: Grid, scale: Scale, tables: list[Table], file_name: str) -> list[Table]:
    """Return the tables; where none of them rates, forms whose levels stand down the rows are looked for."""
    if any(table.blocks and not _counts_its_names(grid, table) for table in tables):
        return tables
    found = find_criteria(grid, scale, range(len(grid.rows)))
    if not found:
        return _by_levels_alone(grid, scale, file_name) or tables
    label, first, body = found
    context = context_of(grid, first, file_name)
    return [criteria_table(grid, scale, label, first, body, context)]


def _by_levels_alone(grid: Grid, scale: Scale, file_name: str) -> list[Table]:
    """Return the tables of counts whose headers name nobody: each row says whose it is, or there is but one."""
    spans = [span for span in headers_by_levels(grid, scale) if says_enough(grid, span, file_name)]
    ends = [first for first, _ in spans[1:]] + [len(grid.rows)] * bool(spans)
    tables = [_understand(grid, scale, first, body, context_of(grid, first, file_name)) for first, body in spans]
    return [replace(table, end=end) for table, end in zip(tables, ends, strict=True)]


def _counts_its_names(grid: Grid, table: Table) -> bool:
    """Return whether numbers stand where names should: levels down, «Chi bộ» and «Đảng viên» across."""
    name, level = table.names.get("name"), table.blocks[0].places[0]
    if table.blocks[0].shape.value is not Value.WORD or table.key or "year" in table.names or table.hint:
        return False
    if name is None or "quantity" in table.names:  # «Mức xếp loại», «Số lượng»: nobody is named at all, or in a heap
        return True
    return name > level and most_are(_is_whole, _filled(grid, name, telling_rows(grid, table.body)))


def _is_rated_row(grid: Grid, table: Table, row: int, scale: Scale) -> bool:
    """Return whether a row holds a rating or a mark where the table above it has its values: it is no header."""
    cells = grid.rows[row]
    first = next((cell for cell in cells if not is_blank(cell)), "")
    if first.__class__ is str and role_of(clean(unbroken(first))) in SUBJECTS:
        return False
    for block in table.blocks[:1]:
        texts = [grid.text(row, place) for place in block.places]
        if block.shape.value is Value.WORD:
            return any(text and scale.read(text) for text in texts)
        return any(fold(text) in MARKS for text in texts)
    return False


def _goes_on(grid: Grid, table: Table, first: int, body: int) -> bool:
    """Return whether a header is that of the table above again, as on each printed page, with no title between."""
    if body - first != table.body - table.first or any(
        grid.texts(row) != grid.texts(table.first + n) for n, row in enumerate(range(first, body))
    ):
        return False
    above = grid.filled_texts(first - 1) if first > table.body else []
    sums = bool(above) and (is_total(above[0]) or is_carried(above[0]) or is_continued(above[0]))
    row = len(above) > 1 and not above[0].endswith(":")  # «Đơn vị: │ Chi bộ 2» labels the table below
    return bool(table.blocks) and (row or sums)


def _understand(grid: Grid, scale: Scale, first: int, body: int, context: Context) -> Table:
    columns, rows = titled_columns(grid, scale, first, body), telling_rows(grid, body)
    columns = _of_people(grid, _of_names(grid, columns, scale, rows), rows)
    columns = _with_shares(grid, columns, scale, rows)
    columns, beside = _beside_a_gap(grid, without_legends(grid, columns, scale, rows), rows)
    columns, untitled, graded, before = told_beside(*_by_content(grid, columns, scale, rows))
    names: dict[str, int] = {}
    for column in columns:
        if column.role and column.role != "level":
            names.setdefault(column.role, column.place)
    persons = not PERSON_ROLES.isdisjoint(names)
    votes = _votes(grid, columns, rows) if persons else ()
    used = [column for column in columns if column not in votes]
    year = next(iter(years_around(context)), (None, ""))[0]
    counting = not persons and _holds_numbers(grid, columns, rows)
    rated = rating_blocks(used, scale, names=names, persons=persons, counting=counting, title_year=year)
    other = (*votes, *graded, *(column for column in columns if is_criterion(column)))
    table = Table(
        first, body, len(grid.rows), tuple(columns), tuple(rated.blocks),
        names=names, ignored=(*rated.ignored, *beside, *before), unsettled=rated.unsettled, votes=other,
        untitled=untitled, foreign=rated.foreign, scope=rated.scope, of_others=tuple(rated.of_others),
    )  # fmt: skip
    table = by_groups(by_the_title(table, scale, context), grid, scale)
    table = replace(table, claims_streak=_claims(table, context))
    population = table.population or listed_population(table, grid, context)
    table = replace(table, population=population, key=key_of(names, population), names=seen_from(names, population))
    return named_by_rows(grid, _in_scope(in_its_unit(table, grid, context), scale, context), context)


# --- what columns hold, by their cells -------------------------------------------------------------------------------


def _is_whole(cell: Any) -> bool:
    return whole_number(cell) is not None


def _filled(grid: Grid, place: int, rows: Sequence[int]) -> list[Any]:
    cells = (grid.value(row, place) for row in rows)
    return [cell for cell in cells if not is_blank(cell)]


def _of_people(grid: Grid, columns: Sequence[Column], rows: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns; one of persons that holds numbers counts them, a second under one title has given names."""
    found: list[Column] = []
    for column in columns:
        if found and column.role == "person" == found[-1].role and column.path == found[-1].path:
            column = replace(column, role="given")
        if column.role == "person" and fold(column.path[-1]) in ("đảng viên", "đồng chí"):
            counts = most_are(_is_whole, _filled(grid, column.place, rows))
            column = replace(column, role="total" if counts else "person")
        found.append(column)
    return tuple(found)


def _of_names(grid: Grid, columns: Sequence[Column], scale: Scale, rows: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns; right of numbers of units one of names lists whom a number counts, and is nobody's row."""
    units = [column.place for column in with_role(columns, *UNIT_ROLES)]
    counts = [column.place for column in with_role(columns, "mark")]
    if not units or not counts or not _holds_numbers(grid, columns, rows):
        return tuple(columns)
    found: list[Column] = []
    for column in columns:
        cells = _filled(grid, column.place, rows) if column.place > max(units[0], counts[0]) else []
        if column.role in ("person", "mark", "") and most_are(lambda cell: listed_names(as_text(cell)), cells):
            title = re.sub(r"^(?:họ(?: và)?,? tên|tên)\s+", "", fold(column.path[-1]))
            column = replace(column, role="names", level=column.level or level_of_caption(title, scale))
        found.append(column)
    return tuple(found)


def _with_shares(grid: Grid, columns: tuple[Column, ...], scale: Scale, rows: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns; one right of each level without a title of its own has shares, if its numbers are these."""
    titled = {column.place: column for column in columns}
    counts: list[Column] = []
    for column in columns:
        beside = titled.get(column.place + 1)
        shared = counts and counts[-1].place == column.place - 1 and counts[-1].path == column.path
        if column.role == "mark" and not shared and (beside is None or beside.path == column.path):
            counts.append(column)
    told = list(_numbers_with_shares(grid, counts, rows)) if len(counts) >= _FEWEST_SHARES else []
    if not most_are(lambda told: _is_share(*told), told):
        return columns
    shares = {one.place + 1: describe(one.place + 1, (*one.path, "%"), scale) for one in counts}
    return tuple(column for _, column in sorted((titled | shares).items()))


def _numbers_with_shares(
    grid: Grid, counts: Sequence[Column], rows: Sequence[int]
) -> Iterator[tuple[int, int, Share | None]]:
    """Yield each number under these columns but noughts, with the sum of its row, and what its right neighbour is."""
    for row in rows:
        numbers = [number_at(grid, row, column.place) or 0 for column in counts]
        shares = printed_shares([grid.value(row, column.place + 1) for column in counts])
        yield from ((one, sum(numbers), share) for one, share in zip(numbers, shares, strict=True) if one)


def _is_share(number: int, total: int, share: Share | None) -> bool:
    return share is not None and abs(share.value - number / total) <= _ROUNDED * 10.0 ** (-2 - share.decimals)


def _beside_a_gap(
    grid: Grid, columns: tuple[Column, ...], rows: Sequence[int]
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns without those behind a blank column that rate nobody by name: a summary beside a list."""
    titled = {column.place for column in columns}
    last = max(titled, default=0)
    first = next((column.place for column in with_role(columns, "level")), last)
    gaps = (place for place in range(first + 1, last) if place not in titled and not _filled(grid, place, rows))
    gap = next(gaps, last)
    behind = [column for column in columns if column.place > gap]
    rating = with_role(behind, "level")
    if not rating or with_role(behind, *SUBJECTS):
        return columns, ()
    return tuple(column for column in columns if column.place < gap), tuple(rating)


def _by_content(
    grid: Grid, columns: Sequence[Column], scale: Scale, rows: Sequence[int]
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns, "Đảng uỷ quyết định" being one of levels, and those with levels under other titles.

    A rater's column counts even while it is empty, if another column rates.
    """
    found, untitled = [], []
    columns = [_rating_or_words(grid, columns, column, scale, rows) for column in columns]
    another = any(column.role == "level" for column in columns)
    for column in columns:
        if column.role in _MAY_HOLD_LEVELS and not is_criterion(column) and column.scope in {"", *UNDECIDED}:
            cells = _filled(grid, column.place, rows)
            levels = _are_levels(cells, scale) or (
                _may_rate(column)
                and _are_levels(cells, scale, short=True)
                and _spells_levels(grid, columns, rows, scale)
            )
            if _rates(column, another=another, blank=not cells, levels=levels):
                column = replace(column, role="level")
            elif levels:
                untitled.append(column)
        found.append(column)
    return tuple(found), tuple(untitled)


def _rating_or_words(
    grid: Grid, columns: Sequence[Column], column: Column, scale: Scale, rows: Sequence[int]
) -> Column:
    """Return a column; left of numbers under levels, «Phân loại» without any level says whom these count."""
    counts = [other.place for other in columns if other.role == "mark" and other.level in scale.worst_to_best]
    if column.role != "level" or len(counts) < FEWEST_LEVELS or column.place > min(counts):
        return column
    cells = [as_text(cell) for cell in _filled(grid, column.place, rows)]
    return replace(column, role="") if cells and not any(map(scale.read, filter(None, cells))) else column


def _rates(column: Column, *, another: bool, blank: bool, levels: bool) -> bool:
    """Return whether a column rates: its title says so of the levels it holds, or of a rater who may still rate."""
    if levels:
        return _may_rate(column) or (not another and may_rate(column.title))
    return another and blank and is_raters_column(column.path[-1])


def _spells_levels(grid: Grid, columns: Sequence[Column], rows: Sequence[int], scale: Scale) -> bool:
    """Return whether a column that rates has levels in more than a letter: then letters beside it are levels, too."""
    return any(_are_levels(_filled(grid, column.place, rows), scale) for column in filter(_may_rate, columns))


def _may_rate(column: Column) -> bool:
    says_result = names_result(column.title) or is_correction(column.path[-1])
    role = column.role if column.role != "state" else ""
    return bool(role or column.year or column.rank or column.scope or says_result)


def _are_levels(cells: Sequence[Any], scale: Scale, *, short: bool = False) -> bool:
    """Return whether most of these cells name a level, and one of them in more than a letter unless `short`."""
    texts = [text for cell in cells if (text := as_text(cell))]
    return most_are(scale.level_of, texts) and (short or any(is_level(text, scale) for text in texts))


def _votes(grid: Grid, columns: Sequence[Column], rows: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns of levels in a list of people that hold numbers of votes ("12/15"): they rate nobody."""
    marks = with_role(columns, "mark")
    if not marks or any("phiếu" in fold(column.title) for column in marks):
        return tuple(marks)
    voted = rated = 0
    for row in rows:
        texts = [text for column in marks if (text := grid.text(row, column.place)) not in BLANK_MARKS]
        votes = sum(bool(_VOTE.fullmatch(text)) and text not in ("0", "1") for text in texts)
        voted, rated = voted + (votes > 0 and votes == len(texts)), rated + (len(texts) > votes)
    return tuple(marks) if voted > 1 and voted > rated else ()


def _holds_numbers(grid: Grid, columns: Sequence[Column], rows: Sequence[int]) -> bool:
    """Return whether numbers, not marks, stand under the levels: then rows are units and the numbers people."""
    places = [column.place for column in with_role(columns, "mark")]
    values = []
    for row in rows:
        if not any(map(is_total, grid.filled_texts(row)[:2])):
            values += [grid.text(row, place) for place in places]
    said = [fold(value) for value in values if value not in BLANK_MARKS]
    return 2 * sum(value in MARKS or value in NO_MARKS - {"0"} for value in said) <= len(said)


# --- tables without a column of levels -------------------------------------------------------------------------------


def _claims(table: Table, context: Context) -> bool:
    lines = [*context.top_down, context.names[0].text]
    return bool(table.blocks) and not table.wide and "year" not in table.names and claims_streak(lines)


def _in_scope(table: Table, scale: Scale, context: Context) -> Table:
    """Return the table with why it is out of scope, where a title says so and no column is nearer and decides."""
    if not table.blocks or table.scope:
        return table
    scope, line = scope_around(context)
    if not scale.earlier and scope in OTHER_RATINGS:  # no Party scale: schools and officials have ratings of their own
        return table
    if shares := _says_shares(table, context):
        return replace(table, scope="shares", scope_line=shares)
    decided = any(column.rank >= DECISION for column in columns_of(table.blocks))
    if scope in UNDECIDED and (table.ignored or decided):
        return table
    return replace(table, scope=scope, scope_line=line)


def _says_shares(table: Table, context: Context) -> str:
    """Return the line over counts that says that they are per cents; "" where a column beside them holds these."""
    if not table.counts or any(column.role == "share" for column in table.columns):
        return ""
    return next((line.text for line in (*context.own, *context.sheet) if counts_shares(line.text)), "")
