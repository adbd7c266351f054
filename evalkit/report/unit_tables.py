"""The tables of the report that have a row a unit; documents and workbooks render the same ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from evalkit.report.contents import share_of, unit_words
from evalkit.report.figures import Figures
from evalkit.report.rate import Rate, rows_of
from evalkit.scale import RATED
from evalkit.sentences import listed
from evalkit.settings import Cap
from evalkit.suppression import HIDDEN
from evalkit.tables import Cell, ReportTable, column, plain_columns
from evalkit.unit_comparison import UnitBound
from evalkit.vietnamese import grouped, padded

WORST = 10  # units in a table of the note


def mask_note(figures: Figures, population: str) -> str:
    """Return what a table of units says of its hidden counts, to follow another sentence; nothing where it has none."""
    if not figures.hidden.any(population, figures.year):
        return ""
    who = unit_words(figures, population)
    return f" Dấu {HIDDEN}: không ghi số dưới {figures.hidden.below} {who} và các số mà từ đó suy ra được."


def unit_table(figures: Figures, name: str) -> ReportTable:
    """Return numbers at each level by unit, under those of its block, small counts hidden where that is asked for."""
    measures = [RATED, *(level.id for level in figures.levels)]
    rows: list[list[Cell]] = []
    for unit, found in figures.units(name):
        known = [HIDDEN if figures.hides(name, unit, one) else found.get(one, Rate()).count for one in measures]
        unknown = figures.hides(name, unit, figures.leading, share=True)
        rows.append([unit, *known, HIDDEN if unknown else share_of(found.get(figures.leading, Rate()))])
    *whole, share = (figures.rate(name, one) for one in (*measures, figures.leading))
    leading = [measures.index(one) for one in figures.settings.scale.in_measure(figures.leading) if one in measures]

    def summed(mine: Sequence[Sequence[Cell]]) -> list[Cell]:
        sums = _sums([row[1:-1] for row in mine])
        known = [count for count in sums if isinstance(count, int)]
        return [*sums, share_of(Rate.of(sum(known[at] for at in leading), known[0])) if known == sums else HIDDEN]

    who = figures.who(name)
    titles = ["Đơn vị", "Được xếp loại", *map(figures.short, measures[1:]), f"{figures.short(figures.leading)}, %"]
    table = ReportTable(
        f"Kết quả xếp loại {who} theo đơn vị, năm {figures.year}",
        plain_columns(titles, [60, 14, *(68 / len(figures.levels),) * len(figures.levels), 18]), rows,
        unit=f"{who}; %",
        note=f"Tỉ lệ tính trên số được xếp loại của từng đơn vị.{mask_note(figures, name)}{figures.abbreviations}",
        sheet=f"Đơn vị, {who}",
    )  # fmt: skip
    return _by_block(figures, table, [*(rate.count for rate in whole), share_of(share)], summed)


_Rows = Sequence[Sequence[Cell]]
_Summed = Callable[[_Rows], list[Cell]]


def _by_block(
    figures: Figures, table: ReportTable, total: Sequence[Cell] = (), summed: _Summed | None = None
) -> ReportTable:
    """Return a table of units with its rows numbered under their khối thi đua, and its total below.

    Args:
        summed: rows of one khối → what stands beside its name; without it nothing does.
    """
    rows: list[Sequence[Cell]] = []
    bold: list[int] = []
    blocks = {row[0]: figures.blocks.get(str(row[0]), "") for row in table.rows}
    for block in [*dict.fromkeys(figures.blocks.values()), ""]:
        mine = [row for row in table.rows if blocks[row[0]] == block]
        if mine and any(blocks.values()):
            head = block or "Đơn vị khác"
            bold += [len(rows)] if summed else []
            rows.append(["", head, *summed(mine)] if summed else [head])
        rows += [[place, *row] for place, row in enumerate(mine, 1)]
    if total:
        bold.append(len(rows))
        rows.append(["", "Tổng cộng", *total])
    return replace(table, columns=[column("TT", width=9), *table.columns], rows=rows, bold=bold)


def _sums(rows: _Rows) -> list[Cell]:
    """Return the sum of each column; hidden where one of its counts is, so that a sum gives none away."""
    return [
        HIDDEN if HIDDEN in column else sum(count for count in column if isinstance(count, int))
        for column in zip(*rows, strict=True)
    ]


def limit_table(figures: Figures, cap: Cap, rows: pd.DataFrame, *, whole: bool = True) -> ReportTable:
    """Return how base organisations stand to a limit: all of them, or those that exceed it or where the readings
    differ.
    """
    chosen = rows if whole else beyond_limit(rows)
    left = f" Chỉ ghi {padded(len(chosen))}/{padded(len(rows))} đơn vị vượt mức tối đa theo ít nhất một cách tính."
    who = figures.who(cap.population)
    share = _share_of(cap)
    names = chosen.assign(unit=chosen["unit"].where(chosen["unit"] != "", "Toàn bộ"))
    units = _by_unit(rows)
    of_all = figures.incomplete and not units
    partly = f"{figures.incomplete} Mức tối đa còn thay đổi khi đủ số liệu." if of_all else ""
    widths = {"unit": 64, "good_or_better": 15, "good": 13, "at": 14, "exclusive": 20, "inclusive": 20, "over": 15}
    columns = [column(name, width=width) for name, width in widths.items()]
    table = figures.table(
        names, columns,
        title=f"Tỉ lệ xuất sắc của {who} so với mức tối đa {share}, năm {figures.year}",
        unit=who, sheet=f"Mức tối đa, {who}",
        note=f"Mức tối đa: {share} của số {figures.words(cap.denominator)}"
        f"{f', theo {cap.source}' if cap.source else ''}. Số âm ở cột cuối: còn có thể xếp thêm."
        + (left if len(chosen) < len(rows) else "")
        + partly,
    )  # fmt: skip
    return _by_block(figures, table) if units and table.rows else table


def _by_unit(rows: pd.DataFrame) -> bool:
    """Return whether a limit holds in each unit; else there is one row, of all."""
    return bool((rows["unit"] != "").any())


def limit_in_report(figures: Figures, cap: Cap, rows: pd.DataFrame) -> ReportTable:
    """Return the units beyond a limit; no rows for one over all, of which its sentence says everything."""
    return limit_table(figures, cap, rows if _by_unit(rows) else rows.head(0), whole=False)


def beyond_limit(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the base organisations that exceed a limit in one of its readings or in both."""
    return rows[(rows["over"] > 0) | ((rows["at"] > rows["exclusive"]) & (rows["at"] > 0))]


def limit_sentences(figures: Figures) -> list[str]:
    """Return one sentence a limit: how many units exceed it, or how all together stand to it, in both readings."""
    return [
        _units_and_limit(figures, cap, rows) if _by_unit(rows) else _all_and_limit(figures, cap, rows.iloc[0])
        for cap, rows in figures.limits
    ]


def _units_and_limit(figures: Figures, cap: Cap, rows: pd.DataFrame) -> str:
    reading, how = _other_reading(figures, cap)
    over, otherwise = (int((rows["at"] > rows[name]).sum()) for name in ("allowed", reading))
    units, subject = f"{padded(len(rows))} đơn vị", f"{figures.who(cap.population)} {figures.words(cap.level)}"
    who = f"Có {padded(over)}/{units}" if over else f"Không đơn vị nào trong {units}"
    said = f"{who} có số {subject} vượt mức tối đa {_limit_in_words(figures, cap)}"
    if how and (over or otherwise):
        said += f"; nếu tính {how} thì {f'có {padded(otherwise)} đơn vị' if otherwise else 'không đơn vị nào'} vượt"
    return f"{said}."


def _all_and_limit(figures: Figures, cap: Cap, row: Any) -> str:
    reading, how = _other_reading(figures, cap)
    at, allowed, other = (int(row[name]) for name in ("at", "allowed", reading))
    subject = f"{figures.who(cap.population)} {figures.words(cap.level)}"
    stands = f"vượt {padded(at - allowed)} so với" if at > allowed else "bằng" if at == allowed else "trong"
    said = f"Có {padded(at)} {subject}, {stands} mức tối đa" if at else f"Không có {subject}; mức tối đa là"
    said += f" {grouped(allowed)} ({_limit_in_words(figures, cap)})"
    if how and other != allowed:
        said += f"; nếu tính {how} thì mức tối đa là {grouped(other)}"
    return f"{said}.{' Mức tối đa còn thay đổi khi đủ số liệu.' if figures.incomplete else ''}"


def _limit_in_words(figures: Figures, cap: Cap) -> str:
    return f"{_share_of(cap)} của số {figures.words(cap.denominator)}{f', theo {cap.source}' if cap.source else ''}"


def _other_reading(figures: Figures, cap: Cap) -> tuple[str, str]:
    """Return the column of the other reading of a cap, and of which number it is the share; ("allowed", "") where the
    words of the cap leave no doubt.
    """
    levels = [level.id for level in figures.levels]
    below = levels[1] if len(levels) > 2 and cap.level == levels[0] else ""
    if below and cap.denominator == below:
        return "inclusive", f"cả số {figures.words(cap.level)}"
    if below and cap.denominator == f"{below}_or_better":
        return "exclusive", f"riêng số {figures.words(below)}"
    return "allowed", ""


def _share_of(cap: Cap) -> str:
    return f"{float(100 * cap.share):g}%".replace(".", ",")


def unit_growth_table(figures: Figures) -> ReportTable:
    """Return how membership changed by base organisation; no rows where the lists do not say who joined when."""
    undated = ["undated"] if figures.unit_growth["undated"].any() else []
    names = ["unit", "before", "admitted", *undated, "total"]
    columns = [column("admitted", "Kết nạp") if name == "admitted" else column(name) for name in names]
    table = figures.table(
        figures.unit_growth, columns, unit="đảng viên",
        title=f"Phát triển đảng viên theo đơn vị, năm {figures.year}", sheet="Phát triển theo đơn vị",
        note=_growth_note(figures),
    )  # fmt: skip
    if not table.rows:
        return table
    total = [int(figures.unit_growth[name].sum()) for name in names[1:]]
    return _by_block(figures, table, total, lambda mine: _sums([row[1:] for row in mine]))


def _growth_note(figures: Figures) -> str:
    """Return whose members are in no row, so that the total is not taken for that of the whole; else nothing."""
    whole = next((row for row in rows_of(figures.growth) if row.year == figures.year), None)
    sums = figures.unit_growth[["before", "total"]].sum()
    if whole is None or (sums["before"] == whole.before and sums["total"] == whole.total):
        return ""
    return (
        f"Chỉ gồm đơn vị có danh sách của cả hai năm; toàn bộ: đầu năm {grouped(whole.before)}, cuối năm "
        f"{grouped(whole.total)} đảng viên."
    )


def left_out_in_words(figures: Figures) -> str:
    """Return which tables of units are not made, so that no count of a few people is shown; nothing where all are."""
    if not figures.hidden.below:
        return ""
    tables = ["bảng mức xuất sắc tối đa theo đơn vị"] if any(cap.grouped_by for cap in figures.settings.caps) else []
    tables += ["bảng phát triển đảng viên theo đơn vị"] if len(figures.unit_growth) else []
    return f"Để không lộ số ít người, không lập {listed(tables)}." if tables else ""


def shortfall_table(figures: Figures, *, most: int | None = WORST) -> ReportTable:
    """Return the units that are furthest from what units are compared with."""
    rows = figures.shortfall[figures.shortfall["lacking"] > 0].head(most or len(figures.shortfall))
    bound = figures.unit_bound
    least = bound is None or bound.least
    lacking = ["lacking", "part"] if least else ["excess", "excess_part"]
    columns = ["unit", column("base", "Được xếp loại"), column("count", "Số ở mức này"), "printed",
               *lacking, "small"]  # fmt: skip
    what = figures.words(bound.target.measure) if bound else ""
    where = "" if figures.hidden.below else ", xem phu-luc.xlsx"
    others = len(figures.shortfall[figures.shortfall["lacking"] > 0]) - len(rows)
    return figures.table(
        bound.with_titles(rows) if bound else rows, columns, sheet=f"Đơn vị {_beyond_in_short(bound)}",
        note=f"Còn {padded(others)} đơn vị nữa{where}." if others else "",
        title=f"Đơn vị có tỉ lệ {what} {bound.beyond if bound else ''}, năm {figures.year}",
        unit=f"{unit_words(figures, figures.unit_population or '') if figures.unit_population else ''}; %",
    )  # fmt: skip


def _beyond_in_short(bound: UnitBound | None) -> str:
    """Return what units are that stand in the table of those furthest from it, as far as a sheet's name has room."""
    if bound is not None and bound.own:
        return "chưa đạt chỉ tiêu riêng"
    return f"{'thấp' if bound is None or bound.least else 'cao'} hơn mức chung"


def worse_in_words(figures: Figures) -> str:
    """Return what units did that got worse: the share of a bound from above has risen."""
    bound = figures.unit_bound
    if bound is None or bound.least:
        return "giảm mức hai năm liền"
    return f"có tỉ lệ {figures.words(bound.target.measure)} tăng hai năm liền"


def worse_table(figures: Figures) -> ReportTable:
    """Return the units that got worse two years running."""
    least = figures.unit_bound is None or figures.unit_bound.least
    return figures.table(
        figures.worse, ["unit", "two_years_ago", "last_year", "this_year", "change"],
        title=f"Đơn vị {worse_in_words(figures)}, đến năm {figures.year}",
        sheet="Giảm mức hai năm" if least else "Tăng tỉ lệ hai năm", unit="%",
    )  # fmt: skip
