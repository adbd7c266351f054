"""Where tables stand on a sheet: parts side by side, headers, and the titles over each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from evalkit.books.cells import whole_number
from evalkit.books.grid import Grid, as_text, is_blank, is_number
from evalkit.scale import GENERAL, Scale
from evalkit.sheets.model import Column
from evalkit.sheets.titles import OF_WHICH_BEFORE, describe, of_which_levels, sums_of_reasons, titles_in, unbroken
from evalkit.sheets.vocabulary import (
    SUBJECTS,
    announces_ratings,
    criterion_label,
    criterion_of,
    is_numbering,
    is_signature,
    is_year_title,
    names_party_unit,
    role_of,
)
from evalkit.sheets.years import cell_year
from evalkit.vietnamese import clean, fold

Span = tuple[int, int]  # first header row, first body row

_HEADER_ROWS = 100  # a sheet that is laid out in columns of tables says so near its top
_LABEL_COLUMNS = 4  # the labels of a form stand in one of the first columns
FEWEST_LEVELS = 3  # levels that must stand one under the other
_YEARS = range(1901, 2101)  # a number at the start of a row may be a year, in a header
_MOST_ROWS = 1_048_576  # of a sheet, and so of running numbers
_LOOKED_AT = 200  # rows that tell what a column holds
NUMBER_ROWS = 3  # a row that numbers the columns stands at most this far below the header
_MOTTO = re.compile(r"đảng cộng sản việt nam|cộng hoà xã hội chủ nghĩa việt nam|độc lập\W+tự do\W+hạnh phúc|[\W_]+")


# --- parts side by side ----------------------------------------------------------------------------------------------


def side_by_side(grid: Grid, scale: Scale, wanted: Sequence[str] = ()) -> list[Grid]:
    """Return the sheet cut into the tables that stand beside each other; itself where there is one.

    They are told by a header that begins again: its first title stands once more, and a rating title after each; where
    the settings name titles, all of `wanted` after each.
    """
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        first = next((place for place, cell in enumerate(cells) if cell != ""), None)
        if first is None or cells[first].__class__ is not str:  # as in most rows; a quick look
            continue
        if not wanted and role_of(unbroken(cells[first])) not in SUBJECTS:
            continue
        titles = [fold(unbroken(cell)) if cell.__class__ is str else "" for cell in cells]
        starts = [place for place, title in enumerate(titles) if title == titles[first]]
        spans = list(zip(starts, [*starts[1:], len(titles)], strict=True))
        if len(starts) > 1 and all(_is_header_of_ratings(titles[start:end], scale, wanted) for start, end in spans):
            return [_cut(grid, row, start, end) for start, end in spans]
    return [grid]


def _is_header_of_ratings(titles: Sequence[str], scale: Scale, wanted: Sequence[str]) -> bool:
    if wanted:
        return set(wanted) <= set(titles)
    levels = {scale.level_of(title) for title in titles if title} - {None}
    return len(levels) >= FEWEST_LEVELS or bool({"level", "award"} & set(map(role_of, titles)))


def _says_nothing(cell: Any) -> bool:
    """Return whether a cell above tables is blank, or the motto or date of a letter, which stand right of its title."""
    return is_blank(cell) or bool(cell.__class__ is str and (_MOTTO.fullmatch(fold(cell)) or is_signature(cell)))


def _cut(grid: Grid, header: int, start: int, end: int) -> Grid:
    """Return the columns from `start` to `end`; rows above the header keep what they say, where it can be read."""
    rows = []
    for row, cells in enumerate(grid.rows):
        own = list(cells[start:end])
        if row < header and all(map(_says_nothing, own)):
            own = [cell for cell in cells if not is_blank(cell)][: end - start]
        rows.append(own)
    merges = tuple(
        ((top, left - start), (bottom, right - start))
        for (top, left), (bottom, right) in grid.merges
        if top >= header and start <= left and right < end
    )
    return replace(grid.from_column(start), rows=rows, merges=merges)


# --- headers over lists and counts -----------------------------------------------------------------------------------


def find_headers(grid: Grid, belongs: Callable[[int], bool]) -> Iterator[Span]:
    """Yield every header, top to bottom; `belongs` tells whether a row is one of the table found last."""
    row = 0
    while row < len(grid.rows):
        cells = grid.rows[row]
        inside = not cells or _is_counted(cells[0]) or belongs(row)  # as most rows; a quick look
        if not inside and (header := header_at(grid, row)):
            yield header
            row = header[1]
        else:
            row += 1


def _is_counted(cell: Any) -> bool:
    """Return whether a row begins with a running number, as a number or as text; a year may be a title."""
    if cell.__class__ is str and len(cell) < 8 and cell.isdecimal():
        cell = float(cell)
    return cell.__class__ is float and cell <= _MOST_ROWS and not _YEARS[0] <= cell <= _YEARS[-1]


def header_at(grid: Grid, row: int) -> Span | None:
    """Return first header row and first body row, where a header's main row stands at `row`."""
    cells = grid.rows[row]
    roles = list(map(role_of, titles_in(cells)))
    numbered = "number" in roles and len(roles) >= 3
    history = "year" in roles and "level" in roles and cells[0].__class__ is str
    named = any(role in SUBJECTS for role in roles)
    named = named and (len({*roles} - {""}) > 1 or any(is_year_title(as_text(cell)) for cell in cells))
    if not (numbered or history or named):
        return None
    return first_title_row(grid, row), body_below(grid, row)


def first_title_row(grid: Grid, row: int) -> int:
    """Return the first row of the header whose main row stands at `row`."""
    first = row
    while first and is_caption(grid, first - 1, row):
        first -= 1
    return first


def body_below(grid: Grid, row: int) -> int:
    """Return the first row below a header's main row that does not continue the header."""
    body = row + 1
    while body < len(grid.rows) and body - row < 4 and is_subtitle(grid, row, body):
        body += 1
    return body


def is_caption(grid: Grid, above: int, row: int) -> bool:
    """Return whether a row groups some of the titles below it: "2021" over two columns, "KẾT QUẢ" over four."""
    filled = grid.filled(above)
    titled = grid.filled(row)
    if row - above > 2 or not filled or filled[0] <= titled[0]:
        return False
    texts = [grid.text(above, column) for column in filled]
    below = [role_of(grid.text(row, column)) for column in filled]
    if all(map(is_year_title, texts)):
        return True
    if all(role_of(text) == "level" for text in texts) and not _is_title(grid, row, below):
        return True
    spans = _spans(grid, above)
    return len(spans) == len(filled) and all(titled[0] < left and right <= titled[-1] for left, right in spans)


def _spans(grid: Grid, row: int) -> list[tuple[int, int]]:
    """Return the first and last columns of the titles that are merged over several columns of a row."""
    return [(left, right) for (top, left), (bottom, right) in grid.merges if top == bottom == row and right > left]


def _is_title(grid: Grid, row: int, below: Sequence[str]) -> bool:
    """Return whether "KẾT QUẢ XẾP LOẠI …" stands over a name, or over a header with rating titles of its own."""
    return not SUBJECTS.isdisjoint(below) or "level" in map(role_of, grid.texts(row))


def is_subtitle(grid: Grid, row: int, below: int) -> bool:
    """Return whether a row continues the header: it stands under merged or blank titles, and only there."""
    filled = grid.filled(below)
    if not filled:
        return False
    for column in filled:
        own_merge = grid.merged_from.get((row, column))
        spans = own_merge is not None and grid.merged_from.get((row, column + 1)) == own_merge
        if not is_blank(grid.value(row, column)) and not spans and not _opens_span(grid, row, column, filled):
            return False
        if not isinstance(grid.rows[below][column], str) and not is_year_title(grid.text(below, column)):
            return False
    return filled[0] > 0 or is_blank(grid.rows[row][0])


def _opens_span(grid: Grid, row: int, column: int, filled: Sequence[int]) -> bool:
    """Return whether a title spans columns without a merge: blank cells to its right, sub-titles under all."""
    titles = grid.rows[row]
    right = next((place for place in range(column + 1, len(titles)) if not is_blank(titles[place])), len(titles))
    return any(column < other < right for other in filled)


def title_start(grid: Grid, header: int, above: int, scale: Scale) -> int:
    """Return where the title rows over a header begin, if a blank row or their words part them from the table above."""
    top, bottom = _lines_over(grid, header, above, scale)
    if top == bottom:
        return header
    if not _is_parted(grid, top, above):
        top = next((row for row in range(top, bottom) if announces_ratings(grid.filled_texts(row)[0])), header)
    return _letterhead_start(grid, top, above, scale)


def _letterhead_start(grid: Grid, title: int, above: int, scale: Scale) -> int:
    """Return where the names of organisations over a title begin, where they are parted from the table above; else the
    title's row. The signatures below a table are none.
    """
    top, bottom = _lines_over(grid, title, above, scale)
    texts = [text for row in range(top, bottom) for text in grid.filled_texts(row)]
    organs = list(map(names_party_unit, texts))
    is_letterhead = all(organs) or (any(organs) and _is_parted(grid, top, above))
    return top if texts and is_letterhead and not any(map(is_signature, texts)) else title


def _lines_over(grid: Grid, row: int, above: int, scale: Scale) -> tuple[int, int]:
    """Return the first of the rows of a few words over a row, not above another, and the row behind their last."""
    bottom = row
    while bottom > above and _is_empty(grid.rows[bottom - 1]):
        bottom -= 1
    top = bottom
    while top > above and _may_be_title(grid.rows[top - 1], scale):
        top -= 1
    return top, bottom


def _is_parted(grid: Grid, row: int, above: int) -> bool:
    """Return whether a row begins after a blank one, or right where the table above ends."""
    return row == above or _is_empty(grid.rows[row - 1])


def _is_empty(cells: Sequence[Any]) -> bool:
    return all(is_blank(cell) for cell in cells)


def _may_be_title(cells: Sequence[Any], scale: Scale) -> bool:
    """Return whether a row has a few words and no rating beside a name; a lone level is a caption."""
    texts = [cell for cell in cells if not is_blank(cell)]
    words = all(cell.__class__ is str for cell in texts)
    return 0 < len(texts) <= 3 and words and (len(texts) == 1 or not any(map(scale.read, texts)))


def titled_columns(grid: Grid, scale: Scale, first: int, body: int) -> tuple[Column, ...]:
    """Return every titled column; merged and open-ended titles are repeated over the columns they span."""
    paths: list[list[str]] = [[] for _ in range(grid.width)]
    for row in range(first, body):
        for column, text in enumerate(_row_titles(grid, row, body)):
            if text and (not paths[column] or paths[column][-1] != text):
                paths[column].append(text)
    titled = (describe(place, tuple(path), scale) for place, path in enumerate(paths) if path)
    return sums_of_reasons(of_which_levels([_by_numbers(grid, one, scale, body) for one in titled], scale), scale)


def telling_rows(grid: Grid, body: int) -> list[int]:
    """Return the first rows below a header, which tell what its columns hold.

    A row that numbers the columns is none of them, nor are signatures, as many lines as a short list, and what follows.
    """
    found: list[int] = []
    for row in range(body, min(body + _LOOKED_AT, len(grid.rows))):
        if row < body + NUMBER_ROWS and is_numbering(grid.filled_texts(row)):
            continue
        first = next(iter(grid.rows[row]), "")
        if found and not _is_counted(first) and (_signs(grid, row) or header_at(grid, row)):
            break
        found.append(row)
    return found


def _signs(grid: Grid, row: int) -> bool:
    """Return whether a row has nothing but what stands in a signature block; a secretary who is listed has a name."""
    texts = grid.filled_texts(row)
    return bool(texts) and all(map(is_signature, texts))


def _by_numbers(grid: Grid, column: Column, scale: Scale, body: int) -> Column:
    """Return a column; one of reasons that holds numbers counts those of one reason: «Không xếp loại │ Lý do khác».

    «NAM» over years is «Năm», over anything else perhaps «Nam».
    """
    exported = not column.role and column.title.lower() == "nam"
    if column.role != "reason" and not exported:
        return column
    cells = [cell for row in telling_rows(grid, body) if not is_blank(cell := grid.value(row, column.place))]
    if exported:
        return replace(column, role="year") if cells and all(map(cell_year, cells)) else column
    told = (measure for part in reversed(column.path) if (measure := measure_of(part, scale)) in scale.every_reason)
    reason = next(told, "") if cells and all(whole_number(cell) is not None for cell in cells) else ""
    return replace(column, role="mark", level=reason) if reason else column


def _row_titles(grid: Grid, row: int, body: int) -> Iterator[str]:
    """Yield the title of each column in one header row."""
    carried = ""
    for column in range(grid.width):
        top, left = grid.merged_from.get((row, column), (row, column))
        cells = grid.rows[top] if 0 <= top < len(grid.rows) else []
        raw = cells[left] if 0 <= left < len(cells) else ""
        text = clean(unbroken(raw)) if isinstance(raw, str) else as_text(raw)
        if text:
            carried = text
        elif carried and row < body - 1 and row not in grid.spanned:
            text = carried if any(grid.text(below, column) for below in range(row + 1, body)) else ""
        yield text


# --- counts by criterion: levels down the rows -----------------------------------------------------------------------


@lru_cache(maxsize=4096)
def measure_of(text: str, scale: Scale) -> str:
    """Return what a row of a form counts: a level, a reason, "total", "rated"; "" where it is none of these."""
    label = criterion_label(text)
    if not label:
        return ""
    if level := scale.level_of(label) or scale.level_of(OF_WHICH_BEFORE.sub("", label)):
        return level
    reason = scale.read_reason(label)
    criterion = criterion_of(text)
    if criterion and not (criterion in GENERAL and reason):  # "Chưa xếp loại (dự bị dưới 6 tháng)"
        return criterion
    role = role_of(label)
    if role in ("total", "rated"):
        return role
    return reason.status if reason else ""


def is_level(text: str, scale: Scale) -> bool:
    """Return whether a text names a level; a single letter may be anything."""
    return len(text) > 1 and scale.level_of(text) is not None


def find_criteria(grid: Grid, scale: Scale, rows: range) -> tuple[int, int, int] | None:
    """Return label column, first header row and first body row of a form whose levels stand down the rows."""
    for label in range(min(grid.width, _LABEL_COLUMNS)):
        levels = [(row, level) for row in rows if (level := _level_with_number(grid, scale, row, label))]
        for place in range(len(levels) - FEWEST_LEVELS + 1):
            near = [level for row, level in levels[place:] if row - levels[place][0] <= 2 * len(scale.levels)]
            if len(set(near[: len(scale.levels)])) >= FEWEST_LEVELS:
                first, body = _header_above(grid, label, levels[0][0], rows.start)
                return label, first, body
    return None


def _level_with_number(grid: Grid, scale: Scale, row: int, label: int) -> str:
    text = grid.text(row, label)
    level = scale.level_of(criterion_label(text)) if text else None
    return level if level and any(map(is_count, grid.rows[row][label + 1 :])) else ""


def is_count(cell: Any) -> bool:
    """Return whether a cell holds a number, or a text that begins with one: "200 đ/c"."""
    return is_number(cell) or (isinstance(cell, str) and clean(cell)[:1].isdecimal())


def _header_above(grid: Grid, label: int, level_row: int, start: int) -> Span:
    """Return the header over a form: the nearest rows with titles over its numbers, whatever stands between."""
    bottom = next((row for row in range(level_row - 1, start - 1, -1) if _titles_numbers(grid, row, label)), None)
    if bottom is None:
        counted = (row for row in range(start, level_row) if any(map(is_count, grid.rows[row][label + 1 :])))
        top = next((row for row in counted if criterion_of(grid.text(row, label))), level_row)
        return top, top
    first = bottom
    while first > start and _titles_numbers(grid, first - 1, label):
        first -= 1
    return first, bottom + 1


def _titles_numbers(grid: Grid, row: int, label: int) -> bool:
    """Return whether a row holds titles right of the labels: several, or one merged over several columns."""
    filled = grid.filled(row)
    texts = [grid.text(row, place) for place in filled]
    right = [place for place in filled if place > label]
    if not right or is_numbering(texts) or criterion_of(grid.text(row, label)):  # «Được miễn │ 8 đ/c»
        return False
    words = [grid.rows[row][place].__class__ is str or is_year_title(grid.text(row, place)) for place in right]
    if not all(words):
        return False
    return len(filled) > 1 or {*right} <= {left for left, _ in _spans(grid, row)}
