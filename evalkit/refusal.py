"""Errors that say in one Vietnamese line why something cannot be done, and what to do."""

from __future__ import annotations


class Refused(Exception):
    """What was asked for cannot be done; the message is one Vietnamese line. A notebook shows that line alone."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback."""
        return [str(self)]
