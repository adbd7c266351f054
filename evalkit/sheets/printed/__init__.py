"""The numbers that a workbook prints about itself, and what its rows give for each.

claims    which small function finds the printed numbers of which layout
page      a page of a table: its rows by kind, which of them a number adds up, and what they give
columns   numbers and shares under the titles of lists, counts and forms
lines     numbers and shares in words
words     a line in words → how many stand at each level
boxes     small tables beside those that are read
differences all that is printed and not given, by these:
cell_kinds two kinds of members that make up all of them, totals of a kind, people divided twice
cell_names names beside a number of people
cell_numbers running numbers that leave one out
cell_shares shares in the cell of their number
cell_shifts numbers right of all titles, where one is missing under them
cell_streaks marks that claim a run of years
cell_sums sums of cells that give no records: beside the levels, and in forms
"""
