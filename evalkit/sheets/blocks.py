"""Which columns of a table rate: gathered into blocks of one shape, and which of several decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from evalkit.books.grid import first_of
from evalkit.scale import Scale
from evalkit.sheets.corrections import with_earlier
from evalkit.sheets.deciding import deciding
from evalkit.sheets.model import COUNTS, LIST, MATRIX, Block, Column, Value, columns_of, gathered, with_role
from evalkit.sheets.vocabulary import (
    NAMING_ROLES,
    ORGANISATION_ROLES,
    UNDECIDED,
    joins_levels,
    kinds_that_count,
    member_kind,
    population_of,
    role_of,
    whole_pair,
)
from evalkit.vietnamese import fold

_BESIDE_LEVELS = frozenset(
    {"total", "due", "rated", "share", "quantity", "note", "state", "reason", "level", "number", "points", "document"}
)
_OWN_SCOPES = UNDECIDED | {"part", "previous", "comparison", "target"}  # also where a scale is not the Party's
_OF_ORGANISATION = re.compile(r"(?:loại|lượng|giá) (của )?(chi bộ|đảng bộ|tổ chức|tccsđ)")
_LONG_LEVEL = re.compile(r"nhiệm vụ|ht|xuất sắc")


@dataclass
class Rated:
    """The blocks of a table that decide, and what else rates in it."""

    blocks: list[Block] = field(default_factory=list)
    ignored: list[Column] = field(default_factory=list)
    of_others: list[Column] = field(default_factory=list)  # "Xếp loại chi bộ" in a list of people
    unsettled: bool = False
    foreign: str = ""
    scope: str = ""  # all columns that rate are of this scope, so none decides


def rating_blocks(
    columns: Sequence[Column],
    scale: Scale,
    *,
    names: Mapping[str, int],
    persons: bool,
    counting: bool,
    title_year: int | None,
) -> Rated:
    """Return the deciding blocks of a table: for each year, population and kind of members one.

    `persons` tells that the rows are people, `counting` that numbers, not marks, stand under the titles of levels.
    """
    columns = _in_their_own_scope(columns, scale)
    groups, foreign = _level_groups(columns, scale)
    words = _columns_of_words(columns, groups, scale)
    of_subjects = _of_the_subjects(words, persons=persons)
    found = Rated(foreign=foreign, of_others=[column for column in words if column not in of_subjects])
    counted = [_level_block(group, scale, persons=persons, counting=counting) for group in groups]
    listed = [_word_block(column, names, persons=persons) for column in of_subjects]
    if any(block.shape is COUNTS and not block.population for block in counted):
        listed, unknown = _of_organisations(listed, names)
        found.ignored, found.unsettled = columns_of(unknown), bool(unknown)
    counted = _beside_organisations(counted, listed, columns)
    _decide(found, [*listed, *_beside_members(counted, scale)], title_year)
    several = len({block.year for block in found.blocks}) > 1
    blocks = [replace(block, reasons=_reasons(columns, block, scale, several)) for block in found.blocks]
    found.blocks = _with_figures(blocks, columns, scale)
    return found


def _in_their_own_scope(columns: Sequence[Column], scale: Scale) -> Sequence[Column]:
    """Return the columns; where the scale is not the Party's, ratings of officials, schools and unions are in scope."""
    if scale.earlier:
        return columns
    return [column if column.scope in _OWN_SCOPES else replace(column, scope="") for column in columns]


# --- gathering -------------------------------------------------------------------------------------------------------


def _level_groups(columns: Sequence[Column], scale: Scale) -> tuple[list[list[Column]], str]:
    """Return columns titled with levels under one caption, and over one; a sibling of another scale refuses them.

    Below a level may stand what is counted of it: "HTTNV / Năm nay" and "HTTNV / Năm trước" are of two groups.
    """
    groups = gathered(((caption_of(one, scale), below), one) for one, below in _told_below(columns, scale))
    found, foreign = [], ""
    for (caption, below), group in groups.items():
        levels = {column.level for column in group} - set(scale.every_reason)
        few = len(levels) < _needed(group, scale)
        if not levels or (few and below):  # "HTXSNV / Nữ" beside levels without such a column
            continue
        siblings = _siblings(columns, caption)
        if siblings or few:
            foreign = foreign or ", ".join(column.path[-1] for column in siblings or group)
        else:
            found.append(group)
    _add_reasons_beside(found, columns, scale)
    return [_without_subsets(group, scale) for group in found], foreign


def _siblings(columns: Sequence[Column], caption: tuple[str, ...]) -> list[Column]:
    """Return the columns under a caption where one of them has a title that is no part of this scale; else none."""
    below = [column for column in columns if caption and column.path[: len(caption)] == caption]
    return below if any(map(_is_strange, below)) else []


def _columns_of_words(columns: Sequence[Column], groups: Iterable[Sequence[Column]], scale: Scale) -> list[Column]:
    """Return the columns whose cells name levels: not those of groups, nor the captions over these."""
    marks = list(chain.from_iterable(groups))
    captions = {mark.path[:-1] for mark in marks} | {caption_of(mark, scale) for mark in marks}
    words = with_role(columns, "level")
    return [column for column in words if column not in marks and column.path not in captions]


def _told_below(columns: Sequence[Column], scale: Scale) -> list[tuple[Column, tuple[str, ...]]]:
    """Return the columns of levels, each with what below its level parts it from another of the same level.

    Titles below that explain one level, or stand where each level has one column, part nothing: "(từ 90 điểm)".
    """
    marks = [(column, caption_of(column, scale), _below_level(column, scale)) for column in with_role(columns, "mark")]
    times = Counter((caption, column.level) for column, caption, _ in marks)
    shared = Counter(below for below, _ in {(below, column.level) for column, _, below in marks})
    return [
        (column, below if times[caption, column.level] > 1 and (shared[below] > 1 or _is_part(column, below)) else ())
        for column, caption, below in marks
    ]


def _is_part(column: Column, below: Sequence[str]) -> bool:
    return bool(column.scope) or any(map(member_kind, below))


def _is_strange(column: Column) -> bool:
    return role_of(column.path[-1]) not in _BESIDE_LEVELS and column.role not in ("mark", "share", "exemplary")


def _needed(group: Sequence[Column], scale: Scale) -> int:
    """Return how many levels make a group: two where their words are this scale's own, else three."""
    own = all(_LONG_LEVEL.search(fold(column.path[_word_of(column, scale)])) for column in group)
    return 2 if own and scale.earlier else min(3, len(scale.levels))


def _add_reasons_beside(groups: list[list[Column]], columns: Sequence[Column], scale: Scale) -> None:
    """Add "Miễn", "Chưa xếp loại" beside the caption to the group that they stand before, else to the last."""
    grouped = list(chain.from_iterable(groups))
    for column in with_role(columns, "mark") if groups else ():
        if column.level in scale.every_reason and column not in grouped:
            ends = (group for group in groups if column.place <= max(one.place for one in group))
            next(ends, groups[-1]).append(column)


def _without_subsets(group: list[Column], scale: Scale) -> list[Column]:
    """Return the group without parts of a level that has its own column: «tiêu biểu», «Khiển trách» beside «SL»."""
    return _without_parts(_without_parts(group, _is_exemplary), lambda column: _below_level(column, scale))


def _without_parts(group: list[Column], is_part: Callable[[Column], Any]) -> list[Column]:
    wholes = {column.level for column in group if not is_part(column)}
    return [column for column in group if column.level not in wholes or not is_part(column)]


def _is_exemplary(column: Column) -> bool:
    return "tiêu biểu" in fold(column.path[-1])


def caption_of(column: Column, scale: Scale) -> tuple[str, ...]:
    """Return the part of a column's titles above the level's own word; «HTTNV trở lên» only joins two levels."""
    return tuple(part for part in column.path[: _word_of(column, scale)] if not joins_levels(part))


def _word_of(column: Column, scale: Scale) -> int:
    levels = (n for n, part in enumerate(column.path) if scale.level_of(part) or scale.read_reason(part))
    return next(levels, len(column.path) - 1)


def _below_level(column: Column, scale: Scale) -> tuple[str, ...]:
    """Return what a column's titles say below its level: "Năm nay", "Nữ"; not that it is a number, nor a reason."""
    if column.level in scale.every_reason or _is_exemplary(column):
        return ()
    below = column.path[_word_of(column, scale) + 1 :]
    return tuple(part for part in below if role_of(part) not in ("quantity", "total"))


def organisation_rated(title: str) -> str:
    """Return whose level a title says it is: "cell", "base_organisation", "?" for some organisation; "" for none.

    "Xếp loại chi bộ" is the organisation's, "Chi bộ xếp loại" is given by it.
    """
    found = _OF_ORGANISATION.search(fold(title))
    if not found:
        return ""
    named = population_of(title[found.start() :])
    return named if named and named != "member" else "cell" if found[2] == "chi bộ" else "?"


def _of_the_subjects(words: list[Column], *, persons: bool) -> list[Column]:
    """Return the columns of words without those that rate somebody else than the table's rows.

    "Xếp loại của chi bộ" is the organisation's only beside a column that says it is the member's.
    """
    if not persons:
        return words
    of_members = any("đảng viên" in fold(column.title) for column in words)
    return [
        column
        for column in words
        if not organisation_rated(column.title) or ("của" in fold(column.title) and not of_members)
    ]


def _word_block(column: Column, names: Mapping[str, int], *, persons: bool) -> Block:
    rated = "" if persons else organisation_rated(column.title)
    subject = names.get(NAMING_ROLES.get(rated, ""))
    return Block(LIST, (column,), column.year, rated if subject is not None else "", subject=subject)


def _level_block(group: Sequence[Column], scale: Scale, *, persons: bool, counting: bool) -> Block:
    below = _below_level(group[0], scale)
    caption = (*caption_of(group[0], scale), *below)
    kind = first_of(member_kind, caption, "")
    population = "" if persons else group[0].population if caption else ""
    shape = COUNTS if counting and not persons else MATRIX
    return Block(shape, tuple(group), group[0].year, population, kind=kind, part=" / ".join(below))


def _of_organisations(listed: Sequence[Block], names: Mapping[str, int]) -> tuple[list[Block], list[Block]]:
    """Return the blocks of words beside numbers of people, each of the organisation that a row names; then those of
    whom it is not known, which never decide how many people are at a level.
    """
    own = [(ORGANISATION_ROLES[role], place) for role, place in names.items() if role in ORGANISATION_ROLES]
    if len(own) != 1:
        return [block for block in listed if block.population], [block for block in listed if not block.population]
    ((population, subject),) = own
    return [
        block if block.population else replace(block, population=population, subject=subject) for block in listed
    ], []


def _beside_organisations(blocks: Sequence[Block], listed: Sequence[Block], columns: Sequence[Column]) -> list[Block]:
    """Return the blocks; numbers beside the level of each row's own organisation are of its members, where a column of
    totals says so, or where it is a cell, which has nothing else.
    """
    rated = {block.population for block in listed if block.population}
    totals = {column.population for column in with_role(columns, "total", "rated")}
    if not ("cell" in rated or (rated and totals == {"member"})):
        return list(blocks)
    return [
        block if block.population or block.shape is not COUNTS else replace(block, population="member")
        for block in blocks
    ]


def _beside_members(blocks: Sequence[Block], scale: Scale) -> list[Block]:
    """Return the blocks; beside one of members "Chi bộ" names whom another counts, not who rates."""
    if not any(block.population == "member" for block in blocks):
        return list(blocks)
    found = []
    for block in blocks:
        caption = caption_of(block.columns[0], scale)
        named = ORGANISATION_ROLES.get(role_of(caption[-1]), "") if caption else ""
        found.append(block if block.population else replace(block, population=named))
    return found


# --- deciding --------------------------------------------------------------------------------------------------------


def _decide(found: Rated, candidates: Sequence[Block], title_year: int | None) -> None:
    """Set which blocks decide, and whose columns do not: what is no result yet, is of no year, or has a rival."""
    in_scope = [block for block in candidates if not _scope(block)]
    if candidates and not in_scope:
        found.scope = _scope(candidates[-1])
    if in_scope:
        found.ignored += columns_of(block for block in candidates if _scope(block) in UNDECIDED)
    of_years, undated = _by_year(in_scope, title_year)
    found.ignored += columns_of(undated)
    for same in _rivals(of_years):
        chosen, certain = deciding(same)
        found.blocks.append(with_earlier(chosen, same, deciding))
        found.ignored += columns_of(block for block in same if block is not chosen)
        found.unsettled = found.unsettled or not certain


def _by_year(blocks: list[Block], title_year: int | None) -> tuple[list[Block], list[Block]]:
    """Return the blocks that may count, and those without a year beside several years, which do not.

    "Xếp loại" beside "Xếp loại năm 2022" under a title of 2022 is of that year, too.
    """
    years = {block.year for block in blocks if block.year}
    if len(years) > 1:
        return [block for block in blocks if block.year], [block for block in blocks if not block.year]
    if title_year in years:
        blocks = [replace(block, year=title_year) for block in blocks]
    return blocks, []


def _scope(block: Block) -> str:
    return next((column.scope for column in block.columns if column.scope), "")


def _rivals(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return blocks that rate the same population in the same year, of which one decides, left to right."""
    found: list[list[Block]] = []
    for same_year in gathered((block.year, block) for block in blocks).values():
        ordered = sorted(same_year, key=lambda block: max(block.places))
        found += _merge_unnamed(gathered(((block.population, block.kind), block) for block in ordered))
    return found


def _merge_unnamed(groups: dict[tuple[str, str], list[Block]]) -> list[list[Block]]:
    """Return the groups that count; an unnamed block of numbers or marks beside one named one is its rival."""
    groups = _wholes_or_pairs(groups)
    unnamed = groups.get(("", ""), [])
    words = any(block.shape.value is Value.WORD for block in unnamed)
    if unnamed and not words and len(groups) == 2:
        return [sorted(chain.from_iterable(groups.values()), key=lambda block: max(block.places))]
    return list(groups.values())


def _wholes_or_pairs(groups: dict[tuple[str, str], list[Block]]) -> dict[tuple[str, str], list[Block]]:
    """Return the groups of whole populations, with the kinds beside them as parts; without any, two kinds that are all.

    So it is for «Tổng», «Chính thức», «Dự bị»; one kind alone, or «Nữ» beside «Dự bị», counts as it stands.
    """
    kinds = {kind for _, kind in groups}
    counted = kinds_that_count(kinds)
    pair = whole_pair(kinds) if "" in counted else ()
    parts = tuple(columns_of(chain.from_iterable(blocks for (_, kind), blocks in groups.items() if kind in pair)))
    return {
        key: [replace(block, parts=parts) for block in blocks] for key, blocks in groups.items() if key[1] in counted
    }


# --- what stands beside the levels -----------------------------------------------------------------------------------


def _reasons(columns: Sequence[Column], block: Block, scale: Scale, several: bool) -> tuple[Column, ...]:
    """Return the columns for reasons and notes; among several years only those that name this one.

    Beside a column of words, columns that mark a reason give it, too: an x under «Miễn sinh hoạt».
    """
    own = [column for column in columns if not several or column.year == block.year]
    marks = with_role(own, "mark") if block.shape is LIST else ()
    return (*reasons_of(own), *(column for column in marks if column.level in scale.every_reason))


def reasons_of(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns for reasons, then those for notes and states."""
    return (*with_role(columns, "reason"), *with_role(columns, "note", "state"))


def _with_figures(blocks: Sequence[Block], columns: Sequence[Column], scale: Scale) -> list[Block]:
    """Return each block with the totals and shares before its end; a share may also stand right behind it."""
    ordered = sorted(blocks, key=lambda block: max(block.places))
    own: list[list[Column]] = [[] for _ in ordered]
    for column in columns if ordered else ():
        if column.role in ("total", "due", "rated", "share") and not (column.scope or member_kind(column.path[-1])):
            reach = column.place - (column.role == "share")
            ends = (n for n, block in enumerate(ordered) if reach <= max(block.places))
            own[next(ends, len(ordered) - 1)].append(column)
    pairs = zip(ordered, own, strict=True)
    return [replace(block, figures=_told_apart(block, figures, scale)) for block, figures in pairs]


def _told_apart(block: Block, figures: Sequence[Column], scale: Scale) -> tuple[Column, ...]:
    """Return the figures of a block; behind its levels a second total adds these up: the number rated."""
    last = max(column.place for column in block.columns if column.level not in scale.every_reason)
    twice = any(column.role == "total" and column.place < last for column in figures)
    return tuple(
        replace(column, role="rated") if twice and column.role == "total" and column.place > last else column
        for column in figures
    )
