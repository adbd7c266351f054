"""Why somebody is at the lowest level: the grounds that the Party's rules name, found in the words of a note.

Source: Quy định 132-QĐ/TW, the paragraphs on "không hoàn thành nhiệm vụ".
"""

from __future__ import annotations

import re

from evalkit.vietnamese import fold

OTHER, UNSAID = "other_ground", "no_ground"

_PUNISHED = r"k[ỷỉ] luật|khiển trách|cảnh cáo|cách chức|khai trừ|giải tán"
_DEGRADATION = r"suy thoái|tự diễn biến|tự chuyển hoá"
_DENIED = re.compile(  # "không bị kỷ luật", "đang xem xét thi hành kỷ luật"
    r"\b(?:không|chưa|xem xét|đề nghị)"
    r"(?: (?:bị|có|phải|đến mức|biểu hiện|xem xét|xử lý|thi hành|hình thức))*"
    rf" (?:{_PUNISHED}|{_DEGRADATION})"
)
_GROUNDS = {  # in the order of the rules; the first that a note names is its ground
    "degradation": re.compile(_DEGRADATION),
    "half_of_tasks": re.compile(
        r"(?:dưới|chưa đạt|không đạt|chưa đến|<) ?50 ?%|không hoàn thành (?:các )?(?:chỉ tiêu|nhiệm vụ được giao)"
    ),
    "punished": re.compile(_PUNISHED),
}
GROUNDS = (*_GROUNDS, OTHER, UNSAID)


def ground_of(words: str) -> str:
    """Return which ground of the rules words name; "" where they name none, deny it, or leave it open.

    >>> ground_of("Bị thi hành kỷ luật khiển trách"), ground_of("Đạt dưới 50% chỉ tiêu"), ground_of("Chuyển đến")
    ('punished', 'half_of_tasks', '')
    """
    folded = _DENIED.sub("", fold(words))
    return next((ground for ground, pattern in _GROUNDS.items() if pattern.search(folded)), "")
