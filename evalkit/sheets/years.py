"""The year that was rated, from a title, a name or a cell; never the year of a decision, a signature or a birth."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from evalkit.vietnamese import fold, plain

_NOT_THE_RATED_YEAR = re.compile(
    r"""
      ngay\s*\S*\s*thang\s*\S*\s*(?:nam\s*\S*)?     # ngày 12 tháng 01 năm 2023; also with dots left to fill
    | thang\s*\d+\s*(?:nam|[/-])\s*\d{4}            # tháng 12 năm 2022
    | \d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}     # 05/01/2023
    | \d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)  # 2023-01-05
    | (?<!\d)\d{4}\s*[-–—/]\s*\d{4}(?!\d)           # nhiệm kỳ 2020-2025, giai đoạn 2018 - 2022
    | \b(?:ke\ )?tu\ (?:dau\ )?(?:nam\ |nhiem\ ky\ )?\(?\d{4}\)?  # từ năm 2018 đến nay, từ đầu nhiệm kỳ (2020)
      (?:\s*(?:den|-|–)\s*(?:(?:het|cuoi)\ )?(?:nam\ )?(?:nay\b|\d{4}))?
    | (?<!\d)\d{4}\s*(?:den|-|–)\s*nay\b            # 2018 - nay
    | (?:truoc|sau)\ nam\ \d{4} | \d{4}\ tro\ (?:ve\ truoc|lai\ day|di)\b
    | \(?\s*(?:kem\ theo|ban\ hanh|can\ cu|theo\ (?:quyet\ dinh|cong\ van|huong\ dan|nghi\ quyet))[^)\n]*\)?
    | (?:quyet\ dinh|cong\ van|huong\ dan|quy\ dinh|nghi\ quyet|bao\ cao|thong\ bao|ke\ hoach)\ so\b(?!\ lieu)[^)\n]*
    | (?:quyet\ dinh|cong\ van|huong\ dan|quy\ dinh|\bqd|\bhd)\ (?:so\ )?\d+(?:\ nam)?\ \d{4}  # Quy định 132 năm 2018
    | \(?(?:so\ sanh|so|doi\ chieu)\ (?:voi|cung\ ky)[^)\n]*?\d{4}\)?  # năm 2022 (so sánh với năm 2021)
    | (?<!\d)\d+\s*-\s*(?:(?:cv|qd|bc|tb|kh|hd|nq|kl|tt)\b|[a-z]{2,}/)[\w/-]*  # 12-QĐ/ĐUK, 2022-CV-ĐUK
    | (?<!\d)(?!(?:19|20)\d\d\b)\d+\s*-\s*[a-z]{2,}  # 12-ABC; not: 2022 - Đảng bộ
    | sinh\ nam\s*\d{4}
    | (?:khoa|thanh\ lap|ket\ nap|chuyen\ den|nhap\ hoc)\s*(?:nam\s*)?\d{4}
    | (?:phuong\ huong|trien\ khai|(?:[,;]|\bva)\s*(?:nhiem\ vu|chi\ tieu|muc\ tieu|ke\ hoach|dang\ ky|phan\ dau))
      [^\n]*?nam\s*\d{4}  # năm 2022, phương hướng năm 2023
    """,
    re.VERBOSE,
)
_WHOLE_YEAR = re.compile(  # từ ngày 01/01/2022 đến 31/12/2022
    r"(?:tu )?(?:ngay )?0?1\s*[-/.]\s*0?1\s*[-/.]\s*(\d{4})"
    r"\s*(?:den|-|–)\s*(?:het )?(?:ngay )?31\s*[-/.]\s*12\s*[-/.]\s*\1"
)
_WHOLE_MONTHS = re.compile(  # từ tháng 01 đến tháng 12 năm 2022
    r"tu (?:dau )?thang 0?1(?:\s*(?:nam|/)\s*\d{4})? den (?:het )?thang 12\s*(?:nam|/)\s*(\d{4})"
)
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_MISTYPED = re.compile(r"(?<=\bnam )(?:2 0 \d \d|2 ?[0o] ?[\do]{2})\b")  # "năm 2 0 2 2", and letters for noughts
_NAMED = re.compile(r"nam\s*(?:hoc\s*)?" + _YEAR)
_JOINED = re.compile(r"(?<=\d{4})\s*(?:,|;|&|\+|\bva\b)\s*(?:nam\s*)?(?=(?:19|20)\d\d(?!\d))")  # "năm 2021, 2022"
_BARE = re.compile(_YEAR)
_FISCAL = re.compile(r".*\bfy ?((?:19|20)\d\d)")
_SHORT = re.compile(r"(?:năm|xl|xlđv|xếp loại|xếp loại năm|kq|kqxl|'|’)\s*['’]?(1[0-9]|[2-4][0-9])")
_SPAN = re.compile(r"(?:năm(?: học)?\s*)?((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d)")
_DATE = re.compile(r"(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)")
_YEAR_CELL = re.compile(r"(?:năm\s*|fy ?)?((?:19|20)\d\d)(?:\.0)?")


_SIGNED = re.compile(
    r"(?:[^,\d]{2,30}, ?)?ngay \d{1,2} thang \d{1,2} nam (\d{4})\.?"
)  # Hà Nội, ngày 12 tháng 01 năm 2023
_SENT_WITH = re.compile(
    r".*\bkem theo (?:bao cao|quyet dinh|to trinh|cong van|thong bao)\b.*\bngay "
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]|\d{1,2} thang \d{1,2} nam )(\d{4})\b.*"
)


def signed_before(line: str, year: int) -> int | None:
    """Return the year in which a line says that a paper was signed, where that was before the year it rates began.

    What it is sent with may be years older, as the decision on a form is; the year before is a misprint more likely.

    >>> signed_before("Hà Nội, ngày 12 tháng 01 năm 2021", 2022), signed_before("Căn cứ Quy định ngày 8/3/2018", 2022)
    (2021, None)
    """
    if not any(letter.isdecimal() for letter in line):
        return None
    words = plain(line)
    if signed := _SIGNED.fullmatch(words):
        return int(signed[1]) if int(signed[1]) < year else None
    sent = _SENT_WITH.fullmatch(words)
    return year - 1 if sent and int(sent[1]) == year - 1 else None


@lru_cache(maxsize=4096)
def rated_year(text: str) -> int | None:
    """Return the one rated year a text names; None where it names none, or more than one.

    "năm 2022" counts before a bare 2022.

    >>> rated_year("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022 (Kèm theo Quyết định số 15 năm 2023)")
    2022
    >>> rated_year("Hà Nội, ngày 12 tháng 01 năm 2023")
    """
    years = named_years(text)
    return years.pop() if len(years) == 1 else None


def named_years(text: str) -> set[int]:
    """Return every year that a text names as rated; more than one says none."""
    words = _MISTYPED.sub(lambda year: year[0].replace(" ", "").replace("o", "0"), plain(text))
    words = _WHOLE_MONTHS.sub(r"nam \1", _WHOLE_YEAR.sub(r"nam \1", words))
    rest = _JOINED.sub(" nam ", _NOT_THE_RATED_YEAR.sub(" ", words))
    return next(
        (found for pattern in (_NAMED, _BARE) if (found := {int(year) for year in pattern.findall(rest)})), set()
    )


def years_in(text: str) -> set[int]:
    """Return every year that stands in a text, whatever it says of them.

    >>> years_in("6 tháng 2023"), years_in("Từ năm 2018 đến nay")
    ({2023}, {2018})
    """
    return {int(year) for year in _BARE.findall(text)}


def column_year(title: str) -> int | None:
    """Return the year of a column titled 2022, "Năm 2022", "Xếp loại 2022" or "XL 22"; None where it names none.

    >>> column_year("Xếp loại năm 2021"), column_year("XL 21"), column_year("Mức 4")
    (2021, 2021, None)
    """
    if not any(letter.isdecimal() for letter in title):
        return None
    found = rated_year(title) or (int(said[1]) if (said := _FISCAL.fullmatch(fold(title))) else None)
    short = _SHORT.fullmatch(fold(title))
    return found or (century(short[1]) if short else None)


def century(digits: str) -> int:
    """Return the year of two digits, as POSIX reads them: 69 to 99 are of the last century."""
    return int(digits) + (1900 if int(digits) >= 69 else 2000)


def cell_year(value: object) -> int | None:
    """Return the year in a cell of a year column: 2022, "Năm 2022", "FY2022", a date; None where it is not one.

    Of two years that follow each other ("2018-2019") it is the second, in which the round ended.
    """
    if isinstance(value, datetime.date):
        return value.year
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() and 1900 <= value <= 2100 else None
    words = fold(str(value))
    if span := _SPAN.fullmatch(words):
        return int(span[2]) if int(span[2]) == int(span[1]) + 1 else None
    if date := _DATE.fullmatch(words):
        return int(date[1])
    found = _YEAR_CELL.fullmatch(words)
    return int(found[1]) if found else None
