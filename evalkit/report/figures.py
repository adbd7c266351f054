"""Every figure of the report, computed once and handed to text, tables, charts and annexes alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import pandas as pd

from evalkit.awards import find_awards
from evalkit.charts.sentences import TARGET_KEY
from evalkit.checks import Received, received
from evalkit.limits import cap_limits
from evalkit.midterm import (
    compare_published,
    departures_by_way,
    membership_growth,
    outlook,
    unit_growth,
    unit_level,
    unit_shortfall,
    worse_two_years,
)
from evalkit.movements import level_movements, movement_matrix
from evalkit.rates import level_rates
from evalkit.reading import Reading
from evalkit.received import ORGANISATION, lists_not_received, on_todays_units, todays_names
from evalkit.report.award_figures import counted_awards, counted_runs
from evalkit.report.rate import Rate, rate_of, rows_of
from evalkit.report.units import NOT_SAID, blocks_of, names_of_units
from evalkit.scale import PARTY, Level
from evalkit.sentences import lists_in_words, preliminary_in_words, received_in_words, reorganised_between
from evalkit.settings import Cap, Settings
from evalkit.suppression import HiddenCounts, find_hidden_counts, mask_problems
from evalkit.tables import ReportTable, measure_label, table_of
from evalkit.targets import compare_targets
from evalkit.unit_comparison import UnitBound, compare_units, leading_measure, placed
from evalkit.vietnamese import unit_key

RECENT = 5  # years in tables and charts of the text; the annex has all


@dataclass(frozen=True)
class Figures:
    """All that the report of one year says; `ratings` are those up to that year, `unit_column` groups its units.

    `unit_populations` have somebody in a unit; the units of each are compared with its `unit_bounds`.
    """

    reading: Reading
    year: int
    ratings: pd.DataFrame
    unit_column: str
    unit_populations: tuple[str, ...]
    unit_bounds: tuple[UnitBound, ...]
    targets: pd.DataFrame
    rates: pd.DataFrame
    by_unit: pd.DataFrame
    hidden: HiddenCounts
    standings: pd.DataFrame
    awards: pd.DataFrame
    runs: pd.DataFrame
    problems: pd.DataFrame

    def __getstate__(self) -> dict[str, Any]:
        """For another process: what was collected, not what has been worked out from it so far."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def settings(self) -> Settings:
        return self.reading.settings

    @property
    def party(self) -> bool:
        """Whether the Party's scale and words are in use."""
        return self.settings.scale.name == PARTY.name

    @cached_property
    def years(self) -> list[int]:
        """The years with ratings, up to that of the report."""
        return sorted(int(year) for year in self.ratings["year"].unique())

    @cached_property
    def populations(self) -> list[str]:
        """The populations with a record in any year, in the settings' order."""
        present = set(self.ratings["population"])
        return [name for name in self.settings.populations if name in present]

    @cached_property
    def rated_populations(self) -> list[str]:
        """Those of them with a record in the year of the report."""
        return [name for name in self.populations if self.rate(name, "total").count]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels in force in the year, best first."""
        return self.settings.scale.at(self.year).levels

    @property
    def leading(self) -> str:
        """The measure that units and years are compared by: the second level or better; the best of two levels."""
        return leading_measure(self.levels)

    def short(self, measure: str) -> str:
        """Return a measure where room is scarce: "HTTNV trở lên"."""
        level = next(level for level in self.levels if level.id == measure.removesuffix("_or_better"))
        return level.short + (" trở lên" if measure != level.id else "")

    @property
    def abbreviations(self) -> str:
        """What the short names stand for, to follow another sentence; nothing where they are the names."""
        pairs = [f"{level.short}: {level.name}" for level in self.levels if level.short != level.name]
        return f" {'; '.join(pairs)}." if pairs else ""

    def who(self, population: str) -> str:
        """Return what the subjects of a population are called: "đảng viên"."""
        return self.settings.populations[population]

    def words(self, measure: str) -> str:
        """Return a measure, a status or a reason in words."""
        return measure_label(measure, self.settings)

    def table(self, frame: pd.DataFrame, columns: Iterable[Any], **about: Any) -> ReportTable:
        """Return a table of columns of a frame; see `table_of`."""
        return table_of(frame, columns, settings=self.settings, **about)

    def rows_now(self, population: str) -> pd.DataFrame:
        """Return the ratings of a population in the year of the report."""
        return self.ratings[(self.ratings["year"] == self.year) & (self.ratings["population"] == population)]

    @cached_property
    def in_force(self) -> pd.DataFrame:
        """The rows of `targets`, of all years, of those targets that hold in the year of the report."""
        return self._targets_like_now(TARGET_KEY)

    @cached_property
    def targets_now(self) -> pd.DataFrame:
        """The rows of `targets` of the year of the report."""
        return self.targets[self.targets["year"] == self.year]

    def _targets_like_now(self, columns: list[str]) -> pd.DataFrame:
        """Return the rows of `targets` that are alike in some columns with one of the year of the report."""
        now = set(self.targets_now[columns].itertuples(index=False, name=None))
        keys = self.targets[columns].itertuples(index=False, name=None)
        return self.targets.loc[pd.Series([key in now for key in keys], index=self.targets.index, dtype=bool)]

    @property
    def errors(self) -> int:
        """How many problems there are because of which a figure may be wrong."""
        return int((self.problems["severity"] == "error").sum())

    @property
    def considered(self) -> pd.DataFrame:
        """The awards for all of whose years there are data."""
        return self.awards[self.awards["eligible"].notna()]

    @cached_property
    def award_names(self) -> dict[str, str]:
        """Award → its name."""
        return {award.id: award.name for award in self.settings.awards}

    @property
    def unit_population(self) -> str | None:
        """Whose rates by unit the text shows: members where there are any; None where no list says the unit."""
        return next(iter(self.unit_populations), None)

    @cached_property
    def course(self) -> pd.DataFrame:
        """The rows of `targets`, of this term and of earlier ones, for the figures that have a target in force."""
        rows = self._targets_like_now(["population", "measure"])
        labels = list(dict.fromkeys(self.in_force["label"]))
        rows = rows.sort_values("year", kind="stable")
        return rows.sort_values("label", kind="stable", key=lambda told: told.map(labels.index))

    @cached_property
    def received(self) -> Received:
        """How many base organisations of last year's have sent this year's results."""
        return received(self.ratings, crosswalk=self.settings.crosswalk)

    @cached_property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """Whose lists, in words, have not come from which of the base organisations that have sent something."""
        found = lists_not_received(self.ratings, year=self.year, crosswalk=self.settings.crosswalk)
        return {self.who(name): units for name, units in found.items() if name in self.rated_populations}

    @property
    def preliminary(self) -> str:
        """How many base organisations the figures are of, where some have sent nothing or not all; else nothing."""
        return preliminary_in_words(self.received, self.lacking)

    @property
    def stage(self) -> str:
        """Which review the year is for: "mid" in the middle year of the term, "end" in its last, "over" after it."""
        first, last = self.settings.term_years or (0, 0)
        places = {(first + last) // 2: "mid", last: "end"}
        return "over" if 0 < last < self.year else places.get(self.year, "") if len(self.years) > 1 else ""

    @cached_property
    def todays_names(self) -> Mapping[str, str]:
        """The names of the report's year for organisations that were called otherwise, or were others, before."""
        return todays_names(self.ratings, year=self.year, crosswalk=self.settings.crosswalk)

    def reorganised(self, *populations: str, first: int | None = None) -> str:
        """Return which mergers, splits and dissolutions lie between a year, or the first in tables, and this one."""
        return reorganised_between(
            self.ratings, populations=populations or self.populations, first=first or min(self.years[-RECENT:]),
            last=self.year, settings=self.settings,
        )  # fmt: skip

    @property
    def incomplete(self) -> str:
        """What stands under years beside each other where the last is not of all, to follow another sentence."""
        sent = [f"mới có số liệu của {received_in_words(self.received)}"] if self.received.missing else []
        told = "; ".join([*sent, *(f"còn {units}" for units in lists_in_words(self.lacking))])
        return f" Năm {self.year} {told}." if told else ""

    @property
    def unit_bound(self) -> UnitBound | None:
        """What units are compared with; None where there is nothing to compare them with."""
        return next((one for one in self.unit_bounds if one.target.population == self.unit_population), None)

    @property
    def compares_units(self) -> bool:
        """Whether there are units to be compared: with each other, or with a target that is set for them."""
        several = len(self.units(self.unit_population or "")) > 1
        return self.unit_bound is not None and (several or self.unit_bound.own)

    @cached_property
    def limits(self) -> list[tuple[Cap, pd.DataFrame]]:
        """Each cap of the settings with how its groups stand to it; none by unit where counts are hidden."""
        caps = [cap for cap in self.settings.caps if not (cap.grouped_by and self.hidden.below)]
        found = [(cap, cap_limits(self.ratings, cap=cap, year=self.year, scale=self.settings.scale)) for cap in caps]
        return [(cap, rows) for cap, rows in found if len(rows)]

    @cached_property
    def blocks(self) -> dict[str, str]:
        """Unit → its khối thi đua, by the settings, else by what the list of base organisations says."""
        return blocks_of(self.rows_now("base_organisation"), self.settings, self.unit_names)

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """By what the settings may call a unit of the year → its name."""
        return names_of_units(self.rows_now("base_organisation"), map(str, self.by_unit[self.unit_column].unique()))

    @cached_property
    def _on_todays_units(self) -> pd.DataFrame:
        ratings = placed(self.ratings) if self.unit_column == ORGANISATION else self.ratings
        return on_todays_units(ratings, names=self.todays_names)

    def on_shown_units(self, measure: str) -> pd.DataFrame:
        """Return the ratings under today's names, without those of units whose share of a measure is hidden."""
        return self.hidden.blank_units(self._on_todays_units, measure=measure)

    def units_left_out(self, *years: int) -> int:
        """Return how many units of the year, or of several, are not compared with others: their shares are hidden."""
        if self.unit_bound is None:
            return 0
        population, measure = self.unit_bound.target.population, self.unit_bound.target.measure
        return self.hidden.left_out(
            self._on_todays_units, population=population, years=years or [self.year], measure=measure
        )

    def hides(self, population: str, unit: str, measure: str, *, share: bool = False) -> bool:
        """Return whether a count of a unit in the year, or the share made of it, must not be shown."""
        find = self.hidden.hides_share if share else self.hidden.hides
        return find(population, self.year, "" if unit == NOT_SAID else unit, measure)

    def shortfall_from(
        self, bound: UnitBound | None, find: Callable[..., pd.DataFrame] = unit_shortfall
    ) -> pd.DataFrame:
        """Return how far each unit is from what it is compared with; no rows without that."""
        if bound is None:
            return pd.DataFrame(columns=["unit", "lacking"])
        shown = self.on_shown_units(bound.target.measure)
        return find(shown, target=bound.target, year=self.year, scale=self.settings.scale, by=self.unit_column)

    @cached_property
    def shortfall(self) -> pd.DataFrame:
        """How far each unit is from what units are compared with."""
        return self.shortfall_from(self.unit_bound)

    @cached_property
    def worse(self) -> pd.DataFrame:
        """The units that got worse two years running."""
        return self.shortfall_from(self.unit_bound, worse_two_years)

    @cached_property
    def held_below(self) -> pd.DataFrame:
        """Where those stand who are one level below the measure that units are compared by."""
        if self.unit_population is None or len(self.levels) < 4:
            return pd.DataFrame(columns=["unit", "count"])
        return unit_level(
            self.on_shown_units(self.levels[2].id), population=self.unit_population, level=self.levels[2].id,
            year=self.year, scale=self.settings.scale, by=self.unit_column,
        )  # fmt: skip

    @cached_property
    def outlook(self) -> pd.DataFrame:
        """What is left to do for each target in force."""
        return outlook(self.in_force, settings=self.settings, year=self.year)

    @cached_property
    def movements(self) -> dict[str, pd.DataFrame]:
        """Who moved between levels from last year, by population."""
        settings, changes = self.settings, self.reading.changes
        about = {"year": self.year, "scale": settings.scale, "crosswalk": settings.crosswalk, "changes": changes}
        return {name: level_movements(self.ratings, population=name, **about) for name in self.rated_populations}

    @cached_property
    def movement_matrices(self) -> dict[str, pd.DataFrame]:
        """The same as matrices: last year's state down, this year's across."""
        return {name: movement_matrix(moves) for name, moves in self.movements.items()}

    @cached_property
    def growth(self) -> pd.DataFrame:
        """How membership changed from list to list."""
        return membership_growth(self.ratings, growth=self.settings.growth, crosswalk=self.settings.crosswalk)

    @cached_property
    def departures(self) -> pd.DataFrame:
        """How many left by which way, year by year; empty where no list says it."""
        told = self.reading.departures[self.reading.departures["year"] <= self.year]
        ratings = self.ratings if (told["population"] == "member").any() else self.ratings.head(0)
        return departures_by_way(ratings, told, crosswalk=self.settings.crosswalk)

    @cached_property
    def unit_growth(self) -> pd.DataFrame:
        """How membership changed by base organisation; empty where the report does not group by them."""
        if self.growth.empty or self.unit_column != ORGANISATION or "joined" not in self.ratings:
            return pd.DataFrame(columns=["unit", "before", "admitted", "undated", "total"])
        return unit_growth(self.ratings, year=self.year, crosswalk=self.settings.crosswalk)

    @cached_property
    def published(self) -> pd.DataFrame:
        """Figures published earlier beside the same counted now."""
        return compare_published(self.ratings, settings=self.settings)

    def rate(self, population: str, measure: str, year: int | None = None) -> Rate:
        """Return one figure of one population in one year; 0 of 0 where there is none."""
        return self.of(population, year or self.year).get(measure, Rate())

    def of(self, population: str, year: int) -> dict[str, Rate]:
        """Return the figures of one population in one year by measure."""
        return self._rates.get((year, population), {})

    def units(self, population: str) -> list[tuple[str, dict[str, Rate]]]:
        """Return the units of a population in natural order, each with its figures by measure."""
        units: dict[str, dict[str, Rate]] = {}
        for row in rows_of(self.by_unit[self.by_unit["population"] == population]):
            name = str(getattr(row, self.unit_column)) or NOT_SAID
            units.setdefault(name, {})[row.measure] = rate_of(row)
        return sorted(units.items(), key=lambda item: (item[0] == NOT_SAID, unit_key(item[0])))

    @cached_property
    def _rates(self) -> dict[tuple[int, str], dict[str, Rate]]:
        found: dict[tuple[int, str], dict[str, Rate]] = {}
        for row in rows_of(self.rates):
            found.setdefault((row.year, row.population), {})[row.measure] = rate_of(row)
        return found


def collect_figures(reading: Reading, *, year: int) -> Figures:
    """Count everything for the report of one year, from the ratings up to it."""
    settings, ratings = reading.settings, reading.ratings[reading.ratings["year"] <= year]
    units = compare_units(ratings, settings=settings, year=year)
    column, now = units.by, units.ratings[units.ratings["year"] == year]
    inside = now[now["population"].isin(units.populations)]
    by_unit = level_rates(inside, by=("year", "population", column), scale=settings.scale)
    hidden = find_hidden_counts(units.ratings, settings=settings, year=year, by=column)
    standings = find_awards(
        ratings, reading.held, settings=settings, year=year, doubts=reading.doubts, changes=reading.changes
    )
    return Figures(
        reading=reading,
        year=year,
        ratings=ratings,
        unit_column=column,
        unit_populations=units.populations,
        unit_bounds=units.bounds,
        targets=compare_targets(ratings, settings=settings),
        rates=level_rates(ratings, scale=settings.scale),
        by_unit=by_unit,
        hidden=hidden,
        standings=standings,
        awards=counted_awards(reading, ratings, standings, year),
        runs=counted_runs(ratings, settings, year),
        problems=mask_problems(reading.problems, hidden=hidden),
    )
