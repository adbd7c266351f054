"""What the codes of organisations leave unclear: one name under two codes, a code that went to another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from evalkit.problems import Problem, Severity, place

NESTED = ("cell", "section_committee")
ORGANISATIONS = ("base_organisation", *NESTED)
_SHOWN = 5  # cells a problem lists


class CodedRow(NamedTuple):
    """What matters of a record for its code; `name` and `base` are in the form in which they are compared."""

    position: int
    year: int
    population: str
    key: str
    form: str  # the code in the form in which codes are compared
    name: str
    shown_name: str
    base: str
    file: str
    sheet: str
    cell: str


def grouped_problem(
    severity: Severity, code: str, groups: Sequence[Sequence[CodedRow]], message: str
) -> Problem:  # fmt: skip
    """Return one problem for all these groups of rows, at the first cell, naming up to five of them."""
    first = groups[0][0]
    where = (first.file, first.sheet, first.cell)
    listed = "; ".join(", ".join(map(_named, rows[:_SHOWN])) for rows in groups[:_SHOWN])
    more = f"; và {len(groups) - _SHOWN} trường hợp nữa" if len(groups) > _SHOWN else ""
    text = f"{place(*where)}: {len(groups)} trường hợp: {message}: {listed}{more}."
    return Problem(severity, code, *where, first.key[:80], text)


def _named(row: CodedRow) -> str:
    code = f"«{row.key}» " if row.key else ""
    name = f"«{row.shown_name}» " if row.population in ORGANISATIONS else ""  # of others it may be a person's
    return f"{code}{name}năm {row.year} ({place(row.file, row.sheet, row.cell)})"


def contradictions(
    rows: Sequence[CodedRow], keys: Mapping[int, str], excused: Collection[str], is_organisation: bool
) -> Iterator[Problem]:  # fmt: skip
    """Yield a problem for each kind of contradiction between codes and names, at most one a kind."""
    if is_organisation:
        yield from _two_codes(rows, keys, excused)
        yield from _moved(rows, keys, excused)


def _two_codes(rows: Sequence[CodedRow], keys: Mapping[int, str], excused: Collection[str]) -> Iterator[Problem]:
    """Yield one name under one parent with several codes: in one year, or one code ending as the other begins."""
    names: dict[tuple[str, str], dict[str, list[CodedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.name and keys.get(row.position) and not {row.name, row.form} & set(excused):
            parent = row.base if row.population != "base_organisation" else ""
            names[parent, row.name][keys[row.position]].append(row)
    together: list[tuple[CodedRow, CodedRow]] = []
    apart: list[tuple[CodedRow, CodedRow]] = []
    for codes in names.values():
        for one, other in pairwise(sorted(codes.values(), key=lambda own: own[0].year)):
            same_year = {row.year for row in one} & {row.year for row in other}
            (together if same_year else apart).append((one[-1], other[0]))
    if together:
        yield grouped_problem("error", "one_name_two_codes", together, (
            "một tên, cùng cấp trên, nhưng hai mã trong cùng một năm; đang tính là hai đơn vị. "
            "Bỏ một dòng, sửa mã, hoặc ghi tên khác nhau"
        ))  # fmt: skip
    if apart:
        yield grouped_problem("error", "code_changed", apart, (
            "một tên, cùng cấp trên, nhưng các năm mang mã khác nhau; chuỗi năm chưa được nối. Nếu là một đơn vị, "
            'khai báo [[crosswalk]] với kind = "renamed" từ mã cũ sang mã mới, hoặc sửa mã'
        ))  # fmt: skip


def _moved(rows: Sequence[CodedRow], keys: Mapping[int, str], excused: Collection[str]) -> Iterator[Problem]:
    """Yield one code under two names over the years: an error where the new name had a code of its own before."""
    codes: dict[str, dict[int, CodedRow]] = defaultdict(dict)
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.name and (key := keys.get(row.position)):
            codes[key].setdefault(row.year, row)
            holders[row.base if row.population != "base_organisation" else "", row.name].add(key)
    moved: list[tuple[CodedRow, CodedRow]] = []
    changed: list[tuple[CodedRow, CodedRow]] = []
    for own in codes.values():
        for one, other in pairwise(own[year] for year in sorted(own)):
            if one.name != other.name and not {one.name, other.name, one.form} & set(excused):
                base = other.base if other.population != "base_organisation" else ""
                (moved if len(holders[base, other.name]) > 1 else changed).append((one, other))
    if moved:
        yield grouped_problem("error", "code_moved", moved, (
            "mã này chuyển sang một đơn vị mà năm khác mang mã khác; các năm đang được nối theo mã. "
            "Sửa mã cho mỗi đơn vị giữ một mã"
        ))  # fmt: skip
    if changed:
        yield grouped_problem("warning", "code_two_names", changed, (
            "một mã mang hai tên qua các năm, đang được nối thành một đơn vị. Nếu đổi tên, khai báo [[crosswalk]]; "
            "nếu là hai đơn vị, sửa mã"
        ))  # fmt: skip
