"""Csv files: encoding and separator are told from the bytes, and cells say what they would say in a workbook."""

from __future__ import annotations

import codecs
import unicodedata

import pytest

from evalkit.__main__ import main
from evalkit.books.text_file import grid_of_text
from evalkit.books.workbook import open_grids
from evalkit.scale import PARTY
from evalkit.settings import Limits
from evalkit.sheets import read_workbook
from tests.conftest import LIST, member, write_workbook

ROWS = [
    ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
    ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "Xếp loại", "Lý do"],
    ["1", "Người Số 1", "051000000001", "02/01/1980", "Chi bộ 1", "Hoàn thành tốt nhiệm vụ", ""],
    ["2", "NA", "051000000002", "1980-01-02", "Chi bộ 1", "", "Nghỉ ốm"],
    ["3", "Người Số 3", "51000000003", "", "Chi bộ 1", "#REF!", ""],
]
READ = [
    ("051000000001", "Người Số 1", "1980-01-02", "good", "rated"),
    ("051000000002", "NA", "1980-01-02", "", "sick"),
    ("051000000003", "Người Số 3", "", "", "unknown"),
]


def lines(separator: str, rows=ROWS) -> str:
    return "".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + "\r\n" for row in rows)


def code_page(text: str) -> bytes:
    """Windows-1258: letters with a mark are one byte, tones follow the vowel."""
    tones, written = "\u0300\u0301\u0303\u0309\u0323", []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        written.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)))
        written += [part for part in parts if part in tones]
    return "".join(written).encode("cp1258")


ENCODED = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with BOM": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16, as Excel writes it": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 the other way": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "cp1258": code_page,
}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODED)
def test_encodings_and_separators(tmp_path, encoding, separator):
    path = tmp_path / "nam 2021.csv"
    path.write_bytes(ENCODED[encoding](lines(separator)))
    reading = read_workbook(path, PARTY)
    assert [(r.key, r.name, r.born, r.level, r.status) for r in reading.records] == READ
    assert {(record.year, record.sheet, record.unit) for record in reading.records} == {(2022, "nam 2021", "Chi bộ 1")}
    assert [(p.code, p.cell) for p in reading.problems if p.severity == "error"] == [("cell_error", "F5")]


def test_the_separator_that_excel_announces(tmp_path):
    path = tmp_path / "2022.csv"
    path.write_bytes(("sep=|\r\n" + lines("|")).encode())
    assert len(read_workbook(path, PARTY).records) == 3


def test_a_line_break_and_a_separator_inside_quotes(tmp_path):
    path = tmp_path / "2022.csv"
    path.write_text(
        'TT,"Họ và\ntên",Số thẻ đảng viên,Xếp loại\n1,"Số 1, Người",051000000001,"Hoàn thành\ntốt"\n', "utf-8"
    )
    assert [(r.name, r.level) for r in read_workbook(path, PARTY).records] == [("Số 1, Người", "good")]


def test_counts_in_a_csv_are_numbers(tmp_path):
    path = tmp_path / "2022.csv"
    path.write_text("STT;Chi bộ;Xuất sắc;Tốt;Hoàn thành;Không hoàn thành\n1;Chi bộ 1;4;16;2;0\n", "utf-8")
    assert [(r.level, r.number) for r in read_workbook(path, PARTY).records] == [
        ("excellent", 4),
        ("good", 16),
        ("completed", 2),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Kính gửi Ban Tổ chức.\nĐơn vị xin gửi số liệu.\n".encode(), "not_a_workbook"),  # a letter
        (b'a,b\n1,"2\n3,4\n', "damaged"),  # a quote that never ends
        (b"\x89PNG\r\n\x1a\n;;;\x00\x01\x02", "not_a_workbook"),
    ],
)
def test_text_that_is_no_table_is_refused(tmp_path, content, code):
    path = tmp_path / "2022.csv"
    path.write_bytes(content)
    reading = read_workbook(path, PARTY)
    assert (reading.readable, [problem.code for problem in reading.problems]) == (False, [code])


def test_csv_under_a_workbook_s_name_is_read_and_said(tmp_path):
    path = tmp_path / "2022.xls"
    path.write_bytes(lines(";").encode())
    reading = read_workbook(path, PARTY)
    assert len(reading.records) == 3
    assert ("note", "text_file") in [(problem.severity, problem.code) for problem in reading.problems]


def test_a_folder_s_csv_files_are_read_and_same_person_is_not_a_rating_sheet(tmp_path, capsys):
    write_workbook(tmp_path / "2021.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    (tmp_path / "2022.csv").write_bytes(lines(";", ROWS[:4]).encode())
    pair = "~0123456789ab,~ba9876543210,BTC,2023-01-01"
    (tmp_path / "same-person.csv").write_text(f"a,b,by,date\n{pair}\n", "utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "Đã đọc 2 tệp" in capsys.readouterr().out


TABLE = [["TT", "Họ, tên", "Thẻ", "Xếp loại"], [1.0, "Người A", "051000000001", "HTTNV"], [2.0, "B", "012", "HTXSNV"]]
BY_COMMA = 'TT,"Họ, tên",Thẻ,Xếp loại\n1,Người A,051000000001,HTTNV\n2,B,012,HTXSNV\n'
BY_SEMICOLON = "TT;Họ, tên;Thẻ;Xếp loại\n1;Người A;051000000001;HTTNV\n2;B;012;HTXSNV\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BY_COMMA.replace("\n", "\r").encode(), id="Mac line ends"),
        pytest.param(BY_COMMA.replace("\n", "\r\r\n").encode(), id="line ends doubled by Windows"),
        pytest.param(BY_SEMICOLON.replace(";", "\t").replace("\n", "\r").encode("utf-16"), id="UTF-16 of a Mac"),
        pytest.param(BY_COMMA.replace("051000000001", '="051000000001"').encode(), id="zeros kept by a formula"),
        pytest.param(BY_COMMA.replace("051000000001", '"=""051000000001"""').encode(), id="the same, quoted"),
        pytest.param(b"sep=;\r\n" + BY_SEMICOLON.encode(), id="a separator is announced"),
        pytest.param(b'"SEP=;"\r' + BY_SEMICOLON.replace("\n", "\r").encode(), id="announced in capitals and quotes"),
        pytest.param(BY_SEMICOLON.replace(";", "|").encode(), id="bars"),
        pytest.param(BY_COMMA.encode() + b"\n,,,\n,,,\n\n", id="blank lines at the end"),
        pytest.param(BY_COMMA.encode() + b"\x1a", id="the end of a file of DOS"),
        pytest.param(("\ufeff\ufeff" + BY_COMMA.replace("2,B", "\ufeff2,B")).encode(), id="marks in the middle"),
        pytest.param(BY_COMMA.replace(',"', ', "').replace(",N", ", N").encode(), id="blanks before quotes"),
        pytest.param(BY_COMMA.replace("Người A", '"Người" A').encode(), id="text behind a quoted one"),
        pytest.param(BY_SEMICOLON.replace("Người A", '"Người A" ').encode(), id="a blank behind a quoted one"),
    ],
)  # fmt: skip
def test_the_same_table_however_it_is_written(content):
    grid = grid_of_text(content, "a")
    assert [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in grid.rows] == TABLE


def test_a_separator_inside_a_text_kept_by_a_formula():
    assert grid_of_text(b'TT;A;B\n1;="05;1";x\n', "a").rows == [["TT", "A", "B"], [1.0, "05;1", "x"]]


def test_decimal_commas_between_semicolons_and_quotes_inside_a_cell():
    assert grid_of_text('TT;Tên;Tỷ lệ\n1;Lê "Tư" A;98,45\n2;B;1,5\n'.encode(), "a").rows == [
        ["TT", "Tên", "Tỷ lệ"], [1.0, 'Lê "Tư" A', "98,45"], [2.0, "B", "1,5"],
    ]  # fmt: skip


TCVN3 = ["NguyÔn V¨n A", "TrÇn ThÞ B", "§ç V¨n C", "Lª ThÞ D", "Hoµn thµnh tèt nhiÖm vô"]
VNI = ["Nguyeãn Vaên A", "Traàn Thò B", "Ñoã Vaên C", "Leâ Thò D", "Hoaøn thaønh toát nhieäm vuï"]
SHOWN = ["Nguyễn Văn A", "Trần Thị B", "Đỗ Văn C", "Lê Thị D", "Hoàn thành tốt nhiệm vụ"]


@pytest.mark.parametrize("texts", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_old_fonts_in_a_csv(tmp_path, texts):
    path = tmp_path / "2022.csv"
    lines = [f"{number},{name},{texts[4]}\n" for number, name in enumerate(texts[:4])]
    path.write_bytes("".join(["TT,Ho ten,Xep loai\n", *lines]).encode("cp1252"))
    (grid,) = open_grids(path, Limits())
    assert [cells[1:] for cells in grid.rows[1:]] == [[name, SHOWN[4]] for name in SHOWN[:4]]


def test_old_fonts_without_a_tone_are_not_taken_for_the_vietnamese_code_page(tmp_path):
    path = tmp_path / "2022.csv"
    path.write_bytes("A,B\nNguyeãn Vaên,Hoaøn thaønh\nToát,Nhieäm vuï\nTaêng,Baûy\n".encode("cp1252"))
    (grid,) = open_grids(path, Limits())
    assert grid.rows[1:] == [["Nguyễn Văn", "Hoàn thành"], ["Tốt", "Nhiệm vụ"], ["Tăng", "Bảy"]]


def test_unicode_with_a_broken_letter_is_no_other_code_page():
    cut = "TT,Họ và tên,Xếp loại\n1,Người A,Hoàn thành tốt nhiệm vụ".encode()[:-1]
    assert grid_of_text(cut, "a").rows[0] == ["TT", "Họ và tên", "Xếp loại"]
    assert grid_of_text(cut, "a").rows[1][2] == "Hoàn thành tốt nhiệm v\ufffd"
