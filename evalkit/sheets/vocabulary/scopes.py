"""The words by which columns, rows, sheets and files say that they are no decided result of the whole year.

Patterns are matched against text without any diacritics, as names of files and sheets are often typed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from evalkit.sheets.vocabulary.words import RATE, inside, whole
from evalkit.vietnamese import fold, plain

_RATED = r"(?:xl|xlcl|dg|dgxl|xep loai|phan loai|danh gia|ket qua|kq)(?: chat luong| cl)?"
_QUALITY = (  # what is rated with or after an activity: «Tự phê bình và phê bình, xếp loại đảng viên»
    r"\b(?:xep loai|phan loai|danh gia|chat luong)(?: chat luong)?(?: (?:cac|doi voi))? "
    r"(?:dang vien|dv|to chuc|chi bo|dang bo|tccsd|tap the|dang so)\b"
)
SCOPES = (
    (
        "part",
        r"(?<!du )(?<!duoi )(?<!tren )\b0?[69] thang\b|sau thang (?:dau|cuoi)"
        r"|\b0?[369]t(?:hang)?(?=\b|20\d\d)|\bquy (?:[1-4]|i{1,3}|iv|mot|hai|ba|tu)\b"
        r"|^q[1-4]$|\bq[1-4] ?[/-]? ?(?:nam )?20\d\d"
        r"|\bhoc ky\b|\bhk ?(?:i{1,2}|[12])\b|\b(?:nua|giua) (?:dau |cuoi )?nam\b"
        r"|(?<!ho )\bso ket\b(?! (?:nap|qua|luan|thuc|(?:giua |nua )?nhiem ky))",  # "Số kết nạp" is no "sơ kết"
    ),
    ("self", r"\btu (?:danh gia|xep loai|phan loai|nhan|cham|dg|xl|dgxl)\b"),
    (
        "draft",
        r"\bdu (?:kien|thao)\b|\bban nhap\b|\btam (?:thoi|tinh)\b|\buoc (?:thuc hien|dat|tinh)\b|\bcho (?:phe )?duyet\b"
        r"|\bso bo\b(?! phan)"
        r"|\bchua (?:duoc )?(?:(?:phe )?duyet|chinh thuc|thong qua|quyet dinh)\b",
    ),
    (
        "proposal",
        r"\bde (?:nghi|xuat)\b|\b(?:xin|lay) y kien\b|(?:^|\b(?:to|bang|bieu|ho so|danh sach|tong hop) )trinh\b(?! do)",
    ),
    (
        "withdrawn",
        r"\b(?:huy|huy bo|bai bo|thu hoi) (?:ket qua|quyet dinh|xep loai)\b"
        r"|(?<!sau )(?<!giai quyet )(?<!sau giai quyet )\bkhieu nai\b",
    ),
    (
        "previous",
        r"\bnam (?:lien )?(?:truoc|ke)|\blien (?:truoc|ke)\b|cung ky|\bky truoc\b|nam ngoai"
        r"|\bda xep loai\b|ban dau|truoc (?:khi )?(?:dieu chinh|phuc t)|\bbao cao (?:ky )?truoc\b",
    ),
    ("comparison", r"so sanh|tang\W{0,3}(?:\(\W\)\W{0,2})?giam|chenh lech|\bso voi\b"),
    (
        "target",
        r"^(?:chi tieu|muc tieu)(?: |$)|phan dau|dang ky"
        r"|^(?:ke hoach|kh|nghi quyet|muc de ra)(?: giao| de ra)?(?: (?:nam )?\d{4})?$",
    ),
    (
        "outsiders",
        r"\bquan chung\b(?! nhan dan)|\bngoai dang\b|(?:chua|khong) (?:phai )?(?:la )?dang vien|chua vao dang"
        r"|doi tuong (?:ket nap )?dang\b|\bkhach moi\b|\bdai bieu moi\b",
    ),
    (
        "officials",
        r"cong chuc|vien chuc|\bcbcc|\bccvc|\bcc, ?vc\b|\bcbqlkt|\bnld\b|nguoi lao dong|can bo|giao vien|chinh quyen"
        r"|nhan vien|tap the (?:lanh dao|(?:ban|cap|chi|dang) (?:uy|thuong vu|chap hanh))|\bldql\b"
        r"|lanh dao,? (?:va )?quan ly|lao dong hop dong|hop dong (?:lao dong|\d)"
        r"|\b(?:thu truong|giam doc|hieu truong|lanh dao (?:don vi|co quan))\b.*(?:duyet|danh gia|xep|quyet|nhan|luan)"
        rf"|\b{_RATED} (?:cua )?(?:cc|vc|ccvc|cbvc|cbcnv|lao dong)\b",
    ),
    ("work", r"hoan thanh cong viec|ket qua cong viec|chuyen mon|\bchuan (?:nghe nghiep|nn|hieu truong)\b"),
    (
        "others",
        r"doan (?:the|vien|thanh nien)|cong doan|thanh nien|phu nu|hoi vien|hoc (?:luc|tap)|tot nghiep|thi dua"
        rf"|dao duc|hanh kiem|\b{_RATED} (?:ket qua )?ren luyen\b|^ren luyen$|(?:xl|xep loai|ve) doan\b(?! ket)",
    ),
    ("shares", r"^don vi tinh ?: ?(?:%|phan tram)$"),
    (
        "residence",
        r"\b(?:nhan xet|xep loai|danh gia|y kien)\b.*\bnoi cu tru\b|\bnoi cu tru\b.*\b(?:nhan xet|xep loai|danh gia)\b"
        r"|\b(?:qd|quy dinh|dang vien|dv) (?:so )?\(?(?:76|213)\b|\bdang vien\b.*\bsinh hoat (?:o |tai )?noi cu tru\b",
    ),
    ("elsewhere", r"\b(?:dang vien|dv)\b(?!.*\b(?:den|di)\b).*\b(?:don vi|chi bo|dang bo|co quan|noi) khac\b"),
    ("criteria", r"tieu chi|tieu chuan"),
    (
        "activities",
        r"\b(?:bon|4) tot\b|\bgia dinh (?:dang vien|van hoa|hoc tap)\b|\b(?:du|cuoc) thi\b|\bhoi thi\b(?! dua)"
        r"|\bhoc vien lop\b|\bcam tinh dang\b"
        rf"|^(?!.*{_QUALITY}).*\b(?:(?:hoc tap|quan triet|thuc hien)\b.*\bnghi quyet|hoc tap va lam theo"
        r"|(?:bai )?thu hoach|thuc hien cam ket|(?:tu )?phe binh|chat luong sinh hoat)\b",
    ),
)
SCOPE_NAMES = {
    "part": "kết quả của một phần năm (quý, 6 tháng, học kỳ)",
    "self": "mức tự đánh giá",
    "draft": "dự kiến, dự thảo",
    "proposal": "mức đề nghị, đề xuất",
    "withdrawn": "kết quả bị thu hồi, hủy hoặc đang khiếu nại",
    "old": "bản cũ, đã thay",
    "example": "ví dụ cách ghi",
    "previous": "kết quả của năm hay kỳ trước",
    "comparison": "cột so sánh",
    "target": "chỉ tiêu, kế hoạch",
    "officials": "xếp loại cán bộ, công chức, viên chức",
    "work": "kết quả chuyên môn, công việc",
    "others": "xếp loại của đoàn thể, thi đua, học tập",
    "shares": "tỉ lệ phần trăm, không phải số lượng",
    "outsiders": "kết quả của quần chúng, người ngoài Đảng",
    "residence": "nhận xét của nơi cư trú",
    "elsewhere": "kết quả của đảng viên thuộc tổ chức khác",
    "criteria": "mức của từng tiêu chí",
    "activities": "kết quả học tập, sinh hoạt, thi đua hay cam kết, không phải xếp loại chất lượng",
}
OF_OTHERS = frozenset(  # no ratings of the Party, or of other members
    {"officials", "work", "others", "outsiders", "residence", "elsewhere", "criteria", "activities"}
)
OTHER_RATINGS = OF_OTHERS | {"previous", "part"}
UNDECIDED = frozenset({"self", "draft", "proposal"})
_NEVER = UNDECIDED | {
    "part",
    "withdrawn",
    "target",
    "residence",
    "activities",
}  # of Party members and organisations, too
_SCOPES = tuple((scope, re.compile(pattern)) for scope, pattern in SCOPES)
_ANY_SCOPE = re.compile("|".join(pattern for _, pattern in SCOPES))
_MEMBERS_WHO = re.compile(r"\b(?:dang vien|dv) (?:(?:la|(?:khong )?(?:giu|co)) |(?=cong chuc|vien chuc|can bo))")
# Whether a line over a table says that its numbers are per cents: «ĐVT: %», «TỶ LỆ (%) XẾP LOẠI …».
counts_shares = whole(
    rf"\(?(?:đvt|đơn vị tính|đơn vị)\s*:\s*(?:{RATE} )?\(?(?:%|phần trăm)\)?"
    rf"|(?:(?:bảng|biểu|tổng hợp) )*{RATE}\b.*(?:xếp loại|đánh giá|chất lượng).*"
)
_MONTH = re.compile(r"\bthang \d+$")
_OF_TITLES = re.compile(  # in a title these words name what is listed; anywhere else they may compare
    r"(?:(?:ban|bang|bieu|danh sach|tong hop|dang vien|giao) )*"
    r"(?:chi tieu|muc tieu|dang ky|cam ket|phan dau|ke hoach)\b"
    r"(?!.*(?:ket qua|thuc hien)).*"
)
_STAMP = re.compile(r"\W*(?:ban )?(?:du thao|du kien)\b(?: lan \S+(?: \d+)?| \d+|[,;:-]? ?ngay.*)?\W*|\W*ban nhap\W*")
_LAST_YEAR = re.compile(r"(?!.*\bso (?:voi|sanh))\D*\bnam (?:truoc|ngoai)\W*")  # and no year of its own
_IN_BRACKETS = re.compile(r"\(\s*([^)]*?)\s*\)")
_STAMPED = re.compile(
    r"(?:(?:ban|so lieu|ket qua|tai lieu) )?"
    r"(?:du thao|du kien|tam thoi|tam tinh|so bo|uoc|cho (?:phe )?duyet|xin y kien"
    r"|chua (?:duoc )?(?:thong qua|duyet|phe duyet|chinh thuc|quyet dinh)|minh hoa|tap huan)\b.*"
    r"|ban nhap|ban trinh\b.*|de (?:nghi|xuat)"
)
_PART_ALONE = re.compile(
    r"(?:quy (?:[1-4]|i{1,3}|iv)|0?[369] thang (?:dau|cuoi)(?: nam)?|so ket|hoc ky (?:i{1,2}|[12]))"
    r"(?:[,/ ]*(?:nam )?\d{4})?"
    r"|(?:tinh |so lieu )?(?:den|het) (?:(?:ngay|het) )*\d{1,2}[/-]0?[1-9][/-]\d{4}"
)
_PARTY = re.compile(
    r"dang vien|dang so|to chuc dang|to chuc co so dang|tccsd|chi, dang bo"
    r"|(?:^|xep loai|danh gia|phan loai|chat luong|danh sach|ket qua|,|va) (?:cua )?(?:cac )?(?:chi bo|dang bo)"
)
_UNITS_NAME = re.compile(r"\b(?:chi bo|dang bo)\b.*?(?=xep loai|danh gia|phan loai|ket qua|nam \d|$)")
_PUPILS = re.compile(r"hoc sinh|sinh vien")
_NAMES = (  # of a sheet or file, folded: "Nháp" is no "Nhập"
    ("draft", re.compile(r"nháp\b.*|.*\bbản nháp\b.*")),
    ("old", re.compile(r"(?:bản )?cũ|.*\bbản cũ\b.*")),
    ("example", re.compile(r"(?:mẫu )?(?:ví dụ|thí dụ|vd)(?: mẫu)?|mẫu(?: trống)?|(?:sheet|trang) mẫu")),
    (
        "example",
        re.compile(r"(?:hướng dẫn|huong dan)(?: (?:(?:cách )?(?:ghi|điền|lập|nhập)|(?:cach )?(?:dien|lap|nhap)).*)?"),
    ),
)
_SPEAKS_OF_RATINGS = re.compile(
    r"\bxl\b|xep loai|danh gia|phan loai|chat luong|ket qua|danh sach|tong hop|khen|du kien|nhan xet"
)
_ASIDE = re.compile(  # in brackets, a document's name, and a blank form's choice: "quý/6 tháng/9 tháng/năm"
    r"\([^)]*\)|\b(?:kem theo|(?<!lam )theo|can cu)\b.*|\b(?:quy|thang)\s*/.*?nam\b"
)


@lru_cache(maxsize=4096)
def scope_of(title: str) -> str:
    """Return why a column titled so is no decided result of the year; "" where nothing says so.

    >>> scope_of("Xếp loại quý III"), scope_of("Cá nhân tự xếp loại"), scope_of("Xếp loại đảng viên")
    ('part', 'self', '')
    """
    words = plain(title)
    if not _ANY_SCOPE.search(words):
        return "part" if _MONTH.search(words) else ""
    found = (scope for scope, pattern in _SCOPES if pattern.search(words))
    members = bool(_MEMBERS_WHO.search(words))  # "Đảng viên là cán bộ" are members, whatever else they are
    return next((scope for scope in found if not (members and scope in ("officials", "others", "work"))), "")


@lru_cache(maxsize=4096)
def title_scope(line: str) -> str:
    """Return why a table under this line is out of scope; "" where it is not, or the line speaks of something else.

    "Công chức" or "đoàn viên" in a line that names Party members or organisations, too, refuses nothing.
    """
    whole = plain(line)
    if _STAMP.fullmatch(whole):
        return "draft"
    if aside := _aside_scope(whole):
        return aside
    words = _ASIDE.sub(" ", whole)
    if not _SPEAKS_OF_RATINGS.search(words):
        return ""
    if _LAST_YEAR.fullmatch(whole):
        return "previous"
    if _PARTY.search(words):
        return _scope_among(words, _NEVER)
    words = _UNITS_NAME.sub(" ", words)  # whose name is no rated population
    found = _scope_among(words, _NEVER | {"officials", "others", "work", "outsiders"})
    return found or ("others" if _PUPILS.search(words) else "")


def _aside_scope(words: str) -> str:
    """Return what brackets alone say of the whole list: "(dự thảo)", "(quý III)"."""
    for part in _IN_BRACKETS.findall(words):
        if _STAMPED.fullmatch(part):
            return "draft"
        if _PART_ALONE.fullmatch(part):
            return "part"
    return ""


def _scope_among(words: str, scopes: frozenset[str]) -> str:
    """Return the first of these scopes that a title names; a plan or target only where the title begins with it."""
    if _OF_TITLES.fullmatch(words.strip()):
        return "target"
    found = (scope for scope, pattern in _SCOPES if scope != "target" and pattern.search(words))
    return next((scope for scope in found if scope in scopes), "")


@lru_cache(maxsize=4096)
def name_scope(name: str) -> str:
    """Return why a sheet or a file of this name is no decided result of the year: "Quý 3", "Du kien 2022".

    >>> name_scope("Quý 3"), name_scope("XL 2022")
    ('part', '')
    """
    said = fold(name)
    own = next((scope for scope, pattern in _NAMES if pattern.fullmatch(said)), "")
    return own or _scope_among(plain(name), _NEVER)


# Whether a sheet of this name, or a line in it, has words that the cells of a form offer to choose from.
holds_choices = inside(
    r"^(?!.*20\d\d).*?(?:danh muc|lua chon|de chon|\bdm\b|\blists?\b|\blookup|tham (?:so|chieu)|drop ?down|validation)",
    of=plain,
)
