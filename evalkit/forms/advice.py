"""What a unit is advised to do about a problem: it corrects its cells; the settings are the organisation board's."""

from __future__ import annotations

import pandas as pd

from evalkit.reading import Reading
from evalkit.scale import Scale

_ADD_SPELLING = r"Sửa ô này, hoặc thêm cách viết vào \[scale\.aliases\]"
_ADVICE = (  # words of a message that speak of the settings, as a pattern → what a unit reads instead
    (
        r"Đổi tiêu đề cột tên thành «TCCSĐ» hoặc «Chi bộ», ghi rõ trong tiêu đề bảng, hoặc thêm \[\[read\]\]",
        "Ghi lại tiêu đề cột tên: «Họ và tên» nếu là đảng viên, «Chi bộ» nếu là chi bộ, «TCCSĐ» nếu là tổ chức cơ sở "
        "đảng",
    ),
    (
        r"; nếu tiêu đề khác thường, khai báo \[\[read\]\] trong evalkit\.toml",
        ": ghi ngay trên các dòng này «Họ và tên» (hoặc «Chi bộ», «TCCSĐ») và «Xếp loại», mỗi tiêu đề trên cột của nó",
    ),
    (r"evalkit\.toml, \S+: ", ""),
    (
        r"Ghi thêm tiêu đề ở dòng trên, như «Dòng trên / Dòng dưới», hoặc «cột C»",
        "Ghi cho mỗi cột một tiêu đề riêng",
    ),
    (r"hình thức khen nào trong evalkit\.toml", "hình thức khen nào đã biết"),
    (
        r"Sửa cho đúng từng chữ như name trong \[\[awards\]\], hoặc thêm hình thức này",
        "Ghi đúng từng chữ tên hình thức khen trong văn bản",
    ),
    (
        r'khai báo \[\[crosswalk\]\] với kind = "renamed" từ mã cũ sang mã mới, hoặc sửa mã',
        "ghi cùng một mã ở mọi năm",
    ),
    (r"Nếu đổi tên, khai báo \[\[crosswalk\]\]", "Nếu đổi tên, khi gửi lại báo ngày và văn bản đổi tên"),
    (r'khai báo \[\[crosswalk\]\] với kind = "renamed"', "khi gửi lại báo ngày và văn bản đổi tên"),
    (r"\[\[crosswalk\]\] ghi", "danh sách đổi tên, sáp nhập ghi"),
    (r"theo \[\[crosswalk\]\] ngày", "từ ngày"),
    (r"Xem lại ngày trong \[\[crosswalk\]\], hoặc bỏ một dòng", "Bỏ dòng của đơn vị không còn trong năm ấy"),
    (r"Xem lại ngày trong \[\[crosswalk\]\], hoặc tên ở đây", "Xem lại tên ở đây"),
    (
        r"evalkit\.toml, \[\[read\]\] lấy cột \S+ làm mã \(subject\), nhưng cột này là số thứ tự.*",
        "Cột này là số thứ tự, không phải mã. Ghi thêm cột mã hoặc số thẻ.",
    ),
    (
        r"evalkit\.toml, \[\[read\]\] ghi population = .*, nhưng (.*)\. Có phải population.*",
        "Xem lại đây là danh sách ai.",
    ),
)


def advise_units(problems: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return the problems with messages that a unit can act on: what to write, never how the settings are changed."""
    messages = problems["message"].copy()
    for (file, sheet), rows in problems[problems["code"] == "unknown_level"].groupby(["file", "sheet"]):
        levels = _levels_of(reading, file, sheet)
        write = f"Ghi vào ô này một trong các mức: {levels}; ai không được xếp loại thì ghi lý do"
        messages[rows.index] = _replaced(rows["message"], _ADD_SPELLING, write)
    for words, advice in _ADVICE:
        messages = _replaced(messages, words, advice)
    return problems.assign(message=messages)


def _replaced(messages: pd.Series, words: str, advice: str) -> pd.Series:
    return messages.str.replace(words, lambda _: advice, regex=True)


def _levels_of(reading: Reading, file: str, sheet: str) -> str:
    """Return the names of the levels a sheet may use; of each scale in turn where its years have two."""
    ratings = reading.ratings
    years = ratings.loc[(ratings["file"] == file) & (ratings["sheet"] == sheet), "year"].unique()
    scales = {scale.name: scale for scale in map(reading.settings.scale.at, years)} or {"": reading.settings.scale}
    return "; ".join(_named(scale, with_name=len(scales) > 1) for scale in scales.values())


def _named(scale: Scale, *, with_name: bool) -> str:
    names = ", ".join(f"«{level.name}»" for level in scale.levels)
    return f"{names} ({scale.name})" if with_name else names
