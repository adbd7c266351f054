"""Many workbooks become one reading: what is found, what one bad file costs, and what is said about it."""

from __future__ import annotations

import os
import shutil
import sys

import docx
import pandas as pd
import pytest

import evalkit as ek
from evalkit.reading.handover import VARIABLE, ask, hand_over, handed_over
from tests.conftest import LIST, member, unit, write_workbook

COLUMNS = [
    "year", "population", "subject", "name", "unit", "base_organisation", "kind", "born", "joined", "points",
    "level", "status", "reason", "count", "distinction", "file", "sheet", "cell",
]  # fmt: skip


def problems(reading: ek.Reading) -> list[tuple[str, str, str]]:
    frame = reading.problems
    return list(zip(frame["severity"], frame["code"], frame["file"], strict=True))


def test_the_ratings_table_has_the_columns_and_types_others_rely_on(tmp_path):
    unit(tmp_path, "2022.xlsx", member(1, "HTTNV"), member(2, "", reason="nghỉ ốm"))
    ratings = ek.read(tmp_path).ratings
    assert list(ratings.columns) == COLUMNS
    assert list(ratings["level"].cat.categories)[-4:] == ["not_completed", "completed", "good", "excellent"]
    assert ratings["level"].cat.ordered
    first, second = ratings.to_dict("records")
    assert (first["year"], first["subject"], first["level"], first["status"]) == (2022, "051000000001", "good", "rated")
    assert (second["status"], second["reason"], second["cell"]) == ("sick", "nghỉ ốm", "G4")
    assert pd.isna(second["level"])
    assert first["born"] == pd.Timestamp(1980, 1, 2)


def test_a_folder_is_searched_and_lock_hidden_and_foreign_files_are_left_out(tmp_path):
    unit(tmp_path, "b/2022.xlsx", member(1, "HTTNV"))
    unit(tmp_path, "a/2021.xlsx", member(1, "HTTNV"))
    unit(tmp_path, ".an/2020.xlsx", member(1, "HTTNV"))
    (tmp_path / "~$2022.xlsx").write_bytes(b"lock")
    (tmp_path / "ghi chu.docx").write_bytes(b"text")
    reading = ek.read(tmp_path)
    assert [source.name for source in reading.sources] == ["a/2021.xlsx", "b/2022.xlsx"]
    assert sorted(reading.ratings["year"]) == [2021, 2022]


@pytest.mark.parametrize(
    ("rows", "columns", "severity"), [(6, 4, "warning"), (4, 3, "warning"), (2, 2, "note"), (9, 2, "note")]
)
def test_a_word_document_with_a_list_is_a_warning_and_a_letter_a_note(tmp_path, rows, columns, severity):
    unit(tmp_path, "2022.xlsx", member(1, "HTTNV"))
    document = docx.Document()
    document.add_table(rows, columns)
    document.save(str(tmp_path / "chi bo 2.docx"))
    (problem,) = [one for one in ek.read(tmp_path).problems.itertuples() if one.code == "file_not_read"]
    assert (problem.severity, "chi bo 2.docx" in problem.message) == (severity, True)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there a name is always text")
def test_a_file_whose_name_is_no_text_is_read_under_one_that_is(tmp_path):
    path = unit(tmp_path, "2022.xlsx", member(1, "HTTNV"))
    path.rename(os.fsdecode(os.fsencode(tmp_path) + b"/\xff 2022.xlsx"))
    reading = ek.read(tmp_path)
    assert reading.sources[0].name == r"\udcff 2022.xlsx"
    assert list(reading.ratings["file"]) == [r"\udcff 2022.xlsx"]


@pytest.mark.parametrize(
    ("other", "severity"),
    [("Chi bo 10.xlsx", "error"), ("Copy of Chi bo 1.xlsx", "warning"), ("cu/Chi bộ 1 (2).xlsx", "warning")],
)
def test_identical_files_of_two_units_by_their_names_are_an_error(tmp_path, other, severity):
    rows = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Mức", "Số lượng"]]
    rows += [[1, "HTXSNV", 2], [2, "HTTNV", 6], [3, "HTNV", 1], [4, "KHTNV", 1]]
    path = write_workbook(tmp_path / "Chi bo 1.xlsx", {"DS": rows})
    (tmp_path / other).parent.mkdir(exist_ok=True)
    shutil.copy(path, tmp_path / other)
    found = [problem[:2] for problem in problems(ek.read(tmp_path)) if problem[1] == "identical_file"]
    assert found == [(severity, "identical_file")]


def test_byte_identical_files_are_read_once_with_a_warning(tmp_path):
    path = unit(tmp_path, "a 2022.xlsx", member(1, "HTTNV"))
    shutil.copy(path, tmp_path / "b 2022.xlsx")
    reading = ek.read(tmp_path)
    assert len(reading.ratings) == 1
    assert problems(reading) == [("warning", "identical_file", "b 2022.xlsx")]
    assert "giống hệt tệp «a 2022.xlsx», chỉ đọc một lần" in reading.problems["message"].iloc[0]


def test_byte_identical_files_in_folders_of_two_years_are_of_two_years(tmp_path):
    rows = [["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN"], LIST, member(1, "HTTNV")]
    for year in ("2021", "2022"):
        (tmp_path / year).mkdir()
    shutil.copy(write_workbook(tmp_path / "2021" / "a.xlsx", {"S": rows}), tmp_path / "2022" / "a.xlsx")
    reading = ek.read(tmp_path)
    assert sorted(reading.ratings["year"]) == [2021, 2022]
    told = [problem for problem in problems(reading) if problem[1] == "identical_file"]
    assert told == [("warning", "identical_file", "2022/a.xlsx")]


def test_a_damaged_file_among_others_is_an_error_and_a_workbook_without_ratings_a_warning(tmp_path):
    unit(tmp_path, "2022.xlsx", member(1, "HTTNV"))
    (tmp_path / "hong.xlsx").write_bytes(b"")
    write_workbook(tmp_path / "khac.xlsx", {"S": [["Thực đơn"], ["Phở"]]})
    assert problems(ek.read(tmp_path)) == [
        ("error", "empty_file", "hong.xlsx"),
        ("warning", "no_table", "khac.xlsx"),
    ]


PEOPLE = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Ghi chú"]


@pytest.mark.parametrize(
    ("rows", "severity", "cell", "said"),
    [
        pytest.param(
            [["TT", "Tên chi bộ", "A", "B", "C"], [1, "Chi bộ 2", "", "x", ""]],
            "warning", "A1", "nên 1 dòng không được đọc", id="another scale",
        ),
        pytest.param(
            [["Ai", "Thế nào"], ["A", "HTTNV"], ["B", "HTNV"], ["C", "HTTNV"]],
            "warning", "", "không nhận ra dòng tiêu đề, nên 4 dòng không được đọc", id="no header",
        ),
        pytest.param(
            [["TT", "Nội dung", "Số tiền"], [1, "Nước", 5]],
            "note", "A1", "nên 1 dòng không được đọc", id="another table",
        ),
        pytest.param(
            [["TT", "Họ và tên", "Số thẻ", "Nhận xét"], [1, "A", "012345678901", "HTTNV"], [2, "B", "", "HTTNV"]],
            "warning", "D1", "cột này có mức xếp loại nhưng tiêu đề không nói đó", id="a strange title",
        ),
        pytest.param(
            [["Ghi", "chú"], ["Gửi", "trước"]],
            "note", "", "không có bảng xếp loại nào, nên 2 dòng không được đọc", id="no table",
        ),
        pytest.param(
            [["Mức", "Tên"], ["HTXSNV", "xuất sắc"], ["HTTNV", "tốt"]],
            "note", "", "không có bảng xếp loại nào, nên 3 dòng", id="what to choose from",
        ),
        pytest.param([["HƯỚNG DẪN"], ["Ghi đủ số thẻ."]], "", "", "", id="a page of text"),
        pytest.param([PEOPLE, [1, 2, 3, 4, 5]], "", "", "", id="a form not filled in"),
    ],
)  # fmt: skip
def test_rows_beside_the_ratings_are_not_left_out_in_silence(tmp_path, rows, severity, cell, said):
    path = tmp_path / "2022.xlsx"
    write_workbook(path, {"Chi bộ 1": [LIST, member(1, "HTTNV")], "Chi bộ 2": rows})
    reading = ek.read(path)
    assert list(reading.ratings["level"]) == ["good"]
    found = reading.problems
    told = [*zip(found["severity"], found["code"], found["sheet"], found["cell"], strict=True)]
    assert told == ([(severity, "not_read", "Chi bộ 2", cell)] if severity else [])
    assert said in " ".join(found["message"])


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda folder: folder / "khong co", "Không có tệp hay thư mục"),
        (lambda folder: folder, "không có bảng tính nào (csv, ods, parquet, tsv, xls, xlsb, xlsm, xlsx)"),
        (
            lambda folder: write_workbook(folder / "a.xlsx", {"S": [["Thực đơn"]]}),
            "a.xlsx: không tìm thấy bảng xếp loại",
        ),
        (lambda folder: (folder / "a.xlsx").write_bytes(b"") or folder, "a.xlsx: tệp rỗng"),
        (
            lambda folder: write_workbook(folder / "a.xlsx", {"S": [PEOPLE, [1, "A", "051000000001", "Chi bộ 1", ""]]}),
            "a.xlsx, trang tính «S», ô A1: bảng này không có cột xếp loại, nên 1 dòng không được đọc.",
        ),
    ],
)
def test_nothing_to_read_is_refused_in_one_line(tmp_path, prepare, message):
    with pytest.raises(ek.NothingToRead) as refusal:
        ek.read(prepare(tmp_path))
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_spellings_of_one_unit_are_merged_and_said(tmp_path):
    rows = [member(1, "HTTNV", cell="Chi bộ Đảng ủy"), member(2, "HTTNV", cell="Chi bộ Đảng ủy")]
    unit(tmp_path, "2022.xlsx", *rows, member(3, "HTTNV", cell="CHI BỘ  ĐẢNG UỶ"))
    reading = ek.read(tmp_path)
    assert set(reading.ratings["unit"]) == {"Chi bộ Đảng ủy"}
    assert problems(reading) == [("warning", "spellings_merged", "")]


def test_rows_are_records_skips_and_rejections_and_nothing_else(sample):
    assert sample.rows == sample.records + sample.skipped + sample.rejected
    assert (sample.files, sample.tables, sample.rejected) == (6, 17, 0)


def test_the_sample_checks_without_errors_and_with_the_exceeded_cap(sample):
    assert not sample.has_errors
    assert sample.problems["code"].value_counts().to_dict() == {
        "cap_in_doubt": 4, "unit_missing": 3, "unit_new": 3, "spellings_merged": 1, "cap_exceeded": 1,
    }  # fmt: skip
    cap = sample.problems[sample.problems["code"] == "cap_exceeded"].iloc[0]
    assert (cap["file"], cap["sheet"], cap["found"], cap["suggestion"]) == ("2020.xlsx", "Đảng viên", "8", "4")


def test_the_register_names_awards_by_the_id_of_the_settings(sample):
    members = sample.held[sample.held["population"] == "member"]
    assert set(members["award"]) == {"bloc-5-years", "city-5-years"}
    assert (members["last"] - members["first"] == 4).all()


# --- a reading that is handed to the notebooks of its report ---------------------------------------------------------


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder with two years, settings and a list of confirmed persons, and the reading that was handed over."""
    folder = tmp_path / "data"
    for year in (2021, 2022):
        unit(folder, f"{year}.xlsx", *(member(n, "HTTNV") for n in range(1, 4)))
    (folder / "evalkit.toml").write_text('organisation = "Đảng bộ Thử"', "utf-8")
    pair = "051000000001,051000000002,Ban Tổ chức,31/01/2023"
    (folder / "same-person.csv").write_text(f"{pair}\n", "utf-8")
    hand_over(ek.read(folder), ask(folder, None), tmp_path / "kept")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return folder


def test_what_is_handed_over_is_what_is_read(kept, monkeypatch):
    found = handed_over(ask(kept, None))
    monkeypatch.delenv(VARIABLE)
    assert handed_over(ask(kept, None)) is None
    read = ek.read(kept)
    assert len(read.ratings) == 4  # two cards are one person
    for name, value in vars(read).items():
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(found, name), value)
        elif name != "origin":
            assert getattr(found, name) == value, name


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: unit(folder, "2022.xlsx", *(member(n, "HTXSNV") for n in range(1, 4))),
        lambda folder: unit(folder, "2020.xlsx", member(1, "HTTNV")),
        lambda folder: (folder / "2021.xlsx").unlink(),
        lambda folder: (folder / "evalkit.toml").write_text('organisation = "Đảng bộ Khác"', "utf-8"),
        lambda folder: (folder / "same-person.csv").unlink(),
        lambda folder: (folder.parent / "kept").write_bytes(b"\x80\x05broken"),
        lambda folder: (folder.parent / "kept").unlink(),
    ],
    ids=["a file", "one more file", "a file less", "settings", "persons", "broken", "gone"],
)
def test_what_has_changed_since_is_read(kept, change):
    change(kept)
    assert handed_over(ask(kept, None)) is None
    assert len(ek.read(kept).ratings)


def test_a_reading_is_not_handed_over_to_who_asks_for_something_else(kept, tmp_path):
    reading = ek.read(kept)
    hand_over(reading, ask(kept / "2022.xlsx", None), tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_files_whose_names_tell_no_kind_are_named_once(tmp_path):
    write_workbook(tmp_path / "a.xlsx", {"S": [["XẾP LOẠI NĂM 2022"], LIST, member(1, "HTT")]})
    (tmp_path / "danh sach chi bo 2").write_bytes((tmp_path / "a.xlsx").read_bytes())  # a workbook that lost its suffix
    (tmp_path / "ban ve.dwg").write_bytes(b"AC1032")
    for own in ("evalkit.toml", "desktop.ini", "Thumbs.db"):
        (tmp_path / own).write_bytes(b"")
    told = [
        (p.severity, p.found, p.message) for p in ek.read(tmp_path).problems.itertuples() if p.code == "file_not_read"
    ]
    assert [(severity, found) for severity, found, _ in told] == [("warning", "1"), ("note", "1")]
    assert "danh sach chi bo 2" in told[0][2]
    assert "Thêm đuôi .xlsx" in told[0][2]
    assert "ban ve.dwg" in told[1][2]


@pytest.mark.parametrize("unit", ["Chi bộ Văn phòng", "Văn phòng", "CHI BỘ VĂN PHÒNG"])
def test_a_list_beside_counts_whose_unit_is_written_otherwise_counts_once(tmp_path, unit):
    counts = [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["STT", "Chi bộ", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]]
    counts += [[1, "Chi bộ Văn phòng", 0, 2, 0, 0], [2, "Chi bộ Thanh tra", 1, 3, 0, 0]]
    people = [["TT", "Họ và tên", "Số thẻ đảng viên", "Đơn vị", "Xếp loại"]]
    people += [[n, f"Người {n}", f"05101000000{n}", unit, "HTTNV"] for n in (1, 2)]
    write_workbook(tmp_path / "nam 2022.xlsx", {"TH": counts, "DS": [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], *people]})
    reading = ek.read(tmp_path)
    assert reading.ratings.groupby("level", observed=True)["count"].sum().to_dict() == {"excellent": 1, "good": 5}
