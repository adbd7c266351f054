"""Frames as tables that a Vietnamese reader reads: column titles, levels and verdicts in words, figures with commas.

The one place where a column of a frame gets its title, so that console, notebooks, report and annexes agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from html import escape
from typing import Any

import pandas as pd

from evalkit.awards import ELIGIBLE, EXCLUDED, HELD, JUST_MISSED, STANDINGS
from evalkit.awards import UNDECIDED as NOT_CLEAR
from evalkit.awards.standing import (
    IDENTITY,
    LACKS,
    NO_IDENTITY,
    NOT_FROM_BEST,
    NOT_SENT,
    OVERLAP,
    UNIT_LEVEL,
    UNIT_UNKNOWN,
)
from evalkit.scale import RATED, UNKNOWN
from evalkit.settings import Settings
from evalkit.streaks import NO_RECORD, NO_ROUND, NOT_FOUNDED, NOT_JOINED, OTHER_SCALE
from evalkit.targets import MET, MISSED, NO_DATA, UNDECIDED, VERDICTS
from evalkit.vietnamese import decimal, grouped, padded

TITLES = {
    "year": "Năm", "population": "Đối tượng", "base_organisation": "TCCSĐ", "unit": "Đơn vị", "measure": "Chỉ số",
    "label": "Chỉ tiêu", "bound_text": "Mức đề ra", "count": "Số lượng", "base": "Trên tổng", "printed": "Tỉ lệ %",
    "verdict": "Kết quả", "headroom": "Còn dư (thiếu)", "source": "Nguồn", "subject": "Mã", "name": "Tên",
    "first": "Từ năm", "last": "Đến năm", "length": "Số năm liền", "reason": "Lý do", "id": "Mã khen",
    "decided_by": "Cấp quyết định", "years": "Số năm xét", "reached": "Số đạt điều kiện",
    "holders": "Đã có khen liên quan",
    "severity": "Loại", "code": "Mã lỗi", "file": "Tệp", "sheet": "Trang tính", "cell": "Ô", "found": "Gặp",
    "message": "Nội dung", "suggestion": "Gợi ý", "level": "Mức xếp loại", "status": "Tình trạng", "kind": "Loại hình",
    "award": "Hình thức khen", "value": "Số ghi trên biểu", "eligible": "Đủ điều kiện",
    "held": "Đã được khen", "excluded": "Không xét", "just_missed": "Thiếu một năm", "undecided": "Chưa kết luận",
    "overlap": "Có năm tính lại", "allowed": "Tối đa", "standing": "Kết quả xét", "field": "Lĩnh vực",
    "detail": "Chi tiết", "lacking": "Còn thiếu", "part": "Phần trong tổng thiếu %", "small": "Quy mô",
    "low": "Khoảng: từ %", "high": "đến %", "two_years_ago": "Hai năm trước", "last_year": "Năm trước",
    "this_year": "Năm nay", "change": "Thay đổi (điểm %)", "before": "Cuối năm trước", "joined": "Vào danh sách",
    "admitted": "Trong đó kết nạp", "left": "Ra khỏi danh sách", "not_sent": "Chưa gửi",
    "moved": "Chuyển TCCSĐ", "total": "Cuối năm",
    "until": "Hạn", "yearly": "Mỗi năm (điểm %)", "needed": "Cần thêm", "published": "Đã công bố %",
    "agrees": "Đối chiếu", "otherwise": "Giải thích",
}  # fmt: skip
SEVERITIES = {"error": "Lỗi", "warning": "Cảnh báo", "note": "Ghi chú"}
_MEASURES = {"total": "tổng số", RATED: "được xếp loại", "not_rated": "không xếp loại", UNKNOWN: "ô không đọc được"}
_BREAKS = {
    NO_RECORD: "không có tên trong danh sách", NO_ROUND: "không tổ chức đánh giá",
    OTHER_SCALE: "xếp theo thang đánh giá khác", NOT_JOINED: "chưa vào Đảng", NOT_FOUNDED: "chưa thành lập",
    "merged": "đã sáp nhập", "split": "đã chia tách", "dissolved": "đã giải thể",
    LACKS: "chưa có hình thức khen phải có trước", OVERLAP: "có năm đã tính cho lần khen trước",
    NOT_FROM_BEST: "tiêu biểu nhưng không xếp loại xuất sắc", UNIT_LEVEL: "đơn vị của người đó xếp loại thấp",
    UNIT_UNKNOWN: "không rõ mức xếp loại của đơn vị", IDENTITY: "chưa rõ có phải là một người",
    NOT_SENT: "đơn vị chưa gửi kết quả", NO_IDENTITY: "không có số thẻ và ngày sinh",
}  # fmt: skip
STANDING_WORDS = {
    ELIGIBLE: "Đủ điều kiện", HELD: "Đã được khen", EXCLUDED: "Không xét", JUST_MISSED: "Thiếu một năm",
    NOT_CLEAR: "Chưa kết luận được",
}  # fmt: skip
YES_NO = {  # column → what true and false say
    "small": ("dưới 30 người", ""),
    "agrees": ("khớp", "lệch"),
    "otherwise": ("khớp nếu tính trên tổng số trong danh sách", ""),
}
_WIDE, _WIDE_TITLE = 28, 14  # letters: a longer cell of a notebook table may be broken into lines
_NO_ROWS = "(không có dòng nào)"
_HIDDEN = ("sign", "bound", "share", "unknown", "units_not_sent")
_POINTS = ("change", "yearly")
_SHARES = ("part", "low", "high")
_NUMBERS = (
    "before", "joined", "admitted", "left", "not_sent", "moved", "total", "needed", "lacking",
    "count", "base", "headroom", "reached", "holders", "value", *STANDINGS, "overlap", "allowed",
)  # fmt: skip


def in_words(frame: pd.DataFrame, *, settings: Settings) -> pd.DataFrame:
    """A frame of evalkit as texts with Vietnamese titles; missing values are a dash.

    Columns that others say in words are left out: sign, bound and share; population and measure beside a label.
    """
    hidden = {*_HIDDEN, *(("population", "measure") if "label" in frame else ())}
    hidden |= {"not_sent"} if "headroom" in frame else set()
    shown = [column for column in frame.columns if column not in hidden]
    columns = {
        TITLES.get(column, column): [_said(column, value, settings) for value in frame[column]] for column in shown
    }
    return pd.DataFrame(columns, index=frame.index)


def target_grid(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets down, years across: the share as printed and its verdict, in texts ready to be read.

    Args:
        targets: what `compare_targets` gives. A year for which a target does not hold is a dash.
    """
    said = [
        f"{row.printed} {VERDICTS[row.verdict]}" if row.base else VERDICTS[row.verdict] for row in targets.itertuples()
    ]
    front = {"Chỉ tiêu": targets["label"], "Mức đề ra": targets["bound_text"], "Năm": targets["year"].astype("str")}
    cells = pd.DataFrame({**front, "said": said}).drop_duplicates(["Chỉ tiêu", "Mức đề ra", "Năm"])
    keys = list(dict.fromkeys(zip(cells["Chỉ tiêu"], cells["Mức đề ra"], strict=True)))
    wide = cells.set_index(["Chỉ tiêu", "Mức đề ra", "Năm"])["said"].unstack(fill_value="–")
    return wide.reindex(keys).rename_axis(columns=None).reset_index() if keys else pd.DataFrame(columns=list(front)[:2])


def mask_problems(problems: pd.DataFrame, *, units: Collection[str]) -> pd.DataFrame:
    """The problems of a reading without what those say that name one of these units; the cell stays."""
    about = pd.Series([any(f"«{unit}»" in message for unit in units) for message in problems["message"]], dtype=bool)
    about.index = problems.index
    if not about.any():
        return problems
    told = "số liệu của một đơn vị ít người, không ghi ở đây; xem bằng lệnh check."
    said = problems["message"].str.partition(": ")[0] + f": {told}"
    return problems.assign(message=problems["message"].mask(about, said), found=problems["found"].mask(about, "…"))


def measure_label(measure: str, settings: Settings) -> str:
    """A measure, a status or the reason of a break in words."""
    return _MEASURES.get(measure) or _BREAKS.get(measure) or settings.scale.label(measure)


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
    """A frame in words for a notebook.

    Args:
        across: a column whose values become columns of their own, populations in the order of the settings, others
            in that of the frame; the cells then hold the last column, a dash where there is no row.
    """
    table = in_words(frame, settings=settings)
    if across is None:
        return Table(table)
    front, heads, last = table.columns[0], TITLES.get(across, across), table.columns[-1]
    places = {words: place for place, words in enumerate(settings.populations.values())}
    columns = sorted(table[heads].unique(), key=lambda words: places.get(words, len(places)))
    cells = table.set_index([front, heads])[last].unstack(fill_value="–").reindex(table[front].unique())
    titles = {words: words[:1].upper() + words[1:] for words in columns}
    return Table(cells[columns].rename(columns=titles).rename_axis(columns=None).reset_index())


def _side(column: Iterable[str]) -> str:
    """Words stand to the left, figures to the right."""
    return "left" if any(letter.isalpha() for cell in column for letter in cell) else "right"


def _html_row(tag: str, cells: Iterable[str], sides: Iterable[str], *, wide: int) -> str:
    """A row whose short cells stay on one line; a wide one may be broken, but not squeezed into a word a line."""
    row = ""
    for cell, side in zip(cells, sides, strict=True):
        look = "white-space: nowrap" if len(cell) <= wide else f"min-width: {'12em' if side == 'left' else '4em'}"
        row += f'<{tag} style="text-align: {side}; {look}">{escape(cell)}</{tag}>'
    return f"<tr>{row}</tr>"


def counted(number: int, what: str) -> str:
    """A count inside a sentence.

    >>> counted(0, "chi bộ"), counted(8, "chi bộ"), counted(8967, "đảng viên")
    ('không có chi bộ nào', '08 chi bộ', '8.967 đảng viên')
    """
    return f"{padded(number)} {what}" if number else f"không có {what} nào"


def listed(words: Iterable[object]) -> str:
    """Words one after the other, as in a sentence.

    >>> listed([2018]), listed([2018, 2019, 2020])
    ('2018', '2018, 2019 và 2020')
    """
    *before, last = map(str, words)
    return f"{', '.join(before)} và {last}" if before else last


def verdict_in_words(target: Any, *, settings: Settings) -> str:
    """What became of one target, inside a sentence: "đạt, còn dư 40 đảng viên".

    Args:
        target: a row of `compare_targets`, as `itertuples` gives it.
    """
    what = settings.populations.get(target.population, target.population)
    if target.verdict == UNDECIDED:
        return f"{VERDICTS[UNDECIDED]}, vì {open_in_words(target)}"
    if target.verdict == MISSED:
        return f"chưa đạt, {'thiếu' if target.sign in ('>=', '>') else 'vượt'} {counted(-target.headroom, what)}"
    if target.verdict == MET:
        return f"đạt, còn dư {counted(target.headroom, what)}" if target.headroom else "đạt vừa đủ, không còn dư"
    return VERDICTS[target.verdict]


def open_in_words(target: Any) -> str:
    """What keeps a target undecided: cells that cannot be read, units that have sent nothing.

    Args:
        target: a row of `compare_targets`, as `itertuples` gives it.
    """
    parts = [f"còn {counted(target.unknown, 'ô không đọc được')}"] if target.unknown else []
    if target.not_sent:
        units = counted(target.units_not_sent, "tổ chức cơ sở đảng")
        parts.append(f"{units} chưa gửi (năm trước có {counted(target.not_sent, 'đối tượng')})")
    return ", ".join(parts)


def change_in_words(rates: pd.DataFrame) -> str:
    """How one share went over the years: "từ 97,60% năm 2018 lên 98,45% năm 2022".

    Args:
        rates: rows of `level_rates` or `compare_targets` for one figure, one a year, years ascending.
    """
    known = [row for row in rates.itertuples() if row.base]
    if not known:
        return "không có số liệu"
    first, last = known[0], known[-1]
    if first is last:
        return f"{last.printed}% năm {last.year}"
    if first.printed == last.printed:
        return f"{first.printed}% năm {first.year}, bằng năm {last.year}"
    way = "lên" if last.share > first.share else "xuống"
    return f"từ {first.printed}% năm {first.year} {way} {last.printed}% năm {last.year}"


def course_in_words(targets: pd.DataFrame) -> str:
    """How one target went over the years: better or worse, from which share to which, and the years that missed.

    Args:
        targets: rows of `compare_targets` for one target, one a year, years ascending.
    """
    known = targets[targets["base"] > 0]
    parts = [change_in_words(targets)]
    if len(known) and known["printed"].iloc[0] != known["printed"].iloc[-1]:
        up = known["share"].iloc[-1] > known["share"].iloc[0]
        parts[0] = f"{'tốt lên' if up == (known['sign'].iloc[-1] in ('>=', '>')) else 'kém đi'}, {parts[0]}"
    for verdict in (MISSED, UNDECIDED, NO_DATA):
        years = targets.loc[targets["verdict"] == verdict, "year"]
        if len(years) and len(known):
            parts.append(f"{VERDICTS[verdict]} {'năm' if len(years) == 1 else 'các năm'} {listed(years)}")
    if len(known) and len(parts) == 1:
        parts.append("đạt" if len(targets) == 1 else "năm nào cũng đạt")
    return "; ".join(parts)


def _said(column: str, value: Any, settings: Settings) -> str:
    if value is None or value is pd.NA or value != value:
        return "–"
    if column == "population":
        return settings.populations.get(value, str(value))
    if column in ("measure", "reason", "level", "status"):
        return measure_label(value, settings)
    if column == "verdict":
        return VERDICTS[value]
    if column == "severity":
        return SEVERITIES[value]
    if column in _POINTS:
        return ("+" if value > 0 else "") + decimal(Fraction(value), 2)
    if column in _SHARES:
        return decimal(100 * Fraction(value), 1)
    if column in YES_NO:
        return YES_NO[column][0 if value else 1]
    if column == "standing":
        return STANDING_WORDS[value]
    return grouped(int(value)) if column in _NUMBERS else str(value)
