"""Units of a counts sheet that have people and no ratings, or nothing: a part's head, or somebody still to be heard."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import write_workbook

TITLE = [["ĐẢNG ỦY CÔNG TY A"], ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]]
HEADER = ["TT", "Đơn vị", "Tổng số đảng viên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
ONE, TWO = ["Chi bộ 1", 10, 2, 7, 1, 0], ["Chi bộ 2", 5, 1, 4, 0, 0]
A, B, BASE = ["Đảng bộ Sở A", 15], ["Đảng bộ Sở B", 8], ["Chi bộ cơ sở C", 7]
INNER = ["Chi bộ 1", 8, 2, 5, 1, 0]
BOARD = "ĐẢNG BỘ CÔNG TY A"


def read(tmp_path, rows, header=HEADER):
    write_workbook(tmp_path / "a.xlsx", {"S": [*TITLE, header, *rows]})
    return ek.read(tmp_path, workers=1)


def told(reading):
    problems = reading.problems[reading.problems["severity"] != "note"]
    return list(problems[["code", "cell"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Chi bộ 3", 8], ("not_accounted_for", "C6")),
        (["Chi bộ 3", 8, 0, 0, 0, 0], ("not_accounted_for", "C6")),
        (["Chi bộ 3"], ("unit_unfilled", "A6")),
        (["Chi bộ 3", 0, 0, 0, 0, 0], None),
        (["Chi bộ 3", 0], None),
    ],
)
@pytest.mark.parametrize("with_total", [False, True])
def test_a_unit_without_ratings_is_told_and_its_people_are_in_the_total(tmp_path, row, expected, with_total):
    people = row[1] if len(row) > 1 else 0
    total = [["", "Cộng", 15 + people, 3, 11, 1, 0]] if with_total else []
    reading = read(tmp_path, [[1, *ONE], [2, *TWO], [3, *row], *total])
    assert told(reading) == ([expected] if expected else [])
    assert reading.ratings["count"].sum() == 15


def test_a_total_that_leaves_out_a_unit_without_ratings_is_wrong(tmp_path):
    assert ("total_differs", "C7") in told(
        read(tmp_path, [[1, *ONE], [2, *TWO], [3, *B], ["", "Cộng", 15, 3, 11, 1, 0]])
    )


def test_how_many_units_are_unfilled_is_said_once(tmp_path):
    reading = read(tmp_path, [[1, *ONE], [2, "Chi bộ 2"], [3, "Chi bộ 3"]])
    assert told(reading) == [("unit_unfilled", "A5")]
    assert "2 đơn vị không có số nào" in reading.problems["message"].iloc[0]


@pytest.mark.parametrize(
    ("rows", "bases", "codes"),
    [
        ([["I", *A], [1, *ONE], [2, *TWO], ["II", *B], [1, *INNER]], ["Đảng bộ Sở A"] * 2 + ["Đảng bộ Sở B"], []),
        ([["1", *A], ["1.1", *ONE], ["1.2", *TWO], ["2", *B], ["2.1", *INNER]],
         ["Đảng bộ Sở A"] * 2 + ["Đảng bộ Sở B"], []),
        ([["", *A], ["", *ONE], ["", *TWO]], ["Đảng bộ Sở A"] * 2, []),
        ([["I", *A], [1, *ONE], [2, *TWO], ["II", *BASE]], ["Đảng bộ Sở A"] * 2, ["not_accounted_for"]),
        ([["I", "Khối Đảng", 15], [1, *ONE], [2, *TWO]], [BOARD] * 2, []),
        ([["", "Khối Đảng", 15], [1, *ONE], [2, *TWO], ["", "Cộng", 15, 3, 11, 1, 0]], [BOARD] * 2, []),
        ([["1", "Đảng bộ Sở A"], ["1.1", *ONE], ["1.2", *TWO]], ["Đảng bộ Sở A"] * 2, []),
        ([["I", "Đảng bộ Sở A", 16], [1, *ONE], [2, *TWO]], ["Đảng bộ Sở A"] * 2, ["total_differs"]),
    ],
)  # fmt: skip
def test_a_row_with_a_number_of_people_alone_stands_over_its_parts(tmp_path, rows, bases, codes):
    reading = read(tmp_path, rows)
    units = reading.ratings.drop_duplicates(["unit", "base_organisation"])
    assert list(units["base_organisation"]) == bases
    assert [code for code, _ in told(reading)] == codes
