"""The tables that the settings describe ([[read]]): found by the titles the settings name, exactly, or refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch

from evalkit.books.grid import Grid, as_text, column_letters, is_blank
from evalkit.scale import Scale
from evalkit.settings import Hint
from evalkit.sheets.headers import body_below, is_caption, titled_columns
from evalkit.sheets.model import LIST, Block, Column, Table
from evalkit.sheets.years import century
from evalkit.vietnamese import clean, fold

_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(r"cột ([a-z]{1,3})")  # a column without any title is named by its letters
_SHOWN = 12  # titles that a message repeats


@dataclass
class Misfit:
    """Why a hint cannot be used on a sheet: two columns of one title, or a title that is not there."""

    key: str  # of the settings: "read[0].level"
    word: str
    cells: tuple[str, ...] = ()  # where the title stands twice
    titles: tuple[str, ...] = ()  # what stands there instead
    of_rows: bool = False  # no row says the word under its title

    @property
    def is_ambiguous(self) -> bool:
        return len(self.cells) > 1

    @property
    def stops(self) -> bool:
        """Return whether nothing else on the sheet may be read instead."""
        return self.is_ambiguous or self.of_rows

    @property
    def message(self) -> str:
        if self.is_ambiguous:
            return (
                f"evalkit.toml, {self.key}: «{self.word}» là tiêu đề của cả cột {' và '.join(self.cells)}. "
                "Ghi thêm tiêu đề ở dòng trên, như «Dòng trên / Dòng dưới», hoặc «cột C»."
            )
        shown = ", ".join(f"«{title}»" for title in self.titles[:_SHOWN]) or "không có"
        if self.of_rows:
            return f"evalkit.toml, {self.key}: không dòng nào ghi «{self.word}» ở cột đó; cột đó ghi: {shown}."
        return f"evalkit.toml, {self.key}: không có cột «{self.word}»; các tiêu đề ở đó: {shown}."


@dataclass
class Hinted:
    """What the hints gave on a sheet: a table, or why none of them fits."""

    table: Table | None = None
    misfits: list[Misfit] = field(default_factory=list)

    @property
    def stop(self) -> Misfit | None:
        return next((misfit for misfit in self.misfits if misfit.stops), None)


def hints_for(hints: Sequence[Hint], file: str, sheet: str) -> list[tuple[int, Hint]]:
    """Return the hints that are for this sheet, each with its place in the settings."""
    return [
        (place, hint)
        for place, hint in enumerate(hints)
        if fnmatch(file.casefold(), hint.files.casefold()) and (hint.sheet is None or fold(hint.sheet) == fold(sheet))
    ]


def wanted_titles(hint: Hint) -> list[str]:
    """Return the titles a hint names, folded, the lowest row of each."""
    return [fold(word).rpartition(" / ")[2] for words in _words(hint).values() for word in words]


def find_hinted(grid: Grid, scale: Scale, hints: Sequence[tuple[int, Hint]]) -> Hinted:
    """Return the table that the first fitting hint describes, wherever it stands on the sheet."""
    found = Hinted()
    for place, hint in hints:
        best: Misfit | None = None
        for columns, first, body in _headers(grid, scale, hint):
            table = _table(grid, columns, hint, place, first, body)
            if isinstance(table, Table):
                found.table = table
                return found
            best = best or table
        found.misfits.append(best or _nothing_fits(grid, hint, place))
    return found


def _words(hint: Hint) -> dict[str, tuple[str, ...]]:
    """Return role → titles, of all that a hint names."""
    named = {
        "subject": hint.subject, "name": hint.name, "unit": hint.unit, "base": hint.base_organisation,
        "kind": hint.kind, "born": hint.born, "joined": hint.joined, "reason": hint.reason,
        "distinction": hint.distinction, "level": None if hint.level_by_year else hint.level,
        "year": hint.year if isinstance(hint.year, str) else None,
    }  # fmt: skip
    found = {role: _each(words) for role, words in named.items() if words}
    return found | {f"where.{title}": (title,) for title in hint.where}


def _each(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _headers(grid: Grid, scale: Scale, hint: Hint) -> Iterator[tuple[tuple[Column, ...], int, int]]:
    """Yield the columns under each header that may be meant: one row, or several that belong together."""
    titles = {title for title in wanted_titles(hint) if not _LETTERS.fullmatch(title)}
    for row, cells in enumerate(grid.rows):
        texts = {fold(as_text(cell)) for cell in cells if not is_blank(cell)}
        if texts & titles or (not titles and sum(bool(_YEAR.search(text)) for text in texts) > 1):
            for first, body in _spans(grid, row):
                yield titled_columns(grid, scale, first, body), first, body


def _spans(grid: Grid, row: int) -> Iterator[tuple[int, int]]:
    body = body_below(grid, row)
    yield row, body
    if row and is_caption(grid, row - 1, row):
        yield row - 1, body
    if body > row + 1:
        yield row, row + 1
    for above in range(1, min(row, 2) + 1):
        yield row - above, body


def _table(grid: Grid, columns: Sequence[Column], hint: Hint, place: int, first: int, body: int) -> Table | Misfit:
    places: dict[str, list[int]] = {}
    titles = tuple(column.title for column in columns)
    for role, words in _words(hint).items():
        for word in words:
            fitting = _fitting(grid, columns, word)
            if len(fitting) != 1:
                cells = tuple(grid.cell(body - 1, column) for column in fitting)
                return Misfit(f"read[{place}].{role}", word, cells, titles)
            places.setdefault(role, []).append(fitting[0])
    blocks = _blocks(columns, hint, places)
    if isinstance(blocks, str):
        return Misfit(f"read[{place}].level_by_year", blocks, (), titles)
    where = _conditions(hint, places)
    if misfit := _unmet(grid, hint, place, where, body):
        return misfit
    names = {role: found[0] for role, found in places.items() if role != "subject" and not role.startswith("where.")}
    if "name" not in names and "subject" not in places:
        return Misfit(f"read[{place}].subject", "", (), titles)
    key = tuple(places.get("subject", ()))
    return Table(
        first, body, len(grid.rows), tuple(columns), blocks,
        population=hint.population, key=key, names=names, hint=hint, where=where,
    )  # fmt: skip


def _conditions(hint: Hint, places: Mapping[str, list[int]]) -> dict[int, frozenset[str]]:
    """Return column → what a row must say there to be read."""
    return {places[f"where.{title}"][0]: frozenset(map(fold, _each(words))) for title, words in hint.where.items()}


def _unmet(grid: Grid, hint: Hint, place: int, where: Mapping[int, frozenset[str]], body: int) -> Misfit | None:
    """Return the first condition that no row meets, with what the column says more than once: that is no name."""
    for (title, words), (column, wanted) in zip(hint.where.items(), where.items(), strict=True):
        said = Counter(text for row in range(body, len(grid.rows)) if (text := grid.text(row, column)))
        if not wanted & {fold(text) for text in said}:
            shown = tuple(text for text, times in said.most_common(_SHOWN) if times > 1)
            return Misfit(f"read[{place}].where.{title}", "» hay «".join(_each(words)), (), shown, of_rows=True)
    return None


def _fitting(grid: Grid, columns: Sequence[Column], word: str) -> list[int]:
    """Return the columns of a title: those whose whole path it is, else those whose lowest title it is."""
    if letters := _LETTERS.fullmatch(fold(word)):
        return [n for n in range(grid.width) if column_letters(grid.left + n).casefold() == letters[1]]
    whole = [column.place for column in columns if fold(column.title) == fold(word)]
    return whole or [column.place for column in columns if fold(column.path[-1]) == fold(word)]


def _blocks(columns: Sequence[Column], hint: Hint, places: Mapping[str, list[int]]) -> tuple[Block, ...] | str:
    """Return the blocks of a hint; the pattern, where no column fits it."""
    reasons = tuple(replace(c, role="reason") for c in columns if c.place in places.get("reason", ()))
    if not hint.level_by_year:
        levels = [column for column in columns if column.place in places.get("level", ())]
        return tuple(Block(LIST, (replace(c, role="level", year=None),), reasons=reasons) for c in levels)
    search = re.compile(clean(hint.level_by_year), re.IGNORECASE)
    found = []
    for column in columns:
        match = search.search(column.title)
        if match and match[1] and (year := _year(match[1])):
            found.append(Block(LIST, (column,), year))
    return tuple(found) or hint.level_by_year


def _year(digits: str) -> int | None:
    """Return the year that a pattern found: four digits, or two as POSIX reads them."""
    if not digits.isdecimal():
        return None
    return int(digits) if 1900 <= int(digits) <= 2100 else century(digits) if len(digits) == 2 else None


def _nothing_fits(grid: Grid, hint: Hint, place: int) -> Misfit:
    """Return what stands on a sheet where no row has a title that the hint names."""
    role, words = next(iter(_words(hint).items()), ("level_by_year", (hint.level_by_year or "",)))
    widest = max(grid.rows, key=lambda cells: sum(cell.__class__ is str and bool(cell) for cell in cells), default=[])
    texts = tuple(as_text(cell) for cell in widest if not is_blank(cell))
    return Misfit(f"read[{place}].{role}", words[0], (), texts)
