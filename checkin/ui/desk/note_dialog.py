# SPDX-License-Identifier: GPL-3.0-or-later
"""The note that a volunteer leaves for the next one at a control point: a field that shows all of it, its length."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from checkin.core.message import Message
from checkin.core.people.registration_form import MOST_LETTERS
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.screen_reader import announce
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import caption, label
from checkin.ui.widgets.layouts import dialog_column

WIDTH, FIELD = 520, 132
"""Pixels: of the dialog, and the height of the field, in which the longest note is seen as a whole."""


class NoteDialog(QDialog):
    """The dialog; `text` is the note. One that is too long cannot be saved, and nothing is cut."""

    def __init__(self, here: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = translate(_NOTE, here=here)
        self.setWindowTitle(title)
        self.field, self.length = _NoteField(note), label("")
        buttons = add_confirm_buttons(self, translate(_LEAVE))
        self.save = buttons.buttons()[0]
        buttons.accepted.connect(self.accept)
        self.field.entered.connect(self.save.click)
        self.field.textChanged.connect(self._measure)
        column = dialog_column(self, title, 8)
        column.addWidget(caption(translate(_NOTE_FOR), self.field))
        column.addWidget(self.field)
        column.addWidget(self.length)
        column.addSpacing(8)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.field.setFocus()
        self._measure()

    @property
    def text(self) -> str:
        return " ".join(self.field.toPlainText().split())

    def accept(self) -> None:
        """Leave the note, or go back to one that is too long: a button that is off would hand Tab on to Cancel."""
        if len(self.text) <= MOST_LETTERS:
            super().accept()
        else:
            self.field.setFocus()
            announce(self, self.length.text(), at_once=True)

    def _measure(self) -> None:
        """Say how long the note is, or by how much too long."""
        over = len(self.text) - MOST_LETTERS
        words = translate(_TOO_LONG, count=over) if over > 0 else translate(_LEFT, count=-over)
        self.length.setText(words)
        self.field.setAccessibleDescription(words)


class _NoteField(QPlainTextEdit):
    """A field of several lines, in which Enter is for the dialog: a note has no lines of its own."""

    entered = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(scale_px(FIELD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


_NOTE = Message("desk", "Note at {here}")
_NOTE_FOR = Message("desk", "For the next person at this desk:")
_LEAVE = Message("desk", "Leave the note")
_LEFT = Message("desk", "{count} {count:letter|letters} left")
_TOO_LONG = Message("desk", "{count} {count:letter|letters} too many: shorten the note")
