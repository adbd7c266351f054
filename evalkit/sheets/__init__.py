"""One sheet → records, printed figures, problems; every layout by one reader.

`vocabulary` has every word, `years` tells which year is meant. `headers` finds tables and the titles over each column,
`titles` tells what a column holds, `blocks` which columns rate, `legends` which only explain signs, `deciding` which of
those that rate decides, `criteria` and `hints` do so for forms with levels down the rows and for what the settings
describe, `hint_doubts` what speaks against the settings; `tables` puts a table together. `context` has what the lines
around it say, `chains` along which sources the year, the unit and the population of a value are looked for. `body` has
the rows by column, `asides` what a column beside the names says of each, `row_kinds` tells what each row is, by the
table `row_rules` and what is known of the rows above, `row_state`, `second_rows` which say more of the row above,
`sections` and `form_rows` tell those of a form, `year_rows` which say no year where years stand below each other,
`subtotals` which rows add up others, `wholes` which of several columns or sections do. `reader` is the one loop,
`values` what a cell says, `marks` which signs give a level, `notes` what is said against it beside, `printed` which
numbers a workbook prints about itself, and what its rows give for each; `tally` has what many rows have in common,
`remarks` what is to be known of columns, `line_remarks` what lines around a table say against its rows, `margins` what
printed pages say at their head and foot, `headings` which levels are not those named over them, `seen` how a table was
understood, `unread` names what is not read, `choices` which sheets only list words to choose from. `pages` tells
whether a table goes on on the next sheet. `sheet` reads a sheet and a workbook; `workers` are the processes in which
this is done, `serve` is what each does with a file. `model` are the words that these share.

What reads is loaded when first used: who has workbooks read by workers needs none of this.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from evalkit.records import FileReading

if TYPE_CHECKING:
    from evalkit.sheets.sheet import read_sheet, read_workbook

__all__ = ["FileReading", "read_sheet", "read_workbook"]


def __getattr__(name: str) -> Any:
    if name in ("read_sheet", "read_workbook"):
        return getattr(import_module("evalkit.sheets.sheet"), name)
    raise AttributeError(f"module 'evalkit.sheets' has no attribute {name!r}")
