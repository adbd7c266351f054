"""evalkit.toml: what a regulation or a committee decides, checked and frozen, each rule with its source.

No file is fine: then the Party scale is read and there are no targets. Whatever is wrong in a file is refused with its
line or key, what was found and what is allowed; nothing in it is skipped.
"""

from evalkit.settings.file import FILE_NAME, SettingsError, decode, find_settings, load_settings
from evalkit.settings.rules import (
    LIMITS,
    POPULATIONS,
    Award,
    Cap,
    Crosswalk,
    Growth,
    Hint,
    Limits,
    Published,
    Regulation,
    Review,
    Settings,
    StreakRule,
    Target,
    UnitTarget,
)

__all__ = [
    "FILE_NAME", "LIMITS", "POPULATIONS", "Award", "Cap", "Crosswalk", "Growth", "Hint", "Limits", "Published",
    "Regulation", "Review",
    "Settings", "SettingsError", "StreakRule", "Target", "UnitTarget", "decode", "find_settings", "load_settings",
]  # fmt: skip
