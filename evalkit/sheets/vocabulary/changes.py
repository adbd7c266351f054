"""The words by which a line around a table changes what its rows say, or adds somebody who has no row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from evalkit.scale import Scale
from evalkit.sheets.vocabulary.words import PEOPLE, at_start
from evalkit.vietnamese import clean, fold

_ROW = re.compile(
    r"\b(?:stt|số tt|số thứ tự|dòng(?: số| thứ)?)[\s:.]*\d"
    r"|\b(?:đ/c|đc|đồng chí|đảng viên|đv) (?:(?:ở|có|tại|mang) )?số (?:tt |thứ tự )?\d"
)
_ADDRESS = re.compile(r"\b(?:đ/c|đc|đồng chí|đảng viên|ông|bà)\s*:?\s+(\S+)\s+(\S)", re.IGNORECASE)
_OFFICES = frozenset({"Phó", "Chi", "Đảng", "Huyện", "Ban"})  # «đ/c Phó Bí thư» names an office
_COUNTED = re.compile(rf"(?<![\d/.,-])\d{{1,3}} ?{PEOPLE}\b")
_CHANGES = re.compile(
    r"\bđiều chỉnh\b|\bđính chính\b|\bsửa (?:lại|đổi|thành)\b|\bxin rút\b|\brút (?:tên|khỏi|xuống|mức)"
    r"|\b(?:hạ|nâng) (?=mức|bậc|xuống|lên|từ|loại|xếp|đ/c|đồng chí|đảng viên|\d)"
    r"|\bbổ sung\b(?! (?:hồ sơ|minh chứng|biên bản|giấy|văn bản|thông tin|chữ ký|số liệu))"
    r"|\bthêm (?=\d|đ/c|đồng chí|đảng viên)|\b(?:loại|xoá|gạch|bỏ) (?:tên )?(?:ra )?(?:khỏi|đ/c|đồng chí|stt)"
    r"|\b(?:chưa|không) có (?:tên )?(?:ở |trong )(?:danh sách|bảng|biểu)"
)
_SETS_APART = re.compile(r"\bngoài ra\b|\briêng\b|\btrừ\b")
_OF_OTHER_THINGS = re.compile(  # a meeting, a pledge, a rule, another year
    r"\bvắng\b|\bcó mặt\b|\bdự họp\b|\bchủ trì\b|phấn đấu|đăng ký|cam kết|\bnếu\b|trường hợp|so với|năm (?:trước|sau)"
)
# Whether a line over a table begins as titles and their brackets do: it says what is listed below.
is_title_line = at_start(
    r"\W*(?:danh sách|ds|biểu|bảng|tổng hợp|báo cáo|phụ lục|kết quả|xếp loại|đánh giá|quyết định|nghị quyết|thông báo"
    r"|v/v|về việc|kèm theo|theo|căn cứ)\b"
)
_UNIT_RATED = re.compile(  # a body, that it is rated, and what stands behind the last words that announce a level
    r"(?=.*\b(?:xếp loại|đánh giá|phân loại|đạt|mức)\b)"
    r"(?!.*\b(?:danh sách|ds|đảng viên|đv|đ/c|đồng chí|cá nhân|uỷ viên)\b)"
    r".*\b(?:chi bộ|đảng bộ|tập thể|(?:chi|đảng|cấp) uỷ)\b.*(?::|\b(?:là|đạt|mức|loại))\s*([^:]+)"
)
_WORDS = 6  # the most that a level has
_BEFORE_LEVEL = frozenset({"loại", "mức", "xuống", "lên", "còn", "đạt", "là", "thành"})
_OWN_WORD = re.compile(r"[^\W\d]{2,}nv|htxs|kht|.* (?:nhiệm vụ|nv)")  # «tốt» alone may praise something else


def changes_rows(text: str, scale: Scale, listed: Callable[[], Iterable[str]], *, persons: bool) -> bool:
    """Return whether a line gives somebody a level, a reason or a change that stands in no row, or adds people.

    `listed` gives the folded names of the rows. A number of people alone is a sum, and needs a word of change.

    >>> from evalkit.scale import PARTY
    >>> changes_rows("Hạ 01 đồng chí từ HTTNV xuống HTNV (STT 3)", PARTY, list, persons=True)
    True
    >>> changes_rows("HTXSNV: 02 đồng chí; vắng 01 đ/c (nghỉ ốm)", PARTY, list, persons=True)
    False
    """
    words = fold(text)
    changed = bool(_CHANGES.search(words))
    if not changed and (_OF_OTHER_THINGS.search(words) or not _says_why(words, scale)):
        return False
    numbered = bool(_ROW.search(words))
    named = numbered or _names_somebody(text) or any(name in words for name in listed())
    if named and (persons or numbered or changed):
        return True
    return bool(_COUNTED.search(words)) and (changed or bool(_SETS_APART.search(words)))


def rates_unit(text: str, scale: Scale) -> bool:
    """Return whether a line gives a body the level that it was rated at, in words.

    >>> from evalkit.scale import PARTY
    >>> rates_unit("Chi bộ tự xếp loại: HTTNV; Đảng ủy xếp loại chi bộ: HTNV", PARTY)
    True
    >>> rates_unit("Danh sách đảng viên Chi bộ 3 xếp loại: HTTNV", PARTY), rates_unit("Chi bộ 3: HTTNV: 5", PARTY)
    (False, False)
    """
    parts = (_UNIT_RATED.fullmatch(part.strip(" .-+*")) for part in re.split(r"[;\n]", fold(text)))
    return any(found and scale.level_of(found[1].strip(" .")) for found in parts)


def _says_why(words: str, scale: Scale) -> bool:
    """Return whether a level, or a reason to have none, stands in folded words."""
    return bool(scale.read_reason(words) or scale.left(words)) or names_level(words, scale)


def _names_somebody(text: str) -> bool:
    """Return whether a name stands behind a form of address; in capitals nothing tells a name from other words."""
    text = clean(text)
    found = () if text.isupper() else _ADDRESS.finditer(text)
    return any(one[1].istitle() and one[2].isupper() and one[1] not in _OFFICES for one in found)


def names_level(words: str, scale: Scale) -> bool:
    """Return whether a level stands anywhere in folded words: in its own words, or behind one that announces it."""
    parts = [part for part in re.split(r"[^\w/]+", words) if part]
    for start, end in ((n, m) for n in range(len(parts)) for m in range(n + 1, min(n + _WORDS, len(parts)) + 1)):
        said = " ".join(parts[start:end])
        announced = start and parts[start - 1] in _BEFORE_LEVEL
        if (announced or _OWN_WORD.fullmatch(said)) and scale.level_of(said):
            return True
    return False
