# SPDX-License-Identifier: GPL-3.0-or-later
"""The form for a supervisor's name and PIN, typed twice. The desk validates them."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.supervisor import LONGEST, LONGEST_NAME, SHORTEST
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.screen_reader import announce
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.pin_field import HEIGHT, PinField

WIDTH = 460
"""Pixels."""


class SupervisorForm(QDialog):
    """A form that calls `keep` with name and PIN and shows the error it raises. A given `name` cannot be changed."""

    def __init__(self, keep: Callable[[str, str], object], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self.setWindowTitle(
            translate(_NEW_PIN, name=name) if name else translate(Message("supervisor", "New supervisor"))
        )
        self.name, self.pin, self.again, self.notice = QLineEdit(name), PinField(), PinField(), Notice()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setVisible(not name)
        self.name.setMinimumHeight(scale_px(HEIGHT))
        self._assemble(bool(name))

    def _assemble(self, is_named: bool) -> None:
        column = dialog_column(self, self.windowTitle(), 8)
        column.addWidget(label(translate(_DIGITS, shortest=SHORTEST, longest=LONGEST)))
        column.addSpacing(8)
        name_caption = caption(translate(Message("supervisor", "Name")), self.name)
        name_caption.setVisible(not is_named)
        for part in (
            name_caption,
            self.name,
            caption(translate(Message("supervisor", "PIN")), self.pin),
            self.pin,
            caption(translate(Message("supervisor", "The same PIN again")), self.again),
            self.again,
            self.notice,
        ):
            column.addWidget(part)
        buttons = add_confirm_buttons(self, translate(Message("supervisor", "Save")))
        buttons.accepted.connect(self._save)
        column.addSpacing(8)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        (self.pin if is_named else self.name).setFocus()

    def _save(self) -> None:
        """Save; Enter first leads through empty fields."""
        for field in (self.name, self.pin, self.again):
            if not field.text().strip():
                field.setFocus()
                announce(field, translate(_MISSING, field=field.accessibleName()))
                return
        if self.pin.text() != self.again.text():
            self._start_again(translate(_DIFFERENT))
            return
        try:
            self._keep(self.name.text(), self.pin.text())
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self._start_again(error_text(error))
        else:
            self.accept()

    def _start_again(self, why: str) -> None:
        self.notice.setText(why)
        self.pin.clear()
        self.again.clear()
        self.pin.setFocus()

    def done(self, result: int) -> None:
        self.pin.clear()
        self.again.clear()
        super().done(result)


_NEW_PIN = Message("supervisor", "New PIN of {name}")
_DIGITS = Message(
    "supervisor",
    "A PIN has {shortest} to {longest} digits; use 6 or more. It identifies the supervisor, so no two can be the same.",
)
_MISSING = Message("walk-in", "{field}: required.")
_DIFFERENT = Message("supervisor", "The two PINs are not the same. Type both again.")
