"""What a file is that is no workbook: told by its bytes, with what to do about it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# of what is read as a workbook
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".xltx", ".xltm", ".xlt"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "Mở bằng Excel, lưu lại thành .xlsx."
_TYPE = "Chép bảng số liệu sang tệp Excel."
_NO_DATA = "Cần gửi tệp Excel."
_UNPACK = "Giải nén, rồi đọc các bảng tính bên trong."
_EXPORT = "Mở bằng chương trình đã tạo ra, xuất sang .xlsx."


class Kind(NamedTuple):
    """A kind of file: what it is, what to do with it, and the code of its refusal."""

    name: str
    advice: str
    code: str = "not_a_workbook"

    @property
    def message(self) -> str:
        return f"tệp là {self.name}, không phải bảng tính đọc được. {self.advice}"


HTML = Kind("trang HTML mang tên bảng tính", _SAVE, "html")
_XML_SPREADSHEET = Kind("XML Spreadsheet 2003", _SAVE)
_FLAT_ODS = Kind("bảng tính OpenDocument dạng XML (.fods)", _SAVE)
_XML = Kind("XML", _SAVE)
_WEB_ARCHIVE = Kind("trang web lưu thành một tệp (MHTML)", _SAVE)
_MAIL = Kind("thư điện tử", "Mở thư, lưu tệp đính kèm ra thư mục.")
_SHORTCUT = Kind("đường dẫn tới bảng tính trên mạng, không có số liệu", "Mở trang đó, tải xuống dạng .xlsx.")
_PDF, _WORD = Kind("PDF", _TYPE), Kind("văn bản Word", _TYPE)
_PICTURE, _TEXT = Kind("ảnh", _TYPE), Kind("văn bản", _TYPE)
_SLIDES = Kind("bản trình chiếu", _NO_DATA)
_ARCHIVE = Kind("tệp nén", _UNPACK)
_NUMBERS = Kind("bảng tính Numbers của Apple", _EXPORT)
_DBASE = Kind("bảng dBase (.dbf)", _SAVE)
_OLD = Kind("bảng tính định dạng cũ (Lotus, Quattro, Works)", _EXPORT)

_WORD_TABLE = Kind("văn bản Word có bảng", _TYPE)
_UNNAMED = Kind("tệp không có đuôi của bảng tính, có thể là bảng tính", "Thêm đuôi .xlsx hoặc .xls vào tên tệp.")
_OTHER = Kind("tệp loại khác", _TYPE)
_OF_PROGRAMS = frozenset(
    {"toml", "ini", "db", "json", "log", "py", "ipynb", "yaml", "yml", "gitignore", "sha", "sha256", "md5"}
)

_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", _PDF),
    (b"{\\rtf", _WORD),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
    (b"\xff\x00\x02\x00\x04\x04", _OLD),  # Works
    (b"\x00\x00\x02\x00", _OLD),  # Lotus 1-2-3, Quattro Pro
    (b"\x00\x00\x1a\x00", _OLD),
    (b"ID;P", Kind("bảng tính SYLK (.slk)", _SAVE)),
)
_TEXT_WORDS: tuple[tuple[bytes, Kind], ...] = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", _XML_SPREADSHEET),
    (b'progid="excel.sheet"', _XML_SPREADSHEET),
    (b"<office:document", _FLAT_ODS),
    (b"docs.google.com", _SHORTCUT),
    (b"[internetshortcut]", _SHORTCUT),
)
_OLE_STREAMS = (
    ("WordDocument", _WORD),
    ("PowerPoint Document", _SLIDES),
    ("__substg1.0_", _MAIL),
    ("WksSSWorkBook", _OLD),
)
_MAIL_HEAD = re.compile(rb"(?:received|return-path|delivered-to|from|date|subject): ", re.IGNORECASE)

_SUFFIXES: tuple[tuple[str, Kind], ...] = (
    ("zip rar 7z gz tgz tar bz2 xz", _ARCHIVE),
    ("et ett", Kind("bảng tính WPS", _SAVE)),
    ("numbers", _NUMBERS),
    ("gsheet", _SHORTCUT),
    ("url lnk webloc", _SHORTCUT),
    ("xml", _XML),
    ("htm html xhtml", HTML),
    ("mht mhtml", _WEB_ARCHIVE),
    ("dbf", _DBASE),
    ("wk1 wk3 wk4 123 wks wdb wq1 qpw", _OLD),
    ("fods ots sxc slk dif prn xlw xla xlam", Kind("bảng tính định dạng khác", _SAVE)),
    ("mdb accdb", Kind("cơ sở dữ liệu Access", "Xuất bảng sang .xlsx.")),
    ("eml msg pst", _MAIL),
    ("bak tmp old crdownload part", Kind("bản sao lưu hoặc tệp tải dở", "Đổi lại tên tệp, hoặc tải lại.")),
)
_PROSE: tuple[tuple[str, Kind], ...] = (
    ("doc docx docm dot dotx rtf odt", _WORD),
    ("pdf", _PDF),
    ("jpg jpeg png gif bmp tif tiff webp heic", _PICTURE),
    ("ppt pptx odp", _SLIDES),
    ("txt md", _TEXT),
)
_WORD_ROW, _WORD_CELL = re.compile(rb"<w:tr[ >]"), re.compile(rb"<w:tc[ >]")
_LIST_ROWS, _LIST_COLUMNS = 4, 3
_MOST_OF_WORD = 1 << 24  # bytes
_LIKE_WORKBOOKS = {suffix: kind for suffixes, kind in _SUFFIXES for suffix in suffixes.split()}
_LIKE_PROSE = {suffix: kind for suffixes, kind in _PROSE for suffix in suffixes.split()}


def kind_of_unread(path: Path) -> tuple[Kind, bool] | None:
    """Return the kind of a file that is not read, and whether it may hold ratings; None where it is none of these."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix in _LIKE_WORKBOOKS:
        return _LIKE_WORKBOOKS[suffix], True
    if suffix == "docx" and _has_list(path):
        return _WORD_TABLE, True
    return (_LIKE_PROSE[suffix], False) if suffix in _LIKE_PROSE else None


def _has_list(path: Path) -> bool:
    """Return whether a Word document has a table with as many rows and columns as a list; a letter's head has fewer."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("word/document.xml") as document:
            tables = document.read(_MOST_OF_WORD).split(b"<w:tbl>")[1:]
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return False
    sizes = [(len(_WORD_ROW.findall(table)), len(_WORD_CELL.findall(table))) for table in tables]
    return any(rows >= _LIST_ROWS and cells >= rows * _LIST_COLUMNS for rows, cells in sizes)


def kind_unnamed(path: Path) -> tuple[Kind, bool] | None:
    """Return the kind of a file whose name tells none, and whether it may hold ratings; None for a program's own."""
    if path.suffix.lower().removeprefix(".") in _OF_PROGRAMS:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(len(OLE))
    except OSError:
        return None
    is_workbook = head.startswith((OLE, b"PK\x03\x04"))
    return (_UNNAMED, True) if is_workbook else (_OTHER, False)


def kind_by_bytes(head: bytes, path: Path) -> Kind | None:
    """Return what a file is that cannot be read; None where it may be a workbook or a csv file."""
    if head.startswith(OLE):
        names = path.read_bytes()  # those of streams are UTF-16
        if any(stream.encode("utf-16-le") in names for stream in ("Workbook", "Book\0")):
            return None  # whatever else is embedded in it
        return next((kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in names), None)
    found = next((kind for start, kind in _BEGINNINGS if head.startswith(start)), None)
    return found or next(filter(None, (_dbase(head), *_texts(head))), None)


def _texts(head: bytes) -> Iterator[Kind | None]:
    """Yield what a text may be by what stands near its beginning."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()  # UTF-16, too
    yield HTML if start.startswith((b"<!doctype html", b"<table")) else None
    if start.startswith((b"<", b"{", b"[", b"mime-version:")) or _MAIL_HEAD.match(start):
        beginning = start[:4000]
        if b"mime-version:" in beginning:
            yield _WEB_ARCHIVE if b"multipart/related" in beginning else _MAIL
        yield from (kind for word, kind in _TEXT_WORDS if word in beginning)
        yield _XML if start.startswith(b"<?xml") else None
    yield HTML if b"<html" in start[:1000] else None


def _dbase(head: bytes) -> Kind | None:
    """Return dBase where version, date, and length of the header are such as only it has."""
    if len(head) < 32 or head[0] not in (0x02, 0x03, 0x30, 0x31, 0x43, 0x83, 0x8B, 0xF5):
        return None
    header = int.from_bytes(head[8:10], "little")
    is_date = 1 <= head[2] <= 12 and 1 <= head[3] <= 31
    return _DBASE if is_date and header >= 33 and b"\r" in head[header - 1 : header + 1] else None


def kind_of_zip(path: Path) -> Kind | None:
    """Return what a zip is that holds no workbook; None where it may be one."""
    with zipfile.ZipFile(path) as parts:
        names = [name.lower().lstrip("/") for name in parts.namelist()]
    if any(name.startswith("word/") for name in names):
        return _WORD
    if any(name.startswith("ppt/") for name in names):
        return _SLIDES
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return _NUMBERS
    workbook = {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[content_types].xml"}
    return None if workbook.intersection(names) else _ARCHIVE
