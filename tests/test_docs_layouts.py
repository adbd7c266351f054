"""The page of layouts: each sheet on it is read as the page says, its words are those of the reader."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from evalkit.records import FileReading
from evalkit.settings import Settings, load_settings
from evalkit.sheets import model
from evalkit.sheets.vocabulary import SCOPE_NAMES, name_scope, scope_of
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "layouts.md").read_text("utf-8")
SHEETS = PAGE.partition("\n## Kiểu nào được đọc")[2].partition("\n## ")[0]
EXAMPLES = re.findall(r"^### (.+?)$(.*?^Đọc thành: .*?)$", SHEETS, re.MULTILINE | re.DOTALL)
HINTED = PAGE.partition("Ví dụ, trang tính sau")[2]
SHAPES = {
    "Danh sách": model.LIST, "Ma trận": model.MATRIX, "Số lượng theo đơn vị": model.COUNTS,
    "Số lượng theo tiêu chí": model.CRITERIA, "Nhiều năm theo cột": model.LIST, "Quá trình của một đơn vị": model.LIST,
    "Danh sách theo mức": model.GROUPED, "Danh sách không xếp loại": model.NOT_RATED, "Sổ khen thưởng": model.REGISTER,
}  # fmt: skip


def rows_on(text: str) -> list[list[str | int]]:
    """The sheet that a passage shows: its bold title, then the rows of its Markdown table."""
    title = re.search(r"^\*\*([^*]+)\*\*$", text, re.MULTILINE)
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    table = [[as_typed(cell.strip()) for cell in line] for line in lines if set("".join(line)) - set("-")]
    return [*([[title[1]]] if title else []), *table]


def as_typed(text: str) -> str | int:
    """A cell as Excel keeps what was typed: a number, but for card numbers, which are text."""
    return int(text) if text.isdigit() and len(text) < 6 else text


def told(text: str) -> Counter[str]:
    """Level or reason → how many, as the last line of a passage says."""
    line = text.rpartition("Đọc thành: ")[2].partition("\n")[0]
    return Counter({level: int(number) for number, level in re.findall(r"(\d+) [^(,]+\(`(\w+)`\)", line)})


def counted(reading: FileReading) -> Counter[str]:
    found: Counter[str] = Counter()
    for record in reading.records:
        found[record.level or record.status] += record.number
    return +found


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_each_sheet_is_read_as_the_page_says(name, text, read_rows):
    reading = read_rows(rows_on(text), name="bang.xlsx")
    assert {seen.shape for seen in reading.seen} == {SHAPES[name].name}
    assert counted(reading) == told(text)
    assert len(reading.held) == (1 if name == "Sổ khen thưởng" else 0)
    assert [problem for problem in reading.problems if problem.severity == "error"] == []


def test_every_layout_of_the_reader_has_its_sheet():
    shown = {SHAPES[name].name for name, _ in EXAMPLES}
    known = {one.name for one in vars(model).values() if isinstance(one, model.Shape)}
    assert known - shown <= {model.LEVEL_LIST.name}  # shares a passage with the list divided by level
    assert set(SHAPES) == {name for name, _ in EXAMPLES}


def test_the_described_sheet_is_read_by_its_description(tmp_path: Path, read_rows):
    path = tmp_path / "evalkit.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", HINTED, re.DOTALL)[1], "utf-8")
    rows = rows_on(HINTED.partition("```toml")[0])
    reading = read_rows(rows, name="chung-cuoc.xlsx", settings=load_settings(path))
    assert counted(reading) == told(HINTED)
    alone = read_rows(rows, name="chung-cuoc.xlsx", settings=Settings())
    assert len(alone.records) == 0


def test_the_page_has_every_reason_for_which_a_column_is_not_counted():
    rows = dict(re.findall(r"^\| ([^|`]+?) \| ((?:trang tính )?«.*?) \|$", PAGE, re.MULTILINE))
    assert set(SCOPE_NAMES.values()) <= set(rows)
    for scope, name in SCOPE_NAMES.items():
        for words in re.findall("«(.+?)»", rows[name]):
            assert scope in (scope_of(words), name_scope(words)), words
