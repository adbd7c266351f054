"""What python-calamine does not show of an .xlsx workbook, and what would choke it: looked up in its own parts.

It shows error values and formulas that were never calculated as blank cells, and reads hidden rows and struck cells
like any other. It also believes what a file says of its size before it has seen it. `look_into` does this for every
format; those that are not .xlsx have modules of their own.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from evalkit.books.addresses import column_number, position
from evalkit.books.ods_scan import scan_ods
from evalkit.books.old_fonts import OldFont
from evalkit.books.package import Package
from evalkit.books.page_margins import page_margins
from evalkit.books.unseen import (
    NOT_CALCULATED,
    UNKNOWN_ERROR,
    Cell,
    CellError,
    Oversized,
    OwnOutput,
    Unseen,
    without_author,
)
from evalkit.books.xls_scan import scan_xls
from evalkit.books.xlsb_scan import scan_xlsb
from evalkit.settings import Limits
from evalkit.vietnamese import clean

__all__ = ["OUTPUT_AUTHOR", "OUTPUT_MARK", "CellError", "Oversized", "OwnOutput", "Unseen", "look_into"]

OUTPUT_AUTHOR = "evalkit"  # of the comments in coloured and returned copies
_OUTPUT_LINE = re.compile(r"^(?:Lỗi|Cảnh báo|Ghi chú): .*$", re.MULTILINE)
OUTPUT_MARK = "evalkit-output"  # the category in the properties of every workbook that evalkit writes
_SMALL_PART = 5_000_000  # bytes; the list of sheets is never that large
_MANY_CELLS = 40_000_000  # a rectangle of more needs a sheet of as many bytes

_NAME = rb"(?:\w+:)?"
_CELL = re.compile(rb"<" + _NAME + rb"c\s[^>]*>")
_ANY_CELL = re.compile(rb"<" + _NAME + rb"c[\s/>][^<]*")
_STYLE = re.compile(rb'\bs="(\d+)"')
_ERROR = re.compile(rb"<" + _NAME + rb'c\s([^>]*\bt="e"[^>]*)>(.*?)</' + _NAME + rb"c>", re.DOTALL)
_FORMULA = re.compile(rb"<" + _NAME + rb"c\s([^>]*[^/>])>\s*(<" + _NAME + rb"f[\s/>].*?)</" + _NAME + rb"c>", re.DOTALL)
_SHARED = re.compile(rb"<" + _NAME + rb'c\s([^>]*\bt="s"[^>]*)>\s*<' + _NAME + rb"v>\s*(\d+)\s*<")
_INLINE = re.compile(rb"<" + _NAME + rb'c\s([^>]*\bt="inlineStr"[^>]*)>(.*?)</' + _NAME + rb"c>", re.DOTALL)
_VALUE = re.compile(rb"<" + _NAME + rb"v(?:\s[^>]*)?>(.*?)</" + _NAME + rb"v>", re.DOTALL)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_UNSEEN = rb'[^>]*\b(?:hidden="(?:1|true)"|%s="0(?:\.0*)?")'
_HIDDEN_COLUMNS = re.compile(rb"<" + _NAME + rb"col\s(?=" + _UNSEEN % rb"width" + rb")[^>]*>")
_HIDDEN_ROW = re.compile(rb"<" + _NAME + rb"row\s(?=" + _UNSEEN % rb"ht" + rb')[^>]*\br="(\d+)"')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_ROW = re.compile(rb"<" + _NAME + rb'row\s[^>]*\br="(\d+)"')
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d+"')  # beyond column 26
_FAR = re.compile(rb' r="[A-Z]{2}')  # the same at a quick look
_FORMULAS = re.compile(rb"f(?<=[<:]f)[\s/>]")  # <f> or <x:f>, by the rarest letter first
_DECLARED = re.compile(rb'\buniqueCount="(\d+)"')
_STRIKE = re.compile(rb"strike(?<=[<:]strike)\b(?![^>]*\bval=.(?:0|false))")
_RAISED = re.compile(rb"""vertAlign\s+val=["']superscript["']""")
_MARK = re.compile(r"[\d*†‡()]{1,4}")
_ITEM = re.compile(rb"<" + _NAME + rb"si(?:\s[^>]*)?(?:/>|>(.*?)</" + _NAME + rb"si>)", re.DOTALL)
_RUN = re.compile(rb"<" + _NAME + rb"r(?:\s[^>]*)?>(.*?)</" + _NAME + rb"r>", re.DOTALL)
_TEXT = re.compile(rb"<" + _NAME + rb"t(?:\s[^>]*)?>(.*?)</" + _NAME + rb"t>", re.DOTALL)

Runs = list[tuple[str, bool | None]]  # letters, and whether they are struck through; None: as the cell is


class Styles(NamedTuple):
    """The cell styles that matter: those in fonts of before Unicode, and those with a line through."""

    old: Mapping[int, OldFont]
    struck: frozenset[int]


def look_into(path: Path, *, is_zip: bool, limits: Limits) -> dict[str, Unseen] | None:
    """Return what each sheet hides, by the sheet's name; None where it cannot be seen (a damaged file).

    Raises:
        OwnOutput: its properties have evalkit's mark.
        Oversized: the parts unpack to too much, a cell stands too far out, or more texts are announced than are there.
    """
    if not is_zip:
        return scan_xls(path)
    try:
        with zipfile.ZipFile(path) as parts:
            return _look_into_zip(parts, limits)
    except (
        zipfile.BadZipFile,
        LookupError,
        OSError,
        ValueError,
        RuntimeError,
        ElementTree.ParseError,
        NotImplementedError,
    ):
        return None  # another format; or the parser will say what is wrong with it


def _look_into_zip(parts: zipfile.ZipFile, limits: Limits) -> dict[str, Unseen]:
    if _is_own_output(parts):
        raise OwnOutput
    if sum(part.file_size for part in parts.infolist()) > limits.unpacked_mib * 2**20:
        raise Oversized("nội dung bung ra quá lớn")
    package = Package(parts)
    if "content.xml" in package.names:
        return scan_ods(parts, limits)
    if "xl/workbook.bin" in package.names:
        return scan_xlsb(package, limits)
    scan = _Scan(package, limits)
    found = {name: scan.sheet(part) for name, part in _sheets(package).items()}
    return {name: unseen for name, unseen in found.items() if unseen}


def _is_own_output(parts: zipfile.ZipFile) -> bool:
    try:
        with parts.open("docProps/core.xml") as properties:
            return OUTPUT_MARK.encode() in properties.read(20_000)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False


def _sheets(package: Package) -> Mapping[str, str]:
    """Return sheet name → part, by the workbook's own list."""
    book, links = package.read("xl/workbook.xml"), package.read("xl/_rels/workbook.xml.rels")
    if max(len(book), len(links)) > _SMALL_PART:
        raise Oversized("danh sách trang tính quá dài")
    listed = _listed(book, links).items()
    return {name: part for name, part in listed if part in package.names and "worksheets/" in part}


@lru_cache(maxsize=16)  # workbooks of one origin have the same two parts
def _listed(book: bytes, links: bytes) -> Mapping[str, str]:
    targets = {link.get("Id"): link.get("Target", "").lower().lstrip("/") for link in ElementTree.fromstring(links)}
    found = {}
    for element in ElementTree.fromstring(book).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            identity = next((value for key, value in element.items() if key.endswith("}id")), None)
            target = targets.get(identity, "")
            found[element.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


class _Scan:
    """One workbook: its styles, its shared texts with a line through, and what each sheet hides."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.package, self.limits = package, limits
        self.has_comments = any("comments" in name for name in package.names)
        styles, texts = package.read("xl/styles.xml"), package.read("xl/sharedstrings.xml")
        self.styles = _styles(styles) if len(styles) < 10 * _SMALL_PART else Styles({}, frozenset())
        _check_texts(texts)
        self.shared = _struck_texts(texts)
        self.raised = _raised_texts(texts)

    def sheet(self, part: str) -> Unseen | None:
        """Return what a sheet hides; None where its cells have no addresses."""
        sheet = self.package.read(part)
        if b" r='" in sheet:
            sheet = sheet.replace(b"'", b'"')  # XML may write its attributes so; the texts are not looked at
        if (first := _ANY_CELL.search(sheet)) and not _ADDRESS.search(first[0]):
            return None
        _check_extent(sheet, self.limits)
        unseen = Unseen(dict(_errors(sheet)), margins=page_margins(sheet))
        if any(word in sheet for word in (b' hidden="', b' ht="0', b' width="0')):
            unseen.hidden_rows = frozenset(map(int, _HIDDEN_ROW.findall(sheet)))
            unseen.hidden_columns = tuple(_hidden_columns(sheet))
        self._look_at_styles(sheet, unseen)
        if self.has_comments:
            unseen.comments = self._comments(part)
        return unseen

    def _look_at_styles(self, sheet: bytes, unseen: Unseen) -> None:
        for cell, style in _styled(sheet, {*self.styles.old, *self.styles.struck}):
            if style in self.styles.old:
                unseen.fonts[cell] = self.styles.old[style]
            if style in self.styles.struck:
                unseen.struck.add(cell)
        for attributes, index in _SHARED.findall(sheet) if self.shared else ():
            if runs := self.shared.get(int(index)):
                _strike(unseen, attributes, runs)
        for attributes, content in _INLINE.findall(sheet) if _STRIKE.search(sheet) else ():
            _strike(unseen, attributes, _runs(content))

        self._look_at_raised(sheet, unseen)

    def _look_at_raised(self, sheet: bytes, unseen: Unseen) -> None:
        shared = _SHARED.findall(sheet) if self.raised else ()
        inline = _INLINE.findall(sheet) if _RAISED.search(sheet) else ()
        told = [(attributes, self.raised.get(int(index))) for attributes, index in shared]
        told += [(attributes, _without_raised(content)) for attributes, content in inline]
        unseen.raised = {cell: said for attributes, said in told if said and (cell := _cell(attributes))}

    def _comments(self, part: str) -> dict[Cell, str]:
        """Return the comments of a sheet; of a thread, all its replies instead of the note that stands for it."""
        notes: dict[Cell, str] = {}
        threads: dict[Cell, str] = {}
        for _, kind, target in self.package.links(part):
            if kind == "comments":
                notes |= _notes(self.package.read(target))
            elif kind == "threadedComment":
                threads |= _threads(self.package.read(target))
        return notes | threads


def _styles(styles: bytes) -> Styles:
    if not any(word in styles for word in (b'".V', b'".v', b'"VNI', b"strike")):
        return Styles({}, frozenset())
    root = ElementTree.fromstring(styles)
    old, struck = {}, set()
    for number, font in enumerate(root.iterfind("{*}fonts/{*}font")):
        name, strike = font.find("{*}name"), font.find("{*}strike")
        if found := OldFont.named(name.get("val", "")) if name is not None else None:
            old[number] = found
        if strike is not None and strike.get("val", "1") not in ("0", "false"):
            struck.add(number)
    fonts = [int(style.get("fontId", 0)) for style in root.iterfind("{*}cellXfs/{*}xf")]
    return Styles(
        {style: old[font] for style, font in enumerate(fonts) if font in old},
        frozenset(style for style, font in enumerate(fonts) if font in struck),
    )


def _check_texts(texts: bytes) -> None:
    """Refuse a table of shared texts that announces more texts than it has bytes."""
    declared = _DECLARED.search(texts, 0, 2000)
    if declared and int(declared[1]) > len(texts):
        raise Oversized("số chuỗi khai báo nhiều hơn nội dung thật")


def _struck_texts(texts: bytes) -> dict[int, Runs]:
    """Return the shared texts in which a run is struck through, by their number."""
    if not _STRIKE.search(texts):
        return {}
    items = enumerate(_ITEM.findall(texts))
    return {number: _runs(item) for number, item in items if _STRIKE.search(item)}


def _raised_texts(texts: bytes) -> dict[int, tuple[str, str]]:
    """Return the shared texts with a raised mark of a footnote, by their number: without the mark, the mark."""
    items = enumerate(_ITEM.findall(texts)) if _RAISED.search(texts) else ()
    return {number: told for number, item in items if _RAISED.search(item) and (told := _without_raised(item))}


def _without_raised(item: bytes) -> tuple[str, str] | None:
    """Return a text in runs of letters without its raised mark, and the mark: "6¹" is six."""
    pieces = {True: "", False: ""}
    for run in _RUN.findall(item):
        pieces[bool(_RAISED.search(run))] += html.unescape(b"".join(_TEXT.findall(run)).decode("utf-8", "replace"))
    rest, mark = clean(pieces[False]), clean(pieces[True])
    return (rest, mark.strip("()")) if rest and _MARK.fullmatch(mark) else None


def _runs(item: bytes) -> Runs:
    runs: Runs = []
    for run in _RUN.findall(item):
        text = html.unescape(b"".join(_TEXT.findall(run)).decode("utf-8", "replace"))
        runs.append((text, bool(_STRIKE.search(run)) if b"rPr" in run else None))
    return runs


def _strike(unseen: Unseen, attributes: bytes, runs: Runs) -> None:
    if runs and (cell := _cell(attributes)):
        whole = cell in unseen.struck
        unseen.strike(cell, [(text, whole if struck is None else struck) for text, struck in runs])


def _errors(sheet: bytes) -> Iterator[tuple[Cell, CellError]]:
    """Yield the cells that hold an error, or a formula that was never calculated."""
    for attributes, content in _ERROR.findall(sheet) if b'="e"' in sheet else ():
        if cell := _cell(attributes):
            yield cell, CellError(_text(content) or UNKNOWN_ERROR)
    for attributes, content in _FORMULA.findall(sheet) if _FORMULAS.search(sheet) else ():
        is_calculated = _text(content) or b't="str"' in attributes  # a calculated "" is marked as text
        if not is_calculated and (cell := _cell(attributes)):
            yield cell, CellError(NOT_CALCULATED)


def _cell(attributes: bytes) -> Cell | None:
    address = _ADDRESS.search(attributes)
    return position(address[1].decode()) if address else None


def _text(content: bytes) -> str:
    found = _VALUE.search(content)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _hidden_columns(sheet: bytes) -> Iterator[tuple[int, int]]:
    for span in _HIDDEN_COLUMNS.findall(sheet):
        ends = {name: int(number) for name, number in _SPAN.findall(span)}
        if len(ends) == 2:
            yield ends[b"min"] - 1, ends[b"max"] - 1


def _styled(sheet: bytes, styles: set[int]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells of these styles."""
    for tag in _CELL.findall(sheet) if styles else ():
        style = _STYLE.search(tag)
        if style and int(style[1]) in styles and (cell := _cell(tag)):
            yield cell, int(style[1])


def _check_extent(sheet: bytes, limits: Limits) -> None:
    """Refuse a far cell: the parser reserves the whole rectangle between the first and the last."""
    rows = [int(number) for number in _ROW.findall(sheet)] if _FAR.search(sheet) and _FAR_COLUMN.search(sheet) else []
    if not rows:
        return
    far = max(_FAR_COLUMN.findall(sheet), key=lambda letters: (len(letters), letters)).decode()
    if (max(rows) - min(rows) + 1) * column_number(far) > min(limits.cells, max(_MANY_CELLS, len(sheet))):
        raise Oversized(f"có ô ở rất xa (cột {far}, dòng {max(rows)})")


def _notes(part: bytes) -> dict[Cell, str]:
    if not part:
        return {}
    root = ElementTree.fromstring(part)
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    found = {}
    for note in root.iterfind("{*}commentList/{*}comment"):
        number = int(note.get("authorId", 0))
        author = authors[number] if number < len(authors) else ""
        text = "".join(piece.text or "" for piece in note.iterfind("{*}text//{*}t"))
        if author == OUTPUT_AUTHOR:  # what was said of the cell is no word of who sends it
            text = _OUTPUT_LINE.sub("", text)
        found[position(note.get("ref", "A1"))] = without_author(text, author)
    return found


def _threads(part: bytes) -> dict[Cell, str]:
    found: dict[Cell, str] = {}
    for reply in ElementTree.fromstring(part) if part else ():
        text = "".join(piece.text or "" for piece in reply.iterfind("{*}text"))
        cell = position(reply.get("ref", "A1"))
        found[cell] = clean(f"{found.get(cell, '')}\n{text}")
    return found
