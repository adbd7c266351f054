"""What the report says in prose: grammatical for none, one and many, and never more than the figures support."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pandas as pd

from evalkit.awards import JUST_MISSED, award_fields
from evalkit.charts import finding
from evalkit.charts.bottlenecks import half_of
from evalkit.charts.look import inside
from evalkit.midterm import yearly_step
from evalkit.report.contents import EXEMPT, pending_reasons
from evalkit.report.figures import Figures, Rate, rows_of
from evalkit.scale import RATED, UNKNOWN
from evalkit.sentences import (
    UNITS,
    comparison_note,
    counted,
    first_few,
    listed,
    margin_in_words,
    not_sent_in_words,
    open_in_words,
    points_in_words,
    received_in_words,
)
from evalkit.settings import Settings
from evalkit.streaks import years_without_round
from evalkit.tables import SEVERITIES, first_capital, measure_label
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS, verdict
from evalkit.vietnamese import decimal, grouped, padded, printed_number

NO_TARGETS = "Chưa có chỉ tiêu đề ra để so sánh."
NO_AWARDS = "Chưa xét hình thức khen thưởng nào."
TO_WRITE = "…"
_FEW = 5  # units in a sentence


def subject_line(figures: Figures) -> str:
    """Return what the report is about."""
    if figures.party:
        return f"kết quả kiểm điểm, đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm {figures.year}"
    return f"kết quả đánh giá, xếp loại năm {figures.year} ({figures.settings.scale.name})"


def opening(figures: Figures) -> list[str]:
    """Under which documents, from how many who sent, how many organisations and members there are and were rated."""
    settings, year = figures.settings, figures.year
    said = []
    documents, organ = settings.documents(year), settings.organ or settings.organisation
    if documents:
        who = f"{organ} báo cáo" if organ else "báo cáo"
        said.append(f"Thực hiện {listed(documents)}, {who} {subject_line(figures)} như sau:")
    where = f"{settings.organisation} có" if settings.organisation else "có"
    if missing := figures.received.missing:
        said.append(f"{figures.preliminary}; chưa gửi: {first_few(missing, 10, 'đơn vị')}.")
        where = "số liệu đã nhận có"
    said.append(f"Đến ngày 31/12/{year}, {where} {listed(_numbers(figures))}; {_rated(figures)}.")
    words = settings.populations
    if lacking := [words[name] for name in figures.populations if name not in figures.rated_populations]:
        said.append(f"Năm {year} không có số liệu về {listed(lacking)}, dù các năm trước có.")
    if errors := int((figures.problems["severity"] == "error").sum()):
        said.append(
            f"Số liệu còn {padded(errors)} lỗi chưa xử lý (xem ghi-chu-noi-bo.docx), nên các con số dưới đây có thể "
            "thay đổi."
        )
    return said


def _numbers(figures: Figures) -> list[str]:
    """Return how many there are of each population, organisations first, base organisations by kind."""
    order = ("base_organisation", "section_committee", "cell", "member")
    names = sorted(figures.rated_populations, key=lambda name: order.index(name) if name in order else len(order))
    told = []
    for name in names:
        kinds = _kinds(figures) if name == "base_organisation" else ""
        total = figures.rate(name, "total").count
        told.append(f"{padded(total)} {figures.settings.populations[name]}{f' ({kinds})' if kinds else ''}")
    return told


def _kinds(figures: Figures) -> str:
    rows = figures.ratings[figures.ratings["year"] == figures.year]
    rows = rows[(rows["population"] == "base_organisation") & (rows["kind"] != "")]
    counts = rows["kind"].astype(str).value_counts().sort_index(ascending=False)
    return ", ".join(
        f"{padded(int(n))} {inside(kind).replace('đảng bộ cơ sở', 'đảng bộ')}" for kind, n in counts.items()
    )


def _rated(figures: Figures) -> str:
    """Return how many members were rated; of the first population where there are no members."""
    name = "member" if "member" in figures.rated_populations else next(iter(figures.rated_populations), "")
    count, who = figures.rate(name, RATED).count, figures.settings.populations.get(name, name)
    return f"có {padded(count)} {who} được đánh giá, xếp loại" if count else f"chưa có {who} nào được xếp loại"


def review_sentences(figures: Figures) -> list[str]:
    """For each population how many were to be rated, were, and were not."""
    said = []
    for name in figures.rated_populations:
        who, total = figures.settings.populations[name], figures.rate(name, "total").count
        exempt, pending = (
            sum(figures.rate(name, one).count for one in group) for group in (EXEMPT, pending_reasons(figures))
        )
        rated, subject = figures.rate(name, RATED).count, total - exempt
        share = Rate.of(rated, subject).printed
        parts = [f"{who}: được đánh giá, xếp loại {_of(rated, subject)}{f' ({share}%)' if share else ''}"]
        unread = figures.rate(name, UNKNOWN).count
        groups = (("không thuộc diện", exempt), ("chưa được đánh giá, xếp loại", pending), ("ô chưa đọc được", unread))
        parts += [f"{words} {padded(count)}" for words, count in groups if count]
        said.append(f"{'; '.join(parts)}.")
    return [first_capital(one) for one in said]


# --- targets ---------------------------------------------------------------------------------------------------------


def result_of_targets(figures: Figures) -> str:
    """Return the finding over all targets in force, counts padded as in prose, and from how many units it comes."""
    said = re.sub(r"(?<![\d.,])\d(?![\d.,])", lambda found: padded(int(found[0])), finding(figures.in_force))
    sent = received_in_words(figures.received) if figures.received.missing else ""
    return f"{said}{f' (theo số liệu của {sent})' if sent else ''}."


def target_sentences(figures: Figures) -> list[str]:
    """Return one paragraph a target of the year, and a last one where there is no earlier year to compare with."""
    rows = figures.in_force[figures.in_force["year"] == figures.year]
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
    share = f"tỉ lệ {what} là {row.printed}% ({_of(row.count, row.base)} {who} được xếp loại)"
    if row.verdict == UNDECIDED:
        why = open_in_words(row, settings=settings)
        return f"Tính trên số liệu đã có, {share}; {why}, nên chưa thể kết luận về chỉ tiêu đề ra ({aim})."
    nobody = row.count == 0 and row.sign in ("<", "<=")
    margin = f"không có {what}" if nobody else margin_in_words(row, who)
    parts = [f"T{share[1:]}, {VERDICTS[row.verdict]} chỉ tiêu đề ra ({aim}), {margin}"]
    if row.not_sent:
        open_units = not_sent_in_words(row, settings=settings)
        parts.append(f"còn {open_units}, nhưng kết quả của các đơn vị này không làm thay đổi kết luận")
    if row.unknown:
        parts.append(f"còn {padded(row.unknown)} ô chưa đọc được, nhưng không làm thay đổi kết luận này")
    elif earlier is not None and not row.not_sent:
        parts.append(_change(row, earlier, unread_before))
    return "; ".join(parts) + "."


def _of(count: int, base: int) -> str:
    return f"{padded(count) if count else '0'}/{padded(base)}"


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
    """For each target with data how far it is from its bound, and what the years left must bring."""
    said, undecided = [], []
    for row in rows_of(figures.outlook):
        start = f"{row.label}: năm {row.year} là {row.printed}%, chỉ tiêu {row.bound_text}"
        target = next(one for one in rows_of(figures.in_force) if one.label == row.label and one.year == row.year)
        left = row.until - row.year
        if target.verdict == UNDECIDED:
            undecided.append(f"{inside(row.label)} ({row.bound_text})")
        elif left <= 0:
            said.append(f"{start}: {VERDICTS[target.verdict]}; năm {row.until} là năm cuối.")
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
    for row in rows_of(figures.in_force[(figures.in_force["year"] == figures.year) & (figures.in_force["base"] > 0)]):
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
            words = measure_label(lowest.id, figures.settings)
            said.append(f"Còn {counted(rate.count, figures.settings.populations[name])} {words} ({rate.printed}%).")
    return said


# --- runs and awards -------------------------------------------------------------------------------------------------


def run_sentences(figures: Figures) -> list[str]:
    """Return what limits the runs: a single year of data, years without a round."""
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
    """Return what limits the counts of awards: none asked for, or years without data."""
    if figures.awards.empty:
        return [NO_AWARDS]
    said = [
        f"{row.name}: chưa xét được, vì không có số liệu năm {listed(row.lacking)} "
        f"về {figures.settings.populations[row.population]}."
        for row in rows_of(figures.awards)
        if row.lacking
    ]
    return ["Kết quả xét từng hình thức khen thưởng như sau; việc khen do cấp có thẩm quyền quyết định.", *said]


def field_sentences(figures: Figures) -> list[str]:
    """In which fields awards are earned, and where more are eligible than may get one."""
    said = []
    for row in rows_of(figures.awards[figures.awards["eligible"].notna()]):
        who = figures.settings.populations[row.population]
        fields = award_fields(figures.standings[figures.standings["award"] == row.id])
        if len(fields):
            parts = [f"{field} {padded(count)}" for field, count in zip(fields["field"], fields["count"], strict=True)]
            said.append(f"{row.name}, theo lĩnh vực: {'; '.join(parts)}.")
        if pd.notna(row.allowed) and row.eligible > row.allowed:
            said.append(
                f"{row.name}: {padded(row.eligible)} {who} đủ điều kiện, vượt mức tối đa {padded(row.allowed)}; "
                "cần cấp có thẩm quyền chọn."
            )
    return said


def miss_sentences(figures: Figures) -> list[str]:
    """Return for each award how many just missed it and why; and how many may reach it next year."""
    said = []
    runs = {(row.population, row.level, row.length): row.count for row in rows_of(figures.runs)}
    for award in figures.settings.awards:
        near = runs.get((award.population, award.level, award.years - 1), 0) if award.years > 1 else 0
        if near and not award.holds:
            who = figures.settings.populations[award.population]
            years = f"đã {padded(award.years - 1)} năm liền"
            said.append(f"{award.name}: {counted(near, who)} {years}, năm tới có thể đủ {padded(award.years)} năm.")
    for row in rows_of(figures.awards[figures.awards["eligible"].notna()]):
        who = figures.settings.populations[row.population]
        found = figures.standings[figures.standings["award"] == row.id]
        missed = found.loc[found["standing"] == JUST_MISSED, "reason"].value_counts()
        if len(missed):
            why = [f"{measure_label(str(reason), figures.settings)} ({padded(n)})" for reason, n in missed.items()]
            said.append(
                f"{row.name}: {padded(row.just_missed)} {who} thiếu một năm trong "
                f"{padded(row.last - row.first + 1)} năm xét; năm đó {listed(why)}."
            )
    return said


# --- units and growth ------------------------------------------------------------------------------------------------


def bottleneck_sentences(figures: Figures) -> list[str]:
    """Return which units stand below the whole or got worse two years running, and who holds many a level below."""
    bound = figures.unit_bound
    if bound is None:
        return []
    label, who = measure_label(bound.measure, figures.settings), figures.settings.populations[bound.population]
    least = bound.sign in (">=", ">")
    lacking = figures.shortfall[figures.shortfall["lacking"] > 0]
    side = "thấp" if least else "cao"
    if lacking.empty:
        return [f"Không có đơn vị nào có tỉ lệ {who} {label} {side} hơn {figures.unit_bound_text}."]
    small = int(lacking["small"].sum())
    few = f", trong đó {padded(small)} đơn vị có dưới 30 người được xếp loại" if small else ""
    said = [
        f"Có {padded(len(lacking))}/{padded(len(figures.shortfall))} đơn vị có tỉ lệ {who} {label} {side} hơn "
        f"{figures.unit_bound_text}{few}."
    ]
    half = half_of(lacking)
    if len(lacking) > 1 and half <= _FEW:
        short = "còn thiếu" if least else "vượt"
        said[0] += f" {padded(half)} đơn vị chiếm một nửa số {who} {short}: {listed(lacking['unit'].head(half))}."
    if len(figures.worse):
        told = [
            f"{one.unit} ({one.two_years_ago}% – {one.last_year}% – {one.this_year}%)" for one in rows_of(figures.worse)
        ]
        said.append(f"Giảm mức hai năm liền: {first_few(told, _FEW, 'đơn vị')}.")
    if len(figures.held_below):
        level = measure_label(figures.levels[2].id, figures.settings)
        ordered = figures.held_below.sort_values("share", ascending=False, kind="stable")
        told = [f"{row.unit} ({row.printed}%, {counted(row.count, who)})" for row in rows_of(ordered.head(_FEW))]
        said.append(f"Các đơn vị có nhiều {who} xếp loại {level} (theo tỉ lệ): {'; '.join(told)}.")
    if figures.todays_names:
        said.append("Các năm trước được tính theo tên và tổ chức hiện nay.")
    if left_out := figures.units_left_out():
        said.append(f"Không so sánh {padded(left_out)} đơn vị, để không lộ số ít người.")
    return said


def growth_sentences(figures: Figures) -> list[str]:
    """Return who was admitted in the year, against the target of growth where there is one."""
    rows = figures.growth[figures.growth["year"] == figures.year]
    if rows.empty:
        return []
    row = next(iter(rows_of(rows)))
    admitted = counted(row.admitted, "đảng viên") if row.admitted else "không đảng viên nào"
    if row.not_sent:
        said = f"Năm {row.year}, các đơn vị đã gửi kết quả kết nạp {admitted}"
    else:
        share = f"{row.printed}% số đảng viên cuối năm {row.year - 1} ({grouped(row.before)})"
        said = f"Năm {row.year} kết nạp {admitted}, bằng {share}"
    growth = figures.settings.growth
    if growth is not None and row.verdict:
        least = f"ít nhất {decimal(100 * growth.share, 2)}%{f' ({growth.source})' if growth.source else ''}"
        said += f"; chỉ tiêu {least}: {VERDICTS[row.verdict]}"
    moved = f"Trong năm tăng {counted(row.joined, 'đảng viên')}, giảm {counted(row.left, 'đảng viên')}"
    moved += f"; {counted(row.moved, 'đảng viên')} chuyển giữa các {UNITS}"
    if row.not_sent:
        moved += f"; {counted(row.not_sent, 'đảng viên')} thuộc các đơn vị chưa gửi kết quả, không tính là giảm"
    return [f"{said}. {moved}."]


def data_sentences(figures: Figures) -> list[str]:
    """Return what was read and what is wrong with it."""
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
