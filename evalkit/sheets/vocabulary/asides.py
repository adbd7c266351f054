"""What words beside or above a row say of it: plan or result, of which year, of whom, a number or a share."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from evalkit.sheets.vocabulary.rows import is_kind_group, is_total, member_kind
from evalkit.sheets.vocabulary.scopes import scope_of
from evalkit.sheets.vocabulary.titles import (
    DECISION,
    ORGANISATION_ROLES,
    authority_of,
    counted_population,
    role_of,
    whom_it_counts,
)
from evalkit.sheets.vocabulary.words import PEOPLE, RATE, whole
from evalkit.sheets.years import cell_year
from evalkit.vietnamese import fold

SHARES = "shares"  # the scope of a row of per cents
WHOLE = "whole"  # the kind of a row that counts all whom the rows beside it divide
_MAY_BE_MEMBERS = frozenset({"officials", "others", "work"})  # out of scope only beside those called members
_DECIDED = re.compile(
    r"(?:kết quả|kq|thực hiện|th|thực đạt|đạt(?: được)?)(?: (?:thực hiện|đạt được|cả năm|cuối năm))?"
    r"|(?:kết quả )?(?:cả|cuối|trong) năm|năm (?:nay|báo cáo)|kỳ (?:này|báo cáo)|báo cáo (?:này|kỳ này)"
)
_SHARE_WORDS = re.compile(rf"(?:{RATE}|(?:tỷ|tỉ) trọng).*|tl\b.*|\(?%.*")
_NUMBERS = re.compile(rf"số (?:lượng|người|đảng viên|đv)|sl|{PEOPLE}")
_WHOLES = frozenset({"chung", "tất cả", "tổng", "tổng số"})
# Whether a column may say of each row what it counts: one without a title, «Nội dung», «Đối tượng».
is_side_title = whole(
    r"(?:(?:nội dung|đối tượng|diện|thành phần|giới(?: tính)?|chỉ tiêu|loại|diễn giải|đợt|kỳ|số liệu|nhóm)?(?: \(.*\))?"
    r"|(?:nhóm )?đối tượng.*)[ :]*"
)
# Whether the years of a column are those of its rows' own past, and rate nothing: «Năm thành lập».
has_own_year = whole(r".*(?:thành lập|sinh|vào đảng|kết nạp|bổ nhiệm|tốt nghiệp|xây dựng|công tác|hoạt động)\b.*")
_UNIT = re.compile(r"(?:chi bộ|đảng bộ|tổ đảng|khối|cụm) \S.*")
_WIDEST = 60  # letters; longer words describe


class Aside(NamedTuple):
    """What a text says of a row; nothing of all this where its words are not known."""

    scope: str = ""  # why the row is no decided result of the year, or `SHARES`
    year: int | None = None
    population: str = ""
    kind: str = ""  # the part that it counts, of the members or of a unit, or `WHOLE`
    is_known: bool = True

    @property
    def needs_members(self) -> bool:
        """Return whether its people are left out only beside rows that are called members."""
        return self.scope in _MAY_BE_MEMBERS


_UNKNOWN = Aside(is_known=False)


@lru_cache(maxsize=4096)
def aside_of(text: str) -> Aside:
    """Return what a text says of its row.

    >>> aside_of("KH").scope, aside_of("Năm 2021").year, aside_of("Đảng viên").population, aside_of("Nữ").kind
    ('target', 2021, 'member', 'nữ')
    >>> aside_of("Thực hiện").is_known, aside_of("Lần 2").is_known
    (True, False)
    >>> aside_of("Chi bộ trực thuộc").population, aside_of("Chi bộ Thôn 1").kind
    ('cell', 'chi bộ thôn 1')
    """
    words = fold(text).strip(" .:*-+")
    if not words:
        return Aside()
    if len(words) > _WIDEST:
        return _UNKNOWN
    if _UNIT.fullmatch(words):
        return Aside(population=whom_it_counts(words)) if is_kind_group(words) else Aside(kind=words)
    if _SHARE_WORDS.fullmatch(words):
        return Aside(scope=SHARES)
    if words in _WHOLES or is_total(words):
        return Aside(kind=WHOLE)
    if kind := member_kind(words):
        return Aside(kind=kind)
    if year := cell_year(words):
        return Aside(year=year)
    if _DECIDED.fullmatch(words):
        return Aside()
    if scope := scope_of(words):
        return Aside(scope=scope)
    population = counted_population(words) or ORGANISATION_ROLES.get(role_of(words), "")
    if population:
        return Aside(population=population)
    return Aside() if _NUMBERS.fullmatch(words) or authority_of(words) >= DECISION else _UNKNOWN
