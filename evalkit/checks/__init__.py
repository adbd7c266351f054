"""What is wrong across rows and files: problems with their cells, never with a name.

`duplicates` settles people who stand there twice, `counts` units whose numbers do, `committees` units whose sheets name
no committee, and says of whom it is not told; `alike` knows sheets that are too much alike, `partial` lists of one
level alone, `wholes` sheets that sum up all others, `figures` works out printed totals and shares again, `caps` knows
how many may be excellent, `newcomers` who is too new to be rated, `future` which years have not come yet or are far
from all others, `units` who sent what, `renamed` which new name may be an old one, `identity` who is who.
"""

from evalkit.checks.alike import check_copied_lists
from evalkit.checks.caps import cap_rows, check_caps
from evalkit.checks.committees import check_alike, check_bases, settle_cells
from evalkit.checks.counts import settle_counts
from evalkit.checks.duplicates import (
    check_keyed_otherwise,
    check_namesakes,
    check_repeats,
    check_spelt_otherwise,
    settle_duplicates,
)
from evalkit.checks.figures import check_figures, check_hundreds
from evalkit.checks.future import check_distant, check_future
from evalkit.checks.identity import (
    check_confirmed,
    check_doubts,
    check_identity,
    check_key_kinds,
    check_register,
    check_register_levels,
    check_register_names,
)
from evalkit.checks.newcomers import check_newcomers
from evalkit.checks.places import check_places
from evalkit.checks.same_committee import check_same_committee
from evalkit.checks.units import (
    Received,
    check_excellent,
    check_lists,
    check_presence,
    received,
    spelling_problems,
    without_lists,
)
from evalkit.checks.wholes import check_wholes

__all__ = [
    "Received", "cap_rows", "check_alike", "check_bases", "check_caps", "check_confirmed", "check_copied_lists",
    "check_distant", "check_doubts", "check_excellent", "check_figures", "check_future", "check_hundreds",
    "check_identity", "check_key_kinds", "check_keyed_otherwise", "check_lists", "check_namesakes",
    "check_newcomers", "check_places", "check_presence", "check_register", "check_register_levels",
    "check_register_names", "check_repeats", "check_same_committee", "check_spelt_otherwise", "check_wholes",
    "received", "settle_cells", "settle_counts", "settle_duplicates", "spelling_problems", "without_lists",
]  # fmt: skip
