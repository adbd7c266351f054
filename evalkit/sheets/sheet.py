"""One sheet, or one workbook, read: its tables one after the other, and what was found that nobody reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from evalkit.books.grid import Grid
from evalkit.books.workbook import FAULTS, Unreadable, open_grids
from evalkit.records import FileReading, row_of
from evalkit.scale import Scale, legend_in
from evalkit.settings import LIMITS, Hint, Limits
from evalkit.sheets.choices import offers_choices
from evalkit.sheets.context import Context, context_of, years_around
from evalkit.sheets.headers import side_by_side
from evalkit.sheets.hint_doubts import doubts_of_hint
from evalkit.sheets.hints import Hinted, find_hinted, hints_for, wanted_titles
from evalkit.sheets.line_remarks import Lines, tell_lines
from evalkit.sheets.margins import tell_margins
from evalkit.sheets.model import Table
from evalkit.sheets.pages import continued, goes_on, repeats
from evalkit.sheets.printed.boxes import Workbook, find_boxes
from evalkit.sheets.printed.page import Figures
from evalkit.sheets.reader import TableReader
from evalkit.sheets.remarks import ColumnRemarks
from evalkit.sheets.seen import seen_table
from evalkit.sheets.tables import find_tables
from evalkit.sheets.unread import tell_not_read, tell_out_of_scope, tell_sheet_not_read
from evalkit.sheets.vocabulary import explains_colours, is_continued, is_of_year, names_month
from evalkit.sheets.whose import ALONE, WHOSE


def read_workbook(
    path: Path, scale: Scale, hints: Sequence[Hint] = (), *, name: str = "", limits: Limits = LIMITS
) -> FileReading:
    """Read every table of a workbook. What cannot be read is a problem in the result; nothing is raised."""
    reading = FileReading(name or path.name)
    try:
        blind = unformatted = text = False
        book = Workbook()
        for grid in open_grids(path, limits):
            read_sheet(grid, scale, hints, reading, book)
            blind, text = blind or not grid.shows_errors, text or grid.is_text
            unformatted = unformatted or not grid.formats_seen
        _read_waiting(book, scale, hints, reading)
        book.tell(reading, scale)
    except Unreadable as error:
        own = error.code == "own_output"
        refused = FileReading(reading.file, readable=own, own_output=own)
        refused.problem("note" if own else "error", error.code, error.message)
        return refused
    _note_what_is_unseen(path, reading, blind=blind, unformatted=unformatted, text=text)
    withdrawn = any(problem.code == "award_withdrawn" for problem in reading.problems)
    if reading.tables and not (reading.rows_with_data or withdrawn):
        message = "biểu còn trống, chưa có dòng nào được điền."
        reading.problem("warning", "empty_form", message)
    return reading


def _note_what_is_unseen(path: Path, reading: FileReading, *, blind: bool, unformatted: bool, text: bool) -> None:
    """Note that a file is of another kind than its name says, and what its kind does not show."""
    if text and path.suffix.lower() not in (".csv", ".tsv"):
        message = "tệp là văn bản (csv) mang tên bảng tính, đã đọc như csv. Nên lưu lại thành .xlsx."
        reading.problem("note", "text_file", message, found=path.suffix)
    if blind and reading.records:
        message = (
            "ở tệp này không thấy được ô báo lỗi công thức (hiện ra như ô trống), chữ gạch bỏ, chú thích, dòng ẩn, "
            "cột ẩn. Mở bằng Excel, lưu lại thành .xlsx."
        )
        reading.problem("note", "errors_unseen", message)
    elif unformatted and reading.records:
        message = "ở định dạng này không thấy được ô gạch bỏ, dòng ẩn và ghi chú gắn vào ô. Nên lưu lại thành .xlsx."
        reading.problem("note", "formats_unseen", message)


def read_sheet(
    grid: Grid, scale: Scale, hints: Sequence[Hint], reading: FileReading, book: Workbook | None = None
) -> None:
    """Read the tables of one sheet into `reading`; the list of faults in a marked-up copy is none.

    `book` has what the sheets before say: a table may go on here.
    """
    book = book or Workbook(waits=False)
    if grid.text(0, 0).startswith(FAULTS):
        return
    for (row, column), text in grid.unstruck.items():
        grid.rows[row][column] = text
    explained = _explanations(grid)
    if not hints and offers_choices(grid, scale):
        message = "danh mục các mức để chọn, không xếp loại ai, nên không đọc."
        reading.problem("note", "not_read", message, sheet=grid.name)
        return
    scale = _with_legend(grid, explained, scale, reading)
    own = hints_for(hints, reading.file, grid.name)
    titles = [title for _, hint in own[:1] for title in wanted_titles(hint)]
    parts = side_by_side(grid, scale, titles) if own else [grid]
    parts = side_by_side(grid, scale) if len(parts) == 1 else parts
    if len(parts) > 1:
        book.page = None
    told = [_read_part(part, scale, own, reading, book) for part in parts]
    if any(told):
        _tell_of_colours(grid, explained, reading)
        tell_margins(grid, reading)
    else:
        tell_sheet_not_read(grid, scale, reading)
    _note_what_was_done(grid, reading)


def _explanations(grid: Grid) -> list[str]:
    """Return the cells that may say what a mark or a colour means."""
    texts = [cell for cell in chain.from_iterable(grid.rows) if cell.__class__ is str]
    whole = "".join(texts)
    return [text for text in texts if ":" in text or "=" in text] if ":" in whole or "=" in whole else []


def _tell_of_colours(grid: Grid, explained: Sequence[str], reading: FileReading) -> None:
    """Name a legend of colours or of kinds of letters: nothing is read by them."""
    if text := next(filter(explains_colours, explained), ""):
        cells = ((row, row_cells.index(text)) for row, row_cells in enumerate(grid.rows) if text in row_cells)
        message = (
            f'chú giải "{text[:80]}" nói theo màu hay kiểu chữ; màu và kiểu chữ không được đọc. Nếu chúng đổi mức hay '
            "người được tính: ghi thành chữ ở từng dòng."
        )
        cell = grid.cell(*next(cells))
        reading.teller(grid.name)("warning", "legend_in_colours", message, cell, text)


def _with_legend(grid: Grid, explained: Sequence[str], scale: Scale, reading: FileReading) -> Scale:
    """Return the scale with what the sheet itself explains: "A: HTXSNV; B: HTTNV"; said where it is so."""
    legend = legend_in(explained, scale) if explained else {}
    if not legend:
        return scale
    marks = ", ".join(f"«{mark}» là {scale.label(level)}" for mark, level in legend.items())
    other = any((found := scale.level_of(mark)) and found != level for mark, level in legend.items())
    message = f"đọc theo chú giải của trang tính: {marks}. Kiểm tra có đúng không."
    reading.problem("warning" if other else "note", "legend_read", message, sheet=grid.name)
    return scale.with_legend(legend)


def _read_waiting(book: Workbook, scale: Scale, hints: Sequence[Hint], reading: FileReading) -> None:
    """Read the sheets that say too little: beside others they sum these up, or are of a month."""
    others = len(reading.records) > 0
    of_year = bool(book.waiting) and any(map(is_of_year, set(reading.records.values("sheet"))))
    for grid in book.waiting:
        boxes = [] if names_month(grid.name) else list(find_boxes(grid, scale, ()))
        if names_month(grid.name) and of_year:
            message = "trang của một tháng, không phải kết quả cả năm, nên không đọc."
            reading.problem("warning", "out_of_scope", message, sheet=grid.name, found="part")
        elif boxes and (others or (len(reading.records) and not _is_of_one(grid, scale, reading))):
            book.boxes += boxes
        else:
            read_sheet(grid, scale, hints, reading, Workbook(waits=False))


def _is_of_one(grid: Grid, scale: Scale, reading: FileReading) -> bool:
    """Return whether a sheet has one row of numbers, of the unit in its heading; several such are several units."""
    tables = find_tables(grid, scale, file_name=reading.file)
    return bool(tables) and tables[0].names.get(WHOSE) == ALONE


def _says_too_little(grid: Grid, table: Table, file_name: str) -> bool:
    """Return whether a sheet says too little of itself: it is of a month, or a form of nobody or of no year."""
    if table.names.get(WHOSE) == ALONE:
        return True
    if years_around(context_of(grid, table.first, file_name)):
        return False
    return names_month(grid.name) or (table.label is not None and not any(block.year for block in table.blocks))


def _read_part(
    grid: Grid, scale: Scale, hints: Sequence[tuple[int, Hint]], reading: FileReading, book: Workbook
) -> bool:
    """Read tables that stand one under the other; False where there is none, and nothing was said of one."""
    hinted = find_hinted(grid, scale, hints) if hints else Hinted()
    if misfit := hinted.stop:
        code = "hint_ambiguous" if misfit.is_ambiguous else "hint_unfit"
        reading.problem("error", code, misfit.message, sheet=grid.name)
        return True
    tables = [hinted.table] if hinted.table else find_tables(grid, scale, file_name=reading.file)
    reading.misfits += [misfit.message for misfit in hinted.misfits if not hinted.table]
    if not tables and book.page and goes_on(book.page, grid, scale):
        _read_next_page(grid, book.page, scale, reading, book)
        return True
    if tables and book.waits and _says_too_little(grid, tables[0], reading.file):
        book.waiting.append(grid)
        return True
    book.boxes += () if hinted.table else find_boxes(grid, scale, tables)
    _read_tables(grid, tables, scale, reading, book)
    return bool(tables)


def _read_next_page(grid: Grid, page: Figures, scale: Scale, reading: FileReading, book: Workbook) -> None:
    """Read a sheet without a header, on which the last table of the sheet before goes on."""
    _note_page(grid, page, reading)
    grid, table = continued(page, grid)
    book.add(_read_table(grid, table, scale, reading, page.context, page))


def _read_tables(grid: Grid, tables: Sequence[Table], scale: Scale, reading: FileReading, book: Workbook) -> None:
    """Read the tables of a part of a sheet; one that repeats the header of the page before goes on there."""
    above, top = 0, tables[0].first if tables else 0
    for table in tables:
        context = context_of(grid, table.first, reading.file, above=above, top=top)
        before = book.page if book.page and repeats(book.page, grid, table) else None
        if before and not any(line.text for line in context.own if not is_continued(line.text)):
            context = before.context
            _note_page(grid, before, reading)
            table = replace(before.table, first=table.first, body=table.body, end=table.end)
        book.add(_read_table(grid, table, scale, reading, context, before))
        above = table.end


def _read_table(
    grid: Grid, table: Table, scale: Scale, reading: FileReading, context: Context, before: Figures | None
) -> Figures | None:
    """Read one table, of which the part `before` stands on the sheet before; return it where it rates."""
    reading.foreign = reading.foreign or table.foreign
    told, year = len(reading.problems), ""
    page = None
    if not _is_refused(grid, table, reading):
        year, page = _read_ratings(grid, table, scale, reading, context, before)
    lines = page.lines if page else []
    refused = "" if lines else " ".join(problem.message for problem in reading.problems[told:])
    reading.seen.append(seen_table(grid, table, scale, lines, year=year, refused=refused))
    return page


def _is_refused(grid: Grid, table: Table, reading: FileReading) -> bool:
    """Return whether a table holds no ratings of the year, and tell why where it may seem to."""
    if table.scope and (table.blocks or table.scope != "comparison"):
        tell_out_of_scope(grid, table, reading)
    elif not table.blocks:
        tell_not_read(grid, table, reading)
    elif table.claims_streak:
        message = (
            "tiêu đề nói «… năm liền»: danh sách như thế không chứng minh năm nào, nên không đọc. "
            "Cần danh sách xếp loại của từng năm."
        )
        reading.teller(grid.name)("warning", "streak_list", message, grid.cell(table.body - 1, 0))
    else:
        return False
    return True


def _read_ratings(
    grid: Grid, table: Table, scale: Scale, reading: FileReading, context: Context, before: Figures | None
) -> tuple[str, Figures]:
    """Read the ratings of one table; return of which year they are, in words, and what a next page has to know."""
    reading.tables += 1
    for doubt in doubts_of_hint(grid, table):
        reading.teller(grid.name)("warning", doubt.code, doubt.message, doubt.cell)
    years = years_around(context)
    year = before.year if before and context is before.context else _table_year(grid, table, reading, years)
    source = _year_in_words(table, year, years)
    year = before.year if before and year is None else year
    figures = TableReader(grid, table, scale, reading, context, year=year, before=before).read()
    ColumnRemarks(grid, table, reading).tell(figures)
    tell_lines(Lines(figures), reading.teller(grid.name))
    return source, figures


def _note_page(grid: Grid, page: Figures, reading: FileReading) -> None:
    message = f"trang này được đọc tiếp bảng ở trang «{page.grid.name}», cùng năm, cùng đơn vị. Kiểm tra có đúng không."
    reading.problem("note", "table_goes_on", message, sheet=grid.name)


def _year_in_words(table: Table, year: int | None, years: Sequence[tuple[int, str]]) -> str:
    """Return the year of a table and where it was read."""
    if table.wide:
        return "theo tiêu đề cột"
    if "year" in table.names:
        return "theo cột năm"
    return f"{year} ({dict(years).get(year, 'tiêu đề cột hoặc cài đặt')})" if year else "không rõ"


def _table_year(grid: Grid, table: Table, reading: FileReading, years: Sequence[tuple[int, str]]) -> int | None:
    """Return the year of a table: what a hint says, else the nearest of a column's title and the lines around it."""
    if table.hint and table.hint.year_from_file:
        found = re.search(table.hint.year_from_file, reading.file)
        return int(found[1]) if found else None
    of_columns = [block.year for block in table.blocks]
    if table.hint and isinstance(table.hint.year, int):
        years = [(table.hint.year, "evalkit.toml, [[read]]"), *years]
    elif table.wide:
        return next((year for year, _ in years), None) if None in of_columns else None
    elif of_column := next(filter(None, of_columns), None):
        years = [(of_column, "tiêu đề cột"), *years]
    if not years:
        return None
    year, where = years[0]
    others = [(other, place) for other, place in years if other != year]
    if others and "year" not in table.names:  # a year column decides row by row
        other, place = others[0]
        message = f"{where} ghi năm {year}, {place} ghi năm {other}. Lấy năm {year}; sửa chỗ sai."
        reading.problem("warning", "year_disagrees", message, sheet=grid.name, found=str(other))
    return year


def _note_what_was_done(grid: Grid, reading: FileReading) -> None:
    tell = reading.teller(grid.name)
    if old := grid.converted:
        message = (
            f"{old.cells} ô gõ bằng phông chữ cũ (bảng mã {old.encoding}) đã được chuyển sang Unicode, "
            "bắt đầu từ ô này. Xem lại vài tên; nên lưu tệp bằng phông Unicode."
        )
        tell("note", "text_converted", message, grid.cell(*old.first), old.encoding)
    sheets = zip(reading.records.values("sheet"), reading.records.values("cell"), strict=True)
    cells = [cell for sheet, cell in sheets if sheet == grid.name] if grid.hidden or grid.hidden_rows else []
    hidden = [cell for cell in cells if row_of(cell) in grid.hidden_rows]
    if number := len(set(hidden)):
        message = f"{number} ô xếp loại nằm ở dòng ẩn, đã đọc như các dòng khác."
        tell("note", "hidden_rows", message, hidden[0], str(number))
    if grid.hidden and cells:
        message = "trang tính ẩn nhưng có số liệu, đã đọc. Kiểm tra có đúng là cần không."
        tell("warning", "hidden_sheet", message, "")
