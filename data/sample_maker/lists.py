"""From the rated bloc to the rows of its lists, spelt as units spell them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from .bloc import Bloc, Organisation, Outcome, Person, Subject, Unit
from .books import Column, Lines, Row, new_workbook, roman, save, signing_day, write_list, write_register
from .plan import YEARS
from .settings import AWARD_NAMES

FULL = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "not_completed": "Không hoàn thành nhiệm vụ",
}
SHORT = {"excellent": "HTXSNV", "good": "HTTNV", "completed": "HTNV", "not_completed": "KHTNV"}
SHORTER = {"excellent": "HTXS", "good": "HTT", "completed": "HT", "not_completed": "KHT"}
MIXED = {
    "excellent": "HT xuất sắc",
    "good": "HT tốt",
    "completed": "Hoàn thành",
    "not_completed": "Không HTNV",
}
CAPS = {level: words.upper() for level, words in FULL.items()}
NBSP = {level: words.replace(" nhiệm vụ", "\u00a0nhiệm vụ") for level, words in FULL.items()}
SPELLINGS = {  # who writes otherwise than in full
    "TC04": SHORT, "TC09": SHORT, "TC17": SHORT, "TC23": SHORT, "TC41": SHORT, "TC58": SHORT, "TC71": SHORT,
    "TC12": SHORTER, "TC36": MIXED, "TC30": NBSP, "TC66": NBSP, "TC45": CAPS,
}  # fmt: skip
OTHER_TONE = ("TC01", 2020)  # writes uỷ for ủy in its members' list of that year


def write_year(rng: random.Random, bloc: Bloc, year: int, path: Path) -> None:
    """The workbook of one year: members, base organisations, cells."""
    workbook, signed, number = new_workbook(), signing_day(rng, year), rng.randint(11, 48)
    report = f"(Kèm theo Báo cáo số {number}-BC/ĐUK {signed})"
    title = "DANH SÁCH XẾP LOẠI CHẤT LƯỢNG {} NĂM " + str(year)

    def lines(what: str, columns: list[Column], name_column: int) -> Lines:
        whole = title.format(what)
        return Lines(title=whole, number=report, signed=signed, columns=columns, name_column=name_column)

    write_list(workbook, "Đảng viên", lines("ĐẢNG VIÊN", _member_columns(year), 2), member_rows(bloc, year))
    write_list(workbook, "TCCSĐ", lines("TỔ CHỨC CƠ SỞ ĐẢNG", _base_columns(year), 3), base_rows(bloc, year))
    write_list(workbook, "Chi bộ trực thuộc", lines("CHI BỘ TRỰC THUỘC", _cell_columns(year), 3), cell_rows(bloc, year))
    save(workbook, path)


def _rating_columns(year: int) -> list[Column]:
    group = f"Xếp loại chất lượng năm {year}"
    return [Column("Mức xếp loại", 38, "text", group), Column("Lý do không xếp loại", 36, "text", group)]


def _member_columns(year: int) -> list[Column]:
    return [
        Column("TT", 11, "centre"),
        Column("Họ và tên", 27),
        Column("Số thẻ đảng viên", 17, "code"),
        Column("Ngày sinh", 12, "date"),
        Column("Ngày vào Đảng", 16, "date"),
        Column("Chi bộ", 35),
        Column("TCCSĐ", 36),
        *_rating_columns(year),
        Column("Ghi chú", 37),
    ]


def _base_columns(year: int) -> list[Column]:
    return [
        Column("TT", 6, "centre"),
        Column("Mã TCCSĐ", 13, "centre"),
        Column("Tên TCCSĐ", 36),
        Column("Loại hình", 18),
        Column("Ngày thành lập", 17, "date"),
        *_rating_columns(year),
        Column("Tiêu biểu", 11, "centre"),
        Column("Khen lĩnh vực", 34),
        Column("Ghi chú", 18),
    ]


def _cell_columns(year: int) -> list[Column]:
    return [
        Column("TT", 10, "centre"),
        Column("Mã chi bộ", 13, "centre"),
        Column("Tên chi bộ", 32),
        Column("TCCSĐ", 36),
        Column("Ngày thành lập", 17, "date"),
        *_rating_columns(year),
        Column("Ghi chú", 24),
    ]


def _group_row(number: int, name: str, name_column: int, width: int) -> tuple[bool, Row]:
    row: list[object] = [None] * width
    row[0], row[name_column - 1] = roman(number), name
    return True, row


def _spelt(outcome: Outcome, base: Organisation) -> tuple[str | None, str | None]:
    level = SPELLINGS.get(base.code, FULL)[outcome.level] if outcome.level else None
    return level, outcome.reason or None


def _in_full(subject: Subject, year: int) -> tuple[str | None, str | None]:
    outcome = subject.outcome[year]
    return FULL.get(outcome.level), outcome.reason or None


def member_rows(bloc: Bloc, year: int) -> Iterator[tuple[bool, Row]]:
    """Base organisation by base organisation, in each by cell and then by date of admission."""
    order = {unit.code: number for number, unit in enumerate(bloc.units(year))}
    roster = sorted(bloc.roster(year), key=lambda p: (order[p.place[year].code], p.joined, p.card))
    number, at = 0, None
    groups = 0
    for person in roster:
        base = person.place[year].base
        if base is not at:
            at, number, groups = base, 0, groups + 1
            yield _group_row(groups, base.name, 2, 10)
        number += 1
        yield False, _member_row(number, person, year)


def _member_row(number: int, person: Person, year: int) -> Row:
    unit = person.place[year]
    where = unit.name.replace("ủy", "uỷ") if (unit.base.code, year) == OTHER_TONE else unit.name
    level, reason = _spelt(person.outcome[year], unit.base)
    about = (number, person.name, person.card, person.born, person.joined, where, unit.base.name)
    return *about, level, reason, person.note.get(year)


def base_rows(bloc: Bloc, year: int) -> Iterator[tuple[bool, Row]]:
    block, groups = "", 0
    for number, base in enumerate(bloc.organisations, 1):
        if base.block != block:
            block, groups = base.block, groups + 1
            yield _group_row(groups, block, 3, 10)
        kind = "Đảng bộ cơ sở" if base.committee else "Chi bộ cơ sở"
        mark = base.distinction.get(year)
        marks = ("x", None) if mark == "exemplary" else (None, mark)
        yield False, (number, base.code, base.name, kind, base.founded, *_in_full(base, year), *marks, None)


def cell_rows(bloc: Bloc, year: int) -> Iterator[tuple[bool, Row]]:
    groups = 0
    for base in bloc.organisations:
        if base.committee:
            groups += 1
            yield _group_row(groups, base.name, 3, 8)
            for number, cell in enumerate(base.open_units(year), 1):
                yield False, _cell_row(number, cell, year)


def _cell_row(number: int, cell: Unit, year: int) -> Row:
    level, reason = _spelt(cell.outcome[year], cell.base)
    note = "Thành lập trong năm" if cell.founded.year == year else None
    return number, cell.code, cell.name, cell.base.name, cell.founded, level, reason, note


def write_awards(rng: random.Random, bloc: Bloc, path: Path) -> None:
    """The register of past awards: members' five-year awards, and the base organisations' awards of earlier years."""
    workbook = new_workbook()
    signed = "ngày 18 tháng 02 năm 2022"
    about = [Column("Hình thức khen", 73), Column("Năm", 8, "centre"), Column("Giai đoạn", 14, "centre")]
    decided = [Column("Số quyết định", 17, "centre"), Column("Cấp quyết định", 20)]
    who = [Column("TT", 6, "centre"), Column("Họ và tên", 28), Column("Số thẻ đảng viên", 17, "code")]
    what = [Column("TT", 6, "centre"), Column("Mã TCCSĐ", 13, "centre"), Column("Tên TCCSĐ", 36)]
    title = "SỔ THEO DÕI KHEN THƯỞNG "
    members = Lines(title=title + "ĐẢNG VIÊN", signed=signed, columns=[*who, *about, *decided], name_column=2)
    bases = Lines(title=title + "TỔ CHỨC CƠ SỞ ĐẢNG", signed=signed, columns=[*what, *about, *decided], name_column=3)
    write_register(workbook, "Khen thưởng", members, _numbered(_member_awards(rng, bloc)))
    write_register(workbook, "Khen tổ chức", bases, _numbered(_base_awards(rng, bloc)))
    save(workbook, path)


def _numbered(rows: list[Row]) -> Iterator[Row]:
    for number, row in enumerate(sorted(rows, key=lambda row: (row[3], row[5])), 1):
        yield number, *row


def _award(rng: random.Random, award: str, last: int, years: int) -> Row:
    decided_by, symbol = ("Thành ủy", "TU") if award.startswith(("city", "base-5")) else ("Đảng ủy Khối", "ĐUK")
    window = f"{last - years + 1} - {last}" if years > 1 else None
    return AWARD_NAMES[award], last, window, f"{rng.randint(20, 480)}-QĐ/{symbol}", decided_by


def _member_awards(rng: random.Random, bloc: Bloc) -> list[Row]:
    """The holders among the steady; others who held the bloc's award; and some of those who went on to the City's."""
    first = YEARS[0]
    rows: list[Row] = []
    for number, person in enumerate(bloc.holders):
        last = 2018 if number < 2 else 2017 if number < 6 else 2016  # 2018 overlaps with the window 2018-2022
        rows.append((person.name, person.card, *_award(rng, "bloc-5-years", last, 5)))
    able = [p for p in bloc.roster(first) if p.joined.year <= 2008 and not p.steady and p.level(first)]
    for number, person in enumerate(rng.sample(able, 19)):
        last = 2017 - number % 3
        rows.append((person.name, person.card, *_award(rng, "bloc-5-years", last, 5)))
        if number % 4 == 0 and last < 2017:
            rows.append((person.name, person.card, *_award(rng, "city-5-years", last + 1, 5)))
    return rows


def _base_awards(rng: random.Random, bloc: Bloc) -> list[Row]:
    rows: list[Row] = [
        (base.code, base.name, *_award(rng, "base-exemplary", year, 1))
        for year in YEARS[:-1]
        for base in bloc.organisations
        if base.distinction.get(year) == "exemplary"
    ]
    other = next(base for base in bloc.organisations if base.committee and not base.steady)
    rows.append((other.code, other.name, *_award(rng, "base-5-years", 2017, 5)))
    return rows
