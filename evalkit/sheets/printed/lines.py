"""Numbers and shares that a row prints in words: how many stand at a level, or in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evalkit.scale import GENERAL
from evalkit.sheets.printed.page import Claim, Figures
from evalkit.sheets.printed.words import SHARE, counts_committee, of_organisations, shares_in, summary_of
from evalkit.sheets.vocabulary import counts_organisations, group_count, is_kind_group, numbered_unit
from evalkit.vietnamese.numerals import spelled_number

Summaries = Mapping[int, Mapping[str, int]]  # row → measure → number


def summaries(page: Figures) -> Summaries:
    """Return what rows print in words: below those whom they count, and over them where these follow at once."""
    heads = [] if page.table.counts else [row for row in page.heads if page.is_unit(row + 1)]
    found = {row: numbers for row in (*page.totals, *heads) if (numbers := _summary(page, row))}
    return {row: {"total": number} for row, number in _bare_numbers(page, heads).items()} | found


def _bare_numbers(page: Figures, heads: Iterable[int]) -> dict[int, int]:
    """Return the numbers behind the names of units, «Chi bộ 1 (12)», where one of them is that of the people below."""
    found, counted = dict[int, int](), dict[int, int]()
    for row in heads:
        for text in page.texts(row).values():
            if bare := numbered_unit(text):
                found[row] = bare[1]
            elif number := group_count(text):
                counted[row] = number
    counted |= found
    return found if any(number == page.rows_below(row) for row, number in counted.items()) else {}


def _summary(page: Figures, row: int) -> Mapping[str, int]:
    """Return what a row prints in words; of many years in one table only how many people there are."""
    texts = page.texts(row)
    running = page.table.names.get("number") if len(texts) > 1 else None
    bare = {running, *page.table.marked_places}
    kept = {place: text for place, text in texts.items() if place not in bare or not text.isdecimal()}
    words = " ".join(text for place, text in kept.items() if not page.sums_column(row, place))
    if page.is_head(row):  # its name may have a number, too: «Chi bộ 1 (XS: 1, T: 2)»
        words = words.rpartition("(")[2] if words.endswith(")") and not group_count(words) else words
    numbers = _of_words(page, words)
    if page.is_head(row):
        numbers = _of_head(page, numbers, words, kept)
    return {what: number for what, number in numbers.items() if what == "total" or not page.table.wide}


def _of_words(page: Figures, words: str) -> dict[str, int]:
    """Return what words print; organisations are counted where they are listed: «3 TCCSĐ, trong đó HTXSNV 1»."""
    if page.table.counts:
        return {} if counts_organisations(words) else summary_of(words, page.scale)
    if counts_committee(words, page.table.unit):
        return {}
    listed = page.populations[id(page.table.blocks[0])] not in ("", "member")
    return summary_of(of_organisations(words) if listed else words, page.scale)


def _of_head(page: Figures, numbers: dict[str, int], words: str, texts: Mapping[int, str]) -> dict[str, int]:
    """Return what a heading prints: in its words, behind its name, or in the last cell that is under no mark."""
    if numbers and GENERAL.issuperset(numbers):  # below «Không xếp loại: 2 đ/c» each has a reason of its own
        return {"total": sum(numbers.values())}
    if numbers:
        return numbers
    if (count := group_count(words)) and not is_kind_group(words):
        return {"total": count}
    place = max(texts.keys() - page.table.marked_places, default=0)
    if place <= page.table.names.get("name", place):
        return {}
    return {"total": int(texts[place])} if texts[place].isdecimal() else summary_of(texts[place], page.scale)


def in_words(page: Figures) -> Iterator[Claim]:
    """Yield the numbers of lines in words, and a total that is spelled out beside another number."""
    seen: dict[int, set[str]] = {}  # row that lines lead up to → measures; what is said again is said of other rows
    for row, numbers in summaries(page).items():
        texts, block = page.texts(row), page.table.blocks[0]
        before = seen.setdefault(page.next_unit(row), set())
        line = None if "total" in numbers or before & numbers.keys() else page.next_unit(row)
        before.update(numbers)
        for measure, number in numbers.items():
            place = next((place for place, text in texts.items() if str(number) in text), min(texts))
            yield Claim(row, place, block, measure, number, line=line)
        for place, text in texts.items() if "total" in numbers else ():
            if (spelled := spelled_number(text)) not in (None, numbers["total"]):
                yield Claim(row, place, block, "total", spelled)


def shares_in_words(page: Figures) -> Iterator[Claim]:
    """Yield the shares that a line below a table prints."""
    for row in page.kinds if page.units else ():
        if row < page.units[0] or (page.is_head(row) and page.next_unit(row) < page.table.end):
            continue
        for place, text in page.texts(row).items():
            for measure, (value, decimals) in shares_in(text, page.scale).items():
                yield Claim(row, place, page.table.blocks[0], measure + SHARE, value, decimals)
