"""Reports of small and odd boards: what is said where there is one unit, no date, no list, nobody; by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from evalkit.problems import Problem
from evalkit.reading import COLUMNS, Reading
from evalkit.records import Held, Printed, Skip
from evalkit.report import contents, sentences, unit_tables
from evalkit.report.figures import Figures, collect_figures
from evalkit.settings import Settings
from tests.test_report import LEVELS

REASONS = {"m": "exempt", "o": "sick"}
OLD, NEW, ELSEWHERE = "2001-02-03", "2022-05-19", "2015-09-02"  # dates of joining the Party


def member(
    year: int, key: str, level: str = "T", *, base: str = "Đảng bộ A", unit: str = "", joined: str = OLD, count: int = 1
) -> dict[str, Any]:
    """Return a member of a list, or a row of counts where the key begins with "#"."""
    about = {"unit": unit or base, "base_organisation": base, "joined": joined or None, "count": count}
    return {**_row(year, key, level), "population": "member", **about}


def organisation(year: int, code: str, name: str, level: str = "T", kind: str = "") -> dict[str, Any]:
    """Return a base organisation of a list."""
    about = {"population": "base_organisation", "base_organisation": name, "name": name, "kind": kind}
    return {**_row(year, code, level), **about}


def _row(year: int, key: str, level: str) -> dict[str, Any]:
    return {
        "year": year, "subject": key, "name": f"Người {key}", "level": LEVELS.get(level), "unit": "", "kind": "",
        "status": REASONS.get(level, "rated"), "reason": "", "distinction": "", "count": 1, "joined": None,
        "file": f"{year}.xlsx", "sheet": "S", "cell": "A1",
    }  # fmt: skip


def figures_of(rows: list[dict[str, Any]], settings: Settings | None = None, *, year: int = 2022) -> Figures:
    """Return the figures of a board made of rows."""
    settings = settings or Settings()
    ratings = pd.DataFrame(rows, columns=list(COLUMNS))
    levels = pd.CategoricalDtype(settings.scale.worst_to_best, ordered=True)
    ratings = ratings.astype({"level": levels}).assign(joined=pd.to_datetime(ratings["joined"]))
    empty = {kind: pd.DataFrame(columns=list(kind._fields)) for kind in (Problem, Skip, Printed, Held)}
    reading = Reading(
        ratings=ratings, problems=empty[Problem], skips=empty[Skip], printed=empty[Printed],
        held=empty[Held].rename(columns={"key": "subject"}), settings=settings, sources=(), tables=1, rows=len(rows),
        records=len(rows), skipped=0, rejected=0,
    )  # fmt: skip
    return collect_figures(reading, year=year)


# --- who came and who left -------------------------------------------------------------------------------------------

THREE = [member(2021, key) for key in "abc"]
STAYING = [member(2022, key) for key in "abc"]
STAYED = (
    "Trong năm không tăng đảng viên nào, không giảm đảng viên nào; không có đảng viên nào chuyển giữa các tổ chức "
    "cơ sở đảng."
)
ONE_MORE = STAYED.replace("không tăng đảng viên nào", "tăng 01 đảng viên")
UNDATED = "đảng viên mới có tên trong danh sách không ghi ngày vào Đảng"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*THREE, *STAYING], f"Năm 2022 không kết nạp đảng viên nào. {STAYED}"),
        (
            [*THREE, *STAYING, member(2022, "d", joined=NEW)],
            f"Năm 2022 kết nạp 01 đảng viên, bằng 33,33% số đảng viên cuối năm 2021 (3). {ONE_MORE}",
        ),
        (
            [*THREE, *STAYING, member(2022, "d", joined=ELSEWHERE)],
            f"Năm 2022 không kết nạp đảng viên nào. {ONE_MORE}",
        ),
        (  # the list does not say when the new one joined: he may be admitted or have come from elsewhere
            [*THREE, *STAYING, member(2022, "d", joined="")],
            f"Năm 2022 chưa rõ kết nạp bao nhiêu đảng viên, vì 01 {UNDATED}. {ONE_MORE}",
        ),
        (
            [*THREE, *STAYING, member(2022, "d", joined=NEW), member(2022, "e", joined="")],
            f"Năm 2022 kết nạp ít nhất 01 đảng viên; 01 {UNDATED}. {ONE_MORE.replace('01', '02')}",
        ),
        (  # four more stand on no list, they are counted only
            [
                *THREE, member(2021, "#1", base="Đảng bộ B", count=4), member(2022, "#1", base="Đảng bộ B", count=4),
                *STAYING, member(2022, "d", joined=NEW),
            ],
            "Năm 2022 kết nạp 01 đảng viên, bằng 33,33% số đảng viên có tên trong danh sách cuối năm 2021 (3/7). "
            + ONE_MORE,
        ),
        (  # B is gone, and its people are all in C: nobody has left, no list may still come for them, but none of B has
            [
                member(2021, "a"), member(2021, "b", base="Đảng bộ B"), member(2022, "a"),
                member(2022, "b", base="Đảng bộ C"), member(2022, "d", joined=NEW),
            ],
            "Năm 2022 kết nạp 01 đảng viên. Trong năm tăng 01 đảng viên, không giảm đảng viên nào; 01 đảng viên chuyển "
            "giữa các tổ chức cơ sở đảng.",
        ),
    ],
)  # fmt: skip
def test_growth_is_said_only_as_far_as_the_lists_say_it(rows: list[dict[str, Any]], expected: str) -> None:
    assert sentences.growth_sentences(figures_of(rows)) == [expected]


def test_tables_of_growth_say_of_whom_no_date_is_known() -> None:
    figures = figures_of([*THREE, *STAYING, member(2022, "d", joined="")])
    table = contents.growth_table(figures)
    assert table.header == [
        "Năm", "Đầu năm", "Tăng", "Trong đó kết nạp", "Mới, không ghi ngày vào Đảng", "Giảm", "Chuyển TCCSĐ",
        "Cuối năm", "Kết nạp, %",
    ]  # fmt: skip
    assert table.rows[0][1:] == [3, 1, 0, 1, 0, 0, 4, None]
    assert unit_tables.unit_growth_table(figures).rows == [
        [1, "Đảng bộ A", 3, 0, 1, 4],
        ["", "Tổng cộng", 3, 0, 1, 4],
    ]
