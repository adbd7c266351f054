"""Words that are told by one pattern each, beside neighbours that are none of them."""

from __future__ import annotations

import pytest

from evalkit.sheets import vocabulary
from evalkit.sheets.vocabulary import rows, scopes, titles, units


@pytest.mark.parametrize(
    ("told_by", "words", "others"),
    [
        (vocabulary.names_criterion, ["TC1", "Phẩm chất, đạo đức"], ["Kết quả công việc"]),
        (vocabulary.tells_number, ["HTTNV trở lên: 05 đ/c", "Biểu quyết: 15/16"],
         ["Trần Thị Bình 2", "Lê Văn An (sinh: 1/2/1970)"]),
        (vocabulary.is_example_note, ["mẫu", "Xóa dòng này khi nộp"], ["làm theo mẫu số 02"]),
        (vocabulary.is_collective, ["Tập thể chi ủy", "Xếp loại chi bộ"], ["Chi ủy viên"]),
        (units.is_above_bases, ["ĐẢNG ỦY KHỐI A", "Đảng bộ tỉnh A"], ["Đảng bộ Tỉnh đoàn"]),
        (vocabulary.sums_years, ["Cộng 5 năm", "Từ năm 2018 đến nay", "2018-2022 :"], ["KH 2023"]),
        (scopes.holds_choices, ["Danh muc", "DM chức vụ"], ["DANH MỤC CHI BỘ NĂM 2022", "2022: danh mục"]),
        (vocabulary.is_part, ["Nữ", "- Dự bị", "Trong đó: nữ"], ["Phụ nữ", "Dự bị chưa đủ 6 tháng"]),
        (vocabulary.is_subset, ["- Dự bị", "Trong đó: nữ"], ["Nữ"]),
        (vocabulary.may_be_total, ["TC", "Sum:"], ["TCCSĐ"]),
        (rows.is_of_all, ["Chung", "Tính chung:"], ["Chung Văn An"]),
        (titles.may_rate, ["Loại", "Mức đánh giá", "Chất lượng ĐV"], ["Loại hình", "Mức"]),
        (titles.keeps_level, ["Giữ nguyên", "Không"], ["Không xếp loại"]),
        (titles.joins_levels, ["HTTNV trở lên"], ["HTTNV trở lên (%)"]),
        (titles.names_result, ["Kết quả (sau khi xét 20%)"], ["Số kết quả"]),
        (titles.is_of_year, ["Cả năm 2022", "2022"], ["Năm trước"]),
        (titles.names_month, ["Tháng 9"], ["Tháng 13"]),
    ],
)  # fmt: skip
def test_words_and_their_neighbours(told_by, words, others):
    assert [word for word in words if not told_by(word)] == []
    assert [other for other in others if told_by(other)] == []
