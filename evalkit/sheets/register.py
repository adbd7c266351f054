"""The register of past awards: who holds what, of which year and for which years."""

from __future__ import annotations

import re

from evalkit.books.cells import card_number
from evalkit.books.grid import Grid, as_text, is_blank
from evalkit.records import FileReading, Held, Skip
from evalkit.sheets.table import Table
from evalkit.sheets.years import cell_year


def read_register(grid: Grid, table: Table, reading: FileReading) -> None:
    """Each row of a register as one award held; rows that name no award or nobody are skips or rejections."""
    names = table.names
    for row in range(table.body, min(table.end, len(grid.rows))):
        if all(is_blank(cell) for cell in grid.rows[row]):
            continue
        reading.rows += 1
        award = grid.text(row, names["award"])
        key = grid.text(row, table.key[0]) if table.key else ""
        key = card_number(key)[0] if "card" in names else key
        cell = grid.cell(row, names["award"])
        if award.isdigit() or re.fullmatch(r"\(\d+\)", award) or not award:
            reading.skips.append(Skip(reading.file, grid.name, grid.cell(row, 0), "dòng không phải một lần khen"))
        elif not key:
            reading.rejected += 1
            message = "có hình thức khen nhưng không có số thẻ hay mã. Ghi rõ là của ai."
            reading.problem("error", "no_subject", message, sheet=grid.name, cell=cell)
        else:
            year = cell_year(grid.text(row, names["year"])) if "year" in names else None
            first, last = _window(grid.text(row, names["period"]) if "period" in names else "")
            reading.row_records += 1
            reading.held.append(
                Held(
                    table.population,
                    key,
                    award,
                    year or last,
                    first or year,
                    last or year,
                    reading.file,
                    grid.name,
                    cell,
                )
            )
            if year is None and last is None:
                message = (
                    f'không đọc được năm khen ("{as_text(year)}"). Ghi năm, như 2021, hoặc giai đoạn, như 2017 - 2021.'
                )
                reading.problem("error", "no_year", message, sheet=grid.name, cell=cell)


def _window(text: str) -> tuple[int | None, int | None]:
    """First and last year of "2014 - 2018"; a single year is both."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
    return (years[0], years[-1]) if years else (None, None)
