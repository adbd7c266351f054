"""A file as grids of cells: opened, with what its parser hides, and text of old fonts in Unicode.

`kinds` tells what a file is that is no workbook. `workbook` opens xlsx, xlsm, xlsb, xls and ods, `text_file` reads csv.
`package_scan`, `xlsb_scan`, `xls_scan` and `ods_scan` find what the parser does not show (errors, formulas without a
value, what is hidden, struck through or commented on, fonts); `page_margins` reads what is printed on each page,
`unseen` holds what they find, `package` reads the parts of a zip. `regions` parts cells that stand far from the others.
`old_fonts` converts TCVN3 and VNI. `grid` is one sheet with the address of each cell, `addresses` how Excel writes
them; `cells` tells what a single value is: a card number, a date, a share, a count.
"""
