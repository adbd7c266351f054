"""Sheets whose own name, or whose file's or folder's, says another unit than the sheet itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from evalkit.problems import Problem, place
from evalkit.vietnamese import plain

_NUMBERED = r"(?:chi bo|cb|thon|ban|xom|ap|to|khu|khu pho|kp|khoi|doi)"
_NAMED = r"(?:xa|phuong|thi tran|thon|ban|xom|ap)"
_SAID = re.compile(
    rf"\b(?:(?P<kind>{_NUMBERED})[ _.-]*(?P<number>\d{{1,2}})(?!\d)|(?P<sort>{_NAMED}) (?P<word>[a-z]{{2,}}))\b"
)
_FULL = {"cb": "chi bo", "kp": "khu pho"}


def check_places(ratings: pd.DataFrame) -> Iterator[Problem]:
    """Yield a warning a sheet of one unit whose names say another: «Thôn 2» over a list headed «CHI BỘ THÔN 1».

    The form of a unit is often copied for the next, and its heading or its name left as it was.
    """
    whose = ["file", "sheet", "base_organisation", "unit"]
    sheets = ratings[[*whose, "cell"]].drop_duplicates(whose)
    sheets = sheets[~sheets.duplicated(["file", "sheet"], keep=False)]
    for row in sheets.itertuples(index=False):
        unit = " ".join(filter(None, map(str, (row.unit, row.base_organisation))))
        names = [*(name for name in re.split(r"[/\\]", str(row.file))), str(row.sheet)]
        if said := next(filter(None, (_says_another(name, unit) for name in reversed(names))), ""):
            where = (str(row.file), str(row.sheet), str(row.cell))
            message = (
                f"tên trang tính, tên tệp hoặc tên thư mục ghi «{said}», còn bảng ghi "
                f"«{row.unit or row.base_organisation}», đang tính cho đơn vị ấy. Có thể biểu chép từ đơn vị khác mà "
                "chưa sửa tiêu đề, hay lưu nhầm tên: sửa chỗ sai."
            )
            yield Problem("warning", "unit_disagrees", *where, said, f"{place(*where)}: {message}")


def _says_another(name: str, unit: str) -> str:
    """Return the words of a name that say another unit of the same kind, where none of it says this one."""
    own = plain(unit)
    found = [(said[0], *_kind_and_own(said.groupdict())) for said in _SAID.finditer(plain(name).replace("_", " "))]
    told = [(words, _same(kind, which, own)) for words, kind, which in found]
    if any(same for _, same in told):
        return ""
    return next((words for words, same in told if same is False), "")


def _kind_and_own(said: dict[str, str | None]) -> tuple[str, str]:
    """Return which kind of unit is said, in full, and which of them."""
    kind, which = said["kind"] or said["sort"] or "", said["number"] or said["word"] or ""
    return _FULL.get(kind, kind), which


def _same(kind: str, which: str, unit: str) -> bool | None:
    """Return whether a unit of this kind is that one; None where the unit's name has none of this kind."""
    own = re.findall(rf"\b{kind} (\w+)", unit)
    if which.isdecimal():
        numbers = [int(word) for word in own if word.isdecimal()]
        return int(which) in numbers if numbers else None
    words = unit.split()
    initials = "".join(word[0] for word in words)
    return which in words or which in initials if own else None
