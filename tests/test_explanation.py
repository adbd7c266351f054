"""How a sheet was understood can be looked at: in a frame, in coloured copies, on one page, and cell by cell."""

from __future__ import annotations

import json

import openpyxl
import pytest

import evalkit as ek
from evalkit.__main__ import main
from tests.conftest import LIST, member, write_workbook

COUNTS = ["STT", "Chi bộ", "Đảng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]


@pytest.fixture
def folder(tmp_path):
    people = [["ĐẢNG VIÊN NĂM 2022"], LIST, ["I", "Chi bộ 1"], member(1, "HTTNV"), member(2, "HTXSNV"), ["", "Cộng", 2]]
    counted = [
        ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], COUNTS, [1, "Chi bộ 7", 20, 4, 15, 1, 0], ["", "Trong đó: nữ", 5, 1, 4, 0, 0],
        ["", "Kế hoạch", 20, 5, 15, 0, 0], ["", "Tổng cộng", 20, 4, 15, 1, 0],
    ]  # fmt: skip
    strange = [["Ai", "Mã", "Nhận xét chung"], ["A", "X1", "HTTNV"], ["B", "X2", "HTNV"], ["C", "X3", "HTTNV"]]
    write_workbook(tmp_path / "so lieu" / "a.xlsx", {"DS": people, "TH": counted, "La": strange})
    return tmp_path / "so lieu"


def test_the_frame_has_a_row_a_table_with_its_shape_columns_and_rows_by_kind(folder):
    frame = ek.explain(folder).set_index("sheet")
    assert list(frame["shape"]) == ["danh sách", "số lượng theo đơn vị", ""]
    assert (frame.loc["DS", "first"], frame.loc["DS", "body"], frame.loc["DS", "end"]) == (2, 3, 6)
    assert "G «Xếp loại»: được đọc" in frame.loc["DS", "columns"]
    assert frame.loc["DS", "rows"] == "dòng có kết quả: 2; dòng nhóm: 1; dòng tổng cộng: 1"
    assert frame.loc["TH", "year"] == "2022 (tiêu đề bảng)"
    assert "có mức xếp loại nhưng không nhận ra dòng tiêu đề" in frame.loc["La", "refused"]
    assert ek.explain(ek.read(folder)).equals(ek.explain(folder))


def test_every_filled_cell_of_the_columns_that_rate_has_a_fate(folder, tmp_path, capsys):
    """By hand: 2 levels and 4 numbers are read, 4 are a subset, 4 a plan, 4 a printed total."""
    assert main(["check", str(folder), "--json", "--explain", str(tmp_path / "xem")]) in (0, 1)
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert cells == {"read": 6, "subset": 4, "comparison": 4, "printed": 4, "not read": 0}


def test_a_copy_is_coloured_and_the_page_says_why_a_table_was_refused_without_any_name(folder, tmp_path, capsys):
    main(["check", str(folder), "--explain", str(tmp_path / "xem")])
    page = (tmp_path / "xem" / "giai-thich.html").read_text("utf-8")
    assert "Vì sao không đọc" in page
    assert "level = &quot;Nhận xét chung&quot;" in page  # the block to paste
    assert "Người Số" not in page
    book = openpyxl.load_workbook(tmp_path / "xem" / "a.xlsx - tô màu.xlsx")
    assert book.sheetnames == ["Chú giải", "DS", "TH", "La"]
    read, header, total = (book["DS"][cell].fill.fgColor.rgb for cell in ("G4", "G2", "B6"))
    assert (read, header, total) == ("00A9D18E", "009DC3E6", "00D9D9D9")
    assert "Kiểu bảng: danh sách" in book["DS"]["A2"].comment.text
    assert "http" not in page


def test_what_is_there_is_not_written_over(folder, tmp_path, capsys):
    main(["check", str(folder), "--explain", str(tmp_path / "xem")])
    assert main(["check", str(folder), "--explain", str(tmp_path / "xem")]) == 2
    assert "không ghi đè" in capsys.readouterr().err


def test_a_coloured_copy_is_no_data(folder, tmp_path):
    main(["check", str(folder), "--explain", str(folder / "xem")])
    reading = ek.read(folder)
    assert len(reading.ratings) == 5  # two people, three numbers
