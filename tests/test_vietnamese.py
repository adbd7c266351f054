"""Text folded, people and units in order, shares printed: expected values worked by hand or by another formulation."""

from __future__ import annotations

import random
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.vietnamese import (
    clean,
    decimal,
    fold,
    grouped,
    name_key,
    padded,
    percent,
    percent_beside,
    plain,
    unit_key,
    word_key,
)

# Written out, so that no blank of this file is mistaken for another.
NBSP, NARROW, EM, IDEOGRAPHIC, THIN = "\u00a0", "\u202f", "\u2003", "\u3000", "\u2009"
ZWSP, ZWNJ, ZWJ, JOINER, BOM, SHY = "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"
GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("  HTTNV \t", "HTTNV", id="blanks at both ends"),
        pytest.param("Hoàn\r\nthành", "Hoàn thành", id="a line break in a cell"),
        pytest.param("Chi  bộ   1", "Chi bộ 1", id="a run of blanks is one"),
        pytest.param(f"Chi{NBSP}bộ{NARROW}1", "Chi bộ 1", id="blanks that do not break"),
        pytest.param(f"Chi{EM}bộ{IDEOGRAPHIC}{THIN}1", "Chi bộ 1", id="wide and thin blanks"),
        pytest.param(f"{BOM}Đảng{ZWSP} vi{ZWNJ}ê{ZWJ}n{JOINER}", "Đảng viên", id="letters that cannot be seen"),
        pytest.param(f"hoàn{SHY}thành", "hoànthành", id="a soft hyphen"),
        pytest.param(f"{ZWSP} {NBSP}{ZWSP}", "", id="only blanks is nothing"),
        pytest.param(f"Ho{ZWSP}a{ZWJ}{GRAVE}", "Hoà", id="a tone behind a joiner still meets its letter"),
        pytest.param("a\x0bb\x0cc\x1fd", "a b c d", id="control characters that part words, in plain ASCII"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_clean_text_is_what_a_person_reads(written: str, read: str) -> None:
    assert clean(written) == read


def test_clean_text_is_in_composed_form() -> None:
    apart = unicodedata.normalize("NFD", "Nguyễn Thị Thuỷ, Đảng uỷ Khối")
    assert len(apart) > len("Nguyễn Thị Thuỷ, Đảng uỷ Khối")
    assert clean(apart) == "Nguyễn Thị Thuỷ, Đảng uỷ Khối"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ĐẢNG VIÊN", "đảng viên", id="capitals"),
        pytest.param("Đảng ủy", "Đảng uỷ", id="tone on u or on y"),
        pytest.param("hòa", "hoà", id="tone on o or on a"),
        pytest.param("khỏe", "khoẻ", id="tone on o or on e"),
        pytest.param("HÒA THỦY", "hoà thuỷ", id="capitals and tones"),
        pytest.param(unicodedata.normalize("NFD", "Ủy ban hóa học"), "uỷ ban hoá học", id="decomposed and tones"),
        pytest.param(f"hoàn{NBSP}thành\n tốt", "Hoàn thành tốt", id="blanks"),
    ],
)
def test_folding_makes_two_spellings_of_the_same_words_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("first", "òóỏõọ")
@pytest.mark.parametrize("second", "ae")
def test_every_tone_is_folded_on_oa_and_oe(first: str, second: str) -> None:
    mark = unicodedata.normalize("NFD", first)[-1]
    assert fold(first + second) == unicodedata.normalize("NFC", "o" + second + mark)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Tốt", "Tót", id="another letter"),
        pytest.param("chưa", "chứa", id="another tone"),
        pytest.param("Đảng", "Dảng", id="đ is not d"),
        pytest.param("của", "cuả", id="ua has one placement only"),
        pytest.param("HT XS", "HTXS", id="a blank inside a code"),
    ],
)
def test_folding_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        pytest.param("Đảng viên", "dang vien", id="đ becomes d"),
        pytest.param("DANH SÁCH ĐẢNG ỦY", "danh sach dang uy", id="capitals"),
        pytest.param("ư ơ ê ô â ă", "u o e o a a", id="letters with a horn, a roof or a bowl"),
        pytest.param("2021_Xếp loại.xlsx", "2021_xep loai.xlsx", id="the rest stays"),
    ],
)
def test_plain_text_has_no_diacritics(written: str, letters: str) -> None:
    assert plain(written) == letters


_TEXT = st.text("aàảãáạăâđeoòuủyhHĐỦ" + GRAVE + ACUTE + DOT + ZWSP + ZWJ + NBSP + BOM + " \n-1", max_size=12)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(_TEXT)
def test_text_once_cleaned_or_folded_stays_as_it_is_in_nfc_or_nfd(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert unicodedata.is_normalized("NFC", clean(text))
    if not set(ZWSP + ZWJ + BOM) & set(text):  # between a letter and its mark these change what composes
        assert fold(unicodedata.normalize("NFD", text)) == fold(text)


# --- order -----------------------------------------------------------------------------------------------------------

ORDERED_WORDS = [
    pytest.param(["a", "ă", "â", "b", "d", "đ", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"], id="letters"),
    pytest.param(["ma", "mà", "mả", "mã", "má", "mạ"], id="level, grave, hook, tilde, acute, dot"),
    pytest.param(["ẫ", "ấ", "ậ", "bờ"], id="tones of a letter with a roof"),
    pytest.param(["An", "Ân", "Ba"], id="capitals do not matter"),
    pytest.param(["Ban", "Bán", "Bang", "Bàng", "Bảng"], id="all letters before any tone"),
    pytest.param(["Dung", "Dũng", "Đông", "Đức", "Em"], id="đ after every d"),
    pytest.param(["An", "Anh", "Ánh"], id="a shorter word first"),
    pytest.param(["zô", "франц"], id="letters of no Vietnamese word come last"),
]


@pytest.mark.parametrize("words", ORDERED_WORDS)
def test_words_stand_as_in_a_vietnamese_dictionary(words: list[str]) -> None:
    mixed = random.Random(1).sample(words, len(words))
    assert sorted(mixed, key=word_key) == words
    assert sorted([unicodedata.normalize("NFD", word) for word in mixed], key=word_key) == [
        unicodedata.normalize("NFD", word) for word in words
    ]


def test_a_tone_mark_that_hangs_on_no_letter_does_not_stop_the_sorting() -> None:
    loose = "Lê Kh" + ACUTE + "oa"  # no letter is h with an acute
    assert sorted([loose, "Lê An"], key=name_key) == ["Lê An", loose]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["Vũ Thị An", "Bùi Văn Ân", "Ăng Ba"], id="the given name is the last word"),
        pytest.param(["Lê Văn Bình", "Nguyễn Văn Bình", "Trần Văn Bình"], id="then the family name"),
        pytest.param(["Lê Thị Bình", "Lê Văn Bình"], id="then the names between"),
        pytest.param(["Lê An", "Lê Thị An"], id="no name between first"),
        pytest.param(["Lê Hoa", "Lê Hoà", "Lê Hoá"], id="tones decide among equal letters"),
        pytest.param(["Đỗ Dũng", "Bùi Đức"], id="đ after d in a given name"),
        pytest.param(["An", "Lê An"], id="a single word is a given name"),
    ],
)
def test_people_stand_by_given_name_then_family_name(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=name_key) == names


def test_a_name_in_capitals_and_other_blanks_stands_in_the_same_place() -> None:
    assert name_key(f"  LÊ{NBSP}VĂN \n BÌNH") == name_key("Lê Văn Bình")
    assert name_key("") == ()


@pytest.mark.parametrize(
    "units",
    [
        pytest.param(["Chi bộ 1", "Chi bộ 2", "Chi bộ 10", "Chi bộ 100"], id="numbers by value"),
        pytest.param(["Chi bộ 2", "Chi bộ 02B", "Chi bộ 3A"], id="a letter after the number; zeros do not matter"),
        pytest.param(["Chi bộ 9", "Chi bộ An", "Chi bộ Ân"], id="numbers before words, words as in a dictionary"),
        pytest.param(["Chi bộ", "Chi bộ 1"], id="the shorter first"),
        pytest.param(["Chi bộ 2", "Chi bộ 2 ²"], id="a footnote's mark is no number"),
        pytest.param(["Chi bộ 2 - Khối 9", "Chi bộ 2 (Khối 10)"], id="signs between do not matter"),
        pytest.param(["Ban Đảng", "Sở Y tế", "Uỷ ban", "Văn phòng"], id="plain names"),
    ],
)
def test_units_stand_in_natural_order(units: list[str]) -> None:
    backwards = units[::-1]
    assert sorted(backwards, key=unit_key) == units


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "printed"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (11917, "11.917"), (1234567, "1.234.567"), (-1234, "-1.234")],
)
def test_thousands_are_parted_by_dots(number: int, printed: str) -> None:
    assert grouped(number) == printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        pytest.param(0, "00", id="none"),
        pytest.param(9, "09", id="the last below ten"),
        pytest.param(10, "10", id="ten has two digits anyway"),
        pytest.param(8967, "8.967", id="large ones are grouped"),
        pytest.param(-3, "-3", id="a lack is no count in prose"),
    ],
)
def test_counts_below_ten_get_a_zero_in_front(number: int, printed: str) -> None:
    assert padded(number) == printed


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        pytest.param(Fraction(98445, 1000), 2, "98,45", id="half of the last digit goes up"),
        pytest.param(Fraction(98435, 1000), 2, "98,44", id="from an odd digit too: not half-even"),
        pytest.param(Fraction(98425, 1000), 2, "98,43", id="and from an even digit: not half-even"),
        pytest.param(Fraction(98444999, 1000000), 2, "98,44", id="just below half stays"),
        pytest.param(Fraction("98.44499999999999999999"), 2, "98,44", id="nearer to half than any float can tell"),
        pytest.param(Fraction(1, 3), 4, "0,3333", id="a third"),
        pytest.param(Fraction(2, 3), 4, "0,6667", id="two thirds"),
        pytest.param(Fraction(5, 2), 0, "3", id="no decimals, no comma"),
        pytest.param(Fraction(1, 100), 2, "0,01", id="zeros after the comma are kept"),
        pytest.param(Fraction(12345678, 10), 1, "1.234.567,8", id="thousands"),
        pytest.param(Fraction(9999, 1000), 2, "10,00", id="carried into the whole"),
        pytest.param(Fraction(-3, 2), 1, "-1,5", id="below zero"),
        pytest.param(Fraction(-1234567, 100), 2, "-12.345,67", id="below zero, thousands"),
        pytest.param(Fraction(-1, 1000), 2, "0,00", id="no minus before a printed zero"),
        pytest.param(Fraction(-1, 200), 2, "-0,01", id="half away from zero below zero"),
        pytest.param(Fraction(0), 2, "0,00", id="zero"),
    ],
)
def test_exact_numbers_are_rounded_half_up(value: Fraction, digits: int, printed: str) -> None:
    assert decimal(value, digits) == printed


@pytest.mark.parametrize(
    ("count", "base", "printed"),
    [
        pytest.param(8828, 8967, "98,45", id="the published share of members"),
        pytest.param(30, 8967, "0,33", id="the published share of those not completing"),
        pytest.param(75, 77, "97,40", id="the published share of organisations, zero kept"),
        pytest.param(77, 77, "100,00", id="all"),
        pytest.param(0, 77, "0,00", id="none"),
        pytest.param(0, 0, None, id="nobody rated: no share"),
        # Exactly half of the second decimal; a float, or half-even, prints the digit below.
        pytest.param(1, 800, "0,13", id="0,125"),
        pytest.param(9, 800, "1,13", id="1,125"),
        pytest.param(201, 20000, "1,01", id="1,005: as a float 1,00499…"),
        pytest.param(403, 40000, "1,01", id="1,0075"),
        pytest.param(5801, 20000, "29,01", id="29,005: as a float 29,00499…"),
        pytest.param(1, 20000, "0,01", id="0,005"),
        pytest.param(12861, 20000, "64,31", id="64,305: half up, half-even says 64,30"),
    ],
)
def test_shares_are_printed_half_up_with_two_decimals_and_a_comma(count: int, base: int, printed: str | None) -> None:
    assert percent(count, base) == printed


def test_other_digits_may_be_asked_for() -> None:
    assert (percent(1, 3, 0), percent(2, 3, 4)) == ("33", "66,6667")


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(1, 20000), st.data())
def test_shares_agree_with_decimal_arithmetic(base: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, base))
    share = (Decimal(100 * count) / Decimal(base)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert percent(count, base) == str(share).replace(".", ",")


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.integers(0, 9999))
def test_a_share_of_exactly_half_the_last_digit_goes_up(hundredths: int) -> None:
    """(hundredths + 1/2) / 10000 is a share of 20000 with 5 in the third decimal of its per cent."""
    up = hundredths + 1
    assert percent(2 * hundredths + 1, 20000) == f"{up // 100},{up % 100:02d}"


@pytest.mark.parametrize(
    ("count", "base", "bound", "printed"),
    [
        pytest.param(97996, 100000, "0.98", "97,996", id="97,996 beside 98 must not print as 98,00"),
        pytest.param(97994, 100000, "0.98", "97,99", id="two digits say enough"),
        pytest.param(98004, 100000, "0.98", "98,004", id="just above must not print as on the bound"),
        pytest.param(9799999, 10000000, "0.98", "97,99999", id="as many digits as it takes"),
        pytest.param(98, 100, "0.98", "98,00", id="on the bound it is the bound"),
        pytest.param(4, 1001, "0.004", "0,3996", id="0,3996 beside 0,4: one more digit would round up to it"),
        pytest.param(8828, 8967, "0.98", "98,45", id="far from the bound"),
        pytest.param(0, 100, "0", "0,00", id="zero on zero"),
        pytest.param(1, 3, "1/3", "33,33", id="on a bound that no decimal prints"),
        pytest.param(0, 0, "0.98", None, id="nobody rated"),
    ],
)
def test_a_share_beside_its_bound_never_prints_on_the_wrong_side(
    count: int, base: int, bound: str, printed: str | None
) -> None:
    assert percent_beside(count, base, Fraction(bound)) == printed


def test_a_share_exactly_on_a_bound_of_three_decimals_prints_as_that_bound() -> None:
    assert percent_beside(1, 800, Fraction(1, 800)) == "0,125"


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(1, 30000), st.integers(0, 1000), st.data())
def test_what_is_printed_stands_to_the_bound_as_the_share_does(base: int, permille: int, data: st.DataObject) -> None:
    bound = Fraction(permille, 1000)
    near = int(bound * base)
    count = min(base, max(0, data.draw(st.integers(near - 2, near + 2))))
    printed = Fraction(percent_beside(count, base, bound).replace(",", ".")) / 100
    share = Fraction(count, base)
    assert (printed < bound, printed > bound) == (share < bound, share > bound)
