"""Numbers and shares that a row prints in words: how many stand at a level, or in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalkit.scale import GENERAL
from evalkit.sheets.model import Value
from evalkit.sheets.printed.page import SHARE, Claim, Figures, Fit, Rows
from evalkit.sheets.printed.words import agreeing, shares_in, summary_of
from evalkit.sheets.vocabulary import counts_organisations, group_count, is_kind_group
from evalkit.vietnamese.numerals import spelled_number

_HALF = 0.5000001  # of the last digit that is printed
Summaries = Mapping[int, Mapping[str, int]]  # row → measure → number


def summaries(page: Figures) -> Summaries:
    """Return what rows print in words: below those whom they count, and over them where these follow at once."""
    heads = () if page.table.counts else (row for row in page.heads if row + 1 in page.units)
    return {row: numbers for row in (*page.totals, *heads) if (numbers := _summary(page, row))}


def _summary(page: Figures, row: int) -> Mapping[str, int]:
    """Return what a row prints in words; of many years in one table only how many people there are."""
    texts = page.texts(row)
    running = page.table.names.get("number") if len(texts) > 1 else None
    kept = {place: text for place, text in texts.items() if place != running or not text.isdecimal()}
    words = " ".join(text for place, text in kept.items() if not page.sums_column(row, place))
    numbers = {} if page.table.counts and counts_organisations(words) else summary_of(words, page.scale)
    if row in page.heads:
        numbers = _of_head(page, numbers, words, kept)
    return {what: number for what, number in numbers.items() if what == "total" or not page.table.wide}


def _of_head(page: Figures, numbers: dict[str, int], words: str, texts: Mapping[int, str]) -> dict[str, int]:
    """Return what a heading prints: in its words, behind its name, or in the last cell that is under no mark."""
    if numbers and GENERAL.issuperset(numbers):  # below «Không xếp loại: 2 đ/c» each has a reason of its own
        return {"total": sum(numbers.values())}
    if numbers:
        return numbers
    if (count := group_count(words)) and not is_kind_group(words):
        return {"total": count}
    marked = {place for block in page.table.blocks if block.shape.value is Value.MARK for place in block.places}
    place = max(texts.keys() - marked, default=0)
    if place <= page.table.names.get("name", place):
        return {}
    return {"total": int(texts[place])} if texts[place].isdecimal() else summary_of(texts[place], page.scale)


def in_words(page: Figures) -> Iterator[Claim]:
    """Yield the numbers of lines in words, and a total that is spelled out beside another number."""
    found = summaries(page)
    for row, numbers in found.items():
        texts, block = page.texts(row), page.table.blocks[0]
        rows = page.covered(row, _fits_numbers(page, _with_beside(page, row, found)))
        for measure, number in numbers.items():
            place = next((place for place, text in texts.items() if str(number) in text), min(texts))
            yield Claim(row, place, block, measure, rows, number)
        for place, text in texts.items() if "total" in numbers else ():
            if (spelled := spelled_number(text)) not in (None, numbers["total"]):
                yield Claim(row, place, block, "total", rows, spelled)


def _fits_numbers(page: Figures, numbers: Mapping[str, int]) -> Fit:
    return lambda rows: agreeing(numbers, page.added(rows))


def _with_beside(page: Figures, row: int, found: Summaries) -> Mapping[str, int]:
    """Return the numbers that have to fit the rows of a line: its own with a total, else those beside, too."""
    if "total" in found[row]:
        return found[row]
    beside = [told for other, told in found.items() if page.next_unit(other) == page.next_unit(row)]
    return {measure: number for told in beside if "total" not in told for measure, number in told.items()}


def shares_in_words(page: Figures) -> Iterator[Claim]:
    """Yield the shares that a line below a table prints, of the rows above that they fit, else of all of them."""
    for row in page.kinds if page.units else ():
        if row < page.units[0] or (row in page.heads and page.next_unit(row) < page.table.end):
            continue
        for place, text in page.texts(row).items():
            for measure, (value, decimals) in shares_in(text, page.scale).items():
                rows = page.covered(row, _fits_share(page, measure, value, decimals))
                yield Claim(row, place, page.table.blocks[0], measure + SHARE, rows, value, decimals)


def _fits_share(page: Figures, measure: str, value: float, decimals: int) -> Fit:
    def fit(rows: Rows) -> int:
        added = page.added(rows)
        count = sum(added[level] for level in page.scale.in_measure(measure))
        return int(abs(count - value * added["rated"]) <= _HALF / 10 ** (decimals + 2) * added["rated"])

    return fit
