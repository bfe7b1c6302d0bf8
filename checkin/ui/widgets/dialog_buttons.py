# SPDX-License-Identifier: GPL-3.0-or-later
"""The two buttons of a question: the one that does it, and the one that cancels."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPushButton, QWidget

from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.screen_reader import announce_when_shown

DANGER = "danger"
"""The button property that the style sheet draws as irreversible."""


def add_confirm_buttons(dialog: QDialog, text: str, *, is_danger: bool = False) -> QDialogButtonBox:
    """Return a button box with a confirm button labelled `text`, which Enter presses, and a cancel button.

    The caller adds it to the dialog and connects `accepted`.

    `is_danger`: the action cannot be undone.
    """
    box = QDialogButtonBox(dialog)  # a default that is set outside its dialog goes to the button that Tab passes
    button = box.addButton(escape_mnemonic(text), QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)
    button.setProperty(DANGER, is_danger)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    box.rejected.connect(dialog.reject)
    return box


def ask_confirmation(
    parent: QWidget, question: tuple[str, str], do: str, keep: str = "", *, is_danger: bool = True
) -> bool:
    """Ask before an irreversible action and return whether it is wanted; Enter and Escape both mean no.

    `question` is the question and what to know before; `do` and `keep` label the buttons. `is_danger` is False for an
    action that only must not happen by one wrong key.
    """
    box, deed, stay = _question_box(parent, question, do, keep, is_danger=is_danger)
    box.setDefaultButton(stay)
    return _is_wanted(box, deed)


def ask_agreement(parent: QWidget, question: tuple[str, str], do: str) -> bool:
    """Ask before an action that a key undoes and return whether it is wanted; Enter means yes, Escape no."""
    box, deed, _ = _question_box(parent, question, do, "", is_danger=False)
    box.setDefaultButton(deed)
    return _is_wanted(box, deed)


def _question_box(
    parent: QWidget, question: tuple[str, str], do: str, keep: str, *, is_danger: bool
) -> tuple[QMessageBox, QPushButton, QPushButton]:
    """Return a box with the question, its button that does it and the one that does not."""
    box = QMessageBox(parent)
    box.setWindowTitle(parent.window().windowTitle())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(question[0])
    box.setInformativeText(question[1])
    announce_when_shown(box, lambda: " ".join(question))
    deed = QPushButton(escape_mnemonic(do))
    deed.setProperty(DANGER, is_danger)  # first: the box styles a button as it is added
    box.addButton(deed, QMessageBox.ButtonRole.DestructiveRole)
    go_back = QMessageBox.StandardButton.Cancel
    stay = box.addButton(escape_mnemonic(keep), QMessageBox.ButtonRole.RejectRole) if keep else box.addButton(go_back)
    return box, deed, stay


def _is_wanted(box: QMessageBox, deed: QPushButton) -> bool:
    box.exec()
    is_wanted = box.clickedButton() is deed
    box.deleteLater()
    return is_wanted
