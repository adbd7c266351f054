"""Files held by Excel, by an antivirus, by OneDrive: one line each that tells what to do, no traceback."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from evalkit import file_access
from evalkit.__main__ import main
from evalkit.books.workbook import Unreadable, open_grids
from evalkit.file_access import explain_unreadable, explain_unwritable, retry_while_held
from evalkit.settings import LIMITS
from tests.conftest import member, unit

HELD = "đang mở trong Excel hay chương trình khác, hoặc không có quyền"
DESK = Path("Users", "Trần Văn A", "OneDrive - Đảng ủy Khối", "evalkit")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The data of two years below a OneDrive folder with blanks and diacritics."""
    folder = tmp_path / DESK / "số liệu"
    for year in (2021, 2022):
        unit(folder, f"{year}.xlsx", member(1, "HTTNV"))
    return folder


def hold(monkeypatch: pytest.MonkeyPatch, name: str, method: str = "open") -> None:
    """Let a file be refused as Windows refuses one that another process has locked."""
    original: Callable[..., Any] = getattr(Path, method)

    def refuse(path: Path, *words: Any, **options: Any) -> Any:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return original(path, *words, **options)

    monkeypatch.setattr(Path, method, refuse)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), f"{HELD} đọc. Đóng tệp rồi chạy lại."),
        (FileNotFoundError(errno.ENOENT, "No such file"), "không có tệp này. Kiểm tra lại tên và thư mục"),
        (OSError(errno.EINVAL, "Invalid argument"), "Invalid argument. Nếu tệp nằm trên OneDrive"),  # not on the disk
        (OSError(errno.EIO, ""), "OSError. Nếu tệp nằm trên OneDrive hay ổ mạng"),  # a share that went away
    ],
)
def test_each_cause_of_not_reading_has_its_advice(error: OSError, advice: str) -> None:
    assert explain_unreadable(error).startswith(advice)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), f"{HELD} ghi. Đóng tệp, hoặc chọn thư mục khác."),
        (OSError(errno.EROFS, "Read-only file system"), f"{HELD} ghi."),
        (OSError(errno.ENOSPC, "No space left on device"), "đĩa đã đầy."),
        (
            FileNotFoundError(errno.ENOENT, "No such file"),
            "không có thư mục ấy và không tạo được ở đó.",
        ),  # of a network
        (OSError(errno.EIO, "Input/output error"), "Input/output error. Chọn thư mục khác"),
        (OSError(), "hết chỗ hoặc đĩa lỗi. Chọn thư mục khác"),  # as Arrow raises it
    ],
)
def test_each_cause_of_not_writing_has_its_advice(error: OSError, advice: str) -> None:
    assert explain_unwritable(error).startswith(advice)


def test_locked_workbook_is_one_line(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, "2021.xlsx")
    with pytest.raises(Unreadable) as refused:
        list(open_grids(desk / "2021.xlsx", LIMITS))
    assert refused.value.code == "locked"
    assert refused.value.message == f"không đọc được tệp: {HELD} đọc. Đóng tệp rồi chạy lại."


@pytest.mark.parametrize("lock", ["~$2021.xlsx", ".~lock.2021.xlsx#"])  # of Excel, of LibreOffice
def test_an_open_workbook_is_noted_and_its_lock_file_no_data(desk: Path, lock: str) -> None:
    (desk / lock).write_bytes(b"\x05Excel")
    (desk / "~$2019.xlsx").write_bytes(b"\x05Excel")  # of a workbook that is no longer here
    for paths in ([desk], sorted(desk.glob("202*.xlsx"))):
        reading = ek.read(paths)
        assert set(reading.ratings["year"]) == {2021, 2022}
        noted = reading.problems[reading.problems["code"] == "open_elsewhere"]
        assert [*zip(noted["severity"], noted["file"], strict=True)] == [("note", "2021.xlsx")]
        assert "chỗ sửa chưa lưu thì chưa được đọc" in noted["message"].item()
        assert not reading.problems["file"].str.contains("~$", regex=False).any()


def test_locked_settings_are_one_line(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "evalkit.toml").write_text('organisation = "Đảng bộ"\n', encoding="utf-8")
    hold(monkeypatch, "evalkit.toml", "read_bytes")
    assert main(["check", str(desk)]) == 2
    assert capsys.readouterr().err == (
        f"evalkit.toml: không đọc được tệp cài đặt: {HELD} đọc. Đóng tệp rồi chạy lại.\n"
    )


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["template", "--year", "2022", "--out", "{out}/mau.xlsx"], "mau.xlsx"),
        (["rates", "{desk}", "--save", "{out}/x.parquet"], ".x.parquet.part"),
    ],
)
def test_output_open_in_excel_is_one_line_and_stays_as_it_was(
    desk: Path,
    words: list[str],
    held: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hold(monkeypatch, held, "replace")
    assert main([word.format(out=tmp_path, desk=desk) for word in words]) == 2
    lines = capsys.readouterr().err.splitlines()
    target = tmp_path / held.removeprefix(".").removesuffix(".part")
    assert lines[-1] == f"Không ghi được «{target}»: {HELD} ghi. Đóng tệp, hoặc chọn thư mục khác."
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.usefixtures("dots")
def test_report_is_written_below_a_onedrive_folder(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = desk.parent / "báo cáo"
    assert main(["report", str(desk), "--year", "2022", "--no-notebooks", "--out", str(out)]) in (0, 1)
    assert (out / "2022" / "bao-cao.docx").is_file()


@pytest.mark.parametrize(("brief", "tries"), [(True, 3), (False, 1)])
def test_rename_waits_for_an_antivirus_on_windows_only(
    brief: bool, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_access, "_HELD_BRIEFLY", brief)
    monkeypatch.setattr(file_access, "_PAUSE", 0)
    calls: list[int] = []

    def move() -> str:
        calls.append(1)
        if len(calls) < 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        return "moved"

    if brief:
        assert retry_while_held(move) == "moved"
    else:
        with pytest.raises(PermissionError):
            retry_while_held(move)
    assert len(calls) == tries


def test_rename_gives_up_when_a_file_stays_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_access, "_HELD_BRIEFLY", True)
    monkeypatch.setattr(file_access, "_PATIENCE", 0.05)
    monkeypatch.setattr(file_access, "_PAUSE", 0.01)
    calls: list[int] = []

    def move() -> None:
        calls.append(1)
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        retry_while_held(move)
    assert len(calls) > 1
