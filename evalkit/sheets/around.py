"""What the lines over a table, or its sheet's name, say of all its rows: whose they are, or that nobody was rated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple

from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.sheets.years import named_years
from evalkit.vietnamese import fold, plain

_LABELLED = re.compile(r"(?:tên )?(đơn vị|chi bộ|đảng bộ|tổ chức đảng|tổ chức cơ sở đảng|tccsđ)\s*[:：]\s*(\S.*)")
_ORGAN = r"((?:chi bộ|đảng bộ)\s+(?!trực thuộc|cơ sở\b$|đã|được|xếp loại).+?)"
_OWN_LINE = re.compile(rf"(?:.*\b(?:của|đối với)\s+)?{_ORGAN}(?P<when>[\s,]+năm \d{{4}})?")
_HEADING = re.compile(rf"(?:.*\b(?:của|đối với|đảng viên)\s+)?{_ORGAN}(?P<when>[\s,]+năm \d{{4}})?")
_COMMITTEE = re.compile(r"đảng [uủ][yỷ]\s.+|ban thường vụ.*")
_TITLE_ROWS = 12
_NOT_RATED = (
    (re.compile(r"mien (?:\w+ ){0,4}?(?:danh gia|xep loai|kiem diem|sinh hoat|cong tac)"), "exempt"),
    (re.compile(r"chua (?:\w+ ){0,3}?(?:danh gia|xep loai|kiem diem)"), "not_yet"),
    (re.compile(r"khong (?:\w+ ){0,3}?(?:danh gia|xep loai)"), "unspecified"),
)


class Around(NamedTuple):
    """The organisation that the lines name, and the base organisation above it; "" where they name none."""

    unit: str = ""
    base: str = ""
    said: str = ""  # the line as it stands, where it had to be found by its words


def labelled(grid: Grid, lines: Iterable[int]) -> Around:
    """ "Đơn vị: Chi bộ 3", "Đảng bộ: Sở Xây dựng" over a table; only what is labelled so is taken."""
    unit = base = ""
    for line in _lines(grid, lines):
        if found := _LABELLED.fullmatch(fold(line)):
            name = line[-len(found[2]) :]
            if found[1] in ("đảng bộ", "tổ chức cơ sở đảng", "tccsđ") or fold(name).startswith("đảng bộ"):
                base = name
            else:
                unit = name
    return Around(unit, base)


def history_of(grid: Grid, lines: Iterable[int]) -> Around:
    """Whose history a table of years is: the last line, else the sheet's name, that names a cell or a committee."""
    named = [_named(line, found) for line in _lines(grid, lines) if (found := _OWN_LINE.fullmatch(fold(line)))]
    told = labelled(grid, lines)
    own = told.unit or told.base or (named[-1] if named else "")
    if not own and _OWN_LINE.fullmatch(fold(grid.name)):
        own = grid.name
    committees = [line for line in named[:-1] if fold(line).startswith("đảng bộ")]
    base = told.base if told.unit else committees[-1] if committees else ""
    return Around(own, base)


def heading_of(grid: Grid, lines: Iterable[int], file: str) -> Around:
    """Whose list it is, by the issuing organ in the heading (the last one named), else the sheet's or the file's name.

    An organ named as "Đảng ủy …" issues the list, but is no organisation with members: then nothing is told.
    """
    own: list[str] = []
    for cell in _cells(grid, lines):
        for line in filter(None, (as_text(part) for part in str(cell).splitlines())):
            words = fold(line)
            if _COMMITTEE.fullmatch(words):
                own = []
            elif found := _HEADING.fullmatch(words):
                own.append(_named(line, found))
    for name in () if own else (grid.name, as_text(PurePath(file).stem)):
        if found := _HEADING.fullmatch(fold(name)):
            own = [_named(name, found)]
            break
    if not own:
        return Around()
    if fold(own[-1]).startswith("đảng bộ"):
        return Around("", own[-1], own[-1])
    committees = [name for name in own[:-1] if fold(name).startswith("đảng bộ")]
    return Around(own[-1], committees[-1] if committees else "", own[-1])


def not_rated(text: str) -> str:
    """The reason that a title gives for everybody in its list: "Danh sách đảng viên chưa xếp loại"; "" if none."""
    words = plain(text)
    return next((status for pattern, status in _NOT_RATED if pattern.search(words)), "")


def claims_years(text: str) -> bool:
    """Whether a title says something of many years at once: "hoàn thành xuất sắc nhiệm vụ 5 năm liền"."""
    return bool(re.search(r"\bnam (?:lien|lien tuc|lien tiep)\b", plain(text)))


def no_year(grid: Grid, lines: Iterable[int], file: str) -> str:
    """Why no year could be told: none is named around the table, or several are."""
    years = sorted(named_years(f"{titles(grid, lines)}\n{file}"))
    several = f"tiêu đề nêu các năm {', '.join(map(str, years))}, không rõ xếp loại của năm nào"
    why = several if len(years) > 1 else "không biết xếp loại của năm nào"
    return f"{why}. Ghi năm vào tiêu đề, tên trang tính hoặc tên tệp."


def titles(grid: Grid, lines: Iterable[int]) -> str:
    """All lines over a table and the sheet's name, as one text."""
    return "\n".join([*_lines(grid, lines), grid.name])


def rows_above(row: int) -> range:
    """The rows in which the title of a table that begins at `row` may stand."""
    return range(max(0, row - _TITLE_ROWS), row)


def _named(line: str, found: re.Match[str]) -> str:
    """The organisation's name as it stands in the line, without the year behind it."""
    end = len(line) - len(found["when"] or "")
    return line[end - len(found[1]) : end]


def _lines(grid: Grid, lines: Iterable[int]) -> list[str]:
    return [text for cell in _cells(grid, lines) if (text := as_text(cell))]


def _cells(grid: Grid, lines: Iterable[int]) -> list[Any]:
    return [cell for line in lines for cell in grid.rows[line] if not is_blank(cell)]
