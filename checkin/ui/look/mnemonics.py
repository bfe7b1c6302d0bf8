# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of an event where Qt would take an & for the key of the letter after it: it does on buttons, boxes, menus and
tabs, and on a label that has a buddy. No label of ours has one: a field is named by `set_accessible_name`.
"""

from PySide6.QtWidgets import QWidget


def escape_mnemonic(text: str) -> str:
    """Return `text` as a button, a box to tick, a menu or a tab has to be given it to show it as it is."""
    return text.replace("&", "&&")


def set_accessible_name(field: QWidget, name: str) -> None:
    """Tell a screen reader what `field` is called, if nobody has: the label beside it is not its buddy."""
    if not field.accessibleName():
        field.setAccessibleName(name)
