# SPDX-License-Identifier: GPL-3.0-or-later
"""How large text is: a choice for settings. Changes nothing itself; windows that are made afterwards follow."""

from PySide6.QtCore import Signal

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.measure import PERCENTS
from checkin.ui.parts.form_fields import Choice

TEXT_SIZE = Words("settings", "Size of text")
_AS_DRAWN = Words("settings", "{percent}% – normal")
_PERCENT = Words("settings", "{percent}%")


def percent_text(percent: int) -> str:
    return say(_AS_DRAWN if percent == PERCENTS[0] else _PERCENT, percent=percent)


class TextSize(Choice):
    """`chosen` carries the percents of the design."""

    chosen = Signal(int)

    def __init__(self, percent: int) -> None:
        super().__init__(say(TEXT_SIZE))
        for each in PERCENTS:
            self.addItem(percent_text(each), each)
        self.setCurrentIndex(max(0, self.findData(percent)))
        self.activated.connect(lambda _: self.chosen.emit(self.percent))

    @property
    def percent(self) -> int:
        return int(self.currentData())
