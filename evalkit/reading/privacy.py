"""Names of members and card numbers, taken out of messages."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import pandas as pd

from evalkit.problems import Problem
from evalkit.records import COUNTED
from evalkit.vietnamese import fold

_LONGEST_NAME = 6  # words
_SHOWN = 80  # letters of a cell that a message repeats


def without_names(problems: Sequence[Problem], ratings: pd.DataFrame) -> list[Problem]:
    """Return the problems; where what was found in a cell names a member or holds a card number, it is not repeated."""
    if not any(re.search(r"[^\W\d]|\d{12}", problem.found) for problem in problems):
        return list(problems)
    people = (ratings["population"] == "member") & ~ratings["subject"].str.startswith(COUNTED)
    names = {fold(name) for name in ratings.loc[people, "name"].unique() if name}
    return [
        problem._replace(message=_untold(problem.message, problem.found), found="…")
        if problem.found and (re.search(r"\d{12}", problem.found) or _names_one(problem.found, names))
        else problem
        for problem in problems
    ]


def _names_one(text: str, names: Container[str]) -> bool:
    """Return whether a text is one of these names, or has one of several words among its own."""
    words = re.findall(r"\w+", fold(text))
    runs = (
        words[start : start + long] for long in range(2, _LONGEST_NAME + 1) for start in range(len(words) - long + 1)
    )
    return fold(text) in names or any(" ".join(run) in names for run in runs)


def _untold(message: str, found: str) -> str:
    """Return a message without what was found, which may stand there cut."""
    return message.replace(found, "…").replace(found[:_SHOWN], "…")
