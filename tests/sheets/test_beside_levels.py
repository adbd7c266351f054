"""What stands in a level's cell besides the level, and what notes, marks and formatting say of it."""

from __future__ import annotations

from tests.sheets.test_office_kinds import HEAD, LIST_TITLE, A, counted, levels, people, read


def test_words_behind_a_level_are_said_once_and_leave_it() -> None:
    told = ["HTXSNV", "HTTNV (QĐ số 15-QĐ/ĐU, ngày 12/12/2022)", "HTTNV", "HTTNV (12/14 phiếu)", "HTNV (khiển trách)"]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *people([*told, "KHTNV, đề nghị xóa tên"])])
    assert counted(reading) == levels(A)
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems] == [("note", "level_remark", "F5", "4")]
