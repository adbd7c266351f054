"""Every column and table that is shown, defined once: what a column is called, how its values read, how wide it stands.

A `ReportTable` is built once and rendered by four: a Word document, a workbook, a notebook page, the console.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from evalkit.awards import ELIGIBLE, EXCLUDED, HELD, JUST_MISSED
from evalkit.awards import UNDECIDED as NOT_CLEAR
from evalkit.awards import standing as reasons
from evalkit.scale import RATED, UNKNOWN
from evalkit.settings import Settings
from evalkit.streaks import NO_RECORD, NO_ROUND, NOT_FOUNDED, NOT_JOINED, OTHER_SCALE
from evalkit.targets import VERDICTS
from evalkit.vietnamese import decimal, first_capital, grouped

SEVERITIES = {"error": "Lỗi", "warning": "Cảnh báo", "note": "Ghi chú"}
STANDING_WORDS = {
    ELIGIBLE: "Đủ điều kiện", HELD: "Đã được khen", EXCLUDED: "Không xét", JUST_MISSED: "Thiếu một năm",
    NOT_CLEAR: "Chưa kết luận được",
}  # fmt: skip
MISSING = "–"
_WORDS = {  # of measures, and of the reasons why a run breaks or an award is not given
    "total": "tổng số", RATED: "được xếp loại", "not_rated": "không xếp loại", UNKNOWN: "ô không đọc được",
    NO_RECORD: "không có tên trong danh sách", NO_ROUND: "không tổ chức đánh giá",
    OTHER_SCALE: "xếp theo thang đánh giá khác", NOT_JOINED: "chưa vào Đảng", NOT_FOUNDED: "chưa thành lập",
    "merged": "đã sáp nhập", "split": "đã chia tách", "dissolved": "đã giải thể",
    reasons.LACKS: "chưa có hình thức khen phải có trước", reasons.OVERLAP: "có năm đã tính cho lần khen trước",
    reasons.NOT_FROM_BEST: "tiêu biểu nhưng không xếp loại xuất sắc",
    reasons.UNIT_LEVEL: "đơn vị của người đó xếp loại thấp",
    reasons.UNIT_UNKNOWN: "không rõ mức xếp loại của đơn vị", reasons.IDENTITY: "chưa rõ có phải là một người",
    reasons.NO_IDENTITY: "không có số thẻ và ngày sinh", reasons.NOT_SENT: "đơn vị chưa gửi kết quả",
}  # fmt: skip


class Number(NamedTuple):
    """A number that needs another format than whole counts do, and how it then reads."""

    value: float
    format: str
    shown: str


class Link(NamedTuple):
    """A text that leads to a place in another workbook: its address from here, and the cell there."""

    shown: str
    target: str
    location: str


Cell = str | int | Number | Link | None
Reader = Callable[[Any, Any, Settings], Cell]  # a value, its row, the settings


@dataclass(frozen=True)
class Column:
    """A column of a table: the name of its values in a frame, its title, how a value reads, and its width in mm."""

    id: str
    title: str
    read: Reader
    width: float = 18


@dataclass(frozen=True)
class ReportTable:
    """A table as a reader gets it; a row of a single cell is a group title, `bold` are the places of sums."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    unit: str = ""  # what its numbers count: "đảng viên; %"
    note: str = ""
    bold: Collection[int] = ()
    sheet: str = ""  # its short name in a workbook

    @property
    def header(self) -> list[str]:
        """The titles of the columns."""
        return [column.title for column in self.columns]


def text_of(cell: Cell) -> str:
    """Return a cell as a text: counts with a dot between thousands, a dash where there is nothing.

    >>> text_of(8967), text_of(Number(0.98, "0.00%", "98,00")), text_of(None)
    ('8.967', '98,00', '–')
    """
    if isinstance(cell, (Number, Link)):
        return cell.shown
    return MISSING if cell is None else grouped(cell) if isinstance(cell, int) else cell


def as_year(year: int) -> Number:
    """Return a year, without a mark between thousands."""
    return Number(year, "0", str(year))


def as_share(count: int, base: int, printed: str | None) -> Number | None:
    """Return a share with as many digits as its print has ("97,996"); None where there is none."""
    if not printed or not base:
        return None
    return Number(count / base, f"0.{'0' * len(printed.partition(',')[2])}%", printed)


def measure_label(measure: str, settings: Settings) -> str:
    """Return a measure, a status or the reason of a break in words."""
    return _WORDS.get(measure) or settings.scale.label(measure)


# --- how values read -------------------------------------------------------------------------------------------------


def _text(value: Any, _row: Any, _settings: Settings) -> Cell:
    return str(value)


def _count(value: Any, _row: Any, _settings: Settings) -> Cell:
    return value if isinstance(value, str) else int(value)  # a text stands for a count that is not shown


def _year(value: Any, _row: Any, _settings: Settings) -> Cell:
    return as_year(int(value))


def _measure(value: Any, _row: Any, settings: Settings) -> Cell:
    return measure_label(value, settings)


def _population(value: Any, _row: Any, settings: Settings) -> Cell:
    return settings.populations.get(value, str(value))


def _printed(value: Any, row: Any, _settings: Settings) -> Cell:
    count, base = (row.admitted, row.before) if hasattr(row, "admitted") else (_of(row, "count"), _of(row, "base"))
    return as_share(count, base, value) or str(value)


def _of(row: Any, name: str) -> int:
    value = getattr(row, name, 0)
    return 0 if callable(value) or pd.isna(value) else int(value)


def _part(value: Any, _row: Any, _settings: Settings) -> Cell:
    return Number(float(value), "0.0%", decimal(100 * Fraction(value), 1))


def _points(value: Any, _row: Any, _settings: Settings) -> Cell:
    return Number(float(value), "+0.00;-0.00", ("+" if value > 0 else "") + decimal(Fraction(value), 2))


def _words(words: dict[Any, str]) -> Reader:
    return lambda value, _row, _settings: words.get(value, str(value))


# --- the columns -----------------------------------------------------------------------------------------------------

COLUMNS = {
    column.id: column
    for column in (
        Column("year", "Năm", _year, 14),
        Column("population", "Đối tượng", _population, 32),
        Column("base_organisation", "TCCSĐ", _text, 50),
        Column("unit", "Đơn vị", _text, 50),
        Column("measure", "Chỉ số", _measure, 45),
        Column("label", "Chỉ tiêu", _text, 46),
        Column("bound_text", "Mức đề ra", _text, 22),
        Column("count", "Số lượng", _count),
        Column("base", "Tổng số được xếp loại", _count),
        Column("either_base", "Mẫu số", _count),  # the rated for a level, all for who was rated and who not
        Column("printed", "Tỉ lệ %", _printed, 16),
        Column("verdict", "Kết quả", _words(VERDICTS), 24),
        Column("headroom", "Chênh lệch so với chỉ tiêu", _count, 22),
        Column("source", "Nguồn", _text, 40),
        Column("subject", "Mã", _text, 28),
        Column("name", "Tên", _text, 45),
        Column("first", "Từ năm", _year, 14),
        Column("last", "Đến năm", _year, 14),
        Column("length", "Số năm liên tục", _count, 18),
        Column("reason", "Lý do", _measure, 60),
        Column("id", "Mã khen", _text),
        Column("decided_by", "Cấp quyết định", _text, 24),
        Column("years", "Số năm xét", _count),
        Column("reached", "Số đạt điều kiện", _count),
        Column("holders", "Đã có khen liên quan", _count),
        Column("severity", "Loại", _words(SEVERITIES)),
        Column("code", "Mã lỗi", _text),
        Column("file", "Tệp", _text),
        Column("sheet", "Trang tính", _text),
        Column("cell", "Ô", _text),
        Column("found", "Gặp", _text),
        Column("message", "Nội dung", _text, 102),
        Column("suggestion", "Gợi ý", _text),
        Column("level", "Mức xếp loại", _measure, 45),
        Column("status", "Tình trạng", _measure),
        Column("kind", "Loại hình", _text, 50),
        Column("award", "Hình thức khen", _text, 52),
        Column("value", "Số ghi trên biểu", _count),
        Column("eligible", "Đủ điều kiện", _count, 15),
        Column("held", "Đã được khen", _count, 15),
        Column("excluded", "Không xét", _count, 15),
        Column("just_missed", "Thiếu một năm", _count, 15),
        Column("undecided", "Chưa kết luận", _count, 15),
        Column("overlap", "Có năm tính lại", _count),
        Column("allowed", "Tối đa", _count),
        Column("standing", "Kết quả xét", _words(STANDING_WORDS)),
        Column("field", "Lĩnh vực", _text, 70),
        Column("detail", "Chi tiết", _text),
        Column("lacking", "Còn thiếu", _count, 15),
        Column("part", "Phần trong tổng thiếu %", _part, 18),
        Column("excess", "Số vượt", _count, 15),
        Column("excess_part", "Phần trong tổng vượt %", _part, 18),
        Column("small", "Quy mô", _words({True: "dưới 30 người", False: ""}), 22),
        Column("low", "Khoảng: từ %", _part, 15),
        Column("high", "đến %", _part, 15),
        Column("two_years_ago", "Hai năm trước", _text, 22),
        Column("last_year", "Năm trước", _text, 22),
        Column("this_year", "Năm nay", _text, 22),
        Column("change", "Thay đổi (điểm %)", _points, 22),
        Column("before", "Đầu năm", _count),
        Column("joined", "Tăng", _count),
        Column("admitted", "Trong đó kết nạp", _count),
        Column("undated", "Mới, không ghi ngày vào Đảng", _count, 20),
        Column("left", "Giảm", _count),
        Column("not_sent", "Đơn vị chưa gửi", _count),
        Column("moved", "Chuyển TCCSĐ", _count),
        Column("total", "Cuối năm", _count),
        Column("until", "Hạn", _year),
        Column("yearly", "Mỗi năm (điểm %)", _points),
        Column("needed", "Cần thêm", _count),
        Column("published", "Đã công bố %", _text),
        Column("agrees", "Đối chiếu", _words({True: "khớp", False: "lệch"})),
        Column("otherwise", "Giải thích", _words({True: "khớp nếu tính trên tổng số trong danh sách", False: ""}), 30),
        Column("at", "Xuất sắc", _count, 16),
        Column("good", "Tốt", _count, 16),
        Column("good_or_better", "Tốt trở lên", _count, 16),
        Column("exclusive", "Tối đa, không kể xuất sắc", _count, 22),
        Column("inclusive", "Tối đa, kể cả xuất sắc", _count, 22),
        Column("over", "Vượt (còn)", _count, 18),
        Column("whole", "Tỉ lệ chung %", _text, 16),
        Column("running", "Trong đó hai năm liền", _count),
        Column("at_level", "Các năm", _text, 30),
    )
}
_HIDDEN = ("sign", "bound", "share", "unknown", "units_not_sent")  # said in words by other columns


def column(name: str, title: str | None = None, *, width: float | None = None) -> Column:
    """Return a column of the registry, or one of plain text with that title; another title or width for one table."""
    known = COLUMNS.get(name) or Column(name, name, _text)
    return replace(known, title=title or known.title, width=width or known.width)


def plain_columns(titles: Sequence[str], widths: Sequence[float | None] = ()) -> list[Column]:
    """Return the columns of a table whose cells are made by hand; a workbook needs no widths."""
    widths = widths or [None] * len(titles)
    return [column(title, width=width) for title, width in zip(titles, widths, strict=True)]


def table_of(frame: pd.DataFrame, columns: Iterable[Any], *, settings: Settings, **about: Any) -> ReportTable:
    """Return a table of columns of a frame, each by its name or a `Column`; `about` are the other fields of
    `ReportTable`.
    """
    chosen = [one if isinstance(one, Column) else column(one) for one in columns]
    rows = frame.astype(object).itertuples()  # Arrow gives its texts one by one only slowly
    cells = [[_cell(one, getattr(row, one.id), row, settings) for one in chosen] for row in rows]
    return ReportTable(columns=chosen, rows=cells, **about)


def in_words(frame: pd.DataFrame, *, settings: Settings) -> pd.DataFrame:
    """Return a frame of evalkit as texts with Vietnamese titles; missing values are a dash.

    Columns that others say in words are left out: sign, bound and share; population and measure beside a label.
    """
    hidden = {*_HIDDEN, *(("population", "measure") if "label" in frame else ())}
    hidden |= {"not_sent"} if "headroom" in frame else set()
    hidden |= {"undated"} if "undated" in frame and not frame["undated"].any() else set()
    shown = [column(str(name)) for name in frame.columns if name not in hidden]
    values = {one.title: [_cell(one, value, None, settings) for value in frame[one.id]] for one in shown}
    texts = {title: [text_of(cell) for cell in cells] for title, cells in values.items()}
    return pd.DataFrame(texts, index=frame.index)


def _cell(column: Column, value: Any, row: Any, settings: Settings) -> Cell:
    if value is None or value is pd.NA or value != value:
        return None
    return column.read(value, row, settings)


def target_grid(targets: pd.DataFrame) -> pd.DataFrame:
    """Return figures down, years across: the share as printed and its verdict, in texts ready to be read.

    Targets of one figure that follow each other share a row; those whose years overlap have each their own.

    Args:
        targets: what `compare_targets` gives. A year for which no target of the row holds is a dash.
    """
    front = ["Chỉ tiêu", "Mức đề ra", "Năm"]
    cells = pd.DataFrame(
        [
            (row.label, row.bound_text, str(row.year), f"{row.printed if row.base else ''} {VERDICTS[row.verdict]}")
            for row in targets.itertuples()
        ],
        columns=[*front, "said"],
    ).drop_duplicates(front)
    for _, rows in cells.groupby("Chỉ tiêu"):
        cells.loc[rows.index, "Mức đề ra"] = _successive_bounds(rows)
    keys = list(dict.fromkeys(zip(cells["Chỉ tiêu"], cells["Mức đề ra"], strict=True)))
    wide = cells.set_index(front)["said"].str.strip().unstack(fill_value=MISSING)
    return wide.reindex(keys).rename_axis(columns=None).reset_index() if keys else pd.DataFrame(columns=front[:2])


def _successive_bounds(rows: pd.DataFrame) -> Any:
    """Return all bounds of a figure as one text where they follow each other: "ít nhất 97% (đến 2019); …"."""
    spans = rows.groupby("Mức đề ra")["Năm"].agg(["min", "max"]).sort_values("min")
    firsts, lasts = list(spans["min"]), list(spans["max"])
    if len(spans) == 1 or any(later <= last for later, last in zip(firsts[1:], lasts[:-1], strict=True)):
        return rows["Mức đề ra"]
    between = ["–".join(dict.fromkeys(span)) for span in zip(firsts[1:-1], lasts[1:-1], strict=True)]
    years = [f"đến {lasts[0]}", *between, f"từ {firsts[-1]}"]
    return "; ".join(f"{bound} ({span})" for bound, span in zip(spans.index, years, strict=True))


# --- in a notebook ----------------------------------------------------------------------------------------------

_WIDE, _WIDE_TITLE = 28, 14  # letters: a longer cell of a notebook table may be broken into lines
_NO_ROWS = "(không có dòng nào)"


class Table:
    """A frame of texts on a notebook page: as HTML with words to the left and figures to the right, else as plain text.

    Nothing in it changes from run to run, nothing is cut short, and there are no running numbers.
    """

    def __init__(self, cells: pd.DataFrame) -> None:
        self.cells = cells

    def __repr__(self) -> str:
        return str(self.cells.to_string(index=False)) if len(self.cells) else _NO_ROWS

    def _repr_html_(self) -> str:
        if self.cells.empty:
            return f"<p>{_NO_ROWS}</p>"
        sides = [_side(self.cells[column]) for column in self.cells.columns]
        rows = [_html_row("th", self.cells.columns, sides, wide=_WIDE_TITLE)]
        rows += [_html_row("td", row, sides, wide=_WIDE) for row in self.cells.itertuples(index=False, name=None)]
        return "\n".join(["<table>", *rows, "</table>"])


def as_table(frame: pd.DataFrame, *, settings: Settings, across: str | None = None) -> Table:
    """Return a frame in words for a notebook.

    Args:
        across: a column whose values become columns of their own, populations in the order of the settings, years
            rising, others in that of the frame; the cells then hold the last column, a dash where there is no row.
    """
    table = in_words(frame, settings=settings)
    if across is None:
        return Table(table)
    front, heads, last = table.columns[0], column(across).title, table.columns[-1]
    places = {words: place for place, words in enumerate(settings.populations.values())}
    if across == "year":
        columns = sorted(table[heads].unique())
    else:
        columns = sorted(table[heads].unique(), key=lambda words: places.get(words, len(places)))
    cells = table.set_index([front, heads])[last].unstack(fill_value=MISSING).reindex(table[front].unique())
    titles = {words: first_capital(words) for words in columns}
    return Table(cells[columns].rename(columns=titles).rename_axis(columns=None).reset_index())


def _side(column: Iterable[str]) -> str:
    """Words stand to the left, figures to the right."""
    return "left" if any(letter.isalpha() for cell in column for letter in cell) else "right"


def _html_row(tag: str, cells: Iterable[str], sides: Iterable[str], *, wide: int) -> str:
    """Return a row whose short cells stay on one line; a wide one may be broken, but not squeezed into a word a
    line.
    """
    row = ""
    for cell, side in zip(cells, sides, strict=True):
        look = "white-space: nowrap" if len(cell) <= wide else f"min-width: {'12em' if side == 'left' else '4em'}"
        row += f'<{tag} style="text-align: {side}; {look}">{escape(cell)}</{tag}>'
    return f"<tr>{row}</tr>"
