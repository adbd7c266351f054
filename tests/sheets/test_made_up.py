"""Random layouts, texts and damage: the records are those that were put in, and every broken cell is named."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from evalkit.books.grid import Grid
from evalkit.records import FileReading, Record
from evalkit.scale import PARTY
from evalkit.sheets import read_sheet, read_workbook
from tests.conftest import write_workbook
from tests.sheets.made_up import Entry, MadeUp, make, same


def read(made: MadeUp) -> FileReading:
    reading = FileReading("bang.xlsx")
    rows = [["" if cell is None else cell for cell in row] for row in made.rows]
    rows = [[float(cell) if cell.__class__ is int else cell for cell in row] for row in rows]  # as the parser has them
    read_sheet(Grid(made.sheet, False, rows, merges=tuple(made.merges)), PARTY, (), reading)
    return reading


def entry(record: Record) -> Entry:
    unit = "" if record.population in ("base_organisation", "cell") else same(record.unit)
    return Entry(
        record.year,
        record.population,
        record.key,
        same(record.name),
        unit,
        record.level,
        record.status,
        record.number,
        record.cell,
    )


@pytest.fixture(scope="module")
def all_made(full: bool) -> list[tuple[int, MadeUp, FileReading]]:
    """Each seed, what is made of it, and how that is read: once for all tests."""
    return [(seed, made, read(made)) for seed in range(2000 if full else 300) for made in [make(seed)]]


def test_what_was_put_in_comes_out_and_every_broken_cell_is_named(all_made):
    for seed, made, reading in all_made:
        where = f"seed {seed}, {made.layout}"
        assert sorted(map(entry, reading.records)) == sorted(made.entries), where
        assert {problem.cell for problem in reading.problems if problem.severity == "error"} == made.broken, where


def test_every_row_below_the_header_is_a_record_or_a_named_skip(all_made):
    for seed, made, reading in all_made:
        where = f"seed {seed}, {made.layout}"
        assert reading.rows == reading.row_records + len(reading.skips) + reading.rejected, where
        assert (reading.row_records, reading.rejected) == (made.records, 0), where
        if made.layout != "stack":  # there a title may belong to the table above it or below it
            assert reading.rows == made.below_header, where


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_same_through_a_file(tmp_path, full, all_made, suffix):
    plain = [made for _, made, _ in all_made if suffix == "xlsx" or not made.merges]
    for number, made in enumerate(plain[:: 1 if full else 15]):
        path = tmp_path / f"bang {number}.{suffix}"
        {"xlsx": as_workbook, "csv": as_csv}[suffix](made, path)
        reading = read_workbook(path, PARTY)
        if suffix == "xlsx" or not made.sheet.startswith("Năm"):  # a csv file has no sheet that could name the year
            assert sorted(map(entry, reading.records)) == sorted(made.entries), made.layout
        assert reading.rows == reading.row_records + len(reading.skips) + reading.rejected


def as_workbook(made: MadeUp, path: Path) -> None:
    spans = [
        f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
        for (top, left), (bottom, right) in made.merges
    ]
    write_workbook(path, {made.sheet: made.rows}, merges=spans)


def as_csv(made: MadeUp, path: Path) -> None:
    """As Excel saves it where the decimal sign is a comma: semicolons, dates day first, whole numbers without a dot."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[shown(cell) for cell in row] for row in made.rows])


def shown(cell: object) -> object:
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
