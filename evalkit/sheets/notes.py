"""What notes, comments and formatting say against a value beside which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from evalkit.books.grid import as_text, is_blank
from evalkit.problems import Tell
from evalkit.scale import Rating, Scale
from evalkit.sheets.body import GROUP_ROW, Body
from evalkit.sheets.model import Block, Column, Value, gathered
from evalkit.sheets.vocabulary import BLANK_MARKS, NO_MARKS, UNDECIDED, names_several_units, says_left_out, scope_of
from evalkit.vietnamese import fold, may_name_several, names_in

_EXEMPT = (  # a level beside one of these is a contradiction
    "exempt", "suspended", "new_member", "new_organisation", "not_yet", "under_review",
)  # fmt: skip
_NOT_DECIDED = UNDECIDED | {"part", "withdrawn", "previous"}
_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_MARK = r"(\*+|[†‡]+|[¹²³⁴⁵⁶⁷⁸⁹]|\(\d{1,2}\)|\(\*+\))"
_LAST_OF_MARKS = frozenset("*†‡¹²³⁴⁵⁶⁷⁸⁹)")
_MARKED = re.compile(rf".*?\S ?{_MARK}")
_FOOTNOTE = re.compile(rf"(?:ghi chú|chú thích)?[ :]*{_MARK}[ :.)\-–]*(\S.*)", re.IGNORECASE)
_ARRIVING = re.compile(r"\bđến\b")
_DISCIPLINE = "kỷ luật"
_OUTSIDER = re.compile(r"(?:là )?quần chúng\b|(?:chưa|không) (?:phải )?là đảng viên\b")
_OTHER_NUMBER = re.compile(
    r"(?:điều chỉnh|đính chính|sửa|thực tế|đúng ra|chỉ (?:công nhận|còn|tính|duyệt))\b[^\d]*\d"
    r"|không (?:tính|cộng|đếm)|tính (?:trùng|hai lần)|sáp nhập vào|giải thể"
)

_IN_DOUBT = re.compile(  # what stands beside it is of another year or place, of somebody above, or not decided yet
    r"^(?!.*(?:chính thức|nghỉ hưu|nghỉ chế độ|chuyển sinh hoạt)).*(?:"
    r"(?:kết quả|số liệu) (?:của )?năm (?:trước|20\d\d)|lấy theo năm|\btạm (?:xếp|tính)\b|\bsố ước\b|\bhoãn\b|\bsai,"
    r"|chưa (?:họp|khớp|chốt|thống nhất)|\bchờ\b.*(?:quyết định|kết luận|duyệt|ý kiến)|\bxem lại\b|\bsố đúng\b|bản mới"
    r"|\btrùng (?:với|dòng|số)\b|đã (?:xếp loại|tính|đánh giá) (?:ở|tại)\b|nơi (?:đến|khác) (?:xếp loại|đánh giá))"
)


class Notes:
    """What is written or drawn beside the values of a table."""

    def __init__(self, body: Body, scale: Scale, tell: Tell) -> None:
        self.grid, self.body, self.table, self.tell = body.grid, body, body.table, tell
        self.comments = self._comments_by_row()
        self._marks = self._marked_rows()
        self._gone = self._gone_rows(scale)
        self.rows = self._formatted_rows() | self._marks.keys() | self._gone.keys()  # they need a look of their own

    def _formatted_rows(self) -> frozenset[int]:
        """Return the rows in which something is struck through, or a cell has a comment."""
        cells = {*self.grid.struck, *self.grid.unstruck, *self.grid.comments}
        return frozenset(row - self.table.body for row, _ in cells if row in self.table.rows)

    def _gone_rows(self, scale: Scale) -> dict[int, tuple[Column, str]]:
        """Return the rows of a list where a column says that somebody left: "15/3" under «Chuyển đi», «Khai trừ»."""
        columns = [column for column in self.table.columns if not column.role and not self.table.counts]
        found: dict[int, tuple[Column, str]] = {}
        for column in columns:
            title = fold(column.path[-1])
            leaving = bool(scale.left(title)) and not _ARRIVING.search(title)
            if column.place not in self.table.value_places and (leaving or _DISCIPLINE in title):
                filled = ((row, text) for row, text in enumerate(self.body.texts(column.place)) if text)
                said = ((row, text) for row, text in filled if text not in BLANK_MARKS and fold(text) not in NO_MARKS)
                found |= {row: (column, text) for row, text in said if leaving or scale.left(text)}
        return found

    def _comments_by_row(self) -> dict[int, list[tuple[int, str]]]:
        return gathered(
            (row - self.table.body, (place, comment)) for (row, place), comment in self.grid.comments.items()
        )

    @cached_property
    def _footnotes(self) -> dict[str, tuple[str, str]]:
        """Return each footnote of the sheet by its mark: its cell and what it says."""
        found: dict[str, tuple[str, str]] = {}
        for row in range(self.table.body, len(self.grid.rows)):
            places = (place for place, cell in enumerate(self.grid.rows[row]) if not is_blank(cell))
            if not 0 < len(filled := list(islice(places, 3))) <= 2:  # the mark may stand in a cell of its own
                continue
            for line in " ".join(str(self.grid.rows[row][place]) for place in filled).splitlines():
                if note := _FOOTNOTE.fullmatch(as_text(line)):
                    found.setdefault(_bare_mark(note[1]), (self.grid.cell(row, filled[0]), note[2]))
        return found

    def _marked_rows(self) -> dict[int, list[str]]:
        """Return the rows in which a level or whose it is has the mark of a footnote, with the marks."""
        levels = (block.places[0] for block in self.table.blocks_of(Value.WORD))
        marked = [
            (row, _bare_mark(found[1]))
            for place in sorted({*levels, *self.table.places_of("name", "person", "given")})
            for row, text in enumerate(self.body.texts(place))
            if text[-1:] in _LAST_OF_MARKS and (found := _MARKED.fullmatch(text))
        ]
        marked += [(line - self.table.body, raised) for (line, _), raised in self.grid.raised.items()]
        return gathered((row, mark) for row, mark in marked if mark in self._footnotes)

    def check_formatting(self, row: int, block: Block) -> None:
        """Check a name that is struck through, or a value some of whose words are: what remains is read, and said."""
        if row not in self.rows:
            return
        line, name = self.table.body + row, self.table.names.get("name")
        if name is not None and (line, name) in self.grid.struck:
            message = "tên ở dòng này đã gạch bỏ nhưng mức thì không; dòng vẫn được tính. Xóa dòng, hoặc bỏ gạch ngang."
            self.tell("warning", "struck_name", message, self.grid.cell(line, name))
        for place in block.places:
            if rest := self.grid.unstruck.get((line, place)):
                message = f'một phần chữ trong ô đã gạch bỏ; đọc phần còn lại: "{rest[:80]}". Xóa hẳn phần đã gạch.'
                self.tell("warning", "struck_words", message, self.grid.cell(line, place), rest)

    def check_level(self, row: int, cell: str, block: Block, scale: Scale, found: Rating) -> None:
        """Check a level beside a note that says there should be none, or another one."""
        level = found.level or ""
        for column, text in self.body.reasons(row, block):
            if against := scale.contradiction(text, level) or (text if _IN_DOUBT.search(fold(text)) else ""):
                self._against(cell, _place(column), against)
            elif _says_unrated(column, text, scale):
                self._tell_unrated(cell, column, text)
        if row in self._gone:
            self._tell_unrated(cell, *self._gone[row])
        for where, words in self._beside(row, cell):
            if against := speaks_against(words, scale, level):
                self._against(cell, where, against)

    def check_count(self, row: int, block: Block) -> None:
        """Check numbers beside a note or comment that says another number, or that they do not count; once a row."""
        if block is not self.table.blocks[0] or not any(self.body.value(row, place) for place in block.places):
            return
        line = self.table.body + row
        cell = self.grid.cell(line, block.places[0])
        beside = [(_place(column), text) for column, text in self.body.reasons(row, block)]
        for where, words in (*beside, *self._beside(row, "")):
            told = fold(words)
            in_doubt = _OTHER_NUMBER.search(told) or _IN_DOUBT.search(told) or says_left_out(words)
            if in_doubt or scope_of(words) in ("draft", "withdrawn"):
                message = f'{where} ghi "{words[:80]}"; các số của dòng này vẫn được tính. Ghi số cuối cùng vào ô.'
                self.tell("warning", "note_against_count", message, cell, words)

    def check_names(self, lines: Sequence[int]) -> None:
        """Check that nobody shares a row of a list, in these rows of the sheet: only one would count."""
        place = self.table.names.get("name")
        if place is None or self.table.counts:
            return
        if "person" not in self.table.names:
            self._check_units(place, lines)
            return
        values = self.body.values(place)
        texts = [value for value in set(values) if value.__class__ is str]
        if not may_name_several(texts):
            return
        several = {text: names_in(text) for text in texts}
        for row in (line - self.table.body for line in lines):
            if (number := several.get(values[row], 1)) > 1:
                message = (
                    f"ô này ghi {number} người nhưng chỉ một dòng, nên chỉ đếm một. Ghi mỗi người một dòng, một mức."
                )
                self.tell("error", "several_names", message, self.body.cell(row, place))

    def _check_units(self, place: int, lines: Sequence[int]) -> None:
        for row in (line - self.table.body for line in lines):
            if names_several_units(self.body.texts(place)[row]):
                message = (
                    "ô này ghi nhiều chi bộ nhưng chỉ một dòng, nên chỉ đếm một. Ghi mỗi chi bộ một dòng, một mức."
                )
                self.tell("error", "several_names", message, self.body.cell(row, place))

    def _beside(self, row: int, own: str) -> Iterator[tuple[str, str]]:
        """Yield what comments on the cells of a row and the footnotes of its marks say, each with its place."""
        for place, comment in self.comments.get(row, ()):
            at = self.body.cell(row, place)
            yield "ghi chú gắn vào ô" + (f" {at}" if at != own else ""), comment
        for mark in self._marks.get(row, ()):
            at, words = self._footnotes[mark]
            yield f"chú thích ở ô {at}", words

    def _tell_unrated(self, cell: str, column: Column, text: str) -> None:
        message = f'có mức xếp loại, nhưng {_place(column)} ghi "{text[:80]}". Bỏ mức, hoặc bỏ ghi chú này.'
        self.tell("warning", "rated_though_exempt", message, cell, text)

    def _against(self, cell: str, where: str, words: str) -> None:
        message = f'{where} ghi "{words[:80]}", trái với mức ở ô này. Ghi mức cuối cùng vào ô này.'
        self.tell("warning", "note_against_level", message, cell, words)


def _place(column: Column) -> str:
    """Return in words where a remark stands: in a column, or in the heading of a group."""
    return column.path[-1] if column.role == GROUP_ROW else f"cột «{column.path[-1]}»"


def _says_unrated(column: Column, text: str, scale: Scale) -> bool:
    """Return whether what a column says of somebody means that there is no level: by its words, or filled at all."""
    if text in BLANK_MARKS or fold(text) in NO_MARKS:
        return False
    titled = column.role == "mark" or (column.role == "reason" and scale.read_reason(column.path[-1]) is not None)
    return titled or _exempts(text, scale) or bool(scale.left(text)) or bool(_OUTSIDER.match(fold(text)))


@lru_cache(maxsize=4096)
def speaks_against(comment: str, scale: Scale, level: str = "") -> str:
    """Return the words of a comment that take a level back, say that there is none, or that it is not decided."""
    if against := scale.contradiction(comment, level):
        return against
    gone = scale.read_reason(comment) or scale.left(comment) or scope_of(comment) in _NOT_DECIDED
    return comment if gone else ""


def _bare_mark(mark: str) -> str:
    return mark.strip("()").translate(_RAISED)


@lru_cache(maxsize=4096)
def _exempts(text: str, scale: Scale) -> bool:
    """Return whether a reason or a note says that there should be no level."""
    reason = scale.read_reason(text) if text else None
    return reason is not None and reason.status in _EXEMPT
