"""What the cells of a block say of one row: a level, why there is none, numbers of people, or that they are unreadable.

One meaning of a cell for every layout: a word is read by the scale, a mark stands for the level of its column, a number
counts people at the level of its column or its row. What cannot be read is a problem and is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evalkit.books.cells import whole_number
from evalkit.books.grid import as_text, each_once
from evalkit.books.package_scan import CellError
from evalkit.problems import Tell
from evalkit.records import Held
from evalkit.scale import GENERAL, RATED, UNKNOWN, Rating, Scale, ground_of
from evalkit.sheets.body import Body
from evalkit.sheets.corrections import unchanged_rows
from evalkit.sheets.marks import Marks
from evalkit.sheets.model import COUNTS, At, Block, Column, Value
from evalkit.sheets.notes import Notes
from evalkit.sheets.vocabulary import BLANK_MARKS, MARKS, NO_MARKS, UNIT_ROLES
from evalkit.sheets.vocabulary.cells import ORDINARY_STATES
from evalkit.sheets.years import cell_year
from evalkit.vietnamese import fold

REPAIR = "Mở bằng Excel, sửa công thức, lưu lại."
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WITHDRAWN = re.compile(
    r"(?<!không )(?<!chưa )(?<!không bị )\b(?:thu hồi|huỷ|bãi bỏ|tước|không tính|không công nhận)\b"
    r"|\b(?:không|chưa) (?:được )?(?:đủ điều kiện|đạt|khen|tặng|xét|công nhận|quyết định)\b|\b(?:từ chối|không) nhận\b"
)


class Outcome(NamedTuple):
    """A row's status, its level where it is rated, the words written where it is not, and the column they stand in."""

    status: str
    level: str = ""
    words: str = ""
    place: int = 0
    points: float | None = None
    distinction: str = ""


NO_RECORD = Outcome("")  # one column a year, and blank: the year has no record


class ValueReader:
    """Reads the cells of a table's blocks."""

    def __init__(self, body: Body, scale: Scale, tell: Tell) -> None:
        self.grid, self.body, self.table, self.scale, self.tell = body.grid, body, body.table, scale, tell
        self.notes = Notes(body, scale, tell)
        self._unchanged = {id(block): unchanged_rows(block, body, scale, tell) for block in self.table.blocks}
        self.marks = Marks(body, scale)
        self._ends = {first: last[1] for first, last in self.grid.merges if last[1] > first[1]}

    # words and marks

    def plain(self, block: Block, year: int) -> list[Outcome | None]:
        """Return what each row of a block of words says; None where the row needs a look of its own."""
        if block.shape.value is not Value.WORD or block.default:
            return [None] * len(self.body.rows)
        scale, place = self.scale.at(year), block.places[0]

        def look(words: str) -> Outcome | None:
            rating = scale.read(words) if words else None
            if rating is None or (rating.level == scale.levels[-1].id and ground_of(words)):
                return None
            return _outcome(rating, words, place)

        found = each_once(look, self.body.texts(place))
        for column in block.reasons:
            texts = self.body.texts(column.place)
            telling = {text for text in set(texts) if text and fold(text) not in ORDINARY_STATES}
            if telling:
                found = [None if text in telling else one for one, text in zip(found, texts, strict=True)]
        for row in (*self.notes.rows, *self.body.headings):
            found[row] = None
        return found

    def outcome(self, row: int, block: Block, year: int, group_level: str = "") -> Outcome:
        """Return what a row says, with a problem where that cannot be read; NO_RECORD where the year has no record."""
        scale = self.scale.at(year)
        self.notes.check_formatting(row, block)
        if block.shape.value is Value.LISTED:
            return self._listed(row, block, block.default or group_level, scale, year)
        found, place, words = self._rating(row, block, scale)
        if found is None and not words and self.table.wide and block.year is not None:
            return NO_RECORD
        cell = self.body.cell(row, place)
        if words and (self.table.body + row, place) in self.grid.struck:
            found = self._struck(cell, words)
        elif not (found or words) and self._waits(row, block, scale):
            return self._undecided(cell, block, place)
        else:
            found = self._understood(found, cell, words, block, year)
        if found.level:
            self.notes.check_level(row, cell, block, scale, found)
        outcome = _outcome(found, words, place)
        lowest = found.level == scale.levels[-1].id
        return outcome._replace(words=self._ground(row, block, words)) if lowest else outcome

    def _waits(self, row: int, block: Block, scale: Scale) -> bool:
        """Return whether a lower rater gave a level that a blank one above may still decide on."""
        before = block.earlier
        return before is not None and not block.default and bool(scale.level_of(self.body.texts(before.place)[row]))

    def _understood(self, found: Rating | None, cell: str, words: str, block: Block, year: int) -> Rating:
        """Return a rating as the block takes it: in a list of those not rated a level says nothing, a remark does."""
        if found is None and words and block.shape.value is Value.MARK:
            found = self._not_one_mark(cell, words)
        if block.default and (found is None or found.status == RATED):
            return Rating(block.default, None)
        return found or self._unreadable(cell, words, self.scale.at(year), year)

    def _ground(self, row: int, block: Block, words: str) -> str:
        """Return why a row is at the lowest level, as written: in its column for reasons, in a note, or behind it."""
        told = self.body.reasons(row, block)
        given = (text for column, text in told if column.role == "reason" or ground_of(text))
        return next(given, words if ground_of(words) else "")

    def remarked(self, lines: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield row and column of the levels behind which more is written, in these rows of the sheet."""
        for block in self.table.blocks_of(Value.WORD):
            texts = self.body.texts(block.places[0])
            known = {text for text in set(texts) if len(text) > 1 and self._is_remarked(text)}
            rows = (line - self.table.body for line in lines if known)
            yield from ((row, block.places[0]) for row in rows if texts[row] in known)

    def _is_remarked(self, text: str) -> bool:
        found = self.scale.read(text)
        return found is not None and found.level is not None and self.scale.level_of(text) is None

    def _listed(self, row: int, block: Block, level: str, scale: Scale, year: int) -> Outcome:
        """Return the level, or the reason, that a caption gives everybody listed below it."""
        place = block.places[0]
        if not level:
            found = self._unreadable(self.body.cell(row, place), "", scale, year)
            return _outcome(found, "", place)
        found = _meaning(level, scale)
        if found.status in GENERAL:
            return self._why(row, block, scale) or _outcome(found, "", place)
        if found.level:
            self.notes.check_level(row, self.body.cell(row, place), block, scale, found)
        return _outcome(found, "", place)

    def _why(self, row: int, block: Block, scale: Scale) -> Outcome | None:
        """Return the reason that the columns for reasons and notes give; None where they give none."""
        for column, text in self.body.reasons(row, block):
            if found := scale.read_reason(text):
                return _outcome(found, text, column.place)
        return None

    def _rating(self, row: int, block: Block, scale: Scale) -> tuple[Rating | None, int, str]:
        """Return the rating, the column where it was read, and the words as written; None where it cannot be read.

        Where no level stands, the columns for the reason and for notes are asked why.
        """
        if block.shape.value is Value.MARK:
            found, place, words = self._marked(row, block, scale)
        else:
            place = block.earlier.place if block.earlier and row in self._unchanged[id(block)] else block.places[0]
            words = self.body.texts(place)[row]
            found = scale.read(words) if words else None
        if found is None and words in BLANK_MARKS:
            words = ""
        if words and (found is None or found.status == RATED):
            return found, place, words
        return self._explained(row, block, scale, (found, place, words))

    def _explained(
        self, row: int, block: Block, scale: Scale, told: tuple[Rating | None, int, str]
    ) -> tuple[Rating | None, int, str]:
        """Return what the columns for the reason and for notes say of a row without a level; else what is told."""
        found, place, words = told
        for column, text in self.body.reasons(row, block):
            reason = scale.read_reason(text)
            if not reason and column.role == "mark" and fold(text) in MARKS:  # an x under «Miễn sinh hoạt»
                reason, text = Rating(column.level, None), column.path[-1]
            if reason and (found is None or found.status in GENERAL):
                return reason, place, text
            if column.role == "reason" and found is None:
                return None, place, text
        return found, place, words

    def _marked(self, row: int, block: Block, scale: Scale) -> tuple[Rating | None, int, str]:
        """Return the level of the one column that is marked; of several, or of anything but a mark, the texts."""
        marked = [column for column in block.columns if self.marks.is_filled(row, column, block)]
        if not marked:
            return None, block.places[0], ""
        texts = [self.body.texts(column.place)[row] for column in marked]
        if spread := self._spread(row, marked[0].place, block):
            return None, marked[0].place, f"{texts[0]} (ô gộp trên {spread})"
        if len(marked) > 1 or not self.marks.is_mark(texts[0], marked[0], block):
            reason = scale.read_reason(texts[0]) if len(marked) == 1 else None
            return reason, marked[0].place, " + ".join(texts)
        return _meaning(marked[0].level, scale), marked[0].place, marked[0].path[-1]

    def _spread(self, row: int, place: int, block: Block) -> str:
        """Return the titles of the columns over which a merged cell stands; "" where it stands in one column."""
        last = self._ends.get((self.table.body + row, place), place)
        titles = [f"«{column.path[-1]}»" for column in block.columns if place <= column.place <= last]
        return ", ".join(titles) if len(titles) > 1 else ""

    # numbers

    def numbers(self, row: int, block: Block, measure: str) -> Iterator[tuple[Column, Outcome, int]]:
        """Yield each column of a row of numbers with what it counts and how many; what is no number is a problem."""
        self.notes.check_formatting(row, block)
        self.notes.check_count(row, block)
        for column in block.columns:
            value = self.body.value(row, column.place)
            if as_text(value) in BLANK_MARKS or value == 0 or fold(as_text(value)) in NO_MARKS:
                continue
            if (self.table.body + row, column.place) in self.grid.struck:
                self._struck(self.body.cell(row, column.place), as_text(value))
                continue
            number = 1 if self.marks.is_unit(as_text(value), block) else whole_number(value)
            self._check_raised(row, column.place, as_text(value))
            if spread := self._spread(row, column.place, block):
                self._tell_spread(self.body.cell(row, column.place), as_text(value), spread)
            elif number is None:
                self.tell_not_a_count(row, column.place, as_text(value))
            else:
                yield column, self._counted(row, column, block, measure), number

    def _check_raised(self, row: int, place: int, text: str) -> None:
        if mark := self.grid.raised.get((self.table.body + row, place)):
            message = (
                f'sau "{text}" có "{mark}" nâng lên, là dấu chú thích: đọc là {text}. Xóa dấu ấy để không ai đọc nhầm.'
            )
            self.tell("warning", "raised_mark", message, self.body.cell(row, place), mark)

    def _tell_spread(self, cell: str, text: str, titles: str) -> None:
        message = (
            f'"{text[:80]}" đứng trong ô gộp trên các cột {titles}; không rõ của mức nào. Bỏ gộp ô, ghi vào một cột.'
        )
        self.tell("error", "not_a_count", message, cell, text)

    def _counted(self, row: int, column: Column, block: Block, measure: str) -> Outcome:
        """Return the level or the reason of the people that a number counts: of its column, or of its row."""
        by_row = block.shape.level is At.ROW
        level = measure if by_row else column.level
        if level in self.scale.worst_to_best:
            return Outcome(RATED, level, place=column.place)
        words = self.body.texts(self.table.label or 0)[row] if by_row else column.title
        return Outcome(level, "", words, column.place)

    def tell_not_a_count(self, row: int, place: int, text: str) -> None:
        """Report a cell that must hold a count and does not."""
        cell = self.body.cell(row, place)
        if isinstance(text, CellError):
            self.tell("error", "cell_error", f'ô báo "{text}", không có số. {REPAIR}', cell, text)
            return
        message = f'"{text[:80]}" không phải số đếm. Sửa ô này thành số nguyên.'
        self.tell("error", "not_a_count", message, cell, text)

    def ones_are_unclear(self) -> bool:
        """Return whether ones may mark the unit's own level or count one member: one a row, and nothing else."""
        for block in self.table.blocks:
            if block.shape is COUNTS and not (block.figures or block.population or block.kind):
                rows = zip(*map(self.body.texts, block.places), strict=True)
                texts = [[text for text in row if text not in BLANK_MARKS and text != "0"] for row in rows]
                filled = [row for row in texts if row]
                if len(filled) > 1 and all(row == ["1"] for row in filled):
                    return True
        return False

    # awards

    def award(self, row: int, block: Block, population: str, key: str, name: str, file: str) -> Held | None:
        """Return the award somebody holds by a row of a register; None where the row names none."""
        words = self.body.texts(block.places[0])[row]
        if not words or words.strip("()").isdecimal():
            return None
        cell = self.body.cell(row, block.places[0])
        if withdrawn := self._withdrawn(row):
            message = f'ghi "{withdrawn[:80]}" nên không tính là đã có hình thức khen này. Nếu vẫn còn, bỏ ghi chú đó.'
            self.tell("warning", "award_withdrawn", message, cell, withdrawn)
            return None
        place, period = self.table.names.get("year"), self.table.names.get("period")
        year = cell_year(self.body.values(place)[row]) if place is not None else None
        years = _YEARS.findall(self.body.texts(period)[row]) if period is not None else []
        first, last = (int(years[0]), int(years[-1])) if years else (None, None)
        if year is None and last is None:
            text = self.body.texts(place)[row] if place is not None else ""
            message = f'không đọc được năm khen ("{text}"). Ghi năm, như 2021, hoặc giai đoạn, như 2017 - 2021.'
            self.tell("error", "no_year", message, cell)
        when = (year or last, first or year, last or year)
        return Held(population, key, words, *when, file, self.grid.name, cell, name)

    def _withdrawn(self, row: int) -> str:
        """Return what a row of a register says of an award that was taken back or not given, or the words of it that
        are struck out; "" where there are none.
        """
        struck = (place for place in self.table.value_places if (self.table.body + row, place) in self.grid.struck)
        if (place := next(struck, None)) is not None:
            return self.body.texts(place)[row]
        own = {*self.table.key, *self.table.places_of("name", "given", *UNIT_ROLES)}  # names may have such a word
        texts = [as_text(value) for place, value in enumerate(self.body.rows[row]) if place not in own]
        texts += [comment for _, comment in self.notes.comments.get(row, ())]
        return next((text for text in texts if _WITHDRAWN.search(fold(text))), "")

    # what is told

    def _struck(self, cell: str, words: str) -> Rating:
        message = f'"{words[:80]}" đã gạch bỏ nên không tính. Ghi kết quả cuối cùng, hoặc bỏ gạch ngang.'
        self.tell("error", "struck_value", message, cell, words)
        return Rating(UNKNOWN, None)

    def _undecided(self, cell: str, block: Block, place: int) -> Outcome:
        """Name a blank under a higher rater beside a level that a lower one gave: it may not be decided yet."""
        column = block.columns[0].title
        message = (
            f"không có mức xếp loại ở cột quyết định «{column}», cũng không có lý do; mức ở cột khác không thay được. "
            f"Nếu cấp quyết định giữ nguyên mức: ghi lại mức ấy vào ô này; nếu cột «{column}» chỉ ghi người được điều "
            "chỉnh: đặt tiêu đề là «Mức điều chỉnh»."
        )
        self.tell("error", "blank_level", message, cell)
        return Outcome(UNKNOWN, place=place)

    def _not_one_mark(self, cell: str, words: str) -> Rating:
        message = f'dưới các cột mức có "{words[:80]}"; mỗi dòng cần đúng một dấu x. Sửa dòng này.'
        self.tell("error", "not_one_mark", message, cell, words)
        return Rating(UNKNOWN, None)

    def _unreadable(self, cell: str, words: str, scale: Scale, year: int) -> Rating:
        """Name a level cell that cannot be read; the subject stays, at no level."""
        other = next((era for era in self.scale.eras if era is not scale and era.read(words)), None) if words else None
        if not words:
            message = "không có mức xếp loại, cũng không có lý do. Điền mức, hoặc ghi lý do không xếp loại."
            self.tell("error", "blank_level", message, cell)
        elif isinstance(words, CellError):
            self.tell("error", "cell_error", f'ô báo "{words}", không có mức xếp loại. {REPAIR}', cell, words)
        elif other:
            message = f'"{words}" là mức của {other.name}, không dùng cho năm {year}. Sửa ô này theo {scale.name}.'
            self.tell("error", "other_scale_level", message, cell, words)
        else:
            near = scale.suggest(words)
            question = f' Có phải "{near}"?' if near else ""
            way_out = "Sửa ô này, hoặc thêm cách viết vào [scale.aliases]."
            message = f'"{words[:80]}" không phải mức xếp loại.{question} {way_out}'
            self.tell("error", "unknown_level", message, cell, words, near)
        return Rating(UNKNOWN, None)


def _meaning(level: str, scale: Scale) -> Rating:
    """Return what a title says of those below it: their level, or why there is none."""
    return Rating(level, None) if level in scale.every_reason else Rating(RATED, level)


def _outcome(found: Rating, words: str, place: int) -> Outcome:
    words = "" if found.status == RATED else words
    return Outcome(found.status, found.level or "", words, place, found.points, found.distinction)
