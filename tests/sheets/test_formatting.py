"""What formatting says of a cell: struck through in whole or in part, commented on, in a hidden row or column."""
# ruff: noqa: E501 - the XML of other programs

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from struct import pack

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from evalkit.books.grid import Grid
from evalkit.books.package import Package
from evalkit.books.workbook import Unreadable, open_grids
from evalkit.books.xlsb_scan import scan_xlsb
from evalkit.records import FileReading
from evalkit.scale import PARTY
from evalkit.settings import Limits
from evalkit.sheets import read_sheet
from tests.sheets.test_unseen import rewrite

STRUCK, PLAIN = InlineFont(strike=True), InlineFont()


def partly(*runs: tuple[str, bool]) -> CellRichText:
    return CellRichText(*(TextBlock(STRUCK if struck else PLAIN, text) for text, struck in runs))


@pytest.fixture
def formatted(tmp_path: Path) -> Path:
    """A sheet that begins at B3: struck cells, cells of several fonts, comments, hidden rows and columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row, text in enumerate(["Tên", "gạch", "giữ", "cũ mới", "hai lần", "có chú thích", "ẩn"], start=3):
        sheet.cell(row, 2, text)
        sheet.cell(row, 4, "x")
    sheet["B4"].font = Font(strike=True)
    sheet["D5"].font = Font(strike=False)
    sheet["C4"].font = Font(strike=True)  # blank: nothing is struck
    sheet["B6"] = partly(("Khá ", True), ("Tốt", False))
    sheet["B7"] = partly(("HTTNV", True), (" ", False))
    sheet["B8"].comment = Comment("Ban Tổ chức:\nHạ xuống mức Hoàn thành", "Ban Tổ chức")
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "2022.xlsx")
    low = b'<row r="5" ht="0" customHeight="1"'
    return rewrite(tmp_path / "2022.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="5"', low))


def only_grid(path: Path) -> Grid:
    (grid,) = open_grids(path, Limits())
    return grid


def test_struck_cells_and_words_comments_and_hidden_rows_of_xlsx(formatted):
    grid = only_grid(formatted)
    assert grid.cell(0, 0) == "B3"
    assert grid.struck == {(1, 0), (4, 0)}
    assert grid.unstruck == {(3, 0): "Tốt"}
    assert grid.comments == {(5, 0): "Hạ xuống mức Hoàn thành"}
    assert grid.hidden_rows == {5, 9}
    assert grid.hidden_columns == ((3, 3),)
    assert grid.formats_seen


def test_rich_text_in_the_cell_itself_and_single_quotes(formatted):
    inline = b"<c r='B6' t='inlineStr'><is><r><rPr><strike val='1'/></rPr><t>a </t></r><r><t>b &amp; c</t></r></is></c>"

    def change(xml: bytes) -> bytes:
        start = xml.index(b'<c r="B6"')
        end = xml.index(b"</c>", start) + 4
        return xml[:start] + inline + xml[end:]

    assert only_grid(rewrite(formatted, "xl/worksheets/sheet1.xml", change)).unstruck == {(3, 0): "b & c"}


def test_a_run_without_a_font_of_its_own_is_struck_as_its_cell_is(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("Khá ", TextBlock(PLAIN, "Tốt"))
    book.active["A1"].font = Font(strike=True)
    book.active["B1"] = CellRichText(TextBlock(PLAIN, "cả "), TextBlock(PLAIN, "hai"))
    book.active["B1"].font = Font(strike=True)
    book.active["C1"] = partly(("a", True), ("b", False))  # so that texts are looked at
    book.save(tmp_path / "a.xlsx")
    grid = only_grid(tmp_path / "a.xlsx")
    assert grid.unstruck[0, 0] == "Tốt"
    assert (0, 0) not in grid.struck


def test_a_thread_of_comments_is_all_its_replies(formatted):
    thread = (
        b'<t:ThreadedComments xmlns:t="x"><t:threadedComment ref="B8"><t:text>\xc4\x90\xe1\xbb\x81 ngh\xe1\xbb\x8b: xem</t:text>'
        b'</t:threadedComment><t:threadedComment ref="B8"><t:text>H\xe1\xba\xa1</t:text></t:threadedComment></t:ThreadedComments>'
    )
    link = (
        b'<Relationship Id="t9" Type="http://x/threadedComment" Target="../threadedComments/t1.xml"/></Relationships>'
    )
    rewrite(formatted, "xl/threadedComments/t1.xml", lambda _: thread)
    rewrite(formatted, "xl/worksheets/_rels/sheet1.xml.rels", lambda xml: xml.replace(b"</Relationships>", link))
    assert only_grid(formatted).comments == {(5, 0): "Đề nghị: xem Hạ"}


def test_a_part_of_the_columns_keeps_what_is_known_of_its_cells(formatted):
    grid = only_grid(formatted)
    moved = Grid("S", False, [["a", "b"]], struck=frozenset({(0, 0), (0, 1)}), comments={(0, 1): "c"}).from_column(1)
    assert (moved.rows, moved.struck, moved.comments, moved.cell(0, 0)) == ([["b"]], {(0, 0)}, {(0, 0): "c"}, "B1")
    assert grid.from_column(1).struck == frozenset()


def test_cells_without_addresses_are_read_but_what_they_hide_is_not_seen(formatted):
    def without_addresses(xml: bytes) -> bytes:
        return re.sub(rb' r="[A-Z]*[0-9]+"', b"", xml)

    grid = only_grid(rewrite(formatted, "xl/worksheets/sheet1.xml", without_addresses))
    assert grid.rows[1][0] == "gạch"
    assert (grid.struck, grid.formats_seen, grid.shows_errors) == (frozenset(), False, False)


# --- ods -------------------------------------------------------------------------------------------------------------

ODS = """<office:document-content office:version="1.2"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:automatic-styles>
<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="struck"/>
<style:style style:name="not" style:family="table-cell"><style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="run" style:family="text"><style:text-properties style:text-line-through-type="single"/></style:style>
<style:style style:name="low" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="S">
<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2" table:default-cell-style-name="struck"/>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell office:value-type="string" table:style-name="child"><text:p>b</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>by column</text:p></table:table-cell></table:table-row>
<table:table-row table:style-name="low"><table:table-cell office:value-type="string" table:style-name="not">
<office:annotation><text:p>Lan:</text:p><text:p>Hạ mức</text:p></office:annotation><text:p><text:span text:style-name="run">cũ </text:span>mới</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:formula="of:=[.Z9]"/>
<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        parts.writestr("content.xml", re.sub(r">\s+<", "><", content))
    return path


def test_a_cell_in_the_far_corner_of_an_ods_workbook_is_refused(tmp_path):
    far = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row><table:table-row>'
        '<table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="string">'
        "<text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    path = ods(tmp_path / "2022.ods", ODS.replace("</table:table>", far))
    with pytest.raises(Unreadable, match=r"có ô ở rất xa \(cột XFD, dòng 1048576\)"):
        list(open_grids(path, Limits()))


def test_ods_tells_the_same(tmp_path):
    grid = only_grid(ods(tmp_path / "2022.ods", ODS))
    assert grid.struck == {(2, 0), (2, 1), (4, 1)}  # the last two by their column
    assert grid.unstruck == {(3, 0): "mới"}
    assert grid.comments == {(3, 0): "Hạ mức"}
    assert grid.hidden_rows == {3, 4}
    assert grid.hidden_columns == ((1, 2),)
    assert grid.rows[4] == ["công thức chưa tính", "#DIV/0!"]
    assert (grid.has_errors, grid.shows_errors, grid.formats_seen) == (True, True, True)


# --- xlsb ------------------------------------------------------------------------------------------------------------


def record(kind: int, content: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 0x7F | 0x80, len(content) >> 7])
    return head + size + content


def wide(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *, hidden: bool = False) -> bytes:
    return record(0, pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, pack("<I", column) + style.to_bytes(3, "little") + b"\0" + value)


LINKS = '<Relationships xmlns="x">{}</Relationships>'
LINK = '<Relationship Id="{}" Type="http://x/{}" Target="{}"/>'


def xlsb(path: Path, sheet: bytes) -> Path:
    """A workbook of one sheet; style 1 and font 1 are struck through, text 0 is half in font 1."""
    font = pack("<HHHHBBBB", 200, 0, 400, 0, 0, 0, 0, 0) + bytes(9) + wide("Arial")
    struck = font[:2] + pack("<H", 8) + font[4:]
    style = pack("<HHH", 0xFFFF, 0, 0) + bytes(10)
    text = b"\x01" + wide("cũ mới") + pack("<I", 2) + pack("<HHHH", 0, 1, 3, 0)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": record(143, b"")
        + record(156, pack("<II", 0, 1) + wide("rId1") + wide("S"))
        + record(144, b""),
        "xl/_rels/workbook.bin.rels": LINKS.format(LINK.format("rId1", "worksheet", "worksheets/sheet1.bin")),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/worksheets/_rels/sheet1.bin.rels": LINKS.format(LINK.format("rId1", "comments", "../comments1.bin")),
        "xl/comments1.bin": record(632, wide("Lan"))
        + record(635, pack("<5I", 0, 1, 1, 2, 2) + bytes(16))
        + record(637, b"\0" + wide("Lan:\nhạ mức")),
        "xl/sharedStrings.bin": record(159, pack("<II", 3, 1)) + record(19, text) + record(160, b""),
        "xl/styles.bin": record(43, font)
        + record(43, struck)
        + record(617, pack("<I", 2))
        + record(47, style)
        + record(47, style[:4] + b"\x01" + style[5:])
        + record(618, b""),
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_xlsb_tells_the_same(tmp_path):
    sheet = record(60, pack("<IIIIH", 3, 4, 2000, 0, 1)) + record(60, pack("<IIIIH", 5, 5, 0, 0, 0))
    sheet += row(0, hidden=True) + cell(7, 0, pack("<I", 0)) + cell(5, 1, pack("<d", 3.0), style=1)
    sheet += row(1) + cell(3, 0, b"\x17") + cell(11, 1, b"\x2a") + cell(7, 2, pack("<I", 0), style=1)
    with zipfile.ZipFile(xlsb(tmp_path / "2022.xlsb", sheet)) as parts:
        seen = scan_xlsb(Package(parts), Limits())["S"]
    assert seen.struck == {(0, 1)}
    assert seen.unstruck == {(0, 0): "mới", (1, 2): "mới"}
    assert seen.errors == {(1, 0): "#REF!", (1, 1): "#N/A"}
    assert seen.comments == {(1, 2): "hạ mức"}
    assert (seen.hidden_rows, seen.hidden_columns) == ({1}, ((3, 4), (5, 5)))


# --- xls -------------------------------------------------------------------------------------------------------------


def test_xls_tells_the_same():
    grid = only_grid(Path(__file__).with_name("formatted.xls"))  # the workbook above, saved by LibreOffice
    assert grid.struck == {(1, 0), (4, 0)}
    assert grid.unstruck == {(3, 0): "Tốt"}
    assert grid.comments == {(5, 0): "Hạ xuống mức Hoàn thành"}
    assert grid.hidden_rows == {5, 9}
    assert grid.hidden_columns == ((3, 3),)
    assert grid.rows[7][0] == "#DIV/0!"
    assert (grid.has_errors, grid.shows_errors, grid.formats_seen) == (True, True, True)


def test_comments_that_excel_itself_wrote(corpus):
    (grid, *_) = open_grids(corpus / "poi" / "47924.xls", Limits())
    assert (grid.comments[0, 0], grid.comments[1, 0]) == ("a1", "a2")
    (grid, *_) = open_grids(corpus / "poi" / "comments.xlsb", Limits())
    assert grid.comments[1, 0] == "comment row2 (index1)"


# --- what is said of struck cells ------------------------------------------------------------------------------------

LISTED = [
    ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
    ["TT", "Họ và tên", "Xếp loại"],
    [1.0, "Người Một", "HTTNV"],
    [2.0, "Người Hai", "HTNV"],
]
COUNTED = [
    ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
    ["TT", "Chi bộ", "HTXSNV", "HTTNV", "HTNV", "KHTNV"],
    [1.0, "Chi bộ 1", 2.0, 8.0, 3.0, ""],
    [2.0, "Chi bộ 2", 1.0, 9.0, 4.0, ""],
]


@pytest.mark.parametrize(
    ("rows", "struck", "severity", "code", "cell", "counted", "words"),
    [
        pytest.param(LISTED, (2, 1), "warning", "struck_name", "B3", 2, "tên ở dòng này đã gạch bỏ nhưng mức thì không", id="a name whose level stands"),
        pytest.param(COUNTED, (2, 3), "error", "struck_value", "D3", 19, '"8" đã gạch bỏ nên không tính', id="a number of members"),
    ],
)  # fmt: skip
def test_a_struck_name_is_told_and_its_level_counts_a_struck_number_does_not(
    rows, struck, severity, code, cell, counted, words
):
    reading = FileReading("2022.xlsx")
    read_sheet(Grid("Trang1", False, [list(row) for row in rows], struck=frozenset({struck})), PARTY, (), reading)
    assert sum(reading.records.values("number")) == counted
    (told,) = [problem for problem in reading.problems if problem.code.startswith("struck")]
    assert (told.severity, told.code, told.cell) == (severity, code, cell)
    assert words in told.message
