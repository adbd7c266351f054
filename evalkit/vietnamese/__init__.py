"""Vietnamese text and numbers: folded for comparison, ordered as people expect, printed as reports print them.

Nothing here knows about ratings. Shares are printed from whole counts, so that 0.5 in the third
decimal is rounded half-up exactly and never through a float.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import floor

_REPAIRED: dict[int, str | None] = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_REPAIRED |= {ord("Ð"): "Đ", ord("ð"): "đ"}  # the Icelandic letter, as converters of fonts leave it
_BLANKS = re.compile(r"\s+")
_UNTIDY = re.compile(
    r"\s\s|[^\S ]|^\s|\s$|[\u200b-\u200d\u2060\ufeff\u00adÐð]"
)  # most cells are tidy: a look is cheaper

# Two placements of the tone mark are in use: hòa, ủy (old) and hoà, uỷ (new). Folding keeps the new one.
_OLD_TONE = {
    first + second: plain_first + toned_second
    for plain_first, firsts, second, toned in (
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    )
    for first, toned_second in zip(firsts, toned, strict=True)
}
_OLD_TONES = re.compile("|".join(_OLD_TONE))
# Letters of other alphabets that look like ours: the Icelandic and African Đ, Cyrillic and Greek ones.
_LOOK_ALIKES = str.maketrans("ðɖаеорсхуіѕոοιν", "đđaeopcxyisnoiv")


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Return the text as a person reads it: NFC, Đ for Ð, no invisible characters, each run of blanks one space.

    >>> clean("Hoàn \\n thành")
    'Hoàn thành'
    """
    if not _UNTIDY.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text.translate(_REPAIRED))).strip()


def are_tidy(texts: Iterable[str]) -> bool:
    """Return whether `clean` would leave each of these as it is; many are told at once, at a fraction of the price.

    >>> are_tidy(["Hoàn thành", "Tốt"]), are_tidy(["Hoàn thành", " Tốt"]), are_tidy([])
    (True, False, True)
    """
    whole = f"|{'|'.join(texts)}|"  # no blank but the space is printable, nor is anything invisible
    untidy = not whole.isprintable() or "  " in whole or "| " in whole or " |" in whole
    untidy = untidy or "Ð" in whole or "ð" in whole
    return not untidy and unicodedata.is_normalized("NFC", whole)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the form in which two spellings of the same words are equal: case, blanks, tone placement, NFC or NFD.

    >>> fold("ĐẢNG  ỦY") == fold("Đảng uỷ")
    True
    """
    return _OLD_TONES.sub(lambda found: _OLD_TONE[found[0]], clean(text).casefold().translate(_LOOK_ALIKES))


_ADDRESS = re.compile(r"(?:(?:đồng chí|đ/ ?c|đ\.c\.?|đc|ông|bà)(?:[.:]\s*|\s+|(?<=/c)(?=\w)))+(?=\S+\s+\S)")
_NUMBER_IN_FRONT = re.compile(r"\d{1,4}(?:\s*[.)/:–-]+\s*|\s+)(?=[^\W\d])")
_REMARKS = "(?:đv|đảng viên )?(?:dự bị|db)|đvdb|(?:tức|bí danh|tên khác|tên gọi khác|(?:tên )?thường gọi|còn gọi)"
_REMARK_BEHIND = re.compile(  # a footnote's mark, probation, another name: nothing that tells two people apart
    rf"(?:\s*(?:[*¹²³.,;:]|\((?:\*+|(?:{_REMARKS})\b[^()]*)\)|(?:\s[-–]|[,;])\s(?:{_REMARKS})\b.*))+$"
)


@lru_cache(maxsize=65536)
def person_form(name: str) -> str:
    """Return the form in which two spellings of a person's name are equal.

    Folded, without «Đ/c», «Ông», «Bà», a number in front, and a footnote's mark, «(dự bị)» or «(tức …)» behind.

    >>> person_form("Đ/c  NGUYỄN Văn An"), person_form("Ông Bình"), person_form("01/ Lê An (tức Ba) (*)")
    ('nguyễn văn an', 'ông bình', 'lê an')
    """
    form = fold(name)
    if not form.replace(" ", "").isalpha():
        form = _REMARK_BEHIND.sub("", _NUMBER_IN_FRONT.sub("", form, count=1)) or form
    return _ADDRESS.sub("", form, count=1) if _ADDRESS.match(form) else form


_SURNAMES = re.compile(
    r"nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|l[ýí]|đinh|đoàn|lâm|trịnh|trương|đào|mai|tô|hà"
    r"|tạ|cao|châu|chu|thái|lương|vương|quách|tống|phùng|kiều|nghiêm|thạch|lưu|tăng|giáp|la|triệu|từ|hứa|doãn|thân|lò"
    r"|lường|quàng|cầm|tòng|vi|hạng|giàng|vàng|sùng|thào|mùa|ma|nông|bế|lục|mạc|niê"
)
_PLACES = re.compile(r"hà (?:nội|nam|giang|tĩnh|đông)|cao bằng|thái (?:bình|nguyên)|lâm đồng|hồ chí minh")
_BETWEEN_NAMES = re.compile(r"[,;\n+&]|\s[-–]\s|\bvà\b|\b(?:vợ|chồng)\b(?: là|:)?|\s/\s|(?:^|\s)\d+[.)]\s")
_SIGNS_BETWEEN = (",", ";", "\n", "+", "&", "-", "–", "/", ".", ")", "và")  # one of these stands in what is between
_BULLET = re.compile(r"^\s*(?:[-–*•]|\d+\s*[.)/])\s*")
_LONGEST_NAME = 6  # words
_MIDDLE = frozenset({"thị", "văn"})


def names_in(cell: str) -> int:
    """Return how many people's names stand in a cell; a name in two lines, or with an office behind it, is one.

    >>> names_in("Nguyễn Văn An, Trần Thị Bình"), names_in("Nguyễn Thị\\nLê Na"), names_in("Lê Văn An, Bí thư")
    (2, 1, 1)
    """
    if not _BETWEEN_NAMES.search(cell):
        return 1
    parts = [part for part in map(person_form, _BETWEEN_NAMES.split(cell)) if not _PLACES.fullmatch(part)]
    names = [words for part in parts if len(words := part.split()) > 1 and _SURNAMES.fullmatch(words[0])]
    return max(1, sum(words[-1] not in _MIDDLE for words in names))


def listed_names(cell: str) -> int:
    """Return how many names a cell lists; 0 where something else stands in it, or a surname is rare.

    >>> listed_names("1. Nguyễn Văn An\\n2. Trần Thị Bình"), listed_names("- Lê Na; - Lê An"), listed_names("Lê An")
    (2, 2, 1)
    >>> listed_names("thai sản"), listed_names("Nguyễn Văn An, thai sản"), listed_names("Hà Nội")
    (0, 0, 0)
    """
    parts = [part for part in (_BULLET.sub("", one) for one in _BETWEEN_NAMES.split(cell)) if part.strip()]
    names = [person_form(part.strip(" .")) for part in parts]
    words = [name.split() for name in names if not _PLACES.fullmatch(name)]
    named = [one for one in words if 1 < len(one) <= _LONGEST_NAME and _SURNAMES.fullmatch(one[0])]
    return len(named) if len(named) == len(parts) else 0


def may_name_several(cells: Iterable[str]) -> bool:
    """Return whether `names_in` may find several people in one of these cells; many are told at once.

    >>> may_name_several(["Nguyễn Văn An", "Trần Thị Bình"]), may_name_several(["Lê Na và Lê An", "Trần Thị Bình"])
    (False, True)
    """
    whole = "|".join(cells)
    return any(sign in whole for sign in _SIGNS_BETWEEN)


_DEGREES = re.compile(r"(?:(?:pgs|gs|ts|ths|cn|ks|bs|dr)[.,]\s*)+|(?:(?:pgs|gs|ts|ths)\s+)+(?=\S+\s+\S)")
_BEHIND_NAME = re.compile(r"\s*(?:\(.*|[-–,;]\s.*)")
_Y_FOR_I = re.compile(r"(?:(?<![aeou])|(?<=qu))y\b")  # Lý, Lí; Quý, Quí


@lru_cache(maxsize=65536)
def loose_person_form(name: str) -> str:
    """Return the form in which names are alike that may be one person's.

    No diacritics, degree, or office behind it; «y» and «i» at the end of a word are one.

    >>> loose_person_form("ThS. Nguyễn Văn An (Bí thư)"), loose_person_form("NGUYEN VAN LÝ")
    ('nguyen van an', 'nguyen van li')
    """
    own = _BEHIND_NAME.sub("", _DEGREES.sub("", plain(person_form(name)), count=1))
    return _Y_FOR_I.sub("i", own)


_UNIT_WORDS = (
    (re.compile(r"\s*[-‐‑–—_]\s*"), " - "),
    (re.compile(r"^(?:bch|ban chấp hành|btv|ban thường vụ) (?=đảng |đ[bu]\b|chi bộ )"), ""),
    (re.compile(r"^cb(?:cs)?\b\.?\s*"), "chi bộ "),
    (re.compile(r"^đbbp\b\.?\s*"), "đảng bộ bộ phận "),
    (re.compile(r"^đ(?:b|bcs|u)\b\.?\s*"), "đảng bộ "),
    (re.compile(r"^đảng uỷ (?=\S)"), "đảng bộ "),
    (re.compile(r"\bsố (?=\d)"), ""),
    (re.compile(r"^(đảng|chi) bộ cơ sở (?!(?:vật chất|dữ liệu|hạ tầng|đào tạo)\b|[\divx]+\b)(?=\S)"), r"\1 bộ "),
    (re.compile(r"\bubnd\b"), "uỷ ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\s*[(:,-]\s*(?:có |gồm |tổng số:? )?\d+ ?(?:đv|đảng viên|đ/c|đồng chí|người)\b[^()]*\)?$"), ""),
    (re.compile(r"\b0+(?=\d)"), ""),
    (re.compile(r"\s*\((?:đính chính|đã sửa|sửa|sửa lại|bổ sung)[^()]*\)$"), ""),
)


@lru_cache(maxsize=65536)
def unit_form(name: str) -> str:
    """Return the form in which two spellings of a unit's name are certainly one unit's.

    Beside what folding does: «CB», «ĐB», «ĐU» in front, the committee for its organisation, dashes, «số» and zeros
    before a number, «cơ sở» behind the kind (where it is no campus: «cơ sở 2»), how many people it has, «UBND».

    >>> unit_form("CB Văn phòng"), unit_form("ĐẢNG ỦY Sở A–B"), unit_form("Chi bộ số 01 (25 ĐV)")
    ('chi bộ văn phòng', 'đảng bộ sở a - b', 'chi bộ 1')
    >>> unit_form("Đảng bộ cơ sở UBND phường"), unit_form("Chi bộ Cơ sở số 2")
    ('đảng bộ uỷ ban nhân dân phường', 'chi bộ cơ sở 2')
    >>> unit_form("ĐU xã A"), unit_form("BCH Đảng bộ xã A"), unit_form("CBCS Tòa án")
    ('đảng bộ xã a', 'đảng bộ xã a', 'chi bộ toà án')
    """
    form = fold(name)
    for pattern, words in _UNIT_WORDS:
        form = pattern.sub(words, form)
    return form


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Folded and without any diacritics, as file and sheet names are often typed.

    >>> plain("Đảng viên")
    'dang vien'
    """
    letters = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# Alphabet and tones in dictionary order; a word is compared by its letters first, by its tones second.
_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # grave, hook, tilde, acute, dot


@lru_cache(maxsize=65536)
def word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Place of a word in a Vietnamese dictionary: a ă â … đ …; level, grave, hook, tilde, acute, dot."""
    letters: list[int] = []
    tones: list[int] = []
    for letter in fold(word):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONE_ORDER), "")
        base = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else letter
        letters.append(_ALPHABET.get(base, 100 + ord((base or letter)[0])))
        tones.append(_TONE_ORDER.get(tone, 0))
    return tuple(letters), tuple(tones)


def name_key(name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Sort key of a person: by given name (the last word), then family name, then the names between.

    >>> sorted(["Lê Văn Ân", "Trần Thị An", "Bùi Đức Anh"], key=name_key)
    ['Trần Thị An', 'Bùi Đức Anh', 'Lê Văn Ân']
    """
    words = [word_key(word) for word in clean(name).split()]
    return (*words[-1:], *words[:-1])


def unit_key(unit: str) -> tuple[tuple[int, int, object], ...]:
    """Sort key of a unit in natural order: numbers by value, words as in a dictionary.

    >>> sorted(["Chi bộ 10", "Chi bộ 2"], key=unit_key)
    ['Chi bộ 2', 'Chi bộ 10']
    """
    parts = re.findall(r"\d+|[^\W\d]+", clean(unit))
    return tuple((0, int(part), ()) if part.isdecimal() else (1, 0, word_key(part)) for part in parts)


def first_capital(words: str) -> str:
    """Return words as they begin a sentence or a cell."""
    return words[:1].upper() + words[1:]


def inside(words: str) -> str:
    """Return words as they stand inside a sentence: small first letter, but abbreviations kept."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def grouped(number: int) -> str:
    """Return a whole number with dots between thousands.

    >>> grouped(11917)
    '11.917'
    """
    return f"{number:,}".replace(",", ".")


def padded(number: int) -> str:
    """Return a count in prose: below ten with a leading zero, as party documents write it.

    >>> padded(8), padded(68)
    ('08', '68')
    """
    return f"{number:02d}" if 0 <= number < 10 else grouped(number)


def decimal(value: Fraction, digits: int) -> str:
    """Return an exact number rounded half-up to `digits` decimals, with a comma.

    >>> decimal(Fraction(98445, 1000), 2)
    '98,45'
    """
    return _decimal(value.numerator, value.denominator, digits)


def _decimal(numerator: int, denominator: int, digits: int) -> str:
    """Return a fraction, whose denominator is positive, as `decimal` does; it need not be in lowest terms."""
    whole = (2 * abs(numerator) * 10**digits + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and whole else ""
    before, after = divmod(whole, 10**digits)
    return f"{sign}{grouped(before)},{after:0{digits}d}" if digits else f"{sign}{grouped(before)}"


def printed_number(printed: str | None) -> Fraction:
    """Return a printed share as the number it shows, exactly; nothing printed is 0.

    >>> printed_number("1.098,45")
    Fraction(21969, 20)
    """
    return Fraction((printed or "0").replace(".", "").replace(",", "."))


def percent(count: int, base: int, digits: int = 2) -> str | None:
    """`count` of `base` in per cent, half-up, with a comma; None where the base is 0.

    >>> percent(8828, 8967), percent(0, 0)
    ('98,45', None)
    """
    return _decimal(100 * int(count), int(base), digits) if base else None


def percent_beside(count: int, base: int, bound: Fraction) -> str | None:
    """As `percent`, with as many more digits as it takes not to print on the wrong side of `bound`, or on it.

    97,996 % against 98 % must not print as 98,00.

    >>> percent_beside(97996, 100000, Fraction(98, 100))
    '97,996'
    """
    if not base:
        return None
    share = Fraction(100 * int(count), int(base))
    if share == 100 * bound:  # printed in full where that is possible: 0,125 of «không quá 0,125%»
        return decimal(share, next((digits for digits in range(2, 9) if (share * 10**digits).denominator == 1), 2))
    digits = 2
    while _rounded(share, digits) == _rounded(100 * bound, digits):
        digits += 1
    return decimal(share, digits)


def _rounded(value: Fraction, digits: int) -> int:
    scale: int = 10**digits
    return floor(2 * value * scale + 1) // 2
