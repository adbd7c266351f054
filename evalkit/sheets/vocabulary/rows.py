"""The words of rows: totals, parts, comparisons, groups, notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from evalkit.sheets.vocabulary.units import is_above_bases, is_organisation, party_unit
from evalkit.sheets.vocabulary.words import PEOPLE, RATE, inside, whole
from evalkit.vietnamese import fold, plain

_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số| hợp)?|cộng|total)(?:\s*[:(+].*"
    r"|\s+(?:toàn|chung|đảng viên|các|của|số|cả|chi bộ|đảng bộ|nhóm|khối|mục|danh sách|có|\(?[ivx]+\b).*"
    r"|\s+\d+ (?:chi bộ|đảng bộ|đơn vị|tổ chức|tccsđ)\b.*|\s+năm (?:19|20)\d\d"
    r"|\s+\(?[a-zđ\d]\)?(?:\s*(?:\+|,|và)\s*\(?[a-zđ\d]\)?)*)?"  # Cộng A, Tổng A + B
)
_WHOLE = re.compile(
    r"(?:chung )?(?:toàn|cả) (?:đảng bộ|chi bộ|khối|ngành|cơ quan|đơn vị|tỉnh|huyện|quận|thành phố|thị (?:xã|trấn)"
    r"|xã|phường|trường|sở|viện|bệnh viện|(?:tổng )?công ty)\b.*"
)
_SUM_OF = re.compile(
    r"(?:tổng(?: cộng| số| hợp)?|cộng|toàn)\s*:?\s+(đảng (?:bộ|ủy|uỷ) \S.*)", re.IGNORECASE
)  # the committee as it is written
_SUM_OF_UNIT = re.compile(r"(.+) (?:total|count)|(?:tổng(?: cộng| số)?|cộng)\s*:?\s+(?!cộng$|số$)(.+)")
_TOTAL_SHORT = re.compile(
    r"toàn bộ|tổng (?:cuối(?: cùng)?|chung|con)|(?:grand )?(?:count|average)|(?:grand |sub)?total"
    r"|tong(?: cong| so)?|toan (?:bo|dang bo)"
)
_TOTAL_BEHIND = (" total", " count")  # as a spreadsheet's own subtotals are called
# Whether a text may name a sum where a row of numbers has no number of its own: "TC" is a degree, a name, too.
may_be_total = whole("(?:tc|ts|t/c|sum|cong|σ|∑)[ :.]*")
_SOME_YEARS = (
    r"(?:các|(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)) năm(?: \(?(?:(?:19|20)\d\d).*)?"
    r"|(?:(?:giai đoạn|nhiệm kỳ|thời kỳ|từ|năm)[ :]+)*"
    r"\(?(?:19|20)\d\d\s*(?:đến|[-–/])\s*(?:năm )?(?:nay|(?:19|20)\d\d)\)?|(?:giai đoạn|nhiệm kỳ|thời kỳ)"
)
# Whether what stands in a column for years names several of them together.
sums_years = whole(rf"(?:(?:tổng(?: cộng| số)?|cộng|cả|toàn|trong|qua|chung)(?: của)? )*(?:{_SOME_YEARS})[ :.]*")
# Whether a text names a sum where a row of numbers below others has none of its own: "Chung" is a name, too.
is_of_all = whole("(?:chung|tính chung|tất cả)[ :.]*")
_CARRIED = re.compile(
    r"(?:tiểu cộng|cộng dồn|(?:cộng|tổng)(?: cộng)?\s+(?:trang|mang sang|trước|luỹ kế).*|mang sang.*|luỹ kế.*"
    r"|trang trước.*|chuyển (?:sang )?trang.*|cộng chuyển.*)\s*\d*"
)
# Whether a line says that the table of the page before goes on: "(tiếp theo)".
is_continued = whole(r"\W*(?:(?:phần|trang|bảng) )?(?:tiếp theo|tiếp(?: trang| bảng).*|tiep theo)\W*")
_WHO = r"(?:đảng viên|đv) (?:là|(?:không )?(?:giữ|thuộc|có chức)) .*"
_PARTS = (
    r"(?:(?:đảng viên|đv) )?(?:nữ|nam|dự bị|chính thức|(?:người )?dân tộc(?: thiểu số)?|trẻ|hưu trí|mới kết nạp"
    r"|(?:dưới|trên|từ) \d+ (?:(?:đến|tới|-) (?:dưới )?\d+ )?tuổi.*)|(?:đảng|cấp|chi) uỷ viên"
    rf"|{_WHO}"
)
KIND_PAIRS = (("chính thức", "dự bị"), ("nam", "nữ"))  # kinds of members that make up the whole
_SHORT_KINDS = {"ct": "chính thức", "db": "dự bị"}
MEMBER_KINDS = frozenset(chain.from_iterable(KIND_PAIRS))
_MEMBERSHIP = re.compile(r"(?:đảng viên |đv )?(?:(chính thức)|dự bị)|đv(ct|db)")
_KIND = re.compile(rf"\b{_WHO}|chính thức|dự bị|^nam$|(?<!phụ )\bnữ\b|^trong (?:số )?đó.*")
_SUBSET = rf"(?:[-+*•] ?)?(?:trong (?:đó|số đó)|chia (?:ra|theo))\b.*|[-+*•] ?(?:{_PARTS})"
# Whether a row counts some of those of the row before: "Trong đó: nữ", "- Dự bị".
is_subset = whole(_SUBSET)
# Whether a text names a part of the members: "Nữ", "Dự bị", "Đảng viên chính thức".
is_part = whole(rf"{_SUBSET}|{_PARTS}")
_DIVISION = re.compile(r"(?:(?:chia|phân|phân tích|phân loại|thống kê) )?theo \S.*")
_A_YEAR = r"(?: ?(?:/|mỗi|hằng|hàng|một|các|\d+)? ?(?:\d+ )?năm)?"  # Bình quân/năm, bình quân 5 năm
_MEANS = rf"(?:điểm )?(?:bình quân|trung bình){_A_YEAR}(?: chung| toàn .*)?"
# Whether a row prints the mean of those above it, of which no number is a count: "Bình quân/năm".
is_mean = whole(_MEANS)
_SHARE = rf"(?:{RATE}|(?:tỷ|tỉ) trọng).*|tl ?%?|\(?%\)?|{_MEANS}"
# Whether a row compares: last year's figures, a plan, a target, per cent.
is_comparison = whole(
    r"(?:kết quả )?(?:năm|kỳ) (?:liền )?(?:trước|kề).*|(?:kết quả )?năm \d{4}|cùng kỳ.*|so (?:sánh|với).*"
    rf"|tăng\W.{{0,8}}giảm.*|(?:số liệu )?báo cáo (?:kỳ |năm )?trước.*|chênh lệch.*|{_SHARE}"
    r"|chỉ tiêu.*|mục tiêu.*|kế hoạch(?: năm)?(?: \d{4})?|phấn đấu.*|nghị quyết.*"
)
# Whether a row prints per cent of what stands above it: "Tỷ lệ %"; nobody is called so.
is_share_row = whole(_SHARE)
_SHOWN = r"(?:mẫu|vd|ví dụ|thí dụ|minh hoạ)"
# Whether a row shows how to fill in the form: "VD", "Ví dụ: …", "Nguyễn Văn A (mẫu)".
is_example = whole(rf"(?:mẫu )?(?:vd|ví dụ|thí dụ)\b.*|(?:.* )?\({_SHOWN}\).*|(?:họ và tên|họ tên|tên) mẫu")
# Whether a note says that its row shows how to fill in the form.
is_example_note = whole(
    rf"\W*(?:(?:dòng|hàng|ghi) )?{_SHOWN}(?: minh hoạ| cách ghi)?\W*"
    r"|ghi (?:như|theo) (?:dòng|mẫu) này|(?:xoá|bỏ) (?:dòng|hàng) này\b.*"
)
# Whether a name stands for anybody's: "Nguyễn Văn A", "Trần Thị B".
is_placeholder_name = whole(r".+ [abcxn]")  # no Vietnamese is called by such a letter
# Whether a cell of the number column marks an example: "Mẫu", "VD"; a person may be called Mẫu.
is_example_number = whole(r"\W*(?:mẫu|mau|ví dụ|vi du|vd|thí dụ)\b.*")
# Whether a text belongs to the signature block: "NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ", "Nơi nhận".
is_signature = whole(
    r"(?:người lập|thư ký|chủ (?:trì|toạ)"
    r"|t/m|tm\.|kt\.|k/t|bí thư|phó bí thư|nơi nhận|xác nhận|thủ trưởng|chủ tịch|trưởng ban|lưu:|\(?ký"
    r"|(?:.*, )?ngày \S* ?tháng).*"
)
# Whether a text is a note: "Ghi chú: …", "- THPT: …", "(*) …".
is_note = whole(r"hết(?: danh sách)?|(?:ghi chú|chú thích|lưu ý|viết tắt|nguồn|source|note)\b.*|[-+*(•].*")
# Whether a text is a note under any column: "Ghi chú: số liệu đến 31/12", "Trang 2/3".
is_named_note = whole(
    r"(?:ghi chú|chú thích|lưu ý|viết tắt|nguồn)\s*(?:số liệu\s*)?:.*|(?:trang|tờ) (?:số )?\d+(?: ?[/-] ?\d+)?"
)
_UNIT_SHORT = re.compile(
    r"(?:cb|đb|đbcs|cbcs|tổ|xã|phường|thị trấn|huyện|trường|công ty|thôn|trạm|trung tâm|viện|văn phòng|khoa|đội|cục"
    r"|xí nghiệp|nhà máy|chi cục|bộ phận|đơn vị)\b.*"
)
# Whether a number heads a group of rows, not one subject: "I", "A.", "3.1", "-".
is_group_number = whole(r"[ivxlc]+[.)]?|[a-zđ][.)]?|\d+(?:\.\d+)+[.)]?|[-*+]")
_NUMBERED = re.compile(r"([ivxlc]+|[a-zđ]|\d+(?:\.\d+)*)\s*[.)\-–:]+\s*|[-+*•]\s*", re.IGNORECASE)
_GROUP_COUNT = re.compile(rf"\s*[:(,–-]\s*(?:có |gồm )?(\d+) ?{PEOPLE}\s*\)?[.:]?", re.IGNORECASE)
_NUMBERED_UNIT = re.compile(r"(.*\S)\s*\(\s*(\d{1,4})\s*\)")
_GROUP_LEVELS = re.compile(r"\s*\((?:[^\d():]+:\s*\d+[,; ]*)+\)$")  # "(XS: 1, T: 2)"
_BASES = re.compile(  # not «Đảng bộ cơ sở Sở A», «Chi bộ Cơ sở 2»
    r"(?:các |khối )?(?:(?:đảng bộ|đảng uỷ|chi bộ|chi, đảng bộ|đảng bộ, chi bộ) cơ sở|đbcs|cbcs)(?: \(\d+\))?"
)
_KIND_GROUP = re.compile(
    rf"(?:các )?(?:{_PARTS})|đảng viên|đv|(?:các )?(?:cấp|chi) uỷ viên"
    r"|tổ chức(?: cơ sở)? đảng|các tổ chức đảng|(?:các )?(?:chi bộ trực thuộc|đảng bộ bộ phận|tập thể|cá nhân)"
)
_GROUP_YEAR = re.compile(
    r"(?:(?:danh sach|ket qua|xep loai|danh gia|phan loai|chat luong|dang vien|to chuc dang)[ ,]+)*"
    r"(?:nam )?((?:19|20)\d\d)"
)
_COLOURS = "đỏ|vàng|xanh|cam|tím|hồng|nâu|xám"
# Whether a line says what a colour or a kind of letters means: "Chữ đỏ: đề nghị hạ xuống HTNV".
explains_colours = inside(
    rf"\b(?:chữ|mực|ô|dòng|hàng|nền|cột)(?: (?:có|được|tô|in|nền|chữ))* (?:màu )?(?:{_COLOURS}|nghiêng|đậm)\b"
    rf"|\b(?:tô|bôi|màu|đánh dấu) (?:màu )?(?:{_COLOURS})\b|\b(?:tô|bôi) (?:màu|đậm)\b|\bin (?:nghiêng|đậm)\b"
)
# Whether a note says that people are missing from the table above: "Chưa tính 3 đảng viên Chi bộ 5".
says_left_out = inside(
    r"\b(?:(?:chưa|không) (?:tính|bao gồm|gồm|kể|cộng|gộp|có (?:số liệu|kết quả|báo cáo)|tổng hợp|gửi)"
    r"|(?:ngoài ra|thiếu)(?=.*\d))\b"
    r"(?=.*(?:\d|đảng viên|chi bộ|đảng bộ|đ/c|đồng chí))"
)
# Whether dots or dashes were left to be filled.
is_placeholder = whole(r"[.…·\-–—\s]*", of=str)


def is_total(text: str) -> bool:
    """Return whether a text names a sum: "Tổng cộng", "Cộng (I + II)"; not "Tổng công ty …".

    >>> is_total("TỔNG CỘNG"), is_total("Tổng công ty Điện"), is_total("Toàn Đảng bộ"), is_total("Chi bộ A Total")
    (True, False, True, True)
    """
    if not text or (text[:1] not in "TtCcSsGgAa" and text[-1:] not in "LlTt"):
        return False
    words = fold(text)
    if words.endswith(_TOTAL_BEHIND):
        return True
    return bool(_TOTAL.fullmatch(words) or _WHOLE.fullmatch(words) or _TOTAL_SHORT.fullmatch(words.rstrip(" :.")))


def begins_as_total(words: str) -> bool:
    """Return whether folded words begin like those of a sum."""
    return bool(_TOTAL.match(words))


def summed_committee(text: str) -> str:
    """Return the committee the sum of whose cells a row prints; "" where it names none, or the one over all.

    >>> summed_committee("Cộng Đảng bộ Sở A"), summed_committee("Tổng cộng"), summed_committee("Cộng Đảng bộ Khối")
    ('Đảng bộ Sở A', '', '')
    """
    found = _SUM_OF.fullmatch(text)
    return found[1] if found and not is_above_bases(found[1]) else ""


def summed_unit(text: str) -> str:
    """Return whose rows above a sum adds up, as words behind or before it say, folded; "" where they name nobody.

    >>> summed_unit("Đảng bộ A Total"), summed_unit("Cộng Chi bộ 1"), summed_unit("Tổng cộng")
    ('đảng bộ a', 'chi bộ 1', '')
    """
    found = _SUM_OF_UNIT.fullmatch(fold(text))
    return found[1] or found[2] if found else ""


def is_carried(text: str) -> bool:
    """Return whether a text names a page's total or what is carried forward: "Cộng trang 1", "Mang sang"."""
    return text[:1] in "TtCcMmLl" and bool(_CARRIED.fullmatch(fold(text)))


def divides_by(text: str) -> bool:
    """Return whether a group row says by what the rows below it divide people.

    >>> divides_by("II. Chia theo độ tuổi"), divides_by("THEO CHI BỘ"), divides_by("Thôn Đông")
    (True, True, False)
    """
    return bool(_DIVISION.fullmatch(fold(group_name(text))))


def member_kind(text: str) -> str:
    """Return which part of the members a text names: "chính thức", "nữ", "trong đó …"; "" for all of them.

    >>> member_kind("Đảng viên dự bị"), member_kind("CT"), member_kind("Tổng số")
    ('dự bị', 'chính thức', '')
    """
    words = fold(text)
    if short := _SHORT_KINDS.get(words.removeprefix("đv").strip(" .")):
        return short
    found = _KIND.search(words)
    if not found:
        return ""
    return next((kind for pair in KIND_PAIRS for kind in pair if found[0].endswith(kind)), found[0])


def names_unit(text: str) -> bool:
    """Return whether a title names one of several units, also in short: "Chi bộ 1", "CB 2", "Khối cơ quan"."""
    name = group_name(text)
    return is_organisation(name) or bool(_UNIT_SHORT.fullmatch(fold(name)))


def is_kind_group(text: str) -> bool:
    """Return whether a group row names a kind of its rows, not a unit: "Đảng viên dự bị", "TỔ CHỨC ĐẢNG"."""
    return bool(_KIND_GROUP.fullmatch(fold(group_name(text)))) or is_group_of_bases(text)


def is_group_of_bases(text: str) -> bool:
    """Return whether a group row says that base organisations stand below it, and of what kind.

    >>> is_group_of_bases("II. Chi bộ cơ sở (5)"), is_group_of_bases("Chi bộ Cơ sở 2"), is_group_of_bases("Chi bộ 2")
    (True, False, False)
    """
    return bool(_BASES.fullmatch(fold(group_name(text))))


def whole_pair(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the two kinds of members that together are all of them, where both are among these; else nothing.

    >>> whole_pair(["nữ", "dự bị", "chính thức"]), whole_pair(["nữ", "dự bị"])
    (('chính thức', 'dự bị'), ())
    """
    return next(filter({*kinds}.issuperset, KIND_PAIRS), ())


def kinds_that_count(kinds: Iterable[str]) -> set[str]:
    """Return which kinds of members count beside each other: all ("") alone, else a pair that is all, else each.

    >>> kinds_that_count(["", "nữ"]), sorted(kinds_that_count(["nữ", "dự bị", "chính thức"])), kinds_that_count(["nữ"])
    ({''}, ['chính thức', 'dự bị'], {'nữ'})
    """
    found = set(kinds)
    return {""} if "" in found else set(whole_pair(found)) or found


def membership_of(text: str) -> str:
    """Return what words say of a member and nothing else: "chính thức" or "dự bị"; "" where they do not.

    >>> membership_of("Đảng viên dự bị"), membership_of("ĐVCT"), membership_of("Dự bị chưa đủ 6 tháng")
    ('dự bị', 'chính thức', '')
    """
    found = _MEMBERSHIP.fullmatch(fold(text))
    return ("chính thức" if found[1] or found[2] == "ct" else "dự bị") if found else ""


def group_year(text: str) -> int | None:
    """Return the year that a group row says of the rows below; a year inside a unit's name is none.

    >>> group_year("Năm 2020"), group_year("Chi bộ Sinh viên khóa 2019")
    (2020, None)
    """
    found = _GROUP_YEAR.fullmatch(plain(group_name(text)).strip(" .:*"))
    return int(found[1]) if found else None


def group_name(text: str) -> str:
    """Return what a group row names, without its number and without how many belong to it.

    >>> group_name("II- Chi bộ 3: 25 đồng chí"), group_name("Chi bộ Văn phòng (07 đ/c)"), group_name("Chi bộ 1 (XS: 2)")
    ('Chi bộ 3', 'Chi bộ Văn phòng', 'Chi bộ 1')
    """
    numbered, counted = _NUMBERED.match(text), _GROUP_COUNT.search(text) or _GROUP_LEVELS.search(text)
    end = counted.start() if counted and counted.end() == len(text) else len(text)
    return text[numbered.end() if numbered else 0 : end]


def group_count(text: str) -> int | None:
    """Return how many a group row or a caption says belong to it: "… (07 đ/c)" → 7."""
    found = _GROUP_COUNT.search(text)
    return int(found[1]) if found else None


def numbered_unit(text: str) -> tuple[str, int] | None:
    """Return the name of a Party organisation and the bare number in brackets behind it; numbers of its people prove
    whether it counts these.

    >>> numbered_unit("Chi bộ 1 (12)"), numbered_unit("Chi bộ (khối 3)")
    (('Chi bộ 1', 12), None)
    """
    found = _NUMBERED_UNIT.fullmatch(text) if text.endswith(")") else None
    return (found[1], int(found[2])) if found and party_unit(group_name(text)) else None


def unit_count(text: str) -> int | None:
    """Return how many the last words of a unit's name count: "Chi bộ 1 (12 ĐV)"; official members are not all.

    >>> unit_count("Chi bộ 1 (12 ĐV)"), unit_count("Chi bộ 1 (9 ĐV chính thức, 1 dự bị)")
    (12, None)
    """
    found = _GROUP_COUNT.search(text)
    return int(found[1]) if found and found.end() == len(text) else None


def group_level(number: str, text: str) -> str:
    """Return how a group is numbered, "I", "a" or "1"; groups numbered alike stand beside each other."""
    found = _NUMBERED.match(text)
    said = fold(number if is_group_number(number) or number.isdecimal() else found[1] or "" if found else "").strip(
        ".)"
    )
    if re.fullmatch("[ivx]+", said):  # C is the third letter more often than a hundred
        return "I"
    return "a" if said.isalpha() else re.sub(r"\d+", "1", said)
