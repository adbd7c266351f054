"""Who reached what an award asks for, from which cells, and who holds an award already: tables worked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest

from evalkit.awards import AWARD_COLUMNS, EVIDENCE_COLUMNS, award_counts, award_evidence
from evalkit.scale import PARTY, Level, Scale
from evalkit.settings import Award, Settings

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
    """The register of past awards: (subject, award id, year)."""
    return pd.DataFrame(list(held), columns=["subject", "award", "year"]).astype({"year": "Int64"})


def award(identity: str = "bloc", **rule: Any) -> Award:
    given = {"name": f"Khen {identity}", "population": "member", "level": X, "years": 2, **rule}
    return Award(id=identity, **given)


def evidence(
    ratings: pd.DataFrame, rule: Award, held: Iterable[tuple[str, str, int | None]] = (), *, year: int = 2022
) -> pd.DataFrame:
    return award_evidence(ratings, register(*held), award=rule, settings=Settings(awards=(rule,)), year=year)


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
    found = award_evidence(ratings, register(), award=rule, settings=Settings(awards=(rule,), scale=grades), year=2022)
    assert found["subject"].unique().tolist() == ["a"]


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
    assert tuple(found.columns) == AWARD_COLUMNS
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["city", "Khen city", "member", "Thành ủy", 2, 2021, 2022, 2, 1, "HD 01"],
        ["bloc", "Khen bloc", "member", "Đảng ủy Khối", 2, 2021, 2022, 2, 1, ""],
        ["year", "Khen year", "member", "", 1, 2022, 2022, 3, None, ""],
        ["exemplary", "Khen exemplary", "base_organisation", "", 1, 2022, 2022, 1, None, ""],
    ]


def test_without_awards_there_is_an_empty_table_with_its_columns() -> None:
    found = counts(table(rows_of("a", TWO_YEARS)))
    assert len(found) == 0
    assert tuple(found.columns) == AWARD_COLUMNS


# --- the cells that prove it -----------------------------------------------------------------------------------------


def test_every_year_of_the_window_is_proved_by_its_cell() -> None:
    ratings = table(rows_of("a", {2019: G, 2020: X, 2021: X, 2022: X, 2023: X}))
    found = evidence(ratings, award(years=3, not_held=("bloc",)), [("a", "bloc", 2020)])
    assert tuple(found.columns) == EVIDENCE_COLUMNS
    assert found.values.tolist() == [
        ["bloc", "a", "Trần Thị An", f"Chi bộ năm {year}", "Đảng bộ A", True, year, X, f"{year}.xlsx", "Đảng viên",
         f"H{year}"]
        for year in (2020, 2021, 2022)
    ]  # fmt: skip
    assert found.index.tolist() == [0, 1, 2]


def test_holders_and_the_others_are_told_apart_in_every_row() -> None:
    ratings = table(rows_of("a", TWO_YEARS), rows_of("b", TWO_YEARS))
    found = evidence(ratings, award(holds=("bloc",)), [("b", "bloc", 2020)])
    assert found[["subject", "held"]].values.tolist() == [["a", False], ["a", False], ["b", True], ["b", True]]


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
