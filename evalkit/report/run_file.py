"""run.json: what went in, what was decided, with which versions, and the figures that came out."""

from __future__ import annotations

import datetime
import hashlib
import json
import platform
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import evalkit
from evalkit.reading import Source
from evalkit.report.figures import Figures
from evalkit.settings import Settings

_TARGETS = [
    "population", "measure", "sign", "bound", "count", "base", "unknown", "printed", "verdict", "headroom", "not_sent",
]  # fmt: skip
_COUNTS = ("files", "tables", "rows", "records", "skipped", "rejected")
_PACKAGES = (
    "pandas", "numpy", "python-calamine", "xlrd", "openpyxl", "msgspec", "matplotlib", "python-docx", "nbclient",
    "nbconvert",
)  # fmt: skip


def write_run_file(figures: Figures, path: Path, *, notebooks: Mapping[str, str]) -> None:
    """Write it; `notebooks` says of each notebook which page it became, or why it became none."""
    reading, year = figures.reading, figures.year
    rates = figures.rates[(figures.rates["year"] == year) & (figures.rates["count"] > 0)]
    document = {
        "year": year,
        "written": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "inputs": [_input(source) for source in reading.sources],
        "settings": _settings(reading.settings),
        "counts": {name: getattr(reading, name) for name in _COUNTS},
        "problems": {kind: int((reading.problems["severity"] == kind).sum()) for kind in ("error", "warning", "note")},
        "received": asdict(figures.received),
        "targets": _rows(figures.targets_now[_TARGETS]),
        "rates": _rows(rates[["population", "measure", "count", "base"]]),
        "awards": _rows(figures.awards[["id", "eligible"]]),
        "notebooks": dict(notebooks),
        "versions": {
            "evalkit": evalkit.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _PACKAGES},
        },
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _input(source: Source) -> dict[str, Any]:
    """Return a file that was read, and the workbooks behind it where it is a .parquet that was saved."""
    told = {"name": source.name, "sha256": source.sha256, "size": source.size}
    books = [{"name": book.name, "sha256": book.sha256, "size": book.size} for book in source.workbooks]
    return {**told, "workbooks": books} if books else told


def _settings(settings: Settings) -> dict[str, Any]:
    """Return the settings file by name, fingerprint and content; who signs is a person and left out."""
    if settings.path is None:
        return {"file": None}
    content = json.loads(json.dumps(tomllib.loads(settings.text.replace("\r\n", "\n")), default=str))
    content.pop("signatory", None)
    digest = hashlib.sha256(settings.text.encode()).hexdigest()
    return {"file": settings.path.name, "sha256": digest, "content": content}


def _rows(frame: Any) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        {key: value if isinstance(value, (int, type(None))) else str(value) for key, value in row.items()}
        for row in rows
    ]
