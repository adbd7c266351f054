"""A folder of eighty workbooks of which ten are hostile: the others are read as if the ten were not there."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from evalkit.__main__ import main
from tests.conftest import LIST, member, write_workbook

UNITS = 80


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    for unit in range(UNITS):
        rows = [member(unit * 10 + number, "HTTNV", base=f"Đảng bộ {unit}") for number in range(5)]
        write_workbook(folder / f"don-vi-{unit:02d}-nam-2022.xlsx", {"Đảng viên": [LIST, *rows]})
    return folder


def changed(path: Path, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something else in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            content = book.read(name)
            copy.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def bomb(path: Path) -> bytes:
    """A workbook that unpacks to more than the limit of a thousand MiB."""
    out = io.BytesIO(path.read_bytes())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/media/x.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(1010):
            part.write(bytes(2**20))
    return out.getvalue()


def hostile(path: Path) -> list[bytes]:
    content = path.read_bytes()
    sheet = "xl/worksheets/sheet1.xml"
    return [
        b"",
        bytes(4096),
        content[: len(content) // 2],
        b"<html><body><table><tr><td>Xep loai</td></tr></table></body></html>",
        b"Kinh gui: Ban To chuc\r\nDon vi xin gui so lieu sau.\r\n",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(3000),
        changed(path, sheet, b'r="A2"', b'r="XFD1048576"'),
        changed(path, sheet, b"</sheetData>", b"</sheetDta>"),
        bomb(path),
    ]


@pytest.fixture(scope="module")
def folders(good: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """The eighty with ten hostile ones among them, the seventy others alone, and the names of the ten."""
    mixed, rest = tmp_path_factory.mktemp("a") / "mixed", tmp_path_factory.mktemp("b") / "rest"
    shutil.copytree(good, mixed)
    shutil.copytree(good, rest)
    names = sorted(path.name for path in good.iterdir())
    for name, content in zip(names[::8], hostile(good / names[0]), strict=True):
        (mixed / name).write_bytes(content)
        (rest / name).unlink()
    return mixed, rest, names[::8]


def answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    code = main(["check", "--json", str(folder)])
    return code, json.loads(capsys.readouterr().out)


def test_ten_hostile_workbooks_cost_themselves_and_are_named(folders, capsys):
    mixed, rest, bad = folders
    code, found = answer(mixed, capsys)
    expected_code, expected = answer(rest, capsys)
    assert (code, expected_code) == (1, 0)
    errors = [problem for problem in found["problems"] if problem["severity"] == "error"]
    assert [problem["file"] for problem in errors] == bad
    assert (found["ratings"], expected["ratings"]) == (350, 350)
    assert {key: found[key] for key in ("rows", "records", "skips")} == {
        key: expected[key] for key in ("rows", "records", "skips")
    }


def test_the_other_seventy_give_the_same_bytes(folders, capsys):
    """The counts of every unit and level, as the command prints them."""
    printed = []
    for folder in folders[:2]:
        main(["rates", "--json", "--by", "year,population,base_organisation,unit", str(folder)])
        printed.append(capsys.readouterr().out.encode())
    assert printed[0] == printed[1]
