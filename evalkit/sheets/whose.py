"""Whose a table is: its population, the columns that name its subjects, and the unit that stands around it.

Counts may have no column that names units: each row says whose it is («Đảng viên», «Chi bộ trực thuộc»), or it is
alone. A header of such a table may be known by its levels alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evalkit.books.cells import number_at
from evalkit.books.grid import Grid, most_are
from evalkit.scale import Scale
from evalkit.sheets.context import Around, Context, context_of, heading_of, history_of, labelled, years_around
from evalkit.sheets.headers import FEWEST_LEVELS, Span, body_below, first_title_row
from evalkit.sheets.model import Table, Value, columns_of
from evalkit.sheets.titles import titles_in
from evalkit.sheets.vocabulary import (
    GROUP_ROLES,
    NAMING_ROLES,
    ORGANISATION_ROLES,
    OTHER_RATINGS,
    UNIT_ROLES,
    WHO,
    aside_of,
    counted_population,
    group_name,
    group_year,
    is_base,
    is_numbering,
    is_part,
    is_subset,
    is_total,
    member_kind,
    names_unit,
    party_unit,
    population_of,
    role_of,
    scope_of,
    whole_pair,
    whom_it_counts,
)
from evalkit.sheets.years import column_year
from evalkit.vietnamese import fold

WHOSE = "whose"  # the role of the column whose words say whom a row counts
ALONE = -1  # in its place where the only row of a table has no words at all
ONE = "(cả đơn vị)"  # the name of the only unit of a table without names
_RANGE = re.compile(r"\d+\s*[-–]\s*\d+\b.*")  # of ages: "31 - 40"
_DIVIDES = re.compile(  # titles of what people are, not where they belong
    r"tuổi|trình độ|học vấn|chuyên môn|lý luận|giới tính|dân tộc|tôn giáo|nghề|thành phần|ngạch|chức (?:danh|vụ)"
    r"|(?:đối tượng|diện|loại|nhóm|phân loại)(?: đảng viên)?$"
)
_KIND_WORDS = re.compile(  # no unit is called by these alone
    r"(?:(?:các|tổng|số|toàn|tổ|chức|cơ|sở|đảng|bộ|chi|uỷ|ủy|trực|thuộc|của|phận|viên|chính|thức|dự|bị|tccsđ|cbtt|đbcs"
    r"|cbcs|đbbp|và)\b\W*)+"
)
_OFFICIALS = re.compile(r"(?:(?:cán bộ|công chức|viên chức|người lao động)(?:\s*,\s*|\s+và\s+|$))+")
_LEADERS = re.compile(r"(?:số |các )*(?:phó )?(?:bí thư|lãnh đạo|(?:chi|cấp|đảng) uỷ viên|(?:chi|cấp|đảng) uỷ)\b.*")
_EVERYBODY = re.compile(
    r"(?:tổng )?(?:số )?(?:các |toàn thể )?"
    r"(?:cá nhân|đảng viên|đv|tổ chức(?: cơ sở)?(?: đảng)?|tccsđ|chi bộ(?: trực thuộc)?|cbtt)"
)


# --- whose list it is ------------------------------------------------------------------------------------------------


def listed_population(table: Table, grid: Grid, context: Context) -> str:
    """Return which list this is: by its columns, else by its title, the sheet's or file's name, else by what its rows
    are called; "" where none tells.
    """
    if table.persons:
        return "member"
    levels = columns_of(block for block in table.blocks if block.shape.value is not Value.WORD)
    if any("đảng viên" in fold(c.title) for c in levels) and len(levels) == len(table.value_places):
        return "member"
    for role in UNIT_ROLES:
        if role in table.names and role in ORGANISATION_ROLES:
            return ORGANISATION_ROLES[role]
    for text in (*context.titles, *(line.text for line in context.names)):
        if (found := population_of(text)) in ORGANISATION_ROLES.values():
            return found
    return _named_population(table, grid, context) if len(levels) < len(table.value_places) else ""


def _named_population(table: Table, grid: Grid, context: Context) -> str:
    """Return which organisations rows under «Đơn vị», «Tổ chức đảng» name; cells, where a base organisation leads them.

    Cells right below a committee over base organisations may be base organisations themselves.
    """
    place = next(iter(table.places_of(*UNIT_ROLES)), None)
    if place is None or any(population_of(title) == "member" for title in context.titles):
        return ""
    named = set(map(party_unit, map(group_name, grid.texts_below(place, table.rows)))) - {""}
    if named == {"base_organisation"}:
        return "base_organisation"
    return "cell" if named and named <= {"cell", "section_committee"} and heading_of(grid, context).base else ""


def seen_from(names: Mapping[str, int], population: str) -> dict[str, int]:
    """Return the roles seen from the subject: its `name`, its `unit` (directly above it) and its `base`."""
    organisations = [role for role in UNIT_ROLES if role in names]
    if population == "base_organisation":  # counted by «Khối», «Loại hình», or each in its own
        organisations += [role for role in GROUP_ROLES if role in names and (role == "block" or not organisations)]
    own = _naming_role(names, population, organisations)
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


def _naming_role(names: Mapping[str, int], population: str, organisations: Sequence[str]) -> str:
    """Return the role of the column that names the subject: that of its population, else the nearest organisation."""
    own = NAMING_ROLES.get(population, "")
    if own in names:
        return own
    if population == "member" and "surname" in names:
        return "surname"
    return organisations[0] if organisations else ""


def key_of(names: Mapping[str, int], population: str) -> tuple[int, ...]:
    """Return the column that names the subject for good: the card of a person, the code of an organisation."""
    roles = {
        "member": ("card",),
        "cell": ("cell_code", "code"),
        "base_organisation": ("base_code", "code"),
    }.get(population, ("code", "cell_code", "base_code"))
    return next(((names[role],) for role in roles if role in names), ())


def in_its_unit(table: Table, grid: Grid, context: Context) -> Table:
    """Return the table with the unit that the lines over it name, where its columns name none."""
    if not table.blocks:
        return table
    if not WHO & table.names.keys() and "year" in table.names:
        own = history_of(grid, context)
        population = own.unit and (table.population or party_unit(own.unit) or "cell")
        return replace(table, subject=own.unit, base=own.base, population=population)
    around = _around(table, grid, context)
    unit = "" if "unit" in table.names else around.unit
    base = "" if "base" in table.names else around.base
    return replace(table, unit=unit, base=base, heading=around.line if unit or base else "")


def _around(table: Table, grid: Grid, context: Context) -> Around:
    """Return what is labelled over a table, else whose heading stands over people or cells: of cells it is the base."""
    told, of_cells = labelled(grid, context), _is_of_cells(table, grid)
    if told.unit and not party_unit(told.unit) and (of_cells or "unit" in table.names):
        return Around(base=(told.base if told.is_below else "") or told.unit)  # the office whose cells the rows name
    if told.unit or told.base or not (of_cells or table.persons):
        return told
    heading = heading_of(grid, context)
    return Around(base=heading.base) if of_cells else heading


def _is_of_cells(table: Table, grid: Grid) -> bool:
    """Return whether the rows of a table are cells, or count the members of cells, and no column names their bases."""
    if "base" in table.names or table.persons:
        return False
    return table.population == "cell" or (table.counts and ("cell" in table.names or _names_cells(table, grid)))


def _names_cells(table: Table, grid: Grid) -> bool:
    """Return whether the rows of a table under «Đơn vị» are of cells, and of no committee that may have some."""
    place = table.names.get("name")
    names = set(map(group_name, grid.texts_below(place, table.rows))) if place is not None else set()
    return "cell" in map(party_unit, names) and not any(map(is_base, names))


# --- counts in which no column names units ---------------------------------------------------------------------------


def headers_by_levels(grid: Grid, scale: Scale) -> Iterator[Span]:
    """Yield the headers that are none but for their levels, each once, with numbers right below them."""
    row = 0
    while row < len(grid.rows):
        body = body_below(grid, row) if _has_levels(grid, row, scale) else len(grid.rows)
        if body < len(grid.rows) and _has_numbers(grid, body):
            yield first_title_row(grid, row), body
            row = body
        else:
            row += 1


def says_enough(grid: Grid, span: Span, file_name: str) -> bool:
    """Return whether it is told of which year and whose such a table is; else it may sum up other sheets."""
    first, body = span
    context = context_of(grid, first, file_name)
    titles = [line.text for line in context.nearest_first]
    header = [text for row in range(first, body) for text in grid.filled_texts(row)]
    labels = [texts[0] for row in range(body, len(grid.rows)) if (texts := grid.filled_texts(row))]
    whose = any(population_of(text) or counted_population(text) for text in (*titles, *header, *labels))
    return whose and (
        bool(years_around(context)) or any(role_of(text) == "year" for text in header) or any(map(column_year, header))
    )


def _has_levels(grid: Grid, row: int, scale: Scale) -> bool:
    levels = list(filter(None, map(scale.level_of, titles_in(grid.rows[row]))))
    return len(levels) >= FEWEST_LEVELS and len(set(levels)) == len(levels)


def _has_numbers(grid: Grid, row: int) -> bool:
    return any(number_at(grid, row, place) for place in range(grid.width))


def named_by_rows(grid: Grid, table: Table, context: Context) -> Table:
    """Return a table of counts with what names its rows, where none of its titles names units or people."""
    if not table.counts or table.hint or table.persons:
        return table
    rows = [row for row in table.rows if _is_counted(grid, table, row)]
    if "name" in table.names:
        kinds = _names_kinds(grid, table, rows)
        return replace(table, names={**table.names, WHOSE: table.names["name"]}) if kinds else table
    left = range(min(table.value_places))
    place = next((place for place in left if _holds_words(grid, place, rows, table)), ALONE)
    if place == ALONE and "year" not in table.names and len(rows) != 1:
        return table
    if not (table.unit or table.base):
        around = heading_of(grid, context)
        table = replace(table, unit=around.unit or around.base, base=around.base)
    if place == ALONE:
        return replace(table, subject=table.subject or ONE, names={**table.names, WHOSE: ALONE})
    return replace(table, names={**table.names, "name": place, WHOSE: place})


def _names_kinds(grid: Grid, table: Table, rows: Sequence[int]) -> bool:
    """Return whether every row under a title of units names a kind of organisations: «Chi bộ trực thuộc»."""
    place = table.names["name"]
    names = [text for text in grid.texts_below(place, rows) if not (is_total(text) or is_part(text))]
    kinds = {whom_it_counts(name) for name in names}
    if not kinds or "" in kinds or kinds == {"member"}:
        return False
    if not all(_KIND_WORDS.fullmatch(fold(name)) for name in names):  # «Đảng bộ cơ sở 1»
        return False
    every = grid.texts_below(place, table.rows)  # its unit may stand over them, alone
    return not any(names_unit(text) and not whom_it_counts(text) for text in every)


def _is_counted(grid: Grid, table: Table, row: int) -> bool:
    numbers = any(number_at(grid, row, place) for place in table.value_places)
    return numbers and not is_numbering(grid.filled_texts(row))


def _holds_words(grid: Grid, place: int, rows: Sequence[int], table: Table) -> bool:
    """Return whether a column has words in most of these rows; one of numbers or of years names nobody."""
    if place in (table.names.get("number"), table.names.get("year")):
        return False
    return most_are(_names_some, [grid.value(row, place) for row in rows])


def _names_some(cell: Any) -> bool:
    return cell.__class__ is str and (any(map(str.isalpha, cell)) or bool(_RANGE.fullmatch(cell)))


def why_outside(table: Table, label: str, *, of_members: bool) -> str:
    """Return why the words of a row say that it counts no ratings of the Party's: «Tập thể lãnh đạo», «Quần chúng».

    It is "" where they do not. Where all rows are `of_members`, «Cán bộ, công chức» are those of them who are.
    """
    if whom_it_counts(label) or names_unit(label):
        return ""
    if WHOSE not in table.names:
        outsiders = "outsiders" if scope_of(label) == "outsiders" else ""
        return (outsiders or ("officials" if _OFFICIALS.fullmatch(fold(label)) else "")) if table.counts else ""
    aside = aside_of(label)
    if of_members and aside.needs_members:
        return ""
    return aside.scope or (scope if (scope := scope_of(label)) in OTHER_RATINGS else "")


def count_members(table: Table, labels: Iterable[str], population: str) -> bool:
    """Return whether the words of each row say which members it counts: none is of all, or of an organisation."""
    return WHOSE in table.names and population == "member" and not any(map(whom_it_counts, labels))


def is_whole(table: Table, label: str) -> bool:
    """Return whether a row counts all of an organisation, or some of all its people, and is no unit of it."""
    if table.label is not None or WHOSE not in table.names:
        return table.label is not None
    everybody = label == table.subject or _is_everybody(label) or is_total(label) or bool(group_year(label))
    return everybody or divides_people(table, label)


def divides_people(table: Table, label: str) -> bool:
    """Return whether a row counts the people of a kind, by its words or the title over them: «Độ tuổi», «Trình độ»."""
    if WHOSE not in table.names or names_unit(label) or whom_it_counts(label) not in ("", "member"):
        return False
    own_words = is_part(label) or bool(_RANGE.fullmatch(label)) or aside_of(label).needs_members
    return own_words or is_divided_by_title(table)


def is_divided_by_title(table: Table) -> bool:
    """Return whether the title over the words of the rows says that they divide people: «Độ tuổi», «Trình độ»."""
    titles = (column.path[-1] for column in table.columns if column.place == table.names.get(WHOSE))
    return any(_DIVIDES.search(fold(title)) for title in titles)


def row_of_all(table: Table, grid: Grid, labels: Mapping[int, str]) -> int | None:
    """Return the row of all members that counts, where those below it only divide them; rows from the table's first.

    It stands first, «Trong đó» or «Chia theo …» below it, and what stands there does not make it up.
    """
    first, *others = labels or (-1,)
    if WHOSE not in table.names or not others or not (is_total(labels[first]) or _is_everybody(labels[first])):
        return None
    if len({*map(whom_it_counts, labels.values())} - {""}) > 1:  # TCCSĐ, cells and members, one below the other
        return None

    def adds_up(place: int) -> bool:
        whole, *parts = (number_at(grid, table.body + row, place) or 0 for row in (first, *others))
        return whole == sum(parts)

    texts = (text for row in range(table.body + first + 1, table.end) for text in grid.filled_texts(row)[:2])
    divides = any(map(is_subset, texts)) or any(is_part(labels[row]) for row in others)
    return first if divides and not most_are(adds_up, table.value_places) else None


def parts_of_wholes(labels: Mapping[int, str]) -> set[int]:
    """Return the rows that count some of those whom another row counts: «Dự bị», «Cấp ủy viên» beside «Đảng viên»."""
    found = set[int]()
    if any(_is_everybody(label) and whom_it_counts(label) == "member" for label in labels.values()):
        found |= {row for row, label in labels.items() if _LEADERS.fullmatch(fold(label))}
    for population in filter(None, set(map(whom_it_counts, labels.values()))):
        own = {row: label for row, label in labels.items() if whom_it_counts(label) == population}
        kinds = {row: member_kind(label) for row, label in own.items()}
        pair = whole_pair(kinds.values())
        if any(map(_is_everybody, own.values())):
            found |= {row for row, label in own.items() if not _is_everybody(label)}
        elif pair:
            found |= {row for row, kind in kinds.items() if kind and kind not in pair}
    return found


def wholes_of_parts(labels: Mapping[int, str]) -> set[int]:
    """Return the rows that count all of a population beside rows of some of them: «Đảng viên» over «Dự bị»."""
    parts = {whom_it_counts(labels[row]) for row in parts_of_wholes(labels)}
    return {row for row, label in labels.items() if _is_everybody(label) and whom_it_counts(label) in parts}


def _is_everybody(label: str) -> bool:
    return bool(_EVERYBODY.fullmatch(fold(group_name(label)).strip(" :.")))
