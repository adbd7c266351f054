"""A table by column: what a cell shows, and that reading many rows at once says what reading them one by one says."""

from __future__ import annotations

import datetime
import pickle

import pytest

from evalkit.books.cells import are_cards
from evalkit.books.grid import Grid
from evalkit.books.package_scan import CellError
from evalkit.records import Coded, Record, Records
from evalkit.scale import PARTY
from evalkit.sheets.body import Body
from evalkit.sheets.tables import find_tables
from evalkit.vietnamese import are_tidy, clean
from tests.conftest import LIST


def body(*rows, merges=(), errors=False):
    grid = Grid("S", False, [["NĂM 2022"], LIST, *map(list, rows)], merges=merges, has_errors=errors)
    return Body(grid, find_tables(grid, PARTY, file_name="")[0])


def test_a_column_is_as_long_as_the_table_whatever_its_rows():
    found = body([1.0, " Lê  An"], [], [2022.0, "Lê An", "051000000001", datetime.date(1980, 1, 2), "", "", "HTT"])
    assert found.texts(0) == ["1", "", "2022"]
    assert found.texts(1) == ["Lê An", "", "Lê An"]
    assert found.texts(6) == ["", "", "HTT"]
    assert found.texts(40) == ["", "", ""]  # beyond the sheet
    assert found.filled([6, 0]) == ["1", "", "HTT"]


def test_a_merged_unit_stands_in_every_row_and_an_error_in_none():
    rows = [[n, f"Người {n}", f"05100000000{n}", "", "", "", "HTT"] for n in range(3)]
    rows[0][4], rows[2][1] = "Chi bộ 5", CellError("#REF!")
    found = body(*rows, merges=(((2, 4), (3, 4)),), errors=True)
    assert found.of("unit") == ["Chi bộ 5", "Chi bộ 5", ""]
    assert found.of("name") == ["Người 0", "Người 1", ""]
    assert found.broken == {2: [1]}


@pytest.mark.parametrize(
    ("cards", "keys", "restored"),
    [
        (["051000000001", "051000000002"], ["051000000001", "051000000002"], [False, False]),
        ([51000000001.0, "05.1000.000002"], ["051000000001", "051000000002"], [True, False]),  # what Excel ate
        (["051000000001", "không"], ["051000000001", ""], [False, False]),
    ],
)
def test_keys_of_persons_are_their_cards(cards, keys, restored):
    found = body(*([n, f"Người {n}", card, "", "", "", "HTT"] for n, card in enumerate(cards)))
    assert found.keys() == (keys, restored)


@pytest.mark.parametrize(
    ("texts", "all_cards"),
    [
        (["051000000001"], True),
        (["051000000001", "51000000001"], False),  # eleven digits
        (["05100000000x"], False),
        (["٠٥١٠٠٠٠٠٠٠٠١"], False),  # digits of another script
        ([], False),
    ],
)
def test_cards_are_told_all_at_once(texts, all_cards):
    assert are_cards(texts) is all_cards


@pytest.mark.parametrize(
    ("values", "date", "unread"),
    [
        (["02/01/1980"], "1980-01-02", {}),
        (["2-1-1980"], "1980-01-02", {}),
        (["31/02/1980"], "", {0: 3}),  # no such day
        (["05/03/72"], "", {0: 3}),
        (["1972"], "", {}),  # a year alone is no mistake
        (["-"], "", {}),
        ([datetime.datetime(1980, 1, 2)], "1980-01-02", {}),
    ],
)
def test_a_date_is_read_or_told(values, date, unread):
    found = body([1, "Lê An", "051000000001", *values, "", "", "HTT"])
    assert found.dates([3]) == ([date], unread)


def test_of_two_date_columns_the_first_that_is_filled_counts():
    rows = [["", "", "", a, b, "", "HTT"] for a, b in (("01/02/1980", "03/04/1990"), ("", "03/04/1990"), ("x", ""))]
    assert body(*rows).dates([3, 4]) == (["1980-02-01", "1990-04-03", ""], {2: 3})


@pytest.mark.parametrize("text", ["Chi bộ 1", "", "Đ", "x|y"])
def test_texts_that_cleaning_leaves_alone_are_tidy(text):
    assert clean(text) == text
    assert are_tidy([text, "Tốt"])


@pytest.mark.parametrize("text", [" x", "x ", "a  b", "a\nb", "a\u00a0b", "a\u200bb", "e\u0302", "\u00ad"])
def test_one_text_to_be_cleaned_makes_all_untidy(text):
    assert clean(text) != text
    assert not are_tidy(["Tốt", text, "Khá"])


def record(**changes):
    told = Record(
        2022, "member", "1", "Lê An", "U", "B", "", "1980-01-02", "", 95.0, "good", "rated", "", 1, "", "S", "G3"
    )
    return told._replace(**changes)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [record()],
        [record(name=""), record(cell="G4", level="", status="sick", reason="ốm")],
        [record(name="hai\ndòng"), record(name="ba")],  # a line break inside a text
        [record(year=year, number=year, cell=f"G{year}") for year in range(2000, 2400)],  # more values than a byte has
    ],
)
def test_records_come_out_of_another_process_as_they_went_in(rows):
    records = Records()
    for row in rows:
        records.append(row)
    back = pickle.loads(pickle.dumps(records))
    assert list(back) == rows
    assert [Coded.of([row.year for row in rows]).words, len(back)] == [
        list(dict.fromkeys(row.year for row in rows)),
        len(rows),
    ]
