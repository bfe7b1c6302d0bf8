# SPDX-License-Identifier: GPL-3.0-or-later
"""Shortcuts that choose by number on every keyboard. Never a bare digit: scanners type those."""

from PySide6.QtGui import QKeySequence

ON_FRENCH_KEYS = "&é\"'(-è_ç"
"""The characters that the keys 1 to 9 of a French keyboard type without Shift."""


def number_keys(number: int, modifier: str) -> list[QKeySequence]:
    """Return the shortcuts of `number`, 1 to 9, with `modifier` "Ctrl" or "Alt"."""
    return [QKeySequence(f"{modifier}+{number}"), QKeySequence(f"{modifier}+{ON_FRENCH_KEYS[number - 1]}")]
