"""What is printed at the head and the foot of each page of a sheet, as Excel keeps it beside the cells."""

from __future__ import annotations

import html
import re

from evalkit.vietnamese import clean

_PART = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_CODE = re.compile(  # where it stands, fonts, colours; and fields: page, date, file …
    r'&(?:(?P<place>[LCR])|"[^"]*"|K[\dA-Fa-f]{6}|K\d{2}[+-]\d{3}|\d+|(?P<sign>&)|[A-Z])'
)


def page_margins(sheet: bytes) -> tuple[str, ...]:
    """Return the lines that are printed above and below each page of a sheet of .xlsx, each once.

    >>> page_margins(b"<oddHeader>&amp;L&amp;14D\\xe1\\xbb\\xb0 TH\\xe1\\xba\\xa2O&amp;RTrang &amp;P</oddHeader>")
    ('DỰ THẢO', 'Trang')
    """
    if b"Header>" not in sheet and b"Footer>" not in sheet:
        return ()
    texts = (html.unescape(part.decode("utf-8", "replace")) for part in _PART.findall(sheet))
    parts = (_CODE.sub(_plain, text) for text in texts)
    lines = (clean(line) for part in parts for line in part.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def _plain(code: re.Match[str]) -> str:
    """Return what stands for a code: a new line for a place, «&» for itself, nothing else."""
    return "\n" if code["place"] else code["sign"] or ""
