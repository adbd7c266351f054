"""What is wrong across rows and files: problems with their cells, never with a name.

`duplicates` settles what stands there twice, `figures` works out printed totals and shares again, `caps` knows how many
may be excellent, `units` who sent what.
"""

from evalkit.checks.caps import check_caps
from evalkit.checks.duplicates import settle_counts, settle_duplicates
from evalkit.checks.figures import check_figures
from evalkit.checks.units import spelling_problems

__all__ = ["check_caps", "check_figures", "settle_counts", "settle_duplicates", "spelling_problems"]
