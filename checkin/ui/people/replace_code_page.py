# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that replaces a person's code: first the question, then the new code to be photographed."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.measure import design_painter, design_rect, text_scale
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.code_card import layout_code_card, paint_code_card
from checkin.ui.widgets.form_page import FormPage
from checkin.ui.widgets.keyboard import add_shortcuts
from checkin.ui.widgets.labels import label


class ReplaceCodePage(FormPage):
    """A page in two steps: call `ask` first, `show_code` after the replacement."""

    confirmed = Signal(str)
    """Emitted with the id of the person whose code is to be replaced."""
    badge_wanted = Signal(Attendee)
    """Emitted with the person, who has the new code."""

    def __init__(self) -> None:
        super().__init__("refresh-cw", translate(_REPLACE), spacing=12)
        self._person: Attendee | None = None
        self.code = ""
        self._sentence = label("", LARGE)
        self.column.addWidget(self._sentence)
        self.column.addStretch(1)
        self.print_button = QPushButton(translate(_PRINT))
        self.add_buttons(self.print_button)
        self.rest_below = QWidget()
        self.add_below(self.rest_below)
        self.entered.connect(self._replace)
        self.do_button.clicked.connect(self._replace)
        self.print_button.clicked.connect(lambda: self.badge_wanted.emit(self._person))
        add_shortcuts(self, {"Ctrl+R": self.print_button.click})
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def ask(self, person: Attendee) -> None:
        self._show(person, translate(_TITLE, name=person.name), translate(_QUESTION, answer=translate(_REPLACED)))
        self.do_button.setVisible(True)
        self.rest_below.show()  # the buttons stand below the question; later below the code
        self._offer_badge(False)

    def show_code(self, person: Attendee, *, prints: bool) -> None:
        """Show the new code; `prints`: this computer can print it on a badge."""
        self._show(person, translate(_DONE, name=person.name), translate(_OLD, answer=translate(_REPLACED)))
        self.code = person.ticket_code
        self.do_button.setVisible(False)
        self.rest_below.hide()
        self._offer_badge(prints)
        self.setFocus()
        self.update()

    def _show(self, person: Attendee, title: str, sentence: str) -> None:
        self._person, self.code = person, ""
        self.title.show_title(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _offer_badge(self, prints: bool) -> None:
        self.print_button.setVisible(prints)
        self.print_button.setEnabled(prints)  # disables its key while hidden

    def _replace(self) -> None:
        """Confirm on Enter; close the page once the code was replaced."""
        if self.code:
            self.left.emit()
        elif self._person is not None:
            self.confirmed.emit(self._person.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.code:
            painter = design_painter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            top, room = (
                self._sentence.geometry().bottom() / text_scale() + 16,
                self.leave_button.y() / text_scale() - 16,
            )
            natural = layout_code_card(self.code, QPointF(0, 0), 1).card
            scale = max(0.5, (room - top) / natural.height())
            width = layout_code_card(self.code, QPointF(0, 0), scale).card.width()
            paint_code_card(
                painter, layout_code_card(self.code, QPointF((design_rect(self).width() + width) / 2, top), scale)
            )


_REPLACED = LOOKS[Reason.CODE_REPLACED].title
_TITLE = Message("people", "Replace the code of {name}?")
_QUESTION = Message(
    "people",
    "For a lost badge, or a code someone else has. The old code then gives “{answer}”; arrivals stay. This is final.",
)
_REPLACE = Message("people", "Replace the code (Enter)")
_PRINT = Message("people", "Print the badge (Ctrl+R)")
_DONE = Message("people", "New code for {name}")
_OLD = Message("people", "Let them photograph it. The old code now gives “{answer}”.")
