"""One command for the analyst: set up what is missing beside this file, then do what was asked.

    python run.py report [FOLDER] [--year Y]    the report; data/sample and 2022 unless told otherwise
    python run.py test [words for pytest]       every test, doctest and notebook
    python run.py lab                           JupyterLab, in Vietnamese, at the first notebook
    python run.py check FOLDER                  and every other verb of evalkit
    python run.py                               or a double-click: asks for folder and year, opens the report

Standard library only, and no syntax newer than Python 3.8: an old Python must get as far as the line that refuses it.
"""

from __future__ import annotations

import os
import signal
import sys

STOPPED = 130  # exit code after Ctrl-C
STOPPED_IN_WORDS = "Đã dừng theo yêu cầu."
HEARS_CTRL_C = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not in the background of a shell


def end_at_once(*_: object) -> None:
    """End while nothing has begun: an exception could be lost in what is being imported."""
    print(STOPPED_IN_WORDS, file=sys.stderr, flush=True)
    os._exit(STOPPED)


if __name__ == "__main__" and HEARS_CTRL_C:
    signal.signal(signal.SIGINT, end_at_once)

import contextlib
import hashlib
import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any, Iterator, Sequence

OLDEST = (3, 11)
WINDOWS = os.name == "nt"
HERE = Path(os.path.abspath(__file__)).parent  # noqa: PTH100 - resolve() would undo a drive letter made by `subst`
VENV = HERE / ".venv"
WHEELS = HERE / "wheels"
SAMPLE, SAMPLE_YEAR = HERE / "data" / "sample", "2022"
REPORTS = HERE / "reports"

REQUIREMENTS = {  # the packages of each stage; all need those of the report
    "report": "requirements.txt",
    "parquet": "requirements-parquet.txt",
    "lab": "requirements-lab.txt",
    "test": "requirements-test.txt",
}
UNFINISHED = "unfinished"  # in the stamp: a step began and was cut off
LONGEST_INSIDE_VENV = {"report": 134, "lab": 155}  # characters below .venv; a test compares them with what is installed
WINDOWS_LIMIT = 259  # MAX_PATH without its closing NUL
# The last would leave .venv without compiled files: all that is imported would be compiled anew at every start.
NOT_FOR_CHILDREN = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
PATIENCE = 15.0  # seconds a child has to end by itself after Ctrl-C
WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
READABLE = WORKBOOKS | {".xltx", ".xltm", ".xlt", ".csv", ".tsv", ".parquet"}
LAB_DEFAULTS = {
    "@jupyterlab/translation-extension:plugin": {"locale": "vi_VN"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
TAKE_A_VALUE = {"--year", "--out", "--settings", "--notebooks", "--save"}  # the word after these names no workbook

USAGE = """Cách dùng (trên Windows có thể gõ py thay cho python):
  python run.py report [THƯ MỤC] [--year NĂM]   viết báo cáo; không ghi gì thì dùng dữ liệu mẫu, năm 2022
  python run.py test [tham số của pytest]       chạy mọi kiểm thử và notebook
  python run.py lab                             mở các notebook trong JupyterLab
  python run.py                                 hỏi thư mục và năm, viết báo cáo rồi mở ra
  python run.py VIỆC --help                     hỏi từng việc một: check (soát số liệu), template, rates, targets,
                                                streaks, awards, trace"""
EVALKIT_VERBS = ("check", "template", "rates", "targets", "streaks", "awards", "trace", "--version")
PROGRESS = {
    "venv": "Đang tạo môi trường .venv…",
    "report": "Đang cài các gói (chỉ lần đầu, vài phút)…",
    "parquet": "Đang cài gói đọc tệp .parquet (chỉ lần đầu)…",
    "lab": "Đang cài JupyterLab (chỉ lần đầu)…",
    "test": "Đang cài các công cụ kiểm thử (chỉ lần đầu)…",
    "evalkit": "Đang cài evalkit…",
}
BRING_WHEELS = (
    "trên máy có mạng, cùng hệ điều hành và cùng bản Python, chạy «pip download -r {requirements} -d wheels» "
    "rồi chép thư mục wheels vào cạnh run.py"
)
NO_NETWORK = (
    "NewConnectionError|Max retries|ConnectTimeout|ReadTimeout|Connection(?:Reset|Refused|Broken)|ProxyError|SSLError"
    "|CERTIFICATE_VERIFY_FAILED|getaddrinfo failed|Temporary failure in name resolution|Network is unreachable"
)
CAUSES = (  # what pip or the system wrote, and what to do about it; the first that fits is told
    (r"Errno 28\b|WinError 112\b|No space left", "ổ đĩa đã đầy; hãy dọn cho trống khoảng 1 GB rồi chạy lại"),
    (
        r"Errno 36\b|WinError 206\b|File name too long|Long Path",
        "đường dẫn quá dài; hãy chuyển cả thư mục tới chỗ có đường dẫn ngắn hơn rồi chạy lại",
    ),
    (NO_NETWORK, "không có mạng; hãy nối mạng rồi chạy lại, hoặc " + BRING_WHEELS),
    (
        r"Errno (?:13|30)\b|WinError (?:5|32)\b|Permission denied|Access is denied|Read-only file system",
        "không có quyền ghi hoặc tệp đang mở; hãy đóng JupyterLab và các cửa sổ khác của evalkit, "
        "hoặc chuyển cả thư mục tới nơi ghi được, rồi chạy lại",
    ),
    (r"No matching distribution found for (\S+)", "không tìm thấy gói {0} cho bản Python này; hãy " + BRING_WHEELS),
    (
        "metadata-generation-failed|subprocess-exited-with-error|Failed to build|Failed building",
        "có gói chưa được dựng sẵn cho bản Python này; hãy cài Python 3.11 đến 3.14, bản 64-bit, rồi chạy lại",
    ),
)


class Refusal(Exception):
    """One Vietnamese line: what could not be done, and what to do about it."""


def say(line: str) -> None:
    """Progress and refusals go to stderr; stdout is for results."""
    print(line, file=sys.stderr, flush=True)


def cause(text: str, requirements: str = REQUIREMENTS["report"]) -> str:
    for pattern, advice in CAUSES:
        found = re.search(pattern, text)
        if found:
            return advice.format(*found.groups(), requirements=requirements)
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["không rõ lý do"]
    return "«{}»".format(next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1]))


def unforeseen(error: Exception) -> str:
    """Return the line for an error that nobody expected; where in the program it was stands in a file."""
    line = f"Lỗi ngoài dự kiến ({type(error).__name__})."
    details = Path(tempfile.gettempdir(), "evalkit-run-loi.txt")
    with contextlib.suppress(OSError):
        details.write_text("".join(traceback.format_tb(error.__traceback__)) + line, encoding="utf-8")
        line += f" Thử chạy lại; nếu vẫn thế, gửi tệp này cho người phụ trách evalkit: {details}"
    return line


# --- what must hold before anything is written -----------------------------------------------------------------------


def check_python(version: Sequence[Any]) -> None:
    if tuple(version[:2]) < OLDEST:
        raise Refusal(
            "Cần Python {}.{} trở lên, đây là Python {}.{}: hãy cài bản mới từ python.org rồi chạy lại "
            "(trên Windows: py run.py).".format(*OLDEST, *version[:2])
        )


def check_bundle() -> None:
    for name in (*REQUIREMENTS.values(), "pyproject.toml", "evalkit"):
        if not (HERE / name).exists():
            raise Refusal(f"Cạnh run.py không có {name}: hãy giải nén cả gói evalkit ra một thư mục rồi chạy lại.")


def check_venv_module() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise Refusal(
            f"Python này thiếu mô-đun {', '.join(missing)}: trên Debian, Ubuntu chạy «sudo apt install python3-venv», "
            "trên hệ khác cài bản Python đầy đủ từ python.org, rồi chạy lại."
        )


def long_paths_enabled() -> bool:
    try:
        winreg = importlib.import_module("winreg")
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except (ImportError, OSError):
        return False


def check_path_length(stage: str) -> None:
    longest = LONGEST_INSIDE_VENV.get(stage, LONGEST_INSIDE_VENV["report"])
    length, allowed = len(str(HERE)), WINDOWS_LIMIT - longest - len("/.venv/")
    if WINDOWS and length > allowed and not long_paths_enabled():
        raise Refusal(
            f"Đường dẫn «{HERE}» dài {length} ký tự, ở đây Windows chỉ cho {allowed}: "
            "hãy chuyển cả thư mục tới chỗ ngắn hơn, ví dụ C:\\evalkit, rồi chạy lại."
        )


# --- set-up: each step leaves its mark in a stamp, so that only what changed is done again ---------------------------


def venv_python() -> Path:
    return VENV / "Scripts" / "python.exe" if WINDOWS else VENV / "bin" / "python"


def this_python() -> str:
    return "{}.{}".format(*sys.version_info[:2])


def child_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_CHILDREN}
    return {**kept, "PYTHONUTF8": "1"}


def mask_ctrl_c(name: str) -> None:
    """Block or unblock Ctrl-C, where the system can; what is started meanwhile hears of it when it unblocks it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, name), {signal.SIGINT})


def child(words: Sequence[object], *, patience: float | None = PATIENCE, unblocks: bool = False, **options: Any) -> int:
    """Run to the end and give the exit code. Ctrl-C reaches the child too, which may end in its own way first.

    One that `unblocks` Ctrl-C itself, as evalkit does, hears of it when it has loaded enough to answer in one line.
    """
    if unblocks:
        mask_ctrl_c("SIG_BLOCK")
    with subprocess.Popen([str(word) for word in words], env=child_environment(), **options) as process:
        try:
            mask_ctrl_c("SIG_UNBLOCK")
            return process.wait()
        except KeyboardInterrupt:
            code = None
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                code = process.wait(patience)
            process.terminate()
            lost = unblocks and code == 0  # of a child that ends at that very moment the code may get lost
            if (lost or code in (STOPPED, -signal.SIGINT)) and "stdout" not in options:
                return STOPPED  # it has said so itself
            raise


def logged(failure: str, words: Sequence[object], requirements: str = "") -> None:
    """Run a step of the set-up: nothing on the screen, everything in the log, one line if it fails."""
    log = VENV / "setup.log"
    with log.open("w", encoding="utf-8") as written:
        code = child(words, cwd=HERE, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT)
    if code == STOPPED:
        raise KeyboardInterrupt
    if code != 0:
        reason = cause(log.read_text(encoding="utf-8", errors="replace"), requirements)
        raise Refusal(f"{failure}: {reason}. Chi tiết: {shown(log)}")


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads((VENV / "evalkit-setup.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def mark(step: str, state: str) -> None:
    (VENV / "evalkit-setup.json").write_text(json.dumps({**read_stamp(), step: state}), encoding="utf-8")


def fingerprint(step: str) -> str:
    """Return what a step depends on: the pinned packages, or the source of evalkit."""
    files = [HERE / "pyproject.toml", *sorted((HERE / "evalkit").rglob("*"))]
    if step in REQUIREMENTS:
        files = [HERE / REQUIREMENTS[step]]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(HERE).as_posix()}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def venv_starts() -> bool:
    """Return False too where the folder was moved to another machine, or its Python was upgraded or removed."""
    words = [str(venv_python()), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == this_python()


def steps_to_do(stage: str) -> list[str]:
    steps, stamp = list(dict.fromkeys(["report", stage, "evalkit"])), read_stamp()
    if stamp.get("venv") != this_python() or UNFINISHED in stamp.values() or not venv_starts():
        return ["venv", *steps]
    return [step for step in steps if stamp.get(step) != fingerprint(step)]


def make_venv() -> None:
    check_venv_module()
    check_path_length("report")
    if VENV.exists():
        say("Môi trường .venv cũ còn dở dang hoặc không dùng được nữa: làm lại từ đầu.")
        shutil.rmtree(VENV)
    VENV.mkdir()
    outside = getattr(sys, "_base_executable", None) or sys.executable  # not the .venv that was just removed
    logged("Không tạo được .venv", [outside, "-m", "venv", VENV])
    mark("venv", this_python())


def install(step: str) -> None:
    # Never editable: Python 3.11 on Windows misreads the .pth file where the path has diacritics.
    failure, words = "Không cài được evalkit", "--no-index --no-deps --no-build-isolation --force-reinstall ."
    requirements = REQUIREMENTS.get(step, "")
    if requirements:
        check_path_length(step)
        offline = "--no-index --find-links wheels" if WHEELS.is_dir() else ""
        failure, words = "Không cài được các gói", f"{offline} -r {requirements}"
    wanted = fingerprint(step)
    mark(step, UNFINISHED)
    # What is imported is compiled at its first import and kept; compiling all of it took a third of the set-up.
    pip = [venv_python(), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-compile"]
    try:
        logged(failure, [*pip, *words.split()], requirements)
    except Refusal:
        mark(step, "")  # pip ended by itself, so the next run may go on from here
        raise
    mark(step, wanted)


def held(lock: Any) -> bool:
    """Whether another run holds the lock; the system lets go of it when that run ends, however it ends."""
    try:
        if WINDOWS:
            msvcrt = importlib.import_module("msvcrt")
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False  # a drive without locks
    return False


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second double-click wait for the first, whose half-made .venv it would otherwise remove."""
    with (HERE / ".venv.lock").open("a") as lock:
        if held(lock):
            say("Một cửa sổ khác đang cài đặt, xin đợi…")
            while held(lock):
                time.sleep(1)
        yield


def set_up(stage: str = "report") -> None:
    """Install what the stage needs and is not there yet; JupyterLab waits until it is asked for."""
    check_bundle()
    if not steps_to_do(stage):
        return
    with one_at_a_time():
        for step in steps_to_do(stage):  # asked again: while waiting, another window may have done it
            say(PROGRESS[step])
            make_venv() if step == "venv" else install(step)


# --- the verbs -------------------------------------------------------------------------------------------------------


def shown(path: Path) -> str:
    """As short as it can be typed from where the caller stands."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def check_path(path: Path) -> None:
    if not path.exists():
        raise Refusal(f"Không thấy «{path}»: hãy kiểm tra lại đường dẫn.")
    if path.resolve() in SAMPLE.resolve().parents:
        raise Refusal(
            f"Trong «{path}» có cả dữ liệu mẫu: hãy để tệp của mình vào một thư mục riêng, ví dụ data/2023, "
            "rồi chạy lại với thư mục đó."
        )
    if path.is_file() and path.suffix.lower() not in READABLE:
        raise Refusal(f"«{path}» không phải bảng tính: hãy chỉ ra tệp Excel hay thư mục có các tệp xếp loại.")
    if path.is_dir() and not any(file.suffix.lower() in READABLE for file in path.rglob("*")):
        raise Refusal(f"Trong «{path}» chưa có bảng tính nào: hãy chép tệp xếp loại vào đó, hoặc chỉ ra thư mục khác.")


def years_named(path: Path) -> list[str]:
    """Return the years in the names of the workbooks, oldest first."""
    files = [path] if path.is_file() else path.rglob("*")
    names = [file.stem for file in files if file.suffix.lower() in WORKBOOKS and not file.name.startswith(("~$", "."))]
    return sorted({year for name in names for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)})


def year_for(paths: Sequence[Path]) -> str:
    if all(path.resolve() == SAMPLE.resolve() for path in paths):
        return SAMPLE_YEAR
    years = sorted({year for path in paths for year in years_named(path)})
    if len(years) != 1:
        found = f" (tên các tệp có {', '.join(years)})" if years else ""
        raise Refusal(f"Chưa rõ báo cáo năm nào{found}: hãy thêm năm, ví dụ --year {years[-1] if years else 2022}.")
    say(f"Báo cáo năm {years[0]}, theo tên tệp.")
    return years[0]


def report_words(words: Sequence[str]) -> list[str]:
    """Return the words for `evalkit report`, with what was left out put in."""
    options = {word.split("=")[0] for word in words}
    paths = [Path(word) for before, word in zip(["", *words], words) if word[:1] != "-" and before not in TAKE_A_VALUE]
    for path in paths:
        check_path(path)
    whole = list(words) if paths else [shown(SAMPLE), *words]
    if "--year" not in options:
        whole += ["--year", year_for(paths)]
    return whole if "--out" in options else [*whole, "--out", shown(REPORTS)]


def names_parquet(words: Sequence[str]) -> bool:
    """Whether ratings saved as Parquet are to be read or written."""
    folders = [Path(word) for word in words if Path(word).is_dir()]
    saved = [word for word in words if word.lower().endswith(".parquet")]
    return bool(saved) or any(any(folder.rglob("*.parquet")) for folder in folders)


def run_evalkit(words: Sequence[str]) -> int:
    """Run a verb of evalkit as it was typed, where the caller stands."""
    set_up("parquet" if names_parquet(words) else "report")
    # -P: a pandas.py that lies about in the analyst's folder is not imported
    return child([venv_python(), "-P", "-m", "evalkit", *words], unblocks=True)


def report(words: Sequence[str]) -> int:
    whole = report_words(words)
    notebooks = [] if "--no-notebooks" in words else ["--notebooks", shown(HERE / "notebooks")]
    return run_evalkit(["report", *notebooks, *whole])


def test(words: Sequence[str]) -> int:
    set_up("test")
    named = any(word[:1] != "-" for word in words)  # for a few tests, more processes only cost
    processes = [] if named else ["-n", "auto", "--maxprocesses", "8", "--dist", "loadscope", "--no-loadscope-reorder"]
    return child([venv_python(), "-m", "pytest", "--nbval", "--nbval-current-env", *processes, *words], cwd=HERE)


def set_lab_defaults() -> None:
    """Vietnamese, and no question about news and updates; what the analyst chooses in JupyterLab goes before these."""
    settings = VENV / "share" / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(LAB_DEFAULTS), encoding="utf-8")


def lab(words: Sequence[str]) -> int:
    for word in words:
        if word.endswith(".ipynb") and not Path(HERE, word).exists():
            raise Refusal(f"Không thấy «{word}» cạnh run.py: hãy kiểm tra lại, ví dụ notebooks/03_trends.ipynb.")
    set_up("lab")
    set_lab_defaults()
    named = any(Path(HERE, word).exists() for word in words)
    first = [] if named else sorted(path.relative_to(HERE) for path in (HERE / "notebooks").glob("*.ipynb"))[:1]
    say("JupyterLab mở trong trình duyệt. Xong việc thì đóng trang ấy, rồi nhấn Ctrl-C ở đây.")
    quiet = ["--log-level=WARN", "--ServerApp.answer_yes=True"]  # without its English log, and its question at the end
    return child([venv_python(), "-m", "jupyterlab", *first, *quiet, *words], patience=None, cwd=HERE)


# --- double-clicked --------------------------------------------------------------------------------------------------


def ask(question: str, default: str) -> str:
    """Return the answer without blanks, or the quotes that a path dragged into the window comes with."""
    try:
        answer = input(f"{question} [{default}]: " if default else f"{question}: ").strip()
    except EOFError:
        answer = ""
        if not default:
            raise Refusal("Không đọc được câu trả lời: hãy dùng python run.py report THƯ_MỤC --year NĂM.") from None
    answer = answer[2:].strip() if answer.startswith("& ") else answer  # as PowerShell writes it
    if len(answer) > 1 and answer[0] == answer[-1] and answer[0] in "\"'":
        answer = answer[1:-1]
    return answer or default


def ask_folder() -> Path:
    own = [folder for folder in SAMPLE.parent.glob("*/") if folder != SAMPLE and years_named(folder)]
    default = max(own, key=lambda folder: folder.stat().st_mtime) if own else SAMPLE
    while True:
        folder = Path(ask("Thư mục chứa các tệp xếp loại", shown(default))).expanduser()
        try:
            check_path(folder)
        except Refusal as refusal:
            say(str(refusal))
        else:
            return folder


def ask_year(folder: Path) -> str:
    default = (years_named(folder) or [""])[-1]
    while True:
        year = ask("Năm báo cáo", default)
        if re.fullmatch(r"(?:19|20)\d\d", year):
            return year
        say("Năm gồm bốn chữ số, ví dụ 2022.")


def open_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        if WINDOWS:
            os.startfile(folder)  # type: ignore[attr-defined, unused-ignore]
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            quiet = subprocess.DEVNULL
            subprocess.Popen([opener, str(folder)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def ask_and_report() -> int:
    print("evalkit: từ các tệp xếp loại tới báo cáo. Nhấn Enter để chọn giá trị trong ngoặc vuông.", flush=True)
    folder = ask_folder()
    year = ask_year(folder)
    before = set(REPORTS.glob("*/"))
    code = report([str(folder), "--year", year])
    written = set(REPORTS.glob("*/")) - before
    if written:
        open_folder(max(written, key=lambda path: path.stat().st_mtime))
    return code


def run(words: Sequence[str]) -> int:
    check_python(sys.version_info)
    if not words:
        return ask_and_report()
    if words[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    verbs = {"report": report, "test": test, "lab": lab}
    if words[0] in EVALKIT_VERBS:
        return run_evalkit(words)
    if words[0] not in verbs:
        raise Refusal(
            f"Không có lệnh «{words[0]}»: hãy dùng report, check, lab hoặc lệnh khác mà python run.py --help nêu."
        )
    return verbs[words[0]](words[1:])


def main(words: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # whatever the console's code page
    try:
        code = run(words)
    except Refusal as refusal:
        say(str(refusal))
        code = 2
    except OSError as error:
        say(f"Không làm được: {cause(str(error))}.")
        code = 2
    except KeyboardInterrupt:
        say(STOPPED_IN_WORDS)
        code = STOPPED
    except Exception as error:
        say(unforeseen(error))
        code = 2
    if not words:  # double-clicked: the window would close before anything can be read
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            input("Nhấn Enter để đóng cửa sổ này.")
    return code


if __name__ == "__main__":
    if HEARS_CTRL_C:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
