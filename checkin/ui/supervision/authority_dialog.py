# SPDX-License-Identifier: GPL-3.0-or-later
"""The question for a supervisor's PIN and justification, before an act that a desk may not do alone."""

import math
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from checkin.core.errors import CheckinError, UserError
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.services.supervision import Supervision, stated_why
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.typesetting import unbroken
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.justification_box import JustificationBox
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.pin_field import PinField

WIDTH = 540
"""Pixels."""
TICK_MS = 1_000


@dataclass(frozen=True, slots=True)
class AuthorityRequest:
    """The act to be allowed, translated. `allow` labels the button, `whys` are the usual reasons; without any, no
    reason is asked for, as nothing is recorded. `is_danger`: the act cannot be undone. `dismiss` labels the other
    button, where “Cancel” could be taken for the act. `unguarded` says, where no
    supervisor is named, what follows from that.
    """

    what: str
    allow: str
    whys: tuple[str, ...]
    detail: str = ""
    is_danger: bool = False
    unguarded: str = ""
    dismiss: str = ""


class AuthorityDialog(QDialog):
    """The dialog; `authority` is what was given, else None. Without named supervisors no PIN is asked.

    The PIN comes first, and the first of the usual reasons is chosen: a PIN typed at once is never shown.
    """

    def __init__(self, supervision: Supervision, request: AuthorityRequest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.authority: Authority | None = None
        self._supervision, self._is_danger = supervision, request.is_danger
        self._asks_pin, self._lacks_reason, self._asks_why = supervision.is_needed, False, bool(request.whys)
        self.setWindowTitle(translate(Message("supervisor", "Supervisor")))
        self.why, self.pin, self.notice = JustificationBox(request.whys), PinField(), Notice()
        self._buttons = add_confirm_buttons(self, request.allow, is_danger=request.is_danger)
        if request.dismiss:
            self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(request.dismiss)
        self.allow = self._buttons.buttons()[0]
        self._buttons.accepted.connect(self._try)
        self.why.editTextChanged.connect(self._note_reason)
        self._assemble(request)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._look_at_lock)
        (self.pin if self._asks_pin else self.why).setFocus()
        if self._asks_pin:
            self._look_at_lock()

    def _assemble(self, request: AuthorityRequest) -> None:
        column = dialog_column(self, request.what, 8)
        if request.detail:
            column.addWidget(label(request.detail))
        column.addSpacing(8)
        self._add(column, translate(Message("supervisor", "PIN of a supervisor")), self.pin, is_asked=self._asks_pin)
        self._add(column, translate(Message("supervisor", "Why")), self.why, is_asked=self._asks_why)
        if not self._asks_why:
            self.why.setCurrentText(request.allow)
        elif self._asks_pin:
            self.why.setCurrentIndex(0)
        if not self._asks_pin:
            column.addWidget(label(translate(_DESK_SIGNS, desk=unbroken(self._supervision.desk_name))))
            if request.unguarded:
                column.addSpacing(8)
                self.notice.setText(request.unguarded)
        column.addWidget(self.notice)
        column.addSpacing(8)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setFixedWidth(scale_px(WIDTH))

    def _add(self, column: QVBoxLayout, text: str, field: QWidget, *, is_asked: bool) -> None:
        above = caption(text, field)
        column.addWidget(above)
        column.addWidget(field)
        column.addSpacing(8 if is_asked else 0)
        above.setVisible(is_asked)
        field.setVisible(is_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the reason only chooses it where the act cannot be undone, and goes on to what is next."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_reason = self.focusWidget() in (self.why, self.why.lineEdit()) and bool(self.why.currentText().strip())
        if is_enter and is_reason and self._is_danger:
            (self.pin if self._asks_pin else self.allow).setFocus()
        else:
            super().keyPressEvent(event)

    def _try(self) -> None:
        """Submit; a reason that may not be recorded, or a PIN that is missing or scanned, wastes no attempt."""
        try:
            stated_why(self.why.currentText(), self.pin.text())
        except UserError as error:
            self._ask_why_again(error)
            return
        if self._asks_pin and not self.pin.text():
            self.pin.setFocus()
        elif self.pin.was_scanned:
            self.pin.clear()
            self._show_notice(translate(_SCANNED))
        else:
            self._ask()

    def _ask(self) -> None:
        try:
            self.authority = self._supervision.authority(self.why.currentText(), self.pin.text())
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self._show_notice(error_text(error))
            self.pin.clear()
            self._look_at_lock()
        else:
            self.accept()

    def _ask_why_again(self, error: UserError) -> None:
        """Say why the reason is not taken, and empty its field: what stands there may be a PIN."""
        self.why.setCurrentIndex(-1)
        self._lacks_reason = True
        self._show_notice(error_text(error))
        self.why.setFocus()

    def _note_reason(self, text: str) -> None:
        """Take away the sentence that a reason is missing once there is one."""
        if self._lacks_reason and text.strip():
            self._lacks_reason = False
            self._show_notice("")

    def _look_at_lock(self) -> None:
        """Show the remaining lock time each second. Storage errors go to the error handler."""
        wait = self._supervision.waiting_time() if self._asks_pin else None
        was_locked = self._tick.isActive()
        for part in (self.pin, self.allow):
            part.setEnabled(wait is None)
        if wait is not None:
            seconds = math.ceil(wait.total_seconds())
            self._show_notice(translate(_LOCKED, time=f"{seconds // 60}:{seconds % 60:02}"))
            self._tick.start()
        elif was_locked:
            self._tick.stop()
            self._show_notice("")
            self.pin.setFocus()

    def _show_notice(self, text: str) -> None:
        self.notice.setText(text)

    def done(self, result: int) -> None:
        self._tick.stop()
        self.pin.clear()
        super().done(result)


def ask_authority(supervision: Supervision, request: AuthorityRequest, parent: QWidget | None) -> Authority | None:
    """Return the authority given, None if the user cancelled."""
    dialog = AuthorityDialog(supervision, request, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.authority


def ask_where_named(
    supervision: Supervision, request: AuthorityRequest, parent: QWidget | None
) -> tuple[bool, Authority | None]:
    """Return whether to go on, and the authority given. While no supervisor is named nobody is asked."""
    if not supervision.is_needed:
        return True, None
    authority = ask_authority(supervision, request, parent)
    return authority is not None, authority


def programme_request(question: Message) -> AuthorityRequest:
    """Return the question before the programme is changed."""
    whys = (_CHANGE, _MISTAKE, _ORGANISER)
    return AuthorityRequest(translate(question), translate(_CONTINUE), tuple(map(translate, whys)))


_CONTINUE = Message("supervisor", "Continue")
_CHANGE = Message("programme editor", "Change of programme")
_MISTAKE = Message("programme editor", "Mistake in the programme")
_ORGANISER = Message("supervisor", "Supervisor agreed")
_DESK_SIGNS = Message("supervisor", "No PIN to type. This choice is recorded under the name of this desk, “{desk}”.")
_SCANNED = Message("supervisor", "A scanner typed this, so it was not used. Type the PIN by hand.")
_LOCKED = Message("supervisor", "Too many wrong PINs. A PIN can be tried again in {time}; scanning goes on as before.")
