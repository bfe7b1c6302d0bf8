# SPDX-License-Identifier: GPL-3.0-or-later
"""The top row of the editor: which badge, whether it is kept, which side, and the ways out."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.badge_editor.state import Editing
from checkin.ui.badges.heading import line
from checkin.ui.look.drawing import hairline
from checkin.ui.look.measure import design_painter, sized, whole
from checkin.ui.look.theme import LARGE, MARGIN, SMALL, tokens
from checkin.ui.parts.icon_button import WordButton
from checkin.ui.parts.screen_heading import HEIGHT

_SIDES = (Words("badges", "Front"), Words("badges", "Back"))
_KEPT, _NOT_KEPT = Words("badge editor", "Saved in this event"), Words("badge editor", "Not saved yet")
_GIVE_UP = Words("badge editor", "Start again")
_GIVE_UP_TIP = Words("badge editor", "As it was when the editor was opened")
_DONE = Words("badge editor", "Done")


class EditorHeading(QWidget):
    """`turned` carries the side that is wanted."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._state = line(LARGE, 700), line(SMALL, 400)
        self._state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.sides = QButtonGroup(self)
        self.give_up = QPushButton(say(_GIVE_UP))
        self.give_up.setToolTip(say(_GIVE_UP_TIP))
        self.done = WordButton(say(_DONE), "check", is_primary=True)
        self.done.setToolTip("Ctrl+S")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._state)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for number, words in enumerate(_SIDES, start=1):
            button = QPushButton(say(words))
            button.setCheckable(True)
            self.sides.addButton(button, number)
            row.addWidget(button)
        row.addSpacing(16)
        row.addWidget(self.give_up)
        row.addWidget(self.done)
        self.sides.idClicked.connect(self.turned)
        self.setFixedHeight(sized(HEIGHT))

    def show_draft(self, editing: Editing) -> None:
        self._name.setText(editing.template.name)
        self._state.setText(say(_KEPT if editing.is_saved else _NOT_KEPT))
        self.sides.button(editing.draft.side).setChecked(True)
        self.give_up.setEnabled(editing.is_changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(whole(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 0, whole(self).height() - 1, whole(self).width(), whole(self).height() - 1)
