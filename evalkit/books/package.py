"""The parts of a workbook that is a zip (xlsx, xlsb), and how they refer to each other."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree


class Package:
    """The parts by name, whatever the case of their names; one that is missing is empty."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self.parts = parts
        self.names = {name.lower().lstrip("/"): name for name in parts.namelist()}

    def read(self, part: str) -> bytes:
        return self.parts.read(self.names[part]) if part in self.names else b""

    def links(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield what a part refers to: identity, kind, and part."""
        folder, name = posixpath.split(part)
        links = self.read(f"{folder}/_rels/{name}.rels")
        for link in ElementTree.fromstring(links) if links else ():
            target = posixpath.normpath(posixpath.join("/" + folder, link.get("Target", "").lower()))
            yield link.get("Id", ""), posixpath.basename(link.get("Type", "")), target.lstrip("/")
