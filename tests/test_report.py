"""The report says what the figures support, keeps names where they belong, and is there as a whole or not at all."""

from __future__ import annotations

import dataclasses
import errno
import html
import json
import re
import shutil
import zipfile
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import docx
import matplotlib.pyplot as plt
import nbformat
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

import evalkit as ek
from evalkit import processes, report
from evalkit.problems import Problem
from evalkit.reading import COLUMNS, Reading
from evalkit.records import Held, Printed, Skip
from evalkit.report import ReportError, sentences, target_sentences, write_report
from evalkit.report.award_annex import _way
from evalkit.report.changes import earlier_run
from evalkit.report.contents import award_table, review_table
from evalkit.report.figures import collect_figures
from evalkit.report.own_words import OwnWords, figure_of
from evalkit.report.pictures import draw_pictures
from evalkit.report.sections import write_report_document
from evalkit.report.workbook import Annex
from evalkit.settings import Settings, Target, load_settings
from evalkit.tables import ReportTable, plain_columns
from tests.conftest import ROOT, write_workbook

LEVELS = {"X": "excellent", "T": "good", "H": "completed", "K": "not_completed"}
STATUSES = {"?": "unknown", "m": "exempt"}


def reading_of(years: dict[int, str], *, settings: Settings, population: str = "member") -> Reading:
    """A reading made by hand: per year a letter a subject, X T H K or a level's id, ? unknown, m exempt."""
    same = {"population": population, "unit": "Chi bộ 1", "base_organisation": "A", "sheet": "S", "count": 1}
    same |= {"kind": "", "reason": "", "distinction": ""}
    rows = [
        {
            **same, "year": year, "subject": f"{place:012d}", "name": f"Người {place}", "file": f"{year}.xlsx",
            "cell": f"G{place}", "level": None if letter in STATUSES else LEVELS.get(letter, letter),
            "status": STATUSES.get(letter, "rated"),
        }
        for year, letters in years.items()
        for place, letter in enumerate(letters, 1)
    ]  # fmt: skip
    levels = pd.CategoricalDtype(settings.scale.worst_to_best, ordered=True)
    ratings = pd.DataFrame(rows, columns=list(COLUMNS))
    empty = {kind: pd.DataFrame(columns=list(kind._fields)) for kind in (Problem, Skip, Printed, Held)}
    held = empty[Held].rename(columns={"key": "subject"})
    return Reading(
        ratings=ratings.astype({"level": levels}), problems=empty[Problem], skips=empty[Skip], printed=empty[Printed],
        held=held, settings=settings, sources=(), tables=1, rows=len(rows), records=len(rows), skipped=0, rejected=0,
    )  # fmt: skip


def target(
    bound: str, *, sign: str = ">=", measure: str = "good_or_better", population: str = "member", source: str = "NQ"
):
    return Target(population=population, measure=measure, sign=sign, bound=Fraction(bound), source=source)


GOOD = target("3/4")
FEW = target("1/10", sign="<", measure="not_completed", source="")


# --- sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aim", "years", "expected"),
    [
        (  # met, with room, better than the year before: 9 of 10 against 8 of 10; 7,5 needed
            GOOD,
            {2021: "XXXXXXXXHH", 2022: "XXXXXXXXXH"},
            "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 90,00% (09/10 đảng viên được xếp loại), "
            "đạt chỉ tiêu đề ra (ít nhất 75%, theo NQ), vượt chỉ tiêu 15,00 điểm phần trăm; "
            "tăng 10,00 điểm phần trăm so với năm 2021 (80,00%).",
        ),
        (  # exactly on the bound
            GOOD,
            {2021: "XXXH", 2022: "XXXH"},
            "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 75,00% (03/04 đảng viên được xếp loại), "
            "đạt chỉ tiêu đề ra (ít nhất 75%, theo NQ), đúng bằng mức chỉ tiêu; "
            "bằng năm 2021.",
        ),
        (  # missed, worse
            GOOD,
            {2021: "XX", 2022: "XH"},
            "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 50,00% (01/02 đảng viên được xếp loại), "
            "chưa đạt chỉ tiêu đề ra (ít nhất 75%, theo NQ), thấp hơn chỉ tiêu 25,00 điểm phần trăm, "
            "còn thiếu 01 đảng viên; "
            "giảm 50,00 điểm phần trăm so với năm 2021 (100,00%).",
        ),
        (  # at most: none of twenty, one may be; no source
            FEW,
            {2022: "T" * 20},
            "Tỉ lệ đảng viên không hoàn thành nhiệm vụ là 0,00% (0/20 đảng viên được xếp loại), "
            "đạt chỉ tiêu đề ra (dưới 10%), không có đảng viên không hoàn thành nhiệm vụ.",
        ),
        (  # at most: exceeded
            FEW,
            {2022: "KKT"},
            "Tỉ lệ đảng viên không hoàn thành nhiệm vụ là 66,67% (02/03 đảng viên được xếp loại), "
            "chưa đạt chỉ tiêu đề ra (dưới 10%), cao hơn chỉ tiêu 56,67 điểm phần trăm, "
            "nhiều hơn mức cho phép 02 đảng viên.",
        ),
        (  # one cell not read, and it could turn the verdict: 3 of 4 may become 3 of 5
            GOOD,
            {2021: "XXXX", 2022: "XXXH?"},
            "Tính trên số liệu đã có, tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 75,00% "
            "(03/04 đảng viên được xếp loại); còn 01 ô không đọc được, nên chưa thể kết luận về chỉ tiêu đề ra "
            "(ít nhất 75%, theo NQ).",
        ),
        (  # one cell not read that cannot turn it
            GOOD,
            {2021: "XXXX", 2022: "XXXXX?"},
            "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 100,00% (05/05 đảng viên được xếp loại), "
            "đạt chỉ tiêu đề ra (ít nhất 75%, theo NQ), vượt chỉ tiêu 25,00 điểm phần trăm; "
            "còn 01 ô chưa đọc được, nhưng không làm thay đổi kết luận này.",
        ),
        (  # nothing read at all
            GOOD,
            {2022: "??"},
            "Chưa thể kết luận về chỉ tiêu đảng viên hoàn thành tốt nhiệm vụ trở lên (ít nhất 75%, theo NQ): "
            "còn 02 ô không đọc được.",
        ),
        (  # nobody rated
            GOOD,
            {2022: "mm"},
            "Không có số liệu về chỉ tiêu đảng viên hoàn thành tốt nhiệm vụ trở lên (ít nhất 75%, theo NQ).",
        ),
        (  # the year before has a cell that was not read
            GOOD,
            {2021: "XXX?", 2022: "XXXX"},
            "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 100,00% (04/04 đảng viên được xếp loại), "
            "đạt chỉ tiêu đề ra (ít nhất 75%, theo NQ), vượt chỉ tiêu 25,00 điểm phần trăm; "
            "chưa so sánh với năm 2021 vì năm đó còn 01 ô chưa đọc được.",
        ),
        (  # 1 of 300 against 1 of 301: no change that two decimals show … 0,3333 and 0,3322
            target("1/10", sign="<", measure="not_completed"),
            {2021: "K" + "T" * 300, 2022: "K" + "T" * 299},
            "Tỉ lệ đảng viên không hoàn thành nhiệm vụ là 0,33% (01/300 đảng viên được xếp loại), "
            "đạt chỉ tiêu đề ra (dưới 10%, theo NQ), thấp hơn mức tối đa 9,67 điểm phần trăm; "
            "gần như không đổi so với năm 2021 (0,33%).",
        ),
    ],
)
def test_one_sentence_a_target(aim, years, expected):
    figures = collect_figures(reading_of(years, settings=Settings(targets=(aim,))), year=2022)
    assert target_sentences.target_sentences(figures)[0] == expected


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("TTTT", "Năm 2022 đạt cả 02 chỉ tiêu."),
        ("HKHK", "Năm 2022 chưa đạt chỉ tiêu nào."),
        ("HHHH", "Năm 2022 đạt 01 trong 02 chỉ tiêu."),
        ("mm", "Năm 2022 không có số liệu về chỉ tiêu nào."),
    ],
)
def test_all_targets_in_one_sentence(letters, expected):
    settings = Settings(targets=(GOOD, FEW))
    assert (
        target_sentences.result_of_targets(collect_figures(reading_of({2022: letters}, settings=settings), year=2022))
        == expected
    )


def test_a_first_year_says_that_there_is_nothing_to_compare_with():
    figures = collect_figures(reading_of({2022: "TTTT"}, settings=Settings(targets=(GOOD,))), year=2022)
    assert target_sentences.target_sentences(figures)[-1] == "Không có số liệu năm 2021 để so sánh."
    assert sentences.run_sentences(figures) == ["Số liệu mới có năm 2022, chưa tính được chuỗi nhiều năm."]


def test_a_population_of_last_year_that_is_missing_now_is_named():
    cells = reading_of({2021: "T", 2022: ""}, settings=Settings(), population="cell")
    members = reading_of({2022: "Tm"}, settings=Settings())
    both = Reading(**{**vars(members), "ratings": pd.concat([cells.ratings, members.ratings], ignore_index=True)})
    assert sentences.opening(collect_figures(both, year=2022))[1:] == [
        "Đến ngày 31/12/2022, có 02 đảng viên; có 01 đảng viên được đánh giá, xếp loại.",
        "Năm 2022 không có số liệu về chi bộ trực thuộc, dù các năm trước có.",
    ]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("TT", "Đảng viên: được đánh giá, xếp loại 02/02 thuộc diện (100,00%)."),
        ("Tm", "Đảng viên: được đánh giá, xếp loại 01/01 thuộc diện (100,00%); không thuộc diện 01."),
        ("T?", "Đảng viên: được đánh giá, xếp loại 01/02 thuộc diện (50,00%); chưa rõ kết quả 01."),
    ],
)
def test_who_was_rated_of_those_who_were_to_be(letters, expected):
    figures = collect_figures(reading_of({2022: letters}, settings=Settings()), year=2022)
    assert sentences.review_sentences(figures) == [expected]


def test_a_cell_that_cannot_be_read_is_nobody_who_was_not_rated_yet():
    table = review_table(collect_figures(reading_of({2022: "TTm?"}, settings=Settings()), year=2022))
    assert table.title == "Số đảng viên được đánh giá, xếp loại năm 2022"  # no list of organisations is there
    assert [[row[0], row[1]] for row in table.rows] == [
        ["Tổng số", 4],
        ["Không thuộc diện đánh giá, xếp loại", 1],
        ["Chưa được đánh giá, xếp loại", 0],
        ["Chưa rõ kết quả", 1],
        ["Được đánh giá, xếp loại", 2],
    ]
    assert table.bold == [0, 4]


def test_an_award_over_years_without_data_is_not_counted_as_nobody():
    award = ek.settings.Award(id="a", name="Giấy khen", population="member", level="excellent", years=3)
    figures = collect_figures(reading_of({2020: "X", 2022: "X"}, settings=Settings(awards=(award,))), year=2022)
    assert figures.awards["reached"].isna().all()
    assert sentences.award_sentences(figures) == [
        "Không có số liệu năm 2021 về đảng viên, nên chưa xét được: Giấy khen."
    ]
    assert award_table(figures).rows == []
    assert sentences.run_sentences(figures) == ["Năm 2021 không có đảng viên nào trong số liệu; chuỗi năm ngắt ở đó."]


def test_the_difference_is_that_of_the_printed_shares():
    # 30/8967 = 0,3346 and 31/8906 = 0,3481: 0,0135 apart, but the hall hears 0,33 and 0,35
    years = {2021: "K" * 31 + "T" * 8875, 2022: "K" * 30 + "T" * 8937}
    figures = collect_figures(reading_of(years, settings=Settings(targets=(FEW,))), year=2022)
    said = target_sentences.target_sentences(figures)[0]
    assert said.endswith("giảm 0,02 điểm phần trăm so với năm 2021 (0,35%).")


# --- the report of the sample -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(sample_report):
    return docx.Document(str(sample_report / "bao-cao.docx"))


@pytest.fixture(scope="module")
def annexes(sample_report):
    return docx.Document(str(sample_report / "phu-luc-bao-cao.docx"))


@pytest.fixture(scope="module")
def note(sample_report):
    return docx.Document(str(sample_report / "ghi-chu-noi-bo.docx"))


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def tables(document) -> dict[str, list[list[str]]]:
    """Each numbered table by its title, as rows of texts."""
    found, title = {}, ""
    for part in document.element.body:
        if part.tag == qn("w:p"):
            text = Paragraph(part, document).text
            title = text if text.startswith(("Bảng ", "Phụ lục ")) else title
        elif part.tag == qn("w:tbl") and title:
            table = Table(part, document)
            found[title.partition(". ")[2]] = [[cell.text for cell in row.cells] for row in table.rows]
            title = ""
    return found


def test_the_sample_gives_the_published_figures_in_prose(document):
    said = texts(document)
    assert "Năm 2022 đạt cả 04 chỉ tiêu." in said
    assert (
        "Tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên là 98,45% (8.828/8.967 đảng viên được xếp loại), đạt chỉ tiêu "
        "đề ra (ít nhất 98%, theo Nghị quyết Đại hội Đảng bộ Khối), vượt chỉ tiêu 0,45 điểm phần trăm; "
        "tăng 0,06 điểm phần trăm so với năm 2021 (98,39%)."
    ) in said
    assert any("97,40% (75/77 tổ chức cơ sở đảng được xếp loại)" in text for text in said)
    assert any("0,33% (30/8.967 đảng viên được xếp loại)" in text for text in said)
    assert any("0,00% (0/77 tổ chức cơ sở đảng được xếp loại)" in text for text in said)


def test_the_sample_gives_the_published_figures_in_tables(document, annexes, note):
    found = tables(document)
    assert found["Kết quả thực hiện chỉ tiêu năm 2022"][1] == [
        "Đảng viên hoàn thành tốt nhiệm vụ trở lên", "ít nhất 98%", "8.828", "8.967", "98,45", "đạt", "+0,45",
    ]  # fmt: skip
    awards = found["Kết quả xét các hình thức khen thưởng"]
    assert awards[0][3:] == ["Đủ điều kiện", "Đã được khen", "Không xét", "Thiếu một năm", "Chưa kết luận"]
    assert awards[1][2:5] == ["2018–2022", "68", "7"]
    assert [row[3] for row in awards[2:]] == ["7", "2", "1", "15", "30"]
    kinds = found["Kết quả xếp loại tổ chức cơ sở đảng theo loại hình, năm 2022"]
    assert [row[:2] for row in kinds[1:]] == [["Đảng bộ cơ sở", "30"], ["Chi bộ cơ sở", "47"], ["Tổng cộng", "77"]]
    wide = tables(annexes)
    units = wide["Kết quả xếp loại đảng viên theo đơn vị, năm 2022"]
    rows = [row for row in units[1:-1] if row[0]]  # without the heads of the blocks
    assert len(rows) == 77
    assert units[-1] == ["", "Tổng cộng", "8.967", "1.382", "7.446", "109", "30", "98,45"]
    assert sum(int(row[2]) for row in rows) == 8967
    assert sum(int(row[2].replace(".", "")) for row in units[1:-1] if not row[0]) == 8967
    runs = wide["Số năm liên tục hoàn thành xuất sắc nhiệm vụ, tính đến năm 2022"]
    assert runs[1] == ["5", "75", "2", "1"]
    assert len(tables(note)["Lỗi và cảnh báo"]) == 1 + 8  # one spelling, one cap, three cells gone, three new


def test_the_document_has_the_form_of_a_party_document(document):
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [20, 20, 30, 15]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    body = document.styles["Body Text"]
    assert (body.font.name, body.font.size) == ("Times New Roman", Pt(14))
    head = [cell.text.split("\n") for cell in document.tables[0].rows[0].cells]
    assert head[0] == [
        "ĐẢNG BỘ THÀNH PHỐ SAO MAI",
        "ĐẢNG ỦY KHỐI DÂN\xa0-\xa0CHÍNH\xa0-\xa0ĐẢNG",
        "*",
        "Số        -BC/ĐUK",
    ]
    assert head[1] == ["ĐẢNG CỘNG SẢN VIỆT NAM", "Sao Mai, ngày      tháng      năm ……"]
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert [heading.split("-")[0] for heading in headings] == ["I", "II", "III", "IV", "V", "VI", "PHỤ LỤC KÈM THEO"]
    assert document.core_properties.author == "Đảng bộ Khối Dân - Chính - Đảng"
    assert document.core_properties.last_modified_by == document.core_properties.author


def test_the_annexes_say_to_which_report_they_belong(annexes):
    assert texts(annexes)[:3] == [
        "PHỤ LỤC",
        "Kết quả kiểm điểm, đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm\xa02022",
        "(Kèm theo Báo cáo số        -BC/ĐUK, ngày      tháng      năm …… của Đảng ủy Khối Dân - Chính - Đảng)",
    ]


def test_tables_repeat_their_header_and_right_align_figures(document):
    for table in document.tables[1:-1]:
        assert table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")
        assert not table.rows[1]._tr.findall(f".//{qn('w:tblHeader')}")
    cells = document.tables[1].rows[1].cells
    assert [cell.paragraphs[0].alignment.name for cell in cells] == ["LEFT", *["RIGHT"] * 6]


def test_every_chart_has_words_and_files(document, annexes, note, sample_report):
    pictures = [one for part in (document, annexes, note) for one in part.element.body.iter(qn("wp:docPr"))]
    assert len(pictures) == 13
    assert all(len(picture.get("descr")) > 20 for picture in pictures)
    assert "98,45% năm 2022" in pictures[0].get("descr")
    names = {path.stem for path in (sample_report / "charts").glob("*.png")}
    assert names == {path.stem for path in (sample_report / "charts").glob("*.svg")}
    assert {"chi-tieu-member", "co-cau-member", "don-vi-member", "chuoi-nam-member"} <= names


def test_the_annex_holds_numbers_with_formats(sample_report):
    book = openpyxl.load_workbook(sample_report / "phu-luc.xlsx")
    sheet = book["Chỉ tiêu"]
    header = [cell.value for cell in sheet[4]]
    row = next(cells for cells in sheet.iter_rows(min_row=5) if cells[0].value == 2022)
    found = dict(zip(header, row, strict=True))
    assert (found["Số lượng"].value, found["Số lượng"].number_format) == (8828, "#,##0")
    assert found["Tỉ lệ %"].value == pytest.approx(8828 / 8967)
    assert found["Tỉ lệ %"].number_format == "0.00%"
    assert (found["Năm"].number_format, found["Kết quả"].value, found["Chênh lệch so với chỉ tiêu"].value) == (
        "0",
        "đạt",
        40,
    )
    assert book.properties.category == "evalkit-output"
    assert book.properties.creator == "Đảng bộ Khối Dân - Chính - Đảng"


def test_the_annex_can_be_printed_and_walked(sample_report):
    book = openpyxl.load_workbook(sample_report / "phu-luc.xlsx")
    links = {cell.value: cell.hyperlink.location for (cell, *_) in book["Mục lục"].iter_rows(min_row=5)}
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A5"
        assert sheet.print_title_rows == "$4:$4"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    numbers = {row[0]: row[2] for row in book["Mục lục"].iter_rows(min_row=5, values_only=True)}
    assert (numbers["Đơn vị, đảng viên"], numbers["Đơn vị, chi bộ trực thuộc"]) == (77, 30)  # no heads, no sum
    units = book["Đơn vị, đảng viên"]
    assert sum(isinstance(row[0], int) for row in units.iter_rows(min_row=5, values_only=True)) == 77


def test_the_review_at_mid_term_says_where_it_is_lost_and_what_is_left(document, annexes, note):
    said = texts(document)
    assert "3. Sơ kết giữa nhiệm kỳ 2020-2025" in said
    course = "từ 98,31% năm 2020 lên 98,45% năm 2022; năm nào cũng đạt; cần giữ vững đến năm 2025."
    assert f"Đảng viên hoàn thành tốt nhiệm vụ trở lên (ít nhất 98%): {course}" in said
    assert any("kết nạp 177 đảng viên, bằng 1,95% số đảng viên cuối năm 2021 (9.064)" in text for text in said)
    grid = {(row[0], row[1]): row[2:] for row in tables(document)["Thực hiện chỉ tiêu qua các năm, 2018–2022"]}
    aim = "Đảng viên hoàn thành tốt nhiệm vụ trở lên"
    bounds = "ít nhất 97% (đến 2019); ít nhất 98% (từ 2020)"
    assert grid[aim, bounds] == ["97,60 đạt", "98,10 đạt", "98,31 đạt", "98,39 đạt", "98,45 đạt"]
    growth = tables(annexes)["Biến động đảng viên theo danh sách, 2019–2022"]
    assert growth[-1] == ["2022", "9.064", "332", "177", "262", "61", "9.134", "1,95"]
    worst = tables(note)["Đơn vị có tỉ lệ hoàn thành tốt nhiệm vụ trở lên thấp hơn mức chung 98,45%, năm 2022"]
    # 8828/8967 of 311 is 306,2: 307 are needed, 300 are there
    assert worst[1][:5] == ["Đảng bộ Sở Du lịch biển", "311", "300", "96,46", "7"]


def test_the_wording_of_the_whole_report_is_the_golden_one(document, note, request):
    """`pytest tests/test_report.py --golden` writes it anew: read the difference before it is committed."""
    path = ROOT / "tests" / "golden_report.txt"
    parts = [block for one in (document, note) for block in one.iter_inner_content()]
    blocks = [block.text if hasattr(block, "text") else rows_as_text(block) for block in parts]
    text = "\n".join(line for block in blocks for line in block.splitlines() if line.strip()) + "\n"
    if request.config.getoption("--golden"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def rows_as_text(table):
    return "\n".join(" | ".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in table.rows)


@pytest.mark.parametrize(
    ("verdict", "bound", "said"),
    [
        # 50 % now, three years left
        (">=", "98%", "mỗi năm phải tăng bình quân ít nhất 16,00 điểm phần trăm để năm 2025 đạt chỉ tiêu"),
        (">=", "97%", "mỗi năm phải tăng bình quân ít nhất 15,67 điểm phần trăm"),  # 15.666…: 15,66 would not do
        (">=", "20%", "; năm nào cũng đạt; cần giữ vững đến năm 2025."),  # not by how much it may get worse
        (">=", "50%", "; năm nào cũng đạt; cần giữ vững đến năm 2025."),
        (
            "<",
            "20%",
            "mỗi năm phải giảm bình quân hơn 10,00 điểm phần trăm để năm 2025 đạt chỉ tiêu",
        ),  # 20 % is no less
        ("<", "50%", "phải giảm ít nhiều so với mức này thì năm 2025 mới đạt chỉ tiêu"),  # on the bound is not below it
        ("<=", "80%", "từ 100,00% năm 2021 xuống 50,00% năm 2022; chưa đạt năm 2021; cần giữ vững đến năm 2025."),
    ],
)
def test_what_is_left_is_said_by_the_side_of_the_bound(verdict, bound, said):
    target = Target(population="member", measure="good_or_better", sign=verdict, bound=fraction(bound))
    settings = Settings(targets=(target,), term="2020-2025")
    figures = collect_figures(reading_of({2021: "Tm", 2022: "TH"}, settings=settings), year=2022)
    assert said in target_sentences.outlook_sentences(figures)[0]


@pytest.mark.parametrize(
    ("last", "went"),
    [
        # by hand: 50 % missed, 75 % met, 100 % met
        ("TTTT", "từ 50,00% năm 2020 lên 100,00% năm 2022; chưa đạt năm 2020"),
        ("THHH", "từ 50,00% năm 2020 xuống 25,00% năm 2022; chưa đạt các năm 2020 và 2022"),
        ("TTH??", "từ 50,00% năm 2020 lên 66,67% năm 2022; chưa đạt năm 2020; chưa thể kết luận năm 2022"),
    ],
)
def test_in_the_last_year_of_a_term_its_years_are_summed_up(last, went):
    about = {"population": "member", "measure": "good_or_better", "sign": ">=", "bound": Fraction(3, 4)}
    settings = Settings(targets=(Target(**about, first=2020),), term="2020-2022")
    years = {2019: "HHHH", 2020: "TTHH", 2021: "TTTH", 2022: last}  # 2019 is of another term
    said = target_sentences.outlook_sentences(collect_figures(reading_of(years, settings=settings), year=2022))
    assert said == [f"Đảng viên hoàn thành tốt nhiệm vụ trở lên (ít nhất 75%): {went}."]


def test_an_undecided_target_is_not_said_to_have_to_rise():
    target = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(1, 2))
    settings = Settings(targets=(target,), term="2020-2025")
    figures = collect_figures(reading_of({2021: "TT", 2022: "TTH??"}, settings=settings), year=2022)
    assert target_sentences.outlook_sentences(figures) == [
        "Đảng viên hoàn thành tốt nhiệm vụ trở lên (ít nhất 50%): từ 100,00% năm 2021 xuống 66,67% năm 2022; chưa thể "
        "kết luận năm 2022."
    ]


def test_strengths_and_weaknesses_say_in_one_line_what_is_met_and_what_is_missed():
    years = {2022: "TTTHK?"}  # 3 of 5 at good or better, or 3 or 4 of 6; 1 of 5 at the lowest
    missed, met, undecided = target("9/10"), target("1/2", sign="<", measure="not_completed"), target("3/5")
    figures = collect_figures(reading_of(years, settings=Settings(targets=(missed, met, undecided))), year=2022)
    assert target_sentences.strength_sentences(figures) == [
        "Đạt chỉ tiêu về tỉ lệ đảng viên không hoàn thành nhiệm vụ (20,00%)."
    ]
    assert target_sentences.weakness_sentences(figures) == [
        "Chưa đạt chỉ tiêu về tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên (60,00%).",
        "Còn 01 đảng viên (20,00%) không hoàn thành nhiệm vụ.",
    ]


def fraction(text):
    return Fraction(int(text.removesuffix("%")), 100)


@pytest.mark.parametrize(("year", "stage"), [(2021, ""), (2022, "mid"), (2023, ""), (2025, "end"), (2026, "over")])
def test_a_review_is_written_in_the_middle_and_at_the_end_of_a_term(year, stage):
    settings = Settings(targets=(GOOD,), term="2020-2025")
    assert collect_figures(reading_of({year - 1: "T", year: "TH"}, settings=settings), year=year).stage == stage
    assert collect_figures(reading_of({2025: "TH"}, settings=settings), year=2025).stage == ""  # nothing to review


def test_the_award_annex_has_a_row_a_person_grouped_by_base_organisation(sample, sample_report):
    sheet = openpyxl.load_workbook(sample_report / "phu-luc-khen-thuong.xlsx").worksheets[1]
    assert [cell.value for cell in sheet[4]] == ["TT", "Họ và tên", "Năm sinh", "Chức vụ", "Chi bộ", "Số thẻ đảng viên"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0] is not None]
    people = [row for row in rows if isinstance(row[0], int)]
    assert [row[0] for row in people] == list(range(1, 69))
    assert "(Kèm theo Quyết định số" in sheet["A2"].value
    base, told = "", {}
    for row in rows:
        base = base if isinstance(row[0], int) else row[0]
        if isinstance(row[0], int):
            told[row[5]] = (row[1], row[2], base)
    now = sample.ratings[(sample.ratings["year"] == 2022) & (sample.ratings["population"] == "member")]
    people = now[now["subject"].isin(told)]
    expected = zip(people["subject"], people["name"], people["born"].dt.year, people["base_organisation"], strict=True)
    assert told == {subject: tuple(about) for subject, *about in expected}
    below = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"NGƯỜI LẬP BIỂU", "TRƯỞNG BAN"} <= set(below)


def test_the_evidence_of_an_award_names_the_cells_that_prove_it(sample_report):
    book = openpyxl.load_workbook(sample_report / "phu-luc-khen-thuong.xlsx")
    sheet = book["1. Chứng minh"]
    assert [cell.value for cell in sheet[4]] == [
        "TT", "Họ và tên", "Số thẻ đảng viên", "Năm", "Mức xếp loại", "Đơn vị", "TCCSĐ", "Tệp", "Trang tính", "Ô",
    ]  # fmt: skip
    rows = [list(row) for row in sheet.iter_rows(min_row=5, max_row=4 + 5 * 68)]
    assert [row[3].value for row in rows] == list(range(2018, 2023)) * 68
    given = [row[1].value.split()[-1] for row in rows[::5]]
    assert given == sorted(given, key=ek.vietnamese.word_key)
    _, name, _, year, _, _, _, file, _, cell = rows[0]
    source = openpyxl.load_workbook(ROOT / "data" / "sample" / file.value)["Đảng viên"]
    assert source[cell.value].value in ("HTXSNV", "HTXS", "HT xuất sắc", "Hoàn thành xuất sắc nhiệm vụ")
    assert source[cell.value.replace("H", "B")].value == name.value
    assert cell.hyperlink.location == f"'Đảng viên'!{cell.value}"
    target = cell.hyperlink.target
    there = url2pathname(urlsplit(target).path) if target.startswith("file:") else target  # on Windows: other drive
    assert (sample_report / there).resolve() == (ROOT / "data" / "sample" / f"{year.value}.xlsx").resolve()


def test_on_another_drive_the_evidence_is_linked_by_its_whole_path(tmp_path, monkeypatch):
    """The data on D:, the report on C: there is no relative way between drives."""

    def no_way(path, start):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("evalkit.report.award_annex.os.path.relpath", no_way)
    workbook = tmp_path / "Số liệu 2022.xlsx"
    assert url2pathname(urlsplit(_way(tmp_path, workbook)).path) == str(workbook.resolve())
    assert urlsplit(_way(tmp_path, workbook)).scheme == "file"


def test_the_award_annex_lists_those_who_just_missed_and_those_not_considered(sample_report):
    book = openpyxl.load_workbook(sample_report / "phu-luc-khen-thuong.xlsx")
    assert book.sheetnames[-4:] == ["Thiếu một năm", "Không xét", "Chưa kết luận", "Cần xác nhận"]
    missed = [[cell.value for cell in row] for row in book["Thiếu một năm"].iter_rows(min_row=5)]
    assert len(missed) == 288 + 1 + 2 + 4
    no_record = [row for row in missed if row[8] == "Không có tên trong danh sách"]
    assert no_record
    assert all(row[10:] == [None, None, None] for row in no_record)
    assert all(row[12] for row in missed if row[8] == "Hoàn thành tốt nhiệm vụ")
    others = [[cell.value for cell in row] for row in book["Không xét"].iter_rows(min_row=5)]
    assert [sum(row[2] == words for row in others) for words in ("Đã được khen", "Không xét")] == [7, 68]
    lacking = {row[9] for row in others if row[8] == "Chưa có hình thức khen phải có trước"}
    assert lacking == {"Giấy khen đảng viên hoàn thành xuất sắc nhiệm vụ 5 năm liền"}


def test_the_run_file_says_what_went_in(sample_report):
    run = json.loads((sample_report / "run.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in run["inputs"]][:2] == ["2018.xlsx", "2019.xlsx"]
    assert all(re.fullmatch("[0-9a-f]{64}", entry["sha256"]) for entry in run["inputs"])
    assert run["targets"][0]["count"] == 8828
    assert run["targets"][0]["verdict"] == "met"
    assert run["settings"]["content"]["targets"][0]["bound"] == "98%"
    assert "signatory" not in run["settings"]["content"]
    assert str(Path.cwd()) not in json.dumps(run)


# --- a small one: privacy, safety, repetition -------------------------------------------------------------------------

HEADER = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "TCCSĐ", "Xếp loại"]
CANARIES = ["Chim Hoàng Yến", "Bồ Câu Trắng", "Sơn Ca Nhỏ", "Vàng Anh Lớn"]
FORMULA = '=HYPERLINK("http://x","y")'
SETTINGS = """
organisation = "Đảng bộ Thử"
signatory = "Bí thư\\nNgười Ký"
[[targets]]
population = "member"
measure = "good_or_better"
sign = ">="
bound = "60%"
source = "Nghị quyết"
[[awards]]
id = "two"
name = "Giấy khen 2 năm liền"
population = "member"
level = "excellent"
years = 2
"""


def write_small(folder: Path, *, settings: str | None = SETTINGS) -> Path:
    """Two years, four people in two units, one cell that cannot be read and one that holds a name."""
    for year, levels in {2021: ["XS", "XS", "T", "HT"], 2022: ["XS", "T", "HTXZ?", CANARIES[3]]}.items():
        rows = [
            [place, name, f"0987654{place:05d}", FORMULA, "+Đảng bộ @", level]
            for place, (name, level) in enumerate(zip(CANARIES, levels, strict=True), 1)
        ]
        book = write_workbook(folder / f"{year}.xlsx", {"Đảng viên": [[f"XẾP LOẠI NĂM {year}"], HEADER, *rows]})
        _as_text(book)
    if settings is not None:
        (folder / "evalkit.toml").write_text(settings, encoding="utf-8")
    return folder


def _as_text(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    book.save(path)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Reading:
    return ek.read(write_small(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def small_report(small, tmp_path_factory) -> Path:
    return write_report(small, year=2022, out=tmp_path_factory.mktemp("reports"))


def contents(folder: Path) -> dict[str, str]:
    """Every text of a report folder, packed parts unpacked, by file name."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as parts:
                found[path.name] = "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
            found[path.name] = html.unescape(found[path.name])
        elif path.is_file():
            found[path.name] = path.read_bytes().decode("utf-8", "replace")
    return found


def test_names_and_card_numbers_stand_in_the_award_annex_alone(small_report):
    found = contents(small_report)
    annex = found.pop("phu-luc-khen-thuong.xlsx")
    assert CANARIES[0] in annex
    assert "098765400001" in annex
    everything = "\n".join([*found, *found.values()])
    assert not [name for name in CANARIES if name in everything]
    assert "0987654" not in everything
    assert '"…" không phải mức xếp loại' in found["phu-luc.xlsx"].replace("&quot;", '"')  # the cell held a name


def test_a_cell_that_cannot_be_read_leaves_the_verdict_open(small_report):
    said = texts(docx.Document(str(small_report / "bao-cao.docx")))
    assert any(
        text.startswith("Tính trên số liệu đã có") and "còn 02 ô không đọc được, nên chưa thể kết luận" in text
        for text in said
    )
    assert any("Số liệu còn 02 lỗi chưa xử lý, nên các con số" in text for text in said)


def test_what_looks_like_a_formula_stays_text(small_report):
    book = openpyxl.load_workbook(small_report / "phu-luc.xlsx")
    cell = book["Đơn vị, đảng viên"]["B5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("+Đảng bộ @", "s", True)
    annex = openpyxl.load_workbook(small_report / "phu-luc-khen-thuong.xlsx").worksheets[1]["E6"]
    assert (annex.value, annex.data_type) == (FORMULA, "s")


def test_control_characters_go_and_endless_texts_are_cut(tmp_path):
    annex = Annex("T", settings=Settings(), year=2022)
    columns = plain_columns(["X", "Y"], [20, 20])
    annex.add(ReportTable("T", columns, [["Chi\x07 bộ", ""], ["ă" * 40_000, ""]], sheet="a/b"))
    annex.add(ReportTable("T", columns, [], sheet="A b"))
    annex.save(tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Mục lục", "a b", "A b (2)"]
    assert book["a b"]["A5"].value == "Chi bộ"
    assert len(book["a b"]["A6"].value) == 32_767
    assert book["a b"]["A6"].value.endswith("(đã cắt bớt)")
    assert book["A b (2)"]["A5"].value == "Không có dòng nào."


def test_an_earlier_report_is_left_alone_and_the_same_input_gives_the_same_bytes(small, small_report):
    before = {path: path.read_bytes() for path in small_report.rglob("*") if path.is_file()}
    second = write_report(small, year=2022, out=small_report.parent)
    assert (small_report.name, second.name) == ("2022", "2022-2")
    assert all(path.read_bytes() == content for path, content in before.items())
    for path, content in before.items():
        if path.name != "run.json":
            assert (second / path.relative_to(small_report)).read_bytes() == content, path.name


def test_evalkits_own_workbooks_are_no_data(small, small_report, tmp_path):
    folder = write_small(tmp_path / "data")
    shutil.copytree(small_report, folder / "reports")
    again = ek.read(folder)
    assert len(again.ratings) == len(small.ratings)
    assert set(again.ratings["file"]) == {"2021.xlsx", "2022.xlsx"}


@pytest.mark.usefixtures("dots")
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "đĩa đã đầy"),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "đang mở trong Excel hay chương trình khác",
        ),
        (OSError(errno.EROFS, "Read-only file system"), "không có quyền ghi"),
    ],
)
def test_what_cannot_be_written_is_one_line_and_leaves_nothing(small, tmp_path, monkeypatch, error, said):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr(report, "write_run_file", fail)
    with pytest.raises(ReportError, match=said) as refused:
        write_report(small, year=2022, out=tmp_path)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("dots")
def test_a_failure_in_the_middle_leaves_nothing(small, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "write_annex", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(small, year=2022, out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_said(small, tmp_path):
    (tmp_path / "reports").write_text("")
    with pytest.raises(ReportError, match="đó là một tệp, không phải thư mục"):
        write_report(small, year=2022, out=tmp_path / "reports")


def test_a_year_without_data_is_refused_with_the_years_there_are(small, tmp_path):
    with pytest.raises(ReportError) as refused:
        write_report(small, year=2023, out=tmp_path / "reports")
    assert str(refused.value) == "Không có số liệu năm 2023. Các năm có trong số liệu: 2021, 2022."
    assert not (tmp_path / "reports").exists()


@pytest.mark.usefixtures("dots")
def test_without_settings_a_commented_file_is_written_and_said(tmp_path, capsys):
    folder = write_small(tmp_path / "data", settings=None)
    reading = ek.read(folder)
    written = write_report(reading, year=2022, out=tmp_path / "reports")
    assert load_settings(folder / "evalkit.toml") == Settings(path=folder / "evalkit.toml", text=_template(folder))
    note = texts(docx.Document(str(written / "ghi-chu-noi-bo.docx")))
    (told,) = [text for text in note if "Đã ghi một tệp mẫu evalkit.toml vào thư mục đó" in text]
    assert told in capsys.readouterr().err
    assert {"Chưa khai báo chỉ tiêu nào ([[targets]] trong evalkit.toml)."} < set(note)
    for name in ("bao-cao.docx", "phu-luc-bao-cao.docx"):  # what is signed has no word of the program
        assert not re.search("evalkit|cài đặt|khai báo", " ".join(everything_in(written / name)))
    assert not (written / "phu-luc-khen-thuong.xlsx").exists()
    (folder / "evalkit.toml").write_text("# của tôi", encoding="utf-8")
    write_report(reading, year=2022, out=tmp_path / "reports")
    assert _template(folder) == "# của tôi"


def everything_in(path: Path) -> list[str]:
    """The texts of paragraphs and cells of a Word file."""
    word = docx.Document(str(path))
    return [*texts(word), *(cell.text for table in word.tables for row in table.rows for cell in row.cells)]


def _template(folder: Path) -> str:
    return (folder / "evalkit.toml").read_text(encoding="utf-8")


def test_the_template_is_right_once_its_lines_are_uncommented(tmp_path):
    template = Path(report.__file__).with_name("settings_template.toml").read_text(encoding="utf-8")
    (tmp_path / "evalkit.toml").write_text(re.sub(r"^#(?=\S)", "", template, flags=re.MULTILINE), encoding="utf-8")
    (tmp_path / "mau-bao-cao.docx").touch()  # named in the template of settings
    settings = load_settings(tmp_path / "evalkit.toml")
    assert settings.organisation
    assert (len(settings.targets), len(settings.caps), len(settings.awards)) == (1, 1, 1)


def test_another_scale_reads_in_its_own_words(tmp_path):
    text = '[scale]\nname = "thang trường học"\nlevels = [{id = "A"}, {id = "B"}, {id = "C"}]\n'
    (tmp_path / "evalkit.toml").write_text(text, encoding="utf-8")
    settings = Settings(scale=load_settings(tmp_path / "evalkit.toml").scale, populations={"school": "trường"})
    figures = collect_figures(reading_of({2022: "AC"}, settings=settings, population="school"), year=2022)
    assert sentences.subject_line(figures) == "kết quả đánh giá, xếp loại năm 2022 (thang trường học)"
    assert sentences.opening(figures) == ["Đến ngày 31/12/2022, có 02 trường; có 02 trường được đánh giá, xếp loại."]
    assert (figures.leading, figures.rate("school", figures.leading).count) == ("B_or_better", 1)
    draw_pictures(figures, tmp_path)
    write_report_document(figures, [], tmp_path / "x.docx", annexes=[], words=OwnWords(None, figure_of(figures)))
    document = docx.Document(str(tmp_path / "x.docx"))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" not in document.element.xml
    assert tables(document)["Kết quả đánh giá, xếp loại năm 2022"][1:4] == [
        ["A", "1", "50,00"],
        ["B", "0", "0,00"],
        ["C", "1", "50,00"],
    ]


def test_half_of_it_made_in_another_process_or_in_another_style_is_the_same(small, tmp_path, monkeypatch):
    """Where out is relative, too; and where that process ends before its time."""
    started = []

    class Counted(processes.Process):
        def __init__(self, needs):
            super().__init__(needs)
            started.append(needs)

    def written(out):
        folder = write_report(small, year=2022, out=out)
        files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json"]
        return {path.relative_to(folder): path.read_bytes() for path in files}

    monkeypatch.setattr(processes, "Process", Counted)
    monkeypatch.chdir(tmp_path)
    alone = written("alone")
    assert started == []
    monkeypatch.setattr("evalkit.report._PROCESSORS", 2)
    with plt.style.context("ggplot"):
        assert written("half") == alone
    assert len(started) == 1
    monkeypatch.setattr("evalkit.report._LARGE", 2)
    assert written("large") == alone
    assert len(started) == 1
    monkeypatch.setattr("evalkit.report._LARGE", 200)
    monkeypatch.setattr(processes, "_START", "")
    assert written("ended") == alone
    assert len(alone) > 8


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_another_process_cannot_write_stops_the_report(small, tmp_path, monkeypatch):
    monkeypatch.setattr("evalkit.report._PROCESSORS", 2)
    monkeypatch.setattr("evalkit.report._write_workbooks", full_disk)
    with pytest.raises(ReportError, match="đĩa đã đầy"):
        write_report(small, year=2022, out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_notebooks_become_pages_that_ask_no_network_and_a_failing_one_is_said(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")  # as a shell may have set it; the pages show their charts all the same
    folder = tmp_path / "notebooks"
    folder.mkdir()
    chart = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"
    write_notebook(folder / "01_good.ipynb", f'{chart}\nprint(f"Báo cáo năm {{year}}, {{len(data)}} tệp")')
    write_notebook(folder / "02_bad.ipynb", "1 / 0")
    (folder / "03_broken.ipynb").write_text("{")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    written = write_report(small, year=2022, out=tmp_path / "reports", notebooks=folder)
    assert [path.name for path in (written / "notebooks").iterdir()] == ["01_good_2021-2022.html"]
    page = (written / "notebooks" / "01_good_2021-2022.html").read_text(encoding="utf-8")
    assert "Báo cáo năm 2022, 2 tệp" in page
    assert "<title>Đọc số liệu</title>" in page
    assert "data:image/png" in page
    assert 'alt="Biểu đồ; bảng bên cạnh có cùng số liệu"' in page
    assert "For maintainers" not in page
    assert "print(f" not in page
    assert not re.search(r"<script|@import|(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//", page)
    assert str(tmp_path) not in page
    run = json.loads((written / "run.json").read_text(encoding="utf-8"))
    assert run["notebooks"] == {
        "01_good": "01_good_2021-2022.html", "02_bad": "lỗi: ZeroDivisionError", "03_broken": "lỗi: NotJSONError",
    }  # fmt: skip
    assert "Notebook 02_bad không chạy được (lỗi: ZeroDivisionError)" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.usefixtures("dots")
def test_notebooks_get_the_reading_of_the_report_while_it_is_what_they_ask_for(small, tmp_path, monkeypatch):
    """A notebook that reads the report's files starts no process for it, and says what one that reads them says."""
    (tmp_path / "notebooks").mkdir()
    code = (
        "import evalkit as ek; from evalkit.sheets import workers; reading = ek.read(data)\n"
        "print(reading.ratings.to_csv(), reading.problems.to_csv())\n"
    )
    count = "print('processes', len(workers._spare._workers))"
    write_notebook(tmp_path / "notebooks" / "01_read.ipynb", code)
    write_notebook(tmp_path / "notebooks" / "02_count.ipynb", code + count)
    monkeypatch.setattr("evalkit.report.notebooks._AT_ONCE", 1)  # what a second kernel would ask is the same
    pages = []
    for out in ("handed over", "read again"):
        written = write_report(small, year=2022, out=tmp_path / out, notebooks=tmp_path / "notebooks")
        read, counted = sorted((written / "notebooks").iterdir())
        assert read.read_text("utf-8").count(",member,") == 8  # four people in two years
        pages.append((read.read_bytes(), re.findall(r"processes (\d)", counted.read_text("utf-8"))))
        monkeypatch.setattr("evalkit.report.notebooks.hand_over", lambda *_: None)
    assert pages[0][0] == pages[1][0]
    assert pages[0][1] == ["0"]
    assert pages[1][1] != ["0"]


@pytest.mark.usefixtures("dots")
def test_one_notebook_leaves_nothing_to_the_next(small, tmp_path, monkeypatch):
    """One kernel for all: names, figures, looks and the folder at hand are as at the start; a dead one is replaced."""
    monkeypatch.setattr("evalkit.report.notebooks._AT_ONCE", 1)
    (tmp_path / "notebooks").mkdir()
    start = "import os\nimport matplotlib\nimport matplotlib.pyplot as plt\n"
    leave = (
        "over = 1\nfigure = plt.figure()\nmatplotlib.rcParams['font.size'] = 99\nos.mkdir('inside')\nos.chdir('inside')"
    )
    home = "os.path.isdir('inside')"
    look = f"{start}print('left', 'over' in dir(), plt.get_fignums(), matplotlib.rcParams['font.size'], {home})"
    write_notebook(tmp_path / "notebooks" / "01_leave.ipynb", f"{start}{leave}")
    write_notebook(tmp_path / "notebooks" / "02_look.ipynb", look)
    write_notebook(tmp_path / "notebooks" / "03_die.ipynb", "import os\nos._exit(1)")
    write_notebook(tmp_path / "notebooks" / "04_look.ipynb", look)
    written = write_report(small, year=2022, out=tmp_path / "out", notebooks=tmp_path / "notebooks")
    results = json.loads((written / "run.json").read_text("utf-8"))["notebooks"]
    assert results["03_die"] == "lỗi: DeadKernelError"
    for name in ("02_look", "04_look"):
        page = (written / "notebooks" / results[name]).read_text("utf-8")
        assert "left False [] 10.0 True" in page
        assert "emptied" not in page


def write_notebook(path: Path, code: str) -> None:
    new = nbformat.v4
    parameters = new.new_code_cell('data = "x"\nyear = 1999', metadata={"tags": ["parameters"]})
    prose = new.new_markdown_cell("# Đọc số liệu\n\n*For maintainers: nothing.*\n\nNotebook này trả lời.")
    nbformat.write(new.new_notebook(cells=[prose, parameters, new.new_code_cell(code)]), path)


# --- what goes up ----------------------------------------------------------------------------------------------------


def test_the_summary_is_read_back_without_a_problem_and_with_the_same_figures(sample, sample_report, tmp_path):
    shutil.copy(sample_report / "bieu-tong-hop.xlsx", tmp_path / "don vi.xlsx")
    (tmp_path / "evalkit.toml").write_text('organisation = "Đảng bộ thành phố"', "utf-8")
    back = ek.read(tmp_path)
    assert back.problems.to_dict("records") == []
    now = sample.ratings[sample.ratings["year"] == 2022]
    for by in (("population",), ("population", "base_organisation")):
        keys = [*by, "measure"]
        told, said = (
            ek.level_rates(ratings.astype({"base_organisation": object, "population": object}), by=by)
            for ratings in (now, back.ratings)
        )
        assert set(told["population"]) == {"member", "cell", "base_organisation"}
        both = told.merge(said, on=keys, how="outer", suffixes=("", "_back"), indicator=True)
        assert (both["_merge"] == "both").all()
        assert (both["count"] == both["count_back"]).all()
        assert (both["base"] == both["base_back"]).all()


def test_the_summary_looks_like_a_form_of_the_party(sample_report):
    book = openpyxl.load_workbook(sample_report / "bieu-tong-hop.xlsx")
    assert book.sheetnames == ["Đảng viên", "Chi bộ trực thuộc", "Tổ chức cơ sở đảng"]
    assert [[cell.value for cell in one[1] if cell.value][-1] for one in book] == [
        "Biểu số 1", "Biểu số 2", "Biểu số 3",
    ]  # fmt: skip
    sheet = book["Đảng viên"]
    assert sheet["A2"].value == "Đảng ủy Khối Dân - Chính - Đảng"
    assert sheet["A3"].value == "BIỂU TỔNG HỢP KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2022"
    captions = {cell.value for row in sheet["A5:Z7"] for cell in row if cell.value}
    assert {"Tổng số đảng viên", "Số được xếp loại", "XẾP LOẠI ĐẢNG VIÊN", "SL", "%"} <= captions
    total = next(row for row in sheet.iter_rows(min_row=8) if row[1].value == "Tổng cộng")
    numbers = [cell.value for cell in total if isinstance(cell.value, int)]
    assert (numbers[0], numbers[-4:]) == (9134, [1382, 7446, 109, 30])
    shares = [(cell.value, cell.number_format) for cell in total if isinstance(cell.value, float)]
    assert shares == [(0.9817, "0.00%"), (0.1541, "0.00%"), (0.8304, "0.00%"), (0.0122, "0.00%"), (0.0033, "0.00%")]
    below = [cell.value for row in sheet.iter_rows(min_row=total[0].row + 1) for cell in row if cell.value]
    assert {"NGƯỜI LẬP BIỂU", "TRƯỞNG BAN"} <= set(below)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$7")


def test_no_name_of_a_person_stands_in_the_summary(small_report):
    assert not [name for name in CANARIES if name in contents(small_report).get("bieu-tong-hop.xlsx", "")]


# --- since the last report --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("dots")
def test_a_report_says_which_figures_changed_since_the_last_one_of_its_year(tmp_path):
    settings = Settings(awards=(ek.settings.Award(id="a", name="Giấy khen", population="member", level="excellent"),))
    first = reading_of({2022: "XTTH"}, settings=settings)
    assert write_report(first, year=2022, out=tmp_path).name == "2022"
    again = write_report(first, year=2022, out=tmp_path)
    assert not any("đã thay đổi" in text for text in texts(docx.Document(str(again / "ghi-chu-noi-bo.docx"))))
    assert "Thay đổi" not in openpyxl.load_workbook(again / "phu-luc.xlsx").sheetnames
    now = write_report(reading_of({2022: "XXTH"}, settings=settings), year=2022, out=tmp_path)
    document = docx.Document(str(now / "ghi-chu-noi-bo.docx"))
    since = "So với báo cáo trước của năm 2022 (thư mục 2022-2), 03 con số"
    assert any(text.startswith(since) for text in texts(document))
    told = tables(document)["Các con số thay đổi so với báo cáo trước"][1:]
    assert told == [
        ["Đảng viên hoàn thành xuất sắc nhiệm vụ", "1/4 (25,00%)", "2/4 (50,00%)"],
        ["Đảng viên hoàn thành tốt nhiệm vụ", "2/4 (50,00%)", "1/4 (25,00%)"],
        ["Giấy khen: đủ điều kiện", "1", "2"],
    ]
    annex = openpyxl.load_workbook(now / "phu-luc.xlsx")["Thay đổi"]
    assert [[cell.value for cell in row] for row in annex.iter_rows(min_row=5)] == told


@pytest.mark.usefixtures("dots")
def test_an_award_that_could_not_be_counted_twice_is_no_change(tmp_path):
    award = ek.settings.Award(id="a", name="Giấy khen", population="member", level="excellent", years=3)
    reading = reading_of({2022: "X"}, settings=Settings(awards=(award,)))
    assert [write_report(reading, year=2022, out=tmp_path).name for _ in range(2)] == ["2022", "2022-2"]
    assert "Thay đổi" not in openpyxl.load_workbook(tmp_path / "2022-2" / "phu-luc.xlsx").sheetnames


@pytest.mark.parametrize("content", ["", "{", "[]", '{"year": 2022}', '{"year": 2021, "rates": []}'])
def test_an_earlier_run_file_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022" / "run.json").write_text(content, "utf-8")
    (tmp_path / "20221").mkdir()
    assert earlier_run(tmp_path, 2022) is None
    assert earlier_run(tmp_path / "nowhere", 2022) is None


# --- a template of their own ------------------------------------------------------------------------------------------


@pytest.fixture
def with_template(tmp_path):
    """Settings that name a Word file: Arial headings, wide margins, a style of its own, some text in it."""
    word = docx.Document()
    word.styles["Heading 1"].font.name, word.styles["Heading 1"].font.size = "Arial", Pt(20)
    word.sections[0].left_margin = word.sections[0].right_margin = Mm(40)
    word.add_paragraph("Chữ có sẵn trong mẫu")
    word.core_properties.author = "Máy của ai đó"
    word.save(str(tmp_path / "mau.docx"))
    (tmp_path / "evalkit.toml").write_text('organisation = "Đảng bộ Thử"\ntemplate = "mau.docx"', "utf-8")
    return load_settings(tmp_path / "evalkit.toml")


@pytest.mark.usefixtures("dots")
def test_the_report_takes_over_page_and_styles_of_a_template(with_template, tmp_path):
    written = write_report(reading_of({2022: "XTTH"}, settings=with_template), year=2022, out=tmp_path / "out")
    document = docx.Document(str(written / "bao-cao.docx"))
    assert (document.styles["Heading 1"].font.name, document.styles["Heading 1"].font.size) == ("Arial", Pt(20))
    assert round(document.sections[0].left_margin / Mm(1)) == 40
    assert document.styles["Nguồn"].font.name == "Times New Roman"  # what the template lacks is added
    assert "Chữ có sẵn trong mẫu" not in "\n".join(texts(document))
    assert document.core_properties.author == "Đảng bộ Thử"
    assert "PAGE" in document.sections[0].header._element.xpath("string(.)")
    page = document.sections[0].page_width - 2 * Mm(40)
    widest = max(sum(column.width or 0 for column in table.columns) for table in document.tables)
    assert abs(widest - page) < Mm(2)


def test_a_template_that_is_no_word_file_is_refused_in_one_line(with_template, tmp_path):
    (tmp_path / "mau.docx").write_bytes(b"PK\x03\x04 hong")
    with pytest.raises(ReportError, match=r"^mau.docx: không mở được như tệp Word\."):
        write_report(reading_of({2022: "XTTH"}, settings=with_template), year=2022, out=tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "evalkit.toml").write_text('template = "khong-co.docx"', "utf-8")
    with pytest.raises(ek.SettingsError) as refused:
        load_settings(tmp_path / "evalkit.toml")
    assert str(refused.value) == (
        "evalkit.toml, dòng 1, khóa «template»: «khong-co.docx» không phải tệp .docx có ở cạnh tệp cài đặt này."
    )


# --- small units ------------------------------------------------------------------------------------------------------


def unit_reading(counts, *, below):
    """A reading of 2022 with units of so many members, one of each completed, the rest good."""
    reading = reading_of({2021: "TT", 2022: "TT"}, settings=Settings(mask_below=below, targets=(TARGET,)))
    rows = []
    for unit, number in counts.items():
        for year in (2021, 2022):
            for person in range(number):
                row = dict(reading.ratings.iloc[0])
                level = "completed" if person == 0 else "good"
                rows.append(
                    {**row, "year": year, "subject": f"{unit} {person}", "level": level, "base_organisation": unit}
                )
    ratings = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"level": reading.ratings["level"].dtype})
    return dataclasses.replace(reading, ratings=ratings)


TARGET = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(9, 10))


@pytest.mark.usefixtures("dots")
@pytest.mark.parametrize(
    ("counts", "below", "masked"),
    [
        ({"A": 3, "B": 4, "C": 40, "D": 50}, 5, {"A", "B", "C", "D"}),  # in each one completed: from 1 to 4 anywhere
        ({"A": 3, "B": 9, "C": 40, "D": 50}, 2, {"A", "B", "C", "D"}),
        ({"A": 3, "B": 4, "C": 40}, 0, set()),  # not asked for
    ],
)
def test_of_small_units_the_total_alone_is_shown(tmp_path, counts, below, masked):
    """Nobody of the units is excellent, not completed or not rated, as the totals say: that hides nothing."""
    written = write_report(unit_reading(counts, below=below), year=2022, out=tmp_path)
    found = tables(docx.Document(str(written / "phu-luc-bao-cao.docx")))
    units = {row[1]: row[2:] for row in found["Kết quả xếp loại đảng viên theo đơn vị, năm 2022"][1:]}
    assert units["Tổng cộng"][0] == str(sum(counts.values()))
    annex = openpyxl.load_workbook(written / "phu-luc.xlsx")
    sheet = {row[1]: row[2:] for row in annex["Đơn vị, đảng viên"].iter_rows(min_row=5, values_only=True)}
    form = openpyxl.load_workbook(written / "bieu-tong-hop.xlsx")["Đảng viên"]
    told = {row[1]: row[2:] for row in form.iter_rows(min_row=8, values_only=True) if row[1] in counts}
    for unit, number in counts.items():
        hidden = ["…" if unit in masked else str(cell) for cell in (number - 1, 1)]
        assert (units[unit][0], units[unit][2:4], units[unit][5] == "…") == (str(number), hidden, unit in masked)
        assert ("…" in sheet[unit], "…" in told[unit], told[unit][0]) == (unit in masked, unit in masked, number)
    if "Đơn vị thấp hơn mức chung" in annex.sheetnames:
        lost = {row[0] for row in annex["Đơn vị thấp hơn mức chung"].iter_rows(min_row=5, values_only=True)}
        assert not lost & masked
    said = "\n".join(texts(docx.Document(str(written / "phu-luc-bao-cao.docx"))))
    assert ("không ghi số dưới" in said) == bool(masked)


def test_problems_of_small_units_are_told_without_their_figures():
    reading = unit_reading({"A": 3, "B": 4, "C": 40}, below=5)
    problem = Problem(
        "warning", "cap_exceeded", "2022.xlsx", "S", "G1", "2", "2022.xlsx, trang tính «S», ô G1: năm 2022 của «A» có 2"
    )
    reading = dataclasses.replace(reading, problems=pd.DataFrame([problem], columns=Problem._fields))
    (row,) = collect_figures(reading, year=2022).problems.itertuples()
    assert row.message.startswith("2022.xlsx, trang tính «S», ô G1: số liệu có thể là của một đơn vị ít người")
    assert row.found == "…"


def test_no_name_stands_in_any_notebook_page_or_message(small, tmp_path, capsys):
    written = write_report(small, year=2022, out=tmp_path, notebooks=ROOT / "notebooks")
    pages = list((written / "notebooks").iterdir())
    assert len(pages) == 5
    found = contents(written)
    del found["phu-luc-khen-thuong.xlsx"]
    captured = capsys.readouterr()
    everything = "\n".join([*found, *found.values(), captured.out, captured.err])
    assert not [name for name in CANARIES if name in everything]
    assert "0987654" not in everything


def test_the_annex_has_the_address_of_every_row_behind_its_figures(sample, sample_report):
    sheet = openpyxl.load_workbook(sample_report / "phu-luc.xlsx")["Nguồn số liệu"]
    told = set()
    for year, _, file, name, number, cells in sheet.iter_rows(min_row=5, values_only=True):
        own = set()
        for part in cells.split(", "):
            first, _, last = part.partition(":")
            rows = range(int(first[1:]), int((last or first)[1:]) + 1)
            own |= {(year, file, name, f"{first[0]}{row}") for row in rows}
        assert len(own) == number
        told |= own
    columns = ("year", "file", "sheet", "cell")
    assert told == set(zip(*(sample.ratings[column] for column in columns), strict=True))
