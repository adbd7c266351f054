"""The pictures of the report and the notebooks, drawn from finished frames; nothing is computed but positions.

looks       where a chart is shown: notebook, document, hall
look        colours, the size of text, the page a chart stands on, and saving it
rows        rows with a name each, left of what is drawn
sentences   the sentences that go with targets: finding, caption, alternative text
placing     labels that hit neither the line nor each other
trend       targets over the years, alone or as small multiples
levels      how a population divides into levels, year by year; level_rows in one year, for the hall
comparison  what units are held against, and in which words
units       base organisations against the figure of the whole
heatmap     units by years
moves       who moved between levels
bars        lengths of runs, and why runs broke
bottlenecks which units are below the whole: what each lacks, units by size

Every function takes a frame and `ax=None` and returns the Axes (`plot_trends` a Figure); figures are made
through pyplot, so whoever draws many closes them (`plt.close(figure)`). Artists carry gids: "series", "target",
"miss", "label-2022".
"""

from evalkit.charts.bars import plot_breaks, plot_run_lengths
from evalkit.charts.bottlenecks import plot_shortfall, plot_unit_sizes
from evalkit.charts.heatmap import plot_heat_map
from evalkit.charts.level_rows import plot_level_rows
from evalkit.charts.levels import plot_levels
from evalkit.charts.look import LEVEL_COLOURS, LEVEL_HATCHES, save
from evalkit.charts.looks import LOOKS, STYLE, use_look
from evalkit.charts.moves import plot_movements
from evalkit.charts.sentences import alt_text, finding
from evalkit.charts.trend import plot_trend, plot_trends
from evalkit.charts.units import plot_units

__all__ = [
    "LEVEL_COLOURS",
    "LEVEL_HATCHES",
    "LOOKS",
    "STYLE",
    "alt_text",
    "finding",
    "plot_breaks",
    "plot_heat_map",
    "plot_level_rows",
    "plot_levels",
    "plot_movements",
    "plot_run_lengths",
    "plot_shortfall",
    "plot_trend",
    "plot_trends",
    "plot_unit_sizes",
    "plot_units",
    "save",
    "use_look",
]
