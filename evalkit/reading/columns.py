"""The columns of a .parquet: whether they hold a ratings table, and the first row of which one cannot be used."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from evalkit.books.workbook import Unreadable
from evalkit.reading.origin import RECORD_COLUMNS
from evalkit.records import COUNTED
from evalkit.scale import RATED
from evalkit.settings import Settings

NEEDED = ("year", "population", "subject", "level", "status")
_NUMBERS, _DATES = ("year", "count"), ("born", "joined")
_POINTS = "points"
_KINDS = {"number": "số nguyên", "points": "số", "date": "ngày (date)", "text": "chữ (string)"}
_BLANKS: dict[str, object] = {"count": 1, _POINTS: float("nan")}
_WRITE = "Ghi lại bằng --save của evalkit, hoặc sửa ở chương trình đã ghi tệp này."


def rows_of(table: Any, settings: Settings) -> pd.DataFrame:
    """Return the rows of an Arrow table as records, each checked; columns that it lacks are blank, `count` is 1.

    Raises:
        Unreadable: a column is missing or of another type, or a value is not allowed: in which row, and what is.
    """
    if missing := [name for name in NEEDED if name not in table.column_names]:
        listed = ", ".join(f"«{name}»" for name in missing)
        raise Unreadable(
            "parquet_unusable", f"thiếu cột {listed}. Bảng xếp loại cần các cột {', '.join(NEEDED)}. {_WRITE}"
        )
    if twice := [name for name in table.column_names if table.column_names.count(name) > 1]:
        raise Unreadable("parquet_unusable", f"có hai cột «{twice[0]}». {_WRITE}")
    names = ("subject", "code", *(name for name in RECORD_COLUMNS if name != "key"))
    columns = {name: _column(table, name) for name in names if name in table.column_names}
    frame = pd.DataFrame(columns)
    _check_values(frame, settings)
    key = frame["code"] if "code" in frame else frame["subject"]
    blanks = {name: _BLANKS.get(name, "") for name in RECORD_COLUMNS if name not in frame}
    return frame.assign(**blanks).assign(key=key)


def _column(table: Any, name: str) -> pd.Series:
    """Return one column as pandas has it: whole numbers, texts, dates as ISO texts; nothing missing."""
    import pyarrow as pa

    column, types = table.column(name), pa.types
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = "number" if name in _NUMBERS else "date" if name in _DATES else "points" if name == _POINTS else "text"
    try:
        if kind == "number" and not types.is_boolean(column.type) and not _is_text(column.type):
            column = column.cast(pa.int64())
        elif kind == "points" and (types.is_floating(column.type) or types.is_null(column.type)):
            return column.cast(pa.float64()).to_pandas().astype("float64")
        elif types.is_null(column.type) or (kind == "text" and _is_text(column.type)):
            column = column.cast(pa.string())
        elif kind == "date" and (types.is_date(column.type) or types.is_timestamp(column.type)):
            column = _without_zone(column).cast(pa.date32(), safe=False).cast(pa.string())
        else:
            raise Unreadable("parquet_unusable", f"cột «{name}» kiểu {column.type}, cần {_KINDS[kind]}. {_WRITE}")
    except (pa.ArrowException, LookupError):
        raise Unreadable("parquet_unusable", f"cột «{name}» có giá trị không phải {_KINDS[kind]}. {_WRITE}") from None
    if kind == "number" and column.null_count:
        _refuse(name, column.is_null().to_pandas(), "trống", _KINDS[kind])
    return column.to_pandas() if kind == "number" else column.fill_null("").to_pandas().astype("str")


def _without_zone(column: Any) -> Any:
    """Return moments by the clock of their time zone; by pandas, as Arrow has no table of time zones on Windows."""
    import pyarrow as pa

    if not getattr(column.type, "tz", None):
        return column
    return pa.chunked_array([pa.Array.from_pandas(column.to_pandas().dt.tz_localize(None))])


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _check_values(rows: pd.DataFrame, settings: Settings) -> None:
    """Check every value that figures hang on, the columns one after the other."""
    _refuse("year", ~rows["year"].between(1900, 2100), rows["year"], "một năm như 2022")
    _refuse("population", ~rows["population"].isin(settings.populations), rows["population"], settings.populations)
    _refuse("subject", rows["subject"] == "", "trống", "số thẻ, mã hay khóa của đối tượng")
    scale, rated = settings.scale, rows["status"] == RATED
    _refuse("status", ~rows["status"].isin(scale.statuses), rows["status"], scale.statuses)
    _refuse("level", ~rated & (rows["level"] != ""), rows["level"], f"trống, vì status không phải {RATED}")
    for era in scale.eras:
        mine = rated & (rows["year"].le(scale.earlier_until) == (era is not scale))
        levels = [level.id for level in era.levels]
        _refuse("level", mine & ~rows["level"].isin(levels), rows["level"], levels)
    if "count" in rows:
        listed = ~rows["subject"].str.startswith(COUNTED)
        _refuse("count", listed & (rows["count"] != 1), rows["count"], "1 cho mỗi đối tượng trong danh sách")
        _refuse("count", rows["count"] < 0, rows["count"], "số người, từ 0 trở lên")


def _refuse(column: str, wrong: pd.Series, found: pd.Series | str, allowed: Any) -> None:
    """Refuse the first row that is wrong, with its number and what was found, unless it may be somebody's name."""
    if not wrong.any():
        return
    row = int(wrong.to_numpy().argmax())
    value = found if isinstance(found, str) else str(found.iloc[row])
    shown = value if re.fullmatch(r"[\w.-]{1,30}", value) and not re.search(r"\d{9}", value) else "…"
    what = "trống" if value in ("", "trống") else f"là «{shown}»"
    words = allowed if isinstance(allowed, str) else ", ".join(allowed)
    raise Unreadable("parquet_unusable", f"dòng {row + 1}, cột «{column}» {what}; được dùng: {words}. {_WRITE}")


def check_agreement(rows: pd.DataFrame) -> None:
    """Refuse a table in which one subject stands twice in a year with different ratings.

    Raises:
        Unreadable: the numbers of the two rows.
    """
    key = ["year", "population", "subject"]
    listed = rows[~rows["subject"].str.startswith(COUNTED)]
    said = listed.drop_duplicates([*key, "level", "status"])
    again = said.index[said.duplicated(key)]
    if len(again):
        same = (said[key] == said.loc[again[0], key]).all(axis=1)
        one, other = (int(row) + 1 for row in said.index[same][:2])
        message = f"dòng {one} và dòng {other} là một đối tượng trong một năm với kết quả khác nhau. Giữ một dòng."
        raise Unreadable("parquet_unusable", f"{message} {_WRITE}")
