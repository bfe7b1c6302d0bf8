# SPDX-License-Identifier: GPL-3.0-or-later
"""The first window when no event was named: open one, make one from a list, or look at the demonstration."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QVBoxLayout

from checkin.core.words import Words
from checkin.language import say
from checkin.ui import icons
from checkin.ui.file_drop import FileDrop
from checkin.ui.files import documents, list_filter
from checkin.ui.import_place import EVENTS, SUFFIX
from checkin.ui.theme import DETAIL, SMALL, TEXT, font

_DROP = Words("welcome", "A list, a programme or an event can also be dropped on this window.")


class WelcomeWindow(QDialog):
    """Only asks. `source_chosen` carries the list, or the programme, that an event is to be made of."""

    event_chosen = Signal(Path)
    source_chosen = Signal(Path)
    join_wanted = Signal()
    demo_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Checkin")
        self.setWindowIcon(icons.app_icon())
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(12)
        column.addWidget(_label(say(Words("welcome", "Who is coming today?")), DETAIL, 700))
        column.addWidget(
            _label(
                say(Words("welcome", "An event is one file on this computer. No account, no network.")),
                TEXT,
                400,
            )
        )
        column.addSpacing(12)
        for words, verb, is_primary in (
            (Words("welcome", "New event from a list …"), self._ask_new, True),
            (Words("welcome", "Open an event …"), self._ask_event, False),
            (Words("join", "Join other desks …"), self.join_wanted.emit, False),
            (Words("welcome", "Look at the demonstration"), self.demo_chosen.emit, False),
        ):
            column.addWidget(_button(say(words), verb, is_primary))
        column.addWidget(_label(say(_DROP), SMALL, 400))
        self._told = _label("", TEXT, 600)
        column.addWidget(self._told)
        self.setMinimumWidth(560)
        self._drop = FileDrop(self)
        self._drop.dropped.connect(self._take)

    def tell(self, sentence: str) -> None:
        """What went wrong with the file that was chosen; another can be chosen at once."""
        self._told.setText(sentence)

    def _ask_event(self) -> None:
        title = say(Words("welcome", "Open an event"))
        chosen, _ = QFileDialog.getOpenFileName(self, title, documents(), f"{say(EVENTS)} (*.checkin)")
        if chosen:
            self.event_chosen.emit(Path(chosen))

    def _ask_new(self) -> None:
        title = say(Words("welcome", "The list of people"))
        source, _ = QFileDialog.getOpenFileName(self, title, documents(), list_filter())
        if source:
            self.source_chosen.emit(Path(source))

    def _take(self, path: Path) -> None:
        """A file that was dropped here."""
        self.tell("")
        (self.event_chosen if path.suffix.lower() == SUFFIX else self.source_chosen).emit(path)


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font(size, weight))
    label.setWordWrap(True)
    return label


def _button(text: str, verb: object, is_primary: bool) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumHeight(52)
    button.setDefault(is_primary)
    button.setAutoDefault(is_primary)
    button.clicked.connect(verb)
    return button
