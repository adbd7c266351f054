"""Forms that come back filled in, read beside the workbooks of the years before: the sample's last year again."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import evalkit as ek
from evalkit.forms import write_template
from evalkit.reading import Reading
from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "sample"
YEAR, HEAD, BLANK = 2022, 7, 400  # the form's year; the row of its header; lines enough for all who are new in it
PLACE = {"TCCSĐ": "base_organisation", "Xếp loại": "level", "Lý do không xếp loại": "reason"}
SHEETS = {  # sheet of the form → whom it lists, the title of their key, and what a unit writes under each title
    "Đảng viên": ("member", "Số thẻ đảng viên", {
        "Họ và tên": "name", "Số thẻ đảng viên": "subject", "Ngày sinh": "born", "Ngày vào Đảng": "joined",
        "Chi bộ": "unit", **PLACE,
    }),
    "Chi bộ trực thuộc": ("cell", "Mã chi bộ", {
        "Mã chi bộ": "subject", "Chi bộ": "name", **PLACE, "Tiêu biểu": "exemplary",
    }),
    "TCCSĐ": ("base_organisation", "Mã TCCSĐ", {
        "Mã TCCSĐ": "subject", **PLACE, "TCCSĐ": "name", "Loại hình": "kind", "Tiêu biểu": "exemplary",
        "Khen lĩnh vực": "field",
    }),
}  # fmt: skip
COMPARED = [
    "population", "subject", "name", "kind", "base_organisation", "born", "joined", "level", "status", "reason",
    "distinction",
]  # fmt: skip
LEVELS = {
    "excellent": "hoàn thành xuất sắc nhiệm vụ",
    "good": "hoàn thành tốt nhiệm vụ",
    "completed": "hoàn thành nhiệm vụ",
    "not_completed": "không hoàn thành nhiệm vụ",
}


def as_written(ratings: pd.DataFrame) -> pd.DataFrame:
    """The rows of the year as texts, the way units write them, and who is new; "" where nothing is to be written."""
    rows = ratings[ratings["year"] == YEAR].copy()
    rows["is_new"] = ~rows["subject"].isin(ratings.loc[ratings["year"] == YEAR - 1, "subject"])
    exemplary = rows["distinction"] == "exemplary"
    rows["exemplary"] = exemplary.map({True: "tiêu biểu", False: ""})
    rows["field"] = rows["distinction"].mask(exemplary, "")
    rows["level"] = rows["level"].astype(object).map(LEVELS)
    for column in ("born", "joined"):
        rows[column] = rows[column].dt.strftime("%d/%m/%Y")
    return rows.astype(object).fillna("")


def fill_in(path: Path, truth: pd.DataFrame) -> None:
    """Each row of the truth on the line of its card or code, the new ones on blank lines; who left is wiped out."""
    book = openpyxl.load_workbook(path)
    for name, (population, key_title, titles) in SHEETS.items():
        sheet = book[name]
        at = {cell.value: cell.column for cell in sheet[HEAD]}
        lines = range(HEAD + 1, sheet.max_row)  # the last row is the total
        listed = {sheet.cell(line, at[key_title]).value: line for line in lines}
        blank = (line for line in lines if all(sheet.cell(line, at[title]).value is None for title in titles))
        rows = truth[truth["population"] == population].to_dict("records")
        filled = {next(blank) if row["is_new"] else listed[row["subject"]]: row for row in rows}
        for line, title in itertools.product(lines, titles):
            sheet.cell(line, at[title]).value = filled.get(line, {}).get(titles[title]) or None
    book.save(path)


@pytest.fixture(scope="module")
def returned(sample: Reading, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The years before as they are, and the last year from the form that they gave."""
    folder = tmp_path_factory.mktemp("forms")
    before = [shutil.copy(SAMPLE / f"{year}.xlsx", folder) for year in range(2018, YEAR)]
    settings = ek.load_settings(SAMPLE / "evalkit.toml")
    roster = ek.read(before, settings=settings).ratings
    (form,) = write_template(folder / "mau.xlsx", year=YEAR, settings=settings, roster=roster, blank_rows=BLANK)
    fill_in(form, as_written(sample.ratings))
    return ek.read([*before, form], settings=settings)


def excellent_five_years(reading: Reading, population: str) -> set[str]:
    found = ek.find_streaks(reading.ratings, population=population, level="excellent", length=5, through=YEAR)
    return set(found["subject"])


@pytest.mark.parametrize(("population", "published"), [("base_organisation", 2), ("cell", 1), ("member", 75)])
def test_forms_give_the_same_subjects_excellent_five_years_running(sample, returned, population, published):
    subjects = excellent_five_years(returned, population)
    assert len(subjects) == published
    assert subjects == excellent_five_years(sample, population)


def test_forms_give_the_same_field_awards(sample, returned):
    fields = []
    for reading in (returned, sample):
        rows = reading.ratings[reading.ratings["year"] == YEAR]
        rows = rows[~rows["distinction"].isin(["", "exemplary"])]
        fields.append(dict(zip(rows["subject"], rows["distinction"], strict=True)))
    assert len(fields[0]) == 30  # published
    assert fields[0] == fields[1]


def ratings_of_the_year(reading: Reading) -> pd.DataFrame:
    """What the form asks for, as texts; when an organisation was founded is not among it."""
    rows = reading.ratings[reading.ratings["year"] == YEAR]
    rows = rows.assign(joined=rows["joined"].where(rows["population"] == "member"))
    return rows[COMPARED].astype(str).sort_values(COMPARED, ignore_index=True)


def test_forms_give_every_rating_of_the_sample_and_no_further_problem(sample, returned):
    ratings = ratings_of_the_year(returned)
    assert ratings["population"].value_counts().to_dict() == {"member": 9134, "cell": 290, "base_organisation": 77}
    pd.testing.assert_frame_equal(ratings, ratings_of_the_year(sample))
    assert not returned.has_errors
    assert sorted(returned.problems["code"]) == sorted(sample.problems["code"])
