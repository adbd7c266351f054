"""A report that is killed at any moment leaves the earlier one or the new one, never half of one."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import openpyxl
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.report import write_report
from tests.conftest import LIST, ROOT, member, unit, write_workbook

# A job in the background of a shell ignores Ctrl-C, and so would what it starts.
RUN = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from evalkit.__main__ import main; sys.exit(main(sys.argv[1:]))"
)


def start(folder, out):
    words = ["report", str(folder), "--year", "2022", "--out", str(out), "--no-notebooks"]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *words], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


# Ready once, then a process of its own for each line of words on stdin: what it says goes into the file named first.
READY = """
import json, os, sys
import docx, matplotlib.pyplot, openpyxl, evalkit.report, evalkit.sheets.workers
from evalkit.__main__ import main
for line in sys.stdin:
    said, processors, *words = json.loads(line)
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1)
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT), 2)
        evalkit.report._PROCESSORS = processors
        sys.exit(main(words))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def ready(tmp_path):
    """Run evalkit in a process forked from one that has loaded all; gives the exit code and the lines on stderr."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-X", "utf8", "-c", READY], cwd=ROOT, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as parent:  # fmt: skip

        def run(*words, processors):
            said = tmp_path / "said.txt"
            said.unlink(missing_ok=True)
            parent.stdin.write(json.dumps([str(said), processors, *words]) + "\n")
            parent.stdin.flush()
            code = int(parent.stdout.readline())
            return code, [line for line in said.read_text("utf-8").splitlines() if not line.startswith("Đang ")]

        yield run


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for year in (2021, 2022):
        write_workbook(folder / f"{year}.xlsx", {"S": [[f"NĂM {year}"], LIST, *(member(n, "HTT") for n in range(9))]})
    (folder / "evalkit.toml").write_text('organisation = "Đảng bộ Thử"', "utf-8")
    return folder


@pytest.fixture(scope="module")
def finished(data, tmp_path_factory):
    """A report that nothing stopped, and how many seconds it took."""
    out, began = tmp_path_factory.mktemp("finished"), time.monotonic()
    assert start(data, out).wait(timeout=120) == 0
    return out / "2022", time.monotonic() - began


def test_a_killed_report_leaves_no_half(data, finished, tmp_path, full):
    earlier, long = finished
    shutil.copytree(earlier, tmp_path / "2022")
    whole = files_of(earlier)
    assert "run.json" in whole
    chance, killed = random.Random(3), 0
    for _ in range(200 if full else 3):
        running = start(data, tmp_path)
        try:
            running.wait(timeout=chance.uniform(0.3, 1.05) * long)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(timeout=60)
            killed += 1
        for folder in tmp_path.iterdir():
            assert folder.name.startswith(".report-") or files_of(folder) == whole, folder.name
    assert killed


def test_two_reports_at_once_do_not_meet(data, tmp_path):
    running = [start(data, tmp_path) for _ in range(3)]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["2022", "2022-2", "2022-3"]
    assert len({tuple(files_of(folder)) for folder in tmp_path.iterdir()}) == 1
    assert all(json.loads((folder / "run.json").read_text("utf-8")) for folder in tmp_path.iterdir())


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of so many kilobytes; it is gone after the test."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(kilobytes):
        if sys.platform == "win32":
            pytest.skip("no disk can be mounted on Windows")
        subprocess.run(["umount", str(place)], check=False, capture_output=True)
        words = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
        try:
            subprocess.run(words, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("no disk can be mounted here: needs Linux and root")
        return place

    yield mount
    if sys.platform != "win32":
        subprocess.run(["umount", str(place)], check=False, capture_output=True)


def test_a_full_disk_is_one_line_whatever_was_being_written(data, finished, small_disk, ready):
    whole = sum(path.stat().st_size for path in finished[0].rglob("*") if path.is_file()) // 1024
    for part, processors in ((0.02, 1), (0.3, 2), (0.6, 1), (0.95, 2)):
        disk = small_disk(max(8, int(whole * part)))
        words = ["report", str(data), "--year", "2022", "--out", str(disk), "--no-notebooks"]
        code, told = ready(*words, processors=processors)
        assert (code, len(told), list(disk.iterdir())) == (2, 1, []), told
        assert "đĩa đã đầy" in told[0]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "DATA", "--explain", "DISK/e"],
        ["check", "DATA", "--return", "DISK/r"],
        ["check", "DATA", "--save", "DISK/x.parquet"],
        ["template", "--year", "2023", "--out", "DISK/m.xlsx"],
        ["template", "--year", "2023", "--roster", "DATA", "--out", "DISK/m"],
    ],
    ids=["explain", "return", "save", "template", "templates"],
)
def test_a_full_disk_is_one_line_for_every_verb_that_writes(tmp_path, small_disk, words):
    """A workbook that is half written complains once more when Python closes it."""
    for number, name in enumerate("ab"):  # one row is not read, so that there is something to return
        unit(tmp_path / "in", f"{name} 2022.xlsx", member(number, "HTTNV", base=name), member(9, "?", base=name))
    disk = small_disk(4)
    given = [word.replace("DATA", str(tmp_path / "in")).replace("DISK", str(disk)) for word in words]
    done = subprocess.run(
        [sys.executable, "-m", "evalkit", *given], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        encoding="utf-8", stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if not line.startswith("Đang ")]
    assert (done.returncode, len(told), list(disk.iterdir())) == (2, 1, []), told
    assert "đĩa đã đầy" in told[0]


def test_what_a_killed_report_left_is_removed_a_day_later(sample, tmp_path, monkeypatch):
    for name, hours in ((".report-old", 25), (".report-young", 1), ("other", 99)):
        (tmp_path / name).mkdir()
        moment = time.time() - 3600 * hours
        os.utime(tmp_path / name, (moment, moment))
    monkeypatch.setattr("evalkit.report._fill", lambda folder, *_, **__: folder.mkdir())
    write_report(sample, year=2022, out=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".report-young", "2022", "other"]


@pytest.mark.skipif(os.name != "posix", reason="Windows sends Ctrl-C to a console, not to a process")
@pytest.mark.parametrize("at", ["Đang đọc tệp", "Đang chạy notebook"])
def test_ctrl_c_ends_at_once_with_one_line_and_leaves_nothing(data, tmp_path, at):
    folders = [str(data), *([str(ROOT / "data" / "sample")] if at == "Đang đọc tệp" else [])]  # longer to read
    words = ["report", *folders, "--year", "2022", "--out", str(tmp_path), "--notebooks", str(ROOT / "notebooks")]
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *words], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        encoding="utf-8", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        next(line for line in running.stderr if line.startswith(at))
        running.send_signal(signal.SIGINT)
        began = time.monotonic()
        rest = [line for line in running.stderr.read().splitlines() if not line.startswith(at)]
        ended = running.wait(timeout=60)
    assert (ended, rest) == (130, ["Đã dừng theo yêu cầu; không có gì ghi dở dang."])
    assert time.monotonic() - began < 20  # a notebook that is being run takes longer than its kernel takes to end
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["check", "DATA", "--return", "OUT"],
        ["check", "DATA", "--explain", "OUT"],
        ["template", "--year", "2023", "--roster", "DATA", "--out", "OUT"],
    ],
    ids=["return", "explain", "template"],
)
@pytest.mark.parametrize("there", [False, True], ids=["new folder", "folder that is there"])
def test_ctrl_c_between_two_files_leaves_none(tmp_path, monkeypatch, capsys, words, there):
    """A folder with some of the units in it would be taken for all of them."""
    for number, name in enumerate("abc"):
        rows = [member(number * 10 + n, "HTSX", base=f"Đảng bộ {name}") for n in range(3)]
        unit(tmp_path / "in", f"{name} 2022.xlsx", *rows)
    out = tmp_path / "out"
    if there:
        (out / "giữ").mkdir(parents=True)
    saved, save = [], openpyxl.Workbook.save

    def stop_at_the_second(book, path):
        save(book, path)
        saved.append(path)
        if len(saved) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(openpyxl.Workbook, "save", stop_at_the_second)
    given = [{"DATA": str(tmp_path / "in"), "OUT": str(out)}.get(word, word) for word in words]
    assert main(given) == 130
    assert len(saved) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "Đã dừng theo yêu cầu; không có gì ghi dở dang."
    assert {path.name for path in tmp_path.iterdir()} == {"in", *(["out"] if there else [])}
    assert [path.name for path in tmp_path.glob("out/*")] == (["giữ"] if there else [])
    monkeypatch.undo()
    assert main(given) in (0, 1)
    assert len([path for path in out.iterdir() if path.suffix == ".xlsx"]) == 3


def test_units_whose_names_make_the_same_file_name_each_get_a_form(tmp_path):
    """Windows allows no «/» or «:» in names, and takes capital and small letters as the same."""
    bases = ["Đảng bộ A/B", "Đảng bộ A:B", "Đảng bộ a b", "Đảng bộ A B (2)"]
    rows = [member(number, "HTT", base=base) for number, base in enumerate(bases)]
    unit(tmp_path, "2022.xlsx", *rows)
    assert (
        main(["template", "--year", "2023", "--roster", str(tmp_path / "2022.xlsx"), "--out", str(tmp_path / "o")]) == 0
    )
    forms = list((tmp_path / "o").iterdir())
    assert len({form.name.casefold() for form in forms}) == len(
        ek.read(tmp_path / "2022.xlsx").ratings["base_organisation"].unique()
    )
