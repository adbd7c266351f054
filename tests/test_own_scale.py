"""A scale with reasons of its own, from the settings to the report: no reason is lost, none of the Party's is added."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import duckdb
import openpyxl
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.reading import Reading
from evalkit.scale import RATED, Rating
from tests.conftest import write_workbook

SETTINGS = r"""
organisation = "Bảng phân loại các nước"
populations = {country = "quốc gia"}

[scale]
name = "Nhóm thu nhập"
levels = [
  {id = "high", name = "thu nhập cao", spellings = ["H"]},
  {id = "middle", name = "thu nhập trung bình", spellings = ["M", "2"]},
  {id = "low", name = "thu nhập thấp", spellings = ["L"]},
]
reasons = {no_data = "không có số liệu"}
not_rated = {no_data = [".."], dissolved = ["tan rã"]}

[[read]]
population = "country"
subject = "Mã"
name = "Nước"
level_by_year = '^(\d{4})$'
"""
SHEET = [
    ["Mã", "Nước", "2020", "2021", "2022"],
    ["AAA", "Nước A", "H", "..", "H"],
    ["BBB", "Nước B", "M", "2", "M"],
    ["CCC", "Nước C", "L", "tan rã", "tan rã"],
    ["DDD", "Nước D", "..", "..", "L"],
]
OF_2022 = {"high": 1, "middle": 1, "low": 1, "total": 4, "rated": 3, "not_rated": 1, "no_data": 0, "dissolved": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nuoc")
    write_workbook(path / "nuoc.xlsx", {"Nhóm": SHEET})
    (path / "evalkit.toml").write_text(SETTINGS, "utf-8")
    return path


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    return ek.read(folder)


def rates_of(reading: Reading, year: int) -> dict[str, int]:
    rates = ek.level_rates(reading.ratings, scale=reading.settings.scale)
    rows = rates[rates["year"] == year]
    return dict(zip(rows["measure"], rows["count"].tolist(), strict=True))


def test_the_words_of_a_reason_are_read_and_the_party_s_are_not(reading: Reading) -> None:
    scale = reading.settings.scale
    assert [scale.read(text) for text in ("..", "tan rã", "2", "nghỉ thai sản")] == [
        Rating("no_data", None), Rating("dissolved", None), Rating(RATED, "middle"), None,
    ]  # fmt: skip
    assert [scale.label(reason) for reason in ("no_data", "dissolved")] == ["không có số liệu", "dissolved"]


def test_rates_have_the_reasons_of_the_scale_and_no_maternity_leave(reading: Reading) -> None:
    found = rates_of(reading, 2022)
    assert found.keys() == {*OF_2022, "middle_or_better", "unknown"}
    assert {key: found[key] for key in OF_2022} == OF_2022
    assert rates_of(reading, 2021) | {"no_data": 2, "dissolved": 1, "rated": 1} == rates_of(reading, 2021)


def test_a_reason_that_only_a_title_gives_is_counted_too(folder: Path, tmp_path: Path) -> None:
    """ "Danh sách … không xếp loại" over a list says the Party's reason on any scale."""
    rows = [["DANH SÁCH ĐẢNG VIÊN KHÔNG XẾP LOẠI NĂM 2022"], ["TT", "Họ và tên", "Số thẻ đảng viên", "Lý do"]]
    write_workbook(tmp_path / "ds.xlsx", {"DS": [*rows, [1, "Người Một", "051000000001", "khác"]]})
    text = SETTINGS.partition("[[read]]")[0]
    (tmp_path / "evalkit.toml").write_text(text, "utf-8")
    found = rates_of(ek.read(tmp_path), 2022)
    assert (found["total"], found["not_rated"], found["unspecified"], found["no_data"]) == (1, 1, 1, 0)
    assert "maternity" not in found


def test_a_figure_of_such_a_reason_leads_back_to_its_cells(reading: Reading) -> None:
    found = ek.trace_figure(reading.ratings, "country/no_data/2021", settings=reading.settings)
    assert found.cells.loc[found.cells["counted"], "cell"].tolist() == ["D2", "D5"]
    not_rated = ek.trace_figure(reading.ratings, "country/not_rated/2021", settings=reading.settings)
    assert (not_rated.count, not_rated.base) == (3, 4)


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        pytest.param("", 1, id="B alone: the year without data breaks A's run"),
        pytest.param('[streaks]\nunrated = "bridges"', 2, id="every reason is passed over"),
        pytest.param('[streaks]\nunrated = {no_data = "bridges"}', 2, id="this reason is passed over"),
        pytest.param('[streaks]\nunrated = {dissolved = "bridges"}', 1, id="another reason is"),
    ],
)
def test_a_run_may_pass_over_a_reason_of_the_scale(
    rule: str, count: int, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = tmp_path / "evalkit.toml"
    toml.write_text(f"{SETTINGS}\n{rule}", "utf-8")
    words = ["--population", "country", "--level", "middle", "--length", "2", "--settings", str(toml), "--json"]
    main(["streaks", str(folder), *words])
    assert json.loads(capsys.readouterr().out)["count"] == count


def test_the_sql_says_the_same(reading: Reading) -> None:
    scale = reading.settings.scale
    ratings = reading.ratings[["year", "population", "level", "status", "count"]].astype(
        {"level": object, "status": object, "population": object}
    )
    answer: list[tuple[Any, ...]] = duckdb.sql(ek.rates_sql(scale=scale)).fetchall()
    rates = ek.level_rates(ratings, scale=scale)[["year", "population", "measure", "count", "base"]]
    assert answer == list(rates.itertuples(index=False, name=None))


def test_the_ratings_come_back_from_parquet(reading: Reading, folder: Path, tmp_path: Path) -> None:
    ek.save_reading(reading, tmp_path / "nuoc.parquet")
    again = ek.read(tmp_path / "nuoc.parquet", settings=folder / "evalkit.toml")
    assert rates_of(again, 2022) == rates_of(reading, 2022)


@pytest.mark.usefixtures("dots")
def test_the_report_has_the_reasons_of_the_scale_and_none_of_the_party_s(reading: Reading, tmp_path: Path) -> None:
    written = ek.write_report(reading, year=2022, out=tmp_path, notebooks=None)
    paper = docx.Document(written / "bao-cao.docx")
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert ["Chưa được đánh giá, xếp loại", "1", "25,00"] in cells
    annexes = docx.Document(written / "phu-luc-bao-cao.docx")
    said = "\n".join(paragraph.text for document in (paper, annexes) for paragraph in document.paragraphs)
    assert not re.search("kiểm điểm|thi đua|đảng|khen thưởng|nhiệm vụ", said.casefold())
    assert said.count("Kết quả đánh giá, xếp loại năm 2022.") + said.count("Bảng 2. Kết quả") == 1  # no table twice
    text = json.dumps(cells, ensure_ascii=False)
    book = openpyxl.load_workbook(written / "phu-luc.xlsx")
    text += " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "thai sản" not in text.casefold()


def test_columns_named_by_a_reason_are_counted_beside_the_levels(tmp_path: Path) -> None:
    head = ["TT", "Đơn vị", "Tổng số", "thu nhập cao", "thu nhập trung bình", "thu nhập thấp", "Không có số liệu"]
    rows = [["TỔNG HỢP ĐẢNG VIÊN NĂM 2022"], head, [1, "Chi bộ 1", 10, 1, 4, 3, 2], [2, "Chi bộ 2", 6, 1, 2, 2, 1]]
    write_workbook(tmp_path / "th.xlsx", {"TH": rows})
    (tmp_path / "evalkit.toml").write_text(SETTINGS.partition("[[read]]")[0], "utf-8")
    reading = ek.read(tmp_path)
    found = rates_of(reading, 2022)
    assert (found["total"], found["rated"], found["no_data"], found["high"]) == (16, 13, 3, 2)
    assert not len(reading.problems[reading.problems["severity"] == "error"])
