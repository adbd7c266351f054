"""Counts in which no column names units; what is expected is counted by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evalkit.records import FileReading
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import read
from tests.sheets.test_pages import told

TITLE = "KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI NĂM 2022"
OF_MEMBERS = "KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"
LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]


def populations(reading: FileReading) -> dict[str, list[int]]:
    """Population → numbers at the levels, the best first."""
    found: dict[str, Counter[str]] = {}
    for record in reading.records:
        found.setdefault(record.population, Counter())[record.level or record.status] += record.number
    order = ("excellent", "good", "completed", "not_completed")
    return {population: [counts[level] for level in order] for population, counts in found.items()}


WHOLES = [[1, "Tổ chức cơ sở đảng", 15, 3, 11, 1, 0], [2, "Chi bộ trực thuộc", 13, 3, 9, 1, 0]]
OF_WHOLES = {"base_organisation": [3, 11, 1, 0], "cell": [3, 9, 1, 0]}


@pytest.mark.parametrize("title", ["Nội dung", "", "Tổ chức đảng", "Đơn vị"])
@pytest.mark.parametrize("part", ["Trong đó: đảng viên nữ", "- Dự bị", "Đảng viên nữ"])
def test_a_part_of_the_members_takes_nobody_away(title: str, part: str) -> None:
    members = [[3, "Đảng viên", 240, 41, 177, 18, 4], ["", part, 100, 20, 75, 5, 0]]
    reading = read(
        [["XẾP LOẠI TỔ CHỨC ĐẢNG, ĐẢNG VIÊN NĂM 2022"], ["TT", title, "Tổng số", *LEVELS], *WHOLES, *members]
    )
    assert populations(reading) == OF_WHOLES | {"member": [41, 177, 18, 4]}
    assert codes(reading, "error") == []


@pytest.mark.parametrize("title", ["Tổ chức đảng", "Tên tổ chức đảng", "Đơn vị", "Loại hình"])
@pytest.mark.parametrize(("whole", "wrong"), [(20, []), (21, ["E5"])])
def test_kinds_of_organisations_are_no_units_and_are_added_up(title: str, whole: int, wrong: list[str]) -> None:
    rows = [["TT", title, "Tổng số", *LEVELS], *WHOLES, ["", "Tổng cộng", 28, 6, whole, 2, 0]]
    reading = read([["XẾP LOẠI TỔ CHỨC ĐẢNG NĂM 2022"], *rows])
    assert populations(reading) == OF_WHOLES
    assert [p.cell for p in reading.problems if p.severity == "error"] == wrong


@pytest.mark.parametrize(("cells", "wrong"), [(2, []), (1, ["F3"])])
def test_a_whole_that_adds_up_its_kinds_counts_once(cells: int, wrong: list[str]) -> None:
    rows = [["I", "Tổ chức cơ sở đảng", 15, 3, 10, 2, 0], [1, "Đảng bộ cơ sở", 10, 2, 8, 0, 0]]
    rows += [[2, "Chi bộ cơ sở", 5, 1, 2, cells, 0]]
    reading = read([["XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2022"], ["TT", "Nội dung", "Tổng số", *LEVELS], *rows])
    assert populations(reading) == {"base_organisation": [3, 10, 2, 0]}
    assert [p.cell for p in reading.problems if p.code == "sum_differs"] == wrong


@pytest.mark.parametrize("title", ["Đối tượng", "Nội dung", "", "Loại hình", "Tổ chức đảng, đảng viên"])
@pytest.mark.parametrize("numbered", [True, False])
def test_rows_say_whose_counts_they_are(title: str, numbered: bool) -> None:
    rows: list[list[object]] = [
        ["TT", title, "Tổng số", *LEVELS],
        [1, "Tổ chức cơ sở đảng", 40, 8, 30, 2, 0],
        [2, "Chi bộ trực thuộc đảng ủy cơ sở", 198, 38, 150, 10, 0],
        [3, "Đảng viên", 2800, 400, 2300, 90, 10],
    ]
    reading = read([[TITLE], *(rows if numbered else [row[1:] for row in rows])])
    expected = {"base_organisation": [8, 30, 2, 0], "cell": [38, 150, 10, 0], "member": [400, 2300, 90, 10]}
    assert populations(reading) == expected
    assert codes(reading, "error") == []


def test_kinds_of_organisations_below_a_heading() -> None:
    rows = [
        ["STT", "Loại hình", "Tổng số", *LEVELS],
        ["I", "Tổ chức đảng"],
        [1, "Đảng bộ cơ sở", 30, 6, 23, 1, 0],
        [2, "Chi bộ cơ sở", 20, 4, 16, 0, 0],
        [3, "Chi bộ trực thuộc", 150, 30, 115, 5, 0],
        ["II", "Đảng viên", 3000, 500, 2400, 90, 10],
    ]
    expected = {"base_organisation": [10, 39, 1, 0], "cell": [30, 115, 5, 0], "member": [500, 2400, 90, 10]}
    assert populations(read([[TITLE], *rows])) == expected


@pytest.mark.parametrize(
    "parts",
    [
        ["Đảng viên chính thức", "Đảng viên dự bị"],
        ["Đảng viên nữ", "Đảng viên là người dân tộc thiểu số"],
        ["Đảng viên giữ chức vụ", "Đảng viên hưu trí"],
    ],
)
def test_parts_of_the_members_are_not_counted_again(parts: list[str]) -> None:
    rows = [["TT", "Đối tượng", *LEVELS], [1, "Đảng viên", 15, 80, 4, 1]]
    rows += [[n, part, 5, 10, 1, 0] for n, part in enumerate(parts, 2)]
    assert populations(read([[TITLE], *rows])) == {"member": [15, 80, 4, 1]}


def test_parts_that_make_up_the_members_are_added_and_their_sum_compared() -> None:
    rows = [
        ["Khu vực", "Tổng số", *LEVELS],
        ["Nông thôn", 300, 40, 250, 9, 1],
        ["Thành thị", 200, 30, 160, 10, 0],
        ["Toàn tỉnh", 500, 70, 411, 19, 1],
    ]
    reading = read([[OF_MEMBERS], *rows])
    assert populations(reading) == {"member": [70, 410, 19, 1]}
    assert ("D5", 411) in [(figure.cell, figure.value) for figure in reading.printed]


@pytest.mark.parametrize("collective", ["Tập thể ban thường vụ", "Tập thể cấp ủy", "Công chức, viên chức", "Đoàn viên"])
def test_rows_of_others_are_left_out(collective: str) -> None:
    rows = [["TT", "Đối tượng", *LEVELS], [1, collective, 8, 31, 1, 0], [2, "Đảng viên", 450, 2500, 45, 5]]
    assert populations(read([[TITLE], *rows])) == {"member": [450, 2500, 45, 5]}


def test_a_row_of_nobody_that_can_be_told_is_named() -> None:
    rows = [["TT", "Đối tượng", *LEVELS], [1, "Khối một", 8, 31, 1, 0], [2, "Đảng viên", 450, 2500, 45, 5]]
    reading = read([[TITLE], *rows])
    assert populations(reading) == {"member": [450, 2500, 45, 5]}
    assert codes(reading, "error") == [("no_population", "C3")]


@pytest.mark.parametrize("total", ["Tổng số đảng viên", "Tổng số", "Số ĐV được xếp loại"])
def test_one_row_without_a_name_is_the_whole_unit(total: str) -> None:
    reading = read([[OF_MEMBERS], [total, *LEVELS], [45, 8, 35, 2, 0]])
    assert populations(reading) == {"member": [8, 35, 2, 0]}


def test_two_rows_without_a_name_are_nobodys() -> None:
    reading = read([[OF_MEMBERS], ["Tổng số đảng viên", *LEVELS], [45, 8, 35, 2, 0], [20, 3, 17, 0, 0]])
    assert populations(reading) == {}
    assert [code for code, _ in codes(reading, "error")] == ["no_subject", "no_subject"]


def test_a_row_a_year_counts_the_whole_in_that_year() -> None:
    rows = [["Năm", "Tổng số TCCSĐ", *LEVELS], [2021, 40, 7, 32, 1, 0], [2022, 41, 8, 32, 1, 0]]
    reading = read([["XẾP LOẠI TỔ CHỨC CƠ SỞ ĐẢNG"], *rows])
    assert populations(reading) == {"base_organisation": [15, 64, 2, 0]}
    assert set(reading.records.values("year")) == {2021, 2022}


def test_tables_beside_each_other_below_captions() -> None:
    rows = [
        ["XẾP LOẠI CHI BỘ", "", "", "", "", "", "XẾP LOẠI ĐẢNG VIÊN"],
        ["Đảng bộ bộ phận", "XS", "T", "HT", "KHT", "", "Đảng bộ bộ phận", "XS", "T", "HT", "KHT"],
        ["Đảng bộ Xí nghiệp 1", 1, 3, 0, 0, "", "Đảng bộ Xí nghiệp 1", 5, 30, 2, 0],
        ["Đảng bộ Xí nghiệp 2", 1, 2, 1, 0, "", "Đảng bộ Xí nghiệp 2", 3, 21, 1, 0],
    ]
    reading = read([[TITLE], *rows], merges=["A2:E2", "G2:K2"])
    assert populations(reading) == {"cell": [2, 5, 1, 0], "member": [8, 51, 3, 0]}


def test_years_of_levels_down_the_rows_are_no_header() -> None:
    rows = [["TT", "Họ và tên", "Số thẻ", "2020", "2021", "2022"]]
    rows += [[n, f"Lê Văn {'ABC'[n]}", f"05101000000{n}", "HTXSNV", "HTTNV", "HTNV"] for n in range(3)]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN CÁC NĂM"], *rows])
    assert populations(reading) == {"member": [3, 3, 3, 0]}


def test_years_below_each_population() -> None:
    rows = [
        ["TT", "Nội dung", *LEVELS],
        ["I", "Tổ chức cơ sở đảng"],
        [1, "Năm 2021", 7, 31, 2, 0],
        [2, "Năm 2022", 8, 30, 2, 0],
        ["II", "Đảng viên"],
        [1, "Năm 2021", 480, 2080, 160, 6],
        [2, "Năm 2022", 500, 2100, 150, 5],
    ]
    reading = read([["KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI"], *rows])
    assert populations(reading) == {"base_organisation": [15, 61, 4, 0], "member": [980, 4180, 310, 11]}
    assert Counter(reading.records.values("year")) == {2021: 7, 2022: 7}


@pytest.mark.parametrize("title", ["SỐ CHI BỘ XẾP LOẠI NĂM 2022", "SỐ LƯỢNG CHI BỘ THEO MỨC XẾP LOẠI NĂM 2022"])
def test_a_title_that_counts_cells(title: str) -> None:
    rows = [["Đơn vị", *LEVELS], ["Đảng bộ xã A", 2, 7, 0, 0], ["Đảng bộ xã B", 1, 6, 0, 0]]
    assert populations(read([[title], *rows])) == {"cell": [3, 13, 0, 0]}


def test_the_column_that_says_whose_is_shown_as_such() -> None:
    reading = read([[TITLE], ["TT", "Nội dung", *LEVELS], [1, "Chi bộ", 2, 8, 0, 0], [2, "Đảng viên", 9, 50, 3, 0]])
    assert [column.use for column in reading.seen[0].columns][:2] == ["số thứ tự", "cho biết mỗi dòng đếm ai"]


DIVIDED = ["Tổng số đảng viên", *LEVELS]
KINDS: list[tuple[str, list[str]]] = [
    ("Đối tượng", ["Cán bộ, công chức", "Viên chức", "Hưu trí"]),
    ("Đối tượng", ["Đảng viên là viên chức", "Đảng viên là người lao động", "Khác"]),
    ("Độ tuổi", ["Dưới 30 tuổi", "Từ 31 đến 40 tuổi", "Trên 40 tuổi"]),
    ("Độ tuổi", ["18 - 30", "31 - 40", "Trên 40 tuổi"]),
    ("Trình độ", ["Đại học trở lên", "Trung cấp", "Sơ cấp"]),
]


@pytest.mark.parametrize(("title", "kinds"), KINDS)
@pytest.mark.parametrize("numbered", [True, False])
def test_rows_that_divide_the_members_are_added(title: str, kinds: list[str], numbered: bool) -> None:
    numbers = [[10, 2, 6, 2, 0], [14, 2, 11, 0, 1], [6, 1, 4, 1, 0]]
    below = [[n, kind, *told] for n, (kind, told) in enumerate(zip(kinds, numbers, strict=True), 1)]
    rows: list[list[object]] = [["TT", title, *DIVIDED], *below, ["", "Cộng", 30, 5, 21, 3, 1]]
    reading = read([[OF_MEMBERS], *(rows if numbered else [row[1:] for row in rows])])
    assert populations(reading) == {"member": [5, 21, 3, 1]}
    assert (codes(reading, "error"), codes(reading, "warning")) == ([], [])


@pytest.mark.parametrize(
    "below",
    [
        [[2, "Trong đó: nữ", 16, 2, 11, 2, 1], [3, "Dân tộc thiểu số", 4, 0, 3, 1, 0], [4, "Dự bị", 2, 0, 2, 0, 0]],
        [
            ["I", "Chia theo tuổi"], [1, "Dưới 40", 14, 3, 10, 1, 0], [2, "Trên 40", 16, 2, 11, 2, 1],
            ["II", "Chia theo trình độ"], [1, "Đại học", 10, 3, 6, 1, 0], [2, "Khác", 20, 2, 15, 2, 1],
        ],
    ],
)  # fmt: skip
def test_all_members_count_once_where_other_rows_divide_them(below: list[list[object]]) -> None:
    reading = read([[OF_MEMBERS], ["TT", "Nội dung", *DIVIDED], ["", "Tổng số", 30, 5, 21, 3, 1], *below])
    assert populations(reading) == {"member": [5, 21, 3, 1]}
    assert codes(reading, "error") == []


@pytest.mark.parametrize("total", ["Tổng Cuối", "Grand Total", "Đảng bộ Total", "Grand Count", "Tổng chung"])
def test_totals_as_spreadsheets_call_them_are_no_units(total: str) -> None:
    rows = [["Nhãn Hàng", *LEVELS], ["Chi bộ 1", 2, 6, 2, 0], ["Chi bộ 2", 3, 15, 1, 1], [total, 5, 21, 3, 1]]
    assert populations(read([[OF_MEMBERS], *rows])) == {"member": [5, 21, 3, 1]}


@pytest.mark.parametrize("sums", [True, False])
@pytest.mark.parametrize("second", [("THEO GIỚI TÍNH", "Nam", "Nữ"), ("Chia theo loại", "Chính thức", "Dự bị")])
def test_sections_that_divide_the_same_people_again_are_counted_once(sums: bool, second: tuple[str, str, str]) -> None:
    whole: list[object] = [30, 5, 21, 3, 1] if sums else []
    rows = [
        ["I", "THEO CHI BỘ", *whole], [1, "Chi bộ A", 10, 2, 6, 2, 0], [2, "Chi bộ B", 20, 3, 15, 1, 1],
        ["II", second[0], *whole], [1, second[1], 18, 3, 13, 1, 1], [2, second[2], 12, 2, 8, 2, 0],
        ["", "TỔNG CỘNG", 30, 5, 21, 3, 1],
    ]  # fmt: skip
    reading = read([[OF_MEMBERS], ["TT", "Đơn vị", *DIVIDED], *rows])
    assert populations(reading) == {"member": [5, 21, 3, 1]}
    assert codes(reading, "error") == []


@pytest.mark.parametrize("title", ["Phân loại", "Đối tượng"])
def test_a_title_of_levels_over_words_that_are_none_says_whom_numbers_count(title: str) -> None:
    rows = [["TT", title, *DIVIDED], [1, "Nam", 18, 3, 13, 1, 1], [2, "Nữ", 12, 2, 8, 2, 0]]
    reading = read([[OF_MEMBERS], *rows])
    assert (populations(reading), codes(reading, "warning")) == ({"member": [5, 21, 3, 1]}, [])


ORGANS = [["ĐẢNG BỘ HUYỆN MẪU"], ["ĐẢNG ỦY XÃ KIM SƠN"]]
CELLS = ["Chi bộ Thôn 1", "Chi bộ Thôn 2", "Chi bộ Trường Mầm non"]


@pytest.mark.parametrize("title", ["Đơn vị", "Tổ chức đảng", "Tên tổ chức đảng", "Các chi bộ"])
@pytest.mark.parametrize(
    ("organs", "names", "population"),
    [
        (ORGANS, CELLS, "cell"),
        (ORGANS[:1], ["Đảng bộ xã Kim Sơn", "Đảng bộ xã Kim Tân", "Đảng bộ xã Kim Bình"], "base_organisation"),
    ],
)
def test_a_list_of_units_is_of_the_organisations_that_it_names(
    title: str, organs: list[list[object]], names: list[str], population: str
) -> None:
    rows = [[n, name, level] for n, (name, level) in enumerate(zip(names, LEVELS[:3], strict=True), 1)]
    reading = read([*organs, [], ["XẾP LOẠI TỔ CHỨC ĐẢNG NĂM 2022"], ["TT", title, "Xếp loại"], *rows])
    assert populations(reading) == {population: [1, 1, 1, 0]}
    assert codes(reading, "error") == []


@pytest.mark.parametrize(
    ("organs", "title", "names"),
    [
        (ORGANS[:1], "XẾP LOẠI TỔ CHỨC ĐẢNG NĂM 2022", CELLS),  # right below the committee of a district: perhaps TCCSĐ
        (ORGANS, "XẾP LOẠI ĐẢNG VIÊN NĂM 2022", CELLS),
        (ORGANS, "XẾP LOẠI TỔ CHỨC ĐẢNG NĂM 2022", ["Đảng bộ Quân sự", *CELLS[:2]]),
    ],
)
def test_a_list_that_may_be_of_others_is_asked_about(organs: list[list[object]], title: str, names: list[str]) -> None:
    rows = [[n, name, level] for n, (name, level) in enumerate(zip(names, LEVELS[:3], strict=True), 1)]
    reading = read([*organs, [], [title], ["TT", "Đơn vị", "Xếp loại"], *rows])
    assert populations(reading) == {}
    assert {code for code, _ in codes(reading, "error")} == {"no_population"}


OF_BOTH = [
    ["XẾP LOẠI TỔ CHỨC ĐẢNG, ĐẢNG VIÊN NĂM 2022"],
    ["TT", "Chi bộ", "Xếp loại chi bộ", "", "", "", "Xếp loại đảng viên", "", "", "", ""],
    ["", "", *LEVELS, "Tổng số", *LEVELS],
]


@pytest.mark.parametrize("mark", ["x", "X", "✓", 1])
@pytest.mark.parametrize(("printed", "wrong"), [(1, []), (2, [("total_differs", "S", "D6", "1")])])
def test_a_mark_beside_numbers_of_members_is_the_level_of_the_unit(
    tmp_path: Path, mark: object, printed: int, wrong: list[tuple[str, ...]]
) -> None:
    rows = [[1, "Chi bộ A", mark, "", "", "", 10, 2, 6, 2, 0], [2, "Chi bộ B", "", mark, "", "", 20, 3, 15, 1, 1]]
    sheet = [*OF_BOTH, *rows, ["", "Cộng", 1, printed, "", "", 30, 5, 21, 3, 1]]
    assert populations(read(sheet)) == {"cell": [1, 1, 0, 0], "member": [5, 21, 3, 1]}
    assert told(tmp_path, {"S": sheet})[1] == wrong


def test_marks_in_place_of_numbers_of_members_are_no_numbers() -> None:
    rows = [[1, "Chi bộ A", 1, "", "", "", 10, 2, 6, 2, 0], [2, "Chi bộ B", "", 1, "", "", 20, "x", "x", 1, 1]]
    reading = read([*OF_BOTH, *rows])
    assert {p.cell for p in reading.problems if p.code == "not_a_count"} == {"H5", "I5"}


MEMBERS = [2, "Đảng viên", 42, 7, 31, 3, 1]
OF_ALL = {"member": [7, 31, 3, 1]}
LEADERS = ["Chi ủy viên", "Cấp ủy viên", "Bí thư chi bộ", "Phó bí thư", "Lãnh đạo, quản lý", "Các cấp ủy viên"]


@pytest.mark.parametrize("leaders", LEADERS)
def test_leaders_beside_all_members_are_among_them(leaders: str) -> None:
    row = [1, leaders, 9, 3, 6, 0, 0]
    for rows in ([row, MEMBERS], [MEMBERS, row]):
        assert populations(read([[OF_MEMBERS], ["TT", "Đối tượng", "Tổng số", *LEVELS], *rows])) == OF_ALL


@pytest.mark.parametrize("organisations", ["Tổ chức đảng", "Tập thể", "Các tổ chức đảng"])
def test_organisations_of_which_nobody_says_the_kind_are_no_members(organisations: str) -> None:
    rows = [[1, organisations, 5, 1, 3, 1, 0], MEMBERS]
    reading = read([[OF_MEMBERS], ["TT", "Đối tượng", "Tổng số", *LEVELS], *rows])
    assert populations(reading) == OF_ALL
    assert [code for code, _ in codes(reading, "error")] == ["no_population"]


@pytest.mark.parametrize(("cells", "members"), [("Các chi bộ", "Các đảng viên"), ("Số chi bộ", "Số đảng viên")])
def test_cells_beside_members_are_cells(cells: str, members: str) -> None:
    rows = [[1, cells, 5, 1, 3, 1, 0], [2, members, *MEMBERS[2:]]]
    reading = read([[OF_MEMBERS], ["TT", "Đối tượng", "Tổng số", *LEVELS], *rows])
    assert populations(reading) == OF_ALL | {"cell": [1, 3, 1, 0]}
    assert codes(reading, "error") == []


@pytest.mark.parametrize(
    ("others", "is_told"),
    [
        ("Quần chúng", True),
        ("Người ngoài Đảng", True),
        ("Cán bộ, công chức", True),
        ("Viên chức", True),
        ("Chi bộ Cán bộ hưu trí", False),
        ("Chi bộ Quần chúng Nhân dân", False),
        ("Văn phòng", False),
    ],
)
def test_a_row_of_others_among_cells_is_no_cell(others: str, is_told: bool) -> None:
    rows = [[1, "Chi bộ 1", 10, 2, 7, 1, 0], [2, "Chi bộ 2", 20, 3, 15, 2, 0], [3, others, 8, 1, 7, 0, 0]]
    reading = read([[OF_MEMBERS], ["TT", "Chi bộ", "Tổng số", *LEVELS], *rows])
    assert populations(reading) == {"member": [5, 22, 3, 0] if is_told else [6, 29, 3, 0]}
    assert ("out_of_scope" in [code for code, _ in codes(reading, "warning")]) == is_told


@pytest.mark.parametrize(
    ("group", "is_told"),
    [
        ("Cán bộ không phải đảng viên", True),
        ("Chưa vào Đảng", True),
        ("Đối tượng kết nạp Đảng", True),
        ("Khách mời", True),
        ("Đảng viên công chức", False),
        ("Đảng viên là viên chức", False),
    ],
)
def test_a_group_of_people_who_are_no_members_is_left_out(group: str, is_told: bool) -> None:
    people = [[1, "Người Một", "HTXSNV"], [2, "Người Hai", "HTTNV"]]
    others = [["II", group, None], [1, "Người Ba", "HTTNV"]]
    first = ["I", "Đảng viên được xếp loại", None]
    reading = read([[OF_MEMBERS], ["TT", "Họ và tên", "Xếp loại"], first, *people, *others])
    assert populations(reading) == {"member": [1, 1 if is_told else 2, 0, 0]}
    assert ("out_of_scope" in [code for code, _ in codes(reading, "warning")]) == is_told
