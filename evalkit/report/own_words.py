"""The board's own prose: one Word file a section beside the data, its fields filled with figures, its words untouched.

A field is the name of a figure and nothing else: `{{ member/good_or_better/2022 }}` is the printed share, with
`/count` or `/base` behind it the number; `{{ bloc-5-years/eligible/2022 }}` how many stand so to an award,
`{{ member/admitted/2022 }}` how many members came or left. What is no figure stays as it is written, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from evalkit.awards import STANDINGS
from evalkit.report.document import Document, open_word
from evalkit.report.figures import Figures
from evalkit.sentences import listed
from evalkit.settings import Settings
from evalkit.vietnamese import grouped, unit_form

FOLDER = "phan-loi"
SECTIONS = {
    "kiem-diem": "I- Công tác kiểm điểm, đánh giá, xếp loại",
    "ket-qua": "II- Kết quả đánh giá, xếp loại",
    "khen-thuong": "III- Kết quả xét, đề nghị khen thưởng",
    "uu-diem-han-che": "IV- Ưu điểm, hạn chế, nguyên nhân",
    "phuong-huong": "V- Phương hướng, nhiệm vụ; phát động thi đua",
    "kien-nghi": "VI- Kiến nghị, đề xuất",
}
_NEEDED = {
    "organ": "cơ quan ban hành", "parent": "cấp trên trực tiếp", "symbol": "ký hiệu", "place": "địa danh",
    "position": "chức vụ người ký", "recipients": "nơi nhận",
}  # fmt: skip
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_HINT = "(Viết phần «"  # how the line begins that a skeleton has for whoever writes the section
_PICTURES = ("w:drawing", "w:pict", "w:object")
_GROWTH = ("admitted", "joined", "left", "moved")
_REMARKS = ("w:commentReference", "w:commentRangeStart", "w:commentRangeEnd")  # of those who wrote it, to each other
_LEFT_OUT = {
    "w:endnoteReference": "chú thích cuối văn bản không được đưa vào báo cáo; đổi thành chú thích cuối trang",
    "w:sectPr": "khổ giấy, lề riêng của phần này không được đưa vào báo cáo; chỉnh lại trong báo cáo nếu cần",
}


class OwnWords:
    """The files of a folder; `problems` names every field that is no figure, and what could not be taken over."""

    def __init__(self, folder: Path | None, value: Callable[[str], str | None]) -> None:
        self.folder, self.value = folder, value
        self.problems: list[str] = []

    def add(self, document: Document, section: str) -> bool:
        """Put a section's own prose at the end of a document; False where there is none."""
        path = self.folder / f"{section}.docx" if self.folder else None
        if path is None or not path.is_file():
            return False
        own = open_word(path)
        if own is None:
            self.problems.append(f"{path.name}: không mở được như tệp Word, nên không được đưa vào báo cáo.")
            return False
        body: Any = own.element.body
        paragraphs = list(body.iter(qn("w:p")))  # as Word counts them, the skeleton's hint with them
        for element in list(body):
            if element.tag == qn("w:sectPr") or _words(element).startswith(_HINT):
                body.remove(element)
        if not any(_words(one).strip("…") or _has_picture(one) for one in body):
            return False
        self._clean(body, path.name)
        for place, paragraph in enumerate(paragraphs, 1):
            if next(paragraph.iterancestors(body.tag), None) is not None:
                self.fill(paragraph, f"{path.name}, đoạn {place}")
        if document.compose(own):
            return True
        self.problems.append(f"{path.name}: không ghép được vào báo cáo. Mở bằng Word, lưu lại thành tệp .docx mới.")
        return False

    def _clean(self, body: Any, file: str) -> None:
        """Remove remarks, and what the report cannot take over, which is named."""
        for tag in _REMARKS:
            for part in list(body.iter(qn(tag))):
                part.getparent().remove(part)
        for tag, message in _LEFT_OUT.items():
            parts = list(body.iter(qn(tag)))
            for part in parts:
                part.getparent().remove(part)
            if parts:
                self.problems.append(f"{file}: {message}.")

    def fill(self, paragraph: Any, where: str, marks: Collection[str] = ()) -> None:
        """Fill the fields of a paragraph with their figures, though Word may have cut a field into runs.

        `marks` are the names of sections, which no field inside a text can be.
        """
        texts = list(paragraph.iter(qn("w:t")))
        whole = "".join(part.text or "" for part in texts)
        for field in reversed(list(_FIELD.finditer(whole))):
            found = self.value(field[1])
            if found is None:
                self.problems.append(f"{where}: {self._unknown(field[1], marks)}, để nguyên.")
            else:
                _replace(texts, field.start(), field.end(), found)

    def _unknown(self, name: str, marks: Collection[str]) -> str:
        """Return why a field cannot be filled, and what it may have been meant to be."""
        if name in marks:
            return f"dấu «{name}» phải đứng một mình trong đoạn"
        close = get_close_matches(name, marks, 1)
        return f"không có con số nào tên «{name}»{f' (có phải là {close[0]}?)' if close else ''}"


def only_field(paragraph: Any) -> str:
    """Return the name of the field that is all of a paragraph; "" where there is more or less in it."""
    found = _FIELD.fullmatch(_words(paragraph))
    return found[1] if found else ""


def _words(element: Any) -> str:
    """Return the text of a paragraph or a table, without blanks around it."""
    return "".join(part.text or "" for part in element.iter(qn("w:t"))).strip()


def _has_picture(element: Any) -> bool:
    return any(True for tag in _PICTURES for _ in element.iter(qn(tag)))


def _replace(texts: list[Any], start: int, end: int, new: str) -> None:
    """Characters `start` to `end` of the texts together as `new`, in the look of the text where they begin."""
    at = 0
    for part in texts:
        text = part.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            part.text = text[:first] + (new if at + first == start else "") + text[last:]
            part.set(qn("xml:space"), "preserve")
        at += len(text)


def unset_keys(figures: Figures) -> str:
    """Return a line on what the head and foot of the report need and the settings do not say; "" where nothing is
    missing.
    """
    missing = [f"{key} ({words})" for key, words in _NEEDED.items() if not getattr(figures.settings, key)]
    if not missing or not figures.party or figures.settings.path is None:
        return ""
    return f"Chưa khai báo trong evalkit.toml: {', '.join(missing)}."


def wrong_blocks(figures: Figures) -> str:
    """Return a line on what [blocks] names that is no unit of the year, or stands in two blocks; "" where all is well.

    A unit that has sent nothing this year is none of these.
    """
    blocks, names = figures.settings.blocks, figures.unit_names
    told = [unit for units in blocks.values() for unit in units]
    forms = [unit_form(names.get(unit_form(unit), unit)) for unit in told]
    known = {*names, *map(unit_form, figures.received.missing)}
    unknown = [_with_nearest(unit, names) for unit, form in zip(told, forms, strict=True) if form not in known]
    twice = [f"«{unit}»" for place, unit in enumerate(told) if forms[place] in forms[:place]]
    parts = [f"không đơn vị nào của năm {figures.year} có tên hoặc mã {listed(unknown)}"] if unknown else []
    parts += [f"{listed(twice)} được ghi hai lần, chỉ tính lần sau"] if twice else []
    return f"[blocks] trong evalkit.toml: {'; '.join(parts)}." if parts else ""


def _with_nearest(unit: str, names: Mapping[str, str]) -> str:
    close = get_close_matches(unit_form(unit), names, 1, 0.75)
    return f"«{unit}»{f' (có phải là «{names[close[0]]}»?)' if close else ''}"


def figure_of(figures: Figures) -> Callable[[str], str | None]:
    """Return what gives a field's figure as it is printed; None where there is no figure of that name."""

    def value(name: str) -> str | None:
        parts = name.split("/")
        if len(parts) not in (3, 4) or not parts[2].isdecimal():
            return None
        if len(parts) == 3 and (number := _number(figures, parts[0], parts[1], int(parts[2]))) is not None:
            return grouped(number)
        rate = figures.of(parts[0], int(parts[2])).get(parts[1])
        if rate is None or (len(parts) == 4 and parts[3] not in ("count", "base")):
            return None
        if len(parts) == 4:
            return grouped(getattr(rate, parts[3]))
        return f"{rate.printed}%" if rate.printed else None

    return value


def _number(figures: Figures, of: str, what: str, year: int) -> int | None:
    """Return how many stand so to an award of the year, or how many members came, left or moved in a year.

    None where that is not known: of some who came no list says whether they were admitted.
    """
    if of == "member" and what in _GROWTH:
        rows = figures.growth[figures.growth["year"] == year]
        rows = rows[rows["undated"] == 0] if what == "admitted" else rows
    elif what in STANDINGS and year == figures.year:
        rows = figures.awards[figures.awards["id"] == of]
    else:
        return None
    return next((int(number) for number in rows[what].dropna()), None)


def write_skeleton(folder: Path, settings: Settings, *, year: int) -> list[Path]:
    """Write a file to begin with for every section that has none yet; those that are there are left alone."""
    folder.mkdir(exist_ok=True)
    written = []
    for section, title in SECTIONS.items():
        path = folder / f"{section}.docx"
        if not path.exists():
            document = Document(settings, year=year)
            document.text(
                f"{_HINT}{title}» ở dưới dòng này; dòng này không vào báo cáo. Con số viết như "
                f"{{{{ member/good_or_better/{year} }}}} thì được điền mỗi lần chạy.)",
                "",
            )
            document.save(path, title=title)
            written.append(path)
    return written


def unset_rules(figures: Figures) -> list[str]:
    """Return what the report lacks because the settings do not have it; for those who write it, not for those who sign
    it.
    """
    settings = figures.settings
    said = [] if settings.targets else ["Chưa khai báo chỉ tiêu nào ([[targets]] trong evalkit.toml)."]
    if settings.targets and figures.targets_now.empty and figures.stage != "over":
        said.append(f"Không có chỉ tiêu nào áp dụng cho năm {figures.year}: xem term, from, to trong evalkit.toml.")
    return [*said, *([] if settings.awards else ["Chưa khai báo hình thức khen nào ([[awards]] trong evalkit.toml)."])]
