# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog before self-service: what it is, how it ends, this desk's name, and how much of a name is shown.

Without a supervisor no PIN could end it, so one is named here first.
"""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from checkin.core.errors import CheckinError
from checkin.core.kiosk.kiosk_answers import GreetingStyle
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.services.kiosk_service import KioskService
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.supervision.supervisor_form import SupervisorForm
from checkin.ui.widgets.form_fields import ComboBox, line_field
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 620
"""Pixels."""
LONGEST_NAME = 40
TITLE = Message("kiosk", "Self-service")

_GREETINGS = {
    GreetingStyle.INITIAL: Message("kiosk", "First name and initial: Welcome, Éléonore L."),
    GreetingStyle.FULL: Message("kiosk", "Full name: Welcome, Éléonore Le Goff"),
    GreetingStyle.NONE: Message("kiosk", "No name: Welcome"),
}


class KioskDialog(QDialog):
    """The dialog, accepted once self-service has begun; `name` is the new name of the desk."""

    def __init__(self, service: KioskService, desk_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service, self._desk_name = service, desk_name
        self.setWindowTitle(translate(TITLE))
        self.desk, self.greeting, self.notice = line_field(translate(_NAME)), ComboBox(translate(_GREETING)), Notice()
        self.desk.setText(desk_name)
        self.desk.setMaxLength(LONGEST_NAME)
        for greeting, words in _GREETINGS.items():
            self.greeting.addItem(translate(words), greeting)
        self.greeting.setCurrentIndex(list(_GREETINGS).index(service.settings.greeting))
        self.go_on = QPushButton(self)
        self.go_on.setDefault(True)
        self._assemble()
        self._offer()

    @property
    def name(self) -> str:
        return self.desk.text().strip() or self._desk_name

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 8)
        column.addWidget(label(translate(_WHAT)))
        column.addSpacing(8)
        column.addWidget(caption(translate(_NAME), self.desk))
        column.addWidget(self.desk)
        column.addSpacing(8)
        column.addWidget(caption(translate(_GREETING), self.greeting))
        column.addWidget(self.greeting)
        column.addSpacing(8)
        column.addWidget(self.notice)
        column.addStretch(1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._go_on)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))

    def _offer(self) -> None:
        can_be_left = self._service.can_be_left
        self.go_on.setText(translate(_BEGIN if can_be_left else _NAME_ONE))
        self._show_notice("" if can_be_left else translate(_NO_PIN))

    def _go_on(self) -> None:
        if not self._service.can_be_left:
            self._name_supervisor()
            return
        try:
            self._service.begin(self.greeting.currentData())
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self._show_notice(error_text(error))
        else:
            self.accept()

    def _name_supervisor(self) -> None:
        supervision = self._service.supervision
        authority = Authority(supervision.desk_name, translate(_FIRST))
        form = SupervisorForm(lambda name, pin: supervision.name(name, pin, authority), "", self)
        form.exec()
        form.deleteLater()
        self._offer()

    def _show_notice(self, text: str) -> None:
        self.notice.setText(text)
        self.go_on.setAccessibleDescription(text)


_WHAT = Message(
    "kiosk",
    "People use this screen on their own: they show their code, and anyone clearly expected is welcomed. "
    "Everyone else is sent to the welcome desk, without being told why. It fills the screen, comes back after "
    "a power cut, and is closed with the padlock at the bottom right and a supervisor’s PIN.",
)
_NAME = Message("kiosk", "Name of this screen, as the other desks see it")
_GREETING = Message("kiosk", "What others can read over someone’s shoulder")
_BEGIN = Message("kiosk", "Start self-service")
_NAME_ONE = Message("kiosk", "Name a supervisor…")
_NO_PIN = Message(
    "kiosk", "Only a supervisor’s PIN ends self-service, and nobody has one yet. Name a supervisor first."
)
_FIRST = Message("supervisor", "First supervisor")
