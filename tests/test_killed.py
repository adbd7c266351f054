"""A report that is killed at any moment leaves the earlier one or the new one, never half of one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from evalkit.report import write_report
from tests.conftest import LIST, ROOT, member, write_workbook

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


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for year in (2021, 2022):
        write_workbook(folder / f"{year}.xlsx", {"S": [[f"NĂM {year}"], LIST, *(member(n, "HTT") for n in range(9))]})
    (folder / "evalkit.toml").write_text('organisation = "Đảng bộ Thử"', "utf-8")
    return folder


def test_a_killed_report_leaves_no_half(data, tmp_path, full):
    began = time.monotonic()
    assert start(data, tmp_path).wait(timeout=120) == 0
    long = time.monotonic() - began
    whole = files_of(tmp_path / "2022")
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


def test_what_a_killed_report_left_is_removed_a_day_later(sample, tmp_path, monkeypatch):
    for name, hours in ((".report-old", 25), (".report-young", 1), ("other", 99)):
        (tmp_path / name).mkdir()
        moment = time.time() - 3600 * hours
        os.utime(tmp_path / name, (moment, moment))
    monkeypatch.setattr("evalkit.report._fill", lambda folder, *_, **__: folder.mkdir())
    write_report(sample, year=2022, out=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".report-young", "2022", "other"]


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
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
        assert running.wait(timeout=60) == 2
    assert rest == ["Đã dừng theo yêu cầu; chưa có gì được ghi."]
    assert time.monotonic() - began < 20  # a notebook that is being run takes longer than its kernel takes to end
    assert list(tmp_path.iterdir()) == []
