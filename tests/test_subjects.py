"""Who is who across years: cards first, names with birth dates inside one base organisation, names alone never."""

from __future__ import annotations

import pandas as pd
import pytest

import evalkit as ek
from evalkit.subjects import identify, one_spelling
from tests.conftest import write_workbook

TITLES = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại"]


def read(folder, first, second):
    """One person in 2021 as the first row says, in 2022 as the second."""
    for year, row in ((2021, first), (2022, second)):
        write_workbook(folder / f"{year}.xlsx", {"S": [[f"NĂM {year}"], TITLES, [1, *row, "HTTNV"]]})
    return ek.read(folder)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        # a card follows the person, through a transfer and a lost zero
        (("An", "051000000001", "", "CB 1", "A"), ("An", 51000000001, "", "CB 2", "B"), True),
        # without a card: name and full birth date in one base organisation
        (("An", "", "02/01/1980", "CB 1", "A"), ("AN", "", "2-1-1980", "CB 2", "A"), True),
        # what stands before or behind a name and tells nobody apart; the birth date in words, with a place
        *(
            (("Lê An", "", "02/01/1980", "CB 1", "A"), (name, "", born, "CB 1", "A"), True)
            for name, born in (
                ("Lê An (*)", "02/01/1980"),
                ("Lê An*", "02/01/1980"),
                ("Lê An (dự bị)", "02/01/1980"),
                ("Lê An (ĐVDB)", "02/01/1980"),
                ("Lê An - dự bị", "02/01/1980"),
                ("Lê An (tức Ba)", "02/01/1980"),
                ("Lê An (bí danh: Ba) (*)", "02/01/1980"),
                ("1. Lê An", "02/01/1980"),
                ("01/ Đ/c Lê An", "02/01/1980"),
                ("12) Lê An.", "02/01/1980"),
                ("Lê An", "ngày 02 tháng 01 năm 1980"),
                ("Lê An", "Sinh ngày 2/1/1980"),
                ("Lê An", "02/01/1980, Sao Mai"),
                ("Lê An", "02/01/1980 (Sao Mai)"),
                ("Lê An", "02/01/1980 tại phường Sao Mai"),
            )
        ),
        *(
            (("Lê An", "", "02/01/1980", "CB 1", "A"), (name, "", born, "CB 1", "A"), False)
            for name, born in (
                ("Lê An (A)", "02/01/1980"),  # may tell two people apart
                ("Lê An 2", "02/01/1980"),
                ("Lê An (con ông Tư)", "02/01/1980"),
                ("Lê An", "02/01/1980 hoặc 03/01/1980"),
            )
        ),
        (("An", "", "02/01/1980", "CB 1", "A"), ("An", "", "02/01/1980", "CB 1", "B"), False),  # another base
        (("An", "", "02/01/1980", "CB 1", "A"), ("An", "", "03/01/1980", "CB 1", "A"), False),  # another day
        (("An", "", "1980", "CB 1", "A"), ("An", "", "1980", "CB 1", "A"), False),  # a year is no birth date
        (("An", "", "", "CB 1", "A"), ("An", "", "", "CB 1", "A"), False),  # a name alone
    ],
)
def test_when_two_years_are_one_persons(tmp_path, first, second, same):
    subjects = set(read(tmp_path, first, second).ratings["subject"])
    assert len(subjects) == (1 if same else 2)


def test_made_keys_are_marked_and_hold_no_name(tmp_path):
    row = ("Nguyễn Văn Kín", "", "02/01/1980", "CB 1", "A")
    subject = read(tmp_path, row, row).ratings["subject"].iloc[0]
    assert subject.startswith("~")
    assert "kín" not in subject.casefold()


def test_people_who_cannot_be_followed_are_a_warning_a_sheet(tmp_path):
    reading = read(tmp_path, ("An", "", "", "CB 1", "A"), ("An", "", "", "CB 1", "A"))
    assert list(reading.problems["code"]) == ["no_identity", "no_identity"]
    assert reading.ratings["subject"].str.startswith("?").all()


def frame(**columns):
    defaults = {
        "key": "", "population": "cell", "name": "", "born": "", "base_organisation": "", "unit": "",
        "file": "f", "sheet": "s", "cell": "A1",
    }  # fmt: skip
    length = len(next(iter(columns.values())))
    return pd.DataFrame({key: columns.get(key, [value] * length) for key, value in defaults.items()})


def test_organisations_without_code_are_their_name_under_their_parent():
    cells = frame(name=["Chi bộ 1", "CHI BỘ 1", "Chi bộ 1"], base_organisation=["Đảng bộ A", "Đảng bộ A", "Đảng bộ B"])
    subjects = list(identify(cells)["subject"])
    assert subjects[0] == subjects[1]
    assert subjects[0] != subjects[2]


def test_a_code_wins_over_a_name():
    assert list(identify(frame(key=["TC1", "TC1"], name=["Cũ", "Mới"]))["subject"]) == ["TC1", "TC1"]


def test_rows_of_counts_sheets_are_marked_as_no_persons():
    counted = frame(key=["#"], population=["member"], name=["Chi bộ 1"], base_organisation=["Đảng bộ A"])
    assert identify(counted)["subject"].iloc[0].startswith("#")


def test_the_commonest_spelling_is_kept_whatever_the_order_of_files():
    names = ["Sở Hoà Bình", "SỞ HÒA BÌNH", "Sở Hoà Bình"]
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        rows = frame(population=["member"] * 3, unit=[names[place] for place in order])
        merged, spellings = one_spelling(rows)
        assert set(merged["unit"]) == {"Sở Hoà Bình"}
        assert spellings == [("Sở Hoà Bình", "SỞ HÒA BÌNH")]
