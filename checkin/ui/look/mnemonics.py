# SPDX-License-Identifier: GPL-3.0-or-later
"""Escaping of texts in which Qt would take an & as a mnemonic: on buttons, check boxes, menus and tabs.

Labels with a buddy would do so too; none of ours has one, a field is named by `set_accessible_name`.
"""

from PySide6.QtWidgets import QWidget


def escape_mnemonic(text: str) -> str:
    """Return `text` so that a button, check box, menu or tab shows it unchanged."""
    return text.replace("&", "&&")


def set_accessible_name(field: QWidget, name: str) -> None:
    """Set the accessible name of `field` unless it has one, because labels are not set as buddies."""
    if not field.accessibleName():
        field.setAccessibleName(name)
