"""The pages a newcomer meets: links lead somewhere, commands are real, map and version are those of the code."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import evalkit as ek
import run
from evalkit.__main__ import _RUN
from evalkit.arguments import make_parser
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*(?:\[[^\]]*\]+[^\]]*)*\]\(([^)\s]+)\)")


def links() -> Iterator[tuple[Path, str]]:
    """Every relative link on the pages, outside code blocks."""
    for page in PAGES:
        for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
            if "://" not in target:
                yield page, target


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "target"), [pytest.param(*one, id=f"{one[0].name}: {one[1]}") for one in links()])
def test_each_link_leads_to_a_file_and_to_a_heading_in_it(page: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    assert file.exists()
    assert not anchor or anchor in anchors(file)


def test_the_links_of_a_page_are_found() -> None:
    found = {(page.name, target) for page, target in links()}
    assert ("README.md", "docs/images/bao-cao.png") in found
    assert ("settings.md", "#targets") in found  # its text has brackets of its own
    assert len(found) > 40


def test_every_page_of_docs_is_reached_from_the_readme() -> None:
    reached = {target.partition("#")[0] for page, target in links() if page.name == "README.md"}
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= reached


@pytest.mark.parametrize("line", re.findall(r"^(?:python|py) (.+?)(?:\s{3,}.*)?$", README, re.MULTILINE))
def test_each_command_of_the_readme_parses(line: str) -> None:
    program, verb, *words = shlex.split(line.replace("\\", "/"))
    assert program == "run.py"
    assert verb in run.USAGE
    if verb in _RUN:
        make_parser(_RUN, version="0").parse_args([verb, *(words or ["data/sample", "--year", "2022"])])


def test_the_readme_begins_with_the_two_commands_and_the_quick_start() -> None:
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    assert headings[:2] == ["Hai lệnh", "Bắt đầu nhanh"]
    assert len(README.split()) < 1200  # three minutes


def test_the_map_has_every_room_and_no_other() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|", page.partition("## The map")[2].partition("\n## ")[0], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w./]+)`", row)}
    package = [path for path in (ROOT / "evalkit").iterdir() if not path.name.startswith("__")]
    rooms = {f"{path.name}/" if path.is_dir() else path.name for path in package if path.suffix in ("", ".py")}
    assert named == rooms


def test_every_file_that_a_page_for_programmers_names_is_there() -> None:
    page = FENCE.sub("", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    named = set(re.findall(r"`((?:tests|evalkit|data|sheets|settings|report|scale)/[\w./]*\w)", page))
    missing = [name for name in named if not (ROOT / name).exists() and not (ROOT / "evalkit" / name).exists()]
    assert len(named) > 15
    assert not missing


def test_the_version_stands_in_one_place_and_heads_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "evalkit/__init__.py"
    versions = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == ek.__version__
    assert versions == sorted(versions, reverse=True)


def test_a_commit_is_checked_as_the_whole_is() -> None:
    whole = (ROOT / ".ci" / "run").read_text("utf-8")
    hooks = re.findall(r"entry: (.+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    checks = re.findall(r"^(\.venv/bin/python -m (?:ruff|mypy).*?)(?: \.)?$", whole, re.MULTILINE)
    assert hooks == checks
