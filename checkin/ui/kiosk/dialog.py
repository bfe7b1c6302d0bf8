# SPDX-License-Identifier: GPL-3.0-or-later
"""Before self-service begins: what it is and how it ends, as what this desk is known, how much of a name it says.

Without a supervisor there is no PIN to end it: one is named here first.
"""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from checkin.core.errors import CheckinError
from checkin.core.kiosk import Greeting
from checkin.core.supervisor import Authority
from checkin.core.words import Words
from checkin.desk.self_service import SelfService
from checkin.language import say, sentence
from checkin.ui.look.measure import sized
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.form_fields import Choice, line
from checkin.ui.parts.labels import Notice, caption, label
from checkin.ui.supervision.supervisor_form import SupervisorForm

WIDTH = 620
"""Pixels."""
LONGEST_NAME = 40
TITLE = Words("kiosk", "Self-service")

_GREETINGS = {
    Greeting.INITIAL: Words("kiosk", "First name and initial: Welcome, Éléonore L."),
    Greeting.FULL: Words("kiosk", "Whole name: Welcome, Éléonore Le Goff"),
    Greeting.NONE: Words("kiosk", "No name: Welcome"),
}


class KioskDialog(QDialog):
    """Accepted once self-service has begun; `name` is what the desk is to be called then."""

    def __init__(self, service: SelfService, desk_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service, self._desk_name = service, desk_name
        self.setWindowTitle(say(TITLE))
        self.desk, self.greeting, self.notice = line(say(_NAME)), Choice(say(_GREETING)), Notice()
        self.desk.setText(desk_name)
        self.desk.setMaxLength(LONGEST_NAME)
        for greeting, words in _GREETINGS.items():
            self.greeting.addItem(say(words), greeting)
        self.greeting.setCurrentIndex(list(_GREETINGS).index(service.settings.greeting))
        self.go_on = QPushButton()
        self.go_on.setDefault(True)
        self._assemble()
        self._offer()

    @property
    def name(self) -> str:
        return self.desk.text().strip() or self._desk_name

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 8)
        column.addWidget(label(say(_WHAT)))
        column.addSpacing(8)
        column.addWidget(caption(say(_NAME), self.desk))
        column.addWidget(self.desk)
        column.addSpacing(8)
        column.addWidget(caption(say(_GREETING), self.greeting))
        column.addWidget(self.greeting)
        column.addSpacing(8)
        column.addWidget(self.notice)
        column.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(self.go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._go_on)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setFixedWidth(sized(WIDTH))

    def _offer(self) -> None:
        can_be_left = self._service.can_be_left
        self.go_on.setText(say(_BEGIN if can_be_left else _NAME_ONE))
        self._tell("" if can_be_left else say(_NO_PIN))

    def _go_on(self) -> None:
        if not self._service.can_be_left:
            self._name_supervisor()
            return
        try:
            self._service.begin(self.greeting.currentData())
        except CheckinError as error:  # told here: the desk's own line is behind this window
            self._tell(sentence(error))
        else:
            self.accept()

    def _name_supervisor(self) -> None:
        supervision = self._service.supervision
        authority = Authority(supervision.desk_name, say(_FIRST))
        form = SupervisorForm(lambda name, pin: supervision.name(name, pin, authority), "", self)
        form.exec()
        form.deleteLater()
        self._offer()

    def _tell(self, text: str) -> None:
        self.notice.setText(text)
        self.go_on.setAccessibleDescription(text)


_WHAT = Words(
    "kiosk",
    "This screen is for guests alone: they show their code, and who is plainly expected is welcomed. Everybody else is "
    "sent to the welcome desk, without a reason. It fills the screen, comes back after a power cut, and ends by the "
    "lock at the bottom right with the PIN of a supervisor.",
)
_NAME = Words("kiosk", "Name of this screen, as the other desks read it")
_GREETING = Words("kiosk", "What others may read over a shoulder")
_BEGIN = Words("kiosk", "Begin self-service")
_NAME_ONE = Words("kiosk", "Name a supervisor…")
_NO_PIN = Words("kiosk", "Only the PIN of a supervisor ends self-service, and nobody has one yet. Name one first.")
_FIRST = Words("supervisor", "First supervisor")
