# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks about columns that look like a registration status and were not taken as one. Keeps no answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.lists.status_doubts import StatusDoubt
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.labels import label

MOST_WORDS, LONGEST = 4, 26
"""Words shown of a column, and letters of a word."""


class StatusDoubts(QWidget):
    """A line for each doubtful column with its words and two answers. `answered` carries the column, and whether it is
    the status.
    """

    answered = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[QPushButton] = []
        self._shown: tuple[StatusDoubt, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_doubts(self, doubts: Sequence[StatusDoubt]) -> None:
        """Show the questions; the same ones stay as they are."""
        self.setVisible(bool(doubts))
        if tuple(doubts) == self._shown:
            return
        self._shown = tuple(doubts)
        while item := self._column.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.answers = []
        for doubt in doubts:
            line = self._line(doubt)
            self._column.addWidget(line)
            line.show()

    def _line(self, doubt: StatusDoubt) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(_words(doubt), SMALL), 1)
        for words, is_status in ((_YES, True), (_NO, False)):
            button = QPushButton(translate(words))
            button.setAutoDefault(False)
            button.setAccessibleDescription(_words(doubt))
            button.clicked.connect(lambda _, answer=is_status: self.answered.emit(doubt.index, answer))
            row.addWidget(button)
            self.answers.append(button)
        return place


def doubt_question(doubts: Sequence[StatusDoubt]) -> str:
    """Return what the user must answer before the import; "" without doubts."""
    return translate(_QUESTION, title=doubts[0].title) if doubts else ""


def _words(doubt: StatusDoubt) -> str:
    shown = [translate(_WORD, word=_short(word), count=count) for word, count in doubt.words[:MOST_WORDS]]
    told = " · ".join(shown) + (" …" if len(doubt.words) > MOST_WORDS else "")
    return translate(_LINE, title=_short(doubt.title), told=told)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


_QUESTION = Message("import", "Does “{title}” say who is coming? Answer below, then continue.")
_LINE = Message("import", "“{title}”: {told}")
_WORD = Message("import", "{word} ({count})")
_YES = Message("import", "Yes, it is the status")
_NO = Message("import", "No, something else")
