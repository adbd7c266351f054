"""Codes of organisations: written forms are joined and said, what may be two is told apart and said."""

from __future__ import annotations

import pytest

import evalkit as ek
from tests.conftest import write_workbook

BASES = ["TT", "Mã TCCSĐ", "Tên TCCSĐ", "Mức xếp loại"]
CELLS = ["TT", "Mã chi bộ", "Tên chi bộ", "TCCSĐ", "Mức xếp loại"]


def read(folder, years, titles=BASES):
    """A workbook a year; rows are numbered, every level is the best."""
    for year, rows in years.items():
        table = [[number, *row, "HTXSNV"] for number, row in enumerate(rows, 1)]
        what = "TCCSĐ" if titles is BASES else "chi bộ trực thuộc"
        write_workbook(folder / f"{year}.xlsx", {what: [[f"XẾP LOẠI {what} NĂM {str(year)[:4]}"], titles, *table]})
    return ek.read(folder)


def codes(reading, severities=("error", "warning")):
    problems = reading.problems
    return sorted(problems.loc[problems["severity"].isin(severities), "code"])


@pytest.mark.parametrize("other", ["tc7", "TC 07", "TC-07", "TC.007", "07", 7])
def test_a_code_written_otherwise_in_one_year_is_one_organisation(tmp_path, other):
    years = {2020: [("TC07", "Đảng bộ A")], 2021: [(other, "Đảng bộ A")], 2022: [("TC07", "Đảng bộ A")]}
    reading = read(tmp_path, years)
    assert set(reading.ratings["subject"]) == {"TC07"}
    assert codes(reading) == ["code_forms"]
    message = reading.problems.loc[reading.problems["code"] == "code_forms", "message"].item()
    assert f"«{other}»" in message
    assert "2021.xlsx, trang tính «TCCSĐ», ô D3" in message


def test_two_numbers_in_a_code_stay_apart(tmp_path):
    reading = read(tmp_path, {2021: [("TC1-12", "Đảng bộ A")], 2022: [("TC11-2", "Đảng bộ B")]})
    assert set(reading.ratings["subject"]) == {"TC1-12", "TC11-2"}


def test_a_bare_number_that_two_codes_could_be_is_not_joined(tmp_path):
    years = {2021: [("TC07", "Đảng bộ A"), ("DV07", "Đảng bộ B")], 2022: [("7", "Đảng bộ C")]}
    assert set(read(tmp_path, years).ratings["subject"]) == {"TC07", "DV07", "7"}


def test_one_code_under_two_names_in_a_year_is_two_organisations_and_an_error(tmp_path):
    years = {
        2021: [("TC01", "Đảng bộ A"), ("TC02", "Đảng bộ B")],
        2022: [("TC01", "Đảng bộ A"), ("TC01", "Đảng bộ B")],
    }
    reading = read(tmp_path, years)
    assert codes(reading) == ["one_code_two_names"]
    assert list(reading.ratings["subject"]) == ["TC01", "TC02", "TC01", "TC02"]  # the name knows its own code


def test_one_name_under_two_codes_in_a_year_is_an_error(tmp_path):
    reading = read(tmp_path, {2022: [("TC01", "Đảng bộ A"), ("TC09", "ĐẢNG BỘ  A")]})
    assert "one_name_two_codes" in codes(reading)
    assert len(reading.ratings) == 2


def test_a_name_that_goes_on_under_another_code_is_an_error_until_the_crosswalk_says(tmp_path):
    years = {2021: [("TC01", "Đảng bộ A")], 2022: [("TC55", "Đảng bộ A")]}
    assert codes(read(tmp_path, years)) == ["code_changed"]
    crosswalk = '[[crosswalk]]\ndate = 2022-01-01\nkind = "renamed"\nfrom = ["tc1"]\nto = ["TC55"]\nsource = "QĐ"\n'
    (tmp_path / "evalkit.toml").write_text(crosswalk, "utf-8")
    reading = ek.read(tmp_path)
    assert codes(reading) == []
    assert set(reading.ratings["subject"]) == {"TC55"}


def test_codes_that_changed_places_are_an_error(tmp_path):
    years = {
        2021: [("TC01", "Đảng bộ A"), ("TC02", "Đảng bộ B")],
        2022: [("TC01", "Đảng bộ B"), ("TC02", "Đảng bộ A")],
    }
    assert "code_moved" in codes(read(tmp_path, years))


def test_one_code_under_two_names_over_the_years_is_said(tmp_path):
    years = {2021: [("TC01", "Đảng bộ A")], 2022: [("TC01", "Đảng bộ Quế")]}
    reading = read(tmp_path, years)
    assert "code_two_names" in codes(reading)
    assert set(reading.ratings["subject"]) == {"TC01"}


def test_codes_that_start_again_in_every_base_organisation_are_told_apart(tmp_path):
    rows = [("CB01", "Chi bộ 1", "Đảng bộ A"), ("CB01", "Chi bộ 1", "Đảng bộ B")]
    reading = read(tmp_path, {2021: rows, 2022: rows}, CELLS)
    assert codes(reading) == []
    assert reading.ratings["subject"].nunique() == 2
    assert len(reading.ratings) == 4


def test_a_row_without_a_code_joins_the_code_of_its_name(tmp_path):
    reading = read(tmp_path, {2021: [("TC01", "Đảng bộ A")], 2022: [("", "ĐẢNG ỦY A")]})
    assert set(reading.ratings["subject"]) == {"TC01"}
    assert "joined_by_name" in codes(reading, ("note",))


@pytest.mark.parametrize(
    "name", ["Đ/c Lê Văn An", "Ông Lê Văn An", "đồng chí  LÊ VĂN AN", "Lê Vаn An".replace("а", "ă")]
)
def test_a_form_of_address_is_no_part_of_a_name(tmp_path, name):
    titles = ["TT", "Họ và tên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại"]
    for year, who in ((2021, "Lê Văn An"), (2022, name)):
        row = [1, who, "02/01/1980", "Chi bộ 1", "Đảng bộ A", "HTTNV"]
        write_workbook(tmp_path / f"{year}.xlsx", {"S": [[f"NĂM {year}"], titles, row]})
    assert ek.read(tmp_path).ratings["subject"].nunique() == 1
