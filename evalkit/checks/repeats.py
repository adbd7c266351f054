"""What stands on two sheets or in two files: how the two are named, and which was saved later."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from evalkit.problems import Problem, place
from evalkit.records import Saving
from evalkit.vietnamese import grouped

PLACE = ["file", "sheet"]
Found = dict[tuple[str, str, str, str], list[tuple[bool, str, str]]]  # pair → of each: whether it differs, both cells
Saved = Callable[[str], Saving]  # by the file's name


def of_one_sheet(ratings: pd.DataFrame) -> bool:
    """Return whether no two sheets have rows here: nothing stands on two of them."""
    return len(ratings[PLACE].drop_duplicates()) < 2


def never(_: str) -> Saving:
    return Saving()


def pair_of(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str, str, str]:
    """Return two sheets of a file, or two files."""
    return (*one, *other) if one[0] == other[0] else (one[0], "", other[0], "")


def twice_across(
    one: str, one_sheet: str, other: str, other_sheet: str, found: Sequence[tuple[bool, str, str]], saved: Saved
) -> Problem:
    """`found` has for each subject whether its ratings differ, and its two cells."""
    differing = sum(conflict for conflict, _, _ in found)
    _, first_cell, second_cell = next((row for row in found if row[0]), found[0])
    both = f"«{one_sheet or one}» (ô {first_cell}…) và «{other_sheet or other}» (ô {second_cell}…)"
    what = f"{grouped(len(found))} đối tượng có cả ở {both} trong cùng một năm"
    where = place(other, other_sheet)
    if differing:
        unclear = f"{grouped(differing)} có kết quả khác nhau và chưa được tính mức nào"
        message = f"{what}, {unclear}.{newer(one, other, saved)} Giữ bản đúng, hoặc sửa các ô khác nhau."
        return Problem("error", "files_disagree", other, other_sheet, "", str(differing), f"{where}: {message}")
    message = f"{what}, kết quả giống nhau; chỉ tính một lần."
    return Problem("warning", "files_repeat", other, other_sheet, "", str(len(found)), f"{where}: {message}")


def newer(one: str, other: str, saved: Saved) -> str:
    """Return which of two files was saved later, and what says so; "" where nothing does."""
    first, second = saved(one), saved(other)
    inside = bool(first.inside and second.inside)
    times = [saving.inside if inside else saving.on_disk for saving in (first, second)]
    if one == other or not all(times) or times[0][:16] == times[1][:16]:
        return ""
    name, when = (one, times[0]) if times[0] > times[1] else (other, times[1])
    witness = "ngày lưu ghi trong tệp" if inside else "ngày của tệp trên đĩa, nên xem lại"
    return f" Bản lưu sau là «{name}» ({when[8:10]}/{when[5:7]}/{when[:4]} {when[11:16]}, theo {witness})."


def outcome_of(ratings: pd.DataFrame) -> pd.Series:
    """Return the level of each row, or why it has none."""
    return ratings["level"].astype(object).where(ratings["level"].notna(), ratings["status"].astype(object))
