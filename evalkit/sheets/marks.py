"""What the signs under the levels of a table say: an x, a tick, a cross beside ticks, a 1 where ones mark."""

from __future__ import annotations

from evalkit.scale import Scale
from evalkit.sheets.body import Body
from evalkit.sheets.model import COUNTS, Block, Column, Value
from evalkit.sheets.vocabulary import BLANK_MARKS, MARKS, NO_MARKS, is_total
from evalkit.sheets.vocabulary.cells import CROSSES, TICKS
from evalkit.vietnamese import fold

_BRACKETS = "()[]"


class Marks:
    """Tells the signs by which a table gives a level from those that say no."""

    def __init__(self, body: Body, scale: Scale) -> None:
        self.body, self.scale = body, scale
        self._by_ones = {id(block): self._ones(block) for block in body.table.blocks}
        self._crossed = {id(block): self._has_crosses(block) for block in body.table.blocks}
        self._of_units = {id(block) for block in body.table.blocks if self._marks_units(block)}

    def is_filled(self, row: int, column: Column, block: Block) -> bool:
        """Return whether a cell of a matrix holds more than nothing, a dash, or a sign that says no."""
        text = self.body.texts(column.place)[row]
        crossed = self._crossed[id(block)] and fold(text) in CROSSES
        return text not in BLANK_MARKS and fold(text) not in NO_MARKS and not crossed

    def is_mark(self, text: str, column: Column, block: Block) -> bool:
        """Return whether a text is a mark: an x, a 1 where ones mark, or the level's own word under its own title."""
        if fold(text) in MARKS or (text == "1" and self._by_ones[id(block)]):
            return True
        return self.scale.level_of(text) == column.level

    def is_unit(self, text: str, block: Block) -> bool:
        """Return whether a text under numbers stands for one: an x for the unit of the row, «Xếp loại chi bộ»."""
        return id(block) in self._of_units and fold(text) in MARKS

    def _marks_units(self, block: Block) -> bool:
        """Return whether each named row of a block of numbers marks one level at most, and has no numbers."""
        if block.shape is not COUNTS or block.population in ("", "member"):
            return False
        rows = [[text for text in map(fold, row) if text not in BLANK_MARKS | NO_MARKS] for row in self._rows(block)]
        return any(rows) and all(len(row) <= 1 and MARKS.issuperset(row) for row in rows)

    def _rows(self, block: Block) -> list[tuple[str, ...]]:
        """Return what stands under the levels of a block in each row of somebody."""
        rows = zip(*map(self.body.texts, block.places), strict=True)
        return [row for name, row in zip(self.body.names, rows, strict=True) if name and not is_total(name)]

    def _has_crosses(self, block: Block) -> bool:
        """Return whether the levels that are not given are crossed out: a row has a tick and crosses."""
        if block.shape.value is not Value.MARK:
            return False
        columns = [list(map(fold, self.body.texts(place))) for place in block.places]
        return any(not (TICKS.isdisjoint(row) or CROSSES.isdisjoint(row)) for row in zip(*columns, strict=True))

    def _ones(self, block: Block) -> bool:
        """Return whether a 1 marks the level: whoever is named has no other number under the levels than one 1."""
        if block.shape.value is not Value.MARK:
            return False
        rows = [
            [text for text in row if text.strip(_BRACKETS).isdecimal() and text != "0"] for row in self._rows(block)
        ]
        return ["1"] in rows and all(row == ["1"] for row in rows if len(row) == 1)  # several number the columns
