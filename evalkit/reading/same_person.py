"""`same-person.csv`: who a human has confirmed to be one person, or to be two.

A line a pair: person A, person B, who said so, when (a date), and in a fifth column «khác người» where they are not the
same. A person is a card number, or a key that evalkit made (`~…`), as the sheet of doubts of the award annex has it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evalkit.books.cells import card_number, iso_date
from evalkit.books.grid import as_text
from evalkit.books.text_file import grid_of_text
from evalkit.problems import Problem, place
from evalkit.records import Confirmed
from evalkit.vietnamese import fold

_MADE = re.compile(r"[~?][0-9a-f]{12}")
_NEEDED = "Mỗi dòng cần: người A, người B (số thẻ, hoặc mã ở trang «Cần xác nhận»), ai xác nhận, ngày."


def read_confirmed(files: Sequence[tuple[Path, str]]) -> tuple[list[Confirmed], list[Problem]]:
    """Return the pairs of all these files (path, and the name it goes by); a line that cannot be used is a problem."""
    pairs: list[Confirmed] = []
    problems: list[Problem] = []
    for path, name in files:
        try:
            grid = grid_of_text(path.read_bytes(), path.stem, uneven=True)
        except (OSError, csv.Error):
            grid = None
        if grid is None:
            message = f"{name}: không đọc được danh sách xác nhận; chưa nối ai. {_NEEDED}"
            problems.append(Problem("error", "same_person_unclear", name, "", "", "", message))
            continue
        for number, cells in enumerate(grid.rows, 1):
            texts = [as_text(cell) for cell in cells]
            if not any(texts) or (number == 1 and not any(_key(cell) for cell in cells[:2])):
                continue
            found = _pair(cells, name, number)
            if isinstance(found, Confirmed):
                pairs.append(found)
            else:
                message = f"{place(name, '', f'A{number}')}: {found} Dòng này chưa được dùng. {_NEEDED}"
                problems.append(Problem("error", "same_person_unclear", name, "", f"A{number}", "", message))
    return pairs, problems


def _pair(cells: Sequence[Any], file: str, line: int) -> Confirmed | str:
    """Return the pair of a line, or what is wrong with it."""
    one, other, by, on, verdict = (list(cells) + [""] * 5)[:5]
    keys = _key(one), _key(other)
    if not all(keys):
        return "một trong hai người không phải số thẻ đảng viên hay mã do evalkit đặt."
    if keys[0] == keys[1]:
        return "hai người là một mã."
    if not as_text(by):
        return "chưa ghi ai xác nhận."
    if not iso_date(on):
        return "ngày xác nhận không đọc được; ghi như 31/01/2023."
    return Confirmed(*keys, as_text(by), iso_date(on), file, line, not fold(as_text(verdict)).startswith("khác"))


def _key(cell: Any) -> str:
    text = as_text(cell)
    return text if _MADE.fullmatch(text) else card_number(text)[0]
