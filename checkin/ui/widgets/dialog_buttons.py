# SPDX-License-Identifier: GPL-3.0-or-later
"""The two buttons of a question: the one that does it, and the one that goes back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPushButton, QWidget

from checkin.ui.look.mnemonics import escape_mnemonic

DANGER = "danger"
"""The property of a button that the style sheet dresses as what cannot be undone."""


def add_confirm_buttons(dialog: QDialog, text: str, *, is_danger: bool = False) -> QDialogButtonBox:
    """`text` is on the button that does it, which Enter presses; whoever asks connects `accepted`.

    `is_danger`: there is no way back.
    """
    box = QDialogButtonBox()
    button = box.addButton(escape_mnemonic(text), QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)  # first, or Enter would go back
    button.setProperty(DANGER, is_danger)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    box.rejected.connect(dialog.reject)
    return box


def ask_confirmation(
    parent: QWidget, question: tuple[str, str], do: str, keep: str = "", *, is_danger: bool = True
) -> bool:
    """`question` and what is to be known before; `do` is what cannot be taken back. Enter and Escape both mean no.

    `is_danger` is False of a deed that only must not happen by one wrong key.
    """
    box = QMessageBox(parent)
    box.setWindowTitle(parent.window().windowTitle())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(question[0])
    box.setInformativeText(question[1])
    deed = QPushButton(escape_mnemonic(do))
    deed.setProperty(DANGER, is_danger)  # first: the box dresses what it is given at once
    box.addButton(deed, QMessageBox.ButtonRole.DestructiveRole)
    go_back = QMessageBox.StandardButton.Cancel
    box.setDefaultButton(
        box.addButton(escape_mnemonic(keep), QMessageBox.ButtonRole.RejectRole) if keep else box.addButton(go_back)
    )
    box.exec()
    is_wanted = box.clickedButton() is deed
    box.deleteLater()
    return is_wanted
