"""Lists, counts and summaries of other levels beside each other: the same people are counted once, or it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalkit as ek
from tests.conftest import write_workbook

LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
A = ["ĐẢNG BỘ SỞ A"]
CELLS = [["Chi bộ 1", 1, 2, 1, 0], ["Chi bộ 2", 1, 2, 0, 0]]
OF_ALL = {"excellent": 2, "good": 4, "completed": 1}  # of CELLS, added up by hand


def counts(path: Path, heading: list[str], *units: list[object], year: int = 2022) -> None:
    rows = [[place, name, sum(numbers), *numbers] for place, (name, *numbers) in enumerate(units, 1)]
    title = [[line] for line in (*heading, f"TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM {year}")]
    write_workbook(path, {"S": [*title, ["TT", "Chi bộ", "Tổng số", *LEVELS], *rows]})


def people(path: Path, heading: list[str], *who: tuple[int, str, str], cards: bool = True, year: int = 2022) -> None:
    """A list of (number, cell, level); without cards the numbered names alone tell who it is."""
    with_unit = any(unit for _, unit, _ in who)
    header = [
        "TT",
        "Họ và tên",
        *(["Số thẻ đảng viên"] if cards else []),
        *(["Chi bộ"] if with_unit else []),
        "Xếp loại",
    ]
    rows = [
        [place, f"Trần Thị {'ABCDEFGHIKLM'[number]}nh", *([f"{48000000000 + number:012d}"] if cards else [])]
        + ([unit] if with_unit else [])
        + [level]
        for place, (number, unit, level) in enumerate(who, 1)
    ]
    title = [[line] for line in (*heading, f"KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM {year}")]
    write_workbook(path, {"S": [*title, header, *rows]})


def cells(path: Path, heading: list[str], *rated: tuple[str, str], year: int = 2022) -> None:
    title = [[line] for line in (*heading, f"KẾT QUẢ XẾP LOẠI CHI BỘ NĂM {year}")]
    rows = [[place, *row] for place, row in enumerate(rated, 1)]
    write_workbook(path, {"S": [*title, ["TT", "Chi bộ", "Xếp loại"], *rows]})


def levels(reading: ek.Reading) -> dict[str, int]:
    numbers = reading.ratings.groupby(reading.ratings["level"].astype("object"))["count"].sum()
    return {level: int(number) for level, number in numbers.items() if number}


def told(reading: ek.Reading, code: str) -> list[tuple[str, str, str]]:
    problems = reading.problems[reading.problems["code"] == code]
    return list(zip(problems["severity"], problems["file"], problems["cell"], strict=True))


# --- counts that name no committee ------------------------------------------------------------------------------------


def test_a_cells_own_counts_without_a_committee_are_one_with_the_committees_where_the_numbers_are_equal(tmp_path):
    counts(tmp_path / "cb1.xlsx", [], CELLS[0])
    counts(tmp_path / "th.xlsx", A, *CELLS)
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == OF_ALL
    assert [row[:2] for row in told(reading, "files_repeat")] == [("warning", "th.xlsx")]
    assert told(reading, "committee_unclear") == []


@pytest.mark.parametrize(
    ("units", "severity"),
    [
        ([["Chi bộ 1", 1, 3, 1, 0]], "error"),  # one more is good than in the summary
        ([["Chi bộ 1", 1, 3, 1, 0], ["Chi bộ X", 1, 4, 0, 0], ["Chi bộ Y", 0, 5, 0, 0]], "warning"),  # most are others
    ],
)
def test_other_numbers_without_a_committee_are_told_at_their_cell(tmp_path, units, severity):
    counts(tmp_path / "cb1.xlsx", [], *units)
    counts(tmp_path / "th.xlsx", A, *CELLS)
    assert told(ek.read(tmp_path, workers=1), "committee_unclear") == [(severity, "cb1.xlsx", "D3")]


def test_of_two_committees_with_such_a_cell_the_one_with_its_numbers_has_it(tmp_path):
    counts(tmp_path / "cb1.xlsx", [], CELLS[0])
    counts(tmp_path / "a.xlsx", A, *CELLS)
    counts(tmp_path / "b.xlsx", ["ĐẢNG BỘ SỞ B"], ["Chi bộ 1", 3, 5, 0, 0])
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == {"excellent": 5, "good": 9, "completed": 1}
    assert told(reading, "committee_unclear") == []


def test_numbers_of_two_committees_make_a_cell_neithers(tmp_path):
    counts(tmp_path / "cb1.xlsx", [], CELLS[0])
    counts(tmp_path / "a.xlsx", A, *CELLS)
    counts(tmp_path / "b.xlsx", ["ĐẢNG BỘ SỞ B"], CELLS[0])
    assert told(ek.read(tmp_path, workers=1), "committee_unclear") == [("error", "cb1.xlsx", "D3")]


def test_other_cells_without_a_committee_are_nobody_twice(tmp_path):
    counts(tmp_path / "cb.xlsx", [], ["Chi bộ Thanh tra", 1, 3, 0, 0])
    counts(tmp_path / "th.xlsx", A, *CELLS)
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == {"excellent": 3, "good": 7, "completed": 1}
    assert told(reading, "committee_unclear") == []


# --- lists of one level beside counts of all --------------------------------------------------------------------------

EXCELLENT = [(1, "Chi bộ 1", "HTXSNV"), (5, "Chi bộ 2", "HTXSNV")]


def test_a_list_of_the_excellent_alone_stands_for_the_excellent_alone(tmp_path):
    people(tmp_path / "xs.xlsx", A, *EXCELLENT)
    counts(tmp_path / "th.xlsx", A, *CELLS)
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == OF_ALL
    assert set(reading.ratings.loc[reading.ratings["level"] == "excellent", "file"]) == {"xs.xlsx"}  # runs need people
    assert told(reading, "partial_list") == [("warning", "th.xlsx", "E4")]
    assert told(reading, "list_against_counts") == []


def test_a_list_of_the_excellent_beside_the_counts_of_the_whole_leaves_the_other_levels(tmp_path):
    people(tmp_path / "xs.xlsx", A, *EXCELLENT)
    rows = [["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["Tổng số", *LEVELS], [7, 2, 4, 1, 0]]
    write_workbook(tmp_path / "th.xlsx", {"S": rows})
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == OF_ALL
    assert told(reading, "partial_list") == [("warning", "th.xlsx", "C3")]


def test_other_numbers_at_the_level_of_a_partial_list_are_an_error(tmp_path):
    people(tmp_path / "xs.xlsx", A, *EXCELLENT, (2, "Chi bộ 1", "HTXSNV"))
    counts(tmp_path / "th.xlsx", A, *CELLS)
    assert told(ek.read(tmp_path, workers=1), "list_against_counts") == [("error", "th.xlsx", "D4")]


def test_lists_by_level_that_name_everybody_replace_the_counts(tmp_path):
    people(tmp_path / "xs.xlsx", A, *EXCELLENT)
    good = [(2, "Chi bộ 1", "HTTNV"), (3, "Chi bộ 1", "HTTNV"), (6, "Chi bộ 2", "HTTNV"), (7, "Chi bộ 2", "HTTNV")]
    people(tmp_path / "t.xlsx", A, *good)
    people(tmp_path / "h.xlsx", A, (4, "Chi bộ 1", "HTNV"))
    counts(tmp_path / "th.xlsx", A, *CELLS)
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == OF_ALL
    assert set(reading.ratings["file"]) == {"xs.xlsx", "t.xlsx", "h.xlsx"}
    assert told(reading, "partial_list") == []


def test_a_list_of_several_levels_that_misses_somebody_is_still_the_list(tmp_path):
    people(tmp_path / "cb1.xlsx", A, (1, "Chi bộ 1", "HTXSNV"), (2, "Chi bộ 1", "HTTNV"), (3, "Chi bộ 1", "HTTNV"))
    counts(tmp_path / "th.xlsx", A, CELLS[0])
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == {"excellent": 1, "good": 2}
    assert told(reading, "list_against_counts") == [("error", "th.xlsx", "F4")]


@pytest.mark.parametrize(
    ("who", "severity"),
    [
        ([(1, "", "HTXSNV"), (2, "", "HTTNV"), (3, "", "HTTNV")], "warning"),  # the counts of both levels
        ([(1, "", "HTXSNV"), (2, "", "HTTNV")], "error"),
        ([(4, "", "KHTNV")], "error"),  # whom the counts have nowhere
    ],
)
def test_a_list_without_units_is_the_counts_where_the_numbers_are_equal(tmp_path, who, severity):
    people(tmp_path / "ds.xlsx", [], *who)
    counts(tmp_path / "th.xlsx", A, ["Chi bộ 1", 1, 2, 0, 0])
    assert told(ek.read(tmp_path, workers=1), "list_beside_counts") == [(severity, "th.xlsx", "D4")]


# --- lists of those not rated beside counts of all --------------------------------------------------------------------

SICK = (8, "Chi bộ 1", "Nghỉ ốm")
AWAY = (9, "Chi bộ 1", "Đi làm ăn xa")
EXEMPT = (10, "Chi bộ 1", "Miễn sinh hoạt")


@pytest.mark.parametrize(
    ("heads", "number", "who", "left", "error"),  # left: without a level in the end
    [
        (["Chưa xếp loại"], [2], [SICK, AWAY], 2, []),  # the reasons of the list are those of the one column
        (["Miễn sinh hoạt", "Chưa xếp loại"], [1, 1], [EXEMPT], 2, []),  # the other stays as the counts have it
        (["Miễn sinh hoạt", "Chưa xếp loại"], [1, 1], [EXEMPT, SICK], 2, []),
        ([], [], [SICK], 1, []),  # the counts do not tell, which the warning says
        (["Chưa xếp loại"], [0], [SICK], 1, []),  # alike
        (["Chưa xếp loại"], [1], [SICK, AWAY], 2, ["H3"]),  # one less than the list
        (["Miễn sinh hoạt", "Chưa xếp loại"], [2, 0], [EXEMPT], 1, ["H3"]),
    ],
)
def test_a_list_of_those_not_rated_leaves_the_levels_to_the_counts(tmp_path, heads, number, who, left, error):
    people(tmp_path / "cxl.xlsx", A, *who)
    title = [["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Chi bộ", "Tổng số", *LEVELS, *heads]]
    row = [1, "Chi bộ 1", 4 + sum(number), 1, 2, 1, 0, *number]
    write_workbook(tmp_path / "th.xlsx", {"S": [*title, row]})
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == {"excellent": 1, "good": 2, "completed": 1}
    assert reading.ratings.loc[reading.ratings["level"].isna(), "count"].sum() == left
    assert told(reading, "partial_list") == [("warning", "th.xlsx", "D3")]
    message = reading.problems.loc[reading.problems["code"] == "partial_list", "message"].item()
    assert ("không ghi ai không được xếp loại" in message) == (sum(number) == 0)
    assert [cell for _, _, cell in told(reading, "list_against_counts")] == error


def test_a_full_list_of_which_some_are_not_rated_is_still_the_list(tmp_path):
    people(tmp_path / "cb1.xlsx", A, (1, "Chi bộ 1", "HTXSNV"), (2, "Chi bộ 1", "HTTNV"), SICK)
    counts(tmp_path / "th.xlsx", A, CELLS[0])
    assert levels(ek.read(tmp_path, workers=1)) == {"excellent": 1, "good": 1}


# --- cells by kind beside the list of these cells ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "severity"),
    [
        ([["Chi bộ nông thôn", 1, 1, 0, 0], ["Chi bộ cơ quan", 0, 1, 0, 0]], ["error"]),  # 1 and 2, as the list has
        ([["Chi bộ nông thôn", 1, 1, 1, 0], ["Chi bộ cơ quan", 0, 1, 0, 0]], ["warning"]),  # one more
        ([["Chi bộ nông thôn", 1, 2, 0, 0]], []),  # a whole beside its parts, which another check tells
    ],
)
def test_counts_of_cells_by_kind_beside_their_list_are_told(tmp_path, kinds, severity):
    cells(tmp_path / "ds.xlsx", A, ("Chi bộ Thôn Đông", "HTXSNV"), ("Chi bộ 2", "HTTNV"), ("Chi bộ 3", "HTTNV"))
    rows = [[place, name, sum(numbers), *numbers] for place, (name, *numbers) in enumerate(kinds, 1)]
    title = [*([line] for line in A), ["TỔNG HỢP XẾP LOẠI CHI BỘ TRỰC THUỘC NĂM 2022"]]
    write_workbook(tmp_path / "th.xlsx", {"S": [*title, ["TT", "Khối", "Tổng số", *LEVELS], *rows]})
    assert [row[0] for row in told(ek.read(tmp_path, workers=1), "named_otherwise")] == severity


def test_members_of_other_cells_with_a_few_equal_numbers_are_no_error(tmp_path):
    people(tmp_path / "ds.xlsx", A, (1, "Chi bộ 3", "HTXSNV"), (2, "Chi bộ 3", "HTTNV"), (3, "Chi bộ 4", "HTTNV"))
    counts(tmp_path / "th.xlsx", A, ["Chi bộ 1", 1, 0, 0, 0], ["Chi bộ 2", 0, 2, 0, 0])
    assert "error" not in [row[0] for row in told(ek.read(tmp_path, workers=1), "named_otherwise")]


# --- rated cells and lists without cards ------------------------------------------------------------------------------


def test_cells_of_one_name_under_two_committees_named_in_the_heading_are_two(tmp_path):
    cells(tmp_path / "a.xlsx", A, ("Chi bộ 1", "HTXSNV"), ("Chi bộ 2", "HTTNV"))
    cells(tmp_path / "b.xlsx", ["ĐẢNG BỘ SỞ B"], ("Chi bộ 1", "HTXSNV"), ("Chi bộ 2", "HTTNV"))
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == {"excellent": 2, "good": 2}
    assert set(reading.ratings["base_organisation"]) == {"ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ B"}
    assert told(reading, "files_repeat") == []


@pytest.mark.parametrize(("level", "number", "code"), [("HTTNV", 2, "files_repeat"), ("HTNV", 3, "committee_unclear")])
def test_a_rated_cell_without_a_committee_is_the_committees_or_told(tmp_path, level, number, code):
    cells(tmp_path / "a.xlsx", A, ("Chi bộ 1", "HTXSNV"), ("Chi bộ 2", "HTTNV"))
    cells(tmp_path / "b.xlsx", [], ("Chi bộ 2", level))
    reading = ek.read(tmp_path, workers=1)
    assert reading.ratings["count"].sum() == number
    assert len(told(reading, code)) == 1


def test_years_of_a_cell_that_a_missing_committee_keeps_apart_are_told(tmp_path):
    cells(tmp_path / "2021.xlsx", A, ("Chi bộ 1", "HTXSNV"), year=2021)
    cells(tmp_path / "2022.xlsx", [], ("Chi bộ 1", "HTXSNV"))
    assert told(ek.read(tmp_path, workers=1), "committee_unclear") == [("warning", "2022.xlsx", "C3")]


@pytest.mark.parametrize("heading", [["CHI BỘ 1"], [*A, "CHI BỘ 1"]])
@pytest.mark.parametrize("unit", ["Chi bộ 1", ""])
def test_names_in_two_lists_are_told_whichever_leaves_out_the_cell_or_the_committee(tmp_path, heading, unit):
    who = [(1, "HTXSNV"), (2, "HTTNV"), (3, "HTTNV")]
    people(tmp_path / "cb1.xlsx", heading, *[(number, "", level) for number, level in who], cards=False)
    people(tmp_path / "db.xlsx", A, *[(number, unit, level) for number, level in who], cards=False)
    assert len(told(ek.read(tmp_path, workers=1), "files_may_repeat")) == 1


# --- wholes and committees under two names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("good", "severity"),
    [(13, ["error"]), (14, ["warning"]), (24, [])],  # 4 + 9; one more; more than a correction
)
def test_a_whole_that_is_nearly_its_parts_is_a_warning(tmp_path, good, severity):
    units = [["Đảng bộ A", 2, 4, 1, 0], ["Đảng bộ B", 4, 9, 1, 0]]
    counts(tmp_path / "b.xlsx", [], *units)
    counts(tmp_path / "a.xlsx", [], ["Đảng bộ Khối", 6, good, 2, 0])
    assert [row[0] for row in told(ek.read(tmp_path, workers=1), "whole_beside_parts")] == severity


THREE = [["Chi bộ 1", 3, 20, 1, 0], ["Chi bộ 2", 1, 12, 0, 0], ["Chi bộ 3", 2, 15, 0, 0]]


@pytest.mark.parametrize(
    ("name", "units", "number"),
    [
        ("ĐẢNG BỘ XÂY DỰNG", [*THREE[:2], ["Chi bộ 3", 2, 14, 0, 0]], 1),  # most numbers, and the names are alike
        ("ĐẢNG BỘ SỞ Y TẾ", [*THREE[:2], ["Chi bộ 3", 2, 14, 0, 0]], 0),  # two of three may be chance
        ("ĐẢNG BỘ SỞ Y TẾ", THREE, 1),  # three are none
        ("ĐẢNG BỘ XÂY DỰNG", [["Chi bộ 1", 2, 9, 0, 0], *THREE[2:]], 0),
    ],
)
def test_a_committee_with_the_cells_and_numbers_of_another_is_an_error(tmp_path, name, units, number):
    counts(tmp_path / "a.xlsx", ["ĐẢNG BỘ SỞ XÂY DỰNG"], *THREE)
    counts(tmp_path / "b.xlsx", [name], *units)
    assert len(told(ek.read(tmp_path, workers=1), "same_totals")) == number


@pytest.mark.parametrize(("counted", "missing"), [(False, 1), (True, 0)])
def test_a_cell_that_only_lists_of_members_name_is_missed_in_the_year_without_it(tmp_path, counted, missing):
    who = [(1, "Chi bộ 1", "HTXSNV"), (5, "Chi bộ 2", "HTTNV")]
    people(tmp_path / "2021.xlsx", A, *who, year=2021)
    people(tmp_path / "2022.xlsx", A, who[0])
    if counted:  # there are its numbers at least
        counts(tmp_path / "th.xlsx", A, ["Chi bộ 2", 0, 1, 0, 0])
    assert len(told(ek.read(tmp_path, workers=1), "unit_missing")) == missing


@pytest.mark.parametrize(
    ("name", "numbers", "severity"),
    [
        ("Chi bộ Hành chính - Quản trị", [1, 2, 1, 0], ["error"]),  # the numbers of «Chi bộ 1»
        ("Chi bộ Hành chính - Quản trị", [1, 3, 1, 0], ["warning"]),
        ("Chi bộ 1", [1, 2, 1, 0], []),
    ],
)
def test_two_sheets_of_a_committee_that_name_one_cell_otherwise_are_told(tmp_path, name, numbers, severity):
    counts(tmp_path / "a.xlsx", A, *CELLS)
    counts(tmp_path / "b.xlsx", A, [name, *numbers], CELLS[1])
    assert [row[0] for row in told(ek.read(tmp_path, workers=1), "named_otherwise")] == severity


def test_two_sheets_that_share_the_cells_of_a_committee_out_are_not_told(tmp_path):
    counts(tmp_path / "a.xlsx", A, CELLS[0])
    counts(tmp_path / "b.xlsx", A, CELLS[1])
    assert told(ek.read(tmp_path, workers=1), "named_otherwise") == []


@pytest.mark.parametrize(("good", "number"), [(15, 1), (14, 0)])
def test_the_numbers_of_the_year_before_in_every_cell_are_told(tmp_path, good, number):
    counts(tmp_path / "2021.xlsx", A, *THREE, year=2021)
    counts(tmp_path / "2022.xlsx", A, *THREE[:2], ["Chi bộ 3", 2, good, 0, 0])
    assert len(told(ek.read(tmp_path, workers=1), "numbers_of_year_before")) == number


@pytest.mark.parametrize(
    ("before", "now", "number"),  # by hand: 12 people, of whom 5 are not good
    [
        ("xxthttthtttx", "xxthttthtttx", 1),
        ("xxthttthtttx", "xxthttthttxt", 0),  # two changed places
        ("xttttttttttt", "xttttttttttt", 0),  # most are good every year
        ("xxthh", "xxthh", 0),
    ],
)
def test_a_list_that_is_the_year_befores_is_told(tmp_path, before, now, number):
    for year, levels in ((2021, before), (2022, now)):
        rated = [(n, "Chi bộ 1", LEVELS["xth".index(level)]) for n, level in enumerate(levels)]
        people(tmp_path / f"{year}.xlsx", A, *rated, year=year)
    assert len(told(ek.read(tmp_path, workers=1), "list_of_year_before")) == number


# --- a summary of committees beside the counts of their cells ---------------------------------------------------------

IN_A, IN_B = [["Chi bộ 1", 2, 6, 2, 0], ["Chi bộ 2", 1, 4, 0, 0]], [["Chi bộ 1", 3, 15, 1, 1]]
OF_BOTH = {"excellent": 6, "good": 25, "completed": 3, "not_completed": 1}  # added up by hand


def committees(folder, *names, good=10):
    counts(folder / "a.xlsx", ["ĐẢNG BỘ HUYỆN MẪU", "ĐẢNG ỦY XÃ A"], *IN_A)
    counts(folder / "b.xlsx", ["ĐẢNG BỘ HUYỆN MẪU", "ĐẢNG ỦY XÃ B"], *IN_B)
    numbers = [[3, good, 2, 0], [3, 15, 1, 1]]
    title = [["ĐẢNG BỘ HUYỆN MẪU"], ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Đơn vị", "Tổng số", *LEVELS]]
    rows = [[n, name, sum(told), *told] for n, (name, told) in enumerate(zip(names, numbers, strict=True), 1)]
    write_workbook(folder / "tong hop.xlsx", {"S": [*title, *rows]})
    return ek.read(folder, workers=1)


@pytest.mark.parametrize("kind", ["Đảng bộ xã", "Đảng ủy xã", "ĐU xã", "Xã", "BCH Đảng bộ xã"])
def test_a_committees_row_in_a_summary_is_its_cells_however_it_is_called(tmp_path, kind):
    reading = committees(tmp_path, f"{kind} A", f"{kind} B")
    assert levels(reading) == OF_BOTH
    assert not (reading.problems["severity"] == "error").any()


def test_another_number_in_the_summary_is_an_error_at_its_cell(tmp_path):
    reading = committees(tmp_path, "Xã A", "Xã B", good=11)
    assert levels(reading) == OF_BOTH
    assert told(reading, "list_against_counts") == [("error", "tong hop.xlsx", "E4")]


def test_a_summary_that_calls_the_committees_otherwise_is_told(tmp_path):
    reading = committees(tmp_path, "Địa bàn 1", "Địa bàn 2")
    assert told(reading, "named_otherwise") == [("error", "tong hop.xlsx", "D4")]


def test_other_units_beside_the_cells_of_committees_are_not_told(tmp_path):
    assert told(committees(tmp_path, "Địa bàn 1", "Địa bàn 2", good=9), "named_otherwise") == []


# --- tables that divide the same members otherwise --------------------------------------------------------------------

BY_AGE = [["Dưới 31 tuổi", 2, 9, 1, 0], ["Từ 31 tuổi trở lên", 4, 16, 2, 1]]


@pytest.mark.parametrize("where", ["below", "sheet", "file"])
@pytest.mark.parametrize(("good", "cell"), [(16, ""), (17, "D")])
def test_members_divided_by_age_are_those_of_the_cells(tmp_path, where, good, cell):
    units = [*IN_A, ["Chi bộ 3", 3, 15, 1, 1]]
    title = [["ĐẢNG BỘ XÃ A"], ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]]
    by_age = [BY_AGE[0], ["Từ 31 tuổi trở lên", 4, good, 2, 1]]
    first = [["TT", "Chi bộ", *LEVELS], *([n, *unit] for n, unit in enumerate(units, 1))]
    second = [["TT", "Độ tuổi", *LEVELS], *([n, *ages] for n, ages in enumerate(by_age, 1))]
    if where == "below":
        write_workbook(tmp_path / "a.xlsx", {"S": [*title, *first, [], ["CHIA THEO ĐỘ TUỔI"], *second]})
    elif where == "sheet":
        write_workbook(tmp_path / "a.xlsx", {"S": [*title, *first], "T": [*title, *second]})
    else:
        write_workbook(tmp_path / "a.xlsx", {"S": [*title, *first]})
        write_workbook(tmp_path / "b.xlsx", {"S": [*title, *second]})
    reading = ek.read(tmp_path, workers=1)
    assert levels(reading) == OF_BOTH
    assert bool(told(reading, "list_against_counts")) == bool(cell)


def test_rows_that_divide_the_same_people_twice_are_told(tmp_path):
    rows = [["Đại học", 2, 6, 2, 0], ["Trung cấp", 3, 15, 1, 1], ["Nam", 3, 13, 1, 1], ["Nữ", 2, 8, 2, 0]]
    sheet = [["ĐẢNG BỘ XÃ A"], ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Nhóm", *LEVELS]]
    write_workbook(tmp_path / "a.xlsx", {"S": [*sheet, *([n, *row] for n, row in enumerate(rows, 1))]})
    assert told(ek.read(tmp_path, workers=1), "same_totals") == [("error", "a.xlsx", "C6")]
