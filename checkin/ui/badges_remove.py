# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a badge is really to be taken out of the event. Only asks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.dialog_buttons import DANGER


def confirms_removal(name: str, parent: QWidget) -> bool:
    """Enter and Escape both mean no."""
    box = QMessageBox(parent)
    box.setWindowTitle(say(_REMOVE))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(say(_QUESTION, name=name))
    box.setInformativeText(say(_DETAIL))
    remove = box.addButton(say(_REMOVE), QMessageBox.ButtonRole.DestructiveRole)
    remove.setProperty(DANGER, True)
    box.setDefaultButton(box.addButton(say(_KEEP), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    is_wanted = box.clickedButton() is remove
    box.deleteLater()
    return is_wanted


_REMOVE = Words("badges", "Remove")
_KEEP = Words("badges", "Keep")
_QUESTION = Words("badges", "Remove the badge “{name}” from this event?")
_DETAIL = Words("badges", "Its people then have the badge that is for all other categories. Printed badges stay valid.")
