"""What a column holds, told from the words of its title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from evalkit.scale import REASONS, Scale
from evalkit.sheets.wording import is_part
from evalkit.sheets.years import column_year
from evalkit.vietnamese import fold, plain

# Tried in order; the first that fits the whole title wins. Titles are folded, "tỉ lệ" and "tỷ lệ" both written so.
_ROLES = (
    ("number", r"(?:s ?)?t ?t|số tt|số thứ tự"),
    ("award", r"(?:hình thức|danh hiệu) khen(?: thưởng)?|hình thức khen thưởng đã nhận"),
    ("period", r"giai đoạn.*|thời gian xét.*"),
    ("card", r"số thẻ(?: đảng)?(?: viên)?|số tđv|thẻ đảng(?: viên)?(?: số)?|mã (?:số )?đảng viên"),
    ("code", r"mã(?: số)?(?: (?:tccsđ|tổ chức.*|đơn vị|chi bộ|đảng bộ.*|cbtt))?"),
    ("person", r"họ(?: và)?,? tên(?!.*(?:bí thư|cấp uỷ|chi uỷ|người|cha|mẹ|vợ|chồng)).*|tên đảng viên|đảng viên"),
    ("born", r"(?:ngày|năm)(?:.*) sinh|sinh ngày"),
    ("joined", r"ngày (?:vào đảng|kết nạp|thành lập)(?: lần đầu)?|ngày quyết định kết nạp|ngày kết nạp đảng"),
    ("kind", r"loại hình.*|loại tổ chức.*|loại đơn vị"),
    ("exemplary", r".*tiêu biểu.*"),
    ("field", r".*lĩnh vực.*|.*chuyên đề.*"),
    ("reason", r".*(?:lý|lí) do.*"),
    ("note", r"ghi chú.*"),
    ("share", r"tỷ lệ.*|tỉ lệ.*|tl ?%?|%"),
    ("quantity", r"số lượng|sl"),
    ("base", r"(?:tên )?(?:tccsđ|tổ chức cơ sở đảng|đảng bộ cơ sở|đbcs|chi, đảng bộ cơ sở|đảng bộ, chi bộ cơ sở)"),
    ("section", r"(?:tên )?(?:đảng bộ bộ phận|đbbp)"),
    ("cell", r"(?:tên )?(?:chi bộ(?: trực thuộc| sinh hoạt)?|cbtt)|nơi sinh hoạt"),
    ("unit", r"(?:tên )?(?:đơn vị|tổ chức(?: đảng)?(?: trực thuộc)?|đảng bộ)|đảng bộ, chi bộ|chi, đảng bộ"),
    ("year", r"năm(?: đánh giá| xếp loại| được xếp loại)?"),
    ("total", r"(?:tổng(?: số| cộng)?|ts)(?: đảng viên| đv)?|số (?:đảng viên|đv)|đảng số|cộng"),
    ("rated", r"(?:tổng )?số (?:đảng viên |tổ chức |đv )?(?:được |đã )?(?:đánh giá|xếp loại).*"),
    ("rated", r"(?:được|đã) (?:đánh giá|xếp loại).*"),
)
SUBJECT_ROLES = ("number", "card", "code", "person", "base", "section", "cell", "unit")  # begin a table
_ANY_ROLE = re.compile("|".join(f"(?:{words})" for _, words in _ROLES))  # one look for most cells
_LEVEL = re.compile(
    r"xếp loại|phân loại|\bxl(?:cl)?\b|mức chất lượng|mức độ hoàn thành"
    r"|kết quả (?:đánh giá|phân tích)|đánh giá.*chất lượng|^mức(?: độ)?$|^kết quả$"
)
# Ratings of something else, of another year or a part of one, or by nobody who decides.
_OTHER_RATING = re.compile(
    r"công chức|viên chức|cán bộ|giáo viên|chính quyền|tập thể lãnh đạo|chuyên môn|thi đua|đạo đức|hạnh kiểm"
    r"|đoàn thể|đoàn viên|công đoàn|thanh niên|phụ nữ|hội viên|học (?:lực|tập)|tốt nghiệp|tiêu chí"
    r"|năm trước|\bquý\b|(?:6|9) tháng|\btháng \d+$|học kỳ"
)
_QUANTIFIED = (  # a level with what its column holds of it, in one title: "SL HTTNV", "HTTNV (%)"
    ("mark", re.compile(r"(?:sl|số(?: lượng| đảng viên)?) (.+)|(.+?) ?\((?:sl|số lượng|người|đảng viên|đv|đ/c)\)")),
    ("share", re.compile(r"(?:tỷ lệ|tỉ lệ|tl|%) (.+)|(.+?) ?\(?(?:tỷ lệ|tỉ lệ|tl|%)(?: ?%)?\)?")),
)
_BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


@dataclass(frozen=True)
class Column:
    """One column of a table: its title from top to bottom, what it holds, and the year its title names."""

    place: int
    path: tuple[str, ...]
    role: str = ""  # "" holds nothing that evalkit reads
    level: str = ""  # the level or reason a column of marks or counts stands for
    year: int | None = None

    @property
    def title(self) -> str:
        """The header rows as one text: "XẾP LOẠI ĐẢNG VIÊN / Tốt"."""
        return " / ".join(self.path)


@lru_cache(maxsize=4096)
def role_of(title: str) -> str:
    """What a single title says its column holds; "" where it is no word of ours."""
    words = fold(title)
    if not words or len(words) > 120 or words.endswith(":"):
        return ""
    if _ANY_ROLE.fullmatch(words):
        return next(role for role, title in _ROLES if re.fullmatch(title, words))
    if _LEVEL.search(words) and not rates_something_else(words):
        return "level"
    return ""


def rates_an_organisation(title: str, *, others: Iterable[str] = ()) -> bool:
    """Whether a level is an organisation's ("Xếp loại chi bộ"), not one that it gives ("Chi bộ xếp loại").

    "Xếp loại của chi bộ" is the organisation's only beside a column that says it is the member's.
    """
    found = re.search(r"(?:loại|lượng|giá) (của )?(?:chi bộ|đảng bộ|tổ chức|tccsđ)", fold(title))
    return found is not None and (not found[1] or any("đảng viên" in fold(other) for other in others))


def counted_population(title: str) -> str:
    """Whom a caption or a title says its numbers count or its levels rate; "" where it says neither."""
    words = plain(title)
    if "dang vien" in words or "dang so" in words:
        return "member"
    return "cell" if re.search(r"to chuc dang|chi bo truc thuoc|xep loai chi bo", words) else ""


def rates_something_else(title: str) -> bool:
    """Whether a title speaks of other ratings than the Party's of this year: of officials, of studies, of last year."""
    return bool(_OTHER_RATING.search(fold(title)))


def describe(place: int, path: tuple[str, ...], scale: Scale) -> Column:
    """A column from its title: the lowest header row that says something decides."""
    year = next((found for part in reversed(path) if (found := column_year(part))), None)
    for depth, part in enumerate(reversed(path)):
        level, holds = _level_in(part, scale)
        if level and depth and is_part(path[-1]):  # "HTTNV / Nữ" beside "HTTNV / Tổng"
            return Column(place, path, year=year)
        if level := level or _reason_of(part, scale):
            below = role_of(path[-1]) if depth else holds
            return Column(place, path, "share" if below == "share" else "mark", level, year)
        role = role_of(part)
        if not role and year and re.fullmatch(r"(?:năm )?(?:19|20)\d\d(?:\.0)?", fold(part)):
            role = "level"
        if role == "level" and rates_something_else(" / ".join(path)):
            role = ""
        if role == "level" and depth and (below := role_of(path[-1])) in ("quantity", "share"):
            role = below  # "XẾP LOẠI / Tỷ lệ %" beside "XẾP LOẠI / HTTNV"
        if role == "total" and not depth and any(map(scale.level_of, path[:-1])):
            continue
        if role and not (role in ("quantity", "share") and depth + 1 < len(path)):
            return Column(place, path, role, year=year)
    return Column(place, path, year=year)


def _level_in(part: str, scale: Scale) -> tuple[str, str]:
    """The level that a title names, and whether its column holds marks or numbers of it, or shares."""
    if level := scale.level_of(part):
        return level, "mark"
    for holds, pattern in _QUANTIFIED:
        if (found := pattern.fullmatch(fold(part))) and (level := scale.level_of(found[1] or found[2])):
            return level, holds
    return "", ""


_OWN_REASONS = {fold(words): reason for reason, words in REASONS.items()}


def _reason_of(part: str, scale: Scale) -> str:
    """A column "Chưa xếp loại" or "Miễn sinh hoạt" beside the levels counts who was not rated, and why."""
    if own := _OWN_REASONS.get(fold(part)):  # as evalkit itself writes it
        return own
    if role_of(part) in ("reason", "note", "person"):
        return ""
    found = scale.read_reason(part) if len(part) < 60 else None
    return found.status if found else ""


def unbroken(text: str) -> str:
    """A title whose words were hyphenated over line breaks ("hoàn-\\nthành"), in one piece."""
    return _BROKEN_WORD.sub(" ", text)
