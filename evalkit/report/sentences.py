"""What the report says in prose: grammatical for none, one and many, and never more than the figures support."""

from __future__ import annotations

import pandas as pd

from evalkit.awards import JUST_MISSED, award_fields
from evalkit.charts.bottlenecks import half_of
from evalkit.report.contents import EXEMPT, pending_reasons
from evalkit.report.figures import Figures
from evalkit.report.ground_table import GROUND_WORDS, ground_counts
from evalkit.report.rate import Rate, rows_of
from evalkit.report.unit_tables import worse_in_words
from evalkit.scale import RATED, UNKNOWN
from evalkit.sentences import (
    UNITS,
    counted,
    counted_of,
    first_few,
    lacking_in_words,
    listed,
)
from evalkit.streaks import years_without_round
from evalkit.tables import SEVERITIES
from evalkit.targets import VERDICTS
from evalkit.unit_comparison import UnitBound
from evalkit.vietnamese import decimal, first_capital, grouped, inside, padded

NO_AWARDS = "Chưa xét hình thức khen thưởng nào."
TO_WRITE = "…"
_FEW, _MOST = 5, 20  # units in a sentence


def subject_line(figures: Figures) -> str:
    """Return what the report is about."""
    if figures.party:
        return f"kết quả kiểm điểm, đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm {figures.year}"
    return f"kết quả đánh giá, xếp loại năm {figures.year} ({figures.settings.scale.name})"


def opening(figures: Figures) -> list[str]:
    """Return the opening: under which documents, who has sent, how many organisations and members there are."""
    settings, year = figures.settings, figures.year
    said = []
    documents, organ = settings.documents(year), settings.organ or settings.organisation
    if documents:
        who = f"{organ} báo cáo" if organ else "báo cáo"
        said.append(f"Thực hiện {listed(documents)}, {who} {subject_line(figures)} như sau:")
    when = f"Đến ngày 31/12/{year},{f' {settings.organisation}' if settings.organisation else ''}"
    if figures.preliminary:
        said.append(f"{figures.preliminary}; {lacking_in_words(figures.received, figures.lacking, most=10)}.")
        when = f"Theo số liệu đã nhận, đến ngày 31/12/{year}"
    said.append(f"{when} có {listed(_numbers(figures))}; {_rated(figures)}.")
    words = settings.populations
    if lacking := [words[name] for name in figures.populations if name not in figures.rated_populations]:
        said.append(f"Năm {year} không có số liệu về {listed(lacking)}, dù các năm trước có.")
    if errors := figures.errors:
        said.append(f"Số liệu còn {padded(errors)} lỗi chưa xử lý, nên các con số dưới đây có thể thay đổi.")
    return said


def _numbers(figures: Figures) -> list[str]:
    """Return how many there are of each population, organisations first, base organisations by kind."""
    order = ("base_organisation", "section_committee", "cell", "member")
    names = sorted(figures.rated_populations, key=lambda name: order.index(name) if name in order else len(order))
    told = []
    for name in names:
        kinds = _kinds(figures) if name == "base_organisation" else ""
        total = figures.rate(name, "total").count
        told.append(f"{padded(total)} {figures.who(name)}{f' ({kinds})' if kinds else ''}")
    return told


def _kinds(figures: Figures) -> str:
    kinds = figures.rows_now("base_organisation")["kind"].astype(str)
    counts = kinds[kinds != ""].value_counts().sort_index(ascending=False)
    return ", ".join(
        f"{padded(int(n))} {inside(kind).replace('đảng bộ cơ sở', 'đảng bộ')}" for kind, n in counts.items()
    )


def _rated(figures: Figures) -> str:
    """Return how many members were rated; of the first population where there are no members."""
    name = "member" if "member" in figures.rated_populations else next(iter(figures.rated_populations), "")
    count, who = figures.rate(name, RATED).count, figures.settings.populations.get(name, name)
    return f"có {padded(count)} {who} được đánh giá, xếp loại" if count else f"chưa có {who} nào được xếp loại"


def review_sentences(figures: Figures) -> list[str]:
    """Return one sentence a population: how many were to be rated, were, and were not."""
    said = []
    for name in figures.rated_populations:
        who, total = figures.who(name), figures.rate(name, "total").count
        exempt, pending = (
            sum(figures.rate(name, one).count for one in group) for group in (EXEMPT, pending_reasons(figures))
        )
        rated, subject = figures.rate(name, RATED).count, total - exempt
        share = Rate.of(rated, subject).printed
        nobody = f"{who}: không có ai thuộc diện đánh giá, xếp loại"
        of = f"{who}: được đánh giá, xếp loại {counted_of(rated, subject)} thuộc diện ({share}%)"
        parts = [of if share else nobody]
        unread = figures.rate(name, UNKNOWN).count
        groups = (("không thuộc diện", exempt), ("chưa được đánh giá, xếp loại", pending), ("chưa rõ kết quả", unread))
        parts += [f"{words} {padded(count)}" for words, count in groups if count]
        said.append(f"{'; '.join(parts)}.")
    return [first_capital(one) for one in said]


def level_sentences(figures: Figures) -> list[str]:
    """Return one sentence a population: how many stand at each level, and that nobody stands at the lowest."""
    return [
        first_capital(_levels(figures, name)) for name in figures.rated_populations if figures.rate(name, RATED).count
    ]


def _levels(figures: Figures, name: str) -> str:
    who, parts = figures.who(name), []
    for level in figures.levels:
        rate, words = figures.rate(name, level.id), figures.words(level.id)
        if rate.count:
            parts.append(f"{padded(rate.count)} {words} ({rate.printed}%)")
        elif level == figures.levels[-1]:
            parts.append(f"không có {who} {words}")
    return f"{who}: {'; '.join(parts)}."


def ground_sentences(figures: Figures) -> list[str]:
    """Return one sentence a population: why how many stand at the lowest level, where the lists say so."""
    said = []
    for name, counts in ground_counts(figures).items():
        parts = [f"{GROUND_WORDS[str(ground)]} {padded(int(count))}" for ground, count in counts.items() if count]
        lowest = f"{padded(int(counts.sum()))} {figures.who(str(name))} {figures.words(figures.levels[-1].id)}"
        said.append(f"Lý do của {lowest}: {'; '.join(parts)}.")
    return said


# --- runs and awards -------------------------------------------------------------------------------------------------


def run_sentences(figures: Figures) -> list[str]:
    """Return what limits the runs: a single year of data, years without a round."""
    if len(figures.years) == 1:
        told = any(figures.awards["lacking"])
        return [] if told else [f"Số liệu mới có năm {figures.year}, chưa tính được chuỗi nhiều năm."]
    without: dict[str, list[str]] = {}
    for name in figures.populations:
        if years := years_without_round(figures.ratings, population=name):
            without.setdefault(listed(years), []).append(figures.who(name))
    return [
        f"Năm {years} không có {listed(names)} nào trong số liệu; chuỗi năm ngắt ở đó."
        for years, names in without.items()
    ]


def award_sentences(figures: Figures) -> list[str]:
    """Return what limits the counts of awards: none asked for, or years without data."""
    if figures.awards.empty:
        return [NO_AWARDS]
    lacking: dict[str, tuple[dict[str, None], list[str]]] = {}
    for row in rows_of(figures.awards[figures.awards["eligible"].isna()]):
        who, names = lacking.setdefault(listed(row.lacking), ({}, []))
        who[figures.who(row.population)] = None
        names.append(row.name)
    said = [
        f"Không có số liệu năm {years} về {listed(who)}, nên chưa xét được: {'; '.join(names)}."
        for years, (who, names) in lacking.items()
    ]
    result = "Kết quả xét từng hình thức khen thưởng như sau; việc khen do cấp có thẩm quyền quyết định."
    return [result, *said] if len(figures.considered) else said


def field_sentences(figures: Figures) -> list[str]:
    """Return in which fields of work awards are earned, and where more are eligible than may get one."""
    said = []
    for row in rows_of(figures.considered):
        who = figures.who(row.population)
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
            who = figures.who(award.population)
            years = f"đã {padded(award.years - 1)} năm liền"
            said.append(f"{award.name}: {counted(near, who)} {years}, năm tới có thể đủ {padded(award.years)} năm.")
    for row in rows_of(figures.considered):
        who = figures.who(row.population)
        found = figures.standings[figures.standings["award"] == row.id]
        missed = found.loc[found["standing"] == JUST_MISSED, "reason"].value_counts()
        if len(missed):
            why = [f"{figures.words(str(reason))} ({padded(n)})" for reason, n in missed.items()]
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
    label, who = figures.words(bound.target.measure), figures.who(bound.target.population)
    lacking = figures.shortfall[figures.shortfall["lacking"] > 0]
    if lacking.empty:
        return [f"Không có đơn vị nào có tỉ lệ {who} {label} {bound.beyond}."]
    small = int(lacking["small"].sum())
    few = f", trong đó {padded(small)} đơn vị có dưới 30 người được xếp loại" if small else ""
    number = f"{padded(len(lacking))}/{padded(len(figures.shortfall))} đơn vị"
    said = [f"Có {number} có tỉ lệ {who} {label} {bound.beyond}{few}."]
    if 0 < (half := half_of(lacking)) <= _FEW:
        short = "còn thiếu" if bound.least else "vượt"
        said[0] += f" {padded(half)} đơn vị chiếm một nửa số {who} {short}: {listed(lacking['unit'].head(half))}."
    if len(figures.worse):
        told = [
            f"{one.unit} ({one.two_years_ago}% – {one.last_year}% – {one.this_year}%)" for one in rows_of(figures.worse)
        ]
        said.append(f"{first_capital(worse_in_words(figures))}: {first_few(told, _FEW, 'đơn vị')}.")
    if len(figures.held_below):
        level = figures.words(figures.levels[2].id)
        ordered = figures.held_below.sort_values("share", ascending=False, kind="stable")
        told = [f"{row.unit} ({row.printed}%, {counted(row.count, who)})" for row in rows_of(ordered.head(_FEW))]
        said.append(f"Đơn vị có tỉ lệ {who} xếp loại {level} cao nhất: {'; '.join(told)}.")
    if figures.todays_names:
        said.append("Các năm trước được tính theo tên và tổ chức hiện nay.")
    return [*said, *filter(None, [not_compared(figures)])]


def not_compared(figures: Figures) -> str:
    """Return how many units are not compared, so that no count of a few people is shown; "" where all are."""
    left_out = figures.units_left_out()
    return f"Không so sánh {padded(left_out)} đơn vị, để không lộ số ít người." if left_out else ""


def other_target_sentences(figures: Figures) -> list[str]:
    """Return which units miss the other targets that are set for them; the first one has its tables and charts."""
    said = []
    for target in figures.settings.unit_targets:
        bound = UnitBound(target)
        if bound == figures.unit_bound or not target.holds_in(figures.year):
            continue
        found = figures.shortfall_from(bound)
        missed = found[found["lacking"] > 0]
        what = f"có tỉ lệ {figures.who(target.population)} {figures.words(target.measure)} {bound.beyond}"
        told = [f"{row.unit} ({row.printed}%)" for row in rows_of(missed)]
        if len(found):
            number = f"Có {padded(len(missed))}/{padded(len(found))} đơn vị" if told else "Không có đơn vị nào"
            named = f": {first_few(told, _MOST, 'đơn vị')}" if told else ""
            said.append(f"{number} {what}{named}.")
    return said


def growth_sentences(figures: Figures) -> list[str]:
    """Return who was admitted in the year, against the target of growth where there is one."""
    rows = figures.growth[figures.growth["year"] == figures.year]
    if rows.empty:
        return []
    row = next(iter(rows_of(rows)))
    who = "đảng viên mới có tên trong danh sách không ghi ngày vào Đảng"
    if row.undated and not row.admitted:
        said = f"Năm {row.year} chưa rõ kết nạp bao nhiêu đảng viên, vì {padded(row.undated)} {who}"
    else:
        senders = ", các đơn vị đã gửi kết quả" if row.not_sent else ""
        least = "ít nhất " if row.undated else ""
        number = f"kết nạp {least}{padded(row.admitted)} đảng viên" if row.admitted else "không kết nạp đảng viên nào"
        said = f"Năm {row.year}{senders} {number}{f'; {padded(row.undated)} {who}' if row.undated else ''}"
    if pd.notna(row.printed) and row.admitted:
        whole = figures.rate("member", "total", row.year - 1).count
        share = f"{row.printed}% số đảng viên cuối năm {row.year - 1} ({grouped(row.before)})"
        listed_only = (
            f"{row.printed}% số đảng viên có tên trong danh sách cuối năm {row.year - 1} ({grouped(row.before)}"
        )
        said += f", bằng {share if whole == row.before else f'{listed_only}/{grouped(whole)})'}"
    growth = figures.settings.growth
    if growth is not None and row.verdict:
        least = f"ít nhất {decimal(100 * growth.share, 2)}%{f' ({growth.source})' if growth.source else ''}"
        said += f"; chỉ tiêu {least}: {VERDICTS[row.verdict]}"
    moved = f"Trong năm {_number('tăng', row.joined)}, {_number('giảm', row.left)}"
    moved += f"; {counted(row.moved, 'đảng viên')} chuyển giữa các {UNITS}"
    if row.not_sent:
        moved += f"; {counted(row.not_sent, 'đảng viên')} của các đơn vị chưa gửi kết quả không có tên ở đơn vị khác, "
        moved += "không tính là giảm"
    return [f"{said}. {moved}."]


def _number(verb: str, count: int) -> str:
    """Return by how many members there are more or fewer: "tăng 03 đảng viên", "không tăng đảng viên nào"."""
    return f"{verb} {padded(count)} đảng viên" if count else f"không {verb} đảng viên nào"


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
    if parts := [f"{padded(count)} {figures.who(name)}" for name, count in unread if count]:
        said.append(
            f"Chưa đọc được ô xếp loại năm {figures.year} của {listed(parts)}: các đối tượng này không được tính "
            "vào mức nào và làm đứt chuỗi năm cho đến khi ô được sửa."
        )
    return said
