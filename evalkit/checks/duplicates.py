"""People and organisations that stand in several rows, sheets or files: each is counted once, every difference is
told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from evalkit.checks.repeats import PLACE, Found, Saved, never, newer, outcome_of, pair_of, twice_across
from evalkit.problems import Problem, place
from evalkit.records import COUNTED
from evalkit.scale import UNKNOWN
from evalkit.vietnamese import grouped, loose_person_form, person_form


def settle_duplicates(ratings: pd.DataFrame, *, saved: Saved = never) -> tuple[pd.DataFrame, list[Problem]]:
    """Return each subject once a year: agreeing rows counted once, differing rows made `unknown`; the first row stays.

    Rows of counts sheets (subject marked `#`) are no subjects and stay as they are.
    """
    listed = ~ratings["subject"].str.startswith(COUNTED)
    key = ["year", "population", "subject"]
    again = ratings.duplicated(key, keep=False) & listed
    if not again.any():
        return ratings, []
    twice = ratings[again]
    said = twice["level"].astype(object).where(twice["level"].notna(), "") + "|" + twice["status"].astype(object)
    differs = said.groupby([twice[column] for column in key], observed=True).transform("nunique") > 1
    problems = list(_duplicate_problems(twice, differs, key, saved))
    ratings = ratings.copy()
    conflicting = differs.index[differs]
    ratings.loc[conflicting, "status"] = UNKNOWN
    ratings.loc[conflicting, "level"] = None
    dropped = again & ratings.duplicated(key, keep="first")
    return ratings[~dropped].reset_index(drop=True), problems


def _duplicate_problems(twice: pd.DataFrame, differs: pd.Series, key: list[str], saved: Saved) -> Iterator[Problem]:
    """Yield one problem a subject within a sheet; one a pair of sheets or files where the same subjects stand in
    both.
    """
    columns = [*key, *PLACE, "cell"]
    rows = twice[columns].assign(differs=differs)
    first, others = rows.drop_duplicates(key), rows[rows.duplicated(key)]
    across: Found = {}
    for other in others.merge(first[columns], on=key, suffixes=("", "_first")).itertuples(index=False):
        one = (other.file_first, other.sheet_first)
        if one == (other.file, other.sheet):
            yield _twice_in_sheet(other)
        else:
            found = across.setdefault(pair_of(one, (other.file, other.sheet)), [])
            found.append((other.differs, other.cell_first, other.cell))
    for pair, found in across.items():
        yield twice_across(*pair, found, saved)


def _twice_in_sheet(other: Any) -> Problem:
    where = (other.file, other.sheet, other.cell_first)
    what = f"cùng một đối tượng, năm {other.year} có"
    if other.differs:
        message = f"{what} kết quả khác nhau ở đây và ở ô {other.cell}; chưa tính mức nào. Giữ một dòng."
        return Problem("error", "rated_twice_differently", *where, "", f"{place(*where)}: {message}")
    message = f"{what} hai dòng giống nhau, dòng kia ở ô {other.cell}; chỉ tính một lần."
    return Problem("warning", "rated_twice", *where, "", f"{place(*where)}: {message}")


def check_spelt_otherwise(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield members of one year and full birth date whose names differ in accents, a degree or an office behind alone.

    Both are counted: nothing but the spelling tells them apart.
    """
    known = (ratings["population"] == "member") & ratings["born"].notna() & (ratings["name"] != "")
    if not known.any():
        return
    people = ratings.loc[known & ~ratings["subject"].str.startswith(COUNTED), ["year", "born", "name", *PLACE, "cell"]]
    people = people[people.duplicated(["year", "born"], keep=False)]
    if people.empty:
        return
    spellings = {(loose_person_form(name), person_form(name)) for name in people["name"].unique()}
    if len({alike for alike, _ in spellings}) == len(spellings):
        return
    names = people["name"].astype(object)
    people = people.assign(alike=names.map(loose_person_form), spelt=names.map(person_form))
    people = people.drop_duplicates(["year", "born", "alike", "spelt"])
    again = people[people.duplicated(["year", "born", "alike"], keep=False)]
    if again.empty:
        return
    for _, rows in again.groupby(["year", "born", "alike"], observed=True, sort=False):
        first, other = rows.iloc[0], rows.iloc[1]
        where = (other["file"], other["sheet"], other["cell"])
        message = (
            f"{place(*where)}: cùng ngày sinh với người ở {place(first['file'], first['sheet'], first['cell'])}, tên "
            f"chỉ khác cách viết, cùng năm {other['year']}; đang tính là hai người. Nếu là một: giữ một dòng."
        )
        yield Problem("warning", "may_be_one_person", *where, "", message)


_WHOSE = ["base_organisation", "unit"]
_NO_CARDS = ("cùng tên, cùng đơn vị", "không có số thẻ, ngày sinh nên không rõ có phải một người")
_ONE_CARD = ("cùng tên, cùng ngày sinh", "chỉ một bên có số thẻ nên không nối được")


def check_repeats(ratings: pd.DataFrame, *, saved: Saved = never) -> Iterator[Problem]:
    """Yield people without card number and birth date whose names stand on two sheets of one unit and year.

    Nothing tells whether they are the same, so all of them are counted. One problem a pair of files, where at least
    half of the smaller one's people of a unit have a namesake in the other.
    """
    if not ratings["subject"].str.startswith("?").any():
        return
    people = ratings[~ratings["subject"].str.startswith(COUNTED) & (ratings["name"] != "")]
    unclear = people[people["subject"].str.startswith("?")]
    if unclear.empty:
        return
    near = [people[column].isin(unclear[column].unique()) for column in _WHOSE]
    both = _namesakes(_by_unit(people[near[0] | near[1]]))
    both = both[both["subject_first"].str.startswith("?") | both["subject"].str.startswith("?")]
    shared = both.groupby(["group_first", "group"])["who"].transform("size")
    both = both[2 * shared >= both[["size_first", "size"]].min(axis=1)]
    yield from _may_repeat(both, saved, _NO_CARDS)


def check_namesakes(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield sheets with two of one name in one unit and year, one of them without card number and full birth date.

    Leaders may be listed by themselves and among all others, or a part of the people again below «Trong đó»; so may
    all people of a unit of the sheet stand in its other units, too.
    """
    if not ratings["subject"].str.startswith("?").any():
        return
    people = ratings[~ratings["subject"].str.startswith(COUNTED) & (ratings["name"] != "")]
    unclear = people["subject"].str.startswith("?").astype(bool)
    if not unclear.any():
        return
    page, unit = ["year", "population", *PLACE], ["year", "population", *PLACE, *_WHOSE]
    people = people.assign(who=people["name"].map(person_form), unclear=unclear)
    people["again"] = people.duplicated([*page, "who"], keep=False)
    if not people["again"].any():
        return
    units = people.groupby(unit, observed=True)
    people["whole"] = units["again"].transform("all") & (units["who"].transform("nunique") > 1)
    people["within"] = people.duplicated([*unit, "who"], keep=False)
    people = people[people["again"]]
    alike = people.groupby([*page, "who"], observed=True)
    doubtful = alike["unclear"].transform("any") & (alike["whole"].transform("any") | people["within"])
    for (file, sheet), rows in people[doubtful].groupby(PLACE, observed=True, sort=False):
        other = rows[rows.duplicated([*page, "who"])].iloc[0]
        first = rows[(rows["who"] == other["who"]) & (rows["year"] == other["year"])].iloc[0]
        where = (str(file), str(sheet), str(other["cell"]))
        message = (
            f"{place(*where)}: cùng tên, cùng năm {other['year']} với người ở ô {first['cell']}; không đủ số thẻ, "
            f"ngày sinh nên không rõ có phải một người, đang tính cả hai (trang này có {grouped(len(rows))} "
            "dòng như vậy). Nếu một người ghi hai lần: xóa một dòng; nếu không: thêm số thẻ hay ngày sinh."
        )
        yield Problem("warning", "same_name_twice", *where, str(len(rows)), message)


def _by_unit(people: pd.DataFrame) -> pd.DataFrame:
    """Return each person once a unit and sheet, with the number and the size of that group; a committee is no unit."""
    whose = {column: people[column].astype(object) for column in _WHOSE}
    whose["unit"] = whose["unit"].mask(whose["unit"] == whose["base_organisation"], "")
    people = people.assign(**whose, who=people["name"].map(person_form), outcome=outcome_of(people))
    group = ["year", "population", *_WHOSE, *PLACE]
    people = people.drop_duplicates([*group, "who"])[[*group, "who", "subject", "outcome", "cell"]]
    groups = people.groupby(group, observed=True)
    return people.assign(group=groups.ngroup(), size=groups["who"].transform("size"), order=range(len(people)))


def _namesakes(people: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of people of one name on two sheets and in one unit, as far as both lists name it.

    A list may leave out the committee, the cell, or both, or one list this and the other that.
    """
    on = ["year", "population", "who"]
    same = people.merge(people, on=[*on, *_WHOSE], suffixes=("_first", ""))
    pairs = [same[same["order_first"] < same["order"]]]
    base, unit = (people[column] != "" for column in _WHOSE)
    for short, other, known in (
        (unit & ~base, base, _WHOSE[1:]),
        (base & ~unit, unit, _WHOSE[:1]),
        (unit & ~base, base & ~unit, []),
        (~base & ~unit, base | unit, []),
    ):
        pairs.append(people[short].merge(people[other], on=[*on, *known], suffixes=("_first", "")))
    both = pd.concat(pairs, ignore_index=True)
    return both[~_same_place(both)]


def _same_place(both: pd.DataFrame) -> pd.Series:
    return (both["file_first"].astype(object) == both["file"].astype(object)) & (
        both["sheet_first"].astype(object) == both["sheet"].astype(object)
    )


def check_keyed_otherwise(ratings: pd.DataFrame, *, saved: Saved = never) -> Iterator[Problem]:
    """Yield pairs of files whose people of a year have one name and birth date, but a card number in one of them alone.

    Both are counted. One problem a pair, where at least half of the smaller one's people stand in the other.
    """
    if not ratings["subject"].str.startswith("~").any():
        return
    people = ratings[(ratings["population"] == "member") & ratings["born"].notna() & (ratings["name"] != "")]
    people = people[~people["subject"].str.startswith((COUNTED, "?"))]
    no_card = people["subject"].str.startswith("~").astype(bool)
    if not no_card.any() or no_card.all():
        return
    people = people.assign(who=people["name"].map(person_form), outcome=outcome_of(people))
    people["size"] = people.groupby(["year", *PLACE], observed=True)["who"].transform("size")
    same = ["year", "who", "born"]
    kept = [*same, *PLACE, "cell", "outcome", "size"]
    both = people.loc[~no_card, kept].merge(people.loc[no_card, kept], on=same, suffixes=("_first", ""))
    pair = ["year", *(f"{column}_first" for column in PLACE), *PLACE]
    shared = both.groupby(pair, observed=True)["who"].transform("size")
    both = both[(2 * shared >= both[["size_first", "size"]].min(axis=1)) & ~_same_place(both)]
    yield from _may_repeat(both, saved, _ONE_CARD)


def _may_repeat(both: pd.DataFrame, saved: Saved, words: tuple[str, str]) -> Iterator[Problem]:
    """Yield a problem a pair of files; a row of `both` has the place and the outcome of somebody in either.

    `words` say in what the people are alike, and why they are not known to be the same.
    """
    across: Found = {}
    for row in both.itertuples(index=False):
        found = across.setdefault(pair_of((row.file_first, row.sheet_first), (row.file, row.sheet)), [])
        found.append((row.outcome_first != row.outcome, row.cell_first, row.cell))
    for pair, found in across.items():
        yield _alike_in_two(*pair, found, saved, words)


def _alike_in_two(
    one: str, one_sheet: str, other: str, other_sheet: str, found: Sequence[tuple[bool, str, str]], saved: Saved,
    words: tuple[str, str],
) -> Problem:  # fmt: skip
    (alike, why), (_, first_cell, second_cell) = words, found[0]
    differing = sum(differs for differs, _, _ in found)
    both = f"«{one_sheet or one}» (ô {first_cell}…) và «{other_sheet or other}» (ô {second_cell}…)"
    message = (
        f"{grouped(len(found))} người {alike}, cùng năm có cả ở {both}"
        f"{f', {grouped(differing)} có kết quả khác nhau' if differing else ''}; {why}, đang tính cả hai."
        f"{newer(one, other, saved)} Nếu là một danh sách gửi hai lần thì bỏ bản cũ; nếu không, thêm số thẻ."
    )
    where = (other, other_sheet, "")
    return Problem("error", "files_may_repeat", *where, str(len(found)), f"{place(*where)}: {message}")
