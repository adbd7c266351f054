"""Titles, stamps and names over a list: which say that it is no decided result of the year, and which do not."""

from __future__ import annotations

import pytest

from evalkit.sheets.vocabulary import name_scope, scope_of, title_scope
from evalkit.sheets.years import named_years
from tests.sheets.test_office_kinds import HEAD, LIST_TITLE, A, counted, levels, read

PEOPLE = [
    [n + 1, f"Nguyễn Văn {name}", f"0510100000{n:02d}", "01/02/1980", "Chi bộ 1", level]
    for n, (name, level) in enumerate(
        zip("ABCDEF", ["HTXSNV", "HTTNV", "HTTNV", "HTTNV", "HTNV", "KHTNV"], strict=True)
    )
]


@pytest.mark.parametrize(
    ("line", "scope"),
    [
        ("DỰ THẢO", "draft"),
        ("Dự thảo lần 2", "draft"),
        ("(DỰ THẢO) XẾP LOẠI ĐẢNG VIÊN NĂM 2022", "draft"),
        ("KẾT QUẢ SƠ BỘ XẾP LOẠI ĐẢNG VIÊN", "draft"),
        ("(Số liệu tạm tính)", "draft"),
        ("(Chưa thông qua Ban Thường vụ)", "draft"),
        ("(Số liệu ước thực hiện cả năm)", "draft"),
        ("(Tính đến ngày 30/6/2022)", "part"),
        ("(Tính đến ngày 31/12/2022)", ""),
        ("KẾT QUẢ HỌC TẬP NGHỊ QUYẾT CỦA ĐẢNG VIÊN", "activities"),
        ("KẾT QUẢ XẾP LOẠI CHI BỘ “4 TỐT” NĂM 2022", "activities"),
        ("KẾT QUẢ XẾP LOẠI GIA ĐÌNH ĐẢNG VIÊN VĂN HÓA", "activities"),
        ("XẾP LOẠI ĐẢNG VIÊN THEO NGHỊ QUYẾT ĐẠI HỘI", ""),
        ("KẾT QUẢ KIỂM ĐIỂM TỰ PHÊ BÌNH VÀ PHÊ BÌNH, XẾP LOẠI ĐẢNG VIÊN NĂM 2022", ""),
        ("KẾT QUẢ HỌC TẬP VÀ LÀM THEO BÁC; XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022", ""),
        ("XẾP LOẠI ĐẢNG VIÊN ĐẢNG BỘ HỌC VIỆN MẪU NĂM 2022", ""),
        ("XẾP LOẠI ĐẢNG VIÊN CHI BỘ TRUNG TÂM DÂN SỐ, KẾ HOẠCH HÓA GIA ĐÌNH", ""),
        ("XẾP LOẠI ĐẢNG VIÊN BỆNH VIỆN (GIA ĐỊNH) NĂM 2022", ""),
        ("KẾT QUẢ TỰ PHÊ BÌNH CỦA ĐẢNG VIÊN NĂM 2022", "activities"),
        ("XẾP LOẠI ĐẢNG VIÊN CHI BỘ PHÒNG VĂN HÓA NĂM 2022", ""),
        ("XẾP LOẠI ĐẢNG VIÊN THEO SỐ BỘ PHẬN", ""),
        ("XẾP LOẠI ĐẢNG VIÊN Q3/2022", "part"),
        ("XẾP LOẠI ĐẢNG VIÊN (QUÝ III)", "part"),
        ("XẾP LOẠI ĐẢNG VIÊN QUÝ HAI NĂM 2022", "part"),
        ("XẾP LOẠI ĐẢNG VIÊN 6T ĐẦU NĂM 2022", "part"),
        ("XẾP LOẠI ĐẢNG VIÊN GIỮA NĂM 2022", "part"),
        ("XẾP LOẠI ĐẢNG VIÊN CUỐI NĂM 2022", ""),  # the year's
        ("XẾP LOẠI ĐẢNG VIÊN, SƠ KẾT GIỮA NHIỆM KỲ", ""),
        ("XẾP LOẠI ĐẢNG VIÊN ĐẢNG BỘ QUẬN 3", ""),
        ("CHỈ TIÊU XẾP LOẠI ĐẢNG VIÊN NĂM 2022", "target"),
        ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU XẾP LOẠI ĐẢNG VIÊN", ""),
        ("DANH SÁCH TRÌNH ĐẢNG ỦY XÉT, XẾP LOẠI ĐẢNG VIÊN", "proposal"),
        ("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN CHI BỘ CÔNG TRÌNH 5", ""),
        ("THU HỒI QUYẾT ĐỊNH XẾP LOẠI ĐẢNG VIÊN", "withdrawn"),
        ("XẾP LOẠI CÔNG CHỨC CHI BỘ 1 NĂM 2022", "officials"),
        ("XẾP LOẠI ĐOÀN VIÊN THUỘC CHI BỘ 1", "others"),
        ("KẾT QUẢ XẾP LOẠI NHÂN VIÊN NĂM 2022", "officials"),
        ("KẾT QUẢ XẾP LOẠI CHI BỘ GIÁO VIÊN NĂM 2022", ""),  # the unit's name
        ("DANH SÁCH ĐẢNG VIÊN LÀ SINH VIÊN XẾP LOẠI NĂM 2022", ""),
    ],
)
def test_a_title_says_what_is_no_result_of_the_year(line: str, scope: str) -> None:
    assert title_scope(line) == scope


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("Q1", "part"),
        ("Q10", ""),  # a district
        ("XL dang vien 6T 2022", "part"),
        ("Nháp", "draft"),
        ("Nhập", ""),  # where data are put in
        ("Bản cũ", "old"),
        ("Ví dụ", "example"),
        ("Huong dan", "example"),
        ("Hướng dẫn nhập liệu", "example"),
        ("Huong dan 21 xep loai", ""),
        ("HD", ""),
        ("Mẫu 1", ""),  # forms are filled in under their number
        ("Chỉ tiêu 2022", "target"),
        ("Ke hoach va ket qua", ""),
    ],
)
def test_a_name_says_what_is_no_result_of_the_year(name: str, scope: str) -> None:
    assert name_scope(name) == scope


def test_a_result_after_a_complaint_is_decided() -> None:
    assert scope_of("Kết quả sau khiếu nại") == ""
    assert scope_of("Khiếu nại") == "withdrawn"


def test_members_may_be_in_training_and_their_training_may_be_rated() -> None:
    assert scope_of("Xếp loại rèn luyện") == "others"
    assert scope_of("Đảng viên dự bị đang rèn luyện, thử thách") == ""
    assert scope_of("XL CB") == ""  # the cell's, or by the cell


@pytest.mark.parametrize("stamp", [["DỰ THẢO"], ["CHI BỘ 1", None, None, "Dự thảo lần 2"]])
def test_a_draft_stamp_over_the_title_refuses_the_list(stamp: list[str | None]) -> None:
    reading = read([stamp, [LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE])
    assert counted(reading) == {}
    assert [(p.code, p.found) for p in reading.problems if p.code == "out_of_scope"] == [("out_of_scope", "draft")]


def test_without_a_stamp_the_list_is_read() -> None:
    assert counted(read([[LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE])) == levels(A)


def test_two_years_in_one_title_are_two() -> None:
    assert named_years("XẾP LOẠI ĐẢNG VIÊN NĂM 2021, 2022") == {2021, 2022}
    assert named_years("XẾP LOẠI ĐẢNG VIÊN NĂM 2022, nhiệm vụ năm 2023") == {2022}


@pytest.mark.parametrize(
    ("sheet", "title", "is_read"),
    [
        ("Q1", "", False),  # the first quarter, as far as anybody can tell
        ("Q1", "ĐẢNG BỘ QUẬN 1", True),
        ("Q1", "ĐẢNG BỘ QUẬN 10", False),
        ("Mẫu", "", False),
        ("Biểu mẫu 1", "", True),
        ("Mẫu số 2", "", True),
    ],
)
def test_names_of_sheets_that_may_be_parts_of_a_year_or_examples(sheet: str, title: str, is_read: bool) -> None:
    reading = read([[title], [LIST_TITLE], [], [*HEAD, "Xếp loại"], *PEOPLE], sheet=sheet)
    assert counted(reading) == (levels(A) if is_read else {})
    assert [p.code for p in reading.problems if p.severity != "note"] == ([] if is_read else ["out_of_scope"])
