"""The cells of a Word table: widths, texts and sides, rows that stay together and a header that repeats."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from functools import cache
from math import ceil
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from evalkit.office import legal

_FIGURE = re.compile(r"[-+]?[\d.,]+%?|–|…|")  # "…": hidden
_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

_LETTER = 1.85  # mm of width a letter takes on average, in the table's 11 points
_LINE, _PADDING, _MARGIN = 4.5, 0.9, 1.5  # mm: a line, what stands above and below it, and left and right


def table_height(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> float:
    """Return about how many mm a table will be high on paper."""

    def lines(text: str, width: float) -> int:
        return max(1, ceil(len(text) * _LETTER / max(width - _MARGIN, 1)))

    def row_height(row: Sequence[str]) -> float:
        fitted = zip(row, widths, strict=True) if len(row) > 1 else [(row[0], sum(widths))]
        return max(lines(*cell) for cell in fitted) * _LINE + _PADDING

    return sum(map(row_height, (header, *rows)))


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set fixed column widths in mm, and narrow margins inside the cells."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    count, cells = len(widths), table._cells
    for place, cell in enumerate(cells):
        cell.width = Mm(widths[place % count])
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def write_cells(
    table: Table, header: Sequence[str], rows: Sequence[Sequence[str]], bold: Collection[int], *,
    styles: tuple[str | None, str | None],
) -> None:  # fmt: skip
    """Write header and rows: figures on the right, a row of one cell across the table, the rows in `bold` bold.

    `styles` are the paragraph styles of the header and of the body.
    """
    cells, columns = table._cells, range(len(header))
    full = [row for row in rows if len(row) > 1]
    sides = [_RIGHT if all(_FIGURE.fullmatch(row[column]) for row in full) else _LEFT for column in columns]
    head, body = styles
    for column in columns:
        _fill(cells[column], header[column], style=head, alignment=_CENTRE)
    for place, row in enumerate(rows):
        line = cells[(place + 1) * len(header) : (place + 2) * len(header)]
        if len(row) == 1:
            _fill(line[0].merge(line[-1]), row[0], style=body, bold=True, alignment=_LEFT)
            continue
        for cell, text, side in zip(line, row, sides, strict=True):
            _fill(cell, text, style=body, bold=place in bold, alignment=side)


def _fill(cell: _Cell, text: str, *, style: str | None, alignment: Any, bold: bool = False) -> None:
    paragraph = deepcopy(_form(style, alignment, bold=bold))
    paragraph[-1].text = legal(text)
    cell._tc.replace(cell._tc.p_lst[0], paragraph)


@cache
def _form(style: str | None, alignment: Any, *, bold: bool) -> Any:
    """Return a paragraph of one empty run to copy: python-docx takes ten times as long to build one."""
    paragraph: Any = OxmlElement("w:p")
    paragraph.style, paragraph.alignment = style, alignment
    Run(paragraph.add_r(), Paragraph(paragraph, None)).bold = bold or None  # type: ignore[arg-type]
    return paragraph


def keep_rows(table: Table, rows: Sequence[Sequence[str]], bold: Collection[int], *, together: bool) -> None:
    """Repeat the first row on every page; no row is broken across pages, nor a short table, nor what stands below it.

    The head of a group, a title or in bold, stays with the row below it; head and note each have two rows with them.
    """
    width, cells = len(table.columns), table._cells
    heads = [0, 1, *(place for place, row in enumerate(rows, 1) if len(row) == 1 or place - 1 in bold)]
    for place in [] if together else heads:
        _keep_with_next(cells[place * width])
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
    for cell in cells if together else cells[-2 * width :]:
        _keep_with_next(cell)


def _keep_with_next(cell: _Cell) -> None:
    cell._tc.p_lst[0].get_or_add_pPr().get_or_add_keepNext()
