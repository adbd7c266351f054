"""Base organisations that a summary names otherwise than their own lists do: everybody in them is counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from evalkit.checks.committees import MANY, forms, tally
from evalkit.checks.repeats import of_one_sheet
from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED
from evalkit.vietnamese import unit_form

_FEWEST = 2  # rows of a summary of organisations; levels at which equal numbers are no chance
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SHORT = {"cty": "công ty", "ct": "công ty", "cp": "cổ phần", "x.": "xã", "p.": "phường", "tt.": "thị trấn"}
_SAYS_NOTHING = frozenset({
    "đảng", "bộ", "uỷ", "ban", "nhân", "dân", "cơ", "sở", "xã", "phường", "thị", "trấn", "và", "-", "&", ",",
})  # fmt: skip


def check_same_committee(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield rows of base organisations that may be one with another's lists or counts, which that table does not name.

    An error where the numbers are equal at every level, a warning where one name has all words of the other.
    """
    if of_one_sheet(ratings):
        return
    for population, same in ratings.groupby("population", observed=True):
        counted = same["subject"].str.startswith(COUNTED)
        of_bases = population == "base_organisation"
        if not (of_bases or counted.any()):
            continue
        above, own = forms(same, "base_organisation"), forms(same, "name")
        rows = same.assign(above=own if of_bases else above, whole=of_bases | (counted & (own == above) & (own != "")))
        for _, year in rows[rows["above"] != ""].groupby("year"):
            yield from _within_a_year(year)


def _within_a_year(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the doubtful rows of one year and population, each with the nearest of the organisations it may be."""
    named = rows[rows["whole"]]
    for (file, sheet), heads in named.groupby(["file", "sheet"], observed=True, sort=False):
        if heads["above"].nunique() < _FEWEST:
            continue
        here = (rows["file"] == file) & (rows["sheet"] == sheet)
        elsewhere = rows[~here & ~rows["above"].isin(heads["above"])]
        if elsewhere.empty:
            continue
        details, others = set(rows.loc[~here, "above"]), _Others(elsewhere)
        for own, head in heads[~heads["above"].isin(details)].groupby("above", sort=False):
            yield from _nearest(str(own), head, others)


class _Others:
    """Organisations of other sheets, found by their numbers and by the words of their names."""

    def __init__(self, elsewhere: pd.DataFrame) -> None:
        self._told = dict(iter(elsewhere.groupby("above", sort=False)))
        self._of_numbers: dict[frozenset[tuple[str, int]], str] = {}
        self._of_word: dict[str, list[tuple[int, str]]] = {}
        for order, (name, told) in enumerate(self._told.items()):
            self._of_numbers.setdefault(frozenset(tally(told).items()), name)
            for word in _words(name):
                self._of_word.setdefault(word, []).append((order, name))

    def equal(self, numbers: dict[str, int]) -> pd.DataFrame | None:
        """Return the first with these numbers."""
        return self._told.get(self._of_numbers.get(frozenset(numbers.items()), ""))

    def alike(self, own: str) -> pd.DataFrame | None:
        """Return the first with a name of the same words."""
        shared = sorted({other for word in _words(own) for other in self._of_word.get(word, ())})
        return next((self._told[name] for _, name in shared if _may_be_one(own, name)), None)


def _nearest(own: str, head: pd.DataFrame, others: _Others) -> Iterator[Problem]:
    """Yield the problem of a row, where another organisation has its numbers, or a name of the same words."""
    numbers = tally(head)
    many = sum(numbers.values()) >= MANY and len(numbers) >= _FEWEST
    equal = others.equal(numbers) if many else None
    alike = others.alike(own)
    if equal is not None:
        yield _problem(head, equal, "error", "số ở từng mức giống hệt nhau")
    elif alike is not None:
        yield _problem(head, alike, "warning", "tên chỉ khác cách viết")


def _problem(head: pd.DataFrame, other: pd.DataFrame, severity: Severity, why: str) -> Problem:
    first, second = head.iloc[0], other.iloc[0]
    where = (str(first["file"]), str(first["sheet"]), str(first["cell"]))
    message = (
        f"{place(*where)}: «{first['name']}» năm {first['year']} có thể là "
        f"«{second['base_organisation'] or second['name']}» của tệp «{second['file']}» ({why}); đang đếm cả hai. Ghi "
        "cùng một tên nếu là một; nếu không: bỏ qua."
    )
    return Problem(severity, "named_otherwise", *where, str(first["name"]), message)


def _may_be_one(one: str, other: str) -> bool:
    """Return whether one of two names has all words of the other, but for those that many share."""
    first, second = _words(one), _words(other)
    return bool(first and second) and (first <= second or second <= first)


def _words(name: str) -> set[str]:
    """Return the words of a name that tell it from others.

    >>> sorted(_words("Đảng bộ xã An Phú (2 CB)")), sorted(_words("Cty CP Điện lực"))
    (['an', 'phú'], ['công', 'cổ', 'lực', 'phần', 'ty', 'điện'])
    """
    words = _IN_BRACKETS.sub(" ", unit_form(name)).replace("x. ", "xã ").split()
    full = " ".join(_SHORT.get(word, word) for word in words)
    return set(full.split()) - _SAYS_NOTHING
