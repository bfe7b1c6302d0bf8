# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which an attendee signs for a half-day or a session: name, occasion, pad.

It covers the window, because the guest who holds the screen must not read other names.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.attendance.sign_in_sheet import Occasion
from checkin.core.attendee import Attendee
from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.pdf_reports.report_wording import occasion_heading
from checkin.services.desk import Desk
from checkin.translation import Translator, clock_time, current_language, error_text, translate
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import LARGE
from checkin.ui.signing.signature_pad import SignaturePad
from checkin.ui.widgets.form_fields import BUTTON_EDGE, ComboBox, FormMessage, FormTitle, labelled_field

BUTTON, EDGE = 60, 24
"""Pixels: height of a button to touch, and margin."""


class SignatureDialog(QDialog):
    """The signature of one person, for a programme with times.

    Accepted, `message` is the sentence about what was stored.
    """

    def __init__(self, desk: Desk, person: Attendee, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._person = desk, person
        self._occasions = desk.signing.occasions()
        self._signed = desk.signing.signed(person.id)
        self.message = ""
        self.setWindowTitle(translate(_WINDOW))
        self.title, self.strip = FormTitle("pencil"), FormMessage()
        self.occasion, self.pad = ComboBox(translate(_FOR)), SignaturePad(translate(_PAD))
        self.clear, self.undo_button = QPushButton(translate(_CLEAR)), QPushButton(translate(_TAKE_BACK))
        self.close_button, self.done_button = QPushButton(translate(_CLOSE)), QPushButton(translate(_DONE))
        self._assemble()
        self._connect()
        self.title.show_title(person.name)
        self.occasion.addItems([self._called(occasion) for occasion in self._occasions])
        self.pad.setFocus()
        if parent:
            self.resize(parent.window().size())

    @property
    def chosen(self) -> Occasion:
        return self._occasions[max(0, self.occasion.currentIndex())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.pad.clear()
        else:
            super().keyPressEvent(event)

    def _show_occasion(self) -> None:
        """Show what is known of the chosen occasion; the current strokes stay."""
        earlier = self._signed.get(self.chosen.id)
        self.undo_button.setVisible(earlier is not None)
        self.pad.show_earlier(earlier.signature if earlier else None)
        if earlier:
            entry = earlier.entry
            at = clock_time(entry.at.astimezone(self._desk.now().tzinfo))
            self.strip.note(translate(_EARLIER, at=at, desk=entry.desk))
        else:
            self.strip.note(translate(_CONFIRM))

    def _look(self) -> None:
        is_signed = self.pad.signature() is not None
        self.done_button.setEnabled(is_signed)
        self.clear.setEnabled(self.pad.has_ink)

    def _sign(self) -> None:
        signature = self.pad.signature()
        if signature is None:
            return
        try:
            self._desk.signing.sign(self._person.id, self.chosen.id, signature)
        except CheckinError as error:  # shown here: the desk is covered by this window, and the strokes are kept
            self.strip.warn(error_text(error))
        else:
            self._finish(_SIGNED)

    def _undo(self) -> None:
        try:
            self._desk.signing.undo(self._person.id, self.chosen.id)
        except CheckinError as error:
            self.strip.warn(error_text(error))
        else:
            self._finish(_TAKEN_BACK)

    def _finish(self, words: Message) -> None:
        self.message = translate(words, name=self._person.name, what=self._called(self.chosen))
        self.accept()

    def _called(self, occasion: Occasion) -> str:
        zone = self._desk.now().tzinfo
        assert zone
        return " – ".join(filter(None, occasion_heading(occasion, Translator(current_language()), zone)))

    def _connect(self) -> None:
        self.occasion.currentIndexChanged.connect(self._show_occasion)
        self.pad.changed.connect(self._look)
        self.clear.clicked.connect(self.pad.clear)
        self.undo_button.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.reject)
        self.done_button.clicked.connect(self._sign)
        self._look()

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(labelled_field(self.occasion, translate(_FOR)))
        column.addWidget(self.strip)
        column.addWidget(self.pad, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        for button in (self.clear, self.undo_button, None, self.close_button, self.done_button):
            if button is None:
                row.addStretch(1)
                continue
            button.setFont(scaled_font(LARGE, 600))
            button.setStyleSheet(f"min-height: {scale_px(BUTTON - 2 * BUTTON_EDGE)}px")
            button.setAutoDefault(button is self.done_button)
            row.addWidget(button)
        self.done_button.setDefault(True)
        column.addLayout(row)


_WINDOW = Message("signature", "Signature")
_FOR = Message("signature", "Signs for")
_PAD = Message("signature", "Place to sign, with a finger, a pen or the mouse")
_CONFIRM = Message("signature", "By signing I confirm that I am here.")
_EARLIER = Message("signature", "Already signed, at {at} ({desk}). Signing again replaces it.")
_CLEAR = Message("signature", "Clear (Del)")
_TAKE_BACK = Message("signature", "Remove the signature")
_CLOSE = Message("walk-in", "Close (Esc)")
_DONE = Message("signature", "Done (Enter)")
_SIGNED = Message("signature", "Signed: {name}, {what}.")
_TAKEN_BACK = Message("signature", "Signature removed: {name}, {what}.")
