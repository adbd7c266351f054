"""The national forms: criteria down the rows, kinds across, shares of two bases, and parts that are never added."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import LIST, member, write_workbook

ORGANISATIONS = [
    ["BIỂU 7B"],
    ["KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"],
    ["TT", "Tiêu chí", "Tổng số", "Chia ra", "", "Tỷ lệ %"],
    ["", "", "", "Đảng bộ cơ sở", "Chi bộ cơ sở", ""],
    ["A", "B", 1, 2, 3, 4],
    [1, "Tổng số TCCSĐ", 80, 30, 50, 100],
    [2, "Số TCCSĐ được đánh giá, xếp loại", 77, 29, 48, 100],
    ["", "- Hoàn thành xuất sắc nhiệm vụ", 15, 6, 9, 19.48],
    ["", "- Hoàn thành tốt nhiệm vụ", 60, 22, 38, 77.92],
    ["", "- Hoàn thành nhiệm vụ", 2, 1, 1, 2.6],
    ["", "- Không hoàn thành nhiệm vụ", 0, 0, 0, 0],
    ["", "Trong đó:"],
    ["", "- Hoàn thành tốt nhiệm vụ của khối cơ quan", 20, 10, 10],
    [3, "Chưa đánh giá, xếp loại", 3, 1, 2, 3.75],
    ["", "NGƯỜI LẬP BIỂU"],
]
MERGES = ["D3:E3", "A3:A4", "B3:B4", "C3:C4", "F3:F4"]


def counted(reading):
    return [(r.population, r.kind, r.level or r.status, r.number, r.cell) for r in reading.records]


def test_kinds_that_make_up_the_total_are_counted_and_the_total_is_not(read_rows):
    reading = read_rows(ORGANISATIONS, merges=MERGES)
    bases, cells = "Đảng bộ cơ sở", "Chi bộ cơ sở"
    assert counted(reading) == [
        ("base_organisation", bases, "excellent", 6, "D8"), ("base_organisation", cells, "excellent", 9, "E8"),
        ("base_organisation", bases, "good", 22, "D9"), ("base_organisation", cells, "good", 38, "E9"),
        ("base_organisation", bases, "completed", 1, "D10"), ("base_organisation", cells, "completed", 1, "E10"),
        ("base_organisation", bases, "not_yet", 1, "D14"), ("base_organisation", cells, "not_yet", 2, "E14"),
    ]  # fmt: skip
    assert {record.year for record in reading.records} == {2022}
    assert [(skip.cell, skip.reason[:6]) for skip in reading.skips if skip.reason.startswith("tập")] == [
        ("B12", "tập co"), ("B13", "tập co"),
    ]  # fmt: skip
    assert reading.problems == []


def test_its_figures_are_right_and_its_total_is_added_again(tmp_path):
    write_workbook(tmp_path / "7b.xlsx", {"7B": ORGANISATIONS}, merges=MERGES)
    reading = ek.read(tmp_path)
    rates = ek.level_rates(reading.ratings).set_index("measure")
    assert (rates.loc["good_or_better", "count"], rates.loc["good_or_better", "base"]) == (75, 77)
    assert rates.loc["total", "count"] == 80
    assert reading.problems.empty
    wrong = [list(row) for row in ORGANISATIONS]
    wrong[5][2], wrong[6][2] = 81, 76
    write_workbook(tmp_path / "7b.xlsx", {"7B": wrong}, merges=MERGES)
    found = ek.read(tmp_path).problems
    assert list(zip(found["code"], found["cell"], strict=True)) == [("total_differs", "C6"), ("total_differs", "C7")]


@pytest.mark.parametrize(
    ("row", "share", "right"),
    [  # of 77 rated, of 80 altogether
        (7, 19.5, None),  # 15 of 77 is 19.4805…: rounded to one decimal
        (7, 18.75, "19,48"),  # of the total
        (8, 77.91, "77,92"),  # cut off
        (13, 3.9, "3,75"),  # not rated, of the rated
        (6, 96.25, None),
        (6, 97.0, "96,25"),
    ],
)
def test_its_shares_are_worked_out_again(tmp_path, row, share, right):
    rows = [list(cells) for cells in ORGANISATIONS]
    rows[row][5] = share
    write_workbook(tmp_path / "7b.xlsx", {"7B": rows}, merges=MERGES)
    found = ek.read(tmp_path).problems
    told = list(zip(found["code"], found["cell"], found["suggestion"], strict=True))
    assert told == ([("share_differs", f"F{row + 1}", right)] if right else [])


def test_kinds_that_do_not_make_up_the_total_are_named(read_rows):
    rows = [list(row) for row in ORGANISATIONS]
    rows[8][3] = 21  # 21 + 38 is not 60
    reading = read_rows(rows, merges=MERGES)
    assert [(p.severity, p.code, p.cell, p.suggestion) for p in reading.problems] == [
        ("error", "sum_differs", "C9", "59"),
        ("error", "total_differs", "D6", "29"), ("error", "total_differs", "D7", "28"),  # of its own column, too
    ]  # fmt: skip


@pytest.mark.parametrize("caption", ["Trong đó: nữ", "Trong đó: đảng ủy viên"])
def test_parts_of_the_total_are_never_added(read_rows, caption):
    rows = [
        ["BIỂU 7A. KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
        ["TT", "Chỉ tiêu", "Tổng số", caption],
        [1, "Tổng số đảng viên", 110, 40],
        ["1.1", "Đảng viên được miễn công tác và sinh hoạt đảng", 10, 5],
        ["1.2", "Đảng viên được đánh giá, xếp loại", 100, 35],
        ["a)", "Hoàn thành xuất sắc nhiệm vụ", 18, 6],
        ["b)", "Hoàn thành tốt nhiệm vụ", 80, 28],
        ["c)", "Hoàn thành nhiệm vụ", 1, 1],
        ["d)", "Không hoàn thành nhiệm vụ", 1, 0],
    ]
    reading = read_rows(rows)
    assert counted(reading) == [
        ("member", "", "exempt", 10, "C4"), ("member", "", "excellent", 18, "C6"), ("member", "", "good", 80, "C7"),
        ("member", "", "completed", 1, "C8"), ("member", "", "not_completed", 1, "C9"),
    ]  # fmt: skip
    assert reading.problems == []


def test_organisations_and_members_one_under_the_other(read_rows):
    levels = [
        "Hoàn thành xuất sắc nhiệm vụ",
        "Hoàn thành tốt nhiệm vụ",
        "Hoàn thành nhiệm vụ",
        "Không hoàn thành nhiệm vụ",
    ]
    rows = [["TỔNG HỢP KẾT QUẢ XẾP LOẠI NĂM 2022"], ["TT", "Nội dung", "Số lượng"], ["I", "Tổ chức cơ sở đảng", ""]]
    rows += [["", level, number] for level, number in zip(levels, (2, 7, 1, 0), strict=True)]
    rows += [["II", "Đảng viên", ""]]
    rows += [["", level, number] for level, number in zip(levels, (20, 70, 9, 1), strict=True)]
    assert [(r.population, r.level, r.number) for r in read_rows(rows).records] == [
        ("base_organisation", "excellent", 2), ("base_organisation", "good", 7), ("base_organisation", "completed", 1),
        ("member", "excellent", 20), ("member", "good", 70), ("member", "completed", 9), ("member", "not_completed", 1),
    ]  # fmt: skip


def test_beside_the_lists_of_the_same_year_the_form_is_compared_and_not_added(tmp_path):
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Chỉ tiêu", "Số lượng"]]
    rows += [
        ["", "Hoàn thành xuất sắc nhiệm vụ", 1],
        ["", "Hoàn thành tốt nhiệm vụ", 3],
        ["", "Hoàn thành nhiệm vụ", 1],
    ]
    write_workbook(tmp_path / "7a.xlsx", {"7A": rows})
    people = [member(1, "HTXSNV"), member(2, "HTTNV"), member(3, "HTTNV"), member(4, "HTNV")]
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": [LIST, *people]})
    reading = ek.read(tmp_path)
    assert int(reading.ratings["count"].sum()) == 4
    found = reading.problems
    told = list(zip(found["code"], found["cell"], found["suggestion"], strict=True))
    assert told == [("list_against_counts", "C4", "2")]


@pytest.mark.parametrize(
    ("header", "merges"),
    [
        ([["Mức xếp loại", "2020", "2021", "So sánh"]], []),
        ([["Mức xếp loại", 2020, 2021, "So sánh"]], []),
        ([["Mức xếp loại", "Số đảng viên", "", ""], ["", "Năm 2020", "Năm 2021", "Tăng, giảm"]], ["B3:D3"]),
    ],
)
def test_columns_of_years_are_of_these_years_and_never_added(read_rows, header, merges):
    rows = [["HTXSNV", 20, 22, 2], ["HTTNV", 70, 80, 10], ["HTNV", 8, 8, 0], ["KHTNV", 2, 0, 2], ["Tổng", 100, 110, 10]]
    title = [["XẾP LOẠI ĐẢNG VIÊN QUA CÁC NĂM"], []]
    reading = read_rows([*title, *header, *rows], name="tong hop 2021.xlsx", merges=merges)
    assert [(r.year, r.level, r.number) for r in reading.records] == [
        (2020, "excellent", 20), (2021, "excellent", 22), (2020, "good", 70), (2021, "good", 80),
        (2020, "completed", 8), (2021, "completed", 8), (2020, "not_completed", 2),
    ]  # fmt: skip
    assert {(p.year, p.measure, p.value) for p in reading.printed} == {(2020, "total", 100), (2021, "total", 110)}
    assert reading.problems == []


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        (["Kế hoạch", "Thực hiện"], lambda n: [n + 1, n]),
        (["Thực hiện", "Kế hoạch năm 2022"], lambda n: [n, n + 1]),
        (["Nghị quyết", "Thực hiện"], lambda n: [n + 1, n]),
        (["Số lượng", "Trong đó nữ", "Tôn giáo", "Dân tộc"], lambda n: [n, n // 2, n // 3, 1]),
    ],
)
def test_a_plan_or_a_part_beside_the_numbers_is_not_added(read_rows, titles, cells):
    levels = {"excellent": ("HTXSNV", 30), "good": ("HTTNV", 150), "completed": ("HTNV", 18)}
    rows = [["KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"], [], ["Nội dung", *titles]]
    reading = read_rows([*rows, *([name, *cells(number)] for name, number in levels.values())])
    assert {r.level: r.number for r in reading.records} == {level: number for level, (_, number) in levels.items()}


def test_numbers_of_two_kinds_are_both_counted(read_rows):
    rows = [
        ["KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"], [],
        ["Nội dung", "Chính thức", "", "Dự bị", ""], ["", "Số lượng", "%", "Số lượng", "%"],
        ["HTXSNV", 30, 15, 2, 10], ["HTTNV", 150, 76, 2, 80], ["HTNV", 18, 9, 2, 10],
    ]  # fmt: skip
    reading = read_rows(rows, merges=["A3:A4", "B3:C3", "D3:E3"])
    totals = {"excellent": 0, "good": 0, "completed": 0}
    for record in reading.records:
        totals[record.level] += record.number
    assert totals == {"excellent": 32, "good": 152, "completed": 20}


N = (30, 150, 18, 2)  # of the levels from the best; A, B and C add up to it by hand
A, B, C, A_AND_B = (10, 60, 8, 1), (12, 50, 6, 1), (8, 40, 4, 0), (22, 110, 14, 2)
TOLD = {"excellent": 30, "good": 150, "completed": 18, "not_completed": 2}


def across(titles, *columns):
    levels = zip(["HTXSNV", "HTTNV", "HTNV", "KHTNV"], *columns, strict=True)
    return [["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [], ["Mức", *titles], *map(list, levels)]


def added(reading):
    found = dict.fromkeys(TOLD, 0)
    for record in reading.records:
        found[record.level] += record.number
    return found


def severe(reading):
    return [(p.severity, p.code, p.cell) for p in reading.problems if p.severity != "note"]


@pytest.mark.parametrize(
    ("titles", "columns", "problems"),
    [
        (["Toàn Đảng bộ", "CB A", "CB B", "CB C"], (N, A, B, C), []),
        (["Chi bộ 1", "Cộng", "Chi bộ 2"], (A_AND_B, N, C), []),
        (["Tổng số", "Chính thức", "Dự bị", "Nam", "Nữ"], (N, (28, 148, 18, 2), (2, 2, 0, 0), A_AND_B, C), []),
        (["Chính thức", "Dự bị", "Nam", "Nữ"], ((28, 148, 18, 2), (2, 2, 0, 0), A_AND_B, C), []),
        (["Đảng viên", "Đảng viên nữ"], (N, C), []),
        (["Đảng viên", "Đoàn viên"], (N, C), []),
        (["Chi bộ Phụ nữ", "Chi bộ Công đoàn"], (A_AND_B, C), []),  # names of units are no parts
        (["Công ty X", "Tổ 1", "Tổ 2", "Tổ 3"], (N, A, B, C), [("warning", "several_rating_columns", "B3")]),
        (["Chi bộ 1", "Chi bộ 2", "Chi bộ 3", ""], (A, B, C, N), [("warning", "several_rating_columns", "E3")]),
        (["Alpha", "Beta"], (A_AND_B, C), [("warning", "several_rating_columns", "B3")]),
        (["Alpha", "Beta", "Cộng"], (A_AND_B, C, N), []),
    ],
)
def test_a_total_stands_anywhere_and_is_never_added(read_rows, titles, columns, problems):
    reading = read_rows(across(titles, *columns))
    assert added(reading) == TOLD
    assert severe(reading) == problems


@pytest.mark.parametrize(
    ("titles", "columns", "cell"),
    [
        (["Toàn Đảng bộ", "CB A", "CB B", "CB C"], (N, A, (12, 51, 6, 1), C), "B5"),
        (["Chi bộ 1", "Chi bộ 2", "Tổng"], (A_AND_B, (8, 40, 4, 3), N), "D7"),
        (["Tổng số", "Chính thức", "Dự bị", "Nam", "Nữ"], (N, (28, 148, 18, 2), (2, 3, 0, 0), A_AND_B, C), "B5"),
        (["Tổng số", "Trong đó: ĐBCS", "Trong đó: CBCS"], (N, A_AND_B, (8, 41, 4, 0)), "B5"),
    ],
)
def test_a_printed_total_of_columns_is_added_again(read_rows, titles, columns, cell):
    assert ("error", "sum_differs", cell) in severe(read_rows(across(titles, *columns)))


def test_totals_of_captions_add_up_their_own_columns(read_rows):
    titles = [["Mức", "Khối A", "", "", "Khối B", "", "", "Tổng"], ["", "Cộng", "CB 1", "CB 2", "Cộng", "CB 3", "CB 4"]]
    third, fourth = (8, 40, 3, 0), (0, 0, 1, 0)
    rows = across([], A_AND_B, A, B, C, third, fourth, N)
    merges = ["A3:A4", "B3:D3", "E3:G3", "H3:H4"]
    reading = read_rows([*rows[:2], *titles, *rows[3:]], merges=merges)
    assert (added(reading), severe(reading)) == (TOLD, [])
    rows[4][3] += 1  # column D
    assert ("error", "sum_differs", "B6") in severe(read_rows([*rows[:2], *titles, *rows[3:]], merges=merges))


def test_totals_below_each_column_are_added_again(read_rows):
    rows = [*across(["Chi bộ 1", "Chi bộ 2"], A_AND_B, C), ["Cộng", 149, 52]]  # 22 + 110 + 14 + 2 is 148
    assert severe(read_rows(rows)) == [("error", "total_differs", "B8")]


def sections(*parts, title="KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"):
    """A form of one column: each part a heading with its number, and the levels below it."""
    rows = [[title], [], ["Nội dung", "Số lượng"]]
    for heading, number, counts in parts:
        rows += [[heading, number]] if heading else []
        rows += [[level, count] for level, count in zip(["HTXSNV", "HTTNV", "HTNV", "KHTNV"], counts, strict=True)]
    return rows


ORGANISED = (2, 7, 1, 0)
ALL = "KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI NĂM 2022"


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ([("", "", A_AND_B), ("Chi bộ 2", "", C)], []),
        ([("Toàn Đảng bộ", "", N), ("Chi bộ 1", "", A_AND_B), ("Chi bộ 2", "", C)], []),
        ([("Chi bộ 1", "", A_AND_B), ("Chi bộ 2", "", C), ("Tổng cộng", "", N)], []),
        ([("I. Đảng viên chính thức", "", (28, 148, 18, 2)), ("II. Đảng viên dự bị", "", (2, 2, 0, 0))], []),
        ([("Đảng viên", 200, N), ("Trong đó: nữ", 52, C)], []),
        ([("", "", N), ("Đảng viên nữ", "", C)], []),
        ([("Trong đó đảng viên nữ", "", C), ("Đảng viên", "", N)], []),
        ([("", "", N), ("- Nữ", "", C)], []),
        ([("Năm nay", "", N), ("Năm trước", "", C)], [("warning", "row_compares", "A10")]),
        ([("Kế hoạch", "", C), ("Thực hiện", "", N)], [("warning", "row_compares", "A5")]),
        ([("I. Đảng viên", 200, N), ("II. Đoàn viên", 52, C)], [("warning", "out_of_scope", "A9")]),
        ([("I. Đảng viên", 200, N), ("II. Tổ chức đảng", 10, ORGANISED)], [("error", "no_population", "A9")]),
        ([("", "", N), ("", "", C)], [("error", "two_readings", "A8")]),
        (
            [("Toàn Đảng bộ", "", N), ("Chi bộ 1", "", A_AND_B), ("Chi bộ 2", "", (8, 41, 4, 0))],
            [("error", "total_differs", "B6")],
        ),
        ([("Đảng viên", 201, N), ("Trong đó: nữ", 52, C)], [("error", "total_differs", "B4")]),
    ],
)
def test_levels_that_come_again_are_added_only_where_they_are_other_people(read_rows, tmp_path, parts, problems):
    write_workbook(tmp_path / "2022.xlsx", {"S": sections(*parts)})
    reading = ek.read(tmp_path)
    whole = problems != [("error", "total_differs", "B6")]  # there the parts are counted
    counts = reading.ratings.groupby(reading.ratings["level"].astype(str))["count"].sum().to_dict()
    assert counts == (TOLD if whole else {**TOLD, "good": 151})
    found = reading.problems[reading.problems["severity"] != "note"]
    told = zip(found["severity"], found["code"], found["cell"], strict=True)
    assert [problem for problem in told if problem[1] not in ("cap_exceeded", "cap_in_doubt")] == problems


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I. Tổ chức cơ sở đảng", "II. Đảng viên"),
        ("A. TCCSĐ", "B. Xếp loại đảng viên"),
        ("Tổ chức cơ sở đảng", "Đảng viên"),
    ],
)
def test_each_section_has_its_own_population(read_rows, first, second):
    reading = read_rows(sections((first, 10, ORGANISED), (second, 200, N), title=ALL))
    assert [(r.population, r.number) for r in reading.records] == [
        ("base_organisation", 2), ("base_organisation", 7), ("base_organisation", 1),
        ("member", 30), ("member", 150), ("member", 18), ("member", 2),
    ]  # fmt: skip
    assert severe(reading) == []


def test_leaders_are_no_members_and_sections_of_years_are_of_these(read_rows):
    leaders = sections(("I. Tập thể lãnh đạo, quản lý", 52, C), ("II. Đảng viên", 200, N), title=ALL)
    reading = read_rows(leaders)
    assert (added(reading), severe(reading)) == (TOLD, [("warning", "out_of_scope", "A4")])
    years = read_rows(sections(("Năm 2022", "", N), ("Năm 2021", "", C), title="XẾP LOẠI ĐẢNG VIÊN"), name="a.xlsx")
    found = {year: sum(r.number for r in years.records if r.year == year) for year in (2021, 2022)}
    assert found == {2021: 52, 2022: 200}


@pytest.mark.parametrize(("rated", "code"), [(200, "not_accounted_for"), (201, "total_differs")])
def test_more_members_than_rated_without_a_reason_are_named(tmp_path, rated, code):
    rows = sections(("", "", N))
    rows[3:3] = [["Tổng số đảng viên", 208], ["Số được xếp loại", rated]]
    write_workbook(tmp_path / "2022.xlsx", {"S": rows})
    found = ek.read(tmp_path).problems
    severity = "warning" if code == "not_accounted_for" else "error"
    assert (severity, code) in set(zip(found["severity"], found["code"], strict=True))
    assert ("error" in set(found["severity"])) == (severity == "error")


def test_numbers_typed_as_text_above_the_levels_are_no_titles(read_rows):
    rows = [
        ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
        [],
        ["Nội dung", "Số lượng"],
        ["Được miễn", "8 "],
        ["Chưa xếp loại", "2 hoặc 3"],
    ]
    reading = read_rows([*rows, *sections(("", "", N))[3:]])
    assert [(r.level or r.status, r.number) for r in reading.records] == [("exempt", 8), *TOLD.items()]
    assert severe(reading) == [("error", "not_a_count", "B5")]


@pytest.mark.parametrize(("whole", "problems"), [(30, []), (31, ["total_differs"])])
def test_reasons_below_their_sum_are_counted_once(tmp_path, whole, problems):
    rows = [["KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["STT", "Nội dung", "Tổng số"]]
    rows += [[1, "Tổng số đảng viên", 500], [2, "Số ĐV không thuộc diện đánh giá, xếp loại", whole]]
    rows += [["", "Miễn công tác và sinh hoạt", 20], ["", "Mới kết nạp chưa đủ 6 tháng", 8]]
    rows += [["", "Đình chỉ sinh hoạt đảng", 2], [3, "Số ĐV đã được đánh giá, xếp loại", 470]]
    levels = [
        "Hoàn thành xuất sắc nhiệm vụ",
        "Hoàn thành tốt nhiệm vụ",
        "Hoàn thành nhiệm vụ",
        "Không hoàn thành nhiệm vụ",
    ]
    rows += [["", f"- {name}", number] for name, number in zip(levels, [60, 380, 28, 2], strict=True)]
    write_workbook(tmp_path / "7b.xlsx", {"7B": rows})
    reading = ek.read(tmp_path)
    told = reading.ratings.groupby("status", observed=True)["count"].sum()
    reasons = {"rated": 470, "exempt": 20, "new_member": 8, "suspended": 2}
    assert dict(told) == (reasons if not problems else {**reasons, "unspecified": whole})
    assert list(reading.problems["code"]) == problems


SECOND = (0, 5, 1, 0)
THIRD = (3, 4, 0, 0)


def people(reading):
    """Base organisation → unit → members: what the records of a form add up to."""
    found: dict[tuple[str, str], int] = {}
    for record in reading.records:
        assert record.name == record.unit
        place = (record.base_organisation, record.unit)
        found[place] = found.get(place, 0) + record.number
    return found


BASE, OTHER, ALONE = "Đảng bộ Sở A", "Đảng bộ Sở B", "Chi bộ Báo C"


@pytest.mark.parametrize(
    ("heading", "titles", "columns", "told"),
    [  # A is 79 members, C 52, SECOND 6, THIRD 7
        ([BASE], ["Chi bộ 1", "Chi bộ 2"], (A, C), {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52}),
        ([BASE], ["CB 1", "CB Văn phòng"], (A, C), {(BASE, "CB 1"): 79, (BASE, "CB Văn phòng"): 52}),
        (
            [BASE],
            ["Tổng số", "Chi bộ 1", "Chi bộ 2"],
            (A_AND_B, A, B),
            {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 69},
        ),
        ([], ["Chi bộ 1", "Chi bộ 2"], (A, C), {("", "Chi bộ 1"): 79, ("", "Chi bộ 2"): 52}),
        ([], [BASE, OTHER], (A, C), {(BASE, BASE): 79, (OTHER, OTHER): 52}),
        ([], [BASE, ALONE, "Chi bộ 7"], (A, C, THIRD), {(BASE, BASE): 79, (ALONE, ALONE): 52, ("", "Chi bộ 7"): 7}),
        ([], ["Sở A", "Sở B"], (A, C), {("", "Sở A"): 79, ("", "Sở B"): 52}),
        ([BASE], ["Chính thức", "Dự bị"], (A, SECOND), {("", ""): 85}),  # kinds of members are no units
        ([BASE], ["Chi bộ đề nghị", "Đảng ủy quyết định"], (C, A), {("", ""): 79}),  # nor is who rates
        ([BASE], ["Doanh nghiệp", "Cơ quan"], (A, C), {("", ""): 131}),  # nor what not all columns name
        ([BASE], ["Chi bộ 1", "Doanh nghiệp"], (A, C), {("", ""): 131}),
        ([], ["Đảng bộ cơ sở xã, phường", "Đảng bộ cơ sở cơ quan"], (A, C), {("", ""): 131}),  # kinds of committees
        (
            [],
            [BASE, "Chi bộ cơ sở Báo C"],
            (A, C),
            {(BASE, BASE): 79, ("Chi bộ cơ sở Báo C", "Chi bộ cơ sở Báo C"): 52},
        ),
        (["Đơn vị: Chi bộ 3"], ["Tổ đảng 1", "Tổ đảng 2"], (A, C), {("", "Chi bộ 3"): 131}),
    ],
)
def test_the_people_of_a_column_are_in_the_unit_that_it_names(read_rows, heading, titles, columns, told):
    rows = across(titles, *columns)
    assert people(read_rows([*([line] for line in heading), *rows])) == told


def test_a_column_is_in_the_unit_of_its_caption_and_keeps_its_kind(read_rows):
    titles = [["Mức", BASE, "", OTHER, ""], ["", "Chi bộ 1", "Chi bộ 2", "Chi bộ 1", "Chi bộ 2"]]
    rows = across([], A, C, SECOND, THIRD)
    merges = ["A3:A4", "B3:C3", "D3:E3"]
    reading = read_rows([*rows[:2], *titles, *rows[3:]], merges=merges)
    titles[0][3] = "ĐB Khối Các cơ quan"  # over base organisations, and none itself
    found = people(read_rows([*rows[:2], *titles, *rows[3:]], merges=merges))
    assert found == {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52, ("", "Chi bộ 1"): 6, ("", "Chi bộ 2"): 7}
    first, second = "Chi bộ 1", "Chi bộ 2"
    assert people(reading) == {(BASE, first): 79, (BASE, second): 52, (OTHER, first): 6, (OTHER, second): 7}
    titles = [["Mức", first, "", second, ""], ["", *["Chính thức", "Dự bị"] * 2]]
    reading = read_rows([[BASE], *rows[:1], *titles, *rows[3:]], merges=merges)
    assert people(reading) == {(BASE, first): 131, (BASE, second): 13}
    assert [(r.unit, r.kind, r.number) for r in list(reading.records)[:3]] == [
        (first, "Chính thức", 10), (first, "Dự bị", 8), (second, "Dự bị", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("caption", "bases"), [("Đơn vị", ("", "")), ("TCCSĐ", ("Điện lực", "Bưu điện"))])
def test_below_the_word_for_units_any_name_is_a_unit(read_rows, caption, bases):
    titles = [["Mức", caption, ""], ["", "Điện lực", "Bưu điện"]]
    rows = across([], A, C)
    reading = read_rows([*rows[:2], *titles, *rows[3:]], merges=["A3:A4", "B3:C3"])
    assert people(reading) == {(bases[0], "Điện lực"): 79, (bases[1], "Bưu điện"): 52}


@pytest.mark.parametrize(
    ("heading", "parts", "told"),
    [
        ([BASE], [("Chi bộ 1", 79, A), ("Chi bộ 2", 52, C)], {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52}),
        ([BASE], [("1. Chi bộ 1", "", A), ("2. Chi bộ 2", "", C)], {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52}),
        ([], [(BASE, 79, A), (OTHER, 52, C)], {(BASE, BASE): 79, (OTHER, OTHER): 52}),
        ([], [(BASE, 79, A), (ALONE, 52, C)], {(BASE, BASE): 79, (ALONE, ALONE): 52}),
        ([BASE], [("Chi bộ 1", 79, A), ("Chi bộ 2", 52, C), ("Tổng cộng", 131, (18, 100, 12, 1))],
            {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52}),
        ([BASE], [("Chi bộ 1", 79, A), ("Trong đó: nữ", 6, SECOND), ("Chi bộ 2", 52, C)],
            {(BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52}),
        ([BASE], [("", "", A), ("Chi bộ 2", 52, C)], {(BASE, BASE): 131}),  # of whom the first are, nothing says
        ([BASE], [("Chi bộ 1", 79, A), ("Chính thức", 45, (8, 35, 2, 0)), ("Dự bị", 7, THIRD)],
            {(BASE, "Chi bộ 1"): 79}),
        ([BASE], [("Chi bộ 1", 79, A), ("Tổ chức cơ sở đảng", 10, ORGANISED)],
            {(BASE, "Chi bộ 1"): 79, (BASE, BASE): 10}),  # the second are of no cell
        ([], [("Ban Thường vụ quyết định", 79, A)], {("", ""): 79}),
        ([], [("Đảng bộ", 79, A)], {("", ""): 79}),
        ([BASE], [("", "", A)], {("", ""): 79}),  # it may be the whole that reports
    ],
)  # fmt: skip
def test_the_people_of_a_section_are_in_the_unit_that_heads_it(read_rows, heading, parts, told):
    rows = sections(*parts)
    assert people(read_rows([*([line] for line in heading), *rows])) == told


def test_committees_over_sections_of_cells_are_their_bases(read_rows):
    rows = sections(
        ("1. Chi bộ 1", 79, A), ("2. Chi bộ 2", 52, C), ("1. Chi bộ 1", 6, SECOND), (f"III. {ALONE}", 7, THIRD)
    )
    rows.insert(3, [f"I. {BASE}", 131])
    rows.insert(14, [f"II. {OTHER}", 6])
    assert people(read_rows(rows)) == {
        (BASE, "Chi bộ 1"): 79, (BASE, "Chi bộ 2"): 52, (OTHER, "Chi bộ 1"): 6, (ALONE, ALONE): 7,
    }  # fmt: skip


def test_kinds_of_members_below_a_cell_are_in_it(read_rows):
    official, on_probation = ("- Chính thức", "", A), ("- Dự bị", "", SECOND)
    rows = sections(official, on_probation, ("- Chính thức", "", C), ("- Dự bị", "", THIRD))
    rows.insert(3, ["Chi bộ 1"])
    rows.insert(14, ["Chi bộ 2"])
    assert people(read_rows([[BASE], *rows])) == {(BASE, "Chi bộ 1"): 85, (BASE, "Chi bộ 2"): 59}


def test_units_that_a_total_is_divided_into_head_no_levels(read_rows):
    rows = sections(("", "", A))
    rows[3:3] = [["Số đảng viên có mặt", 79], ["- Chi bộ 1", 40], ["- Chi bộ 2", 39]]
    assert people(read_rows([[BASE], *rows])) == {(BASE, BASE): 79}
    rows[4:6] = []
    rows[5:5] = [["- Chi bộ 1", 4], ["- Chi bộ 2", 6]]  # of those at the best level
    assert people(read_rows([[BASE], *rows])) == {(BASE, BASE): 79}


def test_totals_of_captions_alone_make_up_the_total_over_all(read_rows):
    titles = [["Mức", "Khối A", "Khối B", "Tổng"], ["", "Cộng", "Cộng", ""]]
    rows = across([], A_AND_B, C, N)
    reading = read_rows([*rows[:2], *titles, *rows[3:]], merges=["A3:A4", "D3:D4"])
    assert (added(reading), severe(reading)) == (TOLD, [])
    rows[4][2] += 1
    reading = read_rows([*rows[:2], *titles, *rows[3:]], merges=["A3:A4", "D3:D4"])
    assert severe(reading) == [("error", "sum_differs", "D6")]


def test_one_number_that_is_the_sum_of_others_may_be_so_by_chance(read_rows):
    reading = read_rows(across(["Công ty X", "Tổ 1", "Tổ 2"], (0, 5, 0, 0), (0, 3, 0, 0), (0, 2, 0, 0)))
    assert added(reading)["good"] == 10
    assert sum(record.number for record in reading.records) == 10


def measured(reading):
    return [(r.population, r.level or r.status, r.number) for r in reading.records]


def test_rows_of_all_below_a_part_are_of_all(read_rows):
    rows = [*sections(("Đảng viên", 205, N), ("Trong đó: nữ", 52, C)), ["Chưa xếp loại", 5]]
    assert measured(read_rows(rows))[-1] == ("member", "not_yet", 5)


def test_totals_head_sections_where_no_other_row_does(read_rows):
    rows = sections(("Tổng số TCCSĐ", 10, ORGANISED), ("Tổng số đảng viên", 200, N), title=ALL)
    reading = read_rows(rows)
    assert measured(reading)[2:5] == [("base_organisation", "completed", 1), ("member", "excellent", 30),
        ("member", "good", 150)]  # fmt: skip
    assert severe(reading) == []


def test_a_section_of_reasons_alone_ends_where_other_people_begin(read_rows):
    rows = sections(("Đảng viên", 200, N), title=ALL)
    rows[3:3] = [["Tổ chức cơ sở đảng", 2], ["Chưa xếp loại", 2]]
    assert measured(read_rows(rows))[:2] == [("base_organisation", "not_yet", 2), ("member", "excellent", 30)]


def test_a_header_again_is_no_row_of_a_form(read_rows):
    rows = sections(("Chi bộ 1", 79, A), ("Chi bộ 2", 52, C))
    again = read_rows([*rows[:8], rows[2], *rows[8:]])
    assert people(again) == {("", "Chi bộ 1"): 79, ("", "Chi bộ 2"): 52}
    assert "dòng tiêu đề lặp lại" in {skip.reason for skip in again.skips}


OCCUPATIONS = ["Cán bộ, công chức", "Viên chức", "Nông dân", "Cộng"]


def test_officials_among_the_members_that_a_total_adds_up_are_members(read_rows):
    columns = (3, 9, 1, 0), (2, 5, 1, 0), (1, 7, 1, 1)  # 6, 21, 3, 1
    whole = read_rows(across(OCCUPATIONS, *columns, (6, 21, 3, 1)))
    assert added(whole) == {"excellent": 6, "good": 21, "completed": 3, "not_completed": 1}
    assert severe(whole) == []
    wrong = read_rows(across(OCCUPATIONS, *columns, (5, 21, 3, 1)))
    assert severe(wrong) == [("error", "sum_differs", "E4")]
    beside = read_rows(across(["Đảng viên", "Cán bộ, công chức", "Viên chức"], *columns))
    assert added(beside) == {"excellent": 3, "good": 9, "completed": 1, "not_completed": 0}


@pytest.mark.parametrize("title", ["KẾT QUẢ XẾP LOẠI CHI BỘ, ĐẢNG VIÊN NĂM 2022", ALL])
@pytest.mark.parametrize(
    ("organisations", "members", "population"),
    [
        ("Số chi bộ", "Số đảng viên", "cell"),
        ("Số CB", "Số ĐV", "cell"),
        ("SL chi bộ", "SL ĐV", "cell"),
        ("Chi bộ", "Đảng viên", "cell"),
        ("Số TCCSĐ", "Số ĐV", "base_organisation"),
    ],
)
def test_cells_and_members_beside_each_other_are_both_counted(read_rows, title, organisations, members, population):
    for titles, columns in (([organisations, members], (A, N)), ([members, organisations], (N, A))):
        reading = read_rows([[title], *across(titles, *columns)[1:]])
        found = {}
        for record in reading.records:
            found.setdefault(record.population, []).append(record.number)
        assert found == {population: list(A), "member": list(N)}
        assert severe(reading) == []
