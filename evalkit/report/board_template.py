"""The board's own template as the report: its words stay, each section is written where the template marks its place.

A mark is a paragraph of its own, `{{ ket-qua }}`; every other field is the name of a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docx.oxml.ns import qn

from evalkit.report.document import Document
from evalkit.report.own_words import SECTIONS, OwnWords, only_field

OPENING, ANNEXES = "mo-dau", "phu-luc"
MARKS = {OPENING: "căn cứ và số liệu chung", **SECTIONS, ANNEXES: "danh mục phụ lục và nguồn số liệu"}


def fill_headers(document: Document, words: OwnWords) -> None:
    """Fill the fields above and below the pages."""
    for section in document.word.sections:
        for kind in ("header", "footer"):
            for which in ("", "first_page_", "even_page_"):
                part = getattr(section, which + kind)
                if not part.is_linked_to_previous:
                    for paragraph in part._element.iter(qn("w:p")):
                        words.fill(paragraph, f"{document.template}, {'đầu' if kind == 'header' else 'chân'} trang")


def fill_template(document: Document, parts: Mapping[str, Callable[[], None]], words: OwnWords) -> None:
    """Write each part in the place of its mark and fill all other fields; name the parts that have no mark."""
    body: Any = document.word.element.body
    missing = dict(parts)
    for place, paragraph in enumerate(list(body.iter(qn("w:p"))), 1):
        name = only_field(paragraph)
        if name not in parts:
            words.fill(paragraph, f"{document.template}, đoạn {place}", MARKS)
            continue
        before = len(body) - 1  # the properties of the last section stay last
        parts[name]()
        for element in body[before:-1]:
            paragraph.addprevious(element)
        missing.pop(name, None)
        if paragraph.xpath("./w:pPr/w:sectPr"):  # it ends a section, with another page than the next
            for run in paragraph.xpath("./w:r"):
                paragraph.remove(run)
        else:
            paragraph.getparent().remove(paragraph)
    if missing:
        lacking = "; ".join(f"{{{{ {name} }}}} ({MARKS[name]})" for name in missing)
        words.problems.append(
            f"{document.template}: chưa có chỗ cho {lacking}, nên báo cáo thiếu phần này. Viết dấu đó thành một đoạn "
            "riêng ở chỗ cần chèn."
        )
