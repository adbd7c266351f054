"""How a level is written: a small grammar of the Party's levels, and what people put around any level.

level = [number, bracket, dash] [word before] core [tiêu biểu] [points] [footnote], or the core in full and short.
core = [không] hoàn thành [xuất sắc | tốt] [nhiệm vụ], each word also abbreviated; or xuất sắc | tốt nhiệm vụ.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evalkit.vietnamese import plain

LONGEST = 300  # letters of a cell that are looked at

_CORE = re.compile(
    r"(?P<no>không |ko |kg |k\.? ?)?(?:hoàn thành|h\.? ?thành|ht)"
    r"(?: ?(?P<best>xuất sắc|x\.? ?sắc|xs|sx(?= ?nv$))| ?(?P<good>tốt|tt|t))?(?: ?(?:nhiệm vụ|n\.? ?vụ|nv))?"
    r"|(?:(?P<lone>xuất sắc|xs)|(?P<only_good>tốt)) ?(?:nhiệm vụ|nv)"
)
_PLAIN_CORE = re.compile(
    r"(?P<no>khong )?hoan thanh(?: (?P<best>xuat sac)| (?P<good>tot))?(?: nhiem vu)?|(?P<lone>xuat sac)"
)
_FOOTNOTE = re.compile(r"(?:\s*[*†‡¹²³⁴.;,:]|\s*\(\d\)|\s*\([*†‡]+\))+$")  # marks hung on a level: LM*, HTTNV (1)
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)\-–:]+\s*|\(?(?:[a-e]|[ivx]+)[.)]\s*|[-+*•–]\s*)")
_PLAIN_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+")  # of a scale that is not the Party's: its own words may be letters
_AROUND = re.compile(r"^[(\[«“\"'‘](.+?)[)\]»”\"'’]$")
_BEFORE = re.compile(
    r"^(?:mức(?: xếp loại| độ| chất lượng)?|xếp loại|phân loại|loại|đạt(?: mức| loại)?|kết quả(?: xếp loại)?|đảng viên"
    r"|chi bộ|đảng bộ|tổ chức(?: cơ sở)? đảng)\s*[:\-–]?\s+|^xếp loại\s*:\s*"
)
_POINTS = re.compile(
    r"[(\[]?\s*(?:đạt |tổng |số )?(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:điểm|đ(?![\w/])|/\s*100(?:\s*(?:điểm|đ))?)\s*[)\]]?"
    r"|(?<=[^\d\W])\s+(?:[\-–]\s*)?([5-9]\d(?:[.,]\d{1,2})?|100)$"  # "HTTNV 85"; "HTTNV: 12" counts people
)
_EXEMPLARY = re.compile(r"\s*[(\[,\-–]?\s*tiêu biểu\s*[)\]]?")
_TWICE = re.compile(r"(.+?)\s*(?:[(\[]\s*(.+?)\s*[)\]]|\s[-–—]\s(.+)|[:=]\s*(.+))")  # "hoàn thành nhiệm vụ (HTNV)"
_UNITS = ("chi bộ", "đảng bộ", "tổ chức")
_NAME_LIKE = 4  # letters; as short a word behind "chi bộ" may be the unit's name
_JOINTS = " :;,-–"
_DATE = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}"
_REMARK = (  # what may stand behind a level and leaves it as it is
    r"(?:theo )?(?:qđ|quyết định|nq|nghị quyết|tb|thông báo|kl|kết luận)(?: số)?[ :]*\d[\w/\-]*"
    rf"(?:,? ?(?:ngày )?{_DATE})?"
    r"|(?:đạt |với |được )?\d+(?: ?/ ?\d+| ?%)(?: (?:số )?phiếu| (?:đảng viên|đv|đ/c|đồng chí))"
    r"(?: (?:bầu|tán thành|đồng ý|nhất trí))?"
    r"|\d{1,3} ?/ ?\d{1,3}(?: \(\d{1,3}(?:[.,]\d+)? ?%\))?"
    r"|(?:do |vì )?(?:bị )?(?:(?:thi hành )?kỷ luật:? )?(?:khiển trách|cảnh cáo|cách chức)"
    r"|(?:do |vì )?bị kỷ luật"
    r"|đề nghị (?:xoá tên|khen(?: thưởng)?|biểu dương|tặng giấy khen)"
    r"|(?:có|được (?:tặng|nhận)?) ?(?:giấy khen|bằng khen|khen thưởng|biểu dương)"
)
PENALTY = re.compile(r"khiển trách|cảnh cáo|cách chức|kỷ luật")
_REMARKS = rf"(?:{_REMARK})(?:[,;] (?:{_REMARK}))*"
_REMARKED = re.compile(rf"(.+?)(?: ?\(({_REMARKS})\)| ?\[({_REMARKS})\]|[,;:]? ({_REMARKS})| [\-–—] ({_REMARKS}))")
_VOTES = re.compile(r"(\d+) ?(?:/ ?(\d+)|%)(?= (?:số )?(?:phiếu|đảng viên|đv|đ/c|đồng chí))")
_VOTES_ALONE = re.compile(r"(\d+) ?/ ?(\d+)(?: \(.*\))?")  # "HTTNV (14/15)"; a date or a decision is no votes
_IN_FULL = {
    "xl": "xếp loại", "đg": "đánh giá", "đgxl": "đánh giá xếp loại", "kđ": "kiểm điểm", "sh": "sinh hoạt",
    "shđ": "sinh hoạt đảng", "kn": "kết nạp", "db": "dự bị", "đk": "điều kiện",
    "đv": "đảng viên", "đvdb": "đảng viên dự bị",
}  # fmt: skip
_SHORT = re.compile(rf"\b(?:{'|'.join(_IN_FULL)})\b")
_SIX_MONTHS = re.compile(r"(?:chưa đủ|chưa được|chưa tới|dưới|<) ?(?:0?6|sáu) tháng")
_NEWLY_COME = re.compile(r"\bmới (?=chuyển|về|đến|tiếp nhận)")  # «đảng viên mới chuyển đến» is no new member
_IDLE = re.compile(r"(?:(?<=chưa )|(?<=không ))được (?=đánh giá|xếp loại|kiểm điểm)")
_BROKEN = re.compile(r"(?<=\w)- ?(?=\w)|[ .]")
SHORTEST_BROKEN = 4  # letters; fewer may be pieces of anything


class Bare(NamedTuple):
    """A text without what stands around a level, and what stood there."""

    words: str
    points: float | None = None
    exemplary: bool = False


def core_of(words: str) -> int | None:
    """Return which level folded words name in the Party's grammar: 0 the best to 3 the worst; None for no level.

    >>> core_of("ht xuất sắc nv"), core_of("hoàn thành nhiệm vụ"), core_of("không hoàn thành tốt nhiệm vụ")
    (0, 2, None)
    """
    found = _CORE.fullmatch(words) or (_PLAIN_CORE.fullmatch(words) if words == plain(words) else None)
    if not found:
        return None
    parts = found.groupdict()
    best, good = parts["best"] or parts["lone"], parts["good"] or parts.get("only_good")
    if parts["no"]:
        return None if best or good else 3
    return 0 if best else 1 if good else 2


def footnotes_off(words: str) -> str:
    """Return words without the marks of a footnote behind them."""
    return _FOOTNOTE.sub("", words)


def bare(words: str, *, party: bool) -> Bare:
    """Return folded words without numbering, brackets, footnotes, and of a Party level points and "tiêu biểu"."""
    points, exemplary = None, False
    if party:
        if found := _POINTS.search(words):
            said = float((found[1] or found[2]).replace(",", "."))
            points = said if said <= 100 else None
            words = f"{words[: found.start()]} {words[found.end() :]}"
        words, taken = _EXEMPLARY.subn(" ", words)
        exemplary = bool(taken)
    number = _NUMBER if party else _PLAIN_NUMBER
    before = ""
    while words != before:
        before = words
        words = _AROUND.sub(r"\1", number.sub("", _FOOTNOTE.sub("", words.strip(_JOINTS)))).strip(_JOINTS)
        words = _without_subject(words) if party else words
    return Bare(" ".join(words.split()), points, exemplary)


def _without_subject(words: str) -> str:
    """Return words without what introduces a level; «Chi bộ T», «Chi bộ HT» are names of units, not levels."""
    rest = _BEFORE.sub("", words)
    return rest if rest == words or len(rest) > _NAME_LIKE or not words.startswith(_UNITS) else words


def twice(words: str) -> tuple[str, str] | None:
    """Return the two parts of a text that says a thing twice: "hoàn thành nhiệm vụ (HTNV)"."""
    found = _TWICE.fullmatch(words)
    return (found[1], next(part for part in found.groups()[1:] if part)) if found else None


def without_remark(words: str) -> str:
    """Return words without what stands behind a level and leaves it as it is: a decision, votes, a penalty; "" where
    there is no such remark, or not more than half of the votes.

    >>> without_remark("httnv (12/14 phiếu)"), without_remark("httnv (đề nghị)"), without_remark("httnv (3/14 phiếu)")
    ('httnv', '', '')
    >>> without_remark("httnv (14/15)"), without_remark("httnv: 3/15"), without_remark("httnv 31/12")
    ('httnv', '', '')
    """
    found = _REMARKED.fullmatch(words)
    if not found:
        return ""
    votes = _VOTES.search(words) or _VOTES_ALONE.fullmatch(next(filter(None, found.groups()[1:])))
    if votes and not int(votes[1]) <= int(votes[2] or 100) < 2 * int(votes[1]):
        return ""
    return found[1]


def in_full(words: str) -> str:
    """Return the words of a reason without abbreviations, and in the form in which the scale has them.

    >>> in_full("chưa được đg, xl"), in_full("db <6 tháng")
    ('chưa đánh giá, xếp loại', 'dự bị chưa đủ 6 tháng')
    """
    words = _NEWLY_COME.sub("", words)
    words = _SHORT.sub(lambda short: _IN_FULL[short[0]], words)
    return _IDLE.sub("", _SIX_MONTHS.sub("chưa đủ 6 tháng", words))


def joined(words: str) -> str:
    """Return words without blanks, dots, and hyphens at the end of a line: "nhiệm v- ụ", "H.T.T.N.V", "HTT-NV".

    >>> joined("hoàn thành nhiệm v- ụ"), joined("hoàn thành - tốt")
    ('hoànthànhnhiệmvụ', 'hoànthành-tốt')
    """
    return _BROKEN.sub("", words)


# --- near spellings ---------------------------------------------------------------------------------------------------


def is_variant(words: str, spelling: str) -> bool:
    """Return whether words are a slip of the hand away from a spelling: letters missing, extra, wrong or swapped."""
    if len(words) < 4 or abs(len(words) - len(spelling)) > 2:
        return False
    allowed = 1 if len(words) < 10 else min(3, len(words) // 6)
    return words[:1] == spelling[:1] and distance(words, spelling, allowed) <= allowed


def letters_lost(words: str, spelling: str) -> bool:
    """Return whether words are a spelling with letters left out, and nothing else."""
    letters = iter(spelling)
    return all(letter in letters for letter in words)


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, put in, taken out or swapped; more than `most` may come out as less.

    >>> distance("htsx", "htxs", 1), distance("khá", "kht", 1)
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        older, before, row = before, row, [n]
        for m, second in enumerate(other, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != second))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == second:
                cost = min(cost, older[m - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
