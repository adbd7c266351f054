"""What a block [[read]] declares, held against the cells it is for."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import write_workbook

PEOPLE = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Cường"]
UNITS = ["Chi bộ Thanh tra", "Chi bộ Văn phòng", "Chi bộ Pháp chế"]


def codes(folder, names, population="member", subject="", numbers=("1", "2", "3"), year=2022, head="Ai"):
    rows = [[number, name, "HTTNV"] for number, name in zip(numbers, names, strict=True)]
    write_workbook(folder / "ds.xlsx", {"S": [["BẢNG NĂM 2022"], ["Số", head, "Chung cuộc"], *rows]})
    key = f'subject = "{subject}"\n' if subject else ""
    text = f'[[read]]\npopulation = "{population}"\n{key}name = "{head}"\nlevel = "Chung cuộc"\nyear = {year}\n'
    (folder / "evalkit.toml").write_text(text, "utf-8")
    problems = ek.read(folder).problems
    wanted = ("hint_running_number", "hint_population", "year_disagrees")
    return [(row.code, row.cell) for row in problems.itertuples() if row.code in wanted]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (("1", "2", "3"), True),
        (("01", "02", "03"), True),
        (("1", "2", "1"), True),  # starts again in each unit
        (("101", "102", "103"), False),
        (("1", "3", "4"), False),  # codes of which one is missing
        (("A1", "A2", "A3"), False),
    ],
)
def test_a_running_number_is_no_code(tmp_path, numbers, found):
    expected = [("hint_running_number", "A3")] if found else []
    assert codes(tmp_path, PEOPLE, subject="Số", numbers=numbers) == expected


@pytest.mark.parametrize(
    ("names", "population", "found"),
    [
        (PEOPLE, "member", False),
        (PEOPLE, "cell", True),
        (PEOPLE, "base_organisation", True),
        (UNITS, "cell", False),
        (UNITS, "member", True),
        (["Sở Xây dựng", "Sở Công Thương", "Hội Nông dân"], "base_organisation", False),
    ],
)
def test_people_are_no_organisations_nor_these_people(tmp_path, names, population, found):
    assert codes(tmp_path, names, population) == ([("hint_population", "B3")] if found else [])


@pytest.mark.parametrize(("year", "found"), [(2022, []), (2021, [("year_disagrees", "")])])
def test_a_year_that_the_title_does_not_say_is_told(tmp_path, year, found):
    assert codes(tmp_path, PEOPLE, year=year) == found
    assert set(ek.read(tmp_path).ratings["year"]) == {year}  # the settings decide
