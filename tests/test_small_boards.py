"""Reports of small and odd boards: what is said where there is one unit, no date, no list, nobody; by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from evalkit.problems import Problem
from evalkit.reading import COLUMNS, Reading
from evalkit.records import Held, Printed, Skip
from evalkit.report import contents, sentences, unit_tables
from evalkit.report.annexes import write_annex
from evalkit.report.figures import Figures, collect_figures
from evalkit.report.movement_table import movement_table
from evalkit.report.own_words import figure_of, unset_rules, wrong_blocks
from evalkit.report.pictures import _charts, _shortfall, _targets
from evalkit.report.sections import _units
from evalkit.settings import Award, Cap, Settings, Target, UnitTarget
from tests.test_report import LEVELS

REASONS = {"m": "exempt", "o": "sick"}
OLD, NEW, ELSEWHERE = "2001-02-03", "2022-05-19", "2015-09-02"  # dates of joining the Party


def member(
    year: int, key: str, level: str = "T", *, base: str = "Đảng bộ A", unit: str = "", joined: str = OLD, count: int = 1
) -> dict[str, Any]:
    """Return a member of a list, or a row of counts where the key begins with "#"."""
    about = {"unit": unit or base, "base_organisation": base, "joined": joined or None, "count": count}
    return {**_row(year, key, level), "population": "member", **about}


def organisation(year: int, code: str, name: str, level: str = "T", kind: str = "") -> dict[str, Any]:
    """Return a base organisation of a list."""
    about = {"population": "base_organisation", "base_organisation": name, "name": name, "kind": kind}
    return {**_row(year, code, level), **about}


def _row(year: int, key: str, level: str) -> dict[str, Any]:
    return {
        "year": year, "subject": key, "name": f"Người {key}", "level": LEVELS.get(level), "unit": "", "kind": "",
        "status": REASONS.get(level, "rated"), "reason": "", "distinction": "", "count": 1, "joined": None,
        "file": f"{year}.xlsx", "sheet": "S", "cell": "A1",
    }  # fmt: skip


def ratings_of(rows: list[dict[str, Any]], settings: Settings) -> pd.DataFrame:
    """Return a ratings table made of rows."""
    ratings = pd.DataFrame(rows, columns=list(COLUMNS))
    levels = pd.CategoricalDtype(settings.scale.worst_to_best, ordered=True)
    return ratings.astype({"level": levels}).assign(joined=pd.to_datetime(ratings["joined"]))


def figures_of(rows: list[dict[str, Any]], settings: Settings | None = None, *, year: int = 2022) -> Figures:
    """Return the figures of a board made of rows."""
    settings = settings or Settings()
    ratings = ratings_of(rows, settings)
    empty = {kind: pd.DataFrame(columns=list(kind._fields)) for kind in (Problem, Skip, Printed, Held)}
    reading = Reading(
        ratings=ratings, problems=empty[Problem], skips=empty[Skip], printed=empty[Printed],
        held=empty[Held].rename(columns={"key": "subject"}), settings=settings, sources=(), tables=1, rows=len(rows),
        records=len(rows), skipped=0, rejected=0,
    )  # fmt: skip
    return collect_figures(reading, year=year)


# --- who came and who left -------------------------------------------------------------------------------------------

THREE = [member(2021, key) for key in "abc"]
STAYING = [member(2022, key) for key in "abc"]
STAYED = (
    "Trong năm không tăng đảng viên nào, không giảm đảng viên nào; không có đảng viên nào chuyển giữa các tổ chức "
    "cơ sở đảng."
)
ONE_MORE = STAYED.replace("không tăng đảng viên nào", "tăng 01 đảng viên")
UNDATED = "đảng viên mới có tên trong danh sách không ghi ngày vào Đảng"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*THREE, *STAYING], f"Năm 2022 không kết nạp đảng viên nào. {STAYED}"),
        (
            [*THREE, *STAYING, member(2022, "d", joined=NEW)],
            f"Năm 2022 kết nạp 01 đảng viên, bằng 33,33% số đảng viên cuối năm 2021 (3). {ONE_MORE}",
        ),
        (
            [*THREE, *STAYING, member(2022, "d", joined=ELSEWHERE)],
            f"Năm 2022 không kết nạp đảng viên nào. {ONE_MORE}",
        ),
        (  # the list does not say when the new one joined: he may be admitted or have come from elsewhere
            [*THREE, *STAYING, member(2022, "d", joined="")],
            f"Năm 2022 chưa rõ kết nạp bao nhiêu đảng viên, vì 01 {UNDATED}. {ONE_MORE}",
        ),
        (
            [*THREE, *STAYING, member(2022, "d", joined=NEW), member(2022, "e", joined="")],
            f"Năm 2022 kết nạp ít nhất 01 đảng viên; 01 {UNDATED}. {ONE_MORE.replace('01', '02')}",
        ),
        (  # four more stand on no list, they are counted only
            [
                *THREE, member(2021, "#1", base="Đảng bộ B", count=4), member(2022, "#1", base="Đảng bộ B", count=4),
                *STAYING, member(2022, "d", joined=NEW),
            ],
            "Năm 2022 kết nạp 01 đảng viên, bằng 33,33% số đảng viên có tên trong danh sách cuối năm 2021 (3/7). "
            + ONE_MORE,
        ),
        (  # B is gone, and its people are all in C: nobody has left, no list may still come for them, but none of B has
            [
                member(2021, "a"), member(2021, "b", base="Đảng bộ B"), member(2022, "a"),
                member(2022, "b", base="Đảng bộ C"), member(2022, "d", joined=NEW),
            ],
            "Năm 2022 kết nạp 01 đảng viên. Trong năm tăng 01 đảng viên, không giảm đảng viên nào; 01 đảng viên chuyển "
            "giữa các tổ chức cơ sở đảng.",
        ),
    ],
)  # fmt: skip
def test_growth_is_said_only_as_far_as_the_lists_say_it(rows: list[dict[str, Any]], expected: str) -> None:
    assert sentences.growth_sentences(figures_of(rows)) == [expected]


def test_tables_of_growth_say_of_whom_no_date_is_known() -> None:
    figures = figures_of([*THREE, *STAYING, member(2022, "d", joined="")])
    table = contents.growth_table(figures)
    assert table.header == [
        "Năm", "Đầu năm", "Tăng", "Trong đó kết nạp", "Mới, không ghi ngày vào Đảng", "Giảm", "Chuyển TCCSĐ",
        "Cuối năm", "Kết nạp, %",
    ]  # fmt: skip
    assert table.rows[0][1:] == [3, 1, 0, 1, 0, 0, 4, None]
    by_unit = unit_tables.unit_growth_table(figures)
    assert by_unit.header[2:4] == ["Đầu năm", "Kết nạp"]  # a part of nothing that stands before it
    assert by_unit.rows == [
        [1, "Đảng bộ A", 3, 0, 1, 4],
        ["", "Tổng cộng", 3, 0, 1, 4],
    ]


def test_notes_name_those_who_are_followed() -> None:
    figures = figures_of([*TWO, *TWO_NOW, *THREE, *STAYING])
    members, organisations = (movement_table(figures, name).note for name in ("member", "base_organisation"))
    assert members.endswith("mỗi đảng viên được theo dõi qua hai năm, kể cả khi chuyển đơn vị.")
    assert organisations.endswith("mỗi tổ chức cơ sở đảng được theo dõi qua hai năm, kể cả khi đổi tên.")
    assert "mỗi đảng viên, tổ chức đảng một lần" in contents.run_table(figures).note


# --- who has sent what -----------------------------------------------------------------------------------------------

TWO = [organisation(2021, "TC1", "Đảng bộ A"), organisation(2021, "TC2", "Đảng bộ B")]
TWO_NOW = [organisation(2022, "TC1", "Đảng bộ A"), organisation(2022, "TC2", "Đảng bộ B")]
OF_BOTH = [member(2021, "a"), member(2021, "b", base="Đảng bộ B"), member(2021, "c", base="Đảng bộ B")]


@pytest.mark.parametrize(
    ("rows", "under_tables", "expected"),
    [
        (  # B stands on the list of organisations, its members on none
            [*TWO, *OF_BOTH, *TWO_NOW, member(2022, "a")],
            "còn 01 đơn vị chưa gửi danh sách đảng viên",
            "Số liệu sơ bộ: 01 đơn vị chưa gửi danh sách đảng viên; chưa gửi danh sách đảng viên: Đảng bộ B.",
        ),
        (  # B has sent nothing at all
            [*TWO, *OF_BOTH, *TWO_NOW[:1], member(2022, "a")],
            "mới có số liệu của 01/02 tổ chức cơ sở đảng",
            "Số liệu sơ bộ: 01/02 tổ chức cơ sở đảng đã gửi kết quả; chưa gửi: Đảng bộ B.",
        ),
        (  # and another one has, which nothing says to be B
            [*TWO, *OF_BOTH, *TWO_NOW[:1], member(2022, "a"), organisation(2022, "TC3", "Đảng bộ C")],
            "mới có số liệu của 01/02 tổ chức cơ sở đảng",
            "Số liệu sơ bộ: 01/02 tổ chức cơ sở đảng đã gửi kết quả; chưa gửi: Đảng bộ B; mới so với năm 2021: Đảng bộ "
            "C.",
        ),
    ],
)
def test_the_report_begins_with_what_has_not_come(rows: list[dict[str, Any]], under_tables: str, expected: str) -> None:
    figures = figures_of(rows)
    assert sentences.opening(figures)[1] == expected
    assert sentences.opening(figures)[2].startswith("Theo số liệu đã nhận, đến ngày 31/12/2022 có 0")
    assert figures.incomplete == f" Năm 2022 {under_tables}."


def test_where_every_list_has_come_nothing_is_preliminary() -> None:
    now = [member(2022, "a"), member(2022, "b", base="Đảng bộ B")]
    figures = figures_of([*TWO, *OF_BOTH, *TWO_NOW, *now])
    assert (figures.preliminary, figures.incomplete, figures.lacking) == ("", "", {})


# --- by unit ---------------------------------------------------------------------------------------------------------


def of_cells(*cells: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Return a member for each letter of a level: (base organisation, cell, letters)."""
    return [
        member(2022, f"{base}{cell}{place}", level, base=base, unit=cell or base) | ({} if cell else {"unit": ""})
        for base, cell, levels in cells
        for place, level in enumerate(levels)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # two base organisations: these are the units
            of_cells(("Đảng bộ A", "Chi bộ 1", "TT"), ("Đảng bộ A", "Chi bộ 2", "X"), ("Đảng bộ B", "Chi bộ 1", "H")),
            {"Đảng bộ A": 3, "Đảng bộ B": 1},
        ),
        (  # one base organisation: its cells are
            of_cells(("Đảng bộ A", "Chi bộ 1", "TT"), ("Đảng bộ A", "Chi bộ 2", "X")),
            {"Chi bộ 1": 2, "Chi bộ 2": 1},
        ),
        (of_cells(("Chi bộ A", "Chi bộ A", "TTX")), {"Chi bộ A": 3}),  # a base cell alone
        (of_cells(("", "Chi bộ 1", "TT"), ("", "Chi bộ 2", "X")), {"Chi bộ 1": 2, "Chi bộ 2": 1}),
        (  # of two cells nothing says where they belong, of one person not even the cell
            of_cells(("Đảng bộ A", "Chi bộ 1", "TT"), ("", "Chi bộ 2", "X"), ("", "Chi bộ 3", "HH"), ("", "", "T")),
            {"Chi bộ 2": 1, "Chi bộ 3": 2, "Đảng bộ A": 2, "(không ghi đơn vị)": 1},
        ),
        (  # the cell that says nothing is a base organisation of the list
            [*of_cells(("Đảng bộ A", "Chi bộ 1", "TT"), ("", "Chi bộ B", "X")), organisation(2022, "TC2", "Chi bộ B")],
            {"Chi bộ B": 1, "Đảng bộ A": 2},
        ),
    ],
)  # fmt: skip
def test_people_are_shown_under_the_unit_that_is_known(rows: list[dict[str, Any]], expected: dict[str, int]) -> None:
    figures = figures_of(rows)
    assert {unit: rates["rated"].count for unit, rates in figures.units("member")} == expected
    table = unit_tables.unit_table(figures, "member")
    assert [row[1] for row in table.rows] == [*expected, "Tổng cộng"]
    assert figures.compares_units == (len(expected) > 1)


def test_units_below_the_whole_are_found_also_where_no_base_organisation_is_named() -> None:
    figures = figures_of(of_cells(("Đảng bộ A", "Chi bộ 1", "TTTT"), ("", "Chi bộ 2", "TTTH")))
    assert sentences.bottleneck_sentences(figures) == [
        "Có 01/02 đơn vị có tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên thấp hơn mức chung 87,50%, trong đó 01 đơn "
        "vị có dưới 30 người được xếp loại.",
        "Đơn vị có tỉ lệ đảng viên xếp loại hoàn thành nhiệm vụ cao nhất: Chi bộ 2 (25,00%, 01 đảng viên).",
    ]


@pytest.mark.parametrize(
    ("measure", "sign", "lacking", "part"),
    [
        ("good_or_better", ">=", "Còn thiếu", "Phần trong tổng thiếu %"),
        ("not_completed", "<", "Số vượt", "Phần trong tổng vượt %"),  # nobody lacks people who fail
    ],
)
def test_what_a_unit_has_too_much_of_is_not_said_to_be_lacking(
    measure: str, sign: Any, lacking: str, part: str
) -> None:
    target = Target(population="member", measure=measure, sign=sign, bound=Fraction(1, 2))
    rows = of_cells(("Đảng bộ A", "Chi bộ 1", "TTTT"), ("Đảng bộ B", "Chi bộ 1", "TTTK"))
    table = unit_tables.shortfall_table(figures_of(rows, Settings(targets=(target,))))
    assert table.header[4:6] == [lacking, part]
    assert [row[0] for row in table.rows] == ["Đảng bộ B"]


OF_ALL, OF_EACH = partial(Target, population="member"), partial(UnitTarget, population="member", first=2020)


@pytest.mark.parametrize(
    ("targets", "sheet", "picture", "worse", "sheet_of_worse"),
    [
        (  # of 5, 5 and 5 people of B, none, 1 and 2 failed; of A nobody
            {"targets": (OF_ALL(measure="not_completed", sign="<", bound=Fraction(1, 2)),)},
            "Đơn vị cao hơn mức chung",
            "Số đảng viên không hoàn thành nhiệm vụ vượt mức chung 28,57%, theo đơn vị, năm 2022",
            "Có tỉ lệ không hoàn thành nhiệm vụ tăng hai năm liền: Đảng bộ B (0,00% – 20,00% – 40,00%).",
            "Tăng tỉ lệ hai năm",
        ),
        (
            {"unit_targets": (OF_EACH(measure="not_completed", sign="<", bound=Fraction(1, 5)),)},
            "Đơn vị chưa đạt chỉ tiêu riêng",
            "Số đảng viên không hoàn thành nhiệm vụ vượt chỉ tiêu riêng dưới 20%, theo đơn vị, năm 2022",
            "Có tỉ lệ không hoàn thành nhiệm vụ tăng hai năm liền: Đảng bộ B (0,00% – 20,00% – 40,00%).",
            "Tăng tỉ lệ hai năm",
        ),
        (
            {"targets": (OF_ALL(measure="good_or_better", sign=">=", bound=Fraction(1, 2)),)},
            "Đơn vị thấp hơn mức chung",
            "Số đảng viên hoàn thành tốt nhiệm vụ trở lên còn thiếu theo đơn vị so với mức chung 71,43%, năm 2022",
            "Giảm mức hai năm liền: Đảng bộ B (100,00% – 80,00% – 60,00%).",
            "Giảm mức hai năm",
        ),
    ],
)
def test_sheets_pictures_and_sentences_of_units_say_which_side_is_worse(
    tmp_path: Path, targets: dict[str, Any], sheet: str, picture: str, worse: str, sheet_of_worse: str
) -> None:
    years = {2020: ("TTTTT", "TT"), 2021: ("TTTTK", "TT"), 2022: ("TTTKK", "TT")}
    rows = [
        {**row, "year": year, "file": f"{year}.xlsx"}
        for year, (b, a) in years.items()
        for row in of_cells(("Đảng bộ B", "", b), ("Đảng bộ A", "", a))
    ]
    figures = figures_of(rows, Settings(**targets))
    write_annex(figures, tmp_path / "phu-luc.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "phu-luc.xlsx").sheetnames
    assert {sheet, sheet_of_worse} < set(sheets)
    (_, _, _, title, _, _) = _shortfall(figures)
    assert title == picture
    assert worse in sentences.bottleneck_sentences(figures)


def test_every_target_of_the_units_is_looked_at() -> None:
    about: dict[str, Any] = {"population": "member", "first": 2022}
    good = UnitTarget(measure="good_or_better", sign=">=", bound=Fraction(1, 2), **about)
    best = UnitTarget(measure="excellent", sign="<=", bound=Fraction(1, 5), **about)
    later = UnitTarget(measure="excellent", sign="<=", bound=Fraction(0), population="member", first=2023)
    rows = of_cells(("Đảng bộ A", "Chi bộ 1", "XTTTT"), ("Đảng bộ B", "Chi bộ 1", "XTTT"))
    figures = figures_of(rows, Settings(unit_targets=(good, best, later)))
    assert sentences.bottleneck_sentences(figures) == [
        "Không có đơn vị nào có tỉ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên chưa đạt chỉ tiêu riêng ít nhất 50%."
    ]
    assert sentences.other_target_sentences(figures) == [  # 1 of 5 is a fifth, 1 of 4 more
        "Có 01/02 đơn vị có tỉ lệ đảng viên hoàn thành xuất sắc nhiệm vụ chưa đạt chỉ tiêu riêng không quá 20%: Đảng "
        "bộ B (25,00%)."
    ]


@pytest.mark.parametrize(
    ("cells", "half"),
    [
        (("HT", "HT"), ""),  # either of the two holds half: that is no finding
        (("HHHT", "HT", "HT"), " 01 đơn vị chiếm một nửa số đảng viên còn thiếu: Đảng bộ 0."),
    ],
)
def test_half_of_what_is_lacking_is_said_where_few_hold_it(cells: tuple[str, ...], half: str) -> None:
    rows = of_cells(*((f"Đảng bộ {place}", "", levels) for place, levels in enumerate([*cells, "T" * 20])))
    (first, *_) = sentences.bottleneck_sentences(figures_of(rows))
    assert first.partition("được xếp loại.")[2] == half


# --- fields of the board's own words ---------------------------------------------------------------------------------

TWICE = Award(id="twice", name="Giấy khen", population="member", level="excellent", years=2)


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        # of 2021 a, b and c are excellent; in 2022 a and b are, c is good, d was admitted, e came, nobody is left of f
        ("twice/eligible/2022", "2"),
        ("twice/just_missed/2022", "1"),
        ("twice/eligible/2021", None),  # awards are those of the report's year
        ("once/eligible/2022", None),
        ("member/admitted/2022", "1"),
        ("member/joined/2022", "2"),
        ("member/left/2022", "1"),
        ("member/moved/2022", "0"),
        ("member/left/2022/count", None),
        ("member/left/2021", None),  # no list of 2020
        ("member/excellent/2022", "40,00%"),
    ],
)
def test_awards_and_growth_are_fields_too(field: str, printed: str | None) -> None:
    before = [member(2021, key, "X") for key in "abc"] + [member(2021, "f")]
    now = [member(2022, "a", "X"), member(2022, "b", "X"), member(2022, "c")]
    came = [member(2022, "d", joined=NEW), member(2022, "e", joined=ELSEWHERE)]
    figures = figures_of([*before, *now, *came], Settings(awards=(TWICE,)))
    assert figure_of(figures)(field) == printed


def test_who_was_admitted_is_no_field_where_some_dates_are_unknown() -> None:
    figures = figures_of([*THREE, *STAYING, member(2022, "d", joined="")])
    assert figure_of(figures)("member/admitted/2022") is None
    assert figure_of(figures)("member/joined/2022") == "1"


# --- khối thi đua ----------------------------------------------------------------------------------------------------

IN_BLOCKS = [
    *of_cells(("Đảng bộ Sở A", "", "TTX"), ("Chi bộ B", "", "T"), ("Chi bộ C", "", "H")),
    *(organisation(2022, f"TC{name[-1]}", name) for name in ("Đảng bộ Sở A", "Chi bộ B", "Chi bộ C")),
]


@pytest.mark.parametrize(
    ("blocks", "said", "shown"),
    [
        (  # by code, and in another spelling than the list's
            {"Khối 1": ("TCA", "chi bộ  c"), "Khối 2": ("CB B",)},
            "",
            ["Khối 1", "Chi bộ C", "Đảng bộ Sở A", "Khối 2", "Chi bộ B"],
        ),
        (
            {"Khối 1": ("Đảng bộ Sở AB", "Chi bộ Không Có")},
            "[blocks] trong evalkit.toml: không đơn vị nào của năm 2022 có tên hoặc mã «Đảng bộ Sở AB» (có phải là "
            "«Đảng bộ Sở A»?) và «Chi bộ Không Có».",
            ["Chi bộ B", "Chi bộ C", "Đảng bộ Sở A"],
        ),
        (
            {"Khối 1": ("TCA", "TCB"), "Khối 2": ("Chi bộ B", "TCC")},
            "[blocks] trong evalkit.toml: «Chi bộ B» được ghi hai lần, chỉ tính lần sau.",
            ["Khối 1", "Đảng bộ Sở A", "Khối 2", "Chi bộ B", "Chi bộ C"],
        ),
    ],
)
def test_what_the_settings_put_into_blocks_is_found_or_named(
    blocks: dict[str, tuple[str, ...]], said: str, shown: list[str]
) -> None:
    figures = figures_of(IN_BLOCKS, Settings(blocks=blocks))
    assert wrong_blocks(figures) == said
    rows = unit_tables.unit_table(figures, "member").rows
    assert [row[0] if len(row) == 1 else row[1] for row in rows] == [*shown, "Tổng cộng"]


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        (  # of 8 in block 1 are 5 at good, 2 excellent, 1 completed; of 3 in block 2 all are at good
            0,
            [
                ["", "Khối 1", 8, 2, 5, 1, 0, "87,50"],
                [1, "Chi bộ C", 3, 0, 2, 1, 0, "66,67"],
                [2, "Đảng bộ Sở A", 5, 2, 3, 0, 0, "100,00"],
                ["", "Khối 2", 3, 0, 3, 0, 0, "100,00"],
                [1, "Chi bộ B", 3, 0, 3, 0, 0, "100,00"],
                ["", "Tổng cộng", 11, 2, 8, 1, 0, "90,91"],
            ],
        ),
        (  # nobody of all 11 is at the lowest level; no sum gives another count of a unit away
            5,
            [
                ["", "Khối 1", 8, "…", "…", "…", 0, "…"],
                [1, "Chi bộ C", 3, "…", "…", "…", 0, "…"],
                [2, "Đảng bộ Sở A", 5, "…", "…", 0, 0, "100,00"],
                ["", "Khối 2", 3, "…", "…", "…", 0, "…"],
                [1, "Chi bộ B", 3, "…", "…", "…", 0, "…"],
                ["", "Tổng cộng", 11, 2, 8, 1, 0, "90,91"],
            ],
        ),
    ],
)
def test_a_block_has_its_sums_beside_its_name(hidden: int, shown: list[list[Any]]) -> None:
    rows = of_cells(("Đảng bộ Sở A", "", "TTTXX"), ("Chi bộ B", "", "TTT"), ("Chi bộ C", "", "HTT"))
    blocks = {"Khối 1": ("Đảng bộ Sở A", "Chi bộ C"), "Khối 2": ("Chi bộ B",)}
    figures = figures_of([*rows, *IN_BLOCKS[-3:]], Settings(blocks=blocks, mask_below=hidden))
    table = unit_tables.unit_table(figures, "member")
    assert [[getattr(cell, "shown", cell) for cell in row] for row in table.rows] == shown
    assert table.bold == [0, 3, 5]


def test_a_unit_that_has_sent_nothing_may_stand_in_its_block() -> None:
    blocks = {"Khối 1": ("Đảng bộ A", "Đảng bộ B")}
    figures = figures_of([*TWO, *OF_BOTH, *TWO_NOW[:1], member(2022, "a")], Settings(blocks=blocks))
    assert figures.received.missing == ("Đảng bộ B",)
    assert wrong_blocks(figures) == ""


# --- nobody, nothing -------------------------------------------------------------------------------------------------


def test_where_nobody_is_to_be_rated_no_share_of_nothing_is_printed() -> None:
    figures = figures_of([member(2022, "a", "m"), member(2022, "b", "m")])
    assert sentences.review_sentences(figures) == [
        "Đảng viên: không có ai thuộc diện đánh giá, xếp loại; không thuộc diện 02."
    ]


def test_a_table_of_reasons_has_a_reason() -> None:
    rated = [member(2021, "a"), member(2022, "a")]
    assert contents.reason_years_table(figures_of(rated)).rows == []
    both = [*rated, member(2022, "b", "m"), member(2021, "c", "o")]  # exempt in 2022, sick in 2021
    assert contents.reason_years_table(figures_of(both)).rows == [
        ["Không thuộc diện"],
        ["Miễn đánh giá, xếp loại", 0, 1],
        ["Chưa được đánh giá, xếp loại"],
        ["Nghỉ ốm", 1, 0],
        ["Cộng", 1, 1],
        ["Tổng số đảng viên", 2, 2],
    ]


def test_the_annex_has_no_empty_sheet_but_that_of_what_is_wrong(tmp_path: Path) -> None:
    write_annex(figures_of([member(2022, "a"), member(2022, "b")]), tmp_path / "phu-luc.xlsx")
    book = openpyxl.load_workbook(tmp_path / "phu-luc.xlsx")
    assert not {"Chỉ tiêu", "Dòng bỏ qua"} & set(book.sheetnames)
    empty = {sheet.title: sheet["A5"].value for sheet in book.worksheets[1:] if sheet["B5"].value is None}
    assert empty == {"Số liệu cần kiểm tra": "Không có dòng nào."}
    assert "A5:G5" in map(str, book["Số liệu cần kiểm tra"].merged_cells.ranges)


def test_a_year_without_data_is_said_once_for_all() -> None:
    years = [one for year in (2020, 2022) for one in (member(year, "a"), organisation(year, "TC1", "Đảng bộ A"))]
    assert sentences.run_sentences(figures_of(years)) == [
        "Năm 2021 không có đảng viên và tổ chức cơ sở đảng nào trong số liệu; chuỗi năm ngắt ở đó."
    ]


def test_a_table_of_units_beyond_a_limit_says_of_how_many_they_are() -> None:
    rows = of_cells(("Đảng bộ A", "", "XT"), ("Đảng bộ B", "", "XTTTTT"), ("Đảng bộ C", "", "TT"))
    figures = figures_of(rows, Settings(caps=(Cap(population="member"),)))
    ((cap, found),) = figures.limits
    assert [row[1] for row in unit_tables.limit_table(figures, cap, found, whole=False).rows] == ["Đảng bộ A"]
    said = "Chỉ ghi 01/03 đơn vị vượt mức tối đa theo ít nhất một cách tính."
    assert unit_tables.limit_table(figures, cap, found, whole=False).note.endswith(said)
    assert said not in unit_tables.limit_table(figures, cap, found).note


MANY, NONE = "có số đảng viên hoàn thành xuất sắc nhiệm vụ vượt mức tối đa", "Không đơn vị nào trong 02 đơn vị"
BASES = "tổ chức cơ sở đảng hoàn thành xuất sắc nhiệm vụ"
GOOD, BETTER = ("20% của số hoàn thành tốt nhiệm vụ" + end for end in (", theo HD", " trở lên, theo HD"))
WITH, WITHOUT = "; nếu tính cả số hoàn thành xuất sắc nhiệm vụ thì", "; nếu tính riêng số hoàn thành tốt nhiệm vụ thì"


@pytest.mark.parametrize(
    ("population", "denominator", "levels", "said"),
    [  # a fifth of 5 is 1, of 4 none, of 10 is 2
        ("member", "good", ("XTTTTT", "TT"), f"{NONE} {MANY} {GOOD}."),
        ("member", "good", ("XTTTT", "TT"), f"Có 01/02 đơn vị {MANY} {GOOD}{WITH} không đơn vị nào vượt."),
        ("member", "good_or_better", ("XTTTT", "TT"), f"{NONE} {MANY} {BETTER}{WITHOUT} có 01 đơn vị vượt."),
        ("base_organisation", "good", "XTTTTTTTTTT", f"Có 01 {BASES}, trong mức tối đa 2 ({GOOD})."),
        (
            "base_organisation",
            "good_or_better",
            "XTTTT",
            f"Có 01 {BASES}, bằng mức tối đa 1 ({BETTER}){WITHOUT} mức tối đa là 0.",
        ),
        ("base_organisation", "good", "XXTTTTT", f"Có 02 {BASES}, vượt 01 so với mức tối đa 1 ({GOOD})."),
        ("base_organisation", "good", "TTTTT", f"Không có {BASES}; mức tối đa là 1 ({GOOD})."),
    ],
)
def test_how_a_limit_is_kept_is_said_in_one_sentence(
    population: str, denominator: str, levels: Sequence[str], said: str
) -> None:
    if population == "member":
        rows = of_cells(*((f"Đảng bộ {place}", "", letters) for place, letters in enumerate(levels)))
    else:
        rows = [organisation(2022, f"TC{n}", f"Đảng bộ {n}", level) for n, level in enumerate(levels)]
    caps = (Cap(population=population, denominator=denominator, source="HD"),)
    assert unit_tables.limit_sentences(figures_of(rows, Settings(caps=caps))) == [said]


@pytest.mark.parametrize(
    ("now", "note"),
    [
        (TWO_NOW, "Số âm ở cột cuối: còn có thể xếp thêm."),
        (
            TWO_NOW[:1],  # B may send anything: what is over today may not be over then
            "Số âm ở cột cuối: còn có thể xếp thêm. Năm 2022 mới có số liệu của 01/02 tổ chức cơ sở đảng. Mức tối đa "
            "còn thay đổi khi đủ số liệu.",
        ),
    ],
)
def test_a_limit_of_the_whole_is_not_final_while_units_are_missing(now: list[dict[str, Any]], note: str) -> None:
    caps = (Cap(population="base_organisation"), Cap(population="member"))
    members = [member(2022, "a"), *([member(2022, "b", base="Đảng bộ B")] if now == TWO_NOW else [])]
    figures = figures_of([*TWO, *OF_BOTH, *now, *members], Settings(caps=caps))
    (of_all, found), (of_each, rows) = figures.limits
    assert unit_tables.limit_table(figures, of_all, found).note.endswith(note)
    assert unit_tables.limit_table(figures, of_each, rows).note.endswith("còn có thể xếp thêm.")


def test_kinds_of_base_organisations_add_up_also_where_some_have_none() -> None:
    listed = [
        organisation(2022, "TC1", "Đảng bộ A", "X", "Đảng bộ cơ sở"),
        organisation(2022, "TC2", "Chi bộ B", "T", "Chi bộ cơ sở"),
        organisation(2022, "TC3", "Chi bộ C", "K", "Chi bộ cơ sở"),
        organisation(2022, "TC4", "Chi bộ D", "H"),
    ]
    assert contents.kind_table(figures_of(listed)).rows == [
        ["Đảng bộ cơ sở", 1, 1, 1, 0, 0, 0],
        ["Chi bộ cơ sở", 2, 2, 0, 1, 0, 1],
        ["Không ghi", 1, 1, 0, 0, 1, 0],
        ["Tổng cộng", 4, 4, 1, 1, 1, 1],
    ]
    assert contents.kind_table(figures_of(listed[3:])).rows == []


def test_targets_of_another_term_are_not_said_to_be_none() -> None:
    about: dict[str, Any] = {"measure": "good_or_better", "sign": ">=", "bound": Fraction(1, 2), "first": 2025}
    settings = Settings(term="2025-2030", targets=(Target(population="member", **about),))
    assert unset_rules(figures_of([member(2022, "a")], settings))[0] == (
        "Không có chỉ tiêu nào áp dụng cho năm 2022: xem term, from, to trong evalkit.toml."
    )


@pytest.mark.parametrize(
    ("rows", "drawn"),
    [
        (of_cells(("Chi bộ A", "Chi bộ A", "TTX")), ["_levels"]),  # one unit alone
        (
            of_cells(("Đảng bộ A", "", "TTX"), ("Đảng bộ B", "", "TH")),  # one of two below the whole
            ["_levels", "_units"],
        ),
        (
            of_cells(("Đảng bộ A", "", "TTTT"), ("Đảng bộ B", "", "TH"), ("Đảng bộ C", "", "TH")),
            ["_levels", "_units", "_shortfall"],
        ),
        (  # units by size say more than units one below the other only where there are several
            of_cells(*((f"Đảng bộ {name}", "", "TTTTH"[: size + 1]) for size, name in enumerate("ABCDE"))),
            ["_levels", "_units", "_unit_sizes"],
        ),
        (  # a second year
            [member(2021, "a"), *of_cells(("Đảng bộ A", "", "TTX"), ("Đảng bộ B", "", "TH"))],
            ["_levels", "_units", "_heat_map"],
        ),
        (  # one excellent for two years, nobody for one
            [member(2021, "a", "X"), member(2022, "a", "X")],
            ["_levels"],
        ),
        (
            [member(2021, "a", "X"), member(2022, "a", "X"), member(2022, "b", "X")],
            ["_levels", "_run_lengths"],
        ),
    ],
)
def test_no_chart_of_a_single_bar_is_drawn(rows: list[dict[str, Any]], drawn: list[str]) -> None:
    found = [draw.func.__name__ for draw in _charts(figures_of(rows)) if isinstance(draw, partial)]
    assert [name for name in found if name != "_movements"] == drawn


def test_a_chart_of_one_year_is_not_of_several() -> None:
    target = Target(population="member", measure="good_or_better", sign=">=", bound=Fraction(1, 2))
    now, before = [member(2022, "a")], [member(2021, "a")]
    for rows, when in ((now, "năm 2022"), ([*before, *now], "qua các năm")):
        figures = figures_of(rows, Settings(targets=(target,)))
        (_, _, _, title, _, _) = _targets(figures, "member")
        assert title == f"Tỉ lệ xếp loại đảng viên so với chỉ tiêu {when}"


def test_the_note_says_where_no_unit_may_be_compared() -> None:
    rows = of_cells(("Đảng bộ A", "", "TTTTH"), ("Đảng bộ B", "", "TTTTTH"))
    said = _units(figures_of(rows, Settings(mask_below=5)))
    assert said == ["Không so sánh 02 đơn vị, để không lộ số ít người."]
