"""Sheets made up at random, each with the records and the broken cells that a careful person would find on it.

Nothing of evalkit is used here: what is expected is known because it was put in.
"""

from __future__ import annotations

import datetime
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LEVELS = {
    "excellent": [
        "Hoàn thành xuất sắc nhiệm vụ", "HTXSNV", "HTSXNV", "HTXS", "XS", "Xuất sắc", "HT xuất sắc", "Mức 4",
    ],
    "good": ["Hoàn thành tốt nhiệm vụ", "HTTNV", "HTTTNV", "HTT", "HT tốt", "Tốt", "T", "Hoàn thành tốt", "Mức 3"],
    "completed": ["Hoàn thành nhiệm vụ", "HTNV", "HT", "Hoàn thành", "Mức 2"],
    "not_completed": ["Không hoàn thành nhiệm vụ", "KHTNV", "KHT", "không HTNV", "Không hoàn thành", "Mức 1"],
}  # fmt: skip
REASONS = {
    "exempt": ["Miễn đánh giá", "Được miễn công tác và sinh hoạt đảng", "MSH"],
    "not_yet": ["Chưa đánh giá", "Chưa kiểm điểm", "Chưa xếp loại", "CXL"],
    "unspecified": ["Không xếp loại", "KXL", "Chưa đủ điều kiện"],
    "suspended": ["Đình chỉ sinh hoạt đảng"],
    "new_member": ["Mới kết nạp", "Dự bị chưa đủ 6 tháng"],
    "sick": ["Nghỉ ốm"],
    "maternity": ["Nghỉ thai sản"],
    "away": ["Đi nước ngoài", "Đi làm ăn xa"],
    "under_review": ["Đang xem xét kỷ luật"],
}
UNREADABLE = [
    "HTSX",
    "Hoàn thành gì đó",
    "A",
    "B",
    "E",
    "Kém",
    "Khá",
    "???",
    "Hoàn thành tốt nhiêm",
    "85",
    "chưa hoàn thành nhiệm vụ",
]
LAYOUTS = ["list", "list", "matrix", "counts", "wide", "stack", "history", "not rated", "side by side"]
MARKS = ["x", "X", "×", "✓", "có"]
TITLES = {
    "number": ["TT", "STT", "Số TT", "S\nT\nT"],
    "name": ["Họ và tên", "Họ tên", "HỌ VÀ TÊN", "Họ và\ntên", "Họ, tên"],
    "card": ["Số thẻ đảng viên", "Số thẻ đảng", "Số thẻ\nđảng viên", "Thẻ đảng viên"],
    "born": ["Ngày sinh", "Ngày, tháng, năm sinh", "NGÀY SINH"],
    "unit": ["Chi bộ", "Chi bộ sinh hoạt", "CHI BỘ"],
    "base": ["TCCSĐ", "Tổ chức cơ sở đảng", "Đảng bộ cơ sở"],
    "level": [
        "Xếp loại",
        "Xếp\nloại",
        "Mức xếp loại",
        "XẾP LOẠI",
        "Kết quả xếp loại",
        "Xếp loại chất lượng",
        "Phân loại",
    ],
    "reason": ["Lý do không xếp loại", "Lí do", "Ghi chú"],
    "other": ["Chức vụ", "Dân tộc", "Trình độ", "Quê quán"],
}
LEVEL_TITLES = [
    ["Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"],
    ["HTXSNV", "HTTNV", "HTNV", "KHTNV"],
    ["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ"],
    ["Hoàn thành\nxuất sắc", "Hoàn thành\ntốt", "Hoàn\nthành", "Không \nhoàn \nthành"],
]
FAMILY, MIDDLE, GIVEN = (
    ["Nguyễn", "Trần", "Lê", "Phạm", "Đỗ"],
    ["Thị", "Văn", "Đức", "Minh"],
    ["An", "Ánh", "Bình", "Hòa", "Thúy", "Ý"],
)
UNITS = ["Chi bộ 1", "Chi bộ 2", "Chi bộ 10", "Chi bộ Hòa Bình", "Chi bộ Văn phòng", "Chi bộ cơ quan Ủy ban"]
NUMBERINGS: list[Callable[[int], list[Any]]] = [
    lambda width: list(range(1, width + 1)),
    lambda width: [f"({number})" for number in range(1, width + 1)],
    lambda width: ["A", "B", *range(1, width - 1)],
    lambda width: [float(number) for number in range(1, width + 1)],
    lambda width: [1, "2=3+...+9", *range(3, width + 1)],
]


class Entry(NamedTuple):
    """One rating that stands on the sheet, and where."""

    year: int
    population: str
    key: str
    name: str
    unit: str
    level: str
    status: str
    number: int
    cell: str


@dataclass
class MadeUp:
    """A sheet: its cells, and what is true of it."""

    layout: str
    sheet: str
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # cells that must be a problem of severity error
    below_header: int = 0  # non-blank rows under the header
    records: int = 0  # of them, those that give a rating

    def address(self, column: int) -> str:
        """The address of a cell of the row that is added next."""
        return f"{chr(65 + column)}{len(self.rows) + 1}"

    def add(self, cells: Sequence[Any], *, below: bool = True, record: bool = False) -> None:
        self.rows.append(list(cells))
        self.below_header += below and any(cell not in ("", None) for cell in cells)
        self.records += record


def same(text: str) -> str:
    """A text as a person compares it: composed, without what cannot be seen, in one case."""
    text = "".join(letter for letter in unicodedata.normalize("NFC", text) if letter not in "\u200b\ufeff\u00ad")
    return " ".join(text.replace("\xa0", " ").split()).casefold()


def disguised(chance: random.Random, text: str) -> str:
    """The same words as another keyboard, export or hand would leave them."""
    if chance.random() < 0.15:
        text = unicodedata.normalize("NFD", text)
    if chance.random() < 0.15:
        text = text.replace(" ", "\xa0", 1)
    if chance.random() < 0.1:
        text = text[:1] + "\u200b" + text[1:] if len(text) > 3 else text
    if chance.random() < 0.15:
        text = f"  {text} "
    if chance.random() < 0.1:
        text = text.replace(" ", "  ")
    if chance.random() < 0.15 and len(text) > 1:
        text = text.upper()
    return text


def make(seed: int) -> MadeUp:
    """The sheet of a seed."""
    chance = random.Random(seed)
    layout = chance.choice(
        ["list", "list", "matrix", "counts", "wide", "stack", "history", "not rated", "side by side"]
    )
    made = MadeUp(layout, "Số liệu")
    if layout == "stack":
        for table in chance.choices((_list, _matrix, _counts), k=2):
            table(chance, made, *_year(chance, made, said=("title",)))
            made.add([])
    elif layout in ("wide", "history", "not rated"):
        {"wide": _wide, "history": _history, "not rated": _not_rated}[layout](chance, made)
    elif layout == "side by side":
        _side_by_side(chance, made)
    else:
        said = ("title", "title", "sheet", "column") if layout == "list" else ("title", "title", "sheet")
        table = {"list": _list, "matrix": _matrix, "counts": _counts}[layout]
        table(chance, made, *_year(chance, made, said=said))
    return made


# what stands around a table


def _top(chance: random.Random, made: MadeUp, year: int | None, subject: str, *, organ: str = "") -> None:
    """Organ, parent organ, title, decision; the year in one of them where `year` is given."""
    lines = ["ĐẢNG ỦY KHỐI", "ĐẢNG BỘ SỞ XÂY DỰNG", *([organ] if organ else []), "*"]
    lines = lines[: None if organ else chance.randint(0, 3)]
    named = f" NĂM {year}" if year else ""
    lines.append(f"{chance.choice(['DANH SÁCH', 'KẾT QUẢ', 'TỔNG HỢP'])} XẾP LOẠI {subject}{named}")
    if chance.random() < 0.4:
        lines.append(f"(Kèm theo Quyết định số 15-QĐ/ĐUK ngày 12/01/{2000 + chance.randint(10, 30)})")
    if chance.random() < 0.3:
        lines.append("Đvt: Người")
    for line in lines:
        made.add([""] * chance.choice([0, 0, 2]) + [disguised(chance, line)], below=False)
    if chance.random() < 0.5:
        made.add([], below=False)


def _numbering(chance: random.Random, made: MadeUp, width: int) -> None:
    if width >= 4 and chance.random() < 0.4:
        made.add(chance.choice(NUMBERINGS)(width))


def _bottom(chance: random.Random, made: MadeUp) -> None:
    """Notes and signatures below, in the same columns."""
    if chance.random() < 0.3:
        made.add(["Ghi chú: số liệu chốt cuối năm"])
    if chance.random() < 0.5:
        made.add([])
        made.add(["", "NGƯỜI LẬP BIỂU", "", "T/M ĐẢNG ỦY"])
        made.add(["", "(Ký, ghi rõ họ tên)", "", "BÍ THƯ"])
        if chance.random() < 0.5:
            made.add(["", "Nguyễn Văn Ký", "", "Trần Thị Duyệt"])


def _year(chance: random.Random, made: MadeUp, *, said: Sequence[str]) -> tuple[int, str]:
    """The rated year, and what says it: title, sheet name or a column of its own."""
    year, where = chance.randint(2018, 2025), chance.choice(said)
    made.sheet = f"Năm {year}" if where == "sheet" else made.sheet
    return year, where


# people and what is said of them


def _card(chance: random.Random) -> tuple[Any, str]:
    """A card number as typed, and its twelve digits."""
    digits = f"0{chance.randint(10**9, 10**11 - 1):011d}"
    number = int(digits)
    return chance.choice([digits, digits, f" {digits}", number, float(number)]), digits


def _born(chance: random.Random) -> Any:
    day = datetime.date(1950, 1, 1) + datetime.timedelta(days=chance.randint(0, 18000))
    return chance.choice([day, day.strftime("%d/%m/%Y"), float((day - datetime.date(1899, 12, 30)).days)])


def _person(chance: random.Random) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def _said(chance: random.Random) -> tuple[Any, str, str, str, bool]:
    """What the level cell and the reason cell say, the level and the status that means, and whether it is broken."""
    kind = chance.random()
    if kind < 0.75:
        level = chance.choice(list(LEVELS))
        return disguised(chance, chance.choice(LEVELS[level])), "", level, "rated", False
    status = chance.choice(list(REASONS))
    words = disguised(chance, chance.choice(REASONS[status]))
    if kind < 0.85:
        return words, "", "", status, False
    if kind < 0.92:
        return chance.choice(["", "-", "…"]), words, "", status, False
    return chance.choice([*UNREADABLE, ""]), "", "", "unknown", True


def _groups(chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Units in order, each with the names of its people."""
    for unit in chance.sample(UNITS, chance.randint(1, 4)):
        yield unit, [_person(chance) for _ in range(chance.randint(1, 5))]


# the layouts


def _list(chance: random.Random, made: MadeUp, year: int, where: str) -> None:
    unit_by = chance.choice(["column", "column", "group", "merge", "heading"])
    roles = ["number", "name", *(["unit"] if unit_by in ("column", "merge") else []), "card"]
    roles += [
        role
        for role in ("born", "base", "other", "year")
        if (role == "year") == (where == "column") and (role == "year" or chance.random() < 0.6)
    ]
    groups = list(_groups(chance))[: 1 if unit_by == "heading" else None]
    _top(
        chance,
        made,
        year if where == "title" else None,
        "ĐẢNG VIÊN",
        organ=groups[0][0] if unit_by == "heading" else "",
    )
    before = ["self"] if chance.random() < 0.2 else []
    roles += [*before, "level", *(["reason"] if chance.random() < 0.9 else [])]
    titles = {role: chance.choice(words) for role, words in TITLES.items()} | {"year": "Năm", "self": "Tự xếp loại"}
    made.add([titles[role] for role in roles], below=False)
    _numbering(chance, made, len(roles))
    if chance.random() < 0.1:
        made.add(["", "Tổng cộng"])
    number = 0
    for unit, names in groups:
        if unit_by == "group":
            made.add(["", unit] if chance.random() < 0.5 else [unit])
        first = len(made.rows)
        for name in names:
            number += 1
            _list_row(
                chance, made, roles, number, name, unit, year, merged=unit_by == "merge" and len(made.rows) > first
            )
        if unit_by == "merge" and len(names) > 1:
            made.merges.append(((first, roles.index("unit")), (len(made.rows) - 1, roles.index("unit"))))
        if chance.random() < 0.1:
            made.add([])
    if chance.random() < 0.4:
        made.add(["", "Tổng cộng", number] if unit_by == "group" else ["Tổng cộng"])
    _bottom(chance, made)


def _list_row(
    chance: random.Random, made: MadeUp, roles: list[str], number: int, name: str, unit: str, year: int, *, merged: bool
) -> None:
    typed, card = _card(chance)
    level_cell, reason_cell, level, status, broken = _said(chance)
    if "reason" not in roles and status not in ("rated", "unknown"):
        level_cell = reason_cell or level_cell
    cells = {
        "number": number, "name": disguised(chance, name), "card": typed, "born": _born(chance),
        "unit": "" if merged else disguised(chance, unit), "base": "Đảng bộ Sở Xây dựng",
        "other": chance.choice(["Kinh", "Bí thư", "", "12/12"]), "year": chance.choice([year, float(year), str(year)]),
        "self": "HTXSNV", "level": level_cell, "reason": reason_cell,
    }  # fmt: skip
    cell = made.address(roles.index("level"))
    made.entries.append(Entry(year, "member", card, same(name), same(unit), level, status, 1, cell))
    if broken:
        made.broken.add(cell)
    made.add([cells[role] for role in roles], record=True)


def _matrix(chance: random.Random, made: MadeUp, year: int, where: str) -> None:
    _top(chance, made, year if where == "title" else None, "ĐẢNG VIÊN")
    roles, words = ["number", "name", "card", "unit"], chance.choice(LEVEL_TITLES)
    titles = [chance.choice(TITLES[role]) for role in roles]
    mark, at = chance.choice(MARKS), len(roles)
    top = len(made.rows)
    if chance.random() < 0.7:
        made.add([*titles, "XẾP LOẠI ĐẢNG VIÊN", "", "", "", "Ghi chú"], below=False)
        made.add([""] * at + words, below=False)
        made.merges += [
            ((top, at), (top, at + 3)),
            *(((top, place), (top + 1, place)) for place in (*range(at), at + 4)),
        ]
    else:
        made.add([*titles, *words, "Ghi chú"], below=False)
    _numbering(chance, made, at + 5)
    number = 0
    for unit, names in _groups(chance):
        for name in names:
            number += 1
            _matrix_row(chance, made, number, name, unit, year, mark)
    _bottom(chance, made)


def _matrix_row(chance: random.Random, made: MadeUp, number: int, name: str, unit: str, year: int, mark: str) -> None:
    typed, card = _card(chance)
    cells: list[Any] = [number, disguised(chance, name), typed, unit, "", "", "", "", ""]
    ids, kind = list(LEVELS), chance.random()
    level, status, place = "", "rated", 4 + chance.randrange(4)
    if kind < 0.85:
        level, cells[place] = ids[place - 4], mark
    elif kind < 0.93:
        status, place = chance.choice(list(REASONS)), 4
        cells[8] = disguised(chance, chance.choice(REASONS[status]))
    elif kind < 0.97:
        status, place = "unknown", 4
        cells[4] = cells[6] = mark
    else:
        status, place = "unknown", 4
    cell = made.address(place)
    made.entries.append(Entry(year, "member", card, same(name), same(unit), level, status, 1, cell))
    if status == "unknown":
        made.broken.add(cell)
    made.add(cells, record=True)


def _counts(chance: random.Random, made: MadeUp, year: int, where: str) -> None:
    _top(chance, made, year if where == "title" else None, "ĐẢNG VIÊN")
    words, pairs, sums = chance.choice(LEVEL_TITLES), chance.random() < 0.4, chance.random() < 0.4
    step, at, top = 2 if pairs else 1, 4 if sums else 3, len(made.rows)
    fixed = [
        chance.choice(TITLES["number"]),
        chance.choice(TITLES["unit"]),
        chance.choice(["Đảng số", "Tổng số đảng viên"]),
    ]
    fixed += ["Số đảng viên được xếp loại"] if sums else []
    made.add([*fixed, "XẾP LOẠI ĐẢNG VIÊN", *[""] * (4 * step - 1)], below=False)
    made.add([""] * at + [cell for word in words for cell in [word, *[""] * (step - 1)]], below=False)
    made.merges.append(((top, at), (top, at + 4 * step - 1)))
    made.merges += [((top, place), (top + 1 + pairs, place)) for place in range(at)]
    if pairs:
        made.add([""] * at + ["SL", "%"] * 4, below=False)
        made.merges += [((top + 1, at + 2 * n), (top + 1, at + 2 * n + 1)) for n in range(4)]
    _numbering(chance, made, at + 4 * step)
    body = [_counted(chance, unit) for unit in chance.sample(UNITS, chance.randint(2, len(UNITS)))]
    total = [sum(numbers[n] for _, numbers in body) for n in range(4)]
    if top_total := chance.random() < 0.2:
        made.add(_count_cells("", "Tổng cộng", total, sums=sums, pairs=pairs))
    for number, (unit, numbers) in enumerate(body, start=1):
        for n, level in enumerate(LEVELS):
            if numbers[n]:
                cell = made.address(at + n * step)
                made.entries.append(
                    Entry(year, "member", "#", same(unit), same(unit), level, "rated", numbers[n], cell)
                )
        made.add(_count_cells(number, disguised(chance, unit), numbers, sums=sums, pairs=pairs), record=True)
    if not top_total and chance.random() < 0.6:
        made.add(_count_cells("", "TỔNG CỘNG", total, sums=sums, pairs=pairs))
    _bottom(chance, made)


def _counted(chance: random.Random, unit: str) -> tuple[str, list[int]]:
    numbers = [chance.randint(0, 9), chance.randint(2, 60), chance.randint(0, 9), chance.choice([0, 0, 1])]
    return unit, numbers


def _count_cells(number: Any, unit: str, numbers: list[int], *, sums: bool, pairs: bool) -> list[Any]:
    total = sum(numbers)
    cells: list[Any] = [number, unit, total, *([total] if sums else [])]
    for value in numbers:
        cells += [value or "", round(100 * value / total, 2) if value else ""] if pairs else [value]
    return cells


def _wide(chance: random.Random, made: MadeUp) -> None:
    _top(chance, made, None, "TỔ CHỨC CƠ SỞ ĐẢNG")
    years = sorted(chance.sample(range(2018, 2026), chance.randint(2, 6)), reverse=chance.random() < 0.5)
    spelt = chance.choice(["{}", "Năm {}", "Xếp loại {}", "Xếp loại năm {}"])
    made.add(["STT", "Mã", "Tên TCCSĐ", *(spelt.format(year) for year in years)], below=False)
    for number in range(1, chance.randint(2, 9)):
        code, name, found = f"TC{number:02d}", f"Đảng bộ cơ sở số {number}", 0
        cells: list[Any] = []
        for place, year in enumerate(years, start=3):
            blank = chance.random() < 0.15 and (found or place < len(years) + 2)
            level = chance.choice(list(LEVELS))
            cells.append("" if blank else disguised(chance, chance.choice(LEVELS[level])))
            if not blank:
                found += 1
                cell = made.address(place)
                made.entries.append(Entry(year, "base_organisation", code, same(name), "", level, "rated", 1, cell))
        made.add([number, code, disguised(chance, name), *cells], record=found > 0)
    _bottom(chance, made)


def _history(chance: random.Random, made: MadeUp) -> None:
    """One unit's levels, a row a year."""
    unit = chance.choice(["Chi bộ 3", "Chi bộ Hòa Bình", "Đảng bộ Sở Xây dựng"])
    made.add(["ĐẢNG ỦY KHỐI"], below=False)
    made.add([f"{chance.choice(['QUÁ TRÌNH XẾP LOẠI CỦA ', 'Đơn vị: ', ''])}{unit}"], below=False)
    years = sorted(chance.sample(range(2018, 2026), chance.randint(2, 6)), reverse=chance.random() < 0.5)
    spelt = chance.choice(["{}", "Năm {}"])
    made.add(["Năm", chance.choice(TITLES["level"]), "Ghi chú"], below=False)
    population = "cell" if unit.startswith("Chi bộ") else "base_organisation"
    for year in years:
        level_cell, note, level, status, broken = _said(chance)
        cell = made.address(1)
        made.entries.append(Entry(year, population, "", same(unit), "", level, status, 1, cell))
        if broken:
            made.broken.add(cell)
        made.add([spelt.format(year) if spelt != "{}" else year, level_cell, note], record=True)
    _bottom(chance, made)


def _not_rated(chance: random.Random, made: MadeUp) -> None:
    """People who were not rated, each with the reason or with none but the title's."""
    year = chance.randint(2018, 2025)
    what, default = chance.choice(
        [("CHƯA ĐÁNH GIÁ, XẾP LOẠI", "not_yet"), ("KHÔNG XẾP LOẠI", "unspecified"), ("ĐƯỢC MIỄN ĐÁNH GIÁ", "exempt")]
    )
    made.add([f"DANH SÁCH ĐẢNG VIÊN {what} NĂM {year}"], below=False)
    made.add(["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Lý do"], below=False)
    number = 0
    for unit, names in _groups(chance):
        for name in names:
            number += 1
            typed, card = _card(chance)
            status = chance.choice([default, *REASONS])
            words = "" if status == default else disguised(chance, chance.choice(REASONS[status]))
            made.entries.append(Entry(year, "member", card, same(name), same(unit), "", status, 1, made.address(4)))
            made.add([number, disguised(chance, name), typed, disguised(chance, unit), words], record=True)
    _bottom(chance, made)


def _side_by_side(chance: random.Random, made: MadeUp) -> None:
    """Two lists beside each other under one title."""
    year = chance.randint(2018, 2025)
    made.add([f"KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM {year}"], below=False)
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"]
    made.add([*header, "", *header], below=False)
    for number in range(1, chance.randint(3, 9)):
        row: list[Any] = []
        for left in (0, 6):
            typed, card = _card(chance)
            name, unit, level = _person(chance), chance.choice(UNITS), chance.choice(list(LEVELS))
            cell = made.address(left + 4)
            made.entries.append(Entry(year, "member", card, same(name), same(unit), level, "rated", 1, cell))
            row += [number, disguised(chance, name), typed, unit, disguised(chance, chance.choice(LEVELS[level])), ""]
        made.add(row[:-1], record=True)
        made.below_header += 1  # each of the two lists counts its rows
        made.records += 1
