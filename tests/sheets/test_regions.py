"""A far cell costs what it holds: it is read, at its own address, and the blanks before it are not."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from struct import pack

import openpyxl
import pytest

from evalkit.books import regions
from evalkit.books.regions import Region
from evalkit.books.workbook import Unreadable, open_grids
from evalkit.settings import Limits
from tests.conftest import LIST, member
from tests.sheets.test_formatting import cell, record, row
from tests.sheets.test_unseen import rewrite


@pytest.mark.parametrize("far", ["IV65536", "A65536", "XFD5", "A1048576", "H3000"])
def test_a_far_cell_is_a_region_of_its_own_and_not_lost(tmp_path, far):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (LIST, member(1, "HTTNV"), member(2, "HTXSNV")):
        sheet.append(cells)
    sheet[far] = "x"
    book.save(tmp_path / "2022.xlsx")
    start = time.process_time()
    grids = list(open_grids(tmp_path / "2022.xlsx", Limits()))
    assert time.process_time() - start < 10  # on a slow machine, too
    found = [
        grid.cell(row, n) for grid in grids for row, cells in enumerate(grid.rows) for n, c in enumerate(cells) if c
    ]
    assert far in found
    assert found[:8] == [f"{letter}1" for letter in "ABCDEFGH"]
    assert sum(len(cells) for grid in grids for cells in grid.rows) < 1_000_000


class Sheet:
    """A sheet as python-calamine shows it: rows from the first of all, columns from the first that is filled."""

    def __init__(self, start, rows):
        self.start, self.rows, self.width = start, rows, len(rows[0])

    def iter_rows(self):
        return iter(self.rows)


def test_regions_are_cut_by_rows_and_then_by_columns_and_a_gap_at_the_limit_is_none(monkeypatch):
    monkeypatch.setattr(regions, "_FAR_ROWS", 2)
    monkeypatch.setattr(regions, "_FAR_COLUMNS", 2)
    rows = [[""] * 5, [1, "", "a", "", ""], [""] * 5, [0, "", "", "", ""], [""] * 5, [""] * 5, ["", "", "", False, "b"]]
    found = [(region.corner, region.rows) for region in regions.regions_of(Sheet((1, 1), rows))]
    assert found == [((1, 1), [[1, "", "a"], ["", "", ""], [0, "", ""]]), ((6, 4), [[False, "b"]])]


def test_an_error_in_a_blank_row_is_put_into_that_row_alone():
    blank = ["", ""]
    region = Region(10, 3, [blank, blank])
    region.put(1, 0, "#REF!")
    assert region.rows == [["", ""], ["#REF!", ""]]
    assert region.own({(11, 3): "in", (12, 3): "below", (11, 5): "right", (9, 3): "above"}) == {(1, 0): "in"}


def test_a_far_cell_of_an_xlsb_workbook(corpus, tmp_path):
    cells = row(0) + cell(5, 0, pack("<d", 1)) + row(65535) + cell(5, 255, pack("<d", 7))
    size = record(148, pack("<IIII", 0, 65535, 0, 255))
    sheet = record(129, b"") + size + record(145, b"") + cells + record(146, b"") + record(130, b"")
    path = Path(shutil.copy(corpus / "calamine" / "issue_186.xlsb", tmp_path))
    rewrite(path, "xl/worksheets/sheet1.bin", lambda _: sheet)
    assert [(grid.cell(0, 0), grid.rows) for grid in open_grids(path, Limits())] == [
        ("A1", [[1.0]]),
        ("IV65536", [[7.0]]),
    ]
    far = record(0, pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0)) + cell(5, 16_383, pack("<d", 7))
    rewrite(path, "xl/worksheets/sheet1.bin", lambda xml: xml.replace(record(146, b""), far + record(146, b"")))
    with pytest.raises(Unreadable, match=r"có ô ở rất xa \(cột XFD, dòng 1048576\)"):
        list(open_grids(path, Limits()))
