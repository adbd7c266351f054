"""The charts of the report as files, each with its words for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from evalkit.charts import (
    alt_text,
    plot_levels,
    plot_run_lengths,
    plot_shortfall,
    plot_trends,
    plot_unit_sizes,
    plot_units,
    save,
)
from evalkit.charts.look import inside, own_figure
from evalkit.report.figures import RECENT, Figures
from evalkit.scale import RATED


@dataclass(frozen=True)
class Picture:
    """A saved chart: the section that shows it ("" for none), its title and words, and whose figures it draws."""

    section: str
    path: Path
    title: str
    alt: str
    population: str | None = None


def draw_pictures(figures: Figures, folder: Path) -> list[Picture]:
    """Draw and save every chart that the figures have something for."""
    folder.mkdir()
    pictures = []
    for name, figure, section, title, alt, population in _charts(figures):
        png, _ = save(figure, folder / re.sub(r"[^\w-]", "-", name), alt=alt)
        plt.close(figure)
        pictures.append(Picture(section, png, title, alt, population))
    return pictures


def _charts(figures: Figures) -> Iterator[tuple[str, Figure, str, str, str, str | None]]:
    words = figures.settings.populations
    if figures.in_force["base"].any():
        drawn = plot_trends(figures.in_force, populations=words)
        yield "chi-tieu", drawn, "targets", "Tỉ lệ so với chỉ tiêu qua các năm", alt_text(figures.in_force), None
    for name in figures.rated_populations:
        if figures.rate(name, RATED).count:
            rates = figures.rates[
                (figures.rates["population"] == name) & figures.rates["year"].isin(figures.years[-RECENT:])
            ]
            drawn = own_figure(plot_levels(rates, labels={level.id: level.name for level in figures.levels}))
            title = f"Cơ cấu xếp loại {words[name]} qua các năm"
            yield f"co-cau-{name}", drawn, "levels", title, f"{title}: {_shares(figures, name)}.", name
    if (units := _units(figures)) is not None:
        yield units
    yield from _bottlenecks(figures)
    for name in figures.rated_populations:
        runs = figures.runs[(figures.runs["population"] == name) & (figures.runs["level"] == figures.levels[0].id)]
        if len(runs) > 1:
            drawn = own_figure(plot_run_lengths(runs, population=words[name], level=figures.levels[0].name))
            title = f"Số năm liền {inside(figures.levels[0].name)} của {words[name]} tính đến năm {figures.year}"
            counts = "; ".join(
                f"{length} năm: {count}" for length, count in zip(runs["length"], runs["count"], strict=True)
            )
            section = "runs" if name == figures.unit_population else ""
            yield f"chuoi-nam-{name}", drawn, section, title, f"{title}: {counts}.", name


def _units(figures: Figures) -> tuple[str, Figure, str, str, str, str | None] | None:
    """The units against the first target of their population; nothing where there is no such target."""
    name = figures.unit_population
    rows = figures.in_force[(figures.in_force["population"] == name) & (figures.in_force["year"] == figures.year)]
    if name is None or rows.empty:
        return None
    target = rows.iloc[0]
    rates = figures.by_unit[figures.by_unit["population"] == name]
    axes = plot_units(
        rates, measure=target["measure"], bound=target["bound"], bound_text=target["bound_text"], sign=target["sign"],
        label=f"Tỉ lệ % {inside(target['label'])}",
    )  # fmt: skip
    title = f"Các đơn vị so với chỉ tiêu {inside(target['label'])}, năm {figures.year}"
    return (
        f"don-vi-{name}",
        own_figure(axes),
        "units",
        title,
        f"{title} ({target['bound_text']}). {axes.get_title(loc='left')}.",
        name,
    )


def _bottlenecks(figures: Figures) -> Iterator[tuple[str, Figure, str, str, str, str | None]]:
    """Where the target of the units is lost, and the units by size; nothing where no unit lacks anything."""
    row, name = figures.unit_target, figures.unit_population
    if row is None or not figures.has_review or not any(one > 0 for one in figures.shortfall["lacking"]):
        return
    label = inside(row.label)
    axes = plot_shortfall(figures.shortfall, bound_text=row.bound_text, sign=row.sign)
    title = f"Số còn thiếu theo đơn vị so với chỉ tiêu {label}, năm {figures.year}"
    yield f"con-thieu-{name}", own_figure(axes), "bottlenecks", title, f"{title}. {axes.get_title(loc='left')}.", name
    axes = plot_unit_sizes(
        figures.shortfall, bound=row.bound, bound_text=row.bound_text, sign=row.sign, label=f"Tỉ lệ % {label}"
    )
    title = f"Tỉ lệ {label} theo quy mô đơn vị, năm {figures.year}"
    yield f"quy-mo-{name}", own_figure(axes), "bottlenecks", title, f"{title}. {axes.get_title(loc='left')}.", name


def _shares(figures: Figures, population: str) -> str:
    shares = ((level.name, figures.rate(population, level.id).printed) for level in figures.levels)
    return f"năm {figures.year} " + ", ".join(f"{name} {printed}%" for name, printed in shares)
