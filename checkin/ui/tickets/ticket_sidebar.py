# SPDX-License-Identifier: GPL-3.0-or-later
"""The sidebar of the tickets screen: what became of one person's ticket, their message, the faults of their ticket."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from checkin.core.mail.mail_text import MailText
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badges.badges_sidebar import RemarksCard
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.sidebar_card import SidebarCard


class TicketSidebar(QScrollArea):
    """The three cards, below each other."""

    def __init__(self) -> None:
        super().__init__()
        self.history, self.message = SidebarCard(translate(_SENDING)), SidebarCard(translate(_MESSAGE))
        self.remarks = RemarksCard(translate(_REMARKS))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for each in (self.history, self.message, self.remarks):
            column.addWidget(each)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(300, 400))

    def clear(self) -> None:
        """Show nothing of anybody."""
        for card in (self.history, self.message):
            card.replace([])
        self.remarks.show_problems([])

    def show_history(self, lines: Sequence[str]) -> None:
        self.history.replace([label(_breakable(line)) for line in lines])

    def show_message(self, words: MailText) -> None:
        self.message.replace([label(_breakable(words.subject), TEXT, 600), label(_breakable(words.text))])


def _breakable(text: str) -> str:
    """Return the text with places where words may break that are longer than a line: addresses, and some names."""
    return _LONG_WORD.sub("\\1\u200b", text)


_LONG_WORD = re.compile(r"(\S{26})(?=\S)")
_SENDING = Message("tickets", "Sending")
_MESSAGE = Message("tickets", "The message")
_REMARKS = Message("tickets", "On this ticket")
