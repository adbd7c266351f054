"""Numbers and shares that a line prints in words: "HTXSNV: 02 đồng chí", "Tổng số 6 đ/c: HTXSNV 2 (33,3%)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from evalkit.scale import Scale
from evalkit.sheets.context import level_of_caption
from evalkit.sheets.headers import measure_of
from evalkit.sheets.vocabulary import headcount, is_part, is_total, party_unit
from evalkit.sheets.vocabulary.words import ACT, PEOPLE, RATE
from evalkit.vietnamese import fold
from evalkit.vietnamese.numerals import spelled_number

SHARE = "_share"  # behind what it is a share of
_HALF = 0.5000001  # of the last digit that is printed
_LONGEST = 300  # letters
_SPELLED_OUT = re.compile(r"\d|bằng chữ|^\W*(?:ấn định|tổng|danh sách)", re.IGNORECASE)
_OF_ALL = re.compile(
    r"bằng chữ|^\W*(?:ấn định|tổng|cộng|danh sách|số (?:lượng|đảng viên|đv)|(?:toàn )?(?:chi bộ|đảng bộ) có)\b",
    re.IGNORECASE,
)
_BETTER = " trở lên"
_ORGANISATIONS = re.compile(
    r"(?<=\d )(?:tccsđ|tổ chức(?: cơ sở)? đảng|tổ chức|(?:đảng bộ|chi bộ)(?: cơ sở| trực thuộc)?)\b", re.IGNORECASE
)
_COMMITTEE = re.compile(r"\bđảng (?:bộ|uỷ|ủy)\b")
_LABEL = r"[^\d;,:.()\n=/]+?"
_ITEM = re.compile(
    rf"(?P<before>{_LABEL})\s*[:=]?\s*(?:có|là|gồm)?\s*(?P<number>\d{{1,5}})(?:\s*/\s*\d+)?\s*{PEOPLE}?\s*"
    r"(?=$|[;,.:()\n+–-]|và\b|trong đó|gồm)"
    rf"|(?P<count>\d{{1,5}})(?:\s*/\s*\d+)?\s*{PEOPLE}\s+(?P<behind>{_LABEL})\s*(?=$|[;,.()\n]|và\b)"
)
_SHARE = re.compile(rf"\([^)]*%[^)]*\)|\([^)\d]*\)|,?\s*(?:(?:=|chiếm|đạt|bằng|{RATE})\s*:?\s*)*\d+(?:[.,]\d+)?\s*%")
_SEVERAL_ACTS = re.compile(rf"(?<=\w),\s*(?={ACT})")  # «kiểm điểm, đánh giá, xếp loại» is one label
_PER_CENT = re.compile(r"(\d{1,3}(?:[.,](\d+))?)\s*%")
_NO_RESULT = re.compile(  # shares that are asked for, compared, or of something else
    r"chỉ tiêu|phấn đấu|mục tiêu|kế hoạch|nghị quyết|giới hạn|năm trước|cùng kỳ|so với|không quá|tối đa|tối thiểu"
    r"|ít nhất|trên tổng|trên số|trong số|%\s*(?:của|số|tổng)\b|[<>≤≥]|từ \d|đến \d|tăng|giảm"
)
_BEFORE_SHARE = re.compile(
    rf"[\s:,(=–-]*(?:\d{{1,5}}(?:\s*/\s*\d+)?\s*{PEOPLE}?)?[\s:,(=–-]*"
    rf"(?:(?:chiếm|đạt|bằng|là|{RATE}|tl)[\s:]*)*$"
)
_SHARE_OF = re.compile(rf"^[\s).,;:+*•–-]*(?:(?:và|trong đó|gồm|có|số|{RATE}|tl|đảng viên|xếp loại|đạt)\b[\s:]*)*")
_LISTED = re.compile(
    r"danh sách(?: này| trên)?|(?:toàn )?(?:chi bộ|đảng bộ)(?: hiện)?(?: có)?"
    r"|(?:số(?: lượng)?|sĩ số)(?: (?:đảng viên|đv|đồng chí|đ/c))?"
)
_NUMBERED = re.compile(  # by such words a number is a year's or a unit's name, and counts nobody
    r"\b(?:(?:năm|tháng|ngày|quý|khoá|đến)\s*[:=]?|(?:chi bộ|đảng bộ|thôn|tổ|ấp|bản|khu|phố|khối|khóm|xóm|đội|lớp|cụm)"
    r"(?: số)?)\s*$"
)
_NUMBER_OF = re.compile(r"^(?:(?:tổng|cộng|số|lượng|đảng viên|đv|đồng chí|đ/c|từ)\b[\s:]*)+")
_JOINS = re.compile(r"^[\s+*•–-]*(?:(?:như vậy|và|trong đó|gồm|có)\b[\s:]*)*")


@lru_cache(maxsize=4096)
def summary_of(text: str, scale: Scale) -> dict[str, int]:
    """Return how many a line says stand at each level, for each reason, and in all; nothing where it says other things.

    >>> from evalkit.scale import PARTY
    >>> summary_of("Tổng số 6 đ/c: HTXSNV 2 (33,3%), HTTNV 04", PARTY)
    {'total': 6, 'excellent': 2, 'good': 4}
    >>> summary_of("- HTXSNV: từ 90 điểm trở lên", PARTY)
    {}
    """
    if len(text) > _LONGEST or not _SPELLED_OUT.search(text):
        return {}
    return dict(_items(_SEVERAL_ACTS.sub(" ", _SHARE.sub(" ", fold(text))), scale)) or _in_all(text)


def _in_all(text: str) -> dict[str, int]:
    number = headcount(text)
    if number is None and _OF_ALL.search(text):  # «Biên bản lập thành 02 (hai) bản» counts nobody
        number = spelled_number(text)
    return {} if number is None else {"total": number}


def _items(words: str, scale: Scale) -> Iterator[tuple[str, int]]:
    """Yield each measure with its number; nothing where one label is unknown, comes twice, or a digit is left over."""
    found: dict[str, int] = {}
    for item in _ITEM.finditer(words):
        label = _JOINS.sub("", item["before"] or item["behind"] or "").strip()
        measure = measure_in(label, scale)
        named = item["before"] and _NUMBERED.search(words, 0, item.start("number"))
        if measure in found or not (measure or is_part(label)) or named:
            return
        if measure:
            found[measure] = int(item["number"] or item["count"])
    if not any(letter.isdecimal() for letter in _ITEM.sub("", words)):
        yield from found.items()


@lru_cache(maxsize=4096)
def measure_in(label: str, scale: Scale) -> str:
    """Return what a label says is counted: a level, with the better ones, a reason, "rated" or "total"; else "".

    >>> from evalkit.scale import PARTY
    >>> measure_in("số đv htxsnv", PARTY), measure_in("từ httnv trở lên", PARTY), measure_in("số lượng", PARTY)
    ('excellent', 'good_or_better', 'total')
    """
    in_all = is_total(label) or _LISTED.fullmatch(label)
    return level_counted(label, scale) or measure_of(label, scale) or ("total" if in_all else "")


def level_counted(label: str, scale: Scale) -> str:
    """Return the measure whose people a label before a number counts: "Số HTXSNV"; "" where it names no level."""
    words = _NUMBER_OF.sub("", fold(label)).strip(" .:*()")
    level = level_of_caption(label, scale) or level_of_caption(words.removesuffix(_BETTER), scale)
    better = f"{level}_or_better"
    return better if words.endswith(_BETTER) and better in scale.measures else level


def of_organisations(text: str) -> str:
    """Return a line about organisations with their number as it would be written of people: «3 TCCSĐ» → «3 đ/c».

    >>> of_organisations("Tổng số: 3 TCCSĐ, trong đó HTXSNV 1")
    'Tổng số: 3 đ/c, trong đó HTXSNV 1'
    """
    return _ORGANISATIONS.sub("đ/c", text)


def counts_committee(text: str, unit: str) -> bool:
    """Return whether a line counts a committee's people, over or below a list that is a cell's: of these they are more.

    >>> counts_committee("Tổng số đảng viên toàn Đảng bộ: 120", "Chi bộ 3")
    True
    """
    return party_unit(unit) == "cell" and bool(_COMMITTEE.search(fold(text)))


def shares_in(text: str, scale: Scale) -> dict[str, tuple[float, int]]:
    """Return the shares that a line says, with their decimals, by level or `<level>_or_better`; nothing where one is of
    something else.

    >>> from evalkit.scale import PARTY
    >>> shares_in("HTXSNV: 2 đ/c (12,5%); HTTNV trở lên đạt 100%", PARTY)
    {'excellent': (0.125, 1), 'good_or_better': (1.0, 0)}
    """
    words = fold(text)
    if "%" not in words or len(words) > _LONGEST or _NO_RESULT.search(words):
        return {}
    found, start = dict[str, tuple[float, int]](), 0
    for share in _PER_CENT.finditer(words):
        label = _SHARE_OF.sub("", _BEFORE_SHARE.sub("", words[start : share.start()])).strip()
        better = label.endswith(_BETTER)
        measure = level_of_caption(label.removesuffix(_BETTER), scale) + ("_or_better" if better else "")
        if measure not in scale.measures or measure in found or re.search(r"[\d:]", label):
            return {}
        found[measure] = (float(share[1].replace(",", ".")) / 100, len(share[2] or ""))
        start = share.end()
    return found


def add_up(numbers: Iterable[tuple[str, int]], scale: Scale) -> Counter[str]:
    """Return how many there are of each measure of the scale, for each reason, rated, and in all."""
    added = Counter[str]()
    for measure, number in numbers:
        added[measure] += number
    rated = sum(added[level] for level in scale.worst_to_best)
    joined = {measure: sum(added[level] for level in scale.in_measure(measure)) for measure in scale.measures}
    return added | Counter(joined) | Counter({"rated": rated, "total": added.total()})


def gives(added: Counter[str], measure: str, value: float, decimals: int, scale: Scale) -> bool:
    """Return whether what was added up is the number that is printed, or rounds to the share."""
    if not measure.endswith(SHARE):
        return added[measure] == value
    measure = measure.removesuffix(SHARE)
    count = added[measure] if measure in scale.measures else -1
    return abs(count - value * added["rated"]) <= _HALF * 10.0 ** (-2 - decimals) * added["rated"]
