"""The words of the rows of a national form: whom a row counts besides a level, and what stands before its label."""

from __future__ import annotations

import re

from evalkit.sheets.vocabulary.words import ACT, OF_WHICH, whole
from evalkit.vietnamese import fold

_CRITERIA = (
    ("exempt", rf".*\bmiễn\b.*{ACT}.*|.*được miễn.*|miễn .*"),
    ("not_yet", rf".*\bchưa (?:được )?{ACT}.*"),
    ("unspecified", rf".*\bkhông (?:được )?{ACT}.*"),
    ("rated", rf"(?:[\w, ]+ )?(?:được|đã) (?:được )?{ACT}.*"),
    ("total", r"(?:tổng (?:số|cộng)|[\w, ]*\bcó (?:mặt|đến thời điểm)).*"),
)
_ASPECT = (
    r"(?:phẩm chất|chính trị|tư tưởng|đạo đức|lối sống|tác phong|lề lối(?: làm việc)?|năng lực|ý thức|tổ chức|kỷ luật"
    r"|tinh thần|trách nhiệm|uy tín|công việc|chuyên môn|nghiệp vụ|công tác)"
)
# Whether the levels of a column grade one criterion of those by which somebody is rated.
names_criterion = whole(
    rf"(?:tc|tiêu chí|tiêu chuẩn|nhóm tiêu chí) ?\d{{1,2}}|(?:về )?(?!tổ chức$){_ASPECT}(?:(?:,|;| và| -)? {_ASPECT})*"
)
_RATES_BEFORE = re.compile(r"(?:cá nhân|bản thân|bình xét|cb|tập thể)(?: (?:đg|xl|chấm|bình xét))?")
_OPINION = re.compile(r"(?:nhận xét|ý kiến|góp ý)(?:,? (?:nhận xét|đánh giá|ý kiến|góp ý))*")
_ROW_NUMBER = re.compile(r"^(?:[-+*•]|[ivx]+[.)]|[a-zđ][.)]|\d+(?:\.\d+)*[.)]?)\s+", re.IGNORECASE)
_COUNTS_WHOM = re.compile(r"^(?:số )?(?:đảng viên|tổ chức(?: cơ sở)?(?: đảng)?|tccsđ|chi bộ|đảng bộ) ", re.IGNORECASE)
_DIVIDED = re.compile(rf"^{OF_WHICH}\s*:\s*(?=\d+[.)])", re.IGNORECASE)


def criterion_label(text: str) -> str:
    """Return a label without its numbering and without whom it counts: "- Hoàn thành tốt nhiệm vụ:"."""
    found = _DIVIDED.sub("", text)
    while (shorter := _ROW_NUMBER.sub("", found)) != found:
        found = shorter
    return _COUNTS_WHOM.sub("", found.rstrip(" :;."))


def criterion_of(text: str) -> str:
    """Return which people a row of a form counts besides a level: "total", "rated" or a reason; "" for others.

    >>> criterion_of("3. Số chưa được KĐ, ĐG, XL chất lượng"), criterion_of("1. Số có mặt đến thời điểm KĐ, ĐG, XL")
    ('not_yet', 'total')
    """
    words = fold(_ROW_NUMBER.sub("", _DIVIDED.sub("", text)).rstrip(" :;."))
    return next((criterion for criterion, pattern in _CRITERIA if re.fullmatch(pattern, words)), "")


def rates_before(title: str, *, is_last: bool) -> bool:
    """Return whether the levels of a column are those of somebody who rates before the result, or only an opinion.

    >>> rates_before("Cá nhân", is_last=False), rates_before("Bình xét", is_last=True)
    (True, False)
    """
    return bool(_OPINION.fullmatch(fold(title)) or (not is_last and _RATES_BEFORE.fullmatch(fold(title))))


def is_row_number(text: str) -> bool:
    """Return whether a label begins with a number or letter of its own; a dash is none."""
    label = _DIVIDED.sub("", text)
    return label[:1].isalnum() and bool(_ROW_NUMBER.match(label))
