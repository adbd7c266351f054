"""What was done, or is missing, on many rows of one table: told once a table, with the first cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from evalkit.problems import Severity, Tell
from evalkit.sheets.vocabulary import SCOPE_NAMES

_MESSAGES: dict[str, tuple[Severity, str]] = {  # kind → severity, what is said behind the number of cells
    "no_card_number": (
        "warning",
        "ô không phải số thẻ (cần 12 chữ số), được hiểu là chưa có số thẻ; những người này chỉ nối được qua các năm "
        "bằng họ tên và ngày sinh. Sửa các ô đó.",
    ),
    "zeros_restored": ("note", "số thẻ mất số 0 ở đầu (Excel bỏ đi), đã khôi phục đủ 12 chữ số."),
    "unread_date": (
        "warning",
        "ô ngày tháng không đọc được, bắt đầu từ ô này, và không được dùng. Ghi đủ ngày, tháng và năm 4 chữ số, như "
        "05/03/1972.",
    ),
    "unit_above": (
        "warning",
        "ô đơn vị để trống, bắt đầu từ ô này, được hiểu là đơn vị ghi ở ô trên, vì mỗi đơn vị chỉ ghi một lần. Kiểm "
        "tra có đúng không.",
    ),
    "unit_blank": (
        "warning",
        "ô đơn vị để trống dưới ô đã ghi, bắt đầu từ ô này, được hiểu là không ghi đơn vị. Nếu cùng đơn vị với dòng "
        "trên: điền vào từng dòng.",
    ),
    "unit_is_date": (
        "error",
        "ô tên hoặc mã đơn vị là ngày tháng, bắt đầu từ ô này: Excel tự đổi «1-5» hay «3/2» thành ngày. Định dạng cột "
        "là Văn bản (Text) rồi ghi lại tên hoặc mã.",
    ),
    "unit_unfilled": (
        "warning",
        "đơn vị không có số nào, bắt đầu từ dòng này, nên không tính. Đơn vị chưa gửi: bổ sung sau; không có ai được "
        "xếp loại: ghi 0.",
    ),
    "no_unit": (
        "warning",
        "người trong danh sách không rõ thuộc chi bộ, tổ chức cơ sở đảng nào. Thêm cột «Chi bộ», hoặc dòng «Đơn vị: …» "
        "phía trên bảng.",
    ),
    "unit_from_row": (
        "warning",
        "dòng chỉ có chữ, đứng ngay trên người được đánh số, bắt đầu từ dòng này, được hiểu là tên đơn vị của những "
        "người bên dưới. Nếu không phải: bỏ dòng ấy, hoặc ghi đơn vị vào một cột.",
    ),
    "may_be_example": (
        "warning",
        "dòng đầu mang dấu * thay số thứ tự, hoặc họ tên thay cho tên thật («… Văn A»), có thể chỉ là dòng ví dụ cách "
        "ghi, vẫn được tính. Nếu là ví dụ: xóa dòng; nếu không: ghi đủ họ tên, đánh số từ 1.",
    ),
    "may_be_part": (
        "warning",
        "dòng không có số thứ tự dưới đơn vị có số thứ tự, tên không phải tên đơn vị, bắt đầu từ dòng này, vẫn được "
        "tính là một đơn vị. Nếu là một phần của đơn vị trên, một chỉ tiêu hay số của kỳ khác: ghi «Trong đó: …» hoặc "
        "bỏ dòng; nếu không: đánh số thứ tự.",
    ),
    "may_be_second": (
        "warning",
        "dòng không có số thứ tự, mức ở ô gộp với dòng trên, bắt đầu từ dòng này, vẫn được tính là một đối tượng. Nếu "
        "chỉ nói thêm về dòng trên: gộp cả ô số thứ tự; nếu không: đánh số thứ tự.",
    ),
    "level_remark": (
        "note",
        "ô ghi thêm chữ sau mức (số quyết định, số phiếu, hình thức kỷ luật …), bắt đầu từ ô này: đọc mức, phần ghi "
        "thêm không đổi mức.",
    ),
    "row_not_read": (
        "warning",
        "dòng có số nhưng không phải mức hay lý do nào, bắt đầu từ dòng này, không tính. Nếu là một mức: ghi đúng tên "
        "mức.",
    ),
    "out_of_scope": (
        "warning",
        "dòng, bắt đầu từ dòng này, là {scope}, không phải kết quả xếp loại cả năm đã được quyết định, nên không tính. "
        "Nếu đúng là kết quả: sửa chữ ở cột bên cạnh tên hoặc ở dòng nhóm.",
    ),
    "row_compares": (
        "warning",
        "dòng là số của năm khác, kế hoạch, chỉ tiêu hoặc tỉ lệ, bắt đầu từ dòng này, không tính là đơn vị. Nếu là một "
        "đơn vị: ghi số thứ tự và tên đơn vị.",
    ),
}
_CODES = {"unit_above": "unit_blank"}  # of the others their own word is the code


@dataclass
class Tally:
    """Counts and cells gathered while the rows of a table are read."""

    blanks: Counter[int] = field(default_factory=Counter)  # year of a column → blank cells
    cells: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # kind and scope → cells

    def add(self, kind: str, cell: str, scope: str = "") -> None:
        """Note a cell of which one of the messages is to be told; `scope` is why its row is no result of the year."""
        self.cells.setdefault((kind, scope), []).append(cell)

    def tell(self, tell: Tell, *, year_cell: str) -> None:
        """Tell one problem for each kind; `year_cell` is the title of such a column."""
        if self.blanks:
            years = ", ".join(f"{year} ({number})" for year, number in sorted(self.blanks.items()))
            message = f"ô trống trong cột năm được hiểu là năm đó không có xếp loại; số ô trống: {years}."
            tell("note", "blank_year", message, year_cell)
        for kind, (severity, message) in _MESSAGES.items():
            for (own, scope), cells in self.cells.items():
                if own == kind:
                    said = f"{len(cells)} {message.format(scope=SCOPE_NAMES.get(scope))}"
                    tell(severity, _CODES.get(kind, kind), said, cells[0], scope or str(len(cells)))
