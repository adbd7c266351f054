"""What the lines over a table, its sheet's and its file's name say of all its rows; of each thing the nearest counts.

A fact (the year, the unit, the population, why the table is out of scope) is looked for along one chain of sources:
titles of columns, group rows, the table's own title, the sheet's title, the sheet's name, the file's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.scale import Scale
from evalkit.sheets.headers import measure_of
from evalkit.sheets.model import gathered
from evalkit.sheets.vocabulary import (
    announces_ratings,
    aside_of,
    cell_in_name,
    group_name,
    is_above_bases,
    is_base,
    led_by,
    may_be_base,
    name_scope,
    party_unit,
    title_scope,
)
from evalkit.sheets.vocabulary.words import PEOPLE
from evalkit.sheets.years import column_year, named_years, rated_year
from evalkit.vietnamese import fold, plain

_LABELLED = re.compile(
    r"(?:tên )?(đơn vị|chi bộ|đảng bộ|tổ chức đảng|tổ chức cơ sở đảng|tccsđ)\s*[:：]\s*"
    rf"((?!\d+\s*{PEOPLE})\S.*)"  # «Chi bộ: 12 đảng viên» labels nobody
)
_BASE_LABELS = ("đảng bộ", "tổ chức cơ sở đảng", "tccsđ")
_ORGAN = (
    r"((?:chi bộ|đảng bộ|(?:(?:ban thường vụ|btv) )?đảng uỷ)\s+"
    r"(?!trực thuộc|cơ sở\b$|đã|được|có\b|hiện\b|xếp loại).+?)"
)
_HEADING = re.compile(rf"(?:.*\b(?:của|đối với|đảng viên)\s+)?{_ORGAN}(?P<when>[\s,]+năm \d{{4}})?")
_CAPTION = re.compile(
    r"^(?:(?:biểu|bảng|phụ lục|phần|mục)\s+)?(?:số\s+)?(?:\d+|[ivx]+|[a-d])\s*[.:)–-]\s*", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")  # in a name of a file: what else it says is no part of the organisation's
_NUMBERS = re.compile(r"\d+|\b[ivx]+\b")
_TITLE_ROWS = 12
_OF_SHEET = "tiêu đề trang tính"
_NAMES = ("tên trang tính", "tên tệp")
_COUNTS = re.compile(r"\bco (?:tong so )?\d+ (?:dang vien|dv|chi bo|to chuc|dong chi|nguoi)\b")
_NOT_RATED = (
    (re.compile(r"mien (?:\w+ ){0,4}?(?:danh gia|xep loai|kiem diem|sinh hoat|cong tac)"), "exempt"),
    (re.compile(r"chua (?:\w+ ){0,3}?(?:danh gia|xep loai|kiem diem)"), "not_yet"),
    (re.compile(r"khong (?:\w+ ){0,3}?(?:danh gia|xep loai)"), "unspecified"),
)
_BOTH = re.compile(
    r"\b(?:va|hoac|,)\s*(?:\w+ ){0,3}?(?:chua|khong|mien|duoc mien)\b"
)  # "được xếp loại và chưa xếp loại"
_AROUND_LEVEL = re.compile(
    r"^(?:(?:danh sách|ds|toàn bộ|tất cả|100%|đều|các|những|đảng viên|đồng chí|tổ chức|được|đánh giá,?|xếp loại|đạt"
    r"|mức|loại)\s+)*"
    r"|\s*,?\s*năm \d{4}.*$"
)


class TitleLine(NamedTuple):
    """A line of text over a table, and where it stands."""

    text: str
    source: str
    row: int = -1


@dataclass(frozen=True)
class Context:
    """The lines over one table, the nearest first, then the names of sheet and file."""

    own: tuple[TitleLine, ...]  # the table's own title
    sheet: tuple[TitleLine, ...]  # the sheet's title
    names: tuple[TitleLine, ...]
    folders: tuple[str, ...] = ()  # in which the file lies, the nearest last

    @property
    def nearest_first(self) -> tuple[TitleLine, ...]:
        return (*self.own, *self.sheet, *self.names)

    @property
    def top_down(self) -> list[str]:
        return [line.text for line in (*reversed(self.sheet), *reversed(self.own))]

    @property
    def titles(self) -> tuple[str, str]:
        """Return the table's own title, then the sheet's, each as one text from top to bottom."""
        own, sheet = (" ".join(line.text for line in reversed(lines)) for lines in (self.own, self.sheet))
        return own, sheet


def context_of(grid: Grid, first: int, file: str, *, above: int = 0, top: int = 0) -> Context:
    """Return the lines over the table that begins at row `first`, and the names.

    Where other tables stand over it, the last of them ends at row `above`, and the sheet's title ends at row `top`.
    """
    own, sheet = (range(above, first), _rows_above(top)) if above else (_rows_above(first), range(0))
    names = (TitleLine(grid.name, _NAMES[0]), TitleLine(as_text(PurePath(file).stem), _NAMES[1]))
    of_sheet = tuple(_lines(grid, sheet, _OF_SHEET))
    folders = PurePath(file).parts[:-1]
    return Context(tuple(_lines(grid, own, "tiêu đề bảng")), of_sheet, names, folders)


def _rows_above(row: int) -> range:
    """Return the rows in which the title of a table that begins at `row` may stand."""
    return range(max(0, row - _TITLE_ROWS), row)


def _lines(grid: Grid, rows: Iterable[int], source: str) -> Iterator[TitleLine]:
    """Yield the texts of these rows, the lowest row first; cells of one row in their order.

    A cell that ends in ":" is a label, and one line with the cell behind it: "Đơn vị: | Trường Tiểu học A".
    """
    for row in sorted(rows, reverse=True):
        label = ""
        for text in filter(None, (as_text(cell) for cell in grid.rows[row] if not is_blank(cell))):
            if label.endswith((":", "：")) and ":" not in text:
                label = f"{label} {text}"
            else:
                yield from [TitleLine(label, source, row)] if label else []
                label = text
        yield from [TitleLine(label, source, row)] if label else []


# --- the year --------------------------------------------------------------------------------------------------------


def years_around(context: Context) -> list[tuple[int, str]]:
    """Return the years that stand around a table with the name of their place, the nearest first.

    The lines of one row are read together: two years in one title say none.
    """
    rows = gathered(((line.source, line.row), line.text) for line in context.nearest_first)
    found: dict[str, int] = {}
    for (source, _), texts in sorted(rows.items(), key=lambda row: _only_mentions(row[1])):
        if year := rated_year("\n".join(texts)) or (column_year(texts[0]) if source in _NAMES else None):
            found.setdefault(source, year)
    if _is_beside_another(context):  # a table of each year: the first one's title is no title of this one
        found.pop(_OF_SHEET, None)
    told = [(found[source], source) for source in dict.fromkeys(source for source, _ in rows) if source in found]
    if len(told) > 1 and len({year for year, _ in told}) == 1:  # title and name agree: a history in the year's folder
        return told
    return [*told, *_folder_year(context, *(year for year, _ in told[:1]))]


def _is_beside_another(context: Context) -> bool:
    """Return whether a line over the first table names another year than one of this table's own, in the same words."""
    own, first = map(_lines_of_years, (context.own, context.sheet))
    return not own.isdisjoint(first)


def _lines_of_years(lines: Iterable[TitleLine]) -> set[str]:
    """Return the lines that name a year, without their numbers: one of a number alone says nothing."""
    return {_NUMBERS.sub("", fold(line.text)).strip() for line in lines if named_years(line.text)} - {""}


def _only_mentions(texts: Sequence[str]) -> bool:
    """Return whether lines count somebody in a year and are no title: "có 30 đảng viên, năm 2021 có 28"."""
    line = " ".join(texts)
    return bool(_COUNTS.search(plain(line))) and not announces_ratings(line)


def _folder_year(context: Context, told: int | None = None) -> list[tuple[int, str]]:
    """Return the year of the nearest folder that names one; what is `told` of a year may be collected in the next."""
    years = (rated_year(name) for name in reversed(context.folders))
    year = next(filter(None, years), None)
    return [(year, "tên thư mục")] if year and (told is None or year != told + 1) else []


def why_no_year(context: Context) -> str:
    """Return why no year could be told: none is named around the table, or several are."""
    years = sorted(named_years("\n".join(line.text for line in context.nearest_first)))
    several = f"tiêu đề nêu các năm {', '.join(map(str, years))}, không rõ xếp loại của năm nào"
    why = several if len(years) > 1 else "không biết xếp loại của năm nào"
    return f"{why}. Ghi năm vào tiêu đề, tên trang tính hoặc tên tệp."


# --- the unit --------------------------------------------------------------------------------------------------------


class Around(NamedTuple):
    """The organisation that the lines name, and the base organisation above it; "" where they name none."""

    unit: str = ""
    base: str = ""
    line: str = ""  # as it stands, where it had to be found by its words
    is_below: bool = False  # whether the heading names another organisation over it


def labelled(grid: Grid, context: Context) -> Around:
    """Return what is labelled over a table: "Đơn vị: Chi bộ 3", "Đảng bộ: Sở Xây dựng".

    The committee of a unit is that of the heading, or of the names of sheet, file and folders. An office right below a
    committee over base organisations is one itself.
    """
    unit, base, is_cell = _labels(context.top_down)
    if base or not unit:
        return Around(unit, base)
    organs, directly = _organs(grid, context)
    found = _standing([*organs, unit], list(_named_around(context)), directly=directly, in_heading=True)
    own = unit if directly and not is_cell else ""
    return Around(unit, found.base or own, is_below=directly or len(organs) > 1)


def _labels(lines: Iterable[str]) -> tuple[str, str, bool]:
    """Return the unit and the base organisation that are labelled, "" where none is, and whether one is a cell."""
    unit, base, is_cell = "", "", False
    for line in lines:
        if told := _LABELLED.fullmatch(fold(line)):
            name = line.replace(":", "") if told[2].isdecimal() else group_name(line[-len(told[2]) :])  # «Chi bộ: 3»
            is_cell = is_cell or told[1] == "chi bộ" or _is_cell(name)
            if told[1] in _BASE_LABELS or is_base(name):
                base = led_by(name)
            else:
                unit = name
    return unit, base, is_cell


def history_of(grid: Grid, context: Context) -> Around:
    """Return whose history a table of years is: what is labelled over it, else as of a list; a committee is a unit."""
    told = labelled(grid, context)
    if told.unit or told.base:
        return told._replace(unit=told.unit or told.base)
    heading = heading_of(grid, context)
    return heading._replace(unit=heading.unit or heading.base)


def heading_of(grid: Grid, context: Context) -> Around:
    """Return whose list it is, by the issuing organ in the heading (the last named), else by the nearest name of sheet,
    file or folder.

    A committee ("Đảng ủy Sở A") stands for its organisation. One over base organisations ("Đảng ủy Khối") is nobody's
    unit; a cell directly under it is a base organisation, unless it has but a number. The committee of a cell that
    stands alone in the heading is looked for in the names.
    """
    own, directly = _organs(grid, context)
    named = list(_named_around(context))
    in_heading = any(map(_is_cell, own))
    if not in_heading and named:  # the committee above in the heading, the cell in the sheet's name
        name = next(filter(_is_cell, named), "" if own else named[0])
        own += [name] if name else []
    return _standing(own, named, directly=directly, in_heading=in_heading) if own else Around()


def _organs(grid: Grid, context: Context) -> tuple[list[str], bool]:
    """Return the organisations in the heading from top to bottom, and whether one over base organisations is above."""
    found: list[str] = []
    directly = False
    for line in _heading_lines(grid, context):
        if is_above_bases(line):
            found, directly = [], True
        elif organ := _HEADING.fullmatch(fold(line)):
            found.append(_named(line, organ))
    return found, directly


def _standing(own: Sequence[str], named: Sequence[str], *, directly: bool, in_heading: bool) -> Around:
    """Return the last of these organisations with its base: the last committee above it, else one of the names."""
    *above, issuing = own
    unit, committees = led_by(issuing), list(filter(_has_base, map(led_by, above)))
    is_below = directly or bool(committees)
    if _has_base(unit):
        return Around("", unit, issuing, is_below)
    around = next((name for name in map(led_by, named) if _has_base(name) and not _YEAR.search(name)), "")
    directly = directly and (in_heading or not around)
    if is_base(unit) or (directly and not committees and may_be_base(unit)):
        return Around(unit, unit, issuing, is_below)
    return Around(unit, committees[-1] if committees else around, issuing, is_below)


def _named_around(context: Context) -> Iterator[str]:
    """Yield the organisations that sheet, file and folders are called after, the nearest first."""
    folders = (name for name in reversed(context.folders) if not _YEAR.search(name))
    for name in (*(line.text for line in context.names), *folders):
        if is_above_bases(name):
            return
        if found := _HEADING.fullmatch(fold(name)):
            yield _named(name, found)
        elif cell := cell_in_name(name):
            yield cell


def _heading_lines(grid: Grid, context: Context) -> Iterator[str]:
    """Yield the lines over a table from top to bottom; a cell of several lines gives each of them."""
    for row in sorted({line.row for line in (*context.sheet, *context.own)}):
        for cell in grid.rows[row]:
            if not is_blank(cell):
                yield from filter(None, (as_text(part) for part in str(cell).splitlines()))


def _has_base(name: str) -> bool:
    """Return whether a name is that of a base organisation with cells; a section committee is none."""
    return party_unit(name) == "base_organisation"


def _is_cell(name: str) -> bool:
    return party_unit(name) == "cell"


def _named(line: str, found: re.Match[str]) -> str:
    """Return the organisation's name as it stands in the line, without the year or the number of people behind it."""
    end = len(line) - len(found["when"] or "")
    return group_name(line[end - len(found[1]) : end])


# --- what holds for everybody listed ---------------------------------------------------------------------------------


def not_rated(text: str) -> str:
    """Return the reason that a title gives for everybody in its list: "Danh sách đảng viên chưa xếp loại"."""
    words = plain(text)
    if _BOTH.search(words):
        return ""
    return next((status for pattern, status in _NOT_RATED if pattern.search(words)), "")


@lru_cache(maxsize=4096)
def level_of_caption(text: str, scale: Scale) -> str:
    """Return the level or reason that a caption gives everybody below it; "" where it names none, or more.

    >>> from evalkit.scale import PARTY
    >>> level_of_caption("I. ĐẢNG VIÊN HOÀN THÀNH TỐT NHIỆM VỤ: 12 ĐỒNG CHÍ", PARTY)
    'good'
    """
    name = fold(group_name(text)).strip(" .:*()")
    while (shorter := _AROUND_LEVEL.sub("", name)) != name:
        name = shorter
    measure = measure_of(name, scale) if len(name) > 1 else ""
    return measure if measure not in ("total", "rated") else ""


def claims_streak(lines: Sequence[str]) -> bool:
    """Return whether a title says something of many years at once: "hoàn thành xuất sắc nhiệm vụ 5 năm liền"."""
    return any(re.search(r"\bnam (?:lien|lien tuc|lien tiep)\b(?! (?:truoc|ke))", plain(line)) for line in lines)


def scope_around(context: Context) -> tuple[str, str]:
    """Return why a table is no decided result of the year, and the line that says so; nothing where none does."""
    lines = (*context.own, *context.sheet)
    told = [(title_scope(line.text) or _caption_scope(line, context), line.text) for line in lines]
    told += [(name_scope(name.text), name.text) for name in context.names if not _is_district(name.text, lines)]
    return next(((scope, text) for scope, text in told if scope), ("", ""))


def _caption_scope(line: TitleLine, context: Context) -> str:
    """Return why one of several tables is out of scope by the short caption over it: «Biểu 2: Công chức, viên chức»."""
    if line not in context.own or not context.sheet:
        return ""
    aside = aside_of(_CAPTION.sub("", line.text))
    members = any("đảng viên" in fold(other.text) for other in context.sheet)
    return aside.scope if not aside.needs_members or members else ""


def _is_district(name: str, lines: Sequence[TitleLine]) -> bool:
    """Return whether "Q1" is Quận 1, as a title of the sheet says, and not the first quarter."""
    district = re.compile(rf"\bquan {re.escape(name.strip()[1:])}\b")
    return fold(name).startswith("q") and any(district.search(plain(line.text)) for line in lines)
