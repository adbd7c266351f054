"""The signs that people type into cells: nothing to say, a mark, a box left unticked, as above."""

BLANK_MARKS = frozenset({"", "-", "–", "—", "…", "...", "..", ".", "/", "//"})
MARKS = frozenset({"x", "×", "✓", "✔", "v", "√", "có", "☑", "☒", "+", "ü", "þ", "true", "đúng", "yes"})
NO_MARKS = frozenset({"0", "false", "☐", "□", "không", "no", "sai"})  # a box left unticked
DITTO = frozenset({'"', "''", "”", "〃", "nt", "-nt-", "- nt -", "n/t", "như trên", "-như trên-"})
