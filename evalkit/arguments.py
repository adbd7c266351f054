"""The words of the command line: its verbs, their options, and all that argparse says, in Vietnamese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

Verb = Callable[[argparse.Namespace], int]

PROGRAM = "python run.py"  # as an analyst types it, beside README; `python -m evalkit` takes the same words
_MAIN_EXAMPLES = ("check data/2023", "report data/2023 --year 2023")
_SEE = f"Xem một việc và các tùy chọn của nó: {PROGRAM} VIỆC --help"

# What argparse says (English, several wordings across versions of Python) → what a person reads.
_SAID = (
    (r"the following arguments are required: (.+)", r"thiếu \1"),
    (r"one of the arguments (.+) is required", r"cần một trong: \1"),
    (r"unrecognized arguments: (.+)", r"không có tùy chọn «\1»"),
    (r"ambiguous option: (.+) could match (.+)", r"«\1» chưa rõ, có thể là \2"),
    (r"argument (.+?): expected one argument", r"\1 cần một giá trị đi sau"),
    (r"argument (.+?): expected at least one argument", r"\1 cần ít nhất một giá trị đi sau"),
    (r"argument (.+?): expected (\d+) arguments?", r"\1 cần \2 giá trị đi sau"),
    (r"argument (.+?): ignored explicit argument '(.*)'", r"\1 không nhận giá trị «\2»"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 không dùng cùng \2"),
    (r"argument (.+?): invalid choice: '(.*?)'.*?\(choose from (.+)\)", r"\1: không có «\2»; được dùng: \3"),
    (r"argument (.+?): invalid \S+ value: '(.*)'", r"\1: «\2» không dùng được"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class Refusal(Exception):
    """What was asked for cannot be done; one line says why."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help that begins its usage line in Vietnamese and leaves the lines of the examples alone."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese and raises instead of leaving the program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, "add_help": False, **options})
        self._positionals.title, self._optionals.title = "Cần có", "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in phần hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Refuse the command line; the message in Vietnamese.

        Raises:
            Refusal: always.
        """
        raise Refusal(f"Câu lệnh chưa đúng: {in_vietnamese(message)}. Xem: {self.prog} --help")


def in_vietnamese(message: str) -> str:
    """Return a message of argparse in Vietnamese; one that is not known is left as it is.

    >>> in_vietnamese("the following arguments are required: --year")
    'thiếu --year'
    """
    for english, vietnamese in _SAID:
        if found := re.fullmatch(english, message, re.DOTALL):
            return found.expand(vietnamese)
    return message


def make_parser(run: Mapping[str, Verb], *, version: str) -> Parser:
    """Return the parser of the command line; `run` has the function of each verb."""
    parser = Parser(
        prog=PROGRAM,
        description="Từ các tệp xếp loại của đơn vị đến báo cáo hội nghị; con số nào cũng truy được về tệp và ô.",
        epilog=f"{_examples(_MAIN_EXAMPLES)}\n\n{_SEE}",
    )
    parser.add_argument("--version", action="version", version=f"evalkit {version}", help="in số phiên bản")
    verbs = parser.add_subparsers(dest="verb", metavar="VIỆC", required=True, title="Các việc", parser_class=Parser)
    for name, (text, add, examples) in _VERBS.items():
        verb = verbs.add_parser(name, help=text, description=f"{text}.", epilog=_examples(examples))
        add(verb)
        verb.set_defaults(run=run[name])
    return parser


def _examples(commands: Iterable[str]) -> str:
    return "\n".join(["Ví dụ:", *(f"  {PROGRAM} {command}" for command in commands)])


def _check(verb: Parser) -> None:
    _reading(verb)
    verb.add_argument(
        "--explain", metavar="THƯ_MỤC", help="ghi bản tô màu và một trang cho biết từng trang tính đã được hiểu thế nào"
    )
    verb.add_argument(
        "--return", dest="returned", metavar="THƯ_MỤC", help="ghi bản đánh dấu ô cần sửa để gửi lại đơn vị"
    )


def _template(verb: Parser) -> None:
    _needed_year(verb)
    verb.add_argument("--out", required=True, metavar="TỆP", help="tệp .xlsx sẽ ghi; thư mục: mỗi tổ chức một tệp")
    verb.add_argument("--roster", nargs="+", metavar="TỆP", help="tệp năm trước: điền sẵn những ai được xếp loại")
    _settings(verb)


def _rates(verb: Parser) -> None:
    _reading(verb)
    verb.add_argument(
        "--by", default="year,population", metavar="CỘT,CỘT",
        help="nhóm theo: year, population, base_organisation, unit (không ghi: year,population)",
    )  # fmt: skip


def _targets(verb: Parser) -> None:
    _reading(verb)
    verb.add_argument("--year", type=_year, metavar="NĂM", help="chỉ năm này (không ghi: mọi năm)")


def _streaks(verb: Parser) -> None:
    _reading(verb)
    verb.add_argument(
        "--population", required=True, metavar="LOẠI", help="loại đối tượng: member, base_organisation, …"
    )
    verb.add_argument("--level", required=True, metavar="MỨC", help="mức phải đạt trở lên: excellent, good, …")
    verb.add_argument("--length", type=_length, default=5, metavar="SỐ", help="ít nhất bao nhiêu năm liền (5)")
    verb.add_argument("--through", type=_year, metavar="NĂM", help="chuỗi kéo đến năm này (không ghi: năm mới nhất)")
    verb.add_argument("--years", type=_years, metavar="NĂM,NĂM", help="những năm được tính: 2016,2017,2019")
    verb.add_argument("--breaks", action="store_true", help="thêm các chuỗi đã đứt, năm làm đứt và lý do")
    _names(verb)


def _awards(verb: Parser) -> None:
    _reading(verb)
    _needed_year(verb)
    _names(verb)


def _trace(verb: Parser) -> None:
    verb.add_argument(
        "figure", metavar="CON_SỐ", help="LOẠI/CHỈ_SỐ/NĂM, như member/good_or_better/2022; thêm /ĐƠN_VỊ cho một đơn vị"
    )
    _reading(verb)
    verb.add_argument("--cells", action="store_true", help="in địa chỉ của mọi ô, cả khi có hàng nghìn ô")


def _report(verb: Parser) -> None:
    _reading(verb, json_too=False)
    _needed_year(verb)
    verb.add_argument("--out", default="reports", metavar="THƯ_MỤC", help="nơi ghi báo cáo (reports)")
    verb.add_argument(
        "--notebooks", default="notebooks", metavar="THƯ_MỤC", help="các notebook chạy kèm báo cáo (notebooks)"
    )
    verb.add_argument("--no-notebooks", action="store_true", help="không chạy notebook")
    verb.add_argument("--skeleton", action="store_true", help="ghi trước các tệp Word để điền lời văn của đơn vị")


_VERBS: dict[str, tuple[str, Callable[[Parser], None], tuple[str, ...]]] = {
    "check": (
        "Soát số liệu: ai đã gửi, ô nào sai và cần sửa gì", _check,
        ("check data/2023", "check data/2023 --return can-sua"),
    ),
    "template": (
        "Ghi mẫu biểu để các đơn vị điền", _template,
        ("template --year 2023 --out mau-2023.xlsx", "template --year 2023 --out mau-2023 --roster data/2022"),
    ),
    "rates": (
        "Tính số lượng và tỉ lệ ở từng mức", _rates,
        ("rates data/sample", "rates data/sample --by year,base_organisation"),
    ),
    "targets": (
        "So với từng chỉ tiêu: đạt hay không, hơn kém bao nhiêu", _targets,
        ("targets data/sample", "targets data/sample --year 2022"),
    ),
    "streaks": (
        "Tìm ai giữ một mức trở lên nhiều năm liền", _streaks,
        ("streaks data/sample --population member --level excellent",
         "streaks data/sample --population base_organisation --level good --length 3 --breaks"),
    ),
    "awards": (
        "Xét khen thưởng: ai đủ điều kiện, ai chưa và vì sao", _awards,
        ("awards data/sample --year 2022", "awards data/sample --year 2022 --names"),
    ),
    "trace": (
        "Truy một con số về các ô đã đếm", _trace,
        ("trace member/good_or_better/2022 data/sample",
         "trace member/not_completed/2022 data/sample --cells"),
    ),
    "report": (
        "Ghi thư mục báo cáo của một năm", _report,
        ("report data/sample --year 2022", "report data/2023 --year 2023 --out D:/bao-cao --no-notebooks"),
    ),
}  # fmt: skip


def _reading(verb: Parser, *, json_too: bool = True) -> None:
    """Add what every verb takes that reads workbooks."""
    verb.add_argument("paths", nargs="+", metavar="TỆP", help="tệp xếp loại, tệp .parquet đã lưu, hay thư mục có chúng")
    _settings(verb)
    verb.add_argument("--save", metavar="TỆP.parquet", help="lưu cả số liệu đã đọc; tệp này có họ tên và số thẻ")
    if json_too:
        verb.add_argument("--json", action="store_true", help="in kết quả thành một tài liệu JSON")


def _settings(verb: Parser) -> None:
    verb.add_argument("--settings", metavar="TỆP", help="tệp cài đặt (không ghi: evalkit.toml cạnh số liệu)")


def _needed_year(verb: Parser) -> None:
    verb.add_argument("--year", type=_year, required=True, metavar="NĂM", help="năm xếp loại")


def _names(verb: Parser) -> None:
    verb.add_argument("--names", action="store_true", help="in cả họ tên")


def _year(text: str) -> int:
    if not (text.isdecimal() and 1900 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(f"«{text}» không phải năm (như 2022)")
    return int(text)


def _years(text: str) -> list[int]:
    return [_year(part.strip()) for part in text.split(",")]


def _length(text: str) -> int:
    if not (text.isdecimal() and int(text) >= 1):
        raise argparse.ArgumentTypeError(f"«{text}» không phải số năm (từ 1 trở lên)")
    return int(text)
