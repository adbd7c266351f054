"""Numbers and shares that a row prints under the titles of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.books.cells import Share, printed_shares
from evalkit.sheets.model import Block, Column, Kind, Line, Value
from evalkit.sheets.printed.page import Claim, Figures, Rows
from evalkit.sheets.vocabulary import is_share_row

# --- counts: figures in a unit's own row, and in the rows that add units up ------------------------------------------


def in_counts(page: Figures) -> Iterator[Claim]:
    """Yield the figures beside the levels in each unit's row, and all numbers of the rows that add units up."""
    for row in sorted((*page.units, *page.sums)):
        shares = _shares_of_row(page, row)
        for block in page.counts:
            if row in page.counted:
                rows = Rows(row, row)
                yield from _of_parts(page, row, block)
            else:
                rows = page.covered(row, page.fits_columns(row, block.places))
                yield from _numbers(page, row, block, block.columns, rows)
            yield from _numbers(page, row, block, block.figures, rows)
            yield from _shares(row, block, shares, rows)


def _numbers(page: Figures, row: int, block: Block, columns: tuple[Column, ...], rows: Rows) -> Iterator[Claim]:
    for column in columns:
        number = None if column.role == "share" else page.number(row, column.place)
        if number is not None:
            yield Claim(row, column.place, block, column.level or column.role, number, rows)


def _of_parts(page: Figures, row: int, block: Block) -> Iterator[Claim]:
    """Yield what the parts of a whole add up to at each level: the row prints it twice."""
    for level in dict.fromkeys(column.level for column in block.parts):
        places = [column.place for column in block.parts if column.level == level]
        if any(page.number(row, place) is not None for place in places):
            yield Claim(row, places[0], block, level, page.across(row, places), Rows(row, row))


def _shares_of_row(page: Figures, row: int) -> Mapping[int, Share | None]:
    """Return the shares of a row by column: all are of 1, or all of 100."""
    places = [column.place for block in page.counts for column in block.figures if column.role == "share"]
    return dict(zip(places, printed_shares([page.grid.value(row, place) for place in places]), strict=True))


def _shares(row: int, block: Block, shares: Mapping[int, Share | None], rows: Rows) -> Iterator[Claim]:
    for column in block.figures:
        share = shares.get(column.place)
        if share and (measure := _measure_beside(column, block)):
            yield Claim(row, column.place, block, f"{measure}_share", share.value, rows, share.decimals)


def _measure_beside(column: Column, block: Block) -> str:
    """Return the measure whose share a column prints: its title's level, else the level to its left."""
    if column.level:
        return column.level
    left = [mark for mark in (*block.columns, *block.figures) if mark.place == column.place - 1]
    return left[0].level or left[0].role if left else ""


def fractions(page: Figures) -> Iterator[tuple[int, int]]:
    """Yield row and column of printed numbers that are not whole."""
    for row in sorted((*page.units, *page.sums)) if page.table.label is None else ():
        for block in page.counts:
            columns = (*block.figures, *(() if row in page.counted else block.columns))
            places = [column.place for column in columns if column.role != "share"]
            fractional = (place for place in places if isinstance(page.grid.value(row, place), float))
            yield from ((row, place) for place in fractional if page.number(row, place) is None)


# --- lists: how many are named, or how many at each level ------------------------------------------------------------


def in_lists(page: Figures) -> Iterator[Claim]:
    """Yield what a total prints under the marks or in the column of totals."""
    blocks = [block for block in page.table.blocks if block.shape.value is Value.MARK]
    marked = {column.place: column.level for block in blocks for column in block.columns}
    total = page.table.names.get("total")
    for row in page.totals:
        counts_rows = total is not None and not page.sums_column(row, total)
        for place, measure in (marked | ({total: "total"} if total is not None and counts_rows else {})).items():
            if (number := page.number(row, place)) is not None:
                yield of_list(page, row, place, measure, number)


def of_list(page: Figures, row: int, place: int, measure: str, number: int) -> Claim:
    """Return what a number says of the rows of a list that it fits best."""
    rows = page.covered(row, page.fits_columns(row, [place]))
    return Claim(row, place, page.table.blocks[0], measure, number, rows)


# --- forms: totals, numbers rated and shares of a section ------------------------------------------------------------


def in_forms(page: Figures) -> Iterator[Claim]:
    """Yield what the rows of totals print in the column of a block's own totals, and all shares."""
    sections = sorted({line.section for line in page.lines})
    owned = ((block, owner) for block in page.table.blocks if (owner := total_column(block)))
    for block, owner in owned:
        for section in sections:
            lines = {page.table.body + line.row: line for line in page.lines if line.section == section}
            counted = [row for row, line in lines.items() if line.kind is Kind.SUBJECT]
            if counted:
                yield from _of_section(page, block, owner, lines, Rows(min(counted), max(counted)))


def total_column(block: Block) -> Column | None:
    """Return the column in which a form prints the totals of a block: a total, or the only one of the block."""
    owners = [column for column in block.figures if column.role != "share"]
    return next(iter(owners or (block.columns if len(block.columns) == 1 else ())), None)


def _of_section(page: Figures, block: Block, owner: Column, lines: Mapping[int, Line], rows: Rows) -> Iterator[Claim]:
    for row, line in lines.items():
        if line.kind is Kind.TOTAL and (number := page.number(row, owner.place)) is not None:
            yield Claim(row, owner.place, block, line.measure or "total", number, rows)
    for column in block.figures:
        if column.role == "share":
            yield from _form_shares(page, block, column.place, lines, rows)


def _form_shares(page: Figures, block: Block, place: int, lines: Mapping[int, Line], rows: Rows) -> Iterator[Claim]:
    """Yield the shares of a section: levels of the rated, the rest of the total; a base's own 100 says nothing."""
    measures = {row: line.measure for row, line in lines.items() if line.measure}
    shares = printed_shares([page.grid.value(row, place) for row in measures])
    for (row, measure), share in zip(measures.items(), shares, strict=True):
        if share and measure != "total" and not (measure == "rated" and share.value == 1):
            yield Claim(row, place, block, f"{measure}_share", share.value, rows, share.decimals)


# --- a row of shares right below a total -----------------------------------------------------------------------------


def in_share_rows(page: Figures) -> Iterator[Claim]:
    """Yield the shares of a row «Tỷ lệ %» right below a total, under its levels."""
    for total in page.totals:
        row = total + 1
        if row in page.kinds and any(map(is_share_row, page.texts(row).values())):
            for block in page.table.blocks:
                yield from _of_share_row(page, row, block, total)


def _of_share_row(page: Figures, row: int, block: Block, total: int) -> Iterator[Claim]:
    columns = [column for column in block.columns if column.level in page.scale.worst_to_best]
    places = [column.place for column in columns]
    rows = page.covered(total, page.fits_columns(total, places))
    shares = printed_shares([page.grid.value(row, place) for place in places])
    for column, share in zip(columns, shares, strict=True):
        if share:
            yield Claim(row, column.place, block, f"{column.level}_share", share.value, rows, share.decimals)
