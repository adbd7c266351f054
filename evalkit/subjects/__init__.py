"""Who is who across years: the stable key of each person and organisation, and one spelling for each unit.

`keys` makes the keys; `codes` brings the written forms of one code into one, and `code_problems` names what stays
unclear; `organisations` follows the crosswalk of the settings (renamed, merged, split, dissolved); `persons` joins what
a human has confirmed and lists what a human should look at.
"""

from evalkit.subjects.codes import code_form, join_codes
from evalkit.subjects.keys import base_names, identify, one_spelling, renamed, respelled
from evalkit.subjects.organisations import CHANGE_COLUMNS, follow_organisations
from evalkit.subjects.persons import DOUBT_COLUMNS, find_doubts, join_persons

__all__ = [
    "CHANGE_COLUMNS", "DOUBT_COLUMNS", "base_names", "code_form", "find_doubts", "follow_organisations",
    "identify", "join_codes", "join_persons", "one_spelling", "renamed", "respelled",
]  # fmt: skip
