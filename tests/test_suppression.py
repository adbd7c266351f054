"""No count of a few people in a unit is shown in what leaves the board, nor can it be worked out from what is.

The attack is a reader's own: every number of the papers as an equation, then for each hidden count whether the
equations leave it more than one value. Rank is counted in exact fractions, apart from the code under test.
"""

from __future__ import annotations

import dataclasses
import datetime
import html
import itertools
import random
import re
from fractions import Fraction

import docx
import openpyxl
import pandas as pd
import pytest

from evalkit.problems import Problem
from evalkit.reading import COLUMNS
from evalkit.report import write_report
from evalkit.report.figures import collect_figures
from evalkit.report.unit_tables import left_out_in_words
from evalkit.settings import Cap, Crosswalk, Settings, Target
from evalkit.suppression import find_hidden_counts, mask_problems
from tests.test_report import reading_of

BELOW = 5
LEVELS = ["excellent", "good", "completed", "not_completed"]
TARGET = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(9, 10), source="")
# unit → excellent, good, completed, not completed, exempt, away
UNITS = {
    "Chi bộ 1": (2, 1, 0, 0, 1, 0),  # fewer than five rated, and no other unit like it
    "Chi bộ 2": (8, 30, 2, 0, 0, 1),
    "Chi bộ 3": (6, 24, 0, 0, 2, 0),
    "Chi bộ 4": (10, 40, 5, 1, 0, 0),
    "Chi bộ 5": (7, 33, 0, 0, 0, 0),
    "Chi bộ 6": (3, 50, 9, 0, 6, 7),
    "Chi bộ 7": (12, 20, 1, 1, 0, 3),
}


def reading_with(units, *, below, years=(2021, 2022)):
    """A reading in which the units have so many at each level and reason, the year before one good more each."""
    reading = reading_of(
        {2022: "T"}, settings=Settings(mask_below=below, targets=(TARGET,), organisation="Đảng bộ Thử")
    )
    first, rows = dict(reading.ratings.iloc[0]), []
    for year, (unit, numbers) in itertools.product(years, units.items()):
        extra = [0, year != years[-1], 0, 0, 0, 0]
        for outcome, number, more in zip([*LEVELS, "exempt", "away"], numbers, extra, strict=True):
            rated = outcome in LEVELS
            for _ in range(number + more):
                about = {
                    "year": year,
                    "base_organisation": unit,
                    "subject": f"{len(rows):012d}",
                    "cell": f"G{len(rows)}",
                }
                said = {"level": outcome if rated else None, "status": "rated" if rated else outcome}
                rows.append({**first, **about, **said})
    ratings = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"level": reading.ratings["level"].dtype})
    return dataclasses.replace(reading, ratings=ratings)


# --- the attack -------------------------------------------------------------------------------------------------------


def summary_rows(folder):
    """Unit → column → number or None, as bieu-tong-hop.xlsx has it; the sums under "Tổng cộng"."""
    sheet = openpyxl.load_workbook(folder / "bieu-tong-hop.xlsx")["Đảng viên"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    reasons = [title for title in rows[0][3:] if title not in (None, "Số được xếp loại")]
    reasons = reasons[: rows[0].index("Số được xếp loại") - 3]
    names = ["total", *reasons, "rated", "", *itertools.chain(*((level, "") for level in LEVELS))]
    found = {}
    for row in rows[3:]:
        if row[1] in UNITS or row[1] == "Tổng cộng":
            cells = dict(zip(names, row[2:], strict=True))
            found[row[1]] = {name: None if cells[name] == "…" else cells[name] for name in names if name}
    return found


def unit_rows(folder):
    """The same of phu-luc.xlsx, and of the first annex in Word."""
    sheet = openpyxl.load_workbook(folder / "phu-luc.xlsx")["Đơn vị, đảng viên"]
    rows = [row[1:] for row in sheet.iter_rows(min_row=5, values_only=True) if row[1] in UNITS]
    for table in docx.Document(str(folder / "phu-luc-bao-cao.docx")).tables:
        texts = [[cell.text for cell in row.cells] for row in table.rows]
        rows += [row[1:] for row in texts if len(row) > 6 and row[1] in UNITS]
    for unit, *cells in rows:
        known = [None if cell in ("…", None) else int(cell) for cell in cells[:-1]]
        share = re.sub("[%–…]", "", str(cells[-1] if cells[-1] is not None else ""))
        yield unit, dict(zip(["rated", *LEVELS], known, strict=True)), share


def picture_rows(folder):
    """Unit and how many were rated, where a picture writes "Chi bộ 2 (40)": it shows their share too."""
    for path in sorted((folder / "charts").glob("*-member.svg")):
        text = html.unescape(path.read_text(encoding="utf-8"))
        for unit in UNITS:
            if re.search(rf"{unit}(?!\d)", text):
                yield path.stem, unit


def equations_of(folder, units):
    """Every printed number as an equation over (unit, column), and the sums that rows and columns must have."""
    summary = summary_rows(folder)
    whole = summary.pop("Tổng cộng")
    columns = [name for name in whole if name != "total"]
    found = []
    for unit, cells in summary.items():
        reasons = [name for name in columns if name not in ("rated", *LEVELS)]
        found.append(({(unit, name): 1 for name in [*reasons, "rated"]}, cells["total"]))
        found.append(({(unit, "rated"): 1} | {(unit, level): -1 for level in LEVELS}, 0))
        found += [({(unit, name): 1}, cells[name]) for name in columns if cells[name] is not None]
    found += [({(unit, name): 1 for unit in summary}, whole[name]) for name in columns]
    for unit, cells, share in unit_rows(folder):
        found += [({(unit, name): 1}, number) for name, number in cells.items() if number is not None]
        if share:
            found.append(({(unit, "excellent"): 1, (unit, "good"): 1}, sum(units[unit][:2])))
    for _, unit in picture_rows(folder):
        found.append(({(unit, "excellent"): 1, (unit, "good"): 1}, sum(units[unit][:2])))
        found.append(({(unit, "rated"): 1}, sum(units[unit][:4])))
    return found


def worked_out(equations):
    """The unknowns that have one value in every solution, and that value: Gauss and Jordan in exact fractions."""
    names = sorted({name for terms, _ in equations for name in terms})
    rows = [[Fraction(terms.get(name, 0)) for name in names] + [Fraction(value)] for terms, value in equations]
    rank = 0
    for column in range(len(names)):
        pivot = next((at for at in range(rank, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for at, row in enumerate(rows):
            if at != rank and row[column]:
                factor = row[column]
                rows[at] = [a - factor * b for a, b in zip(row, rows[rank], strict=True)]
        rank += 1
    single = [row for row in rows[:rank] if sum(bool(value) for value in row[:-1]) == 1]
    return {names[next(at for at, value in enumerate(row) if value)]: int(row[-1]) for row in single}


def given_away(folder, units):
    """The small counts of units that a reader of the papers knows, but for what is nobody's in the whole."""
    known = worked_out(equations_of(folder, units))
    return {cell: value for cell, value in known.items() if 0 < value < BELOW}


@pytest.fixture(scope="module")
def masked(tmp_path_factory):
    return write_report(reading_with(UNITS, below=BELOW), year=2022, out=tmp_path_factory.mktemp("masked"))


def test_no_small_count_can_be_worked_out_from_the_papers(masked):
    assert given_away(masked, UNITS) == {}


def test_the_attack_finds_small_counts_where_nothing_is_hidden(tmp_path):
    found = given_away(write_report(reading_with(UNITS, below=0), year=2022, out=tmp_path), UNITS)
    assert {("Chi bộ 4", "not_completed"), ("Chi bộ 2", "completed"), ("Chi bộ 1", "good")} <= set(found)


def test_the_attack_finds_what_only_the_small_counts_themselves_hide(tmp_path, monkeypatch):
    monkeypatch.setattr("evalkit.suppression._Table._protect", lambda self: None)
    assert given_away(write_report(reading_with(UNITS, below=BELOW), year=2022, out=tmp_path), UNITS)


def test_large_counts_and_totals_stay(masked):
    rows = summary_rows(masked)
    assert {unit: cells["total"] for unit, cells in rows.items() if unit in UNITS} == {
        unit: sum(numbers) for unit, numbers in UNITS.items()
    }
    shown = sum(cells[level] is not None for unit, cells in rows.items() if unit in UNITS for level in LEVELS)
    assert shown >= 8  # of 28; nobody needs a sheet of dots


def test_pictures_say_how_many_units_they_leave_out(masked):
    drawn = {unit for stem, unit in picture_rows(masked) if stem == "don-vi-member"}
    text = html.unescape((masked / "charts" / "don-vi-member.svg").read_text(encoding="utf-8"))
    assert drawn
    assert f"không vẽ {len(UNITS) - len(drawn)} đơn vị để không lộ số ít người" in " ".join(text.split())
    assert "Chi bộ 1" not in drawn


def test_the_note_under_a_table_says_what_a_dot_is(masked):
    text = "\n".join(one.text for one in docx.Document(str(masked / "phu-luc-bao-cao.docx")).paragraphs)
    assert "Dấu …: không ghi số dưới 5 đảng viên và các số mà từ đó suy ra được." in text
    sheet = openpyxl.load_workbook(masked / "bieu-tong-hop.xlsx")["Đảng viên"]
    assert "không ghi số dưới 5 đảng viên" in sheet["A4"].value


# --- the mechanism, on random tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_count_of_a_random_table_has_one_value(seed):
    """Sums and shown counts as equations; what is found must not be hidden."""
    chance = random.Random(seed)
    numbers = [0, 0, 0, 1, 1, 2, 3, 4, 6, 9, 15, 30]
    units = {
        f"Đơn vị {place}": tuple(chance.choice(numbers) for _ in range(6)) for place in range(chance.randint(2, 7))
    }
    units = {unit: row for unit, row in units.items() if sum(row)}
    reading = reading_with(units, below=BELOW, years=(2022,))
    hidden = find_hidden_counts(reading.ratings, settings=reading.settings, year=2022, by="base_organisation")
    columns = [*LEVELS, "exempt", "away"]
    table = {(unit, name): row[place] for unit, row in units.items() for place, name in enumerate(columns)}
    table |= {(unit, "rated"): sum(row[:4]) for unit, row in units.items()}
    concealed = {(unit, name) for unit, name in table if hidden.hides("member", 2022, unit, name)}
    equations = [({cell: 1}, value) for cell, value in table.items() if cell not in concealed]
    for unit, row in units.items():
        equations.append(({(unit, name): 1 for name in ("rated", "exempt", "away")}, sum(row)))
        equations.append(({(unit, "rated"): 1} | {(unit, level): -1 for level in LEVELS}, 0))
    sums = [({(unit, name): 1 for unit in units}, sum(table[unit, name] for unit in units)) for name in columns]
    totals = [one for one in equations if len(one[0]) > 1] + sums
    assert not concealed & set(worked_out(equations + sums))
    small = {cell for cell, value in table.items() if 0 < value < BELOW and cell[1] in columns}
    assert small - concealed <= set(worked_out(totals))  # what everybody knows from the totals


def test_a_merged_unit_is_hidden_in_a_year_in_which_a_part_of_it_was():
    """Chi bộ 1 is hidden in 2021; less Chi bộ 5, which is shown, the unit they became would tell its figures."""
    merger = Crosswalk(
        date=datetime.date(2022, 1, 1), kind="merged", before=("Chi bộ 1", "Chi bộ 5"), after=("Chi bộ mới",)
    )
    before = reading_with(UNITS, below=BELOW, years=(2021,))
    after = {"Chi bộ mới" if unit == "Chi bộ 5" else unit: row for unit, row in UNITS.items() if unit != "Chi bộ 1"}
    ratings = pd.concat([before.ratings, reading_with(after, below=BELOW, years=(2022,)).ratings], ignore_index=True)
    settings = dataclasses.replace(before.settings, crosswalk=(merger,))
    hidden = find_hidden_counts(ratings, settings=settings, year=2022, by="base_organisation")
    assert not hidden.hides_share("member", 2021, "Chi bộ 5", "good_or_better")
    assert not hidden.hides_share("member", 2022, "Chi bộ mới", "good_or_better")
    assert hidden.hides_share("member", 2021, "Chi bộ mới", "good_or_better")
    rows = hidden.blank_units(
        ratings.replace({"Chi bộ 5": "Chi bộ mới", "Chi bộ 1": "Chi bộ mới"}), measure="good_or_better"
    )
    assert len(rows) == len(ratings)  # the whole is what it was
    assert set(rows.loc[rows["base_organisation"] == "Chi bộ mới", "year"]) == {2022}


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("2022.xlsx, ô G1: năm 2022 của «A» có 2", False),  # a count
        ("2022.xlsx, ô G1: tổng in ra 12, cộng lại 11", False),
        ("2022.xlsx, ô G1: «HTSX» không phải mức xếp loại", True),  # a word
        ("2022.xlsx, ô G1: năm 2021 không có đơn vị này", True),  # a year
    ],
)
def test_problems_say_no_counts_where_counts_are_hidden(message, shown):
    problem = Problem("warning", "cap_exceeded", "2022.xlsx", "S", "G1", "2", message)
    reading = dataclasses.replace(
        reading_with(UNITS, below=BELOW), problems=pd.DataFrame([problem], columns=Problem._fields)
    )
    (row,) = collect_figures(reading, year=2022).problems.itertuples()
    assert (row.message == message) == shown
    assert row.message.startswith("2022.xlsx, ô G1: ")
    none = find_hidden_counts(reading.ratings, settings=Settings(), year=2022, by="base_organisation")
    assert mask_problems(reading.problems, hidden=none).equals(reading.problems)


# --- what is left out whole ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "groups", "joined", "words"),
    [
        (5, True, True, "bảng mức xuất sắc tối đa theo đơn vị và bảng phát triển đảng viên theo đơn vị"),
        (5, True, False, "bảng mức xuất sắc tối đa theo đơn vị"),
        (5, False, True, "bảng phát triển đảng viên theo đơn vị"),  # the only limit is on all together
        (5, False, False, ""),
        (0, True, True, ""),
    ],
)
def test_the_annexes_name_the_tables_that_are_not_made(below, groups, joined, words):
    reading = reading_with(UNITS, below=below)
    cap = Cap(
        population="member", level="excellent", share=Fraction(1, 5), group="base_organisation" if groups else "all"
    )
    ratings = reading.ratings if joined else reading.ratings.drop(columns="joined")
    settings = dataclasses.replace(reading.settings, caps=(cap,))
    figures = collect_figures(dataclasses.replace(reading, settings=settings, ratings=ratings), year=2022)
    assert left_out_in_words(figures) == (f"Để không lộ số ít người, không lập {words}." if words else "")


def test_the_line_stands_at_the_end_of_the_annexes(masked):
    paragraphs = [one.text for one in docx.Document(str(masked / "phu-luc-bao-cao.docx")).paragraphs]
    assert "Để không lộ số ít người, không lập bảng phát triển đảng viên theo đơn vị." in paragraphs
