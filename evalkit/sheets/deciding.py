"""Which of several columns that rate the same people decides: by the words of a decision and by who rates."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.sheets.model import Block
from evalkit.sheets.vocabulary import DECISION, is_correction

_OF_THE_CELL = 2  # the rank of the cell whose list it is: a rating without a rater may be of somebody higher


def deciding(rivals: Sequence[Block]) -> tuple[Block, bool]:
    """Return the block that decides, and whether words, not its place alone, settle that.

    A decision comes before everything but the rating of a higher organ, which is asked about: «Chi bộ quyết định»
    beside «Đảng ủy xếp loại»; else the higher rater; of equals, and where one names no rater, the last.
    """
    decided = [block for block in rivals if _rank(block) >= DECISION]
    if decided:
        best = _highest(decided)
        above = [block for block in rivals if _organ(best[-1]) and _organ(block) > _organ(best[-1])]
        return (_highest(above)[-1], False) if above else (best[-1], len(best) == 1)
    plain = [block for block in rivals if not block.part]
    rivals = plain or rivals  # "HTTNV / SL" beside "HTTNV / …"
    rivals = [block for block in rivals if _rank(block) >= 0] or rivals  # opinions decide nothing beside a result
    last = rivals[-1]
    if not _rank(last):  # "Chi bộ xếp loại", then "Xếp loại"
        of_the_cell = all(0 < _rank(block) <= _OF_THE_CELL for block in rivals[:-1])
        return last, of_the_cell or is_correction(last.columns[0].path[-1])
    best = _highest(rivals)
    below = _rank(best[-1]) <= _OF_THE_CELL and any(not _rank(block) for block in rivals)  # "Xếp loại", "Chi bộ"
    return best[-1], len(best) == 1 and not below


def _rank(block: Block) -> int:
    return max(column.rank for column in block.columns)


def _organ(block: Block) -> int:
    """Return how high the rater stands, whether it decides or not."""
    return _rank(block) % DECISION


def _highest(blocks: Sequence[Block]) -> list[Block]:
    best = max(map(_rank, blocks))
    return [block for block in blocks if _rank(block) == best]
