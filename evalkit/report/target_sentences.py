"""What became of each target, in prose: reached or not and by how much, and what the years left must bring."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evalkit.charts import finding
from evalkit.midterm import yearly_step
from evalkit.report.figures import Figures
from evalkit.report.rate import Rate, rows_of
from evalkit.scale import UNKNOWN
from evalkit.sentences import (
    comparison_note,
    counted,
    counted_of,
    course_in_words,
    listed,
    margin_in_words,
    not_sent_in_words,
    open_in_words,
    points_in_words,
    received_in_words,
)  # fmt: skip
from evalkit.settings import Settings
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS
from evalkit.vietnamese import first_capital, inside, padded, printed_number

NO_TARGETS = "Chưa có chỉ tiêu đề ra để so sánh."


def result_of_targets(figures: Figures) -> str:
    """Return the finding over all targets in force, counts padded as in prose, and from how many units it comes."""
    said = re.sub(r"(?<![\d.,])\d(?![\d.,])", lambda found: padded(int(found[0])), finding(figures.in_force))
    sent = received_in_words(figures.received) if figures.received.missing else ""
    return f"{said}{f' (theo số liệu của {sent})' if sent else ''}."


def target_sentences(figures: Figures) -> list[str]:
    """Return one paragraph a target of the year, and a last one where there is no earlier year to compare with."""
    rows = figures.targets_now
    before = figures.year - 1
    known = before in figures.years
    said = []
    for row in rows_of(rows):
        earlier = figures.rate(row.population, row.measure, before) if known else None
        unread = figures.rate(row.population, UNKNOWN, before).count
        crossed = figures.reorganised(row.population, first=before) if known else ""
        sentence = target_sentence(row, earlier=earlier, unread_before=unread, settings=figures.settings)
        said.append(sentence + comparison_note(crossed))
    if not known and (rows["base"] > 0).any():
        said.append(f"Không có số liệu năm {before} để so sánh.")
    return said


def target_sentence(row: Any, *, earlier: Rate | None, unread_before: int, settings: Settings) -> str:
    """Return what was reached, by how much it is met or missed, and the change since the year before.

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
        return f"Chưa thể kết luận về chỉ tiêu {what} ({aim}): {open_in_words(row, settings=settings)}."
    share = f"tỉ lệ {what} là {row.printed}% ({counted_of(row.count, row.base)} {who} được xếp loại)"
    if row.verdict == UNDECIDED:
        why = open_in_words(row, settings=settings)
        return f"Tính trên số liệu đã có, {share}; {why}, nên chưa thể kết luận về chỉ tiêu đề ra ({aim})."
    nobody = row.count == 0 and row.sign in ("<", "<=")
    margin = f"không có {what}" if nobody else margin_in_words(row, who)
    parts = [f"T{share[1:]}, {VERDICTS[row.verdict]} chỉ tiêu đề ra ({aim}), {margin}"]
    if row.not_sent:
        open_units = not_sent_in_words(row, settings=settings)
        these = "các đơn vị này" if row.units_not_sent > 1 else "đơn vị này"
        parts.append(f"còn {open_units}, nhưng kết quả của {these} không làm thay đổi kết luận")
    if row.unknown:
        parts.append(f"còn {padded(row.unknown)} ô chưa đọc được, nhưng không làm thay đổi kết luận này")
    elif earlier is not None and not row.not_sent:
        parts.append(_change(row, earlier, unread_before))
    return "; ".join(parts) + "."


def _change(row: Any, earlier: Rate, unread_before: int) -> str:
    """Return the difference of the two printed shares: the one that a listener subtracts."""
    before = f"năm {row.year - 1}"
    if unread_before:
        return f"chưa so sánh với {before} vì năm đó còn {padded(unread_before)} ô chưa đọc được"
    if not earlier.base:
        return f"{before} không có số liệu để so sánh"
    if Fraction(row.count, row.base) == Fraction(earlier.count, earlier.base):
        return f"bằng {before}"
    points = printed_number(row.printed) - printed_number(earlier.printed)
    if not points:
        return f"gần như không đổi so với {before} ({earlier.printed}%)"
    return f"{'tăng' if points > 0 else 'giảm'} {points_in_words(points)} so với {before} ({earlier.printed}%)"


def outlook_sentences(figures: Figures) -> list[str]:
    """Return how each target with data went in its years, and what the years left must bring to one that is missed.

    Of one that is met nobody is told by how much it may get worse.
    """
    said = []
    for row in rows_of(figures.outlook):
        same = (figures.in_force["label"] == row.label) & (figures.in_force["bound_text"] == row.bound_text)
        course = figures.in_force[same].sort_values("year")
        went = course_in_words(course, ratings=figures.ratings, settings=figures.settings)
        target, left = next(one for one in rows_of(course) if one.year == row.year), row.until - row.year
        if left > 0 and target.verdict == MET:
            went += f"; cần giữ vững đến năm {row.until}"
        elif left > 0 and target.verdict == MISSED:
            went += f". Còn {padded(left)} năm: {_yearly(target, left, row.until)}"
        said.append(f"{row.label} ({row.bound_text}): {went}.")
    averages = "Các mức bình quân trên là phép chia số còn lại cho số năm còn lại, không phải dự báo."
    return [*said, averages] if any("bình quân" in one for one in said) else said


def _yearly(target: Any, left: int, until: int) -> str:
    """Return what each of the years left must bring."""
    step, way = yearly_step(target, left), "tăng" if target.sign in (">=", ">") else "giảm"
    if not step.points:
        return f"phải {way} ít nhiều so với mức này thì năm {until} mới đạt chỉ tiêu"
    least = "hơn" if step.strictly else "ít nhất"
    return f"mỗi năm phải {way} bình quân {least} {points_in_words(step.points)} để năm {until} đạt chỉ tiêu"


def strength_sentences(figures: Figures) -> list[str]:
    """Return the targets of the year that are met."""
    return _targets_by(figures, MET)


def weakness_sentences(figures: Figures) -> list[str]:
    """Return the targets that are missed, and how many stand at the lowest level."""
    lowest, told = figures.levels[-1], []
    for name in figures.rated_populations:
        rate = figures.rate(name, lowest.id)
        if rate.count:
            told.append(f"{counted(rate.count, figures.who(name))} ({rate.printed}%)")
    return [*_targets_by(figures, MISSED), *([f"Còn {listed(told)} {figures.words(lowest.id)}."] if told else [])]


def _targets_by(figures: Figures, side: str) -> list[str]:
    """Return in one sentence the targets of the year that are met, or missed."""
    rows = figures.targets_now[figures.targets_now["verdict"] == side]
    told = [f"{inside(row.label)} ({row.printed}%)" for row in rows_of(rows)]
    return [f"{first_capital(VERDICTS[side])} chỉ tiêu về tỉ lệ {listed(told)}."] if told else []
