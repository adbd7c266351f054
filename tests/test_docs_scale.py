"""The page of other scales: its settings read its sheet, and the figures are those that the page states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import evalkit as ek
from evalkit.reading import Reading
from tests.conftest import ROOT, write_workbook

PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")


def sheet() -> Iterator[list[str | int]]:
    """The rows of the first table on the page; years and levels are numbers in Excel."""
    for line in re.findall(r"^\| .* \|$", PAGE, re.MULTILINE):
        yield [int(cell) if cell.isdigit() else cell for cell in map(str.strip, line.strip("|").split("|"))]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder: Path = tmp_path_factory.mktemp("nuoc")
    write_workbook(folder / "nuoc.xlsx", {"Nhóm": list(sheet())})
    (folder / "evalkit.toml").write_text(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0], "utf-8")
    return ek.read(folder)


@pytest.mark.parametrize(("year", "line"), re.findall(r"^Năm (\d{4}): (.*)$", PAGE, re.MULTILINE))
def test_each_figure_on_the_page_is_counted(year: str, line: str, reading: Reading) -> None:
    rates = ek.level_rates(reading.ratings, scale=reading.settings.scale)
    rows = rates[rates["year"] == int(year)].set_index("measure")["count"]
    told = {measure: int(number) for number, measure in re.findall(r"(\d+) `(\w+)`", line)}
    assert len(told) == 4
    assert {measure: int(rows[measure]) for measure in told} == told


def test_nobody_of_this_scale_is_on_maternity_leave(reading: Reading) -> None:
    measures = set(ek.level_rates(reading.ratings, scale=reading.settings.scale)["measure"])
    assert "not_classified" in measures
    assert not measures & {"maternity", "suspended", "exempt"}


def test_the_verdict_and_the_run_are_those_of_the_page(reading: Reading) -> None:
    (verdict,) = ek.compare_targets(reading.ratings, settings=reading.settings, years=[2022]).itertuples()
    assert (verdict.count, verdict.base, verdict.verdict) == (3, 4, "met")
    scale = reading.settings.scale
    runs = ek.find_streaks(reading.ratings, population="country", level="high", length=3, scale=scale)
    assert runs["subject"].tolist() == ["AAA"]
    assert not len(reading.problems[reading.problems["severity"] == "error"])
