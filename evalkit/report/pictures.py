"""The charts of the report as files, each with its words for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.charts import (
    alt_text,
    plot_heat_map,
    plot_level_rows,
    plot_levels,
    plot_movements,
    plot_run_lengths,
    plot_shortfall,
    plot_trends,
    plot_unit_sizes,
    plot_units,
    save,
    use_look,
)
from evalkit.charts.comparison import left_out_in_words
from evalkit.charts.look import own_figure
from evalkit.charts.sentences import each_target
from evalkit.rates import level_rates
from evalkit.report.figures import RECENT, Figures
from evalkit.report.movement_table import condensed, level_names, moved_between_levels
from evalkit.scale import RATED
from evalkit.sentences import comparison_note
from evalkit.settings import Target
from evalkit.vietnamese import inside


@dataclass(frozen=True)
class Picture:
    """A saved chart: the section that shows it ("" for none), its title and words, and whose figures it draws."""

    section: str
    path: Path
    title: str
    alt: str
    population: str | None = None


_FEWEST = 5  # units by size; of fewer the chart of units says the same
HALL = "hoi-truong"  # the folder of the pictures for the screen of a hall
Chart = tuple[str, Figure, str, str, str, str | None]  # file, figure, section, title, words, population


@plt.style.context("default")  # whatever style the caller's own charts have
def draw_pictures(figures: Figures, folder: Path, *, turn: int = 0, of: int = 1) -> list[Picture]:
    """Draw and save every chart that the figures have something for; of so many who take turns only one's own.

    Those for the hall are saved too, into the folder `hoi-truong`; no document shows them.
    """
    hall = folder / HALL
    hall.mkdir(exist_ok=True)
    remark = figures.incomplete.strip()
    for draw in islice(_hall_charts(figures), turn, None, of):
        _save(draw, "hall", hall, remark)
    return [_save(draw, "document", folder, remark) for draw in islice(_charts(figures), turn, None, of)]


def _save(draw: Callable[[], Chart], look: str, folder: Path, remark: str) -> Picture:
    with use_look(look, remark=remark):
        name, figure, section, title, alt, population = draw()
        alt = f"{alt} {remark}".strip()
        png, _ = save(figure, folder / re.sub(r"[^\w-]", "-", name), alt=alt)
    plt.close(figure)
    return Picture(section, png, title, alt, population)


def _charts(figures: Figures) -> Iterator[Callable[[], Chart]]:
    """Yield what draws each chart, in the order in which they are shown."""
    several = len(figures.years) > 1  # of one year its table says all
    for name in dict.fromkeys(figures.in_force.loc[figures.in_force["base"] > 0, "population"] if several else ()):
        yield partial(_targets, figures, name)
    for name in figures.rated_populations:
        if figures.rate(name, RATED).count:
            yield partial(_levels, figures, name)
    if figures.compares_units:
        if len(_unit_rates(figures)):
            yield partial(_units, figures)
        if lacking := int((figures.shortfall["lacking"] > 0).sum()):
            if lacking > 1:  # one bar says nothing
                yield partial(_shortfall, figures)
            if len(figures.shortfall) >= _FEWEST:
                yield partial(_unit_sizes, figures)
        if several and len(rates := _unit_years(figures)):
            yield partial(_heat_map, figures, rates)
    for name, matrix in _moved(figures):
        yield partial(_movements, figures, name, matrix)
    for name in figures.rated_populations:
        if (_runs(figures, name)["count"] > 0).sum() > 1:
            yield partial(_run_lengths, figures, name)


def _hall_charts(figures: Figures) -> Iterator[Callable[[], Chart]]:
    """Yield what draws each picture for the hall: one thing a picture, so that all of it is large.

    No unit is named or compared there: shares of 5 and of 400 people are no ranking, and nobody set units a target.
    """
    for place, rows in enumerate(each_target(figures.course[figures.course["base"] > 0]), 1):
        yield partial(_one_target, figures, rows, place)
    for name in figures.rated_populations:
        if figures.rate(name, RATED).count:
            yield partial(_level_rows, figures, name)
    for name, matrix in _moved(figures):
        yield partial(_hall_movements, figures, name, condensed(matrix, list(level_names(figures))))


def _moved(figures: Figures) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the populations in which somebody moved between levels, each with its matrix."""
    for name in figures.rated_populations:
        if (matrix := moved_between_levels(figures, name)) is not None:
            yield name, matrix


def _one_target(figures: Figures, rows: pd.DataFrame, place: int) -> Chart:
    name, label = (str(rows[column].iloc[-1]) for column in ("population", "label"))
    title = f"{label} so với chỉ tiêu {_when(figures)}"
    drawn = plot_trends(rows, rates=figures.rates)
    return f"chi-tieu-{place}-{name}", drawn, "", title, alt_text(rows), name


def _level_rows(figures: Figures, name: str) -> Chart:
    rates = figures.rates[(figures.rates["population"] == name) & (figures.rates["year"] == figures.year)]
    labels, people = {level.id: level.name for level in figures.levels}, figures.who(name)
    axes = plot_level_rows(rates, labels=labels, population=people)
    title = f"Kết quả xếp loại {people} năm {figures.year}"
    return f"co-cau-{name}", own_figure(axes), "", title, f"{title}: {_shares(figures, name)}.", name


def _hall_movements(figures: Figures, name: str, matrix: pd.DataFrame) -> Chart:
    scales = [figures.settings.scale.at(year) for year in (figures.year - 1, figures.year)]
    return _movements(figures, name, matrix, short={level.id: level.short for one in scales for level in one.levels})


def _when(figures: Figures) -> str:
    """Return of which years a chart of all years is."""
    return "qua các năm" if len(figures.years) > 1 else f"năm {figures.year}"


def _targets(figures: Figures, name: str) -> Chart:
    """Return the targets of one population: a chart of all of them would be too high to find room on a page."""
    first = min(int(year) for year in figures.rates["year"])
    note = comparison_note(figures.reorganised(name, first=first))
    targets, people = figures.course[figures.course["population"] == name], figures.settings.populations
    drawn = plot_trends(targets, rates=figures.rates, title="", note=note, populations=people)
    title = f"Tỉ lệ xếp loại {people[name]} so với chỉ tiêu {_when(figures)}"
    return f"chi-tieu-{name}", drawn, "targets", title, alt_text(targets) + note, name


def _levels(figures: Figures, name: str) -> Chart:
    recent = figures.rates["year"].isin(figures.years[-RECENT:])
    rates = figures.rates[(figures.rates["population"] == name) & recent]
    labels = {level.id: level.name for level in figures.levels}
    remark = comparison_note(figures.reorganised(name))
    axes = plot_levels(rates, labels=labels, population=figures.who(name), remark=remark)
    title = f"Cơ cấu xếp loại {figures.who(name)} {_when(figures)}"
    return f"co-cau-{name}", own_figure(axes), "levels", title, f"{title}: {_shares(figures, name)}.{remark}", name


def _bound(figures: Figures) -> tuple[Target, str, dict[str, Any]]:
    """Return what units are compared with, of whom, and the words and numbers that charts of units need beside."""
    bound = figures.unit_bound
    assert bound is not None
    label = inside(figures.settings.label(bound.target.population, bound.target.measure))
    words = {"bound_text": bound.text, "sign": bound.target.sign, "own": bound.own}
    return bound.target, label, words | {"hidden": figures.units_left_out()}


def _against(words: Mapping[str, Any]) -> str:
    """Return what units are compared with: "mức chung 98,45%", "chỉ tiêu riêng ít nhất 98%"."""
    return f"{'chỉ tiêu riêng ' if words['own'] else ''}{words['bound_text']}"


def _unit_rates(figures: Figures) -> pd.DataFrame:
    """Return the rates of the units of the year whose share is not hidden."""
    row = _bound(figures)[0]
    rates = figures.by_unit[figures.by_unit["population"] == row.population]
    units = rates[figures.unit_column]
    hidden = [figures.hides(row.population, str(unit), row.measure, share=True) for unit in units]
    return rates[~pd.Series(hidden, index=rates.index, dtype=bool)]


def _unit_chart(figures: Figures, name: str, axes: Axes, section: str, title: str) -> Chart:
    """Return a chart of the units of the year, with how many of them are not drawn."""
    who, number = figures.unit_population, figures.units_left_out()
    title = f"{title}, năm {figures.year}"
    alt = f"{title}. {_headline(axes)}.{f' {left_out_in_words(number)}.' if number else ''}"
    return f"{name}-{who}", own_figure(axes), section, title, alt, who


def _units(figures: Figures) -> Chart:
    """Return the units against what they are compared with."""
    row, label, words = _bound(figures)
    axes = plot_units(_unit_rates(figures), measure=row.measure, bound=row.bound, label=label, **words)
    title = f"Tỉ lệ {label} của các đơn vị so với {_against(words)}"
    return _unit_chart(figures, "don-vi", axes, "units", title)


def _shortfall(figures: Figures) -> Chart:
    """Return where the whole loses what it lacks."""
    row, label, words = _bound(figures)
    axes = plot_shortfall(figures.shortfall, people=figures.who(row.population), year=figures.year, **words)
    title = f"Số {label} còn thiếu theo đơn vị so với {_against(words)}"
    if row.sign[0] == "<":
        title = f"Số {label} vượt {_against(words)}, theo đơn vị"
    return _unit_chart(figures, "con-thieu", axes, "bottlenecks", title)


def _unit_sizes(figures: Figures) -> Chart:
    row, label, words = _bound(figures)
    axes = plot_unit_sizes(figures.shortfall, bound=row.bound, label=label, year=figures.year, **words)
    return _unit_chart(figures, "quy-mo", axes, "bottlenecks", f"Tỉ lệ {label} theo quy mô đơn vị")


def _unit_years(figures: Figures) -> pd.DataFrame:
    """Return the shares by unit and year, under today's names, without those that are hidden."""
    row, column = _bound(figures)[0], figures.unit_column
    ratings = figures.on_shown_units(row.measure)
    ratings = ratings[(ratings["population"] == row.population) & (ratings[column] != "")]
    rates = level_rates(ratings, by=("year", column), scale=figures.settings.scale)
    return rates[(rates["measure"] == row.measure) & (rates["base"] > 0)]


def _heat_map(figures: Figures, rates: pd.DataFrame) -> Chart:
    row, label, _ = _bound(figures)
    hidden = figures.units_left_out(*figures.years)
    axes = plot_heat_map(rates, measure=row.measure, sign=row.sign, label=label, hidden=hidden)
    today = ", theo tên và tổ chức hiện nay" if figures.todays_names else ""
    title = f"Tỉ lệ {label} theo đơn vị {_when(figures)}{today}"
    alt = f"{title}. {hidden} ô không ghi, vì ít người." if hidden else f"{title}."
    return f"don-vi-qua-cac-nam-{row.population}", own_figure(axes), "unit-years", title, alt, row.population


def _movements(figures: Figures, name: str, matrix: pd.DataFrame, short: Mapping[str, str] | None = None) -> Chart:
    words = figures.who(name)
    axes = plot_movements(matrix, labels=level_names(figures), year=figures.year, population=words, short=short)
    title = f"Thay đổi mức xếp loại của {words}, năm {figures.year} so với năm {figures.year - 1}"
    return f"thay-doi-muc-{name}", own_figure(axes), f"moves-{name}", title, f"{title}. {_headline(axes)}.", name


def _runs(figures: Figures, name: str) -> pd.DataFrame:
    """Return how many have been at the best level for how many years."""
    return figures.runs[(figures.runs["population"] == name) & (figures.runs["level"] == figures.levels[0].id)]


def _run_lengths(figures: Figures, name: str) -> Chart:
    runs, words, level = _runs(figures, name), figures.who(name), figures.levels[0].name
    axes = plot_run_lengths(runs, population=words, level=level, through=figures.year)
    title = f"Số năm liên tục {inside(level)} của {words} tính đến năm {figures.year}"
    counts = "; ".join(f"{length} năm: {count}" for length, count in zip(runs["length"], runs["count"], strict=True))
    section = "runs" if name == figures.unit_population else ""
    return f"chuoi-nam-{name}", own_figure(axes), section, title, f"{title}: {counts}.", name


def _headline(axes: Axes) -> str:
    return " ".join(axes.get_title(loc="left").split())


def _shares(figures: Figures, population: str) -> str:
    shares = ((level.name, figures.rate(population, level.id).printed) for level in figures.levels)
    return f"năm {figures.year} " + ", ".join(f"{name} {printed}%" for name, printed in shares)
