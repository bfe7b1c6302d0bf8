# SPDX-License-Identifier: GPL-3.0-or-later
"""The bottom of the self-service screen: languages, help, and the exit for the team. Only emits signals."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.core.kiosk.open_help_calls import HelpEnd
from checkin.core.languages import LANGUAGES
from checkin.translation import Translator
from checkin.ui.kiosk.kiosk_button import KioskButton
from checkin.ui.kiosk.kiosk_wording import COMING, HELP, NO_HELP, TEAM
from checkin.ui.look.theme import GAP, GREEN


class KioskBar(QWidget):
    """`language_chosen` carries the code of a language. `help` is pressed to call, and again to take the call back."""

    language_chosen = Signal(str)

    def __init__(self, voice: Translator) -> None:
        super().__init__()
        self.languages = {code: KioskButton("", each.name) for code, each in LANGUAGES.items()}
        self.help, self.team = KioskButton("bell"), KioskButton("lock")
        self._is_called = False
        self._end: HelpEnd | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for code, button in self.languages.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=code: self.language_chosen.emit(chosen))
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.help)
        self._row.addWidget(self.team)
        self.set_language(voice)

    def set_language(self, voice: Translator) -> None:
        self._voice = voice
        for code, button in self.languages.items():  # not a group: the tab key would reach only the checked one
            button.setChecked(code == voice.spoken)
        self.team.show_text(voice.translate(TEAM))
        self.show_help(self._is_called, self._end)

    def show_help(self, is_called: bool, end: HelpEnd | None) -> None:
        """Show whether a guest waits for help, and how a desk answered."""
        self._is_called, self._end = is_called, end
        if end is HelpEnd.COMING:
            self.help.show_text(self._voice.translate(COMING), "user-check", GREEN)
        elif is_called:
            self.help.show_text(self._voice.translate(NO_HELP), "x")
        else:
            self.help.show_text(self._voice.translate(HELP), "bell")

    def set_scale(self, scale: float) -> None:
        self._row.setSpacing(round(GAP * scale))
        for button in (*self.languages.values(), self.help, self.team):
            button.set_scale(scale)
