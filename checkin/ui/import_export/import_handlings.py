# SPDX-License-Identifier: GPL-3.0-or-later
"""Two choices: what becomes of companions, and of people who answered a form more than once.

They show how many there are and request changes; they keep nothing.
"""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from checkin.core.lists.companions import CompanionTotals
from checkin.core.lists.list_fields import AnswerHandling, CompanionHandling
from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import label


class HandlingChoice(QWidget):
    """A sentence, and beside it the choice of a handling; hidden where it is about nobody."""

    chosen = Signal(str)
    """Carries the value of the chosen handling."""

    def __init__(
        self, name: Message, handlings: Mapping[CompanionHandling, Message] | Mapping[AnswerHandling, Message]
    ) -> None:
        super().__init__()
        self.text, self.choice = label("", SMALL), ComboBox(translate(name))
        for handling, words in handlings.items():
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

    def show_handling(self, sentence: str, handling: CompanionHandling | AnswerHandling, *, is_wanted: bool) -> None:
        self.text.setText(sentence)
        self.choice.setCurrentIndex(self.choice.findData(handling.value))
        self.setVisible(is_wanted)


class CompanionChoice(HandlingChoice):
    """The people whom somebody of a list brings along."""

    def __init__(self) -> None:
        super().__init__(_COMPANIONS, _OF_COMPANIONS)

    def show_totals(self, interpreted: InterpretedList) -> None:
        handling, totals = interpreted.mapping.companions or CompanionHandling.KEEP, interpreted.companions
        self.show_handling(_companions_note(totals, handling), handling, is_wanted=bool(totals.hosts))


class AnswerChoice(HandlingChoice):
    """The earlier answers of people who answered a form more than once."""

    def __init__(self) -> None:
        super().__init__(_ANSWERS, _OF_ANSWERS)

    def show_answers(self, interpreted: InterpretedList) -> None:
        handling, count = interpreted.mapping.answers or AnswerHandling.ALL, interpreted.repeated
        self.show_handling(translate(_REPEATED, count=count), handling, is_wanted=bool(count))


def _companions_note(totals: CompanionTotals, handling: CompanionHandling) -> str:
    """Return how many people bring somebody; and, as people, how many have no name and are counted instead."""
    note = translate(_BROUGHT, hosts=totals.hosts, count=totals.companions)
    if handling is CompanionHandling.PEOPLE and totals.unnamed:
        return f"{note} {translate(_UNNAMED, count=totals.unnamed)}"
    return note


_OF_COMPANIONS = {
    CompanionHandling.KEEP: Message("import", "Keep companions as information"),
    CompanionHandling.NUMBER: Message("import", "Count companions with the person"),
    CompanionHandling.PEOPLE: Message("import", "Import companions as people"),
}
_OF_ANSWERS = {
    AnswerHandling.LATEST: Message("import", "Only the latest answer counts"),
    AnswerHandling.ALL: Message("import", "Import every answer"),
}
_COMPANIONS = Message("import", "Companions")
_ANSWERS = Message("import", "Answers")
_REPEATED = Message("import", "Earlier answers: {count}")
_BROUGHT = Message(
    "import", "{hosts} {hosts:person brings|people bring} somebody: {count} {count:companion|companions}."
)
_UNNAMED = Message("import", "{count} without a name {count:is|are} counted with the person.")
