"""What a person must look at: how bad it is, which kind it is of, where it stands, and what to do about it."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

Severity = Literal["error", "warning", "note"]


class Problem(NamedTuple):
    """Something a person should look at. No name of a person stands in it: the cell says where."""

    severity: Severity
    code: str
    file: str
    sheet: str
    cell: str
    found: str
    message: str
    suggestion: str = ""


def place(file: str, sheet: str = "", cell: str = "") -> str:
    """Return where something stands, in words: "2021.xlsx, trang tính «Đảng viên», ô H17"."""
    return file + (f", trang tính «{sheet}»" if sheet else "") + (f", ô {cell}" if cell else "")


class Tell(Protocol):
    """Tells one problem of a sheet, with its cell, what was found there, and what it may have been meant to be."""

    def __call__(
        self, severity: Severity, code: str, message: str, cell: str, found: str = "", suggestion: str = "", /
    ) -> None: ...
