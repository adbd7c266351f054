"""Rows that print a sum under a rare name, and rows of example: none of them is anybody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sheets.test_office_kinds import COUNT_TITLE, HEAD, LIST_TITLE, SHORT, counted, read
from tests.sheets.test_pages import told

COUNTS = [[1, "Chi bộ 1", 10, 2, 6, 1, 1], [2, "Chi bộ 2", 12, 2, 8, 2, 0], [3, "Chi bộ 3", 8, 1, 5, 2, 0]]
SUM = {"excellent": 5, "good": 19, "completed": 5, "not_completed": 1}  # by hand


@pytest.mark.parametrize("name", ["Toàn bộ", "TC", "TS", "Tong cong", "TONG CONG:", "Sum", "Grand Total", "Cong"])
def test_a_sum_under_a_rare_name_is_not_counted_again(name: str) -> None:
    rows = [[COUNT_TITLE], [], ["STT", "Chi bộ", "Tổng số", *SHORT], *COUNTS, [None, name, 30, 5, 19, 5, 1]]
    reading = read(rows)
    assert counted(reading) == {(2022, level): number for level, number in SUM.items()}
    assert [skip.reason for skip in reading.skips] == ["dòng tổng cộng"]


@pytest.mark.parametrize("name", ["Cả xã", "Cả Đảng bộ", "Toàn xã", "Chung", "Tính chung", "Tất cả"])
@pytest.mark.parametrize("title", ["Chi bộ", "Đối tượng"])
def test_a_last_row_of_all_is_their_sum(tmp_path: Path, title: str, name: str) -> None:
    rows = [[COUNT_TITLE], [], ["STT", title, "Tổng số", *SHORT], *COUNTS, [None, name, 30, 5, 19, 5, 1]]
    assert told(tmp_path, {"S": rows}) == (SUM, [])
    rows[-1] = [None, name, 30, 5, 20, 5, 1]
    assert told(tmp_path, {"S": rows}) == (SUM, [("total_differs", "S", "E7", "19")])


@pytest.mark.parametrize("rows", [[[3, "Chung", 8, 1, 5, 2, 0]], [[3, "Khu phố Chung", 8, 1, 5, 2, 0]]])
def test_a_numbered_unit_called_chung_is_a_unit(rows: list[list[object]]) -> None:
    assert counted(read([[COUNT_TITLE], [], ["STT", "Chi bộ", "Tổng số", *SHORT], *COUNTS[:2], *rows])) == {
        (2022, level): number for level, number in SUM.items()
    }


def test_all_before_their_parts_count() -> None:
    row = [None, "Chung", 30, 5, 19, 5, 1]
    rows = [[COUNT_TITLE], [], ["STT", "Đối tượng", "Tổng số", *SHORT], row, [None, "Trong đó: nữ", 9, 2, 6, 1, 0]]
    assert counted(read(rows)) == {(2022, level): number for level, number in SUM.items()}


def test_a_person_called_chung_is_listed() -> None:
    rows = [[LIST_TITLE], [], ["TT", "Họ đệm", "Tên", "Chi bộ", "Xếp loại"]]
    rows += [[n, "Lê Văn", name, "Chi bộ 1", "HTTNV"] for n, name in enumerate(("An", "Chung", "Cả"), 1)]
    assert counted(read(rows)) == {(2022, "good"): 3}


def test_a_numbered_unit_called_tc_is_a_unit() -> None:
    rows = [[COUNT_TITLE], [], ["STT", "Chi bộ", "Tổng số", *SHORT], *COUNTS[:2], [3, "TC", 8, 1, 5, 2, 0]]
    assert counted(read(rows)) == {(2022, level): number for level, number in SUM.items()}


def test_a_degree_before_a_name_is_no_total() -> None:
    rows = [
        [LIST_TITLE],
        [],
        ["TT", "Học vị", "Họ và tên", "Chi bộ", "Xếp loại"],
        *([n, "TS", f"Nguyễn Văn {name}", "Chi bộ 1", "HTTNV"] for n, name in enumerate("ABC", 1)),
    ]
    assert counted(read(rows)) == {(2022, "good"): 3}


def person(number: object, name: str, card: str) -> list[object]:
    return [number, name, card, "01/02/1980", "Chi bộ 1", "HTTNV"]


@pytest.mark.parametrize("number", ["Mẫu", "Mau", "VD", "Ví dụ mẫu", "(Mẫu)"])
def test_the_number_column_marks_an_example(number: str) -> None:
    rows = [person(number, "Nguyễn Văn A", "012345678901"), person(1, "Lê Thị Mẫu", "051010000001")]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *rows])
    assert counted(reading) == {(2022, "good"): 1}
    assert [skip.reason for skip in reading.skips] == ["dòng ví dụ cách ghi"]


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("Nguyễn Văn A (mẫu)", None),
        ("(ví dụ) Nguyễn Văn A", None),
        ("Họ tên mẫu", None),
        ("Nguyễn Văn A", "mẫu"),
        ("Nguyễn Văn A", "Dòng ví dụ"),
        ("Nguyễn Văn A", "minh họa"),
        ("Nguyễn Văn A", "Ghi như dòng này"),
        ("Nguyễn Văn A", "Xóa dòng này khi nộp"),
    ],
)
def test_the_name_or_a_note_marks_an_example(name: str, note: str | None) -> None:
    rows = [[*person(1, name, "012345678901"), note], person(2, "Lê Thị Mẫu", "051010000001")]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Ghi chú"], *rows])
    assert counted(reading) == {(2022, "good"): 1}
    assert [skip.reason for skip in reading.skips] == ["dòng ví dụ cách ghi"]


@pytest.mark.parametrize(
    ("number", "first", "second", "told"),
    [
        (0, "Trần Văn Bình", "Lê Thị Mẫu", False),  # as programs count
        ("*", "Trần Văn Bình", "Lê Thị Mẫu", True),
        (1, "Nguyễn Văn A", "Lê Thị Mẫu", True),
        (1, "Nguyễn Văn A", "Trần Thị B", False),  # all names are such
        (1, "Nguyễn Văn Ba", "Lê Thị Mẫu", False),
        (1, "Trần Văn Mẫu", "Lê Thị B", False),
    ],
)
def test_a_first_row_that_may_be_an_example_is_told(number: object, first: str, second: str, told: bool) -> None:
    rows = [person(number, first, "051010000001"), person(2 if number == 1 else 1, second, "051010000002")]
    reading = read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *rows])
    assert counted(reading) == {(2022, "good"): 2}
    assert ("may_be_example" in [problem.code for problem in reading.problems]) == told


def test_a_note_on_a_form_is_no_example() -> None:
    rows = [[*person(1, "Trần Văn Bình", "012345678901"), "làm theo mẫu số 02"]]
    assert counted(read([[LIST_TITLE], [], [*HEAD, "Xếp loại", "Ghi chú"], *rows])) == {(2022, "good"): 1}


def test_a_person_called_mau_is_a_person() -> None:
    rows = [person(None, "Mẫu", "051010000001"), person(None, "Mẫu Văn Mẫu", "051010000002")]
    assert counted(read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *rows])) == {(2022, "good"): 2}


def test_a_last_row_without_a_name_that_is_the_sum_of_all_is_the_total() -> None:
    rows = [[COUNT_TITLE], [], ["STT", "Chi bộ", "Tổng số", *SHORT], *COUNTS, [None, None, 30, 5, 19, 5, 1]]
    reading = read(rows)
    assert counted(reading) == {(2022, level): number for level, number in SUM.items()}
    assert [problem.code for problem in reading.problems if problem.severity == "error"] == []


def test_a_last_row_without_a_name_that_is_no_sum_is_an_error() -> None:
    rows = [[COUNT_TITLE], [], ["STT", "Chi bộ", "Tổng số", *SHORT], *COUNTS, [None, None, 30, 5, 18, 5, 2]]
    assert "no_subject" in [problem.code for problem in read(rows).problems]


@pytest.mark.parametrize(("units", "severity"), [(COUNTS, "error"), (COUNTS[:2], "warning")])
def test_a_last_unit_that_is_the_sum_of_three_others_is_an_error(units: list[list[object]], severity: str) -> None:
    summed = [sum(column) for column in zip(*(row[2:] for row in units), strict=True)]  # type: ignore[arg-type]
    rows = [[COUNT_TITLE], [], ["STT", "Chi bộ", "Tổng số", *SHORT], *units, [None, "Văn phòng", *summed]]
    assert [p.severity for p in read(rows).problems if p.code == "may_be_sum"] == [severity]
