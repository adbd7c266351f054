"""The words around numbers: how many people or units a line says there are."""

from __future__ import annotations

import re

from evalkit.sheets.vocabulary.rows import begins_as_total, group_count
from evalkit.sheets.vocabulary.words import PEOPLE, inside
from evalkit.vietnamese import fold

_HEADCOUNT = re.compile(rf"(?:có|gồm|là|:)\s*:?\s*(\d+)\s*(?:\([^)]*\)\s*)?(?:{PEOPLE}|tổ chức|chi bộ)")
# Whether a sum says how many units stand above it, not how many people: "Tổng cộng: 03 chi bộ".
counts_organisations = inside(r"\d+\s*(?:chi bộ|tổ chức|tccsđ|đảng bộ|đơn vị)\b")
_HEADCOUNT_ALONE = re.compile(
    r"(?:tổng(?: số| cộng)?|cộng)(?: (?:đảng viên|đv))?\s*"
    rf"(?::\s*(\d+)|\(\s*(\d+)\s*{PEOPLE}?\s*\))\.?"
)
_OF_OTHERS = re.compile(  # whom a number counts that is none of a list of members
    r"cán bộ|công chức|viên chức|công nhân|nhân viên|người lao động|quần chúng|(?:đoàn|hội) viên|học sinh|sinh viên"
    r"|phiếu|\b(?:dự|vắng)\b"
)
# Whether a line says a number of people or votes, and so names nobody: "Trong đó nữ 03 đồng chí"; a person may have a
# year or a number behind the name.
tells_number = inside(  # nobody is called so
    rf":\s*\d{{1,3}}(?:/\d{{1,3}})?(?![/.\d-])|(?<![\d/])(\d{{1,3}})/\1(?![\d/])"
    rf"|\d\s*(?:%|(?:\([^)\d]*\)\s*)?(?:{PEOPLE}|phiếu|bản|chi bộ|tổ chức)\b)|bằng chữ"
)
_LISTED = re.compile(r"\(?(?:ấn định |chốt |tổng (?:cộng|số) )*\(?danh sách\b.*")
_TITLE_COUNT = re.compile(r"danh sách (\d+) (?:đồng chí|đ/c|đảng viên|đv)\b")
_UNITS_TOLD = re.compile(  # all that stand above or below, not «02 chi bộ HTXSNV», «03 chi bộ chưa gửi»
    r"(?:\b(?:có|gồm|tổng(?: cộng| số)?|cộng|toàn (?:đảng bộ|xã|huyện|ngành))|^)\s*:?\s*(\d{1,3}) (chi bộ|tccsđ|đơn vị"
    r"|tổ chức(?: cơ sở)? đảng)(?: trực thuộc| cơ sở)?\s*(?=$|[,;.)]|(?:với|và|gồm)\b)"
)
_KIND_TOLD = re.compile(
    rf"\b(?P<kind>chính thức|dự bị|nam|nữ)(?: có)?\s*[:=]?\s*(?P<behind>\d{{1,4}})\b"
    rf"|\b(?P<before>\d{{1,4}})\s*(?:{PEOPLE}\s+)?(?:là )?(?P<named>chính thức|dự bị|nam|nữ)\b"
)


def headcount(text: str) -> int | None:
    """Return the number in a line that says how many a list names: "Tổng cộng danh sách có 26 đồng chí"."""
    words = fold(text)
    if found := _HEADCOUNT_ALONE.fullmatch(words):
        return int(found[1] or found[2])
    listed = (begins_as_total(words) or _LISTED.fullmatch(words)) and not _OF_OTHERS.search(words)
    found = _HEADCOUNT.search(words) if listed else None
    return int(found[1]) if found else None


def units_told(text: str) -> tuple[int, str] | None:
    """Return how many units a line says there are in all, and which; None where it counts only some of them.

    >>> units_told("(Toàn Đảng bộ có 09 chi bộ, 160 đảng viên)"), units_told("Tổng cộng: 12 TCCSĐ")
    ((9, 'cell'), (12, ''))
    >>> units_told("Có 02 chi bộ HTXSNV"), units_told("Tổng số 9 chi bộ, có 8 chi bộ")
    (None, None)
    """
    found = _UNITS_TOLD.findall(fold(text))
    if len(found) != 1:
        return None
    number, what = found[0]
    return int(number), "cell" if what == "chi bộ" else ""


def kinds_told(text: str) -> dict[str, int]:
    """Return how many of each kind of members a line tells.

    >>> kinds_told("Cộng: 06 đ/c (nam: 04; nữ: 03)"), kinds_told("9 ĐV chính thức, 1 dự bị; 02 nữ cấp ủy")
    ({'nam': 4, 'nữ': 3}, {'chính thức': 9, 'dự bị': 1, 'nữ': 2})
    """
    found: dict[str, int] = {}
    for one in _KIND_TOLD.finditer(fold(text)):
        found.setdefault(one["kind"] or one["named"], int(one["behind"] or one["before"]))
    return found


def title_count(text: str) -> int | None:
    """Return how many a title says that its list has.

    >>> title_count("DANH SÁCH 07 ĐẢNG VIÊN ĐƯỢC XẾP LOẠI"), title_count("Danh sách đảng viên (6 đ/c)")
    (7, 6)
    """
    found = _TITLE_COUNT.match(fold(text))
    return int(found[1]) if found else group_count(text)
