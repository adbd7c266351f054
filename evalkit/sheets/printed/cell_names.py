"""Names beside or behind a number of people: "2 (Nguyễn Văn An, Trần Thị Bình)". They have to be as many."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.books.cells import number_and_names
from evalkit.sheets.model import columns_of, with_role
from evalkit.sheets.printed.page import Fault, Figures
from evalkit.vietnamese import listed_names


def wrong_names(page: Figures) -> Iterator[Fault]:
    """Yield cells beside which other names stand than the number says."""
    levels = {column.level: column for column in columns_of(page.counts) if column.level}
    beside = [column for column in with_role(page.table.columns, "names") if column.level in levels]
    for row in page.counted:
        for column in levels.values():
            if (told := number_and_names(page.grid.text(row, column.place))) and told[0] != told[1]:
                message = f"ghi {told[0]}, nhưng có {told[1]} người được nêu tên. Kiểm tra ô này."
                yield Fault(row, column.place, message, told[1], told[0])
        for column in beside:
            names = listed_names(page.grid.text(row, column.place))
            number = page.number(row, levels[column.level].place) or 0
            if names and names != number:
                title = levels[column.level].title
                message = f"ô này nêu tên {names} người, cột «{title}» của dòng ghi {number}. Kiểm tra dòng này."
                yield Fault(row, column.place, message, names, number)
