"""A figure's cells: as many as the figure says, at the addresses where the sheets say it."""

from __future__ import annotations

import json
import re

import openpyxl
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.trace import cell_ranges, trace_figure
from tests.conftest import LIST, ROOT, member, write_workbook

SAMPLE = ROOT / "data" / "sample"


@pytest.mark.parametrize("year", [2018, 2022])
def test_every_figure_of_the_sample_has_its_cells(sample, year):
    rates = ek.level_rates(sample.ratings[sample.ratings["year"] == year])
    assert len(rates) > 40
    for row in rates.itertuples():
        found = trace_figure(sample.ratings, f"{row.population}/{row.measure}/{year}", settings=sample.settings)
        assert (found.count, found.base, found.printed) == (row.count, row.base, row.printed), row.measure


def test_the_cells_say_what_is_counted(sample):
    found = trace_figure(sample.ratings, "base_organisation/good_or_better/2022", settings=sample.settings)
    sheet = openpyxl.load_workbook(SAMPLE / "2022.xlsx")["TCCSĐ"]
    said = {row.cell: str(sheet[row.cell].value) for row in found.cells.itertuples()}
    counted = {row.cell for row in found.cells.itertuples() if row.counted}
    assert (len(counted), len(said)) == (75, 77)
    low = {cell for cell, text in said.items() if text.casefold() in ("htnv", "hoàn thành nhiệm vụ", "ht")}
    assert {*said} - counted == low


def test_one_unit_and_counts_sheets(tmp_path):
    header = ["STT", "Chi bộ", "Đảng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    write_workbook(tmp_path / "tong hop 2022.xlsx", {"S": [["NĂM 2022"], header, [1, "Chi bộ 1", 9, 2, 6, 1, 0]]})
    write_workbook(
        tmp_path / "danh sach 2022.xlsx",
        {"S": [LIST, member(1, "HTT", cell="Chi bộ 2"), member(2, "", cell="Chi bộ 2", reason="Nghỉ ốm")]},
    )
    reading = ek.read(tmp_path)
    found = trace_figure(reading.ratings, "member/good_or_better/2022/chi  bộ 1", settings=reading.settings)
    assert (found.count, found.base) == (8, 9)
    assert list(found.cells["cell"][found.cells["counted"]]) == ["D3", "E3"]
    sick = trace_figure(reading.ratings, "member/sick/2022/Chi bộ 2", settings=reading.settings)
    assert (sick.count, sick.base, list(sick.cells["cell"][sick.cells["counted"]])) == (1, 2, ["G3"])


@pytest.mark.usefixtures("sample_at_hand")
def test_at_the_prompt_and_as_json(capsys):
    assert main(["trace", "member/not_completed/2022", str(SAMPLE), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["count"], found["base"], found["printed"], len(found["cells"])) == (30, 8967, "0,33", 8967)
    assert [*found["cells"][0]] == ["file", "sheet", "cell", "level", "status", "count", "counted"]
    assert main(["trace", "base_organisation/good_or_better/2022", str(SAMPLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên, năm 2022: 75/77, 97,40%"
    assert lines[1] == "2022.xlsx, trang tính «TCCSĐ»: 75/77"
    assert [line for line in lines if "mẫu số" in line] == [f"    chỉ ở mẫu số (1): {cell}" for cell in ("F56", "F70")]


@pytest.fixture
def two_units(tmp_path):
    """120 members in two base organisations; numbers 1, 2 and 120 are not good."""
    low = {1: "HTNV", 2: "HTNV", 120: "KHTNV"}
    rows = [member(n, low.get(n, "HTT"), base=f"Đảng bộ {'A' if n <= 70 else 'B'}") for n in range(1, 121)]
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": [LIST, *rows]})
    return tmp_path


def test_many_cells_are_one_line_a_unit_and_all_addresses_if_asked_for(capsys, two_units):
    words = ["trace", "member/good_or_better/2022", str(two_units)]
    assert main(words) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith("năm 2022: 117/120, 97,50%")
    assert rest == [
        "nam 2022.xlsx, trang tính «S»: 117/120",
        "  Đảng bộ A: 68/70, G2:G71",
        "  Đảng bộ B: 49/50, G72:G121",
        "Thêm --cells để in địa chỉ của mọi ô, ô nào được đếm và ô nào chỉ ở mẫu số.",
    ]
    assert main([*words, "--cells"]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        "  Đảng bộ A: 68/70",
        "    được đếm (68): G4:G71",
        "    chỉ ở mẫu số (2): G2:G3",
        "  Đảng bộ B: 49/50",
        "    được đếm (49): G72:G120",
        "    chỉ ở mẫu số (1): G121",
    ]


@pytest.mark.usefixtures("sample_at_hand")
def test_the_sums_of_units_add_up_to_the_figure(capsys):
    assert main(["trace", "member/good_or_better/2022", str(SAMPLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    sums = [re.search(r": ([\d.]+)/([\d.]+), [A-Z]", line) for line in lines if line.startswith("  ")]
    assert len(lines) < 85
    assert [sum(int(one[n].replace(".", "")) for one in sums) for n in (1, 2)] == [8828, 8967]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("people/good/2022", "«people» không phải loại đối tượng. Được dùng: member,"),
        ("member/best/2022", "«best» không phải chỉ số. Được dùng: excellent,"),
        ("member/good", "«» không phải năm."),
        ("member/good/22", "«22» không phải năm."),
    ],
)
def test_what_is_no_figure_is_refused_in_one_line(capsys, two_units, figure, said):
    assert main(["trace", figure, str(two_units)]) == 2
    message = capsys.readouterr().err.splitlines()
    assert said in message[-1]


def test_a_figure_of_a_year_without_data_is_nothing_of_nothing(sample, capsys):
    found = trace_figure(sample.ratings, "member/good/2011", settings=sample.settings)
    assert (found.count, found.base, found.printed, len(found.cells)) == (0, 0, None, 0)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["H12"], "H12"),
        (["H14", "H12", "H13", "H13"], "H12:H14"),
        (["B2", "AA1", "B3", "B5"], "B2:B3, B5, AA1"),
    ],
)
def test_addresses_are_told_as_ranges(cells, text):
    assert cell_ranges(cells) == text
