"""Who is who: members whose identity is in doubt, confirmed pairs that are nobody, and what the register leaves open.

No name and no card number stands in a message: the cells say where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from evalkit.problems import Problem, Severity, place
from evalkit.records import COUNTED
from evalkit.scale import RATED, Scale
from evalkit.settings import Award
from evalkit.vietnamese import fold, grouped, loose_person_form, person_form

_SHOWN = 12  # further cells that a message names
_SLIP = 2  # digits of a card number
_FEW, _MOST = 5, 0.8  # of fewer rows, or of a smaller part of them, nothing is said of the whole population
_ASK = "Nếu là một người, ghi hai mã vào same-person.csv cạnh số liệu; nếu không, ghi thêm «khác người» ở cột thứ năm."
_SAID: tuple[tuple[Severity, str, str], ...] = (
    ("error", "one_card_two_people",
     "một số thẻ mang hai họ tên khác nhau, và ngày sinh không cho thấy là một người. Sửa số thẻ sai."),
    ("warning", "one_card_two_names",
     "một số thẻ, một ngày sinh, nhưng họ tên viết khác nhau. Sửa tên viết sai."),
    ("warning", "one_person_two_cards",
     f"cùng họ tên, ngày sinh trong cùng tổ chức cơ sở đảng, nhưng hai số thẻ. {_ASK}"),
    ("warning", "same_person_two_units",
     f"cùng họ tên, ngày sinh, cùng năm có ở hai đơn vị; đang tính là hai người. {_ASK}"),
    ("warning", "same_person_candidate",
     f"cùng họ tên, ngày sinh nhưng khác mã, có thể là một người; các năm chưa được nối. {_ASK}"),
    ("warning", "same_person_spelled_otherwise",
     "cùng ngày sinh, họ tên chỉ khác dấu, học vị hoặc chức vụ, có thể là một người; các năm chưa được nối. "
     f"Sửa tên cho giống nhau. {_ASK}"),
    ("warning", "same_person_swapped_date",
     "cùng họ tên, ngày và tháng sinh đổi chỗ cho nhau, có thể là một người; các năm chưa được nối. Sửa ngày sinh sai. "
     + _ASK),
    ("warning", "same_person_fills_gap",
     "trong cùng tổ chức cơ sở đảng, người này có đúng năm mà người kia vắng; họ tên, ngày sinh gần như nhau, có thể "
     f"là một người; các năm chưa được nối. Sửa chỗ viết sai. {_ASK}"),
)  # fmt: skip


def check_identity(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield sheets with people who cannot be followed from year to year: no card number and no birth date."""
    if not (made := ratings["subject"].str.startswith("?")).any():
        return
    unknown = ratings[made]
    for (file, sheet), rows in unknown.groupby(["file", "sheet"], observed=True):
        message = (
            f"{place(file, sheet)}: {len(rows)} đảng viên không có số thẻ và ngày sinh đầy đủ, "
            "không nối được qua các năm; tỉ lệ vẫn đúng, chuỗi nhiều năm thì không có họ. Thêm cột số thẻ."
        )
        yield Problem("warning", "no_identity", str(file), str(sheet), rows["cell"].iloc[0], str(len(rows)), message)


def check_key_kinds(records: pd.DataFrame, *, populations: Mapping[str, str]) -> Iterator[Problem]:
    """Yield populations most of whom have a card number or code in one year and most of whom have none in another."""
    if records["year"].nunique() < 2:
        return
    own = records[records["key"] != COUNTED]
    if (own["key"] != "").all() or (own["key"] == "").all():
        return
    for population, rows in own.groupby("population", observed=True):
        years = (rows["key"] != "").groupby(rows["year"]).agg(["mean", "size"])
        years = years[years["size"] >= _FEW]
        known, unknown = years.index[years["mean"] > _MOST], years.index[years["mean"] < 1 - _MOST]
        if known.empty or unknown.empty:
            continue
        first = next(rows[(rows["year"] == unknown[0]) & (rows["key"] == "")].itertuples())
        what = "số thẻ đảng viên" if population == "member" else "mã"
        message = (
            f"{place(first.file, first.sheet, first.cell)}: {populations.get(population, population)} năm "
            f"{_years(known)} có {what}, năm {_years(unknown)} thì không; chuỗi năm không nối qua được. "
            f"Thêm cột {what} vào tệp của năm {_years(unknown)}."
        )
        yield Problem("error", "keys_change", first.file, first.sheet, first.cell, "", message)


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))


def check_doubts(doubts: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each kind of doubt in a group of alike people: at its first cell, naming the others."""
    if doubts.empty:
        return
    said = {kind: (severity, message) for severity, kind, message in _SAID}
    groups: dict[tuple[int, str], list[Any]] = {}
    for pair in doubts.itertuples():
        groups.setdefault((pair.group, pair.kind), []).append(pair)
    for (_, kind), pairs in groups.items():
        severity, message = said[kind]
        row = pairs[0]
        where = (row.file, row.sheet, row.cell)
        others = list(dict.fromkeys((pair.other_file, pair.other_sheet, pair.other_cell) for pair in pairs))
        both = f"{place(*where)}, và {'; '.join(place(*other) for other in others[:_SHOWN])}"
        more = f" và {len(others) - _SHOWN} ô nữa" if len(others) > _SHOWN else ""
        keys = f" Mã: {_key(row.subject)}; {_key(row.other)}." if row.subject != row.other else ""
        yield Problem(severity, kind, *where, "", f"{both}{more}: {message}{keys}")


def _key(subject: str) -> str:
    """Return a key as it may be said: one that evalkit made as it is, of a card only that it stands in the row."""
    return subject if subject.startswith("~") else "số thẻ ở dòng đó"


def check_confirmed(confirmed: Sequence[Any], ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield confirmed pairs of which one is nobody in the data."""
    if not confirmed:
        return
    known = set(ratings.loc[ratings["population"] == "member", "subject"])
    for pair in confirmed:
        if missing := [side for side, key in (("A", pair.one), ("B", pair.other)) if key not in known]:
            cell = f"{missing[0]}{pair.line}"
            message = f"{place(pair.file, '', cell)}: không có ai mang mã này trong số liệu. Kiểm tra lại số thẻ."
            yield Problem("warning", "same_person_unknown", pair.file, "", cell, "", message)


def check_register(held: pd.DataFrame, *, awards: Sequence[Award]) -> Iterator[Problem]:
    """Yield rows of the register whose award is none of the settings', whose years do not fit it, or that stand
    twice.
    """
    if held.empty:
        return
    known = {award.id: award for award in awards}
    for row in held.drop_duplicates(["award", "file", "sheet"]).itertuples() if awards else ():
        if row.award not in known:
            near = _nearest_award(row.award, awards)
            question = f"Có phải «{near}»? " if near else ""
            message = (
                f"«{row.award[:80]}» không phải hình thức khen nào trong evalkit.toml, nên không ai được coi là đã có. "
                f"{question}"
                "Sửa cho đúng từng chữ như name trong [[awards]], hoặc thêm hình thức này."
            )
            yield _register("warning", "award_unknown", row, message, near)
    for row in held.itertuples():
        years = known[row.award].years if row.award in known else 0
        if pd.isna(row.first) or pd.isna(row.last) or not years:
            continue
        if row.last - row.first + 1 != years or (pd.notna(row.year) and row.year < row.last):
            message = (
                f"giai đoạn {row.first} - {row.last} không hợp với năm khen hoặc với {years} năm của hình thức này. "
                "Sửa giai đoạn hoặc năm."
            )
            yield _register("warning", "award_window", row, message)
    for row in held[held.duplicated(["subject", "award", "year"])].itertuples():
        yield _register("warning", "award_twice", row, "một lần khen ghi hai dòng; chỉ tính một lần. Bỏ bớt một dòng.")


_OTHER_NAME = (
    "số thẻ ở dòng này không phải của người có họ tên này trong các danh sách xếp loại; hình thức khen được tính theo "
    "số thẻ. Sửa số thẻ hoặc họ tên; nếu người ấy đã đổi họ tên thì không cần sửa."
)
_CARD_UNKNOWN = (
    "dòng, từ dòng này, có số thẻ không ai có trong các danh sách xếp loại, còn họ tên là của một đảng viên có số thẻ "
    "khác; không tính là người ấy đã được khen. Nếu là người ấy, sửa số thẻ."
)


class _Members:
    """The members of the ratings by card and by name."""

    def __init__(self, ratings: pd.DataFrame) -> None:
        self.names: dict[str, set[str]] = {}  # card → names without marks
        self.cards: dict[str, set[str]] = {}  # name without marks → cards
        self.cards_of_whole: dict[str, set[str]] = {}  # name with its marks → cards
        members = ratings.loc[ratings["population"] == "member", ["subject", "name"]].drop_duplicates()
        for subject, name in members.itertuples(index=False):
            loose = loose_person_form(name)
            self.names.setdefault(subject, set()).add(loose)
            self.cards.setdefault(loose, set()).add(subject)
            self.cards_of_whole.setdefault(person_form(name), set()).add(subject)

    def contradict(self, card: str, name: str) -> bool:
        """Return whether a card is somebody else's, or nobody's and nearly that of the one so named."""
        loose = loose_person_form(name)
        if card in self.names:
            return loose not in self.names[card]
        return any(_nearly(card, own) for own in self.cards.get(loose, ()))

    def may_own(self, card: str, name: str) -> bool:
        """Return whether a card is nobody's, and just one member has the name beside it."""
        return card not in self.names and len(self.cards_of_whole.get(person_form(name), ())) == 1


def check_register_names(held: pd.DataFrame, ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield rows of the register whose card and name are not one member's, as far as the ratings know; cards of nobody
    beside a member's name as one problem a sheet.
    """
    if held.empty:
        return
    own = held[(held["population"] == "member") & (held["name"] != "")]
    if own.empty:
        return
    members = _Members(ratings)
    unknown: dict[tuple[str, str], list[Any]] = {}
    for row in own.itertuples():
        if members.contradict(row.subject, row.name):
            yield _register("warning", "award_other_name", row, _OTHER_NAME)
        elif members.may_own(row.subject, row.name):
            unknown.setdefault((row.file, row.sheet), []).append(row)
    for rows in unknown.values():
        yield _register("warning", "award_card_unknown", rows[0], f"{grouped(len(rows))} {_CARD_UNKNOWN}")


def check_register_levels(
    held: pd.DataFrame, ratings: pd.DataFrame, *, awards: Sequence[Award], scale: Scale
) -> Iterator[Problem]:
    """Yield rows of the register whose award asks for a level that the holder has missed in a year of its window.

    A register may give the year in which the award was handed over, one after the last that counted: where the window
    ends with the year of the award, that of a year before may excuse it.
    """
    asked = {award.id: award for award in awards if award.distinction is None}
    own = held[held["award"].isin(asked) & held["first"].notna() & held["last"].notna()]
    if own.empty:
        return
    rated = ratings[(ratings["status"] == RATED) & ratings["subject"].isin(own["subject"])]
    rows: dict[tuple[str, str], list[Any]] = {}
    for row in rated.itertuples():
        rows.setdefault((row.population, row.subject), []).append(row)
    for row in own.itertuples():
        award = asked[row.award]
        missed = [
            found.year
            for found in rows.get((award.population, row.subject), ())
            if found.level not in _good_enough(scale.at(found.year), award.level)
        ]
        windows = [(row.first, row.last)]
        if pd.notna(row.year) and row.last == row.year:
            windows.append((row.first - 1, row.last - 1))
        lacking = [[year for year in missed if first <= year <= last] for first, last in windows]
        if all(lacking):
            message = (
                f"danh sách xếp loại năm {_years(sorted(set(lacking[0])))} cho người hay đơn vị này mức thấp hơn mức "
                "mà hình thức khen này đòi hỏi. Kiểm tra sổ khen thưởng và danh sách: một bên sai."
            )
            yield _register("warning", "award_against_level", row, message)


def _good_enough(scale: Scale, level: str | None) -> tuple[str, ...]:
    """Return the levels at or above one, or the best alone; all of them where the year's scale has no such level."""
    levels = tuple(known.id for known in scale.levels)
    if level is None:
        return levels[:1]
    return levels[: levels.index(level) + 1] if level in levels else levels


def _nearly(card: str, other: str) -> bool:
    """Return whether two card numbers differ by a digit, or by two as when they changed places."""
    return len(card) == len(other) and sum(one != two for one, two in zip(card, other, strict=True)) <= _SLIP


def _nearest_award(words: str, awards: Sequence[Award]) -> str:
    """Return the name of the one award with the same numbers that begins alike, or with its letters: «GK 5 năm»."""
    own = fold(words)
    near = []
    for award in awards:
        name = fold(award.name)
        letters = "".join(word[0] for word in name.split()[:2])
        begins = own.split()[:1] == [letters] or own.split()[:2] == name.split()[:2]
        if begins and re.findall(r"\d+", own) == re.findall(r"\d+", name):
            near.append(award.name)
    return near[0] if len(near) == 1 else ""


def _register(severity: Severity, code: str, row: Any, message: str, near: str = "") -> Problem:
    where = (row.file, row.sheet, row.cell)
    return Problem(severity, code, *where, "", f"{place(*where)}: {message}", near)
