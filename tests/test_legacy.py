"""Text of old fonts: what the encodings' tables say, and what is left alone."""

from __future__ import annotations

import unicodedata

import pytest

from evalkit.vietnamese.legacy import from_legacy, legacy_encoding

VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
EVERY_LETTER = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
# The same words in each encoding, as typing programs of the time wrote them.
WORDS = [
    ("Nguyễn Thị", "NguyÔn ThÞ", "Nguyeãn Thò"),
    ("Hoàn thành xuất sắc nhiệm vụ", "Hoµn thµnh xuÊt s¾c nhiÖm vô", "Hoaøn thaønh xuaát saéc nhieäm vuï"),
    ("Đảng ủy", "§¶ng ñy", "Ñaûng uûy"),
    ("ĐẢNG BỘ KHỐI", "§¶NG Bé KHèI", "ÑAÛNG BOÄ KHOÁI"),
    ("Trường Đại học", "Tr\u00adêng §¹i häc", "Tröôøng Ñaïi hoïc"),
    ("Hà Vũ", "Hµ Vò", "Haø Vuõ"),
    ("kỷ luật", "kû luËt", "kyû luaät"),
    ("nghỉ ốm, miễn sinh hoạt", "nghØ èm, miÔn sinh ho¹t", "nghæ oám, mieãn sinh hoaït"),
]


@pytest.mark.parametrize(("unicode", "tcvn3", "vni"), WORDS)
def test_words(unicode, tcvn3, vni):
    assert from_legacy(tcvn3, "TCVN3") == unicode
    assert from_legacy(vni, "VNI") == unicode


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_every_letter_of_vietnamese_can_be_written(encoding):
    western = [chr(code) for code in range(0xA1, 0x100)]
    written = [*western, *(vowel + letter for vowel in (*"aeouy", "ô", "ö") for letter in western)]
    assert {from_legacy(text, encoding) for text in written} >= {
        letter for letter in EVERY_LETTER if not letter.isascii()
    }


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [
        ([tcvn3 for _, tcvn3, _ in WORDS], "TCVN3"),
        ([vni for _, _, vni in WORDS], "VNI"),
        ([unicode for unicode, _, _ in WORDS], None),
        (["Françoise Müller", "Öhm", "Łódź", "naïve", "São Tomé", "Señor", "Ærø"], None),  # names from elsewhere
        (["×", "x", "±5", "50 µm", "§ 3", "Hà", "Lê Tú"], None),  # marks, units, and Unicode without a further letter
        (["NguyÔn", "HTTNV"], None),  # too few to tell
    ],
)
def test_a_sheet_is_old_only_where_its_texts_turn_into_vietnamese(texts, encoding):
    assert legacy_encoding(texts) == encoding
