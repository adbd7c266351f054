"""A ratings table read from Parquet: one that evalkit saved, with all it knew of the workbooks, or a plain table.

What evalkit knew stands as JSON under `KEY` in the file's metadata; `evalkit.archive` writes it. pyarrow is imported
when it is first needed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.books.workbook import Unreadable
from evalkit.problems import Problem
from evalkit.reading.columns import check_agreement, rows_of
from evalkit.reading.files import PARQUET, Source, Workbook
from evalkit.reading.origin import RECORD_COLUMNS, put_back
from evalkit.records import COUNTED, Departure, FileReading, Held, Printed, Skip
from evalkit.scale import Scale
from evalkit.settings import Settings

KEY = b"evalkit"
FORMAT = 1
_LISTS: dict[str, Any] = {
    "problems": Problem, "skips": Skip, "printed": Printed, "held": Held, "departures": Departure,
}  # fmt: skip
_LONGEST = 2**31 - 1  # bytes of metadata


@dataclass(frozen=True)
class Saved:
    """A .parquet as it was read: its source, its rows as records, and what each of its workbooks said beside them."""

    source: Source
    rows: pd.DataFrame
    readings: tuple[FileReading, ...]


def read_saved(sources: Sequence[Source], settings: Settings) -> tuple[list[Saved], list[Problem]]:
    """Return the .parquet among the sources; rows of a workbook that is there itself, or in one before, are left out.

    Returns:
        What each holds, one that cannot be used with its problem; and a warning for each of which rows are left out.
    """
    parquets = [source for source in sources if source.path.suffix.lower() == PARQUET]
    known = {source.sha256: source.name for source in sources if source not in parquets}
    names = {source.name for source in sources}
    found: list[Saved] = []
    problems: list[Problem] = []
    for source in parquets:
        try:
            saved = _read(source, settings)
        except Unreadable as error:
            refused = FileReading(source.name, readable=False)
            refused.problem("error", error.code, error.message)
            found.append(Saved(source, _no_rows(), (refused,)))
            continue
        saved, twice = _without(saved, known)
        problems += [_covered(source.name, twice, known)] if twice else []
        known |= {book.sha256: source.name for book in saved.source.workbooks}
        found.append(_renamed(saved, names))
        names |= {book.name for book in found[-1].source.workbooks}
    return found, problems


def describe_missing_pyarrow() -> str:
    """Return what to type so that pyarrow is there: in the bundle its pinned version, by the bundle's own Python."""
    pinned = Path(sys.prefix).parent / "requirements-parquet.txt"
    here = Path.cwd()
    inside = Path(sys.executable).is_relative_to(here)
    python = str(Path(sys.executable).relative_to(here).with_suffix("")) if inside else "python"
    wanted = f"-r {pinned.name}" if inside and pinned.parent == here and pinned.is_file() else "pyarrow"
    return f"đọc và ghi .parquet cần gói pyarrow, ở đây chưa có. Gõ lệnh: {python} -m pip install {wanted}"


def levels_of(scale: Scale) -> dict[str, Any]:
    """Return a scale as the file says it: its name, and of each era the level ids, best first."""
    return {"name": scale.name, "levels": [[level.id for level in era.levels] for era in scale.eras]}


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=list(RECORD_COLUMNS))


def _read(source: Source, settings: Settings) -> Saved:
    """Return one file: with evalkit's metadata a reading, without them a plain table."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise Unreadable("no_pyarrow", describe_missing_pyarrow()) from None
    try:
        table = pq.read_table(
            source.path, partitioning=None, thrift_string_size_limit=_LONGEST, thrift_container_size_limit=_LONGEST
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        found = "trống" if source.path.is_file() and not source.path.stat().st_size else "hỏng hoặc không phải Parquet"
        raise Unreadable("damaged", f"tệp {found}. Ghi lại bằng --save, hoặc chép lại từ bản gốc.") from error
    about = _about_of(table, settings)
    rows = rows_of(table, settings)
    return _own(source, rows, about) if about else _plain(source, rows)


def _about_of(table: Any, settings: Settings) -> dict[str, Any] | None:
    """Return what evalkit wrote beside the rows; None where another program wrote the file."""
    written = (table.schema.metadata or {}).get(KEY)
    if written is None:
        return None
    try:
        about: dict[str, Any] = json.loads(written)
        form, scale, rows = about["format"], about["scale"], about["rows"]
    except (ValueError, KeyError, TypeError):
        raise Unreadable(
            "parquet_unusable", "phần evalkit ghi kèm đã hỏng. Ghi lại bằng --save từ các bảng tính."
        ) from None
    if form != FORMAT:
        raise Unreadable(
            "parquet_unusable", f"do một bản evalkit khác ghi (dạng {form}). Dùng bản ấy, hoặc ghi lại bằng --save."
        )
    own = levels_of(settings.scale)
    if scale["levels"] != own["levels"]:
        theirs, ours = (", ".join(level for era in one["levels"] for level in era) for one in (scale, own))
        message = f"theo «{scale['name']}» ({theirs}), cài đặt đang là «{own['name']}» ({ours}). "
        raise Unreadable(
            "parquet_unusable", f"{message}Đặt đúng evalkit.toml cạnh tệp này, hoặc chỉ ra bằng --settings."
        )
    if rows != table.num_rows or "code" not in table.column_names:
        message = f"evalkit ghi {rows} dòng, nay có {table.num_rows}: bảng đã bị sửa sau khi ghi. "
        raise Unreadable("parquet_unusable", f"{message}Ghi lại bằng --save từ các bảng tính.")
    return about


def _own(source: Source, rows: pd.DataFrame, about: Mapping[str, Any]) -> Saved:
    """Return what evalkit saved: the rows as they were before they were settled, and what each workbook said."""
    books = [Workbook(*book) for book in about["workbooks"]]
    about = {"departures": [], **about}  # those saved before there were any
    told: dict[str, Any] = {name: [kind(*row) for row in about[name]] for name, kind in _LISTS.items()}
    rows = put_back(rows[list(RECORD_COLUMNS)], about["unsettled"])
    return Saved(replace(source, workbooks=tuple(books)), rows, tuple(_readings(books, told)))


def _plain(source: Source, rows: pd.DataFrame) -> Saved:
    """Return a table that another program wrote: what stands in it and no more; a row's number is its cell."""
    check_agreement(rows)
    made = rows["key"].isin(("", COUNTED))
    more = {"key": rows["key"].mask(made, rows["subject"]), "file": rows["file"].mask(rows["file"] == "", source.name)}
    if (rows["cell"] == "").all():
        more["cell"] = pd.Series(range(1, len(rows) + 1), index=rows.index).astype("str")
    reading = FileReading(source.name, tables=1, rows=len(rows), row_records=len(rows))
    message = "bảng do chương trình khác ghi: không kèm danh sách khen thưởng và các vấn đề của bảng tính gốc."
    reading.problem("note", "plain_table", message)
    return Saved(source, rows.assign(**more)[list(RECORD_COLUMNS)], (reading,))


def _readings(books: Sequence[Workbook], told: Mapping[str, Any]) -> Iterator[FileReading]:
    """Yield what each workbook said beside its rows; one that gave no table was told about when it was read."""
    of_file: dict[str, dict[str, list[Any]]] = {book.name: {name: [] for name in told} for book in books}
    first = books[0].name if books else ""
    for name, rows in told.items():
        for row in rows:
            of_file[row.file if row.file in of_file else first][name].append(row)
    for book in books:
        counts: dict[str, Any] = {"tables": book.tables, "rows": book.rows, "rejected": book.rejected}
        said: dict[str, Any] = {**of_file[book.name], **counts}
        yield FileReading(book.name, **said, row_records=book.records, readable=book.tables > 0)


# --- beside other files ----------------------------------------------------------------------------------------------


def _without(saved: Saved, known: Mapping[str, str]) -> tuple[Saved, list[Workbook]]:
    """Without the workbooks that are read elsewhere; and which those are."""
    twice = [book for book in saved.source.workbooks if book.sha256 in known]
    if not twice:
        return saved, []
    gone = {book.name for book in twice}
    kept = tuple(book for book in saved.source.workbooks if book.name not in gone)
    rows = saved.rows[~saved.rows["file"].isin(gone)].reset_index(drop=True)
    readings = tuple(reading for reading in saved.readings if reading.file not in gone)
    return Saved(replace(saved.source, workbooks=kept), rows, readings), twice


def _covered(name: str, twice: Sequence[Workbook], known: Mapping[str, str]) -> Problem:
    other = known[twice[0].sha256]
    what = f"{len(twice)} tệp trong đó (như «{twice[0].name}») có cả ở ngoài (như «{other}»)"
    message = f"{name}: {what}; chỉ tính một lần, theo bản ở ngoài. Bỏ bớt một bên."
    return Problem("warning", "identical_file", name, "", "", twice[0].name, message)


def _renamed(saved: Saved, names: set[str]) -> Saved:
    """Workbooks called like another file get the name of the .parquet in front, so that a name means one file."""
    new = {book.name: f"{saved.source.name}/{book.name}" for book in saved.source.workbooks if book.name in names}
    if not new:
        return saved
    books = tuple(book._replace(name=new.get(book.name, book.name)) for book in saved.source.workbooks)
    rows = saved.rows.assign(file=saved.rows["file"].replace(new))
    for reading in saved.readings:
        _rename(reading, new.get(reading.file, reading.file))
    return Saved(replace(saved.source, workbooks=books), rows, saved.readings)


def _rename(reading: FileReading, name: str) -> None:
    """Give a workbook another name wherever it stands, in front of its messages too."""
    old, reading.file = reading.file, name
    lists: list[Any] = [reading.problems, reading.skips, reading.printed, reading.held, reading.departures]
    for told in lists:
        told[:] = [row._replace(file=name) if row.file == old else row for row in told]
    reading.problems = [
        row._replace(message=name + row.message.removeprefix(old)) if row.message.startswith(old) else row
        for row in reading.problems
    ]
