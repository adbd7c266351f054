"""What goes to the units and back: the blank workbook they fill in, and the marked-up copy of what they sent.

`template` writes the form, `returned` the copies with their faults marked, in the words of `advice`.
"""

from evalkit.forms.returned import FormError, write_returns
from evalkit.forms.template import write_template

__all__ = ["FormError", "write_returns", "write_template"]
