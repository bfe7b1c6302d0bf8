# SPDX-License-Identifier: GPL-3.0-or-later
"""The top row of the screen of badges, with what can be done with the chosen one. Does nothing of it itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.measure import face
from checkin.ui.parts.icon_button import IconButton, WordButton
from checkin.ui.parts.rail import BADGES
from checkin.ui.parts.screen_heading import ScreenHeading


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
    Act.PDF: _Look(Words("badges", "PDF of badges…"), "file-down", "Ctrl+P"),
    Act.PRINT: _Look(Words("badges", "Print all"), "printer"),
    Act.EDIT: _Look(Words("badges", "Edit"), "pencil", "F4"),
    Act.DUPLICATE: _Look(Words("badges", "Duplicate"), "copy", "Ctrl+D"),
    Act.EXPORT: _Look(Words("badges", "Save as a file…"), "download"),
    Act.REMOVE: _Look(Words("badges", "Remove"), "trash-2", "Del"),
}
_SMALL = (Act.EXPORT, Act.REMOVE, Act.DUPLICATE)
"""Seldom wanted: an icon is enough."""
_COPY = Words("badges", "Copy and edit")
"""A template of the program is no template of the event until it is copied."""


class BadgesHeading(ScreenHeading):
    """The top row, as on every screen. `chosen` carries an `Act`."""

    chosen = Signal(Act)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(BADGES, now)
        self.offered: tuple[Act, ...] = ()
        self.buttons = {act: self._button(act) for act in Act}
        for act in (Act.REMOVE, Act.EXPORT, Act.DUPLICATE, Act.EDIT, Act.PRINT, Act.PDF):
            self.add(self.buttons[act])

    def offer(self, acts: Sequence[Act], *, is_own: bool) -> None:
        """`is_own`: whether the chosen template is one of the event."""
        self.offered = tuple(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
        self.buttons[Act.EDIT].setText(say(_LOOKS[Act.EDIT].words if is_own else _COPY))

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
