"""What Excel prints at the head and the foot of each page of a sheet, against its rows. Truth by hand."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import evalkit as ek
from evalkit.books.page_margins import page_margins
from tests.sheets.test_office_kinds import HEAD, LIST_TITLE, A, people


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("<oddHeader>&amp;L&amp;&quot;Times,Bold&quot;&amp;14A&amp;RB</oddHeader>", ("A", "B")),
        ("<x:oddFooter>Trang &amp;P/&amp;N</x:oddFooter>", ("Trang /",)),
        ("<firstHeader>&amp;CX &amp;&amp; Y&amp;KFF0000 Z</firstHeader>", ("X & Y Z",)),
        ("<oddHeader>A</oddHeader><evenHeader>A</evenHeader>", ("A",)),
        ("<sheetData/>", ()),
    ],
)
def test_codes_are_no_words(part: str, lines: tuple[str, ...]) -> None:
    assert page_margins(part.encode()) == lines


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("DỰ THẢO", "dự kiến, dự thảo"),
        ("ĐỀ NGHỊ CỦA CHI BỘ", "mức đề nghị, đề xuất"),
        ("Xếp loại đảng viên năm 2021", "của năm 2022"),
        ("Tổng số: 05 đảng viên", "còn bảng có 6 đảng viên"),
        ("Tổng số: 06 đảng viên", ""),
        ("Xếp loại đảng viên năm 2022", ""),
        ("In ngày 12 tháng 01 năm 2023", ""),
        ("MẬT", ""),
        ("Trang &P", ""),
    ],
)
@pytest.mark.parametrize("place", ["oddHeader", "oddFooter"])
def test_a_printed_line_against_the_rows_is_told(tmp_path: Path, line: str, why: str, place: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(A)]:
        sheet.append(row)
    getattr(sheet, place).center.text = line
    book.save(tmp_path / "a.xlsx")
    reading = ek.read(tmp_path)
    told = reading.problems[reading.problems["code"] == "page_margin"]
    assert len(reading.ratings) == 6
    assert list(told["severity"]) == (["warning"] if why else [])
    assert all(why in message for message in told["message"])
