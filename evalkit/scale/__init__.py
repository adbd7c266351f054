"""The rating words: ordered levels, their spellings, the reasons for not being rated, and the years in force.

`model` has the scale, `grammar` how a level is written, `party` the Party's scales with their sources, `legend` reads
what a sheet itself explains, `grounds` why somebody is at the lowest level.
"""

from evalkit.scale.grounds import GROUNDS, OTHER, UNSAID, ground_of
from evalkit.scale.legend import legend_in
from evalkit.scale.model import GENERAL, LEFT, RATED, REASONS, UNKNOWN, WAYS_OF_LEAVING, Level, Rating, Scale
from evalkit.scale.party import PARTY

__all__ = [
    "GENERAL", "GROUNDS", "LEFT", "OTHER", "PARTY", "RATED", "REASONS", "UNKNOWN", "UNSAID", "WAYS_OF_LEAVING",
    "Level", "Rating", "Scale", "ground_of", "legend_in",
]  # fmt: skip
