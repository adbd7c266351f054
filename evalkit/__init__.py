"""Rating workbooks in, conference report out.

    reading = ek.read("data/sample")                     workbooks → ratings, problems, skips, printed totals, register
    reading, year = ek.read_chosen()                     the same for a notebook: folder and year from so-lieu.toml
    ek.explain("data/sample")                            how each sheet was understood
    ek.level_rates(reading.ratings)                      how many at each level, of which base
    ek.compare_targets(reading.ratings, settings=…)      whether a target is met, and by how many
    ek.compare_units(reading.ratings, …)                 by which units a year is compared, and with what
    ek.find_streaks(reading.ratings, population=…)       runs of years at a level or better
    ek.find_breaks(…), ek.streak_summary(…), …           why runs broke; how long they are now and were at most
    ek.find_awards(…), ek.award_evidence(…), …           how each subject stands to each award, from which cells
    ek.unit_shortfall(…), ek.membership_growth(…), …      where a target is lost, who came and who left
    ek.level_movements(…), ek.movement_matrix(…)         who moved between levels from last year to this
    ek.find_unit(…), ek.unit_course(…), …                one unit by its name, over the years
    ek.save_reading(reading, "….parquet")                the ratings as Parquet, which ek.read takes like workbooks
    ek.rates_sql(scale=…), ek.streaks_sql(…)             the two as plain SQL, for an engine over the saved Parquet
    ek.trace_figure(…)                                   the cells behind a figure
    ek.in_words(frame, settings=…)                       any of these frames in Vietnamese words and figures
    ek.as_table(…), ek.course_in_words(…), …             the same as a notebook shows it; and as sentences
    ek.plot_trends(…), ek.plot_levels(…), …              the pictures, from these frames
    ek.write_report(reading, year=2022, out="reports")   the report folder

Names are loaded when first used: a worker process that parses workbooks needs no pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalkit.archive import SaveError, save_reading
    from evalkit.awards import award_counts, award_evidence, award_fields, find_awards
    from evalkit.charts import (
        plot_breaks,
        plot_heat_map,
        plot_levels,
        plot_movements,
        plot_run_lengths,
        plot_shortfall,
        plot_trend,
        plot_trends,
        plot_unit_sizes,
        plot_units,
    )
    from evalkit.explanation import explain
    from evalkit.limits import cap_limits
    from evalkit.midterm import (
        compare_published,
        membership_growth,
        outlook,
        unit_level,
        unit_shortfall,
        worse_two_years,
    )
    from evalkit.movements import level_movements, movement_matrix
    from evalkit.notebook import ChoiceError, read_chosen
    from evalkit.rates import level_rates, worst_first
    from evalkit.reading import NothingToRead, Reading, read
    from evalkit.refusal import Refused
    from evalkit.report import ReportError, write_report
    from evalkit.scale import REASONS
    from evalkit.sentences import change_in_words, counted, course_in_words, listed, verdict_in_words
    from evalkit.settings import Settings, SettingsError, find_settings, load_settings
    from evalkit.sql import rates_sql, streaks_sql
    from evalkit.streaks import find_breaks, find_streaks, run_lengths, streak_summary, years_without_round
    from evalkit.suppression import find_hidden_counts, mask_problems
    from evalkit.tables import as_table, in_words, measure_label, target_grid
    from evalkit.targets import VERDICTS, compare_targets
    from evalkit.trace import trace_figure
    from evalkit.unit_comparison import compare_units
    from evalkit.unit_review import (
        choose_unit,
        find_unit,
        repeated_level,
        unit_course,
        with_todays_names,
        without_admissions,
    )

_HOMES: dict[str, tuple[str, ...]] = {
    "archive": ("SaveError", "save_reading"),
    "awards": ("award_counts", "award_evidence", "award_fields", "find_awards"),
    "charts": (
        "plot_breaks",
        "plot_heat_map",
        "plot_levels",
        "plot_movements",
        "plot_run_lengths",
        "plot_shortfall",
        "plot_trend",
        "plot_trends",
        "plot_unit_sizes",
        "plot_units",
    ),
    "midterm": (
        "compare_published",
        "membership_growth",
        "outlook",
        "unit_level",
        "unit_shortfall",
        "worse_two_years",
    ),
    "movements": ("level_movements", "movement_matrix"),
    "limits": ("cap_limits",),
    "notebook": ("ChoiceError", "read_chosen"),
    "rates": ("level_rates", "worst_first"),
    "reading": ("NothingToRead", "Reading", "read"),
    "report": ("ReportError", "write_report"),
    "settings": ("Settings", "SettingsError", "find_settings", "load_settings"),
    "streaks": ("find_breaks", "find_streaks", "run_lengths", "streak_summary", "years_without_round"),
    "explanation": ("explain",),
    "refusal": ("Refused",),
    "scale": ("REASONS",),
    "sql": ("rates_sql", "streaks_sql"),
    "targets": ("VERDICTS", "compare_targets"),
    "suppression": ("find_hidden_counts", "mask_problems"),
    "trace": ("trace_figure",),
    "unit_comparison": ("compare_units",),
    "unit_review": (
        "choose_unit",
        "find_unit",
        "repeated_level",
        "unit_course",
        "with_todays_names",
        "without_admissions",
    ),
    "sentences": ("change_in_words", "counted", "course_in_words", "listed", "verdict_in_words"),
    "tables": ("as_table", "in_words", "measure_label", "target_grid"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "REASONS",
    "VERDICTS",
    "ChoiceError",
    "NothingToRead",
    "Reading",
    "Refused",
    "ReportError",
    "SaveError",
    "Settings",
    "SettingsError",
    "as_table",
    "award_counts",
    "award_evidence",
    "award_fields",
    "cap_limits",
    "change_in_words",
    "choose_unit",
    "compare_published",
    "compare_targets",
    "compare_units",
    "counted",
    "course_in_words",
    "explain",
    "find_awards",
    "find_breaks",
    "find_hidden_counts",
    "find_settings",
    "find_streaks",
    "find_unit",
    "in_words",
    "level_movements",
    "level_rates",
    "listed",
    "load_settings",
    "mask_problems",
    "measure_label",
    "membership_growth",
    "movement_matrix",
    "outlook",
    "plot_breaks",
    "plot_heat_map",
    "plot_levels",
    "plot_movements",
    "plot_run_lengths",
    "plot_shortfall",
    "plot_trend",
    "plot_trends",
    "plot_unit_sizes",
    "plot_units",
    "rates_sql",
    "read",
    "read_chosen",
    "repeated_level",
    "run_lengths",
    "save_reading",
    "streak_summary",
    "streaks_sql",
    "target_grid",
    "trace_figure",
    "unit_course",
    "unit_level",
    "unit_shortfall",
    "verdict_in_words",
    "with_todays_names",
    "without_admissions",
    "worse_two_years",
    "worst_first",
    "write_report",
    "years_without_round",
]  # fmt: skip
__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(f"evalkit.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module 'evalkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
