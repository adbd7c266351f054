"""Rows that are no records, told from their words: totals, numbering, signatures, notes, groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evalkit.vietnamese import fold

_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số| hợp)?|cộng|total)"
    r"(?:\s*[:(+].*|\s+(?:toàn|chung|đảng viên|các|của|số|cả|chi bộ|đảng bộ|nhóm|khối|mục|\(?[ivx]+).*)?"
)
_ORGANISATION = re.compile(r"(?:các )?(?:chi bộ|đảng bộ|khối|cơ quan|tổ chức|ban|sở|đảng uỷ|phòng|cụm|nhóm|loại)\b.*")
_GROUP_NUMBER = re.compile(r"[ivxlc]+[.)]?|[a-zđ][.)]?|\d+(?:\.\d+)+[.)]?|[-*+]")
_NUMBERED = re.compile(r"([ivxlc]+|[a-zđ]|\d+(?:\.\d+)*)\s*[.)\-–:]+\s*|[-+*•]\s*", re.IGNORECASE)
_HEADCOUNT = re.compile(r"\s*[:(,–-]\s*(?:có |gồm )?\d+ ?(?:đồng chí|đ/c|đảng viên|đv|người)\s*\)?[.:]?", re.IGNORECASE)
_PART = r"(?:đảng viên )?(?:nữ|nam|dự bị|chính thức|dân tộc(?: thiểu số)?)"
_SUBSET = re.compile(rf"(?:[-+*•] ?)?(?:trong (?:đó|số đó)|chia (?:ra|theo))\b.*|[-+*•] ?{_PART}")
_SIGNATURE = re.compile(
    r"(?:người lập|t/m|tm\.|kt\.|k/t|bí thư|phó bí thư|nơi nhận|xác nhận|thủ trưởng|chủ tịch|trưởng ban|lưu:|\(?ký"
    r"|(?:.*, )?ngày \S* ?tháng).*"
)
_NOTE = re.compile(r"(?:ghi chú|chú thích|lưu ý|viết tắt|nguồn|source|note)\b.*|[-+*(•].*")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[a-zđ]|\d{1,2}\s*=.*)\)?")
_PLACEHOLDER = re.compile(r"[.…·\-–—\s]*")


def is_total(text: str) -> bool:
    """ "Tổng cộng", "Cộng (I + II)"; not "Tổng công ty …".

    >>> is_total("TỔNG CỘNG"), is_total("Tổng công ty Điện")
    (True, False)
    """
    return text[:1] in "TtCc" and text[1:2] in "ổỔộỘoO" and bool(_TOTAL.fullmatch(fold(text)))


def is_subset(text: str) -> bool:
    """ "Trong đó: nữ", "- Dự bị": some of those whom the row before counts; "Dự bị" alone may be a row of its own."""
    return bool(_SUBSET.fullmatch(fold(text)))


def is_part(title: str) -> bool:
    """ "Nữ", "Dự bị" under a level: some of those whom the column before counts."""
    return is_subset(title) or bool(re.fullmatch(_PART, fold(title)))


def is_signature(text: str) -> bool:
    """ "NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ", "Hà Nội, ngày … tháng …", "Nơi nhận"."""
    return bool(_SIGNATURE.fullmatch(fold(text)))


def is_note(text: str) -> bool:
    """ "Ghi chú: …", "- THPT: …", "(*) …"."""
    return bool(_NOTE.fullmatch(fold(text)))


def is_placeholder(text: str) -> bool:
    """Dots or dashes left to be filled."""
    return bool(_PLACEHOLDER.fullmatch(text))


def is_organisation(text: str) -> bool:
    """Words that name an organisation, never a person."""
    return bool(_ORGANISATION.fullmatch(fold(text)))


def is_group_number(text: str) -> bool:
    """ "I", "A.", "3.1", "-": the numbering of a group of rows, not of one subject."""
    return bool(_GROUP_NUMBER.fullmatch(fold(text)))


def group_name(text: str) -> str:
    """What a group row names, without its number and without how many belong to it.

    >>> group_name("II- Chi bộ 3: 25 đồng chí"), group_name("Chi bộ Văn phòng (07 đ/c)")
    ('Chi bộ 3', 'Chi bộ Văn phòng')
    """
    numbered, counted = _NUMBERED.match(text), _HEADCOUNT.search(text)
    end = counted.start() if counted and counted.end() == len(text) else len(text)
    return text[numbered.end() if numbered else 0 : end]


def group_level(number: str, text: str) -> str:
    """How a group is numbered, "I", "a" or "1": groups numbered alike stand beside each other. "" where it is not."""
    found = _NUMBERED.match(text)
    said = fold(number if is_group_number(number) or number.isdigit() else found[1] or "" if found else "").strip(".)")
    if re.fullmatch("[ivx]+", said):  # C is the third letter more often than a hundred
        return "I"
    return "a" if said.isalpha() else re.sub(r"\d+", "1", said)


def may_number(text: str) -> bool:
    """Whether a cell could stand in a row that numbers the columns."""
    return bool(_NUMBERING.fullmatch(fold(text)))


def is_numbering(texts: Sequence[str]) -> bool:
    """A row that numbers the columns: 1 2 3, (1) (2), A B 1, 2 = 4+...+14.

    >>> is_numbering(["A", "B", "1", "2"]), is_numbering(["1", "2 = 3+4", "3", "4"])
    (True, True)
    """
    if len(texts) < 3 or not all(map(may_number, texts)):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    return len(numbers) >= 2 and numbers[0] <= 5 and all(one <= other for one, other in pairwise(numbers))
