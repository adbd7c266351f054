"""The SQL files: they run as they are, say what evalkit says, and take their lists from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evalkit as ek
from evalkit.rates import level_rates
from evalkit.reading import Reading
from evalkit.scale import Level, Scale
from evalkit.settings import StreakRule
from evalkit.streaks import find_streaks
from tests.conftest import ROOT
from tests.engines import answer, plain
from tests.test_real import FLORIDA, WORLD_BANK
from tests.test_streaks import G, X, person, table

RATES, STREAKS = (ROOT / "evalkit" / "sql" / name for name in ("rates.sql", "streaks.sql"))


def rates_of(ratings: Any, scale: Scale) -> list[tuple[Any, ...]]:
    found = level_rates(ratings, scale=scale)[["year", "population", "measure", "count", "base"]]
    return list(found.itertuples(index=False, name=None))


def streaks_of(ratings: Any, **asked: Any) -> list[tuple[Any, ...]]:
    found = find_streaks(ratings, **asked)[["subject", "first", "last", "length"]]
    return list(found.itertuples(index=False, name=None))


def test_the_files_hold_the_party_scale_and_five_years_of_excellent_members() -> None:
    assert ek.rates_sql() == RATES.read_text("utf-8")
    assert ek.streaks_sql() == STREAKS.read_text("utf-8")


def test_the_files_as_they_are_say_of_the_sample_what_evalkit_says(sample: Reading) -> None:
    """By its plan 75 members are excellent in each of the five years."""
    rows = plain(sample.ratings)
    assert answer(RATES.read_text("utf-8"), rows) == rates_of(sample.ratings, sample.settings.scale)
    found = answer(STREAKS.read_text("utf-8"), rows)
    assert found == streaks_of(sample.ratings, population="member", level="excellent")
    assert len(found) == 75


@pytest.mark.parametrize(
    ("file", "settings", "population", "levels"),
    [
        pytest.param("florida-school-grades-2022.xlsx", FLORIDA, "school", "AB", id="Florida"),
        pytest.param("worldbank-income-groups.xls", WORLD_BANK, "economy", ["H", "LM"], id="the World Bank"),
    ],
)
def test_of_another_scale_they_say_what_evalkit_says(
    file: str, settings: str, population: str, levels: Any, real: Path, tmp_path: Path
) -> None:
    toml = tmp_path / "evalkit.toml"
    toml.write_text(settings, encoding="utf-8")
    reading = ek.read(real / file, settings=toml)
    rows, scale = plain(reading.ratings), reading.settings.scale
    assert answer(ek.rates_sql(scale=scale), rows) == rates_of(reading.ratings, scale)
    rules = [StreakRule(), StreakRule(years=(2016, 2017, 2018, 2019, 2022)), StreakRule(unrated="bridges")]
    for asked in [{"level": level, "rule": rule} for level in levels for rule in rules]:
        words = {"population": population, "scale": scale, **asked}
        assert answer(ek.streaks_sql(**words), rows) == streaks_of(reading.ratings, **words)


def test_an_empty_table_gives_no_rows() -> None:
    assert answer(ek.rates_sql(), []) == []
    assert answer(ek.streaks_sql(), []) == []


@pytest.mark.parametrize(
    ("level", "status"),
    [
        pytest.param(None, "rated", id="rated at no level"),
        pytest.param("A", "rated", id="a level of another scale"),
        pytest.param(None, "asleep", id="a status that there is not"),
        pytest.param(None, None, id="neither"),
    ],
)
def test_what_is_not_in_the_list_is_told_where_evalkit_refuses(level: str | None, status: str | None) -> None:
    rows = [(2022, "member", "a", level, status, 3), (2022, "member", "b", "good", "rated", 2)]
    found = {measure: (count, base) for _, _, measure, count, base in answer(ek.rates_sql(), rows)}
    assert (found["not_listed"], found["good"], found["total"]) == ((3, 3), (2, 2), (5, 5))


def test_words_of_the_settings_are_quoted() -> None:
    """A population may be any text; it stays one."""
    rows = [(year, "member'); DROP TABLE ratings --", "a", X, "rated", 1) for year in (2021, 2022)]
    assert answer(ek.streaks_sql(population=rows[0][1], length=2), rows) == [("a", 2021, 2022, 2)]


def test_the_list_of_levels_is_that_of_the_scale() -> None:
    grades = Scale("grades", tuple(Level(grade, grade) for grade in "ABF"), {})
    text = ek.rates_sql(scale=grades)
    assert text[text.index("(VALUES") : text.index("('exempt'")].split("\n")[1:-1] == [
        "    ('A', 1, 1),", "    ('B', 1, 2),", "    ('F', 1, 3),",
    ]  # fmt: skip


def test_a_level_that_the_scale_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown level 'best'"):
        ek.streaks_sql(level="best")


def test_an_equal_level_of_the_earlier_scale_counts_only_for_the_level_it_equals() -> None:
    rule = StreakRule(equal={"old_good": G}, source="QĐ")
    rows = plain(table(person({2016: "old_excellent", 2017: "old_good", 2018: X, 2019: G})))
    assert answer(ek.streaks_sql(level=G, length=1, rule=rule), rows) == [("a", 2017, 2019, 3)]
    assert answer(ek.streaks_sql(level=X, length=1, rule=rule), rows) == [("a", 2018, 2018, 1)]
    assert answer(ek.streaks_sql(level="old_good", length=1, rule=rule), rows) == [("a", 2016, 2017, 2)]
