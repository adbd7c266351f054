"""Numbers right of all titles, in rows of counts that lack one under the titles: the row may be shifted."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.sheets.printed.page import Fault, Figures


def shifted_rows(page: Figures) -> Iterator[Fault]:
    """Yield each number of a unit that no title stands over, beside a blank under one."""
    if not page.counts or page.table.label is not None:
        return
    outside = max(column.place for column in page.table.columns) + 1
    places = [column.place for block in page.counts for column in (*block.columns, *block.figures)]
    for row in page.units:
        lacking = not all(page.grid.text(row, place) for place in places)
        if lacking and page.number(row, outside) is not None:
            message = (
                "ô này có số nhưng cột không có tiêu đề nên không đọc, trong khi dòng này thiếu số ở một cột khác: có "
                "thể các số bị lệch sang phải. Sửa lại dòng này."
            )
            yield Fault(row, outside, message)
