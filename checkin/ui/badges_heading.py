# SPDX-License-Identifier: GPL-3.0-or-later
"""The chosen badge's name, whose it is, and what can be done with it. Does nothing of it itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.desk.badges import Loaded
from checkin.language import say
from checkin.ui import icons
from checkin.ui.icon_button import IconButton
from checkin.ui.theme import DETAIL, SMALL, font, tokens


class Act(StrEnum):
    """What can be done with a template, or with badges."""

    PDF = "pdf"
    PRINT = "print"
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
    Act.DUPLICATE: _Look(Words("badges", "Duplicate"), "copy", "Ctrl+D"),
    Act.EXPORT: _Look(Words("badges", "Save as a file …"), "download"),
    Act.REMOVE: _Look(Words("badges", "Remove"), "trash-2", "Del"),
}
_SMALL = (Act.EXPORT, Act.REMOVE)
"""Seldom wanted: an icon is enough."""
_COPY = Words("badges", "Copy to this event")
"""A template of the program is no template of the event until it is copied."""


class BadgesHeading(QWidget):
    """`chosen` carries an `Act`."""

    chosen = Signal(Act)

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[Act, ...] = ()
        self._name, self._detail = _line(DETAIL, 700), _line(SMALL, 400)
        self.buttons = {act: self._button(act) for act in Act}
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(names, 1)
        for act in (Act.REMOVE, Act.EXPORT, Act.DUPLICATE, Act.PRINT, Act.PDF):
            row.addWidget(self.buttons[act])

    def show_template(self, loaded: Loaded, detail: str, acts: Sequence[Act]) -> None:
        self._name.setText(loaded.name)
        self._detail.setText(detail)
        self.offered = tuple(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
        self.buttons[Act.DUPLICATE].setText(say(_LOOKS[Act.DUPLICATE].words if loaded.id else _COPY))

    def _button(self, act: Act) -> QAbstractButton:
        look = _LOOKS[act]
        button: QAbstractButton = IconButton(look.icon, say(look.words), look.key)
        if act not in _SMALL:
            button = _ActButton(say(look.words), look.icon, is_primary=act is Act.PDF)
            button.setToolTip(look.key)
        button.clicked.connect(lambda _=False, act=act: self.chosen.emit(act))
        return button


class _ActButton(QPushButton):
    """An icon and words."""

    def __init__(self, text: str, icon: str, *, is_primary: bool) -> None:
        super().__init__(text)
        self._icon = icon
        self.setAutoDefault(False)
        self.setProperty("primary", is_primary)
        self.setIconSize(QSize(18, 18))
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        t = tokens(self.palette())
        self.setIcon(icons.icon(self._icon, t.on_accent if self.property("primary") else t.ink, 18))


def _line(size: int, weight: int) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, weight))
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made
