"""Which files a list of paths means: what is searched, what is left out and why, what each is called."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from evalkit.books.kinds import SUFFIXES, kind_of_unread, kind_unnamed
from evalkit.problems import Problem
from evalkit.records import FileReading, Saving
from evalkit.refusal import Refused
from evalkit.vietnamese import plain

PARQUET = ".parquet"
SAME_PERSON = "same-person.csv"  # beside the workbooks: who was confirmed to be one person; never a rating sheet
_RUN_FILE = "run.json"  # stands in every folder that `report` wrote
_UNIT = re.compile(r"\b(?:chi bo|dang bo|cb|db|cbcs|dbcs|to dang)\b")
_YEAR_FOLDER = re.compile(r"(?:nam )?(?:19|20)\d\d")
_COPY_MARKS = re.compile(r"\bcopy(?: of)?\b|\bban (?:sao|moi|cuoi)\b|\b(?:sao|da sua|gui lai|final)\b|\(\d+\)")
_NAMED = 10  # files of one kind in a message


class NothingToRead(Refused):
    """There is nothing that could be evaluated; the message is one Vietnamese line saying why and what to do."""


@dataclass(frozen=True)
class Source:
    """One file to be read: where it is, the name it goes by in every message, and what it was when read.

    `workbooks` are those whose rows a .parquet that evalkit saved holds.
    """

    path: Path
    name: str
    sha256: str
    size: int
    workbooks: tuple[Workbook, ...] = ()


class Workbook(NamedTuple):
    """A workbook whose rows were saved: what it was, when it was last saved, how many tables and rows it gave."""

    name: str
    sha256: str
    size: int
    inside: str
    on_disk: str
    tables: int
    rows: int
    records: int
    rejected: int


def find_sources(paths: Sequence[str | os.PathLike[str]]) -> tuple[list[Source], list[Problem]]:
    """Return the workbooks of files and folders, in a fixed order; byte-identical ones once, with a warning.

    Raises:
        NothingToRead: a path does not exist, or no workbook is found.
    """
    files: dict[Path, str] = {}
    problems: list[Problem] = []
    for given in paths:
        path = Path(given)
        if not path.exists():
            raise NothingToRead(f"Không có tệp hay thư mục «{path}». Kiểm tra lại đường dẫn.")
        if path.name == SAME_PERSON:
            continue
        for file in _workbooks_in(path) if path.is_dir() else [path]:
            name = _readable(file.relative_to(path).as_posix() if path.is_dir() else file.name)
            files.setdefault(file.resolve(), name if name not in files.values() else _readable(file.as_posix()))
        problems += _not_read(path) if path.is_dir() else ()
    if not files:
        raise NothingToRead(_nothing_in(Path(paths[0]) if paths else Path(), problems))
    sources, copies = _without_copies(files)
    opened = [_open_problem(source.name) for source in sources if _is_open(source.path)]
    return sources, [*copies, *opened, *dict.fromkeys(problems)]


def _is_open(path: Path) -> bool:
    """Whether Excel or LibreOffice has put its lock file beside a workbook; one that crashed leaves it there."""
    try:
        return any(path.with_name(lock).exists() for lock in (f"~${path.name}", f".~lock.{path.name}#"))
    except OSError:  # a name as long as the system takes
        return False


def _open_problem(name: str) -> Problem:
    message = f"{name}: đang mở trong Excel; chỗ sửa chưa lưu thì chưa được đọc. Lưu và đóng tệp rồi chạy lại."
    return Problem("note", "open_elsewhere", name, "", "", "", message)


def _nothing_in(folder: Path, problems: Sequence[Problem]) -> str:
    suffixes = {suffix for suffix in SUFFIXES if not suffix.startswith(".xlt")} | {PARQUET}
    kinds = ", ".join(sorted(suffix.removeprefix(".") for suffix in suffixes))
    others = " ".join(["", *(problem.message for problem in problems)])
    todo = "Chép tệp xếp loại vào đó, hoặc chỉ ra thư mục khác."
    return f"Thư mục «{folder}» không có bảng tính nào ({kinds}). {todo}{others}"


def find_confirmed(paths: Sequence[str | os.PathLike[str]]) -> list[tuple[Path, str]]:
    """Return the lists of confirmed persons in these folders and beside these files: path, and the name each goes
    by.
    """
    found: dict[Path, tuple[Path, str]] = {}
    for given in map(Path, paths):
        folder = given if given.is_dir() else given.parent
        lists = sorted(folder.rglob(SAME_PERSON)) if given.is_dir() else [folder / SAME_PERSON]
        for file in lists:
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
                found.setdefault(file.resolve(), (file, file.relative_to(folder).as_posix()))
    return list(found.values())


def saved(path: Path) -> Saving:
    """When a file was last saved, in local time: by the workbook's own properties, and on this disk."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("docProps/core.xml") as properties:
            found = re.search(rb"<dcterms:modified[^>]*>([^<]+)<", properties.read(20_000))
        inside = _local(datetime.datetime.fromisoformat(found[1].decode())) if found else ""
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError):
        inside = ""
    try:
        return Saving(inside, _local(datetime.datetime.fromtimestamp(path.stat().st_mtime)))
    except OSError:
        return Saving(inside)


def _local(moment: datetime.datetime) -> str:
    return moment.astimezone().replace(tzinfo=None).isoformat()


def _readable(name: str) -> str:
    """Return a name without the halves of characters that a file system may hold and no text column can."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _workbooks_in(folder: Path) -> list[Path]:
    """Return the readable files below a folder."""
    return [file for file in files_in(folder) if _is_readable(file) and file.name != SAME_PERSON]


def _is_readable(file: Path) -> bool:
    return file.suffix.lower() in {*SUFFIXES, PARQUET}


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order; lock files, hidden files and folders are left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if not name.startswith(("~$", ".")):
                yield Path(root, name)


def is_in_report(file: Path, folder: Path) -> bool:
    """Return whether a file stands below a folder that `report` wrote, inside the folder that is read."""
    inside = len(file.relative_to(folder).parts)
    return any((parent / _RUN_FILE).exists() for parent in file.parents[:inside])


def _not_read(folder: Path) -> Iterator[Problem]:
    """Yield for each folder which files are not read: a warning for what may hold ratings, a note for prose."""
    below: dict[tuple[Path, bool], dict[str, list[Path]]] = {}
    advice: dict[str, str] = {}
    reports: set[Path] = set()  # folders that `report` wrote
    for file in files_in(folder):
        if file.name == _RUN_FILE:
            reports.add(file.parent)
        if found := kind_of_unread(file) or (None if _is_readable(file) else kind_unnamed(file)):
            kind, may_hold_ratings = found
            advice[kind.name] = kind.advice
            below.setdefault((file.parent, may_hold_ratings), {}).setdefault(kind.name, []).append(file)
    for (parent, may_hold_ratings), kinds in sorted(below.items()):
        if reports.isdisjoint({parent, *parent.parents}):
            yield _unread_problem(_folder_name(parent, folder), kinds, advice, may_hold_ratings=may_hold_ratings)


def _folder_name(folder: Path, given: Path) -> str:
    inside = folder.relative_to(given).as_posix()
    return _readable(given.resolve().name if inside == "." else inside)


def _unread_problem(
    folder: str, kinds: Mapping[str, Sequence[Path]], advice: Mapping[str, str], *, may_hold_ratings: bool
) -> Problem:
    listed = []
    for kind, files in kinds.items():
        names = ", ".join(_readable(file.name) for file in files[:_NAMED])
        more = f" và {len(files) - _NAMED} tệp nữa" if len(files) > _NAMED else ""
        listed.append(f"{len(files)} {kind} ({names}{more})")
    what = "; ".join(listed)
    count = sum(map(len, kinds.values()))
    if not may_hold_ratings:
        message = f"{folder}: {count} tệp không phải bảng tính, không đọc: {what}. Nếu có số liệu, chép sang tệp Excel."
        return Problem("note", "file_not_read", folder, "", "", str(count), message)
    todo = " ".join(dict.fromkeys(advice[kind] for kind in kinds))
    message = f"{folder}: {count} tệp chưa được đọc: {what}. {todo} Nếu không phải số liệu, chuyển ra khỏi thư mục."
    return Problem("warning", "file_not_read", folder, "", "", str(count), message)


def units_in_names_only(copies: Sequence[Problem], readings: Sequence[FileReading]) -> list[Problem]:
    """Return the problems of identical files; an error where only their names say that they are two units'."""
    by_name = {reading.file: reading for reading in readings}
    found = []
    for problem in copies:
        first = by_name.get(problem.found) if problem.code == "identical_file" else None
        if first and _is_unit_of_name(first) and not are_copies(problem.file, first.file):
            message = (
                f"{problem.file}: giống hệt tệp «{first.file}», mà đơn vị chỉ có ở tên tệp nên không rõ của ai; "
                "chỉ đọc một lần. Nếu là hai đơn vị: ghi tên đơn vị vào từng tệp. Nếu là một: bỏ bớt một tệp."
            )
            problem = problem._replace(severity="error", message=message)
        found.append(problem)
    return found


def _is_unit_of_name(reading: FileReading) -> bool:
    """Return whether a file's name names a unit, and nothing inside the file says another one than its path."""
    name, path = plain(PurePath(reading.file).stem), plain(reading.file)
    units = {*reading.records.values("unit"), *reading.records.values("base_organisation")} - {""}
    return bool(_UNIT.search(name)) and all(plain(unit) in path for unit in units)


def are_copies(one: str, other: str) -> bool:
    """Return whether two files have one name, but for the marks of a copy.

    >>> are_copies("a/Chi bộ 1.xlsx", "Copy of Chi bo 1 (2).xlsx"), are_copies("Chi bo 1.xlsx", "Chi bo 10.xlsx")
    (True, False)
    """
    stems = [re.sub(r"\W+", " ", _COPY_MARKS.sub(" ", plain(PurePath(name).stem))).strip() for name in (one, other)]
    return stems[0] == stems[1]


def _year_folder(name: str) -> str:
    """Return the part of a file's folders that is a year and nothing else: "2021", "Năm 2021"; "" where none is."""
    folders = (plain(part) for part in reversed(PurePath(name).parts[:-1]))
    return next((folder[-4:] for folder in folders if _YEAR_FOLDER.fullmatch(folder)), "")


def _without_copies(files: dict[Path, str]) -> tuple[list[Source], list[Problem]]:
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path, name in files.items():
        try:
            with path.open("rb") as file:
                digest, size = hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
        except OSError:  # reading it will say why it cannot be read
            digest, size = hashlib.sha256(os.fsencode(path)).hexdigest(), 0
        first = sources.get(digest)
        if first and _year_folder(first.name) != _year_folder(name):
            sources[f"{digest} {name}"] = Source(path, name, digest, size)
            message = (
                f"{name}: giống hệt tệp «{first.name}» của năm khác; cả hai được đọc. Kiểm tra có phải chép nhầm không."
            )
            problems.append(Problem("warning", "identical_file", name, "", "", "", message))
        elif first:
            message = f"{name}: giống hệt tệp «{first.name}», chỉ đọc một lần. Bỏ bớt một tệp."
            problems.append(Problem("warning", "identical_file", name, "", "", first.name, message))
        else:
            sources[digest] = Source(path, name, digest, size)
    return list(sources.values()), problems
