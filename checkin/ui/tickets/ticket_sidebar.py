# SPDX-License-Identifier: GPL-3.0-or-later
"""The sidebar of the tickets screen: what became of one person's ticket, their message, the faults of their ticket."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from checkin.core.mail.mail_text import MailText
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badges.badges_sidebar import RemarksCard
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.labels import break_long_words, label
from checkin.ui.widgets.sidebar_card import Sidebar, SidebarCard


class TicketSidebar(Sidebar):
    """The three cards, below each other. `person_wanted`: the person is to be corrected; `arrived`: the message
    that was perhaps sent has arrived.
    """

    person_wanted = Signal()
    arrived = Signal()

    def __init__(self) -> None:
        self.history, self.message = SidebarCard(translate(_SENDING)), SidebarCard(translate(_MESSAGE))
        self.remarks = RemarksCard(translate(_REMARKS))
        super().__init__(self.history, self.message, self.remarks)

    def clear(self) -> None:
        """Show nothing of anybody."""
        for card in (self.history, self.message):
            card.replace([])
        self.remarks.show_problems([])

    def show_history(self, lines: Sequence[str], *, is_unsure: bool) -> None:
        """Show whose ticket it is, and what is known of its sending; `is_unsure`: whether it arrived has to be found
        out.
        """
        correct = QPushButton(translate(_CORRECT))
        correct.clicked.connect(self.person_wanted)
        weights = (600, *[400] * len(lines))
        told = [label(break_long_words(line), TEXT, weight) for line, weight in zip(lines, weights, strict=False)]
        rows: list[QWidget] = [*told, correct]
        if is_unsure:
            arrived = QPushButton(translate(_ARRIVED))
            arrived.clicked.connect(self.arrived)
            rows.insert(-1, arrived)
        self.history.replace(rows)

    def show_message(self, words: MailText) -> None:
        self.message.replace([label(break_long_words(words.subject), TEXT, 600), label(break_long_words(words.text))])


_SENDING = Message("tickets", "Sending")
_ARRIVED = Message("tickets", "It has arrived")
_CORRECT = Message("tickets", "Open this person…")
_MESSAGE = Message("tickets", "The message")
_REMARKS = Message("tickets", "On this ticket")
