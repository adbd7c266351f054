"""The ratings table saved as Parquet: for engines a plain table, for evalkit a whole reading that can be read again.

The table has the columns of the contract and, last, `code`: the key as the sheet gives it. What else a reading is made
of stands as JSON in the file's metadata. pyarrow is imported when it is first needed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.file_access import refusal_to_write, retry_while_held
from evalkit.reading import Reading
from evalkit.reading.files import PARQUET
from evalkit.reading.origin import workbooks_of
from evalkit.reading.parquet import FORMAT, KEY, describe_missing_pyarrow, levels_of
from evalkit.refusal import Refused

_ROWS = 1_000_000  # of a row group


class SaveError(Refused):
    """The file cannot be written; the message is one Vietnamese line that says why and what to do."""


def check_target(path: str | os.PathLike[str]) -> Path:
    """Return the path, if a reading can be saved there.

    Raises:
        SaveError: its name does not end in .parquet, what stands there is no Parquet file, or pyarrow is missing.
    """
    target = Path(path)
    if target.suffix.lower() != PARQUET:
        raise SaveError(f"«{target}»: tên tệp phải kết thúc bằng {PARQUET}, ví dụ xep-loai{PARQUET}.")
    if target.exists() and not _is_parquet(target):
        raise SaveError(f"«{target}» đã có và không phải tệp Parquet; không ghi đè. Chọn tên khác.")
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise SaveError(f"«{target}»: {describe_missing_pyarrow()}") from None
    return target


def save_reading(reading: Reading, path: str | os.PathLike[str]) -> Path:
    """Write the ratings table as Parquet, with all it takes to read it again as the workbooks would be read.

    The file holds names and card numbers. It is written beside its place and then renamed; an earlier .parquet of the
    name is replaced.

    Raises:
        SaveError: as `check_target`, or the file cannot be written.
    """
    target = check_target(path)
    import pyarrow.parquet as pq

    half = target.with_name(f".{target.name}.part")
    try:
        pq.write_table(_table(reading), half, compression="zstd", row_group_size=_ROWS)
        retry_while_held(lambda: half.replace(target))
    except OSError as error:
        raise SaveError(refusal_to_write(target, error)) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return target


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


def _table(reading: Reading) -> Any:
    """Return the Arrow table: texts that repeat as dictionaries, dates as dates."""
    import pyarrow as pa

    repeated = pa.dictionary(pa.int32(), pa.string())
    kinds = {name: pa.string() for name in (*reading.ratings.columns, "code")}
    kinds |= dict.fromkeys(("population", "unit", "base_organisation", "kind", "status", "file", "sheet"), repeated)
    kinds |= {"level": pa.dictionary(pa.int32(), pa.string(), ordered=True)}
    kinds |= (
        dict.fromkeys(("year", "count"), pa.int64())
        | dict.fromkeys(("born", "joined"), pa.date32())
        | {"points": pa.float64()}
    )
    code = reading.origin.code if len(reading.origin.code) else reading.ratings["subject"]
    frame = reading.ratings.assign(code=code.to_numpy())
    table = pa.Table.from_pandas(frame, schema=pa.schema(kinds.items()), preserve_index=False)
    return table.replace_schema_metadata({KEY: json.dumps(_about(reading))})


def _about(reading: Reading) -> dict[str, Any]:
    """Return all of a reading that is no row of the table."""
    origin = reading.origin
    lists = {
        "problems": origin.problems, "held": origin.held, "departures": origin.departures,
        "skips": _tuples(reading.skips), "printed": _tuples(reading.printed),
    }  # fmt: skip
    return {
        "format": FORMAT,
        "evalkit": version("evalkit"),
        "scale": levels_of(reading.settings.scale),
        "rows": len(reading.ratings),
        "workbooks": workbooks_of(reading.sources, origin),
        "unsettled": _tuples(_as_records(origin.unsettled)),
        **lists,
    }


def _as_records(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a ratings table with dates as ISO texts and nothing missing."""
    dates = {name: pd.to_datetime(rows[name]).dt.strftime("%Y-%m-%d").fillna("") for name in ("born", "joined")}
    level = rows["level"].astype(object)
    return rows.assign(level=level.where(level.notna(), ""), **dates)


def _tuples(frame: pd.DataFrame) -> list[list[Any]]:
    plain = frame.astype(object)
    return plain.where(plain.notna(), None).to_numpy().tolist()  # type: ignore[no-any-return]
