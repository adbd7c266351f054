"""run.py sets up and starts things: here nothing is installed and nothing started, every child is a fake."""

import ast
import ctypes
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from evalkit.__main__ import _RUN

RUN_PY = Path(__file__).parents[1] / "run.py"
ALL_STEPS = ["venv", "report", "evalkit"]
FILES = {"requirements.txt": "report"} | {f"requirements-{step}.txt": step for step in ("lab", "test", "parquet")}
THIS_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
WINE = sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


class Children:
    """Stands for every process run.py starts: keeps the words, writes what it is told to, gives its exit code."""

    def __init__(self, run: ModuleType) -> None:
        self.run = run
        self.calls: list[list[str]] = []
        self.options: list[dict[str, Any]] = []
        self.pip_says: str = ""
        self.codes: dict[str, int] = {}

    def __call__(self, words: list[object], **options: Any) -> int:
        told = [str(word) for word in words]
        self.calls.append(told)
        self.options.append(options)
        if told[1:3] == ["-m", "venv"]:
            self.run.venv_python().parent.mkdir(parents=True)
            self.run.venv_python().touch()
        if "pip" in told and self.pip_says:
            options["stdout"].write(self.pip_says)
        return next((code for word, code in self.codes.items() if word in told), 0)

    @property
    def steps(self) -> list[str]:
        names = {"venv": "venv", **FILES, "--no-deps": "evalkit"}
        return [step for call in self.calls for word, step in names.items() if word in call]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose path has spaces and diacritics, as on the analysts' machines."""
    root = tmp_path / "Hội nghị tổng kết (bản 2)"
    (root / "evalkit").mkdir(parents=True)
    (root / "evalkit" / "scale.py").write_text("LEVELS = 5\n", encoding="utf-8")
    (root / "data" / "sample").mkdir(parents=True)
    for year in range(2018, 2023):
        (root / "data" / "sample" / f"{year}.xlsx").touch()
    for name in FILES:
        (root / name).write_text("pandas==3.1.1\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "run.py").write_bytes(RUN_PY.read_bytes())
    return root


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("run_under_test", project / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.chdir(project)
    monkeypatch.setattr(module, "venv_starts", lambda: module.venv_python().exists())
    monkeypatch.setattr(module, "long_paths_enabled", lambda: True)  # the temporary folder of Windows is deep
    return module


@pytest.fixture
def children(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Children:
    fake = Children(run)
    monkeypatch.setattr(run, "child", fake)
    return fake


@pytest.fixture
def ready(run: ModuleType, children: Children) -> Children:
    """Everything set up once, and the calls that took forgotten."""
    run.set_up()
    children.calls.clear()
    children.options.clear()
    return children


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Answers for input(), then end of file; gives the questions that were asked."""
    questions: list[str] = []
    left = list(answers)

    def answer(question: str = "") -> str:
        questions.append(question)
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    return questions


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line of a refusal, without the progress before it."""
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("Đang ")]
    assert len(lines) == 1
    return lines[0]


# --- what must hold before anything is written


def test_file_can_be_parsed_by_an_old_python_so_that_it_can_refuse_it() -> None:
    ast.parse(RUN_PY.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_file_imports_the_standard_library_only() -> None:
    tree = ast.parse(RUN_PY.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_python_too_old_is_told_in_one_line(run: ModuleType) -> None:
    with pytest.raises(run.Refusal, match=r"^Cần Python 3\.11 trở lên, đây là Python 3\.8: hãy cài .*py run\.py\)\.$"):
        run.check_python((3, 8, 18, "final", 0))


def test_oldest_python_is_enough(run: ModuleType) -> None:
    run.check_python((3, 11, 0, "final", 0))


def test_python_too_old_keeps_the_double_clicked_window_open(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "OLDEST", (99, 0))
    questions = typed(monkeypatch, "")
    assert run.main([]) == 2
    assert questions == ["Nhấn Enter để đóng cửa sổ này."]
    assert "Cần Python 99.0 trở lên" in refused(capsys)


@pytest.mark.parametrize("name", [*FILES, "pyproject.toml", "evalkit"])
def test_run_py_alone_out_of_a_zip_is_refused(
    run: ModuleType, project: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / name).rename(project / "elsewhere")
    assert run.main(["report"]) == 2
    line = refused(capsys)
    assert name in line
    assert "giải nén" in line


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_missing_venv_module_says_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda asked: None if asked == name else object())
    assert run.main(["report"]) == 2
    line = refused(capsys)
    assert f"thiếu mô-đun {name}:" in line
    assert "sudo apt install python3-venv" in line


@pytest.mark.parametrize(
    ("windows", "long_paths", "stage", "length", "allowed"),
    [
        (True, False, "report", 119, 118),  # one character more than 259 - 134 - len("/.venv/")
        (True, False, "report", 118, None),  # just fits
        (True, False, "test", 119, 118),
        (True, False, "lab", 98, 97),  # JupyterLab has deeper files: 259 - 155 - 7
        (True, False, "lab", 97, None),
        (True, True, "lab", 200, None),  # Windows was told to allow long paths
        (False, False, "lab", 200, None),  # other systems have no such limit
    ],
)
def test_path_too_long_for_windows(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, windows: bool, long_paths: bool, stage: str, length: int,
    allowed: int | None,
) -> None:  # fmt: skip
    monkeypatch.setattr(run, "WINDOWS", windows)
    monkeypatch.setattr(run, "long_paths_enabled", lambda: long_paths)
    monkeypatch.setattr(run, "HERE", "C:\\" + "d" * (length - 3))
    if allowed is None:
        run.check_path_length(stage)
    else:
        with pytest.raises(run.Refusal, match=f"dài {length} ký tự.* chỉ cho {allowed}: hãy chuyển"):
            run.check_path_length(stage)


def test_usual_place_on_a_desk_is_short_enough_for_the_report(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = r"C:\Users\nguyenthithanhhuyen\OneDrive - Đảng ủy Khối các cơ quan và doanh nghiệp\Tổng kết năm\evalkit"
    monkeypatch.setattr(run, "WINDOWS", True)
    monkeypatch.setattr(run, "long_paths_enabled", lambda: False)
    monkeypatch.setattr(run, "HERE", desk)
    run.check_path_length("report")


def test_path_too_long_for_jupyterlab_alone_leaves_the_report_as_it_is(
    run: ModuleType, ready: Children, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = run.venv_python()
    monkeypatch.setitem(run.LONGEST_INSIDE_VENV, "lab", 259)
    monkeypatch.setitem(run.LONGEST_INSIDE_VENV, "report", 0)
    monkeypatch.setattr(run, "WINDOWS", True)
    monkeypatch.setattr(run, "held", lambda lock: False)
    monkeypatch.setattr(run, "venv_python", lambda: python)
    monkeypatch.setattr(run, "long_paths_enabled", lambda: False)
    capsys.readouterr()
    assert run.main(["lab"]) == 2
    assert "hãy chuyển cả thư mục tới chỗ ngắn hơn" in refused(capsys)
    assert run.main(["report"]) == 0
    assert ready.steps == []


def test_long_path_is_refused_before_anything_is_written(
    run: ModuleType, project: Path, children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "WINDOWS_LIMIT", 0)
    monkeypatch.setattr(run, "WINDOWS", True)
    monkeypatch.setattr(run, "held", lambda lock: False)
    monkeypatch.setattr(run, "long_paths_enabled", lambda: False)
    assert run.main(["report"]) == 2
    assert not (project / ".venv").exists()
    assert children.calls == []


@pytest.mark.parametrize(("value", "enabled"), [(1, True), (0, False), (None, False)])
def test_registry_tells_whether_long_paths_are_enabled(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, value: int | None, enabled: bool
) -> None:
    class Key:
        def __enter__(self) -> "Key":
            return self

        def __exit__(self, *error: object) -> None: ...

    def query(key: Key, name: str) -> tuple[int, int]:
        if value is None:
            raise FileNotFoundError(name)  # the value was never set
        return value, 4

    monkeypatch.undo()  # the real function, which the fixture replaced
    winreg = SimpleNamespace(HKEY_LOCAL_MACHINE=1, OpenKey=lambda root, path: Key(), QueryValueEx=query)
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    assert run.long_paths_enabled() is enabled


def test_longest_path_inside_venv_is_still_as_long_as_assumed(run: ModuleType) -> None:
    if sys.prefix == sys.base_prefix:
        pytest.skip("not in a .venv")
    root = Path(sys.prefix)
    # A compiled file that finds no room is not written, and nothing is missed but a moment at the next start.
    inside = [file.relative_to(root).as_posix() for file in root.rglob("*") if "__pycache__" not in file.parts]
    as_on_windows = [path.replace(f"lib/python{THIS_PYTHON}/site-packages", "Lib/site-packages") for path in inside]
    stage = "lab" if importlib.util.find_spec("jupyterlab") else "report"
    assert max(map(len, as_on_windows)) <= run.LONGEST_INSIDE_VENV[stage]


# --- set-up, and what the second run skips


def test_fresh_clone_does_every_step_in_order(run: ModuleType, children: Children) -> None:
    run.set_up()
    assert children.steps == ALL_STEPS
    assert json.loads((run.VENV / "evalkit-setup.json").read_text())["venv"] == THIS_PYTHON


def test_second_run_skips_what_is_set_up(run: ModuleType, ready: Children, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run.set_up()
    assert ready.steps == []
    assert capsys.readouterr().err == ""


def test_changed_requirements_redo_the_packages_alone(run: ModuleType, project: Path, ready: Children) -> None:
    (project / "requirements.txt").write_text("pandas==3.1.2\n", encoding="utf-8")
    run.set_up()
    assert ready.steps == ["report"]


def test_jupyterlab_and_test_tools_wait_until_they_are_asked_for(run: ModuleType, children: Children) -> None:
    run.main(["report"])
    assert children.steps == ALL_STEPS
    for verb in ("lab", "test"):
        children.calls.clear()
        run.main([verb])
        run.main([verb])
        run.main(["report"])
        assert children.steps == [verb]


def test_test_tools_on_a_fresh_clone_come_with_all_they_need(run: ModuleType, children: Children) -> None:
    run.main(["test"])
    assert children.steps == ["venv", "report", "test", "evalkit"]


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["data/năm 2023/xep-loai.parquet"], True),
        (["data/năm 2023"], True),  # it lies in there
        (["data/sample", "--save", "x.PARQUET"], True),
        (["data/sample", "--save=x.parquet"], True),
        (["data/sample"], False),
    ],
)
def test_parquet_is_installed_where_it_is_read_or_written(
    run: ModuleType, project: Path, ready: Children, words: list[str], needed: bool
) -> None:
    (project / "data" / "năm 2023").mkdir()
    (project / "data" / "năm 2023" / "xep-loai.parquet").touch()
    run.main(["report", *words, "--year", "2022"])
    assert ready.steps == (["parquet"] if needed else [])


def test_stages_pin_a_package_in_one_version() -> None:
    """Or one stage would take away what another had installed."""
    pins: dict[str, set[str]] = {}
    for name in FILES:
        lines = (RUN_PY.parent / name).read_text(encoding="utf-8").splitlines()
        pinned = [line.split()[0].split("==") for line in lines if "==" in line and line[:1] not in "# "]
        for package, _ in pinned:
            pins.setdefault(package, set()).add(" ".join(version for named, version in pinned if named == package))
    assert {package: versions for package, versions in pins.items() if len(versions) > 1} == {}
    assert {"pandas", "jupyterlab", "pytest", "pyarrow"} <= set(pins)


@pytest.mark.parametrize("name", ["evalkit/scale.py", "evalkit/new.py", "evalkit/fonts/a.ttf", "pyproject.toml"])
def test_changed_source_redoes_evalkit_alone(run: ModuleType, project: Path, ready: Children, name: str) -> None:
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("LEVELS = 6\n", encoding="utf-8")
    run.set_up()
    assert ready.steps == ["evalkit"]


def test_renamed_module_is_a_change_although_its_bytes_are_the_same(
    run: ModuleType, project: Path, ready: Children
) -> None:
    (project / "evalkit" / "scale.py").rename(project / "evalkit" / "scales.py")
    run.set_up()
    assert ready.steps == ["evalkit"]


def test_compiled_files_are_no_change(run: ModuleType, project: Path, ready: Children) -> None:
    (project / "evalkit" / "__pycache__").mkdir()
    (project / "evalkit" / "__pycache__" / "scale.cpython-311.pyc").touch()
    run.set_up()
    assert ready.steps == []


def test_evalkit_is_installed_from_the_folder_without_a_network(run: ModuleType, children: Children) -> None:
    run.set_up()
    call, options = children.calls[-1], children.options[-1]
    assert call[call.index("install") :] == [
        *("install", "--no-compile", "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall", "."),
    ]
    assert options["cwd"] == run.HERE  # a bare "." survives spaces, diacritics and brackets in the path


def test_packages_come_from_the_network_without_a_wheels_folder(run: ModuleType, children: Children) -> None:
    run.set_up()
    assert children.calls[1][children.calls[1].index("install") :] == [
        "install",
        "--no-compile",
        "-r",
        "requirements.txt",
    ]


def test_wheels_folder_is_used_instead_of_the_network(run: ModuleType, project: Path, children: Children) -> None:
    (project / "wheels").mkdir()
    run.set_up()
    told = children.calls[1][children.calls[1].index("install") :]
    assert told == ["install", "--no-compile", "--no-index", "--find-links", "wheels", "-r", "requirements.txt"]


def broken_stamp(run: ModuleType) -> None:
    (run.VENV / "evalkit-setup.json").write_text("{", encoding="utf-8")


def stamp_of_another_shape(run: ModuleType) -> None:
    (run.VENV / "evalkit-setup.json").write_text("[]", encoding="utf-8")


def no_stamp(run: ModuleType) -> None:
    (run.VENV / "evalkit-setup.json").unlink()


def interrupted_step(run: ModuleType) -> None:
    run.mark("report", run.UNFINISHED)


def another_python(run: ModuleType) -> None:
    run.mark("venv", "3.10")


def interpreter_gone(run: ModuleType) -> None:
    run.venv_python().unlink()


@pytest.mark.parametrize(
    "damage", [broken_stamp, stamp_of_another_shape, no_stamp, interrupted_step, another_python, interpreter_gone]
)
def test_half_made_venv_is_made_again(
    run: ModuleType, ready: Children, damage: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(run)
    (run.VENV / "left over").touch()
    run.set_up()
    assert ready.steps == ALL_STEPS
    assert not (run.VENV / "left over").exists()
    assert "làm lại từ đầu" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "starts"),
    [
        ({"returncode": 0, "stdout": THIS_PYTHON + "\n"}, True),
        ({"returncode": 0, "stdout": "3.9\n"}, False),  # the system's Python was replaced under it
        ({"returncode": 103, "stdout": ""}, False),  # Windows: the Python it was made with is gone
        (FileNotFoundError(), False),
        (subprocess.TimeoutExpired("python", 60), False),
    ],
)
def test_interpreter_of_the_venv_is_tried(
    project: Path, monkeypatch: pytest.MonkeyPatch, answer: Any, starts: bool
) -> None:
    spec = importlib.util.spec_from_file_location("run_itself", project / "run.py")
    assert spec is not None
    assert spec.loader is not None
    itself = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(itself)

    def answers(words: list[str], **options: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(**answer)

    monkeypatch.setattr(itself.subprocess, "run", answers)
    assert itself.venv_starts() is starts


def test_ctrl_c_during_the_packages_leaves_a_mark_that_has_the_venv_made_again(
    run: ModuleType, children: Children, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_off(words: list[object], **options: Any) -> int:
        if "pip" in words:
            raise KeyboardInterrupt
        return children(words, **options)

    monkeypatch.setattr(run, "child", cut_off)
    assert run.main(["report"]) == 130
    assert refused(capsys) == "Đã dừng theo yêu cầu."
    monkeypatch.setattr(run, "child", children)
    assert run.steps_to_do("report") == ALL_STEPS


# --- failures, each in one line


@pytest.mark.parametrize(
    ("log", "told"),
    [
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('Connection refused')'\n"
            "ERROR: No matching distribution found for pandas==3.1.1\n",
            ["không có mạng", "pip download -r requirements.txt -d wheels", "cạnh run.py"],
        ),
        ("... (Caused by NameResolutionError: [Errno 11001] getaddrinfo failed)", ["không có mạng"]),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", ["không có mạng"]),
        ("ERROR: No matching distribution found for lxml==6.1.3\n", ["không tìm thấy gói lxml==6.1.3", "pip download"]),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", ["ổ đĩa đã đầy"]),
        ("ERROR: [WinError 112] There is not enough space on the disk", ["ổ đĩa đã đầy"]),
        ("ERROR: [Errno 13] Permission denied: 'C:\\\\evalkit'", ["không có quyền ghi", "JupyterLab"]),
        ("ERROR: [WinError 5] Access is denied", ["không có quyền ghi"]),
        ("ERROR: [WinError 206] The filename or extension is too long", ["đường dẫn quá dài", "chuyển cả thư mục"]),
        ("× Preparing metadata did not run\nerror: metadata-generation-failed", ["Python 3.11 đến 3.14, bản 64-bit"]),
        ("line\nERROR: something nobody foresaw\nnote: see above\n", ["«ERROR: something nobody foresaw»"]),
        ("only this\n", ["«only this»"]),
        (" ", ["không rõ lý do"]),
    ],
)
def test_failure_of_pip_is_one_line_with_cause_advice_and_log(
    run: ModuleType, children: Children, log: str, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    children.pip_says, children.codes = log, {"pip": 1}
    assert run.main(["report"]) == 2
    line = refused(capsys)
    assert line.startswith("Không cài được các gói: ")
    assert line.endswith(f"Chi tiết: {Path('.venv') / 'setup.log'}")
    for part in told:
        assert part in line


def test_packages_that_failed_are_tried_again_without_making_the_venv_anew(run: ModuleType, children: Children) -> None:
    children.codes = {"pip": 1}
    with pytest.raises(run.Refusal):
        run.set_up()
    children.calls.clear()
    children.codes = {}
    run.set_up()
    assert children.steps == ["report", "evalkit"]


def test_offline_advice_names_the_packages_of_the_stage(
    run: ModuleType, ready: Children, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.pip_says, ready.codes = "ERROR: No matching distribution found for jupyterlab==4.6.6", {"pip": 1}
    capsys.readouterr()
    assert run.main(["lab"]) == 2
    assert "«pip download -r requirements-lab.txt -d wheels»" in refused(capsys)


def test_venv_that_cannot_be_made_is_one_line(
    run: ModuleType, children: Children, capsys: pytest.CaptureFixture[str]
) -> None:
    children.codes = {"venv": 1}
    assert run.main(["test"]) == 2
    assert refused(capsys).startswith("Không tạo được .venv: ")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied", ".venv"), "không có quyền ghi"),
        (OSError(28, "No space left on device"), "ổ đĩa đã đầy"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_error_of_the_system_is_one_line_never_a_traceback(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: Path, *args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(run.Path, "mkdir", broken)
    assert run.main(["report"]) == 2
    assert told in refused(capsys)


def test_second_window_waits_for_the_first_and_then_has_nothing_to_do(
    run: ModuleType, children: Children, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    busy = [True, True, False]

    def first_window_finishes(seconds: float) -> None:
        for step in ALL_STEPS:
            run.make_venv() if step == "venv" else run.install(step)
        children.calls.clear()

    monkeypatch.setattr(run, "held", lambda lock: busy.pop(0))
    monkeypatch.setattr(run.time, "sleep", first_window_finishes)
    run.set_up()
    assert children.calls == []
    assert refused(capsys) == "Một cửa sổ khác đang cài đặt, xin đợi…"


@pytest.mark.skipif(WINE, reason="wine refuses a second lock on Windows without the error code that Windows gives")
def test_lock_is_free_again_once_the_other_window_is_gone(run: ModuleType, tmp_path: Path) -> None:
    with (tmp_path / "lock").open("a") as first:
        assert run.held(first) is False
        with (tmp_path / "lock").open("a") as second:
            assert run.held(second) is True
    with (tmp_path / "lock").open("a") as third:
        assert run.held(third) is False


def test_drive_without_locks_does_not_wait_for_ever(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*args: object) -> None:
        raise OSError(95, "Operation not supported")

    module = SimpleNamespace(flock=unsupported, locking=unsupported, LOCK_EX=1, LOCK_NB=2, LK_NBLCK=3, fileno=lambda: 0)
    monkeypatch.setattr(run.importlib, "import_module", lambda name: module)
    assert run.held(module) is False


# --- children


class FakeProcess:
    """A child that is interrupted, then ends by itself or has to be stopped."""

    def __init__(self, ends_by_itself: bool, code: int = 0) -> None:
        self.ends_by_itself, self.code, self.terminated = ends_by_itself, code, False
        self.waits: list[float | None] = []

    def __enter__(self) -> "FakeProcess":
        return self

    def __exit__(self, *error: object) -> None: ...

    def wait(self, patience: float | None = None) -> int:
        self.waits.append(patience)
        if len(self.waits) == 1:
            raise KeyboardInterrupt
        if not self.ends_by_itself:
            raise subprocess.TimeoutExpired("child", patience or 0)
        return self.code

    def terminate(self) -> None:
        self.terminated = True


@pytest.mark.parametrize("ends_by_itself", [True, False])
def test_ctrl_c_gives_the_child_time_to_end_and_then_stops_it(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, ends_by_itself: bool
) -> None:
    process = FakeProcess(ends_by_itself)
    monkeypatch.setattr(run.subprocess, "Popen", lambda words, **options: process)
    with pytest.raises(KeyboardInterrupt):
        run.child(["python"])
    assert process.waits == [None, run.PATIENCE]
    assert process.terminated


def test_ctrl_c_is_told_once_the_child_does_so_or_run_py(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.subprocess, "Popen", lambda words, **options: FakeProcess(True, run.STOPPED))
    assert run.child(["python"]) == run.STOPPED
    monkeypatch.setattr(run.subprocess, "Popen", lambda words, **options: FakeProcess(True, 0))
    assert run.child(["python"], unblocks=True) == run.STOPPED
    monkeypatch.setattr(run.subprocess, "Popen", lambda words, **options: FakeProcess(True, run.STOPPED))
    with pytest.raises(KeyboardInterrupt):  # what pip says is in the log
        run.child(["python"], stdout=subprocess.DEVNULL)


def test_children_speak_utf8_and_see_no_foreign_python_path(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PYTHONHOME", "elsewhere")
    environment = run.child_environment()
    assert environment["PYTHONUTF8"] == "1"
    assert not {"PYTHONPATH", "PYTHONHOME"} & environment.keys()
    assert environment["PATH"] == os.environ["PATH"]


def test_child_gives_its_exit_code(run: ModuleType) -> None:
    assert run.child([sys.executable, "-c", "import sys; sys.exit(sys.flags.utf8_mode + 6)"]) == 7


def test_what_a_child_imports_is_compiled_once_and_kept(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # as containers and editors often have it
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    (tmp_path / "levels.py").write_text("LEVELS = 5\n", encoding="utf-8")
    imports = "import sys; sys.path.insert(0, '.'); import levels; sys.exit(sys.dont_write_bytecode)"
    grandchild = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {imports!r}]))"
    assert run.child([sys.executable, "-c", grandchild], cwd=tmp_path) == 0  # kernels and readers are such
    kept = [path.relative_to(tmp_path).parts for path in tmp_path.rglob("levels.*.pyc")]
    assert kept == [("__pycache__", f"levels.{sys.implementation.cache_tag}.pyc")]


def test_venv_python_stands_where_the_system_puts_it(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WINDOWS", True)
    assert run.venv_python() == run.VENV / "Scripts" / "python.exe"
    monkeypatch.setattr(run, "WINDOWS", False)
    assert run.venv_python() == run.VENV / "bin" / "python"


# --- the verbs


@pytest.fixture
def own(project: Path) -> Path:
    """A folder of the analyst's own, with one year's workbook."""
    folder = project / "data" / "số liệu 2023"
    folder.mkdir()
    (folder / "Đảng viên 2023.xlsx").touch()
    return folder


def told_to_evalkit(children: Children) -> list[str]:
    call = children.calls[-1]
    assert call[1:6] == ["-P", "-m", "evalkit", "report", "--notebooks"]
    assert Path(call[6]).resolve().name == "notebooks"
    return call[7:]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], ["data/sample", "--year", "2022", "--out", "reports"]),
        (["data/sample"], ["data/sample", "--year", "2022", "--out", "reports"]),
        (["--year", "2021"], ["data/sample", "--year", "2021", "--out", "reports"]),  # 2021 is no folder
        (["--year=2021"], ["data/sample", "--year=2021", "--out", "reports"]),
        (["data/số liệu 2023"], ["data/số liệu 2023", "--year", "2023", "--out", "reports"]),  # told by the only name
        (["data/số liệu 2023", "--out", "x"], ["data/số liệu 2023", "--out", "x", "--year", "2023"]),
        (["--settings", "a.toml"], ["data/sample", "--settings", "a.toml", "--year", "2022", "--out", "reports"]),
    ],
)
def test_report_fills_in_what_was_left_out(
    run: ModuleType, ready: Children, own: Path, words: list[str], told: list[str]
) -> None:
    assert run.main(["report", *words]) == 0
    typed_as_is = {word: word for word in words}
    assert told_to_evalkit(ready) == [typed_as_is.get(word, word.replace("/", os.sep)) for word in told]


def test_report_from_another_folder_takes_paths_from_there_and_defaults_from_the_project(
    run: ModuleType, project: Path, ready: Children, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    run.main(["report"])
    sample, reports = str(project / "data" / "sample"), str(project / "reports")
    assert told_to_evalkit(ready) == [sample, "--year", "2022", "--out", reports]
    assert ready.calls[-1][6] == str(project / "notebooks")
    assert "cwd" not in ready.options[-1]


def test_report_without_notebooks_names_none(run: ModuleType, ready: Children) -> None:
    run.main(["report", "--no-notebooks"])
    assert "--notebooks" not in ready.calls[-1]


@pytest.mark.parametrize("code", [0, 1, 2])
def test_exit_code_of_evalkit_is_passed_on(run: ModuleType, ready: Children, code: int) -> None:
    ready.codes = {"evalkit": code}
    assert run.main(["report"]) == code


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["2021.xlsx", "2023.xls"], "(tên các tệp có 2021, 2023): hãy thêm năm, ví dụ --year 2023."),
        (["đảng viên.xlsx"], "Chưa rõ báo cáo năm nào: hãy thêm năm, ví dụ --year 2022."),
        (["~$2023.xlsx", ".2023.xlsx", "2023.txt", "a.csv"], "Chưa rõ báo cáo năm nào: "),  # no workbook but one
        (["20231231.xlsx", "120234.xlsx"], "Chưa rõ báo cáo năm nào: "),  # digits, no year
    ],
)
def test_report_asks_for_the_year_unless_the_names_leave_no_doubt(
    run: ModuleType, project: Path, children: Children, names: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / "data" / "own"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    assert run.main(["report", "data/own"]) == 2
    assert told in refused(capsys)
    assert children.calls == []  # told before the minutes of set-up


def test_missing_folder_is_told_before_the_set_up(
    run: ModuleType, children: Children, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["report", "data/2032", "--year", "2032"]) == 2
    assert refused(capsys).startswith(f"Không thấy «{Path('data/2032')}»")
    assert children.calls == []


@pytest.mark.parametrize(
    ("given", "names", "told"),
    [
        ("data/own", [], "chưa có bảng tính nào: hãy chép tệp xếp loại vào đó"),
        ("data/own", ["đọc.txt", "quyết định.docx"], "chưa có bảng tính nào: hãy chép tệp xếp loại vào đó"),
        ("data/own/đọc.txt", ["đọc.txt"], "không phải bảng tính: hãy chỉ ra tệp Excel hay thư mục"),
    ],
)
def test_what_holds_no_workbook_is_told_before_the_set_up(
    run: ModuleType, project: Path, children: Children, capsys: pytest.CaptureFixture[str],
    given: str, names: list[str], told: str,
) -> None:  # fmt: skip
    (project / "data" / "own").mkdir()
    for name in names:
        (project / "data" / "own" / name).touch()
    assert run.main(["report", given, "--year", "2022"]) == 2
    assert told in refused(capsys)
    assert children.calls == []


@pytest.mark.parametrize("folder", ["data", "."])
def test_folder_that_holds_the_sample_too_is_refused_lest_the_figures_mix(
    run: ModuleType, children: Children, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["report", folder, "--year", "2022"]) == 2
    assert "có cả dữ liệu mẫu" in refused(capsys)
    assert children.calls == []


def test_test_is_one_pytest_with_the_notebooks_and_the_callers_words(run: ModuleType, ready: Children) -> None:
    run.set_up("test")
    ready.calls.clear()
    ready.codes = {"pytest": 5}
    assert run.main(["test", "-k", "stamp"]) == 5
    assert ready.calls == [
        [str(run.venv_python()), "-m", "pytest", "--nbval", "--nbval-current-env", "-k", "stamp"],
    ]
    assert ready.options[-1]["cwd"] == run.HERE


@pytest.mark.parametrize("words", [[], ["--full"]])
def test_the_whole_suite_runs_on_all_processors(run: ModuleType, ready: Children, words: list[str]) -> None:
    run.main(["test", *words])
    shared_out = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadscope", "--no-loadscope-reorder"]
    assert ready.calls[-1][5:] == [*shared_out, *words]


@pytest.fixture
def lab(run: ModuleType, project: Path, ready: Children) -> Children:
    """JupyterLab set up, and two notebooks."""
    (project / "notebooks").mkdir()
    for name in ("02_rates.ipynb", "01_data_quality.ipynb"):
        (project / "notebooks" / name).touch()
    run.set_up("lab")
    ready.calls.clear()
    return ready


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], ["notebooks/01_data_quality.ipynb"]),
        (["--no-browser"], ["notebooks/01_data_quality.ipynb", "--no-browser"]),
        (["--port", "8899"], ["notebooks/01_data_quality.ipynb", "--port", "8899"]),  # no file of that name
        (["notebooks/02_rates.ipynb"], ["notebooks/02_rates.ipynb"]),
    ],
)
def test_lab_opens_the_first_notebook_and_waits_as_long_as_it_runs(
    run: ModuleType, lab: Children, words: list[str], told: list[str]
) -> None:
    run.main(["lab", *words])
    python, *rest = lab.calls[0]
    assert [python, *rest[:2]] == [str(run.venv_python()), "-m", "jupyterlab"]
    quiet = {"--log-level=WARN", "--ServerApp.answer_yes=True"}
    assert quiet < set(rest)
    assert [word.replace("\\", "/") for word in rest[2:] if word not in quiet] == told
    assert lab.options[-1] == {"cwd": run.HERE, "patience": None}


def test_lab_refuses_a_notebook_that_is_not_there(
    run: ModuleType, lab: Children, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["lab", "notebooks/9.ipynb"]) == 2
    assert refused(capsys).startswith("Không thấy «notebooks/9.ipynb» cạnh run.py")
    assert not lab.calls


def test_lab_speaks_vietnamese_and_asks_nothing_about_news(run: ModuleType, lab: Children) -> None:
    run.main(["lab"])
    settings = json.loads((run.VENV / "share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == "vi_VN"
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_unknown_verb_names_those_there_are(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["báo-cáo"]) == 2
    line = refused(capsys)
    assert line.startswith("Không có lệnh «báo-cáo»: hãy dùng report, check, lab hoặc lệnh khác")


def test_help_names_every_verb(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"python run.py {verb}" in told for verb in ("report", "test", "lab"))
    assert all(verb in told for verb in run.EVALKIT_VERBS if verb != "--version")


def test_every_verb_of_evalkit_is_run_by_run_py(run: ModuleType) -> None:
    assert {*run.EVALKIT_VERBS, "report"} == {*_RUN, "--version"}


@pytest.mark.parametrize(
    "words",
    [
        ["check", "data/số liệu 2023", "--return", "cần sửa"],  # nothing is put in, nothing looked at
        ["template", "--year", "2023", "--out", "mẫu.xlsx"],
        ["trace", "--help"],
        ["--version"],
    ],
)
def test_other_verbs_are_handed_on_as_typed(run: ModuleType, ready: Children, words: list[str]) -> None:
    assert run.main(words) == 0
    assert ready.calls == [[str(run.venv_python()), "-P", "-m", "evalkit", *words]]
    assert ready.options == [{"unblocks": True}]


def test_a_verb_that_saves_parquet_has_its_package_installed_first(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages: list[str] = []
    monkeypatch.setattr(run, "set_up", stages.append)
    monkeypatch.setattr(run, "child", lambda *_, **__: 0)
    run.main(["check", "data/2023"])
    run.main(["check", "data/2023", "--save", "nam-cu.parquet"])
    assert stages == ["report", "parquet"]


# --- double-clicked


@pytest.fixture
def opened(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    folders: list[Path] = []
    monkeypatch.setattr(run, "open_folder", folders.append)
    return folders


def writes_a_report(run: ModuleType, ready: Children, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Has the fake evalkit leave a report folder, beside an earlier one."""
    (run.REPORTS / "2021 lần trước").mkdir(parents=True)

    def child(words: list[object], **options: Any) -> int:
        (run.REPORTS / "2022 lần này").mkdir()
        return ready(words, **options)

    monkeypatch.setattr(run, "child", child)
    return run.REPORTS / "2022 lần này"


def test_double_click_with_enter_alone_reports_on_the_sample_and_opens_it(
    run: ModuleType, ready: Children, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = typed(monkeypatch, "", "", "")
    folder = writes_a_report(run, ready, monkeypatch)
    assert run.main([]) == 0
    assert told_to_evalkit(ready)[1:3] == ["--year", "2022"]
    assert Path(told_to_evalkit(ready)[0]).samefile(run.SAMPLE)
    assert opened == [folder]
    assert questions == [
        f"Thư mục chứa các tệp xếp loại [{Path('data/sample')}]: ",
        "Năm báo cáo [2022]: ",
        "Nhấn Enter để đóng cửa sổ này.",
    ]


def test_double_click_offers_the_analysts_own_folder_and_its_latest_year(
    run: ModuleType, own: Path, ready: Children, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "Đảng viên 2021.xlsx").touch()
    typed(monkeypatch, "", "", "")
    assert run.main([]) == 0
    assert told_to_evalkit(ready)[:3] == [str(own.relative_to(run.HERE)), "--year", "2023"]
    assert opened == []  # nothing written, nothing to open


@pytest.mark.parametrize("form", ['"{}"', "'{}'", "  {}  ", "& '{}'", "{}"])
def test_path_dragged_into_the_window_loses_its_quotes(
    run: ModuleType, own: Path, ready: Children, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, form.format(own), "", "")
    assert run.main([]) == 0
    assert told_to_evalkit(ready)[0] == str(own)


def test_double_click_asks_again_after_a_wrong_answer(
    run: ModuleType, own: Path, ready: Children, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    typed(monkeypatch, "data/2032", "data", str(own), "23", "năm nay", "2022", "")
    assert run.main([]) == 0
    assert told_to_evalkit(ready)[:3] == [str(own), "--year", "2022"]
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == [
        f"Không thấy «{Path('data/2032')}»",
        "Trong «data» có cả dữ liệu mẫu",
    ]
    assert lines[2:] == ["Năm gồm bốn chữ số, ví dụ 2022."] * 2


def test_double_click_without_a_year_in_the_names_offers_none(
    run: ModuleType, project: Path, ready: Children, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "data" / "own").mkdir()
    (project / "data" / "own" / "đảng viên.xlsx").touch()
    capsys.readouterr()
    questions = typed(monkeypatch, "data/own")  # and then end of file
    assert run.main([]) == 2
    assert questions[1] == "Năm báo cáo: "
    assert refused(capsys).startswith("Không đọc được câu trả lời: ")


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 130), (OSError(28, "No space left"), 2), (ValueError("Nguyễn Văn A"), 2)]
)
def test_double_clicked_window_stays_open_whatever_happens(
    run: ModuleType, ready: Children, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def broken(words: list[object], **options: Any) -> int:
        raise error

    monkeypatch.setattr(run, "child", broken)
    questions = typed(monkeypatch, "", "", "")
    assert run.main([]) == code
    assert questions[-1] == "Nhấn Enter để đóng cửa sổ này."


def test_what_nobody_foresaw_is_one_line_and_a_file_without_values(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(run, "run", lambda words: {}["Nguyễn Văn A"])
    assert run.main(["report"]) == 2
    details = tmp_path / "evalkit-run-loi.txt"
    assert refused(capsys) == (
        f"Lỗi ngoài dự kiến (KeyError). Thử chạy lại; nếu vẫn thế, gửi tệp này cho người phụ trách evalkit: {details}"
    )
    written = details.read_text("utf-8")
    assert "in main" in written
    assert "Nguyễn" not in written.replace('{}["Nguyễn Văn A"]', "")  # the line of the program, no value


@pytest.mark.parametrize(
    ("windows", "platform", "opener"), [(False, "darwin", "open"), (False, "linux", "xdg-open"), (True, "win32", "os")]
)
def test_folder_is_opened_the_way_of_the_system(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, windows: bool, platform: str, opener: str
) -> None:
    used: list[list[str]] = []
    monkeypatch.setattr(run, "WINDOWS", windows)
    monkeypatch.setattr(run.sys, "platform", platform)
    monkeypatch.setattr(run.os, "startfile", lambda path: used.append(["os", str(path)]), raising=False)
    monkeypatch.setattr(run.subprocess, "Popen", lambda words, **options: used.append(words))
    run.open_folder(Path("reports"))
    assert used == [[opener, "reports"]]


def test_system_without_a_file_manager_is_no_failure(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(words: list[str], **options: Any) -> None:
        raise FileNotFoundError(words[0])

    monkeypatch.setattr(run, "WINDOWS", False)
    monkeypatch.setattr(run.subprocess, "Popen", missing)
    run.open_folder(Path("reports"))
