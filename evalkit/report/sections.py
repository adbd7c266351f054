"""What the report contains, in order: targets, levels, runs and awards, who was not rated, what to check."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from evalkit.awards import STANDINGS
from evalkit.problems import place
from evalkit.report import sentences
from evalkit.report.award_annex import AWARDS_FILE
from evalkit.report.changes import Change
from evalkit.report.document import Document
from evalkit.report.figures import RECENT, Figures, Rate, first_capital, rows_of
from evalkit.report.midterm import add_midterm
from evalkit.report.pictures import Picture
from evalkit.scale import PARTY, RATED, REASONS, UNKNOWN
from evalkit.vietnamese import grouped, padded
from evalkit.wording import SEVERITIES, TITLES, in_words, measure_label

_MOST_PROBLEMS = 40
_MOST_FILES = 5
_HEADROOM = (
    "Trên tổng: số được xếp loại. Còn dư (thiếu): số đối tượng còn có thể tụt khỏi mức mà vẫn đạt chỉ tiêu; "
    "số âm là còn thiếu."
)
_RUNS = (
    "Mỗi đối tượng được đếm một lần, theo chuỗi kéo dài đến năm cuối; năm không xếp loại hoặc không có số liệu "
    "làm đứt chuỗi."
)


def write_document(
    figures: Figures, pictures: Sequence[Picture], path: Path, *, preface: str = "",
    since: tuple[str, Sequence[Change]] | None = None,
) -> None:  # fmt: skip
    """The report of a year; `preface` is said before everything else, `since` what changed since which report."""
    document = Document(figures.settings, year=figures.year, party=figures.settings.scale.name == PARTY.name)
    subject = sentences.subject_line(figures)
    document.head("BÁO CÁO", subject)
    document.text(*([preface] if preface else []), " ".join(sentences.opening(figures)))
    for add in (_add_targets, _add_levels, _add_runs, _add_not_rated, _add_review, _add_data):
        add(document, figures, pictures)
    if since and since[1]:
        _add_changes(document, figures, *since)
    document.signature()
    document.save(path, title=f"Báo cáo {subject[:1].lower()}{subject[1:]}")


def _add_targets(document: Document, figures: Figures, pictures: Sequence[Picture]) -> None:
    document.heading("I- KẾT QUẢ THỰC HIỆN CHỈ TIÊU")
    rows = figures.in_force[figures.in_force["year"] == figures.year]
    if not figures.settings.targets:
        document.text(sentences.NO_TARGETS)
        return
    if rows.empty:
        document.text(f"Không có chỉ tiêu nào áp dụng cho năm {figures.year}.")
        return
    document.text(sentences.result_of_targets(figures), *sentences.target_sentences(figures))
    known = {column: rows[column].where(rows["base"] > 0) for column in ("count", "base")}
    table = in_words(rows.assign(**known), settings=figures.settings)
    columns = ["Chỉ tiêu", "Mức đề ra", "Số lượng", "Trên tổng", "Tỉ lệ %", "Kết quả", "Còn dư (thiếu)"]
    sources = "; ".join(source for source in dict.fromkeys(rows["source"]) if source)
    document.table(
        f"Kết quả thực hiện chỉ tiêu năm {figures.year}",
        columns,
        table[columns].to_numpy().tolist(),
        widths=(48, 22, 18, 18, 17, 23, 19),
        unit="Đơn vị tính: đối tượng, %",
        note=f"{_HEADROOM} {f'Chỉ tiêu: {sources}. ' if sources else ''}{_source(figures)}",
    )
    _add_pictures(document, figures, pictures, "targets")


def _add_levels(document: Document, figures: Figures, pictures: Sequence[Picture]) -> None:
    document.heading("II- KẾT QUẢ THEO MỨC XẾP LOẠI")
    document.heading(f"1. Năm {figures.year}", 2)
    _add_level_table(document, figures)
    if len(figures.years) > 1:
        document.heading("2. Qua các năm", 2)
        _add_year_table(document, figures)
    _add_pictures(document, figures, pictures, "levels")
    document.heading(f"{3 if len(figures.years) > 1 else 2}. Theo đơn vị", 2)
    _add_unit_table(document, figures)
    _add_pictures(document, figures, pictures, "units")


def _add_level_table(document: Document, figures: Figures) -> None:
    measures = [*(level.id for level in figures.levels), RATED, *figures.or_better]
    rows = [_row(figures, measure, base=RATED) for measure in measures]
    document.table(
        f"Kết quả xếp loại năm {figures.year}",
        ["Mức xếp loại", *_population_heads(figures)],
        rows,
        widths=_population_widths(figures),
        unit="Đơn vị tính: đối tượng, %",
        bold=[len(figures.levels)],
        note=f"Cơ sở tính tỉ lệ: số được xếp loại. {_source(figures)}",
    )


def _population_heads(figures: Figures) -> list[str]:
    """A title for the number and one for the share of each population."""
    words = figures.settings.populations
    return [title for name in figures.rated_populations for title in (first_capital(words[name]), "%")]


def _population_widths(figures: Figures) -> list[float]:
    return [58, *(18, 15) * len(figures.rated_populations)]


def _row(figures: Figures, measure: str, *, base: str) -> list[str]:
    """A measure in words, then number and share for each population; `base` is the measure that makes a hundred."""
    cells = [first_capital(measure_label(measure, figures.settings))]
    for name in figures.rated_populations:
        rate = figures.rate(name, measure)
        whole = "100,00" if rate.count else "–"
        cells += [grouped(rate.count), whole if measure == base else rate.printed or "–"]
    return cells


def _add_year_table(document: Document, figures: Figures) -> None:
    settings, years = figures.settings, figures.years[-RECENT:]
    measures = [*(level.id for level in figures.levels), figures.leading]
    rows: list[list[str]] = []
    for name in figures.populations:
        rows.append([first_capital(settings.populations[name])])
        for year in years:
            found = figures.of(name, year)
            rated = grouped(found[RATED].count) if RATED in found else "–"
            rows.append([str(year), rated, *(found.get(measure, Rate()).printed or "–" for measure in measures)])
    header = ["Năm", "Được xếp loại", *(figures.short(measure) for measure in measures)]
    document.table(
        f"Tỉ lệ các mức xếp loại, {years[0]}–{years[-1]}",
        header,
        rows,
        widths=(16, 22, *(22,) * len(measures)),
        unit="Đơn vị tính: %",
        note=f"Cơ sở tính: số được xếp loại từng năm.{figures.abbreviations} {_source(figures, years=years)}",
    )


def _add_unit_table(document: Document, figures: Figures) -> None:
    name = figures.unit_population
    if name is None:
        document.text("Số liệu không ghi đơn vị của các đối tượng, nên không tính được tỉ lệ theo đơn vị.")
        return
    measures = [*(level.id for level in figures.levels), figures.leading]
    units = [*figures.units(name), ("Tổng cộng", figures.of(name, figures.year))]
    rows = []
    for number, (unit, found) in enumerate(units, 1):
        shown = RATED in found or unit == "Tổng cộng"
        counts = [grouped(found.get(one, Rate()).count) if shown else "…" for one in (RATED, *measures[:-1])]
        share = (found.get(measures[-1], Rate()).printed or "–") if shown else "…"
        rows.append([str(number) if number < len(units) else "", unit, *counts, share])
    header = ["TT", "Đơn vị", "Được xếp loại", *map(figures.short, measures[:-1]), f"{figures.short(measures[-1])}, %"]
    who = figures.settings.populations[name]
    source = _source(figures, population=name)
    document.table(
        f"Kết quả xếp loại {who} theo đơn vị, năm {figures.year}",
        header,
        rows,
        widths=(9, 55, 15.5, *(18.5,) * len(figures.levels), 19),
        unit=f"Đơn vị tính: {who}, %",
        bold=[len(rows) - 1],
        note=f"Cơ sở tính tỉ lệ: số được xếp loại của từng đơn vị.{figures.mask_note}{figures.abbreviations} {source}",
    )


def _add_runs(document: Document, figures: Figures, pictures: Sequence[Picture]) -> None:
    document.heading("III- CHUỖI NHIỀU NĂM VÀ KHEN THƯỞNG")
    document.text(*sentences.run_sentences(figures))
    if len(figures.years) > 1:
        _add_run_table(document, figures)
        _add_pictures(document, figures, pictures, "runs")
    document.text(*sentences.award_sentences(figures))
    if len(figures.awards):
        _add_award_table(document, figures)
        document.text(*sentences.miss_sentences(figures))


def _add_run_table(document: Document, figures: Figures) -> None:
    settings, runs = figures.settings, figures.runs
    pairs = list(dict.fromkeys(zip(runs["population"], runs["level"], strict=True)))
    if not pairs:
        best = measure_label(figures.levels[0].id, settings)
        document.text(f"Không có đối tượng nào {best} trong năm {figures.year}.")
        return
    counts = {(row.population, row.level, row.length): row.count for row in rows_of(runs)}
    lengths = range(int(runs["length"].max()), 0, -1)
    document.table(
        f"Số năm liền ở mức cao, tính đến năm {figures.year}",
        ["Số năm liền", *(settings.label(population, level) for population, level in pairs)],
        [[str(length), *(grouped(counts.get((*pair, length), 0)) for pair in pairs)] for length in lengths],
        widths=(20, *(36,) * len(pairs)),
        unit="Đơn vị tính: đối tượng",
        note=f"{_RUNS} {_source(figures, years=figures.years)}",
    )


def _add_award_table(document: Document, figures: Figures) -> None:
    rows = []
    for row in rows_of(figures.awards):
        span = str(row.last) if row.first == row.last else f"{row.first}–{row.last}"
        counts = [getattr(row, standing) for standing in STANDINGS]
        rows.append([row.name, row.decided_by or "–", span, *("–" if pd.isna(n) else grouped(n) for n in counts)])
    source = _source(figures, years=figures.years)
    document.table(
        "Kết quả xét các hình thức khen về xếp loại",
        ["Hình thức khen", "Cấp quyết định", "Giai đoạn", *(TITLES[standing] for standing in STANDINGS)],
        rows,
        widths=(50, 22, 21, *(14.4,) * len(STANDINGS)),
        unit="Đơn vị tính: đối tượng",
        note=f"Đã được khen: theo sổ khen thưởng trong số liệu. Danh sách và ô chứng minh: {AWARDS_FILE}. {source}",
    )


def _add_not_rated(document: Document, figures: Figures, pictures: Sequence[Picture]) -> None:
    del pictures
    document.heading("IV- KHÔNG XẾP LOẠI VÀ LÝ DO")
    document.text(*sentences.not_rated_sentences(figures))
    names = figures.rated_populations
    found = [reason for reason in REASONS if any(figures.rate(name, reason).count for name in names)]
    if not found:
        return
    unread = [UNKNOWN] if any(figures.rate(name, UNKNOWN).count for name in names) else []
    measures = [*found, "not_rated", RATED, *unread, "total"]
    document.table(
        f"Không xếp loại theo lý do, năm {figures.year}",
        ["Lý do", *_population_heads(figures)],
        [_row(figures, measure, base="total") for measure in measures],
        widths=_population_widths(figures),
        unit="Đơn vị tính: đối tượng, %",
        bold=[len(found), len(measures) - 1],
        note=f"Cơ sở tính tỉ lệ: tổng số trong danh sách. {_source(figures)}",
    )


def _add_review(document: Document, figures: Figures, pictures: Sequence[Picture]) -> None:
    if figures.has_review:
        show = partial(_add_pictures, pictures=pictures)
        add_midterm(document, figures, source=_source, pictures=lambda d, f, section: show(d, f, section=section))


def _add_data(document: Document, figures: Figures, pictures: Sequence[Picture]) -> None:
    del pictures
    document.heading(f"{figures.data_section}- SỐ LIỆU CẦN KIỂM TRA")
    document.text(*sentences.data_sentences(figures))
    problems = figures.problems[figures.problems["severity"].isin(["error", "warning"])]
    if problems.empty:
        return
    rows = []
    for row in rows_of(problems.head(_MOST_PROBLEMS)):
        where = place(row.file, row.sheet, row.cell)
        message = first_capital(row.message.removeprefix(f"{where}: ").removeprefix(f"{row.file}: "))
        rows.append([SEVERITIES[row.severity], where or "–", message])
    more = f"Còn {grouped(len(problems) - len(rows))} mục nữa, xem phu-luc.xlsx. " if len(problems) > len(rows) else ""
    document.table(
        "Lỗi và cảnh báo",
        ["Loại", "Tệp, trang tính, ô", "Nội dung"],
        rows,
        widths=(18, 45, 102),
        unit="Lỗi trước, cảnh báo sau",
        note=f"{more}Nguồn: các tệp đã đọc, kể tên trong phu-luc.xlsx.",
    )


def _add_changes(document: Document, figures: Figures, folder: str, changes: Sequence[Change]) -> None:
    """The figures that are not those of the report before; nothing where all are."""
    document.text(
        f"So với báo cáo trước của năm {figures.year} (thư mục {folder}), {padded(len(changes))} con số đã thay đổi."
    )
    shown = list(changes[:_MOST_PROBLEMS])
    more = (
        f"Còn {grouped(len(changes) - len(shown))} con số nữa, xem phu-luc.xlsx. " if len(changes) > len(shown) else ""
    )
    document.table(
        "Các con số thay đổi so với báo cáo trước",
        ["Chỉ số", "Báo cáo trước", "Báo cáo này"],
        [list(change) for change in shown],
        widths=(85, 40, 40),
        unit="Số lượng/cơ sở tính (tỉ lệ)",
        note=f"{more}Nguồn: run.json của báo cáo trước; {_source(figures)}",
    )


def _add_pictures(document: Document, figures: Figures, pictures: Sequence[Picture], section: str) -> None:
    for picture in pictures:
        if picture.section == section:
            years = [figures.year] if section in ("units", "bottlenecks") else figures.years
            source = _source(figures, population=picture.population, years=years)
            document.picture(picture.path, alt=picture.alt, title=picture.title, note=source)


def _source(figures: Figures, *, population: str | None = None, years: list[int] | None = None) -> str:
    """The line that says from which files a table or picture comes."""
    files = figures.files(population=population, years=years)
    more = len(files) - _MOST_FILES
    if more > 1:
        return f"Nguồn: {', '.join(files[:_MOST_FILES])} và {padded(more)} tệp khác."
    return f"Nguồn: {', '.join(files)}."
