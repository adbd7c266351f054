"""The reference page of the settings against the schema that reads them: keys, defaults, choices, examples."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args, get_origin

import msgspec
import pytest

from evalkit.settings import load_settings
from evalkit.settings.file import _TABLES
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
REQUIRED = "**phải ghi**"
SECTIONS = {name or "Khóa chung": table for name, table in _TABLES.items()}
BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def section(name: str) -> str:
    """The text under one heading of the page."""
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/settings.md has no section «{name}»"
    return found[1]


def described(name: str) -> dict[str, list[str]]:
    """Key → the other cells of its row."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section(name), re.MULTILINE)
    return {key: cells.split(" | ") for key, cells in rows}


def fields(name: str) -> dict[str, msgspec.structs.FieldInfo]:
    """Key → what the schema knows of it; tables, which have a section of their own, left out of the general keys."""
    found = {field.encode_name: field for field in msgspec.structs.fields(SECTIONS[name])}
    return {key: field for key, field in found.items() if name != "Khóa chung" or key not in SECTIONS}


def default_of(field: msgspec.structs.FieldInfo) -> object:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else None


def as_written(value: object) -> str:
    """A value as the settings write it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {as_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Fraction):
        return f'"{float(100 * value):g}%"'
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


@pytest.mark.parametrize("name", SECTIONS)
def test_each_key_has_a_row_and_each_row_is_a_key(name: str) -> None:
    assert sorted(described(name)) == sorted(fields(name))


@pytest.mark.parametrize("name", SECTIONS)
def test_each_row_says_whether_the_key_is_needed_and_what_holds_without_it(name: str) -> None:
    for key, field in fields(name).items():
        cell, value = described(name)[key][1], default_of(field)
        assert (cell == REQUIRED) == field.required, key
        if value or (isinstance(value, int) and not isinstance(value, bool)):
            assert f"`{as_written(value)}`" in cell, key


@pytest.mark.parametrize("name", SECTIONS)
def test_each_row_names_every_value_that_is_allowed(name: str) -> None:
    for key, field in fields(name).items():
        kinds = [kind for kind in (field.type, *get_args(field.type)) if get_origin(kind) is Literal]
        row = " ".join(described(name)[key])
        missing = [choice for kind in kinds for choice in get_args(kind) if f'`"{choice}"`' not in row]
        assert not missing, key


@pytest.mark.parametrize("name", SECTIONS)
def test_each_key_stands_in_an_example_of_its_section(name: str) -> None:
    examples = "\n".join(BLOCK.findall(section(name)))
    own = {"scale": {"name", "levels"}}.get(name, set())  # these two stand in the example of `scale.levels`
    shown = {key for key in fields(name) if re.search(rf"^(?:\[+)?{key}(?:\]+| =)", examples, re.MULTILINE)}
    assert shown | own == set(fields(name))


@pytest.mark.parametrize("text", BLOCK.findall(PAGE))
def test_each_example_is_read_by_the_program(tmp_path: Path, text: str) -> None:
    (tmp_path / "mau-bao-cao.docx").touch()
    path = tmp_path / "evalkit.toml"
    path.write_text(text, "utf-8", newline="\n")
    assert load_settings(path).text == text


def test_every_table_is_reached_from_the_list_at_the_top() -> None:
    top = PAGE.partition("\n## ")[0]
    missing = [name for name in _TABLES if name and f"(#{name.replace('.', '')})" not in top]
    assert not missing
