"""Who reached what an award asks for, from which cells, and who holds an award already: tables worked by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from evalkit.awards import (
    AWARD_COLUMNS,
    COUNT_COLUMNS,
    EVIDENCE_COLUMNS,
    award_counts,
    award_evidence,
    award_fields,
    awards_as_rows,
    find_awards,
)
from evalkit.scale import PARTY, Level, Scale
from evalkit.settings import Award, Settings, StreakRule

X, G = "excellent", "good"
NAMES = {"a": "Trần Thị An", "b": "Lê Văn Ân", "c": "Bùi Đức Bình", "d": "Nguyễn Dũng", "e": "Vũ Đông"}


def rows_of(
    subject: str, outcomes: dict[int, str], *, population: str = "member", mark: str = "", name: str | None = None
) -> list[dict[str, Any]]:
    """Rows of one subject; each says in its cell where it was read."""
    return [
        {
            "year": year, "population": population, "subject": subject,
            "name": NAMES.get(subject, subject) if name is None else name,
            "unit": f"Chi bộ năm {year}", "base_organisation": "Đảng bộ A",
            "level": outcome if outcome in PARTY.worst_to_best else None,
            "status": "rated" if outcome in PARTY.worst_to_best else outcome,
            "count": 1, "distinction": mark, "file": f"{year}.xlsx", "sheet": "Đảng viên", "cell": f"H{year}",
        }
        for year, outcome in outcomes.items()
    ]  # fmt: skip


def table(*rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame([row for some in rows for row in some])
    levels = pd.CategoricalDtype(list(PARTY.worst_to_best), ordered=True)
    return frame.astype({"level": levels, "population": "category", "status": "category"})


def register(*held: tuple[str, str, int | None]) -> pd.DataFrame:
    """The register of past awards: (subject, award id, year); five years make its window."""
    rows = [(*row, row[2] and row[2] - 4, row[2]) for row in held]
    years = dict.fromkeys(["year", "first", "last"], "Int64")
    return pd.DataFrame(rows, columns=["subject", "award", "year", "first", "last"]).astype(years)


def award(identity: str = "bloc", **rule: Any) -> Award:
    given = {"name": f"Khen {identity}", "population": "member", "level": X, "years": 2, **rule}
    return Award(id=identity, **given)


def standings(
    ratings: pd.DataFrame,
    rule: Award,
    held: Iterable[tuple[str, str, int | None]] = (),
    *,
    year: int = 2022,
    **more: Any,
) -> pd.DataFrame:
    settings = Settings(awards=(rule,), **more.pop("settings", {}))
    return find_awards(ratings, register(*held), settings=settings, year=year, **more)


def said(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Subject, standing, reason and the year of it."""
    rows = found[["subject", "standing", "reason", "year"]].astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def evidence(ratings: pd.DataFrame, rule: Award, held: Iterable[tuple[str, str, int | None]] = ()) -> pd.DataFrame:
    """The evidence of those who are eligible."""
    found = standings(ratings, rule, held)
    return award_evidence(found[found["standing"] == "eligible"], ratings)


def counts(
    ratings: pd.DataFrame, *rules: Award, held: Iterable[tuple[str, str, int | None]] = (), year: int = 2022
) -> pd.DataFrame:
    return award_counts(ratings, register(*held), settings=Settings(awards=rules), year=year)


TWO_YEARS = {2021: X, 2022: X}


# --- who reached it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcomes", "reached"),
    [
        pytest.param({2021: X, 2022: X}, True, id="just long enough"),
        pytest.param({2019: X, 2020: X, 2021: X, 2022: X}, True, id="longer"),
        pytest.param({2022: X}, False, id="too short"),
        pytest.param({2020: X, 2021: X}, False, id="ended the year before"),
        pytest.param({2020: X, 2021: G, 2022: X}, False, id="broken by a lower level"),
        pytest.param({2021: X, 2022: "sick"}, False, id="not rated in the year"),
        pytest.param({2020: X, 2022: X}, False, id="no record in between"),
        pytest.param({2021: "unknown", 2022: X}, False, id="a cell that could not be read"),
        pytest.param({2022: X, 2023: X}, False, id="a later year does not fill up"),
        pytest.param({2021: X, 2022: X, 2023: G}, True, id="nor does a later year take away"),
    ],
)
def test_an_award_for_years_running_asks_for_each_year_up_to_the_one_given(
    outcomes: dict[int, str], reached: bool
) -> None:
    assert counts(table(rows_of("a", outcomes)), award())["reached"].tolist() == [int(reached)]


@pytest.mark.parametrize(
    ("level", "reached"),
    [
        pytest.param(X, ["a"], id="excellent"),
        pytest.param(G, ["a", "b"], id="good or better"),
        pytest.param(None, ["a"], id="the best of the scale, where the settings name none"),
    ],
)
def test_the_level_of_an_award_means_that_level_or_better(level: str | None, reached: list[str]) -> None:
    ratings = table(rows_of("a", TWO_YEARS), rows_of("b", {2021: X, 2022: G}))
    assert evidence(ratings, award(level=level))["subject"].unique().tolist() == reached


def test_the_best_level_is_that_of_the_settings_own_scale() -> None:
    grades = Scale("grades", (Level("A", "A"), Level("F", "F")), {})
    ratings = table(rows_of("a", TWO_YEARS), rows_of("b", TWO_YEARS))
    ratings["level"] = pd.Categorical(["A", "A", "A", "F"], categories=["F", "A"])
    rule = award(level=None)
    assert said(standings(ratings, rule, settings={"scale": grades})) == [
        ("a", "eligible", "", None), ("b", "just_missed", "F", 2022),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "mark", "reached"),
    [
        pytest.param("exemplary", "exemplary", True, id="exemplary"),
        pytest.param("exemplary", "exemplary; Tổ chức", True, id="exemplary beside a field"),
        pytest.param("exemplary", "Tổ chức", False, id="a field is not exemplary"),
        pytest.param("exemplary", "", False, id="no mark"),
        pytest.param("field", "Tổ chức", True, id="any field of work"),
        pytest.param("field", "exemplary; Dân vận", True, id="a field beside exemplary"),
        pytest.param("field", "exemplary", False, id="exemplary is no field"),
        pytest.param("field", "", False, id="no mark is no field"),
        pytest.param("Dân vận", "Tổ chức; Dân vận", True, id="a field that is named"),
        pytest.param("Dân vận", "Tổ chức", False, id="another field"),
    ],
)
def test_an_award_for_a_mark_asks_for_that_mark(wanted: str, mark: str, reached: bool) -> None:
    rule = award(distinction=wanted, level=None, years=1, population="base_organisation")
    ratings = table(rows_of("TC01", {2022: X}, population="base_organisation", mark=mark))
    assert counts(ratings, rule)["reached"].tolist() == [int(reached)]


@pytest.mark.parametrize(
    ("marked", "reached"),
    [
        pytest.param([2021, 2022], True, id="in both years"),
        pytest.param([2022], False, id="in one"),
        pytest.param([2020, 2022], False, id="in two, one of them before the window"),
        pytest.param([2022, 2023], False, id="in two, one of them later"),
    ],
)
def test_a_mark_over_several_years_is_asked_for_in_each_of_them(marked: list[int], reached: bool) -> None:
    parts = [rows_of("TC01", {year: X}, mark="exemplary" if year in marked else "") for year in range(2019, 2024)]
    assert counts(table(*parts), award(distinction="exemplary", level=None))["reached"].tolist() == [int(reached)]


@pytest.mark.parametrize("outcome", ["sick", "unknown"])
def test_a_mark_on_a_row_that_is_not_rated_earns_nothing(outcome: str) -> None:
    ratings = table(rows_of("TC01", {2022: outcome}, mark="exemplary"), rows_of("TC02", {2022: X}))
    assert counts(ratings, award(distinction="exemplary", level=None, years=1))["reached"].tolist() == [0]


def test_another_population_neither_earns_nor_proves_anything() -> None:
    ratings = table(
        rows_of("a", TWO_YEARS),
        rows_of("b", TWO_YEARS, population="cell"),
        rows_of("a", {2022: G}, population="cell", mark="exemplary"),
    )
    assert evidence(ratings, award())[["subject", "level"]].values.tolist() == [["a", X], ["a", X]]
    assert counts(ratings, award(distinction="exemplary", level=None, years=1))["reached"].tolist() == [0]


# --- who holds one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "held", "holders"),
    [
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2020)], 1, id="one that must not be held"),
        pytest.param({"holds": ("bloc",)}, [("a", "bloc", 2020)], 1, id="one that must be held"),
        pytest.param({"holds": ("bloc",), "not_held": ("city",)}, [("a", "bloc", 2019), ("b", "city", 2020)], 2,
                     id="either counts"),
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2018), ("a", "bloc", 2020)], 1, id="twice is one holder"),
        pytest.param({"not_held": ("bloc",)}, [("a", "city", 2020)], 0, id="an award that the rule does not name"),
        pytest.param({"not_held": ("bloc",)}, [("z", "bloc", 2020)], 0, id="someone who did not reach it"),
        pytest.param({"not_held": ("bloc",)}, [], 0, id="an empty register"),
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2022)], 1, id="given in the year itself"),
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2023)], 0, id="given later: not held yet"),
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2023), ("a", "bloc", 2020)], 1, id="earlier and later"),
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", None)], 1, id="in a year that could not be read: held"),
        pytest.param({}, [("a", "bloc", 2020)], None, id="a rule that names none"),
    ],
)  # fmt: skip
def test_holders_are_those_who_reached_it_and_hold_what_the_rule_names(
    rule: dict[str, Any], held: list[tuple[str, str, int | None]], holders: int | None
) -> None:
    ratings = table(rows_of("a", TWO_YEARS), rows_of("b", TWO_YEARS), rows_of("z", {2021: X, 2022: G}))
    (row,) = counts(ratings, award(**rule), held=held).itertuples(index=False)
    assert row.reached == 2
    assert row.holders is pd.NA if holders is None else row.holders == holders


def test_each_award_is_counted_by_its_own_rule_in_the_order_of_the_settings() -> None:
    """a and b excellent for two years, a holds the first award; c for one; the organisation is exemplary."""
    ratings = table(
        rows_of("a", TWO_YEARS),
        rows_of("b", TWO_YEARS),
        rows_of("c", {2022: X}),
        rows_of("TC01", {2022: X}, population="base_organisation", mark="exemplary"),
    )
    rules = (
        award("city", holds=("bloc",), decided_by="Thành ủy", source="HD 01"),
        award("bloc", not_held=("bloc",), decided_by="Đảng ủy Khối"),
        award("year", years=1),
        award("exemplary", population="base_organisation", level=None, distinction="exemplary", years=1),
    )
    found = counts(ratings, *rules, held=[("a", "bloc", 2020)])
    assert tuple(found.columns) == COUNT_COLUMNS
    numbers = ["eligible", "held", "excluded", "just_missed", "undecided"]
    assert found[numbers].values.tolist() == [[1, 0, 1, 0, 0], [1, 1, 0, 1, 0], [3, 0, 0, 0, 0], [1, 0, 0, 0, 0]]
    found = found.drop(columns=[*numbers, "overlap", "allowed"])
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["city", "Khen city", "member", "Thành ủy", 2, 2021, 2022, 2, 1, "HD 01"],
        ["bloc", "Khen bloc", "member", "Đảng ủy Khối", 2, 2021, 2022, 2, 1, ""],
        ["year", "Khen year", "member", "", 1, 2022, 2022, 3, None, ""],
        ["exemplary", "Khen exemplary", "base_organisation", "", 1, 2022, 2022, 1, None, ""],
    ]


def test_without_awards_there_is_an_empty_table_with_its_columns() -> None:
    found = counts(table(rows_of("a", TWO_YEARS)))
    assert len(found) == 0
    assert tuple(found.columns) == COUNT_COLUMNS
    none = find_awards(table(rows_of("a", TWO_YEARS)), register(), settings=Settings(), year=2022)
    assert (len(none), tuple(none.columns)) == (0, AWARD_COLUMNS)


# --- the cells that prove it -----------------------------------------------------------------------------------------


def test_every_year_of_the_window_is_proved_by_its_cell() -> None:
    ratings = table(rows_of("a", {2019: G, 2020: X, 2021: X, 2022: X, 2023: X}))
    found = evidence(ratings, award(years=3, holds=("bloc",)), [("a", "bloc", 2020)])
    assert tuple(found.columns) == EVIDENCE_COLUMNS
    assert found.values.tolist() == [
        ["bloc", "a", "Trần Thị An", f"Chi bộ năm {year}", "Đảng bộ A", year, X, "rated", f"{year}.xlsx", "Đảng viên",
         f"H{year}"]
        for year in (2020, 2021, 2022)
    ]  # fmt: skip
    assert found.index.tolist() == [0, 1, 2]


def test_people_stand_by_given_name_in_vietnamese_order_their_years_ascending() -> None:
    """An, Ân, Bình, Dũng, Đông; family names and keys would order them otherwise, and so would plain letters."""
    ratings = table(*(rows_of(subject, {2022: X, 2021: X}) for subject in "edcba"))
    found = evidence(ratings, award())
    assert found[["subject", "year"]].values.tolist() == [
        [subject, year] for subject in "abcde" for year in (2021, 2022)
    ]


def test_people_of_one_name_stay_together_each_with_their_own_years() -> None:
    ratings = table(rows_of("k2", TWO_YEARS, name="Lê An"), rows_of("k1", TWO_YEARS, name="Lê An"))
    assert evidence(ratings, award())["subject"].tolist() == ["k1", "k1", "k2", "k2"]


def test_a_person_who_changed_name_stands_under_the_latest_one() -> None:
    ratings = table(
        rows_of("k1", {2021: X}, name="Lê Yến"),
        rows_of("k1", {2022: X}, name="Lê Anh"),
        rows_of("k2", TWO_YEARS, name="Lê Bình"),
    )
    found = evidence(ratings, award())
    assert found["subject"].tolist() == ["k1", "k1", "k2", "k2"]
    assert found["name"].tolist() == ["Lê Yến", "Lê Anh", "Lê Bình", "Lê Bình"]  # as each sheet says it


def test_organisations_stand_in_natural_order_not_by_their_last_word() -> None:
    names = ["Chi bộ 10", "Chi bộ 2", "Chi bộ Ân Phú", "Chi bộ An Thái"]
    ratings = table(*(rows_of(f"k{name}", TWO_YEARS, population="cell", name=name) for name in names))
    found = evidence(ratings, award(population="cell"))
    assert found["name"].unique().tolist() == ["Chi bộ 2", "Chi bộ 10", "Chi bộ An Thái", "Chi bộ Ân Phú"]


def test_where_nobody_reached_it_there_is_no_evidence_and_a_count_of_none() -> None:
    ratings = table(rows_of("a", {2022: G}))
    rule = award(not_held=("bloc",))
    assert len(evidence(ratings, rule)) == 0
    assert tuple(evidence(ratings, rule).columns) == EVIDENCE_COLUMNS
    assert counts(ratings, rule)[["reached", "holders"]].values.tolist() == [[0, 0]]
    nobody = ratings.iloc[:0]
    assert tuple(evidence(nobody, rule).columns) == EVIDENCE_COLUMNS
    assert counts(nobody, award(distinction="field", level=None))["reached"].tolist() == [0]


# --- the sample ------------------------------------------------------------------------------------------------------


def test_the_sample_gives_the_published_awards_of_2022(sample: Any) -> None:
    """75 members five years running, 7 of them holders; 2 base committees; 1 cell; 15 exemplary; 30 for a field."""
    found = award_counts(sample.ratings, sample.held, settings=sample.settings, year=2022).set_index("id")
    assert found["reached"].to_dict() == {
        "bloc-5-years": 75, "city-5-years": 75, "base-5-years": 2, "cell-5-years": 1, "base-exemplary": 15,
        "base-field": 30,
    }  # fmt: skip
    assert found["holders"].dropna().to_dict() == {"bloc-5-years": 7, "city-5-years": 7}
    assert found["eligible"].to_dict() == {
        "bloc-5-years": 68, "city-5-years": 7, "base-5-years": 2, "cell-5-years": 1, "base-exemplary": 15,
        "base-field": 30,
    }  # fmt: skip
    assert found[["held", "excluded", "undecided"]].to_dict("list") == {
        "held": [7, 0, 0, 0, 0, 0], "excluded": [0, 68, 0, 0, 0, 0], "undecided": [0] * 6,
    }  # fmt: skip


def test_each_eligible_subject_of_the_sample_has_the_cells_that_prove_it(sample: Any) -> None:
    found = find_awards(sample.ratings, sample.held, settings=sample.settings, year=2022)
    for one in awards_as_rows(found, counts_of(sample, found), sample.ratings):
        for subject in one["eligible"]:
            years = [row["year"] for row in subject["evidence"]]
            assert years == list(range(one["first"], 2023))
            assert one["id"] == "base-field" or {row["level"] for row in subject["evidence"]} == {"excellent"}
            assert "name" not in subject


def counts_of(sample: Any, found: pd.DataFrame) -> pd.DataFrame:
    return award_counts(sample.ratings, sample.held, settings=sample.settings, year=2022, found=found)


def test_those_who_just_missed_in_the_sample_are_those_with_four_of_five_years(sample: Any) -> None:
    """Counted from the rows: excellent in exactly four of the five years, and no holder of the award."""
    found = find_awards(sample.ratings, sample.held, settings=sample.settings, year=2022)
    missed = set(found.loc[(found["award"] == "bloc-5-years") & (found["standing"] == "just_missed"), "subject"])
    years: dict[str, int] = {}
    for row in sample.ratings.itertuples():
        if row.population == "member" and row.status == "rated" and row.level == "excellent":
            years[row.subject] = years.get(row.subject, 0) + 1
    held = set(sample.held.loc[sample.held["award"] == "bloc-5-years", "subject"])
    assert missed == {subject for subject, number in years.items() if number == 4} - held


def test_fields_of_work_are_counted_by_field(sample: Any) -> None:
    found = find_awards(sample.ratings, sample.held, settings=sample.settings, year=2022)
    fields = award_fields(found)
    rows = sample.ratings[(sample.ratings["year"] == 2022) & (sample.ratings["population"] == "base_organisation")]
    marks = [mark for text in rows["distinction"] for mark in text.split("; ") if mark not in ("", "exemplary")]
    assert dict(zip(fields["field"], fields["count"], strict=True)) == {mark: marks.count(mark) for mark in marks}
    assert fields["count"].sum() == 30
    assert list(fields["count"]) == [5, 5, 4, 4, 4, 4, 4]  # 30 in seven fields, most first
    assert list(fields["field"].str.removeprefix("Công tác "))[:3] == [
        "kiểm tra - giám sát", "tổ chức xây dựng Đảng", "bảo vệ chính trị nội bộ"
    ]  # fmt: skip


# --- how each stands, and why ----------------------------------------------------------------------------------------

FIVE = dict.fromkeys(range(2018, 2023), X)
OTHERS = rows_of("z", dict.fromkeys(range(2016, 2024), "completed"))  # so that a round was held in each year


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        pytest.param(FIVE, ("eligible", "", None), id="all five"),
        pytest.param({**FIVE, 2020: G}, ("just_missed", G, 2020), id="one lower level inside"),
        pytest.param({**FIVE, 2022: G}, ("just_missed", G, 2022), id="lower in the last year"),
        pytest.param({**FIVE, 2018: "completed"}, ("just_missed", "completed", 2018), id="one year short"),
        pytest.param({**FIVE, 2020: "maternity"}, ("just_missed", "maternity", 2020), id="maternity breaks by default"),
        pytest.param({**FIVE, 2020: "new_member"}, ("just_missed", "new_member", 2020), id="admitted in the window"),
        pytest.param({**FIVE, 2020: "suspended"}, ("excluded", "suspended", 2020), id="disciplined"),
        pytest.param({**FIVE, 2020: "under_review"}, ("excluded", "under_review", 2020), id="under review"),
        pytest.param({**FIVE, 2020: "unknown"}, ("undecided", "unknown", 2020), id="a cell that cannot be read"),
        pytest.param({**FIVE, 2019: "unknown", 2021: "unknown"}, ("undecided", "unknown", 2021), id="two such cells"),
        pytest.param({**FIVE, 2019: "unknown", 2021: G}, None, id="such a cell decides nothing"),
        pytest.param({**FIVE, 2019: G, 2021: G}, None, id="two lower levels"),
        pytest.param(dict.fromkeys(range(2019, 2023), X), ("just_missed", "no_record", 2018), id="no record"),
        pytest.param({2017: "old_excellent", **FIVE}, ("eligible", "", None), id="what was before the window"),
    ],
)
def test_how_a_member_stands_to_an_award_for_five_years(outcomes: dict[int, str], told: tuple[Any, ...] | None) -> None:
    found = standings(table(rows_of("a", outcomes), OTHERS), award(years=5))
    assert said(found) == ([("a", *told)] if told else [])


def test_a_member_admitted_in_the_window_had_not_joined_yet() -> None:
    ratings = table(rows_of("a", dict.fromkeys(range(2019, 2023), X)), OTHERS)
    ratings["joined"] = pd.Timestamp("2018-03-01")
    assert said(standings(ratings, award(years=5))) == [("a", "just_missed", "not_joined", 2018)]


def test_a_window_that_reaches_before_all_data_cannot_be_decided() -> None:
    ratings = table(rows_of("a", dict.fromkeys(range(2019, 2023), X)))
    assert said(standings(ratings, award(years=5))) == [("a", "undecided", "no_round", 2018)]


BRIDGES = {"settings": {"streaks": StreakRule(unrated={"maternity": "bridges"})}}


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        pytest.param(
            {2017: X, **FIVE, 2020: "maternity"}, ("eligible", "", None), id="the window reaches further back"
        ),
        pytest.param({**FIVE, 2020: "maternity"}, ("just_missed", "no_record", 2017), id="and may find no year there"),
        pytest.param({2017: X, **FIVE, 2020: "sick"}, ("just_missed", "sick", 2020), id="another reason still breaks"),
        pytest.param({2017: X, **FIVE, 2022: "maternity"}, ("excluded", "maternity", 2022), id="not rated in the year"),
    ],
)
def test_a_year_that_bridges_is_passed_over(outcomes: dict[int, str], told: tuple[Any, ...]) -> None:
    assert said(standings(table(rows_of("a", outcomes), OTHERS), award(years=5), **BRIDGES)) == [("a", *told)]


def test_the_bridged_window_is_said() -> None:
    ratings = table(rows_of("a", {2017: X, **FIVE, 2020: "maternity"}), OTHERS)
    found = standings(ratings, award(years=5), **BRIDGES)
    assert found[["first", "last"]].values.tolist() == [[2017, 2022]]
    assert award_evidence(found, ratings)["year"].tolist() == [2017, 2018, 2019, 2020, 2021, 2022]


def test_the_settings_name_the_years_that_count() -> None:
    ratings = table(rows_of("a", {2018: X, 2019: X, 2021: G, 2022: X}), OTHERS)
    rule = {"settings": {"streaks": StreakRule(years=(2018, 2019, 2022))}}
    assert said(standings(ratings, award(years=3), **rule)) == [("a", "eligible", "", None)]
    assert said(standings(ratings, award(years=3), year=2021, **rule)) == []  # a year that does not count


@pytest.mark.parametrize(
    ("rule", "held", "told"),
    [
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2017)], ("held", "", "", ""), id="held already"),
        pytest.param({"not_held": ("bloc",)}, [("a", "bloc", 2020)], ("held", "", "", "bloc 2016–2020"), id="both"),
        pytest.param({"holds": ("bloc",)}, [("a", "bloc", 2017)], ("eligible", "", "", ""), id="what must be held"),
        pytest.param({"holds": ("bloc",)}, [("a", "bloc", 2018)], ("eligible", "", "", "bloc 2014–2018"),
                     id="a year counted before: shown, nobody dropped"),
        pytest.param({"holds": ("bloc",)}, [], ("excluded", "lacks", "bloc", ""), id="what must be held is not"),
        pytest.param({"holds": ("bloc",)}, [("a", "bloc", 2023)], ("excluded", "lacks", "bloc", ""), id="only later"),
        pytest.param({"count_again": False}, [("a", "bloc", 2018)], ("excluded", "overlap", "", "bloc 2014–2018"),
                     id="a year may not count again"),
        pytest.param({"count_again": False}, [("a", "bloc", 2017)], ("eligible", "", "", ""), id="windows that touch"),
        pytest.param({"count_again": False}, [("a", "city", 2018)], ("eligible", "", "", "city 2014–2018"),
                     id="another award's years are shown"),
    ],
)  # fmt: skip
def test_what_the_register_decides(
    rule: dict[str, Any], held: list[tuple[str, str, int | None]], told: tuple[str, ...]
) -> None:
    found = standings(table(rows_of("a", FIVE), OTHERS), award(years=5, **rule), held)
    assert found[["standing", "reason", "detail", "overlap"]].values.tolist() == [list(told)]


def test_who_holds_it_already_or_lacks_what_must_be_held_misses_nothing() -> None:
    ratings = table(rows_of("a", {**FIVE, 2020: G}), OTHERS)
    assert said(standings(ratings, award(years=5, not_held=("bloc",)), [("a", "bloc", 2017)])) == []
    assert said(standings(ratings, award(years=5, holds=("city",)))) == []


def test_exemplary_comes_from_excellent_alone() -> None:
    rule = award(distinction="exemplary", level=None, years=1, population="base_organisation")
    rows = [
        rows_of(key, {2022: level}, population="base_organisation", mark="exemplary")
        for key, level in (("TC01", X), ("TC02", G), ("TC03", "unknown"), ("TC04", "sick"))
    ]
    unmarked = rows_of("TC05", {2022: "unknown"}, population="base_organisation")
    assert said(standings(table(*rows, unmarked), rule)) == [
        ("TC01", "eligible", "", None), ("TC02", "excluded", "not_from_best", 2022),
        ("TC03", "undecided", "unknown", 2022),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        pytest.param(G, ("eligible", "", None), id="good is enough"),
        pytest.param("completed", ("excluded", "unit_level", 2022), id="below good"),
        pytest.param("unknown", ("undecided", "unit_unknown", 2022), id="its cell cannot be read"),
        pytest.param(None, ("undecided", "unit_unknown", 2022), id="nothing says how it was rated"),
    ],
)
def test_the_cell_of_a_member_must_stand_as_high_as_the_rule_asks(cell: str | None, told: tuple[Any, ...]) -> None:
    own = rows_of("CB1", {2022: cell} if cell else {}, population="cell", name="Chi bộ năm 2022")
    other = rows_of("CB2", {2022: X}, population="cell", name="Chi bộ khác")
    found = standings(table(rows_of("a", FIVE), own, other, OTHERS), award(years=5, unit_level=G))
    assert said(found) == [("a", *told)]


@pytest.mark.parametrize(
    ("share", "denominator", "allowed"),
    [
        pytest.param(Fraction(1, 5), "rated", 2, id="a fifth of the 11 rated, rounded down"),
        pytest.param(Fraction(1, 5), "good", 0, id="a fifth of the 4 good"),
        pytest.param(Fraction(1, 2), "good_or_better", 3, id="half of the 7 good or better"),
        pytest.param(None, "rated", None, id="no limit"),
    ],
)
def test_a_share_limit_is_shown_and_nobody_is_dropped(
    share: Fraction | None, denominator: str, allowed: int | None
) -> None:
    levels = [X] * 3 + [G] * 4 + ["completed"] * 4
    ratings = table(
        *(rows_of(f"k{n:02}", {2022: level}) for n, level in enumerate(levels)), rows_of("s", {2022: "sick"})
    )
    (row,) = counts(ratings, award(years=1, share=share, denominator=denominator)).itertuples()
    assert row.eligible == 3
    assert row.allowed is pd.NA if allowed is None else row.allowed == allowed


# --- who is who ------------------------------------------------------------------------------------------------------


def doubt(kind: str, one: str, other: str) -> pd.DataFrame:
    return pd.DataFrame([(kind, one, other)], columns=["kind", "subject", "other"])


CARD, OTHER_CARD = "051000000001", "051000000002"


def test_a_card_that_two_people_seem_to_share_decides_nothing() -> None:
    ratings = table(rows_of(CARD, FIVE), OTHERS)
    found = standings(ratings, award(years=5), doubts=doubt("one_card_two_people", CARD, CARD))
    assert said(found) == [(CARD, "undecided", "identity", None)]
    assert len(award_evidence(found, ratings)) == 5


@pytest.mark.parametrize("kind", ["same_person_candidate", "one_person_two_cards"])
def test_two_keys_that_together_have_all_years_wait_for_a_human(kind: str) -> None:
    ratings = table(rows_of(CARD, {2018: X, 2019: X}), rows_of(OTHER_CARD, {2020: X, 2021: X, 2022: X}), OTHERS)
    found = standings(ratings, award(years=5), doubts=doubt(kind, CARD, OTHER_CARD))
    assert said(found) == [(OTHER_CARD, "undecided", "identity", 2019)]
    assert found["other"].tolist() == [CARD]
    assert award_evidence(found, ratings)["year"].tolist() == [2018, 2019, 2020, 2021, 2022]


def test_a_doubt_that_changes_nothing_is_no_reason() -> None:
    """All years are its own; or even together they are not enough."""
    own = table(rows_of(CARD, FIVE), rows_of(OTHER_CARD, {2017: "completed"}), OTHERS)
    pair = doubt("same_person_candidate", CARD, OTHER_CARD)
    assert said(standings(own, award(years=5), doubts=pair)) == [(CARD, "eligible", "", None)]
    short = table(rows_of(CARD, {2020: X, 2021: X, 2022: X}), rows_of(OTHER_CARD, {2018: X, 2019: G}), OTHERS)
    assert said(standings(short, award(years=5), doubts=pair)) == []


def test_where_the_settings_name_too_few_years_two_keys_together_lack_them_too() -> None:
    ratings = table(rows_of(CARD, TWO_YEARS), rows_of(OTHER_CARD, {2020: X}), OTHERS)
    rule = {"settings": {"streaks": StreakRule(years=(2021, 2022))}}
    pair = doubt("same_person_candidate", CARD, OTHER_CARD)
    assert said(standings(ratings, award(years=3), doubts=pair, **rule)) == []


def test_a_doubt_about_one_leaves_the_others_and_an_unused_key_alone() -> None:
    ratings = table(rows_of(CARD, {2018: X, 2019: X, 2020: X, 2022: X}), rows_of("a", FIVE), OTHERS)
    pair = doubt("same_person_candidate", CARD, "051000000099")
    assert said(standings(ratings, award(years=5), doubts=pair)) == [
        ("a", "eligible", "", None), (CARD, "just_missed", "no_record", 2021),
    ]  # fmt: skip


def test_keys_that_are_categories_in_any_order_stand_like_texts() -> None:
    ratings = table(
        rows_of("a", FIVE), rows_of("b", {**FIVE, 2020: G}), rows_of("#x", FIVE), rows_of("#x", FIVE), OTHERS
    )
    expected = [("a", "eligible", "", None), ("b", "just_missed", G, 2020)]
    keys = sorted(set(ratings["subject"]) | {"nobody"}, reverse=True)
    for kind in ("str", pd.CategoricalDtype(keys)):
        assert said(standings(ratings.astype({"subject": kind}), award(years=5))) == expected


def test_who_has_neither_card_nor_birth_date_cannot_be_followed() -> None:
    ratings = table(rows_of("?0123456789ab", {2022: X}), rows_of("?ba9876543210", {2022: G}), OTHERS)
    assert said(standings(ratings, award(years=5))) == [("?0123456789ab", "undecided", "no_identity", None)]
    assert said(standings(ratings, award(years=1))) == [("?0123456789ab", "eligible", "", None)]


def test_the_end_of_an_organisation_is_its_reason() -> None:
    """Three years in a row, then merged away; nobody asks why it is not rated in 2022."""
    ratings = table(
        rows_of("TC1", {2019: X, 2020: X, 2021: X}, population="base_organisation"),
        rows_of("TC2", dict.fromkeys(range(2019, 2023), G), population="base_organisation"),
    )
    changes = pd.DataFrame(
        [("base_organisation", "TC1", 2022, "merged", "QĐ 1")],
        columns=["population", "subject", "year", "kind", "source"],
    )
    found = standings(ratings, award(years=4, population="base_organisation"), changes=changes)
    assert said(found) == [("TC1", "just_missed", "merged", 2022)]


# --- what must not matter ---------------------------------------------------------------------------------------------


def histories(chance: random.Random, number: int) -> list[list[dict[str, Any]]]:
    outcomes = [X] * 6 + [G, "sick", "unknown", "suspended", "maternity"]
    return [
        rows_of(f"k{n:02}", {year: chance.choice(outcomes) for year in range(2017, 2024) if chance.random() < 0.9})
        for n in range(number)
    ]


@pytest.mark.parametrize("seed", range(8))
def test_order_later_years_and_other_people_change_nobody(seed: int) -> None:
    chance = random.Random(seed)
    people = [rows for rows in histories(chance, 60) if rows]
    held = [(f"k{n:02}", "bloc", chance.choice([2017, 2018, 2020])) for n in range(0, 60, 7)]
    rule = award(years=4, not_held=("bloc",))
    whole = table(*people)
    expected = standings(whole, rule, held)
    assert len(expected) > 5
    mixed = whole.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(standings(mixed, rule, held), expected)
    earlier = whole[whole["year"] <= 2022]
    pd.testing.assert_frame_equal(standings(earlier, rule, held), expected)
    gone = people[3][0]["subject"]
    rest = standings(whole[whole["subject"] != gone], rule, held)
    pd.testing.assert_frame_equal(rest, expected[expected["subject"] != gone].reset_index(drop=True))


@pytest.mark.parametrize("seed", range(8))
def test_random_people_stand_as_walking_through_their_years_says(seed: int) -> None:
    people = [rows for rows in histories(random.Random(seed), 60) if rows]
    found = {row[0]: row[1] for row in said(standings(table(*people), award(years=4)))}
    for rows in people:
        at = {row["year"]: row["level"] or row["status"] for row in rows}
        lacking = [at.get(year) for year in range(2019, 2023) if at.get(year) != X]
        told = None
        if not lacking:
            told = "eligible"
        elif set(lacking) == {"unknown"} and len(lacking) < 4:
            told = "undecided"
        elif len(lacking) == 1:
            told = "excluded" if lacking[0] == "suspended" else "just_missed"
        assert found.get(rows[0]["subject"]) == told


@pytest.mark.parametrize(
    ("years", "first"),
    [
        pytest.param((), 2020, id="the calendar's"),
        pytest.param((2016, 2018, 2022), 2016, id="those that the settings name"),
    ],
)
def test_the_counts_say_from_which_year(years: tuple[int, ...], first: int) -> None:
    settings = Settings(awards=(award(years=3),), streaks=StreakRule(years=years))
    found = award_counts(table(rows_of("a", FIVE), OTHERS), register(), settings=settings, year=2022)
    assert found[["first", "last"]].values.tolist() == [[first, 2022]]
