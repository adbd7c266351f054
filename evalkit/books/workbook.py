"""A workbook's bytes as grids of cells.

python-calamine reads xlsx, xlsm, xlsb, xls and ods, `text_file` csv; which of them a file is, its bytes tell, not its
name.
"""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from evalkit.books.grid import Grid, Merge, is_blank
from evalkit.books.kinds import OLE, kind_by_bytes, kind_of_zip
from evalkit.books.old_fonts import Converted, OldFont, convert
from evalkit.books.package_scan import Oversized, OwnOutput, Unseen, look_into
from evalkit.books.regions import FEW_CELLS, Region, regions_of
from evalkit.books.text_file import grid_of_text
from evalkit.books.unseen import LONGEST_TEXT, Cell, shortened
from evalkit.file_access import explain_unreadable
from evalkit.settings import Limits

FAULTS = "Cần sửa trong tệp"  # begins the sheet that evalkit puts before a marked-up copy

_NO_WORKBOOK = "không phải bảng tính (xlsx, xlsm, xlsb, xls, ods, csv)."
_BEGINNINGS = (b"PK\x03\x04", OLE, b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # zip, OLE, bare BIFF


class Unreadable(Exception):
    """The file cannot be read as a workbook: a code, and one Vietnamese line with what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def open_grids(path: Path, limits: Limits) -> Iterator[Grid]:
    """Yield every worksheet of a workbook, in its order, the hidden ones too.

    Raises:
        Unreadable: the file is no workbook, is protected, damaged or too large.
    """
    import python_calamine as calamine

    head = _check_bytes(path)
    if not head.startswith(_BEGINNINGS):
        yield _text_grid(path, limits)
        return
    try:
        unseen = look_into(path, is_zip=head.startswith(b"PK"), limits=limits)
        # Opened by its bytes: from_path would believe the file's name.
        with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as workbook:
            for place, sheet in enumerate(workbook.sheets_metadata):
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                    hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
                    found = None if unseen is None else unseen.get(sheet.name)
                    yield from _grids(workbook.get_sheet_by_index(place), hidden, found, limits)
    except calamine.PasswordError as error:
        raise _protected() from error
    except OwnOutput as error:
        raise Unreadable("own_output", "do evalkit viết ra, không phải số liệu; bỏ qua.") from error
    except Oversized as error:
        raise Unreadable(
            "too_large", f"{error}; đọc sẽ tràn bộ nhớ. Chép riêng số liệu sang tệp mới rồi gửi lại."
        ) from error
    except (calamine.CalamineError, calamine.ZipError, OSError, ValueError) as error:
        raise _why(path) from error


def _why(path: Path) -> Unreadable:
    """Return why the parser could not open a file: its password, that it is another kind of zip, or damage."""
    if zipfile.is_zipfile(path):
        if _encrypted(path):
            return _protected()
        if kind := kind_of_zip(path):
            return Unreadable(kind.code, kind.message)
    elif _asks_for_password(path):
        return _protected()
    return Unreadable("damaged", "tệp hỏng, không mở được như bảng tính. Mở bằng Excel, lưu lại rồi gửi lại.")


def _encrypted(path: Path) -> bool:
    """Return whether the manifest of an ods file says that its parts are encrypted."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1_000_000)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False


def _asks_for_password(path: Path) -> bool:
    """Return whether an xls file has the record that asks for one; only xlrd tells it apart from damage."""
    import xlrd

    try:
        with Path(os.devnull).open("w", encoding="utf-8") as log:
            xlrd.open_workbook(path, logfile=log, on_demand=True)
    except xlrd.XLRDError as error:
        return "encrypted" in str(error)
    except Exception:  # xlrd raises whatever a damaged file leads it to
        return False
    return False


def _grids(sheet: Any, hidden: bool, unseen: Unseen | None, limits: Limits) -> Iterator[Grid]:
    """Yield a sheet as one grid; cells very far from the others as grids of their own."""
    if sheet.start is None:
        yield Grid(sheet.name, hidden, [])
        return
    if sheet.height * sheet.width > limits.cells:
        size = f"{sheet.height} × {sheet.width}"
        raise Unreadable("too_large", f"trang tính rộng {size} ô, quá lớn. Xóa các ô thừa ở xa rồi lưu lại.")
    if sheet.height * sheet.width < FEW_CELLS:
        regions: Iterable[Region] = [Region(sheet.start[0], sheet.start[1], sheet.to_python(skip_empty_area=True))]
    else:
        regions = regions_of(sheet)
    for region in regions:
        yield _grid(sheet, region, hidden, unseen)


def _grid(sheet: Any, region: Region, hidden: bool, unseen: Unseen | None) -> Grid:
    rows, merges = region.rows, tuple(_merges(sheet, region))
    if unseen is None:
        blind = Grid(sheet.name, hidden, rows, *region.corner, merges, shows_errors=False, formats_seen=False)
        return replace(blind, converted=_tidied(rows, {}))
    errors = region.own(unseen.errors)
    for (row, column), error in errors.items():
        region.put(row, column, error)
    raised = region.own(unseen.raised)
    for (row, column), (text, _) in raised.items():
        region.put(row, column, text)
    struck = region.own(dict.fromkeys(unseen.struck))
    return Grid(
        sheet.name,
        hidden,
        rows,
        *region.corner,
        merges,
        has_errors=bool(errors),
        hidden_rows=frozenset(filter(region.shows_row, unseen.hidden_rows)),
        hidden_columns=unseen.hidden_columns,
        struck=frozenset((row, column) for row, column in struck if not is_blank(rows[row][column])),
        unstruck=region.own(unseen.unstruck),
        raised={cell: mark for cell, (_, mark) in raised.items()},
        comments=region.own(unseen.comments),
        margins=unseen.margins,
        converted=_tidied(rows, region.own(unseen.fonts)),
    )


def _tidied(rows: list[list[Any]], fonts: Mapping[Cell, OldFont]) -> Converted | None:
    """Cut very long texts and turn old ones into Unicode, in place."""
    cells = set(chain.from_iterable(rows))
    long = [cell for cell in cells if cell.__class__ is str and len(cell) > LONGEST_TEXT]
    if not long:
        return convert(rows, cells, fonts)
    short = {text: shortened(text) for text in long}
    rows[:] = [[short.get(cell, cell) if cell.__class__ is str else cell for cell in row] for row in rows]
    return convert(rows, set(chain.from_iterable(rows)), fonts)


def _merges(sheet: Any, region: Region) -> Iterator[Merge]:
    top, left = region.corner
    for (first, start), (last, end) in sheet.merged_cell_ranges or ():
        if region.holds(first, start):
            yield (first - top, start - left), (last - top, end - left)


def _protected() -> Unreadable:
    return Unreadable("protected", "tệp có mật khẩu. Mở bằng Excel, bỏ mật khẩu rồi lưu lại.")


def _check_bytes(path: Path) -> bytes:
    """Return the beginning of a file; what is certainly no workbook is refused, each with its own reason."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except PermissionError as error:
        raise Unreadable("locked", f"không đọc được tệp: {explain_unreadable(error)}") from error
    except OSError as error:
        raise Unreadable("missing", f"không đọc được tệp: {explain_unreadable(error)}") from error
    if not head.strip(b"\0"):
        raise Unreadable("empty_file", "tệp rỗng, không có nội dung. Xin gửi lại.")
    if head.startswith(OLE) and _has_stream(path, "EncryptedPackage"):
        raise _protected()
    if kind := kind_by_bytes(head, path):
        raise Unreadable(kind.code, kind.message)
    return head


def _text_grid(path: Path, limits: Limits) -> Grid:
    """Return a csv file's only sheet, called what the file is called."""
    if path.stat().st_size > limits.text_mib * 2**20:
        message = f"tệp văn bản lớn hơn {limits.text_mib} MiB. Chép riêng số liệu sang tệp mới rồi gửi lại."
        raise Unreadable("too_large", message)
    try:
        grid = grid_of_text(path.read_bytes(), path.stem)
    except csv.Error as error:
        message = "tệp văn bản có dấu nháy kép mở mà không đóng. Mở bằng Excel, lưu lại thành .xlsx rồi gửi lại."
        raise Unreadable("damaged", message) from error
    if grid is None:
        raise Unreadable("not_a_workbook", _NO_WORKBOOK)
    return replace(grid, converted=_tidied(grid.rows, {}))


def _has_stream(path: Path, name: str) -> bool:
    """Return whether an OLE file's directory names a stream (its names are UTF-16)."""
    return name.encode("utf-16-le") in path.read_bytes()
