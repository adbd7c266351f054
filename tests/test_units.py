"""Who sent what, who is too new, and what an excellent organisation asks of those below it: small boards, by hand."""

from __future__ import annotations

import datetime
import json

import openpyxl
import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.checks import received
from tests.conftest import LIST, member, write_workbook


def board(folder, years, *, coded=False):
    """A workbook a year, with one member of each base organisation named, and with codes a list of these."""
    for year, units in years.items():
        rows = [member(number, "HTTNV", base=f"Đảng bộ {unit}") for number, unit in enumerate(units)]
        own = [[f"TC{unit}", f"Đảng bộ {unit}", "HTTNV"] for unit in units]
        lists = {"TCCSĐ": [["Mã TCCSĐ", "Tên TCCSĐ", "Mức xếp loại"], *own]} if coded else {}
        write_workbook(folder / f"nam {year}.xlsx", {"S": [LIST, *rows], **lists})
    return folder


def told(reading, *codes):
    problems = reading.problems[reading.problems["code"].isin(codes)]
    return list(zip(problems["code"], problems["file"], problems["cell"], strict=True))


def test_check_begins_with_who_has_sent_and_who_has_not(tmp_path, capsys):
    main(["check", str(board(tmp_path, {2021: "ABCD", 2022: "ABDE"}))])
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Năm 2022: đã nhận 3/4 tổ chức cơ sở đảng (theo danh sách năm 2021).",
        "Chưa có: Đảng bộ C.",
        "Mới so với năm trước: Đảng bộ E.",
    ]


def test_check_says_where_there_is_no_year_before(tmp_path, capsys):
    main(["check", str(board(tmp_path, {2022: "AB"}))])
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "Năm 2022: đã nhận 2 tổ chức cơ sở đảng; không có số liệu năm trước để so."


def test_the_json_has_it_too(tmp_path, capsys):
    main(["check", "--json", str(board(tmp_path, {2021: "AB", 2022: "A"}))])
    assert json.loads(capsys.readouterr().out)["received"] == {
        "year": 2022, "expected": 2, "received": 1, "missing": ["Đảng bộ B"], "new": [],
    }  # fmt: skip


def test_a_unit_that_is_gone_and_one_that_is_new_are_named_with_a_cell(tmp_path):
    reading = ek.read(board(tmp_path, {2021: "AB", 2022: "AC"}))
    assert told(reading, "unit_missing", "unit_new") == [
        ("unit_missing", "nam 2021.xlsx", "G3"),
        ("unit_new", "nam 2022.xlsx", "G3"),
    ]


def test_cells_are_looked_for_where_their_base_organisation_lists_cells_in_both_years(tmp_path):
    header = ["STT", "Chi bộ", "TCCSĐ", "Xếp loại"]
    for year, cells in {2021: "A1 A2 B1 C1", 2022: "A1 A3 B1"}.items():
        rows = [[n, f"Chi bộ {cell[1]}", f"Đảng bộ {cell[0]}", "HTTNV"] for n, cell in enumerate(cells.split())]
        bases = [[n, f"Đảng bộ {base}", "HTTNV"] for n, base in enumerate("ABC")]
        sheets = {"CB": [header, *rows], "TCCSĐ": [["STT", "TCCSĐ", "Xếp loại"], *bases]}
        write_workbook(tmp_path / f"nam {year}.xlsx", sheets)
    reading = ek.read(tmp_path)  # Đảng bộ C lists no cells in 2022: that is said of no single cell
    assert told(reading, "unit_missing", "unit_new") == [
        ("unit_missing", "nam 2021.xlsx", "D3"),
        ("unit_new", "nam 2022.xlsx", "D3"),
    ]
    gone = "«Chi bộ 2» của «Đảng bộ A» có số liệu năm 2021 nhưng không có năm 2022"
    assert gone in "".join(reading.problems["message"])


def test_a_unit_that_says_it_is_new_is_no_surprise(tmp_path):
    header = ["STT", "Chi bộ", "TCCSĐ", "Xếp loại"]
    old, new = [1, "Chi bộ 1", "Đảng bộ A", "HTTNV"], [2, "Chi bộ 2", "Đảng bộ A", "Mới thành lập"]
    write_workbook(tmp_path / "nam 2021.xlsx", {"CB": [header, old]})
    write_workbook(tmp_path / "nam 2022.xlsx", {"CB": [header, old, new]})
    assert told(ek.read(tmp_path), "unit_missing", "unit_new") == []


def test_a_code_in_the_crosswalk_means_that_one_unit(tmp_path):
    header = ["STT", "Mã", "Chi bộ", "TCCSĐ", "Xếp loại"]
    one, two = [1, "A-1", "Chi bộ 1", "Đảng bộ A", "HTT"], [2, "B-1", "Chi bộ 1", "Đảng bộ B", "HTT"]
    others = [[3, "A-2", "Chi bộ 2", "Đảng bộ A", "HTT"], [4, "B-2", "Chi bộ 2", "Đảng bộ B", "HTT"]]
    write_workbook(tmp_path / "nam 2021.xlsx", {"CB": [header, one, two, *others]})
    write_workbook(tmp_path / "nam 2022.xlsx", {"CB": [header, *others]})
    dissolved = 'date = 2022-03-01\nkind = "dissolved"\nfrom = ["A-1"]\nsource = "QĐ 12"\n'
    (tmp_path / "evalkit.toml").write_text(f"[[crosswalk]]\n{dissolved}", "utf-8")
    assert told(ek.read(tmp_path), "unit_missing", "unit_new") == [("unit_missing", "nam 2021.xlsx", "E3")]


def test_a_renamed_unit_is_neither_gone_nor_new(tmp_path):
    renamed = 'date = 2022-03-01\nkind = "renamed"\nfrom = ["Đảng bộ B"]\nto = ["Đảng bộ C"]\nsource = "QĐ 12"\n'
    (tmp_path / "evalkit.toml").write_text(f"[[crosswalk]]\n{renamed}", "utf-8")
    reading = ek.read(board(tmp_path, {2021: "AB", 2022: "AC"}))
    assert told(reading, "unit_missing", "unit_new") == []
    assert (reading.received.expected, reading.received.received) == (2, 2)


CHANGED = {
    "renamed": ('from = ["Đảng bộ B"]\nto = ["Đảng bộ D"]', "AC", 3, ("Đảng bộ D",)),
    "merged": ('from = ["Đảng bộ B", "Đảng bộ C"]\nto = ["Đảng bộ D"]', "A", 2, ("Đảng bộ D",)),
    "split": ('from = ["Đảng bộ B"]\nto = ["Đảng bộ D", "Đảng bộ E"]', "ACE", 4, ("Đảng bộ D",)),
    "dissolved": ('from = ["Đảng bộ B"]', "AC", 2, ()),
    "renamed, sent": ('from = ["Đảng bộ B"]\nto = ["Đảng bộ D"]', "ACD", 3, ()),
    "merged, sent": ('from = ["Đảng bộ B", "Đảng bộ C"]\nto = ["Đảng bộ D"]', "AD", 2, ()),
    "merged, sent, B goes on": (
        'from = ["Đảng bộ B", "Đảng bộ C"]\nto = ["Đảng bộ D"]\nchain = "Đảng bộ B"', "AD", 2, (),
    ),
    "split, sent, B goes on": (
        'from = ["Đảng bộ B"]\nto = ["Đảng bộ D", "Đảng bộ E"]\nchain = "Đảng bộ D"', "ACDE", 4, (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize("case", CHANGED)
def test_what_a_unit_became_is_expected_until_it_has_sent(tmp_path, case, coded):
    change, sent, expected, missing = CHANGED[case]
    if coded:  # the crosswalk names codes; what has not sent has no name yet
        change, missing = change.replace("Đảng bộ ", "TC"), tuple(name.replace("Đảng bộ ", "TC") for name in missing)
    text = f'[[crosswalk]]\ndate = 2022-03-01\nkind = "{case.split(",")[0]}"\n{change}\nsource = "QĐ 12"\n'
    (tmp_path / "evalkit.toml").write_text(text, "utf-8")
    reading = ek.read(board(tmp_path, {2021: "ABC", 2022: sent}, coded=coded))
    found = reading.received
    assert (found.expected, found.received, found.missing, found.new) == (expected, len(sent), missing, ())
    assert received(reading.ratings, crosswalk=reading.settings.crosswalk) == found  # as the report counts them


def test_a_unit_that_keeps_its_code_has_sent_under_its_new_name(tmp_path):
    write_workbook(
        tmp_path / "2021.xlsx",
        {
            "TCCSĐ": [
                ["Mã TCCSĐ", "Tên TCCSĐ", "Mức xếp loại"],
                ["TC1", "Đảng bộ A", "HTTNV"],
                ["TC2", "Đảng bộ B", "HTTNV"],
            ]
        },
    )
    write_workbook(
        tmp_path / "2022.xlsx",
        {
            "TCCSĐ": [
                ["Mã TCCSĐ", "Tên TCCSĐ", "Mức xếp loại"],
                ["TC1", "Đảng bộ Z", "HTTNV"],
                ["TC3", "Đảng bộ B", "HTTNV"],
            ]
        },
    )
    reading = ek.read(tmp_path)
    found = reading.received  # B has another code and its old name: it is there
    assert (found.expected, found.received, found.missing, found.new) == (2, 2, (), ())
    assert told(reading, "unit_missing", "unit_new") == []  # its code is told to have two names
    assert "code_two_names" in set(reading.problems["code"])


LISTS = ["Mã TCCSĐ", "Tên TCCSĐ", "Mức xếp loại"]
CELLS = ["Tên chi bộ", "TCCSĐ", "Mức xếp loại"]


def lists(folder, year, members, cells, bases="AB"):
    """The base organisations of a year, their members, and a cell of each named."""
    rows = [member(number, "HTTNV", base=f"Đảng bộ {unit}") for number, unit in enumerate(members)]
    own = [[f"TC{unit}", f"Đảng bộ {unit}", "HTTNV"] for unit in bases]
    below = [["Chi bộ 1", f"Đảng bộ {unit}", "HTTNV"] for unit in cells]
    sheets = {"Đảng viên": [LIST, *rows], "Chi bộ": [CELLS, *below], "TCCSĐ": [LISTS, *own]}
    write_workbook(folder / f"{year}.xlsx", {name: rows for name, rows in sheets.items() if len(rows) > 1})


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (("AABB", "AB"), ("AABB", "AB"), []),
        (("AABB", "AB"), ("AA", "AB"), [("list_missing", "2021.xlsx", "G4")]),  # the members of B
        (("AABB", "AB"), ("AABB", "A"), [("list_missing", "2021.xlsx", "C3")]),  # its cells
        (("AABB", "AB"), ("AA", "A"), [("list_missing", "2021.xlsx", "G4"), ("list_missing", "2021.xlsx", "C3")]),
        (("AABB", "AB"), ("", "AB"), []),  # nobody has sent members yet
        (("AA", "AB"), ("AABB", "AB"), []),
        (("AABB", "AB"), ("AA", "A", "A"), []),  # B is not there at all: that is unit_missing
    ],
)
def test_a_unit_without_the_list_that_it_had_the_year_before(tmp_path, before, now, found):
    lists(tmp_path, 2021, *before)
    lists(tmp_path, 2022, *now)
    reading = ek.read(tmp_path)
    assert told(reading, "list_missing") == found
    assert bool(told(reading, "unit_missing")) == (len(now) == 3)


def test_the_message_on_a_missing_list_says_of_whom_and_how_many(tmp_path):
    lists(tmp_path, 2021, "AABB", "AB")
    lists(tmp_path, 2022, "AA", "AB")
    problems = ek.read(tmp_path).problems
    assert list(problems.loc[problems["code"] == "list_missing", "message"]) == [
        "2021.xlsx, trang tính «Đảng viên», ô G4: «Đảng bộ B» năm 2021 có 2 đảng viên, năm 2022 có trong số liệu mà "
        "không có đảng viên nào. Đơn vị chưa gửi danh sách đảng viên năm 2022?"
    ]


@pytest.mark.parametrize(
    ("joined", "early"),
    [
        (datetime.date(2022, 6, 30), False),  # six months on 31 December
        (datetime.date(2022, 7, 1), True),  # a day short
        (datetime.date(2023, 2, 1), True),
        ("", False),  # not said
    ],
)
def test_a_member_of_less_than_six_months_is_rated_too_early(tmp_path, joined, early):
    rows = [[*LIST, "Ngày vào Đảng"], [*member(1, "HTTNV"), joined]]
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": rows})
    found = told(ek.read(tmp_path), "rated_too_early")
    assert found == ([("rated_too_early", "nam 2022.xlsx", "G2")] if early else [])


def test_how_many_months_is_a_setting(tmp_path):
    (tmp_path / "evalkit.toml").write_text("[review]\nmonths = 3\n", "utf-8")
    rows = [[*LIST, "Ngày vào Đảng"], [*member(1, "HTTNV"), datetime.date(2022, 9, 1)]]
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": rows})
    assert told(ek.read(tmp_path), "rated_too_early") == []


@pytest.mark.parametrize(
    ("reason", "doubted"),
    [
        ("Được miễn công tác và sinh hoạt đảng", True),
        ("Đình chỉ sinh hoạt đảng", True),
        ("Nghỉ thai sản", False),
        ("", False),
    ],
)
def test_a_level_beside_a_note_that_says_exempt(read_rows, reason, doubted):
    problems = read_rows([["NĂM 2022"], LIST, member(1, "HTTNV", reason=reason)]).problems
    assert [(p.severity, p.code, p.cell) for p in problems] == (
        [("warning", "rated_though_exempt", "G3")] if doubted else []
    )


@pytest.mark.parametrize(
    ("levels", "weak"),
    [  # of an excellent cell all must be "completed" or better, 80 % "good" or better
        (["HTTNV"] * 4 + ["HTNV"], False),  # exactly 80 %
        (["HTTNV"] * 3 + ["HTNV"] * 2, True),  # 60 %
        (["HTTNV"] * 9 + ["KHTNV"], True),  # 90 % good, but one not completed
        (["HTTNV"] * 4 + ["HTNV", "miễn sinh hoạt"], False),  # who is not rated does not count
    ],
)
def test_an_excellent_cell_and_its_members(tmp_path, levels, weak):
    people = [LIST, *(member(number, level) for number, level in enumerate(levels))]
    cells = [["STT", "Chi bộ", "TCCSĐ", "Xếp loại"], [1, "Chi bộ 1", "Đảng bộ A", "HTXSNV"]]
    write_workbook(tmp_path / "nam 2022.xlsx", {"Đảng viên": people, "Chi bộ": cells})
    found = told(ek.read(tmp_path), "subordinates_too_weak")
    assert found == ([("subordinates_too_weak", "nam 2022.xlsx", "D2")] if weak else [])


def test_an_excellent_committee_answers_for_its_cells_and_the_message_says_the_rule(tmp_path):
    cells = [["STT", "Chi bộ", "TCCSĐ", "Xếp loại"]]
    cells += [[n, f"Chi bộ {n}", "Đảng bộ A", "HTTNV" if n < 4 else "HTNV"] for n in range(1, 6)]
    bases = [["STT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ A", "HTXSNV"]]
    write_workbook(tmp_path / "nam 2022.xlsx", {"Chi bộ": cells, "TCCSĐ": bases})
    problems = ek.read(tmp_path).problems
    assert list(problems["message"]) == [
        "nam 2022.xlsx, trang tính «TCCSĐ», ô C2: «Đảng bộ A» được hoàn thành xuất sắc nhiệm vụ năm 2022, nhưng chỉ "
        "3/5 cấp dưới trực tiếp hoàn thành tốt nhiệm vụ trở lên; cần ít nhất 80% (Hướng dẫn 21-HD/BTCTW). "
        "Kiểm tra lại mức của tổ chức này."
    ]


@pytest.mark.parametrize(
    ("name", "kind", "weak"),
    [
        ("Đảng bộ A", "", False),  # members do not stand directly below a committee
        ("Chi bộ A", "", True),
        ("Viện A", "Chi bộ cơ sở", True),
        ("Viện A", "Đảng bộ cơ sở", False),
        ("Viện A", "", False),  # what it is, nothing tells
    ],
)
def test_members_speak_for_a_base_cell_and_not_for_a_committee(tmp_path, name, kind, weak):
    people = [LIST, *(member(number, "HTNV", base=name) for number in range(5))]
    bases = [["STT", "TCCSĐ", "Loại hình", "Xếp loại"], [1, name, kind, "HTXSNV"]]
    write_workbook(tmp_path / "nam 2022.xlsx", {"Đảng viên": people, "TCCSĐ": bases})
    assert len(told(ek.read(tmp_path), "subordinates_too_weak")) == weak


def test_of_two_files_with_the_same_people_the_later_one_is_named(tmp_path):
    for name, level, saved in (("a", "HTTNV", (2023, 1, 5, 12)), ("b", "HTXSNV", (2023, 1, 20, 12))):
        path = write_workbook(tmp_path / f"{name} nam 2022.xlsx", {"S": [LIST, member(1, level), member(2, "HTT")]})
        book = openpyxl.load_workbook(path)
        book.properties.modified = datetime.datetime(*saved)
        book.save(path)
        replace_modified(path, saved)
    problems = ek.read(tmp_path).problems
    assert list(problems["code"]) == ["files_disagree"]
    assert "Bản lưu sau là «b nam 2022.xlsx» (20/01/2023" in problems["message"].iloc[0]


def test_check_says_first_which_files_came_twice(tmp_path, capsys):
    for name, level in (("a", "HTTNV"), ("b", "HTXSNV")):
        write_workbook(tmp_path / f"{name} nam 2022.xlsx", {"S": [LIST, member(1, level), member(2, "Gioi")]})
    main(["check", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("Gửi lại (lỗi): b nam 2022.xlsx: 2 đối tượng có cả ở «a nam 2022.xlsx»")
    assert sum("2 đối tượng có cả ở" in line for line in lines) == 1


def replace_modified(path, day):
    """openpyxl writes the present moment; the property is set in the packed part."""
    import re
    import zipfile

    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    when = datetime.datetime(*day).isoformat().encode() + b"Z"
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]+", rb"\g<1>" + when, core)
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[review]\nmonths = -1\n", "months"),
        ('[review]\nsubordinates = {hay = "80%"}\n', "«hay»"),
        ("[limits]\nseconds = 0\n", "seconds"),
        ("[limits]\nhours = 1\n", "hours"),
    ],
)
def test_rules_that_make_no_sense_are_refused(tmp_path, capsys, text, key):
    (tmp_path / "evalkit.toml").write_text(text, "utf-8")
    assert main(["check", str(board(tmp_path, {2022: "A"}))]) == 2
    refusal = capsys.readouterr().err
    assert key in refusal
    assert "dòng 2" in refusal or "dòng 1" in refusal


def test_a_limit_of_the_settings_holds(tmp_path):
    (tmp_path / "evalkit.toml").write_text("[limits]\ncells = 20\n", "utf-8")
    write_workbook(tmp_path / "lon nam 2022.xlsx", {"S": [LIST, *(member(n, "HTTNV") for n in range(9))]})
    write_workbook(tmp_path / "nho nam 2022.xlsx", {"S": [["STT", "Chi bộ", "Xếp loại"], [1, "Chi bộ 1", "HTT"]]})
    reading = ek.read(tmp_path)
    assert told(reading, "too_large") == [("too_large", "lon nam 2022.xlsx", "")]
    assert len(reading.ratings) == 1


def test_an_excellent_section_committee_answers_for_its_cells_and_its_committee_for_what_is_directly_below(tmp_path):
    cells = [["STT", "Chi bộ", "ĐBBP", "TCCSĐ", "Xếp loại"]]
    cells += [[n, f"Chi bộ {n}", "ĐBBP Khối 1", "Đảng bộ A", "HTNV" if n < 5 else "HTTNV"] for n in range(1, 6)]
    cells += [[6, "Chi bộ 6", "", "Đảng bộ A", "HTTNV"]]
    sections = [["STT", "ĐBBP", "TCCSĐ", "Xếp loại"]]
    sections += [[1, "ĐBBP Khối 1", "Đảng bộ A", "HTXSNV"], [2, "ĐBBP Khối 2", "Đảng bộ A", "HTXSNV"]]
    bases = [["STT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ A", "HTXSNV"]]
    write_workbook(tmp_path / "nam 2022.xlsx", {"Chi bộ": cells, "ĐBBP": sections, "TCCSĐ": bases})
    problems = ek.read(tmp_path).problems
    weak = problems[problems["code"] == "subordinates_too_weak"]
    # 1 of the 5 cells of Khối 1 is good; of what stands directly below A (2 committees, Chi bộ 6) all three are
    assert [(row.sheet, row.cell, "1/5" in row.message) for row in weak.itertuples()] == [("ĐBBP", "D2", True)]


@pytest.mark.parametrize(
    ("gone", "come", "asked"),
    [
        ("Đảng bộ Sở Xây dựng", "Đảng bộ Sở Xây dựng và Nhà ở", True),
        ("Chi bộ Báo Sao Mai", "Đảng bộ Báo Sao Mai", True),  # a cell that grew into a committee
        ("Đảng bộ Sở Tài chính", "Đảng bộ Sở TC", True),  # shortened to the letters its words begin with
        ("Đảng bộ Sở TC", "Sở Tài chính", True),
        ("Đảng bộ Sở Tài chính", "Đảng bộ Sở TB", False),
        ("Đảng bộ Sở Xây dựng", "Đảng bộ Sở Nông nghiệp", False),
        ("Chi bộ 3", "Chi bộ 13", False),  # another number is another unit
    ],
)
def test_a_similar_name_that_appears_is_proposed(tmp_path, gone, come, asked):
    for year, name in ((2021, gone), (2022, come)):
        rows = [["TT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ Ổn định", "HTTNV"], [2, name, "HTTNV"]]
        write_workbook(tmp_path / f"nam {year}.xlsx", {"TCCSĐ": rows})
    problems = ek.read(tmp_path).problems
    missing = problems[problems["code"] == "unit_missing"]
    assert list(missing["suggestion"]) == [come if asked else ""]
    assert (f"Có phải nay là «{come}»?" in missing["message"].iloc[0]) == asked
    new = problems[problems["code"] == "unit_new"]
    assert (f"Có phải trước là «{gone}»?" in new["message"].iloc[0]) == asked  # each names the other
    assert set(ek.read(tmp_path).ratings["subject"]) >= {gone.casefold(), come.casefold()}  # and never assumed


@pytest.mark.parametrize(
    "written",
    [
        "Đảng bộ cơ sở UBND phường Một",
        "Đảng bộ UBND phường Một (25 ĐV)",
        "ĐB Ủy ban nhân dân phường Một (có 25 đảng viên)",
    ],
)
def test_a_unit_written_otherwise_in_one_year_is_one(tmp_path, written):
    for year, name in ((2020, "Đảng bộ UBND phường Một"), (2021, written), (2022, "Đảng bộ UBND phường Một")):
        rows = [[f"NĂM {year}"], ["TT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ Ổn định", "HTTNV"], [2, name, "HTTNV"]]
        write_workbook(tmp_path / f"nam {year}.xlsx", {"TCCSĐ": rows})
    reading = ek.read(tmp_path)
    assert reading.ratings["subject"].value_counts().to_dict() == {
        "đảng bộ ổn định": 3, "đảng bộ ubnd phường một": 3,
    }  # fmt: skip
    assert told(reading, "unit_missing", "unit_new") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Chi bộ Cơ sở 2", "Chi bộ 2"), ("Chi bộ Cơ sở vật chất", "Chi bộ Vật chất"), ("Chi bộ Cơ sở II", "Chi bộ II")],
)
def test_campuses_and_other_words_with_co_so_stay_units_of_their_own(tmp_path, one, other):
    rows = [
        ["TT", "Chi bộ", "TCCSĐ", "Xếp loại"],
        *([n, name, "Đảng bộ A", "HTTNV"] for n, name in ((1, one), (2, other))),
    ]
    write_workbook(tmp_path / "nam 2022.xlsx", {"CB": rows})
    assert ek.read(tmp_path).ratings["subject"].nunique() == 2


@pytest.mark.parametrize(("date", "codes"), [("2022-06-01", ["crosswalk_date"]), ("2021-02-01", [])])
def test_a_unit_that_had_its_new_name_before_it_was_renamed_is_named(tmp_path, date, codes):
    for year, name in ((2020, "Đảng bộ Cũ"), (2021, "Đảng bộ Mới"), (2022, "Đảng bộ Mới")):
        rows = [[f"NĂM {year}"], ["TT", "TCCSĐ", "Xếp loại"], [1, "Đảng bộ Ổn định", "HTTNV"], [2, name, "HTTNV"]]
        write_workbook(tmp_path / f"nam {year}.xlsx", {"TCCSĐ": rows})
    renamed = f'date = {date}\nkind = "renamed"\nfrom = ["đảng bộ cơ sở cũ"]\nto = ["Đảng bộ Mới"]\nsource = "QĐ 12"\n'
    (tmp_path / "evalkit.toml").write_text(f"[[crosswalk]]\n{renamed}", "utf-8")
    reading = ek.read(tmp_path)
    dated = reading.problems[reading.problems["code"] == "crosswalk_date"]
    assert list(dated["code"]) == codes
    assert list(dated["file"]) == ["nam 2021.xlsx"] * len(codes)
    assert (reading.ratings["subject"] == "đảng bộ mới").sum() == (2 if codes else 3)


def test_units_written_in_several_ways_are_one_warning_for_all(tmp_path):
    rows = [["TT", "Chi bộ", "Tổng số", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]]
    for file, names in (
        ("a", ["CHI BỘ A", "CHI BỘ UỶ BAN", "Chi bộ 1", "CB C"]),
        ("b", ["Chi bộ a", "Chi bộ Ủy ban", "Chi bộ 01"]),
    ):
        units = [[place, name, 9, 2, 7, 0, 0] for place, name in enumerate(names, 1)]
        title = [["ĐẢNG BỘ SỞ A"], ["XẾP LOẠI ĐẢNG VIÊN NĂM 2022"]]
        write_workbook(tmp_path / f"{file}.xlsx", {"S": [*title, *rows, *units]})
    found = ek.read(tmp_path).problems
    spelled = found[found["code"] == "spellings_merged"]
    assert list(spelled["severity"]) == ["warning"]
    for pair in ("«Chi bộ 01» = «Chi bộ 1»", "«CHI BỘ UỶ BAN» = «Chi bộ Ủy ban»"):
        assert pair in spelled["message"].iloc[0]  # names of units are shown
    assert "CHI BỘ A" not in spelled["message"].iloc[0]  # capitals alone are no other spelling
