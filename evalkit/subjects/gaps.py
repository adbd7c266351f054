"""People who are missing in just the years in which somebody of nearly the same name, birth date or card stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
import pandas as pd

from evalkit.vietnamese import loose_person_form

_FEW_ALIKE = 12  # of more people of one name or birth date in one organisation, nothing is told by their years
_PAIR = ["subject", "subject_other"]


def fill_gaps(
    members: pd.DataFrame, people: pd.DataFrame, subjects: np.ndarray, names: Sequence[str]
) -> list[tuple[int, int]]:  # fmt: skip
    """Return the pairs of subjects that may be one person, by the years in which they are there.

    In no year both, in one year after the other, in one base organisation, and all but the same: one birth date and
    nearly one name, or one name and nearly one birth date. In one unit, one of the two is enough where somebody is
    there before and after the other; so is one name where a birth date is not known.

    Args:
        members: the ratings of members.
        people: for each of them `subject` and `who` (numbers) and `born`.
        subjects: of each number in `subject` the key; of two people with cards, known birth dates tell.
        names: of each number in `who` the name, "" where there is none.
    """
    present = _years_present(people["subject"], members["year"])
    wanted = (present != np.bitwise_or.reduce(present))[people["subject"]] & (np.asarray(names) != "")[people["who"]]
    if not wanted.any():
        return []
    where = members.loc[wanted, ["base_organisation", "unit"]].astype(object)
    base = where["base_organisation"].where(where["base_organisation"] != "", where["unit"])
    persons = people[wanted].assign(base=base.to_numpy(), unit=where["unit"].to_numpy()).drop_duplicates()
    cards = np.array([str(subject).isdecimal() for subject in subjects], bool)
    found = []
    for same in ("born", "who"):
        group = ["base", same]
        some = persons[persons[same].notna()]
        some = some[some.groupby(group)["subject"].transform("nunique").between(2, _FEW_ALIKE)]
        both = some.merge(some, on=group, suffixes=("", "_other"))
        both = both[both["subject"] < both["subject_other"]]
        one, other = (present[both[side]] for side in _PAIR)
        both = both[((one & other) == 0) & (((one << 1 | one >> 1) & other) != 0)]
        is_near = _named_alike(both, names, present) if same == "born" else _born_alike(both, cards, present)
        found += both.loc[is_near, _PAIR].itertuples(index=False, name=None)
    return list(dict.fromkeys(found))


def _years_present(subjects: pd.Series, years: pd.Series) -> np.ndarray:
    """Return for each subject the years in which it is there: a bit each, of those in which anybody is."""
    present = np.zeros(int(subjects.max()) + 1 if len(subjects) else 1, np.int64)
    np.bitwise_or.at(present, subjects.to_numpy(), np.int64(1) << pd.factorize(years, sort=True)[0])
    return present


def _named_alike(both: pd.DataFrame, names: Sequence[str], present: np.ndarray) -> list[bool]:
    """Return whether people of one birth date may be one person by their names, or by their years."""
    pairs = zip(both["who"], both["who_other"], _in_the_midst(both, present), strict=True)
    return [
        one != other and (inside or names_alike(*map(loose_person_form, (names[one], names[other]))))
        for one, other, inside in pairs
    ]


def _born_alike(both: pd.DataFrame, cards: np.ndarray, present: np.ndarray) -> list[bool]:
    """Return whether people of one name may be one person by their birth dates, or by their years."""
    in_unit = both["base"].ne("") & both["unit"].eq(both["unit_other"])
    with_cards = cards[both["subject"]] & cards[both["subject_other"]]
    columns = (both["born"], both["born_other"], in_unit, with_cards, _in_the_midst(both, present))
    return [
        not with_cards and born != other and (inside or dates_alike(f"{born:%Y%m%d}", f"{other:%Y%m%d}"))
        if pd.notna(born) and pd.notna(other)
        else in_unit
        for born, other, in_unit, with_cards, inside in zip(*columns, strict=True)
    ]


def _in_the_midst(both: pd.DataFrame, present: np.ndarray) -> np.ndarray:
    """Return whether, in one unit, one of the two is there only between years of the other."""
    one, other = (present[both[side]] for side in _PAIR)
    first, last = (np.minimum(one & -one, other & -other), np.maximum(one, other))
    inside = ((one & first) != 0) & (one == last) | ((other & first) != 0) & (other == last)
    return np.asarray(inside & (both["unit"] == both["unit_other"]).to_numpy(bool))


def names_alike(one: str, other: str) -> bool:
    """Return whether two names may be one with a slip, an initial, or a word left out.

    >>> names_alike("nguyen v. an", "nguyen van an"), names_alike("nguyen van an", "nguyen an")
    (True, True)
    >>> names_alike("nguyen van an", "nguyen van am"), names_alike("le van an", "tran van am")
    (True, False)
    """
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) < 2 or len(long) - len(short) > 1:
        return False
    if len(short) < len(long):
        return any(short == long[:place] + long[place + 1 :] for place in range(1, len(long) - 1))
    unlike = [pair for pair in zip(short, long, strict=True) if pair[0] != pair[1]]
    slips = [pair for pair in unlike if not _is_initial(*pair)]
    return short[-1] == long[-1] if not slips else len(slips) == 1 and one_slip(*slips[0])


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return 0 < len(short) <= 2 and long.startswith(short) and ("." in one + other or len(short) == 1)


def dates_alike(one: str, other: str) -> bool:
    """Return whether two dates, as YYYYMMDD, differ by a digit, by two in each other's place, or day for month.

    >>> dates_alike("19700305", "19700306"), dates_alike("19700305", "19700503"), dates_alike("19700305", "19710406")
    (True, True, False)
    """
    return one != other and (one_slip(one, other) or one == other[:4] + other[6:] + other[4:6])


def one_slip(one: str, other: str) -> bool:
    """Return whether two words differ by a letter changed, left out, or exchanged with its neighbour.

    >>> one_slip("hoa", "hoan"), one_slip("1970", "1907"), one_slip("hoa", "hue")
    (True, True, False)
    """
    start = next((n for n, (a, b) in enumerate(zip_longest(one, other)) if a != b), len(one))
    rest, rests = one[start:], other[start:]
    changed = rest[1:] == rests[1:] or rest[1:] == rests or rest == rests[1:]
    return changed or (rest[:2] == rests[1::-1] and rest[2:] == rests[2:])
