"""What a person reads at the prompt: tables in Vietnamese, figures with commas, never a person's name unasked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evalkit.awards import ELIGIBLE, EXCLUDED, JUST_MISSED, STANDINGS, UNDECIDED
from evalkit.checks import Received, received
from evalkit.reading import Reading
from evalkit.received import lists_not_received
from evalkit.sentences import lacking_in_words, open_in_words, preliminary_in_words
from evalkit.settings import Settings
from evalkit.tables import SEVERITIES, STANDING_WORDS, in_words, measure_label
from evalkit.targets import UNDECIDED as UNDECIDED_VERDICT
from evalkit.targets import VERDICTS, compare_targets
from evalkit.trace import Trace, cell_ranges
from evalkit.vietnamese import first_capital, grouped

_SHOWN = 50  # messages of one severity
_ALIKE = 3  # of these, of one kind in one file
_FEW_CELLS = 100  # behind a figure: their addresses are shown unasked
_SHOWN_RANGES = 3  # of a unit, where cells are many
_SENT_TWICE = ("files_disagree", "files_repeat", "files_may_repeat", "identical_file")


def print_check(reading: Reading) -> None:
    """Print whose workbooks are there, which came twice, the numbers of a reading, and its problems, errors first."""
    for line in _received(reading.received):
        print(line)
    twice = reading.problems["code"].isin(_SENT_TWICE)
    for problem in reading.problems[twice].itertuples():
        print(f"Gửi lại ({SEVERITIES[problem.severity].lower()}): {problem.message}")
    print(
        f"Đã đọc {grouped(reading.files)} tệp, {grouped(reading.tables)} bảng, {grouped(reading.rows)} dòng: "
        f"{grouped(reading.records)} dòng có kết quả, {grouped(reading.skipped)} dòng bỏ qua có lý do, "
        f"{grouped(reading.rejected)} dòng bị loại; {grouped(len(reading.ratings))} lượt xếp loại."
    )
    for severity, word in SEVERITIES.items():
        _print_problems(reading.problems[(reading.problems["severity"] == severity) & ~twice], word)
    if len(reading.problems) > _SHOWN:
        _print_by_file(reading.problems)
    if reading.problems.empty:
        print("Không phát hiện vấn đề nào.")


def _print_problems(problems: pd.DataFrame, word: str) -> None:
    """Print the messages, of one kind in one file the first few, and all of them up to a limit."""
    alike = problems.groupby(["file", "code"], sort=False)
    first = problems[alike.cumcount() < _ALIKE].head(_SHOWN)
    more = alike["message"].transform("size") - _ALIKE
    more = more.where((alike.cumcount() == _ALIKE - 1) & (more > 0), 0)[first.index]
    for message, rest in zip(first["message"], more, strict=True):
        print(f"{word}: {message}" + (f" (và {grouped(rest)} mục nữa cùng loại trong tệp này)" if rest else ""))
    if hidden := len(problems) - len(first) - int(more.sum()):
        print(f"{word}: … và {grouped(hidden)} mục nữa; --json cho đủ.")


def _print_by_file(problems: pd.DataFrame) -> None:
    """Print how many problems each file has, the worst first."""
    counts = pd.crosstab(problems["file"], problems["severity"]).reindex(columns=list(SEVERITIES), fill_value=0)
    counts = counts.sort_values(list(SEVERITIES), ascending=False, kind="stable")
    print("Số vấn đề theo tệp:")
    for file, row in counts.head(_SHOWN).iterrows():
        told = ", ".join(f"{grouped(int(row[severity]))} {word.lower()}" for severity, word in SEVERITIES.items())
        print(f"  {file or 'chung'}: {told}")
    if len(counts) > _SHOWN:
        print(f"  … và {grouped(len(counts) - _SHOWN)} tệp nữa.")


def print_frame(frame: pd.DataFrame, settings: Settings) -> None:
    """Print a frame as an aligned table; nothing where it has no rows."""
    if frame.empty:
        return
    cells = in_words(frame, settings=settings)
    rows = [list(cells.columns), *cells.to_numpy().tolist()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in [rows[0], ["-" * width for width in widths], *rows[1:]]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def print_streaks(runs: pd.DataFrame, broken: pd.DataFrame | None, settings: Settings) -> None:
    """Print the runs as a table, those that broke with the year and why, and, last, how many subjects have a run."""
    print_frame(runs, settings)
    if broken is not None and len(broken):
        print("Chuỗi đã đứt, năm làm đứt và lý do:")
        print_frame(broken, settings)
    print(f"{grouped(runs['subject'].nunique())} đối tượng, {grouped(len(runs))} chuỗi.")


def print_awards(found: pd.DataFrame, counts: pd.DataFrame, reading: Reading, *, names: bool) -> None:
    """Print how many stand how to each award, why some miss it, and, if asked for, who is eligible."""
    settings = reading.settings
    columns = ["name", "first", "last", *STANDINGS, "overlap", "allowed"]
    print_frame(counts[columns].rename(columns={"name": "award"}), settings)
    for award in settings.awards:
        mine = found[found["award"] == award.id]
        for standing in (JUST_MISSED, EXCLUDED, UNDECIDED):
            why = mine.loc[mine["standing"] == standing, "reason"].value_counts()
            if len(why):
                said = "; ".join(f"{measure_label(str(reason), settings)} {grouped(n)}" for reason, n in why.items())
                print(f"{award.name}. {STANDING_WORDS[standing]}: {said}.")
        for row in mine[mine["standing"] == ELIGIBLE].itertuples() if names else ():
            print(f"  {row.name}, {row.unit or row.base_organisation}")
    if not names:
        print("Danh sách có tên và các ô chứng minh: phu-luc-khen-thuong.xlsx của báo cáo, hoặc thêm --names.")


def print_trace(found: Trace, reading: Reading, *, every_cell: bool) -> None:
    """Print the figure, then sheet by sheet and unit by unit the sum; addresses of all cells if asked for, or if
    few.
    """
    settings = reading.settings
    label = f"{settings.populations.get(found.population, found.population)} {measure_label(found.measure, settings)}"
    where = f", {found.unit}" if found.unit else ""
    share = f", {found.printed}%" if found.printed else ""
    print(f"{first_capital(label)}, năm {found.year}{where}: {grouped(found.count)}/{grouped(found.base)}{share}")
    in_full = every_cell or len(found.cells) <= _FEW_CELLS
    for (file, sheet), rows in found.cells.groupby(["file", "sheet"], sort=False, observed=True):
        print(f"{file}, trang tính «{sheet}»: {_sums(rows)}")
        for unit, mine in rows.groupby(found.grouped_by, sort=False, observed=True):
            print(f"  {unit or 'không ghi đơn vị'}: {_sums(mine)}" + ("" if in_full else f", {_span(mine)}"))
            if in_full:
                _print_cells(mine)
    if found.cells.empty:
        print("Không có dòng nào trong số liệu.")
    elif not in_full:
        print("Thêm --cells để in địa chỉ của mọi ô, ô nào được đếm và ô nào chỉ ở mẫu số.")


def _sums(rows: pd.DataFrame) -> str:
    return f"{grouped(int(rows.loc[rows['counted'], 'count'].sum()))}/{grouped(int(rows['count'].sum()))}"


def _span(rows: pd.DataFrame) -> str:
    """Return the first ranges of the cells in the base, and how many ranges follow."""
    ranges = cell_ranges(rows["cell"]).split(", ")
    more = len(ranges) - _SHOWN_RANGES
    return ", ".join(ranges[:_SHOWN_RANGES]) + (f" và {grouped(more)} chỗ nữa" if more > 0 else "")


def _print_cells(rows: pd.DataFrame) -> None:
    for words, mine in (("được đếm", rows[rows["counted"]]), ("chỉ ở mẫu số", rows[~rows["counted"]])):
        if len(mine):
            print(f"    {words} ({grouped(int(mine['count'].sum()))}): {cell_ranges(mine['cell'])}")


def print_report(reading: Reading, year: int, folder: Path) -> None:
    """Print how the main job ends: the targets with their verdicts, and where the report is."""
    settings, ratings = reading.settings, reading.ratings[reading.ratings["year"] <= year]
    sent = received(ratings, crosswalk=settings.crosswalk)
    lists = lists_not_received(ratings, year=year, crosswalk=settings.crosswalk)
    lacking = {settings.populations.get(name, name): units for name, units in lists.items()}
    if said := preliminary_in_words(sent, lacking):
        print(f"{said}; {lacking_in_words(sent, lacking, most=_SHOWN)}.")
    targets = compare_targets(ratings, settings=settings, years=[year])
    for row in targets.astype(object).itertuples():
        of = f"{row.printed}% ({grouped(row.count)}/{grouped(row.base)})" if row.base else "không có số liệu"
        why = f", {open_in_words(row, settings=settings)}" if row.verdict == UNDECIDED_VERDICT else ""
        print(f"{row.label} năm {year}: {of}; chỉ tiêu {row.bound_text}: {VERDICTS[row.verdict].upper()}{why}")
    if not settings.targets:
        print("Chưa có chỉ tiêu nào trong evalkit.toml.")
    elif targets.empty:
        print(f"Không có chỉ tiêu nào áp dụng cho năm {year}; xem term, from, to trong evalkit.toml.")
    errors, warnings = ((reading.problems["severity"] == severity).sum() for severity in ("error", "warning"))
    print(f"Kiểm tra số liệu: {errors} lỗi, {warnings} cảnh báo.")
    print(f"Báo cáo: {folder}")


def _received(sent: Received) -> list[str]:
    """Return whose workbooks of the latest year are there: how many of how many, and the missing and new ones by
    name.
    """
    if sent.year is None:
        return []
    if sent.expected is None:
        number = f"đã nhận {grouped(sent.received)} tổ chức cơ sở đảng"
        return [f"Năm {sent.year}: {number}; không có số liệu năm trước để so."]
    lines = [
        f"Năm {sent.year}: đã nhận {grouped(sent.received)}/{grouped(sent.expected)} tổ chức cơ sở đảng "
        f"(theo danh sách năm {sent.year - 1})."
    ]
    for words, units in (("Chưa có", sent.missing), ("Mới so với năm trước", sent.new)):
        if units:
            lines.append(f"{words}: {'; '.join(units)}.")
    return lines
