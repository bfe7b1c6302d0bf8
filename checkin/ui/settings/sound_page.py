# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound page of the settings: on or off, and samples. Plays nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.theme import TEXT
from checkin.ui.settings.settings_page import CurrentSettings, page_button, page_column
from checkin.ui.widgets.keyboard import InitialFocus
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import CardGroup

SOUND = Message("menu", "Sound")
FAMILIES = {
    AnswerFamily.WELCOME: Message("settings", "Welcome"),
    AnswerFamily.PERSON: Message("settings", "Needs you"),
    AnswerFamily.REFUSED: Message("settings", "Refused"),
}
"""The three families that are told apart without looking."""


class SoundPage(QWidget):
    """The page; `play_wanted` carries an `AnswerFamily`, even while sounds are off."""

    play_wanted = Signal(object)

    def __init__(self, choices: CurrentSettings) -> None:
        super().__init__()
        self.has_sound = QCheckBox(translate(_EACH))
        self.has_sound.setChecked(choices.settings.has_sound)
        self.has_sound.toggled.connect(lambda on: choices.choose(has_sound=on))
        self.message = Paragraph(TEXT, 600)
        column = page_column(self, SOUND, _WHY)
        row = QHBoxLayout()
        row.setSpacing(12)
        for family, words in FAMILIES.items():
            row.addWidget(page_button(words, lambda _=False, played=family: self.play_wanted.emit(played)))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(CardGroup(self.has_sound, is_divided=True))
        column.addStretch(1)
        InitialFocus(self, self.has_sound)

    def show_available(self, is_available: bool) -> None:
        """Show whether there is a loudspeaker."""
        self.message.show_text("" if is_available else translate(_SILENT))
        self.message.setVisible(not is_available)


_WHY = Message("settings", "Each kind of answer has its own sound, so you need not look up. Press one to hear it.")
_EACH = Message("settings", "A sound for each answer")
_SILENT = Message("settings", "This computer has no loudspeaker. The desk works without one.")
