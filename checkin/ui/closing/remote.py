# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of the stream, in the evening: a card with one button. Only asks."""

from PySide6.QtCore import Signal

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.closing.section import ClosingSection
from checkin.ui.parts.icon_button import WordButton


class ClosingRemote(ClosingSection):
    """`wanted`: a log is to be brought in."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("monitor", _TITLE, _WHY)
        self.button = WordButton(say(_BRING), "download")
        self.button.clicked.connect(self.wanted)
        self.add_row(self.button)


_TITLE = Words("closing", "Who watched online")
_WHY = Words(
    "closing",
    "From the log of Zoom, Teams or another platform. You see who is who before anything is recorded, and nobody is "
    "counted twice.",
)
_BRING = Words("closing", "Import connections (Zoom, Teams)…")
