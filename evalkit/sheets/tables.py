"""Where the rating tables of a sheet are, and what their columns hold.

A table is found by its header: a row with titles of ours, with the caption rows above it and the sub-title rows
below it. Everything down to the next header belongs to it. Nothing of its rows is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import Any

from evalkit.scale import REASONS, Scale
from evalkit.settings import Hint
from evalkit.sheets.grid import Grid, as_text, is_blank
from evalkit.sheets.titles import (
    SUBJECT_ROLES,
    Column,
    describe,
    rates_an_organisation,
    rates_something_else,
    role_of,
    unbroken,
)
from evalkit.vietnamese import clean, fold, plain

_PERSON_ROLES = {"card", "person", "born"}
_ORGANISATIONS = {"base": "base_organisation", "section": "section_committee", "cell": "cell"}
_YEAR = re.compile(r"(?:năm )?(?:19|20)\d\d")
_BESIDE_LEVELS = {"total", "rated", "share", "quantity", "note", "reason", "level", "number"}


@dataclass(frozen=True)
class RatingColumns:
    """The columns that hold one year's deciding rating: one column of words, or one column a level."""

    year: int | None
    level: Column | None = None
    marks: tuple[Column, ...] = ()
    reasons: tuple[Column, ...] = ()  # where the row says why, if it is not rated

    @property
    def places(self) -> tuple[int, ...]:
        return (self.level.place,) if self.level else tuple(column.place for column in self.marks)


@dataclass(frozen=True)
class Table:
    """One table: header rows `first`..`body - 1`, rows `body`..`end - 1`, and the columns that matter."""

    first: int
    body: int
    end: int
    columns: tuple[Column, ...]
    ratings: tuple[RatingColumns, ...] = ()
    ignored: tuple[Column, ...] = ()  # rating columns that do not decide: self-ratings, proposals
    population: str = ""
    key: tuple[int, ...] = ()
    names: dict[str, int] = field(default_factory=dict)  # role → column; `name`, `unit`, `base` seen from the subject
    foreign: str = ""  # the titles of another scale's levels, where that is why this is no rating table
    hint: Hint | None = None

    @property
    def is_register(self) -> bool:
        return "award" in self.names and ("year" in self.names or "period" in self.names)

    @property
    def wide(self) -> bool:
        """One column a year: a blank there is a year without a record."""
        return len(self.ratings) > 1 or bool(self.hint and self.hint.level_by_year)


def find_tables(grid: Grid, scale: Scale, hints: Sequence[Hint] = (), *, file_name: str = "") -> list[Table]:
    """The tables of a sheet, top to bottom; those that hold no ratings too, so that they can be named."""
    hinted = [hint for hint in hints if fnmatch(file_name.casefold(), hint.files.casefold())]
    hinted = [hint for hint in hinted if hint.sheet is None or fold(hint.sheet) == fold(grid.name)]
    for hint in hinted:
        if table := _find_hinted(grid, scale, hint):
            return [table]
    tables: list[Table] = []
    row = 0
    while row < len(grid.rows):
        if tables and _is_rated_row(grid.rows[row], tables[-1], scale):
            row += 1
        elif header := _header_at(grid, row):
            tables.append(_understand(grid, scale, *header, file_name))
            row = header[1]
        else:
            row += 1
    ends = [*(_title_start(grid, table.first) for table in tables[1:]), len(grid.rows)]
    return [replace(table, end=end) for table, end in zip(tables, ends, strict=False)]


def _is_rated_row(cells: Sequence[Any], table: Table, scale: Scale) -> bool:
    """A row of the table above, told by its level: then it need not be searched for titles."""
    for rating in table.ratings[:1]:
        value = cells[rating.level.place] if rating.level and rating.level.place < len(cells) else ""
        if value.__class__ is str and value:
            return scale.level_of(value) is not None
    return False


def _title_start(grid: Grid, header: int) -> int:
    """Where the title rows over a header begin, if a blank row parts them from what stands above; else the header."""
    row = header
    while row and 0 < sum(not is_blank(cell) for cell in grid.rows[row - 1]) <= 3:
        row -= 1
    return row if row and all(is_blank(cell) for cell in grid.rows[row - 1]) else header


def _header_at(grid: Grid, row: int) -> tuple[int, int] | None:
    """First header row and first body row, where a header's main row stands at `row`."""
    cells = grid.rows[row]
    roles = [role_of(clean(unbroken(cell))) for cell in cells if cell.__class__ is str and cell]
    numbered = "number" in roles and len(roles) >= 3
    if not numbered and (not any(role in SUBJECT_ROLES for role in roles) or len({role for role in roles if role}) < 2):
        return None
    first = row
    while first and _is_caption(grid, first - 1, row):
        first -= 1
    body = row + 1
    while body < len(grid.rows) and body - row < 4 and _is_subtitle(grid, row, body):
        body += 1
    return first, body


def _is_caption(grid: Grid, above: int, row: int) -> bool:
    """A row over the main titles that groups some of them: "2021" over two columns, "KẾT QUẢ" over four."""
    filled = [column for column, cell in enumerate(grid.rows[above]) if not is_blank(cell)]
    titled = [column for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)]
    if row - above > 2 or not filled or filled[0] <= titled[0]:
        return False
    texts = [grid.text(above, column) for column in filled]
    if all(_YEAR.fullmatch(fold(text)) or role_of(text) == "level" for text in texts):
        return True
    spans = [(left, right) for (top, left), (bottom, right) in grid.merges if top == bottom == above and right > left]
    return len(spans) == len(filled) and all(titled[0] < left and right <= titled[-1] for left, right in spans)


def _is_subtitle(grid: Grid, row: int, below: int) -> bool:
    """A row that continues the header: it stands under merged or blank titles, and says nothing under the others."""
    filled = [column for column, cell in enumerate(grid.rows[below]) if not is_blank(cell)]
    if not filled:
        return False
    for column in filled:
        above = grid.rows[row][column] if column < len(grid.rows[row]) else ""
        own_merge = grid.merged_from.get((row, column))
        spans = own_merge is not None and grid.merged_from.get((row, column + 1)) == own_merge
        if not is_blank(above) and not spans and not _opens_span(grid, row, column, filled):
            return False
        if not isinstance(grid.rows[below][column], str) and not _YEAR.fullmatch(grid.text(below, column)):
            return False
    return filled[0] > 0 or is_blank(grid.rows[row][0])


def _opens_span(grid: Grid, row: int, column: int, filled: Sequence[int]) -> bool:
    """A title over several columns without a merge: blank cells to its right, sub-titles under it and under them."""
    right = grid.rows[row][column + 1] if column + 1 < len(grid.rows[row]) else "x"
    return is_blank(right) and column + 1 in filled


def _columns(grid: Grid, scale: Scale, first: int, body: int) -> tuple[Column, ...]:
    """Every titled column; merged and open-ended titles repeated over the columns they span."""
    paths: list[list[str]] = [[] for _ in range(grid.width)]
    for row in range(first, body):
        carried = ""
        for column in range(grid.width):
            top, left = grid.merged_from.get((row, column), (row, column))
            cells = grid.rows[top] if 0 <= top < len(grid.rows) else []
            raw = cells[left] if 0 <= left < len(cells) else ""
            text = clean(unbroken(raw)) if isinstance(raw, str) else as_text(raw)
            if text:
                carried = text
            elif (
                row < body - 1
                and not grid.merges
                and carried
                and any(grid.text(r, column) for r in range(row + 1, body))
            ):
                text = carried
            if text and (not paths[column] or paths[column][-1] != text):
                paths[column].append(text)
    return tuple(describe(place, tuple(path), scale) for place, path in enumerate(paths) if path)


def _understand(grid: Grid, scale: Scale, first: int, body: int, file_name: str) -> Table:
    columns = _columns(grid, scale, first, body)
    names: dict[str, int] = {}
    for column in columns:
        names.setdefault(column.role, column.place)
    if _PERSON_ROLES & names.keys():  # the level of a person's cell beside the person's own
        columns = tuple(
            replace(column, role="") if column.role == "level" and rates_an_organisation(column.title) else column
            for column in columns
        )
    ratings, ignored, foreign = _rating_columns(columns, scale)
    table = Table(first, body, len(grid.rows), columns, ratings, ignored, names=names, foreign=foreign)
    population = _population(table, grid, file_name)
    return replace(
        table, population=population, key=_key_columns(names, population), names=_subject_names(names, population)
    )


def _rating_columns(
    columns: Sequence[Column], scale: Scale
) -> tuple[tuple[RatingColumns, ...], tuple[Column, ...], str]:
    """For each year the deciding rating, the last where several stand side by side; the others; a foreign scale."""
    groups, foreign = _mark_groups(columns, scale)
    marked = {column.place for group in groups for column in group}
    words = [column for column in columns if column.role == "level" and column.place not in marked]
    words = [column for column in words if not any(_is_over(column, group) for group in groups)]
    by_year: dict[int | None, list[RatingColumns]] = {}
    for column in words:
        by_year.setdefault(column.year, []).append(RatingColumns(column.year, level=column))
    for group in groups:
        by_year.setdefault(group[0].year, []).append(RatingColumns(group[0].year, marks=tuple(group)))
    undated = by_year.pop(None, []) if len(by_year) > 1 else []
    deciding, ignored = [], [column for found in undated for column in _columns_of(found)]
    for found in by_year.values():
        found.sort(key=lambda rating: max(rating.places))
        deciding.append(replace(found[-1], reasons=_reasons(columns, found[-1].year, alone=len(by_year) == 1)))
        ignored += [column for rating in found[:-1] for column in _columns_of(rating)]
    return tuple(deciding), tuple(ignored), foreign


def _reasons(columns: Sequence[Column], year: int | None, *, alone: bool) -> tuple[Column, ...]:
    """The columns for reasons, then those for notes; among several years only those that name this one."""
    said = [column for column in columns if column.role in ("reason", "note") and (alone or column.year == year)]
    return tuple(sorted(said, key=lambda column: column.role != "reason"))


def _columns_of(rating: RatingColumns) -> tuple[Column, ...]:
    return (rating.level,) if rating.level else rating.marks


def _is_over(column: Column, group: Sequence[Column]) -> bool:
    """A column whose title is the caption of the level columns."""
    return any(mark.path[:-1] == column.path for mark in group)


def _mark_groups(columns: Sequence[Column], scale: Scale) -> tuple[list[list[Column]], str]:
    """Runs of columns titled with levels under one caption. A sibling that is no level makes it another scale's."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        if column.role == "mark":
            groups.setdefault(_caption(column, scale), []).append(column)
    found, foreign = [], ""
    needed = min(3, len(scale.levels))
    for caption, group in groups.items():
        levels = {column.level for column in group} - set(REASONS)
        siblings = [column for column in columns if caption and column.path[: len(caption)] == caption]
        strange = [column for column in siblings if role_of(column.path[-1]) not in _BESIDE_LEVELS]
        strange = [column for column in strange if column.role != "mark"]
        if levels and (strange or len(levels) < needed):
            foreign = foreign or ", ".join(column.path[-1] for column in (siblings if strange else group))
        elif levels and not (scale.earlier and rates_something_else(" / ".join(caption))):
            found.append(group)
    return found, foreign


def _caption(column: Column, scale: Scale) -> tuple[str, ...]:
    """The part of a column's title above the level's own word."""
    depth = next(
        (n for n, part in enumerate(column.path) if scale.level_of(part) or scale.read_reason(part)),
        len(column.path) - 1,
    )
    return column.path[:depth]


def _population(table: Table, grid: Grid, file_name: str) -> str:
    """Which list this is: by its columns, else by its title, the sheet's or the file's name; "" where nothing says."""
    names = table.names
    if _PERSON_ROLES & names.keys():
        return "member"
    counted = " ".join(fold(mark.title) for rating in table.ratings for mark in rating.marks)
    if "đảng viên" in counted:
        return "member"
    for role in ("cell", "section", "base"):
        if role in names:
            return _ORGANISATIONS[role]
    title = " ".join(grid.text(row, c) for row in range(table.first) for c in range(len(grid.rows[row])))
    for text in (title, grid.name, file_name):
        words = plain(text)
        for pattern, population in _POPULATION_WORDS:
            if re.search(pattern, words):
                return population
    return ""


_POPULATION_WORDS = (
    (r"chi bo truc thuoc|cbtt", "cell"),
    (r"dang bo bo phan|dbbp", "section_committee"),
    (r"tccsd|to chuc co so dang|dang bo co so|chi bo co so", "base_organisation"),
)


def _subject_names(names: dict[str, int], population: str) -> dict[str, int]:
    """The roles seen from the subject: its `name`, its `unit` (what it stands directly under) and its `base`."""
    own = {"member": "person", "base_organisation": "base", "section_committee": "section", "cell": "cell"}.get(
        population, ""
    )
    organisations = [role for role in ("cell", "section", "unit", "base") if role in names]
    if own not in names:
        own = organisations[0] if organisations else ""
    above = [role for role in organisations if role != own]
    found = dict(names)
    if own:
        found["name"] = names[own]
    found.pop("unit", None)
    if above:
        found["unit"] = names[above[0]]
    if own == "base":
        found.pop("base")
    return found


def _key_columns(names: dict[str, int], population: str) -> tuple[int, ...]:
    """The column that names the subject for good: the card of a person, the code of an organisation."""
    role = "card" if population == "member" else "code"
    return (names[role],) if role in names else ()


def _find_hinted(grid: Grid, scale: Scale, hint: Hint) -> Table | None:
    """The table whose titles are the words of a hint, wherever it stands on the sheet."""
    wanted = {
        role: (words,) if isinstance(words, str) else words for role, words in _hinted_words(hint).items() if words
    }
    all_words = [fold(word) for words in wanted.values() for word in words]
    last_parts = {word.rpartition(" / ")[2] for word in all_words}
    for row, cells in enumerate(grid.rows):
        texts = {fold(as_text(cell)) for cell in cells if not is_blank(cell)}
        if not texts & last_parts and not (not all_words and any(_YEAR.search(text) for text in texts)):
            continue
        for first, body in _hinted_headers(grid, row):
            columns = _columns(grid, scale, first, body)
            if table := _hinted_table(grid, columns, hint, wanted, first, body):
                return table
    return None


def _hinted_words(hint: Hint) -> dict[str, str | tuple[str, ...] | None]:
    return {
        "subject": hint.subject, "name": hint.name, "unit": hint.unit, "base": hint.base_organisation,
        "kind": hint.kind, "born": hint.born, "joined": hint.joined, "reason": hint.reason,
        "distinction": hint.distinction, "level": None if hint.level_by_year else hint.level,
        "year": hint.year if isinstance(hint.year, str) else None,
    }  # fmt: skip


def _hinted_headers(grid: Grid, row: int) -> Iterator[tuple[int, int]]:
    """One header row, or several that belong together by merges or blanks."""
    body = row + 1
    while body < len(grid.rows) and body - row < 4 and _is_subtitle(grid, row, body):
        body += 1
    yield row, body
    if row and _is_caption(grid, row - 1, row):
        yield row - 1, body
    if body > row + 1:
        yield row, row + 1


def _hinted_table(
    grid: Grid, columns: tuple[Column, ...], hint: Hint, wanted: dict[str, tuple[str, ...]], first: int, body: int
) -> Table | None:
    places: dict[str, list[int]] = {}
    for role, words in wanted.items():
        for word in words:
            found = [column.place for column in columns if fold(word) in (fold(column.title), fold(column.path[-1]))]
            if not found:
                return None
            places.setdefault(role, []).append(found[0])
    reasons = tuple(replace(c, role="reason") for c in columns if c.place in places.get("reason", ()))
    if hint.level_by_year:
        ratings = _hinted_years(columns, hint.level_by_year)
    else:
        ratings = tuple(
            RatingColumns(None, level=replace(column, role="level", year=None), reasons=reasons)
            for column in columns
            if column.place in places.get("level", ())
        )
    names = {role: found[0] for role, found in places.items() if role != "subject"}
    if "name" not in names and "subject" not in places:
        return None
    key = tuple(places.get("subject", ()))
    table = Table(first, body, len(grid.rows), columns, ratings, (), hint.population, key, names, hint=hint)
    return table if ratings else None


def _hinted_years(columns: Sequence[Column], pattern: str) -> tuple[RatingColumns, ...]:
    found = []
    search = re.compile(clean(pattern), re.IGNORECASE)
    for column in columns:
        match = search.search(column.title)
        if match and match[1] and match[1].isdigit():
            found.append(RatingColumns(int(match[1]), level=column))
    return tuple(found)
