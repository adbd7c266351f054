"""A column of levels beside an earlier one: where it corrects some of these, a blank leaves the level as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from evalkit.problems import Tell
from evalkit.scale import Scale
from evalkit.sheets.body import Body
from evalkit.sheets.model import LIST, Block
from evalkit.sheets.vocabulary import BLANK_MARKS, keeps_level

Decide = Callable[[Sequence[Block]], tuple[Block, bool]]


def with_earlier(chosen: Block, rivals: Sequence[Block], decide: Decide) -> Block:
    """Return the deciding block of words with the column that would decide without it, if one certainly would."""
    others = [block for block in rivals if block is not chosen and block.shape is LIST]
    if chosen.shape is not LIST or not others:
        return chosen
    earlier, certain = decide(others)
    return replace(chosen, earlier=earlier.columns[0]) if certain else chosen


def unchanged_rows(block: Block, body: Body, scale: Scale, tell: Tell) -> frozenset[int]:
    """Return the rows whose level a column of corrections leaves as the earlier column has it, and say so.

    Where it repeats a level that stays, it is filled for all, and a blank in it is a level that is missing.
    """
    column = block.columns[0]
    if block.earlier is None or not block.corrects:
        return frozenset()
    now, before = body.texts(column.place), body.texts(block.earlier.place)
    given = [(scale.level_of(one), scale.level_of(other)) for one, other in zip(now, before, strict=True)]
    if any(one and one == other for one, other in given):
        return frozenset()
    rows = [row for row, (_, level) in enumerate(given) if level and (now[row] in BLANK_MARKS or keeps_level(now[row]))]
    if rows:
        message = (
            f"cột «{column.title}» để trống ở {len(rows)} dòng, bắt đầu từ ô này: được hiểu là không điều chỉnh, lấy "
            f"mức ở cột «{block.earlier.title}». Nếu không đúng: ghi mức cuối cùng vào cột «{column.title}»."
        )
        tell("warning", "level_unchanged", message, body.cell(rows[0], column.place), str(len(rows)))
    return frozenset(rows)
