# SPDX-License-Identifier: GPL-3.0-or-later
"""The section for the connection log of the stream: a card with one button."""

from PySide6.QtCore import Signal

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.widgets.icon_button import WordButton


class ClosingRemote(ClosingSection):
    """The section; `wanted`: a log is to be imported."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("monitor", _TITLE, _WHY)
        self.button = WordButton(translate(_BRING), "download")
        self.button.clicked.connect(self.wanted)
        self.add_row(self.button)


_TITLE = Message("closing", "Who watched online")
_WHY = Message(
    "closing",
    "From the log of Zoom, Teams or another platform. You see who is who before anything is recorded, and nobody is "
    "counted twice.",
)
_BRING = Message("closing", "Import online attendance (Zoom, Teams)…")
