"""The signs that people type into cells: nothing to say, a mark, a box left unticked, as above."""

BLANK_MARKS = frozenset({"", "-", "–", "—", "…", "...", "..", ".", "/", "//"})
MARKS = frozenset({"x", "×", "✓", "✔", "v", "√", "có", "☑", "☒", "+", "ü", "þ", "true", "đúng", "yes"})
TICKS = frozenset({"✓", "✔", "v", "√", "☑", "ü", "þ"})
CROSSES = frozenset({"x", "×", "✗", "✘", "☒", "û", "ý"})  # in a row with a tick they say no
NO_MARKS = frozenset({"0", "false", "☐", "□", "không", "no", "sai"})  # a box left unticked
DITTO = frozenset({'"', "''", "”", "〃", "nt", "-nt-", "- nt -", "n/t", "như trên", "-như trên-"})
