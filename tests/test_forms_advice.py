"""What a unit reads in the copy that it gets back: what to write into its cells, never how settings are changed."""

from __future__ import annotations

import ast
import re

import openpyxl
import pandas as pd
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.forms.advice import advise_units
from tests.conftest import LIST, ROOT, member, write_workbook

SETTINGS = re.compile(r"evalkit\.toml|\[scale|\[\[")  # a unit has none
UNTITLED = [["A", "Chi bộ 1", "HTTNV"], ["B", "Chi bộ 1", "HTTNV"], ["C", "Chi bộ 1", "HTNV"]]
KINDLESS = [["TT", "Tên", "Xếp loại"], [1, "Phòng Một", "HTTNV"], [2, "Phòng Hai", "HTNV"]]
LEVELS = [
    "hoàn thành xuất sắc nhiệm vụ", "hoàn thành tốt nhiệm vụ", "hoàn thành nhiệm vụ", "không hoàn thành nhiệm vụ",
]  # fmt: skip
OLD = [  # until 2017
    "trong sạch, vững mạnh; đủ tư cách, hoàn thành xuất sắc nhiệm vụ", "hoàn thành tốt nhiệm vụ (thang đến 2017)",
    "hoàn thành nhiệm vụ (thang đến 2017)", "yếu kém; vi phạm tư cách",
]  # fmt: skip


def copy_of(tmp_path, sheets):
    """The marked-up copy of a workbook with these sheets."""
    path = write_workbook(tmp_path / "in" / "nam 2022.xlsx", sheets)
    assert main(["check", str(path), "--return", str(tmp_path / "out")]) == 1
    return openpyxl.load_workbook(tmp_path / "out" / path.name)


def texts(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [str(cell.value) for cell in cells] + [cell.comment.text for cell in cells if cell.comment]


def test_a_copy_says_what_to_write_and_nothing_of_settings(tmp_path):
    people = [LIST, member(1, "Gioi"), member(2, "", reason="lý do riêng"), member(3, "HTT")]
    book = copy_of(tmp_path, {"Đảng viên": people, "Không tiêu đề": UNTITLED, "Không rõ": KINDLESS})
    assert [text for text in texts(book) if SETTINGS.search(text)] == []
    levels = ", ".join(f"«{level}»" for level in LEVELS)
    assert book["Đảng viên"]["G2"].comment.text == (
        f'Lỗi: "Gioi" không phải mức xếp loại. Ghi vào ô này một trong các mức: {levels}; '
        "ai không được xếp loại thì ghi lý do."
    )
    assert book["Không rõ"]["C2"].comment.text == (
        "Lỗi: không rõ đây là xếp loại của đảng viên hay của tổ chức nào. Ghi lại tiêu đề cột tên: «Họ và tên» nếu là "
        "đảng viên, «Chi bộ» nếu là chi bộ, «TCCSĐ» nếu là tổ chức cơ sở đảng."
    )
    listed = {row[2].value: row[5].value for row in book["Cần sửa"].iter_rows(min_row=5)}
    assert listed["Không tiêu đề"] == (
        "có 3 dòng giống người hay đơn vị được xếp loại nhưng không có dòng tiêu đề, nên không được đọc và không được "
        "tính. Cần dòng tiêu đề có cột tên "
        "hoặc mã và cột xếp loại: ghi ngay trên các dòng này «Họ và tên» (hoặc «Chi bộ», «TCCSĐ») và «Xếp loại», "
        "mỗi tiêu đề trên cột của nó."
    )


def test_a_copy_corrected_as_it_says_is_read(tmp_path):
    book = copy_of(tmp_path, {"Đảng viên": [LIST, member(1, "Gioi")], "Không tiêu đề": UNTITLED, "Không rõ": KINDLESS})
    book["Đảng viên"]["G2"] = "hoàn thành tốt nhiệm vụ"
    book["Không tiêu đề"].insert_rows(1)
    for column, title in enumerate(("Họ và tên", "Chi bộ", "Xếp loại"), 1):
        book["Không tiêu đề"].cell(1, column).value = title
    book["Không rõ"]["B1"] = "TCCSĐ"
    book.save(tmp_path / "sua nam 2022.xlsx")
    ratings = ek.read(tmp_path / "sua nam 2022.xlsx").ratings
    assert ratings["population"].value_counts().to_dict() == {"member": 4, "base_organisation": 2}


@pytest.mark.parametrize(
    ("years", "levels"),
    [
        ([2016], OLD),
        ([2018], LEVELS),
        ([2017, 2018], [*OLD, *LEVELS]),  # of both scales, each with its name
    ],
)
def test_a_copy_names_the_levels_of_its_own_years(tmp_path, years, levels):
    header = [*LIST[:6], *(f"Xếp loại {year}" for year in years)]
    book = copy_of(tmp_path, {"S": [header, [*member(1, "")[:6], *("Gioi" for _ in years)]]})
    text = book["S"]["G2"].comment.text
    assert re.findall("«(.*?)»", text) == levels
    assert ("(thang bốn mức từ năm 2018)" in text) is (len(years) > 1)


def test_what_stands_in_a_cell_is_repeated_as_it_is(tmp_path):
    book = copy_of(tmp_path, {"S": [LIST, member(1, r"T\1 \g<0>")]})
    assert book["S"]["G2"].comment.text.startswith(r'Lỗi: "T\1 \g<0>" không phải mức xếp loại. Ghi vào ô này')


def messages_in(path):
    """Every Vietnamese text of a module that speaks of the settings; "2" stands for what is filled in."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    joined = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for parts in joined for part in parts}
    joined += [[node] for node in nodes if isinstance(node, ast.Constant) and id(node) not in inside]
    words = ([part.value if isinstance(part, ast.Constant) else "2" for part in parts] for parts in joined)
    filled = ["".join(map(str, parts)) for parts in words]
    return [text for text in filled if SETTINGS.search(text) and re.search("[đạ-ỹ]", text)]


def test_no_message_that_a_unit_may_get_speaks_of_settings(tmp_path):
    reading = ek.read(write_workbook(tmp_path / "nam 2022.xlsx", {"S": [LIST, member(1, "HTT")]}))
    rooms = ("books", "sheets", "subjects", "checks")  # whatever is wrong in a workbook is said in one of these
    modules = [path for room in rooms for path in (ROOT / "evalkit" / room).rglob("*.py")]
    messages = [text for path in modules for text in messages_in(path)]
    assert len(messages) > 8
    problems = pd.DataFrame({"message": messages, "code": "unknown_level", "file": "", "sheet": ""})
    assert [text for text in advise_units(problems, reading)["message"] if SETTINGS.search(text)] == []
