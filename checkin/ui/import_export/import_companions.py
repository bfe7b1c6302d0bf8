# SPDX-License-Identifier: GPL-3.0-or-later
"""The people whom somebody of a list brings along, and the choice what becomes of them.

Shows them and requests changes; keeps nothing.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from checkin.core.lists.companions import CompanionTotals
from checkin.core.lists.list_fields import CompanionHandling
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import label


class CompanionChoice(QWidget):
    """The choice, hidden where nobody brings anyone. `chosen` carries a `CompanionHandling`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text, self.choice = label("", SMALL), ComboBox(translate(_COMPANIONS))
        for handling, words in HANDLINGS.items():
            self.choice.addItem(translate(words), handling.value)
        self.choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.choice.show_whole()
        self.choice.activated.connect(lambda _: self.chosen.emit(self.choice.currentData()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.choice)
        self.hide()

    def show_totals(self, totals: CompanionTotals, handling: CompanionHandling) -> None:
        """Show how many there are and what becomes of them."""
        self.text.setText(companions_note(totals, handling))
        self.choice.setCurrentIndex(self.choice.findData(handling.value))
        self.setVisible(bool(totals.hosts))


def companions_note(totals: CompanionTotals, handling: CompanionHandling) -> str:
    """Return how many people bring somebody; and, as people, how many have no name and are counted instead."""
    note = translate(_NOTE, hosts=totals.hosts, count=totals.companions)
    if handling is CompanionHandling.PEOPLE and totals.unnamed:
        return f"{note} {translate(_UNNAMED, count=totals.unnamed)}"
    return note


HANDLINGS = {
    CompanionHandling.KEEP: Message("import", "Keep companions as information"),
    CompanionHandling.NUMBER: Message("import", "Count companions with the person"),
    CompanionHandling.PEOPLE: Message("import", "Import companions as people"),
}
_COMPANIONS = Message("import", "Companions")
_NOTE = Message("import", "{hosts} {hosts:person brings|people bring} somebody: {count} {count:companion|companions}.")
_UNNAMED = Message("import", "{count} without a name {count:is|are} counted with the person.")
