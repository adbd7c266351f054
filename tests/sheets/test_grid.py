"""What a file is, its bytes tell; each thing that is no workbook has its own reason."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from evalkit.books.grid import column_letters
from evalkit.books.package_scan import OUTPUT_MARK
from evalkit.scale import PARTY
from evalkit.sheets import read_workbook
from tests.conftest import LIST, member, write_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\0" * 5000, "empty_file"),
        (b"<html><body><table></table></body></html>", "html"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "html"),
        (b"name level\n1 2\n", "not_a_workbook"),
        (b"PK\x03\x04 but nothing after", "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "protected"),
        (OLE + b"\0" * 600, "damaged"),
    ],
)
def test_files_that_are_no_workbooks_are_refused_by_their_bytes(tmp_path, content, code):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(content)
    reading = read_workbook(path, PARTY)
    assert not reading.readable
    assert [(problem.severity, problem.code) for problem in reading.problems] == [("error", code)]
    assert reading.problems[0].message.startswith("bang.xlsx: ")


def test_a_truncated_workbook_is_damaged(tmp_path):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    path.write_bytes(path.read_bytes()[:3000])
    assert [problem.code for problem in read_workbook(path, PARTY).problems] == ["damaged"]


def test_a_name_does_not_decide_what_a_file_is(tmp_path):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]}).rename(tmp_path / "2022.xls")
    assert len(read_workbook(path, PARTY).records) == 1


def test_what_evalkit_wrote_is_not_read_as_data(tmp_path):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    book = openpyxl.load_workbook(path)
    book.properties.category = OUTPUT_MARK
    book.save(path)
    reading = read_workbook(path, PARTY)
    assert not reading.records
    assert [(problem.severity, problem.code) for problem in reading.problems] == [("note", "own_output")]


def test_a_table_that_does_not_begin_at_the_corner_keeps_its_addresses(tmp_path):
    rows = [[], [], *([["", "", *cells] for cells in (LIST, member(1, "HTTNV"))])]
    path = write_workbook(tmp_path / "2022.xlsx", {"S": rows})
    assert [record.cell for record in read_workbook(path, PARTY).records] == ["I4"]


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_lettered_as_excel_does(column, letters):
    assert column_letters(column) == letters


MANIFEST = '<m:manifest><m:file-entry m:full-path="content.xml">{}</m:file-entry></m:manifest>'


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"META-INF/manifest.xml": MANIFEST.format("<m:encryption-data/>"), "content.xml": "?"}, "protected"),
        ({"META-INF/manifest.xml": MANIFEST.format(""), "content.xml": "?"}, "damaged"),
        ({"thu.txt": "Kính gửi"}, "not_a_workbook"),  # some other zip
    ],
)
def test_zips_that_cannot_be_opened_each_have_their_reason(tmp_path, parts, code):
    path = tmp_path / "2022.ods"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert [problem.code for problem in read_workbook(path, PARTY).problems] == [code]
