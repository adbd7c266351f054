"""Tables on paper: low ones stay whole, high ones may break, but never right below their head or above their note."""

from __future__ import annotations

from itertools import pairwise

import pytest
from docx.oxml.ns import qn

from evalkit.report.document import Document
from evalkit.report.word_tables import table_height
from evalkit.settings import Settings
from evalkit.tables import ReportTable, plain_columns

LONG = "Giấy khen tổ chức cơ sở đảng về một lĩnh vực công tác xây dựng Đảng trong năm"


def kept(rows: list[list[str]]) -> list[bool]:
    """Whether each row of a table, its header first, stays with the next."""
    document = Document(Settings(), year=2022)
    document.table(ReportTable("Bảng thử", plain_columns(["Nội dung", "Số"], [50, 20]), rows, note="Chú thích."))
    drawn = document.word.tables[-1]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in drawn.rows)
    assert drawn.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    return [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in drawn.rows]


@pytest.mark.parametrize(
    ("text", "count", "whole"),
    [
        ("Đảng viên", 7, True),  # about 45 mm
        ("Đảng viên", 30, False),
        (f"{LONG} {LONG} {LONG}", 7, False),  # few rows, but each of them high
        (f"{LONG} {LONG} {LONG}", 2, True),
    ],
)
def test_a_table_stays_whole_where_it_is_low(text, count, whole):
    rows = kept([[text, "1"]] * count)
    assert all(rows) == whole
    assert rows[:3] == [True, True, whole]  # the head with two rows, no third
    assert rows[-2:] == [True] * 2  # the last two with the note


def test_height_follows_the_lines_of_the_highest_cell():
    one = table_height(["A", "B"], [["a", "b"]], [50, 20])
    assert table_height(["A", "B"], [["a", "b"]] * 2, [50, 20]) > one
    assert table_height(["A", "B"], [["a", LONG]], [50, 20]) > 2 * one
    assert table_height(["A", "B"], [["Khối thứ nhất"]], [50, 20]) == pytest.approx(one)  # a group over all columns


def test_without_a_note_two_tables_do_not_become_one():
    document = Document(Settings(), year=2022)
    for _ in range(2):
        document.table(ReportTable("T", plain_columns(["A"], [50]), [["1"]]))
    tags = [part.tag.rpartition("}")[2] for part in document.word.element.body]
    assert ("tbl", "tbl") not in set(pairwise(tags))


def test_a_column_of_figures_stays_on_the_right_where_some_are_hidden():
    document = Document(Settings(), year=2022)
    document.table(ReportTable("T", plain_columns(["A", "B"], [50, 20]), [["a", "5"], ["b", "…"]]))
    sides = [cell.paragraphs[0].alignment.name for row in document.word.tables[-1].rows[1:] for cell in row.cells]
    assert sides == ["LEFT", "RIGHT"] * 2
