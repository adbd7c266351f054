"""How the workbooks were understood, to be looked at: a coloured copy of each, a page over all, a frame for notebooks.

Sources of the colours and words: `evalkit.sheets.seen`. The page has titles and cell addresses, never a subject's
name; a coloured copy holds what its workbook holds and is treated like it.
"""

from __future__ import annotations

import html
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from evalkit.books.package_scan import OUTPUT_AUTHOR, OUTPUT_MARK
from evalkit.books.workbook import Unreadable, open_grids
from evalkit.file_access import refusal_to_write, write_together
from evalkit.forms.returned import FormError
from evalkit.office import legal
from evalkit.reading import Paths, Reading, Source, read
from evalkit.records import Seen, SeenColumn
from evalkit.settings import LIMITS

PAGE = "giai-thich.html"
_LEGEND = "Chú giải"
_KEPT = {".xlsx", ".xlsm"}  # formats whose copy keeps its look; of others the values are written anew
_SUBJECT = "dòng có kết quả"


class Colour(NamedTuple):
    """A colour of the copies, what it means, and the kinds of rows that have it."""

    rgb: str
    meaning: str
    kinds: tuple[str, ...] = ()


_HEADER = Colour("9DC3E6", "tiêu đề của bảng")
_VALUE = Colour("A9D18E", "ô được đọc: mức, dấu hoặc số lượng")
_ROWS = (
    Colour("E2F0D9", _SUBJECT, ("",)),
    Colour(
        "D9D9D9",
        "dòng cộng: được so lại, không đếm thêm",
        ("dòng tổng cộng", "dòng cộng của nhóm", "dòng cộng trang, mang sang"),
    ),
    Colour("D9C3E8", "dòng nhóm", ("dòng nhóm",)),
    Colour(
        "FFE699",
        "tập con hoặc dòng so sánh: không đếm",
        (
            "dòng trong đó, đã có ở dòng trên",
            "tập con (trong đó, chia ra), không cộng",
            "dòng so sánh, kế hoạch hoặc năm khác",
        ),
    ),
)
_SKIPPED = Colour("EDEDED", "dòng khác, bỏ qua có lý do (ghi chú, chữ ký, số cột …)")
_REFUSED = Colour("F4B183", "bảng không đọc: xem ghi chú ở dòng tiêu đề")
_COLOURS = {kind: colour for colour in _ROWS for kind in colour.kinds}
_COLUMNS = (
    "file", "sheet", "first", "body", "end", "shape", "year", "population", "unit", "columns", "rows", "hint",
    "refused",
)  # fmt: skip


def explain(source: Reading | Paths) -> pd.DataFrame:
    """Return how each sheet of a reading, or of workbooks and folders, was understood, one row a table.

    `first`, `body` and `end` are rows as Excel shows them: where the header begins, where the rows begin and end.
    `columns` names each title with what it was taken for, `rows` counts the rows by kind, `refused` says why a table
    was not read.
    """
    reading = source if isinstance(source, Reading) else read(source)
    rows = [_row(file, seen) for file, seen in _each(reading)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _each(reading: Reading) -> Iterator[tuple[str, Seen]]:
    for file, tables in reading.seen.items():
        for seen in tables:
            yield file, seen


def _row(file: str, seen: Seen) -> tuple[object, ...]:
    columns = "; ".join(f"{column.letters} «{column.title}»: {column.use}" for column in seen.columns)
    return (
        file, seen.sheet, seen.first, seen.body, seen.end, seen.shape, seen.year, seen.population, seen.unit, columns,
        _kinds_in_words(seen), seen.hint, seen.refused,
    )  # fmt: skip


def _kinds_in_words(seen: Seen) -> str:
    counts = Counter(kind or _SUBJECT for kind in seen.kinds)
    counts.pop("dòng trống", None)
    return "; ".join(f"{kind}: {number}" for kind, number in counts.most_common())


# --- files -----------------------------------------------------------------------------------------------------------


def write_explanation(reading: Reading, folder: str | os.PathLike[str]) -> list[Path]:
    """Write a coloured copy of each workbook and one HTML page over all; return what was written.

    Raises:
        FormError: one of the files is there already, or the folder cannot be written.
    """
    into = Path(folder)
    page = into / PAGE
    copies = [(source, into / _copy_name(source.name)) for source in reading.sources]
    if taken := next((path for path in (page, *(path for _, path in copies)) if path.exists()), None):
        raise FormError(f"Đã có «{taken}», không ghi đè. Chọn một thư mục mới.")
    try:
        with write_together(into) as scratch:
            (scratch / PAGE).write_text(_page(reading), encoding="utf-8", newline="\n")
            written = [path for source, path in copies if _write_copy(source, reading, scratch / path.name)]
    except OSError as error:
        raise FormError(refusal_to_write(into, error)) from error
    return [page, *written]


def _write_copy(source: Source, reading: Reading, path: Path) -> bool:
    book = _coloured(source, reading.seen.get(source.name, ()))
    if book is not None:
        book.save(path)
    return book is not None


def _copy_name(name: str) -> str:
    """Return what the copy of a workbook is called: its own name, folders included, and that it is a copy."""
    return f"{' - '.join(part for part in Path(name).parts if part not in ('..', '/'))} - tô màu.xlsx"


def _coloured(source: Source, tables: Sequence[Seen]) -> Workbook | None:
    """Return a copy of a workbook with its rows and cells coloured; None where it cannot be opened."""
    book = _copy(source.path)
    if book is None:
        return None
    for seen in tables:
        if seen.sheet in book.sheetnames and isinstance(book[seen.sheet], Worksheet):
            _paint(book[seen.sheet], seen)
    _add_legend(book)
    book.properties.category = OUTPUT_MARK
    return book


def _copy(path: Path) -> Workbook | None:
    if path.suffix.lower() in _KEPT:
        with suppress(Exception):  # openpyxl raises whatever a damaged file leads it to
            return load_workbook(path)
    book = Workbook()
    book.remove(book.active)
    try:
        for grid in open_grids(path, LIMITS):
            sheet = book.create_sheet(grid.name[:31]) if grid.name not in book.sheetnames else book[grid.name]
            for row, cells in enumerate(grid.rows):
                for column, value in enumerate(cells):
                    if value != "":
                        shown = legal(str(value)) if isinstance(value, str) else value
                        sheet.cell(grid.top + row + 1, grid.left + column + 1, shown)
    except Unreadable:
        return None
    return book if book.sheetnames else None


def _paint(sheet: Worksheet, seen: Seen) -> None:
    """Colour the header, the rows by their kind and the cells that were read; a comment says how it was understood."""
    letters = [column.letters for column in seen.columns] or ["A"]
    last = max(map(column_index_from_string, letters))
    fill = _Filler(sheet)
    for row in range(seen.first, seen.body):
        fill(row, range(1, last + 1), _REFUSED if seen.refused else _HEADER)
    values = [column_index_from_string(column.letters) for column in seen.columns if column.rates]
    for row, kind in enumerate(seen.kinds, seen.body):
        if kind != "dòng trống":
            fill(row, range(1, last + 1), _COLOURS.get(kind, _SKIPPED))
        if not kind:
            fill(row, values, _VALUE)
    _comment(sheet, f"{letters[0]}{max(1, seen.body - 1)}", seen)


class _Filler:
    """Fill cells of one sheet; openpyxl works out each pair of an old style and a colour once, the slow step."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._styles: dict[tuple[tuple[int, ...], str], StyleArray] = {}

    def __call__(self, row: int, columns: Sequence[int], colour: Colour) -> None:
        for column in columns:
            cell = self._sheet.cell(row, column)
            if isinstance(cell, MergedCell):
                continue
            key = (tuple(cell._style or ()), colour.rgb)
            if key in self._styles:
                cell._style = copy(self._styles[key])
            else:
                cell.fill = PatternFill("solid", fgColor=colour.rgb)
                self._styles[key] = copy(cell._style)


def _comment(sheet: Worksheet, address: str, seen: Seen) -> None:
    lines = (
        [seen.refused]
        if seen.refused
        else [f"Kiểu bảng: {seen.shape}", f"Năm: {seen.year}", f"Của ai: {seen.population}"]
    )
    lines += [f"Đơn vị: {seen.unit}"] if seen.unit and not seen.refused else []
    lines += [f"{column.letters} «{column.title}»: {column.use}" for column in seen.columns]
    text = legal("\n".join(lines))
    with suppress(AttributeError):
        sheet[address].comment = Comment(text, OUTPUT_AUTHOR, width=420, height=40 + 18 * len(lines))


def _add_legend(book: Workbook) -> None:
    sheet = book.create_sheet(_LEGEND if _LEGEND not in book.sheetnames else f"{_LEGEND} (2)", 0)
    sheet.cell(1, 1, "Bản tô màu: evalkit đã hiểu từng dòng, từng ô như thế nào").font = Font(bold=True, size=13)
    for row, colour in enumerate((_HEADER, _VALUE, *_ROWS, _SKIPPED, _REFUSED), 3):
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=colour.rgb)
        sheet.cell(row, 2, colour.meaning)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 6, 70
    book.active = 0


# --- the page --------------------------------------------------------------------------------------------------------

_STYLE = """
body{font:16px/1.5 "Segoe UI",Arial,sans-serif;margin:2em auto;max-width:72em;padding:0 1em;color:#222}
table{border-collapse:collapse;margin:.5em 0 1.5em}
td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}
th{background:#eef3f8}.no{background:#fbe5d6}.yes{background:#e2f0d9}
pre{background:#f5f5f5;padding:.8em;overflow:auto}h2{margin-top:2em}
"""


def _page(reading: Reading) -> str:
    parts = [
        "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Cách hiểu từng trang tính</title>",
        f"<style>{_STYLE}</style></head><body><h1>Cách hiểu từng trang tính</h1>",
        f"<p>{len(reading.sources)} tệp. Ô trong các cột xếp loại: {_cells_in_words(reading)}.</p>",
    ]
    for source in reading.sources:
        parts.append(f"<h2>{html.escape(source.name)}</h2>")
        tables = reading.seen.get(source.name, ())
        parts += [_table(source.name, seen) for seen in tables] or ["<p class='no'>Không có bảng nào được nhận ra.</p>"]
    return "\n".join([*parts, "</body></html>"])


_FATES = {
    "read": "được đọc",
    "subset": "tập con",
    "comparison": "so sánh",
    "printed": "số cộng in sẵn",
    "not read": "không đọc",
}


def _cells_in_words(reading: Reading) -> str:
    return "; ".join(f"{word} {reading.cells.get(fate, 0)}" for fate, word in _FATES.items())


def _table(file: str, seen: Seen) -> str:
    """Return how one table was understood, and what to paste into the settings where it was not."""
    about = {
        "Trang tính": seen.sheet, "Dòng tiêu đề": f"{seen.first}–{seen.body - 1}",
        "Các dòng": f"{seen.body}–{seen.end}", "Kiểu bảng": seen.shape, "Năm": seen.year, "Của ai": seen.population,
        "Đơn vị": seen.unit, "Theo [[read]]": seen.hint, "Dòng theo loại": _kinds_in_words(seen),
        "Vì sao không đọc": seen.refused,
    }  # fmt: skip
    rows = [f"<tr><th>{name}</th><td>{html.escape(text)}</td></tr>" for name, text in about.items() if text]
    colour = "no" if seen.refused else ""
    parts = [f"<table class='{colour}'>", *rows, "</table>"]
    if seen.columns:
        parts.append("<table><tr><th>Cột</th><th>Tiêu đề</th><th>Được hiểu là</th></tr>")
        parts += [_column(column) for column in seen.columns]
        parts.append("</table>")
    if seen.columns and seen.refused:
        advice = "Nếu trang tính này phải được đọc, chép đoạn sau vào evalkit.toml và sửa lại:"
        parts.append(f"<p>{advice}</p><pre>{html.escape(read_block(file, seen))}</pre>")
    return "".join(parts)


def _column(column: SeenColumn) -> str:
    cells = (column.letters, column.title, column.use)
    row = "".join(f"<td>{html.escape(text)}</td>" for text in cells)
    return f"<tr class='yes'>{row}</tr>" if column.rates else f"<tr>{row}</tr>"


def read_block(file: str, seen: Seen) -> str:
    """Return a [[read]] block to begin with, for a table that was not understood: its own titles, to be corrected."""
    titles = [column.title for column in seen.columns]
    level = next((column.title for column in seen.columns if "có mức" in column.use), titles[-1] if titles else "")
    name = next((column.title for column in seen.columns if column.use in ("họ tên", "đơn vị", "chi bộ")), titles[0])
    key = next((column.title for column in seen.columns if column.use in ("số thẻ", "mã")), "")
    lines = [
        "[[read]]",
        f"files = {_quoted(Path(file).name)}",
        f"sheet = {_quoted(seen.sheet)}",
        'population = "member"',
    ]
    lines += [f"subject = {_quoted(key)}"] if key else []
    lines += [f"name = {_quoted(name)}", f"level = {_quoted(level)}"]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
