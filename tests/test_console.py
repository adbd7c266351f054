"""What `check` prints stays readable, however much is wrong."""

from __future__ import annotations

import re

from evalkit.__main__ import main
from tests.conftest import LIST, ROOT, member, write_workbook


def lines(folder, capsys):
    main(["check", str(folder)])
    return capsys.readouterr().out.splitlines()


def test_of_one_kind_in_one_file_three_are_shown_and_the_rest_counted(tmp_path, capsys):
    rows = [member(number, "HTX") for number in range(10)]
    write_workbook(tmp_path / "a nam 2022.xlsx", {"S": [LIST, *rows]})
    told = [line for line in lines(tmp_path, capsys) if line.startswith("Lỗi")]
    assert [line.partition(", ô ")[2].partition(":")[0] for line in told] == ["G2", "G3", "G4"]
    assert told[-1].endswith("(và 7 mục nữa cùng loại trong tệp này)")
    assert not told[0].endswith("trong tệp này)")


def test_a_folder_of_eighty_files_stays_readable_and_says_how_many_each_has(tmp_path, capsys):
    for file in range(80):
        wrong = [member(100 * file + number, "HTX", base=f"Đảng bộ {file}") for number in range(1 + file % 7)]
        write_workbook(tmp_path / f"{file:02} nam 2022.xlsx", {"S": [LIST, *wrong]})
    told = lines(tmp_path, capsys)
    assert len(told) < 120
    # 314 in all: 50 lines (18 of seven files, twice, then 1 + 2 + 3 + 3 + 3 + 2), and 10 + 10 + 3 counted at their ends
    assert "Lỗi: … và 241 mục nữa; --json cho đủ." in told
    assert told[told.index("Số vấn đề theo tệp:") + 1] == "  06 nam 2022.xlsx: 7 lỗi, 0 cảnh báo, 0 ghi chú"
    assert told[-1] == "  … và 30 tệp nữa."


GIVEN = (
    r'(?:"(?:error|warning|note)",\s*|severity, |_reject\((?:line\.)?row, |_presence\(|Unreadable\(\s*|_SAVE, |Doubt\('
    r'|code = |code, severity = )"([a-z_]+)"',
    r'"([a-z_]+)": \(\s*"(?:error|warning|note)",',  # a row of a table of messages
    r'\bRule\(\s*"([a-z_]+)"',
)
NO_CODES = {"warning", "note", "person", "reason", "state", "unit_above"}  # severities, roles, a `unit_blank`


def test_every_code_stands_in_the_table_of_codes():
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "evalkit").rglob("*.py"))
    given = {found for pattern in GIVEN for found in re.findall(pattern, code)} - NO_CODES
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    assert {word for row in rows for word in re.findall(r"`(\w+)`", row)} == given
