"""Units across files and years: their spellings, who sent what, what an excellent one asks of those below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.sheets.records import Problem


def spelling_problems(merged: Sequence[tuple[str, ...]]) -> Iterator[Problem]:
    """Units written in several ways and taken for one."""
    for kept, *others in merged:
        ways = ", ".join(f"«{way}»" for way in others)
        message = f"các cách viết {ways} được coi là một đơn vị với «{kept}». Nếu là hai đơn vị, hãy đặt tên khác nhau."
        yield Problem("warning", "spellings_merged", "", "", "", others[0], message, kept)
