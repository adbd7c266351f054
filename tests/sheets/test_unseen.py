"""Errors, formulas never calculated, hidden rows, oversized parts: seen although the parser shows none of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from evalkit.books.package_scan import look_into
from evalkit.scale import PARTY
from evalkit.settings import Limits
from evalkit.sheets import read_workbook
from tests.conftest import LIST, member, write_workbook


def rewrite(path: Path, part: str, change) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[part] = change(contents.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in contents.items():
            new.writestr(name, content)
    return path


def with_cell(folder: Path, address: str, value: str, kind: str) -> Path:
    """The usual list of two members with one cell made an error ("e") or a formula ("f")."""
    path = write_workbook(folder / "2022.xlsx", {"S": [LIST, member(1, "HTTNV"), member(2, "HTTNV")]})
    book = openpyxl.load_workbook(path)
    cell = book["S"][address]
    cell.value = value
    cell.data_type = kind
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [("#REF!", "e", "#REF!"), ("#N/A", "e", "#N/A"), ("=VLOOKUP(A1,B:C,2)", "f", "công thức chưa tính")],
)
def test_an_error_or_a_formula_never_calculated_in_a_level_cell_is_a_problem_and_no_blank(tmp_path, value, kind, said):
    reading = read_workbook(with_cell(tmp_path, "G2", value, kind), PARTY)
    assert [record.status for record in reading.records] == ["unknown", "rated"]
    problem = reading.problems[0]
    assert (problem.severity, problem.code, problem.cell, problem.found) == ("error", "cell_error", "G2", said)
    assert problem.message == (
        f'2022.xlsx, trang tính «S», ô G2: ô báo "{said}", không có mức xếp loại. '
        "Mở bằng Excel, sửa công thức, lưu lại."
    )


def test_in_a_wide_sheet_an_error_is_not_a_year_without_record(tmp_path):
    rows = [["Mã TCCSĐ", "Tên TCCSĐ", 2021, 2022], ["TC1", "Đảng bộ A", "=B9", "HTTNV"]]
    reading = read_workbook(write_workbook(tmp_path / "a.xlsx", {"S": rows}), PARTY)
    assert [(record.year, record.status) for record in reading.records] == [(2021, "unknown"), (2022, "rated")]


@pytest.mark.parametrize(("address", "kept"), [("B2", "051000000001"), ("C2", ""), ("E2", "051000000001")])
def test_an_error_in_the_name_the_card_or_the_unit_is_named_and_the_rating_kept(tmp_path, address, kept):
    reading = read_workbook(with_cell(tmp_path, address, "#REF!", "e"), PARTY)
    assert [(record.key, record.level) for record in reading.records] == [(kept, "good"), ("051000000002", "good")]
    assert [(problem.code, problem.cell) for problem in reading.problems] == [("cell_error", address)]


def test_an_error_where_nothing_is_read_is_nobodys_problem(tmp_path):
    assert read_workbook(with_cell(tmp_path, "A2", "=ROW()-1", "f"), PARTY).problems == []


def test_a_formula_that_gives_an_empty_text_is_a_blank(tmp_path):
    path = with_cell(tmp_path, "G2", '=IF(1,"","")', "f")
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="G2">', b'<c r="G2" t="str">'))
    assert [problem.code for problem in read_workbook(path, PARTY).problems] == ["blank_level"]


def test_hidden_rows_are_read_and_noted(tmp_path):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV"), member(2, "HTTNV")]})
    book = openpyxl.load_workbook(path)
    book["S"].row_dimensions[3].hidden = True
    book.save(path)
    reading = read_workbook(path, PARTY)
    assert len(reading.records) == 2
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [("note", "hidden_rows", "G3", "1")]


@pytest.mark.parametrize(
    ("far", "said"), [("XFD1048576", "cột XFD, dòng 1048576"), ("CZ900000", "cột CZ, dòng 900000")]
)
def test_a_cell_in_the_far_corner_is_refused_before_memory_is_filled(tmp_path, far, said):
    book = openpyxl.Workbook()
    book.active["A1"], book.active[far] = "a", "b"
    book.save(tmp_path / "2022.xlsx")
    reading = read_workbook(tmp_path / "2022.xlsx", PARTY)
    assert [problem.code for problem in reading.problems] == ["too_large"]
    assert f"có ô ở rất xa ({said})" in reading.problems[0].message


def test_a_far_cell_alone_costs_nothing_and_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "b"
    book.save(tmp_path / "2022.xlsx")
    assert read_workbook(tmp_path / "2022.xlsx", PARTY).problems == []


def test_more_shared_texts_announced_than_there_are_bytes_are_refused(tmp_path):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    rewrite(path, "xl/sharedStrings.xml", lambda _: b'<sst count="1" uniqueCount="200000000"><si><t>a</t></si></sst>')
    assert [problem.code for problem in read_workbook(path, PARTY).problems] == ["too_large"]


@pytest.mark.parametrize(("hidden", "told"), [("G", ["G2"]), ("H", []), ("C", [])])
def test_a_hidden_column_that_decides_is_said(tmp_path, hidden, told):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [["NĂM 2022"], LIST, member(1, "HTTNV")]})
    book = openpyxl.load_workbook(path)
    book["S"].column_dimensions[hidden].hidden = True
    book.save(path)
    reading = read_workbook(path, PARTY)
    assert [record.level for record in reading.records] == ["good"]
    found = [(problem.severity, problem.cell) for problem in reading.problems if problem.code == "hidden_column"]
    assert found == [("warning", cell) for cell in told]


def test_columns_hidden_to_the_end_of_a_sheet_are_one_span(tmp_path):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    spans = (
        b'<cols><col min="3" max="5" hidden="1"/><col hidden="true" min="9" max="16384"/><col min="1" max="2" /></cols>'
    )
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<sheetData>", spans + b"<sheetData>"))
    assert look_into(path, is_zip=True, limits=Limits())["S"].hidden_columns == ((2, 4), (8, 16383))


def test_errors_and_hidden_rows_of_old_workbooks_are_seen_too(corpus):
    seen = look_into(corpus / "poi" / "AreaErrPtg.xls", is_zip=False, limits=Limits())
    assert any(error == "#REF!" for sheet in seen.values() for error in sheet.errors.values())


def test_what_cannot_be_seen_is_a_note_once_a_file(tmp_path, monkeypatch):
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    monkeypatch.setattr("evalkit.books.workbook.look_into", lambda path, **_: None)
    assert [(p.severity, p.code) for p in read_workbook(path, PARTY).problems] == [("note", "errors_unseen")]
