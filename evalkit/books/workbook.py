"""A workbook's bytes as grids of cells.

python-calamine reads xlsx, xlsm, xlsb, xls and ods, `text_file` csv; which of them a file is, its bytes tell, not its
name.
"""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from evalkit.books.grid import Grid, place
from evalkit.books.old_fonts import OldFont, convert
from evalkit.books.package_scan import CellError, Oversized, OwnOutput, Unseen, look_into
from evalkit.books.text_file import grid_of_text
from evalkit.settings import Limits

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".xltx", ".xltm", ".xlt"})

FAULTS = "Cần sửa trong tệp"  # begins the sheet that evalkit puts before a marked-up copy

_NO_WORKBOOK = "không phải bảng tính (xlsx, xlsm, xlsb, xls, ods, csv)."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (b"PK\x03\x04", _OLE, b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # zip, OLE, bare BIFF


class Unreadable(Exception):
    """The file cannot be read as a workbook: a code, and one Vietnamese line with what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def open_grids(path: Path, limits: Limits) -> Iterator[Grid]:
    """Every worksheet of a workbook, in its order, the hidden ones too.

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
                    yield _grid(workbook.get_sheet_by_index(place), hidden, (unseen or {}).get(sheet.name), limits)
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
    """Why the parser could not open a file: its password, that it is another kind of zip, or damage."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            names = {name.lower().lstrip("/") for name in parts.namelist()}
            if "meta-inf/manifest.xml" in names and _encrypted(parts):
                return _protected()
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[content_types].xml"}:
                return Unreadable("not_a_workbook", f"là tệp nén, {_NO_WORKBOOK}")
    elif _asks_for_password(path):
        return _protected()
    return Unreadable("damaged", "tệp hỏng, không mở được như bảng tính. Mở bằng Excel, lưu lại rồi gửi lại.")


def _encrypted(parts: zipfile.ZipFile) -> bool:
    """Whether the manifest of an ods file says that its parts are encrypted."""
    try:
        with parts.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1_000_000)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False


def _asks_for_password(path: Path) -> bool:
    """Whether an xls file has the record that asks for one; only xlrd tells it apart from damage."""
    import xlrd

    try:
        with Path(os.devnull).open("w", encoding="utf-8") as log:
            xlrd.open_workbook(path, logfile=log, on_demand=True)
    except xlrd.XLRDError as error:
        return "encrypted" in str(error)
    except Exception:  # xlrd raises whatever a damaged file leads it to
        return False
    return False


def _grid(sheet: Any, hidden: bool, unseen: Unseen | None, limits: Limits) -> Grid:
    if sheet.start is None:
        return Grid(sheet.name, hidden, [])
    if sheet.height * sheet.width > limits.cells:
        size = f"{sheet.height} × {sheet.width}"
        raise Unreadable("too_large", f"trang tính rộng {size} ô, quá lớn. Xóa các ô thừa ở xa rồi lưu lại.")
    (top, left), merges = sheet.start, sheet.merged_cell_ranges or []
    shifted = tuple(((a - top, b - left), (c - top, d - left)) for (a, b), (c, d) in merges)
    rows = sheet.to_python(skip_empty_area=True)
    if unseen is None:
        return _in_unicode(Grid(sheet.name, hidden, rows, top, left, shifted, shows_errors=False), {})
    put = [_put(rows, address, error, top, left) for address, error in unseen.errors.items()]
    grid = Grid(sheet.name, hidden, rows, top, left, shifted, any(put), unseen.hidden_rows, unseen.hidden_columns)
    return _in_unicode(grid, unseen.fonts)


def _in_unicode(grid: Grid, fonts: Mapping[str, OldFont]) -> Grid:
    """The grid with texts of old fonts converted, and what was converted."""
    placed = {place(address, grid.top, grid.left): font for address, font in fonts.items()}
    return replace(grid, converted=convert(grid.rows, placed))


def _put(rows: list[list[Any]], address: str, error: CellError, top: int, left: int) -> bool:
    """Show an error where the parser shows a blank; outside the area with values nobody misses it."""
    row, column = place(address, top, left)
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        rows[row][column] = error
        return True
    return False


def _protected() -> Unreadable:
    return Unreadable("protected", "tệp có mật khẩu. Mở bằng Excel, bỏ mật khẩu rồi lưu lại.")


def _check_bytes(path: Path) -> bytes:
    """The beginning of a file; what is certainly no workbook is refused, each with its own reason."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except PermissionError as error:
        message = "không mở được tệp: đang mở trong Excel hoặc không có quyền đọc. Đóng tệp rồi chạy lại."
        raise Unreadable("locked", message) from error
    except OSError as error:
        raise Unreadable("missing", f"không đọc được tệp ({error.strerror}).") from error
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if not head.strip(b"\0"):
        raise Unreadable("empty_file", "tệp rỗng, không có nội dung. Xin gửi lại.")
    if start.startswith((b"<html", b"<!doctype html", b"<table")) or b"<html" in start[:1000]:
        raise Unreadable("html", "tệp là trang HTML mang tên bảng tính. Mở bằng Excel, lưu lại thành .xlsx.")
    if head.startswith(_OLE) and _has_stream(path, "EncryptedPackage"):
        raise _protected()
    return head


def _text_grid(path: Path, limits: Limits) -> Grid:
    """A csv file's only sheet, called what the file is called."""
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
    return _in_unicode(grid, {})


def _has_stream(path: Path, name: str) -> bool:
    """Whether an OLE file's directory names a stream (its names are UTF-16)."""
    return name.encode("utf-16-le") in path.read_bytes()
