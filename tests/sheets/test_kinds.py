"""What is no workbook is told by its bytes, each with what it is and what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from evalkit.books.kinds import OLE, kind_of_unread
from evalkit.scale import PARTY
from evalkit.sheets import read_workbook
from tests.conftest import LIST, member, write_workbook

XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
DBASE = b"\x03\x16\x0c\x1f" + bytes(4) + (65).to_bytes(2, "little") + bytes(54) + b"\r" + b" data"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (XML_2003.encode(), "XML Spreadsheet 2003"),
        (b"\xff\xfe" + XML_2003.encode("utf-16-le"), "XML Spreadsheet 2003"),
        (b'<?xml version="1.0"?><office:document>', ".fods"),
        (b'<?xml version="1.0"?><a/>', "XML,"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>", "MHTML"),
        (b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n", "thư điện tử"),
        (b"<table><tr><td>1</td></tr></table>", "HTML"),
        ("\ufeff<html><table>".encode("utf-16-be"), "HTML"),
        (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "đường dẫn tới bảng tính trên mạng"),
        (b"[InternetShortcut]\r\nURL=https://a/\r\n", "đường dẫn tới bảng tính trên mạng"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1", "văn bản Word"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "ảnh"),
        (b"Rar!\x1a\x07\x01\x00", "tệp nén"),
        (b"7z\xbc\xaf\x27\x1c", "tệp nén"),
        (b"\x00\x00\x02\x00\x06\x04\x06\x00", "định dạng cũ"),
        (b"\xff\x00\x02\x00\x04\x04\x05\x54", "định dạng cũ"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        (DBASE, "dBase"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "văn bản Word"),
        (OLE + bytes(600) + "__substg1.0_".encode("utf-16-le"), "thư điện tử"),
    ],
)
def test_each_kind_is_one_line_with_what_to_do(tmp_path, content, said):
    path = tmp_path / "2022.xlsx"
    path.write_bytes(content)
    reading = read_workbook(path, PARTY)
    (problem,) = reading.problems
    assert (reading.readable, problem.severity) == (False, "error")
    assert said in problem.message
    assert "\n" not in problem.message
    assert any(word in problem.message for word in ("Mở", "Chép", "Giải nén", "Cần"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("word/document.xml", "văn bản Word"),
        ("ppt/presentation.xml", "bản trình chiếu"),
        ("Index/Document.iwa", "Numbers"),
        ("Chi bộ 1.xlsx", "tệp nén"),
    ],
)
def test_zips_that_hold_something_else(tmp_path, part, said):
    with zipfile.ZipFile(tmp_path / "2022.xlsx", "w") as parts:
        parts.writestr(part, "x")
        parts.writestr("other", "x")
    assert said in read_workbook(tmp_path / "2022.xlsx", PARTY).problems[0].message


def test_a_workbook_with_a_document_embedded_is_still_a_workbook(tmp_path):
    path = tmp_path / "2022.xls"
    path.write_bytes(OLE + bytes(600) + "WordDocument".encode("utf-16-le") + "Workbook".encode("utf-16-le"))
    assert read_workbook(path, PARTY).problems[0].code == "damaged"


@pytest.mark.parametrize("name", ["evalkit.toml", "desktop.ini", "Thumbs.db", "a.xlsx", "run.json", "khong-duoi"])
def test_companions_are_of_no_kind(name):
    assert kind_of_unread(Path(name)) is None


def listed(folder: Path) -> list[tuple[str, str, str]]:
    import evalkit as ek

    found = ek.read(folder).problems
    found = found[found["code"] == "file_not_read"]
    return [*zip(found["severity"], found["file"], found["message"], strict=True)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [["NĂM 2022"], LIST, member(1, "HTTNV")]
    write_workbook(tmp_path / "in" / "a.xlsx", {"S": rows})
    return tmp_path / "in"


def test_nothing_in_a_folder_is_passed_over_in_silence(folder):
    for name in ("b.zip", "c.rar", "d.et", "e.xml", "f.msg", "g.docx", "h.pdf", "i.txt", "j.xlsx.bak"):
        (folder / name).write_text("x")
    (folder / "xa").mkdir()
    (folder / "xa" / "k.numbers").write_text("x")
    warning, below, note = listed(folder)
    assert warning[:2] == ("warning", "in")
    assert warning[2] == (
        "in: 6 tệp chưa được đọc: 2 tệp nén (b.zip, c.rar); 1 bảng tính WPS (d.et); 1 XML (e.xml); "
        "1 thư điện tử (f.msg); 1 bản sao lưu hoặc tệp tải dở (j.xlsx.bak). "
        "Giải nén, rồi đọc các bảng tính bên trong. Mở bằng Excel, lưu lại thành .xlsx. "
        "Mở thư, lưu tệp đính kèm ra thư mục. Đổi lại tên tệp, hoặc tải lại. "
        "Nếu không phải số liệu, chuyển ra khỏi thư mục."
    )
    assert below[:2] == ("warning", "xa")
    assert "k.numbers" in below[2]
    assert note[:2] == ("note", "in")
    assert "3 tệp không phải bảng tính, không đọc: 1 văn bản Word (g.docx); 1 PDF (h.pdf); 1 văn bản (i.txt)" in note[2]


def test_companions_hidden_files_and_written_reports_are_not_named(folder):
    for name in ("evalkit.toml", "desktop.ini", "Thumbs.db", ".DS_Store", "~$b.zip", ".c.zip", "d.parquet.sha"):
        (folder / name).write_text("")
    for inside in ("2022", ".hidden", "__MACOSX"):
        (folder / inside).mkdir()
        (folder / inside / "e.zip").write_text("x")
    (folder / "2022" / "run.json").write_text("{}")
    (folder / "2022" / "hinh").mkdir()
    (folder / "2022" / "hinh" / "f.png").write_text("x")
    assert listed(folder) == []


def test_a_long_list_is_cut_and_counted(folder):
    for number in range(12):
        (folder / f"{number:02}.zip").write_text("x")
    assert "12 tệp nén (00.zip, 01.zip, 02.zip" in listed(folder)[0][2]
    assert "09.zip và 2 tệp nữa)" in listed(folder)[0][2]


def test_the_command_line_gives_it_too_and_a_folder_without_workbooks_says_what_is_there(folder, capsys):
    import json

    from evalkit.__main__ import main

    (folder / "b.zip").write_text("x")
    assert main(["check", str(folder), "--json"]) == 0
    assert "file_not_read" in {problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    (folder / "a.xlsx").unlink()
    assert main(["check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "không có bảng tính nào" in said
    assert "b.zip" in said
    assert said.count("\n") == 1
