"""What the report says in prose: grammatical for none, one and many, and never more than the figures support."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pandas as pd

from evalkit.awards import JUST_MISSED, award_fields
from evalkit.charts import finding
from evalkit.charts.look import inside
from evalkit.report.figures import Figures, Rate, rows_of
from evalkit.scale import PARTY, RATED, UNKNOWN
from evalkit.settings import Settings
from evalkit.streaks import years_without_round
from evalkit.targets import MET, NO_DATA, UNDECIDED
from evalkit.vietnamese import decimal, padded
from evalkit.wording import SEVERITIES, counted, listed, measure_label

NO_TARGETS = "Chưa khai báo chỉ tiêu nào trong evalkit.toml, nên báo cáo chưa so sánh kết quả với chỉ tiêu."


def subject_line(figures: Figures) -> str:
    """What the report is about."""
    if figures.settings.scale.name == PARTY.name:
        return f"Kết quả đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm {figures.year}"
    return f"Kết quả đánh giá, xếp loại năm {figures.year} ({figures.settings.scale.name})"


def opening(figures: Figures) -> list[str]:
    """Who was on the lists and who was rated; which population has no list this year; whether errors are left."""
    words = figures.settings.populations
    parts = []
    for name in figures.rated_populations:
        rated = figures.rate(name, RATED)
        parts.append(f"{padded(rated.base)} {words[name]} ({_rated_of(rated.count, rated.base)})")
    said = [f"Danh sách năm {figures.year} có {listed(parts)}."]
    if missing := [words[name] for name in figures.populations if name not in figures.rated_populations]:
        said.append(f"Năm {figures.year} không có số liệu về {listed(missing)}, dù các năm trước có.")
    if errors := int((figures.problems["severity"] == "error").sum()):
        where = f"mục {figures.data_section}"
        said.append(f"Số liệu còn {padded(errors)} lỗi chưa xử lý ({where}), nên các con số dưới đây có thể thay đổi.")
    return said


def result_of_targets(figures: Figures) -> str:
    """The finding over all targets in force, counts padded as in prose."""
    return re.sub(r"(?<![\d.,])\d(?![\d.,])", lambda found: padded(int(found[0])), finding(figures.in_force)) + "."


def target_sentences(figures: Figures) -> list[str]:
    """One paragraph a target of the year, and a last one where there is no earlier year to compare with."""
    rows = figures.in_force[figures.in_force["year"] == figures.year]
    before = figures.year - 1
    known = before in figures.years
    said = []
    for row in rows_of(rows):
        earlier = figures.rate(row.population, row.measure, before) if known else None
        unread = figures.rate(row.population, UNKNOWN, before).count
        said.append(target_sentence(row, earlier=earlier, unread_before=unread, settings=figures.settings))
    if not known and (rows["base"] > 0).any():
        said.append(f"Không có số liệu năm {before} để so sánh.")
    return said


def target_sentence(row: Any, *, earlier: Rate | None, unread_before: int, settings: Settings) -> str:
    """What was reached, by how much it is met or missed, and the change since the year before.

    Args:
        row: a row of `compare_targets`.
        earlier: the figure of the year before; None where nothing is known of that year.
        unread_before: cells of that year that could not be read.
    """
    what, who = inside(row.label), settings.populations[row.population]
    aim = f"{row.bound_text}, theo {row.source}" if row.source else row.bound_text
    if row.verdict == NO_DATA:
        return f"Không có số liệu về chỉ tiêu {what} ({aim})."
    if row.base == 0:
        return f"Chưa thể kết luận về chỉ tiêu {what} ({aim}): còn {padded(row.unknown)} ô chưa đọc được."
    share = f"tỉ lệ {what} là {row.printed}% ({_of(row.count, row.base)} {who} được xếp loại)"
    if row.verdict == UNDECIDED:
        open_cells = f"còn {padded(row.unknown)} ô chưa đọc được, nên chưa thể kết luận về chỉ tiêu đề ra ({aim})"
        return f"Tính trên các ô đã đọc được, {share}; {open_cells}."
    verdict = "đạt" if row.verdict == MET else "chưa đạt"
    parts = [f"T{share[1:]}, {verdict} chỉ tiêu đề ra ({aim}), {_margin(row, who)}"]
    if row.unknown:
        parts.append(f"còn {padded(row.unknown)} ô chưa đọc được, nhưng không làm thay đổi kết luận này")
    elif earlier is not None:
        parts.append(_change(row, earlier, unread_before))
    return "; ".join(parts) + "."


def not_rated_sentences(figures: Figures) -> list[str]:
    """For each population how many were not rated."""
    said = []
    for name in figures.rated_populations:
        who, rate = figures.settings.populations[name], figures.rate(name, "not_rated")
        if rate.count:
            said.append(f"{padded(rate.count)} trong {padded(rate.base)} {who} ({rate.printed}%) không xếp loại")
        else:
            said.append(f"không có {who} nào thuộc diện không xếp loại")
    return [f"Năm {figures.year}, {'; '.join(said)}."]


def run_sentences(figures: Figures) -> list[str]:
    """What limits the runs: a single year of data, years without a round."""
    if len(figures.years) == 1:
        return [f"Số liệu mới có năm {figures.year}, chưa tính được chuỗi nhiều năm."]
    said = []
    for name in figures.populations:
        years = [str(year) for year in years_without_round(figures.ratings, population=name)]
        if years:
            who = figures.settings.populations[name]
            said.append(f"Năm {listed(years)} không có {who} nào trong số liệu; chuỗi năm ngắt ở đó.")
    return said


def award_sentences(figures: Figures) -> list[str]:
    """What limits the counts of awards: none asked for, or years without data."""
    if figures.awards.empty:
        return ["Chưa khai báo hình thức khen thưởng nào trong evalkit.toml."]
    said = [
        f"{row.name}: chưa xét được, vì không có số liệu năm {listed(row.lacking)} "
        f"về {figures.settings.populations[row.population]}."
        for row in rows_of(figures.awards)
        if row.lacking
    ]
    return [
        "Kết quả xét theo xếp loại của từng hình thức khen như sau; việc khen do cấp có thẩm quyền quyết định.",
        *said,
    ]


def miss_sentences(figures: Figures) -> list[str]:
    """Of each award why some just missed it, in which fields it is earned, and whether its share is exceeded."""
    said = []
    for row in rows_of(figures.awards[figures.awards["eligible"].notna()]):
        who = figures.settings.populations[row.population]
        found = figures.standings[figures.standings["award"] == row.id]
        missed = found.loc[found["standing"] == JUST_MISSED, "reason"].value_counts()
        if len(missed):
            why = [f"{measure_label(str(reason), figures.settings)} ({padded(n)})" for reason, n in missed.items()]
            said.append(f"{row.name}: {padded(row.just_missed)} {who} chỉ thiếu một năm; năm đó {listed(why)}.")
        fields = award_fields(found)
        if len(fields):
            parts = [f"{field} {padded(count)}" for field, count in zip(fields["field"], fields["count"], strict=True)]
            said.append(f"{row.name}, theo lĩnh vực: {'; '.join(parts)}.")
        if pd.notna(row.allowed) and row.eligible > row.allowed:
            said.append(
                f"{row.name}: {padded(row.eligible)} {who} đủ điều kiện, vượt mức tối đa {padded(row.allowed)}; "
                "cần cấp có thẩm quyền chọn."
            )
    return said


def data_sentences(figures: Figures) -> list[str]:
    """What was read and what is wrong with it."""
    reading, counts = figures.reading, figures.problems["severity"].value_counts()
    found = [counted(int(counts[kind]), word.lower()) for kind, word in SEVERITIES.items() if kind in counts]
    said = [
        f"Đã đọc {padded(reading.files)} tệp, {padded(reading.rows)} dòng: "
        f"{counted(reading.records, 'dòng')} có kết quả, "
        f"{counted(reading.skipped, 'dòng')} bỏ qua có lý do (tổng, nhóm, ghi chú), "
        f"{counted(reading.rejected, 'dòng')} bị loại.",
        f"Kiểm tra phát hiện {listed(found)}." if found else "Kiểm tra không phát hiện vấn đề nào.",
    ]
    unread = [(name, figures.rate(name, UNKNOWN).count) for name in figures.rated_populations]
    if parts := [f"{padded(count)} {figures.settings.populations[name]}" for name, count in unread if count]:
        said.append(
            f"Chưa đọc được ô xếp loại năm {figures.year} của {listed(parts)}: các đối tượng này không được tính "
            "vào mức nào và làm đứt chuỗi năm cho đến khi ô được sửa."
        )
    return said


def _rated_of(rated: int, total: int) -> str:
    if rated == total:
        return "đều được xếp loại" if total > 1 else "được xếp loại"
    return f"{padded(rated)} được xếp loại" if rated else "không đối tượng nào được xếp loại"


def _of(count: int, base: int) -> str:
    return f"{padded(count) if count else '0'}/{padded(base)}"


def _margin(row: Any, who: str) -> str:
    """By how many whole subjects a target is met or missed."""
    room, subjects, least = int(row.headroom), f"{padded(abs(row.headroom))} {who}", row.sign in (">=", ">")
    if room < 0:
        return f"còn thiếu {subjects} ở mức này" if least else f"vượt số tối đa cho phép {subjects}"
    if room == 0:
        return f"không còn dư: {'bớt' if least else 'thêm'} 01 {who} ở mức này là không đạt"
    return f"còn dư {subjects} so với số tối thiểu phải có" if least else f"dưới số tối đa cho phép {subjects}"


def _change(row: Any, earlier: Rate, unread_before: int) -> str:
    before = f"năm {row.year - 1}"
    if unread_before:
        return f"chưa so sánh với {before} vì năm đó còn {padded(unread_before)} ô chưa đọc được"
    if not earlier.base:
        return f"{before} không có số liệu để so sánh"
    points = Fraction(100 * row.count, row.base) - Fraction(100 * earlier.count, earlier.base)
    if not points:
        return f"bằng {before}"
    moved, was = decimal(abs(points), 2), f"{earlier.printed}%"
    if moved == "0,00":
        return f"gần như không đổi so với {before} ({was})"
    printed = _figure(row.printed) - _figure(earlier.printed)
    exact = "" if abs(printed) == _figure(moved) else "; hiệu tính trước khi làm tròn"
    return f"{'tăng' if points > 0 else 'giảm'} {moved} điểm phần trăm so với {before} ({was}{exact})"


def _figure(printed: str | None) -> Fraction:
    return Fraction((printed or "0").replace(".", "").replace(",", "."))
