"""What python-calamine does not show of an .xls workbook; xlrd does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evalkit.books.old_fonts import OldFont
from evalkit.books.unseen import UNKNOWN_ERROR, Cell, CellError, Oversized, Unseen, cut_into_runs, without_author


def scan_xls(path: Path) -> dict[str, Unseen] | None:
    """Return what each sheet hides, by the sheet's name; None where the file cannot be looked into.

    Raises:
        Oversized: its directory of sectors never ends.
    """
    import xlrd

    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as log,
            xlrd.open_workbook(path, logfile=log, formatting_info=True, on_demand=True, ragged_rows=True) as book,
        ):
            fonts = _Fonts(book)
            return {name: _scan(book.sheet_by_name(name), fonts) for name in book.sheet_names()}
    except xlrd.compdoc.CompDocError as error:
        if "MSAT extension corruption" in str(error):  # a chain of sectors that never ends
            raise Oversized("danh mục bên trong tệp quay vòng") from error
        return None
    except Exception:  # xlrd raises whatever a damaged file leads it to
        return None


class _Fonts:
    """The fonts of a workbook that matter: those of before Unicode, and those with a line through."""

    def __init__(self, book: Any) -> None:
        self.struck = {number for number, font in enumerate(book.font_list) if font.struck_out}
        old = {number: found for number, font in enumerate(book.font_list) if (found := OldFont.named(font.name))}
        fonts = [style.font_index for style in book.xf_list]
        self.old_styles = {style: old[font] for style, font in enumerate(fonts) if font in old}
        self.struck_styles = {style for style, font in enumerate(fonts) if font in self.struck}


def _scan(sheet: Any, fonts: _Fonts) -> Unseen:
    rows = {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden or about.height == 0}
    columns = ((n, n) for n, about in sorted(sheet.colinfo_map.items()) if about.hidden or about.width == 0)
    unseen = Unseen(dict(_errors(sheet)), frozenset(rows), tuple(columns))
    for cell, style in _styled(sheet, {*fonts.old_styles, *fonts.struck_styles}):
        if style in fonts.old_styles:
            unseen.fonts[cell] = fonts.old_styles[style]
        if style in fonts.struck_styles:
            unseen.struck.add(cell)
    for cell, starts in sheet.rich_text_runlist_map.items() if fonts.struck else ():
        text = str(sheet.cell_value(*cell))
        unseen.strike(cell, cut_into_runs(text, starts, fonts.struck, begins_struck=cell in unseen.struck))
    unseen.comments = {cell: without_author(note.text, note.author) for cell, note in sheet.cell_note_map.items()}
    return unseen


def _errors(sheet: Any) -> Iterator[tuple[Cell, CellError]]:
    import xlrd

    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        for column in range(len(kinds)) if xlrd.XL_CELL_ERROR in kinds else ():
            if kinds[column] == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(sheet.cell_value(row, column), UNKNOWN_ERROR)
                yield (row, column), CellError(text)


def _styled(sheet: Any, styles: set[int]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells of these styles."""
    for row in range(sheet.nrows if styles else 0):
        for column in range(sheet.row_len(row)):
            style = sheet.cell_xf_index(row, column)
            if style in styles:
                yield (row, column), style
