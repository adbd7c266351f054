"""The three documents: the board's own words, official words only, units that sent nothing, small counts, limits."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

import evalkit as ek
from evalkit.console import print_report
from evalkit.limits import cap_limits
from evalkit.report import write_report
from evalkit.report.board_template import MARKS
from evalkit.report.document import Document, TemplateError
from evalkit.report.figures import collect_figures
from evalkit.report.own_words import SECTIONS, OwnWords, figure_of, write_skeleton
from evalkit.report.sections import write_report_document
from evalkit.scale import PARTY
from evalkit.settings import Cap, Settings, Target
from evalkit.settings.rules import UnitTarget
from tests.conftest import pictures_as_dots
from tests.test_received import GONE
from tests.test_report import reading_of, texts

DOCUMENTS = ("bao-cao.docx", "phu-luc-bao-cao.docx", "ghi-chu-noi-bo.docx")


def everything(path: Path) -> str:
    """Every text of a Word document or a workbook."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*texts(document), *cells])
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


@pytest.fixture(scope="module")
def partial_report(sample, tmp_path_factory) -> Path:
    """The report of the sample without 2022 of three base organisations."""
    ratings = sample.ratings
    kept = ratings[~((ratings["year"] == 2022) & ratings["base_organisation"].isin(GONE))]
    with pictures_as_dots():
        return write_report(
            dataclasses.replace(sample, ratings=kept), year=2022, out=tmp_path_factory.mktemp("partial")
        )


# --- words ------------------------------------------------------------------------------------------------------------

# What reports printed, and no office writes: the left column of the list of words.
NOT_OFFICIAL = (
    r"Danh sách năm \d{4} có", r"còn dư", r"không còn dư", r"Đơn vị tính: đối tượng", r"CHUỖI NHIỀU NĂM",
    r"KHÔNG XẾP LOẠI VÀ LÝ DO", r"Số năm liền ở mức cao", r"Một nửa phần thiếu", r"Nhiều đối tượng chỉ",
    r"Vào danh sách", r"Ra khỏi danh sách", r"Trên tổng", r"Còn dư", r"tụt khỏi mức", r"tốt lên", r"chỉ thiếu một năm",
    r"hiệu tính trước khi làm tròn", r"đơn vị chưa đạt mức chỉ tiêu", r"Dài nhất \d+ năm liền$",
)  # fmt: skip


def test_no_word_that_no_office_writes_is_printed(partial_report, capsys, sample):
    files = [path for path in partial_report.iterdir() if path.suffix in (".docx", ".xlsx")]
    print_report(sample, 2022, partial_report)
    said = [*map(everything, files), capsys.readouterr().out]
    found = {word for word in NOT_OFFICIAL for text in said if re.search(word, text, re.MULTILINE)}
    assert len(files) == 6
    assert found == set()


# --- units that sent nothing --------------------


def test_the_report_of_a_part_says_so_everywhere(partial_report, capsys, sample):
    said = texts(docx.Document(str(partial_report / "bao-cao.docx")))
    assert any(text.startswith("Số liệu sơ bộ: 74/77 tổ chức cơ sở đảng đã gửi kết quả; chưa gửi: ") for text in said)
    assert any("(theo số liệu của 74/77 tổ chức cơ sở đảng)" in text for text in said)
    open_ones = [text for text in said if "nên chưa thể kết luận về chỉ tiêu đề ra" in text]
    assert open_ones
    assert all("còn 03 tổ chức cơ sở đảng chưa gửi kết quả" in text for text in open_ones)
    # 263 + 313 + 27 of 2021, counted in SQL by test_received
    assert sum("(năm 2021 có 603 đảng viên)" in text for text in open_ones) == 2
    assert not [text for text in said if "đối tượng" in text or "so với năm 2021" in text]
    judged = said[said.index("1. Ưu điểm") : said.index("3. Nguyên nhân")]
    assert not [text for text in judged if "chỉ tiêu" in text]  # what is undecided is neither strength nor weakness
    # counted by hand: 8.703 of 8.853 in 2020, 8.242 of 8.365 so far
    course = "từ 98,31% năm 2020 lên 98,53% năm 2022; chưa thể kết luận năm 2022."
    assert f"Đảng viên hoàn thành tốt nhiệm vụ trở lên (ít nhất 98%): {course}" in said
    assert any(text.startswith("Năm 2022, các đơn vị đã gửi kết quả kết nạp 164 đảng viên. ") for text in said)
    for name in ("phu-luc-bao-cao.docx", "phu-luc.xlsx", "bieu-tong-hop.xlsx"):
        assert "Số liệu sơ bộ: 74/77 tổ chức cơ sở đảng đã gửi kết quả" in everything(partial_report / name), name
    assert any(
        "600 đảng viên của các đơn vị chưa gửi kết quả không có tên ở đơn vị khác, không" in text for text in said
    )
    run = json.loads((partial_report / "run.json").read_text("utf-8"))
    assert (run["received"]["received"], run["received"]["expected"]) == (74, 77)
    assert sorted(run["received"]["missing"]) == sorted(GONE)
    ratings = sample.ratings
    kept = ratings[~((ratings["year"] == 2022) & ratings["base_organisation"].isin(GONE))]
    print_report(dataclasses.replace(sample, ratings=kept), 2022, partial_report)
    out = capsys.readouterr().out
    assert "Số liệu sơ bộ: 74/77 tổ chức cơ sở đảng đã gửi kết quả; chưa gửi: " in out
    assert "CHƯA THỂ KẾT LUẬN, còn 03 tổ chức cơ sở đảng chưa gửi kết quả (năm 2021 có 603 đảng viên)\n" in out


def test_every_picture_of_a_part_says_so(partial_report):
    for name in DOCUMENTS:
        shown = docx.Document(str(partial_report / name)).element.body.iter(qn("wp:docPr"))
        said = [shape.get("descr") for shape in shown]
        assert said
        assert all(text.endswith("Năm 2022 mới có số liệu của 74/77 tổ chức cơ sở đảng.") for text in said), name


def test_their_people_are_among_those_not_decided_upon(partial_report):
    book = openpyxl.load_workbook(partial_report / "phu-luc-khen-thuong.xlsx")
    rows = list(book["Chưa kết luận"].iter_rows(min_row=5, values_only=True))
    assert {row[8] for row in rows} == {"Đơn vị chưa gửi kết quả"}
    assert {row[6] for row in rows} <= set(GONE)
    missed = [row for row in book["Thiếu một năm"].iter_rows(min_row=5, values_only=True) if row[6] in GONE]
    assert not [row for row in missed if row[8] == "Không có tên trong danh sách"]


# --- the board's own words --------------------


def own(folder: Path, section: str, *runs: str) -> None:
    """A section of one paragraph whose text Word has cut into runs, the second of them bold."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for place, text in enumerate(runs):
        paragraph.add_run(text).bold = place == 1 or None
    folder.mkdir(exist_ok=True)
    document.save(str(folder / f"{section}.docx"))


def written(tmp_path: Path) -> tuple[list[str], OwnWords]:
    figures = collect_figures(reading_of({2021: "XXHH", 2022: "XTTH"}, settings=Settings()), year=2022)
    words = OwnWords(tmp_path / "phan-loi", figure_of(figures))
    write_report_document(figures, [], tmp_path / "x.docx", annexes=[], words=words)
    return texts(docx.Document(str(tmp_path / "x.docx"))), words


def test_the_boards_own_words_stay_and_their_fields_are_filled(tmp_path):
    own(tmp_path / "phan-loi", "kien-nghi", "Tỉ lệ tốt trở lên đạt {{ mem", "ber/good_or_better", "/2022 }}, ",
        "{{member/good_or_better/2022/count}}/{{ member/good_or_better/2022/base }} đảng viên.")  # fmt: skip
    said, words = written(tmp_path)
    assert "Tỉ lệ tốt trở lên đạt 75,00%, 3/4 đảng viên." in said
    assert words.problems == []
    document = docx.Document(str(tmp_path / "x.docx"))
    (paragraph,) = [one for one in document.paragraphs if one.text.startswith("Tỉ lệ tốt")]
    assert [run.bold for run in paragraph.runs] == [None, True, None, None]
    assert said.count("…") == 4  # strengths, weaknesses, causes and plans are still to be written


# A section as an office writes it: numbers by themselves, a picture, a footnote, its own style, a page on its side.
NUMBERING = """<w:numbering {ns}><w:abstractNum w:abstractNumId="7"><w:nsid w:val="5A1B2C3D"/><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1) "/></w:lvl></w:abstractNum>
<w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
FOOTNOTES = """<w:footnotes {ns}><w:footnote w:id="2"><w:p><w:r><w:t>Theo Quy định 132.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def own_office_pages(folder: Path, section: str) -> bytes:
    """Write such a section; return the bytes of its picture."""
    document = docx.Document()
    document.part.numbering_part._element = parse_xml(NUMBERING.format(ns=NS))
    base = document.styles.add_style("Nền riêng", WD_STYLE_TYPE.PARAGRAPH)
    base.font.bold = True
    style = document.styles.add_style("Mục riêng", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.font.size = base, Pt(17)
    document.add_paragraph("Mục có kiểu riêng", style="Mục riêng")
    for text in ("việc thứ nhất", "việc thứ hai"):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NS}><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr>')
        )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, FOOTNOTES.format(ns=NS).encode(),
                document.part.package)  # fmt: skip
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph = document.add_paragraph("Có chú thích")
    paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {NS} w:id="2"/>'))
    paragraph.add_run()._r.append(parse_xml(f'<w:endnoteReference {NS} w:id="3"/>'))
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "PNG")
    document.add_picture(drawn)
    document.add_section().orientation = WD_ORIENT.LANDSCAPE
    document.add_paragraph("Trang nằm ngang")
    folder.mkdir(exist_ok=True)
    document.save(str(folder / f"{section}.docx"))
    return drawn.getvalue()


def test_numbers_pictures_footnotes_and_styles_of_the_boards_words_come_along(tmp_path):
    picture = own_office_pages(tmp_path / "phan-loi", "kien-nghi")
    said, words = written(tmp_path)
    assert words.problems == [
        "kien-nghi.docx: chú thích cuối văn bản không được đưa vào báo cáo; đổi thành chú thích cuối trang.",
        "kien-nghi.docx: khổ giấy, lề riêng của phần này không được đưa vào báo cáo; chỉnh lại trong báo cáo nếu cần.",
    ]
    begun = said.index("Mục có kiểu riêng")
    own_words = ["việc thứ nhất", "việc thứ hai", "Có chú thích", "", "", "Trang nằm ngang"]  # picture, page end
    assert said[begun + 1 : begun + 7] == own_words
    document = docx.Document(str(tmp_path / "x.docx"))
    of = {paragraph.text: paragraph for paragraph in document.paragraphs}
    style = of["Mục có kiểu riêng"].style
    assert (style.name, style.font.size, style.base_style.font.bold) == ("Mục riêng", Pt(17), True)
    numbered = [of[text]._p.pPr.numPr.numId.val for text in ("việc thứ nhất", "việc thứ hai")]
    assert numbered[0] == numbered[1]
    numbering = document.part.numbering_part.element
    (kept,) = numbering.xpath(f'//w:num[@w:numId="{numbered[0]}"]/w:abstractNumId/@w:val')
    assert numbering.xpath(f'//w:abstractNum[@w:abstractNumId="{kept}"]/w:lvl/w:lvlText/@w:val') == ["%1) "]
    assert picture in [part.blob for part in document.part.package.iter_parts()]
    with zipfile.ZipFile(tmp_path / "x.docx") as packed:
        assert "Theo Quy định 132." in packed.read("word/footnotes.xml").decode()
        assert [name for name in packed.namelist() if "endnote" in name] == []
    before = (tmp_path / "x.docx").read_bytes()
    written(tmp_path)
    assert (tmp_path / "x.docx").read_bytes() == before  # though lists are told apart by a number drawn by chance


def test_a_template_without_lists_takes_a_section_with_and_without_them(tmp_path):
    bare = docx.Document()
    for key in [key for key, part in bare.part.rels.items() if part.reltype == RELATIONSHIP_TYPE.NUMBERING]:
        del bare.part.rels[key]
    bare.save(str(tmp_path / "mau.docx"))
    own(tmp_path / "phan-loi", "phuong-huong", "Không có danh sách")
    own_office_pages(tmp_path / "phan-loi", "kien-nghi")
    document = Document(Settings(template=tmp_path / "mau.docx"), year=2022)
    words = OwnWords(tmp_path / "phan-loi", lambda _: None)
    assert words.add(document, "phuong-huong")
    assert words.add(document, "kien-nghi")
    document.save(tmp_path / "x.docx", title="Thử")
    whole = docx.Document(str(tmp_path / "x.docx"))
    assert {"Không có danh sách", "việc thứ nhất"} < {*texts(whole)}
    assert [level.get(qn("w:val")) for level in whole.part.numbering_part.element.iter(qn("w:lvlText"))] == ["%1) "]


def test_a_section_with_a_broken_picture_is_named_and_leaves_nothing_half_done(tmp_path):
    own_office_pages(tmp_path / "phan-loi", "kien-nghi")
    path = tmp_path / "phan-loi" / "kien-nghi.docx"
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["word/document.xml"] = re.sub(rb'r:embed="[^"]*"', b'r:embed="rId999"', parts["word/document.xml"])
    with zipfile.ZipFile(path, "w") as broken:
        for name, content in parts.items():
            broken.writestr(name, content)
    said, words = written(tmp_path)
    assert words.problems[-1] == (
        "kien-nghi.docx: không ghép được vào báo cáo. Mở bằng Word, lưu lại thành tệp .docx mới."
    )
    assert not {"Mục có kiểu riêng", "việc thứ nhất"} & {*said}


def test_a_field_that_is_no_figure_is_named_and_stays(tmp_path):
    text = "{{ member/good/2035 }} và {{ 7*7 }} và {{ self.__class__ }}"
    own(tmp_path / "phan-loi", "phuong-huong", text)
    said, words = written(tmp_path)
    assert text in said
    assert words.problems == [
        f"phuong-huong.docx, đoạn 1: không có con số nào tên «{name}», để nguyên."
        for name in ("self.__class__", "7*7", "member/good/2035")
    ]


# A board's template: letterhead, a table, fields cut into runs, marks right and wrong.
def template(path: Path, *marks: str) -> Settings:
    """Settings with a template that has these paragraphs below its title, and fields wherever there may be any."""
    document = docx.Document()
    header, footer = document.sections[0].header.paragraphs[0], document.sections[0].footer.paragraphs[0]
    header.text, header.alignment = "{{ member/total/2022/count }} đảng viên", WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("{{ member/go")
    footer.add_run("od/2022 }}").bold = True
    document.add_table(1, 1).cell(0, 0).text = "ĐẢNG ỦY RIÊNG {{ member/good/2022/count }}"
    document.add_paragraph().add_run("BÁO CÁO RIÊNG").font.size = Pt(21)
    for mark in marks:
        document.add_paragraph(mark)
    document.add_paragraph("T/M BAN RIÊNG")
    document.save(str(path))
    return Settings(template=path)


def filled(tmp_path: Path, *marks: str) -> tuple[Any, list[str]]:
    settings = template(tmp_path / "mau.docx", *marks)
    figures = collect_figures(reading_of({2021: "XXHH", 2022: "XTTH"}, settings=settings), year=2022)
    words = OwnWords(None, figure_of(figures))
    write_report_document(figures, [], tmp_path / "x.docx", annexes=["Một"], words=words)
    return docx.Document(str(tmp_path / "x.docx")), words.problems


def test_a_template_with_marks_is_the_report_and_its_words_and_looks_stay(tmp_path):
    names = [f"{{{{ {name} }}}}" for name in MARKS]
    document, problems = filled(tmp_path, *names)
    assert problems == []
    assert document.tables[0].cell(0, 0).text == "ĐẢNG ỦY RIÊNG 2"  # X, T, T, H
    section = document.sections[0]
    assert [part.paragraphs[0].text for part in (section.header, section.footer)] == ["4 đảng viên", "50,00%"]
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    said = texts(document)
    (title,) = [one for one in document.paragraphs if one.text == "BÁO CÁO RIÊNG"]
    assert title.runs[0].font.size == Pt(21)
    assert said.index("BÁO CÁO RIÊNG") < said.index("1. Kết quả chung") < said.index("1. Ưu điểm")
    assert (said[-3], said[-2][:15], said[-1]) == ("1. Một.", "Nguồn số liệu: ", "T/M BAN RIÊNG")
    assert not [text for text in said if "{{" in text or text == "PHỤ LỤC KÈM THEO"]


def test_marks_that_are_wrong_or_lacking_are_named_and_stay(tmp_path):
    marks = ["{{ ket-qa }}", "Nhận xét: {{ kien-nghi }}", *(f"{{{{ {name} }}}}" for name in list(MARKS)[:2])]
    document, problems = filled(tmp_path, *marks)
    assert {*marks[:2]} < {*texts(document)}
    assert problems[:2] == [
        "mau.docx, đoạn 3: không có con số nào tên «ket-qa» (có phải là ket-qua?), để nguyên.",
        "mau.docx, đoạn 4: dấu «kien-nghi» phải đứng một mình trong đoạn, để nguyên.",
    ]
    assert problems[2].startswith("mau.docx: chưa có chỗ cho {{ ket-qua }} (II- Kết quả đánh giá, xếp loại); {{ khen-")
    assert len(problems) == 3


def test_text_of_a_template_without_marks_is_named_as_left_out(tmp_path):
    document = docx.Document()
    document.add_paragraph("Chữ có sẵn")
    document.save(str(tmp_path / "mau.docx"))
    figures = collect_figures(reading_of({2022: "XT"}, settings=Settings(template=tmp_path / "mau.docx")), year=2022)
    words = OwnWords(None, figure_of(figures))
    write_report_document(figures, [], tmp_path / "x.docx", annexes=[], words=words)
    assert "Chữ có sẵn" not in texts(docx.Document(str(tmp_path / "x.docx")))
    assert [problem.partition(",")[0] for problem in words.problems] == [
        "mau.docx: chữ có sẵn trong mẫu không vào báo cáo"
    ]


@pytest.mark.parametrize("broken", ["word/document.xml", "[Content_Types].xml", "word/styles.xml"])
def test_a_template_with_a_damaged_part_is_one_line(tmp_path, broken):
    template(tmp_path / "mau.docx")
    with zipfile.ZipFile(tmp_path / "mau.docx") as whole, zipfile.ZipFile(tmp_path / "hong.docx", "w") as file:
        for name in whole.namelist():
            file.writestr(name, b"<Types/>" if name == broken else whole.read(name))
    with pytest.raises(TemplateError, match=r"^hong\.docx: không mở được như tệp Word\."):
        Document(Settings(template=tmp_path / "hong.docx"), year=2022)


def test_a_skeleton_that_nobody_has_written_in_adds_nothing_and_its_hint_never(tmp_path):
    write_skeleton(tmp_path / "phan-loi", Settings(), year=2022)
    said, words = written(tmp_path)
    assert words.problems == []
    assert said.count("…") == 5  # strengths, weaknesses, causes, plans and requests are still to be written
    path = tmp_path / "phan-loi" / "kien-nghi.docx"
    document = docx.Document(str(path))
    document.add_paragraph("Một, {{ member/good/2022/count }} đảng viên.")
    document.add_paragraph("{{ member/tot/2022 }}")
    document.add_paragraph("Hai.")
    document.save(str(path))
    said, words = written(tmp_path)
    place = [paragraph.text for paragraph in document.paragraphs].index("{{ member/tot/2022 }}") + 1  # as Word counts
    assert words.problems == [f"kien-nghi.docx, đoạn {place}: không có con số nào tên «member/tot/2022», để nguyên."]
    assert not [text for text in said if "(Viết phần" in text]
    assert {"Một, 2 đảng viên.", "Hai."} < {*said}
    assert said.count("…") == 4


def test_a_section_that_is_no_word_file_is_named(tmp_path):
    (tmp_path / "phan-loi").mkdir()
    (tmp_path / "phan-loi" / "kien-nghi.docx").write_bytes(b"PK")
    _, words = written(tmp_path)
    assert words.problems == ["kien-nghi.docx: không mở được như tệp Word, nên không được đưa vào báo cáo."]


def test_the_skeleton_writes_what_is_not_there_yet(tmp_path):
    own(tmp_path, "kien-nghi", "của tôi")
    assert {path.stem for path in write_skeleton(tmp_path, Settings(), year=2022)} == set(SECTIONS) - {"kien-nghi"}
    assert texts(docx.Document(str(tmp_path / "kien-nghi.docx"))) == ["của tôi"]
    assert write_skeleton(tmp_path, Settings(), year=2022) == []


# --- units, limits, small counts --------------------


@pytest.mark.parametrize(
    ("excellent", "good", "denominator", "exclusive", "inclusive", "over"),
    [
        (4, 18, "good", 3, 4, 1),  # 20 % of 18 is 3,6; of 22 is 4,4
        (2, 8, "good_or_better", 1, 2, 0),
        (15, 60, "good_or_better", 12, 15, 0),
        (15, 55, "good", 11, 14, 4),
        (0, 10, "good", 2, 2, -2),
    ],
)
def test_the_limit_in_both_readings(excellent, good, denominator, exclusive, inclusive, over):
    ratings = reading_of({2022: "X" * excellent + "T" * good + "H"}, settings=Settings()).ratings
    cap = Cap(population="member", share=Fraction(1, 5), denominator=denominator)
    (row,) = cap_limits(ratings, cap=cap, year=2022, scale=PARTY).itertuples()
    assert (row.unit, row.at, row.good, row.good_or_better) == ("A", excellent, good, excellent + good)
    assert (row.exclusive, row.inclusive, row.over) == (exclusive, inclusive, over)


def test_units_are_compared_with_the_whole_unless_a_target_is_set_for_them():
    whole = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(98, 100))
    reading = reading_of({2021: "TT", 2022: "TTTH"}, settings=Settings(targets=(whole,)))
    figures = collect_figures(reading, year=2022)
    assert (figures.unit_bound.target.bound, figures.unit_bound.text) == (Fraction(3, 4), "mức chung 75,00%")
    own_target = UnitTarget(population="member", measure="good_or_better", sign=">=", bound=Fraction(9, 10))
    reading = dataclasses.replace(reading, settings=Settings(targets=(whole,), unit_targets=(own_target,)))
    figures = collect_figures(reading, year=2022)
    assert (figures.unit_bound.target, figures.unit_bound.text) == (own_target, "ít nhất 90%")


def test_a_held_award_is_listed_with_the_year_of_its_decision(sample):
    figures = collect_figures(sample, year=2022)
    held = figures.standings[figures.standings["standing"] == "held"]
    years = sample.held.set_index("subject")["year"]
    from evalkit.report.award_annex import _decision

    for row in held.itertuples():
        assert _decision(figures, row).endswith(f"năm {years.loc[row.subject]}")


def test_the_report_has_its_three_documents(partial_report):
    assert all((partial_report / name).is_file() for name in DOCUMENTS)
    assert ek.__version__


@pytest.mark.usefixtures("dots")
def test_what_the_settings_do_not_say_is_said_in_one_line(tmp_path, capsys):
    settings = Settings(path=tmp_path / "evalkit.toml", organ="Đảng ủy Thử", place="Thử")
    write_report(reading_of({2022: "XTTH"}, settings=settings), year=2022, out=tmp_path / "out")
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Chưa khai báo")]
    assert line == (
        "Chưa khai báo trong evalkit.toml: parent (cấp trên trực tiếp), symbol (ký hiệu), "
        "position (chức vụ người ký), recipients (nơi nhận)."
    )
