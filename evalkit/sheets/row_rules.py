"""The ordered table of what a row may be: the first rule that fits decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evalkit.sheets.headers import NUMBER_ROWS
from evalkit.sheets.model import SUMS, Kind
from evalkit.sheets.row_state import BLOCK, Row, RowState
from evalkit.sheets.subtotals import are_shares_of_above, counts_level, gives_shares
from evalkit.sheets.vocabulary import (
    group_year,
    is_carried,
    is_comparison,
    is_example,
    is_example_note,
    is_example_number,
    is_group_number,
    is_mean,
    is_named_note,
    is_note,
    is_of_all,
    is_placeholder,
    is_share_row,
    is_total,
    may_be_total,
    may_number,
    role_of,
)
from evalkit.vietnamese import fold

_COUNTED = SUMS | {Kind.SUBJECT}


Rule = Callable[[Row, RowState], Any]
RULES: tuple[tuple[Kind, Rule], ...] = (  # from the certain to the doubtful
    (Kind.SECOND, lambda line, at: line.row in at.second_rows),
    (Kind.EXAMPLE, lambda line, _at: is_example_number(line.number) or (line.name and is_example(line.name))
        or (line.rated and is_example_note(line.texts[-1]))),
    (Kind.HEADER, lambda line, at: tuple(line.texts) in at.headers),
    (Kind.PLACEHOLDER, lambda line, at: at.is_dotted(line)),
    (Kind.FILTERED, lambda line, at: (line.key or line.rated) and at.is_filtered(line)),
    (Kind.SUBJECT, lambda line, at: line.key and line.rated and (line.name or not at.named) and not is_total(line.name)
        and not (line.row < NUMBER_ROWS and may_number(line.name))),
    (Kind.NUMBERING, lambda line, at: at.is_numbering(line)),
    (Kind.CARRIED, lambda line, _at: any(map(is_carried, (line.name, *line.texts[:2])))),
    (Kind.TOTAL, lambda line, _at: any(map(is_total, (line.name, *line.texts[:2])))),
    (Kind.TOTAL, lambda line, at: (line.rated or at.has_total(line)) and at.years.adds_up(line.row)),
    (Kind.TOTAL, lambda line, at: not line.key and at.summarises(line)),
    (Kind.TOTAL, lambda line, at: at.table.wide and not (at.counts or line.key or line.counted) and line.rated
        and counts_level(at.body, line.row, line.label, at.scale)),
    (Kind.TOTAL, lambda line, at: not line.name and not line.key and line.row in at.subtotals),
    (Kind.TOTAL, lambda line, at: at.counts and line.rated and not line.counted
        and (may_be_total(line.label) or (at.seen and is_of_all(line.label)))),
    (Kind.SUBSET, lambda line, at: line.rated and at.counts and at.is_subset(line)),
    (Kind.COMPARISON, lambda line, at: line.rated and at.years.compares(line.row) and is_mean(line.name)),
    (Kind.SHARES, lambda line, at: line.rated and not (line.counted or line.key)
        and at.before in (_COUNTED if at.counts else SUMS) and gives_shares(at.body, line.row, line.label)),
    (Kind.SHARES, lambda line, at: at.counts and line.rated and not (line.name or line.number or line.key)
        and at.before in SUMS and are_shares_of_above(at.body, line.row, at.scale)),
    (Kind.COMPARISON, lambda line, at: line.rated and at.counts and not line.counted and is_comparison(line.label)),
    (Kind.COMPARISON, lambda line, at: line.rated and at.years.compares(line.row)),
    (Kind.COMPARISON, lambda line, at: not (line.key or line.counted or at.readable(line))
        and is_share_row(line.label)),
    (Kind.TOTAL, lambda line, at: (subtotal := at.subtotal(line)) and subtotal.last < line.row),
    (Kind.SUBTOTAL, lambda line, at: at.subtotal(line)),
    (Kind.SUBTOTAL, lambda line, at: line.rated and at.numbered and is_group_number(line.number)
        and at.has_parts(line)),
    (Kind.SUBTOTAL, lambda line, at: line.rated and at.numbered and not line.number and not line.key
        and fold(line.name).startswith(BLOCK) and at.has_parts(line)),
    (Kind.LEFT, lambda line, at: not line.rated and line.name and at.has_left(line)),
    (Kind.SUBJECT, lambda line, at: line.key and at.card),
    (Kind.SIGNATURE, lambda line, at: at.is_signature(line) and not at.readable(line)),
    (Kind.UNFILLED, lambda line, at: line.key and at.counts and not line.rated),
    (Kind.NOTE, lambda line, at: line.key and not line.rated and not line.name and at.named
        and (is_note(line.texts[0]) or len(line.key.split()) > 2)),
    (Kind.NOTE, lambda line, at: any(map(is_named_note, line.texts[:2])) and not (line.counted or at.readable(line))),
    (Kind.GROUP, lambda line, at: line.rated and at.is_rated_unit(line)),
    (Kind.SUBJECT, lambda line, _at: line.key or line.rated),
    (Kind.HEADER, lambda line, _at: len(line.texts) > 1 and all(map(role_of, line.texts))),  # of a summary below
    (Kind.NOTE, lambda line, at: is_note(line.texts[0]) and not line.counted
        and not at.names_organisation(line.texts[-1]) and group_year(line.texts[-1]) is None),
    (Kind.NUMBER_ONLY, lambda line, _at: line.counted
        and all(is_placeholder(text) for text in line.texts if text != line.number)),
    (Kind.PLACEHOLDER, lambda line, _at: all(map(is_placeholder, line.texts))),
    (Kind.GROUP, lambda line, at: at.is_group(line)),
    (Kind.SUBTOTAL, lambda line, at: at.has_total(line) and at.heads_parts(line)),
    (Kind.GROUP, lambda line, at: at.heads_parts(line)),
    (Kind.UNFILLED, lambda _line, at: at.counts),
    (Kind.NOTE, lambda line, at: at.is_remark(line)),
)  # fmt: skip
