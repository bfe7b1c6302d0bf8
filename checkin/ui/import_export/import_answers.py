# SPDX-License-Identifier: GPL-3.0-or-later
"""The people who answered a form more than once, and the choice which of their answers count.

Shows them and requests changes; keeps nothing.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from checkin.core.lists.list_fields import AnswerHandling
from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import label


class AnswerChoice(QWidget):
    """The choice, hidden where nobody answered twice. `chosen` carries an `AnswerHandling`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text, self.choice = label("", SMALL), ComboBox(translate(_ANSWERS))
        for handling, words in _HANDLINGS.items():
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

    def show_answers(self, interpreted: InterpretedList) -> None:
        """Show how many earlier answers there are and what becomes of them."""
        handling = interpreted.mapping.answers or AnswerHandling.ALL
        self.text.setText(translate(_NOTE, count=interpreted.repeated))
        self.choice.setCurrentIndex(self.choice.findData(handling.value))
        self.setVisible(bool(interpreted.repeated))


_HANDLINGS = {
    AnswerHandling.LATEST: Message("import", "Only the latest answer counts"),
    AnswerHandling.ALL: Message("import", "Import every answer"),
}
_ANSWERS = Message("import", "Answers")
_NOTE = Message("import", "Earlier answers: {count}")
