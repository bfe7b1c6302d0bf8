# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on which what is missing of a person is filled in before they go on. Writes nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import fill
from checkin.ui.look.measure import design_painter, face, sized, whole
from checkin.ui.look.theme import CORNER, LARGE, tokens
from checkin.ui.look.wording import field_name
from checkin.ui.parts.form_fields import BUTTON_EDGE, Strip, Title, labelled, line

PADDING, BUTTON = 24, 48
"""Pixels around everything, and of a button's height."""


class CompleteForm(QWidget):
    """One field for each that the answer misses; Enter leads through them, and on from the last."""

    filled = Signal(Answer, dict)
    """The answer that asked, and the new values by field."""
    left = Signal()
    busy_changed = Signal(bool)
    """Whether it is seen and has something in it that an answer would interrupt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: Answer | None = None
        self.fields: dict[str, QLineEdit] = {}
        self._title, self._told = Title("clipboard-pen"), Strip()
        self._places = QVBoxLayout()
        self._go_on, self._leave = QPushButton(say(_GO_ON)), QPushButton(say(_LEAVE))
        self._go_on.clicked.connect(self._finish)
        self._leave.clicked.connect(self.left)
        self._arrange()

    def start(self, asked: Answer) -> None:
        """For the person of an INCOMPLETE answer."""
        self._asked = asked
        self._title.show_title(asked.attendee.name if asked.attendee else "")
        self.setAccessibleName(say(_MISSING))
        self._told.note(say(_MISSING))
        while (item := self._places.takeAt(0)) is not None:
            if place := item.widget():
                place.deleteLater()
        self.fields = {name: line(field_name(name), is_big=True) for name in asked.missing}
        for name, field in self.fields.items():
            self._places.addWidget(labelled(field, field_name(name)))
            field.textChanged.connect(self._changed)
        self.setFocusProxy(next(iter(self.fields.values()), self._go_on))

    def show_error(self, text: str) -> None:
        """Why nothing was saved; what was typed stays."""
        self._told.warn(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.busy_changed.emit(False)

    def _enter(self) -> None:
        empty = next((field for field in self.fields.values() if not field.text().strip()), None)
        if empty is not None and not empty.hasFocus():
            empty.setFocus()
        else:
            self._finish()

    def _finish(self) -> None:
        values = {name: text for name, field in self.fields.items() if (text := field.text().strip())}
        if self._asked is not None and values:
            self.filled.emit(self._asked, values)

    def _changed(self) -> None:
        self.busy_changed.emit(self.isVisible() and any(field.text().strip() for field in self.fields.values()))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, whole(self), CORNER, t.surface, t.line)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 16, PADDING, 20)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(self._told)
        column.addLayout(self._places)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._go_on.setProperty("primary", True)
        for button in (self._go_on, self._leave):
            button.setFont(face(LARGE, 600))
            button.setStyleSheet(f"min-height: {sized(BUTTON - 2 * BUTTON_EDGE)}px")
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


_MISSING = Words("complete", "To be known before they go in")
_GO_ON = Words("complete", "Save and go on (Enter)")
_LEAVE = Words("walk-in", "Close (Esc)")
