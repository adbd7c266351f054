"""Text typed for the fonts of before Unicode: TCVN3 (.VnTime …) and VNI (VNI-Times …), recognised and converted.

Such a text holds western letters that the font shows as Vietnamese ones: "NguyÔn" is "Nguyễn" in TCVN3. Sources: TCVN
5712:1993, table VN3; the code page of VNI for Windows, where a vowel is followed by the letter of its mark and tone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

Encoding = Literal["TCVN3", "VNI"]

# Without a tone, then each vowel with grave, acute, hook, tilde, dot below.
_TCVN3_TABLE = """
¡Ă ¢Â §Đ £Ê ¤Ô ¥Ơ ¦Ư ¨ă ©â ®đ ªê «ô ¬ơ \u00adư
µà ¸á ¶ả ·ã ¹ạ  »ằ ¾ắ ¼ẳ ½ẵ Æặ  Çầ Êấ Èẩ Éẫ Ëậ  Ìè Ðé Îẻ Ïẽ Ñẹ  Òề Õế Óể Ôễ Öệ  ×ì Ýí Øỉ Üĩ Þị
ßò ãó áỏ âõ äọ  åồ èố æổ çỗ éộ  êờ íớ ëở ìỡ îợ  ïù óú ñủ òũ ôụ  õừ øứ öử ÷ữ ùự  úỳ ýý ûỷ üỹ þỵ
"""
_VNI_TABLE = """
ñđ ôơ öư îỵ ìì íí æỉ óĩ òị  aââ aêă eâê oâô
aøà aùá aûả aõã aïạ  aèằ aéắ aúẳ aüẵ aëặ  aàầ aáấ aåẩ aãẫ aäậ  eøè eùé eûẻ eõẽ eïẹ  eàề eáế eåể eãễ eäệ
oøò oùó oûỏ oõõ oïọ  oàồ oáố oåổ oãỗ oäộ  ôøờ ôùớ ôûở ôõỡ ôïợ  uøù uùú uûủ uõũ uïụ  öøừ öùứ öûử öõữ öïự
yøỳ yùý yûỷ yõỹ
"""
_TCVN3 = {pair[:-1]: pair[-1] for pair in _TCVN3_TABLE.split()}
_VNI = {pair[:-1]: pair[-1] for pair in _VNI_TABLE.split()}
_VNI |= {old[0].upper() + end: new.upper() for old, new in _VNI.items() for end in (old[1:], old[1:].upper())}
_LETTERS: dict[Encoding, dict[str, str]] = {"TCVN3": _TCVN3, "VNI": _VNI}
_PATTERNS = {
    encoding: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for encoding, table in _LETTERS.items()
}

_FOREIGN = "¡-©«-¯µ-·¹»-¿ÄÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ"  # no letters of Vietnamese in Unicode
_STRANGE = re.compile(rf"[{_FOREIGN}À-Þ](?:(?<=[{_FOREIGN}])|(?<=[a-zß-ÿ].))")  # one class first: half the time
_WESTERN = re.compile(r"[¡-ÿ]")
_BEYOND = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u0323]")
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 3  # texts of a sheet that must turn into Vietnamese before any is converted

_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|g[hi]?|h|kh?|l|m|n(?:gh?|h)?|ph?|qu?|r|s|th?|tr|v|x)?"
    r"(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oă|oe|oi|oo|oai|oao|oay|oeo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy"
    r"|uôi|uya|uyê|uyu|ươ|ưa|ưi|ưu|ươi|ươu|ue|uây|yê|yêu)"
    r"(?:ch?|m|n[gh]?|p|t)?"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def from_legacy(text: str, encoding: Encoding) -> str:
    """Return the text as its font showed it; a word of capitals stays one, though the fonts had no toned capitals.

    >>> from_legacy("NguyÔn ThÞ", "TCVN3"), from_legacy("Nguyeãn Thò", "VNI")
    ('Nguyễn Thị', 'Nguyễn Thị')
    """
    found = _PATTERNS[encoding].sub(lambda letter: _LETTERS[encoding][letter[0]], text)
    if encoding == "VNI":
        return found
    words = [_plain_letters(word) for word in _WORD.findall(found)]
    capitals = "".join(words).isupper() and max(map(len, words)) > 1
    return _WORD.sub(lambda word: _one_case(word[0], fewest=1 if capitals else 2), found)


def has_foreign_letters(text: str) -> bool:
    """Look quickly at all texts of a sheet: old text of more than a few words holds such letters."""
    return bool(_STRANGE.search(text))


def legacy_encoding(texts: Iterable[str]) -> Encoding | None:
    """Return the encoding that turns most of a sheet's strange texts into Vietnamese; None where they are not such
    texts.
    """
    strange = {text for text in texts if is_suspect(text)}
    if len(strange) < _FEWEST:
        return None
    fits = {encoding: sum(becomes_vietnamese(text, encoding) for text in strange) for encoding in _LETTERS}
    best = max(fits, key=lambda encoding: fits[encoding])
    return best if fits[best] >= _FEWEST and fits[best] * 2 > len(strange) else None


def is_suspect(text: str) -> bool:
    """Western letters that make no Vietnamese in Unicode, and none that only Unicode has."""
    if not may_be_legacy(text):
        return False
    return bool(_STRANGE.search(text)) or not all(
        _is_syllable(word) for word in _WORD.findall(text) if not word.isascii()
    )


def may_be_legacy(text: str) -> bool:
    """Western letters and none that only Unicode has: in a sheet of old fonts such a text is old too."""
    return not text.isascii() and bool(_WESTERN.search(text)) and not _BEYOND.search(text)


def is_beyond_legacy(text: str) -> bool:
    """Letters that only Vietnamese in Unicode has."""
    return not text.isascii() and bool(_BEYOND.search(text))


def becomes_vietnamese(text: str, encoding: Encoding) -> bool:
    """Return whether every word that the conversion changes becomes a Vietnamese syllable."""
    words = [from_legacy(word, encoding) for word in re.split(r"[\s\d.,;:/()\-–]+", text) if not word.isascii()]
    return bool(words) and all(_is_syllable(word) for word in words)


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    tones = sum(letter in _TONES for letter in letters)
    plain = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(plain))


def _one_case(word: str, *, fewest: int) -> str:
    """ "NGUYễN" → "NGUYỄN": among capitals the fonts had small letters only for what bears a tone."""
    plain = _plain_letters(word)
    return word.upper() if plain.isupper() and len(plain) >= fewest else word


def _plain_letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalpha())
