"""A file as grids of cells: opened, with what its parser hides, and text of old fonts in Unicode.

`workbook` opens xlsx, xlsm, xlsb, xls and ods, `text_file` reads csv, `package_scan` finds what the parser does not
show (errors, formulas without a value, hidden rows and columns, fonts), `old_fonts` converts TCVN3 and VNI, `grid` is
one sheet with the address of each cell, `cells` tells what a single value is: a card number, a date, a share, a count.
"""
