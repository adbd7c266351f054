"""Comments on any cell of a row that is read, and on the titles over its level."""

from __future__ import annotations

import pytest

from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import HEAD, LIST_TITLE, A, counted, levels, people, read


@pytest.mark.parametrize(
    ("cell", "comment", "told"),
    [
        ((4, 5), "Đã hạ xuống HTNV theo QĐ 12", ["F5"]),
        ((4, 1), "Đã chuyển đi, không xếp loại", ["F5"]),  # beside the name: the level is in doubt
        ((4, 2), "Bị khai trừ tháng 11", ["F5"]),
        ((2, 5), "Đây là mức tự nhận, chưa duyệt", ["F3"]),  # over the column
        ((2, 5), "Chọn một trong bốn mức", []),
        ((4, 1), "Bí thư chi bộ", []),
        ((2, 1), "Ghi đủ họ, chữ đệm và tên", []),
    ],
)
def test_comments_on_any_cell_of_a_row_and_on_titles(cell: tuple[int, int], comment: str, told: list[str]) -> None:
    rows = [[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people(A)]
    reading = read(rows, comments={cell: comment})
    assert counted(reading) == levels(A)
    assert [(p.code, p.cell) for p in reading.problems] == [("note_against_level", place) for place in told]


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("Đình chỉ sinh hoạt", "x", True),
        ("Miễn đánh giá", "x", True),
        ("Miễn CT và SH Đảng", "x", True),
        ("Mới kết nạp chưa đủ 6 tháng", "x", True),
        ("Lý do không xếp loại", "Ốm dài ngày", True),
        ("Hình thức kỷ luật", "Khai trừ", True),
        ("Hình thức kỷ luật", "Khiển trách", False),
        ("Chuyển đi", "15/3/2022", True),
        ("Chuyển đến", "15/3/2022", False),
        ("Miễn đánh giá", "Không", False),
        ("Miễn đánh giá", "-", False),
        ("Lý do không xếp loại", "-", False),
        ("Hình thức kỷ luật", "-", False),
        ("Ghi chú", "Chưa xếp loại", True),
        ("Ghi chú", "Đang xem xét kỷ luật, chưa xếp loại", True),
        ("Ghi chú", "Nghỉ thai sản từ tháng 9", False),
    ],
)
def test_a_level_beside_a_column_that_says_that_there_is_none(title: str, text: str, told: bool) -> None:
    head = ["TT", "Họ và tên", "Mức xếp loại", title]
    rows = [[1, "Trần Thị An", "HTTNV", text], [2, "Lê Văn Bình", "HTTNV", ""]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows])
    assert counted(reading) == {(2022, "good"): 2}
    found = [(code, cell) for code, cell in codes(reading, "warning") if code == "rated_though_exempt"]
    assert found == ([("rated_though_exempt", "C3")] if told else [])
