"""One sheet → records, printed figures, problems; every layout by one reader.

`vocabulary` has every word, `years` tells which year is meant. `headers` finds tables and the titles over each column,
`titles` tells what a column holds, `blocks` which columns rate and which of them decides, `criteria` and `hints` do so
for forms with levels down the rows and for what the settings describe; `tables` puts a table together. `context` has
what the lines around it say, each fact along one chain of sources. `row_kinds` tells what each row is, `subtotals`
which rows add up others, `body` has the rows by column. `reader` is the one loop, `values` what a cell says, `notes`
what is said against it beside, `figures` what is printed beside; `tally` what many rows have in common, `remarks`
what is to be known of columns. `pages` tells whether a table goes on on the next sheet, `boxes` finds sums beside it.
`sheet` reads a sheet and a workbook; `workers` are the processes in which this is done, `serve` is what each does with
a file. `model` are the words that these share.
"""

from evalkit.records import FileReading
from evalkit.sheets.sheet import LIMITS, read_sheet, read_workbook

__all__ = ["LIMITS", "FileReading", "read_sheet", "read_workbook"]
