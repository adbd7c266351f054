"""What became of organisations: the crosswalk of the settings, applied to the keys of the ratings table.

A chain of years goes on under the new key where an organisation was renamed, or where the settings name whose history
goes on in a merger or a split; everywhere else it ends, and the new one begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evalkit.problems import Problem, place
from evalkit.records import COUNTED
from evalkit.settings import Crosswalk
from evalkit.subjects.codes import code_form
from evalkit.vietnamese import fold

CHANGE_COLUMNS = ("population", "subject", "year", "kind", "source")


def follow_organisations(
    ratings: pd.DataFrame, *, crosswalk: Sequence[Crosswalk]
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Return the ratings with one key for each chain, the chains that ended, and what the crosswalk leaves unclear.

    Returns:
        The ratings; one row per chain that ended: `population`, `subject`, `year` of the change, `kind`, `source`;
        and a problem for each word of the crosswalk that means several organisations, and each year in which an
        organisation has a rating under its old key and its new one.
    """
    if not crosswalk:
        return ratings, pd.DataFrame(columns=list(CHANGE_COLUMNS)), []
    follower = _Follower(ratings)
    for change in sorted(crosswalk, key=lambda change: change.date):
        for population in follower.populations:
            follower.follow(change, population)
    changes = pd.DataFrame(follower.ended, columns=list(CHANGE_COLUMNS))
    if not follower.changed:
        return ratings, changes, follower.problems
    return ratings.assign(subject=follower.subject.astype(ratings["subject"].dtype)), changes, follower.problems


class _Follower:
    """The keys on their way through the changes, one after the other."""

    def __init__(self, ratings: pd.DataFrame) -> None:
        self.ratings = ratings
        self.subject = ratings["subject"].astype(object)
        listed = ~ratings["subject"].str.startswith(COUNTED) & (ratings["population"] != "member")
        self.rows = {
            str(population): rows.index
            for population, rows in ratings[listed].groupby("population", observed=True, sort=True)
        }
        self.ended: list[tuple[str, str, int, str, str]] = []
        self.problems: list[Problem] = []
        self.changed = False

    @property
    def populations(self) -> list[str]:
        return list(self.rows)

    def follow(self, change: Crosswalk, population: str) -> None:
        """Apply one change to one population."""
        for source, target in change.chains:
            old = self._known(source, population) if source else ""
            new = self._known(target, population) or (target if old else "")
            if new and new != old:
                self._check_date(old, new, population, change)
                self._cut(new, population, change)
            if old and new and new != old:
                self._join(old, new, population, change)
        for word in _ends(change):
            if known := self._known(word, population):
                self.ended.append((population, known, change.date.year, change.kind, change.source))

    def _known(self, word: str, population: str) -> str:
        """Return the key that a code or a name means; "" where it is nobody here, or several."""
        rows = self.rows[population]
        keys = self.subject[rows]
        if (keys == word).any():
            return word
        if (keys == fold(word)).any():
            return fold(word)
        if len(same := keys[keys.map(code_form) == code_form(word)].unique()) == 1 and not word.isalpha():
            return str(same[0])
        names = self.ratings.loc[rows, "name"]
        found = sorted(keys[names.map(fold) == fold(word)].unique())
        if len(found) > 1:
            row = self.ratings.loc[keys.index[keys == found[0]][0]]
            where = (row["file"], row["sheet"], row["cell"])
            message = f"[[crosswalk]] ghi «{word}», nhưng có {len(found)} đơn vị tên này. Ghi mã của đơn vị."
            told = Problem("warning", "crosswalk_unclear", *where, word, f"{place(*where)}: {message}")
            self.problems += [told] if told not in self.problems else []
        return found[0] if len(found) == 1 else ""

    def _check_date(self, old: str, new: str, population: str, change: Crosswalk) -> None:
        """Report a renamed organisation that has its new name in years before the change."""
        years = self.ratings.loc[self._of(new, population), "year"]
        early = years[years < change.date.year]
        if not old or change.kind != "renamed" or early.empty:
            return
        row = self.ratings.loc[early.idxmin()]
        where = (row["file"], row["sheet"], row["cell"])
        message = (
            f"năm {row['year']} đã có tên mới, nhưng [[crosswalk]] ghi đổi tên ngày {change.date:%d/%m/%Y}; các năm "
            f"trước {change.date.year} chưa được nối. Xem lại ngày trong [[crosswalk]], hoặc tên ở đây."
        )
        self.problems.append(Problem("warning", "crosswalk_date", *where, "", f"{place(*where)}: {message}"))

    def _cut(self, key: str, population: str, change: Crosswalk) -> None:
        """Cut the chain: what stood under the key before the change is another one."""
        before = self._of(key, population)
        before = before[self.ratings.loc[before, "year"] < change.date.year]
        if len(before):
            was = f"{key} (đến {change.date.year - 1})"
            self._put(before, was)
            if change.kind != "renamed":
                self.ended.append((population, was, change.date.year, change.kind, change.source))

    def _join(self, old: str, new: str, population: str, change: Crosswalk) -> None:
        """Join the old key's years to the new one's; where both have a year, both stay, and that is told."""
        rows, taken = self._of(old, population), set(self.ratings.loc[self._of(new, population), "year"])
        both = self.ratings.loc[rows, "year"].isin(taken)
        self._put(rows[~both.to_numpy()], new)
        for index in rows[both.to_numpy()]:
            row = self.ratings.loc[index]
            where = (row["file"], row["sheet"], row["cell"])
            message = (
                f"năm {row['year']} vừa có đơn vị cũ, vừa có đơn vị mới đã thay nó theo [[crosswalk]] ngày "
                f"{change.date:%d/%m/%Y}; hai dòng không được nối. Xem lại ngày trong [[crosswalk]], hoặc bỏ một dòng."
            )
            self.problems.append(Problem("warning", "crosswalk_overlap", *where, "", f"{place(*where)}: {message}"))

    def _of(self, key: str, population: str) -> pd.Index:
        rows = self.rows[population]
        return rows[(self.subject[rows] == key).to_numpy()]

    def _put(self, rows: pd.Index, key: str) -> None:
        self.subject[rows] = key
        self.changed = self.changed or len(rows) > 0


def _ends(change: Crosswalk) -> list[str]:
    """Return the organisations whose chain ends with the change; those that keep their key were cut already."""
    if change.kind == "dissolved":
        return list(change.before)
    if change.kind == "renamed" or (change.kind == "split" and change.chain):
        return []
    return [one for one in change.before if one not in (change.chain, *change.after)]
