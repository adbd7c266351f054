"""evalkit.toml: what a good file gives, exactly; and each refusal with its place, what was found, what is allowed."""

from __future__ import annotations

import codecs
import dataclasses
import datetime
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.scale import PARTY, RATED, Rating
from evalkit.settings import (
    POPULATIONS,
    Award,
    Cap,
    Crosswalk,
    Hint,
    Settings,
    SettingsError,
    Target,
    find_settings,
    load_settings,
)
from tests.conftest import write_workbook

TARGET = """\
[[targets]]
population = "member"
measure = "good_or_better"
sign = ">="
bound = "98%"
"""  # five lines: a second target begins on line 6, its bound stands on line 10
AWARD = '[[awards]]\nid = "five"\nname = "Giấy khen 5 năm"\npopulation = "member"\n'
CAP = '[[cap]]\npopulation = "member"\n'
CROSSWALK = '[[crosswalk]]\ndate = 2021-01-01\nkind = "renamed"\nfrom = ["TC02"]\n'
HINT = '[[read]]\npopulation = "school"\n'

TARGET_KEYS = "population, measure, sign, bound, source, from, to"
MEASURES = "excellent, good, completed, not_completed, good_or_better, completed_or_better"
LEVELS = "excellent, good, completed, not_completed"
REASONS = "exempt, suspended, new_member, new_organisation, sick, maternity, away, under_review, not_yet, unspecified"
ALL_POPULATIONS = "member, base_organisation, cell, section_committee"
HOW_TO_WRITE = 'Viết như "98%" hoặc "0.98".'

Load = Callable[[str], Settings]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Settings from the text of a file named evalkit.toml."""

    def from_text(text: str) -> Settings:
        path = tmp_path / "evalkit.toml"
        path.write_text(text, encoding="utf-8", newline="\n")
        return load_settings(path)

    return from_text


# --- what a good file gives ------------------------------------------------------------------------------------------

GOOD = """\
organisation = "Đảng bộ Khối"
parent = "Thành ủy"
symbol = "BC/ĐUK"
place = "Sao Mai"
signatory = "Nguyễn Văn Mẫu"
term = "2020-2025"

[populations]
member = "đảng viên của Khối"
youth = "đoàn viên"
school = "trường"

[[targets]]
population = "member"
measure = "not_completed"
sign = "<"
bound = "0.4%"
source = "Nghị quyết"
from = 2021
to = 2025

[[cap]]
population = "member"
level = "excellent"
share = "20%"
denominator = "good"
group = "base_organisation"
rounding = "floor"
source = "Hướng dẫn"

[[awards]]
id = "bloc"
name = "Giấy khen 5 năm"
population = "member"
level = "excellent"
years = 5
decided_by = "Đảng ủy Khối"
not_held = ["bloc"]
source = "HD 01"

[[awards]]
id = "city"
name = "Bằng khen"
population = "member"
distinction = "exemplary"
holds = ["bloc"]

[[crosswalk]]
date = 2021-01-31
kind = "merged"
from = ["TC02", "TC03"]
to = ["TC20"]
chain = "TC02"
source = "Quyết định 12"

[[read]]
files = "*.xlsx"
sheet = "SG"
population = "school"
subject = ["District Number", "School Number"]
name = "School Name"
unit = "District Name"
level_by_year = '^Grade (\\d{4})$'
year_from_file = '(\\d{4})-\\d\\d'
where = {"Domain" = "Overall", "Kind" = ["Public", "Charter"]}

[scale]
aliases = {"Khá" = "good", "Nghỉ phép" = "away"}
"""


def test_a_good_file_gives_every_rule_exactly_as_written(load: Load) -> None:
    found = load(GOOD)
    assert (found.organisation, found.parent, found.symbol) == ("Đảng bộ Khối", "Thành ủy", "BC/ĐUK")
    assert (found.place, found.signatory, found.term) == ("Sao Mai", "Nguyễn Văn Mẫu", "2020-2025")
    assert found.targets == (
        Target(
            population="member",
            measure="not_completed",
            sign="<",
            bound=Fraction(1, 250),
            source="Nghị quyết",
            first=2021,
            last=2025,
        ),
    )
    assert found.caps == (
        Cap(
            population="member",
            level="excellent",
            share=Fraction(1, 5),
            denominator="good",
            group="base_organisation",
            rounding="floor",
            source="Hướng dẫn",
        ),
    )
    assert found.awards == (
        Award(
            id="bloc",
            name="Giấy khen 5 năm",
            population="member",
            level="excellent",
            years=5,
            decided_by="Đảng ủy Khối",
            not_held=("bloc",),
            source="HD 01",
        ),
        Award(id="city", name="Bằng khen", population="member", distinction="exemplary", years=1, holds=("bloc",)),
    )
    assert found.crosswalk == (
        Crosswalk(
            date=datetime.date(2021, 1, 31),
            kind="merged",
            before=("TC02", "TC03"),
            after=("TC20",),
            chain="TC02",
            source="Quyết định 12",
        ),
    )
    assert found.hints == (
        Hint(
            population="school",
            files="*.xlsx",
            sheet="SG",
            subject=("District Number", "School Number"),
            name="School Name",
            unit="District Name",
            level_by_year=r"^Grade (\d{4})$",
            year_from_file=r"(\d{4})-\d\d",
            where={"Domain": "Overall", "Kind": ("Public", "Charter")},
        ),
    )
    assert found.populations == {
        "member": "đảng viên của Khối",
        "base_organisation": "tổ chức cơ sở đảng",
        "cell": "chi bộ trực thuộc",
        "section_committee": "đảng bộ bộ phận",
        "school": "trường",
        "youth": "đoàn viên",
    }
    assert found.scale.read("Khá") == Rating(RATED, "good")
    assert found.scale.read("nghỉ phép") == Rating("away", None)
    assert found.text == GOOD
    assert found.path is not None
    assert found.path.name == "evalkit.toml"


def test_a_cap_that_names_only_its_population_has_the_visible_defaults(load: Load) -> None:
    assert load(CAP).caps == (
        Cap(population="member", level="excellent", share=Fraction(1, 5), denominator="good", group=None),
    )


@pytest.mark.parametrize(
    ("population", "group", "column"),
    [
        pytest.param("member", "", "base_organisation", id="members: in each base organisation, as the guidance says"),
        pytest.param("cell", "", "base_organisation", id="cells stand below base organisations too"),
        pytest.param("section_committee", "", "base_organisation", id="and so do section committees"),
        pytest.param("base_organisation", "", None, id="base organisations: all together"),
        pytest.param("member", 'group = "unit"', "unit", id="in each cell, where the settings say so"),
        pytest.param("base_organisation", 'group = "unit"', "unit", id="whatever is named is taken"),
        pytest.param("member", 'group = "all"', None, id="all members together, where the settings say so"),
    ],
)
def test_a_cap_is_counted_in_each_unit_that_it_names(
    load: Load, population: str, group: str, column: str | None
) -> None:
    assert load(CAP.replace("member", population) + group).caps[0].grouped_by == column


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        pytest.param('"98%"', Fraction(49, 50), id="per cent"),
        pytest.param('"98 %"', Fraction(49, 50), id="a blank before the sign"),
        pytest.param('" 98% "', Fraction(49, 50), id="blanks around"),
        pytest.param('"0.98"', Fraction(49, 50), id="a share as text"),
        pytest.param("0.98", Fraction(49, 50), id="a share as a number, exact and no float"),
        pytest.param("0.1", Fraction(1, 10), id="a number that no float holds"),
        pytest.param('"0,98"', Fraction(49, 50), id="a comma"),
        pytest.param('"98,5%"', Fraction(197, 200), id="a comma in per cent"),
        pytest.param('"0.4%"', Fraction(1, 250), id="below one per cent"),
        pytest.param('"97.996%"', Fraction(24499, 25000), id="three decimals"),
        pytest.param('"49/50"', Fraction(49, 50), id="a fraction"),
        pytest.param("1", Fraction(1), id="all"),
        pytest.param('"100%"', Fraction(1), id="all, in per cent"),
        pytest.param("0", Fraction(0), id="none"),
        pytest.param('"0%"', Fraction(0), id="none, in per cent"),
    ],
)
def test_a_bound_is_an_exact_fraction(load: Load, written: str, bound: Fraction) -> None:
    found = load(TARGET.replace('"98%"', written)).targets[0].bound
    assert found == bound
    assert isinstance(found, Fraction)


@pytest.mark.parametrize(
    ("sign", "bound", "words"),
    [
        (">=", "98%", "ít nhất 98%"),
        (">", "98.5%", "trên 98,5%"),
        ("<=", "0.125%", "không quá 0,125%"),
        ("<", "0.4%", "dưới 0,4%"),
        (">=", "1/3", "ít nhất 33,333333333%"),  # no decimal says it; nine digits will do
        (">=", "0%", "ít nhất 0%"),
        ("<=", "100%", "không quá 100%"),
    ],
)
def test_a_bound_is_said_in_words_with_no_more_digits_than_it_has(
    load: Load, sign: str, bound: str, words: str
) -> None:
    assert load(TARGET.replace(">=", sign).replace("98%", bound)).targets[0].bound_text == words


@pytest.mark.parametrize(
    ("years", "holds"),
    [
        pytest.param("", [2019, 2020, 2021, 2022, 2023], id="always, where no year is named"),
        pytest.param("from = 2021", [2021, 2022, 2023], id="from its first year, that year too"),
        pytest.param("to = 2021", [2019, 2020, 2021], id="to its last year, that year too"),
        pytest.param("from = 2020\nto = 2022", [2020, 2021, 2022], id="between the two"),
        pytest.param("from = 2021\nto = 2021", [2021], id="one year"),
    ],
)
def test_a_target_holds_in_the_years_it_names(load: Load, years: str, holds: list[int]) -> None:
    target = load(TARGET + years).targets[0]
    assert [year for year in range(2019, 2024) if target.holds_in(year)] == holds


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (TARGET, "the same twice says nothing else"),
        (TARGET.replace(">=", "<=").replace("98%", "99%"), "a band from 98 to 99"),
        (TARGET.replace(">=", "<="), "exactly 98 meets both"),
        (TARGET.replace(">=", "<").replace("98%", "90%") + "from = 2023", "another time, the first ends in 2022"),
        (TARGET.replace("98%", "97%") + 'source = "Kế hoạch"', "another document"),
        (TARGET.replace("good_or", "completed_or").replace("98%", "99%"), "another measure"),
        (TARGET.replace("member", "cell").replace("98%", "99%"), "another population"),
    ],
)
def test_two_targets_that_can_both_be_meant_are_kept(load: Load, second: str, why: str) -> None:
    assert len(load(TARGET + "to = 2022\n" + second).targets) == 2, why


def test_an_own_scale_takes_the_place_of_the_party_scale(load: Load) -> None:
    text = """\
        [scale]
        name = "Florida"
        levels = [{id = "A", spellings = ["A", "A+"]}, {id = "B", name = "khá", short = "K"}, {id = "F"}]
        not_rated = {unspecified = ["I", "N"]}
        aliases = {"Hạng A" = "A"}
        [[targets]]
        population = "school"
        measure = "B_or_better"
        sign = ">="
        bound = "60%"
        [[read]]
        population = "school"
    """
    scale = load(text).scale
    assert (scale.name, [level.id for level in scale.levels], scale.earlier) == ("Florida", ["A", "B", "F"], None)
    assert [(level.name, level.short) for level in scale.levels] == [("A", "A"), ("khá", "K"), ("F", "F")]
    assert [scale.read(text) for text in ("a+", "Khá", "hạng a", "n", "HTTNV", "nghỉ ốm")] == [
        Rating(RATED, "A"), Rating(RATED, "B"), Rating(RATED, "A"), Rating("unspecified", None), None, None,
    ]  # fmt: skip
    assert scale.at(2001) is scale


def test_more_words_for_a_reason_join_those_of_the_party_scale(load: Load) -> None:
    scale = load('[scale.not_rated]\nsick = ["điều dưỡng"]\n').scale
    assert scale.read("điều dưỡng") == scale.read("nghỉ ốm") == Rating("sick", None)
    assert scale.at(2016).read("Yếu kém") == Rating(RATED, "old_poor")
    assert PARTY.read("điều dưỡng") is None


def test_more_words_for_a_reason_hold_on_the_earlier_scale_too(load: Load) -> None:
    scale = load('[scale]\nnot_rated = {sick = ["điều dưỡng"]}\naliases = {"BL" = "suspended"}\n').scale
    assert scale.at(2016).read("điều dưỡng") == Rating("sick", None)
    assert scale.at(2016).read("BL") == Rating("suspended", None)


def test_an_alias_of_an_earlier_level_holds_on_its_own_scale_only(load: Load) -> None:
    scale = load('[scale]\naliases = {"Vững mạnh" = "old_excellent"}\n').scale
    assert scale.at(2016).read("Vững mạnh") == Rating(RATED, "old_excellent")
    assert scale.at(2022).read("Vững mạnh") is None


def test_a_figure_is_said_in_words_with_a_capital(load: Load) -> None:
    found = load('[populations]\nyouth = "đoàn viên"\n')
    assert found.label("member", "good_or_better") == "Đảng viên hoàn thành tốt nhiệm vụ trở lên"
    assert found.label("youth", "excellent") == "Đoàn viên hoàn thành xuất sắc nhiệm vụ"
    assert found.label("nobody", "sick") == "Nobody nghỉ ốm"


# --- which file, and how it is written -------------------------------------------------------------------------------


def test_without_a_file_the_party_scale_is_read_and_there_are_no_targets(tmp_path: Path) -> None:
    found = find_settings([tmp_path])
    assert (found.scale, found.targets, found.caps, found.awards) == (PARTY, (), (), ())
    assert (found.hints, found.crosswalk, found.path, found.text) == ((), (), None, "")
    assert found.populations == POPULATIONS


def test_the_file_in_the_first_paths_folder_is_used_and_no_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "evalkit.toml").write_text(f'term = "{name}"', encoding="utf-8")
        (tmp_path / name / "2022.xlsx").touch()
    assert find_settings([tmp_path / "one", tmp_path / "two"]).term == "one"
    assert find_settings([tmp_path / "two" / "2022.xlsx", tmp_path / "one"]).term == "two"
    assert find_settings([tmp_path]).term == ""


def test_a_named_file_wins_over_the_one_beside_the_data(tmp_path: Path) -> None:
    (tmp_path / "evalkit.toml").write_text('term = "beside"', encoding="utf-8")
    (tmp_path / "other.toml").write_text('term = "named"', encoding="utf-8")
    assert find_settings([tmp_path], settings=tmp_path / "other.toml").term == "named"


def test_changing_the_words_of_one_settings_leaves_the_built_in_ones() -> None:
    Settings().populations["member"] = "người"
    assert Settings().populations["member"] == POPULATIONS["member"] == "đảng viên"


def test_rules_cannot_be_changed_after_they_were_checked() -> None:
    target = Target(population="member", measure="good", sign=">=", bound=Fraction(1, 2))
    with pytest.raises(AttributeError):
        target.bound = Fraction(1)  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().term = "2025-2030"  # type: ignore[misc]
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({"population": "member", "colour": "red"}, Cap)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain UTF-8", 'place = "Đà Nẵng"\n'.encode()),
        ("UTF-8 with a BOM", codecs.BOM_UTF8 + 'place = "Đà Nẵng"\n'.encode()),
        ("UTF-16, little end first", 'place = "Đà Nẵng"\n'.encode("utf-16")),
        ("UTF-16, big end first", codecs.BOM_UTF16_BE + 'place = "Đà Nẵng"\n'.encode("utf-16-be")),
        ("line ends of Windows", 'term = "x"\r\nplace = "Đà Nẵng"\r\n'.encode()),
        ("nothing behind the last line", 'place = "Đà Nẵng"'.encode()),
    ],
)
def test_a_file_as_notepad_writes_it_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "evalkit.toml"
    path.write_bytes(content)
    assert load_settings(path).place == "Đà Nẵng", name


def test_an_empty_file_is_as_no_file(load: Load) -> None:
    assert dataclasses.replace(load(""), path=None) == Settings()


# --- what is refused -------------------------------------------------------------------------------------------------


def refusal(load: Load, text: str) -> str:
    with pytest.raises(SettingsError) as refused:
        load(text)
    message = str(refused.value)
    assert "\n" not in message
    return message


REFUSED = [
    # An unknown key, with the keys there are.
    (
        'organization = "x"\n',
        "dòng 1, khóa «organization»: khóa lạ. Được dùng: organisation, organ, parent, symbol, place, signatory, "
        "position, recipients, term, template, mask_below, populations, targets, unit_targets, regulations, blocks, "
        "cap, awards, crosswalk, streaks, growth, published, review, limits, scale, read.",
    ),
    (
        "\n[[target]]\n",
        "dòng 2, khóa «target»: khóa lạ. Được dùng: organisation, organ, parent, symbol, place, signatory, "
        "position, recipients, term, template, mask_below, populations, targets, unit_targets, regulations, blocks, "
        "cap, awards, crosswalk, streaks, growth, published, review, limits, scale, read.",
    ),
    (TARGET + 'sorce = "x"', f"dòng 6, khóa «targets[0].sorce»: khóa lạ. Được dùng: {TARGET_KEYS}."),
    (TARGET + TARGET + "until = 2025", f"dòng 11, khóa «targets[1].until»: khóa lạ. Được dùng: {TARGET_KEYS}."),
    (
        CAP + "limit = 3",
        "dòng 3, khóa «cap[0].limit»: khóa lạ. Được dùng: population, level, share, denominator, group, rounding, "
        "source.",
    ),
    (
        AWARD + "length = 5",
        "dòng 5, khóa «awards[0].length»: khóa lạ. Được dùng: id, name, population, level, distinction, years, "
        "decided_by, holds, not_held, form, unit_level, count_again, share, denominator, source.",
    ),
    (
        CROSSWALK + "after = []",
        "dòng 5, khóa «crosswalk[0].after»: khóa lạ. Được dùng: date, kind, from, to, chain, source.",
    ),
    (
        HINT + 'file = "x"',
        "dòng 3, khóa «read[0].file»: khóa lạ. Được dùng: population, files, sheet, subject, name, unit, "
        "base_organisation, kind, born, joined, reason, distinction, level, level_by_year, year_from_file, year, "
        "where.",
    ),
    (
        "[scale]\nlevel = []",
        "dòng 2, khóa «scale.level»: khóa lạ. Được dùng: name, levels, reasons, not_rated, aliases.",
    ),
    (
        '[scale]\nlevels = [{id = "A"}, {id = "B", spelling = ["x"]}]',
        "dòng 2, khóa «scale.levels[1].spelling»: khóa lạ. Được dùng: id, name, spellings, short.",
    ),
    # A key that is missing.
    (TARGET.replace('bound = "98%"\n', ""), "dòng 1, khóa «targets[0]»: thiếu khóa «bound»."),
    (TARGET + TARGET.replace('sign = ">="\n', ""), "dòng 6, khóa «targets[1]»: thiếu khóa «sign»."),
    ('[[awards]]\nid = "x"', "dòng 1, khóa «awards[0]»: thiếu khóa «name»."),
    # A bound that is none.
    (
        TARGET.replace('"98%"', "98"),
        f'dòng 5, khóa «targets[0].bound»: tỉ lệ 98 nằm ngoài 0–100%. Có phải "98%"? {HOW_TO_WRITE}',
    ),
    (
        TARGET.replace('"98%"', "98.5"),
        f'dòng 5, khóa «targets[0].bound»: tỉ lệ 98.5 nằm ngoài 0–100%. Có phải "98.5%"? {HOW_TO_WRITE}',
    ),
    (
        TARGET + TARGET.replace("98%", "98"),
        f'dòng 10, khóa «targets[1].bound»: tỉ lệ 98 nằm ngoài 0–100%. Có phải "98%"? {HOW_TO_WRITE}',
    ),
    (
        TARGET.replace("98%", "101%"),
        f"dòng 5, khóa «targets[0].bound»: tỉ lệ 101% nằm ngoài 0–100%. {HOW_TO_WRITE}",
    ),
    (
        TARGET.replace("98%", "-1%"),
        f"dòng 5, khóa «targets[0].bound»: tỉ lệ -1% nằm ngoài 0–100%. {HOW_TO_WRITE}",
    ),
    (
        TARGET.replace("98%", "gần hết"),
        f"dòng 5, khóa «targets[0].bound»: «gần hết» không phải tỉ lệ. {HOW_TO_WRITE}",
    ),
    (TARGET.replace("98%", "1/0"), f"dòng 5, khóa «targets[0].bound»: «1/0» không phải tỉ lệ. {HOW_TO_WRITE}"),
    (TARGET.replace("98%", ""), f"dòng 5, khóa «targets[0].bound»: «» không phải tỉ lệ. {HOW_TO_WRITE}"),
    (TARGET.replace('"98%"', "nan"), f"dòng 5, khóa «targets[0].bound»: «NaN» không phải tỉ lệ. {HOW_TO_WRITE}"),
    (TARGET.replace('"98%"', "true"), f"dòng 5, khóa «targets[0].bound»: «True» không phải tỉ lệ. {HOW_TO_WRITE}"),
    (
        CAP + "share = 20",
        f'dòng 3, khóa «cap[0].share»: tỉ lệ 20 nằm ngoài 0–100%. Có phải "20%"? {HOW_TO_WRITE}',
    ),
    # A bound that no share can meet.
    (
        TARGET.replace(">=", ">").replace("98%", "100%"),
        "dòng 5, khóa «targets[0].bound»: không tỉ lệ nào trên 100% (tỉ lệ chỉ từ 0% đến 100%).",
    ),
    (
        TARGET.replace(">=", "<").replace("98%", "0%"),
        "dòng 5, khóa «targets[0].bound»: không tỉ lệ nào dưới 0% (tỉ lệ chỉ từ 0% đến 100%).",
    ),
    # A word that is not among those allowed.
    (
        TARGET.replace(">=", "=>"),
        'dòng 4, khóa «targets[0].sign»: giá trị \'=>\' không được phép. Được dùng: ">=", ">", "<=", "<".',
    ),
    (
        TARGET.replace("member", "members"),
        "dòng 2, khóa «targets[0].population»: «members» không phải loại đối tượng. Có phải «member»? "
        f"Được dùng: {ALL_POPULATIONS}.",
    ),
    (
        TARGET.replace("good_or_better", "very_good"),
        f"dòng 3, khóa «targets[0].measure»: «very_good» không phải chỉ số. Được dùng: {MEASURES}.",
    ),
    (
        TARGET.replace("good_or_better", "excellent_or_better"),
        f"dòng 3, khóa «targets[0].measure»: «excellent_or_better» không phải chỉ số. Được dùng: {MEASURES}.",
    ),
    (
        TARGET.replace("good_or_better", "old_good"),
        f"dòng 3, khóa «targets[0].measure»: «old_good» không phải chỉ số. Được dùng: {MEASURES}.",
    ),
    (
        CAP.replace("member", "x"),
        f"dòng 2, khóa «cap[0].population»: «x» không phải loại đối tượng. Được dùng: {ALL_POPULATIONS}.",
    ),
    (CAP + 'level = "best"', f"dòng 3, khóa «cap[0].level»: «best» không phải mức. Được dùng: {LEVELS}."),
    (CAP + 'denominator = "all"', f"dòng 3, khóa «cap[0].denominator»: «all» lạ. Được dùng: {MEASURES}."),
    (
        CAP + 'group = "city"',
        'dòng 3, khóa «cap[0].group»: giá trị \'city\' không được phép. Được dùng: "base_organisation", "unit", "all".',
    ),
    (
        CAP + 'rounding = "ceil"',
        "dòng 3, khóa «cap[0].rounding»: giá trị 'ceil' không được phép. Được dùng: \"floor\".",
    ),
    (
        AWARD.replace("member", "x"),
        f"dòng 4, khóa «awards[0].population»: «x» không phải loại đối tượng. Được dùng: {ALL_POPULATIONS}.",
    ),
    (AWARD + 'level = "best"', f"dòng 5, khóa «awards[0].level»: «best» không phải mức. Được dùng: {LEVELS}."),
    (AWARD + AWARD, "dòng 2, khóa «awards[0].id»: «five» dùng hai lần."),
    (AWARD + 'holds = ["six"]', "dòng 1, khóa «awards[0]»: không có hình thức khen «six». Có: five."),
    (AWARD + 'not_held = ["six"]', "dòng 1, khóa «awards[0]»: không có hình thức khen «six». Có: five."),
    (AWARD + "years = 0", "dòng 5, khóa «awards[0].years»: 0 năm; cần ít nhất 1."),
    (AWARD + "years = 500", "dòng 5, khóa «awards[0].years»: 500 năm; cần không quá 50."),
    (
        CROSSWALK.replace("renamed", "moved"),
        "dòng 3, khóa «crosswalk[0].kind»: giá trị 'moved' không được phép. "
        'Được dùng: "renamed", "merged", "split", "dissolved".',
    ),
    (
        '[scale]\naliases = {"Khá" = "fair"}',
        f"dòng 2, khóa «scale.aliases.Khá»: «fair» không phải mức hay lý do. Được dùng: {LEVELS}, {REASONS}.",
    ),
    (
        '[scale.not_rated]\nill = ["ốm"]',
        f"dòng 2, khóa «scale.not_rated.ill»: lý do lạ. Được dùng: {REASONS}.",
    ),
    # A kind of value that does not fit.
    ("organisation = 3", "dòng 1, khóa «organisation»: cần chữ trong dấu nháy, lại gặp số nguyên."),
    (
        TARGET.replace('">="', "1"),
        "dòng 4, khóa «targets[0].sign»: cần chữ trong dấu nháy, lại gặp số nguyên.",
    ),
    (TARGET + 'from = "2021"', "dòng 6, khóa «targets[0].from»: cần số nguyên, lại gặp chữ trong dấu nháy."),
    (TARGET + "to = 2021.5", "dòng 6, khóa «targets[0].to»: cần số nguyên, lại gặp số thập phân."),
    (TARGET + "source = true", "dòng 6, khóa «targets[0].source»: cần chữ trong dấu nháy, lại gặp true/false."),
    (
        TARGET.replace("[[targets]]", "[targets]"),
        "dòng 1, khóa «targets»: cần danh sách […], lại gặp bảng khóa.",
    ),
    (AWARD + 'holds = "five"', "dòng 5, khóa «awards[0].holds»: cần danh sách […], lại gặp chữ trong dấu nháy."),
    (AWARD + 'years = "5"', "dòng 5, khóa «awards[0].years»: cần số nguyên, lại gặp chữ trong dấu nháy."),
    (
        HINT + "subject = 3",
        "dòng 3, khóa «read[0].subject»: cần chữ trong dấu nháy hoặc danh sách […], lại gặp số nguyên.",
    ),
    ("[populations]\nyouth = 1", "dòng 1, khóa «populations[...]»: cần chữ trong dấu nháy, lại gặp số nguyên."),
    # Dates and years.
    (
        CROSSWALK.replace("2021-01-01", '"hôm qua"'),
        "dòng 2, khóa «crosswalk[0].date»: không phải ngày có thật. Viết như 2021-01-31.",
    ),
    (
        CROSSWALK.replace("2021-01-01", "2021"),
        "dòng 2, khóa «crosswalk[0].date»: cần ngày dạng 2021-01-31, lại gặp số nguyên.",
    ),
    (TARGET + "from = 2025\nto = 2021", "dòng 6, khóa «targets[0].from»: năm đầu 2025 sau năm cuối 2021."),
    # Two targets that cannot both hold, or of which one cannot tell which counts.
    (
        TARGET + TARGET.replace(">=", "<").replace("98%", "90%"),
        "dòng 10, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «ít nhất 98%» và «dưới 90%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",
    ),
    (
        TARGET + TARGET.replace(">=", "<"),
        "dòng 10, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «ít nhất 98%» và «dưới 98%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",
    ),
    (
        TARGET.replace(">=", ">") + TARGET.replace(">=", "<="),
        "dòng 10, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «trên 98%» và «không quá 98%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",
    ),
    (
        TARGET.replace(">=", ">").replace("98%", "0%") + TARGET.replace(">=", "<=").replace("98%", "0%"),
        "dòng 10, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «trên 0%» và «không quá 0%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",
    ),
    (
        TARGET.replace("98%", "100%") + TARGET.replace(">=", "<").replace("98%", "100%"),
        "dòng 10, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «ít nhất 100%» và «dưới 100%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",
    ),
    (
        TARGET + TARGET.replace("98%", "97%"),
        "dòng 10, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «ít nhất 98%» và «ít nhất 97%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",
    ),
    (
        TARGET + "to = 2022\n" + TARGET.replace("98%", "97%") + "from = 2022",
        "dòng 11, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «ít nhất 98%» và «ít nhất 97%» cho cùng một chỉ số, "
        "cùng năm. Giữ một.",  # they meet in 2022
    ),
    # One unit that becomes two things on one day.
    (
        CROSSWALK + 'to = ["TC09"]\n' + CROSSWALK.replace("TC02", "TC09") + 'to = ["tc02"]',
        "dòng 9, khóa «crosswalk[1].from»: «TC09» có ở hai thay đổi trái nhau cùng ngày 01/01/2021. Giữ một.",
    ),
    (
        CROSSWALK + 'to = ["TC09"]\n' + CROSSWALK + 'to = ["TC10"]',
        "dòng 9, khóa «crosswalk[1].from»: «TC02» có ở hai thay đổi trái nhau cùng ngày 01/01/2021. Giữ một.",
    ),
    # Hints.
    (
        HINT + 'level_by_year = "Grade ((\\\\d{4})"',
        "dòng 3, khóa «read[0].level_by_year»: mẫu tìm sai (missing ), unterminated subpattern at position 6).",
    ),
    (
        HINT + "level_by_year = 'Grade \\d{4}'",
        "dòng 3, khóa «read[0].level_by_year»: mẫu tìm phải có đúng một nhóm (…) quanh năm.",
    ),
    (
        HINT + "year_from_file = '(\\d{4})-(\\d\\d)'",
        "dòng 3, khóa «read[0].year_from_file»: mẫu tìm phải có đúng một nhóm (…) quanh năm.",
    ),
    # An own scale.
    ('[scale]\nlevels = [{id = "A"}, {id = "A"}]', "dòng 2, khóa «scale.levels[0]»: «A» được gán cho hai mức."),
    (
        '[scale]\nlevels = [{id = "A", spellings = ["tốt"]}, {id = "B", spellings = ["TỐT"]}]',
        "dòng 2, khóa «scale.levels[1]»: «TỐT» được gán cho hai mức.",
    ),
    (
        '[scale]\nlevels = [{id = "A", name = "tốt"}, {id = "B", name = "tốt"}]',
        "dòng 2, khóa «scale.levels[1]»: «tốt» được gán cho hai mức.",
    ),
    *(
        (
            f'[scale]\nlevels = [{{id = "A"}}, {{id = "{word}"}}]',
            f"dòng 2, khóa «scale.levels[1].id»: «{word}» không dùng làm mã mức được (chữ không dấu, số, _).",
        )
        for word in ("tốt", "", "B_or_better", "sick", "rated", "unknown", "total", "not_rated")
    ),
    (
        '[scale]\nlevels = [{id = "5"}, {id = "4"}]',
        "dòng 2, khóa «scale.levels[0].id»: «5» không dùng làm mã mức được (chữ không dấu, số, _). "
        "Đặt một mã bắt đầu bằng chữ, rồi ghi «5» vào spellings của mã ấy.",
    ),
    (
        '[scale]\nlevels = [{id = "A"}, {id = "B"}]\nnot_rated = {"99" = [".."]}',
        "dòng 3, khóa «scale.not_rated.99»: «99» không dùng làm mã lý do được (chữ không dấu, số, _). "
        "Đặt một mã bắt đầu bằng chữ, rồi ghi «99» vào not_rated của mã ấy.",
    ),
    *(
        (
            f'[scale]\nlevels = [{{id = "A"}}, {{id = "B"}}]\nreasons = {{"{word}" = "lý do"}}',
            f"dòng 3, khóa «scale.reasons.{word}»: «{word}» không dùng làm mã lý do được (chữ không dấu, số, _).",
        )
        for word in ("ốm", "A", "rated", "unknown", "not_rated", "total", "A_or_better")
    ),
    (
        '[scale]\nreasons = {ill = "ốm"}',
        "dòng 2, khóa «scale.reasons»: lý do riêng chỉ dùng cho thang có levels; thang của Đảng có lý do sẵn.",
    ),
    (
        '[scale]\nlevels = [{id = "A"}, {id = "B"}]\nnot_rated = {ill = ["ốm"]}\n'
        '[streaks]\nunrated = {sick = "bridges"}',
        "dòng 5, khóa «streaks.unrated.sick»: lý do lạ. Được dùng: ill.",
    ),
    # Words that are no TOML.
    (
        "organisation = \n",
        'dòng 1, cột 16: không đúng cú pháp TOML (chữ đặt trong dấu nháy "…", mỗi khóa một dòng).',
    ),
    (
        TARGET + "source = Nghị quyết",
        'dòng 6, cột 10: không đúng cú pháp TOML (chữ đặt trong dấu nháy "…", mỗi khóa một dòng).',
    ),
    (
        'term = "2020',
        'cuối tệp: không đúng cú pháp TOML (chữ đặt trong dấu nháy "…", mỗi khóa một dòng).',
    ),
    (
        'term = "a"\nterm = "b"\n',
        'dòng 2, cột 11: không đúng cú pháp TOML (chữ đặt trong dấu nháy "…", mỗi khóa một dòng).',
    ),
    (
        CROSSWALK.replace("2021-01-01", "2021-02-30"),
        "dòng 2, cột 8: không phải ngày có thật. Viết như 2021-01-31.",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message[:70] for _, message in REFUSED])
def test_what_cannot_be_meant_is_refused_with_its_place_and_what_is_allowed(
    load: Load, text: str, message: str
) -> None:
    assert refusal(load, text) == f"evalkit.toml, {message}"


def test_a_line_is_named_with_line_ends_of_windows_too(tmp_path: Path) -> None:
    path = tmp_path / "cau-hinh.toml"
    path.write_bytes(TARGET.replace('"98%"', "98").replace("\n", "\r\n").encode())
    with pytest.raises(SettingsError, match=r"^cau-hinh\.toml, dòng 5, khóa «targets\[0\]\.bound»: "):
        load_settings(path)


def test_the_population_of_a_hint_may_be_named_in_a_target(load: Load) -> None:
    own = '[scale]\nlevels = [{id = "A"}, {id = "B"}, {id = "C"}]\n'
    target = TARGET.replace("good", "B")
    assert load(HINT + target.replace("member", "school") + own).targets[0].population == "school"
    message = refusal(load, HINT + target.replace("member", "pupil") + own)
    assert message.endswith(f"«pupil» không phải loại đối tượng. Được dùng: school, {ALL_POPULATIONS}.")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("đảng viên", "member"),
        ("Đảng viên", "member"),
        ("dang vien", "member"),
        ("members", "member"),
        ("chi bộ", "cell"),
        ("tổ chức cơ sở đảng", "base_organisation"),
        ("school", ""),
    ],
)
def test_a_population_that_nothing_declares_is_refused_on_the_party_scale(load: Load, word: str, meant: str) -> None:
    question = f" Có phải «{meant}»?" if meant else ""
    assert refusal(load, f'[[read]]\npopulation = "{word}"\n').endswith(
        f"khóa «read[0].population»: «{word}» không phải loại đối tượng.{question} Được dùng: {ALL_POPULATIONS}."
    )
    assert load(f'[[read]]\npopulation = "{word}"\n[populations]\n"{word}" = "riêng"\n').hints[0].population == word


@pytest.mark.parametrize(
    ("aliases", "key", "found"),
    [
        ('"HTTNV" = "excellent"', "HTTNV", "đã là good"),
        ('"Hoàn thành nhiệm vụ" = "good"', "Hoàn thành nhiệm vụ", "đã là completed"),
        ('"nghỉ ốm" = "good"', "nghỉ ốm", "đã là sick"),
        ('"BL" = "excellent", "bl" = "good"', "bl", "«bl» được ghi hai lần"),
        ('"" = "good"', "", "để trống"),
        ('"  " = "good"', "  ", "để trống"),
    ],
)
def test_a_spelling_that_changes_what_words_mean_is_refused(load: Load, aliases: str, key: str, found: str) -> None:
    message = refusal(load, f"[scale]\naliases = {{{aliases}}}\n")
    assert f"khóa «scale.aliases.{key}»: " in message
    assert found in message


def test_a_spelling_of_an_own_scale_may_not_mean_another_of_its_levels(load: Load) -> None:
    own = '[scale]\nlevels = [{id = "A", spellings = ["tốt"]}, {id = "B"}]\n'
    assert load(own + 'aliases = {"rất tốt" = "A", "TỐT" = "A"}\n').scale.level_of("rất tốt") == "A"
    assert "«Tốt» đã là A" in refusal(load, own + 'aliases = {"Tốt" = "B"}\n')


def test_a_word_given_to_a_level_and_to_a_reason_is_refused(load: Load) -> None:
    message = refusal(load, '[scale]\nlevels = [{id = "A"}, {id = "B"}]\nnot_rated = {sick = ["a"]}\n')
    assert re.search("dòng 3, khóa «scale.not_rated.sick»: .*«a»", message)


def test_a_named_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError,
        match=r"^khac\.toml: không đọc được tệp cài đặt: không có tệp này\. Kiểm tra lại .* rồi chạy lại\.$",
    ):
        find_settings([tmp_path], settings=tmp_path / "khac.toml")


def test_a_folder_named_as_settings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r": không đọc được tệp cài đặt: "):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('place = "Đà Nẵng"'.encode("cp1258", "replace") + b"\xc0\xff", id="a code page of Windows"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8a", id="half a UTF-16"),
    ],
)
def test_a_file_that_is_no_unicode_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "evalkit.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert str(refused.value) == ("evalkit.toml: không phải văn bản UTF-8. Trong Notepad hãy lưu lại với mã hóa UTF-8.")


def test_a_target_without_years_holds_for_those_of_the_term(tmp_path):
    (tmp_path / "evalkit.toml").write_text(
        'term = "2020-2025"\n' + TARGET + TARGET.replace("98%", "97%") + "to = 2019\n", "utf-8"
    )
    found, earlier = load_settings(tmp_path / "evalkit.toml").targets
    assert [year for year in range(2018, 2028) if found.holds_in(year)] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert [year for year in range(2018, 2028) if earlier.holds_in(year)] == [2018, 2019]


@pytest.mark.parametrize(
    ("year", "documents"),
    [
        (2018, ("Quy định số 132-QĐ/TW", "Hướng dẫn số 16-HD/BTCTW")),
        (2022, ("Quy định số 132-QĐ/TW", "Hướng dẫn số 21-HD/BTCTW")),
        (2023, ("Quy định số 124-QĐ/TW", "Hướng dẫn số 25-HD/BTCTW")),
        (2026, ("Quy định số 366-QĐ/TW", "Hướng dẫn số 43-HD/BTCTW")),
        (2017, ()),
    ],
)
def test_a_year_was_rated_under_the_documents_in_force_then(year, documents):
    assert Settings().documents(year) == documents


def test_own_documents_and_units_targets_are_read(tmp_path):
    (tmp_path / "evalkit.toml").write_text(
        'organ = "Đảng ủy Khối"\nposition = "PHÓ BÍ THƯ"\nrecipients = ["Ban Tổ chức Thành ủy"]\n'
        '[[regulations]]\nfrom = 2022\ndocuments = ["Hướng dẫn số 1-HD/ĐUK"]\n'
        '[blocks]\n"Khối I" = ["TC01", "Đảng bộ Báo Buổi Sáng"]\n' + TARGET.replace("[[targets]]", "[[unit_targets]]"),
        "utf-8",
    )
    found = load_settings(tmp_path / "evalkit.toml")
    assert (found.organ, found.position, found.recipients) == ("Đảng ủy Khối", "PHÓ BÍ THƯ", ("Ban Tổ chức Thành ủy",))
    assert found.documents(2022) == ("Hướng dẫn số 1-HD/ĐUK",)
    assert found.blocks == {"Khối I": ("TC01", "Đảng bộ Báo Buổi Sáng")}
    assert found.unit_targets[0].bound_text == "ít nhất 98%"


# --- files that look like settings ------------------------------------------------------------------------------------


LIST = {"DS": [["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"], ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"],
               [1, "Lê An", "051000000001", "HTTNV"]]}  # fmt: skip


def unused(folder):
    problems = ek.read(folder).problems
    found = problems[problems["code"] == "settings_unused"]
    return list(zip(found["severity"], found["file"], strict=True))


@pytest.mark.parametrize(
    "name",
    [
        "evalkit.toml.txt", "evalkit (1).toml", "evalkit - Copy.toml", "evalkit.ini", "Evalkit.TOML.txt",
        "cai-dat.toml", "evalkit.toml.bak", "sub/evalkit.toml",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_settings_under_another_name_are_an_error(tmp_path, name, encoding):
    write_workbook(tmp_path / "ds.xlsx", LIST)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(TARGET, encoding)
    assert unused(tmp_path) == [("error", name)]
    assert main(["targets", str(tmp_path)]) == 1


def test_settings_under_another_name_beside_those_used_are_a_warning(tmp_path):
    write_workbook(tmp_path / "ds.xlsx", LIST)
    (tmp_path / "evalkit.toml").write_text(TARGET, "utf-8")
    (tmp_path / "evalkit - Copy.toml").write_text(TARGET, "utf-8")
    assert unused(tmp_path) == []  # they say the same
    (tmp_path / "evalkit - Copy.toml").write_text(TARGET.replace("98%", "97%"), "utf-8")
    assert unused(tmp_path) == [("warning", "evalkit - Copy.toml")]
    assert unused(tmp_path / "ds.xlsx") == [("warning", "evalkit - Copy.toml")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ghi chu.txt", "Nhắc các đơn vị gửi lại [scale] và chỉ tiêu"),
        ("pyproject.toml", "[project]\nname = 'a'"),
        ("desktop.ini", "[.ShellClassInfo]"),
        ("huong dan evalkit.txt", "Cách chạy: python -m evalkit check"),
        ("2022/evalkit.toml", TARGET),  # a report keeps the settings it was made with
    ],
)
def test_other_files_are_no_settings(tmp_path, name, text):
    write_workbook(tmp_path / "ds.xlsx", LIST)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "2022").mkdir(exist_ok=True)
    (tmp_path / "2022" / "run.json").write_text("{}", "utf-8")
    assert unused(tmp_path) == []
