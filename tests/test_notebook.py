"""What notebooks read: the one file beside them, their own parameters before it, years in every way of writing them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import evalkit as ek
from evalkit.notebook import CHOICE_FILE, as_year
from tests.conftest import LIST, ROOT, member, write_workbook


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks to stand in, and two folders of workbooks beside it."""
    for name, years in {"data": (2021, 2022), "other": (2019, 2020)}.items():
        (tmp_path / name).mkdir()
        for year in years:
            write_workbook(tmp_path / name / f"{year}.xlsx", {"Đảng viên": [LIST, member(year, "HTTNV")]})
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def choose(desk: Path, text: str, encoding: str = "utf-8") -> None:
    (desk / "notebooks" / CHOICE_FILE).write_bytes(text.encode(encoding))


def shown(**given: Any) -> tuple[list[int], int]:
    """The years that are read, and the one that is shown."""
    reading, year = ek.read_chosen(given.pop("data", None), **given)
    return sorted(reading.ratings["year"]), year


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ('data = "../data"\nyear = 2021', {}, ([2021, 2022], 2021)),  # one place for all notebooks
        ('data = "../data"', {}, ([2021, 2022], 2022)),  # no year: the last one
        ('data = "../data"\nyear = "2021"', {}, ([2021, 2022], 2021)),
        ('data = "../data"\nyear = 2021.0', {}, ([2021, 2022], 2021)),
        ('data = "../data"\nyear = 2022', {"year": 2021}, ([2021, 2022], 2021)),  # a cell's year goes before
        ('data = "../data"\nyear = 2021', {"data": "../other"}, ([2019, 2020], 2020)),  # that year is of other data
        ("broken", {"data": "../other", "year": 2019}, ([2019, 2020], 2019)),  # as a report sets them
        ('data = "../data"\nyear = 2021\nsettings = ""', {"settings": None}, ([2021, 2022], 2021)),
        ('data = ["../data", "../other"]', {}, ([2019, 2020, 2021, 2022], 2022)),
    ],
)
def test_folder_and_year_come_from_the_cell_or_else_from_the_file(desk, text, given, expected):
    choose(desk, text)
    assert shown(**given) == expected


def test_settings_of_the_file_are_used(desk):
    (desk / "own.toml").write_text('organisation = "Đảng bộ Thử"', "utf-8")
    choose(desk, 'data = "../data"\nsettings = "../own.toml"')
    assert ek.read_chosen()[0].settings.organisation == "Đảng bộ Thử"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_file_as_notepad_saves_it_is_read(desk, encoding):
    choose(desk, '# Thư mục\r\ndata = "../data"\r\nyear = 2021\r\n', encoding)
    assert shown() == ([2021, 2022], 2021)


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", '""{}""', "“{}”", '"{}"   # thư mục', ' "{}" '])
def test_a_path_pasted_from_windows_is_taken_as_it_is(desk, quotes):
    r"""\t, \n and \U would be signs of their own in the file's format, and another folder would be looked for."""
    choose(desk, "data = " + quotes.format(r"D:\tong hop\nam 2022\Users") + "\nyear = 2022")
    with pytest.raises(ek.NothingToRead) as refused:
        ek.read_chosen()
    assert r"«D:\tong hop\nam 2022\Users»" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "Không đọc được tệp so-lieu.toml nằm cạnh các notebook."),
        ('# a\ndata = "../data\nyear = 2022', "so-lieu.toml, dòng 2: viết chưa đúng."),
        ('data = "../data"\nnam = 2021', "so-lieu.toml: không có mục «nam»; được dùng: data, year, settings."),
        ("year = 2022", "so-lieu.toml: chưa ghi thư mục số liệu."),
        ('data = ""', "so-lieu.toml: chưa ghi thư mục số liệu."),
        ('data = "../data"\nyear = 22', "Năm «22» không dùng được: year phải là bốn chữ số, ví dụ year = 2022."),
        ('data = "../none"', "Không có tệp hay thư mục «../none»."),
        ('data = "../notebooks"', "Thư mục «../notebooks» không có bảng tính nào"),
        ('data = "../data"\nsettings = "../none.toml"', "none.toml: không đọc được tệp cài đặt"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(desk, text, message):
    if text is not None:
        choose(desk, text)
    with pytest.raises(ek.Refused) as refused:
        ek.read_chosen()
    assert str(refused.value).replace("\\", "/").startswith(message)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("year", [2022, "2022", " 2022 ", 2022.0, "2022.0", "2022,0", np.int64(2022), np.float64(2022)])
def test_a_year_is_understood_however_it_is_written(year):
    assert as_year(year) == 2022


@pytest.mark.parametrize("year", [22, 2022.5, "năm 2022", "2022-2023", True, "", "20222"])
def test_what_is_no_year_is_refused(year):
    with pytest.raises(ek.ChoiceError, match="không dùng được"):
        as_year(year)


def test_outside_ipython_a_refusal_is_an_exception_of_its_kind_with_a_traceback(desk):
    code = "import evalkit as ek; ek.read('none')"
    done = subprocess.run([sys.executable, "-c", code], env=_environment(), capture_output=True, check=False)
    error = done.stderr.decode("utf-8")
    assert error.startswith("Traceback")
    assert "evalkit.reading.files.NothingToRead: Không có tệp hay thư mục «none»" in error


def test_in_ipython_a_refusal_is_one_line(desk):
    code = "import evalkit as ek; ek.read('none')"
    words = [sys.executable, "-m", "IPython", "--colors=NoColor", "-c", code]
    done = subprocess.run(words, env=_environment(), capture_output=True, check=False)
    lines = [line for line in (done.stdout + done.stderr).decode("utf-8").splitlines() if line.strip()]
    assert lines == ["Không có tệp hay thư mục «none». Kiểm tra lại đường dẫn."]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IPYTHONDIR": str(Path.cwd() / "ipython")}
