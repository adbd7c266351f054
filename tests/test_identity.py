"""Who is who in a folder of workbooks: doubts told by cell, confirmed pairs, units that changed, the register."""

from __future__ import annotations

import itertools
import random

import openpyxl
import pytest
from openpyxl.styles import Font

import evalkit as ek
from evalkit.__main__ import main
from evalkit.records import Confirmed
from evalkit.subjects import join_persons
from tests.conftest import write_workbook

TITLES = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại"]
CARD, OTHER = "051000000001", "051000000002"
AN = ("Lê An", "02/01/1980")


def person(card, name="Lê An", born="02/01/1980", cell="CB 1", base="Đảng bộ A", level="HTXSNV"):
    return [name, card, born, cell, base, level]


def folder(tmp_path, years, settings="", **more):
    """A workbook a year, its rows numbered from 3 on; `more` are further files by name."""
    for year, people in years.items():
        rows = [[number, *row] for number, row in enumerate(people, 1)]
        write_workbook(tmp_path / f"{year}.xlsx", {"S": [[f"NĂM {year}"], TITLES, *rows]})
    (tmp_path / "evalkit.toml").write_text(settings, "utf-8")
    for name, text in more.items():
        (tmp_path / name.replace("_", ".")).write_text(text, "utf-8")
    return tmp_path


def told(reading):
    problems = reading.problems
    return [tuple(row) for row in problems[["severity", "code", "file", "cell"]].itertuples(index=False)]


# --- doubts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # one card, two names, no birth date that says it is one person
        (person(CARD, "Lê An", ""), person(CARD, "Trần Bình", ""),
         [("error", "one_card_two_people", "2021.xlsx", "G3")]),
        (person(CARD, "Lê An"), person(CARD, "Trần Bình", "03/01/1980"),
         [("error", "one_card_two_people", "2021.xlsx", "G3")]),
        # the birth date says it is one person whose name was typed in two ways
        (person(CARD, "Lê An"), person(CARD, "Lê Ân"), [("warning", "one_card_two_names", "2021.xlsx", "G3")]),
        (person(CARD, "Lê An"), person(CARD, "LÊ  AN"), []),  # case and blanks are no other name
        # one name and birth date, two cards, in one base organisation
        (person(CARD), person(OTHER), [("warning", "one_person_two_cards", "2021.xlsx", "G3")]),
        # elsewhere: perhaps one person who moved, perhaps two
        (person(CARD), person(OTHER, base="Đảng bộ B"), [("warning", "same_person_candidate", "2021.xlsx", "G3")]),
        # with a card in one year and without in the other: never joined by itself
        (person(CARD), person(""), [("warning", "same_person_candidate", "2021.xlsx", "G3")]),
        (person(""), person("", base="Đảng bộ B"), [("warning", "same_person_candidate", "2021.xlsx", "G3")]),
        # day and month in each other's place: 2 January, 1 February
        (person(""), person("", born="01/02/1980"), [("warning", "same_person_swapped_date", "2021.xlsx", "G3")]),
        (person(CARD), person(OTHER, born="01/02/1980"),
         [("warning", "same_person_swapped_date", "2021.xlsx", "G3")]),
        (person("", "Lê An"), person("", "Lê Bình", born="01/02/1980"), []),
        # no diacritics, a degree, an office behind the name
        *((person("", "Lê Văn An"), person("", name), [("warning", "same_person_spelled_otherwise", "2021.xlsx", "G3")])
          for name in ("LE VAN AN", "ThS. Lê Văn An", "Lê Văn An (Bí thư)", "Lê Văn An - Phó Bí thư", "Lê Vân An")),
        (person("", "Lê Văn An"), person("", "Lê Văn Ấn", born="03/01/1980"), []),
        # one digit of the birth date, in one organisation; two digits, or elsewhere, are somebody else's
        (person("", born="13/02/1980"), person("", born="12/02/1980"),
         [("warning", "same_person_fills_gap", "2021.xlsx", "G3")]),
        (person("", born="13/02/1980"), person("", born="24/02/1980"), []),
        (person("", born="13/02/1980"), person("", born="12/02/1980", base="Đảng bộ B"), []),
        # an initial, a letter, a word of the name; two letters are another name
        *((person("", "Lê Văn Hoàng"), person("", name), [("warning", "same_person_fills_gap", "2021.xlsx", "G3")])
          for name in ("Lê V. Hoàng", "Lê Văn Hoàn", "Lê Hoàng", "Le Vna Hoang")),
        (person("", "Lê Văn Hoàng"), person("", "Lê Thị Hoan"), []),
        (person("", "Lê Lý"), person("", "Lê Lí"), [("warning", "same_person_spelled_otherwise", "2021.xlsx", "G3")]),
        # no birth dates: one name in one cell under two cards, one year after the other
        (person(CARD, born=""), person(OTHER, born=""), [("warning", "same_person_fills_gap", "2021.xlsx", "G3")]),
        (person(CARD, born=""), person(OTHER, born="", cell="CB 2"), []),
        (person(CARD, born=""), person(OTHER, "Lê Bình", born=""), []),
        (person(""), person("", cell="CB 2"), []),  # a key of its own joins name and birth date in one base
        (person(CARD), person(OTHER, "Lê Bình"), []),
        (person(CARD), person(OTHER, born="03/01/1980"), []),
    ],
)  # fmt: skip
def test_doubts_are_told_by_their_cells(tmp_path, first, second, found):
    reading = ek.read(folder(tmp_path, {2021: [first], 2022: [second]}))
    assert [row for row in told(reading) if row[1] not in ("unit_missing", "unit_new")] == found
    assert list(reading.doubts["kind"]) == [row[1] for row in found]


@pytest.mark.parametrize(
    ("others", "in_2021", "found"),
    [
        # the neighbour's birth date or name, slipped in for one year
        (person("", "Lê Bình", "03/04/1975"), person("", "Lê An", "03/04/1975"), ["G3"]),
        (person("", "Lê Bình", "03/04/1975"), person("", "Lê Bình", "02/01/1980"), ["G3"]),
        # somebody else of that name was there in 2020, too
        (person("", "Lê An", "03/04/1975"), person("", "Lê An", "03/04/1975"), []),
        (person("", "Lê Bình", "03/04/1975"), person("", "Lê An", "03/04/1975", "CB 2"), []),  # in another cell
        (person("", "Lê Bình", "03/04/1975"), person("", "Lê Chi", "09/09/1990"), []),  # somebody who came and went
    ],
)
def test_who_stands_just_where_another_is_missing_may_be_that_one(tmp_path, others, in_2021, found):
    an = person("", "Lê An", "02/01/1980")
    reading = ek.read(folder(tmp_path, {2020: [an, others], 2021: [in_2021, others], 2022: [an, others]}))
    gaps = reading.problems[reading.problems["code"] == "same_person_fills_gap"]
    assert list(gaps["cell"]) == found
    assert list(gaps["file"]) == ["2020.xlsx"] * len(found)


def test_an_award_waits_for_the_answer_whether_two_are_one(tmp_path):
    years = {2020: [person(CARD, born="")], 2021: [person(OTHER, born="")], 2022: [person(CARD, born="")]}
    award = """[[awards]]
id = "a3"
name = "Ba năm"
population = "member"
level = "excellent"
years = 3
"""
    reading = ek.read(folder(tmp_path, years, award))
    found = ek.find_awards(reading.ratings, reading.held, settings=reading.settings, year=2022, doubts=reading.doubts)
    assert list(found["standing"]) == ["undecided"]


def test_the_same_person_in_two_units_of_one_year(tmp_path):
    reading = ek.read(folder(tmp_path, {2022: [person(CARD), person(OTHER, cell="CB 2")]}))
    assert told(reading) == [("warning", "same_person_two_units", "2022.xlsx", "G3")]
    assert "và 2022.xlsx, trang tính «S», ô G4" in reading.problems["message"].iloc[0]


def test_a_group_of_alike_people_is_one_problem(tmp_path):
    rows = [person(f"0510000000{number:02}", base=f"Đảng bộ {number}") for number in range(7)]
    reading = ek.read(folder(tmp_path, {2022: rows}))
    assert told(reading) == [("warning", "same_person_two_units", "2022.xlsx", "G3")]
    message = reading.problems["message"].item()
    assert all(f"ô G{row}" in message for row in range(3, 10))  # every one of the seven
    assert len(reading.doubts) == 6  # the annex lists every pair


PEOPLE = [
    ("An", "0510000001"),
    ("Bình", "0510000002"),
    ("Chi", "0510000003"),
    ("Dũng", "0510000004"),
    ("Em", "0510000005"),
]


def test_people_with_cards_in_one_year_and_without_in_another_are_an_error(tmp_path):
    with_cards = [person(f"{card}01", f"Lê {name}") for name, card in PEOPLE]
    without = [person("", f"Lê {name}") for name, _ in PEOPLE]
    reading = ek.read(folder(tmp_path, {2021: with_cards, 2022: without}))
    (row,) = reading.problems[reading.problems["code"] == "keys_change"].itertuples()
    assert (row.severity, row.file) == ("error", "2022.xlsx")
    assert "đảng viên năm 2021 có số thẻ đảng viên, năm 2022 thì không" in row.message


def test_organisations_that_lose_their_codes_and_names_are_an_error(tmp_path):
    for year, titles, rows in (
        (
            2021,
            ["TT", "Mã TCCSĐ", "Tên TCCSĐ", "Xếp loại"],
            [[n, f"TC{n}", f"Đảng bộ A{n}", "HTXSNV"] for n in range(1, 7)],
        ),
        (2022, ["TT", "Tên TCCSĐ", "Xếp loại"], [[n, f"Đảng bộ Cơ quan B{n}", "HTXSNV"] for n in range(1, 7)]),
    ):
        write_workbook(tmp_path / f"{year}.xlsx", {"S": [[f"NĂM {year}"], titles, *rows]})
    codes = list(ek.read(tmp_path).problems["code"])
    assert "keys_change" in codes


def test_organisations_whose_names_join_their_codes_are_none(tmp_path):
    for year, titles in ((2021, ["TT", "Mã TCCSĐ", "Tên TCCSĐ", "Xếp loại"]), (2022, ["TT", "Tên TCCSĐ", "Xếp loại"])):
        rows = [[n, *([f"TC{n}"] if len(titles) == 4 else []), f"Đảng bộ A{n}", "HTXSNV"] for n in range(1, 7)]
        write_workbook(tmp_path / f"{year}.xlsx", {"S": [[f"NĂM {year}"], titles, *rows]})
    assert "keys_change" not in list(ek.read(tmp_path).problems["code"])


def test_the_message_has_what_goes_into_same_person_csv(tmp_path):
    reading = ek.read(folder(tmp_path, {2021: [person("")], 2022: [person(CARD)]}))
    (made,) = {subject for subject in reading.ratings["subject"] if subject.startswith("~")}
    message = reading.problems.loc[reading.problems["code"] == "same_person_candidate", "message"].item()
    assert message.endswith(f" Mã: {made}; số thẻ ở dòng đó.")


def test_messages_hold_neither_names_nor_cards(tmp_path):
    years = {
        2021: [person(CARD), person("051000000009", "Võ Kín")],
        2022: [person(OTHER), person("051000000009", "Võ Mở", "")],
    }
    text = ek.read(folder(tmp_path, years)).problems.to_string()
    assert not [word for word in ("Lê An", "Võ", "0510000") if word in text]


# --- same-person.csv -------------------------------------------------------------------------------------------------

TWO = {2021: [person(CARD)], 2022: [person(OTHER, base="Đảng bộ B")]}


def runs(path, length=2):
    reading = ek.read(path)
    found = ek.find_streaks(reading.ratings, population="member", level="excellent", length=length)
    return reading, list(found[["subject", "first", "last"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "text",
    [
        f"người A;người B;ai xác nhận;ngày\n{CARD};{OTHER};Ban Tổ chức;31/01/2023\n",
        f"{CARD},{OTHER},Ban Tổ chức,2023-01-31\n",  # without titles
        "\ufeffA\tB\tai\tngày\n51000000001\t51000000002\tBan Tổ chức\t31/01/2023\n",  # as Excel saves it, zeros lost
        f"A,B,ai,ngày\n\n{OTHER},{CARD},Ban Tổ chức,31/01/2023,\n",
    ],
)
def test_a_confirmed_pair_is_one_person(tmp_path, text):
    reading, found = runs(folder(tmp_path, TWO, same_person_csv=""))
    (tmp_path / "same.person.csv").unlink()
    assert found == []
    (tmp_path / "same-person.csv").write_text(text, "utf-8")
    reading, found = runs(tmp_path)
    assert found == [(OTHER, 2021, 2022)]  # the card of the latest year stands for both
    assert len(reading.doubts) == 0
    assert reading.files == 2  # it is never a rating sheet


def test_a_pair_said_to_be_two_is_asked_no_more(tmp_path):
    folder(tmp_path, TWO)
    (tmp_path / "same-person.csv").write_text(f"{CARD},{OTHER},Ban Tổ chức,31/01/2023,khác người\n", "utf-8")
    reading, found = runs(tmp_path)
    assert (found, len(reading.doubts)) == ([], 0)


def test_made_keys_can_be_confirmed_and_a_card_stands_for_them(tmp_path):
    folder(tmp_path, {2021: [person("")], 2022: [person(CARD)]})
    reading = ek.read(tmp_path)
    (doubt,) = reading.doubts.itertuples()
    (tmp_path / "same-person.csv").write_text(f"{doubt.subject},{doubt.other},BTC,31/01/2023\n", "utf-8")
    assert runs(tmp_path)[1] == [(CARD, 2021, 2022)]


def test_the_register_follows_a_confirmed_pair(tmp_path):
    folder(tmp_path, TWO)
    register = [["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm"], [1, CARD, "Giấy khen", 2020]]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": register})
    (tmp_path / "same-person.csv").write_text(f"{CARD},{OTHER},BTC,31/01/2023\n", "utf-8")
    assert list(ek.read(tmp_path).held["subject"]) == [OTHER]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"{CARD},Lê An,BTC,31/01/2023", "không phải số thẻ đảng viên"),
        (f"{CARD},{CARD},BTC,31/01/2023", "hai người là một mã"),
        (f"{CARD},{OTHER},,31/01/2023", "chưa ghi ai xác nhận"),
        (f"{CARD},{OTHER},BTC,hôm qua", "ngày xác nhận không đọc được"),
        (f"{CARD},{OTHER},BTC", "ngày xác nhận không đọc được"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_joins_nobody(tmp_path, capsys, line, why):
    folder(tmp_path, TWO)
    (tmp_path / "same-person.csv").write_text(f"A,B,ai,ngày\n{line}\n{line}\n", "utf-8")
    reading, found = runs(tmp_path)
    rows = reading.problems[reading.problems["code"] == "same_person_unclear"]
    assert (found, list(rows["cell"]), set(rows["severity"])) == ([], ["A2", "A3"], {"error"})
    assert why in rows["message"].iloc[0]
    assert CARD not in rows["message"].iloc[0]
    assert main(["check", str(tmp_path)]) == 1


def test_somebody_who_is_not_in_the_data_is_a_warning(tmp_path):
    folder(tmp_path, TWO)
    (tmp_path / "same-person.csv").write_text(f"{CARD},051000000077,BTC,31/01/2023\n", "utf-8")
    assert ("warning", "same_person_unknown", "same-person.csv", "B1") in told(ek.read(tmp_path))


def test_three_keys_of_one_person_become_one(tmp_path):
    pairs = [Confirmed("~a", CARD, "", "", "", 1), Confirmed("~b", "~a", "", "", "", 2)]
    for order in itertools.permutations(pairs):
        ratings = ek.read(folder(tmp_path, TWO)).ratings
        assert join_persons(ratings, confirmed=order) == {"~a": CARD, "~b": CARD}


# --- units under the crosswalk, through whole workbooks ---------------------------------------------------------------

RENAMED = """
[[crosswalk]]
date = 2022-01-01
kind = "renamed"
from = ["Đảng bộ A"]
to = ["Đảng bộ Mới"]
source = "QĐ 1"
"""


def test_people_without_cards_and_cells_without_codes_follow_a_renamed_base(tmp_path):
    years = {2021: [person("")], 2022: [person("", base="Đảng bộ Mới")]}
    folder(tmp_path, years, RENAMED)
    for year, base in ((2021, "Đảng bộ A"), (2022, "Đảng bộ Mới")):
        cells = [["TT", "Chi bộ", "TCCSĐ", "Xếp loại"], [1, "CB 1", base, "HTXSNV"]]
        bases = [["TT", "TCCSĐ", "Xếp loại"], [1, base, "HTXSNV"]]
        write_workbook(tmp_path / f"to chuc {year}.xlsx", {"Chi bộ": cells, "TCCSĐ": bases})
    ratings = ek.read(tmp_path).ratings
    for population in ("member", "cell", "base_organisation"):
        found = ek.find_streaks(ratings, population=population, level="excellent", length=2)
        assert len(found) == 1, population
    (tmp_path / "evalkit.toml").unlink()
    ratings = ek.read(tmp_path).ratings
    assert {
        len(ek.find_streaks(ratings, population=p, level="excellent", length=2)) for p in ratings["population"]
    } == {0}


def test_cells_follow_the_code_of_a_base_whose_name_changed(tmp_path):
    for year, base in ((2021, "Đảng bộ A"), (2022, "Đảng bộ Mới")):
        cells = [["TT", "Chi bộ", "TCCSĐ", "Xếp loại"], [1, "CB 1", base, "HTXSNV"]]
        bases = [["TT", "Mã TCCSĐ", "Tên TCCSĐ", "Xếp loại"], [1, "TC01", base, "HTXSNV"]]
        write_workbook(tmp_path / f"{year}.xlsx", {f"Chi bộ {year}": cells, f"TCCSĐ {year}": bases})
    ratings = ek.read(tmp_path).ratings
    assert len(ek.find_streaks(ratings, population="cell", level="excellent", length=2)) == 1


# --- the same, however the workbooks are cut --------------------------------------------------------------------------

AWARD = '[[awards]]\nid = "three"\nname = "Giấy khen"\npopulation = "member"\nlevel = "excellent"\nyears = 3\n'


def people(seed):
    chance = random.Random(seed)
    found = {}
    for year in (2020, 2021, 2022):
        found[year] = [
            person(f"0510000001{n:02}", f"Người {n}", cell=f"CB {chance.randint(1, 3)}", base="Đảng bộ A",
                   level=chance.choice(["HTXSNV", "HTXSNV", "HTXSNV", "HTTNV"]))
            for n in range(40) if chance.random() < 0.95
        ]  # fmt: skip
    return found


def standing(path):
    reading = ek.read(path)
    found = ek.find_awards(reading.ratings, reading.held, settings=reading.settings, year=2022)
    return found.drop(columns=["unit"])


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_or_one_workbook_instead_of_three_change_nothing(tmp_path, seed):
    years = people(seed)
    expected = standing(folder(tmp_path / "a", years, AWARD))
    assert set(expected["standing"]) == {"eligible", "just_missed"}
    chance = random.Random(seed)
    mixed = {year: chance.sample(rows, len(rows)) for year, rows in years.items()}
    assert standing(folder(tmp_path / "b", mixed, AWARD)).equals(expected)
    titles = [*TITLES[:-1], "Năm", "Xếp loại"]
    rows = [[n, *row[:-1], year, row[-1]] for year, told in years.items() for n, row in enumerate(told, 1)]
    write_workbook(tmp_path / "c" / "tất cả.xlsx", {"S": [titles, *rows]})
    (tmp_path / "c" / "evalkit.toml").write_text(AWARD, "utf-8")
    assert standing(tmp_path / "c").equals(expected)


# --- the register ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ([CARD, "Giấy khen", 2020, "2018 - 2020"], []),
        ([CARD, "Giấy khen", 2020, ""], []),
        ([CARD, "Bằng khen lạ", 2020, "2018 - 2020"], [("warning", "award_unknown", "khen.xlsx", "C2")]),
        ([CARD, "Giấy khen", 2020, "2017 - 2020"], [("warning", "award_window", "khen.xlsx", "C2")]),
        ([CARD, "Giấy khen", 2020, "2020 - 2018"], [("warning", "award_window", "khen.xlsx", "C2")]),
        ([CARD, "Giấy khen", 2019, "2018 - 2020"], [("warning", "award_window", "khen.xlsx", "C2")]),
        (["", "Giấy khen", 2020, ""], [("error", "no_subject", "khen.xlsx", "C2")]),
        ([CARD, "Giấy khen", "năm kia", ""], [("error", "no_year", "khen.xlsx", "C2")]),
    ],
)
def test_the_register_is_read_with_problems_by_cell(tmp_path, row, found):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    header = ["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm", "Giai đoạn"]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [header, [1, *row]]})
    assert told(ek.read(tmp_path)) == found


@pytest.mark.parametrize(
    ("note", "withdrawn"),
    [
        ("Đã thu hồi", True),
        ("Hủy theo QĐ 15", True),
        ("không tính", True),
        ("Không đủ điều kiện", True),
        ("Chưa được khen", True),
        ("Từ chối nhận", True),
        ("Không thu hồi", False),
        ("Đã trao", False),
        ("Chưa nhận giấy khen", False),
        ("", False),
    ],
)
def test_an_award_that_was_taken_back_is_not_held(tmp_path, note, withdrawn):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    header = ["TT", "Số thẻ đảng viên", "Đơn vị", "Hình thức khen", "Năm", "Ghi chú"]
    row, unit = [CARD, "Ban thu hồi đất", "Giấy khen", 2020], "Ban thu hồi đất"
    others = [2, OTHER, unit, "Giấy khen", 2020, ""]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [header, [1, *row, note], others]})
    reading = ek.read(tmp_path)
    assert list(reading.held["subject"]) == ([OTHER] if withdrawn else [CARD, OTHER])
    assert told(reading) == ([("warning", "award_withdrawn", "khen.xlsx", "D2")] if withdrawn else [])


def test_a_register_whose_only_row_is_withdrawn_is_no_empty_form(tmp_path):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    rows = [["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm", "Ghi chú"], [1, CARD, "Giấy khen", 2020, "Đã thu hồi"]]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": rows})
    assert told(ek.read(tmp_path)) == [("warning", "award_withdrawn", "khen.xlsx", "C2")]


@pytest.mark.parametrize("award", ["Hình thức khen", "Danh hiệu thi đua, hình thức khen thưởng", "Loại khen thưởng"])
@pytest.mark.parametrize("year", ["Năm", "Năm khen thưởng", "Năm được khen", "Năm tặng"])
def test_a_register_in_other_titles_is_read(tmp_path, award, year):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [["TT", "Số thẻ", award, year], [1, CARD, "Giấy khen", 2020]]})
    reading = ek.read(tmp_path)
    assert reading.held[["subject", "award", "year"]].values.tolist() == [[CARD, "three", 2020]]
    assert told(reading) == []


def test_a_register_without_years_is_named_with_what_it_needs(tmp_path):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    rows = [[1, "Lê An", CARD, "Giấy khen"], [2, "Lê Bình", OTHER, "Giấy khen"]]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [["TT", "Họ và tên", "Số thẻ", "Hình thức khen"], *rows]})
    (message,) = ek.read(tmp_path).problems["message"]
    assert "2 dòng không được đọc" in message
    assert "thêm cột «Năm» hoặc «Giai đoạn»" in message


def test_a_list_of_levels_with_a_column_of_awards_is_a_list(tmp_path):
    titles = ["TT", "Họ và tên", "Số thẻ", "Năm", "Xếp loại", "Hình thức khen thưởng"]
    write_workbook(tmp_path / "a.xlsx", {"S": [titles, [1, "Lê An", CARD, 2022, "HTXSNV", "Giấy khen"]]})
    reading = ek.read(tmp_path)
    assert list(reading.ratings["level"]) == ["excellent"]
    assert reading.held.empty


@pytest.mark.parametrize(
    ("levels", "row", "against"),
    [
        ({2018: "HTXSNV", 2019: "HTXSNV", 2020: "HTXSNV"}, [2020, ""], False),
        ({2018: "HTXSNV", 2019: "HTTNV", 2020: "HTXSNV"}, [2020, ""], True),
        ({2018: "HTXSNV", 2019: "HTTNV", 2020: "HTXSNV"}, [2021, "2018 - 2020"], True),
        ({2017: "HTTNV", 2018: "HTXSNV"}, [2020, ""], False),  # no year of the window is contradicted
        # handed over in the year after the last that counted
        ({2018: "HTXSNV", 2019: "HTXSNV", 2020: "HTXSNV", 2021: "HTTNV"}, [2021, ""], False),
    ],
)
def test_an_award_against_the_levels_of_its_years_is_told(tmp_path, levels, row, against):
    years = {year: [person(CARD, level=level)] for year, level in levels.items()}
    folder(tmp_path, years, AWARD)
    titles = ["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm", "Giai đoạn"]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [titles, [1, CARD, "Giấy khen", *row]]})
    assert told(ek.read(tmp_path)) == ([("warning", "award_against_level", "khen.xlsx", "C2")] if against else [])


@pytest.mark.parametrize(("words", "near"), [("GK 5 năm liền", "Giấy khen 5 năm"), ("GK 3 năm", ""), ("BK 5 năm", "")])
def test_an_award_in_other_words_is_proposed(tmp_path, words, near):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD.replace('name = "Giấy khen"', 'name = "Giấy khen 5 năm"'))
    write_workbook(
        tmp_path / "khen.xlsx", {"Khen": [["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm"], [1, CARD, words, 2020]]}
    )
    problems = ek.read(tmp_path).problems
    unknown = problems[problems["code"] == "award_unknown"]
    assert list(unknown["suggestion"]) == [near]
    assert (f"Có phải «{near}»?" in unknown["message"].iloc[0]) == bool(near)


def test_an_award_that_stands_twice_is_told(tmp_path):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    header = ["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm"]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [header, *[[n, CARD, "Giấy khen", 2020] for n in (1, 2)]]})
    assert told(ek.read(tmp_path)) == [("warning", "award_twice", "khen.xlsx", "C3")]


def test_an_award_that_is_struck_out_is_not_held(tmp_path):
    folder(tmp_path, {2022: [person(CARD), person(OTHER, "Lê Bình")]}, AWARD)
    book = openpyxl.Workbook()
    for row in (["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm"], [1, CARD, "Giấy khen", 2020]):
        book.active.append(row)
    book.active.append([2, OTHER, "Giấy khen", 2020])
    book.active["C2"].font = Font(strike=True)
    book.save(tmp_path / "khen.xlsx")
    reading = ek.read(tmp_path)
    assert list(reading.held["subject"]) == [OTHER]
    assert told(reading) == [("warning", "award_withdrawn", "khen.xlsx", "C2")]


@pytest.mark.parametrize(
    ("card", "name", "code"),
    [
        (OTHER, "Lê An", "award_other_name"),  # somebody else's card
        ("051000000099", "Lê An", "award_other_name"),  # nobody's, two digits away from that of the one so named
        ("063900000042", "Lê An", "award_card_unknown"),  # nobody's: one of this name who has left, or a wrong card
        ("063900000042", "Lê Ân", ""),
        (CARD, "LE AN", ""),
        (CARD, "Đ/c Lê An", ""),
        (CARD, "Trần Chi", "award_other_name"),
    ],
)
def test_the_register_names_whose_card_it_is(tmp_path, card, name, code):
    folder(tmp_path, {2022: [person(CARD), person(OTHER, "Vũ Bình")]}, AWARD)
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Hình thức khen", "Năm"]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [header, [1, name, card, "Giấy khen", 2020]]})
    reading = ek.read(tmp_path)
    assert told(reading) == ([("warning", code, "khen.xlsx", "D2")] if code else [])
    assert "name" not in reading.held
    assert name not in " ".join(reading.problems["message"])


def test_an_award_of_a_year_to_come_is_an_error(tmp_path):
    folder(tmp_path, {2022: [person(CARD)]}, AWARD)
    header = ["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm"]
    write_workbook(tmp_path / "khen.xlsx", {"Khen": [header, [1, CARD, "Giấy khen", 2081]]})
    assert told(ek.read(tmp_path)) == [("error", "future_year", "khen.xlsx", "C2")]
