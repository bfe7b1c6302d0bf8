# SPDX-License-Identifier: GPL-3.0-or-later
"""The two buttons of a question: the one that does it, which Enter presses, and the one that goes back."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox

DANGER = "danger"
"""The property of a button that the style sheet dresses as what cannot be undone."""


def do_or_go_back(dialog: QDialog, text: str, *, is_danger: bool = False) -> QDialogButtonBox:
    """`text` is on the button that does it; whoever asks connects `accepted`. `is_danger`: there is no way back."""
    box = QDialogButtonBox()
    button = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)  # first, or Enter would go back
    button.setProperty(DANGER, is_danger)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    box.rejected.connect(dialog.reject)
    return box
