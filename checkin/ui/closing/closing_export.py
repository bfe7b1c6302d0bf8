# SPDX-License-Identifier: GPL-3.0-or-later
"""The export section of the closing screen; it opens the same question as the menu."""

from PySide6.QtCore import Signal

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.icon_button import WordButton
from checkin.ui.widgets.labels import Paragraph


class ClosingExport(ClosingSection):
    """The section; `state` says when it was last exported, and what came since."""

    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("download", _TITLE, _WHY)
        self.state = Paragraph(TEXT, 600)
        self.add(self.state)
        self.button = WordButton(translate(_EXPORT), "file-down", is_primary=True)
        self.button.clicked.connect(self.export_wanted)
        self.add_row(self.button)


_TITLE = Message("closing", "Attendance")
_WHY = Message("closing", "Who came and when, as an Excel workbook or CSV, with every correction.")
_EXPORT = Message("menu", "Export the attendance…")
