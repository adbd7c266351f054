"""What was done, or is missing, on many rows of one table: told once a table, with the first cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from evalkit.problems import Severity
from evalkit.sheets.vocabulary import SCOPE_NAMES

Tell = Callable[[Severity, str, str, str, str], None]  # severity, code, message, cell, what was found


@dataclass
class Tally:
    """Counts and cells gathered while the rows of a table are read."""

    blanks: dict[int, int] = field(default_factory=dict)  # year of a column → blank cells
    restored: int = 0  # card numbers that got their zeros back
    no_cards: list[str] = field(default_factory=list)  # cells of cards that are no card numbers
    no_dates: list[str] = field(default_factory=list)  # cells of dates that are no full dates
    units_above: list[str] = field(default_factory=list)  # blank cells of units that are written once, further up
    blank_units: list[str] = field(default_factory=list)  # blank cells of units below a filled one
    dated: list[str] = field(default_factory=list)  # cells of names or codes in which a date stands
    no_units: list[str] = field(default_factory=list)  # level cells of people of no unit
    others: list[str] = field(default_factory=list)  # rows of a form with numbers that are of no level
    remarks: list[str] = field(default_factory=list)  # level cells that say more than a level
    asides: dict[str, list[str]] = field(default_factory=dict)  # scope → rows that are no decided result of the year
    compared: list[str] = field(default_factory=list)  # rows with figures of another year, a plan, per cent

    def tell(self, tell: Tell, *, year_cell: str, card_cell: str) -> None:
        """Tell one problem for each kind; `year_cell` and `card_cell` are the titles of those columns."""
        if self.blanks:
            years = ", ".join(f"{year} ({number})" for year, number in sorted(self.blanks.items()))
            message = f"ô trống trong cột năm được hiểu là năm đó không có xếp loại; số ô trống: {years}."
            tell("note", "blank_year", message, year_cell, "")
        if self.no_cards:
            message = (
                f"{len(self.no_cards)} ô không phải số thẻ (cần 12 chữ số), được hiểu là chưa có số thẻ; "
                "những người này chỉ nối được qua các năm bằng họ tên và ngày sinh. Sửa các ô đó."
            )
            tell("warning", "no_card_number", message, self.no_cards[0], str(len(self.no_cards)))
        if self.restored:
            message = f"{self.restored} số thẻ mất số 0 ở đầu (Excel bỏ đi), đã khôi phục đủ 12 chữ số."
            tell("note", "zeros_restored", message, card_cell, str(self.restored))
        if self.no_dates:
            message = (
                f"{len(self.no_dates)} ô ngày tháng không đọc được, bắt đầu từ ô này, và không được dùng. "
                "Ghi đủ ngày, tháng và năm 4 chữ số, như 05/03/1972."
            )
            tell("warning", "unread_date", message, self.no_dates[0], str(len(self.no_dates)))
        if self.units_above:
            message = (
                f"{len(self.units_above)} ô đơn vị để trống, bắt đầu từ ô này, được hiểu là đơn vị ghi ở ô trên, vì "
                "mỗi đơn vị chỉ ghi một lần. Kiểm tra có đúng không."
            )
            tell("warning", "unit_blank", message, self.units_above[0], str(len(self.units_above)))
        if self.blank_units:
            message = (
                f"{len(self.blank_units)} ô đơn vị để trống dưới ô đã ghi, bắt đầu từ ô này, được hiểu là không ghi "
                "đơn vị. Nếu cùng đơn vị với dòng trên: điền vào từng dòng."
            )
            tell("warning", "unit_blank", message, self.blank_units[0], str(len(self.blank_units)))
        if self.dated:
            message = (
                f"{len(self.dated)} ô tên hoặc mã đơn vị là ngày tháng, bắt đầu từ ô này: Excel tự đổi «1-5» hay "
                "«3/2» thành ngày. Định dạng cột là Văn bản (Text) rồi ghi lại tên hoặc mã."
            )
            tell("error", "unit_is_date", message, self.dated[0], str(len(self.dated)))
        if self.no_units:
            message = (
                f"{len(self.no_units)} người trong danh sách không rõ thuộc chi bộ, tổ chức cơ sở đảng nào. "
                "Thêm cột «Chi bộ», hoặc dòng «Đơn vị: …» phía trên bảng."
            )
            tell("warning", "no_unit", message, self.no_units[0], str(len(self.no_units)))
        if self.remarks:
            message = (
                f"{len(self.remarks)} ô ghi thêm chữ sau mức (số quyết định, số phiếu, hình thức kỷ luật …), bắt đầu "
                "từ ô này: đọc mức, phần ghi thêm không đổi mức."
            )
            tell("note", "level_remark", message, self.remarks[0], str(len(self.remarks)))
        if self.others:
            message = (
                f"{len(self.others)} dòng có số nhưng không phải mức hay lý do nào, bắt đầu từ dòng này, không tính. "
                "Nếu là một mức: ghi đúng tên mức."
            )
            tell("warning", "row_not_read", message, self.others[0], str(len(self.others)))
        for scope, cells in self.asides.items():
            message = (
                f"{len(cells)} dòng, bắt đầu từ dòng này, là {SCOPE_NAMES[scope]}, không phải kết quả xếp loại cả năm "
                "đã được quyết định, nên không tính. Nếu đúng là kết quả: sửa chữ ở cột bên cạnh tên hoặc ở dòng nhóm."
            )
            tell("warning", "out_of_scope", message, cells[0], scope)
        if self.compared:
            message = (
                f"{len(self.compared)} dòng là số của năm khác, kế hoạch, chỉ tiêu hoặc tỉ lệ, bắt đầu từ dòng này, "
                "không tính là đơn vị. Nếu là một đơn vị: ghi số thứ tự và tên đơn vị."
            )
            tell("warning", "row_compares", message, self.compared[0], str(len(self.compared)))
