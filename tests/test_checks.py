"""What is wrong across rows and files is found, named by its cell, and costs what the rules say."""

from __future__ import annotations

import datetime
import os
import time

import pytest

import evalkit as ek
from tests.conftest import LIST, member, write_workbook


def read(folder, **sheets_of_files):
    for name, rows in sheets_of_files.items():
        write_workbook(folder / f"{name}.xlsx", {"S": [["XẾP LOẠI NĂM 2022"], LIST, *rows]})
    return ek.read(folder)


def found(reading):
    frame = reading.problems
    return list(zip(frame["severity"], frame["code"], frame["file"], frame["cell"], strict=True))


def test_the_same_level_twice_counts_once_with_both_cells(tmp_path):
    reading = read(tmp_path, a=[member(1, "HTTNV"), member(1, "Tốt")])
    assert list(reading.ratings["level"]) == ["good"]
    assert found(reading) == [("warning", "rated_twice", "a.xlsx", "G3")]
    assert "dòng kia ở ô G4; chỉ tính một lần" in reading.problems["message"].iloc[0]


def test_two_levels_for_one_subject_are_unknown_with_both_cells(tmp_path):
    reading = read(tmp_path, a=[member(1, "HTTNV"), member(2, "HTTNV"), member(1, "HTXSNV")])
    assert list(reading.ratings["status"]) == ["unknown", "rated"]
    assert found(reading) == [("error", "rated_twice_differently", "a.xlsx", "G3")]
    assert "năm 2022 có kết quả khác nhau ở đây và ở ô G5" in reading.problems["message"].iloc[0]


def test_a_level_and_a_reason_for_one_subject_are_unknown_too(tmp_path):
    reading = read(tmp_path, a=[member(1, "HTTNV"), member(1, "miễn sinh hoạt")])
    assert list(reading.ratings["status"]) == ["unknown"]


def test_a_file_sent_twice_is_one_problem_a_pair_and_not_one_a_member(tmp_path):
    first = [member(n, "HTTNV") for n in range(1, 6)]
    second = [*(member(n, "HTTNV") for n in range(1, 4)), member(4, "HTXSNV"), member(5, "HTNV")]
    reading = read(tmp_path, a=first, b=second)
    assert found(reading) == [("error", "files_disagree", "b.xlsx", "")]
    assert reading.problems["message"].iloc[0] == (
        "b.xlsx: 5 đối tượng có cả ở «a.xlsx» (ô G6…) và «b.xlsx» (ô G6…) trong cùng một năm, "
        "2 có kết quả khác nhau và chưa được tính mức nào. Giữ bản đúng, hoặc sửa các ô khác nhau."
    )
    assert reading.problems["found"].iloc[0] == "2"
    assert sorted(reading.ratings["status"]) == ["rated"] * 3 + ["unknown"] * 2


def test_a_file_sent_twice_unchanged_is_one_warning(tmp_path):
    reading = read(tmp_path, a=[member(1, "HTTNV"), member(2, "HTTNV")], b=[member(2, "HTTNV"), member(1, "HTTNV")])
    assert found(reading) == [("warning", "files_repeat", "b.xlsx", "")]
    assert len(reading.ratings) == 2


def test_a_copied_sheet_is_one_problem_a_pair_of_sheets(tmp_path):
    rows = [["NĂM 2022"], LIST, member(1, "HTTNV"), member(2, "HTTNV")]
    write_workbook(tmp_path / "a.xlsx", {"Gốc": rows, "Bản sao": rows})
    reading = ek.read(tmp_path)
    assert [(row[0], row[1]) for row in found(reading)] == [("warning", "files_repeat")]
    assert "2 đối tượng có cả ở «Gốc» (ô G3…) và «Bản sao» (ô G3…)" in reading.problems["message"].iloc[0]


def test_the_same_card_in_two_years_or_lists_is_no_duplicate(tmp_path):
    rows = [LIST, member(1, "HTTNV")]
    write_workbook(tmp_path / "a.xlsx", {"2021": rows, "2022": rows})
    reading = ek.read(tmp_path)
    assert len(reading.ratings) == 2
    assert found(reading) == []


@pytest.mark.parametrize(("printed", "expected"), [(2, []), (3, [("error", "total_differs", "a.xlsx", "C5")])])
def test_a_printed_total_is_added_up_again(tmp_path, printed, expected):
    reading = read(tmp_path, a=[member(1, "HTTNV"), member(2, "", reason="nghỉ ốm"), ["", "Tổng cộng", printed]])
    assert found(reading) == expected


def test_the_totals_of_a_counts_sheet_are_added_up_level_by_level(tmp_path):
    rows = [
        ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
        ["STT", "CHI BỘ", "Đảng viên xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"],
        ["STT", "CHI BỘ", "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"],
        [1, "Chi bộ 1", 4, 15, 1, 0],
        [2, "Chi bộ 2", 2, 8, 0, 0],
        ["", "Cộng", 6, 22, 1, 0],
    ]
    write_workbook(tmp_path / "a.xlsx", {"CBTT": [rows[0], *rows[2:]]})
    reading = ek.read(tmp_path)
    assert found(reading) == [("error", "total_differs", "a.xlsx", "D5")]
    assert "dòng tổng ghi 22, cộng lại các dòng được 23" in reading.problems["message"].iloc[0]


COUNTS = [
    ["TỔNG HỢP XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
    ["STT", "CHI BỘ", "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"],
]


def with_counts(folder, rows, *counts):
    """A list, and a counts sheet (title "Đảng viên …") in the same workbook."""
    header = ["STT", "CHI BỘ", "XẾP LOẠI ĐẢNG VIÊN", "", "", ""]
    sheet = [COUNTS[0], header, ["", "", *COUNTS[1][2:]], *counts]
    write_workbook(folder / "a.xlsx", {"Danh sách": [["NĂM 2022"], LIST, *rows], "Tổng hợp": sheet})
    return ek.read(folder)


def test_a_list_and_a_counts_sheet_that_agree_are_counted_once(tmp_path):
    rows = [member(1, "HTXSNV"), member(2, "HTTNV"), member(3, "HTTNV", cell="Chi bộ 2")]
    reading = with_counts(tmp_path, rows, [1, "Chi bộ 1", 1, 1, 0, 0], [2, "Chi bộ 2", 0, 1, 0, 0])
    assert int(reading.ratings["count"].sum()) == 3
    assert found(reading) == []


def test_a_counts_sheet_that_differs_from_the_list_is_an_error_and_the_list_counts(tmp_path):
    rows = [member(1, "HTXSNV"), member(2, "HTTNV")]
    reading = with_counts(tmp_path, rows, [1, "Chi bộ 1", 1, 4, 0, 0])
    assert int(reading.ratings["count"].sum()) == 2
    assert found(reading) == [("error", "list_against_counts", "a.xlsx", "D4")]
    assert reading.problems["message"].iloc[0] == (
        "a.xlsx, trang tính «Tổng hợp», ô D4: bảng tổng hợp ghi 4 cho «Chi bộ 1», danh sách có 1. "
        "Lấy theo danh sách; sửa chỗ sai."
    )


def test_a_level_that_only_the_list_has_is_a_difference_too(tmp_path):
    reading = with_counts(tmp_path, [member(1, "HTXSNV"), member(2, "HTTNV")], [1, "Chi bộ 1", 0, 1, 0, 0])
    assert found(reading) == [("error", "list_against_counts", "a.xlsx", "D4")]
    assert "bảng tổng hợp ghi 0 cho «Chi bộ 1», danh sách có 1." in reading.problems["message"].iloc[0]


def test_a_unit_that_only_the_counts_sheet_has_still_counts(tmp_path):
    reading = with_counts(tmp_path, [member(1, "HTTNV")], [1, "Chi bộ 1", 0, 1, 0, 0], [2, "Chi bộ 9", 2, 5, 0, 0])
    assert int(reading.ratings["count"].sum()) == 8
    assert found(reading) == []


def test_a_list_without_units_beside_a_counts_sheet_is_not_counted_twice(tmp_path):
    reading = with_counts(tmp_path, [member(1, "HTTNV", cell="", base="")], [1, "Chi bộ 1", 0, 1, 0, 0])
    assert int(reading.ratings["count"].sum()) == 1
    assert [(row[0], row[1]) for row in found(reading)] == [("error", "list_beside_counts"), ("warning", "no_unit")]


def test_a_cell_of_the_same_name_elsewhere_does_not_stand_for_a_counted_one(tmp_path):
    listed = [member(1, "HTTNV", cell="Chi bộ 1", base="Đảng bộ B")]
    reading = with_counts(tmp_path, listed, ["I", "Đảng bộ A", 0, 3, 0, 0], [1, "Chi bộ 1", 0, 3, 0, 0])
    assert int(reading.ratings["count"].sum()) == 4
    assert found(reading) == []


def counts_file(folder, name, good):
    sheet = [COUNTS[0], ["STT", "CHI BỘ", *COUNTS[1][2:]], [1, "Chi bộ 1", 1, good, 0, 0], [2, "Chi bộ 2", 0, 5, 0, 0]]
    write_workbook(folder / name, {"Tổng hợp": [*sheet, ["", f"Ghi chú: {name}"]]})


@pytest.mark.parametrize(
    ("good", "code", "counted", "unknown"),
    [
        (4, "files_repeat", 10, 0),
        (7, "files_disagree", 10, 5),
    ],  # 1 + 4 + 5 people, once; then the 5 of Chi bộ 1 in doubt
)
def test_a_counts_sheet_sent_twice_is_counted_once(tmp_path, good, code, counted, unknown):
    counts_file(tmp_path, "a.xlsx", 4)
    counts_file(tmp_path, "b.xlsx", good)
    ratings = (reading := ek.read(tmp_path)).ratings
    assert [row[1] for row in found(reading)] == [code]
    assert int(ratings["count"].sum()) == counted
    assert int(ratings.loc[ratings["status"] == "unknown", "count"].sum()) == unknown


CAPS = """
[[cap]]
population = "member"
denominator = "{denominator}"
{group}
"""


@pytest.mark.parametrize(
    ("denominator", "excellent", "good", "exceeded"),
    [  # the two readings of the cap, as the domain's own examples have them
        ("good", 4, 18, True),  # exclusive: 20 % of 18 allows 3
        ("good_or_better", 4, 18, False),  # inclusive: 20 % of 22 allows 4
        ("good", 3, 18, False),
        ("good", 2, 8, True),  # allows 1
        ("good_or_better", 2, 8, False),  # allows 2
        ("good", 12, 55, True),  # allows 11
        ("good_or_better", 14, 55, True),  # 20 % of 69 allows 13
        ("good_or_better", 13, 55, False),
    ],
)
def test_the_cap_on_excellent_in_both_readings(tmp_path, denominator, excellent, good, exceeded):
    (tmp_path / "evalkit.toml").write_text(
        CAPS.format(denominator=denominator, group='group = "base_organisation"'), encoding="utf-8"
    )
    levels = ["HTXSNV"] * excellent + ["HTTNV"] * good
    reading = read(tmp_path, a=[member(n, level) for n, level in enumerate(levels, start=1)])
    assert [code for severity, code, *_ in found(reading) if severity != "note"] == ["cap_exceeded"] * exceeded


@pytest.mark.parametrize(
    ("denominator", "told"),
    [
        ("good", "vượt mức tối đa 3 (20% của 18 hoàn thành tốt nhiệm vụ). Theo cách tính kể cả"),
        (
            "good_or_better",
            "không quá mức tối đa 4 (20% của 22 hoàn thành tốt nhiệm vụ trở lên). Theo cách tính không",
        ),
    ],
)
def test_where_the_readings_of_the_cap_disagree_both_are_shown(tmp_path, denominator, told):
    (tmp_path / "evalkit.toml").write_text(CAPS.format(denominator=denominator, group=""), encoding="utf-8")
    reading = read(tmp_path, a=[member(n, "HTXSNV" if n <= 4 else "HTTNV") for n in range(1, 23)])
    other = {"good": 4, "good_or_better": 3}[denominator]
    assert told in reading.problems["message"].iloc[0]
    assert f"trong mẫu số thì tối đa {other}." in reading.problems["message"].iloc[0]


def test_the_cap_is_counted_in_each_base_organisation(tmp_path):
    (tmp_path / "evalkit.toml").write_text(
        CAPS.format(denominator="good", group='group = "base_organisation"'), encoding="utf-8"
    )
    plenty = [member(n, "HTTNV", base="Đảng bộ B") for n in range(1, 41)]
    few = [member(n, "HTXSNV" if n == 41 else "HTTNV", base="Đảng bộ A") for n in range(41, 45)]
    reading = read(tmp_path, a=[*plenty, *few])
    assert [row[1] for row in found(reading)] == ["cap_exceeded"]
    assert (
        "năm 2022 của «Đảng bộ A» có 1 hoàn thành xuất sắc nhiệm vụ, vượt mức tối đa 0"
        in (reading.problems["message"].iloc[0])
    )


@pytest.mark.parametrize("organisation", ["Đảng bộ xã Mẫu", ""])  # the board is the base organisation · none is named
def test_a_board_that_is_one_base_organisation_has_the_cap_over_all_its_members(tmp_path, organisation):
    said = f'organisation = "{organisation}"' if organisation else ""
    (tmp_path / "evalkit.toml").write_text(said + CAPS.format(denominator="good", group=""), encoding="utf-8")
    levels = ["HTXSNV"] * 3 + ["HTTNV"] * 9  # 20 % of 9 allows 1, of 12 allows 2
    rows = [member(n, level, cell=f"Chi bộ {n % 2}", base=organisation) for n, level in enumerate(levels, start=1)]
    reading = read(tmp_path, a=rows)
    told = reading.problems.loc[reading.problems["code"] == "cap_exceeded", "message"].tolist()
    assert len(told) == 1
    assert "năm 2022 có 3 hoàn thành xuất sắc nhiệm vụ, vượt mức tối đa 1 (20% của 9 hoàn" in told[0]
    settings = reading.settings
    (row,) = ek.cap_limits(reading.ratings, cap=settings.caps[0], year=2022, scale=settings.scale).itertuples()
    assert (row.unit, row.at, row.good, row.exclusive, row.inclusive, row.over) == ("", 3, 9, 1, 2, 2)


NAMES = ["TT", "Họ và tên", "Chi bộ", "TCCSĐ", "Xếp loại"]


def names(*numbers, level="HTTNV", cell="Chi bộ 1"):
    """Rows of people of whom only the name is known."""
    return [[number, f"Người Số {number}", cell, "Đảng bộ A", level] for number in numbers]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (names(*range(1, 9)), 8),  # sent again as it was
        (names(1, 2, 3, 4, 11, 12, 13, 14), 4),  # half of them
        (names(1, 2, 3, 11, 12, 13, 14, 15), 0),  # namesakes
        (names(8), 1),  # the smaller one counts
        (names(*range(1, 9), cell="Chi bộ 2"), 0),  # another unit
        (names(*range(11, 19)), 0),  # the other half of the unit
    ],
)
def test_names_that_stand_in_two_files_of_a_unit_are_told_and_counted(tmp_path, second, told):
    for name, rows in (("a", names(*range(1, 9))), ("b", second)):
        write_workbook(tmp_path / f"{name}.xlsx", {"S": [["NĂM 2022"], NAMES, *rows, ["", f"Ghi chú: {name}"]]})
    reading = ek.read(tmp_path)
    assert len(reading.ratings) == 8 + len(second)
    problems = reading.problems[reading.problems["code"] == "files_may_repeat"]
    assert list(problems["found"]) == ([str(told)] if told else [])
    assert set(problems["severity"]) <= {"error"}


def test_names_in_two_files_of_which_one_has_card_numbers(tmp_path):
    write_workbook(tmp_path / "a.xlsx", {"S": [["NĂM 2022"], LIST, *(member(n, "HTTNV") for n in (1, 2))]})
    write_workbook(tmp_path / "b.xlsx", {"S": [["NĂM 2022"], NAMES, *names(1), *names(2, level="HTXSNV")]})
    problems = ek.read(tmp_path).problems
    message = problems.loc[problems["code"] == "files_may_repeat", "message"].item()
    assert message.startswith(
        "b.xlsx: 2 người cùng tên, cùng đơn vị, cùng năm có cả ở «a.xlsx» (ô G3…) và «b.xlsx» (ô E3…), "
        "1 có kết quả khác nhau; không có số thẻ, ngày sinh nên không rõ có phải một người, đang tính cả hai."
    )
    assert "Người Số" not in message


@pytest.mark.parametrize(("others", "told"), [(0, "4"), (4, "4"), (5, None)])  # at least half of the smaller list
def test_people_with_cards_in_one_file_alone_are_told_and_counted(tmp_path, others, told):
    rows = [member(n, "HTTNV") for n in range(1, 5)]
    for row in rows:
        row[3] = f"{int(row[0]):02d}/03/1980"
    without = [[*row[:2], "", *row[3:]] for row in rows]
    without += [[n, f"Người Khác {n}", "", f"{n:02d}/05/1970", *rows[0][4:]] for n in range(1, others + 1)]
    with_cards = [
        *rows,
        *([n, f"Người Nữa {n}", f"0520000{n:05d}", f"{n:02d}/06/1970", *rows[0][4:]] for n in range(9)),
    ]
    write_workbook(tmp_path / "a.xlsx", {"S": [["NĂM 2022"], LIST, *with_cards]})
    write_workbook(tmp_path / "b.xlsx", {"S": [["NĂM 2022"], LIST, *without]})
    reading = ek.read(tmp_path)
    assert len(reading.ratings) == len(with_cards) + len(without)
    problems = reading.problems[reading.problems["code"] == "files_may_repeat"]
    assert list(zip(problems["severity"], problems["found"], strict=True)) == ([("error", told)] if told else [])


def test_the_same_names_in_two_years_are_no_repeat(tmp_path):
    write_workbook(tmp_path / "a.xlsx", {year: [NAMES, *names(1, 2)] for year in ("2021", "2022")})
    assert "files_may_repeat" not in set(ek.read(tmp_path).problems["code"])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([*names(1, 2), *names(1)], "2"),  # leaders first, then everybody
        ([*names(1, 2), *names(1, level="HTXSNV")], "2"),  # and rated otherwise
        ([*names(1, 2, 3), *names(1, 2)], "4"),
        ([*names(1, 2), *names(1, cell="Chi bộ 2")], None),  # a namesake in another cell
        ([*names(1, 2, cell="Ban lãnh đạo"), *names(1, 2, 3)], "4"),  # all people of a unit again in another
        ([*names(1, 2, 4, cell="Chi bộ 2"), *names(1, 2, 3)], None),
        ([*names(1, 2), *names(3)], None),
    ],
)
def test_two_of_one_name_in_a_cell_are_told_and_counted(tmp_path, rows, told):
    write_workbook(tmp_path / "a.xlsx", {"S": [["NĂM 2022"], NAMES, *rows]})
    reading = ek.read(tmp_path)
    assert len(reading.ratings) == len(rows)
    problems = reading.problems[reading.problems["code"] == "same_name_twice"]
    assert list(problems["found"]) == ([told] if told else [])
    assert set(problems["severity"]) <= {"warning"}
    assert not problems["message"].str.contains("Người Số").any()


def test_two_of_one_name_with_card_numbers_are_two_people(tmp_path):
    rows = [member(1, "HTTNV"), member(2, "HTTNV")]
    rows[1][1] = rows[0][1]
    write_workbook(tmp_path / "a.xlsx", {"S": [["NĂM 2022"], LIST, *rows]})
    assert "same_name_twice" not in set(ek.read(tmp_path).problems["code"])


def test_of_two_text_files_the_disk_says_which_is_later(tmp_path):
    for name, level, day in (("a", "HTXSNV", 20), ("b", "HTTNV", 5)):
        path = tmp_path / f"{name} nam 2022.csv"
        card = "051000000001"
        path.write_text(f"{','.join(LIST)}\n1,Người Số 1,{card},02/01/1980,Chi bộ 1,Đảng bộ A,{level},\n", "utf-8")
        moment = datetime.datetime(2023, 1, day, 12, 30).timestamp()
        os.utime(path, (moment, moment))
    problems = ek.read(tmp_path).problems
    message = problems.loc[problems["code"] == "files_disagree", "message"].item()
    assert "Bản lưu sau là «a nam 2022.csv» (20/01/2023 12:30, theo ngày của tệp trên đĩa, nên xem lại)." in message


def test_a_long_list_sent_twice_does_not_take_a_minute(tmp_path):
    rows = [member(number, "HTTNV") for number in range(20_000)]
    header = ",".join(LIST)
    for name in ("a", "b"):
        lines = [",".join(map(str, [*row[:3], "02/01/1980", *row[4:]])) for row in rows]
        (tmp_path / f"{name} nam 2022.csv").write_text("\n".join([header, *lines, f"Ghi chú: {name}"]), "utf-8")
    before = time.process_time()
    reading = ek.read(tmp_path)
    assert time.process_time() - before < 10  # one subject at a time it is far more
    assert found(reading)[0][:2] == ("warning", "files_repeat")
    assert len(reading.ratings) == 20_000


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([[15, 75, 10, 0], [20, 70, 5, 5]], [("warning", "may_be_shares", "D3")]),  # per cent, and nothing says so
        ([[15, 75, 10, 0], [20, 70, 5, 4]], []),
        ([[15, 75, 10, 0]], []),  # a single unit of a hundred people
    ],
)
def test_rows_that_all_make_up_a_hundred_may_be_shares(tmp_path, rows, found):
    header = ["TT", "TCCSĐ", "", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    units = [[place, f"Đảng bộ {place}", "", *row] for place, row in enumerate(rows, 1)]
    write_workbook(tmp_path / "2022.xlsx", {"S": [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *units]})
    problems = ek.read(tmp_path).problems
    assert [*zip(problems["severity"], problems["code"], problems["cell"], strict=True)] == found


@pytest.mark.parametrize("above", ["ĐẢNG BỘ A", "Đảng ủy A", "Đảng uỷ  a"])
def test_a_list_of_a_committee_beside_the_row_above_for_it_is_counted_once(tmp_path, above):
    reading = with_counts(tmp_path, [member(1, "HTTNV"), member(2, "HTTNV")], [1, above, 0, 2, 0, 0])
    assert reading.ratings["count"].sum() == 2
    assert "list_against_counts" not in set(reading.problems["code"])


LEVELS_ACROSS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]


@pytest.mark.parametrize(("not_rated", "codes"), [(2, []), (1, ["list_against_counts"])])
def test_reasons_that_only_the_list_tells_apart_are_the_not_rated_of_the_counts(tmp_path, not_rated, codes):
    people = [member(1, "HTTNV"), member(2, "", reason="Nghỉ ốm"), member(3, "", reason="Nghỉ thai sản")]
    header = ["STT", "CHI BỘ", *LEVELS_ACROSS, "Chưa xếp loại"]
    counts = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, [1, "Chi bộ 1", 0, 1, 0, 0, not_rated]]
    write_workbook(tmp_path / "a.xlsx", {"Danh sách": [["NĂM 2022"], LIST, *people], "Tổng hợp": counts})
    problems = ek.read(tmp_path).problems
    assert [code for code in problems["code"] if code == "list_against_counts"] == codes


def counts_of(path, unit, heading, *rows):
    title = [[heading], ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], []]
    write_workbook(path, {"S": [*title, ["STT", unit, "Tổng số", *LEVELS_ACROSS], *rows]})


@pytest.mark.parametrize(("good", "codes"), [(18, []), (17, ["list_against_counts"])])
def test_cells_of_a_committee_count_and_its_row_above_is_compared(tmp_path, good, codes):
    cells = [[1, "Chi bộ 1", 12, 2, 10, 0, 0], [2, "Chi bộ 2", 10, 2, 8, 0, 0]]
    counts_of(tmp_path / "a.xlsx", "Chi bộ", "ĐẢNG BỘ CÔNG TY A", *cells)
    rows = [[1, "Đảng bộ Công ty A", 4 + good, 4, good, 0, 0], [2, "Đảng bộ Công ty B", 9, 1, 8, 0, 0]]
    counts_of(tmp_path / "b.xlsx", "TCCSĐ", "ĐẢNG BỘ KHỐI", *rows)
    reading = ek.read(tmp_path)
    assert reading.ratings.groupby("level", observed=True)["count"].sum().to_dict() == {"good": 26, "excellent": 5}
    assert [code for code in reading.problems["code"] if code not in ("cap_in_doubt", "spellings_merged")] == codes


@pytest.mark.parametrize(
    ("units", "codes"),
    [
        ([[1, "Khối cơ quan", 22, 4, 18, 0, 0], [2, "Khối xưởng", 10, 1, 9, 0, 0]], ["same_totals"]),  # by block
        ([[1, "Khối cơ quan", 22, 4, 18, 0, 0], [2, "Khối xưởng", 10, 2, 8, 0, 0]], []),  # other totals
    ],
)
def test_equal_totals_of_two_sheets_are_an_error_until_it_is_clear_who_they_are(tmp_path, units, codes):
    cells = [[1, "Chi bộ 1", 12, 2, 10, 0, 0], [2, "Chi bộ 2", 20, 3, 17, 0, 0]]
    counts_of(tmp_path / "a.xlsx", "Chi bộ", "TỔNG HỢP", *cells)
    counts_of(tmp_path / "b.xlsx", "Đơn vị", "TỔNG HỢP", *units)
    found = ek.read(tmp_path).problems
    assert [
        code for code, severity in zip(found["code"], found["severity"], strict=True) if severity == "error"
    ] == codes


@pytest.mark.parametrize(("good", "codes"), [(10, {"files_repeat"}), (9, {"files_disagree"})])
def test_a_units_counts_and_the_summary_that_names_no_committee_are_the_same_people(tmp_path, good, codes):
    counts_of(tmp_path / "1.xlsx", "Chi bộ", "ĐẢNG BỘ SỞ A", [1, "Chi bộ Một", 2 + good, 2, good, 0, 0])
    counts_of(tmp_path / "2.xlsx", "Chi bộ", "ĐẢNG BỘ SỞ A", [1, "Chi bộ Hai", 10, 1, 9, 0, 0])
    counts_of(tmp_path / "3.xlsx", "Chi bộ", "ĐẢNG BỘ SỞ A", [1, "Chi bộ Ba", 8, 1, 7, 0, 0])
    cells = [[1, "Chi bộ Một", 12, 2, 10, 0, 0], [2, "Chi bộ Hai", 10, 1, 9, 0, 0], [3, "Chi bộ Ba", 8, 1, 7, 0, 0]]
    counts_of(tmp_path / "0.xlsx", "Chi bộ", "ĐẢNG ỦY SỞ A", *cells)
    reading = ek.read(tmp_path)
    assert reading.ratings["count"].sum() == 30
    assert codes <= set(reading.problems["code"])


def test_cells_of_the_same_names_and_other_numbers_are_of_different_committees(tmp_path):
    counts_of(tmp_path / "1.xlsx", "Chi bộ", "ĐẢNG BỘ SỞ A", [1, "Chi bộ 1", 12, 2, 10, 0, 0])
    counts_of(tmp_path / "2.xlsx", "Chi bộ", "ĐẢNG ỦY SỞ B", [1, "Chi bộ 1", 9, 1, 8, 0, 0])
    assert ek.read(tmp_path).ratings["count"].sum() == 21


def list_beside_summary(folder, *rows, unit="CHI BỘ VĂN PHÒNG", above="ĐẢNG BỘ SỞ A"):
    people = [["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]]
    people += [[n, f"Người {n}", f"05101000000{n}", level] for n, level in enumerate(["HTXSNV", *["HTTNV"] * 3], 1)]
    write_workbook(folder / "vp.xlsx", {"S": [["ĐẢNG BỘ SỞ A"], [unit], ["XẾP LOẠI NĂM 2022"], *people]})
    counts_of(folder / "th.xlsx", "Chi bộ", above, *rows)
    reading = ek.read(folder)
    told = zip(reading.problems["severity"], reading.problems["code"], strict=True)
    codes = ("named_otherwise", "not_in_summary", "spellings_merged")
    return reading.ratings["count"].sum(), [row for row in told if row[1] in codes]


@pytest.mark.parametrize("name", ["CB VP", "Văn phòng", "VP", "Chi bộ VP"])
def test_a_unit_of_a_summary_by_its_first_letters_is_the_unit_of_the_list(tmp_path, name):
    people, told = list_beside_summary(tmp_path, [1, name, 4, 1, 3, 0, 0], [2, "Chi bộ Hai", 5, 1, 4, 0, 0])
    assert people == 9  # four of the list, five of the other cell
    assert [row for row in told if row[1] == "named_otherwise"] == []


def test_letters_that_two_units_have_join_neither(tmp_path):
    rows = [[1, "CB VP", 4, 1, 3, 0, 0], [2, "Chi bộ Hai", 5, 1, 4, 0, 0]]
    counts_of(tmp_path / "khac.xlsx", "Chi bộ", "ĐẢNG BỘ SỞ A", [1, "Chi bộ Vật phẩm", 7, 2, 5, 0, 0])
    people, told = list_beside_summary(tmp_path, *rows)
    assert people == 4 + 4 + 5 + 7
    assert told == [("warning", "named_otherwise")]


OFFICE, SHOP = [1, "Hành chính", 4, 1, 3, 0, 0], [2, "Kho", 4, 2, 2, 0, 0]


@pytest.mark.parametrize(
    ("rows", "above", "told"),
    [
        ([OFFICE, SHOP], "ĐẢNG BỘ SỞ A", [("warning", "named_otherwise")]),
        ([OFFICE], "ĐẢNG BỘ SỞ A", []),  # no summary: a unit that sent counts beside one that sent a list
        ([OFFICE, SHOP], "ĐẢNG BỘ SỞ B", []),  # of another organisation
        ([OFFICE, SHOP], "TỔNG HỢP", []),  # of nobody knows whom, and with other numbers
    ],
)
def test_a_summary_without_the_unit_of_a_list_is_told(tmp_path, rows, above, told):
    assert list_beside_summary(tmp_path, *rows, above=above) == (4 + 4 * len(rows), told)


@pytest.mark.parametrize("above", ["ĐẢNG BỘ SỞ A", "TỔNG HỢP"])
def test_a_summary_with_the_numbers_of_lists_under_other_names_is_an_error(tmp_path, above):
    people = [["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"], [1, "Người 9", "051010000009", "HTNV"]]
    write_workbook(tmp_path / "kho.xlsx", {"S": [["ĐẢNG BỘ SỞ A"], ["CHI BỘ BỐN"], ["XẾP LOẠI NĂM 2022"], *people]})
    rows = [OFFICE, [2, "Kho", 1, 0, 0, 1, 0]]
    assert list_beside_summary(tmp_path, *rows, above=above) == (10, [("error", "named_otherwise")])


@pytest.mark.parametrize(
    ("named", "above", "told"),
    [
        (["Bốn"], "ĐẢNG BỘ SỞ A", [("warning", "not_in_summary")]),
        (["Bốn", "Văn phòng"], "ĐẢNG BỘ SỞ A", []),
        (["Bốn"], "ĐẢNG BỘ SỞ B", []),  # the lists are another organisation's
    ],
)
def test_a_summary_that_forgets_a_unit_whose_list_is_there_is_told(tmp_path, named, above, told):
    people = [["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"], [1, "Người 9", "051010000009", "HTTNV"]]
    write_workbook(tmp_path / "bon.xlsx", {"S": [[above], ["CHI BỘ BỐN"], ["XẾP LOẠI NĂM 2022"], *people]})
    counts = {"Bốn": [1, 0, 1, 0, 0], "Văn phòng": [4, 1, 3, 0, 0]}
    rows = [[number, f"Chi bộ {name}", *counts[name]] for number, name in enumerate(named, 1)]
    assert list_beside_summary(tmp_path, *rows, above=above) == (5, told)


IN_TWO_ROWS = [[1, "Chi bộ 1", 12, 2, 10, 0, 0], [2, "Chi bộ 2", 10, 2, 8, 0, 0]]


@pytest.mark.parametrize(
    ("again", "code", "cell"),
    [
        ([[3, "Chi bộ 2", 10, 3, 7, 0, 0]], "unit_twice", "D7"),
        ([[3, "CB 02", 10, 3, 7, 0, 0]], "unit_twice", "D7"),
        ([[3, "Chi bộ 2 (đính chính)", 10, 3, 7, 0, 0]], "unit_twice", "D7"),
        (IN_TWO_ROWS, "unit_twice", "D7"),
        ([[3, "Chi bộ 1", 2, 1, 1, 0, 0], [4, "Chi bộ 2", 1, 0, 1, 0, 0]], "unit_in_parts", "D7"),
        ([[3, "Chi bộ 3", 10, 2, 8, 0, 0]], None, None),
    ],
)
def test_a_unit_in_two_rows_of_a_counts_sheet_is_named(tmp_path, again, code, cell):
    write_workbook(
        tmp_path / "a.xlsx",
        {
            "S": [
                ["ĐẢNG BỘ CÔNG TY A"],
                ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"],
                [],
                ["STT", "Chi bộ", "Tổng số", *LEVELS_ACROSS],
                *IN_TWO_ROWS,
                *again,
            ]
        },
    )
    problems = ek.read(tmp_path).problems
    told = problems[problems["code"].isin(["unit_twice", "unit_in_parts"])]
    assert list(dict.fromkeys(told["code"])) == ([code] if code else [])
    if code and len(again) == 1:
        assert list(told["cell"]) == [cell]


def test_counts_of_one_unit_spelt_in_two_ways_on_two_sheets_count_once(tmp_path):
    counts_of(tmp_path / "a.xlsx", "Chi bộ", "ĐẢNG BỘ CÔNG TY A", *IN_TWO_ROWS)
    counts_of(tmp_path / "b.xlsx", "Chi bộ", "ĐẢNG BỘ CÔNG TY A", [1, "CB 02", 10, 2, 8, 0, 0])
    assert ek.read(tmp_path).ratings["count"].sum() == 22


@pytest.mark.parametrize(("years_ahead", "codes"), [(0, []), (1, ["future_year"])])
def test_a_year_that_has_not_come_yet_is_an_error(tmp_path, years_ahead, codes):
    year = datetime.date.today().year + years_ahead
    title = [f"XẾP LOẠI ĐẢNG VIÊN NĂM {year}"]
    write_workbook(tmp_path / "a.xlsx", {"S": [title, LIST, member(1, "HTT"), member(2, "HTT")]})
    errors = ek.read(tmp_path).problems.query("severity == 'error'")
    assert list(errors["code"]) == codes
    assert list(errors["found"]) == [str(year)] * len(codes)


@pytest.mark.parametrize("number", [3, ""])
@pytest.mark.parametrize("office", ["Bí thư", "Phó Bí thư", "Chủ tịch", "Trưởng phòng"])
@pytest.mark.parametrize(("level", "code"), [("", "blank_level"), ("Chưa rõ", "unknown_level")])
def test_a_secretary_without_a_level_is_no_signature(tmp_path, number, office, level, code):
    rows = [[1, "Trần Thị Bình", "Đảng viên", "HTXSNV"], [2, "Lê Văn Cường", "Đảng viên", "HTTNV"]]
    head = ["TT", "Họ và tên", "Chức vụ", "Xếp loại"]
    title = ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]
    signed = [[], ["", "", "T/M CHI ỦY"], ["", "", "BÍ THƯ"], ["", "", "Nguyễn Văn An"]]
    mine = [number, "Nguyễn Văn An", office, level]
    write_workbook(tmp_path / "a.xlsx", {"S": [title, ["Đơn vị: Chi bộ 1"], head, *rows, mine, *signed]})
    reading = ek.read(tmp_path)
    assert len(reading.ratings) == 3
    told = reading.problems[reading.problems["severity"] == "error"]
    assert list(told["code"]) == [code]
    assert list(told["cell"]) == ["D6"]


def test_of_a_list_under_one_level_secretaries_count_and_numbered_recipients_do_not(tmp_path):
    rows = [[1, "Nguyễn Văn An", "Bí thư"], [2, "Trần Thị Bình", "Phó Bí thư"], [3, "Lê Văn Cường", "Đảng viên"]]
    below = [[], ["", "Nơi nhận:", "T/M CHI ỦY"], [1, "Ban Tổ chức", "BÍ THƯ"], ["", "", "Nguyễn Văn An"]]
    title = ["DANH SÁCH ĐẢNG VIÊN HOÀN THÀNH XUẤT SẮC NHIỆM VỤ NĂM 2022"]
    head = ["TT", "Họ và tên", "Chức vụ"]
    write_workbook(tmp_path / "a.xlsx", {"S": [title, ["Đơn vị: Chi bộ 1"], head, *rows, *below]})
    ratings = ek.read(tmp_path).ratings
    assert list(ratings["cell"]) == ["B4", "B5", "B6"]
    assert set(ratings["level"]) == {"excellent"}


@pytest.mark.parametrize("name", ["Nguyễn Thị Hoa", "NGUYỄN THỊ HOA"])
def test_a_note_that_names_somebody_of_the_list_is_not_repeated(tmp_path, name):
    header = ["TT", "Họ và tên", "Chi bộ", "Xếp loại", "Ghi chú"]
    notes = [f"Đ/c {name} từ trần 03/2022, {'chi bộ đã báo cáo ' * 6}", "Từ trần 04/2022"]
    people = [[1, "Nguyễn Thị Hoa", "Chi bộ 1", "HTTNV", notes[0]], [2, "Lê Văn An", "Chi bộ 1", "HTTNV", notes[1]]]
    write_workbook(tmp_path / "a.xlsx", {"S": [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *people]})
    problems = ek.read(tmp_path).problems.set_index("cell")
    told = problems[problems["code"] == "rated_though_exempt"]
    assert name not in told.loc["D3", "message"]
    assert 'ghi "…"' in told.loc["D3", "message"]
    assert told.loc["D3", "found"] == "…"
    assert notes[1] in told.loc["D4", "message"]


def test_a_legend_of_colours_that_names_somebody_of_the_list_is_not_repeated(tmp_path):
    legend = "Chữ đỏ: đ/c Nguyễn Thị Hoa chuyển đi"
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], [legend], ["TT", "Họ và tên", "Chi bộ", "Xếp loại"]]
    rows.append([1, "Nguyễn Thị Hoa", "Chi bộ 1", "HTTNV"])
    write_workbook(tmp_path / "a.xlsx", {"S": rows})
    (told,) = [one for one in ek.read(tmp_path).problems.itertuples() if one.code == "legend_in_colours"]
    assert (told.cell, told.found, "Hoa" in told.message) == ("A2", "…", False)


@pytest.mark.parametrize(
    ("years", "told"),
    [((2002,), [2002]), ((1905, 2022), [1905]), ((2018, 2019, 2022), []), ((2022,), []), ((2010, 2018, 2022), [])],
)
def test_a_year_far_from_all_others_is_told(tmp_path, years, told):
    for year in years:
        title = [f"XẾP LOẠI ĐẢNG VIÊN NĂM {year}"]
        rows = [title, ["Chi bộ 1"], LIST, member(1, "HTT"), member(2, "HTT")]
        write_workbook(tmp_path / f"{year}.xlsx", {"S": rows})
    problems = ek.read(tmp_path, workers=1).problems
    assert [int(found) for found in problems.query("code == 'distant_year'")["found"]] == told


@pytest.mark.parametrize(
    ("name", "born", "told"),
    [
        ("ThS. Nguyễn Thị Lụa", "05/06/1978", True),
        ("Nguyễn Thị Lụa (PBT)", "05/06/1978", True),
        ("Nguyễn Thị Lụa - Trưởng thôn", "05/06/1978", True),
        ("Nguyễn Thị Luạ", "05/06/1978", True),
        ("Nguyễn Thị Lan", "05/06/1978", False),
        ("ThS. Nguyễn Thị Lụa", "06/07/1979", False),
    ],
)
def test_one_birth_date_and_a_name_spelt_otherwise_are_asked_about(tmp_path, name, born, told):
    head = ["TT", "Họ và tên", "Ngày sinh", "Xếp loại"]
    rows = [[1, "Nguyễn Thị Lụa", "05/06/1978", "HTTNV"], [2, name, born, "HTNV"]]
    write_workbook(tmp_path / "a.xlsx", {"S": [["CHI BỘ 1"], ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], head, *rows]})
    reading = ek.read(tmp_path, workers=1)
    assert len(reading.ratings) == 2
    found = reading.problems.query("code == 'may_be_one_person'")
    assert list(found["cell"]) == (["D5"] if told else [])
