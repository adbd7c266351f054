"""Cells under the titles of a table in which a number or share is printed, with the rows that have to give it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from evalkit.sheets.model import Block, Column, Kind, Line, Value, columns_of, gathered, with_role
from evalkit.sheets.printed.lines import summaries
from evalkit.sheets.printed.page import Claim, Figures, Rows
from evalkit.sheets.printed.words import SHARE, level_counted
from evalkit.sheets.vocabulary import group_count, joins_levels, member_kind, numbered_unit, unit_count

_BARE_COUNT = re.compile(r"\(\s*(\d+)\s*\)$")


def in_counts(page: Figures) -> Iterator[Claim]:
    """Yield the cells beside the levels in each unit's row, and all cells of the rows that add units up."""
    divided = _divided(page.counts)
    of_kinds = {column.place for blocks in divided for block in blocks for column in _of_kind(block)}
    for row in sorted({*page.units, *page.sums} - {*page.mixed_totals}):
        own = Rows(row, row) if row in page.counted else None
        for block in page.counts:
            for column in (*block.figures, *(() if own else block.columns)):
                if column.place not in of_kinds and (measure := _measure(page, column, block)):
                    yield Claim(row, column.place, block, measure, rows=own)
            if own:
                yield from _added(page, row, block, block.parts, own)
        for blocks in divided:
            columns = (column for column in _of_both(blocks) if not (own and column.level))
            yield from _added(page, row, blocks[0], columns, own)


def in_names(page: Figures) -> Iterator[Claim]:
    """Yield the number of people behind the name of a unit in its own row of counts: «Chi bộ 1 (12 ĐV)»."""
    place = page.table.names.get("name", 0)
    texts = {row: page.grid.text(row, place) for row in page.counted}
    levels = [column.place for column in columns_of(page.counts)]
    bare = {row: found[1] for row, text in texts.items() if (found := numbered_unit(text))}
    bare = bare if any(page.across(row, levels) == number for row, number in bare.items()) else {}
    for row, text in texts.items():
        if (number := bare.get(row, unit_count(text))) is not None:
            yield Claim(row, place, page.counts[0], "total", number, rows=Rows(row, row))


def _divided(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks of official members and of those on probation, where both count: they are added."""
    found = gathered(((block.year, block.population), block) for block in blocks if block.kind)
    return [kinds for kinds in found.values() if len(kinds) > 1]


def _of_both(blocks: Sequence[Block]) -> Iterator[Column]:
    """Yield the columns that are added: those of levels, and totals that each of the blocks has."""
    columns = [column for block in blocks for column in _of_kind(block)]
    roles = Counter(column.role for column in columns)
    yield from (column for column in columns if column.level or roles[column.role] == len(blocks))


def _of_kind(block: Block) -> list[Column]:
    """Return the columns of a block whose titles say that they count only a kind of the members."""
    return [column for column in (*block.columns, *block.figures) if any(map(member_kind, column.path))]


def _added(page: Figures, row: int, block: Block, columns: Iterable[Column], rows: Rows | None) -> Iterator[Claim]:
    """Yield what columns of one measure hold together: parts that make up what a row prints, too, or all of it."""
    places = gathered((column.level or column.role, column.place) for column in columns if column.role != "share")
    for measure, at in places.items():
        if any(page.number(row, place) is not None for place in at):
            yield Claim(row, at[0], block, measure, page.across(row, at), rows=rows)


def _measure(page: Figures, column: Column, block: Block) -> str:
    """Return what a column counts; of a share what its title names, else what stands to its left; "" if unknown."""
    if column.role != "share":
        return column.level or column.role
    left = [mark for mark in (*block.columns, *block.figures) if mark.place == column.place - 1]
    beside = [one.path[-1] for one in page.table.columns if one.place == column.place - 1]
    joined = [level_counted(title, page.scale) for title in beside if joins_levels(title)]
    measure = column.level or next((mark.level or mark.role for mark in left), next(iter(joined), ""))
    return measure and measure + SHARE


def in_lists(page: Figures) -> Iterator[Claim]:
    """Yield the cells of a total under marks and in the column of totals; without these, its only number."""
    marks = page.table.blocks_of(Value.MARK)
    marked = {column.place: column.level for column in columns_of(marks)}
    total = page.table.places_of("total")
    in_words = summaries(page)
    for row in page.totals:
        measures = marked | {place: "total" for place in total if not page.sums_column(row, place)}
        if len(measures) == len(marked) and row not in in_words:
            measures |= _alone(page, row, marked)
        yield from (Claim(row, place, page.table.blocks[0], measure) for place, measure in measures.items())
    for (top, left), (end, right) in page.grid.merges:
        if left == right and left in total and page.table.body <= top < end:  # «Số ĐV» over the people of a unit
            yield Claim(top, left, page.table.blocks[0], "total", rows=Rows(top, end))


def _alone(page: Figures, row: int, marked: Mapping[int, str]) -> dict[int, str]:
    """Return the only number beside those under marks; where there are more, none is known to be that of the people."""
    places = [place for place in range(len(page.grid.rows[row])) if place not in marked]
    whole = [place for place in places if page.number(row, place) is not None and not page.sums_column(row, place)]
    return {place: "total" for place in whole if len(whole) == 1}


def in_titles(page: Figures) -> Iterator[Claim]:
    """Yield what titles say that all rows below have: «Họ và tên (26 đ/c)», «HTXSNV (4 đ/c)», and the table's own."""
    table = page.table
    if table.wide or not page.units or len({*page.populations.values()}) > 1:
        return
    every = Rows(page.units[0], page.units[-1])
    if table.listed_in_title:
        row, place, number = table.listed_in_title
        yield Claim(row, place, table.blocks[0], "total", number, rows=every)
    counts = {} if page.before else _behind_titles(table.columns)  # its header is that of the page before
    for column in table.columns:
        place = column.place
        named = column.role == "total" or place == table.names.get("name")
        measure = column.level if column.role == "mark" else "total" if named else ""
        if measure and place in counts:
            header = (row for row in reversed(range(table.first, table.body)) if page.grid.text(row, place))
            yield Claim(next(header, table.first), place, table.blocks[0], measure, counts[place], rows=every)


def _behind_titles(columns: Sequence[Column]) -> dict[int, int]:
    """Return by column how many its title says there are; of bare numbers only one that can number no column."""
    titles = {column.place: column.path[-1] for column in columns}
    bare = {place: int(found[1]) for place, title in titles.items() if (found := _BARE_COUNT.search(title))}
    if len(bare) > 1 or max(bare.values(), default=0) <= len(columns):  # «(1)», «(2)» … number the columns
        bare = {}
    told = {place: count for place, title in titles.items() if (count := group_count(title)) is not None}
    return bare | told


def in_years(page: Figures) -> Iterator[Claim]:
    """Yield the cells of a row below years side by side that count a level: «Số HTXSNV │ 3 │ 4»."""
    for row in page.totals:
        label = next((text for text in page.texts(row).values() if not text.isdecimal()), "")
        if measure := level_counted(label, page.scale):
            for block in page.table.blocks:
                yield from (Claim(row, place, block, measure) for place in block.places)


def in_forms(page: Figures) -> Iterator[Claim]:
    """Yield the cells of totals in the column of a block's own totals, and all shares."""
    for block in page.table.blocks:
        if owner := total_column(block):
            columns = (owner, *with_role(block.figures, "share"))
            for column, lines in product(columns, page.sections.values()):
                yield from _of_section(block, column, lines)


def total_column(block: Block) -> Column | None:
    """Return the column in which a form prints the totals of a block: a total, or the only one of the block."""
    owners = [column for column in block.figures if column.role not in ("share", "due")]
    return next(iter(owners or (block.columns if len(block.columns) == 1 else ())), None)


def _of_section(block: Block, column: Column, lines: Sequence[tuple[int, Line]]) -> Iterator[Claim]:
    """Yield the totals of a section in one column; of shares, levels of the rated and the rest of the total."""
    counted = [row for row, line in lines if line.kind is Kind.SUBJECT]
    for row, line in lines if counted else ():
        rows, share = Rows(min(counted), max(counted)), column.role == "share"
        if share and line.measure not in ("", "total"):
            yield Claim(row, column.place, block, line.measure + SHARE, rows=rows)
        elif not share and line.kind is Kind.TOTAL:
            yield Claim(row, column.place, block, line.measure or "total", rows=rows)


def in_share_rows(page: Figures) -> Iterator[Claim]:
    """Yield the shares of a row «Tỷ lệ %» under the levels: of the unit right above it, or of what a sum adds up."""
    for row, line in page.kinds.items():
        if line.kind is Kind.SHARES:
            for block in page.table.blocks:
                rated = [one for one in block.columns if one.level in page.scale.worst_to_best]
                yield from (Claim(row, one.place, block, one.level + SHARE) for one in rated)
