"""Names of Party organisations: cells, base organisations, and the committees above them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalkit.sheets.vocabulary.words import at_start, whole
from evalkit.vietnamese import fold, plain

# Whether words name an organisation, never a person.
is_organisation = whole(r"(?:các )?(?:chi bộ|đảng bộ|khối|cơ quan|tổ chức|ban|sở|đảng uỷ|phòng|cụm|nhóm|loại)\b.*")
_COMMITTEE = re.compile(r"^(?:(?:ban thường vụ|btv)\s+)?đảng\s+(?:ủy|uỷ)\s+", re.IGNORECASE)
_BASE_CELL = re.compile(r"chi bộ cơ sở (?!\d)")
_NUMBERED_CELL = re.compile(r"chi bộ (?:số )?(?:\d+|[ivx]+)")
# Whether a committee stands over base organisations: what is directly under it is a base organisation.
is_above_bases = at_start(  # not «khối Văn phòng», a part of an office, nor «Tỉnh đoàn», an office of its own
    r"(?:đảng (?:bộ|uỷ) (?:khối(?! (?:văn phòng|phố|vận)\b)|các cơ quan|(?:huyện|quận|tỉnh)(?! (?:đoàn|đội)\b)"
    r"|thành phố|thị xã)|huyện uỷ|quận uỷ|thành uỷ|tỉnh uỷ|thị uỷ)\b"
)
_SHORT = (
    ("cb ", "Chi bộ "),
    ("cbcs ", "Chi bộ cơ sở "),
    ("đb ", "Đảng bộ "),
    ("đbcs ", "Đảng bộ cơ sở "),
    ("đbbp ", "Đảng bộ bộ phận "),
    ("đu ", "Đảng ủy "),
)
_PLACES = {"thon": "Thôn", "xom": "Xóm", "ap": "Ấp", "khu": "Khu", "khu pho": "Khu phố", "to dan pho": "Tổ dân phố"}
_CELL_IN_NAME = re.compile(
    rf"\b(?:(?:chi ?bo|cb)\s*(?:so\s*)?|(?=(?:{'|'.join(_PLACES)})\b))"
    rf"(?:(?P<place>{'|'.join(sorted(_PLACES, key=len, reverse=True))})\s*)?(?P<number>\d{{1,2}})(?!\d|[.,]\d{{1,2}}\b)"
)
_NUMBERED = r"(?:(?:chi bộ|cb) )?(?:số )?\d{1,2}"
_SEVERAL_UNITS = re.compile(rf"chi bộ (?:số )?\d{{1,2}}(?:\s*(?:,|;|\+|&|và|đến)\s*{_NUMBERED})+")
_NAMELESS = re.compile(  # any organisation of a kind, and what one does that rates
    r"(?:đảng bộ|đảng uỷ|chi bộ)(?: (?:cơ sở|bộ phận|cấp trên))*"
    r"(?: trực thuộc.*| (?:(?:tự|đã|được) )*(?:đánh giá|xếp loại|phân loại|kết luận|quyết định|(?:phê )?duyệt|công nhận"
    r"|thẩm định|đề (?:nghị|xuất)|chấm|nhận)\b.*)?"
)
# Whether words name a body that is rated as a whole, never a person.
is_collective = whole(
    r"(?:(?:kết quả )?(?:xếp loại|đánh giá) )?(?:tập thể|tổ đảng|chi bộ|đảng bộ|ban (?:chấp hành|thường vụ)"
    r"|(?:ban )?(?:chi|đảng|cấp) uỷ(?! viên\b))\b.*"
)
_PARTY_UNITS = (  # the first that a name begins with
    ("đảng bộ bộ phận", "section_committee"),
    ("đảng bộ", "base_organisation"),
    ("đảng uỷ", "committee"),
    ("chi bộ", "cell"),
)


def party_unit(name: str) -> str:
    """Return what a name says its organisation is: a population, "committee" for "Đảng ủy …"; "" for no Party's.

    >>> party_unit("Đảng bộ Sở Y tế"), party_unit("CHI BỘ 3"), party_unit("Đảng uỷ xã"), party_unit("Khối Đảng")
    ('base_organisation', 'cell', 'committee', '')
    """
    words = fold(name)
    return next((unit for start, unit in _PARTY_UNITS if words.startswith(start)), "")


def has_cells(name: str) -> bool:
    """Return whether a name is that of a Party organisation that may have cells: "Đảng bộ …", not "Đảng ủy …"."""
    return party_unit(name) in ("base_organisation", "section_committee")


def is_base(name: str) -> bool:
    """Return whether a name says that it is a base organisation's; «cơ sở 2» is a campus.

    >>> is_base("Đảng bộ Sở Y tế"), is_base("Chi bộ cơ sở Sở Y tế"), is_base("Chi bộ Cơ sở 2")
    (True, True, False)
    """
    return party_unit(name) in ("base_organisation", "committee") or bool(_BASE_CELL.match(fold(name)))


def may_be_base(name: str) -> bool:
    """Return whether a cell's name can be that of a base organisation: one with but a number has others beside it."""
    return party_unit(name) == "cell" and not _NUMBERED_CELL.fullmatch(fold(name))


def names_party_unit(name: str) -> bool:
    """Return whether words are the name of one Party organisation, also in short.

    >>> names_party_unit("Chi bộ 1"), names_party_unit("CB Văn phòng"), names_party_unit("Doanh nghiệp")
    (True, True, False)
    >>> names_party_unit("Chi bộ trực thuộc"), names_party_unit("Đảng ủy quyết định")
    (False, False)
    """
    name = in_full(name)
    return bool(party_unit(name)) and not _NAMELESS.fullmatch(fold(name))


def in_full(name: str) -> str:
    """Return a name whose first word is written in short ("CB 1", "ĐB Sở A") in full."""
    words = fold(name)
    return next((full + name[len(short) :] for short, full in _SHORT if words.startswith(short)), name)


def names_several_units(name: str) -> bool:
    """Return whether one name is of several numbered organisations.

    >>> names_several_units("Chi bộ 1, 2"), names_several_units("CB 1 đến CB 4"), names_several_units("Chi bộ 1 và 2")
    (True, True, True)
    >>> names_several_units("Chi bộ 1, xã An Phú"), names_several_units("Chi bộ 1 - Khối 2")
    (False, False)
    """
    return bool(_SEVERAL_UNITS.fullmatch(fold(in_full(name))))


def cell_in_name(name: str) -> str:
    """Return the cell that the name of a sheet or a file says by a number, typed in short or without accents.

    >>> cell_in_name("CB1"), cell_in_name("DS chi bo thon 03 nam 2022"), cell_in_name("Thôn 2")
    ('Chi bộ 1', 'Chi bộ Thôn 3', 'Chi bộ Thôn 2')
    >>> cell_in_name("Sheet1"), cell_in_name("chi bo 2022"), cell_in_name("CB mầm non")
    ('', '', '')
    """
    found = _CELL_IN_NAME.search(plain(name).replace("_", " "))
    if not found:
        return ""
    place = _PLACES[found["place"]] + " " if found["place"] else ""
    return f"Chi bộ {place}{int(found['number'])}"


def bases_among(names: Iterable[str]) -> set[str]:
    """Return which of the organisations that stand beside each other are base organisations.

    So are cells beside committees, unless they have but a number.

    >>> sorted(bases_among(["Đảng bộ Sở A", "Chi bộ Báo B"])), sorted(bases_among(["Chi bộ 1", "Chi bộ Văn phòng"]))
    (['Chi bộ Báo B', 'Đảng bộ Sở A'], [])
    """
    full = {name: in_full(name) for name in names}
    committees = any(party_unit(name) == "base_organisation" for name in full.values())
    return {name for name, whole in full.items() if is_base(whole) or (committees and may_be_base(whole))}


def led_by(committee: str) -> str:
    """Return the organisation that a committee leads, where the name is a committee's: it is one and the same unit.

    >>> led_by("ĐẢNG ỦY SỞ Y TẾ"), led_by("Ban Thường vụ Đảng uỷ xã A"), led_by("Chi bộ 3")
    ('ĐẢNG BỘ SỞ Y TẾ', 'Đảng bộ xã A', 'Chi bộ 3')
    """
    return _COMMITTEE.sub("ĐẢNG BỘ " if committee.isupper() else "Đảng bộ ", committee)
