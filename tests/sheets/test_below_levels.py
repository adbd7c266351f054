"""What stands below a level's title, or over a block of levels, says what is counted: all, a part, another year."""

from __future__ import annotations

from collections import Counter

import pytest

TITLE = ["TỔNG HỢP KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022"]
LEVELS = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
UNITS = [(2, 6, 1, 1), (2, 8, 2, 0), (1, 5, 2, 0)]
TOLD = {"excellent": 5, "good": 19, "completed": 5, "not_completed": 1}  # the columns of UNITS added up by hand
MERGES = ["C3:D3", "E3:F3", "G3:H3", "I3:J3"]


def below(first, second, cells):
    """Counts with two columns a level; `cells` gives what stands in the two, from the number of the unit."""
    header = ["STT", "Đơn vị", *(title for level in LEVELS for title in (level, ""))]
    rows = [[n, f"Chi bộ {n}", *(cell for x in unit for cell in cells(x))] for n, unit in enumerate(UNITS, 1)]
    return [TITLE, [], header, ["", "", *[first, second] * 4], *rows]


def counted(reading, year=2022):
    found = Counter()
    for record in reading.records:
        if record.year == year:
            found[record.level] += record.number
    return dict(found)


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        ("Năm nay", "Năm trước", lambda x: (x, x // 2)),
        ("Năm trước", "Năm nay", lambda x: (x // 2, x)),
        ("SL", "Tăng, giảm", lambda x: (x, x // 2)),
        ("SL", "Cùng kỳ", lambda x: (x, x // 2)),
        ("TS", "Dự kiến", lambda x: (x, x + 1)),
        ("Đề nghị", "Duyệt", lambda x: (x + 1, x)),
        ("Tự nhận", "Công nhận", lambda x: (x + 1, x)),
        ("SL", "Nữ", lambda x: (x, x // 2)),
        ("Cán bộ, công chức", "Đảng viên", lambda x: (x // 2, x)),
        ("Số lượng", "Việc khác", lambda x: (x, x // 2)),  # words that nobody knows are no addition
    ],
)
def test_what_stands_below_a_level_is_counted_once(read_rows, first, second, cells):
    assert counted(read_rows(below(first, second, cells), merges=MERGES)) == TOLD


@pytest.mark.parametrize(("first", "second"), [("Nam", "Nữ"), ("Chính thức", "Dự bị")])
def test_two_parts_that_make_up_a_level_are_added(read_rows, first, second):
    reading = read_rows(below(first, second, lambda x: (x - x // 2, x // 2)), merges=MERGES)
    assert counted(reading) == TOLD


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Tổng số", ["Tr.đó: kỷ luật", "Tr.đó: khác"]),
        ("SL", ["Khiển trách", "Cảnh cáo"]),
        ("Số lượng", ["Do kỷ luật", "Do lý do khác"]),
        ("Tổng", ["Trong đó: kỷ luật", "Tr.đó dưới 50%"]),
    ],
)
def test_parts_of_one_level_beside_its_number_are_not_added(read_rows, whole, parts):
    header = ["STT", "Đơn vị", *LEVELS, "", ""]
    rows = [[n, f"Chi bộ {n}", *unit, unit[-1], 0] for n, unit in enumerate(UNITS, 1)]
    reading = read_rows([TITLE, [], header, ["", "", "", "", "", whole, *parts], *rows], merges=["F3:H3"])
    assert counted(reading) == TOLD


def test_parts_of_one_level_without_its_number_make_it_up(read_rows):
    header = ["STT", "Đơn vị", *LEVELS, ""]
    rows = [[n, f"Chi bộ {n}", *unit[:-1], 0, unit[-1]] for n, unit in enumerate(UNITS, 1)]
    below = ["", "", "", "", "", "Khiển trách", "Cảnh cáo"]
    assert counted(read_rows([TITLE, [], header, below, *rows], merges=["F3:G3"])) == TOLD


@pytest.mark.parametrize(
    "before", ["Trong đó", "Trong đó:", "Tr.đó:", "T.đó", "Chia ra:", "Gồm:", "Bao gồm:", "Trong số đó"]
)
def test_words_that_part_off_a_level_before_it_leave_it_that_level(read_rows, before):
    header = ["STT", "Đơn vị", "Từ HTTNV trở lên", f"{before} HTXSNV", *LEVELS[1:]]
    rows = [[n, f"Chi bộ {n}", sum(unit[:2]), *unit] for n, unit in enumerate(UNITS, 1)]
    reading = read_rows([TITLE, [], header, *rows])
    assert counted(reading) == TOLD
    wrong = read_rows([TITLE, [], header, *rows[:2], [3, "Chi bộ 3", 7, *UNITS[2]]])  # 1 + 5 is 6
    assert [(p.code, p.cell) for p in wrong.problems if p.severity == "error"] == [("sum_differs", "C6")]


@pytest.mark.parametrize(
    "part",
    [
        ["Trong đó: HTXSNV"],
        ["Trong đó: HTXSNV 5 năm liền"],
        ["Đảng viên nữ", "Trong đó: HTXSNV"],
        ["Gồm: HTTNV trở lên"],
    ],
)
def test_a_part_of_a_level_that_has_its_column_is_not_added(read_rows, part):
    header = ["STT", "Đơn vị", *LEVELS, *part]
    rows = [[n, f"Chi bộ {n}", *unit, *[unit[0]] * len(part)] for n, unit in enumerate(UNITS, 1)]
    assert counted(read_rows([TITLE, [], header, *rows])) == TOLD


def test_a_level_of_a_kind_of_members_alone_is_not_the_level_of_all(read_rows):
    header = ["STT", "Đơn vị", *LEVELS[:3], "Dự bị", "Trong đó: KHTNV"]
    rows = [[n, f"Chi bộ {n}", *unit[:3], 1, 1] for n, unit in enumerate(UNITS, 1)]
    assert counted(read_rows([TITLE, [], header, *rows])) == {"excellent": 5, "good": 19, "completed": 5}


def test_years_below_a_level_are_each_their_own(read_rows):
    reading = read_rows(below("2021", "2022", lambda x: (x // 2, x)), merges=MERGES)
    assert counted(reading) == TOLD
    assert counted(reading, 2021) == {"excellent": 2, "good": 9, "completed": 2}


def blocks(first, second, cells):
    header = ["STT", "Đơn vị", first, "", "", "", second, "", "", ""]
    rows = [[n, f"Chi bộ {n}", *unit, *map(cells, unit)] for n, unit in enumerate(UNITS, 1)]
    return [TITLE, [], header, ["", "", *LEVELS, *LEVELS], *rows]


@pytest.mark.parametrize(("second"), ["Trong đó nữ", "Tỷ lệ (%)", "Trong đó: đoàn viên"])
def test_a_block_of_a_part_or_of_shares_is_not_added(read_rows, second):
    reading = read_rows(blocks("Tổng số", second, lambda x: x // 2), merges=["C3:F3", "G3:J3"])
    assert counted(reading) == TOLD


def test_a_printed_total_that_is_no_whole_number_is_an_error(read_rows):
    header = ["STT", "Đơn vị", "Tổng số", *LEVELS]
    reading = read_rows([TITLE, [], header, [1, "Chi bộ 1", 1.25, 200, 800, 250, 0]])
    assert [(p.severity, p.code, p.cell, p.found) for p in reading.problems if p.severity == "error"] == [
        ("error", "not_a_count", "C4", "1.25")
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["SL (90 điểm)", "SL (70 điểm)", "SL (50 điểm)", "SL"],  # each explains its own level
        ["Đạt", "Đạt", "Đạt", "Không đạt"],
    ],
)
def test_words_below_that_only_explain_a_level_part_nothing(read_rows, words):
    rows = below("", "%", lambda x: (x, x * 10))
    rows[3] = ["", "", *(title for word in words for title in (word, "%"))]
    assert counted(read_rows(rows, merges=MERGES)) == TOLD


@pytest.mark.parametrize(("first", "second"), [("SL", "Nữ"), ("Năm nay", "Năm trước")])
def test_one_level_alone_may_have_a_part_beside_it(read_rows, first, second):
    header = ["STT", "Đơn vị", "HTXSNV", "", "HTTNV", "HTNV", "KHTNV"]
    rows = [[n, f"Chi bộ {n}", unit[0], 1, *unit[1:]] for n, unit in enumerate(UNITS, 1)]
    reading = read_rows(
        [TITLE, [], header, ["", "", first, second], *rows],
        merges=["A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4"],
    )
    assert counted(reading) == TOLD


def test_a_caption_of_numbers_and_shares_refuses_neither(read_rows):
    rows = below("SL", "%", lambda x: (x, x * 10))
    rows[2:2] = [["", "", "Tỷ lệ, số lượng xếp loại"]]
    merges = ["C3:J3", "C4:D4", "E4:F4", "G4:H4", "I4:J4"]
    assert (
        counted(
            read_rows([TITLE, [], ["STT", "Đơn vị", *rows[2][2:]], ["", "", *rows[3][2:]], *rows[4:]], merges=merges)
        )
        == TOLD
    )


def test_points_explained_below_marks_part_nothing(read_rows):
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Mức xếp loại", "", "", ""]
    people = [
        [n, f"Người {n}", f"0510000000{n:02}", "Chi bộ 1", *("x" if n == at else "" for at in range(4))]
        for n in range(4)
    ]
    reading = read_rows(
        [
            TITLE,
            [],
            header,
            ["", "", "", "", *LEVELS],
            ["", "", "", "", "(từ 90)", "(từ 70)", "(từ 50)", "(dưới 50)"],
            *people,
        ],
        merges=["A3:A5", "B3:B5", "C3:C5", "D3:D5", "E3:H3"],
    )
    assert counted(reading) == dict.fromkeys(TOLD, 1)
