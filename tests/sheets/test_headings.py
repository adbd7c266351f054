"""Levels named over rows that have their own; which is wrong is told by hand."""

from __future__ import annotations

import pytest

from tests.sheets.test_beside_levels import codes
from tests.sheets.test_office_kinds import counted, read

TITLE = ["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHI BỘ 1 NĂM 2022"]
HEAD = ["TT", "Họ và tên", "Mức xếp loại"]
NAMES = ["Trần Thị An", "Lê Văn Bình", "Vũ Thị Cúc", "Đỗ Văn Dũng", "Ngô Thị Hà", "Hồ Văn Khánh"]


def people(*levels: str, first: int = 0) -> list[list[object]]:
    return [[n + 1, NAMES[first + n], level] for n, level in enumerate(levels)]


def told(rows: list[list[object]], **about: str) -> list[str]:
    reading = read(rows, **about)
    assert sum(counted(reading).values()) == sum(str(row[0]).isdecimal() for row in rows)
    return [cell for code, cell in codes(reading, "warning") if code == "level_against_heading"]


@pytest.mark.parametrize("mark", ["", "I"])
def test_a_level_under_the_group_of_another_is_named(mark: str) -> None:
    good = ["II" if mark else "", "Hoàn thành tốt nhiệm vụ: 03 đ/c"]
    best = [mark, "Hoàn thành xuất sắc nhiệm vụ: 01 đ/c"]
    groups = [best, *people("HTXSNV"), good, *people("HTTNV", "HTTNV", "HTTNV", first=1)]
    assert told([TITLE, HEAD, *groups]) == []
    groups[-2][2] = "HTNV"
    assert told([TITLE, HEAD, *groups]) == ["C7"]


def test_a_group_without_a_level_ends_the_one_numbered_alike() -> None:
    groups = [["I", "Hoàn thành xuất sắc nhiệm vụ"], *people("HTXSNV", "HTXSNV")]
    assert told([TITLE, HEAD, *groups, ["II", "Chi bộ 2"], *people("HTTNV", first=2)]) == []


def test_groups_that_mostly_disagree_mean_something_else() -> None:
    groups = [["", "Hoàn thành xuất sắc nhiệm vụ"], *people("HTXSNV", "HTTNV", "HTNV", "HTTNV")]
    assert told([TITLE, HEAD, *groups]) == []


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("DANH SÁCH ĐẢNG VIÊN HOÀN THÀNH XUẤT SẮC NHIỆM VỤ NĂM 2022", "DS"),
        ("DANH SÁCH ĐẢNG VIÊN NĂM 2022", "HTXSNV"),
    ],
)
def test_a_level_that_is_not_the_titles_is_named(title: str, sheet: str) -> None:
    assert told([[title], HEAD, *people("HTXSNV", "HTXSNV", "HTTNV")], sheet=sheet) == ["C5"]
    assert told([[title], HEAD, *people("HTXSNV", "HTXSNV")], sheet=sheet) == []
    assert told([[title], HEAD, *people("HTXSNV", "HTTNV", "HTNV")], sheet=sheet) == []


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NỮ NĂM 2022", True),
        ("DANH SÁCH ĐẢNG VIÊN ĐƯỢC KHEN THƯỞNG NĂM 2022", True),
        ("TRÍCH DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022", True),
        ("DANH SÁCH ĐẢNG VIÊN HOÀN THÀNH TỐT NHIỆM VỤ NĂM 2022", True),
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN DỰ BỊ NĂM 2022", True),
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHÍNH THỨC, ĐẢNG VIÊN DỰ BỊ NĂM 2022", False),
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHI BỘ HỘI PHỤ NỮ NĂM 2022", False),
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN (KỂ CẢ ĐẢNG VIÊN DỰ BỊ) NĂM 2022", False),
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022", False),
    ],
)
def test_a_title_of_some_members_alone_is_named(title: str, told: bool) -> None:
    reading = read([[title], HEAD, *people("HTTNV", "HTTNV", "HTTNV")])
    assert counted(reading) == {(2022, "good"): 3}
    assert [cell for code, cell in codes(reading, "warning") if code == "part_of_members"] == (["A1"] if told else [])
