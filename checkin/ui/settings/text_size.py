# SPDX-License-Identifier: GPL-3.0-or-later
"""The combo box for the text size. Applies nothing itself; windows made afterwards follow."""

from PySide6.QtCore import Signal

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import PERCENTS
from checkin.ui.widgets.form_fields import ComboBox

TEXT_SIZE = Message("settings", "Size of text")
_AS_DRAWN = Message("settings", "{percent}% – normal")
_PERCENT = Message("settings", "{percent}%")


def percent_text(percent: int) -> str:
    return translate(_AS_DRAWN if percent == PERCENTS[0] else _PERCENT, percent=percent)


class TextSize(ComboBox):
    """The combo box; `chosen` carries percent of the normal size."""

    chosen = Signal(int)

    def __init__(self, percent: int) -> None:
        super().__init__(translate(TEXT_SIZE))
        for each in PERCENTS:
            self.addItem(percent_text(each), each)
        self.setCurrentIndex(max(0, self.findData(percent)))
        self.activated.connect(lambda _: self.chosen.emit(self.percent))

    @property
    def percent(self) -> int:
        return int(self.currentData())
