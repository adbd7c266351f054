"""The sentences and verdict words that console, notebooks and documents share, each said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from evalkit.checks import Received
from evalkit.received import reorganisations
from evalkit.settings import Crosswalk, Settings
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS
from evalkit.vietnamese import decimal, padded, printed_number

UNITS = "tổ chức cơ sở đảng"


def counted(number: int, what: str) -> str:
    """Return a count inside a sentence.

    >>> counted(0, "chi bộ"), counted(8, "chi bộ"), counted(8967, "đảng viên")
    ('không có chi bộ nào', '08 chi bộ', '8.967 đảng viên')
    """
    return f"{padded(number)} {what}" if number else f"không có {what} nào"


def counted_of(number: int, base: int) -> str:
    """Return a count and what it is of.

    >>> counted_of(8, 75), counted_of(0, 77)
    ('08/75', '0/77')
    """
    return f"{padded(number) if number else '0'}/{padded(base)}"


def listed(words: Iterable[object]) -> str:
    """Return words one after the other, as in a sentence.

    >>> listed([2018]), listed([2018, 2019, 2020])
    ('2018', '2018, 2019 và 2020')
    """
    *before, last = map(str, words)
    return f"{', '.join(before)} và {last}" if before else last


def first_few(words: Iterable[object], most: int, what: str) -> str:
    """Return the first words of a list, and how many more there are."""
    told = list(map(str, words))
    more = f" và {padded(len(told) - most)} {what} khác" if len(told) > most else ""
    return "; ".join(told[:most]) + more


def received_in_words(received: Received) -> str:
    """Return how many base organisations have sent their results, of how many; "" where nothing says how many there
    are.
    """
    if received.expected is None:
        return ""
    return f"{padded(received.received)}/{padded(received.expected)} {UNITS}"


def lists_in_words(lacking: Mapping[str, Sequence[str]]) -> list[str]:
    """Return how many base organisations have not sent whose lists: "01 đơn vị chưa gửi danh sách đảng viên".

    Args:
        lacking: what is listed, in words → the base organisations whose list is not there.
    """
    return [f"{padded(len(units))} đơn vị chưa gửi danh sách {what}" for what, units in lacking.items()]


def preliminary_in_words(received: Received, lacking: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return how many base organisations the figures are of, where some have sent nothing or not all; else ""."""
    sent = [f"{received_in_words(received)} đã gửi kết quả"] if received.missing else []
    told = [*sent, *lists_in_words(lacking or {})]
    return f"Số liệu sơ bộ: {', '.join(told)}" if told else ""


def lacking_in_words(received: Received, lacking: Mapping[str, Sequence[str]], *, most: int) -> str:
    """Return who has sent nothing, whose lists are not there and who is new, by name: the first so many of each."""
    named = {"chưa gửi": received.missing, **{f"chưa gửi danh sách {what}": units for what, units in lacking.items()}}
    if received.missing:
        named[f"mới so với năm {(received.year or 0) - 1}"] = received.new
    return "; ".join(f"{words}: {first_few(units, most, 'đơn vị')}" for words, units in named.items() if units)


_ACROSS = "so sánh qua sắp xếp tổ chức: {}; mỗi năm tính trên các tổ chức có trong năm đó"
_CHANGES = {"merged": "sáp nhập", "split": "chia tách", "dissolved": "giải thể"}


def reorganised_in_words(changes: Iterable[Crosswalk], what: str) -> str:
    """Return which reorganisations lie between years that are compared: "năm 2022 sáp nhập 02 chi bộ thành 01"; else
    "".
    """
    counts: dict[tuple[int, str], tuple[int, int]] = {}
    for change in changes:
        before, after = counts.get((change.date.year, change.kind), (0, 0))
        counts[change.date.year, change.kind] = before + len(change.before), after + len(change.after)
    return ", ".join(
        f"năm {year} {_CHANGES[kind]} {padded(before)} {what}{f' thành {padded(after)}' if after else ''}"
        for (year, kind), (before, after) in counts.items()
    )


def reorganised_between(
    ratings: pd.DataFrame, *, populations: Iterable[str], first: int, last: int, settings: Settings
) -> str:
    """Return which mergers, splits and dissolutions of these populations lie between two years, in words; else ""."""
    words = []
    for name in populations:
        changes = reorganisations(ratings, population=name, first=first, last=last, crosswalk=settings.crosswalk)
        words.append(reorganised_in_words(changes, settings.populations.get(name, name)))
    return ", ".join(filter(None, words))


def comparison_note(reorganised: str) -> str:
    """Return what stands under a comparison of years between which organisations changed, to follow another
    sentence.
    """
    words = _ACROSS.format(reorganised)
    return f" {words[0].upper()}{words[1:]}." if reorganised else ""


def comparison_clause(reorganised: str) -> str:
    """Return the note on a comparison of years in brackets, to stand inside a sentence."""
    return f" ({_ACROSS.format(reorganised)})" if reorganised else ""


def verdict_in_words(target: Any, *, settings: Settings) -> str:
    """Return what became of one target, inside a sentence: "đạt, vượt chỉ tiêu 0,45 điểm phần trăm".

    Args:
        target: a row of `compare_targets`, as `itertuples` gives it.
    """
    if target.verdict == UNDECIDED:
        return f"{VERDICTS[UNDECIDED]}, vì {open_in_words(target, settings=settings)}"
    if target.verdict == NO_DATA:
        return VERDICTS[NO_DATA]
    what = settings.populations.get(target.population, target.population)
    return f"{VERDICTS[target.verdict]}, {margin_in_words(target, what)}"


def margin_in_words(target: Any, what: str) -> str:
    """Return how far a share is from its bound in points of the printed figures, and, where it misses, by how many
    people.
    """
    points = printed_number(target.printed) - 100 * target.bound
    least, people = target.sign in (">=", ">"), counted(abs(int(target.headroom)), what)
    if target.verdict == MET:
        if not points:
            return "đúng bằng mức chỉ tiêu"
        return f"{'vượt chỉ tiêu' if least else 'thấp hơn mức tối đa'} {points_in_words(points)}"
    apart = f"{'thấp' if least else 'cao'} hơn chỉ tiêu {points_in_words(points)}, " if points else ""
    return f"{apart}{'còn thiếu' if least else 'nhiều hơn mức cho phép'} {people}"


def points_in_words(points: Fraction) -> str:
    """Return a difference of printed shares: "0,45 điểm phần trăm", with more digits where the shares have them."""
    digits = next((n for n in range(2, 9) if (points * 10**n).denominator == 1), 9)
    return f"{decimal(abs(points), digits)} điểm phần trăm"


def open_in_words(target: Any, *, settings: Settings) -> str:
    """Return what keeps a target undecided: cells that cannot be read, units that have sent nothing.

    Args:
        target: a row of `compare_targets`, as `itertuples` gives it.
    """
    parts = [f"còn {counted(target.unknown, 'ô không đọc được')}"] if target.unknown else []
    if target.not_sent:
        parts.append(f"còn {not_sent_in_words(target, settings=settings)}")
    return ", ".join(parts)


def not_sent_in_words(target: Any, *, settings: Settings) -> str:
    """Return the units that have sent nothing, and, where they are not themselves counted, how many they had last
    year.
    """
    units = f"{counted(target.units_not_sent, UNITS)} chưa gửi kết quả"
    what = settings.populations.get(target.population, target.population)
    return units if what == UNITS else f"{units} (năm {target.year - 1} có {padded(target.not_sent)} {what})"


def change_in_words(
    rates: pd.DataFrame, *, ratings: pd.DataFrame | None = None, settings: Settings | None = None
) -> str:
    """Return how one share went over the years: "từ 97,60% năm 2018 lên 98,45% năm 2022".

    Args:
        rates: rows of `level_rates` or `compare_targets` for one figure, one a year, years ascending.
        ratings, settings: what they were counted from; with both, reorganisations between the years are named.
    """
    known = [row for row in rates.itertuples() if row.base]
    if not known:
        return "không có số liệu"
    first, last = known[0], known[-1]
    if first is last:
        return f"{last.printed}% năm {last.year}"
    crossed = ""
    if ratings is not None and settings is not None:
        found = reorganised_between(
            ratings, populations=[first.population], first=first.year, last=last.year, settings=settings
        )
        crossed = comparison_clause(found)
    if first.printed == last.printed:
        return f"{first.printed}% năm {first.year}, bằng năm {last.year}{crossed}"
    way = "lên" if last.share > first.share else "xuống"
    return f"từ {first.printed}% năm {first.year} {way} {last.printed}% năm {last.year}{crossed}"


def course_in_words(
    targets: pd.DataFrame, *, ratings: pd.DataFrame | None = None, settings: Settings | None = None
) -> str:
    """Return how one target went over the years: from which share to which, and the years that missed.

    Args:
        targets: rows of `compare_targets` for one target, one a year, years ascending.
        ratings, settings: as for `change_in_words`.
    """
    known = targets[targets["base"] > 0]
    parts = [change_in_words(targets, ratings=ratings, settings=settings)]
    for verdict in (MISSED, UNDECIDED, NO_DATA):
        years = targets.loc[targets["verdict"] == verdict, "year"]
        if len(years) and len(known):
            parts.append(f"{VERDICTS[verdict]} {'năm' if len(years) == 1 else 'các năm'} {listed(years)}")
    if len(known) and len(parts) == 1:
        parts.append("đạt" if len(targets) == 1 else "năm nào cũng đạt")
    return "; ".join(parts)
