"""What long work says of itself: each figure once, the last one always, nothing where it would be in the way."""

from __future__ import annotations

import sys

import pytest

from evalkit import progress as module
from evalkit.progress import progress


@pytest.fixture(autouse=True)
def outside_a_notebook(monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by a second at every look."""
    moments = iter(range(1000))
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(moments)))


def told(capsys, number, *done):
    tell = progress("Đang đọc tệp", number)
    for one in done:
        tell(one)
    return capsys.readouterr().err


def test_each_figure_is_said_once_and_the_last_one_always(capsys, clock):
    assert told(capsys, 3, 0, 0, 1, 1, 3) == "Đang đọc tệp 0/3\nĐang đọc tệp 1/3\nĐang đọc tệp 3/3\n"


def test_not_more_often_than_can_be_read(capsys, monkeypatch):
    monkeypatch.setattr(module.time, "monotonic", lambda: 7.0)
    assert told(capsys, 9, 1, 2, 8, 9) == "Đang đọc tệp 9/9\n"


def test_on_a_terminal_one_line_is_rewritten(capsys, clock, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert told(capsys, 2, 1, 2) == "Đang đọc tệp 1/2\rĐang đọc tệp 2/2\n"


def test_nothing_for_a_single_file_and_nothing_in_a_notebook(capsys, clock, monkeypatch):
    assert told(capsys, 1, 1) == ""
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    assert told(capsys, 2, 1, 2) == ""
