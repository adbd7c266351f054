"""The rating words: which id each real spelling has, and which words are never guessed."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest

from evalkit.scale import PARTY, RATED, REASONS, UNKNOWN, Level, Rating, Scale

NBSP = "\u00a0"

# Section 2 of the domain notes: canonical words, what real sheets write, every reason for not being rated.
SPELLINGS = {
    "excellent": [
        "Hoàn thành xuất sắc nhiệm vụ", "HTXSNV", "HTSXNV", "HTXS", "XS", "Xuất sắc", "HT xuất sắc",
        "Hoàn thành xuất sắc", "Mức 4",
    ],
    "good": [
        "Hoàn thành tốt nhiệm vụ", "HTTNV", "HTTTNV", "HTT", "HT tốt", "Tốt", "T", "Hoàn thành tốt", "Mức 3",
    ],
    "completed": ["Hoàn thành nhiệm vụ", "HTNV", "HT", "Hoàn thành", "Mức 2"],
    "not_completed": [
        "Không hoàn thành nhiệm vụ", "KHTNV", "KHT", "không HTNV", "Không HT", "Không hoàn thành", "Mức 1",
    ],
}  # fmt: skip
NOT_RATED = {
    "miễn đánh giá": "exempt",
    "được miễn công tác và sinh hoạt đảng": "exempt",
    "miễn sinh hoạt": "exempt",
    "MSH": "exempt",
    "miễn sinh hoạt (MSH)": "exempt",
    "chưa đánh giá": "not_yet",
    "chưa kiểm điểm": "not_yet",
    "chưa xếp loại": "not_yet",
    "CXL": "not_yet",
    "không xếp loại": "unspecified",
    "KXL": "unspecified",
    "không đánh giá, xếp loại": "unspecified",
    "chưa đủ điều kiện": "unspecified",
    "mới thành lập": "new_organisation",
    "mới kết nạp": "new_member",
    "dự bị chưa đủ 6 tháng": "new_member",
    "mới kết nạp / dự bị chưa đủ 6 tháng": "new_member",
    "đình chỉ sinh hoạt đảng": "suspended",
    "nghỉ ốm": "sick",
    "nghỉ thai sản": "maternity",
    "đi nước ngoài": "away",
    "đi học nước ngoài": "away",
    "ra nước ngoài": "away",
    "chưa đủ 6 tháng": "new_member",
    "đi làm ăn xa": "away",
    "đang xem xét kỷ luật": "under_review",
}
EVERY_SPELLING = [(word, level) for level, words in SPELLINGS.items() for word in words]


def ways_of_writing(word: str) -> set[str]:
    return {
        word, word.upper(), word.lower(), unicodedata.normalize("NFD", word), f" {word.replace(' ', NBSP)} ",
        word.replace(" ", " \n"), word.replace("uỷ", "ủy").replace("hoà", "hòa"),
    }  # fmt: skip


@pytest.mark.parametrize(("word", "level"), EVERY_SPELLING)
def test_every_spelling_of_real_sheets_is_its_level_however_it_is_typed(word: str, level: str) -> None:
    assert {PARTY.read(way) for way in ways_of_writing(word)} == {Rating(RATED, level)}
    assert PARTY.level_of(word) == level


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Hoàn thành tốt nhiệm vụ (HTTNV)", "good"),  # as headers have it
        ("Hoàn thành xuất sắc nhiệm vụ\n(HTXSNV)", "excellent"),
        ("HTNV (Hoàn thành nhiệm vụ)", "completed"),
        ("Mức 3 - Hoàn thành tốt nhiệm vụ", "good"),
        ("KHTNV: Không hoàn thành nhiệm vụ", "not_completed"),
        ("HTTNV (HTNV)", None),  # two levels
        ("HTTNV - HTNV", None),
        ("Hoàn thành tốt nhiệm vụ (20%)", None),
        ("Hoàn thành tốt nhiệm vụ (nghỉ ốm)", None),
        ("HTTNV (HTTNV) HTNV", None),
    ],
)
def test_a_level_said_in_full_and_short_is_that_level_and_two_are_none(said: str, level: str | None) -> None:
    for way in ways_of_writing(said):
        assert PARTY.read(way) == (Rating(RATED, level) if level else None)
        assert PARTY.level_of(way) == level


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HTTNV (QĐ số 15-QĐ/ĐU, ngày 12/12/2022)", "good"),
        ("Hoàn thành tốt nhiệm vụ theo Quyết định số 15-QĐ/ĐU", "good"),
        ("HTTNV, 12/14 phiếu", "good"),
        ("HTTNV [86% phiếu tán thành]", "good"),
        ("HTNV (khiển trách)", "completed"),
        ("KHTNV - bị kỷ luật cảnh cáo", "not_completed"),
        ("HTNV (QĐ 15-QĐ/ĐU; 12/14 phiếu)", "completed"),
        ("Không hoàn thành nhiệm vụ, đề nghị xóa tên", "not_completed"),
        ("HTXSNV, đề nghị khen thưởng", "excellent"),
        ("HTTNV (14/15)", "good"),
        ("HTTNV - 12/15", "good"),
        ("HTTNV: 15/15", "good"),
        ("HTTNV 15/15 (100%)", "good"),
        ("HTTNV (3/15)", None),
        ("HTTNV (31/12)", None),  # a day, and no votes
        ("HTTNV → HTNV", None),
        ("HTTNV (hạ xuống HTNV)", None),
        ("HTXSNV (6/14 phiếu)", None),  # less than half voted for it
        ("HTXSNV (cảnh cáo)", None),  # who is punished is not excellent
        ("HTXSNV (đề nghị)", None),
        ("HTXSNV (đề nghị HTTNV)", None),
        ("HTXSNV (năm 2021)", None),
        ("HTTNV (tự nhận)", None),
        ("HTTNV (khai trừ)", None),
        ("HTTNV (xem xét kỷ luật)", None),
        ("HTTNV (QĐ hạ xuống HTNV)", None),
        ("HTTNV (chờ QĐ số 15)", None),
    ],
)
def test_what_is_written_behind_a_level_leaves_it_only_where_its_words_are_certain(
    text: str, found: str | None
) -> None:
    assert PARTY.read(text) == (Rating(RATED, found) if found else None)
    assert PARTY.level_of(text) is None  # no title of a column of that level


@pytest.mark.parametrize(("phrase", "reason"), NOT_RATED.items())
def test_every_reason_for_not_being_rated_is_kept_apart_and_is_never_a_level(phrase: str, reason: str) -> None:
    for way in ways_of_writing(phrase):
        assert PARTY.read(way) == PARTY.read_reason(way) == Rating(reason, None)
    assert PARTY.level_of(phrase) is None


def test_the_reasons_of_real_sheets_are_all_the_reasons_there_are() -> None:
    assert set(NOT_RATED.values()) == set(REASONS)
    assert (RATED, *REASONS, UNKNOWN) == PARTY.statuses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("không hoàn thành nhiệm vụ", "not_completed", id="holds the words of the level above it"),
        pytest.param("hoàn thành nhiệm vụ", "completed", id="stands inside the level below it"),
        pytest.param("hoàn thành tốt nhiệm vụ", "good", id="a word in the middle"),
        pytest.param("LM*", None, id="another scale's level"),
        pytest.param("HTTNV *", "good", id="a footnote mark"),
        pytest.param("HTTNV (1)", "good", id="a numbered footnote"),
        pytest.param("HTXSNV¹", "excellent", id="a raised footnote"),
        pytest.param("HTNV.", "completed", id="a full stop"),
        pytest.param("Hoàn thành nhiệm v-\nụ", "completed", id="a word broken over two lines"),
        pytest.param("Hoàn thành xuất sắc nhiệm v\nụ", "excellent", id="broken without a hyphen"),
        pytest.param("H.T.X.S.N.V", "excellent", id="spelt letter by letter"),
        pytest.param("KHT-NV", "not_completed", id="a hyphen inside"),
        pytest.param("Hoàn thành - tốt", None, id="a dash may part two things"),
        pytest.param("HTTNV+", None, id="or better is a measure, nobody's level"),
        pytest.param("HTTNV trở lên", None, id="or better, in words"),
        pytest.param("hoàn thành tốt nhiệm vụ trở lên", None, id="or better, in full"),
        pytest.param("Kém", None, id="the grade of a criterion"),
        pytest.param("Mức 5", None, id="a step that there is not"),
        pytest.param("HTXSNV HTTNV", None, id="two levels"),
        pytest.param("HTXSNV/HTTNV", None, id="two levels with a stroke"),
        pytest.param("4", None, id="a bare number"),
        pytest.param("x", None, id="a mark"),
        pytest.param("HTSX", None, id="a typo that nobody has agreed to"),
        pytest.param("", None, id="nothing"),
        pytest.param("*", None, id="a footnote mark alone"),
        *(pytest.param(letter, None, id=f"the letter {letter} of another system") for letter in "ABCDEabcde"),
    ],
)
def test_a_level_is_read_whole_and_never_guessed(text: str, found: str | None) -> None:
    assert PARTY.read(text) == (Rating(RATED, found) if found else None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("chưa hoàn thành nhiệm vụ", None, id="can mean two things"),
        pytest.param("không bị đình chỉ sinh hoạt", None, id="denied: not suspended"),
        pytest.param("không nghỉ ốm", None, id="denied: not sick"),
        pytest.param("chưa mới kết nạp", None, id="denied with not yet"),
        pytest.param("đã hết đình chỉ sinh hoạt", None, id="over"),
        pytest.param("hết thời gian nghỉ ốm", None, id="its time is over"),
        pytest.param("không còn miễn sinh hoạt", None, id="no longer"),
        pytest.param("không phải đi nước ngoài", None, id="need not"),
        pytest.param("nghỉ ốm, không bị đình chỉ sinh hoạt", None, id="one said, one denied"),
        pytest.param("HTTNV, nghỉ ốm 2 tháng", None, id="a level and a reason"),
        pytest.param("nghỉ ốm 3 tháng, HTNV", None, id="a reason and a level"),
        pytest.param("HT, nghỉ ốm 3 tháng", None, id="a level of two letters and a reason"),
        pytest.param("nghỉ thai sản (XS)", None, id="a reason and a level of two letters"),
        pytest.param("HTTTNV nghỉ ốm", None, id="a level with a typo and a reason"),
        pytest.param("Hoàn thành tốt nhiệm vụ. Đi nước ngoài 1 tháng", None, id="a level in full and a reason"),
        pytest.param("không hoàn thành nhiệm vụ do nghỉ ốm", None, id="the lowest level and a reason"),
        pytest.param("chưa xếp loại do nghỉ thai sản", "maternity", id="the nearer reason wins"),
        pytest.param("nghỉ thai sản, chưa xếp loại", "maternity", id="whichever stands first"),
        pytest.param("không xếp loại vì mới kết nạp", "new_member", id="over unspecified too"),
        pytest.param("chưa xếp loại, không đánh giá", "not_yet", id="of two general ones the first"),
        pytest.param("đình chỉ sinh hoạt, đang xem xét kỷ luật", "suspended", id="of two near ones the first"),
        pytest.param("Đảng viên mới kết nạp ngày 03/9/2022", "new_member", id="inside a note"),
        pytest.param("Đảng viên mới chuyển đến", None, id="new in this cell, and no new member"),
        pytest.param("Đảng viên mới, chuyển đến tháng 5", "new_member", id="both"),
        pytest.param("Sinh hoạt tạm thời, xếp loại tại chi bộ gốc", "unspecified", id="rated elsewhere"),
        pytest.param("Chi bộ nơi công tác xếp loại HTTNV", None, id="rated elsewhere with a level"),
        pytest.param("nghỉ ốm*", "sick", id="with a footnote mark"),
        pytest.param("xem xét kỉ luật", "under_review", id="kỉ or kỷ"),
        pytest.param("chữa bệnh ở nước ngoài", "away", id="words of one reason only"),
        pytest.param("mới kết nạp" + " và nhiều chữ" * 30, None, id="too long to be a reason"),
        pytest.param("ốm yếu", None, id="a single word counts only alone"),
        pytest.param("ốm", "sick", id="alone it does"),
        pytest.param("Chi bộ bệnh viện", None, id="no reason at all"),
    ],
)
def test_a_longer_text_is_a_reason_only_where_it_says_so_and_nothing_against_it(text: str, reason: str | None) -> None:
    expected = Rating(reason, None) if reason else None
    assert PARTY.read(text) == expected
    assert PARTY.read_reason(text) == expected


def test_a_level_of_one_letter_and_a_reason_are_not_a_reason() -> None:
    assert PARTY.read("T, nghỉ ốm 2 tháng") is None


@pytest.mark.parametrize("word", ["HTTNV", "Hoàn thành tốt nhiệm vụ", "T"])
def test_a_level_in_a_reason_column_is_not_taken_for_the_rating(word: str) -> None:
    assert PARTY.read_reason(word) is None


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        pytest.param("HTSX", "HTXS", id="two letters swapped"),
        pytest.param("HTXNV", "HTXSNV", id="a letter lost"),
        pytest.param("hoàn thành tôt nhiệm vụ", "hoàn thành tốt nhiệm vụ", id="a wrong tone"),
        pytest.param("Xuất săc", "Xuất sắc", id="a wrong letter, in its own capitals"),
        pytest.param("chưa hoàn thành nhiệm vụ", "", id="two meanings: only its writer knows which"),
        pytest.param("CHƯA HOÀN THÀNH", "", id="the same in capitals"),
        pytest.param("A", "", id="a letter of another system"),
        pytest.param("TB", "", id="trung bình is not T"),
        pytest.param("Trung bình", "", id="nothing is near"),
    ],
)
def test_a_spelling_that_is_near_is_suggested(text: str, suggestion: str) -> None:
    assert PARTY.suggest(text) == suggestion


def test_a_known_typo_is_read_but_never_suggested() -> None:
    assert PARTY.read("HTSXNV") == Rating(RATED, "excellent")
    assert PARTY.suggest("HTSXNVV") == "HTXSNV"


# --- the scale up to 2017 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "until_2017", "from_2018"),
    [
        ("Trong sạch vững mạnh", "old_excellent", None),
        ("Trong sạch vững mạnh tiêu biểu", "old_excellent", None),
        ("TSVM", "old_excellent", None),
        ("Đảng viên đủ tư cách, hoàn thành xuất sắc nhiệm vụ", "old_excellent", None),
        ("Đảng viên đủ tư cách, hoàn thành tốt nhiệm vụ", "old_good", None),
        ("Đảng viên đủ tư cách hoàn thành nhiệm vụ", "old_completed", None),
        ("Hoàn thành xuất sắc nhiệm vụ", "old_excellent", "excellent"),
        ("Hoàn thành tốt nhiệm vụ", "old_good", "good"),
        ("HTTNV", "old_good", "good"),
        ("Hoàn thành nhiệm vụ", "old_completed", "completed"),
        ("Yếu kém", "old_poor", None),
        ("Đảng viên vi phạm tư cách", "old_poor", None),
        ("Không hoàn thành nhiệm vụ", None, "not_completed"),
        ("Mức 4", None, "excellent"),
    ],
)
def test_the_earlier_words_hold_until_2017_and_the_present_ones_from_2018(
    word: str, until_2017: str | None, from_2018: str | None
) -> None:
    for year, level in ((2016, until_2017), (2017, until_2017), (2018, from_2018), (2022, from_2018)):
        assert PARTY.at(year).read(word) == (Rating(RATED, level) if level else None), year


def test_a_year_that_is_not_known_is_read_on_the_present_scale() -> None:
    assert PARTY.at(None) is PARTY


@pytest.mark.parametrize(("phrase", "reason"), NOT_RATED.items())
def test_the_reasons_hold_on_both_scales(phrase: str, reason: str) -> None:
    assert PARTY.at(2015).read(phrase) == Rating(reason, None)


# --- measures and order ----------------------------------------------------------------------------------------------


def test_levels_stand_best_first_and_as_categories_worst_first_with_the_replaced_scale_below() -> None:
    assert [level.id for level in PARTY.levels] == list(SPELLINGS)
    assert PARTY.worst_to_best == (
        "old_poor", "old_completed", "old_good", "old_excellent", "not_completed", "completed", "good", "excellent",
    )  # fmt: skip


def test_measures_are_the_levels_and_those_or_better_between_best_and_worst() -> None:
    assert PARTY.measures == (
        "excellent", "good", "completed", "not_completed", "good_or_better", "completed_or_better",
    )  # fmt: skip
    assert [era.name for era in PARTY.eras] == ["thang bốn mức từ năm 2018", "thang đánh giá đến năm 2017"]


@pytest.mark.parametrize(
    ("measure", "levels"),
    [
        ("excellent", ("excellent",)),
        ("good", ("good",)),
        ("good_or_better", ("excellent", "good")),
        ("completed_or_better", ("excellent", "good", "completed")),
        ("not_completed", ("not_completed",)),
        ("old_good_or_better", ("old_excellent", "old_good")),  # of its own scale only
        ("old_poor", ("old_poor",)),
    ],
)
def test_a_measure_counts_its_levels_and_none_of_the_other_scale(measure: str, levels: tuple[str, ...]) -> None:
    assert PARTY.in_measure(measure) == levels


@pytest.mark.parametrize(
    ("level", "levels"),
    [
        ("excellent", ("excellent",)),
        ("not_completed", ("excellent", "good", "completed", "not_completed")),
        ("old_completed", ("old_excellent", "old_good", "old_completed")),
    ],
)
def test_a_level_or_better_lists_the_better_ones_of_the_same_scale(level: str, levels: tuple[str, ...]) -> None:
    assert PARTY.at_least(level) == levels


def test_an_unknown_level_or_measure_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(
        ValueError, match=r"^unknown level 'fine'; allowed: excellent, good, completed, not_completed, "
    ):
        PARTY.at_least("fine")
    with pytest.raises(
        ValueError,
        match=r"^unknown measure 'excellent_or_better'; allowed: excellent, good, completed, not_completed, "
        r"good_or_better, completed_or_better$",
    ):
        PARTY.in_measure("excellent_or_better")


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("excellent", "hoàn thành xuất sắc nhiệm vụ"),
        ("good_or_better", "hoàn thành tốt nhiệm vụ trở lên"),
        ("not_completed", "không hoàn thành nhiệm vụ"),
        ("old_poor", "yếu kém; vi phạm tư cách"),
        ("sick", "nghỉ ốm"),
        ("total", "total"),  # not a word of the scale: said as it is
    ],
)
def test_a_measure_is_said_in_words(measure: str, words: str) -> None:
    assert PARTY.label(measure) == words


# --- other scales ----------------------------------------------------------------------------------------------------

GRADES = Scale("grades", tuple(Level(grade, grade) for grade in "ABCDF"), {"unspecified": ("I", "N", "P")})
INCOME = Scale("income", (Level("H", "High", ("H",)), Level("UM", "Upper middle", ("UM",)), Level("LM", "Lower middle",
               ("LM",)), Level("L", "Low", ("L",))), {"unspecified": ("..",)})  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "text", "rating"),
    [
        pytest.param(GRADES, "A", Rating(RATED, "A"), id="a level without spellings is read by its id"),
        pytest.param(GRADES, " f ", Rating(RATED, "F"), id="case and blanks"),
        pytest.param(GRADES, "I", Rating("unspecified", None), id="not rated"),
        pytest.param(GRADES, "E", None, id="a letter this scale has not"),
        pytest.param(GRADES, "HTTNV", None, id="no words of the Party scale"),
        pytest.param(GRADES, "nghỉ ốm", None, id="no reasons of the Party scale"),
        pytest.param(INCOME, "LM*", Rating(RATED, "LM"), id="a footnote mark"),
        pytest.param(INCOME, "UM (2)", Rating(RATED, "UM"), id="a numbered footnote"),
        pytest.param(INCOME, "Lower middle", Rating(RATED, "LM"), id="the name"),
        pytest.param(INCOME, "M", None, id="half a code"),
        pytest.param(INCOME, "..", Rating("unspecified", None), id="a mark, itself made of footnote signs"),
    ],
)
def test_another_scale_reads_its_own_words_and_no_others(scale: Scale, text: str, rating: Rating | None) -> None:
    assert scale.read(text) == rating


def test_another_scale_has_its_own_measures_and_no_earlier_scale() -> None:
    assert GRADES.measures == (*"ABCDF", "B_or_better", "C_or_better", "D_or_better")
    assert GRADES.in_measure("B_or_better") == ("A", "B")
    assert GRADES.at(2001) is GRADES
    assert GRADES.worst_to_best == tuple("FDCBA")


def test_a_scale_of_two_levels_has_no_or_better() -> None:
    assert Scale("two", (Level("yes", "yes"), Level("no", "no"))).measures == ("yes", "no")


def test_an_alias_adds_a_spelling_of_a_level_or_of_a_reason() -> None:
    scale = dataclasses.replace(PARTY, aliases={"Khá": "good", "BL": "suspended"})
    assert scale.read("KHÁ") == Rating(RATED, "good")
    assert scale.read("bl") == scale.read_reason("bl") == Rating("suspended", None)
    assert scale.read("Khá, nghỉ ốm") is None
    assert PARTY.read("Khá") is None


@pytest.mark.parametrize("word", ["HTTNV (C++)", "C+", "++", "**", "+", "(khá", "Đạt [1]"])
def test_signs_in_an_alias_are_signs(word: str) -> None:
    scale = dataclasses.replace(PARTY, aliases={word: "good"})
    assert scale.read(word) == Rating(RATED, "good")
    assert scale.read("ccc vắng mặt do nghỉ ốm") == Rating("sick", None)


@pytest.mark.parametrize("text", ["C+, nghỉ ốm", "nghỉ ốm (C+)", "nghỉ ốm; xếp loại C+"])
def test_an_alias_with_a_sign_beside_a_reason_is_seen(text: str) -> None:
    assert dataclasses.replace(PARTY, aliases={"C+": "good"}).read(text) is None


@pytest.mark.parametrize(
    ("note", "way"),
    [
        ("Chuyển sinh hoạt đi Đảng bộ tỉnh B, 3/2022", "moved_away"),
        ("Đã chuyển về Chi bộ 4", "moved_away"),
        ("Chuyển chính thức sang Chi bộ 2", "moved_away"),
        ("Không xếp loại do đã chuyển đi", "moved_away"),
        ("Từ trần 03/2022", "died"),
        ("Mất ngày 12/5/2022", "died"),
        ("Đã chuyển sinh hoạt về nơi cư trú, từ trần tháng 9", "died"),  # the last that happened
        ("Khai trừ ra khỏi Đảng", "expelled"),
        ("Bị khai trừ (QĐ 12)", "expelled"),
        ("Xóa tên", "struck_off"),
        ("Xoá tên trong danh sách đảng viên", "struck_off"),
        ("Xin ra khỏi Đảng", "resigned"),
        ("Xin ra", "resigned"),
        ("Cho ra khỏi Đảng", "resigned"),
        ("Xóa tên do xin ra khỏi Đảng", "resigned"),  # why, not what the decision is called
        ("Đưa ra khỏi Đảng", "removed"),  # by one of three ways, and it is not said which
        ("Đề nghị khai trừ", ""),  # what is asked for, planned or denied has not happened
        ("Đang xem xét khai trừ", ""),
        ("Đề nghị xóa tên", ""),
        ("Có đơn xin ra khỏi Đảng", ""),
        ("Dự kiến chuyển đi năm 2023", ""),
        ("Chưa chuyển đi", ""),
        ("Bố mất ngày 3/4, nghỉ chịu tang", ""),  # somebody else
        ("Đã mất thẻ đảng, xin cấp lại", ""),
        ("Xin ra nước ngoài", ""),
        ("Đã chuyển đảng chính thức 5/2022", ""),  # a full member now, in the same place
        ("Đã chuyển đến từ Chi bộ 2", ""),
        ("Bí thư chi bộ", ""),
    ],
)
def test_how_somebody_left_by_the_words_of_a_note(note: str, way: str) -> None:
    assert PARTY.left(note) == way
