"""Every table of the report, built once from the figures; documents and workbooks render the same ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from evalkit.awards import EXCLUDED, STANDINGS
from evalkit.problems import place
from evalkit.report.changes import Change
from evalkit.report.figures import RECENT, Figures
from evalkit.report.rate import Rate, rows_of
from evalkit.scale import RATED, UNKNOWN
from evalkit.sentences import comparison_note, points_in_words
from evalkit.tables import (
    MISSING,
    SEVERITIES,
    Cell,
    ReportTable,
    as_share,
    as_year,
    column,
    plain_columns,
    target_grid,
)
from evalkit.vietnamese import first_capital, padded, printed_number

EXEMPT = ("exempt", "suspended", "new_member", "new_organisation")  # not subject to rating


def pending_reasons(figures: Figures) -> tuple[str, ...]:
    """Return the reasons which mean that somebody has not been rated yet."""
    return tuple(reason for reason in figures.settings.scale.every_reason if reason not in EXEMPT)


def share_of(rate: Rate) -> Cell:
    """Return the printed share of a rate; None where nobody is in its base."""
    return as_share(rate.count, rate.base, rate.printed)


def unit_words(figures: Figures, *populations: str) -> str:
    """Return what a table counts: "đảng viên; tổ chức đảng"."""
    names = populations or tuple(figures.rated_populations)
    party = {
        name: words if name == "member" else "tổ chức đảng" for name, words in figures.settings.populations.items()
    }
    own = {} if figures.party else figures.settings.populations
    return "; ".join(dict.fromkeys((party | own)[name] for name in names))


def _heads(figures: Figures, names: Sequence[str], first: str, *, width: float = 58) -> list[Any]:
    """Return the first column, then one for the number and one for the share of each population."""
    words = figures.settings.populations
    heads = [title for name in names for title in (first_capital(words[name]), "%")]
    return plain_columns([first, *heads], [width, *(20, 15) * len(names)])


def _numbers(figures: Figures, names: Sequence[str], measure: str, base: str) -> list[Cell]:
    """Return number and share of a measure for each population; `base` is the measure that makes a hundred."""
    cells: list[Cell] = []
    for name in names:
        rate = figures.rate(name, measure)
        whole = as_share(1, 1, "100,00") if rate.count else None
        cells += [rate.count, whole if measure == base else share_of(rate)]
    return cells


def review_table(figures: Figures) -> ReportTable:
    """Return who was to be rated, who was not, and who has not been yet, by population."""
    names, who = figures.rated_populations, ", ".join(reversed(unit_words(figures).split("; ")))
    groups = [
        ("Tổng số", ("total",)),
        ("Không thuộc diện đánh giá, xếp loại", EXEMPT),
        ("Chưa được đánh giá, xếp loại", pending_reasons(figures)),
        ("Chưa rõ kết quả", (UNKNOWN,)),
        ("Được đánh giá, xếp loại", (RATED,)),
    ]
    rows: list[list[Cell]] = []
    for title, measures in groups:
        counts = [sum(figures.rate(name, one).count for one in measures) for name in names]
        if measures != (UNKNOWN,) or any(counts):
            shares = [
                share_of(Rate.of(count, figures.rate(name, "total").count))
                for name, count in zip(names, counts, strict=True)
            ]
            rows.append([title, *(cell for pair in zip(counts, shares, strict=True) for cell in pair)])
    return ReportTable(
        f"Số {who if figures.party else ''}".strip() + f" được đánh giá, xếp loại năm {figures.year}",
        _heads(figures, names, "Nội dung"), rows, unit=f"{unit_words(figures)}; %", bold=[0, len(rows) - 1],
        note="Tỉ lệ tính trên tổng số.", sheet="Số được xếp loại",
    )  # fmt: skip


def _reason_groups(figures: Figures) -> list[tuple[str, tuple[str, ...]]]:
    return [("Không thuộc diện", EXEMPT), ("Chưa được đánh giá, xếp loại", pending_reasons(figures))]


def reason_table(figures: Figures) -> ReportTable:
    """Return those who were not rated by reason, the two groups apart."""
    names = figures.rated_populations
    rows: list[list[Cell]] = []
    for title, reasons in _reason_groups(figures):
        found = [reason for reason in reasons if any(figures.rate(name, reason).count for name in names)]
        rows += [[title]] if found else []
        rows += [[first_capital(figures.words(one)), *_numbers(figures, names, one, "total")] for one in found]
    title = f"{first_capital(unit_words(figures)).replace(';', ',')} không thuộc diện hoặc chưa được đánh giá, xếp loại"
    return ReportTable(
        f"{title if figures.party else 'Không được xếp loại'}, năm {figures.year}",
        _heads(figures, names, "Lý do"), rows,
        unit=f"{unit_words(figures)}; %", note="Tỉ lệ tính trên tổng số.", sheet="Không xếp loại",
    )  # fmt: skip


def reason_years_table(figures: Figures) -> ReportTable:
    """Return how many of one population were not rated, by reason and year."""
    years, name = figures.years[-RECENT:], figures.unit_population or (figures.rated_populations or [""])[0]
    measures = (*figures.settings.scale.every_reason, "not_rated", "total")
    told = {one: [figures.rate(name, one, year).count for year in years] for one in measures}
    who = figures.settings.populations.get(name, name)
    rows: list[list[Cell]] = []
    for title, reasons in _reason_groups(figures):
        found: list[list[Cell]] = [[first_capital(figures.words(one)), *told[one]] for one in reasons if any(told[one])]
        rows += [[title], *found] if found else []
    rows += [["Cộng", *told["not_rated"]], [f"Tổng số {who}", *told["total"]]] if rows else []
    return ReportTable(
        f"Số {who} không thuộc diện hoặc chưa được xếp loại, {years[0]}–{years[-1]}",
        plain_columns(["Lý do", *map(str, years)], [65, *(100 / len(years),) * len(years)]),
        rows, unit=who, bold=[len(rows) - 2, len(rows) - 1],
        note=(comparison_note(figures.reorganised(*filter(None, [name]))) + figures.incomplete).strip(),
        sheet="Không xếp loại qua các năm",
    )  # fmt: skip


def level_table(figures: Figures) -> ReportTable:
    """Return the number and share at each level of the year, populations side by side."""
    levels, names = [level.id for level in figures.levels], figures.rated_populations
    measures = [*levels, RATED, *(f"{level}_or_better" for level in levels[1:-1])]
    rows = [[first_capital(figures.words(one)), *_numbers(figures, names, one, RATED)] for one in measures]
    return ReportTable(
        f"Kết quả đánh giá, xếp loại năm {figures.year}", _heads(figures, names, "Mức xếp loại"), rows,
        unit=f"{unit_words(figures)}; %", bold=[len(figures.levels)],
        note="Tỉ lệ tính trên tổng số được xếp loại.", sheet="Kết quả xếp loại",
    )  # fmt: skip


def kind_table(figures: Figures) -> ReportTable:
    """Return base organisations by kind; no rows where the lists do not say of which kind they are."""
    listed = figures.rows_now("base_organisation")
    kinds = listed["kind"].astype(str)
    parts = {kind: listed[kinds == kind] for kind in sorted(set(kinds) - {""}, reverse=True)}
    rows: list[list[Cell]] = [[kind, *_counts(mine, figures)] for kind, mine in parts.items()]
    if rows and (kinds == "").any():
        rows.append(["Không ghi", *_counts(listed[kinds == ""], figures)])
    return ReportTable(
        f"Kết quả xếp loại tổ chức cơ sở đảng theo loại hình, năm {figures.year}",
        _count_columns("Loại hình", figures), [*rows, ["Tổng cộng", *_counts(listed, figures)]] if rows else [],
        unit="tổ chức đảng", bold=[len(rows)], note=figures.abbreviations.strip(), sheet="Theo loại hình",
    )  # fmt: skip


def membership_table(figures: Figures) -> ReportTable:
    """Return full and probationary members; no rows where the lists do not say who is which."""
    members = figures.rows_now("member")
    kinds = members["kind"].astype(str)
    parts = {kind: members[kinds == kind] for kind in ("chính thức", "dự bị")}
    parts["không ghi"] = members[~kinds.isin(list(parts))]
    rows: list[list[Cell]] = [
        [first_capital(kind), *_counts(mine, figures)] for kind, mine in parts.items() if len(mine)
    ]
    told = len(members) > len(parts["không ghi"])
    return ReportTable(
        f"Kết quả xếp loại đảng viên chính thức, đảng viên dự bị, năm {figures.year}",
        _count_columns("Đảng viên", figures), [*rows, ["Tổng cộng", *_counts(members, figures)]] if told else [],
        unit="đảng viên", bold=[len(rows)], note=figures.abbreviations.strip(), sheet="Chính thức, dự bị",
    )  # fmt: skip


def _counts(rows: pd.DataFrame, figures: Figures) -> list[Cell]:
    """Return how many there are, how many of them are rated, and how many are at each level."""
    at_levels = [int(rows.loc[rows["level"] == level.id, "count"].sum()) for level in figures.levels]
    return [int(rows["count"].sum()), int(rows.loc[rows["status"] == RATED, "count"].sum()), *at_levels]


def _count_columns(first: str, figures: Figures) -> list[Any]:
    titles = [first, "Tổng số", "Được xếp loại", *(level.short for level in figures.levels)]
    return plain_columns(titles, [50, 20, 22, *(20,) * len(figures.levels)])


def year_table(figures: Figures) -> ReportTable:
    """Return the shares of the levels over the years, populations below each other."""
    years, measures = figures.years[-RECENT:], [*(level.id for level in figures.levels), figures.leading]
    rows: list[list[Cell]] = []
    for name in figures.populations:
        rows.append([first_capital(figures.who(name))])
        for year in years:
            found = figures.of(name, year)
            rated = found[RATED].count if RATED in found else None
            rows.append([as_year(year), rated, *(share_of(found.get(one, Rate())) for one in measures)])
    titles = ["Năm", "Được xếp loại", *map(figures.short, measures)]
    return ReportTable(
        f"Tỉ lệ các mức xếp loại, {years[0]}–{years[-1]}",
        plain_columns(titles, [16, 22, *(22,) * len(measures)]), rows,
        unit="%", note=f"Tỉ lệ tính trên tổng số được xếp loại từng năm.{figures.abbreviations}"
        + comparison_note(figures.reorganised())
        + figures.incomplete,
        sheet="Tỉ lệ theo năm",
    )  # fmt: skip


def target_table(figures: Figures) -> ReportTable:
    """Return the targets in force, the year's figures beside them."""
    rows = figures.targets_now
    known = {name: rows[name].where(rows["base"] > 0) for name in ("count", "base")}
    gaps = [_gap(row) for row in rows_of(rows)]
    sources = "; ".join(source for source in dict.fromkeys(rows["source"]) if source)
    columns = [
        "label",
        "bound_text",
        "count",
        "base",
        "printed",
        "verdict",
        column("gap", "Chênh lệch (điểm %)", width=22),
    ]
    return figures.table(
        rows.assign(**known, gap=gaps), columns,
        title=f"Kết quả thực hiện chỉ tiêu năm {figures.year}",
        unit=f"{unit_words(figures, *dict.fromkeys(rows['population']))}; %",
        note=f"Chỉ tiêu: {sources}." if sources else "", sheet="Chỉ tiêu",
    )  # fmt: skip


def _gap(row: Any) -> str | None:
    """Return how far the printed share is above the bound, or below it."""
    if not row.base:
        return None
    points = printed_number(row.printed) - 100 * row.bound
    sign = "+" if points > 0 else "-" if points < 0 else ""
    return sign + points_in_words(points).partition(" ")[0]


def course_table(figures: Figures) -> ReportTable:
    """Return the figures that have a target over the years, each year under the target of its term."""
    grid = target_grid(figures.course[figures.course["year"].isin(figures.years[-RECENT:])])
    years = list(grid.columns[2:])
    notes = comparison_note(figures.reorganised(*dict.fromkeys(figures.course["population"]))) + figures.incomplete
    gaps = "Dấu –: chỉ tiêu không áp dụng cho năm đó." if (grid == MISSING).to_numpy().any() else ""
    return ReportTable(
        f"Thực hiện chỉ tiêu qua các năm, {years[0]}–{years[-1]}",
        plain_columns(grid.columns, [44, 30, *(91 / len(years),) * len(years)]), grid.to_numpy().tolist(),
        unit="%", sheet="Chỉ tiêu qua các năm",
        note=(gaps + notes).strip(),
    )  # fmt: skip


def run_table(figures: Figures) -> ReportTable:
    """Return how many have been at the best level for how many years in the data."""
    runs = figures.runs
    pairs = list(dict.fromkeys(zip(runs["population"], runs["level"], strict=True)))
    counts = {(row.population, row.level, row.length): row.count for row in rows_of(runs)}
    lengths = range(int(runs["length"].max()), 0, -1) if len(runs) else ()
    level = figures.words(figures.levels[0].id)
    heads = [figures.settings.label(*pair) if pair[1] != figures.levels[0].id
             else first_capital(figures.who(pair[0])) for pair in pairs]  # fmt: skip
    return ReportTable(
        f"Số năm liên tục {level}, tính đến năm {figures.year}",
        plain_columns(["Số năm liên tục", *heads], [26, *(36,) * len(pairs)]),
        [[as_year(length), *(counts.get((*pair, length), 0) for pair in pairs)] for length in lengths],
        unit=unit_words(figures), sheet="Số năm liên tục",
        note=f"Tính trong {len(figures.years)} năm có số liệu, mỗi {unit_words(figures).replace('; ', ', ')} một lần; "
        "năm không được xếp loại hoặc không có số liệu làm đứt chuỗi.",
    )  # fmt: skip


def award_table(figures: Figures) -> ReportTable:
    """Return how many stand how to each award that there are data for."""
    given = figures.considered
    spans = [str(row.last) if row.first == row.last else f"{row.first}–{row.last}" for row in rows_of(given)]
    rows = given.rename(columns={"name": "award"}).assign(span=spans)
    return figures.table(
        rows, ["award", "decided_by", column("span", "Giai đoạn", width=21), *STANDINGS],
        title="Kết quả xét các hình thức khen thưởng", unit=unit_words(figures), sheet="Khen thưởng",
        note="Đã được khen: theo sổ khen thưởng. Thiếu một năm: thiếu một năm trong giai đoạn xét."
        + _why_excluded(figures)
        + (" Chưa kết luận: gồm cả trường hợp thuộc các đơn vị chưa gửi kết quả." if figures.preliminary else ""),
    )  # fmt: skip


def _why_excluded(figures: Figures) -> str:
    """Return why how many are not considered, to follow another sentence; nothing where all are."""
    told = figures.standings[figures.standings["standing"] == EXCLUDED]
    told = told[told["award"].isin(figures.considered["id"])]
    why = [f"{figures.words(str(reason))} ({padded(n)})" for reason, n in told["reason"].value_counts().items()]
    return f" Không xét: {', '.join(why)}." if why else ""


def _span(rows: pd.DataFrame) -> str:
    """Return the first and the last year of a table: "2019–2022"."""
    return "–".join(dict.fromkeys([str(rows["year"].min()), str(rows["year"].max())]))


def growth_table(figures: Figures) -> ReportTable:
    """Return how membership changed from list to list."""
    rows = figures.growth.tail(RECENT)
    names: list[Any] = ["year", "before", "joined", "admitted", "left", "moved", "total"]
    names.append(column("printed", "Kết nạp, %"))
    if (rows["not_sent"] > 0).any():
        names.insert(5, "not_sent")
    if rows["undated"].any():
        names.insert(4, "undated")
    return figures.table(
        rows, names, title=f"Biến động đảng viên theo danh sách, {_span(rows)}",
        sheet="Phát triển đảng viên",
        unit="đảng viên; %",
        note="Tăng: kết nạp, chuyển đến, khôi phục. Giảm: chuyển đi, từ trần, khai trừ, xóa tên, xin ra. Tỉ lệ kết nạp "
        "tính trên số đảng viên đầu năm."
        + (" Chỉ gồm người theo dõi được qua danh sách các năm." if _partly_followed(figures, rows) else "")
        + (" Các năm trước tính theo tên và tổ chức hiện nay." if figures.todays_names else "")
        + figures.incomplete,
    )  # fmt: skip


def _partly_followed(figures: Figures, growth: pd.DataFrame) -> bool:
    """Return whether in these years, or in those before them, there are members who stand on no list."""
    sizes = [(at, size) for row in rows_of(growth) for at, size in ((row.year - 1, row.before), (row.year, row.total))]
    return any(figures.rate("member", "total", at).count != size for at, size in sizes)


def published_table(figures: Figures) -> ReportTable:
    """Return figures published earlier beside the same counted now."""
    recounted = column("printed", "Tính lại %")
    columns = ["label", "year", "published", recounted, "count", "base", "agrees", "otherwise", "source"]
    return figures.table(
        figures.published, columns, title="Số đã công bố và số tính lại",
        sheet="Số đã công bố", unit="%",
    )  # fmt: skip


def problem_table(figures: Figures, *, most: int = 40) -> ReportTable:
    """Return the errors and warnings, each with its place."""
    problems = figures.problems[figures.problems["severity"].isin(["error", "warning"])]
    rows: list[list[Cell]] = []
    for row in rows_of(problems.head(most)):
        where = place(row.file, row.sheet, row.cell)
        message = first_capital(row.message.removeprefix(f"{where}: ").removeprefix(f"{row.file}: "))
        rows.append([SEVERITIES[row.severity], where or None, message])
    more = f"Còn {len(problems) - len(rows)} mục nữa, xem phu-luc.xlsx." if len(problems) > len(rows) else ""
    titles = ["Loại", "Tệp, trang tính, ô", "Nội dung"]
    return ReportTable("Lỗi và cảnh báo", plain_columns(titles, [18, 45, 102]), rows, note=more)


def change_table(changes: Collection[Change], *, most: int | None = None) -> ReportTable:
    """Return the figures that are not those of the report before."""
    shown = list(changes)[:most]
    more = f"Còn {len(changes) - len(shown)} con số nữa, xem phu-luc.xlsx." if len(changes) > len(shown) else ""
    return ReportTable(
        "Các con số thay đổi so với báo cáo trước",
        plain_columns(["Chỉ số", "Báo cáo trước", "Báo cáo này"], [85, 40, 40]),
        [list(change) for change in shown], unit="số lượng/tổng số (tỉ lệ)", note=more, sheet="Thay đổi",
    )  # fmt: skip
