# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on which a person's code is replaced: the question first, then the new code to be photographed."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.admission import Reason
from checkin.core.model import Attendee
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import fill
from checkin.ui.look.measure import design_painter, face, sized, text_scale, whole
from checkin.ui.look.theme import CORNER, LARGE, tokens
from checkin.ui.look.wording import LOOKS
from checkin.ui.parts.code_card import paint_code, place_code
from checkin.ui.parts.form_fields import BUTTON_EDGE, Title
from checkin.ui.parts.labels import label

PADDING, BUTTON = 24, 48


class CodePage(QWidget):
    """`ask` first; `show_code` once it was replaced."""

    confirmed = Signal(str)
    """The id of the person whose code is to be replaced."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._person: Attendee | None = None
        self.code = ""
        self._title, self._sentence = Title("refresh-cw"), label("", LARGE)
        self.replace_button, self.leave_button = QPushButton(say(_REPLACE)), QPushButton(say(_LEAVE))
        self.replace_button.clicked.connect(self._replace)
        self.leave_button.clicked.connect(self.left)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()

    def ask(self, person: Attendee) -> None:
        self._show(person, say(_TITLE, name=person.name), say(_QUESTION, answer=say(_REPLACED)))
        self.replace_button.setVisible(True)

    def show_code(self, person: Attendee) -> None:
        """The code they have now."""
        self._show(person, say(_DONE, name=person.name), say(_OLD, answer=say(_REPLACED)))
        self.code = person.ticket_code
        self.replace_button.setVisible(False)
        self.setFocus()
        self.update()

    def _show(self, person: Attendee, title: str, sentence: str) -> None:
        self._person, self.code = person, ""
        self._title.show_title(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self._replace()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _replace(self) -> None:
        """Enter; once it is done it closes the page."""
        if self.code:
            self.left.emit()
        elif self._person is not None:
            self.confirmed.emit(self._person.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, whole(self), CORNER, t.surface, t.line)
        if self.code:
            top, room = (
                self._sentence.geometry().bottom() / text_scale() + 16,
                self.leave_button.y() / text_scale() - 16,
            )
            natural = place_code(self.code, QPointF(0, 0), 1).card
            scale = max(0.5, (room - top) / natural.height())
            width = place_code(self.code, QPointF(0, 0), scale).card.width()
            paint_code(painter, place_code(self.code, QPointF((whole(self).width() + width) / 2, top), scale))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 16, PADDING, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.replace_button.setProperty("primary", True)
        for button in (self.replace_button, self.leave_button):
            button.setFont(face(LARGE, 600))
            button.setStyleSheet(f"min-height: {sized(BUTTON - 2 * BUTTON_EDGE)}px")
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


_REPLACED = LOOKS[Reason.CODE_REPLACED].title
_TITLE = Words("people", "Replace the code of {name}?")
_QUESTION = Words(
    "people",
    "For a lost badge, or a code that somebody else has. The old code is then answered “{answer}”; "
    "arrivals stay. It cannot be made valid again.",
)
_REPLACE = Words("people", "Replace the code (Enter)")
_LEAVE = Words("walk-in", "Close (Esc)")
_DONE = Words("people", "New code for {name}")
_OLD = Words("people", "The person photographs it. The old code is answered “{answer}” from now on.")
