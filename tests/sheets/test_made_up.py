"""Random layouts, texts and damage: the records are those that were put in, and every broken cell is named."""

from __future__ import annotations

from evalkit.scale import PARTY
from evalkit.sheets import FileReading, Record, read_sheet
from evalkit.sheets.grid import Grid
from tests.sheets.made_up import Entry, MadeUp, make, same


def read(made: MadeUp) -> FileReading:
    reading = FileReading("bang.xlsx")
    rows = [["" if cell is None else cell for cell in row] for row in made.rows]
    rows = [
        [float(cell) if cell.__class__ is int else cell for cell in row] for row in rows
    ]  # as the parser gives them
    read_sheet(Grid(made.sheet, False, rows, merges=tuple(made.merges)), PARTY, (), reading)
    return reading


def entry(record: Record) -> Entry:
    unit = "" if record.population == "base_organisation" else same(record.unit)
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


def seeds(full: bool) -> range:
    return range(2000 if full else 300)


def test_what_was_put_in_comes_out_and_every_broken_cell_is_named(full):
    for seed in seeds(full):
        made = make(seed)
        reading = read(made)
        where = f"seed {seed}, {made.layout}"
        assert sorted(map(entry, reading.records)) == sorted(made.entries), where
        assert {problem.cell for problem in reading.problems if problem.severity == "error"} == made.broken, where


def test_every_row_below_the_header_is_a_record_or_a_named_skip(full):
    for seed in seeds(full):
        made = make(seed)
        reading = read(made)
        counted = (reading.rows, reading.row_records, len(reading.skips), reading.rejected)
        assert counted == (made.below_header, made.records, made.below_header - made.records, 0), (
            f"seed {seed}, {made.layout}"
        )
