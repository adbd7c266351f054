"""Cells typed for fonts of before Unicode: told by the cell's font or by the sheet's letters, converted in the grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.vietnamese.legacy import (
    Encoding,
    becomes_vietnamese,
    from_legacy,
    has_foreign_letters,
    is_beyond_legacy,
    is_suspect,
    legacy_encoding,
    may_be_legacy,
)


@dataclass(frozen=True)
class OldFont:
    """What a font of before Unicode makes of its letters; some show capitals only (.VnTimeH)."""

    encoding: Encoding
    capitals: bool = False

    @staticmethod
    def named(name: str) -> OldFont | None:
        """Return the font of that name, where it is one of those."""
        if name.lower().startswith(".vn"):
            return OldFont("TCVN3", name.endswith("H"))
        return OldFont("VNI") if name.lower().startswith(("vni-", "vni ")) else None

    def shown(self, text: str) -> str:
        """Return the text as this font shows it."""
        found = from_legacy(text, self.encoding)
        return found.upper() if self.capitals else found


@dataclass(frozen=True)
class Converted:
    """What was converted on a sheet: of which encoding, how many cells, and the first of them (row, column)."""

    encoding: Encoding
    cells: int
    first: tuple[int, int]


def convert(
    rows: list[list[Any]], cells: Collection[Any], fonts: Mapping[tuple[int, int], OldFont]
) -> Converted | None:
    """Turn old text into Unicode, in place.

    `cells` are the different ones of all rows; `fonts` those of the cells, where the workbook tells them.
    """
    texts = [cell for cell in cells if cell.__class__ is str and not cell.isascii()]
    guessed = legacy_encoding(texts) if has_foreign_letters("\n".join(texts)) else None
    if not fonts and not guessed:
        return None
    found = list(_old_cells(rows, fonts, guessed, mixed=any(map(is_beyond_legacy, texts))))
    for row, column, font in found:
        rows[row][column] = font.shown(rows[row][column])
    return Converted(found[0][2].encoding, len(found), found[0][:2]) if found else None


def _old_cells(
    rows: Sequence[Sequence[Any]], fonts: Mapping[tuple[int, int], OldFont], guessed: Encoding | None, *, mixed: bool
) -> Iterator[tuple[int, int, OldFont]]:
    """Yield the cells of old text: by their font; else by their letters, or by their column's where they could be
    either.
    """
    texts = [
        (row, column, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell.__class__ is str and not cell.isascii()
    ]
    old = Counter(column for _, column, cell in texts if is_suspect(cell))
    new = Counter(column for _, column, cell in texts if is_beyond_legacy(cell))
    for row, column, cell in texts:
        if not may_be_legacy(cell):
            continue
        if font := fonts.get((row, column)):
            yield row, column, font
            continue
        sure = is_suspect(cell) or not mixed or old[column] > new[column]
        if guessed and sure and becomes_vietnamese(cell, guessed):
            yield row, column, OldFont(guessed)
