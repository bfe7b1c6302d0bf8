# SPDX-License-Identifier: GPL-3.0-or-later
"""The two buttons of a question: the one that does it, which Enter presses, and the one that goes back."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox


def do_or_go_back(dialog: QDialog, text: str) -> QDialogButtonBox:
    """`text` is on the button that does it; whoever asks connects `accepted`."""
    box = QDialogButtonBox()
    box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)  # first, or Enter would go back
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    box.rejected.connect(dialog.reject)
    return box
