"""What nobody foresaw: one line, and a file that shows where in the program it was and no word of the data."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from evalkit import __main__ as command_line
from evalkit.failure import describe_failure

NAME = "Nguyễn Văn A"


def fail(given: object) -> int:
    try:
        return {}[NAME]  # type: ignore[no-any-return]
    except KeyError as error:
        raise ValueError(f"{NAME}: {given}") from error


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_one_line_tells_of_it_and_the_file_has_no_values(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "_run", fail)
    monkeypatch.setattr("sys.argv", ["evalkit", "check", "x"])
    assert command_line.run_guarded() == 2
    (details,) = temporary.iterdir()
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert line.startswith("Lỗi ngoài dự kiến của chương trình (ValueError). Thử chạy lại; nếu vẫn thế, gửi tệp đó ")
    assert line.endswith(f": {details}\n")
    written = details.read_text("utf-8")
    assert "in fail" in written
    assert "ValueError" in written
    assert "KeyError" in written
    assert NAME not in line + written


def test_folder_that_takes_no_file_still_leaves_the_line(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "gone"))
    assert describe_failure(TypeError("x"), version="1") == "Lỗi ngoài dự kiến của chương trình (TypeError)."


def test_too_little_memory_has_its_own_advice(temporary: Path) -> None:
    assert describe_failure(MemoryError(), version="1").startswith("Máy không đủ bộ nhớ. Đóng bớt chương trình khác")
    assert list(temporary.iterdir()) == []
