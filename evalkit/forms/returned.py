"""Copies of the workbooks with problems, for the units: cells coloured and commented, a first sheet with the list."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from evalkit.books.grid import Grid, as_text, place
from evalkit.books.package_scan import OUTPUT_AUTHOR, OUTPUT_MARK
from evalkit.books.workbook import FAULTS, Unreadable, open_grids
from evalkit.file_access import refusal_to_write, write_together
from evalkit.forms.advice import advise_units
from evalkit.office import BOX, address, boxed, legal, link, put, set_page, set_widths
from evalkit.reading import Reading, Source
from evalkit.reading.files import PARQUET
from evalkit.settings import LIMITS
from evalkit.tables import SEVERITIES

LIST = "Cần sửa"
_MARKABLE = (".xlsx", ".xlsm")
_LOST = ("xl/media/", "xl/charts/", "xl/activex/", "xl/embeddings/", "xl/slicers/", "xl/pivottables/")
_FILLS = {"error": PatternFill("solid", fgColor="F4B6B0"), "warning": PatternFill("solid", fgColor="FFF2CC")}
_EDGES = {"error": Side(style="thick", color="9C0006"), "warning": Side(style="mediumDashed", color="7F6000")}
_HEADER = ("Số", "Loại", "Trang tính", "Ô", "Đang ghi", "Cần làm", "Gợi ý")
_MARKED = "Sửa các ô được tô màu rồi gửi lại chính tệp này; có thể để nguyên trang này."
_UNMARKED = "Không đánh dấu được vào tệp gốc. Sửa tệp gốc theo danh sách này rồi gửi lại."
_WITHOUT_PICTURES = "Bản sao này không giữ hình ảnh, biểu đồ của tệp gốc; cần chúng thì sửa vào tệp gốc. "
_WIDTHS = (6, 11, 20, 8, 24, 62, 20)


class FormError(Exception):
    """The files cannot be written; the message is one Vietnamese line that says why and what to do."""


def write_returns(reading: Reading, folder: str | os.PathLike[str]) -> list[Path]:
    """Write a copy for every workbook with errors or warnings of its own; the originals stay as they are.

    Returns:
        The files written, in the order of the sources.
    Raises:
        FormError: the folder lies among the workbooks, a file stands there already, or it cannot be written to.
    """
    into = Path(folder)
    found = reading.problems[reading.problems["severity"].isin(("error", "warning"))]
    found = advise_units(found, reading)
    workbooks = [source for source in reading.sources if source.path.suffix.lower() != PARQUET]
    waiting = [(source, found[found["file"] == source.name]) for source in workbooks]
    copies = [(source, problems, into / _name(source)) for source, problems in waiting if len(problems)]
    _refuse_what_is_there(reading.sources, into, [copy for _, _, copy in copies])
    try:
        with write_together(into) as scratch:
            for source, problems, copy in copies:
                _write(source, problems, scratch / copy.relative_to(into))
    except OSError as error:
        raise FormError(refusal_to_write(into, error)) from error
    return [copy for _, _, copy in copies]


def _name(source: Source) -> Path:
    """Return the same name below the folder; what cannot be marked gets a workbook called after it."""
    name = Path(*[part for part in Path(source.name).parts if part not in ("..", Path(source.name).anchor)])
    return name if name.suffix.lower() in _MARKABLE else name.with_name(f"{name.name} - cần sửa.xlsx")


def _refuse_what_is_there(sources: Sequence[Source], into: Path, copies: Sequence[Path]) -> None:
    for source in sources:
        if into.resolve().is_relative_to(source.path.resolve().parent):
            raise FormError(f"«{into}» là thư mục có tệp đơn vị gửi. Chọn một thư mục khác, ngoài thư mục số liệu.")
    taken = next((copy for copy in copies if copy.exists()), None)
    if taken:
        raise FormError(f"Đã có «{taken}», không ghi đè. Chọn một thư mục mới.")


def _write(source: Source, problems: pd.DataFrame, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    book = _marked(source, problems) if source.path.suffix.lower() in _MARKABLE else None
    (book or _listed(source, problems)).save(copy)


def _marked(source: Source, problems: pd.DataFrame) -> Workbook | None:
    """Return the workbook with its cells marked; None where it cannot be opened for writing."""
    try:
        book = load_workbook(source.path, keep_vba=source.path.suffix.lower() == ".xlsm", rich_text=True)
        with zipfile.ZipFile(source.path) as parts:
            loses = any(name.lower().startswith(_LOST) for name in parts.namelist())
    except Exception:  # openpyxl raises whatever a damaged file leads it to
        return None
    for (sheet, cell), rows in problems[problems["cell"] != ""].groupby(["sheet", "cell"], sort=False):
        if sheet in book.sheetnames and isinstance(book[sheet], Worksheet):
            _mark(book[sheet], cell, rows)
    _list(book, source, problems, note=f"{_WITHOUT_PICTURES if loses else ''}{_MARKED}")
    return book


def _mark(sheet: Worksheet, address: str, problems: pd.DataFrame) -> None:
    cell = sheet[address]
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            cell = sheet.cell(merged.min_row, merged.min_col)
    worst = "error" if "error" in set(problems["severity"]) else "warning"
    edge = _EDGES[worst]
    cell.fill, cell.border = _FILLS[worst], Border(edge, edge, edge, edge)
    said = [f"{SEVERITIES[row.severity]}: {_without_place(row)}" for row in problems.itertuples()]
    text = "\n".join([*([cell.comment.text] if cell.comment else []), *said])
    cell.comment = Comment(
        legal(text), OUTPUT_AUTHOR, width=380, height=24 + 20 * (1 + len(text) // 45 + text.count("\n"))
    )


def _list(book: Workbook, source: Source, problems: pd.DataFrame, *, note: str, grids: Sequence[Grid] = ()) -> None:
    """Write the first sheet: every problem with a link to its cell; where the cells are not here, with its row's
    words.
    """
    sheet = book.create_sheet(LIST if LIST not in book.sheetnames else f"{LIST} (2)", 0)
    book.active = 0
    header = (*_HEADER, "Dòng này ghi") if grids else _HEADER
    put(sheet.cell(1, 1), f"{FAULTS} «{Path(source.name).name}»", bold=True, size=14)
    put(sheet.cell(2, 1), note, italic=True)
    rows = {grid.name: grid for grid in grids}
    for column, text in enumerate(header, 1):
        boxed(put(sheet.cell(4, column), text, bold=True), head=True)
    for number, row in enumerate(problems.itertuples(), 1):
        told = [number, SEVERITIES[row.severity], row.sheet, row.cell, row.found, _without_place(row), row.suggestion]
        told += [_row_text(rows.get(row.sheet), row.cell)] if grids else []
        for column, value in enumerate(told, 1):
            cell = put(sheet.cell(4 + number, column), value)
            cell.alignment, cell.border = Alignment("left", "top", wrap_text=True, indent=1), BOX
        if row.cell and not grids and row.sheet in book.sheetnames:
            link(sheet.cell(4 + number, 4), address(row.sheet, row.cell))
    set_widths(sheet, (*_WIDTHS, 60)[: len(header)])
    sheet.freeze_panes = "A5"
    set_page(sheet, repeat="4:4", left=0.4, right=0.4)


def _listed(source: Source, problems: pd.DataFrame) -> Workbook:
    """Return a workbook with the list alone, for formats that cannot be marked and files that cannot be opened."""
    book = Workbook()
    book.remove(book.active)
    try:
        grids = [grid for grid in open_grids(source.path, LIMITS) if set(problems["sheet"]) & {grid.name}]
    except Unreadable:
        grids = []
    _list(book, source, problems, note=_UNMARKED, grids=grids)
    book.properties.category = OUTPUT_MARK
    return book


def _row_text(grid: Grid | None, cell: str) -> str:
    if grid is None or not cell:
        return ""
    row, _ = place(cell, grid.top, grid.left)
    return " | ".join(as_text(value) for value in grid.rows[row]) if row < len(grid.rows) else ""


def _without_place(row: Any) -> str:
    """Return a message without the file, sheet and cell in front of it: they have columns of their own."""
    return str(row.message).partition(": ")[2] or str(row.message)
