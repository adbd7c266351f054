"""Names of sheets, files and folders against the unit that the sheet itself says. Truth by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalkit as ek
from tests.conftest import write_workbook

TITLES = ["TT", "Họ và tên", "Ngày sinh", "Xếp loại"]
PEOPLE = [[1, "Người Số 1", "01/02/1980", "HTXSNV"], [2, "Người Số 2", "03/04/1985", "HTTNV"]]


def told(folder: Path, file: str, sheet: str, unit: str) -> list[str]:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, {sheet: [["ĐẢNG BỘ XÃ KIM SƠN"], [unit], ["NĂM 2022"], TITLES, *PEOPLE]})
    reading = ek.read(folder)
    problems = reading.problems[reading.problems["code"] == "unit_disagrees"]
    assert len(reading.ratings) == 2
    assert set(problems["severity"]) <= {"warning"}
    return list(problems["found"])


@pytest.mark.parametrize(
    ("file", "sheet", "unit", "said"),
    [
        ("a.xlsx", "Thôn 2", "CHI BỘ THÔN 1", "thon 2"),
        ("a.xlsx", "CB2", "CHI BỘ 1", "cb2"),
        ("cb thon 02.xlsx", "S", "CHI BỘ THÔN 1", "thon 02"),
        ("chi_bo_12.xlsx", "S", "Chi bộ 1", "chi bo 12"),
        ("xa an binh.xlsx", "S", "CHI BỘ THÔN 1", "xa an"),
        ("Xã An Bình/thon 1.xlsx", "S", "CHI BỘ THÔN 1", "xa an"),
        ("thon Dong.xlsx", "S", "CHI BỘ THÔN ĐOÀI", "thon dong"),
    ],
)
def test_a_name_of_another_unit_is_told(tmp_path: Path, file: str, sheet: str, unit: str, said: str) -> None:
    assert told(tmp_path, file, sheet, unit) == [said]


@pytest.mark.parametrize(
    ("file", "sheet", "unit"),
    [
        ("a.xlsx", "Thôn 1", "CHI BỘ THÔN 1"),
        ("cb 01.xlsx", "S", "CHI BỘ 1"),
        ("thon 1, thon 2.xlsx", "S", "CHI BỘ THÔN 1"),
        ("chi bo 2022.xlsx", "S", "CHI BỘ 1"),  # a year
        ("chi bo thang 12.xlsx", "S", "CHI BỘ 1"),
        ("chi bo 3.xlsx", "S", "CHI BỘ THÔN ĐÔNG"),  # it may be called so, too
        ("xa KS.xlsx", "S", "CHI BỘ THÔN 1"),  # initials
        ("xa Kim Son.xlsx", "Bieu 2", "CHI BỘ THÔN 1"),
        ("bao cao 2.xlsx", "Lan 3", "CHI BỘ THÔN 1"),
        ("ban chinh thuc.xlsx", "S", "CHI BỘ THÔN 1"),  # no hamlet «bản» in the heading
    ],
)
def test_a_name_that_may_be_this_units_is_not(tmp_path: Path, file: str, sheet: str, unit: str) -> None:
    assert told(tmp_path, file, sheet, unit) == []


def test_a_sheet_of_several_units_is_not(tmp_path: Path) -> None:
    rows = [[*person, f"Chi bộ {n}"] for n, person in enumerate(PEOPLE, 1)]
    write_workbook(tmp_path / "chi bo 3.xlsx", {"S": [["NĂM 2022"], [*TITLES, "Chi bộ"], *rows]})
    assert "unit_disagrees" not in set(ek.read(tmp_path).problems["code"])
