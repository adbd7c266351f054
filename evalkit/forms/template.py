"""The form a unit fills in: titles and columns as real forms have them, lists to choose from, last year's roster."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evalkit.file_access import refusal_to_write, write_together
from evalkit.forms.returned import FormError
from evalkit.office import BOX, FONT, boxed, describe, merge, put, repack, set_page, set_widths
from evalkit.scale import Scale
from evalkit.settings import Settings
from evalkit.vietnamese import fold, name_key, unit_key

_ALLOWED = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")
BLANK_ROWS = 50  # lines to fill in below the roster
_LISTS = "Danh mục"
_GUIDE = "Chọn mức ở cột «Xếp loại»; ai không được xếp loại thì để trống mức và chọn lý do."
_HEAD = 7  # the row of the header


@dataclass(frozen=True)
class _Sheet:
    """One list of the form: its columns with their widths, and which of them are chosen from a list."""

    name: str
    title: str
    population: str
    columns: tuple[tuple[str, str, int], ...]  # title, column of the ratings table, width


_MEMBERS = _Sheet(
    "Đảng viên",
    "DANH SÁCH XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN",
    "member",
    (
        ("TT", "", 6), ("Họ và tên", "name", 28), ("Số thẻ đảng viên", "subject", 18), ("Ngày sinh", "born", 13),
        ("Ngày vào Đảng", "joined", 14), ("Chi bộ", "unit", 26), ("TCCSĐ", "base_organisation", 30),
        ("Xếp loại", "level", 30), ("Lý do không xếp loại", "reason", 30),
    ),
)  # fmt: skip
_CELLS = _Sheet(
    "Chi bộ trực thuộc",
    "DANH SÁCH XẾP LOẠI CHẤT LƯỢNG CHI BỘ TRỰC THUỘC",
    "cell",
    (
        ("TT", "", 6), ("Mã chi bộ", "subject", 14), ("Chi bộ", "name", 34), ("TCCSĐ", "base_organisation", 34),
        ("Xếp loại", "level", 30), ("Lý do không xếp loại", "reason", 30), ("Tiêu biểu", "exemplary", 12),
    ),
)  # fmt: skip
_BASES = _Sheet(
    "TCCSĐ",
    "DANH SÁCH XẾP LOẠI CHẤT LƯỢNG TỔ CHỨC CƠ SỞ ĐẢNG",
    "base_organisation",
    (
        ("TT", "", 6), ("Mã TCCSĐ", "subject", 14), ("TCCSĐ", "name", 40), ("Loại hình", "kind", 18),
        ("Xếp loại", "level", 30), ("Lý do không xếp loại", "reason", 30), ("Tiêu biểu", "exemplary", 12),
        ("Khen lĩnh vực", "field", 30),
    ),
)  # fmt: skip


def write_template(
    out: str | os.PathLike[str],
    *,
    year: int,
    settings: Settings,
    roster: pd.DataFrame | None = None,
    blank_rows: int = BLANK_ROWS,
) -> list[Path]:
    """Write the form of a year; `roster` is a ratings table whose latest year before it fills in who is there.

    `out` is a file (.xlsx); with a roster it may be a folder, and each base organisation gets a form of its own.

    Raises:
        FormError: the file exists, or cannot be written.
    """
    path, last = Path(out), _latest(roster, year)
    if path.suffix.lower() == ".xlsx":
        parts = [(path, last)]
    elif last is not None:
        units = sorted(set(last["base_organisation"]) - {""}, key=unit_key)
        names = _file_names(units)
        parts = [(path / names[unit], last[last["base_organisation"] == unit]) for unit in units]
    else:
        raise FormError(
            f"«{path}»: mẫu biểu là tệp .xlsx. Ghi tên tệp như mau-{year}.xlsx; thư mục chỉ dùng cùng --roster."
        )
    if taken := next((one for one, _ in parts if one.exists()), None):
        raise FormError(f"Đã có «{taken}», không ghi đè. Đặt tên khác, hoặc xóa tệp cũ.")
    into = parts[0][0].parent
    try:
        with write_together(into) as scratch:
            for one, rows in parts:
                _form(year, settings, rows, blank_rows).save(scratch / one.name)
                repack(scratch / one.name, company=settings.organisation)
    except OSError as error:
        raise FormError(refusal_to_write(path, error)) from error
    return [one for one, _ in parts]


def _file_names(units: Sequence[str]) -> dict[str, str]:
    """Return what the form of each unit is called, as every system takes it for a file; no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        stem = name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", unit).strip(" .")[:100] or "don-vi"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        names[unit] = f"{name}.xlsx"
    return names


def _form(year: int, settings: Settings, last: pd.DataFrame | None, blank: int) -> Workbook:
    book, scale = Workbook(), settings.scale.at(year)
    book.remove(book.active)
    for sheet in (_MEMBERS, _CELLS, _BASES):
        _add(book, sheet, scale, year, settings, last, blank)
    _add_lists(book, scale)
    describe(book, title=f"Mẫu xếp loại năm {year}", company=settings.organisation, year=year)
    return book


def _latest(roster: pd.DataFrame | None, year: int) -> pd.DataFrame | None:
    """Everybody listed in the latest year before; counts sheets name nobody."""
    if roster is None:
        return None
    before = roster[(roster["year"] < year) & ~roster["subject"].str.startswith("#")]
    return before[before["year"] == before["year"].max()]


def _add(
    book: Workbook, form: _Sheet, scale: Scale, year: int, settings: Settings, last: pd.DataFrame | None, blank: int
) -> None:
    sheet = book.create_sheet(form.name)
    rows = [] if last is None else _rows(form, last)
    first, final = _HEAD + 1, _HEAD + len(rows) + blank
    put(sheet.cell(1, 1), settings.parent or "ĐẢNG BỘ CẤP TRÊN …")
    put(sheet.cell(2, 1), settings.organisation or "ĐẢNG BỘ …", bold=True)
    put(sheet.cell(4, 1), f"{form.title} NĂM {year}", bold=True, size=14)
    put(sheet.cell(5, 1), _GUIDE, italic=True)
    for column, (title, _, _) in enumerate(form.columns, 1):
        boxed(put(sheet.cell(_HEAD, column), title, bold=True), head=True)
    set_widths(sheet, [width for _, _, width in form.columns])
    for row in range(first, final + 1):
        _fill_row(sheet, form, row, rows[row - first] if row - first < len(rows) else {})
    _add_total(sheet, form, scale, first, final)
    _add_choices(sheet, form, scale, first, final)
    _set_up(sheet, form)


def _rows(form: _Sheet, last: pd.DataFrame) -> list[dict[str, Any]]:
    """Return who was there last year: members by unit and given name, organisations in natural order."""
    listed = last[last["population"] == form.population].to_dict("records")
    if form.population == "member":
        return sorted(listed, key=lambda row: (*_place_of(row, "base_organisation", "unit"), name_key(row["name"])))
    return sorted(listed, key=lambda row: _place_of(row, "base_organisation", "name"))


def _place_of(row: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(unit_key(str(row[column])) for column in columns)


def _fill_row(sheet: Worksheet, form: _Sheet, row: int, told: dict[str, Any]) -> None:
    for column, (_, field, _) in enumerate(form.columns, 1):
        value: Any = told.get(field, "") if field not in ("level", "reason", "exemplary") else ""
        if field == "subject" and not _is_given(str(value), str(told.get("name", "")), form.population):
            value = ""
        if field in ("born", "joined"):
            value = f"{value:%d/%m/%Y}" if isinstance(value, pd.Timestamp) else ""
        cell = put(sheet.cell(row, column), row - _HEAD if not field else str(value or "") or None)
        cell.border = BOX
        if not field:
            cell.alignment = Alignment("center")
        if field in ("subject", "born", "joined"):
            cell.number_format = "@"
        is_code = field == "subject" and form.population != "member"
        cell.protection = Protection(locked=is_code and bool(cell.value))


def _is_given(subject: str, name: str, population: str) -> bool:
    """Return whether a key was given by the organisation board: a card number or a code, not one that evalkit made."""
    if population == "member":
        return subject.isdecimal()
    return " / " not in subject and subject != fold(name)


def _add_total(sheet: Worksheet, form: _Sheet, scale: Scale, first: int, final: int) -> None:
    """Write how many are named, and how many at each level: formulas, so that the unit sees what it has filled in."""
    names, levels = (f"{_column(form, field)}{first}:{_column(form, field)}{final}" for field in ("name", "level"))
    counted = "".join(f'&"; {level.name}: "&COUNTIF({levels},"{level.name}")' for level in scale.levels)
    put(sheet[f"{_column(form, 'name')}{final + 1}"], "Tổng cộng", bold=True)
    told = f'="Đã ghi: "&COUNTA({names}){counted}'
    for cell, formula in ((sheet.cell(final + 1, 1), f"=COUNTA({names})"), (sheet.cell(6, 1), told)):
        cell.value, cell.font = formula, Font(name=FONT, size=11, bold=True)


def _column(form: _Sheet, field: str) -> str:
    return str(get_column_letter(next(place for place, column in enumerate(form.columns, 1) if column[1] == field)))


def _add_choices(sheet: Worksheet, form: _Sheet, scale: Scale, first: int, final: int) -> None:
    """Add lists to choose from, and what is said where something else is typed."""
    lists = {"level": ("A", len(scale.levels)), "reason": ("B", len(_reasons(scale))), "exemplary": ("C", 1)}
    for field, (column, length) in lists.items():
        if any(name == field for _, name, _ in form.columns):
            choice = DataValidation("list", formula1=f"'{_LISTS}'!${column}$1:${column}${length}", allow_blank=True)
            choice.showErrorMessage, choice.errorTitle = True, "Chọn trong danh sách"
            choice.error = "Chọn một dòng trong danh sách, hoặc để trống."
            choice.add(f"{_column(form, field)}{first}:{_column(form, field)}{final}")
            sheet.add_data_validation(choice)


def _reasons(scale: Scale) -> list[str]:
    """Return a word for every reason that the scale can read back."""
    words = [(status, (words, *scale.not_rated.get(status, ()))) for status, words in scale.every_reason.items()]
    return [
        word
        for status, ways in words
        if (word := next((way for way in ways if (found := scale.read_reason(way)) and found.status == status), ""))
    ]


def _add_lists(book: Workbook, scale: Scale) -> None:
    """Add the words to choose from, on a hidden sheet."""
    sheet = book.create_sheet(_LISTS)
    for column, words in enumerate(([level.name for level in scale.levels], _reasons(scale), ["tiêu biểu"]), 1):
        for row, word in enumerate(words, 1):
            put(sheet.cell(row, column), word)
    sheet.sheet_state = "hidden"


def _set_up(sheet: Worksheet, form: _Sheet) -> None:
    """A4 landscape, one page wide, the header on every page and in sight."""
    set_page(sheet, repeat=f"{_HEAD}:{_HEAD}", left=0.4, right=0.4)
    sheet.freeze_panes = f"C{_HEAD + 1}"
    sheet.row_dimensions[_HEAD].height = 32
    if form.population != "member":  # without a password: codes stay as they are unless somebody means to change them
        sheet.protection.sheet = True
        for name in _ALLOWED:
            setattr(sheet.protection, name, False)
    for row in (4, 5, 6):
        merge(sheet, row, 1, columns=len(form.columns))
        sheet.cell(row, 1).alignment = Alignment("center" if row == 4 else "left", "center", wrap_text=True)
    sheet.row_dimensions[6].height = 32
