# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip that stays under the header while arrivals are entered from paper, and shows their time.

It only asks for the time: the desk records it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QPushButton

from checkin.core.message import Message
from checkin.core.paper_entries import parse_paper_time
from checkin.services.desk import Desk
from checkin.translation import translate
from checkin.ui.desk.mode_bar import ModeBar


class PaperEntryBar(ModeBar):
    """A strip, hidden in normal operation. `changed`: another time was set, or the entry ended."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.another, self.end = _button(Message("paper", "Another time…")), _button(Message("paper", "Paper done"))
        super().__init__("pencil", self.another, self.end)
        self._desk = desk
        self.another.clicked.connect(self.ask)
        self.end.setProperty("primary", True)
        self.end.clicked.connect(self.finish)
        self._show()

    def ask(self) -> None:
        """Ask for the time of the next entries, valid for a series of people.

        Raise `UserError` if the text is no time; nothing is changed then.
        """
        written = self._desk.written
        before = f"{written.astimezone(self._desk.now().tzinfo):%H:%M}" if written else ""
        title, plain = translate(_TITLE), QLineEdit.EchoMode.Normal
        typed, is_given = QInputDialog.getText(self.window(), title, translate(_ASK), plain, before)
        if is_given:
            self._desk.enter_from_paper(parse_paper_time(typed, self._desk.now()))
            self._show()
            self.changed.emit()

    def finish(self) -> None:
        self._desk.enter_from_paper(None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        written = self._desk.written
        if written:
            now = self._desk.now()
            local = written.astimezone(now.tzinfo)
            time = f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"
            self.show_sentence(translate(_ENTERED, time=time))
        self.setVisible(written is not None)


def _button(words: Message) -> QPushButton:
    button = QPushButton(translate(words))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


_TITLE = Message("paper", "Arrivals from paper")
_ASK = Message("paper", "Time written on the paper (8:45). It applies until you type another:")
_ENTERED = Message("paper", "From paper: everyone you scan or name now arrived at {time}. The camera is off.")
CAMERA_OFF = Message(
    "paper",
    "The camera would see several lines of the paper at once. Use the handheld scanner, or type a name or a code.",
)
