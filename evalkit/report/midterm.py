"""The section on the mid-term review: targets by years, what is left to do, bottlenecks, growth, published figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from evalkit.charts.bottlenecks import half_of
from evalkit.charts.look import inside
from evalkit.report.document import Document
from evalkit.report.figures import RECENT, Figures, first_capital, rows_of
from evalkit.scale import REASONS
from evalkit.targets import MET, UNDECIDED
from evalkit.vietnamese import decimal, grouped, padded
from evalkit.wording import counted, in_words, listed, measure_label, open_in_words, target_grid

_WORST = 10  # units in the table
_FEW = 5  # units in a sentence
_HINT = (
    "Còn thiếu: số đối tượng để đơn vị tự đạt mức chung; các phần cộng lại bằng toàn bộ số thiếu. Khoảng: khoảng tin "
    "cậy 95% (Wilson), chỉ để lưu ý với đơn vị ít người, không phải kết luận."
)


def add_midterm(document: Document, figures: Figures, *, source: Any, pictures: Any) -> None:
    """Add the section; `source` gives the line of sources, `pictures` adds the charts of a section."""
    document.heading(f"V- SƠ KẾT GIỮA NHIỆM KỲ {figures.settings.term}".rstrip())
    parts = [_add_course, _add_bottlenecks, _add_growth, _add_reasons, _add_published]
    number = 0
    for part in parts:
        number += part(document, figures, number + 1, source, pictures)


def _add_course(document: Document, figures: Figures, number: int, source: Any, pictures: Any) -> bool:
    del pictures
    if figures.in_force.empty:
        return False
    years = figures.years[-RECENT:]
    grid = target_grid(figures.in_force[figures.in_force["year"].isin(years)])
    document.heading(f"{number}. Chỉ tiêu qua các năm", 2)
    document.table(
        f"Chỉ tiêu theo năm, {years[0]}–{years[-1]}",
        list(grid.columns),
        grid.to_numpy().tolist(),
        widths=(46, 22, *(97 / len(grid.columns[2:]),) * len(grid.columns[2:])),
        unit="Đơn vị tính: %",
        note=source(figures, years=years),
    )
    if said := outlook_sentences(figures):
        document.text(*said, "Các mức bình quân trên là phép chia số còn lại cho số năm còn lại, không phải dự báo.")
    return True


def outlook_sentences(figures: Figures) -> list[str]:
    """For each target with data how far it is from its bound, and what the years left must bring."""
    said = []
    for row in rows_of(figures.outlook):
        start = f"{row.label}: năm {row.year} là {row.printed}%, chỉ tiêu {row.bound_text}"
        target = next(one for one in rows_of(figures.in_force) if one.label == row.label and one.year == row.year)
        rises, room = target.sign in (">=", ">"), Fraction(target.bound) - Fraction(row.count, row.base)
        if target.verdict == UNDECIDED:
            said.append(f"{start}; chưa thể kết luận, vì {open_in_words(target)}.")
            continue
        left = row.until - row.year
        if left <= 0:
            said.append(f"{start}; năm {row.until} là năm cuối.")
            continue
        points = f"{decimal(abs(100 * room / left), 2)} điểm phần trăm"
        way = ("giảm" if rises else "tăng") if target.verdict == MET else ("tăng" if rises else "giảm")
        does = f"mỗi năm có thể {way} bình quân tối đa {points} mà năm {row.until} vẫn ở mức chỉ tiêu"
        if target.verdict != MET:
            does = f"mỗi năm phải {way} bình quân {points} để năm {row.until} tới mức chỉ tiêu"
        said.append(f"{start}. Còn {padded(left)} năm đến {row.until}: {does}.")
    return said


def _add_bottlenecks(document: Document, figures: Figures, number: int, source: Any, pictures: Any) -> bool:
    if figures.shortfall.empty:
        return False
    document.heading(f"{number}. Điểm nghẽn", 2)
    document.text(*bottleneck_sentences(figures))
    rows = figures.shortfall[[one > 0 for one in figures.shortfall["lacking"]]].head(_WORST)
    if len(rows):
        columns = ["unit", "base", "count", "printed", "lacking", "part", "low", "high", "small"]
        table = in_words(rows[columns].rename(columns={"base": "value"}), settings=figures.settings)
        document.table(
            f"Các đơn vị thiếu nhiều nhất so với chỉ tiêu, năm {figures.year}",
            ["Đơn vị", "Được xếp loại", "Đạt mức", "Tỉ lệ %", "Còn thiếu", "Phần %", "Từ %", "Đến %", "Quy mô"],
            table.to_numpy().tolist(),
            widths=(45, 16, 14, 15, 14, 14, 13, 13, 21),
            unit="Đơn vị tính: đối tượng, %",
            note=f"{_HINT} {source(figures, population=figures.unit_population)}",
        )
    pictures(document, figures, "bottlenecks")
    return True


def bottleneck_sentences(figures: Figures) -> list[str]:
    """Where the miss comes from, who got worse two years running, who holds many at the level below."""
    label = inside(figures.unit_target.label) if figures.unit_target is not None else ""
    lacking = figures.shortfall[[one > 0 for one in figures.shortfall["lacking"]]]
    if lacking.empty:
        return [f"Đơn vị nào cũng đạt mức chỉ tiêu {label}."]
    small = int(lacking["small"].sum())
    few = f", trong đó {padded(small)} đơn vị có dưới 30 người được xếp loại" if small else ""
    said = [f"Có {padded(len(lacking))}/{padded(len(figures.shortfall))} đơn vị chưa đạt mức chỉ tiêu {label}{few}."]
    short = "thiếu" if figures.unit_target.sign in (">=", ">") else "vượt"
    half = half_of(lacking)
    if len(lacking) > 1 and half <= _FEW:
        said[0] += f" Một nửa phần {short} nằm ở {padded(half)} đơn vị: {listed(lacking['unit'].head(half))}."
    if len(figures.worse):
        told = [
            f"{row.unit} ({row.two_years_ago}% – {row.last_year}% – {row.this_year}%)" for row in rows_of(figures.worse)
        ]
        more = f" và {padded(len(told) - _FEW)} đơn vị khác" if len(told) > _FEW else ""
        said.append(f"Kém đi hai năm liền: {'; '.join(told[:_FEW])}{more}.")
    if len(figures.held_below):
        level = measure_label(figures.levels[2].id, figures.settings)
        told = [f"{row.unit} ({padded(row.count)})" for row in rows_of(figures.held_below.head(_FEW))]
        said.append(f"Nhiều đối tượng chỉ {level}: {', '.join(told)}.")
    return said


def _add_growth(document: Document, figures: Figures, number: int, source: Any, pictures: Any) -> bool:
    del pictures
    rows = figures.growth.tail(RECENT)
    if rows.empty:
        return False
    document.heading(f"{number}. Phát triển đảng viên", 2)
    document.text(*growth_sentences(figures))
    columns = ["year", "before", "joined", "admitted", "left", "moved", "total", "printed"]
    table = in_words(rows[columns], settings=figures.settings)
    sources = source(figures, population="member", years=figures.years)
    document.table(
        "Biến động đảng viên theo danh sách",
        [
            "Năm",
            "Cuối năm trước",
            "Vào danh sách",
            "Trong đó kết nạp",
            "Ra khỏi danh sách",
            "Chuyển TCCSĐ",
            "Cuối năm",
            "Kết nạp, %",
        ],
        table.to_numpy().tolist(),
        widths=(14, 22, 21, 22, 23, 21, 21, 21),
        unit="Đơn vị tính: đảng viên, %",
        note=f"Tỉ lệ kết nạp tính trên số đảng viên cuối năm trước. {sources}",
    )
    return True


def growth_sentences(figures: Figures) -> list[str]:
    """Who was admitted in the year, against the target of growth where there is one."""
    rows = figures.growth[figures.growth["year"] == figures.year]
    if rows.empty:
        return []
    row = next(iter(rows_of(rows)))
    admitted = counted(row.admitted, "đảng viên") if row.admitted else "không đảng viên nào"
    who = f"Năm {row.year} kết nạp {admitted}"
    said = f"{who}, bằng {row.printed}% số đảng viên cuối năm {row.year - 1} ({grouped(row.before)})"
    growth = figures.settings.growth
    if growth is not None and row.verdict:
        least = f"ít nhất {decimal(100 * growth.share, 2)}%{f' ({growth.source})' if growth.source else ''}"
        said += f"; chỉ tiêu {least}: {'đạt' if row.verdict == MET else 'chưa đạt'}"
    return [f"{said}. Ra khỏi danh sách {padded(row.left)}, chuyển tổ chức cơ sở đảng {padded(row.moved)}."]


def _add_reasons(document: Document, figures: Figures, number: int, source: Any, pictures: Any) -> bool:
    del pictures
    years, name = figures.years[-RECENT:], figures.unit_population or (figures.rated_populations or [""])[0]
    told = {reason: [figures.rate(name, reason, year) for year in years] for reason in (*REASONS, "not_rated", "total")}
    rows = [reason for reason in told if reason == "total" or any(rate.count for rate in told[reason])]
    if len(years) < 2 or len(rows) < 3:
        return False
    who = figures.settings.populations[name]
    document.heading(f"{number}. Không xếp loại qua các năm", 2)
    document.table(
        f"Số {who} không xếp loại theo lý do, {years[0]}–{years[-1]}",
        ["Lý do", *map(str, years)],
        [
            [first_capital(measure_label(reason, figures.settings)), *(grouped(rate.count) for rate in told[reason])]
            for reason in rows
        ],
        widths=(65, *((100 / len(years)),) * len(years)),
        unit=f"Đơn vị tính: {who}",
        bold=[len(rows) - 2, len(rows) - 1],
        note=source(figures, population=name, years=years),
    )
    return True


def _add_published(document: Document, figures: Figures, number: int, source: Any, pictures: Any) -> bool:
    del pictures
    if figures.published.empty:
        return False
    document.heading(f"{number}. Đối chiếu với số đã công bố", 2)
    columns = ["label", "year", "published", "printed", "count", "base", "agrees", "otherwise", "source"]
    table = in_words(figures.published[columns], settings=figures.settings)
    document.table(
        "Số đã công bố và số tính lại",
        ["Chỉ số", "Năm", "Đã công bố %", "Tính lại %", "Số lượng", "Trên tổng", "Đối chiếu", "Giải thích", "Nguồn"],
        table.to_numpy().tolist(),
        widths=(38, 12, 17, 15, 15, 15, 14, 20, 19),
        unit="Đơn vị tính: đối tượng, %",
        note=source(figures, years=figures.years),
    )
    return True


def annex_tables(figures: Figures) -> Sequence[tuple[str, str, pd.DataFrame, str]]:
    """Sheet, title, frame and note of each table of the annex."""
    year = figures.year
    return [
        ("Điểm nghẽn", f"Mức thiếu so với chỉ tiêu theo đơn vị, năm {year}", figures.shortfall, _HINT),
        ("Kém đi hai năm", f"Đơn vị kém đi hai năm liền, đến năm {year}", figures.worse, ""),
        ("Phát triển đảng viên", "Biến động đảng viên theo danh sách", figures.growth, ""),
        ("Số đã công bố", "Số đã công bố và số tính lại", figures.published, ""),
    ]
