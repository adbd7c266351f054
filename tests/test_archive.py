"""A reading saved as Parquet and read again says all that the workbooks say; what is no ratings table is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.reading import Reading
from evalkit.reading.parquet import describe_missing_pyarrow
from tests.conftest import LIST, ROOT, member, write_workbook
from tests.test_reading import COLUMNS, problems
from tests.test_real import FLORIDA

COUNTED = ["STT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV", "Chưa xếp loại"]
REGISTER = ["TT", "Số thẻ đảng viên", "Hình thức khen", "Năm", "Giai đoạn"]
SETTINGS = """
[[awards]]
id = "two"
name = "Giấy khen"
population = "member"
level = "excellent"
years = 2
not_held = ["two"]

[[crosswalk]]
date = 2022-01-01
kind = "renamed"
from = ["Đảng bộ A"]
to = ["Đảng bộ Mới"]
source = "QĐ 1"
"""


def person(number: int, level: str, *, card: bool = True, **more: Any) -> list[Any]:
    row = member(number, level, **more)
    return row if card else [*row[:2], "", *row[3:]]


def sheet(year: int, *rows: list[Any]) -> dict[str, Any]:
    return {f"ĐV {year}": [[f"Năm {year}"], LIST, *rows]}


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Two years with everything that is settled, joined or told about: see the names of the rows."""
    folder = tmp_path / "data"
    base = "Đảng bộ Mới"
    first = [person(n, "HTXSNV") for n in range(1, 6)]
    first += [person(1, "HTXSNV"), person(2, "HTTNV"), person(3, "HTXSNV", cell="Chi bộ 01")]  # twice; differing
    first += [person(9, "HTXSNV", card=False), person(10, "Gioi"), person(11, "", reason="ốm")]
    two_people = [7, "Người Khác", "051000000004", "", "Chi bộ 2", "Đảng bộ A", "HTTNV", ""]  # a card of another
    first += [two_people, ["", "Không Thẻ", "", "", "Chi bộ 3", "Đảng bộ A", "HTTNV", ""]]
    first += [person(13, "HTNV", cell="Chi bộ 2")]  # where the counts sheet says otherwise
    write_workbook(folder / "2021.xlsx", sheet(2021, *first))
    second = [person(n, "HTXSNV", base=base) for n in range(1, 6)] + [person(9, "HTXSNV", card=False, base=base)]
    write_workbook(folder / "2022.xlsx", sheet(2022, *second))
    write_workbook(folder / "2022 b.xlsx", sheet(2022, person(1, "HTTNV", base=base), person(12, "HTT", base=base)))
    counts = [["Năm 2021"], COUNTED, [1, "Chi bộ 2", 3, 1, 1, 0, 0, 1], [2, "Chi bộ 7", 2, 1, 1, 0, 0, 0],
              ["", "Tổng cộng", 9, 2, 2, 0, 0, 1]]  # fmt: skip
    write_workbook(folder / "tong hop 2021.xlsx", {"TH": counts})
    write_workbook(folder / "khen.xlsx", {"Khen": [REGISTER, [1, "051000000003", "Giấy khen", 2021, ""]]})
    write_workbook(folder / "thuc don.xlsx", {"S": [["Thực đơn"], ["Phở"]]})
    (folder / "hong.xlsx").write_bytes(b"")
    (folder / "ban sao 2022.xlsx").write_bytes((folder / "2022.xlsx").read_bytes())
    (folder / "evalkit.toml").write_text(SETTINGS, "utf-8")
    (folder / "same-person.csv").write_text("051000000005;051000000012;Ban Tổ chức;31/01/2023\n", "utf-8")
    return folder


def kept(reading: Reading, folder: Path, name: str = "x.parquet") -> Path:
    """Saved, with the settings and the list of persons beside it."""
    folder.mkdir(exist_ok=True)
    for file in ("evalkit.toml", "same-person.csv"):
        beside = (reading.settings.path or Path("none")).with_name(file)
        if beside.is_file():
            (folder / file).write_bytes(beside.read_bytes())
    return ek.save_reading(reading, folder / name)


def assert_same(one: Reading, other: Reading) -> None:
    for part in fields(Reading):
        first, second = getattr(one, part.name), getattr(other, part.name)
        if isinstance(first, pd.DataFrame):
            pd.testing.assert_frame_equal(first, second, obj=part.name)
        elif part.name not in ("settings", "sources", "origin", "seen", "cells"):  # how sheets look is not saved
            assert first == second, part.name


def test_the_file_has_the_columns_of_the_contract_and_the_key_as_read(tmp_path: Path) -> None:
    write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV"), person(2, "", reason="ốm", card=False)))
    table = pq.read_table(ek.save_reading(ek.read(tmp_path), tmp_path / "x.parquet"))
    assert table.column_names == [*COLUMNS, "code"]
    assert table["code"].to_pylist() == ["051000000001", ""]
    types = {name: table.schema.field(name).type for name in ("year", "born", "level", "unit", "subject")}
    assert (types["year"], types["born"], types["subject"]) == (pa.int64(), pa.date32(), pa.string())
    assert (types["level"].ordered, types["unit"].ordered) == (True, False)
    first, second = table.to_pylist()
    assert (first["level"], first["status"], first["count"]) == ("good", "rated", 1)
    assert (second["level"], second["status"], second["reason"]) == (None, "sick", "ốm")


def test_what_stands_beside_the_rows(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV"), ["", "Cộng", "", "", "", "", 1]))
    about = json.loads(pq.read_schema(ek.save_reading(ek.read(path), tmp_path / "x.parquet")).metadata[b"evalkit"])
    assert (about["format"], about["rows"], about["evalkit"]) == (1, 1, ek.__version__)
    assert about["scale"]["levels"][0] == ["excellent", "good", "completed", "not_completed"]
    assert [skip[:3] for skip in about["skips"]] == [["2022.xlsx", "ĐV 2022", "B4"]]
    (book,) = about["workbooks"]
    assert (book[0], len(book[1]), book[2], book[5:]) == ("2022.xlsx", 64, path.stat().st_size, [1, 2, 1, 0])


def test_the_sample_saved_says_all_that_the_sample_says(sample: Reading, tmp_path: Path) -> None:
    path = kept(sample, tmp_path)
    assert_same(ek.read(path), sample)


def left(number: int, why: str) -> list[Any]:
    return member(number, "", reason=why)


def test_who_left_is_saved_and_read_again_under_the_same_keys(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_workbook(data / "2021.xlsx", sheet(2021, *(person(n, "HTTNV") for n in range(1, 4))))
    no_card = left(3, "Khai trừ")
    no_card[2] = ""
    write_workbook(data / "2022.xlsx", sheet(2022, person(1, "HTTNV"), left(2, "Từ trần"), no_card))
    reading = ek.read(data)
    assert list(reading.departures["way"]) == ["died", "expelled"]
    saved = kept(reading, tmp_path / "saved")
    assert_same(ek.read(saved), reading)
    (data / "2021.xlsx").unlink()  # 2022.xlsx stands in the .parquet too, and counts once
    assert_same_departures(ek.read([saved, data]), reading)
    (data / "2022.xlsx").unlink()
    write_workbook(data / "2022.xlsx", sheet(2022, person(4, "HTTNV")))  # another file of that name
    files = ek.read([saved, data]).departures["file"]
    assert list(files) == ["x.parquet/2022.xlsx"] * 2


def assert_same_departures(one: Reading, other: Reading) -> None:
    pd.testing.assert_frame_equal(one.departures, other.departures)


def test_a_file_saved_before_departures_were_kept_has_none(tmp_path: Path) -> None:
    write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV"), left(2, "Từ trần")))
    path = kept(ek.read(tmp_path / "2022.xlsx"), tmp_path / "saved")
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"evalkit"])
    del about["departures"]
    pq.write_table(table.replace_schema_metadata({b"evalkit": json.dumps(about)}), path)
    again = ek.read(path)
    assert (len(again.departures), len(again.ratings), list(again.skips["cell"])) == (0, 1, ["A4"])


def test_damaged_workbooks_saved_say_all_that_they_say(damaged: Path, tmp_path: Path) -> None:
    reading = ek.read(damaged)
    codes = set(reading.problems["code"])
    assert codes >= {
        "unknown_level", "rated_twice", "rated_twice_differently", "files_disagree", "spellings_merged",
        "one_card_two_people", "list_against_counts", "total_differs", "no_identity", "empty_file", "no_table",
        "identical_file",
    }  # fmt: skip
    again = ek.read(kept(reading, tmp_path / "saved"))
    assert_same(again, reading)
    assert_same(ek.read(kept(again, tmp_path / "saved again")), reading)


def test_old_years_saved_and_new_workbooks_say_what_all_workbooks_say(damaged: Path, tmp_path: Path) -> None:
    """A base is renamed between the years, and two cards are one person; people without cards go on, too."""
    old, new, together = tmp_path / "a old", tmp_path / "b new", tmp_path / "all"
    for folder in (old, new, together):
        folder.mkdir()
        for file in ("evalkit.toml", "same-person.csv"):
            (folder / file).write_bytes((damaged / file).read_bytes())
    for file in ("2021.xlsx", "2022.xlsx", "2022 b.xlsx", "khen.xlsx"):
        for folder in (together, old if "2021" in file or "khen" in file else new):
            (folder / file).write_bytes((damaged / file).read_bytes())
    saved = kept(ek.read(old), old)
    both, whole = ek.read([saved, new]), ek.read(together)
    order = ["year", "file", "cell"]
    frames = (reading.ratings.astype({"file": "str"}).sort_values(order) for reading in (both, whole))
    pd.testing.assert_frame_equal(*(frame.reset_index(drop=True).astype(object) for frame in frames))
    assert set(both.problems["message"]) == set(whole.problems["message"])
    runs = [ek.find_streaks(one.ratings, population="member", level="excellent", length=2) for one in (both, whole)]
    assert list(runs[0]["name"]) == ["Người Số 3", "Người Số 9"]  # 9 has no card; of all others a year is in doubt
    pd.testing.assert_frame_equal(*runs)
    found = [ek.find_awards(one.ratings, one.held, settings=one.settings, year=2022) for one in (both, whole)]
    pd.testing.assert_frame_equal(*found)
    assert "held" in set(found[0]["standing"])
    assert_same(ek.read(kept(both, tmp_path / "c")), both)


def test_the_same_reading_gives_the_same_bytes_and_replaces_the_file(sample: Reading, tmp_path: Path) -> None:
    first = ek.save_reading(sample, tmp_path / "x.parquet").read_bytes()
    assert ek.save_reading(sample, tmp_path / "x.parquet").read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["x.parquet"]


# --- beside other files ----------------------------------------------------------------------------------------------


def test_beside_its_workbooks_it_is_left_out_and_nobody_counts_twice(damaged: Path) -> None:
    alone = ek.read(damaged)
    kept(alone, damaged)
    both = ek.read(damaged)
    pd.testing.assert_frame_equal(both.ratings, alone.ratings)
    told = both.problems[both.problems["file"] == "x.parquet"]
    assert list(told["code"]) == ["identical_file"]
    assert told["message"].iloc[0] == (
        "x.parquet: 7 tệp trong đó (như «2021.xlsx») có cả ở ngoài (như «2021.xlsx»); chỉ tính một lần, theo bản ở "
        "ngoài. Bỏ bớt một bên."
    )


def test_of_two_saved_files_with_one_workbook_in_both_it_counts_once(tmp_path: Path) -> None:
    for year in (2021, 2022):
        write_workbook(tmp_path / "w" / f"{year}.xlsx", sheet(year, person(1, "HTTNV"), person(2, "HTXSNV")))
    kept(ek.read(tmp_path / "w" / "2021.xlsx"), tmp_path / "p", "a.parquet")
    kept(ek.read(tmp_path / "w"), tmp_path / "p", "b.parquet")
    reading = ek.read(tmp_path / "p")
    assert (len(reading.ratings), reading.rows, reading.files) == (4, 4, 2)
    assert problems(reading) == [("warning", "identical_file", "b.parquet")]


def test_a_workbook_that_was_corrected_since_is_another_file(tmp_path: Path) -> None:
    write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV"), person(2, "HTXSNV")))
    kept(ek.read(tmp_path), tmp_path)
    write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV"), person(2, "HTNV")))
    reading = ek.read(tmp_path)
    assert list(reading.ratings["status"]) == ["rated", "unknown"]
    assert set(reading.ratings["file"]) == {"x.parquet/2022.xlsx"}
    assert [code for _, code, _ in problems(reading)] == ["files_disagree"]


def test_what_is_half_written_or_hidden_is_not_found(tmp_path: Path) -> None:
    write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV")))
    kept(ek.read(tmp_path), tmp_path, ".x.parquet.part.parquet")
    assert [source.name for source in ek.read(tmp_path).sources] == ["2022.xlsx"]


# --- tables of other programs ----------------------------------------------------------------------------------------

PLAIN = {
    "year": [2021, 2022, 2022],
    "population": ["member"] * 3,
    "subject": ["051000000001", "051000000001", "051000000002"],
    "level": ["excellent", "good", None],
    "status": ["rated", "rated", "sick"],
}


def plain(path: Path, *, without: str = "", types: dict[str, Any] | None = None, **columns: list[Any]) -> Path:
    table = {name: pa.array(values, (types or {}).get(name)) for name, values in (PLAIN | columns).items()}
    pq.write_table(pa.table({name: values for name, values in table.items() if name != without}), path)
    return path


def test_a_plain_table_of_five_columns_is_ratings_enough(tmp_path: Path) -> None:
    reading = ek.read(plain(tmp_path / "x.parquet"))
    rows = reading.ratings[["year", "subject", "level", "status", "count", "file", "cell"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        [2021, "051000000001", "excellent", "rated", 1, "x.parquet", "1"],
        [2022, "051000000001", "good", "rated", 1, "x.parquet", "2"],
        [2022, "051000000002", None, "sick", 1, "x.parquet", "3"],
    ]
    assert list(reading.ratings.columns) == COLUMNS
    assert problems(reading) == [("note", "plain_table", "x.parquet")]
    assert ek.find_streaks(reading.ratings, population="member", level="good", length=2)["length"].tolist() == [2]
    assert_same(ek.read(kept(reading, tmp_path / "again", "y.parquet")), reading)


def test_a_table_that_an_engine_wrote_from_a_saved_one_has_the_same_figures(sample: Reading, tmp_path: Path) -> None:
    saved, copy = ek.save_reading(sample, tmp_path / "x.parquet"), tmp_path / "copy.parquet"
    duckdb.sql(f"COPY (SELECT * FROM '{saved}') TO '{copy}'")
    ratings = ek.read(copy, settings=sample.settings).ratings
    pd.testing.assert_frame_equal(ek.level_rates(ratings), ek.level_rates(sample.ratings))
    for population in ("member", "cell", "base_organisation"):
        asked = {"population": population, "level": "excellent"}
        pd.testing.assert_frame_equal(ek.find_streaks(ratings, **asked), ek.find_streaks(sample.ratings, **asked))


WRITE = "Ghi lại bằng --save của evalkit, hoặc sửa ở chương trình đã ghi tệp này."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"without": "level"},
         "thiếu cột «level». Bảng xếp loại cần các cột year, population, subject, level, status."),
        ({"subject": [51, 51, 52]}, "cột «subject» kiểu int64, cần chữ (string)."),
        ({"year": ["2021", "2022", "2022"]}, "cột «year» kiểu string, cần số nguyên."),
        ({"year": [2021.0, 2022.5, 2022.0]}, "cột «year» có giá trị không phải số nguyên."),
        ({"year": [2021, None, 2022]}, "dòng 2, cột «year» trống; được dùng: số nguyên."),
        ({"year": [2021, 2022, 22]}, "dòng 3, cột «year» là «22»; được dùng: một năm như 2022."),
        ({"population": ["member", "Member", ""]},
         "dòng 2, cột «population» là «Member»; được dùng: member, base_organisation, cell, section_committee."),
        ({"subject": ["a", None, "b"]}, "dòng 2, cột «subject» trống; được dùng: số thẻ, mã hay khóa của đối tượng."),
        ({"level": ["A", "good", None]},
         "dòng 1, cột «level» là «A»; được dùng: excellent, good, completed, not_completed."),
        ({"level": ["excellent", None, None]},
         "dòng 2, cột «level» trống; được dùng: excellent, good, completed, not_completed."),
        ({"level": ["excellent", "good", "good"]},
         "dòng 3, cột «level» là «good»; được dùng: trống, vì status không phải rated."),
        ({"level": ["old_good", "good", None]},
         "dòng 1, cột «level» là «old_good»; được dùng: excellent, good, completed, not_completed."),
        ({"year": [2017, 2022, 2022]},
         "dòng 1, cột «level» là «excellent»; được dùng: old_excellent, old_good, old_completed, old_poor."),
        ({"status": ["rated", "rated", "ốm"]}, "dòng 3, cột «status» là «ốm»; được dùng: rated, exempt, suspended,"),
        ({"status": ["rated", "rated", "Người Số 1"]}, "dòng 3, cột «status» là «…»; được dùng: rated, exempt,"),
        ({"status": ["rated", "rated", "051000000001"]}, "dòng 3, cột «status» là «…»; được dùng: rated, exempt,"),
        ({"year": [[2021], [2022], [2022]]}, "cột «year» có giá trị không phải số nguyên."),
        ({"count": [1, 2, 1]}, "dòng 2, cột «count» là «2»; được dùng: 1 cho mỗi đối tượng trong danh sách."),
        ({"subject": ["a", "b", "#c"], "count": [1, 1, -1]},
         "dòng 3, cột «count» là «-1»; được dùng: số người, từ 0 trở lên."),
        ({"born": ["1980", "1980", "1980"]}, "cột «born» kiểu string, cần ngày (date)."),
        ({"subject": ["b", "a", "a"]},
         "dòng 2 và dòng 3 là một đối tượng trong một năm với kết quả khác nhau. Giữ một dòng."),
    ],
)  # fmt: skip
def test_a_table_that_is_none_of_ratings_is_refused_in_one_line(
    change: dict[str, Any], message: str, tmp_path: Path
) -> None:
    path = plain(tmp_path / "x.parquet", **change)
    with pytest.raises(ek.NothingToRead) as refused:
        ek.read(path)
    assert str(refused.value).startswith(f"x.parquet: {message}")
    assert str(refused.value).endswith(WRITE)


@pytest.mark.parametrize(
    "change",
    [
        {"types": {"year": pa.int16(), "level": pa.large_string(), "subject": pa.dictionary(pa.int8(), pa.string())}},
        {"year": [2021.0, 2022.0, 2022.0]},
        {"level": [None] * 3, "status": ["unknown"] * 3},
        {"subject": ["a", "#b", "#b"], "count": [1, 0, 500]},
        {"subject": ["a", "a", "a"], "level": ["good"] * 3, "status": ["rated"] * 3},
        {"name": [None, "", "x"], "joined": [None] * 3},
        {"born": [pd.Timestamp(1980, 1, 2), None, None], "types": {"born": pa.timestamp("us", tz="UTC")}},
        {"born": [None] * 3, "types": {"born": pa.timestamp("ns", tz="Asia/Ho_Chi_Minh")}},
    ],
    ids=[
        "other types",
        "whole floats",
        "nobody rated",
        "counts",
        "twice alike",
        "blanks",
        "a moment as date",
        "no moment",
    ],
)
def test_what_means_the_same_is_taken(change: dict[str, Any], tmp_path: Path) -> None:
    assert not ek.read(plain(tmp_path / "x.parquet", **change)).has_errors


def test_the_day_of_a_moment_is_that_of_its_time_zone(tmp_path: Path) -> None:
    moment = pd.Timestamp("1980-01-02 23:30")  # in UTC; in Hà Nội it is the morning of the third
    for zone, day in (("UTC", "1980-01-02"), ("Asia/Ho_Chi_Minh", "1980-01-03")):
        path = plain(tmp_path / "x.parquet", born=[moment] * 3, types={"born": pa.timestamp("us", tz=zone)})
        assert set(ek.read(path).ratings["born"].astype(str)) == {day}


def test_a_time_zone_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    nowhere = pa.timestamp("us", tz="Sao/Mai")
    with pytest.raises(ek.NothingToRead, match="cột «born» có giá trị không phải ngày"):
        ek.read(plain(tmp_path / "x.parquet", born=[pd.Timestamp(1980, 1, 2)] * 3, types={"born": nowhere}))


def rewritten(path: Path, *, rows: int | None = None, **about: Any) -> Path:
    """A saved file with other rows, or other words beside them."""
    table = pq.read_table(path)
    told = {**json.loads(table.schema.metadata[b"evalkit"]), **about}
    told = {key: value for key, value in told.items() if value is not None}
    table = table.slice(0, rows).replace_schema_metadata({b"evalkit": json.dumps(told)})
    pq.write_table(table, path)
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": 1}, "evalkit ghi 2 dòng, nay có 1: bảng đã bị sửa sau khi ghi."),
        ({"format": 2}, "do một bản evalkit khác ghi (dạng 2)."),
        ({"scale": None}, "phần evalkit ghi kèm đã hỏng."),
        ({"scale": {"name": "Trường", "levels": [["A", "B"]]}},
         "theo «Trường» (A, B), cài đặt đang là «thang bốn mức từ năm 2018» (excellent, good, completed,"),
    ],
)  # fmt: skip
def test_a_saved_file_that_was_changed_or_is_of_another_scale_is_refused(
    change: dict[str, Any], message: str, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "w" / "2022.xlsx", sheet(2022, person(1, "HTTNV"), person(2, "HTXSNV")))
    path = rewritten(ek.save_reading(ek.read(tmp_path / "w"), tmp_path / "x.parquet"), **change)
    with pytest.raises(ek.NothingToRead) as refused:
        ek.read(path)
    assert str(refused.value).startswith(f"x.parquet: {message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "tệp trống."),
        (b"PK\x03\x04 a workbook", "tệp hỏng hoặc không phải Parquet."),
        (None, "tệp hỏng hoặc không phải Parquet."),
    ],
    ids=["empty", "a workbook", "cut off"],
)
def test_a_file_that_is_damaged_is_one_line_and_costs_itself(
    content: bytes | None, message: str, tmp_path: Path
) -> None:
    path = plain(tmp_path / "x.parquet")
    path.write_bytes(path.read_bytes()[:-20] if content is None else content)
    with pytest.raises(ek.NothingToRead, match=r"^x\.parquet: " + message.replace(".", r"\.")):
        ek.read(path)
    write_workbook(tmp_path / "2022.xlsx", sheet(2022, person(1, "HTTNV")))
    reading = ek.read(tmp_path)
    assert (problems(reading), len(reading.ratings)) == ([("error", "damaged", "x.parquet")], 1)


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def one(tmp_path: Path) -> Path:
    write_workbook(tmp_path / "w" / "2022.xlsx", sheet(2022, person(1, "HTTNV"), person(2, "HTXSNV")))
    (tmp_path / "w" / "evalkit.toml").write_text(SETTINGS, "utf-8")
    return tmp_path


VERBS: dict[str, list[str]] = {
    "check": ["check", "PATH"],
    "rates": ["rates", "PATH"],
    "targets": ["targets", "PATH"],
    "streaks": ["streaks", "PATH", "--population", "member", "--level", "good", "--length", "1"],
    "awards": ["awards", "PATH", "--year", "2022"],
    "trace": ["trace", "member/good/2022", "PATH"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_saves_and_says_the_same_of_what_it_saved(verb: str, one: Path, capsys: Any) -> None:
    words = [str(one / "w") if word == "PATH" else word for word in VERBS[verb]]
    assert main([*words, "--json", "--save", str(one / "w" / "x.parquet")]) == 0
    first = capsys.readouterr()
    assert f"Đã ghi 2 lượt xếp loại vào «{one / 'w' / 'x.parquet'}», có họ tên và số thẻ." in first.err
    (one / "w" / "2022.xlsx").unlink()
    assert main([*words, "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert second == json.loads(first.out)


@pytest.mark.usefixtures("dots")
def test_a_report_saves_too_and_names_the_workbooks_behind_a_saved_file(one: Path, capsys: Any) -> None:
    saved = one / "w" / "x.parquet"
    words = ["report", str(one / "w"), "--year", "2022", "--no-notebooks", "--out", str(one / "r")]
    assert main([*words, "--save", str(saved)]) == 0
    (one / "w" / "2022.xlsx").unlink()
    assert main(words) == 0
    first, second = (json.loads((one / "r" / name / "run.json").read_text("utf-8")) for name in ("2022", "2022-2"))
    assert first["rates"] == second["rates"]
    assert [entry["name"] for entry in second["inputs"]] == ["x.parquet"]
    assert second["inputs"][0]["workbooks"] == first["inputs"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.xlsx", "tên tệp phải kết thúc bằng .parquet, ví dụ xep-loai.parquet."),
        ("w/2022.xlsx", "tên tệp phải kết thúc bằng .parquet"),
        ("taken.parquet", "đã có và không phải tệp Parquet; không ghi đè. Chọn tên khác."),
        ("folder.parquet", "đã có và không phải tệp Parquet"),
        ("none/x.parquet", "Không ghi được"),
    ],
)
def test_where_nothing_can_be_saved_it_is_said_and_nothing_is_written(
    name: str, message: str, one: Path, capsys: Any
) -> None:
    (one / "taken.parquet").write_bytes((one / "w" / "2022.xlsx").read_bytes())
    (one / "folder.parquet").mkdir()
    before = {path: path.stat().st_mtime_ns for path in one.rglob("*")}
    assert main(["rates", str(one / "w"), "--save", str(one / name)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert message in err
    assert {path: path.stat().st_mtime_ns for path in one.rglob("*")} == before


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_save_leaves_the_earlier_file(error: BaseException, one: Path, monkeypatch: Any) -> None:
    reading, target = ek.read(one / "w"), one / "x.parquet"
    before = ek.save_reading(reading, target).read_bytes()

    def half(table: Any, path: Path, **_: Any) -> None:
        path.write_bytes(b"PAR1")
        raise error

    monkeypatch.setattr(pq, "write_table", half)
    with pytest.raises((KeyboardInterrupt, ek.SaveError)):
        ek.save_reading(reading, target)
    assert target.read_bytes() == before
    assert [path.name for path in one.iterdir() if path.is_file()] == ["x.parquet"]


def test_of_a_saved_file_nobody_gets_a_copy_to_correct(damaged: Path, tmp_path: Path, capsys: Any) -> None:
    saved = kept(ek.read(damaged), tmp_path / "p")
    assert main(["check", str(saved), "--return", str(tmp_path / "r")]) == 1
    assert "6 tệp có vấn đề nằm trong .parquet nên không có bản cần sửa; cần tệp gốc." in capsys.readouterr().err
    assert not list(tmp_path.glob("r/*"))


# --- engines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["sample", "florida"])
def test_duckdb_says_of_the_saved_file_what_evalkit_says(which: str, tmp_path: Path, request: Any) -> None:
    if which == "sample":
        reading, population, level = request.getfixturevalue("sample"), "member", "excellent"
    else:
        (tmp_path / "evalkit.toml").write_text(FLORIDA, "utf-8")
        workbook = request.getfixturevalue("real") / "florida-school-grades-2022.xlsx"
        reading, population, level = ek.read(workbook, settings=tmp_path / "evalkit.toml"), "school", "A"
    saved, scale = ek.save_reading(reading, tmp_path / "x.parquet"), reading.settings.scale
    with duckdb.connect() as base:
        base.execute(f"CREATE VIEW ratings AS SELECT * FROM '{saved}'")
        rates = base.execute(ek.rates_sql(scale=scale)).fetchall()
        runs = base.execute(ek.streaks_sql(population=population, level=level, scale=scale)).fetchall()
    own = ek.level_rates(reading.ratings, scale=scale)[["year", "population", "measure", "count", "base"]]
    assert rates == list(own.itertuples(index=False, name=None))
    found = ek.find_streaks(reading.ratings, population=population, level=level, scale=scale)
    assert runs == list(found[["subject", "first", "last", "length"]].itertuples(index=False, name=None))
    assert runs


# --- without pyarrow -------------------------------------------------------------------------------------------------

BLOCKED = "import sys; sys.modules['pyarrow'] = None; from evalkit.__main__ import main; sys.exit(main(sys.argv[1:]))"


def without_pyarrow(*words: object, program: str = BLOCKED) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, *map(str, words)], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip


# Each of many commands in turn, in one process: code and output of each, as JSON.
BLOCKED_ONCE = """
import contextlib, io, json, sys
sys.modules["pyarrow"] = None
from evalkit.__main__ import main
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main(words)
    print(json.dumps([code, json.loads(said.getvalue())]))
"""


def test_without_pyarrow_workbooks_are_read_and_say_the_same(damaged: Path, capsys: Any) -> None:
    commands = [[str(damaged) if word == "PATH" else word for word in [*words, "--json"]] for words in VERBS.values()]
    done = without_pyarrow(json.dumps(commands), program=BLOCKED_ONCE)
    assert done.returncode == 0, done.stderr
    for words, line in zip(commands, done.stdout.splitlines(), strict=True):
        code = main(words)
        assert json.loads(line) == [code, json.loads(capsys.readouterr().out)], words[0]


def test_without_pyarrow_it_is_said_what_to_install(one: Path) -> None:
    start = "đọc và ghi .parquet cần gói pyarrow, ở đây chưa có. Gõ lệnh: "
    saving = without_pyarrow("rates", one / "w", "--save", one / "x.parquet")
    assert (saving.returncode, saving.stdout) == (2, "")
    assert saving.stderr.startswith(f"«{one / 'x.parquet'}»: {start}")
    reading = without_pyarrow("rates", plain(one / "x.parquet"))
    assert (reading.returncode, reading.stdout) == (2, "")
    assert reading.stderr.startswith(f"x.parquet: {start}")


@pytest.mark.parametrize(
    ("python", "file", "words"),
    [
        (".venv/bin/python", "requirements-parquet.txt", "{venv} -m pip install -r requirements-parquet.txt"),  # bundle
        (".venv/bin/python", "other.txt", "{venv} -m pip install pyarrow"),
        (
            "../elsewhere/bin/python",
            "requirements-parquet.txt",
            "python -m pip install pyarrow",
        ),  # no path of a machine
    ],
)
def test_what_to_type_for_pyarrow_can_be_typed_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str, file: str, words: str
) -> None:
    bundle = tmp_path / "evalkit"
    bundle.mkdir()
    (bundle / file).touch()
    executable = (bundle / python).parent.resolve() / "python"
    monkeypatch.chdir(bundle)
    monkeypatch.setattr("sys.executable", str(executable))
    monkeypatch.setattr("sys.prefix", str(executable.parents[1]))
    expected = words.format(venv=Path(".venv", "bin", "python"))
    assert describe_missing_pyarrow().endswith(f": {expected}")
