"""Real workbooks with published answers, through a settings file and the command line alone."""

from __future__ import annotations

import json

import pytest

from evalkit.__main__ import main

FLORIDA = r"""
[scale]
name = "Florida school grades"
levels = [ {id = "A", spellings = ["A"]}, {id = "B"}, {id = "C"}, {id = "D"}, {id = "F"} ]
not_rated = {unspecified = ["I", "N", "P"]}

[[read]]
files = "*.xlsx"
sheet = "SG"
population = "school"
subject = ["District Number", "School Number"]
name = "School Name"
unit = "District Name"
level_by_year = '^(?:Informational Baseline )?Grade (\d{4})$'
"""

FIVE_ISSUED = """
[streaks]
years = [2016, 2017, 2018, 2019, 2022]

[[awards]]
id = "five"
name = "Five years at A"
population = "school"
level = "A"
years = 5
"""

WORLD_BANK = r"""
[scale]
name = "World Bank income groups"
levels = [ {id = "H"}, {id = "UM"}, {id = "LM"}, {id = "L"} ]
not_rated = {unspecified = [".."]}

[[read]]
files = "*.xls"
population = "economy"
subject = "iso_code"
name = "country"
level_by_year = '^(\d{4})$'
"""

FIVE_LEVELS = """
[scale]
levels = [ {id = "xuat_sac", spellings = ["Xuất sắc"]}, {id = "gioi", spellings = ["Giỏi"]},
  {id = "kha", spellings = ["Khá"]}, {id = "tbk", spellings = ["Trung bình khá"]},
  {id = "tb", spellings = ["Trung bình"]} ]
"""


@pytest.fixture
def run(tmp_path, capsys):
    def call(settings, verb, *words):
        file = tmp_path / "evalkit.toml"
        file.write_text(settings, encoding="utf-8")
        code = main([verb, *(str(word) for word in words), "--settings", str(file), "--json"])
        captured = capsys.readouterr()
        return code, json.loads(captured.out) if captured.out else None, captured.err

    return call


def rates_of(rows, year):
    return {row["measure"]: row["count"] for row in rows if row["year"] == year}


def test_florida_gives_the_published_grades_of_2022_and_2019(run, real):
    code, rows, _ = run(FLORIDA, "rates", real / "florida-school-grades-2022.xlsx")
    counts = rates_of(rows, 2022)
    assert code == 0
    assert {grade: counts[grade] for grade in "ABCDF"} == {"A": 1075, "B": 850, "C": 1235, "D": 182, "F": 26}
    assert counts["unspecified"] == 41
    a_or_b = next(row for row in rows if row["year"] == 2019 and row["measure"] == "B_or_better")
    a_alone = next(row for row in rows if row["year"] == 2019 and row["measure"] == "A")
    assert (round(100 * a_or_b["share"]), round(100 * a_alone["share"])) == (63, 36)


@pytest.mark.parametrize(
    ("level", "words", "count", "runs"),
    [
        ("A", ["--through", "2019"], 574, 574),  # A in each of 2015–2019
        ("B", ["--through", "2019"], 1159, 1159),  # A or B in each
        ("A", [], 1435, 1547),  # five or more A in a row anywhere
        ("A", ["--years", "2016,2017,2018,2019,2022", "--through", "2022"], 537, 537),  # the last five issued
        ("A", ["--length", "21", "--through", "2019"], 17, 17),  # every year since 1999
    ],
)
def test_florida_gives_the_known_runs(run, real, level, words, count, runs):
    path = real / "florida-school-grades-2022.xlsx"
    _, document, _ = run(FLORIDA, "streaks", path, "--population", "school", "--level", level, *words)
    assert (document["count"], len(document["streaks"])) == (count, runs)


def test_the_world_bank_gives_the_known_groups_and_runs(run, real):
    path = real / "worldbank-income-groups.xls"
    _, rows, _ = run(WORLD_BANK, "rates", path)
    counts = rates_of(rows, 2019)
    assert [counts[group] for group in ("L", "LM", "UM", "H")] == [29, 50, 56, 83]
    words = ("streaks", path, "--population", "economy", "--level", "H", "--through", "2019")
    assert run(WORLD_BANK, *words)[1]["count"] == 77
    assert run(WORLD_BANK, *words, "--length", "33")[1]["count"] == 34


def test_blank_forms_give_no_record_a_warning_and_exit_0(run, real):
    code, document, _ = run("", "check", real / "ward-party-forms.xls")
    assert code == 0
    assert (document["records"], document["rejected"], document["ratings"]) == (0, 0, 0)
    assert document["rows"] == document["skipped"]
    assert [(p["severity"], p["code"]) for p in document["problems"]] == [("warning", "empty_form")]


def test_a_form_of_another_scale_is_told_apart_in_one_line(run, real):
    code, document, err = run("", "check", real / "vocational-graduation-form.xlsx")
    assert code == 2
    assert document is None
    assert len(err.splitlines()) == 1
    assert "«Xuất sắc, Giỏi, Khá, Trung bình khá, Trung bình» là của thang khác" in err


def test_the_same_form_with_its_own_scale_is_an_empty_form(run, real):
    code, document, _ = run(FIVE_LEVELS, "check", real / "vocational-graduation-form.xlsx")
    assert code == 0
    assert (document["records"], document["ratings"]) == (0, 0)


def test_an_award_for_the_last_five_issued_years_has_the_known_number(run, real):
    """A in 2016, 2017, 2018, 2019 and 2022; each that just missed has A in four of them."""
    path = real / "florida-school-grades-2022.xlsx"
    _, (award,), _ = run(FIVE_ISSUED + FLORIDA, "awards", path, "--year", "2022")
    assert (len(award["eligible"]), award["first"], award["last"]) == (537, 2016, 2022)
    for school in award["just_missed"]:
        levels = [row["level"] for row in school["evidence"] if row["year"] in (2016, 2017, 2018, 2019, 2022)]
        assert levels.count("A") == 4
