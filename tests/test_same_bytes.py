"""The same inputs give the same bytes, whatever the time zone, the language and the hash seed of the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from evalkit.office import repack
from tests.conftest import LIST, ROOT, member, write_workbook

RUN = "import sys; from evalkit.__main__ import main; sys.exit(main(sys.argv[1:]))"
SETTINGS = """
organisation = "Đảng bộ Thử"
term = "2020-2025"

[[targets]]
population = "member"
measure = "good_or_better"
sign = ">="
bound = "80%"

[[awards]]
id = "two"
name = "Giấy khen 2 năm liền"
population = "member"
level = "excellent"
years = 2
"""
MACHINES = [
    {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "271828", "LC_ALL": "C", "PYTHONUTF8": "0"},
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The report of one folder, from two machines."""
    data = tmp_path_factory.mktemp("data")
    levels = ["HTXSNV", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    for year in (2021, 2022):
        rows = [member(n, levels[(n + year) % 5], cell=f"Chi bộ {n % 3}", base=f"Đảng bộ {n % 4}") for n in range(60)]
        write_workbook(data / f"{year}.xlsx", {"S": [[f"NĂM {year}"], LIST, *rows]})
    (data / "evalkit.toml").write_text(SETTINGS, "utf-8")
    notebooks = tmp_path_factory.mktemp("notebooks")
    shutil.copy(ROOT / "notebooks" / "04_streaks_and_awards.ipynb", notebooks)
    found = []
    for number, machine in enumerate(MACHINES):
        out = tmp_path_factory.mktemp(f"out{number}")
        words = ["report", str(data), "--year", "2022", "--out", str(out), "--notebooks", str(notebooks)]
        subprocess.run(
            [sys.executable, "-c", RUN, *words], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **machine},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=180,
        )  # fmt: skip
        found.append({path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()})
    return found


def test_every_file_but_the_run_file_is_the_same(written):
    one, other = written
    assert list(one) == list(other)
    assert {name.rpartition(".")[2] for name in one} == {"docx", "xlsx", "png", "svg", "html", "json"}
    differing = [name for name in one if one[name].read_bytes() != other[name].read_bytes()]
    assert differing == ["2022/run.json"]


def test_of_the_run_file_only_the_time_differs(written):
    one, other = (json.loads(found["2022/run.json"].read_text("utf-8")) for found in written)
    assert {key for key in one if one[key] != other[key]} <= {"written"}


def test_texts_end_their_lines_alike_on_every_system(written):
    texts = [path for name, path in written[0].items() if name.endswith((".svg", ".html", ".json"))]
    assert texts
    assert [path.name for path in texts if b"\r\n" in path.read_bytes()] == []


def test_entries_of_office_files_say_one_system_and_one_time(written, monkeypatch, tmp_path):
    """Also where Python itself would say another system."""
    packed = [path for name, path in written[0].items() if name.endswith((".docx", ".xlsx"))]
    again = tmp_path / packed[0].name
    again.write_bytes(packed[0].read_bytes())
    monkeypatch.setattr("sys.platform", "win32")
    assert zipfile.ZipInfo("a").create_system == 0
    repack(again, company="Đảng bộ Thử")
    for path in [*packed, again]:
        with zipfile.ZipFile(path) as book:
            assert {(entry.create_system, entry.date_time) for entry in book.infolist()} == {(3, (1980, 1, 1, 0, 0, 0))}
