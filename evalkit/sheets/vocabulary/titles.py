"""The words of titles: what a column holds, who rates, and whose list it is.

Patterns of roles are matched against folded text ("uỷ", lower case), those of populations against text without any
diacritics, as names of files and sheets are often typed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from evalkit.sheets.vocabulary.scopes import OTHER_RATINGS, scope_of
from evalkit.sheets.vocabulary.words import ACT, PEOPLE, RATE, at_start, inside, whole
from evalkit.vietnamese import fold, plain

# --- titles of columns: tried in order; the first that fits the whole title wins -------------------------------------

_AT = r"(?:(?:tên|thuộc|đang|nơi|tại|sinh hoạt|sinh hoạt đảng) )*"
_MEMBER = r"(?:đảng(?: viên)?|đv|đgv)"
_BEFORE_NAME = r"(?:(?:cấp bậc|quân hàm|chức vụ|học vị|(?:tên )?chi bộ|đơn vị|đồng chí) ?(?:,|/|-|và) ?)?"
_COUNTED = r"(?:đảng viên|đv|chi bộ trực thuộc|cbtt|tổ chức(?: cơ sở)?(?: đảng)?|tccsđ)"
_UNIT_WORDS = r"\b(?:tên|các|chi bộ|đảng bộ|chi|tổ chức|tccs|đơn vị|cơ quan|cơ sở|bộ phận|trực thuộc|đảng|và|hoặc)\b"
TITLES = (
    ("number", r"(?:s ?)?t ?t|s[ốồôo] tt|số thứ tự"),
    (
        "award",
        r"(?:tên |các )*(?:hình thức|danh hiệu|loại)(?: thi đua)?(?:,? (?:và )?(?:hình thức|danh hiệu))?,? (?:và )?khen"
        r"(?: thưởng| cao)?(?: (?:đã|được|nhận|tặng|đạt|trao)\b.*)?",
    ),
    ("period", r"giai đoạn.*|thời gian xét.*"),
    (
        "card",
        rf"(?:(?:mã )?số (?:hiệu )?thẻ(?: {_MEMBER})?|thẻ {_MEMBER}|số tđv|mã (?:số )?(?:đảng viên|đv))"
        r"(?: số)?(?: \([^)]*\))?",
    ),
    ("base_code", r"mã(?: số)? (?:tccsđ|tổ chức cơ sở(?: đảng)?|đảng bộ.*)"),
    ("cell_code", r"mã(?: số)? (?:chi bộ|cbtt)"),
    ("code", r"mã(?: số)?(?: (?:tổ chức.*|đơn vị))?"),
    (
        "person",
        rf"{_BEFORE_NAME}họ(?: và| ?&)?,? tên(?!.*(?:bí thư|cấp uỷ|chi uỷ|người|cha|mẹ|vợ|chồng)).*"
        r"|tên đảng viên|đảng viên|đồng chí",
    ),
    ("surname", r"họ(?: và| ?&)?(?: tên)?(?: đệm| lót)|họ(?: và)?(?: chữ)? đệm|họ"),
    ("given", r"tên"),
    ("born", r"(?:(?:ngày|năm)(?:.*) sinh|sinh ngày|n\. ?sinh)(?: \([^)]*\))?"),
    ("joined", r"ngày (?:vào đảng|kết nạp|thành lập)(?: lần đầu)?|ngày quyết định kết nạp|ngày kết nạp đảng"),
    (
        "document",
        r"(?:(?:số|ngày|số,? (?:và )?ngày)(?: tháng)?(?: năm)? (?:của )?(?:qđ|quyết định|vb|văn bản|tb|thông báo)"
        r"|(?:qđ|quyết định|văn bản|thông báo)(?: công nhận| xếp loại)? số)\b.*|ngày ký|người ký",
    ),
    ("kind", r"loại hình.*|loại tổ chức.*|loại đơn vị"),
    ("block", r"(?:tên )?(?:khối|cụm|nhóm)(?:, (?:khối|cụm))?(?: thi đua)?"),
    ("exemplary", r".*tiêu biểu.*"),
    ("field", r".*lĩnh vực.*|.*chuyên đề.*"),
    ("points", r"(?:tổng |số )?điểm(?: số)?(?: (?:đánh giá|xếp loại|đạt được|tổng))?"),
    ("reason", r".*(?:lý|lí) do.*"),
    ("note", r"ghi chú.*|g\. ?chú"),
    (
        "state",
        r"(?:trạng thái|tình trạng|hiện trạng)(?: (?:sinh hoạt|hoạt động|hiện tại|đảng viên|đv|đảng))*"
        r"|diện (?:đảng viên|đv|sinh hoạt)(?: đảng)?|biến động(?: (?:đảng viên|đv|trong năm|sinh hoạt))*",
    ),
    ("share", rf"{RATE}.*|tl ?%?|%|\(%\).*"),
    ("quantity", r"số lượng|sl"),
    ("base", r"(?:tên )?(?:tccsđ|tổ chức cơ sở đảng|đảng bộ cơ sở|đbcs|chi, đảng bộ cơ sở|đảng bộ, chi bộ cơ sở)"),
    ("base", r"(?:trực )?thuộc (?:đảng bộ|đảng uỷ|tccsđ|tổ chức cơ sở đảng)(?: cơ sở)?"),
    ("section", r"(?:tên )?(?:đảng bộ bộ phận|đbbp)"),
    ("cell", rf"{_AT}(?:chi bộ(?: trực thuộc)?|cbtt)(?: (?:nơi |đang )?sinh hoạt)?|{_AT}sinh hoạt(?: đảng)?"),
    ("unit", r"(?:tên )?(?:đơn vị|tổ chức(?: đảng)?(?: trực thuộc)?|đảng bộ)|đảng bộ, chi bộ|chi, đảng bộ"),
    (
        "unit",
        rf"(?=.*(?:chi bộ|đảng bộ|tổ chức|tccs|cơ sở đảng|đơn vị|cơ quan))(?:{_UNIT_WORDS}[\s,/()-]*)+",
    ),  # «Tên chi, đảng bộ»
    ("year", r"năm(?: đánh giá| xếp loại| được xếp loại)?|năm (?:được |đã )?(?:khen|tặng|trao)(?: thưởng| tặng)?"),
    (
        "total",
        rf"(?:tổng(?: số| cộng)?|ts)(?: {_COUNTED})?|số {_COUNTED}|đảng số|cộng|grand total|(?:số |tổng số )?có mặt",
    ),
    (
        "due",
        rf"(?:tổng )?(?:số )?(?:{_COUNTED} )?(?:(?:thuộc )?diện phải|thuộc diện|phải|cần|đủ điều kiện) (?:được )?"
        rf"{ACT}(?:(?:,| và)? {ACT}| chất lượng| {_COUNTED})*(?: năm \d{{4}})?(?: \([^)]*\))?",
    ),
    ("rated", rf"(?:tổng )?số (?:{_COUNTED} )?(?:(?:được|đã|tham gia) )*{ACT}.*"),
    ("rated", rf"(?:{_COUNTED} )?(?:(?:được|đã) )+{ACT}.*"),
)
WHO = frozenset({"card", "code", "base_code", "cell_code", "person", "base", "section", "cell", "unit", "name"})
SUBJECTS = WHO - {"name"} | {"number"}  # where one of these stands, a header may begin
PERSON_ROLES = frozenset({"card", "person", "surname", "born"})
ORGANISATION_ROLES = {"base": "base_organisation", "section": "section_committee", "cell": "cell"}
NAMING_ROLES = {"member": "person"} | {population: role for role, population in ORGANISATION_ROLES.items()}
UNIT_ROLES = ("cell", "section", "unit", "base")  # the nearest first
SOME_ORGANISATION = "organisation"  # a population: "Tổ chức đảng" may be base organisations or cells
GROUP_ROLES = ("block", "kind")  # of organisations
_ANY_TITLE = re.compile("|".join(f"(?:{words})" for _, words in TITLES))  # one look for most cells
_LEVEL_TITLE = re.compile(
    r"xếp loại|phân loại|\bxl(?:cl)?\b|mức chất lượng|mức độ hoàn thành|mức điều chỉnh"
    r"|^mức sửa\b|^điều chỉnh (?:theo|của)\b|(?:đảng uỷ|huyện uỷ|btv|cấp trên) điều chỉnh$"
    r"|kết quả (?:đánh giá|phân tích)|đánh giá.*chất lượng|^mức(?: độ)?$|^kết quả$|^(?:kết quả )?cả năm\b"
    r"|^kết quả cuối năm\b|^[xs][ếêé]p l(?:oạ|ọa|oa)i\b"
    r"|^(?:xep loai|phan loai|muc xep loai|ket qua (?:xep loai|danh gia))\b"
    r"|^(?:kết quả |kq ?)?(?:đg ?)?(?:xl|đgcl|đgxl)(?: ?(?:cl|đv|đảng viên))*$"
)
# Whether a title rates where its column holds levels and no other column rates: "Loại", "Hạng".
may_rate = whole(
    r"chat luong(?: dang vien| dv)?|(?:muc )?danh gia|dg|hang(?: dv)?|loai(?: dang vien| dv)?|xep hang", of=plain
)
# Whether a title announces results whatever more it says: "Kết quả (sau khi xét 20%)", "Năm nay".
names_result = at_start("kết quả|năm nay")
# Whether a title is of the better levels together: "HTTNV trở lên".
joins_levels = inside(r"trở lên\Z")
# Whether a sheet is named after a month.
names_month = whole(r"thang (?:0?[1-9]|1[0-2])", of=plain)
# Whether a sheet is named after a year, or the whole of it.
is_of_year = whole(r"(?:(?:ca|tong ket) )?nam(?: \d{4})?|\d{4}|cuoi nam", of=plain)
# Whether a title that is no level's looks like one that was mistyped: "Hoàn thành suất sắc nhiệm vụ".
may_be_level = inside(r"hoan thanh.*nhiem|(?:xuat|suat) sac", of=plain)
_WHOM = rf"(?:{_COUNTED}|đ/c|đồng chí|người)"
QUANTIFIED = (  # a level with what its column holds of it, in one title: "SL HTTNV", "HTTNV (%)"
    (
        "mark",
        re.compile(
            rf"(?:(?:sl|số(?: lượng)?)(?: {_WHOM})?|{_WHOM}) (.+)|(.+?) ?\((?:sl|số lượng|người|đảng viên|đv|đ/c)\)"
        ),
    ),
    ("share", re.compile(rf"(?:{RATE}|tl|%) (.+)|(.+?) ?\(?(?:{RATE}|tl|%)(?: ?%)?\)?")),
)
_AUTHORITIES = (  # who rates, the lowest first
    (1, r"tổ đảng|chi uỷ|tập thể"),
    (2, r"chi bộ"),
    (3, r"đảng (?:bộ|uỷ) bộ phận|đảng bộ|cấp uỷ|\btổ (?:thẩm định|giúp việc|công tác)|hội đồng"),
    (4, r"đảng uỷ|\bđu\b|hội nghị|(?:\bbch|ban chấp hành) đảng bộ"),
    (5, r"(?:tỉnh|thành|quận|huyện|thị) uỷ|thường vụ|\bbtv\b|cấp trên|thẩm quyền|đảng uỷ cấp trên"),
)
DECISION = 10  # added to the rank of a column whose words say that it is the decision
_DECISION = re.compile(
    r"quyết định|kết luận|công nhận|phê duyệt|\bduyệt\b|điều chỉnh|chính thức|cuối cùng|(?<!tổ )thẩm định(?! của tổ)"
)
_OPINION = re.compile(r"nhận xét|ý kiến|góp ý|tham gia|biểu quyết")  # beside a result; alone it may be one
_CORRECTION = re.compile(
    r"điều chỉnh|đính chính|\bphúc (?:tra|thẩm)\b|\b(?:xếp loại|đánh giá|phân loại|xl) lại\b"
    r"|\b(?:mức|xếp loại) sửa\b|\bsửa lại\b|sau (?:giải quyết )?khiếu nại"
)
_BEFORE_CORRECTION = re.compile(r"\btrước\b|đề (?:nghị|xuất)")
# Whether a cell of corrections says that the level stays: "Giữ nguyên".
keeps_level = whole(r"giữ nguyên(?: mức)?|không(?: đổi| thay đổi| điều chỉnh)?|như cũ")
_RATES = re.compile(r"đánh giá|xếp loại|phân loại|kết luận|quyết định|duyệt|công nhận|thẩm định|đề (?:nghị|xuất)|nhận$")
# Whether a title is a year and nothing else: "2021", "Năm 2021".
is_year_title = whole(r"(?:năm )?(?:19|20)\d\d(?:\.0)?")
_ENGLISH = (
    r"(?:no\.?|(?:full )?name|d\.?o\.?b\.?|(?:date|year) of birth|(?:overall )?rating|classification|grade|level|result"
    r"|remarks?|notes?|(?:party )?(?:cell|unit|organi[sz]ation)|position|(?:party )?(?:card|member)(?: no\.?| number)?"
    r"|total)"
)
_BESIDE_ENGLISH = re.compile(rf"^{_ENGLISH}(?!\w)\s*[/(:–-]?\s*(?=\S)|\s*[/(:–-]\s*{_ENGLISH}\s*\)?$")
_EXPORTED = {  # as programs write titles, without accents: «HO_TEN», «HoTen», «Ho ten»
    re.sub(r"[^a-z]", "", plain(title)): title
    for title in (
        "số thẻ", "số thẻ đảng", "số thẻ đảng viên", "mã đảng viên", "họ tên", "họ và tên", "họ đệm", "ngày sinh",
        "năm sinh", "ngày vào đảng", "đảng bộ", "tên đảng bộ", "đảng bộ cơ sở", "chi bộ", "tên chi bộ", "mã chi bộ",
        "đơn vị", "tên đơn vị", "mã đơn vị", "tổ chức đảng", "tên tổ chức đảng", "loại hình", "năm đánh giá",
        "năm xếp loại", "xếp loại", "mức xếp loại", "kết quả xếp loại", "lý do", "ghi chú", "trạng thái", "tổng số",
        "số lượng",
    )
}  # fmt: skip
_NUMBER_BEHIND = re.compile(rf"\s*\(\s*\d{{1,3}}\s*{PEOPLE}?\s*\)$")  # «Tổng số (3)»


def _in_vietnamese(words: str) -> str:
    """Return the Vietnamese of a title in two languages: «Full name / Họ và tên», «Ngày sinh (Date of birth)»; with
    its accents where it has none: «HO_TEN».
    """
    if words.isascii():
        if exported := _EXPORTED.get(re.sub(r"[^a-z]", "", words)):
            return exported
        found = re.fullmatch(rf"{_ENGLISH}\W*(s?t?t)", words)
        return found[1] if found else words
    return _BESIDE_ENGLISH.sub("", words).strip() or words


@lru_cache(maxsize=4096)
def role_of(title: str) -> str:
    """Return what a single title says its column holds; "" where it is no word of ours."""
    words = _in_vietnamese(_NUMBER_BEHIND.sub("", fold(title)))
    if not words or len(words) > 120 or words.endswith(":"):
        return ""
    if _ANY_TITLE.fullmatch(words):
        return next(role for role, pattern in TITLES if re.fullmatch(pattern, words))
    return "level" if _LEVEL_TITLE.search(words) and scope_of(title) not in OTHER_RATINGS else ""


def announces_ratings(line: str) -> bool:
    """Return whether a line is the title of a list of ratings: "II. KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN"."""
    return bool(re.search(r"xep loai|danh gia|phan loai", plain(line))) and bool(population_of(line))


@lru_cache(maxsize=4096)
def authority_of(title: str) -> int:
    """Return how high the rater stands whom a title names: -1 who says an opinion, 0 nobody, 1 to 5 upwards, over 10
    a decision.

    >>> authority_of("Xếp loại"), authority_of("Chi bộ xếp loại"), authority_of("Đảng ủy quyết định")
    (0, 2, 14)
    >>> authority_of("Ý kiến của chi bộ")
    -1
    """
    words = fold(title)
    rank = max((rank for rank, pattern in _AUTHORITIES if re.search(pattern, words)), default=0)
    if _DECISION.search(words):
        return rank + DECISION
    return -1 if rank and _OPINION.search(words) else rank


def is_raters_column(title: str) -> bool:
    """Return whether a title names a rater and the act of rating: "Chi bộ đánh giá", "Kết luận của BTV"."""
    return authority_of(title) > 0 and bool(_RATES.search(fold(title)))


def is_correction(title: str) -> bool:
    """Return whether a column corrects the levels of an earlier one, so that a blank in it may leave them as they are.

    >>> is_correction("Xếp loại sau phúc tra"), is_correction("Đảng ủy xếp loại"), is_correction("Trước điều chỉnh")
    (True, False, False)
    """
    words = fold(title)
    return bool(_CORRECTION.search(words)) and not _BEFORE_CORRECTION.search(words)


# --- whose list it is ------------------------------------------------------------------------------------------------

_POPULATIONS = (
    ("cell", re.compile(r"chi bo truc thuoc|cbtt")),
    ("section_committee", re.compile(r"(?:dang bo|db) bo phan|dbbp")),
    ("base_organisation", re.compile(r"tccsd|to chuc co so dang|(?:dang|chi) bo co so|dbcs|cbcs")),
    ("member", re.compile(r"dang vien|dang so|\b(?:so|sl|ts) dv\b")),
)
_COUNTED_CELLS = re.compile(
    r"so (?:luong )?chi bo\b(?! \d)|to chuc dang|chi bo truc thuoc|xep loai (?:chat luong )?chi bo"
)
_PART_OF_MEMBERS = re.compile(
    r"(?:đảng viên|đv) (?:là )?(?:nữ|dự bị|người dân tộc|dân tộc thiểu số|(?:nghỉ )?hưu|cấp uỷ viên|giữ chức|trẻ)\b"
    r"|(?:đảng viên|đv) (?:(?:được|bị|đề nghị) )*(?:khen|tiêu biểu|biểu dương|kỷ luật|vi phạm|điều chỉnh)\b"
    r"|\btrích (?:ngang )?danh sách|\(đợt \d+\)"
)
_BOTH_KINDS = re.compile(
    r"chính thức|\b(?:kể cả|gồm)\b|\bnam\b|\btổ chức đảng\b|không giữ chức|\bvà (?:các )?(?:đảng viên|đv)\b"
)
_SOME_ORGANISATION = re.compile(r"(?:số |các )*(?:tổ chức đảng|tập thể)")
_ORGANISATIONS_COUNTED = re.compile(
    r"(?:tong )?(?:so|sl|ts)(?: luong)?(?: cac)? (?:(tccsd|to chuc co so dang)|chi bo|cb|to chuc dang)\b(?! \d).*"
    r"|chi bo (?:duoc|da) xep loai"
)


def population_of(text: str) -> str:
    """Return the population that a text names; organisations before members; "" where it names none.

    >>> population_of("XẾP LOẠI CHI BỘ TRỰC THUỘC"), population_of("Xếp loại đảng viên"), population_of("Tổng hợp")
    ('cell', 'member', '')
    """
    words = plain(text)
    return next((population for population, pattern in _POPULATIONS if pattern.search(words)), "")


def whom_it_counts(label: str) -> str:
    """Return the population that a row or a title names, also by the word for its column; "" where it names none.

    >>> whom_it_counts("Chi bộ trực thuộc đảng ủy"), whom_it_counts("Đảng viên dự bị"), whom_it_counts("Nông thôn")
    ('cell', 'member', '')
    >>> whom_it_counts("Các chi bộ"), whom_it_counts("Số chi bộ"), whom_it_counts("Tổ chức đảng")
    ('cell', 'cell', 'organisation')
    """
    words = fold(label)
    if _SOME_ORGANISATION.fullmatch(words):
        return SOME_ORGANISATION
    own = role_of(words.removeprefix("các "))
    return population_of(label) or ORGANISATION_ROLES.get(own, "") or organisations_counted(label)


def names_part_of_members(line: str) -> bool:
    """Return whether a title says that its list or table has but some of the members: «ĐẢNG VIÊN NỮ», «khen thưởng».

    >>> names_part_of_members("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NỮ"), names_part_of_members("ĐẢNG VIÊN HỘI PHỤ NỮ")
    (True, False)
    """
    words = fold(line)
    return bool(_PART_OF_MEMBERS.search(words)) and not _BOTH_KINDS.search(words)


def organisations_counted(title: str) -> str:
    """Return which organisations a column of numbers counts: «Tổng số chi bộ» → "cell"; "" where it counts none.

    >>> organisations_counted("Tổng số chi bộ"), organisations_counted("Số TCCSĐ"), organisations_counted("Chi bộ 1")
    ('cell', 'base_organisation', '')
    """
    found = _ORGANISATIONS_COUNTED.fullmatch(plain(title))
    return ("base_organisation" if found[1] else "cell") if found else ""


def counted_population(text: str) -> str:
    """Return whom a caption or a title says its numbers count: members, or cells; "" where it says neither."""
    words = plain(text)
    if "dang vien" in words or "dang so" in words:
        return "member"
    return "cell" if _COUNTED_CELLS.search(words) else ""
