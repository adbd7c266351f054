"""A workbook's bytes as grids of cells, each with its address.

python-calamine reads xlsx, xlsm, xlsb, xls and ods; which of them a file is, its bytes tell, not its name.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from evalkit.sheets.unseen import MAX_CELLS, CellError, Oversized, Unseen, look_into
from evalkit.vietnamese import clean

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm", ".xlt"})

OUTPUT_MARK = "evalkit-output"  # the category in the properties of every workbook that evalkit writes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (b"PK\x03\x04", _OLE, b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # zip, OLE, bare BIFF

Merge = tuple[tuple[int, int], tuple[int, int]]


class Unreadable(Exception):
    """The file cannot be read as a workbook: a code, and one Vietnamese line with what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class Grid:
    """One sheet: `rows[r][c]` is the cell at sheet row `top + r`, column `left + c` (both from 0); "" is blank."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    top: int = 0
    left: int = 0
    merges: tuple[Merge, ...] = ()  # in coordinates of `rows`: first and last (row, column), both included
    has_errors: bool = False  # some cells are a CellError
    hidden_rows: frozenset[int] = frozenset()  # numbers as Excel shows them
    shows_errors: bool = True  # False: an error value looks like a blank cell

    def cell(self, row: int, column: int) -> str:
        """The address of a cell, as Excel shows it: "H17"."""
        return f"{column_letters(self.left + column)}{self.top + row + 1}"

    def text(self, row: int, column: int) -> str:
        """What a cell shows, cleaned; "" outside the sheet."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return as_text(cells[column]) if column < len(cells) else ""

    @cached_property
    def merged_from(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For every covered cell of the small merges (headers, groups) the cell that holds the text."""
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merges
            if (bottom - top + 1) * (right - left + 1) <= 5000
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@lru_cache(maxsize=20000)
def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def as_text(value: Any) -> str:
    """A cell as text: 2022.0 → "2022", a date → "31/12/2022", text cleaned."""
    if value.__class__ is str:
        return clean(value)
    if isinstance(value, CellError):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def is_blank(value: Any) -> bool:
    """Nothing in the cell, or nothing that can be seen."""
    return value.__class__ is str and (not value or not clean(value))


def open_grids(path: Path) -> Iterator[Grid]:
    """Every worksheet of a workbook, in its order, the hidden ones too.

    Raises:
        Unreadable: the file is no workbook, is protected, damaged or too large.
    """
    import python_calamine as calamine

    head = _check_bytes(path)
    try:
        unseen = look_into(path, is_zip=head.startswith(b"PK"))
        # Opened by its bytes: from_path would believe the file's name.
        with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as workbook:
            for place, sheet in enumerate(workbook.sheets_metadata):
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                    hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
                    yield _grid(workbook.get_sheet_by_index(place), hidden, (unseen or {}).get(sheet.name))
    except calamine.PasswordError as error:
        raise _protected() from error
    except Oversized as error:
        raise Unreadable(
            "too_large", f"{error}; đọc sẽ tràn bộ nhớ. Chép riêng số liệu sang tệp mới rồi gửi lại."
        ) from error
    except (calamine.CalamineError, calamine.ZipError, OSError, ValueError) as error:
        message = "tệp hỏng, không mở được như bảng tính. Mở bằng Excel, lưu lại rồi gửi lại."
        raise Unreadable("damaged", message) from error


def is_own_output(path: Path) -> bool:
    """Whether evalkit itself wrote this workbook: then it is no data."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("docProps/core.xml") as properties:
            return OUTPUT_MARK.encode() in properties.read(20_000)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False


def _grid(sheet: Any, hidden: bool, unseen: Unseen | None) -> Grid:
    if sheet.start is None:
        return Grid(sheet.name, hidden, [])
    if sheet.height * sheet.width > MAX_CELLS:
        size = f"{sheet.height} × {sheet.width}"
        raise Unreadable("too_large", f"trang tính rộng {size} ô, quá lớn. Xóa các ô thừa ở xa rồi lưu lại.")
    (top, left), merges = sheet.start, sheet.merged_cell_ranges or []
    shifted = tuple(((a - top, b - left), (c - top, d - left)) for (a, b), (c, d) in merges)
    rows = sheet.to_python(skip_empty_area=True)
    if unseen is None:
        return Grid(sheet.name, hidden, rows, top, left, shifted, shows_errors=False)
    put = [_put(rows, address, error, top, left) for address, error in unseen.errors.items()]
    return Grid(sheet.name, hidden, rows, top, left, shifted, any(put), unseen.hidden_rows)


def _put(rows: list[list[Any]], address: str, error: CellError, top: int, left: int) -> bool:
    """Show an error where the parser shows a blank; outside the area with values nobody misses it."""
    letters = address.rstrip("0123456789")
    row, column = int(address[len(letters) :]) - 1 - top, column_number(letters) - left
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
    if not head.startswith(_BEGINNINGS):
        raise Unreadable("not_a_workbook", "không phải bảng tính (xlsx, xlsm, xlsb, xls, ods).")
    return head


def _has_stream(path: Path, name: str) -> bool:
    """Whether an OLE file's directory names a stream (its names are UTF-16)."""
    return name.encode("utf-16-le") in path.read_bytes()
