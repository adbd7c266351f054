"""What a column holds, told from the titles over it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from evalkit.books.grid import first_of
from evalkit.scale import Scale
from evalkit.sheets.model import Column, with_role
from evalkit.sheets.vocabulary import (
    QUANTIFIED,
    UNDECIDED,
    UNIT_ROLES,
    authority_of,
    counted_population,
    is_year_title,
    joins_levels,
    member_kind,
    names_criterion,
    rates_before,
    role_of,
    scope_of,
)
from evalkit.sheets.vocabulary.words import OF_WHICH
from evalkit.sheets.years import column_year
from evalkit.vietnamese import clean, fold, plain

OF_WHICH_BEFORE = re.compile(rf"^{OF_WHICH}\s*:?\s*", re.IGNORECASE)
_HYPHENATED = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
_WHAT_IS_RATED = re.compile(r"mức độ (?:hoàn thành|ht)(?: (?:nhiệm vụ|nv))?")
_NUMBERED_LEVEL = re.compile(r"mức \d ?\(([^()]+)\)")  # «Mức 1 (HTXSNV)»: the word, however levels are numbered
_LIMIT = re.compile(  # "HTXSNV (từ 90 điểm)", "HTXSNV (không quá 20%)", "HTXSNV (4 đ/c)"
    r" ?\((?=[^)]*\d)(?:(?:từ|trên|dưới|đến|không quá|tối đa|đạt|trở lên|tổng|số|điểm|đ/c|đồng chí|đảng viên|đv|người|đ"
    r"|[-–<>=≤≥\d.,%]+)\s*)+\)$"
)
_BROKEN = re.compile(  # a piece without a vowel is no syllable: "v\nụ", "xuấ\nt"
    r"(?<!\w)([b-df-hj-np-tvxđ]{1,3}) *\n *(?=[^\W\d_b-df-hj-np-tvxzđA-Z])"
    r"|(?<=[^\W\d_b-df-hj-np-tvxzđA-Z]) *\n *(?=(?:c|ch|m|n|ng|nh|p|t)(?:\s|$))"
)
_UPRIGHT = re.compile(r"\s*[^\W\d_](?:\n\s*[^\W\d_]?\.?\s*)+")  # a letter a line, from top to bottom


def unbroken(text: str) -> str:
    """Return a title whose words were broken over lines ("hoàn-\\nthành", "nhiệm v\\nụ") in one piece."""
    if "\n" not in text:
        return text
    if _UPRIGHT.fullmatch(text):
        return re.sub(r"(?<!\n)\n(?!\n)", "", re.sub(r"\n\s*\n", "  ", text)).replace("  ", " ")
    return _BROKEN.sub(r"\1", _HYPHENATED.sub(" ", text))


def titles_in(cells: Iterable[Any]) -> list[str]:
    """Return the texts of a row as titles: each in one piece, cleaned."""
    return [clean(unbroken(cell)) for cell in cells if cell.__class__ is str and cell]


def describe(place: int, path: tuple[str, ...], scale: Scale) -> Column:
    """Return a column from its titles: the lowest header row that says something decides."""
    return replace(_described(path, scale), place=place)


@lru_cache(maxsize=4096)  # workbooks of one form have the same titles
def _described(path: tuple[str, ...], scale: Scale) -> Column:
    year = first_of(column_year, reversed(path), None)
    title = " / ".join(path)
    column = Column(0, path, year=year, population=counted_population(title), rank=authority_of(title))
    for depth, part in enumerate(reversed(path)):
        level, holds = _level_in(part, scale)
        if level := level or _reason_of(part, scale):
            share = holds == "share" or _of_shares(path)
            return replace(column, role="share" if share else "mark", level=level, scope=_scope(path, depth))
        role = "" if _of_another_level(part, scale) else _role(path, depth, year)
        if role == "total" and "rated" in map(role_of, _above(path, depth)):  # "Được xếp loại / Tổng số"
            role = "rated"
        if role and not _only_divides(role, path, depth, scale):
            return replace(column, role=role, scope=scope_of(title))
    return replace(column, scope=scope_of(title))


def _above(path: tuple[str, ...], depth: int) -> tuple[str, ...]:
    return path[: len(path) - 1 - depth]


def _only_divides(role: str, path: tuple[str, ...], depth: int, scale: Scale) -> bool:
    """Return whether a title says only what is counted of whom a title above it names: "HTTNV / 2021", "HTTNV / Số"."""
    part, above = path[-1 - depth], _above(path, depth)
    if role in ("quantity", "share"):
        return bool(above)
    if role == "total":
        return not depth and any(scale.level_of(one) or joins_levels(one) for one in above)
    if role == "person" and depth and fold(part) == "đảng viên":  # "Đảng viên / Có mặt" names nobody
        return True
    counted = role == "level" or (role == "person" and counted_population(part) == "member")
    return counted and any(map(scale.level_of, above))


def of_which_levels(columns: Sequence[Column], scale: Scale) -> tuple[Column, ...]:
    """Return the columns; «Trong đó: HTXSNV» is that level, where no other column is and it is no part of a kind."""
    levels = {column.level for column in with_role(columns, "mark")}
    found: list[Column] = []
    for column in columns:
        of_kind = bool(found) and any(map(member_kind, found[-1].path))
        if not column.role and not of_kind and any(map(OF_WHICH_BEFORE.match, column.path)):
            path = tuple(OF_WHICH_BEFORE.sub("", part) or part for part in column.path)
            own = describe(column.place, path, scale)
            column = own if own.level and own.level not in levels else column
        found.append(column)
    return tuple(found)


def sums_of_reasons(columns: Sequence[Column], scale: Scale) -> tuple[Column, ...]:
    """Return the columns; «Tổng» below «Chưa xếp loại» is no total of people: it adds up the reasons beside it there.

    Where none stands beside it, it is the number of those not rated.
    """
    found: list[Column] = []
    for column in columns:
        *above, own = column.path
        reason = _reason_of(above[-1], scale) if above and column.role == "total" and role_of(own) == "total" else ""
        if reason and reasons_beside(column, columns, scale):
            column = replace(column, role="unrated")
        elif reason:
            column = replace(column, role="mark", level=reason)
        found.append(column)
    return tuple(found)


def reasons_beside(column: Column, columns: Iterable[Column], scale: Scale) -> list[Column]:
    """Return the columns of reasons below the same caption as a column."""
    caption = column.path[:-1]
    return [one for one in columns if one.path[: len(caption)] == caption and one.level in scale.every_reason]


def told_beside(
    columns: Sequence[Column], untitled: Sequence[Column]
) -> tuple[tuple[Column, ...], tuple[Column, ...], tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns, those whose levels nobody knows, grades of criteria, and who rated before the result.

    Words of the last two are only believed beside a column that rates; who rates before stands left of it.
    """
    levels = with_role(columns, "level")
    rating = [one.place for one in levels if not (one.scope or names_criterion(one.path[-1]))]
    last = max(rating, default=-1)
    levels = [one for one in columns if rating and (one in levels or one in untitled)]
    graded = tuple(one for one in levels if names_criterion(one.path[-1]))
    before = tuple(one for one in levels if one in untitled and rates_before(one.path[-1], is_last=one.place > last))
    rest = tuple(one for one in untitled if one not in (*graded, *before))
    return tuple(replace(one, role="") if one in graded else one for one in columns), rest, graded, before


def is_criterion(column: Column) -> bool:
    """Return whether a column holds a grade of a criterion (Tốt, Khá, Kém); its caption tells."""
    return len(column.path) > 1 and bool(re.search(r"tieu chi|tieu chuan", plain(column.path[0])))


def _of_shares(path: tuple[str, ...]) -> bool:
    """Return whether a column of a level holds shares: the lowest title that says so, or says a number, decides."""
    roles = (role_of(part) for part in reversed(path))
    return next((role for role in roles if role in ("share", "quantity")), "") == "share"


def _scope(path: tuple[str, ...], depth: int) -> str:
    """Return the scope that the captions over the level's own word name, or what stands below it."""
    word = len(path) - depth - 1
    return first_of(scope_of, (*path[:word], *path[word + 1 :]), "")


def _role(path: tuple[str, ...], depth: int, year: int | None) -> str:
    """Return the role that the title `depth` rows above the lowest gives the column."""
    part, under = path[-1 - depth], _above(path, depth)
    role = role_of(part)
    if not role and year and is_year_title(part):
        role = "level"
    if not depth and role in (*UNIT_ROLES, "") and any(role_of(caption) == "level" for caption in under):
        rater = role or authority_of(part) or scope_of(part) in UNDECIDED
        role = "level" if rater else role  # «MỨC XẾP LOẠI» over «Cá nhân tự nhận», «Chi bộ»
    if role == "level" and depth and (below := role_of(path[-1])) in ("quantity", "share", "points"):
        role = below  # "XẾP LOẠI / Tỷ lệ %" beside "XẾP LOẠI / HTTNV"
    return role


def _level_in(part: str, scale: Scale) -> tuple[str, str]:
    """Return the level that a title names, and whether its column holds marks or numbers of it, or shares."""
    if _WHAT_IS_RATED.fullmatch(fold(part)):
        return "", ""
    if named := _NUMBERED_LEVEL.fullmatch(fold(part)):
        part = named[1]
    if level := scale.level_of(part):
        return level, "mark"
    for holds, pattern in QUANTIFIED:
        if found := pattern.fullmatch(fold(part)):
            words = (found[1] or found[2]).removesuffix("(%)").strip()
            better = holds == "share" and joins_levels(words)
            if level := scale.level_of(words.removesuffix("trở lên").strip() if better else words):
                return f"{level}_or_better" if better else level, holds
    return scale.level_of(_LIMIT.sub("", fold(part))) or "", "mark"


def _of_another_level(part: str, scale: Scale) -> bool:
    """Return whether a title is of the share that one level is of another: "Tỷ lệ HTXSNV/HTTNV (%)"."""
    base = fold(part).partition("/")[2].partition("(")[0].strip()
    return bool(base) and role_of(part) == "share" and scale.level_of(base) is not None


def _reason_of(part: str, scale: Scale) -> str:
    """Return the reason whose people a column "Chưa xếp loại" or "Miễn sinh hoạt" beside the levels counts."""
    if own := scale.reason_labels.get(fold(part)):  # as evalkit itself writes it
        return own
    if role_of(part) in ("reason", "note", "state", "person"):
        return ""
    found = scale.read_reason(part) if len(part) < 60 else None
    return found.status if found else ""
