"""phu-luc-khen-thuong.xlsx: who may get which award, who may not and why, with the cells that show it. Has names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from evalkit.awards import ELIGIBLE, EXCLUDED, HELD, JUST_MISSED, UNDECIDED, award_evidence
from evalkit.office import address
from evalkit.reading.files import PARQUET
from evalkit.records import COUNTED
from evalkit.report.figures import Figures
from evalkit.report.rate import rows_of
from evalkit.report.workbook import Annex
from evalkit.sentences import listed
from evalkit.settings import Award
from evalkit.tables import COLUMNS, STANDING_WORDS, Cell, Link, ReportTable, as_year, plain_columns
from evalkit.vietnamese import first_capital, name_key, unit_key

AWARDS_FILE = "phu-luc-khen-thuong.xlsx"
_MADE_KEYS = ("~", "?", COUNTED)  # no card number and no code: made by evalkit
_DOUBTS = {
    "one_card_two_people": "một số thẻ, hai họ tên",
    "one_card_two_names": "một số thẻ, một ngày sinh, họ tên viết khác",
    "one_person_two_cards": "cùng họ tên, ngày sinh, hai số thẻ",
    "same_person_two_units": "cùng họ tên, ngày sinh, cùng năm ở hai đơn vị",
    "same_person_candidate": "cùng họ tên, ngày sinh, khác mã",
    "same_person_spelled_otherwise": "cùng ngày sinh, họ tên chỉ khác dấu, học vị, chức vụ",
    "same_person_swapped_date": "cùng họ tên, ngày và tháng sinh đổi chỗ",
    "same_person_fills_gap": "họ tên, ngày sinh gần như nhau, năm này vắng thì năm ấy có",
}
_CONFIRM = (
    "Nếu là một người: chép mã A, mã B, người xác nhận, ngày thành một dòng của tệp same-person.csv cạnh số liệu rồi "
    "chạy lại; nếu là hai người, ghi thêm «khác người» ở cột thứ năm. Có họ tên, số thẻ: chỉ dùng nội bộ."
)
_PRIVATE = "Có họ tên, số thẻ: chỉ dùng nội bộ."
_KEY, _PLACE = ("population", "subject", "year"), ("file", "sheet", "cell")
_ABOUT = ("award", "standing", "name", "subject", "unit", "base_organisation", "year", "reason", "detail")
_OTHERS = (  # sheet, who stands on it, title
    ("Thiếu một năm", (JUST_MISSED,), "Thiếu đúng một năm của giai đoạn xét"),
    ("Không xét", (HELD, EXCLUDED), "Đủ số năm nhưng đã được khen hoặc không được xét"),
    ("Chưa kết luận", (UNDECIDED,), "Chưa kết luận được: người hoặc ô chưa rõ, đơn vị chưa gửi kết quả"),
)


def write_award_annex(figures: Figures, path: Path, *, home: Path) -> None:
    """Write a sheet an award, one of those who just missed, one of those not considered, one of doubts.

    `home` is the folder where the workbook will stand: links to cells of the sources start from there.
    """
    title = f"Danh sách xét khen thưởng về xếp loại năm {figures.year}"
    annex = Annex(title, settings=figures.settings, year=figures.year)
    sources = _Sources(figures, home)
    for place, award in enumerate(figures.settings.awards, 1):
        _add_award(annex, figures, award, place, sources)
    _add_others(annex, figures, sources)
    _add_doubts(annex, figures, sources)
    annex.save(path)


class _Sources:
    """Links to the cells of the workbooks that were read."""

    def __init__(self, figures: Figures, home: Path) -> None:
        workbooks = [source for source in figures.reading.sources if source.path.suffix.lower() != PARQUET]
        self.paths = {source.name: _way(home, source.path) for source in workbooks}

    def place(self, file: str, sheet: str, cell: str) -> list[Cell]:
        """Return file, sheet and the cell's address, which leads to it; plain text where it is no workbook's."""
        target = self.paths.get(file, "")
        return [file, sheet, Link(cell, target, address(sheet, cell)) if target and cell else cell]


def _way(home: Path, path: Path) -> str:
    """Return the link from a folder to a file: relative, so that both can be moved together, but absolute to another
    drive.
    """
    try:
        relative = os.path.relpath(path.resolve(), home.resolve())
    except ValueError:  # another drive
        return path.resolve().as_uri()
    return quote(Path(relative).as_posix(), safe="/.-_~()")


def _add_award(annex: Annex, figures: Figures, award: Award, place: int, sources: _Sources) -> None:
    """Write who is eligible: one row a subject, grouped by base organisation; then the cells that prove it."""
    found = _standing(figures, award, ELIGIBLE)
    born = figures.ratings.drop_duplicates("subject", keep="last").set_index("subject")["born"]
    member = award.population == "member"
    grouped = member or award.population == "cell"
    titles = (
        ["TT", "Họ và tên", "Năm sinh", "Chức vụ", "Chi bộ", "Số thẻ đảng viên"]
        if member
        else ["TT", "Tên tổ chức", "Mã"]
    )
    fields = ["Lĩnh vực"] if (found["detail"] != "").any() else []
    again = ["Năm đã tính cho lần khen trước"] if (found["overlap"] != "").any() else []
    rows: list[list[Cell]] = []
    number = 0
    for base in sorted(found["base_organisation"].astype(str).unique(), key=unit_key) if grouped else [""]:
        mine = found[found["base_organisation"] == base] if grouped else found
        rows += [[base]] if grouped else []
        for row in rows_of(mine):
            number += 1
            date = born.get(row.subject)
            about: list[Cell] = [as_year(date.year) if pd.notna(date) else None, "", row.unit] if member else []
            more = [row.detail] * len(fields) + [_counted_before(row, figures)] * len(again)
            rows.append([number, row.name, *about, _shown_key(row.subject), *more])
    titles += [*fields, *again]
    note = f"(Kèm theo Quyết định số …… ngày …… của {award.decided_by or '……'}) {_note(figures, award)}"
    table = ReportTable(award.name, plain_columns(titles), rows, note=note, sheet=f"{place}. {award.name}")
    annex.add(table, signed=True, number=len(found))
    annex.add(_evidence(figures, award, found, place, sources), number=len(found))


def _evidence(figures: Figures, award: Award, found: pd.DataFrame, place: int, sources: _Sources) -> ReportTable:
    """Return a row a subject and year with the level, the unit of that year, and the cell that says it."""
    evidence = award_evidence(found, figures.ratings)
    units = {"base_organisation": [], "cell": ["base_organisation"]}.get(
        award.population, ["unit", "base_organisation"]
    )
    header = ["TT", *_who(award), *_titles(("year", "level", *units)), *_titles(_PLACE)]
    rows: list[list[Cell]] = []
    years = dict(list(evidence.groupby("subject", sort=False)))
    for number, row in enumerate(rows_of(found), 1):
        for proof in rows_of(years[row.subject]):
            about = [as_year(proof.year), _outcome(proof, figures), *(getattr(proof, unit) for unit in units)]
            where = sources.place(proof.file, proof.sheet, proof.cell)
            rows.append([number, row.name, _shown_key(row.subject), *about, *where])
    title = f"Ô chứng minh: {award.name}"
    return ReportTable(title, plain_columns(header), rows, sheet=f"{place}. Chứng minh")


def _note(figures: Figures, award: Award) -> str:
    """Return the rule, where it comes from, what limits it, and who may see the sheet."""
    row = next(row for row in rows_of(figures.awards) if row.id == award.id)
    rule = [f"{text}." for text in (award.form, award.decided_by, award.source) if text]
    gap = [f"Không có số liệu năm {listed(row.lacking)}, nên chưa xét được."] if row.lacking else []
    if pd.notna(row.overlap) and row.overlap:
        gap.append(f"{row.overlap} trường hợp có năm đã tính cho lần khen trước.")
    if pd.notna(row.allowed) and pd.notna(row.eligible) and row.eligible > row.allowed:
        gap.append(f"Đủ điều kiện {row.eligible}, vượt mức tối đa {row.allowed}.")
    return " ".join([*rule, *gap, *([_PRIVATE] if award.population == "member" else [])])


def _add_others(annex: Annex, figures: Figures, sources: _Sources) -> None:
    """Write those who just missed an award, those not considered, and those of whom nothing can be said, each with
    why.
    """
    lines = zip(*(figures.ratings[column].tolist() for column in (*_KEY, *_PLACE)), strict=True)
    at = {line[:3]: line[3:] for line in lines}
    for name, standings, title in _OTHERS:
        rows: list[list[Cell]] = []
        found = figures.standings[figures.standings["standing"].isin(standings)]
        for number, row in enumerate(rows_of(found), 1):
            year = figures.year if pd.isna(row.year) else int(row.year)
            about = [figures.award_names[row.award], STANDING_WORDS[row.standing], row.name, _shown_key(row.subject)]
            why = first_capital(figures.words(row.reason)) if row.reason else ""
            about += [row.unit, row.base_organisation, as_year(year), why, _detail(row, figures)]
            keys = [(row.population, subject, year) for subject in (row.subject, row.other)]
            where = next((at[key] for key in keys if key in at), ("", "", ""))
            rows.append([number, *about, *sources.place(*where)])
        annex.add(ReportTable(title, plain_columns(["TT", *_titles(_ABOUT + _PLACE)]), rows, note=_PRIVATE, sheet=name))


def _detail(row: Any, figures: Figures) -> str:
    """Return what belongs to the reason: an award, a level, or the award that the subject holds already."""
    detail = figures.award_names.get(row.detail, row.detail) or _counted_before(row, figures)
    return _level(detail, figures) if detail or row.standing != HELD else _decision(figures, row)


def _counted_before(row: Any, figures: Figures) -> str:
    """Return the earlier award some of whose years would count again, and its years."""
    award, _, span = row.overlap.partition(" ")
    return f"{figures.award_names.get(award, award)} {span}".strip()


def _decision(figures: Figures, standing: Any) -> str:
    """Return the award that the subject holds already, with its year, as the register has it."""
    held = figures.reading.held
    award = next(one for one in figures.settings.awards if one.id == standing.award)
    rows = held[(held["subject"] == standing.subject) & held["award"].isin(award.not_held)]
    return "; ".join(f"{figures.award_names.get(row.award, row.award)}, năm {row.year}" for row in rows_of(rows))


def _add_doubts(annex: Annex, figures: Figures, sources: _Sources) -> None:
    """Write members of whom it is in doubt who they are: both keys, ready to be confirmed, and the cells."""
    members = figures.ratings[figures.ratings["population"] == "member"]
    names = members.drop_duplicates("subject", keep="last").set_index("subject")["name"]
    doubts = figures.reading.doubts.assign(name=figures.reading.doubts["subject"].map(names).fillna(""))
    order = sorted(range(len(doubts)), key=lambda place: (name_key(doubts["name"].iloc[place]), place))
    places = [f"{title} {side}" for side in "AB" for title in _titles(_PLACE)]
    header = ["TT", "Họ và tên", "Điều chưa rõ", "Mã A", "Mã B", *places]
    rows = []
    for number, row in enumerate(rows_of(doubts.iloc[order]), 1):
        one = sources.place(row.file, row.sheet, row.cell)
        other = sources.place(row.other_file, row.other_sheet, row.other_cell)
        rows.append([number, row.name, _DOUBTS[row.kind], row.subject, row.other, *one, *other])
    title = "Đảng viên cần xác nhận là ai"
    annex.add(ReportTable(title, plain_columns(header), rows, note=_CONFIRM, sheet="Cần xác nhận"))


def _standing(figures: Figures, award: Award, standing: str) -> pd.DataFrame:
    rows = figures.standings
    return rows[(rows["award"] == award.id) & (rows["standing"] == standing)]


def _titles(columns: Sequence[str]) -> list[str]:
    return [COLUMNS[column].title for column in columns]


def _who(award: Award) -> tuple[str, str]:
    return (
        ("Họ và tên", "Số thẻ đảng viên") if award.population == "member" else ("Tên tổ chức", COLUMNS["subject"].title)
    )


def _shown_key(subject: str) -> str:
    return "" if subject.startswith(_MADE_KEYS) else subject


def _outcome(row: Any, figures: Figures) -> str:
    return _level(row.level, figures) if pd.notna(row.level) else figures.words(row.status)


def _level(level: str, figures: Figures) -> str:
    """Return a level as it is written where room is scarce; other words as they are."""
    known = {one.id: one.short for era in figures.settings.scale.eras for one in era.levels}
    return known.get(level, level)
