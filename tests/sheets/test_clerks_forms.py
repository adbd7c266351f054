"""Years, marks, shares and forms as clerks of many offices write them; what is expected is counted by hand."""

from __future__ import annotations

import pytest

from evalkit.scale import PARTY
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.titles import unbroken
from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

COUNTS = ["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
TWO = [[1, "Chi bộ 1", 20, 3, 16, 1, 0], [2, "Chi bộ 2", 11, 2, 9, 0, 0]]
OF_TWO = {(2022, "excellent"): 5, (2022, "good"): 25, (2022, "completed"): 1}
PEOPLE = [[n, f"Nguyễn Văn {'ABC'[n - 1]}", f"05101000000{n}"] for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "line",
    [
        "Tình hình chung: có 30 đảng viên, năm 2021 có 28 đảng viên",
        "Toàn Đảng bộ có 2 chi bộ; năm 2021 kết nạp 3",
        "Đến nay có tổng số 30 đảng viên (năm 2020: 25)",
    ],
)
def test_a_sentence_that_mentions_another_year_is_no_title(line: str) -> None:
    rows = [["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [line], COUNTS, *TWO]
    assert counted(read(rows)) == OF_TWO


@pytest.mark.parametrize("name", ["XL22", "KQXL 22", "XLĐV 22", "Năm 22"])
def test_years_of_two_digits_in_the_names_of_sheets(name: str) -> None:
    assert counted(read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN"], COUNTS, *TWO], sheet=name)) == OF_TWO


def test_a_folder_tells_the_year_where_nothing_nearer_does() -> None:
    rows = [["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN"], COUNTS, *TWO]
    assert counted(read(rows, file="Năm 2022/a.xlsx")) == OF_TWO
    assert counted(read(rows, file="2022/2 chi bộ/a.xlsx")) == OF_TWO
    nearer = read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], COUNTS, *TWO], file="2023/a.xlsx")
    assert counted(nearer) == OF_TWO
    assert codes(nearer, "warning") == []  # what is rated in a year is collected in the next
    for folder in ("2021", "Năm 2024"):
        misfiled = read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], COUNTS, *TWO], file=f"{folder}/a.xlsx")
        assert counted(misfiled) == OF_TWO
        assert codes(misfiled, "warning") == [("year_disagrees", "")]
    history = read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], COUNTS, *TWO], file="2024/lich su/2022.xlsx")
    assert codes(history, "warning") == []  # title and name agree


@pytest.mark.parametrize(
    ("title", "meant"),
    [("T\nố\nt", "Tốt"), ("X\nu\nấ\nt\n \ns\nắ\nc", "Xuất sắc"), ("H\no\nà\nn\n\nt\nh\nà\nn\nh", "Hoàn thành")],
)
def test_titles_written_upright(title: str, meant: str) -> None:
    assert unbroken(title) == meant


@pytest.mark.parametrize("mark", ["(x)", "[x]", "*", "x"])
def test_marks_of_a_matrix(mark: str) -> None:
    head = ["TT", "Họ và tên", "Số thẻ", "XS", "T", "HT", "KHT"]
    rows = [[*PEOPLE[0], mark, "", "", ""], [*PEOPLE[1], "", mark, "", ""], [*PEOPLE[2], "", mark, "", ""]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "good"): 2}


def test_a_mark_merged_over_several_people_is_of_each() -> None:
    head = ["TT", "Họ và tên", "Số thẻ", "XS", "T", "HT", "KHT"]
    rows = [[*PEOPLE[0], "x", "", "", ""], [*PEOPLE[1], "", "x", "", ""], [*PEOPLE[2], "", "", "", ""]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows], merges=["E4:E5"])
    assert counted(reading) == {(2022, "excellent"): 1, (2022, "good"): 2}


def test_ticks_of_official_and_probationary_members_leave_nobody_outside() -> None:
    head = [["TT", "Họ và tên", "Số thẻ", "Đảng viên", "", "Xếp loại"], ["", "", "", "Chính thức", "Dự bị", ""]]
    rows = [[*PEOPLE[0], "x", "", "HTTNV"], [*PEOPLE[1], "", "x", "HTNV"]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], *head, *rows], merges=["D2:E2"])
    assert counted(reading) == {(2022, "good"): 1, (2022, "completed"): 1}


@pytest.mark.parametrize("group", ["Cấp ủy viên", "Đảng viên không giữ chức vụ", "Đảng viên là cán bộ hưu trí"])
def test_groups_of_members_are_no_members(group: str) -> None:
    head = ["TT", "Họ và tên", "Số thẻ", "Xếp loại"]
    rows = [["", group, "", ""], [*PEOPLE[0], "HTTNV"], [*PEOPLE[1], "HTTNV"]]
    assert counted(read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows])) == {(2022, "good"): 2}


def test_an_average_below_a_list_is_nobody() -> None:
    head = ["TT", "Họ và tên", "Số thẻ", "Điểm", "Xếp loại"]
    rows = [[*PEOPLE[0], 85, "HTTNV"], [*PEOPLE[1], 95, "HTXSNV"], ["", "Điểm bình quân", "", 90, ""]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows])
    assert counted(reading) == {(2022, "good"): 1, (2022, "excellent"): 1}
    assert codes(reading, "error") == []


@pytest.mark.parametrize(
    ("title", "first", "second", "measures"),
    [
        ("Tỷ lệ HTT trở lên", "95%", "100%", {"good_or_better_share"}),
        ("Tỷ lệ HTTNV trở lên (%)", 95, 100, {"good_or_better_share"}),
        ("Tỷ lệ HTXSNV/HTTNV (%)", 18.75, 22.22, set()),
        ("Tỷ lệ HTXSNV", "15%", "18,18%", {"excellent_share"}),
    ],
)
def test_shares_of_the_better_levels_and_of_another_level(
    title: str, first: object, second: object, measures: set[str]
) -> None:
    rows = [[*TWO[0], first], [*TWO[1], second]]
    reading = read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [*COUNTS, title], *rows])
    assert counted(reading) == OF_TWO
    assert {figure.measure for figure in reading.printed if figure.measure.endswith("share")} == measures


def test_headers_side_by_side_over_counts() -> None:
    head = ["TT", "Chi bộ", "XS", "T", "HT", "KHT"]
    left, right = [1, "Chi bộ 1", 3, 16, 1, 0], [2, "Chi bộ 2", 2, 9, 0, 0]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [*head, *head], [*left, *right]])
    assert counted(reading) == OF_TWO
    assert codes(reading, "error") == []


def test_shares_beside_the_numbers_of_a_form_without_titles() -> None:
    rows = [
        ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
        ["Tổng số đảng viên được xếp loại:", 29],
        ["- Hoàn thành xuất sắc nhiệm vụ:", 5, "17,24%"],
        ["- Hoàn thành tốt nhiệm vụ:", 23, "79,31%"],
        ["- Hoàn thành nhiệm vụ:", 1, "3,45%"],
    ]
    reading = read(rows)
    assert counted(reading) == {(2022, "excellent"): 5, (2022, "good"): 23, (2022, "completed"): 1}
    assert codes(reading, "error") == []


@pytest.mark.parametrize("words", ["Trong đó: ", "Trong số đó ", "Gồm: "])
def test_a_level_behind_of_which_is_counted(words: str) -> None:
    rows = [
        ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
        ["Nội dung", "Số lượng"],
        ["Hoàn thành tốt nhiệm vụ trở lên", 95],
        [words + "Hoàn thành xuất sắc nhiệm vụ", 15],
        ["Hoàn thành tốt nhiệm vụ", 80],
        ["Hoàn thành nhiệm vụ", 5],
        ["Không hoàn thành nhiệm vụ", 0],
    ]
    assert counted(read(rows)) == {(2022, "excellent"): 15, (2022, "good"): 80, (2022, "completed"): 5}


@pytest.mark.parametrize(
    ("caption", "level"),
    [
        ("(Toàn bộ đảng viên xếp loại Hoàn thành tốt nhiệm vụ)", "good"),
        ("Tất cả đạt HTTNV", "good"),
        ("(Toàn bộ đảng viên)", ""),
    ],
)
def test_captions_of_everybodys_level(caption: str, level: str) -> None:
    assert level_of_caption(caption, PARTY) == level


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Ghi chú: chưa tính 3 đảng viên Chi bộ 3 (chưa họp)", True),
        ("* Không bao gồm đảng viên sinh hoạt tạm thời", True),
        ("Chi bộ 4 chưa gửi báo cáo (12 đảng viên)", True),
        ("Ghi chú: số liệu đến 31/12/2022", False),
        ("Không tính điểm thưởng", False),
    ],
)
def test_a_line_that_says_that_people_are_missing(note: str, told: bool) -> None:
    reading = read([["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], COUNTS, *TWO, [note]])
    assert counted(reading) == OF_TWO
    assert (("left_out", "A5") in codes(reading, "warning")) is told


def test_a_note_against_the_level_of_a_caption_is_said() -> None:
    head = ["TT", "Họ và tên", "Số thẻ", "Ghi chú"]
    rows = [[*PEOPLE[0], ""], [*PEOPLE[1], "HTXSNV"]]
    reading = read([["DANH SÁCH ĐẢNG VIÊN HOÀN THÀNH TỐT NHIỆM VỤ NĂM 2022"], head, *rows])
    assert ("note_against_level", "B4") in codes(reading, "warning")


def test_a_caption_over_counts_of_members_names_nobody() -> None:
    head = [["TT", "Chi bộ", "Đảng viên", "", "", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]]
    head += [["", "", "Có mặt", "Miễn", "Được XL", "", "", "", ""]]
    rows = [[1, "Chi bộ 1", 22, 2, 20, 3, 16, 1, 0], [2, "Chi bộ 2", 11, 0, 11, 2, 9, 0, 0]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], *head, *rows], merges=["C2:E2"])
    assert counted(reading) == OF_TWO | {(2022, "exempt"): 2}


def test_a_unit_merged_into_another_and_left_without_numbers_is_no_doubt() -> None:
    rows = [[*TWO[0], ""], [*TWO[1], ""], [3, "Chi bộ 3", 0, 0, 0, 0, 0, "Đã sáp nhập vào Chi bộ 1"]]
    reading = read([["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [*COUNTS, "Ghi chú"], *rows])
    assert counted(reading) == OF_TWO
    assert codes(reading, "warning") == []


def test_totals_of_rows_of_years_are_those_of_their_years() -> None:
    rows = [["Năm", "Tổng số", "HTXSNV", "HTTNV", "HTNV"], [2021, 40, 7, 32, 1], [2022, 41, 8, 32, 1]]
    reading = read([["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN"], *rows])
    assert [(one.year, one.value) for one in reading.printed if one.measure == "total"] == [(2021, 40), (2022, 41)]


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ([["", "NGƯỜI LẬP BIỂU", "T/M CHI ỦY"], ["", "(Ký, ghi rõ họ tên)", "BÍ THƯ"], ["", "Lê Văn A", "Trần B"]], []),
        ([["", "", "Hà Nội, ngày 05 tháng 01 năm 2023"], ["", "", "TM. CẤP ỦY"], ["", "", "Trần B"]], []),
        ([["*", "Ghi chú: số liệu tính đến ngày 31/12/2022", ""]], []),
        ([["", "NGƯỜI LẬP BIỂU", "BÍ THƯ"], [6, "Đảng viên loại khác", 4]], ["row_not_read"]),  # has a number
        ([["", "Đảng viên loại khác", 4]], ["row_not_read"]),
    ],
)
def test_what_stands_below_a_form_is_nobodys_but_for_numbers(below: list[list[object]], told: list[str]) -> None:
    form = [[1, "HTXSNV", 3], [2, "HTTNV", 13], [3, "HTNV", 2], [4, "KHTNV", 0]]
    title = [["TỔNG HỢP KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"], ["TT", "Nội dung", "Số lượng"]]
    reading = read([*title, *form, *below])
    assert counted(reading) == {(2022, "excellent"): 3, (2022, "good"): 13, (2022, "completed"): 2}
    assert [code for code, _ in codes(reading, "warning") if code == "row_not_read"] == told


def test_a_form_below_the_signatures_of_another_keeps_its_heading() -> None:
    levels = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    members = [["I", "ĐẢNG VIÊN", ""], *([n + 1, level, 10 + n] for n, level in enumerate(levels))]
    cells = [["II", "CHI BỘ", ""], *([n + 1, level, 1] for n, level in enumerate(levels[:3]))]
    title = [["TỔNG HỢP KẾT QUẢ XẾP LOẠI NĂM 2022"], ["TT", "Nội dung", "Số lượng"]]
    reading = read([*title, *members, ["", "NGƯỜI LẬP BIỂU", "BÍ THƯ"], *cells])
    number = {(r.population, r.level): r.number for r in reading.records}
    assert {key: one for key, one in number.items() if key[0] == "cell"} == {
        ("cell", "excellent"): 1, ("cell", "good"): 1, ("cell", "completed"): 1,
    }  # fmt: skip
    assert sum(one for key, one in number.items() if key[0] == "member") == 10 + 11 + 12 + 13
