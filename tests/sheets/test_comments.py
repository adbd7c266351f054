"""Comments on any cell of a row that is read, and on the titles over its level."""

from __future__ import annotations

import pytest

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
