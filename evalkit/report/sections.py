"""What stands in each of the three documents, in order: the report, its annexes, the note that stays in the board."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from evalkit.report import contents, sentences, target_sentences, unit_tables
from evalkit.report.award_annex import AWARDS_FILE
from evalkit.report.board_template import ANNEXES as ANNEX_LIST
from evalkit.report.board_template import OPENING, fill_headers, fill_template
from evalkit.report.changes import Since
from evalkit.report.departure_table import departure_table
from evalkit.report.document import TALL, Document
from evalkit.report.figures import Figures
from evalkit.report.ground_table import ground_table
from evalkit.report.movement_table import MOVEMENTS, movement_table
from evalkit.report.own_words import OwnWords, unset_keys, unset_rules, wrong_blocks
from evalkit.report.pictures import Picture
from evalkit.sentences import lacking_in_words
from evalkit.tables import ReportTable
from evalkit.vietnamese import first_capital, padded

REPORT, ANNEXES, NOTE = "bao-cao.docx", "phu-luc-bao-cao.docx", "ghi-chu-noi-bo.docx"
_MOST_CHANGES, _EVERY = 40, 10_000
_WITH_FIGURES = ("kiem-diem", "ket-qua", "khen-thuong")  # sections whose figures follow the board's own words
_NUMBERS = ("I", "II", "III", "IV", "V", "VI")
_STAGES = {"mid": "Sơ kết giữa nhiệm kỳ", "end": "Tổng kết nhiệm kỳ"}
_DATA = "Số liệu cần kiểm tra"  # the part of the note on what is wrong with the workbooks
_TALL_MAP = 150  # mm; the heat map has a row a unit and small figures in its cells


def write_documents(
    figures: Figures, pictures: Sequence[Picture], folder: Path, *, words: OwnWords, annexes: Sequence[ReportTable],
    preface: str = "", since: Since = None,
) -> None:  # fmt: skip
    """Write the report and the note; `words` is the board's own prose, `annexes` what `write_annexes` writes, `since`
    what changed since which earlier report of the year.
    """
    titles = [table.title for table in annexes]
    write_report_document(figures, pictures, folder / REPORT, annexes=titles, words=words)
    _write_note(_Given(figures, pictures, words), folder / NOTE, preface=preface, since=since)


class _Given(NamedTuple):
    figures: Figures
    pictures: Sequence[Picture]
    words: OwnWords

    def begin(self, *, body: bool = False) -> Document:
        """Return a document with the heads of its pages; with `body` in the text of the board's template."""
        document = Document(self.figures.settings, year=self.figures.year, party=self.figures.party, body=body)
        fill_headers(document, self.words)
        return document


# --- the report ------------------------------------------------------------------------------------------------------


def write_report_document(
    figures: Figures, pictures: Sequence[Picture], path: Path, *, annexes: Sequence[str], words: OwnWords
) -> None:  # fmt: skip
    """Write the report itself, in the order of the Party's reports on this matter."""
    given, subject = _Given(figures, pictures, words), sentences.subject_line(figures)
    document = given.begin(body=True)
    add_opening = partial(document.text, *sentences.opening(figures))
    listed = [f"{place}. {title}." for place, title in enumerate(annexes, 1)]
    add_annexes = partial(document.items, *listed, _sources(figures))
    sections = _sections(figures)
    if document.has_body:
        adds = {name: partial(_add_section, document, given, name, add) for name, _, add in sections}
        fill_template(document, {OPENING: add_opening, **adds, ANNEX_LIST: add_annexes}, words)
    else:
        if document.left_out:
            lacking = "chưa có dấu chỗ chèn như {{ ket-qua }}"
            words.problems.append(f"{document.template}: chữ có sẵn trong mẫu không vào báo cáo, vì {lacking}.")
        document.head("BÁO CÁO", subject)
        add_opening()
        for number, (name, title, add) in zip(_NUMBERS, sections, strict=False):
            document.heading(f"{number}- {title}")
            _add_section(document, given, name, add)
        document.heading("PHỤ LỤC KÈM THEO")
        add_annexes()
        document.signature()
    document.save(path, title=f"Báo cáo {subject}")


_Add = Callable[[Document, _Given], None]


def _add_section(document: Document, given: _Given, name: str, add: _Add) -> None:
    """Add the board's own words, and what the figures say, except where its words stand for it."""
    if not given.words.add(document, name) or name in _WITH_FIGURES:
        add(document, given)


def _sections(figures: Figures) -> list[tuple[str, str, _Add]]:
    """Return name, title and writer of each section in order; on another scale than the Party's those that there is
    something for, in plain words.
    """
    results = ("ket-qua", "KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI", _add_results)
    awards = ("khen-thuong", "KẾT QUẢ XÉT, ĐỀ NGHỊ KHEN THƯỞNG", _add_awards)
    if not figures.party:
        review = ("kiem-diem", "SỐ ĐƯỢC ĐÁNH GIÁ, XẾP LOẠI", _add_review)
        judgement = ("uu-diem-han-che", "NHẬN XÉT", _add_judgement)
        return [review, results, *([awards] if len(figures.awards) else []), judgement]
    plans = f"PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {figures.year + 1}; PHÁT ĐỘNG THI ĐUA"
    return [
        ("kiem-diem", "CÔNG TÁC KIỂM ĐIỂM, ĐÁNH GIÁ, XẾP LOẠI", _add_review),
        results,
        awards,
        ("uu-diem-han-che", "ƯU ĐIỂM, HẠN CHẾ, NGUYÊN NHÂN", _add_judgement),
        ("phuong-huong", plans, _add_blank),
        ("kien-nghi", "KIẾN NGHỊ, ĐỀ XUẤT", _add_blank),
    ]


def _add_review(document: Document, given: _Given) -> None:
    figures = given.figures
    document.text(*sentences.review_sentences(figures))
    document.table(contents.review_table(figures))


def _add_results(document: Document, given: _Given) -> None:
    figures = given.figures
    document.heading("1. Kết quả chung", 2)
    document.text(*sentences.level_sentences(figures), *sentences.ground_sentences(figures))
    document.table(contents.level_table(figures))
    _add_if_any(document, contents.kind_table(figures))
    document.text(*unit_tables.limit_sentences(figures))
    for cap, rows in figures.limits:
        _add_if_any(document, unit_tables.limit_in_report(figures, cap, rows))
    document.heading("2. Thực hiện chỉ tiêu", 2)
    _add_targets(document, given)
    number = 3
    if figures.stage in _STAGES and not figures.in_force.empty:
        document.heading(f"{number}. {_STAGES[figures.stage]} {figures.settings.term}", 2)
        document.text(*target_sentences.outlook_sentences(figures))
        document.table(contents.course_table(figures))
        number += 1
    if said := sentences.growth_sentences(figures):
        document.heading(f"{number}. Phát triển đảng viên", 2)
        document.text(*said)


def _add_targets(document: Document, given: _Given) -> None:
    figures = given.figures
    if not figures.settings.targets:
        document.text(target_sentences.NO_TARGETS)
    elif figures.targets_now.empty:
        document.text(f"Không có chỉ tiêu nào áp dụng cho năm {figures.year}.")
    else:
        document.text(target_sentences.result_of_targets(figures), *target_sentences.target_sentences(figures))
        document.table(contents.target_table(figures))
        _add_pictures(document, given.pictures, "targets")
    if figures.stage == "over":
        document.text(f"Nhiệm kỳ {figures.settings.term} đã kết thúc.")


def _add_awards(document: Document, given: _Given) -> None:
    figures = given.figures
    document.text(*sentences.run_sentences(figures), *sentences.award_sentences(figures))
    if len(figures.considered):
        document.table(contents.award_table(figures))
        document.text(*sentences.field_sentences(figures))


def _add_judgement(document: Document, given: _Given) -> None:
    figures = given.figures
    for title, said in (
        ("1. Ưu điểm", target_sentences.strength_sentences(figures)),
        ("2. Hạn chế", target_sentences.weakness_sentences(figures)),
        ("3. Nguyên nhân", []),
    ):
        document.heading(title, 2)
        document.text(*said, sentences.TO_WRITE)


def _add_blank(document: Document, _given: _Given) -> None:
    document.text(sentences.TO_WRITE)


# --- the annexes -----------------------------------------------------------------------------------------------------


def annex_parts(figures: Figures) -> list[ReportTable]:
    """Return the tables of the annexes that there are figures for, in order."""
    names = [name for name in figures.rated_populations if name in set(figures.by_unit["population"])]
    tables = [unit_tables.unit_table(figures, name) for name in names]
    tables.append(contents.membership_table(figures))
    tables += [contents.year_table(figures)] if len(figures.years) > 1 else []
    tables += [movement_table(figures, name) for name in figures.rated_populations]
    tables += [contents.reason_table(figures), ground_table(figures)]
    tables += [contents.reason_years_table(figures)] if len(figures.years) > 1 else []
    tables += [contents.run_table(figures)] if len(figures.years) > 1 and len(figures.runs) else []
    tables += [unit_tables.limit_table(figures, cap, rows) for cap, rows in figures.limits]
    tables += [contents.growth_table(figures)] if len(figures.growth) else []
    tables.append(departure_table(figures))
    if not figures.hidden.below:  # it has the few of each unit
        tables.append(unit_tables.unit_growth_table(figures))
    return [table for table in tables if table.rows]


def write_annexes(
    figures: Figures, pictures: Sequence[Picture], folder: Path, *, words: OwnWords, annexes: Sequence[ReportTable]
) -> None:
    """Write the tables that the report lists as its annexes."""
    given = _Given(figures, pictures, words)
    document = given.begin()
    document.title("PHỤ LỤC", first_capital(sentences.subject_line(figures)), attached=True)
    if figures.preliminary:
        document.text(f"{figures.preliminary}.")
    shown = {"Tỉ lệ theo năm": ("levels",), "Số năm liên tục": ("runs",)}
    if figures.unit_population is not None:
        shown[f"Đơn vị, {figures.who(figures.unit_population)}"] = ("unit-years",)
    shown |= {MOVEMENTS + who: (f"moves-{name}",) for name, who in figures.settings.populations.items()}
    for place, table in enumerate(annexes, 1):
        document.annex(place, table)
        for section in shown.get(table.sheet, ()):
            _add_pictures(document, given.pictures, section)
    document.text(*filter(None, [unit_tables.left_out_in_words(figures)]), _sources(figures))
    document.save(folder / ANNEXES, title=f"Phụ lục báo cáo {sentences.subject_line(figures)}")


def _sources(figures: Figures) -> str:
    """From which files the figures come; said once a document."""
    return f"Nguồn số liệu: {', '.join(sorted(map(str, figures.ratings['file'].unique())))}."


# --- the note --------------------------------------------------------------------------------------------------------


def _write_note(given: _Given, path: Path, *, preface: str, since: Since) -> None:
    """Write what the board has to know and does not sign: units one by one, and what was wrong with the workbooks."""
    figures, document = given.figures, given.begin()
    document.title("GHI CHÚ NỘI BỘ", f"Kèm theo số liệu {sentences.subject_line(figures)}; không gửi ra ngoài")
    parts: list[tuple[str, Callable[[], Iterable[ReportTable | str]]]] = [
        ("Việc cần làm trước khi ký", lambda: _to_do(figures, given.words, preface)),
        (_DATA, lambda: [*sentences.data_sentences(figures), contents.problem_table(figures)]),
        ("Thay đổi so với báo cáo trước", lambda: _changes(figures, since)),
        ("Kết quả theo đơn vị", lambda: _units(figures)),
        (
            "Mức xuất sắc tối đa",
            lambda: [unit_tables.limit_table(figures, *one, whole=False) for one in figures.limits],
        ),
        ("Khen thưởng: ai còn thiếu", lambda: [*sentences.miss_sentences(figures), _award_file(figures)]),
        ("Đối chiếu với số đã công bố", lambda: [contents.published_table(figures)]),
    ]
    number = 0
    for title, give in parts:
        shown = [one for one in give() if one and (isinstance(one, str) or one.rows)]
        if not shown:
            continue
        number += 1
        document.heading(f"{number}. {title}")
        for one in shown:
            if isinstance(one, str):
                document.text(one)
            else:
                document.table(one)
        if title == "Kết quả theo đơn vị":
            _add_pictures(document, given.pictures, "bottlenecks")
            _add_pictures(document, given.pictures, "units")
    document.save(path, title=f"Ghi chú nội bộ, {sentences.subject_line(figures)}")


def _to_do(figures: Figures, words: OwnWords, preface: str) -> list[str]:
    said = [preface] if preface else []
    if figures.preliminary:
        said.append(f"{figures.preliminary}; {lacking_in_words(figures.received, figures.lacking, most=_EVERY)}.")
    if figures.errors:
        still = "cho đến khi hết lỗi, báo cáo ghi rằng các con số có thể thay đổi"
        said.append(f"Xử lý {padded(figures.errors)} lỗi ở mục «{_DATA}»; {still}.")
    said += [unset_keys(figures), wrong_blocks(figures), *unset_rules(figures)]
    if figures.stage == "over":
        said.append(
            f"Nhiệm kỳ {figures.settings.term} đã kết thúc: khai báo term và [[targets]] mới trong evalkit.toml."
        )
    said += [f"Phần lời của báo cáo: {one}" for one in dict.fromkeys(words.problems)]
    return said


def _changes(figures: Figures, since: Since) -> list[ReportTable | str]:
    if not since or not since[1]:
        return []
    folder, changes = since
    said = f"So với báo cáo trước của năm {figures.year} (thư mục {folder}), {padded(len(changes))} con số đã thay đổi."
    return [said, contents.change_table(changes, most=_MOST_CHANGES)]


def _units(figures: Figures) -> list[ReportTable | str]:
    if figures.unit_population is None:
        alone = set(figures.rated_populations) <= {"base_organisation"}  # these are the units
        return [] if alone else ["Số liệu không ghi đơn vị của các đối tượng, nên không tính được tỉ lệ theo đơn vị."]
    if not figures.compares_units or figures.shortfall.empty:
        return [left] if (left := sentences.not_compared(figures)) else []
    said = [*sentences.bottleneck_sentences(figures), *sentences.other_target_sentences(figures)]
    return [*said, unit_tables.shortfall_table(figures)]


def _award_file(figures: Figures) -> str:
    return f"Danh sách và ô chứng minh: {AWARDS_FILE}." if len(figures.considered) else ""


def _add_if_any(document: Document, table: ReportTable) -> None:
    if table.rows:
        document.table(table)


def _add_pictures(document: Document, pictures: Sequence[Picture], section: str) -> None:
    for picture in pictures:
        if picture.section == section:
            tallest = _TALL_MAP if section == "unit-years" else TALL
            document.picture(picture.path, alt=picture.alt, title=picture.title, tallest=tallest)
