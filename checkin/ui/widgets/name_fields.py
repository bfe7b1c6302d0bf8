# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields for first and last name, and the key that swaps them: people say their names in either order."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton

from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.people.registration_form import propose_capitals, tidy_field
from checkin.translation import translate
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.form_fields import BIG, BUTTON_EDGE, labelled_field, line_field
from checkin.ui.widgets.layouts import FieldGrid

KEY = QKeySequence("Ctrl+E")
_REQUIRED = Message("walk-in", "Required")
_SWAP = Message("walk-in", "Swap")
_EXCHANGE = Message("walk-in", "Swap first and last name")


class NameFields(FieldGrid):
    """Two large name fields; the first gets the focus."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = line_field(translate(FIELD_NAMES["first_name"]), is_big=True)
        self.last = line_field(translate(FIELD_NAMES["last_name"]), is_big=True)
        self._exchange = self._button()
        first, last = (labelled_field(field, field.accessibleName()) for field in (self.first, self.last))
        self.lay((first, last, labelled_field(self._exchange, translate(_SWAP))))
        self.setFocusProxy(self.first)
        for field in (self.first, self.last):
            field.setPlaceholderText(translate(_REQUIRED))
            field.setAccessibleDescription(translate(_REQUIRED))
            field.textChanged.connect(lambda _: self.changed.emit())
        shortcut = QShortcut(KEY, self)
        shortcut.activated.connect(self.exchange)

    def fill(self, text: str) -> None:
        """Fill both fields from one text: a single word is a last name, otherwise the first word is the first name.

        The order is not guessed: one key exchanges the two. A name in small letters gets capitals.
        """
        *first, last = tidy_field(text).split(" ", 1)
        self.set_names(propose_capitals("".join(first)), propose_capitals(last))

    def set_names(self, first: str, last: str) -> None:
        self.last.setText(last)
        self.first.setText(first)
        self.last.setCursorPosition(0)  # a long name is seen from its beginning

    def exchange(self) -> None:
        self.set_names(self.last.text(), self.first.text())

    @property
    def names(self) -> tuple[str, str]:
        """First and last name, tidied."""
        return tidy_field(self.first.text()), tidy_field(self.last.text())

    @property
    def missing(self) -> QLineEdit | None:
        """The first field that is still empty, or None."""
        return next((field for field, name in zip((self.first, self.last), self.names, strict=True) if not name), None)

    def _button(self) -> QPushButton:
        button = QPushButton("⇄")
        button.setFont(scaled_font(LARGE, 600))
        button.setStyleSheet(f"min-height: {scale_px(BIG - 2 * BUTTON_EDGE)}px; padding: {BUTTON_EDGE - 1}px 0")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # from one name straight to the other
        name = f"{translate(_EXCHANGE)} ({KEY.toString(QKeySequence.SequenceFormat.NativeText)})"
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(self.exchange)
        return button
