"""The committed notebooks: run from top to bottom, clean enough to be compared, nameless; and they run on other data.

nbval passes cells without outputs silently and ignores pictures, so both are looked at here.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from python_calamine import CalamineWorkbook

from evalkit.notebook import CHOICE_FILE
from tests.conftest import LIST, ROOT, member, write_workbook

FOLDER = ROOT / "notebooks"
NAMES = ("01_load_and_check", "02_rates_and_targets", "03_trends", "04_streaks_and_awards", "05_midterm_review")
PATHS = sorted(path for path in FOLDER.glob("*.ipynb") if not path.name.startswith("look-"))
Notebook = Any

each_path = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
each_notebook = pytest.mark.parametrize(
    "notebook", [nbformat.read(path, 4) for path in PATHS], ids=[path.stem for path in PATHS]
)


def code_cells(notebook: Notebook) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: Notebook) -> list[Any]:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def texts(notebook: Notebook) -> str:
    """Everything a reader sees in the outputs."""
    found = [output.get("text", "") for output in outputs(notebook)]
    for output in outputs(notebook):
        found += [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
    return "\n".join(found)


def parameters(notebook: Notebook) -> Any:
    return next(cell for cell in code_cells(notebook) if "parameters" in cell.metadata.get("tags", ()))


def test_all_notebooks_are_here():
    assert {path.stem for path in PATHS} >= set(NAMES)


@each_notebook
def test_every_code_cell_was_run_in_order(notebook):
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(code_cells(notebook)) + 1))


@each_notebook
def test_nothing_is_printed_and_nothing_failed(notebook):
    """Errors, stderr, and print alike: what is shown is a table, a chart or a sentence."""
    assert {output.output_type for output in outputs(notebook)} <= {"display_data", "execute_result"}


@each_notebook
def test_first_code_cell_holds_the_parameters_as_plain_literals(notebook):
    cell = code_cells(notebook)[0]
    assert cell.metadata.tags == ["parameters"]
    values = {}
    for statement in ast.parse(cell.source).body:
        assert isinstance(statement, ast.Assign)
        (target,) = statement.targets
        values[target.id] = ast.literal_eval(statement.value)
    assert {"data", "year", "settings"} <= set(values) <= {"data", "year", "settings", "out", "unit"}
    assert not any(values.values())  # folder and year stand in one file for all notebooks


def test_the_one_file_for_all_notebooks_names_the_sample():
    chosen = tomllib.loads((FOLDER / CHOICE_FILE).read_text("utf-8"))
    assert (FOLDER / chosen["data"]).resolve() == ROOT / "data" / "sample"
    assert (chosen["year"], chosen["settings"]) == (2022, "")


@each_notebook
def test_opens_with_a_title_and_a_sentence_for_maintainers(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    title, sentence = first.source.split("\n\n")[:2]
    assert title.startswith("# ")
    assert re.fullmatch(r"\*For maintainers: .+\.\*", sentence)
    assert sentence.isascii()


@each_notebook
def test_cells_are_thin_and_define_nothing(notebook):
    cells = code_cells(notebook)
    for cell in cells:
        nodes = ast.walk(ast.parse(cell.source))
        assert not any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in nodes), cell.id
    assert median(len(cell.source.splitlines()) for cell in cells) <= 6


@each_notebook
@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("path", r"""(?:^|[\s"'(=«`])(?:/[\w.-]+/|[A-Za-z]:[\\/]|\\\\\w)"""),
        ("clock time", r"\b\d{1,2}:\d{2}\b"),
        ("address in memory", r"\b0x[0-9a-f]{6,}"),
        ("card number", r"(?<!\d)\d{12}(?!\d)"),
        ("styled table or progress bar", r"<style|\bT_[0-9a-f]{5}|\d+%\|"),
    ],
)
def test_outputs_hold_nothing_that_changes_or_gives_away(notebook, what, pattern):
    found = re.search(pattern, texts(notebook), re.MULTILINE)
    assert not found, f"{what}: {found[0] if found else ''}"


@each_notebook
def test_outputs_are_of_kinds_that_can_be_compared(notebook):
    kinds = {kind for output in outputs(notebook) for kind in output.get("data", {})}
    assert kinds <= {"text/plain", "text/html", "text/markdown", "image/png"}


@pytest.fixture(scope="module")
def persons() -> set[str]:
    """The names of all persons of the sample, read without evalkit: what stands left of a card number."""
    found = set()
    for path in sorted((ROOT / "data" / "sample").glob("*.xlsx")):
        book = CalamineWorkbook.from_path(path)
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
            pairs = [pair for cells in rows for pair in pairwise(cells)]
            found |= {str(name) for name, card in pairs if re.fullmatch(r"\d{12}", str(card))}
    return found


@each_notebook
def test_outputs_name_no_person(notebook, persons):
    assert len(persons) > 5000
    seen = texts(notebook) + "".join(cell.source for cell in notebook.cells)
    assert not [name for name in persons if name in seen]


@each_notebook
def test_beside_every_chart_stands_its_table(notebook):
    cells = code_cells(notebook)
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        charts = sum("image/png" in output.get("data", {}) for output in cell.outputs)
        near = [*cell.outputs, *(following.outputs if following and charts == 1 else [])]
        tables = sum("<table>" in output.get("data", {}).get("text/html", "") for output in near)
        assert tables >= charts, cell.id


@each_notebook
def test_metadata_tell_nothing_of_a_machine(notebook):
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "jupyter"}, cell.id
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("01_load_and_check", ["9.134 đảng viên, 77 tổ chức cơ sở đảng và 290 chi bộ trực thuộc"]),
        ("02_rates_and_targets", ["98,45", "0,33", "97,40", "Năm 2022 đạt cả 4 chỉ tiêu",
          "30 đơn vị thấp hơn mức chung 98,45%"]),
        ("03_trends", ["97,60", "0,47 ×", "1,30 ×", "từ 0,47% năm 2018 xuống 0,41% năm 2019; chưa đạt năm 2018"]),
        ("04_streaks_and_awards",
         ["**75 đảng viên**", "**02 tổ chức cơ sở đảng**", "**68 đảng viên** đủ", "**07 đảng viên** đủ"]),
        ("05_midterm_review", ["Năm 2022: 04 đạt", "30/77 đơn vị thấp hơn mức chung 98,45%", "kết nạp 177 (1,95%)"]),
    ],
)  # fmt: skip
def test_committed_outputs_hold_the_published_figures(name, figures):
    seen = texts(nbformat.read(FOLDER / f"{name}.ipynb", 4))
    assert [figure for figure in figures if figure not in seen] == []


# On other workbooks: only the parameters change


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all runs, emptied before each: starting one takes longer than a run on a tiny workbook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


@pytest.fixture
def run(kernel: KernelManager) -> Callable[..., Notebook]:
    """Run a committed notebook with other parameters, in an empty kernel; a cell that fails raises."""

    def execute(path: Path, *, data: Path, year: int) -> Notebook:
        notebook = nbformat.read(path, 4)
        parameters(notebook).source = f'data = {str(data)!r}\nyear = {year}\nsettings = None\nunit = ""'
        empty = nbformat.v4.new_code_cell("%reset -f\nimport matplotlib.pyplot\nmatplotlib.pyplot.close('all')")
        notebook.cells.insert(0, empty)
        client = NotebookClient(notebook, km=kernel, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
        try:
            client.execute()
        finally:
            client.kc.stop_channels()
        assert {output.output_type for output in outputs(notebook)} <= {"display_data", "execute_result"}
        return notebook

    return execute


SCHOOLS = """
[scale]
name = "school grades"
levels = [{ id = "A" }, { id = "B" }, { id = "C" }]
not_rated = { unspecified = ["N"] }

[[targets]]
population = "school"
measure = "B_or_better"
sign = ">="
bound = "60%"
source = "School board"

[[targets]]
population = "school"
measure = "C"
sign = "<"
bound = "30%"
from = 2022

[[awards]]
id = "two-years"
name = "Two years at B"
population = "school"
level = "B"
years = 2
holds = ["gold"]

[[awards]]
id = "gold"
name = "Three years at A"
population = "school"
level = "A"
years = 3

[[read]]
population = "school"
subject = "Code"
name = "School"
unit = "District"
level = "Grade"
year_from_file = '(\\d{4})'
"""


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    """Two years of another scale and population: nobody at the best level, one cell that cannot be read."""
    header = ["District", "Code", "School", "Grade"]
    grades = {2021: ["B", "C", "B", "N"], 2022: ["B", "B", "?", "C"]}
    for year, given in grades.items():
        rows = [["North" if n < 2 else "South", f"S{n}", f"School {n}", grade] for n, grade in enumerate(given)]
        write_workbook(tmp_path / f"schools {year}.xlsx", {"Grades": [header, *rows]})
    (tmp_path / "evalkit.toml").write_text(SCHOOLS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def one_year(tmp_path: Path) -> Path:
    """A single list of one year, without settings."""
    levels = ["HTXSNV", "HTTNV", "HTTNV", "HTNV", ""]
    rows = [member(n, level, cell=f"Chi bộ {n % 2}") for n, level in enumerate(levels, start=1)]
    rows[-1][-1] = "Miễn sinh hoạt"
    write_workbook(tmp_path / "dang vien 2023.xlsx", {"Đảng viên": [LIST, *rows]})
    return tmp_path


SENTENCES = {
    "01_load_and_check": "**Có 01 lỗi**",
    "02_rates_and_targets": "School B trở lên (ít nhất 60%): chưa thể kết luận, vì còn 01 ô không đọc được",
    "03_trends": "66,67% năm 2021, bằng năm 2022; chưa thể kết luận năm 2022",
    "04_streaks_and_awards": "B 2 năm liền, 2021–2022: **01 school**",
}


@each_path
def test_runs_on_another_scale_and_population(run, schools, path):
    seen = texts(run(path, data=schools, year=2022))
    assert SENTENCES.get(path.stem, "") in seen
    assert not re.search("đảng viên|tổ chức cơ sở đảng|hoàn thành", seen, re.IGNORECASE)


@each_path
def test_runs_on_one_list_of_one_year_without_settings(run, one_year, path):
    seen = texts(run(path, data=one_year, year=2023))
    assert "đảng viên" in seen
    assert not re.search(r"\bnan\b|<NA>|\bNone\b", seen)


@each_path
def test_says_so_where_the_year_is_not_in_the_data(run, one_year, path):
    assert re.search("Không có số liệu (?:năm|đến năm) 1999", texts(run(path, data=one_year, year=1999)))


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    """Two units in 2021, of three members and of two; in 2022 only the first has sent its list."""
    units = {2021: "AAABB", 2022: "AAA"}
    for year, letters in units.items():
        rows = [member(n, "HTTNV", base=f"Đảng bộ {letter}") for n, letter in enumerate(letters, start=1)]
        write_workbook(tmp_path / f"dang vien {year}.xlsx", {"Đảng viên": [LIST, *rows]})
    return tmp_path


@pytest.mark.parametrize("path", [FOLDER / f"{NAMES[at]}.ipynb" for at in (1, 2, 4)], ids=["rates", "trends", "review"])
def test_says_that_a_unit_has_sent_nothing(run, partial, path):
    seen = texts(run(path, data=partial, year=2022))
    assert "Số liệu sơ bộ: 01/02 tổ chức cơ sở đảng đã gửi kết quả" in seen
    assert ("thuộc đơn vị chưa gửi 02" in seen) == (path.stem == NAMES[4])
    assert not re.search(r"\bnan\b|<NA>|\bNone\b", seen)
