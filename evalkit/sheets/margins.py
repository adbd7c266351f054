"""What the head and the foot of each printed page say against the rows of their sheet."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.books.grid import Grid
from evalkit.records import FileReading
from evalkit.sheets.vocabulary import SCOPE_NAMES, headcount, name_scope, title_scope
from evalkit.sheets.years import named_years
from evalkit.vietnamese import fold


def tell_margins(grid: Grid, reading: FileReading) -> None:
    """Name each printed line that says a draft, another year, or another number of people; the rows are counted."""
    if not grid.margins:
        return
    of_sheet = [record for record in reading.records if record.sheet == grid.name]
    years = {record.year for record in of_sheet}
    people = sum(record.number for record in of_sheet if record.population == "member")
    for line in grid.margins if of_sheet else ():
        for why in _against(line, years, people if len(years) == 1 else 0):
            message = (
                f"đầu hoặc chân trang in ghi «{line[:80]}», {why}; các dòng vẫn được tính. Kiểm tra, rồi sửa ở Page "
                "Layout → Header/Footer."
            )
            reading.teller(grid.name)("warning", "page_margin", message, "", line[:80])


def _against(line: str, years: set[int], people: int) -> Iterator[str]:
    """Yield what a line says against rows of these years, and against the number of people, where that is known."""
    scope = title_scope(line) or name_scope(line)
    if scope:
        yield f"tức là {SCOPE_NAMES[scope]}"
    others = named_years(line) - years if "năm" in fold(line) else set()
    if others and not named_years(line) & years:
        yield f"còn bảng được đọc là của năm {', '.join(map(str, sorted(years)))}"
    number = headcount(line)
    if number is not None and people and number != people:
        yield f"còn bảng có {people} đảng viên"
