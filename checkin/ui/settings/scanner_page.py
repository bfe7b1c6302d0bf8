# SPDX-License-Identifier: GPL-3.0-or-later
"""The scanner page of the settings: a keyboard scanner tried with a code on the screen. Nothing has to be set."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.scanning.keyboard_layouts import keyboard_name
from checkin.translation import translate
from checkin.ui.look.theme import LARGE, TEXT
from checkin.ui.settings.settings_page import page_column
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.trial_code import TrialCode

SCANNER = Message("settings", "Scanner")


class ScannerPage(QWidget):
    """The page; `show_read` is called when the test code came."""

    def __init__(self) -> None:
        super().__init__()
        self.code = TrialCode()
        self.message = Paragraph(LARGE, 600)
        self.more = Paragraph(TEXT)
        self.message.show_text(translate(_WAITING))
        self.more.show_text(translate(_NONE))
        column = page_column(self, SCANNER, _WHY)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addSpacing(4)
        texts.addWidget(self.message)
        texts.addWidget(self.more)
        texts.addStretch(1)
        row.addLayout(texts, 1)
        column.addLayout(row)
        column.addStretch(1)

    def show_read(self, layout: str) -> None:
        """Show that the code was read; `layout` is the keyboard layout it was repaired from, "" if it came
        unchanged.
        """
        self.message.show_text(translate(_READ))
        self.more.show_text(translate(_REPAIRED, layout=keyboard_name(layout)) if layout else translate(_AS_MEANT))


_WHY = Message(
    "settings", "Scan this code with the scanner. This test code belongs to nobody, and nothing is recorded."
)
_WAITING = Message("settings", "Waiting for the scanner…")
_NONE = Message(
    "settings",
    "Nothing happens? Unplug its cable and plug it in again. You can do without a scanner: the camera reads codes too.",
)
_READ = Message("settings", "The scanner works")
_AS_MEANT = Message("settings", "Every character arrived correctly. There is nothing to set.")
_REPAIRED = Message(
    "settings",
    "It types as if on a US keyboard, but this computer has another one ({layout}). Checkin corrected the "
    "code, and will do so every time: there is nothing to set.",
)
