"""What the lines over a table, or its sheet's name, say of all its rows: whose they are, or that nobody was rated."""

from __future__ import annotations

import re
from typing import NamedTuple

from evalkit.sheets.grid import Grid
from evalkit.sheets.years import named_years
from evalkit.vietnamese import fold, plain

_LABELLED = re.compile(r"(?:tên )?(đơn vị|chi bộ|đảng bộ|tổ chức đảng|tổ chức cơ sở đảng|tccsđ)\s*[:：]\s*(\S.*)")
_OWN_LINE = re.compile(r"(?:.*\b(?:của|đối với)\s+)?((?:chi bộ|đảng bộ)\s+(?!trực thuộc|cơ sở\b$|đã|được|xếp loại).+)")
_NOT_RATED = (
    (re.compile(r"mien (?:\w+ ){0,4}?(?:danh gia|xep loai|kiem diem|sinh hoat|cong tac)"), "exempt"),
    (re.compile(r"chua (?:\w+ ){0,3}?(?:danh gia|xep loai|kiem diem)"), "not_yet"),
    (re.compile(r"khong (?:\w+ ){0,3}?(?:danh gia|xep loai)"), "unspecified"),
)


class Around(NamedTuple):
    """The organisation that the lines name, and the base organisation above it; "" where they name none."""

    unit: str = ""
    base: str = ""


def labelled(grid: Grid, above: int) -> Around:
    """ "Đơn vị: Chi bộ 3", "Đảng bộ: Sở Xây dựng" over a table; only what is labelled so is taken."""
    unit = base = ""
    for line in _lines(grid, above):
        if found := _LABELLED.fullmatch(fold(line)):
            name = line[-len(found[2]) :]
            if found[1] in ("đảng bộ", "tổ chức cơ sở đảng", "tccsđ") or fold(name).startswith("đảng bộ"):
                base = name
            else:
                unit = name
    return Around(unit, base)


def history_of(grid: Grid, above: int) -> Around:
    """Whose history a table of years is: the last line, else the sheet's name, that names a cell or a committee."""
    named = [line[-len(found[1]) :] for line in _lines(grid, above) if (found := _OWN_LINE.fullmatch(fold(line)))]
    told = labelled(grid, above)
    own = told.unit or told.base or (named[-1] if named else "")
    if not own and _OWN_LINE.fullmatch(fold(grid.name)):
        own = grid.name
    committees = [line for line in named[:-1] if fold(line).startswith("đảng bộ")]
    base = told.base if told.unit else committees[-1] if committees else ""
    return Around(own, base)


def not_rated(text: str) -> str:
    """The reason that a title gives for everybody in its list: "Danh sách đảng viên chưa xếp loại"; "" if none."""
    words = plain(text)
    return next((status for pattern, status in _NOT_RATED if pattern.search(words)), "")


def no_year(grid: Grid, above: int, file: str) -> str:
    """Why no year could be told: none is named around the table, or several are."""
    years = sorted(named_years(f"{titles(grid, above)}\n{file}"))
    several = f"tiêu đề nêu các năm {', '.join(map(str, years))}, không rõ xếp loại của năm nào"
    why = several if len(years) > 1 else "không biết xếp loại của năm nào"
    return f"{why}. Ghi năm vào tiêu đề, tên trang tính hoặc tên tệp."


def titles(grid: Grid, above: int) -> str:
    """All lines over a table and the sheet's name, as one text."""
    return "\n".join([*_lines(grid, above), grid.name])


def _lines(grid: Grid, above: int) -> list[str]:
    rows = range(max(0, above - 12), above)
    return [text for row in rows for column in range(len(grid.rows[row])) if (text := grid.text(row, column))]
