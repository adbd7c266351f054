"""The command line: its words, its JSON, its exit codes; one line where it could not."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import pytest

import evalkit as ek
from evalkit.__main__ import main
from evalkit.arguments import make_parser
from tests.conftest import LIST, ROOT, member, write_workbook

SAMPLE = ROOT / "data" / "sample"
AWARD = '[[awards]]\nid = "a"\nname = "Giấy khen"\npopulation = "member"\n'
LONG_NAME = f"Không mở được «{'x' * 80}»"
if sys.platform == "win32":  # a name too long is there one that is not found
    LONG_NAME = f"Không có tệp hay thư mục «{'x' * 300}»"
SETTINGS = """
[[targets]]
population = "member"
measure = "good_or_better"
sign = ">="
bound = "98%"
source = "Nghị quyết"
"""


@pytest.fixture
def folder(tmp_path):
    """Two years of three members; one cell of 2022 cannot be read."""
    good = [member(n, "HTXSNV") for n in (1, 2, 3)]
    write_workbook(tmp_path / "2021.xlsx", {"S": [LIST, *good]})
    write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, *good[:2], member(3, "Gioi")]})
    (tmp_path / "evalkit.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys):
    def call(*words):
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_check_gives_numbers_problems_and_skips(run, folder):
    code, out, _ = run("check", folder, "--json")
    document = json.loads(out)
    assert code == 1
    numbers = {key: document[key] for key in ("files", "tables", "rows", "records", "skipped", "rejected", "ratings")}
    assert numbers == {
        "files": 2, "tables": 2, "rows": 6, "records": 6, "skipped": 0, "rejected": 0, "ratings": 6,
    }  # fmt: skip
    assert document["skips"] == []
    assert document["problems"] == [
        {
            "severity": "error", "code": "unknown_level", "file": "2022.xlsx", "sheet": "S", "cell": "G4",
            "found": "Gioi", "suggestion": "",
            "message": '2022.xlsx, trang tính «S», ô G4: "Gioi" không phải mức xếp loại. '
                       "Sửa ô này, hoặc thêm cách viết vào [scale.aliases].",
        }
    ]  # fmt: skip


def test_check_for_people_is_vietnamese_and_counts_the_rows(run, folder):
    code, out, _ = run("check", folder)
    assert code == 1
    first, second, *_ = out.splitlines()
    assert first == "Năm 2022: đã nhận 1/1 tổ chức cơ sở đảng (theo danh sách năm 2021)."
    assert second.startswith("Đã đọc 2 tệp, 2 bảng, 6 dòng: 6 dòng có kết quả, 0 dòng bỏ qua có lý do, 0 dòng bị loại;")
    assert 'Lỗi: 2022.xlsx, trang tính «S», ô G4: "Gioi"' in out


def test_rates_by_any_of_the_groups(run, folder):
    _, out, _ = run("rates", folder, "--by", "year,unit", "--json")
    rows = json.loads(out)
    row = next(row for row in rows if row["year"] == 2021 and row["measure"] == "excellent")
    assert row == {
        "year": 2021, "unit": "Chi bộ 1", "measure": "excellent",
        "count": 3, "base": 3, "share": 1.0, "printed": "100,00",
    }  # fmt: skip
    unknown = next(row for row in rows if row["year"] == 2022 and row["measure"] == "unknown")
    assert (unknown["count"], unknown["base"], unknown["printed"]) == (1, 3, "33,33")


def test_targets_are_undecided_where_a_cell_could_turn_them(run, folder):
    code, out, _ = run("targets", folder, "--year", 2022, "--json")
    assert code == 1
    assert json.loads(out) == [
        {
            "population": "member", "measure": "good_or_better", "year": 2022, "sign": ">=", "bound": 0.98,
            "count": 2, "base": 2, "unknown": 1, "printed": "100,00", "verdict": "undecided", "headroom": None,
            "source": "Nghị quyết", "not_sent": 0, "units_not_sent": 0,
        }
    ]  # fmt: skip


def test_streaks_count_subjects_and_hold_names_only_when_asked(run, folder):
    words = ("streaks", folder, "--population", "member", "--level", "excellent", "--length", 2, "--through", 2022)
    _, out, _ = run(*words, "--json")
    document = json.loads(out)
    assert document["count"] == 2
    assert document["streaks"][0] == {
        "subject": "051000000001", "unit": "Chi bộ 1", "first": 2021, "last": 2022, "length": 2,
    }  # fmt: skip
    _, out, _ = run(*words, "--json", "--names")
    assert json.loads(out)["streaks"][0]["name"] == "Người Số 1"


def test_a_year_without_any_round_is_said(run, tmp_path):
    for year in (2020, 2022):
        write_workbook(tmp_path / f"{year}.xlsx", {str(year): [LIST, member(1, "HTXSNV")]})
    words = ("streaks", tmp_path, "--population", "member", "--level", "excellent", "--length", "2")
    _, out, err = run(*words, "--json")
    assert json.loads(out)["count"] == 0
    assert "Năm 2021 không có ai được ghi nhận" in err
    _, out, err = run(*words, "--json", "--years", "2020,2022")
    assert json.loads(out)["count"] == 1
    assert "2021" not in err


VERBS = ("check", "template", "rates", "targets", "streaks", "awards", "trace", "report")
ENGLISH = re.compile(r"\b(usage|options|positional|arguments?|show this|required|expected|invalid|choose|the)\b")


@pytest.mark.parametrize("words", [[], *([verb] for verb in VERBS)], ids=" ".join)
def test_help_is_vietnamese_and_ends_with_two_examples_that_are_understood(run, capsys, words):
    with pytest.raises(SystemExit) as left:
        run(*words, "--help")
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert told.startswith("Cách dùng: python run.py")
    assert not ENGLISH.search(told)
    examples = re.findall(r"^  python run.py (.+)$", told, re.MULTILINE)
    assert len(examples) == 2
    parser = make_parser(dict.fromkeys(VERBS, int), version="1")
    for example in examples:
        verb = parser.parse_args(shlex.split(example)).verb
        assert [verb] == words or not words


def test_every_option_is_explained():
    for verb in VERBS:
        told = subparser(verb)
        assert not [action.option_strings for action in told._actions if not action.help], verb


def subparser(verb):
    parser = make_parser(dict.fromkeys(VERBS, int), version="1")
    return next(action.choices for action in parser._actions if action.dest == "verb")[verb]


def test_the_version_is_the_one_of_the_package(run, capsys):
    with pytest.raises(SystemExit) as left:
        run("--version")
    assert (left.value.code, capsys.readouterr().out) == (0, f"evalkit {ek.__version__}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "thiếu VIỆC. Xem: python run.py --help"),
        (["quay"], "VIỆC: không có «quay»; được dùng: "),
        (["check"], "thiếu TỆP. Xem: python run.py check --help"),
        (["report", "x"], "thiếu --year."),
        (["report", "x", "--year"], "--year cần một giá trị đi sau."),
        (["template", "--year", "2022", "--out", "x", "--roster"], "--roster cần ít nhất một giá trị đi sau."),
        (["check", "x", "--nhanh"], "không có tùy chọn «--nhanh»."),
        (["check", "x", "--json=1"], "--json không nhận giá trị «1»."),
        (["report", "x", "--year", "2022", "--n"], "«--n» chưa rõ, có thể là --no"),
        (["targets", "x", "--year", "hai"], "--year: «hai» không phải năm"),
    ],
)
def test_what_argparse_says_is_vietnamese(run, words, told):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("Câu lệnh chưa đúng: ")
    assert told in err
    assert not ENGLISH.search(err)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Câu lệnh chưa đúng"),
        (["quay"], "Câu lệnh chưa đúng"),
        (["check"], "Câu lệnh chưa đúng"),
        (["check", "khong-co"], "Không có tệp hay thư mục «khong-co»"),
        (["check", "x" * 300], LONG_NAME),
        (["rates", "{folder}", "--by", "nam"], "--by không có «nam»; được dùng: year, population"),
        (["targets", "{folder}", "--year", "hai"], "«hai» không phải năm"),
        (["targets", "{folder}", "--year", "2031"], "Không có số liệu năm 2031. Các năm có trong số liệu: "),
        (
            ["streaks", "{folder}", "--population", "x", "--level", "good"],
            "--population không có «x»; số liệu có: member",
        ),
        (["streaks", "{folder}", "--population", "member", "--level", "A"], "Các mức: excellent, good"),
        (
            ["streaks", "{folder}", "--population", "member", "--level", "good", "--length", "0"],
            "«0» không phải số năm",
        ),
        (["check", "{folder}", "--settings", "khong.toml"], "khong.toml: không đọc được tệp cài đặt"),
    ],
)
def test_what_cannot_be_done_is_exit_2_and_one_line(run, folder, words, message):
    code, out, err = run(*(word.replace("{folder}", str(folder)) for word in words))
    assert code == 2
    assert out == ""
    lines = [line for line in err.splitlines() if not line.startswith("Đang đọc")]
    assert len(lines) == 1
    assert message in lines[0]


def test_ctrl_c_before_anything_is_read_is_one_line_too(run, folder, monkeypatch):
    def interrupted(paths):
        raise KeyboardInterrupt

    monkeypatch.setattr("evalkit.sheets.workers.start_early", interrupted)
    assert run("check", folder) == (130, "", "Đã dừng theo yêu cầu; không có gì ghi dở dang.\n")


def test_a_contradictory_setting_is_refused_with_its_line(run, folder):
    rival = SETTINGS + SETTINGS.replace("98%", "90%").replace(">=", "<")
    (folder / "evalkit.toml").write_text(rival, encoding="utf-8")
    code, _, err = run("targets", folder)
    assert code == 2
    assert err == (
        "evalkit.toml, dòng 13, khóa «targets[1].bound»: chỉ tiêu mâu thuẫn: «ít nhất 98%» và «dưới 90%» "
        "cho cùng một chỉ số, cùng năm. Giữ một.\n"
    )


def test_targets_and_streaks_for_people_are_tables_in_vietnamese(run, folder):
    _, out, err = run("targets", folder, "--year", 2021)
    lines = out.splitlines()
    assert lines[0].split("  ")[0] == "Chỉ tiêu"
    assert "Đảng viên hoàn thành tốt nhiệm vụ trở lên  2021  ít nhất 98%  3" in lines[2]
    assert "Số liệu có 1 lỗi chưa xử lý" in err
    _, out, _ = run("streaks", folder, "--population", "member", "--level", "excellent", "--length", 2)
    assert out.splitlines()[-1] == "2 đối tượng, 2 chuỗi."
    assert "Người Số" not in out


def test_rates_for_people_have_a_base_that_is_not_always_the_rated(run, folder):
    _, out, _ = run("rates", folder)
    header, _, *lines = ([cell.strip() for cell in re.split("  +", line)] for line in out.splitlines())
    assert header == ["Năm", "Đối tượng", "Chỉ số", "Số lượng", "Mẫu số", "Tỉ lệ %"]
    last = {line[2]: line[3:5] for line in lines if line[:2] == ["2022", "đảng viên"]}
    assert (last["tổng số"][1], last["ô không đọc được"]) == ("3", ["1", "3"])  # of three one cannot be read
    assert last["hoàn thành tốt nhiệm vụ trở lên"][1] == "2"


@pytest.mark.parametrize(
    ("measure", "words"), [("total", "Đảng viên tổng số"), ("unknown", "Đảng viên ô không đọc được")]
)
def test_a_traced_figure_is_named_in_vietnamese(run, folder, measure, words):
    _, out, _ = run("trace", f"member/{measure}/2022", folder)
    assert out.startswith(f"{words}, năm 2022: ")


def test_without_targets_that_is_said(run, folder):
    (folder / "evalkit.toml").write_text("", encoding="utf-8")
    _, out, err = run("targets", folder, "--json")
    assert json.loads(out) == []
    assert "Chưa có chỉ tiêu: thêm [[targets]] vào evalkit.toml cạnh số liệu." in err


@pytest.mark.usefixtures("dots")
def test_report_ends_with_the_targets_and_the_folder(run, folder, tmp_path):
    code, out, _ = run("report", folder, "--year", 2021, "--out", tmp_path / "reports", "--no-notebooks")
    assert code == 1
    assert out.splitlines() == [
        "Đảng viên hoàn thành tốt nhiệm vụ trở lên năm 2021: 100,00% (3/3); chỉ tiêu ít nhất 98%: ĐẠT",
        "Kiểm tra số liệu: 1 lỗi, 0 cảnh báo.",
        f"Báo cáo: {tmp_path / 'reports' / '2021'}",
    ]
    assert (tmp_path / "reports" / "2021" / "bao-cao.docx").is_file()


def test_a_report_of_a_year_without_data_is_refused_in_one_line(run, folder, tmp_path):
    code, out, err = run("report", folder, "--year", 2019, "--out", tmp_path / "reports", "--no-notebooks")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "Không có số liệu năm 2019. Các năm có trong số liệu: 2021, 2022."


def test_without_errors_the_exit_code_is_0_and_as_a_program_it_speaks_utf_8(tmp_path):
    write_workbook(tmp_path / "2022.xlsx", {"S": [LIST, member(1, "HTTNV")]})
    command = [sys.executable, "-m", "evalkit", "check", str(tmp_path)]
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONPATH": str(ROOT), "SYSTEMROOT": ""}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert "Đã đọc 1 tệp" in done.stdout.decode("utf-8")


@pytest.mark.usefixtures("sample_at_hand")
def test_streaks_tell_the_years_that_broke_them_and_why(run):
    words = ["streaks", SAMPLE, "--population", "base_organisation", "--level", "excellent", "--length", "4"]
    code, out, _ = run(*words, "--breaks", "--json")
    found = json.loads(out)
    assert (code, found["count"]) == (0, 4)
    told = [(row["first"], row["last"], row["year"], row["reason"]) for row in found["breaks"]]
    assert told == [(2018, 2021, 2022, "good")] * 2
    assert "breaks" not in json.loads(run(*words, "--json")[1])


@pytest.mark.usefixtures("sample_at_hand")
def test_awards_say_who_why_and_from_which_cells(run):
    code, out, _ = run("awards", SAMPLE, "--year", "2022", "--json")
    found = {award["id"]: award for award in json.loads(out)}
    assert code == 0
    assert {key: len(award["eligible"]) for key, award in found.items()} == {
        "bloc-5-years": 68, "city-5-years": 7, "base-5-years": 2, "cell-5-years": 1, "base-exemplary": 15,
        "base-field": 30,
    }  # fmt: skip
    assert found["bloc-5-years"]["counts"]["held"] == len(found["bloc-5-years"]["held"]) == 7
    (cell,) = found["cell-5-years"]["eligible"]
    assert [(row["year"], row["level"], row["cell"][0]) for row in cell["evidence"]] == [
        (year, "excellent", "F") for year in range(2018, 2023)
    ]
    missed = found["cell-5-years"]["just_missed"]
    assert [(row["reason"], row["year"] in range(2018, 2023), len(row["evidence"])) for row in missed] == [
        ("good", True, 5)
    ] * 4
    assert "name" not in cell


@pytest.mark.usefixtures("sample_at_hand")
def test_awards_for_people_are_counts_and_reasons_and_names_only_if_asked_for(run):
    code, out, _ = run("awards", SAMPLE, "--year", "2022")
    assert code == 0
    assert "Thiếu một năm: hoàn thành tốt nhiệm vụ 248; không có tên trong danh sách 19;" in out
    assert "Không xét: chưa có hình thức khen phải có trước 68." in out
    assert not re.search(r"\d{12}", out)
    _, named, _ = run("awards", SAMPLE, "--year", "2022", "--names")
    assert len(named.splitlines()) == len(out.splitlines()) - 1 + 68 + 7 + 2 + 1 + 15 + 30


@pytest.mark.parametrize(
    ("settings", "year", "said"),
    [
        ("", "2022", "Chưa có hình thức khen nào"),
        (AWARD, "2015", "Không có số liệu năm 2015. Các năm có trong số liệu: 2022."),
    ],
)
def test_awards_that_cannot_be_found_are_refused_in_one_line(run, tmp_path, settings, year, said):
    write_workbook(tmp_path / "nam 2022.xlsx", {"S": [LIST, member(1, "HTT")]})
    (tmp_path / "evalkit.toml").write_text(settings, "utf-8")
    code, out, err = run("awards", tmp_path, "--year", year)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err
