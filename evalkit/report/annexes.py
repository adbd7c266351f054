"""phu-luc.xlsx: every figure of the report with its addresses, and no name of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.awards import STANDINGS, award_fields
from evalkit.report import contents, unit_tables
from evalkit.report.changes import Change
from evalkit.report.figures import Figures
from evalkit.report.rate import Rate, rows_of
from evalkit.report.sections import annex_parts
from evalkit.report.workbook import Annex
from evalkit.scale import RATED, UNKNOWN
from evalkit.suppression import HIDDEN
from evalkit.tables import STANDING_WORDS, Cell, ReportTable, as_year, column, plain_columns
from evalkit.trace import cell_ranges
from evalkit.vietnamese import first_capital

PROBLEMS = "Số liệu cần kiểm tra"  # the title of a sheet
_AWARDS = (
    "Đạt: mọi năm của giai đoạn đều ở mức đòi hỏi. Không xét: theo quy định của hình thức khen. Có năm tính lại: trong "
    "số đủ điều kiện. Ô trống: số liệu không có đủ các năm của giai đoạn. Danh sách: phu-luc-khen-thuong.xlsx."
)
_TARGETS = (
    "Chênh lệch: số đối tượng còn có thể giảm mức mà vẫn đạt chỉ tiêu; số âm: còn thiếu bấy nhiêu. Tỉ lệ tính trên "
    "tổng số được xếp loại."
)
_BASES = "Tỉ lệ của các mức tính trên số được xếp loại; số được xếp loại và không xếp loại tính trên tổng số."


def write_annex(figures: Figures, path: Path, *, changes: Sequence[Change] = ()) -> None:
    """Write every figure of the report and of the years before it, without a person's name; and what changed since
    last.
    """
    title = f"Phụ lục số liệu đánh giá, xếp loại năm {figures.year}"
    title = f"{title}. {figures.preliminary}" if figures.preliminary else title
    annex = Annex(title, settings=figures.settings, year=figures.year)
    tables = [_targets(figures), _rates(figures), *annex_parts(figures), *_awards(figures)]
    if figures.compares_units and not figures.hidden.below:  # it has the few of each unit
        tables += [unit_tables.shortfall_table(figures, most=None), unit_tables.worse_table(figures)]
    tables += [contents.published_table(figures), contents.change_table(changes)]
    for table in (*tables, *_problems(figures), *_sources(figures)):
        if table.rows or table.sheet == PROBLEMS:  # there, nothing is a finding
            annex.add(table)
    annex.save(path)


def _targets(figures: Figures) -> ReportTable:
    columns = ("year", "label", "bound_text", "count", "base", "printed", "verdict", "headroom", "source")
    title = "Kết quả thực hiện chỉ tiêu qua các năm"
    return figures.table(figures.targets, columns, title=title, note=_TARGETS, sheet="Chỉ tiêu")


def _rates(figures: Figures) -> ReportTable:
    """Count and share of each measure by population and year; empty where the scale of the year has none."""
    present = dict.fromkeys(figures.rates["measure"])
    others = ("total", RATED, "not_rated", UNKNOWN, *figures.settings.scale.every_reason)
    levels = [one for one in present if one not in others]
    measures = [RATED, *levels, "not_rated", UNKNOWN]
    rows: list[list[Cell]] = []
    for name in figures.populations:
        for year in figures.years:
            if found := figures.of(name, year):
                cells: list[Cell] = [
                    figures.who(name),
                    as_year(year),
                    found.get("total", Rate()).count,
                ]
                for one in measures:
                    cells += [found[one].count, contents.share_of(found[one])] if one in found else [None, None]
                rows.append(cells)
    words = [first_capital(figures.words(one)) for one in measures]
    titles = ["Đối tượng", "Năm", "Tổng số", *(title for word in words for title in (word, "Tỉ lệ %"))]
    return ReportTable(
        "Kết quả xếp loại qua các năm",
        plain_columns(titles),
        rows,
        note=_BASES,
        sheet="Số liệu các năm",
    )


def _awards(figures: Figures) -> Iterator[ReportTable]:
    """Yield how many stand how to each award, why, and in which fields of work."""
    settings = figures.settings
    if not settings.awards:
        return
    columns = (
        "award",
        "population",
        "decided_by",
        "first",
        "last",
        "reached",
        *STANDINGS,
        "overlap",
        "allowed",
        "source",
    )
    counts = figures.awards.rename(columns={"name": "award"})
    title = "Kết quả xét các hình thức khen thưởng"
    yield figures.table(counts, columns, title=title, note=_AWARDS, sheet="Khen thưởng")
    names = figures.award_names
    known = figures.considered["id"]
    told = figures.standings[(figures.standings["reason"] != "") & figures.standings["award"].isin(known)]
    why = told.groupby(["award", "standing", "reason"], sort=False).size().reset_index(name="count")
    why = why.assign(award=why["award"].map(names), standing=why["standing"].map(STANDING_WORDS))
    title = "Vì sao thiếu một năm, không xét hoặc chưa kết luận được"
    yield figures.table(why, ("award", "standing", "reason", "count"), title=title, sheet="Lý do chưa được khen")
    fields = award_fields(figures.standings)
    fields = fields.assign(award=fields["award"].map(names))
    title = "Số đủ điều kiện theo lĩnh vực công tác"
    yield figures.table(fields, ("award", "field", "count"), title=title, sheet="Khen theo lĩnh vực")


def _problems(figures: Figures) -> Iterator[ReportTable]:
    columns = ("severity", "code", "file", "sheet", "cell", "message", "suggestion")
    yield figures.table(figures.problems, columns, title=PROBLEMS, sheet=PROBLEMS)
    skips = figures.reading.skips.groupby(["file", "sheet", "reason"]).size().reset_index(name="count")
    shown = ("file", "sheet", "reason", "count")
    title = "Số dòng bỏ qua có lý do"
    yield figures.table(skips, shown, title=title, sheet="Dòng bỏ qua")


def _sources(figures: Figures) -> Iterator[ReportTable]:
    """From which cells the figures come, and which files they were."""
    keys = ["year", "population", "file", "sheet"]
    groups = figures.ratings.groupby(keys, observed=True)["cell"]
    cells = groups.agg(count="size", cell=cell_ranges).reset_index()
    few = [figures.hidden.any(str(row.population), int(row.year)) for row in rows_of(cells)]
    cells[["count", "cell"]] = cells[["count", "cell"]].astype(object).mask(pd.Series(few, dtype=bool), HIDDEN)
    note = "Các ô của một chỉ số: python run.py trace, ví dụ trace member/good_or_better/2022."
    title = "Các ô mà số liệu được lấy từ đó"
    note += f" Dấu {HIDDEN}: không ghi, vì ô của từng mức cho biết số ít người." if any(few) else ""
    columns = (*keys, "count", "cell")
    yield figures.table(cells, columns, title=title, note=note, sheet="Nguồn số liệu")
    books: list[Any] = [book for source in figures.reading.sources for book in (source, *source.workbooks)]
    files = pd.DataFrame([(book.name, book.size, book.sha256) for book in books], columns=["file", "value", "sha256"])
    columns_of_files = ["file", column("value", "Số byte"), column("sha256", "SHA-256")]
    title = "Các tệp đã đọc và dấu vân tay của chúng"
    yield figures.table(files, columns_of_files, title=title, sheet="Tệp đã đọc")
