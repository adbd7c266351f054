"""Which base organisation somebody stands in, by what stands over the lists of one folder."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import write_workbook
from tests.test_counts_beside import cells, counts, people, told

BLOC = "ĐẢNG BỘ TỔNG CÔNG TY SAO MAI"
SETTINGS = 'organisation = "Đảng bộ Tổng công ty Sao Mai"\norgan = "Đảng ủy Tổng công ty Sao Mai"\n'
OTHERS = [(3, "", "HTTNV")]


def standing(reading: ek.Reading) -> set[tuple[str, str]]:
    columns = ["unit", "base_organisation"]
    return set(reading.ratings[columns].astype(str).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("heading", "settings", "base"),
    [
        ([BLOC, "CHI BỘ BAN TÀI CHÍNH"], SETTINGS, "CHI BỘ BAN TÀI CHÍNH"),  # directly under the board
        (["ĐẢNG ỦY TỔNG CÔNG TY SAO MAI", "CHI BỘ BAN TÀI CHÍNH"], SETTINGS, "CHI BỘ BAN TÀI CHÍNH"),
        ([BLOC, "CHI BỘ 3"], SETTINGS, ""),  # whose third it is is not told
        ([BLOC, "CHI BỘ BAN TÀI CHÍNH"], "", BLOC),  # nobody says that this is the board
        (["ĐẢNG BỘ CÔNG TY B", "CHI BỘ BAN TÀI CHÍNH"], SETTINGS, "ĐẢNG BỘ CÔNG TY B"),
    ],
)
def test_a_cell_directly_under_the_board_is_a_base_organisation(tmp_path, heading, settings, base):
    people(tmp_path / "a.xlsx", heading, (1, "", "HTTNV"), (2, "", "HTXSNV"))
    people(tmp_path / "b.xlsx", [BLOC, "ĐẢNG ỦY CÔNG TY A"], *OTHERS)
    (tmp_path / "evalkit.toml").write_text(settings, "utf-8")
    reading = ek.read(tmp_path, workers=1)
    assert standing(reading) == {(heading[-1], base), ("ĐẢNG BỘ CÔNG TY A", "ĐẢNG BỘ CÔNG TY A")}
    assert bool(told(reading, "base_unclear")) == (base == "")


def test_cells_alone_under_the_board_are_no_base_organisations(tmp_path):
    """The board may be one itself: then they are its cells."""
    people(tmp_path / "a.xlsx", [BLOC, "CHI BỘ BAN TÀI CHÍNH"], (1, "", "HTTNV"), (2, "", "HTXSNV"))
    (tmp_path / "evalkit.toml").write_text(SETTINGS, "utf-8")
    reading = ek.read(tmp_path, workers=1)
    assert standing(reading) == {("CHI BỘ BAN TÀI CHÍNH", "")}
    assert told(reading, "base_unclear") == []


def test_cells_of_two_committees_that_are_called_alike_are_two(tmp_path):
    """Headed as offices head their lists: the organisation above, then the committee that issues it."""
    for number, office in enumerate(("SỞ Y TẾ", "SỞ XÂY DỰNG"), 1):
        people(tmp_path / f"{number}.xlsx", ["ĐẢNG BỘ KHỐI", f"ĐẢNG ỦY {office}"], (number, "Chi bộ 1", "HTTNV"))
    assert standing(ek.read(tmp_path, workers=1)) == {
        ("Chi bộ 1", "ĐẢNG BỘ SỞ Y TẾ"), ("Chi bộ 1", "ĐẢNG BỘ SỞ XÂY DỰNG"),
    }  # fmt: skip


def test_cells_of_which_it_is_not_told_are_named_once_with_how_many_they_are(tmp_path):
    people(tmp_path / "a.xlsx", ["CHI BỘ 1"], (1, "", "HTTNV"), (2, "", "HTXSNV"))
    people(tmp_path / "b.xlsx", ["CHI BỘ 2"], (4, "", "HTTNV"))
    people(tmp_path / "c.xlsx", ["ĐẢNG BỘ SỞ A"], *OTHERS)
    reading = ek.read(tmp_path, workers=1)
    assert told(reading, "base_unclear") == [("warning", "a.xlsx", "D4")]
    (message,) = reading.problems.loc[reading.problems["code"] == "base_unclear", "message"]
    assert "2 chi bộ không rõ thuộc tổ chức cơ sở đảng nào" in message
    assert "«CHI BỘ 1», «CHI BỘ 2». 3 lượt xếp loại ở đó" in message


@pytest.mark.parametrize(
    ("column", "units", "bases"),
    [
        ("Đơn vị", ["Đảng bộ Sở A", "Chi bộ Hội B"], ["Đảng bộ Sở A", "Chi bộ Hội B"]),  # beside a committee
        ("Đơn vị", ["Chi bộ Sở A", "Chi bộ Hội B"], ["", ""]),  # nothing tells
        ("TCCSĐ", ["Chi bộ Sở A", "Chi bộ Hội B"], ["Chi bộ Sở A", "Chi bộ Hội B"]),
        ("Đơn vị", ["Đảng bộ Sở A", "Chi bộ 1"], ["Đảng bộ Sở A", ""]),
    ],
)
def test_a_column_that_names_committees_names_base_organisations(tmp_path, column, units, bases):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", column, "Xếp loại"]
    rows = [[place, "Trần Thị Anh", f"04800000000{place}", unit, "HTTNV"] for place, unit in enumerate(units, 1)]
    write_workbook(tmp_path / "a.xlsx", {"S": [["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows]})
    assert standing(ek.read(tmp_path, workers=1)) == set(zip(units, bases, strict=True))


def test_a_cell_that_its_group_row_names_is_not_missing_in_the_column(tmp_path):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"]
    people_of = [[1, "Trần Thị Anh", "048000000001", "Chi bộ 1", "HTTNV"], [2, "Lê An", "048000000002", "", "HTTNV"]]
    groups = [["I", "Đảng bộ Sở A"], people_of[0], ["II", "Chi bộ Hội B"], people_of[1]]
    write_workbook(tmp_path / "a.xlsx", {"S": [["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *groups]})
    reading = ek.read(tmp_path, workers=1)
    assert standing(reading) == {("Chi bộ 1", "Đảng bộ Sở A"), ("Chi bộ Hội B", "Chi bộ Hội B")}
    assert told(reading, "unit_blank") == []


def counted(path, header: str, *rows: list[object], heading: str = "ĐẢNG ỦY KHỐI CÁC CƠ QUAN") -> ek.Reading:
    """Read a counts sheet of members, of which each row has a number, a name and how many were rated good."""
    title = [[heading], ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]]
    levels = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    body = [[number, name, *([0, good, 1, 0] if good else [])] for number, name, good in rows]
    write_workbook(path / "a.xlsx", {"S": [*title, ["STT", header, *levels], *body]})
    return ek.read(path, workers=1)


A, B, C = "Đảng bộ Sở A", "Đảng bộ Sở B", "Chi bộ Hội C"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # numbered as the committees are
            [
                ("I", A, 0),
                (1, "Chi bộ 1", 3),
                (2, "Chi bộ Thanh tra", 5),
                ("II", C, 4),
                ("III", B, 0),
                (1, "Chi bộ 1", 6),
            ],
            {("Chi bộ 1", A), ("Chi bộ Thanh tra", A), (C, C), ("Chi bộ 1", B)},
        ),
        (  # without a number, as the committee
            [("", A, 0), (1, "Chi bộ 1", 3), (2, "Chi bộ Thanh tra", 5), ("", C, 4)],
            {("Chi bộ 1", A), ("Chi bộ Thanh tra", A), (C, C)},
        ),
        ([(1, A, 3), (2, C, 4)], {(A, A), (C, C)}),  # beside a committee
        ([(1, A, 3), (2, C, 4), (3, "Chi bộ 1", 5)], {(A, A), (C, ""), ("Chi bộ 1", "")}),  # whose is the last?
        ([(1, C, 4), (2, "Chi bộ Thanh tra", 5)], {(C, ""), ("Chi bộ Thanh tra", "")}),  # nothing tells
        (
            [("I", "Đảng bộ cơ sở", 0), (1, A, 3), (2, B, 5), ("II", "Các chi bộ cơ sở (1)", 0), (1, C, 4)],
            {(A, A), (B, B), (C, C)},
        ),
    ],
)
@pytest.mark.parametrize("header", ["Đơn vị", "Tên tổ chức đảng"])
def test_rows_of_a_counts_sheet_tell_which_are_base_organisations(tmp_path, header, rows, expected):
    assert standing(counted(tmp_path, header, *rows)) == expected


def test_a_section_committee_is_no_base_organisation(tmp_path):
    rows = [("I", "Đảng bộ bộ phận Khối Nội", 0), (1, "Chi bộ 1", 3), (2, "Chi bộ 2", 5), ("II", "Chi bộ Tổng hợp", 4)]
    reading = counted(tmp_path, "Đơn vị", *rows)
    assert standing(reading) == {("Chi bộ 1", ""), ("Chi bộ 2", ""), ("Chi bộ Tổng hợp", "")}


@pytest.mark.parametrize("kinds", [("Đảng bộ cơ sở", "Chi bộ cơ sở"), ("CÁC ĐẢNG BỘ CƠ SỞ", "CÁC CHI BỘ CƠ SỞ")])
def test_a_kind_of_organisations_over_a_list_of_people_is_no_organisation(tmp_path, kinds):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    someone = [[1, "Trần Thị Anh", f"04800000000{place}", "HTTNV"] for place in range(3)]
    groups = [["I", kinds[0]], ["1", A], someone[0], ["2", B], someone[1], ["II", kinds[1]], ["1", C], someone[2]]
    write_workbook(tmp_path / "a.xlsx", {"S": [["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *groups]})
    assert standing(ek.read(tmp_path, workers=1)) == {(A, A), (B, B), (C, C)}


@pytest.mark.parametrize(
    ("heading", "file", "sheet", "expected"),
    [
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ A"], "a.xlsx", "S", ("base_organisation", "ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A")),
        (["ĐẢNG ỦY SỞ A", "CHI BỘ 3"], "a.xlsx", "S", ("cell", "CHI BỘ 3", "ĐẢNG BỘ SỞ A")),
        (["ĐẢNG ỦY SỞ A"], "a.xlsx", "Chi bộ 3", ("cell", "Chi bộ 3", "ĐẢNG BỘ SỞ A")),
        (["ĐẢNG ỦY KHỐI", "CHI BỘ HỘI C"], "a.xlsx", "S", ("cell", "CHI BỘ HỘI C", "CHI BỘ HỘI C")),
        ([], "Đảng bộ Sở A/Chi bộ 3.xlsx", "S", ("cell", "Chi bộ 3", "Đảng bộ Sở A")),
        (["CHI BỘ 3"], "a.xlsx", "S", ("cell", "CHI BỘ 3", "")),
        (
            ["ĐẢNG BỘ SỞ A", "ĐẢNG BỘ BỘ PHẬN B"],
            "a.xlsx",
            "S",
            ("section_committee", "ĐẢNG BỘ BỘ PHẬN B", "ĐẢNG BỘ SỞ A"),
        ),
    ],
)
def test_a_table_of_years_is_of_the_unit_in_the_heading_or_in_the_names(tmp_path, heading, file, sheet, expected):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [[line] for line in heading] + [["KẾT QUẢ XẾP LOẠI QUA CÁC NĂM"], ["Năm", "Xếp loại"]]
    write_workbook(path, {sheet: [*rows, [2021, "HTTNV"], [2022, "HTXSNV"]]})
    reading = ek.read(tmp_path, workers=1)
    columns = ["population", "name", "base_organisation"]
    assert {*reading.ratings[columns].astype(str).itertuples(index=False, name=None)} == {expected}


@pytest.mark.parametrize(
    ("heading", "file", "expected"),
    [
        ([], "Đảng bộ Sở A/Chi bộ 1.xlsx", ("Chi bộ 1", "Đảng bộ Sở A")),
        ([], "Đảng bộ Sở A/2022/Chi bộ 1.xlsx", ("Chi bộ 1", "Đảng bộ Sở A")),
        (["CHI BỘ 1"], "Đảng bộ Sở A.xlsx", ("CHI BỘ 1", "Đảng bộ Sở A")),
        (["CHI BỘ 1"], "Đảng bộ Sở A 2022.xlsx", ("CHI BỘ 1", "")),  # what more the name says is no part of it
        (["ĐẢNG ỦY SỞ B", "CHI BỘ 1"], "Đảng bộ Sở A/a.xlsx", ("CHI BỘ 1", "ĐẢNG BỘ SỞ B")),  # nearer
        (["ĐẢNG ỦY KHỐI"], "Đảng bộ Sở A/Chi bộ Thanh tra.xlsx", ("Chi bộ Thanh tra", "Đảng bộ Sở A")),
        (["ĐẢNG ỦY KHỐI", "CHI BỘ HỘI C"], "Đảng bộ Sở A/a.xlsx", ("CHI BỘ HỘI C", "CHI BỘ HỘI C")),  # nearer
        (["ĐẢNG ỦY SỞ A", "ĐẢNG BỘ BỘ PHẬN B", "CHI BỘ 1"], "a.xlsx", ("CHI BỘ 1", "ĐẢNG BỘ SỞ A")),
        (["ĐẢNG ỦY SỞ A", "ĐẢNG BỘ BỘ PHẬN B"], "a.xlsx", ("ĐẢNG BỘ BỘ PHẬN B", "ĐẢNG BỘ SỞ A")),
        (["CHI BỘ 1"], "Đảng bộ Khối/a.xlsx", ("CHI BỘ 1", "")),  # a folder of all of them
    ],
)
def test_a_committee_is_looked_for_in_the_names_of_files_and_folders(tmp_path, heading, file, expected):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    people(path, heading, (1, "", "HTTNV"), (2, "", "HTXSNV"))
    assert standing(ek.read(tmp_path, workers=1)) == {expected}


def test_cells_called_alike_in_two_folders_are_two(tmp_path):
    for number, office in enumerate(("Sở Y tế", "Sở Xây dựng"), 1):
        (tmp_path / f"Đảng bộ {office}").mkdir()
        people(tmp_path / f"Đảng bộ {office}" / "danh sach.xlsx", [], (number, "Chi bộ 1", "HTTNV"))
    assert standing(ek.read(tmp_path, workers=1)) == {
        ("Chi bộ 1", "Đảng bộ Sở Y tế"), ("Chi bộ 1", "Đảng bộ Sở Xây dựng"),
    }  # fmt: skip


@pytest.mark.parametrize("header", ["Chi bộ", "Đơn vị", "Tên đơn vị"])
@pytest.mark.parametrize(
    ("heading", "units", "expected"),
    [
        ("ĐẢNG ỦY SỞ A", ["Chi bộ 1", "Chi bộ Thanh tra"], ["ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A"]),
        ("ĐẢNG ỦY KHỐI", ["Chi bộ 1", "Chi bộ Thanh tra"], ["", ""]),  # of whom it has
    ],
)
def test_cells_of_a_counts_sheet_stand_under_the_committee_in_its_heading(tmp_path, header, heading, units, expected):
    rows = [(place, unit, place + 2) for place, unit in enumerate(units, 1)]
    assert standing(counted(tmp_path, header, *rows, heading=heading)) == set(zip(units, expected, strict=True))


def test_a_heading_over_committees_is_of_the_board(tmp_path):
    rows = [(1, A, 3), (2, C, 4)]
    assert standing(counted(tmp_path, "Đơn vị", *rows, heading="ĐẢNG BỘ TỔNG CÔNG TY")) == {(A, A), (C, C)}


@pytest.mark.parametrize("column", ["Thuộc đảng bộ", "Trực thuộc Đảng ủy", "Thuộc TCCSĐ"])
def test_a_column_says_which_committee_a_cell_belongs_to(tmp_path, column):
    rows = [[1, "Chi bộ 1", A, "HTTNV"], [2, "Chi bộ 1", B, "HTXSNV"]]
    header = ["TT", "Chi bộ", column, "Xếp loại"]
    write_workbook(tmp_path / "a.xlsx", {"S": [["KẾT QUẢ XẾP LOẠI CHI BỘ NĂM 2022"], header, *rows]})
    rated = ek.read(tmp_path, workers=1).ratings
    assert set(zip(rated["name"], rated["base_organisation"], strict=True)) == {("Chi bộ 1", A), ("Chi bộ 1", B)}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ A"], ("ĐẢNG BỘ SỞ A", "ĐẢNG BỘ SỞ A")),
        (["ĐẢNG ỦY SỞ A", "CHI BỘ 3"], ("CHI BỘ 3", "ĐẢNG BỘ SỞ A")),
        (["ĐẢNG ỦY KHỐI", "CHI BỘ HỘI C"], ("CHI BỘ HỘI C", "CHI BỘ HỘI C")),
        (["ĐẢNG ỦY TỔNG CÔNG TY"], ("", "")),  # it may be the board's own, of the whole
        (["ĐẢNG BỘ THÀNH PHỐ", "ĐẢNG ỦY KHỐI"], ("", "")),
    ],
)
def test_a_form_is_of_the_unit_in_its_heading_where_an_organ_stands_over_it(tmp_path, heading, expected):
    levels = ["A. Hoàn thành xuất sắc nhiệm vụ", "B. Hoàn thành tốt nhiệm vụ", "C. Hoàn thành nhiệm vụ"]
    rows = [*([line] for line in heading), ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["Nội dung", "Tổng số"]]
    rows += [[level, number] for level, number in zip(levels, (3, 16, 1), strict=True)]
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    assert standing(ek.read(tmp_path, workers=1)) == {expected}


def test_cells_stand_under_the_committee_whose_sum_is_below_them(tmp_path):
    title = [["ĐẢNG ỦY KHỐI"], ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]]
    header = ["STT", "Đơn vị", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    rows = [
        [1, "Chi bộ 1", 1, 6, 1, 0], [2, "Chi bộ Thanh tra", 1, 4, 0, 0], ["", A, 2, 10, 1, 0],
        ["", C, 1, 5, 0, 0],  # in no sum
        [1, "Chi bộ 1", 0, 7, 2, 0], [2, "Chi bộ 2", 2, 8, 0, 0], ["", B, 2, 15, 2, 0],
    ]  # fmt: skip
    write_workbook(tmp_path / "a.xlsx", {"S": [*title, header, *rows]})
    reading = ek.read(tmp_path, workers=1)
    assert standing(reading) == {("Chi bộ 1", A), ("Chi bộ Thanh tra", A), (C, ""), ("Chi bộ 1", B), ("Chi bộ 2", B)}
    assert reading.ratings["count"].sum() == 8 + 5 + 6 + 9 + 10


def test_rated_and_counted_cells_of_which_it_is_not_told_are_named(tmp_path):
    cells(tmp_path / "a.xlsx", [], ("Chi bộ 1", "HTTNV"), ("Chi bộ 2", "HTXSNV"))
    cells(tmp_path / "b.xlsx", ["ĐẢNG BỘ SỞ A"], ("Chi bộ 3", "HTTNV"))
    counts(tmp_path / "c.xlsx", [], ["Chi bộ 4", 1, 2, 0, 0], year=2021)
    counts(tmp_path / "d.xlsx", ["ĐẢNG BỘ SỞ B"], ["Chi bộ 5", 0, 4, 1, 0], year=2021)
    reading = ek.read(tmp_path, workers=1)
    assert told(reading, "base_unclear") == [("warning", "c.xlsx", "D3")]
    (message,) = reading.problems.loc[reading.problems["code"] == "base_unclear", "message"]
    assert "«Chi bộ 4», «Chi bộ 1», «Chi bộ 2». 5 lượt xếp loại ở đó" in message  # 1 + 2 counted, 2 cells


@pytest.mark.parametrize("beside", [[], ["ĐẢNG BỘ SỞ A"]])
def test_rated_cells_beside_lists_that_name_their_committee_are_not_unclear(tmp_path, beside):
    cells(tmp_path / "a.xlsx", [], ("Chi bộ 1", "HTTNV"), ("Chi bộ 2", "HTXSNV"))
    people(tmp_path / "b.xlsx", [*beside, "CHI BỘ 1"], (1, "", "HTTNV"))
    assert told(ek.read(tmp_path, workers=1), "base_unclear") == []


@pytest.mark.parametrize(
    ("headings", "files"),
    [
        ((["CHI BỘ 1"], ["Chi bộ 1"]), ["a.xlsx", "b.xlsx"]),
        ((["CHI BỘ 1"], ["CHI BỘ 2"]), []),
        ((["ĐẢNG BỘ SỞ A", "CHI BỘ 1"], ["ĐẢNG BỘ SỞ B", "CHI BỘ 1"]), []),
        ((["ĐẢNG BỘ SỞ A", "CHI BỘ 1"], ["ĐẢNG BỘ SỞ A", "CHI BỘ 1"]), []),
    ],
)
def test_two_files_of_one_cell_whose_committee_nobody_names_may_be_of_two(tmp_path, headings, files):
    for number, (name, heading) in enumerate(zip(("a", "b"), headings, strict=True)):
        people(tmp_path / f"{name}.xlsx", heading, (2 * number, "", "HTTNV"), (2 * number + 1, "", "HTXSNV"))
    problems = ek.read(tmp_path, workers=1).problems
    problems = problems[problems["code"] == "base_unclear"]
    assert list(problems["file"]) == files[:1]
    assert all(f"«{file}»" in message for file in files for message in problems["message"])


def test_one_file_a_year_of_one_cell_is_not_two_cells(tmp_path):
    for year in (2021, 2022):
        people(tmp_path / f"{year}.xlsx", ["CHI BỘ 1"], (1, "", "HTTNV"), (2, "", "HTXSNV"), year=year)
    assert told(ek.read(tmp_path, workers=1), "base_unclear") == []


def test_the_cells_of_a_summary_in_two_files_are_not_two_files_of_one_cell(tmp_path):
    for number, name in enumerate("ab"):
        people(tmp_path / f"{name}.xlsx", [], (2 * number, "Chi bộ 1", "HTTNV"), (2 * number + 1, "Chi bộ 2", "HTTNV"))
    assert told(ek.read(tmp_path, workers=1), "base_unclear") == []


@pytest.mark.parametrize(
    ("heading", "label", "base"),
    [
        ([], "Đơn vị: Sở Xây dựng", ""),
        (["ĐẢNG BỘ KHỐI"], "Đơn vị: Sở Xây dựng", "Sở Xây dựng"),
        (["ĐẢNG BỘ CÔNG TY A"], "Đơn vị: Chi bộ 1", "ĐẢNG BỘ CÔNG TY A"),
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ A"], "Đơn vị: Chi bộ 1", "ĐẢNG BỘ SỞ A"),
        (["ĐẢNG BỘ KHỐI"], "Đơn vị: Chi bộ Hội C", "Chi bộ Hội C"),
        (["ĐẢNG BỘ KHỐI"], "Đơn vị: Chi bộ 1", ""),  # whose first it is is not told
        (["ĐẢNG BỘ KHỐI"], "Chi bộ: Hội C", ""),
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ A"], "Đơn vị: Phòng Kế toán", "ĐẢNG BỘ SỞ A"),
        (["ĐẢNG BỘ KHỐI"], "Đảng bộ: Sở Xây dựng", "Sở Xây dựng"),
    ],
)
def test_a_labelled_unit_stands_under_the_committee_in_the_heading(tmp_path, heading, label, base):
    people(tmp_path / "a.xlsx", [*heading, label], (1, "", "HTTNV"), (2, "", "HTXSNV"))
    assert {above for _, above in standing(ek.read(tmp_path, workers=1))} == {base}


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize(
    ("heading", "label", "base"),
    [
        ([], "Đơn vị: Sở Xây dựng", "Sở Xây dựng"),
        (["ĐẢNG BỘ KHỐI"], "Đơn vị: Sở Xây dựng", "Sở Xây dựng"),
        (["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ A"], "Đơn vị: Phòng Kế toán", "ĐẢNG BỘ SỞ A"),
        (["ĐẢNG BỘ KHỐI"], "Đảng bộ: Sở Xây dựng", "Sở Xây dựng"),
    ],
)
def test_cells_in_a_column_stand_under_the_labelled_office(tmp_path, heading, label, base, counted):
    units = ["Chi bộ 1", "Chi bộ Thanh tra"]
    if counted:
        counts(tmp_path / "a.xlsx", [*heading, label], *([unit, 1, 2, 0, 0] for unit in units))
    else:
        people(tmp_path / "a.xlsx", [*heading, label], (1, units[0], "HTTNV"), (2, units[1], "HTXSNV"))
    assert standing(ek.read(tmp_path, workers=1)) == {(unit, base) for unit in units}
