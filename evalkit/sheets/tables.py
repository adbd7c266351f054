"""Where the rating tables of a sheet are, and what their columns hold.

A table is found by its header: a row with titles of ours, with the caption rows above it and the sub-title rows
below it. Everything down to the next header belongs to it. Nothing of its rows is read here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatch
from itertools import pairwise
from typing import Any

from evalkit.books.cells import BLANK_MARKS
from evalkit.books.grid import Grid, each_once, is_blank
from evalkit.scale import REASONS, Scale
from evalkit.settings import Hint
from evalkit.sheets.around import claims_years, heading_of, history_of, labelled, not_rated, rows_above, titles
from evalkit.sheets.headers import header_at, title_start, titled_columns
from evalkit.sheets.hinted import find_hinted
from evalkit.sheets.marks import MARKS
from evalkit.sheets.table import RatingColumns, Table
from evalkit.sheets.titles import (
    SUBJECT_ROLES,
    Column,
    counted_population,
    rates_an_organisation,
    rates_something_else,
    role_of,
    unbroken,
)
from evalkit.sheets.wording import is_numbering
from evalkit.vietnamese import clean, fold, plain

_PERSON_ROLES = {"card", "person", "born"}
_ORGANISATIONS = {"base": "base_organisation", "section": "section_committee", "cell": "cell"}
_LOOKED_AT = 200  # rows that tell votes from marks
_VOTE = re.compile(r"\d{1,3}(?:\s*/\s*\d+)?(?:\s*\(?[\d.,]+\s*%\)?)?")
_DECIDES = re.compile(
    r"đề (?:nghị|xuất)|quyết định|kết luận|thẩm định|công nhận|phê duyệt|tự nhận"
    r"|(?:đảng|chi|cấp) uỷ|thường vụ|btv|chi bộ"
)
_BESIDE_LEVELS = {"total", "rated", "share", "quantity", "note", "reason", "level", "number"}


def find_tables(grid: Grid, scale: Scale, hints: Sequence[Hint] = (), *, file_name: str = "") -> list[Table]:
    """The tables of a sheet, top to bottom; those that hold no ratings too, so that they can be named."""
    hinted = [hint for hint in hints if fnmatch(file_name.casefold(), hint.files.casefold())]
    hinted = [hint for hint in hinted if hint.sheet is None or fold(hint.sheet) == fold(grid.name)]
    for hint in hinted:
        if table := find_hinted(grid, scale, hint):
            return [table]
    tables: list[Table] = []
    rows = _RatedRows(grid, scale)
    row, rated = 0, [False] * len(grid.rows)
    while row < len(grid.rows):
        if rated[row]:
            row += 1
        elif header := header_at(grid, row):
            lines = _lines_over(grid, header[0], tables, scale)
            tables.append(_understand(grid, scale, *header, lines, file_name))
            row, rated = header[1], rows.of(tables[-1])
        else:
            row += 1
    ends = [title_start(grid, table.first, above.body, scale) for above, table in pairwise(tables)]
    ends.append(len(grid.rows))
    return [replace(table, end=end) for table, end in zip(tables, ends, strict=False)]


class _RatedRows:
    """Tells which rows are a table's own, by a level or a mark in them: they need not be searched for titles."""

    def __init__(self, grid: Grid, scale: Scale) -> None:
        self.grid, self.scale = grid, scale
        self._known: dict[RatingColumns, list[bool]] = {}

    def of(self, table: Table) -> list[bool]:
        """For each row of the sheet whether it is one, if it stands below this table's header."""
        if not table.ratings:
            return [False] * len(self.grid.rows)
        rating = replace(table.ratings[0], reasons=(), figures=())
        if rating not in self._known:
            self._known[rating] = self._find(rating.places, marks=bool(rating.marks))
        return self._known[rating]

    def _find(self, places: Sequence[int], *, marks: bool) -> list[bool]:
        def rates(value: Any) -> bool:
            said = value if value.__class__ is str else ""
            return fold(said) in MARKS if marks else bool(said and self.scale.level_of(said))

        rated = [False] * len(self.grid.rows)
        for place in places:
            told = each_once(rates, self.grid.columns[place])
            rated = [one or other for one, other in zip(rated, told, strict=True)]
        rows = zip(rated, self.grid.columns[0], self.grid.rows, strict=True)
        return [rates and (first.__class__ is float or not _begins_title(cells)) for rates, first, cells in rows]


def _begins_title(cells: Sequence[Any]) -> bool:
    first = next(cell for cell in cells if not is_blank(cell))
    return first.__class__ is str and role_of(clean(unbroken(first))) in SUBJECT_ROLES


def _lines_over(grid: Grid, first: int, tables: Sequence[Table], scale: Scale) -> list[int]:
    """The rows that may say something of a whole table: the sheet's title, then the table's own."""
    if not tables:
        return list(rows_above(first))
    return [*rows_above(tables[0].first), *range(title_start(grid, first, tables[-1].body, scale), first)]


def _understand(grid: Grid, scale: Scale, first: int, body: int, lines: Sequence[int], file_name: str) -> Table:
    columns, unsaid = _by_content(grid, titled_columns(grid, scale, first, body), scale, body)
    names: dict[str, int] = {}
    for column in columns:
        if column.role:
            names.setdefault(column.role, column.place)
    if _PERSON_ROLES & names.keys():  # the level of a person's cell beside the person's own
        rated = [column.title for column in columns if column.role == "level"]
        columns = tuple(
            replace(column, role="")
            if column.role == "level" and rates_an_organisation(column.title, others=rated)
            else column
            for column in columns
        )
    persons = bool(_PERSON_ROLES & names.keys())
    votes = _votes(grid, columns, body) if persons else ()
    used = [column for column in columns if column not in votes]
    ratings, ignored, foreign = _rating_columns(used, scale, persons=persons)
    ratings = ratings or _reasons_alone(grid, columns, names, lines)
    other = (*votes, *_criteria(columns))
    table = Table(
        first, body, len(grid.rows), columns, ratings, ignored,
        names=names, foreign=foreign, other=other, unsaid=unsaid,
    )  # fmt: skip
    table = replace(table, claims=claims_years(titles(grid, lines)) and not table.wide and "year" not in names)
    population = _population(table, grid, lines, file_name)
    found = replace(
        table, population=population, key=_key_columns(names, population), names=_subject_names(names, population)
    )
    return _with_what_stands_over_it(found, grid, lines, file_name)


def _by_content(
    grid: Grid, columns: Sequence[Column], scale: Scale, body: int
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The columns, "Đảng uỷ quyết định" over levels being one of levels; and those of which it cannot be said."""
    found, unsaid = [], []
    criteria = _criteria(columns)
    for column in columns:
        known = column.role or column in criteria or rates_something_else(column.title)
        if not known and _holds_levels(grid, column, scale, body):
            if column.year or _DECIDES.search(fold(column.title)):
                column = replace(column, role="level")
            else:
                unsaid.append(column)
        found.append(column)
    return tuple(found), tuple(unsaid)


def _holds_levels(grid: Grid, column: Column, scale: Scale, body: int) -> bool:
    """Whether most of its first cells name a level, whatever its title says."""
    rows = range(body, min(body + _LOOKED_AT, len(grid.rows)))
    texts = [text for row in rows if (text := grid.text(row, column.place))]
    return 2 * sum(len(text) > 1 and scale.level_of(text) is not None for text in texts) > len(texts)


def _votes(grid: Grid, columns: Sequence[Column], body: int) -> tuple[Column, ...]:
    """Columns of levels in a list of people that hold numbers of votes ("12/15", 12): they rate nobody."""
    marks = [column for column in columns if column.role == "mark"]
    if not marks or any("phiếu" in fold(column.title) for column in marks):
        return tuple(marks)
    voted = rated = 0
    for row in range(body, min(body + _LOOKED_AT, len(grid.rows))):
        if header_at(grid, row):
            break
        said = [text for column in marks if (text := grid.text(row, column.place)) not in BLANK_MARKS]
        votes = sum(bool(_VOTE.fullmatch(text)) and text != "1" for text in said)
        if not (row < body + 3 and is_numbering([text for text in grid.texts(row) if text])):
            voted, rated = voted + (votes > 0 and votes == len(said)), rated + (len(said) > votes)
    return tuple(marks) if voted > 1 and voted > rated else ()


def _criteria(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns with grades of criteria (Tốt, Khá, Kém): they are told by their captions."""
    return tuple(c for c in columns if len(c.path) > 1 and re.search(r"tiêu chí|tiêu chuẩn", fold(c.path[0])))


def _reasons_alone(
    grid: Grid, columns: Sequence[Column], names: dict[str, int], lines: Sequence[int]
) -> tuple[RatingColumns, ...]:
    """A list of those who were not rated: a column for the reason, none for a level, and a title that says so."""
    reason = next((column for column in columns if column.role in ("reason", "note")), None)
    subject = {"card", "person", "base", "section", "cell"} & names.keys()
    status = not_rated(titles(grid, lines)) if reason and subject else ""
    return (RatingColumns(None, level=reason, default=status),) if status else ()


def _with_what_stands_over_it(table: Table, grid: Grid, lines: Sequence[int], file_name: str) -> Table:
    """The table with the unit that the lines over it name, where its columns name none."""
    if not table.ratings:
        return table
    if not {"name", *SUBJECT_ROLES} - {"number"} & table.names.keys() and "year" in table.names:
        own = history_of(grid, lines)
        population = table.population or ("base_organisation" if fold(own.unit).startswith("đảng bộ") else "cell")
        return replace(table, subject=own.unit, base=own.base, population=population if own.unit else "")
    around = labelled(grid, lines)
    said = ""
    if _PERSON_ROLES & table.names.keys() and not any(around):
        around = heading_of(grid, lines, file_name)
        said = around.said
    unit = "" if "unit" in table.names else around.unit
    base = "" if "base" in table.names else around.base
    return replace(table, unit=unit, base=base, heading=said if unit or base else "")


def _rating_columns(
    columns: Sequence[Column], scale: Scale, *, persons: bool
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
        caption = "" if persons else counted_population(" / ".join(_caption(group[0], scale)))
        block = RatingColumns(group[0].year, marks=tuple(group), population=caption)
        by_year.setdefault(group[0].year, []).append(block)
    undated = by_year.pop(None, []) if len(by_year) > 1 else []
    deciding, ignored = [], [column for found in undated for column in _columns_of(found)]
    for year, found in by_year.items():
        reasons = _reasons(columns, year, alone=len(by_year) == 1)
        for same in _by_population(found):
            deciding.append(replace(same[-1], reasons=reasons))
            ignored += [column for rating in same[:-1] for column in _columns_of(rating)]
    return _with_figures(deciding, columns), tuple(ignored), foreign


def _by_population(found: Sequence[RatingColumns]) -> list[list[RatingColumns]]:
    """The ratings of one year, left to right, those of organisations and those of members apart."""
    blocks: dict[str, list[RatingColumns]] = {}
    for rating in sorted(found, key=lambda rating: max(rating.places)):
        blocks.setdefault(rating.population, []).append(rating)
    if len(blocks) == 2 and "" in blocks and not any(rating.level for rating in blocks[""]):
        return [sorted(found, key=lambda rating: max(rating.places))]  # an unnamed block beside a named one
    return list(blocks.values())


def _with_figures(ratings: Sequence[RatingColumns], columns: Sequence[Column]) -> tuple[RatingColumns, ...]:
    """Each block of level columns with the totals and shares before its end; a share may also stand right behind it."""
    blocks = sorted(ratings, key=lambda rating: max(rating.places))
    own: dict[int, list[Column]] = {place: [] for place in range(len(blocks))}
    for column in columns if blocks else ():
        if column.role in ("total", "rated", "share"):
            reach = column.place - (column.role == "share")
            ends = (place for place, rating in enumerate(blocks) if reach <= max(rating.places))
            own[next(ends, len(blocks) - 1)].append(column)
    return tuple(replace(rating, figures=_told_apart(rating, own[place])) for place, rating in enumerate(blocks))


def _told_apart(rating: RatingColumns, figures: Sequence[Column]) -> tuple[Column, ...]:
    """The figures of a block; behind its levels a second total adds these up: the number rated."""
    last = max([column.place for column in rating.marks if column.level not in REASONS] or rating.places)
    twice = any(column.role == "total" and column.place < last for column in figures)
    return tuple(
        replace(column, role="rated") if twice and column.role == "total" and column.place > last else column
        for column in figures
    )


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
        strange = [column for column in strange if column.role not in ("mark", "share")]
        if levels and (strange or len(levels) < needed):
            foreign = foreign or ", ".join(column.path[-1] for column in (siblings if strange else group))
        elif levels and not (scale.earlier and rates_something_else(" / ".join(caption))):
            found.append(group)
    told = {column.place for group in found for column in group}
    for column in columns:  # "Miễn", "Chưa xếp loại" beside the caption: they belong to the block they stand before
        if found and column.role == "mark" and column.level in REASONS and column.place not in told:
            ends = (group for group in found if column.place <= max(one.place for one in group))
            next(ends, found[-1]).append(column)
    return found, foreign


def _caption(column: Column, scale: Scale) -> tuple[str, ...]:
    """The part of a column's title above the level's own word."""
    depth = next(
        (n for n, part in enumerate(column.path) if scale.level_of(part) or scale.read_reason(part)),
        len(column.path) - 1,
    )
    return column.path[:depth]


def _population(table: Table, grid: Grid, lines: Sequence[int], file_name: str) -> str:
    """Which list this is: by its columns, else by its title, the sheet's or the file's name; "" where nothing says."""
    names = table.names
    if _PERSON_ROLES & names.keys():
        return "member"
    titles = " ".join(fold(mark.title) for rating in table.ratings for mark in rating.marks)
    if "đảng viên" in titles and not any(rating.level for rating in table.ratings):
        return "member"
    for role in ("cell", "section", "base"):
        if role in names:
            return _ORGANISATIONS[role]
    title = " ".join(text for line in reversed(lines) for text in grid.texts(line))
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
    if above and above[0] != "base":
        found["unit"] = names[above[0]]
    if own == "base":
        found.pop("base")
    return found


def _key_columns(names: dict[str, int], population: str) -> tuple[int, ...]:
    """The column that names the subject for good: the card of a person, the code of an organisation."""
    role = "card" if population == "member" else "code"
    return (names[role],) if role in names else ()
