"""Folders of workbooks of as many rows as are asked for: the layouts of which large ones exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Row = Sequence[Any]
_LEVELS = ["HTXSNV", "HTTNV", "HTTNV", "HTTNV", "HTNV"]
_YEAR = 2022
_LIST = ["TT", "Họ và tên", "Số thẻ đảng viên", "Ngày sinh", "Chi bộ", "TCCSĐ", "Xếp loại", "Lý do"]
_MARKS = ["TT", "Họ và tên", "Số thẻ đảng viên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
_COUNTS = ["TT", "Đơn vị", "Tổng số đảng viên", "HTXSNV", "HTTNV", "HTNV", "KHTNV", "Không xếp loại"]


def _write(path: Path, *sheets: Sequence[Row]) -> None:
    book = openpyxl.Workbook(write_only=True)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Trang {number + 1}")
        for row in rows:
            sheet.append(row)
    book.save(path)


def _name(number: int) -> str:
    """A word a number, of letters alone: units of different numbers are not compared."""
    return "".join("bcdghklmnt"[int(digit)] + "a" for digit in str(number + 10)).capitalize()


def _person(number: int, *, year: int = _YEAR, base: str = "", level: str = "") -> list[Any]:
    born = f"{1 + number % 28:02d}/{1 + number // 28 % 12:02d}/{1950 + number // 336 % 50}"
    own = [number + 1, f"Nguyễn {_name(number)} An", f"05{number:010d}", born, f"Chi bộ {number // 10 % 9 + 1}"]
    return [*own, base or f"Đảng bộ xã {_name(number // 50)}", level or _LEVELS[(number + year) % 5], ""]


def _marked(number: int) -> list[Any]:
    own = [number + 1, f"Nguyễn {_name(number)} An", f"05{number:010d}"]
    return [*own, *("x" if number % 4 == place else "" for place in range(4))]


def _counted(number: int, name: str) -> list[Any]:
    excellent, good, done = number % 7, 8 + number * 5 % 23, number * 3 % 6
    return ["", name, excellent + good + done, excellent, good, done, 0, 0]


def _sum(name: str, rows: Sequence[Row]) -> list[Any]:
    return ["", name, *(sum(row[place] for row in rows) for place in range(2, 8))]


def _title(what: str, year: int = _YEAR) -> list[str]:
    return [f"{what} XẾP LOẠI ĐẢNG VIÊN NĂM {year}"]


def people(folder: Path, rows: int) -> None:
    """One list, with a remark of the board between and a register of awards beside."""
    listed = [_person(number) for number in range(rows)]
    held = [[number + 1, *person[1:3], "Giấy khen", 2020] for number, person in enumerate(listed[::4])]
    awards = [["SỔ KHEN THƯỞNG"], ["TT", "Họ và tên", "Số thẻ đảng viên", "Hình thức khen", "Năm"], *held]
    _write(folder / "2022.xlsx", [_title("DANH SÁCH"), _LIST, *listed], awards)


def wrong(folder: Path, rows: int) -> None:
    """A list in which every row is wrong in its own way, and everybody stands twice."""
    said = ["HTSX", "#REF!", "", "HTTNV", "HTTNV (chờ)"]
    listed = [_person(number // 2, level=said[number % 5]) for number in range(rows)]
    for number, person in enumerate(listed):
        person[2] = person[2] if number % 3 else ""
        person[7] = ["", "hạ xuống 1 bậc", "miễn sinh hoạt", "chuyển đi"][number % 4]
    remarks = [["", f"Ghi chú: chưa tính {number + 1} đảng viên"] for number in range(rows // 10)]
    _write(folder / "2022.xlsx", [_title("DANH SÁCH"), _LIST, *listed, *remarks])


def spelled(folder: Path, rows: int) -> None:
    """A list whose units are each written in three ways."""
    ways = ["Chi bộ thôn {}", "CB thôn {}", "chi bộ  Thôn {}"]
    listed = [_person(number, base="Đảng bộ xã A") for number in range(rows)]
    for number, person in enumerate(listed):
        person[4] = ways[number % 3].format(_name(number // 10))
    _write(folder / "2022.xlsx", [_title("DANH SÁCH"), _LIST, *listed])


def groups(folder: Path, rows: int) -> None:
    """A list by marks with a heading and a sum for each unit, and their total."""
    listed: list[Row] = []
    for group in range(rows // 10):
        inside = [_marked(8 * group + number) for number in range(8)]
        listed += [["", f"Chi bộ {_name(group)}"], *inside, ["", "Cộng", "", 2, 2, 2, 2]]
    _write(folder / "2022.xlsx", [_title("DANH SÁCH"), _MARKS, *listed, ["", "Tổng cộng", "", *[rows // 10 * 2] * 4]])


def pages(folder: Path, rows: int) -> None:
    """The same list printed: the header and a sum on every page, and pages as sheets of their own."""
    printed: list[Row] = [_title("DANH SÁCH")]
    for page in range(rows // 20):
        printed += [_MARKS, *(_marked(8 * page + number) for number in range(8)), ["", "Cộng trang", "", 2, 2, 2, 2]]
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Chi bộ", "Xếp loại"]
    parts = [
        [header, *([*_person(number)[:3], "Chi bộ 1", "HTTNV"] for number in range(10 * page, 10 * page + 10))]
        for page in range(rows // 20)
    ]
    _write(folder / "2022.xlsx", printed)
    _write(folder / "2021.xlsx", [_title("DANH SÁCH", 2021), *parts[0]], *parts[1:])


def sheets(folder: Path, rows: int) -> None:
    """A list a unit, half of them each on a sheet, half of them one below the other."""
    header = ["TT", "Họ và tên", "Số thẻ đảng viên", "Xếp loại"]
    lists = []
    for unit in range(rows // 10):
        listed = [[*_person(10 * unit + number)[:3], _LEVELS[number % 5]] for number in range(10)]
        lists.append([[f"CHI BỘ {_name(unit).upper()}"], _title("DANH SÁCH"), header, *listed, [""]])
    half = len(lists) // 2
    _write(folder / "2022.xlsx", *lists[:half], [row for rows in lists[half:] for row in rows])


def counts(folder: Path, rows: int) -> None:
    """One sheet of counts: committees with their cells, each with a row of shares."""
    listed: list[Row] = []
    sums = []
    for committee in range(rows // 7):
        cells = [_counted(5 * committee + cell, f"Chi bộ {_name(committee)} {cell + 1}") for cell in range(5)]
        sums.append(_sum(f"Đảng bộ xã {_name(committee)}", cells))
        shares = [f"{100 * number / sums[-1][2]:.2f}%".replace(".", ",") for number in sums[-1][2:]]
        listed += [sums[-1], *cells, ["", "Tỉ lệ %", *shares]]
    _write(folder / "2022.xlsx", [_title("TỔNG HỢP KẾT QUẢ"), _COUNTS, *listed, _sum("Tổng cộng", sums)])


def both(folder: Path, rows: int) -> None:
    """A list and the counts of its cells."""
    listed = [_person(number) for number in range(rows // 2)]
    for number, person in enumerate(listed):
        person[4:6] = f"Chi bộ thôn {_name(number // 5)}", "Đảng bộ xã A"
    counted = [_counted(number, f"Chi bộ thôn {_name(number)}") for number in range(rows // 10)]
    _write(
        folder / "2022.xlsx",
        [_title("DANH SÁCH"), _LIST, *listed],
        [_title("TỔNG HỢP KẾT QUẢ"), _COUNTS, *counted, _sum("Tổng cộng", counted)],
    )


def files(folder: Path, rows: int) -> None:
    """Counts of cells and of their members, a file a committee; every fourth does not say whose; and a summary."""
    whole = []
    for committee in range(rows // 6):
        cells = [_counted(5 * committee + cell, f"Chi bộ {_name(5 * committee + cell)}") for cell in range(5)]
        whole.append(_sum(f"Đảng bộ xã {_name(committee)}", cells))
        head = [[f"ĐẢNG BỘ XÃ {_name(committee).upper()}"]] if committee % 4 else []
        _write(folder / f"{committee:05d}.xlsx", [*head, _title("TỔNG HỢP KẾT QUẢ"), _COUNTS, *cells])
    _write(folder / "tong-hop.xlsx", [_title("TỔNG HỢP KẾT QUẢ"), _COUNTS, *whole])


def years(folder: Path, rows: int) -> None:
    """Lists of five years: people move, and each year a fourth of the units has another name."""
    for year in range(2018, _YEAR + 1):
        first = (year - 2018) * (rows // 20)
        listed = [_person(number, year=year) for number in range(first, first + rows // 5)]
        for number, person in enumerate(listed):
            person[5] = f"Đảng bộ xã {_name((number + first) // 5)}"
        _write(folder / f"{year}.xlsx", [_title("DANH SÁCH", year), _LIST, *listed])


LAYOUTS: dict[str, Callable[[Path, int], None]] = {
    write.__name__: write for write in (people, wrong, spelled, groups, pages, sheets, counts, both, files, years)
}
