"""phu-luc.xlsx: every figure of the report with its addresses, and no name of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.awards import STANDINGS, award_fields
from evalkit.office import Number
from evalkit.report.changes import Change
from evalkit.report.figures import Figures, Rate, first_capital, rows_of
from evalkit.report.midterm import annex_tables
from evalkit.report.workbook import Annex, as_share, as_year
from evalkit.scale import RATED, REASONS, UNKNOWN
from evalkit.settings import Settings
from evalkit.targets import VERDICTS
from evalkit.trace import cell_ranges
from evalkit.wording import SEVERITIES, STANDING_WORDS, TITLES, YES_NO, measure_label

_AWARDS = (
    "Đạt: mọi năm của giai đoạn đều ở mức đòi hỏi. Không xét: theo quy định của hình thức khen. Có năm tính lại: trong "
    "số đủ điều kiện. Ô trống: số liệu không có đủ các năm của giai đoạn. Danh sách: phu-luc-khen-thuong.xlsx."
)
_BASES = "Tỉ lệ của các mức tính trên số được xếp loại; số được xếp loại và không xếp loại tính trên tổng số."


def write_annex(figures: Figures, path: Path, *, changes: Sequence[Change] = ()) -> None:
    """Every figure of the report and of the years before it, without a person's name; and what changed since last."""
    title = f"Phụ lục số liệu đánh giá, xếp loại năm {figures.year}"
    annex = Annex(title, settings=figures.settings, year=figures.year)
    _add_targets(annex, figures)
    _add_rates(annex, figures)
    _add_units(annex, figures)
    _add_runs(annex, figures)
    _add_midterm(annex, figures)
    if changes:
        header = ["Chỉ số", "Báo cáo trước", "Báo cáo này"]
        annex.add(
            "Thay đổi", header, [list(change) for change in changes], title="Các con số thay đổi so với báo cáo trước"
        )
    _add_problems(annex, figures)
    _add_sources(annex, figures)
    annex.save(path)


def _titles(columns: Iterable[str]) -> list[str]:
    return [TITLES[column] for column in columns]


def _table(frame: pd.DataFrame, columns: Sequence[str], settings: Settings) -> tuple[list[str], list[list[Any]]]:
    """The columns of a frame with their titles, numbers left as numbers and the rest in words."""
    return _titles(columns), [[_value(column, row, settings) for column in columns] for row in rows_of(frame)]


def _value(column: str, row: Any, settings: Settings) -> Any:
    value = getattr(row, column)
    if pd.isna(value):
        return None
    if column in ("part", "low", "high"):
        return Number(float(value), "0.0%", f"{100 * float(value):.1f}%")
    if column in ("change", "yearly"):
        return Number(float(value), "+0.00;-0.00", f"{float(value):.2f}")
    if column in YES_NO:
        return YES_NO[column][0 if value else 1]
    if column in ("year", "first", "last"):
        return as_year(int(value))
    if column == "printed":
        count, base = (row.admitted, row.before) if hasattr(row, "admitted") else (row.count, row.base)
        return as_share(count, base, value)
    if column in ("level", "reason"):
        return measure_label(value, settings)
    words: dict[str, Mapping[str, str]] = {
        "population": settings.populations,
        "verdict": VERDICTS,
        "severity": SEVERITIES,
    }
    return words[column].get(value, value) if column in words else value if isinstance(value, str) else int(value)


def _add_targets(annex: Annex, figures: Figures) -> None:
    columns = ("year", "label", "bound_text", "count", "base", "printed", "verdict", "headroom", "source")
    note = (
        "Còn dư: số đối tượng còn có thể tụt khỏi mức mà vẫn đạt chỉ tiêu; số âm: còn thiếu bấy nhiêu. "
        "Tỉ lệ tính trên số được xếp loại."
    )
    header, rows = _table(figures.targets, columns, figures.settings)
    annex.add("Chỉ tiêu", header, rows, title="Kết quả thực hiện chỉ tiêu qua các năm", note=note)


def _add_rates(annex: Annex, figures: Figures) -> None:
    measures, words = _measures(figures.rates), figures.settings.populations
    rows = [
        [words[name], as_year(year), *_cells(measures, found)]
        for name in figures.populations
        for year in figures.years
        if (found := figures.of(name, year))
    ]
    header = [*_titles(("population", "year")), *_headings(figures, measures)]
    annex.add("Tỉ lệ theo năm", header, rows, title="Kết quả xếp loại qua các năm", note=_BASES)
    rates = figures.rates[figures.rates["measure"].isin(REASONS) & (figures.rates["count"] > 0)]
    columns = ("population", "year", "reason", "count", "base", "printed")
    header, rows = _table(rates.rename(columns={"measure": "reason"}), columns, figures.settings)
    note = "Tỉ lệ tính trên tổng số trong danh sách."
    annex.add("Không xếp loại", header, rows, title="Không xếp loại theo lý do qua các năm", note=note)


def _add_units(annex: Annex, figures: Figures) -> None:
    measures, names = _measures(figures.by_unit), set(figures.by_unit["population"])
    rows = [
        [figures.settings.populations[name], unit, *_cells(measures, found)]
        for name in figures.rated_populations
        if name in names
        for unit, found in figures.units(name)
    ]
    header = [*_titles(("population", figures.unit_column)), *_headings(figures, measures)]
    annex.add(
        "Tỉ lệ theo đơn vị",
        header,
        rows,
        title=f"Kết quả xếp loại theo đơn vị năm {figures.year}",
        note=f"{_BASES}{figures.mask_note}",
    )


def _measures(rates: pd.DataFrame) -> list[str]:
    """The measures that get a column: total, rated, each level, each level or better, not rated, unknown."""
    present = dict.fromkeys(rates["measure"])
    levels = [measure for measure in present if measure not in ("total", RATED, "not_rated", UNKNOWN, *REASONS)]
    return ["total", RATED, *levels, "not_rated", UNKNOWN]


def _headings(figures: Figures, measures: Sequence[str]) -> list[str]:
    """Titles of count and share of each measure; of the total there is no share."""
    words = [first_capital(measure_label(measure, figures.settings)) for measure in measures]
    return [words[0], *(title for word in words[1:] for title in (word, "Tỉ lệ %"))]


def _cells(measures: Sequence[str], found: Mapping[str, Rate]) -> list[Any]:
    """Count and share of each measure; of the total the count alone. Empty where the scale of the year has none."""
    cells: list[Any] = []
    for rate in map(found.get, measures):
        cells += [rate.count, as_share(rate.count, rate.base, rate.printed)] if rate else [None, None]
    return [cells[0], *cells[2:]]


def _add_runs(annex: Annex, figures: Figures) -> None:
    title = f"Số năm liền ở mức xếp loại hoặc tốt hơn, tính đến năm {figures.year}"
    header, rows = _table(figures.runs, ("population", "level", "length", "count"), figures.settings)
    annex.add("Chuỗi năm", header, rows, title=title)
    if figures.settings.awards:
        _add_awards(annex, figures)


def _add_awards(annex: Annex, figures: Figures) -> None:
    """How many stand how to each award, why, and in which fields of work."""
    numbers = ("reached", *STANDINGS, "overlap", "allowed")
    columns = ("award", "population", "decided_by", "first", "last", *numbers, "source")
    header, rows = _table(figures.awards.rename(columns={"name": "award"}), columns, figures.settings)
    annex.add("Khen thưởng", header, rows, title="Kết quả xét khen thưởng về xếp loại", note=_AWARDS)
    names = {award.id: award.name for award in figures.settings.awards}
    known = figures.awards.loc[figures.awards["eligible"].notna(), "id"]
    told = figures.standings[(figures.standings["reason"] != "") & figures.standings["award"].isin(known)]
    why = told.groupby(["award", "standing", "reason"], sort=False).size().reset_index(name="count")
    why = why.assign(award=why["award"].map(names), standing=why["standing"].map(STANDING_WORDS))
    header, rows = _table(why, ("award", "standing", "reason", "count"), figures.settings)
    annex.add("Lý do chưa được khen", header, rows, title="Vì sao thiếu một năm, không xét hoặc chưa kết luận được")
    fields = award_fields(figures.standings)
    if len(fields):
        fields = fields.assign(award=fields["award"].map(names))
        header, rows = _table(fields, ("award", "field", "count"), figures.settings)
        annex.add("Khen theo lĩnh vực", header, rows, title="Số đủ điều kiện theo lĩnh vực công tác")


def _add_midterm(annex: Annex, figures: Figures) -> None:
    for name, title, frame, note in annex_tables(figures) if figures.has_review else ():
        if len(frame):
            header, rows = _table(frame, [column for column in frame.columns if column != "share"], figures.settings)
            annex.add(name, header, rows, title=title, note=note)


def _add_problems(annex: Annex, figures: Figures) -> None:
    columns = ("severity", "code", "file", "sheet", "cell", "message", "suggestion")
    header, rows = _table(figures.problems, columns, figures.settings)
    annex.add("Số liệu cần kiểm tra", header, rows, title="Số liệu cần kiểm tra")
    skips = figures.reading.skips.groupby(["file", "sheet", "reason"]).size().reset_index(name="count")
    header, rows = _table(skips, ("file", "sheet", "reason", "count"), figures.settings)
    annex.add("Dòng bỏ qua", header, rows, title="Số dòng bỏ qua có lý do")


def _add_sources(annex: Annex, figures: Figures) -> None:
    """From which cells the figures come, and which files they were."""
    keys = ["year", "population", "file", "sheet"]
    groups = figures.ratings.groupby(keys, observed=True)["cell"]
    cells = groups.agg(count="size", cell=cell_ranges).reset_index()
    header, rows = _table(cells, (*keys, "count", "cell"), figures.settings)
    note = "Các ô của một chỉ số: python -m evalkit trace, ví dụ trace member/good_or_better/2022."
    annex.add("Nguồn số liệu", header, rows, title="Các ô mà số liệu được lấy từ đó", note=note)
    files = []
    for source in figures.reading.sources:
        files.append([source.name, source.size, source.sha256])
        files += [[book.name, book.size, book.sha256] for book in source.workbooks]
    annex.add("Tệp đã đọc", ["Tệp", "Số byte", "SHA-256"], files, title="Các tệp đã đọc và dấu vân tay của chúng")
