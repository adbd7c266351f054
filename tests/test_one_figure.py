"""One figure, everywhere the same: a finished report is taken apart, and each of its parts says what the rows say.

The expected figures are counted here from the ratings table's rows in plain Python.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction

import docx
import matplotlib.pyplot as plt
import nbformat
import openpyxl
import pytest

import evalkit as ek
from evalkit.charts import plot_trends
from tests.conftest import ROOT

YEARS = range(2018, 2023)
WORDS = {
    ("member", "good_or_better"): "Đảng viên hoàn thành tốt nhiệm vụ trở lên",
    ("member", "not_completed"): "Đảng viên không hoàn thành nhiệm vụ",
    ("base_organisation", "good_or_better"): "Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên",
    ("base_organisation", "not_completed"): "Tổ chức cơ sở đảng không hoàn thành nhiệm vụ",
}


@pytest.fixture(scope="module")
def figures(sample):
    """(population, measure, year) → (count, base), from the rows."""
    levels: Counter[tuple[str, int, str]] = Counter()
    for row in sample.ratings.itertuples():
        if row.status == "rated":
            levels[row.population, row.year, row.level] += 1
    found = {}
    for population, measure in WORDS:
        for year in YEARS:
            base = sum(number for (who, when, _), number in levels.items() if (who, when) == (population, year))
            counted = ("excellent", "good") if measure == "good_or_better" else (measure,)
            found[population, measure, year] = (sum(levels[population, year, level] for level in counted), base)
    return found


def printed(count, base):
    """Per cent, half-up to two decimals, with a comma."""
    hundredths = int(Fraction(10_000 * count, base) + Fraction(1, 2))
    return f"{hundredths // 100},{hundredths % 100:02d}"


def grouped(number):
    return f"{number:,}".replace(",", ".")


def docx_figures(path):
    """(population, measure, year) → printed share, from the table of targets by years; and the counts of the year."""
    shares, counts = {}, {}
    of_words = {words: key for key, words in WORDS.items()}
    for table in docx.Document(str(path)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][:2] == ["Chỉ tiêu", "Mức đề ra"] and rows[0][2] == "2018":
            for row in rows[1:]:
                held = [(year, said) for year, said in zip(rows[0][2:], row[2:], strict=True) if said != "–"]
                for year, said in held:  # each year under the target of its term
                    shares[(*of_words[row[0]], int(year))] = said.split()[0]
        elif rows[0][:4] == ["Chỉ tiêu", "Mức đề ra", "Số lượng", "Tổng số được xếp loại"]:
            counts |= {(*of_words[row[0]], 2022): (row[2], row[3], row[4]) for row in rows[1:]}
    return shares, counts


def xlsx_figures(path):
    """(population, measure, year) → (count, base, share) from the sheet of targets, numbers as they stand."""
    of_words = {words: key for key, words in WORDS.items()}
    sheet = openpyxl.load_workbook(path)["Chỉ tiêu"]
    header = [cell.value for cell in sheet[4]]
    at = {name: header.index(name) for name in ("Năm", "Chỉ tiêu", "Số lượng", "Tổng số được xếp loại", "Tỉ lệ %")}
    found = {}
    for row in sheet.iter_rows(min_row=5, values_only=True):
        key = (*of_words[row[at["Chỉ tiêu"]]], row[at["Năm"]])
        found[key] = (row[at["Số lượng"]], row[at["Tổng số được xếp loại"]], row[at["Tỉ lệ %"]])
    return found


def test_the_text_and_tables_of_the_report(sample_report, figures):
    shares, counts = docx_figures(sample_report / "bao-cao.docx")
    assert shares == {key: printed(*figure) for key, figure in figures.items()}
    assert counts == {
        key: (grouped(count), grouped(base), printed(count, base))
        for key, (count, base) in figures.items()
        if key[2] == 2022
    }
    prose = "\n".join(paragraph.text for paragraph in docx.Document(str(sample_report / "bao-cao.docx")).paragraphs)
    for population, measure in WORDS:
        count, base = figures[population, measure, 2022]
        said = rf"{printed(count, base)}% \({grouped(count)}/{grouped(base)} "
        assert re.search(said, prose), (population, measure)


def test_the_cells_of_the_annex(sample_report, figures):
    found = xlsx_figures(sample_report / "phu-luc.xlsx")
    assert {key: cells[:2] for key, cells in found.items()} == figures
    assert all(share == pytest.approx(count / base) for count, base, share in found.values())


def test_the_run_file(sample_report, figures):
    run = json.loads((sample_report / "run.json").read_text(encoding="utf-8"))
    told = {(row["population"], row["measure"]): (row["count"], row["base"]) for row in run["targets"]}
    assert told == {key[:2]: figure for key, figure in figures.items() if key[2] == 2022}


def test_the_artists_of_the_chart(sample, figures):
    targets = ek.compare_targets(sample.ratings, settings=sample.settings, years=range(2020, 2023))  # of one term
    figure = plot_trends(targets, populations=sample.settings.populations)
    keys = list(WORDS)
    for key, axes in zip(keys, figure.axes, strict=True):
        (line,) = [line for line in axes.get_lines() if line.get_gid() == "series"]
        drawn = dict(zip(map(int, line.get_xdata()), line.get_ydata(), strict=True))
        for year in range(2020, 2023):
            count, base = figures[(*key, year)]
            assert drawn[year] == pytest.approx(100 * count / base, abs=1e-9)
    plt.close(figure)


def test_the_outputs_of_the_notebooks(figures):
    seen = ""
    for name in ("02_rates_and_targets", "03_trends", "05_midterm_review"):
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        seen += "\n".join(str(value) for output in outputs for value in output.get("data", {}).values())
    for (*_, year), (count, base) in figures.items():
        assert printed(count, base) in seen, year
    count, base = figures["member", "good_or_better", 2022]
    assert grouped(count) in seen
    assert grouped(base) in seen


def test_the_console_says_the_same(sample, figures, capsys):
    from evalkit.__main__ import main

    assert main(["targets", str(ROOT / "data" / "sample"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    told = {(row["population"], row["measure"], row["year"]): (row["count"], row["base"]) for row in rows}
    assert told == figures


def tables_in(path):
    """The title above each table of a Word file, without its number → the table's rows."""
    found, title = {}, ""
    for block in docx.Document(str(path)).iter_inner_content():
        if hasattr(block, "rows"):
            found[title.partition(". ")[2]] = [[cell.text for cell in row.cells] for row in block.rows]
        elif block.style.name == "Caption":
            title = block.text
    return found


def test_the_shares_by_year_in_the_annexes(sample_report, figures):
    head, *rows = tables_in(sample_report / "phu-luc-bao-cao.docx")["Tỉ lệ các mức xếp loại, 2018–2022"]
    assert (head[-1], head[-2]) == ("HTTNV trở lên", "KHTNV")
    who, seen = "", {}
    names = {"Đảng viên": "member", "Tổ chức cơ sở đảng": "base_organisation"}
    for row in rows:
        who = row[0] if not row[0].isdigit() else who
        if row[0].isdigit() and who in names:
            seen[names[who], "good_or_better", int(row[0])] = row[-1]
            seen[names[who], "not_completed", int(row[0])] = row[-2]
    assert seen == {key: printed(*figure) for key, figure in figures.items()}


def test_the_margins_of_the_movements_in_the_annexes(sample_report, sample):
    """What came to each level, and what was there last year, are the counts of the two years."""
    title = "Thay đổi mức xếp loại của đảng viên, 2021–2022"
    head, *rows = tables_in(sample_report / "phu-luc-bao-cao.docx")[title]
    order = ["excellent", "good", "completed", "not_completed"]
    members = [row for row in sample.ratings.itertuples() if row.population == "member" and row.status == "rated"]
    counts = Counter((row.year, row.level) for row in members)
    assert (head[-1], rows[-1][0]) == ("Cộng", "Cộng")
    assert [row[-1] for row in rows[:4]] == [grouped(counts[2021, level]) for level in order]
    assert rows[-1][1:5] == [grouped(counts[2022, level]) for level in order]
    stayed = {row.subject: row.level for row in members if row.year == 2021}
    moved = Counter((stayed.get(row.subject), row.level) for row in members if row.year == 2022)
    assert [row[1:5] for row in rows[:4]] == [[grouped(moved[was, now]) for now in order] for was in order]


def test_the_note_and_the_totals_of_units_say_the_same(sample_report, figures):
    count, base = figures["member", "good_or_better", 2022]
    totals = tables_in(sample_report / "phu-luc-bao-cao.docx")["Kết quả xếp loại đảng viên theo đơn vị, năm 2022"][-1]
    assert (totals[1], totals[2], totals[-1]) == ("Tổng cộng", grouped(base), printed(count, base))
    note = "\n".join(
        paragraph.text for paragraph in docx.Document(str(sample_report / "ghi-chu-noi-bo.docx")).paragraphs
    )
    assert f"mức chung {printed(count, base)}%" in note


@pytest.mark.parametrize("part", ["docx", "xlsx"])
def test_a_changed_figure_is_seen(sample_report, figures, tmp_path, part):
    """The taking apart itself: one digit changed in a copy makes it differ."""
    if part == "docx":
        document = docx.Document(str(sample_report / "bao-cao.docx"))
        cell = next(
            cell for table in document.tables for row in table.rows for cell in row.cells if cell.text == "98,45 đạt"
        )
        cell.paragraphs[0].runs[0].text = "98,46 đạt"
        document.save(str(tmp_path / "changed.docx"))
        shares, _ = docx_figures(tmp_path / "changed.docx")
        assert shares != {key: printed(*figure) for key, figure in figures.items()}
    else:
        book = openpyxl.load_workbook(sample_report / "phu-luc.xlsx")
        cell = next(cell for row in book["Chỉ tiêu"].iter_rows() for cell in row if cell.value == 8828)
        cell.value = 8829
        book.save(tmp_path / "changed.xlsx")
        assert {key: cells[:2] for key, cells in xlsx_figures(tmp_path / "changed.xlsx").items()} != figures
