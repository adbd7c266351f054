"""Several habits of an office in one sheet: each is read alone, and together they must be, too."""

from __future__ import annotations

from collections import Counter

import pytest

import evalkit as ek
from tests.conftest import write_workbook

LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
TITLE = ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
SIGNED = [[], ["", "Nơi nhận:", "", "TM. ĐẢNG ỦY"], ["", "", "", "PHÓ BÍ THƯ"], [], ["", "Lê Văn Ba", "", "Lê Thị Tư"]]


def levels(reading):
    return Counter(record.level for record in reading.records)


def units(reading):
    return [(record.base_organisation, record.unit) for record in reading.records]


def codes(reading):
    return [problem.code for problem in reading.problems if problem.severity != "note"]


def test_ones_mark_beside_totals_and_signatures(read_rows):
    header = ["TT", "Họ và tên", *LEVELS]
    people = [[1, "Lê An", "1", "", "", ""], [2, "Lê Bình", "", "1", "", ""], [3, "Lê Chi", "", "1", "", ""]]
    total = ["", "Tổng cộng", 1, 2, 0, 0]
    reading = read_rows([TITLE, header, *people, total, *SIGNED])
    assert levels(reading) == {"excellent": 1, "good": 2}
    assert "error" not in {problem.severity for problem in reading.problems}


def test_other_numbers_of_whoever_is_named_are_no_marks(read_rows):
    header = ["TT", "Họ và tên", *LEVELS]
    reading = read_rows([TITLE, header, [1, "Lê An", "1", "", "", ""], [2, "Lê Bình", "", "3", "", ""]])
    assert {record.status for record in reading.records} == {"unknown"}


@pytest.mark.parametrize("number", ["({})", "[{}]", "{}"])
def test_a_row_that_numbers_the_columns(read_rows, number):
    header = ["TT", "Họ và tên", "Chức vụ", "Xếp loại"]
    numbering = [number.format(place) for place in range(1, 5)]
    reading = read_rows([TITLE, header, numbering, [1, "Lê An", "Bí thư", "HTTNV"]])
    assert (levels(reading), codes(reading)[:1]) == ({"good": 1}, ["no_unit"])


@pytest.mark.parametrize(
    "title",
    ["Sinh hoạt tại chi bộ", "Thuộc chi bộ", "Đang sinh hoạt tại chi bộ", "Chi bộ nơi sinh hoạt", "Nơi sinh hoạt Đảng"],
)
def test_titles_of_the_cell_somebody_is_in(read_rows, title):
    header = ["TT", "Họ và tên", title, "Xếp loại"]
    reading = read_rows([TITLE, header, [1, "Lê An", "Chi bộ 1", "HTTNV"], [2, "Lê Bình", "Chi bộ 2", "HTNV"]])
    assert [unit for _, unit in units(reading)] == ["Chi bộ 1", "Chi bộ 2"]


@pytest.mark.parametrize("name", [["Họ", "Tên"], ["Họ và tên đệm", "Tên"]])
def test_group_rows_name_the_cells_of_people_whose_names_are_split(read_rows, name):
    header = ["TT", *name, "Xếp loại"]
    people = [["I. CHI BỘ 1"], [1, "Lê Thị", "An", "HTTNV"], ["II. Chi bộ 2"], [2, "Lê", "Bình", "HTXSNV"]]
    reading = read_rows([TITLE, header, *people, *SIGNED])
    assert [(record.name, record.unit) for record in reading.records] == [
        ("Lê Thị An", "CHI BỘ 1"),
        ("Lê Bình", "Chi bộ 2"),
    ]
    assert levels(reading) == {"good": 1, "excellent": 1}


def test_the_committee_in_the_heading_and_the_cell_in_the_sheets_name(read_rows):
    rows = [["ĐẢNG BỘ SỞ A"], TITLE, ["TT", "Họ và tên", "Xếp loại"], [1, "Lê An", "HTTNV"]]
    assert units(read_rows({"Chi bộ Văn phòng": rows})) == [("ĐẢNG BỘ SỞ A", "Chi bộ Văn phòng")]
    assert units(read_rows(rows, name="Chi bộ Văn phòng.xlsx")) == [("ĐẢNG BỘ SỞ A", "Chi bộ Văn phòng")]
    assert units(read_rows({"Sheet1": rows})) == [("ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A")]


def test_the_column_of_the_decision_in_a_list_shorter_than_its_signatures(read_rows):
    header = ["TT", "Họ và tên", "Chi bộ đề nghị", "Đảng ủy quyết định"]
    people = [[1, "Lê An", "HTTNV", "HTXSNV"], [2, "Lê Bình", "HTTNV", "HTNV"]]
    assert levels(read_rows([TITLE, header, *people, *SIGNED])) == {"excellent": 1, "completed": 1}


NUMBERING = [[f"({place})" for place in range(1, 10)]]
HABITS = [([], []), (NUMBERING, []), ([], SIGNED), (NUMBERING, SIGNED)]


@pytest.mark.parametrize(("above", "below"), HABITS)
def test_marks_of_units_are_marks_beside_numbered_columns_and_signatures(read_rows, above, below):
    rows = [[1, "Chi bộ 1", "x", "", "", ""], [2, "Chi bộ 2", "", "x", "", ""], [3, "Chi bộ 3", "", "x", "", ""]]
    title = ["KẾT QUẢ XẾP LOẠI CHI BỘ NĂM 2022"]
    reading = read_rows([title, ["TT", "Chi bộ", *LEVELS], *(row[:6] for row in above), *rows, *below])
    assert levels(reading) == {"excellent": 1, "good": 2}
    assert "error" not in {problem.severity for problem in reading.problems}


@pytest.mark.parametrize(("above", "below"), HABITS)
def test_reasons_that_are_counted_are_counted_beside_numbered_columns_and_signatures(read_rows, above, below):
    header = ["TT", "Chi bộ", "Tổng số đảng viên", *LEVELS, "Miễn đánh giá", "Chưa xếp loại (lý do)"]
    rows = [[1, "Chi bộ 1", 10, 2, 6, 1, 0, 1, 0], [2, "Chi bộ 2", 8, 1, 6, 0, 0, 0, 1]]
    reading = read_rows([TITLE, header, *above, *rows, *below])
    found = {(record.unit, record.status): record.number for record in reading.records if record.status != "rated"}
    assert found == {("Chi bộ 1", "exempt"): 1, ("Chi bộ 2", "not_yet"): 1}


@pytest.mark.parametrize(("above", "below"), HABITS)
def test_names_beside_numbers_are_nobodys_rows_beside_numbered_columns_and_signatures(read_rows, above, below):
    header = ["TT", "Chi bộ", "Tổng số", *LEVELS, "Họ và tên đảng viên không hoàn thành nhiệm vụ"]
    rows = [[1, "Chi bộ 1", 10, 2, 6, 1, 1, "Lê Văn An"], [2, "Chi bộ 2", 8, 1, 6, 1, 0, ""]]
    reading = read_rows([TITLE, header, *(row[:8] for row in above), *rows, *below])
    assert sum(record.number for record in reading.records) == 18


@pytest.mark.parametrize("number", [int, str])
def test_numbers_typed_as_text_are_numbers(read_rows, number):
    """Levels down, kinds across: no cell is called 2; and «Đảng viên» counts people, names nobody."""
    header = ["TT", "Mức xếp loại", "Chi bộ trực thuộc", "Đảng viên"]
    down = [("HTXSNV", 2, 21), ("HTTNV", 9, 150), ("HTNV", 1, 12), ("KHTNV", 0, 1)]
    rows = [[number(place), level, *map(number, counts)] for place, (level, *counts) in enumerate(down, 1)]
    title = ["TỔNG HỢP KẾT QUẢ XẾP LOẠI CHI BỘ TRỰC THUỘC VÀ ĐẢNG VIÊN NĂM 2022"]
    found = Counter()
    for record in read_rows([title, header, *rows]).records:
        found[record.population] += record.number
    assert found == {"cell": 12, "member": 184}
    header = ["TT", "Chi bộ", "Đảng viên", *LEVELS]
    rows = [
        [number(n), f"Chi bộ {n}", *map(number, counts)] for n, counts in ((1, (10, 2, 7, 1, 0)), (2, (8, 1, 6, 1, 0)))
    ]
    assert levels(read_rows([TITLE, header, *rows])) == {"excellent": 2, "good": 2, "completed": 2}


@pytest.mark.parametrize("number", [int, str])
def test_a_total_of_people_stands_under_any_column_of_a_list_with_marks(read_rows, number):
    header = ["TT", "Họ và tên", "Ngày sinh", *LEVELS]
    people = [[1, "Lê An", "02/02/1961", "x", "", "", ""], [2, "Lê Bình", "03/03/1962", "", "x", "", ""]]
    total = ["", "Cộng", *map(number, (3, 1, 1, 0, 0))]
    reading = read_rows([TITLE, header, *people, total])
    assert {(printed.measure, printed.value) for printed in reading.printed if printed.cell == "C5"} == {("total", 3)}


@pytest.mark.parametrize("marked", [[], LEVELS])
def test_a_total_of_women_is_not_one_of_all(read_rows, marked):
    header = ["TT", "Họ và tên", "Nữ", *(marked or ["Xếp loại"])]
    people = [
        [1, "Lê An", "x", "x", "", "", ""],
        [2, "Lê Bình", "", "", "x", "", ""],
        [3, "Lê Chi", "x", "x", "", "", ""],
    ]
    rated = people if marked else [[*person[:3], "HTTNV"] for person in people]
    reading = read_rows([TITLE, header, *rated, ["", "Cộng", 2, *([2, 1, 0, 0] if marked else [])]])
    assert [printed.cell for printed in reading.printed if printed.cell == "C6"] == []


@pytest.mark.parametrize("caption", ["Trong đó", "Kết quả xếp loại", "Chia ra"])
@pytest.mark.parametrize("counted", ["Số chi bộ trực thuộc được đánh giá, xếp loại", "Tổng số chi bộ trực thuộc"])
def test_counts_of_cells(read_rows, caption, counted):
    header = [["TT", "Đơn vị", counted, caption, "", "", ""], ["", "", "", *LEVELS]]
    rows = [[1, "Đảng bộ Sở A", 10, 2, 7, 1, 0], [2, "Đảng bộ Sở B", 9, 1, 8, 0, 0]]
    merges = ["A2:A3", "B2:B3", "C2:C3", "D2:G2"]
    title = ["TỔNG HỢP XẾP LOẠI CHI BỘ TRỰC THUỘC NĂM 2022"]
    reading = read_rows([title, *header, *rows], merges=merges)
    found = Counter()
    for record in reading.records:
        found[record.population, record.level] += record.number
    assert found == {("cell", "excellent"): 3, ("cell", "good"): 15, ("cell", "completed"): 1}
    wrong = read_rows([title, *header, [1, "Đảng bộ Sở A", 11, 2, 7, 1, 0]], merges=merges)
    assert [printed.value for printed in wrong.printed if printed.cell == "C4"] == [11]


def test_words_of_titles_in_a_persons_row_begin_no_other_table(read_rows):
    header = ["TT", "Họ và tên", "Chức vụ", "Chính quyền", "Xếp loại"]
    people = [["1", "Lê An", "Bí thư", "Đảng viên", "HTTNV"], ["2", "Lê Bình", "", "Đảng viên", "Không xếp loại"]]
    for number in (str, float):
        rows = [[number(cells[0]), *cells[1:]] for cells in [*people, ["3", "Lê Chi", "", "", "HTNV"]]]
        reading = read_rows([TITLE, header, *rows])
        assert levels(reading) == {"good": 1, "": 1, "completed": 1}


def test_units_written_once_hold_for_the_rows_below(read_rows):
    header = ["TT", "Chi bộ", "Họ và tên", "Xếp loại"]
    cells = ["Chi bộ 1", "", "", "Chi bộ 2", ""]
    people = [[n, cell, f"Lê Thị {n}", "HTTNV"] for n, cell in enumerate(cells, 1)]
    reading = read_rows([TITLE, header, *people, ["", "", "Tổng cộng: 5 đảng viên"], *SIGNED])
    assert [unit for _, unit in units(reading)] == ["Chi bộ 1"] * 3 + ["Chi bộ 2"] * 2
    assert "unit_blank" in codes(reading)


@pytest.mark.parametrize("cells", [["Chi bộ 1", "Chi bộ 2", "", "Chi bộ 3"], ["", "Chi bộ 1", "", ""]])
def test_a_unit_that_somebody_forgot_is_not_guessed(read_rows, cells):
    header = ["TT", "Chi bộ", "Họ và tên", "Xếp loại"]
    people = [[n, cell, f"Lê Thị {n}", "HTTNV"] for n, cell in enumerate(cells, 1)]
    reading = read_rows([TITLE, header, *people])
    assert [unit for _, unit in units(reading)] == cells
    assert "unit_blank" in codes(reading)


@pytest.mark.parametrize(("probationers", "found"), [(2, []), (1, ["G4"])])
def test_a_whole_beside_its_parts_is_added_again(tmp_path, probationers, found):
    header = [["TT", "Chi bộ", "Tổng", "", "", "Chính thức", "", "", "Dự bị", "", ""], ["", "", *LEVELS[:3] * 3]]
    rows = [[1, "Chi bộ 1", 2, 8, 1, 2, 6, 1, 0, probationers, 0], [2, "Chi bộ 2", 1, 3, 0, 1, 3, 0, "", "", ""]]
    title = ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
    merges = ["C2:E2", "F2:H2", "I2:K2", "A2:A3", "B2:B3"]
    write_workbook(tmp_path / "a.xlsx", {"S": [title, *header, *rows]}, merges=merges)
    reading = ek.read(tmp_path)
    assert reading.ratings["count"].sum() == 15
    errors = reading.problems[reading.problems["code"] == "sum_differs"]
    assert list(errors["cell"]) == found


NOTE = "Ghi chú: số liệu tính đến ngày 31/12/2022"


@pytest.mark.parametrize("mark", ["*", "²", "(1)", ""])
@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["TT", "Mức xếp loại", "Họ và tên"], [[1, "HTTNV", "Lê An"], [2, "HTXSNV", "Lê Bình"]]),
        (["TT", "Họ và tên", "Mức xếp loại"], [[1, "Lê An", "HTTNV"], [2, "Lê Bình", "HTXSNV"]]),
        (["Năm", "Xếp loại"], [[2021, "HTTNV"], [2022, "HTXSNV"]]),
        (["TT", "Chi bộ", *LEVELS], [[1, "Chi bộ 1", 1, 1, 0, 0]]),
    ],
)
def test_what_calls_itself_a_note_is_one_under_any_column(read_rows, header, rows, mark):
    reading = read_rows([["CHI BỘ 1"], TITLE, header, *rows, [mark, NOTE]])
    assert levels(reading) == {"good": 1, "excellent": 1}
    assert "error" not in {problem.severity for problem in reading.problems}
