"""What a verb gives with `--json`: one document, frames as lists of objects, what is missing as null."""

from __future__ import annotations

import json
import math
import sys
from typing import Any


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    print()


def json_rows(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame as JSON objects; what is missing is null."""
    rows = frame.astype(object).to_dict("records")
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """Return a number, text or null that JSON has."""
    missing = value is None or type(value).__name__ in ("NAType", "NaTType")
    if missing or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "numerator") and not isinstance(value, (int, bool)):
        return int(value) if value == int(value) and type(value).__name__ != "Fraction" else float(value)
    return value.item() if hasattr(value, "item") else value
