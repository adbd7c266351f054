"""What goes to the units and comes back: what is filled into a form is read as it was meant; copies mark each fault."""

from __future__ import annotations

import errno
import hashlib
import io
import random

import matplotlib.figure
import openpyxl
import openpyxl.drawing.image
import pytest

import evalkit as ek
from evalkit.__main__ import main
from tests.conftest import LIST, member, write_workbook

HEAD = 7  # the row of the form's header


def form(tmp_path, *words):
    path = tmp_path / "form" / "mau.xlsx"
    path.parent.mkdir(exist_ok=True)
    assert main(["template", "--year", "2023", "--out", str(path), *words]) == 0
    return path


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[HEAD] if cell.value}


def choices(book, sheet, title):
    """The words of the list behind a column's cells."""
    letter = sheet.cell(HEAD, columns(sheet)[title]).column_letter
    rules = sheet.data_validations.dataValidation
    formula = next(rule.formula1 for rule in rules if str(rule.sqref).startswith(letter))
    name, _, cells = formula.partition("!")
    return [cell.value for (cell,) in book[name.strip("'")][cells.replace("$", "")]]


LEVELS = {
    "hoàn thành xuất sắc nhiệm vụ": "excellent",
    "hoàn thành tốt nhiệm vụ": "good",
    "hoàn thành nhiệm vụ": "completed",
    "không hoàn thành nhiệm vụ": "not_completed",
}
REASONS = {
    "miễn đánh giá, xếp loại": "exempt",
    "đình chỉ sinh hoạt đảng": "suspended",
    "mới kết nạp, chưa đủ 6 tháng": "new_member",
    "tổ chức mới thành lập": "new_organisation",
    "nghỉ ốm": "sick",
    "nghỉ thai sản": "maternity",
    "đi nước ngoài, đi làm ăn xa": "away",
    "đang xem xét kỷ luật": "under_review",
    "chưa đánh giá, xếp loại": "not_yet",
    "không xếp loại (không rõ lý do)": "unspecified",
}


def test_the_lists_to_choose_from_are_the_scale_s(tmp_path):
    book = openpyxl.load_workbook(form(tmp_path))
    for name in ("Đảng viên", "Chi bộ trực thuộc", "TCCSĐ"):
        assert choices(book, book[name], "Xếp loại") == list(LEVELS)
        assert choices(book, book[name], "Lý do không xếp loại") == list(REASONS)
    assert book["Danh mục"].sheet_state == "hidden"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_filled_in_is_read_back_without_a_problem(tmp_path, seed):
    chance = random.Random(seed)
    path = form(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet, meant = book["Đảng viên"], []
    at = columns(sheet)
    for number in range(1, chance.randint(5, 45)):
        said = chance.choice([*LEVELS, *LEVELS, *REASONS])
        card, cell = f"05{chance.randint(10**8, 10**9 - 1)}{number % 10}", f"Chi bộ {chance.randint(1, 3)}"
        row = {
            "Họ và tên": f"Người Số {number}", "Số thẻ đảng viên": card, "Ngày sinh": "02/01/1980",
            "Ngày vào Đảng": "03/02/2005", "Chi bộ": cell, "TCCSĐ": "Đảng bộ A",
            "Xếp loại": said if said in LEVELS else None, "Lý do không xếp loại": said if said in REASONS else None,
        }  # fmt: skip
        for title, value in row.items():
            sheet.cell(HEAD + number, at[title]).value = value
        meant.append((card.zfill(12), cell, LEVELS.get(said), REASONS.get(said, "rated"), "1980-01-02", "2005-02-03"))
    cells, at = book["Chi bộ trực thuộc"], columns(book["Chi bộ trực thuộc"])
    for number in (1, 2, 3):
        for title, value in {
            "Chi bộ": f"Chi bộ {number}",
            "TCCSĐ": "Đảng bộ A",
            "Xếp loại": "hoàn thành tốt nhiệm vụ",
        }.items():
            cells.cell(HEAD + number, at[title]).value = value
    cells.cell(HEAD + 1, at["Tiêu biểu"]).value = "tiêu biểu"
    book.save(path)
    reading = ek.read(path)
    assert reading.problems[["severity", "code", "message"]].to_dict("records") == []
    people = reading.ratings[reading.ratings["population"] == "member"]
    levels = [level if isinstance(level, str) else None for level in people["level"]]
    dates = [people[column].dt.strftime("%Y-%m-%d") for column in ("born", "joined")]
    read = zip(people["subject"], people["unit"], levels, people["status"], *dates, strict=True)
    assert sorted(read, key=str) == sorted(meant, key=str)
    assert set(people["year"]) == {2023}
    organisations = reading.ratings[reading.ratings["population"] == "cell"]
    assert list(organisations["distinction"]) == ["exemplary", "", ""]


def test_an_empty_form_is_said_to_be_empty(tmp_path, capsys):
    assert main(["check", str(form(tmp_path))]) == 0
    assert "biểu còn trống, chưa có dòng nào được điền" in capsys.readouterr().out


def test_totals_are_formulas(tmp_path):
    sheet = openpyxl.load_workbook(form(tmp_path))["Đảng viên"]
    assert sheet["A58"].value == "=COUNTA(B8:B57)"
    assert sheet["B58"].value == "Tổng cộng"
    assert 'COUNTIF(H8:H57,"hoàn thành tốt nhiệm vụ")' in sheet["A6"].value


def test_last_year_s_roster_is_filled_in_without_last_year_s_levels(tmp_path):
    rows = [
        member(1, "HTTNV", cell="Chi bộ 2"),
        member(2, "KHTNV", cell="Chi bộ 10"),
        member(3, "HTNV", cell="Chi bộ 2"),
    ]
    rows[0][1], rows[2][1] = "Trần Văn Bình", "Trần Văn An"
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": [LIST, *rows]})
    write_workbook(tmp_path / "nam 2021.xlsx", {"S": [LIST, member(9, "HTTNV")]})
    sheet = openpyxl.load_workbook(form(tmp_path, "--roster", str(tmp_path)))["Đảng viên"]
    first = [[cell.value for cell in sheet[row]] for row in (8, 9, 10, 11)]
    base = ["02/01/1980", None]
    assert first == [
        [1, "Trần Văn An", "051000000003", *base, "Chi bộ 2", "Đảng bộ A", None, None],
        [2, "Trần Văn Bình", "051000000001", *base, "Chi bộ 2", "Đảng bộ A", None, None],
        [3, "Người Số 2", "051000000002", *base, "Chi bộ 10", "Đảng bộ A", None, None],
        [4, *[None] * 8],
    ]


def test_with_a_folder_each_base_organisation_gets_its_own_form(tmp_path):
    rows = [member(1, "HTTNV", base="Đảng bộ A"), member(2, "HTTNV", base="Đảng bộ B/C")]
    write_workbook(tmp_path / "in" / "nam 2022.xlsx", {"S": [LIST, *rows]})
    out = tmp_path / "mau"
    assert main(["template", "--year", "2023", "--roster", str(tmp_path / "in"), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["Đảng bộ A.xlsx", "Đảng bộ B C.xlsx"]
    assert openpyxl.load_workbook(out / "Đảng bộ A.xlsx")["Đảng viên"]["B9"].value is None


@pytest.mark.parametrize(
    ("name", "said"),
    [("co roi.xlsx", "không ghi đè"), ("mau.docx", "mẫu biểu là tệp .xlsx"), ("mau", "mẫu biểu là tệp .xlsx")],
)
def test_a_form_is_refused_in_one_line(tmp_path, capsys, name, said):
    (tmp_path / "co roi.xlsx").write_bytes(b"x")
    assert main(["template", "--year", "2023", "--out", str(tmp_path / name)]) == 2
    line = capsys.readouterr().err
    assert said in line
    assert len(line.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["co roi.xlsx"]


# copies with faults marked


def sent(tmp_path):
    """A board's folder: one workbook with two faults, one without, one csv with a fault, one that is damaged."""
    folder = tmp_path / "gui len"
    write_workbook(
        folder / "a" / "sai nam 2022.xlsx", {"Đảng viên": [LIST, member(1, "Gioi"), member(2, ""), member(3, "HTT")]}
    )
    write_workbook(folder / "dung nam 2022.xlsx", {"S": [LIST, member(4, "HTT", base="Đảng bộ B")]})
    text = "TT,Họ và tên,Số thẻ đảng viên,Chi bộ,Xếp loại\n1,Người Số 5,051000000005,Chi bộ 1,Giỏi lắm\n"
    (folder / "csv nam 2022.csv").write_text(text, "utf-8")
    (folder / "hong.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def digests(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def give_back(tmp_path, capsys):
    folder, out = sent(tmp_path), tmp_path / "tra lai"
    assert main(["check", str(folder), "--return", str(out)]) == 1
    return folder, out, capsys.readouterr()


def test_each_workbook_with_problems_has_a_copy_and_the_originals_stay(tmp_path, capsys):
    folder, out = sent(tmp_path), tmp_path / "tra lai"
    before = digests(folder)
    assert main(["check", str(folder), "--return", str(out)]) == 1
    printed = capsys.readouterr()
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()) == [
        "a/sai nam 2022.xlsx", "csv nam 2022.csv - cần sửa.xlsx", "hong.xlsx",
    ]  # fmt: skip
    assert "Đã ghi 3 bản cần sửa" in printed.err
    assert len(before) == 4
    assert digests(folder) == before


def test_a_copy_says_where_it_lost_a_picture(tmp_path):
    picture = io.BytesIO()
    matplotlib.figure.Figure(figsize=(1, 1)).savefig(picture)
    for name, image in (("co anh", picture), ("khong anh", None)):
        path = write_workbook(tmp_path / "in" / f"{name} 2022.xlsx", {"S": [LIST, member(1, f"Gioi {name}")]})
        book = openpyxl.load_workbook(path)
        if image:
            book["S"].add_image(openpyxl.drawing.image.Image(image), "J1")
        book.save(path)
    main(["check", str(tmp_path / "in"), "--return", str(tmp_path / "out")])
    notes = [openpyxl.load_workbook(path)["Cần sửa"]["A2"].value for path in sorted((tmp_path / "out").iterdir())]
    assert [note.startswith("Bản sao này không giữ hình ảnh") for note in notes] == [True, False]


COPIES = ["check", "{in}", "--return", "{out}"]
FORM = ["template", "--year", "2023", "--out", "{out}/mau.xlsx"]


@pytest.mark.parametrize(("words", "said"), [(COPIES, "tra"), (FORM, "mau")])
@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_takes_no_file_is_said_in_one_line(tmp_path, capsys, monkeypatch, words, said, why):
    write_workbook(tmp_path / "in" / "nam 2022.xlsx", {"S": [LIST, member(1, "Gioi")]})

    def refuse(*_):
        raise OSError(why, "no")

    monkeypatch.setattr(openpyxl.Workbook, "save", refuse)
    out = tmp_path / "tra"
    assert main([word.format(**{"in": tmp_path / "in", "out": out}) for word in words]) == 2
    message = capsys.readouterr().err.splitlines()
    assert [line for line in message if said in line and "Không ghi được" in line] == message[-1:]
    assert [path for path in out.rglob("*") if path.is_file()] == []


def test_cells_are_coloured_and_commented_and_listed_with_links(tmp_path, capsys):
    folder, out, _ = give_back(tmp_path, capsys)
    book = openpyxl.load_workbook(out / "a" / "sai nam 2022.xlsx")
    assert book.sheetnames == ["Cần sửa", "Đảng viên"]
    marked = {cell.coordinate for row in book["Đảng viên"].iter_rows() for cell in row if cell.comment}
    assert marked == {"G2", "G3"}
    cell = book["Đảng viên"]["G2"]
    assert cell.value == "Gioi"
    assert cell.fill.fgColor.rgb.endswith("F4B6B0")
    assert cell.comment.text.startswith('Lỗi: "Gioi" không phải mức xếp loại.')
    listed = [[cell.value for cell in row] for row in book["Cần sửa"].iter_rows(min_row=5, max_col=5)]
    assert listed == [[1, "Lỗi", "Đảng viên", "G2", "Gioi"], [2, "Lỗi", "Đảng viên", "G3", None]]
    assert book["Cần sửa"]["D5"].hyperlink.location == "'Đảng viên'!G2"
    original = openpyxl.load_workbook(folder / "a" / "sai nam 2022.xlsx")["Đảng viên"]
    assert [[c.value for c in r] for r in book["Đảng viên"].iter_rows()] == [
        [c.value for c in r] for r in original.iter_rows()
    ]


def test_a_corrected_copy_is_read_like_a_corrected_original(tmp_path, capsys):
    _, out, _ = give_back(tmp_path, capsys)
    book = openpyxl.load_workbook(out / "a" / "sai nam 2022.xlsx")
    book["Đảng viên"]["G2"], book["Đảng viên"]["G3"] = "HTT", "HTNV"
    book.save(tmp_path / "sua nam 2022.xlsx")
    reading = ek.read(tmp_path / "sua nam 2022.xlsx")
    assert list(reading.ratings["level"]) == ["good", "completed", "good"]
    assert (reading.tables, reading.rows, len(reading.problems)) == (1, 3, 0)


def test_what_cannot_be_marked_gets_the_list_with_the_rows(tmp_path, capsys):
    _, out, _ = give_back(tmp_path, capsys)
    sheet = openpyxl.load_workbook(out / "csv nam 2022.csv - cần sửa.xlsx")["Cần sửa"]
    assert [sheet.cell(5, column).value for column in (4, 5, 8)] == [
        "E2", "Giỏi lắm", "1 | Người Số 5 | 051000000005 | Chi bộ 1 | Giỏi lắm",
    ]  # fmt: skip
    damaged = openpyxl.load_workbook(out / "hong.xlsx")["Cần sửa"]
    assert damaged["F5"].value.startswith("tệp hỏng, không mở được")


def test_a_comment_that_is_there_is_kept(tmp_path):
    path = write_workbook(tmp_path / "in" / "nam 2022.xlsx", {"S": [LIST, member(1, "Gioi")]})
    book = openpyxl.load_workbook(path)
    book["S"]["G2"].comment = openpyxl.comments.Comment("Hỏi lại chi bộ", "ai đó")
    book.save(path)
    main(["check", str(path), "--return", str(tmp_path / "out")])
    assert openpyxl.load_workbook(tmp_path / "out" / path.name)["S"]["G2"].comment.text.startswith(
        "Hỏi lại chi bộ\nLỗi: "
    )


@pytest.mark.parametrize("where", ["in", "in/tra", "out"])
def test_copies_go_nowhere_near_the_workbooks_and_overwrite_nothing(tmp_path, capsys, where):
    write_workbook(tmp_path / "in" / "nam 2022.xlsx", {"S": [LIST, member(1, "Gioi")]})
    write_workbook(tmp_path / "out" / "nam 2022.xlsx", {"S": [["khác"]]})
    before = sorted(tmp_path.rglob("*"))
    assert main(["check", str(tmp_path / "in"), "--return", str(tmp_path / where)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before
