"""A Party document in Word: page, head block, tables, pictures, signature, in styles that an office can change.

Layout: Hướng dẫn 36-HD/VPTW (2018): A4, Times New Roman 14, page number above, none on page 1.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles import BabelFish
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from evalkit.office import legal, repack, stamp
from evalkit.report.word_tables import keep_rows, set_widths, table_height, write_cells
from evalkit.settings import Settings
from evalkit.tables import ReportTable, text_of
from evalkit.vietnamese import first_capital, inside

FONT = "Times New Roman"
_WHOLE = 72  # mm; a lower table stays on one page, a higher one would leave too much of the page before it white
_UPRIGHT = 170  # mm; a wider annex lies on its side
TALL = 112  # mm; a taller picture would leave half a page white before it
_SIGNED = 3  # lines that the signature takes along to its page
_BEGUN = 4  # parts of a body that has no more than its title
_LEFT, _CENTRE, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip
# name, size, bold, italic, alignment, points before and after
_STYLES: tuple[tuple[str, float, bool, bool, Any, float, float], ...] = (
    ("Normal", 14, False, False, _LEFT, 0, 0),
    ("Body Text", 14, False, False, _BOTH, 3, 3),
    ("Title", 16, True, False, _CENTRE, 18, 0),
    ("Subtitle", 14, True, False, _CENTRE, 0, 0),
    ("Heading 1", 14, True, False, _LEFT, 12, 4),
    ("Heading 2", 14, True, False, _LEFT, 8, 3),
    ("Caption", 13, True, False, _CENTRE, 8, 0),
    ("Bảng", 11, False, False, _LEFT, 1, 1),
    ("Bảng đầu", 10, True, False, _CENTRE, 1, 1),
    ("Đơn vị tính", 11, False, True, _RIGHT, 0, 2),
    ("Nguồn", 11, False, True, _BOTH, 2, 8),
    ("Danh mục", 12, False, False, _LEFT, 0, 0),
    ("Thể thức", 14, False, False, _CENTRE, 0, 0),
)


class Document:
    """A document that is written from top to bottom; tables and pictures number themselves."""

    def __init__(self, settings: Settings, *, year: int, party: bool = True, body: bool = False) -> None:
        """Begin a document in the page and styles of the settings' template; with `body` in its text, if it has fields.

        `has_body` says whether there is such a text, `left_out` whether there is another.
        """
        self.settings, self.year, self.party = settings, year, party
        self._tables = self._pictures = 0
        self.word = _open_template(settings.template) if settings.template else docx.Document()
        self.template = settings.template.name if settings.template else ""
        text = self.word.element.body.xpath("string(.)").strip()
        self.has_body = body and "{{" in text
        self.left_out = bool(text) and not self.has_body
        if self.template and not self.has_body:
            _empty(self.word)
        self._style_id = cache(partial(self.word.part.get_style_id, style_type=WD_STYLE_TYPE.PARAGRAPH))
        known = {style.name for style in self.word.styles} if settings.template else set()
        for style in _STYLES:
            if style[0] not in known:
                _set_style(self.word, *style)
        for language in self.word.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "vi-VN")
        if not settings.template:
            self._set_page()
        section = self.word.sections[0]
        if not settings.template or not _has_own_edges(section):
            self._number_pages()
        self.width = _text_width(section)

    def head(self, title: str, subject: str) -> None:
        """Add the head block, number and date left to fill, then the title."""
        left, right = self._two_columns(80 / 165 * self.width, 85 / 165 * self.width)
        _line(left, _organ(self.settings.parent))
        _line(left, _organ(self.settings.organ or self.settings.organisation), bold=True)
        _line(left, "*")
        _line(left, self._number())
        if self.party:
            _rule(_line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True))
        _line(right, f"{self.settings.place or '……………'}, ngày      tháng      năm ……", italic=True)
        self.title(title, first_capital(subject))

    def title(self, title: str, subject: str, *, attached: bool = False) -> None:
        """Add the title and its subject; with `attached` also to which report it belongs, number and date to fill."""
        self._add(title, "Title")
        self._add(subject.replace(f" {self.year}", f"\xa0{self.year}"), "Subtitle")
        if attached:
            of = f"{self._number()}, ngày      tháng      năm ……"
            organ = self.settings.organ or self.settings.organisation
            line = self._add(f"(Kèm theo Báo cáo {inside(of)}{f' của {organ}' if organ else ''})", "Thể thức")
            line.runs[0].italic = True
        self._add("-----", "Subtitle")

    def _number(self) -> str:
        """Return the number of the report, left to fill, and its symbol."""
        return f"Số        -{self.settings.symbol or 'BC/……'}"

    def _add(self, text: str, style: str) -> Paragraph:
        """Add one more paragraph; to find its style by name for each of them takes longer than all the rest."""
        paragraph = self.word.add_paragraph(legal(text))
        paragraph._p.style = self._style_id(style)
        return paragraph

    def heading(self, text: str, level: int = 1) -> None:
        """`I- …` at level 1, `1. …` at level 2."""
        self._add(text, f"Heading {level}")

    def text(self, *paragraphs: str) -> None:
        """Add running text, the first line indented."""
        for paragraph in paragraphs:
            self._add(paragraph, "Body Text")

    def items(self, *lines: str) -> None:
        """Add a list in small lines, its first two kept together."""
        for place, line in enumerate(lines):
            form = self._add(line, "Danh mục").paragraph_format
            form.left_indent, form.first_line_indent = Mm(16), Mm(-6)
            form.keep_with_next = place == 0 or None

    def table(self, table: ReportTable) -> None:
        """Add a numbered table with its unit above and its note below."""
        self._tables += 1
        self._table(f"Bảng {self._tables}. {table.title}", table)

    def annex(self, number: int, table: ReportTable) -> None:
        """Add a table as a numbered annex, on a page lying on its side where it is wide."""
        wide = sum(column.width for column in table.columns) > _UPRIGHT
        if wide != self._is_wide():
            self._turn(wide=wide)
        self._table(f"Phụ lục {number}. {table.title}", table)

    def _table(self, title: str, table: ReportTable) -> None:
        unit = f"Đơn vị tính: {table.unit}" if table.unit else ""
        for text, style in ((title, "Caption"), (unit, "Đơn vị tính")):
            if text:
                self._add(text, style).paragraph_format.keep_with_next = True
        grid = "Table Grid" if "Table Grid" in {style.name for style in self.word.styles} else None
        drawn = self.word.add_table(len(table.rows) + 1, len(table.columns), grid)
        whole = sum(column.width for column in table.columns)
        widths = [column.width * self.width / whole for column in table.columns]
        set_widths(drawn, widths)
        rows = [[text_of(cell) for cell in row] for row in table.rows]
        write_cells(drawn, table.header, rows, table.bold, styles=(self._style_id("Bảng đầu"), self._style_id("Bảng")))
        keep_rows(drawn, rows, table.bold, together=table_height(table.header, rows, widths) <= _WHOLE)
        if table.note:
            self._add(table.note, "Nguồn")
        else:
            self._add("", "Bảng")  # two tables with nothing between them become one

    def compose(self, own: WordDocument) -> bool:
        """Add all of another document, with its numbering, pictures and footnotes; False where that cannot be done.

        Its plain text becomes running text; styles of its own come along.
        """
        from docxcompose.composer import Composer  # few reports need it

        body: Any = self.word.element.body
        before = len(body) - 1  # the properties of the last section stay last
        running = self._style_id("Body Text")
        for paragraph in own.paragraphs:
            if paragraph.style is None or paragraph.style.name == "Normal":
                paragraph._p.style = running
        try:
            composer = Composer(self.word)
            composer.append(own)
            _add_base_styles(self.word, own)
            numbering = composer.numbering_part()  # an office's template may have had none
        except Exception:  # whatever a damaged file leads to
            for element in body[before:-1]:
                body.remove(element)
            return False
        for number, identity in enumerate(numbering.element.iter(qn("w:nsid")), 1):
            identity.set(qn("w:val"), f"{number:08X}")  # they came by chance
        return True

    def picture(self, path: Path, *, alt: str, title: str, tallest: float = TALL) -> None:
        """Add a numbered picture over the width of the text, or `tallest` mm high, with its alternative text."""
        self._pictures += 1
        paragraph = self._add("", "Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape: Any = paragraph.add_run().add_picture(str(path), width=Mm(min(self.width, _UPRIGHT) - 1))
        if shape.height > Mm(tallest):
            shape.width, shape.height = round(shape.width * Mm(tallest) / shape.height), Mm(tallest)
            paragraph.alignment = _CENTRE
        shape._inline.docPr.set("descr", legal(alt))
        shape._inline.docPr.set("name", f"Hình {self._pictures}")
        shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", path.name)
        self._add(f"Hình {self._pictures}. {title}.", "Nguồn")

    def _is_wide(self) -> bool:
        section = self.word.sections[-1]
        return (section.page_width or 0) > (section.page_height or 0)

    def _turn(self, *, wide: bool) -> None:
        """Turn the pages that follow on their side, or upright again."""
        section = self.word.sections[-1]
        if len(self.word.element.body) > _BEGUN:
            section = self.word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
        self.width = _text_width(section)

    def signature(self) -> None:
        """To whom it goes, and who signs: the last line of the settings' signatory is the name, others the office."""
        signed = self.word.paragraphs[-_SIGNED:]
        for paragraph in signed:
            paragraph.paragraph_format.keep_with_next = True  # no signature alone on a page
        # An empty paragraph instead would end on the page before with all that it should take along.
        signed[-1].paragraph_format.space_after = Pt(14)
        left, right = self._two_columns(85 / 165 * self.width, 80 / 165 * self.width)
        self._keep_row(left)
        _line(left, "Nơi nhận:", bold=True, alignment=_LEFT)
        above = [self.settings.parent] if self.settings.parent else []
        receivers = [*(self.settings.recipients or [*above, "…………………"]), "Lưu Văn phòng" if self.party else "Lưu"]
        for place, receiver in enumerate(receivers, 1):
            _line(left, f"- {receiver}{'.' if place == len(receivers) else ','}", alignment=_LEFT, size=12)
        *office, name = self.settings.signatory.strip().splitlines() or [""]
        position = [self.settings.position or "……………"]
        for line in office or (["T/M BAN THƯỜNG VỤ", *position] if self.party else position):
            _line(right, line.strip(), bold=True)
        for text in ("", "", "", name or "……………………"):
            _line(right, text, bold=True)

    def _keep_row(self, cell: _Cell) -> None:
        """Keep the row of a cell from being broken across pages."""
        row: Any = cell._tc.getparent()
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def save(self, path: Path, *, title: str) -> None:
        """Write it, with the organisation as author and company."""
        about = self.word.core_properties
        about.author = about.last_modified_by = legal(self.settings.organisation)[:255]
        about.title, about.comments, about.language = legal(title)[:255], "", "vi-VN"
        about.created = about.modified = stamp(self.year)
        self.word.save(str(path))
        repack(path, company=self.settings.organisation)

    def _set_page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True

    def _number_pages(self) -> None:
        number = self.word.sections[0].header.paragraphs[0]
        number.alignment = _CENTRE
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = number.add_run()
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            part.text = text or None
            run._r.append(part)

    def _two_columns(self, left: float, right: float) -> tuple[_Cell, _Cell]:
        """Add a row of two cells without borders."""
        table = self.word.add_table(1, 2)
        set_widths(table, [left, right])
        return table.cell(0, 0), table.cell(0, 1)


def _text_width(section: Any) -> float:
    """Return the width of the text on a page, in mm."""
    width = (section.page_width or Mm(210)) - (section.left_margin or Mm(30)) - (section.right_margin or Mm(15))
    return float(width / Mm(1))


class TemplateError(Exception):
    """The template of the settings is no Word file; the message is one Vietnamese line."""


def _has_own_edges(section: Section) -> bool:
    """Return whether a template says something above or below its pages, such as their numbers."""
    return any(
        not part.is_linked_to_previous and part._element.xpath("string(.)").strip()
        for part in (section.header, section.footer)
    )


def _empty(word: WordDocument) -> None:
    """Remove the text of a document; its page stays."""
    for part in list(word.element.body):
        if part.tag != qn("w:sectPr"):
            word.element.body.remove(part)


def open_word(path: Path) -> WordDocument | None:
    """Return a Word document; None where the file is none, or damaged."""
    try:
        word = docx.Document(str(path))
        return word if word.styles["Normal"] and word.sections[0] and len(word.element.body) else None
    except Exception:  # python-docx raises whatever a damaged file leads it to
        return None


def _add_base_styles(word: WordDocument, own: WordDocument) -> None:
    """Add the styles on which those of another document are based; ids depend on the language of Word, names do not."""
    styles, others = word.styles.element, own.styles.element
    ids = {style.name: style.style_id for style in word.styles}
    for base in styles.iter(qn("w:basedOn")):  # goes on with those that are added meanwhile
        if styles.get_by_id(base.val) is None and (wanted := others.get_by_id(base.val)) is not None:
            name = BabelFish.internal2ui(wanted.name_val)
            if name in ids:
                base.val = ids[name]
            else:
                styles.append(deepcopy(wanted))


def _open_template(path: Path) -> WordDocument:
    word = open_word(path)
    if word is None:
        raise TemplateError(f"{path.name}: không mở được như tệp Word. Lưu lại thành .docx, hoặc bỏ khóa «template».")
    return word


def _set_style(
    word: WordDocument, name: str, size: float, bold: bool, italic: bool, alignment: Any, before: float, after: float
) -> None:
    known = name in word.styles
    style = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if "heme" in key]:
        del fonts.attrib[theme]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for part in style.element.xpath(".//w:pBdr | .//w:rPr/w:spacing | .//w:rPr/w:kern"):
        part.getparent().remove(part)
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after, form.line_spacing = alignment, Pt(before), Pt(after), 1.0
    if name == "Body Text":
        form.first_line_indent, form.line_spacing = Mm(10), 1.15


def _organ(name: str) -> str:
    """Return the name of an organ in capitals; words joined by a dash stay on one line."""
    return (name or "……………………").upper().replace(" - ", "\xa0-\xa0")


def _line(
    cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, alignment: Any = _CENTRE, size: float = 14
) -> Paragraph:
    """Add one more line in a cell of the head or signature block."""
    first: Any = cell.paragraphs[0]
    paragraph: Any = cell.add_paragraph() if first.style.name == "Thể thức" else first
    paragraph.style, paragraph.alignment = "Thể thức", alignment
    run = paragraph.add_run(legal(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    written: Paragraph = paragraph
    return written


def _rule(paragraph: Paragraph) -> None:
    """Draw a rule under a line, as wide as its text."""
    inset = Mm(6)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inset
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")
