"""A cell's text is understood by its first 300 letters, and what a cell costs does not grow faster than its text."""
# ruff: noqa: E501

from __future__ import annotations

import time

import pytest

from evalkit.books.unseen import shortened, without_author
from evalkit.books.workbook import open_grids
from evalkit.scale import PARTY
from evalkit.settings import Limits
from evalkit.sheets import read_workbook
from tests.conftest import LIST, member, write_workbook

LONG = 32_000


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a" * 300, "a" * 300),
        ("a" * 301, "a" * 300 + "…"),
        ("HTTNV" + " " * LONG, "HTTNV"),
        (" " * LONG + "HTTNV", "HTTNV"),
        ("HTTNV" + " " * LONG + "x", "HTTNV…"),  # what follows may say anything: it is no level
        ("a  " * 100, " ".join("a" * 100)),
    ],
)
def test_a_text_is_cut_behind_its_first_letters_and_shows_it(text, short):
    assert shortened(text) == short


def test_a_comment_is_cut_too_and_much_later():
    assert len(without_author("a" * LONG)) == 3001


def test_a_level_with_much_behind_it_is_not_the_level(tmp_path):
    level = "Hoàn thành tốt nhiệm vụ" + " " * 3000 + "không"
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, level), member(2, "HTTNV")]})
    assert [record.status for record in read_workbook(path, PARTY).records] == ["unknown", "rated"]
    (grid,) = open_grids(path, Limits())
    assert grid.rows[1][6] == "Hoàn thành tốt nhiệm vụ…"


def test_many_long_texts_of_every_sort_cost_little(tmp_path):
    units = [
        "A",
        "a ",
        "1",
        "(",
        "-",
        "/",
        "HT",
        "( ",
        "1/",
        "é",
        "năm 2 ",
        "Hoàn thành ",
        "\u0300",
        "ử",
        "\n",
        '="',
        "đ/c ",
    ]
    rows = [
        [number, f"Người Số {number}", f"0510000{number:05d}", "", "Chi bộ 1", "Đảng bộ A", *(units[(number + n) % len(units)] * (LONG // 4) for n in (0, 5))]
        for number in range(1, 100)
    ]  # fmt: skip
    path = write_workbook(tmp_path / "2022.xlsx", {"S": [["NĂM 2022"], LIST, *rows]})
    start = time.process_time()
    reading = read_workbook(path, PARTY)
    assert time.process_time() - start < 10  # on a slow machine, too; without a bound it takes minutes
    assert not {record.status for record in reading.records} & {"rated"}
