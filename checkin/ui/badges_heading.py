# SPDX-License-Identifier: GPL-3.0-or-later
"""The top row of the screen of badges, with what can be done with the chosen one. Does nothing of it itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.drawing import hairline
from checkin.ui.icon_button import IconButton, WordButton
from checkin.ui.measure import design_painter, face, sized, whole
from checkin.ui.theme import LARGE, MARGIN, SMALL, tokens

HEIGHT = 60
"""Pixels."""


class Act(StrEnum):
    """What can be done with a template, or with badges."""

    PDF = "pdf"
    PRINT = "print"
    EDIT = "edit"
    DUPLICATE = "duplicate"
    EXPORT = "export"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class _Look:
    words: Words
    icon: str
    key: str = ""


_LOOKS = {
    Act.PDF: _Look(Words("badges", "PDF of badges …"), "file-down", "Ctrl+P"),
    Act.PRINT: _Look(Words("badges", "Print all"), "printer"),
    Act.EDIT: _Look(Words("badges", "Edit"), "pencil", "F4"),
    Act.DUPLICATE: _Look(Words("badges", "Duplicate"), "copy", "Ctrl+D"),
    Act.EXPORT: _Look(Words("badges", "Save as a file …"), "download"),
    Act.REMOVE: _Look(Words("badges", "Remove"), "trash-2", "Del"),
}
_TITLE = Words("rail", "Badges")
_SMALL = (Act.EXPORT, Act.REMOVE, Act.DUPLICATE)
"""Seldom wanted: an icon is enough."""
_COPY = Words("badges", "Copy and edit")
"""A template of the program is no template of the event until it is copied."""


class BadgesHeading(QWidget):
    """The top row, as on every screen. `chosen` carries an `Act`."""

    chosen = Signal(Act)

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[Act, ...] = ()
        self.buttons = {act: self._button(act) for act in Act}
        self._place = line(SMALL, 400)
        self._place.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        title = line(LARGE, 700)
        title.setText(say(_TITLE))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(title)
        texts.addWidget(self._place)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for act in (Act.REMOVE, Act.EXPORT, Act.DUPLICATE, Act.EDIT, Act.PRINT, Act.PDF):
            row.addWidget(self.buttons[act])
        self.setFixedHeight(sized(HEIGHT))

    def offer(self, event: str, acts: Sequence[Act], *, is_own: bool) -> None:
        """`event` is its title; `is_own` whether the chosen template is one of the event."""
        self._place.setText(event)
        self.offered = tuple(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
        self.buttons[Act.EDIT].setText(say(_LOOKS[Act.EDIT].words if is_own else _COPY))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(whole(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 0, whole(self).height() - 1, whole(self).width(), whole(self).height() - 1)

    def _button(self, act: Act) -> QAbstractButton:
        look = _LOOKS[act]
        button: QAbstractButton = IconButton(look.icon, say(look.words), look.key)
        if act not in _SMALL:
            button = WordButton(say(look.words), look.icon, is_primary=act is Act.PDF)
            button.setToolTip(look.key)
        button.clicked.connect(lambda _=False, act=act: self.chosen.emit(act))
        return button


def line(size: int, weight: int) -> QLabel:
    """One line that gives way: it is cut where there is no room."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(face(size, weight))
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made
