# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: whether answers sound, and what they sound like. Plays nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.theme import TEXT
from checkin.ui.look.wording import Family
from checkin.ui.parts.beginning import Beginning
from checkin.ui.parts.choices import Choices
from checkin.ui.parts.group import Group
from checkin.ui.parts.labels import Paragraph
from checkin.ui.settings.page import page_button, page_column

SOUND = Words("menu", "Sound")
FAMILIES = {
    Family.WELCOME: Words("settings", "Welcome"),
    Family.PERSON: Words("settings", "A person is needed"),
    Family.REFUSED: Words("settings", "Refused"),
}
"""The three that are told apart without looking."""


class SoundPage(QWidget):
    """`play_wanted` carries a `Family`, whether answers sound or not."""

    play_wanted = Signal(object)

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.has_sound = QCheckBox(say(_EACH))
        self.has_sound.setChecked(choices.settings.has_sound)
        self.has_sound.toggled.connect(lambda on: choices.choose(has_sound=on))
        self.told = Paragraph(TEXT, 600)
        column = page_column(self, SOUND, _WHY)
        row = QHBoxLayout()
        row.setSpacing(12)
        for family, words in FAMILIES.items():
            row.addWidget(page_button(words, lambda _=False, played=family: self.play_wanted.emit(played)))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(Group(self.has_sound, is_divided=True))
        column.addStretch(1)
        Beginning(self, self.has_sound)

    def show_available(self, is_available: bool) -> None:
        """Whether there is a loudspeaker."""
        self.told.show_text("" if is_available else say(_SILENT))
        self.told.setVisible(not is_available)


_WHY = Words("settings", "Each kind of answer sounds different, so that nobody need look up. Press one to hear it.")
_EACH = Words("settings", "Each answer sounds")
_SILENT = Words("settings", "This computer has no loudspeaker. The desk works all the same.")
