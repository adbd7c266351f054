"""The result of each population in prose, before the table that says the same."""

from __future__ import annotations

from evalkit.report.figures import Figures
from evalkit.scale import RATED
from evalkit.tables import first_capital, measure_label
from evalkit.vietnamese import padded


def level_sentences(figures: Figures) -> list[str]:
    """Return one sentence a population: how many stand at each level, and that nobody stands at the lowest."""
    return [
        first_capital(_levels(figures, name)) for name in figures.rated_populations if figures.rate(name, RATED).count
    ]


def _levels(figures: Figures, name: str) -> str:
    who, parts = figures.settings.populations[name], []
    for level in figures.levels:
        rate, words = figures.rate(name, level.id), measure_label(level.id, figures.settings)
        if rate.count:
            parts.append(f"{padded(rate.count)} {words} ({rate.printed}%)")
        elif level == figures.levels[-1]:
            parts.append(f"không có {who} {words}")
    return f"{who}: {'; '.join(parts)}."
