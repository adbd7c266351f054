"""Sheets typed in fonts of before Unicode are read like any other, and it is said."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.styles import Font

from evalkit.scale import PARTY
from evalkit.sheets import read_workbook
from tests.conftest import write_workbook

TCVN3 = [
    ["DANH S¸CH XÕP LO¹I §¶NG VI£N N¡M 2022"],
    ["TT", "Hä vµ tªn", "Sè thÎ ®¶ng viªn", "Chi bé", "XÕp lo¹i", "Lý do"],
    [1, "NguyÔn ThÞ Hoµ", "051000000001", "Chi bé V¨n phßng", "Hoµn thµnh xuÊt s¾c nhiÖm vô", ""],
    [2, "TrÇn V¨n Tó", "051000000002", "Chi bé 3", "Hoµn thµnh tèt nhiÖm vô", ""],
    [3, "Lª §øc Anh", "051000000003", "Chi bé 3", "", "nghØ èm"],
]
VNI = [
    ["DANH SAÙCH XEÁP LOAÏI ÑAÛNG VIEÂN NAÊM 2022"],
    ["TT", "Hoï vaø teân", "Soá theû ñaûng vieân", "Chi boä", "Xeáp loaïi", "Lyù do"],
    [1, "Nguyeãn Thò Hoaø", "051000000001", "Chi boä Vaên phoøng", "Hoaøn thaønh xuaát saéc nhieäm vuï", ""],
    [2, "Traàn Vaên Tuù", "051000000002", "Chi boä 3", "Hoaøn thaønh toát nhieäm vuï", ""],
    [3, "Leâ Ñöùc Anh", "051000000003", "Chi boä 3", "", "nghæ oám"],
]
READ = [
    ("Nguyễn Thị Hoà", "Chi bộ Văn phòng", "excellent", "rated"),
    ("Trần Văn Tú", "Chi bộ 3", "good", "rated"),
    ("Lê Đức Anh", "Chi bộ 3", "", "sick"),
]


@pytest.mark.parametrize(("rows", "encoding", "cells"), [(TCVN3, "TCVN3", 15), (VNI, "VNI", 15)])
def test_old_text_is_told_by_its_letters_and_noted_once(read_rows, rows, encoding, cells):
    reading = read_rows(rows, name="a.xlsx")
    assert [(r.name, r.unit, r.level, r.status) for r in reading.records] == READ
    assert {record.year for record in reading.records} == {2022}
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [
        ("note", "text_converted", "A1", encoding)
    ]
    assert reading.problems[0].message.startswith(f"a.xlsx, trang tính «Trang1», ô A1: {cells} ô ")


def test_the_font_tells_where_the_letters_cannot(tmp_path):
    """Two cells of old text in a Unicode sheet: too few for the letters, and "Chi bé 3" would be Vietnamese too."""
    path = write_workbook(
        tmp_path / "2022.xlsx",
        {
            "S": [
                ["Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"],
                ["nguyÔn v¨n an", "051000000001", "Chi bé 3", "Tốt"],
            ]
        },
    )
    book = openpyxl.load_workbook(path)
    book["S"]["A2"].font = Font(name=".VnTimeH")
    book["S"]["C2"].font = Font(name=".VnTime")
    book.save(path)
    reading = read_workbook(path, PARTY)
    assert [(r.name, r.unit, r.level) for r in reading.records] == [("NGUYỄN VĂN AN", "Chi bộ 3", "good")]
    assert [(p.code, p.cell) for p in reading.problems] == [("text_converted", "A2")]


def test_unicode_cells_beside_old_ones_stay(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"]
    people = ["NguyÔn ThÞ Hoµ", "TrÇn V¨n Tó", "Lª §øc Anh", "Hà Tú", "Françoise Müller"]
    rows = [[n, name, f"05100000000{n}", "Chi bộ 3", "Tốt"] for n, name in enumerate(people)]
    found = [record.name for record in read_rows([header, *rows]).records]
    assert found[:3] == ["Nguyễn Thị Hoà", "Trần Văn Tú", "Lê Đức Anh"]
    assert found[4] == "Françoise Müller"


def test_a_unicode_sheet_is_left_alone(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"]
    rows = [
        [n, name, f"05100000000{n}", "Chi bộ 3", "Tốt"] for n, name in enumerate(["Hà Tú", "Lê Bé", "Françoise Müller"])
    ]
    reading = read_rows([header, *rows])
    assert [record.name for record in reading.records] == ["Hà Tú", "Lê Bé", "Françoise Müller"]
    assert reading.problems == []
