"""The year that was rated, from a title, a name or a cell; never the year of a decision, a signature or a birth."""

from __future__ import annotations

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
    | \(?\s*(?:kem\ theo|ban\ hanh|can\ cu|theo\ (?:quyet\ dinh|cong\ van|huong\ dan|nghi\ quyet))[^)\n]*\)?
    | (?:quyet\ dinh|cong\ van|huong\ dan|quy\ dinh|nghi\ quyet|bao\ cao|thong\ bao|ke\ hoach)\ so[^)\n]*
    | \d+\s*-\s*[a-z]{2,}(?:/\w+)*                  # 12-QĐ/ĐUK
    | sinh\ nam\s*\d{4}
    """,
    re.VERBOSE,
)
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_NAMED = re.compile(r"nam\s*(?:hoc\s*)?" + _YEAR)
_BARE = re.compile(_YEAR)


@lru_cache(maxsize=4096)
def rated_year(text: str) -> int | None:
    """The one rated year a text names; None where it names none, or more than one.

    "năm 2022" counts before a bare 2022.

    >>> rated_year("DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2022 (Kèm theo Quyết định số 15 năm 2023)")
    2022
    >>> rated_year("Hà Nội, ngày 12 tháng 01 năm 2023")
    """
    years = named_years(text)
    return years.pop() if len(years) == 1 else None


def named_years(text: str) -> set[int]:
    """Every year that a text names as rated; more than one says none."""
    rest = _NOT_THE_RATED_YEAR.sub(" ", plain(text))
    return next(
        (found for pattern in (_NAMED, _BARE) if (found := {int(year) for year in pattern.findall(rest)})), set()
    )


def column_year(title: str) -> int | None:
    """The year of a column titled 2022, "Năm 2022" or "Xếp loại 2022"."""
    return rated_year(title) if any(letter.isdigit() for letter in title) else None


def cell_year(value: object) -> int | None:
    """The year in a cell of a year column: 2022, 2022.0, "2022", "Năm 2022"; None where it is not one."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() and 1900 <= value <= 2100 else None
    found = re.fullmatch(r"(?:năm\s*)?((?:19|20)\d\d)(?:\.0)?", fold(str(value)))
    return int(found[1]) if found else None
