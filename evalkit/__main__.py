"""The command line: arguments in, exit code out. 0 done, 1 done but the data have errors, 2 could not, 130 Ctrl-C."""

from __future__ import annotations

from evalkit.interrupt import STOPPED, STOPPED_IN_WORDS, end_at_once, raise_again, was_pressed

if __name__ == "__main__":
    end_at_once()  # before anything that takes time is loaded

import argparse
import contextlib
import dataclasses
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import evalkit
from evalkit.arguments import PROGRAM, Refusal, make_parser
from evalkit.as_json import json_rows, print_json
from evalkit.failure import describe_failure

if TYPE_CHECKING:
    from evalkit.reading import Reading

DONE, DATA_ERRORS, COULD_NOT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; print its result to stdout, messages to stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(make_parser(_RUN, version=evalkit.__version__).parse_args(arguments))
    except Refusal as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        return DONE
    except OSError as error:  # a path that the system does not take
        name = str(error.filename or "")
        return _refuse(f"Không mở được «{name[:80]}» ({error.strerror or error}). Kiểm tra lại đường dẫn và quyền đọc.")
    except Exception:
        if was_pressed():
            return _stopped()
        raise


def _stopped() -> int:
    print(STOPPED_IN_WORDS, file=sys.stderr)
    return STOPPED


def _run(given: argparse.Namespace) -> int:
    from evalkit.sheets.workers import start_early

    start_early(getattr(given, "paths", None) or getattr(given, "roster", None) or [])  # before pandas is loaded
    from evalkit.reading import NothingToRead
    from evalkit.settings import SettingsError

    raise_again()
    try:
        code: int = given.run(given)
    except (NothingToRead, SettingsError) as error:
        return _refuse(error)
    return code


def _refuse(message: object) -> int:
    print(" ".join(str(message).split()), file=sys.stderr)
    return COULD_NOT


def _read(given: argparse.Namespace) -> Reading:
    from evalkit.reading import read

    if given.save is None:
        return read(given.paths, settings=given.settings)
    from evalkit.archive import SaveError, check_target, save_reading

    try:
        check_target(given.save)
        reading = read(given.paths, settings=given.settings)
        saved = save_reading(reading, given.save)
    except SaveError as error:
        raise Refusal(str(error)) from None
    print(f"Đã ghi {len(reading.ratings)} lượt xếp loại vào «{saved}», có họ tên và số thẻ.", file=sys.stderr)
    return reading


def _check_year(year: int, reading: Reading) -> None:
    years = sorted({int(one) for one in reading.ratings["year"]})
    if year not in years:
        raise Refusal(f"Không có số liệu năm {year}. Các năm có trong số liệu: {', '.join(map(str, years))}.")


def _exit_code(reading: Reading) -> int:
    return DATA_ERRORS if reading.has_errors else DONE


def _warn_of_errors(reading: Reading) -> None:
    errors = int((reading.problems["severity"] == "error").sum())
    if errors:
        print(f"Số liệu có {errors} lỗi chưa xử lý; xem: {PROGRAM} check …", file=sys.stderr)


def _check(given: argparse.Namespace) -> int:
    reading = _read(given)
    if given.explain:
        _explain(reading, given.explain)
    if given.json:
        counts = {
            name: getattr(reading, name) for name in ("files", "tables", "rows", "records", "skipped", "rejected")
        }
        counts["received"] = dataclasses.asdict(reading.received)
        lists = {"problems": json_rows(reading.problems), "skips": json_rows(reading.skips)}
        cells = {"cells": dict(reading.cells)} if given.explain else {}
        print_json({**counts, "ratings": len(reading.ratings), **cells, **lists})
    else:
        from evalkit.console import print_check

        print_check(reading)
    if given.returned:
        _give_back(reading, given.returned)
    return _exit_code(reading)


def _give_back(reading: Reading, folder: str) -> None:
    from evalkit.forms import write_returns

    written = _or_refuse(write_returns, reading, folder)
    print(f"Đã ghi {len(written)} bản cần sửa vào «{folder}».", file=sys.stderr)
    inside = {book.name for source in reading.sources for book in source.workbooks}
    if left := len(inside & set(reading.problems["file"])):
        print(f"{left} tệp có vấn đề nằm trong .parquet nên không có bản cần sửa; cần tệp gốc.", file=sys.stderr)


def _explain(reading: Reading, folder: str) -> None:
    from evalkit.explanation import PAGE, write_explanation

    written = _or_refuse(write_explanation, reading, folder)
    print(f"Đã ghi {PAGE} và {len(written) - 1} bản tô màu (có tên người) vào «{folder}».", file=sys.stderr)


def _or_refuse(write: Any, reading: Reading, folder: str) -> Any:
    from evalkit.forms import FormError

    try:
        return write(reading, folder)
    except FormError as error:
        raise Refusal(str(error)) from None


def _template(given: argparse.Namespace) -> int:
    from evalkit.forms import FormError, write_template
    from evalkit.reading import read
    from evalkit.settings import find_settings

    roster = read(given.roster, settings=given.settings) if given.roster else None
    settings = roster.settings if roster else find_settings([], settings=given.settings)
    try:
        written = write_template(
            given.out, year=given.year, settings=settings, roster=roster.ratings if roster else None
        )
    except FormError as error:
        raise Refusal(str(error)) from None
    print(f"Mẫu biểu năm {given.year}: {given.out}" + (f" ({len(written)} tệp)" if len(written) > 1 else ""))
    return DONE


def _rates(given: argparse.Namespace) -> int:
    by = [name.strip() for name in given.by.split(",") if name.strip()]
    allowed = ("year", "population", "base_organisation", "unit")
    if wrong := [name for name in by if name not in allowed]:
        raise Refusal(f"--by không có «{wrong[0]}»; được dùng: {', '.join(allowed)}.")
    reading = _read(given)  # before what needs pandas is loaded
    from evalkit.rates import level_rates

    rates = level_rates(reading.ratings, by=by, scale=reading.settings.scale)
    _print(given, rates if given.json else rates.rename(columns={"base": "either_base"}), reading)
    return _exit_code(reading)


def _targets(given: argparse.Namespace) -> int:
    reading = _read(given)  # before what needs pandas is loaded
    from evalkit.targets import compare_targets

    if given.year is not None:
        _check_year(given.year, reading)
    years = None if given.year is None else [given.year]
    found = compare_targets(reading.ratings, settings=reading.settings, years=years)
    if not reading.settings.targets:
        print("Chưa có chỉ tiêu: thêm [[targets]] vào evalkit.toml cạnh số liệu.", file=sys.stderr)
    elif found.empty:
        told = "Không có chỉ tiêu nào áp dụng cho các năm có số liệu; xem term, from, to trong evalkit.toml."
        print(told, file=sys.stderr)
    _print(given, found.drop(columns=["label", "bound_text", "share"]) if given.json else found, reading)
    return _exit_code(reading)


def _streaks(given: argparse.Namespace) -> int:
    reading = _read(given)  # before what needs pandas is loaded
    from evalkit.streaks import find_streaks, years_without_round

    ratings, settings = reading.ratings, reading.settings
    present = sorted(set(ratings["population"]))
    if given.population not in settings.populations and given.population not in present:
        raise Refusal(f"--population không có «{given.population}»; số liệu có: {', '.join(present)}.")
    try:
        runs = find_streaks(
            ratings, population=given.population, level=given.level, length=given.length,
            through=given.through, years=given.years, scale=settings.scale, rule=settings.streaks,
        )  # fmt: skip
    except ValueError:
        levels = ", ".join(level.id for level in settings.scale.levels)
        raise Refusal(
            f"--level hay --through chưa đúng. Các mức: {levels}; --through phải nằm trong --years."
        ) from None
    for year in years_without_round(ratings, population=given.population):
        if given.years is None and not settings.streaks.years:
            print(
                f"Năm {year} không có ai được ghi nhận (không tổ chức đánh giá); chuỗi bị ngắt ở đó.", file=sys.stderr
            )
    runs = runs if given.names else runs.drop(columns="name")
    through = given.through or (max(given.years) if given.years else int(ratings["year"].max()))
    broken = _breaks(given, reading, through) if given.breaks else None
    if given.json:
        more = {} if broken is None else {"breaks": json_rows(broken)}
        print_json({"count": int(runs["subject"].nunique()), "streaks": json_rows(runs), **more})
    else:
        from evalkit.console import print_streaks

        print_streaks(runs, broken, settings)
    return _exit_code(reading)


def _breaks(given: argparse.Namespace, reading: Reading, through: int) -> Any:
    from msgspec import structs

    from evalkit.streaks import find_breaks

    settings = reading.settings
    rule = structs.replace(settings.streaks, years=tuple(given.years)) if given.years else settings.streaks
    return find_breaks(
        reading.ratings, population=given.population, level=given.level, length=given.length, through=through,
        scale=settings.scale, rule=rule, changes=reading.changes,
    )  # fmt: skip


def _awards(given: argparse.Namespace) -> int:
    reading = _read(given)  # before what needs pandas is loaded
    from evalkit.awards import award_counts, awards_as_rows, find_awards

    settings, ratings = reading.settings, reading.ratings
    if not settings.awards:
        raise Refusal("Chưa có hình thức khen nào: thêm [[awards]] vào evalkit.toml cạnh số liệu.")
    _check_year(given.year, reading)
    found = find_awards(
        ratings, reading.held, settings=settings, year=given.year, doubts=reading.doubts, changes=reading.changes
    )
    counts = award_counts(ratings, reading.held, settings=settings, year=given.year, found=found)
    if given.json:
        print_json(awards_as_rows(found, counts, ratings, names=given.names))
    else:
        from evalkit.console import print_awards

        print_awards(found, counts, reading, names=given.names)
        _warn_of_errors(reading)
    return _exit_code(reading)


def _trace(given: argparse.Namespace) -> int:
    reading = _read(given)  # before what needs pandas is loaded
    from evalkit.trace import CELL_COLUMNS, trace_figure

    try:
        found = trace_figure(reading.ratings, given.figure, settings=reading.settings)
    except ValueError as error:
        raise Refusal(str(error)) from None
    if given.json:
        about = {key: value for key, value in vars(found).items() if key != "cells"}
        print_json({**about, "printed": found.printed, "cells": json_rows(found.cells[list(CELL_COLUMNS)])})
    else:
        from evalkit.console import print_trace

        print_trace(found, reading, every_cell=given.cells)
        _warn_of_errors(reading)
    return _exit_code(reading)


def _report(given: argparse.Namespace) -> int:
    loading = threading.Thread(target=_load_report, daemon=True)
    loading.start()
    reading = _read(given)
    loading.join()
    from evalkit.report import ReportError, write_prose_files, write_report

    if given.skeleton:
        written = write_prose_files(reading, year=given.year)
        print(f"Đã ghi {len(written)} tệp phần lời, mỗi phần một tệp, vào thư mục phan-loi.", file=sys.stderr)
    notebooks = None if given.no_notebooks else given.notebooks
    try:
        folder = write_report(reading, year=given.year, out=given.out, notebooks=notebooks)
    except ReportError as error:
        raise Refusal(str(error)) from None
    from evalkit.console import print_report

    print_report(reading, given.year, folder)
    return _exit_code(reading)


def _load_report() -> None:
    """Load what the report needs while workbooks are being read, here and then in the process that makes half of it.

    Whatever is wrong with it shows when it is used.
    """
    with contextlib.suppress(Exception):
        import matplotlib as mpl

        mpl.use("agg")  # charts go to files; no window system is asked for
        import_module("evalkit.report").start_early()


def _print(given: argparse.Namespace, frame: Any, reading: Reading) -> None:
    if given.json:
        print_json(json_rows(frame))
    else:
        from evalkit.console import print_frame

        print_frame(frame, reading.settings)
        _warn_of_errors(reading)


_RUN = {
    "check": _check, "template": _template, "rates": _rates, "targets": _targets, "streaks": _streaks,
    "awards": _awards, "trace": _trace, "report": _report,
}  # fmt: skip


def _pass_over_files(error: sys.UnraisableHookArgs) -> None:
    """Say nothing of a half-written file that cannot be closed either: that the disk is full has been said."""
    if not isinstance(error.exc_value, OSError):
        sys.__unraisablehook__(error)


def run_guarded() -> int:
    """Run one verb as a process: what nobody foresaw is one line, too, and the details stand in a file."""
    sys.unraisablehook = _pass_over_files
    try:
        return main()
    except Exception as error:
        return _refuse(describe_failure(error, version=evalkit.__version__))


if __name__ == "__main__":
    sys.exit(run_guarded())
