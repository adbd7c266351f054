"""Who has earned what, with the evidence, and who just missed.

`reach` says who reached what an award asks for in which year; `standing` weighs every subject against each award of
the settings; `evidence` gives the cells that prove it, and counts.
"""

from evalkit.awards.evidence import (
    COUNT_COLUMNS,
    EVIDENCE_COLUMNS,
    award_counts,
    award_evidence,
    award_fields,
    awards_as_rows,
)
from evalkit.awards.standing import (
    AWARD_COLUMNS,
    ELIGIBLE,
    EXCLUDED,
    HELD,
    JUST_MISSED,
    STANDINGS,
    UNDECIDED,
    find_awards,
)

__all__ = [
    "AWARD_COLUMNS", "COUNT_COLUMNS", "ELIGIBLE", "EVIDENCE_COLUMNS", "EXCLUDED", "HELD", "JUST_MISSED", "STANDINGS",
    "UNDECIDED", "award_counts", "award_evidence", "award_fields", "awards_as_rows", "find_awards",
]  # fmt: skip
