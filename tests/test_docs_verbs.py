"""The page of the command line against its parser and against what the verbs print."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from evalkit.__main__ import _RUN, main
from evalkit.arguments import Parser, make_parser
from tests.conftest import LIST, ROOT, member, write_workbook

PAGES = sorted((ROOT / "docs").glob("*.md"))
PAGE = (ROOT / "docs" / "verbs.md").read_text("utf-8")
VERBS = sorted(_RUN)
BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^python run\.py (.+)$", re.MULTILINE)
EVERYWHERE = {"--help", "--settings", "--save", "--json"}

SETTINGS = """\
[[targets]]
population = "member"
measure = "good_or_better"
sign = ">="
bound = "50%"

[[awards]]
id = "two"
name = "Giấy khen"
population = "member"
level = "excellent"
"""


def section(verb: str) -> str:
    """The text under the heading of a verb."""
    found = re.search(rf"^## {verb}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/verbs.md has no section «{verb}»"
    return found[1]


def parser() -> Parser:
    return make_parser(_RUN, version="0")


def options_of(verb: str) -> set[str]:
    """The long options that a verb takes."""
    action = next(one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    return {word for one in action.choices[verb]._actions for word in one.option_strings if word[:2] == "--"}


def commands(text: str) -> list[str]:
    """What follows `python run.py` in the code blocks of a page."""
    return [command for block in BLOCK.findall(text) for command in COMMAND.findall(block)]


def test_the_page_has_every_verb_and_no_other() -> None:
    listed = re.findall(r"^\| \[`(\w+)`\]\(#(\w+)\)", PAGE, re.MULTILINE)
    assert sorted(listed) == [(verb, verb) for verb in VERBS]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_two_examples_of_its_own(verb: str) -> None:
    examples = commands(section(verb))
    assert len(examples) >= 2
    assert {example.split()[0] for example in examples} == {verb}


@pytest.mark.parametrize("verb", VERBS)
def test_each_option_of_a_verb_has_a_row(verb: str) -> None:
    rows = set(re.findall(r"^\| `(--[\w-]+)", section(verb), re.MULTILINE))
    assert rows == options_of(verb) - EVERYWHERE


@pytest.mark.parametrize(
    ("page", "command"),
    [
        pytest.param(page.name, command, id=f"{page.name}: {command}")
        for page in PAGES
        for command in commands(page.read_text("utf-8"))
    ],
)
def test_each_command_on_a_page_parses(page: str, command: str) -> None:
    words = shlex.split(command.replace("\\", "/"))
    parser().parse_args(words)
    assert {word.partition("=")[0] for word in words if word[:2] == "--"} <= options_of(words[0])  # none cut short


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people of 2022: two excellent, one completed, with settings that have a target and an award."""
    path = tmp_path_factory.mktemp("nam")
    rows = [LIST, *(member(n, level) for n, level in enumerate(["HTXSNV", "HTXSNV", "HTNV"], 1))]
    write_workbook(path / "2022.xlsx", {"Đảng viên 2022": rows})
    (path / "evalkit.toml").write_text(SETTINGS, "utf-8")
    return path


def printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    main(words)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["rates", "--by", "year,population,base_organisation,unit"],
        ["targets"],
        ["streaks", "--population=member", "--level=excellent", "--length=1", "--breaks"],
        ["awards", "--year=2022"],
        ["trace", "member/excellent/2022"],
    ],
    ids=lambda words: words[0],
)
def test_each_key_that_a_verb_prints_is_named(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed([*words, str(folder), "--json"], capsys)
    told = section(words[0])
    first = found[0] if isinstance(found, list) else found
    inner = {key for value in first.values() if isinstance(value, list) and value for key in value[0]}
    skips = {"file", "sheet", "cell", "reason"} if words[0] == "check" else set()
    missing = [key for key in {*first, *inner} - skips if f"`{key}`" not in told]
    assert not missing
