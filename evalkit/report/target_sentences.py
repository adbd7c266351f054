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
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS, verdict
from evalkit.vietnamese import inside, padded, printed_number

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
    """Return for each target with data what the years left must bring, or, where none is left, how it went."""
    said, undecided = [], []
    for row in rows_of(figures.outlook):
        start = f"{row.label}: năm {row.year} là {row.printed}%, chỉ tiêu {row.bound_text}"
        same = (figures.in_force["label"] == row.label) & (figures.in_force["bound_text"] == row.bound_text)
        course = figures.in_force[same].sort_values("year")
        target = next(one for one in rows_of(course) if one.year == row.year)
        left = row.until - row.year
        if left <= 0:
            went = course_in_words(course, ratings=figures.ratings, settings=figures.settings)
            said.append(f"{row.label} ({row.bound_text}): {went}.")
        elif target.verdict == UNDECIDED:
            undecided.append(f"{inside(row.label)} ({row.bound_text})")
        else:
            said.append(f"{start}. Còn {padded(left)} năm đến {row.until}: {_yearly(target, left, row.until)}.")
    averages = "Các mức bình quân trên là phép chia số còn lại cho số năm còn lại, không phải dự báo."
    said += [averages] if any("bình quân" in one for one in said) else []
    if undecided:
        several = 1 < len(undecided) == len(figures.outlook)
        what = f"cả {padded(len(undecided))} chỉ tiêu" if several else f"chỉ tiêu {listed(undecided)}"
        said.append(f"Chưa thể kết luận về {what}, nên chưa tính được mức cho các năm còn lại.")
    return said


def _yearly(target: Any, left: int, until: int) -> str:
    """Return what each of the years left may bring, or must."""
    step, met = yearly_step(target, left), target.verdict == MET
    way = "giảm" if (target.sign in (">=", ">")) == met else "tăng"
    if not step.points:
        does = "phải giữ được mức này" if met else f"phải {way} ít nhiều so với mức này"
        return f"{does} thì năm {until} mới đạt chỉ tiêu"
    if met:
        most = "dưới" if step.strictly else "tối đa"
        return f"mỗi năm có thể {way} bình quân {most} {points_in_words(step.points)} mà năm {until} vẫn đạt chỉ tiêu"
    least = "hơn" if step.strictly else "ít nhất"
    return f"mỗi năm phải {way} bình quân {least} {points_in_words(step.points)} để năm {until} đạt chỉ tiêu"


def strength_sentences(figures: Figures) -> list[str]:
    """Return the targets of the year that are met, and those that would be by the figures that there are."""
    return _targets_by(figures, MET)


def _targets_by(figures: Figures, side: str) -> list[str]:
    """Return the targets of the year that are met or missed; of an undecided one, what it would be so far."""
    said, undecided = [], []
    for row in rows_of(figures.targets_now[figures.targets_now["base"] > 0]):
        if row.verdict == side:
            said.append(f"{row.label}: {row.printed}%, {VERDICTS[side]} ({row.bound_text}).")
        elif row.verdict == UNDECIDED and verdict(row, row.count, row.base) == side:
            undecided.append(f"{inside(row.label)} {row.printed}% ({row.bound_text})")
    if undecided:
        said.append(f"Tính trên số liệu đã có, {VERDICTS[UNDECIDED]} về chỉ tiêu: {'; '.join(undecided)}.")
    return said


def weakness_sentences(figures: Figures) -> list[str]:
    """Return the targets that are missed, and how many stand at the lowest level."""
    said = _targets_by(figures, MISSED)
    lowest = figures.levels[-1]
    for name in figures.rated_populations:
        rate = figures.rate(name, lowest.id)
        if rate.count:
            words = figures.words(lowest.id)
            said.append(f"Còn {counted(rate.count, figures.who(name))} {words} ({rate.printed}%).")
    return said
