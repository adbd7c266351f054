"""Why somebody is at the lowest level: read from reasons and notes, counted by the grounds of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from evalkit.report.figures import Figures, collect_figures
from evalkit.report.ground_table import ground_table
from evalkit.report.sentences import ground_sentences
from evalkit.scale import ground_of
from tests.conftest import write_workbook

NOTED = ["STT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại", "Ghi chú"]
WHY = [*NOTED[:5], "Lý do"]


def figures_of(folder: Path, header: list[str], *rated: tuple[str, str]) -> Figures:
    rows = [[n, f"Người {n}", f"05101000000{n}", "Chi bộ 1", level, why] for n, (level, why) in enumerate(rated, 1)]
    write_workbook(folder / "a.xlsx", {"S": [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], header, *rows]})
    return collect_figures(ek.read(folder), year=2022)


def shown(figures: Figures) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in ground_table(figures).rows]


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("Có biểu hiện suy thoái về đạo đức, lối sống; bị khiển trách", "degradation"),
        ("Hoàn thành dưới 50% các chỉ tiêu", "half_of_tasks"),
        ("Không hoàn thành nhiệm vụ được giao", "half_of_tasks"),
        ("Bị kỷ luật cảnh cáo (QĐ 12)", "punished"),
        ("Kỉ luật khai trừ", "punished"),
        ("Chuyển đến từ Chi bộ 3", ""),
        ("Không bị kỷ luật", ""),
        ("Chưa đến mức xử lý kỷ luật; dưới 50% chỉ tiêu", "half_of_tasks"),
        ("Đang xem xét thi hành kỷ luật", ""),
        ("Đề nghị khai trừ", ""),
        ("Không có biểu hiện suy thoái, bị cảnh cáo", "punished"),
        ("Bị kỷ luật do không chấp hành quy định", "punished"),
    ],
)
def test_the_grounds_of_the_rules_are_found_in_words(words: str, ground: str) -> None:
    assert ground_of(words) == ground


def test_notes_say_why_somebody_is_at_the_lowest_level_and_other_notes_do_not(tmp_path: Path) -> None:
    figures = figures_of(
        tmp_path, NOTED,
        ("HTTNV", ""), ("KHTNV", "Bị khiển trách"), ("KHTNV", "Cảnh cáo"), ("KHTNV", "Chuyển từ Chi bộ 3"),
        ("KHTNV (bị kỷ luật)", ""), ("KHTNV", "Đạt dưới 50% nhiệm vụ"), ("HTNV", "Khiển trách"),
    )  # fmt: skip
    assert shown(figures) == [
        ("Hoàn thành dưới 50% chỉ tiêu, nhiệm vụ", 1), ("Bị thi hành kỷ luật", 3), ("Không ghi rõ lý do", 1),
    ]  # fmt: skip
    assert ground_sentences(figures) == [
        "Lý do của 05 đảng viên không hoàn thành nhiệm vụ: hoàn thành dưới 50% chỉ tiêu, nhiệm vụ 01; "
        "bị thi hành kỷ luật 03; không ghi rõ lý do 01."
    ]


def test_a_column_of_reasons_says_why_in_any_words(tmp_path: Path) -> None:
    figures = figures_of(tmp_path, WHY, ("KHTNV", "Vắng họp nhiều lần"), ("KHTNV", "Kỷ luật"), ("HTTNV", ""))
    assert shown(figures) == [("Bị thi hành kỷ luật", 1), ("Lý do khác", 1)]


def test_where_no_list_says_why_nothing_is_printed(tmp_path: Path) -> None:
    figures = figures_of(tmp_path, NOTED, ("KHTNV", ""), ("HTTNV", "Khiển trách"))
    assert shown(figures) == []
    assert ground_sentences(figures) == []
