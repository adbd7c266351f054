"""Counts by criterion: levels down the rows, a total and kinds of organisation across, as in the national forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evalkit.books.cells import BLANK_MARKS, printed_shares, whole_number
from evalkit.books.grid import Grid, is_blank
from evalkit.records import COUNTED, FileReading, Printed, Record, Skip
from evalkit.scale import RATED, Scale
from evalkit.sheets.around import labelled, rows_above, titles
from evalkit.sheets.titles import role_of
from evalkit.sheets.wording import is_numbering, is_signature
from evalkit.sheets.years import column_year
from evalkit.vietnamese import fold, plain

_NUMBERING = re.compile(r"^(?:[-+*•]|[ivx]+[.)]|[a-zđ]\)|\d+(?:\.\d+)*[.)]?)\s+", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:số )?(?:đảng viên|tổ chức(?: cơ sở)?(?: đảng)?|tccsđ|chi bộ|đảng bộ) ", re.IGNORECASE)
_SUBSET = re.compile(r"(?:trong (?:đó|số đó)|chia (?:ra|theo)|gồm)\b.*")
_PART = re.compile(r"trong (?:đó|số đó)\b.*")
_POPULATIONS = (
    (r"chi bo truc thuoc|cbtt", "cell"),
    (r"dang bo bo phan|dbbp", "section_committee"),
    (r"tccsd|to chuc co so dang|(?:dang|chi) bo co so|dbcs|cbcs", "base_organisation"),
    (r"dang vien|dang so", "member"),
)
_FEWEST = 3  # levels that must stand one under the other


@dataclass
class Block:
    """Levels that stand under each other for one population: row → level, reason, "total" or "rated"."""

    population: str
    measures: dict[int, str] = field(default_factory=dict)

    def rows(self, kinds: frozenset[str]) -> list[int]:
        """The rows of these measures."""
        return [row for row, measure in self.measures.items() if measure in kinds]


@dataclass(frozen=True)
class Across:
    """One column of numbers: what it counts by its title, whether it is the total of the others, and of which year."""

    place: int
    title: str
    population: str
    total: bool
    year: int | None = None


@dataclass(frozen=True)
class Part:
    """The columns of one year of a block: the kinds where they make up the total, else the total alone are `used`."""

    year: int | None
    used: Sequence[Across]
    total: Across | None
    kinds: Sequence[Across]
    adds_up: Sequence[int]  # rows


def read_criteria(grid: Grid, scale: Scale, reading: FileReading, *, year: int | None) -> bool:
    """Read a sheet of counts by criterion into `reading`; False where it is none."""
    label = _label_column(grid, scale)
    if label is None:
        return False
    first = next(row for row in range(len(grid.rows)) if _measure(grid.text(row, label), scale))
    blocks, skips = _blocks(grid, scale, label, first)
    columns = _columns(grid, scale, label, blocks)
    reading.tables += 1
    told = {row for block in blocks for row in block.measures}
    for row in range(first, len(grid.rows)):
        if any(not is_blank(cell) for cell in grid.rows[row]):
            reading.rows += 1
            if row not in told:
                place = next(place for place, cell in enumerate(grid.rows[row]) if not is_blank(cell))
                skip = Skip(reading.file, grid.name, grid.cell(row, place), skips.get(row, "dòng khác, không phải mức"))
                reading.skips.append(skip)
    for block in blocks:
        _read_block(grid, scale, reading, block, columns, year)
        if year is not None and (shown := _share_column(grid, blocks, columns)):
            reading.printed += _shares(grid, reading, block, shown, year)
    return True


def _share_column(grid: Grid, blocks: Sequence[Block], columns: Sequence[Across]) -> tuple[int, Across] | None:
    """The one column of shares, and whose they are: the total's, or the only column's; several are not told apart."""
    first = min(row for block in blocks for row in block.measures)
    places = [
        place for place in range(grid.width) if any(role_of(part) == "share" for part in _path(grid, first, place))
    ]
    owner = next((column for column in columns if column.total), columns[0] if len(columns) == 1 else None)
    return (places[0], owner) if len(places) == 1 and owner else None


def _shares(grid: Grid, reading: FileReading, block: Block, shown: tuple[int, Across], year: int) -> Iterator[Printed]:
    """The shares of a block: levels of the rated, everything else of the total; a base's own 100 says nothing."""
    place, owner = shown
    rows = [row for row in block.measures if place < len(grid.rows[row])]
    counted = [row + grid.top + 1 for row, measure in block.measures.items() if measure not in ("total", "rated")]
    for row, share in zip(rows, printed_shares([grid.rows[row][place] for row in rows]), strict=True):
        measure = block.measures[row]
        if share and measure != "total" and not (measure == "rated" and share.value == 1):
            where = (reading.file, grid.name, grid.cell(row, place), min(counted), max(counted), share.decimals)
            yield Printed(year, owner.population or block.population, "", "", f"{measure}_share", share.value, *where)


def _label_column(grid: Grid, scale: Scale) -> int | None:
    """The column in which at least three levels stand one under the other, numbers to their right."""
    for column in range(min(grid.width, 4)):
        levels: list[tuple[int, str]] = []
        for row in range(len(grid.rows)):
            level = scale.level_of(_bare(grid.text(row, column))) if grid.text(row, column) else None
            if level and any(isinstance(cell, (int, float)) for cell in grid.rows[row][column + 1 :]):
                levels.append((row, level))
        for place in range(len(levels) - _FEWEST + 1):
            near = [level for row, level in levels[place:] if row - levels[place][0] <= 2 * len(scale.levels)]
            if len(set(near[: len(scale.levels)])) >= _FEWEST:
                return column
    return None


def _bare(text: str) -> str:
    """A label without its numbering and without what follows the level: "- Hoàn thành tốt nhiệm vụ:"."""
    found = text
    while (shorter := _NUMBERING.sub("", found)) != found:
        found = shorter
    return _COUNTED.sub("", found.rstrip(" :;."))


def _measure(text: str, scale: Scale) -> str:
    """What a row counts: a level, a reason, "total", "rated"; "" where it is none of these."""
    bare = _bare(text)
    if not bare:
        return ""
    if level := scale.level_of(bare):
        return level
    role = role_of(_NUMBERING.sub("", text).rstrip(" :;."))
    if role in ("total", "rated"):
        return role
    words = fold(bare)
    if re.match(r"(?!.*(?:không|chưa) )(?:[\w, ]+ )?(?:được|đã) (?:đánh giá|xếp loại|kiểm điểm)", words):
        return "rated"
    if words.startswith(("tổng số", "tổng cộng")):
        return "total"
    reason = scale.read_reason(bare)
    return reason.status if reason else ""


def _blocks(grid: Grid, scale: Scale, label: int, first: int) -> tuple[list[Block], dict[int, str]]:
    """The blocks from top to bottom; a level that comes again begins the next, unless it stands under "Trong đó"."""
    over = _population(titles(grid, rows_above(first)))
    blocks, skips = [Block(over)], {}
    inside, heading = False, over
    for row in range(first, len(grid.rows)):
        text = grid.text(row, label)
        numbered = bool(_NUMBERING.match(text)) or any(grid.text(row, place) for place in range(label))
        if _SUBSET.match(fold(_NUMBERING.sub("", text))):
            inside, skips[row] = True, "tập con (trong đó, chia ra), không cộng"
            continue
        measure = _measure(text, scale)
        inside = inside and not (numbered and measure and measure not in blocks[-1].measures.values())
        if inside:
            skips[row] = "tập con (trong đó, chia ra), không cộng"
        elif measure:
            if measure in blocks[-1].measures.values():
                blocks.append(Block(heading))
            said = _population(text)
            blocks[-1].population = said or blocks[-1].population or heading
            blocks[-1].measures[row] = measure
        elif is_signature(text):
            skips[row] = "chữ ký, nơi nhận"
        elif is_numbering([cell for cell in grid.texts(row) if cell]):
            skips[row] = "dòng số thứ tự cột"
        else:
            heading, skips[row] = _population(text) or heading, "dòng nhóm"
    levels = frozenset(scale.worst_to_best)
    return [block for block in blocks if block.rows(levels)], skips


def _population(text: str) -> str:
    words = plain(text)
    return next((population for pattern, population in _POPULATIONS if re.search(pattern, words)), "")


def _columns(grid: Grid, scale: Scale, label: int, blocks: Sequence[Block]) -> list[Across]:
    """The columns of whole numbers right of the labels, without shares and without parts ("Trong đó")."""
    levels = frozenset(scale.worst_to_best)
    rows = [row for block in blocks for row in block.rows(levels)]
    found = []
    for place in range(label + 1, grid.width):
        path = _path(grid, min(rows), place)
        words = " / ".join(path)
        numbers = [row for row in rows if _number(grid, row, place) is not None]
        shares = any(role_of(part) == "share" for part in path)
        if numbers and not shares and not any(_PART.match(fold(part)) for part in path):
            total = any(role_of(part) == "total" for part in path)
            found.append(Across(place, words, _population(words), total, _year(grid, min(rows), place)))
    dated = [column for column in found if column.year]
    return dated or found  # beside columns of years others compare them


def _year(grid: Grid, below: int, column: int) -> int | None:
    """The year that stands over a column, the nearest title first."""
    for row in range(below - 1, max(0, below - 6) - 1, -1):
        top, left = grid.merged_from.get((row, column), (row, column))
        filled = [cell for cell in grid.rows[top] if not is_blank(cell)]
        if len(filled) > 1 and (year := column_year(grid.text(top, left))):  # a lone line is the table's title
            return year
    return None


def _path(grid: Grid, below: int, column: int) -> list[str]:
    """The titles over a column, top to bottom, merged ones included; title lines far to the left are none."""
    path: list[str] = []
    for row in range(max(0, below - 6), below):
        top, left = grid.merged_from.get((row, column), (row, column))
        text = grid.text(top, left) if top >= 0 and left >= 0 else ""
        if text and not text.replace(".", "").isdigit() and (not path or path[-1] != text):
            path.append(text)
    return path


def _number(grid: Grid, row: int, place: int) -> int | None:
    cells = grid.rows[row]
    if place >= len(cells) or grid.text(row, place) in BLANK_MARKS:
        return None
    return whole_number(cells[place])


def _read_block(
    grid: Grid, scale: Scale, reading: FileReading, block: Block, columns: Sequence[Across], year: int | None
) -> None:
    """The records of one block, of each year that its columns name."""
    rows = block.rows(frozenset(scale.worst_to_best))
    counted = [row for row, measure in block.measures.items() if measure not in ("total", "rated")]
    years = sorted({column.year for column in columns if column.year})
    parts = [_part(grid, rows, [column for column in columns if column.year == one], one) for one in years]
    parts = parts or [_part(grid, rows, columns, year)]
    for row, measure in block.measures.items():
        unclear = [part for part in parts if not all(column.population or block.population for column in part.used)]
        if unclear or parts[0].year is None:
            used = parts[0].used
            _reject(reading, grid, grid.cell(row, used[0].place if used else 0), parts[0].year)
        elif measure in ("total", "rated"):
            reading.skips.append(Skip(reading.file, grid.name, grid.cell(row, 0), "dòng tổng cộng"))
            for part in parts:
                reading.printed += _printed(grid, reading, block, part, row, measure, (min(counted), max(counted)))
        else:
            reading.row_records += 1
            for part in parts:
                for record in _records(grid, scale, block, part, row, measure):
                    reading.records.append(record)
                if part.total and part.used == part.kinds and row not in part.adds_up and row in rows:
                    _tell_difference(grid, reading, part.total, row, _sum(grid, row, part.kinds))


def _part(grid: Grid, rows: Sequence[int], columns: Sequence[Across], year: int | None) -> Part:
    total = next((column for column in columns if column.total), None)
    kinds = [column for column in columns if not column.total]
    adds_up = [row for row in rows if total and _sum(grid, row, kinds) == (_number(grid, row, total.place) or 0)]
    used = kinds if kinds and (total is None or len(adds_up) * 2 > len(rows)) else [total] if total else []
    return Part(year, used, total, kinds, adds_up)


def _tell_difference(grid: Grid, reading: FileReading, total: Across, row: int, added: int) -> None:
    said = _number(grid, row, total.place) or 0
    message = f"tổng số ghi {said}, các loại cộng lại được {added}. Kiểm tra dòng này."
    cell = grid.cell(row, total.place)
    reading.problem("error", "sum_differs", message, sheet=grid.name, cell=cell, found=str(said), suggestion=str(added))


def _sum(grid: Grid, row: int, columns: Sequence[Across]) -> int:
    return sum(_number(grid, row, column.place) or 0 for column in columns)


def _reject(reading: FileReading, grid: Grid, cell: str, year: int | None) -> None:
    reading.rejected += 1
    if year is None:
        code, message = "no_year", "không biết số liệu của năm nào. Ghi năm vào tiêu đề, tên trang tính hoặc tên tệp."
    else:
        code, message = "no_population", "không rõ dòng này đếm đảng viên hay tổ chức nào. Ghi rõ trong tiêu đề."
    reading.problem("error", code, message, sheet=grid.name, cell=cell)


def _records(grid: Grid, scale: Scale, block: Block, part: Part, row: int, measure: str) -> Iterator[Record]:
    around = labelled(grid, rows_above(row))
    name = around.unit or around.base
    for column in part.used:
        number = _number(grid, row, column.place)
        if number and part.year is not None:
            rated = measure in scale.worst_to_best
            yield Record(
                part.year, column.population or block.population, COUNTED, name, name, around.base,
                _kind(column), "", "", measure if rated else "", RATED if rated else measure,
                "" if rated else grid.text(row, 0), number, "", grid.name, grid.cell(row, column.place),
            )  # fmt: skip


def _kind(column: Across) -> str:
    return "" if column.total else column.title.rpartition(" / ")[2]


def _printed(
    grid: Grid, reading: FileReading, block: Block, part: Part, row: int, measure: str, rows: tuple[int, int]
) -> Iterator[Printed]:
    """The total or number rated of a block, where it is one column's; several kinds together print no such cell."""
    top, summed = grid.top + 1, [part.total] if part.total else part.used
    if len(summed) == 1 and (number := _number(grid, row, summed[0].place)) is not None:
        where = (reading.file, grid.name, grid.cell(row, summed[0].place))
        population = summed[0].population or block.population
        yield Printed(part.year, population, "", "", measure, number, *where, rows[0] + top, rows[1] + top)
